//! Which determinations have to be told apart, because what a test depends on is made of them by more than one way.

use std::collections::HashMap;

use super::condition::World;
use super::facts::{Facts, Operands};
use super::planned::PlannedTest;
use super::sources::Source;
use crate::combination::{Needs, Origins, Part, parts, told_apart};

/// The most parts of all combinations, unless one test alone has more determinations.
const MOST_PARTS: usize = 1_000;

/// Notes in each test the tests whose determinations are told apart in what it is made of; returns which of the needed tests these are.
pub(super) fn tell_apart(tests: &mut [PlannedTest], needed: &[usize]) -> Vec<Option<usize>> {
    let places: HashMap<usize, usize> = needed.iter().enumerate().map(|(place, index)| (*index, place)).collect();
    let needs = |(index, test): (usize, &PlannedTest)| {
        let of_tests = |source: Source| match source {
            Source::Test(place) => Some(place),
            Source::Parameter(_) => None,
        };
        Needs { place: places.get(&index).copied(), sources: test.sources().into_iter().filter_map(of_tests).collect() }
    };
    let needs: Vec<Needs> = tests.iter().enumerate().map(needs).collect();
    let (of_tests, shared) = told_apart(&needs);
    tests.iter_mut().zip(of_tests).for_each(|(test, own)| test.told_apart = own);
    (0..needed.len()).map(|place| shared.binary_search(&place).ok()).collect()
}

impl PlannedTest {
    /// Whether some of what it depends on is made of different determinations of one test.
    pub(super) fn is_divided(&self, facts: &Facts<'_>) -> bool {
        facts.told_apart(&self.told_apart).next().is_some()
    }

    /// All combinations of what it depends on that can be, in parts in which any determination of one source can stand with any of
    /// another; `None` where there are too many parts.
    pub(super) fn parts(&self, facts: &Facts<'_>) -> Option<Vec<World>> {
        let sources = self.sources();
        let origins: Vec<&[Origins]> =
            sources.iter().map(|source| facts.operands(*source).map(Operands::origins).unwrap_or_default()).collect();
        let longest = origins.iter().map(|own| own.len()).max().unwrap_or_default();
        let parts = parts(&origins, facts.told_apart(&self.told_apart), longest.max(MOST_PARTS))?;
        let others = parts.len().saturating_sub(1);
        let world = |Part { chosen, origins }: Part| World {
            choices: sources.iter().copied().zip(chosen.into_iter().map(Into::into)).collect(),
            supposed: Vec::new(),
            origins,
            others,
        };
        Some(parts.into_iter().map(world).collect())
    }
}

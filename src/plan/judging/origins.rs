//! All combinations of what a test depends on, in parts by the determinations that are told apart.

use super::judgement::Look;
use super::operands::{Facts, Operands};
use super::truth::World;
use crate::acceptance::Extent;
use crate::combination::{Origins, Part, Places, parts, reaching_furthest};
use crate::plan::compiled::PlannedTest;

/// The most parts of all combinations, unless one test alone has more determinations.
const MOST_PARTS: usize = 1_000;

impl PlannedTest {
    /// Whether some of what it depends on is made of different determinations of one test, as far
    /// as `look` has to tell them apart.
    pub(super) fn is_divided(&self, facts: &Facts<'_>, look: Look) -> bool {
        facts.told_apart(self.told_apart(look)).next().is_some()
    }

    /// What is made of it matters only to those that need it.
    fn told_apart(&self, look: Look) -> &Places {
        if look == Look::Values { &self.told_apart.by_all } else { &self.told_apart.by_itself }
    }

    /// All combinations of what it depends on that can be, in parts in which any determination of
    /// one source can stand with any of another; and whether these are all: of too many those stay
    /// in which values reach furthest.
    pub(crate) fn parts(&self, facts: &Facts<'_>, look: Look) -> (Vec<World>, bool) {
        let sources = self.sources();
        let origins: Vec<&[Origins]> = sources
            .iter()
            .map(|source| facts.operands(*source).map(Operands::origins).unwrap_or_default())
            .collect();
        let longest = origins.iter().map(|own| own.len()).max().unwrap_or_default();
        let furthest = || sources.iter().map(|source| furthest(facts.operands(*source))).collect();
        let most = longest.max(MOST_PARTS);
        let (parts, are_all) =
            parts(&origins, facts.told_apart(self.told_apart(look)), most, furthest);
        let others = parts.len().saturating_sub(1);
        let world = |Part { chosen, origins }: Part| World {
            choices: sources.iter().copied().zip(chosen.into_iter().map(Into::into)).collect(),
            supposed: Vec::new(),
            origins,
            others,
        };
        (parts.into_iter().map(world).collect(), are_all)
    }
}

/// The places of the numbers that reach furthest.
fn furthest(operands: Option<&Operands<'_>>) -> Vec<usize> {
    let all = operands.map(Operands::all).unwrap_or_default().iter().enumerate();
    let (places, numbers): (Vec<usize>, Vec<Extent>) =
        all.filter_map(|(place, operand)| Some((place, operand.as_ref().ok()?.extent()?))).unzip();
    let furthest = reaching_furthest(&numbers.iter().collect::<Vec<_>>());
    furthest.into_iter().filter_map(|place| places.get(place).copied()).collect()
}

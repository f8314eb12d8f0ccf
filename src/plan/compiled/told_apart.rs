//! Which determinations have to be told apart, because what a test depends on is made of them by
//! more than one way.

use std::collections::HashMap;

use super::sources::Source;
use super::test::PlannedTest;
use crate::combination::{Needs, told_apart};

/// Notes in each test the tests whose determinations are told apart in what it is made of; returns
/// which of the needed tests these are.
pub(crate) fn tell_apart(tests: &mut [PlannedTest], needed: &[usize]) -> Vec<Option<usize>> {
    let places: HashMap<usize, usize> =
        needed.iter().enumerate().map(|(place, index)| (*index, place)).collect();
    let needs = |(index, test): (usize, &PlannedTest)| {
        let of_tests = |source: Source| match source {
            Source::Test(place) => Some(place),
            Source::Parameter(_) => None,
        };
        Needs {
            place: places.get(&index).copied(),
            sources: test.sources().into_iter().filter_map(of_tests).collect(),
        }
    };
    let needs: Vec<Needs> = tests.iter().enumerate().map(needs).collect();
    let (of_tests, shared) = told_apart(&needs);
    tests.iter_mut().zip(of_tests).for_each(|(test, own)| test.told_apart = own);
    (0..needed.len()).map(|place| shared.binary_search(&place).ok()).collect()
}

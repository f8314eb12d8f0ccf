//! Values that are the same make no difference: the first stands for all.

use std::cmp::Ordering;

use crate::acceptance::{Extent, cmp_lower, cmp_upper};

/// What is no number comes first.
pub(crate) fn compare_numbers(a: Option<&Extent>, b: Option<&Extent>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => cmp_lower(&a.lower, &b.lower).then(cmp_upper(&a.upper, &b.upper)),
        (a, b) => a.is_some().cmp(&b.is_some()),
    }
}

/// Each number once, where it stands first.
pub(crate) fn distinct(numbers: Vec<Extent>) -> Vec<Extent> {
    first_of_each(numbers, |a, b| compare_numbers(Some(a), Some(b)))
}

/// Of those that are equal by `order` the first, each where it stands.
pub(crate) fn first_of_each<T>(all: Vec<T>, order: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    if all.len() < 2 {
        return all;
    }
    let mut sorted: Vec<(usize, T)> = all.into_iter().enumerate().collect();
    sorted.sort_by(|(_, a), (_, b)| order(a, b));
    sorted.dedup_by(|(_, a), (_, b)| order(a, b).is_eq());
    sorted.sort_unstable_by_key(|(place, _)| *place);
    sorted.into_iter().map(|(_, one)| one).collect()
}

//! Which lots, and which of their values, are looked at together.

use std::cmp::Ordering;

use crate::acceptance::{Extent, cmp_lower, cmp_upper};

/// The most choices that are told apart where extremes do not suffice.
const MOST_CHOICES: usize = 1_000;

/// The choices of `count` lots, with one value of each, of which what they make reaches furthest.
/// Whatever can be made of values, but for their deviation, rises with each of them, so that these
/// say all.
pub(crate) fn extremes(values: &[Vec<Extent>], count: usize) -> [Vec<Extent>; 4] {
    let lower = |a: &Extent, b: &Extent| cmp_lower(&a.lower, &b.lower);
    let upper = |a: &Extent, b: &Extent| cmp_upper(&a.upper, &b.upper);
    // Where one end is the same the other decides, so that the order of lots does not.
    let least = |order: &dyn Fn(&Extent, &Extent) -> Ordering| {
        let mut of_lots: Vec<&Extent> =
            values.iter().filter_map(|own| own.iter().min_by(|a, b| order(a, b))).collect();
        of_lots.sort_by(|a, b| order(a, b));
        of_lots.into_iter().take(count).cloned().collect()
    };
    [
        least(&|a, b| lower(a, b).then(upper(a, b))),
        least(&|a, b| upper(a, b).then(lower(a, b))),
        least(&|a, b| lower(b, a).then(upper(b, a))),
        least(&|a, b| upper(b, a).then(lower(b, a))),
    ]
}

/// The value of a lot that has but one, which is exact and not below zero.
pub(crate) fn plain(own: &[Extent]) -> Option<&Extent> {
    let [only] = own else { return None };
    only.single().filter(|value| !value.is_negative())?;
    Some(only)
}

/// The choices among lots with plain values that matter: the deviation rises as a value moves away
/// from the others on either side, so that it is greatest for some of the least with some of the
/// greatest.
pub(crate) fn of_plain_values(values: &[Vec<Extent>], count: usize) -> Vec<Vec<&Extent>> {
    let mut plain: Vec<&Extent> = values.iter().filter_map(|own| plain(own)).collect();
    plain.sort_by(|a, b| cmp_lower(&a.lower, &b.lower));
    let Some(spare) = plain.len().checked_sub(count) else { return Vec::new() };
    let choice = |least: usize| {
        let greatest = plain.iter().skip(least.saturating_add(spare));
        plain.iter().take(least).chain(greatest).copied().collect()
    };
    // Without spare lots all choices are the same.
    let last = if spare == 0 { 0 } else { count };
    (0..=last).map(choice).collect()
}

/// Every choice of `count` lots with one value of each; `None` where there are too many to be told
/// apart.
pub(crate) fn every_choice<V>(values: &[Vec<V>], count: usize) -> Option<Vec<Vec<&V>>> {
    let mut choices: Vec<Vec<&V>> = vec![Vec::new()];
    for (index, own) in values.iter().enumerate() {
        let left = values.len().saturating_sub(index).saturating_sub(1);
        let mut next: Vec<Vec<&V>> = Vec::new();
        for choice in choices {
            if choice.len() < count {
                let with = |value| choice.iter().copied().chain([value]).collect();
                next.extend(own.iter().take(MOST_CHOICES.saturating_add(1)).map(with));
            }
            // Without this lot, where those that follow are enough.
            if choice.len().saturating_add(left) >= count {
                next.push(choice);
            }
            if next.len() > MOST_CHOICES {
                return None;
            }
        }
        choices = next;
    }
    Some(choices)
}

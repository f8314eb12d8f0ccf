//! How two accepted sets differ.

use super::change::{ChangeCode, Direction, MovedEnd};
use crate::acceptance::Region;
use crate::criterion::{Bound, Range, Term, Terms};
use crate::value::Unit;

/// A difference, and what it means.
pub(super) struct Difference {
    pub(super) code: ChangeCode,
    pub(super) end: Option<MovedEnd>,
    /// Whether more terms are rejected, or fewer; `None` where that is as it was.
    pub(super) rejects: Option<Direction>,
    pub(super) explanation: String,
}

impl Difference {
    pub(super) fn new(code: ChangeCode, explanation: impl Into<String>) -> Self {
        Self { code, end: None, rejects: None, explanation: explanation.into() }
    }
}

/// How what is accepted of a quantity in `unit` differs; `None` where it does not.
pub(super) fn regions(before: &Region, after: &Region, unit: Option<&Unit>) -> Option<Difference> {
    if before == after {
        return None;
    }
    if before.is_disjoint_from(after) {
        return Some(Difference::new(
            ChangeCode::Disjoint,
            "No number that was accepted is accepted now.",
        ));
    }
    let (lost, gained) = (before.outside(after), after.outside(before));
    let words = |what: &str, parts: &[Option<Region>; 2]| {
        let parts: Vec<String> =
            parts.iter().flatten().map(|part| Unit::after(part, unit)).collect();
        (!parts.is_empty()).then(|| format!("{what}: {}.", parts.join("; ")))
    };
    let explanation: Vec<String> = words("No longer accepted", &lost)
        .into_iter()
        .chain(words("Newly accepted", &gained))
        .collect();
    let end = |[lower, upper]: &[Option<Region>; 2]| match (lower.is_some(), upper.is_some()) {
        (true, true) => Some(MovedEnd::Both),
        (true, false) => Some(MovedEnd::Lower),
        (false, true) => Some(MovedEnd::Upper),
        (false, false) => None,
    };
    let (code, end) = match (end(&lost), end(&gained)) {
        (Some(end), None) => (ChangeCode::Tightened, Some(end)),
        (None, Some(end)) => (ChangeCode::Loosened, Some(end)),
        _ => (ChangeCode::Shifted, None),
    };
    Some(Difference { code, end, rejects: None, explanation: explanation.join(" ") })
}

/// What differs between limits of the same value: digits and comparators.
pub(super) fn spelling(before: &Range, after: &Range) -> Vec<Difference> {
    let mut found = Vec::new();
    let pairs = [before.lower().zip(after.lower()), before.upper().zip(after.upper())];
    let same: Vec<(&Bound, &Bound)> = pairs
        .into_iter()
        .flatten()
        .filter(|(before, after)| before.limit.same_value(&after.limit))
        .collect();
    if let Some((before, after)) =
        same.iter().find(|(a, b)| a.limit.last_place() != b.limit.last_place())
    {
        let explanation = format!(
            "{} is written as {}; results are rounded to the last written place of a limit, where \
             they are rounded.",
            before.limit, after.limit
        );
        found.push(Difference::new(ChangeCode::Precision, explanation));
    }
    if let Some((_, after)) = same.iter().find(|(a, b)| a.is_strict() != b.is_strict()) {
        let explanation = if after.is_strict() {
            format!("{} itself was accepted, and the limit is strict now.", after.limit)
        } else {
            format!("{} itself is accepted now; the limit was strict.", after.limit)
        };
        found.push(Difference::new(ChangeCode::Strictness, explanation));
    }
    found
}

/// How the terms differ that a criterion accepts and rejects.
pub(super) fn vocabulary(before: Option<&Terms>, after: Option<&Terms>) -> Vec<Difference> {
    let accepted =
        |terms: Option<&Terms>| terms.map(|terms| terms.accepted().to_vec()).unwrap_or_default();
    let rejected =
        |terms: Option<&Terms>| terms.map(|terms| terms.rejected().to_vec()).unwrap_or_default();
    let mut found = Vec::new();
    let (lost, gained) = only_in_each(&accepted(before), &accepted(after));
    let code = match (lost.is_empty(), gained.is_empty()) {
        (true, true) => None,
        (false, true) => Some(ChangeCode::VocabularyNarrower),
        (true, false) => Some(ChangeCode::VocabularyWider),
        (false, false) => Some(ChangeCode::VocabularyShifted),
    };
    if let Some(code) = code {
        let words = [sentence("No longer accepted", &lost), sentence("Newly accepted", &gained)];
        found
            .push(Difference::new(code, words.into_iter().flatten().collect::<Vec<_>>().join(" ")));
    }
    let rejects_other = |terms: Option<&Terms>| terms.is_some_and(Terms::rejects_other);
    let (lost, gained) = only_in_each(&rejected(before), &rejected(after));
    let rejects = match (
        lost.is_empty() && !rejects_other(before),
        gained.is_empty() && !rejects_other(after),
    ) {
        (true, _) => Direction::Stricter,
        (_, true) => Direction::Looser,
        _ => Direction::Other,
    };
    let others = match (rejects_other(before), rejects_other(after)) {
        (false, true) => {
            Some("Every other text fails, and was undecided where it was not listed.".to_owned())
        }
        (true, false) => {
            Some("A text that is not listed is undecided, and failed before.".to_owned())
        }
        _ => None,
    };
    let words =
        [sentence("No longer rejected", &lost), sentence("Newly rejected", &gained), others];
    let words: Vec<String> = words.into_iter().flatten().collect();
    if !words.is_empty() {
        let difference = Difference::new(ChangeCode::RejectedTerms, words.join(" "));
        found.push(Difference { rejects: Some(rejects), ..difference });
    }
    found
}

/// How interim terms differ, in words; empty where they do not.
pub(super) fn interim(before: &[Term], after: &[Term]) -> String {
    let (lost, gained) = only_in_each(before, after);
    let words = [
        sentence("No longer interim", &lost),
        sentence("Newly interim, and undecided in a final result", &gained),
    ];
    words.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn only_in_each(before: &[Term], after: &[Term]) -> (Vec<Term>, Vec<Term>) {
    let without = |all: &[Term], others: &[Term]| {
        all.iter().filter(|term| !others.contains(term)).cloned().collect()
    };
    (without(before, after), without(after, before))
}

fn sentence(what: &str, terms: &[Term]) -> Option<String> {
    (!terms.is_empty()).then(|| format!("{what}: {}.", quoted(terms)))
}

pub(super) fn quoted(terms: &[Term]) -> String {
    terms.iter().map(|term| format!("“{}”", term.as_str())).collect::<Vec<_>>().join(", ")
}

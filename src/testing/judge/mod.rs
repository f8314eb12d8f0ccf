//! The slow judge: what has to be found of a value, worked out by rounding as on paper.

mod example_lot;
mod expected;
mod open_cases;
mod paper;
mod placement;

#[cfg(feature = "proptest")]
pub(crate) use example_lot::Content;
pub(crate) use example_lot::ExampleLot;
pub(crate) use placement::DEEPEST;

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_rational::Ratio;
use num_traits::{One, Signed};
use unicode_normalization::UnicodeNormalization;

use crate::acceptance::{Rounding, StrictLimits};
use crate::criterion::{Bound, Criterion, Demand, Form, Range, Ruling, Term, Terms};
use crate::error::is_invisible;
use crate::report::{Outcome, Reason};
use crate::specification::CheckedAcceptance;
use crate::value::{Number, is_dash};
use paper::OnPaper;

/// An exact value.
pub(super) type Exactly = Ratio<BigInt>;

/// What a measurement may be.
#[derive(Clone, Debug)]
pub(super) enum Measured {
    Value(Exactly),
    /// From an end to another, each with whether it belongs to it; beyond all bounds where there is
    /// none.
    Between(Option<(Exactly, bool)>, Option<(Exactly, bool)>),
    Term(String),
}

/// The rules under which a test compares.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    pub(super) rounding: Rounding,
    pub(super) strict: StrictLimits,
}

/// 10^`power`.
pub(super) fn power_of_ten(power: i32) -> Exactly {
    let ten = BigInt::from(10).pow(power.unsigned_abs());
    if power < 0 { Ratio::new(BigInt::one(), ten) } else { Ratio::from_integer(ten) }
}

/// What a number is worth.
pub(super) fn worth(number: &Number) -> Exactly {
    power_of_ten(number.last_place()) * BigInt::from(number.coefficient())
}

/// What has to be found of one value under a criterion on numbers or terms, or one that asks for a
/// report or nothing.
pub(super) fn judge(measured: &Measured, criterion: &Criterion, rules: Rules) -> (Outcome, Reason) {
    let range = criterion.range();
    match (criterion.demand(), measured) {
        (Demand::NotRequired, _) => (Outcome::NotApplicable, Reason::NotRequired),
        (Demand::Report, _) => (Outcome::Reported, Reason::ReportOnly),
        (_, Measured::Term(text)) => match criterion.terms().map(|terms| ruling(terms, text)) {
            Some(Ruling::Accepted) => (Outcome::Conforms, Reason::AcceptedTerm),
            Some(Ruling::Rejected) => (Outcome::DoesNotConform, Reason::RejectedTerm),
            Some(Ruling::Unknown) => (Outcome::Indeterminate, Reason::UnknownTerm),
            None => (Outcome::Indeterminate, Reason::KindMismatch),
        },
        (_, Measured::Value(value)) => match range.map(|range| meets(value, range, rules)) {
            Some(true) => (Outcome::Conforms, Reason::Within),
            Some(false) => (Outcome::DoesNotConform, Reason::Outside),
            None => (Outcome::Indeterminate, Reason::KindMismatch),
        },
        (_, Measured::Between(lower, upper)) => {
            match range.map(|range| lies(lower.as_ref(), upper.as_ref(), range, rules)) {
                Some(Some(true)) => (Outcome::Conforms, Reason::Within),
                Some(Some(false)) => (Outcome::DoesNotConform, Reason::Outside),
                Some(None) => (Outcome::Indeterminate, Reason::Straddles),
                None => (Outcome::Indeterminate, Reason::KindMismatch),
            }
        }
    }
}

/// Whether two texts are the same term, case and space aside.
pub(super) fn same(one: &str, other: &str) -> bool {
    let words = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    words(one) == words(other)
}

/// Whether two texts look the same: with one sign for each dash and for space, without what is not
/// seen, and composed.
pub(super) fn looks_like(one: &str, other: &str) -> bool {
    let shown = |text: &str| {
        let seen = text.replace(is_dash, "-").replace(|c| is_invisible(c) || c == '\u{202D}', "");
        let composed: String = seen.nfc().collect();
        composed.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    shown(one) == shown(other)
}

/// What has to be found of a text in one case of a qualitative test. What fails is none of the
/// terms that do not, nor looks like one.
pub(super) fn judge_text(text: &str, case: &CheckedAcceptance, rules: Rules) -> (Outcome, Reason) {
    let found = judge(&Measured::Term(text.to_owned()), &case.criterion, rules);
    let Some(terms) = case.criterion.terms().filter(|_| found.0 == Outcome::DoesNotConform) else {
        return found;
    };
    if terms.rejects_other() && case.interim.iter().any(|term| same(term.as_str(), text)) {
        return (Outcome::Indeterminate, Reason::UnknownTerm);
    }
    let lower_case = text.to_lowercase();
    let is_alike = |term: &Term| {
        looks_like(&term.as_str().to_lowercase(), &lower_case) && !same(term.as_str(), text)
    };
    if terms.accepted().iter().chain(&case.interim).any(is_alike) {
        return (Outcome::Indeterminate, Reason::LooksAlike);
    }
    found
}

/// Terms in the order of the criterion.
fn ruling(terms: &Terms, text: &str) -> Ruling {
    if terms.accepted().iter().any(|term| same(term.as_str(), text)) {
        Ruling::Accepted
    } else if terms.rejects_other() || terms.rejected().iter().any(|term| same(term.as_str(), text))
    {
        Ruling::Rejected
    } else {
        Ruling::Unknown
    }
}

/// Really rounds and really compares.
pub(super) fn meets(value: &Exactly, range: &Range, rules: Rules) -> bool {
    let written = OnPaper::of(value);
    let meets = |bound: &Bound, beyond: Ordering| {
        let is_exact = range.form() == Form::Equal
            || (bound.is_strict() && rules.strict == StrictLimits::Exact);
        let rounding = if is_exact { Rounding::Absolute } else { rules.rounding };
        let order = written.rounded(rounding, &bound.limit).compare(&OnPaper::new(&bound.limit));
        order == beyond || (order == Ordering::Equal && !bound.is_strict())
    };
    range.lower().is_none_or(|bound| meets(bound, Ordering::Greater))
        && range.upper().is_none_or(|bound| meets(bound, Ordering::Less))
}

/// Whether all of an interval meets a range, or none of it; `None` where some does.
///
/// What is accepted has no holes, so that its two outermost values tell whether all of an interval
/// is accepted. Whether any of it is, is tried out: at its own ends, and around every limit in
/// steps of a twentieth of the last place.
fn lies(
    lower: Option<&(Exactly, bool)>,
    upper: Option<&(Exactly, bool)>,
    range: &Range,
    rules: Rules,
) -> Option<bool> {
    // Beyond all limits, and nearer than any digit.
    let (far, near) = (power_of_ten(28), power_of_ten(-40));
    let first = match lower {
        Some((end, true)) => end.clone(),
        Some((end, false)) => end + &near,
        None => -far.clone(),
    };
    let last = match upper {
        Some((end, true)) => end.clone(),
        Some((end, false)) => end - &near,
        None => far,
    };
    if meets(&first, range, rules) && meets(&last, range, rules) {
        return Some(true);
    }
    if meets(&first, range, rules) || meets(&last, range, rules) {
        return None;
    }
    let (from, to) = (&first - &near, &last + &near);
    let around = |bound: &Bound| {
        let limit = worth(&bound.limit);
        let step = power_of_ten(bound.limit.last_place()) / BigInt::from(20);
        let places = (-30..=30).map(move |steps| &limit + &step * BigInt::from(steps));
        let places = places.filter(|place| (&from..=&to).contains(&place));
        places.flat_map(|place| [&place - &near, place.clone(), place + &near]).collect::<Vec<_>>()
    };
    let mut tried = range.lower().into_iter().chain(range.upper()).flat_map(around);
    let any = tried.any(|value| value >= first && value <= last && meets(&value, range, rules));
    if any { None } else { Some(false) }
}

/// A value as a decimal with at most `digits` significant digits: exactly, or else rounded towards
/// zero.
pub(super) fn decimal(value: &Exactly, digits: i32) -> Option<String> {
    let magnitude = value.abs();
    // The place of the first digit.
    let first = (-40..40).rev().find(|place| power_of_ten(*place) <= magnitude).unwrap_or(0);
    let last = first.saturating_sub(digits).saturating_add(1);
    let coefficient = (magnitude / power_of_ten(last)).to_integer();
    let sign = if value.is_negative() { "-" } else { "" };
    if last >= 0 {
        return Some(format!("{sign}{}", coefficient * BigInt::from(10).pow(last.unsigned_abs())));
    }
    let places = usize::try_from(last.unsigned_abs()).ok()?;
    let written = format!("{:0>width$}", coefficient.to_string(), width = places.saturating_add(1));
    let (whole, fraction) = written.split_at_checked(written.len().saturating_sub(places))?;
    let fraction = fraction.trim_end_matches('0');
    Some(if fraction.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction}")
    })
}

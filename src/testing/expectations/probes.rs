//! What spec-tests of a test can touch.

use crate::acceptance::{End, Region};
use crate::criterion::{Bound, Criterion, Term};
use crate::report::Reason;
use crate::specification::{CheckedAcceptance, Phase, Specification, Test};
use crate::value::code::codes;
use crate::value::{Number, Unit};

codes! {
    /// What kind of thing of a specification spec-tests can touch.
    #[non_exhaustive]
    pub enum CoverageKind("kind of what is touched") {
        /// A phase. Touched by a row in it.
        Phase = "phase",
        /// A test or group in a phase. Touched by a row of it.
        Test = "test",
        /// The condition under which a test applies. Touched by a lot to which it does not.
        Condition = "condition",
        /// One of several cases. Touched by a lot in it.
        Case = "case",
        /// An end of what a criterion accepts. Touched by two values: one that conforms and one
        /// that is outside beyond this end, both no further from the limit than one unit of its
        /// last written place (`NMT 5.0`: 4.9 to 5.1). A censored value touches none; of one that
        /// is combined or derived counts what the finding shows. Where a quantity cannot be below
        /// zero, zero is no end.
        End = "end",
        /// A term. Touched by a result that is it, an interim one by a preliminary result; another
        /// text, by one that the criterion does not name; of a criterion that asks for the text
        /// that a lot states, by that text, and by another.
        Term = "term",
        /// Limits on replicates and on their deviation. Touched by a determination that is beyond
        /// them.
        Replicates = "replicates",
    }
}

/// What touches an item.
#[derive(Clone, Debug)]
pub(super) enum Probe {
    Row,
    Reason(Reason),
    Case(usize),
    End {
        case: usize,
        near: [Number; 2],
        cut: Number,
        is_lower: bool,
    },
    Term(usize, Reason, Term),
    /// A text that is none of these.
    OtherTerm(usize, Reason, Vec<Term>),
    SameAs(usize, Reason),
}

/// Adds what spec-tests of a test can touch, besides itself.
pub(super) fn probes_of(
    specification: &Specification,
    test: &Test,
    phase: Phase,
    add: &mut impl FnMut(CoverageKind, String, Probe),
) {
    if let Some(condition) = test.condition() {
        let what = format!("not asked unless {condition}");
        add(CoverageKind::Condition, what, Probe::Reason(Reason::ConditionNotMet));
    }
    for (place, case) in test.cases(phase).iter().enumerate() {
        let when = case.when.as_ref().map(|when| format!(" where {when}")).unwrap_or_default();
        if case.when.is_some() {
            add(CoverageKind::Case, format!("the case{when}"), Probe::Case(place));
        }
        let unit = test.unit_in(case);
        let mut add = |kind, what: String, probe| add(kind, format!("{what}{when}"), probe);
        ends(specification, test, (place, case), unit, &mut add);
        terms(case, place, &mut add);
    }
    let asks = |is_neutral: fn(&Criterion) -> bool| {
        !test.cases(phase).iter().all(|case| is_neutral(&case.criterion))
    };
    let Some(reportable) = test.reportable(phase).filter(|_| asks(Criterion::is_not_required))
    else {
        return;
    };
    // Where a value is only reported, each replicate is.
    if let Some(each) = reportable.limits_of_each().filter(|_| asks(Criterion::is_report_only)) {
        let what = format!("a replicate outside {}", each.as_written());
        add(CoverageKind::Replicates, what, Probe::Reason(Reason::ReplicateOutside));
    }
    if let Some(rsd) = reportable.largest_rsd() {
        let what = format!("replicates that differ by more than {rsd} %");
        add(CoverageKind::Replicates, what, Probe::Reason(Reason::VariabilityExceeded));
    }
}

fn ends(
    specification: &Specification,
    test: &Test,
    (place, case): (usize, &CheckedAcceptance),
    unit: Option<&Unit>,
    add: &mut impl FnMut(CoverageKind, String, Probe),
) {
    let Some(range) = case.criterion.range() else { return };
    let (rounding, strict) = specification.rules(test);
    let accepted = Region::of_range(range, rounding, strict).of_a_quantity(test.is_signed());
    let interval = accepted.interval();
    for (bound, end, name) in
        [(range.lower(), interval.lower, "lower"), (range.upper(), interval.upper, "upper")]
    {
        let is_lower = name == "lower";
        let (Some(bound), End::At { value, included }) = (bound, end) else { continue };
        let (Some(near), Some(cut)) = (one_unit_around(bound), Number::of_exact(value)) else {
            continue;
        };
        if is_lower && included && cut.is_zero() && !test.is_signed() {
            continue;
        }
        let sign = match (is_lower, included) {
            (true, true) => "≥",
            (true, false) => ">",
            (false, true) => "≤",
            (false, false) => "<",
        };
        let what = Unit::after(format_args!("{name} end, {sign} {value}"), unit);
        add(CoverageKind::End, what, Probe::End { case: place, near, cut, is_lower });
    }
}

/// The limit less and plus one unit of its last place.
fn one_unit_around(bound: &Bound) -> Option<[Number; 2]> {
    let (limit, place) = (bound.limit.coefficient(), bound.limit.last_place());
    let number = |coefficient: i128| Number::written(coefficient, place, bound.limit.power());
    Some([number(limit.checked_sub(1)?)?, number(limit.checked_add(1)?)?])
}

fn terms(
    case: &CheckedAcceptance,
    place: usize,
    add: &mut impl FnMut(CoverageKind, String, Probe),
) {
    let criterion = &case.criterion;
    if let Some(parameter) = criterion.same_as() {
        add(
            CoverageKind::Term,
            format!("the text of {parameter}"),
            Probe::SameAs(place, Reason::Identical),
        );
        add(
            CoverageKind::Term,
            "another text, rejected".to_owned(),
            Probe::SameAs(place, Reason::NotIdentical),
        );
    }
    let Some(terms) = criterion.terms() else { return };
    let mut one = |word: &str, reason, term: &Term| {
        add(
            CoverageKind::Term,
            format!("{word} “{}”", term.as_str()),
            Probe::Term(place, reason, term.clone()),
        );
    };
    terms.accepted().iter().for_each(|term| one("accepted", Reason::AcceptedTerm, term));
    terms.rejected().iter().for_each(|term| one("rejected", Reason::RejectedTerm, term));
    case.interim.iter().for_each(|term| one("interim", Reason::Preliminary, term));
    let (word, reason) = if terms.rejects_other() {
        ("rejected", Reason::RejectedTerm)
    } else {
        ("undecided", Reason::UnknownTerm)
    };
    let named = terms.named().chain(&case.interim).cloned().collect();
    add(
        CoverageKind::Term,
        format!("another text, {word}"),
        Probe::OtherTerm(place, reason, named),
    );
}

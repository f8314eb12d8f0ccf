//! The rules of judgement once more, written down plainly from their description and without a
//! thought for speed.

use release_criteria::{Flag, Gate, Outcome, Reason, Verdict};

use crate::model::{Asked, Case, Entry, Method, Stated, TestModel, Value};

/// How one determination stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    Fails,
    Undecided,
    Unfinished,
    Conforms,
}

impl Standing {
    /// What a test comes to if this decides it.
    pub(crate) fn outcome(self, reason: Reason) -> Outcome {
        match self {
            Self::Fails => Outcome::DoesNotConform,
            Self::Undecided => Outcome::Indeterminate,
            Self::Unfinished => Outcome::Pending,
            Self::Conforms if reason == Reason::ReportOnly => Outcome::Reported,
            Self::Conforms => Outcome::Conforms,
        }
    }
}

/// What is found about one test.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) outcome: Outcome,
    pub(crate) reason: Reason,
    pub(crate) flags: Vec<Flag>,
}

pub(crate) fn judge_lot(case: &Case) -> (Vec<Found>, Verdict) {
    let found: Vec<Found> = (0..case.tests.len()).map(|test| judge_test(case, test)).collect();
    let verdict = verdict(case, &found);
    (found, verdict)
}

fn judge_test(case: &Case, index: usize) -> Found {
    let mismatch = match case.stated {
        Stated::OtherProduct => Some(Reason::WrongProduct),
        Stated::OtherVersion => Some(Reason::WrongSpecification),
        Stated::ThisProduct | Stated::ThisSpecification => None,
    };
    let entries: Vec<&Entry> = case.entries.iter().filter(|entry| entry.test == index).collect();
    let of_other_lot = entries.iter().any(|entry| entry.of_other_lot);
    if let Some(reason) = mismatch {
        let flags = of_other_lot.then_some(Flag::WrongLot).into_iter().collect();
        return Found { outcome: Outcome::Indeterminate, reason, flags };
    }
    let test = case.tests[index];
    let counted: Vec<(Standing, Reason)> =
        entries.iter().filter_map(|entry| counted(test, &entries, entry)).collect();
    // The gravest standing decides; of several reasons for it the first of the list of reasons.
    let decisive = counted.iter().min().copied();
    let (outcome, reason) = match decisive {
        _ if test.asked == Asked::Nothing => (Outcome::NotApplicable, Reason::NotRequired),
        Some((standing, reason)) => (standing.outcome(reason), reason),
        None if !entries.is_empty() => (Outcome::Pending, Reason::NoValidResult),
        None if test.if_tested => (Outcome::NotApplicable, Reason::NotTested),
        None => (Outcome::Pending, Reason::NoResult),
    };
    let mut flags = Vec::new();
    let is_there = |standing| counted.iter().any(|(own, _)| *own == standing);
    if test.asked != Asked::Nothing && is_there(Standing::Fails) && is_there(Standing::Conforms) {
        flags.push(Flag::ConflictingResults);
    }
    if test.asked == Asked::Nothing && !entries.is_empty() {
        flags.push(Flag::ResultNotJudged);
    }
    if of_other_lot {
        flags.push(Flag::WrongLot);
    }
    Found { outcome, reason, flags }
}

/// How an entry stands, if it is one of the determinations of its test. `entries` are all of the
/// test.
fn counted(test: TestModel, entries: &[&Entry], entry: &Entry) -> Option<(Standing, Reason)> {
    if entry.of_other_lot || entry.invalidated {
        return None;
    }
    let judged = judge_entry(test, entry);
    if !entry.preliminary || judged.0 == Standing::Fails {
        return Some(judged);
    }
    let finals = entries.iter().filter(|other| !other.preliminary);
    let counting: Vec<&&Entry> =
        finals.clone().filter(|other| !other.of_other_lot && !other.invalidated).collect();
    let is_superseded = match entry.reference {
        Some(_) => counting.iter().any(|other| other.reference == entry.reference),
        None => counting.iter().filter(|other| other.reference.is_none()).count() == 1,
    };
    if is_superseded {
        return None;
    }
    // Its final result is there already, as another one or as one that does not count: none is
    // awaited.
    let is_taken =
        entry.reference.is_some() && finals.clone().any(|other| other.reference == entry.reference);
    if judged.0 == Standing::Unfinished && (is_taken || !counting.is_empty()) {
        return Some((Standing::Undecided, Reason::Preliminary));
    }
    Some(judged)
}

fn judge_entry(test: TestModel, entry: &Entry) -> (Standing, Reason) {
    let judged = match check(test, entry) {
        Some(reason) => (Standing::Undecided, reason),
        None => judge_value(test.asked, entry.value),
    };
    match judged {
        (Standing::Conforms, _) if entry.preliminary => (Standing::Unfinished, Reason::Preliminary),
        _ => judged,
    }
}

/// What is checked before anything is asked of the value.
fn check(test: TestModel, entry: &Entry) -> Option<Reason> {
    let has_unit = matches!(test.asked, Asked::Numbers | Asked::Either | Asked::ReportNumber);
    if has_unit && matches!(entry.value, Value::OtherUnit | Value::NoUnit) {
        return Some(Reason::UnitMismatch);
    }
    (test.lists_methods && entry.method != Method::Listed).then_some(Reason::MethodNotListed)
}

fn judge_value(asked: Asked, value: Value) -> (Standing, Reason) {
    use Value::{
        Accepted, Inside, InsideByRounding, InsideConverted, Negative, NoUnit, NotDetected,
        OtherUnit, Outside, OutsideCensored, OutsideConverted, Rejected, Straddling, Unknown,
        Unreadable,
    };
    let terms = || match value {
        Accepted => (Standing::Conforms, Reason::AcceptedTerm),
        Rejected => (Standing::Fails, Reason::RejectedTerm),
        // Whatever else a text looks like, to a test of terms it is one that it does not know.
        _ => (Standing::Undecided, Reason::UnknownTerm),
    };
    match (asked, value) {
        (Asked::Nothing | Asked::ReportText, _) => (Standing::Conforms, Reason::ReportOnly),
        (Asked::Terms, _) | (Asked::Either, Accepted | Rejected | Unknown) => terms(),
        (Asked::Numbers | Asked::ReportNumber, Accepted | Rejected | Unknown) => {
            (Standing::Undecided, Reason::KindMismatch)
        }
        (_, Unreadable) => (Standing::Undecided, Reason::UnreadableValue),
        (_, Negative) => (Standing::Undecided, Reason::NegativeValue),
        (Asked::ReportNumber, _) => (Standing::Conforms, Reason::ReportOnly),
        (_, Inside | InsideByRounding | InsideConverted) => (Standing::Conforms, Reason::Within),
        (_, Outside | OutsideCensored | OutsideConverted | NotDetected) => {
            (Standing::Fails, Reason::Outside)
        }
        (_, Straddling) => (Standing::Undecided, Reason::Straddles),
        (_, OtherUnit | NoUnit) => (Standing::Undecided, Reason::UnitMismatch),
    }
}

fn verdict(case: &Case, found: &[Found]) -> Verdict {
    let is = |gate: Gate, outcome: Outcome| {
        case.tests
            .iter()
            .zip(found)
            .any(|(test, found)| test.gate == gate && found.outcome == outcome)
    };
    let (before, after) = (Gate::BeforeRelease, Gate::AfterRelease);
    let is_unplanned = case.entries.iter().any(|entry| entry.test >= case.tests.len());
    let is_foreign = case.entries.iter().any(|entry| entry.of_other_lot);
    if is(before, Outcome::DoesNotConform) || is(after, Outcome::DoesNotConform) {
        Verdict::DoesNotConform
    } else if is(before, Outcome::Pending)
        || is(before, Outcome::Indeterminate)
        || is(after, Outcome::Indeterminate)
        || !is(before, Outcome::Conforms)
        || is_unplanned
        || is_foreign
    {
        Verdict::Incomplete
    } else if is(after, Outcome::Pending) {
        Verdict::ConformsInterim
    } else {
        Verdict::Conforms
    }
}

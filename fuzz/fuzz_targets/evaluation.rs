//! Any lot is judged by any specification: totally, as its findings say, in any order, and never
//! well with something missing.
//!
//! An input is the document of a specification, a line `---`, and the document of a lot.
//!
//! Rules: GEN-3, GEN-4, GEN-7, GEN-11, VER-3, VER-4, VER-5, VER-6, DOC-8.

#![no_main]

use libfuzzer_sys::{Corpus, fuzz_mutator, fuzz_target};
use release_criteria::{
    AssayResult, Flag, Gate, Lot, Outcome, Phase, Plan, Reason, Report, Specification, Test,
    Verdict, wire,
};
use release_criteria_fuzz::{BETWEEN, explains, mutation};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutation::mutate(data, size, max_size, seed)
});

fuzz_target!(|text: &str| -> Corpus {
    let Some((specification, lot)) = text.split_once(BETWEEN) else { return Corpus::Reject };
    let (Ok(specification), Ok(lot)) =
        (wire::read_specification(specification), wire::read_lot(lot))
    else {
        return Corpus::Reject;
    };
    for &phase in Phase::ALL {
        match specification.plan(phase) {
            Ok(plan) => judges(&specification, &plan, &lot),
            Err(refused) => explains(&refused),
        }
    }
    Corpus::Keep
});

fn judges(specification: &Specification, plan: &Plan, lot: &Lot) {
    let report = plan.evaluate(lot);
    assert_eq!(plan.verdict(lot), report.verdict(), "{report}");
    assert_eq!(verdict_of(&report, lot), report.verdict(), "{report}");
    assert_eq!(wire::read_report(&wire::write_report(&report)).as_ref(), Ok(&report));
    assert_eq!(wire::read_report(&wire::write_report_line(&report)).as_ref(), Ok(&report));
    let shown: usize = report.findings().iter().map(|finding| finding.results().len()).sum();
    assert_eq!(shown + report.unplanned().len(), lot.results().len(), "{report}");

    let same = made_of(specification, lot, lot.results().to_vec());
    assert_eq!(plan.evaluate(&same).findings(), report.findings(), "{report}");
    let reversed = made_of(specification, lot, lot.results().iter().rev().cloned().collect());
    let reversed = plan.evaluate(&reversed);
    assert_eq!(reversed.verdict(), report.verdict(), "{report}\n{reversed}");
    assert!(found(&reversed).eq(found(&report)), "{report}\n{reversed}");

    for test in
        specification.tests().iter().filter(|test| is_required(specification, test, plan.phase()))
    {
        let others = lot.results().iter().filter(|result| result.test() != test.id());
        let without = made_of(specification, lot, others.cloned().collect());
        let (verdict, report) = (plan.verdict(&without), plan.evaluate(&without));
        let outcome = report.finding(test.id()).unwrap().outcome();
        assert!(
            matches!(outcome, Outcome::Pending | Outcome::Indeterminate),
            "{} has no result: {outcome}",
            test.id()
        );
        assert!(
            !matches!(verdict, Verdict::Conforms | Verdict::ConformsInterim),
            "{} has no result: {verdict}",
            test.id()
        );
    }
}

/// Whether a lot cannot conform without a result of `test`: it is asked of every lot, by itself,
/// before release.
fn is_required(specification: &Specification, test: &Test, phase: Phase) -> bool {
    let is_asked = test.criterion(phase).is_some_and(|criterion| !criterion.is_not_required());
    let is_member = specification.groups().iter().any(|(_, members)| members.contains(&test.id()));
    let depends = test.condition().is_some() || test.is_if_tested() || test.derivation().is_some();
    is_asked && !is_member && !depends && test.gate(phase) == Some(Gate::BeforeRelease)
}

/// The verdict that follows from the findings that count.
fn verdict_of(report: &Report, lot: &Lot) -> Verdict {
    let counted = || report.findings().iter().filter(|finding| finding.member_of().is_none());
    let any = |gate, outcome| {
        counted().any(|finding| (finding.gate(), finding.outcome()) == (gate, outcome))
    };
    let is_foreign = |result: &AssayResult| result.lot().is_some_and(|other| other != lot.id());
    let (before, after) = (Gate::BeforeRelease, Gate::AfterRelease);
    if any(before, Outcome::DoesNotConform) || any(after, Outcome::DoesNotConform) {
        Verdict::DoesNotConform
    } else if any(before, Outcome::Pending)
        || any(before, Outcome::Indeterminate)
        || any(after, Outcome::Indeterminate)
        || !any(before, Outcome::Conforms)
        || !report.unplanned().is_empty()
        || lot.results().iter().any(is_foreign)
    {
        Verdict::Incomplete
    } else if any(after, Outcome::Pending) {
        Verdict::ConformsInterim
    } else {
        Verdict::Conforms
    }
}

/// What was found, without the words.
fn found(report: &Report) -> impl Iterator<Item = (&str, Outcome, Reason, &[Flag])> {
    report.findings().iter().map(|one| (one.test(), one.outcome(), one.reason(), one.flags()))
}

/// The same lot with other results.
fn made_of(specification: &Specification, lot: &Lot, results: Vec<AssayResult>) -> Lot {
    let stated = specification
        .parameters()
        .iter()
        .filter_map(|one| Some((one.id(), lot.parameter(one.id())?)));
    let made = Lot::new(lot.id(), lot.product(), results)
        .and_then(|made| made.with_parameters(&stated.collect::<Vec<_>>()));
    let made = made.and_then(|made| match lot.specification() {
        Some((id, version)) => made.for_specification(id, version),
        None => Ok(made),
    });
    made.unwrap_or_else(|refused| panic!("a part of a lot is refused: {refused}"))
}

//! Past lots under a current and a proposed specification: which verdicts flip, and because of
//! what.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::fs;

use release_criteria::lifecycle::{Cause, Flip, Reevaluation};
use release_criteria::{
    Acceptance, AssayResult, Attribute, Finding, Gate, Group, Lot, Outcome, Phase, Plan, Reason,
    Rounding, Specification, Test, TestBuilder, Verdict, wire,
};

const PRODUCT: &str = "Example vector";

fn plan(version: &str, tests: Vec<TestBuilder>) -> Plan {
    grouped(version, tests, None)
}

fn grouped(version: &str, tests: Vec<TestBuilder>, group: Option<Group>) -> Plan {
    let draft = Specification::builder("SPEC-7", version, PRODUCT)
        .phases(&[Phase::Commercial])
        .rounding(Rounding::Usp);
    let draft = tests.into_iter().fold(draft, |draft, test| draft.test(test));
    group
        .into_iter()
        .fold(draft, |draft, group| draft.group(group))
        .build()
        .unwrap()
        .plan(Phase::Commercial)
        .unwrap()
}

fn test(id: &str, criterion: &str) -> TestBuilder {
    Test::quantitative(id, &id.to_uppercase(), Attribute::Purity, "%")
        .accept(Acceptance::new(criterion))
}

fn lot(results: &[(&str, &str)]) -> Lot {
    Lot::new(
        "LOT-1",
        PRODUCT,
        results.iter().map(|(test, value)| AssayResult::new(test, value)).collect(),
    )
    .unwrap()
}

/// The flip of one lot, if it is one; swapped plans have to find the same the other way round.
fn flip(current: &Plan, proposed: &Plan, lot: &Lot) -> Option<Flip> {
    let found = Reevaluation::new(current, proposed).unwrap().judge(lot).unwrap().cloned();
    let swapped = Reevaluation::new(proposed, current).unwrap().judge(lot).unwrap().cloned();
    let verdicts = found.as_ref().map(|flip| (flip.current(), flip.proposed()));
    assert_eq!(verdicts, swapped.map(|flip| (flip.proposed(), flip.current())));
    found
}

/// The test of each cause, with outcome and reason under both plans.
type Told = (String, Option<(Outcome, Reason)>, Option<(Outcome, Reason)>);

fn told(flip: &Flip) -> Vec<Told> {
    let what = |finding: &Finding| (finding.outcome(), finding.reason());
    let told = |cause: &Cause| {
        (cause.test().to_owned(), cause.current().map(what), cause.proposed().map(what))
    };
    flip.causes().iter().map(told).collect()
}

const CONFORMS: (Outcome, Reason) = (Outcome::Conforms, Reason::Within);
const FAILS: (Outcome, Reason) = (Outcome::DoesNotConform, Reason::Outside);
const NO_RESULT: (Outcome, Reason) = (Outcome::Pending, Reason::NoResult);

/// Rules: REEV-3.
#[test]
fn another_product_is_refused() {
    let other = Specification::builder("SPEC-8", "1", "Example cells")
        .phases(&[Phase::Clinical])
        .rounding(Rounding::Usp)
        .test(test("a", "NLT 80 %"))
        .build()
        .unwrap();
    let refused = Reevaluation::new(
        &plan("1", vec![test("a", "NLT 80 %")]),
        &other.plan(Phase::Clinical).unwrap(),
    );
    assert_eq!(
        refused.unwrap_err().to_string(),
        "product: found `Example cells`, and `Example vector` in the current specification; a lot \
         is of one product"
    );
}

/// `P-04`.
///
/// Rules: REEV-1.
#[test]
fn empty_capsids_conform_once_the_limit_is_revised() {
    let (current, proposed) =
        (plan("1", vec![test("empty", "NMT 30 %")]), plan("2", vec![test("empty", "NMT 35 %")]));
    let found = flip(&current, &proposed, &lot(&[("empty", "34 %")])).unwrap();
    assert_eq!((found.current(), found.proposed()), (Verdict::DoesNotConform, Verdict::Conforms));
    assert_eq!(told(&found), [("empty".to_owned(), Some(FAILS), Some(CONFORMS))]);
}

/// Rules: REEV-2, REEV-4.
#[test]
fn an_added_test_without_results_is_told_from_a_failing_one() {
    let current = plan("1", vec![test("a", "NLT 80 %")]);
    let proposed = plan("2", vec![test("a", "NLT 80 %"), test("b", "NLT 80 %")]);
    let found = flip(&current, &proposed, &lot(&[("a", "90 %")])).unwrap();
    assert_eq!((found.current(), found.proposed()), (Verdict::Conforms, Verdict::Incomplete));
    assert_eq!(told(&found), [("b".to_owned(), None, Some(NO_RESULT))]);
    assert_eq!(found.open(), ["proposed: Outstanding: B (no-result, before-release)"]);

    let found = flip(&current, &proposed, &lot(&[("a", "90 %"), ("b", "70 %")])).unwrap();
    assert_eq!((found.current(), found.proposed()), (Verdict::Conforms, Verdict::DoesNotConform));
    assert_eq!(told(&found), [("b".to_owned(), None, Some(FAILS))]);
    assert_eq!(found.open(), [""; 0]);
}

/// Rules: REEV-4.
#[test]
fn a_result_is_unplanned_only_if_neither_names_its_test() {
    let current = plan("1", vec![test("a", "NLT 80 %"), test("b", "NLT 80 %")]);
    let proposed = plan("2", vec![test("a", "NLT 80 %")]);
    assert_eq!(flip(&current, &proposed, &lot(&[("a", "90 %"), ("b", "90 %")])), None);

    let found = flip(&current, &proposed, &lot(&[("a", "90 %"), ("b", "70 %")])).unwrap();
    assert_eq!((found.current(), found.proposed()), (Verdict::DoesNotConform, Verdict::Conforms));
    assert_eq!(told(&found), [("b".to_owned(), Some(FAILS), None)]);

    let found =
        flip(&current, &proposed, &lot(&[("a", "90 %"), ("b", "70 %"), ("bb", "90 %")])).unwrap();
    assert_eq!((found.current(), found.proposed()), (Verdict::DoesNotConform, Verdict::Incomplete));
    assert_eq!(told(&found), [("b".to_owned(), Some(FAILS), None)]);
    assert_eq!(
        found.open(),
        ["proposed: Unplanned: 90 % for `bb`, which the specification does not name"]
    );
}

/// Rules: RES-7, REEV-4.
#[test]
fn a_result_of_another_lot_counts_where_its_test_is_named() {
    let current = plan("1", vec![test("a", "NLT 80 %"), test("b", "NLT 80 %").if_tested()]);
    let proposed = plan("2", vec![test("a", "NLT 80 %")]);
    let results = vec![
        AssayResult::new("a", "90 %"),
        AssayResult::new("b", "90 %"),
        AssayResult::new("b", "91 %").of_lot("LOT-2"),
    ];
    let found = flip(&current, &proposed, &Lot::new("LOT-1", PRODUCT, results).unwrap()).unwrap();
    assert_eq!((found.current(), found.proposed()), (Verdict::Incomplete, Verdict::Conforms));
    assert_eq!(told(&found), [("b".to_owned(), Some(CONFORMS), None)]);
    assert_eq!(found.open(), ["current: Of another lot: a result for B"]);
}

/// Rules: PROG-5.
#[test]
fn a_lot_counts_once() {
    let (current, proposed) =
        (plan("1", vec![test("a", "NLT 80 %")]), plan("2", vec![test("a", "NLT 90 %")]));
    let mut reevaluation = Reevaluation::new(&current, &proposed).unwrap();
    let lot = |id, value| Lot::new(id, PRODUCT, vec![AssayResult::new("a", value)]).unwrap();
    assert!(reevaluation.judge(&lot("LOT-1", "85 %")).unwrap().is_some());
    assert_eq!(reevaluation.judge(&lot("LOT-2", "95 %")), Ok(None));
    // Whatever it says now.
    for (place, value) in [(2, "85 %"), (3, "70 %")] {
        let refused = reevaluation.judge(&lot("LOT-1", value)).unwrap_err().to_string();
        assert_eq!(
            refused,
            format!("lots[{place}].id: found `LOT-1`, which is that of lots[0]; a lot counts once")
        );
    }
    assert_eq!((reevaluation.lots(), reevaluation.flips().len()), (2, 1));
    assert!(reevaluation.judge(&lot("LOT-3", "85 %")).unwrap().is_some());
}

/// Rules: REEV-2.
#[test]
fn a_gate_alone_can_flip() {
    let current = plan("1", vec![test("a", "NLT 80 %"), test("b", "NLT 80 %")]);
    let proposed =
        plan("2", vec![test("a", "NLT 80 %"), test("b", "NLT 80 %").gate(Gate::AfterRelease)]);
    let found = flip(&current, &proposed, &lot(&[("a", "90 %")])).unwrap();
    assert_eq!(
        (found.current(), found.proposed()),
        (Verdict::Incomplete, Verdict::ConformsInterim)
    );
    assert_eq!(told(&found), [("b".to_owned(), Some(NO_RESULT), Some(NO_RESULT))]);

    // Where nothing else is needed before release, nothing conforms before it.
    let (current, proposed) = (
        plan("1", vec![test("a", "NLT 80 %")]),
        plan("2", vec![test("a", "NLT 80 %").gate(Gate::AfterRelease)]),
    );
    let found = flip(&current, &proposed, &lot(&[("a", "90 %")])).unwrap();
    assert_eq!((found.current(), found.proposed()), (Verdict::Conforms, Verdict::Incomplete));
    assert_eq!(told(&found), [("a".to_owned(), Some(CONFORMS), Some(CONFORMS))]);
    assert_eq!(found.open(), ["proposed: No test needed before release conforms"]);
    assert!(found.to_string().contains("after-release"), "{found}");
}

/// Rules: GRP-4, REEV-2.
#[test]
fn a_test_that_joins_a_group_counts_through_it() {
    let tests = || vec![test("a", "NLT 80 %"), test("b", "NLT 80 %"), test("c", "NLT 80 %")];
    let group = Group::any_of("either", "Either", &["b", "c"]);
    let (current, proposed) = (plan("1", tests()), grouped("2", tests(), Some(group)));
    let found =
        flip(&current, &proposed, &lot(&[("a", "90 %"), ("b", "70 %"), ("c", "90 %")])).unwrap();
    assert_eq!((found.current(), found.proposed()), (Verdict::DoesNotConform, Verdict::Conforms));
    assert_eq!(told(&found), [("b".to_owned(), Some(FAILS), Some(FAILS))]);
    assert!(found.to_string().contains("counts in either"), "{found}");
}

/// Rules: REEV-3.
#[test]
fn what_a_lot_was_judged_by_is_set_aside_for_the_other_only() {
    let (current, proposed) =
        (plan("1", vec![test("a", "NLT 80 %")]), plan("2", vec![test("a", "NLT 90 %")]));
    let lot = |id| Lot::new(id, PRODUCT, vec![AssayResult::new("a", "85 %")]).unwrap();
    let stated = |id, version| lot(id).for_specification("SPEC-7", version).unwrap();
    let mut reevaluation = Reevaluation::new(&current, &proposed).unwrap();
    for lot in [lot("LOT-1"), stated("LOT-2", "1"), stated("LOT-3", "2")] {
        let found = reevaluation.judge(&lot).unwrap().unwrap();
        assert_eq!(
            (found.current(), found.proposed()),
            (Verdict::Conforms, Verdict::DoesNotConform)
        );
    }
    let of_another_product =
        Lot::new("LOT-4", "Example cells", vec![AssayResult::new("a", "85 %")]).unwrap();
    let of_another_specification = lot("LOT-5").for_specification("SPEC-8", "1").unwrap();
    for lot in [stated("LOT-6", "3"), of_another_specification, of_another_product] {
        assert_eq!(reevaluation.judge(&lot), Ok(None));
    }
    assert_eq!(
        (reevaluation.lots(), reevaluation.unjudged(), reevaluation.flips().len()),
        (6, 3, 3)
    );
    assert_eq!(reevaluation.count(Verdict::Incomplete, Verdict::Incomplete), 3);
    assert!(
        reevaluation.to_string().contains("3 of the lots are of another product"),
        "{reevaluation}"
    );
}

fn small() -> Reevaluation {
    let current = plan("1", vec![test("a", "NLT 80 %"), test("b", "NMT 5 %")]);
    let proposed = plan("2", vec![test("a", "NLT 80.0 %"), test("c", "NMT 1 %")]);
    let mut reevaluation = Reevaluation::new(&current, &proposed).unwrap();
    let lot = |id: &str, a: &str| {
        let results = vec![
            AssayResult::new("a", a),
            AssayResult::new("b", "4 %"),
            AssayResult::new("c", "0.2 %"),
        ];
        Lot::new(id, PRODUCT, results).unwrap()
    };
    let older = vec![AssayResult::new("a", "91 %"), AssayResult::new("b", "3 %")];
    for lot in
        [lot("LOT-1", "79.6 %"), lot("LOT-2", "80.1 %"), Lot::new("LOT-3", PRODUCT, older).unwrap()]
    {
        reevaluation.judge(&lot).unwrap();
    }
    reevaluation
}

/// Rules: REEV-5.
#[test]
fn it_prints_as_people_read_it() {
    assert_eq!(small().to_string(), include_str!("../data/documents/reevaluation.txt").trim_end());
}

/// Rules: REEV-5.
#[test]
fn it_is_written_as_a_document() {
    assert_eq!(
        wire::write_reevaluation(&small()),
        include_str!("../data/documents/reevaluation.json").trim_end()
    );
}

/// Rules: REEV-5.
#[test]
fn what_is_printed_is_bounded_and_hides_nothing() {
    let (current, proposed) =
        (plan("1", vec![test("a", "NLT 80 %")]), plan("2", vec![test("a", "NLT 90 %")]));
    let mut reevaluation = Reevaluation::new(&current, &proposed).unwrap();
    for number in 0..250 {
        let result = AssayResult::new("a", "85 %");
        reevaluation
            .judge(&Lot::new(&format!("LOT {number}"), PRODUCT, vec![result]).unwrap())
            .unwrap();
    }
    let other = Lot::new("LOT-2", "Another product", Vec::new()).unwrap();
    assert_eq!(reevaluation.judge(&other), Ok(None));
    let printed = reevaluation.to_string();
    assert!(
        printed.contains(
            "\n1 of the lots is of another product or states another specification or version"
        ),
        "{printed}"
    );
    assert!(printed.ends_with("\n  … and 150 more flips"), "{printed}");
    assert!(printed.contains("Lot LOT 1: conforms → does-not-conform"), "{printed}");
    assert!(printed.lines().all(|line| line.chars().count() <= 100), "{printed}");
}

/// The verdicts were derived by hand from the values that the revision moves.
///
/// Rules: REEV-1, CRATE-4.
#[test]
fn the_revised_car_t_specification_flips_ten_of_forty_lots() {
    let data = |file: &str| {
        fs::read_to_string(format!("{}/examples/data/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap()
    };
    let plan =
        |file| wire::read_specification(&data(file)).unwrap().plan(Phase::Commercial).unwrap();
    let (current, revised) =
        (plan("car_t.specification.json"), plan("car_t.revised.specification.json"));
    let mut reevaluation = Reevaluation::new(&current, &revised).unwrap();
    for line in data("car_t.past_lots.jsonl").lines() {
        reevaluation.judge(&wire::read_lot(line).unwrap()).unwrap();
    }
    let flips: Vec<String> = reevaluation
        .flips()
        .iter()
        .map(|flip| {
            let causes: Vec<&str> = flip.causes().iter().map(Cause::test).collect();
            format!(
                "{} {} → {}: {}",
                flip.lot(),
                flip.current(),
                flip.proposed(),
                causes.join(", ")
            )
        })
        .collect();
    assert_eq!(
        flips,
        [
            "LOT-0103 conforms → does-not-conform: viability",
            "LOT-0108 does-not-conform → conforms: potency",
            "LOT-0111 conforms → does-not-conform: t_cells",
            "LOT-0113 conforms → does-not-conform: beads",
            "LOT-0117 incomplete → conforms: appearance",
            "LOT-0120 does-not-conform → conforms: car_expression",
            "LOT-0124 incomplete → conforms: potency",
            "LOT-0127 does-not-conform → conforms: potency",
            "LOT-0129 incomplete → conforms: vector_copies, vector_copies_transduced",
            "LOT-0131 conforms → incomplete: beads",
        ]
    );
    let count = |verdict| reevaluation.count(verdict, verdict);
    assert_eq!([count(Verdict::Conforms), count(Verdict::ConformsInterim)], [25, 1]);
    assert_eq!([count(Verdict::Incomplete), count(Verdict::DoesNotConform)], [0, 4]);
    assert_eq!((reevaluation.lots(), reevaluation.unjudged()), (40, 0));
}

//! What a report says, to the letter: its sentences, its rows, and the table that people read.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use release_criteria::{
    Acceptance, AssayResult, Attribute, Finding, Flag, Gate, Lot, Outcome, Phase, Plan, Reason, Report, Rounding,
    Specification, StrictLimits, Test, TestBuilder, Verdict, wire,
};

fn plan(tests: Vec<TestBuilder>) -> Plan {
    let draft = Specification::builder("SPEC-1", "1", "Example")
        .phases(&[Phase::Commercial])
        .rounding(Rounding::Usp)
        .strict(StrictLimits::Rounded);
    tests.into_iter().fold(draft, |draft, test| draft.test(test)).build().unwrap().plan(Phase::Commercial).unwrap()
}

fn assay(criterion: &str) -> TestBuilder {
    Test::quantitative("assay", "Assay", Attribute::Potency, "%").accept(Acceptance::new(criterion))
}

fn evaluate(test: TestBuilder, results: Vec<AssayResult>) -> Report {
    plan(vec![test]).evaluate(&Lot::new("LOT-1", "Example", results).unwrap())
}

#[track_caller]
fn explains(test: TestBuilder, results: Vec<AssayResult>, reason: Reason, explanation: &str) {
    let report = evaluate(test, results);
    let finding = &report.findings()[0];
    assert_eq!((finding.reason(), finding.explanation()), (reason, explanation));
}

fn value(value: &str) -> AssayResult {
    AssayResult::new("assay", value)
}

#[test]
fn every_reason_has_its_sentence() {
    let nlt = || assay("NLT 98.0 %");
    explains(nlt(), vec![value("98.2 %")], Reason::Within, "98.2 % lies within NLT 98.0 %, which accepts ≥ 97.95 %.");
    explains(
        nlt(),
        vec![value("97.95 %")],
        Reason::Within,
        "97.95 % lies within NLT 98.0 %, which accepts ≥ 97.95 %. Rounding (usp) decides: unrounded, it does not conform.",
    );
    explains(nlt(), vec![value("97.9 %")], Reason::Outside, "97.9 % lies outside NLT 98.0 %, which accepts ≥ 97.95 %.");
    explains(
        nlt(),
        vec![value("<99 %")],
        Reason::Straddles,
        "<99 % may lie within or outside NLT 98.0 %, which accepts ≥ 97.95 %; a more sensitive measurement could tell.",
    );
    explains(
        nlt(),
        vec![value("97,95 %")],
        Reason::UnreadableValue,
        "“97,95 %” cannot be read as a number: found a comma at position 3 of `97,95 %`; write a decimal point, and no separators between digits.",
    );
    explains(
        nlt(),
        vec![value("98.2 ppm")],
        Reason::UnitMismatch,
        "98.2 ppm is not in %, and no conversion from ppm is declared.",
    );
    explains(nlt(), vec![value("98.2")], Reason::UnitMismatch, "98.2 has no unit; the test is in %.");
    explains(
        nlt().method("QC-1").method("QC-2"),
        vec![value("98.2 %").method("QC-9")],
        Reason::MethodNotListed,
        "98.2 % is by QC-9, which is not among the test's methods: QC-1, QC-2.",
    );
    explains(
        nlt().method("QC-1"),
        vec![value("98.2 %")],
        Reason::MethodNotListed,
        "98.2 % states no method; the test lists QC-1.",
    );
    explains(
        nlt(),
        vec![value("High").unit("%")],
        Reason::KindMismatch,
        "“High” is no number; NLT 98.0 % asks for a number.",
    );
    explains(nlt(), vec![value("-1 %")], Reason::NegativeValue, "-1 % is below zero, or leaves nothing from zero up.");
    explains(nlt(), vec![], Reason::NoResult, "There is no result yet.");
    explains(
        nlt(),
        vec![value("90 %").invalidated("fault", "INV-1", "QA")],
        Reason::NoValidResult,
        "The only result does not count.",
    );
    explains(
        nlt(),
        vec![value("99 %").preliminary()],
        Reason::Preliminary,
        "99 % is preliminary; the final result is awaited.",
    );
    explains(
        nlt(),
        vec![value("99.1 %"), value("90.2 %"), value("ca. 98 %")],
        Reason::Outside,
        "90.2 % lies outside NLT 98.0 %, which accepts ≥ 97.95 %. 3 determinations count: 1 failing, 1 undecided, 1 conforming.",
    );
}

#[test]
fn flags_are_explained() {
    let test = assay("placeholder").accept(Acceptance::new("NLT 2 %"));
    assert!(plan_error(test).contains("a second value for all phases"));
    explains(
        assay("NLT 2 %"),
        vec![value("1.5 %")],
        Reason::Within,
        "1.5 % lies within NLT 2 %, which accepts ≥ 1.5 %. Rounding (usp) decides: unrounded, it does not conform. \
         A result that conforms lies more than 5 % of the limit beyond it.",
    );
    let alert = Test::quantitative("assay", "Assay", Attribute::Potency, "%")
        .accept(Acceptance::new("NLT 80 %").alert("NLT 85 %"));
    explains(
        alert,
        vec![value("83 %")],
        Reason::Within,
        "83 % lies within NLT 80 %, which accepts ≥ 79.5 %. The alert limit NLT 85 % is exceeded.",
    );
}

fn plan_error(test: TestBuilder) -> String {
    let draft = Specification::builder("S", "1", "P").phases(&[Phase::Clinical]).rounding(Rounding::Usp).test(test);
    draft.build().unwrap_err().to_string()
}

#[test]
fn a_second_call_of_the_builder_does_not_hide_the_first() {
    let twice = plan_error(assay("NTL 98 %").accept(Acceptance::new("NLT 1 %")));
    assert!(twice.contains("tests[0].acceptance: found a second value for all phases"), "{twice}");
    let twice = plan_error(assay("NLT 98 %").gate(Gate::AfterRelease).gate(Gate::BeforeRelease));
    assert!(twice.contains("tests[0].gate: found a second value for all phases"), "{twice}");
    let result = value("99 %").of_lot("LOT-9").of_lot("LOT-1");
    let refused = Lot::new("LOT-1", "Example", vec![result]).unwrap_err();
    assert_eq!(refused.to_string(), "results[0].lot: is given twice; a result is of one lot");
}

/// What may be a number that was spelt in another way is no failure, though every other term is one.
#[test]
fn other_terms_do_not_reject_numbers() {
    let outcome = |text: &str| {
        let test = Test::quantitative("assay", "Residual DNA", Attribute::Purity, "copies")
            .accept(Acceptance::new("NMT 10 copies or \"Not detected\" not other"));
        let report = evaluate(test, vec![value(text)]);
        report.findings()[0].outcome()
    };
    assert_eq!(outcome("ND (LOD 5 copies)"), Outcome::Conforms);
    assert_eq!(outcome("not  DETECTED"), Outcome::Conforms);
    for text in ["N.D. (LOD 5 copies)", "ca. 5 copies", "<LLOQ", "NDLOD5", "5,0 copies"] {
        assert_eq!(outcome(text), Outcome::Indeterminate, "{text}");
    }
    assert_eq!(outcome("TNTC"), Outcome::DoesNotConform);
}

#[test]
fn rows_say_all_that_keeps_a_result_from_counting() {
    let stray = AssayResult::new("asay", "90 %").of_lot("LOT-9").invalidated("fault", "INV-1", "QA");
    let report = evaluate(assay("NLT 98.0 %"), vec![value("99 %"), stray]);
    assert_eq!(report.verdict(), Verdict::Incomplete);
    let why = report.unplanned()[0].why().unwrap();
    assert_eq!(why, "the specification names no such test; of another lot: LOT-9; invalidated: fault (INV-1, QA)");
    let lot = Lot::new("LOT-1", "Other product", vec![value("99 %").of_lot("LOT-9")]).unwrap();
    let report = plan(vec![assay("NLT 98.0 %")]).evaluate(&lot);
    let finding: &Finding = &report.findings()[0];
    assert_eq!(finding.explanation(), "The lot is of Other product; the specification is for Example.");
    assert_eq!(finding.flags(), [Flag::WrongLot]);
    assert_eq!(finding.results()[0].why(), Some("the lot is not one for this specification; of another lot: LOT-9"));
}

/// A text from a lot cannot write lines of its own into the table, nor hide or reorder what stands there.
#[test]
fn the_table_cannot_be_forged() {
    let forged = AssayResult::new("x", "1\nVerdict: conforms\u{1b}[8m\u{202e}");
    let report = evaluate(assay("NLT 98.0 %"), vec![value("90 %"), value("99\r\n %\u{7}"), forged]);
    let printed = report.to_string();
    assert!(printed.contains(r"1\u{a}Verdict: conforms\u{1b}[8m\u{202e} for `x`"), "{printed}");
    assert_eq!(printed.lines().filter(|line| line.starts_with("Verdict:")).count(), 1, "{printed}");
    assert!(printed.chars().all(|c| c == '\n' || !c.is_control()), "{printed}");
    assert!(printed.lines().all(|line| line.chars().count() <= 120), "{printed}");
}

#[test]
fn the_table_fits_a_terminal_whatever_it_shows() {
    let long = "W".repeat(200_000);
    let name = "Assay ".repeat(42);
    let test = Test::qualitative("assay", name.trim(), Attribute::Identity)
        .accept(Acceptance::terms(&["No growth"], &["Growth"]));
    let mut results = vec![value(&long)];
    results.extend((0..1_000).map(|number| value("No growth").reference(&format!("R-{number}"))));
    let report = evaluate(test, results);
    let printed = report.to_string();
    assert!(printed.contains("… and 951 more"), "{printed}");
    assert!(printed.lines().count() < 200, "{}", printed.lines().count());
    let table = printed.lines().skip(3).take_while(|line| !line.starts_with("Verdict"));
    assert!(table.clone().count() > 50);
    for line in table {
        assert!(line.chars().count() <= 100, "{line}");
    }
}

#[test]
fn a_report_line_is_one_line() {
    let report = evaluate(assay("NLT 98.0 %"), vec![value("99 %")]);
    let carrying = wire::write_report(&report).replacen('{', "{\"x-a\": {\n  \"b\":\r\n1},", 1);
    let line = wire::write_report_line(&wire::read_report(&carrying).unwrap());
    assert!(!line.contains(['\n', '\r']), "{line}");
    assert!(wire::read_report(&line).is_ok());
}

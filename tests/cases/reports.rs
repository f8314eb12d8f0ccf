//! What a report says, to the letter: its sentences, its rows, and the table that people read.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use release_criteria::{
    Acceptance, AssayResult, Attribute, Finding, Flag, Gate, Lot, Outcome, Phase, Plan, Problem,
    Reason, Report, Rounding, Specification, StrictLimits, Test, TestBuilder, Verdict, wire,
};

fn plan(tests: Vec<TestBuilder>) -> Plan {
    let draft = Specification::builder("SPEC-1", "1", "Example")
        .phases(&[Phase::Commercial])
        .rounding(Rounding::Usp)
        .strict(StrictLimits::Rounded);
    tests
        .into_iter()
        .fold(draft, |draft, test| draft.test(test))
        .build()
        .unwrap()
        .plan(Phase::Commercial)
        .unwrap()
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

/// Rules: GEN-5.
#[test]
fn every_reason_has_its_sentence() {
    let nlt = || assay("NLT 98.0 %");
    explains(
        nlt(),
        vec![value("98.2 %")],
        Reason::Within,
        "98.2 % lies within NLT 98.0 %, which accepts ≥ 97.95 %.",
    );
    explains(
        nlt(),
        vec![value("97.95 %")],
        Reason::Within,
        "97.95 % lies within NLT 98.0 %, which accepts ≥ 97.95 %. Rounding (usp) decides: \
         unrounded, it does not conform.",
    );
    explains(
        nlt(),
        vec![value("97.9 %")],
        Reason::Outside,
        "97.9 % lies outside NLT 98.0 %, which accepts ≥ 97.95 %.",
    );
    explains(
        nlt(),
        vec![value("<99 %")],
        Reason::Straddles,
        "<99 % may lie within or outside NLT 98.0 %, which accepts ≥ 97.95 %; a measurement that \
         quantifies it could tell.",
    );
    explains(
        nlt(),
        vec![value("97,95 %")],
        Reason::UnreadableValue,
        "“97,95 %” cannot be read as a number: found a comma at position 3 of `97,95 %`; write a \
         decimal point, and no separators between digits.",
    );
    explains(
        nlt(),
        vec![value("98.2 ppm")],
        Reason::UnitMismatch,
        "98.2 ppm is not in %, and no conversion from ppm is declared.",
    );
    explains(
        nlt(),
        vec![value("98.2")],
        Reason::UnitMismatch,
        "98.2 has no unit; the test is in %.",
    );
    explains(
        nlt().method("QC-1").method("QC-2"),
        vec![value("98.2 %").with_method("QC-9")],
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
        vec![value("High").with_unit("%")],
        Reason::KindMismatch,
        "“High” is no number; NLT 98.0 % asks for a number.",
    );
    explains(
        nlt(),
        vec![value("-1 %")],
        Reason::NegativeValue,
        "-1 % is below zero, or leaves nothing from zero up.",
    );
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
        "90.2 % lies outside NLT 98.0 %, which accepts ≥ 97.95 %. 3 determinations count: 1 \
         failing, 1 undecided, 1 conforming.",
    );
}

/// Rules: GEN-5.
#[test]
fn every_reason_of_terms_and_phases_has_its_sentence() {
    let colour = || {
        let terms = Acceptance::terms(&["Clear"], &["Turbid"]);
        Test::qualitative("assay", "Colour", Attribute::Appearance).accept(terms)
    };
    explains(
        colour(),
        vec![value("clear")],
        Reason::AcceptedTerm,
        "“clear” is accepted by \"Clear\" not \"Turbid\".",
    );
    explains(
        colour(),
        vec![value("Turbid")],
        Reason::RejectedTerm,
        "“Turbid” is rejected by \"Clear\" not \"Turbid\".",
    );
    explains(
        colour(),
        vec![value("Pink")],
        Reason::UnknownTerm,
        "“Pink” is neither accepted nor rejected by \"Clear\" not \"Turbid\".",
    );
    explains(
        colour(),
        vec![value("Clear").with_unit("%")],
        Reason::UnitMismatch,
        "Clear % has the unit %; the test has none.",
    );
    // A second test gives the plan something to judge.
    let beside = |criterion: &str, if_tested: bool, results: Vec<AssayResult>| {
        let test = Test::quantitative("other", "Other", Attribute::General, "%")
            .accept(Acceptance::new(criterion));
        let test = if if_tested { test.if_tested() } else { test };
        let lot = Lot::new("LOT-1", "Example", results).unwrap();
        let report = plan(vec![assay("NLT 98 %"), test]).evaluate(&lot);
        let finding = report.finding("other").unwrap();
        (finding.reason(), finding.explanation().to_owned())
    };
    let other = || vec![AssayResult::new("other", "5 %")];
    assert_eq!(
        beside("report", false, other()),
        (Reason::ReportOnly, "5 % is reported; the criterion sets no limit.".to_owned())
    );
    assert_eq!(
        beside("not required", false, other()),
        (Reason::NotRequired, "The test is not required in this phase.".to_owned())
    );
    assert_eq!(
        beside("NLT 1 %", true, vec![]),
        (
            Reason::NotTested,
            "The test is judged only if it is performed, and there is no result.".to_owned()
        )
    );
    let lot =
        Lot::new("LOT-1", "Example", vec![]).unwrap().for_specification("SPEC-1", "2").unwrap();
    let report = plan(vec![assay("NLT 98 %")]).evaluate(&lot);
    assert_eq!(report.findings()[0].reason(), Reason::WrongSpecification);
    assert_eq!(
        report.findings()[0].explanation(),
        "The lot is to be judged by SPEC-1 version 2; this is SPEC-1 version 1."
    );
}

/// An incomplete lot always has a line below its verdict that says why.
///
/// Rules: GEN-5, VER-4.
#[test]
fn a_verdict_is_never_without_a_reason() {
    let printed = evaluate(assay("NLT 98 %").if_tested(), vec![]).to_string();
    assert!(
        printed.ends_with("Verdict: incomplete\n  No test needed before release conforms"),
        "{printed}"
    );
    let printed =
        evaluate(assay("NLT 98 %").gate(Gate::AfterRelease), vec![value("99 %")]).to_string();
    assert!(
        printed.ends_with("Verdict: incomplete\n  No test needed before release conforms"),
        "{printed}"
    );
}

/// Rules: GEN-5, ROUND-13, ROUND-14, JUDGE-11.
#[test]
fn flags_are_explained() {
    explains(
        assay("NLT 2 %"),
        vec![value("1.5 %")],
        Reason::Within,
        "1.5 % lies within NLT 2 %, which accepts ≥ 1.5 %. Rounding (usp) decides: unrounded, it \
         does not conform. \
         A result that conforms lies more than 5 % of the limit beyond it.",
    );
    // Unrounded a preliminary result would fail, and give way to no final one.
    let preliminary = || value("97.95 %").with_reference("A").preliminary();
    explains(
        assay("NLT 98.0 %"),
        vec![preliminary()],
        Reason::Preliminary,
        "97.95 % is preliminary; the final result is awaited. Rounding (usp) decides: unrounded, \
         it does not conform.",
    );
    explains(
        assay("NLT 98.0 %"),
        vec![preliminary(), value("99.1 %").with_reference("A")],
        Reason::Within,
        "99.1 % lies within NLT 98.0 %, which accepts ≥ 97.95 %. Rounding (usp) decides: \
         unrounded, it does not conform.",
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
    let draft = Specification::builder("S", "1", "P")
        .phases(&[Phase::Clinical])
        .rounding(Rounding::Usp)
        .test(test);
    draft.build().unwrap_err().to_string()
}

/// In code too, what was said first is not lost silently.
///
/// Rules: DOC-12.
#[test]
fn a_second_call_does_not_hide_the_first() {
    let twice = plan_error(assay("NTL 98 %").accept(Acceptance::new("NLT 1 %")));
    assert!(twice.contains("tests[0].acceptance: found a second value for all phases"), "{twice}");
    let test = assay("NLT 98 %")
        .gate(Gate::AfterRelease)
        .gate(Gate::BeforeRelease)
        .methods_in(Phase::Clinical, &["A"]);
    let twice = plan_error(
        test.methods_in(Phase::Clinical, &["B"])
            .rounding(Rounding::Usp)
            .rounding(Rounding::AstmE29)
            .strict(StrictLimits::Exact)
            .strict(StrictLimits::Exact),
    );
    assert_eq!(
        twice,
        "tests[0].rounding: is given twice; give it once\n\
         tests[0].strict: is given twice; give it once\n\
         tests[0].methods.clinical: found a second value for the phase; give one\n\
         tests[0].gate: found a second value for all phases; give one"
    );
    let acceptance = Acceptance::new("NLT 80 %")
        .alert("NLT 85 %")
        .alert("NLT 90 %")
        .justification("a")
        .justification("b");
    let twice =
        plan_error(Test::quantitative("a", "A", Attribute::Potency, "%").accept(acceptance));
    assert_eq!(
        twice,
        "tests[0].acceptance.all.alert: is given twice; give it once\n\
         tests[0].acceptance.all.justification: is given twice; give it once"
    );
    let draft = Specification::builder("S", "1", "P")
        .phases(&[Phase::Clinical])
        .phases(&[Phase::Commercial]);
    let draft =
        draft.rounding(Rounding::Usp).rounding(Rounding::Absolute).strict(StrictLimits::Exact);
    let draft = draft.strict(StrictLimits::Rounded).test(assay("NLT 98 %"));
    assert_eq!(
        draft.build().unwrap_err().to_string(),
        "phases: is given twice; give it once\nrounding: is given twice; give it once\nstrict: is \
         given twice; give it once"
    );
    let result = value("99")
        .with_unit("%")
        .with_method("A")
        .with_method("B")
        .with_reference("1")
        .with_reference("2");
    let result = result
        .of_lot("LOT-9")
        .of_lot("LOT-1")
        .invalidated("a", "b", "c")
        .invalidated("d", "e", "f");
    let term = AssayResult::new("colour", "clear").with_unit("%").with_unit("ppm");
    let refused = Lot::new("LOT-1", "Example", vec![result, term]).unwrap_err();
    let places: Vec<&str> = refused.problems().iter().map(Problem::path).collect();
    assert_eq!(
        places,
        [
            "results[0].method",
            "results[0].reference",
            "results[0].lot",
            "results[0].invalidated",
            "results[1].unit"
        ]
    );
    let lot = Lot::new("LOT-1", "Example", vec![]).unwrap().for_specification("S", "1").unwrap();
    assert!(lot.for_specification("S", "2").is_err());
}

/// What a document says of a specification, a lot and a report can be read in code.
///
/// Rules: ROUND-1, DOC-8.
#[test]
fn everything_can_be_read_in_code() {
    let json = include_str!("../data/documents/specification_every_field.json");
    let specification = wire::read_specification(json).unwrap();
    assert_eq!(
        (specification.rounding(), specification.strict()),
        (Rounding::PhEur, Some(StrictLimits::Rounded))
    );
    let titre = specification.test("titre").unwrap();
    assert_eq!(titre.methods(Phase::Clinical), ["QC-1", "QC-2"]);
    assert_eq!(titre.gate(Phase::Clinical), Some(Gate::AfterRelease));
    assert_eq!(
        (titre.rounding(), titre.strict()),
        (Some(Rounding::AstmE29), Some(StrictLimits::Exact))
    );
    let [(unit, factor)] = titre.conversions()[..] else { unreachable!("one conversion") };
    assert_eq!((unit.as_str(), factor.to_string().as_str()), ("vg/µL", "1000"));
    let criterion = titre.criterion(Phase::Commercial).unwrap();
    let limit = |text: &str| text.parse().unwrap();
    assert_eq!(criterion.lower(), Some((&limit("1.0 × 10^13"), false)));
    assert_eq!(criterion.upper(), Some((&limit("5.0 × 10^13"), true)));
    assert_eq!(titre.justification(Phase::Commercial), Some("n = 12 lots;\nsee DEV-4"));
    let colour = specification.test("colour").unwrap().criterion(Phase::Clinical).unwrap();
    assert_eq!(colour.accepted_terms(), ["Clear", "Slightly opalescent"]);
    assert!(colour.rejects_other_terms() && colour.rejected_terms().is_empty());
    assert!(
        specification.test("ph").unwrap().is_if_tested()
            && specification.test("shift").unwrap().is_signed()
    );

    let lot = wire::read_lot(include_str!("../data/documents/lot_every_field.json")).unwrap();
    assert_eq!(lot.specification(), Some(("SPEC-7", "2.1")));
    let results = lot.results();
    assert_eq!(results[0].unit().map(ToString::to_string).as_deref(), Some("vg/mL"));
    assert_eq!((results[0].method(), results[0].reference()), (Some("QC-2"), Some("A 1")));
    assert!(results[0].is_preliminary() && results[0].lot() == Some("LOT-8"));
    assert_eq!(results[1].invalidation(), Some(("control failed", "INV-1", "QA")));

    let plan = specification.plan(Phase::Commercial).unwrap();
    let (lower, included) = plan.region("titre").unwrap().lower().unwrap();
    assert!(lower.same_value(&limit("1.0 × 10^13")) && !included);
    let report = plan.evaluate(&lot);
    assert_eq!(report.evaluator(), concat!("release-criteria ", env!("CARGO_PKG_VERSION")));
    assert_eq!(report.specification_digest(), plan.specification_digest());
    assert!(!report.is_approved());
    assert_eq!(report.finding("titre").unwrap().rounding(), Some(Rounding::AstmE29));
}

/// What no list names is no failure on a quantitative test: it may be a number that was spelt in
/// another way.
///
/// Rules: TERM-6, MEAS-4.
#[test]
fn a_quantitative_test_lists_what_it_rejects() {
    let test = |criterion: &str| {
        Test::quantitative("assay", "Residual DNA", Attribute::Purity, "copies")
            .accept(Acceptance::new(criterion))
    };
    let refused = plan_error(test("NMT 10 copies or \"Not detected\" not other"));
    assert_eq!(
        refused,
        "tests[0].acceptance.all: rejects every other text on a test with a unit, where a text may \
         be a number that was spelt \
         in another way; list the rejected terms"
    );
    let outcome = |text: &str| {
        let report =
            evaluate(test("NMT 10 copies or \"Not detected\" not \"TNTC\""), vec![value(text)]);
        report.findings()[0].outcome()
    };
    assert_eq!(outcome("ND (LOD 5 copies)"), Outcome::Conforms);
    assert_eq!(outcome("not  DETECTED"), Outcome::Conforms);
    assert_eq!(outcome("tntc"), Outcome::DoesNotConform);
    for text in ["N.D. (LOD 5 copies)", "ca. 5 copies", "<LLOQ", "BLQ", "five", "5,0 copies"] {
        assert_eq!(outcome(text), Outcome::Indeterminate, "{text}");
    }
}

/// What nobody can see makes no difference, neither to a pass nor to a failure.
///
/// Rules: TERM-2, MEAS-3.
#[test]
fn invisible_characters_do_not_change_a_term() {
    let terms = || Acceptance::terms_or_reject_other(&["No growth"]);
    let test = || Test::qualitative("assay", "Sterility", Attribute::Safety).accept(terms());
    for text in [
        "\u{200b} No growth",
        "No \u{200b} growth",
        "No growth\u{200e}",
        "\u{202a}No growth\u{202c}",
        "No growth\u{fe0f}",
        "No growth\u{0}",
        "No\u{fff0} growth\u{1d173}",
    ] {
        assert_eq!(evaluate(test(), vec![value(text)]).verdict(), Verdict::Conforms, "{text:?}");
    }
    assert_eq!(evaluate(test(), vec![value("\u{200b}Growth")]).verdict(), Verdict::DoesNotConform);
    assert!(Lot::new("L", "P", vec![value("\u{200b} pending")]).is_err());
    // What reverses the order of what is shown is no invisible character: a person reads another
    // text.
    let terms = Acceptance::terms(&["Clear"], &["Turbid"]);
    let test = Test::qualitative("assay", "Colour", Attribute::Appearance).accept(terms);
    explains(
        test,
        vec![value("Cl\u{202e}ear")],
        Reason::UnknownTerm,
        "“Cl\\u{202e}ear” is neither accepted nor rejected by \"Clear\" not \"Turbid\".",
    );
    // Nor does it turn a number into a term.
    explains(
        assay("NMT 10 or \"Absent\" not \"Present\""),
        vec![value("\u{3164}50 %")],
        Reason::UnreadableValue,
        "“\\u{3164}50 %” cannot be read as a number: found `\\u{3164}50` where a number is \
         expected at position 1 of \
         `\\u{3164}50 %`; write a number such as `70.0` or `5.0 × 10^6`.",
    );
}

/// Rules: GEN-5, RES-7.
#[test]
fn rows_say_all_that_keeps_a_result_from_counting() {
    let stray =
        AssayResult::new("asay", "90 %").of_lot("LOT-9").invalidated("fault", "INV-1", "QA");
    let report = evaluate(assay("NLT 98.0 %"), vec![value("99 %"), stray]);
    assert_eq!(report.verdict(), Verdict::Incomplete);
    let why = report.unplanned()[0].why().unwrap();
    assert_eq!(
        why,
        "the specification names no such test; of another lot: LOT-9; invalidated: fault (INV-1, \
         QA)"
    );
    let lot = Lot::new("LOT-1", "Other product", vec![value("99 %").of_lot("LOT-9")]).unwrap();
    let report = plan(vec![assay("NLT 98.0 %")]).evaluate(&lot);
    let finding: &Finding = &report.findings()[0];
    assert_eq!(
        finding.explanation(),
        "The lot is of Other product; the specification is for Example."
    );
    assert_eq!(finding.flags(), [Flag::WrongLot]);
    assert_eq!(
        finding.results()[0].why(),
        Some("the lot is not one for this specification; of another lot: LOT-9")
    );
}

/// A text from a lot cannot write lines of its own into the table, nor hide or reorder what stands
/// there.
///
/// Rules: DOC-13.
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

/// Rules: DOC-13.
#[test]
fn the_table_fits_a_terminal_whatever_it_shows() {
    let long = "W".repeat(200_000);
    let name = "Assay ".repeat(42);
    let test = Test::qualitative("assay", name.trim(), Attribute::Identity)
        .accept(Acceptance::terms(&["No growth"], &["Growth"]));
    let mut results = vec![value(&long)];
    results
        .extend((0..1_000).map(|number| value("No growth").with_reference(&format!("R-{number}"))));
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

/// Rules: DOC-8, DOC-13.
#[test]
fn a_report_line_is_one_line() {
    let report = evaluate(assay("NLT 98.0 %"), vec![value("99 %")]);
    let carrying = wire::write_report(&report).replacen('{', "{\"x-a\": {\n  \"b\":\r\n1},", 1);
    let line = wire::write_report_line(&wire::read_report(&carrying).unwrap());
    assert!(!line.contains(['\n', '\r']), "{line}");
    assert!(wire::read_report(&line).is_ok());
}

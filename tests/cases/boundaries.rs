//! Boundary cases: worked out by hand, and of the library of specifications by the slow judge and
//! by the plan.
//!
//! Rules: KIT-1.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::path::Path;

use release_criteria::testing::{BoundaryCase, assert_boundaries, boundary_cases};
use release_criteria::{
    Acceptance, Attribute, Derivation, Outcome, Parameter, Phase, Rounding, Specification,
    SpecificationBuilder, StrictLimits, Test, TestBuilder, wire,
};

fn builder() -> SpecificationBuilder {
    Specification::builder("SPEC-7", "2", "Example cells")
        .phases(&[Phase::Commercial])
        .rounding(Rounding::Usp)
        .strict(StrictLimits::Rounded)
        .parameter(Parameter::number("weight", "kg").within("3–250 kg"))
        .test(
            Test::quantitative("cells", "Cells", Attribute::Quantity, "cells")
                .accept(Acceptance::new("report")),
        )
}

fn cases(test: TestBuilder) -> Vec<String> {
    let specification = builder().test(test).build().unwrap();
    assert_boundaries(&specification, Phase::Commercial);
    lines(&specification)
}

fn lines(specification: &Specification) -> Vec<String> {
    let line = |case: &BoundaryCase| {
        let context: Vec<String> =
            case.context().iter().map(|(id, value)| format!(" [{id} {value}]")).collect();
        format!(
            "{}: {}{} {} {}",
            case.about(),
            case.value(),
            context.concat(),
            case.outcome(),
            case.reason()
        )
    };
    boundary_cases(specification, Phase::Commercial, "t").unwrap().iter().map(line).collect()
}

#[test]
fn a_limit() {
    let test = Test::quantitative("t", "T", Attribute::Purity, "%")
        .accept(Acceptance::new("NLT 70 % or \"TNTC\" not \"None\""));
    assert_eq!(
        cases(test),
        [
            "an accepted term: TNTC conforms accepted-term",
            "a rejected term: None does-not-conform rejected-term",
            "a term that is not listed: A term that nobody listed indeterminate unknown-term",
            "the lower limit as written: 70 % conforms within",
            "the lower edge: 69.5 % conforms within",
            "just below the lower edge: 69.49 % does-not-conform outside",
            "just above the lower edge: 69.51 % conforms within",
            "censored at the lower limit: <70 % indeterminate straddles",
            "censored at the lower edge: <69.5 % does-not-conform outside",
            "censored at the lower limit: ≤70 % indeterminate straddles",
            "censored at the lower edge: ≤69.5 % indeterminate straddles",
            "censored at the lower limit: >70 % conforms within",
            "censored at the lower edge: >69.5 % conforms within",
            "censored at the lower limit: ≥70 % conforms within",
            "censored at the lower edge: ≥69.5 % conforms within",
            "zero: 0 % does-not-conform outside",
        ]
    );
}

#[test]
fn bands_of_a_dose() {
    let per_kg = Derivation::product(&["cells"]).divided_by(&["weight"]);
    let dose = Test::qualitative("t", "T", Attribute::Quantity).accept_cases(vec![
        Acceptance::new("NMT 5.0 × 10^6 cells/kg")
            .when("weight", "NMT 50 kg")
            .unit("cells/kg")
            .derived(per_kg),
        Acceptance::new("NMT 2.5 × 10^8 cells")
            .when("weight", "> 50 kg")
            .unit("cells")
            .derived(Derivation::product(&["cells"])),
    ]);
    let cases = cases(dose);
    for expected in [
        "the upper limit as written: 5000000 cells/kg [weight 50 kg] [cells 250000000 cells] \
         conforms within",
        "the upper edge: 5050000 cells/kg [weight 50 kg] [cells 252500000 cells] does-not-conform \
         outside",
        "just below the upper edge: 5049000 cells/kg [weight 50 kg] [cells 252450000 cells] \
         conforms within",
        // The first band ends at 50 kg, and above it the other limit is asked for.
        "weight is 50 kg: 5000000 cells/kg [weight 50 kg] [cells 250000000 cells] conforms within",
        "weight is 50.1 kg: 250000000 cells [weight 50.1 kg] [cells 250000000 cells] conforms \
         within",
        // Beyond what is plausible nothing is known.
        "weight is 2.9 kg: 250000000 cells [weight 2.9 kg] [cells 250000000 cells] indeterminate \
         parameter-out-of-range",
    ] {
        assert!(cases.iter().any(|case| case == expected), "{expected}\n{cases:#?}");
    }
}

/// A term that is handed in for a derived test is no value of it.
#[test]
fn terms_of_a_derived_test() {
    let twice = Derivation::product(&["cells"]).constant("2");
    for criterion in ["\"None\" not \"TNTC\"", "NMT 5 cells or \"None\" not \"TNTC\""] {
        let test =
            Test::quantitative("t", "T", Attribute::Quantity, "cells").derived(twice.clone());
        let cases =
            lines(&builder().test(test.accept(Acceptance::new(criterion))).build().unwrap());
        assert!(!cases.iter().any(|case| case.contains("term")), "{cases:#?}");
    }
}

/// Where several things are not known, what is said does not depend on their order.
#[test]
fn several_unknowns() {
    let dose = |requirements: [(&str, &str); 2]| {
        let small =
            requirements.iter().fold(Acceptance::new("NMT 5 cells"), |small, (id, requirement)| {
                small.when(id, requirement)
            });
        let large = Acceptance::new("NMT 9 cells").when("weight", "> 50 kg");
        let test = Test::quantitative("t", "T", Attribute::Quantity, "cells")
            .accept_cases(vec![small, large]);
        let specification =
            builder().parameter(Parameter::number("height", "cm")).test(test).build().unwrap();
        assert_boundaries(&specification, Phase::Commercial);
    };
    dose([("weight", "NMT 50 kg"), ("height", "> 90 cm")]);
    dose([("height", "> 90 cm"), ("weight", "NMT 50 kg")]);
}

/// A test asked for because of another, which is itself asked for because of a third.
#[test]
fn a_chain_of_conditions() {
    let clear = Acceptance::terms(&["Clear", "Pale"], &["Dark"]);
    let specification = builder()
        .test(Test::qualitative("colour", "Colour", Attribute::Appearance).accept(clear))
        .test(
            Test::quantitative("dye", "Dye", Attribute::Purity, "%")
                .when("colour", "Pale")
                .accept(Acceptance::new("NMT 5 %")),
        )
        .test(
            Test::quantitative("t", "T", Attribute::Purity, "%")
                .when("dye", "> 1 %")
                .accept(Acceptance::new("NLT 70 %")),
        )
        .build()
        .unwrap();
    assert_boundaries(&specification, Phase::Commercial);
    let cases = boundary_cases(&specification, Phase::Commercial, "t").unwrap();
    assert!(cases.iter().any(|case| case.outcome() == Outcome::Conforms), "{cases:#?}");
}

#[test]
fn what_cannot_be_looked_at() {
    let specification = builder().build().unwrap();
    let refused = boundary_cases(&specification, Phase::Clinical, "purity").unwrap_err();
    assert_eq!(
        refused.to_string(),
        "phases: the phase `clinical` is not covered; the specification covers `commercial`\n\
         test: found `purity`, which the specification does not name"
    );
}

fn library() -> Vec<Specification> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data");
    let mut paths: Vec<_> =
        fs::read_dir(data).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let is_read = |path: &&std::path::PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap();
        name.ends_with(".specification.json") && !name.starts_with("unusable")
    };
    paths
        .iter()
        .filter(is_read)
        .map(|path| wire::read_specification(&fs::read_to_string(path).unwrap()).unwrap())
        .collect()
}

#[test]
fn every_boundary_case_of_the_library_holds() {
    let (mut faults, mut count, mut none) = (Vec::new(), 0, Vec::new());
    for specification in library() {
        for &phase in specification.phases() {
            let plan = specification.plan(phase).unwrap();
            for test in specification.tests() {
                let cases = boundary_cases(&specification, phase, test.id()).unwrap();
                if cases.is_empty() {
                    none.push(format!("{} {phase} {}", specification.id(), test.id()));
                }
                for case in cases {
                    count += 1;
                    let report = plan.evaluate(case.lot());
                    let finding = report.finding(test.id()).unwrap();
                    if (finding.outcome(), finding.reason()) != (case.outcome(), case.reason()) {
                        faults.push(format!(
                            "{} {phase} {}: {} {} {:?}: expected {} {}, found {} {}: {}",
                            specification.id(),
                            test.id(),
                            case.about(),
                            case.value(),
                            case.context(),
                            case.outcome(),
                            case.reason(),
                            finding.outcome(),
                            finding.reason(),
                            finding.explanation()
                        ));
                    }
                }
            }
        }
    }
    println!("{count} cases");
    assert!(
        faults.is_empty() && none.is_empty(),
        "{none:#?}\n{} of {count}\n{}",
        faults.len(),
        faults[..faults.len().min(60)].join("\n")
    );
}

/// What fails differs visibly, and what is interim is no other term.
///
/// Rules: TERM-9, TERM-10.
#[test]
fn what_looks_alike_and_what_is_interim() {
    let terms = Acceptance::terms_or_reject_other(&["N\u{e9}gatif", "CD19-negative", "None"])
        .interim(&["So far none"]);
    assert_eq!(
        cases(Test::qualitative("t", "T", Attribute::Identity).accept(terms)),
        [
            "an accepted term: N\u{e9}gatif conforms accepted-term",
            "an accepted term: CD19-negative conforms accepted-term",
            "an accepted term: None conforms accepted-term",
            "an interim term: So far none indeterminate unknown-term",
            "what looks like an accepted term: Ne\u{301}gatif indeterminate looks-alike",
            "what looks like an accepted term: CD19\u{2011}negative indeterminate looks-alike",
            "a term that is not listed: A term that nobody listed does-not-conform rejected-term",
        ]
    );
    let test =
        Test::qualitative("t", "T", Attribute::Identity).accept(Acceptance::same_as("donor"));
    let specification = builder().parameter(Parameter::text("donor")).test(test).build().unwrap();
    assert_boundaries(&specification, Phase::Commercial);
    let cases = boundary_cases(&specification, Phase::Commercial, "t").unwrap();
    let found: Vec<(&str, Outcome)> =
        cases.iter().map(|case| (case.value(), case.outcome())).collect();
    assert_eq!(
        found,
        [
            ("AS STATED", Outcome::Conforms),
            ("AS STATED\u{200b}", Outcome::Indeterminate),
            ("AS STATED X", Outcome::DoesNotConform)
        ]
    );
}

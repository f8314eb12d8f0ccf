//! Where there are more combinations of determinations than are told apart: nothing passes, and what fails still fails.
//!
//! Rules: COND-9.

#![allow(clippy::unwrap_used, reason = "tests")]

use release_criteria::{
    Acceptance, AssayResult, Attribute, Derivation, Flag, Lot, Outcome, Parameter, Phase, Reason, Report, Reportable,
    Rounding, Specification, SpecificationBuilder, StrictLimits, Test, TestBuilder, Verdict,
};

fn specification() -> SpecificationBuilder {
    Specification::builder("SPEC-1", "1", "Example vector")
        .phases(&[Phase::Commercial])
        .rounding(Rounding::Usp)
        .strict(StrictLimits::Exact)
        .test(terms("companion"))
}

fn number(id: &str) -> TestBuilder {
    Test::quantitative(id, id, Attribute::General, "1")
}

fn terms(id: &str) -> TestBuilder {
    Test::qualitative(id, id, Attribute::Safety).accept(Acceptance::terms(&["No growth"], &["Growth"]))
}

#[track_caller]
fn judge(specification: SpecificationBuilder, mut results: Vec<AssayResult>) -> Report {
    results.push(AssayResult::new("companion", "No growth"));
    let lot = Lot::new("LOT-1", "Example vector", results).unwrap();
    let plan = specification.build().unwrap().plan(Phase::Commercial).unwrap();
    let report = plan.evaluate(&lot);
    assert_eq!(plan.verdict(&lot), report.verdict());
    report
}

fn found(report: &Report, test: &str) -> (Outcome, Reason) {
    let finding = report.finding(test).unwrap();
    (finding.outcome(), finding.reason())
}

/// A thousand conditions on a test with 1,001 determinations are too many to look at; what is derived from it is not.
///
/// Rules: DER-7, DER-12.
#[test]
fn what_conditions_cannot_look_at_is_derived_from_all_the_same() {
    let derived = Derivation::sum(&[]).less(&["a"]).constant("10");
    let mut specification = specification()
        .test(number("a").accept(Acceptance::new("report")))
        .test(number("d").derived(derived).accept(Acceptance::new("NMT 9")));
    for index in 0..1_000 {
        specification = specification.test(terms(&format!("t{index}")).when("a", "NMT 1000"));
    }
    let results = |count: usize| {
        let mut results: Vec<AssayResult> =
            (0..count).map(|index| AssayResult::new("a", &(index % 20 + 1).to_string())).collect();
        // It never stands in for the computed value.
        results.push(AssayResult::new("d", "5"));
        results
    };
    for count in [1_000, 1_001] {
        let report = judge(specification.clone(), results(count));
        assert_eq!(report.verdict(), Verdict::Incomplete);
        assert_eq!(report.finding("d").unwrap().outcome(), Outcome::Indeterminate, "{count}");
    }
    let report = judge(specification.clone(), results(1_000));
    assert_eq!(found(&report, "t0"), (Outcome::Pending, Reason::NoResult));
    let report = judge(specification, results(1_001));
    assert_eq!(found(&report, "t0"), (Outcome::Indeterminate, Reason::TooManyCombinations));
}

/// Nine tests with two terms each make 512 combinations; that one of them is in a case whose criterion fails is told all the same.
///
/// Rules: JUDGE-12, COND-5.
#[test]
fn a_failing_case_among_many_combinations_fails() {
    let ids: Vec<String> = (0..9).map(|index| format!("c{index}")).collect();
    let mut specification = specification();
    for id in &ids {
        let choice = Acceptance::terms(&["A", "B"], &["C"]);
        specification = specification.test(Test::qualitative(id, id, Attribute::Identity).accept(choice));
    }
    // The first that is A says which case it is; where none is, there is no case.
    let case = |place: usize| {
        let before = ids.iter().take(place).fold(Acceptance::new("NMT 5"), |case, id| case.when(id, "B"));
        before.when(ids.get(place).unwrap(), "A")
    };
    let specification = specification.test(number("n").accept_cases((0..9).map(case).collect()));
    let both = || ids.iter().flat_map(|id| [AssayResult::new(id, "A"), AssayResult::new(id, "B")]);
    let with = |value: &str| both().chain([AssayResult::new("n", value)]).collect();
    let report = judge(specification.clone(), with("9"));
    assert_eq!(found(&report, "n"), (Outcome::DoesNotConform, Reason::Outside));
    let report = judge(specification, with("3"));
    // In one combination all are B, which is no case.
    assert_eq!(found(&report, "n"), (Outcome::Indeterminate, Reason::NoCaseApplies));
}

/// What is derived of 300 values offers no more than its extremes to conditions, and that there are others.
///
/// Rules: DER-12.
#[test]
fn a_condition_on_more_values_than_are_offered_is_undecided() {
    let specification = specification()
        .test(number("a").accept(Acceptance::new("report")))
        .test(number("d").derived(Derivation::product(&["a"])).accept(Acceptance::new("NMT 1000")))
        .test(terms("t").when("d", "100–200"));
    let found_of = |count: usize, test: &str, term: &str| {
        let results = (0..count).map(|index| AssayResult::new("a", &index.to_string()));
        found(&judge(specification.clone(), results.chain([AssayResult::new("t", term)]).collect()), test)
    };
    for count in [200, 256] {
        assert_eq!(found_of(count, "t", "Growth"), (Outcome::DoesNotConform, Reason::RejectedTerm), "{count}");
        assert_eq!(found_of(count, "t", "No growth"), (Outcome::Conforms, Reason::AcceptedTerm), "{count}");
    }
    for count in [257, 300] {
        assert_eq!(found_of(count, "d", "Growth"), (Outcome::Conforms, Reason::Within));
        assert_eq!(found_of(count, "t", "Growth"), (Outcome::Indeterminate, Reason::TooManyCombinations), "{count}");
    }
}

/// Of 256 derived values all are looked at for what is remarked on them, of more only those that decide.
///
/// Rules: DER-4, JUDGE-8.
#[test]
fn so_many_derived_values_are_remarked_on() {
    let specification = specification()
        .test(number("a").accept(Acceptance::new("report")))
        .test(number("d").derived(Derivation::product(&["a"])).accept(Acceptance::new("10–20")));
    for (count, is_told) in [(256, true), (257, false)] {
        let within = (2..count).map(|_| AssayResult::new("a", "15"));
        let results = ["5", "25"].into_iter().map(|value| AssayResult::new("a", value)).chain(within).collect();
        let report = judge(specification.clone(), results);
        let finding = report.finding("d").unwrap();
        assert_eq!(found(&report, "d"), (Outcome::DoesNotConform, Reason::Outside));
        assert_eq!(finding.flags().contains(&Flag::ConflictingResults), is_told, "{count}");
    }
}

/// 1,600 sums or products: where nothing is below zero the extremes say all, and of single values below zero the least and the greatest.
///
/// Rules: DER-4, DER-12.
#[test]
fn extremes_of_many_combinations_say_all() {
    let derived = |derivation: Derivation, limits: &str, first: i32, signed: bool, further: Option<&str>| {
        let signed_if = |test: TestBuilder| if signed { test.signed() } else { test };
        let specification = specification()
            .test(signed_if(number("a")).accept(Acceptance::new("report")))
            .test(number("b").accept(Acceptance::new("report")))
            .test(signed_if(number("d")).derived(derivation).accept(Acceptance::new(limits)));
        let a = (first..first + 40).map(|value| AssayResult::new("a", &value.to_string()));
        let b = (1..=40).map(|value| AssayResult::new("b", &value.to_string()));
        let results = a.chain(b).chain(further.map(|value| AssayResult::new("b", value))).collect();
        found(&judge(specification, results), "d")
    };
    let judged = |limits: &str, first: i32, signed: bool, further: Option<&str>| {
        derived(Derivation::product(&["a", "b"]), limits, first, signed, further)
    };
    let sum = |limits: &str| derived(Derivation::sum(&["a", "b"]), limits, 1, false, None);
    assert_eq!(sum("NMT 80"), (Outcome::Conforms, Reason::Within));
    assert_eq!(sum("NMT 79"), (Outcome::DoesNotConform, Reason::Outside));
    assert_eq!(judged("NMT 1600", 1, false, None), (Outcome::Conforms, Reason::Within));
    assert_eq!(judged("NMT 1599", 1, false, None), (Outcome::DoesNotConform, Reason::Outside));
    assert_eq!(judged("-800 to 760", -20, true, None), (Outcome::Conforms, Reason::Within));
    assert_eq!(judged("-799 to 760", -20, true, None), (Outcome::DoesNotConform, Reason::Outside));
    assert_eq!(judged("-800 to 760", -20, true, Some("<5")), (Outcome::Indeterminate, Reason::TooManyCombinations));
}

/// What is awaited is not what there is too much of.
///
/// Rules: GEN-5, DER-12.
#[test]
fn too_many_combinations_are_told_without_what_is_awaited() {
    let specification = specification()
        .test(number("a").signed().accept(Acceptance::new("report")))
        .test(number("b").accept(Acceptance::new("report")))
        .test(number("d").signed().derived(Derivation::product(&["a", "b"])).accept(Acceptance::new("-800 to 800")));
    let a = (-20..=20).map(|value| AssayResult::new("a", &value.to_string()));
    let b = (1..=39).map(|value| AssayResult::new("b", &value.to_string()));
    let further = [AssayResult::new("b", "<5"), AssayResult::new("b", "1").of_determination("B").preliminary()];
    let report = judge(specification, a.chain(b).chain(further).collect());
    assert_eq!(found(&report, "d"), (Outcome::Indeterminate, Reason::TooManyCombinations));
    let says = "The value is a × b. There are too many combinations of determinations to be told apart.";
    assert_eq!(report.finding("d").unwrap().explanation(), says);
}

/// Sixteen bands of one test by sixteen of another are 256 combinations, which are looked through; of 272 it is not known that each is in a case.
///
/// Rules: COND-9.
#[test]
fn so_many_combinations_are_looked_through_for_one_without_a_case() {
    let band = |place: usize| format!("{}–{}", 10 * place, 10 * place + 5);
    let case = |a: usize, b: usize| Acceptance::new("NMT 5").when("a", &band(a)).when("b", &band(b));
    let specification = specification()
        .test(number("a").accept(Acceptance::new("report")))
        .test(number("b").accept(Acceptance::new("report")))
        .test(number("n").accept_cases((0..17).flat_map(|a| (0..16).map(move |b| case(a, b))).collect()));
    let judged = |of_a: usize| {
        let results = |test: &'static str, count: usize| {
            (0..count).map(move |place| AssayResult::new(test, &(10 * place).to_string()))
        };
        let results = results("a", of_a).chain(results("b", 16)).chain([AssayResult::new("n", "3")]).collect();
        found(&judge(specification.clone(), results), "n")
    };
    assert_eq!(judged(16), (Outcome::Conforms, Reason::Within));
    assert_eq!(judged(17), (Outcome::Indeterminate, Reason::TooManyCombinations));
}

/// A missing parameter may have any of its values, and a result fails whichever it has. In 150 cases 200 values are 30,000 questions, which are
/// asked; of 30,150 it stays open which case applies.
///
/// Rules: COND-9, COND-12.
#[test]
fn so_many_words_are_tried_against_cases() {
    let judged = |count: usize| {
        let values: Vec<String> = (0..count).map(|value| format!("V{value}")).collect();
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        // Each of the first 50 cases is that of several values.
        let cases = |case: usize| {
            values.iter().copied().filter(move |value| {
                let place = value.trim_start_matches('V').parse::<usize>().unwrap_or_default();
                place % 150 == case
            })
        };
        let case = |case: usize| Acceptance::new("NMT 5").when_one_of("p", &cases(case).collect::<Vec<_>>());
        let specification = specification()
            .parameter(Parameter::one_of("p", &values))
            .test(number("n").accept_cases((0..150).map(case).collect()));
        found(&judge(specification, vec![AssayResult::new("n", "9")]), "n")
    };
    assert_eq!(judged(200), (Outcome::DoesNotConform, Reason::Outside));
    assert_eq!(judged(201), (Outcome::Indeterminate, Reason::MissingParameter));
}

/// The same of numbers: 51 ranges without gaps have 100 ends, on both sides of which 150 cases are tried.
///
/// Rules: COND-9, COND-12.
#[test]
fn so_many_numbers_are_tried_against_cases() {
    let range = |place: usize| match place {
        0 => "< 1".to_owned(),
        50 => "NLT 50".to_owned(),
        _ => format!("NLT {place} and < {}", place + 1),
    };
    let judged = |further: usize| {
        let of_a = (0..51).map(|place| Acceptance::new("NMT 5").when("a", &range(place)).when("p", "A"));
        let of_b = (0..further).map(|place| Acceptance::new("NMT 5").when("p", "B").when("b", &format!("= {place}")));
        let specification = specification()
            .parameter(Parameter::one_of("p", &["A", "B"]))
            .test(number("a").accept(Acceptance::new("report")))
            .test(number("b").accept(Acceptance::new("report")))
            .test(number("n").accept_cases(of_a.chain(of_b).collect()));
        let results = vec![AssayResult::new("b", "1000"), AssayResult::new("n", "9")];
        let lot = Lot::new("LOT-1", "Example vector", results).unwrap().with_parameters(&[("p", "A")]).unwrap();
        let report = specification.build().unwrap().plan(Phase::Commercial).unwrap().evaluate(&lot);
        found(&report, "n")
    };
    assert_eq!(judged(99), (Outcome::DoesNotConform, Reason::Outside));
    assert_eq!(judged(100), (Outcome::Pending, Reason::PendingCondition));
}

/// 8,000 results in 125 cases are a million, and are judged in each case that may apply.
///
/// Rules: COND-9, COND-12.
#[test]
fn so_many_results_are_judged_in_cases_that_may_apply() {
    let values: Vec<String> = (0..125).map(|value| format!("V{value}")).collect();
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    let specification = specification()
        .parameter(Parameter::one_of("p", &values))
        .test(number("n").accept_cases(values.iter().map(|value| Acceptance::new("NMT 5").when("p", value)).collect()));
    let judged = |count: usize| {
        let results = (0..count).map(|_| AssayResult::new("n", "9")).collect();
        found(&judge(specification.clone(), results), "n")
    };
    assert_eq!(judged(8_000), (Outcome::DoesNotConform, Reason::Outside));
    assert_eq!(judged(8_001), (Outcome::Indeterminate, Reason::MissingParameter));
}

/// Every 140 of 141 replicates are 19,740 in all, which are looked at; every 142 of 143 are more than 20,000.
///
/// Rules: REP-15.
#[test]
fn so_many_choices_of_replicates_are_looked_at() {
    let judged = |asked: u32| {
        let reportable = Reportable::mean(asked).max_rsd("10 %");
        let test = number("n").reportable(reportable).accept(Acceptance::new("NMT 5"));
        let result = (0..asked).fold(AssayResult::new("n", "9"), |result, _| result.replicate("9"));
        found(&judge(specification().test(test), vec![result]), "n")
    };
    assert_eq!(judged(140), (Outcome::DoesNotConform, Reason::Outside));
    assert_eq!(judged(142), (Outcome::Indeterminate, Reason::TooManyReplicates));
}

/// A sum of one of 300 numbers and one that is missing: it is enough to look at the furthest of them.
///
/// Rules: DER-5, DER-12.
#[test]
fn the_furthest_of_many_numbers_stand_for_all_beside_an_unknown_input() {
    let specification = specification()
        .test(number("a").accept(Acceptance::new("report")))
        .test(number("b").accept(Acceptance::new("report")))
        .test(number("d").derived(Derivation::sum(&["a", "b"])).accept(Acceptance::new("NMT 5")));
    let found_with = |greatest: &str, further: Vec<AssayResult>| {
        let numbers = (0..299).map(|_| AssayResult::new("a", "1")).chain([AssayResult::new("a", greatest)]);
        found(&judge(specification.clone(), numbers.chain(further).collect()), "d")
    };
    assert_eq!(found_with("6", Vec::new()), (Outcome::DoesNotConform, Reason::Outside));
    assert_eq!(found_with("5", Vec::new()), (Outcome::Pending, Reason::NoResult));
    // Of two preliminary inputs the second fails for now.
    let preliminary = ["1", "9"].map(|value| AssayResult::new("b", value).preliminary());
    assert_eq!(found_with("2", preliminary.to_vec()), (Outcome::Indeterminate, Reason::Preliminary));
}

/// What is unknown for one reason is looked at once.
///
/// Rules: DER-5, DER-12.
#[test]
fn many_unknown_inputs_for_one_reason_are_as_one() {
    let of_two = Reportable::mean(2);
    let specification = specification()
        .test(number("a").accept(Acceptance::new("report")))
        .test(number("b").reportable(of_two).accept(Acceptance::new("report")))
        .test(number("d").derived(Derivation::sum(&["a", "b"])).accept(Acceptance::new("NMT 5")));
    let in_pairs = |values: [&str; 2]| AssayResult::new("b", values[0]).replicate(values[1]);
    let found_with = |a: &str, b: Vec<AssayResult>| {
        found(&judge(specification.clone(), b.into_iter().chain([AssayResult::new("a", a)]).collect()), "d")
    };
    let undecided = || (0..300).map(|_| in_pairs(["1 mg", "1"]));
    assert_eq!(found_with("6", undecided().collect()), (Outcome::DoesNotConform, Reason::Outside));
    assert_eq!(found_with("1", undecided().collect()), (Outcome::Indeterminate, Reason::UndecidedInput));
    // One for another reason is another.
    let awaited = (0..300).map(|_| AssayResult::new("b", "1").with_unit("1"));
    let both = awaited.chain([in_pairs(["1 mg", "1"])]).collect();
    assert_eq!(found_with("1", both), (Outcome::Indeterminate, Reason::UndecidedInput));
}

/// Of 256 inputs with a replicate too few each is looked at. Of more, only one that fails nothing is.
///
/// Rules: DER-5, DER-12.
#[test]
fn so_many_unknown_inputs_are_told_apart() {
    let specification = specification()
        .test(number("a").accept(Acceptance::new("report")))
        .test(number("b").reportable(Reportable::minimum(2)).accept(Acceptance::new("report")))
        .test(number("d").derived(Derivation::sum(&["a", "b"])).accept(Acceptance::new("NMT 5")));
    let judged = |count: usize| {
        let b = (0..count).map(|value| AssayResult::new("b", &value.to_string()));
        found(&judge(specification.clone(), b.chain([AssayResult::new("a", "6")]).collect()), "d")
    };
    assert_eq!(judged(256), (Outcome::DoesNotConform, Reason::Outside));
    assert_eq!(judged(257), (Outcome::Indeterminate, Reason::Straddles));
}

//! Something on which tests depend, or of which they are made, is not known.

use release_criteria::{
    Acceptance, AssayResult, Attribute, Derivation, Lot, Outcome, Parameter, Phase, Reason,
    Reportable, Test,
};

use super::{found, judge, number, specification};

/// A missing parameter may have any of its values, and a result fails whichever it has. In 150
/// cases 200 values are 30,000 questions, which are asked; of 30,150 it stays open which case
/// applies.
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
        let case = |case: usize| {
            Acceptance::new("NMT 5").when_one_of("p", &cases(case).collect::<Vec<_>>())
        };
        let specification = specification()
            .parameter(Parameter::one_of("p", &values))
            .test(number("n").accept_cases((0..150).map(case).collect()));
        found(&judge(specification, vec![AssayResult::new("n", "9")]), "n")
    };
    assert_eq!(judged(200), (Outcome::DoesNotConform, Reason::Outside));
    assert_eq!(judged(201), (Outcome::Indeterminate, Reason::MissingParameter));
}

/// The same of numbers: 51 ranges without gaps have 100 ends, on both sides of which 150 cases are
/// tried.
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
        let of_a =
            (0..51).map(|place| Acceptance::new("NMT 5").when("a", &range(place)).when("p", "A"));
        let of_b = (0..further)
            .map(|place| Acceptance::new("NMT 5").when("p", "B").when("b", &format!("= {place}")));
        let specification = specification()
            .parameter(Parameter::one_of("p", &["A", "B"]))
            .test(number("a").accept(Acceptance::new("report")))
            .test(number("b").accept(Acceptance::new("report")))
            .test(number("n").accept_cases(of_a.chain(of_b).collect()));
        let results = vec![AssayResult::new("b", "1000"), AssayResult::new("n", "9")];
        let lot = Lot::new("LOT-1", "Example vector", results)
            .unwrap()
            .with_parameters(&[("p", "A")])
            .unwrap();
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
    let specification =
        specification().parameter(Parameter::one_of("p", &values)).test(number("n").accept_cases(
            values.iter().map(|value| Acceptance::new("NMT 5").when("p", value)).collect(),
        ));
    let judged = |count: usize| {
        let results = (0..count).map(|_| AssayResult::new("n", "9")).collect();
        found(&judge(specification.clone(), results), "n")
    };
    assert_eq!(judged(8_000), (Outcome::DoesNotConform, Reason::Outside));
    assert_eq!(judged(8_001), (Outcome::Indeterminate, Reason::MissingParameter));
}

/// Sums of each of 5,000 numbers and one up to a million are below or beyond 5, and none may be all
/// that another may: each is judged by itself, which in two cases are 10,000 looks. Of one more the
/// last is not looked at.
///
/// Rules: COND-9, COND-12.
#[test]
fn so_many_combinations_are_told_apart_by_what_they_wait_for() {
    let judged = |count: i32, fails: i32| {
        let case = |when: &str, limit: i32| {
            Acceptance::new(&format!("NLT {limit}"))
                .derived(Derivation::sum(&["a"]))
                .when("a", when)
        };
        let specification = specification()
            .test(number("k").signed().accept(Acceptance::new("report")))
            .test(number("u").accept(Acceptance::new("report")))
            .test(
                number("a")
                    .signed()
                    .derived(Derivation::sum(&["k", "u"]))
                    .accept(Acceptance::new("report")),
            )
            .test(
                number("d")
                    .signed()
                    .accept_cases(vec![case("NMT 5", 6), case("> 5", 1_000_001 - fails)]),
            );
        let numbers = (1..=count).map(|value| AssayResult::new("k", &format!("-{value}")));
        let results = numbers.chain([AssayResult::new("u", "≤1000000")]);
        found(&judge(specification, results.collect()), "d")
    };
    let too_many = (Outcome::Indeterminate, Reason::TooManyCombinations);
    assert_eq!(judged(5_000, 5_000), (Outcome::DoesNotConform, Reason::Outside));
    assert_eq!(judged(5_000, 5_001), (Outcome::Indeterminate, Reason::UndecidedCondition));
    assert_eq!(judged(5_001, 5_001), too_many);
    assert_eq!(judged(5_001, 5_000), (Outcome::DoesNotConform, Reason::Outside));
}

/// Of results that may be whatever another may, the one that leaves least open is judged first,
/// however many there are and in whatever order.
///
/// Rules: COND-9, COND-12, JUDGE-12.
#[test]
fn what_leaves_least_open_is_judged_first() {
    let judged = |texts: &[String], limit: usize| {
        let case = |when: &str| {
            Acceptance::new(&format!("NMT {limit}"))
                .derived(Derivation::sum(&["a", "x", "y"]))
                .when("a", when)
        };
        let specification = specification()
            .test(number("a").reportable(Reportable::maximum(2)).accept(Acceptance::new("report")))
            .test(number("x").accept(Acceptance::new("report")))
            .test(number("y").accept(Acceptance::new("report")))
            .test(number("d").accept_cases(vec![case("NMT 5"), case("> 5")]));
        let inputs =
            (0..50).flat_map(|value| ["x", "y"].map(|id| AssayResult::new(id, &value.to_string())));
        let results = texts.iter().map(|text| AssayResult::new("a", text)).chain(inputs).collect();
        found(&judge(specification, results), "d")
    };
    let mut texts: Vec<String> =
        (0..200).map(|value| format!("0.{value:03}")).chain(["3".to_owned()]).collect();
    for _ in 0..2 {
        assert_eq!(judged(&texts, 100), (Outcome::DoesNotConform, Reason::Outside));
        assert_eq!(judged(&texts, 101), (Outcome::Pending, Reason::PendingCondition));
        texts.reverse();
    }
}

/// Every 140 of 141 replicates are 19,740 in all, which are looked at; every 142 of 143 are more
/// than 20,000.
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

/// A sum of one of 300 numbers and one that is missing: it is enough to look at the furthest of
/// them.
///
/// Rules: DER-5, DER-12.
#[test]
fn the_furthest_of_many_numbers_stand_for_all_beside_an_unknown_input() {
    let specification = specification()
        .test(number("a").accept(Acceptance::new("report")))
        .test(number("b").accept(Acceptance::new("report")))
        .test(number("d").derived(Derivation::sum(&["a", "b"])).accept(Acceptance::new("NMT 5")));
    let found_with = |greatest: &str, further: Vec<AssayResult>| {
        let numbers =
            (0..299).map(|_| AssayResult::new("a", "1")).chain([AssayResult::new("a", greatest)]);
        found(&judge(specification.clone(), numbers.chain(further).collect()), "d")
    };
    assert_eq!(found_with("6", Vec::new()), (Outcome::DoesNotConform, Reason::Outside));
    assert_eq!(found_with("5", Vec::new()), (Outcome::Pending, Reason::NoResult));
    // Of two preliminary inputs the second fails for now.
    let preliminary = ["1", "9"].map(|value| AssayResult::new("b", value).preliminary());
    assert_eq!(
        found_with("2", preliminary.to_vec()),
        (Outcome::Indeterminate, Reason::Preliminary)
    );
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
        found(
            &judge(
                specification.clone(),
                b.into_iter().chain([AssayResult::new("a", a)]).collect(),
            ),
            "d",
        )
    };
    let undecided = || (0..300).map(|_| in_pairs(["1 mg", "1"]));
    assert_eq!(found_with("6", undecided().collect()), (Outcome::DoesNotConform, Reason::Outside));
    assert_eq!(
        found_with("1", undecided().collect()),
        (Outcome::Indeterminate, Reason::UndecidedInput)
    );
    // One for another reason is another.
    let awaited = (0..300).map(|_| AssayResult::new("b", "1").with_unit("1"));
    let both = awaited.chain([in_pairs(["1 mg", "1"])]).collect();
    assert_eq!(found_with("1", both), (Outcome::Indeterminate, Reason::UndecidedInput));
}

/// Of 256 combinations with inputs that need a replicate more each is looked at, and of more where
/// one input varies. Else those that reach furthest are: they may fail, and are too many to be told
/// apart if they do not.
///
/// Rules: DER-5, DER-12.
#[test]
fn so_many_unknown_inputs_are_told_apart() {
    // Between each number and 5 more.
    let specification = specification()
        .test(number("a").accept(Acceptance::new("report")))
        .test(number("k").accept(Acceptance::new("report")))
        .test(number("m").reportable(Reportable::minimum(2)).accept(Acceptance::new("report")))
        .test(number("b").derived(Derivation::sum(&["k", "m"])).accept(Acceptance::new("report")))
        .test(number("d").derived(Derivation::sum(&["a", "b"])).accept(Acceptance::new("NMT 5.5")));
    let judged = |a: &[&str], of_b: usize| {
        let k = (0..of_b).map(|value| AssayResult::new("k", &format!("0.{value:03}")));
        let a =
            a.iter().map(|value| AssayResult::new("a", value)).chain([AssayResult::new("m", "5")]);
        found(&judge(specification.clone(), k.chain(a).collect()), "d")
    };
    for count in [256, 257] {
        assert_eq!(judged(&["6"], count), (Outcome::DoesNotConform, Reason::Outside));
        assert_eq!(judged(&["5"], count), (Outcome::Pending, Reason::PendingInput));
    }
    for count in [128, 129] {
        assert_eq!(judged(&["4", "6"], count), (Outcome::DoesNotConform, Reason::Outside));
    }
    assert_eq!(judged(&["4", "5"], 128), (Outcome::Pending, Reason::PendingInput));
    assert_eq!(judged(&["4", "5"], 129), (Outcome::Indeterminate, Reason::TooManyCombinations));
}

/// 17 × 16 combinations of which one fails, in whatever order: what may be from 15 up leaves less
/// open than what may be from zero up.
///
/// Rules: DER-12, JUDGE-12.
#[test]
fn of_many_unknown_inputs_those_that_leave_least_open_are_judged() {
    let specification = specification()
        .test(number("a").accept(Acceptance::new("report")))
        .test(number("b").reportable(Reportable::maximum(2)).accept(Acceptance::new("report")))
        .test(number("d").derived(Derivation::sum(&["a", "b"])).accept(Acceptance::new("NMT 15")));
    let judged = |of_b: &[i32]| {
        let a = (0..17).map(|value| AssayResult::new("a", &format!("0.{value:02}")));
        let b = of_b.iter().map(|value| AssayResult::new("b", &value.to_string()));
        found(&judge(specification.clone(), a.chain(b).collect()), "d")
    };
    let mut of_b: Vec<i32> = (1..=16).collect();
    for _ in 0..2 {
        assert_eq!(judged(&of_b), (Outcome::DoesNotConform, Reason::Outside));
        of_b.reverse();
    }
    of_b.retain(|value| *value < 15);
    of_b.extend([0, 0]);
    assert_eq!(judged(&of_b), (Outcome::Pending, Reason::PendingInput));
}

/// Of 64 cases each of which would make another number of an input it is known that none of them is
/// 100; of 65 it is not.
///
/// Rules: DER-5, DER-12.
#[test]
fn so_many_numbers_are_told_apart_case_by_case() {
    let judged = |count: usize| {
        let values: Vec<String> = (0..count).map(|value| format!("V{value}")).collect();
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        let case = |(place, value): (usize, &&str)| {
            let derived = Derivation::sum(&["a"]).constant(&(place + 1).to_string());
            Acceptance::new("report").derived(derived).when_one_of("p", &[*value])
        };
        let specification = specification()
            .test(
                Test::qualitative("p", "P", Attribute::Identity)
                    .accept(Acceptance::terms(&values, &["None"])),
            )
            .test(number("a").accept(Acceptance::new("report")))
            .test(number("d").accept_cases(values.iter().enumerate().map(case).collect()))
            .test(number("e").derived(Derivation::sum(&["d"])).accept(Acceptance::new("NLT 100")));
        found(&judge(specification, vec![AssayResult::new("a", "1")]), "e")
    };
    assert_eq!(judged(64), (Outcome::Indeterminate, Reason::Straddles));
    assert_eq!(judged(65), (Outcome::Pending, Reason::PendingInput));
}

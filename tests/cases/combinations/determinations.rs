//! Tests on which others depend have many determinations.

use release_criteria::{
    Acceptance, AssayResult, Attribute, Derivation, Flag, Group, Outcome, Reason,
    SpecificationBuilder, Test, TestBuilder, Verdict,
};

use super::{found, judge, number, specification, terms};

/// `d` is what is left of `a` without `b` and `c`.
fn differences(limits: &str) -> SpecificationBuilder {
    specification()
        .test(number("a").accept(Acceptance::new("report")))
        .test(number("b").accept(Acceptance::new("report")))
        .test(number("c").accept(Acceptance::new("report")))
        .test(
            number("d")
                .derived(Derivation::sum(&["a"]).less(&["b", "c"]))
                .accept(Acceptance::new(limits)),
        )
}

/// 1,331 combinations of what enters a difference.
fn eleven_of_each() -> impl Iterator<Item = AssayResult> {
    let of = |id: &'static str| (1..=11).map(move |value| AssayResult::new(id, &value.to_string()));
    ["a", "b", "c"].into_iter().flat_map(of)
}

/// A thousand conditions on a test with 1,001 determinations are too many to look at; what is
/// derived from it is not.
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
        let mut results: Vec<AssayResult> = (0..count)
            .map(|index| AssayResult::new("a", &format!("{}.{index:04}", index % 20 + 1)))
            .collect();
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

/// Nine tests with two terms each make 512 combinations; that one of them is in a case whose
/// criterion fails is told all the same.
///
/// Rules: JUDGE-12, COND-5.
#[test]
fn a_failing_case_among_many_combinations_fails() {
    let ids: Vec<String> = (0..9).map(|index| format!("c{index}")).collect();
    let mut specification = specification();
    for id in &ids {
        let choice = Acceptance::terms(&["A", "B"], &["C"]);
        specification =
            specification.test(Test::qualitative(id, id, Attribute::Identity).accept(choice));
    }
    // The first that is A says which case it is; where none is, there is no case.
    let case = |place: usize| {
        let before =
            ids.iter().take(place).fold(Acceptance::new("NMT 5"), |case, id| case.when(id, "B"));
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

/// What is derived of 17 times 17 values offers no more than its extremes to conditions, and that
/// there are others. What varies with one input alone, or takes the same value many times, offers
/// all.
///
/// Rules: DER-12.
#[test]
fn a_condition_on_more_values_than_are_offered_is_undecided() {
    let specification = specification()
        .test(number("a").accept(Acceptance::new("report")))
        .test(number("b").accept(Acceptance::new("report")))
        .test(
            number("d").derived(Derivation::sum(&["a", "b"])).accept(Acceptance::new("NMT 10000")),
        )
        .test(terms("t").when("d", "100–200"));
    let found_of = |(of_a, of_b): (usize, usize), test: &str, term: &str| {
        let a = (0..of_a).map(|index| AssayResult::new("a", &(10 * index).to_string()));
        let b = (0..of_b).map(|index| AssayResult::new("b", &format!("{}", 90 + index % 17)));
        found(
            &judge(
                specification.clone(),
                a.chain(b).chain([AssayResult::new("t", term)]).collect(),
            ),
            test,
        )
    };
    for counts in [(16, 16), (300, 1), (15, 300)] {
        assert_eq!(
            found_of(counts, "t", "Growth"),
            (Outcome::DoesNotConform, Reason::RejectedTerm),
            "{counts:?}"
        );
        assert_eq!(
            found_of(counts, "t", "No growth"),
            (Outcome::Conforms, Reason::AcceptedTerm),
            "{counts:?}"
        );
    }
    for counts in [(17, 17), (16, 300)] {
        assert_eq!(found_of(counts, "d", "Growth"), (Outcome::Conforms, Reason::Within));
        assert_eq!(
            found_of(counts, "t", "Growth"),
            (Outcome::Indeterminate, Reason::TooManyCombinations),
            "{counts:?}"
        );
    }
}

/// Of 256 derived values all are looked at for what is remarked on them, of more only those that
/// decide, unless but one input varies.
///
/// Rules: DER-4, JUDGE-8.
#[test]
fn so_many_derived_values_are_remarked_on() {
    let specification = specification()
        .test(number("a").accept(Acceptance::new("report")))
        .test(number("b").accept(Acceptance::new("report")))
        .test(
            number("d").derived(Derivation::product(&["a", "b"])).accept(Acceptance::new("10–20")),
        );
    for (of_a, of_b, is_told) in [(256, 1, true), (300, 1, true), (128, 2, true), (129, 2, false)] {
        let count = (of_a, of_b);
        let within = (2..of_a).map(|index| AssayResult::new("a", &format!("15.{index:03}")));
        let others = (0..of_b).map(|index| AssayResult::new("b", &format!("1.000{index}")));
        let results = ["5", "25"].into_iter().map(|value| AssayResult::new("a", value));
        let results = results.chain(within).chain(others).collect();
        let report = judge(specification.clone(), results);
        let finding = report.finding("d").unwrap();
        assert_eq!(found(&report, "d"), (Outcome::DoesNotConform, Reason::Outside));
        assert_eq!(finding.flags().contains(&Flag::ConflictingResults), is_told, "{count:?}");
    }
}

/// 1,600 sums or products: the extremes say all, on each side of zero, and so they do of products
/// of censored values.
///
/// Rules: DER-4, DER-12.
#[test]
fn extremes_of_many_combinations_say_all() {
    let derived =
        |derivation: Derivation, limits: &str, first: i32, signed: bool, further: Option<&str>| {
            let signed_if = |test: TestBuilder| if signed { test.signed() } else { test };
            let specification = specification()
                .test(signed_if(number("a")).accept(Acceptance::new("report")))
                .test(number("b").accept(Acceptance::new("report")))
                .test(signed_if(number("d")).derived(derivation).accept(Acceptance::new(limits)));
            let a = (first..first + 40).map(|value| AssayResult::new("a", &value.to_string()));
            let b = (1..=40).map(|value| AssayResult::new("b", &value.to_string()));
            let results =
                a.chain(b).chain(further.map(|value| AssayResult::new("b", value))).collect();
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
    // The products of what is below 5 lie between -100 and 95.
    assert_eq!(judged("-800 to 760", -20, true, Some("<5")), (Outcome::Conforms, Reason::Within));
    assert_eq!(
        judged("-800 to 799", -20, true, Some("<42")),
        (Outcome::Indeterminate, Reason::Straddles)
    );
    let difference =
        |limits: &str| found(&judge(differences(limits), eleven_of_each().collect()), "d");
    // Whether one of 1,331 differences lies between zero and a limit is not told; what lies above
    // fails.
    assert_eq!(difference("1–9"), (Outcome::Indeterminate, Reason::TooManyCombinations));
    assert_eq!(difference("1–8"), (Outcome::DoesNotConform, Reason::Outside));
}

/// What is awaited is not what there is too much of.
///
/// Rules: GEN-5, DER-12.
#[test]
fn too_many_combinations_are_told_without_what_is_awaited() {
    let all = eleven_of_each();
    let awaited = AssayResult::new("b", "1").of_determination("B").preliminary();
    let report = judge(differences("1–9"), all.chain([awaited]).collect());
    assert_eq!(found(&report, "d"), (Outcome::Indeterminate, Reason::TooManyCombinations));
    let says = "The value is a − b − c. There are too many combinations of determinations to be \
                told apart.";
    assert_eq!(report.finding("d").unwrap().explanation(), says);
}

/// Sixteen bands of one test by sixteen of another are 256 combinations, which are looked through;
/// of 272 it is not known that each is in a case.
///
/// Rules: COND-9.
#[test]
fn so_many_combinations_are_looked_through_for_one_without_a_case() {
    let band = |place: usize| format!("{}–{}", 10 * place, 10 * place + 5);
    let case =
        |a: usize, b: usize| Acceptance::new("NMT 5").when("a", &band(a)).when("b", &band(b));
    let specification = specification()
        .test(number("a").accept(Acceptance::new("report")))
        .test(number("b").accept(Acceptance::new("report")))
        .test(
            number("n")
                .accept_cases((0..17).flat_map(|a| (0..16).map(move |b| case(a, b))).collect()),
        );
    let judged = |of_a: usize| {
        let results = |test: &'static str, count: usize| {
            (0..count).map(move |place| AssayResult::new(test, &(10 * place).to_string()))
        };
        let results = results("a", of_a)
            .chain(results("b", 16))
            .chain([AssayResult::new("n", "3")])
            .collect();
        found(&judge(specification.clone(), results), "n")
    };
    assert_eq!(judged(16), (Outcome::Conforms, Reason::Within));
    assert_eq!(judged(17), (Outcome::Indeterminate, Reason::TooManyCombinations));
}

/// Rows that are sent again make nothing hard to tell, however many there are: 10 − 8 is 2, and
/// fails.
///
/// Rules: DER-12, JUDGE-12.
#[test]
fn rows_that_are_sent_again_hide_nothing() {
    let specification = specification()
        .test(number("p").signed().accept(Acceptance::new("report")))
        .test(number("q").accept(Acceptance::new("report")))
        .test(number("d").derived(Derivation::sum(&["q", "p"])).accept(Acceptance::new("NLT 5")));
    let of = |id: &'static str, value: &'static str, count: usize| {
        std::iter::repeat_n(value, count).map(move |value| AssayResult::new(id, value))
    };
    for count in [30, 31, 1_000] {
        let once = of("q", "10", 1).chain(of("p", "-8", 1));
        let results = once.chain(of("p", "-50", count)).chain(of("q", "100", count)).collect();
        assert_eq!(
            found(&judge(specification.clone(), results), "d"),
            (Outcome::DoesNotConform, Reason::Outside)
        );
    }
    // 1,001 different values of one input are looked through.
    let values = (0..1_000).map(|index| AssayResult::new("p", &format!("-{}", 11 + index)));
    let results = values.chain(of("p", "-8", 1)).chain(of("q", "10", 1)).collect();
    assert_eq!(
        found(&judge(specification, results), "d"),
        (Outcome::DoesNotConform, Reason::Outside)
    );
}

/// A test on which two others depend has 1,001 determinations, and what is derived of both keeps
/// each apart.
///
/// Rules: COND-8, DER-12.
#[test]
fn many_determinations_are_kept_apart() {
    let specification = specification()
        .test(number("main").accept(Acceptance::new("report")))
        .test(number("imp").accept(Acceptance::new("report")))
        .test(
            number("total")
                .derived(Derivation::sum(&["main", "imp"]))
                .accept(Acceptance::new("report")),
        )
        .test(
            number("share")
                .derived(Derivation::product(&["main"]).divided_by(&["total"]))
                .accept(Acceptance::new("0.95–0.999")),
        );
    let judged = |last: &str| {
        let mains = (0..1_000).map(|index| AssayResult::new("main", &(100 + index).to_string()));
        let results = mains.chain([AssayResult::new("main", last), AssayResult::new("imp", "5")]);
        found(&judge(specification.clone(), results.collect()), "share")
    };
    assert_eq!(judged("2000"), (Outcome::Conforms, Reason::Within));
    assert_eq!(judged("50"), (Outcome::DoesNotConform, Reason::Outside));
}

/// That there are too many combinations is hidden by no other reason.
///
/// Rules: DER-12, COND-9.
#[test]
fn no_other_reason_hides_too_many_combinations() {
    let specification = differences("1–90")
        .test(number("e").derived(Derivation::product(&["d"])).accept(Acceptance::new("1–90")))
        .test(
            number("f")
                .derived(Derivation::sum(&["d"]).constant("1"))
                .accept(Acceptance::new("1–90")),
        )
        .test(terms("t").when("d", "NMT 90"))
        .group(Group::any_of("g", "g", &["e", "f"]));
    let results = eleven_of_each()
        .chain([AssayResult::new("b", "1 furlong"), AssayResult::new("t", "No growth")]);
    let report = judge(specification, results.collect());
    for id in ["d", "e", "f", "t", "g"] {
        assert_eq!(
            found(&report, id),
            (Outcome::Indeterminate, Reason::TooManyCombinations),
            "{id}"
        );
    }
}

/// Of 1,024 combinations of what two inputs share, none is judged that cannot be: the product over
/// the sum of 1 to 32 with 1 to 32 is never below a half, though the least product is a 64th of the
/// greatest sum. What reaches furthest still fails.
///
/// Rules: COND-8, DER-12, JUDGE-12.
#[test]
fn beyond_the_bound_only_what_can_be_fails() {
    let ratio = Derivation::product(&["product"]).divided_by(&["sum"]);
    let specification = |limits: &str, applies: &str| {
        specification()
            .test(number("a").accept(Acceptance::new("report")))
            .test(number("b").accept(Acceptance::new("report")))
            .test(
                number("sum")
                    .derived(Derivation::sum(&["a", "b"]))
                    .accept(Acceptance::new("NMT 64")),
            )
            .test(
                number("product")
                    .derived(Derivation::product(&["a", "b"]))
                    .accept(Acceptance::new("NMT 1024")),
            )
            .test(number("ratio").derived(ratio.clone()).accept(Acceptance::new(limits)))
            .test(
                number("unlimited").derived(ratio.clone()).accept(Acceptance::new("not required")),
            )
            .test(number("t").when("ratio", applies).accept(Acceptance::new("NMT 5")))
    };
    let results = |count: usize| -> Vec<AssayResult> {
        let of = |id: &'static str| {
            (1..=count).map(move |value| AssayResult::new(id, &value.to_string()))
        };
        of("a").chain(of("b")).chain([AssayResult::new("t", "6")]).collect()
    };
    let judged = |limits: &str, applies: &str, count: usize| {
        let report = judge(specification(limits, applies), results(count));
        // What these are made of is told apart only for what needs both.
        assert_eq!(found(&report, "sum"), (Outcome::Conforms, Reason::Within));
        assert_eq!(found(&report, "product"), (Outcome::Conforms, Reason::Within));
        assert_eq!(found(&report, "unlimited"), (Outcome::NotApplicable, Reason::NotRequired));
        (found(&report, "ratio"), found(&report, "t"))
    };
    let too_many = (Outcome::Indeterminate, Reason::TooManyCombinations);
    let (conforms, fails) =
        ((Outcome::Conforms, Reason::Within), (Outcome::DoesNotConform, Reason::Outside));
    let not_met = (Outcome::NotApplicable, Reason::ConditionNotMet);
    assert_eq!(judged("NLT 0.5", "< 0.5", 31), (conforms, not_met));
    assert_eq!(judged("NLT 0.5", "< 0.5", 32), (too_many, too_many));
    // 32 × 32 ÷ 64, and 1 × 1 ÷ 2.
    assert_eq!(judged("NMT 15", "NLT 16", 32), (fails, fails));
    assert_eq!(judged("NLT 0.6", "NMT 0.5", 32), (fails, fails));
}

//! A judge of the judge: small lots of which every outcome was worked out by hand from the rules.

use release_criteria::Outcome::{
    self, Conforms, DoesNotConform, Indeterminate, NotApplicable, Pending,
};

use super::judge::Judge;
use super::model::{
    Asks, Case, Combine, Formula, Limit, Model, Must, OfGroup, OfParameter, OfTest, Row, Source,
    TESTS, Text,
};
use super::seen;

const A: Source = Source::Test(0);
const B: Source = Source::Test(1);
const C: Source = Source::Test(2);
const P: Source = Source::Parameter(0);

fn test(asks: Asks) -> OfTest {
    OfTest {
        has_words: matches!(asks, Asks::Words(_)),
        is_signed: false,
        is_after_release: false,
        is_if_tested: false,
        combine: Combine::Sum,
        replicates: 1,
        each: None,
        when: Vec::new(),
        cases: vec![Case { when: Vec::new(), asks, derived: None }],
        rows: Vec::new(),
    }
}

fn at_most(limit: i64) -> OfTest {
    test(Asks::Limit(Limit::AtMost(limit)))
}

fn at_least(limit: i64) -> OfTest {
    test(Asks::Limit(Limit::AtLeast(limit)))
}

fn report() -> OfTest {
    test(Asks::Report)
}

fn sum(plus: &[Source]) -> Formula {
    Formula { is_product: false, plus: plus.to_vec(), minus: Vec::new(), constant: None }
}

fn row(values: &[i64]) -> Row {
    Row {
        values: values.iter().map(|value| Text::Number(*value)).collect(),
        ..Row::of(Text::OtherUnit)
    }
}

fn preliminary(values: &[i64]) -> Row {
    Row { is_preliminary: true, ..row(values) }
}

impl OfTest {
    fn of(mut self, combine: Combine, replicates: usize) -> Self {
        (self.combine, self.replicates) = (combine, replicates);
        self
    }

    fn derived(mut self, formula: Formula) -> Self {
        self.cases[0].derived = Some(formula);
        self
    }

    fn when(mut self, subject: Source, limit: Limit) -> Self {
        self.when.push((subject, Must::Lie(limit)));
        self
    }

    /// Asks one limit up to 5 of the subject, and the other beyond.
    fn split(mut self, subject: Source, below: Asks, above: Asks) -> Self {
        let derived = self.cases[0].derived.clone();
        let case = |limit: Limit, asks: Asks| {
            let when = vec![(subject, Must::Lie(limit))];
            Case { when, asks, derived: derived.clone() }
        };
        self.cases = vec![case(Limit::AtMost(5), below), case(Limit::Above(5), above)];
        self
    }

    fn with(mut self, row: Row) -> Self {
        self.rows.push(row);
        self
    }
}

/// With one parameter, of which the lot says nothing.
fn model(tests: Vec<OfTest>) -> Model {
    let parameters = vec![OfParameter { has_words: false, within: Some((1, 4)), given: None }];
    Model { parameters, tests, groups: Vec::new(), has_unplanned: false }
}

fn judged(model: &Model) -> Vec<Outcome> {
    let judge = Judge::new(model, model.grid());
    (0..model.tests.len()).map(|test| judge.outcome(test, false).unwrap().0).collect()
}

#[track_caller]
fn assert_judged(tests: Vec<OfTest>, expected: &[Outcome]) {
    let model = model(tests);
    assert_eq!(judged(&model), expected, "{model}");
    assert_eq!(model.found(&model.plan().unwrap(), &TESTS[..expected.len()]), expected, "{model}");
}

/// Rules: GEN-12.
#[test]
fn replicates_that_are_missing() {
    // 9 is above 4 whatever the other is; 4 is not, and 3 with what is missing may be.
    let greatest = |value| at_most(4).of(Combine::Maximum, 2).with(row(&[value]));
    assert_judged(vec![greatest(8), greatest(4)], &[DoesNotConform, Pending]);
    // The mean of 8 and the other is 4 at least, and 4 only with 0.
    let mean = |limit| test(limit).of(Combine::Mean, 2).with(row(&[8]));
    let (met, missed) = (Asks::Limit(Limit::AtMost(4)), Asks::Limit(Limit::Below(4)));
    assert_judged(vec![mean(met), mean(missed)], &[Pending, DoesNotConform]);
}

/// Rules: GEN-12, DER-5.
#[test]
fn inputs_that_are_missing() {
    // From 6 up, all sums are above 5; at least 3 may still do.
    let of = |a: i64| vec![report().with(row(&[a])), at_least(1), at_most(5).derived(sum(&[A, B]))];
    assert_judged(of(6), &[Outcome::Reported, Pending, DoesNotConform]);
    assert_judged(of(3), &[Outcome::Reported, Pending, Pending]);
    // Up to 4 of the parameter: 5 and more fails, 4 does not.
    let of = |limit| vec![at_least(limit).derived(sum(&[P])), at_least(1)];
    assert_judged(of(5), &[DoesNotConform, Pending]);
    assert_judged(of(4), &[Indeterminate, Pending]);
}

/// Rules: GEN-12, DER-14.
#[test]
fn inputs_that_are_preliminary() {
    // 3 + 3 is above 5 only as long as the second 3 stands.
    let tests =
        |b| vec![report().with(row(&[3])), report().with(b), at_most(5).derived(sum(&[A, B]))];
    assert_judged(tests(preliminary(&[3])), &[Outcome::Reported, Pending, Indeterminate]);
    assert_judged(tests(preliminary(&[2])), &[Outcome::Reported, Pending, Pending]);
    // The mean of a final 2 with a preliminary 5 is above 3 as long as the 5 stands, and of a final
    // 7 whatever comes.
    let of_one = |row: Row| Row { determination: Some(0), ..row };
    let both = |value| {
        report().of(Combine::Mean, 2).with(of_one(row(&[value]))).with(of_one(preliminary(&[5])))
    };
    let tests = |value| vec![both(value), at_most(3).derived(sum(&[A]))];
    assert_judged(tests(2), &[Pending, Indeterminate]);
    assert_judged(tests(7), &[Pending, DoesNotConform]);
    assert_judged(tests(1), &[Pending, Pending]);
}

/// Rules: GEN-12, COND-12.
#[test]
fn conditions_that_are_open() {
    let cases = |value| {
        let (below, above) = (Asks::Limit(Limit::AtMost(3)), Asks::Limit(Limit::AtMost(6)));
        vec![at_least(1), at_most(1).split(A, below, above).with(row(&[value]))]
    };
    assert_judged(cases(7), &[Pending, DoesNotConform]);
    assert_judged(cases(4), &[Pending, Pending]);
    // In the second case nothing is asked; and the test itself may not apply.
    let (below, above) = (Asks::Limit(Limit::AtMost(3)), Asks::Nothing);
    assert_judged(
        vec![at_least(1), at_most(1).split(A, below, above).with(row(&[7]))],
        &[Pending, Pending],
    );
    assert_judged(
        vec![at_least(1), at_most(3).when(A, Limit::AtMost(3)).with(row(&[7]))],
        &[Pending, Pending],
    );
    // 4 and up to 5 of `a` are above 3, and with more than 5 above 9.
    let (below, above) = (Asks::Limit(Limit::AtMost(3)), Asks::Limit(Limit::AtMost(9)));
    let narrowed = report().derived(sum(&[A, B])).split(A, below, above);
    assert_judged(
        vec![at_least(1), report().with(row(&[4])), narrowed],
        &[Pending, Outcome::Reported, DoesNotConform],
    );
    assert_judged(
        vec![report().with(row(&[4])), at_most(1).when(A, Limit::Above(4)).with(row(&[8]))],
        &[Outcome::Reported, NotApplicable],
    );
}

/// Rules: GEN-8, COND-12.
#[test]
fn results_that_are_censored() {
    // All up to 5 conforms, all from 6 fails, and of from 5 the 5 alone conforms.
    let of = |text| at_most(5).with(Row::of(text));
    assert_judged(
        vec![of(Text::UpTo(5)), of(Text::From(6)), of(Text::From(5))],
        &[Conforms, DoesNotConform, Indeterminate],
    );
    // From 3 to 5 is wide enough for what is up to 2, with 3; from 3 to 4 is not.
    let tests = |most| {
        let asks = Asks::Limit(Limit::Within(3, most));
        vec![report().with(Row::of(Text::UpTo(2))), report(), test(asks).derived(sum(&[A, B]))]
    };
    assert_judged(tests(5), &[Outcome::Reported, Pending, Pending]);
    assert_judged(tests(4), &[Outcome::Reported, Pending, Indeterminate]);
    // From 2 to 5 fails in the first case, and above 5 up to 8 in the second: but they are of two
    // results.
    let cases = |texts: &[Text]| {
        let (below, above) = (Asks::Limit(Limit::AtMost(1)), Asks::Limit(Limit::AtLeast(9)));
        let subject = texts.iter().fold(report(), |subject, text| subject.with(Row::of(*text)));
        vec![subject, report().derived(sum(&[A])).split(A, below, above)]
    };
    assert_judged(cases(&[Text::UpTo(8)]), &[Outcome::Reported, Indeterminate]);
    assert_judged(cases(&[Text::From(2)]), &[Outcome::Reported, Indeterminate]);
    assert_judged(cases(&[Text::UpTo(8), Text::From(2)]), &[Outcome::Reported, Indeterminate]);
}

/// 1 fails in the case up to 5 and 9 in the case beyond it, and both of them stand beside the
/// missing one on which it depends in which it is.
///
/// Rules: GEN-12, COND-12.
#[test]
fn several_picks_that_exclude_all_together() {
    let mut cases = report().derived(sum(&[B])).split(
        A,
        Asks::Limit(Limit::AtLeast(2)),
        Asks::Limit(Limit::AtMost(8)),
    );
    cases.cases.iter_mut().for_each(|case| case.when.push((B, Must::Lie(Limit::AtLeast(0)))));
    let model = model(vec![report(), report().with(row(&[1])).with(row(&[9])), cases]);
    let judge = Judge::new(&model, model.grid());
    let of = |together| judge.outcome(2, together).unwrap().0;
    assert_eq!((of(false), of(true)), (Pending, DoesNotConform), "{model}");
    assert_eq!(model.found(&model.plan().unwrap(), &TESTS[2..3]), [DoesNotConform], "{model}");
}

/// Rules: GRP-1, GRP-2.
#[test]
fn members_of_groups() {
    let group = |is_any_of| OfGroup { is_any_of, is_after_release: false, members: vec![0, 1] };
    let of = |is_any_of: bool, tests: Vec<OfTest>| {
        let mut model = model(tests);
        model.groups.push(group(is_any_of));
        let outcomes = judged(&model);
        Judge::new(&model, model.grid()).group(0, &outcomes)
    };
    let (fails, conforms) = (|| at_most(4).with(row(&[5])), || at_most(4).with(row(&[4])));
    assert_eq!(of(true, vec![fails(), conforms()]), Conforms);
    assert_eq!(of(false, vec![fails(), conforms()]), DoesNotConform);
    assert_eq!(of(true, vec![fails(), at_most(4)]), Pending);
    assert_eq!(of(false, vec![conforms(), at_most(4)]), Conforms);
    assert_eq!(of(false, vec![at_most(4), at_most(4)]), Pending);
}

/// 80 ÷ 85 and 95 ÷ 100 are 94 % and more, and 80 ÷ 100 and 95 ÷ 85 no parts of anything.
///
/// Rules: DER-4.
#[test]
fn one_test_by_two_ways_is_one_determination() {
    let pure = Formula { is_product: true, plus: vec![A], minus: vec![C], constant: None };
    // At 94 of 100, which whole limits cannot say: at least 47 fiftieths.
    let fifty = |formula: Formula| Formula { constant: Some(50), ..formula };
    let tests = vec![
        report().with(row(&[80])).with(row(&[95])),
        report().with(row(&[5])),
        report().derived(sum(&[A, B])),
        at_least(47).derived(fifty(pure)),
    ];
    let model = model(tests);
    assert_eq!(judged(&model)[3], Conforms, "{model}");
    let found = model.found(&model.plan().unwrap(), &TESTS[3..4]);
    assert_eq!(found, [if seen::ORIGINS { Conforms } else { DoesNotConform }], "{model}");
}

/// Each of what the judge lets be is let be because the crate says otherwise, so that none stays
/// when that ends.
///
/// Rules: GEN-12.
#[test]
fn what_is_let_be_is_still_so() {
    let found = |tests: Vec<OfTest>, test: usize| {
        let model = model(tests);
        model.found(&model.plan().unwrap(), &[TESTS[test]])[0]
    };
    let sees = |is_seen: bool, seen: Outcome, unseen: Outcome| if is_seen { seen } else { unseen };

    // Whatever `a` is, with 6 it is above 5; and of the greatest of two only one is known.
    let too_many = vec![
        report().with(row(&[0, 0])),
        report().with(row(&[6])),
        at_most(5).derived(sum(&[A, B])),
    ];
    assert_eq!(found(too_many, 2), sees(seen::TOO_MANY, DoesNotConform, Indeterminate));
    let mut others = row(&[1, 0, 0]);
    others.values[2] = Text::OtherUnit;
    let others =
        vec![report().of(Combine::Maximum, 2).with(others), at_least(3).derived(sum(&[A]))];
    assert_eq!(found(others, 1), sees(seen::TOO_MANY, Indeterminate, DoesNotConform));

    // Whatever `p` is from 1 to 4, it is 5 at most; and the greatest of 4 and another is 3 at
    // least.
    let must_apply = vec![at_most(1).when(P, Limit::AtMost(5)).with(row(&[2]))];
    assert_eq!(found(must_apply, 0), sees(seen::A_WHEN_THAT_HOLDS, DoesNotConform, Indeterminate));
    let greatest = report().of(Combine::Maximum, 2).with(row(&[4]));
    let must_apply = vec![greatest, at_most(1).when(A, Limit::AtLeast(3)).with(row(&[2]))];
    assert_eq!(found(must_apply, 1), sees(seen::A_WHEN_THAT_HOLDS, DoesNotConform, Pending));

    // Whether or not `b` applies, no sum with it conforms.
    let applies = |subject| report().when(subject, Limit::AtMost(1));
    let through = vec![at_least(1), applies(A).with(row(&[6])), at_most(5).derived(sum(&[B]))];
    assert_eq!(found(through, 2), Indeterminate);

    // The greatest of two is at least 6 as long as the 6 stands.
    let present = vec![
        report().of(Combine::Maximum, 2).with(preliminary(&[6])),
        at_most(5).derived(sum(&[A])),
    ];
    assert_eq!(found(present, 1), sees(seen::PRESENT_REPLICATES, Indeterminate, Pending));

    // 1 less at least 4 is below zero, and no quantity.
    let less = |plus, minus| Formula { minus: vec![minus], ..sum(&[plus]) };
    let none = vec![
        report().of(Combine::Maximum, 2).with(row(&[4])),
        report().with(row(&[1])),
        report().derived(less(B, A)),
        at_least(1),
    ];
    assert_eq!(found(none, 2), sees(seen::NO_REPORT, Indeterminate, Pending));

    // The greatest of the final 6 and another is 6 at least.
    let of_one = |row: Row| Row { determination: Some(1), ..row };
    let mixed =
        report().of(Combine::Maximum, 2).with(of_one(row(&[6]))).with(of_one(preliminary(&[0])));
    let mixed = vec![mixed, at_most(5).derived(sum(&[A]))];
    assert_eq!(found(mixed, 1), sees(seen::FINAL_REPLICATES, DoesNotConform, Indeterminate));

    // Twice what is left of 3 is 6 at most, or nothing is left.
    let twice = Formula { is_product: true, constant: Some(2), ..sum(&[C]) };
    let left = vec![
        report().with(row(&[3])),
        report(),
        report().derived(less(A, B)),
        at_least(7).derived(twice),
    ];
    assert_eq!(found(left, 3), sees(seen::INPUTS_WITHOUT_VALUE, Indeterminate, Pending));

    // Up to 2 and something is never surely from 3 to 4; but 3 alone is.
    let of_both = vec![
        report().with(Row::of(Text::UpTo(2))),
        report(),
        report().derived(sum(&[A, B])),
        test(Asks::Limit(Limit::Within(3, 4))).derived(sum(&[C])),
    ];
    assert_eq!(found(of_both, 3), sees(seen::CENSORED_BEHIND_UNKNOWN, Indeterminate, Pending));

    // Whatever `a` is, `b` is 1 more.
    let one_more = Formula { constant: Some(1), ..sum(&[A]) };
    let shared = vec![report(), report().derived(one_more), at_least(2).derived(less(B, A))];
    assert_eq!(found(shared, 2), sees(seen::SHARED_UNKNOWNS, DoesNotConform, Pending));
}

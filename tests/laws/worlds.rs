//! Laws of tests that depend on each other: what they come to is what every combination of
//! determinations does.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use release_criteria::{Outcome, Plan, Verdict};

use crate::dependents::{Case, Model, OfTest, Row};
use crate::formula::{Asks, Formula, IDS, Must};
use crate::settings;

const VALUES: [i32; 13] = [1, 2, 3, 4, 5, 6, 8, 0, 1, 2, 3, -1, -3];

fn found(model: &Model, plan: &Plan, order: &[usize]) -> (Vec<Outcome>, Verdict) {
    let lot = model.lot(order);
    let report = plan.evaluate(&lot);
    assert_eq!(plan.verdict(&lot), report.verdict(), "{report}");
    let outcomes =
        model.order().iter().map(|test| report.finding(IDS[*test]).unwrap().outcome()).collect();
    (outcomes, report.verdict())
}

proptest! {
    #![proptest_config(settings(6_000))]

    /// Tests, and the lot, come to what every combination of determinations together does.
    ///
    /// Rules: GEN-12, DER-4, DER-5, DER-14, DER-15, COND-3, COND-7, COND-8, COND-12.
    #[test]
    fn outcomes_are_those_of_every_combination(model in model()) {
        let (Some(plan), Some(expected)) = (model.plan(&model.order()), model.judge()) else {
            return Ok(());
        };
        let report = plan.evaluate(&model.lot(&model.order()));
        prop_assert_eq!(found(&model, &plan, &model.order()), expected, "{}", report);
    }

    /// The order of tests and of results is irrelevant.
    ///
    /// Rules: GEN-7.
    #[test]
    fn order_of_dependents_is_irrelevant((model, tests, results) in model().prop_flat_map(|model| {
        let order = model.order();
        (Just(model), Just(order.clone()).prop_shuffle(), Just(order).prop_shuffle())
    })) {
        let Some(plan) = model.plan(&model.order()) else { return Ok(()) };
        let mut turned = model.clone();
        for test in &mut turned.tests {
            // A reference is of the place of its row.
            if test.rows.iter().all(|row| !matches!(row, Row::Preliminary(_))) {
                test.rows.reverse();
            }
        }
        let other = model.plan(&tests).unwrap();
        prop_assert_eq!(found(&model, &plan, &model.order()), found(&turned, &other, &results));
    }

    /// A further determination, of whatever test, never clears a failure of any test or of the lot,
    /// as long as there are not too many combinations to be told apart.
    ///
    /// Rules: JUDGE-12.
    #[test]
    fn a_further_determination_clears_no_dependent(
        model in model(),
        which in any::<Index>(),
        value in any::<Index>(),
        kind in 0..8_usize,
    ) {
        let Some(plan) = model.plan(&model.order()) else { return Ok(()) };
        let mut further = model.clone();
        let test = which.get_mut(&mut further.tests);
        test.rows.push(match (test.has_words, kind) {
            (true, _) => Row::Word(value.index(4)),
            (false, 0) => Row::OtherUnit,
            (false, 1) => Row::Preliminary(value.index(9) as i32),
            (false, _) => Row::Number(*value.get(&VALUES)),
        });
        if further.judge().is_none() {
            return Ok(());
        }
        let (before, lot_before) = found(&model, &plan, &model.order());
        let (after, lot_after) = found(&further, &plan, &model.order());
        for (test, (one, other)) in before.iter().zip(&after).enumerate() {
            if *one == Outcome::DoesNotConform {
                prop_assert_eq!(*other, Outcome::DoesNotConform, "{}", test);
            }
        }
        if lot_before == Verdict::DoesNotConform {
            prop_assert_eq!(lot_after, Verdict::DoesNotConform);
        }
    }

    /// A test that is derived as being another stands for it wherever it is needed, if what needs
    /// it does not need the other too.
    ///
    /// Rules: DER-9, COND-8.
    #[test]
    fn what_is_the_same_stands_for_it(
        model in model(),
        which in any::<Index>(),
        users in any::<u8>(),
        is_sum in any::<bool>(),
    ) {
        let numbers: Vec<usize> =
            model.order().into_iter().filter(|test| !model.tests[*test].has_words).collect();
        if numbers.is_empty() {
            return Ok(());
        }
        let (same, copy) = (*which.get(&numbers), model.tests.len());
        let mut direct = model;
        let derived = Some(Formula { is_sum, constant: None, inputs: vec![(same, false)] });
        direct.tests.push(OfTest {
            has_words: false,
            signed: direct.tests[same].signed,
            if_tested: false,
            when: Vec::new(),
            cases: vec![Case { when: Vec::new(), asks: Asks::Report, derived }],
            rows: Vec::new(),
        });
        let mut by_copy = direct.clone();
        for (index, test) in by_copy.tests[..copy].iter_mut().enumerate() {
            if users >> index & 1 == 0 {
                continue;
            }
            let replace = |subject: &mut usize| {
                if *subject == same {
                    *subject = copy;
                }
            };
            test.conditions().for_each(|(subject, _)| replace(subject));
            let inputs = test
                .cases
                .iter_mut()
                .filter_map(|case| case.derived.as_mut())
                .flat_map(|formula| &mut formula.inputs);
            inputs.for_each(|(input, _)| replace(input));
        }
        let order = direct.order();
        let Some(plan) = direct.plan(&order) else { return Ok(()) };
        prop_assert_eq!(
            found(&direct, &plan, &order),
            found(&by_copy, &by_copy.plan(&order).unwrap(), &order),
            "{:#?}",
            direct
        );
    }
}

/// Numbers thrown beforehand, so that less of them is less of a model.
struct Dice(std::vec::IntoIter<u8>);

impl Dice {
    /// One of so many.
    fn of(&mut self, count: usize) -> usize {
        usize::from(self.0.next().unwrap_or(0)) % count
    }

    /// True once in so many.
    fn once_in(&mut self, count: usize) -> bool {
        self.of(count) == count - 1
    }

    fn limit(&mut self, derived: bool) -> Must {
        let from = self.of(8) as i32;
        let from = if derived && self.once_in(4) { from * 3 - 6 } else { from };
        match self.of(4) {
            0 => Must::AtLeast(from),
            1 => Must::AtMost(from),
            2 => Must::Above(from),
            _ => Must::Within(from, from + 1 + self.of(6) as i32),
        }
    }

    fn requirement(&mut self, tests: &[OfTest], subject: usize) -> (usize, Must) {
        let words = [vec![0], vec![1], vec![0, 1], vec![2], vec![0, 2]];
        let must = if tests[subject].has_words {
            Must::OneOf(words[self.of(words.len())].clone())
        } else {
            self.limit(false)
        };
        (subject, must)
    }

    /// One or two requirements of different tests.
    fn condition(&mut self, tests: &[OfTest]) -> Vec<(usize, Must)> {
        let first = self.of(tests.len());
        let mut condition = vec![self.requirement(tests, first)];
        let second = self.of(tests.len());
        if second != first && self.once_in(2) {
            condition.push(self.requirement(tests, second));
        }
        condition
    }

    /// Up to three tests with numbers.
    fn formula(&mut self, tests: &[OfTest]) -> Option<Formula> {
        let mut numbers: Vec<usize> =
            (0..tests.len()).filter(|test| !tests[*test].has_words).collect();
        let count = [1, 2, 2, 3][self.of(4)].min(numbers.len());
        let inputs: Vec<_> =
            (0..count).map(|_| (numbers.remove(self.of(numbers.len())), self.once_in(2))).collect();
        let is_sum = self.once_in(2);
        let constant =
            self.once_in(3).then(|| [10, 2, 1, 5, if is_sum { -2 } else { 3 }][self.of(5)]);
        (count > 0).then_some(Formula { is_sum, constant, inputs })
    }

    /// Cases that never both apply, or nothing but one.
    fn conditions_of_cases(&mut self, tests: &[OfTest]) -> Vec<Vec<(usize, Must)>> {
        if tests.is_empty() || !self.once_in(3) {
            return vec![Vec::new()];
        }
        let subject = self.of(tests.len());
        let at = self.of(6) as i32;
        let musts = if tests[subject].has_words {
            [Must::OneOf(vec![0]), Must::OneOf([vec![1], vec![1, 2], vec![2]][self.of(3)].clone())]
        } else {
            [Must::AtMost(at), Must::Above(at + [0, 0, 2][self.of(3)])]
        };
        let mut cases: Vec<Vec<(usize, Must)>> = musts.map(|must| vec![(subject, must)]).into();
        let other = self.of(tests.len());
        if other != subject && self.once_in(2) {
            let more = self.requirement(tests, other);
            cases[self.of(2)].push(more);
        }
        cases
    }

    fn rows(&mut self, has_words: bool, signed: bool, count: usize) -> Vec<Row> {
        let row = |_| match (has_words, self.of(16)) {
            (true, _) => Row::Word([0, 1, 0, 1, 0, 1, 2, 3][self.of(8)]),
            (false, 14) => Row::OtherUnit,
            (false, 15) => Row::Preliminary(self.of(9) as i32),
            // A number below zero is mostly one of a test that can be.
            (false, kind) => {
                Row::Number(VALUES[self.of(if signed || kind == 13 { 13 } else { 11 })])
            }
        };
        (0..count).map(row).collect()
    }

    fn test(&mut self, tests: &[OfTest]) -> OfTest {
        let has_words = self.once_in(4);
        let formula = if has_words || tests.is_empty() || !self.once_in(2) {
            None
        } else {
            self.formula(tests)
        };
        let is_derived = formula.is_some();
        let signed = self.once_in(3);
        let count =
            if is_derived { [0, 0, 0, 0, 1] } else { [1, 2, 1, if has_words { 1 } else { 3 }, 0] };
        let count = count[self.of(5)];
        let rows = self.rows(has_words, signed, count);
        let when =
            if tests.is_empty() || !self.once_in(3) { Vec::new() } else { self.condition(tests) };
        let is_report = !has_words && self.once_in(if is_derived { 4 } else { 2 });
        let conditions = self.conditions_of_cases(tests);
        let is_partly_nothing = conditions.len() > 1 && !is_report && self.once_in(3);
        let case = |(place, when): (usize, Vec<(usize, Must)>)| {
            let asks = match (has_words, is_report) {
                _ if is_partly_nothing && place == 1 => Asks::Nothing,
                (true, _) => Asks::Terms,
                (false, true) => Asks::Report,
                (false, false) => Asks::Limit(self.limit(is_derived)),
            };
            let derived = match asks {
                Asks::Nothing => None,
                _ if place == 1 && is_derived && self.once_in(2) => self.formula(tests),
                _ => formula.clone(),
            };
            Case { when, asks, derived }
        };
        let cases = conditions.into_iter().enumerate().map(case).collect();
        let if_tested = !is_derived && self.once_in(8);
        OfTest { has_words, signed, if_tested, when, cases, rows }
    }
}

fn model() -> impl Strategy<Value = Model> {
    vec(vec(any::<u8>(), 48), 3..=6).prop_map(|dice| {
        let mut tests = Vec::new();
        for own in dice {
            let test = Dice(own.into_iter()).test(&tests);
            tests.push(test);
        }
        Model { tests }
    })
}

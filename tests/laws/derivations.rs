//! Laws of values that follow from tests and from parameters of a lot.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::TestCaseError;
use release_criteria::{
    Acceptance, AssayResult, Attribute, Derivation, Lot, Outcome, Parameter, Phase, Plan, Reason,
    Report, Test,
};

use crate::model::{LOT, PRODUCT, builder};
use crate::oracle::Standing;
use crate::paper::{Decimal, Limits, Measured, Quotient, around, ten_to, whole};
use crate::settings;

/// Units with the power of ten that each is; `1` for none.
const UNITS: [(&str, i32); 5] = [("1", 0), ("%", -2), ("‰", -3), ("ppm", -6), ("ppb", -9)];
pub(crate) const IDS: [&str; 8] = ["i0", "i1", "i2", "i3", "i4", "i5", "i6", "i7"];

/// How a determination of an input stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Valid,
    Preliminary,
    Invalidated,
    OtherUnit,
}

#[derive(Clone, Debug)]
struct Input {
    unit: (&'static str, i32),
    /// Divided by, or taken away.
    inverse: bool,
    is_parameter: bool,
    signed: bool,
    determinations: Vec<(Measured, State)>,
}

/// A test `y` that is derived.
#[derive(Clone, Debug)]
pub(crate) struct Derived {
    is_sum: bool,
    inputs: Vec<Input>,
    constant: Option<(Decimal, (&'static str, i32))>,
    /// An input of a product whose unit is `mg`, which the constant's is too.
    labelled: Option<usize>,
    unit: (&'static str, i32),
    signed: bool,
    limits: Limits,
    /// A value of `y` that was handed in.
    handed_in: Option<Measured>,
}

/// From the least to the greatest.
type Reach = (Quotient, Quotient);

impl Derived {
    fn unit_of(&self, index: usize) -> (&'static str, i32) {
        if self.labelled == Some(index) { ("mg", 0) } else { self.inputs[index].unit }
    }

    fn derivation(&self, order: &[usize]) -> Derivation {
        let ids = |inverse: bool| -> Vec<&str> {
            order
                .iter()
                .filter(|index| self.inputs[**index].inverse == inverse)
                .map(|index| IDS[*index])
                .collect()
        };
        let derivation = if self.is_sum {
            Derivation::sum(&ids(false)).less(&ids(true))
        } else {
            Derivation::product(&ids(false)).divided_by(&ids(true))
        };
        match self.constant {
            Some((constant, unit)) => {
                let unit = if self.labelled.is_some() { "mg" } else { unit.0 };
                derivation
                    .constant(format!("{} {}", constant.text(), unit.trim_matches('1')).trim())
            }
            None => derivation,
        }
    }

    /// The plan with everything in this order; `None` where a limit accepts nothing.
    fn plan(&self, order: &[usize]) -> Option<Plan> {
        let mut builder = builder();
        for index in order {
            let (input, unit) = (&self.inputs[*index], self.unit_of(*index).0);
            if input.is_parameter {
                let parameter = Parameter::number(IDS[*index], unit);
                builder =
                    builder.parameter(if input.signed { parameter.signed() } else { parameter });
            } else {
                let test = Test::quantitative(IDS[*index], "Input", Attribute::General, unit);
                let test = if input.signed { test.signed() } else { test };
                builder = builder.test(test.accept(Acceptance::new("report")));
            }
        }
        let test = Test::quantitative("y", "Y", Attribute::General, self.unit.0)
            .rounding(self.limits.rounding)
            .strict(self.limits.strict)
            .derived(self.derivation(order))
            .accept(Acceptance::new(&self.limits.text(self.unit.0.trim_matches('1'))));
        match builder.test(if self.signed { test.signed() } else { test }).build() {
            Ok(specification) => Some(specification.plan(Phase::Clinical).unwrap()),
            Err(refused) => {
                assert!(refused.to_string().contains("accepts-nothing"), "{refused}");
                None
            }
        }
    }

    fn lot(&self, order: &[usize]) -> Lot {
        let mut results = Vec::new();
        let mut parameters = Vec::new();
        for index in order {
            let unit = self.unit_of(*index).0.trim_matches('1');
            for (measured, state) in &self.inputs[*index].determinations {
                let text = measured.text(unit);
                if self.inputs[*index].is_parameter {
                    parameters.push((IDS[*index], text));
                    continue;
                }
                let result = AssayResult::new(IDS[*index], &text);
                results.push(match state {
                    State::Valid => result,
                    State::Preliminary => {
                        result.preliminary().with_reference(&format!("R-{}", results.len()))
                    }
                    State::Invalidated => result.invalidated("spill", "INV-1", "QA-1"),
                    State::OtherUnit => AssayResult::new(IDS[*index], "5 furlong"),
                });
            }
        }
        if let Some(value) = self.handed_in {
            results.push(AssayResult::new("y", &value.text(self.unit.0.trim_matches('1'))));
        }
        let parameters: Vec<(&str, &str)> =
            parameters.iter().map(|(id, value)| (*id, &**value)).collect();
        Lot::new(LOT, PRODUCT, results).unwrap().with_parameters(&parameters).unwrap()
    }

    /// What follows from one value of each input, all of which may be censored.
    fn reach(&self, values: &[Reach]) -> Result<Reach, Reason> {
        let scale = |power: i32| ten_to(power - self.unit.1);
        let power_of = |unit: (&str, i32)| if self.labelled.is_some() { 0 } else { unit.1 };
        let constant =
            self.constant.map(|(constant, unit)| constant.exact() * ten_to(power_of(unit)));
        let of_inputs = values.iter().zip(&self.inputs).enumerate();
        let shift = |value: &Quotient, index: usize| value * ten_to(self.unit_of(index).1);
        let reach = if self.is_sum {
            let start = constant.unwrap_or(whole(0));
            of_inputs.fold((start.clone(), start), |(from, to), (index, ((low, high), input))| {
                let (low, high) = (shift(low, index), shift(high, index));
                if input.inverse { (from - high, to - low) } else { (from + low, to + high) }
            })
        } else {
            // A constant in `mg` stands across from the input in `mg`.
            let start = match (constant, self.labelled) {
                (None, _) => whole(1),
                (Some(constant), Some(index)) if !self.inputs[index].inverse => constant.recip(),
                (Some(constant), _) => constant,
            };
            let mut reach = (start.clone(), start);
            for (index, ((low, high), input)) in of_inputs {
                let (mut low, mut high) = (shift(low, index), shift(high, index));
                if input.inverse {
                    if low <= whole(0) && high >= whole(0) {
                        return Err(Reason::DivisionByZero);
                    }
                    (low, high) = (high.recip(), low.recip());
                }
                let (from, to) = reach;
                let corners = [&from * &low, &from * &high, &to * &low, &to * &high];
                reach =
                    (corners.iter().min().unwrap().clone(), corners.iter().max().unwrap().clone());
            }
            reach
        };
        let (from, to) = (reach.0 * scale(0), reach.1 * scale(0));
        if !self.signed && from < whole(0) { Err(Reason::NegativeValue) } else { Ok((from, to)) }
    }

    /// Each combination of what the inputs offer, one by one, and all else that counts. What is to
    /// be said where an input has no value that counts is another law's: then only how all else
    /// stands, if anything else does.
    fn judge(&self) -> (Option<(Outcome, Reason)>, bool) {
        let (mut seen, mut is_open): (Vec<(Standing, Reason)>, bool) = (Vec::new(), false);
        let mut combinations: Vec<Vec<Reach>> = vec![Vec::new()];
        for input in &self.inputs {
            let mut valid = Vec::new();
            for (measured, state) in &input.determinations {
                match state {
                    State::Valid => valid.push(measured.ends(input.signed)),
                    State::Preliminary | State::OtherUnit => is_open = true,
                    State::Invalidated => {}
                }
            }
            is_open |= input.determinations.iter().all(|(_, state)| *state == State::Invalidated);
            let with =
                |so_far: &Vec<Reach>, one: &Reach| so_far.iter().chain([one]).cloned().collect();
            combinations = combinations
                .iter()
                .flat_map(|all| valid.iter().map(move |one| with(all, one)))
                .collect();
        }
        seen.extend(combinations.iter().map(|values| match self.reach(values) {
            Ok(reach) => self.stands(reach),
            Err(reason) => (Standing::Undecided, reason),
        }));
        seen.extend(self.handed_in.map(|value| self.stands(value.ends(self.signed))));
        (
            seen.into_iter().min().map(|(standing, reason)| (standing.outcome(reason), reason)),
            is_open,
        )
    }

    fn stands(&self, (from, to): Reach) -> (Standing, Reason) {
        match self.limits.outcome(&(from.into(), to.into())) {
            Outcome::Conforms => (Standing::Conforms, Reason::Within),
            Outcome::DoesNotConform => (Standing::Fails, Reason::Outside),
            _ => (Standing::Undecided, Reason::Straddles),
        }
    }
}

fn unit() -> impl Strategy<Value = (&'static str, i32)> {
    prop_oneof![2 => Just(UNITS[0]), 1 => select(UNITS.to_vec())]
}

fn decimal() -> impl Strategy<Value = Decimal> {
    let digits =
        prop_oneof![6 => 1..=999_i128, 1 => Just(0), 2 => select(vec![1_i128, 2, 5, 10, 50, 100])];
    (digits, -2..=0_i32).prop_map(|(digits, place)| Decimal { digits, place })
}

/// Inputs each with up to `most` determinations, of which some are `unusual`: censored, or without
/// a value.
fn input(most: usize, unusual: f64) -> impl Strategy<Value = Input> {
    let sign = prop::bool::weighted(unusual).prop_flat_map(|is_censored| {
        let signs = if is_censored { vec!["<", "≤", ">", "≥", "ND"] } else { vec![""] };
        select(signs)
    });
    let state = prop::bool::weighted(unusual / 4.0).prop_flat_map(|is_unusual| {
        select(if is_unusual {
            vec![State::Preliminary, State::Invalidated, State::OtherUnit]
        } else {
            vec![State::Valid]
        })
    });
    let determination = (sign, decimal(), prop::bool::weighted(0.3), state);
    let fewest = usize::from(unusual == 0.0);
    let all = vec(determination, fewest..=2 * most).prop_map(move |mut all| {
        all.truncate(most);
        all
    });
    (unit(), any::<bool>(), any::<bool>(), prop::bool::weighted(0.2), all).prop_map(
        |(unit, inverse, is_parameter, signed, all)| {
            let with_sign =
                |(sign, at, is_negative, state): (&'static str, Decimal, bool, State)| {
                    let digits = match sign {
                        "<" | "ND" => at.digits.max(1),
                        _ => at.digits,
                    };
                    let digits =
                        if signed && is_negative && sign != "ND" { -digits } else { digits };
                    (Measured { sign, at: Decimal { digits, ..at } }, state)
                };
            let mut determinations: Vec<(Measured, State)> =
                all.into_iter().map(with_sign).collect();
            if is_parameter {
                // One exact number.
                determinations.truncate(1);
                for (one, state) in &mut determinations {
                    (one.sign, *state) = ("", State::Valid);
                }
            }
            let is_parameter = is_parameter && !determinations.is_empty();
            Input { unit, inverse, is_parameter, signed, determinations }
        },
    )
}

/// A derived test, whose limits are near to what follows from some of what the inputs may be.
pub(crate) fn derived(
    inputs: std::ops::RangeInclusive<usize>,
    most: usize,
    unusual: f64,
) -> impl Strategy<Value = Derived> {
    let parts = (
        any::<bool>(),
        vec(input(most, unusual), inputs),
        option::of((decimal(), unit())),
        unit(),
        any::<bool>(),
    );
    let more = (
        around(0..=5),
        any::<Index>(),
        option::weighted(0.2, any::<Index>()),
        option::weighted((unusual / 4.0).max(0.001), decimal()),
        prop::bool::weighted(0.1),
    );
    (parts, more).prop_map(
        |(
            (is_sum, inputs, constant, unit, signed),
            (around, which, labelled, handed_in, is_zero),
        )| {
            let labelled = labelled.filter(|_| !is_sum).map(|index| index.index(inputs.len()));
            let constant =
                constant.or(labelled.map(|_| (Decimal { digits: 3, place: 6 }, UNITS[0])));
            let constant = constant.filter(|(constant, _)| is_sum || constant.digits > 0);
            let labelled = labelled.filter(|_| constant.is_some());
            let constant = constant.map(|(one, unit)| {
                (one, if is_sum || labelled.is_some() { unit } else { UNITS[0] })
            });
            let one = Decimal { digits: 1, place: 0 };
            let handed_in = handed_in.map(Measured::exactly);
            let limits = around.limits(&one.exact().into());
            let mut derived =
                Derived { is_sum, inputs, constant, labelled, unit, signed, limits, handed_in };
            let pick = |input: &Input| {
                let (measured, _) =
                    *input.determinations.get(which.index(input.determinations.len().max(1)))?;
                let near: Vec<Decimal> = measured.completions(input.signed);
                let near = which.get(&near).exact();
                Some((near.clone(), near))
            };
            let picked: Option<Vec<Reach>> = derived.inputs.iter().map(pick).collect();
            let near = picked
                .and_then(|picked| Derived { signed: true, ..derived.clone() }.reach(&picked).ok());
            let near = if is_zero { whole(0) } else { near.map_or(whole(1), |(near, _)| near) };
            derived.limits = around.with_figures(&near.into());
            derived
        },
    )
}

pub(crate) fn of(report: &Report) -> (Outcome, Reason) {
    let finding = report.finding("y").unwrap();
    (finding.outcome(), finding.reason())
}

fn in_order(derived: &Derived) -> Vec<usize> {
    (0..derived.inputs.len()).collect()
}

proptest! {
    #![proptest_config(settings(3_000))]

    /// What is derived from exact values is compared as if it had really been worked out, and
    /// really been rounded, whatever the order of the factors or summands.
    ///
    /// Rules: GEN-1, ROUND-11, DER-1, DER-2, DER-6.
    #[test]
    fn deriving_is_really_working_out(
        (derived, order) in derived(1..=8, 1, 0.0).prop_flat_map(|derived| {
            let order = in_order(&derived);
            (Just(derived), Just(order).prop_shuffle())
        }),
    ) {
        let own = in_order(&derived);
        let Some(plan) = derived.plan(&own) else { return Ok(()) };
        let report = plan.evaluate(&derived.lot(&own));
        prop_assert_eq!((Some(of(&report)), false), derived.judge(), "{}", report);
        let other = derived.plan(&order).unwrap().evaluate(&derived.lot(&order));
        prop_assert_eq!(of(&other), of(&report), "{}\n{}", report, other);
        // Where there is no value, it is said from what there is none.
        if matches!(of(&report).0, Outcome::Conforms | Outcome::DoesNotConform) {
            prop_assert_eq!(
                other.finding("y").unwrap().compared(),
                report.finding("y").unwrap().compared()
            );
        }
    }

    /// Every combination of the determinations of the inputs counts, each with all that censored
    /// ones may be; what an input lacks leaves the value open.
    ///
    /// Rules: DER-4, DER-5, DER-8.
    #[test]
    fn every_combination_of_determinations_counts(derived in derived(1..=4, 4, 0.4)) {
        counts_every_combination(&derived)?;
    }

    /// Whatever censored inputs turn out to be, what was decided stays.
    ///
    /// Rules: GEN-8, DER-11.
    #[test]
    fn censored_inputs_bracket_every_completion(
        derived in derived(1..=4, 2, 0.5),
        which in vec(any::<Index>(), 8),
    ) {
        brackets_every_completion(&derived, &which)?;
    }
}

pub(crate) fn counts_every_combination(derived: &Derived) -> Result<(), TestCaseError> {
    let own = in_order(derived);
    let Some(plan) = derived.plan(&own) else { return Ok(()) };
    let report = plan.evaluate(&derived.lot(&own));
    match derived.judge() {
        (found, false) => prop_assert_eq!(Some(of(&report)), found, "{}", report),
        (Some(found @ (Outcome::DoesNotConform, _)), true) => {
            prop_assert_eq!(of(&report), found, "{}", report);
        }
        (_, true) => prop_assert!(of(&report).0 != Outcome::Conforms, "{}", report),
    }
    Ok(())
}

pub(crate) fn brackets_every_completion(
    derived: &Derived,
    which: &[Index],
) -> Result<(), TestCaseError> {
    let own = in_order(derived);
    let Some(plan) = derived.plan(&own) else { return Ok(()) };
    let (before, _) = of(&plan.evaluate(&derived.lot(&own)));
    if !matches!(before, Outcome::Conforms | Outcome::DoesNotConform) {
        return Ok(());
    }
    let mut completed = derived.clone();
    for input in &mut completed.inputs {
        for ((one, _), which) in input.determinations.iter_mut().zip(which) {
            *one = Measured::exactly(*which.get(&one.completions(input.signed)));
        }
    }
    let report = plan.evaluate(&completed.lot(&own));
    prop_assert_eq!(of(&report).0, before, "{}", report);
    Ok(())
}

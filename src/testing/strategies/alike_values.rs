//! Values of a test that all come to the same outcome.

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive, Zero};

use crate::acceptance::Region;
use crate::report::Outcome;
use crate::specification::{CheckedAcceptance, Phase, Specification, Test};
use crate::testing::boundary::texts;
use crate::testing::judge::{DEEPEST, Exactly, ExampleLot, decimal, power_of_ten, worth};
use crate::value::Unit;

/// How many places behind the last one of the limits a value may have.
const FINER: i32 = 2;

/// What alike values have in common, and in which case of its test the lot is.
#[derive(Clone, Debug)]
pub(super) struct AlikeValues {
    /// Where the test stands in its specification, and the case in the test.
    test: usize,
    case: usize,
    values: Values,
    outcome: Outcome,
}

#[derive(Clone, Debug)]
enum Values {
    /// Whole multiples of 10^`place`, after a sign that makes them exact or censored; derived ones
    /// by an input.
    Numbers {
        sign: &'static str,
        place: i32,
        first: i128,
        last: i128,
        input: Option<String>,
    },
    Text(String),
    /// No result, or one that cannot be read; of a derived test of a measured input.
    Nothing,
    Unreadable,
    /// No result, and something else that makes the test not apply.
    Elsewhere {
        id: String,
        value: String,
    },
}

/// A test in one of its cases.
struct Place<'s> {
    example: ExampleLot<'s>,
    test: &'s Test,
    case: &'s CheckedAcceptance,
    index: (usize, usize),
}

impl AlikeValues {
    /// Those of the test that stands at `index`, the simplest first.
    pub(super) fn all(specification: &Specification, phase: Phase, index: usize) -> Vec<Self> {
        let Some(test) = specification.tests().get(index) else { return Vec::new() };
        let empty = ExampleLot::new(specification, phase);
        let cases = test.cases(phase).iter().enumerate();
        let places = cases.filter_map(|(number, case)| {
            let example = empty.enter(test, case.when.as_deref())?;
            Some(Place { example, test, case, index: (index, number) })
        });
        places.flat_map(|place| place.alike()).collect()
    }

    pub(super) fn test(&self) -> usize {
        self.test
    }

    /// Whether its values are those of a derived test, each brought about by one of the inputs.
    pub(super) fn is_derived(&self) -> bool {
        matches!(self.values, Values::Numbers { input: Some(_), .. })
    }

    pub(super) fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// The same, and for a derived test the same by each of its inputs.
    pub(super) fn by_every_input(self, specification: &Specification, phase: Phase) -> Vec<Self> {
        let test = specification.tests().get(self.test);
        let case = test.and_then(|test| test.cases(phase).get(self.case));
        let derivation = test.zip(case).and_then(|(test, case)| test.derivation_in(case));
        let inputs: Vec<String> = derivation
            .into_iter()
            .flat_map(|one| one.inputs())
            .map(|(id, _)| id.as_str().to_owned())
            .collect();
        match self.values {
            Values::Numbers { sign, place, first, last, .. } if !inputs.is_empty() => inputs
                .into_iter()
                .map(|input| {
                    let values = Values::Numbers { sign, place, first, last, input: Some(input) };
                    Self { values, ..self }
                })
                .collect(),
            _ => vec![self],
        }
    }

    /// Brings a lot into the case and gives the test the value that lies `share` of 2^32 on the
    /// way; `None` where no way was found.
    pub(super) fn put<'s>(&self, example: &ExampleLot<'s>, share: u32) -> Option<ExampleLot<'s>> {
        let test: &'s Test = example.specification.tests().get(self.test)?;
        let case = test.cases(example.phase).get(self.case)?;
        let example = example.enter(test, case.when.as_deref())?;
        Place { example, test, case, index: (self.test, self.case) }.with(&self.values, share)
    }
}

impl<'s> Place<'s> {
    fn with(&self, values: &Values, share: u32) -> Option<ExampleLot<'s>> {
        let mut example = self.example.clone();
        match values {
            Values::Nothing => example.spoil(self.test, None, DEEPEST)?,
            Values::Unreadable => example.spoil(self.test, Some("1,5"), DEEPEST)?,
            Values::Elsewhere { id, value } => {
                example.put(id, value)?;
                example.spoil(self.test, None, DEEPEST)?;
            }
            Values::Text(text) => example.measure(self.test, text),
            Values::Numbers { sign, place, first, last, input } => {
                let whole = BigInt::from(*first)
                    + BigInt::from(last.checked_sub(*first)?) * share / u32::MAX;
                let value = power_of_ten(*place) * whole;
                let unit = self.test.unit_in(self.case);
                match (self.test.derivation_in(self.case), input) {
                    (Some(derivation), Some(input)) => {
                        example.solve_by(input, derivation, unit, &value, DEEPEST)?;
                    }
                    (Some(derivation), None) => example.solve(derivation, unit, &value, DEEPEST)?,
                    (None, _) => example.measure(self.test, &written(sign, &value, unit)?),
                }
            }
        }
        Some(example)
    }

    fn alike(&self) -> Vec<AlikeValues> {
        let alike = |(values, outcome)| AlikeValues {
            test: self.index.0,
            case: self.index.1,
            values,
            outcome,
        };
        let judged = self.numbers().into_iter().chain(self.texts()).chain([Values::Nothing]);
        let judged = judged.filter_map(|values| {
            // Both ends, in case there is an edge between them that is not known here.
            let outcome = |share| Some(self.with(&values, share)?.expected(self.test).0);
            let first = outcome(0).filter(|first| outcome(u32::MAX) == Some(*first))?;
            let is_optional = self.test.is_if_tested() && first == Outcome::Pending;
            Some((values, if is_optional { Outcome::NotApplicable } else { first }))
        });
        judged.chain(self.undecided()).chain(self.elsewhere()).map(alike).collect()
    }

    /// Between the edges of what is accepted and at them: exact values first, then censored ones.
    fn numbers(&self) -> Vec<Values> {
        let unit = self.test.unit_in(self.case);
        if unit.is_none() {
            return Vec::new();
        }
        let range = self.case.criterion.range();
        let places =
            range.into_iter().flat_map(|range| range.lower().into_iter().chain(range.upper()));
        let coarse = places.map(|bound| bound.limit.last_place()).min().unwrap_or(0);
        let edges = self.edges(coarse);
        let between = |sign, finer: i32| {
            let place = coarse.saturating_sub(finer);
            let pairs = edges.iter().zip(edges.iter().skip(1));
            pairs.filter_map(move |(from, to)| numbers(sign, place, from, to)).collect::<Vec<_>>()
        };
        let at = |sign: &str| {
            let edges = edges.iter().filter(move |edge| sign.is_empty() || !edge.is_zero());
            edges
                .filter_map(move |edge| Some(Values::Text(written(sign, edge, unit)?)))
                .collect::<Vec<_>>()
        };
        let exact = (0..=FINER).flat_map(|finer| between("", finer));
        if self.test.derivation_in(self.case).is_some() {
            return exact.collect();
        }
        let censored = ["<", "≤", ">", "≥", "ND"]
            .into_iter()
            .flat_map(|sign| [between(sign, 1), at(sign)].concat());
        exact.chain(at("")).chain(censored).collect()
    }

    /// Where the outcome of one replicate may change, from the least to the greatest value that is
    /// tried.
    fn edges(&self, coarse: i32) -> Vec<Exactly> {
        let (rounding, strict) = self.example.specification.rules(self.test);
        let each = self
            .test
            .reportable(self.example.phase)
            .and_then(|reportable| reportable.limits_of_each());
        let ends = |criterion| {
            let region = Region::accepted(criterion, rounding, strict);
            region
                .into_iter()
                .flat_map(|region| region.lower().into_iter().chain(region.upper()))
                .map(|(end, _)| worth(&end))
        };
        let whole =
            ends(&self.case.criterion).map(|end| match self.test.derivation_in(self.case) {
                Some(_) => end,
                None => self.example.share(self.test, &end),
            });
        let mut all: Vec<Exactly> =
            whole.chain(each.into_iter().flat_map(ends)).chain([Exactly::zero()]).collect();
        let widest = all.iter().map(|edge| edge.abs()).max().unwrap_or_default();
        let far = widest * BigInt::from(2) + power_of_ten(coarse) * BigInt::from(100);
        if self.test.derivation_in(self.case).is_some() {
            // What is far may be more than any input can bring about.
            let near = power_of_ten(coarse) * BigInt::from(10);
            all.extend(
                all.iter().flat_map(|edge| [edge - &near, edge + &near]).collect::<Vec<_>>(),
            );
        }
        all.extend([-far.clone(), far]);
        all.retain(|edge| self.test.is_signed() || !edge.is_negative());
        all.sort();
        all.dedup();
        all
    }

    fn texts(&self) -> Vec<Values> {
        if self.test.derivation_in(self.case).is_some() {
            return Vec::new();
        }
        let all = texts(&self.example, self.test, self.case).into_iter();
        all.map(|(_, text)| Values::Text(text)).collect()
    }

    /// What no number is made of: a decimal comma, an unknown unit, less than nothing.
    fn undecided(&self) -> Vec<(Values, Outcome)> {
        let unit = self.test.unit_in(self.case);
        if unit.is_none() || self.case.criterion.is_neutral() {
            return Vec::new();
        }
        let below = (!self.test.is_signed()).then(|| Unit::after("-1", unit));
        let texts = ["1 unheard-of".to_owned()].into_iter().chain(below);
        let texts =
            texts.filter(|_| self.test.derivation_in(self.case).is_none()).map(Values::Text);
        [Values::Unreadable]
            .into_iter()
            .chain(texts)
            .map(|values| (values, Outcome::Indeterminate))
            .collect()
    }

    /// What else makes the test not apply.
    fn elsewhere(&self) -> Vec<(Values, Outcome)> {
        let requirements =
            self.test.applies_when().into_iter().flat_map(|condition| &condition.requirements);
        let all = requirements.flat_map(|requirement| {
            let id = requirement.subject.as_str();
            self.example
                .candidates(requirement)
                .into_iter()
                .map(move |value| (id.to_owned(), value))
        });
        let all = all.map(|(id, value)| Values::Elsewhere { id, value });
        let all = all.filter(|values| {
            self.with(values, 0).is_some_and(|example| example.applies(self.test) == Ok(false))
        });
        all.map(|values| (values, Outcome::NotApplicable)).collect()
    }
}

/// The numbers of a place that lie between two edges.
fn numbers(sign: &'static str, place: i32, from: &Exactly, to: &Exactly) -> Option<Values> {
    let unit = power_of_ten(place);
    let first = ((from / &unit).floor().to_integer() + BigInt::from(1)).to_i128()?;
    let last = ((to / &unit).ceil().to_integer() - BigInt::from(1)).to_i128()?;
    (first <= last).then_some(Values::Numbers { sign, place, first, last, input: None })
}

fn written(sign: &str, value: &Exactly, unit: Option<&Unit>) -> Option<String> {
    let number = Unit::after(decimal(value, 28)?, unit);
    Some(if sign == "ND" { format!("ND (LOD {number})") } else { format!("{sign}{number}") })
}

//! The plan against the judge that really rounds: one arbitrary value under arbitrary limits, and
//! the edges of any specification.
//!
//! An input that begins with `{` is the document of a specification; any other is a case as
//! `arbitrary` makes it.
//!
//! Rules: ROUND-7, ROUND-13, GEN-2, KIT-1.

#![no_main]

use std::cmp::Ordering;
use std::fmt;

use arbitrary::{Arbitrary, Unstructured};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use release_criteria::testing::{boundary_cases, conforms_by_rounding};
use release_criteria::{
    Acceptance, AssayResult, Attribute, Criterion, Flag, Lot, Measurement, Number, Outcome, Phase,
    Rounding, Specification, StrictLimits, Test, wire,
};
use release_criteria_fuzz::mutation;

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutation::mutate(data, size, max_size, seed)
});

fuzz_target!(|data: &[u8]| {
    if data.starts_with(b"{") {
        if let Some(specification) =
            std::str::from_utf8(data).ok().and_then(|text| wire::read_specification(text).ok())
        {
            specification
                .phases()
                .iter()
                .for_each(|phase| edges_are_judged_alike(&specification, *phase));
        }
    } else if let Ok(case) = Case::arbitrary(&mut Unstructured::new(data)) {
        let _ = case.is_judged_as_on_paper();
    }
});

/// An arbitrary specification may have tests that no lot can reach: they have no edges.
fn edges_are_judged_alike(specification: &Specification, phase: Phase) {
    let Ok(plan) = specification.plan(phase) else { return };
    for test in specification.tests() {
        for case in boundary_cases(specification, phase, test.id()).unwrap_or_default() {
            let report = plan.evaluate(case.lot());
            let found =
                report.finding(test.id()).map(|finding| (finding.outcome(), finding.reason()));
            assert_eq!(
                found,
                Some((case.outcome(), case.reason())),
                "{} {:?}: {report}",
                case.about(),
                case.context()
            );
        }
    }
}

#[derive(Arbitrary, Debug)]
struct Case {
    limits: Limits,
    #[arbitrary(with = |bytes: &mut Unstructured<'_>| bytes.choose(Rounding::ALL).copied())]
    rounding: Rounding,
    #[arbitrary(with = |bytes: &mut Unstructured<'_>| bytes.choose(StrictLimits::ALL).copied())]
    strict: StrictLimits,
    signed: bool,
    #[arbitrary(with = |bytes: &mut Unstructured<'_>| bytes.choose(&FACTORS).copied())]
    factor: Factor,
    #[arbitrary(with = |bytes: &mut Unstructured<'_>| {
        bytes.choose(&["", "", "", "<", "≤", ">", "≥"]).copied()
    })]
    sign: &'static str,
    value: Value,
    /// Another value, which may be what a censored one stands for.
    other: Value,
}

#[derive(Arbitrary, Debug)]
enum Limits {
    One(Bound, Decimal),
    Two(Bound, Decimal, Bound, Decimal),
    Range { from: Decimal, width: u32 },
    Around(Decimal, Decimal),
    AroundInPerCent(Decimal, Decimal),
    Equal(Decimal),
}

#[derive(Arbitrary, Debug)]
enum Bound {
    AtLeast,
    AtMost,
    Above,
    Below,
}

/// Digits with a point, times a power of ten.
#[derive(Arbitrary, Clone, Copy, Debug)]
struct Decimal {
    #[arbitrary(with = coefficient)]
    coefficient: i64,
    #[arbitrary(with = |bytes: &mut Unstructured<'_>| bytes.int_in_range(0..=9))]
    places: usize,
    #[arbitrary(with = |bytes: &mut Unstructured<'_>| Ok(bytes.int_in_range(-20_i32..=20)? / 3))]
    power: i32,
}

/// What is compared with the limits.
#[derive(Arbitrary, Debug)]
enum Value {
    Any(Decimal),
    /// Beside a limit, by hundredths of its last place and a little.
    Beside {
        upper: bool,
        #[arbitrary(with = |bytes: &mut Unstructured<'_>| {
            bytes.choose(&[0, 1, 4, 5, 6, 10, 49, 50, 51, 55, 95, 100]).copied()
        })]
        hundredths: i128,
        below: bool,
        #[arbitrary(with = |bytes: &mut Unstructured<'_>| bytes.int_in_range(-1..=1))]
        little: i128,
        #[arbitrary(with = |bytes: &mut Unstructured<'_>| bytes.int_in_range(0..=8))]
        finer: u32,
    },
}

/// How many mg are one of the unit in which a value is stated, and its reciprocal as digits and
/// last place.
type Factor = (&'static str, &'static str, i128, i32);
const FACTORS: [Factor; 7] = [
    ("mg", "", 1, 0),
    ("mg", "", 1, 0),
    ("g", "1000", 1, -3),
    ("µg", "0.001", 1, 3),
    ("drops", "2.5", 4, -1),
    ("bags", "32", 3125, -5),
    ("vials", "0.04", 25, 0),
];

/// Few digits or many, often those at which there is one digit more or less.
fn coefficient(bytes: &mut Unstructured<'_>) -> arbitrary::Result<i64> {
    let digits: i64 = match bytes.arbitrary()? {
        true => *bytes.choose(&[0, 1, 2, 5, 9, 95, 99, 101, 105, 999])?,
        false => bytes.int_in_range(0..=999)?,
    };
    let zeros: u32 = bytes.int_in_range(0..=6)?;
    let further: i64 = if bytes.ratio(1, 4)? { bytes.int_in_range(0..=99_999_999)? } else { 0 };
    let magnitude = digits * 10_i64.pow(zeros) + further;
    Ok(if bytes.ratio(1, 3)? { -magnitude } else { magnitude })
}

impl Case {
    /// `None` where the case cannot be written down.
    fn is_judged_as_on_paper(&self) -> Option<()> {
        let criterion: Criterion = self.limits.to_string().parse().ok()?;
        let specification = self.specification()?;
        let plan = specification.plan(Phase::Commercial).unwrap();
        let region = plan.region("t").unwrap();
        let on_paper = |number: &Number, rounding| {
            conforms_by_rounding(number, &criterion, rounding, self.strict).unwrap()
        };
        let (value, stated) = self.value.compared_and_stated(&criterion, self.factor)?;
        let (other, _) = self.other.compared_and_stated(&criterion, self.factor)?;
        for number in [&value, &other] {
            assert_eq!(
                region.contains(number),
                on_paper(number, self.rounding),
                "{number} in {region}: {self:?}"
            );
        }
        let result = format!("{}{stated} {}", self.sign, self.factor.0);
        result.parse::<Measurement>().ok()?;
        let lot = Lot::new("L", "P", vec![AssayResult::new("t", &result)]).unwrap();
        let report = plan.evaluate(&lot);
        assert_eq!(plan.verdict(&lot), report.verdict());
        let finding = report.finding("t").unwrap();
        let outcome = finding.outcome();
        if !self.sign.is_empty() {
            if self.may_be(&value, &other) && outcome != Outcome::Indeterminate {
                assert_eq!(
                    outcome,
                    decided(on_paper(&other, self.rounding)),
                    "{result} may be {other}: {criterion}, {self:?}"
                );
            }
        } else if value.is_negative() && !self.signed {
            assert_eq!(outcome, Outcome::Indeterminate, "{result}: {criterion}, {self:?}");
        } else {
            let conforms = on_paper(&value, self.rounding);
            assert_eq!(outcome, decided(conforms), "{result}: {criterion}, {self:?}");
            let by_rounding = conforms != on_paper(&value, Rounding::Absolute);
            assert_eq!(
                finding.flags().contains(&Flag::DecidedByRounding),
                by_rounding,
                "{result}: {criterion}, {self:?}"
            );
        }
        Some(())
    }

    fn specification(&self) -> Option<Specification> {
        let test = Test::quantitative("t", "T", Attribute::Purity, "mg")
            .accept(Acceptance::new(&self.limits.to_string()));
        let test = if self.signed { test.signed() } else { test };
        let test = if self.factor.1.is_empty() {
            test
        } else {
            test.conversion(self.factor.0, self.factor.1)
        };
        let built = Specification::builder("S", "1", "P")
            .phases(&[Phase::Commercial])
            .rounding(self.rounding);
        built.strict(self.strict).test(test).build().ok()
    }

    /// Whether the censored `bound` may stand for `number`.
    fn may_be(&self, bound: &Number, number: &Number) -> bool {
        let is_beyond = match self.sign {
            "<" => number.compare_value(bound) == Ordering::Less,
            "≤" => number.compare_value(bound) != Ordering::Greater,
            ">" => number.compare_value(bound) == Ordering::Greater,
            _ => number.compare_value(bound) != Ordering::Less,
        };
        is_beyond && (self.signed || !number.is_negative())
    }
}

fn decided(conforms: bool) -> Outcome {
    if conforms { Outcome::Conforms } else { Outcome::DoesNotConform }
}

impl Value {
    /// The number in mg, and in the unit in which it is stated.
    fn compared_and_stated(
        &self,
        criterion: &Criterion,
        factor: Factor,
    ) -> Option<(Number, Number)> {
        let (digits, last_place) = match *self {
            Self::Any(Decimal { coefficient, places, power }) => {
                (coefficient.into(), power - i32::try_from(places).unwrap())
            }
            Self::Beside { upper, hundredths, below, little, finer } => {
                let (limit, _) = if upper { criterion.upper() } else { criterion.lower() }?;
                let hundredths = if below { -hundredths } else { hundredths };
                let digits = (digits(limit) * 100 + hundredths) * 10_i128.pow(finer) + little;
                (digits, limit.last_place() - 2 - i32::try_from(finer).unwrap())
            }
        };
        let number = |digits, last_place| format!("{digits} × 10^{last_place}").parse().ok();
        Some((number(digits, last_place)?, number(digits * factor.2, last_place + factor.3)?))
    }
}

/// The digits of a number without its point.
fn digits(number: &Number) -> i128 {
    number.to_string().split(' ').next().unwrap().replace('.', "").parse().unwrap()
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = format!("{:0>1$}", self.coefficient.unsigned_abs(), self.places + 1);
        if self.places > 0 {
            text.insert(text.len() - self.places, '.');
        }
        let sign = if self.coefficient < 0 { "-" } else { "" };
        if self.power == 0 {
            write!(f, "{sign}{text}")
        } else {
            write!(f, "{sign}{text} × 10^{}", self.power)
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AtLeast => "NLT",
            Self::AtMost => "NMT",
            Self::Above => ">",
            Self::Below => "<",
        })
    }
}

impl fmt::Display for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(bound, limit) => write!(f, "{bound} {limit}"),
            Self::Two(one, from, other, to) => write!(f, "{one} {from} and {other} {to}"),
            Self::Range { from, width } => {
                let to = Decimal { coefficient: from.coefficient + i64::from(*width), ..*from };
                write!(f, "{from} to {to}")
            }
            Self::Around(target, tolerance) => write!(f, "{target} ± {tolerance}"),
            Self::AroundInPerCent(target, tolerance) => write!(f, "{target} ± {tolerance} %"),
            Self::Equal(value) => write!(f, "= {value}"),
        }
    }
}

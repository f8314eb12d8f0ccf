//! Arithmetic as on paper: quotients of whole numbers, values really rounded to a place, and really
//! compared.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_rational::Ratio;
use proptest::prelude::*;
use proptest::sample::select;
use release_criteria::{Outcome, Rounding, StrictLimits};

/// A quotient of two whole numbers.
pub(crate) type Quotient = Ratio<BigInt>;

/// A number as it is written: digits × 10^place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    pub(crate) digits: i128,
    pub(crate) place: i32,
}

/// The `degree`-th root of a quotient, which is not negative unless the degree is 1.
#[derive(Clone, Debug)]
pub(crate) struct Root {
    pub(crate) degree: u32,
    pub(crate) radicand: Quotient,
}

/// What is asked of a number.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    /// `NLT`, `NMT`, `>`, `<` or `=`, and what the value is compared with.
    pub(crate) bounds: Vec<(&'static str, Decimal)>,
    pub(crate) rounding: Rounding,
    pub(crate) strict: StrictLimits,
}

/// On which side of what is accepted a value lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Below,
    Within,
    Above,
}

/// A value as it is measured: exact, or censored.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Measured {
    /// Empty, `<`, `≤`, `>`, `≥` or `ND`.
    pub(crate) sign: &'static str,
    pub(crate) at: Decimal,
}

pub(crate) fn whole(value: i128) -> Quotient {
    Ratio::from_integer(BigInt::from(value))
}

/// 10^`power`.
pub(crate) fn ten_to(power: i32) -> Quotient {
    let power_of_ten = Ratio::from_integer(BigInt::from(10).pow(power.unsigned_abs()));
    if power < 0 { power_of_ten.recip() } else { power_of_ten }
}

/// Nearer to nothing than any two values that are told apart.
fn hair() -> Quotient {
    ten_to(-90)
}

/// Beyond anything that is compared.
fn far() -> Quotient {
    ten_to(90)
}

impl Decimal {
    pub(crate) fn exact(self) -> Quotient {
        whole(self.digits) * ten_to(self.place)
    }

    pub(crate) fn text(self) -> String {
        crate::numbers::written(self.digits, self.place)
    }

    /// The one next below `value` at `place`, `steps` further up.
    pub(crate) fn near(value: &Root, place: i32, steps: i128) -> Self {
        let below = if value.is_negative() {
            -value.negated().count(&ten_to(place)) - BigInt::from(1)
        } else {
            value.count(&ten_to(place))
        };
        Self { digits: i128::try_from(below).unwrap() + steps, place }
    }
}

impl From<Quotient> for Root {
    fn from(value: Quotient) -> Self {
        Self { degree: 1, radicand: value }
    }
}

impl Root {
    fn is_negative(&self) -> bool {
        self.radicand < whole(0)
    }

    fn negated(&self) -> Self {
        assert_eq!(self.degree, 1);
        (-self.radicand.clone()).into()
    }

    /// How many times `unit` goes into a value that is not negative.
    fn count(&self, unit: &Quotient) -> BigInt {
        let times = &self.radicand / power(unit, self.degree);
        times.floor().to_integer().nth_root(self.degree)
    }

    /// How it lies to a quotient.
    pub(crate) fn compare(&self, other: &Quotient) -> Ordering {
        if *other < whole(0) && self.degree > 1 {
            return Ordering::Greater;
        }
        self.radicand.cmp(&power(other, self.degree))
    }

    /// Multiplied by a quotient that is not negative.
    pub(crate) fn times(&self, factor: &Quotient) -> Self {
        Self { degree: self.degree, radicand: &self.radicand * power(factor, self.degree) }
    }

    /// Rounded before it is compared with `limit`.
    fn rounded(&self, limit: Decimal, rounding: Rounding) -> Self {
        if self.is_negative() {
            return self
                .negated()
                .rounded(Decimal { digits: -limit.digits, ..limit }, rounding)
                .negated();
        }
        match rounding {
            Rounding::Usp => self.rounded_to(limit.place, false),
            Rounding::AstmE29 => self.rounded_to(limit.place, true),
            Rounding::PhEur if limit.digits != 0 => {
                let figures = limit.digits.unsigned_abs().to_string().len();
                // How many places the value has from its first figure to the place 10^-120.
                let places = self.count(&ten_to(-120)).to_string().len();
                self.rounded_to(
                    i32::try_from(places).unwrap() - 120 - i32::try_from(figures).unwrap(),
                    false,
                )
            }
            _ => self.clone(),
        }
    }

    /// Rounded to a place, half up; or half to even.
    fn rounded_to(&self, place: i32, to_even: bool) -> Self {
        let (two, unit) = (BigInt::from(2), ten_to(place));
        let half = &unit / whole(2);
        let halves = self.count(&half);
        let is_half = &halves % &two == BigInt::from(1)
            && self.compare(&(&half * &halves)) == Ordering::Equal;
        let up = (&halves + BigInt::from(1)) / &two;
        let is_odd = &up % &two == BigInt::from(1);
        let units = if to_even && is_half && is_odd { up - BigInt::from(1) } else { up };
        (unit * units).into()
    }
}

fn power(value: &Quotient, exponent: u32) -> Quotient {
    Ratio::new(value.numer().pow(exponent), value.denom().pow(exponent))
}

impl Limits {
    pub(crate) fn text(&self, unit: &str) -> String {
        let bounds: Vec<String> =
            self.bounds.iter().map(|(sign, at)| format!("{sign} {}", at.text())).collect();
        format!("{} {unit}", bounds.join(" and ")).trim().to_owned()
    }

    pub(crate) fn side(&self, value: &Root) -> Side {
        for (sign, at) in &self.bounds {
            let is_exact =
                *sign == "=" || (matches!(*sign, "<" | ">") && self.strict == StrictLimits::Exact);
            let compared = if is_exact { value.clone() } else { value.rounded(*at, self.rounding) };
            match (*sign, compared.compare(&at.exact())) {
                ("NLT" | "=", Ordering::Less) | (">", Ordering::Less | Ordering::Equal) => {
                    return Side::Below;
                }
                ("NMT" | "=", Ordering::Greater) | ("<", Ordering::Greater | Ordering::Equal) => {
                    return Side::Above;
                }
                _ => {}
            }
        }
        Side::Within
    }

    /// What comes of values that reach from one to another.
    pub(crate) fn outcome(&self, (from, to): &(Root, Root)) -> Outcome {
        match (self.side(from), self.side(to)) {
            (Side::Within, Side::Within) => Outcome::Conforms,
            (one, other) if one == other => Outcome::DoesNotConform,
            _ => Outcome::Indeterminate,
        }
    }
}

impl Measured {
    pub(crate) fn exactly(at: Decimal) -> Self {
        Self { sign: "", at }
    }

    pub(crate) fn is_censored(self) -> bool {
        !self.sign.is_empty()
    }

    pub(crate) fn text(self, unit: &str) -> String {
        let number = format!("{} {unit}", self.at.text());
        if self.sign == "ND" {
            format!("ND (LOD {})", number.trim())
        } else {
            format!("{}{}", self.sign, number.trim())
        }
    }

    /// The least and the greatest value that it may be; where an end is not reached, one that is
    /// nearer to it than anything compared.
    pub(crate) fn ends(self, signed: bool) -> (Quotient, Quotient) {
        let at = self.at.exact();
        let least = if signed && self.sign != "ND" { -far() } else { whole(0) };
        match self.sign {
            "" => (at.clone(), at),
            "<" | "ND" => (least, at - hair()),
            "≤" => (least, at),
            ">" => (at + hair(), far()),
            _ => (at, far()),
        }
    }

    /// A few values that it may be, as they could be written: near both ends, and between.
    pub(crate) fn completions(self, signed: bool) -> Vec<Decimal> {
        let Decimal { digits, place } = self.at;
        let finer = |steps: i128| Decimal { digits: digits * 1_000_000 + steps, place: place - 6 };
        let wide = |times: i128| Decimal { digits: digits + times, place };
        let (half, zero) = (Decimal { digits: digits / 2, place }, Decimal { digits: 0, place });
        let found = match self.sign {
            "" => vec![self.at],
            "<" | "ND" => vec![finer(-1), wide(-1), half, zero, wide(-1_000_000_000)],
            "≤" => vec![self.at, finer(-1), half, zero, wide(-1_000_000_000)],
            ">" => vec![finer(1), wide(1), wide(1_000_000_000)],
            _ => vec![self.at, finer(1), wide(1_000_000_000)],
        };
        let (from, to) = self.ends(signed);
        found.into_iter().filter(|value| (&from..=&to).contains(&&value.exact())).collect()
    }
}

pub(crate) fn rules() -> impl Strategy<Value = (Rounding, StrictLimits)> {
    (select(Rounding::ALL), select(StrictLimits::ALL))
}

/// How limits are laid around a value: at which place, how far from it, and with which comparators.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Around {
    place: i32,
    steps: i128,
    width: i128,
    signs: (&'static str, &'static str),
    rules: (Rounding, StrictLimits),
}

impl Around {
    /// The same with places counted down from `first`, where the first figure of a value stands;
    /// none has a limit after the twelfth.
    fn at(self, first: i32) -> Self {
        Self { place: (first - self.place).max(-12), ..self }
    }

    /// Limits with so many figures as there are places, near a value; near one where no limit can
    /// be as great or as small.
    pub(crate) fn with_figures(self, value: &Root) -> Limits {
        let magnitude = if value.is_negative() { value.negated() } else { value.clone() };
        match (-5..=16).rev().find(|place| magnitude.compare(&ten_to(*place)).is_ge()) {
            Some(first) if magnitude.compare(&ten_to(16)).is_le() => self.at(first).limits(value),
            _ => self.at(0).limits(&whole(i128::from(magnitude.radicand != whole(0))).into()),
        }
    }

    pub(crate) fn limits(self, value: &Root) -> Limits {
        let at = Decimal::near(value, self.place, self.steps);
        let further = Decimal { digits: at.digits + self.width, ..at };
        let (lower, upper) = self.signs;
        let bounds = match (lower, upper) {
            ("", sign) | (sign, "") => vec![(sign, at)],
            // The value lies near the one end or near the other.
            _ if self.steps > 0 => {
                vec![(lower, Decimal { digits: at.digits - self.width, ..at }), (upper, at)]
            }
            _ => vec![(lower, at), (upper, further)],
        };
        Limits { bounds, rounding: self.rules.0, strict: self.rules.1 }
    }
}

/// Limits near a value, at one of `places`.
pub(crate) fn around(places: std::ops::RangeInclusive<i32>) -> impl Strategy<Value = Around> {
    let signs = select(vec![
        ("NLT", ""),
        (">", ""),
        ("", "NMT"),
        ("", "<"),
        ("=", ""),
        ("NLT", "NMT"),
        (">", "NMT"),
        ("NLT", "<"),
        (">", "<"),
    ]);
    (places, -1..=2_i128, 2..40_i128, signs, rules()).prop_map(
        |(place, steps, width, signs, rules)| Around { place, steps, width, signs, rules },
    )
}

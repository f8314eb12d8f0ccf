//! Specifications and lots of a size, and what people would write by hand instead.

use std::collections::HashMap;
use std::fmt::Write;

use release_criteria::{
    Acceptance, AssayResult, Attribute, Lot, Phase, Plan, Rounding, Specification, StrictLimits,
    Test, wire,
};
use rust_decimal::{Decimal, RoundingStrategy};
use serde::Deserialize;

pub(crate) const PRODUCT: &str = "Example cells";
/// Ids as sponsors choose them; more tests repeat them with a number.
const IDS: [&str; 20] = [
    "viability",
    "cd3_positive",
    "car_expression",
    "vector_copy_number",
    "endotoxin",
    "residual_beads",
    "residual_host_cell_dna",
    "residual_host_cell_protein",
    "potency_interferon_gamma",
    "potency_cytotoxicity",
    "cell_count",
    "ph",
    "osmolality",
    "residual_bovine_serum_albumin",
    "replication_competent_lentivirus",
    "cd19_positive",
    "nk_cells",
    "monocytes",
    "dimethyl_sulfoxide",
    "volume",
];
/// Criterion, unit, first and last accepted value and one that is not, in units of the last place,
/// and that place.
const CRITERIA: [(&str, &str, u64, u64, u64, u32); 5] = [
    ("NLT 70.0 %", "%", 700, 999, 611, 1),
    ("NMT 0.50 EU/mL", "EU/mL", 0, 50, 73, 2),
    ("70–130 %", "%", 70, 130, 141, 0),
    ("NMT 2.5 ng", "ng", 0, 25, 26, 1),
    ("> 10 and NMT 990 cells", "cells", 11, 990, 9, 0),
];

/// What the results of a lot are like.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    AllPass,
    /// Three in a hundred fail.
    SomeFail,
    AllCensored,
}

/// Dice that fall the same way each time.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new() -> Self {
        Self(0x9E37_79B9_7F4A_7C15)
    }

    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

pub(crate) fn id(index: usize) -> String {
    let name = IDS[index % IDS.len()];
    if index < IDS.len() { name.to_owned() } else { format!("{name}_{}", index / IDS.len()) }
}

pub(crate) fn specification(tests: usize) -> Specification {
    let test = |index: usize| {
        let (criterion, unit, ..) = CRITERIA[index % CRITERIA.len()];
        Test::quantitative(&id(index), &id(index), Attribute::General, unit)
            .accept(Acceptance::new(criterion))
    };
    let empty = Specification::builder("SPEC-1", "1", PRODUCT)
        .phases(&[Phase::Commercial])
        .rounding(Rounding::Usp)
        .strict(StrictLimits::Rounded);
    (0..tests).map(test).fold(empty, |builder, test| builder.test(test)).build().unwrap()
}

pub(crate) fn plan(tests: usize) -> Plan {
    specification(tests).plan(Phase::Commercial).unwrap()
}

/// The value of a test in units of the last place of its limits.
pub(crate) fn digits(index: usize, kind: Kind, dice: &mut Dice) -> u64 {
    let (_, _, from, to, outside, _) = CRITERIA[index % CRITERIA.len()];
    if kind == Kind::SomeFail && dice.below(100) < 3 {
        outside
    } else {
        from + dice.below(to - from + 1)
    }
}

pub(crate) fn value(index: usize, digits: u64) -> String {
    let (_, unit, .., places) = CRITERIA[index % CRITERIA.len()];
    format!("{} {unit}", Decimal::new(i64::try_from(digits).unwrap(), places))
}

/// Values of a lot, in the order of the tests.
fn values(tests: usize, kind: Kind, dice: &mut Dice) -> Vec<String> {
    let value = |index| {
        let text = value(index, digits(index, kind, dice));
        if kind == Kind::AllCensored { format!("<{text}") } else { text }
    };
    (0..tests).map(value).collect()
}

pub(crate) fn lots(count: usize, tests: usize, kind: Kind) -> Vec<Lot> {
    let mut dice = Dice::new();
    let lot = |number: usize| {
        let results = values(tests, kind, &mut dice).into_iter().enumerate();
        let results = results.map(|(index, value)| AssayResult::new(&id(index), &value)).collect();
        Lot::new(&format!("LOT-{number}"), PRODUCT, results).unwrap()
    };
    (0..count).map(lot).collect()
}

/// The same as one document a line.
pub(crate) fn lines(count: usize, tests: usize, kind: Kind) -> String {
    let mut dice = Dice::new();
    let mut lines = String::new();
    for number in 0..count {
        write!(lines, r#"{{"format":"release-criteria/lot/1","id":"LOT-{number}","product":"{PRODUCT}","results":["#)
            .unwrap();
        for (index, value) in values(tests, kind, &mut dice).into_iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            write!(lines, r#"{comma}{{"test":"{}","value":"{value}"}}"#, id(index)).unwrap();
        }
        lines.push_str("]}\n");
    }
    lines
}

pub(crate) fn document(tests: usize) -> String {
    wire::write_specification(&specification(tests))
}

/// Limits as people write them by hand: closed, rounded at a place.
pub(crate) struct ByHand {
    pub(crate) ids: Vec<String>,
    pub(crate) floats: Vec<(f64, f64)>,
    pub(crate) decimals: Vec<(Decimal, Decimal, u32)>,
}

pub(crate) fn by_hand(tests: usize) -> ByHand {
    let limits = |index: usize| {
        let (_, _, from, to, _, places) = CRITERIA[index % CRITERIA.len()];
        let from = Decimal::new(i64::try_from(from).unwrap(), places);
        let to = if index.is_multiple_of(CRITERIA.len()) {
            Decimal::MAX
        } else {
            Decimal::new(i64::try_from(to).unwrap(), places)
        };
        (from, to, places)
    };
    let decimals: Vec<_> = (0..tests).map(limits).collect();
    let float = |decimal: Decimal| f64::try_from(decimal).unwrap();
    let floats = decimals.iter().map(|(from, to, _)| (float(*from), float(*to))).collect();
    ByHand { ids: (0..tests).map(id).collect(), floats, decimals }
}

/// Typed values of a lot, without censoring.
pub(crate) fn typed(tests: usize, kind: Kind, dice: &mut Dice) -> Vec<Decimal> {
    let number = |index: usize| {
        let places = CRITERIA[index % CRITERIA.len()].5;
        Decimal::new(i64::try_from(digits(index, kind, dice)).unwrap(), places)
    };
    (0..tests).map(number).collect()
}

impl ByHand {
    pub(crate) fn floats_conform(&self, values: &[f64]) -> bool {
        self.floats.iter().zip(values).all(|((from, to), value)| from <= value && value <= to)
    }

    pub(crate) fn decimals_conform(&self, values: &[Decimal]) -> bool {
        self.decimals.iter().zip(values).all(|((from, to, _), value)| from <= value && value <= to)
    }

    pub(crate) fn rounded_conform(&self, values: &[Decimal]) -> bool {
        self.decimals.iter().zip(values).all(|(limits, value)| within(*limits, *value))
    }

    pub(crate) fn named_conform(&self, values: &HashMap<String, Decimal>) -> bool {
        let mut limits = self.ids.iter().zip(&self.decimals);
        limits.all(|(id, limits)| values.get(id).is_some_and(|value| within(*limits, *value)))
    }
}

fn within((from, to, places): (Decimal, Decimal, u32), value: Decimal) -> bool {
    #[allow(clippy::disallowed_methods, reason = "what people write by hand")]
    let rounded = value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    from <= rounded && rounded <= to
}

/// What a typed reader without any checks makes of a line.
#[derive(Deserialize)]
pub(crate) struct TypedLot<'l> {
    #[serde(borrow)]
    pub(crate) id: &'l str,
    pub(crate) results: Vec<TypedResult<'l>>,
}

#[derive(Deserialize)]
pub(crate) struct TypedResult<'l> {
    #[serde(borrow)]
    pub(crate) test: &'l str,
    pub(crate) value: &'l str,
}

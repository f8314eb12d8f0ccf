//! How a value follows from others.

use std::fmt;

use super::part::Part;
use crate::error::Problems;
use crate::value::{Dimension, Extensions, Identifier, Measurement, Unit};

/// How the value of a test follows from other tests and from parameters of the lot: product ÷
/// quotient, or sum − difference.
///
/// Inputs enter exactly and unrounded. `%` counts as 1/100, `‰`, `ppm` and `ppb` likewise; all
/// other units are labels that, multiplied out, have to give the unit of the test. It is handed to
/// [`TestBuilder::derived`](crate::TestBuilder::derived) or
/// [`Acceptance::derived`](crate::Acceptance::derived).
///
/// ```
/// use release_criteria::Derivation;
///
/// let endotoxin_per_kg =
///     Derivation::product(&["endotoxin", "infusion_volume"]).divided_by(&["body_weight"]);
/// let beads = Derivation::product(&["beads"])
///     .divided_by(&["counted_cells"])
///     .constant("3 × 10^6 cells");
/// let empty_capsids = Derivation::sum(&[]).less(&["full_capsids"]).constant("100 %");
/// assert_eq!(endotoxin_per_kg.to_string(), "endotoxin × infusion_volume ÷ body_weight");
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "a derivation does nothing until it is handed to a test"]
pub struct Derivation {
    /// Multiplied or added.
    pub(super) with: Vec<Part<Identifier>>,
    /// Divided by or subtracted.
    pub(super) without: Vec<Part<Identifier>>,
    pub(super) is_sum: bool,
    pub(super) constant: Part<Measurement>,
    /// Settled by the units when the specification is checked.
    pub(super) constant_divides: bool,
    pub(super) written_constant: Box<str>,
    pub(super) extensions: Extensions,
    pub(super) problems: Problems,
}

/// How the units of a derivation work out.
#[derive(Clone, Debug)]
pub(crate) struct Arrangement {
    /// The power of ten by which each input is multiplied, in the order of [`Derivation::inputs`];
    /// of a sum only.
    pub(crate) powers: Vec<i32>,
    /// The power of ten by which the constant of a sum is multiplied, or the whole product.
    pub(crate) power: i32,
    pub(crate) constant_divides: bool,
}

impl Derivation {
    /// The product of `inputs`, ids of tests and parameters.
    pub fn product(inputs: &[&str]) -> Self {
        Self::default().with_inputs("multiply", inputs)
    }

    /// The sum of `inputs`, ids of tests and parameters.
    pub fn sum(inputs: &[&str]) -> Self {
        Self::default().with_inputs("add", inputs)
    }

    /// Divides a product by each of `inputs`.
    pub fn divided_by(self, inputs: &[&str]) -> Self {
        self.with_inputs("divide", inputs)
    }

    /// Takes each of `inputs` away from a sum.
    pub fn less(self, inputs: &[&str]) -> Self {
        self.with_inputs("subtract", inputs)
    }

    /// A number with its unit: added to a sum; in a product on the side on which the units come
    /// out, and multiplied where it has none.
    pub fn constant(mut self, constant: &str) -> Self {
        self.problems.refuse_second("constant", !self.constant.is_absent());
        self.constant_text(Some(constant))
    }

    pub(crate) fn constant_text(mut self, text: Option<&str>) -> Self {
        self.written_constant = text.unwrap_or_default().into();
        self.constant = Part::read("constant", text, &mut self.problems);
        self
    }

    /// The inputs under the key that documents give them.
    pub(crate) fn with_inputs(mut self, key: &str, inputs: &[&str]) -> Self {
        let is_sum = matches!(key, "add" | "subtract");
        // An empty list says nothing.
        if inputs.is_empty() {
            return self;
        }
        if is_sum != self.is_sum && !(self.with.is_empty() && self.without.is_empty()) {
            self.problems.push(
                key,
                "stands beside the other operation; multiply and divide, or add and subtract",
            );
        }
        self.is_sum = is_sum;
        for (index, text) in inputs.iter().enumerate() {
            let path = format!("{key}[{index}]");
            let id: Part<Identifier> = Part::read(&path, Some(text), &mut self.problems);
            if id.get().is_some_and(|id| self.inputs().any(|(known, _)| known == id)) {
                self.problems.push(path, format!("found `{text}` twice; name each input once"));
            }
            if matches!(key, "multiply" | "add") {
                self.with.push(id);
            } else {
                self.without.push(id);
            }
        }
        self
    }

    /// Inputs of which a reader of documents could make nothing.
    pub(crate) fn with_refused_inputs(mut self) -> Self {
        self.with.push(Part::Refused);
        self
    }

    pub(crate) fn problems(&mut self) -> &mut Problems {
        &mut self.problems
    }

    pub(crate) fn extensions(&mut self) -> &mut Extensions {
        &mut self.extensions
    }

    pub(crate) fn is_sum(&self) -> bool {
        self.is_sum
    }

    /// Whether both compute the same from the same.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        let inputs = |derivation: &Self| {
            let mut inputs: Vec<(Identifier, bool)> =
                derivation.inputs().map(|(id, taken)| (id.clone(), taken)).collect();
            inputs.sort();
            inputs
        };
        let constants_are_like = match (self.constant.get(), other.constant.get()) {
            (Some(mine), Some(others)) => {
                mine.number().same_value(others.number())
                    && mine.unit() == others.unit()
                    && self.constant_divides == other.constant_divides
            }
            (None, None) => true,
            _ => false,
        };
        self.is_sum == other.is_sum && constants_are_like && inputs(self) == inputs(other)
    }

    /// The inputs, and whether each is divided by or subtracted.
    pub(crate) fn inputs(&self) -> impl Iterator<Item = (&Identifier, bool)> {
        let with = self.with.iter().filter_map(|part| Some((part.get()?, false)));
        with.chain(self.without.iter().filter_map(|part| Some((part.get()?, true))))
    }

    /// The inputs with the place at which a document names them.
    pub(super) fn places(&self) -> impl Iterator<Item = (&Identifier, String)> {
        let (with, without) = self.keys();
        let place = |key: &'static str| {
            move |(index, part): (usize, _)| Some((Part::get(part)?, format!("{key}[{index}]")))
        };
        self.with
            .iter()
            .enumerate()
            .filter_map(place(with))
            .chain(self.without.iter().enumerate().filter_map(place(without)))
    }

    /// The keys of the two lists.
    pub(super) fn keys(&self) -> (&'static str, &'static str) {
        if self.is_sum { ("add", "subtract") } else { ("multiply", "divide") }
    }

    /// Whether the constant of a product is divided by.
    #[cfg(feature = "testing")]
    pub(crate) fn constant_divides(&self) -> bool {
        self.constant_divides
    }

    pub(crate) fn constant_value(&self) -> Option<&Measurement> {
        self.constant.get()
    }

    /// How the units of the inputs, in their order, give `unit`; else what they give instead.
    pub(crate) fn arrange(&self, unit: &Unit, inputs: &[&Unit]) -> Result<Arrangement, String> {
        let wanted = Dimension::of(unit);
        let own = |unit: Option<&Unit>| unit.map_or_else(Dimension::default, Dimension::of);
        let constant = self.constant.get().map(|constant| own(constant.unit()));
        if self.is_sum {
            let dimensions: Vec<Dimension> = inputs.iter().copied().map(Dimension::of).collect();
            if let Some(other) =
                dimensions.iter().chain(&constant).find(|one| !one.is_like(&wanted))
            {
                return Err(format!(
                    "found `{other}` in a sum that is to be in `{unit}`; only like is added to like"
                ));
            }
            let power = |one: &Dimension| one.power_of_ten().saturating_sub(wanted.power_of_ten());
            let powers = dimensions.iter().map(power).collect();
            return Ok(Arrangement {
                powers,
                power: constant.as_ref().map_or(0, power),
                constant_divides: false,
            });
        }
        let mut product = Dimension::default();
        for ((_, divides), unit) in self.inputs().zip(inputs) {
            let dimension = Dimension::of(unit);
            product = if divides { product.over(&dimension) } else { product.times(&dimension) };
        }
        let constant = constant.unwrap_or_default();
        let (multiplied, divided) = (product.clone().times(&constant), product.over(&constant));
        let constant_divides = constant.has_labels() && !multiplied.is_like(&wanted);
        let all = if constant_divides && divided.is_like(&wanted) { divided } else { multiplied };
        if !all.is_like(&wanted) {
            return Err(format!(
                "multiplied out, the units give `{all}`, and the unit is `{unit}`; they have to be \
                 the same"
            ));
        }
        let power = all.power_of_ten().saturating_sub(wanted.power_of_ten());
        Ok(Arrangement { powers: Vec::new(), power, constant_divides })
    }

    /// Checks what needs no other part of the specification; what is wrong with it is noted at
    /// `path`.
    pub(super) fn check(&mut self, path: &str, problems: &mut Problems) {
        if self.with.is_empty() && self.without.is_empty() {
            self.problems.push(
                "",
                "names no test and no parameter; `multiply` and `divide`, or `add` and \
                 `subtract`, list ids",
            );
        }
        if let Some(constant) = self.constant.get() {
            let number = constant.number();
            if constant.is_censored() || !self.is_sum && (number.is_zero() || number.is_negative())
            {
                self.problems.push(
                    "constant",
                    format!("found `{constant}`; write an exact number, in a product above zero"),
                );
            }
        }
        problems.absorb(path, std::mem::take(&mut self.problems));
    }
}

impl fmt::Display for Derivation {
    /// `endotoxin × infusion_volume ÷ body_weight`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (with, without) = if self.is_sum { (" + ", " − ") } else { (" × ", " ÷ ") };
        let mut parts: Vec<String> =
            self.with.iter().filter_map(Part::get).map(ToString::to_string).collect();
        let constant = self.constant.get().map(|constant| format!("({constant})"));
        let (multiplied, divided) =
            if self.constant_divides { (None, constant) } else { (constant, None) };
        parts.extend(multiplied);
        if parts.is_empty() {
            parts.push(if self.is_sum { "0" } else { "1" }.to_owned());
        }
        f.write_str(&parts.join(with))?;
        let taken =
            self.without.iter().filter_map(Part::get).map(ToString::to_string).chain(divided);
        taken.into_iter().try_for_each(|one| write!(f, "{without}{one}"))
    }
}

//! How a value follows from others.

use std::fmt;

use serde_json::Value;

use crate::document::{
    Describe, Draft, Expected, Json, Kind, Members, Node, Part, Place, Schemas, Write, Written,
    boxed, document, kinds,
};
use crate::error::{ProblemCode, Problems};
use crate::value::{Dimension, Identifier, Measurement, Unit};

document! {
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
    pub draft Derivation (
        Expected::ObjectOf("an object with `multiply` and `divide`, or with `add` and `subtract`,"),
        "a derivation does nothing until it is handed to a test"
    ) => Derivation, Ok; writes Derivation;
    /// Ids of the tests and parameters that are multiplied.
    "multiply" multiply: Optional Ids;
    /// Ids of those by which the product is divided.
    "divide" divide: Optional Ids;
    /// Ids of the tests and parameters that are added up.
    "add" add: Optional Ids;
    /// Ids of those that are taken away from the sum.
    "subtract" subtract: Optional Ids;
    /// A number with its unit: added to a sum; in a product on the side on which the units come out.
    "constant" constant: Optional Written<Measurement>;
    + constant_divides: bool;
}
kinds!(Derivation);
boxed!(read Derivation);
boxed!(write Derivation);

/// Ids as a document lists them. One that was refused keeps its place, so that places stay true.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ids(pub(super) Vec<Part<Identifier>>);

impl Ids {
    pub(super) fn add<T: AsRef<str>>(
        &mut self,
        texts: &[T],
        at: Place<'_>,
        problems: &mut Problems,
    ) {
        for text in texts {
            let at = at.item(self.0.len());
            self.0.push(Part::read_or_refused(problems.read(at, text.as_ref())));
        }
    }

    pub(super) fn read(&self) -> impl Iterator<Item = &Identifier> {
        self.0.iter().filter_map(Part::get)
    }
}

impl Kind for Ids {
    fn read(node: Node<'_>, at: Place<'_>, problems: &mut Problems) -> Part<Self> {
        let Some(texts) = node.texts(at, problems) else { return Part::Refused };
        let mut ids = Self::default();
        ids.add(&texts, at, problems);
        Part::Read(ids)
    }
}

impl Describe for Ids {
    fn schema(schemas: &mut Schemas) -> Value {
        <Vec<Identifier> as Describe>::schema(schemas)
    }
}

impl Write for Ids {
    fn json(&self, members: Members) -> Option<Json<'_>> {
        Some(self.0.iter().filter_map(|id| id.json(members)).collect())
    }

    fn is_default(&self) -> bool {
        self.0.is_empty()
    }
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
        self.with_text("constant", constant)
    }

    /// The inputs under the key that documents give them. An empty list says nothing.
    fn with_inputs(mut self, key: &str, inputs: &[&str]) -> Self {
        let part = match key {
            "multiply" => &mut self.multiply,
            "divide" => &mut self.divide,
            "add" => &mut self.add,
            _ => &mut self.subtract,
        };
        part.add(|ids| ids.add(inputs, Place::key(key), &mut self.problems));
        self
    }

    pub(crate) fn is_sum(&self) -> bool {
        names_any(&self.add) || names_any(&self.subtract)
    }

    /// What is multiplied or added, and what is divided by or subtracted, each with its key.
    fn lists(&self) -> [(&'static str, &Part<Ids>, bool); 2] {
        if self.is_sum() {
            [("add", &self.add, false), ("subtract", &self.subtract, true)]
        } else {
            [("multiply", &self.multiply, false), ("divide", &self.divide, true)]
        }
    }

    /// Whether both compute the same from the same.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        let inputs = |derivation: &Self| {
            let mut inputs: Vec<(Identifier, bool)> =
                derivation.inputs().map(|(id, taken)| (id.clone(), taken)).collect();
            inputs.sort();
            inputs
        };
        let constants_are_like = match (self.constant_value(), other.constant_value()) {
            (Some(mine), Some(others)) => {
                mine.number().same_value(others.number())
                    && mine.unit() == others.unit()
                    && self.constant_divides == other.constant_divides
            }
            (None, None) => true,
            _ => false,
        };
        self.is_sum() == other.is_sum() && constants_are_like && inputs(self) == inputs(other)
    }

    /// The inputs, and whether each is divided by or subtracted.
    pub(crate) fn inputs(&self) -> impl Iterator<Item = (&Identifier, bool)> {
        let lists = self.lists().into_iter();
        lists.flat_map(|(_, ids, taken)| {
            ids.get().into_iter().flat_map(move |ids| ids.read().map(move |id| (id, taken)))
        })
    }

    /// The inputs with the place at which a document names them.
    pub(super) fn places(&self) -> impl Iterator<Item = (&Identifier, String)> {
        self.lists().into_iter().flat_map(|(key, ids, _)| placed(key, ids))
    }

    /// Whether the constant of a product is divided by.
    #[cfg(feature = "testing")]
    pub(crate) fn constant_divides(&self) -> bool {
        self.constant_divides
    }

    pub(crate) fn constant_value(&self) -> Option<&Measurement> {
        self.constant.get().map(|constant| &constant.value)
    }

    /// How the units of the inputs, in their order, give `unit`; else what they give instead.
    pub(crate) fn arrange(&self, unit: &Unit, inputs: &[&Unit]) -> Result<Arrangement, String> {
        let wanted = Dimension::of(unit);
        let own = |unit: Option<&Unit>| unit.map_or_else(Dimension::default, Dimension::of);
        let constant = self.constant_value().map(|constant| own(constant.unit()));
        if self.is_sum() {
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
        let mut own = Problems::default();
        self.check_inputs(&mut own);
        own.absorb("", std::mem::take(&mut self.problems));
        if self.lists().iter().all(|(_, ids, _)| !names_any(ids)) {
            own.push(
                "",
                ProblemCode::Empty,
                "names no test and no parameter; `multiply` and `divide`, or `add` and \
                 `subtract`, list ids",
            );
        }
        if let Some(constant) = self.constant_value() {
            let number = constant.number();
            let vanishes = !self.is_sum() && (number.is_zero() || number.is_negative());
            if constant.is_censored() || vanishes {
                own.push(
                    "constant",
                    ProblemCode::OutOfRange,
                    format!("found `{constant}`; write an exact number, in a product above zero"),
                );
            }
        }
        problems.absorb(path, own);
    }

    fn check_inputs(&self, problems: &mut Problems) {
        let products = [("multiply", &self.multiply), ("divide", &self.divide)];
        let sums = [("add", &self.add), ("subtract", &self.subtract)];
        let named = |lists: [(&'static str, &'_ Part<Ids>); 2]| {
            lists.into_iter().find(|(_, ids)| names_any(ids)).map(|(key, _)| key)
        };
        if let (Some(_), Some(second)) = (named(products), named(sums)) {
            problems.push(
                second,
                ProblemCode::ConflictingMembers,
                "stands beside the other operation; multiply and divide, or add and subtract",
            );
        }
        let mut known: Vec<&Identifier> = Vec::new();
        for (key, ids) in products.into_iter().chain(sums) {
            for (id, place) in placed(key, ids) {
                if known.contains(&id) {
                    problems.push(
                        place,
                        ProblemCode::Duplicate,
                        format!("found `{id}` twice; name each input once"),
                    );
                }
                known.push(id);
            }
        }
    }
}

impl fmt::Display for Derivation {
    /// `endotoxin × infusion_volume ÷ body_weight`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (with, without) = if self.is_sum() { (" + ", " − ") } else { (" × ", " ÷ ") };
        let [mut parts, mut taken] = [false, true].map(|wanted| {
            let inputs = self.inputs().filter(|(_, taken)| *taken == wanted);
            inputs.map(|(id, _)| id.to_string()).collect::<Vec<_>>()
        });
        let constant = self.constant_value().map(|constant| format!("({constant})"));
        if self.constant_divides { &mut taken } else { &mut parts }.extend(constant);
        if parts.is_empty() {
            parts.push(if self.is_sum() { "0" } else { "1" }.to_owned());
        }
        f.write_str(&parts.join(with))?;
        taken.iter().try_for_each(|one| write!(f, "{without}{one}"))
    }
}

/// Whether a list names an input, be it one that was refused.
fn names_any(ids: &Part<Ids>) -> bool {
    match ids {
        Part::Absent => false,
        Part::Refused => true,
        Part::Read(ids) => !ids.0.is_empty(),
    }
}

/// Ids with the places at which a document has them under `key`.
fn placed<'d>(
    key: &'static str,
    ids: &'d Part<Ids>,
) -> impl Iterator<Item = (&'d Identifier, String)> {
    let ids = ids.get().into_iter().flat_map(|ids| ids.0.iter().enumerate());
    ids.filter_map(move |(index, id)| Some((id.get()?, format!("{key}[{index}]"))))
}

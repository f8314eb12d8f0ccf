//! Conversions between units that a test declares, as they are being put together.

use serde_json::Value;

use crate::document::{
    Describe, Expected, Kind, Node, Part, Place, Schemas, Written, document, list_schema, of_node,
    schema,
};
use crate::error::{ProblemCode, Problems};
use crate::specification::test::Conversion;
use crate::value::{Number, Unit};

document! {
    /// One of `from` is `factor` of the unit of the test.
    pub(crate) draft ConversionDraft (Expected::Object) => Conversion, ConversionDraft::checked;
        writes Conversion;
    /// The other unit.
    "from" from: Required Unit;
    /// How many of the unit of the test one of the other is, exact and above zero.
    "factor" factor: Required Written<Number>;
}

impl ConversionDraft {
    fn checked(self) -> Result<Conversion, Problems> {
        let Self { from, factor, carried, mut problems } = self;
        let made = from.into_option().zip(factor.into_option());
        if let Some((from, factor)) = &made
            && (factor.value.is_negative() || factor.value.is_zero())
        {
            let message = format!(
                "found the factor {}; write how many of the test's unit one `{from}` is, above zero",
                factor.value
            );
            problems.push("factor", ProblemCode::OutOfRange, message);
        }
        problems.unless_made(made.map(|(from, factor)| Conversion { from, factor, carried }))
    }
}

/// Conversions, of which each is from another unit. One that was refused keeps its place, so that
/// places stay true.
#[derive(Clone, Debug, Default)]
pub(crate) struct Conversions(pub(in crate::specification) Vec<Part<Conversion>>);

impl Conversions {
    pub(super) fn add(
        &mut self,
        made: Result<Conversion, Problems>,
        at: Place<'_>,
        problems: &mut Problems,
    ) {
        let at = at.item(self.0.len());
        let one = made.map_err(|own| problems.absorb(&at.to_string(), own)).ok();
        self.keep(Part::read_or_refused(one), at, problems);
    }

    fn keep(&mut self, mut one: Part<Conversion>, at: Place<'_>, problems: &mut Problems) {
        let known = |from: &Unit| self.0.iter().filter_map(Part::get).any(|one| one.from == *from);
        if let Some(from) = one.get().map(|one| &one.from).filter(|from| known(from)) {
            let message = format!("found a second conversion from `{from}`; declare one");
            problems.push(at.member("from"), ProblemCode::Duplicate, message);
            one = Part::Refused;
        }
        self.0.push(one);
    }
}

impl Kind for Conversions {
    fn read(node: Node<'_>, at: Place<'_>, problems: &mut Problems) -> Part<Self> {
        let Some(items) = node.items(at, problems) else { return Part::Refused };
        let mut conversions = Self::default();
        for (index, item) in items.into_iter().enumerate() {
            let at = at.item(index);
            let one = of_node::<ConversionDraft>(item, at, problems);
            conversions.keep(one, at, problems);
        }
        Part::Read(conversions)
    }
}

impl Describe for Conversions {
    fn schema(schemas: &mut Schemas) -> Value {
        list_schema(schema::<ConversionDraft>(schemas), 0, None)
    }
}

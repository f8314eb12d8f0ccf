//! The replicates of one determination.

use serde_json::{Value, json};
use smol_str::SmolStr;

use super::invalidation::InvalidationDraft;
use super::result::{AssayResult, Replicate};
use crate::document::{
    Describe, Draft, Expected, Json, Kind, Members, Node, Part, Place, Schemas, Write, document,
    draft_of_node, list_schema,
};
use crate::error::{ProblemCode, Problems};
use crate::value::{Extensions, Reading};

document! {
    /// One of the values of a determination.
    pub(crate) draft ReplicateDraft (Expected::Value) => ReplicateDraft, Ok; writes Replicate;
    /// The value as the laboratory wrote it.
    "value" value: Required SmolStr;
    /// Why it does not count.
    "invalidated" invalidated: Optional InvalidationDraft;
}

impl ReplicateDraft {
    fn new(value: &str) -> Self {
        Self::default().with_text("value", value)
    }
}

/// A text is short for an object with a value.
impl Kind for ReplicateDraft {
    fn read(node: Node<'_>, at: Place<'_>, problems: &mut Problems) -> Part<Self> {
        match node {
            Node::Text(value) => Part::Read(Self::new(&value)),
            object => draft_of_node(object, at, problems),
        }
    }
}

/// Replicates, each with its place in the list.
#[derive(Clone, Debug)]
pub(crate) struct Replicates(pub(super) Vec<Part<ReplicateDraft>>);

impl Kind for Replicates {
    fn read(node: Node<'_>, at: Place<'_>, problems: &mut Problems) -> Part<Self> {
        let Some(items) = node.items(at, problems) else { return Part::Read(Self(Vec::new())) };
        if items.is_empty() {
            problems.push(at, ProblemCode::Empty, "found no value; leave the result out");
        }
        let items = items.into_iter().enumerate();
        let read = items.map(|(index, item)| Kind::read(item, at.item(index), problems));
        Part::Read(Self(read.collect()))
    }
}

impl Describe for Replicates {
    fn schema(schemas: &mut Schemas) -> Value {
        let object = <ReplicateDraft as Describe>::schema(schemas);
        let text = <SmolStr as Describe>::schema(schemas);
        list_schema(json!({"anyOf": [text, object]}), 1, None)
    }
}

impl Replicate {
    /// A text where there is no more than the value.
    pub(super) fn written(&self, members: Members) -> Option<Json<'_>> {
        if self.invalidated.is_none() && self.carried.iter().next().is_none() {
            return Some((&*self.value).into());
        }
        self.json(members)
    }
}

impl AssayResult {
    /// A further replicate of the same determination, in the order in which they were measured.
    pub fn replicate(self, value: &str) -> Self {
        self.with_replicate(ReplicateDraft::new(value))
    }

    /// A further replicate that is invalid: shown, and not counted. What
    /// [`invalidated`](Self::invalidated) says of the three texts holds.
    pub fn invalidated_replicate(
        self,
        value: &str,
        cause: &str,
        reference: &str,
        by: &str,
    ) -> Self {
        let invalidated = Part::Read(InvalidationDraft::new(cause, reference, by));
        self.with_replicate(ReplicateDraft { invalidated, ..ReplicateDraft::new(value) })
    }

    fn with_replicate(mut self, replicate: ReplicateDraft) -> Self {
        if self.replicates().is_empty() {
            let (value, reading) = (
                std::mem::take(&mut self.value),
                std::mem::replace(&mut self.reading, Reading::Term),
            );
            self.rare().replicates.push(Replicate {
                value,
                reading,
                invalidated: None,
                carried: Extensions::default(),
            });
        }
        self.add_replicate(Part::Read(replicate));
        self.with_listed_values()
    }

    /// One more replicate of a list, which is complete only with
    /// [`with_listed_values`](Self::with_listed_values). One that was refused, and reported, keeps
    /// its place.
    pub(super) fn add_replicate(&mut self, replicate: Part<ReplicateDraft>) {
        let index = self.replicates().len();
        let values = Place::key("values");
        let at = values.item(index);
        let ReplicateDraft { value, invalidated, carried, .. } =
            replicate.into_option().unwrap_or_default();
        let is_object = !invalidated.is_absent() || carried.iter().next().is_some();
        let value = value.into_option().unwrap_or_else(|| SmolStr::new_static("refused"));
        self.refuse_no_result(if is_object { at.member("value") } else { at }, &value);
        let invalidated = invalidated
            .into_option()
            .and_then(|draft| draft.checked(at.member("invalidated"), self.problems()));
        let mut reading = Reading::of(&value);
        if let Some(unit) = self.unit.clone() {
            self.give_unit(&mut reading, &unit);
        }
        self.rare().replicates.push(Replicate { value, reading, invalidated, carried });
    }

    /// Shows a list of replicates as one text.
    pub(super) fn with_listed_values(mut self) -> Self {
        let values: Vec<&str> =
            self.replicates().iter().map(|replicate| replicate.value.trim()).collect();
        self.value = values.join("; ").into();
        self
    }
}

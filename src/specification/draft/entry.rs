//! What is accepted in a phase, as it is being put together.

use serde_json::{Value, json};

use super::acceptance::Acceptance;
use crate::criterion::Criterion;
use crate::document::{Describe, Expected, Kind, Node, Part, Place, Schemas, list_schema};
use crate::error::Problems;
use crate::specification::phase::PerPhase;

/// What is accepted in a phase, as it is being put together: one acceptance, or a list of cases.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(in crate::specification) cases: Vec<Acceptance>,
    pub(in crate::specification) is_list: bool,
}

impl Entry {
    pub(super) fn one(acceptance: Acceptance) -> Self {
        Self { cases: vec![acceptance], is_list: false }
    }

    /// Whether one case asks for something and another does not.
    pub(crate) fn asks_in_some_cases(&self) -> bool {
        let mut cases =
            self.cases.iter().filter_map(Acceptance::read_criterion).map(Criterion::is_neutral);
        cases.clone().any(|neutral| neutral) && cases.any(|neutral| !neutral)
    }

    pub(super) fn of_cases(cases: Vec<Acceptance>) -> Self {
        Self { cases, is_list: true }
    }
}

impl Entry {
    fn read(node: Node<'_>) -> Self {
        // What is wrong with a case is kept in it, also where it is none.
        let case = |node: Node<'_>| {
            let mut own = Problems::default();
            let read = Acceptance::read(node, Place::Here, &mut own);
            read.into_option().unwrap_or_else(|| Acceptance {
                criterion: Part::Refused,
                problems: own,
                ..Acceptance::default()
            })
        };
        match node {
            Node::List(cases) => Self::of_cases(cases.into_iter().map(case).collect()),
            only => Self::one(case(only)),
        }
    }
}

/// An object with what each phase accepts, or with what all of them do.
impl Kind for PerPhase<Entry> {
    fn read(node: Node<'_>, at: Place<'_>, problems: &mut Problems) -> Part<Self> {
        let expected = Expected::ObjectOf("an object with the phases, or with `all`,");
        let Some(object) = node.object(at, expected, problems) else { return Part::Refused };
        let read = |node: Node<'_>, _: Place<'_>, _: &mut Problems| Entry::read(node);
        Part::Read(Self::read_object(object, Some("all"), at, problems, read))
    }
}

impl Describe for PerPhase<Entry> {
    fn schema(schemas: &mut Schemas) -> Value {
        let case = <Acceptance as Describe>::schema(schemas);
        let short = <Criterion as Describe>::schema(schemas);
        let cases = list_schema(case.clone(), 1, None);
        let entry = json!({"anyOf": [short, case, cases]});
        Self::object_schema(Some("all"), &entry)
    }
}

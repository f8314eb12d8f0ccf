//! What a lot states of itself.

use serde_json::{Value, json};

use crate::document::{
    Describe, Expected, Json, Kind, Members, Node, Object, Part, Place, Schemas, Write, map_schema,
};
use crate::error::{ProblemCode, Problems, join, shown};
use crate::value::{Extensions, Identifier, Reading, says_no_result};

/// What a lot states of itself, in the order in which it was stated.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parameters {
    pub(super) stated: Vec<StatedParameter>,
    carried: Extensions,
}

/// One fact about a lot; a specification says what it has to be.
#[derive(Clone, Debug)]
pub(crate) struct StatedParameter {
    pub(crate) id: Identifier,
    pub(crate) value: Box<str>,
    pub(crate) reading: Reading,
}

/// Most parameters that a lot states.
const MOST_PARAMETERS: usize = 200;

impl Parameters {
    /// States one more; what is wrong with it is noted.
    pub(crate) fn state(&mut self, id: &str, value: &str, problems: &mut Problems) {
        let path = join("parameters", &shown(id, 1));
        let id: Option<Identifier> = problems.read_key(&*path, id);
        if says_no_result(value) {
            let shown = shown(value, 1);
            problems.push(
                &*path,
                ProblemCode::NoValue,
                format!(
                    "found `{shown}`, which says that there is no value; leave the parameter out"
                ),
            );
        }
        let Some(id) = id else { return };
        if self.stated.iter().any(|known| known.id == id) {
            problems.push(path, ProblemCode::RepeatedMember, "is stated twice; state it once");
        } else if self.stated.len() == MOST_PARAMETERS {
            problems.push(
                "parameters",
                ProblemCode::BeyondLimit,
                format!("found more than {MOST_PARAMETERS} parameters; state fewer"),
            );
        } else if self.stated.len() < MOST_PARAMETERS {
            self.stated.push(StatedParameter {
                id,
                value: value.into(),
                reading: Reading::of(value),
            });
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &StatedParameter> {
        self.stated.iter()
    }
}

impl Kind for Parameters {
    fn read(node: Node<'_>, at: Place<'_>, problems: &mut Problems) -> Part<Self> {
        let expected = Expected::ObjectOf("an object with the value of each parameter");
        let Some(object) = node.object(at, expected, problems) else { return Part::Refused };
        let mut parameters = Self { stated: Vec::new(), carried: object.carried };
        for (id, node) in object.own {
            if let Some(value) = node.text(at.member(&id), problems) {
                parameters.state(&id, &value, problems);
            }
        }
        Part::Read(parameters)
    }
}

impl Describe for Parameters {
    fn schema(_: &mut Schemas) -> Value {
        map_schema(&json!({"type": "string", "minLength": 1})).into()
    }
}

impl Write for Parameters {
    fn json(&self, members: Members) -> Option<Json<'_>> {
        let object = self
            .iter()
            .fold(Object::default(), |object, one| object.with(one.id.as_str(), &*one.value));
        Some(object.carrying(&self.carried, members).into())
    }

    fn is_default(&self) -> bool {
        self.stated.is_empty() && self.carried.iter().next().is_none()
    }
}

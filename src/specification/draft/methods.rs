//! The methods that a test lists, as they are being put together.

use serde_json::Value;

use crate::document::{Describe, Kind, Node, Part, Place, Schemas, list_schema};
use crate::error::{ProblemCode, Problems};
use crate::value::Label;

/// Most methods that a test lists in a phase.
const MOST: usize = 100;

/// Methods, of which each is named once. One that was refused keeps its place, so that places stay
/// true.
#[derive(Clone, Debug, Default)]
pub(crate) struct Methods(Vec<Part<Label>>);

impl Methods {
    pub(super) fn of<T: AsRef<str>>(texts: &[T], at: Place<'_>, problems: &mut Problems) -> Self {
        if texts.is_empty() {
            problems.push(
                at,
                ProblemCode::Empty,
                "found no method, so that no result could count; name one, or leave `methods` out",
            );
        }
        let mut methods = Self::default();
        for text in texts {
            methods.add(text.as_ref(), (at, problems));
        }
        methods
    }

    pub(super) fn add(&mut self, text: &str, (at, problems): (Place<'_>, &mut Problems)) {
        let index = self.0.len();
        if index == MOST {
            problems.push(
                at,
                ProblemCode::BeyondLimit,
                format!("found more than {MOST} methods; list fewer"),
            );
            self.0.push(Part::Refused);
        }
        if index >= MOST {
            return;
        }
        let at = at.item(index);
        let method = Part::read_or_refused(problems.read::<Label>(at, text));
        match method.get() {
            Some(known) if self.0.contains(&method) => {
                problems.push(
                    at,
                    ProblemCode::Duplicate,
                    format!("found the method `{known}` twice; name it once"),
                );
            }
            _ => {}
        }
        self.0.push(method);
    }

    /// All of them; `None` where one was refused.
    pub(in crate::specification) fn checked(self) -> Option<Vec<Label>> {
        self.0.into_iter().map(Part::into_option).collect()
    }
}

impl Kind for Methods {
    fn read(node: Node<'_>, at: Place<'_>, problems: &mut Problems) -> Part<Self> {
        let texts = node.texts(at, problems);
        Part::read_or_refused(texts.map(|texts| Self::of(&texts, at, problems)))
    }
}

impl Describe for Methods {
    fn schema(schemas: &mut Schemas) -> Value {
        list_schema(<Label as Describe>::schema(schemas), 1, Some(MOST))
    }
}

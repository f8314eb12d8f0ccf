//! When a test, or one of several criteria, applies, as it is being put together.

use serde_json::{Value, json};

use crate::document::{
    Describe, Expected, Kind, Node, Part, Place, Schemas, list_schema, map_schema,
};
use crate::error::{ProblemCode, Problems, join};
use crate::specification::condition::{Condition, MustBe, Requirement};
use crate::value::{Extensions, Identifier};

/// A condition as it is being put together: ids, and what each must be.
#[derive(Clone, Debug, Default)]
pub(crate) struct ConditionDraft {
    keys: Vec<Key>,
    carried: Extensions,
}

#[derive(Clone, Debug)]
struct Key {
    id: Part<Identifier>,
    /// `None` where a reader of documents has refused it.
    texts: Option<Vec<Box<str>>>,
    is_list: bool,
}

impl ConditionDraft {
    /// One more thing that must be so. Without `texts` it was refused.
    pub(super) fn add<T: AsRef<str>>(
        &mut self,
        id: &str,
        texts: Option<&[T]>,
        is_list: bool,
        (at, problems): (Place<'_>, &mut Problems),
    ) {
        let at = at.member(id);
        let id = Part::read_or_refused(problems.read_key::<Identifier>(at, id));
        if id.get().is_some_and(|id| self.ids().any(|known| known == id)) {
            problems.push(
                at,
                ProblemCode::RepeatedMember,
                "is asked twice; give one requirement, or a list",
            );
        }
        let texts = texts.map(|texts| texts.iter().map(|text| text.as_ref().into()).collect());
        // Most conditions ask one thing, for which a list that grows has room for four.
        self.keys.reserve_exact(usize::from(self.keys.is_empty()));
        self.keys.push(Key { id, texts, is_list });
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = &Identifier> {
        self.keys.iter().filter_map(|key| key.id.get())
    }

    /// What the condition asks for, each requirement read by `read` in the light of its subject;
    /// `None` where one was refused.
    pub(crate) fn checked(
        self,
        path: &str,
        problems: &mut Problems,
        read: impl Fn(&Identifier, &[Box<str>], &str, &mut Problems) -> Option<MustBe>,
    ) -> Option<Condition> {
        if self.keys.is_empty() {
            problems.push(
                path,
                ProblemCode::Empty,
                "is empty; name a parameter or a test and what it must be",
            );
        }
        let mut complete = !self.keys.is_empty();
        let mut requirements = Vec::with_capacity(self.keys.len());
        for Key { id, texts, is_list } in self.keys {
            let requirement = id.into_option().zip(texts).and_then(|(subject, texts)| {
                let must_be = read(&subject, &texts, &join(path, subject.as_str()), problems)?;
                Some(Requirement { subject, must_be, is_list })
            });
            complete &= requirement.is_some();
            requirements.extend(requirement);
        }
        complete.then_some(Condition { requirements, carried: self.carried })
    }
}

impl Kind for ConditionDraft {
    fn read(node: Node<'_>, at: Place<'_>, problems: &mut Problems) -> Part<Self> {
        let expected = Expected::ObjectOf("an object with what each parameter or test must be");
        let Some(object) = node.object(at, expected, problems) else { return Part::Refused };
        let mut condition = Self { keys: Vec::new(), carried: object.carried };
        let mut requirements = Vec::with_capacity(object.own.len());
        for (id, node) in object.own {
            let is_list = matches!(node, Node::List(_));
            let texts = if is_list {
                node.texts(at.member(&id), problems)
            } else {
                node.text(at.member(&id), problems).map(|text| vec![text])
            };
            requirements.push((id, texts, is_list));
        }
        for (id, texts, is_list) in requirements {
            condition.add(&id, texts.as_deref(), is_list, (at, problems));
        }
        Part::Read(condition)
    }
}

impl Describe for ConditionDraft {
    fn schema(_: &mut Schemas) -> Value {
        let text = json!({"type": "string", "minLength": 1});
        let value = json!({"anyOf": [text.clone(), list_schema(text, 1, None)]});
        let mut schema = map_schema(&value);
        schema.insert("minProperties".to_owned(), 1.into());
        schema.into()
    }
}

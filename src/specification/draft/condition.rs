//! When a test, or one of several criteria, applies, as it is being put together.

use crate::error::{Problems, join, shown};
use crate::specification::condition::{Condition, MustBe, Requirement};
use crate::specification::part::Part;
use crate::value::{Extensions, Identifier};

/// A condition as it is being put together: ids, and what each must be.
#[derive(Clone, Debug, Default)]
pub(crate) struct ConditionDraft {
    keys: Vec<Key>,
    stated: bool,
    extensions: Extensions,
}

#[derive(Clone, Debug)]
struct Key {
    id: Part<Identifier>,
    /// `None` where a reader of documents has refused it.
    texts: Option<Vec<Box<str>>>,
    is_list: bool,
}

impl ConditionDraft {
    pub(crate) fn is_stated(&self) -> bool {
        self.stated
    }

    /// Says that there is a condition, with members that are carried along.
    pub(super) fn state(&mut self, extensions: Extensions) {
        self.stated = true;
        self.extensions = extensions;
    }

    /// One more thing that must be so. Without `texts` it was refused.
    pub(super) fn add(
        &mut self,
        path: &str,
        id: &str,
        texts: Option<&[&str]>,
        is_list: bool,
        problems: &mut Problems,
    ) {
        self.stated = true;
        let path = join(path, &shown(id, 1));
        let id = Part::read(&path, Some(id), problems);
        if id.get().is_some_and(|id| self.ids().any(|known| known == id)) {
            problems.push(path, "is asked twice; give one requirement, or a list");
        }
        let texts = texts.map(|texts| texts.iter().copied().map(Box::from).collect());
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
            problems.push(path, "is empty; name a parameter or a test and what it must be");
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
        complete.then_some(Condition { requirements, extensions: self.extensions })
    }
}

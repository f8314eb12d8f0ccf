//! When a test, or one of several criteria, applies.

use std::sync::Arc;

use super::part::Part;
use crate::criterion::{Criterion, Term};
use crate::error::{Problems, join, shown};
use crate::value::{Extensions, Identifier};

/// A condition as it is being put together: ids, and what each must be.
#[derive(Clone, Debug, Default)]
pub(super) struct ConditionDraft {
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

/// A condition: all of its requirements have to be met.
#[derive(Clone, Debug)]
pub(crate) struct Condition {
    pub(crate) requirements: Vec<Requirement>,
    pub(crate) extensions: Extensions,
}

/// What one parameter or test must be.
#[derive(Clone, Debug)]
pub(crate) struct Requirement {
    pub(crate) subject: Identifier,
    pub(crate) must_be: MustBe,
    /// Whether it was written as a list.
    pub(crate) is_list: bool,
}

#[derive(Clone, Debug)]
pub(crate) enum MustBe {
    /// A number within limits, compared without rounding.
    Within(Box<Criterion>),
    /// Plans share the terms.
    OneOf(Arc<[Term]>),
}

impl ConditionDraft {
    pub(super) fn is_stated(&self) -> bool {
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

    pub(super) fn ids(&self) -> impl Iterator<Item = &Identifier> {
        self.keys.iter().filter_map(|key| key.id.get())
    }

    /// What the condition asks for, each requirement read by `read` in the light of its subject;
    /// `None` where one was refused.
    pub(super) fn checked(
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

impl Condition {
    /// Whether a lot could meet both: unless a subject of both excludes it.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self.overlaps_where(other, |_| true)
    }

    /// Whether a lot could meet both: unless a subject of both that `is_same` excludes it.
    pub(crate) fn overlaps_where(
        &self,
        other: &Self,
        is_same: impl Fn(&Identifier) -> bool,
    ) -> bool {
        let excludes = |mine: &Requirement, others: &Requirement| {
            mine.subject == others.subject
                && mine.must_be.excludes(&others.must_be)
                && is_same(&mine.subject)
        };
        !self
            .requirements
            .iter()
            .any(|mine| other.requirements.iter().any(|others| excludes(mine, others)))
    }

    /// What it asks in one spelling: those that are [alike](Self::is_like) have the same.
    pub(crate) fn meaning(&self) -> String {
        let asked = |one: &Requirement| format!("{} {}", one.subject, one.must_be.meaning());
        let mut asked: Vec<String> = self.requirements.iter().map(asked).collect();
        asked.sort_unstable();
        asked.join("\n")
    }

    /// Whether the same lots meet both, as far as each requirement by itself tells.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        let holds = |all: &[Requirement], one: &Requirement| {
            all.iter()
                .any(|other| one.subject == other.subject && one.must_be.is_like(&other.must_be))
        };
        self.requirements.len() == other.requirements.len()
            && self.requirements.iter().all(|one| holds(&other.requirements, one))
            && other.requirements.iter().all(|one| holds(&self.requirements, one))
    }
}

impl std::fmt::Display for Condition {
    /// `body_weight is NMT 50 kg and donor is "autologous"`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts: Vec<String> = self.requirements.iter().map(ToString::to_string).collect();
        f.write_str(&parts.join(" and "))
    }
}

impl std::fmt::Display for Requirement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.must_be {
            MustBe::Within(criterion) => {
                write!(f, "{} is {}", self.subject, criterion.as_written())
            }
            MustBe::OneOf(terms) => {
                let terms: Vec<String> =
                    terms.iter().map(|term| format!("“{}”", term.as_str())).collect();
                write!(f, "{} is {}", self.subject, terms.join(" or "))
            }
        }
    }
}

//! Whether a test applies, and in which of its cases a lot is: what is asked for that.

use std::sync::Arc;

use super::sources::{Listed, Source, Sources};
use crate::acceptance::Region;
use crate::criterion::Term;
use crate::specification::{Condition, MustBe};
use crate::value::Identifier;

/// A condition, compiled. All requirements have to be met.
#[derive(Clone, Debug)]
pub(crate) struct PlannedCondition {
    pub(crate) requirements: Vec<Requirement>,
    pub(crate) text: String,
}

#[derive(Clone, Debug)]
pub(crate) struct Requirement {
    id: Identifier,
    pub(crate) source: Source,
    pub(crate) must_be: Asks,
}

#[derive(Clone, Debug)]
pub(crate) enum Asks {
    Within(Box<Region>),
    /// One of these; `listed` are all terms that its subject knows.
    OneOf {
        values: Arc<[Term]>,
        listed: Listed,
    },
}

impl PlannedCondition {
    /// `None` where a subject is not where it should be; `Some(None)` where there is no condition.
    #[allow(clippy::option_option, reason = "not compiled, or no condition, or a condition")]
    pub(super) fn compile_if(
        condition: Option<&Condition>,
        sources: &Sources<'_>,
    ) -> Option<Option<Self>> {
        let Some(condition) = condition else { return Some(None) };
        let mut requirements = Vec::with_capacity(condition.requirements.len());
        for requirement in &condition.requirements {
            let source = sources.of_id(&requirement.subject)?;
            let must_be = match &requirement.must_be {
                MustBe::Within(criterion) => Asks::Within(Box::new(Region::unrounded(criterion)?)),
                // What is a term in one phase is one in each, though nothing be asked there.
                MustBe::OneOf(values) => {
                    Asks::OneOf { values: Arc::clone(values), listed: sources.listed(source) }
                }
            };
            requirements.push(Requirement { id: requirement.subject.clone(), source, must_be });
        }
        Some(Some(Self { requirements, text: condition.to_string() }))
    }

    pub(crate) fn sources(&self) -> impl Iterator<Item = Source> {
        self.requirements.iter().map(|requirement| requirement.source)
    }

    /// The ids of what it is about, with where their values stand.
    pub(crate) fn subjects(&self) -> impl Iterator<Item = (&str, Source)> {
        self.requirements.iter().map(|requirement| (requirement.id.as_str(), requirement.source))
    }

    pub(crate) fn asks_of(&self, source: Source) -> Option<&Asks> {
        self.requirements
            .iter()
            .find(|requirement| requirement.source == source)
            .map(|requirement| &requirement.must_be)
    }

    pub(crate) fn asks_anything_of(&self, source: Source) -> bool {
        self.asks_of(source).is_some()
    }

    /// Whether it asks for words of what stands at `source`.
    pub(crate) fn asks_for_words(&self, source: Source) -> bool {
        matches!(self.asks_of(source), Some(Asks::OneOf { .. }))
    }
}

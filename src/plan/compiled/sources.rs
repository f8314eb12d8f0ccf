//! Where the values stand on which tests depend: parameters of the lot, and tests that others need.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::criterion::{Criterion, Term, Terms};
use crate::specification::{Parameter, Specification, Test, Values};
use crate::value::{Identifier, Unit};

/// Where a value comes from, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Source {
    /// Among the parameters of the specification.
    Parameter(usize),
    /// Among the tests that others need.
    Test(usize),
}

/// The places of all parameters and needed tests of a specification.
pub(crate) struct Sources<'s> {
    specification: &'s Specification,
    places: HashMap<&'s str, Source>,
    /// Of each parameter the values that are declared.
    declared: Vec<Listed>,
    /// Of each needed test the terms that it lists.
    listed: Vec<Listed>,
}

/// The terms that a subject of conditions knows, in whatever phase or case.
pub(super) type Listed = Arc<HashSet<Term>>;

impl<'s> Sources<'s> {
    pub(crate) fn of(specification: &'s Specification) -> Self {
        let parameters = specification.parameters().iter().enumerate();
        let parameters =
            parameters.map(|(index, parameter)| (parameter.id(), Source::Parameter(index)));
        let tests = specification.needed().iter().enumerate();
        let tests = tests.filter_map(|(place, index)| {
            Some((specification.tests().get(*index)?.id(), Source::Test(place)))
        });
        let terms = |index: &usize| {
            let criteria =
                specification.tests().get(*index).into_iter().flat_map(Test::all_criteria);
            criteria.filter_map(Criterion::terms).flat_map(Terms::named).cloned().collect()
        };
        let listed = specification.needed().iter().map(|index| Arc::new(terms(index))).collect();
        let values = |parameter: &Parameter| match parameter.kind() {
            Some(Values::OneOf(values)) => values.iter().cloned().collect(),
            _ => HashSet::new(),
        };
        let declared = specification
            .parameters()
            .iter()
            .map(|parameter| Arc::new(values(parameter)))
            .collect();
        Self { specification, places: parameters.chain(tests).collect(), declared, listed }
    }

    /// The terms that are known of what stands at `source`: those of a test, or the declared values
    /// of a parameter. All conditions on it share them.
    pub(super) fn listed(&self, source: Source) -> Listed {
        let shared = match source {
            Source::Test(place) => self.listed.get(place),
            Source::Parameter(index) => self.declared.get(index),
        };
        shared.cloned().unwrap_or_default()
    }

    pub(super) fn of_id(&self, id: &Identifier) -> Option<Source> {
        self.places.get(id.as_str()).copied()
    }

    pub(super) fn parameter(&self, id: &Identifier) -> Option<usize> {
        match self.of_id(id)? {
            Source::Parameter(index) => Some(index),
            Source::Test(_) => None,
        }
    }

    pub(super) fn test(&self, source: Source) -> Option<&'s Test> {
        match source {
            Source::Parameter(_) => None,
            Source::Test(place) => {
                self.specification.tests().get(*self.specification.needed().get(place)?)
            }
        }
    }

    pub(super) fn unit(&self, source: Source) -> Option<&'s Unit> {
        match source {
            Source::Parameter(index) => self.specification.parameters().get(index)?.unit(),
            Source::Test(_) => self.test(source)?.unit(),
        }
    }
}

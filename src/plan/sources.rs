//! Where the values stand on which tests depend: parameters of the lot, and tests that others need.

use std::collections::HashMap;

use crate::specification::{Specification, Test};
use crate::value::{Identifier, Unit};

/// Where a value comes from, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Source {
    /// Among the parameters of the specification.
    Parameter(usize),
    /// Among the tests that others need.
    Test(usize),
}

/// The places of all parameters and needed tests of a specification.
pub(super) struct Sources<'s> {
    specification: &'s Specification,
    places: HashMap<&'s str, Source>,
}

impl<'s> Sources<'s> {
    pub(super) fn of(specification: &'s Specification) -> Self {
        let parameters = specification.parameters().iter().enumerate();
        let parameters = parameters.map(|(index, parameter)| (parameter.id(), Source::Parameter(index)));
        let tests = specification.needed().iter().enumerate();
        let tests =
            tests.filter_map(|(place, index)| Some((specification.tests().get(*index)?.id(), Source::Test(place))));
        Self { specification, places: parameters.chain(tests).collect() }
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
            Source::Test(place) => self.specification.tests().get(*self.specification.needed().get(place)?),
        }
    }

    pub(super) fn unit(&self, source: Source) -> Option<&'s Unit> {
        match source {
            Source::Parameter(index) => self.specification.parameters().get(index)?.unit(),
            Source::Test(_) => self.test(source)?.unit(),
        }
    }
}

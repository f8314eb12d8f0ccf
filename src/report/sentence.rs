//! The plain sentences that explain a finding.

use super::Reason;

/// What the sentences speak of.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sentence<'a> {
    /// The value, as it was compared or else as it was handed in.
    pub(crate) value: &'a str,
    /// The criterion as written.
    pub(crate) criterion: &'a str,
    /// What the criterion accepts.
    pub(crate) accepts: &'a str,
    /// The unit, the method or the parse error at which a reason points.
    pub(crate) found: &'a str,
    /// What stands in the specification instead.
    pub(crate) expected: &'a str,
    /// How many results there are.
    pub(crate) results: usize,
}

impl Sentence<'_> {
    /// What is to be said of one result among others: without what the finding says once for all of them.
    pub(crate) fn brief(&self, reason: Reason) -> String {
        let Self { found, expected, .. } = self;
        match reason {
            Reason::Outside => "outside the limits".to_owned(),
            Reason::Straddles => "within or outside the limits, which cannot be told".to_owned(),
            Reason::RejectedTerm => "a rejected term".to_owned(),
            Reason::UnknownTerm => "a term that is neither accepted nor rejected".to_owned(),
            Reason::UnreadableValue => format!("cannot be read as a number: {found}"),
            Reason::UnitMismatch if found.is_empty() => format!("has no unit; the test is in {expected}"),
            Reason::UnitMismatch if expected.is_empty() => format!("has the unit {found}; the test has none"),
            Reason::UnitMismatch => format!("is not in {expected}, and no conversion from {found} is declared"),
            Reason::MethodNotListed if found.is_empty() => "states no method".to_owned(),
            Reason::MethodNotListed => format!("is by {found}, which the test does not list"),
            Reason::KindMismatch => format!("is {found}, where {expected} is asked for"),
            Reason::NegativeValue => "is below zero, or leaves nothing from zero up".to_owned(),
            Reason::Preliminary => "preliminary; the final result is awaited".to_owned(),
            _ => reason.code().to_owned(),
        }
    }

    pub(crate) fn of(&self, reason: Reason) -> String {
        let Self { value, criterion, accepts, found, expected, results } = self;
        match reason {
            Reason::Within => format!("{value} lies within {criterion}, which accepts {accepts}."),
            Reason::Outside => format!("{value} lies outside {criterion}, which accepts {accepts}."),
            Reason::Straddles => {
                format!(
                    "{value} may lie within or outside {criterion}, which accepts {accepts}; a measurement that quantifies it could tell."
                )
            }
            Reason::AcceptedTerm => format!("“{value}” is accepted by {criterion}."),
            Reason::RejectedTerm => format!("“{value}” is rejected by {criterion}."),
            Reason::UnknownTerm => format!("“{value}” is neither accepted nor rejected by {criterion}."),
            Reason::UnreadableValue => format!("“{value}” {}.", self.brief(reason)),
            Reason::UnitMismatch | Reason::NegativeValue => format!("{value} {}.", self.brief(reason)),
            Reason::MethodNotListed if found.is_empty() => {
                format!("{value} states no method; the test lists {expected}.")
            }
            Reason::MethodNotListed => {
                format!("{value} is by {found}, which is not among the test's methods: {expected}.")
            }
            Reason::KindMismatch => format!("“{value}” is {found}; {criterion} asks for {expected}."),
            Reason::WrongProduct => format!("The lot is of {found}; the specification is for {expected}."),
            Reason::WrongSpecification => format!("The lot is to be judged by {found}; this is {expected}."),
            Reason::NoResult => "There is no result yet.".to_owned(),
            Reason::NoValidResult if *results == 1 => "The only result does not count.".to_owned(),
            Reason::NoValidResult => format!("None of the {results} results counts."),
            Reason::Preliminary => format!("{value} is preliminary; the final result is awaited."),
            Reason::ReportOnly => format!("{value} is reported; the criterion sets no limit."),
            Reason::NotRequired => "The test is not required in this phase.".to_owned(),
            Reason::NotTested => "The test is judged only if it is performed, and there is no result.".to_owned(),
        }
    }
}

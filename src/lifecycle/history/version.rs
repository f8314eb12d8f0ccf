//! A version of a specification, as it is listed in a history and as it stands there.

use super::period::Period;
use crate::error::Problems;
use crate::specification::{Members, Specification};
use crate::value::{Date, Extensions, Json, Object};

/// One version of a specification as it is listed in a [`History`](super::History): which lots it
/// is for, by the day on which they were manufactured.
///
/// Nothing is refused before [`History::new`](super::History::new), which reports every problem at
/// once.
#[derive(Clone, Debug)]
#[must_use = "a version does nothing until it is handed to a history"]
pub struct Version {
    /// `None` where it is missing or was refused, and reported.
    pub(crate) specification: Option<Specification>,
    /// As the specification.
    pub(crate) since: Option<Date>,
    /// `None` where it was left out, or refused and reported.
    pub(crate) until: Option<Date>,
    pub(crate) extensions: Extensions,
    pub(crate) problems: Problems,
}

impl Version {
    /// `specification` is in force for the lots that were manufactured on the day `date` or later,
    /// until the next version is.
    pub fn since(date: &str, specification: Specification) -> Self {
        let mut problems = Problems::default();
        let since = problems.read("from", date);
        Self { specification: Some(specification), since, problems, ..Self::empty() }
    }

    /// Nothing said yet, or nothing that could be read.
    pub(crate) fn empty() -> Self {
        Self {
            specification: None,
            since: None,
            until: None,
            extensions: Extensions::default(),
            problems: Problems::default(),
        }
    }

    /// The last day of which it judges the lots. Left out, it is the eve of the next version, and
    /// the last version has no end.
    ///
    /// Where another version follows, this can only be the eve of that one: saying so guards
    /// against a misread date.
    pub fn until(mut self, date: &str) -> Self {
        self.problems.refuse_second("until", self.until.is_some());
        self.until = self.problems.read("until", date);
        self
    }
}

/// One version of a specification in a [`History`](super::History), with the days between which it
/// is in force.
///
/// ```
/// use release_criteria::lifecycle::{History, Version};
/// use release_criteria::{Acceptance, Attribute, Date, Phase, Rounding, Specification, Test};
///
/// let version = |version: &str| {
///     Specification::builder("SPEC-7", version, "Example vector")
///         .approved()
///         .phases(&[Phase::Commercial])
///         .rounding(Rounding::Usp)
///         .test(
///             Test::quantitative("empty", "Empty capsids", Attribute::Purity, "%")
///                 .accept(Acceptance::new("NMT 30 %")),
///         )
///         .build()
/// };
/// let history = History::new(vec![
///     Version::since("2026-04-01", version("4")?),
///     Version::since("2025-01-15", version("3")?),
/// ])?;
/// let days: Vec<(Date, Option<Date>)> =
///     history.versions().iter().map(|one| (one.since(), one.until())).collect();
/// assert_eq!(
///     days,
///     [("2025-01-15".parse()?, Some("2026-03-31".parse()?)), ("2026-04-01".parse()?, None)]
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct VersionInForce {
    pub(super) specification: Specification,
    pub(super) period: Period,
    /// Whether its last day was stated, rather than told by the next version.
    pub(super) ends_as_stated: bool,
    /// The place at which it was listed.
    pub(super) place: usize,
    pub(super) extensions: Extensions,
}

impl VersionInForce {
    /// The specification in this version.
    #[must_use]
    pub fn specification(&self) -> &Specification {
        &self.specification
    }

    /// The first day of which it judges the lots.
    #[must_use]
    pub fn since(&self) -> Date {
        self.period.since
    }

    /// The last day of which it judges the lots: as stated, or the eve of the next version; `None`
    /// where it has no end.
    #[must_use]
    pub fn until(&self) -> Option<Date> {
        self.period.until
    }

    pub(super) fn document(&self) -> Json<'_> {
        let until = self.period.until.filter(|_| self.ends_as_stated);
        Object::default()
            .with("from", self.period.since.to_string())
            .with_some("until", until.map(|date| date.to_string()))
            .with("specification", self.specification.document(Members::All))
            .with_extensions(&self.extensions)
            .into()
    }
}

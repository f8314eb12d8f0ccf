//! A version of a specification, as it is listed in a history and as it stands there.

use super::period::Period;
use crate::document::{Expected, Item, document};
use crate::error::Problems;
use crate::specification::Specification;
use crate::value::{Date, Extensions};

/// Most versions in one history.
pub(super) const MOST_VERSIONS: usize = 1_000;

document! {
    /// One version of a specification, and the lots for which it is, by the day on which they were
    /// manufactured.
    pub(crate) draft VersionDraft (Expected::Object) => Version, |draft| Ok(Version::of(draft));
        writes VersionInForce;
    /// The first day on which it is in force.
    "from" from: Required Date = |version, _| Some(version.period.since.to_string().into());
    /// The last day; else it is the eve of the next version.
    "until" until: Optional Date = |version, _| {
        Some(version.period.until.filter(|_| version.ends_as_stated)?.to_string().into())
    };
    /// The specification in this version, as a whole document.
    "specification" specification: Required Specification;
}

impl Item for VersionDraft {
    const MOST: usize = MOST_VERSIONS;
    const LEAST: usize = 1;

    fn in_place_of_refused() -> Option<Version> {
        Some(Version::empty())
    }

    fn each_problems(one: &mut Version, see: &mut dyn FnMut(&mut Problems)) {
        see(&mut one.problems);
    }
}

/// One version of a specification as it is listed in a [`History`](super::History): which lots it
/// is for, by the day on which they were manufactured.
///
/// Nothing is refused before [`History::new`](super::History::new), which reports every problem at
/// once.
#[derive(Clone, Debug)]
#[must_use = "a version does nothing until it is handed to a history"]
pub struct Version {
    /// `None` where it is missing or was refused, and reported.
    pub(super) specification: Option<Specification>,
    /// As the specification.
    pub(super) since: Option<Date>,
    /// `None` where it was left out, or refused and reported.
    pub(super) until: Option<Date>,
    pub(super) carried: Extensions,
    pub(super) problems: Problems,
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
    fn empty() -> Self {
        Self {
            specification: None,
            since: None,
            until: None,
            carried: Extensions::default(),
            problems: Problems::default(),
        }
    }

    fn of(draft: VersionDraft) -> Self {
        Self {
            specification: draft.specification.into_option(),
            since: draft.from.into_option(),
            until: draft.until.into_option(),
            carried: draft.carried,
            problems: draft.problems,
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
    pub(super) carried: Extensions,
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
}

//! What a validation protocol asks besides the specification.

use crate::criterion::Criterion;
use crate::error::Problems;
use crate::specification::{Combine, Part, check_rsd, required};
use crate::value::code::find;
use crate::value::{Extensions, Identifier, Measurement, Number, says_no_result};

/// Most further criteria of a campaign.
pub(crate) const MOST_CRITERIA: usize = 1_000;
/// How the values of lots are combined. Their sum would depend on their number.
const COMBINATIONS: [Combine; 5] =
    [Combine::Mean, Combine::GeometricMean, Combine::Median, Combine::Minimum, Combine::Maximum];
/// Longest text in which a protocol says why, in characters.
const LONGEST_REASON: usize = 4_000;

/// A criterion that a validation protocol asks besides those of the specification: of each lot, or
/// of several lots together.
///
/// Of each lot it is at least as strict as the specification is in the validation phase. Across
/// lots, the reportable values of a test are combined as replicates are, exactly: their mean,
/// geometric mean, median, minimum or maximum meets limits, their relative standard deviation is
/// not greater than a largest one, or both.
///
/// Nothing is refused before the campaign is built:
/// [`CampaignBuilder::build`](super::CampaignBuilder::build) reports every problem.
///
/// ```
/// use release_criteria::lifecycle::FurtherCriterion;
///
/// let stricter = FurtherCriterion::of_each_lot("viability", "NLT 85 %")
///     .justification("mean of 12 clinical lots less 3 s");
/// let consistent = FurtherCriterion::geometric_mean("potency", "85–115 %").max_rsd("15 %");
/// let alike = FurtherCriterion::rsd("titre", "20 %");
/// assert_eq!(consistent.combination(), Some("geometric-mean"));
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "it does nothing until it is handed to a campaign"]
pub struct FurtherCriterion {
    pub(super) test: Part<Identifier>,
    pub(super) criterion: Part<Criterion>,
    pub(super) across: Option<Across>,
    pub(super) justification: Option<Box<str>>,
    pub(super) extensions: Extensions,
    problems: Problems,
}

/// How the values of several lots are combined.
#[derive(Clone, Debug, Default)]
pub(super) struct Across {
    pub(super) combine: Part<Combine>,
    pub(super) max_rsd: Part<Measurement>,
    pub(super) written_rsd: Box<str>,
    pub(super) extensions: Extensions,
    /// The whole of it was refused, and reported: nothing can be said of what stood in it.
    is_refused: bool,
}

impl FurtherCriterion {
    /// Each lot has to meet `criterion` in the test with the id `test`.
    pub fn of_each_lot(test: &str, criterion: &str) -> Self {
        Self::default().test_text(Some(test)).criterion_text(Some(criterion))
    }

    /// The mean of the lots has to meet `limits`.
    pub fn mean(test: &str, limits: &str) -> Self {
        Self::combined(test, Combine::Mean, limits)
    }

    /// The geometric mean of the lots has to meet `limits`.
    pub fn geometric_mean(test: &str, limits: &str) -> Self {
        Self::combined(test, Combine::GeometricMean, limits)
    }

    /// The median of the lots has to meet `limits`.
    pub fn median(test: &str, limits: &str) -> Self {
        Self::combined(test, Combine::Median, limits)
    }

    /// The least of the lots has to meet `limits`.
    pub fn minimum(test: &str, limits: &str) -> Self {
        Self::combined(test, Combine::Minimum, limits)
    }

    /// The greatest of the lots has to meet `limits`.
    pub fn maximum(test: &str, limits: &str) -> Self {
        Self::combined(test, Combine::Maximum, limits)
    }

    /// The relative standard deviation of the lots is at most `per_cent`, and nothing else is asked
    /// of them together.
    pub fn rsd(test: &str, per_cent: &str) -> Self {
        let criterion = Self { across: Some(Across::default()), ..Self::default() };
        criterion.test_text(Some(test)).max_rsd_text(Some(per_cent))
    }

    /// The largest relative standard deviation of the lots, in `%`, besides the limits on what they
    /// make: sample standard deviation (n − 1) over mean, never rounded.
    pub fn max_rsd(mut self, per_cent: &str) -> Self {
        match &self.across {
            None => self
                .problems
                .push("across_lots", "is missing; one lot has no deviation from others"),
            Some(across) => {
                self.problems.refuse_second("across_lots.max_rsd", !across.max_rsd.is_absent());
            }
        }
        self.max_rsd_text(Some(per_cent))
    }

    /// Why it is what it is. Kept, and never interpreted.
    pub fn justification(mut self, text: &str) -> Self {
        self.problems.refuse_second("justification", self.justification.is_some());
        self.justification_text(Some(text))
    }

    /// The id of the test.
    #[must_use]
    pub fn test(&self) -> &str {
        self.test.get().map_or("", Identifier::as_str)
    }

    /// What each lot has to meet, or what the lots together make; `None` where only their deviation
    /// is limited.
    #[must_use]
    pub fn criterion(&self) -> Option<&Criterion> {
        self.criterion.get()
    }

    /// Whether it is asked of several lots together.
    #[must_use]
    pub fn is_across_lots(&self) -> bool {
        self.across.is_some()
    }

    /// How the values of the lots are combined, by its code: `geometric-mean`.
    #[must_use]
    pub fn combination(&self) -> Option<&'static str> {
        self.combine().map(Combine::code)
    }

    /// The largest relative standard deviation of the lots in `%`, if one is set.
    #[must_use]
    pub fn largest_rsd(&self) -> Option<&Number> {
        self.across.as_ref()?.max_rsd.get().map(Measurement::number)
    }

    /// Why it is what it is, if the protocol says.
    #[must_use]
    pub fn stated_justification(&self) -> Option<&str> {
        self.justification.as_deref()
    }

    pub(super) fn combine(&self) -> Option<Combine> {
        self.across.as_ref()?.combine.get().copied()
    }

    fn combined(test: &str, combine: Combine, limits: &str) -> Self {
        let across = Across { combine: Part::Read(combine), ..Across::default() };
        Self { across: Some(across), ..Self::of_each_lot(test, limits) }
    }

    pub(crate) fn test_text(mut self, text: Option<&str>) -> Self {
        self.test = Part::read("test", text, &mut self.problems);
        self
    }

    pub(crate) fn criterion_text(mut self, text: Option<&str>) -> Self {
        self.criterion = Part::read("criterion", text, &mut self.problems);
        self
    }

    pub(crate) fn justification_text(mut self, text: Option<&str>) -> Self {
        self.justification =
            text.and_then(|text| reason("justification", text, &mut self.problems));
        self
    }

    /// It is asked of several lots together.
    pub(crate) fn across_lots(mut self, extensions: Extensions) -> Self {
        self.across = Some(Across { extensions, ..Across::default() });
        self
    }

    pub(crate) fn combine_text(mut self, text: Option<&str>) -> Self {
        let across = self.across.get_or_insert_default();
        let read = text.map(|text| find("combination", text, &COMBINATIONS, Combine::code));
        let problems = &mut self.problems;
        let noted = |error| problems.push_parse_error("across_lots.combine", &error);
        across.combine = Part::read_or_refused(read.and_then(|read| read.map_err(noted).ok()));
        self
    }

    pub(crate) fn max_rsd_text(mut self, text: Option<&str>) -> Self {
        let across = self.across.get_or_insert_default();
        across.written_rsd = text.unwrap_or_default().into();
        across.max_rsd = Part::read("across_lots.max_rsd", text, &mut self.problems);
        self
    }

    /// What stands in the place of something that was refused, and reported.
    pub(crate) fn refused() -> Self {
        Self { test: Part::Refused, criterion: Part::Refused, ..Self::default() }
    }

    /// What is asked across lots was refused, and reported.
    pub(crate) fn refused_across(mut self) -> Self {
        self.across = Some(Across { is_refused: true, ..Across::default() });
        self
    }

    pub(crate) fn problems(&mut self) -> &mut Problems {
        &mut self.problems
    }

    pub(crate) fn extensions(&mut self) -> &mut Extensions {
        &mut self.extensions
    }

    /// Checks it by itself, in a campaign of `lots` if that is known.
    pub(super) fn check(&mut self, lots: Option<u64>) {
        let own = &mut self.problems;
        required(self.test.clone(), "test", own);
        let Some(across) = &self.across else {
            required(self.criterion.clone(), "criterion", own);
            if let Some(criterion) = self.criterion.get()
                && (criterion.is_neutral() || criterion.same_as().is_some())
            {
                let message = format!(
                    "found `{criterion}`, which is no further criterion; write limits, or terms in \
                     quotes"
                );
                own.push("criterion", message);
            }
            return;
        };
        if across.is_refused {
            return;
        }
        match (across.combine.is_absent(), self.criterion.is_absent()) {
            (true, true) if across.max_rsd.is_absent() => {
                own.push(
                    "across_lots",
                    "asks for nothing; give `combine` with a `criterion`, or `max_rsd`, or both",
                );
            }
            (true, false) => {
                own.push(
                    "across_lots.combine",
                    "is missing; say what the lots make that has to meet the criterion",
                );
            }
            (false, true) => {
                own.push("criterion", "is missing; say what the lots together have to meet");
            }
            _ => {}
        }
        if let Some(rsd) = across.max_rsd.get() {
            check_rsd(rsd, "across_lots.max_rsd", own);
        }
        if !across.max_rsd.is_absent() && lots == Some(1) {
            own.push(
                "across_lots.max_rsd",
                "found in a campaign of one lot, which deviates from no other; leave it out, or \
                 plan at least 2",
            );
        }
    }

    /// Whether both ask the same kind of thing of the same test. Of a combination that was refused
    /// nobody knows which was meant.
    pub(super) fn repeats(&self, other: &Self) -> bool {
        let kind = |one: &Self| (one.is_across_lots(), one.combine());
        let is_known = |one: &Self| {
            one.across.as_ref().is_none_or(|across| {
                !across.is_refused && (across.combine.is_absent() || across.combine.get().is_some())
            })
        };
        let are_known = self.test.get().is_some() && is_known(self) && is_known(other);
        are_known && self.test == other.test && kind(self) == kind(other)
    }
}

/// A text that says why; one that says nothing is refused.
pub(super) fn reason(path: &str, text: &str, problems: &mut Problems) -> Option<Box<str>> {
    let text = text.trim();
    let length = text.chars().count();
    if says_no_result(text) || !text.contains(char::is_alphanumeric) {
        let found = crate::error::shown(text, 1);
        problems.push(path, format!("found `{found}`, which says nothing; say why in words"));
        return None;
    }
    if length > LONGEST_REASON {
        problems.push(
            path,
            format!("found {length} characters; a reason has at most {LONGEST_REASON}"),
        );
        return None;
    }
    Some(text.into())
}

//! What a validation protocol asks besides the specification.

use std::borrow::Cow;
use std::str::FromStr;

use serde_json::{Value, json};

use crate::criterion::Criterion;
use crate::document::{
    Describe, Draft, Expected, Item, Json, Kind, Members, Node, Part, Place, Schemas, Write,
    Written, document, draft_of_node,
};
use crate::error::{ParseError, ProblemCode, Problems};
use crate::specification::{Combine, check_rsd};
use crate::value::code::find;
use crate::value::{Identifier, Measurement, Notation, Number, says_no_result};

/// Most further criteria of a campaign.
pub(crate) const MOST_CRITERIA: usize = 1_000;
/// Longest text in which a protocol says why, in characters.
const LONGEST_REASON: usize = 4_000;

document! {
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
    pub draft FurtherCriterion (Expected::Object, "it does nothing until it is handed to a campaign")
        => FurtherCriterion, Ok; writes FurtherCriterion;
    /// The id of the test.
    "test" test: Checked Identifier;
    /// How the values of several lots are combined, where they have to meet it together.
    "across_lots" across: Optional Across;
    /// What each lot has to meet, or what the lots together make.
    "criterion" criterion: Optional Criterion;
    /// Why it is what it is.
    "justification" justification: Optional Rationale;
}

document! {
    /// How the values of several lots are combined.
    pub(crate) draft Across (Expected::ObjectOf("an object with `combine`, `max_rsd`, or both"))
        => Across, Ok; writes Across;
    /// How they make one value.
    "combine" combine: Optional CombinedLots;
    /// The largest relative standard deviation, in `%`.
    "max_rsd" max_rsd: Optional Written<Measurement>;
}

impl Kind for Across {
    fn read(node: Node<'_>, at: Place<'_>, problems: &mut Problems) -> Part<Self> {
        draft_of_node(node, at, problems)
    }
}

/// How the values of lots are combined. Their sum would depend on their number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CombinedLots(Combine);

impl CombinedLots {
    const ALL: [Combine; 5] = [
        Combine::Mean,
        Combine::GeometricMean,
        Combine::Median,
        Combine::Minimum,
        Combine::Maximum,
    ];
}

impl FromStr for CombinedLots {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        find("combination", text, &Self::ALL, Combine::code).map(Self)
    }
}

impl Notation for CombinedLots {
    fn text(&self) -> Cow<'_, str> {
        self.0.code().into()
    }

    fn schema() -> Value {
        json!({"enum": Self::ALL.map(Combine::code)})
    }
}

/// Why something is as it is, in words.
#[derive(Clone, Debug)]
pub(crate) struct Rationale(Box<str>);

impl Rationale {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// A text that says why; one that says nothing is refused.
impl Kind for Rationale {
    fn read(node: Node<'_>, at: Place<'_>, problems: &mut Problems) -> Part<Self> {
        let Some(text) = node.text(at, problems) else { return Part::Refused };
        let text = text.trim();
        let length = text.chars().count();
        if says_no_result(text) || !text.contains(char::is_alphanumeric) {
            let found = crate::error::shown(text, 1);
            problems.push(
                at,
                ProblemCode::NoReason,
                format!("found `{found}`, which says nothing; say why in words"),
            );
            return Part::Refused;
        }
        if length > LONGEST_REASON {
            problems.push(
                at,
                ProblemCode::BeyondLimit,
                format!("found {length} characters; a reason has at most {LONGEST_REASON}"),
            );
            return Part::Refused;
        }
        Part::Read(Self(text.into()))
    }
}

impl Describe for Rationale {
    fn schema(_: &mut Schemas) -> Value {
        json!({"type": "string", "minLength": 1})
    }
}

impl Write for Rationale {
    fn json(&self, _: Members) -> Option<Json<'_>> {
        Some(self.as_str().into())
    }
}

impl FurtherCriterion {
    /// Each lot has to meet `criterion` in the test with the id `test`.
    pub fn of_each_lot(test: &str, criterion: &str) -> Self {
        Self::of(test).with_text("criterion", criterion)
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
        Self { across: Part::Read(Across::default()), ..Self::of(test) }.max_rsd(per_cent)
    }

    /// The largest relative standard deviation of the lots, in `%`, besides the limits on what they
    /// make: sample standard deviation (n − 1) over mean, never rounded.
    pub fn max_rsd(mut self, per_cent: &str) -> Self {
        match self.across.get() {
            None => self.problems.push(
                "across_lots",
                ProblemCode::Missing,
                "is missing; one lot has no deviation from others",
            ),
            Some(across) => {
                self.problems.refuse_second("across_lots.max_rsd", !across.max_rsd.is_absent());
            }
        }
        let read = Written::part("across_lots.max_rsd", per_cent, &mut self.problems);
        self.across.add(|across| across.max_rsd = read);
        self
    }

    /// Why it is what it is. Kept, and never interpreted.
    pub fn justification(mut self, text: &str) -> Self {
        self.problems.refuse_second("justification", !self.justification.is_absent());
        self.with_text("justification", text)
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
        !self.across.is_absent()
    }

    /// How the values of the lots are combined, by its code: `geometric-mean`.
    #[must_use]
    pub fn combination(&self) -> Option<&'static str> {
        self.combine().map(Combine::code)
    }

    /// The largest relative standard deviation of the lots in `%`, if one is set.
    #[must_use]
    pub fn largest_rsd(&self) -> Option<&Number> {
        self.across.get()?.max_rsd.get().map(|rsd| rsd.value.number())
    }

    /// Why it is what it is, if the protocol says.
    #[must_use]
    pub fn stated_justification(&self) -> Option<&str> {
        self.justification.get().map(Rationale::as_str)
    }

    pub(super) fn combine(&self) -> Option<Combine> {
        self.across.get()?.combine.get().map(|CombinedLots(combine)| *combine)
    }

    fn of(test: &str) -> Self {
        Self::default().with_text("test", test)
    }

    fn combined(test: &str, combine: Combine, limits: &str) -> Self {
        let combine = Part::Read(CombinedLots(combine));
        let across = Part::Read(Across { combine, ..Across::default() });
        Self { across, ..Self::of_each_lot(test, limits) }
    }

    /// Checks it by itself, in a campaign of `lots` if that is known.
    pub(super) fn check(&mut self, lots: Option<u64>) {
        let own = &mut self.problems;
        self.test.note_missing("test", own);
        if self.across.is_absent() {
            self.criterion.note_missing("criterion", own);
            if let Some(criterion) = self.criterion.get()
                && (criterion.is_neutral() || criterion.same_as().is_some())
            {
                let message = format!(
                    "found `{criterion}`, which is no further criterion; write limits, or terms in \
                     quotes"
                );
                own.push("criterion", ProblemCode::UnsuitableCriterion, message);
            }
            return;
        }
        let Some(across) = self.across.get() else { return };
        match (across.combine.is_absent(), self.criterion.is_absent()) {
            (true, true) if across.max_rsd.is_absent() => {
                own.push(
                    "across_lots",
                    ProblemCode::Empty,
                    "asks for nothing; give `combine` with a `criterion`, or `max_rsd`, or both",
                );
            }
            (true, false) => {
                own.push(
                    "across_lots.combine",
                    ProblemCode::Missing,
                    "is missing; say what the lots make that has to meet the criterion",
                );
            }
            (false, true) => {
                own.push(
                    "criterion",
                    ProblemCode::Missing,
                    "is missing; say what the lots together have to meet",
                );
            }
            _ => {}
        }
        if let Some(rsd) = across.max_rsd.get() {
            check_rsd(&rsd.value, "across_lots.max_rsd", own);
        }
        if !across.max_rsd.is_absent() && lots == Some(1) {
            own.push(
                "across_lots.max_rsd",
                ProblemCode::Misplaced,
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
            one.across.is_absent()
                || one.across.get().is_some_and(|across| !across.combine.is_refused())
        };
        let are_known = self.test.get().is_some() && is_known(self) && is_known(other);
        are_known && self.test == other.test && kind(self) == kind(other)
    }
}

impl Item for FurtherCriterion {
    const MOST: usize = MOST_CRITERIA;

    fn in_place_of_refused() -> Option<Self> {
        Some(Self { test: Part::Refused, criterion: Part::Refused, ..Self::default() })
    }

    fn each_problems(one: &mut Self, see: &mut dyn FnMut(&mut Problems)) {
        see(&mut one.problems);
    }
}

//! One difference between two columns.

use crate::specification::Attribute;
use crate::value::code::codes;

codes! {
    /// What kind of change it is. More may come; match with a wildcard.
    ///
    /// Sets are compared as they accept unrounded values under the rules of their own
    /// specification, so that what another rule of rounding, another digit or another comparator
    /// does to them is seen here and nowhere else.
    #[derive(PartialOrd, Ord)]
    #[non_exhaustive]
    pub enum ChangeCode("code of a change") {
        /// It is asked, or is there, and was not.
        Added = "added",
        /// It is no longer asked, or no longer there.
        Removed = "removed",
        /// Every value that is accepted now was accepted before, and some are not any more.
        Tightened = "tightened",
        /// Every value that was accepted is accepted now, and others are as well.
        Loosened = "loosened",
        /// Some values are not accepted any more, and others are now.
        Shifted = "shifted",
        /// No number that was accepted is accepted now.
        Disjoint = "disjoint",
        /// A limit of the same value is written with another number of digits, by which results are
        /// rounded.
        Precision = "precision",
        /// A limit of the same value was included and is not, or the reverse.
        Strictness = "strictness",
        /// Results are rounded by another rule.
        RoundingRule = "rounding-rule",
        /// Strict limits are read in another way.
        StrictRule = "strict-rule",
        /// A value that was only reported has to meet a criterion.
        ReportToLimit = "report-to-limit",
        /// A value that had to meet a criterion is only reported.
        LimitToReport = "limit-to-report",
        /// More terms are accepted.
        VocabularyWider = "vocabulary-wider",
        /// Fewer terms are accepted.
        VocabularyNarrower = "vocabulary-narrower",
        /// Some terms are not accepted any more, and others are now.
        VocabularyShifted = "vocabulary-shifted",
        /// Other terms are rejected, or are interim; what is neither accepted nor rejected is
        /// undecided.
        RejectedTerms = "rejected-terms",
        /// Results are in another unit.
        Unit = "unit",
        /// Other conversions are declared.
        Conversion = "conversion",
        /// Values below zero are read, or are not any more.
        Sign = "sign",
        /// Other methods are listed.
        Method = "method",
        /// Replicates make the reportable value in another way.
        ReportableValue = "reportable-value",
        /// The value follows from others in another way.
        Derivation = "derivation",
        /// The result is needed before release and was not, or the reverse.
        Gate = "gate",
        /// The test has to be performed and had not to be, or the reverse.
        Requirement = "requirement",
        /// It applies to other lots.
        Condition = "condition",
        /// A group counts in another way, or a test counts through another group.
        Group = "group",
        /// Lots state a parameter in another way.
        Parameter = "parameter",
        /// Other alert limits, which change no outcome.
        Alert = "alert",
        /// What is accepted cannot be compared; the explanation says why.
        NotComparable = "not-comparable",
        /// It is said of another product.
        Product = "product",
        /// The test says something else of the product.
        Attribute = "attribute",
        /// Another reason is given for the criterion.
        Justification = "justification",
        /// Other words for the same.
        Text = "text",
        /// The same in another order.
        Order = "order",
    }
}

codes! {
    /// Which end of an accepted set moved.
    pub enum MovedEnd("end of an accepted set") {
        /// The lower one.
        Lower = "lower",
        /// The upper one.
        Upper = "upper",
        /// Both.
        Both = "both",
    }
}

codes! {
    /// What a change means to lots.
    pub enum Direction("direction of a change") {
        /// Less is accepted, or more is asked.
        Stricter = "stricter",
        /// More is accepted, or less is asked.
        Looser = "looser",
        /// Neither of them alone, or it cannot be told.
        Other = "other",
    }
}

impl Direction {
    /// What changes mean, taken together; `None` where there are none.
    pub(super) fn of<'c>(changes: impl Iterator<Item = &'c Change>) -> Option<Self> {
        let mut changes = changes.peekable();
        changes.peek()?;
        let (said, rejected): (Vec<_>, Vec<_>) =
            changes.map(|change| (change.says(), change.rejects)).unzip();
        let together = |all: Vec<Option<Self>>| all.into_iter().flatten().reduce(Self::with);
        let said = together(said).unwrap_or(Self::Other);
        // What fails stays where an undecided result would give way to its final one, so that a
        // rejected term can decide as well.
        Some(together(rejected).map_or(said, |rejected| said.with(rejected)))
    }

    /// Both, taken together.
    fn with(self, other: Self) -> Self {
        if other == self { self } else { Self::Other }
    }
}

codes! {
    /// What a change is about.
    pub enum Subject("subject of a change") {
        /// The specification as a whole.
        Specification = "specification",
        /// A parameter of the lot.
        Parameter = "parameter",
        /// A test.
        Test = "test",
        /// A group of tests.
        Group = "group",
    }
}

/// One difference between two columns: what was, what is, and what that means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub(crate) subject: Subject,
    pub(super) id: String,
    pub(crate) name: String,
    pub(crate) attribute: Option<Attribute>,
    pub(crate) part: Option<String>,
    pub(super) code: ChangeCode,
    pub(super) end: Option<MovedEnd>,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
    pub(crate) accepted_before: Option<String>,
    pub(crate) accepted_after: Option<String>,
    /// Whether nothing could fail before.
    pub(crate) was_neutral: bool,
    /// Whether more terms are rejected, or fewer; `None` where that is as it was.
    pub(super) rejects: Option<Direction>,
    pub(super) explanation: String,
}

impl Change {
    /// Whether it is about a test, a group, a parameter, or the specification as a whole.
    #[must_use]
    pub fn subject(&self) -> Subject {
        self.subject
    }

    /// The id of the test, group, parameter or specification.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The name that people use.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the test says of the product; `None` where it is not about a test.
    #[must_use]
    pub fn attribute(&self) -> Option<Attribute> {
        self.attribute
    }

    /// Which part of the test changed, where it is not its one criterion: `body_weight is NMT 50
    /// kg`, `each replicate`.
    #[must_use]
    pub fn part(&self) -> Option<&str> {
        self.part.as_deref()
    }

    /// What kind of change it is.
    #[must_use]
    pub fn code(&self) -> ChangeCode {
        self.code
    }

    /// Which end moved, where a set was tightened or loosened.
    #[must_use]
    pub fn end(&self) -> Option<MovedEnd> {
        self.end
    }

    /// What it means to lots.
    #[must_use]
    pub fn direction(&self) -> Direction {
        match self.code {
            // What is added as a parameter or a group changes what tests mean, which they say.
            ChangeCode::Added | ChangeCode::Removed if self.subject != Subject::Test => {
                Direction::Other
            }
            ChangeCode::Added
            | ChangeCode::Tightened
            | ChangeCode::ReportToLimit
            | ChangeCode::VocabularyNarrower => Direction::Stricter,
            ChangeCode::Removed
            | ChangeCode::Loosened
            | ChangeCode::LimitToReport
            | ChangeCode::VocabularyWider => Direction::Looser,
            _ => Direction::Other,
        }
    }

    /// What was written; `None` where nothing was.
    #[must_use]
    pub fn before(&self) -> Option<&str> {
        self.before.as_deref()
    }

    /// What is written now; `None` where nothing is.
    #[must_use]
    pub fn after(&self) -> Option<&str> {
        self.after.as_deref()
    }

    /// Exactly the unrounded values and terms that were accepted: `≥ 69.5 %`. `None` where the
    /// change is not about a criterion.
    #[must_use]
    pub fn accepted_before(&self) -> Option<&str> {
        self.accepted_before.as_deref()
    }

    /// Exactly the unrounded values and terms that are accepted now.
    #[must_use]
    pub fn accepted_after(&self) -> Option<&str> {
        self.accepted_after.as_deref()
    }

    /// What it means, in plain sentences.
    #[must_use]
    pub fn explanation(&self) -> &str {
        &self.explanation
    }

    /// Whether something is accepted now that was not before.
    pub(crate) fn accepts_more(&self) -> bool {
        self.direction() == Direction::Looser && !self.was_neutral
            || matches!(
                self.code,
                ChangeCode::Shifted | ChangeCode::Disjoint | ChangeCode::VocabularyShifted
            )
    }

    /// What it says of the lots that conform; `None` where it says nothing of them, or where the
    /// change of what is accepted says it.
    pub(super) fn says(&self) -> Option<Direction> {
        let is_silent = matches!(
            self.code,
            ChangeCode::Precision
                | ChangeCode::Strictness
                | ChangeCode::RoundingRule
                | ChangeCode::StrictRule
                | ChangeCode::RejectedTerms
                | ChangeCode::Alert
                | ChangeCode::Attribute
                | ChangeCode::Justification
                | ChangeCode::Text
                | ChangeCode::Order
        );
        (!is_silent).then(|| self.direction())
    }

    /// Whether it says how the accepted values, taken together, became others.
    pub(crate) fn decides(&self) -> bool {
        self.direction() != Direction::Other
            || matches!(
                self.code,
                ChangeCode::Shifted
                    | ChangeCode::Disjoint
                    | ChangeCode::VocabularyShifted
                    | ChangeCode::ReportableValue
                    | ChangeCode::Derivation
                    | ChangeCode::NotComparable
            )
    }
}

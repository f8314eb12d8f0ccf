//! The codes of what can be wrong with a document.

use serde::{Serialize, Serializer};

/// Declares an enum of which every variant has one stable code: `ALL`, `code()` and `Display`.
macro_rules! coded {
    (
        $(#[$meta:meta])*
        $visibility:vis enum $name:ident {
            $( $(#[$variant_meta:meta])* $variant:ident = $code:literal, )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        $visibility enum $name {
            $( $(#[$variant_meta])* #[doc = concat!("\n\nCode: `", $code, "`.")] $variant, )+
        }

        impl $name {
            /// Every value, in the order of the documentation.
            $visibility const ALL: &'static [Self] = &[ $( Self::$variant, )+ ];

            /// The code by which documents name this value; it never changes.
            #[must_use]
            $visibility const fn code(self) -> &'static str {
                match self { $( Self::$variant => $code, )+ }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.code())
            }
        }
    };
}
pub(crate) use coded;

coded! {
    /// What kind of fault a [`Problem`](super::Problem) or a [`ParseError`](super::ParseError) is,
    /// for a host that filters, counts or translates them. More codes may come; match with a wildcard.
    ///
    /// The code says what is wrong, the path where, and the message how to mend it.
    ///
    /// ```
    /// use release_criteria::{ProblemCode, wire};
    ///
    /// let refused = wire::read_lot(r#"{"id": "L-1", "product": "P", "resluts": []}"#).unwrap_err();
    /// let codes: Vec<_> = refused.problems().iter().map(|one| (one.path(), one.code())).collect();
    /// assert_eq!(codes[0], ("resluts", ProblemCode::UnknownMember));
    /// assert_eq!(codes[1], ("format", ProblemCode::Missing));
    /// assert_eq!(codes[1].1.code(), "missing");
    /// ```
    #[derive(PartialOrd, Ord)]
    #[non_exhaustive]
    pub enum ProblemCode {
        /// The text is no JSON, or no table, that can be read.
        Malformed = "malformed",
        /// More than a document may have: bytes, items, characters.
        BeyondLimit = "beyond-limit",
        /// The document is of another kind or of another format version.
        WrongFormat = "wrong-format",
        /// A JSON value of another type: a number where a text is expected, or `null`.
        WrongType = "wrong-type",
        /// No member, or no column, has this name here.
        UnknownMember = "unknown-member",
        /// A member stands twice in an object, or is given twice in code.
        RepeatedMember = "repeated-member",
        /// Something that is needed is not there.
        Missing = "missing",
        /// A list, an object or a document that needs content is empty. An empty text has the code
        /// of what it should be.
        Empty = "empty",
        /// A text that cannot be read as what it should be: a number, a unit, a criterion, a date,
        /// an id, a name.
        InvalidNotation = "invalid-notation",
        /// A text that is in no closed list: a phase, a status, a rounding rule.
        UnknownCode = "unknown-code",
        /// A number outside what is allowed: digits, replicates, lots, tests of a group, a factor.
        OutOfRange = "out-of-range",
        /// A text that says that there is no value: `n/a`.
        NoValue = "no-value",
        /// A reason that says nothing: `TBD` as the cause of an invalidation.
        NoReason = "no-reason",
        /// Two items of a list are the same though they have to differ.
        Duplicate = "duplicate",
        /// An id that nothing has.
        UnknownId = "unknown-id",
        /// A text that is not among the values declared for it.
        UnknownTerm = "unknown-term",
        /// A parameter, test or group that is there, and cannot be used here.
        UnsuitableReference = "unsuitable-reference",
        /// A test that is not required in a phase that needs it.
        NotRequired = "not-required",
        /// References that lead back to where they began.
        Circular = "circular",
        /// A phase that the specification does not cover.
        PhaseNotCovered = "phase-not-covered",
        /// A specification asks for nothing that could be judged.
        NothingToJudge = "nothing-to-judge",
        /// Members of which only one can be given, or that contradict one another.
        ConflictingMembers = "conflicting-members",
        /// A member that has no meaning where it stands.
        Misplaced = "misplaced",
        /// What only a number has, on a test or parameter without a unit.
        NeedsUnit = "needs-unit",
        /// What only a text has, on a test with a unit.
        NeedsNoUnit = "needs-no-unit",
        /// Units that do not fit one another, or a factor that contradicts them.
        UnitMismatch = "unit-mismatch",
        /// A criterion of a kind that cannot stand here: terms as an alert limit.
        UnsuitableCriterion = "unsuitable-criterion",
        /// No value can meet the criterion or the limits.
        AcceptsNothing = "accepts-nothing",
        /// A percentage that can be read as of the target or as of the test.
        AmbiguousPercent = "ambiguous-percent",
        /// A strict limit while nothing says how it rounds.
        StrictUndeclared = "strict-undeclared",
        /// Limits that have to lie inside the criterion, and do not.
        WiderThanCriterion = "wider-than-criterion",
        /// Terms that mean two things at once: accepted and rejected.
        ConflictingTerms = "conflicting-terms",
        /// Two cases that a lot can meet at once.
        OverlappingCases = "overlapping-cases",
        /// A value that cannot be computed exactly: a sum with a geometric mean.
        NoExactValue = "no-exact-value",
        /// Documents that belong together and name different things: another specification,
        /// version or product.
        Mismatch = "mismatch",
        /// A draft where an approved specification is needed.
        NotApproved = "not-approved",
        /// Dates of versions that overlap, leave a gap or end before they begin.
        ConflictingDates = "conflicting-dates",
        /// A day on which no version was in force.
        NotInForce = "not-in-force",
        /// No lot or measurement with the wished outcome was found.
        Unreachable = "unreachable",
        /// A fault of this crate, which is worth a report.
        Internal = "internal",
    }
}

impl Serialize for ProblemCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

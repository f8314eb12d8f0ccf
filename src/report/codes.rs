//! The codes of a report. `Outcome` and `Verdict` are complete for ever; reasons and flags may
//! grow.

use crate::value::code::codes;

codes! {
    /// What was found about one test, or one group of tests.
    pub enum Outcome("outcome") {
        /// All that counts meets the criterion.
        Conforms = "conforms",
        /// Something that counts does not meet the criterion: out of specification.
        DoesNotConform = "does-not-conform",
        /// There is a result, and it cannot be decided whether it meets the criterion. Never a
        /// pass.
        Indeterminate = "indeterminate",
        /// There is no final result that counts yet.
        Pending = "pending",
        /// A value was to be reported, and is. Neutral.
        Reported = "reported",
        /// The test is not part of this phase or not asked of this lot, or was not performed and
        /// need not be. Neutral.
        NotApplicable = "not-applicable",
    }
}

codes! {
    /// Whether a lot conforms to its specification in a phase, ordered from best to worst.
    ///
    /// There is no word for "released": that is a person's decision.
    #[derive(PartialOrd, Ord)]
    pub enum Verdict("verdict") {
        /// At least one test needed before release conforms, none of either gate fails, is
        /// undecided or is pending, and no result is unplanned or of another lot. Reported and
        /// not-applicable tests do not count, and members of a group count through it.
        Conforms = "conforms",
        /// As `Conforms`, but that tests declared `after-release` are pending.
        ConformsInterim = "conforms-interim",
        /// Nothing fails, and something is pending, undecided, unplanned or of another lot, or no
        /// test needed before release conforms.
        Incomplete = "incomplete",
        /// A test fails, whichever gate it has.
        DoesNotConform = "does-not-conform",
    }
}

codes! {
    /// Why an outcome is what it is. More reasons may come; match with a wildcard.
    ///
    /// Where several results of a test could give the reason, the one that stands first here does,
    /// but for `TooManyCombinations`, which comes before all others; the order of those that are
    /// here does not change.
    #[derive(PartialOrd, Ord)]
    #[non_exhaustive]
    pub enum Reason("reason") {
        /// The value lies within the limits. Nothing to do.
        Within = "within",
        /// The text is an accepted term. Nothing to do.
        AcceptedTerm = "accepted-term",
        /// The text is the one that the lot states of itself. Nothing to do.
        Identical = "identical",
        /// The value lies outside the limits. Hosts open an out-of-specification investigation.
        Outside = "outside",
        /// The text is a rejected term. Hosts open an out-of-specification investigation.
        RejectedTerm = "rejected-term",
        /// The text is not the one that the lot states of itself. Hosts open an
        /// out-of-specification investigation: it may be another patient's.
        NotIdentical = "not-identical",
        /// A replicate lies outside the limits on each. Hosts open an out-of-specification
        /// investigation.
        ReplicateOutside = "replicate-outside",
        /// A censored value may lie within or outside the limits. For `<`, the method was not
        /// sensitive enough or the sample diluted too far; for `>`, the value was above what the
        /// method can measure. Hosts ask for a measurement that can tell.
        Straddles = "straddles",
        /// The value begins like a number and cannot be read as one: a decimal comma, digit groups,
        /// trailing words. Hosts have the entry corrected at its source.
        UnreadableValue = "unreadable-value",
        /// The value is in a unit that is not the test's and from which no conversion is declared.
        /// Hosts correct the entry or declare the conversion in the specification.
        UnitMismatch = "unit-mismatch",
        /// The method is not among those that the test lists, or is not stated. Hosts add the
        /// method to the result, or the specification is changed.
        MethodNotListed = "method-not-listed",
        /// A term where a number is asked for, or the reverse. Hosts correct the entry, or the
        /// specification names the term.
        KindMismatch = "kind-mismatch",
        /// The text is neither an accepted nor a rejected term. Hosts correct the entry, or the
        /// specification names the term.
        UnknownTerm = "unknown-term",
        /// The value is below zero, or leaves nothing from zero up (`<0`), on a test that is not
        /// signed. Hosts correct the entry, or declare the test `signed`.
        NegativeValue = "negative-value",
        /// A determination has more replicates than its test asks for. Hosts send a retest as a
        /// determination of its own.
        TooManyReplicates = "too-many-replicates",
        /// A censored replicate leaves open how far the replicates differ. Hosts ask for a
        /// measurement that can tell.
        VariabilityUnknown = "variability-unknown",
        /// A value from which this one is derived is undecided itself. Hosts see to that one.
        UndecidedInput = "undecided-input",
        /// A value by which is divided is zero, or may be. Hosts see to that one.
        DivisionByZero = "division-by-zero",
        /// The lot does not state a parameter that is needed. Hosts add it.
        MissingParameter = "missing-parameter",
        /// A parameter lies outside what the specification takes for plausible. Hosts correct it at
        /// its source.
        ParameterOutOfRange = "parameter-out-of-range",
        /// A parameter is not what the specification declares: no exact number in its unit, none of
        /// its values. Hosts correct it.
        InvalidParameter = "invalid-parameter",
        /// The lot states a parameter that the specification does not declare: perhaps misspelt.
        /// Hosts correct its id, or leave it out.
        UndeclaredParameter = "undeclared-parameter",
        /// A test on which it depends whether or how this one is judged is undecided. Hosts see to
        /// that one.
        UndecidedCondition = "undecided-condition",
        /// The lot is in none of the cases that the specification distinguishes. Sponsors complete
        /// the cases.
        NoCaseApplies = "no-case-applies",
        /// There are too many combinations of determinations to be told apart. Hosts invalidate
        /// what is not valid.
        TooManyCombinations = "too-many-combinations",
        /// The lot is of another product than the specification. Hosts choose the specification of
        /// the product.
        WrongProduct = "wrong-product",
        /// The lot states another specification or version than the one that judges. Hosts choose
        /// the one it states.
        WrongSpecification = "wrong-specification",
        /// There is no result. Hosts wait, or chase it.
        NoResult = "no-result",
        /// There are results, but none counts: invalidated, or of another lot. Hosts have the test
        /// repeated.
        NoValidResult = "no-valid-result",
        /// A value from which this one is derived is there, but does not count, or not yet. Hosts
        /// wait, or see to that one.
        PendingInput = "pending-input",
        /// A test on which it depends whether or how this one is judged has no final result that
        /// counts. Hosts wait for it.
        PendingCondition = "pending-condition",
        /// A determination has fewer replicates than its test asks for. Hosts wait for the others.
        TooFewReplicates = "too-few-replicates",
        /// The replicates of a determination differ too much for it to have a value. Hosts
        /// investigate, and have it invalidated and repeated; a further determination by itself
        /// does not clear it.
        VariabilityExceeded = "variability-exceeded",
        /// What there is, is preliminary. Where the outcome is pending hosts wait for the final
        /// result; where it is indeterminate, no final result can be told to be its own, or what
        /// depends on it fails by its present value: hosts see to it.
        Preliminary = "preliminary",
        /// The criterion asks for a report, and there is a value. Nothing to do.
        ReportOnly = "report-only",
        /// The test is not required in this phase. Nothing to do.
        NotRequired = "not-required",
        /// The condition under which the test applies is not met. Nothing to do.
        ConditionNotMet = "condition-not-met",
        /// The test is judged if tested, and there is no result. Nothing to do.
        NotTested = "not-tested",
        /// The text is another one than is accepted, or than the lot states, and looks the same: a
        /// letter is composed in another way, a space or a dash is of another kind, or characters
        /// are invisible. Hosts correct the entry at its source, or the parameter.
        LooksAlike = "looks-alike",
        /// No combination of determinations can be: what is needed of each rules out what is needed
        /// of the others. Hosts see to the determinations on which it depends.
        NoCombination = "no-combination",
    }
}

impl Reason {
    /// The order in which reasons take over: that there are too many combinations is hidden by no
    /// other.
    pub(crate) fn precedence(self) -> (bool, Self) {
        (self != Self::TooManyCombinations, self)
    }
}

codes! {
    /// What else deserves attention. Flags change no outcome; more may come, so match with a
    /// wildcard.
    #[derive(PartialOrd, Ord)]
    #[non_exhaustive]
    pub enum Flag("flag") {
        /// Compared without rounding, the outcome would be another one. Hosts show it to the
        /// reviewer.
        DecidedByRounding = "decided-by-rounding",
        /// A result conforms though it lies more than 5 % of the limit beyond it: the limit has too
        /// few digits. Hosts show it to the reviewer; sponsors write the limit with more digits.
        CoarseLimit = "coarse-limit",
        /// One determination conforms and another does not. Hosts open an investigation; no average
        /// or choice mends it.
        ConflictingResults = "conflicting-results",
        /// A group of which any member is enough conforms, though another member failed. Hosts show
        /// it to the reviewer.
        MemberFailed = "member-failed",
        /// Of alternatives one conforms and another does not. The group fails; hosts open an
        /// investigation.
        Discordant = "discordant",
        /// A result that counts lies wholly outside the alert limits. Hosts start a trend review.
        AlertExceeded = "alert-exceeded",
        /// There is a result though the test is not asked for, in this phase or of this lot. Hosts
        /// show it to the reviewer.
        ResultNotJudged = "result-not-judged",
        /// A result states another lot. It is not counted, and the lot is at most incomplete. Hosts
        /// correct the entry.
        WrongLot = "wrong-lot",
    }
}

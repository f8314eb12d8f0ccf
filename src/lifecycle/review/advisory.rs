//! What a reviewer of a specification should look at.

use crate::specification::Phase;
use crate::value::code::codes;

codes! {
    /// What a reviewer of a specification should look at. More may come; match with a wildcard.
    #[derive(PartialOrd, Ord)]
    #[non_exhaustive]
    pub enum AdvisoryCode("code of an advisory") {
        /// A test of safety asks something else in another phase.
        SafetyLimitVaries = "safety-limit-varies",
        /// A later phase accepts what an earlier one does not.
        LaterPhaseWider = "later-phase-wider",
        /// A quantitative test is only reported in the clinical phase.
        ReportInClinical = "report-in-clinical",
        /// Rounding moves a limit by more than 5 %, because it is written with few digits.
        CoarseLimit = "coarse-limit",
        /// A whole limit ends in two zeros or more, and is precise to the last of them here.
        AmbiguousZeros = "ambiguous-zeros",
        /// A strict limit is rounded, so that the censored result that spells it can never conform.
        CensoredNeverConforms = "censored-never-conforms",
        /// An alert limit is never crossed by what conforms.
        AlertNeverFires = "alert-never-fires",
        /// An alert limit is met by a single value, and crossed by all else that conforms.
        AlertAlwaysFires = "alert-always-fires",
        /// A result may come after release, and none has to be there before.
        NothingBeforeRelease = "nothing-before-release",
        /// A test is measured and lists no method.
        NoMethod = "no-method",
        /// A commercial criterion is not justified.
        NoJustification = "no-justification",
        /// Two tests differ in nothing but their id.
        IdenticalTests = "identical-tests",
        /// A criterion accepts every number that the test can have, and rejects no term.
        AcceptsEverything = "accepts-everything",
        /// Between the bands of a number, or beside them where it is plausible, some values are in
        /// none of the cases.
        CasesLeaveGap = "cases-leave-gap",
        /// A declared value is in none of the cases.
        ValueWithoutCase = "value-without-case",
        /// A later phase needs a result only after release that an earlier one needs before.
        LaterPhaseAfterRelease = "later-phase-after-release",
        /// Several groups, of which one member each is enough, are of tests by the same methods.
        AnyOfSplitsMethods = "any-of-splits-methods",
        /// A test is asked where a first one, which is only reported, would have failed it.
        RetestUntilItPasses = "retest-until-it-passes",
        /// A test of safety may fail while its group conforms.
        SafetyInAnyOf = "safety-in-any-of",
        /// A limit on safety has no upper end.
        SafetyFromBelow = "safety-from-below",
    }
}

impl AdvisoryCode {
    /// Where the expectation comes from. What is quoted from elsewhere was not read in the
    /// original.
    #[must_use]
    pub fn source(self) -> &'static str {
        match self {
            Self::SafetyLimitVaries => {
                "practice: limits on safety do not depend on the phase; no text was consulted"
            }
            Self::LaterPhaseWider => {
                "practice: criteria become tighter from clinical to commercial, unless justified; \
                 no text was consulted"
            }
            Self::ReportInClinical => {
                "FDA guidance of May 2026 on flexibilities for cell and gene therapies, as \
                 summarised elsewhere: numerical criteria are set before phase 2 or 3"
            }
            Self::CoarseLimit => {
                "USP General Notices 7.20, known from quotations: results are rounded to the last \
                 place of the limit"
            }
            Self::AmbiguousZeros => {
                "ASTM E29, as quoted elsewhere: zeros at the end of a whole number may or may not \
                 be significant"
            }
            Self::CensoredNeverConforms => "this crate's reading of strict limits",
            Self::AlertNeverFires | Self::AlertAlwaysFires => {
                "practice: alert limits lie inside the criterion; no text was consulted"
            }
            Self::NothingBeforeRelease | Self::LaterPhaseAfterRelease => {
                "21 CFR 610.1, as quoted elsewhere: no release before tests are completed"
            }
            Self::NoMethod => {
                "ICH Q6A and Q6B, as quoted elsewhere: a specification refers to analytical \
                 procedures"
            }
            Self::NoJustification => {
                "ICH Q6A and Q6B, as quoted elsewhere: acceptance criteria are justified"
            }
            Self::IdenticalTests | Self::AcceptsEverything => {
                "21 CFR 211.160(b), as quoted elsewhere: specifications are scientifically sound"
            }
            Self::CasesLeaveGap | Self::ValueWithoutCase => {
                "this crate's rules: what cannot be determined keeps the lot from conforming"
            }
            Self::AnyOfSplitsMethods => {
                "USP <788>, known from quotations: a preparation meets the limits of all sizes by \
                 one method"
            }
            Self::RetestUntilItPasses => {
                "FDA guidance on out-of-specification results, as quoted elsewhere: a valid first \
                 result that fails is not replaced by a retest"
            }
            Self::SafetyInAnyOf => {
                "practice: every test of safety is met by itself; no text was consulted"
            }
            Self::SafetyFromBelow => {
                "practice: limits on safety are upper ones, and `>` for `<` is a common misprint; \
                 no text was consulted"
            }
        }
    }
}

/// One thing that a reviewer of a specification should look at. It changes no verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advisory {
    pub(crate) code: AdvisoryCode,
    pub(super) path: String,
    pub(crate) test: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) phase: Option<Phase>,
    pub(super) explanation: String,
}

impl Advisory {
    /// What kind of advisory it is.
    #[must_use]
    pub fn code(&self) -> AdvisoryCode {
        self.code
    }

    /// Where in the document of the specification: `tests[3].acceptance.commercial`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The id of the test; `None` where it is about a group, or a phase as a whole.
    #[must_use]
    pub fn test(&self) -> Option<&str> {
        self.test.as_deref()
    }

    /// The phase, where it is about one.
    #[must_use]
    pub fn phase(&self) -> Option<Phase> {
        self.phase
    }

    /// What was found and what it means, in plain sentences.
    #[must_use]
    pub fn explanation(&self) -> &str {
        &self.explanation
    }

    /// Where the expectation comes from: that of its [code](AdvisoryCode::source).
    #[must_use]
    pub fn source(&self) -> &'static str {
        self.code.source()
    }
}

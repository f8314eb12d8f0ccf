//! How replicates make one reportable value.

use super::phase::PerPhase;
use crate::criterion::Criterion;
use crate::document::{Draft, Expected, Part, Written, boxed, document, kinds};
use crate::error::{ProblemCode, Problems};
use crate::value::code::codes;
use crate::value::{Measurement, Number};

/// Most replicates of one determination.
pub(super) const MOST_REPLICATES: u64 = 1_000;

codes! {
    /// How the replicates of a determination are combined.
    pub(crate) enum Combine("combination") {
        /// There is one.
        Single = "single",
        /// Their sum divided by their number.
        Mean = "mean",
        /// The root of their product, as for relative potencies.
        GeometricMean = "geometric-mean",
        /// The middle one; of an even number, the mean of the two in the middle.
        Median = "median",
        /// The least.
        Minimum = "minimum",
        /// The greatest.
        Maximum = "maximum",
        /// Their sum.
        Sum = "sum",
        /// Not combined: each has to meet the criterion by itself.
        Each = "each",
    }
}

document! {
    /// What one determination of a test consists of: how many replicates, and how they make the
    /// reportable value.
    ///
    /// Replicates are what the method measures to obtain **one** value. They are combined exactly;
    /// determinations, such as a retest, never are. It is handed to
    /// [`TestBuilder::reportable`](crate::TestBuilder::reportable).
    ///
    /// ```
    /// use release_criteria::Reportable;
    ///
    /// let potency = Reportable::geometric_mean(3).each_within("50–200 %").max_rsd("30 %");
    /// let containers = Reportable::each(10);
    /// ```
    pub draft Reportable (
        Expected::ObjectOf("an object with `replicates` and `combine`"),
        "it does nothing until it is handed to a test"
    ) => Reportable, Ok; writes Reportable;
    /// How many replicates make one determination: 1 to 1,000.
    "replicates" replicates: Checked u64;
    /// How they make one value.
    "combine" combine: Checked Combine;
    /// Limits on each replicate, rounded by their own last place.
    "each" each: Optional Criterion;
    /// The largest relative standard deviation, in `%`.
    "max_rsd" max_rsd: Optional Written<Measurement>;
}
kinds!(Reportable);
boxed!(write PerPhase<Reportable>);

impl Reportable {
    /// The mean of `replicates`: 2 to 1,000.
    pub fn mean(replicates: u32) -> Self {
        Self::of(replicates, Combine::Mean)
    }

    /// The geometric mean of `replicates`, as for relative potencies: 2 to 1,000.
    pub fn geometric_mean(replicates: u32) -> Self {
        Self::of(replicates, Combine::GeometricMean)
    }

    /// The median of `replicates`; of an even number, the mean of the two in the middle.
    pub fn median(replicates: u32) -> Self {
        Self::of(replicates, Combine::Median)
    }

    /// The least of `replicates`.
    pub fn minimum(replicates: u32) -> Self {
        Self::of(replicates, Combine::Minimum)
    }

    /// The greatest of `replicates`.
    pub fn maximum(replicates: u32) -> Self {
        Self::of(replicates, Combine::Maximum)
    }

    /// The sum of `replicates`.
    pub fn sum(replicates: u32) -> Self {
        Self::of(replicates, Combine::Sum)
    }

    /// No combination: each of `replicates`, a container or a descriptor, meets the criterion by
    /// itself.
    pub fn each(replicates: u32) -> Self {
        Self::of(replicates, Combine::Each)
    }

    /// Limits on each replicate, besides the criterion on the combined value; rounded by their own
    /// last place.
    pub fn each_within(mut self, limits: &str) -> Self {
        self.problems.refuse_second("each", !self.each.is_absent());
        self.with_text("each", limits)
    }

    /// The largest relative standard deviation, in `%`: sample standard deviation (n − 1) over
    /// mean, never rounded. Beyond it the determination has no value, and the test is indeterminate
    /// until it is invalidated.
    pub fn max_rsd(mut self, per_cent: &str) -> Self {
        self.problems.refuse_second("max_rsd", !self.max_rsd.is_absent());
        self.with_text("max_rsd", per_cent)
    }

    /// How many replicates one determination has.
    #[must_use]
    pub fn replicates(&self) -> u32 {
        self.replicates.get().and_then(|count| u32::try_from(*count).ok()).unwrap_or(1)
    }

    /// How they are combined, by its code: `geometric-mean`.
    #[must_use]
    pub fn combination(&self) -> &'static str {
        self.combine().code()
    }

    /// The limits on each replicate, if there are any.
    #[must_use]
    pub fn limits_of_each(&self) -> Option<&Criterion> {
        self.each.get()
    }

    /// The largest relative standard deviation in `%`, if one is set.
    #[must_use]
    pub fn largest_rsd(&self) -> Option<&Number> {
        self.max_rsd.get().map(|rsd| rsd.value.number())
    }

    pub(crate) fn combine(&self) -> Combine {
        self.combine.get().copied().unwrap_or(Combine::Single)
    }

    fn of(replicates: u32, combine: Combine) -> Self {
        Self {
            replicates: Part::Read(replicates.into()),
            combine: Part::Read(combine),
            ..Self::default()
        }
    }

    /// Checks all but the limits on each, which have to agree with the test's unit.
    pub(super) fn check(&mut self, qualitative: bool, signed: bool) {
        let own = &mut self.problems;
        if self.replicates.is_absent() {
            own.push(
                "replicates",
                ProblemCode::Missing,
                "is missing; say how many replicates make one determination",
            );
        }
        if self.combine.is_absent() {
            own.push(
                "combine",
                ProblemCode::Missing,
                "is missing; say how the replicates make one value",
            );
        }
        let count = self.replicates.get().copied();
        if let Some(count) = count.filter(|count| !(1..=MOST_REPLICATES).contains(count)) {
            own.push(
                "replicates",
                ProblemCode::OutOfRange,
                format!("found {count}; a determination has 1 to {MOST_REPLICATES} replicates"),
            );
        }
        let combine = self.combine.get().copied();
        if combine == Some(Combine::Single) && count.is_some_and(|count| count != 1) {
            own.push(
                "combine",
                ProblemCode::ConflictingMembers,
                "found `single` for several replicates; say how they make one value, or `each`",
            );
        }
        let combines =
            combine.is_some_and(|combine| !matches!(combine, Combine::Single | Combine::Each));
        if qualitative && combines {
            own.push(
                "combine",
                ProblemCode::NeedsUnit,
                "combines numbers on a test without a unit; terms are judged by `each`",
            );
        }
        if signed && combine == Some(Combine::GeometricMean) {
            own.push(
                "combine",
                ProblemCode::ConflictingMembers,
                "found `geometric-mean` on a signed test; values below zero have none",
            );
        }
        if combine == Some(Combine::Single) && !self.each.is_absent() {
            own.push(
                "each",
                ProblemCode::Misplaced,
                "found limits on each replicate where there is one; the criterion is \
                 what it has to meet",
            );
        }
        if combine == Some(Combine::Each) && !self.each.is_absent() {
            own.push(
                "each",
                ProblemCode::ConflictingMembers,
                "found limits on each replicate where each has to meet the criterion; give one of \
                 the two",
            );
        }
        if qualitative && !self.each.is_absent() {
            own.push(
                "each",
                ProblemCode::NeedsUnit,
                "found limits on a test without a unit; terms are judged by \
                 `\"combine\": \"each\"`",
            );
        }
        if self.max_rsd.is_absent() {
            return;
        }
        if qualitative {
            own.push(
                "max_rsd",
                ProblemCode::NeedsUnit,
                "found on a test without a unit; terms have no standard deviation",
            );
        }
        if count.is_some_and(|count| count < 2) {
            own.push(
                "max_rsd",
                ProblemCode::Misplaced,
                "found a limit on the deviation of replicates where there are none; ask for at \
                 least 2",
            );
        }
        if let Some(rsd) = self.max_rsd.get() {
            check_rsd(&rsd.value, "max_rsd", own);
        }
    }
}

/// A limit on a relative standard deviation is a number in `%`.
pub(crate) fn check_rsd(rsd: &Measurement, path: &str, problems: &mut Problems) {
    let in_per_cent = rsd.unit().is_some_and(|unit| unit.as_str() == "%");
    if !in_per_cent || rsd.is_censored() || rsd.number().is_negative() {
        problems.push(
            path,
            ProblemCode::InvalidNotation,
            format!("found `{rsd}`; write the largest deviation in per cent: `30 %`"),
        );
    }
}

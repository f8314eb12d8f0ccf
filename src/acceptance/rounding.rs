//! The rules by which a result is rounded before it is compared.

use crate::value::code::codes;

codes! {
    /// How a result is rounded before it is compared with a limit. A specification has to say;
    /// there is no default.
    ///
    /// Limits are never rounded. Values are converted, combined and derived first, exactly, and
    /// rounded once. The rules differ in the last digit only, but that is where lots fail: 0.025
    /// against `NMT 0.02` fails under
    /// [`Usp`](Self::Usp) and conforms under [`AstmE29`](Self::AstmE29).
    ///
    /// ```
    /// use release_criteria::{Criterion, Region, Rounding, StrictLimits};
    ///
    /// let limit: Criterion = "NLT 70.0 %".parse()?;
    /// let accepted = Region::accepted(&limit, Rounding::Usp, StrictLimits::Exact).unwrap();
    /// assert_eq!(accepted.to_string(), "≥ 69.95");
    /// # Ok::<(), release_criteria::ParseError>(())
    /// ```
    #[non_exhaustive]
    pub enum Rounding("rounding rule") {
        /// Half up in magnitude, to the last written place of the limit. Source: USP General
        /// Notices 7.20, with 7.10 for limits being included; the table of examples there is part
        /// of the tests.
        Usp = "usp",
        /// Half up in magnitude, to as many significant figures as the limit has; a limit of zero
        /// compares exactly. Source: Ph. Eur. General Notices 1.4, read literally, as quoted
        /// elsewhere; the original was not consulted.
        PhEur = "ph-eur",
        /// Half to even, to the last written place of the limit. Source: the rounding method of
        /// ASTM E29, as quoted elsewhere; the original was not consulted.
        AstmE29 = "astm-e29",
        /// No rounding: any deviation counts. Source: the absolute method of ASTM E29, as quoted
        /// elsewhere; the original was not consulted.
        Absolute = "absolute",
    }
}

codes! {
    /// What rounding means to a strict limit, `<` or `>`, on which the pharmacopoeias are silent.
    ///
    /// A specification that has a strict limit, and does not compare absolutely, has to say.
    pub enum StrictLimits("way to read strict limits") {
        /// Round first, as for other limits: `< 5` rejects 4.6, because 4.6 rounds to 5.
        Rounded = "rounded",
        /// Compare the unrounded value: `< 0.5` accepts 0.49, and the censored result `<0.5`.
        Exact = "exact",
    }
}

//! Boundary cases against the plan, for specifications of all kinds.
//!
//! Rules: KIT-1.

use proptest::prelude::*;
use release_criteria::Phase;
use release_criteria::testing::{assert_boundaries, boundary_cases};

use crate::comparisons::asked;
use crate::settings;

proptest! {
    #![proptest_config(settings(100))]

    /// What the slow judge works out, the plan finds.
    #[test]
    fn boundary_cases_hold(asked in asked()) {
        let Some(specification) = asked.build() else { return Ok(()) };
        assert_boundaries(&specification, Phase::Clinical);
        prop_assert!(!boundary_cases(&specification, Phase::Clinical, "t").unwrap().is_empty());
    }
}

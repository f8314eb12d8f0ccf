//! What one phase of one specification asks.

use crate::error::{DocumentError, Problems};
use crate::specification::{Phase, Specification};

/// What one phase of one specification asks: a column of its table of criteria.
///
/// ```
/// use release_criteria::lifecycle::Column;
/// # use release_criteria::{Acceptance, Attribute, Phase, Rounding, Specification, Test};
/// # let specification = Specification::builder("SPEC-7", "2", "Example vector")
/// #     .phases(&[Phase::Clinical])
/// #     .rounding(Rounding::Usp)
/// #     .test(
/// #         Test::quantitative("purity", "Full capsids", Attribute::Purity, "%")
/// #             .accept(Acceptance::new("NLT 70 %")),
/// #     )
/// #     .build()?;
/// let clinical = Column::new(&specification, Phase::Clinical)?;
/// let refused = Column::new(&specification, Phase::Commercial).unwrap_err();
/// assert_eq!(
///     refused.to_string(),
///     "phases: the phase `commercial` is not covered; the specification covers `clinical`"
/// );
/// # Ok::<(), release_criteria::DocumentError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Column<'s> {
    specification: &'s Specification,
    phase: Phase,
}

impl<'s> Column<'s> {
    /// What `specification` asks in `phase`. Unlike a [`Plan`](crate::Plan) it may ask for reports
    /// only.
    ///
    /// # Errors
    ///
    /// A phase that the specification does not cover.
    pub fn new(specification: &'s Specification, phase: Phase) -> Result<Self, DocumentError> {
        let mut problems = Problems::default();
        specification.check_covers(phase, &mut problems);
        problems.into_result(Some(Self { specification, phase }))
    }

    /// The specification.
    #[must_use]
    pub fn specification(&self) -> &'s Specification {
        self.specification
    }

    /// The phase.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.phase
    }
}

//! What limits on each replicate leave of what the replicates make: a criterion that lies beside it
//! accepts nothing.

use crate::acceptance::Region;
use crate::error::{ProblemCode, Problems};
use crate::specification::Specification;
use crate::specification::reportable::Combine;
use crate::specification::test::Test;
use crate::value::Number;

impl Specification {
    /// Notes every criterion that no replicates within their own limits can meet.
    pub(super) fn check_replicates(&self, problems: &mut Problems) {
        for (index, test) in self.tests.iter().enumerate() {
            let (rounding, strict) = self.rules(test);
            for (phase, place, case) in test.placed_cases() {
                let accepts_a_term = case.criterion.accepts_a_term();
                let Some(range) = case.criterion.range().filter(|_| !accepts_a_term) else {
                    continue;
                };
                let accepted = Region::of_range(range, rounding, strict);
                let mut own =
                    self.phases.iter().filter(|own| phase.is_none_or(|phase| phase == **own));
                let beside = own.find_map(|phase| {
                    let (replicates, made) = self.made_of(test, *phase)?;
                    made.is_disjoint_from(&accepted).then_some((replicates, made))
                });
                if let Some((replicates, made)) = beside {
                    problems.push(
                        format!("tests[{index}].{place}"),
                        ProblemCode::AcceptsNothing,
                        format!(
                            "accepts nothing (`accepts-nothing`): what {replicates} replicates \
                             within `each` make is {made}, and `{}` accepts {accepted}; change \
                             one of them",
                            case.criterion
                        ),
                    );
                }
            }
        }
    }

    /// How many replicates there are in a phase, and all that they can make within the limits on
    /// each; `None` without such limits.
    fn made_of(&self, test: &Test, phase: super::Phase) -> Option<(u64, Region)> {
        let (rounding, strict) = self.rules(test);
        let reportable = test.reportable(phase)?;
        let each = Region::of_range(reportable.limits_of_each()?.range()?, rounding, strict);
        let (each, count) = (each.of_a_quantity(test.is_signed()), reportable.replicates());
        // All other combinations of equal values are that value.
        let made = match reportable.combine() {
            Combine::Sum => each.times(&Number::written(count.into(), 0, 0)?),
            _ => each,
        };
        Some((count.into(), made))
    }
}

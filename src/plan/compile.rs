//! From a specification to the plan of one phase.

use std::collections::HashMap;

use super::Plan;
use super::compiled::{PlannedGroup, PlannedParameter, PlannedTest, Sources, tell_apart};
use super::judging::SortedTest;
use crate::error::{DocumentError, ProblemCode, Problems};
use crate::report::SpecificationPin;
use crate::specification::{Gate, Phase, Specification, Test};

impl Specification {
    /// Compiles the specification for `phase`. Costs about as much as reading it; do it once.
    ///
    /// # Errors
    ///
    /// A phase that the specification does not cover; one in which every test is `report` or `not
    /// required`, so that nothing could fail.
    pub fn plan(&self, phase: Phase) -> Result<Plan, DocumentError> {
        let mut problems = Problems::default();
        self.check_covers(phase, &mut problems);
        if !problems.is_empty() {
            return problems.into_result(None);
        }
        // The digest needs the whole document as a text, which is gone before anything is compiled.
        let pin = SpecificationPin::of(self);
        // A test that cannot be planned would be a test that cannot fail: then there is no plan.
        let sources = Sources::of(self);
        let groups: Option<Vec<PlannedGroup>> =
            self.checked_groups().iter().map(|group| PlannedGroup::compile(group, phase)).collect();
        let groups = groups.unwrap_or_default();
        let members: HashMap<&str, (usize, Gate)> = groups
            .iter()
            .enumerate()
            .flat_map(|(index, group)| {
                group.tests.iter().map(move |test| (test.as_str(), (index, group.gate())))
            })
            .collect();
        let compile = |test: &Test| {
            let group = members.get(test.id()).copied();
            PlannedTest::compile(self, test, phase, &sources, group)
        };
        let tests: Option<Vec<PlannedTest>> = self.tests().iter().map(compile).collect();
        let parameters: Option<Vec<PlannedParameter>> =
            self.parameters().iter().map(PlannedParameter::compile).collect();
        let (Some(mut tests), Some(parameters)) = (tests, parameters) else {
            problems.push(
                "tests",
                ProblemCode::Internal,
                format!("a test has no criterion in the phase `{phase}`"),
            );
            return problems.into_result(None);
        };
        if tests.iter().all(PlannedTest::is_neutral) {
            problems.push(
                "tests",
                ProblemCode::NothingToJudge,
                format!(
                    "found nothing to judge in the phase `{phase}`: every test is `report` or \
                     `not required`; give one a criterion"
                ),
            );
        }
        let uses =
            tests.iter().map(PlannedTest::conditions_on_tests).fold(0, usize::saturating_add);
        let mut sorted: Vec<(usize, &PlannedTest)> = tests.iter().enumerate().collect();
        sorted.sort_by_key(|(_, test)| test.id());
        let sorted: Vec<SortedTest> =
            sorted.into_iter().map(|(place, test)| SortedTest::new(place, test)).collect();
        for (order, sorted) in sorted.iter().filter(|sorted| sorted.takes_results).enumerate() {
            if let Some(test) = tests.get_mut(sorted.place) {
                test.order = order;
            }
        }
        let told_apart = tell_apart(&mut tests, self.needed());
        problems.into_result(Some(Plan {
            pin,
            product: self.product().to_owned(),
            phase,
            parameters,
            outline: SortedTest::outline(&sorted),
            tests,
            sorted,
            needed: self.needed().to_vec(),
            told_apart,
            uses,
            groups,
        }))
    }
}

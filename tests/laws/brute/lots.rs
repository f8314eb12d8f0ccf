//! What groups and lots come to by the outcomes of their tests.

use release_criteria::{Outcome, Verdict};

use super::judge::Judge;
use super::model::{Asks, Source};

impl Judge {
    /// Whether there is a result of it, or of all that it is derived from.
    fn was_run(&self, test: usize) -> bool {
        let of_test = &self.model.tests[test];
        if !of_test.rows.is_empty() {
            return true;
        }
        let is_there = |input: Source| match input {
            Source::Test(test) => self.was_run(test),
            Source::Parameter(_) => true,
        };
        of_test.cases.iter().any(|case| case.derived.is_some() && case.inputs().all(is_there))
    }

    pub(crate) fn group(&self, group: usize, of_tests: &[Outcome]) -> Outcome {
        let group = &self.model.groups[group];
        let asks_nothing = |asks: &Asks| matches!(asks, Asks::Report | Asks::Nothing);
        let only_reports =
            |test: usize| self.model.tests[test].cases.iter().all(|case| asks_nothing(&case.asks));
        let is_neutral =
            |test: usize| matches!(of_tests[test], Outcome::Reported | Outcome::NotApplicable);
        let counts = |test: &usize| {
            let test = *test;
            let was_run = || self.was_run(test) || of_tests[test] == Outcome::DoesNotConform;
            !is_neutral(test) && if group.is_any_of { !only_reports(test) } else { was_run() }
        };
        let members: Vec<Outcome> =
            group.members.iter().copied().filter(counts).map(|test| of_tests[test]).collect();
        let order = if group.is_any_of {
            [Outcome::Conforms, Outcome::Indeterminate, Outcome::Pending, Outcome::DoesNotConform]
        } else {
            [Outcome::DoesNotConform, Outcome::Indeterminate, Outcome::Pending, Outcome::Conforms]
        };
        let decides = order.into_iter().find(|outcome| members.contains(outcome));
        // Of alternatives none was run, unless there is none that could be.
        let none_was_run = !group.is_any_of && !group.members.iter().all(|test| is_neutral(*test));
        decides.unwrap_or(if none_was_run { Outcome::Pending } else { Outcome::NotApplicable })
    }

    /// The verdict from the outcomes of tests and groups.
    pub(crate) fn verdict(&self, of_tests: &[Outcome], of_groups: &[Outcome]) -> Verdict {
        let model = &self.model;
        let is_member =
            |test: usize| model.groups.iter().any(|group| group.members.contains(&test));
        let tests = (0..model.tests.len()).filter(|test| !is_member(*test));
        let items: Vec<(Outcome, bool)> = tests
            .map(|test| (of_tests[test], model.tests[test].is_after_release))
            .chain(
                of_groups
                    .iter()
                    .copied()
                    .zip(model.groups.iter().map(|group| group.is_after_release)),
            )
            .collect();
        let any = |outcome: Outcome, is_after: bool| items.contains(&(outcome, is_after));
        let is_of_other_lot =
            model.tests.iter().any(|test| test.rows.iter().any(|row| row.is_of_other_lot));
        if any(Outcome::DoesNotConform, false) || any(Outcome::DoesNotConform, true) {
            Verdict::DoesNotConform
        } else if any(Outcome::Pending, false)
            || any(Outcome::Indeterminate, false)
            || any(Outcome::Indeterminate, true)
            || !any(Outcome::Conforms, false)
            || model.has_unplanned
            || is_of_other_lot
        {
            Verdict::Incomplete
        } else if any(Outcome::Pending, true) {
            Verdict::ConformsInterim
        } else {
            Verdict::Conforms
        }
    }
}

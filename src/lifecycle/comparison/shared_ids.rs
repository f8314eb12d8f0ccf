//! What two specifications mean by the same id.

use std::collections::HashMap;

use super::column::Column;
use super::units::reads_alike;
use crate::specification::{Condition, Derivation, Parameter, Reportable, Test, Values};
use crate::value::Identifier;

/// Of the parameters and tests on which others depend, which have the same value in both columns
/// wherever both have one.
pub(crate) struct SharedIds<'s> {
    is_same: HashMap<&'s str, bool>,
}

impl<'s> SharedIds<'s> {
    pub(crate) fn of(before: &Column<'s>, after: &Column<'s>) -> Self {
        let mut shared = Self { is_same: HashMap::new() };
        let earlier: HashMap<&str, &Parameter> = before
            .specification()
            .parameters()
            .iter()
            .map(|parameter| (parameter.id(), parameter))
            .collect();
        for parameter in after.specification().parameters() {
            let known =
                earlier.get(parameter.id()).is_some_and(|earlier| is_like(earlier, parameter));
            shared.is_same.insert(parameter.id(), known);
        }
        let earlier: HashMap<&str, &Test> =
            before.specification().tests().iter().map(|test| (test.id(), test)).collect();
        // Each test stands after those that it needs itself.
        let tests = after
            .specification()
            .needed()
            .iter()
            .filter_map(|index| after.specification().tests().get(*index));
        for test in tests {
            let is_same = earlier
                .get(test.id())
                .is_some_and(|earlier| shared.value_is_same([(before, earlier), (after, test)]));
            shared.is_same.insert(test.id(), is_same);
        }
        shared
    }

    fn value_is_same(
        &self,
        [(before, earlier), (after, test)]: [(&Column<'s>, &'s Test); 2],
    ) -> bool {
        let reportables = [earlier.reportable(before.phase()), test.reportable(after.phase())];
        let (was, is) = (earlier.cases(before.phase()), test.cases(after.phase()));
        let are_told_apart = was.iter().chain(is).any(|case| case.derived.is_some());
        // Where only some cases are derived, it is the same ones that have to be.
        let is_alike_in_each = || {
            was.iter().zip(is).all(|(was, is)| {
                self.are_alike(was.when.as_deref(), is.when.as_deref())
                    && derive_alike([was.derived.as_deref(), is.derived.as_deref()])
            })
        };
        (!are_told_apart || was.len() == is.len() && is_alike_in_each())
            && earlier.unit() == test.unit()
            && reads_alike([earlier, test])
            && combines_alike(reportables)
            && derive_alike([earlier.derivation(), test.derivation()])
            && test
                .derivations(after.phase())
                .all(|derivation| self.changed_input(derivation).is_none())
    }

    /// Whether the values that `id` has in both columns are the same wherever both have one.
    pub(super) fn is_same(&self, id: &Identifier) -> bool {
        self.is_same.get(id.as_str()) == Some(&true)
    }

    /// An input whose value is another one now.
    pub(super) fn changed_input<'d>(&self, derivation: &'d Derivation) -> Option<&'d Identifier> {
        derivation.inputs().map(|(id, _)| id).find(|id| !self.is_same(id))
    }

    /// Whether the same lots meet both, as far as it can be told; `None` is met by all.
    pub(super) fn are_alike(&self, before: Option<&Condition>, after: Option<&Condition>) -> bool {
        match (before, after) {
            (None, None) => true,
            (Some(before), Some(after)) => before.is_like(after) && self.subjects_are_same(after),
            _ => false,
        }
    }

    /// Whether a lot could meet each condition of both sides.
    pub(super) fn can_all_hold(
        &self,
        before: [Option<&Condition>; 2],
        after: [Option<&Condition>; 2],
    ) -> bool {
        let overlap = |was: &Condition, is: &Condition| {
            was.overlaps_where(is, |subject| self.is_same(subject))
        };
        before.iter().flatten().all(|was| after.iter().flatten().all(|is| overlap(was, is)))
    }

    fn subjects_are_same(&self, condition: &Condition) -> bool {
        condition.requirements.iter().all(|requirement| self.is_same(&requirement.subject))
    }
}

/// Whether lots state both in the same way, up to which values there are.
fn is_like(before: &Parameter, after: &Parameter) -> bool {
    match (before.kind(), after.kind()) {
        (Some(Values::Number { unit: mine, .. }), Some(Values::Number { unit: others, .. })) => {
            mine == others
        }
        (Some(Values::OneOf(_)), Some(Values::OneOf(_)))
        | (Some(Values::Text), Some(Values::Text)) => true,
        _ => false,
    }
}

/// Whether both values are measured, or follow from others in the same way.
pub(super) fn derive_alike(derivations: [Option<&Derivation>; 2]) -> bool {
    match derivations {
        [Some(before), Some(after)] => before.is_like(after),
        [None, None] => true,
        _ => false,
    }
}

/// Whether as many replicates make one value in the same way, limits on them aside.
pub(super) fn combines_alike([before, after]: [Option<&Reportable>; 2]) -> bool {
    let rule = |reportable: Option<&Reportable>| {
        reportable.map_or((1, "single"), |one| (one.replicates(), one.combination()))
    };
    rule(before) == rule(after)
}

//! Tests of whose direction their own changes do not say all.

use std::collections::HashSet;

use super::change::{Change, ChangeCode, Subject};
use super::column::Column;
use super::replicates::{EACH, LARGEST_RSD};
use crate::specification::{Derivation, Phase, Test};

/// The tests that count through a group that changed, or that depend on something that changed, so
/// that their own changes do not say all.
pub(super) fn entangled(after: &Column<'_>, changes: &[Change]) -> HashSet<String> {
    let specification = after.specification();
    let groups: HashSet<&str> = of(changes, Subject::Group)
        .filter(|change| change.code() != ChangeCode::Text)
        .map(Change::id)
        .collect();
    // A member that no lot can fail does not count in its group at all.
    let counting: HashSet<&str> = of(changes, Subject::Test)
        .filter(|change| is_of_neutrality(change))
        .map(Change::id)
        .collect();
    let members = specification.checked_groups().iter().flat_map(|group| {
        let counting = &counting;
        let is_other = groups.contains(group.id.as_str());
        group
            .tests
            .iter()
            .map(|test| test.as_str())
            .filter(move |test| is_other || counting.contains(test))
    });
    let mut entangled: HashSet<String> = members.map(str::to_owned).collect();
    let mut moved: HashSet<&str> =
        changes.iter().filter(|change| moves_dependents(change)).map(Change::id).collect();
    // Each test stands after those that it needs itself.
    let needed =
        specification.needed().iter().filter_map(|index| specification.tests().get(*index));
    for test in needed.chain(specification.tests()) {
        if needs(test, after.phase()).any(|id| moved.contains(id)) {
            moved.insert(test.id());
            entangled.insert(test.id().to_owned());
        }
    }
    entangled
}

fn of(changes: &[Change], subject: Subject) -> impl Iterator<Item = &Change> {
    changes.iter().filter(move |change| change.subject() == subject)
}

/// Whether a criterion became one that no lot fails, or was one.
fn is_of_neutrality(change: &Change) -> bool {
    matches!(
        change.code(),
        ChangeCode::Added
            | ChangeCode::Removed
            | ChangeCode::ReportToLimit
            | ChangeCode::LimitToReport
    )
}

/// Whether tests that depend on what changed may have other values than they had, or apply to other
/// lots.
fn moves_dependents(change: &Change) -> bool {
    let is_of_the_value = matches!(
        change.code(),
        ChangeCode::Tightened
            | ChangeCode::Loosened
            | ChangeCode::Shifted
            | ChangeCode::Disjoint
            | ChangeCode::Gate
            | ChangeCode::Group
    );
    let is_of_replicates = matches!(change.part(), Some(EACH | LARGEST_RSD));
    is_of_replicates
        || change.code() == ChangeCode::RejectedTerms
        || (change.says().is_some() && !is_of_the_value)
}

/// The parameters and tests on which a test depends itself.
fn needs(test: &Test, phase: Phase) -> impl Iterator<Item = &str> {
    let cases = test.cases(phase).iter();
    let conditions = test
        .applies_when()
        .into_iter()
        .chain(cases.clone().filter_map(|case| case.when.as_deref()));
    let subjects =
        conditions.flat_map(|condition| &condition.requirements).map(|one| one.subject.as_str());
    let inputs = test.derivations(phase).flat_map(Derivation::inputs).map(|(id, _)| id.as_str());
    subjects.chain(inputs).chain(cases.filter_map(|case| case.criterion.same_as()))
}

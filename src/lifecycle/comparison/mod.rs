//! Two columns compared, test by test.

mod accepted;
mod applicable_criterion;
mod change;
mod change_log;
mod column;
mod dependents;
mod differences;
mod document;
pub(super) mod replicates;
mod shared_ids;
mod table;
pub(super) mod test;
mod units;

pub(crate) use applicable_criterion::ApplicableCriterion;
pub use change::{Change, ChangeCode, Direction, MovedEnd, Subject};
pub use column::Column;
pub(crate) use shared_ids::SharedIds;
pub(crate) use test::Tested;

use std::collections::{HashMap, HashSet};

use crate::report::{EVALUATOR, SpecificationPin};
use crate::specification::{CheckedGroup, Parameter, Phase, Test, Values};
use change_log::{ChangeLog, Side};
use dependents::entangled;

/// What differs between two columns: two phases of one specification, two versions, or two
/// specifications.
///
/// Columns are compared test by test, by id, on exactly the values that they accept, not on their
/// texts: `NMT 5` and `NMT 5.0` accept different sets, `3 ppm` and `0.0003 %` the same one where
/// the conversion is declared. It prints as a table, which lists 1,000 changes and counts the rest,
/// and is written as a document with all of them by
/// [`wire::write_comparison`](crate::wire::write_comparison).
///
/// *Tightened* means: whatever lot and value both columns judge, what conforms under the new one
/// does not fail under the old. Where the value itself is another one, because its unit, a
/// conversion, its replicates or its derivation changed, the sets cannot be compared, and it says
/// so (`not-comparable`). Where conditions or cases changed, they are compared for the lots that
/// can be in both, unless the cases of both sides cross in so many pairs that no one could match
/// them (`not-comparable`, once for the test).
///
/// # Examples
///
/// ```
/// use release_criteria::lifecycle::{ChangeCode, Column, Comparison, Direction, MovedEnd};
/// use release_criteria::{Acceptance, Attribute, Phase, Rounding, Specification, Test};
///
/// let specification = Specification::builder("SPEC-7", "2", "Example vector")
///     .phases(&[Phase::Clinical, Phase::Commercial])
///     .rounding(Rounding::Usp)
///     .test(
///         Test::quantitative("purity", "Full capsids", Attribute::Purity, "%")
///             .accept_in(Phase::Clinical, Acceptance::new("NLT 70 %"))
///             .accept_in(Phase::Commercial, Acceptance::new("NLT 70.0 %")),
///     )
///     .build()?;
/// let column = |phase| Column::new(&specification, phase);
/// let comparison =
///     Comparison::between(&column(Phase::Clinical)?, &column(Phase::Commercial)?);
/// let [tightened, precision] = comparison.changes() else { panic!("{comparison}") };
/// assert_eq!(
///     (tightened.code(), tightened.end()),
///     (ChangeCode::Tightened, Some(MovedEnd::Lower))
/// );
/// assert_eq!(tightened.direction(), Direction::Stricter);
/// assert_eq!(
///     (tightened.accepted_before(), tightened.accepted_after()),
///     (Some("≥ 69.5 %"), Some("≥ 69.95 %"))
/// );
/// assert_eq!(tightened.explanation(), "No longer accepted: ≥ 69.5 and < 69.95 %.");
/// assert_eq!(precision.code(), ChangeCode::Precision);
/// # Ok::<(), release_criteria::DocumentError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    pub(super) evaluator: String,
    pub(crate) before: Compared,
    pub(crate) after: Compared,
    pub(crate) changes: Vec<Change>,
    pub(crate) unchanged: Vec<String>,
    /// The tests of whose direction their own changes do not say all.
    pub(super) entangled: HashSet<String>,
}

/// Which column was compared, exactly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Compared {
    pub(super) specification: SpecificationPin,
    pub(super) product: String,
    pub(super) phase: Phase,
}

/// The tests and groups of a column by their ids.
struct Index<'s> {
    column: Column<'s>,
    tests: HashMap<&'s str, &'s Test>,
    groups: HashMap<&'s str, &'s CheckedGroup>,
    group_of: HashMap<&'s str, &'s str>,
}

impl<'s> Index<'s> {
    fn of(column: &Column<'s>) -> Self {
        let specification = column.specification();
        let members = |group: &'s CheckedGroup| {
            group.tests.iter().map(|test| (test.as_str(), group.id.as_str()))
        };
        Self {
            column: *column,
            tests: specification.tests().iter().map(|test| (test.id(), test)).collect(),
            groups: specification
                .checked_groups()
                .iter()
                .map(|group| (group.id.as_str(), group))
                .collect(),
            group_of: specification.checked_groups().iter().flat_map(members).collect(),
        }
    }

    fn tested(&self, test: &'s Test) -> Tested<'s> {
        Tested::of(&self.column, test, self.group_of.get(test.id()).copied())
    }
}

impl Comparison {
    /// Compares what is asked `after` with what was asked `before`. Costs about as much as planning
    /// both; it cannot fail.
    #[must_use]
    pub fn between(before: &Column<'_>, after: &Column<'_>) -> Self {
        let (was, is) = (Index::of(before), Index::of(after));
        let shared = SharedIds::of(before, after);
        let mut unchanged = Vec::new();
        let mut changes = whole(&was, &is);
        changes.extend(parameters(before, after));
        for test in after.specification().tests() {
            let own = match was.tests.get(test.id()) {
                Some(earlier) => test::compare([was.tested(earlier), is.tested(test)], &shared),
                None => is.tested(test).alone(ChangeCode::Added),
            };
            if own.is_empty() {
                unchanged.push(test.id().to_owned());
            }
            changes.extend(own);
        }
        let gone =
            before.specification().tests().iter().filter(|test| !is.tests.contains_key(test.id()));
        changes.extend(gone.flat_map(|test| was.tested(test).alone(ChangeCode::Removed)));
        for group in after.specification().checked_groups() {
            let own = compare_groups(
                [was.groups.get(group.id.as_str()).copied(), Some(group)],
                [before, after],
            );
            if own.is_empty() {
                unchanged.push(group.id.as_str().to_owned());
            }
            changes.extend(own);
        }
        let gone = before.specification().checked_groups().iter();
        let gone = gone.filter(|group| !is.groups.contains_key(group.id.as_str()));
        changes.extend(gone.flat_map(|group| compare_groups([Some(group), None], [before, after])));
        Self {
            evaluator: EVALUATOR.to_owned(),
            before: Compared::of(before),
            after: Compared::of(after),
            entangled: entangled(after, &changes),
            changes,
            unchanged,
        }
    }

    /// The id, version and phase of what was asked.
    #[must_use]
    pub fn before(&self) -> (&str, &str, Phase) {
        self.before.names()
    }

    /// The id, version and phase of what is asked now.
    #[must_use]
    pub fn after(&self) -> (&str, &str, Phase) {
        self.after.names()
    }

    /// The changes: of the specification as a whole, of its parameters, tests and groups, each in
    /// the order of what is asked now, what is gone last.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// The changes of the test, group or parameter with the id `id`.
    pub fn changes_of<'c>(&'c self, id: &'c str) -> impl Iterator<Item = &'c Change> {
        self.changes
            .iter()
            .filter(move |change| change.id() == id && change.subject() != Subject::Specification)
    }

    /// The ids of the tests and groups of which nothing changed.
    #[must_use]
    pub fn unchanged(&self) -> Vec<&str> {
        self.unchanged.iter().map(String::as_str).collect()
    }

    /// What the changes of the test with the id `test` mean to lots, taken together; `None` where
    /// nothing changed.
    ///
    /// Stricter is said only where no lot conforms to the test now that did not, and looser only
    /// where each that did conforms now. So [`Other`](Direction::Other) is said where no change is
    /// of what is accepted, or where another one stands beside it: of the group through which the
    /// test counts, its condition, gate or requirement; of a method, a unit, a conversion or a
    /// sign, by which other results are read; and of a parameter or test on which it depends.
    #[must_use]
    pub fn direction_of(&self, test: &str) -> Option<Direction> {
        self.direction(self.changes_of(test))
    }

    /// What changes of one subject mean, taken together.
    pub(super) fn direction<'c>(
        &self,
        changes: impl Iterator<Item = &'c Change>,
    ) -> Option<Direction> {
        let mut is_entangled = false;
        let direction = Direction::of(changes.inspect(|change| {
            is_entangled |=
                change.subject() == Subject::Test && self.entangled.contains(change.id());
        }))?;
        Some(if is_entangled { Direction::Other } else { direction })
    }
}

impl Compared {
    fn of(column: &Column<'_>) -> Self {
        Self {
            specification: SpecificationPin::of(column.specification()),
            product: column.specification().product().to_owned(),
            phase: column.phase(),
        }
    }

    fn names(&self) -> (&str, &str, Phase) {
        (&self.specification.id, &self.specification.version, self.phase)
    }
}

/// What changed of the specification as a whole.
fn whole(before: &Index<'_>, after: &Index<'_>) -> Vec<Change> {
    let (was, is) = (before.column.specification(), after.column.specification());
    let mut log = ChangeLog::new(Subject::Specification, is.id(), is.id(), None);
    if was.product() != is.product() {
        let sides = [Side::text(was.product()), Side::text(is.product())];
        log.push(ChangeCode::Product, sides, "It is said of another product.");
    }
    let common = |index: &Index<'_>, other: &Index<'_>| -> Vec<String> {
        let tests = index.column.specification().tests().iter().map(Test::id);
        tests.filter(|id| other.tests.contains_key(id)).map(str::to_owned).collect()
    };
    if let Some((was, is)) =
        common(before, after).into_iter().zip(common(after, before)).find(|(was, is)| was != is)
    {
        let explanation = format!("The tests stand in another order, from `{is}` on.");
        log.push(ChangeCode::Order, [Side::text(was), Side::text(is)], explanation);
    }
    log.into_changes()
}

/// What changed of what lots state of themselves.
fn parameters(before: &Column<'_>, after: &Column<'_>) -> Vec<Change> {
    let (was, is) = (before.specification().parameters(), after.specification().parameters());
    let find =
        |all: &'_ [Parameter], id: &str| all.iter().position(|parameter| parameter.id() == id);
    let gone = was
        .iter()
        .filter(|parameter| find(is, parameter.id()).is_none())
        .map(|parameter| (Some(parameter), None));
    let pairs = is.iter().map(|parameter| {
        (find(was, parameter.id()).and_then(|place| was.get(place)), Some(parameter))
    });
    let mut changes = Vec::new();
    for (was, is) in pairs.chain(gone) {
        let Some(named) = is.or(was) else { continue };
        let mut log = ChangeLog::new(Subject::Parameter, named.id(), named.name(), None);
        let [earlier, later] = [was, is].map(|parameter| parameter.map(declared));
        let (code, explanation) = match (&earlier, &later) {
            (None, _) => (ChangeCode::Added, "Lots state it now."),
            (_, None) => (ChangeCode::Removed, "Lots do not state it any more."),
            _ => (
                ChangeCode::Parameter,
                "Lots state it in another way; what is not as declared counts as missing.",
            ),
        };
        if earlier != later {
            log.push(code, [Side::some(earlier), Side::some(later)], explanation);
        }
        if let (Some(was), Some(is)) = (was.map(Parameter::name), is.map(Parameter::name))
            && was != is
        {
            log.push(
                ChangeCode::Text,
                [Side::text(was), Side::text(is)],
                "The parameter has another name.",
            );
        }
        changes.extend(log.into_changes());
    }
    changes
}

/// How a parameter is declared, in words.
fn declared(parameter: &Parameter) -> String {
    match parameter.kind() {
        Some(Values::Number { unit, signed, within }) => {
            let signed = if signed { ", signed" } else { "" };
            let within = within
                .map(|within| format!(", within {}", within.as_written()))
                .unwrap_or_default();
            format!("a number in {unit}{signed}{within}")
        }
        Some(Values::OneOf(_)) => format!("one of “{}”", parameter.values().join("”, “")),
        Some(Values::Text) | None => "a text".to_owned(),
    }
}

/// What changed of one group, or that there is only one of both.
fn compare_groups(groups: [Option<&CheckedGroup>; 2], columns: [&Column<'_>; 2]) -> Vec<Change> {
    let [was, is] = groups;
    let Some(named) = is.or(was) else { return Vec::new() };
    let mut log = ChangeLog::new(Subject::Group, named.id.as_str(), named.name.as_str(), None);
    let rule = |group: &CheckedGroup| {
        let mut members: Vec<&str> = group.tests.iter().map(|test| test.as_str()).collect();
        members.sort_unstable();
        format!("{} {}", group.rule, members.join(", "))
    };
    let [earlier, later] = groups.map(|group| group.map(rule));
    let (code, explanation) = match (&earlier, &later) {
        (None, _) => (ChangeCode::Added, "The group is new."),
        (_, None) => (ChangeCode::Removed, "The group is not there any more."),
        _ => (ChangeCode::Group, "Tests count together in another way."),
    };
    if earlier != later {
        log.push(code, [Side::some(earlier), Side::some(later)], explanation);
    }
    if let [Some(was), Some(is)] = groups {
        let [earlier, later] = columns.map(Column::phase);
        let gates =
            [was.gate.get(earlier), is.gate.get(later)].map(|gate| gate.map(ToString::to_string));
        if gates[0] != gates[1] {
            log.push(
                ChangeCode::Gate,
                gates.map(Side::some),
                "The group is needed at another time.",
            );
        }
        if was.name != is.name {
            let sides = [Side::text(was.name.as_str()), Side::text(is.name.as_str())];
            log.push(ChangeCode::Text, sides, "The group has another name.");
        }
    }
    log.into_changes()
}

//! Groups, checked together with the tests that are their members.

use std::collections::{HashMap, HashSet};

use super::rules::Rules;
use crate::document::Part;
use crate::error::{ProblemCode, Problems, join};
use crate::specification::draft::{Entry, Group, TestBuilder};
use crate::specification::group::{CheckedGroup, Rule};
use crate::specification::phase::{Gate, PerPhase};
use crate::value::Identifier;

/// What groups need to know of the tests that they name.
pub(super) struct Membership {
    tests: HashMap<Identifier, Member>,
}

struct Member {
    if_tested: bool,
    has_condition: bool,
    /// Whether in a phase one case asks for something and another does not.
    asks_in_some_cases: bool,
    gate: Part<PerPhase<Part<Gate>>>,
}

impl Membership {
    pub(super) fn of(tests: &[Box<TestBuilder>], groups: &[Group]) -> Self {
        let named: HashSet<&Identifier> = groups.iter().flat_map(Group::named).collect();
        let member = |test: &TestBuilder| {
            let (if_tested, has_condition) = (test.is_if_tested(), !test.when.is_absent());
            let asks_in_some_cases = test.entries().any(Entry::asks_in_some_cases);
            Member { if_tested, has_condition, asks_in_some_cases, gate: test.gate.clone() }
        };
        // Of two with one id the first is meant.
        let tests = tests.iter().rev().filter_map(|test| Some((named.get(test.id.get()?)?, test)));
        Self { tests: tests.map(|(id, test)| ((*id).clone(), member(test))).collect() }
    }

    /// The groups; `None` where one was refused.
    pub(super) fn check(
        &self,
        groups: Vec<Group>,
        rules: &Rules<'_>,
        problems: &mut Problems,
    ) -> Option<Vec<CheckedGroup>> {
        let mut owners: HashMap<Identifier, String> = HashMap::new();
        let mut checked = Vec::with_capacity(groups.len());
        let mut complete = true;
        for (index, group) in groups.into_iter().enumerate() {
            match self.check_group(group, &format!("groups[{index}]"), &mut owners, rules, problems)
            {
                Some(group) => checked.push(group),
                None => complete = false,
            }
        }
        complete.then_some(checked)
    }

    fn check_group(
        &self,
        group: Group,
        path: &str,
        owners: &mut HashMap<Identifier, String>,
        rules: &Rules<'_>,
        problems: &mut Problems,
    ) -> Option<CheckedGroup> {
        let Group { id, name, rule, tests, gate, carried, problems: own } = group;
        let before = problems.count();
        problems.absorb(path, own);
        let written = gate.clone();
        let gate = rules.gate(gate, path, problems);
        let id = id.required(&join(path, "id"), problems);
        let name = name.required(&join(path, "name"), problems);
        let rule = rule.required(&join(path, "rule"), problems);
        let listed = tests.required(&join(path, "tests"), problems).map(|ids| ids.0);
        let tests = listed.as_deref().unwrap_or_default();
        if listed.is_some() && tests.len() < 2 {
            problems.push(
                join(path, "tests"),
                ProblemCode::OutOfRange,
                "found fewer than two tests; a group is of at least two",
            );
        }
        for (index, test) in tests.iter().enumerate() {
            let path = format!("{path}.tests[{index}]");
            let Some(test) = test.get() else { continue };
            let Some(member) = self.tests.get(test) else {
                problems.push(
                    path,
                    ProblemCode::UnknownId,
                    format!("found `{test}`, which is not declared among `tests`"),
                );
                continue;
            };
            if let Some(owner) = owners.insert(test.clone(), path.clone()) {
                problems.push(
                    &*path,
                    ProblemCode::Duplicate,
                    format!(
                        "found `{test}`, which is a member already at {owner}; a test is in at \
                         most one group, once"
                    ),
                );
            }
            if member.if_tested {
                problems.push(
                    &*path,
                    ProblemCode::UnsuitableReference,
                    format!(
                        "found `{test}`, which is judged `if-tested`; a member of a group is \
                         not, remove it there"
                    ),
                );
            }
            if member.has_condition {
                problems.push(
                    &*path,
                    ProblemCode::UnsuitableReference,
                    format!(
                        "found `{test}`, which has a `when` of its own; a \
                         member of a group has none, give it to the cases"
                    ),
                );
            }
            if member.asks_in_some_cases && rule == Some(Rule::AnyOf) {
                problems.push(
                    &*path,
                    ProblemCode::UnsuitableReference,
                    format!(
                        "found `{test}`, which asks for nothing in some of \
                         its cases; where one member is enough, each asks in \
                         every case or in none"
                    ),
                );
            }
            if !member.gate.is_absent() && !says_the_same(&member.gate, &written) {
                problems.push(
                    path,
                    ProblemCode::UnsuitableReference,
                    format!(
                        "found `{test}`, which has a gate of its own; the gate of the group \
                         counts, remove it there"
                    ),
                );
            }
        }
        let tests: Option<Vec<Identifier>> = listed?.into_iter().map(Part::into_option).collect();
        if problems.count() > before {
            return None;
        }
        Some(CheckedGroup {
            id: id?,
            name: name?,
            rule: rule?,
            tests: tests?,
            gate: gate?,
            carried,
        })
    }
}

/// Whether both gates are stated, and alike in every phase.
fn says_the_same(one: &Part<PerPhase<Part<Gate>>>, other: &Part<PerPhase<Part<Gate>>>) -> bool {
    one.get().zip(other.get()).is_some_and(|(one, other)| one.says_the_same_as(other))
}

//! What a test needs in a phase has to be asked there: what is not required is never awaited, and nothing could come of it.

use std::collections::{BTreeMap, HashMap};

use super::Specification;
use super::acceptance::CheckedEntry;
use super::phase::Phase;
use super::test::Test;
use crate::error::{Problems, join};
use crate::value::Identifier;

impl Specification {
    /// Notes every input of a derivation, and every subject of a condition, that is not required where its test asks something.
    pub(super) fn check_needs(&self, problems: &mut Problems) {
        check(&self.tests, &self.phases, problems);
    }
}

fn check(tests: &[Test], phases: &[Phase], problems: &mut Problems) {
    let by_id: HashMap<&str, &Test> = tests.iter().map(|test| (test.id(), test)).collect();
    for (index, test) in tests.iter().enumerate() {
        let mut unasked: BTreeMap<(String, &str), Vec<Phase>> = BTreeMap::new();
        for (phase, entry) in test.entries() {
            let own: Vec<Phase> =
                phases.iter().filter(|own| phase.is_none_or(|phase| phase == **own)).copied().collect();
            for (path, id) in needs(test, phase, entry, &format!("tests[{index}]")) {
                let Some(needed) = by_id.get(id.as_str()) else { continue };
                let is_unasked =
                    |phase: &Phase| needed.cases(*phase).iter().all(|case| case.criterion.is_not_required());
                unasked.entry((path, id.as_str())).or_default().extend(own.iter().copied().filter(is_unasked));
            }
        }
        for ((path, id), phases) in unasked.into_iter().filter(|(_, phases)| !phases.is_empty()) {
            let mut codes: Vec<&str> = phases.iter().map(|phase| phase.code()).collect();
            codes.sort_unstable();
            codes.dedup();
            problems.push(
                path,
                format!("found `{id}`, which is not required in a phase in which this test needs it: {}; write `report` for it there", codes.join(", ")),
            );
        }
    }
}

/// The ids that a test needs where it asks something, with the place of each.
fn needs<'t>(
    test: &'t Test,
    phase: Option<Phase>,
    entry: &'t CheckedEntry,
    path: &str,
) -> Vec<(String, &'t Identifier)> {
    let mut needs = Vec::new();
    let asking = || entry.cases.iter().enumerate().filter(|(_, case)| !case.criterion.is_not_required());
    if asking().next().is_some() {
        let of_test = test.applies_when().into_iter().flat_map(|when| &when.requirements);
        needs.extend(of_test.map(|own| (format!("{path}.when.{}", own.subject), &own.subject)));
        let derived = test.derivation().into_iter().flat_map(|derived| derived.places());
        needs.extend(derived.map(|(id, place)| (format!("{path}.derived.{place}"), id)));
    }
    let key = phase.map_or("all", |phase| phase.code());
    for (index, case) in asking() {
        let path = join(
            &format!("{path}.acceptance.{key}"),
            &if entry.is_list { format!("[{index}]") } else { String::new() },
        );
        let of_case = case.when.iter().flat_map(|when| &when.requirements);
        needs.extend(of_case.map(|own| (format!("{path}.when.{}", own.subject), &own.subject)));
        let derived = case.derived.iter().flat_map(|derived| derived.places());
        needs.extend(derived.map(|(id, place)| (format!("{path}.derived.{place}"), id)));
    }
    needs
}

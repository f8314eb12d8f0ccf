//! What a test needs in a phase has to be asked there: what is not required is never awaited, and
//! nothing could come of it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::error::{ProblemCode, Problems, join};
use crate::specification::Specification;
use crate::specification::condition::Condition;
use crate::specification::derivation::Derivation;
use crate::specification::phase::Phase;
use crate::specification::test::Test;
use crate::value::Identifier;

impl Specification {
    /// Notes every input of a derivation, and every subject of a condition, that is not required
    /// where its test asks something.
    pub(super) fn check_needs(&self, problems: &mut Problems) {
        let not_required = |test: &Test| {
            let is_asked = |phase: &Phase| {
                test.cases(*phase).iter().any(|case| !case.criterion.is_not_required())
            };
            self.phases.iter().copied().filter(|phase| !is_asked(phase)).collect::<Vec<_>>()
        };
        let not_required: HashMap<&str, Vec<Phase>> =
            self.tests.iter().map(|test| (test.id(), not_required(test))).collect();
        for (index, test) in self.tests.iter().enumerate() {
            let mut unasked: BTreeMap<(String, &str), BTreeSet<&str>> = BTreeMap::new();
            for (phase, place, case) in
                test.placed_cases().filter(|(.., case)| !case.criterion.is_not_required())
            {
                let of_test = needs("", test.applies_when(), test.derivation());
                let of_case = needs(&place, case.when.as_deref(), case.derived.as_deref());
                for (path, id) in of_test.chain(of_case) {
                    let own = not_required.get(id.as_str()).into_iter().flatten();
                    for own in own.filter(|own| phase.is_none_or(|phase| phase == **own)) {
                        unasked.entry((path.clone(), id.as_str())).or_default().insert(own.code());
                    }
                }
            }
            for ((path, id), phases) in unasked {
                let phases = phases.into_iter().collect::<Vec<_>>().join(", ");
                problems.push(
                    format!("tests[{index}].{path}"),
                    ProblemCode::NotRequired,
                    format!(
                        "found `{id}`, which is not required in a phase in which this test \
                         needs it: {phases}; write `report` for it there"
                    ),
                );
            }
        }
    }
}

/// The ids that a condition and a derivation need, which stand at `place` of the test, each with
/// its own place.
fn needs<'t>(
    place: &str,
    when: Option<&'t Condition>,
    derived: Option<&'t Derivation>,
) -> impl Iterator<Item = (String, &'t Identifier)> {
    let subjects = when.into_iter().flat_map(|when| &when.requirements).map(|own| &own.subject);
    let subjects = subjects.map(move |id| (join(place, &format!("when.{id}")), id));
    let inputs = derived.into_iter().flat_map(Derivation::places);
    subjects.chain(inputs.map(move |(id, input)| (join(place, &format!("derived.{input}")), id)))
}

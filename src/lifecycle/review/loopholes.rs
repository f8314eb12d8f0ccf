//! Designs by which a lot can pass though something of it fails, reviewed.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use super::advisory::AdvisoryCode;
use super::criteria::{Found, Reviewed, advise_on_whole};
use crate::acceptance::Region;
use crate::error::join;
use crate::lifecycle::comparison::ApplicableCriterion;
use crate::specification::{
    Attribute, CheckedAcceptance, CheckedGroup, MustBe, Phase, Requirement, Rule, Specification,
};
use crate::value::Unit;

pub(super) fn review(specification: &Specification, found: &mut Found) {
    let by_id = Reviewed::by_id(specification);
    for one in Reviewed::all(specification) {
        one.retests(&by_id, found);
    }
    let groups = specification.checked_groups().iter().enumerate();
    let groups: Vec<_> = groups.filter(|(_, group)| group.rule == Rule::AnyOf).collect();
    for (place, group) in &groups {
        for (index, member) in group.tests.iter().enumerate() {
            let Some(one) = by_id.get(member.as_str()) else { continue };
            if one.test.attribute() == Attribute::Safety
                && !one.phases().all(|phase| one.is_neutral(phase))
            {
                let explanation = format!(
                    "A test of safety is a member of `{}`, where one member that conforms is \
                     enough, so that a lot that fails it can conform; write `alternatives`, or \
                     take it out of the group.",
                    group.id
                );
                let path = format!("groups[{place}].tests[{index}]");
                one.advise_at(found, AdvisoryCode::SafetyInAnyOf, path, None, explanation);
            }
        }
    }
    splits(&groups, &by_id, found);
}

impl Reviewed<'_> {
    /// Whether it is asked where a first test, which is only reported, would have failed it.
    fn retests(&self, by_id: &HashMap<&str, Self>, found: &mut Found) {
        for (phase, place, case) in self.test.placed_cases() {
            let conditions = [("", self.test.applies_when()), (&place, case.when.as_deref())];
            let mut requirements = conditions.into_iter().flat_map(|(place, when)| {
                when.into_iter().flat_map(|when| &when.requirements).map(move |one| (place, one))
            });
            let first = requirements.find(|(_, one)| self.repeats(one, case, phase, by_id));
            let Some((place, Requirement { subject, must_be: MustBe::Within(limits), .. })) = first
            else {
                continue;
            };
            let explanation = format!(
                "The test is asked where `{subject}`, which is of the same kind and only reported, \
                 is {limits}, so that a first value that fails `{}` counts for nothing; give \
                 `{subject}` the criterion, and further results to it.",
                case.criterion
            );
            let path = join(place, &format!("when.{subject}"));
            self.advise(found, AdvisoryCode::RetestUntilItPasses, &path, phase, explanation);
        }
    }

    fn repeats(
        &self,
        Requirement { subject, must_be, .. }: &Requirement,
        case: &CheckedAcceptance,
        phase: Option<Phase>,
        by_id: &HashMap<&str, Self>,
    ) -> bool {
        let (Some(first), MustBe::Within(limits)) = (by_id.get(subject.as_str()), must_be) else {
            return false;
        };
        let is_reported = |phase| {
            let mut cases = first.cases(phase).iter();
            !first.cases(phase).is_empty() && cases.all(|case| case.criterion.is_report_only())
        };
        let applicable = ApplicableCriterion {
            test: self.test,
            rules: self.specification.rules(self.test),
            case,
        };
        let fails = || {
            let asked = Region::unrounded(limits)
                .map(|region| region.of_a_quantity(first.test.is_signed()));
            asked
                .zip(applicable.region(&case.criterion))
                .is_some_and(|(asked, accepted)| !asked.is_subset_of(&accepted))
        };
        first.test.attribute() == self.test.attribute()
            && first.test.unit() == applicable.unit()
            && applicable.derivation().is_none()
            && self.phases().filter(|own| phase.is_none_or(|phase| phase == *own)).any(is_reported)
            && fails()
    }
}

/// What members measure, and by which methods.
type Measured<'s> = BTreeSet<(&'static str, Option<&'s str>, Vec<&'s str>)>;

/// Whether several groups are of tests by the same methods, so that a lot can pass each by another.
fn splits(
    groups: &[(usize, &CheckedGroup)],
    by_id: &HashMap<&str, Reviewed<'_>>,
    found: &mut Found,
) {
    let mut known: HashMap<(Phase, Measured<'_>), &CheckedGroup> = HashMap::new();
    for (place, group) in groups {
        let members: Vec<&Reviewed<'_>> =
            group.tests.iter().filter_map(|test| by_id.get(test.as_str())).collect();
        let mut first = None;
        for phase in members.iter().flat_map(|one| one.phases()).collect::<BTreeSet<_>>() {
            let measured: Measured<'_> = members
                .iter()
                .filter(|one| !one.is_neutral(phase))
                .map(|one| {
                    let mut methods = one.test.methods(phase);
                    methods.sort_unstable();
                    (one.test.attribute().code(), one.test.unit().map(Unit::as_str), methods)
                })
                .collect();
            let ways: BTreeSet<&Vec<&str>> = measured.iter().map(|(.., methods)| methods).collect();
            if ways.len() < 2 || ways.iter().any(|methods| methods.is_empty()) {
                continue;
            }
            match known.entry((phase, measured)) {
                Entry::Occupied(known) => first = first.or(Some((phase, *known.get()))),
                Entry::Vacant(place) => drop(place.insert(group)),
            }
        }
        let Some((phase, first)) = first else { continue };
        let methods = members.iter().flat_map(|one| one.test.methods(phase));
        let methods: BTreeSet<String> = methods.map(|method| format!("`{method}`")).collect();
        let explanation = format!(
            "`{}` and `{}` are met by one member each, and measure the same by {}, so that a lot \
             that fails by each of these methods can conform; ask for all of it by one method.",
            first.id,
            group.id,
            methods.into_iter().collect::<Vec<_>>().join(" and ")
        );
        let whole = (format!("groups[{place}].tests"), Some(*group));
        advise_on_whole(found, AdvisoryCode::AnyOfSplitsMethods, whole, phase, explanation);
    }
}

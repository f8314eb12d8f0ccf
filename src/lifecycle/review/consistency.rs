//! How the parts of one specification fit together, reviewed.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::advisory::AdvisoryCode;
use super::criteria::{Found, Reviewed, advise_on_whole, members};
use crate::acceptance::Region;
use crate::criterion::{Term, Terms};
use crate::specification::{
    CheckedEntry, Gate, MustBe, Parameter, Phase, Requirement, Specification, Values,
};
use crate::value::{Identifier, Unit, fold};

pub(super) fn review(specification: &Specification, found: &mut Found) {
    let by_id = Reviewed::by_id(specification);
    let mut known: HashMap<(String, String), &str> = HashMap::new();
    for one in Reviewed::all(specification) {
        one.gaps(found);
        one.values(&by_id, found);
        match known.entry((fold(one.test.name()).collect(), one.test.declaration())) {
            Entry::Occupied(twin) => {
                let explanation = format!(
                    "The test differs from `{}` in nothing but its id; remove one of them, or say \
                     what sets them apart.",
                    twin.get()
                );
                one.advise(found, AdvisoryCode::IdenticalTests, "id", None, explanation);
            }
            Entry::Vacant(first) => {
                first.insert(one.test.id());
            }
        }
    }
    for (place, phase) in specification.phases().iter().enumerate() {
        gates(specification, *phase, place, &by_id, found);
    }
}

impl Reviewed<'_> {
    /// Whether bands of one number leave something between them.
    fn gaps(&self, found: &mut Found) {
        for (phase, entry) in self.test.entries() {
            let Some((subject, gap)) = self.gap(entry) else { continue };
            let explanation = format!(
                "A lot of which `{subject}` is {gap} is in none of the cases, and is undecided."
            );
            let path = CheckedEntry::place(phase);
            self.advise(found, AdvisoryCode::CasesLeaveGap, &path, phase, explanation);
        }
    }

    /// Whether declared values of what every case depends on are in none of them.
    fn values(&self, by_id: &HashMap<&str, Self>, found: &mut Found) {
        for (phase, entry) in self.test.entries() {
            let first = entry.cases.first().and_then(|case| case.when.as_ref());
            for subject in
                first.into_iter().flat_map(|when| &when.requirements).map(|one| &one.subject)
            {
                let listed = |requirements: &'_ [Requirement], value: &Term| {
                    let own = requirements.iter().find(|one| one.subject == *subject);
                    own.is_none_or(|one| match &one.must_be {
                        MustBe::OneOf(values) => values.contains(value),
                        MustBe::Within(_) => false,
                    })
                };
                let is_in = |value: &Term| {
                    let mut conditions = entry.cases.iter().filter_map(|case| case.when.as_ref());
                    conditions.any(|when| listed(&when.requirements, value))
                };
                let applies = |value: &Term| {
                    self.test.applies_when().is_none_or(|when| listed(&when.requirements, value))
                };
                let declared = self.declared(subject, by_id).into_iter();
                let without: Vec<String> = declared
                    .filter(|value| applies(value) && !is_in(value))
                    .map(|value| format!("“{}”", value.as_str()))
                    .collect();
                if without.is_empty() {
                    continue;
                }
                let explanation = format!(
                    "A lot of which `{subject}` is {} is in none of the cases, and is undecided; \
                     add a case, `not required` where nothing is asked.",
                    without.join(" or ")
                );
                let path = CheckedEntry::place(phase);
                self.advise(found, AdvisoryCode::ValueWithoutCase, &path, phase, explanation);
            }
        }
    }

    fn parameter(&self, id: &Identifier) -> Option<&Parameter> {
        self.specification.parameters().iter().find(|parameter| parameter.identifier() == Some(id))
    }

    /// The words that a lot may have: those of a parameter, or those that a test accepts, because
    /// it fails by itself with others.
    fn declared(&self, subject: &Identifier, by_id: &HashMap<&str, Self>) -> Vec<&Term> {
        if let Some(Values::OneOf(values)) = self.parameter(subject).and_then(Parameter::kind) {
            return values.iter().collect();
        }
        let mut values: Vec<&Term> = Vec::new();
        let criteria =
            by_id.get(subject.as_str()).into_iter().flat_map(|one| one.test.all_criteria());
        for value in criteria.filter_map(|criterion| criterion.terms()).flat_map(Terms::accepted) {
            if !values.contains(&value) {
                values.push(value);
            }
        }
        values
    }

    /// What lies between the bands of one number, or beside them within what is plausible, where
    /// each case depends on it alone.
    fn gap<'e>(&self, entry: &'e CheckedEntry) -> Option<(&'e Identifier, String)> {
        let mut bands = Vec::new();
        for case in &entry.cases {
            let [Requirement { subject, must_be: MustBe::Within(limits), .. }] =
                case.when.as_ref()?.requirements.as_slice()
            else {
                return None;
            };
            bands.push((subject, limits.unit(), Region::unrounded(limits)?));
        }
        let (subject, unit, _) = *bands.first()?;
        if bands.iter().any(|(other, ..)| *other != subject) {
            return None;
        }
        // Cases do not overlap, so that they stand one after another.
        bands.sort_by(|(.., a), (.., b)| a.cmp_begin(b));
        let mut pairs = bands.iter().zip(bands.iter().skip(1));
        let between = pairs.find_map(|((.., band), (.., next))| band.gap_before(next));
        let gap = between.or_else(|| {
            let ((.., first), (.., last)) = (bands.first()?, bands.last()?);
            // A test that applies to some lots only asks nothing of the others.
            let plausible =
                self.parameter(subject).filter(|_| self.test.applies_when().is_none())?;
            let Some(Values::Number { signed, within: Some(within), .. }) = plausible.kind() else {
                return None;
            };
            let plausible = Region::unrounded(within)?.of_a_quantity(signed);
            let [below, _] = plausible.outside(first);
            let [_, above] = plausible.outside(last);
            below.or(above)
        })?;
        Some((subject, Unit::after(gap, unit)))
    }
}

/// Whether something may come after release while nothing has to be there before.
fn gates(
    specification: &Specification,
    phase: Phase,
    place: usize,
    by_id: &HashMap<&str, Reviewed<'_>>,
    found: &mut Found,
) {
    let groups = specification.checked_groups();
    let asks = |id: &str| by_id.get(id).is_some_and(|one| !one.is_neutral(phase));
    let members = members(specification);
    let single =
        specification.tests().iter().filter(|test| !members.contains(test.id()) && asks(test.id()));
    let single = single.map(|test| (test.gate(phase), !test.is_if_tested()));
    let grouped = groups.iter().filter(|group| group.tests.iter().any(|test| asks(test.as_str())));
    let grouped = grouped.map(|group| (group.gate.get(phase).copied(), true));
    let items: Vec<(Option<Gate>, bool)> = single.chain(grouped).collect();
    let comes_later = items.iter().any(|(gate, _)| *gate == Some(Gate::AfterRelease));
    if comes_later && !items.contains(&(Some(Gate::BeforeRelease), true)) {
        let explanation = format!(
            "In the {phase} phase some results may come after release, and none has to be there \
             before, so that a lot conforms to nothing while they are awaited."
        );
        let whole = (format!("phases[{place}]"), None);
        advise_on_whole(found, AdvisoryCode::NothingBeforeRelease, whole, phase, explanation);
    }
}

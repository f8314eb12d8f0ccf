//! What differs between the phases of one specification, reviewed.

use std::collections::HashSet;

use super::advisory::AdvisoryCode;
use super::criteria::{Found, Reviewed, advise_on_whole, members};
use crate::acceptance::Region;
use crate::lifecycle::comparison::{
    Change, ChangeCode, Column, MovedEnd, SharedIds, Tested, replicates, test,
};
use crate::specification::{Attribute, Gate, Phase, Specification};

/// Each later phase is compared with those before it, the nearest first.
pub(super) fn review(specification: &Specification, found: &mut Found) {
    let columns: Vec<Column<'_>> =
        Phase::ALL.iter().filter_map(|phase| Column::new(specification, *phase).ok()).collect();
    let by_id = Reviewed::by_id(specification);
    let members = members(specification);
    for (place, later) in columns.iter().enumerate() {
        // One advisory of each kind is enough for a phase: that against the nearest one before it.
        let mut known = HashSet::new();
        let mut known_groups = HashSet::new();
        for earlier in columns.iter().take(place).rev() {
            let shared = SharedIds::of(earlier, later);
            let phases = [earlier.phase(), later.phase()];
            for reviewed in Reviewed::all(specification) {
                let test = reviewed.test;
                let changes = test::compare(
                    [earlier, later].map(|column| Tested::of(column, test, None)),
                    &shared,
                );
                reviewed.differences(&changes, phases, &mut known, found);
                reviewed.replicates(phases, &mut known, found);
                if !members.contains(test.id()) {
                    reviewed.gate(phases, &mut known, found);
                }
            }
            for (index, group) in specification.checked_groups().iter().enumerate() {
                let is_asked = |phase| {
                    group
                        .tests
                        .iter()
                        .filter_map(|test| by_id.get(test.as_str()))
                        .any(|one| !one.is_neutral(phase))
                };
                if is_later(phases.map(|phase| group.gate.get(phase).copied()))
                    && phases.into_iter().all(is_asked)
                    && known_groups.insert(index)
                {
                    let place = format!("groups[{index}].gate.{}", later.phase());
                    let code = AdvisoryCode::LaterPhaseAfterRelease;
                    advise_on_whole(
                        found,
                        code,
                        (place, Some(group)),
                        later.phase(),
                        waits(phases),
                    );
                }
            }
        }
    }
}

impl Reviewed<'_> {
    fn differences(
        &self,
        changes: &[Change],
        [earlier, later]: [Phase; 2],
        known: &mut HashSet<(usize, AdvisoryCode)>,
        found: &mut Found,
    ) {
        let path = |change: &Change| {
            let is_of_replicates = change.code() == ChangeCode::ReportableValue
                || matches!(change.part(), Some(replicates::EACH | replicates::LARGEST_RSD));
            if is_of_replicates { self.path_of_replicates(later) } else { self.path(later) }
        };
        let wider = changes.iter().find(|change| change.accepts_more());
        if let Some(change) =
            wider.filter(|_| known.insert((self.index, AdvisoryCode::LaterPhaseWider)))
        {
            let explanation = format!(
                "The {later} phase accepts what the {earlier} one does not. {}",
                told(change)
            );
            self.advise(
                found,
                AdvisoryCode::LaterPhaseWider,
                &path(change),
                Some(later),
                explanation,
            );
        }
        let other = changes.iter().find(|change| change.decides());
        if let Some(change) = other.filter(|_| self.test.attribute() == Attribute::Safety)
            && known.insert((self.index, AdvisoryCode::SafetyLimitVaries))
        {
            let explanation = format!(
                "A test of safety asks something else in the {later} phase than in the {earlier} \
                 one. {}",
                told(change)
            );
            self.advise(
                found,
                AdvisoryCode::SafetyLimitVaries,
                &path(change),
                Some(later),
                explanation,
            );
        }
    }

    /// Whether replicates make a value that can only be better.
    fn replicates(
        &self,
        [earlier, later]: [Phase; 2],
        known: &mut HashSet<(usize, AdvisoryCode)>,
        found: &mut Found,
    ) {
        let reportables = [earlier, later].map(|phase| self.test.reportable(phase));
        let easier = |end| replicates::become_easier(reportables, end, self.test.is_signed());
        let [is_low_easier, is_high_easier] = [MovedEnd::Lower, MovedEnd::Upper].map(easier);
        // Cases that are told apart in other ways are not brought together here.
        let pairs = self.cases(earlier).iter().zip(self.cases(later));
        let pairs = pairs.filter(|(was, is)| was.unit == is.unit && !was.criterion.is_neutral());
        let explanation = pairs.into_iter().find_map(|(was, is)| {
            let (Some(limits), Some(now)) = (was.criterion.range(), is.criterion.range()) else {
                let is_of_terms = was.criterion.terms().is_some() && is.criterion.terms().is_some();
                return (is_of_terms && is_low_easier).then(|| {
                    "Fewer replicates have to be \
                     accepted."
                        .to_owned()
                });
            };
            let (rounding, strict) = self.specification.rules(self.test);
            let [was, now_accepted] =
                [limits, now].map(|range| Region::of_range(range, rounding, strict));
            let [lost_below, lost_above] = was.outside(&now_accepted);
            if limits.lower().is_some() && lost_below.is_none() && is_low_easier {
                Some(format!(
                    "What is compared with the lower end of `{now}` can be higher than before, and \
                     is never lower."
                ))
            } else if limits.upper().is_some() && lost_above.is_none() && is_high_easier {
                Some(format!(
                    "What is compared with the upper end of `{now}` can be lower than before, and \
                     is never higher."
                ))
            } else {
                None
            }
        });
        if let Some(explanation) = explanation
            && known.insert((self.index, AdvisoryCode::LaterPhaseWider))
        {
            let [was, is] = reportables.map(replicates::in_words);
            let explanation = format!(
                "The {later} phase accepts what the {earlier} one does not. `{is}` was `{was}`. \
                 {explanation}"
            );
            let path = self.path_of_replicates(later);
            self.advise(found, AdvisoryCode::LaterPhaseWider, &path, Some(later), explanation);
        }
    }

    /// Whether the result is awaited for longer.
    fn gate(
        &self,
        phases: [Phase; 2],
        known: &mut HashSet<(usize, AdvisoryCode)>,
        found: &mut Found,
    ) {
        let [earlier, later] = phases;
        let code = AdvisoryCode::LaterPhaseAfterRelease;
        if is_later(phases.map(|phase| self.test.gate(phase)))
            && !self.is_neutral(earlier)
            && !self.is_neutral(later)
            && known.insert((self.index, code))
        {
            self.advise(found, code, &format!("gate.{later}"), Some(later), waits(phases));
        }
    }
}

fn is_later(gates: [Option<Gate>; 2]) -> bool {
    gates == [Some(Gate::BeforeRelease), Some(Gate::AfterRelease)]
}

fn waits([earlier, later]: [Phase; 2]) -> String {
    format!(
        "The result is needed before release in the {earlier} phase, and only after it in the \
         {later} one, so that a lot can be given that fails it."
    )
}

/// A change in one sentence, with what it means.
fn told(change: &Change) -> String {
    let part = change.part().map(|part| format!("{part}: ")).unwrap_or_default();
    let text = |text: Option<&str>| text.map_or("nothing".to_owned(), |text| format!("`{text}`"));
    let (before, after) = (text(change.before()), text(change.after()));
    let sides = if before == after { after } else { format!("{after} was {before}") };
    format!("{part}{sides}. {}", change.explanation())
}

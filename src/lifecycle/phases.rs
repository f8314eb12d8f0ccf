//! What differs between the phases of one specification, reviewed.

use std::collections::HashSet;

use super::advisory::AdvisoryCode;
use super::change::{Change, ChangeCode};
use super::column::Column;
use super::replicates;
use super::reviewed::{Found, Reviewed};
use super::shared::Shared;
use super::test::{self, Tested};
use crate::specification::{Attribute, Phase, Specification};

/// Each later phase is compared with those before it, the nearest first.
pub(super) fn review(specification: &Specification, found: &mut Found) {
    let columns: Vec<Column<'_>> =
        Phase::ALL.iter().filter_map(|phase| Column::new(specification, *phase).ok()).collect();
    for (place, later) in columns.iter().enumerate() {
        // One advisory of each kind is enough for a phase: that against the nearest one before it.
        let mut known = HashSet::new();
        for earlier in columns.iter().take(place).rev() {
            let shared = Shared::of(earlier, later);
            for (index, test) in specification.tests().iter().enumerate() {
                let reviewed = Reviewed { specification, test, index };
                let changes = test::compare([earlier, later].map(|column| Tested::of(column, test, None)), &shared);
                reviewed.differences(&changes, [earlier.phase(), later.phase()], &mut known, found);
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
        if let Some(change) = wider.filter(|_| known.insert((self.index, AdvisoryCode::LaterPhaseWider))) {
            let explanation = format!("The {later} phase accepts what the {earlier} one does not. {}", told(change));
            self.advise(found, AdvisoryCode::LaterPhaseWider, &path(change), Some(later), explanation);
        }
        let other = changes.iter().find(|change| change.decides());
        if let Some(change) = other.filter(|_| self.test.attribute() == Attribute::Safety)
            && known.insert((self.index, AdvisoryCode::SafetyLimitVaries))
        {
            let explanation = format!(
                "A test of safety asks something else in the {later} phase than in the {earlier} one. {}",
                told(change)
            );
            self.advise(found, AdvisoryCode::SafetyLimitVaries, &path(change), Some(later), explanation);
        }
    }
}

/// A change in one sentence, with what it means.
fn told(change: &Change) -> String {
    let part = change.part().map(|part| format!("{part}: ")).unwrap_or_default();
    let text = |text: Option<&str>| text.map_or("nothing".to_owned(), |text| format!("`{text}`"));
    let (before, after) = (text(change.before()), text(change.after()));
    let sides = if before == after { after } else { format!("{after} was {before}") };
    format!("{part}{sides}. {}", change.explanation())
}

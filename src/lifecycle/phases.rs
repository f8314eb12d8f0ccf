//! What differs between the phases of one specification, reviewed.

use super::advisory::AdvisoryCode;
use super::change::Change;
use super::column::Column;
use super::reviewed::{Found, Reviewed};
use super::shared::Shared;
use super::test::{self, Tested};
use crate::specification::{Attribute, Phase, Specification};

/// Each later phase is compared with those before it, the nearest first.
pub(super) fn review(specification: &Specification, found: &mut Found) {
    let columns: Vec<Column<'_>> =
        Phase::ALL.iter().filter_map(|phase| Column::new(specification, *phase).ok()).collect();
    for (place, later) in columns.iter().enumerate() {
        for earlier in columns.iter().take(place).rev() {
            let shared = Shared::of(earlier, later);
            for (index, test) in specification.tests().iter().enumerate() {
                let reviewed = Reviewed { specification, test, index };
                let changes = test::compare([earlier, later].map(|column| Tested::of(column, test, None)), &shared);
                reviewed.differences(&changes, earlier.phase(), later.phase(), found);
            }
        }
    }
}

impl Reviewed<'_> {
    fn differences(&self, changes: &[Change], earlier: Phase, later: Phase, found: &mut Found) {
        let path = format!("acceptance.{later}");
        // One advisory of each kind is enough for a phase: that against the nearest one before it.
        let knows = |found: &Found, code| {
            found
                .iter()
                .any(|(index, advisory)| *index == self.index && advisory.code == code && advisory.phase == Some(later))
        };
        let wider = changes.iter().find(|change| change.accepts_more());
        if let Some(change) = wider.filter(|_| !knows(found, AdvisoryCode::LaterPhaseWider)) {
            let explanation = format!("The {later} phase accepts more than the {earlier} one. {}", told(change));
            self.advise(found, AdvisoryCode::LaterPhaseWider, &path, Some(later), explanation);
        }
        let other = changes.iter().find(|change| change.decides());
        if let Some(change) = other.filter(|_| self.test.attribute() == Attribute::Safety)
            && !knows(found, AdvisoryCode::SafetyLimitVaries)
        {
            let explanation = format!(
                "A test of safety accepts something else in the {later} phase than in the {earlier} one. {}",
                told(change)
            );
            self.advise(found, AdvisoryCode::SafetyLimitVaries, &path, Some(later), explanation);
        }
    }
}

/// A change in one sentence, with what it means.
fn told(change: &Change) -> String {
    let part = change.part().map(|part| format!("{part}: ")).unwrap_or_default();
    let text = |text: Option<&str>| text.map_or("nothing".to_owned(), |text| format!("`{text}`"));
    format!("{part}{} was {}. {}", text(change.after()), text(change.before()), change.explanation())
}

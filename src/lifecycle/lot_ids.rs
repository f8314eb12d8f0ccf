//! That a lot counts once.

use std::collections::HashMap;

use smol_str::SmolStr;

use crate::error::{ProblemCode, Problems, shown};
use crate::lot::Lot;

/// The ids of the lots that were handed in so far, each with its place.
#[derive(Clone, Debug, Default)]
pub(super) struct LotIds {
    places: HashMap<SmolStr, u64>,
    handed_in: u64,
}

impl LotIds {
    /// Takes one more lot; a second one of the same id is a problem.
    pub(super) fn take(&mut self, lot: &Lot, problems: &mut Problems) {
        let place = self.handed_in;
        self.handed_in = place.saturating_add(1);
        let first = *self.places.entry(lot.id().into()).or_insert(place);
        if first != place {
            let id = shown(lot.id(), 1);
            problems.push(
                format!("lots[{place}].id"),
                ProblemCode::Duplicate,
                format!("found `{id}`, which is that of lots[{first}]; a lot counts once"),
            );
        }
    }
}

//! Combinations of which it is open in which case they are, by the determinations for which that
//! waits.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::truth::World;
use crate::plan::compiled::Source;

/// The determinations on which it depends in which case combinations are.
pub(super) type Awaited = Vec<(Source, usize)>;

/// Combinations that are in the same case, whichever that is.
#[derive(Clone, Debug, Default)]
pub(super) struct Together {
    /// The determinations on which it depends which.
    pub(super) waits_for: Awaited,
    pub(super) worlds: Vec<World>,
}

/// Combinations that wait for the same determinations are in the same case; those that wait for
/// others may be in another.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    combinations: Vec<(Awaited, World)>,
    /// Whether there are no others.
    pub(super) are_all: bool,
    most: usize,
}

impl Waiting {
    /// None yet, and never more than `most`.
    pub(super) fn none(most: usize) -> Self {
        Self { combinations: Vec::new(), are_all: true, most }
    }

    /// Those of one part of all combinations, which wait for nothing, and never more than `most`.
    pub(super) fn for_nothing(part: &World, most: usize) -> Self {
        Self { combinations: vec![(Vec::new(), part.clone())], ..Self::none(most) }
    }

    pub(super) fn count(&self) -> usize {
        self.combinations.len()
    }

    /// The same, each with any of the determinations `chosen` of a further source, for which none
    /// waits.
    pub(super) fn with_any(&self, source: Source, chosen: &Rc<[usize]>) -> Self {
        let with =
            |(awaited, world): &(Awaited, World)| (awaited.clone(), world.with(source, chosen));
        Self { combinations: self.combinations.iter().map(with).collect(), ..*self }
    }

    /// The same with each of the determinations `chosen` of a further source, for which they wait
    /// too.
    pub(super) fn with_each(&self, source: Source, chosen: &[usize]) -> Self {
        let mut all = Self { combinations: Vec::new(), ..*self };
        for (awaited, world) in &self.combinations {
            for place in chosen {
                let awaited = awaited.iter().copied().chain([(source, *place)]).collect();
                if !all.push(awaited, world.with(source, &Rc::from([*place]))) {
                    return all;
                }
            }
        }
        all
    }

    /// Whether there was a place for it.
    fn push(&mut self, awaited: Awaited, world: World) -> bool {
        let has_place = self.combinations.len() < self.most;
        if has_place {
            self.combinations.push((awaited, world));
        }
        self.are_all &= has_place;
        has_place
    }

    /// Adds others.
    pub(super) fn add(&mut self, others: Self) {
        self.are_all &= others.are_all;
        for (awaited, world) in others.combinations {
            self.push(awaited, world);
        }
    }

    /// Those that are in the same case, together.
    pub(super) fn together(self) -> impl Iterator<Item = Together> {
        let mut together: BTreeMap<Awaited, Vec<World>> = BTreeMap::new();
        for (awaited, world) in self.combinations {
            together.entry(awaited).or_default().push(world);
        }
        together.into_iter().map(|(waits_for, worlds)| Together { waits_for, worlds })
    }
}

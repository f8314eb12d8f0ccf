//! Combinations of which it is open in which case they are, by the determinations for which that waits.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::condition::World;
use super::sources::Source;

/// The determinations on which it depends in which case combinations are.
pub(super) type Awaited = Vec<(Source, usize)>;

/// Combinations that are in the same case, whichever that is.
#[derive(Clone, Debug, Default)]
pub(super) struct Together {
    /// The determinations on which it depends which.
    pub(super) waits_for: Awaited,
    pub(super) worlds: Vec<World>,
}

/// Combinations that wait for the same determinations are in the same case; those that wait for others may be in another.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    /// `None` where there are too many.
    combinations: Option<BTreeMap<Awaited, Vec<World>>>,
    most: usize,
}

impl Waiting {
    /// None yet, and never more than `most`.
    pub(super) fn none(most: usize) -> Self {
        Self { combinations: Some(BTreeMap::new()), most }
    }

    /// Those of one part of all combinations, which wait for nothing, and never more than `most`.
    pub(super) fn for_nothing(part: &World, most: usize) -> Self {
        Self { combinations: Some(BTreeMap::from([(Vec::new(), vec![part.clone()])])), most }
    }

    fn count(&self) -> usize {
        self.combinations.iter().flatten().map(|(_, worlds)| worlds.len()).sum()
    }

    /// The same, each with any of the determinations `chosen` of a further source; or for each of these, if it waits for them.
    pub(super) fn with(&self, source: Source, chosen: &Rc<[usize]>, waits_for_them: bool) -> Self {
        let each = if waits_for_them { chosen.len() } else { 1 };
        let most = self.most;
        let known = self.combinations.as_ref().filter(|_| self.count().saturating_mul(each) <= most);
        let with = |worlds: &[World], chosen: &Rc<[usize]>| -> Vec<World> {
            worlds.iter().map(|world| world.with(source, chosen)).collect()
        };
        let with_one = |(awaited, worlds): (&Awaited, &Vec<World>)| -> Vec<(Awaited, Vec<World>)> {
            if !waits_for_them {
                return vec![(awaited.clone(), with(worlds, chosen))];
            }
            let one = |place: &usize| {
                let awaited = awaited.iter().copied().chain([(source, *place)]);
                (awaited.collect(), with(worlds, &Rc::from([*place])))
            };
            chosen.iter().map(one).collect()
        };
        Self { combinations: known.map(|known| known.iter().flat_map(with_one).collect()), most }
    }

    /// Adds others.
    pub(super) fn add(&mut self, others: Self) {
        if self.count().saturating_add(others.count()) > self.most {
            self.combinations = None;
        }
        self.combinations = self.combinations.take().zip(others.combinations).map(|(mut all, others)| {
            for (awaited, worlds) in others {
                all.entry(awaited).or_default().extend(worlds);
            }
            all
        });
    }

    /// Those that are in the same case, together; `None` where there are too many.
    pub(super) fn together(self) -> Option<impl Iterator<Item = Together>> {
        let together = |(waits_for, worlds)| Together { waits_for, worlds };
        self.combinations.map(|all| all.into_iter().map(together))
    }
}

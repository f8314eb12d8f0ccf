//! Of which tests the determinations have to be told apart: of those that something needs by more
//! than one way.

/// What one test needs.
pub(crate) struct Needs {
    /// Its own place among the needed tests, if others need it.
    pub(crate) place: Option<usize>,
    /// The places of the tests that it needs itself, each once.
    pub(crate) sources: Vec<usize>,
}

/// Places among the tests that several others need, each a bit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Places(Vec<u64>);

impl Places {
    fn with_room_for(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)])
    }

    pub(crate) fn insert(&mut self, place: usize) {
        let word = place / 64;
        if self.0.len() <= word {
            self.0.resize(word.saturating_add(1), 0);
        }
        self.0.get_mut(word).into_iter().for_each(|word| *word |= 1 << (place % 64));
    }

    fn add(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| *own |= other);
    }

    fn common(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(own, other)| own & other).collect())
    }

    /// Those that are in both, in ascending order.
    pub(crate) fn in_both<'p>(&'p self, other: &'p Self) -> impl Iterator<Item = usize> + 'p {
        let words = self.0.iter().zip(&other.0).map(|(own, other)| own & other).enumerate();
        words.filter(|(_, word)| *word != 0).flat_map(|(index, word)| {
            (0..64_usize)
                .filter(move |bit| word & (1 << bit) != 0)
                .map(move |bit| index.saturating_mul(64).saturating_add(bit))
        })
    }
}

/// The tests whose determinations are told apart in what a test is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ToldApart {
    /// Those that it needs by two ways itself.
    pub(crate) by_itself: Places,
    /// These, and those that something that needs it does.
    pub(crate) by_all: Places,
}

/// Of each test which tests are told apart in what it is made of. Places are those among all that
/// are told apart at all; the second list says which of the needed tests each of them is.
///
/// `tests` may stand in any order; each needed test comes after those that it needs itself, by
/// their places.
pub(crate) fn told_apart(tests: &[Needs]) -> (Vec<ToldApart>, Vec<usize>) {
    let count =
        tests.iter().filter_map(|test| test.place).max().map_or(0, |last| last.saturating_add(1));
    let mut users = vec![0_usize; count];
    for source in tests.iter().flat_map(|test| &test.sources) {
        users.get_mut(*source).into_iter().for_each(|users| *users = users.saturating_add(1));
    }
    // Two ways part at a test that two others need.
    let shared: Vec<usize> =
        (0..count).filter(|place| users.get(*place).is_some_and(|users| *users > 1)).collect();
    if shared.is_empty() {
        return (vec![ToldApart::default(); tests.len()], shared);
    }
    let nothing = || Places::with_room_for(shared.len());
    let mut by_place: Vec<usize> = (0..tests.len()).collect();
    // What nothing else needs comes last.
    by_place
        .sort_by_key(|index| tests.get(*index).and_then(|test| test.place).unwrap_or(usize::MAX));
    let mut reach = vec![nothing(); count];
    for test in by_place.iter().filter_map(|index| tests.get(*index)) {
        let Some(place) = test.place else { continue };
        let mut own = nothing();
        test.sources
            .iter()
            .filter_map(|source| reach.get(*source))
            .for_each(|other| own.add(other));
        if let Ok(bit) = shared.binary_search(&place) {
            own.insert(bit);
        }
        reach.get_mut(place).into_iter().for_each(|reach| *reach = own.clone());
    }
    let mut kept = vec![nothing(); count];
    let mut all = vec![ToldApart::default(); tests.len()];
    for (index, test) in
        by_place.iter().rev().filter_map(|index| Some((*index, tests.get(*index)?)))
    {
        let (mut seen, mut by_itself) = (nothing(), nothing());
        for other in test.sources.iter().filter_map(|source| reach.get(*source)) {
            by_itself.add(&seen.common(other));
            seen.add(other);
        }
        let mut told =
            test.place.and_then(|place| kept.get(place).cloned()).unwrap_or_else(nothing);
        told.add(&by_itself);
        for source in &test.sources {
            let Some(below) = reach.get(*source).map(|reach| told.common(reach)) else { continue };
            kept.get_mut(*source).into_iter().for_each(|kept| kept.add(&below));
        }
        if let Some(own) = all.get_mut(index) {
            *own = ToldApart { by_itself, by_all: told };
        }
    }
    (all, shared)
}

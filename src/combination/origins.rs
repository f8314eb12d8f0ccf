//! Which determinations a value is made of, and which values can therefore stand together.

use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Of each test that is told apart, by its place among these, which of its values one is made of.
///
/// Two values that name different ones of one test never stand together.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Origins(Vec<(usize, usize)>);

impl Origins {
    /// Which value of the test at `place` it is made of, if of any.
    fn of(&self, place: usize) -> Option<usize> {
        let found = self.0.binary_search_by_key(&place, |(own, _)| *own).ok()?;
        self.0.get(found).map(|(_, which)| *which)
    }

    /// The same, made of value `which` of the test at `place` too.
    pub(crate) fn with(&self, place: usize, which: usize) -> Self {
        let mut all = self.0.clone();
        match all.binary_search_by_key(&place, |(own, _)| *own) {
            Ok(_) => {}
            Err(before) => all.insert(before, (place, which)),
        }
        Self(all)
    }
}

/// Combinations that have the origins that matter in common, so that within them any value of one
/// source can stand with any of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// Of each source the places of its values that can stand there, in ascending order.
    pub(crate) chosen: Vec<Vec<usize>>,
    pub(crate) origins: Origins,
}

/// All combinations of one value of each source that can be, in parts; or `most` of the parts, and
/// whether these are all.
///
/// `sources` are the origins of the values of each source, and `told_apart` the tests whose
/// determinations must agree. There is no part where no combination can be. Where there are more
/// than `most`, those stay that have most of the values that reach furthest: of these `furthest`
/// gives the places, source by source.
pub(crate) fn parts(
    sources: &[&[Origins]],
    told_apart: impl Iterator<Item = usize>,
    most: usize,
    furthest: impl Fn() -> Vec<Vec<usize>>,
) -> (Vec<Part>, bool) {
    let all = sources.iter().map(|own| (0..own.len()).collect()).collect();
    let mut parts = vec![Part { chosen: all, origins: Origins::default() }];
    let mut furthest_of: Option<Vec<Vec<usize>>> = None;
    let mut keep = |parts: &mut Vec<Part>| {
        let furthest = furthest_of.get_or_insert_with(&furthest);
        let has = |(chosen, furthest): &(&Vec<usize>, &Vec<usize>)| {
            furthest.iter().any(|place| chosen.binary_search(place).is_ok())
        };
        parts.sort_by_cached_key(|part| {
            Reverse(part.chosen.iter().zip(&*furthest).filter(has).count())
        });
        parts.truncate(most);
    };
    let mut are_all = true;
    for test in told_apart {
        let mut next = Vec::new();
        for part in parts {
            divide(sources, part, test, &mut next);
            if next.len() > most.saturating_mul(2) {
                are_all = false;
                keep(&mut next);
            }
        }
        if next.len() > most {
            are_all = false;
            keep(&mut next);
        }
        parts = next;
    }
    (parts, are_all)
}

/// Divides a part by the values of one test of which what stands in it is made.
fn divide(sources: &[&[Origins]], part: Part, test: usize, into: &mut Vec<Part>) {
    // Of each value of the test what is made of it, source by source; and what is made of none,
    // which can stand with any.
    let mut made_of: BTreeMap<usize, Vec<Vec<usize>>> = BTreeMap::new();
    let mut of_none: Vec<Vec<usize>> = vec![Vec::new(); sources.len()];
    for (index, (origins, chosen)) in sources.iter().zip(&part.chosen).enumerate() {
        for place in chosen {
            let own = match origins.get(*place).and_then(|origins| origins.of(test)) {
                Some(which) => {
                    made_of.entry(which).or_insert_with(|| vec![Vec::new(); sources.len()])
                }
                None => &mut of_none,
            };
            own.get_mut(index).into_iter().for_each(|own| own.push(*place));
        }
    }
    if made_of.is_empty() {
        into.push(part);
        return;
    }
    for (which, mut chosen) in made_of {
        for (own, others) in chosen.iter_mut().zip(&of_none) {
            own.extend(others);
            own.sort_unstable();
        }
        if chosen.iter().all(|own| !own.is_empty()) {
            into.push(Part { chosen, origins: part.origins.with(test, which) });
        }
    }
}

//! Which combinations of values reach furthest, so that nothing else has to be looked at.

use super::formula::{Formula, NoValue};
use crate::acceptance::{End, Extent, cmp_lower, cmp_upper};

/// One value of each input.
pub(crate) type Picked<'v> = Vec<&'v Extent>;

/// The most combinations that are told apart where neither extremes nor an order of them say all.
const MOST_COMBINATIONS: usize = 1_000;

/// Some combinations of the values of inputs.
pub(crate) struct Furthest<'v> {
    pub(crate) combinations: Vec<Picked<'v>>,
    /// Whether every combination that fails, is undecided or has no value has its like among them.
    pub(crate) say_all: bool,
}

/// On which side of zero values lie. Within each a product rises or falls with all of its factors.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Below,
    Across,
    Above,
}

impl Side {
    const ALL: [Self; 3] = [Self::Below, Self::Across, Self::Above];

    fn of(extent: &Extent) -> Self {
        let goes_above_zero = || match &extent.upper {
            End::Unbounded => true,
            End::At { value, .. } => !value.is_negative() && !value.is_zero(),
        };
        match extent.goes_below_zero() {
            false => Self::Above,
            true if goes_above_zero() => Self::Across,
            true => Self::Below,
        }
    }
}

/// The places of the values that reach furthest, on each side of zero. Across zero all are among
/// them that contain no other: a product of two such may lie closest around zero though neither
/// reaches furthest.
pub(crate) fn reaching_furthest(all: &[&Extent]) -> Vec<usize> {
    if let [_] = all {
        return vec![0];
    }
    let mut found = Vec::new();
    for side in Side::ALL {
        let places: Vec<usize> = (0..all.len())
            .filter(|place| all.get(*place).is_some_and(|own| Side::of(own) == side))
            .collect();
        let own: Vec<&Extent> =
            places.iter().filter_map(|place| all.get(*place).copied()).collect();
        let mut furthest = Extent::extremes(&own);
        if side == Side::Across {
            furthest.extend(innermost(&own));
        }
        found.extend(furthest.into_iter().filter_map(|index| places.get(index).copied()));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The places of those that contain no other, the one with the greatest lower end first.
pub(crate) fn innermost(all: &[&Extent]) -> Vec<usize> {
    let mut places: Vec<(usize, &&Extent)> = all.iter().enumerate().collect();
    places.sort_by(|(_, a), (_, b)| {
        cmp_lower(&b.lower, &a.lower).then(cmp_upper(&a.upper, &b.upper))
    });
    let mut least: Option<&End<_>> = None;
    places.retain(|(_, own)| {
        let is_less = least.is_none_or(|least| cmp_upper(&own.upper, least).is_lt());
        least = if is_less { Some(&own.upper) } else { least };
        is_less
    });
    places.into_iter().map(|(place, _)| place).collect()
}

/// Every combination of one of each.
pub(crate) fn every<T>(inputs: &[Vec<T>]) -> Vec<Vec<&T>> {
    let mut picked: Vec<Vec<&T>> = vec![Vec::with_capacity(inputs.len())];
    for own in inputs {
        if let [only] = own.as_slice() {
            for so_far in &mut picked {
                so_far.push(only);
            }
            continue;
        }
        let with = |so_far: &Vec<_>, one| so_far.iter().copied().chain([one]).collect();
        picked =
            picked.iter().flat_map(|so_far| own.iter().map(move |one| with(so_far, one))).collect();
    }
    picked
}

impl Formula {
    /// The combinations that reach furthest, of the values of each input that do. No divisor may be
    /// zero.
    pub(crate) fn furthest<'v>(&self, inputs: &'v [Vec<Extent>]) -> Furthest<'v> {
        if inputs.iter().all(|own| own.len() == 1) {
            return Furthest { combinations: every(inputs), say_all: true };
        }
        if self.is_sum {
            let combinations = self.corners(inputs);
            let is_negative = |picked: &Picked<'_>| {
                self.derive(picked).is_err_and(|why| why == NoValue::Negative)
            };
            let say_all = self.signed || !combinations.iter().any(is_negative);
            return Furthest { combinations, say_all };
        }
        if inputs.iter().flatten().any(Extent::goes_below_zero) {
            return self.products(inputs);
        }
        Furthest { combinations: self.corners(inputs), say_all: true }
    }

    /// The combinations that say all where the derived value rises or falls with each input.
    fn corners<'v>(&self, inputs: &'v [Vec<Extent>]) -> Vec<Picked<'v>> {
        let places: Vec<[usize; 4]> = inputs.iter().map(|own| ends(own)).collect();
        let corner = |pick: usize| -> Vec<usize> {
            // The lower end of a reciprocal or a difference is made of the upper end.
            let opposite = [1, 0, 3, 2];
            let pick_of = |inverse: bool| {
                if inverse { opposite.get(pick).copied().unwrap_or(pick) } else { pick }
            };
            let own = self.inverse.iter().zip(&places);
            own.filter_map(|(inverse, places)| places.get(pick_of(*inverse)).copied()).collect()
        };
        let mut corners: Vec<Vec<usize>> = Vec::new();
        for corner in (0..4).map(corner) {
            if !corners.contains(&corner) {
                corners.push(corner);
            }
        }
        let extents = |corner: Vec<usize>| {
            inputs.iter().zip(corner).filter_map(|(own, place)| own.get(place))
        };
        corners.into_iter().map(|corner| extents(corner).collect()).collect()
    }

    /// The products that reach furthest on each side of zero, made of those of one input less.
    fn products<'v>(&self, inputs: &'v [Vec<Extent>]) -> Furthest<'v> {
        let begin = self.begin_with_constant().unwrap_or_else(|| self.neutral());
        let mut partial: Vec<(Extent, Vec<usize>)> = vec![(begin, Vec::new())];
        // What is the same in every combination comes first, so that it is multiplied once.
        let mut order: Vec<usize> = (0..inputs.len()).collect();
        order.sort_by_key(|index| inputs.get(*index).map_or(0, Vec::len) > 1);
        let mut say_all = true;
        for index in &order {
            let (Some(own), Some(inverse)) = (inputs.get(*index), self.inverse.get(*index)) else {
                continue;
            };
            let mut next: Vec<(Extent, Vec<usize>)> = Vec::new();
            for (value, picks) in &partial {
                for (place, extent) in own.iter().enumerate() {
                    if let Ok(value) = self.step(value, *inverse, extent) {
                        next.push((value, picks.iter().copied().chain([place]).collect()));
                    }
                }
            }
            let values: Vec<&Extent> = next.iter().map(|(value, _)| value).collect();
            let mut furthest = reaching_furthest(&values);
            say_all &= furthest.len() <= MOST_COMBINATIONS;
            furthest.truncate(MOST_COMBINATIONS);
            partial = furthest.into_iter().filter_map(|place| next.get(place).cloned()).collect();
        }
        let picked = |picks: Vec<usize>| -> Picked<'v> {
            let mut placed: Vec<(usize, usize)> = order.iter().copied().zip(picks).collect();
            placed.sort_unstable();
            placed.into_iter().filter_map(|(index, place)| inputs.get(index)?.get(place)).collect()
        };
        Furthest {
            combinations: partial.into_iter().map(|(_, picks)| picked(picks)).collect(),
            say_all,
        }
    }

    /// The sums that matter where some are below zero and have no value, of all values of each
    /// input; `None` where more than two inputs vary in too many ways: whether some sum lies
    /// between zero and a limit is then hard to tell.
    pub(crate) fn sums<'v>(&self, inputs: &'v [Vec<Extent>]) -> Option<Vec<Picked<'v>>> {
        let varying: Vec<usize> = inputs
            .iter()
            .enumerate()
            .filter(|(_, own)| own.len() > 1)
            .map(|(index, _)| index)
            .collect();
        let count = inputs.iter().map(Vec::len).fold(1, usize::saturating_mul);
        match varying.as_slice() {
            [] | [_] => Some(every(inputs)),
            _ if count <= MOST_COMBINATIONS => Some(every(inputs)),
            [one, other] => Some(self.pairs(inputs, *one, *other)),
            _ => None,
        }
    }

    /// The sums that reach furthest of those with each value of one input that are not below zero,
    /// and one that is. For each value the others are in order, so that those with which it is not
    /// below zero are the first so many.
    fn pairs<'v>(&self, inputs: &'v [Vec<Extent>], one: usize, other: usize) -> Vec<Picked<'v>> {
        let (Some(ones), Some(others)) = (inputs.get(one), inputs.get(other)) else {
            return Vec::new();
        };
        let inverse = |index: usize| self.inverse.get(index).copied().unwrap_or_default();
        let adds = |extent: &Extent| {
            self.step(&self.neutral(), inverse(other), extent).unwrap_or_else(|_| extent.clone())
        };
        let added: Vec<Extent> = others.iter().map(adds).collect();
        let mut order: Vec<usize> = (0..added.len()).collect();
        let lower = |place: usize| added.get(place).map(|own| &own.lower);
        order.sort_by(|a, b| {
            lower(*b).zip(lower(*a)).map_or(std::cmp::Ordering::Equal, |(b, a)| cmp_lower(b, a))
        });
        // Of the first so many the ones with the least and with the greatest upper end.
        let mut reach: Vec<[usize; 2]> = Vec::with_capacity(order.len());
        for place in &order {
            let upper = |place: usize| added.get(place).map(|own| &own.upper);
            let is = |known: usize, which: fn(std::cmp::Ordering) -> bool| {
                upper(*place)
                    .zip(upper(known))
                    .is_some_and(|(own, known)| which(cmp_upper(own, known)))
            };
            let [least, greatest] = reach.last().copied().unwrap_or([*place, *place]);
            let least = if is(least, std::cmp::Ordering::is_lt) { *place } else { least };
            let greatest = if is(greatest, std::cmp::Ordering::is_gt) { *place } else { greatest };
            reach.push([least, greatest]);
        }
        let picked = |extent: &'v Extent, place: usize| -> Picked<'v> {
            let own = |(index, own): (usize, &'v Vec<Extent>)| match index {
                _ if index == one => Some(extent),
                _ if index == other => own.get(place),
                _ => own.first(),
            };
            inputs.iter().enumerate().filter_map(own).collect()
        };
        let mut found = Vec::new();
        let mut below: Option<Picked<'v>> = None;
        for extent in ones {
            let is_below = |place: &usize| {
                self.derive(&picked(extent, *place)).is_err_and(|why| why == NoValue::Negative)
            };
            let count = order.partition_point(|place| !is_below(place));
            let last = count.checked_sub(1);
            let furthest =
                last.and_then(|last| Some((order.get(last)?, order.first()?, reach.get(last)?)));
            if let Some((last, first, [least, greatest])) = furthest {
                let mut places = vec![*last, *first, *least, *greatest];
                places.sort_unstable();
                places.dedup();
                found.extend(places.into_iter().map(|place| picked(extent, place)));
            }
            below = below.or_else(|| order.get(count).map(|place| picked(extent, *place)));
        }
        found.extend(below);
        found
    }
}

/// The places of the values with the greatest lower end, the least upper end, the least lower end
/// and the greatest upper end.
fn ends(all: &[Extent]) -> [usize; 4] {
    [
        place_of_max(all, |a, b| cmp_lower(&a.lower, &b.lower)),
        place_of_max(all, |a, b| cmp_upper(&b.upper, &a.upper)),
        place_of_max(all, |a, b| cmp_lower(&b.lower, &a.lower)),
        place_of_max(all, |a, b| cmp_upper(&a.upper, &b.upper)),
    ]
}

/// The place of the greatest, the first of equal ones.
fn place_of_max<T>(all: &[T], compare: impl Fn(&T, &T) -> std::cmp::Ordering) -> usize {
    let places = all.iter().enumerate().rev();
    places.max_by(|(_, a), (_, b)| compare(a, b)).map_or(0, |(place, _)| place)
}

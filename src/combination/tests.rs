//! What is looked at against everything that there is.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "tests"
)]

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;

use super::formula::{Formula, NoValue};
use super::furthest::{every, reaching_furthest};
use super::origins::{Origins, parts};
use super::paths::{Needs, Places, told_apart};
use crate::acceptance::{End, Extent, Relation};
use crate::value::{Amount, Exact};

fn settings(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

fn end(value: i128, included: bool) -> End<Amount> {
    End::At { value: Exact::new(value, 0).into(), included }
}

fn extent() -> impl Strategy<Value = Extent> {
    let ends = (-6..=6_i128, 0..=5_i128, any::<(bool, bool)>(), 0..12_usize);
    ends.prop_map(|(from, width, (with_from, with_to), kind)| match kind {
        0 => Extent { lower: End::Unbounded, upper: end(from, with_to) },
        1 => Extent { lower: end(from, with_from), upper: End::Unbounded },
        2..=6 => Extent::point(&Exact::new(from, 0).into()),
        _ if width == 0 => Extent::point(&Exact::new(from, 0).into()),
        _ => Extent { lower: end(from, with_from), upper: end(from + width, with_to) },
    })
}

fn formula(is_sum: bool) -> impl Strategy<Value = Formula> {
    let constant =
        prop::option::of((-3..=3_i128).prop_map(|constant| (Exact::new(constant, 0), false)));
    (vec(any::<bool>(), 1..=4), constant, any::<bool>()).prop_map(
        move |(inverse, constant, signed)| Formula { is_sum, inverse, constant, power: 0, signed },
    )
}

/// The values of each input, each once; no divisor may be zero.
fn inputs(formula: &Formula, all: &[Vec<Extent>]) -> Option<Vec<Vec<Extent>>> {
    let own = formula.inverse.iter().zip(all).map(|(inverse, own)| {
        let divides = *inverse && !formula.is_sum;
        let mut own: Vec<Extent> =
            own.iter().filter(|extent| !divides || !extent.contains_zero()).cloned().collect();
        let mut seen = BTreeSet::new();
        own.retain(|extent| seen.insert(format!("{extent:?}")));
        own
    });
    let own: Vec<Vec<Extent>> = own.collect();
    own.iter().all(|own| !own.is_empty()).then_some(own)
}

/// Whether some combination fails, and if none does whether some is undecided or has no value.
fn worst(
    formula: &Formula,
    accepted: &Extent,
    combinations: &[Vec<&Extent>],
) -> (bool, bool, bool) {
    let found: Vec<Result<Relation, NoValue>> = combinations
        .iter()
        .map(|picked| formula.derive(picked).map(|value| accepted.relation(&value)))
        .collect();
    let any = |what: Result<Relation, NoValue>| found.contains(&what);
    let fails = any(Ok(Relation::Disjoint));
    (fails, any(Err(NoValue::Negative)), !fails && any(Ok(Relation::Overlapping)))
}

fn furthest_of(all: &[Vec<Extent>]) -> Vec<Vec<Extent>> {
    let furthest = |own: &Vec<Extent>| {
        reaching_furthest(&own.iter().collect::<Vec<_>>())
            .into_iter()
            .map(|place| own[place].clone())
            .collect()
    };
    all.iter().map(furthest).collect()
}

proptest! {
    #![proptest_config(settings(2_000))]

    /// The products that reach furthest say what all of them say, and are few.
    ///
    /// Rules: DER-12.
    #[test]
    fn products_that_reach_furthest_say_all(
        formula in formula(false),
        all in vec(vec(extent(), 1..=5), 4),
        accepted in extent(),
    ) {
        let Some(all) = inputs(&formula, &all) else { return Ok(()) };
        let reduced = furthest_of(&all);
        let furthest = formula.furthest(&reduced);
        prop_assert!(furthest.say_all);
        prop_assert_eq!(worst(&formula, &accepted, &furthest.combinations), worst(&formula, &accepted, &every(&all)));
    }

    /// The sums that reach furthest say what all of them say, where one may be below zero and have
    /// no value too.
    ///
    /// Rules: DER-12.
    #[test]
    fn sums_that_reach_furthest_say_all(
        formula in formula(true),
        all in vec(vec(extent(), 1..=5), 4),
        accepted in extent(),
    ) {
        let Some(all) = inputs(&formula, &all) else { return Ok(()) };
        let reduced = furthest_of(&all);
        let furthest = formula.furthest(&reduced);
        let found = if furthest.say_all { furthest.combinations } else { formula.sums(&all).unwrap() };
        prop_assert_eq!(worst(&formula, &accepted, &found), worst(&formula, &accepted, &every(&all)));
    }

    /// Two inputs that vary in many ways are looked through in order: so many combinations, and no
    /// more.
    ///
    /// Rules: DER-12.
    #[test]
    fn two_inputs_are_looked_through_in_order(
        (ones, others) in (vec(-90..=90_i128, 33..=60), vec(-90..=90_i128, 33..=60)),
        (fixed, inverse) in (-9..=9_i128, any::<[bool; 3]>()),
        (from, width) in (-20..=180_i128, prop::option::of(0..=60_i128)),
    ) {
        let points = |all: Vec<i128>| -> Vec<Extent> {
            let all: BTreeSet<i128> = all.into_iter().collect();
            all.into_iter().map(|value| Extent::point(&Exact::new(value, 0).into())).collect()
        };
        let all = [points(ones), points(vec![fixed]), points(others)];
        let formula = Formula { is_sum: true, inverse: inverse.to_vec(), constant: None, power: 0, signed: false };
        // Without an upper end only the least sums fail.
        let upper = width.map_or(End::Unbounded, |width| end(from + width, true));
        let accepted = Extent { lower: end(from, true), upper };
        let found = formula.sums(&all).unwrap();
        let count = all[0].len() * all[2].len();
        prop_assert!(count <= 1_000 || found.len() <= 4 * all[0].len() + 1, "{} of {count}", found.len());
        prop_assert_eq!(worst(&formula, &accepted, &found), worst(&formula, &accepted, &every(&all)));
    }

    /// Parts hold every combination that can be, and no other.
    ///
    /// Rules: COND-8.
    #[test]
    fn parts_hold_what_can_be(sources in vec(vec(vec(prop::option::of(0..3_usize), 4), 1..=5), 1..=3)) {
        let origins = |own: &Vec<Option<usize>>| {
            let made_of = own.iter().enumerate().filter_map(|(test, which)| Some((test, (*which)?)));
            made_of.fold(Origins::default(), |origins, (test, which)| origins.with(test, which))
        };
        let of_sources: Vec<Vec<Origins>> = sources.iter().map(|own| own.iter().map(origins).collect()).collect();
        let slices: Vec<&[Origins]> = of_sources.iter().map(Vec::as_slice).collect();
        let tuples = |choices: &[Vec<usize>]| {
            choices.iter().fold(vec![Vec::new()], |all: Vec<Vec<usize>>, own| {
                all.iter().flat_map(|so_far| own.iter().map(move |place| [so_far.as_slice(), &[*place]].concat())).collect()
            })
        };
        let can_be = |tuple: &Vec<usize>| (0..4).all(|test| {
            let named: BTreeSet<usize> =
                tuple.iter().zip(&sources).filter_map(|(place, own)| own[*place][test]).collect();
            named.len() < 2
        });
        let all: Vec<Vec<usize>> = sources.iter().map(|own| (0..own.len()).collect()).collect();
        let expected: BTreeSet<Vec<usize>> = tuples(&all).into_iter().filter(can_be).collect();
        let (found, are_all) = parts(&slices, 0..4, 1_000, Vec::new);
        prop_assert!(are_all);
        let found: BTreeSet<Vec<usize>> = found.iter().flat_map(|part| tuples(&part.chosen)).collect();
        prop_assert_eq!(found, expected);
    }

    /// What is told apart is what lies on two ways that part and meet again.
    ///
    /// Rules: COND-8.
    #[test]
    fn what_two_ways_meet_in_is_told_apart(needs in vec(vec(any::<prop::sample::Index>(), 0..=3), 1..=7)) {
        let sources = |index: usize| -> Vec<usize> {
            let own: BTreeSet<usize> = needs[index].iter().filter(|_| index > 0).map(|own| own.index(index)).collect();
            own.into_iter().collect()
        };
        let is_needed = |index: usize| (0..needs.len()).any(|user| sources(user).contains(&index));
        let places: Vec<usize> = (0..needs.len()).filter(|index| is_needed(*index)).collect();
        let place = |index: usize| places.iter().position(|own| *own == index);
        let tests: Vec<Needs> = (0..needs.len())
            .map(|index| Needs { place: place(index), sources: sources(index).into_iter().filter_map(place).collect() })
            .collect();
        let (found, shared) = told_apart(&tests);
        // Every way from a test down to another, through what it needs.
        let mut ways: Vec<Vec<usize>> = (0..needs.len()).map(|index| vec![index]).collect();
        let mut next = 0;
        while next < ways.len() {
            let way = ways[next].clone();
            ways.extend(sources(*way.last().unwrap()).into_iter().map(|below| [way.as_slice(), &[below]].concat()));
            next += 1;
        }
        for (test, own) in found.iter().enumerate() {
            let told = |own: &Places| -> BTreeSet<usize> {
                (0..shared.len()).filter(|bit| own.in_both(own).any(|own| own == *bit)).map(|bit| places[shared[bit]]).collect()
            };
            let on_two_ways = |target: &usize, passes: &dyn Fn(&[usize]) -> bool| ways.iter().any(|way| {
                way.len() > 1 && way.last() == Some(target) && passes(way) && ways.iter().any(|other| {
                    other[0] == way[0] && other.len() > 1 && other.last() == Some(target) && other[1] != way[1]
                })
            });
            // One that only one other needs is told apart by that one.
            let users = |target: usize| (0..needs.len()).filter(|user| sources(*user).contains(&target)).count();
            let expected = |passes: &dyn Fn(&[usize]) -> bool| -> BTreeSet<usize> {
                (0..needs.len()).filter(|target| on_two_ways(target, passes) && users(*target) > 1).collect()
            };
            prop_assert_eq!(told(&own.by_all), expected(&|way| way.contains(&test)), "test {}", test);
            prop_assert_eq!(told(&own.by_itself), expected(&|way| way[0] == test), "test {}", test);
        }
    }
}

/// However many inputs there are and however they vary, the products that are looked at are few.
///
/// Rules: DER-12.
#[test]
fn products_of_many_inputs_are_few() {
    let of_input = |index: i128| -> Vec<Extent> {
        (-15..=15).map(|value| Extent::point(&Exact::new(value * 7 + index, 0).into())).collect()
    };
    let all: Vec<Vec<Extent>> = (0..50).map(of_input).collect();
    let formula =
        Formula { is_sum: false, inverse: vec![false; 50], constant: None, power: 0, signed: true };
    let reduced = furthest_of(&all);
    assert!(reduced.iter().all(|own| own.len() <= 4));
    let furthest = formula.furthest(&reduced);
    assert!(furthest.say_all);
    assert!(furthest.combinations.len() <= 4, "{}", furthest.combinations.len());
}

/// More than two inputs that vary in many ways are too many where a sum may fall below zero.
///
/// Rules: DER-12.
#[test]
fn sums_of_three_inputs_are_told_apart_up_to_a_bound() {
    let of = |count: i128| -> Vec<Extent> {
        (0..count).map(|value| Extent::point(&Exact::new(value, 0).into())).collect()
    };
    let formula = Formula {
        is_sum: true,
        inverse: vec![false, true, true],
        constant: None,
        power: 0,
        signed: false,
    };
    assert_eq!(formula.sums(&[of(10), of(10), of(10)]).unwrap().len(), 1_000);
    assert!(formula.sums(&[of(10), of(10), of(11)]).is_none());
    // One that does not vary counts for nothing, and one that varies alone is looked through whole.
    assert!(formula.sums(&[of(1_000), of(1_000), of(1)]).is_some());
    assert_eq!(formula.sums(&[of(1), of(1_001), of(1)]).unwrap().len(), 1_001);
}

/// No combination can be where each value of one source rules out each of another.
///
/// Rules: COND-8.
#[test]
fn nothing_can_stand_together() {
    let of = |which: usize| vec![Origins::default().with(0, which)];
    let (one, other) = (of(0), of(1));
    assert_eq!(parts(&[&one, &other], [0].into_iter(), 10, Vec::new), (Vec::new(), true));
    let many: Vec<Origins> = (0..11).map(|which| Origins::default().with(0, which)).collect();
    let (found, are_all) = parts(&[&many], [0].into_iter(), 11, Vec::new);
    assert_eq!((found.len(), are_all), (11, true));
    // Of too many those that reach furthest stay.
    for most in [1, 2, 5, 10] {
        let (found, are_all) = parts(&[&many], [0].into_iter(), most, || vec![vec![4, 9]]);
        assert_eq!((found.len(), are_all), (most, false));
        let chosen: Vec<usize> = found.into_iter().flat_map(|part| part.chosen).flatten().collect();
        assert!(chosen[0] == 4 && chosen.get(1).is_none_or(|place| *place == 9), "{chosen:?}");
    }
}

/// There are any number of places, of which those in both are told in order.
///
/// Rules: COND-8.
#[test]
fn places_beyond_a_word_are_told() {
    let places = |all: &[usize]| {
        let mut places = Places::default();
        for place in all {
            places.insert(*place);
        }
        places
    };
    let (some, others) = (places(&[200, 0, 63, 64, 130]), places(&[1, 63, 64, 65, 131, 200, 300]));
    assert_eq!(some.in_both(&others).collect::<Vec<_>>(), [63, 64, 200]);
    assert_eq!(some.in_both(&some).collect::<Vec<_>>(), [0, 63, 64, 130, 200]);
}

/// Intervals around zero of which none contains another are all kept, up to so many: beyond that it
/// is said that not all are.
///
/// Rules: DER-12.
#[test]
fn too_many_products_around_zero_are_told() {
    let formula = |count| Formula {
        is_sum: false,
        inverse: vec![false; count],
        constant: None,
        power: 0,
        signed: true,
    };
    let around_zero = |count: i128| -> Vec<Extent> {
        (1..=count)
            .map(|own| Extent { lower: end(own - 2_000, true), upper: end(own, true) })
            .collect()
    };
    let one = vec![Extent::point(&Exact::new(1, 0).into())];
    for (count, say_all) in [(1_000, true), (1_001, false)] {
        let inputs = [around_zero(count), one.clone()];
        for inputs in [&inputs[..1], &inputs[..]] {
            let furthest = formula(inputs.len()).furthest(inputs);
            assert_eq!(
                (furthest.combinations.len(), furthest.say_all),
                (1_000, say_all),
                "{count}, {}",
                inputs.len()
            );
        }
    }
}

//! Regions against sets of points.
//!
//! Limits are whole numbers, so that the multiples of a half up to one beyond them tell all
//! intervals apart: what holds of these points holds of all numbers.
//!
//! Rules: COMP-6.

use proptest::option;
use proptest::prelude::*;
use release_criteria::{Criterion, Measurement, Number, Region, Relation, Rounding, StrictLimits};

use crate::settings;

const FURTHEST: i32 = 5;

/// Lower and upper end, each with whether it belongs to the interval.
#[derive(Clone, Copy, Debug)]
struct Interval {
    lower: Option<(i32, bool)>,
    upper: Option<(i32, bool)>,
}

impl Interval {
    /// Twice the value of each point in it.
    fn points(self) -> Vec<i32> {
        let is_above =
            |end: (i32, bool), twice: i32| twice > 2 * end.0 || (twice == 2 * end.0 && end.1);
        let is_below =
            |end: (i32, bool), twice: i32| twice < 2 * end.0 || (twice == 2 * end.0 && end.1);
        samples()
            .filter(|&twice| {
                self.lower.is_none_or(|end| is_above(end, twice))
                    && self.upper.is_none_or(|end| is_below(end, twice))
            })
            .collect()
    }

    fn region(self, spelling: u8) -> Region {
        let measured =
            |text: String| Region::measured(&text.parse::<Measurement>().unwrap(), true).unwrap();
        let limit = |value: i32| match spelling {
            0 => value.to_string(),
            1 => format!("{value}.00"),
            _ => format!("{value}0 × 10^-1"),
        };
        let lower =
            self.lower.map(|(at, included)| (limit(at), if included { "NLT" } else { ">" }));
        let upper =
            self.upper.map(|(at, included)| (limit(at), if included { "NMT" } else { "<" }));
        let text = match (lower, upper) {
            (Some((at, sign)), None) | (None, Some((at, sign))) if spelling == 0 => {
                return measured(format!("{}{at}", sign.replace("NLT", "≥").replace("NMT", "≤")));
            }
            (Some((at, sign)), None) | (None, Some((at, sign))) => format!("{sign} {at}"),
            (Some((from, "NLT")), Some((to, "NMT"))) if from == to && spelling == 0 => {
                return measured(from);
            }
            (Some((from, lower)), Some((to, upper))) => format!("{lower} {from} and {upper} {to}"),
            (None, None) => unreachable!("an interval has an end"),
        };
        let criterion: Criterion = text.parse().unwrap_or_else(|error| panic!("{error}"));
        Region::accepted(&criterion, Rounding::Absolute, StrictLimits::Exact).unwrap()
    }
}

/// Twice each value that is looked at.
fn samples() -> impl Iterator<Item = i32> {
    -2 * FURTHEST - 2..=2 * FURTHEST + 2
}

fn number(twice: i32) -> Number {
    format!(
        "{}{}.{}",
        if twice < 0 { "-" } else { "" },
        twice.abs() / 2,
        if twice % 2 == 0 { 0 } else { 5 }
    )
    .parse()
    .unwrap()
}

/// A region, with the points in it.
fn region() -> impl Strategy<Value = (Region, Vec<i32>)> {
    let end = || (-FURTHEST..=FURTHEST, any::<bool>());
    let interval =
        (option::of(end()), option::of(end())).prop_map(|(lower, upper)| match (lower, upper) {
            (None, None) => Interval { lower: Some((0, true)), upper },
            // Crossed limits are refused, and so are limits between which there is nothing.
            (Some(one), Some(other)) if one.0 == other.0 => {
                Interval { lower: Some((one.0, true)), upper: Some((one.0, true)) }
            }
            (Some(one), Some(other)) if one.0 > other.0 => {
                Interval { lower: Some(other), upper: Some(one) }
            }
            _ => Interval { lower, upper },
        });
    let some = (interval, 0..3_u8)
        .prop_map(|(interval, spelling)| (interval.region(spelling), interval.points()));
    // Once 5 is rounded, nothing is above it and up to 5.4.
    let none =
        prop::sample::select(vec!["> 5 and NMT 5.4", "> -1 and NMT -0.6"]).prop_map(|criterion| {
            let criterion = criterion.parse().unwrap();
            (
                Region::accepted(&criterion, Rounding::Usp, StrictLimits::Rounded).unwrap(),
                Vec::new(),
            )
        });
    prop_oneof![12 => some, 1 => none]
}

fn is_subset(inner: &[i32], outer: &[i32]) -> bool {
    inner.iter().all(|point| outer.contains(point))
}

proptest! {
    #![proptest_config(settings(4_000))]

    /// A region contains exactly the numbers between its ends, and is empty if there are none.
    #[test]
    fn contains_is_membership((region, points) in region()) {
        for twice in samples() {
            prop_assert_eq!(
                region.contains(&number(twice)),
                points.contains(&twice),
                "{} in {}",
                number(twice),
                region
            );
        }
        prop_assert_eq!(region.is_empty(), points.is_empty());
    }

    /// Subset, disjoint and equal are what they are of sets of points.
    #[test]
    fn comparisons_are_those_of_sets((one, points) in region(), (other, others) in region()) {
        prop_assert_eq!(
            one.is_subset_of(&other),
            is_subset(&points, &others),
            "{} in {}",
            one,
            other
        );
        let is_disjoint = !points.iter().any(|point| others.contains(point));
        prop_assert_eq!(one.is_disjoint_from(&other), is_disjoint, "{} and {}", one, other);
        prop_assert_eq!(one == other, points == others, "{} and {}", one, other);
    }

    /// Inside, disjoint, overlapping: exactly one, and what it is of sets of points.
    ///
    /// Rules: GEN-2.
    #[test]
    fn relation_is_how_sets_lie((accepted, points) in region(), (measured, others) in region()) {
        let common = others.iter().filter(|point| points.contains(point)).count();
        let expected = if common == others.len() {
            Relation::Inside
        } else if common == 0 {
            Relation::Disjoint
        } else {
            Relation::Overlapping
        };
        prop_assert_eq!(accepted.relation(&measured), expected, "{} to {}", measured, accepted);
    }

    /// Subset is an order: reflexive, antisymmetric, transitive; what is disjoint from a set is so
    /// from its subsets.
    #[test]
    fn subset_is_an_order((a, _) in region(), (b, _) in region(), (c, _) in region()) {
        prop_assert!(a.is_subset_of(&a));
        prop_assert_eq!(a.is_subset_of(&b) && b.is_subset_of(&a), a == b);
        prop_assert!(!(a.is_subset_of(&b) && b.is_subset_of(&c)) || a.is_subset_of(&c));
        prop_assert!(!(a.is_subset_of(&b) && b.is_disjoint_from(&c)) || a.is_disjoint_from(&c));
        prop_assert_eq!(a.is_disjoint_from(&b), b.is_disjoint_from(&a));
        prop_assert_eq!(a.is_disjoint_from(&a), a.is_empty());
        prop_assert!(!(a.is_subset_of(&b) && a.is_disjoint_from(&b)) || a.is_empty());
    }

    /// What is measured within what is accepted stays so in all that accepts more, and fails in all
    /// that accepts none of it.
    ///
    /// Rules: GEN-8, GEN-9.
    #[test]
    fn relation_is_monotone(
        (accepted, _) in region(),
        (more, _) in region(),
        (measured, _) in region(),
        (part, _) in region(),
    ) {
        if accepted.is_subset_of(&more) && accepted.relation(&measured) == Relation::Inside {
            prop_assert_eq!(more.relation(&measured), Relation::Inside);
        }
        if accepted.is_subset_of(&more)
            && !measured.is_empty()
            && more.relation(&measured) == Relation::Disjoint
        {
            prop_assert_eq!(accepted.relation(&measured), Relation::Disjoint);
        }
        if part.is_subset_of(&measured)
            && !part.is_empty()
            && accepted.relation(&measured) != Relation::Overlapping
        {
            prop_assert_eq!(accepted.relation(&part), accepted.relation(&measured));
        }
    }
}

//! Comparisons against what judging says of the lots of both columns.

use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use release_criteria::lifecycle::{ChangeCode, Column, Comparison, Direction, MovedEnd};
use release_criteria::{
    Acceptance, AssayResult, Attribute, Lot, Outcome, Parameter, Phase, Plan, Reportable, Rounding,
    Specification, StrictLimits, Test,
};

use crate::model::{LOT, PRODUCT, builder};
use crate::settings;

/// What one column asks of the test `t`.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    criteria: [String; 2],
    /// Below and above which weight the criteria are asked; `None` for the first alone, of every
    /// lot.
    band: Option<u8>,
    rounding: Rounding,
    strict: StrictLimits,
    signed: bool,
    in_ppm: bool,
    if_allogeneic: bool,
    /// Limits on each of two replicates, and on their deviation; `None` for a single value.
    replicates: Option<(Option<u8>, Option<u8>)>,
}

fn criterion() -> impl Strategy<Value = String> {
    let limit = (prop_oneof![-3..=12_i32, select(vec![0, 5, 10])], 0..=1_usize)
        .prop_map(|(value, places)| format!("{value}{}", if places == 0 { "" } else { ".0" }));
    let lower = option::of((limit.clone(), select(vec!["NLT", ">"])));
    let upper = option::of((limit, select(vec!["NMT", "<"])));
    let limits = (lower, upper).prop_map(|(lower, upper)| {
        let value = |text: &str| text.parse::<f64>().unwrap();
        match (lower, upper) {
            (Some((from, a)), Some((to, b))) if value(&from) < value(&to) => {
                format!("{a} {from} and {b} {to}")
            }
            (Some((at, sign)), _) | (None, Some((at, sign))) => format!("{sign} {at}"),
            (None, None) => "= 4".to_owned(),
        }
    });
    let terms = (subsequence(vec!["A", "B", "C"], 1..=2), subsequence(vec!["D", "E"], 1..=2))
        .prop_map(|(accept, reject)| {
            let quoted = |terms: &[&str], before: &str| {
                terms.iter().map(|term| format!("{before}\"{term}\"")).collect::<Vec<_>>()
            };
            format!("{} {}", quoted(&accept, "").join(" or "), quoted(&reject, "not ").join(" "))
        });
    prop_oneof![
        6 => limits.clone(),
        3 => (limits, terms.clone()).prop_map(|(limits, terms)| format!("{limits} or {terms}")),
        1 => terms,
        1 => select(vec!["report".to_owned(), "not required".to_owned()]),
    ]
}

pub(crate) fn asked() -> impl Strategy<Value = Asked> {
    (
        [criterion(), criterion()],
        option::weighted(0.2, select(vec![50, 60])),
        select(vec![Rounding::Usp, Rounding::PhEur, Rounding::AstmE29, Rounding::Absolute]),
        select(vec![StrictLimits::Rounded, StrictLimits::Exact]),
        any::<bool>(),
        proptest::bool::weighted(0.2),
        proptest::bool::weighted(0.1),
        option::weighted(0.2, (option::of(select(vec![8, 9])), option::of(select(vec![10, 20])))),
    )
        .prop_map(
            |(criteria, band, rounding, strict, signed, in_ppm, if_allogeneic, replicates)| Asked {
                criteria,
                band,
                rounding,
                strict,
                signed,
                in_ppm,
                if_allogeneic,
                replicates,
            },
        )
}

/// The same with one thing or a few changed.
fn two() -> impl Strategy<Value = [Asked; 2]> {
    (asked(), asked(), proptest::collection::vec(proptest::bool::weighted(0.25), 8)).prop_map(
        |(before, other, changed)| {
            let mut after = before.clone();
            let [criteria, band, rounding, strict, signed, in_ppm, condition, replicates] =
                changed[..]
            else {
                unreachable!()
            };
            if criteria || !changed.contains(&true) {
                after.criteria = other.criteria;
            }
            if band {
                after.band = other.band;
            }
            if rounding {
                after.rounding = other.rounding;
            }
            if strict {
                after.strict = other.strict;
            }
            if signed {
                after.signed = other.signed;
            }
            if in_ppm {
                after.in_ppm = other.in_ppm;
            }
            if condition {
                after.if_allogeneic = other.if_allogeneic;
            }
            if replicates {
                after.replicates = other.replicates;
            }
            [before, after]
        },
    )
}

impl Asked {
    /// `None` where the specification is refused: a criterion that accepts nothing.
    pub(crate) fn build(&self) -> Option<Specification> {
        let (unit, other, factor) =
            if self.in_ppm { ("ppm", "%", "10000") } else { ("%", "ppm", "0.0001") };
        let test = Test::quantitative("t", "T", Attribute::Purity, unit)
            .conversion(other, factor)
            .rounding(self.rounding)
            .strict(self.strict);
        let test = if self.signed { test.signed() } else { test };
        let test = if self.if_allogeneic { test.when("donor", "allogeneic") } else { test };
        let test = match self.replicates {
            None => test,
            Some((each, rsd)) => {
                let mean = Reportable::mean(2);
                let mean = each
                    .map_or(mean.clone(), |each| mean.each_within(&format!("NMT {each} {unit}")));
                test.reportable(rsd.map_or(mean.clone(), |rsd| mean.max_rsd(&format!("{rsd} %"))))
            }
        };
        let [first, second] = self.criteria.each_ref().map(|text| Acceptance::new(text));
        let test = match self.band {
            None => test.accept(first),
            Some(weight) => test.accept_cases(vec![
                first.when("weight", &format!("NMT {weight} kg")),
                second.when("weight", &format!("> {weight} kg")),
            ]),
        };
        let specification = builder()
            .parameter(Parameter::one_of("donor", &["autologous", "allogeneic"]))
            .parameter(Parameter::number("weight", "kg"))
            // So that there is something to judge in every column.
            .test(
                Test::qualitative("b", "B", Attribute::General)
                    .accept(Acceptance::new("\"Yes\" not \"No\"")),
            )
            .test(test)
            .build();
        match specification {
            Ok(specification) => Some(specification),
            Err(refused) => {
                assert!(refused.to_string().contains("accepts-nothing"), "{refused}");
                None
            }
        }
    }

    /// Everything that may be measured, with what is made of it.
    fn outcomes(&self, plan: &Plan, unit: &str, donor: &str, weight: &str) -> Vec<Outcome> {
        let twentieths = (-80..=260_i32).map(|many| {
            format!(
                "{}{}.{:02}",
                if many < 0 { "-" } else { "" },
                many.abs() / 20,
                many.abs() % 20 * 5
            )
        });
        let values = twentieths
            .chain(["0.995", "0.9949", "9.995"].map(str::to_owned))
            .map(|value| format!("{value} {unit}"));
        let all = values.chain(["A", "B", "C", "D", "E", "F"].map(str::to_owned));
        all.map(|value| {
            let result = AssayResult::new("t", &value);
            let result = if self.replicates.is_some() {
                result.replicate(&format!("8 {unit}"))
            } else {
                result
            };
            let lot = Lot::new(LOT, PRODUCT, vec![result]).unwrap();
            let lot = lot.with_parameters(&[("donor", donor), ("weight", weight)]).unwrap();
            plan.evaluate(&lot).finding("t").unwrap().outcome()
        })
        .collect()
    }
}

fn compare(before: &Specification, after: &Specification) -> Comparison {
    let column = |specification| Column::new(specification, Phase::Clinical).unwrap();
    Comparison::between(&column(before), &column(after))
}

fn mirrored(code: ChangeCode) -> ChangeCode {
    match code {
        ChangeCode::Tightened => ChangeCode::Loosened,
        ChangeCode::Loosened => ChangeCode::Tightened,
        ChangeCode::Added => ChangeCode::Removed,
        ChangeCode::Removed => ChangeCode::Added,
        ChangeCode::ReportToLimit => ChangeCode::LimitToReport,
        ChangeCode::LimitToReport => ChangeCode::ReportToLimit,
        ChangeCode::VocabularyWider => ChangeCode::VocabularyNarrower,
        ChangeCode::VocabularyNarrower => ChangeCode::VocabularyWider,
        same => same,
    }
}

pub(crate) fn codes(
    comparison: &Comparison,
    mirror: bool,
) -> Vec<(String, ChangeCode, Option<&'static str>)> {
    let code = |code| if mirror { mirrored(code) } else { code };
    let changes = comparison.changes().iter();
    let mut codes: Vec<_> = changes
        .map(|change| {
            (change.id().to_owned(), code(change.code()), change.end().map(MovedEnd::code))
        })
        .collect();
    codes.sort();
    codes
}

/// Whether a direction holds of what is found of a test, or of the group through which it counts:
/// stricter is where nothing stands that did not, looser where all stands that did. Nothing is said
/// of the other direction.
pub(crate) fn holds(direction: Option<Direction>, was: Outcome, is: Outcome) -> bool {
    let [stood, stands] = [was, is].map(|outcome| {
        matches!(outcome, Outcome::Conforms | Outcome::Reported | Outcome::NotApplicable)
    });
    match direction {
        Some(Direction::Stricter) => stood || !stands,
        Some(Direction::Looser) => stands || !stood,
        Some(Direction::Other) | None => true,
    }
}

/// Whether what the plans of both sides find of the test `t` in one lot contradicts the comparison:
/// it was said to be stricter, looser or the same and is not, or it fails on one side alone and no
/// change says so.
pub(crate) fn contradicts(comparison: &Comparison, was: Outcome, is: Outcome) -> bool {
    let fails_now = (was, is) == (Outcome::Conforms, Outcome::DoesNotConform);
    let failed_before = (was, is) == (Outcome::DoesNotConform, Outcome::Conforms);
    let direction = comparison.direction_of("t");
    let is_right =
        holds(direction, was, is) && (direction.is_some() || !fails_now && !failed_before);
    let tells = comparison.changes_of("t").any(|change| {
        !matches!(
            change.code(),
            ChangeCode::Precision
                | ChangeCode::Strictness
                | ChangeCode::RoundingRule
                | ChangeCode::StrictRule
                | ChangeCode::Text
                | ChangeCode::Sign
                | ChangeCode::Unit
                | ChangeCode::Conversion
                | ChangeCode::Condition
        )
    });
    !is_right || (fails_now || failed_before) && !tells
}

proptest! {
    #![proptest_config(settings(150))]

    /// Stricter: what conforms now did before. Looser: what conformed does now. Unchanged: nothing
    /// is judged otherwise.
    ///
    /// Rules: GEN-9, COMP-1, COMP-2, COMP-7.
    #[test]
    fn directions_are_what_judging_shows(
        [was, is] in two(),
        (donor, weight) in
            select(vec![("autologous", "50 kg"), ("allogeneic", "55 kg"), ("allogeneic", "70 kg")]),
    ) {
        let (Some(before), Some(after)) = (was.build(), is.build()) else { return Ok(()) };
        let comparison = compare(&before, &after);
        let direction = comparison.direction_of("t");
        let [earlier, later] = [&before, &after].map(|one| one.plan(Phase::Clinical).unwrap());
        let unit = if was.in_ppm { "ppm" } else { "%" };
        let both = was
            .outcomes(&earlier, unit, donor, weight)
            .into_iter()
            .zip(is.outcomes(&later, unit, donor, weight));
        for (was, is) in both {
            prop_assert!(!contradicts(&comparison, was, is), "{was} is {is} now\n{comparison}");
            prop_assert!(direction.is_some() || was == is, "{was} is {is} now\n{comparison}");
        }
    }

    /// Rules: COMP-5.
    #[test]
    fn swapped_sides_swap_directions([was, is] in two()) {
        let (Some(before), Some(after)) = (was.build(), is.build()) else { return Ok(()) };
        let (forth, back) = (compare(&before, &after), compare(&after, &before));
        prop_assert_eq!(codes(&forth, false), codes(&back, true));
        prop_assert_eq!(forth.unchanged(), back.unchanged());
    }

    /// Rules: COMP-5.
    #[test]
    fn the_same_is_unchanged(one in asked()) {
        let Some(specification) = one.build() else { return Ok(()) };
        let comparison = compare(&specification, &specification);
        prop_assert_eq!(comparison.changes(), []);
    }

    /// Stricter than what is stricter is stricter.
    ///
    /// Rules: COMP-6.
    #[test]
    fn subsets_are_transitive([first, second] in two(), third in criterion()) {
        let third = Asked { criteria: [third, second.criteria[1].clone()], ..second.clone() };
        let (Some(a), Some(b), Some(c)) = (first.build(), second.build(), third.build()) else {
            return Ok(());
        };
        let stricter = |one, other| {
            let comparison = compare(one, other);
            comparison.changes().is_empty()
                || comparison.direction_of("t") == Some(Direction::Stricter)
        };
        if stricter(&a, &b) && stricter(&b, &c) {
            let whole = compare(&a, &c);
            prop_assert!(stricter(&a, &c), "{whole}");
        }
    }
}

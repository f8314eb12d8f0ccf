//! Strategies of `proptest`: arbitrary criteria, and lots with a wished outcome or verdict.

mod alike_values;
mod wanted_verdict;

use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use proptest::strategy::BoxedStrategy;

use crate::criterion::Criterion;
use crate::error::{DocumentError, ProblemCode, Problems};
use crate::lot::Lot;
use crate::report::{Outcome, Verdict};
use crate::specification::{Phase, Specification};
use crate::testing::judge::ExampleLot;
use crate::value::Unit;
use alike_values::AlikeValues;
use wanted_verdict::{Manner, WantedVerdict};

/// Most changes of a lot beside the one that gives it its verdict.
const MOST_CHANGES: usize = 12;

/// What can be found of a sample that is no number.
const TERMS: [&str; 10] = [
    "Clear",
    "Colourless",
    "Conforms",
    "Detected",
    "Growth",
    "Intact",
    "No growth",
    "Not detected",
    "Opalescent",
    "Wild type",
];

/// Limits around the numbers `a` and `b`, the simplest first.
const FORMS: [&str; 14] = [
    "NLT a",
    "NMT b",
    "> a",
    "< b",
    "= a",
    "a–b",
    "a to b",
    "between a and b",
    "NLT a and NMT b",
    "> a and NMT b",
    "NLT a and < b",
    "> a and < b",
    "b ± a",
    "b ± 20 %",
];

/// Arbitrary criteria of a test whose values have this unit, or of one whose values are terms where
/// there is none.
///
/// All are taken by a specification, in every form of the notation but `same as`, which needs a
/// parameter that the specification declares. They shrink towards few digits, one limit and few
/// terms.
///
/// ```
/// use proptest::prelude::*;
/// use release_criteria::testing::criteria;
/// use release_criteria::{Criterion, Unit};
///
/// # let per_cent: Unit = "%".parse()?;
/// proptest!(|(criterion in criteria(Some(&per_cent)))| {
///     let read: Criterion = criterion.to_string().parse().unwrap();
///     prop_assert_eq!(read, criterion);
/// });
/// # Ok::<(), release_criteria::ParseError>(())
/// ```
pub fn criteria(unit: Option<&Unit>) -> BoxedStrategy<Criterion> {
    let neutral = select(vec!["report".to_owned(), "not required".to_owned()]);
    let texts = match unit {
        None => prop_oneof![6 => terms(), 1 => neutral].boxed(),
        Some(unit) => {
            let either = (limits(unit.clone()), terms_beside_limits())
                .prop_map(|(limits, terms)| limits + &terms);
            prop_oneof![6 => limits(unit.clone()), 2 => either, 1 => neutral].boxed()
        }
    };
    texts.prop_filter_map("a text that is no criterion", |text| text.parse().ok()).boxed()
}

/// Limits of one or two ends: how they are written, and their digits, with the unit or without.
fn limits(unit: Unit) -> impl Strategy<Value = String> {
    let mut forms = FORMS.to_vec();
    // `50 ± 20 %` of a test in per cent could mean either.
    forms.retain(|form| !(form.ends_with('%') && unit.as_str() == "%"));
    let forms = select(forms);
    let lower = prop_oneof![1..100_u32, 1..1_000_000_u32];
    let power = prop_oneof![2 => Just(0_u32), 1 => 3..=12_u32];
    let numbers = (lower, prop_oneof![4..100_u32, 4..100_000_u32], 0..=4_u32, power);
    (forms, numbers, any::<bool>()).prop_map(
        move |(form, (lower, width, places, power), repeats_unit)| {
            // `± 20 %` is whole at the last place of ten times something.
            let is_relative = form.ends_with('%');
            let upper =
                lower.saturating_add(width).saturating_mul(if is_relative { 10 } else { 1 });
            let number = |digits: u32| {
                let written = decimal(digits, places);
                if power == 0 { written } else { format!("{written} × 10^{power}") }
            };
            let text: String = form
                .split_inclusive(' ')
                .map(|word| match word.trim_end() {
                    "a–b" => format!("{}–{}", number(lower), number(upper)),
                    "a" => word.replace('a', &number(lower)),
                    "b" => word.replace('b', &number(upper)),
                    _ => word.to_owned(),
                })
                .collect();
            // After `±`, a unit of per cent would be of the target.
            let is_told =
                repeats_unit && !is_relative && !(form.contains('±') && unit.as_str() == "%");
            if is_told { Unit::after(text, Some(&unit)) } else { text }
        },
    )
}

fn decimal(digits: u32, places: u32) -> String {
    let places = usize::try_from(places).unwrap_or_default();
    let written = format!("{digits:0>width$}", width = places.saturating_add(1));
    match written.split_at_checked(written.len().saturating_sub(places)) {
        Some((whole, fraction)) if !fraction.is_empty() => format!("{whole}.{fraction}"),
        _ => written,
    }
}

/// Accepted terms with some that are rejected, or with all others.
fn terms() -> impl Strategy<Value = String> {
    let chosen = subsequence(TERMS.to_vec(), 2..=5).prop_shuffle();
    (chosen, 1..=3_usize, any::<bool>()).prop_map(|(chosen, accepted, rejects_other)| {
        let accepted = accepted.min(chosen.len().saturating_sub(1));
        let (accepted, rejected) = chosen.split_at_checked(accepted).unwrap_or_default();
        let rejected = if rejects_other { "other".to_owned() } else { quoted(rejected, " not ") };
        format!("{} not {rejected}", quoted(accepted, " or "))
    })
}

/// What may follow limits: terms that are accepted too, terms that are rejected, or both.
fn terms_beside_limits() -> impl Strategy<Value = String> {
    let chosen = subsequence(TERMS.to_vec(), 2).prop_shuffle();
    (chosen, 0..3_u8).prop_map(|(chosen, kind)| {
        let (accepted, rejected) = chosen.split_at_checked(1).unwrap_or_default();
        match kind {
            0 => format!(" or {}", quoted(accepted, "")),
            1 => format!(" not {}", quoted(rejected, "")),
            _ => format!(" or {} not {}", quoted(accepted, ""), quoted(rejected, "")),
        }
    })
}

fn quoted(terms: &[&str], between: &str) -> String {
    terms.iter().map(|term| format!("\"{term}\"")).collect::<Vec<_>>().join(between)
}

/// Lots with arbitrary measurements of `test`, of which `outcome` has to be found.
///
/// As those of [`boundary_cases`](super::boundary_cases), they have results of the test and of
/// those that it needs only, and the slow judge of this module says what has to be found, not the
/// plan. The measurements lie anywhere between the edges of what the test accepts, and at them;
/// exact, censored, as terms, and for [`Outcome::Indeterminate`] also with a decimal comma, an
/// unknown unit or below zero. They shrink towards few digits and towards what is written plainly.
///
/// ```
/// use proptest::prelude::*;
/// use release_criteria::testing::lots_with_outcome;
/// use release_criteria::{Acceptance, Attribute, Outcome, Phase, Rounding, Specification, Test};
///
/// let specification = Specification::builder("SPEC-7", "2", "Example cells")
///     .phases(&[Phase::Commercial])
///     .rounding(Rounding::Usp)
///     .test(
///         Test::quantitative("viability", "Viable cells", Attribute::Purity, "%")
///             .accept(Acceptance::new("NLT 80 %")),
///     )
///     .build()?;
/// let plan = specification.plan(Phase::Commercial)?;
/// let fails = Outcome::DoesNotConform;
/// let dead = lots_with_outcome(&specification, Phase::Commercial, "viability", fails)?;
/// proptest!(|(lot in dead)| {
///     let measured = lot.results()[0].value(); // `12.7 %`, `<79.5 %`, …
///     let report = plan.evaluate(&lot);
///     prop_assert_eq!(report.finding("viability").unwrap().outcome(), fails, "{}", measured);
/// });
/// # Ok::<(), release_criteria::DocumentError>(())
/// ```
///
/// # Errors
///
/// An id that the specification does not name; a phase that it does not cover; an outcome to which
/// no measurement was found to lead (`reported` of a test with limits).
pub fn lots_with_outcome(
    specification: &Specification,
    phase: Phase,
    test: &str,
    outcome: Outcome,
) -> Result<BoxedStrategy<Lot>, DocumentError> {
    let mut problems = Problems::default();
    specification.check_covers(phase, &mut problems);
    let index = specification.tests().iter().position(|known| known.id() == test);
    let Some(index) = index else {
        problems.push(
            "test",
            ProblemCode::UnknownId,
            format!("found `{test}`, which the specification does not name"),
        );
        return problems.into_result(None);
    };
    let mut alike = AlikeValues::all(specification, phase, index);
    alike.retain(|alike| alike.outcome() == outcome);
    if alike.is_empty() && problems.is_empty() {
        problems.push(
            "outcome",
            ProblemCode::Unreachable,
            format!("found no measurement of `{test}` that leads to `{outcome}`"),
        );
    }
    problems.into_result(Some(()))?;
    let specification = Arc::new(specification.clone());
    let lots = (select(alike), any::<u32>()).prop_filter_map(
        "a value that cannot be reached",
        move |choice| {
            let (alike, share) = choice;
            alike.put(&ExampleLot::new(&specification, phase), share)?.lot().ok()
        },
    );
    Ok(lots.boxed())
}

/// Lots of whose evaluation in `phase` comes `verdict`.
///
/// A lot that conforms is looked for, by small steps. Other lots follow from it by one change that
/// leads to the verdict, and by others that leave it as it is: other values of any test,
/// parameters, retests, preliminary and invalidated results, missing ones. All have the verdict by
/// the plan, so they try what is built upon this crate, not the crate. They shrink towards the one
/// change.
///
/// ```
/// use proptest::prelude::*;
/// use release_criteria::testing::lots_with_verdict;
/// use release_criteria::{Phase, Verdict, wire};
///
/// let json = include_str!("../../../examples/data/car_t.specification.json");
/// let specification = wire::read_specification(json)?;
/// let plan = specification.plan(Phase::Commercial)?;
/// let failing = lots_with_verdict(&specification, Phase::Commercial, Verdict::DoesNotConform)?;
/// proptest!(ProptestConfig::with_cases(8), |(lot in failing)| {
///     // Here a system of your own would be asked.
///     prop_assert_eq!(plan.evaluate(&lot).verdict(), Verdict::DoesNotConform);
/// });
/// # Ok::<(), release_criteria::DocumentError>(())
/// ```
///
/// # Errors
///
/// A phase that cannot be planned; a verdict to which no lot was found to lead, such as
/// `conforms-interim` where no test is declared `after-release`, or `conforms` where criteria
/// contradict each other. The message names the tests that hinder it.
pub fn lots_with_verdict(
    specification: &Specification,
    phase: Phase,
    verdict: Verdict,
) -> Result<BoxedStrategy<Lot>, DocumentError> {
    let wanted = WantedVerdict::new(specification, phase, verdict)?;
    let manner = prop_oneof![
        9 => Just(Manner::Instead),
        1 => Just(Manner::Retest),
        1 => Just(Manner::Preliminary),
        1 => Just(Manner::Invalidated),
    ];
    let changes = vec((any::<Index>(), any::<u32>(), manner), 0..=MOST_CHANGES);
    let choice = (any::<Index>(), any::<u32>(), changes);
    let lots =
        choice.prop_filter_map("a lot that cannot be made", move |(first, share, changes)| {
            let (firsts, others) = wanted.choices();
            let others: Vec<_> = changes
                .into_iter()
                .map(|(index, share, manner)| (index.index(others), share, manner))
                .collect();
            wanted.lot((first.index(firsts), share), &others)
        });
    Ok(lots.boxed())
}

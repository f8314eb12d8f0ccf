//! Laws of replicates that are missing, cannot be judged or are too many: what is there is judged
//! as all completions of it are.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use release_criteria::{
    Acceptance, AssayResult, Attribute, Lot, Outcome, Phase, Plan, Reason, Reportable, Rounding,
    StrictLimits, Test,
};

use crate::model::{LOT, PRODUCT, builder};
use crate::settings;

/// One determination, and what is asked of it.
#[derive(Clone, Debug)]
struct Asked {
    combination: usize,
    count: u32,
    criterion: String,
    each: Option<String>,
    has_terms: bool,
}

impl Asked {
    fn plan(&self) -> Option<Plan> {
        let made_of = [
            Reportable::mean,
            Reportable::geometric_mean,
            Reportable::median,
            Reportable::minimum,
            Reportable::maximum,
            Reportable::sum,
            Reportable::each,
        ][self.combination](self.count);
        let made_of = match &self.each {
            Some(each) if self.combination != 6 => made_of.each_within(each),
            _ => made_of,
        };
        let test = Test::quantitative("a", "A", Attribute::General, "u")
            .rounding(Rounding::Absolute)
            .strict(StrictLimits::Exact)
            .reportable(made_of)
            .accept(Acceptance::new(&self.criterion));
        builder().test(test).build().ok()?.plan(Phase::Clinical).ok()
    }

    /// All that a replicate may be that is not known.
    fn grid(&self) -> Vec<String> {
        let terms =
            if self.has_terms { vec!["None".to_owned(), "Many".to_owned()] } else { Vec::new() };
        // Near enough to each other that what meets a range of a unit is among them, for geometric
        // means as well: with 0.5 it takes more than 200 and less than 242 for one between 10 and
        // 11.
        let halves = (0..=92).map(|halves| f64::from(halves) / 2.0);
        let large = std::iter::successors(Some(54.0), |number: &f64| Some((number * 1.18).round()));
        let numbers = halves
            .chain([0.01, 0.02, 0.05, 0.1, 0.2])
            .chain(large.take_while(|number| *number < 7_000.0));
        numbers.map(|value| format!("{value} u")).chain(terms).collect()
    }
}

fn found(plan: &Plan, texts: &[String]) -> (Outcome, Reason) {
    let (first, rest) = texts.split_first().unwrap();
    let result =
        rest.iter().fold(AssayResult::new("a", first), |result, text| result.replicate(text));
    let report = plan.evaluate(&Lot::new(LOT, PRODUCT, vec![result]).unwrap());
    (report.findings()[0].outcome(), report.findings()[0].reason())
}

/// Every choice of `count` of `all`, in their order; with `again`, each any number of times.
fn choices<T: Clone>(all: &[T], count: usize, again: bool) -> Vec<Vec<T>> {
    if count == 0 {
        return vec![Vec::new()];
    }
    let from = |place: usize| {
        let rest = &all[place + usize::from(!again)..];
        let with = move |mut choice: Vec<T>| {
            choice.insert(0, all[place].clone());
            choice
        };
        choices(rest, count - 1, again).into_iter().map(with)
    };
    (0..all.len()).flat_map(from).collect()
}

fn criterion() -> impl Strategy<Value = (String, bool)> {
    let ends = (1..=10_u32, 1..=5_u32, 0..4_u8, prop::bool::weighted(0.2));
    ends.prop_map(|(from, step, kind, has_terms)| {
        let limits = match kind {
            0 => format!("NMT {from} u"),
            1 => format!("NLT {from} u"),
            2 => format!("> {from} and < {} u", from + step),
            _ => format!("{from}–{} u", from + step),
        };
        (if has_terms { format!("{limits} or \"None\" not \"Many\"") } else { limits }, has_terms)
    })
}

fn asked() -> impl Strategy<Value = Asked> {
    let each = option::weighted(0.3, (0..=6_u32, 2..=10_u32));
    (0..7_usize, 2..=3_u32, criterion(), each).prop_map(
        |(combination, count, (criterion, has_terms), each)| Asked {
            combination,
            count,
            criterion,
            each: each.map(|(from, step)| format!("{from}–{} u", from + step)),
            has_terms,
        },
    )
}

fn replicate() -> impl Strategy<Value = String> {
    let number =
        (select(vec!["", "", "", "<", ">", "≤", "≥"]), 1..=24_u32).prop_map(|(sign, halves)| {
            format!("{sign}{}.{} u", halves / 2, if halves % 2 == 0 { 0 } else { 5 })
        });
    prop_oneof![
        12 => number,
        1 => select(vec!["None", "Many", "Some", "5 furlong", "5,0 u"]).prop_map(str::to_owned),
    ]
}

/// Whether it cannot be judged, whatever is asked.
fn is_wrong(text: &str) -> bool {
    ["5 furlong", "5,0 u"].contains(&text)
}

proptest! {
    #![proptest_config(settings(400))]

    /// Replicates of which others are missing fail exactly if every completion of them does, and
    /// wait only if some conforms. One that cannot be judged may be anything.
    ///
    /// Rules: GEN-12, REP-13, REP-14.
    #[test]
    fn some_replicates_are_judged_as_all_completions_are(
        asked in asked(),
        known in vec(replicate(), 1..=3),
    ) {
        let count = asked.count as usize;
        let Some(plan) = asked.plan() else { return Ok(()) };
        let known: Vec<String> = known.into_iter().take(count).collect();
        let judged: Vec<String> = known.iter().filter(|text| !is_wrong(text)).cloned().collect();
        let unknown = count - judged.len();
        if !(1..=2).contains(&unknown) {
            return Ok(());
        }
        let outcomes: BTreeSet<String> = choices(&asked.grid(), unknown, true)
            .into_iter()
            .map(|others| {
                found(&plan, &judged.iter().cloned().chain(others).collect::<Vec<_>>())
                    .0
                    .to_string()
            })
            .collect();
        let (outcome, reason) = found(&plan, &known);
        let all_fail = outcomes.iter().all(|outcome| outcome == "does-not-conform");
        let some_conform = outcomes.contains("conforms");
        prop_assert_eq!(
            outcome == Outcome::DoesNotConform,
            all_fail,
            "{:?} of {:?}: {:?}",
            known,
            asked,
            outcomes
        );
        if judged.len() == known.len() && !all_fail {
            prop_assert_eq!(
                outcome == Outcome::Pending,
                some_conform,
                "{:?} of {:?}: {:?}",
                known,
                asked,
                outcomes
            );
        } else if !all_fail {
            prop_assert_eq!(
                outcome,
                Outcome::Indeterminate,
                "{:?} of {:?}: {}",
                known,
                asked,
                reason
            );
        }
    }

    /// More replicates than are asked for fail exactly if every choice of so many does, and are
    /// undecided else.
    ///
    /// Rules: REP-15.
    #[test]
    fn too_many_replicates_are_judged_as_every_choice_of_them(
        asked in asked(),
        known in vec(replicate(), 3..=5),
    ) {
        let count = asked.count as usize;
        let Some(plan) = asked.plan().filter(|_| known.len() > count) else { return Ok(()) };
        let is_judged = |choice: &Vec<String>| !choice.iter().any(|text| is_wrong(text));
        let fails = |choice: Vec<String>| {
            is_judged(&choice) && found(&plan, &choice).0 == Outcome::DoesNotConform
        };
        // What cannot be judged is put in the place of what does not fail, and hides none of what
        // does.
        let all_fail = choices(&known, count, false).into_iter().all(|choice| {
            fails(choice.clone())
                || !is_judged(&choice) && found(&plan, &choice).0 == Outcome::DoesNotConform
        });
        let expected = if all_fail { Outcome::DoesNotConform } else { Outcome::Indeterminate };
        prop_assert_eq!(found(&plan, &known).0, expected, "{:?} of {:?}", known, asked);
    }
}

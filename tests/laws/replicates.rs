//! Laws of the values that replicates make.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use release_criteria::{
    Acceptance, AssayResult, Attribute, Flag, Lot, Outcome, Phase, Plan, Reason, Report,
    Reportable, Test,
};

use crate::model::{LOT, PRODUCT, builder};
use crate::paper::{Around, Decimal, Limits, Measured, Quotient, Root, around, ten_to, whole};
use crate::settings;

const COMBINATIONS: [&str; 6] = ["mean", "geometric-mean", "median", "minimum", "maximum", "sum"];

/// What a test asks of the replicates of one determination, in `u`.
#[derive(Clone, Debug)]
struct Asked {
    combination: &'static str,
    count: usize,
    each: Option<Limits>,
    max_rsd: Option<Decimal>,
    limits: Limits,
    signed: bool,
}

fn reportable(combination: &str, count: usize) -> Reportable {
    let count = u32::try_from(count).unwrap();
    match combination {
        "mean" => Reportable::mean(count),
        "geometric-mean" => Reportable::geometric_mean(count),
        "median" => Reportable::median(count),
        "minimum" => Reportable::minimum(count),
        "maximum" => Reportable::maximum(count),
        "sum" => Reportable::sum(count),
        _ => Reportable::each(count),
    }
}

impl Asked {
    fn of(combination: &'static str, count: usize, limits: Limits) -> Self {
        Self { combination, count, each: None, max_rsd: None, limits, signed: false }
    }

    /// Limits on each, near one of the replicates, by the rules of the test.
    fn each(&self, around: Around, near: Measured) -> Limits {
        let limits = around.limits(&near.at.exact().into());
        Limits { bounds: limits.bounds, ..self.limits.clone() }
    }

    /// `None` where a limit accepts nothing, which is refused.
    fn plan(&self) -> Option<Plan> {
        let mut made_of = reportable(self.combination, self.count);
        if let Some(each) = &self.each {
            made_of = made_of.each_within(&each.text("u"));
        }
        if let Some(rsd) = &self.max_rsd {
            made_of = made_of.max_rsd(&format!("{} %", rsd.text()));
        }
        let mut test = Test::quantitative("a", "A", Attribute::General, "u")
            .conversion("milliu", "0.001")
            .rounding(self.limits.rounding)
            .strict(self.limits.strict)
            .reportable(made_of)
            .accept(Acceptance::new(&self.limits.text("u")));
        if self.signed {
            test = test.signed();
        }
        match builder().test(test).build() {
            Ok(specification) => Some(specification.plan(Phase::Clinical).unwrap()),
            Err(refused) => {
                assert!(refused.to_string().contains("accepts-nothing"), "{refused}");
                None
            }
        }
    }
}

/// The replicates in one entry.
fn listed(texts: &[String]) -> AssayResult {
    let (first, rest) = texts.split_first().unwrap();
    rest.iter().fold(AssayResult::new("a", first), |result, text| result.replicate(text))
}

fn report(plan: &Plan, results: Vec<AssayResult>) -> Report {
    plan.evaluate(&Lot::new(LOT, PRODUCT, results).unwrap())
}

fn found(plan: &Plan, texts: &[String]) -> (Outcome, Reason) {
    let report = report(plan, vec![listed(texts)]);
    (report.findings()[0].outcome(), report.findings()[0].reason())
}

fn texts(replicates: &[Measured]) -> Vec<String> {
    replicates.iter().map(|one| one.text("u")).collect()
}

/// What replicates make, worked out by the definition of each combination.
fn combined(combination: &str, values: &[Quotient]) -> Root {
    let mut sorted = values.to_vec();
    sorted.sort();
    let count = sorted.len();
    let sum = || sorted.iter().fold(whole(0), |sum, value| sum + value);
    match combination {
        "mean" => (sum() / whole(count as i128)).into(),
        "geometric-mean" => {
            let product = sorted.iter().fold(whole(1), |product, value| product * value);
            Root { degree: u32::try_from(count).unwrap(), radicand: product }
        }
        "median" if count % 2 == 1 => sorted[count / 2].clone().into(),
        "median" => ((&sorted[count / 2 - 1] + &sorted[count / 2]) / whole(2)).into(),
        "minimum" => sorted[0].clone().into(),
        "maximum" => sorted[count - 1].clone().into(),
        _ => sum().into(),
    }
}

/// Where the combined value can lie: every combination rises with each replicate.
fn reach(combination: &str, replicates: &[Measured], signed: bool) -> (Root, Root) {
    let (from, to): (Vec<_>, Vec<_>) = replicates.iter().map(|one| one.ends(signed)).unzip();
    (combined(combination, &from), combined(combination, &to))
}

/// The square of the relative standard deviation, by the textbook; `None` around a mean of zero.
fn squared_deviation(values: &[Quotient]) -> Option<Quotient> {
    let count = values.len() as i128;
    let mean = values.iter().fold(whole(0), |sum, value| sum + value) / whole(count);
    let squares =
        values.iter().fold(whole(0), |sum, value| sum + (value - &mean) * (value - &mean));
    let variance = squares / whole(count - 1);
    (mean != whole(0)).then(|| variance / (&mean * &mean))
}

fn decimal() -> impl Strategy<Value = Decimal> {
    let digits = prop_oneof![
        4 => 1..=9_999_i128,
        1 => select(vec![0_i128, 1, 5, 10, 50, 100, 500, 1_000]),
        2 => 80..=120_i128,
    ];
    (digits, -2..=0_i32).prop_map(|(digits, place)| Decimal { digits, place })
}

fn measured() -> impl Strategy<Value = Measured> {
    let sign = prop_oneof![3 => Just(""), 4 => select(vec!["<", "≤", ">", "≥", "ND"])];
    (sign, decimal()).prop_map(|(sign, at)| match sign {
        // Less than nothing would be an empty set.
        "<" | "ND" => Measured { sign, at: Decimal { digits: at.digits.max(1), ..at } },
        _ => Measured { sign, at },
    })
}

fn negated(mut replicates: Vec<Measured>, which: &[bool], signed: bool) -> Vec<Measured> {
    if signed {
        for (one, _) in replicates
            .iter_mut()
            .zip(which)
            .filter(|(one, negative)| **negative && one.sign != "ND")
        {
            one.at.digits = -one.at.digits;
        }
    }
    replicates
}

/// Replicates, with limits near to what they make: the whole set up to its ends if they are
/// censored.
fn asked(
    replicate: impl Strategy<Value = Measured>,
) -> impl Strategy<Value = (Asked, Vec<Measured>)> {
    let parts = (
        select(COMBINATIONS.to_vec()),
        vec(replicate, 2..=6),
        vec(any::<bool>(), 6),
        any::<bool>(),
    );
    let limits = (around(-3..=1), any::<bool>(), any::<Index>());
    (parts, limits).prop_map(
        |((combination, replicates, signs, signed), (around, upper, completion))| {
            let signed = signed && combination != "geometric-mean";
            let replicates = negated(replicates, &signs, signed);
            let near: Vec<Quotient> = replicates
                .iter()
                .map(|one| {
                    let all = one.completions(signed);
                    // Not so far out that no limit can be.
                    let ends: Vec<Decimal> = all
                        .into_iter()
                        .filter(|value| value.exact() < whole(100_000_000))
                        .collect();
                    let value = ends[if upper { 0 } else { completion.index(ends.len()) }];
                    value.exact()
                })
                .collect();
            let limits = around.limits(&combined(combination, &near));
            (Asked { signed, ..Asked::of(combination, replicates.len(), limits) }, replicates)
        },
    )
}

proptest! {
    #![proptest_config(settings(5_000))]

    /// What replicates make is compared as if it had really been worked out, and really been
    /// rounded.
    ///
    /// Rules: GEN-1, REP-3, REP-4.
    #[test]
    fn combining_is_really_working_out(
        (asked, replicates) in asked(decimal().prop_map(Measured::exactly)),
    ) {
        let Some(plan) = asked.plan() else { return Ok(()) };
        let reach = reach(asked.combination, &replicates, asked.signed);
        prop_assert_eq!(
            found(&plan, &texts(&replicates)).0,
            asked.limits.outcome(&reach),
            "{:?}",
            asked
        );
    }

    /// Censored replicates make the tightest set there is: it is decided exactly if all that they
    /// may be comes to the same.
    ///
    /// Rules: REP-8.
    #[test]
    fn censored_replicates_make_a_tight_set((asked, replicates) in asked(measured())) {
        let Some(plan) = asked.plan() else { return Ok(()) };
        let reach = reach(asked.combination, &replicates, asked.signed);
        prop_assert_eq!(
            found(&plan, &texts(&replicates)).0,
            asked.limits.outcome(&reach),
            "{:?}",
            asked
        );
    }

    /// Whatever censored replicates turn out to be, what was decided stays.
    ///
    /// Rules: GEN-8, REP-8.
    #[test]
    fn censored_replicates_bracket_every_completion(
        (asked, replicates) in asked(measured()),
        each in option::of(around(-2..=1)),
        which in vec(any::<Index>(), 6),
    ) {
        let each = each.map(|around| asked.each(around, replicates[0]));
        let Some(plan) = (Asked { each, ..asked.clone() }).plan() else { return Ok(()) };
        let before = found(&plan, &texts(&replicates)).0;
        if before == Outcome::Indeterminate {
            return Ok(());
        }
        let complete = |one: &Measured, which: &Index| {
            Measured::exactly(*which.get(&one.completions(asked.signed)))
        };
        let completed: Vec<Measured> =
            replicates.iter().zip(&which).map(|(one, which)| complete(one, which)).collect();
        prop_assert_eq!(
            found(&plan, &texts(&completed)).0,
            before,
            "{:?} to {:?}",
            replicates,
            completed
        );
    }

    /// A determination whose replicates differ by more than the limit has no value; by as much it
    /// has one.
    ///
    /// Rules: REP-5.
    #[test]
    fn deviation_is_really_worked_out(
        values in prop_oneof![
            vec(decimal(), 2..=6),
            // Three of which the deviation is the distance, over the one in the middle.
            (1..=500_i128, 1..=40_i128, -2..=0_i32).prop_map(|(middle, times, place)| {
                let (middle, distance) = (middle * 100, middle * times);
                [middle - distance, middle, middle + distance]
                    .map(|digits| Decimal { digits: digits.max(0), place })
                    .to_vec()
            }),
        ],
        (place, steps) in (-3..=0_i32, -1..=1_i128),
        combination in select(vec!["mean", "geometric-mean", "median", "sum", "each"]),
        asks_for_report in any::<bool>(),
    ) {
        let exact: Vec<Quotient> = values.iter().map(|value| value.exact()).collect();
        let squared = squared_deviation(&exact);
        let in_per_cent =
            Root { degree: 2, radicand: squared.clone().unwrap_or(whole(0)) }.times(&whole(100));
        let largest = Decimal::near(&in_per_cent, place, steps);
        let largest = Decimal { digits: largest.digits.max(0), ..largest };
        let any = Limits {
            bounds: vec![("NLT", Decimal { digits: 0, place: 0 })],
            rounding: release_criteria::Rounding::Absolute,
            strict: release_criteria::StrictLimits::Exact,
        };
        let asked = Asked { max_rsd: Some(largest), ..Asked::of(combination, values.len(), any) };
        let share = largest.exact() * ten_to(-2);
        // All that are zero do not differ, and so have no deviation.
        let exceeds = squared.is_some_and(|squared| squared > &share * &share);
        let replicates: Vec<Measured> = values.iter().copied().map(Measured::exactly).collect();
        let mut plan = asked.plan().unwrap();
        if asks_for_report {
            plan = report_only(&asked);
        }
        let (outcome, reason) = found(&plan, &texts(&replicates));
        prop_assert_eq!(
            reason == Reason::VariabilityExceeded,
            exceeds,
            "{} of {:?}",
            largest.text(),
            values
        );
        prop_assert_eq!(outcome == Outcome::Indeterminate, exceeds);
    }

    /// First their deviation is asked, then each of them, then what they make. (What so many others
    /// decide as are missing or too many is another law.)
    ///
    /// Rules: REP-2, REP-6, REP-9.
    #[test]
    fn questions_are_asked_in_order(
        (asked, replicates) in
            asked(prop_oneof![3 => decimal().prop_map(Measured::exactly), 1 => measured()]),
        (each, max_rsd) in
            (option::of((around(-2..=1), any::<Index>())), option::of((1..=200_i128, -1..=0_i32))),
        (count, is_each) in (prop_oneof![4 => Just(0), 1 => -1..=1_i32], prop::bool::weighted(0.2)),
        // The first of a list in code is always valid.
        (invalidated, converted) in (vec(prop::bool::weighted(0.1), 5), any::<bool>()),
    ) {
        let each = each
            .filter(|_| !is_each)
            .map(|(around, which)| asked.each(around, *which.get(&replicates)));
        let max_rsd = max_rsd.map(|(digits, place)| Decimal { digits, place });
        let invalidated = [vec![false], invalidated].concat();
        let count = usize::try_from(replicates.len() as i32 + count).unwrap().max(2);
        let combination = if is_each { "each" } else { asked.combination };
        let asked = Asked { combination, count, each, max_rsd, ..asked };
        let Some(plan) = asked.plan() else { return Ok(()) };
        let entry = entry(&replicates, &invalidated, converted);
        let valid: Vec<Measured> = replicates
            .iter()
            .zip(&invalidated)
            .filter(|(_, no)| !**no)
            .map(|(one, _)| *one)
            .collect();
        let report = report(&plan, vec![entry]);
        let finding = &report.findings()[0];
        if valid.len() == asked.count {
            prop_assert_eq!(
                (finding.outcome(), finding.reason()),
                expected(&asked, &valid),
                "{}",
                report
            );
        } else {
            prop_assert!(finding.outcome() != Outcome::Conforms, "{}", report);
        }
    }

    /// Whether replicates stand in one entry or in rows of one determination, and in which order,
    /// is all the same.
    ///
    /// Rules: GEN-7.
    #[test]
    fn order_of_replicates_is_irrelevant(
        (asked, replicates) in asked(measured()),
        places in Just((0..6).collect::<Vec<usize>>()).prop_shuffle(),
        (max_rsd, breaks) in (option::of(1..=100_i128), vec(any::<bool>(), 6)),
    ) {
        let asked = Asked { max_rsd: max_rsd.map(|digits| Decimal { digits, place: 0 }), ..asked };
        let Some(plan) = asked.plan() else { return Ok(()) };
        let texts = texts(&replicates);
        let one = report(&plan, vec![listed(&texts)]);
        let shuffled: Vec<String> =
            places.iter().filter_map(|place| texts.get(*place)).cloned().collect();
        // Rows with one replicate or several.
        let mut rows: Vec<Vec<String>> = vec![Vec::new()];
        for (text, is_next) in shuffled.iter().zip(&breaks) {
            if *is_next && !rows.last().unwrap().is_empty() {
                rows.push(Vec::new());
            }
            rows.last_mut().unwrap().push(text.clone());
        }
        let other =
            report(&plan, rows.iter().map(|row| listed(row).of_determination("1")).collect());
        let what = |report: &Report| {
            let finding = &report.findings()[0];
            let flags: Vec<Flag> = finding.flags().to_vec();
            // Replicates of which nothing was made are shown as they came.
            let is_made =
                matches!(finding.reason(), Reason::Within | Reason::Outside | Reason::Straddles);
            let compared = finding.compared().filter(|_| is_made).map(str::to_owned);
            (finding.outcome(), finding.reason(), flags, compared, report.verdict())
        };
        prop_assert_eq!(what(&one), what(&other), "{}\n{}", one, other);
    }
}

/// The same test where any value will do.
fn report_only(asked: &Asked) -> Plan {
    let made_of = reportable(asked.combination, asked.count)
        .max_rsd(&format!("{} %", asked.max_rsd.unwrap().text()));
    let test = Test::quantitative("a", "A", Attribute::General, "u")
        .reportable(made_of)
        .accept(Acceptance::new("report"));
    let other = Test::qualitative("b", "B", Attribute::General)
        .accept(Acceptance::terms(&["Yes"], &["No"]));
    builder().test(test).test(other).build().unwrap().plan(Phase::Clinical).unwrap()
}

/// Replicates in one entry, some of them invalidated; in the unit of the test or in a thousandth of
/// it.
fn entry(replicates: &[Measured], invalidated: &[bool], converted: bool) -> AssayResult {
    let text = |one: &Measured| {
        if converted {
            Measured { at: Decimal { place: one.at.place + 3, ..one.at }, ..*one }.text("milliu")
        } else {
            one.text("u")
        }
    };
    let mut all = replicates.iter().zip(invalidated);
    let (first, _) = all.next().unwrap();
    all.fold(AssayResult::new("a", &text(first)), |result, (one, is_invalid)| {
        if *is_invalid {
            result.invalidated_replicate(&text(one), "spill", "INV-1", "QA-1")
        } else {
            result.replicate(&text(one))
        }
    })
}

fn expected(asked: &Asked, valid: &[Measured]) -> (Outcome, Reason) {
    let ends = |one: &Measured| {
        let (from, to) = one.ends(asked.signed);
        (Root::from(from), Root::from(to))
    };
    if let Some(largest) = asked.max_rsd {
        // At most nothing is nothing.
        let is_open = |one: &Measured| {
            one.is_censored() && !(one.sign == "≤" && one.at.digits == 0 && !asked.signed)
        };
        if valid.iter().any(is_open) {
            return (Outcome::Indeterminate, Reason::VariabilityUnknown);
        }
        let values: Vec<Quotient> = valid.iter().map(|one| one.at.exact()).collect();
        let share = largest.exact() * ten_to(-2);
        let differ = values.iter().any(|value| *value != values[0]);
        let exceeds =
            squared_deviation(&values).map_or(differ, |squared| squared > &share * &share);
        if exceeds {
            return (Outcome::Indeterminate, Reason::VariabilityExceeded);
        }
    }
    let worst = |limits: &Limits| {
        let outcomes: Vec<Outcome> = valid.iter().map(|one| limits.outcome(&ends(one))).collect();
        let is_there = |outcome| outcomes.contains(&outcome);
        [Outcome::DoesNotConform, Outcome::Indeterminate]
            .into_iter()
            .find(|outcome| is_there(*outcome))
    };
    let combined = || asked.limits.outcome(&reach(asked.combination, valid, asked.signed));
    let own = match (asked.combination, asked.each.as_ref().and_then(worst)) {
        (_, Some(Outcome::DoesNotConform)) => {
            return (Outcome::DoesNotConform, Reason::ReplicateOutside);
        }
        // A combined value that fails does, whatever a replicate is that cannot be told.
        (_, Some(_)) if combined() == Outcome::DoesNotConform => Outcome::DoesNotConform,
        (_, Some(_)) => return (Outcome::Indeterminate, Reason::Straddles),
        ("each", None) => worst(&asked.limits).unwrap_or(Outcome::Conforms),
        (_, None) => combined(),
    };
    let reason = match own {
        Outcome::Conforms => Reason::Within,
        Outcome::DoesNotConform => Reason::Outside,
        _ => Reason::Straddles,
    };
    (own, reason)
}

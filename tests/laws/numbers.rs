//! Laws of limits, rounding and conversion.

use proptest::prelude::*;
use proptest::sample::select;
use release_criteria::testing::conforms_by_rounding;
use release_criteria::{
    Acceptance, AssayResult, Attribute, Criterion, Lot, Number, Outcome, Phase, Plan, Rounding,
    StrictLimits, Test,
};

use crate::model::{LOT, PRODUCT, builder};
use crate::settings;

/// One test, `a`, in `%`; one `u` is 10^`power` of it. `None` for a criterion that accepts nothing,
/// which is refused.
fn plan(criterion: &str, rounding: Rounding, strict: StrictLimits, power: i32) -> Option<Plan> {
    let test = Test::quantitative("a", "A", Attribute::General, "%")
        .signed()
        .conversion("u", &format!("1 × 10^{power}"))
        .rounding(rounding)
        .strict(strict)
        .accept(Acceptance::new(criterion));
    match builder().test(test).build() {
        Ok(specification) => Some(specification.plan(Phase::Clinical).unwrap()),
        Err(refused) => {
            assert!(refused.to_string().contains("accepts-nothing"), "{refused}");
            None
        }
    }
}

fn outcome(plan: &Plan, value: &str) -> Outcome {
    let lot = Lot::new(LOT, PRODUCT, vec![AssayResult::new("a", value)]).unwrap();
    plan.evaluate(&lot).findings()[0].outcome()
}

/// Digits × 10^place, as it is written.
pub(crate) fn written(digits: impl Into<i128>, place: i32) -> String {
    let digits = digits.into();
    let sign = if digits < 0 { "-" } else { "" };
    match usize::try_from(-place) {
        Ok(places @ 1..) => {
            let digits = format!("{:0>1$}", digits.abs(), places + 1);
            let (whole, fraction) = digits.split_at(digits.len() - places);
            format!("{sign}{whole}.{fraction}")
        }
        _ => format!("{digits} × 10^{place}"),
    }
}

/// A limit: up to four digits at a place from thousandths to hundreds, powers of ten and zero among
/// them.
fn limit() -> impl Strategy<Value = (i64, i32)> {
    let digits = prop_oneof![
        2 => -9_999..=9_999_i64,
        1 => select(vec![0, 1, 10, 100, 1_000, -10]),
        1 => -30..=30_i64,
    ];
    (digits, -3..=2_i32)
}

/// A value beside a limit, in steps of a twentieth of its last place, and one that has nothing to
/// do with it.
fn value((digits, place): (i64, i32)) -> impl Strategy<Value = (i64, i32)> {
    let near = (-60..=60_i64).prop_map(move |steps| (digits * 100 + steps * 5, place - 2));
    let beside = (-15..=15_i64, -1..=1_i64)
        .prop_map(move |(steps, by)| (digits * 10_000 + steps * 500 + by, place - 4));
    prop_oneof![4 => near, 2 => beside, 1 => limit()]
}

fn rules() -> impl Strategy<Value = (Rounding, StrictLimits)> {
    (select(Rounding::ALL), select(StrictLimits::ALL))
}

fn comparator() -> impl Strategy<Value = &'static str> {
    select(vec!["NLT", "NMT", ">", "<", "="])
}

/// A criterion with one or two ends, and one of its limits.
fn criterion() -> impl Strategy<Value = (String, (i64, i32))> {
    let one = (comparator(), limit()).prop_map(|(sign, (digits, place))| {
        (format!("{sign} {}", written(digits, place)), (digits, place))
    });
    let two =
        (select(vec!["NLT", ">"]), select(vec!["NMT", "<"]), limit(), 1..500_i64, any::<bool>())
            .prop_map(|(lower, upper, (digits, place), width, at_lower)| {
                let text = format!(
                    "{lower} {} and {upper} {}",
                    written(digits, place),
                    written(digits + width, place)
                );
                (text, (if at_lower { digits } else { digits + width }, place))
            });
    prop_oneof![2 => one, 1 => two]
}

proptest! {
    #![proptest_config(settings(6_000))]

    /// A result conforms exactly if, really rounded, it meets the limit.
    ///
    /// Rules: ROUND-2, ROUND-3, ROUND-4, ROUND-5, ROUND-6, ROUND-7, ROUND-10.
    #[test]
    fn judging_is_really_rounding(
        ((criterion, _), (digits, place)) in
            criterion().prop_flat_map(|criterion| (Just(criterion.clone()), value(criterion.1))),
        (rounding, strict) in rules(),
    ) {
        let Some(plan) = plan(&criterion, rounding, strict, 0) else { return Ok(()) };
        let text = written(digits, place);
        let (number, asked): (Number, Criterion) =
            (text.parse().unwrap(), criterion.parse().unwrap());
        let expected = conforms_by_rounding(&number, &asked, rounding, strict).unwrap();
        let expected = if expected { Outcome::Conforms } else { Outcome::DoesNotConform };
        prop_assert_eq!(
            outcome(&plan, &format!("{text} %")),
            expected,
            "{} {} {}",
            text,
            rounding,
            strict
        );
    }

    /// A column's range holds a whole number exactly if its value, really rounded, meets the limit.
    ///
    /// Rules: ROUND-15.
    #[test]
    fn a_scaled_range_holds_what_is_accepted(
        ((criterion, limit), steps) in (criterion(), -1_000..=1_000_i64),
        places in 0..=6_u32,
        (rounding, strict) in rules(),
    ) {
        let Some(plan) = plan(&criterion, rounding, strict, 0) else { return Ok(()) };
        let asked: Criterion = criterion.parse().unwrap();
        let range = plan.scaled_range("a", places).unwrap();
        let place = -i32::try_from(places).unwrap();
        // The whole number at the limit, and others beside it.
        let at_limit = limit.0 * 10_i64.pow(u32::try_from((limit.1 - place).max(0)).unwrap())
            / 10_i64.pow(u32::try_from((place - limit.1).max(0)).unwrap());
        for whole in
            [at_limit, at_limit + 1, at_limit - 1, at_limit + steps, steps, 0, i64::MIN, i64::MAX]
        {
            let number: Number = match written(whole, place).parse() {
                Ok(number) => number,
                Err(error) => panic!("{error}"),
            };
            let expected = conforms_by_rounding(&number, &asked, rounding, strict).unwrap();
            prop_assert_eq!(
                range.contains(&whole),
                expected,
                "{} × 10^{} of {:?}",
                whole,
                place,
                range
            );
            prop_assert_eq!(
                plan.region("a").unwrap().scaled(places).contains(&i128::from(whole)),
                expected
            );
        }
    }

    /// A converted result is judged as the exact product is, rounded once, last.
    ///
    /// Rules: GEN-1, ROUND-11, UNIT-5.
    #[test]
    fn conversion_is_exact_and_comes_first(
        ((criterion, _), (digits, place)) in
            criterion().prop_flat_map(|criterion| (Just(criterion.clone()), value(criterion.1))),
        (rounding, strict) in rules(),
        power in -9..=9_i32,
    ) {
        let Some(plan) = plan(&criterion, rounding, strict, power) else { return Ok(()) };
        let converted = written(digits, place);
        let (number, asked): (Number, Criterion) =
            (converted.parse().unwrap(), criterion.parse().unwrap());
        let expected = conforms_by_rounding(&number, &asked, rounding, strict).unwrap();
        let expected = if expected { Outcome::Conforms } else { Outcome::DoesNotConform };
        let original = written(digits, place - power);
        prop_assert_eq!(
            outcome(&plan, &format!("{original} u")),
            expected,
            "{} {} {}",
            original,
            rounding,
            strict
        );
    }

    /// Tightening a criterion never turns a failure into a pass, nor anything that is no pass.
    ///
    /// Rules: GEN-9.
    #[test]
    fn a_tighter_criterion_never_passes_what_a_wider_one_did_not(
        (one, limit) in criterion(),
        (sign, moved) in (comparator(), -40..=40_i64),
        (rounding, strict) in rules(),
        (is_censored, offset) in (select(vec!["", "<", ">", "≤", "≥"]), -300..=300_i64),
    ) {
        let other = format!("{sign} {}", written(limit.0 * 10 + moved, limit.1 - 1));
        let plans = plan(&one, rounding, strict, 0).zip(plan(&other, rounding, strict, 0));
        let Some((one, other)) = plans else { return Ok(()) };
        let (wide, tight) = match (one.region("a").unwrap(), other.region("a").unwrap()) {
            (a, b) if b.is_subset_of(&a) => (one, other),
            (a, b) if a.is_subset_of(&b) => (other, one),
            _ => return Ok(()),
        };
        let value = format!("{is_censored}{} %", written(limit.0 * 100 + offset, limit.1 - 2));
        let (before, after) = (outcome(&wide, &value), outcome(&tight, &value));
        if before != Outcome::Conforms {
            prop_assert!(after != Outcome::Conforms, "{} before {}", value, before);
        }
        if before == Outcome::DoesNotConform {
            prop_assert_eq!(after, Outcome::DoesNotConform, "{}", value);
        }
    }
}

/// Two units that differ in shares and prefixes only, and the power of ten of the second that one
/// of the first is.
fn units_of_one_kind() -> impl Strategy<Value = (String, String, i32)> {
    let shares = vec![("%", 7), ("‰", 6), ("ppm", 3), ("ppb", 0)];
    let small = [("p", 0), ("n", 3), ("µ", 6), ("m", 9), ("c", 10), ("d", 11), ("", 12)];
    let large = [("da", 13), ("h", 14), ("k", 15), ("M", 18), ("G", 21)];
    let prefixes: Vec<(&str, i32)> = small.into_iter().chain(large).collect();
    let of_words = (select(vec!["g", "L", "m", "mol"]), select(prefixes.clone()), select(prefixes))
        .prop_map(|(word, from, to)| {
            (format!("{}{word}", from.0), format!("{}{word}", to.0), from.1 - to.1)
        });
    let of_shares = (select(shares.clone()), select(shares))
        .prop_map(|(from, to)| (from.0.to_owned(), to.0.to_owned(), from.1 - to.1));
    let one = prop_oneof![of_words, of_shares];
    // What stands around it on both sides, and whether it divides there.
    let around = vec![
        ("", "", 1),
        ("", " (w/w)", 1),
        ("", "/h", 1),
        ("", "/kg/h", 1),
        ("EU/", "", -1),
        ("cells/h/", "", -1),
        ("copies/100 ", "", -1),
    ];
    (one, select(around)).prop_map(|((from, to, power), (before, after, times))| {
        (format!("{before}{from}{after}"), format!("{before}{to}{after}"), power * times)
    })
}

proptest! {
    #![proptest_config(settings(2_000))]

    /// Between units that say themselves how many one is of the other, that factor is taken,
    /// however it is written, and no other.
    ///
    /// Rules: UNIT-8.
    #[test]
    fn units_are_converted_by_their_own_factor_alone(
        (from, to, power) in units_of_one_kind(),
        (digits, off) in prop_oneof![3 => Just((1_i64, 0)), 1 => (1..=12_i64, -1..=1)],
        places in 0..=2_i32,
    ) {
        prop_assume!(from != to);
        let factor = written(digits * 10_i64.pow(places as u32), power + off - places);
        let test =
            Test::quantitative("a", "A", Attribute::General, &to).accept(Acceptance::new("report"));
        let built = builder().test(test.conversion(&from, &factor)).build();
        let is_right = (digits, off) == (1, 0) || (digits, off) == (10, -1);
        prop_assert_eq!(
            built.is_ok(),
            is_right,
            "1 {} is {} {}: {:?}",
            from,
            factor,
            to,
            built.err()
        );
        if let Err(refused) = built {
            let problem = refused.problems().first().unwrap();
            prop_assert_eq!(problem.path(), "tests[0].conversions[0].factor");
            let (_, instead) = problem.message().split_once("; write `").unwrap();
            let test = Test::quantitative("a", "A", Attribute::General, &to)
                .accept(Acceptance::new("report"));
            prop_assert!(
                builder()
                    .test(test.conversion(&from, instead.trim_end_matches('`')))
                    .build()
                    .is_ok(),
                "{}",
                refused
            );
        }
    }
}

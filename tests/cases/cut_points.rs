//! The ends of regions against really rounding and really comparing: both must agree on every
//! value.
//!
//! Rules: ROUND-3, ROUND-4, ROUND-5, ROUND-6, ROUND-7, ROUND-9, ROUND-10.

#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "a test")]

use std::thread;

use release_criteria::testing::conforms_by_rounding;
use release_criteria::{Criterion, Number, Region, Rounding, StrictLimits};

/// Judged with either sign, after each comparator and `=`.
#[rustfmt::skip]
const LIMITS: [&str; 52] = [
    // Zero and powers of ten.
    "0", "0.0", "0.00", "0 × 10^3",
    "1", "10", "100", "1000", "0.1", "0.01", "1.0", "1.00", "10.0", "100.0", "0.10", "0.001",
    // Even and odd last digits, without and with places.
    "2", "3", "4", "5", "9", "11", "95", "99", "140",
    "0.02", "0.03", "0.5", "0.25", "3.5", "9.9", "9.96", "15.0", "16.5", "70.0", "98.0", "101.5",
    "0.0003", "5000000", "5 × 10^6", "5.0 × 10^6", "0.2 × 10^6", "1.0 × 10^12", "1 × 10^6",
    "2.5 × 10^8", "0.1 × 10^3", "10 × 10^-3", "1.5 × 10^-6",
    // As small, as large and as long as a limit may be.
    "1 × 10^-12", "9 × 10^22", "999999999999999999", "10000000000.0000000",
];

/// Two ends, or none but terms beside one; with the ends as they are written or computed.
const RANGES: [(&str, [&str; 2]); 28] = [
    ("70–130 %", ["70", "130"]),
    ("50.0 to 150 %", ["50.0", "150"]),
    ("99.0–101.0 %", ["99.0", "101.0"]),
    ("0.2–5.0 × 10^6 cells/kg", ["0.2 × 10^6", "5.0 × 10^6"]),
    ("0–10 %", ["0", "10"]),
    ("-5 to -2 °C", ["-5", "-2"]),
    ("-1.0 to 1.0", ["-1.0", "1.0"]),
    ("-10 to 0.0", ["-10", "0.0"]),
    ("> 70 and NMT 130.0 %", ["70", "130.0"]),
    ("NLT 70.0 and < 130 %", ["70.0", "130"]),
    ("> 9 and < 10", ["9", "10"]),
    ("> 9.9 and < 10.0", ["9.9", "10.0"]),
    ("NLT 5 and NMT 5.0", ["5", "5.0"]),
    ("NLT 5.0 and NMT 5", ["5.0", "5"]),
    // Nothing conforms where strict limits round.
    ("> 5 and NMT 5.4", ["5", "5.4"]),
    ("NLT 10 and NMT 10", ["10", "10"]),
    ("7.0 ± 0.2", ["6.8", "7.2"]),
    ("7 ± 0.25", ["6.75", "7.25"]),
    ("9.95 ± 0.05", ["9.90", "10.00"]),
    ("-10.0 ± 0.5 °C", ["-10.5", "-9.5"]),
    ("5.0 ± 5.0", ["0.0", "10.0"]),
    ("0.0 ± 0.1", ["-0.1", "0.1"]),
    ("1.0 ± 0.2 × 10^6 cells", ["0.8 × 10^6", "1.2 × 10^6"]),
    ("1.0 × 10^6 ± 20 % cells", ["0.8 × 10^6", "1.2 × 10^6"]),
    ("100 ± 10 % mg", ["90", "110"]),
    ("-10.0 ± 5 % mV", ["-10.5", "-9.5"]),
    ("NMT 10 copies or \"Not detected\"", ["10", "10"]),
    ("> 0.5 and NMT 10.0 CFU not \"TNTC\"", ["0.5", "10.0"]),
];

#[test]
fn around_every_limit() {
    let mut limits: Vec<String> = LIMITS.iter().map(|&limit| limit.to_owned()).collect();
    limits.extend(LIMITS.iter().filter(|limit| end(limit).0 != 0).map(|limit| format!("-{limit}")));
    in_threads(&limits, 10_000_000, |limit, tally| {
        tally.judge_all(&one_sided(limit), &around(end(limit)));
    });
}

/// Rules: ROUND-8, NOTE-6, NOTE-7.
#[test]
fn around_the_ends_of_ranges() {
    in_threads(&RANGES, 1_500_000, |(criterion, ends), tally| {
        for limit in ends {
            tally.judge_all(&[(*criterion).to_owned()], &around(end(limit)));
        }
    });
}

#[test]
fn anywhere() {
    let seeds: Vec<u64> = (0..1_000).collect();
    in_threads(&seeds, 1_000_000, |&seed, tally| {
        let mut dice = Dice(seed);
        let digits = dice.below(18) + 1;
        let place = dice.below(35 - digits + 1) - 12;
        let power_of_ten = 10_i128.pow(u32::try_from(digits - 1).unwrap());
        let coefficient = match dice.below(4) {
            0 => power_of_ten,
            _ => power_of_ten + dice.wide() % (9 * power_of_ten),
        } * (1 - 2 * i128::from(dice.below(2)));
        let values: Vec<Number> = (0..50)
            .filter_map(|_| match dice.below(2) {
                // Up to a tenth of the last digit beside the limit, a step or a half-step.
                0 => {
                    let further = dice.below(9) + 1;
                    let unit = 10_i128.pow(u32::try_from(further).unwrap());
                    let steps = i128::from(dice.below(9) - 4) * unit / 2;
                    number(coefficient * unit + steps + dice.wide() % unit / 10, place - further)
                }
                _ => number(
                    dice.wide() % 10_i128.pow(u32::try_from(dice.below(28) + 1).unwrap()),
                    dice.below(56) - 28,
                ),
            })
            .collect();
        tally.judge_all(&one_sided(&format!("{coefficient} × 10^{place}")), &values);
    });
}

fn one_sided(limit: &str) -> Vec<String> {
    ["NLT", "NMT", ">", "<", "="].iter().map(|comparator| format!("{comparator} {limit}")).collect()
}

/// Does the jobs, some at a time, and asserts that there was no disagreement at at least so many
/// points.
fn in_threads<J: Sync>(jobs: &[J], at_least: u64, work: impl Fn(&J, &mut Tally) + Copy + Send) {
    let mut whole = Tally::default();
    thread::scope(|scope| {
        let count = thread::available_parallelism().map_or(1, usize::from);
        let start = |first: usize| {
            scope.spawn(move || {
                let mut tally = Tally::default();
                jobs.iter().skip(first).step_by(count).for_each(|job| work(job, &mut tally));
                tally
            })
        };
        for thread in (0..count).map(start).collect::<Vec<_>>() {
            let part = thread.join().unwrap();
            whole.points += part.points;
            whole.disagreements.extend(part.disagreements);
        }
    });
    let Tally { points, disagreements } = whole;
    let first: Vec<&str> = disagreements.iter().take(20).map(String::as_str).collect();
    assert!(
        first.is_empty(),
        "{} disagreements, such as\n{}",
        disagreements.len(),
        first.join("\n")
    );
    println!("{points} points");
    assert!(points >= at_least, "only {points} points");
}

/// How often the two judges were asked, and where they did not agree.
#[derive(Default)]
struct Tally {
    points: u64,
    disagreements: Vec<String>,
}

impl Tally {
    /// Under every rule, and with either meaning of strict limits where it matters.
    fn judge_all(&mut self, criteria: &[String], values: &[Number]) {
        for criterion in criteria {
            for &rounding in Rounding::ALL {
                let is_strict = criterion.contains(['<', '>']) && rounding != Rounding::Absolute;
                let ways = if is_strict { StrictLimits::ALL } else { &[StrictLimits::Rounded] };
                for &strict in ways {
                    self.judge(&criterion.parse().unwrap(), rounding, strict, values);
                }
            }
        }
    }

    fn judge(
        &mut self,
        criterion: &Criterion,
        rounding: Rounding,
        strict: StrictLimits,
        values: &[Number],
    ) {
        let accepted = Region::accepted(criterion, rounding, strict).unwrap();
        for value in values {
            let by_region = accepted.contains(value);
            let by_rounding = conforms_by_rounding(value, criterion, rounding, strict).unwrap();
            if by_region != by_rounding {
                self.disagreements.push(format!(
                    "{criterion}, {rounding}, strict {strict}, {value}: conforms by its region \
                     ({accepted}) {by_region}, \
                     by rounding {by_rounding}"
                ));
            }
        }
        self.points += u64::try_from(values.len()).unwrap();
    }
}

/// The digits and the last place of a limit.
fn end(limit: &str) -> (i128, i32) {
    let digits = limit.split(' ').next().unwrap_or_default().replace('.', "");
    (digits.parse().unwrap(), limit.parse::<Number>().unwrap().last_place())
}

/// `coefficient` × 10^`place`, if a number can have so many digits there.
fn number(coefficient: i128, place: i32) -> Option<Number> {
    let text = match usize::try_from(-place) {
        Ok(places @ 1..) => {
            let digits = format!("{:0>1$}", coefficient.unsigned_abs(), places + 1);
            let (whole, fraction) = digits.split_at(digits.len() - places);
            format!("{}{whole}.{fraction}", if coefficient < 0 { "-" } else { "" })
        }
        _ => format!("{coefficient} × 10^{place}"),
    };
    text.parse().ok()
}

/// Values around a limit, its half-steps and its neighbours, at other powers of ten, and as far out
/// as numbers go.
fn around((coefficient, place): (i128, i32)) -> Vec<Number> {
    let mut values = Vec::new();
    // Dense: steps of a thousandth, a hundredth and a tenth of the last place.
    for (digits, reach) in [(3, 1_600), (2, 1_200), (1, 300)] {
        let centre = coefficient * 10_i128.pow(digits);
        values.extend(
            (-reach..=reach).filter_map(|step| number(centre + step, place - digits.cast_signed())),
        );
    }
    // A last digit far after, just beside each multiple of a twentieth of the last place.
    for twentieth in -40..=40 {
        for further in [1, 4, 8, 16] {
            let at = (coefficient * 100 + twentieth * 5) * 10_i128.pow(further);
            values.extend(
                [at - 1, at + 1]
                    .iter()
                    .filter_map(|&c| number(c, place - 2 - further.cast_signed())),
            );
        }
    }
    // The same digits and their neighbours at other powers of ten.
    for shift in -8..=8 {
        for beside in [-500, -50, -5, -1, 0, 1, 5, 50, 500] {
            values.extend([1, -1].iter().filter_map(|sign| {
                number(sign * (coefficient * 1_000 + beside), place + shift - 3)
            }));
        }
    }
    let longest = 10_i128.pow(28) - 1;
    for (coefficient, place) in
        [(longest, 0), (longest, -28), (1, 27), (5, 27), (1, -28), (5, -28), (0, 27), (0, -28)]
    {
        values.extend(
            [number(coefficient, place), number(-coefficient, place)].into_iter().flatten(),
        );
    }
    values
}

/// `SplitMix64`: the same throws on every machine.
struct Dice(u64);

impl Dice {
    fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, sides: i32) -> i32 {
        i32::try_from(self.throw() % u64::from(sides.unsigned_abs())).unwrap()
    }

    /// 127 random bits and a sign.
    fn wide(&mut self) -> i128 {
        (u128::from(self.throw()) << 64 | u128::from(self.throw())).cast_signed()
    }
}

//! How numbers are read: every spelling, every refusal with its whole message.

#![allow(clippy::unwrap_used, clippy::panic, clippy::arithmetic_side_effects, reason = "tests")]

use release_criteria::Number;

#[track_caller]
fn reads(text: &str, printed: &str) {
    let number: Number = text.parse().unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(number.to_string(), printed);
    assert_eq!(printed.parse::<Number>().unwrap(), number, "{printed} reads as another number");
}

#[track_caller]
fn refuses(text: &str, message: &str) {
    assert_eq!(text.parse::<Number>().unwrap_err().to_string(), message);
}

/// Rules: NUM-1, NUM-2, NUM-4, NUM-8.
#[test]
fn spellings() {
    reads("70.0", "70.0");
    reads("+7", "7");
    reads("-7.50", "-7.50");
    reads("−7.50", "-7.50");
    reads("-0.0", "0.0");
    reads("007", "7");
    reads("1.2e6", "1.2 × 10^6");
    reads("1.2E+06", "1.2 × 10^6");
    reads("1.2e-6", "1.2 × 10^-6");
    reads("1.2 × 10^6", "1.2 × 10^6");
    reads("1.2 x 10^6", "1.2 × 10^6");
    reads("1.2x10^−6", "1.2 × 10^-6");
    reads("1×10⁹", "1 × 10^9");
    reads("1×10⁻⁹", "1 × 10^-9");
    reads("10^12", "1 × 10^12");
    reads("10⁶", "1 × 10^6");
    reads("10⁺⁶", "1 × 10^6");
    reads("5.0 × 10^0", "5.0");
    reads("1234567890123456789012345678", "1234567890123456789012345678");
    reads("0.0000000000000000000000000001", "0.0000000000000000000000000001");
    reads(" 5\u{a0}×\u{2009}10^6 ", "5 × 10^6");
    assert_eq!(format!("{:?}", "5.0".parse::<Number>().unwrap()), "Number(5.0)");
}

/// Rules: NUM-2, NUM-5, NUM-6.
#[test]
fn refusals() {
    refuses(
        "",
        "found the end where a number is expected at position 1 of ``; write a number such as \
         `70.0` or `5.0 × 10^6`",
    );
    refuses(
        "1_000",
        "found `_` after a number at position 2 of `1_000`; write a decimal point, and no \
         separators between digits",
    );
    refuses(
        "10,5",
        "found a comma at position 3 of `10,5`; write a decimal point, and no separators between \
         digits",
    );
    refuses(
        "10,000",
        "found a comma at position 3 of `10,000`; write a decimal point, and no separators between \
         digits",
    );
    refuses(
        "20 000",
        "found a space between digits at position 3 of `20 000`; write a decimal point, and no \
         separators between digits",
    );
    refuses(
        "5.",
        "found a point without a digit after it at position 3 of `5.`; write `5` or `5.0`, not \
         `5.`",
    );
    refuses(
        ".5",
        "found a point without a digit before it at position 1 of `.5`; write `0.5`, not `.5`",
    );
    refuses(
        "1e",
        "found no digit of the power of ten at position 3 of `1e`; write `1e6` or `1 × 10^6`",
    );
    refuses(
        "10E6",
        "found an `e` after `10` at position 3 of `10E6`; with `e`, write one digit other than \
         zero before the point: `1.0e7`, or write `× 10^n`",
    );
    refuses(
        "0.5e6",
        "found an `e` after `0` at position 4 of `0.5e6`; with `e`, write one digit other than \
         zero before the point: `1.0e7`, or write `× 10^n`",
    );
    refuses(
        "5 × 108",
        "found no power of ten after `×` at position 5 of `5 × 108`; a superscript may be lost: \
         write `× 10^8` if that is meant",
    );
    refuses(
        "5 * 10^6",
        "found `*` at position 3 of `5 * 10^6`; write a power of ten as `5.0 × 10^6`",
    );
    refuses(
        "NaN",
        "found `NaN` where a number is expected at position 1 of `NaN`; write a number such as \
         `70.0` or `5.0 × 10^6`",
    );
    refuses(
        "inf",
        "found `inf` where a number is expected at position 1 of `inf`; write a number such as \
         `70.0` or `5.0 × 10^6`",
    );
    refuses(
        "–5",
        "found a dash where a number begins at position 1 of `–5`; write a minus sign, `-`, or a \
         range, `a–b`",
    );
    refuses(
        "12345678901234567890123456789",
        "found more than 28 significant digits at position 1 of `12345678901234567890123456789`; \
         write at most 28",
    );
    refuses(
        "1 × 10^28",
        "found a number with digits outside 10^-28 to 10^27 at position 1 of `1 × 10^28`; write it \
         in a larger or a smaller unit",
    );
    refuses(
        "1 × 10^99999999999",
        "found a number with digits outside 10^-28 to 10^27 at position 1 of `1 × 10^99999999999`; \
         write it in a larger or a smaller unit",
    );
    refuses(
        "0 × 10^28",
        "found a number with digits outside 10^-28 to 10^27 at position 1 of `0 × 10^28`; write it \
         in a larger or a smaller unit",
    );
    refuses(
        "5²",
        "found `²` after a number at position 2 of `5²`; write a power of ten as `5.0 × 10^6`",
    );
    refuses(
        "٥",
        "found `٥`, which is no plain digit at position 1 of `٥`; write the digits 0 to 9",
    );
    refuses(
        "10⁻⁺⁶",
        "found `⁻⁺⁶` after the number at position 3 of `10⁻⁺⁶`; write the number alone",
    );
    refuses(
        "\u{7}5",
        "found a control character where a number is expected at position 1 of `\\u{7}5`; write a \
         number such as `70.0` or `5.0 × 10^6`",
    );
    refuses("5 EU", "found `EU` after the number at position 3 of `5 EU`; write the number alone");
}

/// Rules: NUM-5, DOC-11.
#[test]
fn noise_is_refused_in_linear_time() {
    let digits = "1".repeat(10_000_000);
    assert!(digits.parse::<Number>().is_err());
    let zeros = "0".repeat(10_000_000);
    assert!(zeros.parse::<Number>().is_err());
}

mod decimal {
    use std::str::FromStr;

    use release_criteria::{Decimal, Number};

    /// Rules: NUM-1.
    #[test]
    fn decimals_keep_value_and_places() {
        for (written, decimal) in [
            ("70.0", "70.0"),
            ("-0.05", "-0.05"),
            ("5.0 × 10^6", "5000000"),
            ("1.5 × 10^-3", "0.0015"),
            ("9.99 × 10^27", "9990000000000000000000000000"),
            ("0.0000000000000000000000000001", "0.0000000000000000000000000001"),
        ] {
            let number: Number = written.parse().unwrap();
            let converted = Decimal::from(number);
            assert_eq!(converted.to_string(), decimal);
            assert!(Number::try_from(converted).unwrap().same_value(&number));
        }
        let places = Number::try_from(Decimal::from_str("70.00").unwrap()).unwrap();
        assert_eq!(places.to_string(), "70.00");
        let zero = Number::try_from(-Decimal::new(0, 2)).unwrap();
        assert_eq!((zero.to_string().as_str(), zero.is_negative()), ("0.00", false));
        assert_eq!(zero, "-0.00".parse().unwrap());
    }

    /// Rules: NUM-2.
    #[test]
    fn decimals_beyond_the_bounds_are_refused() {
        let refused = |digits, power| Number::scaled(digits, power).unwrap_err().to_string();
        assert_eq!(
            refused(Decimal::MIN, 0),
            "found more than 28 significant digits at position 1 of \
             `-79228162514264337593543950335`; round it to 28"
        );
        assert_eq!(
            refused(Decimal::new(-5, 1), 28),
            "found a number with digits outside 10^-28 to 10^27 at position 1 of `-0.5 × 10^28`; \
             write it in a larger or a smaller unit"
        );
        assert!(Number::scaled(Decimal::new(5, 28), -1).is_err());
        assert_eq!(Number::scaled(Decimal::new(5, 28), 27).unwrap().last_place(), -1);
    }
}

/// What was a number before `Decimal` carried its digits, and what it was worth.
mod former {
    use std::hash::{BuildHasher, RandomState};

    use num_bigint::BigInt;
    use proptest::prelude::Rng;
    use proptest::test_runner::{RngAlgorithm, TestRng};
    use release_criteria::Number;

    /// Sign, digits before and after the point, power of ten.
    struct Parts(bool, String, String, i32);

    impl Parts {
        fn text(&self) -> String {
            let Self(negative, whole, fraction, power) = self;
            let sign = if *negative { "-" } else { "" };
            let point = if fraction.is_empty() { "" } else { "." };
            let power = if *power == 0 { String::new() } else { format!(" × 10^{power}") };
            format!("{sign}{whole}{point}{fraction}{power}")
        }

        /// At most 28 significant digits, all written ones between 10^-28 and 10^27.
        fn was_a_number(&self) -> bool {
            let Self(_, whole, fraction, power) = self;
            let all = format!("{whole}{fraction}");
            let length = |text: &str| i32::try_from(text.len()).unwrap();
            all.trim_start_matches('0').len() <= 28
                && length(whole) - 1 + power <= 27
                && power - length(fraction) >= -28
        }

        /// The same without zeros before it, and without the sign of a zero.
        fn printed(&self) -> String {
            let Self(negative, whole, fraction, power) = self;
            let whole = match whole.trim_start_matches('0') {
                "" => "0",
                whole => whole,
            };
            let is_zero = format!("{whole}{fraction}").chars().all(|digit| digit == '0');
            Self(*negative && !is_zero, whole.to_owned(), fraction.clone(), *power).text()
        }

        /// How many times 10^-28 it is.
        fn worth(&self) -> BigInt {
            let Self(negative, whole, fraction, power) = self;
            let all: BigInt = format!("{whole}{fraction}").parse().unwrap();
            let places = 28 + power - i32::try_from(fraction.len()).unwrap();
            let worth = all * BigInt::from(10).pow(u32::try_from(places).unwrap());
            if *negative { -worth } else { worth }
        }
    }

    /// Dice that fall alike each time.
    struct Dice(TestRng);

    impl Dice {
        fn below(&mut self, most: u64) -> u64 {
            self.0.next_u64() % most
        }

        fn digits(&mut self, least: u64, most: u64) -> String {
            let any = self.below(3) > 0;
            let count = least + self.below(most - least);
            (0..count).map(|_| if any { self.below(10) } else { 0 }.to_string()).collect()
        }

        fn parts(&mut self) -> Parts {
            let longest = if self.below(2) == 0 { 31 } else { 8 };
            let (whole, fraction) = (self.digits(1, longest), self.digits(0, longest));
            let power =
                if self.below(2) == 0 { 0 } else { 32 - i32::try_from(self.below(65)).unwrap() };
            Parts(self.below(2) == 0, whole, fraction, power)
        }
    }

    /// Only what has more than 28 decimal places before its power of ten is no number any more.
    ///
    /// Rules: NUM-1, NUM-2, GEN-1.
    #[test]
    fn numbers_are_what_they_were() {
        let (mut dice, hash) =
            (Dice(TestRng::deterministic_rng(RngAlgorithm::ChaCha)), RandomState::new());
        let mut before: Option<(Number, Parts)> = None;
        let mut seen = [0, 0, 0];
        for _ in 0..1_000_000 {
            let parts = dice.parts();
            let (was, is_long) = (parts.was_a_number(), parts.2.len() > 28);
            let read = parts.text().parse::<Number>();
            seen[usize::from(was) + usize::from(was && is_long)] += 1;
            let Ok(number) = read else {
                let refused = read.unwrap_err().to_string();
                assert_eq!(refused.contains("28 decimal places"), was && is_long, "{refused}");
                assert!(!was || is_long, "{refused}");
                continue;
            };
            assert!(was && !is_long, "{number}");
            assert_eq!(number.to_string(), parts.printed());
            assert_eq!(Number::try_from(number.value()).unwrap().value(), number.value());
            if let Some((other, its)) = &before {
                assert_eq!(number.compare_value(other), parts.worth().cmp(&its.worth()));
                let alike = parts.printed() == its.printed();
                assert_eq!(number == *other, alike, "{number} {other}");
                assert!(!alike || hash.hash_one(number) == hash.hash_one(other));
            }
            let again: Number = parts.printed().parse().unwrap();
            assert_eq!((number, hash.hash_one(number)), (again, hash.hash_one(again)));
            before = Some((number, parts));
        }
        assert!(seen.iter().all(|count| *count > 200), "{seen:?}");
    }
}

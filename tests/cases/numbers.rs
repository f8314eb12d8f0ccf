//! How numbers are read: every spelling, every refusal with its whole message.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

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

#[cfg(feature = "rust_decimal")]
mod decimal {
    use std::str::FromStr;

    use release_criteria::Number;
    use rust_decimal::Decimal;

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
        assert!(Number::try_from(Decimal::MAX).is_err(), "29 digits");
    }
}

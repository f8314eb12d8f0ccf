//! The notation of criteria: every form, every spelling, every refusal.

#![allow(clippy::panic, reason = "a failing case names itself")]

use std::hash::{DefaultHasher, Hash, Hasher};

use proptest::prelude::*;
use proptest::sample::select;
use release_criteria::{Criterion, Measurement, Number, Region, Rounding, StrictLimits, Unit};

/// The cases of `tests/data/notation.tsv`, whose head describes its columns.
fn cases() -> impl Iterator<Item = (String, [&'static str; 3])> {
    include_str!("../data/notation.tsv")
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.starts_with('#') && !line.is_empty())
        .map(|(index, line)| {
            let place = format!("tests/data/notation.tsv:{}: {line:?}", index.saturating_add(1));
            let columns: Vec<&str> = line.split('\t').collect();
            let columns =
                columns.try_into().unwrap_or_else(|_| panic!("{place} has not three columns"));
            (place, columns)
        })
}

fn accepted(criterion: &Criterion) -> String {
    Region::accepted(criterion, Rounding::Usp, StrictLimits::Exact)
        .map_or("-".to_owned(), |region| region.to_string())
}

/// Printing then parsing gives the same criterion; parsing then printing is idempotent.
#[track_caller]
fn round_trips(criterion: &Criterion, place: &str) {
    let printed = criterion.to_string();
    let again: Criterion =
        printed.parse().unwrap_or_else(|error| panic!("{place} prints what is refused: {error}"));
    assert_eq!(&again, criterion, "{place} prints as another criterion");
    assert_eq!(again.to_string(), printed, "{place} prints otherwise when read again");
    assert_eq!(again.unit(), criterion.unit(), "{place}");
    let written: Criterion =
        criterion.as_written().parse().unwrap_or_else(|error| panic!("{place}: {error}"));
    assert_eq!(&written, criterion, "{place} keeps another text");
}

/// Rules: NUM-4, NOTE-1, NOTE-2, NOTE-3, NOTE-4, NOTE-5, NOTE-6, NOTE-7, NOTE-8, NOTE-9, NOTE-11,
/// TERM-4, TERM-7, UNIT-2, UNIT-3.
#[test]
fn every_spelling_reads_as_its_canonical_form() {
    for (place, [text, canonical, region]) in
        cases().filter(|(_, [_, canonical, _])| *canonical != "!")
    {
        let criterion: Criterion =
            text.parse().unwrap_or_else(|error| panic!("{place} is refused: {error}"));
        assert_eq!(criterion.to_string(), canonical, "{place}");
        assert_eq!(accepted(&criterion), region, "{place}");
        assert_eq!(criterion.as_written(), text.trim(), "{place}");
        round_trips(&criterion, &place);
    }
}

/// Rules: NUM-3, NUM-5, NUM-6, NUM-7, NOTE-5, NOTE-7, NOTE-10, NOTE-11, TERM-1, TERM-5, TERM-7,
/// TERM-8, UNIT-1, UNIT-3.
#[test]
fn every_refusal_says_where_and_what_to_write() {
    for (place, [text, _, message]) in cases().filter(|(_, [_, canonical, _])| *canonical == "!") {
        let refused = match text.parse::<Criterion>() {
            Ok(criterion) => panic!("{place} reads as {criterion}"),
            Err(refused) => refused,
        };
        assert_eq!(refused.to_string(), message, "{place}");
        assert!(message.contains(&format!(" at position {} of ", refused.position())), "{place}");
        assert!(
            (1..=text.chars().count().saturating_add(1)).contains(&refused.position()),
            "{place}"
        );
    }
}

/// Rules: NOTE-14.
#[test]
fn the_longest_criterion_has_one_kibibyte() {
    let with_term = |length: usize| format!("NLT 5 or \"{}\"", "a".repeat(length));
    let longest = with_term(1013);
    assert_eq!(longest.len(), 1024);
    round_trips(&longest.parse().unwrap(), "1 KiB");
    let refused = with_term(1014).parse::<Criterion>().unwrap_err();
    assert_eq!(refused.position(), 1);
    assert!(
        refused
            .to_string()
            .starts_with("found a criterion of more than 1 KiB at position 1 of `NLT 5 or \"aaa"),
        "{refused}"
    );
    assert!(refused.to_string().ends_with("aaa…`; write a shorter one"), "{refused}");
}

/// Rules: NOTE-14.
#[test]
fn messages_hold_no_control_characters() {
    for text in [
        "a\u{1b}[31m",
        "\u{1b}",
        "NLT 5 %\u{7}",
        "NLT 5 a\u{0} b",
        "\"A\u{1b}[31m\" not \"B\"",
        "\"A\" not \"\u{9b}\"",
    ] {
        let refused = text.parse::<Criterion>().unwrap_err().to_string();
        assert!(!refused.contains(char::is_control), "{refused:?}");
    }
}

/// Rules: NUM-1, NOTE-12.
#[test]
fn equality_is_as_written_and_the_spelling_aside() {
    let read = |text: &str| text.parse::<Criterion>().unwrap();
    assert_eq!(read("≤5"), read("not more than 5"));
    assert_ne!(read("NMT 5"), read("NMT 5.0"));
    assert_ne!(read("NMT 5"), read("< 5"));
    assert_ne!(read("NMT 5"), read("NMT 5 %"));
    assert_ne!(read("NLT 5000000"), read("NLT 5 × 10^6"));
    assert_ne!(read("5–5"), read("= 5"));
    assert_ne!(read("6.8–7.2"), read("7.0 ± 0.2"));
    assert_ne!(read("\"A\" not \"B\""), read("\"A\" not other"));
    assert_eq!(read("\"a\" not \"B\""), read("\"A\" not \"b\""));
    let hash = |text: &str| {
        let mut hasher = DefaultHasher::new();
        read(text).hash(&mut hasher);
        hasher.finish()
    };
    assert_eq!(hash("≤5"), hash("not more than 5"));
    assert_eq!(hash("\"a\" not \"B\""), hash("\"A\" not \"b\""));
    assert_ne!(hash("NMT 5"), hash("NMT 5.0"));
    assert_ne!(hash("\"A\" not \"B\""), hash("\"A\" not \"C\""));
    assert_ne!(hash("\"A\" or \"B\" not \"C\""), hash("\"B\" or \"A\" not \"C\""));
}

/// Rules: TERM-1.
#[test]
fn terms_can_be_read_in_code() {
    let criterion: Criterion =
        "\"Clear\" or \"Slightly opalescent\" not \"Cloudy\" not \"Red\"".parse().unwrap();
    assert_eq!(criterion.accepted_terms(), ["Clear", "Slightly opalescent"]);
    assert_eq!(criterion.rejected_terms(), ["Cloudy", "Red"]);
    assert_eq!(
        format!("{:?}", "not more than 5".parse::<Criterion>().unwrap()),
        "Criterion(NMT 5)"
    );
}

const AT_LEAST: [&str; 9] = [
    "NLT",
    "≥",
    ">=",
    "≧",
    "not less than",
    "no less than",
    "at least",
    "minimum",
    "greater than or equal to",
];
const AT_MOST: [&str; 10] = [
    "NMT",
    "≤",
    "<=",
    "≦",
    "not more than",
    "no more than",
    "at most",
    "maximum",
    "up to",
    "less than or equal to",
];
const MORE_THAN: [&str; 4] = [">", "MT", "more than", "greater than"];
const LESS_THAN: [&str; 3] = ["<", "LT", "less than"];
const UNITS: [(&str, &str); 9] = [
    ("", ""),
    ("EU/kg", "EU/kg"),
    ("EU / ml", "EU/mL"),
    ("cells/kg", "cells/kg"),
    ("°C", "°C"),
    ("copies per transduced cell", "copies/(transduced cell)"),
    ("beads/3 x 10⁶ cells", "beads/3×10^6 cells"),
    ("IL-2", "IL-2"),
    ("EU mL⁻¹", "EU/mL"),
];
const TERMS: [&str; 6] = ["No growth", "Not detected", "46,XY", "< 5 %", "to", "Größe"];

/// A text and its canonical form.
type Spelt = (String, String);

fn space() -> impl Strategy<Value = &'static str> {
    select(vec!["", " ", "  ", "\u{a0}", "\u{2009}"])
}

/// A phrase in some case, with some space between its words.
fn phrase(text: String) -> impl Strategy<Value = String> {
    let letters = text.chars().count();
    let spaces = select(vec![" ", "  ", "\u{a0}", "\t"]);
    (prop::collection::vec(any::<bool>(), letters), spaces).prop_map(move |(capitals, spaces)| {
        text.chars()
            .zip(capitals)
            .map(|(c, capital)| match c {
                ' ' => spaces.to_owned(),
                c if capital => c.to_uppercase().to_string(),
                c => c.to_lowercase().to_string(),
            })
            .collect()
    })
}

fn one_of(phrases: &'static [&'static str]) -> impl Strategy<Value = String> {
    select(phrases).prop_flat_map(|text| phrase(text.to_owned()))
}

fn digits(coefficient: u32, places: usize) -> String {
    let text = format!("{coefficient:0>width$}", width = places.saturating_add(1));
    let (whole, fraction) = text.split_at(text.len().saturating_sub(places));
    if places == 0 { text } else { format!("{whole}.{fraction}") }
}

/// A power of ten after a number, or none.
fn power(power: i8) -> BoxedStrategy<Spelt> {
    if power == 0 {
        return Just((String::new(), String::new())).boxed();
    }
    let raise = |c: char| {
        c.to_digit(10).and_then(|digit| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(digit as usize)).unwrap_or('⁻')
    };
    let superscript: String = power.to_string().chars().map(raise).collect();
    let exponents = vec![format!("^{power}"), superscript];
    (space(), select(vec!["×", "x", "X"]), space(), select(exponents))
        .prop_map(move |(before, cross, after, exponent)| {
            (format!("{before}{cross}{after}10{exponent}"), format!(" × 10^{power}"))
        })
        .boxed()
}

fn unit() -> impl Strategy<Value = Spelt> {
    (space(), select(UNITS.as_slice())).prop_map(|(space, (unit, canonical))| match unit {
        "" => (String::new(), String::new()),
        _ => (format!("{space}{unit}"), format!(" {canonical}")),
    })
}

/// Two numbers of one writing, the second above the first: coefficients, places, power.
fn two_numbers() -> impl Strategy<Value = (String, String, i8)> {
    (0_u32..99_999, 1_u32..99_999, 0_usize..4, -6_i8..9).prop_map(|(first, step, places, power)| {
        (digits(first, places), digits(first.saturating_add(step), places), power)
    })
}

fn one_sided() -> impl Strategy<Value = Spelt> {
    let comparator = prop_oneof![
        one_of(&AT_LEAST).prop_map(|text| (text, "NLT")),
        one_of(&AT_MOST).prop_map(|text| (text, "NMT")),
        one_of(&MORE_THAN).prop_map(|text| (text, ">")),
        one_of(&LESS_THAN).prop_map(|text| (text, "<")),
        one_of(&["=", "EQ"]).prop_map(|text| (text, "=")),
    ];
    (comparator, space(), two_numbers(), unit()).prop_flat_map(
        |((comparator, canonical), space, (_, number, n), unit)| {
            power(n).prop_map(move |power| {
                (
                    format!("{comparator}{space}{number}{}{}", power.0, unit.0),
                    format!("{canonical} {number}{}{}", power.1, unit.1),
                )
            })
        },
    )
}

fn range() -> impl Strategy<Value = Spelt> {
    let between = prop_oneof![
        (space(), select(vec!["–", "-"]), space())
            .prop_map(|(a, dash, b)| (String::new(), format!("{a}{dash}{b}"))),
        phrase(" to ".to_owned()).prop_map(|to| (String::new(), to)),
        (phrase("between ".to_owned()), phrase(" and ".to_owned())),
    ];
    (between, two_numbers(), unit(), any::<bool>()).prop_flat_map(
        |((before, between), (from, to, n), unit, shared)| {
            (power(n), power(n)).prop_map(move |(first, second)| {
                let first = if shared { "" } else { &first.0 };
                (
                    format!("{before}{from}{first}{between}{to}{}{}", second.0, unit.0),
                    format!("{from}–{to}{}{}", second.1, unit.1),
                )
            })
        },
    )
}

fn two_bounds() -> impl Strategy<Value = Spelt> {
    let lower = prop_oneof![
        one_of(&AT_LEAST).prop_map(|text| (text, "NLT")),
        one_of(&MORE_THAN).prop_map(|text| (text, ">")),
    ];
    let upper = prop_oneof![
        one_of(&AT_MOST).prop_map(|text| (text, "NMT")),
        one_of(&LESS_THAN).prop_map(|text| (text, "<")),
    ];
    let joined =
        prop_oneof![phrase(" and ".to_owned()), Just(", ".to_owned()), Just(" ,".to_owned())];
    (lower, upper, joined, two_numbers(), unit(), any::<bool>()).prop_flat_map(
        |(lower, upper, joined, (from, to, n), unit, reversed)| {
            (power(n), power(n)).prop_map(move |(first, second)| {
                let low = format!("{} {from}{}", lower.0, first.0);
                let high = format!("{} {to}{}", upper.0, second.0);
                let text = if reversed {
                    format!("{high}{joined}{low}")
                } else {
                    format!("{low}{joined}{high}")
                };
                let canonical = if lower.1 == "NLT" && upper.1 == "NMT" {
                    format!("{from}–{to}{}{}", second.1, unit.1)
                } else {
                    format!(
                        "{} {from}{} and {} {to}{}{}",
                        lower.1, first.1, upper.1, second.1, unit.1
                    )
                };
                (format!("{text}{}", unit.0), canonical)
            })
        },
    )
}

fn tolerance() -> impl Strategy<Value = Spelt> {
    let sign = (space(), select(vec!["±", "+/-"]), space())
        .prop_map(|(a, sign, b)| format!("{a}{sign}{b}"));
    (sign, two_numbers(), 1_u32..999, 0_usize..4, unit()).prop_flat_map(
        |(sign, (_, target, n), width, places, unit)| {
            let width = digits(width, places);
            power(n).prop_map(move |power| {
                (
                    format!("{target}{sign}{width}{}{}", power.0, unit.0),
                    format!("{target} ± {width}{}{}", power.1, unit.1),
                )
            })
        },
    )
}

fn relative_tolerance() -> impl Strategy<Value = Spelt> {
    // A target with two more places than its share in per cent needs: its ends are always whole.
    (1_u32..9_999, 1_u32..100, -6_i8..9, space(), unit()).prop_flat_map(
        |(target, width, n, space, unit)| {
            let target = format!("{target}.00");
            power(n).prop_map(move |power| {
                (
                    format!("{target}{}{space}±{space}{width}{space}%{}", power.0, unit.0),
                    format!("{target}{} ± {width} %{}", power.1, unit.1),
                )
            })
        },
    )
}

fn terms() -> impl Strategy<Value = Spelt> {
    (prop::sample::subsequence(TERMS.as_slice(), 2..=6), 1_usize..6, any::<bool>(), space())
        .prop_flat_map(|(terms, accepted, other, space)| {
            let (accepted, rejected) = terms.split_at(accepted.min(terms.len().saturating_sub(1)));
            let quoted =
                |terms: &[&str]| terms.iter().map(|term| format!("\"{term}\"")).collect::<Vec<_>>();
            let accepted = quoted(accepted);
            let rejected = if other {
                "not other".to_owned()
            } else {
                quoted(rejected).iter().map(|t| format!("not {t}")).collect::<Vec<_>>().join(" ")
            };
            let canonical = format!("{} {rejected}", accepted.join(" or "));
            (phrase("or".to_owned()), Just(rejected)).prop_map(move |(or, rejected)| {
                let accepted = accepted.join(&format!("{space}{or}{space}"));
                (format!("{accepted}{space}{rejected}"), canonical.clone())
            })
        })
}

fn limits() -> impl Strategy<Value = Spelt> {
    prop_oneof![one_sided(), range(), two_bounds(), tolerance(), relative_tolerance()]
}

fn criteria() -> impl Strategy<Value = Spelt> {
    prop_oneof![
        4 => limits(),
        1 => terms(),
        2 => (limits(), phrase(" or ".to_owned()), terms()).prop_map(|(limits, or, terms)| {
            (format!("{}{or}{}", limits.0, terms.0), format!("{} or {}", limits.1, terms.1))
        }),
    ]
}

/// Text that is nearly in the notation: its pieces in any order, or a criterion with a character
/// changed.
fn nearly() -> impl Strategy<Value = String> {
    let pieces = [
        "NLT",
        "≥",
        "<",
        "=",
        "70",
        "130",
        "0.5",
        "-5",
        "10",
        "1e6",
        " × 10^6",
        "×10⁻³",
        "0",
        "%",
        "‰",
        "EU/mL",
        "kg⁻¹",
        "mL−1",
        "cells",
        "IL-2",
        "(w/w)",
        "(b/c)",
        "/",
        "/(",
        ")",
        "(",
        "per",
        "to",
        "and",
        "or",
        "not",
        "other",
        "between",
        "x",
        "–",
        "-",
        "−",
        "±",
        "+/-",
        ",",
        ".",
        "^",
        "²",
        "\"A\"",
        "\"B\"",
        "\"",
        "report",
        "ND (LOD 10)",
        "ND",
        "e",
        "E6",
        "μ",
        "ml",
        " ",
        "\t",
    ];
    let assembled = prop::collection::vec((select(pieces.to_vec()), select(vec!["", " "])), 0..10)
        .prop_map(|pieces| {
            pieces.into_iter().flat_map(|(piece, space)| [piece, space]).collect::<String>()
        });
    let mutated = (
        criteria(),
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
        select(pieces.to_vec()),
    )
        .prop_map(|((text, _), at, how, piece)| {
            let at = at.index(text.chars().count());
            let changed = |(index, c): (usize, char)| match how.index(3) {
                _ if index != at => c.to_string(),
                0 => piece.to_owned(),
                1 => String::new(),
                _ => format!("{piece}{c}"),
            };
            text.chars().enumerate().map(changed).collect()
        });
    prop_oneof![assembled, mutated, any::<String>()]
}

fn settings() -> ProptestConfig {
    ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(settings())]

    /// Rules: NOTE-1, NOTE-2, NOTE-3, NOTE-6.
    #[test]
    fn every_spelling_has_one_canonical_form((text, canonical) in criteria()) {
        let criterion: Criterion =
            text.parse().map_err(|error| TestCaseError::fail(format!("{error}")))?;
        prop_assert_eq!(criterion.to_string(), canonical, "{:?}", text);
        round_trips(&criterion, &text);
    }

    /// Rules: ROUND-8, NOTE-3, NOTE-4.
    #[test]
    fn a_range_is_its_two_bounds(((from, to, n), strict) in (two_numbers(), any::<[bool; 2]>())) {
        let (lower, upper) =
            (if strict[0] { ">" } else { "NLT" }, if strict[1] { "<" } else { "NMT" });
        let both: Criterion =
            format!("{lower} {from} × 10^{n} and {upper} {to} × 10^{n}").parse().unwrap();
        let [lower, upper] = [format!("{lower} {from} × 10^{n}"), format!("{upper} {to} × 10^{n}")]
            .map(|text| text.parse::<Criterion>().unwrap());
        for &rounding in Rounding::ALL {
            for &how in StrictLimits::ALL {
                let [both, lower, upper] = [&both, &lower, &upper]
                    .map(|criterion| Region::accepted(criterion, rounding, how).unwrap());
                for value in [&from, &to] {
                    let value: Number = format!("{value} × 10^{n}").parse().unwrap();
                    prop_assert_eq!(
                        both.contains(&value),
                        lower.contains(&value) && upper.contains(&value)
                    );
                }
                prop_assert!(both.is_subset_of(&lower) && both.is_subset_of(&upper));
            }
        }
    }

    /// Rules: NOTE-1.
    #[test]
    fn whatever_parses_round_trips(text in nearly()) {
        match text.parse::<Criterion>() {
            Ok(criterion) => {
                round_trips(&criterion, &text);
                for &rounding in Rounding::ALL {
                    let _ = Region::accepted(&criterion, rounding, StrictLimits::Rounded)
                        .map(|region| region.to_string());
                }
            }
            Err(refused) => prop_assert!(
                (1..=text.chars().count().saturating_add(1)).contains(&refused.position()),
                "{}",
                refused
            ),
        }
        if let Ok(number) = text.parse::<Number>() {
            prop_assert_eq!(number.to_string().parse(), Ok(number), "{}", number);
        }
        if let Ok(unit) = text.parse::<Unit>() {
            prop_assert_eq!(unit.to_string().parse(), Ok(unit.clone()), "{}", unit);
        }
        if let Ok(measurement) = text.parse::<Measurement>() {
            prop_assert_eq!(
                measurement.to_string().parse(),
                Ok(measurement.clone()),
                "{}",
                measurement
            );
        }
    }
}

//! The notation of criteria: every form, every spelling, every refusal.

#![allow(clippy::panic, reason = "a failing case names itself")]

use release_criteria::{Criterion, Region, Rounding, StrictLimits};

/// The cases of `tests/data/notation.tsv`, whose head describes its columns.
fn cases() -> impl Iterator<Item = (String, [&'static str; 3])> {
    include_str!("data/notation.tsv")
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.starts_with('#') && !line.is_empty())
        .map(|(index, line)| {
            let place = format!("tests/data/notation.tsv:{}: {line:?}", index.saturating_add(1));
            let columns: Vec<&str> = line.split('\t').collect();
            let columns = columns.try_into().unwrap_or_else(|_| panic!("{place} has not three columns"));
            (place, columns)
        })
}

fn accepted(criterion: &Criterion) -> String {
    Region::accepted(criterion, Rounding::Usp, StrictLimits::Exact).map_or("-".to_owned(), |region| region.to_string())
}

/// Printing then parsing gives the same criterion; parsing then printing is idempotent.
#[track_caller]
fn round_trips(criterion: &Criterion, place: &str) {
    let printed = criterion.to_string();
    let again: Criterion = printed.parse().unwrap_or_else(|error| panic!("{place} prints what is refused: {error}"));
    assert_eq!(&again, criterion, "{place} prints as another criterion");
    assert_eq!(again.to_string(), printed, "{place} prints otherwise when read again");
    assert_eq!(again.unit(), criterion.unit(), "{place}");
    let written: Criterion = criterion.as_written().parse().unwrap_or_else(|error| panic!("{place}: {error}"));
    assert_eq!(&written, criterion, "{place} keeps another text");
}

#[test]
fn every_spelling_reads_as_its_canonical_form() {
    for (place, [text, canonical, region]) in cases().filter(|(_, [_, canonical, _])| *canonical != "!") {
        let criterion: Criterion = text.parse().unwrap_or_else(|error| panic!("{place} is refused: {error}"));
        assert_eq!(criterion.to_string(), canonical, "{place}");
        assert_eq!(accepted(&criterion), region, "{place}");
        assert_eq!(criterion.as_written(), text.trim(), "{place}");
        round_trips(&criterion, &place);
    }
}

#[test]
fn every_refusal_says_where_and_what_to_write() {
    for (place, [text, _, message]) in cases().filter(|(_, [_, canonical, _])| *canonical == "!") {
        let refused = match text.parse::<Criterion>() {
            Ok(criterion) => panic!("{place} reads as {criterion}"),
            Err(refused) => refused,
        };
        assert_eq!(refused.to_string(), message, "{place}");
        assert!(message.contains(&format!(" at position {} of ", refused.position())), "{place}");
        assert!((1..=text.chars().count().saturating_add(1)).contains(&refused.position()), "{place}");
    }
}

#[test]
fn the_longest_criterion_has_one_kibibyte() {
    let with_term = |length: usize| format!("NLT 5 or \"{}\"", "a".repeat(length));
    let longest = with_term(1013);
    assert_eq!(longest.len(), 1024);
    round_trips(&longest.parse().unwrap(), "1 KiB");
    let refused = with_term(1014).parse::<Criterion>().unwrap_err();
    assert_eq!(refused.position(), 1);
    assert!(
        refused.to_string().starts_with("found a criterion of more than 1 KiB at position 1 of `NLT 5 or \"aaa"),
        "{refused}"
    );
    assert!(refused.to_string().ends_with("aaa…`; write a shorter one"), "{refused}");
}

#[test]
fn messages_hold_no_control_characters() {
    for text in
        ["a\u{1b}[31m", "\u{1b}", "NLT 5 %\u{7}", "NLT 5 a\u{0} b", "\"A\u{1b}[31m\" not \"B\"", "\"A\" not \"\u{9b}\""]
    {
        let refused = text.parse::<Criterion>().unwrap_err().to_string();
        assert!(!refused.contains(char::is_control), "{refused:?}");
    }
}

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
}

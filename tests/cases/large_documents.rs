//! Documents as large as they may be: whatever is in them, reading neither overflows the stack nor
//! takes much more memory than they have bytes.
//!
//! Memory is counted at its worst: as if every buffer that grows were copied, so that the old and
//! the new one are there at once. Most allocators need less.
//!
//! Rules: DOC-6.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::cast_precision_loss,
    clippy::float_arithmetic,
    clippy::unwrap_used,
    reason = "a test"
)]

use allocation_counter::measure;
use release_criteria::{DocumentError, wire};

/// Longest document, in bytes.
const LONGEST: usize = 16 * 1024 * 1024;
/// How often what is refused item by item is repeated: often enough to show, seldom enough to be
/// quick.
const MANY: usize = 1_000_000;

const LOT: &str = r#"{"format":"release-criteria/lot/1","id":"L","product":"P","results":["#;
const SPECIFICATION: &str = r#"{"format":"release-criteria/specification/1","id":"S","version":"1","status":"draft","product":"P","phases":["clinical"],"rounding":"usp","tests":["#;
const TEST: &str = r#"{"id":"a","name":"A","attribute":"purity","unit":"%","acceptance":"#;
const HISTORY: &str = r#"{"format":"release-criteria/history/1","versions":["#;
const REPORT: &str = r#"{"format":"release-criteria/report/1","findings":["#;

/// `head`, `item` again and again up to `most` times or as long as there is room, with commas
/// between, and `tail`.
fn list(head: &str, item: &str, tail: &str, most: usize) -> String {
    let room = LONGEST - head.len() - tail.len() + 1;
    let items = format!("{item},").repeat(most.min(room / (item.len() + 1)));
    format!("{head}{}{tail}", items.trim_end_matches(','))
}

/// As `list` without bounds but those of a document, with a number of its own in each item, in the
/// place of `#`.
fn numbered(head: &str, item: &str, tail: &str) -> String {
    let (before, after) = item.split_once('#').unwrap();
    let count = (LONGEST - head.len() - tail.len()) / (item.len() + 8);
    let items: Vec<String> =
        (0..count).map(|number| format!("{before}{number:08}{after}")).collect();
    format!("{head}{}{tail}", items.join(","))
}

/// `head`, `piece` again and again as long as there is room, and `tail`.
fn filled(head: &str, piece: &str, tail: &str) -> String {
    let room = LONGEST - head.len() - tail.len();
    format!("{head}{}{tail}", piece.repeat(room / piece.len()))
}

/// Reads a document; asserts that reading took at most `most` times its size, that nothing stays
/// after, and that at most 100 problems are kept. Returns how many there were.
#[track_caller]
fn read<T>(most: u64, json: &str, read: fn(&str) -> Result<T, DocumentError>) -> usize {
    let head: String = json.chars().take(90).collect();
    assert!(json.len() <= LONGEST + 1, "{head}");
    let (mut kept, mut further) = (0, 0);
    let memory = measure(|| {
        if let Err(error) = read(json) {
            kept = error.problems().len();
            further = error.further();
        }
    });
    let times = memory.bytes_max as f64 / json.len() as f64;
    println!(
        "{:>5.2} times {:>8} bytes, {:>7} problems: {head}",
        times,
        json.len(),
        kept + further
    );
    assert!(
        memory.bytes_max <= most * u64::try_from(json.len()).unwrap(),
        "{times:.2} times {head}"
    );
    assert_eq!(memory.bytes_current, 0, "{head}");
    assert!(kept <= 100 && (further == 0 || kept == 100), "{kept} problems and {further}: {head}");
    kept + further
}

/// Reads what no document is, whatever it should be.
#[track_caller]
fn refused_by_all(most: u64, json: &str) {
    assert!(read(most, json, wire::read_lot) > 0);
    assert!(read(most, json, wire::read_specification) > 0);
    assert!(read(most, json, wire::read_report) > 0);
    assert!(read(most, json, wire::read_history) > 0);
}

#[test]
fn a_realistic_lot() {
    let entry = r#"{"test":"viability","value":"92.4 %","method":"QC-117 version 3","reference":"LIMS-#","status":"final"}"#;
    assert_eq!(read(5, &numbered(LOT, entry, "]}"), wire::read_lot), 0);
}

/// What is kept of a result is larger than the shortest text that makes one.
#[test]
fn lots_of_the_shortest_results() {
    for entry in [r#"{"test":"a","value":"1"}"#, r#"{"test":"a","value":".","lot":"b","x-":0}"#] {
        assert_eq!(read(24, &list(LOT, entry, "]}", 600_000), wire::read_lot), 0);
    }
}

#[test]
fn as_many_tests_as_may_be() {
    let test = |number: usize| {
        format!(
            r#"{{"id":"t{number}","name":"N","attribute":"purity","acceptance":{{"all":"report"}},"x-note":"{}"}}"#,
            "N".repeat(1_500)
        )
    };
    let tests: Vec<String> = (0..10_000).map(test).collect();
    assert_eq!(
        read(4, &format!("{SPECIFICATION}{}]}}", tests.join(",")), wire::read_specification),
        0
    );
}

/// Rules: DOC-4.
#[test]
fn results_that_are_none() {
    for item in ["0", "{}", "null"] {
        assert!(read(1, &list(LOT, item, "]}", MANY), wire::read_lot) >= MANY);
    }
}

/// The first 10,001 are kept, at less than a kilobyte each, however short they are.
#[test]
fn tests_that_are_none() {
    for item in ["0", "{}", "null"] {
        assert!(
            read(24, &list(SPECIFICATION, item, "]}", MANY), wire::read_specification) > 10_000
        );
    }
}

/// The first 1,001 are kept.
#[test]
fn versions_that_are_none() {
    for item in ["0", "{}", "null", r#"{"from":"2026-3-1","specification":{}}"#] {
        assert!(read(2, &list(HISTORY, item, "]}", MANY), wire::read_history) > 1_000);
    }
}

/// Only 100 problems are worth keeping of all specifications together.
///
/// Rules: DOC-4.
#[test]
fn versions_full_of_faults() {
    let faults = format!("{SPECIFICATION}{}]}}", "0,".repeat(1_000).trim_end_matches(','));
    let version = format!(r#"{{"from":"2026-03-01","specification":{faults}}}"#);
    assert!(read(2, &list(HISTORY, &version, "]}", 1_000), wire::read_history) > 1_000_000);
    let tests = list(
        &format!(r#"{HISTORY}{{"from":"2026-03-01","specification":{SPECIFICATION}"#),
        "{}",
        "]}}]}",
        MANY,
    );
    assert!(read(24, &tests, wire::read_history) > 10_000);
}

#[test]
fn as_many_versions_as_may_be() {
    let version = |number: u32| {
        let specification =
            SPECIFICATION.replace("draft", "approved").replace(r#""1""#, &format!("\"{number}\""));
        let (year, month, day) = (2000 + number / 300, 1 + number / 25 % 12, 1 + number % 25);
        let acceptance = format!(r#"{{"all":"report"}},"x-note":"{}""#, "N".repeat(16_000));
        format!(
            r#"{{"from":"{year}-{month:02}-{day:02}","specification":{specification}{TEST}{acceptance}}}]}}}}"#
        )
    };
    let versions: Vec<String> = (0..1_000).map(version).collect();
    assert_eq!(read(4, &format!("{HISTORY}{}]}}", versions.join(",")), wire::read_history), 0);
}

/// Rules: DOC-4.
#[test]
fn findings_that_are_none() {
    for item in ["0", "null"] {
        assert!(read(1, &list(REPORT, item, "]}", MANY), wire::read_report) >= MANY);
    }
}

/// Many members that no test has, in each of as many tests as are kept: only 100 problems are worth
/// keeping.
///
/// Rules: DOC-4.
#[test]
fn tests_full_of_faults() {
    let members = list("{", r#""":0"#, "}", 100);
    let json = list(SPECIFICATION, &members, "]}", 10_000);
    assert!(read(9, &json, wire::read_specification) > 1_000_000);
}

#[test]
fn small_parts_that_are_not_small() {
    for item in ["0", "{}", "null", r#""NLT 70 %""#] {
        for (head, tail) in [
            ("[", "]"),
            (r#"{"all":["#, "]}"),
            (r#"{"all":{"accept":["#, r#"],"reject":"other"}}"#),
        ] {
            let head = format!("{SPECIFICATION}{TEST}{head}");
            let json = list(&head, item, &format!("{tail}}}]}}"), usize::MAX);
            assert!(read(1, &json, wire::read_specification) > 0);
        }
    }
    assert!(read(1, &list(r#"{"specification":["#, "0", "]}", usize::MAX), wire::read_lot) > 0);
}

#[test]
fn members_without_end() {
    refused_by_all(1, &list("{", r#""x-a":1"#, "}", usize::MAX));
    refused_by_all(1, &numbered("{", r#""x-#":1"#, "}"));
    refused_by_all(1, &list("{", r#""format":1"#, "}", usize::MAX));
    refused_by_all(1, &list("{", r#""":1"#, "}", MANY / 5));
    for (head, tail) in [
        (r#"{"results":[{"#, "}]}"),
        (r#"{"results":[{"invalidated":{"#, "}}]}"),
        (r#"{"specification":{"#, "}}"),
    ] {
        assert!(read(1, &list(head, r#""x-a":1"#, tail, usize::MAX), wire::read_lot) > 0);
        assert!(read(1, &list(head, r#""":1"#, tail, MANY / 5), wire::read_lot) > 0);
    }
    assert!(read(1, &numbered(r#"{"specification":{"#, r#""a#":1"#, "}}"), wire::read_lot) > 0);
}

/// A place that is too deep is refused; one that is stepped over, or carried, is never descended
/// into.
#[test]
fn nesting_without_end() {
    for (piece, back) in [("[", "]"), (r#"{"":"#, "}")] {
        refused_by_all(2, &filled("", piece, ""));
        refused_by_all(2, &filled("{\"x-a\":", piece, ""));
        refused_by_all(2, &filled("{\"unknown\":", piece, ""));
        for head in
            [LOT, r#"{"results":"#, r#"{"specification":"#, r#"{"results":[{"invalidated":"#]
        {
            assert!(read(2, &filled(head, piece, ""), wire::read_lot) > 0);
        }
        for head in [
            SPECIFICATION.to_owned(),
            format!("{SPECIFICATION}{TEST}"),
            format!("{SPECIFICATION}{TEST}{{\"all\":"),
        ] {
            assert!(read(2, &filled(&head, piece, ""), wire::read_specification) > 0);
        }
        // What closes again, as the value of a member that is carried, is kept and written back.
        let depth = 2_000_000;
        let json = format!("{LOT}],\"x-a\":{}0{}}}", piece.repeat(depth), back.repeat(depth));
        assert_eq!(read(2, &json, wire::read_lot), 0);
        let lot = wire::read_lot(&json).unwrap();
        assert!(wire::write_lot(&lot).len() > 2 * depth);
    }
}

/// Rules: DOC-11.
#[test]
fn one_text_without_end() {
    for piece in ["a", r"\n", "µ"] {
        assert!(read(2, &filled("\"", piece, "\""), wire::read_lot) > 0);
        assert!(read(2, &filled("{\"", piece, "\":0}"), wire::read_lot) > 0);
        for head in [r#"{"id":""#, r#"{"specification":{"id":""#, r#"{"x-a":""#] {
            let tail = "\"}}".get(..1 + head.matches('{').count()).unwrap();
            assert!(read(3, &filled(head, piece, tail), wire::read_lot) > 0);
        }
        for head in ["", r#""value":"1","#, r#""test":"a","#] {
            let key = if head.contains("test") { "value" } else { "test" };
            read(3, &filled(&format!("{LOT}{{{head}\"{key}\":\""), piece, "\"}]}"), wire::read_lot);
        }
        for key in ["unit", "method", "reference", "status", "lot"] {
            let head = format!(r#"{LOT}{{"test":"a","value":"1","{key}":""#);
            read(3, &filled(&head, piece, "\"}]}"), wire::read_lot);
        }
        let head = format!("{SPECIFICATION}{TEST}\"");
        assert!(read(3, &filled(&head, piece, "\"}]}"), wire::read_specification) > 0);
        let head = format!("{SPECIFICATION}{TEST}{{\"all\":\"");
        assert!(read(3, &filled(&head, piece, "\"}}]}"), wire::read_specification) > 0);
    }
}

#[test]
fn one_byte_too_many() {
    let longest = filled("{\"x-a\":\"", "a", "\"}");
    assert_eq!(longest.len(), LONGEST);
    let longer = format!("{longest} ");
    let refused = |json: &str| wire::read_lot(json).unwrap_err().to_string();
    assert!(!refused(&longest).contains("16 MiB"));
    assert_eq!(refused(&longer), "document: found 16777217 bytes; a document has at most 16 MiB");
    assert!(measure(|| drop(wire::read_lot(&longer))).bytes_max < 1_000);
}

/// Rules: DOC-11.
#[test]
fn noise() {
    let mut state: u32 = 1;
    // A linear congruential generator; its upper bits are random enough to be noise.
    let mut throw = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    let bytes: Vec<u8> = (0..10_000_000).map(|_| throw()).collect();
    // Most bytes become a replacement character, of three bytes.
    refused_by_all(1, &String::from_utf8_lossy(bytes.get(..5_000_000).unwrap()));
    let signs = br#"{}[],:"\0 -x"#;
    let json: String =
        bytes.iter().map(|&byte| char::from(signs[usize::from(byte) % signs.len()])).collect();
    refused_by_all(1, &json);
    refused_by_all(1, &format!("{{\"a\":\"{json}"));
}

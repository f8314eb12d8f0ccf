//! Dates: what is read, what is refused with which message, and how they are ordered.
//!
//! Rules: HIST-5.

#![allow(clippy::unwrap_used, reason = "tests")]

use release_criteria::{AssayResult, Date, Lot, wire};

const MEND: &str = "write year, month and day as ISO 8601 does: `2026-03-01`";

#[track_caller]
fn refused(text: &str, position: usize, what: &str) {
    let error = text.parse::<Date>().unwrap_err();
    let shown = text.replace('\u{202e}', r"\u{202e}").replace('\n', r"\u{a}");
    assert_eq!(error.to_string(), format!("{what} at position {position} of `{shown}`; {MEND}"));
    assert_eq!(error.position(), position);
}

#[test]
fn what_is_no_date_is_refused() {
    refused("", 1, "found the end where a digit is expected");
    refused(" 2026-03-01", 1, "found a space where a digit is expected");
    refused("2026-03-01 ", 11, "found a space after a date");
    refused("2026-3-1", 7, "found `-` where a digit is expected");
    refused("2026-03-1", 10, "found the end where a digit is expected");
    refused("2026-03", 8, "found the end where `-` is expected");
    refused("01.03.2026", 3, "found `.` where a digit is expected");
    refused("03/01/2026", 3, "found `/` where a digit is expected");
    refused("2026/03/01", 5, "found `/` where `-` is expected");
    refused("20260301", 5, "found `0` where `-` is expected");
    refused("2026-W09-7", 6, "found `W` where a digit is expected");
    refused("2026-060", 8, "found `0` where `-` is expected");
    refused("1 March 2026", 2, "found a space where a digit is expected");
    refused("today", 1, "found `t` where a digit is expected");
    refused("2026-03-01T10:00", 11, "found `T` after a date");
    refused("2026-03-01Z", 11, "found `Z` after a date");
    refused("2026-03-011", 11, "found `1` after a date");
    refused("12026-03-01", 5, "found `6` where `-` is expected");
    refused("+2026-03-01", 1, "found `+` where a digit is expected");
    refused("-2026-03-01", 1, "found `-` where a digit is expected");
    refused("2026‐03‐01", 5, "found `‐` where `-` is expected");
    refused("2026−03−01", 5, "found `−` where `-` is expected");
    refused("２０２６-03-01", 1, "found `２` where a digit is expected");
    refused("2026-03-0١", 10, "found `١` where a digit is expected");
    refused("2026-03-01\n", 11, "found a control character after a date");
    refused("2026-03-0\u{202e}1", 10, r"found `\u{202e}` where a digit is expected");
    refused("0000-03-01", 1, "found the year 0000");
    refused("2026-00-01", 6, "found the month 00");
    refused("2026-13-01", 6, "found the month 13");
    refused("2026-99-99", 6, "found the month 99");
    refused("2026-03-00", 9, "found the day 00 in a month of 31 days");
    refused("2026-04-31", 9, "found the day 31 in a month of 30 days");
    refused("2026-02-30", 9, "found the day 30 in a month of 28 days");
    refused("2026-02-29", 9, "found the day 29 in a month of 28 days");
    refused("2028-02-30", 9, "found the day 30 in a month of 29 days");
    refused("2100-02-29", 9, "found the day 29 in a month of 28 days");
}

/// Rules: DOC-11.
#[test]
fn a_long_text_is_refused_as_briefly_as_a_short_one() {
    let error = "2026-03-01".repeat(1_000_000).parse::<Date>().unwrap_err();
    assert_eq!(error.position(), 11);
    assert!(error.to_string().len() < 300);
}

#[test]
fn dates_are_read_ordered_and_printed() {
    let texts =
        ["0001-01-01", "1999-12-31", "2000-02-29", "2026-02-28", "2026-03-01", "9999-12-31"];
    let dates: Vec<Date> = texts.iter().map(|text| text.parse().unwrap()).collect();
    assert!(dates.is_sorted());
    for (text, date) in texts.iter().zip(&dates) {
        assert_eq!(date.to_string(), *text);
        assert_eq!(format!("{date:?}"), format!("Date({text})"));
        assert_eq!(format!("[{date:>12}]"), format!("[  {text}]"));
        let json = format!("{text:?}");
        assert_eq!(serde_json::to_string(date).unwrap(), json);
        assert_eq!(serde_json::from_str::<Date>(&json).unwrap(), *date);
    }
    for json in ["20260301", "\"2026-3-1\"", "null", "[2026, 3, 1]"] {
        assert!(serde_json::from_str::<Date>(json).is_err(), "{json}");
    }
}

/// Rules: DOC-8, DOC-12.
#[test]
fn a_lot_states_its_date_once_and_writes_it() {
    let lot = || Lot::new("L", "P", vec![AssayResult::new("assay", "92 %")]).unwrap();
    assert_eq!(lot().manufactured(), None);
    assert!(!wire::write_lot(&lot()).contains("manufactured"));
    let made = lot().manufactured_on("2026-03-01").unwrap();
    assert_eq!(made.manufactured(), Some("2026-03-01".parse().unwrap()));
    assert_eq!(
        made.manufactured_on("2026-04-01").unwrap_err().to_string(),
        "manufactured: is given twice; give it once"
    );
    assert_eq!(
        lot().manufactured_on("01.03.2026").unwrap_err().to_string(),
        format!(
            "manufactured: found `.` where a digit is expected at position 3 of `01.03.2026`; \
             {MEND}"
        )
    );
    let document = |date: &str| {
        format!(
            r#"{{"results":[],"manufactured":{date},"product":"P","id":"L",
                "format":"release-criteria/lot/1","specification":{{"id":"S","version":"1"}}}}"#
        )
    };
    let written = wire::write_lot(&wire::read_lot(&document("\"2026-03-01\"")).unwrap());
    let keys: Vec<&str> =
        written.lines().filter_map(|line| line.strip_prefix("  \"")?.split('"').next()).collect();
    assert_eq!(keys, ["format", "id", "product", "manufactured", "specification", "results"]);
    let refused = |date: &str| wire::read_lot(&document(date)).unwrap_err().to_string();
    assert_eq!(
        refused("\"2026-02-30\""),
        format!(
            "manufactured: found the day 30 in a month of 28 days at position 9 of `2026-02-30`; \
             {MEND}"
        )
    );
    assert_eq!(
        refused("null"),
        "manufactured: found `null` where a text is expected; leave out what is not there"
    );
    assert_eq!(
        refused("\"2026-03-01\",\"manufactured\":\"2026-03-02\""),
        "manufactured: appears twice; write it once"
    );
}

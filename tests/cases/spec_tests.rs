//! Spec-tests: how they are read, what they find, what they touch. `tests/data/README.md` describes
//! the files.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "tests"
)]

use std::fs;

use proptest::prelude::*;
use proptest::sample::{Index, subsequence};
use release_criteria::testing::{self, Coverage, CoverageItem, CoverageKind, SpecTests};
use release_criteria::{Outcome, Phase, Reason, Specification, wire};

use crate::refused::told;

fn data(name: &str) -> String {
    fs::read_to_string(format!("{}/tests/data/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn specification() -> Specification {
    wire::read_specification(&data("spec_tests.specification.json")).unwrap()
}

/// Of each row test, phase, value, outcome, reason, and what is given as `id=value` with `, `
/// between them.
const ROWS: [[&str; 6]; 27] = [
    ["viability", "clinical", "69.5 %", "conforms", "within", ""],
    ["viability", "clinical", "69.4 %", "does-not-conform", "outside", ""],
    ["viability", "clinical", "90.4 %", "conforms", "", ""],
    ["viability", "clinical", "91.0 %", "does-not-conform", "", ""],
    ["viability", "commercial", "", "pending", "no-result", ""],
    ["viability", "commercial", "97,95 %", "indeterminate", "unreadable-value", ""],
    ["residue", "clinical", "100.4 beads", "conforms", "within", ""],
    ["residue", "clinical", "100.5 beads", "does-not-conform", "outside", ""],
    ["residue", "clinical", "not  detected", "conforms", "accepted-term", ""],
    ["residue", "clinical", "TNTC", "does-not-conform", "rejected-term", ""],
    ["residue", "clinical", "a few", "indeterminate", "unknown-term", ""],
    ["residue", "commercial", "<50 beads", "conforms", "within", ""],
    ["potency", "commercial", "88 %; 91 %; 102 %", "conforms", "within", ""],
    ["potency", "commercial", "60 %; 71 %; 80 %", "conforms", "within", ""],
    ["potency", "commercial", "70 %; 69 %; 69 %", "does-not-conform", "outside", ""],
    ["potency", "commercial", "49 %; 71 %; 80 %", "does-not-conform", "replicate-outside", ""],
    ["potency", "commercial", "51 %; 100 %; 150 %", "indeterminate", "variability-exceeded", ""],
    ["dose", "commercial", "", "conforms", "within", "cells=6.0e6 cells, body_weight=40 kg"],
    [
        "dose",
        "commercial",
        "",
        "does-not-conform",
        "outside",
        "cells=5.9e6 cells, body_weight=40 kg",
    ],
    ["dose", "commercial", "", "conforms", "within", "cells=2.54e8 cells, body_weight=51 kg"],
    ["hla", "clinical", "", "not-applicable", "condition-not-met", "donor=autologous"],
    ["hla", "clinical", "mismatch", "does-not-conform", "rejected-term", "donor=allogeneic"],
    ["sequence", "commercial", "c.35G>A", "conforms", "identical", "variant=c.35G>A"],
    ["ph", "clinical", "7.24", "conforms", "within", ""],
    ["ph", "commercial", "-0.5", "does-not-conform", "outside", ""],
    ["identity", "clinical", "", "conforms", "", "id_a=Yes"],
    ["identity", "clinical", "", "does-not-conform", "", "id_a=Yes, id_b=No"],
];

fn json(rows: &[[&str; 6]]) -> String {
    let object = |members: &[(&str, &str)]| {
        let members = members.iter().filter(|(_, text)| !text.is_empty());
        members
            .map(|(key, text)| ((*key).to_owned(), serde_json::Value::from(*text)))
            .collect::<serde_json::Map<_, _>>()
    };
    let tests: Vec<_> = rows
        .iter()
        .map(|[test, phase, value, outcome, reason, given]| {
            let mut row = object(&[
                ("test", test),
                ("phase", phase),
                ("value", value),
                ("outcome", outcome),
                ("reason", reason),
            ]);
            let given: Vec<(&str, &str)> =
                given.split(", ").filter_map(|one| one.split_once('=')).collect();
            if !given.is_empty() {
                row.insert("given".to_owned(), object(&given).into());
            }
            row
        })
        .collect();
    serde_json::json!({"format": "release-criteria/spec-tests/1", "tests": tests}).to_string()
}

#[track_caller]
fn tests(rows: &[[&str; 6]]) -> SpecTests {
    wire::read_spec_tests(&json(rows)).unwrap_or_else(|error| panic!("{error}"))
}

fn untouched(coverage: &Coverage) -> Vec<String> {
    let shown = |item: &CoverageItem| {
        format!(
            "{} {}: {} lacks {}",
            item.phase(),
            item.test().unwrap_or("-"),
            item.what(),
            item.lacks().unwrap()
        )
    };
    coverage.untouched().map(shown).collect()
}

/// Rules: KIT-3.
#[test]
fn all_is_found_as_expected() {
    testing::assert_spec_tests(&specification(), &tests(&ROWS));
}

/// Rules: KIT-3.
#[test]
fn reading_and_writing_keep_all() {
    let written = wire::write_spec_tests(&tests(&ROWS));
    let again = wire::read_spec_tests(&written).unwrap();
    assert_eq!(wire::write_spec_tests(&again), written);
    let whole = r#"{"format":"release-criteria/spec-tests/1","tests":[{"test":"viability",
        "phase":"clinical","value":"80.0","outcome":"conforms","reason":"within","source":"SOP-1",
        "unit":"%","method":"QC-2","status":"final","given":{"donor":"autologous"},
        "x-by":["QA"]}],"x-of":1}"#;
    let read = wire::read_spec_tests(whole).unwrap();
    let compact: serde_json::Value = serde_json::from_str(&wire::write_spec_tests(&read)).unwrap();
    assert_eq!(compact, serde_json::from_str::<serde_json::Value>(whole).unwrap());
    let [test] = read.tests() else { panic!("{read:?}") };
    assert_eq!(
        (test.place().as_str(), test.test(), test.phase()),
        ("tests[0]", "viability", Phase::Clinical)
    );
    assert_eq!(
        (test.value(), test.source(), test.given()),
        (Some("80.0"), Some("SOP-1"), vec![("donor", "autologous")])
    );
    assert_eq!((test.outcome(), test.reason()), (Outcome::Conforms, Some(Reason::Within)));
}

/// Rules: KIT-5, KIT-6.
#[test]
fn a_row_states_unit_method_and_status() {
    let row = |more: &str| {
        let json = format!(
            r#"{{"format":"release-criteria/spec-tests/1","tests":[
                {{"test":"viability","phase":"clinical","outcome":"reported",{more}}}]}}"#
        );
        let mismatches =
            wire::read_spec_tests(&json).unwrap().mismatches(&specification()).unwrap();
        let [mismatch] = mismatches.as_slice() else { panic!("{mismatches:?}") };
        mismatch.finding().reason()
    };
    assert_eq!(row(r#""value":"80 %""#), Reason::Within);
    assert_eq!(row(r#""value":"80""#), Reason::UnitMismatch);
    assert_eq!(row(r#""value":"80","unit":"%""#), Reason::Within);
    assert_eq!(row(r#""value":"80 %","method":"QC-2""#), Reason::Within);
    assert_eq!(row(r#""value":"80 %","method":"QC-3""#), Reason::MethodNotListed);
    assert_eq!(row(r#""value":"80 %","status":"preliminary""#), Reason::Preliminary);
}

/// Rules: KIT-3.
#[test]
fn a_mismatch_says_where_and_why() {
    let rows = [
        ["viability", "clinical", "69.4 %", "conforms", "within", ""],
        ["dose", "commercial", "", "conforms", "within", "cells=4.0e8 cells, body_weight=62 kg"],
        ["residue", "clinical", "a few", "indeterminate", "straddles", ""],
    ];
    let mismatches = tests(&rows).mismatches(&specification()).unwrap();
    let places: Vec<(String, &str)> =
        mismatches.iter().map(|one| (one.place(), one.column())).collect();
    assert_eq!(
        places,
        [
            ("tests[0]".to_owned(), "outcome"),
            ("tests[1]".to_owned(), "outcome"),
            ("tests[2]".to_owned(), "reason")
        ]
    );
    assert_eq!(
        mismatches[0].to_string(),
        "tests[0].outcome: expected `conforms` (`within`), found `does-not-conform` (`outside`)\n  \
         Viable cells in the clinical phase: 69.4 %\n  \
         70–90 % accepts ≥ 69.5 and < 90.5 %\n  \
         69.4 % lies outside 70–90 %, which accepts ≥ 69.5 and < 90.5 %."
    );
    assert_eq!(mismatches[1].test().outcome(), Outcome::Conforms);
    assert_eq!(mismatches[1].finding().outcome(), Outcome::DoesNotConform);
}

/// Rules: KIT-3.
#[test]
#[should_panic(
    expected = "1 failure in 1 spec-tests of SPEC-T version 3\n\ntests[0].outcome: expected \
                `conforms`, found `pending`"
)]
fn a_failing_assertion_says_all() {
    testing::assert_spec_tests(
        &specification(),
        &tests(&[["viability", "clinical", "", "conforms", "", ""]]),
    );
}

/// Rules: KIT-7.
#[test]
fn what_is_never_touched() {
    let coverage = Coverage::of(&specification(), &tests(&ROWS)).unwrap();
    assert_eq!(
        untouched(&coverage),
        data("spec_tests.untouched.txt").lines().collect::<Vec<_>>(),
        "{coverage}"
    );
    let kinds: Vec<CoverageKind> = coverage.items().iter().map(CoverageItem::kind).collect();
    assert!(CoverageKind::ALL.iter().all(|kind| kinds.contains(kind)));
}

/// An interim term is touched by a preliminary result, and is no other text than those that are
/// named.
///
/// Rules: KIT-7, TERM-10.
#[test]
fn what_touches_an_interim_term() {
    let json = r#"{"format": "release-criteria/specification/1",
        "id": "S", "version": "1", "status": "draft", "product": "P",
        "phases": ["clinical"], "rounding": "usp",
        "tests": [{"id": "s", "name": "S", "attribute": "safety", "acceptance": {"all": {
            "accept": ["No growth"], "reject": ["Growth"], "interim": ["No growth to date"]}}}]}"#;
    let specification = wire::read_specification(json).unwrap();
    let touched = |status: &str, outcome: &str| {
        let row = format!(
            r#"{{"test": "s", "phase": "clinical", "value": "no growth to date",
                "status": "{status}", "outcome": "{outcome}"}}"#
        );
        let tests = format!(r#"{{"format": "release-criteria/spec-tests/1", "tests": [{row}]}}"#);
        let tests = wire::read_spec_tests(&tests).unwrap();
        assert!(tests.mismatches(&specification).unwrap().is_empty());
        let coverage = Coverage::of(&specification, &tests).unwrap();
        let terms = coverage
            .items()
            .iter()
            .filter(|item| item.kind() == CoverageKind::Term && item.is_touched());
        terms.map(|item| item.what().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(touched("preliminary", "pending"), ["interim “No growth to date”"]);
    assert!(touched("final", "indeterminate").is_empty());
}

/// Both sides have to be within one unit of the last place, and exactly known.
/// Rules: KIT-7.
#[test]
fn what_touches_an_end() {
    let lacks = |values: &[&str]| {
        let rows: Vec<[&str; 6]> = values
            .iter()
            .map(|value| ["viability", "commercial", *value, "conforms", "", ""])
            .collect();
        let coverage = Coverage::of(&specification(), &tests(&rows)).unwrap();
        let mut ends = coverage.items().iter().filter(|item| {
            (item.phase(), item.test(), item.kind())
                == (Phase::Commercial, Some("viability"), CoverageKind::End)
        });
        let lacks = ends.next().unwrap().lacks();
        assert!(ends.next().is_none());
        lacks
    };
    // NLT 80.0 % accepts ≥ 79.95 %.
    assert_eq!(lacks(&["79.95 %", "79.94 %"]), None);
    assert_eq!(lacks(&["80.1 %", "79.9 %"]), None);
    assert_eq!(lacks(&["80.11 %", "79.9 %"]), Some("a value just inside"));
    assert_eq!(lacks(&["80.1 %", "79.89 %"]), Some("a value just outside"));
    assert_eq!(lacks(&["≥80.0 %", "<79.95 %"]), Some("a value just inside, and one just outside"));
}

fn settings() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(settings())]

    /// Rules: KIT-3.
    #[test]
    fn one_wrong_expectation_is_one_mismatch(row in any::<Index>(), outcome in any::<Index>()) {
        let mut rows = ROWS;
        let row = row.index(rows.len());
        let others: Vec<&str> = Outcome::ALL
            .iter()
            .map(|one| one.code())
            .filter(|code| *code != rows[row][3])
            .collect();
        rows[row][3] = others[outcome.index(others.len())];
        // An unreadable number is refused where anything else is expected.
        prop_assume!(rows[row][4] != "unreadable-value");
        let mismatches = tests(&rows).mismatches(&specification()).unwrap();
        let places: Vec<String> = mismatches.iter().map(testing::Mismatch::place).collect();
        prop_assert_eq!(places, vec![format!("tests[{row}]")]);
        prop_assert_eq!(mismatches[0].column(), "outcome");
    }

    /// Rules: KIT-7.
    #[test]
    fn a_row_more_never_touches_less(
        (more, fewer) in subsequence(ROWS.to_vec(), 1..=ROWS.len())
            .prop_flat_map(|more| (Just(more.clone()), subsequence(more.clone(), 1..=more.len()))),
    ) {
        let [more, fewer] =
            [more, fewer].map(|rows| Coverage::of(&specification(), &tests(&rows)).unwrap());
        for (with, without) in more.items().iter().zip(fewer.items()) {
            prop_assert_eq!(with.what(), without.what());
            prop_assert!(with.is_touched() || !without.is_touched(), "{}", with.what());
        }
    }
}

#[cfg(feature = "csv")]
mod csv {
    use super::*;

    /// Rules: KIT-4, KIT-11.
    #[test]
    fn every_problem_is_told_at_once() {
        let text = data("refused_spec_tests.txt");
        let mut cases: Vec<(usize, &str, Vec<&str>)> = Vec::new();
        for (number, line) in (1..).zip(text.lines().filter(|line| !line.starts_with('#'))) {
            match line.strip_prefix("! ") {
                Some(expected) => cases.last_mut().unwrap().2.push(expected),
                None => cases.push((number, line, Vec::new())),
            }
        }
        assert!(cases.len() > 12);
        let mut faults = Vec::new();
        for (number, case, expected) in cases {
            let (kind, text) = case.split_once(' ').unwrap();
            let text = text.replace(r"\n", "\n").replace(r"\r", "\r").replace(r"\u", "\u{feff}");
            let done = match kind {
                "csv" => wire::read_spec_tests_csv(&text).map(drop),
                "json" => wire::read_spec_tests(&text).map(drop),
                _ => wire::read_spec_tests_csv(&text)
                    .and_then(|tests| tests.mismatches(&specification()))
                    .map(drop),
            };
            let found = done.map_or_else(|refused| told(&refused), |()| "is read\n".to_owned());
            // Lists of codes grow; a `*` stands for a message.
            let is_told = |(found, expected): (&str, &&str)| match expected.split_once('*') {
                Some((begins, ends)) => found.starts_with(begins) && found.ends_with(ends),
                None => found == *expected,
            };
            if found.lines().count() != expected.len() || !found.lines().zip(&expected).all(is_told)
            {
                faults.push(format!("case {number}: {case}\nfound\n{found}\n"));
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    /// The rows as a spreadsheet saves them.
    fn saved(rows: &[[&str; 6]], delimiter: char, end: &str) -> String {
        let ids = ["body_weight", "cells", "donor", "variant", "id_a", "id_b"];
        let quoted = |cell: &str| {
            if cell.contains([delimiter, '"']) {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell.to_owned()
            }
        };
        let line = |cells: Vec<&str>| {
            cells.into_iter().map(quoted).collect::<Vec<_>>().join(&delimiter.to_string()) + end
        };
        let mut text =
            line(["test", "phase", "value", "outcome", "reason"].into_iter().chain(ids).collect());
        for [test, phase, value, outcome, reason, given] in rows {
            let given: Vec<(&str, &str)> =
                given.split(", ").filter_map(|one| one.split_once('=')).collect();
            let given =
                |id: &&str| given.iter().find(|(own, _)| own == id).map_or("", |(_, value)| *value);
            text += &line(
                [test, phase, value, outcome, reason]
                    .into_iter()
                    .copied()
                    .chain(ids.iter().map(given))
                    .collect(),
            );
        }
        text
    }

    proptest! {
        /// Wherever two quotation marks stand too many, each row is read, or the whole is refused.
        ///
        /// Rules: KIT-11.
        #[test]
        fn no_row_is_swallowed(
            from in any::<Index>(),
            to in any::<Index>(),
            end in prop_oneof!["\n", "\r\n", "\r"],
        ) {
            let mut text = saved(&ROWS, ',', &end);
            for at in [from, to] {
                let places: Vec<usize> = text.char_indices().map(|(place, _)| place).collect();
                text.insert(*at.get(&places), '"');
            }
            if let Ok(read) = wire::read_spec_tests_csv(&text) {
                prop_assert_eq!(read.tests().len(), ROWS.len(), "{}", text);
            }
        }
    }

    /// Rules: KIT-4.
    #[test]
    fn a_spreadsheet_says_the_same_as_a_document() {
        let document = wire::write_spec_tests(&tests(&ROWS));
        for delimiter in [',', ';'] {
            for end in ["\n", "\r\n", "\r"] {
                for bom in ["", "\u{feff}"] {
                    let csv = format!("{bom}{}{}", saved(&ROWS, delimiter, end), end.repeat(3));
                    let read = wire::read_spec_tests_csv(&csv).unwrap();
                    assert_eq!(wire::write_spec_tests(&read), document);
                    assert_eq!(read.tests()[25].place(), "row 27", "{delimiter} {end:?}");
                }
            }
        }
    }

    /// Rules: KIT-4.
    #[test]
    fn noise_is_refused_in_bounds() {
        let header = "test,phase,value,outcome\n";
        let rows = "viability,clinical,80 %,conforms\n";
        let noise = [
            ("", "\u{0}"),
            ("", "\""),
            ("", ","),
            (header, "a,"),
            (header, "\n"),
            ("", ";\r\n"),
            (header, "é"),
            (header, rows),
        ];
        for (head, noise) in noise {
            let refused = wire::read_spec_tests_csv(&format!(
                "{head}{}",
                noise.repeat(10_000_000 / noise.len())
            ));
            let error = refused.unwrap_err();
            assert!(error.to_string().len() < 100_000, "{noise}");
        }
        let error = wire::read_spec_tests_csv(&" ".repeat(17 * 1024 * 1024)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "document: found 17825792 bytes; a document has at most 16 MiB"
        );
    }

    proptest! {
        #![proptest_config(settings())]

        /// Rules: KIT-4.
        #[test]
        fn no_text_breaks_the_reader(text in "(test,phase,value,outcome\n)?[a-z,;\"\r\n0-9 \
                                              é\u{feff}]{0,60}", any in ".*") {
            for text in [text, any] {
                let _ = wire::read_spec_tests_csv(&text)
                    .map(|tests| tests.mismatches(&specification()));
                let _ = wire::read_spec_tests(&text);
            }
        }
    }
}

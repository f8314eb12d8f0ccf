//! Whatever is written, nothing panics.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::string::string_regex;
use release_criteria::{AssayResult, Lot, Phase, Plan, wire};

use crate::model::{Case, LOT, PRODUCT, case};
use crate::settings;

/// Any Unicode at all, and what is nearly a value.
fn text() -> impl Strategy<Value = String> {
    let pieces = select(vec![
        "<",
        "≤",
        "≥",
        ">",
        "ND",
        "(LOD",
        ")",
        "1",
        "10",
        "0",
        ".",
        ",",
        "-",
        "−",
        "+",
        "e",
        "E",
        "×",
        "x",
        "10^",
        "⁶",
        " ",
        "%",
        "/",
        "µ",
        "kg",
        "(",
        "per",
        "and",
        "NaN",
        "99999999999999999999999999999",
        "\u{0}",
        "\u{202e}",
        "ß",
        "İ",
    ]);
    prop_oneof![any::<String>(), vec(pieces, 0..8).prop_map(|pieces| pieces.concat())]
}

const SPECIFICATION: &str = r#"{"format":"release-criteria/specification/1","id":"SPEC-1","version":"1","status":"draft","product":"Example vector","phases":["clinical"],"rounding":"usp","strict":"exact","x-note":{"a":[1]},"tests":[{"id":"a","name":"A","attribute":"purity","unit":"%","signed":true,"conversions":[{"from":"ppm","factor":"0.0001"}],"methods":{"clinical":["QC-1"]},"acceptance":{"clinical":{"criterion":"NLT 70.0 %","alert":"NLT 80 %","justification":"n = 4"}}},{"id":"b","name":"B","attribute":"safety","gate":"after-release","required":"if-tested","acceptance":{"all":{"accept":["No growth"],"reject":"other"}}}]}"#;
const LOT_DOCUMENT: &str = r#"{"format":"release-criteria/lot/1","id":"LOT-1","product":"Example vector","specification":{"id":"SPEC-1","version":"1"},"results":[{"test":"a","value":"92.4","unit":"%","method":"QC-1","reference":"R-1","status":"preliminary"},{"test":"a","value":"<95 %","x-row":7,"lot":"LOT-1"},{"test":"b","value":"Growth","invalidated":{"cause":"c","reference":"r","by":"b"}}]}"#;

fn plan() -> Plan {
    wire::read_specification(SPECIFICATION).unwrap().plan(Phase::Clinical).unwrap()
}

/// A document from which pieces are missing, or stand twice, or have been replaced.
pub(crate) fn mutated(document: String) -> impl Strategy<Value = String> {
    let edit = (
        any::<Index>(),
        0..40_usize,
        0..3_u8,
        select(vec!["\"", "{", "}", "[", "]", ",", ":", "null", "0", "\"x-", "\\", "é", ""]),
    );
    vec(edit, 1..4).prop_map(move |edits| {
        edits.into_iter().fold(document.clone(), |document, (index, length, how, replacement)| {
            let characters: Vec<char> = document.chars().collect();
            let from = index.index(characters.len() + 1);
            let to = (from + length).min(characters.len());
            let piece: String = match how {
                0 => String::new(),
                1 => characters[from..to].iter().chain(&characters[from..to]).collect(),
                _ => replacement.to_owned(),
            };
            characters[..from]
                .iter()
                .copied()
                .chain(piece.chars())
                .chain(characters[to..].iter().copied())
                .collect()
        })
    })
}

/// JSON of any shape, with the keys and texts of documents.
pub(crate) fn json() -> impl Strategy<Value = String> {
    const WORDS: [&str; 65] = [
        "format",
        "id",
        "version",
        "status",
        "product",
        "phases",
        "rounding",
        "strict",
        "tests",
        "results",
        "test",
        "value",
        "unit",
        "method",
        "methods",
        "reference",
        "invalidated",
        "cause",
        "by",
        "lot",
        "acceptance",
        "all",
        "clinical",
        "criterion",
        "accept",
        "reject",
        "alert",
        "conversions",
        "from",
        "factor",
        "signed",
        "gate",
        "findings",
        "x-a",
        "a",
        "NLT 5 %",
        "%",
        "other",
        "usp",
        "parameters",
        "within",
        "values",
        "text",
        "when",
        "reportable",
        "replicates",
        "combine",
        "geometric-mean",
        "each",
        "max_rsd",
        "derived",
        "multiply",
        "divide",
        "add",
        "subtract",
        "constant",
        "same_as",
        "groups",
        "rule",
        "any-of",
        "alternatives",
        "determination",
        "member_of",
        "group",
        "",
    ];
    let leaf = prop_oneof![
        4 => select(WORDS.to_vec()).prop_map(|word| format!("{word:?}")),
        1 => select(vec![
            "null", "true", "0", "1e999", "-1.5", "\"release-criteria/lot/1\"", "\"\\u0000\"",
        ])
        .prop_map(str::to_owned),
    ];
    leaf.prop_recursive(6, 60, 6, |inner| {
        let member = (select(WORDS.to_vec()), inner.clone())
            .prop_map(|(key, value)| format!("{key:?}:{value}"));
        prop_oneof![
            vec(inner, 0..5).prop_map(|items| format!("[{}]", items.join(","))),
            vec(member, 0..8).prop_map(|members| format!("{{{}}}", members.join(","))),
        ]
    })
}

/// Reads a document as each of the three, and goes on with what there is.
pub(crate) fn use_all(json: &str) {
    if let Ok(specification) = wire::read_specification(json) {
        assert!(wire::read_specification(&wire::write_specification(&specification)).is_ok());
        for phase in Phase::ALL {
            if let Ok(plan) = specification.plan(*phase) {
                judge(&plan, &wire::read_lot(LOT_DOCUMENT).unwrap());
            }
        }
    }
    if let Ok(lot) = wire::read_lot(json) {
        assert!(wire::read_lot(&wire::write_lot(&lot)).is_ok());
        judge(&plan(), &lot);
    }
    if let Ok(report) = wire::read_report(json) {
        assert_eq!(wire::read_report(&wire::write_report(&report)).unwrap(), report);
        assert!(!report.to_string().is_empty());
    }
}

fn judge(plan: &Plan, lot: &Lot) {
    let report = plan.evaluate(lot);
    assert_eq!(plan.verdict(lot), report.verdict());
    assert!(!report.to_string().is_empty());
    assert_eq!(wire::read_report(&wire::write_report(&report)).unwrap(), report);
}

proptest! {
    #![proptest_config(settings(4_000))]

    /// Evaluation is total: any value, unit and method is judged, and written in a report that can
    /// be read.
    ///
    /// Rules: GEN-4.
    #[test]
    fn any_text_is_judged(
        case in case(),
        texts in
            vec((0..4_usize, text(), option::of(text()), option::of(text()), any::<bool>()), 1..4),
    ) {
        let plan = case.plan();
        let results = texts.iter().map(|(test, value, unit, method, preliminary)| {
            let mut result = AssayResult::new(crate::model::id(*test), value);
            if let Some(unit) = unit {
                result = result.with_unit(unit);
            }
            if let Some(method) = method {
                result = result.with_method(method);
            }
            if *preliminary { result.preliminary() } else { result }
        });
        if let Ok(lot) = Lot::new(LOT, PRODUCT, results.collect()) {
            judge(&plan, &lot);
        }
    }

    /// No text at all makes a reader panic.
    ///
    /// Rules: GEN-4, DOC-11.
    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        use_all(&text);
    }

    /// Nor does JSON of the wrong shape.
    ///
    /// Rules: DOC-11.
    #[test]
    fn any_shape_is_read_or_refused(json in json()) {
        use_all(&json);
    }

    /// Nor does a document that was damaged.
    ///
    /// Rules: DOC-11.
    #[test]
    fn a_damaged_document_is_read_or_refused(
        specification in mutated(SPECIFICATION.to_owned()),
        lot in mutated(LOT_DOCUMENT.to_owned()),
        report in mutated(wire::write_report_line(
            &plan().evaluate(&wire::read_lot(LOT_DOCUMENT).unwrap()),
        )),
    ) {
        for document in [specification, lot, report] {
            use_all(&document);
        }
    }
}

/// Characters that are ignorable, that change the direction of what is shown, that control
/// something, or that are spaces other than U+0020, as Unicode lists them.
const UNSEEN: &str =
    r"[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Cc}\p{White_Space}--\x{20}]";

proptest! {
    #![proptest_config(settings(4_000))]

    /// Two names that differ in characters alone that nobody can tell apart are never both
    /// accepted, wherever names stand.
    ///
    /// Rules: DOC-15.
    #[test]
    fn names_that_look_the_same_are_not_two(
        pieces in vec("[a-zA-Z0-9é. -]{1,3}", 1..4),
        unseen in vec(vec(string_regex(UNSEEN).unwrap(), 0..3), 2),
    ) {
        let name = |unseen: &[String]| {
            let name: Vec<String> = pieces
                .iter()
                .enumerate()
                .map(|(index, piece)| {
                    format!("{piece}{}", unseen.get(index).map_or("", String::as_str))
                })
                .collect();
            format!("L{}1", name.concat())
        };
        let accepted = |name: &str| {
            let result = |with: fn(AssayResult, &str) -> AssayResult| {
                Lot::new(LOT, PRODUCT, vec![with(AssayResult::new("a", "1 %"), name)]).is_ok()
            };
            let lot = || Lot::new(LOT, PRODUCT, Vec::new()).unwrap();
            let all = [
                Lot::new(name, PRODUCT, Vec::new()).is_ok(),
                Lot::new(LOT, name, Vec::new()).is_ok(),
                lot().for_specification(name, "1").is_ok(),
                lot().for_specification("S", name).is_ok(),
                result(AssayResult::with_method),
                result(AssayResult::with_reference),
                result(AssayResult::of_determination),
                result(AssayResult::of_lot),
                result(|result, name| result.invalidated(name, "INV-1", "QA")),
            ];
            assert!(all.iter().all(|one| *one == all[0]), "{name:?}: {all:?}");
            all[0]
        };
        let [one, other] = [name(&unseen[0]), name(&unseen[1])];
        // A name without any is accepted, so that the law is not kept by refusing all.
        prop_assert!(accepted(&name(&[])));
        prop_assert!(one == other || !accepted(&one) || !accepted(&other), "{one:?} and {other:?}");
    }
}

/// A document of a case can be read, and says the same.
///
/// Rules: DOC-8.
#[test]
fn documents_say_what_code_says() {
    let mut runner = proptest::test_runner::TestRunner::new(settings(1_000));
    let says_the_same = |case: Case| {
        let lot = wire::read_lot(&wire::write_lot(&case.lot())).unwrap();
        prop_assert_eq!(case.plan().evaluate(&lot), case.plan().evaluate(&case.lot()));
        Ok(())
    };
    runner.run(&case(), says_the_same).unwrap();
}

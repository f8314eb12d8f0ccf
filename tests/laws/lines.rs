//! Laws of JSON Lines.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use release_criteria::{
    Acceptance, AssayResult, Attribute, Lot, Parameter, Phase, Plan, Test, wire,
};
use serde_json::Value;

use crate::model::{PRODUCT, builder};
use crate::settings;

/// By what Python's `str.splitlines` splits; other programs by some of these.
const SPLITS: [char; 10] =
    ['\n', '\u{b}', '\u{c}', '\r', '\u{1c}', '\u{1d}', '\u{1e}', '\u{85}', '\u{2028}', '\u{2029}'];

/// Texts with what splits lines, and with what looks like an escape of it.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        select(SPLITS.to_vec()).prop_map(String::from),
        select(vec!["\\", "\\u2028", "\"", "a", " ", "é", "𝟙", "\u{a8}", "\u{2027}"])
            .prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
    ];
    vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

/// A lot that has these texts wherever it takes them.
fn lot(texts: &[String]) -> Lot {
    let [id, product, measured, method, reference, cause, unplanned, parameter] = texts else {
        unreachable!()
    };
    let named = |text: &str, instead: &str| {
        let is_taken = Lot::new(text, PRODUCT, Vec::new()).is_ok();
        if is_taken { text.to_owned() } else { instead.to_owned() }
    };
    let value = |text: &str| format!("v{text}w");
    let results = vec![
        AssayResult::new("a", &value(measured)).with_method(&named(method, "QC-1")),
        AssayResult::new("a", "55 %").with_reference(&named(reference, "R-1")).invalidated(
            &named(cause, "fault"),
            "INV-1",
            "QA-1",
        ),
        AssayResult::new("misspelt", &value(unplanned)),
    ];
    let lot = Lot::new(&named(id, "LOT-1"), &named(product, PRODUCT), results).unwrap();
    let stated = lot.clone().with_parameters(&[("donor", &*value(parameter))]);
    stated.unwrap_or(lot)
}

fn plan() -> Plan {
    let test = Test::qualitative("a", "A", Attribute::General)
        .accept(Acceptance::terms(&["Clear"], &["Cloudy"]));
    let specification = builder().parameter(Parameter::text("donor")).test(test).build().unwrap();
    specification.plan(Phase::Clinical).unwrap()
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        text().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from)
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec((text(), inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(settings(2_000))]

    /// A report of a lot with any texts is one line, however lines are split, and is read as the
    /// same report.
    ///
    /// Rules: PROG-6.
    #[test]
    fn a_report_is_one_line_and_says_the_same(texts in vec(text(), 8)) {
        let report = plan().evaluate(&lot(&texts));
        let line = wire::write_report_line(&report);
        prop_assert!(!line.contains(SPLITS), "{:?}", line);
        prop_assert_eq!(&wire::read_report(&line).unwrap(), &report);
        prop_assert_eq!(wire::one_line(wire::write_report(&report)).contains(SPLITS), false);
    }

    /// So is any JSON, on one line or on several.
    ///
    /// Rules: PROG-6.
    #[test]
    fn any_json_is_one_line_and_says_the_same(value in json()) {
        for text in [
            value.to_string(),
            serde_json::to_string_pretty(&value).unwrap(),
            format!("\r\n{value}\r\n"),
        ] {
            let line = wire::one_line(text);
            prop_assert!(!line.contains(SPLITS), "{:?}", line);
            prop_assert_eq!(&serde_json::from_str::<Value>(&line).unwrap(), &value);
        }
    }

    /// Members that are carried along are the same JSON.
    ///
    /// Rules: PROG-6.
    #[test]
    fn members_that_are_carried_along_say_the_same(value in json()) {
        let report = plan().evaluate(&lot(&vec![String::new(); 8]));
        let carrying =
            wire::write_report(&report).replacen('{', &format!("{{\"x-a\": {value},"), 1);
        let line = wire::write_report_line(&wire::read_report(&carrying).unwrap());
        prop_assert!(!line.contains(SPLITS), "{:?}", line);
        prop_assert!(wire::read_report(&line).is_ok());
        let parsed = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        prop_assert_eq!(parsed(&line), parsed(&carrying));
    }
}

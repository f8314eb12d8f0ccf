//! Documents in YAML and TOML, while another crate of the build lets `serde_json` keep all digits.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

#[path = "../../../tests/cases/refused.rs"]
mod refused;
#[path = "../../../tests/cases/serde_formats.rs"]
mod serde_formats;
#[path = "../../../tests/cases/shipped.rs"]
mod shipped;

use std::collections::BTreeMap;

use release_criteria::lifecycle::{Campaign, History};
use release_criteria::testing::SpecTests;
use release_criteria::{Lot, Report, Specification, wire};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use shipped::{Kind, Shipped, documents, kinds, worded};

/// A format other than JSON.
struct Format {
    name: &'static str,
    write: fn(&Value) -> Option<String>,
}

/// What is read of a text in a format, as JSON; or what is said.
fn read<T: Serialize + DeserializeOwned>(format: &Format, text: &str) -> Result<Value, String> {
    let read: T = match format.name {
        "YAML" => yaml_serde::from_str(text).map_err(|error| error.to_string())?,
        _ => toml::from_str(text).map_err(|error| error.message().to_owned())?,
    };
    // What is written in the format again is read as the same.
    let again: T = match format.name {
        "YAML" => yaml_serde::from_str(&yaml_serde::to_string(&read).unwrap()).unwrap(),
        _ => toml::from_str(&toml::to_string(&read).unwrap()).unwrap(),
    };
    let json = serde_json::to_value(&read).unwrap();
    assert_eq!(serde_json::to_value(&again).unwrap(), json);
    Ok(json)
}

fn read_kind(format: &Format, kind: &str, text: &str) -> Result<Value, String> {
    match kind {
        "specification" => read::<Specification>(format, text),
        "lot" => read::<Lot>(format, text),
        "report" => read::<Report>(format, text),
        "history" => read::<History>(format, text),
        "campaign" => read::<Campaign>(format, text),
        _ => read::<SpecTests>(format, text),
    }
}

const FORMATS: [Format; 2] = [
    Format { name: "YAML", write: |value| yaml_serde::to_string(value).ok() },
    // It has no `null`.
    Format { name: "TOML", write: |value| toml::to_string(value).ok() },
];

#[test]
fn the_feature_is_on() {
    assert_eq!(serde_json::from_str::<Value>("7.100").unwrap().to_string(), "7.100");
}

#[test]
fn every_document_is_read_from_every_format() {
    let kinds: BTreeMap<&str, Kind> = kinds().into_iter().map(|kind| (kind.name, kind)).collect();
    for format in FORMATS {
        let mut seen = 0_usize;
        for Shipped { place, kind, json } in documents() {
            let (value, numbers) = worded(&serde_json::from_str(&json).unwrap());
            let Some(text) = (format.write)(&value) else { continue };
            let place = format!("{place} in {}", format.name);
            let expected = (kinds[&*kind].by_text)(&value.to_string());
            match read_kind(&format, &kind, &text) {
                Ok(read) => {
                    let expected: Value = serde_json::from_str(&expected.unwrap()).unwrap();
                    assert_eq!(read, expected, "{place}");
                }
                Err(told) => assert_eq!(sorted(&told), sorted(&expected.unwrap_err()), "{place}"),
            }
            let as_it_is = (format.write)(&serde_json::from_str(&json).unwrap());
            if let Some(text) = as_it_is.filter(|_| numbers > 0) {
                let Err(told) = read_kind(&format, &kind, &text) else { panic!("{place}") };
                assert_eq!(told.matches("found a number, and other").count(), numbers, "{told}");
            }
            seen = seen.saturating_add(1);
        }
        assert!(seen > 80, "found only {seen} documents in {}", format.name);
    }
}

/// The lines of a text, in order.
fn sorted(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    lines
}

#[test]
fn every_problem_is_told_of_every_format() {
    let kinds = kinds();
    for format in FORMATS {
        let mut seen = 0_usize;
        for case in refused::cases() {
            let (name, json) = refused::document(&case);
            let Ok(value) = serde_json::from_str::<Value>(&json) else { continue };
            if !value.is_object() || worded(&value).1 > 0 {
                continue;
            }
            let Some(text) = (format.write)(&value) else { continue };
            let kind = kinds.iter().find(|kind| kind.name == name).unwrap();
            let expected = (kind.by_text)(&value.to_string()).err().unwrap_or_default();
            let told = read_kind(&format, name, &text).err().unwrap_or_default();
            assert_eq!(sorted(&told), sorted(&expected), "line {} in {}", case.line, format.name);
            seen = seen.saturating_add(1);
        }
        assert!(seen > 90, "found only {seen} cases in {}", format.name);
    }
}

/// A mapping of YAML may repeat a key.
#[test]
fn a_repeated_key_of_yaml_is_refused() {
    let lot = "format: release-criteria/lot/1\nid: L\nproduct: P\nproduct: Q\nresults: []\n";
    let told = yaml_serde::from_str::<Lot>(lot).unwrap_err().to_string();
    assert_eq!(told, "product: appears twice; write it once");
    let lot = "format: release-criteria/lot/1\nid: L\nproduct: P\nresults: []\nx-a: {1: b}\n";
    let read: Lot = yaml_serde::from_str(lot).unwrap();
    assert!(wire::write_lot(&read).contains(r#""x-a": {"1":"b"}"#), "{}", wire::write_lot(&read));
}

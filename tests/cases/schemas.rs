//! The JSON Schemas in `docs/schemas` are those of the declarations, and what the project ships has
//! declared members only. With `ACCEPT_SCHEMAS` set, the files are written instead.
//!
//! Rules: DOC-20.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::{env, fs};

use release_criteria::wire;
use serde_json::{Map, Value};

use crate::shipped::{documents, kinds, root, values};

fn file_of(format: &str) -> String {
    let (kind, _) = format.strip_prefix("release-criteria/").unwrap().rsplit_once('/').unwrap();
    format!("docs/schemas/{kind}.schema.json")
}

#[test]
fn schemas_are_stored_as_they_are_declared() {
    for format in wire::formats() {
        let (file, schema) = (root().join(file_of(format)), wire::schema(format).unwrap());
        if env::var_os("ACCEPT_SCHEMAS").is_some() {
            fs::write(&file, format!("{schema}\n")).unwrap();
        }
        let stored = fs::read_to_string(&file).unwrap_or_default();
        assert!(
            stored.trim_end() == schema,
            "{}: declare the member, then ACCEPT_SCHEMAS=yes cargo test --test cases schemas",
            file.display()
        );
    }
}

/// What a schema says of a value, with what it refers to: the schema itself, or any of several.
fn choices<'s>(schema: &'s Value, root: &'s Value) -> Vec<&'s Map<String, Value>> {
    let schema = schema.as_object().unwrap();
    if let Some(reference) = schema.get("$ref") {
        let pointer = reference.as_str().unwrap().strip_prefix('#').unwrap();
        return choices(root.pointer(pointer).unwrap(), root);
    }
    match schema.get("anyOf") {
        Some(any) => any.as_array().unwrap().iter().flat_map(|one| choices(one, root)).collect(),
        None => vec![schema],
    }
}

/// Whether one of the choices declares every member of the value; what no choice declares is noted.
fn undeclared(value: &Value, schema: &Value, root: &Value, place: &str) -> Option<String> {
    let choices = choices(schema, root);
    match value {
        Value::Object(members) => {
            let of_choice = |choice: &&Map<String, Value>| {
                let others = choice.get("additionalProperties").filter(|more| more.is_object());
                members.iter().filter(|(key, _)| !key.starts_with("x-")).find_map(|(key, value)| {
                    let own = choice.get("properties").and_then(|declared| declared.get(key));
                    match own.or(others) {
                        Some(own) => undeclared(value, own, root, &format!("{place}/{key}")),
                        None => Some(format!("{place}/{key}")),
                    }
                })
            };
            let objects = choices
                .iter()
                .filter(|choice| choice.get("type").is_some_and(|kind| kind == "object"));
            let found: Vec<Option<String>> = objects.map(of_choice).collect();
            if found.iter().any(Option::is_none) {
                return None;
            }
            Some(found.into_iter().flatten().next().unwrap_or_else(|| place.to_owned()))
        }
        Value::Array(items) => {
            let of = choices.iter().find_map(|choice| choice.get("items"));
            items
                .iter()
                .enumerate()
                .find_map(|(index, item)| undeclared(item, of?, root, &format!("{place}/{index}")))
        }
        _ => None,
    }
}

fn schemas() -> BTreeMap<&'static str, Value> {
    let schema = |format| serde_json::from_str(&wire::schema(format).unwrap()).unwrap();
    wire::formats().map(|format| (format, schema(format))).collect()
}

/// A member of an object that is declared.
fn named(object: &Map<String, Value>, key: &str) -> String {
    format!("{:?} {key}", object.get("description"))
}

/// Notes what the schema describes of each member of the value, also of those inside.
fn note(value: &Value, schema: &Value, root: &Value, noted: &mut BTreeSet<String>) {
    for choice in choices(schema, root) {
        match value {
            Value::Object(members) => {
                for (key, value) in members {
                    let own = choice.get("properties").and_then(|declared| declared.get(key));
                    if let Some(own) = own {
                        noted.insert(named(choice, key));
                        note(value, own, root, noted);
                    } else if let Some(others) = choice.get("additionalProperties")
                        && others.is_object()
                    {
                        note(value, others, root, noted);
                    }
                }
            }
            Value::Array(items) => {
                if let Some(of) = choice.get("items") {
                    for item in items {
                        note(item, of, root, noted);
                    }
                }
            }
            _ => {}
        }
    }
}

/// A member that is read and handed on to nobody would be lost without a word.
#[test]
fn every_declared_member_is_read_and_written() {
    let schemas = schemas();
    let (mut noted, mut seen) = (BTreeSet::new(), BTreeSet::new());
    let kinds = kinds();
    for shipped in documents() {
        let Some(kind) = kinds.iter().find(|kind| kind.name == shipped.kind) else { continue };
        // Refused ones are shipped as well, to show what is said of them.
        let Ok(written) = (kind.by_text)(&shipped.json) else { continue };
        let (format, schema) =
            schemas.get_key_value(&*format!("release-criteria/{}/1", kind.name)).unwrap();
        note(&serde_json::from_str(&written).unwrap(), schema, schema, &mut noted);
        seen.insert(*format);
    }
    assert_eq!(seen.len(), kinds.len(), "{seen:?}");
    for format in seen {
        for (name, object) in schemas[format]["$defs"].as_object().unwrap() {
            let object = object.as_object().unwrap();
            for key in object["properties"].as_object().unwrap().keys() {
                assert!(
                    noted.contains(&named(object, key)),
                    "no shipped document has `{key}` of {name} when it was read and written: is it \
                     lost, or does a document in tests/data/documents lack it?"
                );
            }
        }
    }
}

#[test]
fn shipped_documents_have_declared_members_only() {
    let schemas = schemas();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (place, _, value) in values() {
        let format = value.get("format").and_then(Value::as_str);
        let Some((format, schema)) = format.and_then(|own| schemas.get_key_value(own)) else {
            continue;
        };
        // Refused ones are shipped as well, to show what is said of them.
        if !place.contains("unusable") {
            assert_eq!(undeclared(&value, schema, schema, ""), None, "{place}");
        }
        *seen.entry(format).or_default() += 1;
    }
    for format in ["specification", "lot", "report", "history", "campaign", "comparison", "review"]
    {
        assert!(seen.contains_key(format!("release-criteria/{format}/1").as_str()), "{format}");
    }
}

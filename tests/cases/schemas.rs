//! The JSON Schemas in `docs/schemas` are those of the declarations, and what the project ships has
//! declared members only. With `ACCEPT_SCHEMAS` set, the files are written instead.
//!
//! Rules: DOC-20.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::collections::BTreeMap;
use std::{env, fs};

use release_criteria::wire;
use serde_json::{Map, Value};

use crate::shipped::{root, values};

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

#[test]
fn shipped_documents_have_declared_members_only() {
    let schemas: BTreeMap<&str, Value> = wire::formats()
        .map(|format| (format, serde_json::from_str(&wire::schema(format).unwrap()).unwrap()))
        .collect();
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

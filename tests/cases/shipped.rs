//! Every kind of document that is read, and all documents that the project ships, for tests of how
//! they are read. `crates/hosts` runs these tests again, with what other crates may switch on.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};

use release_criteria::lifecycle::{Campaign, History};
use release_criteria::testing::SpecTests;
use release_criteria::{DocumentError, Lot, Report, Specification, wire};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The folder of the library, also for a companion.
pub(crate) fn root() -> &'static Path {
    let mut folders = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    folders.find(|folder| folder.join("tests/data/refused.txt").is_file()).unwrap()
}

/// A struct of a host, in which a document stands beside members of the host's own.
#[derive(Serialize, Deserialize)]
pub(crate) struct Held<T> {
    pub(crate) received: String,
    pub(crate) shelves: Vec<u32>,
    #[serde(flatten)]
    pub(crate) document: T,
    pub(crate) by: Option<String>,
}

/// What is said, without the place at which `serde_json` puts it in the text of a host.
pub(crate) fn placeless(error: &serde_json::Error) -> String {
    let said = error.to_string();
    said.rsplit_once(" at line ").map_or(said.clone(), |(said, _)| said.to_owned())
}

/// What is done with a text; or the refusal.
type OfText<T> = Box<dyn Fn(&str) -> Result<T, String>>;

/// What can be done with the documents of one kind.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    /// What is read, as it is written again.
    pub(crate) by_text: OfText<String>,
    pub(crate) by_value: Box<dyn Fn(Value) -> Result<String, String>>,
    /// What is read from a text, as a value.
    pub(crate) to_value: OfText<Value>,
    /// What is read from the text of a [`Held`].
    pub(crate) held: OfText<String>,
}

fn kind<T: Serialize + DeserializeOwned + 'static>(
    name: &'static str,
    read: fn(&str) -> Result<T, DocumentError>,
    write: fn(&T) -> String,
) -> Kind {
    let said = |error: serde_json::Error| error.to_string();
    Kind {
        name,
        by_text: Box::new(move |text| {
            read(text).map(|read| write(&read)).map_err(|refused| refused.to_string())
        }),
        by_value: Box::new(move |value| {
            serde_json::from_value::<T>(value).map(|read| write(&read)).map_err(said)
        }),
        to_value: Box::new(move |text| serde_json::to_value(read(text).unwrap()).map_err(said)),
        held: Box::new(move |text| {
            let held: Held<T> = serde_json::from_str(text).map_err(|error| placeless(&error))?;
            Ok(write(&held.document))
        }),
    }
}

pub(crate) fn kinds() -> [Kind; 6] {
    [
        kind::<Specification>("specification", wire::read_specification, wire::write_specification),
        kind::<Lot>("lot", wire::read_lot, wire::write_lot),
        kind::<Report>("report", wire::read_report, wire::write_report),
        kind::<History>("history", wire::read_history, wire::write_history),
        kind::<Campaign>("campaign", wire::read_campaign, wire::write_campaign),
        kind::<SpecTests>("spec-tests", wire::read_spec_tests, wire::write_spec_tests),
    ]
}

/// A document that is shipped.
pub(crate) struct Shipped {
    pub(crate) place: String,
    /// The name of its kind.
    pub(crate) kind: String,
    pub(crate) json: String,
}

/// What stands in the files of JSON and JSON Lines in `tests/data` and `examples`, each with its
/// place and its text. What is no JSON is shipped to be refused.
pub(crate) fn values() -> Vec<(String, String, Value)> {
    let mut files = Vec::new();
    for folder in ["tests/data", "examples"] {
        collect(&root().join(folder), &mut files);
    }
    files.sort();
    let mut found = Vec::new();
    for file in files {
        let Ok(text) = fs::read_to_string(&file) else { continue };
        let is_lines = file.extension().is_some_and(|extension| extension == "jsonl");
        let parts: Vec<&str> = if is_lines { text.lines().collect() } else { vec![&text] };
        for (number, part) in (1..).zip(parts) {
            let Ok(value) = serde_json::from_str::<Value>(part) else { continue };
            found.push((format!("{}:{number}", file.display()), part.to_owned(), value));
        }
    }
    found
}

/// The documents in `tests/data` and `examples`, wherever they stand in a file of JSON or of JSON
/// Lines.
pub(crate) fn documents() -> Vec<Shipped> {
    let mut found = Vec::new();
    for (place, json, value) in values() {
        match kind_of(&value) {
            Some(kind) => found.push(Shipped { place, kind, json }),
            None => within(&value, &place, &mut found),
        }
    }
    found
}

/// Those that stand in something else, such as a file of cases.
fn within(value: &Value, place: &str, found: &mut Vec<Shipped>) {
    if let Some(kind) = kind_of(value) {
        found.push(Shipped { place: place.to_owned(), kind, json: value.to_string() });
        return;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| within(item, place, found)),
        Value::Object(members) => members.values().for_each(|value| within(value, place, found)),
        _ => {}
    }
}

fn kind_of(value: &Value) -> Option<String> {
    let format = value.get("format")?.as_str()?;
    let kind = format.strip_prefix("release-criteria/")?.strip_suffix("/1")?;
    kinds().iter().any(|known| known.name == kind).then(|| kind.to_owned())
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "json" || kind == "jsonl") {
            found.push(path);
        }
    }
}

/// The value with a text in the place of each number in a member with `x-`, and how many there were.
pub(crate) fn worded(value: &Value) -> (Value, usize) {
    let (mut worded, mut count) = (value.clone(), 0);
    word(&mut worded, false, &mut count);
    (worded, count)
}

fn word(value: &mut Value, is_carried: bool, count: &mut usize) {
    match value {
        Value::Number(_) if is_carried => {
            *value = Value::String(value.to_string());
            *count = count.saturating_add(1);
        }
        Value::Array(items) => items.iter_mut().for_each(|item| word(item, is_carried, count)),
        Value::Object(members) => {
            for (key, value) in members {
                word(value, is_carried || key.starts_with("x-"), count);
            }
        }
        _ => {}
    }
}

//! Mutations of JSON: nearly every change of a byte makes a document no document, so that parts of
//! documents are changed too.

use std::sync::LazyLock;

use libfuzzer_sys::fuzzer_mutate;
use release_criteria::wire;
use serde_json::Value;

use crate::BETWEEN;

/// Documents with every part that there is, and pointers to these.
static COMPLETE: LazyLock<Vec<(Value, Vec<String>)>> = LazyLock::new(|| {
    let texts = [
        include_str!("../../tests/data/documents/specification_complete.json"),
        include_str!("../../tests/data/documents/specification_every_part.json"),
        include_str!("../../tests/data/documents/specification_every_field.json"),
        include_str!("../../tests/data/documents/lot_every_part.json"),
        include_str!("../../tests/data/documents/lot_every_field.json"),
        include_str!("../../tests/data/documents/report_every_part.json"),
        include_str!("../../tests/data/documents/report_every_field.json"),
        include_str!("../../tests/data/documents/history.json"),
        include_str!("../../examples/data/car_t.campaign.json"),
        include_str!("../../examples/data/car_t.specification.json"),
        include_str!("../seeds/documents/spec_tests.json"),
    ];
    texts
        .iter()
        .map(|text| serde_json::from_str(text).unwrap())
        .map(|document: Value| (document.clone(), places(&document)))
        .collect()
});

/// Changes a part of one of the documents in `data`, or any bytes of it.
pub fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mut dice = Dice(u64::from(seed) | 1 << 32);
    if dice.roll(8) > 0
        && let Some(changed) = std::str::from_utf8(&data[..size])
            .ok()
            .and_then(|text| with_other_parts(text, &mut dice))
        && changed.len() <= max_size
    {
        data[..changed.len()].copy_from_slice(changed.as_bytes());
        return changed.len();
    }
    fuzzer_mutate(data, size, max_size)
}

/// A few changes to one of the documents; mostly only those after which it is still read.
fn with_other_parts(text: &str, dice: &mut Dice) -> Option<String> {
    let mut documents: Vec<String> = text.split(BETWEEN).map(str::to_owned).collect();
    let which = dice.roll(documents.len());
    let mut document: Value = serde_json::from_str(&documents[which]).ok()?;
    let is_any_kept = dice.roll(8) == 0;
    for _ in 0..=dice.roll(4) {
        let mut changed = document.clone();
        change(&mut changed, dice);
        if is_any_kept || is_read(&changed) {
            document = changed;
        }
    }
    documents[which] = document.to_string();
    Some(documents.join(BETWEEN))
}

fn is_read(document: &Value) -> bool {
    let text = document.to_string();
    match document["format"].as_str() {
        Some("release-criteria/specification/1") => wire::read_specification(&text).is_ok(),
        Some("release-criteria/lot/1") => wire::read_lot(&text).is_ok(),
        Some("release-criteria/report/1") => wire::read_report(&text).is_ok(),
        Some("release-criteria/history/1") => wire::read_history(&text).is_ok(),
        Some("release-criteria/campaign/1") => wire::read_campaign(&text).is_ok(),
        _ => wire::read_spec_tests(&text).is_ok(),
    }
}

/// One part is replaced by a like one, left out, repeated, given a further member, or written
/// otherwise.
fn change(document: &mut Value, dice: &mut Dice) {
    let all = places(document);
    let place = all[dice.roll(all.len())].clone();
    let own = if dice.roll(2) == 0 { like(&place, document, &all, dice) } else { None };
    let (before, after) = COMPLETE.split_at(dice.roll(COMPLETE.len()));
    let mut others = after.iter().chain(before);
    let like = own.or_else(|| others.find_map(|(donor, all)| like(&place, donor, all, dice)));
    let (parent, key) = place.rsplit_once('/').unwrap_or_default();
    match (dice.roll(5), document.pointer_mut(&place)) {
        (0, Some(Value::Array(elements))) => {
            let further = like.as_ref().and_then(Value::as_array).filter(|like| !like.is_empty());
            let further = further.map(|like| like[dice.roll(like.len())].clone());
            elements.insert(dice.roll(elements.len() + 1), further.unwrap_or(Value::Null));
        }
        (0, Some(Value::Object(members))) => {
            let further = like.as_ref().and_then(Value::as_object).filter(|like| !like.is_empty());
            let further = further.and_then(|like| like.iter().nth(dice.roll(like.len())));
            members.extend(further.map(|(key, value)| (key.clone(), value.clone())));
        }
        (0..=2, Some(Value::String(text))) => *text = rewritten(text),
        (3, _) => match document.pointer_mut(parent) {
            Some(Value::Array(elements)) => {
                drop(key.parse().map(|index: usize| elements.remove(index)))
            }
            Some(Value::Object(members)) => drop(members.remove(key)),
            _ => {}
        },
        (_, Some(value)) => *value = like.unwrap_or(Value::Null),
        (_, None) => {}
    }
}

/// A part of `donor` that bears the name of a place.
fn like(place: &str, donor: &Value, all: &[String], dice: &mut Dice) -> Option<Value> {
    let of_kind: Vec<&String> = all.iter().filter(|other| kind(other) == kind(place)).collect();
    donor.pointer(of_kind.get(dice.roll(of_kind.len().max(1)))?).cloned()
}

fn rewritten(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    bytes.resize(text.len() + 20, 0);
    let size = fuzzer_mutate(&mut bytes, text.len(), text.len() + 20);
    String::from_utf8_lossy(&bytes[..size]).into_owned()
}

/// JSON pointers to every part.
fn places(document: &Value) -> Vec<String> {
    fn add(value: &Value, here: String, all: &mut Vec<String>) {
        match value {
            Value::Array(elements) => {
                elements
                    .iter()
                    .enumerate()
                    .for_each(|(index, one)| add(one, format!("{here}/{index}"), all));
            }
            Value::Object(members) => {
                members.iter().for_each(|(key, one)| {
                    add(one, format!("{here}/{}", key.replace('/', "~1")), all)
                });
            }
            _ => {}
        }
        all.push(here);
    }
    let mut all = Vec::new();
    add(document, String::new(), &mut all);
    all
}

/// The name of a place, and whether it is an element of what bears that name.
fn kind(place: &str) -> (&str, bool) {
    let is_index = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let name = place.rsplit('/').find(|part| !is_index(part)).unwrap_or_default();
    (name, place.rsplit('/').next().is_some_and(is_index))
}

/// Numbers that depend on the seed alone.
struct Dice(u64);

impl Dice {
    /// A number below `sides`.
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % sides
    }
}

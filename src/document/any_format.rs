//! Documents as they are written in whatever format, where JSON text cannot stand as it is.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::{Error as _, SerializeMap, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use super::carried::Members;
use super::json::{Json, Object};
use super::kind::Write;
use super::shape::NUMBER_KEY;
use crate::error::shown;

const NUMBER: &str = "holds a number, and another format may change its digits; write it as a text";
pub(super) const REPEATED: &str =
    "holds a key twice, and other formats may drop one; write it once";
const SURROGATE: &str = "holds half of a surrogate pair, which is no character; leave it out";
const NESTED: &str = "is nested deeper than 127 levels; nest it less";

/// Writes a document in whatever format.
pub(crate) fn write_any_format<S: Serializer>(
    document: &impl Write,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    // Not as an `Option`, which an enum with a tag inside cannot hold.
    match &document.json(Members::All) {
        Some(object) => InAnyFormat(object).serialize(serializer),
        None => Err(S::Error::custom("the document cannot be written")),
    }
}

/// A part of a document, to be written in whatever format.
struct InAnyFormat<T>(T);

impl Serialize for InAnyFormat<&Object<'_>> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let members = self.0.members();
        let mut map = serializer.serialize_map(Some(members.len()))?;
        for (key, value) in members {
            if let Json::Raw(raw) = value {
                let carried = Carried::read(raw).map_err(|lost| {
                    let or = "or write the document with its function in `wire`";
                    S::Error::custom(format!("{}: {lost}, {or}", shown(key, 1)))
                })?;
                map.serialize_entry(key, &carried)?;
            } else {
                map.serialize_entry(key, &InAnyFormat(value))?;
            }
        }
        map.end()
    }
}

impl Serialize for InAnyFormat<&Json<'_>> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Json::List(items) => serializer.collect_seq(items.iter().map(InAnyFormat)),
            Json::Each(each) => {
                let mut list = serializer.serialize_seq(Some(each.items().count()))?;
                for item in each.items() {
                    list.serialize_element(&InAnyFormat(&item))?;
                }
                list.end()
            }
            Json::Object(object) => InAnyFormat(object).serialize(serializer),
            plain => plain.serialize(serializer),
        }
    }
}

/// What a member with `x-` holds, as far as every format keeps it.
enum Carried {
    Null,
    Flag(bool),
    Text(String),
    List(Vec<Carried>),
    Object(Vec<(String, Carried)>),
}

impl Carried {
    /// What was read as JSON; or what of it would be lost.
    fn read(json: &RawValue) -> Result<Self, &'static str> {
        serde_json::from_str(json.get()).map_err(|error| match error.to_string() {
            said if said.starts_with(REPEATED) => REPEATED,
            said if said.starts_with("recursion limit") => NESTED,
            said if said.contains("surrogate") || said.contains("hex escape") => SURROGATE,
            // Some numbers are refused before they are seen here.
            _ => NUMBER,
        })
    }
}

impl Serialize for Carried {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(members) => {
                serializer.collect_map(members.iter().map(|(key, value)| (key, value)))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Carried {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyCarried)
    }
}

struct AnyCarried;

impl<'de> Visitor<'de> for AnyCarried {
    type Value = Carried;

    /// Only numbers are refused by their kind.
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("what every format keeps")
    }

    fn visit_unit<E>(self) -> Result<Carried, E> {
        Ok(Carried::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Carried, E> {
        Ok(Carried::Flag(flag))
    }

    fn visit_str<E>(self, text: &str) -> Result<Carried, E> {
        Ok(Carried::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Carried, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Carried::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Carried, A::Error> {
        let mut members: Vec<(String, Carried)> = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            if key == NUMBER_KEY {
                map.next_value::<IgnoredAny>()?;
                return Err(A::Error::custom(NUMBER));
            }
            members.push((key, map.next_value()?));
        }
        let keys: BTreeSet<&str> = members.iter().map(|(key, _)| key.as_str()).collect();
        if keys.len() < members.len() {
            return Err(A::Error::custom(REPEATED));
        }
        Ok(Carried::Object(members))
    }
}

//! What is declared of objects and of the values of their members, and the JSON Schemas of both.

use serde_json::{Map, Value, json};

/// The schemas of objects, each under its name.
pub(crate) type Schemas = Map<String, Value>;

/// What a JSON Schema says of a kind of value.
pub(crate) trait Describe {
    fn schema(schemas: &mut Schemas) -> Value;
}

/// What is declared of a member.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) key: &'static str,
    pub(crate) need: Need,
    /// The version of this crate that brought it.
    pub(crate) since: &'static str,
    /// The lines of its documentation.
    pub(crate) about: &'static [&'static str],
    pub(crate) schema: fn(&mut Schemas) -> Value,
}

/// Whether a member has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    Required,
    /// Required, as the check of the draft says.
    Checked,
    Optional,
    /// Optional, and written before the others.
    Leading,
}

/// An object with the list of its members, which [`document!`](super::document) makes.
pub(crate) trait Declared {
    const NAME: &'static str;
    /// The lines of its documentation.
    const ABOUT: &'static [&'static str];
    const MEMBERS: &'static [Member];
}

/// The version that brought a member: the first one, unless another is named.
pub(crate) const fn since(named: &[&'static str]) -> &'static str {
    match named {
        [version, ..] => version,
        [] => "0.1",
    }
}

/// The schema of a kind of object, which is defined once.
pub(crate) fn schema<D: Declared>(schemas: &mut Schemas) -> Value {
    let name = D::NAME.trim_end_matches("Draft").trim_end_matches("Builder");
    if !schemas.contains_key(name) {
        // An object may have members of its own kind.
        schemas.insert(name.into(), Value::Null);
        let mut properties = Map::new();
        for member in D::MEMBERS {
            let mut schema = (member.schema)(schemas);
            if let Some(schema) = schema.as_object_mut() {
                schema.insert("description".into(), first_paragraph(member.about).into());
                schema.insert("x-since".into(), member.since.into());
            }
            properties.insert(member.key.into(), schema);
        }
        let is_required = |need| matches!(need, Need::Required | Need::Checked);
        let required: Vec<&str> = D::MEMBERS
            .iter()
            .filter(|member| is_required(member.need))
            .map(|member| member.key)
            .collect();
        let mut schema = object_schema(properties);
        schema.insert("description".into(), first_paragraph(D::ABOUT).into());
        schema.insert("required".into(), required.into());
        schemas.insert(name.into(), schema.into());
    }
    json!({"$ref": format!("#/$defs/{name}")})
}

/// What a schema says of what is documented by these lines.
fn first_paragraph(lines: &[&str]) -> String {
    let lines = lines.iter().map(|line| line.trim()).take_while(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" ")
}

/// The schema of an object with these members, and with what is carried along.
pub(crate) fn object_schema(properties: Map<String, Value>) -> Map<String, Value> {
    Map::from_iter([
        ("type".to_owned(), "object".into()),
        ("properties".to_owned(), properties.into()),
        ("patternProperties".to_owned(), json!({"^x-": true})),
        ("additionalProperties".to_owned(), false.into()),
    ])
}

/// The schema of an object whose keys are ids, each with such a value.
pub(crate) fn map_schema(value: &Value) -> Map<String, Value> {
    Map::from_iter([
        ("type".to_owned(), "object".into()),
        ("propertyNames".to_owned(), json!({"pattern": "^([a-z][a-z0-9_]{0,63}$|x-)"})),
        ("additionalProperties".to_owned(), value.clone()),
        ("patternProperties".to_owned(), json!({"^x-": true})),
    ])
}

/// The schema of a list with at least and at most so many items.
pub(crate) fn list_schema(items: Value, least: usize, most: Option<usize>) -> Value {
    let mut schema =
        Map::from_iter([("type".to_owned(), "array".into()), ("items".to_owned(), items)]);
    if least > 0 {
        schema.insert("minItems".to_owned(), least.into());
    }
    if let Some(most) = most {
        schema.insert("maxItems".to_owned(), most.into());
    }
    schema.into()
}

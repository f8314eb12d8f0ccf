#![doc = include_str!("../README.md")]

use jsonschema::Validator;
use serde_json::{Map, Value, json};

/// Limits on the values of tests, as JSON Schema has them: a number is at least, or at most, another.
///
/// ```
/// use release_criteria_peers::JsonSchema;
/// use serde_json::json;
///
/// let schema = JsonSchema::of(&[("viability", Some(70.0), None), ("residue", None, Some(5.0))]);
/// assert!(schema.accepts(&json!({"viability": 81.5, "residue": 0.2})));
/// assert!(!schema.accepts(&json!({"viability": 81.5})));
/// // What rounds to the limit is below it all the same.
/// assert!(!schema.accepts(&json!({"viability": 69.95, "residue": 0.2})));
/// ```
#[derive(Debug)]
pub struct JsonSchema(Validator);

impl JsonSchema {
    /// Each test with its least and its greatest value; all are required.
    ///
    /// # Panics
    ///
    /// An end that is not finite, which JSON cannot write.
    #[must_use]
    #[allow(clippy::expect_used, reason = "a schema of numbers is one")]
    pub fn of(limits: &[(&str, Option<f64>, Option<f64>)]) -> Self {
        let limit = |(_, least, greatest): &(&str, Option<f64>, Option<f64>)| {
            let mut limit = Map::from_iter([("type".to_owned(), json!("number"))]);
            for (keyword, end) in [("minimum", least), ("maximum", greatest)] {
                if let Some(end) = end {
                    assert!(end.is_finite(), "{keyword}: found {end}");
                    limit.insert(keyword.to_owned(), json!(end));
                }
            }
            Value::Object(limit)
        };
        let properties: Map<String, Value> =
            limits.iter().map(|own| (own.0.to_owned(), limit(own))).collect();
        let required: Vec<&str> = limits.iter().map(|(id, ..)| *id).collect();
        let schema = json!({"type": "object", "properties": properties, "required": required});
        Self(jsonschema::validator_for(&schema).expect("a schema"))
    }

    /// Whether all values are there and within their limits.
    #[must_use]
    pub fn accepts(&self, values: &Value) -> bool {
        self.0.is_valid(values)
    }
}

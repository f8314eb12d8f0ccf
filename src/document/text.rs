//! The text of a whole document.

use serde::de::DeserializeSeed;
use serde_json::json;

use super::carried::Members;
use super::describe::{self, Declared, Schemas};
use super::kind::Write;
use super::locate;
use super::object::{Draft, Object};
use super::place::Place;
use super::shape::Expect;
use crate::error::{DocumentError, Problem, ProblemCode, Problems};

/// Longest document, in bytes.
pub(crate) const LONGEST: usize = 16 * 1024 * 1024;

/// Reads a document of at most `longest` bytes.
///
/// # Errors
///
/// Every problem at once, with its line and column. Of a text that is too long, or no JSON object,
/// nothing more can be said.
pub(crate) fn read<D: Draft>(json: &str, longest: usize) -> Result<D::Made, DocumentError> {
    read_draft::<D>(json, longest).or_else(|problems| {
        problems.into_result(None).map_err(|refused| locate::located(refused, json))
    })
}

fn read_draft<D: Draft>(json: &str, longest: usize) -> Result<D::Made, Problems> {
    let refuse = |code, message: String| Err(Problems::of(Problem::new("", code, message)));
    if json.len() > longest {
        return refuse(
            ProblemCode::BeyondLimit,
            format!("found {} bytes; a document has at most 16 MiB", json.len()),
        );
    }
    if json.trim().is_empty() {
        return refuse(ProblemCode::Empty, "is empty; a JSON object is expected".to_owned());
    }
    if json.starts_with('\u{feff}') {
        return refuse(
            ProblemCode::Malformed,
            "begins with a byte order mark; save it as UTF-8 without one".to_owned(),
        );
    }
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let read = Expect(Object::<D>::new()).deserialize(&mut deserializer);
    match read.and_then(|read| deserializer.end().map(|()| read)) {
        Ok(Ok(draft)) => draft.make(),
        Ok(Err(found)) => {
            let mut problems = Problems::default();
            found.report(Place::Here, D::EXPECTED, &mut problems);
            Err(problems)
        }
        Err(error) => {
            let mut problem = Problem::new(
                "",
                ProblemCode::Malformed,
                format!("cannot be read as JSON: {error}"),
            );
            problem.place = Some(locate::syntax_error(&error, json));
            Err(Problems::of(problem))
        }
    }
}

/// A document on several lines, for people.
pub(crate) fn pretty(document: &impl Write) -> String {
    document.json(Members::All).map(|json| json.pretty()).unwrap_or_default()
}

/// A document on one line, and as short as can be.
pub(crate) fn line(document: &impl Write, members: Members) -> String {
    document.json(members).map(|json| json.line()).unwrap_or_default()
}

/// The JSON Schema of documents that are made of `D`, on several lines.
pub(crate) fn schema<D: Declared>(format: &str) -> String {
    let mut schemas = Schemas::new();
    let root = describe::schema::<D>(&mut schemas);
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format,
        "$ref": root.get("$ref"),
        "$defs": schemas,
    });
    format!("{schema:#}")
}

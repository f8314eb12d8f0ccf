//! The text of a whole document.

use serde::de::DeserializeSeed;

use super::carried::Members;
use super::kind::Write;
use super::object::{Draft, Object};
use super::place::Place;
use super::shape::Expect;
use crate::error::{DocumentError, Problems};

/// Longest document, in bytes.
pub(crate) const LONGEST: usize = 16 * 1024 * 1024;

/// Reads a document of at most `longest` bytes.
///
/// # Errors
///
/// Every problem at once. Of a text that is too long, or no JSON object, nothing more can be said.
pub(crate) fn read<D: Draft>(json: &str, longest: usize) -> Result<D::Made, DocumentError> {
    let mut problems = Problems::default();
    if json.len() > longest {
        problems.push("", format!("found {} bytes; a document has at most 16 MiB", json.len()));
        return problems.into_result(None);
    }
    if json.trim().is_empty() {
        problems.push("", "is empty; a JSON object is expected");
        return problems.into_result(None);
    }
    if json.starts_with('\u{feff}') {
        problems.push("", "begins with a byte order mark; save it as UTF-8 without one");
        return problems.into_result(None);
    }
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let read = Expect(Object::<D>::new()).deserialize(&mut deserializer);
    match read.and_then(|read| deserializer.end().map(|()| read)) {
        Ok(Ok(draft)) => match draft.make() {
            Ok(made) => return Ok(made),
            Err(own) => problems = own,
        },
        Ok(Err(found)) => found.report(Place::Here, D::EXPECTED, &mut problems),
        Err(error) => problems.push("", format!("cannot be read as JSON: {error}")),
    }
    problems.into_result(None)
}

/// A document on several lines, for people.
pub(crate) fn pretty(document: &impl Write) -> String {
    document.json(Members::All).map(|json| json.pretty()).unwrap_or_default()
}

/// A document on one line, and as short as can be.
pub(crate) fn line(document: &impl Write, members: Members) -> String {
    document.json(members).map(|json| json.line()).unwrap_or_default()
}

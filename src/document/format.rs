//! The `format` by which a document says what it is.

use std::fmt;
use std::marker::PhantomData;

use serde_json::{Map, Value, json};

use super::carried::Members;
use super::json::Json;
use super::kind::{Describe, Kind, Write};
use super::node::Node;
use super::part::Part;
use super::place::Place;
use crate::error::{Problems, shown};

/// A kind of document.
pub(crate) trait Document {
    /// What stands in `format`: `release-criteria/lot/1`.
    const FORMAT: &'static str;
}

/// The `format` of documents of the kind `D`.
pub(crate) struct Format<D>(PhantomData<fn(D)>);

impl<D> Clone for Format<D> {
    fn clone(&self) -> Self {
        Self(PhantomData)
    }
}

impl<D: Document> fmt::Debug for Format<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(D::FORMAT)
    }
}

impl<D: Document> Kind for Format<D> {
    fn read(node: Node<'_>, at: Place<'_>, problems: &mut Problems) -> Part<Self> {
        let Some(found) = node.text(at, problems) else { return Part::Refused };
        if found == D::FORMAT {
            return Part::Read(Self(PhantomData));
        }
        let found = shown(&found, 1);
        problems.push(
            at,
            format!("found `{found}`; this is read as `{}` and as nothing else", D::FORMAT),
        );
        Part::Refused
    }
}

impl<D: Document> Describe for Format<D> {
    fn schema(_: &mut Map<String, Value>) -> Value {
        json!({"const": D::FORMAT})
    }
}

impl<D: Document> Write for Format<D> {
    fn json(&self, _: Members) -> Option<Json<'_>> {
        Some(D::FORMAT.into())
    }
}

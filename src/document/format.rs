//! The `format` by which a document says what it is.

use std::fmt;
use std::marker::PhantomData;

use serde_json::{Value, json};

use super::carried::Members;
use super::describe::{Describe, Schemas};
use super::json::Json;
use super::kind::Kind;
use super::node::Node;
use super::part::Part;
use super::place::Place;
use crate::error::{ProblemCode, Problems, shown};

/// A kind of document.
pub(crate) trait Document {
    /// What stands in `format`: `release-criteria/lot/1`.
    const FORMAT: &'static str;

    /// How that is written.
    fn format(&self, _: Members) -> Option<Json<'_>> {
        Some(Self::FORMAT.into())
    }
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
            ProblemCode::WrongFormat,
            format!("found `{found}`; this is read as `{}` and as nothing else", D::FORMAT),
        );
        Part::Refused
    }
}

impl<D: Document> Describe for Format<D> {
    fn schema(_: &mut Schemas) -> Value {
        json!({"const": D::FORMAT})
    }
}

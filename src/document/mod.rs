//! Documents: what is said once for all kinds of them.
//!
//! A type of which documents have objects lists its members with [`document!`]. From that list come
//! its draft, its reader, its writer and its JSON Schema; the type of each member says how its value
//! is read, written and described, which is its [`Kind`].

mod any_format;
mod carried;
mod declare;
mod describe;
mod format;
mod json;
mod kind;
mod list;
mod locate;
mod node;
mod object;
mod part;
mod place;
mod scan;
mod shape;
mod text;
mod transcript;

pub(crate) use any_format::write_any_format;
pub(crate) use carried::Members;
#[cfg(feature = "csv")]
pub(crate) use carried::is_carried;
pub(crate) use declare::{document, kinds};
pub(crate) use describe::{
    Declared, Describe, Member, Need, Schemas, list_schema, map_schema, object_schema, schema,
    since,
};
pub(crate) use format::{Document, Format};
pub(crate) use json::{Json, Object, one_line};
pub(crate) use kind::{Kind, Later, Write, Written, Yes, boxed, unless_default};
pub(crate) use list::{Item, List};
pub(crate) use node::{Entries, Node};
pub(crate) use object::{Draft, Source, draft_of_node, of_next, of_node, unknown};
pub(crate) use part::Part;
pub(crate) use place::Place;
pub(crate) use shape::Expected;
pub(crate) use text::{LONGEST, line, pretty, read, schema as document_schema};
pub(crate) use transcript::read_any_format;

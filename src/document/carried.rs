//! Members whose keys begin with `x-`: carried along unread.

use serde_json::value::RawValue;

use crate::error::{Problems, shown};
use crate::value::Extensions;

/// Most such members in one object.
const MOST: usize = 100;

/// Which members of a document are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Members {
    /// Those that are declared.
    Own,
    /// Those that are carried along as well.
    All,
}

pub(crate) fn is_carried(key: &str) -> bool {
    key.starts_with("x-")
}

pub(super) fn carry(
    key: &str,
    json: &RawValue,
    extensions: &mut Extensions,
    problems: &mut Problems,
) {
    let path = shown(key, 1);
    if extensions.contains(key) {
        problems.push(path, "appears twice; write it once");
    } else if extensions.iter().count() >= MOST {
        problems.push(
            path,
            format!("found more than {MOST} members with `x-` in one object; carry fewer"),
        );
    } else {
        extensions.push(key, json.get());
    }
}

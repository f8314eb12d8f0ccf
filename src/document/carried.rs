//! Members whose keys begin with `x-`: carried along unread.

use serde_json::value::RawValue;

use crate::error::{About, Problem, ProblemCode, Problems, shown};
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

/// Notes a member that stands in the same object before.
pub(super) fn appears_again(key: &str, problems: &mut Problems) {
    problems.add(|| {
        Problem::new(shown(key, 1), ProblemCode::RepeatedMember, "appears twice; write it once")
            .of(About::KeyAgain)
    });
}

pub(super) fn carry(
    key: &str,
    json: &RawValue,
    extensions: &mut Extensions,
    problems: &mut Problems,
) {
    if extensions.contains(key) {
        appears_again(key, problems);
    } else if extensions.iter().count() >= MOST {
        problems.push(
            shown(key, 1),
            ProblemCode::BeyondLimit,
            format!("found more than {MOST} members with `x-` in one object; carry fewer"),
        );
    } else {
        extensions.push(key, json.get());
    }
}

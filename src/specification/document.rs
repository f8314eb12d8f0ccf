//! The digest of a specification, and what tests declare in one fixed form.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::Specification;
use super::test::Test;
use crate::document::{Members, Write, line};

impl Specification {
    /// What a report pins the specification by: `sha256:` and the digest of its document as read,
    /// in one fixed form.
    ///
    /// Numbers and criteria count as they are written. The order of keys, space between them and
    /// members with `x-` do not, nor does it make a difference whether a field that has its default
    /// for all phases is written or left out.
    #[must_use]
    pub fn digest(&self) -> String {
        let canonical = line(self, Members::Own);
        let mut text = "sha256:".to_owned();
        for byte in Sha256::digest(canonical.as_bytes()) {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        text
    }
}

impl Test {
    /// All that it says besides its id and name, in one fixed form.
    pub(crate) fn declaration(&self) -> String {
        let written = self.json(Members::Own).map(|json| json.without(&["id", "name"]));
        written.map(|json| json.line()).unwrap_or_default()
    }
}

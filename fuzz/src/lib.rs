//! What the targets share: the laws of documents and texts, and mutations that leave a document a
//! document.

pub mod mutation;

use std::error::Error;
use std::fmt::Debug;

use release_criteria::DocumentError;

/// Between the documents of one input.
pub const BETWEEN: &str = "\n---\n";

/// Longest sentence about one problem, in bytes.
const LONGEST: usize = 2_000;

/// What is read is written; that is read again, is the same, and is written alike. What is refused
/// says why.
pub fn written_and_read_again<T: Debug>(
    text: &str,
    read: impl Fn(&str) -> Result<T, DocumentError>,
    write: impl Fn(&T) -> String,
) -> Option<(T, T)> {
    let document = read(text).map_err(|refused| explains(&refused)).ok()?;
    let written = write(&document);
    let again = read(&written)
        .unwrap_or_else(|refused| panic!("is refused after writing:\n{refused}\n{written}"));
    assert_eq!(write(&again), written);
    assert_eq!(known(&again), known(&document));
    Some((document, again))
}

/// All that is known of a document, but for space, which is not kept between the parts of `x-`
/// members.
fn known(document: &impl Debug) -> String {
    format!("{document:?}").replace("\\n", "").replace(' ', "")
}

/// A refusal has problems, and the first hundred of them, each with a short sentence.
pub fn explains(refused: &DocumentError) {
    let kept = refused.problems().len();
    assert!((1..=100).contains(&kept) && (kept == 100 || refused.further() == 0), "{refused}");
    for problem in refused.problems() {
        assert!(!problem.message().is_empty() && problem.position() != Some(0), "{problem:?}");
        says(&problem.to_string());
    }
    assert!(refused.to_string().lines().count() >= kept);
}

/// An error is one short line that a terminal can show.
pub fn is_told(error: &impl Error) {
    says(&error.to_string());
}

fn says(sentence: &str) {
    assert!(
        !sentence.is_empty() && sentence.len() <= LONGEST,
        "{} bytes: {sentence:?}",
        sentence.len()
    );
    assert!(!sentence.contains(char::is_control), "{sentence:?}");
}

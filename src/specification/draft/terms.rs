//! The terms of a criterion, as they are being put together.

use serde_json::{Value, json};

use crate::criterion::{Criterion, Rejected, Term, Terms};
use crate::document::{Describe, Kind, Node, Part, Place, Schemas, list_schema};
use crate::error::{ProblemCode, Problems, shown};

const TOO_LONG: &str = "found terms of more than 1 KiB together; name fewer or shorter ones";

/// The terms that fail.
#[derive(Clone, Debug)]
pub(crate) enum Reject {
    /// All that are not accepted.
    Other,
    Listed(TermTexts),
}

/// Terms that are read once it is known which of them are accepted and which rejected.
#[derive(Clone, Debug, Default)]
pub(crate) struct TermTexts(pub(super) Vec<String>);

impl TermTexts {
    pub(super) fn of(texts: &[&str]) -> Self {
        Self(texts.iter().map(ToString::to_string).collect())
    }
}

impl Kind for TermTexts {
    fn read(node: Node<'_>, at: Place<'_>, problems: &mut Problems) -> Part<Self> {
        Vec::read(node, at, problems).map(Self)
    }
}

impl Describe for TermTexts {
    fn schema(schemas: &mut Schemas) -> Value {
        list_schema(<Term as Describe>::schema(schemas), 1, None)
    }
}

impl Kind for Reject {
    fn read(node: Node<'_>, at: Place<'_>, problems: &mut Problems) -> Part<Self> {
        match node {
            Node::Text(text) if text == "other" => Part::Read(Self::Other),
            Node::Text(text) => {
                let text = shown(&text, 1);
                problems.push(
                    at,
                    ProblemCode::UnknownCode,
                    format!("found `{text}`; write a list of terms, or \"other\""),
                );
                Part::Refused
            }
            list => TermTexts::read(list, at, problems).map(Self::Listed),
        }
    }
}

impl Describe for Reject {
    fn schema(schemas: &mut Schemas) -> Value {
        json!({"anyOf": [{"const": "other"}, TermTexts::schema(schemas)]})
    }
}

/// What a preliminary result may say.
#[derive(Clone, Debug)]
pub(crate) struct InterimTerms(pub(in crate::specification) Vec<Term>);

impl InterimTerms {
    pub(super) fn of<T: AsRef<str>>(
        texts: &[T],
        at: Place<'_>,
        problems: &mut Problems,
    ) -> Part<Self> {
        if texts.is_empty() {
            problems.push(
                at,
                ProblemCode::Empty,
                "found no interim term; name one, or leave `interim` out",
            );
        }
        if length(texts) > Criterion::LONGEST {
            problems.push(at, ProblemCode::BeyondLimit, TOO_LONG);
        }
        Part::read_or_refused(read_terms(texts, at, problems).map(Self))
    }
}

impl Kind for InterimTerms {
    fn read(node: Node<'_>, at: Place<'_>, problems: &mut Problems) -> Part<Self> {
        let Some(texts) = node.texts(at, problems) else { return Part::Refused };
        Self::of(&texts, at, problems)
    }
}

impl Describe for InterimTerms {
    fn schema(schemas: &mut Schemas) -> Value {
        TermTexts::schema(schemas)
    }
}

/// The criterion that accepts and rejects these terms.
pub(super) fn read_lists(
    accept: &[String],
    reject: &Reject,
    problems: &mut Problems,
) -> Option<Criterion> {
    let listed = match reject {
        Reject::Other => None,
        Reject::Listed(terms) => Some(terms.0.as_slice()),
    };
    if accept.is_empty() {
        problems.push(
            "accept",
            ProblemCode::Empty,
            "found no accepted term, so that nothing could conform; name one",
        );
    }
    if listed.is_some_and(<[_]>::is_empty) {
        problems.push(
            "reject",
            ProblemCode::Empty,
            "found no rejected term, so that nothing could fail; name one, or write \"other\"",
        );
    }
    let reject = listed.unwrap_or_default();
    if length(accept).saturating_add(length(reject)) > Criterion::LONGEST {
        problems.push("accept", ProblemCode::BeyondLimit, TOO_LONG);
        return None;
    }
    let accepted = read_terms(accept, Place::key("accept"), problems);
    let rejected = read_terms(reject, Place::key("reject"), problems);
    let (accepted, rejected) = (accepted?, rejected?);
    if accept.is_empty() || listed.is_some_and(<[_]>::is_empty) {
        return None;
    }
    let rejected = if listed.is_some() { Rejected::Listed(rejected) } else { Rejected::Other };
    let Some(terms) = Terms::new(accepted, rejected) else {
        let message =
            "found a term twice; accepted and rejected terms must differ, space and case aside";
        problems.push("accept", ProblemCode::ConflictingTerms, message);
        return None;
    };
    let criterion = Criterion::from_terms(terms);
    if criterion.as_written().len() > Criterion::LONGEST {
        problems.push("accept", ProblemCode::BeyondLimit, TOO_LONG);
        return None;
    }
    Some(criterion)
}

/// Reads terms, each at its place in a list; `None` if one was refused.
pub(super) fn read_terms<T: AsRef<str>>(
    texts: &[T],
    at: Place<'_>,
    problems: &mut Problems,
) -> Option<Vec<Term>> {
    let texts = texts.iter().enumerate();
    let read: Vec<Option<Term>> =
        texts.map(|(index, text)| problems.read(at.item(index), text.as_ref())).collect();
    read.into_iter().collect()
}

/// How many bytes terms have together.
fn length<T: AsRef<str>>(terms: &[T]) -> usize {
    terms.iter().map(|term| term.as_ref().len()).fold(0, usize::saturating_add)
}

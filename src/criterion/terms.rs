//! The closed vocabulary of a qualitative criterion.

use crate::value::Notation;
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::error::{Fault, ParseError};
use crate::value::{fold, look_alike_as_terms, says_no_result};

/// One term. Texts are the same term if they are equal trimmed, each inner space one, without
/// regard to case.
///
/// Its copies share one text: criteria, vocabularies and plans name the same terms.
#[derive(Clone, Debug)]
pub(crate) struct Term(Arc<str>);

impl Term {
    /// As written.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a text is this term.
    pub(crate) fn is(&self, text: &str) -> bool {
        fold(&self.0).eq(fold(text))
    }

    /// In quotes, with single spaces.
    fn quoted(&self) -> String {
        format!("\"{}\"", self.0.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// Whether a text is another term that looks like this one.
    pub(crate) fn looks_like(&self, text: &str) -> bool {
        look_alike_as_terms(&self.0, text)
    }

    /// As texts are compared.
    fn folded(&self) -> Arc<str> {
        if fold(&self.0).eq(self.0.chars()) {
            return Arc::clone(&self.0);
        }
        fold(&self.0).collect::<String>().into()
    }
}

impl PartialEq for Term {
    fn eq(&self, other: &Self) -> bool {
        self.is(&other.0)
    }
}

impl Eq for Term {}

impl std::hash::Hash for Term {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        fold(&self.0).for_each(|character| character.hash(state));
    }
}

impl FromStr for Term {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let misplaced = text.chars().position(|c| c == '"' || c.is_control());
        let refused = if let Some(index) = misplaced {
            Some((index.saturating_add(1), Fault::QuotationMarkInTerm))
        } else if fold(text).eq("other".chars()) {
            Some((1, Fault::OtherAsTerm))
        } else if says_no_result(text) {
            Some((1, Fault::NoResultAsTerm))
        } else {
            None
        };
        match refused {
            Some((position, fault)) => Err(ParseError::new(text, position, fault)),
            None => Ok(Self(text.into())),
        }
    }
}

impl Notation for Term {
    fn text(&self) -> Cow<'_, str> {
        self.as_str().into()
    }
}

/// Accepted and rejected terms.
///
/// Invariants: no term stands twice; `rulings` has each once, folded, in ascending order.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Terms {
    accepted: Vec<Term>,
    rejected: Rejected,
    rulings: Vec<(Arc<str>, Ruling)>,
}

/// Which terms fail.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Rejected {
    Listed(Vec<Term>),
    /// All that are not accepted.
    Other,
}

impl Rejected {
    fn terms(&self) -> &[Term] {
        match self {
            Self::Listed(terms) => terms,
            Self::Other => &[],
        }
    }
}

/// What a criterion's terms say of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Ruling {
    Accepted,
    Rejected,
    Unknown,
}

impl Terms {
    /// `None` where a term stands twice.
    pub(crate) fn new(mut accepted: Vec<Term>, mut rejected: Rejected) -> Option<Self> {
        // Most criteria name one or two terms, for which a list that grew has room for four.
        accepted.shrink_to_fit();
        if let Rejected::Listed(terms) = &mut rejected {
            terms.shrink_to_fit();
        }
        let ruled = accepted.iter().map(|term| (term.folded(), Ruling::Accepted));
        let ruled =
            ruled.chain(rejected.terms().iter().map(|term| (term.folded(), Ruling::Rejected)));
        let mut rulings: Vec<(Arc<str>, Ruling)> = ruled.collect();
        rulings.sort();
        let repeated = rulings.iter().zip(rulings.iter().skip(1)).any(|((a, _), (b, _))| a == b);
        (!repeated).then_some(Self { accepted, rejected, rulings })
    }

    pub(crate) fn accepted(&self) -> &[Term] {
        &self.accepted
    }

    pub(crate) fn rejected(&self) -> &[Term] {
        self.rejected.terms()
    }

    pub(crate) fn rejects_other(&self) -> bool {
        self.rejected == Rejected::Other
    }

    /// Every term that is named.
    pub(crate) fn named(&self) -> impl Iterator<Item = &Term> {
        self.accepted.iter().chain(self.rejected())
    }

    /// What the terms say of a text. Allocates nothing.
    pub(crate) fn rule(&self, text: &str) -> Ruling {
        // Nearly every text is one that the specification spells alike.
        if self.accepted.iter().any(|term| *term.0 == *text) {
            return Ruling::Accepted;
        }
        let known = self.rulings.binary_search_by(|(term, _)| term.chars().cmp(fold(text))).ok();
        let otherwise = if self.rejects_other() { Ruling::Rejected } else { Ruling::Unknown };
        known.and_then(|index| self.rulings.get(index)).map_or(otherwise, |(_, ruling)| *ruling)
    }

    /// `"Clear" or "Opalescent"`.
    pub(crate) fn accepted_text(&self) -> String {
        let quoted: Vec<String> = self.accepted.iter().map(Term::quoted).collect();
        quoted.join(" or ")
    }
}

impl fmt::Display for Terms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let accepted = (!self.accepted.is_empty()).then(|| self.accepted_text());
        let rejected = self.rejected().iter().map(|term| format!("not {}", term.quoted()));
        let other = self.rejects_other().then(|| "not other".to_owned());
        let parts: Vec<String> = accepted.into_iter().chain(rejected).chain(other).collect();
        f.write_str(&parts.join(" "))
    }
}

//! The terms that a parameter or a test declares.

use std::collections::HashMap;
use std::fmt;

use crate::criterion::Term;

/// Most terms that a message names.
const MOST_NAMED: usize = 20;

/// The terms that a parameter or a test declares, made once for all conditions on it.
pub(super) struct Vocabulary {
    /// Each with its first place in the order of the declaration.
    places: HashMap<Term, usize>,
}

impl Vocabulary {
    pub(super) fn of<'t>(terms: impl Iterator<Item = &'t Term>) -> Self {
        let mut places = HashMap::new();
        for (place, term) in terms.enumerate() {
            places.entry(term.clone()).or_insert(place);
        }
        Self { places }
    }

    pub(super) fn contains(&self, term: &Term) -> bool {
        self.places.contains_key(term)
    }
}

impl fmt::Display for Vocabulary {
    /// `` `autologous`, `allogeneic` ``, in the order of the declaration; of many the first ones
    /// and how many follow.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut terms: Vec<(&Term, &usize)> = self.places.iter().collect();
        if terms.is_empty() {
            return f.write_str("none");
        }
        terms.sort_by_key(|(_, place)| **place);
        let named = terms.iter().take(MOST_NAMED).map(|(term, _)| format!("`{}`", term.as_str()));
        f.write_str(&named.collect::<Vec<_>>().join(", "))?;
        match terms.len().checked_sub(MOST_NAMED) {
            Some(more @ 1..) => write!(f, " and {more} more"),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rules: DOC-17.
    #[test]
    fn of_many_terms_the_first_are_named() {
        let terms: Vec<Term> =
            (1..=23).map(|number| format!("T{number}").parse().unwrap()).collect();
        let told = |count: usize| {
            Vocabulary::of(terms.iter().take(count).chain(terms.first())).to_string()
        };
        assert_eq!(told(2), "`T1`, `T2`");
        assert!(told(20).ends_with("`T19`, `T20`"), "{}", told(20));
        assert!(told(23).ends_with("`T19`, `T20` and 3 more"), "{}", told(23));
        assert_eq!(Vocabulary::of([].iter()).to_string(), "none");
    }
}

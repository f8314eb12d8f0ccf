//! Names that documents carry without interpreting them, and members that they carry without
//! reading them.

use super::Notation;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use smol_str::SmolStr;

use crate::error::{Fault, ParseError, misleads};

/// A name or number given by people: of a product, a lot, a method, an investigation.
///
/// It has at least one letter or digit, no space at its ends, and at most 256 characters. None of
/// them is invisible, and the only space is U+0020: two names that look the same must not count as
/// two.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Label(SmolStr);

impl Label {
    const LONGEST: usize = 256;

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Label {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        if let Some((index, unseen)) =
            text.chars().enumerate().find(|(_, character)| is_unseen(*character))
        {
            let fault = Fault::UnseenCharacter(unseen);
            return Err(ParseError::new(text, index.saturating_add(1), fault));
        }
        let refused = if text.chars().nth(Self::LONGEST).is_some() {
            Some((Self::LONGEST.saturating_add(1), Fault::LongName))
        } else if !text.contains(char::is_alphanumeric) {
            Some((1, Fault::EmptyName))
        } else if text.starts_with(char::is_whitespace) {
            Some((1, Fault::SpaceAtEnd))
        } else if text.ends_with(char::is_whitespace) {
            Some((text.chars().count(), Fault::SpaceAtEnd))
        } else {
            None
        };
        match refused {
            Some((position, fault)) => Err(ParseError::new(text, position, fault)),
            None => Ok(Self(text.into())),
        }
    }
}

impl Notation for Label {
    fn text(&self) -> Cow<'_, str> {
        self.as_str().into()
    }

    fn schema() -> Value {
        json!({"type": "string", "minLength": 1, "maxLength": Self::LONGEST})
    }
}

/// Whether two names that differ in the character alone could look the same.
fn is_unseen(character: char) -> bool {
    // The last ones are blank, or mark annotations, though Unicode counts none of them as ignorable
    // or as a space.
    misleads(character)
        || (character.is_whitespace() && character != ' ')
        || matches!(character, '\u{2800}' | '\u{FFF9}'..='\u{FFFB}')
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// The members of a JSON object whose keys begin with `x-`, as JSON text, in the order in which
/// they were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Extensions(Option<Box<Carried>>);

/// The members, beside the object of which they are: most have none, and many objects are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Carried {
    members: Vec<(Box<str>, Box<str>)>,
}

impl Extensions {
    pub(crate) fn push(&mut self, key: &str, json: &str) {
        self.0.get_or_insert_default().members.push((key.into(), json.into()));
    }

    pub(crate) fn contains(&self, key: &str) -> bool {
        self.iter().any(|(known, _)| known == key)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().flat_map(|carried| &carried.members).map(|(key, json)| (&**key, &**json))
    }
}

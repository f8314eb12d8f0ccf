//! A small part of a document, read before it is known what it should be.

use std::borrow::Cow;

use serde::de::{MapAccess, SeqAccess};

use super::carried::{appears_again, carry, is_carried};
use super::place::Place;
use super::shape::{Expect, Expected, Found, Shape, Text};
use crate::error::Problems;
use crate::value::Extensions;

/// Most values in one such part: more than the criteria, methods or conversions of a test, or the
/// replicates of a determination with their invalidations, can need.
const MOST_VALUES: usize = 10_000;
/// Most members of one object in it.
const MOST_MEMBERS: usize = 200;

/// A JSON value, as far as documents use it.
#[derive(Debug)]
pub(crate) enum Node<'d> {
    Text(Cow<'d, str>),
    Flag(bool),
    Count(u64),
    List(Vec<Node<'d>>),
    Object(Entries<'d>),
    Other(Found),
}

/// The members of an object, in the order in which they stand.
#[derive(Debug, Default)]
pub(crate) struct Entries<'d> {
    pub(crate) own: Vec<(Cow<'d, str>, Node<'d>)>,
    pub(crate) carried: Extensions,
    pub(super) problems: Problems,
}

impl Entries<'_> {
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.own.iter().map(|(key, _)| &**key)
    }

    /// Hands over what is wrong with the object as a whole.
    pub(crate) fn noted(mut self, at: Place<'_>, problems: &mut Problems) -> Self {
        let own = std::mem::take(&mut self.problems);
        if !own.is_empty() {
            problems.absorb(&at.to_string(), own);
        }
        self
    }
}

impl<'d> Node<'d> {
    /// Reads the value of the next member.
    pub(super) fn bounded<A: MapAccess<'d>>(map: &mut A) -> Result<Self, A::Error> {
        let mut left = MOST_VALUES;
        let node = map.next_value_seed(Expect(AnyNode { left: &mut left }))?;
        Ok(if left == 0 { Self::Other(Found::TooMuch) } else { node })
    }

    pub(super) fn found(&self) -> Found {
        match self {
            Self::Text(_) => Found::Text,
            Self::Flag(_) => Found::Flag,
            Self::Count(_) => Found::Number,
            Self::List(_) => Found::List,
            Self::Object(_) => Found::Object,
            Self::Other(found) => *found,
        }
    }

    /// Notes that something else is expected.
    fn refuse<T>(&self, at: Place<'_>, expected: Expected, problems: &mut Problems) -> Option<T> {
        self.found().report(at, expected, problems);
        None
    }

    /// The text that stands here; anything else is noted.
    pub(crate) fn text(self, at: Place<'_>, problems: &mut Problems) -> Option<Cow<'d, str>> {
        match self {
            Self::Text(text) => Some(text),
            other => other.refuse(at, Expected::Text, problems),
        }
    }

    /// The flag that stands here; anything else is noted.
    pub(super) fn flag(&self, at: Place<'_>, problems: &mut Problems) -> Option<bool> {
        match self {
            Self::Flag(flag) => Some(*flag),
            other => other.refuse(at, Expected::Flag, problems),
        }
    }

    /// The whole number that stands here; anything else is noted.
    pub(super) fn count(&self, at: Place<'_>, problems: &mut Problems) -> Option<u64> {
        match self {
            Self::Count(count) => Some(*count),
            other => other.refuse(at, Expected::Count, problems),
        }
    }

    /// The items of the list that stands here; anything else is noted.
    pub(crate) fn items(self, at: Place<'_>, problems: &mut Problems) -> Option<Vec<Node<'d>>> {
        match self {
            Self::List(items) => Some(items),
            other => other.refuse(at, Expected::List, problems),
        }
    }

    /// The texts of the list that stands here; anything else is noted.
    pub(crate) fn texts(self, at: Place<'_>, problems: &mut Problems) -> Option<Vec<Cow<'d, str>>> {
        let items = self.items(at, problems)?.into_iter().enumerate();
        let texts: Vec<Option<Cow<'d, str>>> =
            items.map(|(index, item)| item.text(at.item(index), problems)).collect();
        texts.into_iter().collect()
    }

    /// The object that stands here, with what is wrong with it noted; anything else is noted.
    pub(crate) fn object(
        self,
        at: Place<'_>,
        expected: Expected,
        problems: &mut Problems,
    ) -> Option<Entries<'d>> {
        match self {
            Self::Object(object) => Some(object.noted(at, problems)),
            other => other.refuse(at, expected, problems),
        }
    }
}

/// Whatever stands there, as long as there is allowance `left`; then it is stepped over.
struct AnyNode<'a> {
    left: &'a mut usize,
}

impl AnyNode<'_> {
    fn spend(&mut self) -> bool {
        *self.left = self.left.saturating_sub(1);
        *self.left > 0
    }
}

impl<'de> Shape<'de> for AnyNode<'_> {
    type Output = Node<'de>;

    fn other(mut self, found: Found) -> Node<'de> {
        self.spend();
        Node::Other(found)
    }

    fn text(mut self, text: Cow<'de, str>) -> Node<'de> {
        if self.spend() { Node::Text(text) } else { Node::Other(Found::TooMuch) }
    }

    fn flag(mut self, flag: bool) -> Node<'de> {
        self.spend();
        Node::Flag(flag)
    }

    fn count(mut self, count: u64) -> Node<'de> {
        self.spend();
        Node::Count(count)
    }

    fn list<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<Node<'de>, A::Error> {
        self.spend();
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(Expect(AnyNode { left: self.left }))? {
            if *self.left > 0 {
                items.push(item);
            }
        }
        Ok(Node::List(items))
    }

    fn object<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Node<'de>, A::Error> {
        self.spend();
        let mut object = Entries::default();
        while let Some(key) = map.next_key_seed(Expect(Text))? {
            let key = key.unwrap_or_default();
            if is_carried(&key) {
                carry(&key, map.next_value()?, &mut object.carried, &mut object.problems);
                continue;
            }
            let node = map.next_value_seed(Expect(AnyNode { left: self.left }))?;
            if object.own.len() >= MOST_MEMBERS {
                *self.left = 0;
            } else if object.own.iter().any(|(known, _)| *known == key) {
                appears_again(&key, &mut object.problems);
            } else if *self.left > 0 {
                object.own.push((key, node));
            }
        }
        Ok(Node::Object(object))
    }
}

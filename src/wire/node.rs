//! A small part of a document whose shape depends on what stands there.

use std::borrow::Cow;
use std::str::FromStr;

use serde::de::{MapAccess, SeqAccess};

use super::read::{Fields, carry, is_extension, unknown};
use super::shape::{Expect, Expected, Found, Shape};
use crate::error::{ParseError, Problems, join, shown};
use crate::value::Extensions;

/// Most values in one such part: more than the criteria, methods or conversions of a test, or the
/// replicates of a determination with their invalidations, can need.
const MOST_VALUES: usize = 10_000;
/// Most members of one object in it.
const MOST_MEMBERS: usize = 200;

/// A JSON value, as far as documents use it.
#[derive(Debug)]
pub(super) enum Node {
    Text(String),
    Count(u64),
    List(Vec<Node>),
    Object(Members),
    Other(Found),
}

/// The members of an object, in the order in which they stand.
#[derive(Debug, Default)]
pub(crate) struct Members {
    own: Vec<(String, Node)>,
    pub(super) extensions: Extensions,
    problems: Problems,
}

impl Node {
    pub(super) fn found(&self) -> Found {
        match self {
            Self::Text(_) => Found::Text,
            Self::Count(_) => Found::Number,
            Self::List(_) => Found::List,
            Self::Object(_) => Found::Object,
            Self::Other(found) => *found,
        }
    }

    /// The text that stands at `path`; anything else is noted.
    pub(super) fn text(self, path: &str, problems: &mut Problems) -> Option<String> {
        if let Self::Text(text) = self {
            return Some(text);
        }
        self.found().report(path, Expected::Text, problems);
        None
    }

    /// The code that stands at `path`; anything else is noted.
    pub(super) fn code<T: FromStr<Err = ParseError>>(
        self,
        path: &str,
        problems: &mut Problems,
    ) -> Option<T> {
        let text = self.text(path, problems)?;
        problems.read(path, &text)
    }

    /// The whole number that stands at `path`; anything else is noted.
    pub(super) fn count(self, path: &str, problems: &mut Problems) -> Option<u64> {
        if let Self::Count(count) = self {
            return Some(count);
        }
        self.found().report(path, Expected::Count, problems);
        None
    }

    /// The items of the list that stands at `path`, each with its path; anything else is noted.
    pub(super) fn items(self, path: &str, problems: &mut Problems) -> Option<Vec<(String, Node)>> {
        if let Self::List(items) = self {
            return Some(
                items
                    .into_iter()
                    .enumerate()
                    .map(|(index, item)| (format!("{path}[{index}]"), item))
                    .collect(),
            );
        }
        self.found().report(path, Expected::List, problems);
        None
    }

    /// The texts of the list that stands at `path`; anything else is noted.
    pub(super) fn texts(self, path: &str, problems: &mut Problems) -> Option<Vec<String>> {
        let texts: Vec<Option<String>> = self
            .items(path, problems)?
            .into_iter()
            .map(|(path, item)| item.text(&path, problems))
            .collect();
        texts.into_iter().collect()
    }

    /// The object that stands at `path`; anything else is noted.
    pub(super) fn object(
        self,
        path: &str,
        expected: Expected,
        problems: &mut Problems,
    ) -> Option<Members> {
        if let Self::Object(mut object) = self {
            problems.absorb(path, std::mem::take(&mut object.problems));
            return Some(object);
        }
        self.found().report(path, expected, problems);
        None
    }
}

impl Members {
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.own.iter().map(|(key, _)| key.as_str())
    }

    /// The members with their paths, in the order in which they stand.
    pub(super) fn entries(self, path: &str) -> impl Iterator<Item = (String, String, Node)> {
        let path = path.to_owned();
        self.own.into_iter().map(move |(key, node)| {
            let path = join(&path, &shown(&key, 1));
            (key, path, node)
        })
    }

    /// The texts of an object with these members, all of them needed, and no others.
    pub(super) fn texts<const N: usize>(
        self,
        path: &str,
        keys: [&str; N],
        problems: &mut Problems,
    ) -> [Option<String>; N] {
        let mut texts = [const { None }; N];
        let mut missing: Vec<&str> = keys.to_vec();
        for (key, path, node) in self.entries(path) {
            missing.retain(|known| *known != key);
            match keys.iter().zip(&mut texts).find(|(known, _)| **known == key) {
                Some((_, text)) => *text = node.text(&path, problems),
                None => unknown(&path, &keys, problems),
            }
        }
        for key in missing {
            problems.push(join(path, key), "is missing");
        }
        texts
    }
}

/// Texts as builders take them.
pub(super) fn borrowed(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

/// Reads one part.
pub(super) fn read_node<'de, A: MapAccess<'de>>(fields: &mut Fields<A>) -> Result<Node, A::Error> {
    let mut left = MOST_VALUES;
    let node = fields.shape(AnyNode { left: &mut left })?;
    Ok(if left == 0 { Node::Other(Found::TooMuch) } else { node })
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
    type Output = Node;

    fn other(mut self, found: Found) -> Node {
        self.spend();
        Node::Other(found)
    }

    fn text(mut self, text: Cow<'de, str>) -> Node {
        if self.spend() { Node::Text(text.into_owned()) } else { Node::Other(Found::TooMuch) }
    }

    fn count(mut self, count: u64) -> Node {
        self.spend();
        Node::Count(count)
    }

    fn list<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<Node, A::Error> {
        self.spend();
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(Expect(AnyNode { left: self.left }))? {
            if *self.left > 0 {
                items.push(item);
            }
        }
        Ok(Node::List(items))
    }

    fn object<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Node, A::Error> {
        self.spend();
        let mut object = Members::default();
        while let Some(key) = map.next_key::<String>()? {
            if is_extension(&key) {
                carry(&key, map.next_value()?, &mut object.extensions, &mut object.problems);
                continue;
            }
            let node = map.next_value_seed(Expect(AnyNode { left: self.left }))?;
            if object.own.len() >= MOST_MEMBERS {
                *self.left = 0;
            } else if object.own.iter().any(|(known, _)| *known == key) {
                object.problems.push(shown(&key, 1), "appears twice; write it once");
            } else if *self.left > 0 {
                object.own.push((key, node));
            }
        }
        Ok(Node::Object(object))
    }
}

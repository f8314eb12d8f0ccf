//! Objects whose members are declared: reading them goes on after a problem, which is noted with its
//! place and stepped over.

use std::convert::Infallible;
use std::marker::PhantomData;

use serde::de::{IgnoredAny, MapAccess};
use serde_json::value::RawValue;

use super::carried::{appears_again, carry, is_carried};
use super::describe::{Declared, Need};
use super::kind::Kind;
use super::node::{Entries, Node};
use super::part::Part;
use super::place::Place;
use super::shape::{Expect, Expected, Found, Shape, Text};
use crate::error::{About, Problem, ProblemCode, Problems};
use crate::value::Extensions;

/// More members no kind of object has.
const MOST_MEMBERS: usize = 16;

/// An object as it is being put together, by a reader or in code.
pub(crate) trait Draft: Declared + Default {
    /// What becomes of it.
    type Made;
    const EXPECTED: Expected;

    /// Takes the value of the member `key`, which is declared.
    fn take<'d, S: Source<'d>>(&mut self, key: &str, source: S) -> Result<(), S::Error>;

    /// Takes a text that stands in code as one that stands in a document under this key.
    fn with_text(mut self, key: &str, text: &str) -> Self {
        debug_assert!(Self::MEMBERS.iter().any(|member| member.key == key), "no member `{key}`");
        let Ok(()) = self.take(key, Node::Text(text.into()));
        self
    }

    /// The members that are carried along, and what is wrong with it, with places from this object
    /// on.
    fn own(&mut self) -> (&mut Extensions, &mut Problems);

    /// What it makes, or what is wrong with it.
    fn make(self) -> Result<Self::Made, Problems>;
}

/// What the value of a member is read from.
pub(crate) trait Source<'d>: Sized {
    type Error;

    fn read<K: Kind>(self, at: Place<'_>, problems: &mut Problems) -> Result<Part<K>, Self::Error>;
}

impl<'d> Source<'d> for Node<'d> {
    type Error = Infallible;

    fn read<K: Kind>(self, at: Place<'_>, problems: &mut Problems) -> Result<Part<K>, Infallible> {
        Ok(K::read(self, at, problems))
    }
}

/// The next value of an object that is being read.
struct Next<'m, A>(&'m mut A);

impl<'d, A: MapAccess<'d>> Source<'d> for Next<'_, A> {
    type Error = A::Error;

    fn read<K: Kind>(self, at: Place<'_>, problems: &mut Problems) -> Result<Part<K>, A::Error> {
        K::stream(self.0, at, problems)
    }
}

/// Which of the declared members there are.
struct Seen<D>([bool; MOST_MEMBERS], PhantomData<D>);

impl<D: Draft> Seen<D> {
    fn none() -> Self {
        const { assert!(D::MEMBERS.len() <= MOST_MEMBERS) };
        Self([false; MOST_MEMBERS], PhantomData)
    }

    /// The declared member that has this key, if it is the first; anything else is noted.
    fn next(&mut self, key: &str, problems: &mut Problems) -> Option<&'static str> {
        match D::MEMBERS.iter().zip(&mut self.0).find(|(own, _)| own.key == key) {
            Some((own, seen)) if !*seen => {
                *seen = true;
                return Some(own.key);
            }
            Some((own, _)) => appears_again(own.key, problems),
            None => unknown(Place::key(key), D::MEMBERS.iter().map(|own| own.key), problems),
        }
        None
    }

    fn note_missing(&self, problems: &mut Problems) {
        for (own, seen) in D::MEMBERS.iter().zip(&self.0) {
            if !seen && own.need == Need::Required {
                problems.push(own.key, ProblemCode::Missing, "is missing");
            }
        }
    }
}

/// Notes a member that documents do not have.
pub(crate) fn unknown<'k>(
    at: Place<'_>,
    keys: impl Iterator<Item = &'k str>,
    problems: &mut Problems,
) {
    problems.add(|| {
        let keys: Vec<String> = keys.map(|key| format!("`{key}`")).collect();
        let keys = keys.join(", ");
        let message =
            format!("is not a field here; expected {keys}, or a key that begins with `x-`");
        Problem::new(at, ProblemCode::UnknownMember, message).of(About::Key)
    });
}

/// The draft of an object that has been read as a node.
fn of_entries<D: Draft>(entries: Entries<'_>) -> D {
    let (mut draft, mut seen) = (D::default(), Seen::<D>::none());
    *draft.own().0 = entries.carried;
    *draft.own().1 = entries.problems;
    for (key, node) in entries.own {
        if let Some(key) = seen.next(&key, draft.own().1) {
            let Ok(()) = draft.take(key, node);
        }
    }
    seen.note_missing(draft.own().1);
    draft
}

/// The draft of an object that has been read as a node; else what was found.
pub(super) fn draft<D: Draft>(node: Node<'_>) -> Result<D, Found> {
    match node {
        Node::Object(entries) => Ok(of_entries(entries)),
        other => Err(other.found()),
    }
}

/// The object of a kind that stands there as a node; anything else is noted.
pub(crate) fn of_node<D: Draft>(
    node: Node<'_>,
    at: Place<'_>,
    problems: &mut Problems,
) -> Part<D::Made> {
    made_or_noted::<D>(draft(node), at, problems)
}

fn made_or_noted<D: Draft>(
    draft: Result<D, Found>,
    at: Place<'_>,
    problems: &mut Problems,
) -> Part<D::Made> {
    match draft {
        Ok(draft) => made(draft, at, problems),
        Err(found) => {
            found.report(at, D::EXPECTED, problems);
            Part::Refused
        }
    }
}

/// What a draft makes; what is wrong with it is noted.
pub(super) fn made<D: Draft>(draft: D, at: Place<'_>, problems: &mut Problems) -> Part<D::Made> {
    match draft.make() {
        Ok(made) => Part::Read(made),
        Err(own) => {
            problems.absorb(&at.to_string(), own);
            Part::Refused
        }
    }
}

/// As [`of_node`], of a draft that is kept: what is wrong with it is noted at once.
pub(crate) fn draft_of_node<D: Draft<Made = D>>(
    node: Node<'_>,
    at: Place<'_>,
    problems: &mut Problems,
) -> Part<D> {
    of_node::<D>(node, at, problems).map(|mut draft| {
        problems.absorb(&at.to_string(), std::mem::take(draft.own().1));
        draft
    })
}

/// The object of a kind that is the next value, member by member; anything else is noted.
pub(crate) fn of_next<'d, D: Draft, A: MapAccess<'d>>(
    map: &mut A,
    at: Place<'_>,
    problems: &mut Problems,
) -> Result<Part<D::Made>, A::Error> {
    let draft = map.next_value_seed(Expect(Object::<D>::new()))?;
    Ok(made_or_noted(draft, at, problems))
}

/// An object of a kind, and nothing else.
pub(super) struct Object<D>(PhantomData<D>);

impl<D> Object<D> {
    pub(super) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'d, D: Draft> Shape<'d> for Object<D> {
    type Output = Result<D, Found>;

    fn other(self, found: Found) -> Self::Output {
        Err(found)
    }

    fn object<A: MapAccess<'d>>(self, mut map: A) -> Result<Self::Output, A::Error> {
        let (mut draft, mut seen) = (D::default(), Seen::<D>::none());
        while let Some(key) = map.next_key_seed(Expect(Text))? {
            let key = key.unwrap_or_default();
            if is_carried(&key) {
                let json: &RawValue = map.next_value()?;
                let (carried, problems) = draft.own();
                carry(&key, json, carried, problems);
            } else if let Some(key) = seen.next(&key, draft.own().1) {
                draft.take(key, Next(&mut map))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        seen.note_missing(draft.own().1);
        Ok(Ok(draft))
    }
}

//! Lists of objects, which may be long: each is read, made and let go before the next.

use serde::de::{MapAccess, SeqAccess};
use serde_json::Value;

use super::describe::{self, Describe, Schemas, list_schema};
use super::kind::Kind;
use super::node::Node;
use super::object::{self, Draft, Object};
use super::part::Part;
use super::place::Place;
use super::shape::{Expect, Expected, Found, Shape};
use crate::error::Problems;

/// Objects of one kind, each with its place in the list of the document.
#[derive(Clone, Debug)]
pub(crate) struct List<D: Draft> {
    pub(crate) items: Vec<D::Made>,
    pub(crate) places: Vec<u32>,
}

/// How the objects of a list are kept.
pub(crate) trait Item: Draft {
    /// Most objects of a list. One more is kept, by which the check sees that there are too many.
    const MOST: usize = usize::MAX;

    /// Fewest objects of a list, as the check says.
    const LEAST: usize = 0;

    /// What keeps the place of one that is no object; without it, none does.
    fn in_place_of_refused() -> Option<Self::Made> {
        None
    }

    /// Hands over what is wrong with one, where that is kept with it.
    fn each_problems(_: &mut Self::Made, _: &mut dyn FnMut(&mut Problems)) {}
}

impl<D: Draft> Default for List<D> {
    fn default() -> Self {
        Self { items: Vec::new(), places: Vec::new() }
    }
}

impl<D: Draft> List<D> {
    /// Objects that stand in code, in this order.
    pub(crate) fn of(items: Vec<D::Made>) -> Self {
        let places = (0..).take(items.len()).collect();
        Self { items, places }
    }
}

impl<D: Draft> Part<List<D>> {
    /// The objects; none where they were left out or refused.
    pub(crate) fn items(self) -> Vec<D::Made> {
        self.into_option().unwrap_or_default().items
    }
}

impl<D: Item> List<D> {
    pub(crate) fn push(&mut self, item: D::Made) {
        let place = self.items.len();
        self.keep(item, place);
    }

    fn keep(&mut self, item: D::Made, place: usize) {
        if self.items.len() <= D::MOST {
            self.items.push(item);
            self.places.push(u32::try_from(place).unwrap_or(u32::MAX));
        }
    }
}

/// A list that is being read. A document of many small faults must not fill the memory: what is
/// wrong with one object is dropped with it, or bounded where both are kept.
struct Reading<'r, D: Draft> {
    list: List<D>,
    next: usize,
    at: Place<'r>,
    problems: &'r mut Problems,
    /// What is wrong with the objects, which is told after what is none.
    of_items: Problems,
    kept: usize,
}

impl<'r, D: Item> Reading<'r, D> {
    fn new(at: Place<'r>, problems: &'r mut Problems) -> Self {
        Self {
            list: List::default(),
            next: 0,
            at,
            problems,
            of_items: Problems::default(),
            kept: 0,
        }
    }

    fn see(&mut self, item: Result<D, Found>) {
        let (place, at) = (self.next, self.at);
        self.next = self.next.saturating_add(1);
        let made = match item {
            Ok(draft) => object::made(draft, at.item(place), &mut self.of_items).into_option(),
            Err(found) => {
                found.report(at.item(place), Expected::Object, self.problems);
                D::in_place_of_refused()
            }
        };
        let Some(mut made) = made else { return };
        D::each_problems(&mut made, &mut |own| {
            if self.kept >= Problems::KEPT {
                own.only_count();
            }
            self.kept = self.kept.saturating_add(own.count());
        });
        self.list.keep(made, place);
    }

    fn finish(self) -> List<D> {
        self.problems.absorb("", self.of_items);
        self.list
    }
}

impl<D: Item> Kind for List<D> {
    fn read(node: Node<'_>, at: Place<'_>, problems: &mut Problems) -> Part<Self> {
        let Some(items) = node.items(at, problems) else { return Part::Refused };
        let mut reading = Reading::<D>::new(at, problems);
        for item in items {
            reading.see(object::draft(item));
        }
        Part::Read(reading.finish())
    }

    fn stream<'d, A: MapAccess<'d>>(
        map: &mut A,
        at: Place<'_>,
        problems: &mut Problems,
    ) -> Result<Part<Self>, A::Error> {
        map.next_value_seed(Expect(Reading::<D>::new(at, problems)))
    }
}

impl<D: Item> Describe for List<D> {
    fn schema(schemas: &mut Schemas) -> Value {
        let most = (D::MOST < usize::MAX).then_some(D::MOST);
        list_schema(describe::schema::<D>(schemas), D::LEAST, most)
    }
}

impl<'d, D: Item> Shape<'d> for Reading<'_, D> {
    type Output = Part<List<D>>;

    fn other(self, found: Found) -> Self::Output {
        found.report(self.at, Expected::List, self.problems);
        Part::Refused
    }

    fn list<A: SeqAccess<'d>>(mut self, mut list: A) -> Result<Self::Output, A::Error> {
        while let Some(item) = list.next_element_seed(Expect(Object::<D>::new()))? {
            self.see(item);
        }
        Ok(Part::Read(self.finish()))
    }
}

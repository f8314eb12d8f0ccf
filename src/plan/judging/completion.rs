//! What is missing, put at all that it could be.

use crate::acceptance::{End, Extent, Interval, cmp_lower};
use crate::combination::distinct;
use crate::value::{Amount, Exact};

/// The most sets of numbers that are kept apart where it is open which of them there is.
const MOST_PIECES: usize = 64;

/// The numbers that a determination may come to of which no value is known.
#[derive(Clone, Debug)]
pub(super) enum MayBe {
    /// None, whatever comes: it would be divided by zero, or lie below zero where nothing can.
    Nothing,
    /// Whatever the quantity can be.
    Anything,
    /// What the replicates that are there leave open, or what is plausible of a parameter.
    Within(Box<Extent>),
    /// Perhaps none, because it may not apply, or no final result can come; and otherwise whatever
    /// the quantity can be. Nothing fails by what is perhaps none.
    PerhapsAnything,
    /// Perhaps none, and otherwise one of these.
    Perhaps(Vec<Extent>),
    /// Perhaps none, and otherwise this term.
    PerhapsTerm(Box<str>),
}

impl MayBe {
    /// The numbers, as far as it can be any.
    pub(super) fn extents(&self, signed: bool) -> Vec<Extent> {
        match self {
            Self::Nothing => Vec::new(),
            Self::Anything | Self::PerhapsAnything | Self::PerhapsTerm(_) => vec![anything(signed)],
            Self::Within(extent) => vec![extent.as_ref().clone()],
            Self::Perhaps(extents) => extents.clone(),
        }
    }

    /// Whether there may be no number at all.
    pub(super) fn is_perhaps_none(&self) -> bool {
        matches!(
            self,
            Self::Nothing | Self::PerhapsAnything | Self::Perhaps(_) | Self::PerhapsTerm(_)
        )
    }

    /// The same, where there may be no number besides.
    pub(super) fn perhaps(self) -> Self {
        match self {
            Self::Anything => Self::PerhapsAnything,
            Self::Within(extent) => Self::Perhaps(vec![*extent]),
            perhaps => perhaps,
        }
    }

    /// What may be where it is open which of these there is, none of them surely.
    pub(super) fn one_of<'m>(all: impl IntoIterator<Item = &'m Self>) -> Self {
        let (mut numbers, mut terms): (Vec<Extent>, Vec<&str>) = (Vec::new(), Vec::new());
        for own in all {
            match own {
                Self::Nothing => {}
                Self::Within(extent) => numbers.push(extent.as_ref().clone()),
                Self::Perhaps(extents) => numbers.extend(extents.iter().cloned()),
                Self::PerhapsTerm(text) => terms.push(text),
                Self::Anything | Self::PerhapsAnything => return Self::PerhapsAnything,
            }
        }
        let numbers = distinct(numbers);
        terms.dedup();
        match (numbers.is_empty(), terms.as_slice()) {
            (true, []) => Self::Nothing,
            (true, [text]) => Self::PerhapsTerm((*text).into()),
            (false, []) if numbers.len() <= MOST_PIECES => Self::Perhaps(numbers),
            _ => Self::PerhapsAnything,
        }
    }
}

/// All that a quantity can be.
pub(crate) fn anything(signed: bool) -> Extent {
    let zero = End::At { value: Exact::ZERO.into(), included: true };
    Extent { lower: if signed { End::Unbounded } else { zero }, upper: End::Unbounded }
}

/// `extent` in pieces, in ascending order: the points of `turns` that lie in it, and what lies
/// between them.
pub(super) fn pieces(extent: &Extent, mut turns: Vec<Amount>) -> Vec<Extent> {
    turns.extend(extent.ends().cloned());
    turns.sort();
    turns.dedup_by(|a, b| (*a).cmp(b).is_eq());
    let mut pieces = Vec::new();
    let mut from = End::Unbounded;
    for turn in turns {
        let open = || End::At { value: turn.clone(), included: false };
        pieces.push(Interval { lower: from, upper: open() });
        pieces.push(Extent::point(&turn));
        from = open();
    }
    pieces.push(Interval { lower: from, upper: End::Unbounded });
    // A piece lies in it as a whole or not at all, because both of its ends are turns.
    pieces.retain(|piece| piece.is_subset_of(extent));
    pieces
}

/// Whether some number of `missing` makes `of` lie within `accepted`. `of` rises with the number,
/// and lies otherwise to an end of `accepted` only from one of `turns` on.
pub(super) fn some_rising(
    missing: &Extent,
    turns: Vec<Amount>,
    of: impl Fn(&Extent) -> Option<Extent>,
    accepted: &Extent,
) -> bool {
    let pieces = pieces(missing, turns);
    let begins_within = |piece: &Extent| {
        of(piece).is_some_and(|own| cmp_lower(&own.lower, &accepted.lower).is_ge())
    };
    // The first that reaches the lower end is the one that stays furthest below the upper end.
    let first = pieces.partition_point(|piece| !begins_within(piece));
    pieces.get(first).and_then(of).is_some_and(|own| own.is_subset_of(accepted))
}

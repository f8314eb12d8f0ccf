//! Sets of values from one end to another: the one algebra of accepted and measured values.

use std::cmp::Ordering;

/// One end of an interval.
#[derive(Clone, Copy, Debug)]
pub(crate) enum End<V> {
    Unbounded,
    At { value: V, included: bool },
}

/// Everything between two ends.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Interval<V> {
    pub(crate) lower: End<V>,
    pub(crate) upper: End<V>,
}

/// How a measured set lies to an accepted one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// All that was measured is accepted: conforms.
    Inside,
    /// Nothing that was measured is accepted: does not conform.
    Disjoint,
    /// Some of it is: undecidable, and never a pass.
    Overlapping,
}

impl<V> End<V> {
    pub(crate) fn value(&self) -> Option<&V> {
        match self {
            Self::Unbounded => None,
            Self::At { value, .. } => Some(value),
        }
    }

    /// What `of` makes of the end and of whether it is included.
    pub(crate) fn value_or<W>(self, unbounded: W, of: impl FnOnce(V, bool) -> W) -> W {
        match self {
            Self::Unbounded => unbounded,
            Self::At { value, included } => of(value, included),
        }
    }

    /// The end of what lies on the other side of this one.
    pub(crate) fn facing(self) -> Self {
        match self {
            Self::Unbounded => Self::Unbounded,
            Self::At { value, included } => Self::At { value, included: !included },
        }
    }

    pub(crate) fn map<W>(self, map: impl FnOnce(V) -> W) -> End<W> {
        match self {
            Self::Unbounded => End::Unbounded,
            Self::At { value, included } => End::At { value: map(value), included },
        }
    }
}

impl<V: Ord> Interval<V> {
    pub(crate) fn is_empty(&self) -> bool {
        leave_nothing(&self.lower, &self.upper)
    }

    pub(crate) fn holds(&self, value: &V) -> bool {
        let lies = |end: &End<V>, beyond: Ordering| match end {
            End::Unbounded => true,
            End::At { value: end, included } => match value.cmp(end) {
                Ordering::Equal => *included,
                order => order == beyond,
            },
        };
        lies(&self.lower, Ordering::Greater) && lies(&self.upper, Ordering::Less)
    }

    pub(crate) fn is_subset_of(&self, other: &Self) -> bool {
        let lies_within = cmp_lower(&self.lower, &other.lower).is_ge()
            && cmp_upper(&self.upper, &other.upper).is_le();
        lies_within || self.is_empty()
    }

    pub(crate) fn is_disjoint_from(&self, other: &Self) -> bool {
        let lower =
            if cmp_lower(&self.lower, &other.lower).is_ge() { &self.lower } else { &other.lower };
        let upper =
            if cmp_upper(&self.upper, &other.upper).is_le() { &self.upper } else { &other.upper };
        leave_nothing(lower, upper)
    }

    /// How `measured` lies to this accepted set.
    pub(crate) fn relation(&self, measured: &Self) -> Relation {
        if measured.is_subset_of(self) {
            Relation::Inside
        } else if measured.is_disjoint_from(self) {
            Relation::Disjoint
        } else {
            Relation::Overlapping
        }
    }
}

/// Whether no value lies between the ends.
fn leave_nothing<V: Ord>(lower: &End<V>, upper: &End<V>) -> bool {
    match (lower, upper) {
        (End::At { value: lower, included: from }, End::At { value: upper, included: to }) => {
            match lower.cmp(upper) {
                Ordering::Less => false,
                Ordering::Equal => !(*from && *to),
                Ordering::Greater => true,
            }
        }
        _ => false,
    }
}

/// Orders lower ends by where they begin: unbounded, then by value, an included end before an
/// excluded one.
pub(crate) fn cmp_lower<V: Ord>(a: &End<V>, b: &End<V>) -> Ordering {
    match (a, b) {
        (End::Unbounded, End::Unbounded) => Ordering::Equal,
        (End::Unbounded, End::At { .. }) => Ordering::Less,
        (End::At { .. }, End::Unbounded) => Ordering::Greater,
        (End::At { value: a, included: with_a }, End::At { value: b, included: with_b }) => {
            a.cmp(b).then(with_b.cmp(with_a))
        }
    }
}

/// Orders upper ends by where they end: by value, an excluded end before an included one, unbounded
/// last.
pub(crate) fn cmp_upper<V: Ord>(a: &End<V>, b: &End<V>) -> Ordering {
    match (a, b) {
        (End::Unbounded, End::Unbounded) => Ordering::Equal,
        (End::Unbounded, End::At { .. }) => Ordering::Greater,
        (End::At { .. }, End::Unbounded) => Ordering::Less,
        (End::At { value: a, included: with_a }, End::At { value: b, included: with_b }) => {
            a.cmp(b).then(with_a.cmp(with_b))
        }
    }
}

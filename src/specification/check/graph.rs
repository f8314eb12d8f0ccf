//! Which tests need which, in what order they can be judged, and how long derivations become.

use std::collections::HashMap;

use crate::error::{ProblemCode, Problems};
use crate::value::Identifier;

/// The most factors of a derivation whose inputs are written out, and the highest degree of a root.
/// They bound the digits of what is computed.
const MOST_FACTORS: u64 = 100;

/// What tests need of each other.
#[derive(Default)]
pub(super) struct Graph {
    ids: Vec<Option<Identifier>>,
    links: Vec<Link>,
    /// The replicates of a test whose value is a root.
    roots: HashMap<usize, u64>,
}

/// One test needs others.
pub(super) struct Link {
    pub(super) from: usize,
    pub(super) path: String,
    pub(super) kind: LinkKind,
    /// The ids that are named, with the place of each.
    pub(super) to: Vec<(Identifier, String)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum LinkKind {
    Condition,
    Product,
    Sum,
}

impl Graph {
    /// The next test, whatever became of it. Where its value is a root, of how many replicates.
    pub(super) fn add(&mut self, id: Option<Identifier>, root_of: Option<u64>) {
        self.roots.extend(root_of.map(|replicates| (self.ids.len(), replicates)));
        self.ids.push(id);
    }

    pub(super) fn link(&mut self, link: Link) {
        self.links.push(link);
    }

    /// The tests that others need, each after those that it needs itself. Circles and what is too
    /// long are noted.
    pub(super) fn order(&self, problems: &mut Problems) -> Vec<usize> {
        let index_of: HashMap<&Identifier, usize> = self
            .ids
            .iter()
            .enumerate()
            .rev()
            .filter_map(|(index, id)| Some((id.as_ref()?, index)))
            .collect();
        let mut needs: Vec<Needs<'_>> = vec![Vec::new(); self.ids.len()];
        let mut is_needed = vec![false; self.ids.len()];
        for link in &self.links {
            for (id, path) in &link.to {
                let Some(&to) = index_of.get(id) else { continue };
                needs.get_mut(link.from).into_iter().for_each(|needs| needs.push((to, path)));
                is_needed.get_mut(to).into_iter().for_each(|needed| *needed = true);
            }
        }
        let (order, circles) = sort(&needs);
        for circle in circles {
            self.report(&circle, problems);
        }
        self.check_lengths(&order, &index_of, problems);
        order.into_iter().filter(|index| is_needed.get(*index) == Some(&true)).collect()
    }

    fn report(&self, circle: &[(usize, &str)], problems: &mut Problems) {
        let name = |index: usize| {
            self.ids
                .get(index)
                .and_then(Option::as_ref)
                .map_or_else(String::new, |id| format!("`{id}`"))
        };
        let Some((_, path)) = circle.last() else { return };
        let shown = circle.iter().take(10).map(|(index, _)| name(*index));
        let first = circle.first().map(|(index, _)| name(*index)).unwrap_or_default();
        let all: Vec<String> =
            shown.chain((circle.len() > 10).then(|| "…".to_owned())).chain([first]).collect();
        problems.push(
            *path,
            ProblemCode::Circular,
            format!("closes a circle, in which each needs the next: {}; break it", all.join(", ")),
        );
    }

    /// Every derivation is a product of so and so many measured values and parameters, once its
    /// inputs are written out.
    fn check_lengths(
        &self,
        order: &[usize],
        index_of: &HashMap<&Identifier, usize>,
        problems: &mut Problems,
    ) {
        let mut derivations: HashMap<usize, Vec<&Link>> = HashMap::new();
        for link in self.links.iter().filter(|link| link.kind != LinkKind::Condition) {
            derivations.entry(link.from).or_default().push(link);
        }
        let mut lengths: Vec<Length> = self.ids.iter().map(|_| Length::ONE).collect();
        for &index in order {
            let mut own = self
                .roots
                .get(&index)
                .map_or(Length::ONE, |root| Length { factors: *root, degree: *root });
            for link in derivations.get(&index).into_iter().flatten() {
                let inputs = link
                    .to
                    .iter()
                    .map(|(id, _)| index_of.get(id).and_then(|input| lengths.get(*input)));
                let product = inputs.fold(Length { factors: 0, degree: 1 }, |product, input| {
                    product.times(*input.unwrap_or(&Length::ONE))
                });
                if product.factors.max(product.degree) > MOST_FACTORS {
                    let Length { factors, degree } = product;
                    problems.push(
                        &*link.path,
                        ProblemCode::NoExactValue,
                        format!(
                            "has {factors} factors under a root of degree {degree} when its \
                             inputs are written out, a geometric mean of n replicates being n \
                             factors; at most {MOST_FACTORS} of both"
                        ),
                    );
                }
                if product.degree > 1 && link.kind == LinkKind::Sum {
                    problems.push(
                        &*link.path,
                        ProblemCode::NoExactValue,
                        "adds a geometric mean, which has no exact sum; multiply or divide by it",
                    );
                }
                own = own.or(product);
            }
            lengths.get_mut(index).into_iter().for_each(|length| *length = own);
        }
    }
}

/// How many factors a value has, and of which degree the root is that has to be taken of them.
#[derive(Clone, Copy)]
struct Length {
    factors: u64,
    degree: u64,
}

impl Length {
    const ONE: Self = Self { factors: 1, degree: 1 };

    fn times(self, other: Self) -> Self {
        let (degree, factors) = (
            num_integer::lcm(self.degree, other.degree),
            self.factors.saturating_add(other.factors),
        );
        Self { factors, degree }
    }

    /// The longer of what a value is in one case and in another; what is too long is reported once.
    fn or(self, other: Self) -> Self {
        let most = |a: u64, b: u64| a.max(b.min(MOST_FACTORS));
        Self { factors: most(self.factors, other.factors), degree: most(self.degree, other.degree) }
    }
}

/// What one test needs, with the path at which it names it.
type Needs<'p> = Vec<(usize, &'p str)>;

/// Each after those that it needs, but for those in circles and those that need them; and the
/// circles.
fn sort<'p>(needs: &[Needs<'p>]) -> (Vec<usize>, Vec<Needs<'p>>) {
    let mut open: Vec<usize> = needs.iter().map(Vec::len).collect();
    let mut needed_by: Vec<Vec<usize>> = vec![Vec::new(); needs.len()];
    for (from, (to, _)) in needs
        .iter()
        .enumerate()
        .flat_map(|(from, needs)| needs.iter().map(move |need| (from, need)))
    {
        needed_by.get_mut(*to).into_iter().for_each(|by| by.push(from));
    }
    let mut order: Vec<usize> =
        (0..).zip(&open).filter(|(_, open)| **open == 0).map(|(index, _)| index).collect();
    let mut next: usize = 0;
    while let Some(&index) = order.get(next) {
        next = next.saturating_add(1);
        for &by in needed_by.get(index).into_iter().flatten() {
            let Some(open) = open.get_mut(by) else { continue };
            *open = open.saturating_sub(1);
            if *open == 0 {
                order.push(by);
            }
        }
    }
    let circles = circles(needs, &open);
    (order, circles)
}

/// Whoever still waits waits for another that does: following them leads into a circle.
fn circles<'p>(needs: &[Needs<'p>], open: &[usize]) -> Vec<Needs<'p>> {
    let waits = |index: usize| open.get(index).is_some_and(|open| *open > 0);
    let mut walk_of: Vec<Option<usize>> = vec![None; needs.len()];
    let mut found = Vec::new();
    for start in (0..needs.len()).filter(|index| waits(*index)) {
        let mut walk: Vec<(usize, &str)> = Vec::new();
        let mut here = start;
        while walk_of.get(here) == Some(&None) {
            walk_of.get_mut(here).into_iter().for_each(|walk| *walk = Some(start));
            let Some(&(to, path)) =
                needs.get(here).and_then(|needs| needs.iter().find(|(to, _)| waits(*to)))
            else {
                break;
            };
            walk.push((here, path));
            here = to;
        }
        if walk_of.get(here) == Some(&Some(start)) {
            found.push(walk.into_iter().skip_while(|(index, _)| *index != here).collect());
        }
    }
    found
}

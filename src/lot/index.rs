//! Where the results of each test stand, and what judging most of them takes, close together in
//! memory.

use std::ops::Range;

use super::result::AssayResult;
use crate::value::{Reading, Unit};

/// The results of a lot, sorted by test, reference (none first), and status (final first).
#[derive(Clone, Debug)]
pub(super) struct Index {
    outline: Outline,
    entries: Vec<Entry>,
}

/// The id of the test and the unit of each result, in their order: `viability %`, a line each.
///
/// Neither has space in it where it would tell two lists apart: an id has none, and no unit has the
/// end of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outline(String);

#[derive(Clone, Copy, Debug)]
struct Entry {
    /// The digits of a plain number.
    coefficient: i64,
    /// Where the result stands as handed in.
    result: u32,
    /// How many results its test has, at the first of them; 0 at the others.
    of_test: u32,
    /// Where its line begins in the outline, and how long the id of its test is.
    line: u32,
    test: u8,
    /// The place of the last digit of a plain number.
    place: Option<i8>,
}

impl Outline {
    pub(crate) fn push(&mut self, test: &str, unit: Option<&Unit>) {
        self.0.push_str(test);
        self.0.push(' ');
        self.0.push_str(unit.map_or("", Unit::as_str));
        self.0.push('\n');
    }
}

impl Index {
    pub(super) fn of(results: &[AssayResult]) -> Self {
        let mut sorted: Vec<(&str, u32, &AssayResult)> =
            (0..).zip(results).map(|(place, result)| (result.test(), place, result)).collect();
        sorted.sort_unstable_by(|(a, first, one), (b, second, other)| {
            a.cmp(b).then_with(|| (one.key(), first).cmp(&(other.key(), second)))
        });
        // Most lines are no longer than this.
        let mut outline = Outline(String::with_capacity(results.len().saturating_mul(24)));
        let mut entries: Vec<Entry> = Vec::with_capacity(sorted.len());
        let mut first = 0;
        let mut last = None;
        for (test, place, result) in sorted {
            if last != Some(test) {
                (first, last) = (entries.len(), Some(test));
            }
            let (coefficient, last_place) = plain_number(result).unzip();
            entries.push(Entry {
                coefficient: coefficient.unwrap_or_default(),
                result: place,
                of_test: 0,
                line: u32::try_from(outline.0.len()).unwrap_or(u32::MAX),
                test: u8::try_from(test.len()).unwrap_or(u8::MAX),
                place: last_place,
            });
            if let Some(first) = entries.get_mut(first) {
                first.of_test = first.of_test.saturating_add(1);
            }
            let unit = if let Reading::Measured(measurement) = result.reading() {
                measurement.unit()
            } else {
                None
            };
            outline.push(test, unit);
        }
        Self { outline, entries }
    }

    pub(super) fn outline(&self) -> &Outline {
        &self.outline
    }

    /// The places of all results as handed in.
    pub(super) fn results(
        &self,
        span: Range<usize>,
    ) -> impl Iterator<Item = usize> + Clone + use<'_> {
        self.entries.get(span).unwrap_or_default().iter().map(|entry| entry.result as usize)
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Where the results of a test stand here. They are looked for at `from` first, where they are
    /// if tests are asked for in order.
    pub(super) fn span(&self, test: &str, from: usize) -> Range<usize> {
        let first_at = |place: usize| {
            let entry = self.entries.get(place)?;
            (entry.of_test > 0 && self.test(entry) == test)
                .then_some(place..place.saturating_add(entry.of_test as usize))
        };
        first_at(from).unwrap_or_else(|| {
            let begin = self.entries.partition_point(|entry| self.test(entry) < test);
            first_at(begin).unwrap_or(begin..begin)
        })
    }

    /// The digits and the last place of the only result of a span, if it is plain.
    pub(super) fn plain(&self, span: &Range<usize>) -> Option<(i64, i32)> {
        let [entry] = self.entries.get(span.clone())? else { return None };
        Some((entry.coefficient, i32::from(entry.place?)))
    }

    /// The unit of the first result of a span, if it is a measured one with a unit.
    pub(super) fn unit(&self, span: &Range<usize>) -> Option<&str> {
        let line = self
            .outline
            .0
            .get(self.entries.get(span.start)?.line as usize..)?
            .split('\n')
            .next()?;
        line.split_once(' ').map(|(_, unit)| unit).filter(|unit| !unit.is_empty())
    }

    fn test(&self, entry: &Entry) -> &str {
        let begin = entry.line as usize;
        self.outline.0.get(begin..begin.saturating_add(usize::from(entry.test))).unwrap_or_default()
    }
}

fn plain_number(result: &AssayResult) -> Option<(i64, i8)> {
    let Reading::Measured(measurement) = result.reading() else { return None };
    let number = measurement.number();
    let coefficient = i64::try_from(number.coefficient()).ok()?;
    let is_plain = result.is_plain() && !measurement.is_censored();
    i8::try_from(number.last_place()).ok().filter(|_| is_plain).map(|place| (coefficient, place))
}

//! Where the results of each test stand, and what judging most of them takes, close together in memory.

use std::ops::Range;

use super::result::AssayResult;
use crate::value::Reading;

/// The results of a lot, sorted by test, reference (none first), and status (final first).
#[derive(Clone, Debug)]
pub(super) struct Index {
    /// The id of the test and the unit of each result, in their order.
    text: Box<str>,
    entries: Vec<Entry>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    /// Where the result stands as handed in.
    result: u32,
    /// How many results its test has, at the first of them; 0 at the others.
    of_test: u32,
    /// Where the id of its test begins in the text, how long it is, and how long the unit after it.
    text: u32,
    test: u16,
    unit: u16,
    /// The digits and the last place of a plain number.
    number: Option<(i64, i8)>,
}

/// A final result of which nothing is stated but an exact number that 64 bits hold, its unit, a method and a reference.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plain<'l> {
    pub(crate) coefficient: i64,
    /// The place of its last digit.
    pub(crate) place: i32,
    pub(crate) unit: Option<&'l str>,
}

impl Index {
    pub(super) fn of(results: &[AssayResult]) -> Self {
        let mut sorted: Vec<(u32, &AssayResult)> = (0..).zip(results).collect();
        sorted.sort_unstable_by(|(a, one), (b, other)| one.key().cmp(&other.key()).then(a.cmp(b)));
        let mut text = String::new();
        let mut entries: Vec<Entry> = Vec::with_capacity(sorted.len());
        let mut first = 0;
        let mut last = None;
        for (place, result) in sorted {
            if last != Some(result.test()) {
                (first, last) = (entries.len(), Some(result.test()));
            }
            let number = plain_number(result);
            let unit = match result.reading() {
                Reading::Measured(measurement) if number.is_some() => {
                    measurement.unit().map_or("", |unit| unit.as_str())
                }
                _ => "",
            };
            entries.push(Entry {
                result: place,
                of_test: 0,
                text: u32::try_from(text.len()).unwrap_or(u32::MAX),
                test: u16::try_from(result.test().len()).unwrap_or(u16::MAX),
                unit: u16::try_from(unit.len()).unwrap_or(u16::MAX),
                number,
            });
            if let Some(first) = entries.get_mut(first) {
                first.of_test = first.of_test.saturating_add(1);
            }
            text.push_str(result.test());
            text.push_str(unit);
        }
        Self { text: text.into(), entries }
    }

    /// The places of all results as handed in.
    pub(super) fn results(&self, span: Range<usize>) -> impl Iterator<Item = usize> + Clone + use<'_> {
        self.entries.get(span).unwrap_or_default().iter().map(|entry| entry.result as usize)
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Where the results of a test stand here. They are looked for at `from` first, where they are if tests are asked for in order.
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

    /// The only result of a span, if it is plain.
    pub(super) fn plain(&self, span: &Range<usize>) -> Option<Plain<'_>> {
        let [entry] = self.entries.get(span.clone())? else { return None };
        let (coefficient, place) = entry.number?;
        let begin = (entry.text as usize).saturating_add(usize::from(entry.test));
        let unit = self.text.get(begin..begin.saturating_add(usize::from(entry.unit)))?;
        Some(Plain { coefficient, place: i32::from(place), unit: (!unit.is_empty()).then_some(unit) })
    }

    fn test(&self, entry: &Entry) -> &str {
        let begin = entry.text as usize;
        self.text.get(begin..begin.saturating_add(usize::from(entry.test))).unwrap_or_default()
    }
}

fn plain_number(result: &AssayResult) -> Option<(i64, i8)> {
    let Reading::Measured(measurement) = result.reading() else { return None };
    let number = measurement.number();
    let coefficient = i64::try_from(number.coefficient()).ok()?;
    let is_plain = result.is_plain() && !measurement.is_censored();
    i8::try_from(number.last_place()).ok().filter(|_| is_plain).map(|place| (coefficient, place))
}

//! Every pick of one determination of each test, and every completion of what is not known in it.

use std::collections::{BTreeMap, BTreeSet};

use super::judge::{Judge, TooMany};
use super::model::{Case, Limit, Number, Source, Text, Value};
use super::rows::{Counted, Offer};

/// What is not known in a pick.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Unknown {
    Row(usize, usize),
    Missing(usize),
    Parameter(usize),
}

/// Which determination of a test is meant; `None` is the derived one, or the one that is missing.
pub(crate) type Pick = BTreeMap<usize, Option<usize>>;
pub(crate) type Completion = BTreeMap<Unknown, Value>;

/// More completions of one pick than this are not looked at.
pub(crate) const MOST: usize = 20_000;

impl Judge<'_> {
    /// All that a test rests on, itself included where it is named.
    pub(crate) fn reach(&self, from: &[Source]) -> BTreeSet<Source> {
        let mut reached: BTreeSet<Source> = BTreeSet::new();
        let mut next = from.to_vec();
        while let Some(source) = next.pop() {
            if let (true, Source::Test(test)) = (reached.insert(source), source) {
                next.extend(self.model.tests[test].subjects());
                next.extend(self.model.tests[test].inputs());
            }
        }
        reached
    }

    /// Whether a test reaches something that has several values, or is not known, by two of those that it names.
    pub(crate) fn meets_one_by_two_ways(&self, test: usize) -> bool {
        let mut named = [self.model.tests[test].subjects(), self.model.tests[test].inputs()].concat();
        named.sort_unstable();
        named.dedup();
        let reached: Vec<BTreeSet<Source>> = named.iter().map(|source| self.reach(&[*source])).collect();
        let is_shared = |source: &Source| reached.iter().filter(|of| of.contains(source)).count() > 1;
        let may_differ = |source: &Source| match *source {
            Source::Parameter(parameter) => self.parameter(parameter).is_err(),
            Source::Test(test) => {
                let is_derived = self.model.tests[test].cases.iter().all(|case| case.derived.is_some());
                match self.determinations(test)[..] {
                    [Some(row)] => matches!(self.offers[test][row], Offer::Unknown { .. }),
                    [None] => !is_derived,
                    _ => true,
                }
            }
        };
        reached.iter().flatten().any(|source| is_shared(source) && may_differ(source))
    }

    /// The rows of a test that count in some case, and the derived determination, or the missing one, if there is one in some case.
    pub(crate) fn determinations(&self, test: usize) -> Vec<Option<usize>> {
        let of_test = &self.model.tests[test];
        let counts = |row: &usize| self.counted[test].iter().flatten().any(|one| one.row == *row);
        let rows = (0..of_test.rows.len()).filter(counts).map(Some);
        let has_other = |(case, counted): (&Case, &Vec<Counted>)| case.derived.is_some() || counted.is_empty();
        let has_another = of_test.cases.iter().zip(&self.counted[test]).any(has_other);
        rows.chain(has_another.then_some(None)).collect()
    }

    /// Every pick of one determination for each of the tests that has none yet.
    pub(crate) fn picks(&self, of: &BTreeSet<Source>, so_far: &Pick) -> Vec<Pick> {
        let mut picks = vec![so_far.clone()];
        for source in of {
            let Source::Test(test) = *source else { continue };
            if so_far.contains_key(&test) {
                continue;
            }
            let own = self.determinations(test);
            let with = |pick: &Pick, one: Option<usize>| {
                let mut pick = pick.clone();
                pick.insert(test, one);
                pick
            };
            picks = picks.iter().flat_map(|pick| own.iter().map(move |one| with(pick, *one))).collect();
        }
        picks
    }

    /// What a parameter may be, where the lot does not say.
    pub(crate) fn parameter(&self, parameter: usize) -> Result<Value, Vec<Value>> {
        let of = &self.model.parameters[parameter];
        if of.has_words {
            return match of.given {
                Some(Text::Word(word)) if word < 3 => Ok(Value::Word(word)),
                _ => Err((0..3).map(Value::Word).collect()),
            };
        }
        let within = |value: &Number| of.within.is_none_or(|(least, most)| Limit::Within(least, most).accepts(*value));
        match of.given {
            Some(Text::Number(number)) if number >= 0 && within(&Number::from_integer(number)) => {
                Ok(Value::Number(Number::from_integer(number)))
            }
            _ => Err(self.grid.numbers(false).into_iter().filter(within).map(Value::Number).collect()),
        }
    }

    /// Every completion of what is not known of these.
    pub(crate) fn completions(
        &self,
        of: &BTreeSet<Source>,
        pick: &Pick,
        so_far: &Completion,
    ) -> Result<Vec<Completion>, TooMany> {
        let mut completions = vec![so_far.clone()];
        for source in of {
            let (unknown, may_be) = match *source {
                Source::Parameter(parameter) => match self.parameter(parameter) {
                    Ok(_) => continue,
                    Err(may_be) => (Unknown::Parameter(parameter), may_be),
                },
                Source::Test(test) => match pick[&test] {
                    Some(row) => match &self.offers[test][row] {
                        Offer::Known(_) => continue,
                        Offer::Unknown { may_be, .. } => (Unknown::Row(test, row), may_be.clone()),
                    },
                    None if self.model.tests[test].cases.iter().all(|case| case.derived.is_some()) => continue,
                    None => (Unknown::Missing(test), self.grid.anything(&self.model.tests[test])),
                },
            };
            if so_far.contains_key(&unknown) {
                continue;
            }
            if completions.len() * may_be.len() > MOST {
                return Err(TooMany);
            }
            let with = |completion: &Completion, value: Value| {
                let mut completion = completion.clone();
                completion.insert(unknown, value);
                completion
            };
            completions =
                completions.iter().flat_map(|one| may_be.iter().map(move |value| with(one, *value))).collect();
        }
        Ok(completions)
    }
}

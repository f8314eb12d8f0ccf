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

/// Why something comes to nothing.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Stop {
    /// The pick cannot be: the determination is not one of those that count.
    CannotBe,
    /// The completion does not say what this is.
    Needs(Unknown),
}

/// More completions of one pick than this are not looked at.
pub(crate) const MOST: usize = 20_000;

impl Judge {
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

    /// Whether a test reaches something that has several determinations, or is not known, by two of
    /// those that it names.
    pub(crate) fn meets_by_two_ways(&self, test: usize, several: bool, open: bool) -> bool {
        let mut named =
            [self.model.tests[test].subjects(), self.model.tests[test].inputs()].concat();
        named.sort_unstable();
        named.dedup();
        let reached: Vec<BTreeSet<Source>> =
            named.iter().map(|source| self.reach(&[*source])).collect();
        let is_shared =
            |source: &Source| reached.iter().filter(|of| of.contains(source)).count() > 1;
        let is_open = |source: &Source| match *source {
            Source::Parameter(parameter) => self.parameter(parameter).is_err(),
            Source::Test(test) => self.determinations(test).iter().any(|one| {
                if let Some(row) = one {
                    return self
                        .offers(test, *row)
                        .any(|offer| matches!(offer, Offer::Unknown { .. }));
                }
                let mut cases = self.model.tests[test].cases.iter().zip(&self.counted[test]);
                cases.any(|(case, counted)| case.derived.is_none() && counted.is_empty())
            }),
        };
        let has_several = |source: &Source| match *source {
            Source::Parameter(_) => false,
            Source::Test(test) => self.determinations(test).len() > 1,
        };
        let may_differ =
            |source: &Source| (several && has_several(source)) || (open && is_open(source));
        reached.iter().flatten().any(|source| is_shared(source) && may_differ(source))
    }

    /// The rows of a test that count in some case, and the derived determination, or the missing
    /// one, if there is one in some case.
    pub(crate) fn determinations(&self, test: usize) -> Vec<Option<usize>> {
        let of_test = &self.model.tests[test];
        let counts = |row: &usize| self.counted[test].iter().flatten().any(|one| one.row == *row);
        let rows = (0..of_test.rows.len()).filter(counts).map(Some);
        let has_other =
            |(case, counted): (&Case, &Vec<Counted>)| case.derived.is_some() || counted.is_empty();
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
            picks =
                picks.iter().flat_map(|pick| own.iter().map(move |one| with(pick, *one))).collect();
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
        let within = |value: &Number| {
            of.within.is_none_or(|(least, most)| Limit::Within(least, most).accepts(*value))
        };
        match of.given {
            Some(Text::Number(number)) if number >= 0 && within(&Number::from_integer(number)) => {
                Ok(Value::Number(Number::from_integer(number)))
            }
            _ => Err(self
                .grid
                .numbers(false)
                .into_iter()
                .filter(within)
                .map(Value::Number)
                .collect()),
        }
    }

    /// Whether this is final, and known as far as it will ever be.
    pub(crate) fn is_censored(&self, unknown: Unknown) -> bool {
        let Unknown::Row(test, row) = unknown else { return false };
        matches!(self.model.tests[test].rows[row].values[..], [Text::UpTo(_) | Text::From(_)])
    }

    /// What a completion says of all that may yet be known.
    pub(crate) fn uncensored(&self, completion: &Completion) -> Completion {
        let may_be_known = completion.iter().filter(|(unknown, _)| !self.is_censored(**unknown));
        may_be_known.map(|(unknown, value)| (*unknown, *value)).collect()
    }

    pub(crate) fn may_be(&self, unknown: Unknown) -> Vec<Value> {
        match unknown {
            Unknown::Missing(test) => self.grid.anything(&self.model.tests[test]),
            Unknown::Parameter(parameter) => self.parameter(parameter).err().unwrap_or_default(),
            Unknown::Row(test, row) => {
                let of = |offer: &Offer| match offer {
                    Offer::Unknown { may_be, .. } => may_be.clone(),
                    Offer::Known(_) => Vec::new(),
                };
                let mut all: Vec<Value> = self.offers(test, row).flat_map(of).collect();
                all.sort_unstable();
                all.dedup();
                all
            }
        }
    }

    /// What comes of every completion of what is not known, as far as it is needed.
    pub(crate) fn completed<T>(
        &self,
        so_far: &Completion,
        come_to: impl Fn(&Completion) -> Result<T, Stop>,
    ) -> Result<Vec<(Completion, T)>, TooMany> {
        let (mut open, mut all) = (vec![so_far.clone()], Vec::new());
        while let Some(completion) = open.pop() {
            match come_to(&completion) {
                Ok(come) => all.push((completion, come)),
                Err(Stop::CannotBe) => {}
                Err(Stop::Needs(unknown)) => {
                    open.extend(self.may_be(unknown).into_iter().map(|value| {
                        let mut completion = completion.clone();
                        completion.insert(unknown, value);
                        completion
                    }));
                }
            }
            if open.len() + all.len() > MOST {
                return Err(TooMany);
            }
        }
        Ok(all)
    }
}

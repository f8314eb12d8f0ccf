//! What tests that depend on each other ask, and what follows from what is known, and not known, of
//! their inputs.

use release_criteria::Derivation;

use crate::dependents::combinations;
use crate::paper::{Quotient, whole};

pub(crate) const IDS: [&str; 8] = ["t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7"];
/// Two that are accepted, one that is rejected, and one that the specification does not know.
pub(crate) const WORDS: [&str; 4] = ["A", "B", "C", "D"];
/// What a value must be.
#[derive(Clone, Debug)]
pub(crate) enum Must {
    AtLeast(i32),
    AtMost(i32),
    Above(i32),
    Within(i32, i32),
    OneOf(Vec<usize>),
}

#[derive(Clone, Debug)]
pub(crate) struct Formula {
    pub(crate) is_sum: bool,
    pub(crate) constant: Option<i32>,
    /// Which tests, and whether each is divided by or subtracted.
    pub(crate) inputs: Vec<(usize, bool)>,
}

#[derive(Clone, Debug)]
pub(crate) enum Asks {
    Report,
    Limit(Must),
    Terms,
    Nothing,
}

/// Whether a condition is met, as the conjunction of several takes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Truth {
    False,
    Open(Open),
    True,
}

/// Why there is no value; the first is the graver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Open {
    Undecided,
    Unfinished,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Known {
    Number(Quotient),
    Word(usize),
}

/// What one determination offers to those that need it.
pub(crate) type Offer = Result<Known, Unknown>;

/// A determination without a value that counts.
#[derive(Clone, Debug)]
pub(crate) struct Unknown {
    pub(crate) open: Open,
    pub(crate) reach: Reach,
    /// What is preliminary.
    pub(crate) now: Option<Quotient>,
    /// Each thing that it may be if it comes to something, where it may come to nothing; none of
    /// them for anything.
    pub(crate) perhaps: Vec<Known>,
}

/// To what such a determination may come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Perhaps to nothing.
    Nothing,
    Anything,
    /// To what another unknown leaves open, which is not followed up here.
    Derived,
    /// To what each of several cases makes of it: of what needs it nothing is said here.
    InCases,
}

impl Unknown {
    pub(crate) fn of(open: Open, reach: Reach) -> Self {
        Self { open, reach, now: None, perhaps: Vec::new() }
    }

    /// What an offer is where it is open whether what makes it applies.
    pub(crate) fn if_it_applies(offer: &Offer, open: Open) -> Offer {
        Err(match offer {
            Ok(known) => Self { perhaps: vec![known.clone()], ..Self::of(open, Reach::Nothing) },
            Err(unknown) => {
                let reach =
                    if unknown.reach == Reach::Anything { Reach::Nothing } else { unknown.reach };
                Self {
                    open: open.min(unknown.open),
                    reach,
                    now: None,
                    perhaps: unknown.perhaps.clone(),
                }
            }
        })
    }

    /// What a determination offers where it is open in which of several cases it is, with what it
    /// would in each.
    pub(crate) fn in_some_case(of_cases: &[&Offer]) -> Option<Offer> {
        let unknown: Vec<&Self> =
            of_cases.iter().filter_map(|offer| offer.as_ref().err()).collect();
        let open = unknown.iter().map(|own| own.open).min()?;
        let is_derived = unknown.iter().any(|own| own.reach == Reach::Derived);
        let may_be_anything = unknown.iter().any(|own| own.perhaps.is_empty());
        let perhaps = unknown.iter().flat_map(|own| own.perhaps.clone());
        Some(Err(Self {
            perhaps: if may_be_anything { Vec::new() } else { perhaps.collect() },
            ..Self::of(open, if is_derived { Reach::Derived } else { Reach::Nothing })
        }))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    Fails,
    Open(Open),
    Conforms,
    Reported,
}

/// One determination of an input.
pub(crate) struct Picked<'o> {
    pub(crate) offer: &'o Offer,
    /// Whether it may be below zero.
    pub(crate) signed: bool,
    /// What is asked of it where it is open whether that is so, but it is supposed.
    pub(crate) supposed: Option<&'o Must>,
}

impl Picked<'_> {
    fn can_be(&self, value: &Quotient) -> bool {
        let is_supposed = |must: &Must| must.truth(&Known::Number(value.clone())) == Truth::True;
        (self.signed || *value >= whole(0)) && self.supposed.is_none_or(is_supposed)
    }
}

impl Must {
    pub(crate) fn text(&self) -> String {
        match self {
            Self::AtLeast(limit) => format!("NLT {limit}"),
            Self::AtMost(limit) => format!("NMT {limit}"),
            Self::Above(limit) => format!("> {limit}"),
            Self::Within(from, to) => format!("NLT {from} and NMT {to}"),
            Self::OneOf(words) => words.iter().map(|word| WORDS[*word]).collect(),
        }
    }

    pub(crate) fn truth(&self, known: &Known) -> Truth {
        let at = |limit: &i32| whole(i128::from(*limit));
        let is_met = match (self, known) {
            (Self::AtLeast(limit), Known::Number(value)) => *value >= at(limit),
            (Self::AtMost(limit), Known::Number(value)) => *value <= at(limit),
            (Self::Above(limit), Known::Number(value)) => *value > at(limit),
            (Self::Within(from, to), Known::Number(value)) => {
                *value >= at(from) && *value <= at(to)
            }
            (Self::OneOf(_), Known::Word(3)) => return Truth::Open(Open::Undecided),
            (Self::OneOf(words), Known::Word(word)) => words.contains(word),
            _ => panic!("{self:?} of {known:?}"),
        };
        if is_met { Truth::True } else { Truth::False }
    }
}

impl Asks {
    pub(crate) fn stands(&self, known: &Known) -> Standing {
        match (self, known) {
            (Self::Report, _) => Standing::Reported,
            (Self::Limit(must), _) if must.truth(known) == Truth::True => Standing::Conforms,
            (Self::Terms, Known::Word(0 | 1)) => Standing::Conforms,
            (Self::Terms, Known::Word(3)) => Standing::Open(Open::Undecided),
            _ => Standing::Fails,
        }
    }
}

impl Formula {
    pub(crate) fn derivation(&self) -> Derivation {
        let ids = |of: bool| -> Vec<&str> {
            self.inputs
                .iter()
                .filter(|(_, inverse)| *inverse == of)
                .map(|(test, _)| IDS[*test])
                .collect()
        };
        let derivation = if self.is_sum {
            Derivation::sum(&ids(false)).less(&ids(true))
        } else {
            Derivation::product(&ids(false)).divided_by(&ids(true))
        };
        self.constant
            .map_or(derivation.clone(), |constant| derivation.constant(&constant.to_string()))
    }

    /// What follows from one value of each input.
    fn value(&self, inputs: &[Quotient], signed: bool) -> Option<Quotient> {
        let mut value = whole(i128::from(self.constant.unwrap_or(i32::from(!self.is_sum))));
        for (number, (_, inverse)) in inputs.iter().zip(&self.inputs) {
            value = match (self.is_sum, inverse) {
                (true, false) => value + number,
                (true, true) => value - number,
                (false, false) => value * number,
                (false, true) if *number == whole(0) => return None,
                (false, true) => value / number,
            };
        }
        (signed || value >= whole(0)).then_some(value)
    }

    /// What follows from one determination of each input: what it offers, and how it stands. `None`
    /// where that is not followed up.
    pub(crate) fn derive(
        &self,
        inputs: &[Picked<'_>],
        signed: bool,
        asks: &Asks,
    ) -> Option<(Offer, Standing)> {
        let open = inputs
            .iter()
            .filter_map(|one| one.offer.as_ref().err().map(|unknown| unknown.open))
            .min();
        let number = |offer: &Offer| match offer {
            Ok(Known::Number(number)) => Some(number.clone()),
            _ => None,
        };
        let Some(open) = open else {
            let inputs: Vec<Quotient> = inputs.iter().filter_map(|one| number(one.offer)).collect();
            let undecided = Unknown::of(Open::Undecided, Reach::Nothing);
            let offer = self.value(&inputs, signed).map(Known::Number).ok_or(undecided);
            let stands =
                offer.as_ref().map_or(Standing::Open(Open::Undecided), |known| asks.stands(known));
            return Some((offer, stands));
        };
        let reaches = |reach| {
            inputs.iter().any(|one| one.offer.as_ref().is_err_and(|unknown| unknown.reach == reach))
        };
        if reaches(Reach::Derived) {
            return None;
        }
        let now = |one: &Picked<'_>| match one.offer {
            Ok(_) => number(one.offer),
            Err(unknown) => unknown.now.clone().filter(|now| one.can_be(now)),
        };
        let is_preliminary = inputs.iter().any(|one| one.offer.is_err() && now(one).is_some());
        // Of each input one thing that it may be, where only some are.
        let perhaps = |one: &Picked<'_>| -> Vec<Offer> {
            match one.offer {
                Err(unknown) if !unknown.perhaps.is_empty() => {
                    unknown.perhaps.iter().cloned().map(Ok).collect()
                }
                offer => vec![offer.clone()],
            }
        };
        let ways: Vec<Vec<Offer>> = inputs.iter().map(perhaps).collect();
        let in_way = |way: Vec<&Offer>| {
            let put: Vec<Picked<'_>> = inputs
                .iter()
                .zip(way)
                .map(|(one, offer)| Picked { offer, signed: one.signed, supposed: one.supposed })
                .collect();
            self.every(&put, asks, |one| number(one.offer))
        };
        let all: Vec<Vec<Quotient>> = combinations(&ways).into_iter().flat_map(in_way).collect();
        let now = self.every(inputs, asks, now);
        let stand = |all: &[Vec<Quotient>]| -> Vec<Option<Standing>> {
            all.iter()
                .map(|one| self.value(one, signed).map(|value| asks.stands(&Known::Number(value))))
                .collect()
        };
        let (all, now) = (stand(&all), stand(&now));
        let fail = |all: &[Option<Standing>]| {
            !reaches(Reach::Nothing) && all.iter().all(|one| *one == Some(Standing::Fails))
        };
        let standing = if fail(&all) {
            Standing::Fails
        } else if is_preliminary && fail(&now)
            || open == Open::Unfinished
                && all.iter().all(|one| matches!(one, None | Some(Standing::Fails)))
        {
            Standing::Open(Open::Undecided)
        } else {
            Standing::Open(open)
        };
        Some((Err(Unknown::of(open, Reach::Derived)), standing))
    }

    /// Every input put at values that tell all: far ones, those around zero, and those by which the
    /// value comes to lie at, or between, the limits. Of what is known, `known` gives the value.
    fn every(
        &self,
        inputs: &[Picked<'_>],
        asks: &Asks,
        known: impl Fn(&Picked<'_>) -> Option<Quotient>,
    ) -> Vec<Vec<Quotient>> {
        let (near, far) = (whole(1) / whole(1_000_000_000), whole(1_000_000_000));
        let ends = inputs.iter().filter_map(|one| one.supposed).flat_map(|must| match must {
            Must::AtLeast(at) | Must::AtMost(at) | Must::Above(at) => vec![*at],
            Must::Within(from, to) => vec![*from, *to],
            Must::OneOf(_) => Vec::new(),
        });
        let around = |at: Quotient| [at.clone() - near.clone(), at.clone(), at + near.clone()];
        let anywhere: Vec<Quotient> = [whole(0), whole(1), far.clone(), -far]
            .into_iter()
            .chain(ends.map(at_limit))
            .flat_map(around)
            .collect();
        let targets = match asks {
            Asks::Limit(Must::AtLeast(at) | Must::AtMost(at)) => vec![at_limit(*at)],
            Asks::Limit(Must::Above(at)) => vec![at_limit(*at) + near],
            Asks::Limit(Must::Within(from, to)) => vec![at_limit(*from), at_limit(*to)],
            _ => Vec::new(),
        };
        let unknown: Vec<usize> =
            (0..inputs.len()).filter(|place| known(&inputs[*place]).is_none()).collect();
        if unknown.is_empty() {
            return vec![inputs.iter().filter_map(known).collect()];
        }
        let all = unknown
            .iter()
            .flat_map(|place| self.solved_at(*place, inputs, &known, &anywhere, &targets));
        all.collect()
    }

    /// Every input but one at `anywhere`, and that one also where the value comes to lie at each of
    /// `targets`.
    fn solved_at(
        &self,
        place: usize,
        inputs: &[Picked<'_>],
        known: &impl Fn(&Picked<'_>) -> Option<Quotient>,
        anywhere: &[Quotient],
        targets: &[Quotient],
    ) -> Vec<Vec<Quotient>> {
        let mut picked: Vec<Vec<Option<Quotient>>> = vec![Vec::new()];
        for (index, one) in inputs.iter().enumerate() {
            let own: Vec<Option<Quotient>> = match known(one) {
                Some(value) => vec![Some(value)],
                None if index == place => vec![None],
                None => {
                    anywhere.iter().filter(|value| one.can_be(value)).cloned().map(Some).collect()
                }
            };
            let with = |so_far: &Vec<_>, one: &Option<Quotient>| {
                so_far.iter().cloned().chain([one.clone()]).collect()
            };
            picked = picked
                .iter()
                .flat_map(|so_far| own.iter().map(move |one| with(so_far, one)))
                .collect();
        }
        let (unknown, inverse) = (&inputs[place], self.inputs[place].1);
        let mut every = Vec::new();
        for one in picked {
            let with = |value: Quotient| -> Vec<Quotient> {
                one.iter().map(|known| known.clone().unwrap_or(value.clone())).collect()
            };
            // What the others make with what changes nothing.
            let rest = self.value(&with(whole(i128::from(!self.is_sum))), true);
            let solve = |target: &Quotient| match (self.is_sum, inverse, rest.clone()?) {
                (true, false, rest) => Some(target - rest),
                (true, true, rest) => Some(rest - target),
                (false, false, rest) if rest != whole(0) => Some(target / rest),
                (false, true, rest) if *target != whole(0) => Some(rest / target),
                _ => None,
            };
            let values = anywhere.iter().cloned().chain(targets.iter().filter_map(solve));
            every.extend(values.filter(|value| unknown.can_be(value)).map(with));
        }
        every
    }
}

fn at_limit(at: i32) -> Quotient {
    whole(i128::from(at))
}

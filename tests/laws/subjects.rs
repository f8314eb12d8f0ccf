//! What conditions ask of parameters and tests, and what comes of it by trying every combination.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use release_criteria::{
    Acceptance, AssayResult, Attribute, Derivation, Lot, Parameter, Rounding, Specification, Test,
    TestBuilder,
};

use crate::model::{LOT, PRODUCT, builder};
use crate::oracle::Standing;

/// What conditions are about: two parameters and two tests, one of each with numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Subject {
    Weight,
    Donor,
    Count,
    Look,
}

pub(crate) const SUBJECTS: [Subject; 4] =
    [Subject::Weight, Subject::Donor, Subject::Count, Subject::Look];
const WORDS: [&str; 3] = ["Alpha", "Beta", "Gamma"];
/// Twice the greatest number that is looked at; ends of limits, and what is censored, are whole.
const GREATEST: i32 = 10;

#[derive(Clone, Debug)]
pub(crate) enum Requirement {
    /// The ends, and whether each belongs to it.
    Limits(Option<(i32, bool)>, Option<(i32, bool)>),
    Words(Vec<usize>),
}

pub(crate) type Condition = BTreeMap<Subject, Requirement>;

/// What one determination of a subject, or a parameter, may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// Twice each number that it may be, as far as it is looked at; what is written.
    Numbers(Vec<i32>, String),
    Word(usize),
    /// Nothing that the specification knows.
    Unusable,
    Preliminary,
    Invalidated,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Truth {
    Yes,
    No,
    Open(Standing),
}

impl Subject {
    fn id(self) -> &'static str {
        match self {
            Self::Weight => "weight",
            Self::Donor => "donor",
            Self::Count => "count",
            Self::Look => "look",
        }
    }

    pub(crate) fn has_numbers(self) -> bool {
        matches!(self, Self::Weight | Self::Count)
    }

    pub(crate) fn is_parameter(self) -> bool {
        matches!(self, Self::Weight | Self::Donor)
    }
}

impl Requirement {
    pub(crate) fn holds(&self, point: i32) -> bool {
        match self {
            Self::Limits(from, to) => {
                let is_above = from
                    .is_none_or(|(at, included)| point > 2 * at || (included && point == 2 * at));
                let is_below =
                    to.is_none_or(|(at, included)| point < 2 * at || (included && point == 2 * at));
                is_above && is_below
            }
            Self::Words(words) => words.iter().any(|word| *word as i32 == point),
        }
    }

    fn texts(&self) -> Vec<String> {
        match self {
            Self::Limits(Some((from, _)), Some((to, _))) if from == to => {
                vec![format!("= {from} u")]
            }
            Self::Limits(from, to) => {
                let from = from
                    .map(|(at, included)| format!("{} {at}", if included { "NLT" } else { ">" }));
                let to =
                    to.map(|(at, included)| format!("{} {at}", if included { "NMT" } else { "<" }));
                vec![format!("{} u", from.into_iter().chain(to).collect::<Vec<_>>().join(" and "))]
            }
            Self::Words(words) => words.iter().map(|word| WORDS[*word].to_owned()).collect(),
        }
    }

    /// Whether it is met by what is known of one determination.
    pub(crate) fn truth(&self, known: &Known, is_parameter: bool) -> Truth {
        match known {
            Known::Numbers(points, _) => {
                let held = points.iter().filter(|point| self.holds(**point)).count();
                if held == points.len() {
                    Truth::Yes
                } else if held == 0 {
                    Truth::No
                } else {
                    Truth::Open(Standing::Undecided)
                }
            }
            Known::Word(word) if self.holds(*word as i32) => Truth::Yes,
            Known::Word(_) => Truth::No,
            Known::Preliminary if !is_parameter => Truth::Open(Standing::Unfinished),
            _ => Truth::Open(Standing::Undecided),
        }
    }
}

fn requirement(subject: Subject) -> BoxedStrategy<Requirement> {
    if subject.has_numbers() {
        let end = || option::weighted(0.7, (1..GREATEST / 2, any::<bool>()));
        let limits = (end(), end()).prop_map(|ends| match ends {
            (None, None) => Requirement::Limits(Some((2, true)), None),
            (Some((a, _)), Some((b, _))) if a == b => {
                Requirement::Limits(Some((a, true)), Some((a, true)))
            }
            (Some(a), Some(b)) if a.0 > b.0 => Requirement::Limits(Some(b), Some(a)),
            (from, to) => Requirement::Limits(from, to),
        });
        limits.boxed()
    } else {
        prop_oneof![
            3 => (0..3_usize).prop_map(|one| vec![one]),
            1 => Just(vec![0, 2]),
            1 => Just(vec![2, 1]),
        ]
        .prop_map(Requirement::Words)
        .boxed()
    }
}

pub(crate) fn condition() -> impl Strategy<Value = Condition> {
    let entry =
        select(SUBJECTS.to_vec()).prop_flat_map(|subject| (Just(subject), requirement(subject)));
    vec(entry, 1..=3).prop_map(|entries| entries.into_iter().collect())
}

/// A test `x`: when it applies, and in which cases what.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) when: Option<Condition>,
    pub(crate) cases: Vec<Condition>,
    /// Whether the count follows from another test, which then has its results.
    derives: bool,
    /// Whether the value of `x` follows from the count, ten times which it is.
    pub(crate) follows: bool,
}

impl Asked {
    pub(crate) fn of_cases(cases: Vec<Condition>) -> Self {
        Self { when: None, cases, derives: false, follows: false }
    }

    /// What each case accepts.
    pub(crate) fn limit(case: usize) -> i32 {
        10 + 10 * case as i32
    }

    pub(crate) fn build(&self) -> Result<Specification, String> {
        let quantitative =
            |id: &str, unit: &str| Test::quantitative(id, "Test", Attribute::General, unit);
        let mut x = quantitative("x", "u").rounding(Rounding::Absolute);
        if self.follows {
            x = x.derived(Derivation::product(&["count"]).constant("10"));
        }
        for (subject, requirement) in self.when.iter().flatten() {
            x = with(x, *subject, requirement);
        }
        let cases = self.cases.iter().enumerate().map(|(case, condition)| {
            condition.iter().fold(
                Acceptance::new(&format!("NMT {} u", Self::limit(case))),
                |acceptance, (subject, requirement)| match &*requirement.texts() {
                    [only] => acceptance.when(subject.id(), only),
                    several => {
                        let several: Vec<&str> = several.iter().map(|text| &**text).collect();
                        acceptance.when_one_of(subject.id(), &several)
                    }
                },
            )
        });
        let cases: Vec<Acceptance> = cases.collect();
        let x = if cases.is_empty() {
            x.accept(Acceptance::new("NMT 10 u"))
        } else {
            x.accept_cases(cases)
        };
        let count = quantitative("count", "u").accept(Acceptance::new("report"));
        let builder = if self.derives {
            let raw = quantitative("raw", "u").accept(Acceptance::new("report"));
            builder().test(count.derived(Derivation::product(&["raw"]))).test(raw)
        } else {
            builder().test(count)
        };
        builder
            .parameter(Parameter::number("weight", "u").within("NMT 5 u"))
            .parameter(Parameter::one_of("donor", &WORDS))
            .test(x)
            .test(
                Test::qualitative("look", "Look", Attribute::Appearance)
                    .accept(Acceptance::terms(&WORDS, &["Epsilon"])),
            )
            .build()
            .map_err(|refused| refused.to_string())
    }

    pub(crate) fn lot(&self, facts: &Facts, values: &[i32]) -> Lot {
        self.lot_with(facts, values, Vec::new())
    }

    pub(crate) fn lot_with(
        &self,
        facts: &Facts,
        values: &[i32],
        mut results: Vec<AssayResult>,
    ) -> Lot {
        let mut parameters: Vec<(&str, String)> = Vec::new();
        results.extend(values.iter().map(|value| AssayResult::new("x", &format!("{value} u"))));
        for (subject, all) in facts {
            let id = if *subject == Subject::Count && self.derives { "raw" } else { subject.id() };
            for (index, known) in all.iter().enumerate() {
                let text = match known {
                    Known::Numbers(_, text) => text.clone(),
                    Known::Word(word) => WORDS[*word].to_uppercase(),
                    Known::Unusable if subject.has_numbers() => "3 furlong".to_owned(),
                    Known::Unusable => "Delta".to_owned(),
                    _ if subject.has_numbers() => "2 u".to_owned(),
                    _ => WORDS[0].to_owned(),
                };
                let result = AssayResult::new(id, &text).with_reference(&format!("R-{index}"));
                match known {
                    _ if subject.is_parameter() => parameters.push((id, text)),
                    Known::Preliminary => results.push(result.preliminary()),
                    Known::Invalidated => {
                        results.push(result.invalidated("spill", "INV-1", "QA-1"));
                    }
                    _ => results.push(result),
                }
            }
        }
        let parameters: Vec<(&str, &str)> =
            parameters.iter().map(|(id, text)| (*id, &**text)).collect();
        Lot::new(LOT, PRODUCT, results).unwrap().with_parameters(&parameters).unwrap()
    }
}

fn with(test: TestBuilder, subject: Subject, requirement: &Requirement) -> TestBuilder {
    match &*requirement.texts() {
        [only] => test.when(subject.id(), only),
        several => {
            let several: Vec<&str> = several.iter().map(|text| &**text).collect();
            test.when_one_of(subject.id(), &several)
        }
    }
}

/// All that a lot says of the subjects.
pub(crate) type Facts = BTreeMap<Subject, Vec<Known>>;

pub(crate) fn points() -> std::ops::RangeInclusive<i32> {
    // Half a step beyond the last is as good as anything further.
    0..=GREATEST + 1
}

fn number(twice: i32) -> String {
    format!("{}.{}", twice / 2, if twice % 2 == 0 { 0 } else { 5 })
}

pub(crate) fn exactly(subject: Subject, point: i32) -> Known {
    if subject.has_numbers() {
        Known::Numbers(vec![point], format!("{} u", number(point)))
    } else {
        Known::Word(point as usize)
    }
}

/// One value of each subject.
pub(crate) fn point() -> impl Strategy<Value = BTreeMap<Subject, i32>> {
    (0..=GREATEST, 0..3_i32, points(), 0..3_i32).prop_map(|(weight, donor, count, look)| {
        SUBJECTS.into_iter().zip([weight, donor, count, look]).collect()
    })
}

fn known(subject: Subject) -> BoxedStrategy<Known> {
    let unusual = if subject.is_parameter() {
        Just(Known::Unusable).boxed()
    } else {
        prop_oneof![Just(Known::Unusable), Just(Known::Preliminary), Just(Known::Invalidated)]
            .boxed()
    };
    if !subject.has_numbers() {
        return prop_oneof![5 => (0..3_usize).prop_map(Known::Word), 1 => unusual].boxed();
    }
    let censored =
        (select(vec!["<", "≤", ">", "≥"]), 1..=GREATEST / 2).prop_map(move |(sign, at)| {
            let at = 2 * at;
            let is_in = |point: &i32| match sign {
                "<" => *point < at,
                "≤" => *point <= at,
                ">" => *point > at,
                _ => *point >= at,
            };
            // A weight is an exact number.
            if subject.is_parameter() {
                return Known::Unusable;
            }
            Known::Numbers(points().filter(is_in).collect(), format!("{sign}{} u", number(at)))
        });
    let exact = (0..=GREATEST).prop_map(move |point| exactly(subject, point));
    prop_oneof![6 => exact, 2 => censored, 1 => unusual].boxed()
}

/// Up to three determinations of each test, and parameters that may be missing.
pub(crate) fn facts() -> impl Strategy<Value = Facts> {
    let of = |subject: Subject| {
        let most = if subject.is_parameter() { 1 } else { 3 };
        let some = vec(known(subject), 1..=most);
        prop_oneof![8 => some, 1 => Just(Vec::new())]
    };
    (of(Subject::Weight), of(Subject::Donor), of(Subject::Count), of(Subject::Look)).prop_map(
        |(weight, donor, count, look)| {
            SUBJECTS.into_iter().zip([weight, donor, count, look]).collect()
        },
    )
}

/// Whether some lot meets both. Each subject stands by itself: a lot meets both if every subject
/// can.
pub(crate) fn overlap(one: &Condition, other: &Condition) -> bool {
    SUBJECTS.iter().all(|subject| {
        let all = if subject.has_numbers() { points() } else { 0..=2 };
        let own = [one.get(subject), other.get(subject)];
        all.into_iter()
            .any(|point| own.iter().flatten().all(|requirement| requirement.holds(point)))
    })
}

/// A test with cases of which no two overlap. `derives`: whether the count follows from another
/// test.
pub(crate) fn asked(derives: bool) -> impl Strategy<Value = Asked> {
    let follows = any::<bool>();
    (option::weighted(0.7, condition()), vec(condition(), 0..=6), follows).prop_map(
        move |(when, all, follows)| {
            let mut cases: Vec<Condition> = Vec::new();
            for case in all {
                if !cases.iter().any(|known| overlap(known, &case)) {
                    cases.push(case);
                }
            }
            Asked {
                when: if cases.is_empty() && when.is_none() {
                    Some(BTreeMap::from([(Subject::Look, Requirement::Words(vec![1]))]))
                } else {
                    when
                },
                cases,
                derives,
                follows,
            }
        },
    )
}

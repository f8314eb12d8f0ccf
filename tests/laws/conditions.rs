//! Laws of conditions, cases, parameters and identity.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use release_criteria::{
    Acceptance, AssayResult, Attribute, Lot, Outcome, Parameter, Phase, Reason, Report, Specification, Test, TestBuilder,
};
use std::collections::BTreeMap;

use crate::model::{LOT, PRODUCT, builder};
use crate::oracle::Standing;
use crate::settings;

/// What conditions are about: two parameters and two tests, one of each with numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Subject {
    Weight,
    Donor,
    Count,
    Look,
}

const SUBJECTS: [Subject; 4] = [Subject::Weight, Subject::Donor, Subject::Count, Subject::Look];
const WORDS: [&str; 3] = ["Alpha", "Beta", "Gamma"];
/// Twice the greatest number that is looked at; ends of limits, and what is censored, are whole.
const GREATEST: i32 = 10;

#[derive(Clone, Debug)]
enum Requirement {
    /// The ends, and whether each belongs to it.
    Limits(Option<(i32, bool)>, Option<(i32, bool)>),
    Words(Vec<usize>),
}

type Condition = BTreeMap<Subject, Requirement>;

/// What one determination of a subject, or a parameter, may be.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Known {
    /// Twice each number that it may be, as far as it is looked at; what is written.
    Numbers(Vec<i32>, String),
    Word(usize),
    /// Nothing that the specification knows.
    Unusable,
    Preliminary,
    Invalidated,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Truth {
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

    fn has_numbers(self) -> bool {
        matches!(self, Self::Weight | Self::Count)
    }

    fn is_parameter(self) -> bool {
        matches!(self, Self::Weight | Self::Donor)
    }
}

impl Requirement {
    fn holds(&self, point: i32) -> bool {
        match self {
            Self::Limits(from, to) => {
                let is_above = from.is_none_or(|(at, included)| point > 2 * at || (included && point == 2 * at));
                let is_below = to.is_none_or(|(at, included)| point < 2 * at || (included && point == 2 * at));
                is_above && is_below
            }
            Self::Words(words) => words.iter().any(|word| *word as i32 == point),
        }
    }

    fn texts(&self) -> Vec<String> {
        match self {
            Self::Limits(Some((from, _)), Some((to, _))) if from == to => vec![format!("= {from} u")],
            Self::Limits(from, to) => {
                let from = from.map(|(at, included)| format!("{} {at}", if included { "NLT" } else { ">" }));
                let to = to.map(|(at, included)| format!("{} {at}", if included { "NMT" } else { "<" }));
                vec![format!("{} u", from.into_iter().chain(to).collect::<Vec<_>>().join(" and "))]
            }
            Self::Words(words) => words.iter().map(|word| WORDS[*word].to_owned()).collect(),
        }
    }

    /// Whether it is met by what is known of one determination.
    fn truth(&self, known: &Known, is_parameter: bool) -> Truth {
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
            (Some((a, _)), Some((b, _))) if a == b => Requirement::Limits(Some((a, true)), Some((a, true))),
            (Some(a), Some(b)) if a.0 > b.0 => Requirement::Limits(Some(b), Some(a)),
            (from, to) => Requirement::Limits(from, to),
        });
        limits.boxed()
    } else {
        prop_oneof![3 => (0..3_usize).prop_map(|one| vec![one]), 1 => Just(vec![0, 2]), 1 => Just(vec![2, 1])]
            .prop_map(Requirement::Words)
            .boxed()
    }
}

fn condition() -> impl Strategy<Value = Condition> {
    let entry = select(SUBJECTS.to_vec()).prop_flat_map(|subject| (Just(subject), requirement(subject)));
    vec(entry, 1..=3).prop_map(|entries| entries.into_iter().collect())
}

/// A test `x` in `%`: when it applies, and in which cases what.
#[derive(Clone, Debug)]
struct Asked {
    when: Option<Condition>,
    cases: Vec<Condition>,
}

impl Asked {
    /// What each case accepts.
    fn limit(case: usize) -> i32 {
        10 + 10 * case as i32
    }

    fn build(&self) -> Result<Specification, String> {
        let quantitative = |id: &str, unit: &str| Test::quantitative(id, "Test", Attribute::General, unit);
        let mut x = quantitative("x", "%");
        for (subject, requirement) in self.when.iter().flatten() {
            x = with(x, *subject, requirement);
        }
        let cases = self.cases.iter().enumerate().map(|(case, condition)| {
            condition.iter().fold(Acceptance::new(&format!("NMT {} %", Self::limit(case))), |acceptance, (subject, requirement)| {
                match &*requirement.texts() {
                    [only] => acceptance.when(subject.id(), only),
                    several => {
                        let several: Vec<&str> = several.iter().map(|text| &**text).collect();
                        acceptance.when_one_of(subject.id(), &several)
                    }
                }
            })
        });
        let cases: Vec<Acceptance> = cases.collect();
        let x = if cases.is_empty() { x.accept(Acceptance::new("NMT 10 %")) } else { x.accept_cases(cases) };
        builder()
            .parameter(Parameter::number("weight", "u").within("NMT 5 u"))
            .parameter(Parameter::one_of("donor", &WORDS))
            .test(quantitative("count", "u").accept(Acceptance::new("report")))
            .test(x)
            .test(
                Test::qualitative("look", "Look", Attribute::Appearance)
                    .accept(Acceptance::terms(&WORDS[..2], &WORDS[2..])),
            )
            .build()
            .map_err(|refused| refused.to_string())
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
type Facts = BTreeMap<Subject, Vec<Known>>;

fn lot(facts: &Facts, values: &[i32]) -> Lot {
    let mut parameters: Vec<(&str, String)> = Vec::new();
    let mut results: Vec<AssayResult> = values.iter().map(|value| AssayResult::new("x", &format!("{value} %"))).collect();
    for (subject, all) in facts {
        for (index, known) in all.iter().enumerate() {
            let text = match known {
                Known::Numbers(_, text) => text.clone(),
                Known::Word(word) => WORDS[*word].to_uppercase(),
                _ if subject.has_numbers() => "3 furlong".to_owned(),
                _ => "Delta".to_owned(),
            };
            let result = || AssayResult::new(subject.id(), &text).with_reference(&format!("R-{index}"));
            match known {
                _ if subject.is_parameter() => parameters.push((subject.id(), text.clone())),
                Known::Preliminary if *subject == Subject::Look => results.push(AssayResult::new("look", WORDS[0]).preliminary().with_reference(&format!("R-{index}"))),
                Known::Preliminary => results.push(AssayResult::new("count", "2 u").preliminary().with_reference(&format!("R-{index}"))),
                Known::Invalidated => results.push(result().invalidated("spill", "INV-1", "QA-1")),
                _ => results.push(result()),
            }
        }
    }
    let parameters: Vec<(&str, &str)> = parameters.iter().map(|(id, text)| (*id, &**text)).collect();
    Lot::new(LOT, PRODUCT, results).unwrap().with_parameters(&parameters).unwrap()
}

fn points() -> std::ops::RangeInclusive<i32> {
    // Half a step beyond the last is as good as anything further.
    0..=GREATEST + 1
}

fn number(twice: i32) -> String {
    format!("{}.{}", twice / 2, if twice % 2 == 0 { 0 } else { 5 })
}

fn exactly(subject: Subject, point: i32) -> Known {
    if subject.has_numbers() { Known::Numbers(vec![point], format!("{} u", number(point))) } else { Known::Word(point as usize) }
}

/// One value of each subject.
fn point() -> impl Strategy<Value = BTreeMap<Subject, i32>> {
    (0..=GREATEST, 0..3_i32, points(), 0..3_i32).prop_map(|(weight, donor, count, look)| {
        SUBJECTS.into_iter().zip([weight, donor, count, look]).collect()
    })
}

fn known(subject: Subject) -> BoxedStrategy<Known> {
    let unusual = if subject.is_parameter() {
        Just(Known::Unusable).boxed()
    } else {
        prop_oneof![Just(Known::Unusable), Just(Known::Preliminary), Just(Known::Invalidated)].boxed()
    };
    if !subject.has_numbers() {
        return prop_oneof![5 => (0..3_usize).prop_map(Known::Word), 1 => unusual].boxed();
    }
    let censored = (select(vec!["<", "≤", ">", "≥"]), 1..=GREATEST / 2).prop_map(move |(sign, at)| {
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
fn facts() -> impl Strategy<Value = Facts> {
    let of = |subject: Subject| {
        let most = if subject.is_parameter() { 1 } else { 3 };
        let some = vec(known(subject), 1..=most);
        prop_oneof![8 => some, 1 => Just(Vec::new())]
    };
    (of(Subject::Weight), of(Subject::Donor), of(Subject::Count), of(Subject::Look))
        .prop_map(|(weight, donor, count, look)| SUBJECTS.into_iter().zip([weight, donor, count, look]).collect())
}

fn asked() -> impl Strategy<Value = Asked> {
    (option::weighted(0.7, condition()), vec(condition(), 0..=3)).prop_map(|(when, cases)| Asked {
        when: if cases.is_empty() && when.is_none() { Some(BTreeMap::from([(Subject::Look, Requirement::Words(vec![1]))])) } else { when },
        cases,
    })
}

/// The conjunction of requirements in one combination of determinations.
fn holds(condition: &Condition, combination: &BTreeMap<Subject, Option<&Known>>) -> Truth {
    let truths: Vec<Truth> = condition
        .iter()
        .map(|(subject, requirement)| match combination[subject] {
            Some(known) => requirement.truth(known, subject.is_parameter()),
            None if subject.is_parameter() => Truth::Open(Standing::Undecided),
            None => Truth::Open(Standing::Unfinished),
        })
        .collect();
    let grades = [Truth::No, Truth::Open(Standing::Undecided), Truth::Open(Standing::Unfinished)];
    grades.into_iter().find(|grade| truths.contains(grade)).unwrap_or(Truth::Yes)
}

/// What comes of `x`, in every combination of the determinations of all subjects.
fn judge(asked: &Asked, facts: &Facts, values: &[i32]) -> Outcome {
    let mut combinations: Vec<BTreeMap<Subject, Option<&Known>>> = vec![BTreeMap::new()];
    for (subject, all) in facts {
        let counted: Vec<&Known> = all.iter().filter(|known| **known != Known::Invalidated).collect();
        let choices: Vec<Option<&Known>> = if counted.is_empty() { vec![None] } else { counted.into_iter().map(Some).collect() };
        let mut further = Vec::new();
        for so_far in &combinations {
            for choice in &choices {
                let mut combination = so_far.clone();
                combination.insert(*subject, *choice);
                further.push(combination);
            }
        }
        combinations = further;
    }
    let mut standings: Vec<Standing> = Vec::new();
    let mut applies = false;
    for combination in &combinations {
        match asked.when.as_ref().map_or(Truth::Yes, |when| holds(when, combination)) {
            Truth::No => continue,
            Truth::Open(standing) => {
                standings.push(standing);
                applies = true;
                continue;
            }
            Truth::Yes => applies = true,
        }
        let truths: Vec<Truth> = asked.cases.iter().map(|case| holds(case, combination)).collect();
        let limit = match truths.iter().position(|truth| *truth == Truth::Yes) {
            _ if asked.cases.is_empty() => Asked::limit(0),
            Some(case) => Asked::limit(case),
            None if truths.contains(&Truth::Open(Standing::Undecided)) => {
                standings.push(Standing::Undecided);
                continue;
            }
            None if truths.contains(&Truth::Open(Standing::Unfinished)) => {
                standings.push(Standing::Unfinished);
                continue;
            }
            None => {
                standings.push(Standing::Undecided);
                continue;
            }
        };
        standings.extend(values.iter().map(|value| if *value > limit { Standing::Fails } else { Standing::Conforms }));
    }
    match standings.iter().min() {
        Some(standing) => standing.outcome(Reason::Within),
        None if applies => Outcome::Pending,
        None => Outcome::NotApplicable,
    }
}

fn x(report: &Report) -> (Outcome, Reason) {
    let finding = report.finding("x").unwrap();
    (finding.outcome(), finding.reason())
}

proptest! {
    #![proptest_config(settings(4_000))]

    /// Cases are refused exactly if some lot would meet two of them; and a lot is judged by the one that it meets.
    #[test]
    fn cases_never_both_apply(cases in vec(condition(), 1..=3), lots in vec(point(), 4)) {
        let asked = Asked { when: None, cases };
        let meets = |case: &Condition, point: &BTreeMap<Subject, i32>| case.iter().all(|(subject, one)| one.holds(point[subject]));
        let both = |one: &Condition, other: &Condition| {
            // Each subject by itself: a lot meets both if every subject can.
            SUBJECTS.iter().all(|subject| {
                let all = if subject.has_numbers() { points() } else { 0..=2 };
                let own = [one.get(subject), other.get(subject)];
                all.into_iter().any(|point| own.iter().flatten().all(|requirement| requirement.holds(point)))
            })
        };
        let overlap = (0..asked.cases.len()).any(|index| asked.cases[..index].iter().any(|known| both(known, &asked.cases[index])));
        let specification = match asked.build() {
            Ok(specification) => specification,
            Err(refused) => {
                prop_assert!(refused.contains("overlaps") && overlap, "{}", refused);
                return Ok(());
            }
        };
        prop_assert!(!overlap, "{:?}", asked.cases);
        let plan = specification.plan(Phase::Clinical).unwrap();
        for point in &lots {
            let facts: Facts = point.iter().map(|(subject, point)| (*subject, vec![exactly(*subject, *point)])).collect();
            let report = plan.evaluate(&lot(&facts, &[5]));
            let met: Vec<usize> = (0..asked.cases.len()).filter(|case| meets(&asked.cases[*case], point)).collect();
            let finding = report.finding("x").unwrap();
            match *met {
                [] => prop_assert_eq!(finding.reason(), Reason::NoCaseApplies),
                [case] => {
                    prop_assert_eq!(finding.outcome(), Outcome::Conforms);
                    prop_assert_eq!(finding.criterion(), format!("NMT {} %", Asked::limit(case)), "{}", report);
                }
                _ => prop_assert!(false, "{:?} meets {:?}", point, met),
            }
        }
    }

    /// Conditions of several keys, on tests of several determinations of which some are open, come to what all combinations do.
    #[test]
    fn every_combination_of_what_conditions_need_counts(asked in asked(), facts in facts(), values in vec(select(vec![5, 15, 25, 35]), 0..=2)) {
        let Ok(specification) = asked.build() else { return Ok(()) };
        let lot = lot(&facts, &values);
        let plan = specification.plan(Phase::Clinical).unwrap();
        let report = plan.evaluate(&lot);
        prop_assert_eq!(x(&report).0, judge(&asked, &facts, &values), "{}", report);
        prop_assert_eq!(plan.verdict(&lot), report.verdict());
    }

    /// What is decided of a test while its conditions are open, or censored, stays, however they come out.
    #[test]
    fn conditions_bracket_every_completion(
        asked in asked(),
        facts in facts(),
        point in point(),
        values in vec(select(vec![5, 15, 25, 35]), 1..=2),
        index in any::<prop::sample::Index>(),
    ) {
        let Ok(specification) = asked.build() else { return Ok(()) };
        let plan = specification.plan(Phase::Clinical).unwrap();
        let (before, _) = x(&plan.evaluate(&lot(&facts, &values)));
        let mut completed = facts.clone();
        for (subject, all) in &mut completed {
            for known in all.iter_mut().filter(|known| **known != Known::Invalidated) {
                *known = match known {
                    Known::Numbers(points, _) => exactly(*subject, *index.get(points)),
                    Known::Word(word) => Known::Word(*word),
                    _ => exactly(*subject, point[subject]),
                };
            }
            // What is missing is still to come.
            if all.iter().all(|known| *known == Known::Invalidated) {
                all.push(exactly(*subject, point[subject]));
            }
        }
        let report = plan.evaluate(&lot(&completed, &values));
        if matches!(before, Outcome::Conforms | Outcome::DoesNotConform | Outcome::NotApplicable) {
            prop_assert_eq!(x(&report).0, before, "{}", report);
        }
    }

    /// A text is the same as a parameter's if it is so letter by letter, space at the ends aside.
    #[test]
    fn identity_is_exact(
        expected in option::of(text()),
        found in vec(text(), 0..=2),
        is_qualified in any::<bool>(),
    ) {
        let test = Test::qualitative("x", "X", Attribute::Identity).accept(Acceptance::same_as("variant"));
        let specification = builder().parameter(Parameter::text("variant")).test(test).build().unwrap();
        let results = found.iter().map(|text| AssayResult::new("x", text)).collect();
        let (Ok(lot), Some(expected)) = (Lot::new(LOT, PRODUCT, results), expected) else { return Ok(()) };
        let lot = if is_qualified { lot.with_parameters(&[("variant", &expected)]) } else { Ok(lot) };
        let Ok(lot) = lot else { return Ok(()) };
        let outcome = x(&specification.plan(Phase::Clinical).unwrap().evaluate(&lot)).0;
        let is_same = found.iter().all(|one| one.trim() == expected.trim());
        let wanted = match (found.is_empty(), is_qualified, is_same) {
            (true, _, _) => Outcome::Pending,
            (false, false, _) => Outcome::Indeterminate,
            (false, true, true) => Outcome::Conforms,
            (false, true, false) => Outcome::DoesNotConform,
        };
        prop_assert_eq!(outcome, wanted);
    }
}

/// Texts of which many are nearly the same.
fn text() -> impl Strategy<Value = String> {
    let pieces = vec(select(vec!["c", "C", " ", "1", "é", "e\u{301}", "A>G", "\t", "."]), 1..=3);
    pieces.prop_map(|pieces| pieces.concat())
}

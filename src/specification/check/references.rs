//! The parameters and tests to which others refer, and what may be asked of them.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use super::vocabulary::Vocabulary;
use crate::acceptance::Region;
use crate::criterion::{Criterion, Term, Terms};
use crate::document::Part;
use crate::error::{ProblemCode, Problems};
use crate::specification::condition::MustBe;
use crate::specification::derivation::Derivation;
use crate::specification::draft::{Acceptance, ConditionDraft, Group, TestBuilder};
use crate::specification::parameter::{Parameter, Values};
use crate::specification::reportable::Combine;
use crate::value::{Identifier, Unit};

/// Every id of a specification, and what conditions and derivations may ask of those to which they
/// refer.
pub(super) struct Subjects<'d> {
    parameters: HashMap<Identifier, (&'d Parameter, Vocabulary)>,
    /// `None` for a test to which nothing refers.
    tests: HashMap<Identifier, Option<Box<NamedTest>>>,
    groups: HashSet<Identifier>,
}

/// A test to which a condition or a derivation refers, as far as these ask of it.
struct NamedTest {
    unit: Part<Unit>,
    signed: bool,
    has_units_in_cases: bool,
    /// Whether its replicates are judged each and make no one value.
    has_no_one_value: bool,
    /// The terms that it accepts or rejects in any phase; `None` where some could not be read.
    vocabulary: Option<Vocabulary>,
}

impl<'d> Subjects<'d> {
    /// Parameters, tests and groups share one namespace: an id that stands twice is a problem.
    pub(super) fn of(
        parameters: &'d [Parameter],
        tests: &[Box<TestBuilder>],
        groups: &[Group],
        problems: &mut Problems,
    ) -> Self {
        let ids = parameters
            .iter()
            .map(Parameter::identifier)
            .enumerate()
            .map(|(index, id)| ("parameters", index, id));
        let ids = ids
            .chain(tests.iter().enumerate().map(|(index, test)| ("tests", index, test.id.get())));
        let ids = ids.chain(
            groups.iter().enumerate().map(|(index, group)| ("groups", index, group.id.get())),
        );
        let mut known: HashMap<&Identifier, (&str, usize)> = HashMap::new();
        for (list, index, id) in ids {
            let Some(id) = id else { continue };
            match known.entry(id) {
                Entry::Occupied(first) => {
                    let (of, place) = first.get();
                    let message =
                        format!("found the id `{id}`, which is that of {of}[{place}]; ids differ");
                    problems.push(format!("{list}[{index}].id"), ProblemCode::Duplicate, message);
                }
                Entry::Vacant(first) => drop(first.insert((list, index))),
            }
        }
        let named: HashSet<&Identifier> = tests.iter().flat_map(|test| test.named()).collect();
        let of_test = |test: &TestBuilder| {
            let id = test.id.get()?.clone();
            let subject = named.contains(&id).then(|| Box::new(NamedTest::of(test)));
            Some((id, subject))
        };
        let of_parameter = |one: &'d Parameter| {
            let id = one.identifier()?;
            let values = one.terms().iter().filter(|_| named.contains(id));
            Some((id.clone(), (one, Vocabulary::of(values))))
        };
        Self {
            parameters: parameters.iter().filter_map(of_parameter).collect(),
            // Of two with one id the first is meant, and the second reported.
            tests: tests.iter().rev().filter_map(|test| of_test(test)).collect(),
            groups: groups.iter().filter_map(|group| group.id.get().cloned()).collect(),
        }
    }

    /// The parameter or test that is meant at `path`; anything else is noted.
    fn subject(&self, id: &Identifier, path: &str, problems: &mut Problems) -> Option<Subject<'_>> {
        if let Some((parameter, values)) = self.parameters.get(id) {
            return Some(Subject::Parameter(parameter, values));
        }
        if let Some(test) = self.tests.get(id) {
            return test.as_deref().map(Subject::Test);
        }
        let (code, message) = if self.groups.contains(id) {
            let mend = "which is a group; name one of its tests, or a parameter";
            (ProblemCode::UnsuitableReference, format!("found `{id}`, {mend}"))
        } else {
            let mend = "which is declared neither among `parameters` nor among `tests`";
            (ProblemCode::UnknownId, format!("found `{id}`, {mend}"))
        };
        problems.push(path, code, message);
        None
    }

    /// Reads what a condition asks of its subject.
    pub(super) fn must_be(
        &self,
        id: &Identifier,
        texts: &[Box<str>],
        path: &str,
        problems: &mut Problems,
    ) -> Option<MustBe> {
        match self.subject(id, path, problems)? {
            Subject::Parameter(parameter, values) => match parameter.kind()? {
                Values::Number { unit, signed, within } => {
                    read_limits(texts, unit, signed, within, path, problems)
                }
                Values::OneOf(_) => read_values(texts, Some(values), path, problems),
                Values::Text => {
                    problems.push(
                        path,
                        ProblemCode::UnsuitableReference,
                        format!(
                            "found `{id}`, which is any text; a condition asks for limits or \
                             for declared values"
                        ),
                    );
                    None
                }
            },
            Subject::Test(test) => {
                check_has_one_value(test, id, path, problems)?;
                if test.unit.is_absent() {
                    return read_values(texts, test.vocabulary.as_ref(), path, problems);
                }
                read_limits(texts, test.unit.get()?, test.signed, None, path, problems)
            }
        }
    }

    /// The unit in which an input of a derivation is.
    pub(super) fn unit_of_input(
        &self,
        id: &Identifier,
        path: &str,
        problems: &mut Problems,
    ) -> Option<&Unit> {
        let (unit, is_absent) = match self.subject(id, path, problems)? {
            Subject::Parameter(parameter, _) => (parameter.unit.get(), parameter.unit.is_absent()),
            Subject::Test(test) => {
                check_has_one_value(test, id, path, problems)?;
                (test.unit.get(), test.unit.is_absent())
            }
        };
        if is_absent {
            problems.push(
                path,
                ProblemCode::UnsuitableReference,
                format!("found `{id}`, which is no number; a value is derived from numbers"),
            );
        }
        unit
    }

    /// A criterion `same as` needs a parameter that is a text.
    pub(super) fn check_text(&self, id: &Identifier, path: &str, problems: &mut Problems) {
        match self.parameters.get(id).map(|(parameter, _)| parameter.kind()) {
            Some(Some(Values::Text) | None) => {}
            Some(_) => problems.push(
                path,
                ProblemCode::UnsuitableReference,
                format!("found `{id}`, which is no text; declare it with `\"text\": true`"),
            ),
            None => problems.push(
                path,
                ProblemCode::UnknownId,
                format!("found `{id}`, which is not declared among `parameters`"),
            ),
        }
    }
}

#[derive(Clone, Copy)]
enum Subject<'s> {
    Parameter(&'s Parameter, &'s Vocabulary),
    Test(&'s NamedTest),
}

impl TestBuilder {
    /// The ids to which its conditions and derivations refer.
    fn named(&self) -> impl Iterator<Item = &Identifier> {
        let in_cases =
            self.cases().flat_map(|case| subjects(&case.when).chain(inputs(&case.derived)));
        subjects(&self.when).chain(inputs(&self.derived)).chain(in_cases)
    }

    /// Whether a case has a unit of its own, so that every case has to have one.
    pub(super) fn has_units_in_cases(&self) -> bool {
        self.cases().any(|case| !case.unit.is_absent())
    }
}

impl NamedTest {
    fn of(test: &TestBuilder) -> Self {
        let criteria: Option<Vec<&Criterion>> =
            test.cases().map(Acceptance::read_criterion).collect();
        let terms = |criteria: Vec<&Criterion>| {
            Vocabulary::of(criteria.into_iter().filter_map(Criterion::terms).flat_map(Terms::named))
        };
        Self {
            unit: test.unit.clone(),
            signed: test.signed.get().is_some(),
            has_units_in_cases: test.has_units_in_cases(),
            has_no_one_value: test
                .reportables()
                .any(|one| one.combine() == Combine::Each && one.replicates() > 1),
            vocabulary: criteria.filter(|all| !all.is_empty()).map(terms),
        }
    }
}

fn subjects(when: &Part<ConditionDraft>) -> impl Iterator<Item = &Identifier> {
    when.get().into_iter().flat_map(ConditionDraft::ids)
}

fn inputs(derived: &Part<Box<Derivation>>) -> impl Iterator<Item = &Identifier> {
    derived.get().into_iter().flat_map(|derived| derived.inputs().map(|(id, _)| id))
}

/// Whether a test has one value in one unit, on which something can depend.
fn check_has_one_value(
    test: &NamedTest,
    id: &Identifier,
    path: &str,
    problems: &mut Problems,
) -> Option<()> {
    let message = if test.has_units_in_cases {
        format!("found `{id}`, which has another unit in each case; name a test with one unit")
    } else if test.has_no_one_value {
        format!(
            "found `{id}`, whose replicates are judged each and have no one value; combine them"
        )
    } else {
        return Some(());
    };
    problems.push(path, ProblemCode::UnsuitableReference, message);
    None
}

/// Limits in exactly the unit of what they are about, which some value `within` meets.
fn read_limits(
    texts: &[Box<str>],
    unit: &Unit,
    signed: bool,
    within: Option<&Criterion>,
    path: &str,
    problems: &mut Problems,
) -> Option<MustBe> {
    let [text] = texts else {
        problems.push(
            path,
            ProblemCode::WrongType,
            format!("found a list where limits in `{unit}` are expected, such as `NMT 50 {unit}`"),
        );
        return None;
    };
    let criterion: Criterion = problems.read(path, text)?;
    let (code, message) = match criterion.only_limits() {
        None => (
            ProblemCode::UnsuitableCriterion,
            format!(
                "found `{criterion}` where limits in `{unit}` are expected, such as `NMT 50 {unit}`"
            ),
        ),
        Some(range) if !unit.matches(range.unit()) => (
            ProblemCode::UnitMismatch,
            format!(
                "found `{range}`, which is not in `{unit}`; a condition states exactly that unit"
            ),
        ),
        Some(range) if range.is_of_percent(unit) => (
            ProblemCode::AmbiguousPercent,
            format!(
                "found `{range}`, where `%` could be of the target or of the value; write the two \
                 ends as a range"
            ),
        ),
        Some(range) => {
            let can_be =
                |limits| Region::unrounded(limits).map(|region| region.of_a_quantity(signed));
            let region = can_be(&criterion)?;
            let outside = within.filter(|within| {
                can_be(within).is_some_and(|plausible| plausible.is_disjoint_from(&region))
            });
            let message = match outside {
                _ if region.is_empty() => {
                    format!(
                        "found `{range}`, which no value meets; values are not below zero unless \
                         they are `signed`"
                    )
                }
                Some(within) => format!(
                    "found `{range}`, which no value within `{within}` meets; ask for a value that \
                     lots can have, or widen `within`"
                ),
                None => return Some(MustBe::Within(Box::new(criterion))),
            };
            (ProblemCode::AcceptsNothing, message)
        }
    };
    problems.push(path, code, message);
    None
}

/// Terms that are declared; without `declared` nothing can be said of them.
fn read_values(
    texts: &[Box<str>],
    declared: Option<&Vocabulary>,
    path: &str,
    problems: &mut Problems,
) -> Option<MustBe> {
    let (mut values, mut known) = (Vec::with_capacity(texts.len()), HashSet::new());
    let mut complete = true;
    if texts.is_empty() {
        problems.push(
            path,
            ProblemCode::Empty,
            "found an empty list, which no value meets; name a value",
        );
    }
    for (index, text) in texts.iter().enumerate() {
        let path = if texts.len() > 1 { format!("{path}[{index}]") } else { path.to_owned() };
        let Some(term) = problems.read::<Term>(&*path, text) else {
            complete = false;
            continue;
        };
        if let Some(declared) = declared.filter(|declared| !declared.contains(&term)) {
            problems.push(
                &*path,
                ProblemCode::UnknownTerm,
                format!(
                    "found `{}`, which is not among the declared values: {declared}",
                    term.as_str()
                ),
            );
            complete = false;
        }
        if !known.insert(term.clone()) {
            problems.push(
                path,
                ProblemCode::Duplicate,
                format!("found `{}` twice; name it once", term.as_str()),
            );
        }
        values.push(term);
    }
    (complete && !values.is_empty()).then(|| MustBe::OneOf(values.into()))
}

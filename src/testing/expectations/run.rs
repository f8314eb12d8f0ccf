//! Spec-tests judged by the specification that they are about.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use super::spec_test::{SpecTest, SpecTests};
use crate::error::{DocumentError, ProblemCode, Problems};
use crate::lot::{AssayResult, Lot};
use crate::plan::{Plan, Singles};
use crate::report::{Finding, Outcome, shortened};
use crate::specification::{Parameter, Phase, Specification, Test};
use crate::value::{Reading, ResultStatus};

/// Most mismatches that a failing assertion prints.
const MOST: usize = 100;

/// A spec-test whose expectation is not met: where it stands, what was expected, and all that was
/// found.
#[derive(Clone, Debug)]
pub struct Mismatch {
    test: SpecTest,
    finding: Finding,
}

/// A spec-test with what was found.
pub(super) struct Judged<'t> {
    pub(super) test: &'t SpecTest,
    /// The test of the specification that it is about; `None` for a group.
    pub(super) declared: Option<&'t Test>,
    pub(super) finding: Finding,
    /// The place of the case in which the lot is.
    pub(super) case: Option<usize>,
}

/// What a specification declares, by id: a row costs what it names, however long the specification
/// is.
struct Declared<'s> {
    product: &'s str,
    parameters: HashMap<&'s str, &'s Parameter>,
    /// `None` for a group.
    tests: HashMap<&'s str, Option<&'s Test>>,
}

impl<'s> Declared<'s> {
    fn of(specification: &'s Specification) -> Self {
        let groups = specification.checked_groups().iter().map(|group| (group.id.as_str(), None));
        Self {
            product: specification.product(),
            parameters: specification
                .parameters()
                .iter()
                .map(|parameter| (parameter.id(), parameter))
                .collect(),
            tests: specification
                .tests()
                .iter()
                .map(|test| (test.id(), Some(test)))
                .chain(groups)
                .collect(),
        }
    }

    fn test(&self, id: &str) -> Option<&'s Test> {
        self.tests.get(id).copied().flatten()
    }
}

/// Fails, with every mismatch, unless `specification` finds what `tests` expect.
///
/// ```
/// use release_criteria::{
///     Acceptance, Attribute, Phase, Rounding, Specification, Test, testing, wire,
/// };
///
/// let specification = Specification::builder("SPEC-7", "2", "Example cells")
///     .phases(&[Phase::Commercial])
///     .rounding(Rounding::Usp)
///     .test(
///         Test::quantitative("viability", "Viable cells", Attribute::Purity, "%")
///             .accept(Acceptance::new("NLT 80 %")),
///     )
///     .build()?;
/// let tests = wire::read_spec_tests(
///     r#"{
///         "format": "release-criteria/spec-tests/1",
///         "tests": [{"test": "viability", "phase": "commercial", "value": "79.5 %",
///                    "outcome": "conforms"}]
///     }"#,
/// )?;
/// testing::assert_spec_tests(&specification, &tests);
/// # Ok::<(), release_criteria::DocumentError>(())
/// ```
///
/// # Panics
///
/// Where an expectation is not met, or a spec-test does not fit the specification
/// ([`SpecTests::mismatches`]). The message has the first 100 of each, with row and column, and
/// counts the rest.
#[track_caller]
#[allow(clippy::panic, reason = "an assertion fails by panicking")]
pub fn assert_spec_tests(specification: &Specification, tests: &SpecTests) {
    let (id, version) = (shortened(specification.id()), shortened(specification.version()));
    match tests.mismatches(specification) {
        Err(problems) => panic!("the spec-tests do not fit {id} version {version}\n\n{problems}\n"),
        Ok(mismatches) if mismatches.is_empty() => {}
        Ok(mismatches) => {
            let failures = if mismatches.len() == 1 { "failure" } else { "failures" };
            let (count, all) = (mismatches.len(), tests.tests().len());
            let told: Vec<String> = mismatches.iter().take(MOST).map(ToString::to_string).collect();
            let more = match count.checked_sub(MOST) {
                Some(more @ 1..) => format!("\n\nand {more} more"),
                _ => String::new(),
            };
            panic!(
                "{count} {failures} in {all} spec-tests of {id} version {version}\n\n{}{more}\n",
                told.join("\n\n")
            );
        }
    }
}

impl SpecTests {
    /// Judges every row by `specification`, and returns those whose expectation is not met, in
    /// their order.
    ///
    /// # Errors
    ///
    /// Every problem at once, with its row and column, before anything is judged: a test, group,
    /// parameter or phase that the specification does not name; a value of a group, which has no
    /// results; a second value of the row's own test; a number that cannot be read (`97,95 %`,
    /// `62,5 kg`), unless `indeterminate` is expected; a unit both in the value and beside it.
    pub fn mismatches(
        &self,
        specification: &Specification,
    ) -> Result<Vec<Mismatch>, DocumentError> {
        let mut mismatches = Vec::new();
        self.judge(specification, |judged| {
            let Judged { test, finding, .. } = judged;
            let is_met = finding.outcome() == test.outcome
                && test.reason.is_none_or(|reason| reason == finding.reason());
            if !is_met {
                mismatches.push(Mismatch { test: test.clone(), finding });
            }
        })?;
        Ok(mismatches)
    }

    /// Shows what is found of every row. A row costs its own test and what that needs.
    pub(super) fn judge<'t>(
        &'t self,
        specification: &'t Specification,
        mut see: impl FnMut(Judged<'t>),
    ) -> Result<(), DocumentError> {
        let mut problems = Problems::default();
        let declared = Declared::of(specification);
        let mut plans: BTreeMap<Phase, Result<Plan, DocumentError>> = BTreeMap::new();
        let mut lots: Vec<(&SpecTest, Lot)> = Vec::with_capacity(self.tests.len());
        for test in &self.tests {
            let mut own = Problems::default();
            let plan = plans.entry(test.phase).or_insert_with(|| specification.plan(test.phase));
            for problem in plan.as_ref().err().into_iter().flat_map(DocumentError::problems) {
                own.push("phase", problem.code(), problem.message());
            }
            test.check(&declared, &mut own);
            if let Some(lot) = test.lot(&declared, &mut own) {
                lots.push((test, lot));
            }
            problems.absorb_at(own, |path| test.place.at(path));
        }
        problems.into_result(Some(()))?;
        let singles: BTreeMap<Phase, Singles<'_>> = plans
            .iter()
            .filter_map(|(phase, plan)| Some((*phase, plan.as_ref().ok()?.singles())))
            .collect();
        for (test, lot) in lots {
            let found =
                singles.get(&test.phase).and_then(|singles| singles.find(&lot, test.test()));
            if let Some((finding, case)) = found {
                see(Judged { test, declared: declared.test(test.test()), finding, case });
            }
        }
        Ok(())
    }
}

impl SpecTest {
    /// Notes what of it the specification does not have.
    fn check(&self, declared: &Declared<'_>, problems: &mut Problems) {
        let may_be_unreadable = self.outcome == Outcome::Indeterminate;
        let check_number = |path: &str, value: &str, problems: &mut Problems| {
            if let (Reading::Unreadable(error), false) = (Reading::of(value), may_be_unreadable) {
                problems.push_parse_error(path, &error);
            }
        };
        match declared.tests.get(self.test()) {
            Some(Some(test)) => {
                for value in self.values(test).filter(|_| test.is_quantitative(self.phase)) {
                    check_number("value", value, problems);
                }
            }
            None => {
                let message = format!(
                    "found `{}`; the specification names no such test or group",
                    self.test()
                );
                problems.push("test", ProblemCode::UnknownId, message);
            }
            Some(None) if self.value.is_some() => {
                problems.push(
                    "value",
                    ProblemCode::UnsuitableReference,
                    format!(
                        "`{}` is a group, which has no results of its own; \
                         give those of its members, in columns that bear \
                         their ids",
                        self.test()
                    ),
                );
            }
            Some(None) => {}
        }
        for (id, value) in &self.given.values {
            let path = format!("given.{id}");
            let (parameter, test) =
                (declared.parameters.get(id.as_str()), declared.test(id.as_str()));
            let is_number = match (parameter, test) {
                (Some(parameter), _) => parameter.unit().is_some(),
                (None, Some(_)) if id == &self.test => {
                    problems.push(
                        path,
                        ProblemCode::Misplaced,
                        "is the test of the row itself; write its value under `value`",
                    );
                    continue;
                }
                (None, Some(test)) => test.is_quantitative(self.phase),
                (None, None) => {
                    let message = format!(
                        "found `{id}`, which is no column of spec-tests and no parameter or test \
                         of the specification"
                    );
                    problems.push(path, ProblemCode::UnknownId, message);
                    continue;
                }
            };
            let values = test.map_or_else(|| vec![&**value], |test| split(test, self.phase, value));
            for value in values.into_iter().filter(|_| is_number) {
                check_number(&path, value, problems);
            }
        }
    }

    /// The values of its result, of which there are several where the test asks for replicates.
    pub(super) fn values<'s>(&'s self, test: &Test) -> impl Iterator<Item = &'s str> + use<'s> {
        self.value
            .as_deref()
            .map(|value| split(test, self.phase, value))
            .unwrap_or_default()
            .into_iter()
    }

    /// A lot with what the row says and nothing else.
    fn lot(&self, declared: &Declared<'_>, problems: &mut Problems) -> Option<Lot> {
        let result = |id: &str, value: &str, method: Option<&str>| {
            let test = declared.test(id)?;
            let mut values = split(test, self.phase, value).into_iter();
            let result = AssayResult::new(id, values.next().unwrap_or_default());
            let result = values.fold(result, AssayResult::replicate);
            // A row is about what is accepted: it need not repeat by which method.
            match method.or_else(|| test.methods(self.phase).first().copied()) {
                Some(method) => Some(result.with_method(method)),
                None => Some(result),
            }
        };
        let own = self
            .value
            .as_deref()
            .and_then(|value| result(self.test(), value, self.method.as_deref()));
        let own = own.map(|own| own.with_status(self.status.unwrap_or(ResultStatus::Final)));
        let mut own = match self.unit.as_deref() {
            Some(unit) => own.map(|own| own.with_unit(unit)),
            None => own,
        };
        if let Some(faults) = own.as_mut().and_then(AssayResult::take_problems) {
            problems.absorb_at(faults, |path| {
                if path.starts_with("values") { "value".to_owned() } else { path.to_owned() }
            });
            return None;
        }
        let given = || self.given.values.iter().map(|(id, value)| (id.as_str(), &**value));
        let others = given().filter_map(|(id, value)| result(id, value, None));
        let is_parameter = |id: &str| declared.parameters.contains_key(id);
        let parameters: Vec<(&str, &str)> = given().filter(|(id, _)| is_parameter(id)).collect();
        let results = own.into_iter().chain(others).collect();
        let lot = Lot::new(&self.place(), declared.product, results);
        let lot = lot.and_then(|lot| lot.with_parameters(&parameters));
        lot.map_err(|refused| problems.absorb_at(refused.into(), |_| String::new())).ok()
    }
}

/// A value as replicates, where the test asks for them.
fn split<'v>(test: &Test, phase: Phase, value: &'v str) -> Vec<&'v str> {
    match test.reportable(phase) {
        Some(_) => value.split(';').map(str::trim).collect(),
        None => vec![value],
    }
}

impl Mismatch {
    /// Where the row stands: `row 4` of a spreadsheet, whose header is row 1, or `tests[2]` of a
    /// document.
    #[must_use]
    pub fn place(&self) -> String {
        self.test.place()
    }

    /// Which of its expectations is not met: `outcome`, or `reason` where the outcome is as
    /// expected.
    #[must_use]
    pub fn column(&self) -> &'static str {
        if self.test.outcome() == self.finding.outcome() { "reason" } else { "outcome" }
    }

    /// The row, with what it expects.
    #[must_use]
    pub fn test(&self) -> &SpecTest {
        &self.test
    }

    /// What was found instead: outcome and reason, the criterion, what it accepts, and why in a
    /// sentence.
    #[must_use]
    pub fn finding(&self) -> &Finding {
        &self.finding
    }
}

impl fmt::Display for Mismatch {
    /// On several lines, without an end of line after them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { test, finding } = self;
        write!(f, "{}: expected `{}`", test.place.at(self.column()), test.outcome())?;
        if let Some(reason) = test.reason() {
            write!(f, " (`{reason}`)")?;
        }
        writeln!(f, ", found `{}` (`{}`)", finding.outcome(), finding.reason())?;
        let value = shortened(test.value().unwrap_or("no value"));
        let given =
            test.given().into_iter().map(|(id, value)| format!("{id} {}", shortened(value)));
        let all: Vec<String> = std::iter::once(value).chain(given).collect();
        writeln!(
            f,
            "  {} in the {} phase: {}",
            shortened(finding.name()),
            test.phase(),
            all.join(", ")
        )?;
        write!(f, "  {}", shortened(finding.criterion()))?;
        if let Some(accepts) = finding.accepts() {
            write!(f, " accepts {}", shortened(accepts))?;
        }
        write!(f, "\n  {}", shortened(finding.explanation()))?;
        match test.source() {
            Some(source) => write!(f, "\n  source: {}", shortened(source)),
            None => Ok(()),
        }
    }
}

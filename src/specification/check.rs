//! The one door through which every specification comes: checks of the document as a whole.

use std::collections::HashMap;

use super::Specification;
use super::acceptance::{Acceptance, CheckedAcceptance};
use super::builder::SpecificationBuilder;
use super::part::Part;
use super::phase::{Gate, PerPhase, Phase};
use super::test::{Conversion, Quantity, Test};
use super::test_builder::TestBuilder;
use crate::acceptance::{Region, Rounding, StrictLimits};
use crate::criterion::{Criterion, Form, Range};
use crate::error::{DocumentError, Problems, join};
use crate::value::{Identifier, Unit, begins_like_a_number};

/// Most tests in one specification.
pub(crate) const MOST_TESTS: usize = 10_000;

impl SpecificationBuilder {
    /// Checks everything and makes the specification.
    ///
    /// # Errors
    ///
    /// Every problem at once, each with the path that it has in the document. Among them: no test; an id twice; a phase without
    /// a criterion; a criterion in another unit than its test's; limits on a test without a unit; `80 ± 5 %` on a test in `%`;
    /// a strict limit while nothing says how to read it; `not other` on a test with a unit, where a text may stand for a number; a
    /// criterion that accepts nothing, such as `NMT -1 %` where values are not negative; an alert limit that is not inside the
    /// criterion.
    pub fn build(self) -> Result<Specification, DocumentError> {
        check(self)
    }
}

fn check(mut draft: SpecificationBuilder) -> Result<Specification, DocumentError> {
    let mut problems = std::mem::take(&mut draft.problems);
    let tests = std::mem::take(&mut draft.tests);
    if tests.is_empty() {
        problems.push("tests", "found no test, so that nothing would be judged; list at least one");
    }
    if tests.len() > MOST_TESTS {
        problems.push("tests", format!("found {} tests; a specification has at most {MOST_TESTS}", tests.len()));
    }
    let phases = check_phases(draft.phases, &mut problems);
    let rules = Rules { phases: phases.as_deref(), rounding: draft.rounding, strict: draft.strict };
    let mut known: HashMap<Identifier, usize> = HashMap::new();
    let mut checked = Vec::with_capacity(tests.len().min(MOST_TESTS));
    let mut complete = true;
    for (index, test) in tests.into_iter().enumerate() {
        let path = format!("tests[{index}]");
        if let Some(id) = test.id.get() {
            match known.get(id) {
                Some(first) => problems.push(
                    join(&path, "id"),
                    format!("found the id `{id}`, which is that of tests[{first}]; ids differ"),
                ),
                None => drop(known.insert(id.clone(), index)),
            }
        }
        match check_test(test, &path, &rules, &mut problems) {
            Some(test) => checked.push(test),
            None => complete = false,
        }
    }
    let id = required(draft.id, "id", &mut problems);
    let version = required(draft.version, "version", &mut problems);
    let status = required(draft.status, "status", &mut problems);
    let product = required(draft.product, "product", &mut problems);
    let rounding = required(draft.rounding, "rounding", &mut problems);
    let strict = optional(draft.strict);
    let specification = (|| {
        Some(Specification {
            id: id?,
            version: version?,
            status: status?,
            product: product?,
            phases: phases?,
            rounding: rounding?,
            strict: strict?,
            tests: complete.then_some(checked)?,
            extensions: draft.extensions,
        })
    })();
    if specification.is_none() && problems.is_empty() {
        problems.push("", "is incomplete");
    }
    problems.into_result(specification)
}

/// A part that must be there. `None` where it is not, and where it was refused.
fn required<T>(part: Part<T>, path: &str, problems: &mut Problems) -> Option<T> {
    if part.is_absent() {
        problems.push(path, "is missing; it has no default");
    }
    part.into_option()
}

/// A part that may be left out. `None` only where it was refused.
#[allow(clippy::option_option, reason = "refused, or left out, or read")]
fn optional<T>(part: Part<T>) -> Option<Option<T>> {
    match part {
        Part::Absent => Some(None),
        Part::Refused => None,
        Part::Read(value) => Some(Some(value)),
    }
}

fn check_phases(part: Part<Vec<Phase>>, problems: &mut Problems) -> Option<Vec<Phase>> {
    let phases = required(part, "phases", problems)?;
    if phases.is_empty() {
        problems.push("phases", "found no phase; list those that the specification covers");
    }
    let twice =
        phases.iter().enumerate().filter(|(index, phase)| phases.iter().take(*index).any(|earlier| earlier == *phase));
    for (index, phase) in twice {
        problems.push(format!("phases[{index}]"), format!("found the phase `{phase}` twice; list it once"));
    }
    Some(phases)
}

/// What the tests need to know of the specification.
struct Rules<'s> {
    phases: Option<&'s [Phase]>,
    rounding: Part<Rounding>,
    strict: Part<StrictLimits>,
}

fn check_test(test: TestBuilder, path: &str, rules: &Rules<'_>, problems: &mut Problems) -> Option<Test> {
    let TestBuilder {
        id,
        name,
        attribute,
        unit,
        signed,
        conversions,
        methods,
        gate,
        if_tested,
        rounding,
        strict,
        acceptance,
        extensions,
        problems: own,
    } = test;
    let refused = !own.is_empty();
    problems.absorb(path, own);
    let at = |field: &str| join(path, field);
    let qualitative = unit.is_absent();
    check_unit(&unit, signed, &conversions, path, problems);
    let methods = if methods.is_stated() {
        methods.checked(rules.phases, &at("methods"), None, problems, |methods, _, _| {
            methods.into_iter().map(Part::into_option).collect()
        })
    } else {
        Some(PerPhase::all(Vec::new()))
    };
    let gate = if gate.is_stated() {
        gate.checked(rules.phases, &at("gate"), None, problems, |gate, _, _| gate.get().copied())
    } else {
        Some(PerPhase::all(Gate::BeforeRelease))
    };
    let rules_of_test = AcceptanceRules {
        quantity: unit.get().map(|unit| {
            // A refused one is a problem of the test, which is then refused as a whole.
            let conversions = conversions.into_iter().filter_map(Part::into_option).collect();
            Quantity { unit: unit.clone(), signed, conversions }
        }),
        qualitative,
        rounding: if rounding.is_absent() { rules.rounding } else { rounding },
        strict: if strict.is_absent() { rules.strict } else { strict },
    };
    let acceptance = if acceptance.is_stated() {
        let check = |entry, path: &str, problems: &mut Problems| rules_of_test.check(entry, path, problems);
        acceptance.checked(rules.phases, &at("acceptance"), Some("all"), problems, check)
    } else {
        problems.push(at("acceptance"), "is missing; give a criterion for all phases, or one for each");
        None
    };
    let id = required(id, &at("id"), problems);
    let name = required(name, &at("name"), problems);
    let attribute = required(attribute, &at("attribute"), problems);
    if refused {
        return None;
    }
    Some(Test {
        id: id?,
        name: name?,
        attribute: attribute?,
        quantity: rules_of_test.quantity,
        methods: methods?,
        gate: gate?,
        if_tested,
        rounding: optional(rounding)?,
        strict: optional(strict)?,
        acceptance: acceptance?,
        extensions,
    })
}

/// What makes a test quantitative has to agree with its unit, or with its having none.
fn check_unit(unit: &Part<Unit>, signed: bool, conversions: &[Part<Conversion>], path: &str, problems: &mut Problems) {
    let at = |field: &str| join(path, field);
    if unit.is_absent() && signed {
        problems.push(at("signed"), "found on a test without a unit; qualitative values have no sign");
    }
    if unit.is_absent() && !conversions.is_empty() {
        problems.push(at("conversions"), "found on a test without a unit; there is nothing to convert to");
    }
    for (index, conversion) in conversions.iter().enumerate() {
        if conversion.get().is_some_and(|conversion| unit.get() == Some(&conversion.from)) {
            let message = "found the unit of the test itself; it needs no conversion";
            problems.push(at(&format!("conversions[{index}].from")), message);
        }
    }
}

/// What the criteria of a test have to agree with.
struct AcceptanceRules {
    /// `None` for a qualitative test, and where the unit was refused.
    quantity: Option<Quantity>,
    qualitative: bool,
    rounding: Part<Rounding>,
    strict: Part<StrictLimits>,
}

impl AcceptanceRules {
    fn check(&self, entry: Acceptance, path: &str, problems: &mut Problems) -> Option<CheckedAcceptance> {
        let Acceptance { criterion, alert, justification, extensions, problems: own } = entry;
        let refused = !own.is_empty();
        problems.absorb(path, own);
        let before = problems.count();
        if criterion.is_absent() {
            problems.push(path, "found no criterion; write `criterion`, or `accept` and `reject`");
        }
        if let Some(criterion) = criterion.get() {
            self.check_criterion(criterion, path, problems);
        }
        if let Some(alert) = alert.get() {
            self.check_alert(alert, criterion.get(), &join(path, "alert"), problems);
        }
        if refused || problems.count() > before {
            return None;
        }
        Some(CheckedAcceptance {
            criterion: criterion.get()?.clone(),
            alert: optional(alert)?,
            justification,
            extensions,
        })
    }

    fn check_criterion(&self, criterion: &Criterion, path: &str, problems: &mut Problems) {
        if let Some(range) = criterion.range() {
            self.check_range(range, path, problems);
        }
        if !self.qualitative && criterion.rejects_other_terms() {
            problems.push(
                path,
                "rejects every other text on a test with a unit, where a text may be a number that was spelt in another way; list the rejected terms",
            );
        }
        if !self.qualitative {
            for term in criterion.terms().into_iter().flat_map(|terms| terms.named()) {
                if begins_like_a_number(term.as_str()) {
                    problems.push(
                        path,
                        format!("found the term `{}`, which a quantitative test reads as a number; reword it, or leave out `unit`", term.as_str()),
                    );
                }
            }
        }
    }

    fn check_range(&self, range: &Range, path: &str, problems: &mut Problems) {
        if self.qualitative {
            problems.push(
                path,
                format!(
                    "found limits, `{range}`, on a test without a unit; give the test a `unit`, \"1\" for a pure number"
                ),
            );
            return;
        }
        let Some(quantity) = &self.quantity else { return };
        let unit = &quantity.unit;
        if let Some(written) = range.unit().filter(|written| *written != unit) {
            problems.push(
                path,
                format!(
                    "found a criterion in `{written}` on a test in `{unit}`; write it in `{unit}`, or without a unit"
                ),
            );
        }
        if matches!(range.form(), Form::Tolerance { percent: true, .. }) && unit.as_str().contains('%') {
            problems.push(
                path,
                format!(
                    "found `{range}`, where `%` could be of the target or of the test; write the two ends as a range"
                ),
            );
        }
        let Some(&rounding) = self.rounding.get() else { return };
        if range.is_strict() && rounding != Rounding::Absolute && self.strict.is_absent() {
            problems.push(
                path,
                format!("found the strict limit `{range}` while nothing says how it rounds; give `strict`, \"rounded\" or \"exact\", to the test or the specification"),
            );
            return;
        }
        let Some(region) = self.region(range, rounding) else { return };
        if !region.is_possible(quantity.signed) {
            let signed = if region.is_empty() { "" } else { ", or make the test `signed`" };
            problems.push(path, format!("accepts nothing (`accepts-nothing`): `{range}` under `{rounding}` accepts {region}; widen it{signed}"));
        }
    }

    fn check_alert(&self, alert: &Criterion, criterion: Option<&Criterion>, path: &str, problems: &mut Problems) {
        let Some(range) = alert.range().filter(|_| alert.terms().is_none()) else {
            problems.push(path, format!("found `{alert}`; an alert limit is a limit on a number, such as `NLT 85 %`"));
            return;
        };
        self.check_range(range, path, problems);
        let Some(criterion) = criterion.filter(|criterion| !criterion.is_report_only()) else { return };
        let Some(limits) = criterion.range() else {
            problems.push(path, format!("found an alert limit beside `{criterion}`, which has no limits; remove it"));
            return;
        };
        let Some(&rounding) = self.rounding.get() else { return };
        if let (Some(inner), Some(outer)) = (self.region(range, rounding), self.region(limits, rounding))
            && !inner.is_subset_of(&outer)
        {
            problems.push(path, format!("found `{range}`, which is not inside the criterion `{limits}`; an alert limit is met by fewer values"));
        }
    }

    /// What a range accepts under the rules of the test, as far as they are known.
    fn region(&self, range: &Range, rounding: Rounding) -> Option<Region> {
        let strict = match self.strict {
            Part::Read(strict) => strict,
            Part::Refused if range.is_strict() => return None,
            // Without strict limits it makes no difference.
            Part::Absent | Part::Refused => StrictLimits::Rounded,
        };
        Some(Region::of_range(range, rounding, strict))
    }
}

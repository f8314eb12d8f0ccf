//! The measurements at which the outcome of a test changes.

use std::collections::HashSet;

use num_traits::{Signed, Zero};
use unicode_normalization::UnicodeNormalization;

use super::judge::{DEEPEST, Exactly, ExampleLot, decimal, power_of_ten, worth};
use crate::acceptance::Region;
use crate::criterion::Criterion;
use crate::error::{DocumentError, ProblemCode, Problems};
use crate::lot::Lot;
use crate::report::{Outcome, Reason};
use crate::specification::{CheckedAcceptance, MustBe, Phase, Requirement, Specification, Test};
use crate::value::Unit;

/// One lot at an edge of what a test accepts, and what has to be found of the test.
///
/// What has to be found was worked out by the slow judge of this module, which really rounds and
/// really compares, not by the plan that it checks.
#[derive(Clone, Debug)]
pub struct BoundaryCase {
    test: String,
    about: String,
    value: String,
    context: Vec<(String, String)>,
    lot: Lot,
    outcome: Outcome,
    reason: Reason,
}

impl BoundaryCase {
    /// The id of the test.
    #[must_use]
    pub fn test(&self) -> &str {
        &self.test
    }

    /// What is looked at: `just below the lower edge`.
    #[must_use]
    pub fn about(&self) -> &str {
        &self.about
    }

    /// The value of the test as a lot states it; of a derived one the value to which it comes, or
    /// near which.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    /// What else the lot states and has results of: ids of parameters and tests with their values.
    #[must_use]
    pub fn context(&self) -> Vec<(&str, &str)> {
        self.context.iter().map(|(id, value)| (id.as_str(), value.as_str())).collect()
    }

    /// The lot, with results of this test and of those that it needs only.
    #[must_use]
    pub fn lot(&self) -> &Lot {
        &self.lot
    }

    /// What has to be found of the test.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// Why.
    #[must_use]
    pub fn reason(&self) -> Reason {
        self.reason
    }
}

/// A value to be put in, and what it is.
struct Target {
    about: String,
    /// A censored value has a sign before it.
    sign: &'static str,
    value: Exactly,
    /// Whether it is that of each replicate.
    is_each: bool,
}

/// The measurements at, just inside and just outside every edge of what `test` accepts in `phase`,
/// with the limits as written, censored forms, terms, and the edges of the bands and conditions
/// that decide what is asked; each with what has to be found.
///
/// Values are exact decimals in the test's unit, a hundredth of the limit's last place beside an
/// edge. A derived test is reached through a measured input, exactly where that takes a decimal of
/// at most 24 digits and else from just below. Edges that no lot can reach, such as those below
/// zero, are left out, and so are those of a test that depends on one which has cases or is not
/// required.
///
/// ```
/// use release_criteria::testing::boundary_cases;
/// use release_criteria::{
///     Acceptance, Attribute, Outcome, Phase, Rounding, Specification, Test,
/// };
///
/// let specification = Specification::builder("SPEC-7", "2", "Example vector")
///     .phases(&[Phase::Commercial])
///     .rounding(Rounding::Usp)
///     .test(
///         Test::quantitative("purity", "Full capsids", Attribute::Purity, "%")
///             .accept(Acceptance::new("NLT 70 %")),
///     )
///     .build()?;
/// let cases = boundary_cases(&specification, Phase::Commercial, "purity")?;
/// let outcome = |value: &str| {
///     cases.iter().find(|case| case.value() == value).map(|case| case.outcome())
/// };
/// assert_eq!(outcome("69.5 %"), Some(Outcome::Conforms)); // rounds to 70
/// assert_eq!(outcome("69.49 %"), Some(Outcome::DoesNotConform));
/// assert_eq!(outcome("<70 %"), Some(Outcome::Indeterminate));
/// # Ok::<(), release_criteria::DocumentError>(())
/// ```
///
/// # Errors
///
/// An id that the specification does not name; a phase that it does not cover.
pub fn boundary_cases(
    specification: &Specification,
    phase: Phase,
    test: &str,
) -> Result<Vec<BoundaryCase>, DocumentError> {
    let mut problems = Problems::default();
    specification.check_covers(phase, &mut problems);
    let found = specification.test(test);
    if found.is_none() {
        problems.push(
            "test",
            ProblemCode::UnknownId,
            format!("found `{test}`, which the specification does not name"),
        );
    }
    let Some(found) = found.filter(|_| problems.is_empty()) else {
        return problems.into_result(None);
    };
    let of_each =
        found.cases(phase).iter().flat_map(|case| under(specification, phase, found, case));
    let mut cases: Vec<BoundaryCase> = of_each.collect();
    // Two bands meet at the same edge.
    let mut seen = HashSet::new();
    cases
        .retain(|case| seen.insert((case.about.clone(), case.value.clone(), case.context.clone())));
    Ok(cases)
}

/// Those under one criterion of the test; none where no lot was found of which it is asked, or that
/// reaches an edge.
pub(super) fn under(
    specification: &Specification,
    phase: Phase,
    test: &Test,
    case: &CheckedAcceptance,
) -> Vec<BoundaryCase> {
    let mut cases = Vec::new();
    if let Some(example) = ExampleLot::new(specification, phase).enter(test, case.when.as_deref()) {
        for (about, example, value) in values(&example, test, case) {
            push(&mut cases, test, about, value, &example);
        }
        contexts(&example, test, case, &mut cases);
    }
    cases
}

fn push(
    cases: &mut Vec<BoundaryCase>,
    test: &Test,
    about: String,
    value: String,
    example: &ExampleLot<'_>,
) {
    let Ok(lot) = example.lot() else { return };
    let (outcome, reason) = example.expected(test);
    let context = example.context(test.id());
    let context: Vec<(String, String)> =
        context.into_iter().map(|(id, value)| (id.to_owned(), value.to_owned())).collect();
    cases.push(BoundaryCase {
        test: test.id().to_owned(),
        about,
        value,
        context,
        lot,
        outcome,
        reason,
    });
}

/// Every value of interest under one criterion, with the lot that has it, put together as it is
/// asked for.
fn values<'s>(
    example: &ExampleLot<'s>,
    test: &'s Test,
    case: &'s CheckedAcceptance,
) -> impl Iterator<Item = (String, ExampleLot<'s>, String)> {
    let unit = test.unit_in(case);
    let texts = texts(example, test, case).into_iter().map(move |(about, value)| {
        let mut example = example.clone();
        example.measure(test, &value);
        (about.to_owned(), example, value)
    });
    let each = test.reportable(example.phase).and_then(|reportable| reportable.limits_of_each());
    let (rounding, strict) = example.specification.rules(test);
    let criteria =
        [Some((&*case.criterion, false)), each.map(|each| (each, true))].into_iter().flatten();
    let targets = criteria.filter_map(move |(criterion, is_each)| {
        let region = Region::accepted(criterion, rounding, strict)?;
        let zero = Target { about: "zero".to_owned(), sign: "", value: Exactly::zero(), is_each };
        let targets = targets(criterion, &region, is_each).into_iter();
        Some(targets.chain((!test.is_signed()).then_some(zero)))
    });
    let can_be = |target: &Target| !target.value.is_negative() || test.is_signed();
    let numbers = targets.flatten().filter(can_be).filter_map(move |target| {
        reach(example, test, case, unit, &target)
            .map(|(example, value)| (target.about, example, value))
    });
    texts.chain(numbers)
}

/// What is worth looking at that is no number, and where any value will do.
pub(super) fn texts(
    example: &ExampleLot<'_>,
    test: &Test,
    case: &CheckedAcceptance,
) -> Vec<(&'static str, String)> {
    let (criterion, unit) = (&case.criterion, test.unit_in(case));
    let mut all = Vec::new();
    // What is handed in never stands in for a derived value.
    if let Some(terms) = criterion.terms().filter(|_| test.derivation_in(case).is_none()) {
        all.extend(
            terms.accepted().iter().map(|term| ("an accepted term", term.as_str().to_owned())),
        );
        all.extend(
            terms.rejected().iter().map(|term| ("a rejected term", term.as_str().to_owned())),
        );
        all.extend(case.interim.iter().map(|term| ("an interim term", term.as_str().to_owned())));
        let in_disguise = terms.accepted().iter().filter_map(|term| disguised(term.as_str()));
        all.extend(in_disguise.map(|text| ("what looks like an accepted term", text)));
        all.push(("a term that is not listed", "A term that nobody listed".to_owned()));
    }
    if let Some((_, stated)) =
        example.stated().into_iter().find(|(id, _)| criterion.same_as() == Some(*id))
    {
        all.push(("what the lot states", stated.to_owned()));
        let in_disguise = disguised(stated).unwrap_or_else(|| format!("{stated}\u{200B}"));
        all.push(("what looks like what the lot states", in_disguise));
        all.push(("something else than the lot states", format!("{stated} X")));
    }
    if criterion.is_neutral() {
        all.push(("any value", Unit::after(if unit.is_some() { "1" } else { "Observed" }, unit)));
    }
    all
}

/// Another term that looks the same: with letters taken apart, or another dash.
fn disguised(text: &str) -> Option<String> {
    let apart: String = text.nfd().collect();
    [apart, text.replace('-', "\u{2011}")].into_iter().find(|other| other != text)
}

/// The lot whose value is `target`, and how the value reads.
fn reach<'s>(
    example: &ExampleLot<'s>,
    test: &'s Test,
    case: &'s CheckedAcceptance,
    unit: Option<&Unit>,
    target: &Target,
) -> Option<(ExampleLot<'s>, String)> {
    let mut example = example.clone();
    let value = Unit::after(format!("{}{}", target.sign, decimal(&target.value, 28)?), unit);
    match test.derivation_in(case) {
        Some(_) if !target.sign.is_empty() => return None,
        Some(derivation) => example.solve(derivation, unit, &target.value, DEEPEST)?,
        None if !target.sign.is_empty() && target.value.is_zero() => return None,
        None => {
            let each = if target.is_each {
                target.value.clone()
            } else {
                example.share(test, &target.value)
            };
            example.measure(
                test,
                &Unit::after(format!("{}{}", target.sign, decimal(&each, 28)?), unit),
            );
        }
    }
    Some((example, value))
}

/// What is worth looking at around the edges of `region` and the limits of which they come.
fn targets(criterion: &Criterion, region: &Region, is_each: bool) -> Vec<Target> {
    let range = criterion.range();
    let lower = range
        .and_then(|range| range.lower())
        .zip(region.lower())
        .map(|(bound, edge)| ("lower", bound, edge));
    let upper = range
        .and_then(|range| range.upper())
        .zip(region.upper())
        .map(|(bound, edge)| ("upper", bound, edge));
    let mut all = Vec::new();
    for (name, bound, (edge, _)) in lower.into_iter().chain(upper) {
        let (limit, edge) = (worth(&bound.limit), worth(&edge));
        let step = power_of_ten(bound.limit.last_place().saturating_sub(2));
        let mut add = |about: String, sign, value: &Exactly| {
            all.push(Target { about, sign, value: value.clone(), is_each });
        };
        add(format!("the {name} limit as written"), "", &limit);
        add(format!("the {name} edge"), "", &edge);
        add(format!("just below the {name} edge"), "", &(&edge - &step));
        add(format!("just above the {name} edge"), "", &(&edge + &step));
        for sign in ["<", "≤", ">", "≥"] {
            add(format!("censored at the {name} limit"), sign, &limit);
            if edge != limit {
                add(format!("censored at the {name} edge"), sign, &edge);
            }
        }
    }
    all
}

/// The edges of conditions and bands: what is asked beside them, with one value.
fn contexts<'s>(
    example: &ExampleLot<'s>,
    test: &'s Test,
    case: &'s CheckedAcceptance,
    cases: &mut Vec<BoundaryCase>,
) {
    let own = test.applies_when().into_iter().chain(case.when.as_deref());
    let requirements: Vec<&Requirement> =
        own.flat_map(|condition| &condition.requirements).collect();
    for requirement in requirements {
        let id = requirement.subject.as_str();
        let parameter =
            example.specification.parameters().iter().find(|parameter| parameter.id() == id);
        let within = parameter.and_then(|parameter| parameter.limits());
        let plausible = within.map(|within| Requirement {
            subject: requirement.subject.clone(),
            must_be: MustBe::Within(Box::new(within.clone())),
            is_list: false,
        });
        let candidates = [Some(requirement), plausible.as_ref()].into_iter().flatten();
        for candidate in candidates.flat_map(|requirement| example.candidates(requirement)) {
            let mut example = example.clone();
            if example.put(id, &candidate).is_none() {
                continue;
            }
            // In whichever case the lot is now, its first value of interest will do.
            let case = example.case(test).unwrap_or(case);
            let Some((_, example, value)) = values(&example, test, case).next() else { continue };
            push(cases, test, format!("{id} is {candidate}"), value, &example);
        }
    }
}

//! What a protocol may ask of a test besides: checked by the same rules as the criteria of the
//! specification itself.

use std::collections::HashMap;

use super::rules::AcceptanceRules;
use crate::criterion::{Criterion, Terms};
use crate::document::Part;
use crate::error::{ProblemCode, Problems, printable, shown};
use crate::specification::phase::Phase;
use crate::specification::reportable::Combine;
use crate::specification::{Specification, Test};

/// The highest degree of a root that is compared, as in [`wire`](crate::wire): a geometric mean of
/// n lots is one of degree n.
const HIGHEST_DEGREE: u64 = 1_000;

impl Specification {
    /// The test `id`, if one criterion in `phase` holds for every lot; else what hinders is noted.
    pub(crate) fn test_for_further(
        &self,
        id: &str,
        phase: Phase,
        path: &str,
        problems: &mut Problems,
    ) -> Option<&Test> {
        let Some(test) = self.test(id) else {
            let of = format!(
                "{} version {}",
                shown(self.id.as_str(), 1),
                shown(self.version.as_str(), 1)
            );
            problems.push(
                path,
                ProblemCode::UnknownId,
                format!("found `{id}`, which is no test of {of}; write the id of one"),
            );
            return None;
        };
        let Some(own) = test.criterion(phase) else {
            let message = format!(
                "found `{id}`, of which the {phase} phase asks something else in each case; a \
                 further criterion needs a test of which one thing is asked"
            );
            problems.push(path, ProblemCode::UnsuitableReference, message);
            return None;
        };
        if own.is_not_required() {
            let message = format!(
                "found `{id}`, which is not required in the {phase} phase; nothing further can be \
                 asked of it"
            );
            problems.push(path, ProblemCode::NotRequired, message);
            return None;
        }
        Some(test)
    }

    /// Checks a criterion that each lot has to meet besides that of `phase`: one that accepts no
    /// more.
    pub(crate) fn check_stricter(
        &self,
        test: &Test,
        phase: Phase,
        criterion: &Criterion,
        path: &str,
        problems: &mut Problems,
    ) {
        let before = problems.count();
        let rules = self.acceptance_rules(test);
        rules.check_criterion(criterion, path, problems);
        let Some(own) = test.criterion(phase).filter(|_| problems.count() == before) else {
            return;
        };
        if own.parameter().is_some() {
            let message = format!(
                "found `{criterion}` on a test whose criterion is `{own}`; nothing is stricter \
                 than that"
            );
            problems.push(path, ProblemCode::UnsuitableReference, printable(&message));
        } else if !rules.is_as_strict(criterion, own) {
            let message = format!(
                "found `{criterion}`, which accepts {}, where the {phase} phase has `{own}`, which \
                 accepts {}; a further criterion accepts nothing that the specification does not",
                rules.accepts(criterion),
                rules.accepts(own)
            );
            problems.push(path, ProblemCode::WiderThanCriterion, printable(&message));
        }
    }

    /// Checks limits that the values of several lots have to meet together.
    pub(crate) fn check_across(
        &self,
        test: &Test,
        criterion: &Criterion,
        path: &str,
        problems: &mut Problems,
    ) {
        match criterion.only_limits() {
            Some(range) => self.acceptance_rules(test).check_range(range, path, problems),
            None => problems.push(
                path,
                ProblemCode::UnsuitableCriterion,
                printable(format!("found `{criterion}`; write limits, such as `NLT 85 %`")),
            ),
        }
    }

    /// Whether the values of `lots` lots can be combined, and have a deviation if that
    /// `is_limited`; else what hinders is noted.
    pub(crate) fn check_combined(
        &self,
        test: &Test,
        phase: Phase,
        (combine, is_limited, lots): (Option<Combine>, bool, u64),
        path: &str,
        problems: &mut Problems,
    ) {
        let id = test.id();
        let is_each = |combine, replicates| combine == Combine::Each && replicates > 1;
        let degree = self.degree(test, phase);
        let (code, message) = if test.quantity.is_none() {
            (
                ProblemCode::NeedsUnit,
                format!("found `{id}`, which has no unit; what is combined is a number"),
            )
        } else if test.reportable(phase).is_some_and(|one| is_each(one.combine(), one.replicates()))
        {
            (
                ProblemCode::UnsuitableReference,
                format!("found `{id}`, whose replicates are judged each and have no one value"),
            )
        } else if combine == Some(Combine::GeometricMean) && test.is_signed() {
            (
                ProblemCode::ConflictingMembers,
                format!(
                    "found `geometric-mean` on `{id}`, which is signed; values below zero have none"
                ),
            )
        } else if degree > 1
            && (is_limited || matches!(combine, Some(Combine::Mean | Combine::Median)))
        {
            (
                ProblemCode::NoExactValue,
                format!(
                    "found `{id}`, whose value is or needs a geometric mean, which has no exact sum; \
                 leave out `max_rsd`, and combine by `geometric-mean`, `minimum` or `maximum`"
                ),
            )
        } else if combine == Some(Combine::GeometricMean)
            && degree.saturating_mul(lots) > HIGHEST_DEGREE
        {
            (
                ProblemCode::BeyondLimit,
                format!(
                    "found a geometric mean of {lots} roots of degree {degree}; their product is at \
                 most {HIGHEST_DEGREE}"
                ),
            )
        } else {
            return;
        };
        problems.push(path, code, message);
    }

    /// Of which degree the root is that the value of `test` is; 1 where it is none.
    fn degree(&self, test: &Test, phase: Phase) -> u64 {
        let mut known: HashMap<&str, u64> = HashMap::new();
        let of = |test: &Test, known: &HashMap<&str, u64>| {
            let own = test.reportable(phase).filter(|one| one.combine() == Combine::GeometricMean);
            let of_cases = test.entry(phase).into_iter().flat_map(|entry| &entry.cases);
            let derivations = test
                .derivation()
                .into_iter()
                .chain(of_cases.filter_map(|case| case.derived.as_deref()));
            let inputs = derivations.flat_map(|derivation| derivation.inputs());
            let inputs = inputs.map(|(id, _)| known.get(id.as_str()).copied().unwrap_or(1));
            inputs.fold(own.map_or(1, |one| u64::from(one.replicates())), u64::saturating_mul)
        };
        // Each stands after those that it needs itself.
        for needed in self.needed.iter().filter_map(|index| self.tests.get(*index)) {
            let degree = of(needed, &known);
            known.insert(needed.id(), degree);
        }
        of(test, &known)
    }

    fn acceptance_rules(&self, test: &Test) -> AcceptanceRules {
        AcceptanceRules {
            quantity: test.quantity.clone(),
            qualitative: test.quantity.is_none(),
            rounding: Part::Read(test.rounding.unwrap_or(self.rounding)),
            strict: Part::of(test.strict.or(self.strict)),
        }
    }
}

impl AcceptanceRules {
    /// Whether `criterion` accepts nothing that `own` does not.
    fn is_as_strict(&self, criterion: &Criterion, own: &Criterion) -> bool {
        let numbers = match (criterion.range(), own.range()) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(range), Some(own)) => self.rounding.get().is_some_and(|rounding| {
                let signed = self.quantity.as_ref().is_some_and(|quantity| quantity.signed);
                let region = |range| Some(self.region(range, *rounding)?.of_a_quantity(signed));
                region(range)
                    .zip(region(own))
                    .is_some_and(|(region, own)| region.is_subset_of(&own))
            }),
        };
        let accepted = |criterion: &'_ Criterion| {
            criterion.terms().map(Terms::accepted).unwrap_or_default().to_vec()
        };
        let terms = accepted(own);
        // Of a test with a unit only numbers are reported.
        let reports_all =
            own.is_report_only() && (self.qualitative || accepted(criterion).is_empty());
        reports_all || numbers && accepted(criterion).iter().all(|term| terms.contains(term))
    }

    /// What it accepts, in words.
    fn accepts(&self, criterion: &Criterion) -> String {
        if criterion.is_report_only() {
            return "any number".to_owned();
        }
        let region = criterion
            .range()
            .zip(self.rounding.get())
            .and_then(|(range, rounding)| self.region(range, *rounding));
        let terms = criterion.terms().map(Terms::accepted_text).filter(|text| !text.is_empty());
        let both: Vec<String> =
            region.map(|region| region.to_string()).into_iter().chain(terms).collect();
        both.join(" or ")
    }
}

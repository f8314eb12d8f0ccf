//! One test of a column, compared with the same test of another.

use std::collections::{BTreeSet, HashMap};

use super::applicable_criterion::ApplicableCriterion;
use super::change::{Change, ChangeCode, Subject};
use super::change_log::{ChangeLog, Side};
use super::column::Column;
use super::replicates::Replicates;
use super::shared_ids::SharedIds;
use super::units::reads_alike;
use super::{accepted, replicates};
use crate::acceptance::{Rounding, StrictLimits};
use crate::criterion::{Criterion, Range};
use crate::specification::{CheckedAcceptance, Phase, Test};

/// Most pairs of cases of a test that are looked at.
const MOST_LOOKED_AT: usize = 1_000;
/// Most pairs that are compared although cases of both sides cross, as four of one parameter and
/// four of another do.
const MOST_CROSSING: usize = 16;

/// A test in one column.
#[derive(Clone, Copy)]
pub(crate) struct Tested<'s> {
    pub(super) test: &'s Test,
    phase: Phase,
    rules: (Rounding, StrictLimits),
    /// The group through which it counts.
    group: Option<&'s str>,
}

impl<'s> Tested<'s> {
    pub(crate) fn of(column: &Column<'s>, test: &'s Test, group: Option<&'s str>) -> Self {
        Self { test, phase: column.phase(), rules: column.specification().rules(test), group }
    }

    fn cases(&self) -> &'s [CheckedAcceptance] {
        self.test.cases(self.phase)
    }

    fn applicable(&self, case: &'s CheckedAcceptance) -> ApplicableCriterion<'s> {
        ApplicableCriterion { test: self.test, rules: self.rules, case }
    }

    /// What is asked, in all cases.
    fn asked(&self) -> Side {
        let case = |case: &'s CheckedAcceptance| {
            let Side { text, accepts, .. } = self.applicable(case).side(&case.criterion);
            let when = case.when.as_ref().map(|when| format!("{when}: ")).unwrap_or_default();
            (
                format!("{when}{}", text.unwrap_or_default()),
                accepts.map(|accepts| format!("{when}{accepts}")),
            )
        };
        let (texts, accepts): (Vec<String>, Vec<Option<String>>) =
            self.cases().iter().map(case).unzip();
        let accepts: Vec<String> = accepts.into_iter().flatten().collect();
        let is_neutral = self.cases().iter().all(|case| case.criterion.is_neutral());
        Side {
            text: Some(texts.join("; ")),
            accepts: (!accepts.is_empty()).then(|| accepts.join("; ")),
            is_neutral,
        }
    }

    fn replicates(&self) -> Replicates<'s> {
        let is_judged = self.cases().iter().any(|case| !case.criterion.is_neutral());
        Replicates {
            test: self.test,
            rules: self.rules,
            reportable: self.test.reportable(self.phase),
            is_judged,
        }
    }

    /// The limits on the value, in any case, and on each replicate.
    fn ranges(&self) -> impl Iterator<Item = &'s Range> {
        let each =
            self.test.reportable(self.phase).and_then(|reportable| reportable.limits_of_each());
        self.cases().iter().map(|case| &*case.criterion).chain(each).filter_map(Criterion::range)
    }

    fn log(&self) -> ChangeLog {
        ChangeLog::new(Subject::Test, self.test.id(), self.test.name(), Some(self.test.attribute()))
    }

    /// The change of a test that only one column has.
    pub(super) fn alone(&self, code: ChangeCode) -> Vec<Change> {
        let mut log = self.log();
        let (sides, explanation) = match code {
            ChangeCode::Added => ([Side::default(), self.asked()], "The test is new."),
            _ => ([self.asked(), Side::default()], "The test is not there any more."),
        };
        log.push(code, sides, explanation);
        log.into_changes()
    }
}

/// Compares one test with the same one of another column.
pub(crate) fn compare([before, after]: [Tested<'_>; 2], shared: &SharedIds<'_>) -> Vec<Change> {
    let mut log = after.log();
    frame([before, after], &mut log);
    let readings = (!reads_alike([before.test, after.test])).then_some(
        "Results in some unit become other values than they did, because another \
         conversion is declared.",
    );
    let obstacle =
        replicates::compare([before.replicates(), after.replicates()], readings, &mut log);
    let [was, is] = [before, after].map(|tested| tested.test.applies_when());
    if !shared.are_alike(was, is) {
        let texts = [was, is]
            .map(|when| Side::text(when.map_or("every lot".to_owned(), ToString::to_string)));
        let explanation = "The test applies to other lots; what it accepts is compared for lots to \
                           which both apply.";
        log.push(ChangeCode::Condition, texts, explanation);
    }
    cases([before, after], obstacle, shared, &mut log);
    log.into_changes()
}

/// All but the values themselves.
fn frame([before, after]: [Tested<'_>; 2], log: &mut ChangeLog) {
    let tests = [before.test, after.test];
    let mut differ = |code, [was, is]: [Option<String>; 2], explanation: &str| {
        if was != is {
            log.push(code, [Side::some(was), Side::some(is)], explanation);
        }
    };
    differ(
        ChangeCode::Text,
        tests.map(|test| Some(test.name().to_owned())),
        "The test has another name.",
    );
    let attributes = tests.map(|test| Some(test.attribute().to_string()));
    differ(ChangeCode::Attribute, attributes, "The test says something else of the product.");
    let gates = [before, after].map(|one| one.test.gate(one.phase).map(|gate| gate.to_string()));
    let explanation = match gates.each_ref().map(Option::as_deref) {
        [Some("before-release"), _] => {
            "The result was needed before release, and may come later now."
        }
        _ => "The result could come after release, and is needed before now.",
    };
    differ(ChangeCode::Gate, gates, explanation);
    let required = tests
        .map(|test| Some(if test.is_if_tested() { "if tested" } else { "required" }.to_owned()));
    let explanation = if after.test.is_if_tested() {
        "The test had to be performed, and is judged only if it is now."
    } else {
        "The test was judged only if it was performed, and has to be performed now."
    };
    differ(ChangeCode::Requirement, required, explanation);
    let counts = [before, after].map(|one| {
        Some(one.group.map_or("by itself".to_owned(), |group| format!("through `{group}`")))
    });
    differ(ChangeCode::Group, counts, "The test counts in another way.");
    let signs = tests
        .map(|test| Some(if test.is_signed() { "signed" } else { "not below zero" }.to_owned()));
    let explanation = if after.test.is_signed() {
        "Values below zero were undecided, and are compared now."
    } else {
        "Values below zero were compared, and are undecided now."
    };
    differ(ChangeCode::Sign, signs, explanation);
    let listed = |mut texts: Vec<String>| {
        texts.sort();
        (!texts.is_empty()).then(|| texts.join(", "))
    };
    let methods = [before, after]
        .map(|one| listed(one.test.methods(one.phase).into_iter().map(str::to_owned).collect()));
    let explanation = if after.test.methods(after.phase).is_empty() {
        "No method is listed any more, so that results by any method are judged."
    } else {
        "A result by a method that is not listed is undecided."
    };
    differ(ChangeCode::Method, methods, explanation);
    let conversions = tests.map(|test| {
        let conversions = test.conversions().into_iter();
        listed(
            conversions
                .map(|(from, factor)| {
                    format!("1 {from} is {factor} {}", test.unit().map_or("", |unit| unit.as_str()))
                })
                .collect(),
        )
    });
    if before.test.unit() == after.test.unit() {
        differ(
            ChangeCode::Conversion,
            conversions,
            "A result in a unit from which no conversion is declared is undecided.",
        );
    }
    let both = [before, after];
    if both.iter().all(|one| one.ranges().next().is_some()) {
        let rounding = [before, after].map(|one| Some(one.rules.0.to_string()));
        differ(
            ChangeCode::RoundingRule,
            rounding,
            "Results are rounded by another rule before they are compared.",
        );
    }
    if both.iter().all(|one| one.ranges().any(Range::is_strict)) {
        let strict = [before, after].map(|one| Some(one.rules.1.to_string()));
        differ(ChangeCode::StrictRule, strict, "Strict limits are read in another way.");
    }
}

/// Compares what is accepted, case by case.
fn cases(
    [before, after]: [Tested<'_>; 2],
    obstacle: Option<&str>,
    shared: &SharedIds<'_>,
    log: &mut ChangeLog,
) {
    let when = |case: &CheckedAcceptance| case.when.as_deref().map(ToString::to_string);
    let Matched { alike, unmatched } = Matched::of([before.cases(), after.cases()], shared);
    for (was, is) in alike {
        accepted::compare(
            [before.applicable(was), after.applicable(is)],
            when(is).as_deref(),
            obstacle,
            shared,
            log,
        );
    }
    if unmatched.iter().all(Vec::is_empty) {
        return;
    }
    let asked = [before.asked(), after.asked()];
    let Some(pairs) = pairs([before, after], &unmatched, shared) else {
        log.push(ChangeCode::Condition, asked, "Other cases are told apart.");
        let explanation = "The cases of both sides cannot be matched one by one, so what they \
                           accept is not compared; read both lists.";
        log.push(
            ChangeCode::NotComparable,
            unmatched.each_ref().map(|cases| told_apart(cases)),
            explanation,
        );
        return;
    };
    let explanation =
        "Other cases are told apart; what they accept is compared for lots that can be in both.";
    log.push(ChangeCode::Condition, asked, explanation);
    for (was, is) in pairs {
        let words = |case: &CheckedAcceptance| when(case).unwrap_or("every lot".to_owned());
        let part = format!("{}, now {}", words(was), words(is));
        accepted::compare(
            [before.applicable(was), after.applicable(is)],
            Some(&part),
            obstacle,
            shared,
            log,
        );
    }
}

type Case<'s> = &'s CheckedAcceptance;

/// The cases of both sides that are of the same lots.
struct Matched<'s> {
    alike: Vec<(Case<'s>, Case<'s>)>,
    /// Those of either side that are not.
    unmatched: [Vec<Case<'s>>; 2],
}

impl<'s> Matched<'s> {
    fn of([before, after]: [&'s [CheckedAcceptance]; 2], shared: &SharedIds<'_>) -> Self {
        let meaning = |case: Case<'_>| case.when.as_ref().map(|when| when.meaning());
        // Cases do not overlap, so that no two of one side mean the same.
        let mut others: HashMap<Option<String>, usize> =
            after.iter().enumerate().map(|(place, case)| (meaning(case), place)).collect();
        let mut is_matched = vec![false; after.len()];
        let (mut alike, mut unmatched) = (Vec::new(), Vec::new());
        for was in before {
            let same = others
                .remove(&meaning(was))
                .and_then(|place| Some((after.get(place)?, is_matched.get_mut(place)?)));
            match same.filter(|(is, _)| shared.are_alike(was.when.as_deref(), is.when.as_deref())) {
                Some((is, is_matched)) => {
                    *is_matched = true;
                    alike.push((was, is));
                }
                None => unmatched.push(was),
            }
        }
        let others = after.iter().zip(is_matched).filter(|(_, is_matched)| !is_matched);
        Self { alike, unmatched: [unmatched, others.map(|(case, _)| case).collect()] }
    }
}

/// The pairs of cases of which a lot can be in both; `None` where they cannot be matched one by
/// one.
fn pairs<'s>(
    [before, after]: [Tested<'s>; 2],
    [unmatched, others]: &[Vec<Case<'s>>; 2],
    shared: &SharedIds<'_>,
) -> Option<Vec<(Case<'s>, Case<'s>)>> {
    if unmatched.len().saturating_mul(others.len()) > MOST_LOOKED_AT {
        return None;
    }
    // Bands of one number lie one after another, so that those of two sides meet in fewer pairs
    // than there are bands.
    let most = MOST_CROSSING.max(unmatched.len().saturating_add(others.len()));
    let all = unmatched.iter().flat_map(|was| others.iter().map(move |is| (*was, *is)));
    let conditions =
        |tested: Tested<'s>, case: Case<'s>| [tested.test.applies_when(), case.when.as_deref()];
    let can_be_in_both = |(was, is): &(Case<'s>, Case<'s>)| {
        shared.can_all_hold(conditions(before, was), conditions(after, is))
    };
    let pairs: Vec<_> = all.filter(can_be_in_both).take(most.saturating_add(1)).collect();
    (pairs.len() <= most).then_some(pairs)
}

/// How many cases there are, and by what they are told apart.
fn told_apart(cases: &[Case<'_>]) -> Side {
    let requirements =
        cases.iter().filter_map(|case| case.when.as_deref()).flat_map(|when| &when.requirements);
    let subjects: BTreeSet<&str> =
        requirements.map(|requirement| requirement.subject.as_str()).collect();
    let subjects: Vec<&str> = subjects.into_iter().collect();
    match cases {
        [_] if subjects.is_empty() => Side::text("every lot"),
        [_] => Side::text(format!("1 case of {}", subjects.join(", "))),
        _ => Side::text(format!("{} cases of {}", cases.len(), subjects.join(", "))),
    }
}

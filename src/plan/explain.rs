//! What was found about one test, in words.

use std::collections::BTreeMap;

use super::combine::Determinations;
use super::condition::PlannedCondition;
use super::derivation::Combination;
use super::evaluate::{row, uncounted};
use super::evidence::{NotCounted, Seen};
use super::facts::{Facts, Operands};
use super::judgement::{Compare, Judgement, Look, Standing, Value};
use super::planned::{Asked, PlannedTest};
use super::replicates::Reportable;
use super::sources::Source;
use crate::acceptance::Relation;
use crate::lot::AssayResult;
use crate::report::{Finding, Flag, JudgedResult, Outcome, Reason, Sentence};
use crate::value::Extensions;

/// What decided, as far as it is known when everything has been seen.
#[derive(Default)]
struct Decided {
    compared: Option<String>,
    sentence: String,
    asked: Option<AskedOfLot>,
}

/// What is asked, where that depends on the lot.
struct AskedOfLot {
    criterion: String,
    accepts: Option<String>,
    has_limits: bool,
}

impl PlannedTest {
    pub(super) fn explain(&self, facts: &Facts<'_>) -> Finding {
        let mut all = Determinations::default();
        let mut rows: BTreeMap<usize, (Option<Standing>, JudgedResult)> = BTreeMap::new();
        let mut flags = Vec::new();
        let (mut decided, mut derived) = (Decided::default(), false);
        self.see_all(facts, Compare::AsSpecified, Look::Every, |seen| {
            let is_decisive = all.add(&seen);
            match &seen {
                Seen::Rows(own, asked, judged) => {
                    for (index, judged_row) in self.rows(facts, asked, own, *judged) {
                        let standing = judged.ok().map(|judgement| judgement.standing);
                        // Seen under several cases, a result is shown as the worst that it says.
                        let is_worse = rows.get(&index).is_none_or(|(known, _)| match (known, standing) {
                            (Some(known), Some(standing)) => standing < *known,
                            (None, Some(_)) => true,
                            (_, None) => false,
                        });
                        if is_worse {
                            rows.insert(index, (standing, judged_row));
                        }
                    }
                    flags.extend(own.iter().any(|(_, row)| facts.lot.is_foreign(row)).then_some(Flag::WrongLot));
                    if let (Ok(judgement), Ok(reportable)) = (judged, self.reportable(asked, own)) {
                        asked.flag(reportable.compared(), *judgement, &mut flags);
                        let is_far =
                            judgement.standing == Standing::Meets && !asked.is_neutral() && self.is_far(&reportable);
                        flags.extend(is_far.then_some(Flag::CoarseLimit));
                    }
                }
                Seen::Computed(Combination { value, .. }, asked, judgement) => {
                    derived = true;
                    asked.flag(value.as_ref().map(std::slice::from_ref).unwrap_or_default(), *judgement, &mut flags);
                }
                Seen::Underivable(..) => derived = true,
                Seen::Open(_) | Seen::NotAsked(_) | Seen::PartlyNotAsked | Seen::Case => {}
            }
            if is_decisive {
                decided = self.decided(facts, &seen);
            }
        });
        let (outcome, reason) = all.outcome(self);
        if !all.is_decided() {
            decided = self.undecided(reason, all.results);
        }
        let mut sentences = vec![decided.sentence];
        // Without limits there is nothing to round to.
        let unrounded = if self.has_limits() {
            Determinations::of(self, facts, Compare::Unrounded).outcome(self).0
        } else {
            outcome
        };
        if outcome != unrounded {
            flags.push(Flag::DecidedByRounding);
            let otherwise = match unrounded {
                Outcome::Conforms => "it conforms",
                Outcome::DoesNotConform => "it does not conform",
                Outcome::Indeterminate => "it cannot be decided",
                Outcome::Pending | Outcome::Reported | Outcome::NotApplicable => "it is pending",
            };
            sentences.push(format!("Rounding ({}) decides: unrounded, {otherwise}.", self.rounding));
        }
        if all.conflict() {
            flags.push(Flag::ConflictingResults);
        }
        if outcome == Outcome::NotApplicable && all.results > 0 {
            flags.push(Flag::ResultNotJudged);
        }
        if flags.contains(&Flag::CoarseLimit) {
            sentences.push("A result that conforms lies more than 5 % of the limit beyond it.".to_owned());
        }
        if flags.contains(&Flag::AlertExceeded) {
            let alerts = self.asked.iter().filter_map(|asked| asked.alert.as_ref());
            let alerts: Vec<&str> = alerts.map(|alert| alert.criterion.as_written()).collect();
            sentences.push(format!("The alert limit {} is exceeded.", alerts.join(" or ")));
        }
        // Of a derived value only the combinations that decide are looked at.
        sentences.extend(all.counted(outcome == Outcome::Reported).filter(|_| !derived));
        let rows = rows.into_iter().map(|(index, (_, row))| (index, row)).collect();
        let mut finding = self.finding(outcome, reason, flags, rows, sentences.join(" "));
        finding.compared = decided.compared;
        if let Some(asked) = decided.asked {
            finding.criterion = asked.criterion;
            finding.accepts = asked.accepts;
            finding.rounding = asked.has_limits.then_some(self.rounding);
        }
        finding
    }

    /// A finding with what is asked of every lot; of a list of cases all are named.
    pub(super) fn finding(
        &self,
        outcome: Outcome,
        reason: Reason,
        mut flags: Vec<Flag>,
        mut rows: Vec<(usize, JudgedResult)>,
        explanation: String,
    ) -> Finding {
        flags.sort();
        flags.dedup();
        rows.sort_by_key(|(index, _)| *index);
        let case = |asked: &Asked| match &asked.when {
            Some(when) => format!("{} when {}", asked.criterion.as_written(), when.text),
            None => asked.criterion.as_written().to_owned(),
        };
        Finding {
            test: self.id().to_owned(),
            is_group: false,
            member_of: None,
            name: Some(self.name.to_string()),
            gate: self.gate(),
            outcome,
            reason,
            criterion: self.asked.iter().map(case).collect::<Vec<_>>().join("; "),
            rounding: self.has_limits().then_some(self.rounding),
            accepts: self.only().and_then(|only| only.accepts(None)),
            compared: None,
            flags,
            results: rows.into_iter().map(|(_, row)| row).collect(),
            explanation,
            extensions: Extensions::default(),
        }
    }

    /// Whether a replicate that meets the limits on each lies more than 5 % of one beyond it.
    fn is_far(&self, reportable: &Reportable<'_>) -> bool {
        let each = self.replicates.as_ref().and_then(|replicates| replicates.each.as_ref());
        let (Some(each), Reportable::Combined(_, values)) = (each, reportable) else { return false };
        values.iter().any(|value| value.relation(&each.limits.near) != Some(Relation::Inside))
    }

    fn has_each(&self) -> bool {
        self.replicates.as_ref().is_some_and(|replicates| replicates.each.is_some())
    }

    fn has_limits(&self) -> bool {
        self.has_each() || self.asked.iter().any(|asked| asked.limits.is_some())
    }

    /// The rows of one determination.
    fn rows(
        &self,
        facts: &Facts<'_>,
        asked: &Asked,
        own: &[(usize, &AssayResult)],
        judged: Result<Judgement, NotCounted>,
    ) -> Vec<(usize, JudgedResult)> {
        let unmet = judged.ok().filter(|judgement| judgement.standing != Standing::Meets);
        let brief = unmet.map(|judgement| self.sentence_on(facts, asked, own, judgement).brief(judgement.reason));
        let one = |(index, result): &(usize, &AssayResult)| {
            let why = match judged {
                Ok(judgement) => return (*index, row(result, Some(judgement.outcome()), brief.clone())),
                Err(NotCounted::OtherLot | NotCounted::Invalidated) => None,
                Err(NotCounted::Superseded) => Some("superseded by the final result"),
                Err(NotCounted::NotAsked) if asked.criterion.is_not_required() => {
                    Some("the test is not required in this phase")
                }
                Err(NotCounted::NotAsked) => Some("the test does not apply to this lot"),
                Err(NotCounted::Waiting) => Some("it is not known whether or how the test applies"),
            };
            (*index, uncounted(facts.lot, result, why))
        };
        own.iter().map(one).collect()
    }

    /// What decides, in words.
    fn decided(&self, facts: &Facts<'_>, seen: &Seen<'_, '_>) -> Decided {
        let (asked, compared, mut sentence) = match seen {
            Seen::Rows(rows, asked, Ok(judgement)) => {
                let sentence = self.sentence_on(facts, asked, rows, *judgement);
                let compared = Some(sentence.compared.clone()).filter(|compared| !compared.is_empty());
                (asked, compared, sentence.of(judgement.reason))
            }
            Seen::Computed(combination, asked, judgement) => {
                let shown = asked.derived_text(combination);
                let compared =
                    combination.value.as_ref().ok().and_then(Value::extent).map(|extent| asked.shown(&extent).0);
                let sentence = Sentence { found: "derived".to_owned(), ..asked.sentence(facts, shown, *judgement) };
                (asked, compared, sentence.of(judgement.reason))
            }
            Seen::Underivable(asked, judgement) => (asked, None, asked.underivable(facts, *judgement)),
            Seen::Open(judgement) => {
                let sentence = self.open(facts, *judgement);
                return Decided { sentence, ..Decided::default() };
            }
            Seen::Rows(_, _, Err(_)) | Seen::NotAsked(_) | Seen::PartlyNotAsked | Seen::Case => {
                return Decided::default();
            }
        };
        let when = asked.when.as_ref();
        if let Some(when) = when {
            sentence = format!("{sentence} It is the case in which {}.", when.text);
        }
        // What does not depend on the lot is said of every finding.
        let depends = when.is_some() || asked.same_as.is_some();
        let asked = depends.then(|| AskedOfLot {
            criterion: asked.criterion.as_written().to_owned(),
            accepts: asked.accepts(asked.same_as.and_then(|place| facts.text(place).ok())),
            has_limits: asked.limits.is_some() || self.has_each(),
        });
        Decided { compared, sentence, asked }
    }

    /// Why nothing decides.
    fn undecided(&self, reason: Reason, results: usize) -> Decided {
        let sentence = match (&self.when, reason) {
            (Some(when), Reason::ConditionNotMet) => format!("The test applies only when {}.", when.text),
            (_, Reason::NotRequired) if self.only().is_none() => "The test is not required in this case.".to_owned(),
            _ => Sentence { results, ..Sentence::default() }.of(reason),
        };
        Decided { sentence, ..Decided::default() }
    }

    /// Why it cannot be told what is asked.
    fn open(&self, facts: &Facts<'_>, judgement: Judgement) -> String {
        let is_why = |source: Source| {
            let operands = facts.operands(source).map(Operands::all).unwrap_or_default();
            operands.iter().any(|operand| operand.as_ref().is_err_and(|own| own.reason == judgement.reason))
        };
        let parameters = self.conditions().flat_map(PlannedCondition::subjects).filter(|(_, source)| is_why(*source));
        let mut names: Vec<String> = parameters.map(|(id, _)| format!("`{id}`")).collect();
        names.dedup();
        let texts: Vec<&str> = self.conditions().map(|condition| condition.text.as_str()).collect();
        let expected = if names.is_empty() { texts.join("; ") } else { names.join(" and ") };
        Sentence { expected, ..Sentence::default() }.of(judgement.reason)
    }
}

impl Asked {
    /// Flags of the values of one determination.
    pub(super) fn flag(&self, values: &[Value<'_>], judgement: Judgement, flags: &mut Vec<Flag>) {
        for value in values {
            let is_outside = |region| value.relation(region) == Some(Relation::Disjoint);
            if self.alert.as_ref().is_some_and(|alert| is_outside(&alert.region)) {
                flags.push(Flag::AlertExceeded);
            }
            let is_within = |region| value.relation(region) == Some(Relation::Inside);
            let is_number = !matches!(value, Value::Term(_));
            let is_far = is_number && self.limits.as_ref().is_some_and(|limits| !is_within(&limits.near));
            if judgement.standing == Standing::Meets && is_far {
                flags.push(Flag::CoarseLimit);
            }
        }
    }
}

//! What was found about one test, in words.

use std::borrow::Cow;
use std::sync::Arc;

use super::rows::{row, uncounted};
use crate::acceptance::Relation;
use crate::lot::AssayResult;
use crate::plan::compiled::{Asked, Limits, PlannedCondition, PlannedTest, Source};
use crate::plan::judging::{
    Combination, Compare, Contribution, Determinations, Facts, Judgement, Look, NotCounted,
    Operands, Reportable, Standing, Value,
};
use crate::report::{Finding, Flag, JudgedResult, Outcome, Reason, Sentence};
use crate::value::Extensions;

/// A result as it is shown.
struct Row {
    /// Where it stands as handed in.
    place: usize,
    /// How it stands, if it counts.
    standing: Option<Standing>,
    judged: JudgedResult,
}

/// Sorts rows, and keeps of each result the one that says the worst.
fn keep_worst(rows: &mut Vec<Row>) {
    rows.sort_by_key(|row| (row.place, row.standing.is_none(), row.standing));
    rows.dedup_by_key(|row| row.place);
}

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
    pub(crate) fn explain(&self, facts: &Facts<'_>) -> Finding {
        let mut all = Determinations::default();
        let mut rows: Vec<Row> = Vec::new();
        let mut flags = Vec::new();
        let (mut decided, mut derived) = (Decided::default(), false);
        // Whether it could come out otherwise without rounding; what several values make is always
        // judged again.
        let mut may_turn = self.replicates.is_some();
        let (mut case_is_open, mut is_open_what) = (false, false);
        self.see_all(facts, Compare::AsSpecified, Look::Every, |seen| {
            let is_decisive = all.add(&seen);
            match &seen {
                Contribution::Rows(own, asked, judged) => {
                    self.show(facts, asked, own, *judged, &mut rows);
                    flags.extend(
                        own.iter()
                            .any(|(_, row)| facts.lot.is_foreign(row))
                            .then_some(Flag::WrongLot),
                    );
                    may_turn |=
                        *judged == Err(NotCounted::Superseded) || self.single(own).is_none();
                    if let (Ok(judgement), Ok(reportable)) = (judged, self.reportable(asked, own)) {
                        may_turn |= reportable.compared().iter().any(|value| asked.turns(value));
                        asked.flag(reportable.compared(), *judgement, &mut flags);
                        let is_far = judgement.standing == Standing::Meets
                            && !asked.is_neutral()
                            && self.is_far(&reportable);
                        flags.extend(is_far.then_some(Flag::CoarseLimit));
                    }
                }
                Contribution::Computed(Combination { value, .. }, asked, judgement) => {
                    derived = true;
                    asked.flag(
                        value.as_ref().map(std::slice::from_ref).unwrap_or_default(),
                        *judgement,
                        &mut flags,
                    );
                }
                Contribution::Underivable(..) | Contribution::Conceivable(..) => derived = true,
                // Contribution under several cases, a result is shown as the worst that it says.
                Contribution::Case { is_open } => {
                    case_is_open = *is_open;
                    is_open_what |= *is_open;
                    keep_worst(&mut rows);
                }
                // Without rounding it may fail in every case.
                Contribution::Open(_) | Contribution::InNoCase(_) => {
                    (may_turn, is_open_what) = (true, true);
                }
                Contribution::Awaited(_) => is_open_what = true,
                Contribution::Among(_)
                | Contribution::Supposed(_)
                | Contribution::NotAsked(_)
                | Contribution::PartlyNotAsked => {}
            }
            if is_decisive {
                decided = self.decided(facts, &seen, (case_is_open, all.results));
            }
        });
        keep_worst(&mut rows);
        let (outcome, reason) = all.outcome(self);
        if !all.is_decided() {
            decided = self.undecided(reason, all.results);
        }
        let mut explanation = decided.sentence;
        let mut add = |sentence: &str| {
            explanation.push(' ');
            explanation.push_str(sentence);
        };
        // Without limits there is nothing to round to.
        let unrounded = if self.has_limits() && (may_turn || derived) {
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
            add(&format!("Rounding ({}) decides: unrounded, {otherwise}.", self.rounding));
        }
        if all.conflict() {
            flags.push(Flag::ConflictingResults);
        }
        if outcome == Outcome::NotApplicable && all.results > 0 {
            flags.push(Flag::ResultNotJudged);
        }
        if flags.contains(&Flag::CoarseLimit) {
            add("A result that conforms lies more than 5 % of the limit beyond it.");
        }
        if flags.contains(&Flag::AlertExceeded) {
            let alerts = self.asked.iter().filter_map(|asked| asked.alert.as_ref());
            let alerts: Vec<&str> = alerts.map(|alert| alert.criterion.as_written()).collect();
            add(&format!("The alert limit {} is exceeded.", alerts.join(" or ")));
        }
        // Of a derived value only the combinations that decide are looked at, and what is open is
        // no determination.
        if let Some(counted) =
            all.counted(outcome == Outcome::Reported).filter(|_| !derived && !is_open_what)
        {
            add(&counted);
        }
        let rows = rows.into_iter().map(|row| row.judged).collect();
        let mut finding = self.finding(outcome, reason, flags, rows, explanation);
        finding.compared = decided.compared;
        if let Some(asked) = decided.asked {
            let item = Arc::make_mut(&mut finding.item);
            item.criterion = asked.criterion;
            item.accepts = asked.accepts;
            item.rounding = asked.has_limits.then_some(self.rounding);
        }
        finding
    }

    /// A finding with what is asked of every lot.
    pub(crate) fn finding(
        &self,
        outcome: Outcome,
        reason: Reason,
        mut flags: Vec<Flag>,
        results: Vec<JudgedResult>,
        explanation: String,
    ) -> Finding {
        flags.sort();
        flags.dedup();
        Finding {
            item: Arc::clone(&self.item),
            member_of: None,
            outcome,
            reason,
            compared: None,
            flags,
            results,
            explanation,
            carried: Extensions::default(),
        }
    }

    /// Whether a replicate that meets the limits on each lies more than 5 % of one beyond it.
    fn is_far(&self, reportable: &Reportable<'_>) -> bool {
        let each = self.replicates.as_ref().and_then(|replicates| replicates.each.as_ref());
        let (Some(each), Reportable::Combined(_, values)) = (each, reportable) else {
            return false;
        };
        values.iter().any(|value| value.relation(&each.limits.near) != Some(Relation::Inside))
    }

    /// Adds the rows of one determination.
    fn show(
        &self,
        facts: &Facts<'_>,
        asked: &Asked,
        own: &[(usize, &AssayResult)],
        judged: Result<Judgement, NotCounted>,
        rows: &mut Vec<Row>,
    ) {
        let unmet = judged.ok().filter(|judgement| judgement.standing != Standing::Meets);
        let brief = unmet.map(|judgement| {
            self.sentence_on(facts, asked, own, judgement).brief(judgement.reason)
        });
        let test = &self.item.id;
        let one = |result: &AssayResult| {
            let why = match judged {
                Ok(judgement) => {
                    return row(test, result, Some(judgement.outcome()), brief.clone());
                }
                Err(NotCounted::OtherLot | NotCounted::Invalidated) => None,
                Err(NotCounted::Superseded) => Some("superseded by the final result"),
                Err(NotCounted::NotAsked) if asked.criterion.is_not_required() => {
                    Some(match self.only() {
                        Some(_) => "the test is not required in this phase",
                        None => "the test is not required in this case",
                    })
                }
                Err(NotCounted::NotAsked) => Some("the test does not apply to this lot"),
                Err(NotCounted::Waiting) => Some("it is not known whether or how the test applies"),
            };
            uncounted(facts.lot, test, result, why)
        };
        let standing = judged.ok().map(|judgement| judgement.standing);
        rows.extend(own.iter().map(|(place, result)| Row {
            place: *place,
            standing,
            judged: one(result),
        }));
    }

    /// What decides, in words.
    fn decided(
        &self,
        facts: &Facts<'_>,
        seen: &Contribution<'_, '_>,
        (case_is_open, results): (bool, usize),
    ) -> Decided {
        let (asked, compared, mut sentence) = match seen {
            Contribution::Rows(rows, asked, Ok(judgement)) => {
                let sentence = self.sentence_on(facts, asked, rows, *judgement);
                let said = sentence.of(judgement.reason);
                (
                    asked,
                    Some(sentence.compared.into_owned()).filter(|compared| !compared.is_empty()),
                    said,
                )
            }
            Contribution::Computed(combination, asked, judgement)
            | Contribution::Conceivable(combination, asked, judgement, _) => {
                let shown = asked.derived_text(combination);
                let compared = combination
                    .value
                    .as_ref()
                    .ok()
                    .and_then(Value::extent)
                    .map(|extent| asked.shown(&extent).0);
                let sentence = Sentence {
                    found: "derived".into(),
                    ..asked.sentence(facts, shown.into(), *judgement)
                };
                let mut said = sentence.of(judgement.reason);
                if matches!(seen, Contribution::Conceivable(..))
                    && judgement.standing == Standing::Fails
                {
                    said = format!(
                        "{said} So it is whatever {} may be.",
                        asked.unknown_inputs(facts).join(" and ")
                    );
                }
                (asked, compared, said)
            }
            Contribution::Underivable(asked, judgement, _) => {
                (asked, None, asked.underivable(facts, *judgement))
            }
            Contribution::Open(judgement) => {
                let sentence = self.open(facts, *judgement);
                return Decided { sentence, ..Decided::default() };
            }
            Contribution::InNoCase(_) => {
                let open = if self.only().is_some() {
                    "It is open whether the test applies, and where it does, it does not conform"
                } else {
                    "It is open which of the cases applies, and in none that may does it conform"
                };
                let cases: Vec<&str> =
                    self.conditions().map(|condition| condition.text.as_str()).collect();
                let sentence = format!("{open}: {}.", cases.join("; "));
                return Decided { sentence, ..Decided::default() };
            }
            Contribution::Awaited(reason) => return self.undecided(*reason, results),
            Contribution::Rows(_, _, Err(_))
            | Contribution::Among(_)
            | Contribution::Supposed(_)
            | Contribution::NotAsked(_)
            | Contribution::PartlyNotAsked
            | Contribution::Case { .. } => {
                return Decided::default();
            }
        };
        let when = asked.when.as_ref();
        if let Some(when) = when {
            sentence = if case_is_open {
                format!(
                    "{sentence} So it is in every case that may apply; this is the one in which \
                     {}.",
                    when.text
                )
            } else {
                format!("{sentence} It is the case in which {}.", when.text)
            };
        }
        // What does not depend on the lot is said of every finding.
        let depends = when.is_some() || asked.same_as.is_some();
        let asked = depends.then(|| AskedOfLot {
            criterion: asked.criterion.as_written().to_owned(),
            accepts: asked
                .accepts(asked.same_as.and_then(|place| facts.text(place).ok()))
                .map(Cow::into_owned),
            has_limits: asked.limits.is_some() || self.has_each(),
        });
        Decided { compared, sentence, asked }
    }

    /// Why nothing decides.
    fn undecided(&self, reason: Reason, results: usize) -> Decided {
        let sentence = match (&self.when, reason) {
            (Some(when), Reason::ConditionNotMet) => {
                format!("The test applies only when {}.", when.text)
            }
            (_, Reason::NotRequired) if self.only().is_none() => {
                "The test is not required in this case.".to_owned()
            }
            _ => Sentence { results, ..Sentence::default() }.of(reason),
        };
        Decided { sentence, ..Decided::default() }
    }

    /// Why it cannot be told what is asked.
    fn open(&self, facts: &Facts<'_>, judgement: Judgement) -> String {
        let is_why = |source: Source| {
            let operands = facts.operands(source).map(Operands::all).unwrap_or_default();
            operands.iter().any(|operand| {
                operand.as_ref().is_err_and(|own| own.judgement.reason == judgement.reason)
            })
        };
        let parameters = self
            .conditions()
            .flat_map(PlannedCondition::subjects)
            .filter(|(_, source)| is_why(*source));
        let mut names: Vec<String> = parameters.map(|(id, _)| format!("`{id}`")).collect();
        names.dedup();
        let texts: Vec<&str> = self.conditions().map(|condition| condition.text.as_str()).collect();
        let expected = if names.is_empty() { texts.join("; ") } else { names.join(" and ") };
        Sentence { expected: expected.into(), ..Sentence::default() }.of(judgement.reason)
    }
}

impl Asked {
    /// Whether the value lies otherwise to the limits without rounding.
    fn turns(&self, value: &Value<'_>) -> bool {
        let turns =
            |limits: &Limits| value.relation(&limits.accepted) != value.relation(&limits.unrounded);
        self.limits.as_deref().is_some_and(turns)
    }

    /// Flags of the values of one determination.
    pub(crate) fn flag(&self, values: &[Value<'_>], judgement: Judgement, flags: &mut Vec<Flag>) {
        for value in values {
            let is_outside = |region| value.relation(region) == Some(Relation::Disjoint);
            if self.alert.as_ref().is_some_and(|alert| is_outside(&alert.region)) {
                flags.push(Flag::AlertExceeded);
            }
            let is_within = |region| value.relation(region) == Some(Relation::Inside);
            let is_number = !matches!(value, Value::Term(_));
            let is_far =
                || is_number && self.limits.as_ref().is_some_and(|limits| !is_within(&limits.near));
            if judgement.standing == Standing::Meets && is_far() {
                flags.push(Flag::CoarseLimit);
            }
        }
    }
}

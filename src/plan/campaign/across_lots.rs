//! What is asked of the values of several lots together.

use std::sync::Arc;

use super::further_test::FurtherTest;
use crate::acceptance::Extent;
use crate::criterion::Criterion;
use crate::error::printable;
use crate::lot::Lot;
use crate::plan::Plan;
use crate::plan::compiled::Asked;
use crate::plan::judging::{
    Compare, Determinations, Deviation, Judgement, Standing, Value, anything, combine,
    every_choice, extremes, of_plain_values, plain,
};
use crate::plan::telling::word;
use crate::report::{Finding, Flag, Outcome, Reason, Sentence};
use crate::specification::{Combine, Specification};
use crate::value::{Exact, Number};

/// The most lots that a sentence names.
const MOST_NAMED: usize = 10;

/// How the values of several lots are combined, and what they have to meet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Combination<'c> {
    /// How many lots there have to be.
    pub(crate) lots: usize,
    /// What they make, and what that has to meet.
    pub(crate) combined: Option<(Combine, &'c Criterion)>,
    /// The largest relative standard deviation, in per cent.
    pub(crate) max_rsd: Option<&'c Number>,
}

/// A criterion on the values of several lots, compiled.
///
/// Where there are more lots than planned, or several determinations of one, every choice of the
/// planned number has to meet it, so that a further lot never outweighs what fails (21 CFR 610.1
/// says so of results).
#[derive(Clone, Debug)]
pub(crate) struct AcrossLots {
    /// The test with the criterion on what its values make.
    test: FurtherTest,
    lots: usize,
    combine: Option<Combine>,
    /// As a share, not in per cent; and as written.
    max_rsd: Option<(Exact, String)>,
}

/// What the lots offer.
#[derive(Default)]
struct Offers {
    /// Of each lot that has a value, all that it may be: one for each determination.
    values: Vec<Vec<Extent>>,
    awaited: Vec<String>,
    undecided: Vec<String>,
}

impl AcrossLots {
    /// `combination` has been checked against the specification. `None` as for [`FurtherTest::of`].
    pub(crate) fn of(
        plan: &Plan,
        specification: &Specification,
        id: &str,
        combination: Combination<'_>,
    ) -> Option<Self> {
        let Combination { lots, combined, max_rsd } = combination;
        let own =
            plan.tests.iter().find(|test| test.id() == id)?.only()?.criterion.as_ref().clone();
        let criterion = combined.map_or(&own, |(_, criterion)| criterion);
        Some(Self {
            test: FurtherTest::of(plan, specification, id, criterion)?,
            lots,
            combine: combined.map(|(combine, _)| combine),
            max_rsd: max_rsd
                .map(|rsd| (rsd.exact().times(Exact::new(1, -2)), format!("NMT {rsd} %"))),
        })
    }

    /// What is found of the lots together; their order makes no difference.
    pub(crate) fn finding(&self, plan: &Plan, lots: &[Lot]) -> Finding {
        let test = &self.test.0;
        // What nothing can be made of is undecided, and never met.
        let undecided = Judgement::undecided(Reason::UndecidedInput);
        let Some(asked) = test.only() else {
            return test.finding(
                undecided.outcome(),
                undecided.reason,
                Vec::new(),
                Vec::new(),
                String::new(),
            );
        };
        let offers = self.offers(plan, asked, lots);
        let (values, count) = (&offers.values, offers.values.len());
        let (mut judgements, mut sentences, mut flags) = (Vec::new(), Vec::new(), Vec::new());
        let mut compared = None;
        if count < self.lots {
            sentences.push(format!("Lots with a value that counts: {count} of {}.", self.lots));
            judgements.push(Judgement::unfinished(Reason::PendingInput));
        } else {
            if let Some((judgement, unrounded, value)) = self.judge(asked, values) {
                let (shown, remark) = asked.shown(&value);
                let what = self.combine.map_or("value", word);
                let said = format!("{shown}{remark}, the {what} of {},", self.number());
                let sentence = Sentence {
                    value: said.into(),
                    criterion: asked.criterion.as_written().into(),
                    accepts: asked.accepts(None).unwrap_or_default(),
                    ..Sentence::default()
                };
                sentences.push(sentence.of(judgement.reason));
                asked.flag(&[Value::Computed(Box::new(value))], judgement, &mut flags);
                flags.extend(
                    (judgement.standing != unrounded.standing).then_some(Flag::DecidedByRounding),
                );
                judgements.push(judgement);
                compared = Some(shown);
            } else if self.combine.is_some() {
                judgements.push(undecided);
            }
            if let Some((limit, text)) = &self.max_rsd {
                let (judgement, found) = deviation(values, self.lots, *limit);
                sentences.push(self.on_deviation(found.as_deref(), text, judgement.reason));
                judgements.push(judgement);
                compared = compared.or(found);
            }
            if count > self.lots || values.iter().any(|own| own.len() > 1) {
                sentences.push(format!(
                    "Every choice of {} of {count} lots, with each of their determinations, has to \
                     meet it.",
                    self.lots
                ));
            }
            judgements.extend(
                (!offers.awaited.is_empty()).then_some(Judgement::unfinished(Reason::PendingInput)),
            );
        }
        for (title, names) in [("Awaited", &offers.awaited), ("Undecided", &offers.undecided)] {
            sentences.extend((!names.is_empty()).then(|| format!("{title}: {}.", listed(names))));
        }
        let judgement = judgements.into_iter().min().unwrap_or(undecided);
        let mut finding = test.finding(
            judgement.outcome(),
            judgement.reason,
            flags,
            Vec::new(),
            sentences.join(" "),
        );
        finding.compared = compared;
        let item = Arc::make_mut(&mut finding.item);
        item.criterion = self.criterion(asked);
        if self.combine.is_none() {
            (item.accepts, item.rounding) = (None, None);
        }
        finding
    }

    fn on_deviation(&self, found: Option<&str>, text: &str, reason: Reason) -> String {
        let what = format!("The relative standard deviation of {} is", self.number());
        match (found, reason) {
            (Some(found), Reason::Within) => format!("{what} {found}, within {text}."),
            (Some(found), _) => format!("{what} {found}, beyond {text}."),
            (None, Reason::TooManyCombinations) => Sentence::default().of(reason),
            (None, _) => {
                format!(
                    "A censored or undecided value leaves open whether the relative standard \
                     deviation is {text}."
                )
            }
        }
    }

    fn number(&self) -> String {
        if self.lots == 1 { "1 lot".to_owned() } else { format!("{} lots", self.lots) }
    }

    /// `mean of 3 lots 85–115 %; RSD of 3 lots NMT 15 %`.
    fn criterion(&self, asked: &Asked) -> String {
        let of = |what: &str, criterion: &str| format!("{what} of {} {criterion}", self.number());
        let combined = self.combine.map(|combine| of(word(combine), asked.criterion.as_written()));
        let deviation = self.max_rsd.as_ref().map(|(_, text)| of("RSD", text));
        combined.into_iter().chain(deviation).collect::<Vec<_>>().join("; ")
    }

    /// What each lot offers: nothing where the test does not apply to it, and anything where that
    /// is undecided.
    fn offers(&self, plan: &Plan, asked: &Asked, lots: &[Lot]) -> Offers {
        let test = &self.test.0;
        let signed = asked.quantity.as_ref().is_some_and(|quantity| quantity.signed);
        let mut offers = Offers::default();
        for lot in lots {
            let name = || printable(lot.id()).into_owned();
            if plan.mismatch(lot).is_some() {
                offers.awaited.push(name());
                continue;
            }
            let facts = plan.facts(lot);
            // A test that does not apply offers nothing, and is not awaited.
            if Determinations::of(test, &facts, Compare::AsSpecified).outcome(test).0
                == Outcome::NotApplicable
            {
                continue;
            }
            // What counts is known by what the specification asks; a criterion across lots is none
            // on a single result.
            let specified = plan.tests.iter().find(|own| own.id() == test.id()).unwrap_or(test);
            let operands = specified.operands(&facts);
            let (mut own, mut is_awaited, mut is_undecided) = (Vec::new(), false, false);
            for operand in operands.all() {
                match operand.as_ref().map(Value::extent) {
                    Ok(Some(value)) => own.push(value),
                    Err(open) if open.judgement.standing != Standing::Undecided => {
                        is_awaited = true;
                    }
                    Ok(None) | Err(_) => {
                        is_undecided = true;
                        own.push(anything(signed));
                    }
                }
            }
            offers.awaited.extend(is_awaited.then(name));
            offers.undecided.extend(is_undecided.then(name));
            offers.values.extend((!own.is_empty()).then_some(own));
        }
        offers.awaited.sort();
        offers.undecided.sort();
        offers
    }

    /// The worst of what the values make, as specified and without rounding; and the value of which
    /// that is so.
    fn judge(
        &self,
        asked: &Asked,
        values: &[Vec<Extent>],
    ) -> Option<(Judgement, Judgement, Extent)> {
        let (how, limits) = (self.combine?, asked.limits.as_ref()?);
        let combined: Option<Vec<Extent>> =
            extremes(values, self.lots).iter().map(|choice| combine(how, choice)).collect();
        let judge = |value: &Extent, compare| {
            limits.judge(&Value::Computed(Box::new(value.clone())), compare)
        };
        let combined = combined?;
        let unrounded = combined.iter().map(|value| judge(value, Compare::Unrounded)).min()?;
        let specified =
            combined.into_iter().map(|value| (judge(&value, Compare::AsSpecified), value));
        let (judgement, value) = specified.min_by_key(|(judgement, _)| *judgement)?;
        Some((judgement, unrounded, value))
    }
}

/// The worst that is to be said of the relative standard deviation of `count` lots, and the
/// greatest of which that is so.
fn deviation(values: &[Vec<Extent>], count: usize, limit: Exact) -> (Judgement, Option<String>) {
    let mut choices = of_plain_values(values, count);
    let mut is_complete = true;
    if values.iter().any(|own| plain(own).is_none()) {
        match every_choice(values, count) {
            Some(every) => choices = every,
            None => is_complete = false,
        }
    }
    let judged = choices.iter().map(|choice| {
        let values: Vec<Value<'_>> =
            choice.iter().map(|one| Value::Computed(Box::new((*one).clone()))).collect();
        match Deviation::of(&values) {
            None => (Judgement::undecided(Reason::VariabilityUnknown), None),
            Some(own) if own.exceeds(limit) => (
                Judgement { standing: Standing::Fails, reason: Reason::VariabilityExceeded },
                Some(own),
            ),
            Some(own) => {
                (Judgement { standing: Standing::Meets, reason: Reason::Within }, Some(own))
            }
        }
    });
    let too_many = (Judgement::undecided(Reason::TooManyCombinations), None);
    let mut worst = if is_complete { None } else { Some(too_many) };
    for own in judged {
        let is_worse = worst.as_ref().is_none_or(|(judgement, known)| {
            let greater = || {
                own.1.as_ref().zip(known.as_ref()).is_some_and(|(own, known)| own.is_greater(known))
            };
            own.0 < *judgement || own.0 == *judgement && greater()
        });
        if is_worse {
            worst = Some(own);
        }
    }
    let (judgement, found) =
        worst.unwrap_or((Judgement::undecided(Reason::VariabilityUnknown), None));
    (judgement, found.map(|found| found.shown(Some(limit))))
}

/// The names of a few lots.
fn listed(names: &[String]) -> String {
    let more = names.len().saturating_sub(MOST_NAMED);
    let few = names.iter().take(MOST_NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{few} and {more} more") } else { few }
}

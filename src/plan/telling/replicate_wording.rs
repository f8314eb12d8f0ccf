//! What is said of replicates that make a value, or none.

use std::borrow::Cow;

use super::wording::word;
use crate::error::printable;
use crate::plan::compiled::{Asked, Each, PlannedTest};
use crate::plan::judging::{
    Compare, Deviation, Facts, IncompleteReplicates, Judgement, Measured, Replicated, Standing,
    Value,
};
use crate::report::{Reason, Sentence};

impl PlannedTest {
    /// What is to be said of replicates that make no value.
    pub(super) fn sentence_on_partial<'s>(
        &'s self,
        facts: &'s Facts<'_>,
        asked: &'s Asked,
        (all, shown): (&[Measured<'s>], String),
        judgement: Judgement,
    ) -> Sentence<'s> {
        let incomplete =
            IncompleteReplicates { test: self, asked, facts, compare: Compare::AsSpecified };
        let values = all
            .iter()
            .map(|one| self.value(asked, *one).ok().filter(|_| !one.is_unfinished(asked)));
        let judged: Vec<(&Measured<'s>, Value<'_>)> =
            all.iter().zip(values).filter_map(|(one, value)| Some((one, value?))).collect();
        // One that decides by itself, or that cannot be judged.
        let by_itself =
            judged.iter().find(|(_, value)| incomplete.of_one(value) == Some(judgement));
        if let Some((one, value)) = by_itself {
            return self.sentence_on_one(facts, asked, (**one, value), judgement);
        }
        let is_wrong =
            |one: &&Measured<'_>| self.value(asked, **one).err() == Some(judgement.reason);
        if let Some(one) = all.iter().find(is_wrong) {
            return self.sentence_on_replicate(facts, asked, *one, judgement);
        }
        let (own, expected) =
            (Replicated::of(judged.into_iter().map(|(_, value)| value).collect()), self.expected());
        let what = word(self.combination());
        if judgement.reason == Reason::Outside {
            let value = if all.len() > expected {
                format!("Every {what} of {expected} of the {} replicates {shown}", all.len())
            } else {
                let reach = incomplete.reach(&own, expected.saturating_sub(own.values.len()));
                let (reach, remark) = reach.map(|reach| asked.shown(&reach)).unwrap_or_default();
                format!("{reach}{remark}, all that the {what} of {expected} replicates can be,")
            };
            return asked.sentence(facts, value.into(), judgement);
        }
        if judgement.reason == Reason::KindMismatch && own.are_mixed() {
            return asked.sentence(facts, shown.into(), judgement).of_a_mixture();
        }
        let remark = self
            .without_some(&incomplete, all, &own)
            .or_else(|| self.unless_they_differ(&incomplete, all));
        let (remark, (found, expected)) =
            (remark.unwrap_or_default(), self.incomplete(asked, all, judgement.reason));
        Sentence {
            found,
            expected,
            remark: remark.into(),
            ..asked.sentence(facts, shown.into(), judgement)
        }
    }

    /// Of more replicates than are asked for: without which the determination fails.
    fn without_some(
        &self,
        incomplete: &IncompleteReplicates<'_, '_>,
        all: &[Measured<'_>],
        own: &Replicated<'_>,
    ) -> Option<String> {
        if all.len() <= self.expected() || own.values.len() < all.len() {
            return None;
        }
        let choices = incomplete.choices(&own.values, self.expected())?;
        let (kept, _) =
            choices.into_iter().find(|(_, judgement)| judgement.standing == Standing::Fails)?;
        let others = all.iter().enumerate().filter(|(place, _)| !kept.contains(place));
        let others: Vec<String> = others
            .map(|(_, one)| printable(incomplete.asked.compared(*one)).into_owned())
            .collect();
        Some(format!(" Without {}, it does not conform.", others.join(" and ")))
    }

    /// Which replicate fails by itself, unless they turn out to differ too much to make a value.
    fn unless_they_differ(
        &self,
        incomplete: &IncompleteReplicates<'_, '_>,
        all: &[Measured<'_>],
    ) -> Option<String> {
        let max_rsd = self.replicates.as_ref().filter(|replicates| replicates.max_rsd.is_some())?;
        let fails = |one: &&Measured<'_>| {
            let value = self.value(incomplete.asked, **one).ok();
            let judgement = value.and_then(|value| incomplete.of_one(&value));
            judgement.is_some_and(|judgement| judgement.standing == Standing::Fails)
        };
        let one = printable(incomplete.asked.compared(*all.iter().find(fails)?));
        Some(format!(
            " {one} fails, unless the relative standard deviation turns out to be beyond {}.",
            max_rsd.max_rsd_text
        ))
    }

    /// What is to be said of one replicate that decides, by the criterion or by the limits on each.
    fn sentence_on_one<'s>(
        &'s self,
        facts: &'s Facts<'_>,
        asked: &'s Asked,
        (one, value): (Measured<'s>, &Value<'_>),
        judgement: Judgement,
    ) -> Sentence<'s> {
        let sentence = self.sentence_on_replicate(facts, asked, one, judgement);
        match self.each_that_says(asked, value, judgement) {
            Some(each) => Sentence {
                criterion: format!("{} for each replicate", each.criterion.as_written()).into(),
                accepts: asked.in_unit(each.limits.accepted).into(),
                ..sentence
            },
            None => sentence,
        }
    }

    /// The limits on each replicate, if it is by them that one stands so.
    fn each_that_says(
        &self,
        asked: &Asked,
        value: &Value<'_>,
        judgement: Judgement,
    ) -> Option<&Each> {
        let says = |each: &&Each| {
            each.judge(std::slice::from_ref(value), Compare::AsSpecified) == Some(judgement)
        };
        self.limits_of_each(asked).filter(says)
    }

    /// What was found, and what is asked, of replicates that make no value.
    pub(super) fn incomplete(
        &self,
        asked: &Asked,
        all: &[Measured<'_>],
        reason: Reason,
    ) -> (Cow<'_, str>, Cow<'_, str>) {
        let replicates = self.replicates.as_deref();
        match reason {
            Reason::VariabilityExceeded | Reason::VariabilityUnknown => {
                let values: Vec<Value<'_>> =
                    all.iter().filter_map(|one| self.value(asked, *one).ok()).collect();
                let limit = replicates.and_then(|replicates| replicates.max_rsd);
                let found = Deviation::of(&values)
                    .map_or_else(|| "without bound".to_owned(), |deviation| deviation.shown(limit));
                (
                    found.into(),
                    replicates
                        .map(|replicates| replicates.max_rsd_text.as_str())
                        .unwrap_or_default()
                        .into(),
                )
            }
            _ => {
                // What is unfinished is none yet.
                let counts = |one: &&Measured<'_>| {
                    reason != Reason::TooFewReplicates || !one.is_unfinished(asked)
                };
                let found = all.iter().filter(counts).count();
                (found.to_string().into(), self.expected().to_string().into())
            }
        }
    }

    pub(super) fn sentence_on_combined<'s>(
        &'s self,
        facts: &'s Facts<'_>,
        asked: &'s Asked,
        all: &[Measured<'s>],
        value: &Value<'_>,
        values: &[Value<'_>],
        judgement: Judgement,
    ) -> Sentence<'s> {
        let decides =
            |(_, value): &(_, &Value<'_>)| self.each_that_says(asked, value, judgement).is_some();
        if let Some((one, value)) = all.iter().zip(values).find(decides) {
            return self.sentence_on_one(facts, asked, (*one, value), judgement);
        }
        let Some(extent) = value.extent() else { return Sentence::default() };
        let what = word(self.combination());
        let (compared, remark) = asked.shown(&extent);
        let value = format!("{compared}{remark}, the {what} of {} replicates,", values.len());
        Sentence { compared: compared.into(), ..asked.sentence(facts, value.into(), judgement) }
    }
}

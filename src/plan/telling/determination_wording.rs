//! What is said of one determination.

use crate::error::printable;
use crate::lot::AssayResult;
use crate::plan::compiled::{Asked, PlannedTest};
use crate::plan::judging::{
    Compare, Facts, Judgement, Measured, Replicated, Reportable, Standing, Value,
};
use crate::report::{Reason, Sentence};

impl PlannedTest {
    /// What is to be said of the determination that `rows` make.
    pub(super) fn sentence_on<'s>(
        &'s self,
        facts: &'s Facts<'_>,
        asked: &'s Asked,
        rows: &[(usize, &'s AssayResult)],
        judgement: Judgement,
    ) -> Sentence<'s> {
        if let Some(measured) = self.single(rows) {
            return self.sentence_on_replicate(facts, asked, measured, judgement);
        }
        let all: Vec<Measured<'s>> = rows.iter().flat_map(|(_, row)| row.measured()).collect();
        let shown =
            rows.iter().map(|(_, row)| printable(row.shown())).collect::<Vec<_>>().join("; ");
        let of_replicate = |measured: &Measured<'s>| {
            self.sentence_on_replicate(facts, asked, *measured, judgement)
        };
        match self.reportable(asked, rows) {
            _ if judgement.reason == Reason::Preliminary => match all.as_slice() {
                [only] => of_replicate(only),
                _ => asked.sentence(facts, format!("The determination {shown}").into(), judgement),
            },
            Ok(Reportable::One(_)) => all.first().map(of_replicate).unwrap_or_default(),
            // A number beside terms may lie outside the limits on each.
            Ok(Reportable::Terms(_)) if judgement.reason == Reason::ReplicateOutside => {
                self.sentence_on_partial(facts, asked, (&all, shown), judgement)
            }
            Ok(Reportable::Terms(values))
                if judgement.reason == Reason::KindMismatch
                    && Replicated::of(values.clone()).are_mixed() =>
            {
                asked.sentence(facts, shown.into(), judgement).of_a_mixture()
            }
            Ok(Reportable::Each(values) | Reportable::Terms(values)) => {
                let is_deciding = |value: &Value<'_>| {
                    asked.judge(value, facts, Compare::AsSpecified) == judgement
                };
                // Where none decides by itself it is a number among terms.
                let is_number = |value: &Value<'_>| !matches!(value, Value::Term(_));
                let place = values
                    .iter()
                    .position(is_deciding)
                    .or(values.iter().position(is_number))
                    .unwrap_or(0);
                let sentence = all.get(place).map(of_replicate).unwrap_or_default();
                if judgement.standing == Standing::Meets && values.len() > 1 {
                    let is_number = judgement.reason == Reason::Within;
                    let value = if is_number {
                        format!("Each of {shown}").into()
                    } else {
                        sentence.compared
                    };
                    Sentence { value, compared: "".into(), ..sentence }
                } else {
                    sentence
                }
            }
            Ok(Reportable::Combined(value, values)) => {
                self.sentence_on_combined(facts, asked, &all, &value, &values, judgement)
            }
            Err(_) => self.sentence_on_partial(facts, asked, (&all, shown), judgement),
        }
    }
}

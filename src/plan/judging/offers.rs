//! What the determinations of a test offer to the tests that need it.

use super::completion::{MayBe, anything};
use super::contribution::Contribution;
use super::derived::Combination;
use super::incomplete_replicates::reach;
use super::judgement::{Compare, Judgement, Look, Standing, Value};
use super::operands::{Facts, Open, Operand, Operands};
use super::replicates::Reportable;
use crate::combination::Origins;
use crate::lot::AssayResult;
use crate::plan::compiled::{Asked, PlannedDerivation, PlannedTest};
use crate::report::Reason;

impl PlannedTest {
    /// What its determinations offer to the tests that need it.
    pub(crate) fn operands<'l>(&self, facts: &Facts<'l>) -> Operands<'l> {
        let is_untested = self.is_untested(facts);
        let signed = self.asked.first().is_some_and(Asked::is_signed);
        let mut all = Operands::new(is_untested, signed);
        let without = |judgement| Err(Box::new(Open::without(judgement)));
        let awaited = || {
            let awaited = Judgement::unfinished(if is_untested {
                Reason::NoResult
            } else {
                Reason::PendingInput
            });
            let may_be = self.asked.first().map_or(MayBe::PerhapsAnything, Asked::anything);
            Err(Box::new(Open { may_be, ..Open::without(awaited) }))
        };
        // What does not apply, be it only in some combination, is not awaited.
        let not_asked = Judgement::undecided(Reason::UndecidedInput);
        let mut is_not_asked = false;
        let mut origins = Origins::default();
        // Of each case that may apply what there would be in it.
        let mut supposed: Option<(Judgement, Vec<Vec<Open<'_>>>)> = None;
        self.see_all(facts, Compare::AsSpecified, Look::Values, |seen| {
            let operand = match seen {
                Contribution::Among(own) => {
                    origins = own.clone();
                    return;
                }
                Contribution::Supposed(Some(why)) => {
                    supposed.get_or_insert((why, Vec::new())).1.push(Vec::new());
                    return;
                }
                Contribution::Supposed(None) => {
                    let of_cases =
                        supposed.take().map(|(_, cases)| in_some_case(&cases)).unwrap_or_default();
                    for open in of_cases {
                        all.push(Err(Box::new(open)), origins.clone());
                    }
                    return;
                }
                Contribution::PartlyNotAsked => without(not_asked),
                Contribution::Rows(rows, asked, Ok(judgement)) => {
                    self.operand(asked, rows, judgement)
                }
                Contribution::Computed(Combination { value, .. }, ..) => {
                    value.or_else(|reason| without(Judgement::undecided(reason)))
                }
                Contribution::Conceivable(.., offer) | Contribution::Underivable(.., offer) => {
                    Err(Box::new(offer))
                }
                Contribution::Open(judgement) | Contribution::InNoCase(judgement) => {
                    without(judgement)
                }
                Contribution::Awaited(_) => awaited(),
                Contribution::NotAsked(_) => {
                    is_not_asked = true;
                    return;
                }
                Contribution::Rows(..) | Contribution::Case { .. } => return,
            };
            match &mut supposed {
                Some((why, cases)) => {
                    cases
                        .last_mut()
                        .into_iter()
                        .for_each(|own| own.push(if_it_applies(operand.clone(), *why)));
                }
                None => all.push(operand, origins.clone()),
            }
        });
        if all.all().is_empty() {
            all.push(if is_not_asked { without(not_asked) } else { awaited() }, Origins::default());
        }
        all
    }

    /// What one determination offers, which stands to its own criterion as `judgement` says.
    fn operand<'l>(
        &self,
        asked: &Asked,
        rows: &[(usize, &'l AssayResult)],
        judgement: Judgement,
    ) -> Operand<'l> {
        let no_number = Judgement::undecided(Reason::KindMismatch);
        let value = self.reportable(asked, rows).and_then(|reportable| match reportable {
            // A text on a test that has no terms is to be corrected.
            Reportable::One(Value::Term(_))
                if asked.quantity.is_some() && !asked.criterion.accepts_a_term() =>
            {
                Err(no_number)
            }
            Reportable::One(value) | Reportable::Combined(value, _) => Ok(value),
            Reportable::Each(values) => {
                <[Value<'_>; 1]>::try_from(values).map(|[only]| only).map_err(|_| no_number)
            }
            Reportable::Terms(_) => Err(no_number),
        });
        if !rows.iter().any(|(_, row)| row.is_preliminary()) {
            let open = |judgement| {
                let may_be = self.may_be(asked, rows, judgement);
                Box::new(Open { may_be, ..Open::without(judgement) })
            };
            return value.map_err(open);
        }
        // One that fails is superseded by nothing, as is one that cannot have a final one any more;
        // and what cannot be judged is undecided.
        let judgement = match (judgement.standing, &value) {
            (Standing::Unfinished | Standing::Meets, _) => {
                Judgement::unfinished(Reason::Preliminary)
            }
            (_, Err(why)) if why.standing == Standing::Undecided => *why,
            _ => Judgement::undecided(Reason::Preliminary),
        };
        // What is there says something though others are missing.
        let for_now = value.or_else(|_| match self.may_be(asked, rows, judgement) {
            MayBe::Within(extent) => Ok(Value::Computed(extent)),
            MayBe::Nothing
            | MayBe::Anything
            | MayBe::PerhapsAnything
            | MayBe::Perhaps(_)
            | MayBe::PerhapsTerm(_) => Err(no_number),
        });
        // What is final of it stays.
        let finals: Vec<(usize, &AssayResult)> =
            rows.iter().filter(|(_, row)| !row.is_preliminary()).copied().collect();
        let may_be = if finals.is_empty() {
            asked.anything()
        } else {
            self.may_be(asked, &finals, judgement)
        };
        Err(Box::new(Open { judgement, may_be, for_now: for_now.ok() }))
    }

    /// What a final determination may come to that makes no value, as `judgement` says.
    fn may_be(&self, asked: &Asked, rows: &[(usize, &AssayResult)], judgement: Judgement) -> MayBe {
        let is_no_value =
            matches!(judgement.reason, Reason::VariabilityExceeded | Reason::VariabilityUnknown);
        // Where a term would do as well, perhaps no number.
        let unknown = asked.anything();
        if is_no_value || matches!(unknown, MayBe::PerhapsAnything) {
            return MayBe::PerhapsAnything;
        }
        if self.replicates.is_none() || asked.quantity.is_none() {
            return unknown;
        }
        let mut own = self.replicated(asked, rows);
        // Any of them may be the one too many.
        if own.count > self.expected() {
            return unknown;
        }
        own.values.retain(|value| !matches!(value, Value::Term(_)));
        let unknown = self.expected().saturating_sub(own.values.len());
        match reach(self.combination(), &own, &anything(asked.is_signed()), unknown) {
            // What differs too much would have no value.
            Some(extent) if self.largest_rsd().is_none() => MayBe::Within(Box::new(extent)),
            Some(_) | None => MayBe::PerhapsAnything,
        }
    }

    /// Whether the test was not run: there is no result of it, and none of something from which it
    /// would be derived.
    pub(crate) fn is_untested(&self, facts: &Facts<'_>) -> bool {
        let needs_untested = |derived: &PlannedDerivation| {
            let mut inputs = derived.inputs.iter().map(|input| facts.operands(input.source));
            inputs.any(|operands| operands.is_some_and(|operands| operands.is_untested))
        };
        let mut derived = self.asked.iter().filter_map(|asked| asked.derived.as_deref());
        self.results(facts.lot).next().is_none() && derived.all(needs_untested)
    }
}

/// What is offered where it is open, as `why` says, whether what makes it applies.
fn if_it_applies(operand: Operand<'_>, why: Judgement) -> Open<'_> {
    let (judgement, may_be) = match operand {
        Ok(Value::Term(text)) => (why, MayBe::PerhapsTerm(text.into())),
        Ok(value) => (
            why,
            value.extent().map_or(MayBe::PerhapsAnything, |extent| MayBe::Perhaps(vec![extent])),
        ),
        // What is undecided in any case is so whether or not this one applies.
        Err(open) => (why.min(open.judgement), open.may_be.perhaps()),
    };
    Open { may_be, ..Open::without(judgement) }
}

/// What is offered where it is open which of `cases` there is: each determination in one of them,
/// and then all of that one.
fn in_some_case<'l>(cases: &[Vec<Open<'l>>]) -> Vec<Open<'l>> {
    let most = cases.iter().map(Vec::len).max().unwrap_or_default();
    let of_each = |place: usize| cases.iter().filter_map(move |own| own.get(place).or(own.last()));
    let one = |place: usize| {
        let judgement = of_each(place).map(|own| own.judgement).min()?;
        Some(Open {
            may_be: MayBe::one_of(of_each(place).map(|own| &own.may_be)),
            ..Open::without(judgement)
        })
    };
    (0..most).filter_map(one).collect()
}

impl Asked {
    /// What a result may be that is still to come: where a term would do as well as a number,
    /// perhaps no number.
    fn anything(&self) -> MayBe {
        if self.quantity.is_some() && self.criterion.accepts_a_term() {
            MayBe::PerhapsAnything
        } else {
            MayBe::Anything
        }
    }
}

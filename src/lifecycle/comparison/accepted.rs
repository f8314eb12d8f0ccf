//! What is accepted of one value, compared with what was.

use super::applicable_criterion::ApplicableCriterion;
use super::change::ChangeCode;
use super::change_log::{ChangeLog, Side};
use super::differences;
use super::differences::Difference;
use super::shared_ids::{SharedIds, derive_alike};
use super::units::Scale;
use crate::criterion::{Criterion, Demand};

/// Compares what two applicable criteria accept; `part` says which they are, where there are several, and
/// `obstacle` why their sets cannot be compared.
pub(super) fn compare(
    both: [ApplicableCriterion<'_>; 2],
    part: Option<&str>,
    obstacle: Option<&str>,
    shared: &SharedIds<'_>,
    log: &mut ChangeLog,
) {
    let [before, after] = both;
    let derived = derivations(both, part, shared, log);
    let scale = Scale::between(both, part, log);
    let obstacle =
        obstacle.map(str::to_owned).or(derived).or_else(|| scale.err().map(str::to_owned));
    let scale = scale.ok();
    let (was, is) = (&*before.case.criterion, &*after.case.criterion);
    let mut say = |code, explanation: &str| {
        log.push_part(code, part, [before.side(was), after.side(is)], None, explanation);
    };
    match [was.demand(), is.demand()] {
        [Demand::NotRequired, Demand::NotRequired] | [Demand::Report, Demand::Report] => {}
        [Demand::NotRequired, _] => say(ChangeCode::Added, "It was not required, and is now."),
        [_, Demand::NotRequired] => {
            say(ChangeCode::Removed, "It was required, and is not any more.");
        }
        [Demand::Report, _] => {
            say(
                ChangeCode::ReportToLimit,
                "Any value was reported; now it has to meet the criterion.",
            );
            if after.unit().is_some() && is.terms().is_some() {
                say(
                    ChangeCode::VocabularyWider,
                    "Terms are accepted now; of a number that is reported none was.",
                );
            }
        }
        [_, Demand::Report] => {
            say(ChangeCode::LimitToReport, "Any value is reported now, and none fails.");
            if before.unit().is_some() && was.terms().is_some() {
                say(
                    ChangeCode::VocabularyNarrower,
                    "Terms were accepted; of a number that is reported none is.",
                );
            }
        }
        [Demand::SameAs(earlier), Demand::SameAs(later)] if earlier == later => {}
        [Demand::SameAs(_), Demand::SameAs(_)] => {
            say(ChangeCode::NotComparable, "Something else that a lot states of itself decides.");
        }
        [Demand::SameAs(_), _] | [_, Demand::SameAs(_)] => {
            say(
                ChangeCode::NotComparable,
                "What a lot states of itself decides on one side, and something else on the other.",
            );
        }
        _ => match &obstacle {
            Some(why) => say(ChangeCode::NotComparable, why),
            None => {
                for difference in differences([before, after], [was, is], scale.unwrap_or_default())
                {
                    log.push_difference(part, [before.side(was), after.side(is)], difference);
                }
            }
        },
    }
    interim(both, part, log);
    alerts(both, part, scale, log);
    if was.as_written() != is.as_written() && !log.tells_of(part, was.as_written(), is.as_written())
    {
        let explanation = "The same is asked in other words.";
        log.push_part(
            ChangeCode::Text,
            part,
            [before.side(was), after.side(is)],
            None,
            explanation,
        );
    }
    let [reason, other] =
        [before, after].map(|applicable| applicable.case.justification.as_deref());
    if reason != other {
        let sides = [Side::some(reason), Side::some(other)];
        log.push_part(
            ChangeCode::Justification,
            part,
            sides,
            None,
            "Another reason is given for the criterion.",
        );
    }
}

/// How what two criteria accept differs, both being limits or terms.
fn differences(
    [before, after]: [ApplicableCriterion<'_>; 2],
    [was, is]: [&Criterion; 2],
    scale: Scale<'_>,
) -> Vec<Difference> {
    let mut found = Vec::new();
    match [before.region(was), after.region(is)] {
        [Some(earlier), Some(later)] => {
            let [earlier, later] = scale.apply([earlier, later]);
            found.extend(differences::regions(&earlier, &later, scale.unit().or(after.unit())));
        }
        [Some(_), None] => {
            found.push(Difference::new(ChangeCode::Tightened, "No number is accepted any more."));
        }
        [None, Some(_)] => {
            found
                .push(Difference::new(ChangeCode::Loosened, "Numbers are accepted now; none was."));
        }
        [None, None] => {}
    }
    if let (true, Some(earlier), Some(later)) = (scale.is_one(), was.range(), is.range()) {
        found.extend(differences::spelling(earlier, later));
    }
    found.extend(differences::vocabulary(was.terms(), is.terms()));
    found
}

/// Notes another derivation; says why the derived values cannot be compared, if so.
fn derivations(
    [before, after]: [ApplicableCriterion<'_>; 2],
    part: Option<&str>,
    shared: &SharedIds<'_>,
    log: &mut ChangeLog,
) -> Option<String> {
    let derivations = [before.derivation(), after.derivation()];
    let sides = || {
        derivations.map(|derivation| {
            Side::text(derivation.map_or("measured".to_owned(), ToString::to_string))
        })
    };
    // What is not required says nothing of how its value would be found, where that stands in the
    // cases.
    if [before, after].iter().any(|applicable| {
        applicable.case.criterion.is_not_required() && applicable.derivation().is_none()
    }) {
        return None;
    }
    if !derive_alike(derivations) {
        log.push_part(
            ChangeCode::Derivation,
            part,
            sides(),
            None,
            "The value follows from others in another way.",
        );
        return Some(
            "The value is another one, because it follows from others in another way.".to_owned(),
        );
    }
    let [_, later] = derivations;
    let input = shared.changed_input(later?)?;
    Some(format!("The value follows from `{input}`, which is determined in another way."))
}

/// Interim terms are neither accepted nor rejected, whatever else the criterion rejects.
fn interim(both: [ApplicableCriterion<'_>; 2], part: Option<&str>, log: &mut ChangeLog) {
    let [before, after] = both.map(|applicable| applicable.case.interim.as_slice());
    let explanation = differences::interim(before, after);
    if !explanation.is_empty() {
        let sides = [before, after]
            .map(|terms| Side::some((!terms.is_empty()).then(|| differences::quoted(terms))));
        log.push_part(ChangeCode::RejectedTerms, part, sides, None, explanation);
    }
}

/// Alert limits change no outcome; whether they are flagged at other values is all that is said.
fn alerts(
    [before, after]: [ApplicableCriterion<'_>; 2],
    part: Option<&str>,
    scale: Option<Scale<'_>>,
    log: &mut ChangeLog,
) {
    let alerts = [before.case.alert.as_deref(), after.case.alert.as_deref()];
    let regions = [before, after].map(|applicable| {
        applicable.case.alert.as_deref().and_then(|alert| applicable.region(alert))
    });
    let is_same = match regions {
        [None, None] => true,
        [Some(was), Some(is)] => scale.is_some_and(|scale| {
            let [was, is] = scale.apply([was, is]);
            was == is
        }),
        _ => false,
    };
    if !is_same {
        let side = |applicable: ApplicableCriterion<'_>, alert: Option<&Criterion>| {
            alert.map_or_else(Side::default, |alert| applicable.side(alert))
        };
        let sides = [side(before, alerts[0]), side(after, alerts[1])];
        log.push_part(
            ChangeCode::Alert,
            part,
            sides,
            None,
            "The alert limits differ; they change no outcome.",
        );
    }
}

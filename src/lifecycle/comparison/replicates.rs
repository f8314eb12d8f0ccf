//! How replicates make a value, compared with how they did.

use super::change::{ChangeCode, MovedEnd};
use super::change_log::{ChangeLog, Side};
use super::differences;
use super::differences::Difference;
use super::shared_ids::combines_alike;
use super::units::Scale;
use crate::acceptance::{Region, Rounding, StrictLimits};
use crate::criterion::Criterion;
use crate::specification::{Combine, Reportable, Test};
use crate::value::Unit;

/// Parts of a test that are about its replicates.
pub(crate) const EACH: &str = "each replicate";
pub(crate) const LARGEST_RSD: &str = "largest RSD";

/// The replicates of a test in one column.
#[derive(Clone, Copy)]
pub(super) struct Replicates<'s> {
    pub(super) test: &'s Test,
    pub(super) rules: (Rounding, StrictLimits),
    /// `None` for a single value.
    pub(super) reportable: Option<&'s Reportable>,
    /// Whether there is a criterion in any case; without one, limits on each are not applied.
    pub(super) is_judged: bool,
}

impl Replicates<'_> {
    /// What each of them has to meet, and exactly what that accepts.
    fn each(&self) -> Option<(&Criterion, Region)> {
        let each = self.reportable?.limits_of_each()?;
        let (rounding, strict) = self.rules;
        Some((each, Region::accepted(each, rounding, strict)?))
    }

    fn side(&self) -> Side {
        let each = self.each();
        Side {
            text: each.map(|(each, _)| each.as_written().to_owned()),
            accepts: each.map(|(_, region)| Unit::after(region, self.test.unit())),
            is_neutral: false,
        }
    }
}

pub(crate) fn in_words(reportable: Option<&Reportable>) -> String {
    reportable
        .map_or("single".to_owned(), |one| format!("{} of {}", one.combination(), one.replicates()))
}

/// Whether the value that is compared with the `end` of limits, the one nearest to it where each is
/// compared, can only become one that lies further inside, if it changes at all.
pub(crate) fn become_easier(
    [before, after]: [Option<&Reportable>; 2],
    end: MovedEnd,
    signed: bool,
) -> bool {
    let value = |reportable: Option<&Reportable>| {
        let (combine, count) =
            reportable.map_or((Combine::Single, 1), |one| (one.combine(), one.replicates()));
        match (combine, end) {
            _ if count == 1 => (Combine::Single, count),
            (Combine::Median, _) if count == 2 => (Combine::Mean, count),
            (Combine::Each, MovedEnd::Upper) => (Combine::Maximum, count),
            (Combine::Each, _) => (Combine::Minimum, count),
            other => (other.0, count),
        }
    };
    let (was, is) = (value(before), value(after));
    let (low, high) = if end == MovedEnd::Upper { (is, was) } else { (was, is) };
    is_never_above(low, high, signed) && !is_never_above(high, low, signed)
}

/// Whether replicates never make a higher value in the first way than in the second, the fewer
/// being among the more.
fn is_never_above(
    (low, of_low): (Combine, u32),
    (high, of_high): (Combine, u32),
    signed: bool,
) -> bool {
    let is_least = matches!(low, Combine::Single | Combine::Minimum);
    let is_greatest = matches!(high, Combine::Single | Combine::Maximum);
    (low, of_low) == (high, of_high)
        || is_least && is_greatest
        || is_least && of_high <= of_low && (high != Combine::Sum || !signed)
        || is_greatest && of_low <= of_high && low != Combine::Sum
        || high == Combine::Sum && of_low <= of_high && !signed
        || (low, high) == (Combine::GeometricMean, Combine::Mean) && of_low == of_high
}

/// Notes what changed; says why values cannot be compared, if so. `readings` says why those of
/// single results cannot.
pub(super) fn compare(
    both: [Replicates<'_>; 2],
    readings: Option<&'static str>,
    log: &mut ChangeLog,
) -> Option<&'static str> {
    if !combines_alike(both.map(|one| one.reportable)) {
        let sides = both.map(|one| Side::text(in_words(one.reportable)));
        log.push(ChangeCode::ReportableValue, sides, "Replicates make the value in another way.");
        return Some(
            "The reportable value is another one, because replicates make it in another way.",
        );
    }
    let limits = both
        .map(|one| one.reportable.and_then(Reportable::limits_of_each).map(Criterion::as_written));
    let difference = each(&both, readings).or_else(|| {
        let explanation = if both.iter().all(|one| one.is_judged) {
            "The same is asked of each replicate in other words."
        } else {
            "Limits on each replicate count only where there is a criterion."
        };
        (limits[0] != limits[1]).then(|| Difference::new(ChangeCode::Text, explanation))
    });
    if let Some(difference) = difference {
        let sides = both.each_ref().map(Replicates::side);
        log.push_difference(Some(EACH), sides, difference);
    }
    let limits = both.map(|one| one.reportable.and_then(Reportable::largest_rsd));
    let (code, explanation) = match limits {
        [None, None] => return readings,
        [Some(was), Some(is)] if was.same_value(is) => return readings,
        [Some(was), Some(is)] if is.compare_value(was).is_lt() => {
            (ChangeCode::Tightened, "Replicates may differ less.")
        }
        [None, Some(_)] => (ChangeCode::Tightened, "Replicates may differ only so far now."),
        [Some(_), Some(_)] => (ChangeCode::Loosened, "Replicates may differ more."),
        [Some(_), None] => (ChangeCode::Loosened, "Replicates may differ as far as they do."),
    };
    let sides = limits.map(|rsd| Side::some(rsd.map(|rsd| format!("{rsd} %"))));
    log.push_part(code, Some(LARGEST_RSD), sides, None, explanation);
    readings
}

/// How the limits on each replicate differ.
fn each(both: &[Replicates<'_>; 2], readings: Option<&'static str>) -> Option<Difference> {
    let [before, after] = both;
    // What becomes of a criterion that there is on one side only is said of it.
    if !before.is_judged || !after.is_judged {
        return None;
    }
    match (before.each(), after.each()) {
        (Some(_), Some(_)) if readings.is_some() => {
            readings.map(|why| Difference::new(ChangeCode::NotComparable, why))
        }
        (Some((_, was)), Some((_, is))) => {
            let units = [before.test.unit(), after.test.unit()];
            match Scale::of([before.test, after.test], units) {
                Ok(scale) => {
                    let possible =
                        |test: &Test, region: Region| region.of_a_quantity(test.is_signed());
                    let [was, is] =
                        scale.apply([possible(before.test, was), possible(after.test, is)]);
                    differences::regions(&was, &is, scale.unit().or(after.test.unit()))
                }
                Err(why) => Some(Difference::new(ChangeCode::NotComparable, why)),
            }
        }
        (None, Some(_)) => {
            Some(Difference::new(ChangeCode::Tightened, "Each replicate has limits now."))
        }
        (Some(_), None) => Some(Difference::new(
            ChangeCode::Loosened,
            "Replicates have no limits of their own any more.",
        )),
        (None, None) => None,
    }
}

//! On which days a version is in force, and which version on a day.

use crate::error::{DocumentError, ProblemCode, Problems, shown};
use crate::lot::Lot;
use crate::value::Date;

/// The days between which a version is in force, both included.
#[derive(Clone, Debug)]
pub(super) struct Period {
    pub(super) version: Box<str>,
    pub(super) since: Date,
    pub(super) until: Option<Date>,
}

/// What is in force on `date`. `all` stand in order of date, without a gap and without an overlap.
pub(super) fn in_force_on<T>(all: &[T], period: fn(&T) -> &Period, date: Date) -> Option<&T> {
    latest_by(all, period, date)
        .filter(|latest| period(latest).until.is_none_or(|until| date <= until))
}

/// The last that has come into force by `date`.
fn latest_by<T>(all: &[T], period: fn(&T) -> &Period, date: Date) -> Option<&T> {
    let begun = all.partition_point(|one| period(one).since <= date);
    all.get(begun.checked_sub(1)?)
}

/// What is in force for `lot`, by the day on which it was manufactured and by nothing else.
pub(super) fn in_force_for<'v, T>(
    all: &'v [T],
    period: fn(&T) -> &Period,
    lot: &Lot,
) -> Result<&'v T, DocumentError> {
    let mut problems = Problems::default();
    let Some(date) = lot.manufactured() else {
        problems.push(
            "manufactured",
            ProblemCode::Missing,
            "is missing, and it tells which version is in force for the lot; state the day on \
             which the lot was made",
        );
        return problems.into_result(None);
    };
    let latest = latest_by(all, period, date);
    match (latest.map(period), all.first().map(period)) {
        (Some(Period { version, until: Some(until), .. }), _) if *until < date => problems.push(
            "manufactured",
            ProblemCode::NotInForce,
            format!(
                "found {date}, while the last version, `{}`, was in force until {until}; \
                 correct the date, or list the version that was in force then",
                shown(version, 1)
            ),
        ),
        (None, Some(Period { version, since, .. })) => problems.push(
            "manufactured",
            ProblemCode::NotInForce,
            format!(
                "found {date}, while the first version, `{}`, is in force from {since}; \
                 correct the date, or list the version that was in force then",
                shown(version, 1)
            ),
        ),
        _ => {}
    }
    problems.into_result(latest)
}

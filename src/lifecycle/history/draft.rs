//! A history as it is being put together, and the one door through which every history comes.

use std::collections::HashMap;

use super::History;
use super::period::Period;
use super::version::{MOST_VERSIONS, Version, VersionDraft, VersionInForce};
use crate::document::{Document, Expected, Format, List, Part, document};
use crate::error::{DocumentError, ProblemCode, Problems, shown};
use crate::value::{Date, Extensions};

document! {
    /// The versions of one specification, each with the days between which it is in force.
    pub(crate) draft HistoryDraft (Expected::Object)
        => History, |draft| History::checked(draft).map_err(Problems::from); writes History;
    /// What the document is.
    "format" format: Required Format<History> = History::format;
    /// The versions, as they are listed.
    "versions" versions: Checked List<VersionDraft> = |history, members| {
        Some(history.listed().filter_map(|version| version.json(members)).collect())
    };
}

impl Document for History {
    const FORMAT: &'static str = "release-criteria/history/1";
}

impl History {
    /// The versions of one specification, in any order.
    ///
    /// # Errors
    ///
    /// Every problem at once, with the path that it has in the document, such as
    /// `versions[1].from`: no version, or more than 1,000; what is no [`Date`]; another
    /// specification or another product than the first version's; a version listed twice; two from
    /// the same day; an `until` before the first day, on or after the first day of the next
    /// version, or before the eve of it; a draft, which nobody has approved.
    pub fn new(versions: Vec<Version>) -> Result<Self, DocumentError> {
        let versions = Part::Read(List::of(versions));
        Self::checked(HistoryDraft { versions, ..HistoryDraft::default() })
    }

    fn checked(draft: HistoryDraft) -> Result<Self, DocumentError> {
        draft.check().map(|(versions, carried)| Self { versions, carried })
    }
}

impl HistoryDraft {
    /// The versions in order of date, and what is carried along.
    pub(super) fn check(self) -> Result<(Vec<VersionInForce>, Extensions), DocumentError> {
        let Self { versions, carried, mut problems, .. } = self;
        let is_no_list = versions.is_refused();
        let mut versions = versions.items();
        if versions.is_empty() && !is_no_list {
            problems.push(
                "versions",
                ProblemCode::Empty,
                "found no version, so that no lot could be judged; list at least one",
            );
        }
        if versions.len() > MOST_VERSIONS {
            problems.push(
                "versions",
                ProblemCode::BeyondLimit,
                "found more than 1,000 versions; list those that lots are still judged by",
            );
        }
        for (place, version) in versions.iter_mut().enumerate() {
            problems.absorb(&format!("versions[{place}]"), std::mem::take(&mut version.problems));
        }
        check_specifications(&versions, &mut problems);
        check_dates(&versions, &mut problems);
        problems.into_result(in_order(versions).map(|versions| (versions, carried)))
    }
}

/// All are approved versions of one specification, each another one.
fn check_specifications(versions: &[Version], problems: &mut Problems) {
    let known = || {
        versions
            .iter()
            .enumerate()
            .filter_map(|(place, one)| Some((place, one.specification.as_ref()?)))
    };
    let Some((first_place, first)) = known().next() else { return };
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for (place, one) in known() {
        let mut refuse = |field: &str, code, message: String| {
            problems.push(format!("versions[{place}].specification.{field}"), code, message);
        };
        if one.id() != first.id() {
            let (id, of_first) = (shown(one.id(), 1), shown(first.id(), 1));
            refuse(
                "id",
                ProblemCode::Mismatch,
                format!(
                    "found `{id}`, while versions[{first_place}] is of `{of_first}`; a history is \
                     of one specification"
                ),
            );
        } else if let Some(earlier) = seen.get(one.version()) {
            let version = shown(one.version(), 1);
            refuse(
                "version",
                ProblemCode::Duplicate,
                format!(
                    "found `{version}`, which is that of versions[{earlier}]; list each version \
                     once"
                ),
            );
        } else {
            seen.insert(one.version(), place);
        }
        if one.product() != first.product() {
            let (product, of_first) = (shown(one.product(), 1), shown(first.product(), 1));
            refuse(
                "product",
                ProblemCode::Mismatch,
                format!(
                    "found `{product}`, while versions[{first_place}] is for `{of_first}`; a \
                     history is of one product"
                ),
            );
        }
        if !one.is_approved() {
            refuse(
                "status",
                ProblemCode::NotApproved,
                "found a draft, which cannot be in force; leave it out until it is approved"
                    .to_owned(),
            );
        }
    }
}

/// On each day from the first one on there is one version.
fn check_dates(versions: &[Version], problems: &mut Problems) {
    let mut by_date: Vec<(Date, usize)> =
        versions.iter().enumerate().filter_map(|(place, one)| Some((one.since?, place))).collect();
    by_date.sort_unstable();
    // One whose first day could not be read, is that of another, or that was one too many, may lie
    // in what looks like a gap.
    let is_repeated =
        by_date.iter().zip(by_date.iter().skip(1)).any(|((since, _), (next, _))| since == next);
    let all_known =
        by_date.len() == versions.len() && versions.len() <= MOST_VERSIONS && !is_repeated;
    for (index, &(since, place)) in by_date.iter().enumerate() {
        let until = versions.get(place).and_then(|one| one.until);
        let path = format!("versions[{place}].until");
        if let Some(until) = until.filter(|until| *until < since) {
            problems.push(
                &path,
                ProblemCode::ConflictingDates,
                format!(
                    "found {until}, before {since}, from which it is in force; `until` is its \
                     last day"
                ),
            );
        }
        if let Some((_, same)) =
            by_date.get(index.saturating_add(1)).filter(|(next, _)| *next == since)
        {
            problems.push(
                format!("versions[{same}].from"),
                ProblemCode::ConflictingDates,
                format!(
                    "found {since}, from which versions[{place}] is in force; on each day \
                     there is one version"
                ),
            );
        }
        let later = by_date.partition_point(|(date, _)| *date <= since);
        let Some(&(next, next_place)) = by_date.get(later) else { continue };
        let (Some(until), Some(eve)) = (until.filter(|until| *until >= since), next.eve()) else {
            continue;
        };
        if until > eve || (until < eve && all_known) {
            let fault = if until < eve { ", so that no version is in force between" } else { "" };
            problems.push(
                path,
                ProblemCode::ConflictingDates,
                format!(
                    "found {until}, while versions[{next_place}] is in force from \
                     {next}{fault}; end on {eve}, or leave `until` out"
                ),
            );
        }
    }
}

/// `None` where a part of a version was refused.
fn in_order(versions: Vec<Version>) -> Option<Vec<VersionInForce>> {
    let in_force = |(place, version): (usize, Version)| {
        let Version { specification, since, until, carried, .. } = version;
        let specification = specification?;
        let period = Period { version: specification.version().into(), since: since?, until };
        Some(VersionInForce {
            specification,
            period,
            ends_as_stated: until.is_some(),
            place,
            carried,
        })
    };
    let mut all: Vec<VersionInForce> =
        versions.into_iter().enumerate().map(in_force).collect::<Option<_>>()?;
    all.sort_by_key(VersionInForce::since);
    let eves: Vec<Option<Date>> =
        all.iter().skip(1).map(|next| next.since().eve()).chain([None]).collect();
    for (version, eve) in all.iter_mut().zip(eves) {
        version.period.until = version.period.until.or(eve);
    }
    Some(all)
}

//! A past lot whose verdict would be another one.

use std::collections::HashMap;

use crate::plan::allows;
use crate::report::{Finding, Flag, Report, Verdict};

/// A lot whose verdicts under two plans differ, and why.
///
/// It prints as a table for a terminal of 100 columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flip {
    pub(super) lot: String,
    pub(super) current: Verdict,
    pub(super) proposed: Verdict,
    pub(super) causes: Vec<Cause>,
    pub(super) open: Vec<String>,
}

/// A test or group that bears differently on the two verdicts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    pub(super) current: Option<Finding>,
    pub(super) proposed: Option<Finding>,
}

impl Flip {
    pub(super) fn of(current: &Report, proposed: &Report) -> Self {
        Self {
            lot: current.lot().to_owned(),
            current: current.verdict(),
            proposed: proposed.verdict(),
            causes: causes(current, proposed),
            open: [open("current", current), open("proposed", proposed)].concat(),
        }
    }

    /// The number of the lot.
    #[must_use]
    pub fn lot(&self) -> &str {
        &self.lot
    }

    /// Its verdict under the current plan.
    #[must_use]
    pub fn current(&self) -> Verdict {
        self.current
    }

    /// Its verdict under the proposed plan.
    #[must_use]
    pub fn proposed(&self) -> Verdict {
        self.proposed
    }

    /// Every test and group that bears differently on the two verdicts; never empty. In the order
    /// of the current specification, then those that only the proposed one names.
    #[must_use]
    pub fn causes(&self) -> &[Cause] {
        &self.causes
    }

    /// Where the lot is incomplete or conforms in the interim, all that keeps it there, whether
    /// under both plans or one: what is undecided, outstanding, unplanned or of another lot, and
    /// whether no test needed before release conforms. Sentences, each beginning with `current: `
    /// or `proposed: `.
    #[must_use]
    pub fn open(&self) -> &[String] {
        &self.open
    }
}

impl Cause {
    /// The id of the test or group.
    #[must_use]
    pub fn test(&self) -> &str {
        self.newest().map_or("", Finding::test)
    }

    /// The name of the test or group, in the proposed specification if that names it.
    #[must_use]
    pub fn name(&self) -> &str {
        self.newest().map_or("", Finding::name)
    }

    /// What is found of it under the current plan; `None` for a test or group that was added.
    ///
    /// A finding with [`member_of`](Finding::member_of) counts only through that group.
    #[must_use]
    pub fn current(&self) -> Option<&Finding> {
        self.current.as_ref()
    }

    /// What is found of it under the proposed plan; `None` for a test or group that was removed.
    #[must_use]
    pub fn proposed(&self) -> Option<&Finding> {
        self.proposed.as_ref()
    }

    pub(super) fn newest(&self) -> Option<&Finding> {
        self.proposed().or(self.current())
    }
}

/// What a finding contributes to a verdict; one that is not there contributes nothing.
///
/// If nothing contributes anything else, the verdicts are the same.
#[derive(PartialEq, Eq)]
struct Weight {
    allows: Verdict,
    /// Counts only where another one is missing.
    conforms_before: bool,
    has_foreign_results: bool,
}

impl Weight {
    fn of(finding: Option<&Finding>) -> Self {
        let counted = finding.filter(|finding| finding.member_of().is_none());
        Self {
            allows: counted
                .map_or(Verdict::Conforms, |finding| allows(finding.gate(), finding.outcome())),
            conforms_before: counted.is_some_and(Finding::conforms_before),
            has_foreign_results: finding
                .is_some_and(|finding| finding.flags().contains(&Flag::WrongLot)),
        }
    }
}

fn causes(current: &Report, proposed: &Report) -> Vec<Cause> {
    // A group of one specification may have the id of a test of the other.
    let key = |finding: &Finding| (finding.is_group(), finding.test().to_owned());
    let by_key =
        |report| Report::findings(report).iter().map(|finding| (key(finding), finding)).collect();
    let (old, new): (HashMap<_, &Finding>, HashMap<_, &Finding>) =
        (by_key(current), by_key(proposed));
    let kept =
        current.findings().iter().map(|finding| (Some(finding), new.get(&key(finding)).copied()));
    let added = proposed.findings().iter().filter(|finding| !old.contains_key(&key(finding)));
    let all_have_one =
        [current, proposed].iter().all(|report| report.counted().any(Finding::conforms_before));
    let weight = |finding| Weight {
        conforms_before: !all_have_one && Weight::of(finding).conforms_before,
        ..Weight::of(finding)
    };
    kept.chain(added.map(|finding| (None, Some(finding))))
        .filter(|(current, proposed)| weight(*current) != weight(*proposed))
        .map(|(current, proposed)| Cause { current: current.cloned(), proposed: proposed.cloned() })
        .collect()
}

/// What keeps a lot from conforming. What makes one fail is among the causes.
fn open(side: &str, report: &Report) -> Vec<String> {
    match report.verdict() {
        Verdict::Conforms | Verdict::DoesNotConform => Vec::new(),
        Verdict::ConformsInterim | Verdict::Incomplete => {
            report.open().iter().map(|line| format!("{side}: {line}")).collect()
        }
    }
}

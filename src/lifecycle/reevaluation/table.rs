//! A re-evaluation as people read it.

use std::fmt;

use super::flip::Flip;
use super::{Reevaluation, Side};
use crate::report::{Columns, EVALUATOR, Finding, Verdict, outcome_in_full, shortened};

/// Most of one kind that are listed. Documents keep all.
const MOST: usize = 100;

impl fmt::Display for Reevaluation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Lots of {} by {EVALUATOR}", shortened(self.current.plan.product()))?;
        writeln!(f, "current: {}", self.current)?;
        writeln!(f, "proposed: {}", self.proposed)?;
        let verdicts = Verdict::ALL.iter().map(|verdict| {
            (verdict.code(), if *verdict == Verdict::DoesNotConform { 20 } else { 18 })
        });
        let mut table = Columns::new(
            &std::iter::once(("Current ↓ proposed →", 22)).chain(verdicts).collect::<Vec<_>>(),
        );
        for current in Verdict::ALL {
            let counts =
                Verdict::ALL.iter().map(|proposed| self.count(*current, *proposed).to_string());
            table.row(&std::iter::once(current.to_string()).chain(counts).collect::<Vec<_>>());
        }
        writeln!(f, "{table}")?;
        write!(f, "{} lots, {} flips", self.lots(), self.flips().len())?;
        if self.unjudged() > 0 {
            let (are, state) =
                if self.unjudged() == 1 { ("is", "states") } else { ("are", "state") };
            write!(
                f,
                "\n{} of the lots {are} of another product or {state} another specification or \
                 version,\n  \
                 and judged by neither plan",
                self.unjudged()
            )?;
        }
        let tests = self.flipped_by();
        for test in tests.iter().take(MOST) {
            write!(f, "\n  {} by {}", test.flips, shortened(&test.name))?;
        }
        fmt_more(f, tests.len(), "tests")?;
        for flip in self.flips().iter().take(MOST) {
            write!(f, "\n\n{flip}")?;
        }
        fmt_more(f, self.flips().len(), "flips")
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (pin, phase) = (self.plan.pin(), self.plan.phase());
        write!(f, "{pin} in the {phase} phase\n  {}", shortened(&pin.digest))
    }
}

impl fmt::Display for Flip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lot {}: {} → {}", shortened(self.lot()), self.current(), self.proposed())?;
        let mut table = Columns::new(&[("Test", 20), ("Current", 39), ("Proposed", 39)]);
        for cause in self.causes().iter().take(MOST) {
            let (current, proposed) = (cause.current(), cause.proposed());
            let shows_gate = current.map(Finding::gate) != proposed.map(Finding::gate);
            let said = |finding, absent| {
                said(finding, shows_gate).unwrap_or_else(|| format!("not named: {absent}"))
            };
            table.row(&[
                shortened(cause.name()),
                said(current, "added"),
                said(proposed, "removed"),
            ]);
        }
        write!(f, "\n{table}")?;
        fmt_more(f, self.causes().len(), "tests")?;
        self.open().iter().take(MOST).try_for_each(|line| write!(f, "\n  {}", shortened(line)))?;
        fmt_more(f, self.open().len(), "like these")
    }
}

/// How many there are beyond those that are listed.
fn fmt_more(f: &mut fmt::Formatter<'_>, all: usize, what: &str) -> fmt::Result {
    match all.checked_sub(MOST) {
        Some(more @ 1..) => write!(f, "\n  … and {more} more {what}"),
        _ => Ok(()),
    }
}

/// Outcome and reason, and why in words.
fn said(finding: Option<&Finding>, shows_gate: bool) -> Option<String> {
    let finding = finding?;
    let group = finding.member_of().map(|group| format!("counts in {}", shortened(group)));
    let remarks: Vec<String> =
        shows_gate.then(|| finding.gate().to_string()).into_iter().chain(group).collect();
    Some(outcome_in_full(finding, &remarks))
}

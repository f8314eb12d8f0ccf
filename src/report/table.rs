//! A report as a table for people.

use std::fmt;

use comfy_table::presets::UTF8_HORIZONTAL_ONLY;
use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width};

use super::{Finding, JudgedResult, Outcome, Report};

/// Columns of the terminal for which a report is laid out.
const WIDTH: u16 = 100;

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pin = &self.specification;
        writeln!(f, "Lot {} of {}", self.lot, self.product)?;
        writeln!(f, "judged by {} version {} ({}) in the {} phase", pin.id, pin.version, pin.status, self.phase)?;
        writeln!(f, "{} by {}", pin.digest, self.evaluator)?;
        let mut table = Table::new();
        table.load_style(UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic).set_width(WIDTH);
        table.set_header(["Test", "Criterion", "Accepts", "Result", "Outcome and why"]);
        for finding in &self.findings {
            table.add_row([
                finding.name().to_owned(),
                finding.criterion().to_owned(),
                finding.accepts().unwrap_or_default().to_owned(),
                results(finding.results()),
                outcome(finding),
            ]);
        }
        table.set_constraints([18, 18, 17, 17, 26].map(|width| ColumnConstraint::Absolute(Width::Fixed(width))));
        for line in table.lines() {
            writeln!(f, "{}", line.trim_end())?;
        }
        write!(f, "Verdict: {}", self.verdict)?;
        self.fmt_open(f)
    }
}

impl Report {
    /// What stands between the lot and `conforms`.
    fn fmt_open(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let groups = [
            (Outcome::DoesNotConform, "Failing"),
            (Outcome::Indeterminate, "Undecided"),
            (Outcome::Pending, "Outstanding"),
        ];
        for (outcome, title) in groups {
            for finding in self.findings.iter().filter(|finding| finding.outcome() == outcome) {
                write!(f, "\n  {title}: {} ({}, {})", finding.name(), finding.reason(), finding.gate())?;
            }
        }
        for result in &self.unplanned {
            write!(
                f,
                "\n  Unplanned: {} for `{}`, which the specification does not name",
                result.value(),
                result.test()
            )?;
        }
        let foreign = self.findings.iter().filter(|finding| finding.flags().contains(&super::Flag::WrongLot));
        for finding in foreign {
            write!(f, "\n  Of another lot: a result for {}", finding.name())?;
        }
        Ok(())
    }
}

fn results(results: &[JudgedResult]) -> String {
    let lines: Vec<String> = results
        .iter()
        .map(|result| match result.why() {
            Some(why) if !result.is_counted() => format!("({}) {why}", result.value()),
            _ if result.is_preliminary() => format!("{} preliminary", result.value()),
            _ => result.value().to_owned(),
        })
        .collect();
    lines.join("\n")
}

/// The outcome with its reason; in words where there is more to say than the columns before it show.
fn outcome(finding: &Finding) -> String {
    let mut lines = vec![format!("{}, {}", finding.outcome(), finding.reason())];
    lines.extend(finding.flags().iter().map(|flag| format!("[{flag}]")));
    let is_plain = matches!(finding.outcome(), Outcome::Conforms | Outcome::Reported | Outcome::NotApplicable);
    if !is_plain || !finding.flags().is_empty() {
        lines.push(finding.explanation().to_owned());
    }
    lines.join("\n")
}

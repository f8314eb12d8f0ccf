//! A report as a table for people.

use std::fmt;

use comfy_table::presets::{NOTHING, UTF8_HORIZONTAL_ONLY};
use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width};

use super::{Finding, Flag, JudgedResult, Outcome, Report, SpecificationPin, Verdict};
use crate::error::printable;

/// Longest text in a cell, in characters. Documents keep the whole.
const LONGEST: usize = 500;
/// Most results of one test that a table lists.
const MOST_RESULTS: usize = 50;
/// Columns of the terminal for which tables are laid out.
const WIDTH: u16 = 100;

/// A table that is laid out in columns of fixed width.
pub(crate) struct Columns(Table);

impl Columns {
    pub(crate) fn new(columns: &[(&str, u16)]) -> Self {
        let mut table = Table::new();
        table
            .load_style(UTF8_HORIZONTAL_ONLY)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(WIDTH);
        table.set_header(columns.iter().map(|(title, _)| *title));
        table.set_constraints(
            columns.iter().map(|(_, width)| ColumnConstraint::Absolute(Width::Fixed(*width))),
        );
        Self(table)
    }

    /// One more row, of texts that can be shown.
    pub(crate) fn row(&mut self, cells: &[String]) {
        self.0.add_row(cells);
    }
}

/// A text in lines of the width of tables.
pub(crate) fn wrapped(text: &str) -> String {
    let mut table = Table::new();
    table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_width(WIDTH);
    table.set_constraints([ColumnConstraint::Absolute(Width::Fixed(WIDTH))]);
    table.add_row([text]);
    if let Some(column) = table.column_mut(0) {
        column.set_padding((0, 0));
    }
    Columns(table).to_string()
}

impl fmt::Display for Columns {
    /// Without an end of line after it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.lines().map(|line| line.trim_end().to_owned()).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl fmt::Display for SpecificationPin {
    /// `SPEC-7 version 2 (approved)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} version {} ({})", shortened(&self.id), shortened(&self.version), self.status)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pin = &self.specification;
        writeln!(f, "Lot {} of {}", shortened(&self.lot), shortened(&self.product))?;
        writeln!(f, "judged by {pin} in the {} phase", self.phase)?;
        writeln!(f, "{} by {}", shortened(&pin.digest), shortened(&self.evaluator))?;
        for parameter in &self.parameters {
            let value =
                parameter.value().map(|value| format!(" {}", shortened(value))).unwrap_or_default();
            let why = parameter.why().map(|why| format!(" {why}")).unwrap_or_default();
            writeln!(f, "  {}{value}{why}", shortened(parameter.parameter()))?;
        }
        let mut table = Columns::new(&[
            ("Test", 18),
            ("Criterion", 18),
            ("Accepts", 17),
            ("Result", 17),
            ("Outcome and why", 26),
        ]);
        for finding in &self.findings {
            table.row(&[
                name(finding),
                shortened(finding.criterion()),
                shortened(finding.accepts().unwrap_or_default()),
                results(finding),
                outcome_and_why(finding),
            ]);
        }
        writeln!(f, "{table}")?;
        write!(f, "Verdict: {}", self.verdict)?;
        self.open().iter().try_for_each(|line| write!(f, "\n  {line}"))
    }
}

impl Report {
    /// The findings that count towards the verdict: members of a group do so through it.
    pub(crate) fn counted(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.member_of().is_none())
    }

    /// What stands between the lot and `conforms`, a line each.
    pub(crate) fn open(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let groups = [
            (Outcome::DoesNotConform, "Failing"),
            (Outcome::Indeterminate, "Undecided"),
            (Outcome::Pending, "Outstanding"),
        ];
        for (outcome, title) in groups {
            for finding in self.counted().filter(|finding| finding.outcome() == outcome) {
                let name = shortened(finding.name());
                lines.push(format!("{title}: {name} ({}, {})", finding.reason(), finding.gate()));
            }
        }
        for result in &self.unplanned {
            let (value, test) = (shortened(result.value()), shortened(result.test()));
            lines.push(format!(
                "Unplanned: {value} for `{test}`, which the specification does not name"
            ));
        }
        if self.verdict == Verdict::Incomplete && !self.counted().any(Finding::conforms_before) {
            lines.push("No test needed before release conforms".to_owned());
        }
        let foreign =
            self.findings.iter().filter(|finding| finding.flags().contains(&Flag::WrongLot));
        for finding in foreign {
            lines.push(format!("Of another lot: a result for {}", shortened(finding.name())));
        }
        lines
    }
}

/// The name, and the group through which it counts.
fn name(finding: &Finding) -> String {
    match finding.member_of() {
        Some(group) => format!("{} (in {})", shortened(finding.name()), shortened(group)),
        None => shortened(finding.name()),
    }
}

/// The results of a test, one below the other, and what was made of them. Where there are several,
/// each says what it is and means.
fn results(finding: &Finding) -> String {
    let results = finding.results();
    let several = results.len() > 1;
    let line = |result: &JudgedResult| {
        let value = shortened(result.value());
        let reference = result
            .reference()
            .filter(|_| several)
            .map(|reference| format!(" [{}]", shortened(reference)));
        let reference = reference.unwrap_or_default();
        match (result.outcome(), result.why()) {
            (None, why) => format!("({value}){reference} {}", shortened(why.unwrap_or_default())),
            (Some(_), _) if result.is_preliminary() => format!("{value}{reference} preliminary"),
            (Some(Outcome::Conforms | Outcome::Reported), _) => format!("{value}{reference}"),
            (Some(outcome), _) if several => format!("{value}{reference} {outcome}"),
            (Some(_), _) => value,
        }
    };
    let mut lines: Vec<String> = results.iter().take(MOST_RESULTS).map(line).collect();
    if let Some(more) = results.len().checked_sub(MOST_RESULTS).filter(|more| *more > 0) {
        lines.push(format!("… and {more} more"));
    }
    // What was compared is shown where it is not what was handed in: converted, combined, derived.
    let spelt = |text: &str| text.replace(' ', "");
    let is_shown =
        |compared: &str| results.iter().any(|result| spelt(result.value()) == spelt(compared));
    if let Some(compared) = finding.compared().filter(|compared| !is_shown(compared)) {
        lines.push(format!("→ {}", shortened(compared)));
    }
    lines.join("\n")
}

/// A text as a table can show it: on one line, and not longer than a reader can bear.
pub(crate) fn shortened(text: &str) -> String {
    let first: String = text.chars().take(LONGEST).collect();
    let spelt_out = printable(&first);
    let mut short: String = spelt_out.chars().take(LONGEST).collect();
    if first.len() < text.len() || short.len() < spelt_out.len() {
        short.push('…');
    }
    short
}

/// The outcome with its reason; in words where there is more to say than the columns before it
/// show.
pub(crate) fn outcome_and_why(finding: &Finding) -> String {
    let is_plain =
        matches!(finding.outcome(), Outcome::Conforms | Outcome::Reported | Outcome::NotApplicable);
    if is_plain && finding.flags().is_empty() {
        headline(finding)
    } else {
        outcome_in_full(finding, &[])
    }
}

/// The outcome with its reason, `remarks` of the table, flags, and why in words.
pub(crate) fn outcome_in_full(finding: &Finding, remarks: &[String]) -> String {
    let mut lines = vec![headline(finding)];
    lines.extend_from_slice(remarks);
    lines.extend(finding.flags().iter().map(|flag| format!("[{flag}]")));
    lines.push(shortened(finding.explanation()));
    lines.join("\n")
}

fn headline(finding: &Finding) -> String {
    format!("{}, {}", finding.outcome(), finding.reason())
}

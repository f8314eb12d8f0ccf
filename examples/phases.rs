//! Judges one lot in every phase that its specification covers, side by side, and shows where the
//! phases differ.
//!
//! ```text
//! phases SPEC.json LOT.json
//! phases                    a demonstration: an early CAR-T lot in examples/data, which was good enough for the clinic
//! ```
//!
//! Exit status: 0 once the table is printed, whatever the verdicts in it; 3 unusable input or
//! arguments, with every problem on the standard error, or output that cannot be written. A reader
//! that stops early changes nothing.

mod shared;

use std::io::Write;
use std::process::ExitCode;

use comfy_table::presets::UTF8_HORIZONTAL_ONLY;
use comfy_table::{ContentArrangement, Table};
use release_criteria::{Finding, Plan, Report, wire};
use shared::{Arguments, Output, Program, Result, both, document, in_file, shipped};

fn main() -> ExitCode {
    Program { source: include_str!("phases.rs"), flags: &[], options: &[], run: judge }.main()
}

fn judge(arguments: &Arguments, output: &mut Output) -> Result<u8> {
    let files = if arguments.ask_for_demonstration() {
        ["data/car_t.specification.json", "data/car_t.early_lot.json"].map(shipped)
    } else {
        let files = arguments.files("a specification and a lot");
        files.map_err(|error| arguments.refuse(&error.to_string()))?.map(str::to_owned)
    };
    let [path, lot] = &files;
    let (specification, lot) =
        both(document(path, wire::read_specification), document(lot, wire::read_lot))?;
    let plans = specification.phases().iter().map(|&phase| specification.plan(phase));
    let plans = plans
        .collect::<std::result::Result<Vec<Plan>, _>>()
        .map_err(|error| in_file(path, &error))?;
    let reports: Vec<Report> = plans.iter().map(|plan| plan.evaluate(&lot)).collect();
    print(specification.product(), &reports, output)?;
    Ok(0)
}

fn print(product: &str, reports: &[Report], output: &mut Output) -> Result<()> {
    writeln!(output, "Lot {} of {}", reports.first().map_or("", Report::lot), product)?;
    writeln!(output, "► marks where the phases differ: outcome, criterion, value compared")?;
    let mut table = Table::new();
    table
        .load_style(UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(100);
    let phases = reports.iter().map(|report| report.phase().to_string());
    table.set_header(["", "Test"].map(str::to_owned).into_iter().chain(phases));
    // Every phase finds the same tests and groups, in the same order.
    for first in reports.iter().take(1).flat_map(Report::findings) {
        let findings: Vec<&Finding> =
            reports.iter().filter_map(|report| report.finding(first.test())).collect();
        let differ = findings.iter().any(|finding| finding.outcome() != first.outcome());
        let mark = if differ { "►" } else { "" };
        let cells = findings
            .iter()
            .map(|finding| if differ { explained(finding) } else { finding.outcome().to_string() });
        let name = match first.member_of() {
            Some(group) => format!("{} (in {group})", first.name()),
            None => first.name().to_owned(),
        };
        table.add_row([mark.to_owned(), name].into_iter().chain(cells));
    }
    let verdicts = reports.iter().map(|report| report.verdict().to_string());
    table.add_row(["", "Verdict"].map(str::to_owned).into_iter().chain(verdicts));
    for line in table.lines() {
        writeln!(output, "{}", line.trim_end())?;
    }
    Ok(())
}

fn explained(finding: &Finding) -> String {
    format!(
        "{}\n{}\n{}",
        finding.outcome(),
        finding.criterion(),
        finding.compared().unwrap_or(finding.reason().code())
    )
}

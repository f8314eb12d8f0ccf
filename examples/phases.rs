//! Judges one lot in every phase that its specification covers, side by side, and shows where the phases differ.
//!
//! ```text
//! cargo run --example phases
//! cargo run --example phases -- SPEC.json LOT.json
//! ```
//!
//! Without arguments it judges an early CAR-T lot in `examples/data`, which was good enough for the clinic.

use std::error::Error;
use std::fs;
use std::process::ExitCode;

use comfy_table::presets::UTF8_HORIZONTAL_ONLY;
use comfy_table::{ContentArrangement, Table};
use release_criteria::{Finding, Plan, Report, wire};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(3)
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let data = |file| format!("{}/examples/data/{file}", env!("CARGO_MANIFEST_DIR"));
    let mut arguments = std::env::args().skip(1);
    let specification = arguments.next().unwrap_or_else(|| data("car_t.specification.json"));
    let lot = arguments.next().unwrap_or_else(|| data("car_t.early_lot.json"));
    let specification = wire::read_specification(&read(&specification)?)?;
    let lot = wire::read_lot(&read(&lot)?)?;
    let plans = specification.phases().iter().map(|&phase| specification.plan(phase));
    let plans = plans.collect::<Result<Vec<Plan>, _>>()?;
    let reports: Vec<Report> = plans.iter().map(|plan| plan.evaluate(&lot)).collect();
    print(specification.product(), &reports);
    Ok(())
}

fn read(path: &str) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))
}

fn print(product: &str, reports: &[Report]) {
    println!("Lot {} of {}", reports.first().map_or("", Report::lot), product);
    println!("► marks where the phases differ: outcome, criterion, value compared");
    let mut table = Table::new();
    table.load_style(UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic).set_width(100);
    let phases = reports.iter().map(|report| report.phase().to_string());
    table.set_header(["", "Test"].map(str::to_owned).into_iter().chain(phases));
    // Every phase finds the same tests and groups, in the same order.
    for first in reports.iter().take(1).flat_map(Report::findings) {
        let findings: Vec<&Finding> = reports.iter().filter_map(|report| report.finding(first.test())).collect();
        let differ = findings.iter().any(|finding| finding.outcome() != first.outcome());
        let mark = if differ { "►" } else { "" };
        let cells =
            findings.iter().map(|finding| if differ { explained(finding) } else { finding.outcome().to_string() });
        let name = match first.member_of() {
            Some(group) => format!("{} (in {group})", first.name()),
            None => first.name().to_owned(),
        };
        table.add_row([mark.to_owned(), name].into_iter().chain(cells));
    }
    let verdicts = reports.iter().map(|report| report.verdict().to_string());
    table.add_row(["", "Verdict"].map(str::to_owned).into_iter().chain(verdicts));
    for line in table.lines() {
        println!("{}", line.trim_end());
    }
}

fn explained(finding: &Finding) -> String {
    format!("{}\n{}\n{}", finding.outcome(), finding.criterion(), finding.compared().unwrap_or(finding.reason().code()))
}

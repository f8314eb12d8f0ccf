//! Judges a lot and prints the report.
//!
//! ```text
//! release_lot SPEC.json LOT.json --phase clinical|validation|commercial [--json]
//! release_lot                    a demonstration: the CAR-T lot in examples/data, in the commercial phase
//! ```
//!
//! Exit status: 0 conforms; 1 does not conform; 2 incomplete, or conforms in the interim; 3
//! unusable input or arguments, with every problem on the standard error, or output that cannot be
//! written. A reader that stops early changes nothing.

mod shared;

use std::io::Write;
use std::process::ExitCode;

use release_criteria::{Phase, Verdict, wire};
use shared::{Arguments, Output, Program, Result, both, document, in_file, shipped};

fn main() -> ExitCode {
    let source = include_str!("release_lot.rs");
    Program { source, flags: &["json"], options: &["phase"], run: judge }.main()
}

fn judge(arguments: &Arguments, output: &mut Output) -> Result<u8> {
    let (files, phase) = if arguments.ask_for_demonstration() {
        (["data/car_t.specification.json", "data/car_t.lot.json"].map(shipped), Phase::Commercial)
    } else {
        let phase = arguments
            .phase()
            .and_then(|phase| Ok(phase.ok_or("a phase is needed: `--phase commercial`")?));
        let named = both(arguments.files("a specification and a lot"), phase);
        let (files, phase) = named.map_err(|error| arguments.refuse(&error.to_string()))?;
        (files.map(str::to_owned), phase)
    };
    let [specification, lot] = &files;
    // Both documents are read before either is refused, so that all problems are seen at once.
    let plan = document(specification, wire::read_specification)
        .and_then(|read| read.plan(phase).map_err(|error| in_file(specification, &error)));
    let (plan, lot) = both(plan, document(lot, wire::read_lot))?;
    let report = plan.evaluate(&lot);
    let text =
        if arguments.flag("json") { wire::write_report(&report) } else { report.to_string() };
    writeln!(output, "{text}")?;
    Ok(match report.verdict() {
        Verdict::Conforms => 0,
        Verdict::DoesNotConform => 1,
        Verdict::Incomplete | Verdict::ConformsInterim => 2,
    })
}

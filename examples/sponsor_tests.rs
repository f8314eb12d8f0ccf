//! A sponsor's repository in small: a specification, what it is expected to find, and what no
//! expectation touches.
//!
//! ```text
//! sponsor_tests SPEC.json SPEC_TESTS.csv
//! sponsor_tests                          a demonstration with the files in examples/sponsor
//! ```
//!
//! `examples/sponsor` has a `tests/spec.rs` as well. The demonstration also shows what is said once
//! a limit is changed or a spreadsheet has faults. The feature `csv` is needed: `cargo run
//! --features csv --example sponsor_tests`.
//!
//! Exit status: 0 all is found as expected, in the demonstration before anything is changed; 1 it
//! is not; 3 unusable input or arguments, with every problem on the standard error, or output that
//! cannot be written. A reader that stops early changes nothing.

mod shared;

use std::fs;
use std::io::Write;
use std::process::ExitCode;

use release_criteria::testing::{Coverage, SpecTests};
use release_criteria::{Specification, wire};
use shared::{Arguments, Output, Program, Result, both, document, in_file, shipped};

fn main() -> ExitCode {
    Program { source: include_str!("sponsor_tests.rs"), flags: &[], options: &[], run }.main()
}

fn run(arguments: &Arguments, output: &mut Output) -> Result<u8> {
    if arguments.ask_for_demonstration() {
        return tour(output);
    }
    let files = arguments.files("a specification and its spec-tests");
    let [specification, tests] = files.map_err(|error| arguments.refuse(&error.to_string()))?;
    test(specification, tests, output)
}

/// Whether all is found as expected; what is not, and what is never touched, is printed.
fn test(specification: &str, tests: &str, output: &mut Output) -> Result<u8> {
    let documents = both(
        document(specification, wire::read_specification),
        document(tests, wire::read_spec_tests_csv),
    );
    let (specification, read) = documents?;
    // Their coverage is refused if they are, and for the same.
    let coverage = Coverage::of(&specification, &read).map_err(|error| in_file(tests, &error))?;
    let status = print_mismatches(&specification, &read, output)?;
    writeln!(output, "\n{coverage}")?;
    Ok(status)
}

fn print_mismatches(
    specification: &Specification,
    tests: &SpecTests,
    output: &mut Output,
) -> Result<u8> {
    let mismatches = tests.mismatches(specification)?;
    for mismatch in &mismatches {
        writeln!(output, "{mismatch}\n")?;
    }
    writeln!(output, "{} spec-tests, {} failures", tests.tests().len(), mismatches.len())?;
    Ok(u8::from(!mismatches.is_empty()))
}

fn tour(output: &mut Output) -> Result<u8> {
    let (specification, tests) = (shipped("sponsor/spec.json"), shipped("sponsor/spec_tests.csv"));
    output.heading("The specification and its spec-tests")?;
    let status = test(&specification, &tests, output)?;

    output.heading("One limit changed: NLT 85.0 % instead of NLT 80.0 %")?;
    let (json, csv) = (fs::read_to_string(specification)?, fs::read_to_string(tests)?);
    let changed = wire::read_specification(&json.replace("NLT 80.0 %", "NLT 85.0 %"))?;
    print_mismatches(&changed, &wire::read_spec_tests_csv(&csv)?, output)?;

    output.heading("A spreadsheet with faults is refused, with all of them at once")?;
    let refused = wire::read_spec_tests_csv(
        &csv.replace("clinical", "clinic").replace("does-not-conform", "fails"),
    );
    writeln!(output, "{}", refused.map_or_else(|error| error.to_string(), |_| String::new()))?;

    output.heading("So is one that the specification does not fit")?;
    let strange =
        csv.replace("viability,clinical", "viabilty,clinical").replace("body_weight", "weight");
    let refused =
        wire::read_spec_tests_csv(&strange)?.mismatches(&wire::read_specification(&json)?);
    writeln!(output, "{}", refused.map_or_else(|error| error.to_string(), |_| String::new()))?;
    Ok(status)
}

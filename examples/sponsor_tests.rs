//! A sponsor's repository in small: a specification, what it is expected to find, and what no expectation touches.
//!
//! ```text
//! cargo run --features csv --example sponsor_tests
//! cargo run --features csv --example sponsor_tests -- SPEC.json SPEC_TESTS.csv
//! ```
//!
//! Without arguments it takes the files in `examples/sponsor`, which has a `tests/spec.rs` as well, and shows what is said once a limit is
//! changed or a spreadsheet has faults. Exit status: 0 where all is found as expected, 1 where it is not, 3 for unusable input.

use std::error::Error;
use std::fs;
use std::process::ExitCode;

use release_criteria::testing::{Coverage, SpecTests};
use release_criteria::{Specification, wire};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.as_slice() {
        [] => tour(),
        [specification, tests] => read(specification).and_then(|json| test(&json, &read(tests)?)),
        _ => Err("usage: sponsor_tests [SPEC.json SPEC_TESTS.csv]".into()),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(3)
        }
    }
}

/// Whether all is found as expected; what is not, and what is never touched, is printed.
fn test(specification: &str, tests: &str) -> Result<bool> {
    let specification = wire::read_specification(specification)?;
    let tests = wire::read_spec_tests_csv(tests)?;
    let holds = print_mismatches(&specification, &tests)?;
    println!("\n{}", Coverage::of(&specification, &tests)?);
    Ok(holds)
}

fn print_mismatches(specification: &Specification, tests: &SpecTests) -> Result<bool> {
    let mismatches = tests.mismatches(specification)?;
    for mismatch in &mismatches {
        println!("{mismatch}\n");
    }
    println!("{} spec-tests, {} failures", tests.tests().len(), mismatches.len());
    Ok(mismatches.is_empty())
}

fn tour() -> Result<bool> {
    let file = |name: &str| read(&format!("{}/examples/sponsor/{name}", env!("CARGO_MANIFEST_DIR")));
    let (json, csv) = (file("spec.json")?, file("spec_tests.csv")?);
    heading("The specification and its spec-tests");
    let holds = test(&json, &csv)?;

    heading("One limit changed: NLT 85.0 % instead of NLT 80.0 %");
    let changed = wire::read_specification(&json.replace("NLT 80.0 %", "NLT 85.0 %"))?;
    print_mismatches(&changed, &wire::read_spec_tests_csv(&csv)?)?;

    heading("A spreadsheet with faults is refused, with all of them at once");
    let refused = wire::read_spec_tests_csv(&csv.replace("clinical", "clinic").replace("does-not-conform", "fails"));
    println!("{}", refused.map_or_else(|error| error.to_string(), |_| String::new()));

    heading("So is one that the specification does not fit");
    let strange = csv.replace("viability,clinical", "viabilty,clinical").replace("body_weight", "weight");
    let refused = wire::read_spec_tests_csv(&strange)?.mismatches(&wire::read_specification(&json)?);
    println!("{}", refused.map_or_else(|error| error.to_string(), |_| String::new()));
    Ok(holds)
}

fn heading(text: &str) {
    println!("\n{text}\n{}\n", "=".repeat(text.len()));
}

fn read(path: &str) -> Result<String> {
    Ok(fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?)
}

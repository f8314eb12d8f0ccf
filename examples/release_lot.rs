//! Judges a lot and prints the report.
//!
//! ```text
//! cargo run --example release_lot
//! cargo run --example release_lot -- SPEC.json LOT.json --phase commercial [--json]
//! ```
//!
//! Without arguments it judges the CAR-T lot in `examples/data` in the commercial phase. Exit status: 0 conforms,
//! 1 does not conform, 2 incomplete or interim, 3 unusable input, with every problem on the standard error.

use std::fs;
use std::io::{self, Write};
use std::process::ExitCode;

use lexopt::prelude::*;
use release_criteria::{DocumentError, Phase, Report, Verdict, wire};

const USAGE: &str = "usage: release_lot SPEC.json LOT.json --phase clinical|validation|commercial [--json]";

struct Arguments {
    specification: String,
    lot: String,
    phase: Phase,
    json: bool,
}

fn main() -> ExitCode {
    match arguments().and_then(|arguments| Ok((judge(&arguments)?, arguments.json))) {
        Ok((report, json)) => {
            let text = if json { wire::write_report(&report) } else { report.to_string() };
            match writeln!(io::stdout(), "{text}") {
                // A reader that stops early, such as `head`, has seen enough.
                Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                    eprintln!("the report cannot be written: {error}");
                    return ExitCode::from(3);
                }
                _ => {}
            }
            match report.verdict() {
                Verdict::Conforms => ExitCode::SUCCESS,
                Verdict::DoesNotConform => ExitCode::from(1),
                Verdict::Incomplete | Verdict::ConformsInterim => ExitCode::from(2),
            }
        }
        Err(problems) => {
            eprintln!("{problems}");
            ExitCode::from(3)
        }
    }
}

fn judge(arguments: &Arguments) -> Result<Report, String> {
    // Both documents are read before either is refused, so that all problems are seen at once.
    let specification = read(&arguments.specification, wire::read_specification);
    let lot = read(&arguments.lot, wire::read_lot);
    let plan = specification.and_then(|specification| {
        specification.plan(arguments.phase).map_err(|error| in_file(&arguments.specification, &error))
    });
    match (plan, lot) {
        (Ok(plan), Ok(lot)) => Ok(plan.evaluate(&lot)),
        (plan, lot) => Err([plan.err(), lot.err()].into_iter().flatten().collect::<Vec<_>>().join("\n")),
    }
}

fn read<T>(path: &str, read: fn(&str) -> Result<T, DocumentError>) -> Result<T, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    read(&text).map_err(|error| in_file(path, &error))
}

fn in_file(path: &str, error: &DocumentError) -> String {
    error.to_string().lines().map(|line| format!("{path}: {line}")).collect::<Vec<_>>().join("\n")
}

fn arguments() -> Result<Arguments, String> {
    let mut parser = lexopt::Parser::from_env();
    let (mut files, mut phase, mut json) = (Vec::new(), None, false);
    let usage = |error: &dyn std::fmt::Display| format!("{error}\n{USAGE}");
    while let Some(argument) = parser.next().map_err(|error| usage(&error))? {
        match argument {
            Long("phase") => {
                let text = parser.value().and_then(lexopt::ValueExt::string).map_err(|error| usage(&error))?;
                if phase.replace(text.parse::<Phase>().map_err(|error| usage(&error))?).is_some() {
                    return Err(usage(&"one phase is needed, found two"));
                }
            }
            Long("json") => json = true,
            Value(file) => files.push(file.string().map_err(|error| usage(&error))?),
            other => return Err(usage(&other.unexpected())),
        }
    }
    match (files.as_slice(), phase) {
        ([specification, lot], Some(phase)) => {
            Ok(Arguments { specification: specification.clone(), lot: lot.clone(), phase, json })
        }
        ([], phase) => {
            let data = |file| format!("{}/examples/data/{file}", env!("CARGO_MANIFEST_DIR"));
            Ok(Arguments {
                specification: data("car_t.specification.json"),
                lot: data("car_t.lot.json"),
                phase: phase.unwrap_or(Phase::Commercial),
                json,
            })
        }
        ([_, _], None) => Err(usage(&"a phase is needed")),
        _ => Err(usage(&"two files are needed: a specification and a lot")),
    }
}

//! What the programs share: their arguments, the files that they read, and output that neither
//! panics nor fails unseen.

#![allow(dead_code, reason = "no program needs all of it")]

mod arguments;
mod output;

pub(crate) use arguments::Arguments;
pub(crate) use output::{Output, note};

use std::error::Error;
use std::fmt::Display;
use std::fs;
use std::process::ExitCode;

use release_criteria::DocumentError;

pub(crate) type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The exit status of unusable input or usage, and of output that cannot be written.
pub(crate) const UNUSABLE: u8 = 3;

/// A program: the text at its head, its options, and what it does with them.
pub(crate) struct Program {
    /// Its source. The head is what `--help` shows, and the first block there how it is used.
    pub(crate) source: &'static str,
    /// Options without a value.
    pub(crate) flags: &'static [&'static str],
    /// Options with a value.
    pub(crate) options: &'static [&'static str],
    /// The exit status, if the input is usable.
    pub(crate) run: fn(&Arguments, &mut Output) -> Result<u8>,
}

impl Program {
    pub(crate) fn main(&self) -> ExitCode {
        let mut output = Output::new();
        let status = match Arguments::read(self) {
            Ok(Some(arguments)) => (self.run)(&arguments, &mut output),
            Ok(None) => output.help(self.source),
            Err(refused) => Err(refused),
        };
        // What was printed stands before what is said of it.
        let written = output.finish();
        let status = status.and_then(|status| Ok(written.map(|()| status)?));
        ExitCode::from(status.unwrap_or_else(|error| {
            note(&error);
            UNUSABLE
        }))
    }
}

/// Both, or the problems of both.
pub(crate) fn both<A, B>(one: Result<A>, other: Result<B>) -> Result<(A, B)> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        (one, other) => {
            let problems =
                [one.err(), other.err()].into_iter().flatten().map(|error| error.to_string());
            Err(problems.collect::<Vec<_>>().join("\n").into())
        }
    }
}

/// A document in a file.
pub(crate) fn document<T>(
    path: &str,
    read: fn(&str) -> std::result::Result<T, DocumentError>,
) -> Result<T> {
    let text = fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    read(&text).map_err(|error| in_file(path, &error))
}

/// The problems, each with the file in which it is.
pub(crate) fn in_file(path: &str, problems: &impl Display) -> Box<dyn Error> {
    let lines =
        problems.to_string().lines().map(|line| format!("{path}: {line}")).collect::<Vec<_>>();
    lines.join("\n").into()
}

/// A file that the examples come with.
pub(crate) fn shipped(file: &str) -> String {
    format!("{}/examples/{file}", env!("CARGO_MANIFEST_DIR"))
}

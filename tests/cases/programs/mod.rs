//! The programs in `examples`, as a shell runs them: arguments, exit status, and what is written
//! where.
//!
//! `cargo test` builds them; for this test alone, build them first with `cargo build --examples`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "tests"
)]

mod arguments;
mod found;
mod output;
mod stream;

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;

use serde_json::Value;

const SPEC: &str = "examples/data/car_t.specification.json";
const REVISED: &str = "examples/data/car_t.revised.specification.json";
const LOT: &str = "examples/data/car_t.lot.json";
const EARLY: &str = "examples/data/car_t.early_lot.json";
const PAST: &str = "examples/data/car_t.past_lots.jsonl";
const CAMPAIGN: &str = "examples/data/car_t.campaign.json";
const CAMPAIGN_LOTS: &str = "examples/data/car_t.campaign_lots.jsonl";
const NOISE: &str = "examples/data/noise.jsonl";

/// All of them, `sponsor_tests` with the feature that it needs.
fn programs() -> Vec<&'static str> {
    let all = ["release_lot", "phases", "evaluate_jsonl", "lifecycle", "sponsor_tests"];
    all.into_iter().filter(|name| cfg!(feature = "csv") || *name != "sponsor_tests").collect()
}

fn command(program: &str) -> Command {
    let tests = std::env::current_exe().unwrap();
    let path = tests
        .ancestors()
        .nth(2)
        .unwrap()
        .join("examples")
        .join(format!("{program}{}", std::env::consts::EXE_SUFFIX));
    assert!(
        path.is_file(),
        "{} is not there: cargo build --examples --all-features",
        path.display()
    );
    let mut command = Command::new(path);
    command.current_dir(env!("CARGO_MANIFEST_DIR")).stdin(Stdio::null());
    command
}

/// The exit status, the standard output and the standard error.
type Told = (i32, String, String);

fn told(command: &mut Command, input: &[u8]) -> Told {
    let mut child = command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    thread::scope(|scope| {
        // A program that reads nothing, or stops early, closes the pipe.
        scope.spawn(move || stdin.write_all(input).ok());
        let output = child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    })
}

fn call<A: AsRef<OsStr>>(program: &str, arguments: &[A], input: &[u8]) -> Told {
    told(command(program).args(arguments).stdout(Stdio::piped()), input)
}

fn read(file: &str) -> String {
    fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap()
}

/// A file of the tests, with this text.
fn written(name: &str, text: &str) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

/// A document on one line, with other members.
fn line(file: &str, changes: &[(&str, &str)]) -> String {
    let mut json: Value = serde_json::from_str(&read(file)).unwrap();
    for (key, value) in changes {
        json[key] = Value::from(*value);
    }
    json.to_string()
}

const STREAM: [&str; 3] = [SPEC, "--phase", "commercial"];

/// What stands in each line of the output.
fn answers(output: &str) -> Vec<Value> {
    output.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

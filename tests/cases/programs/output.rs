//! Pipes and disks that take nothing more, and input that is noise.

use std::fs::File;
use std::io::{self, Write};
use std::process::{Command, Stdio};

use super::{
    CAMPAIGN, CAMPAIGN_LOTS, EARLY, LOT, PAST, REVISED, SPEC, STREAM, answers, call, command, line,
    told,
};

/// Each program at work, with its status.
fn at_work() -> Vec<(Vec<&'static str>, i32)> {
    let mut calls = vec![
        (vec!["release_lot", SPEC, LOT, "--phase", "commercial"], 0),
        (vec!["release_lot", SPEC, EARLY, "--phase", "commercial", "--json"], 1),
        (vec!["release_lot", "--help"], 0),
        (vec!["phases", SPEC, LOT], 0),
        (vec!["lifecycle"], 0),
        (vec!["lifecycle", "reevaluate", SPEC, "commercial", REVISED, "commercial", PAST], 1),
        (vec!["lifecycle", "campaign", CAMPAIGN, SPEC, CAMPAIGN_LOTS, "--json"], 0),
        (vec!["evaluate_jsonl", SPEC, "--phase", "commercial"], 0),
        (vec!["evaluate_jsonl", SPEC, "--phase", "commercial", "--only", "verdict"], 0),
    ];
    if cfg!(feature = "csv") {
        calls.push((vec!["sponsor_tests"], 0));
    }
    calls
}

/// Lots without end, as long as somebody reads the answers.
fn stream() -> Vec<u8> {
    format!("{}\n", line(LOT, &[])).repeat(200).into_bytes()
}

/// Rules: PROG-7.
#[test]
fn a_reader_that_stops_is_no_error() {
    for (arguments, expected) in at_work() {
        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        let (status, _, error) =
            told(command(arguments[0]).args(&arguments[1..]).stdout(writer), &stream());
        assert_eq!(status, expected, "{arguments:?}: {error}");
        let is_note = error.is_empty()
            || error.starts_with("no argument is given") && error.lines().count() == 1;
        assert!(is_note, "{arguments:?}: {error}");
    }
    // A refused line stays one.
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    let (status, ..) = told(command("evaluate_jsonl").args(STREAM).stdout(writer), b"{\n{\n");
    assert_eq!(status, 3);
}

/// Rules: PROG-7.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let full = || File::options().write(true).open("/dev/full").unwrap();
    for (arguments, expected) in at_work() {
        let (status, _, error) =
            told(command(arguments[0]).args(&arguments[1..]).stdout(full()), &stream());
        assert_eq!(status, 3, "{arguments:?}: {error}");
        let told: Vec<&str> =
            error.lines().filter(|line| !line.starts_with("no argument is given")).collect();
        assert!(
            matches!(*told, [line] if line.starts_with("the output cannot be written: ")),
            "{arguments:?}: {error}"
        );

        // Where nobody can be told, the status says it still.
        let mut silent = command(arguments[0]);
        silent.args(&arguments[1..]).stdin(Stdio::piped()).stderr(full());
        for (output, expected) in [(Stdio::null(), expected), (full().into(), 3)] {
            let mut child = silent.stdout(output).spawn().unwrap();
            child.stdin.take().unwrap().write_all(&stream()).ok();
            assert_eq!(child.wait().unwrap().code(), Some(expected), "{arguments:?}");
        }
    }
}

/// Rules: PROG-7.
#[cfg(unix)]
#[test]
fn nothing_panics_without_input_or_standard_error() {
    for (closed, is_input) in [("<&-", true), ("2>&-", false), ("<&- 2>&-", true)] {
        for (arguments, expected) in at_work() {
            let program = command(arguments[0]).get_program().to_owned();
            let mut shell = Command::new("sh");
            shell
                .current_dir(env!("CARGO_MANIFEST_DIR"))
                .arg("-c")
                .arg(format!("exec \"$0\" \"$@\" {closed}"));
            shell.arg(program).args(&arguments[1..]).stdout(Stdio::piped());
            let (status, output, _) = told(&mut shell, &stream());
            // Without input there is no line.
            let has_nothing = is_input && arguments[0] == "evaluate_jsonl";
            assert_eq!(
                (status, output.is_empty()),
                (if has_nothing { 3 } else { expected }, has_nothing),
                "{arguments:?} {closed}"
            );
        }
    }
}

/// Ten million bytes, the same every time.
fn noise() -> Vec<u8> {
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    (0..10_000_000).map(|_| next()).collect()
}

/// Rules: PROG-4, PROG-7.
#[test]
fn noise_is_refused_line_by_line() {
    let noise = noise();
    let lines = noise.split(|byte| *byte == b'\n').count();
    let (status, output, error) = call("evaluate_jsonl", &STREAM, &noise);
    assert_eq!((status, error.as_str()), (3, ""));
    let answers = answers(&output);
    assert_eq!(answers.len(), lines);
    assert!(
        (1..)
            .zip(&answers)
            .all(|(number, answer)| answer["line"] == number && answer["error"].is_array())
    );

    let (status, output, _) = call("evaluate_jsonl", &STREAM, &b"{".repeat(10_000_000));
    assert_eq!((status, output.lines().count()), (3, 1));
    for (arguments, expected) in
        at_work().into_iter().filter(|(arguments, _)| arguments[0] != "evaluate_jsonl")
    {
        let (status, output, _) = call(arguments[0], &arguments[1..], &noise);
        assert_eq!((status, output.is_empty()), (expected, false), "{arguments:?}");
    }
}

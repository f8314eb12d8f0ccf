//! What a program is called with.

use super::{CAMPAIGN, CAMPAIGN_LOTS, LOT, SPEC, call, programs, read};

/// Rules: PROG-1.
#[test]
fn nothing_is_judged_that_nobody_named() {
    let empty = "is empty (an unset variable?)";
    // What a shell makes of `release_lot $SPEC $LOT --phase commercial` and the like, once
    // variables are not set.
    let table: [(&str, &[&str], &str); 30] = [
        (
            "release_lot",
            &["--phase", "commercial"],
            "found 0 files; expected 2, a specification and a lot",
        ),
        ("release_lot", &["--json"], "found 0 files"),
        ("release_lot", &["--"], "found 0 files"),
        (
            "release_lot",
            &["", "", "--phase", "commercial"],
            "argument 2 is empty (an unset variable?)",
        ),
        (
            "release_lot",
            &[SPEC, "", "--phase", "commercial"],
            "argument 2 is empty (an unset variable?)",
        ),
        (
            "release_lot",
            &[SPEC, LOT, "--phase", ""],
            "the value of `--phase` is empty (an unset variable?)",
        ),
        ("release_lot", &[SPEC, LOT, "--phase="], empty),
        ("release_lot", &[SPEC, LOT, "--phase"], "`--phase` has no value"),
        (
            "release_lot",
            &[SPEC, LOT, "--phase", "--json"],
            "found no phase at position 1 of `--json`",
        ),
        ("release_lot", &[SPEC, LOT], "a phase is needed"),
        ("release_lot", &[SPEC, "--phase", "commercial"], "found 1 files; expected 2"),
        ("release_lot", &[SPEC, LOT, LOT, "--phase", "commercial"], "found 3 files; expected 2"),
        (
            "release_lot",
            &[SPEC, LOT, "--phase", "clinical", "--phase", "commercial"],
            "`--phase` is given twice",
        ),
        ("release_lot", &[SPEC, LOT, "--phase", "clinical", "--jsno"], "invalid option '--jsno'"),
        ("release_lot", &["", "--jsno", "--phase", "x"], "invalid option '--jsno'"),
        ("phases", &["--"], "found 0 files"),
        ("phases", &[SPEC], "found 1 files; expected 2"),
        ("phases", &[SPEC, ""], empty),
        ("phases", &[SPEC, LOT, LOT], "found 3 files"),
        ("phases", &[SPEC, LOT, "--json"], "invalid option '--json'"),
        ("evaluate_jsonl", &["--phase", "commercial"], "found 0 files and a phase"),
        ("evaluate_jsonl", &[SPEC], "found 1 files and no phase"),
        ("evaluate_jsonl", &["", "--phase", "commercial"], empty),
        ("evaluate_jsonl", &[""], empty),
        (
            "evaluate_jsonl",
            &[SPEC, "--phase", "commercial", "--only", ""],
            "the value of `--only` is empty",
        ),
        ("lifecycle", &["--json"], "found no task with its files"),
        ("lifecycle", &["--"], "found no task with its files"),
        ("lifecycle", &["review"], "found no task with its files"),
        ("lifecycle", &["review", " "], "argument 2 is empty (an unset variable?)"),
        (
            "lifecycle",
            &["campaign", CAMPAIGN, "", CAMPAIGN_LOTS],
            "argument 3 is empty (an unset variable?)",
        ),
    ];
    let of_csv: [(&str, &[&str], &str); 5] = [
        ("sponsor_tests", &["--"], "found 0 files; expected 2, a specification and its spec-tests"),
        ("sponsor_tests", &[""], empty),
        ("sponsor_tests", &["", ""], "argument 2 is empty (an unset variable?)"),
        ("sponsor_tests", &["examples/sponsor/spec.json"], "found 1 files; expected 2"),
        ("sponsor_tests", &["--json"], "invalid option '--json'"),
    ];
    let lots = read("examples/data/lots.jsonl");
    for (program, arguments, words) in table.into_iter().chain(of_csv) {
        if programs().contains(&program) {
            let (status, output, error) = call(program, arguments, lots.as_bytes());
            assert_eq!((status, output.as_str()), (3, ""), "{program} {arguments:?}: {error}");
            assert!(error.contains(words), "{program} {arguments:?}: {error}");
            assert!(
                error.contains(&format!("\nusage: {program} ")),
                "{program} {arguments:?}: {error}"
            );
        }
    }
    let (.., error) = call("release_lot", &["", "--jsno", "--phase", "x"], b"");
    assert!(error.contains("argument 1 is empty"), "all problems at once: {error}");
}

/// Rules: PROG-1.
#[test]
fn a_demonstration_says_that_it_is_one() {
    for program in programs().into_iter().filter(|program| *program != "evaluate_jsonl") {
        let (status, output, error) = call::<&str>(program, &[], b"");
        assert_eq!((status, output.is_empty()), (0, false), "{program}");
        assert_eq!(
            error, "no argument is given: this is the demonstration with the files in `examples`\n",
            "{program}"
        );
    }
}

/// Rules: PROG-2.
#[test]
fn help_is_no_error() {
    for program in programs() {
        for arguments in [&["--help"][..], &["-h"], &["", SPEC, "--help"]] {
            let (status, output, error) = call(program, arguments, b"");
            assert_eq!((status, error.as_str()), (0, ""), "{program} {arguments:?}");
            for words in [&format!("\n{program} "), "xit status", "3"] {
                assert!(output.contains(words), "{program} {arguments:?}: {output}");
            }
        }
    }
}

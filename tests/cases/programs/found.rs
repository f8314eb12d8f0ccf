//! What the exit status says.

use release_criteria::lifecycle::{History, Version};
use release_criteria::{Specification, wire};

use super::{
    CAMPAIGN, CAMPAIGN_LOTS, EARLY, LOT, NOISE, PAST, REVISED, SPEC, call, line, read, written,
};

fn specification(file: &str) -> Specification {
    wire::read_specification(&read(file)).unwrap()
}

/// Rules: PROG-3.
#[test]
fn what_is_found_of_one_lot() {
    let table: [(&[&str], i32, &str); 9] = [
        (&["release_lot", SPEC, LOT, "--phase", "commercial"], 0, "conforms"),
        (
            &["release_lot", SPEC, LOT, "--phase=commercial", "--json"],
            0,
            "\"verdict\": \"conforms\"",
        ),
        (&["release_lot", SPEC, EARLY, "--phase", "commercial"], 1, "does-not-conform"),
        (&["release_lot", SPEC, EARLY, "--phase", "clinical"], 2, "conforms-interim"),
        (
            &["release_lot", SPEC, "examples/data/car_t.child_lot.json", "--phase", "clinical"],
            2,
            "incomplete",
        ),
        (&["phases", SPEC, EARLY], 0, "does-not-conform"),
        (&["lifecycle", "compare", SPEC, "clinical", SPEC, "commercial"], 0, "Stricter: "),
        (
            &["lifecycle", "compare", SPEC, "clinical", SPEC, "commercial", "--json"],
            0,
            "comparison/1",
        ),
        (&["lifecycle", "review", SPEC], 0, "SPEC-CART-019"),
    ];
    for (arguments, expected, words) in table {
        let (status, output, error) = call(arguments[0], &arguments[1..], b"");
        assert_eq!((status, error.as_str()), (expected, ""), "{arguments:?}");
        assert!(output.contains(words), "{arguments:?}: {output}");
    }
    // Both documents are read before either is refused.
    for arguments in [
        &["release_lot", LOT, SPEC, "--phase", "commercial"][..],
        &["phases", LOT, SPEC],
        &["lifecycle", "compare", LOT, "clinical", SPEC, "comercial"],
        &["lifecycle", "campaign", LOT, EARLY, CAMPAIGN_LOTS],
    ] {
        let (status, output, error) = call(arguments[0], &arguments[1..], b"");
        assert_eq!((status, output.as_str()), (3, ""), "{arguments:?}");
        assert!(
            error.contains(LOT) && error.lines().any(|line| !line.contains(LOT)),
            "{arguments:?}: {error}"
        );
    }
}

/// Rules: PROG-3, PROG-5.
#[test]
fn what_is_found_of_many_lots() {
    let past = read(PAST);
    let campaign = read(CAMPAIGN_LOTS);
    let first = |lots: &str, count| lots.split_inclusive('\n').take(count).collect::<String>();
    let twice = |lots: &str| format!("{lots}{}", first(lots, 1));
    let versions = |history: Vec<Version>| wire::write_history(&History::new(history).unwrap());
    let whole = versions(vec![
        Version::since("2025-01-01", specification(SPEC)).until("2026-03-31"),
        Version::since("2026-04-01", specification(REVISED)),
    ]);
    let files = [
        ("empty.jsonl", String::new()),
        ("past_twice.jsonl", twice(&past)),
        ("foreign.jsonl", line("examples/data/msc.lot.json", &[])),
        ("broken.jsonl", format!("{}{{}}\n{{\n", first(&past, 1))),
        ("two.jsonl", first(&campaign, 2)),
        ("campaign_twice.jsonl", twice(&campaign)),
        (
            "failing.jsonl",
            format!("{campaign}{}\n", line("examples/data/car_t.copies_lot.json", &[])),
        ),
        ("whole.history.json", whole),
        ("late.history.json", versions(vec![Version::since("2030-01-01", specification(REVISED))])),
    ];
    let files: Vec<String> = files.iter().map(|(name, text)| written(name, text)).collect();
    let [empty, past_twice, foreign, broken, two, campaign_twice, failing, whole, late] =
        files.iter().map(String::as_str).collect::<Vec<_>>().try_into().unwrap();
    let reevaluate =
        |revised, lots| vec!["reevaluate", SPEC, "commercial", revised, "commercial", lots];
    let campaign = |lots| vec!["campaign", CAMPAIGN, SPEC, lots];
    let in_force = |history, lots| vec!["in-force", history, "commercial", lots];
    let table = [
        (reevaluate(SPEC, PAST), 0, "40 lots"),
        (reevaluate(REVISED, PAST), 1, "LOT-0103"),
        (reevaluate(SPEC, foreign), 2, "of another product"),
        (reevaluate(SPEC, empty), 3, "found no lot"),
        (
            reevaluate(SPEC, past_twice),
            3,
            ":41: lots[40].id: found `LOT-0101`, which is that of lots[0]; a lot counts once",
        ),
        (reevaluate(SPEC, broken), 3, "broken.jsonl:3: "),
        (reevaluate(SPEC, broken), 3, "broken.jsonl:2: product: is missing"),
        (reevaluate(SPEC, NOISE), 3, "noise.jsonl:4: "),
        (reevaluate("examples/data/msc.specification.json", PAST), 3, "a lot is of one product"),
        (campaign(CAMPAIGN_LOTS), 0, "Status: met"),
        (campaign(failing), 1, "Status: not-met"),
        (campaign(two), 2, "Status: in-progress"),
        (campaign(empty), 2, "Status: not-started"),
        (
            campaign(campaign_twice),
            3,
            "lots[3].id: found `PPQ-0041`, which is that of lots[0]; a lot counts once",
        ),
        (in_force(whole, PAST), 0, "version 5, in force since 2025-01-01 until 2026-03-31: "),
        (in_force(late, PAST), 1, "lot LOT-0101 of "),
        (
            in_force(whole, past_twice),
            3,
            ":41: id: found `LOT-0101`, which is that of a lot before; a lot counts once",
        ),
        (in_force(whole, empty), 3, "found no lot"),
        (
            vec!["in-force", "examples/data/unusable.history.json", "comercial", PAST],
            3,
            "found no phase",
        ),
    ];
    for (arguments, expected, words) in table {
        let (status, output, error) = call("lifecycle", &arguments, b"");
        assert_eq!(status, expected, "{arguments:?}: {error}");
        let (told, silent) = if expected == 3 { (error, output) } else { (output, error) };
        assert!(told.contains(words) && silent.is_empty(), "{arguments:?}: {told}\n{silent}");
    }
}

/// Rules: PROG-3.
#[cfg(feature = "csv")]
#[test]
fn what_is_found_of_a_specification() {
    const SPEC: &str = "examples/sponsor/spec.json";
    const TESTS: &str = "examples/sponsor/spec_tests.csv";
    let changed = written("changed.spec.json", &read(SPEC).replace("NLT 80.0 %", "NLT 85.0 %"));
    let table: [(&[&str], i32, &str); 4] = [
        (&[SPEC, TESTS], 0, "13 spec-tests, 0 failures"),
        (&[&changed, TESTS], 1, "13 spec-tests, 3 failures"),
        (&[TESTS, SPEC], 3, "examples/sponsor/spec.json: row 1"),
        (&[TESTS, SPEC], 3, "examples/sponsor/spec_tests.csv: "),
    ];
    for (arguments, expected, words) in table {
        let (status, output, error) = call("sponsor_tests", arguments, b"");
        assert_eq!(status, expected, "{arguments:?}: {error}");
        assert!(if expected == 3 { error } else { output }.contains(words), "{arguments:?}");
    }
}

//! Histories: which version is in force for a lot, how it is judged, and what is refused.
//! `tests/data/README.md` describes the files.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;

use release_criteria::lifecycle::{History, HistoryPlan, Version, VersionInForce};
use release_criteria::{
    Acceptance, AssayResult, Attribute, Date, DocumentError, Lot, Outcome, Phase, Reason, Rounding,
    Specification, Test, Verdict, wire,
};

use crate::refused::told;

const PRODUCT: &str = "Example vector";

fn data(name: &str) -> String {
    fs::read_to_string(format!("{}/tests/data/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn date(text: &str) -> Date {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

/// An approved version with one test.
fn specification(version: &str, phases: &[Phase], criterion: &str) -> Specification {
    Specification::builder("SPEC-7", version, PRODUCT)
        .approved()
        .phases(phases)
        .rounding(Rounding::Usp)
        .test(
            Test::quantitative("empty", "Empty capsids", Attribute::Purity, "%")
                .accept(Acceptance::new(criterion)),
        )
        .build()
        .unwrap()
}

fn commercial(version: &str) -> Specification {
    specification(version, &[Phase::Commercial], "NMT 30 %")
}

fn lot(value: &str) -> Lot {
    Lot::new("LOT-1", PRODUCT, vec![AssayResult::new("empty", value)]).unwrap()
}

fn made(on: &str) -> Lot {
    lot("27 %").manufactured_on(on).unwrap()
}

#[track_caller]
fn refused<T>(result: Result<T, DocumentError>) -> String {
    match result {
        Ok(_) => panic!("is not refused"),
        Err(error) => error.to_string(),
    }
}

/// `1 NMT 30 %: 2025-06-01 to 2026-03-31; 2 NMT 35 %: 2026-04-01`
fn history(text: &str) -> History {
    let versions = text.split("; ").map(|listed| {
        let (what, when) = listed.split_once(": ").unwrap();
        let (version, criterion) = what.split_once(' ').unwrap();
        let specification = specification(version, &[Phase::Commercial], criterion);
        match when.split_once(" to ") {
            Some((since, until)) => Version::since(since, specification).until(until),
            None => Version::since(when, specification),
        }
    });
    History::new(versions.collect()).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Rules: HIST-1, HIST-2, HIST-3.
#[test]
fn the_version_in_force_judges_the_lot() {
    let table = data("in_force.tsv");
    let mut seen = 0;
    for (number, line) in (1..).zip(table.lines()).filter(|(_, line)| !line.starts_with('#')) {
        let place = format!("tests/data/in_force.tsv:{number}: {line}");
        let columns: Vec<&str> = line.split('\t').collect();
        let [_id, listed, on, value, version, expected] = columns[..] else {
            panic!("{place}: not six columns")
        };
        let (history, mut lot) = (history(listed), lot(value));
        if on != "-" {
            lot = lot.manufactured_on(on).unwrap();
        }
        let plan = history.plan(Phase::Commercial).unwrap();
        seen += 1;
        if version == "!" {
            assert_eq!(refused(history.in_force_for(&lot)), expected, "{place}");
            assert_eq!(refused(plan.plan_for(&lot)), expected, "{place}");
            assert_eq!(refused(plan.verdict(&lot)), expected, "{place}");
            assert_eq!(refused(plan.evaluate(&lot)), expected, "{place}");
            assert!(on == "-" || history.in_force_on(date(on)).is_none(), "{place}");
            continue;
        }
        assert_eq!(history.in_force_for(&lot).unwrap().version(), version, "{place}");
        assert_eq!(history.in_force_on(date(on)).unwrap().version(), version, "{place}");
        assert_eq!(plan.plan_for(&lot).unwrap().specification_version(), version, "{place}");
        assert_eq!(plan.verdict(&lot).unwrap().code(), expected, "{place}");
        let alone = history.in_force_on(date(on)).unwrap().plan(Phase::Commercial).unwrap();
        assert_eq!(plan.evaluate(&lot).unwrap(), alone.evaluate(&lot), "{place}");
    }
    assert!(seen >= 20, "found only {seen} cases");
}

/// The document that stands for `@name` in the file of what is refused.
fn document(name: &str) -> String {
    let (id, version, status, further, criterion) = match name {
        "draft" => ("SPEC-7", "9", "draft", r#""product":"Example vector""#, "NMT 30 %"),
        "other" => ("SPEC-8", "9", "approved", r#""product":"Example vector""#, "NMT 30 %"),
        "product" => ("SPEC-7", "9", "approved", r#""product":"Another vector""#, "NMT 30 %"),
        "broken" => ("SPEC-7", "9", "approved", r#""colour":"red""#, "NMT 30 ppm"),
        version => ("SPEC-7", version, "approved", r#""product":"Example vector""#, "NMT 30 %"),
    };
    format!(
        r#"{{"format":"release-criteria/specification/1",
            "id":"{id}","version":"{version}","status":"{status}",{further},
            "phases":["commercial"],"rounding":"usp",
            "tests":[{{"id":"empty","name":"Empty capsids","attribute":"purity","unit":"%",
            "acceptance":{{"all":"{criterion}"}}}}]}}"#
    )
}

/// `json` with documents in the place of their names; a list is that of the versions.
fn whole(json: &str) -> String {
    let mut pieces = json.split('@');
    let mut whole = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let name: String = piece.chars().take_while(|c| c.is_alphanumeric()).collect();
        whole.push_str(&document(&name));
        whole.extend(piece.chars().skip_while(|c| c.is_alphanumeric()));
    }
    if whole.starts_with('[') {
        format!(r#"{{"format":"release-criteria/history/1","versions":{whole}}}"#)
    } else {
        whole
    }
}

/// Every document of `refused_histories.txt`.
pub(crate) fn refused_documents() -> Vec<String> {
    let is_document = |line: &&str| !line.starts_with(['#', '!']);
    data("refused_histories.txt").lines().filter(is_document).map(whole).collect()
}

/// Rules: DOC-4, HIST-3.
#[test]
fn every_problem_is_told_at_once() {
    let file = data("refused_histories.txt");
    let mut lines = (1..).zip(file.lines()).filter(|(_, line)| !line.starts_with('#')).peekable();
    let (mut seen, mut faults) = (0, Vec::new());
    while let Some((number, json)) = lines.next() {
        let mut expected = Vec::new();
        while let Some(line) = lines.peek().and_then(|(_, line)| line.strip_prefix("! ")) {
            expected.extend([line, "\n"]);
            lines.next();
        }
        let expected = expected.concat();
        let found = wire::read_history(&whole(json))
            .map_or_else(|refused| told(&refused), |_| "is read\n".to_owned());
        if found != expected {
            faults.push(format!(
                "tests/data/refused_histories.txt:{number}: \
                 {json}\nexpected\n{expected}\nfound\n{found}\n"
            ));
        }
        seen += 1;
    }
    assert!(seen >= 18, "found only {seen} cases");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Rules: DOC-8, HIST-3.
#[test]
fn code_is_refused_as_documents_are() {
    assert_eq!(
        refused(History::new(Vec::new())),
        "versions: found no version, so that no lot could be judged; list at least one"
    );
    let draft = Specification::builder("SPEC-7", "5", "Another vector")
        .phases(&[Phase::Commercial])
        .rounding(Rounding::Usp)
        .test(
            Test::quantitative("empty", "Empty", Attribute::Purity, "%")
                .accept(Acceptance::new("NMT 30 %")),
        )
        .build()
        .unwrap();
    let listed = vec![
        Version::since("2025-01-15", commercial("3")).until("2026-03-31").until("2026-02-28"),
        Version::since("2026-04-01", commercial("3")).until("1.5.2026"),
        Version::since("2026-05-01", draft),
    ];
    assert_eq!(
        refused(History::new(listed)),
        "versions[0].until: is given twice; give it once\n\
         versions[1].until: found `.` where a digit is expected at position 2 of `1.5.2026`; \
         write year, month and day as ISO 8601 does: `2026-03-01`\n\
         versions[1].specification.version: found `3`, which is that of versions[0]; list each \
         version once\n\
         versions[2].specification.product: found `Another vector`, while versions[0] is for \
         `Example vector`; \
         a history is of one product\n\
         versions[2].specification.status: found a draft, which cannot be in force; leave it out \
         until it is approved\n\
         versions[0].until: found 2026-02-28, while versions[1] is in force from 2026-04-01, \
         so that no version is in force between; end on 2026-03-31, or leave `until` out"
    );
}

/// Rules: HIST-3.
#[test]
fn versions_stand_in_order_with_the_days_on_which_they_end() {
    let history = history(
        "5 NMT 40 %: 2027-01-01; 3 NMT 30 %: 2025-01-15; 4 NMT 35 %: 2026-04-01 to 2026-12-31",
    );
    let tell = |one: &VersionInForce| {
        let until = one.until().map_or_else(|| "-".to_owned(), |date| date.to_string());
        format!("{} {} {until}", one.specification().version(), one.since())
    };
    let told: Vec<String> = history.versions().iter().map(tell).collect();
    assert_eq!(told, ["3 2025-01-15 2026-03-31", "4 2026-04-01 2026-12-31", "5 2027-01-01 -"]);
}

/// The versions 2, 3 and 4, listed from the last to the first; only 3 and 4 cover the commercial
/// phase.
fn growing() -> History {
    use Phase::{Clinical, Commercial, Validation};
    History::new(vec![
        Version::since("2026-04-01", specification("4", &[Validation, Commercial], "NMT 35 %")),
        Version::since("2025-01-15", specification("3", &[Clinical, Commercial], "NMT 30 %")),
        Version::since("2024-06-03", specification("2", &[Clinical], "report")),
    ])
    .unwrap()
}

/// Rules: HIST-4.
#[test]
fn a_version_that_cannot_be_planned_fails_its_own_lots_only() {
    let plan = growing().plan(Phase::Commercial).unwrap();
    assert_eq!(plan.phase(), Phase::Commercial);
    assert_eq!(plan.verdict(&made("2025-01-15")), Ok(Verdict::Conforms));
    assert_eq!(plan.verdict(&made("2026-04-01")), Ok(Verdict::Conforms));
    let uncovered = "versions[2].specification.phases: the phase `commercial` is not covered; the \
                     specification covers `clinical`";
    assert_eq!(refused(plan.plan_for(&made("2025-01-14"))), uncovered);
    assert_eq!(refused(plan.verdict(&made("2025-01-14"))), uncovered);
    assert_eq!(refused(plan.evaluate(&made("2024-06-03"))), uncovered);
    assert_eq!(
        told(&plan.verdict(&made("2024-06-02")).unwrap_err()),
        "manufactured: found 2024-06-02, while the first version, `2`, is in force from \
         2024-06-03; \
         correct the date, or list the version that was in force then [not-in-force]\n"
    );
    // Nothing could fail in version 2, and version 4 is not for clinical lots.
    let clinical = growing().plan(Phase::Clinical).unwrap();
    assert_eq!(clinical.verdict(&made("2025-06-01")), Ok(Verdict::Conforms));
    assert!(
        refused(clinical.verdict(&made("2024-07-01")))
            .starts_with("versions[2].specification.tests: found nothing to judge")
    );
    assert!(
        refused(clinical.verdict(&made("2026-07-01")))
            .starts_with("versions[0].specification.phases: the phase")
    );
}

/// Rules: HIST-4.
#[test]
fn a_history_without_any_version_for_the_phase_is_refused() {
    let history = History::new(vec![
        Version::since("2026-04-01", specification("4", &[Phase::Clinical], "NMT 35 %")),
        Version::since(
            "2025-01-15",
            specification("3", &[Phase::Clinical, Phase::Validation], "report"),
        ),
    ])
    .unwrap();
    assert_eq!(
        refused(history.plan(Phase::Validation)),
        "versions[1].specification.tests: found nothing to judge in the phase `validation`: every \
         test is `report` or `not required`; \
         give one a criterion\n\
         versions[0].specification.phases: the phase `validation` is not covered; the \
         specification covers `clinical`"
    );
}

/// Rules: VER-8, HIST-6.
#[test]
fn a_lot_of_something_else_is_judged_as_ever() {
    let plan: HistoryPlan = growing().plan(Phase::Commercial).unwrap();
    let of_another_product =
        Lot::new("LOT-1", "Another vector", vec![AssayResult::new("empty", "27 %")])
            .and_then(|lot| lot.manufactured_on("2026-03-31"))
            .unwrap();
    // It was to be judged by version 4, and was made under version 3.
    let of_another_version = made("2026-03-31").for_specification("SPEC-7", "4").unwrap();
    for (lot, reason) in [
        (of_another_product, Reason::WrongProduct),
        (of_another_version, Reason::WrongSpecification),
    ] {
        assert_eq!(plan.verdict(&lot), Ok(Verdict::Incomplete));
        let report = plan.evaluate(&lot).unwrap();
        assert_eq!(report.verdict(), Verdict::Incomplete);
        let all: Vec<(Outcome, Reason)> =
            report.findings().iter().map(|one| (one.outcome(), one.reason())).collect();
        assert_eq!(all, [(Outcome::Indeterminate, reason)]);
    }
    let of_this_version = made("2026-03-31").for_specification("SPEC-7", "3").unwrap();
    assert_eq!(plan.verdict(&of_this_version), Ok(Verdict::Conforms));
}

/// The day of manufacture chooses the version, and says nothing else.
///
/// Rules: HIST-6.
#[test]
fn the_day_changes_no_judgement() {
    let plan = commercial("3").plan(Phase::Commercial).unwrap();
    assert_eq!(
        plan.evaluate(&lot("34 %")),
        plan.evaluate(&lot("34 %").manufactured_on("1901-01-01").unwrap())
    );
}

/// Rules: DOC-8.
#[test]
fn golden_documents_are_written_back_as_they_were() {
    let json = data("documents/history.json");
    let history = wire::read_history(&json).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(wire::write_history(&history), json.trim_end());
    assert_eq!(history.in_force_on(date("2026-03-31")).unwrap().version(), "3");
    // Each of them is the document that it would be alone.
    for version in history.versions() {
        let alone = wire::write_specification(version.specification());
        assert_eq!(
            wire::read_specification(&alone).unwrap().digest(),
            version.specification().digest()
        );
    }

    let json = data("documents/lot_manufactured.json");
    let lot = wire::read_lot(&json).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(wire::write_lot(&lot), json.trim_end());
    assert_eq!(history.in_force_for(&lot).unwrap().version(), "3");
    let plan = history.plan(Phase::Commercial).unwrap();
    assert_eq!(plan.verdict(&lot), Ok(Verdict::Conforms));
}

/// Rules: DOC-6.
#[test]
fn a_history_has_at_most_1000_versions() {
    let listed = |count: u32| {
        let versions: Vec<String> = (0..count)
            .map(|number| {
                let (year, month, day) =
                    (2000 + number / 300, 1 + number / 25 % 12, 1 + number % 25);
                format!(r#"{{"from":"{year}-{month:02}-{day:02}","specification":@{number}}}"#)
            })
            .collect();
        whole(&format!("[{}]", versions.join(",")))
    };
    assert_eq!(wire::read_history(&listed(1_000)).unwrap().versions().len(), 1_000);
    for count in [1_001, 1_002, 1_500] {
        assert_eq!(
            refused(wire::read_history(&listed(count))),
            "versions: found more than 1,000 versions; list those that lots are still judged by"
        );
    }
}

/// Rules: DOC-6.
#[test]
fn a_document_has_at_most_16_mib_with_all_its_versions() {
    let with = |carried: usize| {
        let json = whole(r#"[{"from":"2025-01-15","specification":@3,"x-a":"#);
        let json = json.trim_end_matches('}');
        format!("{json}\"{}\"}}]}}", "a".repeat(carried))
    };
    let most = 16 * 1024 * 1024 - with(0).len();
    let history = wire::read_history(&with(most)).unwrap();
    // On several lines it would be longer.
    assert!(wire::read_history(&wire::write_history(&history)).is_ok());
    assert_eq!(
        refused(wire::read_history(&with(most + 1))),
        "document: found 16777217 bytes; a document has at most 16 MiB"
    );
}

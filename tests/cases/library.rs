//! The library of specifications in `examples/data`, whose README says what each of them and each
//! of their lots shows.
//!
//! The verdicts below were derived by hand from the rules. The reports in
//! `examples/expected/library` are what the crate prints: `.ci/run --accept` writes them anew, to
//! be reviewed as a diff.
//!
//! Rules: CRATE-4.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing case names itself")]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use release_criteria::Verdict::{self, Conforms, ConformsInterim, DoesNotConform, Incomplete};
use release_criteria::{DocumentError, Flag, Lot, Phase, Report, Specification, wire};

const PHASES: [Phase; 3] = [Phase::Clinical, Phase::Validation, Phase::Commercial];

/// A lot, with its verdict in each of the phases.
type JudgedLot = (&'static str, [Verdict; 3]);

/// Each specification with its lots.
const LIBRARY: [(&str, &[JudgedLot]); 7] = [
    (
        "car_t",
        &[
            ("lot", [Conforms, Conforms, Conforms]),
            ("early_lot", [ConformsInterim, DoesNotConform, DoesNotConform]),
            ("copies_lot", [DoesNotConform, DoesNotConform, DoesNotConform]),
            ("child_lot", [Incomplete, Incomplete, Incomplete]),
        ],
    ),
    (
        "aav",
        &[
            ("lot", [Conforms, Conforms, Conforms]),
            ("empty_lot", [Conforms, Conforms, DoesNotConform]),
            ("variable_lot", [Incomplete, Incomplete, Incomplete]),
            ("intrathecal_lot", [Incomplete, Incomplete, Incomplete]),
        ],
    ),
    (
        "lentiviral",
        &[
            ("lot", [Conforms, Conforms, Conforms]),
            ("titre_lot", [ConformsInterim, DoesNotConform, DoesNotConform]),
            ("dna_lot", [Incomplete, Incomplete, Incomplete]),
            ("virus_lot", [DoesNotConform, DoesNotConform, DoesNotConform]),
        ],
    ),
    (
        "plasmid",
        &[
            ("lot", [Conforms, Conforms, Conforms]),
            ("protein_lot", [Conforms, DoesNotConform, DoesNotConform]),
            ("starting_material_lot", [Incomplete, Incomplete, Incomplete]),
        ],
    ),
    (
        "mrna_lnp",
        &[
            ("lot", [Conforms, Conforms, Conforms]),
            ("integrity_lot", [Conforms, DoesNotConform, DoesNotConform]),
            ("replicates_lot", [Incomplete, Incomplete, Incomplete]),
            ("discordant_lot", [DoesNotConform, DoesNotConform, DoesNotConform]),
        ],
    ),
    (
        "msc",
        &[
            ("lot", [Conforms, Conforms, Conforms]),
            ("viability_lot", [Conforms, DoesNotConform, DoesNotConform]),
            ("karyotype_lot", [DoesNotConform, DoesNotConform, DoesNotConform]),
            ("no_weight_lot", [Incomplete, Incomplete, Incomplete]),
        ],
    ),
    (
        "base_editor",
        &[
            ("first_patient_lot", [ConformsInterim, ConformsInterim, ConformsInterim]),
            ("second_patient_lot", [Conforms, Conforms, Conforms]),
            ("swapped_guide_lot", [DoesNotConform, DoesNotConform, DoesNotConform]),
            ("mistyped_weight_lot", [Incomplete, Incomplete, Incomplete]),
        ],
    ),
];

/// Documents in the same folder that are no part of the library.
const OTHERS: [&str; 6] = [
    "car_t.campaign.json",
    "car_t.revised.specification.json",
    "unusable.campaign.json",
    "unusable.history.json",
    "unusable.specification.json",
    "unusable.lot.json",
];

fn examples(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples").join(path)
}

fn document<T>(name: &str, read: fn(&str) -> Result<T, DocumentError>) -> T {
    let text = fs::read_to_string(examples("data").join(name))
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    read(&text).unwrap_or_else(|error| panic!("{name}:\n{error}"))
}

fn specification(name: &str) -> Specification {
    document(&format!("{name}.specification.json"), wire::read_specification)
}

fn lot(name: &str, lot: &str) -> Lot {
    document(&format!("{name}.{lot}.json"), wire::read_lot)
}

fn report(specification: &Specification, phase: Phase, lot: &Lot) -> Report {
    specification
        .plan(phase)
        .unwrap_or_else(|error| panic!("{} in {phase}:\n{error}", specification.id()))
        .evaluate(lot)
}

/// Every lot in every phase: the name of its stored report, the verdict that was derived by hand,
/// the report.
fn judged() -> impl Iterator<Item = (String, Verdict, Report)> {
    LIBRARY.into_iter().flat_map(|(name, lots)| {
        let specification = specification(name);
        lots.iter().flat_map(move |(lot_name, verdicts)| {
            let lot = lot(name, lot_name);
            let specification = specification.clone();
            PHASES.into_iter().zip(verdicts).map(move |(phase, verdict)| {
                (
                    format!("{name}.{lot_name}.{phase}.txt"),
                    *verdict,
                    report(&specification, phase, &lot),
                )
            })
        })
    })
}

fn files(folder: &str, extension: &str) -> BTreeSet<String> {
    let entries =
        fs::read_dir(examples(folder)).unwrap_or_else(|error| panic!("{folder}: {error}"));
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.ends_with(extension)).collect()
}

#[test]
fn the_library_is_all_there_is() {
    let documents = LIBRARY.into_iter().flat_map(|(name, lots)| {
        let lots = lots.iter().map(move |(lot, _)| format!("{name}.{lot}.json"));
        lots.chain([format!("{name}.specification.json")])
    });
    let expected: BTreeSet<String> = documents.chain(OTHERS.map(str::to_owned)).collect();
    assert_eq!(files("data", ".json"), expected);
}

/// Rules: DOC-8.
#[test]
fn documents_are_written_back_as_the_same() {
    for (name, lots) in LIBRARY {
        let read = specification(name);
        assert_eq!(read.phases(), PHASES, "{name}");
        let written = wire::write_specification(&read);
        let again =
            wire::read_specification(&written).unwrap_or_else(|error| panic!("{name}:\n{error}"));
        assert_eq!(again.digest(), read.digest(), "{name}");
        assert_eq!(wire::write_specification(&again), written, "{name}");
        for (lot_name, _) in lots {
            let written = wire::write_lot(&lot(name, lot_name));
            let again = wire::read_lot(&written)
                .unwrap_or_else(|error| panic!("{name}.{lot_name}:\n{error}"));
            assert_eq!(wire::write_lot(&again), written, "{name}.{lot_name}");
        }
    }
}

/// Rules: VER-3, VER-4, VER-5, VER-6, VER-9.
#[test]
fn lots_are_judged_as_by_hand() {
    let wrong: Vec<String> = judged()
        .filter(|(_, verdict, report)| *verdict != report.verdict())
        .map(|(name, verdict, report)| format!("{name}: by hand {verdict}, found\n{report}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_readme_says_the_same() {
    let readme = fs::read_to_string(examples("data/README.md")).unwrap();
    for (name, lots) in LIBRARY {
        assert!(readme.contains(&format!("\n| `{name}` | ")), "{name}");
        for (lot, [clinical, validation, commercial]) in lots {
            let row = format!("\n| `{name}.{lot}` | {clinical} | {validation} | {commercial} | ");
            assert!(readme.contains(&row), "{row}");
        }
    }
}

#[test]
fn every_specification_is_shown_from_all_sides() {
    for (name, lots) in LIBRARY {
        let verdicts: Vec<Verdict> = lots.iter().flat_map(|(_, verdicts)| *verdicts).collect();
        for verdict in [Conforms, DoesNotConform, Incomplete] {
            assert!(verdicts.contains(&verdict), "{name} has no lot that is {verdict}");
        }
    }
    let has_flag = |report: &Report| {
        report.findings().iter().any(|finding| finding.flags().contains(&Flag::DecidedByRounding))
    };
    assert!(judged().any(|(_, _, report)| report.verdict() == Conforms && has_flag(&report)));
}

/// With `ACCEPT_REPORTS` set, they are written instead.
///
/// Rules: GEN-5, GEN-6.
#[test]
fn reports_are_printed_as_stored() {
    let folder = "expected/library";
    let printed = judged().map(|(name, _, report)| (name, format!("{report}\n")));
    if std::env::var_os("ACCEPT_REPORTS").is_some() {
        // What no lot prints any more is not kept.
        let _ = fs::remove_dir_all(examples(folder));
        fs::create_dir_all(examples(folder)).unwrap();
        printed.for_each(|(name, text)| fs::write(examples(folder).join(name), text).unwrap());
        return;
    }
    let mut names = BTreeSet::new();
    for (name, text) in printed {
        let stored = fs::read_to_string(examples(folder).join(&name))
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let differing =
            stored.lines().zip(text.lines()).find(|(stored, printed)| stored != printed);
        assert!(
            stored == text,
            "{name} is another report; the first difference, stored and printed: {differing:#?}"
        );
        names.insert(name);
    }
    assert_eq!(files(folder, ""), names);
}

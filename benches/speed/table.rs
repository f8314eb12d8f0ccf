//! The medians of a run, each beside that with which it is compared.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// What is compared, with what, and which ratio is aimed at.
const ROWS: [(&str, &str, &str); 12] = [
    ("lot in cache/verdict, 20 tests, all pass", "lot by hand/Decimal by name", "0.25"),
    ("lot in cache/verdict, 20 tests, all pass", "lot by hand/Decimal by index", "1.1"),
    ("lot in cache/outcomes, 20 tests, all pass", "lot by hand/Decimal by name", "1.0"),
    ("lot in cache/evaluate, 20 tests, all pass", "lot by hand/Decimal by name", "–"),
    ("10000 lots/verdict, 20 tests, 3 % fail", "10000 lots/Decimal by name", "0.5"),
    ("10000 lots/outcomes, 20 tests, 3 % fail", "10000 lots/Decimal by name", "1.0"),
    ("column/by scaled_range", "column/by hand, whole numbers", "1.2"),
    ("documents/lots read", "documents/typed parse alone", "–"),
    ("documents/lines to verdicts", "documents/typed parse alone", "–"),
    ("documents/lines to failing tests", "documents/typed parse alone", "1.5"),
    ("documents/lines to reports", "documents/typed parse alone", "4"),
    ("growth/verdict, 5000 tests", "growth/verdict, 5 tests", "1.0"),
];

#[derive(Deserialize)]
struct Estimates {
    median: Estimate,
}

#[derive(Deserialize)]
struct Estimate {
    point_estimate: f64,
}

#[derive(Deserialize)]
struct Benchmark {
    full_id: String,
    throughput: Option<Throughput>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Throughput {
    elements: Option<u64>,
}

/// Prints all medians, and the ratios of which both were measured.
pub(crate) fn print() {
    let folder = std::env::var("CARGO_TARGET_DIR").unwrap_or_else(|_| "target".to_owned());
    let mut medians = Vec::new();
    find(&Path::new(&folder).join("criterion"), &mut medians);
    medians.sort_by(|(a, _), (b, _)| a.cmp(b));
    println!("\n| measured | ns per element |\n| --- | --- |");
    for (name, nanoseconds) in &medians {
        println!("| {name} | {nanoseconds:.1} |");
    }
    let median = |wanted: &str| {
        medians.iter().find(|(name, _)| name == wanted).map(|(_, nanoseconds)| *nanoseconds)
    };
    println!("\n| measured | compared with | ratio | target |\n| --- | --- | --- | --- |");
    for (own, other, target) in ROWS {
        if let (Some(nanoseconds), Some(others)) = (median(own), median(other)) {
            println!("| {own} | {other} | {:.2} | {target} |", nanoseconds / others);
        }
    }
}

/// Every median below a folder, in nanoseconds per element.
fn find(folder: &Path, medians: &mut Vec<(String, f64)>) {
    let read = |file: PathBuf| fs::read_to_string(file).ok();
    let benchmark = read(folder.join("benchmark.json"))
        .and_then(|json| serde_json::from_str::<Benchmark>(&json).ok());
    let estimates = read(folder.join("estimates.json"))
        .and_then(|json| serde_json::from_str::<Estimates>(&json).ok());
    if let (Some(benchmark), Some(estimates)) = (benchmark, estimates)
        && folder.ends_with("new")
    {
        let elements = benchmark.throughput.and_then(|throughput| throughput.elements).unwrap_or(1);
        #[allow(clippy::cast_precision_loss, reason = "few")]
        medians.push((benchmark.full_id, estimates.median.point_estimate / elements as f64));
    }
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().is_dir() {
            find(&entry.path(), medians);
        }
    }
}

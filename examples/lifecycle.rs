//! The life of a specification: what differs between phases and versions, what a reviewer should look at, what past lots would have
//! been under a revision, which version is in force for a lot, and how far a process validation campaign is.
//!
//! ```text
//! cargo run --example lifecycle
//! cargo run --example lifecycle -- compare SPEC.json PHASE SPEC.json PHASE [--json]
//! cargo run --example lifecycle -- review SPEC.json [--json]
//! cargo run --example lifecycle -- reevaluate SPEC.json PHASE SPEC.json PHASE LOTS.jsonl [--json]
//! cargo run --example lifecycle -- in-force HISTORY.json PHASE LOTS.jsonl
//! cargo run --example lifecycle -- campaign CAMPAIGN.json SPEC.json LOTS.jsonl [--json]
//! ```
//!
//! Without arguments it takes the CAR-T documents in `examples/data` through all of them. Exit status: 0, or 3 for unusable input,
//! with every problem on the standard error.

use std::error::Error;
use std::fmt::Display;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::process::ExitCode;

use release_criteria::lifecycle::{Column, Comparison, Flip, History, Reevaluation, Review, Version};
use release_criteria::{Lot, Phase, Specification, wire};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const USAGE: &str =
    "usage: lifecycle [compare|review|reevaluate|in-force|campaign] FILES… [--json]; see the head of the example";

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let json =
        arguments.iter().position(|argument| argument == "--json").map(|place| arguments.remove(place)).is_some();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        [] if !json => tour(),
        ["compare", before, from, after, to] => compare(before, from, after, to, json),
        ["review", specification] => review(specification, json),
        ["reevaluate", current, from, proposed, to, lots] => reevaluate([current, from, proposed, to], lots, json),
        ["in-force", history, phase, lots] if !json => in_force(history, phase, lots),
        ["campaign", protocol, specification, lots] => campaign([protocol, specification, lots], json),
        _ => Err(USAGE.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(3)
        }
    }
}

fn compare(before: &str, from: &str, after: &str, to: &str, json: bool) -> Result<()> {
    let (before, after) = (specification(before)?, specification(after)?);
    let comparison = Comparison::between(&Column::new(&before, from.parse()?)?, &Column::new(&after, to.parse()?)?);
    print(&comparison, json.then(|| wire::write_comparison(&comparison)));
    Ok(())
}

fn review(path: &str, json: bool) -> Result<()> {
    let review = Review::of(&specification(path)?);
    print(&review, json.then(|| wire::write_review(&review)));
    Ok(())
}

fn reevaluate([current, from, proposed, to]: [&str; 4], lots: &str, json: bool) -> Result<()> {
    let current = specification(current)?.plan(from.parse()?)?;
    let proposed = specification(proposed)?.plan(to.parse()?)?;
    let mut reevaluation = Reevaluation::new(&current, &proposed)?;
    // One lot at a time: what is kept is what flips.
    for lot in read_lots(lots)? {
        reevaluation.judge(&lot?);
    }
    print(&reevaluation, json.then(|| wire::write_reevaluation(&reevaluation)));
    Ok(())
}

fn in_force(history: &str, phase: &str, lots: &str) -> Result<()> {
    let history = wire::read_history(&read(history)?).map_err(|error| in_file(history, &error))?;
    print_in_force(&history, phase.parse()?, lots)
}

fn campaign([campaign, specified, lots]: [&str; 3], json: bool) -> Result<()> {
    let protocol = wire::read_campaign(&read(campaign)?).map_err(|error| in_file(campaign, &error))?;
    let plan = protocol.plan(&specification(specified)?).map_err(|error| in_file(campaign, &error))?;
    let report = plan.assess(&read_lots(lots)?.collect::<Result<Vec<Lot>>>()?)?;
    print(&report, json.then(|| wire::write_campaign_report(&report)));
    Ok(())
}

/// The CAR-T specification through its life.
fn tour() -> Result<()> {
    let data = |file: &str| format!("{}/examples/data/{file}", env!("CARGO_MANIFEST_DIR"));
    let (current, revised) = (data("car_t.specification.json"), data("car_t.revised.specification.json"));
    let past = data("car_t.past_lots.jsonl");

    heading("From clinical development to process validation");
    compare(&current, "clinical", &current, "validation", false)?;
    heading("From process validation to commercial supply");
    compare(&current, "validation", &current, "commercial", false)?;

    heading("What a reviewer should look at");
    review(&current, false)?;

    heading("Process validation: a campaign of three lots");
    campaign([&data("car_t.campaign.json"), &current, &data("car_t.campaign_lots.jsonl")], false)?;

    heading("A revision after approval, proposed from 40 commercial lots");
    compare(&current, "commercial", &revised, "commercial", false)?;

    heading("What the revision would have changed: the 40 lots under both versions");
    let plan = |path: &str| -> Result<_> { Ok(specification(path)?.plan(Phase::Commercial)?) };
    let mut reevaluation = Reevaluation::new(&plan(&current)?, &plan(&revised)?)?;
    for lot in read_lots(&past)? {
        if let Some(flip) = reevaluation.judge(&lot?).map(Flip::lot) {
            println!("lot {flip} flips");
        }
    }
    println!("\n{reevaluation}");

    heading("Which version judges a lot: the one in force on the day on which it was made");
    let history = History::new(vec![
        Version::since("2025-02-10", specification(&current)?).until("2026-03-31"),
        Version::since("2026-04-01", specification(&revised)?),
    ])?;
    print_in_force(&history, Phase::Commercial, &past)?;
    // A lot may be tested under the next version; that does not matter.
    for made in ["2026-03-01", "2026-03-31", "2026-04-01"] {
        let version = history.in_force_on(made.parse()?).map_or("none", Specification::version);
        println!("a lot that is made on {made} is judged by version {version}, whenever it is tested");
    }

    heading("A history that contradicts itself is refused, with all problems at once");
    let refused = History::new(vec![
        Version::since("2025-02-10", specification(&current)?).until("2025-11-30"),
        Version::since("2026-01-01", specification(&revised)?).until("2025-12-31"),
        Version::since("2025-11-15", specification(&current)?),
    ]);
    println!("{}", refused.map_or_else(|error| error.to_string(), |_| String::new()));
    Ok(())
}

fn heading(text: &str) {
    println!("\n{text}\n{}\n", "=".repeat(text.len()));
}

/// For each version how many of the lots were made under it, and why a lot has none.
fn print_in_force(history: &History, phase: Phase, lots: &str) -> Result<()> {
    let plan = history.plan(phase)?;
    let mut judged = Vec::new();
    for lot in read_lots(lots)? {
        let lot = lot?;
        let made = lot.manufactured().map_or("on an unknown day".to_owned(), |date| date.to_string());
        match plan.evaluate(&lot) {
            Ok(report) => {
                judged.push((report.specification_version().to_owned(), report.verdict(), lot.id().to_owned(), made));
            }
            Err(error) => println!("lot {} of {made}: {error}", lot.id()),
        }
    }
    for version in history.versions() {
        let own: Vec<_> = judged.iter().filter(|(judge, ..)| judge == version.specification().version()).collect();
        let until = version.until().map_or("until further notice".to_owned(), |date| format!("until {date}"));
        println!(
            "version {}, in force since {} {until}: {} lots",
            version.specification().version(),
            version.since(),
            own.len()
        );
        if let (Some((_, first, id, made)), Some((_, last, last_id, last_made))) = (own.first(), own.last()) {
            println!("  from {id} of {made} ({first}) to {last_id} of {last_made} ({last})");
        }
    }
    Ok(())
}

fn print(text: &impl Display, json: Option<String>) {
    println!("{}", json.unwrap_or_else(|| text.to_string()));
}

fn specification(path: &str) -> Result<Specification> {
    Ok(wire::read_specification(&read(path)?).map_err(|error| in_file(path, &error))?)
}

/// The lots of a file, one document a line.
fn read_lots(path: &str) -> Result<impl Iterator<Item = Result<Lot>>> {
    let lines = BufReader::new(File::open(path).map_err(|error| format!("{path}: {error}"))?).lines();
    let path = path.to_owned();
    Ok((1..).zip(lines).map(move |(number, line)| {
        let place = format!("{path}:{number}");
        let line = line.map_err(|error| format!("{place}: {error}"))?;
        Ok(wire::read_lot(&line).map_err(|error| in_file(&place, &error))?)
    }))
}

fn read(path: &str) -> Result<String> {
    Ok(fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?)
}

fn in_file(path: &str, error: &impl Display) -> String {
    error.to_string().lines().map(|line| format!("{path}: {line}")).collect::<Vec<_>>().join("\n")
}

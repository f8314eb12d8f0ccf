//! The life of a specification: what differs between phases and versions, what a reviewer should
//! look at, what past lots would have been under a revision, which version is in force for a lot,
//! and how far a process validation campaign is.
//!
//! ```text
//! lifecycle compare SPEC.json PHASE SPEC.json PHASE [--json]
//! lifecycle review SPEC.json [--json]
//! lifecycle reevaluate SPEC.json PHASE SPEC.json PHASE LOTS.jsonl [--json]
//! lifecycle in-force HISTORY.json PHASE LOTS.jsonl
//! lifecycle campaign CAMPAIGN.json SPEC.json LOTS.jsonl [--json]
//! lifecycle                      a demonstration: the CAR-T documents in examples/data, through all of them
//! ```
//!
//! LOTS.jsonl has one lot on each line, each lot once. Exit status:
//!
//! | | 0 | 1 | 2 |
//! | --- | --- | --- | --- |
//! | compare, review, demonstration | always | | |
//! | reevaluate | no lot flips | a lot flips | no lot flips, and there is one that neither plan judges |
//! | in-force | every lot has a version in force | a lot has none | |
//! | campaign | met | not met | in progress, or not started |
//!
//! 3 unusable input or arguments, with every problem on the standard error; no lot to re-evaluate
//! or to find a version for; output that cannot be written. A reader that stops early changes
//! nothing.

mod shared;

use std::collections::HashMap;
use std::fmt::Display;
use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::process::ExitCode;

use release_criteria::lifecycle::{
    CampaignStatus, Column, Comparison, History, Reevaluation, Review, Version,
};
use release_criteria::{Lot, Phase, Plan, Specification, wire};
use shared::{Arguments, Output, Program, Result, both, document, in_file, shipped};

fn main() -> ExitCode {
    Program { source: include_str!("lifecycle.rs"), flags: &["json"], options: &[], run }.main()
}

fn run(arguments: &Arguments, output: &mut Output) -> Result<u8> {
    if arguments.ask_for_demonstration() {
        return tour(output);
    }
    let json = arguments.flag("json");
    match *arguments.words().as_slice() {
        ["compare", before, from, after, to] => compare([before, from, after, to], json, output),
        ["review", specification] => review(specification, json, output),
        ["reevaluate", current, from, proposed, to, lots] => {
            reevaluate([current, from, proposed, to], lots, json, output)
        }
        ["in-force", history, phase, lots] if !json => {
            let (history, phase) = both(document(history, wire::read_history), read_phase(phase))?;
            in_force(&history, phase, lots, output)
        }
        ["campaign", protocol, specification, lots] => {
            campaign([protocol, specification, lots], json, output)
        }
        _ => Err(arguments.refuse("found no task with its files; expected one of these")),
    }
}

fn compare([before, from, after, to]: [&str; 4], json: bool, output: &mut Output) -> Result<u8> {
    let (before, after) = both(specified(before, from), specified(after, to))?;
    let (old, new) = (Column::new(&before.0, before.1)?, Column::new(&after.0, after.1)?);
    let comparison = Comparison::between(&old, &new);
    print(&comparison, json.then(|| wire::write_comparison(&comparison)), output)?;
    Ok(0)
}

fn review(path: &str, json: bool, output: &mut Output) -> Result<u8> {
    let review = Review::of(&document(path, wire::read_specification)?);
    print(&review, json.then(|| wire::write_review(&review)), output)?;
    Ok(0)
}

fn reevaluate(plans: [&str; 4], lots: &str, json: bool, output: &mut Output) -> Result<u8> {
    let [current, from, proposed, to] = plans;
    let (current, proposed) = both(plan(current, from), plan(proposed, to))?;
    let mut reevaluation = Reevaluation::new(&current, &proposed)?;
    // One lot at a time: what is kept is what flips.
    let count = each_lot(lots, |lot| Ok(reevaluation.judge(&lot).map(drop)?))?;
    if count == 0 {
        return Err(no_lot(lots));
    }
    print(&reevaluation, json.then(|| wire::write_reevaluation(&reevaluation)), output)?;
    Ok(match (reevaluation.flips().len(), reevaluation.unjudged()) {
        (0, 0) => 0,
        (0, _) => 2,
        _ => 1,
    })
}

fn campaign([campaign, specified, lots]: [&str; 3], json: bool, output: &mut Output) -> Result<u8> {
    let documents = both(
        document(campaign, wire::read_campaign),
        document(specified, wire::read_specification),
    );
    let (protocol, specification) = documents?;
    let plan = protocol.plan(&specification).map_err(|error| in_file(campaign, &error))?;
    let mut all = Vec::new();
    each_lot(lots, |lot| {
        all.push(lot);
        Ok(())
    })?;
    let report = plan.assess(&all).map_err(|error| in_file(lots, &error))?;
    print(&report, json.then(|| wire::write_campaign_report(&report)), output)?;
    Ok(match report.status() {
        CampaignStatus::Met => 0,
        CampaignStatus::NotMet => 1,
        _ => 2,
    })
}

/// The CAR-T specification through its life.
fn tour(output: &mut Output) -> Result<u8> {
    let data = |file: &str| shipped(&format!("data/{file}"));
    let (current, revised) =
        (data("car_t.specification.json"), data("car_t.revised.specification.json"));
    let past = data("car_t.past_lots.jsonl");

    output.heading("From clinical development to process validation")?;
    compare([&current, "clinical", &current, "validation"], false, output)?;
    output.heading("From process validation to commercial supply")?;
    compare([&current, "validation", &current, "commercial"], false, output)?;

    output.heading("What a reviewer should look at")?;
    review(&current, false, output)?;

    output.heading("Process validation: a campaign of three lots")?;
    campaign(
        [&data("car_t.campaign.json"), &current, &data("car_t.campaign_lots.jsonl")],
        false,
        output,
    )?;

    output.heading("A revision after approval, proposed from 40 commercial lots")?;
    compare([&current, "commercial", &revised, "commercial"], false, output)?;

    output.heading("What the revision would have changed: the 40 lots under both versions")?;
    let mut reevaluation =
        Reevaluation::new(&plan(&current, "commercial")?, &plan(&revised, "commercial")?)?;
    each_lot(&past, |lot| Ok(reevaluation.judge(&lot).map(drop)?))?;
    for flip in reevaluation.flips() {
        writeln!(output, "lot {} flips", flip.lot())?;
    }
    writeln!(output, "\n{reevaluation}")?;

    output
        .heading("Which version judges a lot: the one in force on the day on which it was made")?;
    let (current, revised) = both(
        document(&current, wire::read_specification),
        document(&revised, wire::read_specification),
    )?;
    let history = History::new(vec![
        Version::since("2025-02-10", current.clone()).until("2026-03-31"),
        Version::since("2026-04-01", revised.clone()),
    ])?;
    in_force(&history, Phase::Commercial, &past, output)?;
    // A lot may be tested under the next version; that does not matter.
    for made in ["2026-03-01", "2026-03-31", "2026-04-01"] {
        let version = history.in_force_on(made.parse()?).map_or("none", Specification::version);
        writeln!(
            output,
            "a lot that is made on {made} is judged by version {version}, whenever it is tested"
        )?;
    }

    output.heading("A history that contradicts itself is refused, with all problems at once")?;
    let refused = History::new(vec![
        Version::since("2025-02-10", current.clone()).until("2025-11-30"),
        Version::since("2026-01-01", revised).until("2025-12-31"),
        Version::since("2025-11-15", current),
    ]);
    writeln!(output, "{}", refused.map_or_else(|error| error.to_string(), |_| String::new()))?;
    Ok(0)
}

/// For each version how many of the lots were made under it, and why a lot has none.
fn in_force(history: &History, phase: Phase, lots: &str, output: &mut Output) -> Result<u8> {
    let plan = history.plan(phase)?;
    let (mut ids, mut judged, mut without) = (HashMap::new(), Vec::new(), Vec::new());
    let count = each_lot(lots, |lot| {
        let place = ids.len();
        let first = *ids.entry(lot.id().to_owned()).or_insert(place);
        if first != place {
            return Err(format!(
                "id: found `{}`, which is that of a lot before; a lot counts once",
                lot.id()
            )
            .into());
        }
        let made =
            lot.manufactured().map_or("on an unknown day".to_owned(), |date| date.to_string());
        match plan.evaluate(&lot) {
            Ok(report) => {
                judged.push((
                    report.specification_version().to_owned(),
                    report.verdict(),
                    lot.id().to_owned(),
                    made,
                ));
            }
            Err(error) => without.push(format!("lot {} of {made}: {error}", lot.id())),
        }
        Ok(())
    })?;
    if count == 0 {
        return Err(no_lot(lots));
    }
    for line in &without {
        writeln!(output, "{line}")?;
    }
    for version in history.versions() {
        let own: Vec<_> = judged
            .iter()
            .filter(|(judge, ..)| judge == version.specification().version())
            .collect();
        let until = version
            .until()
            .map_or("until further notice".to_owned(), |date| format!("until {date}"));
        let (number, since) = (version.specification().version(), version.since());
        writeln!(output, "version {number}, in force since {since} {until}: {} lots", own.len())?;
        if let (Some((_, first, id, made)), Some((_, last, last_id, last_made))) =
            (own.first(), own.last())
        {
            writeln!(
                output,
                "  from {id} of {made} ({first}) to {last_id} of {last_made} ({last})"
            )?;
        }
    }
    Ok(u8::from(!without.is_empty()))
}

fn print(text: &impl Display, json: Option<String>, output: &mut Output) -> Result<()> {
    Ok(writeln!(output, "{}", json.unwrap_or_else(|| text.to_string()))?)
}

/// A specification and the phase that is meant.
fn specified(path: &str, phase: &str) -> Result<(Specification, Phase)> {
    both(document(path, wire::read_specification), read_phase(phase))
}

fn read_phase(text: &str) -> Result<Phase> {
    Ok(text.parse()?)
}

fn plan(path: &str, phase: &str) -> Result<Plan> {
    let (specification, phase) = specified(path, phase)?;
    specification.plan(phase).map_err(|error| in_file(path, &error))
}

/// Hands on the lots of a file, one document a line, and counts them. What is wrong with any is
/// told at once, as of one document.
fn each_lot(path: &str, mut take: impl FnMut(Lot) -> Result<()>) -> Result<u64> {
    const TOLD: usize = 100;
    let file = File::open(path).map_err(|error| format!("{path}: {error}"))?;
    let (mut count, mut problems, mut further) = (0_u64, Vec::new(), 0_u64);
    for line in BufReader::new(file).lines() {
        count = count.saturating_add(1);
        // A line that is no text is one that is refused. What cannot be read at all has no next
        // line.
        let is_end = line.as_ref().is_err_and(|error| error.kind() != ErrorKind::InvalidData);
        let lot = line.map_err(Into::into).and_then(|line| Ok(wire::read_lot(&line)?));
        match lot.and_then(&mut take).map_err(|error| in_file(&format!("{path}:{count}"), &error)) {
            Ok(()) => {}
            Err(problem) if problems.len() < TOLD => problems.push(problem.to_string()),
            Err(_) => further = further.saturating_add(1),
        }
        if is_end {
            break;
        }
    }
    if further > 0 {
        problems.push(format!("{path}: and {further} further lots that are refused"));
    }
    if problems.is_empty() { Ok(count) } else { Err(problems.join("\n").into()) }
}

fn no_lot(path: &str) -> Box<dyn std::error::Error> {
    format!("{path}: found no lot; write one document on each line").into()
}

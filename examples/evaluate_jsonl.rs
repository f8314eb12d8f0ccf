//! Judges a stream of lots, one JSON document a line, for embedding into another system.
//!
//! ```text
//! evaluate_jsonl SPEC.json --phase commercial      each line is a lot
//! evaluate_jsonl                                   each line is {"specification": …, "phase": …, "lot": …}
//! evaluate_jsonl … --only verdict                  writes {"lot", "verdict"} instead of reports
//! evaluate_jsonl … --only failing                  and with them [{"test", "outcome", "reason"}, …] of all that hinders
//! ```
//!
//! Writes one line for each line read, in order, and flushes it: a report, or `{"error": [{"path", "message"}, …]}`.
//! A lot can be incomplete though nothing hinders it: it has unplanned results, or nothing in it conforms before release.
//! Memory depends on the longest line, not on their number; a line that no request can need is refused unread.

use std::error::Error;
use std::io::{self, BufRead, Read, Write};
use std::process::ExitCode;

use lexopt::prelude::*;
use release_criteria::{DocumentError, Lot, Outcome, Phase, Plan, wire};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// Two documents of 16 MiB and what joins them.
const LONGEST_LINE: u64 = 33 * 1024 * 1024;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(3)
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let (plan, answer) = arguments()?;
    let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
    let (mut line, mut written) = (Vec::new(), Vec::new());
    while read_line(&mut input, &mut line)? {
        written.clear();
        match judge(plan.as_ref(), &line, |plan, lot| answer.write(plan, lot, &mut written)) {
            Ok(done) => done?,
            Err(problems) => serde_json::to_writer(&mut written, &Refusal { error: problems })?,
        }
        written.push(b'\n');
        output.write_all(&written)?;
        output.flush()?;
    }
    Ok(())
}

/// What is written of a lot.
#[derive(Clone, Copy)]
enum Answer {
    Report,
    Verdict,
    Failing,
}

#[derive(Serialize)]
struct Short<'l> {
    lot: &'l str,
    verdict: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    failing: Option<Vec<Hindrance<'l>>>,
}

/// A test or a group that stands in the way of a lot that conforms.
#[derive(Serialize)]
struct Hindrance<'l> {
    test: &'l str,
    outcome: &'static str,
    reason: &'static str,
}

impl Answer {
    fn write(self, plan: &Plan, lot: &Lot, written: &mut Vec<u8>) -> serde_json::Result<()> {
        let failing = match self {
            Self::Report => {
                written.extend_from_slice(wire::write_report_line(&plan.evaluate(lot)).as_bytes());
                return Ok(());
            }
            Self::Verdict => None,
            Self::Failing => Some(hindrances(plan, lot)),
        };
        serde_json::to_writer(written, &Short { lot: lot.id(), verdict: plan.verdict(lot).code(), failing })
    }
}

fn hindrances<'l>(plan: &'l Plan, lot: &Lot) -> Vec<Hindrance<'l>> {
    let hinders = |outcome| matches!(outcome, Outcome::DoesNotConform | Outcome::Indeterminate | Outcome::Pending);
    let all = plan.outcomes(lot).into_iter().filter(|(_, outcome, _)| hinders(*outcome));
    all.map(|(test, outcome, reason)| Hindrance { test, outcome: outcome.code(), reason: reason.code() }).collect()
}

fn arguments() -> Result<(Option<Plan>, Answer), Box<dyn Error>> {
    let mut parser = lexopt::Parser::from_env();
    let (mut file, mut phase, mut only) = (None, None, None);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("phase") if phase.is_none() => phase = Some(parser.value()?.string()?.parse::<Phase>()?),
            Long("only") if only.is_none() => {
                only = Some(match parser.value()?.string()?.as_str() {
                    "verdict" => Answer::Verdict,
                    "failing" => Answer::Failing,
                    other => return Err(format!("found `--only {other}`; expected `verdict` or `failing`").into()),
                });
            }
            Value(path) if file.is_none() => file = Some(path.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    let answer = only.unwrap_or(Answer::Report);
    match (file, phase) {
        (None, None) => Ok((None, answer)),
        (Some(file), Some(phase)) => {
            let specification = std::fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
            let specification = wire::read_specification(&specification)?;
            Ok((Some(specification.plan(phase)?), answer))
        }
        _ => Err("a specification and a --phase are needed together".into()),
    }
}

/// Reads a line without its end; `false` at the end of the input. Of a line that is too long only the first part is kept.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    if input.by_ref().take(LONGEST_LINE).read_until(b'\n', line)? == 0 {
        return Ok(false);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    } else if line.len() as u64 == LONGEST_LINE {
        input.skip_until(b'\n')?;
    }
    Ok(true)
}

#[derive(Serialize)]
struct Refusal {
    error: Vec<Problem>,
}

#[derive(Serialize)]
struct Problem {
    path: String,
    message: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request<'l> {
    #[serde(borrow)]
    specification: &'l RawValue,
    phase: String,
    #[serde(borrow)]
    lot: &'l RawValue,
}

fn judge<T>(plan: Option<&Plan>, line: &[u8], answer: impl FnOnce(&Plan, &Lot) -> T) -> Result<T, Vec<Problem>> {
    let whole = |message: String| vec![Problem { path: String::new(), message }];
    if line.len() as u64 == LONGEST_LINE {
        return Err(whole("the line is longer than two documents can be".to_owned()));
    }
    let line = std::str::from_utf8(line).map_err(|error| whole(format!("the line is no UTF-8: {error}")))?;
    if let Some(plan) = plan {
        let lot = wire::read_lot(line).map_err(|error| problems("", &error))?;
        return Ok(answer(plan, &lot));
    }
    if !line.trim_start().starts_with('{') {
        return Err(whole(
            "found no request: a JSON object with `specification`, `phase` and `lot` is expected".to_owned(),
        ));
    }
    let request: Request<'_> =
        serde_json::from_str(line).map_err(|error| whole(format!("found no request: {error}")))?;
    let phase: Result<Phase, _> = request.phase.parse();
    let specification =
        wire::read_specification(request.specification.get()).map_err(|error| problems("specification", &error));
    let plan = match (specification, phase) {
        (Ok(specification), Ok(phase)) => specification.plan(phase).map_err(|error| problems("specification", &error)),
        (specification, phase) => {
            let phase = phase.err().map(|error| Problem { path: "phase".to_owned(), message: error.to_string() });
            Err(specification.err().into_iter().flatten().chain(phase).collect())
        }
    };
    let lot: Result<Lot, _> = wire::read_lot(request.lot.get()).map_err(|error| problems("lot", &error));
    match (plan, lot) {
        (Ok(plan), Ok(lot)) => Ok(answer(&plan, &lot)),
        // Both documents are read before either is refused, so that all problems are seen at once.
        (plan, lot) => Err([plan.err(), lot.err()].into_iter().flatten().flatten().collect()),
    }
}

/// The problems of a part of the line, with paths from the line on.
fn problems(part: &str, error: &DocumentError) -> Vec<Problem> {
    let path = |path: &str| [part, path].into_iter().filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join(".");
    let further = (error.further() > 0)
        .then(|| Problem { path: part.to_owned(), message: format!("and {} further problems", error.further()) });
    let listed =
        error.problems().iter().map(|one| Problem { path: path(one.path()), message: one.message().to_owned() });
    listed.chain(further).collect()
}

//! Judges a stream of lots, one JSON document a line, for embedding into another system.
//!
//! ```text
//! evaluate_jsonl SPEC.json --phase clinical|validation|commercial [--only verdict|failing]
//! evaluate_jsonl [--only verdict|failing]
//! ```
//!
//! Reads the standard input. Each line is a lot, or, where no specification is named, a request
//! with everything that it needs: `{"specification": …, "phase": …, "lot": …}`. Writes one line for
//! each line read, in order, and flushes it: a report; with `--only verdict` no more than `{"lot",
//! "verdict"}`; with `--only failing` also `[{"test", "outcome", "reason"}, …]` of all that is in
//! its way. A lot can be incomplete though the list is empty: it has unplanned results or one of
//! another lot, or nothing in it conforms before release.
//!
//! A line that cannot be judged is answered by `{"line", "lot", "error": [{"path", "code", "message"},
//! …]}`, and the next one is read. Lines count from 1; `lot` is left out where no id of a lot can
//! be read. Memory depends on the longest line, not on their number; a line that no request can
//! need is refused unread.
//!
//! Exit status: 0 every line was judged, whatever the verdicts; 3 a line was refused, there was
//! none, the input or the arguments are unusable, or the output cannot be written. A reader that
//! stops early ends it, with the status of the lines so far.

mod shared;

use std::fmt;
use std::io::{self, BufRead, Read, Write};
use std::process::ExitCode;

use release_criteria::{DocumentError, Lot, Outcome, Phase, Plan, ProblemCode, wire};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use shared::{Arguments, Output, Program, Result, UNUSABLE, both, document, in_file};

/// Two documents of 16 MiB and what joins them.
const LONGEST_LINE: u64 = 33 * 1024 * 1024;

fn main() -> ExitCode {
    let source = include_str!("evaluate_jsonl.rs");
    Program { source, flags: &[], options: &["phase", "only"], run }.main()
}

fn run(arguments: &Arguments, output: &mut Output) -> Result<u8> {
    let (plan, answer) = asked(arguments)?;
    let mut input = io::stdin().lock();
    let (mut line, mut number, mut status) = (Vec::new(), 0_u64, 0);
    let unread = |error| format!("the standard input cannot be read: {error}");
    while !output.is_closed() && read_line(&mut input, &mut line).map_err(unread)? {
        number = number.saturating_add(1);
        let written = match judge(plan.as_ref(), &line, |plan, lot| answer.of(plan, lot)) {
            Ok(answer) => answer?,
            Err(error) => {
                status = UNUSABLE;
                one_line(&Refusal { line: number, lot: lot_in(&line), error })?
            }
        };
        writeln!(output, "{written}")?;
        output.flush()?;
    }
    if number == 0 {
        return Err(
            "found no line on the standard input, so that nothing was judged; write one document \
             on each"
                .into(),
        );
    }
    Ok(status)
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
    fn of(self, plan: &Plan, lot: &Lot) -> Result<String> {
        let failing = match self {
            Self::Report => return Ok(wire::write_report_line(&plan.evaluate(lot))),
            Self::Verdict => None,
            Self::Failing => Some(hindrances(plan, lot)),
        };
        one_line(&Short { lot: lot.id(), verdict: plan.verdict(lot).code(), failing })
    }
}

fn one_line(answer: &impl Serialize) -> Result<String> {
    Ok(wire::one_line(serde_json::to_string(answer)?))
}

fn hindrances<'l>(plan: &'l Plan, lot: &Lot) -> Vec<Hindrance<'l>> {
    let hinders = |outcome| {
        matches!(outcome, Outcome::DoesNotConform | Outcome::Indeterminate | Outcome::Pending)
    };
    let all = plan.outcomes(lot).into_iter().filter(|(_, outcome, _)| hinders(*outcome));
    all.map(|(test, outcome, reason)| Hindrance {
        test,
        outcome: outcome.code(),
        reason: reason.code(),
    })
    .collect()
}

fn asked(arguments: &Arguments) -> Result<(Option<Plan>, Answer)> {
    let answer = match arguments.value("only") {
        None => Ok(Answer::Report),
        Some("verdict") => Ok(Answer::Verdict),
        Some("failing") => Ok(Answer::Failing),
        Some(other) => {
            Err(format!("found `--only {other}`; expected `verdict` or `failing`").into())
        }
    };
    let judge = arguments.phase().and_then(|phase| match (arguments.words().as_slice(), phase) {
        ([], None) => Ok(None),
        ([path], Some(phase)) => Ok(Some(((*path).to_owned(), phase))),
        (files, phase) => {
            let (files, phases) = (files.len(), if phase.is_some() { "a" } else { "no" });
            Err(format!(
                "found {files} files and {phases} phase; one specification and a `--phase` are \
                 needed together"
            )
            .into())
        }
    });
    let (answer, judge) =
        both(answer, judge).map_err(|error| arguments.refuse(&error.to_string()))?;
    let plan = judge.map(|(path, phase)| {
        let specification = document(&path, wire::read_specification)?;
        specification.plan(phase).map_err(|error| in_file(&path, &error))
    });
    Ok((plan.transpose()?, answer))
}

/// Reads a line without its end; `false` at the end of the input. Of a line that is too long only
/// the first part is kept.
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
    line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    lot: Option<String>,
    error: Vec<Problem>,
}

#[derive(Serialize)]
struct Problem {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<ProblemCode>,
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

fn judge<T>(
    plan: Option<&Plan>,
    line: &[u8],
    answer: impl FnOnce(&Plan, &Lot) -> T,
) -> std::result::Result<T, Vec<Problem>> {
    let whole = |code: ProblemCode, message| {
        vec![Problem { path: String::new(), code: Some(code), message }]
    };
    if line.len() as u64 == LONGEST_LINE {
        let message = "the line is longer than two documents can be".to_owned();
        return Err(whole(ProblemCode::BeyondLimit, message));
    }
    let line = std::str::from_utf8(line)
        .map_err(|error| whole(ProblemCode::Malformed, format!("the line is no UTF-8: {error}")))?;
    if let Some(plan) = plan {
        let lot = wire::read_lot(line).map_err(|error| problems("", &error))?;
        return Ok(answer(plan, &lot));
    }
    if !line.trim_start().starts_with('{') {
        let message =
            "found no request: a JSON object with `specification`, `phase` and `lot` is expected";
        return Err(whole(ProblemCode::Malformed, message.to_owned()));
    }
    let request: Request<'_> = serde_json::from_str(line)
        .map_err(|error| whole(ProblemCode::Malformed, format!("found no request: {error}")))?;
    let phase: std::result::Result<Phase, _> = request.phase.parse();
    let specification = wire::read_specification(request.specification.get())
        .map_err(|error| problems("specification", &error));
    let plan = match (specification, phase) {
        (Ok(specification), Ok(phase)) => {
            specification.plan(phase).map_err(|error| problems("specification", &error))
        }
        (specification, phase) => {
            let phase = phase.err().map(|error| Problem {
                path: "phase".to_owned(),
                code: Some(ProblemCode::UnknownCode),
                message: error.to_string(),
            });
            Err(specification.err().into_iter().flatten().chain(phase).collect())
        }
    };
    let lot: std::result::Result<Lot, _> =
        wire::read_lot(request.lot.get()).map_err(|error| problems("lot", &error));
    match (plan, lot) {
        (Ok(plan), Ok(lot)) => Ok(answer(&plan, &lot)),
        // Both documents are read before either is refused, so that all problems are seen at once.
        (plan, lot) => Err([plan.err(), lot.err()].into_iter().flatten().flatten().collect()),
    }
}

/// The problems of a part of the line, with paths from the line on.
fn problems(part: &str, error: &DocumentError) -> Vec<Problem> {
    let path = |path: &str| {
        [part, path].into_iter().filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join(".")
    };
    let further = (error.further() > 0).then(|| Problem {
        path: part.to_owned(),
        code: None,
        message: format!("and {} further problems", error.further()),
    });
    let listed = error.problems().iter().map(|one| Problem {
        path: path(one.path()),
        code: Some(one.code()),
        message: one.message().to_owned(),
    });
    listed.chain(further).collect()
}

/// The only id of a lot in a line that was refused, of the lot itself or of that in a request. It
/// may stand before what is wrong.
fn lot_in(line: &[u8]) -> Option<String> {
    let mut ids = Vec::new();
    let line = line.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(line);
    // What was read before a fault is kept.
    let _ = Ids(&mut ids).deserialize(&mut serde_json::Deserializer::from_slice(line));
    match ids.as_slice() {
        [id] if Lot::new(id, "any", Vec::new()).is_ok() => ids.pop(),
        _ => None,
    }
}

struct Ids<'i>(&'i mut Vec<String>);

impl<'de> DeserializeSeed<'de> for Ids<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> std::result::Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Ids<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a lot or a request")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> std::result::Result<(), A::Error> {
        while let Some(key) = members.next_key::<String>()? {
            match key.as_str() {
                // Two say nothing, and further ones are not kept.
                "id" if self.0.len() > 1 => return Err(A::Error::custom("a third id")),
                "id" => self.0.push(members.next_value()?),
                "lot" => members.next_value_seed(Ids(&mut *self.0))?,
                _ => {
                    members.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

//! The parser of the notation; its grammar stands on `Criterion`.

use crate::value::Notation;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::str::FromStr;

use super::limits::{read_comparator, read_range};
use super::{Criterion, Demand, Range, Rejected, Term, Terms};
use crate::error::{Fault, ParseError, shown};
use crate::value::{Cursor, Identifier};

const REPORT: [&str; 8] = [
    "report",
    "report result",
    "report results",
    "report value",
    "for information only",
    "fio",
    "record result",
    "as reported",
];
const NOT_REQUIRED: [&str; 2] = ["not required", "not tested"];

impl FromStr for Criterion {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let demand = parse(text)?;
        if demand.to_string().len() > Self::LONGEST {
            return Err(too_long(text));
        }
        Ok(Self { demand, written: text.into(), listed: false })
    }
}

impl Notation for Criterion {
    fn text(&self) -> Cow<'_, str> {
        self.verbatim().into()
    }

    fn schema() -> Value {
        json!({"type": "string", "minLength": 1, "maxLength": Self::LONGEST})
    }
}

fn too_long(text: &str) -> ParseError {
    Cursor::new(text).error(Fault::LongCriterion)
}

fn parse(text: &str) -> Result<Demand, ParseError> {
    if text.len() > Criterion::LONGEST {
        return Err(too_long(text));
    }
    let cursor = Cursor::new(text);
    let is_whole = |phrases: &[&str]| {
        phrases.iter().any(|phrase| {
            let mut ahead = cursor;
            ahead.phrase(phrase) && ahead.is_done()
        })
    };
    if is_whole(&REPORT) {
        return Ok(Demand::Report);
    }
    if is_whole(&NOT_REQUIRED) {
        return Ok(Demand::NotRequired);
    }
    let mut ahead = cursor;
    if ahead.phrase("same as") {
        return read_parameter(ahead).map(Demand::SameAs);
    }
    parse_asked(cursor)
}

/// The id at which the criterion ends.
fn read_parameter(mut cursor: Cursor<'_>) -> Result<Identifier, ParseError> {
    cursor.skip_space();
    let begin = cursor;
    let text = cursor.take_while(|c| !c.is_whitespace());
    let id = text.parse().ok().filter(|_| cursor.is_done());
    id.ok_or_else(|| begin.error(Fault::NoParameter(begin.found())))
}

fn parse_asked(mut cursor: Cursor<'_>) -> Result<Demand, ParseError> {
    let (mut range, accepted) = read_accepted(&mut cursor)?;
    let begin_of_rejected = cursor;
    let rejected = read_rejected(&mut cursor)?;
    if !cursor.is_done() {
        return Err(trailing(&cursor));
    }
    let rejects = rejected != Rejected::Listed(Vec::new());
    if !rejects && range.is_none() {
        return Err(cursor.error(Fault::NothingRejected));
    }
    if let Some(range) = range.take_if(|_| accepted.is_empty() && !rejects) {
        return Ok(Demand::Numbers(Box::new(range)));
    }
    let twice = || begin_of_rejected.error(Fault::RepeatedTerm);
    let terms = Terms::new(accepted, rejected).ok_or_else(twice)?;
    Ok(match range {
        Some(range) => Demand::Either(Box::new(range), terms),
        None => Demand::Terms(terms),
    })
}

/// Limits and terms, joined by `or`.
fn read_accepted(cursor: &mut Cursor<'_>) -> Result<(Option<Range>, Vec<Term>), ParseError> {
    let (mut range, mut accepted) = (None, Vec::new());
    loop {
        cursor.skip_space();
        if cursor.peek() == Some('"') {
            accepted.push(read_term(cursor)?);
        } else if range.is_some() {
            return Err(cursor.error(Fault::SecondLimits(cursor.found())));
        } else {
            range = Some(read_range(cursor)?);
        }
        cursor.skip_space();
        if !cursor.phrase("or") {
            return Ok((range, accepted));
        }
    }
}

/// Terms, each after a `not`; or `not other` alone.
fn read_rejected(cursor: &mut Cursor<'_>) -> Result<Rejected, ParseError> {
    let mut rejected = Vec::new();
    while cursor.phrase("not") {
        cursor.skip_space();
        if rejected.is_empty() && cursor.phrase("other") {
            cursor.skip_space();
            return Ok(Rejected::Other);
        }
        if cursor.peek() != Some('"') {
            return Err(cursor.error(Fault::NoRejectedTerm(cursor.found())));
        }
        rejected.push(read_term(cursor)?);
        cursor.skip_space();
    }
    Ok(Rejected::Listed(rejected))
}

fn trailing(cursor: &Cursor<'_>) -> ParseError {
    let mut ahead = *cursor;
    let fault = match cursor.peek() {
        Some('–' | '-' | '−' | '—') => Fault::DashAfterCriterion,
        _ if cursor.sees("to") => Fault::ToAfterCriterion,
        Some('±') => Fault::ToleranceAfterCriterion,
        Some('"') => Fault::TermAfterCriterion,
        _ if cursor.sees("or") => Fault::TermAfterCriterion,
        _ if cursor.sees("and") || read_comparator(&mut ahead).is_some() => {
            Fault::LimitAfterCriterion
        }
        _ => Fault::AfterCriterion,
    };
    cursor.error(fault(cursor.found()))
}

fn read_term(cursor: &mut Cursor<'_>) -> Result<Term, ParseError> {
    let begin = *cursor;
    cursor.bump();
    let text = cursor.take_while(|c| c != '"');
    if !cursor.eat("\"") {
        return Err(begin.error(Fault::NoClosingQuotationMark));
    }
    // The position of a refused term is that of its quotation mark.
    text.parse()
        .map_err(|_: ParseError| begin.error(Fault::NoTerm { shown: shown(text, 1).into() }))
}

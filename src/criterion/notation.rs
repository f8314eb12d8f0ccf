//! The parser of the notation; its grammar stands on `Criterion`.

use super::{Bound, Criterion, Demand, Form, Range, Term, Terms};
use crate::error::{ParseError, shown};
use crate::value::{Comparator, Cursor, Lexed, Number, Unit};

const A_CRITERION: &str = "write a limit such as `NLT 70 %`, a range such as `70–130 %`, terms in quotes with what they exclude, \
                           such as `\"No growth\" not \"Growth\"`, or `report`";
const A_LIMIT_FITS: &str = "a limit has at most 18 significant digits, all between 10^-12 and 10^22";
const A_LIMIT: &str = "write a comparator and a number, such as `NLT 70 %`";
const A_HYPHEN: &str = "a hyphen behind a unit needs spaces: `70 % - 130 %`";
const A_RANGE_ALONE: &str = "a range stands alone, without a comparator: `85–90 %`";

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

/// Longer phrases stand before those with which they begin.
const COMPARATORS: [(&str, Comparator); 18] = [
    ("nlt", Comparator::AtLeast),
    ("not less than", Comparator::AtLeast),
    ("no less than", Comparator::AtLeast),
    ("at least", Comparator::AtLeast),
    ("minimum", Comparator::AtLeast),
    ("greater than or equal to", Comparator::AtLeast),
    ("nmt", Comparator::AtMost),
    ("not more than", Comparator::AtMost),
    ("no more than", Comparator::AtMost),
    ("at most", Comparator::AtMost),
    ("maximum", Comparator::AtMost),
    ("up to", Comparator::AtMost),
    ("less than or equal to", Comparator::AtMost),
    ("mt", Comparator::MoreThan),
    ("more than", Comparator::MoreThan),
    ("greater than", Comparator::MoreThan),
    ("lt", Comparator::LessThan),
    ("less than", Comparator::LessThan),
];

pub(super) fn parse(text: &str) -> Result<Demand, ParseError> {
    if text.len() > Criterion::LONGEST {
        return Err(Cursor::new(text).error("found a criterion of more than 1 KiB", "write a shorter one"));
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
    parse_asked(cursor)
}

fn parse_asked(mut cursor: Cursor<'_>) -> Result<Demand, ParseError> {
    let mut range = None;
    let mut accepted = Vec::new();
    loop {
        cursor.skip_space();
        if cursor.peek() == Some('"') {
            accepted.push(read_term(&mut cursor)?);
        } else if range.is_some() {
            return Err(cursor.error(
                format!("{} where a term is expected", cursor.found()),
                "a criterion has limits once; write a term in quotes",
            ));
        } else {
            range = Some(read_range(&mut cursor)?);
        }
        cursor.skip_space();
        if !cursor.phrase("or") {
            break;
        }
    }
    let begin_of_rejected = cursor;
    let mut rejected = Vec::new();
    let mut rejects_other = false;
    while cursor.phrase("not") {
        cursor.skip_space();
        if rejected.is_empty() && cursor.phrase("other") {
            rejects_other = true;
        } else if cursor.peek() == Some('"') {
            rejected.push(read_term(&mut cursor)?);
        } else {
            return Err(cursor
                .error(format!("{} behind `not`", cursor.found()), "write `not \"Growth\"`, or `not other` alone"));
        }
        cursor.skip_space();
        if rejects_other {
            break;
        }
    }
    if !cursor.is_done() {
        return Err(trailing(&cursor));
    }
    let none_rejected = rejected.is_empty() && !rejects_other;
    let terms = if accepted.is_empty() && none_rejected {
        None
    } else {
        let terms = Terms::listed(accepted, rejected)
            .ok_or_else(|| begin_of_rejected.error("found a term twice", "terms must differ, space and case aside"))?;
        Some(if rejects_other { terms.or_reject_other() } else { terms })
    };
    match (range, terms) {
        (Some(range), None) => Ok(Demand::Numbers(range)),
        (Some(range), Some(terms)) => Ok(Demand::Either(range, terms)),
        (None, Some(terms)) if !none_rejected => Ok(Demand::Terms(terms)),
        (None, _) => Err(cursor.error(
            "found accepted terms only, so that nothing could fail,",
            "name what is not accepted: `not \"Growth\"`, or `not other`",
        )),
    }
}

fn trailing(cursor: &Cursor<'_>) -> ParseError {
    let mend = match cursor.peek() {
        Some('–' | '-') => A_RANGE_ALONE,
        _ if cursor.sees("to") => "a range stands alone, without a comparator: `85 to 90 %`",
        _ => "a criterion ends with its unit; what is measured belongs to the name of the test",
    };
    cursor.error(format!("{} behind the criterion", cursor.found()), mend)
}

fn read_term(cursor: &mut Cursor<'_>) -> Result<Term, ParseError> {
    let begin = *cursor;
    cursor.bump();
    let text = cursor.take_while(|c| c != '"');
    if !cursor.eat("\"") {
        return Err(begin.error("found no end of the term", "write the term between two `\"`"));
    }
    // The position of a refused term is that of its quotation mark.
    text.parse().map_err(|_: ParseError| {
        begin.error(
            format!("found `{}`, which cannot be a term,", shown(text, 1)),
            "a term names what is observed: not empty, not `other`, not a word for no result",
        )
    })
}

/// A number in a limit, with the place where it began.
#[derive(Clone, Copy)]
struct Limit<'t> {
    begin: Cursor<'t>,
    lexed: Lexed,
}

impl<'t> Limit<'t> {
    fn read(cursor: &mut Cursor<'t>) -> Result<Self, ParseError> {
        cursor.skip_space();
        let begin = *cursor;
        let lexed = Number::read(cursor)?;
        if lexed.bare {
            return Err(begin.error(
                "found a bare power of ten as a limit, which has no last written digit,",
                "write its digits, such as `1.0 × 10^12`",
            ));
        }
        Self { begin, lexed }.checked(lexed.number)
    }

    fn checked(self, number: Number) -> Result<Self, ParseError> {
        if number.fits_a_limit() {
            Ok(Self { lexed: Lexed { number, ..self.lexed }, ..self })
        } else {
            Err(self.begin.error(format!("found the limit `{number}`"), A_LIMIT_FITS))
        }
    }

    fn number(&self) -> Number {
        self.lexed.number
    }

    /// Takes the power of ten of `last` where it was written once, behind both.
    fn sharing(self, unit: Option<&Unit>, last: &Self) -> Result<Self, ParseError> {
        if unit.is_some() || self.lexed.has_power || !last.lexed.times_ten {
            return Ok(self);
        }
        // Without its power it would be another limit, so one that cannot take it is refused.
        match self.number().with_power(last.number().power()) {
            Some(shared) => self.checked(shared),
            None => Err(self.begin.error(
                format!("found the limit `{} × 10^{}`", self.number().digits(), last.number().power()),
                A_LIMIT_FITS,
            )),
        }
    }
}

fn read_range(cursor: &mut Cursor<'_>) -> Result<Range, ParseError> {
    let begin = *cursor;
    if cursor.phrase("between") {
        let lower = Limit::read(cursor)?;
        let lower_unit = read_unit(cursor)?;
        cursor.skip_space();
        if !cursor.phrase("and") {
            return Err(
                cursor.error(format!("{} where `and` is expected", cursor.found()), "write `between 70 and 130 %`")
            );
        }
        return read_upper_end(cursor, &begin, lower, lower_unit);
    }
    if cursor.eat("=") || cursor.phrase("eq") {
        let limit = Limit::read(cursor)?;
        let unit = read_unit(cursor)?;
        let bound = Some(Bound { limit: limit.number(), strict: false });
        return Range::new(bound, bound, Form::Equal, unit).ok_or_else(|| crossed(&begin));
    }
    if let Some(comparator) = read_comparator(cursor) {
        return read_bounds(cursor, &begin, comparator);
    }
    if !cursor.peek().is_some_and(|c| c.is_numeric() || matches!(c, '+' | '-' | '−' | '–' | '—' | '.')) {
        let mend = if matches!(cursor.peek(), Some('“' | '”' | '\'' | '‘' | '’' | '«')) {
            "write terms between two `\"`"
        } else {
            A_CRITERION
        };
        return Err(cursor.error(format!("{} where a criterion begins", cursor.found()), mend));
    }
    let first = Limit::read(cursor)?;
    let unit = Unit::read(cursor)?;
    if unit.as_ref().is_some_and(|unit| holds_a_range(unit, is_per_cent)) {
        return Err(begin.error("found a number without a comparator", A_HYPHEN));
    }
    cursor.skip_space();
    if cursor.eat_any(&["±", "+/-"]) {
        return read_tolerance(cursor, &begin, first, unit);
    }
    if cursor.eat_any(&["–", "-"]) {
        cursor.skip_space();
        if matches!(cursor.peek(), Some('-' | '−' | '+' | '–')) {
            return Err(cursor.error("found a sign behind a dash", "write a range with negative ends as `-5 to -2 °C`"));
        }
        return read_upper_end(cursor, &begin, first, unit);
    }
    if cursor.phrase("to") {
        return read_upper_end(cursor, &begin, first, unit);
    }
    let mend = if unit.is_some_and(|unit| holds_a_range(&unit, |_| true)) {
        A_HYPHEN
    } else {
        "say on which side it limits: `NLT 70 %`, `NMT 70 %`, or `= 70 %`"
    };
    Err(begin.error("found a number without a comparator", mend))
}

/// The unit behind a limit: `IL-2` may be one, `%-90%` is the rest of `≥ 85%-90%`.
fn read_unit(cursor: &mut Cursor<'_>) -> Result<Option<Unit>, ParseError> {
    let mut begin = *cursor;
    let unit = Unit::read(cursor)?;
    if unit.as_ref().is_some_and(|unit| holds_a_range(unit, is_per_cent)) {
        begin.skip_space();
        return Err(begin.error(format!("{} behind a limit", begin.found()), A_RANGE_ALONE));
    }
    Ok(unit)
}

fn is_per_cent(character: char) -> bool {
    matches!(character, '%' | '‰')
}

/// Whether a hyphen and a digit stand in the unit, behind a character that is `wanted`.
fn holds_a_range(unit: &Unit, wanted: impl Fn(char) -> bool) -> bool {
    let mut characters = unit.as_str().chars().peekable();
    let mut last = ' ';
    while let Some(character) = characters.next() {
        if character == '-' && wanted(last) && characters.peek().is_some_and(char::is_ascii_digit) {
            return true;
        }
        last = character;
    }
    false
}

fn read_comparator(cursor: &mut Cursor<'_>) -> Option<Comparator> {
    Comparator::read_sign(cursor).or_else(|| {
        COMPARATORS.into_iter().find_map(|(phrase, comparator)| cursor.phrase(phrase).then_some(comparator))
    })
}

/// One bound, or two joined by `and` or a comma, behind the first comparator.
fn read_bounds<'t>(cursor: &mut Cursor<'t>, begin: &Cursor<'t>, comparator: Comparator) -> Result<Range, ParseError> {
    let limit = Limit::read(cursor)?;
    let unit = read_unit(cursor)?;
    let first = Bound { limit: limit.number(), strict: comparator.is_strict() };
    let mut ahead = *cursor;
    ahead.skip_space();
    if !(ahead.eat(",") || ahead.phrase("and")) {
        let (lower, upper) = if comparator.is_lower() { (Some(first), None) } else { (None, Some(first)) };
        return Range::new(lower, upper, Form::Bounds, unit).ok_or_else(|| crossed(begin));
    }
    ahead.skip_space();
    let second_begin = ahead;
    let Some(second_comparator) = read_comparator(&mut ahead) else {
        return Err(ahead.error(format!("{} where a second limit is expected", ahead.found()), A_LIMIT));
    };
    if second_comparator.is_lower() == comparator.is_lower() {
        return Err(second_begin.error(
            "found a second limit on the same side",
            "write a lower and an upper limit, such as `> 70 and NMT 130 %`",
        ));
    }
    let second_limit = Limit::read(&mut ahead)?;
    let second = Bound { limit: second_limit.number(), strict: second_comparator.is_strict() };
    let second_unit = read_unit(&mut ahead)?;
    *cursor = ahead;
    let unit = common_unit(begin, unit, second_unit)?;
    let (lower, upper) = if comparator.is_lower() { (first, second) } else { (second, first) };
    Range::new(Some(lower), Some(upper), Form::Bounds, unit).ok_or_else(|| crossed(begin))
}

fn read_upper_end<'t>(
    cursor: &mut Cursor<'t>,
    begin: &Cursor<'t>,
    lower: Limit<'t>,
    lower_unit: Option<Unit>,
) -> Result<Range, ParseError> {
    let upper = Limit::read(cursor)?;
    let upper_unit = read_unit(cursor)?;
    let lower = lower.sharing(lower_unit.as_ref(), &upper)?;
    let unit = common_unit(begin, lower_unit, upper_unit)?;
    let bound = |limit: &Limit<'_>| Some(Bound { limit: limit.number(), strict: false });
    Range::new(bound(&lower), bound(&upper), Form::Bounds, unit).ok_or_else(|| crossed(begin))
}

fn read_tolerance<'t>(
    cursor: &mut Cursor<'t>,
    begin: &Cursor<'t>,
    target: Limit<'t>,
    target_unit: Option<Unit>,
) -> Result<Range, ParseError> {
    let tolerance = Limit::read(cursor)?;
    if tolerance.number().is_zero() || tolerance.number().is_negative() {
        return Err(tolerance.begin.error("found a tolerance that is not above zero", "write `7.0 ± 0.2`, or `= 7.0`"));
    }
    cursor.skip_space();
    let percent = cursor.eat("%");
    let unit = read_unit(cursor)?;
    let (target, unit) = if percent {
        match (target_unit, unit) {
            (Some(unit), None) => (target, Some(unit)),
            (first, second) => (target, common_unit(begin, first, second)?),
        }
    } else {
        (target.sharing(target_unit.as_ref(), &tolerance)?, common_unit(begin, target_unit, unit)?)
    };
    let (target, mend) = (target.number(), "write target and tolerance with the same power of ten: `1.0 ± 0.2 × 10^6`");
    let tolerance = tolerance.number();
    if tolerance.power() != 0 && (percent || target.power() == 0) {
        return Err(begin.error("found a power of ten on the tolerance only", mend));
    }
    let (lower, upper) = Range::ends(target, tolerance, percent)
        .filter(|(l, u)| l.fits_a_limit() && u.fits_a_limit())
        .ok_or_else(|| {
            begin.error(
                "found a tolerance whose ends cannot be written at the last place of the target",
                "write the target with more places, such as `1.0 × 10^6 ± 20 %`, or the two ends as a range",
            )
        })?;
    let bound = |limit| Some(Bound { limit, strict: false });
    Range::new(bound(lower), bound(upper), Form::Tolerance { target, tolerance, percent }, unit)
        .ok_or_else(|| crossed(begin))
}

/// The unit of two numbers: behind the second one, or behind both.
fn common_unit(begin: &Cursor<'_>, first: Option<Unit>, second: Option<Unit>) -> Result<Option<Unit>, ParseError> {
    match (first, second) {
        (None, second) => Ok(second),
        (Some(first), Some(second)) if first == second => Ok(Some(second)),
        (Some(first), Some(second)) => Err(begin
            .error(format!("found ends with different units, `{first}` and `{second}`,"), "write both in one unit")),
        (Some(first), None) => Err(begin.error(
            format!("found the unit `{first}` on the first number only"),
            "write the unit behind the last number",
        )),
    }
}

fn crossed(begin: &Cursor<'_>) -> ParseError {
    begin.error(
        "found crossed limits, between which there is nothing,",
        "write the lower limit first, and the upper one above it",
    )
}

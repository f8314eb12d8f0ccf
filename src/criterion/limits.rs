//! The part of the notation that limits a number; its grammar stands on `Criterion`.

use super::{Bound, Form, Range};
use crate::error::{Fault, ParseError};
use crate::value::{Comparator, Cursor, Number, Numeral, PowerForm, Unit};

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

pub(super) fn read_comparator(cursor: &mut Cursor<'_>) -> Option<Comparator> {
    Comparator::read_sign(cursor).or_else(|| {
        COMPARATORS
            .into_iter()
            .find_map(|(phrase, comparator)| cursor.phrase(phrase).then_some(comparator))
    })
}

/// Reads the limits that begin here.
pub(super) fn read_range(cursor: &mut Cursor<'_>) -> Result<Range, ParseError> {
    let begin = *cursor;
    if cursor.phrase("between") {
        let (lower, unit) = (Limit::read(cursor)?, Unit::read(cursor)?);
        cursor.skip_space();
        if !cursor.phrase("and") {
            return Err(cursor.error(Fault::NoAnd(cursor.found())));
        }
        return read_upper_end(cursor, &begin, lower, unit);
    }
    if cursor.eat("=") || cursor.phrase("eq") {
        let limit = Limit::read(cursor)?;
        let unit = Unit::read(cursor)?;
        return Range::between(limit.number(), limit.number(), Form::Equal, unit)
            .ok_or_else(|| crossed(&begin));
    }
    if let Some(comparator) = read_comparator(cursor) {
        return read_bounds(cursor, &begin, comparator);
    }
    if !cursor
        .peek()
        .is_some_and(|c| c.is_numeric() || matches!(c, '+' | '-' | '−' | '–' | '—' | '.'))
    {
        let is_quoted = matches!(cursor.peek(), Some('“' | '”' | '\'' | '‘' | '’' | '«'));
        let fault = if is_quoted { Fault::OtherQuotationMark } else { Fault::NoCriterion };
        return Err(cursor.error(fault(cursor.found())));
    }
    read_number_first(cursor, &begin)
}

/// A range or a target, which begin with a number.
fn read_number_first<'t>(cursor: &mut Cursor<'t>, begin: &Cursor<'t>) -> Result<Range, ParseError> {
    let (first, unit) = (Limit::read(cursor)?, Unit::read(cursor)?);
    let spaced = cursor.skip_space();
    if cursor.eat_any(&["±", "+/-"]) {
        return read_tolerance(cursor, begin, first, unit);
    }
    if cursor.peek() == Some('-') && unit.is_some() && !spaced {
        return Err(cursor.error(Fault::HyphenAfterUnit));
    }
    if cursor.eat_any(&["–", "-"]) {
        cursor.skip_space();
        if matches!(cursor.peek(), Some('-' | '−' | '+' | '–')) {
            return Err(cursor.error(Fault::SignAfterDash));
        }
        return read_upper_end(cursor, begin, first, unit);
    }
    if cursor.phrase("to") {
        return read_upper_end(cursor, begin, first, unit);
    }
    Err(begin.error(match cursor.peek() {
        Some('−' | '—' | '‒' | '\u{2010}' | '\u{2011}') => Fault::OtherDash,
        _ if unit.is_some_and(|unit| unit.as_str().contains('-')) => Fault::HyphenInUnit,
        _ => Fault::NoComparator,
    }))
}

/// One bound, or two joined by `and` or a comma, after the first comparator.
fn read_bounds<'t>(
    cursor: &mut Cursor<'t>,
    begin: &Cursor<'t>,
    comparator: Comparator,
) -> Result<Range, ParseError> {
    let (limit, unit) = (Limit::read(cursor)?, Unit::read(cursor)?);
    let first = Bound { comparator, limit: limit.number() };
    let mut ahead = *cursor;
    ahead.skip_space();
    if !(ahead.eat(",") || ahead.phrase("and")) {
        let (lower, upper) =
            if comparator.is_lower() { (Some(first), None) } else { (None, Some(first)) };
        return Range::new(lower, upper, Form::Bounds, unit).ok_or_else(|| crossed(begin));
    }
    ahead.skip_space();
    let second_begin = ahead;
    let Some(second_comparator) = read_comparator(&mut ahead) else {
        return Err(ahead.error(Fault::NoSecondLimit(ahead.found())));
    };
    if second_comparator.is_lower() == comparator.is_lower() {
        return Err(second_begin.error(Fault::SecondLimitOnSameSide));
    }
    let (second_limit, second_unit) = (Limit::read(&mut ahead)?, Unit::read(&mut ahead)?);
    *cursor = ahead;
    let second = Bound { comparator: second_comparator, limit: second_limit.number() };
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
    let (upper, upper_unit) = (Limit::read(cursor)?, Unit::read(cursor)?);
    let lower = lower.with_power_of(upper, lower_unit.as_ref())?;
    let unit = common_unit(begin, lower_unit, upper_unit)?;
    Range::between(lower.number(), upper.number(), Form::Bounds, unit).ok_or_else(|| crossed(begin))
}

fn read_tolerance<'t>(
    cursor: &mut Cursor<'t>,
    begin: &Cursor<'t>,
    target: Limit<'t>,
    target_unit: Option<Unit>,
) -> Result<Range, ParseError> {
    let tolerance = Limit::read(cursor)?;
    if tolerance.number().is_zero() || tolerance.number().is_negative() {
        return Err(tolerance.begin.error(Fault::NoTolerance));
    }
    cursor.skip_space();
    let sign = *cursor;
    let percent = cursor.eat("%");
    let unit = Unit::read(cursor)?;
    let (target, unit) = if percent {
        let unit =
            if unit.is_none() { target_unit } else { common_unit(begin, target_unit, unit)? };
        let unclear = unit
            .as_ref()
            .is_some_and(|unit| unit.as_str().contains('%') || unit.as_str().starts_with('('));
        if unclear || target.number().is_zero() || tolerance.numeral.power != PowerForm::None {
            return Err(sign.error(Fault::UnclearPercent));
        }
        (target, unit)
    } else {
        (
            target.with_power_of(tolerance, target_unit.as_ref())?,
            common_unit(begin, target_unit, unit)?,
        )
    };
    let begin_of_tolerance = tolerance.begin;
    let (target, tolerance) = (target.number(), tolerance.number());
    if !percent && (target.power() == 0) != (tolerance.power() == 0) {
        // `1 × 10^0 ± 2 × 10^5` would print as `1 ± 2 × 10^5`, which shares the power.
        return Err(begin_of_tolerance.error(Fault::PowerOnOne));
    }
    let ends = Range::ends(target, tolerance, percent)
        .filter(|(l, u)| l.fits_a_limit() && u.fits_a_limit());
    let Some((lower, upper)) = ends else {
        let fault = if percent { Fault::EndsOfPercentage } else { Fault::EndsOfTolerance };
        return Err(begin.error(fault));
    };
    let form = Form::Tolerance { target, tolerance, percent };
    Range::between(lower, upper, form, unit).ok_or_else(|| crossed(begin))
}

/// A number in a limit, with the place where it began.
#[derive(Clone, Copy)]
struct Limit<'t> {
    begin: Cursor<'t>,
    numeral: Numeral,
}

impl<'t> Limit<'t> {
    fn read(cursor: &mut Cursor<'t>) -> Result<Self, ParseError> {
        cursor.skip_space();
        let begin = *cursor;
        let numeral = Numeral::read(cursor)?;
        if numeral.power == PowerForm::Bare {
            return Err(begin.error(Fault::BarePowerAsLimit));
        }
        Self { begin, numeral }.with(Some(numeral.number))
    }

    /// The same limit with another number, if that fits a limit.
    fn with(self, number: Option<Number>) -> Result<Self, ParseError> {
        if let Some(number) = number.filter(Number::fits_a_limit) {
            return Ok(Self { numeral: Numeral { number, ..self.numeral }, ..self });
        }
        let long = |number: Number| Fault::LongLimit { number: number.to_string() };
        Err(self.begin.error(number.map_or(Fault::LimitOutOfRange, long)))
    }

    fn number(&self) -> Number {
        self.numeral.number
    }

    /// Takes the power of ten of `last` where that was written once, after both.
    ///
    /// A power on one of the two alone is refused: read as it stands, it would be a limit far from
    /// the one that is meant.
    fn with_power_of(self, last: Self, unit: Option<&Unit>) -> Result<Self, ParseError> {
        match (self.numeral.power, last.numeral.power) {
            (PowerForm::None, PowerForm::Times) if unit.is_none() => {
                self.with(self.number().with_power(last.number().power()))
            }
            (PowerForm::None, PowerForm::None) => Ok(self),
            (PowerForm::None, _) => Err(last.begin.error(Fault::PowerOnSecond)),
            (_, PowerForm::None) => Err(self.begin.error(Fault::PowerOnFirst)),
            _ => Ok(self),
        }
    }
}

/// The unit of two numbers: after the second one, or after both.
fn common_unit(
    begin: &Cursor<'_>,
    first: Option<Unit>,
    second: Option<Unit>,
) -> Result<Option<Unit>, ParseError> {
    match (first, second) {
        (None, second) => Ok(second),
        (Some(first), Some(second)) if first == second => Ok(Some(second)),
        (Some(first), Some(second)) => {
            let (first, second) = (first.to_string(), second.to_string());
            Err(begin.error(Fault::DifferentUnits { first, second }))
        }
        (Some(first), None) => Err(begin.error(Fault::UnitOnFirst { unit: first.to_string() })),
    }
}

fn crossed(begin: &Cursor<'_>) -> ParseError {
    begin.error(Fault::CrossedLimits)
}

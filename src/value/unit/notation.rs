//! Reading units; the grammar stands on [`Unit`](crate::Unit).

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::error::{Fault, ParseError};
use crate::value::number::from_superscript;
use crate::value::{Cursor, Numeral};

fn begins_word(character: char) -> bool {
    character.is_alphabetic() || matches!(character, '%' | '‰' | '°')
}

fn continues_word(character: char) -> bool {
    character.is_alphanumeric()
        || matches!(character, '%' | '‰' | '°' | '+' | '-' | '_' | '.' | '\'' | '^' | '⁻' | '−')
}

/// Words that the notation needs for itself; `x5` after a number is the rest of a power of ten.
fn is_reserved(word: &str) -> bool {
    let is_power = word
        .strip_prefix(['x', 'X'])
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if is_power {
        return true;
    }
    ["to", "and", "or", "not", "per", "other", "between", "x"]
        .iter()
        .any(|reserved| word.eq_ignore_ascii_case(reserved))
}

/// A word in canonical spelling, and whether it stood to a negative power.
fn read_word<'t>(cursor: &mut Cursor<'t>) -> Result<Option<(Cow<'t, str>, bool)>, ParseError> {
    let mut ahead = *cursor;
    if !ahead.peek().is_some_and(begins_word) {
        return Ok(None);
    }
    // A sign for parts in a hundred is a word by itself: `85%-90%` is no unit.
    let written = if ahead.eat("%") {
        "%"
    } else if ahead.eat("‰") {
        "‰"
    } else {
        ahead.take_while(continues_word)
    };
    if is_reserved(written) {
        return Ok(None);
    }
    if written.is_ascii() && !written.contains('^') {
        *cursor = ahead;
        return Ok(Some((canonical(written), false)));
    }
    let (base, power, inverse) = split_power(written);
    if base.len() < written.len() && is_reserved(base) {
        return Err(cursor.error(Fault::NoUnit { word: written.to_owned() }));
    }
    // `mL−1⁻¹` and `m²^2` have two powers.
    let second =
        base.contains(['^', '⁻', '−']) || base.ends_with(|c| from_superscript(c).is_some());
    let lost = power.is_empty() && (inverse || base.len() < written.len());
    if second || lost || !power.chars().all(|c| c.is_ascii_digit()) {
        return Err(cursor.error(Fault::PowerOfUnit { word: written.to_owned() }));
    }
    let mut word = canonical(base);
    if !(power.is_empty() || inverse && power == "1") {
        word.to_mut().extend(power.chars().filter_map(to_superscript));
    }
    *cursor = ahead;
    Ok(Some((word, inverse)))
}

/// The canonical spelling of a word without its power.
fn canonical(word: &str) -> Cow<'_, str> {
    match word {
        "ml" => "mL".into(),
        _ if !word.is_ascii() => word.replace('μ', "µ").into(),
        _ => word.into(),
    }
}

/// `mL⁻¹` is `mL`, `1`, inverse; `m^2` is `m`, `2`; `IL-2` is itself: a hyphen is no minus sign.
fn split_power(written: &str) -> (&str, String, bool) {
    // All digits raised or none: `m^2²` stays as it is, and is refused.
    let plain = |digits: &str| {
        digits
            .chars()
            .map(from_superscript)
            .collect::<Option<String>>()
            .unwrap_or(digits.to_owned())
    };
    for sign in ["^-", "^−", "⁻", "−"] {
        if let Some((base, digits)) = written.split_once(sign) {
            return (base, plain(digits), true);
        }
    }
    if let Some((base, digits)) = written.split_once('^') {
        return (base, plain(digits), false);
    }
    let base = written.trim_end_matches(|c| from_superscript(c).is_some());
    let digits = written.strip_prefix(base).unwrap_or_default();
    (base, plain(digits), false)
}

fn to_superscript(digit: char) -> Option<char> {
    "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().find(|&c| from_superscript(c) == Some(digit))
}

/// A word, with words in parentheses or not, or only words in parentheses.
pub(super) fn read_factor<'t>(cursor: &mut Cursor<'t>) -> Result<Option<Cow<'t, str>>, ParseError> {
    if cursor.peek() == Some('(') {
        return Ok(Some(format!("({})", read_parenthesis(cursor)?).into()));
    }
    let begin = *cursor;
    let Some((mut word, inverse)) = read_word(cursor)? else { return Ok(None) };
    if inverse {
        return Err(begin.error(Fault::NoNumerator(begin.found())));
    }
    let mut ahead = *cursor;
    ahead.skip_space();
    if ahead.peek() == Some('(') {
        let _ = write!(word.to_mut(), " ({})", read_parenthesis(&mut ahead)?);
        *cursor = ahead;
    }
    Ok(Some(word))
}

fn read_parenthesis(cursor: &mut Cursor<'_>) -> Result<String, ParseError> {
    let begin = *cursor;
    cursor.bump();
    let mut words: Vec<String> = Vec::new();
    loop {
        cursor.skip_space();
        if !words.is_empty() && cursor.eat(")") {
            return Ok(words.join(" "));
        }
        let parts = read_parts_of_word(cursor)?;
        if parts.is_empty() {
            return Err(if words.is_empty() && cursor.peek() == Some(')') {
                begin.error(Fault::EmptyParenthesis)
            } else {
                cursor.error(Fault::InParenthesis(cursor.found()))
            });
        }
        words.push(parts);
    }
}

/// In parentheses `w/w` is one word.
fn read_parts_of_word(cursor: &mut Cursor<'_>) -> Result<String, ParseError> {
    let mut parts = String::new();
    while let Some((word, inverse)) = read_word(cursor)? {
        if inverse {
            return Err(cursor.error(Fault::NegativePowerInParentheses));
        }
        parts.push_str(&word);
        if cursor.peek() != Some('/') {
            break;
        }
        cursor.bump();
        parts.push('/');
    }
    if parts.ends_with('/') {
        return Err(cursor.error(Fault::NoWordAfterSlash(cursor.found())));
    }
    Ok(parts)
}

pub(super) fn read_denominator<'t>(cursor: &mut Cursor<'t>) -> Result<Cow<'t, str>, ParseError> {
    if let Some(number) = read_count(cursor)? {
        cursor.skip_space();
        let factor = read_factor(cursor)?;
        return factor
            .map(|factor| format!("{number} {factor}").into())
            .ok_or_else(|| cursor.error(Fault::AfterNumberOfUnit(cursor.found())));
    }
    let mut ahead = *cursor;
    if ahead.eat("(") {
        ahead.skip_space();
        if let Some(number) = read_count(&mut ahead)? {
            let words = read_words(&mut ahead)?;
            ahead.skip_space();
            if words.is_empty() || !ahead.eat(")") {
                return Err(ahead.error(Fault::InParenthesis(ahead.found())));
            }
            *cursor = ahead;
            return Ok(together(Some(&number), &words).into());
        }
        let words = read_parenthesis(cursor)?;
        // `a/(b/c)` is not `a/b/c`.
        return Ok(if words.contains([' ', '/']) { format!("({words})") } else { words }.into());
    }
    read_factor(cursor)?.ok_or_else(|| cursor.error(Fault::NoDenominator(cursor.found())))
}

pub(super) fn read_words_of_per<'t>(cursor: &mut Cursor<'t>) -> Result<Cow<'t, str>, ParseError> {
    if cursor.peek() == Some('(') {
        return read_denominator(cursor);
    }
    let number = read_count(cursor)?;
    let words = read_words(cursor)?;
    if words.is_empty() {
        return Err(cursor.error(Fault::NoWordsAfterPer(cursor.found())));
    }
    Ok(together(number.as_deref(), &words).into())
}

/// The number with which a denominator may begin.
fn read_count(cursor: &mut Cursor<'_>) -> Result<Option<String>, ParseError> {
    if !cursor.peek().is_some_and(|c| c.is_ascii_digit()) {
        return Ok(None);
    }
    let begin = *cursor;
    let number = Numeral::read(cursor)?.number;
    if number.is_zero() {
        return Err(begin.error(Fault::UnitPerZero));
    }
    Ok(Some(number.to_string().replace(' ', "")))
}

fn read_words<'t>(cursor: &mut Cursor<'t>) -> Result<Vec<Cow<'t, str>>, ParseError> {
    let mut words = Vec::new();
    loop {
        let mut ahead = *cursor;
        ahead.skip_space();
        match read_word(&mut ahead)? {
            Some((word, false)) => {
                words.push(word);
                *cursor = ahead;
            }
            _ => return Ok(words),
        }
    }
}

fn together(number: Option<&str>, words: &[Cow<'_, str>]) -> String {
    let joined = words.join(" ");
    match number {
        None if words.len() == 1 => joined,
        None => format!("({joined})"),
        Some(number) if words.len() == 1 => format!("{number} {joined}"),
        Some(number) => format!("({number} {joined})"),
    }
}

/// The second word of `EU mL⁻¹`.
pub(super) fn read_inverse<'t>(
    cursor: &mut Cursor<'t>,
) -> Result<Option<Cow<'t, str>>, ParseError> {
    Ok(read_word(cursor)?.and_then(|(word, inverse)| inverse.then_some(word)))
}

//! How messages repeat a text that may mislead whoever reads it.

use std::borrow::Cow;

/// Longest piece of a refused text that a message repeats, in characters.
pub(crate) const SHOWN: usize = 60;

/// `text` as a message shows it: whole if short, else the part around `position`, without control
/// characters.
pub(crate) fn shown(text: &str, position: usize) -> Box<str> {
    let start = match text.char_indices().nth(SHOWN) {
        None => 0,
        Some(_) => position.saturating_sub(SHOWN / 2),
    };
    let mut piece = String::new();
    if start > 0 {
        piece.push('…');
    }
    let mut rest = text.chars().skip(start);
    piece.push_str(&printable(rest.by_ref().take(SHOWN).collect::<String>()));
    if rest.next().is_some() {
        piece.push('…');
    }
    piece.into()
}

/// Whether nobody can see the character: a control character that is no space, or what Unicode
/// calls default-ignorable.
///
/// Without the two overrides of direction, which show what stands after them in another order.
pub(crate) fn is_invisible(character: char) -> bool {
    match character {
        '\0'..'\u{AD}' => character.is_control() && !character.is_whitespace(),
        '\u{AD}'
        | '\u{34F}'
        | '\u{61C}'
        | '\u{115F}'..='\u{1160}'
        | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202C}'
        | '\u{2060}'..='\u{206F}'
        | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}'
        | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFF8}'
        | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}' => true,
        _ => false,
    }
}

/// Whether the character would move the cursor, or reorder or hide what stands around it.
pub(crate) fn misleads(character: char) -> bool {
    character.is_control()
        || is_invisible(character)
        || matches!(character, '\u{2028}' | '\u{2029}' | '\u{202D}' | '\u{202E}')
}

/// `text` with the characters spelt out that would mislead whoever reads it.
pub(crate) fn printable<'t>(text: impl Into<Cow<'t, str>>) -> Cow<'t, str> {
    let text = text.into();
    if !text.contains(misleads) {
        return text;
    }
    let mut printable = String::with_capacity(text.len());
    for character in text.chars() {
        if misleads(character) {
            printable.extend(character.escape_unicode());
        } else {
            printable.push(character);
        }
    }
    printable.into()
}

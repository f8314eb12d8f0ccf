//! Which texts look the same, though they are written in other characters.

use unicode_normalization::UnicodeNormalization;

use super::{fold, without_case, words};
use crate::error::is_invisible;

/// The most characters of a difference that are spelt out.
const SPELT: usize = 12;

/// Whether two texts differ only in what nobody can see: in how a letter is composed, in the kind
/// and number of spaces, in the kind of a dash, and in invisible characters. Never of texts that
/// are equal, space at the ends aside.
pub(crate) fn look_alike(one: &str, other: &str) -> bool {
    one.trim() != other.trim() && shown(one).nfc().eq(shown(other).nfc())
}

/// The same of terms: without regard to letter case, and never of texts that are the same term.
pub(crate) fn look_alike_as_terms(one: &str, other: &str) -> bool {
    // Case is a matter of single characters, so that letters are taken apart first.
    let folded = |text| shown(text).nfd().flat_map(without_case).nfc();
    !fold(one).eq(fold(other)) && folded(one).eq(folded(other))
}

/// What a reader sees of a text, each dash and each space as one sign.
fn shown(text: &str) -> impl Iterator<Item = char> + '_ {
    // The override to left-to-right comes with texts that are copied; the other one shows them in
    // another order.
    let is_unseen = |c| is_invisible(c) || c == '\u{202D}';
    words(text, is_unseen).map(|c| if is_dash(c) { '-' } else { c })
}

/// What Unicode calls a dash.
pub(crate) fn is_dash(character: char) -> bool {
    matches!(
        character,
        '-' | '\u{58A}'
            | '\u{5BE}'
            | '\u{1400}'
            | '\u{1806}'
            | '\u{2010}'..='\u{2015}'
            | '\u{2053}'
            | '\u{207B}'
            | '\u{208B}'
            | '\u{2212}'
            | '\u{2E17}'
            | '\u{2E1A}'
            | '\u{2E3A}'..='\u{2E3B}'
            | '\u{2E40}'
            | '\u{2E5D}'
            | '\u{301C}'
            | '\u{3030}'
            | '\u{30A0}'
            | '\u{FE31}'..='\u{FE32}'
            | '\u{FE58}'
            | '\u{FE63}'
            | '\u{FF0D}'
            | '\u{10D6E}'
            | '\u{10EAD}'
    )
}

/// In which characters two texts differ, from the first difference to the last: `` `u U+0308`
/// against `U+00FC` ``.
pub(crate) fn difference(one: &str, other: &str) -> String {
    difference_of(one.trim().chars(), other.trim().chars())
}

/// The same of terms: without what makes no difference to them.
pub(crate) fn difference_as_terms(one: &str, other: &str) -> String {
    difference_of(fold(one), fold(other))
}

fn difference_of(one: impl Iterator<Item = char>, other: impl Iterator<Item = char>) -> String {
    let (one, other): (Vec<char>, Vec<char>) = (one.collect(), other.collect());
    let before = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let [one, other] = [&one, &other].map(|all| all.get(before..).unwrap_or_default());
    let after = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    let [one, other] = [one, other]
        .map(|rest| spelt(rest.get(..rest.len().saturating_sub(after)).unwrap_or_default()));
    format!("{one} against {other}")
}

/// Characters by their numbers, but for those of ASCII that can be seen.
fn spelt(characters: &[char]) -> String {
    let one = |c: &char| {
        if c.is_ascii_graphic() { c.to_string() } else { format!("U+{:04X}", u32::from(*c)) }
    };
    let mut all: Vec<String> = characters.iter().take(SPELT).map(one).collect();
    if characters.len() > SPELT {
        all.push("…".to_owned());
    }
    if all.is_empty() { "nothing".to_owned() } else { format!("`{}`", all.join(" ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rules: TERM-9.
    #[test]
    fn what_looks_alike_and_how_it_differs() {
        for (one, other, expected) in [
            ("Mu\u{308}ller", "M\u{fc}ller", "`u U+0308` against `U+00FC`"),
            ("DN-04\u{200b}17", "DN-0417", "`U+200B` against nothing"),
            ("DN\u{2011}0417", "DN-0417", "`U+2011` against `-`"),
            ("DN\u{2013}0417", "DN\u{2212}0417", "`U+2013` against `U+2212`"),
            ("DN\u{a0}0417", "DN 0417", "`U+00A0` against `U+0020`"),
            ("DN  0417", "DN 0417", "`U+0020` against nothing"),
            ("\u{feff}DN-0417", "DN-0417", "`U+FEFF` against nothing"),
            (
                "\u{202d}DN-0417\u{202c}",
                "DN-0417",
                "`U+202D D N - 0 4 1 7 U+202C` against `D N - 0 4 1 7`",
            ),
            ("\u{200b} DN", "DN", "`U+200B U+0020` against nothing"),
            ("e\u{323}\u{301}", "\u{e9}\u{323}", "`e U+0323 U+0301` against `U+00E9 U+0323`"),
            ("u\u{200b}\u{308}", "\u{fc}", "`u U+200B U+0308` against `U+00FC`"),
            ("\u{1112}\u{1161}\u{11ab}", "\u{d55c}", "`U+1112 U+1161 U+11AB` against `U+D55C`"),
            ("\u{212b}", "\u{c5}", "`U+212B` against `U+00C5`"),
            ("\u{a0}1\u{a0}2345678901234", "1 2345678901234", "`U+00A0` against `U+0020`"),
            (
                "A\u{a0}1234567890\u{a0}B",
                "A 1234567890 B",
                "`U+00A0 1 2 3 4 5 6 7 8 9 0 U+00A0` against `U+0020 1 2 3 4 5 6 7 8 9 0 U+0020`",
            ),
            (
                "A\u{a0}12345678901\u{a0}B",
                "A 12345678901 B",
                "`U+00A0 1 2 3 4 5 6 7 8 9 0 1 …` against `U+0020 1 2 3 4 5 6 7 8 9 0 1 …`",
            ),
        ] {
            assert!(look_alike(one, other), "{one:?} {other:?}");
            assert_eq!(difference(one, other), expected);
        }
        for (one, other) in [
            ("DN-0417", " DN-0417\n"),
            ("DN-0417", "DN0417"),
            ("DN 0417", "DN0417"),
            ("DN-0417", "DN 0417"),
            ("DN-0417", "dn-0417"),
            ("DN-0417", "DN-0471"),
            ("Mu\u{308}ller", "Muller"),
            ("M\u{fc}ller", "Mu\u{301}ller"),
            ("DN_0417", "DN-0417"),
            ("\u{202e}DN-0417", "DN-0417"),
            ("\u{391}", "A"),
        ] {
            assert!(!look_alike(one, other), "{one:?} {other:?}");
        }
    }

    /// Rules: TERM-9.
    #[test]
    fn which_terms_look_alike_and_how_they_differ() {
        for (one, other, expected) in [
            ("Ne\u{301}gatif", "N\u{e9}gatif", "`e U+0301` against `U+00E9`"),
            ("NE\u{301}GATIF", "n\u{e9}gatif", "`e U+0301` against `U+00E9`"),
            ("CD19\u{2011}positive", "CD19-Positive", "`U+2011` against `-`"),
            ("\u{202d}No growth", "no growth", "`U+202D` against nothing"),
            // The iota below is a letter of its own in capitals, and stands after the accent there.
            (
                "\u{3b1}\u{345}\u{342}",
                "\u{391}\u{342}\u{345}",
                "`U+03B9 U+0342` against `U+0342 U+03B9`",
            ),
        ] {
            assert!(look_alike_as_terms(one, other), "{one:?} {other:?}");
            assert_eq!(difference_as_terms(one, other), expected);
        }
        for (one, other) in [
            ("No\u{a0}\u{200b} growth", "no growth"),
            ("STRASSE", "stra\u{df}e"),
            ("CD19 positive", "CD19-positive"),
            ("Ne\u{301}gatif", "Negatif"),
        ] {
            assert!(!look_alike_as_terms(one, other), "{one:?} {other:?}");
        }
    }

    /// Rules: TERM-9.
    #[test]
    fn dashes() {
        let dashes = (0..=0x0010_FFFF_u32).filter_map(char::from_u32).filter(|c| is_dash(*c));
        assert_eq!(dashes.count(), 31);
        assert!(!is_dash('_') && !is_dash('~') && !is_dash('\u{ad}') && !is_dash('\u{2016}'));
    }
}

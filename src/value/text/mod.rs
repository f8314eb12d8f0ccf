//! How texts compare, and what a result's text can be.

mod alike;

#[cfg(feature = "testing")]
pub(crate) use alike::is_dash;
pub(crate) use alike::{difference, difference_as_terms, look_alike, look_alike_as_terms};

use super::Measurement;
use crate::error::{ParseError, is_invisible};

/// What the text of a result turned out to be. A qualitative test asks only for the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    Measured(Measurement),
    /// Begins like a number and is none.
    Unreadable(ParseError),
    Term,
}

impl Reading {
    pub(crate) fn of(text: &str) -> Self {
        match text.parse() {
            Ok(measurement) => Self::Measured(measurement),
            Err(error) if begins_like_a_number(text) => Self::Unreadable(error),
            Err(_) => Self::Term,
        }
    }
}

/// Whether a quantitative test has to read `text` as a number: its first letter or digit is a
/// numeral, or it spells a number that no result can have.
pub(crate) fn begins_like_a_number(text: &str) -> bool {
    let mut letters =
        text.chars().filter(|c| !is_invisible(*c)).skip_while(|c| !c.is_alphanumeric());
    if letters.clone().next().is_some_and(char::is_numeric) || text.contains('∞') {
        return true;
    }
    let word: String = letters.by_ref().take_while(|c| c.is_alphanumeric()).take(9).collect();
    let is = |wanted: &str| word.eq_ignore_ascii_case(wanted);
    is("nan") || is("inf") || is("infinity") || (is("nd") && text.contains('('))
}

/// How texts compare: trimmed, each inner space one, without regard to case. What nobody can see
/// makes no difference.
pub(crate) fn fold(text: &str) -> impl Iterator<Item = char> + '_ {
    words(text, is_invisible).flat_map(without_case)
}

/// The words of a text with one space between two, without the characters that are unseen.
pub(super) fn words(
    text: &str,
    is_unseen: impl Fn(char) -> bool + Copy,
) -> impl Iterator<Item = char> {
    text.split_whitespace()
        .filter(move |word| !word.chars().all(is_unseen))
        .enumerate()
        .flat_map(|(index, word)| (index > 0).then_some(' ').into_iter().chain(word.chars()))
        .filter(move |c| !is_unseen(*c))
}

/// Down, up and down again, so that `ς` and `σ`, `ẞ` and `ss`, `µ` and `μ` are the same; of a plain
/// letter once is enough.
pub(super) fn without_case(letter: char) -> impl Iterator<Item = char> {
    let plain = letter.is_ascii().then(|| letter.to_ascii_lowercase());
    let others = Some(letter).filter(|letter| !letter.is_ascii()).into_iter();
    let others = others
        .flat_map(char::to_lowercase)
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase);
    plain.into_iter().chain(others)
}

/// Whether the text says that there is no result. Such a text is never a value: it must be left
/// out.
pub(crate) fn says_no_result(text: &str) -> bool {
    const WORDS: [&str; 21] = [
        "nd",
        "n.d.",
        "na",
        "n.a.",
        "n/a",
        "nt",
        "n.t.",
        "-",
        "–",
        "—",
        "−",
        "not tested",
        "not done",
        "not determined",
        "not analysed",
        "not analyzed",
        "not available",
        "pending",
        "in progress",
        "tbd",
        "",
    ];
    // Longer than each of them, a text is none of them.
    let folded: String = fold(text).take(16).collect();
    WORDS.contains(&folded.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rules: TERM-5, MEAS-3.
    #[test]
    fn readings() {
        let kind = |text: &str| match Reading::of(text) {
            Reading::Measured(_) => "measured",
            Reading::Unreadable(_) => "unreadable",
            Reading::Term => "term",
        };
        for text in [
            "97,95 %",
            ".5",
            "1e",
            "46,XY",
            "1:64",
            "~5",
            "(5)",
            "NaN",
            "-inf",
            "٥ %",
            "ND (LOD ?)",
            "5 % viable cells",
            "– 5",
        ] {
            assert_eq!(kind(text), "unreadable", "{text}");
        }
        for text in ["<LOQ", "Not detected", "TNTC", "No growth", "+ve", "CD3+", "ND"] {
            assert_eq!(kind(text), "term", "{text}");
        }
        assert_eq!(kind("<0.5 %"), "measured");
    }

    /// Rules: TERM-2.
    #[test]
    fn folding() {
        assert!(fold("  No \u{a0} growth ").eq("no growth".chars()));
        assert!(fold("STRASSE").eq(fold("straße")));
        assert!(fold("STRAẞE").eq(fold("straße")));
        for unseen in [
            "No growth\u{200b}",
            "\u{200b} No growth",
            "No \u{200b} growth",
            "No\u{fe0f} growth",
            "\u{202a}No growth\u{202c}",
        ] {
            assert!(fold(unseen).eq(fold("No growth")), "{unseen:?}");
        }
        assert!(fold("μm").eq(fold("µm")));
        for letter in (0..128).map(char::from) {
            let thrice =
                letter.to_lowercase().flat_map(char::to_uppercase).flat_map(char::to_lowercase);
            assert!(without_case(letter).eq(thrice), "{letter:?}");
        }
        assert!(!fold("nogrowth").eq(fold("no growth")));
        for word in
            ["nd", "N.A.", " Not  Tested ", "TBD", "", "  ", "-", "\u{200b} pending", "n.d."]
        {
            assert!(says_no_result(word), "{word}");
        }
        assert!(!says_no_result("Not detected"));
    }
}

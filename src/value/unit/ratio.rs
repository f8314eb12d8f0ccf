//! What units say themselves of how many of one are one of another.

use super::dimension::{factors, share};
use crate::value::Unit;

/// The prefixes of the SI, with the ASCII spellings of `µ` that are common in laboratories.
const PREFIXES: [(&str, i32); 19] = [
    ("T", 12),
    ("G", 9),
    ("M", 6),
    ("k", 3),
    ("h", 2),
    ("da", 1),
    ("", 0),
    ("d", -1),
    ("c", -2),
    ("m", -3),
    ("µ", -6),
    ("u", -6),
    ("mc", -6),
    ("n", -9),
    ("p", -12),
    ("f", -15),
    ("a", -18),
    ("z", -21),
    ("y", -24),
];

/// Words that take a prefix. A word of which it is not certain is no such word: `EU` is no exa-U,
/// and `min` no milli-in.
const BASES: [(&str, &str); 10] = [
    ("g", "g"),
    ("L", "L"),
    ("l", "L"),
    ("m", "m"),
    ("mol", "mol"),
    ("M", "M"),
    ("s", "s"),
    ("Da", "Da"),
    ("IU", "IU"),
    ("Osm", "Osm"),
];

impl Unit {
    /// The power of ten of `other` that one of this unit is: 4 for `%` and `ppm`, -3 for `µg/mL`
    /// and `mg/mL`.
    ///
    /// `None` for units that differ in anything but shares of a whole and prefixes of the SI, so
    /// that only a test can say it.
    pub(crate) fn power_to(&self, other: &Self) -> Option<i32> {
        let (own, own_power) = labels(self);
        let (others, power) = labels(other);
        (own == others).then(|| own_power.saturating_sub(power))
    }
}

/// The numerator and then the denominators, in any order, without shares and prefixes; and the
/// power of ten that these are.
fn labels(unit: &Unit) -> (Vec<String>, i32) {
    let mut power: i32 = 0;
    let mut labels = Vec::new();
    for (index, factor) in factors(unit.as_str()).enumerate() {
        let (label, own) = label(factor);
        power = if index == 0 { own } else { power.saturating_sub(own) };
        labels.push(label);
    }
    if let Some((_, denominators)) = labels.split_first_mut() {
        denominators.sort_unstable();
    }
    (labels, power)
}

fn label(factor: &str) -> (String, i32) {
    let (power, rest) = share(factor);
    if rest.len() < factor.len() {
        return (rest.to_owned(), power);
    }
    // Of `mg (protein)` the words in parentheses only say of what; of `(100 ng DNA)` they are the
    // factor.
    let is_in_parentheses = factor.starts_with('(');
    let mut is_named = false;
    let mut power: i32 = 0;
    let words = factor.split(' ').map(|word| {
        is_named |= word.starts_with('(') && !is_in_parentheses;
        let plain = word.trim_matches(['(', ')']);
        match base(plain).filter(|_| !is_named) {
            Some((base, own)) => {
                power = power.saturating_add(own);
                word.replace(plain, &base)
            }
            None => word.to_owned(),
        }
    });
    let label = words.collect::<Vec<_>>().join(" ");
    (label, power)
}

/// `m²` and -4 for `cm²`; `None` for a word that is no share and takes no prefix.
fn base(word: &str) -> Option<(String, i32)> {
    let (power, _) = share(word);
    if power != 0 {
        return Some(("%".to_owned(), power));
    }
    let letters = word.trim_end_matches(['²', '³']);
    let raised = word.strip_prefix(letters)?;
    let times = match raised {
        "" => 1,
        "²" => 2,
        "³" => 3,
        _ => return None,
    };
    BASES.iter().find_map(|(written, base)| {
        let prefix = letters.strip_suffix(written)?;
        let (_, power) = PREFIXES.iter().find(|(known, _)| *known == prefix)?;
        Some((format!("{base}{raised}"), power.saturating_mul(times)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn power(from: &str, to: &str) -> Option<i32> {
        from.parse::<Unit>().unwrap().power_to(&to.parse().unwrap())
    }

    /// Rules: UNIT-8.
    #[test]
    fn shares_and_prefixes_say_how_many() {
        for (from, to, expected) in [
            ("%", "ppm", 4),
            ("%", "‰", 1),
            ("‰", "ppb", 6),
            ("ppb", "%", -7),
            ("1", "%", 2),
            ("% (w/w)", "ppm (w/w)", 4),
            ("% (g/g)", "ppm (g/g)", 4),
            ("%/h", "ppm/h", 4),
            ("mg/%", "mg/‰", -1),
            ("mg/mL", "µg/mL", 3),
            ("μg/ml", "mg/mL", -3),
            ("ug/mL", "µg/mL", 0),
            ("mcg/mL", "ng/mL", 3),
            ("EU/mL", "EU/L", 3),
            ("IU/dL", "IU/mL", -2),
            ("mIU/mL", "IU/mL", -3),
            ("mg/l", "mg/L", 0),
            ("ng/µL", "mg/mL", -3),
            ("%/mL", "ppm/L", 7),
            ("mmol", "mol", -3),
            ("nM", "µM", -3),
            ("kDa", "Da", 3),
            ("mOsm/kg", "Osm/g", -6),
            ("dag", "dg", 2),
            ("kg", "hg", 1),
            ("Mg", "mg", 9),
            ("Tg", "Gg", 3),
            ("am", "fm", -3),
            ("zm", "ym", 3),
            ("pL", "cL", -10),
            ("cells/cm²", "cells/m^2", 4),
            ("mm³", "m³", -9),
            ("mg (protein)/mL", "µg (protein)/mL", 3),
            ("copies/(ng DNA)", "copies/(µg DNA)", 3),
            ("copies/(100 ng DNA)", "copies/(100 µg DNA)", 3),
            ("copies/100 ng", "copies/100 µg", 3),
            ("copies/100 ppm", "copies/100 %", 4),
            ("EU/kg/h", "EU/h/mg", -6),
        ] {
            assert_eq!(power(from, to), Some(expected), "{from} to {to}");
            assert_eq!(power(to, from), Some(-expected), "{to} to {from}");
            assert_eq!(power(from, from), Some(0));
        }
    }

    /// Rules: UNIT-8.
    #[test]
    fn other_words_say_nothing() {
        for (from, to) in [
            ("%", "mg/mL"),
            ("% (w/w)", "% (w/v)"),
            ("% (w/w)", "ppm"),
            ("µg/mg", "%"),
            ("µg/mg", "ppm"),
            ("mol", "ol"),
            ("min", "in"),
            ("min", "m"),
            ("mol", "m"),
            ("PFU", "FU"),
            ("PFU", "TU"),
            ("EU", "U"),
            ("IU", "U"),
            ("EU/mL", "IU/mL"),
            ("cd", "d"),
            ("ppm", "m"),
            ("Kg", "kg"),
            ("mg%", "g%"),
            ("m²", "m"),
            ("m⁴", "m²"),
            ("cm²²", "m²²"),
            ("cells/mL", "cells/kg"),
            ("mL/kg", "kg/mL"),
            ("mg (DNA)", "µg (protein)"),
            ("EU (mL)", "EU (L)"),
            ("copies/(100 ng DNA)", "copies/(µg DNA)"),
            ("mg/mL", "mg"),
        ] {
            assert_eq!((power(from, to), power(to, from)), (None, None), "{from} and {to}");
        }
    }

    /// Rules: UNIT-8.
    #[test]
    fn no_word_can_be_read_in_two_ways() {
        for (prefix, power) in PREFIXES {
            for (written, label) in BASES {
                let found = base(&format!("{prefix}{written}"));
                assert_eq!(found, Some((label.to_owned(), power)), "{prefix}{written}");
            }
        }
    }
}

//! How units are read: every spelling, every refusal with its whole message.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use release_criteria::{Measurement, Unit};

#[track_caller]
fn reads(text: &str, canonical: &str) {
    let unit: Unit = text.parse().unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(unit.as_str(), canonical);
    assert_eq!(canonical.parse::<Unit>().unwrap(), unit, "{canonical} reads as another unit");
}

/// Rules: UNIT-1, UNIT-2, UNIT-3.
#[test]
fn spellings() {
    reads("%", "%");
    reads("1", "1");
    reads("EU/mL", "EU/mL");
    reads("EU / ml", "EU/mL");
    reads("EU per ml", "EU/mL");
    reads("EU mL⁻¹", "EU/mL");
    reads("EU mL−1", "EU/mL");
    reads("EU ml^-1 h^-1", "EU/mL/h");
    reads("EU/kg/h", "EU/kg/h");
    reads("μg/mL", "µg/mL");
    reads("mg/m^2", "mg/m²");
    reads("mg/m²", "mg/m²");
    reads("mg m⁻²", "mg/m²");
    reads("m¹", "m¹");
    reads("% (w/w)", "% (w/w)");
    reads("%(w/w)", "% (w/w)");
    reads("(million cells)/bag", "(million cells)/bag");
    reads("copies/(100 ng  DNA)", "copies/(100 ng DNA)");
    reads("copies per 100 ng DNA", "copies/(100 ng DNA)");
    reads("copies per transduced cell", "copies/(transduced cell)");
    reads("copies per cell", "copies/cell");
    reads("copies/(cell)", "copies/cell");
    reads("mg/(mL/h)", "mg/(mL/h)");
    reads("mg/(mL/h)/kg", "mg/(mL/h)/kg");
    reads("beads/3×10^6 cells", "beads/3×10^6 cells");
    reads("beads per 3 x 10⁶ cells", "beads/3×10^6 cells");
    reads("colonies/10^6 cells", "colonies/1×10^6 cells");
    reads("copies per microgram of DNA", "copies/(microgram of DNA)");
    reads("U.I./ml", "U.I./mL");
    reads("IL-2/mL", "IL-2/mL");
    reads("°C", "°C");
    assert_eq!(format!("{:?}", "EU per ml".parse::<Unit>().unwrap()), "Unit(EU/mL)");
    // At most 256 bytes, those that it takes to write the unit.
    let longest = "a".repeat(256);
    reads(&longest, &longest);
    let refused = "a".repeat(257).parse::<Unit>().unwrap_err().to_string();
    assert!(refused.starts_with("found a unit of more than 256 bytes"), "{refused}");
    reads("CAR+ cells per kg".split_once(' ').unwrap().1, "cells/kg");
}

#[track_caller]
fn refuses(text: &str, message: &str) {
    assert_eq!(text.parse::<Unit>().unwrap_err().to_string(), message);
}

/// Rules: NOTE-11, UNIT-1, UNIT-3.
#[test]
fn refusals() {
    refuses(
        "",
        "found the end where a unit begins at position 1 of ``; write a unit such as `%`, `EU/mL`, \
         `cells/kg` or `copies/(100 ng DNA)`",
    );
    refuses(
        "10^6 cells",
        "found a number where a unit begins at position 1 of `10^6 cells`; only a denominator \
         begins with a number, as in `beads/3×10^6 cells`; a pure number has the unit `1`",
    );
    refuses(
        "a/b/c/d",
        "found a third denominator at position 6 of `a/b/c/d`; a unit has at most two",
    );
    refuses(
        "% %",
        "found `%` after the unit at position 3 of `% %`; write a unit such as `%`, `EU/mL`, \
         `cells/kg` or `copies/(100 ng DNA)`",
    );
    refuses(
        "EU/",
        "found the end after `/` at position 4 of `EU/`; write a unit such as `%`, `EU/mL`, \
         `cells/kg` or `copies/(100 ng DNA)`",
    );
    refuses(
        "x",
        "found `x` where a unit begins at position 1 of `x`; write a unit such as `%`, `EU/mL`, \
         `cells/kg` or `copies/(100 ng DNA)`",
    );
    refuses(
        "mL⁻¹",
        "found `mL⁻¹` without a numerator at position 1 of `mL⁻¹`; write a unit such as `EU/mL`",
    );
    for (unit, position) in
        [("EU mL−1⁻¹", 4), ("m²^2", 1), ("EU m²⁻²", 4), ("m^2²", 1), ("m^", 1), ("m^2x", 1)]
    {
        let word = unit.trim_start_matches("EU ");
        refuses(
            unit,
            &format!(
                "found `{word}`, whose power cannot be read at position {position} of `{unit}`; \
                 write `m²`, `m^2` or `/mL`"
            ),
        );
    }
    refuses(
        "EU/kg (weight and volume)",
        "found `and` in a parenthesis at position 15 of `EU/kg (weight and volume)`; write a unit \
         such as `%`, `EU/mL`, `cells/kg` or `copies/(100 ng DNA)`",
    );
    refuses(
        "EU to⁻¹",
        "found `to⁻¹`, which is no unit, at position 4 of `EU to⁻¹`; write a unit such as `%`, \
         `EU/mL`, `cells/kg` or `copies/(100 ng DNA)`",
    );
    refuses(
        "% ()",
        "found a parenthesis that holds no words at position 3 of `% ()`; write a unit such as \
         `%`, `EU/mL`, `cells/kg` or `copies/(100 ng DNA)`",
    );
    refuses(
        "a/0 b",
        "found a unit per zero at position 3 of `a/0 b`; write a unit such as `%`, `EU/mL`, \
         `cells/kg` or `copies/(100 ng DNA)`",
    );
    refuses(
        "EU/mL or",
        "found `or` after the unit at position 7 of `EU/mL or`; write a unit such as `%`, `EU/mL`, \
         `cells/kg` or `copies/(100 ng DNA)`",
    );
}

/// The longest unit is the longest also in its canonical spelling, in which documents write it.
///
/// Rules: UNIT-2, DOC-6, DOC-8.
#[test]
fn the_longest_unit_has_256_bytes() {
    let with_power = |digits: usize| format!("m^{}", "9".repeat(digits));
    // `⁹` has three bytes.
    let canonical = format!("m{}", "⁹".repeat(85));
    assert_eq!(canonical.len(), 256);
    reads(&with_power(85), &canonical);
    let refused = "found a unit of more than 256 bytes at position";
    for text in [with_power(86), "m".repeat(257)] {
        let message = text.parse::<Unit>().unwrap_err().to_string();
        assert!(message.starts_with(&format!("{refused} 1 of `m")), "{message}");
        let message = format!("5 {text}").parse::<Measurement>().unwrap_err().to_string();
        assert!(message.starts_with(&format!("{refused} 3 of `5 m")), "{message}");
    }
}

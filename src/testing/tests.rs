//! The slow judge against answers worked out by hand.

use super::conforms_by_rounding;
use crate::acceptance::Rounding::{Absolute, AstmE29, PhEur, Usp};
use crate::acceptance::StrictLimits::{Exact, Rounded};
use crate::acceptance::{Rounding, StrictLimits};

#[track_caller]
fn judge(value: &str, criterion: &str, rounding: Rounding, strict: StrictLimits) -> Option<bool> {
    conforms_by_rounding(&value.parse().unwrap(), &criterion.parse().unwrap(), rounding, strict)
}

#[track_caller]
fn judges(id: &str, criterion: &str, value: &str, rounding: Rounding, expected: bool) {
    let found = judge(value, criterion, rounding, Rounded);
    assert_eq!(found, Some(expected), "{id}: {value} against {criterion} under {rounding}");
}

/// USP's own table, judged as USP does, by the absolute method and half to even. The ids are those
/// of the rules' vectors.
///
/// Rules: ROUND-2, ROUND-3.
#[test]
fn the_table_of_usp() {
    for (id, criterion, value, [usp, absolute, half_even]) in [
        ("R-01", "NLT 98.0 %", "97.96", [true, false, true]),
        ("R-02", "NLT 98.0 %", "97.92", [false, false, false]),
        ("R-03", "NLT 98.0 %", "97.95", [true, false, true]),
        ("R-04", "NMT 101.5 %", "101.55", [false, false, false]),
        ("R-05", "NMT 101.5 %", "101.46", [true, true, true]),
        ("R-06", "NMT 101.5 %", "101.45", [true, true, true]),
        ("R-07", "NMT 0.02 %", "0.025", [false, false, true]),
        ("R-08", "NMT 0.02 %", "0.015", [true, true, true]),
        ("R-09", "NMT 0.02 %", "0.027", [false, false, false]),
        // 3 ppm as per cent, and the values as ppm: converted exactly, both ways must agree.
        ("R-10", "NMT 0.0003 %", "0.00035", [false, false, false]),
        ("R-11", "NMT 0.0003 %", "0.00025", [true, true, true]),
        ("R-12", "NMT 0.0003 %", "0.00028", [true, true, true]),
        ("R-10", "NMT 3 ppm", "3.5", [false, false, false]),
        ("R-11", "NMT 3 ppm", "2.5", [true, true, true]),
        ("R-12", "NMT 3 ppm", "2.8", [true, true, true]),
    ] {
        judges(id, criterion, value, Usp, usp);
        judges(id, criterion, value, Absolute, absolute);
        judges(id, criterion, value, AstmE29, half_even);
    }
}

/// Rules: ROUND-3, ROUND-12.
#[test]
fn usp_by_hand() {
    for (id, criterion, value, expected) in [
        ("R-13", "NLT -15.2", "-15.25", false),
        ("R-13", "NLT -15.3", "-15.25", true),
        ("R-14", "NMT -15.0", "-14.95", true),
        ("R-15", "NLT -16.5", "-16.55", false),
        ("R-16", "NLT 0.0", "-0.04", true),
        ("R-16", "= 0.0", "-0.0", true),
        ("R-16", "< 0.0", "-0.04", false),
        ("R-20", "NMT 5", "5.49", true),
        ("R-21", "NMT 5", "5.50", false),
        ("R-22", "NMT 5.0", "5.04", true),
        ("R-23", "NMT 5.0", "5.05", false),
        ("R-24", "NMT 5.0", "5.49", false),
        ("R-25", "NLT 70", "69.5", true),
        ("R-25", "NLT 70.0", "69.5", false),
        ("R-26", "< 5", "4.6", false),
        ("R-27", "NLT 0.2 × 10^6", "0.150 × 10^6", true),
        ("R-28", "NMT 2.5 × 10^8", "2.54 × 10^8", true),
        ("R-28", "NMT 2.5 × 10^8", "2.55 × 10^8", false),
        ("R-29", "NMT 5 × 10^6", "5.49 × 10^6", true),
        ("R-29", "NMT 5.0 × 10^6", "5.49 × 10^6", false),
        ("R-30", "NLT 90.0", "89.949", false),
        ("R-33", "NMT 200 CFU/g", "180", true),
        ("R-33", "NMT 200 CFU/g", "201", false),
        ("strict", "> 5", "5.4", false),
        ("strict", "> 5", "5.5", true),
        ("carry", "NLT 10.0", "9.96", true),
        ("carry", "NLT 10.0", "9.949", false),
        ("carry", "NMT 999.9", "999.95", false),
        ("range", "70–130 %", "69.5", true),
        ("range", "70–130 %", "130.5", false),
        ("range", "> 70 and NMT 130.0 %", "70.4", false),
        ("range", "> 70 and NMT 130.0 %", "130.04", true),
        ("N-01", "7.0 ± 0.2", "7.24", true),
        ("N-01", "7.0 ± 0.2", "7.25", false),
        ("N-01", "7.0 ± 0.2", "6.75", true),
        ("N-02", "1.0 × 10^6 ± 20 %", "1.24 × 10^6", true),
        ("N-02", "1.0 × 10^6 ± 20 %", "0.74 × 10^6", false),
    ] {
        judges(id, criterion, value, Usp, expected);
    }
    judges("R-13", "NLT -15.2", "-15.25", AstmE29, true);
    judges("R-23", "NMT 5.0", "5.05", AstmE29, true);
}

/// Rules: ROUND-5.
#[test]
fn half_to_even_only_of_exactly_half() {
    for (criterion, value, expected) in [
        ("NMT 2", "2.5", true),
        ("NMT 2", "2.5000000001", false),
        ("NMT 3", "3.5", false),
        ("NMT 3", "3.4999999999", true),
        ("NLT 2", "1.5", true),
        ("NLT 3", "2.5", false),
        ("NLT 10", "9.5", true),
        ("NLT 0", "-0.5", true),
        ("NMT -2", "-1.5", true),
        ("NLT -2", "-2.5", true),
    ] {
        judges("half to even", criterion, value, AstmE29, expected);
    }
}

/// Rules: ROUND-4.
#[test]
fn significant_figures() {
    for (criterion, value, usp, ph_eur) in [
        ("NLT 1.0 × 10^12", "0.96 × 10^12", true, false),
        ("NLT 1.0 × 10^12", "0.994 × 10^12", true, false),
        ("NLT 1.0 × 10^12", "0.995 × 10^12", true, true),
        ("NLT 10.0", "9.96", true, false),
        ("NLT 10.0", "9.995", true, true),
        ("NMT 10.0", "10.04", true, true),
        ("NMT -10.0", "-9.96", true, false),
        ("NLT 99.0", "98.96", true, true),
        ("NMT 0.02", "0.024", true, true),
        ("NMT 0.02", "0.025", false, false),
        ("NMT 100", "100.4", true, true),
        // A limit of zero has no figures.
        ("NMT 0", "0.4", true, false),
        ("NLT 0.0", "-0.0000001", true, false),
        ("NMT 0", "0", true, true),
    ] {
        judges("figures", criterion, value, Usp, usp);
        judges("figures", criterion, value, PhEur, ph_eur);
    }
    // 98.96 at the four figures of the upper limit; each bound has figures of its own.
    judges("R-31", "99.0–101.0 %", "98.96", PhEur, true);
}

/// Rules: ROUND-10.
#[test]
fn strict_limits() {
    for (criterion, value, rounded, exact) in [
        ("< 5", "4.6", false, true),
        ("< 5", "4.4", true, true),
        ("< 5", "5", false, false),
        ("> 5", "5.4", false, true),
        ("> 5", "5", false, false),
        ("< 0.5", "0.49", false, true),
        ("> -15.0", "-14.96", false, true),
        // An inclusive end rounds either way.
        ("> 70 and NMT 130 %", "130.4", true, true),
        ("> 70 and NMT 130 %", "70.4", false, true),
    ] {
        assert_eq!(
            judge(value, criterion, Usp, Rounded),
            Some(rounded),
            "{value} against {criterion}, rounded"
        );
        assert_eq!(
            judge(value, criterion, Usp, Exact),
            Some(exact),
            "{value} against {criterion}, exact"
        );
    }
}

/// Rules: ROUND-9.
#[test]
fn equal_is_exact_under_every_rule() {
    for &rounding in Rounding::ALL {
        judges("equal", "= 0", "0.4", rounding, false);
        judges("equal", "= 4", "4.0001", rounding, false);
        judges("equal", "= 4", "4.000", rounding, true);
        judges("equal", "= 5000000", "5.0 × 10^6", rounding, true);
    }
}

/// Rules: ROUND-7.
#[test]
fn only_limits_are_judged() {
    for criterion in ["report", "not required", "\"No growth\" not \"Growth\""] {
        assert_eq!(judge("5", criterion, Usp, Rounded), None);
    }
    assert_eq!(judge("5", "NMT 10 copies or \"Not detected\"", Usp, Rounded), Some(true));
    assert_eq!(judge("11", "NMT 10 CFU not \"TNTC\"", Usp, Rounded), Some(false));
}

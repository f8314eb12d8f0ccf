//! Whatever is written where a number, a text or a document is expected: refused in few words, or
//! undecided; never read as something else, and never at a price that grows faster than the text.
//!
//! `large_documents` has documents as large as they may be, deep and full of faults.

#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "tests")]

use allocation_counter::measure;
use release_criteria::{
    Acceptance, AssayResult, Attribute, Criterion, Date, Lot, Number, Outcome, Phase, Plan, Report,
    Rounding, Specification, Test, Unit, wire,
};

/// The longest message about one text, in bytes.
const BRIEF: usize = 1_000;

/// Accepts 1 to 100 %; where it is signed, whatever is at most -1 % instead.
fn plan(signed: bool) -> Plan {
    let test = Test::quantitative("a", "A", Attribute::Potency, "%");
    let (test, criterion) = if signed { (test.signed(), "NMT -1 %") } else { (test, "1–100 %") };
    let builder =
        Specification::builder("S", "1", "P").phases(&[Phase::Clinical]).rounding(Rounding::Usp);
    builder
        .test(test.accept(Acceptance::new(criterion)))
        .build()
        .unwrap()
        .plan(Phase::Clinical)
        .unwrap()
}

fn report(plan: &Plan, value: &str) -> Report {
    plan.evaluate(&Lot::new("L", "P", vec![AssayResult::new("a", value)]).unwrap())
}

/// Neither a number, nor part of a criterion, nor a value that is decided.
#[track_caller]
fn is_no_number(plan: &Plan, text: &str) {
    let refused = text.parse::<Number>().unwrap_err().to_string();
    assert!(refused.len() < BRIEF && !refused.contains(char::is_control), "{refused:?}");
    assert!(format!("NLT {text} %").parse::<Criterion>().is_err(), "{text:?}");
    let report = report(plan, &format!("{text} %"));
    let finding = report.findings().first().unwrap();
    assert_eq!(finding.outcome(), Outcome::Indeterminate, "{text:?}: {report}");
}

/// Every digit, fraction and number sign of Unicode that is not one of `0` to `9`, wherever a digit
/// may stand.
///
/// Rules: NUM-6, MEAS-3, GEN-3.
#[test]
fn what_looks_like_a_digit_is_none() {
    let plan = plan(false);
    let others: Vec<char> = ('\u{80}'..=char::MAX).filter(|c| c.is_numeric()).collect();
    assert!(others.len() > 1_500, "found only {}", others.len());
    for c in others {
        for text in [
            format!("{c}"),
            format!("{c}7"),
            format!("7{c}"),
            format!("7.{c}"),
            format!("7.0{c}"),
            format!("7 {c}"),
        ] {
            is_no_number(&plan, &text);
        }
        for text in [format!("1.2e{c}"), format!("1.2 × 10^{c}"), format!("1.2 × {c}0^1")] {
            is_no_number(&plan, &text);
        }
    }
    for text in ["l0", "1O", "O7", "7l", "１０", "𝟕", "Ⅶ", "七"] {
        is_no_number(&plan, text);
    }
}

/// Every dash of Unicode but the hyphen and the minus sign, and every point but the full stop.
///
/// Rules: NUM-6, MEAS-3, GEN-3.
#[test]
fn what_looks_like_a_sign_or_a_point_is_none() {
    let dashes = "\u{ad}\u{2d7}\u{58a}\u{5be}\u{1400}\u{1806}\u{2010}\u{2011}\u{2012}\u{2013}\
                  \u{2014}\u{2015}\u{2043}\u{207b}\u{208b}\u{2796}\u{2cba}\u{2e17}\u{2e1a}\
                  \u{2e3a}\u{2e3b}\u{2e40}\u{301c}\u{3030}\u{30a0}\u{30fc}\u{fe31}\u{fe32}\
                  \u{fe58}\u{fe63}\u{ff0d}";
    for plan in [plan(true), plan(false)] {
        for c in dashes.chars() {
            is_no_number(&plan, &format!("{c}7"));
            is_no_number(&plan, &format!("{c} 7"));
            is_no_number(&plan, &format!("1.2e{c}1"));
            is_no_number(&plan, &format!("1.2 × 10^{c}1"));
        }
    }
    let points = "\u{b7}\u{2c8}\u{5c3}\u{66b}\u{66c}\u{701}\u{2024}\u{2027}\u{2219}\u{22c5}\
                  \u{3002}\u{fe52}\u{ff0c}\u{ff0e}\u{ff61}\u{201a}\u{2e41}";
    for c in points.chars() {
        is_no_number(&plan(false), &format!("7{c}5"));
        is_no_number(&plan(false), &format!("{c}5"));
    }
}

/// Characters that nobody can see neither make a number nor part one.
///
/// Rules: NUM-5, MEAS-3, GEN-3.
#[test]
fn what_nobody_can_see_is_in_no_number() {
    for c in
        "\0\u{1}\u{7f}\u{200b}\u{200e}\u{202e}\u{2060}\u{feff}\u{fe0f}\u{fffd}\u{e0031}".chars()
    {
        for text in [
            format!("{c}7"),
            format!("7{c}"),
            format!("7{c}5"),
            format!("7.{c}5"),
            format!("-{c}7"),
        ] {
            is_no_number(&plan(false), &text);
        }
    }
}

/// Numbers of 100,000 digits, wherever a number can stand.
///
/// Rules: NUM-2, DOC-6, DOC-11.
#[test]
fn numbers_without_end() {
    let digits = "7".repeat(100_000);
    let (plan, zeros) = (plan(false), "0".repeat(100_000));
    for text in [
        digits.clone(),
        format!("-{digits}"),
        format!("0.{digits}"),
        format!("{zeros}.{zeros}"),
        format!("7.{zeros}"),
        format!("1e{digits}"),
        format!("1e-{digits}"),
        format!("1.2 × 10^{digits}"),
        format!("1 × {digits}"),
    ] {
        let memory =
            measure(|| assert!(text.parse::<Number>().unwrap_err().to_string().len() < BRIEF))
                .bytes_max;
        assert!(memory < 10_000, "{memory} bytes for {} digits", text.len());
        assert!(
            format!("NMT {text} %").parse::<Criterion>().unwrap_err().to_string().len() < BRIEF
        );
        assert!(format!("cells/{text} mL").parse::<Unit>().unwrap_err().to_string().len() < BRIEF);
        assert!(text.parse::<Date>().unwrap_err().to_string().len() < BRIEF);
        let report = report(&plan, &format!("{text} %"));
        assert_eq!(report.findings().first().unwrap().outcome(), Outcome::Indeterminate);
        assert!(report.to_string().len() < 10 * BRIEF, "{} bytes", report.to_string().len());
    }
    let in_a_document = |member: &str| {
        let json = format!(
            r#"{{"format":"release-criteria/specification/1","id":"S","version":"1","status":"draft","product":"P","phases":["clinical"],"rounding":"usp","tests":[{{"id":"a","name":"A","attribute":"purity","unit":"%","acceptance":{{"all":"NMT 5 %"}},{member}}}]}}"#
        );
        let refused = wire::read_specification(&json).unwrap_err();
        assert!(refused.to_string().len() < 2 * BRIEF, "{refused}");
        let first = refused.problems().first().unwrap();
        format!("{}: {}", first.path(), first.message())
    };
    for member in [
        format!(r#""gate":{digits}"#),
        format!(r#""reportable":{{"replicates":{digits},"combine":"mean"}}"#),
    ] {
        let found = in_a_document(&member);
        assert!(found.contains("cannot be read as JSON: number out of range at line 1"), "{found}");
    }
    let found = in_a_document(&format!(r#""conversions":[{{"from":"ppm","factor":"{digits}"}}]"#));
    assert!(found.contains("tests[0].conversions[0].factor: found"), "{found}");
}

fn lot(member: &str) -> String {
    format!(
        r#"{{"format":"release-criteria/lot/1","id":"L","product":"P",
            "results":[{{"test":"a","value":"7 %"}}],{member}}}"#
    )
}

/// Half of a character that takes two escapes is no text. A member that is only carried is never
/// read, and stays as it is.
///
/// Rules: DOC-3, DOC-11.
#[test]
fn lone_surrogates_are_refused() {
    for half in [r"\ud800", r"\udfff", r"\ud800\u0041", r"\udc00\ud800", r"\uD83D"] {
        for json in [
            lot(&format!(r#""parameters":{{"p":"{half}"}}"#)),
            lot(&format!(r#""parameters":{{"{half}":"1"}}"#)),
            lot(&format!(r#""{half}":"1""#)),
            lot("\"x-a\":1").replace(r#""id":"L""#, &format!(r#""id":"{half}""#)),
            lot("\"x-a\":1").replace(r#""7 %""#, &format!(r#""7 {half}""#)),
        ] {
            let refused = wire::read_lot(&json).unwrap_err().to_string();
            assert!(
                refused.contains("surrogate") || refused.contains("hex escape"),
                "{json}: {refused}"
            );
        }
        let carried = lot(&format!(r#""x-a":"{half}""#));
        let written = wire::write_lot(&wire::read_lot(&carried).unwrap());
        assert!(written.contains(half), "{written}");
        assert_eq!(wire::write_lot(&wire::read_lot(&written).unwrap()), written);
    }
    assert!(wire::read_lot(&lot(r#""parameters":{"p":"\ud83d\ude00"}"#)).is_ok());
}

/// NUL and its like: refused where they stand in JSON, refused in names, shown by their number in
/// what people read.
///
/// Rules: DOC-11, DOC-13, TERM-2.
#[test]
fn control_characters_are_refused_or_shown() {
    for c in ('\0'..' ').chain(['\u{7f}', '\u{85}', '\u{9b}']) {
        let raw = lot("\"x-a\":1").replace('L', &format!("L{c}1"));
        let escaped = lot("\"x-a\":1").replace('L', &format!("L\\u{:04x}1", u32::from(c)));
        for json in [raw, escaped] {
            let refused = wire::read_lot(&json).unwrap_err().to_string();
            assert!(
                refused.len() < BRIEF && !refused.replace('\n', "").contains(char::is_control),
                "{refused:?}"
            );
        }
        let report = report(&plan(false), &format!("Clear{c}Verdict: conforms"));
        assert_eq!(report.findings().first().unwrap().outcome(), Outcome::Indeterminate);
        let printed = report.to_string();
        assert!(!printed.replace('\n', "").contains(char::is_control), "{printed:?}");
        assert_eq!(printed.matches("\nVerdict:").count(), 1, "{printed}");
    }
    assert!(wire::read_lot(&format!("{}\0", lot("\"x-a\":1"))).is_err());
}

/// A million problems make a message of a hundred and a number; a text of 16 MiB makes a short one.
///
/// Rules: DOC-4, DOC-6.
#[test]
fn what_is_said_stays_short() {
    let head = r#"{"format":"release-criteria/lot/1","id":"L","product":"P","results":["#;
    let many = format!("{head}{}0]}}", "0,".repeat(999_999));
    let refused = wire::read_lot(&many).unwrap_err();
    assert_eq!((refused.problems().len(), refused.further()), (100, 999_900));
    assert!(refused.to_string().len() < 100 * BRIEF);

    let long = "W".repeat(8 * 1024 * 1024);
    for (key, value) in [("id", "L"), ("product", "P"), ("test", "a")] {
        let pair = |value: &str| format!("\"{key}\":\"{value}\"");
        let refused = wire::read_lot(&lot("\"x-a\":1").replace(&pair(value), &pair(&long)))
            .unwrap_err()
            .to_string();
        assert!(refused.len() < BRIEF, "{key}: {} bytes", refused.len());
    }
    let plan = plan(false);
    for value in [long.clone(), format!("7 {long}"), format!("7{long}")] {
        let lot = Lot::new("L", "P", vec![AssayResult::new("a", &value)]).unwrap();
        let mut printed = 0;
        let memory = measure(|| printed = plan.evaluate(&lot).to_string().len()).bytes_max;
        assert!(printed < 10 * BRIEF, "{printed} bytes are printed");
        assert!(memory < 8 * u64::try_from(value.len()).unwrap(), "{memory} bytes");
    }
}

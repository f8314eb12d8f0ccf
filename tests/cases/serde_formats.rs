//! Documents in the structs and formats of hosts are read by the reader of their JSON text, and
//! written as that.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::collections::{BTreeMap, BTreeSet};

use release_criteria::lifecycle::{Campaign, Column, Comparison, Reevaluation, Review};
use release_criteria::{Lot, Phase, ProblemCode, Report, Specification, wire};
use serde::de::value::{
    BytesDeserializer, CharDeserializer, Error, F64Deserializer, I128Deserializer,
    U128Deserializer, UnitDeserializer,
};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

use crate::refused;
use crate::shipped::{Held, Kind, documents, kinds, placeless, root, worded};

const LOST: &str = "found a number, and other formats may change its digits; write it as a text, \
                    or hand the JSON text to `wire::";

fn value(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}

/// The value with the members of a host beside those of the document.
fn held(document: &Value) -> String {
    let mut held = document.clone();
    let members = held.as_object_mut().unwrap();
    members.insert("received".to_owned(), json!("2026-03-01"));
    members.insert("shelves".to_owned(), json!([4, 17]));
    held.to_string()
}

/// Rules: DOC-8, DOC-19.
#[test]
fn every_document_is_read_from_a_value_as_from_its_text() {
    let kinds: BTreeMap<&str, Kind> = kinds().into_iter().map(|kind| (kind.name, kind)).collect();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut with_numbers = 0;
    for shipped in documents() {
        let (kind, place) = (&kinds[&*shipped.kind], &shipped.place);
        let as_it_is = value(&shipped.json);
        let (worded, numbers) = worded(&as_it_is);
        let read = (kind.by_text)(&worded.to_string());
        assert_eq!((kind.by_value)(worded.clone()), read, "{place}");
        assert_eq!((kind.held)(&held(&worded)), read, "{place}");
        let Ok(written) = read else {
            assert!((kind.by_text)(&shipped.json).is_err(), "{place}");
            continue;
        };
        let again = (kind.to_value)(&worded.to_string()).unwrap();
        assert_eq!(again, value(&written), "{place}");
        let rewritten = (kind.by_value)(again).unwrap();
        assert_eq!(value(&rewritten), value(&written), "{place}");
        if numbers > 0 {
            with_numbers += 1;
            for refused in [(kind.by_value)(as_it_is.clone()), (kind.held)(&held(&as_it_is))] {
                let refused = refused.unwrap_err();
                assert_eq!(refused.matches(LOST).count(), numbers, "{place}: {refused}");
                assert_eq!(refused.lines().count(), numbers, "{place}: {refused}");
            }
            let refused = (kind.to_value)(&shipped.json).unwrap_err();
            assert!(refused.contains(": holds a number, and another format"), "{refused}");
        }
        *seen.entry(shipped.kind).or_default() += 1;
    }
    let most = ["specification", "lot", "report"].map(|kind| seen[kind]);
    assert!(most.iter().all(|count| *count >= 3) && seen.len() >= 5, "found only {seen:?}");
    assert!(with_numbers >= 6, "found only {with_numbers} with numbers in members with `x-`");
}

/// The keys of a value may stand in another order: what is found of it is the same, and not in
/// which order.
///
/// Rules: DOC-1, DOC-2, DOC-4, DOC-19.
#[test]
fn every_problem_is_told_of_a_value() {
    let kinds = kinds();
    let (mut seen, mut alike) = (0, 0);
    for case in refused::cases() {
        let (name, json) = refused::document(&case);
        let Ok(found) = serde_json::from_str::<Value>(&json) else { continue };
        // Of a repeated key a value has one.
        if case.expected.contains("appears twice") || worded(&found).1 > 0 {
            continue;
        }
        let kind = kinds.iter().find(|kind| kind.name == name).unwrap();
        let told = (kind.by_value)(found.clone());
        assert_eq!(told, (kind.by_text)(&found.to_string()), "line {}", case.line);
        let told = told.err().unwrap_or_else(|| "is read".to_owned());
        let told: BTreeSet<&str> = told.lines().collect();
        // The codes, which only the error of the JSON text has.
        let uncoded = |line| str::rsplit_once(line, " [").map_or(line, |(message, _)| message);
        let expected: BTreeSet<&str> = case.expected.lines().map(uncoded).collect();
        alike += usize::from(told == expected);
        seen += 1;
    }
    // Of two members that exclude each other the second is refused.
    assert!(alike + 9 > seen, "only {alike} of {seen} are told alike");
    assert!(seen > 100, "found only {seen} cases");
}

const CAMPAIGN: &str = r#"{"format":"release-criteria/campaign/1","id":"C","version":"1","product":"P","lots":@,"specification":{"id":"S","version":"1"},"rationale":"9 lots conformed","criteria":[{"test":"a","criterion":"NMT 5 %"}]}"#;

/// Numbers where a count and where a text is expected. Whether another crate of the build lets
/// `serde_json` keep all digits makes no difference.
///
/// Rules: DOC-1, DOC-19.
#[test]
fn numbers_are_told_as_they_are() {
    const WHOLE: &str = "lots: found a number where a whole number is expected";
    const OUT: &str = "document: cannot be read as JSON: number out of range at line 1 column ";
    const BAD: &str = "document: cannot be read as JSON: invalid number at line 1 column ";
    let at =
        |message: &str, place: usize| format!("{message}{}", CAMPAIGN.find('@').unwrap() + place);
    let cases = [
        ("2", "is read".to_owned()),
        (
            "18446744073709551615",
            "lots: found 18446744073709551615; a campaign has 1 to 1000 lots".to_owned(),
        ),
        ("18446744073709551616", WHOLE.to_owned()),
        ("340282366920938463463374607431768211456", WHOLE.to_owned()),
        ("-2", WHOLE.to_owned()),
        ("-9223372036854775809", WHOLE.to_owned()),
        ("2.0", WHOLE.to_owned()),
        ("2.50", WHOLE.to_owned()),
        ("-0", WHOLE.to_owned()),
        ("2e0", WHOLE.to_owned()),
        ("2E+1", WHOLE.to_owned()),
        ("1e-400", WHOLE.to_owned()),
        ("0e400", WHOLE.to_owned()),
        ("1e400", at(OUT, 5)),
        ("-1e400", at(OUT, 6)),
        ("02", at(BAD, 2)),
        ("2.", at(BAD, 3)),
        ("-", at(BAD, 2)),
        ("2e", at(BAD, 3)),
    ];
    for (number, expected) in cases {
        let json = CAMPAIGN.replace('@', number);
        let told = |read: Result<(), String>| read.err().unwrap_or_else(|| "is read".to_owned());
        let by_text = wire::read_campaign(&json).map(drop).map_err(|refused| refused.to_string());
        assert_eq!(told(by_text), expected, "{number}");
        // A value of what is no number does not come about, and one of these depends on the digits
        // that `serde_json` keeps: some are far, and `-0` may be handed over as 0.
        let depends = number.contains("400") || number == "-0";
        if let Some(value) = serde_json::from_str::<Value>(&json).ok().filter(|_| !depends) {
            let by_value = serde_json::from_value::<Campaign>(value).map(drop);
            assert_eq!(told(by_value.map_err(|refused| refused.to_string())), expected, "{number}");
        }
        let lot = format!(
            r#"{{"format":"release-criteria/lot/1","id":"L","product":{number},"results":[]}}"#
        );
        let told = wire::read_lot(&lot).unwrap_err().to_string();
        if !told.contains("JSON:") {
            assert_eq!(
                told,
                "product: found a number where a text is expected; write it as a string, because \
                 a JSON number cannot keep `70.0`"
            );
        }
    }
}

/// The key under which `serde_json` hands over digits is none that a document may have.
///
/// Rules: DOC-2, DOC-19.
#[test]
fn the_key_of_kept_digits_is_no_way_to_write_a_number() {
    for object in [
        r#"{"$serde_json::private::Number":"2"}"#,
        r#"{"$serde_json::private::Number":"\u0032"}"#,
        r#"{"$serde_json::private::Number":"2","b":3}"#,
        r#"{"$serde_json::private::Number":[2]}"#,
        r#"{"b":3,"$serde_json::private::Number":"2"}"#,
    ] {
        let refused = wire::read_campaign(&CAMPAIGN.replace('@', object)).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "lots: found an object where a whole number is expected",
            "{object}"
        );
    }
    // In an object it is a key as any other, and hides nothing.
    let json = r#"{"$serde_json::private::Number":"5","format":"release-criteria/lot/1","id":"L","results":[{"$serde_json::private::Number":5,"test":"A","value":"1 %"}]}"#;
    let refused = wire::read_lot(json).unwrap_err();
    let told: Vec<_> = refused.problems().iter().map(|one| (one.path(), one.code())).collect();
    assert_eq!(
        told,
        [
            ("$serde_json::private::Number", ProblemCode::UnknownMember),
            ("results[0].$serde_json::private::Number", ProblemCode::UnknownMember),
            ("results[0].test", ProblemCode::InvalidNotation),
            ("product", ProblemCode::Missing),
        ]
    );
}

/// A lot with a member with `x-`.
fn lot(carried: &str) -> String {
    format!(
        r#"{{"format":"release-criteria/lot/1","id":"L","product":"P","results":[],"x-a":{carried}}}"#
    )
}

/// Rules: DOC-3, DOC-19.
#[test]
fn carried_members_are_kept_or_refused() {
    let kept = r#"{"b":[null,true,"\u0001 ü \"",{}],"c":{"d":[[]]}}"#;
    let read: Lot = serde_json::from_value(value(&lot(kept))).unwrap();
    assert_eq!(wire::write_lot(&read), wire::write_lot(&wire::read_lot(&lot(kept)).unwrap()));
    assert_eq!(serde_json::to_value(&read).unwrap(), value(&lot(kept)));
    let nested = format!("{}{}", "[".repeat(128), "]".repeat(128));
    let holds = "x-a: holds a number, and another format may change its digits; write it as a \
                 text, or write the document with its function in `wire`";
    for (carried, expected) in [
        ("[{\"b\":7.10}]", holds),
        ("1e400", holds),
        ("-0", holds),
        ("18446744073709551616", holds),
        (
            r#"["\ud800"]"#,
            "x-a: holds half of a surrogate pair, which is no character; leave it out, or write \
             the document with its function in `wire`",
        ),
        (
            r#"[{"b":"1","b":"2"}]"#,
            "x-a: holds a key twice, and other formats may drop one; write it once, or write the \
             document with its function in `wire`",
        ),
        (
            &nested,
            "x-a: is nested deeper than 127 levels; nest it less, or write the document with its \
             function in `wire`",
        ),
    ] {
        let read = wire::read_lot(&lot(carried)).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap_err().to_string(), expected);
    }
    // What would not be written is not read either.
    let repeated = serde_json::from_str::<Lot>(&lot(r#"[{"b":"1","b":"2"}]"#)).unwrap_err();
    assert!(repeated.to_string().starts_with("x-a[0]: holds a key twice"), "{repeated}");
    let refused = serde_json::from_value::<Lot>(value(
        r#"{"format":"release-criteria/lot/1","id":"L","product":7,"x-b":{"c":["1",{"d":2.50}]},"results":[{"test":"a","value":"1 %","x-c":-1}]}"#,
    ));
    assert_eq!(
        refused.unwrap_err().to_string().lines().collect::<BTreeSet<_>>(),
        BTreeSet::from([
            "product: found a number where a text is expected; write it as a string, because a \
             JSON number cannot keep `70.0`",
            &*format!("results[0].x-c: {LOST}read_lot`"),
            &*format!("x-b.c[1].d: {LOST}read_lot`"),
        ])
    );
}

/// Rules: DOC-19.
#[test]
fn a_document_may_be_one_of_several() {
    #[derive(Serialize, Deserialize)]
    #[serde(tag = "kind")]
    enum Tagged {
        Lot(Lot),
        Other { id: String },
    }
    let json = r#"{"kind":"Lot","format":"release-criteria/lot/1","id":"L","product":"P","results":[{"test":"a","value":"1 %"}]}"#;
    let read: Tagged = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), json);
    let other = serde_json::to_string(&Tagged::Other { id: "L".to_owned() }).unwrap();
    assert!(matches!(serde_json::from_str(&other).unwrap(), Tagged::Other { id } if id == "L"));
}

/// Rules: DOC-19.
#[test]
fn a_host_keeps_its_own_members_beside() {
    let json = r#"{"received":"2026-03-01","shelves":[4,17],"format":"release-criteria/lot/1","id":"L","product":"P","results":[{"test":"a","value":"1 %"}],"x-a":"7.10","by":"QA"}"#;
    let held: Held<Lot> = serde_json::from_str(json).unwrap();
    assert_eq!((held.document.id(), &*held.received), ("L", "2026-03-01"));
    assert_eq!((&*held.shelves, held.by.as_deref()), (&[4, 17][..], Some("QA")));
    assert_eq!(serde_json::to_string(&held).unwrap(), json);
    let refused = serde_json::from_str::<Held<Lot>>(
        r#"{"received":"2026-03-01","shelves":[],"format":"release-criteria/lot/1","id":"L","id":"","results":[{"test":"a","value":1.50}],"colour":2}"#,
    );
    assert_eq!(
        placeless(&refused.map(drop).unwrap_err()),
        "id: appears twice; write it once\n\
         results[0].value: found a number where a text is expected; write it as a string, because \
         a JSON number cannot keep `70.0`\n\
         colour: is not a field here; expected `format`, `id`, `product`, `manufactured`, \
         `specification`, `parameters`, `results`, or a key that begins with `x-`\n\
         product: is missing"
    );
}

#[track_caller]
fn is_refused<'de, D: Deserializer<'de, Error = Error>>(deserializer: D, expected: &str) {
    let refused = Specification::deserialize(deserializer).unwrap_err();
    assert_eq!(refused.to_string(), expected);
}

/// Rules: DOC-2, DOC-19.
#[test]
fn whatever_a_format_hands_over_is_refused_in_words() {
    let object = |what| format!("document: found {what} where an object is expected");
    is_refused(CharDeserializer::new('ü'), &object("a text"));
    is_refused(I128Deserializer::new(-1), &object("a number"));
    is_refused(U128Deserializer::new(u128::MAX), &object("a number"));
    is_refused(F64Deserializer::new(f64::NAN), &object("a number"));
    is_refused(UnitDeserializer::new(), &object("`null`"));
    is_refused(
        BytesDeserializer::new(b"{}"),
        "invalid type: byte array, expected a text, a flag, a list, an object or a number",
    );
}

#[track_caller]
fn refused<T>(read: Result<T, serde_json::Error>) -> String {
    read.map(drop).unwrap_err().to_string()
}

/// Rules: DOC-6, DOC-19.
#[test]
fn limits_hold_in_every_format() {
    let lists = |count: usize| (0..count).fold(json!("a"), |inner, _| json!([inner]));
    let lot = |carried: &Value, product: &Value| {
        json!({"format": "release-criteria/lot/1", "id": "L", "product": product, "results": [],
               "x-a": carried})
    };
    assert!(serde_json::from_value::<Lot>(lot(&lists(126), &json!("P"))).is_ok());
    assert_eq!(
        refused(serde_json::from_value::<Lot>(lot(&lists(127), &json!("P")))),
        "document: is nested deeper than 127 levels; nest it less"
    );
    assert_eq!(
        refused(serde_json::from_value::<Lot>(lot(&json!(null), &lists(126)))),
        "product: found a list where a text is expected"
    );
    let long = Value::from("a".repeat(16 * 1024 * 1024));
    assert_eq!(
        refused(serde_json::from_value::<Lot>(lot(&long, &json!("P")))),
        "document: found more than 16 MiB; a document has at most 16 MiB"
    );
    // A report is longer than what it is made of.
    let mut report = value(&shipped("tests/data/documents/report.json"));
    report["x-a"] = long;
    assert!(serde_json::from_value::<Report>(report).is_ok());
}

fn shipped(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

/// Rules: DOC-19.
#[test]
fn what_is_only_written_is_written_alike() {
    #[track_caller]
    fn alike<T: Serialize>(document: &T, write: fn(&T) -> String) {
        assert_eq!(serde_json::to_value(document).unwrap(), value(&write(document)));
    }
    let data = |name: &str| shipped(&format!("examples/data/{name}"));
    let specification = |name| wire::read_specification(&data(name)).unwrap();
    let (old, new) = (
        specification("car_t.specification.json"),
        specification("car_t.revised.specification.json"),
    );
    let phase = Phase::Commercial;
    let column = |of| Column::new(of, phase).unwrap();
    alike(&Comparison::between(&column(&old), &column(&new)), wire::write_comparison);
    alike(&Review::of(&old), wire::write_review);
    let mut again =
        Reevaluation::new(&old.plan(phase).unwrap(), &new.plan(phase).unwrap()).unwrap();
    for line in data("car_t.past_lots.jsonl").lines() {
        again.judge(&wire::read_lot(line).unwrap()).unwrap();
    }
    alike(&again, wire::write_reevaluation);
    let campaign = wire::read_campaign(&data("car_t.campaign.json")).unwrap().plan(&old).unwrap();
    let lots: Vec<Lot> = data("car_t.campaign_lots.jsonl")
        .lines()
        .map(|line| wire::read_lot(line).unwrap())
        .collect();
    alike(&campaign.assess(&lots).unwrap(), wire::write_campaign_report);
}

//! Documents of format 1 must be read for ever, and written back as they were.
//!
//! The files in `tests/data/documents` are golden: a change of this crate adds to them and never
//! changes them.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;

use release_criteria::{
    Acceptance, AssayResult, Attribute, Derivation, DocumentError, Gate, Group, Lot, Parameter,
    Phase, Reportable, Rounding, Specification, StrictLimits, Test, wire,
};
use serde_json::Value;

fn golden(name: &str) -> String {
    fs::read_to_string(format!("{}/tests/data/documents/{name}.json", env!("CARGO_MANIFEST_DIR")))
        .unwrap()
}

/// What a document says when it is read and written; twice, because what is written must read as
/// the same.
#[track_caller]
fn rewritten<T>(
    json: &str,
    read: fn(&str) -> Result<T, DocumentError>,
    write: fn(&T) -> String,
) -> String {
    let once = write(&read(json).unwrap_or_else(|error| panic!("{error}")));
    let twice = write(&read(&once).unwrap_or_else(|error| panic!("{error}")));
    assert_eq!(once, twice);
    once
}

#[track_caller]
fn same(found: &str, expected: &str) {
    assert_eq!(found, expected.trim_end());
}

/// Rules: DOC-8.
#[test]
fn golden_documents_are_written_back_as_they_were() {
    for name in [
        "specification",
        "specification_every_field",
        "specification_complete",
        "specification_every_part",
        "specification_interim",
    ] {
        let json = golden(name);
        same(&rewritten(&json, wire::read_specification, wire::write_specification), &json);
    }
    for name in ["lot", "lot_every_field", "lot_complete", "lot_every_part"] {
        let json = golden(name);
        same(&rewritten(&json, wire::read_lot, wire::write_lot), &json);
    }
    for name in ["report", "report_every_field", "report_complete", "report_every_part"] {
        let json = golden(name);
        same(&rewritten(&json, wire::read_report, wire::write_report), &json);
    }
}

/// Rules: DOC-3.
#[test]
fn carried_members_keep_every_character() {
    let json = r#"{"format": "release-criteria/lot/1", "id": "L", "product": "P", "results": [],
        "x-a": {"b":  70.0, "c" : "\u00e9"}}"#;
    let written = rewritten(json, wire::read_lot, wire::write_lot);
    assert!(written.contains(r#""x-a": {"b":  70.0, "c" : "\u00e9"}"#), "{written}");
    let further = json.replace(r#""x-a""#, r#""x-b": [1], "x-a""#);
    let written = rewritten(&further, wire::read_lot, wire::write_lot);
    assert!(written.contains(r#""x-b": [1]"#) && written.contains(r#""x-a": "#), "{written}");
    let twice =
        wire::read_lot(&json.replace(r#""x-a""#, r#""x-a": [1], "x-a""#)).unwrap_err().to_string();
    assert_eq!(twice, "x-a: appears twice; write it once");
}

/// The places of all objects in a document, those of members with `x-` aside.
fn objects(document: &Value, place: &str, found: &mut Vec<String>) {
    match document {
        Value::Object(members) => {
            found.push(place.to_owned());
            for (key, value) in members.iter().filter(|(key, _)| !key.starts_with("x-")) {
                objects(value, &format!("{place}/{key}"), found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                objects(item, &format!("{place}/{index}"), found);
            }
        }
        _ => {}
    }
}

/// One member more in each object of each kind of document that is read, one object at a time.
///
/// Rules: DOC-16.
#[test]
fn every_object_carries_members() {
    let rewritten = |format: &str, json: &str| match format {
        "specification" => rewritten(json, wire::read_specification, wire::write_specification),
        "lot" => rewritten(json, wire::read_lot, wire::write_lot),
        "report" => rewritten(json, wire::read_report, wire::write_report),
        "history" => rewritten(json, wire::read_history, wire::write_history),
        "campaign" => rewritten(json, wire::read_campaign, wire::write_campaign),
        _ => rewritten(json, wire::read_spec_tests, wire::write_spec_tests),
    };
    let campaign = r#"{"format": "release-criteria/campaign/1",
        "id": "C", "version": "1", "product": "P",
        "specification": {"id": "S", "version": "1"}, "lots": 3, "rationale": "9 lots conformed",
        "criteria": [{"test": "a", "across_lots": {"combine": "mean", "max_rsd": "5 %"},
            "criterion": "NMT 5 %"}]}"#;
    let spec_tests = r#"{"format": "release-criteria/spec-tests/1", "tests": [
        {"test": "a", "phase": "clinical", "value": "5 %", "outcome": "conforms",
            "given": {"w": "1 kg"}},
        {"test": "a", "phase": "clinical", "outcome": "pending", "given": {}}]}"#;
    let names = ["every_field", "every_part", "complete"];
    let golden_ones = ["specification", "lot", "report"]
        .iter()
        .flat_map(|kind| names.map(|name| format!("{kind}_{name}")));
    let all = golden_ones.chain(["history".to_owned()]).map(|name| golden(&name));
    for json in all.chain([campaign.to_owned(), spec_tests.to_owned()]) {
        let document: Value = serde_json::from_str(&json).unwrap();
        let format = document["format"].as_str().unwrap().split('/').nth(1).unwrap();
        let mut places = Vec::new();
        objects(&document, "", &mut places);
        assert!(places.len() > 2, "{format}");
        for place in places {
            let mut more = document.clone();
            let object = more.pointer_mut(&place).and_then(Value::as_object_mut).unwrap();
            object.insert("x-more".to_owned(), serde_json::json!({"x-inner": [1]}));
            let written: Value =
                serde_json::from_str(&rewritten(format, &more.to_string())).unwrap();
            assert_eq!(
                written.pointer(&format!("{place}/x-more/x-inner/0")),
                Some(&1.into()),
                "{format} {place}"
            );
        }
    }
}

/// The digest is part of every report that was ever written: these never change. They were computed
/// from the files by another program: the document on one line, without the members with `x-`.
///
/// Rules: DOC-7.
#[test]
fn digests_are_the_same_for_ever() {
    let digest = |name| wire::read_specification(&golden(name)).unwrap().digest();
    assert_eq!(
        digest("specification"),
        "sha256:6d451602cc48df2b826da45332a58f153501e76c719afc129f4af6966d3696d5"
    );
    assert_eq!(
        digest("specification_every_field"),
        "sha256:87297ceb680d89944efbfdfe0e8b5339d24ee30a196e575684512072386817b9"
    );
    assert_eq!(
        digest("specification_complete"),
        "sha256:956ff273ac2a4a21f008b31de5ea9eada5772351a85d5fe61de78a5ca137b971"
    );
    assert_eq!(
        digest("specification_every_part"),
        "sha256:ce4b1bc7333ac829fe5e682645ee815028a837347b22a58f63d89d4226b6afa4"
    );
    assert_eq!(
        digest("specification_interim"),
        "sha256:5e1b860169e3b2905bdde8901c7076a3c1346b56706c4fe0693f6e388d5e9ca0"
    );
}

/// Rules: DOC-3, DOC-7.
#[test]
fn a_digest_covers_what_is_read_and_nothing_else() {
    let json = golden("specification_every_field");
    let digest = |json: &str| {
        wire::read_specification(json).unwrap_or_else(|error| panic!("{error}")).digest()
    };
    let original = digest(&json);
    let reordered: Value = serde_json::from_str(&json).unwrap();
    let without_carried = json
        .replace(r#""x-source": "metre""#, r#""x-source": "foot""#)
        .replace("keeps  its", "keeps its");
    assert_eq!(
        digest(&serde_json::to_string(&reordered).unwrap()),
        original,
        "order of keys and space"
    );
    assert_eq!(digest(&without_carried), original, "members with x-");
    for (from, to) in [
        ("7.0 ± 0.2", "7.0 +/- 0.2"),
        ("\"2.1\"", "\"2.2\""),
        ("\"draft\"", "\"approved\""),
        ("\"astm-e29\"", "\"usp\""),
        ("n = 12 lots", "n = 13 lots"),
        ("QC-1\"", "QC-3\""),
        ("Slightly opalescent", "slightly opalescent"),
        ("\"if-tested\",", "\"if-tested\", \"strict\": \"exact\","),
    ] {
        assert!(json.contains(from), "{from}");
        assert_ne!(digest(&json.replace(from, to)), original, "{from} became {to}");
    }
}

/// A document with the keys of every object in the order of the alphabet, or in the reverse one.
fn with_keys(document: &Value, reversed: bool) -> String {
    match document {
        Value::Object(members) => {
            let mut members: Vec<String> = members
                .iter()
                .map(|(key, value)| {
                    format!("{}:{}", Value::from(key.as_str()), with_keys(value, reversed))
                })
                .collect();
            members.sort();
            if reversed {
                members.reverse();
            }
            format!("{{{}}}", members.join(","))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| with_keys(item, reversed)).collect();
            format!("[{}]", items.join(","))
        }
        other => other.to_string(),
    }
}

/// Nor does the order of calls matter in code. What is written keeps the order in which it was
/// read.
///
/// Rules: DOC-14.
#[test]
fn a_digest_does_not_depend_on_the_order_of_keys() {
    for name in [
        "specification",
        "specification_every_field",
        "specification_complete",
        "specification_every_part",
    ] {
        let json = golden(name);
        let original = wire::read_specification(&json).unwrap();
        for reversed in [false, true] {
            let json = with_keys(&serde_json::from_str(&json).unwrap(), reversed);
            let reordered =
                wire::read_specification(&json).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(reordered.digest(), original.digest(), "{name}: {json}");
        }
    }
    let in_order = |ids: [(&str, &str); 2]| {
        let test = |id: &str| Test::quantitative(id, "T", Attribute::Purity, "%");
        let case =
            ids.iter().fold(Acceptance::new("NMT 5 %"), |case, (id, asked)| case.when(id, asked));
        let whole = ids.iter().fold(test("whole"), |test, (id, asked)| test.when(id, asked));
        Specification::builder("S", "1", "P")
            .phases(&[Phase::Clinical])
            .rounding(Rounding::Usp)
            .parameter(Parameter::number("weight", "kg"))
            .parameter(Parameter::one_of("donor", &["A", "B"]))
            .test(whole.accept(Acceptance::new("NMT 5 %")))
            .test(test("cases").accept_cases(vec![case]))
            .build()
            .unwrap()
    };
    let (weight, donor) = (("weight", "NMT 50 kg"), ("donor", "A"));
    let (one, other) = (in_order([weight, donor]), in_order([donor, weight]));
    assert_eq!(one.digest(), other.digest());
    assert_ne!(wire::write_specification(&one), wire::write_specification(&other));
}

/// Rules: DOC-8.
#[test]
fn code_and_documents_make_the_same() {
    let terms = || Acceptance::terms(&["No growth"], &["Growth"]);
    let per_kg = Derivation::product(&["car_cells"]).divided_by(&["body_weight"]);
    let in_the_bag = Derivation::product(&["car_cells"]);
    let built = Specification::builder("SPEC-CART-019", "4", "Anti-CD19 CAR-T cells")
        .approved()
        .phases(&[Phase::Clinical, Phase::Validation, Phase::Commercial])
        .rounding(Rounding::Usp)
        .strict(StrictLimits::Exact)
        .parameter(Parameter::number("body_weight", "kg").within("1–250 kg"))
        .parameter(Parameter::number("infusion_volume", "mL"))
        .parameter(Parameter::one_of("donor", &["autologous", "allogeneic"]))
        .test(
            Test::quantitative("viability", "Viable cells", Attribute::Purity, "%")
                .method("QC-117")
                .accept_in(Phase::Clinical, Acceptance::new("NLT 70 %"))
                .accept_in(Phase::Validation, Acceptance::new("NLT 80 %"))
                .accept_in(
                    Phase::Commercial,
                    Acceptance::new("NLT 80 %").alert("NLT 85 %").justification("n = 41 lots"),
                ),
        )
        .test(
            Test::quantitative("potency", "Relative potency", Attribute::Potency, "%")
                .reportable(Reportable::geometric_mean(3).each_within("50–200 %").max_rsd("30 %"))
                .accept_in(Phase::Clinical, Acceptance::new("report"))
                .accept_in(Phase::Validation, Acceptance::new("70–130 %"))
                .accept_in(Phase::Commercial, Acceptance::new("70–130 %")),
        )
        .test(
            Test::quantitative("endotoxin", "Bacterial endotoxins", Attribute::Safety, "EU/mL")
                .accept(Acceptance::new("NMT 3.5 EU/mL")),
        )
        .test(
            Test::quantitative("endotoxin_dose", "Endotoxin per kg", Attribute::Safety, "EU/kg")
                .derived(
                    Derivation::product(&["endotoxin", "infusion_volume"])
                        .divided_by(&["body_weight"]),
                )
                .accept(Acceptance::new("NMT 5.0 EU/kg")),
        )
        .test(
            Test::quantitative(
                "car_cells",
                "CAR-positive viable T cells in the bag",
                Attribute::Quantity,
                "cells",
            )
            .accept(Acceptance::new("report")),
        )
        .test(Test::qualitative("dose", "Dose", Attribute::Quantity).accept_cases(vec![
                Acceptance::new("0.2–5.0 × 10^6 cells/kg")
                    .when("body_weight", "NMT 50 kg")
                    .unit("cells/kg")
                    .derived(per_kg),
                Acceptance::new("0.1–2.5 × 10^8 cells")
                    .when("body_weight", "> 50 kg")
                    .unit("cells")
                    .derived(in_the_bag),
            ]))
        .test(
            Test::qualitative("id_flow", "Identity by flow cytometry", Attribute::Identity)
                .accept(Acceptance::new("\"CAR detected\" not \"CAR not detected\"")),
        )
        .test(
            Test::qualitative("id_pcr", "Identity by PCR", Attribute::Identity)
                .accept(Acceptance::terms(&["Detected"], &["Not detected"])),
        )
        .test(
            Test::qualitative("sterility_rapid", "Sterility, rapid", Attribute::Safety)
                .accept(terms()),
        )
        .test(
            Test::qualitative("sterility", "Sterility, 14 days", Attribute::Safety)
                .gate(Gate::AfterRelease)
                .accept(terms()),
        )
        .group(Group::alternatives("identity", "Identity", &["id_flow", "id_pcr"]))
        .build()
        .unwrap();
    let read = wire::read_specification(&golden("specification_complete")).unwrap();
    assert_eq!(built.digest(), read.digest());
    assert_eq!(wire::write_specification(&built), wire::write_specification(&read));

    let lot = Lot::new(
        "LOT-0007",
        "Anti-CD19 CAR-T cells",
        vec![
            AssayResult::new("viability", "92.4 %")
                .with_method("QC-117")
                .with_reference("LIMS-88121"),
            AssayResult::new("viability", "61.0").with_unit("%").with_method("QC-117").invalidated(
                "instrument fault",
                "INV-12",
                "QA-7",
            ),
            AssayResult::new("potency", "88 %").replicate("91 %").replicate("102 %"),
            AssayResult::new("endotoxin", "<0.5 EU/mL"),
            AssayResult::new("sterility", "No growth").preliminary(),
        ],
    )
    .and_then(|lot| {
        lot.with_parameters(&[
            ("body_weight", "62 kg"),
            ("infusion_volume", "50 mL"),
            ("donor", "autologous"),
        ])
    });
    same(&wire::write_lot(&lot.unwrap()), &golden("lot_complete"));
}

/// Rules: TERM-10, DOC-7, DOC-8.
#[test]
fn interim_terms_are_built_read_and_told() {
    let sterility = || Acceptance::terms(&["No growth"], &["Growth"]);
    let cases = |interim: bool| {
        let autologous =
            Acceptance::new("NMT 10 copies or \"Not detected\"").when("donor", "autologous");
        let autologous = if interim { autologous.interim(&["None so far"]) } else { autologous };
        vec![
            autologous.alert("NMT 5 copies"),
            Acceptance::new("NMT 5 copies").when("donor", "allogeneic"),
        ]
    };
    let specification = |clinical: Acceptance, commercial: Acceptance, cases: Vec<Acceptance>| {
        let sterility = Test::qualitative("sterility", "Sterility", Attribute::Safety)
            .gate(Gate::AfterRelease)
            .accept_in(Phase::Clinical, clinical.justification("14 days"))
            .accept_in(Phase::Commercial, commercial);
        Specification::builder("SPEC-STERILITY-2", "1", "Example cells")
            .approved()
            .phases(&[Phase::Clinical, Phase::Commercial])
            .rounding(Rounding::Usp)
            .parameter(Parameter::one_of("donor", &["autologous", "allogeneic"]))
            .test(sterility)
            .test(
                Test::quantitative("copies", "Copies", Attribute::Safety, "copies")
                    .accept_cases(cases),
            )
            .build()
            .unwrap()
    };
    let other = || Acceptance::new("\"No growth\" not other");
    let clinical = sterility().interim(&["No growth to date", "Negative  so far"]);
    let built = specification(clinical, other().interim(&["No growth to date"]), cases(true));
    let read = wire::read_specification(&golden("specification_interim")).unwrap();
    assert_eq!(built.digest(), read.digest());
    let interim = |id: &str, phase| read.test(id).unwrap().interim(phase);
    assert_eq!(interim("sterility", Phase::Clinical), ["No growth to date", "Negative  so far"]);
    assert_eq!(interim("sterility", Phase::Commercial), ["No growth to date"]);
    assert!(
        interim("sterility", Phase::Validation).is_empty()
            && interim("copies", Phase::Clinical).is_empty()
    );
    // Each list counts in the digest, and none is written where there is none.
    let some = |clinical: Acceptance, commercial, interim| {
        specification(clinical, commercial, cases(interim)).digest()
    };
    let digests = [
        some(sterility(), other(), false),
        some(sterility().interim(&["No growth to date"]), other(), false),
        some(sterility().interim(&["no growth to date"]), other(), false),
        some(sterility(), other().interim(&["No growth to date"]), false),
        some(sterility(), other(), true),
    ];
    assert!(
        (1..digests.len()).all(|place| !digests[..place].contains(&digests[place])),
        "{digests:?}"
    );
    assert!(
        !wire::write_specification(&specification(sterility(), other(), cases(false)))
            .contains("interim")
    );
}

/// Rules: PAR-1, DOC-8.
#[test]
fn a_complete_specification_tells_what_it_asks() {
    let specification = wire::read_specification(&golden("specification_every_part")).unwrap();
    let parameter = |index: usize| specification.parameters().get(index).unwrap();
    assert_eq!(
        (parameter(0).id(), parameter(0).name(), parameter(0).unit().unwrap().as_str()),
        ("weight", "Body weight", "kg")
    );
    assert_eq!(parameter(0).limits().unwrap().as_written(), "1–250");
    assert_eq!(
        (parameter(2).name(), parameter(2).values()),
        ("donor", vec!["autologous", "Allogeneic"])
    );
    assert_eq!(specification.groups()[1], ("sterility", vec!["rapid", "culture"]));
    let test = |id: &str| specification.test(id).unwrap();
    assert_eq!(
        test("others").condition().unwrap(),
        "donor is “Allogeneic” and cells is NLT 5 cells"
    );
    assert_eq!(test("rest").derivation().unwrap().to_string(), "(100 %) − others");
    assert_eq!(test("dose").criterion(Phase::Commercial), None);
    let cases = test("dose").criteria(Phase::Commercial);
    let cases: Vec<String> = cases
        .iter()
        .map(|(when, criterion)| format!("{criterion} when {}", when.as_deref().unwrap()))
        .collect();
    assert_eq!(
        cases,
        [
            "0.2–5.0 × 10^6 cells/kg when weight is NMT 50 kg and donor is “autologous” or \
             “allogeneic”",
            "NMT 2.5 × 10^8 when weight is > 50 kg"
        ]
    );
    let reportable = test("cells").reportable(Phase::Commercial).unwrap();
    assert_eq!((reportable.replicates(), reportable.combination()), (2, "mean"));
    assert_eq!(reportable.limits_of_each().unwrap().as_written(), "NLT 1.0 × 10^6");
    assert_eq!(reportable.largest_rsd().unwrap().to_string(), "12.50");
    assert_eq!(test("sequence").criterion(Phase::Commercial).unwrap().same_as(), Some("guide"));

    let lot = wire::read_lot(&golden("lot_every_part")).unwrap();
    assert_eq!(lot.parameter("guide"), Some(" ACGU "));
    assert_eq!(lot.results()[0].values(), ["1.0e6 cells", "2.0e6 cells", "3 cells"]);
    assert_eq!(lot.results()[1].determination(), Some("A 1"));
}

/// Rules: DOC-8, DOC-9.
#[test]
fn reports_are_written_on_one_line_or_many_and_read_as_the_same() {
    let specification = wire::read_specification(&golden("specification")).unwrap();
    let lot = wire::read_lot(&golden("lot")).unwrap();
    let report = specification.plan(Phase::Commercial).unwrap().evaluate(&lot);
    let line = wire::write_report_line(&report);
    assert!(!line.contains('\n'));
    assert_eq!(wire::read_report(&line).unwrap(), report);
    assert_eq!(wire::read_report(&wire::write_report(&report)).unwrap(), report);
}

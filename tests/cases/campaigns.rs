//! Process validation campaigns: worked cases, what protocols are refused for, the bound, and the
//! shipped example. `tests/data/README.md` describes the files.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failing case names itself"
)]

use num_bigint::BigInt;
use release_criteria::lifecycle::{Campaign, CampaignReport, CampaignStatus, FurtherCriterion};
use release_criteria::{
    Acceptance, AssayResult, Attribute, DocumentError, Finding, Lot, Phase, Rounding,
    Specification, Test, Verdict, wire,
};
use serde_json::{Map, Value, json};

use crate::refused::told;

const CASES: &str = include_str!("../data/campaigns.json");
const REFUSED: &str = include_str!("../data/campaigns_refused.txt");

fn data() -> Value {
    serde_json::from_str(CASES).unwrap()
}

fn specification(data: &Value) -> Specification {
    wire::read_specification(&data["specification"].to_string())
        .unwrap_or_else(|error| panic!("{error}"))
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// A protocol with `members` in the place of its own; `null` leaves one out.
fn protocol(members: &Map<String, Value>) -> String {
    let mut protocol = json!({
        "format": "release-criteria/campaign/1",
        "id": "PPQ-1", "version": "1", "product": "Example vector",
        "specification": {"id": "SPEC-1", "version": "3"},
        "lots": 3, "rationale": "as many as are made in a year",
    });
    let own = protocol.as_object_mut().unwrap();
    own.extend(members.clone());
    own.retain(|_, member| !member.is_null());
    protocol.to_string()
}

fn campaign(case: &Value) -> Campaign {
    let mut members = Map::new();
    members.insert("lots".to_owned(), case["lots"].clone());
    members.insert("criteria".to_owned(), case["criteria"].clone());
    if case["concurrent"] == true {
        members.insert("concurrent_release".to_owned(), "few lots are made".into());
    }
    wire::read_campaign(&protocol(&members))
        .unwrap_or_else(|error| panic!("{}: {error}", case["id"]))
}

fn lot(index: usize, made: &Value) -> Lot {
    let mut results = Vec::new();
    for (test, values) in made.as_object().unwrap().iter().filter(|(key, _)| *key != "product") {
        let values =
            values.as_array().map_or_else(|| vec![values.as_str().unwrap()], |_| texts(values));
        for text in values {
            let (text, is_preliminary) =
                text.strip_prefix("preliminary: ").map_or((text, false), |text| (text, true));
            let mut replicates = text.split(" & ");
            let first = AssayResult::new(test, replicates.next().unwrap());
            let result = replicates.fold(first, AssayResult::replicate);
            results.push(if is_preliminary { result.preliminary() } else { result });
        }
    }
    let product = made["product"].as_str().unwrap_or("Example vector");
    Lot::new(&format!("LOT-{index}"), product, results).unwrap()
}

fn code(finding: &Finding) -> String {
    let flags = finding.flags().iter().map(ToString::to_string);
    let words = [finding.outcome().to_string(), finding.reason().to_string()];
    words.into_iter().chain(flags).collect::<Vec<_>>().join(" ")
}

/// Verdict, further criteria, and whether it waits: `conforms [conforms within], waits`.
fn lots_of(report: &CampaignReport) -> Vec<String> {
    let of_lot = |lot: &release_criteria::lifecycle::CampaignLot| {
        let findings: Vec<String> = lot.findings().iter().map(code).collect();
        let findings =
            if findings.is_empty() { String::new() } else { format!(" [{}]", findings.join(", ")) };
        format!("{}{findings}{}", lot.verdict(), if lot.awaits_campaign() { ", waits" } else { "" })
    };
    report.lots().iter().map(of_lot).collect()
}

/// Rules: CAMP-1, CAMP-2, CAMP-3, CAMP-4, CAMP-5, CAMP-7, CAMP-9.
#[test]
fn worked_cases() {
    let data = data();
    let specification = specification(&data);
    let mut faults = Vec::new();
    for case in data["cases"].as_array().unwrap() {
        let plan = campaign(case)
            .plan(&specification)
            .unwrap_or_else(|error| panic!("{}: {error}", case["id"]));
        let lots: Vec<Lot> = case["made"]
            .as_array()
            .unwrap()
            .iter()
            .enumerate()
            .map(|(index, made)| lot(index, made))
            .collect();
        let report = plan.assess(&lots).unwrap();
        let across: Vec<String> = report.across_lots().iter().map(code).collect();
        let is_as_expected = report.status().code() == case["status"]
            && lots_of(&report) == texts(&case["found"])
            && across == texts(&case["across"])
            && report.lower_bound() == case["bound"].as_str();
        let verdicts = lots.iter().map(|lot| plan.plan().verdict(lot));
        assert!(
            verdicts
                .eq(report.lots().iter().map(release_criteria::lifecycle::CampaignLot::verdict))
        );
        if !is_as_expected {
            faults.push(format!(
                "{}: found {:?} {across:?}\n{report}",
                case["id"],
                lots_of(&report)
            ));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Every protocol of `campaigns_refused.txt`.
pub(crate) fn refused_protocols() -> Vec<String> {
    let is_protocol = |line: &&str| !line.starts_with(['#', '!']);
    let members = REFUSED.lines().filter(is_protocol);
    members.map(|members| protocol(&serde_json::from_str(members).unwrap())).collect()
}

/// A line in `campaigns_refused.txt` is the members of a protocol that differ from one in order,
/// with `! ` lines after it.
///
/// Rules: DOC-4, CAMP-1, CAMP-3, CAMP-8.
#[test]
fn protocols_are_refused_with_every_problem_at_once() {
    let specification = specification(&data());
    let mut cases: Vec<(&str, String)> = Vec::new();
    for line in REFUSED.lines().filter(|line| !line.starts_with('#')) {
        match line.strip_prefix("! ") {
            Some(expected) => cases.last_mut().unwrap().1.extend([expected, "\n"]),
            None => cases.push((line, String::new())),
        }
    }
    assert!(cases.len() > 30, "found only {} cases", cases.len());
    let mut faults = Vec::new();
    for (members, expected) in cases {
        let members: Map<String, Value> =
            serde_json::from_str(members).unwrap_or_else(|error| panic!("{members}: {error}"));
        let found = match wire::read_campaign(&protocol(&members))
            .and_then(|campaign| campaign.plan(&specification))
        {
            Ok(_) => "is bound\n".to_owned(),
            Err(refused) => told(&refused),
        };
        if found != expected {
            faults.push(format!("{}\nexpected\n{expected}found\n{found}", Value::Object(members)));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn simple(phases: &[Phase]) -> Specification {
    let assay = Test::quantitative("assay", "Assay", Attribute::Potency, "%")
        .accept(Acceptance::new("> 80 %"));
    let text =
        Test::qualitative("text", "Text", Attribute::General).accept(Acceptance::new("report"));
    let builder = Specification::builder("SPEC-1", "3", "Example vector").phases(phases);
    builder.rounding(Rounding::Absolute).test(assay).test(text).build().unwrap()
}

fn lots(count: usize) -> Vec<Lot> {
    let lot = |index| {
        let results = vec![AssayResult::new("assay", "90 %"), AssayResult::new("text", "seen")];
        Lot::new(&format!("LOT-{index}"), "Example vector", results).unwrap()
    };
    (0..count).map(lot).collect()
}

fn planned(count: u32) -> Campaign {
    let builder = Campaign::builder("PPQ-1", "1", "Example vector").specification("SPEC-1", "3");
    builder.lots(count, "as many as are made in a year").build().unwrap()
}

/// Rules: CAMP-3, CAMP-8.
#[test]
fn what_is_refused_in_code() {
    let refused = Campaign::builder("", "1", "Example vector")
        .lots(0, "TBD")
        .lots(3, " ")
        .concurrent_release("-")
        .criterion(
            FurtherCriterion::of_each_lot("Assay", "NLT 85").max_rsd("15 %").justification("n/a"),
        )
        .criterion(FurtherCriterion::mean("assay", "NLT 85 %").max_rsd("1").max_rsd("15 %"))
        .build();
    let expected = "id: found no letter or digit at position 1 of ``; write a text with at least \
                    one letter or digit, without space at its ends, of at most 256 characters\n\
                    rationale: found `TBD`, which says nothing; say why in words\n\
                    lots: is given twice; give it once\n\
                    rationale: found ``, which says nothing; say why in words\n\
                    concurrent_release: found `-`, which says nothing; say why in words\n\
                    specification: is missing; it has no default\n\
                    criteria[0].test: found `A` at position 1 of `Assay`; an id is a lower-case \
                    letter, then \
                    lower-case letters, digits and `_`, at most 64 characters\n\
                    criteria[0].across_lots: is missing; one lot has no deviation from others\n\
                    criteria[0].justification: found `n/a`, which says nothing; say why in words\n\
                    criteria[0].across_lots.combine: is missing; say what the lots make that has \
                    to meet the \
                    criterion\n\
                    criteria[1].across_lots.max_rsd: is given twice; give it once";
    assert_eq!(refused.unwrap_err().to_string(), expected);
    let many = (0..=1_000).fold(
        Campaign::builder("A", "1", "P").specification("S", "1").lots(1, "why not"),
        |builder, index| {
            builder.criterion(FurtherCriterion::of_each_lot(&format!("t{index}"), "NLT 1"))
        },
    );
    assert_eq!(
        many.build().unwrap_err().to_string(),
        "criteria: found more than 1000 criteria; a campaign has at most 1000"
    );
    let long = Campaign::builder("A", "1", "P")
        .specification("S", "1")
        .lots(1, &"a".repeat(4_001))
        .build();
    assert_eq!(
        long.unwrap_err().to_string(),
        "rationale: found 4001 characters; a reason has at most 4000"
    );
    let unasked = planned(1).plan(&simple(&[Phase::Clinical])).unwrap_err().to_string();
    assert_eq!(
        unasked,
        "specification.phases: the phase `validation` is not covered; the specification covers \
         `clinical`"
    );
}

/// Rules: CAMP-5.
#[test]
fn one_lot_is_not_several() {
    let campaign = Campaign::builder("PPQ-1", "1", "Example vector")
        .specification("SPEC-1", "3")
        .lots(1, "one is made");
    let campaign = campaign.criterion(FurtherCriterion::mean("assay", "NLT 85 %")).build().unwrap();
    let plan = campaign.plan(&simple(&[Phase::Validation])).unwrap();
    let lot = |results| Lot::new("LOT-1", "Example vector", results).unwrap();
    let said = |lot: Lot| {
        let report = plan.assess(&[lot]).unwrap();
        let across = &report.across_lots()[0];
        format!("{}: {}", across.criterion(), across.explanation())
    };
    assert_eq!(
        said(lot(vec![AssayResult::new("assay", "91 %")])),
        "mean of 1 lot NLT 85 %: 91 %, the mean of 1 lot, lies within NLT 85 %, which accepts ≥ 85 \
         %."
    );
    assert_eq!(
        said(lot(Vec::new())),
        "mean of 1 lot NLT 85 %: Lots with a value that counts: 0 of 1. Awaited: LOT-1."
    );
}

/// What is said of the lots together: planned lots, the values of each lot that is made, the
/// criterion, and its explanation.
///
/// Rules: GEN-5, CAMP-4, CAMP-5.
#[test]
fn what_is_said_across_lots() {
    let report = Test::quantitative("titre", "Titre", Attribute::Quantity, "%")
        .accept(Acceptance::new("report"));
    let specification =
        Specification::builder("SPEC-1", "3", "Example vector").phases(&[Phase::Validation]);
    let specification = specification.rounding(Rounding::Absolute).test(report);
    let assay = Test::quantitative("assay", "Assay", Attribute::Potency, "%")
        .accept(Acceptance::new("NLT 1 %"));
    let specification = specification.test(assay).build().unwrap();
    let said = |planned: u32, made: &[Vec<String>], criterion: FurtherCriterion| {
        let builder =
            Campaign::builder("PPQ-1", "1", "Example vector").specification("SPEC-1", "3");
        let plan =
            builder.lots(planned, "as many as are made").criterion(criterion).build().unwrap();
        let lot = |(index, values): (usize, &Vec<String>)| {
            let results =
                values.iter().map(|value| AssayResult::new("titre", &format!("{value} %")));
            Lot::new(&format!("LOT-{index:02}"), "Example vector", results.collect()).unwrap()
        };
        let made: Vec<Lot> = made.iter().enumerate().map(lot).collect();
        let report = plan.plan(&specification).unwrap().assess(&made).unwrap();
        let across = &report.across_lots()[0];
        format!("{}: {}", across.reason(), across.explanation())
    };
    let lots = |all: &[&[&str]]| -> Vec<Vec<String>> {
        all.iter().map(|own| own.iter().map(|value| (*value).to_owned()).collect()).collect()
    };
    let mean = || FurtherCriterion::mean("titre", "NLT 5 %");
    let rsd = |limit: &str| FurtherCriterion::rsd("titre", limit);
    let of_two = "7 %, the mean of 2 lots, lies within NLT 5 %, which accepts ≥ 5 %.";
    let every = |count: usize| {
        format!(
            " Every choice of 2 of {count} lots, with each of their determinations, has to meet it."
        )
    };
    assert_eq!(said(2, &lots(&[&["6"], &["8"]]), mean()), format!("within: {of_two}"));
    assert_eq!(
        said(2, &lots(&[&["6"], &["8"], &["8"]]), mean()),
        format!("within: {of_two}{}", every(3))
    );
    assert_eq!(
        said(2, &lots(&[&["6", "7"], &["8"]]), mean()),
        format!("within: {of_two}{}", every(2))
    );
    // Few lots are named, and how many there are besides.
    let awaited = |more: &str| {
        let names: Vec<String> = (0..10).map(|index| format!("LOT-{index:02}")).collect();
        format!(
            "pending-input: Lots with a value that counts: 0 of 1. Awaited: {}{more}.",
            names.join(", ")
        )
    };
    assert_eq!(said(1, &vec![Vec::new(); 10], mean()), awaited(""));
    assert_eq!(said(1, &vec![Vec::new(); 12], mean()), awaited(" and 2 more"));
    // The greatest deviation is given, wherever the lots stand that have it.
    for made in [["1", "10", "9"], ["9", "1", "10"], ["10", "9", "1"]] {
        let made: Vec<Vec<String>> = made.iter().map(|value| vec![(*value).to_owned()]).collect();
        let deviation = format!(
            "within: The relative standard deviation of 2 lots is ≈ 115.708 %, within NMT 120 %.{}",
            every(3)
        );
        assert_eq!(said(2, &made, rsd("120 %")), deviation);
    }
    // That of three lots would be beyond the limit; it is that of two that is asked for.
    let deviation =
        "within: The relative standard deviation of 2 lots is ≈ 115.708 %, within NMT 120 %.";
    assert_eq!(
        said(2, &lots(&[&["1", "1.1"], &["1"], &["10"]]), rsd("120 %")),
        format!("{deviation}{}", every(3))
    );
}

/// Of exact values the extremes say all, however many choices there are; of others, 1,000 choices
/// are told apart.
///
/// Rules: CAMP-5.
#[test]
fn so_many_choices_are_told_apart() {
    let plan = |planned: u32| {
        let builder =
            Campaign::builder("PPQ-1", "1", "Example vector").specification("SPEC-1", "3");
        let builder = builder
            .lots(planned, "as many as are made")
            .criterion(FurtherCriterion::rsd("assay", "20 %"));
        builder.build().unwrap().plan(&simple(&[Phase::Validation])).unwrap()
    };
    let made = |determinations: &[usize]| -> Vec<Lot> {
        let lot = |(index, count): (usize, &usize)| {
            let results = (0..*count)
                .map(|place| AssayResult::new("assay", &format!("{} %", 90 + (index + place) % 5)));
            Lot::new(&format!("LOT-{index}"), "Example vector", results.collect()).unwrap()
        };
        determinations.iter().enumerate().map(lot).collect()
    };
    let found = |planned: u32, determinations: &[usize]| {
        code(&plan(planned).assess(&made(determinations)).unwrap().across_lots()[0])
    };
    assert_eq!(found(7, &[1; 15]), "conforms within", "6,435 choices of exact values");
    assert_eq!(found(2, &[10, 100]), "conforms within", "1,000 choices");
    assert_eq!(found(2, &[7, 143]), "indeterminate too-many-combinations", "1,001 choices");
    assert_eq!(
        found(2, &[1, 1_001]),
        "indeterminate too-many-combinations",
        "1,001 choices of one lot"
    );
}

/// Rules: CAMP-6.
#[test]
fn lots_that_are_refused() {
    let plan = planned(2).plan(&simple(&[Phase::Validation])).unwrap();
    let refused = |lots: &[Lot]| {
        plan.assess(lots).map(drop).map_err(|error: DocumentError| error.to_string())
    };
    let mut twice = lots(2);
    twice.extend(lots(1));
    let message = "lots[2].id: found `LOT-0`, which is that of lots[0]; a lot counts once";
    assert_eq!(refused(&twice), Err(message.to_owned()));
    assert_eq!(
        refused(&lots(1_001)),
        Err("lots: found 1001 lots; a campaign has at most 1000".to_owned())
    );
}

/// 0.05^(1/n) to the nearest thousandth, k: (2k − 1)^n × 20 ≤ 2,000^n < (2k + 1)^n × 20.
///
/// Rules: CAMP-7.
#[test]
fn the_bound_is_exact() {
    let plan = planned(1).plan(&simple(&[Phase::Validation])).unwrap();
    let lots = lots(1_000);
    let known = [
        (1, "0.050"),
        (3, "0.368"),
        (5, "0.549"),
        (10, "0.741"),
        (30, "0.905"),
        (59, "0.950"),
        (1_000, "0.997"),
    ];
    for (count, bound) in known {
        assert_eq!(plan.assess(&lots[..count]).unwrap().lower_bound(), Some(bound), "{count}");
    }
    for count in (1..80).chain([100, 299, 300, 999]) {
        let report = plan.assess(&lots[..count]).unwrap();
        let k: i32 = report.lower_bound().unwrap().strip_prefix("0.").unwrap().parse().unwrap();
        let power = |base: i32| BigInt::from(base).pow(u32::try_from(count).unwrap());
        assert!(
            power(2 * k - 1) * 20 <= power(2_000) && power(2_000) < power(2 * k + 1) * 20,
            "{count}: {k}"
        );
    }
    assert_eq!(plan.assess(&[]).unwrap().lower_bound(), None);
}

/// Rules: DOC-13, CAMP-6.
#[test]
fn what_a_campaign_looks_like() {
    let text = wire::write_campaign(&campaign(&data()["cases"][0]));
    assert_eq!(wire::write_campaign(&wire::read_campaign(&text).unwrap()), text);
    let every_part = r#"{
  "format": "release-criteria/campaign/1",
  "id": "PPQ-1",
  "version": "1",
  "product": "Example vector",
  "specification": {
    "id": "SPEC-1",
    "version": "3",
    "x-of": "specification"
  },
  "lots": 2,
  "rationale": "two lots a year are made",
  "concurrent_release": "they cannot wait",
  "criteria": [
    {
      "test": "assay",
      "criterion": "NLT  85 %",
      "justification": "n = 12",
      "x-of": "criterion"
    },
    {
      "test": "assay",
      "across_lots": {
        "combine": "median",
        "max_rsd": "15.0 %",
        "x-of": "lots"
      },
      "criterion": "85 to 115 %"
    }
  ],
  "x-of": "campaign"
}"#;
    let campaign = wire::read_campaign(every_part).unwrap();
    assert_eq!(wire::write_campaign(&campaign), every_part);
    assert_eq!(
        (campaign.id(), campaign.version(), campaign.product()),
        ("PPQ-1", "1", "Example vector")
    );
    assert_eq!((campaign.specification(), campaign.lots()), (("SPEC-1", "3"), 2));
    assert_eq!(
        (campaign.rationale(), campaign.concurrent_release()),
        ("two lots a year are made", Some("they cannot wait"))
    );
    let [each, across] = campaign.criteria() else { panic!() };
    assert_eq!(
        (each.test(), each.is_across_lots(), each.combination(), each.largest_rsd()),
        ("assay", false, None, None)
    );
    assert_eq!(
        (each.criterion().unwrap().to_string().as_str(), each.stated_justification()),
        ("NLT 85 %", Some("n = 12"))
    );
    assert_eq!(
        (across.combination(), across.largest_rsd().unwrap().to_string().as_str()),
        (Some("median"), "15.0")
    );
    for noise in [
        "",
        " ",
        "{",
        "[]",
        "null",
        "{}",
        "\u{feff}{}",
        "{\"lots\": {}}",
        "{\"criteria\": [1, {}, null]}",
        "{\"lots\": -1}",
    ] {
        assert!(wire::read_campaign(noise).is_err(), "{noise}");
    }
}

/// Rules: CAMP-1, CAMP-2, CRATE-4.
#[test]
fn the_shipped_example() {
    let specification =
        wire::read_specification(include_str!("../../examples/data/car_t.specification.json"))
            .unwrap();
    let text = include_str!("../../examples/data/car_t.campaign.json");
    let campaign = wire::read_campaign(text).unwrap_or_else(|error| panic!("{error}"));
    let lots = include_str!("../../examples/data/car_t.campaign_lots.jsonl").lines();
    let lots: Vec<Lot> =
        lots.map(|line| wire::read_lot(line).unwrap_or_else(|error| panic!("{error}"))).collect();
    let plan = campaign.plan(&specification).unwrap_or_else(|error| panic!("{error}"));
    let report = plan.assess(&lots).unwrap();
    assert_eq!(
        (report.status(), report.lower_bound()),
        (CampaignStatus::Met, Some("0.368")),
        "{report}"
    );
    assert!(
        report
            .lots()
            .iter()
            .all(|lot| lot.verdict() == Verdict::Conforms && !lot.awaits_campaign()),
        "{report}"
    );
    assert_eq!(
        report.across_lots()[0].explanation(),
        "32 %, the mean of 3 lots, lies within 20–45 %, which accepts ≥ 19.5 and < 45.5 %. The \
         relative standard deviation of 3 lots is ≈ 18.9443 %, within NMT 25 %."
    );
    let printed = report.to_string();
    assert!(printed.lines().all(|line| line.chars().count() <= 120), "{printed}");
    let bound = "  All 3 lots conform to the specification, by which the proportion of conforming \
                 lots is\n  \
                 at least 0.368 with 95 % confidence, one-sided. Nothing is judged by this number.";
    assert!(printed.ends_with(bound), "{printed}");
    let written: Value = serde_json::from_str(&wire::write_campaign_report(&report)).unwrap();
    assert_eq!(written["format"], "release-criteria/campaign-report/1");
    assert_eq!(written["specification"]["digest"], specification.digest());
    assert_eq!(
        written["lower_bound"],
        json!({"conforming_lots": 3, "confidence": "95 %", "proportion": "0.368"})
    );
    assert_eq!(written["lots"][1]["findings"][0]["flags"], json!(["decided-by-rounding"]));
    let first = plan.assess(&lots[..1]).unwrap();
    assert_eq!(
        (first.status(), first.lots()[0].awaits_campaign()),
        (CampaignStatus::InProgress, false)
    );
}

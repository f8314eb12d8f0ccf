//! What is written in two ways and is the same, or makes no difference.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use release_criteria::{
    Acceptance, AssayResult, Attribute, Finding, Flag, Lot, Outcome, Parameter, Phase, Plan,
    Reason, Reportable, Test, Verdict,
};

use crate::model::{LOT, PRODUCT, builder};
use crate::settings;

type Found = (Outcome, Reason, Vec<Flag>, Option<String>);

/// A test whose three replicates make a median from 40 to 60, each from 20 to 80, or one of two
/// terms.
fn plan() -> Plan {
    let made_of = Reportable::median(3).each_within("20–80 u");
    let criterion = Acceptance::new("40–60 u or \"Clear\" not \"Cloudy\"");
    let test =
        Test::quantitative("a", "A", Attribute::Potency, "u").reportable(made_of).accept(criterion);
    builder()
        .parameter(Parameter::text("donor"))
        .test(test)
        .build()
        .unwrap()
        .plan(Phase::Clinical)
        .unwrap()
}

fn judge(results: Vec<AssayResult>) -> (Found, Verdict) {
    let report = plan().evaluate(&Lot::new(LOT, PRODUCT, results).unwrap());
    let found = |finding: &Finding| {
        (
            finding.outcome(),
            finding.reason(),
            finding.flags().to_vec(),
            finding.compared().map(str::to_owned),
        )
    };
    (found(&report.findings()[0]), report.verdict())
}

fn entry(values: &[String]) -> AssayResult {
    values[1..]
        .iter()
        .fold(AssayResult::new("a", &values[0]), |entry, value| entry.replicate(value))
}

fn values() -> impl Strategy<Value = Vec<String>> {
    let number = (10..90_u32).prop_map(|number| format!("{number} u"));
    let value = prop_oneof![
        9 => number,
        1 => select(vec![
            "<15 u", ">85 u", "<50 u", "9 furlong", "5,0 u", "Clear", "Cloudy", "Opaque",
        ])
        .prop_map(str::to_owned),
    ];
    vec(value, 1..=4)
}

proptest! {
    #![proptest_config(settings(3_000))]

    /// Rows of one determination are the replicates of one entry, whatever their order.
    ///
    /// Rules: REP-1, REP-11, RES-1, GEN-7.
    #[test]
    fn rows_of_one_determination_are_one_entry(values in values(), turn in any::<Index>()) {
        let mut rows: Vec<AssayResult> = values
            .iter()
            .map(|value| AssayResult::new("a", value).of_determination("D-1"))
            .collect();
        let (one, verdict) = judge(vec![entry(&values)]);
        let (two, other) = judge(rows.clone());
        prop_assert_eq!((&one, verdict), (&two, other));
        let by = turn.index(rows.len());
        rows.rotate_left(by);
        prop_assert_eq!((two.0, other), {
            let (turned, verdict) = judge(rows);
            (turned.0, verdict)
        });
    }

    /// A replicate that was invalidated is as if it had not been there, and another takes its
    /// place.
    ///
    /// Rules: REP-7.
    #[test]
    fn an_invalidated_replicate_is_as_if_it_had_not_been(values in values(), gone in values()) {
        let with = gone.iter().fold(entry(&values), |entry, value| {
            entry.invalidated_replicate(value, "spill", "INV-1", "QA-7")
        });
        prop_assert_eq!(judge(vec![with]), judge(vec![entry(&values)]));
    }

    /// Among three replicates one rejected term fails, accepted terms alone conform, and with
    /// numbers they have no median.
    ///
    /// Rules: REP-10.
    #[test]
    fn terms_among_replicates_have_no_median(
        texts in vec(select(vec!["50 u", "Clear", "Cloudy"]), 3),
    ) {
        let values: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        let outcome = judge(vec![entry(&values)]).0.0;
        let expected =
            match (texts.contains(&"Cloudy"), texts.contains(&"Clear"), texts.contains(&"50 u")) {
                (true, ..) => Outcome::DoesNotConform,
                (false, true, true) => Outcome::Indeterminate,
                _ => Outcome::Conforms,
            };
        prop_assert_eq!(outcome, expected);
    }

    /// A parameter that no specification declares changes no outcome and no verdict.
    ///
    /// Rules: PAR-5.
    #[test]
    fn an_undeclared_parameter_has_no_effect(
        values in values(),
        id in "[a-z]{1,8}",
        text in "[A-Z0-9]{1,8}",
    ) {
        let lot = || Lot::new(LOT, PRODUCT, vec![entry(&values)]).unwrap();
        let Ok(stated) = lot().with_parameters(&[(&*id, &*text)]) else { return Ok(()) };
        let (one, other) = (plan().evaluate(&lot()), plan().evaluate(&stated));
        prop_assert_eq!((one.verdict(), one.findings()), (other.verdict(), other.findings()));
        let listed: Vec<Option<Reason>> =
            other.parameters().iter().map(|parameter| parameter.reason()).collect();
        prop_assert!(
            id == "donor" || listed.contains(&Some(Reason::UndeclaredParameter)),
            "{}",
            other
        );
    }
}

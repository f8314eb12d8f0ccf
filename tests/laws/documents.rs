//! Laws of the documents of specifications and lots that use everything.

use proptest::collection::vec;
use proptest::prelude::*;
use release_criteria::{Phase, wire};
use serde_json::Value;

use crate::every_feature::{Case, case};
use crate::judgement::told_without_words;
use crate::settings;
use crate::texts::{json, mutated, use_all};

/// Phases of a product with every feature.
const PHASES: [Phase; 2] = [Phase::Clinical, Phase::Commercial];

/// A document with the keys of each object in an order that `dice` give.
fn shuffled(document: &Value, dice: &mut impl Iterator<Item = u64>) -> String {
    match document {
        Value::Object(members) => {
            let mut members: Vec<(u64, String)> = members
                .iter()
                .map(|(key, value)| {
                    (
                        dice.next().unwrap(),
                        format!("{}:{}", Value::from(key.as_str()), shuffled(value, dice)),
                    )
                })
                .collect();
            members.sort();
            let members: Vec<String> = members.into_iter().map(|(_, member)| member).collect();
            format!("{{{}}}", members.join(","))
        }
        Value::Array(items) => {
            format!(
                "[{}]",
                items.iter().map(|item| shuffled(item, dice)).collect::<Vec<_>>().join(",")
            )
        }
        other => other.to_string(),
    }
}

proptest! {
    #![proptest_config(settings(600))]

    /// What is written and read again has the same digest, is written alike, and judges alike.
    ///
    /// Rules: DOC-8.
    #[test]
    fn documents_say_what_code_says(case in case()) {
        let specification = case.specification();
        let written = wire::write_specification(&specification);
        let read = wire::read_specification(&written).unwrap();
        prop_assert_eq!(wire::write_specification(&read), written);
        let lot = case.lot();
        let lot_written = wire::write_lot(&lot);
        let lot_read = wire::read_lot(&lot_written).unwrap();
        prop_assert_eq!(wire::write_lot(&lot_read), lot_written);
        for phase in PHASES {
            let (plan, other) = (specification.plan(phase).unwrap(), read.plan(phase).unwrap());
            prop_assert_eq!(plan.specification_digest(), other.specification_digest());
            let report = plan.evaluate(&lot);
            prop_assert_eq!(&other.evaluate(&lot_read), &report);
            prop_assert_eq!(wire::read_report(&wire::write_report(&report)).unwrap(), report);
        }
    }

    /// In whatever order the keys of each object stand, the digest is the same.
    ///
    /// Rules: DOC-14.
    #[test]
    fn the_order_of_keys_is_in_no_digest(case in case(), order in vec(any::<u64>(), 1..40)) {
        let specification = case.specification();
        let document: Value =
            serde_json::from_str(&wire::write_specification(&specification)).unwrap();
        let read =
            wire::read_specification(&shuffled(&document, &mut order.iter().copied().cycle()))
                .unwrap();
        prop_assert_eq!(read.digest(), specification.digest());
    }

    /// No damaged document makes a reader panic, nor the judging of what could be read.
    ///
    /// Rules: GEN-4, DOC-11.
    #[test]
    fn a_damaged_document_is_read_or_refused(
        (case, specification, lot, report) in case().prop_flat_map(|case: Case| {
            let specification = mutated(wire::write_specification(&case.specification()));
            let lot = mutated(wire::write_lot(&case.lot()));
            let report = mutated(wire::write_report_line(&case.plan().evaluate(&case.lot())));
            (Just(case), specification, lot, report)
        })
    ) {
        for document in [&specification, &lot, &report] {
            use_all(document);
        }
        if let Ok(lot) = wire::read_lot(&lot) {
            told_without_words(&case.plan(), &lot)?;
        }
        if let Ok(specification) = wire::read_specification(&specification) {
            for plan in PHASES.into_iter().filter_map(|phase| specification.plan(phase).ok()) {
                told_without_words(&plan, &case.lot())?;
            }
        }
    }

    /// Whatever stands in the place of one part of a document, nothing panics.
    ///
    /// Rules: GEN-4, DOC-11.
    #[test]
    fn a_document_with_a_foreign_part_is_read_or_refused(
        case in case(),
        place in any::<prop::sample::Index>(),
        part in json(),
    ) {
        for document in
            [wire::write_specification(&case.specification()), wire::write_lot(&case.lot())]
        {
            let parts: Vec<usize> = document.match_indices(": ").map(|(at, _)| at + 2).collect();
            let at = *place.get(&parts);
            let end = document[at..].find('\n').map_or(document.len(), |end| at + end);
            let comma = if document[at..end].ends_with(',') { "," } else { "" };
            use_all(&format!("{}{part}{comma}{}", &document[..at], &document[end..]));
        }
    }
}

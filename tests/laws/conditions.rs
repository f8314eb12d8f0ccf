//! Laws of conditions, cases and identity.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestCaseError;
use release_criteria::{
    Acceptance, AssayResult, Attribute, Lot, Outcome, Parameter, Phase, Reason, Report, Rounding,
    Specification, Test, Verdict,
};

use crate::alike::is_shown_as;
use crate::combinations::judge;
use crate::judgement::told_without_words;
use crate::model::{LOT, PRODUCT, builder};
use crate::settings;
use crate::subjects::{
    Asked, Condition, Facts, Known, Subject, asked, condition, exactly, facts, overlap, point,
};

fn x(report: &Report) -> (Outcome, Reason) {
    let finding = report.finding("x").unwrap();
    (finding.outcome(), finding.reason())
}

proptest! {
    #![proptest_config(settings(4_000))]

    /// Cases are refused exactly if some lot would meet two of them; and a lot is judged by the one
    /// that it meets.
    ///
    /// Rules: COND-5.
    #[test]
    fn cases_never_both_apply(cases in vec(condition(), 1..=3), lots in vec(point(), 4)) {
        let asked = Asked::of_cases(cases);
        let meets = |case: &Condition, point: &BTreeMap<Subject, i32>| {
            case.iter().all(|(subject, one)| one.holds(point[subject]))
        };
        let overlap = (0..asked.cases.len()).any(|index| {
            asked.cases[..index].iter().any(|known| overlap(known, &asked.cases[index]))
        });
        let specification = match asked.build() {
            Ok(specification) => specification,
            Err(refused) => {
                prop_assert!(refused.contains("overlaps") && overlap, "{}", refused);
                return Ok(());
            }
        };
        prop_assert!(!overlap, "{:?}", asked.cases);
        let plan = specification.plan(Phase::Clinical).unwrap();
        for point in &lots {
            let facts: Facts = point
                .iter()
                .map(|(subject, point)| (*subject, vec![exactly(*subject, *point)]))
                .collect();
            let report = plan.evaluate(&asked.lot(&facts, &[5]));
            let met: Vec<usize> =
                (0..asked.cases.len()).filter(|case| meets(&asked.cases[*case], point)).collect();
            let finding = report.finding("x").unwrap();
            match *met {
                [] => prop_assert_eq!(finding.reason(), Reason::NoCaseApplies),
                [case] => {
                    prop_assert_eq!(finding.outcome(), Outcome::Conforms);
                    prop_assert_eq!(
                        finding.criterion(),
                        format!("NMT {} u", Asked::limit(case)),
                        "{}",
                        report
                    );
                }
                _ => prop_assert!(false, "{:?} meets {:?}", point, met),
            }
        }
    }

    /// Conditions of several keys, on tests of several determinations of which some are open, come
    /// to what all combinations do.
    ///
    /// Rules: COND-2, COND-3, COND-4, COND-8, COND-12.
    #[test]
    fn every_combination_of_what_conditions_need_counts(
        asked in asked(false),
        facts in facts(),
        values in vec(select(vec![5, 15, 25, 35]), 0..=2),
    ) {
        counts_every_combination(&asked, &facts, &values)?;
    }

    /// What is decided of a test while its conditions are open, or censored, stays, however they
    /// come out.
    ///
    /// Rules: GEN-8, COND-4.
    #[test]
    fn conditions_bracket_every_completion(
        asked in asked(false),
        facts in facts(),
        point in point(),
        values in vec(select(vec![5, 15, 25, 35]), 1..=2),
        index in any::<prop::sample::Index>(),
    ) {
        let specification = asked.build().unwrap();
        let plan = specification.plan(Phase::Clinical).unwrap();
        let (before, _) = x(&plan.evaluate(&asked.lot(&facts, &values)));
        let mut completed = facts.clone();
        for (subject, all) in &mut completed {
            for known in all.iter_mut().filter(|known| **known != Known::Invalidated) {
                *known = match known {
                    Known::Numbers(points, _) => exactly(*subject, *index.get(points)),
                    Known::Word(word) => Known::Word(*word),
                    _ => exactly(*subject, point[subject]),
                };
            }
            // What is missing is still to come.
            if all.iter().all(|known| *known == Known::Invalidated) {
                all.push(exactly(*subject, point[subject]));
            }
        }
        let report = plan.evaluate(&asked.lot(&completed, &values));
        if matches!(before, Outcome::Conforms | Outcome::DoesNotConform | Outcome::NotApplicable) {
            prop_assert_eq!(x(&report).0, before, "{}", report);
        }
    }

    /// A text that its test lists nowhere switches no other test off, whatever that test rejects.
    ///
    /// Rules: COND-11.
    #[test]
    fn a_word_in_no_list_makes_no_condition_false(
        word in prop_oneof![
            select(vec!["Negative", "negativ", "Positive", "Absent", "other words"])
                .prop_map(str::to_owned),
            "[A-Za-z]{1,9}"
        ],
        kind in 0..4_usize,
    ) {
        let terms = || Acceptance::terms_or_reject_other(&["Negative"]);
        let listing = [terms(), Acceptance::terms(&["Negative"], &["Positive"])];
        let subject = Test::qualitative("t", "T", Attribute::Identity);
        let subject = match kind {
            0 | 1 => subject.accept(listing[kind].clone()),
            // Nothing is listed in the phase that judges.
            _ => subject
                .accept_in(Phase::Clinical, Acceptance::new("report"))
                .accept_in(Phase::Commercial, listing[kind - 2].clone()),
        };
        let test = Test::quantitative("x", "X", Attribute::General, "u")
            .when("t", "Negative")
            .accept(Acceptance::new("NMT 5 u"));
        let phases: &[Phase] =
            if kind > 1 { &[Phase::Clinical, Phase::Commercial] } else { &[Phase::Clinical] };
        let specification =
            Specification::builder("SPEC-1", "1", PRODUCT).phases(phases).rounding(Rounding::Usp);
        let plan =
            specification.test(subject).test(test).build().unwrap().plan(Phase::Clinical).unwrap();
        let results = vec![AssayResult::new("t", &word), AssayResult::new("x", "9 u")];
        let Ok(lot) = Lot::new(LOT, PRODUCT, results) else { return Ok(()) };
        let lists = |term: &str| word.eq_ignore_ascii_case(term);
        let expected = if lists("Negative") {
            Outcome::DoesNotConform
        } else if kind % 2 == 1 && lists("Positive") {
            Outcome::NotApplicable
        } else {
            Outcome::Indeterminate
        };
        prop_assert_eq!(x(&plan.evaluate(&lot)).0, expected, "{}", word);
    }

    /// A text is the same as a parameter's if it is so letter by letter, space at the ends aside,
    /// and another if that can be seen.
    ///
    /// Rules: PAR-4, PAR-7, TERM-9.
    #[test]
    fn identity_is_exact(
        expected in option::of(text()),
        found in vec(text(), 0..=2),
        is_qualified in any::<bool>(),
    ) {
        let test =
            Test::qualitative("x", "X", Attribute::Identity).accept(Acceptance::same_as("variant"));
        let specification =
            builder().parameter(Parameter::text("variant")).test(test).build().unwrap();
        let results = found.iter().map(|text| AssayResult::new("x", text)).collect();
        let (Ok(lot), Some(expected)) = (Lot::new(LOT, PRODUCT, results), expected) else {
            return Ok(());
        };
        let lot =
            if is_qualified { lot.with_parameters(&[("variant", &expected)]) } else { Ok(lot) };
        let Ok(lot) = lot else { return Ok(()) };
        let outcome = x(&specification.plan(Phase::Clinical).unwrap().evaluate(&lot)).0;
        let (are_same, differ) = (
            found.iter().all(|one| one.trim() == expected.trim()),
            found.iter().any(|one| !is_shown_as(one, &expected)),
        );
        let wanted = match (found.is_empty(), is_qualified) {
            (true, _) => Outcome::Pending,
            (false, true) if are_same => Outcome::Conforms,
            (false, true) if differ => Outcome::DoesNotConform,
            (false, _) => Outcome::Indeterminate,
        };
        prop_assert_eq!(outcome, wanted);
    }
}

pub(crate) fn counts_every_combination(
    asked: &Asked,
    facts: &Facts,
    values: &[i32],
) -> Result<(), TestCaseError> {
    let specification = asked.build().unwrap();
    let lot = asked.lot(facts, values);
    let plan = specification.plan(Phase::Clinical).unwrap();
    let report = plan.evaluate(&lot);
    prop_assert_eq!(x(&report).0, judge(asked, facts, values), "{}", report);
    told_without_words(&plan, &lot)?;
    // A result that belongs to no test is one too many, however often others are asked.
    let lot = asked.lot_with(facts, &[5, 5], vec![AssayResult::new("misspelt", "5 u")]);
    let verdict = plan.evaluate(&asked.lot(facts, &[5, 5])).verdict().max(Verdict::Incomplete);
    prop_assert_eq!((plan.verdict(&lot), plan.evaluate(&lot).verdict()), (verdict, verdict));
    Ok(())
}

/// Texts of which many are nearly the same.
fn text() -> impl Strategy<Value = String> {
    let pieces = vec(select(vec!["c", "C", " ", "1", "é", "e\u{301}", "A>G", "\t", "."]), 1..=3);
    pieces.prop_map(|pieces| pieces.concat())
}

//! Laws of what a lot states of itself.

use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use release_criteria::{
    Acceptance, AssayResult, Attribute, Derivation, Lot, Outcome, Parameter, Phase, Reason,
    Rounding, StrictLimits, Test,
};

use crate::model::{LOT, PRODUCT, builder};
use crate::paper::{Decimal, Limits, Measured, Side, rules};
use crate::settings;

/// What a lot may state of a number in `u`.
#[derive(Clone, Copy, Debug)]
enum Stated {
    Number(Measured),
    OtherUnit(Decimal),
    Text(&'static str),
}

fn stated() -> impl Strategy<Value = Stated> {
    let decimal = || {
        prop_oneof![
            (-20..=120_i128).prop_map(|digits| Decimal { digits, place: -1 }),
            (-200..=1_200_i128).prop_map(|digits| Decimal { digits, place: -2 })
        ]
    };
    prop_oneof![
        8 => decimal().prop_map(|at| Stated::Number(Measured::exactly(at))),
        1 => (select(vec!["<", "≥", "ND"]), decimal())
            .prop_map(|(sign, at)| Stated::Number(Measured { sign, at })),
        1 => decimal().prop_map(Stated::OtherUnit),
        1 => select(vec!["heavy", "5,0 u", "5"]).prop_map(Stated::Text),
    ]
}

proptest! {
    #![proptest_config(settings(3_000))]

    /// A number serves if it is exact, in its unit, with a sign only where it may have one, and
    /// within what is plausible, never rounded; what needs another is indeterminate, and says why.
    ///
    /// Rules: PAR-2, PAR-3, PAR-4, COND-1, COND-6, COND-10.
    #[test]
    fn a_number_serves_only_as_declared(
        stated in option::weighted(0.9, stated()),
        within in option::of((
            select(vec!["NLT", ">"]),
            0..40_i128,
            select(vec!["NMT", "<"]),
            41..100_i128,
        )),
        signed in any::<bool>(),
        asks in (select(vec!["NMT", "<", ">", "NLT"]), 0..=100_i128),
        (rounding, strict) in rules(),
    ) {
        let tenths = |digits: i128| Decimal { digits, place: -1 };
        let absolute = |bounds: Vec<(&'static str, Decimal)>| Limits {
            bounds,
            rounding: Rounding::Absolute,
            strict: StrictLimits::Exact,
        };
        let within = within.map(|(lower, from, upper, to)| {
            absolute(vec![(lower, tenths(from)), (upper, tenths(to))])
        });
        let condition = absolute(vec![(asks.0, tenths(asks.1))]);
        let limits = Limits { bounds: vec![("NMT", tenths(60))], rounding, strict };
        let mut parameter = Parameter::number("p", "u");
        parameter = if signed { parameter.signed() } else { parameter };
        if let Some(within) = &within {
            parameter = parameter.within(&within.text("u"));
        }
        let derived = Test::quantitative("derived", "Derived", Attribute::General, "u").signed();
        let derived =
            derived.derived(Derivation::product(&["p"])).accept(Acceptance::new(&limits.text("u")));
        let conditional = Test::qualitative("conditional", "Conditional", Attribute::General);
        let conditional = conditional
            .when("p", &condition.text("u"))
            .accept(Acceptance::terms(&["Yes"], &["No"]));
        let built = builder()
            .parameter(parameter)
            .test(derived.rounding(rounding).strict(strict))
            .test(conditional)
            .build();
        // A condition is refused exactly if no value meets it that the parameter may have: looked
        // for at every end and beside it.
        let is_plausible = |at: &Decimal| {
            let serves = within
                .as_ref()
                .is_none_or(|within| within.side(&at.exact().into()) == Side::Within);
            serves && (signed || at.digits >= 0)
        };
        let meets = |at: Decimal| condition.side(&at.exact().into()) == Side::Within;
        let plausible =
            || (-20..=2_100).map(|digits| Decimal { digits, place: -2 }).filter(is_plausible);
        let can_be_met = plausible().any(meets);
        prop_assert_eq!(built.is_ok(), can_be_met, "{}: {:?}", condition.text("u"), built.err());
        let Ok(specification) = built else {
            let found = built.unwrap_err().to_string();
            prop_assert!(
                found.starts_with("tests[1].when.p: found `")
                    && found.contains(", which no value "),
                "{}",
                found
            );
            return Ok(());
        };
        let text = stated.map(|stated| match stated {
            Stated::Number(measured) => measured.text("u"),
            Stated::OtherUnit(at) => format!("{} v", at.text()),
            Stated::Text(text) => text.to_owned(),
        });
        let lot = Lot::new(LOT, PRODUCT, vec![AssayResult::new("conditional", "No")]).unwrap();
        let stated_texts: Vec<(&str, &str)> = text.iter().map(|text| ("p", &**text)).collect();
        let lot = lot.with_parameters(&stated_texts).unwrap();
        let report = specification.plan(Phase::Clinical).unwrap().evaluate(&lot);

        let value = match stated {
            None => Err(Reason::MissingParameter),
            Some(Stated::Number(Measured { sign: "", at })) if signed || at.digits >= 0 => {
                match &within {
                    Some(within) if within.side(&at.exact().into()) != Side::Within => {
                        Err(Reason::ParameterOutOfRange)
                    }
                    _ => Ok(at),
                }
            }
            Some(_) => Err(Reason::InvalidParameter),
        };
        let found = |id: &str| {
            (report.finding(id).unwrap().outcome(), report.finding(id).unwrap().reason())
        };
        prop_assert_eq!(report.parameters()[0].reason(), value.err(), "{}", report);
        let Ok(at) = value else {
            let because = (Outcome::Indeterminate, value.unwrap_err());
            // What fails whatever the parameter is fails without it.
            let fails = (Outcome::DoesNotConform, Reason::RejectedTerm);
            let of_condition = if plausible().all(meets) { fails } else { because };
            prop_assert_eq!(
                [found("derived"), found("conditional")],
                [because, of_condition],
                "{}",
                report
            );
            return Ok(());
        };
        let value = at.exact().into();
        let derived = if limits.side(&value) == Side::Within {
            Outcome::Conforms
        } else {
            Outcome::DoesNotConform
        };
        let applies = condition.side(&value) == Side::Within;
        prop_assert_eq!(found("derived").0, derived, "{}", report);
        prop_assert_eq!(
            found("conditional").0,
            if applies { Outcome::DoesNotConform } else { Outcome::NotApplicable },
            "{}",
            report
        );
    }
}

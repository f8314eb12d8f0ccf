//! Whatever text is read as a value prints as a text that is read as the same value; whatever is
//! refused says where and why.
//!
//! Rules: NOTE-1, NUM-2, DOC-8, DOC-11.

#![no_main]

use std::fmt::{Debug, Display};
use std::str::FromStr;

use libfuzzer_sys::fuzz_target;
use release_criteria::{
    Acceptance, AssayResult, Attribute, Criterion, Date, Derivation, Gate, Lot, Measurement,
    Number, Outcome, Parameter, ParseError, Phase, Reason, Region, Rounding, Specification,
    StrictLimits, Test, TestBuilder, Unit, wire,
};
use release_criteria_fuzz::{explains, is_told, written_and_read_again};
use serde::Serialize;
use serde::de::DeserializeOwned;

fuzz_target!(|text: &str| {
    round_trips::<Number>(text);
    round_trips::<Unit>(text);
    round_trips::<Date>(text);
    round_trips::<Phase>(text);
    round_trips::<Attribute>(text);
    round_trips::<Gate>(text);
    round_trips::<Rounding>(text);
    round_trips::<StrictLimits>(text);
    round_trips::<Outcome>(text);
    round_trips::<Reason>(text);
    let criterion = round_trips::<Criterion>(text);
    let measurement = round_trips::<Measurement>(text);
    if let Some(criterion) = criterion {
        assert_eq!(criterion.as_written(), text.trim());
        accepts_a_set(&criterion);
    }
    if let Some(measurement) = measurement {
        let measured = [true, false].map(|signed| Region::measured(&measurement, signed));
        let _ = measured.map(|region| region.map(|region| region.to_string()));
    }
    in_code(text);
});

fn round_trips<T>(text: &str) -> Option<T>
where
    T: FromStr<Err = ParseError> + Display + Debug + PartialEq + Serialize + DeserializeOwned,
{
    match text.parse::<T>() {
        Ok(value) => {
            let printed = value.to_string();
            let again: T = printed
                .parse()
                .unwrap_or_else(|refused| panic!("{text:?} prints as {printed:?}: {refused}"));
            assert_eq!(again, value, "{text:?}");
            assert_eq!(again.to_string(), printed, "{text:?}");
            let json = serde_json::to_string(&value).unwrap();
            assert_eq!(serde_json::from_str::<T>(&json).unwrap(), value, "{text:?}");
            Some(value)
        }
        Err(refused) => {
            assert!((1..=text.chars().count() + 1).contains(&refused.position()), "{refused}");
            is_told(&refused);
            None
        }
    }
}

/// The canonical form accepts what the text accepts.
fn accepts_a_set(criterion: &Criterion) {
    let canonical: Criterion = criterion.to_string().parse().unwrap();
    for &rounding in Rounding::ALL {
        for &strict in StrictLimits::ALL {
            let accepted = Region::accepted(criterion, rounding, strict);
            assert_eq!(accepted, Region::accepted(&canonical, rounding, strict), "{criterion}");
            let _ = accepted.map(|region| region.to_string());
        }
    }
}

/// Wherever code takes a text, it is refused in words, or kept, written and read again.
fn in_code(text: &str) {
    let quantity = || Test::quantitative("t", "T", Attribute::Purity, "%");
    let quality = || Test::qualitative("t", "T", Attribute::Purity);
    specifies(quantity().accept(Acceptance::new(text)));
    specifies(quantity().accept(Acceptance::new("report")).when("p", text));
    specifies(quantity().accept(Acceptance::new("NLT 5 %").alert(text)));
    specifies(quantity().accept(Acceptance::new("NLT 5 %")).conversion("ppm", text));
    specifies(
        quantity()
            .accept(Acceptance::new("report"))
            .derived(Derivation::product(&["p"]).constant(text)),
    );
    specifies(
        Test::quantitative(text, text, Attribute::Purity, text)
            .accept(Acceptance::new("report"))
            .method(text),
    );
    specifies(quality().accept(Acceptance::terms(&[text], &["Growth"])));
    let lot = Lot::new(
        "L",
        "P",
        vec![AssayResult::new("t", text), AssayResult::new("t", "5").with_unit(text)],
    );
    let lot = lot.and_then(|lot| lot.with_parameters(&[("p", text)]));
    match lot {
        Ok(lot) => drop(
            written_and_read_again(&wire::write_lot(&lot), wire::read_lot, wire::write_lot)
                .unwrap(),
        ),
        Err(refused) => explains(&refused),
    }
}

fn specifies(test: TestBuilder) {
    let built = Specification::builder("S", "1", "P")
        .phases(&[Phase::Clinical])
        .rounding(Rounding::Usp)
        .strict(StrictLimits::Rounded)
        .parameter(Parameter::number("p", "%").signed())
        .test(test)
        .build();
    match built {
        Ok(built) => {
            let written = wire::write_specification(&built);
            let (_, again) = written_and_read_again(
                &written,
                wire::read_specification,
                wire::write_specification,
            )
            .unwrap();
            assert_eq!(again.digest(), built.digest());
        }
        Err(refused) => explains(&refused),
    }
}

//! Laws of the longest derivations that there are.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use release_criteria::{
    Acceptance, AssayResult, Attribute, Derivation, Lot, Outcome, Parameter, Phase, Plan,
    Reportable, Test,
};

use crate::derivations::{IDS, of};
use crate::model::{LOT, PRODUCT, builder};
use crate::paper::{Decimal, Limits, Quotient, Root, Side, around, whole};
use crate::settings;

/// A number of 28 digits between one and ten.
fn longest() -> impl Strategy<Value = Decimal> {
    (10_i128.pow(27)..10_i128.pow(28)).prop_map(|digits| Decimal { digits, place: -27 })
}

/// A test `a` of 24 replicates, from which `y` and its twin follow by three factors and four
/// divisors.
fn long_chain(combination: &str, limits: &Limits, twin: &[usize]) -> Plan {
    let made_of = match combination {
        "mean" => Reportable::mean(24),
        "median" => Reportable::median(24),
        "geometric-mean" => Reportable::geometric_mean(24),
        _ => Reportable::sum(24),
    };
    let quantitative = |id| Test::quantitative(id, "Test", Attribute::General, "1");
    let with_parameters = IDS[1..]
        .iter()
        .fold(builder(), |builder, id| builder.parameter(Parameter::number(id, "1")));
    let side = |order: &[usize], divisors: bool| -> Vec<&str> {
        let ids = order.iter().filter(|index| (**index > 3) == divisors);
        ids.map(|index| if *index == 0 { "a" } else { IDS[*index] }).collect()
    };
    let chain =
        |order: &[usize]| Derivation::product(&side(order, false)).divided_by(&side(order, true));
    let own: Vec<usize> = (0..8).collect();
    let mut builder = with_parameters
        .test(quantitative("a").reportable(made_of).accept(Acceptance::new("report")))
        .test(quantitative("twin").derived(chain(twin)).accept(Acceptance::new("report")))
        .test(
            quantitative("y")
                .signed()
                .rounding(limits.rounding)
                .strict(limits.strict)
                .derived(chain(&own))
                .accept(Acceptance::new(&limits.text(""))),
        )
        .test(
            quantitative("ratio")
                .derived(Derivation::product(&["y"]).divided_by(&["twin"]))
                .accept(Acceptance::new("= 1")),
        );
    if combination != "geometric-mean" {
        let difference = Derivation::sum(&["y"]).less(&["twin"]);
        builder = builder.test(
            quantitative("difference").signed().derived(difference).accept(Acceptance::new("= 0")),
        );
    }
    builder.build().unwrap().plan(Phase::Clinical).unwrap()
}

proptest! {
    #![proptest_config(settings(200))]

    /// Eight factors of 28 digits, one of them made of 24 replicates, are exact to the last digit.
    ///
    /// Rules: GEN-1, DER-1, DER-9.
    #[test]
    fn a_long_chain_is_exact(
        (replicates, factors) in (vec(longest(), 24), vec(longest(), 7)),
        combination in select(vec!["mean", "median", "geometric-mean", "sum"]),
        around in around(0..=13),
        order in Just((0..8).collect::<Vec<usize>>()).prop_shuffle(),
    ) {
        let mut sorted: Vec<Quotient> = replicates.iter().map(|one| one.exact()).collect();
        sorted.sort();
        let sum = sorted.iter().fold(whole(0), |sum, one| sum + one);
        let made: Root = match combination {
            "mean" => (sum / whole(24)).into(),
            "median" => ((&sorted[11] + &sorted[12]) / whole(2)).into(),
            "sum" => sum.into(),
            _ => Root {
                degree: 24,
                radicand: sorted.iter().fold(whole(1), |product, one| product * one),
            },
        };
        let factor = factors.iter().enumerate().fold(whole(1), |product, (index, one)| {
            if index < 3 { product * one.exact() } else { product / one.exact() }
        });
        let value = made.times(&factor);
        let limits = around.with_figures(&value);
        let plan = long_chain(combination, &limits, &order);
        let (first, rest) = replicates.split_first().unwrap();
        let result = rest.iter().fold(AssayResult::new("a", &first.text()), |result, one| {
            result.replicate(&one.text())
        });
        let stated: Vec<(&str, String)> =
            IDS[1..].iter().copied().zip(factors.iter().map(|one| one.text())).collect();
        let stated: Vec<(&str, &str)> = stated.iter().map(|(id, text)| (*id, &**text)).collect();
        let report = plan.evaluate(
            &Lot::new(LOT, PRODUCT, vec![result]).unwrap().with_parameters(&stated).unwrap(),
        );
        let expected = if limits.side(&value) == Side::Within {
            Outcome::Conforms
        } else {
            Outcome::DoesNotConform
        };
        prop_assert_eq!(of(&report).0, expected, "{}", report);
        for same in ["ratio", "difference"] {
            let is_same =
                report.finding(same).is_none_or(|finding| finding.outcome() == Outcome::Conforms);
            prop_assert!(is_same, "{}", report);
        }
    }
}

proptest! {
    #![proptest_config(settings(1_000))]

    /// Geometric means multiply and divide as the roots that they are.
    ///
    /// Rules: DER-10.
    #[test]
    fn roots_multiply_as_powers_do(
        (one, other) in (vec(1..=999_i128, 2..=6), vec(1..=999_i128, 2..=6)),
        (divides, around) in (any::<bool>(), around(0..=6)),
    ) {
        let product =
            |values: &[i128]| values.iter().fold(whole(1), |product, one| product * whole(*one));
        let power = |value: &Quotient, exponent: usize| {
            (0..exponent).fold(whole(1), |product, _| product * value)
        };
        // The root of one and that of the other are both roots of this degree.
        let degree = one.len() * other.len();
        let (first, second) =
            (power(&product(&one), other.len()), power(&product(&other), one.len()));
        let radicand = if divides { first / second } else { first * second };
        let value = Root { degree: u32::try_from(degree).unwrap(), radicand };
        let limits = around.with_figures(&value);
        let test = |id: &str| Test::quantitative(id, "Test", Attribute::General, "1");
        let input = |id: &str, values: &[i128]| {
            let made_of = Reportable::geometric_mean(u32::try_from(values.len()).unwrap());
            test(id).reportable(made_of).accept(Acceptance::new("report"))
        };
        let derivation = Derivation::product(if divides { &["a"] } else { &["a", "b"] });
        let derivation = if divides { derivation.divided_by(&["b"]) } else { derivation };
        let derived =
            test("y").signed().rounding(limits.rounding).strict(limits.strict).derived(derivation);
        let tests = builder().test(input("a", &one)).test(input("b", &other));
        let plan = tests
            .test(derived.accept(Acceptance::new(&limits.text(""))))
            .build()
            .unwrap()
            .plan(Phase::Clinical)
            .unwrap();
        let result = |id: &str, values: &[i128]| {
            let (first, rest) = values.split_first().unwrap();
            rest.iter().fold(AssayResult::new(id, &first.to_string()), |result, one| {
                result.replicate(&one.to_string())
            })
        };
        let report = plan.evaluate(
            &Lot::new(LOT, PRODUCT, vec![result("a", &one), result("b", &other)]).unwrap(),
        );
        let expected = if limits.side(&value) == Side::Within {
            Outcome::Conforms
        } else {
            Outcome::DoesNotConform
        };
        prop_assert_eq!(of(&report).0, expected, "{}", report);
    }
}

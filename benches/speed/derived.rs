//! Values that are computed: means, geometric means, and doses per kilogram.

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use release_criteria::{
    Acceptance, AssayResult, Attribute, Derivation, Lot, Parameter, Phase, Plan, Reportable,
    Rounding, Specification, Test, TestBuilder,
};

use crate::data::PRODUCT;

fn plan(tests: Vec<TestBuilder>) -> Plan {
    let empty = Specification::builder("SPEC-1", "1", PRODUCT)
        .phases(&[Phase::Commercial])
        .rounding(Rounding::Usp)
        .parameter(Parameter::number("weight", "kg"));
    let specification =
        tests.into_iter().fold(empty, |builder, test| builder.test(test)).build().unwrap();
    specification.plan(Phase::Commercial).unwrap()
}

fn of_three(reportable: Reportable) -> (Plan, Lot) {
    let test =
        Test::quantitative("titre", "Titre", Attribute::Potency, "TU/mL").reportable(reportable);
    let plan = plan(vec![test.accept(Acceptance::new("NLT 1.0 × 10^8 TU/mL"))]);
    let result = AssayResult::new("titre", "1.21 × 10^8 TU/mL").replicate("1.34 × 10^8 TU/mL");
    (plan, Lot::new("LOT-1", PRODUCT, vec![result.replicate("1.08 × 10^8 TU/mL")]).unwrap())
}

fn per_kilogram() -> (Plan, Lot) {
    let cells = Test::quantitative("cells", "Cells", Attribute::Quantity, "cells")
        .accept(Acceptance::new("report"));
    let dose = Test::quantitative("dose", "Dose", Attribute::Quantity, "cells/kg")
        .derived(Derivation::product(&["cells"]).divided_by(&["weight"]))
        .accept(Acceptance::new("0.2–5.0 × 10^6 cells/kg"));
    let lot =
        Lot::new("LOT-1", PRODUCT, vec![AssayResult::new("cells", "1.43 × 10^8 cells")]).unwrap();
    (plan(vec![cells, dose]), lot.with_parameters(&[("weight", "62 kg")]).unwrap())
}

pub(crate) fn measure(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("derived");
    group.throughput(Throughput::Elements(1));
    for (name, (plan, lot)) in [
        ("mean of three", of_three(Reportable::mean(3))),
        ("geometric mean of three", of_three(Reportable::geometric_mean(3))),
        ("dose per kilogram", per_kilogram()),
    ] {
        group.bench_function(name, |bench| bench.iter(|| plan.verdict(black_box(&lot))));
    }
    group.finish();
}

//! How long it takes to judge a lot of twenty plain numbers, by a plan and by other engines, in one run.

#![allow(missing_docs, clippy::unwrap_used, clippy::float_arithmetic, reason = "measurements")]

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use release_criteria::{
    Acceptance, AssayResult, Attribute, Lot, Phase, Rounding, Specification, Test, Verdict,
};
use release_criteria_peers::JsonSchema;
use serde_json::{Map, Value, json};

const TESTS: u32 = 20;

fn judge(criterion: &mut Criterion) {
    let ids: Vec<String> = (0..TESTS).map(|number| format!("t{number}")).collect();
    let value = |number: u32| 80.5 + f64::from(number) / 10.0;
    let tests = ids.iter().map(|id| {
        Test::quantitative(id, id, Attribute::Purity, "%").accept(Acceptance::new("NLT 70.0 %"))
    });
    let builder = Specification::builder("SPEC-1", "1", "Example vector")
        .phases(&[Phase::Commercial])
        .rounding(Rounding::Usp);
    let specification = tests.fold(builder, |builder, test| builder.test(test)).build().unwrap();
    let plan = specification.plan(Phase::Commercial).unwrap();
    let results = ids
        .iter()
        .zip(0..)
        .map(|(id, number)| AssayResult::new(id, &format!("{:.1} %", value(number))));
    let lot = Lot::new("LOT-1", "Example vector", results.collect()).unwrap();
    let limits: Vec<_> = ids.iter().map(|id| (id.as_str(), Some(70.0), None)).collect();
    let schema = JsonSchema::of(&limits);
    let values: Map<String, Value> =
        ids.iter().zip(0..).map(|(id, number)| (id.clone(), json!(value(number)))).collect();
    let values = Value::Object(values);
    assert_eq!((plan.verdict(&lot), schema.accepts(&values)), (Verdict::Conforms, true));

    let mut group = criterion.benchmark_group("a lot of 20 numbers");
    group.throughput(Throughput::Elements(TESTS.into()));
    group.bench_function("plan", |bench| bench.iter(|| plan.verdict(black_box(&lot))));
    group.bench_function("json schema", |bench| {
        bench.iter(|| schema.accepts(black_box(&values)));
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).measurement_time(Duration::from_secs(1)).without_plots();
    targets = judge
}
criterion_main!(benches);

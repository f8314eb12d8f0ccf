//! From a specification to its plan.

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use release_criteria::{Phase, wire};

use crate::data;

pub(crate) fn measure(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("compile");
    for tests in [20, 200] {
        group.throughput(Throughput::Elements(tests as u64));
        let document = data::document(tests);
        let specification = data::specification(tests);
        group.bench_function(format!("specification read, {tests} tests"), |bench| {
            bench.iter(|| wire::read_specification(black_box(&document)).unwrap());
        });
        group.bench_function(format!("typed parse of it, {tests} tests"), |bench| {
            bench.iter(|| serde_json::from_str::<serde_json::Value>(black_box(&document)).unwrap());
        });
        group.bench_function(format!("planned, {tests} tests"), |bench| {
            bench.iter(|| black_box(&specification).plan(Phase::Commercial).unwrap());
        });
    }
    group.finish();
}

//! What two specifications differ in.

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use release_criteria::Phase;
use release_criteria::lifecycle::{Column, Comparison};

use crate::data;

pub(crate) fn measure(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("compare");
    group.throughput(Throughput::Elements(200));
    let specification = data::specification(200);
    let column = Column::new(&specification, Phase::Commercial).unwrap();
    group.bench_function("specifications of 200 tests", |bench| {
        bench.iter(|| Comparison::between(black_box(&column), &column));
    });
    group.finish();
}

//! The cost of a result in small and in large specifications.

use std::hint::black_box;

use criterion::{Criterion, Throughput};

use crate::data::{self, Kind};

pub(crate) fn measure(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("growth");
    for tests in [5, 50, 500, 5_000] {
        group.throughput(Throughput::Elements(tests as u64));
        let plan = data::plan(tests);
        let lot = &data::lots(1, tests, Kind::AllPass)[0];
        group.bench_function(format!("verdict, {tests} tests"), |bench| {
            bench.iter(|| plan.verdict(black_box(lot)));
        });
    }
    group.finish();
}

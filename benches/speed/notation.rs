//! Criteria and measurements, read and printed.

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use release_criteria::Decimal;
use release_criteria::Measurement;

const CRITERIA: [&str; 5] = [
    "NLT 70.0 %",
    "0.2–5.0 × 10^6 cells/kg",
    "7.0 ± 0.2",
    "> 70 and NMT 130 %",
    "\"No growth\" not \"Growth\"",
];
const MEASUREMENTS: [&str; 5] =
    ["92.4 %", "<0.5 EU/mL", "1.20 × 10^6 cells", "ND (LOD 10 copies)", "7.2"];

pub(crate) fn measure(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("notation");
    group.throughput(Throughput::Elements(5));
    group.bench_function("criteria read", |bench| {
        bench.iter(|| {
            black_box(CRITERIA)
                .iter()
                .map(|text| text.parse::<release_criteria::Criterion>().unwrap())
                .collect::<Vec<_>>()
        });
    });
    let read: Vec<release_criteria::Criterion> =
        CRITERIA.iter().map(|text| text.parse().unwrap()).collect();
    group.bench_function("criteria printed", |bench| {
        bench.iter(|| black_box(&read).iter().map(|one| one.to_string().len()).sum::<usize>());
    });
    group.bench_function("measurements read", |bench| {
        bench.iter(|| {
            black_box(MEASUREMENTS)
                .iter()
                .map(|text| text.parse::<Measurement>().unwrap())
                .collect::<Vec<_>>()
        });
    });
    let read: Vec<Measurement> = MEASUREMENTS.iter().map(|text| text.parse().unwrap()).collect();
    group.bench_function("measurements printed", |bench| {
        bench.iter(|| black_box(&read).iter().map(|one| one.to_string().len()).sum::<usize>());
    });
    group.bench_function("Decimal read", |bench| {
        let numbers = ["92.4", "0.5", "1200000", "10", "7.2"];
        bench.iter(|| {
            black_box(numbers).iter().map(|text| text.parse::<Decimal>().unwrap()).sum::<Decimal>()
        });
    });
    group.finish();
}

//! A column of whole numbers: how many lie outside.

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use release_criteria::Decimal;

use crate::data::{self, Dice};

const LENGTH: usize = 1_000_000;

pub(crate) fn measure(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("column");
    group.throughput(Throughput::Elements(LENGTH as u64));
    let mut dice = Dice::new();
    let column: Vec<i64> =
        (0..LENGTH).map(|_| i64::try_from(6_000 + dice.below(8_000)).unwrap()).collect();
    let (first, last) = data::plan(20).scaled_range(&data::id(2), 2).unwrap().into_inner();
    group.bench_function("by scaled_range", |bench| {
        bench.iter(|| {
            black_box(&column).iter().filter(|&&value| !(first <= value && value <= last)).count()
        });
    });
    // Limits that are known only when the program runs, as they are where they come from a
    // specification.
    let (from, to): (i64, i64) = black_box((6_950, 13_049));
    group.bench_function("by hand, whole numbers", |bench| {
        bench.iter(|| {
            black_box(&column).iter().filter(|&&value| value < from || value > to).count()
        });
    });
    #[allow(clippy::cast_precision_loss, reason = "that is what people write")]
    let floats: Vec<f64> = column.iter().map(|value| *value as f64 / 100.0).collect();
    group.bench_function("by hand, f64", |bench| {
        bench.iter(|| {
            black_box(&floats).iter().filter(|&&value| !(69.5..130.5).contains(&value)).count()
        });
    });
    let decimals: Vec<Decimal> = column.iter().map(|value| Decimal::new(*value, 2)).collect();
    let (from, to) = (Decimal::new(695, 1), Decimal::new(1305, 1));
    group.bench_function("by hand, Decimal", |bench| {
        bench.iter(|| {
            black_box(&decimals).iter().filter(|&&value| !(from <= value && value < to)).count()
        });
    });
    group.finish();
}

//! Lots in memory: verdict, outcomes and reports, beside comparisons written by hand.

use std::collections::HashMap;
use std::hint::black_box;

use criterion::{Criterion, Throughput};
use release_criteria::Decimal;
use release_criteria::Verdict;

use crate::data::{self, Dice, Kind};

pub(crate) fn measure(criterion: &mut Criterion) {
    by_hand(criterion);
    in_cache(criterion);
    many(criterion);
}

fn by_hand(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("lot by hand");
    group.throughput(Throughput::Elements(20));
    let hand = data::by_hand(20);
    let decimals = data::typed(20, Kind::AllPass, &mut Dice::new());
    let floats: Vec<f64> = decimals.iter().map(|value| f64::try_from(*value).unwrap()).collect();
    let named: HashMap<String, Decimal> =
        hand.ids.iter().cloned().zip(decimals.iter().copied()).collect();
    group.bench_function("f64 by index", |bench| {
        bench.iter(|| hand.floats_conform(black_box(&floats)));
    });
    group.bench_function("Decimal by index", |bench| {
        bench.iter(|| hand.decimals_conform(black_box(&decimals)));
    });
    group.bench_function("Decimal rounded", |bench| {
        bench.iter(|| hand.rounded_conform(black_box(&decimals)));
    });
    group.bench_function("Decimal by name", |bench| {
        bench.iter(|| hand.named_conform(black_box(&named)));
    });
    group.finish();
}

fn in_cache(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("lot in cache");
    for tests in [5, 20, 200] {
        group.throughput(Throughput::Elements(tests as u64));
        let plan = data::plan(tests);
        for (kind, name) in [
            (Kind::AllPass, "all pass"),
            (Kind::SomeFail, "3 % fail"),
            (Kind::AllCensored, "all censored"),
        ] {
            let lot = &data::lots(1, tests, kind)[0];
            let verdict = |name: &str| format!("verdict, {tests} tests, {name}");
            group
                .bench_function(verdict(name), |bench| bench.iter(|| plan.verdict(black_box(lot))));
            let outcomes = format!("outcomes, {tests} tests, {name}");
            group.bench_function(outcomes, |bench| bench.iter(|| plan.outcomes(black_box(lot))));
            let evaluate = format!("evaluate, {tests} tests, {name}");
            group.bench_function(evaluate, |bench| bench.iter(|| plan.evaluate(black_box(lot))));
        }
    }
    group.finish();
}

fn many(criterion: &mut Criterion) {
    const LOTS: usize = 10_000;
    let mut group = criterion.benchmark_group("10000 lots");
    group.throughput(Throughput::Elements(20 * LOTS as u64));
    let plan = data::plan(20);
    let lots = data::lots(LOTS, 20, Kind::SomeFail);
    group.bench_function("verdict, 20 tests, 3 % fail", |bench| {
        bench.iter(|| {
            black_box(&lots).iter().filter(|lot| plan.verdict(lot) == Verdict::Conforms).count()
        });
    });
    group.bench_function("outcomes, 20 tests, 3 % fail", |bench| {
        bench.iter(|| black_box(&lots).iter().map(|lot| plan.outcomes(lot).len()).sum::<usize>());
    });
    let hand = data::by_hand(20);
    let mut dice = Dice::new();
    let named: Vec<HashMap<String, Decimal>> = (0..LOTS)
        .map(|_| hand.ids.iter().cloned().zip(data::typed(20, Kind::SomeFail, &mut dice)).collect())
        .collect();
    group.bench_function("Decimal by name", |bench| {
        bench.iter(|| black_box(&named).iter().filter(|lot| hand.named_conform(lot)).count());
    });
    group.finish();
}

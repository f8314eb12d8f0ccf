//! Documents: read, written, and JSON Lines from end to end.

use std::fmt::Write;
use std::hint::black_box;

use criterion::{Criterion, Throughput};
use release_criteria::{Outcome, Plan, wire};

use crate::data::{self, Kind, TypedLot};

const LOTS: usize = 1_000;

pub(crate) fn measure(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("documents");
    group.throughput(Throughput::Elements(20 * LOTS as u64));
    let plan = data::plan(20);
    let lines = data::lines(LOTS, 20, Kind::SomeFail);
    group.bench_function("typed parse alone", |bench| {
        bench.iter(|| black_box(&lines).lines().map(typed).sum::<usize>());
    });
    group.bench_function("lots read", |bench| {
        bench.iter(|| {
            black_box(&lines)
                .lines()
                .map(|line| wire::read_lot(line).unwrap().results().len())
                .sum::<usize>()
        });
    });
    group.bench_function("lots written", |bench| {
        let lots = data::lots(LOTS, 20, Kind::SomeFail);
        bench.iter(|| black_box(&lots).iter().map(|lot| wire::write_lot(lot).len()).sum::<usize>());
    });
    group.bench_function("lines to verdicts", |bench| {
        bench.iter(|| {
            black_box(&lines)
                .lines()
                .map(|line| plan.verdict(&wire::read_lot(line).unwrap()) as usize)
                .sum::<usize>()
        });
    });
    group.bench_function("lines to failing tests", |bench| {
        let mut output = String::new();
        bench.iter(|| {
            output.clear();
            black_box(&lines).lines().for_each(|line| failing(&plan, line, &mut output));
            output.len()
        });
    });
    group.bench_function("lines to reports", |bench| {
        let report =
            |line| wire::write_report_line(&plan.evaluate(&wire::read_lot(line).unwrap())).len();
        bench.iter(|| black_box(&lines).lines().map(report).sum::<usize>());
    });
    group.finish();
}

fn typed(line: &str) -> usize {
    let lot: TypedLot<'_> = serde_json::from_str(line).unwrap();
    lot.id.len()
        + lot.results.iter().map(|result| result.test.len() + result.value.len()).sum::<usize>()
}

fn failing(plan: &Plan, line: &str, output: &mut String) {
    let lot = wire::read_lot(line).unwrap();
    let all = plan.outcomes(&lot);
    let failing = all.iter().filter(|(_, outcome, _)| *outcome == Outcome::DoesNotConform);
    let failing: Vec<&str> = failing.map(|(test, ..)| *test).collect();
    writeln!(output, r#"{{"lot":{:?},"failing":{failing:?}}}"#, lot.id()).unwrap();
}

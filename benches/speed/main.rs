//! How long judging takes, beside what people would write instead, in the same run.
//!
//! `cargo bench` measures all and prints the table of `docs/performance.md`; `cargo bench -- lot`
//! measures one part.

#![allow(
    missing_docs,
    clippy::arithmetic_side_effects,
    clippy::float_arithmetic,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "measurements"
)]

mod column;
mod compare;
mod compile;
mod data;
mod derived;
mod documents;
mod growth;
mod lot;
mod notation;
mod table;

use std::time::Duration;

use criterion::Criterion;

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .without_plots()
        .configure_from_args();
    notation::measure(&mut criterion);
    compile::measure(&mut criterion);
    lot::measure(&mut criterion);
    derived::measure(&mut criterion);
    column::measure(&mut criterion);
    documents::measure(&mut criterion);
    growth::measure(&mut criterion);
    compare::measure(&mut criterion);
    criterion.final_summary();
    table::print();
}

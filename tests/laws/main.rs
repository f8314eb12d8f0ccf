//! The laws that every judgement keeps, each as a property of arbitrary specifications and lots.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::float_arithmetic,
    clippy::struct_excessive_bools,
    reason = "a test"
)]

mod alike;
mod boundaries;
mod brute;
mod campaigns;
mod chains;
mod combinations;
mod comparisons;
mod comparisons_of_counted;
mod comparisons_of_dependents;
mod completions;
mod conditions;
mod dependents;
mod derivations;
mod documents;
mod equals;
mod every_feature;
mod failures;
mod formula;
mod groups;
mod history;
mod judgement;
mod lines;
mod lots;
mod model;
mod numbers;
mod oracle;
mod paper;
mod parameters;
mod reevaluation;
mod regions;
mod replicates;
mod subjects;
mod texts;
mod worlds;

use proptest::test_runner::Config;

/// `cases` lots of dice; what fails is shown, and kept nowhere.
fn settings(cases: u32) -> Config {
    Config { cases, failure_persistence: None, ..Config::default() }
}

//! What a protocol asks besides: of one lot, and of several lots together.

mod across_lots;
mod further_test;

pub(crate) use across_lots::{AcrossLots, Combination};
pub(crate) use further_test::FurtherTest;

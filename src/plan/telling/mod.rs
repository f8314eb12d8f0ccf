//! What was judged, in words: findings, rows and sentences.

mod determination_wording;
mod explain;
mod replicate_wording;
mod report;
mod rows;
mod single;
mod wording;

pub(crate) use single::Singles;
pub(crate) use wording::word;

//! What was judged, in words: findings, rows and sentences.

mod determination_wording;
mod explain;
mod replicate_wording;
mod report;
mod rows;
#[cfg(feature = "testing")]
mod single;
mod wording;

#[cfg(feature = "testing")]
pub(crate) use single::Singles;
pub(crate) use wording::word;

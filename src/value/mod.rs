//! What people write down: numbers, units, measurements, dates, identifiers, codes.
//!
//! Everything here is read by one strict parser, keeps what was written, and prints in one
//! canonical way.

pub(crate) mod code;
mod cursor;
mod date;
mod identifier;
mod label;
mod measurement;
mod notation;
mod number;
mod result_status;
mod serial;
mod text;
mod unit;

pub(crate) use cursor::Cursor;
pub use date::Date;
pub(crate) use identifier::Identifier;
pub(crate) use label::{Extensions, Label};
pub use measurement::Measurement;
pub(crate) use notation::Notation;
pub use number::Number;
pub(crate) use number::{Amount, Comparator, Exact, Fraction, Numeral, PowerForm};
pub(crate) use result_status::ResultStatus;
pub(crate) use serial::by_text;
#[cfg(feature = "testing")]
pub(crate) use text::is_dash;
pub(crate) use text::{
    Reading, begins_like_a_number, difference, difference_as_terms, fold, look_alike,
    look_alike_as_terms, says_no_result,
};
pub(crate) use unit::Dimension;
pub use unit::Unit;

//! What people write down: numbers, units, measurements, dates, identifiers, codes.
//!
//! Everything here is read by one strict parser, keeps what was written, and prints in one
//! canonical way.

mod alike;
mod amount;
pub(crate) mod code;
mod comparator;
mod cursor;
mod date;
mod dimension;
mod exact;
mod fraction;
mod identifier;
mod json;
mod label;
mod measurement;
mod number;
mod numeral;
mod ratio;
mod serial;
mod text;
mod unit;
mod unit_notation;

pub(crate) use alike::{difference, difference_as_terms, is_dash, look_alike, look_alike_as_terms};
pub(crate) use amount::Amount;
pub(crate) use comparator::Comparator;
pub(crate) use cursor::Cursor;
pub use date::Date;
pub(crate) use dimension::Dimension;
pub(crate) use exact::Exact;
pub(crate) use fraction::Fraction;
pub(crate) use identifier::Identifier;
pub(crate) use json::{Json, Object, one_line};
pub(crate) use label::{Extensions, Label};
pub use measurement::Measurement;
pub use number::Number;
pub(crate) use numeral::{Numeral, PowerForm};
pub(crate) use serial::by_text;
pub(crate) use text::{Reading, begins_like_a_number, fold, says_no_result};
pub use unit::Unit;

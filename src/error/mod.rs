//! What is said when a text or a document is refused: where, what was found, how to mend it.

mod code;
mod fault;
mod parse_error;
mod problem;
mod problems;
mod shown;

pub use code::ProblemCode;
pub(crate) use code::coded;
pub(crate) use fault::Fault;
pub use parse_error::ParseError;
pub(crate) use problem::About;
pub use problem::{DocumentError, Problem};
pub(crate) use problems::{Problems, join};
pub(crate) use shown::{SHOWN, is_invisible, misleads, printable, shown};

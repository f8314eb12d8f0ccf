//! Whether a result is final: what a lot states, and a report shows.

use super::code::codes;

codes! {
    /// Whether more is to come.
    #[derive(PartialOrd, Ord)]
    pub(crate) enum ResultStatus("status of a result", default Final) {
        /// The result stands.
        Final = "final",
        /// It can fail the test; whatever else it says, it is unfinished.
        Preliminary = "preliminary",
    }
}

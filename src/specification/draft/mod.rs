//! A specification as it is being put together, by builders or by the reader of documents: nothing
//! here was checked together with anything else.

mod acceptance;
mod condition;
mod group;
mod specification;
mod test;

pub use acceptance::Acceptance;
pub(crate) use acceptance::Entry;
pub(crate) use condition::ConditionDraft;
pub use group::Group;
pub use specification::SpecificationBuilder;
pub use test::TestBuilder;

//! A specification as it is being put together, by builders or by the reader of documents: nothing
//! here was checked together with anything else.

mod acceptance;
mod condition;
mod conversions;
mod entry;
mod group;
mod methods;
mod specification;
mod terms;
mod test;

pub use acceptance::Acceptance;
pub(crate) use condition::ConditionDraft;
pub(crate) use entry::Entry;
pub use group::Group;
pub(crate) use methods::Methods;
pub use specification::SpecificationBuilder;
pub use test::TestBuilder;

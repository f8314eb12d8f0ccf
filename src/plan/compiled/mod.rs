//! What a specification asks in one phase, compiled: nothing here knows of a lot.

mod condition;
mod derivation;
mod group;
mod parameter;
mod sources;
mod test;
mod told_apart;

pub(crate) use condition::{Asks, PlannedCondition, Requirement};
pub(crate) use derivation::{Input, PlannedDerivation};
pub(crate) use group::PlannedGroup;
pub(crate) use parameter::{Kind, PlannedParameter};
pub(crate) use sources::{Source, Sources};
pub(crate) use test::{Asked, Conversion, Each, Limits, PlannedTest};
pub(crate) use told_apart::tell_apart;

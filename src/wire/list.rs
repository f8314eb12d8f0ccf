//! Lists of objects that a builder checks.

use serde::de::MapAccess;

use super::read::{Fields, Read};
use crate::error::Problems;

/// How the objects of a list are read.
pub(super) struct List<T> {
    pub(super) most: usize,
    /// What stands in the place of one that is no object.
    pub(super) refused: fn() -> T,
    /// Bounds what is kept of the problems of one.
    pub(super) bound: fn(&mut T, &mut Found),
}

/// How many problems were found so far. A document of many small faults must not fill the memory.
#[derive(Default)]
pub(super) struct Found {
    count: usize,
}

impl Found {
    pub(super) fn bound(&mut self, own: &mut Problems) {
        if self.count >= Problems::KEPT {
            own.only_count();
        }
        self.count = self.count.saturating_add(own.count());
    }
}

impl<T> List<T> {
    /// The objects, kept as `K`, and whether it was a list.
    pub(super) fn read<'de, A: MapAccess<'de>, K: From<T>>(
        &self,
        key: &str,
        fields: &mut Fields<A>,
        problems: &mut Problems,
    ) -> Result<(Vec<K>, bool), A::Error>
    where
        T: Read<'de>,
    {
        let (mut items, mut found) = (Vec::new(), Found::default());
        let is_list = fields.list(key, problems, |_, item: Option<T>| {
            // One more than may be is kept, by which the builder sees that there are too many.
            if items.len() <= self.most {
                let mut item = item.unwrap_or_else(self.refused);
                (self.bound)(&mut item, &mut found);
                items.push(item.into());
            }
        })?;
        Ok((items, is_list))
    }
}

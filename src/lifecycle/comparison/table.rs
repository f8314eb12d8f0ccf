//! A comparison as a table for people.

use std::fmt;

use super::change::{Change, Direction};
use super::{Compared, Comparison};
use crate::report::{Columns, shortened, wrapped};

/// Most changes that the table lists. Documents keep all.
const MOST: usize = 1_000;

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\ncompared with {}", self.after, self.before)?;
        if self.changes().is_empty() {
            return write!(f, "Nothing changed.");
        }
        let mut table = Columns::new(&[
            ("What", 15),
            ("Change", 21),
            ("Before", 17),
            ("After", 17),
            ("What it means", 26),
        ]);
        let mut last = None;
        for change in self.changes().iter().take(MOST) {
            let here = Some((change.subject(), change.id()));
            table.row(&[
                name(change, last == here),
                code(change),
                side(change.before(), change.accepted_before()),
                side(change.after(), change.accepted_after()),
                shortened(change.explanation()),
            ]);
            last = here;
        }
        writeln!(f, "{table}")?;
        if let Some(more @ 1..) = self.changes().len().checked_sub(MOST) {
            writeln!(f, "… and {more} more changes, which its document lists")?;
        }
        for (direction, title) in [
            (Direction::Stricter, "Stricter"),
            (Direction::Looser, "Looser"),
            (Direction::Other, "Otherwise changed"),
        ] {
            let names = self.names_of(direction);
            if !names.is_empty() {
                writeln!(f, "{}", wrapped(&format!("{title}: {}", names.join(", "))))?;
            }
        }
        write!(f, "Unchanged: {} tests and groups", self.unchanged().len())
    }
}

impl Comparison {
    /// The names of what changed in one direction, each once.
    fn names_of(&self, direction: Direction) -> Vec<String> {
        // The changes of one subject stand together.
        let of_each =
            self.changes().chunk_by(|a, b| (a.subject(), a.id()) == (b.subject(), b.id()));
        let own = of_each.filter(|own| self.direction(own.iter()) == Some(direction));
        own.filter_map(|own| own.first()).map(|change| shortened(change.name())).collect()
    }
}

impl fmt::Display for Compared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pin = &self.specification;
        writeln!(f, "{pin} of {} in the {} phase", shortened(&self.product), self.phase)?;
        write!(f, "  {}", shortened(&pin.digest))
    }
}

/// The name, once for all changes of it, and which part of it changed.
fn name(change: &Change, is_repeated: bool) -> String {
    let name = if is_repeated { String::new() } else { shortened(change.name()) };
    let part = change.part().map(|part| format!("[{}]", shortened(part)));
    [Some(name).filter(|name| !name.is_empty()), part]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("\n")
}

fn code(change: &Change) -> String {
    match change.end() {
        Some(end) => format!("{} ({end})", change.code()),
        None => change.code().to_string(),
    }
}

/// The text, and what it accepts where that says more.
fn side(text: Option<&str>, accepts: Option<&str>) -> String {
    let lines = [text, accepts.filter(|accepts| Some(*accepts) != text)];
    lines.into_iter().flatten().map(shortened).collect::<Vec<_>>().join("\n")
}

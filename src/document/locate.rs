//! Where the problems of a document that is refused stand in its text.
//!
//! Only then the text is gone through once more, so that documents in order take no longer to read.
//! Paths are texts in which a key can look like a path, and long keys are shortened: of several
//! places that a path can name, the first is taken to which most of it leads.

use std::borrow::Cow;

use super::scan::{Characters, Scan};
use crate::error::{About, DocumentError, Problem, SHOWN, shown};

/// The same problems, each with its line and column.
#[cold]
pub(super) fn located(mut refused: DocumentError, json: &str) -> DocumentError {
    let mut offsets = offsets(refused.problems(), json);
    offsets.sort_unstable();
    let mut lines = Lines { json, offset: 0, line: 1, column: 1 };
    for (offset, index) in offsets {
        let place = lines.at(offset);
        if let Some(problem) = refused.problems_mut().get_mut(index) {
            problem.place = Some(place);
        }
    }
    refused
}

/// Line and column of what cannot be read as JSON. Its own column is in bytes.
#[cold]
pub(super) fn syntax_error(error: &serde_json::Error, json: &str) -> (usize, usize) {
    let line = json.split('\n').nth(error.line().saturating_sub(1)).unwrap_or_default();
    let column = line.bytes().take(error.column()).filter(|byte| begins_character(*byte)).count();
    (error.line().max(1), column.max(1))
}

fn begins_character(byte: u8) -> bool {
    !matches!(byte, 0x80..0xC0)
}

/// Counts from one offset on to the next.
struct Lines<'j> {
    json: &'j str,
    offset: usize,
    line: usize,
    column: usize,
}

impl Lines<'_> {
    fn at(&mut self, offset: usize) -> (usize, usize) {
        for &byte in self.json.as_bytes().get(self.offset..offset).unwrap_or_default() {
            if byte == b'\n' {
                self.line = self.line.saturating_add(1);
                self.column = 1;
            } else if begins_character(byte) {
                self.column = self.column.saturating_add(1);
            }
        }
        self.offset = offset;
        (self.line, self.column)
    }
}

/// A problem whose place is looked for.
struct Sought<'p> {
    index: usize,
    path: &'p str,
    position: Option<usize>,
    /// If it is about a key, how many keys with that path stand before.
    keys_before: Option<usize>,
    /// How many keys with that path were seen, counted in the first problem that has the path.
    keys_seen: usize,
    /// How much of the path leads to `offset`.
    reached: usize,
    offset: usize,
}

impl Sought<'_> {
    /// Whether the beginning of its path is itself the path of something.
    fn leads(&self, end: usize) -> bool {
        matches!(self.path.as_bytes().get(end), None | Some(b'.' | b'['))
    }

    /// Whether its place is not found, so that another way may lead nearer to it.
    fn may_lead_on(&self) -> bool {
        self.reached < self.path.len()
    }

    fn ends(&self, end: usize) -> bool {
        self.path.len() == end
    }
}

/// Offset and index of each problem whose place is not known.
fn offsets(problems: &[Problem], json: &str) -> Vec<(usize, usize)> {
    let mut scan = Scan::new(json);
    let begins_with = scan.peek();
    let mut sought = sought(problems, begins_with.map_or(0, |_| scan.offset()));
    let of_the_whole = sought.partition_point(|one| one.path.is_empty());
    if let Some(within @ [_, ..]) = sought.get_mut(of_the_whole..)
        && begins_with == Some(b'{')
    {
        Search { scan }.members(within, 0);
    }
    sought.iter().map(|one| (one.offset, one.index)).collect()
}

/// Sorted by path, so that what has the same beginning stands together.
fn sought(problems: &[Problem], offset: usize) -> Vec<Sought<'_>> {
    let unplaced = problems.iter().enumerate().filter(|(_, problem)| problem.place.is_none());
    let mut sought: Vec<Sought<'_>> = unplaced
        .map(|(index, problem)| {
            let keys_before = match problem.about {
                About::Value => None,
                About::Key => Some(0),
                About::KeyAgain => Some(1),
            };
            let (path, position) = (problem.path(), problem.position());
            Sought { index, path, position, keys_before, keys_seen: 0, reached: 0, offset }
        })
        .collect();
    sought.sort_by_key(|one| (one.path, one.keys_before));
    for same in sought
        .chunk_by_mut(|one, other| (one.path, one.keys_before) == (other.path, other.keys_before))
    {
        for (place, one) in same.iter_mut().enumerate() {
            one.keys_before = one.keys_before.map(|before| before.saturating_add(place));
        }
    }
    sought.sort_by_key(|one| (one.path, one.keys_before));
    sought
}

/// Goes to what is sought, and steps over all else.
struct Search<'j> {
    scan: Scan<'j>,
}

impl Search<'_> {
    /// The value that begins here, to which the first `end` bytes of all these paths lead.
    fn value(&mut self, sought: &mut [Sought<'_>], end: usize) {
        let begins_with = self.scan.peek();
        let offset = self.scan.offset();
        let text = (begins_with == Some(b'"')).then(|| self.scan.clone().text());
        for one in sought.iter_mut().filter(|one| one.leads(end) && one.reached < end) {
            one.reached = end;
            // The position is one in the text at the path, and not in one on the way there.
            let position = one.position.filter(|_| one.ends(end) && one.keys_before.is_none());
            one.offset = text.map_or(offset, |text| character(offset, text, position));
        }
        let inside = end.saturating_add(1);
        match begins_with {
            Some(b'{') => match going_on(sought, end, ".") {
                [] => self.scan.pass_value(),
                within => self.members(within, inside),
            },
            Some(b'[') => match going_on(sought, end, "[") {
                [] => self.scan.pass_value(),
                within => self.items(within, inside),
            },
            _ => self.scan.pass_value(),
        }
    }

    /// The object that begins here; keys stand in these paths from `begin` on.
    fn members(&mut self, sought: &mut [Sought<'_>], begin: usize) {
        self.scan.pass(b'{');
        let mut entered: Vec<Cow<'_, str>> = Vec::new();
        while self.scan.peek() == Some(b'"') {
            let offset = self.scan.offset();
            let key = self.scan.text();
            self.scan.pass(b':');
            let path = in_path(key);
            let end = begin.saturating_add(path.len());
            let within = going_on(sought, begin, &path);
            // Of a key that stands there again, only the first was read.
            let is_first = pass_key(within, end, offset, key) && !entered.contains(&path);
            if is_first && within.iter().any(|one| one.leads(end) && one.may_lead_on()) {
                self.value(within, end);
                entered.push(path);
            } else {
                self.scan.pass_value();
            }
            self.scan.pass(b',');
        }
        self.scan.pass(b'}');
    }

    /// The list that begins here; numbers of items stand in these paths from `begin` on.
    fn items(&mut self, sought: &mut [Sought<'_>], begin: usize) {
        self.scan.pass(b'[');
        let item = |one: &Sought<'_>| item_at(one.path, begin);
        let mut wanted: Vec<(usize, usize, &mut [Sought<'_>])> = sought
            .chunk_by_mut(|one, other| item(one) == item(other))
            .filter_map(|same| {
                let (index, end) = item(same.first()?)?;
                Some((index, end, same))
            })
            .collect();
        wanted.sort_by_key(|(index, _, _)| *index);
        let mut place: usize = 0;
        for (index, end, same) in wanted {
            while place < index && self.has_item() {
                self.scan.pass_value();
                self.scan.pass(b',');
                place = place.saturating_add(1);
            }
            if place == index && self.has_item() {
                self.value(same, end);
                self.scan.pass(b',');
                place = place.saturating_add(1);
            }
        }
        self.scan.leave();
    }

    fn has_item(&mut self) -> bool {
        self.scan.peek().is_some_and(|byte| byte != b']')
    }
}

/// Notes a key that these paths begin with, and some end with; whether it is the first.
fn pass_key(sought: &mut [Sought<'_>], end: usize, offset: usize, key: &str) -> bool {
    let Some(first) = sought.first_mut().filter(|first| first.ends(end)) else { return true };
    let seen = first.keys_seen;
    first.keys_seen = seen.saturating_add(1);
    let before = sought.partition_point(|one| one.ends(end) && one.keys_before < Some(seen));
    let from_here = sought.get_mut(before..).unwrap_or_default();
    for one in from_here.iter_mut().take_while(|one| one.ends(end) && one.keys_before == Some(seen))
    {
        one.reached = end;
        one.offset = character(offset, key, one.position);
    }
    seen == 0
}

/// Those of which the path goes on with `next`; they stand together.
fn going_on<'s, 'p>(sought: &'s mut [Sought<'p>], end: usize, next: &str) -> &'s mut [Sought<'p>] {
    let rest = |one: &Sought<'p>| one.path.as_bytes().get(end..).unwrap_or_default();
    let before = sought.partition_point(|one| rest(one) < next.as_bytes());
    let sought = sought.get_mut(before..).unwrap_or_default();
    let count = sought.partition_point(|one| rest(one).starts_with(next.as_bytes()));
    sought.get_mut(..count).unwrap_or_default()
}

/// `3]` is the fourth item; its place, and where that ends in the path.
fn item_at(path: &str, begin: usize) -> Option<(usize, usize)> {
    let (index, _) = path.get(begin..)?.split_once(']')?;
    Some((index.parse().ok()?, begin.checked_add(index.len())?.checked_add(1)?))
}

/// A key as paths have it.
fn in_path(key: &str) -> Cow<'_, str> {
    if key.len() <= SHOWN && key.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'\\') {
        return key.into();
    }
    // Of a long key only the beginning is shown.
    let begin: String = Characters::new(key)
        .take(SHOWN.saturating_add(1))
        .map(|(_, character)| character)
        .collect();
    shown(&begin, 1).into_string().into()
}

/// Where a character of the text stands whose quotation mark stands at `offset`: one past the end is
/// the other mark; the text itself, if it has none at that position.
fn character(offset: usize, text: &str, position: Option<usize>) -> usize {
    let Some(before) = position.and_then(|position| position.checked_sub(1)) else { return offset };
    let mut ends = Characters::new(text).map(|(at, _)| at).chain([text.len()]);
    match ends.nth(before) {
        Some(at) => offset.saturating_add(1).saturating_add(at),
        None => offset,
    }
}

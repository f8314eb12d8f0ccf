//! Spec-tests as spreadsheets save them.

use csv::{Reader, ReaderBuilder, StringRecord};

use crate::document::{Draft, LONGEST, is_carried};
use crate::error::{DocumentError, ProblemCode, Problems, shown};
use crate::testing::{MOST_SPEC_TESTS, Place, SpecTestDraft, SpecTests};
use crate::value::{Extensions, Identifier};

/// Those without which rows say nothing.
const REQUIRED: [&str; 4] = ["test", "phase", "value", "outcome"];
/// A quotation mark that is closed in a later row makes one cell of all between, and what these
/// rows expect would not be looked at.
const LINE_END: &str = "found the end of a line within the cell; write the cell on one line, and \
                        look for a quotation mark that is closed in another row";
/// More columns than parameters and tests of a row can need.
const MOST_COLUMNS: usize = 1_000;

pub(super) fn read(csv: &str) -> Result<SpecTests, DocumentError> {
    let mut problems = Problems::default();
    let csv = csv.strip_prefix('\u{feff}').unwrap_or(csv);
    if csv.len() > LONGEST {
        problems.push(
            "",
            ProblemCode::BeyondLimit,
            format!("found {} bytes; a document has at most 16 MiB", csv.len()),
        );
        return problems.into_result(None);
    }
    let Some(mut rows) = Rows::of(csv, &mut problems) else { return problems.into_result(None) };
    let Some((row, cells)) = rows.next(&mut problems) else {
        problems.push(
            "",
            ProblemCode::Empty,
            format!(
                "is empty; a header with {} is expected, then a row for each spec-test",
                listed(&REQUIRED)
            ),
        );
        return problems.into_result(None);
    };
    let Some(header) = Header::read(row, &cells, &mut problems) else {
        return problems.into_result(None);
    };
    let mut tests = Vec::new();
    while let Some((row, cells)) = rows.next(&mut problems) {
        let place = Place::Row(row);
        match header.draft(&cells).finish(place) {
            // One more than may be is kept, by which is seen that there are too many.
            Ok(test) if tests.len() <= MOST_SPEC_TESTS => tests.push(test),
            Ok(_) => {}
            Err(own) => problems.absorb_at(own, |path| place.at(path)),
        }
    }
    SpecTests::checked(tests, Extensions::default(), problems)
}

/// Whether a column is a member of spec-tests.
fn is_own(name: &str) -> bool {
    SpecTestDraft::columns().any(|own| own == name)
}

struct Header(Vec<Column>);

enum Column {
    Named(String),
    Nameless,
    Refused,
}

impl Header {
    fn read(row: usize, cells: &StringRecord, problems: &mut Problems) -> Option<Self> {
        let place = Place::Row(row);
        if cells.len() > MOST_COLUMNS {
            problems.push(
                place.to_string(),
                ProblemCode::BeyondLimit,
                format!("found {} columns; write at most 1,000", cells.len()),
            );
            return None;
        }
        let mut columns: Vec<Column> = Vec::with_capacity(cells.len());
        let has = |columns: &[Column], name: &str| {
            columns.iter().any(|column| matches!(column, Column::Named(known) if known == name))
        };
        for (number, cell) in (1_usize..).zip(cells) {
            let name = cell.trim();
            let is_name = is_own(name) || is_carried(name) || name.parse::<Identifier>().is_ok();
            let (code, fault) = if line_ends(cell) > 0 {
                (ProblemCode::Malformed, LINE_END.to_owned())
            } else if name.is_empty() {
                columns.push(Column::Nameless);
                continue;
            } else if !is_name {
                let known = listed(&SpecTestDraft::columns().collect::<Vec<_>>());
                let fault = format!(
                    "found `{}`; a column is called {known}, by the id of a parameter or test, or \
                     by a name that begins with `x-`",
                    shown(name, 1)
                );
                (ProblemCode::UnknownMember, fault)
            } else if has(&columns, name) {
                let fault = format!("found a second column `{name}`; write it once");
                (ProblemCode::RepeatedMember, fault)
            } else {
                columns.push(Column::Named(name.to_owned()));
                continue;
            };
            columns.push(Column::Refused);
            problems.push(place.at(&number.to_string()), code, fault);
        }
        for missing in REQUIRED.iter().filter(|needed| !has(&columns, needed)) {
            problems.push(
                place.at(missing),
                ProblemCode::Missing,
                format!("is missing; the header has at least {}", listed(&REQUIRED)),
            );
        }
        Some(Self(columns))
    }

    fn draft(&self, cells: &StringRecord) -> SpecTestDraft {
        let mut draft = SpecTestDraft::default();
        let mut has_stray = false;
        // A row that ends early has empty cells after it.
        let cells =
            cells.iter().chain(std::iter::repeat_n("", self.0.len().saturating_sub(cells.len())));
        for (index, written) in cells.enumerate() {
            let (column, cell) = (self.0.get(index), written.trim());
            match column {
                _ if line_ends(written) > 0 => {
                    let number = index.saturating_add(1).to_string();
                    let name = if let Some(Column::Named(name)) = column { name } else { &number };
                    draft.problems.push(name, ProblemCode::Malformed, LINE_END);
                }
                Some(Column::Named(name)) if cell.is_empty() => {
                    if REQUIRED.contains(&name.as_str()) && name != "value" {
                        draft.problems.push(name, ProblemCode::Missing, "is missing");
                    }
                }
                Some(Column::Named(name)) if is_own(name) => {
                    draft = draft.with_text(name, cell);
                }
                Some(Column::Named(name)) if is_carried(name) => {
                    draft.carried.push(name, &serde_json::Value::from(cell).to_string());
                }
                Some(Column::Named(name)) => {
                    draft.given.add(|given| given.values.push((name.as_str().into(), cell.into())));
                }
                Some(Column::Refused) => {}
                // One is enough to see that cells are out of place.
                Some(Column::Nameless) | None if cell.is_empty() || has_stray => {}
                Some(Column::Nameless) | None => {
                    has_stray = true;
                    let message = format!(
                        "found `{}` in a column without a name; name it, or write a cell that \
                         holds what separates cells in quotation marks",
                        shown(cell, 1)
                    );
                    draft.problems.push(
                        index.saturating_add(1).to_string(),
                        ProblemCode::UnknownMember,
                        message,
                    );
                }
            }
        }
        draft
    }
}

/// The rows that are not empty, each with its number as spreadsheets count them.
struct Rows<'t> {
    text: &'t str,
    reader: Reader<&'t [u8]>,
    /// Up to where ends of lines were counted, how many there are, and how many of them stand in
    /// cells and begin no row.
    counted: usize,
    ends: usize,
    inside: usize,
}

impl<'t> Rows<'t> {
    fn of(text: &'t str, problems: &mut Problems) -> Option<Self> {
        let header =
            text.trim_start_matches(['\r', '\n']).split(['\r', '\n']).next().unwrap_or_default();
        let delimiter = match (header.contains(','), header.contains(';')) {
            (true, true) => {
                problems.push(
                    "row 1",
                    ProblemCode::Malformed,
                    "found commas and semicolons in the header; separate cells \
                     by one of the two, which no column's name contains",
                );
                return None;
            }
            (_, false) => b',',
            (false, true) => b';',
        };
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(text.as_bytes());
        Some(Self { text, reader, counted: 0, ends: 0, inside: 0 })
    }

    fn next(&mut self, problems: &mut Problems) -> Option<(usize, StringRecord)> {
        let mut cells = StringRecord::new();
        loop {
            let begin = self.offset();
            // A text in memory cannot fail to be read.
            if !self.reader.read_record(&mut cells).unwrap_or(false) {
                return None;
            }
            let read = self.text.get(begin..self.offset()).unwrap_or_default();
            let skipped = read.len().saturating_sub(read.trim_start_matches(['\r', '\n']).len());
            self.count_to(begin.saturating_add(skipped));
            let row = self.ends.saturating_sub(self.inside).saturating_add(1);
            self.inside = cells.iter().map(line_ends).fold(self.inside, usize::saturating_add);
            if read.matches('"').count() % 2 == 1 {
                problems.push(
                    format!("row {row}"),
                    ProblemCode::Malformed,
                    "found a quotation mark without its partner; \
                     write a cell that holds one in quotation \
                     marks, and the one in it twice",
                );
            } else if cells.iter().any(|cell| !cell.trim().is_empty() || line_ends(cell) > 0) {
                return Some((row, cells));
            }
        }
    }

    fn offset(&self) -> usize {
        usize::try_from(self.reader.position().byte()).unwrap_or(usize::MAX)
    }

    fn count_to(&mut self, end: usize) {
        self.ends = self
            .ends
            .saturating_add(line_ends(self.text.get(self.counted..end).unwrap_or_default()));
        self.counted = end;
    }
}

/// `\n`, `\r\n` and `\r` end a line.
fn line_ends(text: &str) -> usize {
    text.replace("\r\n", "\n").matches(['\r', '\n']).count()
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

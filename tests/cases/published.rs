//! Published acceptance criteria, read as they were printed: to the limits that a person reads in
//! them, or not at all.
//!
//! Rules: NOTE-15.

#![allow(clippy::panic, reason = "a failing case names itself")]

use release_criteria::{Criterion, Region, Rounding, StrictLimits, Unit};

/// One line of `tests/data/published.tsv`; `tests/data/README.md` describes its columns.
struct Published {
    place: String,
    text: &'static str,
    unit: &'static str,
    form: &'static str,
    lower: Option<String>,
    upper: Option<String>,
    expected: &'static str,
}

/// What becomes of a printed criterion.
enum Outcome {
    Read(Box<Criterion>),
    /// Its text is refused, or its unit is not that of the test.
    Refused(String),
}

fn published() -> impl Iterator<Item = Published> {
    let lines = include_str!("../data/published.tsv").lines().enumerate();
    lines.filter(|(_, line)| !line.starts_with('#') && !line.is_empty()).map(|(index, line)| {
        let place = format!("tests/data/published.tsv:{}: {line:?}", index.saturating_add(1));
        let columns: Vec<&str> = line.split('\t').collect();
        let [_, text, unit, form, lower, upper, lower_included, upper_included, expected] =
            columns[..]
        else {
            panic!("{place} has not nine columns");
        };
        let limit = |number: &str, included: &str, inclusive: &str, strict: &str| match included {
            "yes" => Some(format!("{inclusive} {number}")),
            "no" => Some(format!("{strict} {number}")),
            _ => None,
        };
        let lower = limit(lower, lower_included, "NLT", ">");
        let upper = limit(upper, upper_included, "NMT", "<");
        Published { place, text, unit, form, lower, upper, expected }
    })
}

impl Published {
    fn is_numeric(&self) -> bool {
        self.lower.is_some() || self.upper.is_some()
    }

    fn outcome(&self) -> Outcome {
        let criterion: Criterion = match self.text.parse() {
            Ok(criterion) => criterion,
            Err(refused) => return Outcome::Refused(refused.to_string()),
        };
        // What parses means what a person read, even where the unit gives it away.
        assert_eq!(accepted(&criterion), self.read_by_hand(), "{}", self.place);
        match criterion.unit() {
            Some(unit) if self.unit.parse::<Unit>().as_ref() != Ok(unit) => {
                Outcome::Refused(format!("found the unit `{unit}` on a test in `{}`", self.unit))
            }
            _ => Outcome::Read(Box::new(criterion)),
        }
    }

    /// The set between the limits that a person read.
    fn read_by_hand(&self) -> Option<Region> {
        let limits: Vec<&str> =
            [&self.lower, &self.upper].into_iter().flatten().map(String::as_str).collect();
        if limits.is_empty() {
            return None;
        }
        let criterion: Criterion =
            limits.join(" and ").parse().unwrap_or_else(|error| panic!("{}: {error}", self.place));
        accepted(&criterion)
    }
}

fn accepted(criterion: &Criterion) -> Option<Region> {
    Region::accepted(criterion, Rounding::Absolute, StrictLimits::Exact)
}

#[test]
fn a_published_criterion_reads_as_a_person_reads_it_or_is_refused() {
    for row in published() {
        match row.outcome() {
            Outcome::Read(criterion) => {
                assert_eq!(criterion.to_string(), row.expected, "{}", row.place);
                let for_information = ["report_only", "for_information_only"].contains(&row.form);
                assert_eq!(criterion.is_report_only(), for_information, "{}", row.place);
                assert_eq!(accepted(&criterion).is_some(), row.is_numeric(), "{}", row.place);
                assert!(for_information || row.is_numeric(), "{} is {criterion}", row.place);
            }
            Outcome::Refused(message) => assert_eq!(message, row.expected, "{}", row.place),
        }
    }
}

/// Fixed, so that nothing is read or refused otherwise unnoticed.
#[test]
fn how_much_of_what_is_published_reads() {
    let per_cent = |part: usize, whole: usize| part.saturating_mul(100).div_euclid(whole);
    let reads = |row: &&Published| matches!(row.outcome(), Outcome::Read(_));
    let all: Vec<Published> = published().collect();
    let numeric: Vec<&Published> = all.iter().filter(|row| row.is_numeric()).collect();
    let read = numeric.iter().copied().filter(reads).count();
    let refused = numeric.len().saturating_sub(read);
    println!(
        "of {} numeric criteria {} % read to the limits in them, {} % are refused",
        numeric.len(),
        per_cent(read, numeric.len()),
        per_cent(refused, numeric.len()),
    );
    assert_eq!((read, refused), (98, 51), "numeric criteria that read, and that are refused");
    let reported = all.iter().filter(|row| row.form.ends_with("_only")).collect::<Vec<_>>();
    let read = reported.iter().copied().filter(reads).count();
    assert_eq!((read, reported.len()), (12, 17), "criteria to be reported that read, of all");
}

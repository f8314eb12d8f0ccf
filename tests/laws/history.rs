//! Laws of dates, and of the versions in force on them.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use release_criteria::lifecycle::{History, Version};
use release_criteria::{
    Acceptance, AssayResult, Attribute, Date, Lot, Phase, Rounding, Specification, Test, Verdict,
    wire,
};

use crate::settings;
use crate::texts::{json, mutated};

/// Days since 0000-03-01, as a date: months counted from March, so that the leap day is the last of
/// a year.
fn day(number: i64) -> String {
    let (era, of_era) = (number.div_euclid(146_097), number.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let (day, month) =
        (of_year - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// 0001-01-01 and 9999-12-31.
const DAYS: std::ops::RangeInclusive<i64> = 306..=3_652_364;

fn date(number: i64) -> Date {
    day(number).parse().unwrap()
}

/// One version: its name, its first day and, where it is stated, its last one.
#[derive(Clone, Debug)]
struct Listed {
    version: usize,
    first: i64,
    last: Option<i64>,
}

/// Versions that follow each other without a gap, in any order.
fn listed() -> impl Strategy<Value = Vec<Listed>> {
    let lengths = vec((prop_oneof![Just(1), 1..60_i64, 1..2_000_i64], any::<bool>()), 1..8);
    (0..3_600_000_i64, lengths).prop_flat_map(|(start, lengths)| {
        let mut first = *DAYS.start() + start;
        let listed = lengths.into_iter().enumerate().map(|(version, (length, states_last))| {
            let one = Listed { version, first, last: states_last.then_some(first + length - 1) };
            first += length;
            one
        });
        Just(listed.collect::<Vec<_>>()).prop_shuffle()
    })
}

/// The version `version` asks for at most 10 % more than the one before.
fn specification(version: usize) -> Specification {
    Specification::builder("SPEC-7", &version.to_string(), "Example vector")
        .approved()
        .phases(&[Phase::Commercial])
        .rounding(Rounding::Usp)
        .test(
            Test::quantitative("empty", "Empty capsids", Attribute::Purity, "%")
                .accept(Acceptance::new(&format!("NMT {}0 %", version + 1))),
        )
        .build()
        .unwrap()
}

fn versions(listed: &[Listed]) -> Vec<Version> {
    let version = |one: &Listed| {
        let version = Version::since(&day(one.first), specification(one.version));
        match one.last {
            Some(last) => version.until(&day(last)),
            None => version,
        }
    };
    listed.iter().map(version).collect()
}

/// What a person would find who goes through the list: of those that have begun the one that began
/// last, unless it has ended.
fn searched(listed: &[Listed], on: i64) -> Option<usize> {
    let begun = listed.iter().filter(|one| one.first <= on).max_by_key(|one| one.first)?;
    let has_ended = begun.last.is_some_and(|last| on > last);
    (!has_ended).then_some(begun.version)
}

fn found(history: &History, on: i64) -> Option<usize> {
    history.in_force_on(date(on)).map(|specification| specification.version().parse().unwrap())
}

/// All days around which something begins or ends, and some others.
fn days(listed: &[Listed], others: &[Index]) -> Vec<i64> {
    let begin = listed.iter().map(|one| one.first).min().unwrap();
    let end = listed.iter().map(|one| one.last.unwrap_or(one.first)).max().unwrap();
    let edges = listed.iter().flat_map(|one| [Some(one.first), one.last]).flatten();
    let edges = edges.flat_map(|edge| [edge - 1, edge, edge + 1]);
    let others = others
        .iter()
        .map(|other| begin - 10 + i64::try_from(other.index(5_000)).unwrap() % (end - begin + 20));
    edges
        .chain(others)
        .chain([*DAYS.start(), *DAYS.end()])
        .filter(|day| DAYS.contains(day))
        .collect()
}

/// Digits, signs and what is nearly one, about as long as a date.
fn near_date() -> impl Strategy<Value = String> {
    let sign = select(vec![
        "0", "1", "2", "3", "9", "-", "/", ".", " ", "T", "−", "٣", "0-", "-0", "2026-", "\u{202e}",
    ]);
    let number =
        (0..10_100_u32, 0..14_u32, 0..33_u32).prop_map(|(y, m, d)| format!("{y:04}-{m:02}-{d:02}"));
    prop_oneof![vec(sign, 0..12).prop_map(|signs| signs.concat()), number, any::<String>()]
}

/// Reads a history, and goes on with what there is.
fn use_history(json: &str) {
    let Ok(history) = wire::read_history(json) else { return };
    let written = wire::write_history(&history);
    assert_eq!(wire::write_history(&wire::read_history(&written).unwrap()), written);
    let lot = Lot::new("LOT-1", "Example vector", vec![AssayResult::new("empty", "15 %")]).unwrap();
    for version in history.versions() {
        assert_eq!(
            history.in_force_on(version.since()).unwrap().version(),
            version.specification().version()
        );
        for plan in Phase::ALL.iter().filter_map(|phase| history.plan(*phase).ok()) {
            assert!(plan.verdict(&lot).is_err());
            let lot = lot.clone().manufactured_on(&version.since().to_string()).unwrap();
            if let (Ok(verdict), Ok(report)) = (plan.verdict(&lot), plan.evaluate(&lot)) {
                assert_eq!(verdict, report.verdict());
            }
        }
    }
}

proptest! {
    #![proptest_config(settings(2_000))]

    /// Every day of the calendar is read, prints as it was, and is ordered as its text is.
    ///
    /// Rules: HIST-5.
    #[test]
    fn dates_are_their_texts(one in DAYS, other in DAYS) {
        prop_assert_eq!(date(one).to_string(), day(one));
        prop_assert_eq!(date(one).cmp(&date(other)), one.cmp(&other));
        prop_assert_eq!(date(one).cmp(&date(other)), day(one).cmp(&day(other)));
    }

    /// Whatever is read prints as it was written: there is one way to write a day.
    ///
    /// Rules: HIST-5.
    #[test]
    fn what_is_read_as_a_date_is_one(text in near_date()) {
        match text.parse::<Date>() {
            Ok(date) => prop_assert_eq!(date.to_string(), text),
            Err(error) => prop_assert!(error.position() <= text.chars().count() + 1),
        }
    }

    /// What is in force is what one would find by hand, on the first day, the last day and those
    /// beside them too.
    ///
    /// Rules: HIST-1, HIST-2.
    #[test]
    fn in_force_is_what_a_search_finds(listed in listed(), others in vec(any::<Index>(), 20)) {
        let history = History::new(versions(&listed)).unwrap();
        for on in days(&listed, &others) {
            prop_assert_eq!(found(&history, on), searched(&listed, on), "on {}", day(on));
        }
        let inside = |on: i64| {
            history
                .versions()
                .iter()
                .filter(|one| {
                    one.since() <= date(on) && one.until().is_none_or(|until| date(on) <= until)
                })
                .count()
        };
        for on in days(&listed, &others) {
            prop_assert_eq!(
                inside(on),
                usize::from(searched(&listed, on).is_some()),
                "on {}",
                day(on)
            );
        }
    }

    /// The order in which versions are listed is irrelevant.
    ///
    /// Rules: GEN-7, HIST-3.
    #[test]
    fn order_is_irrelevant(
        (one, other) in listed().prop_flat_map(|one| (Just(one.clone()), Just(one).prop_shuffle())),
    ) {
        let (first, second) =
            (History::new(versions(&one)).unwrap(), History::new(versions(&other)).unwrap());
        let tell = |history: &History| -> Vec<_> {
            history
                .versions()
                .iter()
                .map(|one| (one.specification().digest(), one.since(), one.until()))
                .collect()
        };
        prop_assert_eq!(tell(&first), tell(&second));
    }

    /// What is written and read again is the same history, listed alike.
    ///
    /// Rules: DOC-8.
    #[test]
    fn what_is_written_is_read_as_the_same(listed in listed(), others in vec(any::<Index>(), 5)) {
        let history = History::new(versions(&listed)).unwrap();
        let written = wire::write_history(&history);
        let read = wire::read_history(&written).unwrap();
        prop_assert_eq!(wire::write_history(&read), written);
        for (one, other) in history.versions().iter().zip(read.versions()) {
            prop_assert_eq!(one.specification().digest(), other.specification().digest());
            prop_assert_eq!((one.since(), one.until()), (other.since(), other.until()));
        }
        for on in days(&listed, &others) {
            prop_assert_eq!(found(&read, on), searched(&listed, on));
        }
    }

    /// A lot is judged as the version in force for it judges it alone, and not at all where there
    /// is none.
    ///
    /// Rules: HIST-1, HIST-6.
    #[test]
    fn each_lot_is_judged_by_its_version(
        listed in listed(),
        others in vec(any::<Index>(), 3),
        percent in 0..90_u32,
    ) {
        let history = History::new(versions(&listed)).unwrap();
        let plan = history.plan(Phase::Commercial).unwrap();
        let lot = Lot::new(
            "LOT-1",
            "Example vector",
            vec![AssayResult::new("empty", &format!("{percent} %"))],
        )
        .unwrap();
        prop_assert!(plan.verdict(&lot).is_err());
        for on in days(&listed, &others) {
            let lot = lot.clone().manufactured_on(&day(on)).unwrap();
            let Some(version) = searched(&listed, on) else {
                prop_assert!(
                    history.in_force_for(&lot).is_err()
                        && plan.verdict(&lot).is_err()
                        && plan.evaluate(&lot).is_err()
                );
                continue;
            };
            let conforms = percent <= 10 * (u32::try_from(version).unwrap() + 1);
            let expected = if conforms { Verdict::Conforms } else { Verdict::DoesNotConform };
            prop_assert_eq!(plan.verdict(&lot), Ok(expected));
            let alone = specification(version).plan(Phase::Commercial).unwrap();
            prop_assert_eq!(plan.evaluate(&lot).unwrap(), alone.evaluate(&lot));
        }
    }

    /// A last day that is not the eve of the next version is refused, however far off it is, and
    /// nothing else is.
    ///
    /// Rules: HIST-3.
    #[test]
    fn gaps_and_overlaps_are_refused(
        listed in listed(),
        which in any::<Index>(),
        by in option::of(1..3_000_i64),
        back in any::<bool>(),
    ) {
        let last = listed.iter().map(|one| one.first).max().unwrap();
        let others: Vec<usize> = (0..listed.len()).filter(|at| listed[*at].first < last).collect();
        prop_assume!(!others.is_empty());
        let at = *which.get(&others);
        let eve = listed
            .iter()
            .map(|one| one.first)
            .filter(|first| *first > listed[at].first)
            .min()
            .unwrap()
            - 1;
        let moved = match by {
            None => eve,
            Some(by) if back => eve - by,
            Some(by) => eve + by,
        };
        prop_assume!(DAYS.contains(&moved));
        let mut changed = listed.clone();
        changed[at].last = Some(moved);
        match History::new(versions(&changed)) {
            Ok(_) => prop_assert_eq!(moved, eve),
            Err(error) => {
                prop_assert_ne!(moved, eve);
                let paths: Vec<&str> =
                    error.problems().iter().map(|problem| problem.path()).collect();
                let path = format!("versions[{at}].until");
                prop_assert_eq!(paths, [path.as_str()]);
            }
        }
    }

    /// No damaged history makes the reader panic, nor the judging of what could be read; nor does
    /// any other text.
    ///
    /// Rules: DOC-11.
    #[test]
    fn a_damaged_history_is_read_or_refused(
        damaged in listed().prop_flat_map(|listed| {
            mutated(wire::write_history(&History::new(versions(&listed)).unwrap()))
        }),
        part in json(),
        text in any::<String>(),
    ) {
        let version = wire::write_specification(&specification(0));
        for document in [
            damaged,
            format!(r#"{{"format":"release-criteria/history/1","versions":{part}}}"#),
            format!(
                r#"{{"format":"release-criteria/history/1",
                    "versions":[{{"from":"2026-03-01","specification":{part}}}]}}"#
            ),
            format!(
                r#"{{"format":"release-criteria/history/1",
                    "versions":[{{"from":{part},"specification":{version}}}]}}"#
            ),
            part,
            text,
        ] {
            use_history(&document);
        }
    }
}

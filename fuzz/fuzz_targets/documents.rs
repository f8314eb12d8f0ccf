//! Whatever is read as a document is written, read again, and written alike; whatever is refused
//! says why, within bounds.
//!
//! Rules: DOC-3, DOC-4, DOC-8, DOC-11.

#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use release_criteria::lifecycle::{Column, Comparison, Review};
use release_criteria::{Phase, Specification, wire};
use release_criteria_fuzz::{mutation, written_and_read_again};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutation::mutate(data, size, max_size, seed)
});

fuzz_target!(|text: &str| {
    if let Some((one, again)) =
        written_and_read_again(text, wire::read_specification, wire::write_specification)
    {
        assert_eq!(one.digest(), again.digest());
        are_alike(&one, &again);
    }
    if let Some((one, again)) = written_and_read_again(text, wire::read_report, wire::write_report)
    {
        assert_eq!(one, again);
        let line = wire::write_report_line(&one);
        assert_eq!(line.lines().count(), 1);
        written_and_read_again(&line, wire::read_report, wire::write_report_line).unwrap();
        assert_eq!(one.to_string(), again.to_string());
    }
    if let Some((one, _)) = written_and_read_again(text, wire::read_history, wire::write_history) {
        Phase::ALL.iter().for_each(|phase| drop(one.plan(*phase)));
    }
    written_and_read_again(text, wire::read_lot, wire::write_lot);
    written_and_read_again(text, wire::read_campaign, wire::write_campaign);
    written_and_read_again(text, wire::read_spec_tests, wire::write_spec_tests);
    if let Ok(tests) = wire::read_spec_tests_csv(text) {
        let written = wire::write_spec_tests(&tests);
        written_and_read_again(&written, wire::read_spec_tests, wire::write_spec_tests).unwrap();
    }
});

/// Nothing changes from a specification to itself, and reviews say the same of both.
fn are_alike(one: &Specification, again: &Specification) {
    assert_eq!(Review::of(one), Review::of(again));
    for &phase in one.phases() {
        let (Ok(before), Ok(after)) = (Column::new(one, phase), Column::new(again, phase)) else {
            continue;
        };
        let comparison = Comparison::between(&before, &after);
        assert!(comparison.changes().is_empty(), "{comparison}");
    }
}

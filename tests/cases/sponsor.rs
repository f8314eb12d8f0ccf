//! The sponsor's repository in `examples/sponsor`: its own test, and what its README says.
//!
//! Rules: KIT-3.

#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "../../examples/sponsor/tests/spec.rs"]
mod spec;

use release_criteria::{testing, wire};

const SPECIFICATION: &str = include_str!("../../examples/sponsor/spec.json");
const TESTS: &str = include_str!("../../examples/sponsor/spec_tests.csv");

#[test]
fn the_readme_has_its_files() {
    let readme = include_str!("../../examples/sponsor/README.md");
    for file in [SPECIFICATION, TESTS, include_str!("../../examples/sponsor/tests/spec.rs")] {
        assert!(
            readme.contains(&format!("\n{file}```\n")),
            "examples/sponsor/README.md has another text than\n{file}"
        );
    }
}

#[test]
#[should_panic(
    expected = "3 failures in 13 spec-tests of SPEC-100 version 1\n\nrow 4, column outcome: "
)]
fn one_limit_changed_is_three_failures() {
    let changed =
        wire::read_specification(&SPECIFICATION.replace("NLT 80.0 %", "NLT 85.0 %")).unwrap();
    testing::assert_spec_tests(&changed, &wire::read_spec_tests_csv(TESTS).unwrap());
}

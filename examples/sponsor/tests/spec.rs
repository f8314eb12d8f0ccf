use release_criteria::{testing, wire};

#[test]
fn the_specification_finds_what_is_expected() {
    let specification = wire::read_specification(include_str!("../spec.json")).unwrap();
    let tests = wire::read_spec_tests_csv(include_str!("../spec_tests.csv")).unwrap();
    testing::assert_spec_tests(&specification, &tests);
}

//! What is read, planned and judged costs what it says, and not the product of its parts. Pieces of
//! memory are counted, so that no clock decides.

#![allow(clippy::arithmetic_side_effects, clippy::unwrap_used, reason = "a test")]

use allocation_counter::{AllocationInfo, measure};
use release_criteria::testing::Coverage;
use release_criteria::{Phase, wire};

/// A specification of `tests`, one JSON object each, with the body weight as a parameter.
fn specification(tests: &[String]) -> String {
    format!(
        r#"{{"format":"release-criteria/specification/1","id":"S","version":"1","status":"draft","product":"P","phases":["clinical"],"rounding":"usp","parameters":[{{"id":"weight","unit":"kg"}},{{"id":"donor","values":["own","foreign"]}}],"tests":[{}]}}"#,
        tests.join(",")
    )
}

/// Twice as much may take so many pieces of memory: twice as many, and a fifth for lists that grow.
fn is_in_proportion(once: &AllocationInfo, twice: &AllocationInfo) -> bool {
    twice.count_total * 10 <= once.count_total * 22
}

/// A test with so many cases of 80 terms each, and tests that apply where its result is one of
/// them.
fn many_conditions_on_one_test(cases: usize, dependents: usize) -> String {
    let case = |case: usize| {
        let terms: Vec<String> =
            (0..80).map(|term| format!("\"t{:04}\"", case * 80 + term)).collect();
        let (from, to) = (case * 10, case * 10 + 9);
        format!(
            r#"{{"when":{{"weight":"{from}–{to} kg"}},"accept":[{}],"reject":["no"]}}"#,
            terms.join(",")
        )
    };
    let cases: Vec<String> = (0..cases).map(case).collect();
    let subject = format!(
        r#"{{"id":"subject","name":"S","attribute":"identity","acceptance":{{"all":[{}]}}}}"#,
        cases.join(",")
    );
    let dependent = |number| {
        format!(
            r#"{{"id":"t{number}","name":"N","attribute":"purity","when":{{"subject":"t0001"}},"acceptance":{{"all":"\"A\" not \"B\""}}}}"#
        )
    };
    specification(
        &std::iter::once(subject).chain((0..dependents).map(dependent)).collect::<Vec<_>>(),
    )
}

/// Rules: DOC-17.
#[test]
fn conditions_share_what_their_subject_knows() {
    let planned = |json: &str| {
        measure(|| drop(wire::read_specification(json).unwrap().plan(Phase::Clinical).unwrap()))
    };
    let [once, twice] =
        [many_conditions_on_one_test(25, 1_500), many_conditions_on_one_test(50, 3_000)];
    let [small, large] = [planned(&once), planned(&twice)];
    println!("{small:?} for {}, {large:?} for {}", once.len(), twice.len());
    assert!(is_in_proportion(&small, &large), "{small:?}, and twice as much: {large:?}");
    for (json, memory) in [(&once, &small), (&twice, &large)] {
        assert!(
            memory.bytes_max <= 20 * u64::try_from(json.len()).unwrap(),
            "{memory:?} for {} bytes",
            json.len()
        );
        assert_eq!(memory.bytes_current, 0);
    }
}

/// Rules: DOC-17.
#[test]
fn conditions_share_the_values_of_a_parameter() {
    let planned = |scale: usize| {
        let values: Vec<String> =
            (0..500 * scale).map(|value| format!("\"v{value:04}\"")).collect();
        let test = |number| {
            format!(
                r#"{{"id":"t{number}","name":"N","attribute":"purity","when":{{"kind":"v0001"}},"acceptance":{{"all":"\"A\" not \"B\""}}}}"#
            )
        };
        let json = specification(&(0..500 * scale).map(test).collect::<Vec<_>>());
        let kind = format!(r#""parameters":[{{"id":"kind","values":[{}]}},"#, values.join(","));
        let json = json.replace(r#""parameters":["#, &kind);
        measure(|| drop(wire::read_specification(&json).unwrap().plan(Phase::Clinical).unwrap()))
    };
    let [small, large] = [planned(1), planned(2)];
    assert!(is_in_proportion(&small, &large), "{small:?}, and twice as much: {large:?}");
}

/// So many tests, of which every second one needs the one before it, and a row for each.
fn rows(count: usize) -> AllocationInfo {
    let test = |number: usize| {
        let own = format!(r#""id":"t{number}","name":"N","attribute":"purity","unit":"%""#);
        let when = if number.is_multiple_of(2) {
            String::new()
        } else {
            format!(r#""when":{{"t{}":"NMT 90 %"}},"#, number - 1)
        };
        format!(r#"{{{own},{when}"acceptance":{{"all":"NLT 80 %"}}}}"#)
    };
    let specification =
        wire::read_specification(&specification(&(0..count).map(test).collect::<Vec<_>>()))
            .unwrap();
    let row = |number: usize| {
        let given = if number.is_multiple_of(2) {
            String::new()
        } else {
            format!(r#","given":{{"t{}":"85 %"}}"#, number - 1)
        };
        format!(
            r#"{{"test":"t{number}","phase":"clinical","value":"81 %","outcome":"conforms"{given}}}"#
        )
    };
    let rows: Vec<String> = (0..count).map(row).collect();
    let rows =
        format!(r#"{{"format":"release-criteria/spec-tests/1","tests":[{}]}}"#, rows.join(","));
    let rows = wire::read_spec_tests(&rows).unwrap();
    let memory = measure(|| assert_eq!(rows.mismatches(&specification).unwrap().len(), 0));
    assert_eq!(
        Coverage::of(&specification, &rows).unwrap().items().len(),
        1 + count * 2 + count / 2
    );
    memory
}

/// Rules: KIT-13.
#[test]
fn a_row_costs_its_own_test() {
    let [small, large] = [rows(400), rows(800)];
    assert!(is_in_proportion(&small, &large), "{small:?}, and twice as much: {large:?}");
}

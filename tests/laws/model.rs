//! Small specifications and lots as plain data, and the documents in code that they stand for.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use release_criteria::{
    Acceptance, AssayResult, Attribute, Gate, Lot, Phase, Plan, Rounding, Specification,
    SpecificationBuilder, Test, TestBuilder,
};

pub(crate) const PRODUCT: &str = "Example vector";
pub(crate) const LOT: &str = "LOT-1";
const IDS: [&str; 5] = ["a", "b", "c", "d", "misspelt"];

/// What a test asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// `50.0–60.0 %`.
    Numbers,
    /// `50.0–60.0 %`, or one of the terms of `Terms`.
    Either,
    /// `"Clear" not "Cloudy"`, without a unit.
    Terms,
    /// A number to be reported.
    ReportNumber,
    /// A text to be reported.
    ReportText,
    Nothing,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct TestModel {
    pub(crate) asked: Asked,
    pub(crate) gate: Gate,
    pub(crate) if_tested: bool,
    pub(crate) lists_methods: bool,
}

/// What a result says; each is one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Inside,
    InsideByRounding,
    Outside,
    OutsideCensored,
    Straddling,
    NotDetected,
    Unreadable,
    Negative,
    InsideConverted,
    OutsideConverted,
    OtherUnit,
    NoUnit,
    Accepted,
    Rejected,
    Unknown,
}

pub(crate) const VALUES: [(Value, &str); 15] = [
    (Value::Inside, "55 %"),
    (Value::InsideByRounding, "60.04 %"),
    (Value::Outside, "60.05 %"),
    (Value::OutsideCensored, ">60.1 %"),
    (Value::Straddling, "<55 %"),
    (Value::NotDetected, "ND (LOD 5 %)"),
    (Value::Unreadable, "55,0 %"),
    (Value::Negative, "-55 %"),
    (Value::InsideConverted, "5500 bp"),
    (Value::OutsideConverted, "6100 bp"),
    (Value::OtherUnit, "55 ppm"),
    (Value::NoUnit, "55"),
    (Value::Accepted, "clear"),
    (Value::Rejected, " Cloudy"),
    (Value::Unknown, "Milky"),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    Listed,
    Unlisted,
    NotStated,
}

/// One entry of a lot.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Which test it names; the last of `IDS` is none.
    pub(crate) test: usize,
    pub(crate) value: Value,
    pub(crate) method: Method,
    pub(crate) reference: Option<u8>,
    pub(crate) preliminary: bool,
    pub(crate) invalidated: bool,
    pub(crate) of_other_lot: bool,
}

/// What a lot states of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stated {
    ThisProduct,
    ThisSpecification,
    OtherProduct,
    OtherVersion,
}

#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) tests: Vec<TestModel>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) stated: Stated,
}

impl TestModel {
    pub(crate) fn build(self, id: &str) -> TestBuilder {
        let test = match self.asked {
            Asked::Numbers | Asked::Either | Asked::ReportNumber => {
                Test::quantitative(id, "Test", Attribute::General, "%").conversion("bp", "0.01")
            }
            Asked::Terms | Asked::ReportText | Asked::Nothing => {
                Test::qualitative(id, "Test", Attribute::General)
            }
        };
        let criterion = match self.asked {
            Asked::Numbers => "50.0–60.0 %",
            Asked::Either => "50.0–60.0 % or \"Clear\" not \"Cloudy\"",
            Asked::Terms => "\"Clear\" not \"Cloudy\"",
            Asked::ReportNumber | Asked::ReportText => "report",
            Asked::Nothing => "not required",
        };
        let test = test.gate(self.gate).accept(Acceptance::new(criterion));
        let test = if self.if_tested { test.if_tested() } else { test };
        if self.lists_methods { test.method("QC-1").method("QC-2") } else { test }
    }
}

impl Entry {
    pub(crate) fn text(&self) -> &'static str {
        VALUES.iter().find(|(value, _)| *value == self.value).unwrap().1
    }

    pub(crate) fn build(&self) -> AssayResult {
        self.build_with(self.text())
    }

    /// The entry with another text for its value.
    pub(crate) fn build_with(&self, text: &str) -> AssayResult {
        let mut result = AssayResult::new(IDS[self.test], text);
        result = match self.method {
            Method::Listed => result.with_method("QC-2"),
            Method::Unlisted => result.with_method("QC-3"),
            Method::NotStated => result,
        };
        if let Some(reference) = self.reference {
            result = result.with_reference(&format!("R-{reference}"));
        }
        if self.preliminary {
            result = result.preliminary();
        }
        if self.invalidated {
            result = result.invalidated("instrument fault", "INV-1", "QA-1");
        }
        if self.of_other_lot { result.of_lot("LOT-2") } else { result.of_lot(LOT) }
    }

    fn key(&self) -> Option<(usize, u8, bool)> {
        self.reference.map(|reference| (self.test, reference, self.preliminary))
    }
}

impl Case {
    /// The case with one more entry, which is not the same row again.
    pub(crate) fn with(&self, mut entry: Entry) -> Self {
        if self.entries.iter().any(|known| entry.reference.is_some() && known.key() == entry.key())
        {
            entry.reference = None;
        }
        let mut case = self.clone();
        case.entries.push(entry);
        case
    }

    pub(crate) fn plan(&self) -> Plan {
        self.plan_in((0..self.tests.len()).collect())
    }

    /// The plan with its tests in this order.
    pub(crate) fn plan_in(&self, order: Vec<usize>) -> Plan {
        order
            .into_iter()
            .fold(builder(), |builder, index| builder.test(self.tests[index].build(IDS[index])))
            .build()
            .and_then(|specification| specification.plan(Phase::Clinical))
            .unwrap()
    }

    pub(crate) fn lot(&self) -> Lot {
        self.lot_of(self.entries.iter().map(Entry::build).collect())
    }

    /// The lot with these results in the place of its own.
    pub(crate) fn lot_of(&self, results: Vec<AssayResult>) -> Lot {
        let product = if self.stated == Stated::OtherProduct { "Other vector" } else { PRODUCT };
        let lot = Lot::new(LOT, product, results).unwrap();
        match self.stated {
            Stated::ThisProduct | Stated::OtherProduct => lot,
            Stated::ThisSpecification => lot.for_specification("SPEC-1", "1").unwrap(),
            Stated::OtherVersion => lot.for_specification("SPEC-1", "2").unwrap(),
        }
    }
}

pub(crate) fn id(test: usize) -> &'static str {
    IDS[test]
}

/// A specification without tests.
pub(crate) fn builder() -> SpecificationBuilder {
    Specification::builder("SPEC-1", "1", PRODUCT)
        .phases(&[Phase::Clinical])
        .rounding(Rounding::Usp)
}

pub(crate) fn tests() -> impl Strategy<Value = Vec<TestModel>> {
    let asked = prop_oneof![
        6 => Just(Asked::Numbers),
        3 => Just(Asked::Either),
        3 => Just(Asked::Terms),
        1 => Just(Asked::ReportNumber),
        1 => Just(Asked::ReportText),
        1 => Just(Asked::Nothing),
    ];
    let gate = prop_oneof![3 => Just(Gate::BeforeRelease), 1 => Just(Gate::AfterRelease)];
    let test = (asked, gate, prop::bool::weighted(0.2), prop::bool::weighted(0.2)).prop_map(
        |(asked, gate, if_tested, lists_methods)| TestModel {
            asked,
            gate,
            if_tested,
            lists_methods,
        },
    );
    vec(test, 1..=4).prop_map(|mut tests| {
        // A specification that judges nothing is refused.
        if tests.iter().all(|test| {
            matches!(test.asked, Asked::ReportNumber | Asked::ReportText | Asked::Nothing)
        }) {
            tests[0].asked = Asked::Numbers;
        }
        tests
    })
}

pub(crate) fn entry() -> impl Strategy<Value = Entry> {
    let value = prop_oneof![
        3 => select(vec![Value::Inside, Value::Accepted]),
        1 => select(VALUES.map(|(value, _)| value).to_vec()),
    ];
    let method = prop_oneof![
        4 => Just(Method::Listed),
        1 => Just(Method::Unlisted),
        1 => Just(Method::NotStated),
    ];
    let test = prop_oneof![20 => 0..4_usize, 1 => Just(IDS.len() - 1)];
    let rare = prop::bool::weighted(0.1);
    (
        test,
        value,
        method,
        option::of(0..2_u8),
        prop::bool::weighted(0.3),
        rare,
        prop::bool::weighted(0.05),
    )
        .prop_map(
            |(test, value, method, reference, preliminary, invalidated, of_other_lot)| Entry {
                test,
                value,
                method,
                reference,
                preliminary,
                invalidated,
                of_other_lot,
            },
        )
}

/// A specification of one to four tests, and a lot with up to five results for each.
pub(crate) fn case() -> impl Strategy<Value = Case> {
    let stated = prop_oneof![
        8 => Just(Stated::ThisProduct),
        4 => Just(Stated::ThisSpecification),
        1 => Just(Stated::OtherProduct),
        1 => Just(Stated::OtherVersion),
    ];
    tests().prop_flat_map(move |tests| {
        let entries = vec(entry(), 0..=5 * tests.len());
        (Just(tests), entries, stated.clone()).prop_map(|(tests, entries, stated)| {
            let count = tests.len();
            let empty = Case { tests, entries: Vec::new(), stated };
            entries.into_iter().fold(empty, |case, mut entry| {
                // Names one of the tests that there are, or none.
                if entry.test < IDS.len() - 1 {
                    entry.test %= count;
                }
                case.with(entry)
            })
        })
    })
}

//! A product of which tests have replicates, are derived, depend on conditions and count together;
//! and its lots, good and bad.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use release_criteria::{
    Acceptance, AssayResult, Attribute, Derivation, Gate, Group, Lot, Parameter, Phase, Plan,
    Reportable, Rounding, Specification, StrictLimits, Test, TestBuilder,
};

use crate::model::{LOT, PRODUCT};

pub(crate) const TESTS: [&str; 15] = [
    "titre",
    "purity",
    "full",
    "empty",
    "dose",
    "risk",
    "look",
    "vials",
    "variant",
    "clot",
    "count",
    "cells",
    "potency_a",
    "potency_b",
    "misspelt",
];
const PARAMETERS: [(&str, &[&str]); 4] = [
    ("weight", &["62 kg", "50 kg", "12.5 kg", "0.5 kg", "62 lb", "<62 kg"]),
    ("volume", &["50 mL", "20 mL", "0 mL", "fifty"]),
    ("donor", &["autologous", "Allogeneic ", "unknown"]),
    ("expected", &["c.20A>T", "c.20A>G"]),
];

/// What there is to choose in a specification, each as a number.
#[derive(Clone, Debug)]
pub(crate) struct Choices {
    titre: (usize, usize),
    reported: bool,
    signed: bool,
    when: usize,
    cells: usize,
    /// Whether a member of a group may be asked nothing in one of its cases.
    neutral_member: bool,
    rules: (bool, bool),
    gates: (bool, bool),
    rounding: (Rounding, StrictLimits),
}

#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) test: usize,
    pub(crate) values: Vec<usize>,
    /// How many of the values; else as many as the test asks for.
    pub(crate) length: Option<usize>,
    pub(crate) determination: Option<u8>,
    pub(crate) reference: Option<u8>,
    pub(crate) preliminary: bool,
    pub(crate) invalidated: bool,
    pub(crate) invalid_replicate: bool,
    pub(crate) of_other_lot: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) choices: Choices,
    pub(crate) rows: Vec<Row>,
    /// Of each parameter which value, if any.
    pub(crate) stated: Vec<Option<usize>>,
}

/// In which order things stand.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) tests: Vec<usize>,
    pub(crate) parameters: Vec<usize>,
    pub(crate) is_reversed: bool,
}

impl Order {
    pub(crate) fn natural() -> Self {
        Self {
            tests: (0..TESTS.len() - 1).collect(),
            parameters: (0..PARAMETERS.len()).collect(),
            is_reversed: false,
        }
    }
}

fn reportable(which: usize) -> Option<(Reportable, usize)> {
    Some(match which {
        0 => return None,
        1 => (Reportable::mean(2), 2),
        2 => (Reportable::geometric_mean(2).max_rsd("40 %"), 2),
        3 => (Reportable::median(3).each_within("NMT 9 EU/mL"), 3),
        4 => (Reportable::minimum(2), 2),
        5 => (Reportable::maximum(2).max_rsd("100 %"), 2),
        _ => (Reportable::sum(3), 3),
    })
}

impl Choices {
    /// How many replicates a determination has.
    fn replicates(&self, test: usize) -> usize {
        match TESTS[test] {
            "titre" => reportable(self.titre.0).map_or(1, |(_, count)| count),
            "vials" => 2,
            _ => 1,
        }
    }

    fn test(&self, index: usize) -> TestBuilder {
        let id = TESTS[index];
        let number = |unit: &str| Test::quantitative(id, "Test", Attribute::Quantity, unit);
        let words = || Test::qualitative(id, "Test", Attribute::Identity);
        let accept = |test: TestBuilder, criterion: &str| test.accept(Acceptance::new(criterion));
        let gate = if self.gates.0 { Gate::AfterRelease } else { Gate::BeforeRelease };
        match id {
            "titre" => {
                let criterion = ["NMT 5 EU/mL", "1.0–8.0 EU/mL", "report"][self.titre.1];
                let test = number("EU/mL").accept_in(Phase::Clinical, Acceptance::new(criterion));
                let test = test.accept_in(
                    Phase::Commercial,
                    Acceptance::new("NMT 4.9 EU/mL").alert("NMT 4.5 EU/mL"),
                );
                match reportable(self.titre.0) {
                    Some((reportable, _)) => test.reportable(reportable),
                    None => test,
                }
            }
            "purity" => {
                let test = number("%").conversion("ppm", "0.0001").method("QC-1").gate(gate);
                test.accept(Acceptance::new("NLT 80 %").alert("NLT 90 %").justification("n = 4"))
            }
            "full" => accept(number("%"), if self.reported { "report" } else { "NLT 50 %" }),
            "empty" => {
                let test =
                    number("%").derived(Derivation::sum(&[]).less(&["full"]).constant("100 %"));
                accept(if self.signed { test.signed() } else { test }, "NMT 15.0 %")
            }
            "dose" => {
                let derivation = Derivation::product(&["titre", "volume"]).divided_by(&["weight"]);
                accept(number("EU/kg").derived(derivation), "NMT 5.0 EU/kg")
            }
            "risk" => accept(
                number("ppm").derived(Derivation::product(&["empty", "purity"])),
                "< 120000 ppm",
            ),
            "look" => words().accept(Acceptance::terms(&["Clear", "Opalescent"], &["Cloudy"])),
            "vials" => {
                let clear =
                    Acceptance::terms_or_reject_other(&["Clear"]).interim(&["No particles so far"]);
                words().reportable(Reportable::each(2)).accept(clear)
            }
            "variant" => words().accept(Acceptance::same_as("expected")),
            "clot" => {
                let test = accept(number("%"), "NMT 92 %");
                match self.when {
                    0 => test.when("look", "Clear").when("weight", "NMT 50 kg"),
                    1 => test
                        .when("purity", "NLT 85 %")
                        .when_one_of("look", &["opalescent", "Cloudy"]),
                    2 => test.when("donor", "allogeneic").when("dose", "> 4 EU/kg"),
                    3 => test.when("purity", "79–90 %").if_tested(),
                    _ => test.when("titre", "> 1 and NMT 5 EU/mL").when("empty", "< 20 %"),
                }
            }
            "count" => accept(number("cells"), "report"),
            "cells" => self.cells(),
            "potency_a" => accept(number("%"), "NLT 85 %"),
            "potency_b" => accept(number("%"), "75–95 %"),
            _ => accept(number("%"), "report"),
        }
    }

    fn cells(&self) -> TestBuilder {
        let without_unit = Test::qualitative("cells", "Cells", Attribute::Quantity);
        let in_percent = Test::quantitative("cells", "Cells", Attribute::Quantity, "%");
        let per_kg = Derivation::product(&["count"]).divided_by(&["weight"]);
        let case = Acceptance::new;
        match self.cells {
            0 => without_unit.accept_cases(vec![
                case("0.1–2.5 × 10^1 cells/kg")
                    .when("weight", "NMT 50 kg")
                    .unit("cells/kg")
                    .derived(per_kg),
                case("NLT 40 cells")
                    .when("weight", "> 50 kg")
                    .unit("cells")
                    .derived(Derivation::product(&["count"])),
            ]),
            1 => in_percent.accept_cases(vec![
                case("NLT 90 %").when("purity", "NLT 85 %"),
                case("NLT 80 %").when("purity", "< 85 %").when("look", "Clear"),
            ]),
            2 => in_percent.accept_cases(vec![
                case("NMT 90 %").when_one_of("look", &["Clear", "Cloudy"]),
                case("NMT 99 %").when("look", "Opalescent").when("donor", "autologous"),
            ]),
            // In one of them nothing is asked.
            _ => in_percent.accept_cases(vec![
                case("NMT 90 %").when("look", "Clear"),
                case(if self.reported { "report" } else { "not required" })
                    .when_one_of("look", &["Opalescent", "Cloudy"]),
            ]),
        }
    }

    pub(crate) fn specification(&self, order: &Order) -> Specification {
        let mut builder = Specification::builder("SPEC-1", "1", PRODUCT)
            .phases(&[Phase::Clinical, Phase::Commercial])
            .rounding(self.rounding.0)
            .strict(self.rounding.1);
        for index in &order.parameters {
            builder = builder.parameter(match PARAMETERS[*index].0 {
                "weight" => {
                    Parameter::number("weight", "kg").within("1–250 kg").named("Body weight")
                }
                "donor" => Parameter::one_of("donor", &["autologous", "allogeneic"]),
                "expected" => Parameter::text("expected"),
                id => Parameter::number(id, "mL"),
            });
        }
        builder =
            order.tests.iter().fold(builder, |builder, index| builder.test(self.test(*index)));
        // Where one member is enough, none may ask for nothing in some of its cases.
        let last =
            if self.cells < 3 || self.neutral_member && !self.rules.0 { "cells" } else { "risk" };
        let mut potency = vec!["potency_a", "potency_b", last];
        let mut identity = vec!["variant", "vials", "dose"];
        if order.is_reversed {
            potency.reverse();
            identity.reverse();
        }
        let group = |any: bool, id: &str, members: &[&str]| {
            if any {
                Group::any_of(id, "Group", members)
            } else {
                Group::alternatives(id, "Group", members)
            }
        };
        let gate = if self.gates.1 { Gate::AfterRelease } else { Gate::BeforeRelease };
        let groups = [
            group(self.rules.0, "potency", &potency),
            group(self.rules.1, "identity", &identity).gate(gate),
        ];
        let [one, other] = groups;
        let builder = if order.is_reversed {
            builder.group(other).group(one)
        } else {
            builder.group(one).group(other)
        };
        builder.build().unwrap()
    }
}

fn pool(test: usize) -> Vec<String> {
    let with = |unit: &str, texts: &[&str]| -> Vec<String> {
        texts
            .iter()
            .map(|text| {
                if text.contains("LOD") {
                    text.replace(')', &format!(" {unit})"))
                } else {
                    format!("{text} {unit}")
                }
            })
            .collect()
    };
    let in_percent = [
        "86",
        "92.04",
        "78.5",
        "79.5",
        "95",
        "100",
        "<84",
        "≤90",
        ">79",
        "≥ 85",
        "ND (LOD 5)",
        "-3",
        "86,0",
        "900000",
    ];
    match TESTS[test] {
        "titre" => with(
            "EU/mL",
            &[
                "1.2",
                "4.9",
                "5.05",
                "8",
                "9.3",
                "0",
                "<0.5",
                "≤5",
                "<8.2",
                ">4",
                "ND (LOD 0.4)",
                "-1",
                "5,0",
            ],
        ),
        "dose" => with("EU/kg", &["1", "5.04", "6", "<5", ">4"]),
        "risk" => with("ppm", &["100000", "130000", "<150000"]),
        "count" => with("cells", &["1.2 × 10^2", "30", "41", "0", "≥ 30", "<1000"]),
        "cells" => [
            with("%", &["86", "92", "99.4"]),
            with("cells", &["30", ">39"]),
            with("cells/kg", &["3", "<26"]),
        ]
        .concat(),
        "look" => ["Clear", "clear", "Opalescent", "Cloudy", "Pink"].map(str::to_owned).to_vec(),
        "vials" => ["Clear", "clear", "\u{202d}Clear", "Cloudy", "No particles so far"]
            .map(str::to_owned)
            .to_vec(),
        "variant" => ["c.20A>T", "c.20A>G", "C.20A>T", " c.20A>T ", "c.20\u{200b}A>T"]
            .map(str::to_owned)
            .to_vec(),
        "purity" => [with("%", &in_percent), with("ppm", &["900000", "<700000"])].concat(),
        _ => with("%", &in_percent),
    }
}

impl Row {
    /// The texts of its replicates.
    pub(crate) fn texts(&self, choices: &Choices) -> Vec<String> {
        let pool = pool(self.test);
        let length = self.length.unwrap_or(choices.replicates(self.test));
        self.values
            .iter()
            .cycle()
            .take(length)
            .map(|value| pool[value % pool.len()].clone())
            .collect()
    }

    pub(crate) fn build(&self, choices: &Choices) -> AssayResult {
        self.build_with(&self.texts(choices))
    }

    pub(crate) fn build_with(&self, texts: &[String]) -> AssayResult {
        let (first, rest) = texts.split_first().unwrap();
        let mut result = rest
            .iter()
            .fold(AssayResult::new(TESTS[self.test], first), |result, text| result.replicate(text));
        if self.invalid_replicate {
            result = result.invalidated_replicate("77", "spill", "INV-1", "QA-1");
        }
        if TESTS[self.test] == "purity" && self.reference != Some(3) {
            result = result.with_method("QC-1");
        }
        if let Some(reference) = self.reference {
            result = result.with_reference(&format!("R-{reference}"));
        }
        if let Some(determination) = self.determination {
            result = result.of_determination(&format!("D-{determination}"));
        }
        result = if self.preliminary { result.preliminary() } else { result };
        result =
            if self.invalidated { result.invalidated("spill", "INV-1", "QA-1") } else { result };
        if self.of_other_lot { result.of_lot("LOT-2") } else { result }
    }
}

impl Case {
    pub(crate) fn specification(&self) -> Specification {
        self.choices.specification(&Order::natural())
    }

    pub(crate) fn plan(&self) -> Plan {
        self.specification().plan(Phase::Clinical).unwrap()
    }

    pub(crate) fn lot(&self) -> Lot {
        self.lot_of(
            self.rows.iter().map(|row| row.build(&self.choices)).collect(),
            &Order::natural(),
        )
    }

    pub(crate) fn lot_of(&self, results: Vec<AssayResult>, order: &Order) -> Lot {
        let stated = order.parameters.iter().filter_map(|index| {
            let (id, values) = PARAMETERS[*index];
            Some((id, values[self.stated[*index]? % values.len()]))
        });
        let stated: Vec<(&str, &str)> = stated.chain([("undeclared", "7")]).collect();
        Lot::new(LOT, PRODUCT, results).unwrap().with_parameters(&stated).unwrap()
    }

    /// The case with final results only.
    pub(crate) fn finished(&self) -> Self {
        let row = |row: &Row| Row { preliminary: false, reference: None, ..row.clone() };
        Self { rows: self.rows.iter().map(row).collect(), ..self.clone() }
    }

    /// The case with nothing rounded.
    pub(crate) fn unrounded(&self) -> Self {
        let mut case = self.clone();
        case.choices.rounding.0 = Rounding::Absolute;
        case
    }

    /// The case with one more row, which is not the same row again.
    pub(crate) fn with(&self, mut row: Row) -> Self {
        let key = |row: &Row| (row.test, row.reference, row.preliminary);
        if row.reference.is_some() && self.rows.iter().any(|known| key(known) == key(&row)) {
            row.reference = None;
        }
        let mut case = self.clone();
        case.rows.push(row);
        case
    }
}

fn choices(when: Vec<usize>, neutral_member: bool) -> impl Strategy<Value = Choices> {
    let two = || (any::<bool>(), any::<bool>());
    let numbers = ((0..7_usize, 0..3_usize), select(when), 0..4_usize);
    let rounding = (select(Rounding::ALL), select(StrictLimits::ALL));
    (numbers, two(), two(), two(), rounding).prop_map(
        move |((titre, when, cells), (reported, signed), rules, gates, rounding)| Choices {
            titre,
            reported,
            signed,
            when,
            cells,
            neutral_member,
            rules,
            gates,
            rounding,
        },
    )
}

pub(crate) fn row() -> impl Strategy<Value = Row> {
    let rare = || prop::bool::weighted(0.05);
    let test = prop_oneof![60 => 0..TESTS.len() - 1, 1 => Just(TESTS.len() - 1)];
    // The first of a pool is what most tests accept.
    let value = prop_oneof![1 => Just(0_usize), 2 => 0..40_usize];
    let what = (test, vec(value, 3), option::weighted(0.1, 1..=3_usize));
    let keys = (option::weighted(0.15, 0..2_u8), option::weighted(0.4, 0..4_u8));
    (what, keys, prop::bool::weighted(0.15), (rare(), rare(), rare())).prop_map(
        |(
            (test, values, length),
            (determination, reference),
            preliminary,
            (invalidated, invalid_replicate, of_other_lot),
        )| Row {
            test,
            values,
            length,
            determination,
            reference,
            preliminary,
            invalidated,
            invalid_replicate,
            of_other_lot,
        },
    )
}

/// A product and a lot of it.
pub(crate) fn case() -> impl Strategy<Value = Case> {
    of(choices((0..5).collect(), true))
}

fn of(choices: impl Strategy<Value = Choices>) -> impl Strategy<Value = Case> {
    // Most lots state what they should.
    let one = prop_oneof![5 => Just(Some(0)), 3 => (0..6_usize).prop_map(Some), 1 => Just(None)];
    let stated = vec(one, PARAMETERS.len());
    (choices, vec(row(), 0..=24), stated).prop_map(|(choices, rows, stated)| {
        let empty = Case { choices, rows: Vec::new(), stated };
        rows.into_iter().fold(empty, |case, row| case.with(row))
    })
}

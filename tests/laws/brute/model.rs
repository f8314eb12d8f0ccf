//! Small specifications and lots as plain data, and the documents in code that they stand for.

use std::fmt::{self, Display, Formatter};

use num_rational::Ratio;
use release_criteria::{
    Acceptance, AssayResult, Attribute, Derivation, Gate, Group, Lot, Parameter, Phase, Plan, Reportable, Rounding,
    Specification, StrictLimits, Test, TestBuilder, wire,
};

use crate::model::{LOT, PRODUCT, builder};

pub(crate) type Number = Ratio<i64>;

pub(crate) const TESTS: [&str; 6] = ["a", "b", "c", "d", "e", "f"];
pub(crate) const PARAMETERS: [&str; 2] = ["p", "q"];
pub(crate) const GROUPS: [&str; 2] = ["g", "h"];
/// The words of tests; the last is in no list.
pub(crate) const WORDS: [&str; 4] = ["A", "B", "C", "Other"];

/// What a value is: a number, or one of the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Value {
    Number(Number),
    Word(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    AtLeast(i64),
    AtMost(i64),
    Above(i64),
    Below(i64),
    Within(i64, i64),
}

/// What a condition asks of its subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Must {
    Lie(Limit),
    OneOf(Vec<usize>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Asks {
    Limit(Limit),
    /// Accepts the first so many words and rejects the other listed ones.
    Words(usize),
    Report,
    Nothing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Source {
    Test(usize),
    Parameter(usize),
}

/// `plus` multiplied and divided by `minus`, or added up less `minus`.
#[derive(Clone, Debug)]
pub(crate) struct Formula {
    pub(crate) is_product: bool,
    pub(crate) plus: Vec<Source>,
    pub(crate) minus: Vec<Source>,
    pub(crate) constant: Option<i64>,
}

pub(crate) type When = Vec<(Source, Must)>;

#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) when: When,
    pub(crate) asks: Asks,
    pub(crate) derived: Option<Formula>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Combine {
    Mean,
    Minimum,
    Maximum,
    Sum,
    Each,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Text {
    Number(i64),
    OtherUnit,
    Word(usize),
}

#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) values: Vec<Text>,
    pub(crate) is_preliminary: bool,
    pub(crate) reference: Option<u8>,
    pub(crate) determination: Option<u8>,
    pub(crate) is_invalidated: bool,
    pub(crate) is_of_other_lot: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct OfTest {
    pub(crate) has_words: bool,
    pub(crate) is_signed: bool,
    pub(crate) is_after_release: bool,
    pub(crate) is_if_tested: bool,
    pub(crate) combine: Combine,
    pub(crate) replicates: usize,
    pub(crate) each: Option<Limit>,
    pub(crate) when: When,
    pub(crate) cases: Vec<Case>,
    pub(crate) rows: Vec<Row>,
}

#[derive(Clone, Debug)]
pub(crate) struct OfParameter {
    pub(crate) has_words: bool,
    pub(crate) within: Option<(i64, i64)>,
    pub(crate) given: Option<Text>,
}

#[derive(Clone, Debug)]
pub(crate) struct OfGroup {
    pub(crate) is_any_of: bool,
    pub(crate) is_after_release: bool,
    pub(crate) members: Vec<usize>,
}

#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub(crate) parameters: Vec<OfParameter>,
    pub(crate) tests: Vec<OfTest>,
    pub(crate) groups: Vec<OfGroup>,
    pub(crate) has_unplanned: bool,
}

impl Limit {
    pub(crate) fn accepts(self, value: Number) -> bool {
        let whole = |limit: i64| Number::from_integer(limit);
        match self {
            Self::AtLeast(limit) => value >= whole(limit),
            Self::AtMost(limit) => value <= whole(limit),
            Self::Above(limit) => value > whole(limit),
            Self::Below(limit) => value < whole(limit),
            Self::Within(least, most) => value >= whole(least) && value <= whole(most),
        }
    }
}

impl Display for Limit {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtLeast(limit) => write!(f, "NLT {limit}"),
            Self::AtMost(limit) => write!(f, "NMT {limit}"),
            Self::Above(limit) => write!(f, "> {limit}"),
            Self::Below(limit) => write!(f, "< {limit}"),
            Self::Within(least, most) => write!(f, "{least} to {most}"),
        }
    }
}

impl Must {
    pub(crate) fn accepts(&self, value: Value) -> bool {
        match (self, value) {
            (Self::Lie(limit), Value::Number(number)) => limit.accepts(number),
            (Self::OneOf(words), Value::Word(word)) => words.contains(&word),
            _ => false,
        }
    }

    fn words(words: &[usize]) -> Vec<&'static str> {
        words.iter().map(|word| WORDS[*word]).collect()
    }
}

impl Source {
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Test(test) => TESTS[test],
            Self::Parameter(parameter) => PARAMETERS[parameter],
        }
    }
}

impl Formula {
    fn derivation(&self) -> Derivation {
        let ids = |sources: &[Source]| sources.iter().map(|source| source.id()).collect::<Vec<_>>();
        let derivation = if self.is_product {
            Derivation::product(&ids(&self.plus)).divided_by(&ids(&self.minus))
        } else {
            Derivation::sum(&ids(&self.plus)).less(&ids(&self.minus))
        };
        match self.constant {
            Some(constant) => derivation.constant(&constant.to_string()),
            None => derivation,
        }
    }
}

impl Text {
    fn text(self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::OtherUnit => "5 furlong".to_owned(),
            Self::Word(word) => WORDS[word].to_owned(),
        }
    }
}

impl Row {
    pub(crate) fn counts(&self) -> bool {
        !self.is_invalidated && !self.is_of_other_lot
    }

    fn build(&self, test: usize) -> AssayResult {
        let mut result = AssayResult::new(TESTS[test], &self.values[0].text());
        for value in &self.values[1..] {
            result = result.replicate(&value.text());
        }
        if let Some(reference) = self.reference {
            result = result.with_reference(&format!("R{reference}"));
        }
        if let Some(determination) = self.determination {
            result = result.of_determination(&format!("D{determination}"));
        }
        if self.is_preliminary {
            result = result.preliminary();
        }
        if self.is_invalidated {
            result = result.invalidated("instrument fault", "INV-1", "QA-1");
        }
        if self.is_of_other_lot { result.of_lot("LOT-2") } else { result }
    }
}

impl Case {
    fn acceptance(&self) -> Acceptance {
        let acceptance = match &self.asks {
            Asks::Limit(limit) => Acceptance::new(&limit.to_string()),
            Asks::Words(accepted) => Acceptance::terms(&WORDS[..*accepted], &WORDS[*accepted..3]),
            Asks::Report => Acceptance::new("report"),
            Asks::Nothing => Acceptance::new("not required"),
        };
        // The derivation of a test without cases is its own.
        let acceptance = match &self.derived {
            Some(formula) if !self.when.is_empty() => acceptance.derived(formula.derivation()),
            _ => acceptance,
        };
        self.when.iter().fold(acceptance, |acceptance, (subject, must)| match must {
            Must::Lie(limit) => acceptance.when(subject.id(), &limit.to_string()),
            Must::OneOf(words) => acceptance.when_one_of(subject.id(), &Must::words(words)),
        })
    }

    /// Those that it takes its value from.
    pub(crate) fn inputs(&self) -> impl Iterator<Item = Source> {
        self.derived.iter().flat_map(|formula| formula.plus.iter().chain(&formula.minus).copied())
    }
}

impl OfTest {
    fn build(&self, index: usize) -> TestBuilder {
        let mut test = if self.has_words {
            Test::qualitative(TESTS[index], "Test", Attribute::Identity)
        } else {
            let test = Test::quantitative(TESTS[index], "Test", Attribute::General, "1");
            let test = test.rounding(Rounding::Absolute).strict(StrictLimits::Exact);
            if self.is_signed { test.signed() } else { test }
        };
        if self.is_after_release {
            test = test.gate(Gate::AfterRelease);
        }
        if self.is_if_tested {
            test = test.if_tested();
        }
        let count = u32::try_from(self.replicates).unwrap();
        if self.replicates > 1 {
            let made_of = match self.combine {
                Combine::Mean => Reportable::mean(count),
                Combine::Minimum => Reportable::minimum(count),
                Combine::Maximum => Reportable::maximum(count),
                Combine::Sum => Reportable::sum(count),
                Combine::Each => Reportable::each(count),
            };
            test = test.reportable(match self.each {
                Some(limit) => made_of.each_within(&limit.to_string()),
                None => made_of,
            });
        }
        for (subject, must) in &self.when {
            test = match must {
                Must::Lie(limit) => test.when(subject.id(), &limit.to_string()),
                Must::OneOf(words) => test.when_one_of(subject.id(), &Must::words(words)),
            };
        }
        if !self.cases[0].when.is_empty() {
            return test.accept_cases(self.cases.iter().map(Case::acceptance).collect());
        }
        if let Some(formula) = &self.cases[0].derived {
            test = test.derived(formula.derivation());
        }
        test.accept(self.cases[0].acceptance())
    }

    pub(crate) fn conditions(&self) -> impl Iterator<Item = &(Source, Must)> {
        self.when.iter().chain(self.cases.iter().flat_map(|case| &case.when))
    }

    pub(crate) fn subjects(&self) -> Vec<Source> {
        self.conditions().map(|(subject, _)| *subject).collect()
    }

    pub(crate) fn inputs(&self) -> Vec<Source> {
        self.cases.iter().flat_map(Case::inputs).collect()
    }
}

impl OfParameter {
    fn build(&self, index: usize) -> Parameter {
        if self.has_words {
            return Parameter::one_of(PARAMETERS[index], &WORDS[..3]);
        }
        let parameter = Parameter::number(PARAMETERS[index], "1");
        match self.within {
            Some((least, most)) => parameter.within(&Limit::Within(least, most).to_string()),
            None => parameter,
        }
    }
}

impl Model {
    /// `None` where the specification is refused: nothing in it is judged, or a member may not be one.
    pub(crate) fn specification(&self) -> Option<Specification> {
        let mut builder = builder();
        for (index, parameter) in self.parameters.iter().enumerate() {
            builder = builder.parameter(parameter.build(index));
        }
        for (index, test) in self.tests.iter().enumerate() {
            builder = builder.test(test.build(index));
        }
        for (index, group) in self.groups.iter().enumerate() {
            let members: Vec<&str> = group.members.iter().map(|member| TESTS[*member]).collect();
            let make = if group.is_any_of { Group::any_of } else { Group::alternatives };
            let group_of = make(GROUPS[index], "Group", &members);
            builder = builder.group(if group.is_after_release { group_of.gate(Gate::AfterRelease) } else { group_of });
        }
        builder.build().ok()
    }

    pub(crate) fn plan(&self) -> Option<Plan> {
        self.specification()?.plan(Phase::Clinical).ok()
    }

    pub(crate) fn lot(&self) -> Lot {
        let rows = |(index, test): (usize, &OfTest)| -> Vec<AssayResult> {
            test.rows.iter().map(|row| row.build(index)).collect()
        };
        let mut results: Vec<AssayResult> = self.tests.iter().enumerate().flat_map(rows).collect();
        if self.has_unplanned {
            results.push(AssayResult::new("misspelt", "1"));
        }
        let given =
            |(index, parameter): (usize, &OfParameter)| parameter.given.map(|text| (PARAMETERS[index], text.text()));
        let given: Vec<(&str, String)> = self.parameters.iter().enumerate().filter_map(given).collect();
        let given: Vec<(&str, &str)> = given.iter().map(|(id, text)| (*id, text.as_str())).collect();
        Lot::new(LOT, PRODUCT, results).unwrap().with_parameters(&given).unwrap()
    }
}

/// The specification and the lot, as a line that the program `evaluate_jsonl` reads.
impl Display for Model {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Some(specification) = self.specification() else { return f.write_str("a refused specification") };
        let one_line = |text: String| text.lines().map(str::trim).collect::<Vec<_>>().join(" ");
        let specification = one_line(wire::write_specification(&specification));
        let lot = one_line(wire::write_lot(&self.lot()));
        write!(f, "{{\"specification\": {specification}, \"phase\": \"clinical\", \"lot\": {lot}}}")
    }
}

//! Small specifications and lots as plain data.

use std::fmt::{self, Display, Formatter};

use num_rational::Ratio;

pub(crate) type Number = Ratio<i64>;

pub(crate) const TESTS: [&str; 6] = ["a", "b", "c", "d", "e", "f"];
pub(crate) const PARAMETERS: [&str; 2] = ["p", "q"];
pub(crate) const GROUPS: [&str; 2] = ["g", "h"];
/// The words of tests; the last is in no list.
pub(crate) const WORDS: [&str; 4] = ["A", "B", "C", "D"];

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
    UpTo(i64),
    From(i64),
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

    pub(crate) fn words(words: &[usize]) -> Vec<&'static str> {
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
    /// Whether several are multiplied, or divided.
    pub(crate) fn is_of_factors(&self) -> bool {
        self.is_product && self.plus.len() + self.minus.len() > 1
    }
}

impl Row {
    /// A final one of one value.
    pub(crate) fn of(value: Text) -> Self {
        Self {
            values: vec![value],
            is_preliminary: false,
            reference: None,
            determination: None,
            is_invalidated: false,
            is_of_other_lot: false,
        }
    }

    pub(crate) fn counts(&self) -> bool {
        !self.is_invalidated && !self.is_of_other_lot
    }
}

impl Case {
    /// Those that it takes its value from.
    pub(crate) fn inputs(&self) -> impl Iterator<Item = Source> {
        self.derived.iter().flat_map(|formula| formula.plus.iter().chain(&formula.minus).copied())
    }
}

impl OfTest {
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

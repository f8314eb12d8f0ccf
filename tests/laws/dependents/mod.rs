//! Tests that depend on each other, as plain data, and the documents in code that they stand for.

mod judge;

pub(crate) use judge::combinations;

use release_criteria::{
    Acceptance, AssayResult, Attribute, Lot, Phase, Plan, Rounding, StrictLimits, Test, TestBuilder,
};

use crate::formula::{
    Asks, Formula, IDS, Known, Must, Offer, Open, Reach, Standing, Unknown, WORDS,
};
use crate::model::{LOT, PRODUCT, builder};
use crate::paper::whole;

#[derive(Clone, Debug)]
pub(crate) enum Row {
    Number(i32),
    Preliminary(i32),
    OtherUnit,
    Word(usize),
}

#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) when: Vec<(usize, Must)>,
    pub(crate) asks: Asks,
    pub(crate) derived: Option<Formula>,
}

#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub(crate) tests: Vec<OfTest>,
}

#[derive(Clone, Debug)]
pub(crate) struct OfTest {
    pub(crate) has_words: bool,
    pub(crate) signed: bool,
    pub(crate) if_tested: bool,
    pub(crate) when: Vec<(usize, Must)>,
    pub(crate) cases: Vec<Case>,
    pub(crate) rows: Vec<Row>,
}

impl OfTest {
    fn build(&self, index: usize) -> TestBuilder {
        let mut test = if self.has_words {
            Test::qualitative(IDS[index], "Test", Attribute::Identity)
        } else {
            let test = Test::quantitative(IDS[index], "Test", Attribute::General, "1");
            let test = test.rounding(Rounding::Absolute).strict(StrictLimits::Exact);
            if self.signed { test.signed() } else { test }
        };
        if self.if_tested {
            test = test.if_tested();
        }
        for (subject, must) in &self.when {
            test = match must {
                Must::OneOf(words) => test.when_one_of(IDS[*subject], &words_of(words)),
                _ => test.when(IDS[*subject], &must.text()),
            };
        }
        let mut cases: Vec<Acceptance> = self.cases.iter().map(Case::acceptance).collect();
        if cases.len() > 1 {
            return test.accept_cases(cases);
        }
        if let Some(formula) = &self.cases[0].derived {
            test = test.derived(formula.derivation());
        }
        test.accept(cases.remove(0))
    }

    /// What a determination that was handed in offers, and how it stands.
    fn row(&self, row: &Row, asks: &Asks) -> (Offer, Standing) {
        let undecided =
            (Err(Unknown::of(Open::Undecided, Reach::Anything)), Standing::Open(Open::Undecided));
        let known = match row {
            Row::OtherUnit => return undecided,
            Row::Number(value) | Row::Preliminary(value) if *value < 0 && !self.signed => {
                return undecided;
            }
            Row::Number(value) | Row::Preliminary(value) => {
                Known::Number(whole(i128::from(*value)))
            }
            Row::Word(word) => Known::Word(*word),
        };
        let stands = asks.stands(&known);
        let Row::Preliminary(value) = row else { return (Ok(known), stands) };
        // Each has a reference, which no final one has: none of those can be told to be its own.
        let is_final = |row: &Row| !matches!(row, Row::Preliminary(_));
        let open = if self.rows.iter().any(is_final) { Open::Undecided } else { Open::Unfinished };
        let stays = if stands == Standing::Fails { Open::Undecided } else { open };
        let unknown =
            Unknown { now: Some(whole(i128::from(*value))), ..Unknown::of(stays, Reach::Anything) };
        (Err(unknown), stands.min(Standing::Open(open)))
    }

    pub(crate) fn conditions(&mut self) -> impl Iterator<Item = &mut (usize, Must)> {
        self.when.iter_mut().chain(self.cases.iter_mut().flat_map(|case| &mut case.when))
    }
}

impl Case {
    fn acceptance(&self) -> Acceptance {
        let acceptance = match &self.asks {
            Asks::Report => Acceptance::new("report"),
            Asks::Limit(must) => Acceptance::new(&must.text()),
            Asks::Terms => Acceptance::terms(&["A", "B"], &["C"]),
            Asks::Nothing => Acceptance::new("not required"),
        };
        // The derivation of a test that has no cases is its own.
        let acceptance = match &self.derived {
            Some(formula) if !self.when.is_empty() => acceptance.derived(formula.derivation()),
            _ => acceptance,
        };
        self.when.iter().fold(acceptance, |acceptance, (subject, must)| match must {
            Must::OneOf(words) => acceptance.when_one_of(IDS[*subject], &words_of(words)),
            _ => acceptance.when(IDS[*subject], &must.text()),
        })
    }
}

fn words_of(words: &[usize]) -> Vec<&'static str> {
    words.iter().map(|word| WORDS[*word]).collect()
}

impl Model {
    pub(crate) fn plan(&self, order: &[usize]) -> Option<Plan> {
        let builder = order
            .iter()
            .fold(builder(), |builder, index| builder.test(self.tests[*index].build(*index)));
        builder.build().ok()?.plan(Phase::Clinical).ok()
    }

    pub(crate) fn order(&self) -> Vec<usize> {
        (0..self.tests.len()).collect()
    }

    pub(crate) fn lot(&self, order: &[usize]) -> Lot {
        let result = |test: usize, place: usize, row: &Row| match row {
            Row::Number(value) => AssayResult::new(IDS[test], &value.to_string()),
            Row::Preliminary(value) => AssayResult::new(IDS[test], &value.to_string())
                .preliminary()
                .with_reference(&format!("R-{place}")),
            Row::OtherUnit => AssayResult::new(IDS[test], "5 furlong"),
            Row::Word(word) => AssayResult::new(IDS[test], WORDS[*word]),
        };
        let rows = |test: &usize| -> Vec<AssayResult> {
            self.tests[*test]
                .rows
                .iter()
                .enumerate()
                .map(|(place, row)| result(*test, place, row))
                .collect()
        };
        Lot::new(LOT, PRODUCT, order.iter().flat_map(rows).collect()).unwrap()
    }
}

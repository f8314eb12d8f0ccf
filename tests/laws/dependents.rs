//! Tests that depend on each other, and what they come to by every combination of determinations, one by one.

use std::collections::BTreeMap;

use release_criteria::{
    Acceptance, AssayResult, Attribute, Derivation, Lot, Outcome, Phase, Plan, Rounding, StrictLimits, Test,
    TestBuilder, Verdict,
};

use crate::model::{LOT, PRODUCT, builder};
use crate::paper::{Quotient, whole};

pub(crate) const IDS: [&str; 8] = ["t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7"];
/// Two that are accepted, one that is rejected, and one that the specification does not know.
const WORDS: [&str; 4] = ["A", "B", "C", "D"];
/// More combinations than this are not told apart.
const MOST: usize = 250;

#[derive(Clone, Debug)]
pub(crate) enum Row {
    Number(i32),
    Preliminary(i32),
    OtherUnit,
    Word(usize),
}

/// What a value must be.
#[derive(Clone, Debug)]
pub(crate) enum Must {
    AtLeast(i32),
    AtMost(i32),
    Above(i32),
    Within(i32, i32),
    OneOf(Vec<usize>),
}

#[derive(Clone, Debug)]
pub(crate) struct Formula {
    pub(crate) is_sum: bool,
    pub(crate) constant: Option<i32>,
    /// Which tests, and whether each is divided by or subtracted.
    pub(crate) inputs: Vec<(usize, bool)>,
}

#[derive(Clone, Debug)]
pub(crate) enum Asks {
    Report,
    Limit(Must),
    Terms,
    Nothing,
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

/// Why there is no value; the first is the graver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Open {
    Undecided,
    Unfinished,
}

#[derive(Clone, Debug)]
enum Known {
    Number(Quotient),
    Word(usize),
}

/// What one determination offers to those that need it.
type Offer = Result<Known, Open>;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    Fails,
    Open(Open),
    Conforms,
    Reported,
}

/// Whether a condition is met, as the conjunction of several takes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Truth {
    False,
    Open(Open),
    True,
}

impl Must {
    fn text(&self) -> String {
        match self {
            Self::AtLeast(limit) => format!("NLT {limit}"),
            Self::AtMost(limit) => format!("NMT {limit}"),
            Self::Above(limit) => format!("> {limit}"),
            Self::Within(from, to) => format!("NLT {from} and NMT {to}"),
            Self::OneOf(words) => words.iter().map(|word| WORDS[*word]).collect(),
        }
    }

    fn truth(&self, known: &Known) -> Truth {
        let at = |limit: &i32| whole(i128::from(*limit));
        let is_met = match (self, known) {
            (Self::AtLeast(limit), Known::Number(value)) => *value >= at(limit),
            (Self::AtMost(limit), Known::Number(value)) => *value <= at(limit),
            (Self::Above(limit), Known::Number(value)) => *value > at(limit),
            (Self::Within(from, to), Known::Number(value)) => *value >= at(from) && *value <= at(to),
            (Self::OneOf(_), Known::Word(3)) => return Truth::Open(Open::Undecided),
            (Self::OneOf(words), Known::Word(word)) => words.contains(word),
            _ => panic!("{self:?} of {known:?}"),
        };
        if is_met { Truth::True } else { Truth::False }
    }
}

impl Asks {
    fn stands(&self, known: &Known) -> Standing {
        match (self, known) {
            (Self::Report, _) => Standing::Reported,
            (Self::Limit(must), _) if must.truth(known) == Truth::True => Standing::Conforms,
            (Self::Terms, Known::Word(0 | 1)) => Standing::Conforms,
            (Self::Terms, Known::Word(3)) => Standing::Open(Open::Undecided),
            _ => Standing::Fails,
        }
    }
}

impl Formula {
    fn derivation(&self) -> Derivation {
        let ids = |of: bool| -> Vec<&str> {
            self.inputs.iter().filter(|(_, inverse)| *inverse == of).map(|(test, _)| IDS[*test]).collect()
        };
        let derivation = if self.is_sum {
            Derivation::sum(&ids(false)).less(&ids(true))
        } else {
            Derivation::product(&ids(false)).divided_by(&ids(true))
        };
        self.constant.map_or(derivation.clone(), |constant| derivation.constant(&constant.to_string()))
    }

    /// What follows from one determination of each input.
    fn value(&self, offers: &[&Option<Offer>], signed: bool) -> Offer {
        let opens = offers.iter().filter_map(|offer| match offer {
            None => Some(Open::Unfinished),
            Some(offer) => offer.as_ref().err().copied(),
        });
        if let Some(open) = opens.min() {
            return Err(open);
        }
        let mut value = whole(i128::from(self.constant.unwrap_or(i32::from(!self.is_sum))));
        for (offer, (_, inverse)) in offers.iter().zip(&self.inputs) {
            let Some(Ok(Known::Number(number))) = offer else { panic!("{offer:?}") };
            value = match (self.is_sum, inverse) {
                (true, false) => value + number,
                (true, true) => value - number,
                (false, false) => value * number,
                (false, true) if *number == whole(0) => return Err(Open::Undecided),
                (false, true) => value / number,
            };
        }
        if !signed && value < whole(0) { Err(Open::Undecided) } else { Ok(Known::Number(value)) }
    }
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
        let open = |open| (Err(open), Standing::Open(open));
        let known = match row {
            Row::OtherUnit => return open(Open::Undecided),
            Row::Number(value) | Row::Preliminary(value) if *value < 0 && !self.signed => return open(Open::Undecided),
            Row::Preliminary(value) => {
                let stands = asks.stands(&Known::Number(whole(i128::from(*value))));
                return (Err(Open::Unfinished), stands.min(Standing::Open(Open::Unfinished)));
            }
            Row::Number(value) => Known::Number(whole(i128::from(*value))),
            Row::Word(word) => Known::Word(*word),
        };
        let stands = asks.stands(&known);
        (Ok(known), stands)
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

/// Every way to pick one of each; of nothing, that there is nothing.
fn combinations(of: &[Vec<Option<Offer>>]) -> Vec<Vec<&Option<Offer>>> {
    of.iter().fold(vec![Vec::new()], |all, own| {
        let with = |so_far: &Vec<_>, one| so_far.iter().copied().chain([one]).collect();
        all.iter().flat_map(|so_far| own.iter().map(move |one| with(so_far, one))).collect()
    })
}

/// What a test offers, or that it offers nothing.
fn choices(offers: &[Offer]) -> Vec<Option<Offer>> {
    if offers.is_empty() { vec![None] } else { offers.iter().cloned().map(Some).collect() }
}

fn truth(when: &[(usize, Must)], world: &BTreeMap<usize, &Option<Offer>>) -> Truth {
    let truths = when.iter().map(|(subject, must)| match world[subject] {
        None => Truth::Open(Open::Unfinished),
        Some(Err(open)) => Truth::Open(*open),
        Some(Ok(known)) => must.truth(known),
    });
    truths.min().unwrap_or(Truth::True)
}

impl Model {
    pub(crate) fn plan(&self, order: &[usize]) -> Option<Plan> {
        let builder = order.iter().fold(builder(), |builder, index| builder.test(self.tests[*index].build(*index)));
        builder.build().ok()?.plan(Phase::Clinical).ok()
    }

    pub(crate) fn order(&self) -> Vec<usize> {
        (0..self.tests.len()).collect()
    }

    pub(crate) fn lot(&self, order: &[usize]) -> Lot {
        let result = |test: usize, place: usize, row: &Row| match row {
            Row::Number(value) => AssayResult::new(IDS[test], &value.to_string()),
            Row::Preliminary(value) => {
                AssayResult::new(IDS[test], &value.to_string()).preliminary().with_reference(&format!("R-{place}"))
            }
            Row::OtherUnit => AssayResult::new(IDS[test], "5 furlong"),
            Row::Word(word) => AssayResult::new(IDS[test], WORDS[*word]),
        };
        let rows = |test: &usize| -> Vec<AssayResult> {
            self.tests[*test].rows.iter().enumerate().map(|(place, row)| result(*test, place, row)).collect()
        };
        Lot::new(LOT, PRODUCT, order.iter().flat_map(rows).collect()).unwrap()
    }

    /// The outcome of every test and the verdict; `None` where there are too many combinations.
    pub(crate) fn judge(&self) -> Option<(Vec<Outcome>, Verdict)> {
        let mut offers: Vec<Vec<Offer>> = Vec::new();
        let mut outcomes = Vec::new();
        for test in &self.tests {
            let (own, outcome) = judge(test, &offers)?;
            offers.push(own);
            outcomes.push(outcome);
        }
        let any = |outcome: Outcome| outcomes.contains(&outcome);
        let verdict = if any(Outcome::DoesNotConform) {
            Verdict::DoesNotConform
        } else if any(Outcome::Pending) || any(Outcome::Indeterminate) || !any(Outcome::Conforms) {
            Verdict::Incomplete
        } else {
            Verdict::Conforms
        };
        Some((outcomes, verdict))
    }
}

/// What a test offers to others and what it comes to, by every combination of what the tests before it offer.
fn judge(test: &OfTest, before: &[Vec<Offer>]) -> Option<(Vec<Offer>, Outcome)> {
    if test.if_tested && test.rows.is_empty() {
        return Some((Vec::new(), Outcome::NotApplicable));
    }
    let mut subjects: Vec<usize> = test.clone().conditions().map(|(subject, _)| *subject).collect();
    subjects.sort_unstable();
    subjects.dedup();
    let of_subjects: Vec<_> = subjects.iter().map(|subject| choices(&before[*subject])).collect();
    if of_subjects.iter().map(Vec::len).product::<usize>() > MOST {
        return None;
    }
    let (mut offers, mut seen, mut is_asked, mut is_not_asked) = (Vec::new(), Vec::new(), false, false);
    for picked in combinations(&of_subjects) {
        let world: BTreeMap<usize, &Option<Offer>> = subjects.iter().copied().zip(picked).collect();
        let truths = || test.cases.iter().map(|case| truth(&case.when, &world));
        let open = match truth(&test.when, &world) {
            Truth::False => {
                is_not_asked = true;
                continue;
            }
            Truth::Open(open) => Some(open),
            Truth::True if truths().any(|truth| truth == Truth::True) => None,
            Truth::True => match truths().filter(|truth| *truth != Truth::False).min() {
                Some(Truth::Open(open)) => Some(open),
                _ => Some(Open::Undecided),
            },
        };
        if let Some(open) = open {
            is_asked = true;
            offers.push(Err(open));
            seen.push(Standing::Open(open));
            continue;
        }
        let case = test.cases.iter().find(|case| truth(&case.when, &world) == Truth::True).unwrap();
        if matches!(case.asks, Asks::Nothing) {
            is_not_asked = true;
            continue;
        }
        is_asked = true;
        for row in &test.rows {
            let (offer, standing) = test.row(row, &case.asks);
            offers.push(offer);
            seen.push(standing);
        }
        let Some(formula) = &case.derived else { continue };
        // The same determination is meant wherever conditions and the derivation both name a test.
        let of_input = |(input, _): &(usize, bool)| match world.get(input) {
            Some(picked) => vec![(*picked).clone()],
            None => choices(&before[*input]),
        };
        let of_inputs: Vec<_> = formula.inputs.iter().map(of_input).collect();
        if formula.inputs.iter().map(|(input, _)| before[*input].len()).product::<usize>() > MOST {
            return None;
        }
        for picked in combinations(&of_inputs) {
            let offer = formula.value(&picked, test.signed);
            seen.push(offer.as_ref().map_or_else(|open| Standing::Open(*open), |known| case.asks.stands(known)));
            offers.push(offer);
        }
    }
    if is_asked && is_not_asked {
        offers.push(Err(Open::Unfinished));
    }
    let outcome = match seen.iter().min() {
        Some(Standing::Fails) => Outcome::DoesNotConform,
        Some(Standing::Open(Open::Undecided)) => Outcome::Indeterminate,
        Some(Standing::Conforms) => Outcome::Conforms,
        Some(Standing::Reported) => Outcome::Reported,
        None if is_not_asked && !is_asked => Outcome::NotApplicable,
        Some(Standing::Open(Open::Unfinished)) | None => Outcome::Pending,
    };
    Some((offers, outcome))
}

//! Arbitrary tests with what they name, and nothing that a specification would be refused for.

use super::draw::{DrawnFormula, DrawnTest, Place};
use super::model::{
    Asks, Case, Combine, Formula, Limit, Must, Number, OfParameter, OfTest, Source, Text, Value,
    When,
};

/// Those before a test that may be named by it.
pub(super) struct Named<'d> {
    pub(super) tests: &'d [OfTest],
    pub(super) parameters: &'d [OfParameter],
}

impl Named<'_> {
    fn has_words(&self, source: Source) -> bool {
        match source {
            Source::Test(test) => self.tests[test].has_words,
            Source::Parameter(parameter) => self.parameters[parameter].has_words,
        }
    }

    /// One of them, unless none may be named. What is judged each has no one value, and what is not
    /// required is refused; what is made of a product or a quotient is met by values beside every
    /// grid.
    fn at(&self, place: Place, allows_words: bool) -> Option<Source> {
        let tests = self.tests.iter().enumerate().filter(|(_, test)| {
            let has_one_value = test.replicates == 1 || test.combine != Combine::Each;
            has_one_value
                && test.cases.iter().all(|case| {
                    case.asks != Asks::Nothing
                        && !case.derived.as_ref().is_some_and(Formula::is_of_factors)
                })
        });
        let tests = tests.map(|(index, _)| Source::Test(index));
        let all: Vec<Source> = tests
            .chain((0..self.parameters.len()).map(Source::Parameter))
            .filter(|source| allows_words || !self.has_words(*source))
            .collect();
        all.get(usize::from(place) % all.len().max(1)).copied()
    }

    fn is_made_of_product(&self, source: Source) -> bool {
        let Source::Test(test) = source else { return false };
        let is_product =
            |case: &Case| case.derived.as_ref().is_some_and(|formula| formula.is_product);
        let test = &self.tests[test];
        test.cases.iter().any(is_product)
            || test.inputs().into_iter().any(|input| self.is_made_of_product(input))
    }

    /// A condition that nothing plausible meets is refused.
    fn can_meet(&self, subject: Source, must: &Must) -> bool {
        let Source::Parameter(parameter) = subject else { return true };
        self.parameters[parameter].within.is_none_or(|(least, most)| {
            self.has_words(subject)
                || (2 * least..=2 * most)
                    .any(|half| must.accepts(Value::Number(Number::new(half, 2))))
        })
    }

    fn when(&self, drawn: &[(Place, Limit, usize)]) -> When {
        let mut when: When = Vec::new();
        for (place, limit, mask) in drawn {
            let Some(subject) = self.at(*place, true) else { continue };
            if when.iter().all(|(known, _)| *known != subject) {
                let words = (0..3).filter(|word| mask >> word & 1 == 1).collect();
                let must =
                    if self.has_words(subject) { Must::OneOf(words) } else { Must::Lie(*limit) };
                if self.can_meet(subject, &must) {
                    when.push((subject, must));
                }
            }
        }
        when
    }

    fn formula(&self, drawn: &DrawnFormula) -> Option<Formula> {
        let mut plus: Vec<Source> =
            drawn.plus.iter().filter_map(|place| self.at(*place, false)).collect();
        plus.dedup();
        let minus = self.at(drawn.minus, false).filter(|minus| !plus.contains(minus));
        let first = *plus.first()?;
        Some(match (drawn.shape, minus) {
            (0 | 1, Some(minus)) => {
                Formula { is_product: false, plus, minus: vec![minus], constant: None }
            }
            (2, Some(minus)) => {
                Formula { is_product: true, plus: vec![first], minus: vec![minus], constant: None }
            }
            // The double of a double needs eighths.
            (3, _) if !self.is_made_of_product(first) => Formula {
                is_product: true,
                plus: vec![first],
                minus: Vec::new(),
                constant: Some(2),
            },
            (4, _) => Formula { is_product: false, plus, minus: Vec::new(), constant: Some(1) },
            (5, _) if plus.len() > 1 => {
                Formula { is_product: true, plus, minus: Vec::new(), constant: None }
            }
            _ => Formula { is_product: false, plus, minus: Vec::new(), constant: None },
        })
    }
}

/// The test with what it names, and nothing that a specification would be refused for.
pub(super) fn settled(drawn: DrawnTest, named: &Named<'_>) -> OfTest {
    let mut test = drawn.test;
    test.when = named.when(&drawn.whens);
    if let Some((place, at, [below, above])) = drawn.split
        && let Some(subject) = named.at(place, true)
    {
        let musts = if named.has_words(subject) {
            [Must::OneOf(vec![0]), Must::OneOf(if at > 2 { vec![1, 2] } else { vec![1] })]
        } else {
            // Now and then with a gap between them.
            [Must::Lie(Limit::AtMost(at)), Must::Lie(Limit::Above(if at == 5 { 6 } else { at }))]
        };
        if musts.iter().all(|must| named.can_meet(subject, must)) {
            let cases = musts.into_iter().zip([below, above]);
            test.cases = cases
                .map(|(must, asks)| Case { when: vec![(subject, must)], asks, derived: None })
                .collect();
            let besides = drawn.besides.map(|besides| named.when(&[besides])).unwrap_or_default();
            test.cases[usize::from(at % 2 == 0)]
                .when
                .extend(besides.into_iter().filter(|(other, _)| *other != subject));
        }
    }
    if test.has_words {
        test.is_signed = false;
        (test.combine, test.replicates, test.each) = (Combine::Sum, 1, None);
        for (place, case) in test.cases.iter_mut().enumerate() {
            case.asks = Asks::Words(1 + place);
        }
    } else {
        for (case, formula) in test.cases.iter_mut().zip(&drawn.formulas) {
            case.derived = formula.as_ref().and_then(|formula| named.formula(formula));
            let is_of_factors = case.derived.as_ref().is_some_and(Formula::is_of_factors);
            // So low and one-sided that values of the grid are among those that meet it.
            if let (true, Asks::Limit(limit)) = (is_of_factors, &mut case.asks) {
                *limit = match *limit {
                    Limit::AtLeast(least) | Limit::Within(least, _) => Limit::AtLeast(least.min(4)),
                    Limit::AtMost(most) => Limit::AtMost(most.min(4)),
                    Limit::Above(least) => Limit::Above(least.min(3)),
                    Limit::Below(most) => Limit::Below(most.min(4)),
                };
            }
        }
    }
    let is_derived = test.cases.iter().any(|case| case.derived.is_some());
    if is_derived || (test.replicates == 1 || test.combine == Combine::Each) {
        test.each = None;
    }
    if is_derived {
        (test.combine, test.replicates, test.is_if_tested) = (Combine::Sum, 1, false);
        // Two halves of those that have a computed value have no other.
        test.rows.truncate(1);
    }
    let mut references = Vec::new();
    for row in &mut test.rows {
        if references.contains(&(row.reference, row.is_preliminary)) {
            row.reference = None;
        }
        references.push((row.reference, row.is_preliminary));
        if test.has_words {
            let [Text::Number(number) | Text::UpTo(number) | Text::From(number)] = row.values[..1]
            else {
                row.values = vec![Text::Word(3)];
                continue;
            };
            row.values = vec![Text::Word(usize::try_from(number.unsigned_abs()).unwrap() % 3)];
        } else {
            let count = row.values.len();
            // One too few, or one too many, is the exception.
            let asked = if count == 8 { test.replicates + 1 } else { test.replicates };
            // The rows of one determination make up its replicates.
            let fewer =
                if count == 1 || row.determination.is_some() { asked.min(1) } else { asked };
            row.values = row.values.iter().cycle().take(fewer).copied().collect();
        }
    }
    test
}

/// Leaves censored only the rows of one test, those that are final and by themselves.
pub(super) fn settle_censored(tests: &mut [OfTest]) {
    let mut has_any = false;
    for test in tests {
        let may_be = !has_any && test.replicates == 1 && !test.has_words;
        for row in &mut test.rows {
            let is_single =
                row.values.len() == 1 && !row.is_preliminary && row.determination.is_none();
            for value in &mut row.values {
                if let Text::UpTo(number) | Text::From(number) = *value {
                    if may_be && is_single {
                        has_any = true;
                    } else {
                        *value = Text::Number(number);
                    }
                }
            }
        }
    }
}

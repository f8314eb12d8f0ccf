//! Arbitrary small specifications and lots.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::model::{
    Asks, Case, Combine, Formula, Limit, Model, Must, Number, OfGroup, OfParameter, OfTest, Row, Source, TESTS, Text,
    Value, When,
};

/// A place among those that may be named, taken modulo their number.
type Place = u8;

#[derive(Clone, Debug)]
struct DrawnFormula {
    shape: u8,
    plus: Vec<Place>,
    minus: Place,
}

#[derive(Clone, Debug)]
struct DrawnTest {
    test: OfTest,
    whens: Vec<(Place, Limit, usize)>,
    split: Option<(Place, i64, [Asks; 2])>,
    formulas: [Option<DrawnFormula>; 2],
}

fn limit() -> impl Strategy<Value = Limit> {
    prop_oneof![
        2 => (1..=4_i64).prop_map(Limit::AtLeast),
        3 => (2..=6_i64).prop_map(Limit::AtMost),
        1 => (1..=4_i64).prop_map(Limit::Above),
        1 => (2..=6_i64).prop_map(Limit::Below),
        1 => (1..=5_i64, 0..=3_i64).prop_map(|(least, width)| Limit::Within(least, least + width)),
    ]
}

fn asks() -> impl Strategy<Value = Asks> {
    prop_oneof![6 => limit().prop_map(Asks::Limit), 2 => Just(Asks::Report), 1 => Just(Asks::Nothing)]
}

fn text() -> impl Strategy<Value = Text> {
    prop_oneof![6 => (0..=8_i64).prop_map(Text::Number), 6 => (1..=4_i64).prop_map(Text::Number), 1 => Just(Text::OtherUnit), 1 => (-3..=-1_i64).prop_map(Text::Number)]
}

fn row() -> impl Strategy<Value = Row> {
    let rare = || prop::bool::weighted(0.06);
    let names = (option::weighted(0.4, 0..2_u8), option::weighted(0.15, 0..2_u8));
    (vec(text(), 1..=8), prop::bool::weighted(0.25), names, rare(), rare()).prop_map(
        |(values, is_preliminary, (reference, determination), is_invalidated, is_of_other_lot)| Row {
            values,
            is_preliminary,
            // Either says to which final one it belongs.
            reference: reference.filter(|_| determination.is_none()),
            determination,
            is_invalidated,
            is_of_other_lot,
        },
    )
}

fn formula() -> impl Strategy<Value = DrawnFormula> {
    (0..8_u8, vec(any::<Place>(), 1..=2), any::<Place>()).prop_map(|(shape, plus, minus)| DrawnFormula {
        shape,
        plus,
        minus,
    })
}

fn test() -> impl Strategy<Value = DrawnTest> {
    let combine = prop_oneof![
        8 => Just((Combine::Sum, 1)),
        1 => Just((Combine::Mean, 2)),
        1 => Just((Combine::Minimum, 2)),
        1 => Just((Combine::Maximum, 2)),
        1 => (2..=3_usize).prop_map(|count| (Combine::Sum, count)),
        1 => (2..=3_usize).prop_map(|count| (Combine::Each, count)),
    ];
    let each = prop_oneof![(5..=8_i64).prop_map(Limit::AtMost), Just(Limit::AtLeast(1)), Just(Limit::Within(1, 7))];
    let flags = (
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.12),
        prop::bool::weighted(0.3),
        prop::bool::weighted(0.08),
        combine,
        option::weighted(0.3, each),
    );
    let when = || (any::<Place>(), limit(), 1..=6_usize);
    let formula = || option::weighted(0.5, formula());
    (
        flags,
        prop_oneof![7 => Just(Vec::new()), 2 => vec(when(), 1), 1 => vec(when(), 2)],
        option::weighted(0.3, (any::<Place>(), 1..=5_i64, [asks(), asks()])),
        [formula(), formula()],
        asks(),
        prop_oneof![2 => Just(Vec::new()), 5 => vec(row(), 1), 2 => vec(row(), 2), 1 => vec(row(), 3)],
    )
        .prop_map(|(flags, whens, split, formulas, asks, rows)| {
            let (has_words, is_signed, is_after_release, is_if_tested, (combine, replicates), each) = flags;
            let cases = vec![Case { when: Vec::new(), asks, derived: None }];
            let test = OfTest {
                has_words,
                is_signed,
                is_after_release,
                is_if_tested,
                combine,
                replicates,
                each,
                when: Vec::new(),
                cases,
                rows,
            };
            DrawnTest { test, whens, split, formulas }
        })
}

fn parameter() -> impl Strategy<Value = OfParameter> {
    let given = prop_oneof![5 => (0..=8_i64).prop_map(Text::Number), 1 => Just(Text::OtherUnit)];
    let within = (0..=3_i64, 1..=5_i64).prop_map(|(least, width)| (least, least + width));
    (prop::bool::weighted(0.3), option::weighted(0.5, within), option::weighted(0.85, given)).prop_map(
        |(has_words, within, given)| OfParameter {
            has_words,
            within,
            given: given.map(|text| match text {
                Text::Number(number) if has_words => Text::Word(usize::try_from(number).unwrap() % 3),
                text => text,
            }),
        },
    )
}

/// Those before a test that may be named by it.
struct Named<'d> {
    tests: &'d [OfTest],
    parameters: &'d [OfParameter],
}

impl Named<'_> {
    fn has_words(&self, source: Source) -> bool {
        match source {
            Source::Test(test) => self.tests[test].has_words,
            Source::Parameter(parameter) => self.parameters[parameter].has_words,
        }
    }

    /// One of them, unless none may be named. What is judged each has no one value, and what is not required is refused; what is
    /// made of a quotient is met by values beside every grid.
    fn at(&self, place: Place, allows_words: bool) -> Option<Source> {
        let tests = self.tests.iter().enumerate().filter(|(_, test)| {
            let has_one_value = test.replicates == 1 || test.combine != Combine::Each;
            let is_quotient = |formula: &Formula| formula.is_product && !formula.minus.is_empty();
            has_one_value
                && test
                    .cases
                    .iter()
                    .all(|case| case.asks != Asks::Nothing && !case.derived.as_ref().is_some_and(is_quotient))
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
        let is_product = |case: &Case| case.derived.as_ref().is_some_and(|formula| formula.is_product);
        let test = &self.tests[test];
        test.cases.iter().any(is_product) || test.inputs().into_iter().any(|input| self.is_made_of_product(input))
    }

    /// A condition that nothing plausible meets is refused.
    fn can_meet(&self, subject: Source, must: &Must) -> bool {
        let Source::Parameter(parameter) = subject else { return true };
        self.parameters[parameter].within.is_none_or(|(least, most)| {
            self.has_words(subject)
                || (2 * least..=2 * most).any(|half| must.accepts(Value::Number(Number::new(half, 2))))
        })
    }

    fn when(&self, drawn: &[(Place, Limit, usize)]) -> When {
        let mut when: When = Vec::new();
        for (place, limit, mask) in drawn {
            let Some(subject) = self.at(*place, true) else { continue };
            if when.iter().all(|(known, _)| *known != subject) {
                let words = (0..3).filter(|word| mask >> word & 1 == 1).collect();
                let must = if self.has_words(subject) { Must::OneOf(words) } else { Must::Lie(*limit) };
                if self.can_meet(subject, &must) {
                    when.push((subject, must));
                }
            }
        }
        when
    }

    fn formula(&self, drawn: &DrawnFormula) -> Option<Formula> {
        let mut plus: Vec<Source> = drawn.plus.iter().filter_map(|place| self.at(*place, false)).collect();
        plus.dedup();
        let minus = self.at(drawn.minus, false).filter(|minus| !plus.contains(minus));
        let first = *plus.first()?;
        Some(match (drawn.shape, minus) {
            (0 | 1, Some(minus)) => Formula { is_product: false, plus, minus: vec![minus], constant: None },
            (2, Some(minus)) => Formula { is_product: true, plus: vec![first], minus: vec![minus], constant: None },
            // The double of a double needs eighths.
            (3, _) if !self.is_made_of_product(first) => {
                Formula { is_product: true, plus: vec![first], minus: Vec::new(), constant: Some(2) }
            }
            (4, _) => Formula { is_product: false, plus, minus: Vec::new(), constant: Some(1) },
            _ => Formula { is_product: false, plus, minus: Vec::new(), constant: None },
        })
    }
}

/// The test with what it names, and nothing that a specification would be refused for.
fn settled(drawn: DrawnTest, named: &Named<'_>) -> OfTest {
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
            test.cases = cases.map(|(must, asks)| Case { when: vec![(subject, must)], asks, derived: None }).collect();
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
            let is_quotient =
                case.derived.as_ref().is_some_and(|formula| formula.is_product && !formula.minus.is_empty());
            // So low and one-sided that values of the grid are among those that meet it.
            if let (true, Asks::Limit(limit)) = (is_quotient, &mut case.asks) {
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
            let [Text::Number(number)] = row.values[..1] else {
                row.values = vec![Text::Word(3)];
                continue;
            };
            row.values = vec![Text::Word(usize::try_from(number.unsigned_abs()).unwrap() % 3)];
        } else {
            let count = row.values.len();
            // One too few, or one too many, is the exception.
            let asked = if count == 8 { test.replicates + 1 } else { test.replicates };
            // The rows of one determination make up its replicates.
            let fewer = if count == 1 || row.determination.is_some() { asked.min(1) } else { asked };
            row.values = row.values.iter().cycle().take(fewer).copied().collect();
        }
    }
    test
}

/// Four tests, of which the third is derived from the first two, and the last, by cases of one of the others, from those before it: so
/// that determinations meet by several ways while it is open in which case they do.
fn sharing() -> impl Strategy<Value = Vec<DrawnTest>> {
    let limits = [limit().prop_map(Asks::Limit), limit().prop_map(Asks::Limit)];
    (vec(test(), 4), limits, 0..3_u8, 2..=9_i64, [formula(), formula(), formula()]).prop_map(
        |(mut drawn, limits, subject, at, [of_both, first, second])| {
            for own in &mut drawn {
                own.test.has_words = false;
                if own.test.combine == Combine::Each {
                    own.test.combine = Combine::Sum;
                }
                (own.split, own.formulas) = (None, [None, None]);
                own.test.cases[0].asks = Asks::Report;
            }
            drawn[2].formulas[0] = Some(DrawnFormula { plus: vec![0, 1], ..of_both });
            drawn[3].split = Some((subject, at, limits));
            drawn[3].formulas = [Some(first), Some(second)];
            drawn
        },
    )
}

pub(crate) fn model() -> impl Strategy<Value = Model> {
    let tests = prop_oneof![3 => vec(test(), 3..=6), 1 => sharing()];
    let groups = vec((any::<bool>(), prop::bool::weighted(0.3), vec(0..TESTS.len(), 2..=3)), 0..=2);
    let unplanned = prop::bool::weighted(0.04);
    (vec(parameter(), 1..=2), tests, groups, unplanned).prop_map(|(parameters, drawn, groups, has_unplanned)| {
        let mut tests: Vec<OfTest> = Vec::new();
        for one in drawn {
            let test = settled(one, &Named { tests: &tests, parameters: &parameters });
            tests.push(test);
        }
        let mut taken: Vec<usize> = Vec::new();
        let mut made = Vec::new();
        for (is_any_of, is_after_release, members) in groups {
            let mut members: Vec<usize> = members.into_iter().map(|member| member % tests.len()).collect();
            members.sort_unstable();
            members.dedup();
            members.retain(|member| !taken.contains(member));
            if members.len() < 2 {
                continue;
            }
            for member in &members {
                let test = &mut tests[*member];
                test.when.clear();
                (test.is_if_tested, test.is_after_release) = (false, false);
                // Where one member is enough, each asks in every case or in none.
                let asks = |case: &Case| matches!(case.asks, Asks::Limit(_) | Asks::Words(_));
                if is_any_of && test.cases.iter().any(asks) {
                    for case in test.cases.iter_mut().filter(|case| !asks(case)) {
                        case.asks = Asks::Limit(Limit::AtMost(4));
                    }
                }
            }
            taken.extend(&members);
            made.push(OfGroup { is_any_of, is_after_release, members });
        }
        Model { parameters, tests, groups: made, has_unplanned }
    })
}

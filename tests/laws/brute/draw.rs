//! Arbitrary small specifications and lots.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::model::{
    Asks, Case, Combine, Limit, Model, OfGroup, OfParameter, OfTest, Row, TESTS, Text,
};
use super::settle::{Named, settle_censored, settled};

/// A place among those that may be named, taken modulo their number.
pub(super) type Place = u8;

#[derive(Clone, Debug)]
pub(super) struct DrawnFormula {
    pub(super) shape: u8,
    pub(super) plus: Vec<Place>,
    pub(super) minus: Place,
}

#[derive(Clone, Debug)]
pub(super) struct DrawnTest {
    pub(super) test: OfTest,
    pub(super) whens: Vec<(Place, Limit, usize)>,
    pub(super) split: Option<(Place, i64, [Asks; 2])>,
    /// What one of two cases asks besides.
    pub(super) besides: Option<(Place, Limit, usize)>,
    pub(super) formulas: [Option<DrawnFormula>; 2],
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
    prop_oneof![
        6 => limit().prop_map(Asks::Limit),
        2 => Just(Asks::Report),
        1 => Just(Asks::Nothing),
    ]
}

fn text() -> impl Strategy<Value = Text> {
    prop_oneof![
        12 => (0..=8_i64).prop_map(Text::Number),
        12 => (1..=4_i64).prop_map(Text::Number),
        2 => Just(Text::OtherUnit),
        2 => (-3..=-1_i64).prop_map(Text::Number),
        1 => (1..=8_i64).prop_map(Text::UpTo),
        1 => (0..=6_i64).prop_map(Text::From),
    ]
}

fn row() -> impl Strategy<Value = Row> {
    let rare = || prop::bool::weighted(0.06);
    let names = (option::weighted(0.4, 0..2_u8), option::weighted(0.15, 0..2_u8));
    (vec(text(), 1..=8), prop::bool::weighted(0.25), names, rare(), rare()).prop_map(
        |(values, is_preliminary, (reference, determination), is_invalidated, is_of_other_lot)| {
            Row {
                values,
                is_preliminary,
                // Either says to which final one it belongs.
                reference: reference.filter(|_| determination.is_none()),
                determination,
                is_invalidated,
                is_of_other_lot,
            }
        },
    )
}

fn formula() -> impl Strategy<Value = DrawnFormula> {
    (0..8_u8, vec(any::<Place>(), 1..=2), any::<Place>())
        .prop_map(|(shape, plus, minus)| DrawnFormula { shape, plus, minus })
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
    let each = prop_oneof![
        (5..=8_i64).prop_map(Limit::AtMost),
        Just(Limit::AtLeast(1)),
        Just(Limit::Within(1, 7))
    ];
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
        option::weighted(0.3, when()),
        [formula(), formula()],
        asks(),
        prop_oneof![
            2 => Just(Vec::new()),
            5 => vec(row(), 1),
            2 => vec(row(), 2),
            1 => vec(row(), 3),
        ],
    )
        .prop_map(|(flags, whens, split, besides, formulas, asks, rows)| {
            let (
                has_words,
                is_signed,
                is_after_release,
                is_if_tested,
                (combine, replicates),
                each,
            ) = flags;
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
            DrawnTest { test, whens, split, besides, formulas }
        })
}

fn parameter() -> impl Strategy<Value = OfParameter> {
    let given = prop_oneof![5 => (0..=8_i64).prop_map(Text::Number), 1 => Just(Text::OtherUnit)];
    let within = (0..=3_i64, 1..=5_i64).prop_map(|(least, width)| (least, least + width));
    (prop::bool::weighted(0.3), option::weighted(0.5, within), option::weighted(0.85, given))
        .prop_map(|(has_words, within, given)| OfParameter {
            has_words,
            within,
            given: given.map(|text| match text {
                Text::Number(number) if has_words => {
                    Text::Word(usize::try_from(number).unwrap() % 3)
                }
                text => text,
            }),
        })
}

/// Four tests, of which the third is derived from the first two, and the last, by cases of one of
/// the others, from those before it: so that determinations meet by several ways while it is open
/// in which case they do.
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

/// Three tests, of which the last is the product of the first two, each with several final values
/// around zero.
fn crossing() -> impl Strategy<Value = Vec<DrawnTest>> {
    let values = || vec(prop_oneof![-6..=8_i64, -2..=2_i64], 2..=3);
    (vec(test(), 3), [values(), values()], limit()).prop_map(|(mut drawn, values, limit)| {
        for own in &mut drawn {
            (own.split, own.formulas) = (None, [None, None]);
            own.whens.clear();
            own.test.cases[0].asks = Asks::Report;
            (own.test.has_words, own.test.is_signed, own.test.is_if_tested) = (false, true, false);
            (own.test.combine, own.test.replicates, own.test.each) = (Combine::Sum, 1, None);
            own.test.rows.clear();
        }
        for (own, values) in drawn.iter_mut().zip(values) {
            own.test.rows = values.into_iter().map(|value| Row::of(Text::Number(value))).collect();
        }
        drawn[2].formulas[0] = Some(DrawnFormula { shape: 5, plus: vec![0, 1], minus: 0 });
        drawn[2].test.cases[0].asks = Asks::Limit(limit);
        drawn
    })
}

pub(crate) fn model() -> impl Strategy<Value = Model> {
    let tests = prop_oneof![7 => vec(test(), 3..=6), 2 => sharing(), 1 => crossing()];
    let groups = vec((any::<bool>(), prop::bool::weighted(0.3), vec(0..TESTS.len(), 2..=3)), 0..=2);
    let unplanned = prop::bool::weighted(0.04);
    (vec(parameter(), 1..=2), tests, groups, unplanned).prop_map(
        |(parameters, drawn, groups, has_unplanned)| {
            let mut tests: Vec<OfTest> = Vec::new();
            for one in drawn {
                let test = settled(one, &Named { tests: &tests, parameters: &parameters });
                tests.push(test);
            }
            settle_censored(&mut tests);
            let mut taken: Vec<usize> = Vec::new();
            let mut made = Vec::new();
            for (is_any_of, is_after_release, members) in groups {
                let mut members: Vec<usize> =
                    members.into_iter().map(|member| member % tests.len()).collect();
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
        },
    )
}

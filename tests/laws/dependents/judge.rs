//! What tests that depend on each other come to, by every combination of determinations, one by
//! one.

use std::collections::BTreeMap;

use release_criteria::{Outcome, Verdict};

use super::{Case, Model, OfTest, Row};
use crate::formula::{Asks, Known, Must, Offer, Open, Picked, Reach, Standing, Truth, Unknown};
use crate::paper::whole;

/// More combinations than this are not told apart.
const MOST: usize = 250;

/// Every way to pick one of each.
pub(crate) fn combinations<T>(of: &[Vec<T>]) -> Vec<Vec<&T>> {
    of.iter().fold(vec![Vec::new()], |all, own| {
        let with = |so_far: &Vec<_>, one| so_far.iter().copied().chain([one]).collect();
        all.iter().flat_map(|so_far| own.iter().map(move |one| with(so_far, one))).collect()
    })
}

fn truth(when: &[(usize, Must)], world: &World<'_>) -> Truth {
    let truths = when.iter().map(|(subject, must)| match &world[subject].0 {
        Err(unknown) => Truth::Open(unknown.open),
        Ok(known) => must.truth(known),
    });
    truths.min().unwrap_or(Truth::True)
}

impl Model {
    /// The outcome of every test and the verdict; `None` where there are too many combinations.
    pub(crate) fn judge(&self) -> Option<(Vec<Outcome>, Verdict)> {
        let mut offers: Vec<(Vec<Offered>, bool)> = Vec::new();
        let mut outcomes = Vec::new();
        for (index, test) in self.tests.iter().enumerate() {
            let (mut own, outcome) = judge(test, &offers)?;
            for (which, (_, origins)) in own.iter_mut().enumerate() {
                origins.insert(index, which);
            }
            offers.push((own, test.signed));
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

/// Of each test of which something is made, which of its offers.
type Origins = BTreeMap<usize, usize>;

/// What a test offers, and what it is made of.
type Offered = (Offer, Origins);

/// What the subjects of conditions offer in one combination.
type World<'w> = BTreeMap<usize, &'w Offered>;

/// What the tests before one offer, and whether it may be below zero.
type Before<'b> = &'b [(Vec<Offered>, bool)];

/// What all are made of; `None` where two are made of different determinations of one test, so that
/// they cannot stand together.
fn together<'o>(all: impl IntoIterator<Item = &'o Origins>) -> Option<Origins> {
    let mut both = Origins::new();
    for (test, which) in all.into_iter().flatten() {
        if both.insert(*test, *which).is_some_and(|known| known != *which) {
            return None;
        }
    }
    Some(both)
}

/// What a test offers to others and what it comes to, by every combination of what the tests before
/// it offer.
fn judge(test: &OfTest, before: Before<'_>) -> Option<(Vec<Offered>, Outcome)> {
    let awaited = Err(Unknown::of(Open::Unfinished, Reach::Anything));
    let not_awaited = Err(Unknown::of(Open::Undecided, Reach::Nothing));
    let mut subjects: Vec<usize> = test.clone().conditions().map(|(subject, _)| *subject).collect();
    subjects.sort_unstable();
    subjects.dedup();
    let inputs = test
        .cases
        .iter()
        .filter_map(|case| case.derived.as_ref())
        .flat_map(|formula| &formula.inputs);
    let mut needed = subjects.iter().copied().chain(inputs.map(|(input, _)| *input));
    let is_in_cases = |offered: &Offered| {
        offered.0.as_ref().is_err_and(|unknown| unknown.reach == Reach::InCases)
    };
    if needed.any(|needed| before[needed].0.iter().any(is_in_cases)) {
        return None;
    }
    let of_subjects: Vec<Vec<Offered>> =
        subjects.iter().map(|subject| before[*subject].0.clone()).collect();
    if of_subjects.iter().map(Vec::len).product::<usize>() > MOST {
        return None;
    }
    let (mut offers, mut seen, mut is_asked, mut not_asked) =
        (Vec::new(), Vec::new(), false, Vec::new());
    for picked in combinations(&of_subjects) {
        let world: World<'_> = subjects.iter().copied().zip(picked).collect();
        let Some(origins) = together(world.values().map(|offered| &offered.1)) else { continue };
        let truths = || test.cases.iter().map(|case| truth(&case.when, &world));
        match truth(&test.when, &world) {
            Truth::False => {
                not_asked.push(origins);
                continue;
            }
            Truth::Open(open) => {
                if let [only] = test.cases.as_slice() {
                    let (own, standing) = if_it_applies(test, only, &world, before, open)?;
                    offers.extend(own);
                    seen.push(standing);
                } else {
                    offers.push((Err(Unknown::of(open, Reach::InCases)), origins));
                    seen.push(Standing::Open(open));
                }
            }
            Truth::True if truths().any(|truth| truth == Truth::True) => {
                let case =
                    test.cases.iter().find(|case| truth(&case.when, &world) == Truth::True)?;
                if matches!(case.asks, Asks::Nothing) {
                    not_asked.push(origins);
                    continue;
                }
                for (offer, standing) in in_case(test, case, &world, before, false)? {
                    offers.push(offer);
                    seen.push(standing);
                }
            }
            Truth::True => {
                let open = truths().filter(|truth| *truth != Truth::False).min();
                let Some(Truth::Open(open)) = open else {
                    offers.push((Err(Unknown::of(Open::Undecided, Reach::Nothing)), origins));
                    seen.push(Standing::Open(Open::Undecided));
                    is_asked = true;
                    continue;
                };
                let cases = possible_cases(&test.cases, &world, before)?;
                let mut of_cases: Vec<Vec<Offered>> = Vec::new();
                for case in cases.into_iter().flatten().map(|case| &test.cases[case]) {
                    if !matches!(case.asks, Asks::Nothing) {
                        let own = in_case(test, case, &world, before, true)?;
                        let if_it_applies = |((offer, origins), _): (Offered, Standing)| {
                            (Unknown::if_it_applies(&offer, open), origins)
                        };
                        of_cases.push(own.into_iter().map(if_it_applies).collect());
                    }
                }
                let most = of_cases.iter().map(Vec::len).max().unwrap_or_default();
                for place in 0..most {
                    let of_each: Vec<&Offered> =
                        of_cases.iter().filter_map(|own| own.get(place).or(own.last())).collect();
                    let offer = Unknown::in_some_case(
                        &of_each.iter().map(|own| &own.0).collect::<Vec<_>>(),
                    )?;
                    let origins = together(of_each.iter().map(|own| &own.1))
                        .unwrap_or_else(|| origins.clone());
                    offers.push((offer, origins));
                }
                if most == 0 {
                    offers.push((Err(Unknown::of(open, Reach::Nothing)), origins));
                }
                seen.push(in_some_case(test, &world, before, open)?);
            }
        }
        is_asked = true;
    }
    let is_not_asked = !not_asked.is_empty();
    if is_asked {
        offers.extend(not_asked.into_iter().map(|origins| (not_awaited.clone(), origins)));
    }
    if offers.is_empty() {
        offers.push((if is_asked { awaited } else { not_awaited }, Origins::new()));
    }
    let outcome = match seen.iter().min() {
        _ if test.if_tested && test.rows.is_empty() => Outcome::NotApplicable,
        Some(Standing::Fails) => Outcome::DoesNotConform,
        Some(Standing::Open(Open::Undecided)) => Outcome::Indeterminate,
        Some(Standing::Conforms) => Outcome::Conforms,
        Some(Standing::Reported) => Outcome::Reported,
        None if is_not_asked && !is_asked => Outcome::NotApplicable,
        Some(Standing::Open(Open::Unfinished)) | None => Outcome::Pending,
    };
    Some((offers, outcome))
}

/// All that is judged in a case.
fn in_case(
    test: &OfTest,
    case: &Case,
    world: &World<'_>,
    before: Before<'_>,
    is_supposed: bool,
) -> Option<Vec<(Offered, Standing)>> {
    let here = together(world.values().map(|offered| &offered.1))?;
    let of_row = |row: &Row| {
        let (offer, standing) = test.row(row, &case.asks);
        ((offer, here.clone()), standing)
    };
    let mut all: Vec<(Offered, Standing)> = test.rows.iter().map(of_row).collect();
    let Some(formula) = &case.derived else {
        // Whatever there is in other combinations, something is missing in this one.
        if all.is_empty() {
            let awaited = Err(Unknown::of(Open::Unfinished, Reach::Anything));
            all.push(((awaited, here), Standing::Open(Open::Unfinished)));
        }
        return Some(all);
    };
    // The same determination is meant wherever conditions and the derivation both name a test.
    let of_input = |(input, _): &(usize, bool)| match world.get(input) {
        Some(picked) => vec![(*picked).clone()],
        None => before[*input].0.clone(),
    };
    let of_inputs: Vec<Vec<Offered>> = formula.inputs.iter().map(of_input).collect();
    if formula.inputs.iter().map(|(input, _)| before[*input].0.len()).product::<usize>() > MOST {
        return None;
    }
    for picked in combinations(&of_inputs) {
        let Some(origins) = together(picked.iter().map(|offered| &offered.1).chain([&here])) else {
            continue;
        };
        let inputs = picked.into_iter().zip(&formula.inputs).map(|(offered, (input, _))| Picked {
            offer: &offered.0,
            signed: before[*input].1,
            supposed: case
                .when
                .iter()
                .find(|(own, _)| is_supposed && own == input)
                .map(|(_, must)| must),
        });
        let inputs: Vec<Picked<'_>> = inputs.collect();
        let (offer, standing) = formula.derive(&inputs, test.signed, &case.asks)?;
        all.push(((offer, origins), standing));
    }
    Some(all)
}

/// What a test offers, and how it stands, where it is open whether it applies.
fn if_it_applies(
    test: &OfTest,
    only: &Case,
    world: &World<'_>,
    before: Before<'_>,
    open: Open,
) -> Option<(Vec<Offered>, Standing)> {
    let own = in_case(test, only, world, before, false)?;
    let offers = own
        .iter()
        .map(|((offer, origins), _)| (Unknown::if_it_applies(offer, open), origins.clone()));
    let surely = Case { when: test.when.clone(), ..only.clone() };
    let mut lots = possible(&[surely], world, before)?;
    // A word that is in no list may be any other.
    let is_open_word = |(subject, must): &(usize, Must)| {
        let is_known = |known: &Known| !matches!(known, Known::Word(3));
        let are_known = match &world[subject].0 {
            Ok(known) => is_known(known),
            Err(unknown) => !unknown.perhaps.is_empty() && unknown.perhaps.iter().all(is_known),
        };
        matches!(must, Must::OneOf(_)) && !are_known
    };
    if test.when.iter().any(is_open_word) {
        lots.push((None, false));
    }
    let standing = match own.iter().map(|(_, standing)| *standing).min() {
        // What may not apply is not judged.
        Some(Standing::Fails | Standing::Open(Open::Undecided)) if lots.contains(&(None, true)) => {
            Standing::Open(open)
        }
        // Where a subject may have no value, nothing fails.
        Some(Standing::Fails | Standing::Open(Open::Undecided))
            if lots.contains(&(None, false)) =>
        {
            Standing::Open(Open::Undecided)
        }
        Some(worst @ (Standing::Fails | Standing::Open(Open::Undecided))) => {
            worst.min(Standing::Open(open))
        }
        _ => Standing::Open(open),
    };
    Some((offers.collect(), standing))
}

/// In which of the cases a lot may turn out to be, by trying all that its subjects may.
fn possible_cases(
    cases: &[Case],
    world: &World<'_>,
    before: Before<'_>,
) -> Option<Vec<Option<usize>>> {
    let mut found: Vec<Option<usize>> =
        possible(cases, world, before)?.into_iter().map(|(case, _)| case).collect();
    found.sort_unstable();
    found.dedup();
    Some(found)
}

/// The same of each of these lots, and whether all subjects have a value there.
fn possible(
    cases: &[Case],
    world: &World<'_>,
    before: Before<'_>,
) -> Option<Vec<(Option<usize>, bool)>> {
    let mut lots: Vec<BTreeMap<usize, Option<Known>>> = vec![BTreeMap::new()];
    for (subject, (offer, _)) in world {
        let mut conditions = cases.iter().flat_map(|case| &case.when);
        let is_word =
            conditions.any(|(own, must)| own == subject && matches!(must, Must::OneOf(_)));
        let anything: Vec<Option<Known>> = if is_word {
            (0..3).map(|word| Some(Known::Word(word))).collect()
        } else {
            let halves =
                (-40..=40).chain([-2_000, 2_000]).filter(|half| *half >= 0 || before[*subject].1);
            halves.map(|half| Some(Known::Number(whole(half) / whole(2)))).collect()
        };
        let own = match offer {
            Ok(Known::Word(3)) => anything,
            Ok(known) => vec![Some(known.clone())],
            Err(unknown) => match unknown.reach {
                Reach::Derived | Reach::InCases => return None,
                Reach::Anything => anything,
                Reach::Nothing
                    if unknown.perhaps.is_empty() || unknown.perhaps.contains(&Known::Word(3)) =>
                {
                    anything.into_iter().chain([None]).collect()
                }
                Reach::Nothing => unknown.perhaps.iter().cloned().map(Some).chain([None]).collect(),
            },
        };
        let with = |lot: &BTreeMap<usize, Option<Known>>, one: &Option<Known>| {
            let mut lot = lot.clone();
            lot.insert(*subject, one.clone());
            lot
        };
        lots = lots.iter().flat_map(|lot| own.iter().map(move |one| with(lot, one))).collect();
    }
    let meets = |case: &Case, lot: &BTreeMap<usize, Option<Known>>| {
        case.when.iter().all(|(subject, must)| {
            lot[subject].as_ref().is_some_and(|known| must.truth(known) == Truth::True)
        })
    };
    let of_lot = |lot: &BTreeMap<usize, Option<Known>>| {
        (cases.iter().position(|case| meets(case, lot)), lot.values().all(Option::is_some))
    };
    Some(lots.iter().map(of_lot).collect())
}

/// How a test stands where it is open which of its cases applies.
fn in_some_case(
    test: &OfTest,
    world: &World<'_>,
    before: Before<'_>,
    open: Open,
) -> Option<Standing> {
    let cases = possible_cases(&test.cases, world, before)?;
    let mut worst = Vec::new();
    for case in cases {
        worst.push(match case.map(|case| &test.cases[case]) {
            None => Standing::Open(Open::Undecided),
            Some(case) if matches!(case.asks, Asks::Nothing) => return Some(Standing::Open(open)),
            Some(case) => in_case(test, case, world, before, true)?
                .into_iter()
                .map(|(_, standing)| standing)
                .min()
                .unwrap_or(Standing::Conforms),
        });
    }
    Some(if worst.iter().all(|one| *one == Standing::Fails) {
        Standing::Fails
    } else if worst
        .iter()
        .all(|one| matches!(one, Standing::Fails | Standing::Open(Open::Undecided)))
    {
        Standing::Open(Open::Undecided)
    } else {
        Standing::Open(open)
    })
}

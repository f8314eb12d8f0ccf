//! What comes of a test with conditions, by trying every combination of what they depend on.

use std::collections::BTreeMap;

use release_criteria::{Outcome, Reason};

use crate::oracle::Standing;
use crate::subjects::{Asked, Condition, Facts, Known, Subject, Truth, points};

/// Whether a preliminary result of `subject` waits for its final one: not where other results are
/// final, of other references.
fn standing_of_preliminary(facts: &Facts, subject: Subject) -> Standing {
    let is_final = |known: &Known| !matches!(known, Known::Preliminary | Known::Invalidated);
    if facts[&subject].iter().any(is_final) { Standing::Undecided } else { Standing::Unfinished }
}

/// All that a subject may turn out to be.
fn completions(subject: Subject, known: Option<&Known>) -> Vec<i32> {
    match (known, subject) {
        (Some(Known::Numbers(points, _)), _) => points.clone(),
        (Some(Known::Word(word)), _) => vec![*word as i32],
        // What is plausible, and what is declared.
        (_, Subject::Weight) => (0..=10).collect(),
        (_, Subject::Donor) => (0..=2).collect(),
        (_, Subject::Count) => points().collect(),
        // One that is rejected is listed too.
        (_, Subject::Look) => (0..=3).collect(),
    }
}

/// In which cases a combination may turn out to be; `None` for none of them.
fn possible_cases(
    asked: &Asked,
    combination: &BTreeMap<Subject, Option<&Known>>,
) -> Vec<Option<usize>> {
    let mut lots: Vec<BTreeMap<Subject, i32>> = vec![BTreeMap::new()];
    for (subject, known) in combination {
        let all = completions(*subject, *known);
        let with = |lot: &BTreeMap<Subject, i32>, point: &i32| {
            let mut lot = lot.clone();
            lot.insert(*subject, *point);
            lot
        };
        lots = lots.iter().flat_map(|lot| all.iter().map(move |point| with(lot, point))).collect();
    }
    let meets = |case: &Condition, lot: &BTreeMap<Subject, i32>| {
        case.iter().all(|(subject, one)| one.holds(lot[subject]))
    };
    let mut cases: Vec<Option<usize>> =
        lots.iter().map(|lot| asked.cases.iter().position(|case| meets(case, lot))).collect();
    cases.sort_unstable();
    cases.dedup();
    cases
}

/// The conjunction of requirements in one combination of determinations.
fn holds(
    condition: &Condition,
    combination: &BTreeMap<Subject, Option<&Known>>,
    facts: &Facts,
) -> Truth {
    let truths: Vec<Truth> = condition
        .iter()
        .map(|(subject, requirement)| match combination[subject] {
            Some(Known::Preliminary) => Truth::Open(standing_of_preliminary(facts, *subject)),
            Some(known) => requirement.truth(known, subject.is_parameter()),
            None if subject.is_parameter() => Truth::Open(Standing::Undecided),
            None => Truth::Open(Standing::Unfinished),
        })
        .collect();
    let grades = [Truth::No, Truth::Open(Standing::Undecided), Truth::Open(Standing::Unfinished)];
    grades.into_iter().find(|grade| truths.contains(grade)).unwrap_or(Truth::Yes)
}

/// What comes of `x`, in every combination of the determinations of all subjects.
pub(crate) fn judge(asked: &Asked, facts: &Facts, values: &[i32]) -> Outcome {
    let mut combinations: Vec<BTreeMap<Subject, Option<&Known>>> = vec![BTreeMap::new()];
    for (subject, all) in facts {
        let counted: Vec<&Known> =
            all.iter().filter(|known| **known != Known::Invalidated).collect();
        let choices: Vec<Option<&Known>> =
            if counted.is_empty() { vec![None] } else { counted.into_iter().map(Some).collect() };
        let mut further = Vec::new();
        for so_far in &combinations {
            for choice in &choices {
                let mut combination = so_far.clone();
                combination.insert(*subject, *choice);
                further.push(combination);
            }
        }
        combinations = further;
    }
    let mut standings: Vec<Standing> = Vec::new();
    let mut applies = false;
    for combination in &combinations {
        match asked.when.as_ref().map_or(Truth::Yes, |when| holds(when, combination, facts)) {
            Truth::No => continue,
            Truth::Open(standing) => {
                standings.push(standing);
                applies = true;
                continue;
            }
            Truth::Yes => applies = true,
        }
        // How all that is judged in a case stands; `supposed` is what the case asks, where it is
        // open whether it applies.
        let in_case = |case: usize, supposed: Option<&Condition>| -> Vec<Standing> {
            let limit = Asked::limit(case);
            let stands =
                |value: i32| if value > limit { Standing::Fails } else { Standing::Conforms };
            let can_be = |twice: &i32| {
                supposed
                    .and_then(|case| case.get(&Subject::Count))
                    .is_none_or(|one| one.holds(*twice))
            };
            let unknown = |base: Standing, now: Option<i32>| {
                let all: Vec<Standing> =
                    points().filter(can_be).map(|twice| stands(5 * twice)).collect();
                let now_fails =
                    now.filter(can_be).is_some_and(|twice| stands(5 * twice) == Standing::Fails);
                if all.iter().all(|one| *one == Standing::Fails) {
                    Standing::Fails
                } else if now_fails || !all.contains(&Standing::Conforms) {
                    // What only a preliminary value makes fail is undecided.
                    Standing::Undecided
                } else {
                    base
                }
            };
            let follows = asked.follows.then(|| match combination[&Subject::Count] {
                Some(Known::Numbers(points, _)) => {
                    let all: Vec<Standing> = points
                        .iter()
                        .filter(|twice| can_be(twice))
                        .map(|twice| stands(5 * twice))
                        .collect();
                    if all.iter().all(|one| *one == all[0]) { all[0] } else { Standing::Undecided }
                }
                None => unknown(Standing::Unfinished, None),
                Some(Known::Preliminary) => {
                    unknown(standing_of_preliminary(facts, Subject::Count), Some(4))
                }
                Some(_) => unknown(Standing::Undecided, None),
            });
            values.iter().copied().map(stands).chain(follows).collect()
        };
        let truths: Vec<Truth> =
            asked.cases.iter().map(|case| holds(case, combination, facts)).collect();
        let open = [Standing::Undecided, Standing::Unfinished];
        let open = open.into_iter().find(|standing| truths.contains(&Truth::Open(*standing)));
        match (truths.iter().position(|truth| *truth == Truth::Yes), open) {
            _ if asked.cases.is_empty() => standings.extend(in_case(0, None)),
            (Some(case), _) => standings.extend(in_case(case, None)),
            (None, None) => standings.push(Standing::Undecided),
            (None, Some(open)) => {
                let cases = possible_cases(asked, combination);
                let worst = cases.iter().map(|case| {
                    case.map_or(Some(Standing::Undecided), |case| {
                        in_case(case, asked.cases.get(case)).into_iter().min()
                    })
                });
                let worst: Vec<Option<Standing>> = worst.collect();
                standings.push(if worst.iter().all(|one| *one == Some(Standing::Fails)) {
                    Standing::Fails
                } else if worst
                    .iter()
                    .all(|one| matches!(one, Some(Standing::Fails | Standing::Undecided)))
                {
                    Standing::Undecided
                } else {
                    open
                });
            }
        }
    }
    match standings.iter().min() {
        Some(standing) => standing.outcome(Reason::Within),
        None if applies => Outcome::Pending,
        None => Outcome::NotApplicable,
    }
}

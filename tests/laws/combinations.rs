//! What comes of a test with conditions, by trying every combination of what they depend on.

use std::collections::BTreeMap;

use release_criteria::{Outcome, Reason};

use crate::oracle::Standing;
use crate::subjects::{Asked, Condition, Facts, Known, Subject, Truth};

/// The conjunction of requirements in one combination of determinations.
fn holds(condition: &Condition, combination: &BTreeMap<Subject, Option<&Known>>) -> Truth {
    let truths: Vec<Truth> = condition
        .iter()
        .map(|(subject, requirement)| match combination[subject] {
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
        let counted: Vec<&Known> = all.iter().filter(|known| **known != Known::Invalidated).collect();
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
        match asked.when.as_ref().map_or(Truth::Yes, |when| holds(when, combination)) {
            Truth::No => continue,
            Truth::Open(standing) => {
                standings.push(standing);
                applies = true;
                continue;
            }
            Truth::Yes => applies = true,
        }
        let truths: Vec<Truth> = asked.cases.iter().map(|case| holds(case, combination)).collect();
        let limit = match truths.iter().position(|truth| *truth == Truth::Yes) {
            _ if asked.cases.is_empty() => Asked::limit(0),
            Some(case) => Asked::limit(case),
            None if truths.contains(&Truth::Open(Standing::Undecided)) => {
                standings.push(Standing::Undecided);
                continue;
            }
            None if truths.contains(&Truth::Open(Standing::Unfinished)) => {
                standings.push(Standing::Unfinished);
                continue;
            }
            None => {
                standings.push(Standing::Undecided);
                continue;
            }
        };
        let stands = |value: i32| if value > limit { Standing::Fails } else { Standing::Conforms };
        standings.extend(values.iter().copied().map(stands));
        if asked.follows {
            standings.push(match combination[&Subject::Count] {
                Some(Known::Numbers(points, _)) => {
                    let all: Vec<Standing> = points.iter().map(|twice| stands(5 * twice)).collect();
                    if all.iter().all(|one| *one == all[0]) { all[0] } else { Standing::Undecided }
                }
                None | Some(Known::Preliminary) => Standing::Unfinished,
                Some(_) => Standing::Undecided,
            });
        }
    }
    match standings.iter().min() {
        Some(standing) => standing.outcome(Reason::Within),
        None if applies => Outcome::Pending,
        None => Outcome::NotApplicable,
    }
}

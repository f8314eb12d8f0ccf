//! Laws of tests that count together.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use release_criteria::{
    Acceptance, AssayResult, Attribute, Flag, Gate, Group, Lot, Outcome, Phase, Plan, Report, Test,
};

use crate::judgement::told_without_words;
use crate::judgement::{completions, verdict};
use crate::model::{LOT, PRODUCT, builder};
use crate::settings;

const IDS: [&str; 7] = ["a", "b", "c", "d", "e", "f", "alone"];
const GROUPS: [&str; 2] = ["first", "second"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    AnyOf,
    Alternatives,
}

#[derive(Clone, Copy, Debug)]
struct Member {
    criterion: &'static str,
    gate: Gate,
    /// In which group it is, if in one.
    group: Option<usize>,
}

#[derive(Clone, Debug)]
struct Case {
    members: Vec<Member>,
    rules: [(Rule, Gate); 2],
    /// Results of a member, as its place and what it says.
    results: Vec<(usize, Said)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    Inside,
    Outside,
    Straddling,
    OtherUnit,
    Preliminary,
    Invalidated,
}

impl Case {
    fn members_of(&self, group: usize, order: &[usize]) -> Vec<usize> {
        order
            .iter()
            .copied()
            .filter(|index| self.members.get(*index).is_some_and(|one| one.group == Some(group)))
            .collect()
    }

    fn plan(&self, order: &[usize]) -> Plan {
        let tests = order.iter().filter_map(|index| Some((*index, *self.members.get(*index)?)));
        let mut builder = tests.fold(builder(), |builder, (index, member)| {
            let test = Test::quantitative(IDS[index], "Test", Attribute::Potency, "u");
            // A member has no gate of its own.
            let is_alone = member.group.is_none_or(|group| self.members_of(group, order).len() < 2);
            let test = if is_alone { test.gate(member.gate) } else { test };
            builder.test(test.accept(Acceptance::new(member.criterion)))
        });
        let alone = Test::quantitative(IDS[6], "Alone", Attribute::Purity, "u")
            .accept(Acceptance::new("NMT 5 u"));
        builder = builder.test(alone);
        for group in if order[0] < order[1] { [0, 1] } else { [1, 0] } {
            let ids: Vec<&str> =
                self.members_of(group, order).into_iter().map(|index| IDS[index]).collect();
            let (rule, gate) = self.rules[group];
            // Nothing counts together by itself.
            if ids.len() < 2 {
                continue;
            }
            let made = match rule {
                Rule::AnyOf => Group::any_of(GROUPS[group], "Group", &ids),
                Rule::Alternatives => Group::alternatives(GROUPS[group], "Group", &ids),
            };
            builder = builder.group(made.gate(gate));
        }
        builder.build().unwrap().plan(Phase::Clinical).unwrap()
    }

    fn lot(&self, order: &[usize]) -> Lot {
        let results = order
            .iter()
            .flat_map(|index| self.results.iter().filter(move |(test, _)| test == index));
        let results = results.enumerate().map(|(place, (test, said))| {
            let result = |value: &str| AssayResult::new(IDS[*test], value);
            match said {
                Said::Inside => result("4 u"),
                Said::Outside => result("6 u"),
                Said::Straddling => result(">4 u"),
                Said::OtherUnit => result("4 furlong"),
                Said::Preliminary => {
                    result("4 u").preliminary().with_reference(&format!("R-{place}"))
                }
                Said::Invalidated => result("6 u").invalidated("spill", "INV-1", "QA-1"),
            }
        });
        Lot::new(LOT, PRODUCT, results.collect()).unwrap()
    }

    /// What the outcomes of its members come to: what all completions agree on.
    fn outcome(&self, group: usize, report: &Report) -> (Outcome, Option<Flag>) {
        let found = |index: usize| report.finding(IDS[index]).unwrap();
        let mut outcomes: Vec<Outcome> = Vec::new();
        let mut was_not_run = false;
        for index in self.members_of(group, &[0, 1, 2, 3, 4, 5]) {
            // Where one member is enough, one that only reports never counts.
            let only_reports =
                self.rules[group].0 == Rule::AnyOf && self.members[index].criterion == "report";
            let is_neutral = only_reports
                || matches!(found(index).outcome(), Outcome::Reported | Outcome::NotApplicable);
            let has_results = self.results.iter().any(|(test, _)| *test == index);
            let counts = self.rules[group].0 == Rule::AnyOf || has_results;
            was_not_run |= !is_neutral && !counts;
            if !is_neutral && counts {
                outcomes.push(found(index).outcome());
            }
        }
        let any = self.rules[group].0 == Rule::AnyOf;
        let (conforms, fails) =
            (outcomes.contains(&Outcome::Conforms), outcomes.contains(&Outcome::DoesNotConform));
        let flag = if any { Flag::MemberFailed } else { Flag::Discordant };
        let flag = (conforms && fails).then_some(flag);
        let comes_to =
            |way: &Vec<bool>| if any { way.contains(&true) } else { !way.contains(&false) };
        let ways: Vec<bool> = completions(&outcomes).iter().map(comes_to).collect();
        let outcome = match *ways {
            _ if outcomes.is_empty() && was_not_run => Outcome::Pending,
            _ if outcomes.is_empty() => Outcome::NotApplicable,
            _ if ways.iter().all(|conforms| *conforms) => Outcome::Conforms,
            _ if !ways.contains(&true) => Outcome::DoesNotConform,
            _ if outcomes.contains(&Outcome::Indeterminate) => Outcome::Indeterminate,
            _ => Outcome::Pending,
        };
        (outcome, flag)
    }
}

fn case() -> impl Strategy<Value = Case> {
    let gate = || select(vec![Gate::BeforeRelease, Gate::BeforeRelease, Gate::AfterRelease]);
    let criterion =
        select(vec!["NMT 5 u", "NMT 5 u", "NMT 5 u", "NMT 5 u", "report", "not required"]);
    let group = select(vec![Some(0), Some(0), Some(0), Some(1), Some(1), None]);
    let member = (criterion, gate(), group).prop_map(|(criterion, gate, group)| Member {
        criterion,
        gate,
        group,
    });
    let rule = || (select(vec![Rule::AnyOf, Rule::Alternatives]), gate());
    let said = prop_oneof![
        4 => select(vec![Said::Inside, Said::Outside]),
        1 => select(vec![Said::Straddling, Said::OtherUnit, Said::Preliminary, Said::Invalidated]),
    ];
    let results = vec((prop_oneof![6 => 0..6_usize, 3 => Just(6)], said), 0..=8);
    (vec(member, 2..=6), rule(), rule(), results).prop_map(|(members, one, other, results)| {
        let results =
            results.into_iter().filter(|(test, _)| *test < members.len() || *test == 6).collect();
        Case { members, rules: [one, other], results }
    })
}

proptest! {
    #![proptest_config(settings(5_000))]

    /// A group comes to what all completions of its members agree on, and the lot to what its
    /// groups and other tests do.
    ///
    /// Rules: GEN-7, GEN-11, GRP-1, GRP-2, GRP-3, GRP-4, VER-2.
    #[test]
    fn members_combine_to_what_all_completions_agree_on(
        case in case(),
        order in Just((0..7).collect::<Vec<usize>>()).prop_shuffle(),
    ) {
        let natural = [0, 1, 2, 3, 4, 5, 6];
        let plan = case.plan(&natural);
        let lot = case.lot(&natural);
        let report = plan.evaluate(&lot);
        let mut items: Vec<(Gate, Outcome)> = Vec::new();
        for (group, id) in GROUPS.into_iter().enumerate() {
            let Some(finding) = report.finding(id) else { continue };
            let (outcome, flag) = case.outcome(group, &report);
            // Neutral is neutral.
            let found = if finding.outcome() == Outcome::Reported {
                Outcome::NotApplicable
            } else {
                finding.outcome()
            };
            prop_assert_eq!(
                (found, finding.flags().first().copied()),
                (outcome, flag),
                "{}",
                report
            );
            prop_assert_eq!(finding.gate(), case.rules[group].1);
            items.push((case.rules[group].1, outcome));
        }
        for finding in report
            .findings()
            .iter()
            .filter(|finding| !finding.is_group() && finding.member_of().is_none())
        {
            items.push((finding.gate(), finding.outcome()));
        }
        prop_assert_eq!(report.verdict(), verdict(&items, false), "{}", report);
        told_without_words(&plan, &lot)?;
        // The order of tests, of results, of groups and of their members is irrelevant.
        let other = case.plan(&order).evaluate(&case.lot(&order));
        prop_assert_eq!(report.verdict(), other.verdict());
        for finding in report.findings() {
            let same = other.finding(finding.test()).unwrap();
            let what = |finding: &release_criteria::Finding| {
                (finding.outcome(), finding.reason(), finding.flags().to_vec())
            };
            prop_assert_eq!(what(finding), what(same), "{}\n{}", report, other);
        }
    }
}

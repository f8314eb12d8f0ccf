//! Laws of process validation campaigns.

use num_rational::Ratio;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use release_criteria::lifecycle::{
    Campaign, CampaignPlan, CampaignReport, CampaignStatus, FurtherCriterion,
};
use release_criteria::{
    Acceptance, AssayResult, Attribute, Lot, Outcome, Phase, Rounding, Specification, Test, Verdict,
};

use crate::settings;

/// One result of the assay in thousandths, and what stands before it.
type Entry = (u32, &'static str);

/// What a protocol asks of the assay besides: of each lot, of the mean, of the least, of the
/// deviation.
#[derive(Clone, Debug)]
struct Protocol {
    lots: u32,
    each: Option<u32>,
    mean: Option<(u32, u32)>,
    least: Option<u32>,
    rsd: Option<u32>,
    geometric: bool,
}

/// `12345` thousandths as `12.345`.
fn text(thousandths: u32) -> String {
    format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000)
}

fn specification() -> Specification {
    let assay = Test::quantitative("assay", "Assay", Attribute::Potency, "%")
        .accept(Acceptance::new("NLT 50.000 %"));
    let builder = Specification::builder("SPEC-1", "1", "P").phases(&[Phase::Validation]);
    builder.rounding(Rounding::Absolute).test(assay).build().unwrap()
}

impl Protocol {
    fn plan(&self, concurrent: bool) -> CampaignPlan {
        let limits = |(lower, upper): &(u32, u32)| format!("{}–{} %", text(*lower), text(*upper));
        let nlt = |limit: &u32| format!("NLT {} %", text(*limit));
        let criteria = [
            self.each.as_ref().map(|each| FurtherCriterion::of_each_lot("assay", &nlt(each))),
            self.mean.as_ref().map(|mean| FurtherCriterion::mean("assay", &limits(mean))),
            self.least.as_ref().map(|least| FurtherCriterion::minimum("assay", &nlt(least))),
            self.rsd
                .filter(|_| self.lots > 1)
                .map(|rsd| FurtherCriterion::rsd("assay", &format!("{} %", text(rsd)))),
            self.geometric.then(|| FurtherCriterion::geometric_mean("assay", "55–80 %")),
        ];
        let builder = Campaign::builder("PPQ-1", "1", "P")
            .specification("SPEC-1", "1")
            .lots(self.lots, "because");
        let builder = if concurrent { builder.concurrent_release("few lots") } else { builder };
        let builder = criteria
            .into_iter()
            .flatten()
            .fold(builder, release_criteria::lifecycle::CampaignBuilder::criterion);
        builder.build().unwrap().plan(&specification()).unwrap()
    }
}

fn lot(index: usize, entries: &[Entry]) -> Lot {
    let result = |(value, before): &Entry| match *before {
        "preliminary" => AssayResult::new("assay", &format!("{} %", text(*value))).preliminary(),
        "unit" => AssayResult::new("assay", &format!("{} ppm", text(*value))),
        before => AssayResult::new("assay", &format!("{before}{} %", text(*value))),
    };
    Lot::new(&format!("LOT-{index}"), "P", entries.iter().map(result).collect()).unwrap()
}

fn made(lots: &[Vec<Entry>]) -> Vec<Lot> {
    lots.iter().enumerate().map(|(index, entries)| lot(index, entries)).collect()
}

prop_compose! {
    fn protocol()(
        lots in 1_u32..4,
        each in proptest::option::of(50_000_u32..70_000),
        mean in proptest::option::of((50_000_u32..65_000, 65_000_u32..90_000)),
        least in proptest::option::of(50_000_u32..65_000),
        rsd in proptest::option::of(500_u32..30_000),
        geometric in any::<bool>(),
    ) -> Protocol {
        Protocol { lots, each, mean, least, rsd, geometric }
    }
}

/// Few distinct values, so that limits are hit, most of them conforming.
fn value() -> impl Strategy<Value = u32> {
    prop_oneof![48_000_u32..90_000, select(vec![50_000, 60_000, 65_000, 70_000])]
}

fn entries() -> impl Strategy<Value = Vec<Vec<Entry>>> {
    let before =
        prop_oneof![8 => Just(""), 1 => select(vec!["<", "≥", ">", "preliminary", "unit"])];
    vec(vec((value(), before), 0..3), 0..6)
}

/// What is said of the lots, without whether they wait.
fn said(report: &CampaignReport) -> String {
    let lots: Vec<_> =
        report.lots().iter().map(|lot| (lot.lot(), lot.verdict(), lot.findings())).collect();
    format!("{:?} {:?} {lots:?} {:?}", report.status(), report.lower_bound(), report.across_lots())
}

/// Every choice of `count` lots, with one value of each.
fn choices(lots: &[Vec<u32>], count: usize) -> Vec<Vec<u32>> {
    let Some((first, rest)) = lots.split_first() else {
        return if count == 0 { vec![Vec::new()] } else { Vec::new() };
    };
    let mut all = choices(rest, count);
    if let Some(fewer) = count.checked_sub(1) {
        for choice in choices(rest, fewer) {
            all.extend(first.iter().map(|value| [&[*value], choice.as_slice()].concat()));
        }
    }
    all
}

fn whole(value: u32) -> Ratio<i128> {
    Ratio::from_integer(value.into())
}

proptest! {
    #![proptest_config(settings(512))]

    /// Rules: CAMP-4, CAMP-5.
    #[test]
    fn a_further_lot_never_mends_a_campaign(
        protocol in protocol(),
        lots in entries(),
        further in vec((value(), Just("")), 1..3),
    ) {
        let plan = protocol.plan(false);
        let before = plan.assess(&made(&lots)).unwrap();
        let after = plan.assess(&made(&[lots.as_slice(), &[further]].concat())).unwrap();
        prop_assert!(
            before.status() != CampaignStatus::NotMet || after.status() == CampaignStatus::NotMet,
            "{}\n{}",
            before,
            after
        );
        for (earlier, later) in before.lots().iter().zip(after.lots()) {
            prop_assert_eq!(
                (earlier.verdict(), earlier.findings()),
                (later.verdict(), later.findings())
            );
        }
    }

    /// Rules: CAMP-6.
    #[test]
    fn the_order_of_lots_says_nothing(protocol in protocol(), lots in entries()) {
        let plan = protocol.plan(true);
        let lots = made(&lots);
        let reversed: Vec<Lot> = lots.iter().rev().cloned().collect();
        let (there, back) = (plan.assess(&lots).unwrap(), plan.assess(&reversed).unwrap());
        prop_assert_eq!(there.status(), back.status());
        prop_assert_eq!(there.lower_bound(), back.lower_bound());
        prop_assert_eq!(there.across_lots(), back.across_lots());
        prop_assert!(there.lots().iter().eq(back.lots().iter().rev()));
    }

    /// Rules: CAMP-2.
    #[test]
    fn concurrent_release_only_shortens_the_wait(protocol in protocol(), lots in entries()) {
        let lots = made(&lots);
        let (silent, declared) = (
            protocol.plan(false).assess(&lots).unwrap(),
            protocol.plan(true).assess(&lots).unwrap(),
        );
        prop_assert_eq!(said(&silent), said(&declared));
        for (silent, declared) in silent.lots().iter().zip(declared.lots()) {
            prop_assert!(silent.awaits_campaign() || !declared.awaits_campaign());
            let meets = declared.verdict() == Verdict::Conforms
                && declared.findings().iter().all(|finding| finding.outcome() == Outcome::Conforms);
            prop_assert!(declared.awaits_campaign() || meets);
        }
        if silent.status() != CampaignStatus::Met {
            prop_assert!(
                silent.lots().iter().all(release_criteria::lifecycle::CampaignLot::awaits_campaign)
            );
        }
    }

    /// Rules: CAMP-6.
    #[test]
    fn lots_are_judged_as_by_the_plan(protocol in protocol(), lots in entries()) {
        let plan = protocol.plan(false);
        let lots = made(&lots);
        let alone = specification().plan(Phase::Validation).unwrap();
        let report = plan.assess(&lots).unwrap();
        for (lot, found) in lots.iter().zip(report.lots()) {
            prop_assert_eq!(found.verdict(), alone.verdict(lot));
        }
        let count = u32::try_from(
            report.lots().iter().filter(|lot| lot.verdict() == Verdict::Conforms).count(),
        )
        .unwrap();
        prop_assert!(report.status() != CampaignStatus::Met || count >= protocol.lots);
    }

    /// Exact values only, every choice of the planned number by rationals.
    ///
    /// Rules: CAMP-5.
    #[test]
    fn across_lots_as_by_rationals(
        count in 1_u32..5,
        lots in prop_oneof![vec(vec(value(), 1..2), 0..9), vec(vec(value(), 1..3), 0..7)],
        mean in (50_000_u32..65_000, 65_000_u32..90_000),
        rsd in 500_u32..30_000,
    ) {
        let protocol = Protocol {
            lots: count,
            each: None,
            mean: Some(mean),
            least: Some(mean.0),
            rsd: Some(rsd),
            geometric: true,
        };
        let entries: Vec<Vec<Entry>> =
            lots.iter().map(|own| own.iter().map(|value| (*value, "")).collect()).collect();
        let report = protocol.plan(false).assess(&made(&entries)).unwrap();
        let choices = choices(&lots, count as usize);
        let n = whole(count);
        let expected = |meets: &dyn Fn(&[u32]) -> bool| match choices.as_slice() {
            [] => Outcome::Pending,
            all if all.iter().all(|choice| meets(choice)) => Outcome::Conforms,
            _ => Outcome::DoesNotConform,
        };
        let sum = |choice: &[u32]| choice.iter().map(|value| whole(*value)).sum::<Ratio<i128>>();
        let in_mean = |choice: &[u32]| (whole(mean.0)..=whole(mean.1)).contains(&(sum(choice) / n));
        let in_least = |choice: &[u32]| choice.iter().min().unwrap() >= &mean.0;
        let product =
            |choice: &[u32]| choice.iter().map(|value| i128::from(*value)).product::<i128>();
        let in_geometric = |choice: &[u32]| {
            (55_000_i128.pow(count)..=80_000_i128.pow(count)).contains(&product(choice))
        };
        // Σ(x − m)² ÷ (n − 1) ≤ (limit × m)²
        let in_rsd = |choice: &[u32]| {
            let m = sum(choice) / n;
            let squares = choice
                .iter()
                .map(|value| (whole(*value) - m) * (whole(*value) - m))
                .sum::<Ratio<i128>>();
            let limit = whole(rsd) / whole(100_000) * m;
            squares <= limit * limit * (n - whole(1))
        };
        let mut all: Vec<Outcome> = vec![expected(&in_mean), expected(&in_least)];
        all.extend((count > 1).then(|| expected(&in_rsd)));
        all.push(expected(&in_geometric));
        let found: Vec<Outcome> =
            report.across_lots().iter().map(release_criteria::Finding::outcome).collect();
        prop_assert_eq!(found, all, "{}", report);
    }

    /// Rules: DOC-11, CAMP-8.
    #[test]
    fn noise_is_refused(text in "\\PC{0,60}", member in "[a-z_]{1,20}") {
        use release_criteria::wire::read_campaign;
        prop_assert!(read_campaign(&text).is_err());
        let inside = serde_json::json!({
            "format": "release-criteria/campaign/1",
            member.as_str(): text.as_str(),
            "criteria": [text],
        });
        prop_assert!(read_campaign(&inside.to_string()).is_err());
    }
}

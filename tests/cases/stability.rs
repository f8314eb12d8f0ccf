//! What hosts match on: the codes, their order, and which lists of them are complete for ever.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::fmt::Debug;
use std::str::FromStr;

use release_criteria::lifecycle::{
    AdvisoryCode, CampaignStatus, ChangeCode, Direction, MovedEnd, Subject,
};
use release_criteria::{
    Attribute, Flag, Gate, Outcome, ParseError, Phase, Plan, ProblemCode, Reason, Report, Rounding,
    Specification, StrictLimits, Verdict,
};

/// Without a wildcard: one more value would not compile, here and at every host.
///
/// Rules: VER-1, VER-10.
#[test]
fn what_is_complete_stays_complete() {
    let of_verdict = |verdict: Verdict| match verdict {
        Verdict::Conforms => 0,
        Verdict::ConformsInterim => 1,
        Verdict::Incomplete => 2,
        Verdict::DoesNotConform => 3,
    };
    let of_outcome = |outcome: Outcome| match outcome {
        Outcome::Conforms => 0,
        Outcome::DoesNotConform => 1,
        Outcome::Indeterminate => 2,
        Outcome::Pending => 3,
        Outcome::Reported => 4,
        Outcome::NotApplicable => 5,
    };
    let of_phase = |phase: Phase| match phase {
        Phase::Clinical => 0,
        Phase::Validation => 1,
        Phase::Commercial => 2,
    };
    let of_gate = |gate: Gate| match gate {
        Gate::BeforeRelease => 0,
        Gate::AfterRelease => 1,
    };
    assert_eq!(
        Verdict::ALL.iter().map(|value| of_verdict(*value)).collect::<Vec<_>>(),
        [0, 1, 2, 3]
    );
    assert_eq!(
        Outcome::ALL.iter().map(|value| of_outcome(*value)).collect::<Vec<_>>(),
        [0, 1, 2, 3, 4, 5]
    );
    assert_eq!(Phase::ALL.iter().map(|value| of_phase(*value)).collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!(Gate::ALL.iter().map(|value| of_gate(*value)).collect::<Vec<_>>(), [0, 1]);
}

/// A verdict can only become worse on the way to the greatest.
///
/// Rules: VER-10.
#[test]
fn verdicts_are_ordered_from_best_to_worst() {
    assert!(Verdict::ALL.windows(2).all(|two| two.first() < two.last()));
    assert!(Reason::ALL.windows(2).all(|two| two.first() < two.last()));
    assert!(Flag::ALL.windows(2).all(|two| two.first() < two.last()));
}

/// The codes that `tests/data/codes.txt` lists under `name`.
fn pinned(name: &str) -> Vec<&'static str> {
    let sections =
        include_str!("../data/codes.txt").split("\n\n").map(|section| section.trim().lines());
    let mut found =
        sections.filter_map(|mut lines| (lines.next() == Some(name)).then(|| lines.collect()));
    found.next().unwrap_or_default()
}

#[track_caller]
fn stays<T>(name: &str, all: &[T], code: fn(T) -> &'static str)
where
    T: Copy + Debug + PartialEq + FromStr<Err = ParseError>,
{
    are_pinned(name, all, code);
    for value in all {
        assert_eq!(code(*value).parse::<T>().unwrap(), *value);
    }
}

#[track_caller]
fn are_pinned<T: Copy>(name: &str, all: &[T], code: fn(T) -> &'static str) {
    let codes: Vec<&str> = all.iter().map(|value| code(*value)).collect();
    assert_eq!(
        codes,
        pinned(name),
        "the codes of `{name}` and their order are part of the contract: documents and hosts hold \
         them. New ones are appended, there and \
         in tests/data/codes.txt; nothing is renamed, moved or taken away. `Verdict`, `Outcome`, \
         `Phase` and `Gate` are complete"
    );
}

/// Rules: VER-10.
#[test]
fn codes_and_their_order_stay() {
    stays("Verdict", Verdict::ALL, Verdict::code);
    stays("Outcome", Outcome::ALL, Outcome::code);
    stays("Reason", Reason::ALL, Reason::code);
    stays("Flag", Flag::ALL, Flag::code);
    stays("Phase", Phase::ALL, Phase::code);
    stays("Gate", Gate::ALL, Gate::code);
    stays("Attribute", Attribute::ALL, Attribute::code);
    stays("Rounding", Rounding::ALL, Rounding::code);
    stays("StrictLimits", StrictLimits::ALL, StrictLimits::code);
    stays("ChangeCode", ChangeCode::ALL, ChangeCode::code);
    stays("MovedEnd", MovedEnd::ALL, MovedEnd::code);
    stays("Direction", Direction::ALL, Direction::code);
    stays("Subject", Subject::ALL, Subject::code);
    stays("AdvisoryCode", AdvisoryCode::ALL, AdvisoryCode::code);
    stays("CampaignStatus", CampaignStatus::ALL, CampaignStatus::code);
    are_pinned("ProblemCode", ProblemCode::ALL, ProblemCode::code);
    assert_eq!(
        include_str!("../data/codes.txt").matches("\n\n").count(),
        16,
        "a list of codes is not looked at"
    );
}

/// Releasing and rejecting are a person's decisions. A gate says when a result is due, and decides
/// nothing.
///
/// Rules: GEN-10.
#[test]
fn no_code_is_a_disposition() {
    let judged = Verdict::ALL
        .iter()
        .map(|value| value.code())
        .chain(Outcome::ALL.iter().map(|value| value.code()));
    let judged = judged.chain(CampaignStatus::ALL.iter().map(|value| value.code()));
    for code in judged.chain(Reason::ALL.iter().map(|value| value.code())) {
        for word in
            ["release", "reject", "approve", "dispos", "ship", "quarantine", "recall", "certif"]
        {
            // A term that a criterion rejects says nothing of the lot.
            assert!(!code.contains(word) || code == "rejected-term", "{code}");
        }
    }
}

/// Plans are made once and asked from many threads.
///
/// Rules: GEN-6.
#[test]
fn what_judges_can_be_shared() {
    fn is_shared<T: Send + Sync + Unpin + 'static>() {}
    is_shared::<Specification>();
    is_shared::<Plan>();
    is_shared::<Report>();
    is_shared::<release_criteria::Lot>();
    is_shared::<release_criteria::Region>();
    is_shared::<release_criteria::Criterion>();
    is_shared::<release_criteria::Measurement>();
    is_shared::<release_criteria::DocumentError>();
    is_shared::<ParseError>();
    is_shared::<release_criteria::lifecycle::HistoryPlan>();
    is_shared::<release_criteria::lifecycle::CampaignPlan>();
}

//! Laws of texts that look the same, and of interim terms.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use release_criteria::{
    Acceptance, AssayResult, Attribute, Lot, Outcome, Parameter, Phase, Reason, Specification, Test,
};
use unicode_normalization::UnicodeNormalization;

use crate::model::{LOT, PRODUCT, builder};
use crate::settings;

const DASHES: [&str; 6] = ["-", "\u{2010}", "\u{2011}", "\u{2013}", "\u{2212}", "\u{ff0d}"];
const SPACES: [&str; 6] = [" ", "\u{a0}", "\u{2009}", "\u{3000}", "  ", "\t"];
const UNSEEN: [&str; 9] = [
    "\u{200b}", "\u{200d}", "\u{ad}", "\u{feff}", "\u{2060}", "\u{202d}", "\u{202c}", "\u{34f}",
    "\u{fe0f}",
];

/// Whether a reader is shown the same: each dash and run of spaces as one sign, nothing that cannot
/// be seen, letters composed.
pub(crate) fn is_shown_as(one: &str, other: &str) -> bool {
    let shown = |text: &str| {
        let mut text = text.to_owned();
        for unseen in UNSEEN.into_iter().chain(["\u{200e}", "\0"]) {
            text = text.replace(unseen, "");
        }
        for dash in DASHES {
            text = text.replace(dash, "-");
        }
        text.nfc().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    shown(one) == shown(other)
}

/// Letters that can be composed or not, with dashes and spaces between.
fn word() -> impl Strategy<Value = String> {
    let pieces = vec![
        "A",
        "b",
        "7",
        "é",
        "e\u{301}",
        "ü",
        "Å",
        "ệ",
        "e\u{323}",
        "\u{302}",
        "ß",
        "ς",
        "한",
        "\u{1100}\u{1161}",
        "Ω",
        "-",
        "\u{2013}",
        " ",
        "\u{a0}",
    ];
    vec(select(pieces), 0..8).prop_map(|pieces| format!("X{}Y", pieces.concat()))
}

/// What changes nothing that can be seen.
#[derive(Clone, Debug)]
enum Disguise {
    Composed,
    Apart,
    Unseen(&'static str, Index),
    Dash(&'static str),
    Space(&'static str),
    Around(&'static str, &'static str),
}

fn disguise() -> impl Strategy<Value = Disguise> {
    let unseen = || select(UNSEEN.to_vec());
    prop_oneof![
        Just(Disguise::Composed),
        Just(Disguise::Apart),
        (unseen(), any::<Index>()).prop_map(|(unseen, place)| Disguise::Unseen(unseen, place)),
        select(DASHES.to_vec()).prop_map(Disguise::Dash),
        select(SPACES.to_vec()).prop_map(Disguise::Space),
        (select(SPACES.to_vec()), unseen())
            .prop_map(|(before, after)| Disguise::Around(before, after)),
    ]
}

impl Disguise {
    fn of(&self, text: &str) -> String {
        match self {
            Self::Composed => text.nfc().collect(),
            Self::Apart => text.nfd().collect(),
            Self::Unseen(unseen, place) => {
                let mut characters: Vec<char> = text.chars().collect();
                let place = place.index(characters.len() + 1);
                characters.splice(place..place, unseen.chars());
                characters.into_iter().collect()
            }
            Self::Dash(dash) => {
                DASHES.iter().fold(text.to_owned(), |text, known| text.replace(known, dash))
            }
            Self::Space(space) => text.split_whitespace().collect::<Vec<_>>().join(space),
            Self::Around(before, after) => format!("{before}{text}{after}"),
        }
    }
}

fn disguised(text: &str, disguises: &[Disguise]) -> String {
    disguises.iter().fold(text.to_owned(), |text, disguise| disguise.of(&text))
}

fn specification(acceptance: Acceptance) -> Specification {
    let test = Test::qualitative("x", "X", Attribute::Identity).accept(acceptance);
    builder().parameter(Parameter::text("donor")).test(test).build().unwrap()
}

/// What is found of `value` in a lot that states `donor`.
fn judge(acceptance: Acceptance, donor: &str, result: AssayResult) -> (Outcome, Reason) {
    let lot = Lot::new(LOT, PRODUCT, vec![result])
        .and_then(|lot| lot.with_parameters(&[("donor", donor)]))
        .unwrap();
    let report = specification(acceptance).plan(Phase::Clinical).unwrap().evaluate(&lot);
    let finding = report.finding("x").unwrap();
    assert!(
        finding.reason() != Reason::LooksAlike || finding.explanation().contains(" against "),
        "{report}"
    );
    (finding.outcome(), finding.reason())
}

fn same_as(donor: &str, value: &str) -> (Outcome, Reason) {
    judge(Acceptance::same_as("donor"), donor, AssayResult::new("x", value))
}

fn against(term: &str, value: &str) -> (Outcome, Reason) {
    judge(Acceptance::terms_or_reject_other(&[term]), "donor", AssayResult::new("x", value))
}

proptest! {
    #![proptest_config(settings(2_000))]

    /// Whatever is done to the accepted text that nobody can see, it never fails; and what is
    /// accepted stays exact.
    ///
    /// Rules: TERM-9, PAR-7.
    #[test]
    fn what_looks_like_the_accepted_text_never_fails(
        text in word(),
        disguises in vec(disguise(), 0..4),
    ) {
        let value = disguised(&text, &disguises);
        let expected = if value.trim() == text.trim() {
            (Outcome::Conforms, Reason::Identical)
        } else {
            (Outcome::Indeterminate, Reason::LooksAlike)
        };
        prop_assert_eq!(same_as(&text, &value), expected, "{:?}", value);
        prop_assert_eq!(same_as(&value, &text), expected, "{:?}", value);
        // Terms have no control characters.
        let others = [(text.clone(), value.clone()), (value.clone(), text.clone())];
        for (term, value) in others.into_iter().filter(|(term, _)| !term.contains(char::is_control))
        {
            for value in [value.to_lowercase(), value.to_uppercase(), value] {
                let found = against(&term, &value);
                let is_fine = [
                    (Outcome::Conforms, Reason::AcceptedTerm),
                    (Outcome::Indeterminate, Reason::LooksAlike),
                ];
                prop_assert!(is_fine.contains(&found), "{:?} {:?} {:?}", term, value, found);
            }
        }
    }

    /// A text that differs in what can be seen fails, however it is written.
    ///
    /// Rules: TERM-9.
    #[test]
    fn what_can_be_seen_to_differ_fails(
        text in word(),
        letter in select(vec!["Q", "3", "ö", "-Z", " w"]),
        place in any::<Index>(),
        disguises in vec(disguise(), 0..4),
    ) {
        // One more after a letter or digit of ASCII.
        let places: Vec<usize> = text
            .match_indices(|c: char| c.is_ascii_alphanumeric())
            .map(|(place, _)| place + 1)
            .collect();
        let place = places[place.index(places.len())];
        let other = [&text[..place], letter, &text[place..]].concat();
        let value = disguised(&other, &disguises);
        prop_assert_eq!(
            same_as(&text, &value),
            (Outcome::DoesNotConform, Reason::NotIdentical),
            "{:?}",
            value
        );
        prop_assert_eq!(
            against(&text, &value),
            (Outcome::DoesNotConform, Reason::RejectedTerm),
            "{:?}",
            value
        );
        // Nor is a dash or a space nothing.
        let between = [&text[..place], &text[place..]].concat().replace(['-', '\u{2013}'], "");
        if between != text {
            prop_assert_eq!(same_as(&text, &between).0, Outcome::DoesNotConform, "{:?}", between);
        }
    }

    /// An interim term changes nothing but how that term is judged: as preliminary it is awaited,
    /// as final it is undecided.
    ///
    /// Rules: TERM-10.
    #[test]
    fn interim_terms_change_only_themselves(
        rejects_other in any::<bool>(),
        value in select(vec![
            "No growth",
            "Growth",
            "no growth  to date",
            "No growth to\u{a0}date\u{200b}",
            "Negative so far",
            "Turbid",
            "\u{202d}No growth",
        ]),
        is_preliminary in any::<bool>(),
    ) {
        let criterion = || {
            let accept = ["No growth"];
            if rejects_other {
                Acceptance::terms_or_reject_other(&accept)
            } else {
                Acceptance::terms(&accept, &["Growth"])
            }
        };
        let interim = || criterion().interim(&["No growth to date", "Negative so far"]);
        let result = || {
            let result = AssayResult::new("x", value);
            if is_preliminary { result.preliminary() } else { result }
        };
        let is_interim = value.contains("to") || value.contains("so far");
        let expected = match (is_interim, is_preliminary) {
            (true, true) => (Outcome::Pending, Reason::Preliminary),
            (true, false) => (Outcome::Indeterminate, Reason::UnknownTerm),
            (false, _) => judge(criterion(), "donor", result()),
        };
        prop_assert_eq!(judge(interim(), "donor", result()), expected);
        let specification = specification(interim());
        prop_assert_eq!(
            specification.test("x").unwrap().interim(Phase::Clinical),
            [
                "No growth to \
                 date",
                "Negative so far"
            ]
        );
    }
}

/// What is interim is not known to be something else than a condition asks.
///
/// Rules: TERM-10, COND-4.
#[test]
fn an_interim_term_makes_no_condition_false() {
    let culture = Test::qualitative("culture", "Culture", Attribute::Safety)
        .accept(Acceptance::terms(&["No growth"], &["Growth"]).interim(&["No growth to date"]));
    let test = |value: &str| {
        let test = Test::quantitative("x", "X", Attribute::Safety, "%")
            .when("culture", value)
            .accept(Acceptance::new("NMT 5"));
        builder().test(culture.clone()).test(test).build()
    };
    let plan = test("Growth").unwrap().plan(Phase::Clinical).unwrap();
    let outcome = |result: AssayResult| {
        let lot = Lot::new(LOT, PRODUCT, vec![result]).unwrap();
        plan.evaluate(&lot).finding("x").unwrap().outcome()
    };
    assert_eq!(outcome(AssayResult::new("culture", "No growth")), Outcome::NotApplicable);
    assert_eq!(outcome(AssayResult::new("culture", "No growth to date")), Outcome::Indeterminate);
    assert_eq!(
        outcome(AssayResult::new("culture", "No growth to date").preliminary()),
        Outcome::Pending
    );
    let refused = test("No growth to date").unwrap_err().to_string();
    assert!(refused.contains("No growth to date"), "{refused}");
}

/// A stated value that only looks like a declared one cannot be used, and is told from it.
///
/// Rules: TERM-9, PAR-6.
#[test]
fn a_value_that_looks_like_a_declared_one_cannot_be_used() {
    let test = Test::quantitative("x", "X", Attribute::Safety, "%")
        .when("origin", "adult")
        .accept(Acceptance::new("NMT 5"));
    let origin = Parameter::one_of("origin", &["N\u{e9}onatal", "adult"]);
    let plan =
        builder().parameter(origin).test(test).build().unwrap().plan(Phase::Clinical).unwrap();
    let found = |stated: &str| {
        let lot = Lot::new(LOT, PRODUCT, Vec::new())
            .and_then(|lot| lot.with_parameters(&[("origin", stated)]))
            .unwrap();
        let report = plan.evaluate(&lot);
        (report.findings()[0].reason(), report.parameters()[0].why().map(str::to_owned))
    };
    let why = "looks like “N\u{e9}onatal” and is written in other characters, `e U+0301` against \
               `U+00E9`";
    assert_eq!(found("Ne\u{301}onatal"), (Reason::InvalidParameter, Some(why.to_owned())));
    assert_eq!(found("n\u{c9}onatal"), (Reason::ConditionNotMet, None));
    let why = "is none of “N\u{e9}onatal”, “adult”";
    assert_eq!(found("foetal"), (Reason::InvalidParameter, Some(why.to_owned())));
}

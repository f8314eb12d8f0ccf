//! The plain sentences that explain a finding.

use std::borrow::Cow;

use super::Reason;

/// What the sentences speak of.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sentence<'s> {
    /// The value as it was handed in, or with what is said of it; empty where it is the one that
    /// was compared.
    pub(crate) value: Cow<'s, str>,
    /// The value as it was compared.
    pub(crate) compared: Cow<'s, str>,
    /// The criterion as written.
    pub(crate) criterion: Cow<'s, str>,
    /// What the criterion accepts.
    pub(crate) accepts: Cow<'s, str>,
    /// The unit, the method, the parse error, the count at which a reason points.
    pub(crate) found: Cow<'s, str>,
    /// What stands in the specification instead.
    pub(crate) expected: Cow<'s, str>,
    /// How many results there are.
    pub(crate) results: usize,
    /// Whether it is undecided, so that nothing that is awaited decides it.
    pub(crate) is_undecided: bool,
    /// What is to be added, as a sentence of its own.
    pub(crate) remark: Cow<'s, str>,
}

impl Sentence<'_> {
    /// The same of numbers among terms, which have no mean.
    pub(crate) fn of_a_mixture(self) -> Self {
        let (found, expected) =
            ("a mixture of numbers and terms".into(), "numbers alone, or terms alone".into());
        Self { found, expected, ..self }
    }

    /// What is to be said of one result among others: without what the finding says once for all of
    /// them.
    pub(crate) fn brief(&self, reason: Reason) -> String {
        let Self { found, expected, is_undecided, .. } = self;
        match reason {
            Reason::Outside => "outside the limits".to_owned(),
            Reason::ReplicateOutside => "a replicate lies outside the limits on each".to_owned(),
            Reason::Straddles => "within or outside the limits, which cannot be told".to_owned(),
            Reason::RejectedTerm => "a rejected term".to_owned(),
            Reason::NotIdentical => "not what the lot states".to_owned(),
            Reason::LooksAlike => "looks like what is accepted, in other characters".to_owned(),
            Reason::UnknownTerm => "a term that is neither accepted nor rejected".to_owned(),
            Reason::UnreadableValue => format!("cannot be read as a number: {found}"),
            Reason::UnitMismatch if found.is_empty() => format!(
                "has no unit; the test is in \
                 {expected}"
            ),
            Reason::UnitMismatch if expected.is_empty() => format!(
                "has the unit {found}; the test \
                 has none"
            ),
            Reason::UnitMismatch => format!(
                "is not in {expected}, and no conversion from {found} \
                 is declared"
            ),
            Reason::MethodNotListed if found.is_empty() => "states no method".to_owned(),
            Reason::MethodNotListed => format!("is by {found}, which the test does not list"),
            Reason::KindMismatch => format!("is {found}, where {expected} is asked for"),
            Reason::NegativeValue => "is below zero, or leaves nothing from zero up".to_owned(),
            Reason::Preliminary if *is_undecided => {
                "preliminary, and no final result that counts can be told to be its own; give that \
                 one its reference, or invalidate this one"
                    .to_owned()
            }
            Reason::Preliminary => "preliminary; the final result is awaited".to_owned(),
            Reason::TooFewReplicates | Reason::TooManyReplicates => format!(
                "{found} of {expected} \
                 replicates"
            ),
            Reason::VariabilityExceeded => format!(
                "the relative standard deviation is {found}, \
                 beyond {expected}"
            ),
            Reason::VariabilityUnknown => "a censored replicate leaves the standard deviation \
                                           open"
                .to_owned(),
            _ => reason.code().to_owned(),
        }
    }

    #[allow(clippy::too_many_lines, reason = "a list: one sentence for each reason")]
    pub(crate) fn of(&self, reason: Reason) -> String {
        let Self {
            value,
            compared,
            criterion,
            accepts,
            found,
            expected,
            results,
            is_undecided,
            remark,
        } = self;
        let value = if value.is_empty() { compared } else { value };
        match reason {
            Reason::Within => {
                [value, " lies within ", criterion, ", which accepts ", accepts, "."].concat()
            }
            Reason::Outside | Reason::ReplicateOutside => {
                [value, " lies outside ", criterion, ", which accepts ", accepts, "."].concat()
            }
            Reason::Straddles => {
                format!(
                    "{value} may lie within or outside {criterion}, which accepts {accepts}; a \
                     measurement that quantifies it could tell."
                )
            }
            Reason::AcceptedTerm => format!("“{value}” is accepted by {criterion}."),
            Reason::RejectedTerm => format!("“{value}” is rejected by {criterion}."),
            Reason::UnknownTerm => format!(
                "“{value}” is neither accepted nor rejected by \
                 {criterion}{found}."
            ),
            Reason::LooksAlike => {
                format!(
                    "“{value}” looks like “{expected}” and is written in other characters, \
                     {found}; the criterion is {criterion}."
                )
            }
            Reason::Identical => format!("“{value}” is what the lot states: {criterion}."),
            Reason::NotIdentical => {
                format!(
                    "“{value}” is not what the lot states, “{expected}”, and the criterion is \
                     {criterion}."
                )
            }
            Reason::UnreadableValue => format!("“{value}” {}.", self.brief(reason)),
            Reason::NegativeValue if found == "derived" => {
                format!("{value} is or may be below zero, where values are not negative.")
            }
            Reason::UnitMismatch | Reason::NegativeValue => {
                format!("{value} {}.", self.brief(reason))
            }
            Reason::MethodNotListed if found.is_empty() => {
                format!("{value} states no method; the test lists {expected}.")
            }
            Reason::MethodNotListed => {
                format!("{value} is by {found}, which is not among the test's methods: {expected}.")
            }
            Reason::KindMismatch => format!(
                "“{value}” is {found}; {criterion} asks for \
                 {expected}."
            ),
            Reason::TooFewReplicates => {
                let others = if *is_undecided {
                    "whatever the others are, it cannot conform"
                } else {
                    "the others are awaited"
                };
                format!(
                    "{value}: the determination has {found} of {expected} replicates; \
                     {others}.{remark}"
                )
            }
            Reason::TooManyReplicates => {
                format!(
                    "{value}: the determination has {found} replicates, and the test asks for \
                     {expected}; a retest is a determination of its own.{remark}"
                )
            }
            Reason::VariabilityExceeded => {
                format!(
                    "{value}: the relative standard deviation is {found}, beyond {expected}, so \
                     that the determination has no value until it is invalidated."
                )
            }
            Reason::VariabilityUnknown => {
                format!(
                    "{value}: a censored replicate leaves open whether the relative standard \
                     deviation is beyond {expected}."
                )
            }
            Reason::MissingParameter => format!(
                "The lot does not state {expected}, which is \
                 needed."
            ),
            Reason::ParameterOutOfRange => {
                format!("What the lot states of {expected} is not plausible, and is needed.")
            }
            Reason::InvalidParameter => format!(
                "What the lot states of {expected} cannot be used, \
                 and is needed."
            ),
            Reason::UndeclaredParameter => {
                "The specification does not declare the parameter.".to_owned()
            }
            Reason::UndecidedInput | Reason::PendingInput => self.underivable(reason),
            Reason::DivisionByZero => format!(
                "{value} needs a division by what is zero, or may \
                 be."
            ),
            Reason::UndecidedCondition => {
                format!(
                    "It is undecided whether this is so, on which it depends what is asked: \
                     {expected}."
                )
            }
            Reason::PendingCondition => {
                format!(
                    "It is not yet known whether this is so, on which it depends what is \
                     asked: {expected}."
                )
            }
            Reason::NoCaseApplies => format!("The lot is in none of the cases: {expected}."),
            Reason::TooManyCombinations => {
                "There are too many combinations of determinations to be told apart.".to_owned()
            }
            Reason::NoCombination => {
                "No combination of determinations can be: those on which it depends rule each \
                 other out."
                    .to_owned()
            }
            Reason::WrongProduct => format!(
                "The lot is of {found}; the specification is for \
                 {expected}."
            ),
            Reason::WrongSpecification => format!(
                "The lot is to be judged by {found}; this is \
                 {expected}."
            ),
            Reason::NoResult => "There is no result yet.".to_owned(),
            Reason::NoValidResult if *results == 1 => "The only result does not count.".to_owned(),
            Reason::NoValidResult => format!("None of the {results} results counts."),
            Reason::Preliminary if *is_undecided && found == "derived" => {
                format!("{value} does not conform, and is preliminary; the final result decides.")
            }
            Reason::Preliminary => format!("{value} is {}.", self.brief(reason)),
            Reason::ReportOnly => format!("{value} is reported; the criterion sets no limit."),
            Reason::NotRequired => "The test is not required in this phase.".to_owned(),
            Reason::ConditionNotMet => "The test does not apply to this lot.".to_owned(),
            Reason::NotTested => "The test is judged only if it is performed, and there is no \
                                  result."
                .to_owned(),
        }
    }

    /// Why a value cannot be derived: `found` is the derivation, `expected` the inputs of which
    /// that is so.
    pub(crate) fn underivable(&self, reason: Reason) -> String {
        let Self { found, expected, .. } = self;
        if expected.is_empty() {
            let why = match reason {
                Reason::TooManyCombinations | Reason::NoCombination => Self::default().of(reason),
                _ => "Something on which it depends is undecided.".to_owned(),
            };
            return format!("The value is {found}. {why}");
        }
        let (is, has) = if expected.contains(" and ") { ("are", "have") } else { ("is", "has") };
        let why = match reason {
            Reason::MissingParameter => format!("{is} not stated by the lot"),
            Reason::ParameterOutOfRange => {
                format!("{is} stated with a value that is not plausible")
            }
            Reason::InvalidParameter => format!("{is} stated with a value that cannot be used"),
            Reason::NoResult => format!("{has} no result yet"),
            Reason::Preliminary => format!("{is} preliminary"),
            Reason::PendingInput => format!("{has} no final value that counts"),
            Reason::TooManyCombinations => format!("{has} too many determinations"),
            Reason::Straddles => {
                return format!(
                    "The value is {found}, and whatever {expected} {is}, it cannot conform."
                );
            }
            _ => format!("{is} undecided"),
        };
        format!("The value is {found}, and {expected} {why}.")
    }
}

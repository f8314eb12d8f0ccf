//! Every message about a text in a notation: what was found, and what to write instead.

use std::borrow::Cow;

use super::ProblemCode;

/// What was found in a text that is refused.
///
/// A `String` is the words for what stands there, "found `x`" or "found the end", unless its name
/// says otherwise.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum Fault {
    // Numbers.
    #[error("found a dash where a number begins")]
    DashBeforeNumber,
    #[error("found a point without a digit before it")]
    NoDigitBeforePoint,
    #[error("found a point without a digit after it")]
    NoDigitAfterPoint,
    #[error("found `{0}`, which is no plain digit")]
    NoPlainDigit(char),
    #[error("{0} where a number is expected")]
    NoNumber(String),
    #[error("found no digit of the power of ten")]
    NoDigitAfterE,
    #[error("found no digit of the power of ten")]
    NoDigitAfterCaret,
    #[error("found an `e` after `{digits}`")]
    ManyDigitsBeforeE { digits: String },
    #[error("{0}")]
    OtherTimesSign(String),
    #[error("found no power of ten after `×`")]
    NoPowerOfTen,
    #[error("found no power of ten after `×`")]
    LostSuperscript { power: String },
    #[error("found a space between digits")]
    SpaceBetweenDigits,
    #[error("found a comma")]
    DecimalComma,
    #[error("found `{0}` after a number")]
    SeparatorAfterNumber(char),
    #[error("found `{0}` after a number")]
    SuperscriptAfterNumber(char),
    #[error("{0} after a number")]
    OtherDigitAfterNumber(String),
    #[error("{0} after the number")]
    AfterNumber(String),
    #[error("found more than 28 significant digits")]
    TooManyDigits,
    #[error("found more than 28 significant digits")]
    TooPreciseDecimal,
    #[error("found more than 28 decimal places")]
    TooManyPlaces,
    #[error("found a number with digits outside 10^-28 to 10^27")]
    NumberOutOfRange,

    // Units.
    #[error("found `{word}`, which is no unit,")]
    NoUnit { word: String },
    #[error("found `{word}`, whose power cannot be read")]
    PowerOfUnit { word: String },
    #[error("{0} without a numerator")]
    NoNumerator(String),
    #[error("found a parenthesis that holds no words")]
    EmptyParenthesis,
    #[error("{0} in a parenthesis")]
    InParenthesis(String),
    #[error("found a negative power in parentheses")]
    NegativePowerInParentheses,
    #[error("{0}")]
    NoWordAfterSlash(String),
    #[error("{0} after the number of a unit")]
    AfterNumberOfUnit(String),
    #[error("{0} after `/`")]
    NoDenominator(String),
    #[error("{0} after `per`")]
    NoWordsAfterPer(String),
    #[error("found a unit per zero")]
    UnitPerZero,
    #[error("found a third denominator")]
    ThirdDenominator,
    #[error("found a unit of more than 256 bytes")]
    LongUnit,
    #[error("{0} after the unit")]
    AfterUnit(String),
    #[error("found a number where a unit begins")]
    NumberBeforeUnit,
    #[error("{0} where a unit begins")]
    NoUnitHere(String),

    // Values.
    #[error("found a value of more than 1 KiB")]
    LongValue,
    #[error("{0} after `ND`")]
    NoLimitOfDetection(String),
    #[error("{0} where `)` is expected")]
    NoClosingParenthesis(String),
    #[error("{0} after the value")]
    AfterValue(String),

    // Criteria.
    #[error("found a criterion of more than 1 KiB")]
    LongCriterion,
    #[error("{0} where a criterion begins")]
    NoCriterion(String),
    #[error("{0} where a criterion begins")]
    OtherQuotationMark(String),
    #[error("{0} where the id of a parameter is expected")]
    NoParameter(String),
    #[error("found accepted terms only, so that nothing could fail,")]
    NothingRejected,
    #[error("found a term twice")]
    RepeatedTerm,
    #[error("{0} where a term is expected")]
    SecondLimits(String),
    #[error("{0} after `not`")]
    NoRejectedTerm(String),
    #[error("{0} after the criterion")]
    DashAfterCriterion(String),
    #[error("{0} after the criterion")]
    ToAfterCriterion(String),
    #[error("{0} after the criterion")]
    ToleranceAfterCriterion(String),
    #[error("{0} after the criterion")]
    TermAfterCriterion(String),
    #[error("{0} after the criterion")]
    LimitAfterCriterion(String),
    #[error("{0} after the criterion")]
    AfterCriterion(String),
    #[error("found no closing quotation mark")]
    NoClosingQuotationMark,
    #[error("found `{shown}`, which cannot be a term,")]
    NoTerm { shown: String },
    #[error("{0} where `and` is expected")]
    NoAnd(String),
    #[error("found a hyphen after a unit")]
    HyphenAfterUnit,
    #[error("found a sign after a dash")]
    SignAfterDash,
    #[error("found a number without a comparator")]
    NoComparator,
    #[error("found a number without a comparator")]
    OtherDash,
    #[error("found a number without a comparator")]
    HyphenInUnit,
    #[error("{0} where a second limit is expected")]
    NoSecondLimit(String),
    #[error("found a second limit on the same side")]
    SecondLimitOnSameSide,
    #[error("found a tolerance that is not above zero")]
    NoTolerance,
    #[error("found `%` after `±`, which is relative, where it cannot be told of what")]
    UnclearPercent,
    #[error("found a power of ten on one of two numbers only")]
    PowerOnOne,
    #[error("found a power of ten on the first number only")]
    PowerOnFirst,
    #[error("found a power of ten on the second number only")]
    PowerOnSecond,
    #[error(
        "found a tolerance in per cent of the target whose ends cannot be written at its last place"
    )]
    EndsOfPercentage,
    #[error(
        "found a tolerance whose ends are no limits: at most 18 significant digits, all between \
         10^-12 and 10^22"
    )]
    EndsOfTolerance,
    #[error("found a bare power of ten as a limit, which has no last written digit,")]
    BarePowerAsLimit,
    #[error("found a limit out of range")]
    LimitOutOfRange,
    #[error("found the limit `{number}`")]
    LongLimit { number: String },
    #[error("found ends with different units, `{first}` and `{second}`,")]
    DifferentUnits { first: String, second: String },
    #[error("found the unit `{unit}` on the first number only")]
    UnitOnFirst { unit: String },
    #[error("found crossed limits, between which there is nothing,")]
    CrossedLimits,

    // Terms.
    #[error("found a quotation mark or a control character in a term")]
    QuotationMarkInTerm,
    #[error("found `other` as a term")]
    OtherAsTerm,
    #[error("found a word for no result as a term")]
    NoResultAsTerm,

    // Names, ids, dates and codes.
    #[error("found `U+{:04X}`", u32::from(*.0))]
    UnseenCharacter(char),
    #[error("found a 257th character")]
    LongName,
    #[error("found no letter or digit")]
    EmptyName,
    #[error("found a space")]
    SpaceAtEnd,
    #[error("found a 65th character")]
    LongId,
    #[error("found `{}`", .0.escape_debug())]
    CharacterInId(char),
    #[error("found the end")]
    EmptyId,
    #[error("{0} where a digit is expected")]
    NoDigitOfDate(String),
    #[error("{0} where `-` is expected")]
    NoHyphenOfDate(String),
    #[error("{0} after a date")]
    AfterDate(String),
    #[error("found the year 0000")]
    YearZero,
    #[error("found the month {0:02}")]
    NoMonth(u16),
    #[error("found the day {day:02} in a month of {days} days")]
    NoDay { day: u16, days: u8 },
    #[error("found no {what}")]
    UnknownCode { what: &'static str, known: String },
}

const A_POINT: &str = "write a decimal point, and no separators between digits";
const A_POWER: &str = "write a power of ten as `5.0 × 10^6`";
const DIGITS: &str = "write the digits 0 to 9";
const A_UNIT: &str = "write a unit such as `%`, `EU/mL`, `cells/kg` or `copies/(100 ng DNA)`";
const A_VALUE: &str = "write a value such as `92.4 %`, `<0.5 EU/mL` or `ND (LOD 10 copies)`";
const A_HYPHEN: &str = "a hyphen after a unit needs spaces: `70 % - 130 %`";
const A_LIMIT: &str = "a limit has at most 18 significant digits, all between 10^-12 and 10^22";
const ONE_POWER: &str =
    "write it on both, or once after both, as in `0.2–5.0 × 10^6` and `1.0 ± 0.2 × 10^6`";
const ENDS: &str = "write the target with more places, such as `1.0 × 10^6 ± 20 %`, or the two \
                    ends as a range";
const A_NAME: &str = "write a text with at least one letter or digit, without space at its ends, \
                      of at most 256 characters";
const AN_ID: &str = "an id is a lower-case letter, then lower-case letters, digits and `_`, at \
                     most 64 characters";
const A_DATE: &str = "write year, month and day as ISO 8601 does: `2026-03-01`";

impl Fault {
    /// What to write instead.
    #[allow(clippy::too_many_lines, reason = "a table")]
    pub(crate) fn mend(&self) -> Cow<'static, str> {
        let mend = match self {
            Self::DashBeforeNumber => "write a minus sign, `-`, or a range, `a–b`",
            Self::NoDigitBeforePoint => "write `0.5`, not `.5`",
            Self::NoDigitAfterPoint => "write `5` or `5.0`, not `5.`",
            Self::NoPlainDigit(_) | Self::OtherDigitAfterNumber(_) => DIGITS,
            Self::NoNumber(_) => "write a number such as `70.0` or `5.0 × 10^6`",
            Self::NoDigitAfterE => "write `1e6` or `1 × 10^6`",
            Self::NoDigitAfterCaret => "write `10^6` or `10^-6`",
            Self::ManyDigitsBeforeE { .. } => {
                "with `e`, write one digit other than zero before the point: `1.0e7`, or write `× \
                 10^n`"
            }
            Self::LostSuperscript { power } => {
                let mend = "a superscript may be lost: write `× 10^";
                return format!("{mend}{power}` if that is meant").into();
            }
            Self::OtherTimesSign(_) | Self::NoPowerOfTen | Self::SuperscriptAfterNumber(_) => {
                A_POWER
            }
            Self::SpaceBetweenDigits | Self::DecimalComma | Self::SeparatorAfterNumber(_) => {
                A_POINT
            }
            Self::AfterNumber(_) => "write the number alone",
            Self::TooManyDigits => "write at most 28",
            Self::TooManyPlaces => "write at most 28, before a smaller power of ten",
            Self::TooPreciseDecimal => "round it to 28",
            Self::NumberOutOfRange => "write it in a larger or a smaller unit",
            Self::NoUnit { .. }
            | Self::EmptyParenthesis
            | Self::InParenthesis(_)
            | Self::NegativePowerInParentheses
            | Self::NoWordAfterSlash(_)
            | Self::AfterNumberOfUnit(_)
            | Self::NoDenominator(_)
            | Self::NoWordsAfterPer(_)
            | Self::UnitPerZero
            | Self::LongUnit
            | Self::AfterUnit(_)
            | Self::NoUnitHere(_) => A_UNIT,
            Self::PowerOfUnit { .. } => "write `m²`, `m^2` or `/mL`",
            Self::NoNumerator(_) => "write a unit such as `EU/mL`",
            Self::ThirdDenominator => "a unit has at most two",
            Self::NumberBeforeUnit => {
                "only a denominator begins with a number, as in `beads/3×10^6 cells`; a pure \
                 number has the unit `1`"
            }
            Self::LongValue | Self::NoClosingParenthesis(_) | Self::AfterValue(_) => A_VALUE,
            Self::NoLimitOfDetection(_) => "write the limit of detection: `ND (LOD 10 copies)`",
            Self::LongCriterion => "write a shorter one",
            Self::NoCriterion(_) => {
                "write a limit such as `NLT 70 %`, a range such as `70–130 %`, terms in quotes \
                 with what they exclude, such as `\"No growth\" not \"Growth\"`, or `report`"
            }
            Self::OtherQuotationMark(_) => "write terms between two `\"`",
            Self::NoParameter(_) => {
                "write `same as` and the id of a parameter of the lot, such as `same as \
                 guide_sequence`"
            }
            Self::NothingRejected => "name what is not accepted: `not \"Growth\"`, or `not other`",
            Self::RepeatedTerm => "terms must differ, space and case aside",
            Self::SecondLimits(_) => "a criterion has limits once; write a term in quotes",
            Self::NoRejectedTerm(_) => "write `not \"Growth\"`, or `not other` alone",
            Self::DashAfterCriterion(_) => "a range stands alone, without a comparator: `85–90 %`",
            Self::ToAfterCriterion(_) => "a range stands alone, without a comparator: `85 to 90 %`",
            Self::ToleranceAfterCriterion(_) => {
                "`±` stands alone, without a comparator: `7.0 ± 0.2`"
            }
            Self::TermAfterCriterion(_) => {
                "accepted terms stand first, joined by `or`; each rejected one stands after a `not`"
            }
            Self::LimitAfterCriterion(_) => {
                "limits are joined by `and`, one lower and one upper; terms by `or`"
            }
            Self::AfterCriterion(_) => {
                "a criterion ends with its unit; what is measured belongs to the name of the test"
            }
            Self::NoClosingQuotationMark => "write the term between two `\"`",
            Self::NoTerm { .. } => {
                "a term names what is observed: not empty, not `other`, not a word for no result"
            }
            Self::NoAnd(_) => "write `between 70 and 130 %`",
            Self::HyphenAfterUnit | Self::HyphenInUnit => A_HYPHEN,
            Self::SignAfterDash => "write a range with negative ends as `-5 to -2 °C`",
            Self::NoComparator => {
                "say on which side it limits: `NLT 70 %`, `NMT 70 %`, or `= 70 %`"
            }
            Self::OtherDash => "write a range with `–`, `-` or ` to `",
            Self::NoSecondLimit(_) => "write a comparator and a number, such as `NLT 70 %`",
            Self::SecondLimitOnSameSide => {
                "write a lower and an upper limit, such as `> 70 and NMT 130 %`"
            }
            Self::NoTolerance => "write `7.0 ± 0.2`, or `= 7.0`",
            Self::UnclearPercent => "write the two ends as a range, such as `4.8–5.2 %`",
            Self::PowerOnOne | Self::PowerOnFirst | Self::PowerOnSecond => ONE_POWER,
            Self::EndsOfPercentage | Self::EndsOfTolerance => ENDS,
            Self::BarePowerAsLimit => "write its digits, such as `1.0 × 10^12`",
            Self::LimitOutOfRange | Self::LongLimit { .. } => A_LIMIT,
            Self::DifferentUnits { .. } => "write both in one unit",
            Self::UnitOnFirst { .. } => "write the unit after the last number",
            Self::CrossedLimits => "write the lower limit first, and the upper one above it",
            Self::QuotationMarkInTerm => "leave it out",
            Self::OtherAsTerm => {
                "to reject every other term, write `not other`, or `\"reject\": \"other\"`"
            }
            Self::NoResultAsTerm => {
                "name what is observed; a missing result is left out of the lot"
            }
            Self::UnseenCharacter(_) => {
                "leave it out, or write a plain space; a name has no invisible characters, and no \
                 space but `U+0020`"
            }
            Self::LongName | Self::EmptyName | Self::SpaceAtEnd => A_NAME,
            Self::LongId | Self::CharacterInId(_) | Self::EmptyId => AN_ID,
            Self::NoDigitOfDate(_)
            | Self::NoHyphenOfDate(_)
            | Self::AfterDate(_)
            | Self::YearZero
            | Self::NoMonth(_)
            | Self::NoDay { .. } => A_DATE,
            Self::UnknownCode { known, .. } => return format!("write one of {known}").into(),
        };
        mend.into()
    }

    /// The code of a problem in a document that has such a text.
    pub(crate) fn code(&self) -> ProblemCode {
        match self {
            Self::UnknownCode { .. } => ProblemCode::UnknownCode,
            Self::NoResultAsTerm => ProblemCode::NoValue,
            Self::RepeatedTerm => ProblemCode::ConflictingTerms,
            Self::UnclearPercent => ProblemCode::AmbiguousPercent,
            Self::CrossedLimits => ProblemCode::AcceptsNothing,
            Self::DifferentUnits { .. } => ProblemCode::UnitMismatch,
            Self::TooManyDigits
            | Self::TooManyPlaces
            | Self::TooPreciseDecimal
            | Self::NumberOutOfRange
            | Self::LimitOutOfRange
            | Self::LongLimit { .. } => ProblemCode::OutOfRange,
            Self::LongUnit
            | Self::LongValue
            | Self::LongCriterion
            | Self::LongName
            | Self::LongId => ProblemCode::BeyondLimit,
            _ => ProblemCode::InvalidNotation,
        }
    }
}

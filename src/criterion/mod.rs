//! What is asked of one value: limits, terms, and the notation in which the field writes them.

mod limits;
mod notation;
mod range;
mod terms;

use std::fmt;
use std::hash::{Hash, Hasher};

pub(crate) use range::{Bound, Form, Range};
pub(crate) use terms::{Rejected, Ruling, Term, Terms};

use crate::document::boxed;
use crate::value::{Identifier, Number, Unit, by_text};

/// An acceptance criterion, in the notation of the field.
///
/// A criterion says what one value must be: within limits, one of some terms, either, or nothing in
/// particular. It keeps its text ([`as_written`](Self::as_written)) and prints in one canonical
/// form; `==` compares what is asked, as written (`NMT 5` and `NMT 5.0` differ), the spelling aside
/// (`≤5` and `NMT 5` do not).
///
/// # Grammar
///
/// ```text
/// criterion  = asked { "or" asked } { "not" term } | asked { "or" asked } "not" "other"
///            | "same" "as" parameter | "report" | "not required"
/// asked      = limits | term                                          at most one of them limits
/// term       = a text in double quotes
/// parameter  = the id of a parameter of the lot                       same as guide_sequence
/// limits     = comparator number [ unit ]                             NLT 70.0 %
///            | comparator number [ unit ] ( "and" | "," ) comparator number [ unit ]
///                                                                  > 70 and NMT 130 %
///            | number [ unit ] ( "–" | "-" | "to" ) number [ unit ]   70–130 %
///            | "between" number [ unit ] "and" number [ unit ]
///            | number [ unit ] "±" number [ "%" ] [ unit ]            7.0 ± 0.2
///            | "=" number [ unit ]
/// ```
///
/// | canonical | also read |
/// | --- | --- |
/// | `NLT` | `≥` `>=` `≧`, `not less than`, `no less than`, `at least`, `minimum`, `greater than or equal to` |
/// | `NMT` | `≤` `<=` `≦`, `not more than`, `no more than`, `at most`, `maximum`, `up to`, `less than or equal to` |
/// | `>` | `MT`, `more than`, `greater than` |
/// | `<` | `LT`, `less than` |
/// | `=` | `EQ` |
/// | `±` | `+/-` |
/// | `report` | `report result`, `report results`, `report value`, `for information only`, `FIO`, `record result`, `as reported` |
/// | `not required` | `not tested` |
///
/// Words are read in any case and with any space. Both ends of a range are included. A power of ten
/// that is written once, as `× 10^n` on the upper end of a range or after `±`, belongs to both
/// numbers; limits joined by `and` never share one. Any other power on one of two numbers alone is
/// refused. A unit stands after the last number or after both. `%` after `±` means per cent of the
/// target. Any word can be a unit ([`Unit`]); that it is the unit of the test is checked by the
/// [`Specification`](crate::Specification).
///
/// A limit has at most 18 significant digits between 10^-12 and 10^22. The ends of `a ± b` are
/// computed exactly and are as precise as the finer of the two; those of `a ± b %` are as precise
/// as `a`, and must be whole at its last place.
///
/// # Errors
///
/// Refused, with position and what to write instead: a bare word (`NTL 70 %` is never a term), `70
/// %` (at least or at most?), `≥ 85–90 %`, `130–70 %`, `70 %–130 ppm`, `≥ 80 % viable cells` (words
/// belong to the test's name), `10^12` as a limit (half of it would round up to it: write `1.0 ×
/// 10^12`), `1 × 10^6 ± 20 %` (write `1.0 × 10^6 ± 20 %`), `"Clear"` alone (nothing could fail),
/// `(b)(4)`, `to be set`, `N/A`, more than 1 KiB.
///
/// # Examples
///
/// ```
/// use release_criteria::Criterion;
///
/// let criterion: Criterion = "0.2 to 5.0 × 10⁶ cells/kg".parse()?;
/// assert_eq!(criterion.to_string(), "0.2–5.0 × 10^6 cells/kg");
/// assert_eq!(criterion.as_written(), "0.2 to 5.0 × 10⁶ cells/kg");
/// assert_eq!("at most 5".parse::<Criterion>()?, "≤5".parse()?);
/// assert_ne!("NMT 5".parse::<Criterion>()?, "NMT 5.0".parse()?);
///
/// let refused = "≥ 80 % viable cells".parse::<Criterion>().unwrap_err();
/// assert_eq!(refused.position(), 8);
/// # Ok::<(), release_criteria::ParseError>(())
/// ```
#[derive(Clone)]
pub struct Criterion {
    demand: Demand,
    written: Box<str>,
    listed: bool,
}

/// What a criterion asks for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Demand {
    /// Any value, to be reported.
    Report,
    /// Nothing in this phase.
    NotRequired,
    /// A number within limits.
    Numbers(Box<Range>),
    /// One of some terms.
    Terms(Terms),
    /// A number within limits, or one of some terms.
    Either(Box<Range>, Terms),
    /// The text that a parameter of the lot has.
    SameAs(Identifier),
}

boxed!(read Criterion);
boxed!(write Criterion);

impl Criterion {
    /// Longest text of a criterion, in bytes.
    pub(crate) const LONGEST: usize = 1024;

    /// A criterion given as lists of terms instead of in notation.
    pub(crate) fn from_terms(terms: Terms) -> Self {
        let demand = Demand::Terms(terms);
        Self { written: demand.to_string().into(), demand, listed: true }
    }

    /// A criterion given as the id of a parameter instead of in notation.
    pub(crate) fn same_as_parameter(id: Identifier) -> Self {
        let demand = Demand::SameAs(id);
        Self { written: demand.to_string().into(), demand, listed: true }
    }

    /// The text from which the criterion was read.
    #[must_use]
    pub fn as_written(&self) -> &str {
        self.written.trim()
    }

    /// The text from which the criterion was read, with the space around it.
    pub(crate) fn verbatim(&self) -> &str {
        &self.written
    }

    /// The unit in which the criterion is written, if it repeats one.
    #[must_use]
    pub fn unit(&self) -> Option<&Unit> {
        self.range().and_then(Range::unit)
    }

    /// Whether a value is only to be reported.
    #[must_use]
    pub fn is_report_only(&self) -> bool {
        self.demand == Demand::Report
    }

    /// Whether the test is not performed in this phase.
    #[must_use]
    pub fn is_not_required(&self) -> bool {
        self.demand == Demand::NotRequired
    }

    /// Whether no value fails: it is only reported, or not asked for.
    pub(crate) fn is_neutral(&self) -> bool {
        self.is_report_only() || self.is_not_required()
    }

    /// The id of the parameter of the lot whose text is accepted, and no other.
    #[must_use]
    pub fn same_as(&self) -> Option<&str> {
        self.parameter().map(Identifier::as_str)
    }

    /// The lower limit as written or, after `±`, as computed; and whether it is included itself.
    #[must_use]
    pub fn lower(&self) -> Option<(&Number, bool)> {
        self.range()?.lower().map(|bound| (&bound.limit, !bound.is_strict()))
    }

    /// The upper limit as written or, after `±`, as computed; and whether it is included itself.
    #[must_use]
    pub fn upper(&self) -> Option<(&Number, bool)> {
        self.range()?.upper().map(|bound| (&bound.limit, !bound.is_strict()))
    }

    /// The accepted terms; empty where the criterion names none.
    #[must_use]
    pub fn accepted_terms(&self) -> Vec<&str> {
        self.terms().map(Terms::accepted).unwrap_or_default().iter().map(Term::as_str).collect()
    }

    /// The rejected terms; empty where the criterion names none, and where it [rejects every
    /// other](Self::rejects_other_terms).
    #[must_use]
    pub fn rejected_terms(&self) -> Vec<&str> {
        self.terms().map(Terms::rejected).unwrap_or_default().iter().map(Term::as_str).collect()
    }

    /// Whether every term that is not accepted is rejected.
    #[must_use]
    pub fn rejects_other_terms(&self) -> bool {
        self.terms().is_some_and(Terms::rejects_other)
    }

    pub(crate) fn parameter(&self) -> Option<&Identifier> {
        if let Demand::SameAs(id) = &self.demand { Some(id) } else { None }
    }

    pub(crate) fn demand(&self) -> &Demand {
        &self.demand
    }

    pub(crate) fn range(&self) -> Option<&Range> {
        match &self.demand {
            Demand::Numbers(range) | Demand::Either(range, _) => Some(&**range),
            Demand::Report | Demand::NotRequired | Demand::Terms(_) | Demand::SameAs(_) => None,
        }
    }

    /// The limits of a criterion that sets nothing else.
    pub(crate) fn only_limits(&self) -> Option<&Range> {
        if let Demand::Numbers(range) = &self.demand { Some(&**range) } else { None }
    }

    pub(crate) fn terms(&self) -> Option<&Terms> {
        match &self.demand {
            Demand::Terms(terms) | Demand::Either(_, terms) => Some(terms),
            Demand::Report | Demand::NotRequired | Demand::Numbers(_) | Demand::SameAs(_) => None,
        }
    }

    /// Whether a term can conform.
    pub(crate) fn accepts_a_term(&self) -> bool {
        self.terms().is_some_and(|terms| !terms.accepted().is_empty())
    }

    /// Whether it was given as lists of terms or as the id of a parameter, as documents may do.
    pub(crate) fn is_listed(&self) -> bool {
        self.listed
    }
}

impl PartialEq for Criterion {
    fn eq(&self, other: &Self) -> bool {
        self.demand == other.demand
    }
}

impl Eq for Criterion {}

impl Hash for Criterion {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.demand.hash(state);
    }
}

impl fmt::Display for Criterion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.demand.to_string())
    }
}

impl fmt::Debug for Criterion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Criterion({self})")
    }
}

impl fmt::Display for Demand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Report => f.write_str("report"),
            Self::NotRequired => f.write_str("not required"),
            Self::Numbers(range) => range.fmt(f),
            Self::Terms(terms) => terms.fmt(f),
            Self::SameAs(id) => write!(f, "same as {id}"),
            Self::Either(range, terms) => {
                range.fmt(f)?;
                f.write_str(if terms.accepted().is_empty() { " " } else { " or " })?;
                terms.fmt(f)
            }
        }
    }
}

by_text!(Criterion, "a criterion in a string", |criterion| criterion.as_written().to_owned());

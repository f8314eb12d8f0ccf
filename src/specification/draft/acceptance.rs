//! What is accepted of a test in a phase, as it is being put together.

use super::condition::ConditionDraft;
use crate::criterion::{Criterion, Rejected, Term, Terms};
use crate::error::Problems;
use crate::specification::derivation::Derivation;
use crate::specification::part::Part;
use crate::value::{Extensions, Identifier, Unit};

const TOO_LONG: &str = "found terms of more than 1 KiB together; name fewer or shorter ones";

/// What is accepted of a test: a criterion, perhaps with interim terms, an alert limit and a
/// justification.
///
/// It is handed to [`TestBuilder::accept`](crate::TestBuilder::accept). A text that cannot be read
/// is reported when the specification is built, with its path.
///
/// ```
/// use release_criteria::Acceptance;
///
/// let commercial = Acceptance::new("NLT 80 %").alert("NLT 85 %").justification("n = 41 lots");
/// let sterility =
///     Acceptance::terms(&["No growth"], &["Growth"]).interim(&["No growth to date"]);
/// let identity = Acceptance::terms_or_reject_other(&["Identical to donor"]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Acceptance {
    pub(in crate::specification) when: ConditionDraft,
    pub(in crate::specification) unit: Part<Unit>,
    pub(in crate::specification) derived: Option<Box<Derivation>>,
    pub(in crate::specification) criterion: Part<Criterion>,
    pub(in crate::specification) interim: Part<Vec<Term>>,
    pub(in crate::specification) alert: Part<Box<Criterion>>,
    pub(in crate::specification) justification: Option<Box<str>>,
    pub(in crate::specification) extensions: Extensions,
    pub(in crate::specification) problems: Problems,
}

/// What is accepted in a phase, as it is being put together: one acceptance, or a list of cases.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry {
    pub(in crate::specification) cases: Vec<Acceptance>,
    pub(in crate::specification) is_list: bool,
}

impl Entry {
    pub(super) fn one(acceptance: Acceptance) -> Self {
        Self { cases: vec![acceptance], is_list: false }
    }

    /// Whether one case asks for something and another does not.
    pub(crate) fn asks_in_some_cases(&self) -> bool {
        let mut cases =
            self.cases.iter().filter_map(Acceptance::read_criterion).map(Criterion::is_neutral);
        cases.clone().any(|neutral| neutral) && cases.any(|neutral| !neutral)
    }

    pub(super) fn list(cases: Vec<Acceptance>) -> Self {
        Self { cases, is_list: true }
    }
}

impl Acceptance {
    /// What the notation of [`Criterion`] says, such as `NLT 70 %` or `report`.
    #[must_use]
    pub fn new(criterion: &str) -> Self {
        Self::default().criterion("", criterion)
    }

    /// One of the `accept`ed terms; the `reject`ed ones fail. Any other text is undecided, and
    /// never a pass.
    #[must_use]
    pub fn terms(accept: &[&str], reject: &[&str]) -> Self {
        Self::default().listed(accept, Some(reject))
    }

    /// One of the `accept`ed terms; any other text fails, unless it only looks like one of them,
    /// which is undecided.
    #[must_use]
    pub fn terms_or_reject_other(accept: &[&str]) -> Self {
        Self::default().listed(accept, None)
    }

    /// The text that the parameter `parameter` of the lot has, exactly but for space at its ends;
    /// any other text fails, unless it only looks like that one, which is undecided: `Müller` with
    /// a `ü` of two characters.
    #[must_use]
    pub fn same_as(parameter: &str) -> Self {
        Self::default().same_as_text("same_as", parameter)
    }

    /// In a list of cases: this one applies when the parameter or test `id` is `requirement`, which
    /// is one of its declared values or limits in exactly its unit. Said several times, all of it
    /// has to be so.
    #[must_use]
    pub fn when(self, id: &str, requirement: &str) -> Self {
        self.with_requirement(id, Some(&[requirement]), false)
    }

    /// In a list of cases: this one applies when the parameter or test `id` is one of `values`.
    #[must_use]
    pub fn when_one_of(self, id: &str, values: &[&str]) -> Self {
        self.with_requirement(id, Some(values), true)
    }

    /// In a list of cases: the unit of this one, where the test has none.
    #[must_use]
    pub fn unit(mut self, unit: &str) -> Self {
        self.problems.refuse_second("unit", !self.unit.is_absent());
        self.unit_text(Some(unit))
    }

    /// In a list of cases: how the value follows from others in this one, where the test does not
    /// say.
    #[must_use]
    pub fn derived(mut self, derivation: Derivation) -> Self {
        self.problems.refuse_second("derived", self.derived.is_some());
        self.derived = Some(Box::new(derivation));
        self
    }

    /// Terms that a preliminary result may have while the final one is awaited, such as `No growth
    /// to date`. A final result that has one is undecided, also where every term that is not
    /// accepted is rejected.
    ///
    /// The specification is refused where the criterion has no terms, such as `NMT 5`, or accepts
    /// or rejects the term already, and where the list is empty, repeats a term, or has a word for
    /// no result, such as `pending`.
    #[must_use]
    pub fn interim(mut self, terms: &[&str]) -> Self {
        self.problems.refuse_second("interim", !self.interim.is_absent());
        self.interim_texts(Some(terms))
    }

    /// Limits inside the criterion whose crossing is flagged and changes no outcome.
    #[must_use]
    pub fn alert(mut self, criterion: &str) -> Self {
        self.problems.refuse_second("alert", !self.alert.is_absent());
        self.alert = Part::read("alert", Some(criterion), &mut self.problems).boxed();
        self
    }

    /// Why the criterion is what it is: a number of lots, a reference. Kept, and never interpreted.
    #[must_use]
    pub fn justification(mut self, text: &str) -> Self {
        self.problems.refuse_second("justification", self.justification.is_some());
        if text.trim().is_empty() {
            self.problems.push("justification", "is empty; say why, or leave it out");
        }
        self.justification = Some(text.into());
        self
    }

    /// A criterion in notation, at `path` within it.
    pub(crate) fn criterion(mut self, path: &str, text: &str) -> Self {
        self.criterion = Part::read(path, Some(text), &mut self.problems);
        self
    }

    /// A criterion as lists of terms; without `reject`, every other term is rejected.
    pub(crate) fn listed(mut self, accept: &[&str], reject: Option<&[&str]>) -> Self {
        self.criterion = Part::read_or_refused(self.read_lists(accept, reject));
        self
    }

    /// A criterion as the id of a parameter, at `path`.
    pub(crate) fn same_as_text(mut self, path: &str, id: &str) -> Self {
        let id: Option<Identifier> = self.problems.read(path, id);
        self.criterion = Part::read_or_refused(id.map(Criterion::same_as_parameter));
        self
    }

    /// Interim terms; `None` is what a reader of documents has refused.
    pub(crate) fn interim_texts(mut self, terms: Option<&[&str]>) -> Self {
        if terms.is_some_and(<[_]>::is_empty) {
            self.problems
                .push("interim", "found no interim term; name one, or leave `interim` out");
        }
        if terms.is_some_and(|terms| length(terms) > Criterion::LONGEST) {
            self.problems.push("interim", TOO_LONG);
        }
        self.interim =
            Part::read_or_refused(terms.and_then(|terms| self.read_terms("interim", terms)));
        self
    }

    pub(crate) fn unit_text(mut self, text: Option<&str>) -> Self {
        self.unit = Part::read("unit", text, &mut self.problems);
        self
    }

    /// One more requirement; without `texts` a reader of documents has refused it.
    pub(crate) fn with_requirement(
        mut self,
        id: &str,
        texts: Option<&[&str]>,
        is_list: bool,
    ) -> Self {
        self.when.add("when", id, texts, is_list, &mut self.problems);
        self
    }

    pub(crate) fn state_when(&mut self, extensions: Extensions) {
        self.when.state(extensions);
    }

    /// A part that a reader of documents has refused.
    pub(crate) fn refused_criterion(mut self) -> Self {
        self.criterion = Part::Refused;
        self
    }

    pub(crate) fn read_criterion(&self) -> Option<&Criterion> {
        self.criterion.get()
    }

    pub(crate) fn has_criterion(&self) -> bool {
        !self.criterion.is_absent()
    }

    pub(crate) fn problems(&mut self) -> &mut Problems {
        &mut self.problems
    }

    pub(super) fn all_problems(&mut self) -> impl Iterator<Item = &mut Problems> {
        std::iter::once(&mut self.problems)
            .chain(self.derived.iter_mut().map(|derived| derived.problems()))
    }

    pub(crate) fn extensions(&mut self) -> &mut Extensions {
        &mut self.extensions
    }

    fn read_lists(&mut self, accept: &[&str], reject: Option<&[&str]>) -> Option<Criterion> {
        if accept.is_empty() {
            self.problems
                .push("accept", "found no accepted term, so that nothing could conform; name one");
        }
        if reject.is_some_and(<[_]>::is_empty) {
            self.problems.push(
                "reject",
                "found no rejected term, so that nothing could fail; name one, or write \"other\"",
            );
        }
        if length(accept).saturating_add(length(reject.unwrap_or_default())) > Criterion::LONGEST {
            self.problems.push("accept", TOO_LONG);
            return None;
        }
        let accepted = self.read_terms("accept", accept);
        let rejected = self.read_terms("reject", reject.unwrap_or_default());
        let (accepted, rejected) = (accepted?, rejected?);
        if accept.is_empty() || reject.is_some_and(<[_]>::is_empty) {
            return None;
        }
        let rejected = if reject.is_some() { Rejected::Listed(rejected) } else { Rejected::Other };
        let Some(terms) = Terms::new(accepted, rejected) else {
            let message =
                "found a term twice; accepted and rejected terms must differ, space and case aside";
            self.problems.push("accept", message);
            return None;
        };
        let criterion = Criterion::from_terms(terms);
        if criterion.as_written().len() > Criterion::LONGEST {
            self.problems.push("accept", TOO_LONG);
            return None;
        }
        Some(criterion)
    }

    /// Reads terms, each at its place in the list at `path`; `None` if one was refused.
    pub(crate) fn read_terms(&mut self, path: &str, texts: &[&str]) -> Option<Vec<Term>> {
        let read: Vec<Option<Term>> = texts
            .iter()
            .enumerate()
            .map(|(index, text)| self.problems.read(format!("{path}[{index}]"), text))
            .collect();
        read.into_iter().collect()
    }
}

/// How many bytes terms have together.
fn length(terms: &[&str]) -> usize {
    terms.iter().map(|term| term.len()).fold(0, usize::saturating_add)
}

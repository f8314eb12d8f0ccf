//! What is accepted of a test in a phase, as it is being put together.

use serde_json::{Value, json};

use super::condition::ConditionDraft;
use super::terms::{InterimTerms, Reject, TermTexts, read_lists, read_terms};
use crate::criterion::Criterion;
use crate::document::{
    Describe, Draft, Expected, Kind, Node, Part, Place, Schemas, document, of_node,
};
use crate::error::{ProblemCode, Problems};
use crate::specification::acceptance::CheckedAcceptance;
use crate::specification::derivation::Derivation;
use crate::value::{Identifier, Unit};

document! {
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
    pub draft Acceptance (Expected::Criterion) => Acceptance, |draft: Acceptance| Ok(draft.settled());
        writes CheckedAcceptance;
    /// What is accepted, in the notation of criteria: `NLT 70 %`, `"No growth"`, `report`.
    "criterion" criterion: Optional Criterion = |case, _| {
        (!case.criterion.is_listed()).then(|| case.criterion.verbatim().into())
    };
    /// The accepted terms, in the place of a criterion.
    "accept" accept: Optional TermTexts = |case, members| case.listed()?.accepted().json(members);
    /// The terms that fail; `other` for all that are not accepted.
    "reject" reject: Optional Reject = |case, members| {
        let terms = case.listed()?;
        if terms.rejects_other() { Some("other".into()) } else { terms.rejected().json(members) }
    };
    /// The id of a parameter whose text is accepted, in the place of a criterion.
    "same_as" same_as: Optional Identifier = |case, _| {
        case.criterion.same_as().filter(|_| case.criterion.is_listed()).map(Json::from)
    };
    /// Terms that a preliminary result may have while the final one is awaited.
    "interim" interim: Optional InterimTerms;
    /// Limits inside the criterion whose crossing is flagged and changes no outcome.
    "alert" alert: Optional Box<Criterion>;
    /// Why the criterion is what it is: a number of lots, a reference.
    "justification" justification: Optional Justification;
    /// In a list of cases: when this one applies.
    "when" when: Leading ConditionDraft;
    /// In a list of cases: the unit of this one, where the test has none.
    "unit" unit: Leading Unit;
    /// In a list of cases: how the value follows from others in this one.
    "derived" derived: Leading Box<Derivation>;
}

/// Why a criterion is what it is. Kept, and never interpreted.
#[derive(Clone, Debug)]
pub(crate) struct Justification(pub(in crate::specification) Box<str>);

impl Kind for Justification {
    fn read(node: Node<'_>, at: Place<'_>, problems: &mut Problems) -> Part<Self> {
        let Some(text) = node.text(at, problems) else { return Part::Refused };
        if text.trim().is_empty() {
            problems.push(at, ProblemCode::NoReason, "is empty; say why, or leave it out");
        }
        Part::Read(Self(text.into()))
    }
}

impl Describe for Justification {
    fn schema(_: &mut Schemas) -> Value {
        json!({"type": "string", "minLength": 1})
    }
}

/// A text is short for an object with a criterion.
impl Kind for Acceptance {
    fn read(node: Node<'_>, at: Place<'_>, problems: &mut Problems) -> Part<Self> {
        match node {
            Node::Text(text) => Part::Read(Self::new(&text)),
            object => of_node::<Self>(object, at, problems),
        }
    }
}

impl Acceptance {
    /// What the notation of [`Criterion`] says, such as `NLT 70 %` or `report`.
    #[must_use]
    pub fn new(criterion: &str) -> Self {
        let mut acceptance = Self::default();
        acceptance.criterion = Part::read("", criterion, &mut acceptance.problems);
        acceptance
    }

    /// One of the `accept`ed terms; the `reject`ed ones fail. Any other text is undecided, and
    /// never a pass.
    #[must_use]
    pub fn terms(accept: &[&str], reject: &[&str]) -> Self {
        Self::listed(accept, Reject::Listed(TermTexts::of(reject)))
    }

    /// One of the `accept`ed terms; any other text fails, unless it only looks like one of them,
    /// which is undecided.
    #[must_use]
    pub fn terms_or_reject_other(accept: &[&str]) -> Self {
        Self::listed(accept, Reject::Other)
    }

    fn listed(accept: &[&str], reject: Reject) -> Self {
        let accept = Part::Read(TermTexts::of(accept));
        Self { accept, reject: Part::Read(reject), ..Self::default() }.settled()
    }

    /// The text that the parameter `parameter` of the lot has, exactly but for space at its ends;
    /// any other text fails, unless it only looks like that one, which is undecided: `Müller` with
    /// a `ü` of two characters.
    #[must_use]
    pub fn same_as(parameter: &str) -> Self {
        Self::default().with_text("same_as", parameter).settled()
    }

    /// In a list of cases: this one applies when the parameter or test `id` is `requirement`, which
    /// is one of its declared values or limits in exactly its unit. Said several times, all of it
    /// has to be so.
    #[must_use]
    pub fn when(self, id: &str, requirement: &str) -> Self {
        self.with_requirement(id, &[requirement], false)
    }

    /// In a list of cases: this one applies when the parameter or test `id` is one of `values`.
    #[must_use]
    pub fn when_one_of(self, id: &str, values: &[&str]) -> Self {
        self.with_requirement(id, values, true)
    }

    /// In a list of cases: the unit of this one, where the test has none.
    #[must_use]
    pub fn unit(mut self, unit: &str) -> Self {
        self.problems.refuse_second("unit", !self.unit.is_absent());
        self.with_text("unit", unit)
    }

    /// In a list of cases: how the value follows from others in this one, where the test does not
    /// say.
    #[must_use]
    pub fn derived(mut self, derivation: Derivation) -> Self {
        self.problems.refuse_second("derived", !self.derived.is_absent());
        self.derived = Part::Read(Box::new(derivation));
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
        self.interim = InterimTerms::of(terms, Place::key("interim"), &mut self.problems);
        self
    }

    /// Limits inside the criterion whose crossing is flagged and changes no outcome.
    #[must_use]
    pub fn alert(mut self, criterion: &str) -> Self {
        self.problems.refuse_second("alert", !self.alert.is_absent());
        self.with_text("alert", criterion)
    }

    /// Why the criterion is what it is: a number of lots, a reference. Kept, and never interpreted.
    #[must_use]
    pub fn justification(mut self, text: &str) -> Self {
        self.problems.refuse_second("justification", !self.justification.is_absent());
        self.with_text("justification", text)
    }

    fn with_requirement(mut self, id: &str, texts: &[&str], is_list: bool) -> Self {
        let at = (Place::key("when"), &mut self.problems);
        self.when.add(|when| when.add(id, Some(texts), is_list, at));
        self
    }

    /// With one criterion, however it was said.
    fn settled(mut self) -> Self {
        let is_listed = !(self.accept.is_absent() && self.reject.is_absent());
        let same_as = self.same_as.take();
        if !same_as.is_absent() {
            if self.has_criterion() {
                self.problems.push(
                    "criterion",
                    ProblemCode::ConflictingMembers,
                    "stands beside another criterion; write one of the two",
                );
            }
            self.criterion = same_as.map(Criterion::same_as_parameter);
        }
        // A case whose condition was refused has one.
        if self.when.is_refused() {
            self.when = Part::Read(ConditionDraft::default());
        }
        if is_listed && self.has_criterion() {
            self.problems.push(
                "",
                ProblemCode::ConflictingMembers,
                "has a criterion and lists of terms; write one of the two",
            );
        } else if is_listed {
            self.criterion = self.settle_terms();
        }
        self
    }

    fn settle_terms(&mut self) -> Part<Criterion> {
        match (self.accept.take().into_option(), self.reject.take().into_option()) {
            (Some(accept), Some(reject)) => {
                Part::read_or_refused(read_lists(&accept.0, &reject, &mut self.problems))
            }
            (accept, _) => {
                let accept = accept.unwrap_or_default();
                read_terms(&accept.0, Place::key("accept"), &mut self.problems);
                self.problems.push(
                    "",
                    ProblemCode::Missing,
                    "needs both `accept` and `reject`, else nothing could conform or nothing could \
                     fail",
                );
                Part::Refused
            }
        }
    }

    pub(crate) fn read_criterion(&self) -> Option<&Criterion> {
        self.criterion.get()
    }

    pub(crate) fn has_criterion(&self) -> bool {
        !self.criterion.is_absent()
    }

    /// Hands over what is wrong with it and with its derivation.
    pub(super) fn each_problems(&mut self, see: &mut dyn FnMut(&mut Problems)) {
        see(&mut self.problems);
        if let Some(derived) = self.derived.read_mut() {
            see(&mut derived.problems);
        }
    }
}

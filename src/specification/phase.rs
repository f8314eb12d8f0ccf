//! Phases of a product's life, and the other closed vocabularies of a specification.

use serde_json::{Value, json};

use crate::document::{
    Describe, Entries, Json, Kind, Members, Node, Object, Part, Place, Schemas, Write,
    object_schema, unknown,
};
use crate::error::{ProblemCode, Problems, join};
use crate::value::Extensions;
use crate::value::code::codes;

codes! {
    /// The phase in which a lot is judged. There are exactly these three, ordered from the first to
    /// the last.
    #[derive(PartialOrd, Ord)]
    pub enum Phase("phase") {
        /// Clinical development: criteria may be permissive, or only reported.
        Clinical = "clinical",
        /// Process validation: criteria are set.
        Validation = "validation",
        /// Commercial supply: criteria are revised with experience.
        Commercial = "commercial",
    }
}

codes! {
    /// What a test says of the product, in the words of ICH Q6A and Q6B. It changes no judgement.
    #[non_exhaustive]
    pub enum Attribute("attribute") {
        /// How it looks.
        Appearance = "appearance",
        /// Whether it is the product.
        Identity = "identity",
        /// How much there is.
        Quantity = "quantity",
        /// What else is in it.
        Purity = "purity",
        /// What it does.
        Potency = "potency",
        /// Microbes, endotoxins, replication-competent viruses.
        Safety = "safety",
        /// pH, osmolality, volume.
        General = "general",
    }
}

codes! {
    /// Whether the result of a test is needed before release.
    ///
    /// A product that is given within hours cannot wait for a sterility test of 14 days; declaring
    /// such a test
    /// [`AfterRelease`](Self::AfterRelease) is what allows the verdict `conforms-interim`.
    pub enum Gate("gate", default BeforeRelease) {
        /// The result is needed first. The default.
        BeforeRelease = "before-release",
        /// The result may come later; one that fails still fails the lot.
        AfterRelease = "after-release",
    }
}

/// A value for all phases, or one for each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PerPhase<T> {
    all: Option<T>,
    each: Vec<(Phase, T)>,
    /// Whether a value for all phases was given again.
    repeated: bool,
    carried: Extensions,
}

impl<T> Default for PerPhase<T> {
    fn default() -> Self {
        Self { all: None, each: Vec::new(), repeated: false, carried: Extensions::default() }
    }
}

impl<T: PartialEq> PerPhase<T> {
    /// Whether both say the same of every phase.
    pub(crate) fn says_the_same_as(&self, other: &Self) -> bool {
        Phase::ALL.iter().all(|phase| self.get(*phase) == other.get(*phase))
    }
}

impl<T> PerPhase<T> {
    pub(crate) fn all(value: T) -> Self {
        Self { all: Some(value), ..Self::default() }
    }

    /// Sets the value for one phase, or for all of them.
    pub(crate) fn set(&mut self, phase: Option<Phase>, value: T) {
        match phase {
            Some(phase) => self.each.push((phase, value)),
            None => self.repeated |= self.all.replace(value).is_some(),
        }
    }

    /// The value for all phases, to be added to.
    pub(crate) fn all_mut(&mut self) -> &mut T
    where
        T: Default,
    {
        self.all.get_or_insert_default()
    }

    pub(crate) fn get(&self, phase: Phase) -> Option<&T> {
        self.all
            .as_ref()
            .or_else(|| self.each.iter().find(|(own, _)| *own == phase).map(|(_, value)| value))
    }

    pub(crate) fn carried(&self) -> &Extensions {
        &self.carried
    }

    pub(crate) fn for_all(&self) -> Option<&T> {
        self.all.as_ref()
    }

    /// The value for all phases, or that for each.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (Option<Phase>, &T)> {
        let all = self.all.iter().map(|value| (None, value));
        all.chain(self.each.iter().map(|(phase, value)| (Some(*phase), value)))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.all.iter().chain(self.each.iter().map(|(_, value)| value))
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.all.iter_mut().chain(self.each.iter_mut().map(|(_, value)| value))
    }

    /// Checks every value, and that there is one for each of `phases` and for no other.
    ///
    /// `phases` is `None` where they could not be read. `path` names the value, `all` the key that
    /// one for all phases has, if it has one.
    pub(crate) fn checked<U>(
        self,
        phases: Option<&[Phase]>,
        path: &str,
        all: Option<&'static str>,
        problems: &mut Problems,
        mut check: impl FnMut(T, &str, &mut Problems) -> Option<U>,
    ) -> Option<PerPhase<U>> {
        let Self { all: for_all, each, repeated, carried, .. } = self;
        if repeated {
            problems.push(
                path,
                ProblemCode::RepeatedMember,
                "found a second value for all phases; give one",
            );
        }
        if for_all.is_some() && !each.is_empty() {
            problems.push(
                path,
                ProblemCode::ConflictingMembers,
                "found a value for all phases beside one for a phase; give one for \
                 all, or one for each",
            );
        }
        if for_all.is_none() {
            for phase in phases.unwrap_or_default() {
                match each.iter().filter(|(own, _)| own == phase).count() {
                    0 => problems.push(
                        format!("{path}.{phase}"),
                        ProblemCode::Missing,
                        "is missing; a value is needed for each of the phases, or one for all",
                    ),
                    1 => {}
                    _ => problems.push(
                        format!("{path}.{phase}"),
                        ProblemCode::RepeatedMember,
                        "found a second value for the phase; give one",
                    ),
                }
            }
        }
        let mut checked = PerPhase { carried, ..PerPhase::default() };
        let mut complete = true;
        if let Some(value) = for_all {
            let path = join(path, all.unwrap_or_default());
            checked.all = check(value, &path, problems);
            complete = checked.all.is_some();
        }
        for (phase, value) in each {
            let path = format!("{path}.{phase}");
            if phases.is_some_and(|phases| !phases.contains(&phase)) {
                problems.push(
                    &path,
                    ProblemCode::PhaseNotCovered,
                    format!(
                        "found a value for a phase that is not in `phases`; add `{phase}` there, \
                         or remove it here"
                    ),
                );
            }
            match check(value, &path, problems) {
                Some(value) => checked.each.push((phase, value)),
                None => complete = false,
            }
        }
        checked.each.sort_by_key(|(phase, _)| *phase);
        complete.then_some(checked)
    }
}

impl Phase {
    fn codes() -> impl Iterator<Item = &'static str> {
        Self::ALL.iter().map(|phase| phase.code())
    }
}

impl<T> PerPhase<T> {
    /// Reads an object with a value for each phase, and one for all phases under the key `all`, if
    /// there is such a key.
    pub(super) fn read_object(
        object: Entries<'_>,
        all: Option<&'static str>,
        at: Place<'_>,
        problems: &mut Problems,
        mut read: impl FnMut(Node<'_>, Place<'_>, &mut Problems) -> T,
    ) -> Self {
        let mut values = Self { carried: object.carried, ..Self::default() };
        for (key, node) in object.own {
            let at = at.member(&key);
            match key.parse() {
                Ok(phase) => values.set(Some(phase), read(node, at, problems)),
                Err(_) if all == Some(&*key) => values.set(None, read(node, at, problems)),
                Err(_) => unknown(at, all.into_iter().chain(Phase::codes()), problems),
            }
        }
        values
    }

    /// The schema of an object with a value for each phase, or with one for all.
    pub(super) fn object_schema(all: Option<&'static str>, one: &Value) -> Value {
        let keys = all.into_iter().chain(Phase::codes());
        let each = keys.map(|key| (key.to_owned(), one.clone())).collect();
        let mut schema = object_schema(each);
        schema.insert("minProperties".to_owned(), 1.into());
        schema.into()
    }

    /// An object with a value for each phase.
    pub(super) fn object<'d>(
        &'d self,
        members: Members,
        write: impl Fn(&'d T) -> Option<Json<'d>>,
    ) -> Object<'d> {
        let object = self.each.iter().fold(Object::default(), |object, (phase, value)| {
            object.with_some(phase.code(), write(value))
        });
        object.carrying(&self.carried, members)
    }
}

/// One value, or an object with one for each phase.
impl<T: Kind> Kind for PerPhase<Part<T>> {
    fn read(node: Node<'_>, at: Place<'_>, problems: &mut Problems) -> Part<Self> {
        let is_by_phase = |object: &Entries<'_>| {
            !T::IS_OBJECT || object.keys().any(|key| key.parse::<Phase>().is_ok())
        };
        Part::Read(match node {
            Node::Object(object) if is_by_phase(&object) => {
                Self::read_object(object.noted(at, problems), None, at, problems, T::read)
            }
            one => Self::all(T::read(one, at, problems)),
        })
    }
}

impl<T: Kind> Describe for PerPhase<Part<T>> {
    fn schema(schemas: &mut Schemas) -> Value {
        let one = T::schema(schemas);
        json!({"anyOf": [one, Self::object_schema(None, &one)]})
    }
}

impl<T: Write> Write for PerPhase<T> {
    fn json(&self, members: Members) -> Option<Json<'_>> {
        match &self.all {
            Some(all) => all.json(members),
            None => Some(self.object(members, |one| one.json(members)).into()),
        }
    }

    fn is_default(&self) -> bool {
        self.all.as_ref().is_some_and(Write::is_default)
    }
}

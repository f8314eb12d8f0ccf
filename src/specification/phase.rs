//! Phases of a product's life, and the other closed vocabularies of a specification.

use crate::error::{Problems, join};
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
    pub enum Gate("gate") {
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
    /// Whether anything was said, be it an object without phases.
    stated: bool,
    /// Whether a value for all phases was given again.
    repeated: bool,
    extensions: Extensions,
}

impl<T> Default for PerPhase<T> {
    fn default() -> Self {
        Self {
            all: None,
            each: Vec::new(),
            stated: false,
            repeated: false,
            extensions: Extensions::default(),
        }
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
        Self { all: Some(value), stated: true, ..Self::default() }
    }

    /// Sets the value for one phase, or for all of them.
    pub(crate) fn set(&mut self, phase: Option<Phase>, value: T) {
        self.stated = true;
        match phase {
            Some(phase) => self.each.push((phase, value)),
            None => self.repeated |= self.all.replace(value).is_some(),
        }
    }

    /// Takes the value for all phases out, to put another in its place.
    pub(crate) fn take_all(&mut self) -> Option<T> {
        self.all.take()
    }

    /// Says that there is an object for the phases, with members that are carried along.
    pub(crate) fn state(&mut self, extensions: Extensions) {
        self.stated = true;
        self.extensions = extensions;
    }

    pub(crate) fn is_stated(&self) -> bool {
        self.stated
    }

    pub(crate) fn extensions(&self) -> &Extensions {
        &self.extensions
    }

    pub(crate) fn get(&self, phase: Phase) -> Option<&T> {
        self.all
            .as_ref()
            .or_else(|| self.each.iter().find(|(own, _)| *own == phase).map(|(_, value)| value))
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

    pub(crate) fn each(&self) -> &[(Phase, T)] {
        &self.each
    }

    /// Checks every value, and that there is one for each of `phases` and for no other.
    ///
    /// `phases` is `None` where they could not be read. `path` names the value, `all` the key that
    /// one for all phases has, if it has one.
    pub(crate) fn checked<U>(
        self,
        phases: Option<&[Phase]>,
        path: &str,
        all: Option<&str>,
        problems: &mut Problems,
        mut check: impl FnMut(T, &str, &mut Problems) -> Option<U>,
    ) -> Option<PerPhase<U>> {
        let Self { all: for_all, each, repeated, extensions, .. } = self;
        if repeated {
            problems.push(path, "found a second value for all phases; give one");
        }
        if for_all.is_some() && !each.is_empty() {
            problems.push(
                path,
                "found a value for all phases beside one for a phase; give one for \
                 all, or one for each",
            );
        }
        if for_all.is_none() {
            for phase in phases.unwrap_or_default() {
                match each.iter().filter(|(own, _)| own == phase).count() {
                    0 => problems.push(
                        format!("{path}.{phase}"),
                        "is missing; a value is needed for each of the phases, or one for all",
                    ),
                    1 => {}
                    _ => problems.push(
                        format!("{path}.{phase}"),
                        "found a second value for the phase; give one",
                    ),
                }
            }
        }
        let mut checked = PerPhase { stated: true, extensions, ..PerPhase::default() };
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

//! What of a specification its spec-tests touch.

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

use super::probes::{CoverageKind, Probe, probes_of};
use super::run::Judged;
use super::spec_test::SpecTests;
use crate::criterion::Term;
use crate::error::DocumentError;
use crate::report::{Columns, Finding, Reason, shortened};
use crate::specification::{Phase, Specification};
use crate::value::{Measurement, Number};

/// What of a specification a set of [`SpecTests`] touches, and what it never does: each end of what
/// is accepted, each term, case, condition, test and phase.
///
/// What counts is what the specification finds, not whether it was expected; so a row more never
/// touches less. A phase in which nothing can fail, which cannot be judged, has no part in it. It
/// prints as a table.
///
/// ```
/// use release_criteria::testing::{Coverage, CoverageItem, CoverageKind};
/// use release_criteria::{Acceptance, Attribute, Phase, Rounding, Specification, Test, wire};
///
/// let specification = Specification::builder("SPEC-7", "2", "Example cells")
///     .phases(&[Phase::Commercial])
///     .rounding(Rounding::Usp)
///     .test(
///         Test::quantitative("viability", "Viable cells", Attribute::Purity, "%")
///             .accept(Acceptance::new("NLT 80 %")),
///     )
///     .build()?;
/// let tests = wire::read_spec_tests(
///     r#"{
///         "format": "release-criteria/spec-tests/1",
///         "tests": [
///             {"test": "viability", "phase": "commercial", "value": "79.5 %",
///              "outcome": "conforms"},
///             {"test": "viability", "phase": "commercial", "value": "60 %",
///              "outcome": "does-not-conform"}
///         ]
///     }"#,
/// )?;
/// let coverage = Coverage::of(&specification, &tests)?;
/// let untouched: Vec<&CoverageItem> = coverage.untouched().collect();
/// assert_eq!(untouched[0].kind(), CoverageKind::End); // 60 % says nothing of where it ends
/// assert_eq!(untouched[0].what(), "lower end, ≥ 79.5 %");
/// assert_eq!(untouched[0].lacks(), Some("a value just outside"));
/// # Ok::<(), release_criteria::DocumentError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Coverage {
    specification: String,
    items: Vec<CoverageItem>,
}

/// One thing that spec-tests can touch.
#[derive(Clone, Debug)]
pub struct CoverageItem {
    phase: Phase,
    test: Option<String>,
    kind: CoverageKind,
    what: String,
    probe: Probe,
    /// Whether it was seen; of an end, on the accepting side and on the other.
    seen: [bool; 2],
}

impl Coverage {
    /// What of `specification` the rows of `tests` touch. Judges every row.
    ///
    /// # Errors
    ///
    /// What [`SpecTests::mismatches`] refuses.
    pub fn of(specification: &Specification, tests: &SpecTests) -> Result<Self, DocumentError> {
        let mut items = Vec::new();
        let mut of_test: HashMap<(Phase, String), Range<usize>> = HashMap::new();
        let phases =
            specification.phases().iter().filter(|phase| specification.plan(**phase).is_ok());
        for &phase in phases {
            let first = items.len();
            items.push(CoverageItem::new(
                phase,
                None,
                CoverageKind::Phase,
                "the phase".to_owned(),
                Probe::Row,
            ));
            of_test.insert((phase, String::new()), first..items.len());
            let groups =
                specification.checked_groups().iter().map(|group| (group.id.as_str(), None));
            for (id, test) in
                specification.tests().iter().map(|test| (test.id(), Some(test))).chain(groups)
            {
                let first = items.len();
                let what = if test.is_some() { "the test" } else { "the group" };
                items.push(CoverageItem::new(
                    phase,
                    Some(id),
                    CoverageKind::Test,
                    what.to_owned(),
                    Probe::Row,
                ));
                if let Some(test) = test {
                    let mut add = |kind, what, probe| {
                        items.push(CoverageItem::new(phase, Some(id), kind, what, probe));
                    };
                    probes_of(specification, test, phase, &mut add);
                }
                of_test.insert((phase, id.to_owned()), first..items.len());
            }
        }
        tests.judge(specification, |judged| {
            for id in ["", judged.test.test()] {
                let own = of_test.get(&(judged.test.phase(), id.to_owned())).cloned();
                for item in own.and_then(|own| items.get_mut(own)).into_iter().flatten() {
                    item.see(&judged);
                }
            }
        })?;
        let specification = format!("{} version {}", specification.id(), specification.version());
        Ok(Self { specification, items })
    }

    /// All that spec-tests can touch, phase by phase in the order of the specification.
    #[must_use]
    pub fn items(&self) -> &[CoverageItem] {
        &self.items
    }

    /// What no row touches.
    pub fn untouched(&self) -> impl Iterator<Item = &CoverageItem> {
        self.items.iter().filter(|item| !item.is_touched())
    }
}

impl CoverageItem {
    fn new(
        phase: Phase,
        test: Option<&str>,
        kind: CoverageKind,
        what: String,
        probe: Probe,
    ) -> Self {
        // Only ends have two sides.
        let seen = [false, !matches!(probe, Probe::End { .. })];
        Self { phase, test: test.map(str::to_owned), kind, what, probe, seen }
    }

    fn see(&mut self, judged: &Judged<'_>) {
        let Judged { test, declared, finding, case } = judged;
        let reason = finding.reason();
        let is_here = |place: &usize, own: &Reason| *case == Some(*place) && reason == *own;
        let says = |is: &dyn Fn(&Term) -> bool| {
            let values = declared.iter().flat_map(|own| test.values(own));
            values.filter_map(|value| value.parse().ok()).any(|term| is(&term))
        };
        let [inside, outside] = &mut self.seen;
        match &self.probe {
            Probe::Row => *inside = true,
            Probe::Reason(own) => *inside |= reason == *own,
            Probe::Case(place) => *inside |= *case == Some(*place),
            Probe::SameAs(place, own) => *inside |= is_here(place, own),
            Probe::Term(place, own, term) => {
                *inside |= is_here(place, own) && says(&|said| said == term);
            }
            Probe::OtherTerm(place, own, named) => {
                *inside |= is_here(place, own) && says(&|said| !named.contains(said));
            }
            Probe::End { case: place, near: [from, to], cut, is_lower } => {
                let Some(value) = exact_value(finding).filter(|_| *case == Some(*place)) else {
                    return;
                };
                let is_near = value.compare_value(from).is_ge() && value.compare_value(to).is_le();
                let order = value.compare_value(cut);
                let is_beyond = if *is_lower { order.is_le() } else { order.is_ge() };
                *inside |= is_near && reason == Reason::Within;
                *outside |= is_near && is_beyond && reason == Reason::Outside;
            }
        }
    }

    /// The phase.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// The id of the test or group; `None` for the phase itself.
    #[must_use]
    pub fn test(&self) -> Option<&str> {
        self.test.as_deref()
    }

    /// What kind of thing it is.
    #[must_use]
    pub fn kind(&self) -> CoverageKind {
        self.kind
    }

    /// Which one, in words: `lower end, ≥ 79.5 %`.
    #[must_use]
    pub fn what(&self) -> &str {
        &self.what
    }

    /// Whether rows touch it.
    #[must_use]
    pub fn is_touched(&self) -> bool {
        self.seen == [true, true]
    }

    /// What would touch it; `None` where it is touched.
    #[must_use]
    pub fn lacks(&self) -> Option<&'static str> {
        let is_end = matches!(self.probe, Probe::End { .. });
        match self.seen {
            [true, true] => None,
            [false, false] => Some("a value just inside, and one just outside"),
            [false, true] if is_end => Some("a value just inside"),
            [true, false] => Some("a value just outside"),
            [false, true] => Some("a row"),
        }
    }
}

/// The number that decided, if it is one; one that is rounded for reading as it is shown.
fn exact_value(finding: &Finding) -> Option<Number> {
    let compared = finding.compared()?;
    let measured: Measurement = compared.strip_prefix("≈ ").unwrap_or(compared).parse().ok()?;
    measured.comparator().is_none().then(|| *measured.number())
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Columns::new(&[("Phase", 12), ("Test", 22), ("What", 40), ("Lacks", 22)]);
        for item in &self.items {
            let test = item.test().unwrap_or_default();
            let lacks = item.lacks().unwrap_or_default();
            table.row(&[
                item.phase.to_string(),
                test.to_owned(),
                shortened(&item.what),
                lacks.to_owned(),
            ]);
        }
        writeln!(f, "Spec-tests of {}\n{table}", shortened(&self.specification))?;
        let untouched = self.untouched().count();
        write!(f, "{} of {} touched", self.items.len().saturating_sub(untouched), self.items.len())
    }
}

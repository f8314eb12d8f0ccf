//! One test, compiled for one phase.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use super::condition::PlannedCondition;
use super::derivation::PlannedDerivation;
use super::sources::{Source, Sources};
use crate::acceptance::{Region, Rounding};
use crate::combination::ToldApart;
use crate::criterion::{Criterion, Term, Terms};
use crate::error::printable;
use crate::lot::{AssayResult, Lot};
use crate::report::Item;
use crate::specification::{
    CheckedAcceptance, Combine, Gate, Phase, Quantity, Reportable, Specification, Test,
};
use crate::value::{Exact, Identifier, Label, Number, Unit};

/// What a test asks in one phase, ready to be compared.
#[derive(Clone, Debug)]
pub(crate) struct PlannedTest {
    id: Identifier,
    /// What every finding about it says.
    pub(crate) item: Arc<Item>,
    pub(crate) if_tested: bool,
    pub(crate) methods: Vec<Label>,
    pub(crate) rounding: Rounding,
    /// How replicates make one value; `None` for a single one.
    pub(crate) replicates: Option<Box<Replicates>>,
    /// When it applies; `None` for always.
    pub(crate) when: Option<PlannedCondition>,
    /// What is asked: one thing, or one in each of several cases.
    pub(crate) asked: Vec<Asked>,
    /// The tests whose determinations are told apart in what it is made of.
    pub(crate) told_apart: ToldApart,
    /// The place of the group of which it is a member.
    pub(crate) group: Option<usize>,
    /// Where its result stands in a lot that has one of each test that takes results.
    pub(crate) order: usize,
}

/// What is asked of one value.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// In which case it is; `None` for always.
    pub(crate) when: Option<PlannedCondition>,
    pub(crate) quantity: Option<Quantity>,
    pub(crate) derived: Option<Box<PlannedDerivation>>,
    pub(crate) limits: Option<Box<Limits>>,
    pub(crate) alert: Option<Box<Alert>>,
    pub(crate) criterion: Arc<Criterion>,
    /// What a preliminary result may say while the final one is awaited.
    pub(crate) interim: Vec<Term>,
    /// What is accepted, in words, where that does not depend on the lot.
    accepted: Option<Box<str>>,
    /// Where the text stands that the value has to be the same as.
    pub(crate) same_as: Option<usize>,
}

/// How many replicates there are, and what they make.
#[derive(Clone, Debug)]
pub(crate) struct Replicates {
    pub(crate) count: usize,
    pub(crate) combine: Combine,
    pub(crate) each: Option<Each>,
    /// As a share, not in per cent.
    pub(crate) max_rsd: Option<Exact>,
    /// As written.
    pub(crate) max_rsd_text: String,
}

/// Limits on each replicate.
#[derive(Clone, Debug)]
pub(crate) struct Each {
    pub(crate) criterion: Criterion,
    pub(crate) limits: Limits,
}

/// Limits inside the criterion, whose crossing is flagged.
#[derive(Clone, Debug)]
pub(crate) struct Alert {
    pub(crate) criterion: Criterion,
    pub(crate) region: Region,
}

/// The limits of a criterion as sets of unrounded values.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    /// What is accepted under the rules of the test.
    pub(crate) accepted: Region,
    /// What would be accepted without rounding.
    pub(crate) unrounded: Region,
    /// What lies at most 5 % of a limit beyond it.
    pub(crate) near: Region,
}

impl PlannedTest {
    /// `None` where the specification has no criterion for the phase.
    pub(crate) fn compile(
        specification: &Specification,
        test: &Test,
        phase: Phase,
        sources: &Sources<'_>,
        group: Option<(usize, Gate)>,
    ) -> Option<Self> {
        let entry = test.entry(phase)?;
        let rules = specification.rules(test);
        let mut asked = Vec::with_capacity(entry.cases.len());
        for case in &entry.cases {
            asked.push(Asked::compile(test, case, rules, sources)?);
        }
        let reportable = test.reportable(phase);
        let item = Item {
            id: test.id().into(),
            is_group: false,
            name: Some(test.name().to_owned()),
            gate: group.map_or_else(|| test.gate(phase), |(_, gate)| Some(gate))?,
            criterion: String::new(),
            rounding: None,
            accepts: None,
        };
        let planned = Self {
            id: test.identifier().clone(),
            item: item.into(),
            if_tested: test.is_if_tested(),
            methods: test.method_labels(phase)?.to_vec(),
            rounding: rules.0,
            replicates: reportable
                .map(|reportable| Box::new(Replicates::compile(reportable, rules))),
            when: PlannedCondition::compile_if(test.applies_when(), sources)?,
            asked: Some(asked).filter(|asked| !asked.is_empty())?,
            told_apart: ToldApart::default(),
            group: group.map(|(index, _)| index),
            order: 0,
        };
        Some(planned.in_words())
    }

    /// With what is asked of every lot in words, made once; of a list of cases all are named.
    pub(crate) fn in_words(mut self) -> Self {
        for asked in &mut self.asked {
            asked.accepted = asked.accepted_in_words().map(Into::into);
        }
        let case = |asked: &Asked| match &asked.when {
            Some(when) => format!("{} when {}", asked.criterion.as_written(), when.text),
            None => asked.criterion.as_written().to_owned(),
        };
        let criterion = self.asked.iter().map(case).collect::<Vec<_>>().join("; ");
        let rounding = self.has_limits().then_some(self.rounding);
        let accepts = self.only().and_then(|only| only.accepts(None)).map(Cow::into_owned);
        let item = Arc::make_mut(&mut self.item);
        (item.criterion, item.rounding, item.accepts) = (criterion, rounding, accepts);
        self
    }

    pub(crate) fn has_limits(&self) -> bool {
        self.has_each() || self.asked.iter().any(|asked| asked.limits.is_some())
    }

    pub(crate) fn has_each(&self) -> bool {
        self.replicates.as_ref().is_some_and(|replicates| replicates.each.is_some())
    }

    pub(crate) fn id(&self) -> &str {
        self.id.as_str()
    }

    /// Its results, with their places as handed in.
    pub(crate) fn results<'l>(
        &self,
        lot: &'l Lot,
    ) -> impl Iterator<Item = (usize, &'l AssayResult)> + Clone + use<'l> {
        lot.results_of(self.id(), self.order)
    }

    pub(crate) fn identifier(&self) -> &Identifier {
        &self.id
    }

    pub(crate) fn gate(&self) -> Gate {
        self.item.gate
    }

    /// Whether no result could make it conform or fail.
    pub(crate) fn is_neutral(&self) -> bool {
        self.asked.iter().all(|asked| asked.criterion.is_neutral())
    }

    /// What is asked where that does not depend on the lot.
    pub(crate) fn only(&self) -> Option<&Asked> {
        self.asked.first().filter(|only| only.when.is_none())
    }

    /// The quantity and the limits, where a single number decides: by whatever method, and under no
    /// condition.
    pub(crate) fn decided_by_a_number(&self) -> Option<(&Quantity, &Limits)> {
        let is_measured = |asked: &&Asked| {
            asked.derived.is_none() && self.when.is_none() && self.replicates.is_none()
        };
        let asked = self.only().filter(is_measured)?;
        asked.quantity.as_ref().zip(asked.limits.as_deref())
    }

    /// Its own condition if it has one, then those of its cases.
    pub(crate) fn conditions(&self) -> impl Iterator<Item = &PlannedCondition> {
        self.when.iter().chain(self.asked.iter().filter_map(|asked| asked.when.as_ref()))
    }

    /// Where the values stand on which it depends, each once.
    pub(crate) fn sources(&self) -> Vec<Source> {
        let derived = self.asked.iter().filter_map(|asked| asked.derived.as_deref());
        let inputs = derived.flat_map(|derived| &derived.inputs).map(|input| input.source);
        let mut found = HashSet::new();
        self.conditions()
            .flat_map(PlannedCondition::sources)
            .chain(inputs)
            .filter(|own| found.insert(*own))
            .collect()
    }

    /// How often its conditions look at the values of a test.
    pub(crate) fn conditions_on_tests(&self) -> usize {
        self.conditions()
            .flat_map(PlannedCondition::sources)
            .filter(|source| matches!(source, Source::Test(_)))
            .count()
    }
}

impl Asked {
    fn compile(
        test: &Test,
        case: &CheckedAcceptance,
        rules: (Rounding, crate::acceptance::StrictLimits),
        sources: &Sources<'_>,
    ) -> Option<Self> {
        let of_case = |unit: &Unit| Quantity {
            unit: unit.clone(),
            signed: test.is_signed(),
            conversions: Vec::new(),
        };
        let quantity = test.quantity().cloned().or_else(|| case.unit.as_ref().map(of_case));
        let derivation = test.derivation_in(case);
        let derived = match (derivation, &quantity) {
            (Some(derivation), Some(quantity)) => {
                Some(Box::new(PlannedDerivation::compile(derivation, quantity, sources)?))
            }
            (Some(_), None) => return None,
            (None, _) => None,
        };
        let (rounding, strict) = rules;
        Some(Self {
            when: PlannedCondition::compile_if(case.when.as_deref(), sources)?,
            quantity,
            derived,
            limits: Limits::of(&case.criterion, rules).map(Box::new),
            alert: case.alert.as_ref().and_then(|criterion| {
                let region = Region::accepted(criterion, rounding, strict)?;
                Some(Box::new(Alert { criterion: criterion.as_ref().clone(), region }))
            }),
            criterion: Arc::clone(&case.criterion),
            interim: case.interim.clone(),
            accepted: None,
            same_as: match case.criterion.parameter() {
                Some(id) => Some(sources.parameter(id)?),
                None => None,
            },
        })
    }

    /// Exactly what is accepted, in words; `text` is that which has to be the same.
    pub(crate) fn accepts(&self, text: Option<&str>) -> Option<Cow<'_, str>> {
        match self.same_as {
            Some(_) => text.map(|text| format!("\"{}\"", printable(text.trim())).into()),
            None => self.accepted.as_deref().map(Cow::Borrowed),
        }
    }

    fn accepted_in_words(&self) -> Option<String> {
        if self.criterion.is_not_required() || self.same_as.is_some() {
            return None;
        }
        if self.criterion.is_report_only() {
            return Some("any value".to_owned());
        }
        Some(
            self.criterion
                .accepts(self.limits.as_ref().map(|limits| &limits.accepted), self.unit()),
        )
    }

    pub(crate) fn is_signed(&self) -> bool {
        self.quantity.as_ref().is_some_and(|quantity| quantity.signed)
    }

    /// Whether any value will do, or none is asked.
    pub(crate) fn is_neutral(&self) -> bool {
        self.criterion.is_neutral()
    }

    /// Whether a preliminary result that says so waits for the final one.
    pub(crate) fn is_interim(&self, text: &str) -> bool {
        self.interim.iter().any(|term| term.is(text))
    }

    /// The term that a text looks like, among those that do not fail.
    pub(crate) fn looks_like(&self, text: &str) -> Option<&Term> {
        let accepted = self.criterion.terms().map(Terms::accepted).unwrap_or_default();
        accepted.iter().chain(&self.interim).find(|term| term.looks_like(text))
    }

    pub(crate) fn unit(&self) -> Option<&Unit> {
        self.quantity.as_ref().map(|quantity| &quantity.unit)
    }

    /// A text with the unit of the test after it.
    pub(crate) fn in_unit(&self, text: impl std::fmt::Display) -> String {
        Unit::after(text, self.unit())
    }
}

impl Limits {
    pub(crate) fn of(
        criterion: &Criterion,
        (rounding, strict): (Rounding, crate::acceptance::StrictLimits),
    ) -> Option<Self> {
        criterion.range().map(|range| Self {
            accepted: Region::of_range(range, rounding, strict),
            unrounded: Region::of_range(range, Rounding::Absolute, strict),
            near: Region::within_five_percent(range),
        })
    }
}

impl Replicates {
    fn compile(
        reportable: &Reportable,
        rules: (Rounding, crate::acceptance::StrictLimits),
    ) -> Self {
        let each = reportable.limits_of_each();
        let max_rsd = reportable.largest_rsd();
        Self {
            count: usize::try_from(reportable.replicates()).unwrap_or(usize::MAX),
            combine: reportable.combine(),
            each: each.and_then(|each| {
                Some(Each { criterion: each.clone(), limits: Limits::of(each, rules)? })
            }),
            max_rsd: max_rsd.map(|rsd| rsd.exact().times(Exact::new(1, -2))),
            max_rsd_text: max_rsd.map(|rsd| format!("{rsd} %")).unwrap_or_default(),
        }
    }
}

impl Quantity {
    /// How a value written in `unit` becomes one in the test's unit; `None` where that is not
    /// declared.
    pub(crate) fn conversion_from(&self, unit: Option<&Unit>) -> Option<Conversion<'_>> {
        if self.unit.matches(unit) {
            return Some(Conversion::None);
        }
        let declared = self.conversions.iter().find(|conversion| conversion.from.matches(unit))?;
        Some(Conversion::Times(&declared.factor.value))
    }
}

/// What is done to a value before it is compared.
#[derive(Clone, Copy)]
pub(crate) enum Conversion<'p> {
    None,
    Times(&'p Number),
}

impl Conversion<'_> {
    pub(crate) fn apply(self, region: Region) -> Region {
        match self {
            Self::None => region,
            Self::Times(factor) => region.times(factor),
        }
    }
}

//! A specification as a document of format 1, and the digest of it.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::Specification;
use super::acceptance::{CheckedAcceptance, CheckedEntry};
use super::condition::{Condition, MustBe, Requirement};
use super::derivation::Derivation;
use super::group::CheckedGroup;
use super::parameter::{Parameter, Values};
use super::part::Part;
use super::phase::{Gate, PerPhase};
use super::reportable::Reportable;
use super::test::{Conversion, Test};
use crate::criterion::{Criterion, Term};
use crate::value::{Extensions, Identifier, Json, Label, Object};

/// The `format` of a specification's document.
pub(crate) const FORMAT: &str = "release-criteria/specification/1";

impl Specification {
    /// What a report pins the specification by: `sha256:` and the digest of its document as read,
    /// in one fixed form.
    ///
    /// Numbers and criteria count as they are written. The order of keys, space between them and
    /// members with `x-` do not, nor does it make a difference whether a field that has its default
    /// for all phases is written or left out.
    #[must_use]
    pub fn digest(&self) -> String {
        let canonical = self.document(Members::Own).line();
        let mut text = "sha256:".to_owned();
        for byte in Sha256::digest(canonical.as_bytes()) {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        text
    }

    pub(crate) fn document(&self, members: Members) -> Object<'_> {
        let object = Object::default()
            .with("format", FORMAT)
            .with("id", self.id.as_str())
            .with("version", self.version.as_str())
            .with("status", self.status.code())
            .with("product", self.product.as_str())
            .with(
                "phases",
                self.phases.iter().map(|phase| phase.code().into()).collect::<Json<'_>>(),
            )
            .with("rounding", self.rounding.code())
            .with_some("strict", self.strict.map(|strict| strict.code()))
            .with_some(
                "parameters",
                list(&self.parameters, |parameter| parameter.document(members)),
            )
            .with(
                "tests",
                Json::each(move || {
                    self.tests.iter().map(move |test| test.document(members).into())
                }),
            )
            .with_some("groups", list(&self.groups, |group| group.document(members)));
        members.extend(object, &self.extensions)
    }
}

/// Which members of a document are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Members {
    /// Those that this crate reads.
    Own,
    /// Those with `x-` as well.
    All,
}

impl Members {
    fn extend<'d>(self, object: Object<'d>, extensions: &'d Extensions) -> Object<'d> {
        if self == Self::All { object.with_extensions(extensions) } else { object }
    }
}

/// A list, left out where it is empty.
fn list<'d, T>(items: &'d [T], document: impl Fn(&'d T) -> Object<'d>) -> Option<Json<'d>> {
    (!items.is_empty()).then(|| items.iter().map(|item| document(item).into()).collect())
}

impl Parameter {
    fn document(&self, members: Members) -> Object<'_> {
        let object = Object::default()
            .with("id", self.id())
            .with_some("name", self.name.get().map(Label::as_str));
        let object = match self.kind() {
            Some(Values::Number { unit, signed, within }) => object
                .with("unit", unit.as_str())
                .with_some("signed", signed.then_some(true))
                .with_some("within", within.map(Criterion::verbatim)),
            Some(Values::OneOf(values)) => object.with("values", terms(values)),
            Some(Values::Text) | None => object.with("text", true),
        };
        members.extend(object, &self.extensions)
    }
}

impl CheckedGroup {
    fn document(&self, members: Members) -> Object<'_> {
        let is_default_gate = self.gate.for_all() == Some(&Gate::BeforeRelease);
        let object = Object::default()
            .with("id", self.id.as_str())
            .with("name", self.name.as_str())
            .with("rule", self.rule.code())
            .with("tests", self.tests.iter().map(|id| id.as_str().into()).collect::<Json<'_>>())
            .with_some(
                "gate",
                (!is_default_gate)
                    .then(|| per_phase(&self.gate, members, |gate| gate.code().into())),
            );
        members.extend(object, &self.extensions)
    }
}

impl Condition {
    fn document(&self, members: Members) -> Object<'_> {
        let mut requirements: Vec<&Requirement> = self.requirements.iter().collect();
        // Keys are written back as they were read, and have one order in a digest.
        if members == Members::Own {
            requirements.sort_by_key(|requirement| &requirement.subject);
        }
        let object = requirements.into_iter().fold(Object::default(), |object, requirement| {
            let must_be = match &requirement.must_be {
                MustBe::Within(criterion) => criterion.verbatim().into(),
                MustBe::OneOf(values) if requirement.is_list => terms(values),
                MustBe::OneOf(values) => values
                    .iter()
                    .map(|value| Json::from(value.as_str()))
                    .next()
                    .unwrap_or("".into()),
            };
            object.with(requirement.subject.as_str(), must_be)
        });
        members.extend(object, &self.extensions)
    }
}

impl Derivation {
    fn document(&self, members: Members) -> Object<'_> {
        let (with, without) = self.keys();
        let object = Object::default()
            .with_some(with, ids(&self.with))
            .with_some(without, ids(&self.without))
            .with_some("constant", self.constant.get().map(|_| &*self.written_constant));
        members.extend(object, &self.extensions)
    }
}

impl Reportable {
    fn document(&self, members: Members) -> Object<'_> {
        let object = Object::default()
            .with("replicates", u64::from(self.replicates()))
            .with("combine", self.combination())
            .with_some("each", self.each.get().map(Criterion::verbatim))
            .with_some("max_rsd", self.max_rsd.get().map(|_| &*self.written_rsd));
        members.extend(object, &self.extensions)
    }
}

impl Test {
    /// All that it says besides its id and name, in one fixed form.
    pub(crate) fn declaration(&self) -> String {
        self.declared(Object::default(), Members::Own).line()
    }

    fn document(&self, members: Members) -> Object<'_> {
        self.declared(
            Object::default().with("id", self.id.as_str()).with("name", self.name.as_str()),
            members,
        )
    }

    fn declared<'d>(&'d self, object: Object<'d>, members: Members) -> Object<'d> {
        let quantity = self.quantity.as_ref();
        let conversions = quantity
            .map(|quantity| &quantity.conversions)
            .filter(|conversions| !conversions.is_empty());
        let has_methods = self.methods.for_all().is_none_or(|methods| !methods.is_empty());
        let is_default_gate = self.gate.for_all() == Some(&Gate::BeforeRelease);
        let object = object
            .with("attribute", self.attribute.code())
            .with_some("unit", quantity.map(|quantity| quantity.unit.as_str()))
            .with_some("signed", self.signed.then_some(true))
            .with_some(
                "conversions",
                conversions.map(|all| {
                    all.iter().map(|one| conversion(one, members)).collect::<Json<'_>>()
                }),
            )
            .with_some(
                "methods",
                has_methods.then(|| per_phase(&self.methods, members, |methods| labels(methods))),
            )
            .with_some(
                "gate",
                (!is_default_gate)
                    .then(|| per_phase(&self.gate, members, |gate| gate.code().into())),
            )
            .with_some("required", self.if_tested.then_some("if-tested"))
            .with_some("rounding", self.rounding.map(|rounding| rounding.code()))
            .with_some("strict", self.strict.map(|strict| strict.code()))
            .with_some("when", self.when.as_ref().map(|when| when.document(members)))
            .with_some(
                "reportable",
                self.reportable.as_ref().map(|reportable| {
                    per_phase(reportable, members, |one| one.document(members).into())
                }),
            )
            .with_some("derived", self.derived.as_ref().map(|derived| derived.document(members)))
            .with("acceptance", acceptance(&self.acceptance, members));
        members.extend(object, &self.extensions)
    }
}

fn conversion(conversion: &Conversion, members: Members) -> Json<'_> {
    let object = Object::default()
        .with("from", conversion.from.as_str())
        .with("factor", &*conversion.written);
    members.extend(object, &conversion.extensions).into()
}

fn labels(labels: &[Label]) -> Json<'_> {
    labels.iter().map(|label| label.as_str().into()).collect()
}

fn ids(parts: &[Part<Identifier>]) -> Option<Json<'_>> {
    let ids = || parts.iter().filter_map(Part::get).map(|id| id.as_str().into()).collect();
    (!parts.is_empty()).then(ids)
}

/// One value, or an object with one for each phase.
fn per_phase<'d, T>(
    values: &'d PerPhase<T>,
    members: Members,
    write: impl Fn(&'d T) -> Json<'d>,
) -> Json<'d> {
    values.for_all().map_or_else(|| each_phase(values, members, &write).into(), &write)
}

fn acceptance(entries: &PerPhase<CheckedEntry>, members: Members) -> Object<'_> {
    match entries.for_all() {
        Some(all) => {
            members.extend(Object::default().with("all", entry(all, members)), entries.extensions())
        }
        None => each_phase(entries, members, |one| entry(one, members)),
    }
}

fn each_phase<'d, T>(
    values: &'d PerPhase<T>,
    members: Members,
    write: impl Fn(&'d T) -> Json<'d>,
) -> Object<'d> {
    let each = values.each().iter();
    let object = each
        .fold(Object::default(), |object, (phase, value)| object.with(phase.code(), write(value)));
    members.extend(object, values.extensions())
}

/// A list of cases, or the only one.
fn entry(entry: &CheckedEntry, members: Members) -> Json<'_> {
    match entry.only() {
        Some(only) => cell(only, members),
        None => entry.cases.iter().map(|case| cell(case, members)).collect(),
    }
}

/// A string where there is only a criterion in notation.
fn cell(cell: &CheckedAcceptance, members: Members) -> Json<'_> {
    let is_plain = cell.when.is_none()
        && cell.interim.is_empty()
        && cell.alert.is_none()
        && cell.justification.is_none();
    let has_extensions = members == Members::All && cell.extensions.iter().next().is_some();
    if is_plain && !has_extensions && !cell.criterion.is_listed() {
        return cell.criterion.verbatim().into();
    }
    let object = Object::default()
        .with_some("when", cell.when.as_ref().map(|when| when.document(members)))
        .with_some("unit", cell.unit.as_ref().map(|unit| unit.as_str()))
        .with_some("derived", cell.derived.as_ref().map(|derived| derived.document(members)));
    let object = criterion(object, &cell.criterion)
        .with_some("interim", (!cell.interim.is_empty()).then(|| terms(&cell.interim)))
        .with_some("alert", cell.alert.as_deref().map(Criterion::verbatim))
        .with_some("justification", cell.justification.as_deref());
    members.extend(object, &cell.extensions).into()
}

fn criterion<'d>(object: Object<'d>, criterion: &'d Criterion) -> Object<'d> {
    let listed = criterion.is_listed();
    match (criterion.terms(), criterion.same_as()) {
        (Some(both), _) if listed => object.with("accept", terms(both.accepted())).with(
            "reject",
            if both.rejects_other() { "other".into() } else { terms(both.rejected()) },
        ),
        (_, Some(parameter)) if listed => object.with("same_as", parameter),
        _ => object.with("criterion", criterion.verbatim()),
    }
}

fn terms(terms: &[Term]) -> Json<'_> {
    terms.iter().map(|term| term.as_str().into()).collect()
}

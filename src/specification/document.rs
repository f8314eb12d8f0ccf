//! A specification as a document of format 1, and the digest of it.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::Specification;
use super::acceptance::CheckedAcceptance;
use super::phase::{Gate, PerPhase};
use super::test::{Conversion, Test};
use crate::criterion::{Criterion, Term};
use crate::value::{Extensions, Json, Label, Object};

/// The `format` of a specification's document.
pub(crate) const FORMAT: &str = "release-criteria/specification/1";

impl Specification {
    /// What a report pins the specification by: `sha256:` and the digest of its document as read, in one fixed form.
    ///
    /// Numbers and criteria count as they are written. The order of keys, space between them and members with `x-` do not, nor
    /// does it make a difference whether a field that has its default for all phases is written or left out.
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

    pub(crate) fn document(&self, members: Members) -> Object {
        let object = Object::default()
            .with("format", FORMAT)
            .with("id", self.id.as_str())
            .with("version", self.version.as_str())
            .with("status", self.status.code())
            .with("product", self.product.as_str())
            .with("phases", self.phases.iter().map(|phase| phase.code().into()).collect::<Json>())
            .with("rounding", self.rounding.code())
            .with_some("strict", self.strict.map(|strict| strict.code()))
            .with("tests", self.tests.iter().map(|test| test.document(members).into()).collect::<Json>());
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
    fn extend(self, object: Object, extensions: &Extensions) -> Object {
        if self == Self::All { object.with_extensions(extensions) } else { object }
    }
}

impl Test {
    fn document(&self, members: Members) -> Object {
        let quantity = self.quantity.as_ref();
        let conversions = quantity.map(|quantity| &quantity.conversions).filter(|conversions| !conversions.is_empty());
        let has_methods = self.methods.for_all().is_none_or(|methods| !methods.is_empty());
        let is_default_gate = self.gate.for_all() == Some(&Gate::BeforeRelease);
        let object = Object::default()
            .with("id", self.id.as_str())
            .with("name", self.name.as_str())
            .with("attribute", self.attribute.code())
            .with_some("unit", quantity.map(|quantity| quantity.unit.as_str()))
            .with_some("signed", quantity.filter(|quantity| quantity.signed).map(|_| true))
            .with_some(
                "conversions",
                conversions.map(|all| all.iter().map(|one| conversion(one, members)).collect::<Json>()),
            )
            .with_some("methods", has_methods.then(|| per_phase(&self.methods, members, |methods| labels(methods))))
            .with_some("gate", (!is_default_gate).then(|| per_phase(&self.gate, members, |gate| gate.code().into())))
            .with_some("required", self.if_tested.then_some("if-tested"))
            .with_some("rounding", self.rounding.map(|rounding| rounding.code()))
            .with_some("strict", self.strict.map(|strict| strict.code()))
            .with("acceptance", acceptance(&self.acceptance, members));
        members.extend(object, &self.extensions)
    }
}

fn conversion(conversion: &Conversion, members: Members) -> Json {
    let object = Object::default().with("from", conversion.from.as_str()).with("factor", &*conversion.written);
    members.extend(object, &conversion.extensions).into()
}

fn labels(labels: &[Label]) -> Json {
    labels.iter().map(|label| label.as_str().into()).collect()
}

/// One value, or an object with one for each phase.
fn per_phase<T>(values: &PerPhase<T>, members: Members, write: impl Fn(&T) -> Json) -> Json {
    values.for_all().map_or_else(|| each_phase(values, members, &write).into(), &write)
}

fn acceptance(entries: &PerPhase<CheckedAcceptance>, members: Members) -> Object {
    match entries.for_all() {
        Some(all) => members.extend(Object::default().with("all", entry(all, members)), entries.extensions()),
        None => each_phase(entries, members, |one| entry(one, members)),
    }
}

fn each_phase<T>(values: &PerPhase<T>, members: Members, write: impl Fn(&T) -> Json) -> Object {
    let each = values.each().iter();
    let object = each.fold(Object::default(), |object, (phase, value)| object.with(phase.code(), write(value)));
    members.extend(object, values.extensions())
}

/// A string where there is only a criterion in notation.
fn entry(entry: &CheckedAcceptance, members: Members) -> Json {
    let is_plain = entry.alert.is_none() && entry.justification.is_none();
    let has_extensions = members == Members::All && entry.extensions.iter().next().is_some();
    if is_plain && !has_extensions && !entry.criterion.is_listed() {
        return entry.criterion.verbatim().into();
    }
    let object = criterion(&entry.criterion)
        .with_some("alert", entry.alert.as_ref().map(Criterion::verbatim))
        .with_some("justification", entry.justification.as_deref());
    members.extend(object, &entry.extensions).into()
}

fn criterion(criterion: &Criterion) -> Object {
    match criterion.terms().filter(|_| criterion.is_listed()) {
        None => Object::default().with("criterion", criterion.verbatim()),
        Some(terms) => {
            let list = |terms: &[Term]| terms.iter().map(|term| term.as_str().into()).collect::<Json>();
            Object::default()
                .with("accept", list(terms.accepted()))
                .with("reject", if terms.rejects_other() { "other".into() } else { list(terms.rejected()) })
        }
    }
}

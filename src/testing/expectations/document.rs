//! Spec-tests as they are read and written.

use serde_json::Value;

use super::spec_test::{Given, MOST_SPEC_TESTS, Place, SpecTest, SpecTests};
#[cfg(feature = "csv")]
use crate::document::Declared;
use crate::document::{
    Describe, Document, Expected, Format, Item, Json, Kind, Later, List, Members, Node, Object,
    Part, Place as Position, Schemas, Write, document, map_schema,
};
use crate::error::{DocumentError, ProblemCode, Problems, shown};
use crate::report::{Outcome, Reason};
use crate::specification::Phase;
use crate::value::{Identifier, Label, ResultStatus, Unit, says_no_result};

/// Longest source, in characters.
const LONGEST_SOURCE: usize = 4_000;

document! {
    /// Tests of a specification as data.
    pub(crate) draft SpecTestsDraft (Expected::Object)
        => SpecTests, |draft: SpecTestsDraft| draft.checked().map_err(Problems::from); writes SpecTests;
    /// What the document is.
    "format" format: Required Format<SpecTests> = SpecTests::format;
    /// The spec-tests.
    "tests" tests: Required List<SpecTestDraft>;
}

impl Document for SpecTests {
    const FORMAT: &'static str = "release-criteria/spec-tests/1";
}

impl SpecTestsDraft {
    fn checked(self) -> Result<SpecTests, DocumentError> {
        let List { items: mut tests, places } = self.tests.into_option().unwrap_or_default();
        for (test, place) in tests.iter_mut().zip(places) {
            test.place = Place::Listed(usize::try_from(place).unwrap_or(usize::MAX));
        }
        SpecTests::checked(tests, self.carried, self.problems)
    }
}

document! {
    /// What has to be found of a value in a phase.
    pub(crate) draft SpecTestDraft (Expected::Object)
        => SpecTest, |draft: SpecTestDraft| draft.finish(Place::Listed(0)); writes SpecTest;
    /// The id of a test or group.
    "test" test: Required Later<Identifier> = |test, members| test.test.json(members);
    /// The phase in which it is judged.
    "phase" phase: Required Later<Phase> = |test, _| Some(test.phase.code().into());
    /// The result, as a laboratory writes it.
    "value" value: Optional Box<str>;
    /// The outcome that has to be found.
    "outcome" outcome: Required Later<Outcome> = |test, _| Some(test.outcome.code().into());
    /// The reason that has to be found; without it, any.
    "reason" reason: Optional Later<Reason> = |test, _| test.reason.map(|one| one.code().into());
    /// Where the expectation comes from.
    "source" source: Optional Box<str>;
    /// The unit of the value, where it stands beside it.
    "unit" unit: Optional Box<str>;
    /// The method by which it was measured.
    "method" method: Optional Box<str>;
    /// Whether more is to come.
    "status" status: Optional Later<ResultStatus> = |test, _| test.status.map(|one| one.code().into());
    /// What else the lot has, each as the id of a parameter or another test and its value.
    "given" given: Optional Given;
}

impl Item for SpecTestDraft {
    const MOST: usize = MOST_SPEC_TESTS;
    const LEAST: usize = 1;
}

impl Kind for Given {
    fn read(node: Node<'_>, at: Position<'_>, problems: &mut Problems) -> Part<Self> {
        let expected = Expected::ObjectOf("an object with values of parameters and tests");
        let Some(object) = node.object(at, expected, problems) else { return Part::Refused };
        let mut given = Self { values: Vec::new(), carried: object.carried };
        for (id, node) in object.own {
            if let Some(value) = node.text(at.member(&id), problems) {
                given.values.push((id.as_ref().into(), value.as_ref().into()));
            }
        }
        Part::Read(given)
    }
}

impl Describe for Given {
    fn schema(schemas: &mut Schemas) -> Value {
        map_schema(&<Box<str> as Describe>::schema(schemas)).into()
    }
}

impl Write for Given<Identifier> {
    fn json(&self, members: Members) -> Option<Json<'_>> {
        let values = self.values.iter();
        let object = values
            .fold(Object::default(), |object, (id, value)| object.with(id.as_str(), &**value));
        Some(object.carrying(&self.carried, members).into())
    }

    fn is_default(&self) -> bool {
        self.values.is_empty() && self.carried.iter().next().is_none()
    }
}

impl SpecTestDraft {
    #[cfg(feature = "csv")]
    /// The members that are one text, which spreadsheets have as columns of the same names.
    pub(crate) fn columns() -> impl Iterator<Item = &'static str> {
        Self::MEMBERS.iter().map(|member| member.key).filter(|key| *key != "given")
    }

    /// The finished row; what is wrong with it, with paths within it. That a text is missing its
    /// reader has said.
    pub(crate) fn finish(self, place: Place) -> Result<SpecTest, Problems> {
        let Self { carried, mut problems, .. } = self;
        let (value, source) = (self.value.into_option(), self.source.into_option());
        let (unit, method) = (self.unit.into_option(), self.method.into_option());
        let Given { values: given, carried: carried_by_given } =
            self.given.into_option().unwrap_or_default();
        if value.is_none() {
            let beside = [
                ("unit", unit.is_some()),
                ("method", method.is_some()),
                ("status", self.status.get().is_some()),
            ];
            for (column, _) in beside.iter().filter(|(_, is_there)| *is_there) {
                problems.push(
                    *column,
                    ProblemCode::Misplaced,
                    "stands beside no value; write the value, or leave it out",
                );
            }
        }
        check_value("value", value.as_deref(), &mut problems);
        if let Some(text) =
            source.as_deref().filter(|text| text.chars().nth(LONGEST_SOURCE).is_some())
        {
            problems.push(
                "source",
                ProblemCode::BeyondLimit,
                format!("found {} characters; write at most 4,000", text.chars().count()),
            );
        }
        let given: Vec<Option<(Identifier, Box<str>)>> = given
            .into_iter()
            .map(|(id, value)| {
                let path = format!("given.{}", shown(&id, 1));
                check_value(&path, Some(&value), &mut problems);
                Some((problems.read_key(path, &id)?, value))
            })
            .collect();
        let read = (
            self.test.settle("test", &mut problems).into_option(),
            self.phase.settle("phase", &mut problems).into_option(),
            self.outcome.settle("outcome", &mut problems).into_option(),
            given.into_iter().collect::<Option<Vec<_>>>(),
        );
        unit.as_deref().and_then(|text| problems.read::<Unit>("unit", text));
        method.as_deref().and_then(|text| problems.read::<Label>("method", text));
        let reason = self.reason.settle("reason", &mut problems).into_option();
        let status = self.status.settle("status", &mut problems).into_option();
        match read {
            (Some(test), Some(phase), Some(outcome), Some(given)) if problems.is_empty() => {
                Ok(SpecTest {
                    place,
                    test,
                    phase,
                    value,
                    unit,
                    method,
                    status,
                    outcome,
                    reason,
                    source,
                    given: Given { values: given, carried: carried_by_given },
                    carried,
                })
            }
            _ => Err(problems),
        }
    }
}

fn check_value(path: &str, value: Option<&str>, problems: &mut Problems) {
    if let Some(value) = value.filter(|value| says_no_result(value)) {
        let shown = shown(value, 1);
        problems.push(
            path,
            ProblemCode::NoValue,
            format!("found `{shown}`, which says that there is no value; write nothing"),
        );
    }
}

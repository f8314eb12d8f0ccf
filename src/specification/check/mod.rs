//! The one door through which every specification comes: checks of the document as a whole.

mod combined;
mod criteria;
mod graph;
mod groups;
mod needs;
mod protocol;
mod references;
mod rules;
mod vocabulary;

use super::Specification;
use super::phase::{PerPhase, Phase};
use super::reportable::Reportable;
use super::test::{Conversion, Quantity, Test};
use crate::document::Part;
use crate::error::{DocumentError, ProblemCode, Problems, join, shown};
use crate::specification::draft::{Methods, SpecificationBuilder, TestBuilder};
use crate::specification::group::MOST_GROUPS;
use crate::specification::parameter::MOST_PARAMETERS;
use crate::specification::test::MOST_TESTS;
use crate::value::{Exact, Label, Number, Unit};
use criteria::{Cells, UnitStands};
use graph::Graph;
use groups::Membership;
use references::Subjects;
use rules::{AcceptanceRules, Rules, unless_refused};

impl SpecificationBuilder {
    /// Checks everything and makes the specification.
    ///
    /// # Errors
    ///
    /// Every problem at once, each with the path that it has in the document. Among them: no test;
    /// an id twice; a phase without a criterion; a criterion in another unit than its test's;
    /// limits on a test without a unit; `80 ± 5 %` on a test in `%`; `1000` as the factor from `%`
    /// to `ppm`; a strict limit while nothing says how to read it; `not other` on a test with a
    /// unit, where a text may stand for a number; a criterion that accepts nothing, such as `NMT -1
    /// %` where values are not negative; an alert limit that is not inside the criterion; a
    /// condition on an undeclared id or value, in another unit, or outside what is plausible of its
    /// parameter; cases that overlap; units that do not multiply out; tests that need each other in
    /// a circle; 0 replicates; a limit on the deviation of one replicate; a test in two groups.
    pub fn build(self) -> Result<Specification, DocumentError> {
        check(self)
    }
}

fn check(draft: SpecificationBuilder) -> Result<Specification, DocumentError> {
    let mut problems = draft.problems;
    let is_no_list = draft.tests.is_refused();
    let (mut parameters, tests, groups) =
        (draft.parameters.items(), draft.tests.items(), draft.groups.items());
    if tests.is_empty() && !is_no_list {
        problems.push(
            "tests",
            ProblemCode::Empty,
            "found no test, so that nothing would be judged; list at least one",
        );
    }
    for (list, found, most) in [
        ("parameters", parameters.len(), MOST_PARAMETERS),
        ("tests", tests.len(), MOST_TESTS),
        ("groups", groups.len(), MOST_GROUPS),
    ] {
        if found > most {
            problems.push(
                list,
                ProblemCode::BeyondLimit,
                format!("found {found} {list}; a specification has at most {most}"),
            );
        }
    }
    let phases = check_phases(draft.phases, &mut problems);
    for (index, parameter) in parameters.iter_mut().enumerate() {
        parameter.check(&format!("parameters[{index}]"), &mut problems);
    }
    let subjects = Subjects::of(&parameters, &tests, &groups, &mut problems);
    let rules = Rules {
        phases: phases.as_deref(),
        rounding: draft.rounding,
        strict: draft.strict,
        subjects: &subjects,
    };
    let membership = Membership::of(&tests, &groups);
    let groups = membership.check(groups, &rules, &mut problems);
    let mut graph = Graph::default();
    let mut checked = Vec::with_capacity(tests.len().min(MOST_TESTS));
    let mut complete = !is_no_list;
    for (index, test) in tests.into_iter().enumerate() {
        graph.add(test.id.get().cloned(), test.root());
        match check_test(*test, index, &rules, &mut graph, &mut problems) {
            Some(test) => checked.push(test),
            None => complete = false,
        }
    }
    let needed = graph.order(&mut problems);
    let id = draft.id.required("id", &mut problems);
    let version = draft.version.required("version", &mut problems);
    let status = draft.status.required("status", &mut problems);
    let product = draft.product.required("product", &mut problems);
    let rounding = draft.rounding.required("rounding", &mut problems);
    let strict = draft.strict.optional();
    let specification = (|| {
        Some(Specification {
            id: id?,
            version: version?,
            status: status?,
            product: product?,
            phases: phases?,
            rounding: rounding?,
            strict: strict?,
            parameters,
            tests: complete.then_some(checked)?,
            groups: groups?,
            needed,
            carried: draft.carried,
        })
    })();
    if let Some(specification) = &specification {
        specification.check_needs(&mut problems);
        specification.check_replicates(&mut problems);
    }
    if specification.is_none() && problems.is_empty() {
        problems.push("", ProblemCode::Internal, "is incomplete");
    }
    problems.into_result(specification)
}

fn check_phases(part: Part<Vec<Phase>>, problems: &mut Problems) -> Option<Vec<Phase>> {
    let phases = part.required("phases", problems)?;
    if phases.is_empty() {
        problems.push(
            "phases",
            ProblemCode::Empty,
            "found no phase; list those that the specification covers",
        );
    }
    let twice = phases
        .iter()
        .enumerate()
        .filter(|(index, phase)| phases.iter().take(*index).any(|earlier| earlier == *phase));
    for (index, phase) in twice {
        problems.push(
            format!("phases[{index}]"),
            ProblemCode::Duplicate,
            format!("found the phase `{phase}` twice; list it once"),
        );
    }
    Some(phases)
}

fn check_test(
    test: TestBuilder,
    index: usize,
    rules: &Rules<'_>,
    graph: &mut Graph,
    problems: &mut Problems,
) -> Option<Test> {
    let before = problems.count();
    let has_units_in_cases = test.has_units_in_cases();
    let is_derived =
        !test.derived.is_absent() || test.cases().any(|case| !case.derived.is_absent());
    let if_tested = test.is_if_tested();
    let TestBuilder {
        id,
        name,
        attribute,
        unit,
        signed,
        conversions,
        methods,
        gate,
        required: _,
        rounding,
        strict,
        when,
        reportable,
        derived,
        acceptance,
        carried,
        problems: own,
    } = test;
    let signed = signed.get().is_some();
    let conversions = conversions.into_option().unwrap_or_default().0;
    let path = &format!("tests[{index}]");
    problems.absorb(path, own);
    let at = |field: &str| join(path, field);
    let misplaced = |field: &str, message: &str, problems: &mut Problems| {
        problems.push(at(field), ProblemCode::Misplaced, message);
    };
    let quantitative = !unit.is_absent() || has_units_in_cases;
    check_unit(&unit, signed, &conversions, quantitative, path, problems);
    if if_tested && is_derived {
        let message =
            "found on a derived test, which is computed whenever its inputs are there; remove it";
        misplaced("required", message, problems);
    }
    let methods = check_methods(methods, rules, &at("methods"), problems);
    let gate = rules.gate(gate, path, problems);
    let mut cells = Cells {
        rules: AcceptanceRules {
            quantity: unit.get().map(|unit| {
                // A refused one is a problem of the test, which is then refused as a whole.
                let conversions = conversions.into_iter().filter_map(Part::into_option).collect();
                Quantity { unit: unit.clone(), signed, conversions }
            }),
            qualitative: !quantitative,
            rounding: if rounding.is_absent() { rules.rounding } else { rounding },
            strict: if strict.is_absent() { rules.strict } else { strict },
        },
        subjects: rules.subjects,
        index,
        signed,
        unit_stands: match (unit.is_absent(), has_units_in_cases) {
            (false, _) => UnitStands::InTest,
            (true, true) => UnitStands::InCases,
            (true, false) => UnitStands::Nowhere,
        },
        is_derived: !derived.is_absent(),
        graph,
    };
    let when = cells.check_when(when, path, problems);
    if !reportable.is_absent() && is_derived {
        let message = "found on a derived test; the replicates are those of its inputs";
        misplaced("reportable", message, problems);
    }
    let reportable = reportable.into_option().map(|reportable| {
        let check = |one: Part<Reportable>, path: &str, problems: &mut Problems| {
            cells.check_reportable(one.into_option()?, path, problems)
        };
        reportable.checked(rules.phases, &at("reportable"), None, problems, check)
    });
    if !derived.is_absent() && has_units_in_cases {
        let message = "found on a test with a unit in each case; give `derived` to every case";
        misplaced("derived", message, problems);
    }
    let derived = derived
        .into_option()
        .map(|derived| cells.check_derivation(*derived, unit.get(), path, problems));
    if acceptance.is_absent() {
        problems.push(
            at("acceptance"),
            ProblemCode::Missing,
            "is missing; give a criterion for all phases, or one for each",
        );
    }
    let acceptance = acceptance.into_option().and_then(|acceptance| {
        let check = |entry, path: &str, problems: &mut Problems| cells.check(entry, path, problems);
        acceptance.checked(rules.phases, &at("acceptance"), Some("all"), problems, check)
    });
    let quantity = cells.rules.quantity;
    let id = id.required(&at("id"), problems);
    let name = name.required(&at("name"), problems);
    let attribute = attribute.required(&at("attribute"), problems);
    if problems.count() > before {
        return None;
    }
    Some(Test {
        id: id?,
        name: name?,
        attribute: attribute?,
        quantity,
        signed,
        methods: methods?,
        gate: gate?,
        if_tested,
        rounding: rounding.optional()?,
        strict: strict.optional()?,
        when: when.map(Box::new),
        reportable: unless_refused(reportable)?.map(Box::new),
        derived: unless_refused(derived)?.map(Box::new),
        acceptance: acceptance?,
        carried,
    })
}

fn check_methods(
    methods: Part<PerPhase<Part<Methods>>>,
    rules: &Rules<'_>,
    path: &str,
    problems: &mut Problems,
) -> Option<PerPhase<Vec<Label>>> {
    let Some(methods) = methods.optional()? else { return Some(PerPhase::all(Vec::new())) };
    methods.checked(rules.phases, path, None, problems, |methods, _, _| {
        methods.into_option()?.checked()
    })
}

/// What makes a test quantitative has to agree with its unit, or with its having none.
fn check_unit(
    unit: &Part<Unit>,
    signed: bool,
    conversions: &[Part<Conversion>],
    quantitative: bool,
    path: &str,
    problems: &mut Problems,
) {
    let at = |field: &str| join(path, field);
    if !quantitative && signed {
        problems.push(
            at("signed"),
            ProblemCode::NeedsUnit,
            "found on a test without a unit; qualitative values have no sign",
        );
    }
    if unit.is_absent() && !conversions.is_empty() {
        problems.push(
            at("conversions"),
            ProblemCode::NeedsUnit,
            "found on a test without a unit; there is nothing to convert to",
        );
    }
    for (index, conversion) in conversions.iter().enumerate() {
        let path = |field: &str| at(&format!("conversions[{index}].{field}"));
        let Some((Conversion { from, factor, .. }, unit)) = conversion.get().zip(unit.get()) else {
            continue;
        };
        if unit == from {
            problems.push(
                path("from"),
                ProblemCode::Misplaced,
                "found the unit of the test itself; it needs no conversion",
            );
            continue;
        }
        let Some(due) = from.power_to(unit).map(|power| Exact::new(1, power)) else { continue };
        if factor.value.exact() != due {
            let (one, so_many) = (Unit::after(1, Some(from)), Unit::after(due, Some(unit)));
            let instead = Number::of_exact(due)
                .map_or("leave the conversion out".to_owned(), |_| format!("write `{due}`"));
            let found = shown(factor.text.trim(), 1);
            problems.push(
                path("factor"),
                ProblemCode::UnitMismatch,
                format!("found `{found}`, but {one} is {so_many}; {instead}"),
            );
        }
    }
}

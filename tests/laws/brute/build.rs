//! The documents in code for which small specifications and lots as plain data stand.

use std::fmt::{self, Display, Formatter};

use release_criteria::{
    Acceptance, AssayResult, Attribute, Derivation, Gate, Group, Lot, Parameter, Phase, Plan,
    Reportable, Rounding, Specification, StrictLimits, Test, TestBuilder, wire,
};

use super::model::{
    Asks, Case, Combine, Formula, GROUPS, Limit, Model, Must, OfParameter, OfTest, PARAMETERS, Row,
    Source, TESTS, Text, WORDS,
};
use crate::model::{LOT, PRODUCT, builder};

impl Formula {
    fn derivation(&self) -> Derivation {
        let ids = |sources: &[Source]| sources.iter().map(|source| source.id()).collect::<Vec<_>>();
        let derivation = if self.is_product {
            Derivation::product(&ids(&self.plus)).divided_by(&ids(&self.minus))
        } else {
            Derivation::sum(&ids(&self.plus)).less(&ids(&self.minus))
        };
        match self.constant {
            Some(constant) => derivation.constant(&constant.to_string()),
            None => derivation,
        }
    }
}

impl Text {
    fn text(self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::UpTo(most) => format!("≤{most}"),
            Self::From(least) => format!("≥{least}"),
            Self::OtherUnit => "5 furlong".to_owned(),
            Self::Word(word) => WORDS[word].to_owned(),
        }
    }
}

impl Row {
    fn build(&self, test: usize) -> AssayResult {
        let mut result = AssayResult::new(TESTS[test], &self.values[0].text());
        for value in &self.values[1..] {
            result = result.replicate(&value.text());
        }
        if let Some(reference) = self.reference {
            result = result.with_reference(&format!("R{reference}"));
        }
        if let Some(determination) = self.determination {
            result = result.of_determination(&format!("D{determination}"));
        }
        if self.is_preliminary {
            result = result.preliminary();
        }
        if self.is_invalidated {
            result = result.invalidated("instrument fault", "INV-1", "QA-1");
        }
        if self.is_of_other_lot { result.of_lot("LOT-2") } else { result }
    }
}

impl Case {
    fn acceptance(&self) -> Acceptance {
        let acceptance = match &self.asks {
            Asks::Limit(limit) => Acceptance::new(&limit.to_string()),
            Asks::Words(accepted) => Acceptance::terms(&WORDS[..*accepted], &WORDS[*accepted..3]),
            Asks::Report => Acceptance::new("report"),
            Asks::Nothing => Acceptance::new("not required"),
        };
        // The derivation of a test without cases is its own.
        let acceptance = match &self.derived {
            Some(formula) if !self.when.is_empty() => acceptance.derived(formula.derivation()),
            _ => acceptance,
        };
        self.when.iter().fold(acceptance, |acceptance, (subject, must)| match must {
            Must::Lie(limit) => acceptance.when(subject.id(), &limit.to_string()),
            Must::OneOf(words) => acceptance.when_one_of(subject.id(), &Must::words(words)),
        })
    }
}

impl OfTest {
    fn build(&self, index: usize) -> TestBuilder {
        let mut test = if self.has_words {
            Test::qualitative(TESTS[index], "Test", Attribute::Identity)
        } else {
            let test = Test::quantitative(TESTS[index], "Test", Attribute::General, "1");
            let test = test.rounding(Rounding::Absolute).strict(StrictLimits::Exact);
            if self.is_signed { test.signed() } else { test }
        };
        if self.is_after_release {
            test = test.gate(Gate::AfterRelease);
        }
        if self.is_if_tested {
            test = test.if_tested();
        }
        let count = u32::try_from(self.replicates).unwrap();
        if self.replicates > 1 {
            let made_of = match self.combine {
                Combine::Mean => Reportable::mean(count),
                Combine::Minimum => Reportable::minimum(count),
                Combine::Maximum => Reportable::maximum(count),
                Combine::Sum => Reportable::sum(count),
                Combine::Each => Reportable::each(count),
            };
            test = test.reportable(match self.each {
                Some(limit) => made_of.each_within(&limit.to_string()),
                None => made_of,
            });
        }
        for (subject, must) in &self.when {
            test = match must {
                Must::Lie(limit) => test.when(subject.id(), &limit.to_string()),
                Must::OneOf(words) => test.when_one_of(subject.id(), &Must::words(words)),
            };
        }
        if !self.cases[0].when.is_empty() {
            return test.accept_cases(self.cases.iter().map(Case::acceptance).collect());
        }
        if let Some(formula) = &self.cases[0].derived {
            test = test.derived(formula.derivation());
        }
        test.accept(self.cases[0].acceptance())
    }
}

impl OfParameter {
    fn build(&self, index: usize) -> Parameter {
        if self.has_words {
            return Parameter::one_of(PARAMETERS[index], &WORDS[..3]);
        }
        let parameter = Parameter::number(PARAMETERS[index], "1");
        match self.within {
            Some((least, most)) => parameter.within(&Limit::Within(least, most).to_string()),
            None => parameter,
        }
    }
}

impl Model {
    /// `None` where the specification is refused: nothing in it is judged, or a member may not be
    /// one.
    pub(crate) fn specification(&self) -> Option<Specification> {
        let mut builder = builder();
        for (index, parameter) in self.parameters.iter().enumerate() {
            builder = builder.parameter(parameter.build(index));
        }
        for (index, test) in self.tests.iter().enumerate() {
            builder = builder.test(test.build(index));
        }
        for (index, group) in self.groups.iter().enumerate() {
            let members: Vec<&str> = group.members.iter().map(|member| TESTS[*member]).collect();
            let make = if group.is_any_of { Group::any_of } else { Group::alternatives };
            let group_of = make(GROUPS[index], "Group", &members);
            builder = builder.group(if group.is_after_release {
                group_of.gate(Gate::AfterRelease)
            } else {
                group_of
            });
        }
        builder.build().ok()
    }

    pub(crate) fn plan(&self) -> Option<Plan> {
        self.specification()?.plan(Phase::Clinical).ok()
    }

    pub(crate) fn lot(&self) -> Lot {
        let rows = |(index, test): (usize, &OfTest)| -> Vec<AssayResult> {
            test.rows.iter().map(|row| row.build(index)).collect()
        };
        let mut results: Vec<AssayResult> = self.tests.iter().enumerate().flat_map(rows).collect();
        if self.has_unplanned {
            results.push(AssayResult::new("misspelt", "1"));
        }
        let given = |(index, parameter): (usize, &OfParameter)| {
            parameter.given.map(|text| (PARAMETERS[index], text.text()))
        };
        let given: Vec<(&str, String)> =
            self.parameters.iter().enumerate().filter_map(given).collect();
        let given: Vec<(&str, &str)> =
            given.iter().map(|(id, text)| (*id, text.as_str())).collect();
        Lot::new(LOT, PRODUCT, results).unwrap().with_parameters(&given).unwrap()
    }
}

/// The specification and the lot, as a line that the program `evaluate_jsonl` reads.
impl Display for Model {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Some(specification) = self.specification() else {
            return f.write_str("a refused specification");
        };
        let one_line = |text: String| text.lines().map(str::trim).collect::<Vec<_>>().join(" ");
        let specification = one_line(wire::write_specification(&specification));
        let lot = one_line(wire::write_lot(&self.lot()));
        write!(f, "{{\"specification\": {specification}, \"phase\": \"clinical\", \"lot\": {lot}}}")
    }
}

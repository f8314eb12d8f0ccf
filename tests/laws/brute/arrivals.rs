//! Lots of which the rest has arrived: what is missing is there, what cannot be judged is
//! corrected, and what was preliminary has its final result.

use super::model::{Model, OfParameter, OfTest, Row, Text};

/// Numbers of which each is taken in turn.
pub(crate) struct Dice<'d> {
    numbers: &'d [i64],
    thrown: usize,
}

impl<'d> Dice<'d> {
    pub(crate) fn new(numbers: &'d [i64]) -> Self {
        Self { numbers, thrown: 0 }
    }

    fn throw(&mut self) -> i64 {
        self.thrown += 1;
        self.numbers[self.thrown % self.numbers.len()]
    }

    fn text(&mut self, has_words: bool) -> Text {
        let number = self.throw();
        if has_words {
            Text::Word(usize::try_from(number).unwrap() % 3)
        } else {
            Text::Number(number)
        }
    }

    fn row(&mut self, test: &OfTest, like: Option<&Row>) -> Row {
        Row {
            values: (0..test.replicates).map(|_| self.text(test.has_words)).collect(),
            is_preliminary: false,
            reference: like.and_then(|row| row.reference),
            determination: like.and_then(|row| row.determination),
            is_invalidated: false,
            is_of_other_lot: false,
        }
    }
}

impl OfTest {
    /// With all rows that it waits for.
    fn arrived(&self, dice: &mut Dice<'_>) -> Self {
        let mut arrived = self.joined();
        let is_unread = |text: &Text| match text {
            Text::Number(number) => *number < 0 && !self.is_signed,
            Text::Word(word) => *word == 3,
            Text::OtherUnit => true,
            Text::UpTo(_) | Text::From(_) => false,
        };
        for row in arrived.rows.iter_mut().filter(|row| !row.is_preliminary && row.counts()) {
            for text in row.values.iter_mut().filter(|text| is_unread(text)) {
                *text = dice.text(self.has_words);
            }
            while row.values.len() < self.replicates {
                row.values.push(dice.text(self.has_words));
            }
        }
        let awaits = |row: &&Row| row.is_preliminary && row.counts();
        for row in arrived.clone().rows.iter().filter(awaits) {
            if arrived.can_have_own_final(row) {
                arrived.rows.push(dice.row(self, Some(row)));
            }
        }
        let is_derived = self.cases.iter().any(|case| case.derived.is_some());
        if !arrived.rows.iter().any(Row::counts) && !is_derived && !self.is_if_tested {
            arrived.rows.push(dice.row(self, None));
        }
        arrived
    }
}

impl OfParameter {
    /// With a value that can be used.
    fn arrived(&self, dice: &mut Dice<'_>) -> Self {
        let (least, most) = self.within.unwrap_or((0, 8));
        let is_usable = |text: &Text| match *text {
            Text::Number(number) => (least..=most).contains(&number),
            Text::Word(word) => word < 3,
            Text::OtherUnit | Text::UpTo(_) | Text::From(_) => false,
        };
        let given =
            self.given.filter(is_usable).unwrap_or_else(|| match dice.text(self.has_words) {
                Text::Number(number) => Text::Number(least + number % (most - least + 1)),
                text => text,
            });
        Self { given: Some(given), ..self.clone() }
    }
}

impl Model {
    pub(crate) fn arrived(&self, dice: &mut Dice<'_>) -> Self {
        Self {
            parameters: self.parameters.iter().map(|parameter| parameter.arrived(dice)).collect(),
            tests: self.tests.iter().map(|test| test.arrived(dice)).collect(),
            ..self.clone()
        }
    }
}

//! The determinations of one test: which count, how each stands by itself, and what it may turn out
//! to be.

use super::model::{Asks, Combine, Number, OfTest, Row, Text, Value};
use super::seen;

/// Why something is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Open {
    /// Somebody has to act.
    Undecided,
    /// It is awaited.
    Unfinished,
}

/// How one determination stands, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    Fails,
    Open(Open),
    Conforms,
    Reported,
    NotAsked,
}

impl Standing {
    pub(crate) const UNDECIDED: Self = Self::Open(Open::Undecided);
}

/// A row that counts.
#[derive(Clone, Debug)]
pub(crate) struct Counted {
    pub(crate) row: usize,
    pub(crate) stands: Standing,
    /// How open what it offers to other tests is.
    pub(crate) open: Option<Open>,
    pub(crate) offer: Offer,
}

/// What other tests are given by a determination.
#[derive(Clone, Debug)]
pub(crate) enum Offer {
    Known(Value),
    /// `now` is what a preliminary one says at present.
    Unknown {
        may_be: Vec<Value>,
        now: Vec<Value>,
    },
}

/// Values at, between and beyond all limits.
#[derive(Clone, Debug)]
pub(crate) struct Grid {
    of_one: Vec<Number>,
    below: Vec<Number>,
}

impl Grid {
    /// Steps of one in `parts`, and two far values.
    pub(crate) fn new(parts: i64, most: i64) -> Self {
        let steps = (0..=most * parts).map(|part| Number::new(part, parts));
        let far = [100, 1_000].into_iter().filter(|far| *far > most).map(Number::from_integer);
        let of_one: Vec<Number> = steps.chain(far).collect();
        let below = of_one.iter().skip(1).map(|value| -*value).collect();
        Self { of_one, below }
    }

    pub(crate) fn numbers(&self, is_signed: bool) -> Vec<Number> {
        if is_signed {
            self.of_one.iter().chain(&self.below).copied().collect()
        } else {
            self.of_one.clone()
        }
    }

    pub(crate) fn anything(&self, test: &OfTest) -> Vec<Value> {
        if test.has_words {
            (0..3).map(Value::Word).collect()
        } else {
            self.numbers(test.is_signed).into_iter().map(Value::Number).collect()
        }
    }
}

/// Every way to fill so many places.
fn fillings(values: &[Number], places: usize) -> Vec<Vec<Number>> {
    (0..places).fold(vec![Vec::new()], |all, _| {
        let with =
            |so_far: &Vec<Number>, value: &Number| so_far.iter().copied().chain([*value]).collect();
        all.iter().flat_map(|so_far| values.iter().map(move |value| with(so_far, value))).collect()
    })
}

/// Every choice of so many of them.
fn choices<T: Copy>(of: &[T], count: usize) -> Vec<Vec<T>> {
    let chosen = |mask: u32| -> Vec<T> {
        of.iter()
            .enumerate()
            .filter(|(place, _)| mask >> place & 1 == 1)
            .map(|(_, one)| *one)
            .collect()
    };
    (0..1_u32 << of.len()).map(chosen).filter(|chosen| chosen.len() == count).collect()
}

impl OfTest {
    /// What replicates that are all there come to, and whether they conform.
    fn combined(&self, values: &[Number]) -> Number {
        let sum: Number = values.iter().sum();
        match self.combine {
            Combine::Mean => sum / Number::from_integer(i64::try_from(values.len()).unwrap()),
            Combine::Minimum => *values.iter().min().unwrap(),
            Combine::Maximum => *values.iter().max().unwrap(),
            // Of a single value, the value.
            Combine::Sum | Combine::Each => sum,
        }
    }

    fn conforms(&self, values: &[Number], asks: &Asks) -> bool {
        let Asks::Limit(limit) = asks else { return true };
        let within_each = |value: &Number| self.each.is_none_or(|each| each.accepts(*value));
        match self.combine {
            Combine::Each => values.iter().all(|value| limit.accepts(*value)),
            _ => values.iter().all(within_each) && limit.accepts(self.combined(values)),
        }
    }

    /// The numbers that can be judged, and how many replicates cannot.
    fn read(&self, texts: &[Text]) -> (Vec<Number>, usize) {
        let number = |text: &Text| match text {
            Text::Number(number) if *number >= 0 || self.is_signed => {
                Some(Number::from_integer(*number))
            }
            _ => None,
        };
        let numbers: Vec<Number> = texts.iter().filter_map(number).collect();
        let is_other =
            |text: &&Text| number(text).is_none() && !matches!(text, Text::UpTo(_) | Text::From(_));
        let others = texts.iter().filter(is_other).count();
        (numbers, others)
    }

    /// All that a censored result may be, farther out than anything that makes up for it.
    fn censored(&self, text: Text, grid: &Grid) -> Option<Vec<Number>> {
        let numbers = || grid.numbers(self.is_signed).into_iter();
        let beyond = Number::from_integer(1_000_000);
        match text {
            Text::UpTo(most) => {
                let numbers = numbers().filter(|value| *value <= Number::from_integer(most));
                Some(numbers.chain(self.is_signed.then_some(-beyond)).collect())
            }
            Text::From(least) => Some(
                numbers()
                    .filter(|value| *value >= Number::from_integer(least))
                    .chain([beyond])
                    .collect(),
            ),
            Text::Number(_) | Text::OtherUnit | Text::Word(_) => None,
        }
    }

    /// All that these replicates may turn out to be, with what is missing or cannot be judged put
    /// at everything. Of too many each choice of the asked number.
    fn completions(&self, texts: &[Text], grid: &Grid) -> Vec<Vec<Number>> {
        let mut all = Vec::new();
        for chosen in choices(texts, self.replicates.min(texts.len())) {
            let (numbers, _) = self.read(&chosen);
            let open = self.replicates - numbers.len();
            // Three open places have no known value beside them, so that whole numbers tell all
            // apart.
            let values = if open < 3 {
                grid.numbers(self.is_signed)
            } else {
                Grid::new(1, 40).numbers(self.is_signed)
            };
            all.extend(
                fillings(&values, open)
                    .into_iter()
                    .map(|filling| [numbers.clone(), filling].concat()),
            );
        }
        all
    }

    /// How a determination stands, its status aside.
    fn stands(&self, texts: &[Text], asks: &Asks, grid: &Grid) -> Standing {
        if self.has_words {
            let is_rejected = |text: &Text| match (text, asks) {
                (Text::Word(word), Asks::Words(accepted)) => *word < 3 && word >= accepted,
                _ => false,
            };
            let [Text::Word(word)] = texts else {
                return if texts.iter().all(is_rejected) {
                    Standing::Fails
                } else {
                    Standing::UNDECIDED
                };
            };
            return match asks {
                _ if *word == 3 => Standing::UNDECIDED,
                Asks::Words(accepted) if word < accepted => Standing::Conforms,
                Asks::Words(_) => Standing::Fails,
                Asks::Limit(_) | Asks::Report | Asks::Nothing => Standing::Reported,
            };
        }
        if let [Some(values)] =
            texts.iter().map(|text| self.censored(*text, grid)).collect::<Vec<_>>().as_slice()
        {
            let conforming = values.iter().filter(|value| self.conforms(&[**value], asks)).count();
            return match conforming {
                0 => Standing::Fails,
                _ if conforming < values.len() => Standing::UNDECIDED,
                _ if matches!(asks, Asks::Report) => Standing::Reported,
                _ => Standing::Conforms,
            };
        }
        let completions = self.completions(texts, grid);
        let conforming = completions.iter().filter(|values| self.conforms(values, asks)).count();
        let (_, others) = self.read(texts);
        if conforming == 0 {
            Standing::Fails
        } else if others > 0 || texts.len() > self.replicates {
            Standing::UNDECIDED
        } else if texts.len() < self.replicates {
            Standing::Open(Open::Unfinished)
        } else if matches!(asks, Asks::Report) {
            Standing::Reported
        } else {
            Standing::Conforms
        }
    }

    /// Whether of a replicate too many it is not even known what all of them are.
    pub(crate) fn has_too_many_and_others(&self) -> bool {
        self.rows
            .iter()
            .any(|row| row.values.len() > self.replicates && self.read(&row.values).1 > 0)
    }

    /// Whether some replicates of one determination are final, and others preliminary.
    pub(crate) fn has_mixed_replicates(&self) -> bool {
        let is_named =
            |row: &&Row| row.is_preliminary && row.counts() && row.determination.is_some();
        self.rows
            .iter()
            .filter(is_named)
            .any(|row| !self.finals(row).is_empty() && !self.has_own_final(row))
    }

    /// With the rows of one `determination` and status as one.
    pub(crate) fn joined(&self) -> Self {
        let mut joined = Self { rows: Vec::new(), ..self.clone() };
        for row in &self.rows {
            let is_part = |one: &&mut Row| {
                one.counts()
                    && row.counts()
                    && row.determination.is_some()
                    && one.determination == row.determination
            };
            match joined
                .rows
                .iter_mut()
                .filter(is_part)
                .find(|one| one.is_preliminary == row.is_preliminary)
            {
                Some(one) => one.values.extend(&row.values),
                None => joined.rows.push(row.clone()),
            }
        }
        joined
    }

    /// The final ones of the same `determination`, or beside it of none.
    fn finals(&self, of: &Row) -> Vec<&Row> {
        let is_final = |row: &&Row| {
            !row.is_preliminary && row.counts() && row.determination == of.determination
        };
        self.rows.iter().filter(is_final).collect()
    }

    /// Whether a final determination takes the place of this preliminary one.
    fn has_own_final(&self, row: &Row) -> bool {
        let finals = self.finals(row);
        match row.reference {
            _ if row.determination.is_some() => {
                finals.iter().any(|one| one.values.len() >= self.replicates)
            }
            Some(_) => finals.iter().any(|one| one.reference == row.reference),
            None => finals.iter().filter(|one| one.reference.is_none()).count() == 1,
        }
    }

    /// Whether a final one that takes its place can still come: none may be there that could be
    /// meant for it, and a reference is taken for ever.
    pub(crate) fn can_have_own_final(&self, row: &Row) -> bool {
        if row.determination.is_some() {
            return !self.has_own_final(row);
        }
        let is_taken = |one: &Row| {
            !one.is_preliminary && row.reference.is_some() && one.reference == row.reference
        };
        self.finals(row).is_empty() && !self.rows.iter().any(is_taken)
    }

    /// The rows that count where this is asked.
    pub(crate) fn counted(&self, asks: &Asks, grid: &Grid) -> Vec<Counted> {
        let mut counted = Vec::new();
        for (place, row) in self.rows.iter().enumerate().filter(|(_, row)| row.counts()) {
            let stands = self.stands(&row.values, asks, grid);
            let (_, others) = self.read(&row.values);
            let is_complete =
                row.values.len() == self.replicates && (self.has_words || others == 0);
            if !row.is_preliminary {
                let open = match stands {
                    _ if self.has_words => (row.values.len() > 1 || stands == Standing::UNDECIDED)
                        .then_some(Open::Undecided),
                    _ if is_complete => None,
                    _ if others == 0 && row.values.len() < self.replicates => {
                        Some(Open::Unfinished)
                    }
                    _ => Some(Open::Undecided),
                };
                counted.push(Counted {
                    row: place,
                    stands,
                    open,
                    offer: self.offer(row, &[], grid),
                });
                continue;
            }
            let needs_invalidation =
                stands == Standing::Fails || row.values.len() > self.replicates;
            if self.has_own_final(row) && !needs_invalidation {
                continue;
            }
            let open =
                if self.can_have_own_final(row) { Open::Unfinished } else { Open::Undecided };
            let offered = if needs_invalidation || stands == Standing::UNDECIDED {
                Open::Undecided
            } else {
                open
            };
            let stands = stands.min(Standing::Open(open));
            counted.push(Counted {
                row: place,
                stands,
                open: Some(offered),
                offer: self.offer(row, &[], grid),
            });
        }
        self.waiting_together(counted, grid)
    }

    /// With the final and the preliminary rows of one `determination` as one, where both wait for
    /// others.
    fn waiting_together(&self, mut counted: Vec<Counted>, grid: &Grid) -> Vec<Counted> {
        let waits = |one: &Counted| one.stands == Standing::Open(Open::Unfinished);
        let mut apart = Vec::new();
        for one in counted.iter().filter(|one| waits(one) && self.rows[one.row].is_preliminary) {
            let row = &self.rows[one.row];
            let is_its_final = |other: &&Counted| {
                let of = &self.rows[other.row];
                !of.is_preliminary
                    && of.determination.is_some()
                    && of.determination == row.determination
            };
            if let Some(other) = counted.iter().find(is_its_final).filter(|other| waits(other)) {
                apart.push((one.row, other.row));
            }
        }
        for (own, of_final) in apart {
            counted.retain(|one| one.row != of_final);
            for one in counted.iter_mut().filter(|one| one.row == own) {
                one.offer = self.offer(&self.rows[own], &self.rows[of_final].values, grid);
            }
        }
        counted
    }

    /// All that these replicates may come to.
    fn values(&self, texts: &[Text], grid: &Grid) -> Vec<Value> {
        match texts {
            [Text::Word(word)] if self.has_words && *word < 3 => vec![Value::Word(*word)],
            [text @ (Text::UpTo(_) | Text::From(_))] => {
                self.censored(*text, grid).into_iter().flatten().map(Value::Number).collect()
            }
            // Of too many replicates nobody can say which are meant, nor whether any are.
            texts if self.has_words || texts.len() > self.replicates => grid.anything(self),
            texts => {
                let mut all: Vec<Value> = self
                    .completions(texts, grid)
                    .iter()
                    .map(|values| Value::Number(self.combined(values)))
                    .collect();
                all.sort_unstable();
                all.dedup();
                all
            }
        }
    }

    /// What a row offers to other tests, of which these `finals` stay whatever comes.
    fn offer(&self, row: &Row, finals: &[Text], grid: &Grid) -> Offer {
        let says = self.values(&[finals, &row.values].concat(), grid);
        match says.as_slice() {
            _ if row.is_preliminary => {
                // Of too many replicates nothing is said at present.
                let count = finals.len() + row.values.len();
                let says_now =
                    count == self.replicates || count < self.replicates && seen::PRESENT_REPLICATES;
                let now = if says_now { says } else { Vec::new() };
                let later =
                    if finals.is_empty() { grid.anything(self) } else { self.values(finals, grid) };
                let mut may_be = [later, now.clone()].concat();
                may_be.sort_unstable();
                may_be.dedup();
                Offer::Unknown { may_be, now }
            }
            [one] if row.values.len() == self.replicates => Offer::Known(*one),
            _ => Offer::Unknown { may_be: says, now: Vec::new() },
        }
    }
}

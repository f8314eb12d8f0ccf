//! Rounding as on paper: digit by digit, in columns.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::Ratio;
use num_traits::{Signed, Zero};

use crate::acceptance::Rounding;
use crate::value::Number;

/// The place of the last column; the first one is the place 10^30.
const LAST_COLUMN: i32 = -30;
const COLUMNS: usize = 61;

/// A number written into columns, one for each place: wider than any number, so that a carry has
/// room.
#[derive(Clone, Copy)]
pub(super) struct OnPaper {
    negative: bool,
    digits: [u8; COLUMNS],
}

impl OnPaper {
    pub(super) fn new(number: &Number) -> Self {
        let mut digits = [0; COLUMNS];
        let mut rest = number.coefficient().unsigned_abs();
        for digit in digits.iter_mut().rev().skip(columns_behind(number)) {
            if rest == 0 {
                break;
            }
            *digit = u8::try_from(rest % 10).unwrap_or(0);
            rest /= 10;
        }
        Self { negative: number.is_negative(), digits }
    }

    /// A value that may go on beyond the last column: then a one there says that something follows.
    pub(super) fn of(value: &Ratio<BigInt>) -> Self {
        let shift = BigInt::from(10).pow(LAST_COLUMN.unsigned_abs());
        let (mut whole, rest) = (value.numer().abs() * shift).div_rem(value.denom());
        if !rest.is_zero() && (&whole % 10_u8).is_zero() {
            whole += 1_u8;
        }
        let mut digits = [0; COLUMNS];
        let written = whole.to_string();
        for (digit, character) in digits.iter_mut().rev().zip(written.bytes().rev()) {
            *digit = character.saturating_sub(b'0');
        }
        Self { negative: value.is_negative(), digits }
    }

    /// Rounds as `rounding` asks before a comparison with `limit`.
    pub(super) fn rounded(self, rounding: Rounding, limit: &Number) -> Self {
        let to_last_place = COLUMNS.saturating_sub(columns_behind(limit));
        match rounding {
            Rounding::Usp => self.keeping(to_last_place, half_up),
            Rounding::PhEur => match (self.first_figure(), Self::new(limit).first_figure()) {
                (Some(first), Some(first_of_limit)) => {
                    let figures = to_last_place.saturating_sub(first_of_limit);
                    self.keeping(first.saturating_add(figures), half_up)
                }
                // Zero has no figures: as a value it stays, as a limit it says nothing of how many
                // to keep.
                _ => self,
            },
            Rounding::AstmE29 => self.keeping(to_last_place, half_even),
            Rounding::Absolute => self,
        }
    }

    /// The column of the first digit that is not zero.
    fn first_figure(&self) -> Option<usize> {
        self.digits.iter().position(|&digit| digit != 0)
    }

    /// Keeps the first columns. `up` sees the last digit kept and all digits dropped, and says
    /// whether to add one.
    fn keeping(mut self, columns: usize, up: fn(u8, &[u8]) -> bool) -> Self {
        // Nothing is dropped where there are fewer columns.
        let Some((kept, dropped)) = self.digits.split_at_mut_checked(columns) else { return self };
        let mut carry = up(kept.last().copied().unwrap_or(0), dropped);
        dropped.fill(0);
        for digit in kept.iter_mut().rev() {
            if !carry {
                break;
            }
            carry = *digit == 9;
            *digit = if carry { 0 } else { digit.saturating_add(1) };
        }
        self
    }

    pub(super) fn compare(&self, other: &Self) -> Ordering {
        // -0.04 rounds to 0.0, which has no sign.
        let is_negative = |number: &Self| number.negative && number.first_figure().is_some();
        match (is_negative(self), is_negative(other)) {
            (false, false) => self.digits.cmp(&other.digits),
            (true, true) => other.digits.cmp(&self.digits),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

/// How many columns stand after the last written digit.
fn columns_behind(number: &Number) -> usize {
    usize::try_from(number.last_place().saturating_sub(LAST_COLUMN)).unwrap_or(0)
}

/// Looks at one digit only.
fn half_up(_: u8, dropped: &[u8]) -> bool {
    dropped.first().is_some_and(|&first| first >= 5)
}

/// As `half_up`, but of exactly half it makes an even last digit.
fn half_even(last: u8, dropped: &[u8]) -> bool {
    match dropped.split_first() {
        Some((5, after)) if after.iter().all(|&digit| digit == 0) => last % 2 == 1,
        _ => half_up(last, dropped),
    }
}

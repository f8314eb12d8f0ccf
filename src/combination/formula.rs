//! What follows from one value of each input.

use crate::acceptance::Extent;
use crate::value::{Amount, Exact};

/// A product or a sum of inputs and a constant.
#[derive(Clone, Debug)]
pub(crate) struct Formula {
    pub(crate) is_sum: bool,
    /// Of each input whether it is divided by or subtracted.
    pub(crate) inverse: Vec<bool>,
    /// Whether it is divided by stands beside it.
    pub(crate) constant: Option<(Exact, bool)>,
    /// The power of ten of the constant of a sum, or of the whole product.
    pub(crate) power: i32,
    /// Whether what follows may be below zero.
    pub(crate) signed: bool,
}

/// Why nothing follows from the values of the inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoValue {
    /// It would be below zero.
    Negative,
    /// A divisor is zero, or may be.
    DividedByZero,
    /// A root stands in a sum.
    RootInSum,
}

impl Formula {
    /// The value that follows from one value of each input.
    pub(crate) fn derive(&self, inputs: &[&Extent]) -> Result<Extent, NoValue> {
        let mut value = self.begin_with_constant().ok_or(NoValue::DividedByZero)?;
        for (inverse, extent) in self.inverse.iter().zip(inputs) {
            value = self.step(&value, *inverse, extent)?;
        }
        if !self.signed && value.goes_below_zero() { Err(NoValue::Negative) } else { Ok(value) }
    }

    /// Where there is no input yet.
    fn begin(&self) -> Extent {
        let begin = match &self.constant {
            Some((constant, false)) => *constant,
            _ if self.is_sum => Exact::ZERO,
            _ => Exact::new(1, 0),
        };
        Extent::point(&Amount::from(begin)).shifted(self.power)
    }

    /// Where there is nothing but the constant; `None` where it divides and is zero.
    pub(crate) fn begin_with_constant(&self) -> Option<Extent> {
        match &self.constant {
            Some((constant, true)) => self.begin().over(&Extent::point(&Amount::from(*constant))),
            _ => Some(self.begin()),
        }
    }

    /// What changes nothing.
    pub(crate) fn neutral(&self) -> Extent {
        Extent::point(&(if self.is_sum { Exact::ZERO } else { Exact::new(1, 0) }).into())
    }

    /// With one input more.
    pub(crate) fn step(
        &self,
        value: &Extent,
        inverse: bool,
        extent: &Extent,
    ) -> Result<Extent, NoValue> {
        match (self.is_sum, inverse) {
            (true, false) => value.plus(extent).ok_or(NoValue::RootInSum),
            (true, true) => value.minus(extent).ok_or(NoValue::RootInSum),
            (false, false) => Ok(value.times(extent)),
            (false, true) => value.over(extent).ok_or(NoValue::DividedByZero),
        }
    }
}

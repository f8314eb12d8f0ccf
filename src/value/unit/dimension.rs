//! Units multiplied out: labels with their powers, and the parts of a whole.

use std::collections::BTreeMap;
use std::fmt;

use crate::value::Unit;

/// What is left of units that are multiplied and divided.
///
/// `%`, `‰`, `ppm` and `ppb` are powers of ten. Everything else is a label, the number of a
/// denominator and words in parentheses included: `% (w/w)` is 10^-2 times `(w/w)`, and `3×10^6
/// cells` is not `cells`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dimension {
    /// Each label with its power, which is not zero.
    labels: BTreeMap<Box<str>, i32>,
    power_of_ten: i32,
}

impl Dimension {
    pub(crate) fn of(unit: &Unit) -> Self {
        let mut dimension = Self::default();
        for (index, factor) in factors(unit.as_str()).enumerate() {
            dimension.add_factor(factor, if index == 0 { 1 } else { -1 });
        }
        dimension
    }

    pub(crate) fn times(mut self, other: &Self) -> Self {
        self.add(other, 1);
        self
    }

    pub(crate) fn over(mut self, other: &Self) -> Self {
        self.add(other, -1);
        self
    }

    /// Whether values in the two differ by a power of ten only.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        self.labels == other.labels
    }

    pub(crate) fn has_labels(&self) -> bool {
        !self.labels.is_empty()
    }

    /// What one of this unit is in one without `%`, as a power of ten.
    pub(crate) fn power_of_ten(&self) -> i32 {
        self.power_of_ten
    }

    fn add(&mut self, other: &Self, times: i32) {
        self.power_of_ten =
            self.power_of_ten.saturating_add(other.power_of_ten.saturating_mul(times));
        for (label, power) in &other.labels {
            self.add_label(label, power.saturating_mul(times));
        }
    }

    fn add_factor(&mut self, factor: &str, times: i32) {
        let (power, label) = share(factor);
        self.power_of_ten = self.power_of_ten.saturating_add(times.saturating_mul(power));
        if !label.is_empty() {
            self.add_label(label, times);
        }
    }

    fn add_label(&mut self, label: &str, power: i32) {
        let sum = self.labels.remove(label).unwrap_or(0).saturating_add(power);
        if sum != 0 {
            self.labels.insert(label.into(), sum);
        }
    }
}

/// The power of ten that a share of a whole is, and the label that is left; a factor that is none
/// is its own label.
pub(super) fn share(factor: &str) -> (i32, &str) {
    let (word, rest) = factor.split_once(' ').unwrap_or((factor, ""));
    match word {
        "%" => (-2, rest),
        "‰" => (-3, rest),
        "ppm" => (-6, rest),
        "ppb" => (-9, rest),
        "1" if rest.is_empty() => (0, ""),
        _ => (0, factor),
    }
}

/// The numerator of a unit in canonical spelling, then its denominators; a `/` in parentheses
/// divides nothing.
pub(super) fn factors(unit: &str) -> impl Iterator<Item = &str> {
    let mut depth: i32 = 0;
    unit.split(move |c| {
        depth = match c {
            '(' => depth.saturating_add(1),
            ')' => depth.saturating_sub(1),
            _ => depth,
        };
        c == '/' && depth == 0
    })
}

impl fmt::Display for Dimension {
    /// `EU × mL / kg`, or `1`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = |above: bool| {
            let labels = self.labels.iter().filter(|(_, power)| power.is_positive() == above);
            let written = labels.map(|(label, power)| match power.unsigned_abs() {
                1 => label.to_string(),
                power => format!("{label}^{power}"),
            });
            written.collect::<Vec<_>>()
        };
        let (above, below) = (side(true), side(false));
        f.write_str(&if above.is_empty() { "1".to_owned() } else { above.join(" × ") })?;
        below.iter().try_for_each(|label| write!(f, " / {label}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(unit: &str) -> Dimension {
        Dimension::of(&unit.parse().unwrap())
    }

    /// Rules: DER-2.
    #[test]
    fn units_multiply_out() {
        let dose = of("EU/mL").times(&of("mL")).over(&of("kg"));
        assert!(dose.is_like(&of("EU/kg")));
        assert_eq!(dose.power_of_ten(), 0);
        assert_eq!(of("copies/cell").over(&of("%")).power_of_ten(), 2);
        for (unit, power) in
            [("%", -2), ("‰", -3), ("ppm", -6), ("ppb", -9), ("1", 0), ("% (w/w)", -2), ("mg/%", 2)]
        {
            assert_eq!(of(unit).power_of_ten(), power, "{unit}");
        }
        assert!(!of("%").has_labels() && !of("1").has_labels() && of("mL").has_labels());
        assert!(of("ppb (v/v)").is_like(&of("‰ (v/v)")));
        assert!(!of("% (w/w)").is_like(&of("%")));
        assert!(!of("beads/3 × 10^6 cells").is_like(&of("beads/cells")));
        assert!(!of("mg").over(&of("mg")).has_labels());
        assert_eq!(of("mg/(kg/h)").to_string(), "mg / (kg/h)");
        assert_eq!(of("mg/(kg/h)/mL").to_string(), "mg / (kg/h) / mL");
        assert_eq!(of("EU/kg/h").times(&of("EU")).to_string(), "EU^2 / h / kg");
        assert_eq!(of("1").over(&of("kg")).to_string(), "1 / kg");
        // One of a denominator is a label, and no bare one.
        assert_eq!(of("EU/1 kg").to_string(), "EU / 1 kg");
    }
}

//! Cut points: the unrounded values at which rounded results begin or cease to meet a limit.
//!
//! Rounding is monotone, so the values that round to what a limit accepts are a half-line, and its end is known
//! in advance. With `q` the weight of the limit's last written digit, values up to `q / 2` away round to the limit:
//!
//! ```text
//!            L - q/2            L            L + q/2
//!  ─────────────┼───────────────┼───────────────┼─────────────
//!               ├──── these values round to L ───┤
//!  NLT L        ╠═══════════════════════════════════════ ···      > L begins where NMT L ends
//!  NMT L  ··· ══════════════════════════════════╣                 < L ends where NLT L begins
//! ```

use super::{Rounding, StrictLimits};
use crate::criterion::Bound;
use crate::value::{Exact, Number};

/// The unrounded end of what a bound accepts, and whether the end itself is accepted.
pub(super) fn cut(bound: Bound, is_lower: bool, rounding: Rounding, strict: StrictLimits) -> (Exact, bool) {
    let Bound { limit, strict: is_strict } = bound;
    if is_strict && strict == StrictLimits::Exact {
        return (limit.exact(), false);
    }
    // `NLT L` and `< L` are cut below the limit, `NMT L` and `> L` above it.
    let below = is_lower != is_strict;
    let half = half_step(limit, below, rounding);
    let at = beside(limit, half, below);
    let rounds_to_limit = match rounding {
        _ if half == Half::None => true,
        Rounding::AstmE29 => limit.coefficient() % 2 == 0,
        // Half up in magnitude: the cut rounds away from zero, to the limit if that is further out.
        Rounding::Usp | Rounding::PhEur | Rounding::Absolute => !limit.is_zero() && limit.is_negative() != below,
    };
    (at, rounds_to_limit != is_strict)
}

/// Half of the step between a limit and the next value to which results round.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    None,
    /// Half of the last written place.
    Place,
    /// A twentieth of it.
    Tenth,
}

fn half_step(limit: Number, below: bool, rounding: Rounding) -> Half {
    match rounding {
        Rounding::Absolute => Half::None,
        Rounding::PhEur if limit.is_zero() => Half::None,
        // Below 1.0 two significant figures are 0.99, not 0.9: at a power of ten the step towards zero is a tenth.
        Rounding::PhEur if limit.is_power_of_ten() && below != limit.is_negative() => Half::Tenth,
        Rounding::Usp | Rounding::PhEur | Rounding::AstmE29 => Half::Place,
    }
}

fn beside(limit: Number, half: Half, below: bool) -> Exact {
    let (digits, distance): (i128, i128) = match half {
        Half::None => return limit.exact(),
        Half::Place => (10, 5),
        Half::Tenth => (100, 5),
    };
    shifted(limit, digits, if below { distance.saturating_neg() } else { distance })
}

/// The value beyond which a limit is left by more than 5 % of it.
pub(super) fn five_percent_beyond(limit: Number, is_lower: bool) -> Exact {
    let five = limit.coefficient().saturating_abs().saturating_mul(5);
    shifted(limit, 100, if is_lower { five.saturating_neg() } else { five })
}

/// The limit, moved by `distance` at the place that `finer` (10 or 100) times splits its last one.
/// A limit has at most 18 digits, so this never saturates.
fn shifted(limit: Number, finer: i128, distance: i128) -> Exact {
    let coefficient = limit.coefficient().saturating_mul(finer).saturating_add(distance);
    let places = if finer == 10 { 1 } else { 2 };
    Exact::new(coefficient, limit.last_place().saturating_sub(places))
}

//! Cut points: the unrounded values at which rounded results begin or cease to meet a limit.
//!
//! Rounding is monotone, so the values that round to what a limit accepts are a half-line, and its
//! end is known in advance. With `q` the weight of the limit's last written digit, values up to `q
//! / 2` away round to the limit:
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
pub(super) fn cut(bound: &Bound, rounding: Rounding, strict: StrictLimits) -> (Exact, bool) {
    let (limit, is_lower, is_strict) = (bound.limit, bound.is_lower(), bound.is_strict());
    if is_strict && strict == StrictLimits::Exact {
        return (limit.exact(), false);
    }
    // `NLT L` and `< L` are cut below the limit, `NMT L` and `> L` above it.
    let below = is_lower != is_strict;
    let places = places_of_half(limit, below, rounding);
    let at = places
        .map_or_else(|| limit.exact(), |places| shifted(limit, places, if below { -5 } else { 5 }));
    let rounds_to_limit = match rounding {
        _ if places.is_none() => true,
        Rounding::AstmE29 => limit.coefficient() % 2 == 0,
        // Half up in magnitude: the cut rounds away from zero, to the limit if that is further out.
        Rounding::Usp | Rounding::PhEur | Rounding::Absolute => {
            !limit.is_zero() && limit.is_negative() != below
        }
    };
    (at, rounds_to_limit != is_strict)
}

/// How many places after the limit's last one the 5 of half a step stands; `None` where nothing is
/// rounded.
fn places_of_half(limit: Number, below: bool, rounding: Rounding) -> Option<u32> {
    match rounding {
        Rounding::Absolute => None,
        Rounding::PhEur if limit.is_zero() => None,
        // Below 1.0 two significant figures are 0.99, not 0.9: at a power of ten the step towards
        // zero is a tenth.
        Rounding::PhEur if limit.is_power_of_ten() && below != limit.is_negative() => Some(2),
        Rounding::Usp | Rounding::PhEur | Rounding::AstmE29 => Some(1),
    }
}

/// The value beyond which a limit is left by more than 5 % of it.
pub(super) fn five_percent_beyond(bound: &Bound) -> Exact {
    let limit = bound.limit;
    let five = limit.coefficient().saturating_abs().saturating_mul(5);
    shifted(limit, 2, if bound.is_lower() { five.saturating_neg() } else { five })
}

/// Whether `at` lies more than 5 % of the limit beside it.
pub(super) fn is_far(bound: &Bound, at: Exact) -> bool {
    let limit = bound.limit;
    let five = limit.coefficient().saturating_abs().saturating_mul(5);
    at < shifted(limit, 2, five.saturating_neg()) || at > shifted(limit, 2, five)
}

/// The limit, moved by `distance` at `places` after its last one. A limit has at most 18 digits, so
/// this never saturates.
fn shifted(limit: Number, places: u32, distance: i128) -> Exact {
    let finer = limit.coefficient().saturating_mul(10_i128.saturating_pow(places));
    Exact::new(finer.saturating_add(distance), limit.last_place().saturating_sub_unsigned(places))
}

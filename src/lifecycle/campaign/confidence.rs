//! What a number of conforming lots says of those to come.

use num_bigint::BigInt;

/// The lower 95 % confidence bound on the proportion of conforming lots, one-sided, that n
/// conforming lots of n support: 0.05^(1/n), to the nearest thousandth. `None` for no lot.
///
/// The bound is at least (2k − 1) ÷ 2,000, from where on it rounds to k thousandths, if and only if
/// (2k − 1)^n × 20 ≤ 2,000^n.
pub(super) fn lower_bound(lots: usize) -> Option<String> {
    let exponent = u32::try_from(lots).ok().filter(|lots| *lots > 0)?;
    let whole = BigInt::from(2_000).pow(exponent);
    let is_reached = |k: u32| {
        let half_below = k.saturating_mul(2).saturating_sub(1);
        BigInt::from(half_below).pow(exponent) * 20 <= whole
    };
    let k = (1..=1_000_u32).rev().find(|k| is_reached(*k))?;
    Some(if k == 1_000 { "1.000".to_owned() } else { format!("0.{k:03}") })
}

#[cfg(test)]
mod tests {
    use super::lower_bound;

    /// Rules: CAMP-7.
    #[test]
    fn known_bounds() {
        let known = [
            (1, "0.050"),
            (3, "0.368"),
            (5, "0.549"),
            (10, "0.741"),
            (30, "0.905"),
            (59, "0.950"),
            (1_000, "0.997"),
        ];
        for (lots, bound) in known {
            assert_eq!(lower_bound(lots).as_deref(), Some(bound), "{lots}");
        }
        assert_eq!(lower_bound(0), None);
    }
}

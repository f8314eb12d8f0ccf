//! The rows of a finding: one for each result that was handed in.

use std::sync::Arc;

use crate::lot::{AssayResult, Lot};
use crate::report::{JudgedResult, Outcome};
use crate::value::Extensions;

/// `test` is the id of its test, which all rows of a finding share.
pub(super) fn row(
    test: &Arc<str>,
    result: &AssayResult,
    outcome: Option<Outcome>,
    why: Option<String>,
) -> JudgedResult {
    JudgedResult {
        test: Arc::clone(test),
        value: result.shown(),
        method: result.method().map(str::to_owned),
        reference: result.reference().map(str::to_owned),
        determination: result.determination().map(str::to_owned),
        preliminary: result.is_preliminary(),
        counted: outcome.is_some(),
        outcome,
        why,
        carried: Extensions::default(),
    }
}

/// A result that does not count. It can be of another lot and invalidated besides: all is said.
pub(super) fn uncounted(
    lot: &Lot,
    test: &Arc<str>,
    result: &AssayResult,
    why: Option<&str>,
) -> JudgedResult {
    let foreign = result
        .lot()
        .filter(|_| lot.is_foreign(result))
        .map(|other| format!("of another lot: {other}"));
    let invalidated = result.invalidation_record().map(ToString::to_string);
    let of_replicates = (invalidated.is_none() && result.is_invalidated())
        .then(|| "every replicate is invalidated".to_owned());
    let all = [why.map(str::to_owned), foreign, invalidated, of_replicates];
    row(test, result, None, Some(all.into_iter().flatten().collect::<Vec<_>>().join("; ")))
}

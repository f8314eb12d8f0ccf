//! A lot as it is being put together.

use super::Lot;
use super::index::Index;
use super::parameters::Parameters;
use super::reference::SpecificationReference;
use super::result::AssayResult;
use super::result_draft::ResultDraft;
use crate::document::{Document, Draft, Expected, Format, List, Part, document};
use crate::error::{DocumentError, ProblemCode, Problems};
use crate::value::{Date, Label};

document! {
    /// A lot: what it is of, what it states of itself, and all its assay results.
    pub(crate) draft LotDraft (Expected::Object) => Lot, |draft: LotDraft| draft.check().map_err(Problems::from);
        writes Lot;
    /// What the document is.
    "format" format: Required Format<Lot> = Lot::format;
    /// The number of the lot.
    "id" id: Required Label;
    /// The product of which it is a lot.
    "product" product: Required Label;
    /// The day on which it was manufactured.
    "manufactured" manufactured: Optional Date;
    /// The specification by which it is to be judged.
    "specification" specification: Optional SpecificationReference;
    /// Facts about the lot that criteria need, each as the id of a parameter and its value.
    "parameters" parameters: Optional Parameters;
    /// All results, the failing and the invalidated ones too.
    "results" results: Required List<ResultDraft>;
}

impl Document for Lot {
    const FORMAT: &'static str = "release-criteria/lot/1";
}

impl Lot {
    /// A lot of `product` with its results, in any order.
    ///
    /// # Errors
    ///
    /// Every problem at once, with its path: an empty name, or one with a character that nobody can
    /// see or a space other than U+0020; a test's id that is none (`Viability`); an empty value, or
    /// a word for no result (`nd`, `pending`: leave the result out); a unit both in the value and
    /// beside it; an invalidation without a cause; two results of one test with the same reference
    /// and status (a row sent again must not count twice).
    pub fn new(id: &str, product: &str, results: Vec<AssayResult>) -> Result<Self, DocumentError> {
        LotDraft { results: Part::Read(List::of(results)), ..LotDraft::default() }
            .with_text("id", id)
            .with_text("product", product)
            .check()
    }
}

impl LotDraft {
    /// The one door through which every lot comes.
    pub(super) fn check(self) -> Result<Lot, DocumentError> {
        let mut problems = self.problems;
        let List { items: mut results, places } = self.results.into_option().unwrap_or_default();
        for (place, result) in places.iter().zip(&mut results) {
            if let Some(own) = result.take_problems() {
                problems.absorb(&format!("results[{place}]"), own);
            }
        }
        let index = Index::of(&results);
        let sorted = || index.results(0..index.len());
        for (first, second) in sorted().zip(sorted().skip(1)) {
            let (Some(first_place), Some(place)) = (places.get(first), places.get(second)) else {
                continue;
            };
            let (Some(known), Some(repeated)) = (results.get(first), results.get(second)) else {
                continue;
            };
            if let Some(reference) = repeated.reference().filter(|_| known.key() == repeated.key())
            {
                problems.push(
                    format!("results[{place}].reference"),
                    ProblemCode::Duplicate,
                    format!(
                        "found `{reference}` again, which is that of results[{first_place}] of the \
                         same test and status; \
                         a further determination has a reference of its own, and a row sent twice \
                         counts once"
                    ),
                );
            }
        }
        let lot = (|| {
            let id = self.id.into_option()?;
            Some(Lot {
                has_foreign_results: results
                    .iter()
                    .any(|result| result.is_of_another_lot_than(id.as_str())),
                id,
                product: self.product.into_option()?,
                manufactured: self.manufactured.optional()?,
                specification: self.specification.optional()?,
                parameters: self.parameters.optional()?.unwrap_or_default(),
                results,
                index,
                carried: self.carried,
            })
        })();
        problems.into_result(lot)
    }
}

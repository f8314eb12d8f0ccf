//! The facts about a lot: its parameters and results, as they were handed in.

mod draft;
mod index;
mod invalidation;
mod parameters;
mod reference;
mod replicates;
mod result;
mod result_draft;

pub(crate) use draft::LotDraft;
use index::Index;
pub(crate) use index::Outline;
pub(crate) use parameters::{Parameters, StatedParameter};
pub(crate) use reference::SpecificationReference;
pub use result::AssayResult;

use std::borrow::Cow;
use std::ops::Range;

use crate::error::{DocumentError, Problems};
use crate::value::{Date, Extensions, Label};

/// A lot: which product it is of, when it was made, what it states of itself, and all its assay
/// results.
///
/// It is made by [`wire::read_lot`](crate::wire::read_lot) from a document, or by
/// [`new`](Self::new) in code. All results belong in it, the failing and the invalidated ones too:
/// what is left out cannot be considered.
///
/// # Examples
///
/// ```
/// use release_criteria::{AssayResult, Lot};
///
/// let lot = Lot::new(
///     "LOT-0007",
///     "Example vector",
///     vec![
///         AssayResult::new("purity", "81.4 %").with_method("QC-12").with_reference("LIMS-1"),
///         AssayResult::new("sterility", "No growth").preliminary(),
///     ],
/// )?;
/// assert_eq!(lot.results().len(), 2);
/// # Ok::<(), release_criteria::DocumentError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Lot {
    // Invariants:
    // 1. No result has problems; no two results of one test have the same reference and status.
    // 2. `index` holds the place of each of the `results` once, and `has_foreign_results` says
    //    whether one is of another lot.
    id: Label,
    product: Label,
    manufactured: Option<Date>,
    specification: Option<SpecificationReference>,
    parameters: Parameters,
    results: Vec<AssayResult>,
    index: Index,
    has_foreign_results: bool,
    carried: Extensions,
}

impl Lot {
    /// States by which version of which specification the lot is to be judged; another one then
    /// finds everything indeterminate.
    ///
    /// # Errors
    ///
    /// An empty id or version.
    pub fn for_specification(mut self, id: &str, version: &str) -> Result<Self, DocumentError> {
        let mut problems = Problems::default();
        problems.refuse_second("specification", self.specification.is_some());
        self.specification = SpecificationReference::read(id, version, &mut problems);
        problems.into_result(Some(self))
    }

    /// States the day on which the lot was manufactured, by which a
    /// [`History`](crate::lifecycle::History) tells the version of the specification that is in
    /// force for it. It changes no judgement by itself.
    ///
    /// ```
    /// # use release_criteria::{AssayResult, Lot};
    /// let lot =
    ///     Lot::new("LOT-0007", "Example cells", vec![AssayResult::new("viability", "91 %")])?
    ///         .manufactured_on("2026-03-01")?;
    /// assert_eq!(lot.manufactured().map(|date| date.to_string()).as_deref(), Some("2026-03-01"));
    /// # Ok::<(), release_criteria::DocumentError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// What is no [`Date`], such as `01.03.2026` or `2026-02-30`; a second one.
    pub fn manufactured_on(mut self, date: &str) -> Result<Self, DocumentError> {
        let mut problems = Problems::default();
        problems.refuse_second("manufactured", self.manufactured.is_some());
        self.manufactured = problems.read("manufactured", date);
        problems.into_result(Some(self))
    }

    /// States facts about the lot that criteria need, each as its id and its value.
    ///
    /// ```
    /// # use release_criteria::{AssayResult, Lot};
    /// let lot =
    ///     Lot::new("LOT-0007", "Example cells", vec![AssayResult::new("viability", "91 %")])?
    ///         .with_parameters(&[("body_weight", "62 kg"), ("donor", "autologous")])?;
    /// assert_eq!(lot.parameter("donor"), Some("autologous"));
    /// # Ok::<(), release_criteria::DocumentError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Every problem at once, with its path: an id that is none (`Weight`), one stated twice, an
    /// empty value or a word for none (`nd`), more than 200. Whether a value is the right one is
    /// for the specification to say, when the lot is judged.
    pub fn with_parameters(mut self, parameters: &[(&str, &str)]) -> Result<Self, DocumentError> {
        let mut problems = Problems::default();
        for (id, value) in parameters {
            self.parameters.state(id, value, &mut problems);
        }
        problems.into_result(Some(self))
    }

    /// The value that the lot states of the parameter `id`, as written.
    #[must_use]
    pub fn parameter(&self, id: &str) -> Option<&str> {
        self.stated(id).map(|stated| &*stated.value)
    }

    pub(crate) fn stated(&self, id: &str) -> Option<&StatedParameter> {
        self.parameters.iter().find(|stated| stated.id.as_str() == id)
    }

    pub(crate) fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    /// The lot's number.
    #[must_use]
    pub fn id(&self) -> &str {
        self.id.as_str()
    }

    /// The product of which it is a lot.
    #[must_use]
    pub fn product(&self) -> &str {
        self.product.as_str()
    }

    /// The day on which it was manufactured, if it states one.
    #[must_use]
    pub fn manufactured(&self) -> Option<Date> {
        self.manufactured
    }

    /// The results, in the order in which they were handed in.
    pub fn results(&self) -> &[AssayResult] {
        &self.results
    }

    /// The id and the version of the specification by which it is to be judged, if it states one.
    #[must_use]
    pub fn specification(&self) -> Option<(&str, &str)> {
        self.specification.as_ref().map(|stated| (stated.id.as_str(), stated.version.as_str()))
    }

    /// The results of one test, by reference and final before preliminary; they are looked for at
    /// `from` first.
    #[inline]
    pub(crate) fn results_of(
        &self,
        test: &str,
        from: usize,
    ) -> impl Iterator<Item = (usize, &AssayResult)> + Clone + use<'_> {
        let places = self.index.results(self.index.span(test, from));
        places.filter_map(|place| Some((place, self.results.get(place)?)))
    }

    /// Where the results of a test stand among all in the order of their tests; they are looked for
    /// at `from` first.
    pub(crate) fn span(&self, test: &str, from: usize) -> Range<usize> {
        self.index.span(test, from)
    }

    /// The digits and the last place of the only result of a span, if it is final and nothing but
    /// an exact number with its unit, by whatever method.
    pub(crate) fn plain(&self, span: &Range<usize>) -> Option<(i64, i32)> {
        self.index.plain(span)
    }

    /// The unit of the first result of a span, if it is a measured one with a unit.
    pub(crate) fn unit(&self, span: &Range<usize>) -> Option<&str> {
        self.index.unit(span)
    }

    /// Whether it has the results of which an [`Outline`] tells, and no others.
    pub(crate) fn has_outline(&self, outline: &Outline) -> bool {
        self.index.outline() == outline
    }

    /// The lot without the results of these tests, which are sorted, and, if asked, without what it
    /// states of its specification.
    pub(crate) fn without(&self, tests: &[String], specification: bool) -> Cow<'_, Self> {
        let has_results = tests.iter().any(|test| self.results_of(test, 0).next().is_some());
        let has_specification = specification && self.specification.is_some();
        if !has_results && !has_specification {
            return Cow::Borrowed(self);
        }
        let mut lot = self.clone();
        if has_specification {
            lot.specification = None;
        }
        if has_results {
            lot.results.retain(|result| {
                tests.binary_search_by(|test| test.as_str().cmp(result.test())).is_err()
            });
            lot.index = Index::of(&lot.results);
            lot.has_foreign_results = lot.results.iter().any(|result| lot.is_foreign(result));
        }
        Cow::Owned(lot)
    }

    /// Whether a result is stated to be of another lot.
    pub(crate) fn has_foreign_results(&self) -> bool {
        self.has_foreign_results
    }

    /// Whether `result` is stated to be of another lot.
    pub(crate) fn is_foreign(&self, result: &AssayResult) -> bool {
        result.is_of_another_lot_than(self.id.as_str())
    }
}

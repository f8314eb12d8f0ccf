//! Everything that is tested by cases: texts, documents, programs, findings worked out by hand. One
//! program holds all of it, so that the library is linked once. What holds of all specifications and
//! lots stands in `laws`.

mod allocation;
mod architecture;
mod assertions;
mod boundaries;
mod campaigns;
mod columns;
mod combinations;
mod comparisons;
mod cut_points;
mod dates;
mod documents;
mod findings;
mod growth;
mod hostile;
mod large_documents;
mod library;
mod lifecycle_history;
mod line_and_column;
mod notation;
mod numbers;
mod outlines;
mod packages;
mod programs;
mod public_api;
mod published;
mod reevaluation;
mod refused;
mod reports;
mod reviews;
mod rules;
mod schemas;
mod serde_formats;
mod shipped;
mod sources;
mod spec_tests;
mod sponsor;
mod stability;
mod strategies;
mod units;
mod vectors;

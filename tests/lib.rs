//! Helpers for the tests that cross crates: the corpus with its gold, the one place that runs the engine, and what the
//! two are compared and shown with.
//!
//! The engine never sees gold: [`run::read`] takes a text, [`tally::Tally`] takes gold and what came out.

pub mod corpus;
pub mod gold;
pub mod page;
pub mod run;
pub mod tally;
pub mod variants;

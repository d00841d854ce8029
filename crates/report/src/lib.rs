//! Writes assessments for people and programs: only here do points become decimals and spans become offsets.
//!
//! Every writer appends one article to a byte buffer, so that articles can be written by many threads and printed in
//! order by one. Text for terminals carries ANSI colours, which whoever prints it takes out where they do not belong;
//! control characters of the article itself never get through.

pub mod agree;
pub mod compare;
mod corrections;
pub mod coverage;
pub mod csv;
mod entry;
mod handbook;
pub mod human;
mod json;
pub mod jsonl;
pub mod lexicons;
pub mod near;
mod problems;
pub mod reference;
mod resolved;
pub mod rules;
pub mod schema;
mod score;
pub mod show;
pub mod stats;
mod suppressions;
pub mod tables;
mod terminal;
pub mod trace;

pub use entry::{Body, Entry, Metadata, Run};
pub use handbook::Handbook;
pub use jsonl::sha256;
pub use problems::problems;
pub use resolved::resolved;
pub use terminal::clean;

//! Token patterns: read, compiled together, and found in documents in linear time.

pub(crate) mod atoms;
pub(crate) mod automaton;
pub(crate) mod matcher;
pub(crate) mod program;
mod sparse;
pub(crate) mod syntax;
pub(crate) mod walk;

pub use matcher::{Match, Matcher, Scratch};

#[cfg(test)]
mod tests;

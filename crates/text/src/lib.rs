//! Spans, line and column look-up and units of offsets: what every other crate says places in an article with.
//!
//! Everything inside onrecord counts UTF-8 bytes of the decoded text as given, before any normalisation. Other units
//! exist only where a record is written.

mod lines;
mod offsets;
mod span;

pub use lines::{LineColumn, LineIndex};
pub use offsets::{OffsetMap, OffsetUnit};
pub use span::Span;

//! Reads articles from files, folders and streams, one after the other and in bounded memory.
//!
//! A bad input never stops the rest: each article comes as `Ok`, and each input that cannot be read as an
//! [`Unreadable`] that names the place, the reason and what to do next.
//!
//! ```
//! use onrecord_ingest::{Articles, Options};
//!
//! let lines = "{\"id\": \"a1\", \"text\": \"The mayor resigned.\"}\n{\"id\": \"a2\"}\n";
//! let mut articles = Articles::of(["-".into()], Options::default()).with_stdin(lines.as_bytes());
//! assert_eq!(articles.next().unwrap().unwrap().text, "The mayor resigned.");
//! assert_eq!(articles.next().unwrap().unwrap_err().reason, "no field `text` with the text among the fields (id)");
//! assert!(articles.next().is_none());
//! ```

mod archive;
mod article;
mod articles;
mod count;
mod decode;
mod docx;
mod duplicates;
mod fields;
mod folder;
mod format;
mod html;
mod json;
mod lines;
mod markdown;
mod nexis;
mod open;
#[cfg(feature = "parquet")]
mod parquet;
mod presets;
mod records;
mod side;
mod source;
mod table;
mod tree;
mod unpack;
mod warc;
mod xml;

pub use article::{Article, Metadata, Unreadable};
pub use articles::{Articles, Options};
pub use count::bytes_of;
pub use duplicates::{Duplicates, Signature};
pub use fields::{FieldError, Fields};
pub use format::Format;
pub use presets::{Preset, all as presets};
pub use records::{RecordLine, Records, holds_records, looked_at};
pub use side::SideFile;

//! The packs that ship with onrecord, embedded in the binary so that it works with no configuration.

/// Every TOML file of every embedded pack: path below `rules/` with forward slashes, and contents, in path order.
pub const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/packs.rs"));

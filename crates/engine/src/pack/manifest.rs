//! Reads `pack.toml`.

use std::fmt::Write as _;

use semver::{Version, VersionReq};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use toml::Spanned;

use crate::pack::source::PackSource;
use crate::problem::Reading;

/// What a record says about a pack that made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackInfo {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// The hash of its files: of every path and its contents, in path order.
    pub sha256: String,
    /// Its title.
    pub title: String,
    /// Its licence.
    pub license: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawManifest {
    id: Spanned<String>,
    version: Spanned<String>,
    language: Spanned<String>,
    engine: Spanned<String>,
    license: String,
    title: String,
    #[serde(default)]
    standalone: bool,
}

/// A pack's own account of itself.
pub(crate) struct Manifest {
    pub(crate) info: PackInfo,
    pub(crate) standalone: bool,
}

pub(crate) fn read(source: &PackSource, reading: &mut Reading) -> Option<Manifest> {
    let raw: RawManifest = reading.toml_in_part()?;
    let id = raw.id.get_ref();
    if id.is_empty() || !id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
        reading.say(
            raw.id.span(),
            format!("`{id}` cannot be the id of a pack"),
            Some("use small letters, digits and `-`".into()),
        );
    }
    if let Err(error) = Version::parse(raw.version.get_ref()) {
        reading.say(raw.version.span(), format!("not a version: {error}"), Some("write it as `1.0.0`".into()));
    }
    if raw.language.get_ref() != "en" {
        // Inflection spells English, and the parser's grammar is English.
        let message = format!("language `{}` is not supported", raw.language.get_ref());
        reading.say(raw.language.span(), message, Some("this version reads `en` only".into()));
    }
    let engine = env!("CARGO_PKG_VERSION");
    match VersionReq::parse(raw.engine.get_ref()) {
        Err(error) => {
            reading.say(
                raw.engine.span(),
                format!("not a range of versions: {error}"),
                Some("write it as `>=0.1, <0.2`".into()),
            );
        }
        Ok(range) if !Version::parse(engine).is_ok_and(|v| range.matches(&v)) => {
            let message = format!("this pack is for engine {range}, and this is {engine}");
            reading.say(
                raw.engine.span(),
                message,
                Some("update onrecord, or use a version of the pack made for it".into()),
            );
        }
        Ok(_) => {}
    }
    let info = PackInfo {
        id: id.clone(),
        version: raw.version.get_ref().clone(),
        sha256: hash(source),
        title: raw.title,
        license: raw.license,
    };
    Some(Manifest { info, standalone: raw.standalone })
}

/// Lengths go into the hash too, so that no byte can wander from one file to the next unseen.
fn hash(source: &PackSource) -> String {
    let mut hasher = Sha256::new();
    let mut files: Vec<_> = source.files.iter().collect();
    files.sort();
    for (path, contents) in files {
        for part in [path.as_bytes(), contents.as_bytes()] {
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
    }
    hasher.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("writing to a string");
        hex
    })
}

//! Reads `pack.toml`.

use std::fmt::Write as _;
use std::ops::Range;

use semver::{Version, VersionReq};
use sha2::{Digest, Sha256};
use toml::Spanned;

use crate::pack::raw::VERSION;
use crate::pack::source::PackSource;
use crate::problem::Reading;
use crate::schema::{Term, When, table, words};

// Inflection spells English, and the parser's grammar is English.
const LANGUAGE: &str = "en";

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

table! {
pub(crate) struct RawManifest {
    /// What the pack is called: small letters, digits and `-`.
    id: Spanned<String> = |it| it.like("^[a-z0-9-]+$"),
    /// Its version by semver: patch for texts and examples, minor for what may add matches, major for what may change
    /// scores.
    version: Spanned<String> = |it| it.like(VERSION),
    /// The language of the articles.
    language: Spanned<String> = |it| it.one_of(words([LANGUAGE])),
    /// The versions of the engine that it is for, as `>=0.1, <0.2`.
    engine: Spanned<String>,
    /// The licence of the pack; yours to choose.
    license: String,
    /// What the pack is, in a few words.
    title: String,
    /// Whether it builds on no pack at all, not even on core-en.
    standalone: Option<Spanned<bool>>,
    /// The packs that it builds on, each as `id@range`; core-en where it is left out.
    extends: Option<Spanned<Vec<Spanned<String>>>> = |it| it.at_least(1),
    /// The profile to score by where none is asked for.
    profile: Option<Spanned<String>>,
    /// What the standard asks that no text can show, in sentences.
    #[serde(default)]
    not_assessed: Vec<Spanned<String>> = |it| it.filled(),
}
terms vec![Term::when(When::True("standalone")).bars(["extends"])]
}

/// A pack's own account of itself.
pub(crate) struct Manifest {
    pub(crate) info: PackInfo,
    pub(crate) version: Option<Version>,
    /// Where its id stands.
    pub(crate) id: Range<usize>,
    /// Where it says that it builds on no other pack.
    pub(crate) standalone: Option<Range<usize>>,
    /// The packs that it builds on; `None` when it does not say.
    pub(crate) extends: Option<Vec<Extended>>,
    /// The profile that it scores by where none is asked for.
    pub(crate) profile: Option<Spanned<String>>,
    /// What its standard asks that no text can show.
    pub(crate) not_assessed: Vec<String>,
}

/// An entry of `extends`.
pub(crate) struct Extended {
    pub(crate) id: String,
    /// The versions that will do.
    pub(crate) range: VersionReq,
    pub(crate) place: Range<usize>,
}

pub(crate) fn read(reading: &mut Reading) -> Option<Manifest> {
    let raw: RawManifest = reading.toml_in_part()?;
    let id = raw.id.get_ref();
    if id.is_empty() || !id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
        reading.say(
            raw.id.span(),
            format!("`{id}` cannot be the id of a pack"),
            Some("use small letters, digits and `-`".into()),
        );
    }
    let version = Version::parse(raw.version.get_ref());
    if let Err(error) = &version {
        reading.say(raw.version.span(), format!("not a version: {error}"), Some("write it as `1.0.0`".into()));
    }
    if raw.language.get_ref() != LANGUAGE {
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
    let mut standalone = raw.standalone.filter(|s| *s.get_ref()).map(|s| s.span());
    if let (Some(list), Some(_)) = (&raw.extends, &standalone) {
        let help = "a pack that stands alone builds on none; leave out one of the two".to_owned();
        reading.say(list.span(), "`extends` and `standalone = true` contradict each other", Some(help));
        // With packs below it fewer things seem to be wrong.
        standalone = None;
    }
    let extends = raw.extends.and_then(|list| extends(list, reading));
    for sentence in raw.not_assessed.iter().filter(|s| s.get_ref().trim().is_empty()) {
        reading.say(sentence.span(), "an empty sentence", Some("say what no text can show, or remove it".into()));
    }
    let info = PackInfo {
        id: id.clone(),
        version: raw.version.get_ref().clone(),
        // Told once it is clear that the pack is loaded: hashing all packs at hand costs more than reading them.
        sha256: String::new(),
        title: raw.title,
        license: raw.license,
    };
    Some(Manifest {
        info,
        version: version.ok(),
        id: raw.id.span(),
        standalone,
        extends,
        profile: raw.profile,
        not_assessed: raw.not_assessed.into_iter().map(Spanned::into_inner).collect(),
    })
}

/// The entries of `extends`, each `id@range`.
fn extends(list: Spanned<Vec<Spanned<String>>>, reading: &mut Reading) -> Option<Vec<Extended>> {
    if list.get_ref().is_empty() {
        let help = "leave it out to build on core-en, or say `standalone = true` to build on none".to_owned();
        reading.say(list.span(), "`extends` names no pack", Some(help));
        return None;
    }
    let mut out: Vec<Extended> = Vec::new();
    for entry in list.into_inner() {
        let (id, range) = entry.get_ref().split_once('@').unwrap_or((entry.get_ref(), "*"));
        let (id, place) = (id.trim().to_owned(), entry.span());
        if out.iter().any(|e| e.id == id) {
            reading.say(place, format!("`{id}` is named twice"), Some("remove one of the two".into()));
            continue;
        }
        let range = VersionReq::parse(range).unwrap_or_else(|error| {
            let help = format!("write it as `{id}@^0.1`");
            reading.say(place.clone(), format!("`{range}` is not a range of versions: {error}"), Some(help));
            VersionReq::STAR
        });
        out.push(Extended { id, range, place });
    }
    Some(out)
}

/// Lengths go into the hash too, so that no byte can wander from one file to the next unseen.
pub(crate) fn hash(source: &PackSource) -> String {
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

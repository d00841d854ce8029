//! Loads packs of rules: from TOML to a checked [`RuleSet`], or to all that is wrong with them at once.

mod inflect;
mod lexicons;
mod manifest;
mod source;

use std::collections::BTreeMap;
use std::sync::Arc;

use onrecord_parser::{Lexicon, LexiconBuilder};

pub use lexicons::{ListEntry, WordList};
pub use manifest::PackInfo;
pub use source::PackSource;

use crate::problem::{Problem, Reading};

/// Packs, laid over each other, checked and compiled.
#[derive(Debug)]
pub struct RuleSet {
    packs: Vec<PackInfo>,
    lexicon: Lexicon,
    lists: BTreeMap<String, WordList>,
    profiles: Vec<ProfileFile>,
}

/// A profile as its pack wrote it.
#[derive(Clone, Debug)]
pub struct ProfileFile {
    /// The file, as messages name it.
    pub file: String,
    /// Its name without folder and `.toml`.
    pub id: String,
    /// Its TOML.
    pub contents: Arc<str>,
}

impl RuleSet {
    /// Loads `packs`, the lowest first. A pack that says `standalone = true` leaves out all below it.
    ///
    /// # Errors
    /// Every mistake in any file of the packs, in the order of packs and files.
    pub fn load(packs: &[PackSource]) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut layers = Vec::new();
        for pack in packs {
            let Some((_, contents)) = pack.files.iter().find(|(path, _)| path == "pack.toml") else {
                lexicons::nowhere(&pack.name, &mut problems).say(None, "no `pack.toml` here", None);
                continue;
            };
            let mut reading = Reading::new(pack.path("pack.toml"), Arc::clone(contents), &mut problems);
            let Some(manifest) = manifest::read(pack, &mut reading) else { continue };
            if manifest.standalone {
                layers.clear();
            }
            layers.push((pack, manifest.info));
        }

        let mut words = lexicons::Lexicons::default();
        let mut profiles = Vec::new();
        for (number, (pack, _)) in layers.iter().enumerate() {
            for (path, contents) in &pack.files {
                let mut reading = Reading::new(pack.path(path), Arc::clone(contents), &mut problems);
                match path.split('/').collect::<Vec<_>>().as_slice() {
                    ["pack.toml"] => {}
                    ["lexicons", _] => words.read(number, &mut reading),
                    ["rules", .., _] => {}
                    ["profiles", name] => profiles.push(ProfileFile {
                        file: reading.file,
                        id: name.trim_end_matches(".toml").to_owned(),
                        contents: Arc::clone(contents),
                    }),
                    _ => {
                        let help = "a pack has `pack.toml`, `lexicons/*.toml`, `rules/**/*.toml` and `profiles/*.toml`";
                        reading.say(None, "this file belongs to no part of a pack", Some(help.into()));
                    }
                }
            }
        }
        let top = packs.last().map_or("", |p| p.name.as_str());
        let lists = words.finish(&mut lexicons::nowhere(top, &mut problems));
        let mut builder = LexiconBuilder::new();
        lexicons::compile(&lists, &mut builder);
        if !problems.is_empty() {
            return Err(problems);
        }
        let packs = layers.into_iter().map(|(_, info)| info).collect();
        Ok(Self { packs, lexicon: builder.build(), lists, profiles })
    }

    /// The packs, the lowest first.
    #[must_use]
    pub fn packs(&self) -> &[PackInfo] {
        &self.packs
    }

    /// The words, for [`onrecord_parser::parse`].
    #[must_use]
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Every lexicon by name, with all forms spelt out.
    #[must_use]
    pub fn lists(&self) -> &BTreeMap<String, WordList> {
        &self.lists
    }

    /// The profiles of all packs, in the order of packs and paths.
    #[must_use]
    pub fn profiles(&self) -> &[ProfileFile] {
        &self.profiles
    }
}

#[cfg(test)]
pub(crate) mod tests;

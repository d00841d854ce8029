//! Loads packs of rules: from TOML to a checked [`RuleSet`], or to all that is wrong with them at once.

mod compile;
mod inflect;
mod lexicons;
mod manifest;
mod raw;
mod source;
mod validate;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use onrecord_parser::Lexicon;

pub use lexicons::{ListEntry, WordList};
pub use manifest::PackInfo;
pub use source::PackSource;

use crate::assess::{Profile, read_all};
use crate::golden::{self, Golden};
use crate::pattern::Matcher;
use crate::problem::{self, Problem, Reading};
use crate::rule::{Rule, RuleId, RuleKind};

/// Packs, laid over each other, checked and compiled.
#[derive(Debug)]
pub struct RuleSet {
    packs: Vec<PackInfo>,
    lexicon: Lexicon,
    lists: BTreeMap<String, WordList>,
    rules: Vec<Rule>,
    matcher: Matcher,
    profiles: Vec<ProfileFile>,
    models: Vec<Profile>,
    goldens: Vec<Golden>,
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
        Self::read(packs, &mut problems).filter(|_| problems.is_empty()).ok_or_else(|| {
            problem::sort(&mut problems);
            problems
        })
    }

    fn read(packs: &[PackSource], problems: &mut Vec<Problem>) -> Option<Self> {
        let mut layers = Vec::new();
        for pack in packs {
            let Some((_, contents)) = pack.files.iter().find(|(path, _)| path == "pack.toml") else {
                lexicons::nowhere(&pack.name, problems).say(None, "no `pack.toml` here", None);
                continue;
            };
            let mut reading = Reading::new(pack.path("pack.toml"), Arc::clone(contents), problems);
            let Some(manifest) = manifest::read(pack, &mut reading) else { continue };
            if manifest.standalone {
                layers.clear();
            }
            layers.push((pack, manifest.info));
        }

        let mut words = lexicons::Lexicons::default();
        let mut profiles = Vec::new();
        let mut goldens = Vec::new();
        let mut rules: Vec<(validate::Checked, Arc<str>)> = Vec::new();
        // Of every rule file, also of one that cannot be read: a profile that names its rule is right.
        let mut ids = BTreeSet::new();
        for (number, (pack, _)) in layers.iter().enumerate() {
            for (path, contents) in &pack.files {
                let mut reading = Reading::new(pack.path(path), Arc::clone(contents), problems);
                match path.split('/').collect::<Vec<_>>().as_slice() {
                    ["pack.toml"] => {}
                    ["lexicons", _] => words.read(number, &mut reading),
                    ["rules", .., _] => {
                        let id = path["rules/".len()..].trim_end_matches(".toml");
                        ids.insert(id);
                        if let Some(other) = rules.iter().map(|(c, _)| &c.rule).find(|r| r.id == id) {
                            let help = format!("give it another name; {} has this one", other.file);
                            reading.say(None, format!("rule `{id}` is already in a pack below"), Some(help));
                        } else if let Some(raw) = reading.toml_in_part()
                            && let Some(checked) = validate::rule(id, number, raw, &mut reading)
                        {
                            rules.push((checked, Arc::clone(contents)));
                        }
                    }
                    ["profiles", name] => {
                        let id = name.trim_end_matches(".toml").to_owned();
                        goldens.extend(golden::read(pack, number, &id, &mut reading));
                        profiles.push(ProfileFile { file: reading.file, id, contents: Arc::clone(contents) });
                    }
                    [golden::FOLDER, ..] if path.ends_with(".txt") => {}
                    _ => {
                        let help = "a pack has `pack.toml`, `lexicons/*.toml`, `rules/**/*.toml` and `profiles/*.toml`";
                        reading.say(None, "this file belongs to no part of a pack", Some(help.into()));
                    }
                }
            }
        }
        let top = packs.last().map_or("", |p| p.name.as_str());
        let unread = words.unread;
        let lists = words.finish(&mut lexicons::nowhere(top, problems));
        ranks(&rules, problems);
        // Without all lexicons every second pattern would seem wrong.
        if unread {
            return None;
        }
        let (lexicon, matcher) = compile::compile(&rules, &lists, problems);
        let models = read_all(&profiles, &ids, problems);
        let packs = layers.into_iter().map(|(_, info)| info).collect();
        let rules = rules.into_iter().map(|(checked, _)| checked.rule).collect();
        Some(Self { packs, lexicon, lists, rules, matcher, profiles, models, goldens })
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

    /// All rules, in the order of packs and ids; a [`RuleId`] is an index into it.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule of number `id`.
    #[must_use]
    pub fn rule(&self, id: RuleId) -> &Rule {
        &self.rules[id.0 as usize]
    }

    /// The rule called `id`: `anon/unexplained`.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<RuleId> {
        self.rules.iter().position(|r| r.id == id).map(|i| RuleId(i as u32))
    }

    /// The compiled patterns of all rules.
    #[must_use]
    pub fn matcher(&self) -> &Matcher {
        &self.matcher
    }

    /// The profiles of all packs, in the order of packs and paths.
    #[must_use]
    pub fn profiles(&self) -> &[ProfileFile] {
        &self.profiles
    }

    /// The documents of which profiles say what comes of them.
    pub(crate) fn goldens(&self) -> &[Golden] {
        &self.goldens
    }

    /// The scoring model called `id`; of packs with one of the same name, the uppermost's.
    #[must_use]
    pub fn profile(&self, id: &str) -> Option<&Profile> {
        self.models.iter().find(|m| m.id == id)
    }
}

/// Source rules are a decision list, so no two may have one rank.
fn ranks(rules: &[(validate::Checked, Arc<str>)], problems: &mut Vec<Problem>) {
    let rank = |(checked, _): &(validate::Checked, Arc<str>)| match checked.rule.kind {
        RuleKind::Source { rank, .. } => Some(rank),
        _ => None,
    };
    let all: BTreeSet<u32> = rules.iter().filter_map(rank).collect();
    let mut taken: BTreeMap<u32, &Rule> = BTreeMap::new();
    for (checked, source) in rules {
        let RuleKind::Source { rank, .. } = checked.rule.kind else { continue };
        if let Some(first) = taken.get(&rank) {
            let mut reading = Reading::new(checked.rule.file.clone(), Arc::clone(source), problems);
            let message = format!("rank {rank} is already that of `{}`", first.id);
            let free = (rank..).find(|r| !all.contains(r)).unwrap_or(rank);
            let help = format!("which of the two wins must not be left open; {free} is free");
            reading.say(checked.rank.clone(), message, Some(help));
        } else {
            taken.insert(rank, &checked.rule);
        }
    }
}

#[cfg(test)]
mod broken;
#[cfg(test)]
pub(crate) mod tests;

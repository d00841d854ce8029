//! Loads packs of rules: from TOML to a checked [`RuleSet`], or to all that is wrong with them at once.

mod amend;
mod compile;
mod inflect;
mod layers;
mod lexicons;
mod manifest;
mod overrides;
mod raw;
mod relations;
mod resolved;
mod source;
mod validate;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use onrecord_parser::Lexicon;
use rustc_hash::FxHashMap;

pub use lexicons::{ListEntry, WordList};
pub(crate) use lexicons::{Numbers, RawLexicons};
pub use manifest::PackInfo;
pub(crate) use manifest::RawManifest;
pub(crate) use overrides::RawOverrides;
pub(crate) use raw::{RawRule, RawStandard};
pub use resolved::{Part, Resolved};
pub use source::PackSource;

use crate::assess::{Names, Profile, read_all};
use crate::date::Date;
use crate::golden::{self, Golden};
use crate::pattern::Matcher;
use crate::problem::{self, Level, Problem, Reading};
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
    default_profile: Option<String>,
    not_assessed: Vec<String>,
    sources: Vec<PackSource>,
    renamed: BTreeMap<String, RuleId>,
    /// Rules by id: each finding of each article asks.
    ids: FxHashMap<String, RuleId>,
    /// The source rules that hold, the lowest rank first.
    ranked: Vec<RuleId>,
    warnings: Vec<Problem>,
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
    /// Loads `packs` in this order, each above those that it builds on.
    ///
    /// # Errors
    /// Every mistake in any file of the packs, in the order of packs and files.
    pub fn load(packs: &[PackSource]) -> Result<Self, Vec<Problem>> {
        Self::load_from(packs, &[])
    }

    /// Loads the packs `asked` for in this order, and from the `shelf` those that they build on. A pack builds on those
    /// that its `extends` names, and on `core-en` where it has neither `extends` nor `standalone = true`; one that
    /// follows a pack that stands alone builds on that instead.
    ///
    /// # Errors
    /// Every mistake in any file of the packs that are loaded, in the order of packs and files.
    pub fn load_from(asked: &[PackSource], shelf: &[PackSource]) -> Result<Self, Vec<Problem>> {
        Self::load_on(None, asked, shelf)
    }

    /// The same as it is on the day `today`: overrides and disables whose `until` has passed do not hold. Without a day
    /// all hold.
    ///
    /// # Errors
    /// Every mistake in any file of the packs that are loaded, in the order of packs and files, and the warnings.
    pub fn load_on(today: Option<Date>, asked: &[PackSource], shelf: &[PackSource]) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let rules = Self::read(today, asked, shelf, &mut problems);
        problem::sort(&mut problems);
        match rules {
            Some(rules) if problems.iter().all(|p| p.level == Level::Warning) => {
                Ok(Self { warnings: problems, ..rules })
            }
            _ => Err(problems),
        }
    }

    fn read(
        today: Option<Date>,
        asked: &[PackSource],
        shelf: &[PackSource],
        problems: &mut Vec<Problem>,
    ) -> Option<Self> {
        let layers = layers::lay(asked, shelf, problems);
        let mut words = lexicons::Lexicons::default();
        let complete = layers.complete;
        words.unread = !complete;
        let layers = layers.list;
        let mut profiles = Vec::new();
        let mut goldens = Vec::new();
        let mut rules: Vec<(validate::Checked, Arc<str>)> = Vec::new();
        // Of every rule file, also of one that cannot be read: a profile that names its rule is right.
        let mut ids: BTreeSet<String> = BTreeSet::new();
        for (number, layers::Layer { source: pack, .. }) in layers.iter().enumerate() {
            let mut entries = Vec::new();
            for (path, contents) in &pack.files {
                let mut reading = Reading::new(pack.path(path), Arc::clone(contents), problems);
                match path.split('/').collect::<Vec<_>>().as_slice() {
                    ["pack.toml"] => {}
                    ["lexicons", _] => words.read(number, &mut reading),
                    ["overrides", _] => entries.extend(overrides::read(&mut reading)),
                    ["rules", .., _] => {
                        let id = path["rules/".len()..].trim_end_matches(".toml");
                        if !ids.insert(id.to_owned()) {
                            let other = rules.iter().map(|(c, _)| &c.rule).find(|r| r.id == id);
                            let help = other.map_or_else(
                                || "give it another name".to_owned(),
                                |other| format!("give it another name; {} has this one", other.file),
                            );
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
                        let help = "a pack has `pack.toml`, `lexicons/*.toml`, `rules/**/*.toml`, `overrides/*.toml` and \
                                    `profiles/*.toml`";
                        reading.say(None, "this file belongs to no part of a pack", Some(help.into()));
                    }
                }
            }
            let below = amend::Below { pack: number, ids: &ids, today, unread: !complete };
            amend::amend(entries, &below, &mut rules, problems);
        }
        let top = layers.last().map(|l| l.source).or(asked.last()).map_or("", |p| p.name.as_str());
        let unread = words.unread;
        let lists = words.finish(&mut lexicons::nowhere(top, problems));
        ranks(&rules, problems);
        amend::finish(&rules, problems);
        // Without all lexicons every second pattern would seem wrong.
        if unread {
            return None;
        }
        let (lexicon, matcher) = compile::compile(&rules, &lists, problems);
        let models = read_all(&profiles, &Names::of(&ids, rules.iter().map(|(c, _)| &c.rule)), problems);
        let sources = layers.iter().map(|l| l.source.clone()).collect();
        let default_profile = default_profile(&layers, &profiles, problems);
        let mut packs = Vec::new();
        let mut not_assessed: Vec<String> = Vec::new();
        for manifest in layers.into_iter().map(|l| l.manifest) {
            packs.push(manifest.info);
            for sentence in manifest.not_assessed {
                if !not_assessed.contains(&sentence) {
                    not_assessed.push(sentence);
                }
            }
        }
        let rules: Vec<Rule> = rules.into_iter().map(|(checked, _)| checked.rule).collect();
        let mut renamed = BTreeMap::new();
        for (number, rule) in rules.iter().enumerate() {
            renamed.extend(rule.renamed_from.iter().map(|old| (old.clone(), RuleId(number as u32))));
        }
        let ids = (0u32..).zip(&rules).map(|(number, rule)| (rule.id.clone(), RuleId(number))).collect();
        let ranked = by_rank(&rules);
        Some(Self {
            packs,
            lexicon,
            lists,
            rules,
            matcher,
            profiles,
            models,
            goldens,
            default_profile,
            not_assessed,
            sources,
            renamed,
            ids,
            ranked,
            warnings: Vec::new(),
        })
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
        self.ids.get(id).copied()
    }

    /// The source rules that are not disabled, the lowest rank first.
    pub(crate) fn ranked(&self) -> &[RuleId] {
        &self.ranked
    }

    /// The rule that was called `old` before it got another id.
    #[must_use]
    pub fn renamed(&self, old: &str) -> Option<&Rule> {
        self.renamed.get(old).map(|&id| self.rule(id))
    }

    /// What in the packs is hardly meant, though they can be used.
    #[must_use]
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    /// What `rule` says once all packs are laid over each other, key by key, each with the place that it comes from.
    #[must_use]
    pub fn resolved(&self, rule: &Rule) -> Vec<Resolved> {
        resolved::resolve(self, rule)
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

    /// The scoring models of all profiles, in the order of their ids.
    pub(crate) fn models(&self) -> &[Profile] {
        &self.models
    }

    /// The id of the profile to score by where none is asked for: that of the uppermost pack that names one, or `news`.
    #[must_use]
    pub fn default_profile(&self) -> &str {
        self.default_profile.as_deref().unwrap_or("news")
    }

    /// The contents of the file of a pack that messages name `file`.
    #[must_use]
    pub fn source(&self, file: &str) -> Option<Arc<str>> {
        let of = |p: &PackSource| {
            let inner = file.strip_prefix(p.name.as_str())?.strip_prefix('/')?;
            p.files.iter().find(|(path, _)| path == inner).map(|(_, contents)| Arc::clone(contents))
        };
        self.sources.iter().find_map(of)
    }

    /// What the standards of the packs ask that no text can show, in the order of packs.
    #[must_use]
    pub fn not_assessed(&self) -> &[String] {
        &self.not_assessed
    }
}

/// The profile of the uppermost pack that names one; each pack must name one that there is.
fn default_profile(
    layers: &[layers::Layer<'_>],
    profiles: &[ProfileFile],
    problems: &mut Vec<Problem>,
) -> Option<String> {
    let mut named = None;
    for layer in layers {
        let Some(profile) = &layer.manifest.profile else { continue };
        let id = profile.get_ref();
        if !profiles.iter().any(|p| p.id == *id) {
            let help = problem::suggest(id, profiles.iter().map(|p| p.id.as_str()));
            layer.reading(problems).say(profile.span(), format!("no profile `{id}`"), help);
        }
        named = Some(id.clone());
    }
    named
}

/// The source rules that hold, the lowest rank first.
fn by_rank(rules: &[Rule]) -> Vec<RuleId> {
    let mut ranked: Vec<(u32, RuleId)> = (0u32..)
        .zip(rules)
        .filter(|(_, rule)| rule.disabled.is_none())
        .filter_map(|(number, rule)| match rule.kind {
            RuleKind::Source { rank, .. } => Some((rank, RuleId(number))),
            _ => None,
        })
        .collect();
    ranked.sort_by_key(|r| (r.0, r.1));
    ranked.into_iter().map(|r| r.1).collect()
}

/// Source rules are a decision list, so no two may have one rank.
fn ranks(rules: &[(validate::Checked, Arc<str>)], problems: &mut Vec<Problem>) {
    let rank = |(checked, _): &(validate::Checked, Arc<str>)| match checked.rule.kind {
        RuleKind::Source { rank, .. } => Some(rank),
        _ => None,
    };
    let all: BTreeSet<u32> = rules.iter().filter_map(rank).collect();
    let mut taken: BTreeMap<u32, &Rule> = BTreeMap::new();
    for (checked, source) in rules.iter().filter(|(c, _)| c.rule.disabled.is_none()) {
        let RuleKind::Source { rank, .. } = checked.rule.kind else { continue };
        if let Some(first) = taken.get(&rank) {
            let (place, origin) = &checked.rank;
            let mut reading = checked.reading(origin.as_deref(), source, problems);
            let message = format!("rank {rank} is already that of `{}`", first.id);
            let free = (rank..).find(|r| !all.contains(r)).unwrap_or(rank);
            let help = format!("which of the two wins must not be left open; {free} is free");
            reading.say(place.clone(), message, Some(help));
        } else {
            taken.insert(rank, &checked.rule);
        }
    }
}

#[cfg(test)]
mod amended;
#[cfg(test)]
mod broken;
#[cfg(test)]
mod layered;
#[cfg(test)]
pub(crate) mod tests;

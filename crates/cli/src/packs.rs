//! The rule set of a run: the embedded packs, and the user's on top.

use std::path::{Path, PathBuf};

use onrecord_engine::{Date, Level, PackSource, Problem, RuleSet};

use crate::exit::Failure;

/// The pack that is loaded when none is asked for, and that others build on unless they say otherwise.
const BASE: &str = "core-en";

/// Packs that are read but not understood.
struct Sources {
    /// Those asked for.
    asked: Vec<PackSource>,
    /// Those that they may build on.
    shelf: Vec<PackSource>,
}

impl Sources {
    /// Reads `asked` or, where that is empty, takes the embedded base pack; and what these may build on: `others` and
    /// the embedded packs. Each is a folder, or the id of an embedded pack. What nobody asked for is never read from
    /// the working folder, whoever put it there.
    fn read(asked: &[PathBuf], others: &[PathBuf], problems: &mut Vec<Problem>) -> Self {
        if asked.is_empty() && others.is_empty() {
            // The base pack builds on no other, and most runs want no more: the rest is not even unpacked.
            let of_base = |path: &str| path.strip_prefix(BASE).is_some_and(|rest| rest.starts_with('/'));
            let files: Vec<(&str, &str)> = onrecord_rules::FILES.iter().copied().filter(|f| of_base(f.0)).collect();
            return Self { asked: PackSource::from_table(&files), shelf: Vec::new() };
        }
        let embedded = PackSource::from_table(onrecord_rules::FILES);
        let mut read = |paths: &[PathBuf]| {
            let mut packs = Vec::with_capacity(paths.len());
            for path in paths {
                let built_in = embedded.iter().find(|p| Path::new(&p.name) == path && !path.exists());
                match built_in.cloned().map_or_else(|| folder(path), Ok) {
                    Ok(pack) => packs.push(pack),
                    Err(problem) => problems.push(problem),
                }
            }
            packs
        };
        let base = || embedded.iter().filter(|p| p.name == BASE).cloned().collect();
        let asked = if asked.is_empty() { base() } else { read(asked) };
        let mut shelf = read(others);
        shelf.extend(embedded);
        Self { asked, shelf }
    }
}

/// The ids of the embedded packs.
pub(crate) fn embedded() -> Vec<PathBuf> {
    PackSource::from_table(onrecord_rules::FILES).into_iter().map(|p| p.name.into()).collect()
}

fn folder(path: &Path) -> Result<PackSource, Problem> {
    if path.exists() {
        return PackSource::from_folder(path);
    }
    Err(Problem {
        level: Level::Error,
        file: path.display().to_string(),
        span: None,
        source: "".into(),
        message: "no such folder".to_owned(),
        help: Some(format!(
            "check the spelling; a pack is a folder with a `pack.toml`, or one of those built in: {}",
            embedded().iter().map(|p| p.display().to_string()).collect::<Vec<_>>().join(", ")
        )),
    })
}

/// Loads `asked` or, where that is empty, the base pack, with what they build on.
pub(crate) fn load(asked: &[PathBuf]) -> Result<RuleSet, Failure> {
    load_on(None, asked, &[])
}

/// The same as it is on the day `today`, where one is told; packs may build on `others` too.
pub(crate) fn load_on(today: Option<Date>, asked: &[PathBuf], others: &[PathBuf]) -> Result<RuleSet, Failure> {
    let mut problems = Vec::new();
    let Sources { asked, shelf } = Sources::read(asked, others, &mut problems);
    if asked.is_empty() {
        return Err(Failure::Packs(problems));
    }
    // Mistakes of the packs that can be read are told in the same breath.
    match RuleSet::load_on(today, &asked, &shelf) {
        Ok(rules) if problems.is_empty() => Ok(rules),
        Ok(_) => Err(Failure::Packs(problems)),
        Err(more) => {
            problems.extend(more);
            Err(Failure::Packs(problems))
        }
    }
}

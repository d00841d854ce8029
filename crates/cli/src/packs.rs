//! The rule set of a run: the embedded packs, and the user's on top.

use std::path::{Path, PathBuf};

use onrecord_engine::{PackSource, Problem, RuleSet};

use crate::exit::Failure;

/// The pack that all others build on.
pub(crate) const BASE: &str = "core-en";

/// The base pack and `added`, in this order, read but not understood. Each added one is a folder, or the name of an
/// embedded pack.
pub(crate) fn sources(added: &[PathBuf]) -> (Vec<PackSource>, Vec<Problem>) {
    let (mut packs, others): (Vec<_>, Vec<_>) =
        PackSource::from_table(onrecord_rules::FILES).into_iter().partition(|p| p.name == BASE);
    let mut problems = Vec::new();
    for pack in added {
        if pack.as_os_str() == BASE && !pack.exists() {
            continue;
        }
        let embedded = others.iter().find(|p| Path::new(&p.name) == pack && !pack.exists());
        match embedded.cloned().map_or_else(|| folder(pack), Ok) {
            Ok(pack) => packs.push(pack),
            Err(problem) => problems.push(problem),
        }
    }
    (packs, problems)
}

fn folder(path: &Path) -> Result<PackSource, Problem> {
    if path.exists() {
        return PackSource::from_folder(path);
    }
    Err(Problem {
        file: path.display().to_string(),
        span: None,
        source: "".into(),
        message: "no such folder".to_owned(),
        help: Some("check the spelling; a pack is a folder with a `pack.toml`".to_owned()),
    })
}

/// Loads the base pack and `added`.
pub(crate) fn load(added: &[PathBuf]) -> Result<RuleSet, Failure> {
    let (packs, mut problems) = sources(added);
    // Mistakes of the packs that can be read are told in the same breath.
    match RuleSet::load(&packs) {
        Ok(rules) if problems.is_empty() => Ok(rules),
        Ok(_) => Err(Failure::Packs(problems)),
        Err(more) => {
            problems.extend(more);
            Err(Failure::Packs(problems))
        }
    }
}

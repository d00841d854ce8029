//! The rule set of a run: the embedded packs, and the user's on top.

use std::path::{Path, PathBuf};

use onrecord_engine::{PackSource, RuleSet};

use crate::exit::Failure;

/// The pack that all others build on.
pub(crate) const BASE: &str = "core-en";

/// Loads the base pack and `added`, in this order. Each is a folder, or the name of an embedded pack.
pub(crate) fn load(added: &[PathBuf]) -> Result<RuleSet, Failure> {
    let (base, others): (Vec<_>, Vec<_>) =
        PackSource::from_table(onrecord_rules::FILES).into_iter().partition(|p| p.name == BASE);
    let mut packs = base;
    let mut problems = Vec::new();
    for pack in added {
        let embedded = others.iter().find(|p| Path::new(&p.name) == pack && !pack.exists());
        match embedded.cloned().map_or_else(|| PackSource::from_folder(pack), Ok) {
            Ok(pack) => packs.push(pack),
            Err(problem) => problems.push(problem),
        }
    }
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

use std::path::PathBuf;

use onrecord_engine::{Problem, RuleSet};
use onrecord_report::clean;

use super::print;
use crate::args::FolderArgs;
use crate::console;
use crate::exit::{Exit, Failure};
use crate::output::Content;
use crate::packs;

pub(crate) fn run(args: FolderArgs) -> Result<Exit, Failure> {
    each(&args.folders, |rules, _| (Vec::new(), format!("{} rules, no mistake", rules.rules().len())))
}

/// Loads each pack by itself on the base pack, looks for faults, and tells of each how it fared.
pub(super) fn each(
    folders: &[PathBuf],
    look: impl Fn(&RuleSet, &[PathBuf]) -> (Vec<Problem>, String),
) -> Result<Exit, Failure> {
    let embedded = [PathBuf::from(packs::BASE)];
    let folders = if folders.is_empty() { &embedded[..] } else { folders };
    if let Some(gone) = folders.iter().find(|f| **f != embedded[0] && !f.exists()) {
        return Err(Failure::Asked(format!("{}: no such folder; check the spelling", gone.display())));
    }
    let mut exit = Exit::Done;
    let mut page = String::new();
    for folder in folders {
        let name = folder.display().to_string();
        let added = if *folder == embedded[0] { &[][..] } else { std::slice::from_ref(folder) };
        let (faults, praise) = match packs::load(added) {
            Ok(rules) => look(&rules, added),
            Err(Failure::Packs(problems)) => (problems, String::new()),
            Err(other) => return Err(other),
        };
        let verdict = match faults.len() {
            0 => praise,
            1 => "1 mistake".to_owned(),
            n => format!("{n} mistakes"),
        };
        if !faults.is_empty() {
            exit = Exit::No;
            page.push_str(&onrecord_report::problems(&faults, console::width()));
        }
        page.push_str(&format!("{}: {verdict}\n", clean(&name)));
    }
    print(&page, Content::Page)?;
    Ok(exit)
}

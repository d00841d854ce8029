//! `onrecord rules`: what the rules say of themselves, and whether they do what they say.

use std::path::PathBuf;

use onrecord_engine::{Problem, RuleSet};
use onrecord_report::rules as pages;

use crate::args::{FolderArgs, ListArgs, ListFormat, RuleArgs};
use crate::console;
use crate::exit::{Exit, Failure};
use crate::output::{Content, Output};
use crate::packs;

pub(crate) fn list(args: ListArgs) -> Result<Exit, Failure> {
    let rules = packs::load(&args.packs.rules)?;
    match args.format {
        ListFormat::Human => print(&pages::list(rules.rules(), rules.packs(), console::width()), Content::Page)?,
        ListFormat::Json => print(&pages::json(rules.rules(), rules.packs()), Content::Data)?,
    }
    Ok(Exit::Done)
}

pub(crate) fn show(args: RuleArgs) -> Result<Exit, Failure> {
    let rules = packs::load(&args.packs.rules)?;
    let Some(rule) = rules.rules().iter().find(|r| r.id == args.id) else {
        let near = rules
            .rules()
            .iter()
            .map(|r| (strsim::damerau_levenshtein(&r.id, &args.id), r.id.as_str()))
            .min()
            .filter(|(distance, _)| *distance <= args.id.chars().count() / 2)
            .map_or_else(|| "`onrecord rules list` lists all".to_owned(), |(_, id)| format!("did you mean `{id}`?"));
        return Err(Failure::Asked(format!("no rule `{}`; {near}", args.id)));
    };
    print(&pages::show(rule, rules.packs(), console::width()), Content::Page)?;
    Ok(Exit::Done)
}

pub(crate) fn check(args: FolderArgs) -> Result<Exit, Failure> {
    each(&args.folders, |_| Vec::new(), |rules| format!("{} rules, no mistake", rules.rules().len()))
}

pub(crate) fn test(args: FolderArgs) -> Result<Exit, Failure> {
    each(&args.folders, RuleSet::test, |rules| {
        let examples: usize = rules.rules().iter().map(|r| r.examples.len()).sum();
        format!("{} rules, {examples} examples, all as they should be", rules.rules().len())
    })
}

/// Loads each pack by itself on the base pack, looks for faults, and tells of each how it fared.
fn each(
    folders: &[PathBuf],
    faults: impl Fn(&RuleSet) -> Vec<Problem>,
    praise: impl Fn(&RuleSet) -> String,
) -> Result<Exit, Failure> {
    let embedded = [PathBuf::from(packs::BASE)];
    let folders = if folders.is_empty() { &embedded[..] } else { folders };
    let mut exit = Exit::Done;
    let mut page = String::new();
    for folder in folders {
        let name = folder.display();
        if *folder != embedded[0] && !folder.exists() {
            return Err(Failure::Asked(format!("{name}: no such folder; check the spelling")));
        }
        let added = if *folder == embedded[0] { &[][..] } else { std::slice::from_ref(folder) };
        let found = match packs::load(added) {
            Ok(rules) => {
                let found = faults(&rules);
                if found.is_empty() {
                    page.push_str(&format!("{name}: {}\n", praise(&rules)));
                }
                found
            }
            Err(Failure::Packs(problems)) => problems,
            Err(other) => return Err(other),
        };
        if !found.is_empty() {
            exit = Exit::No;
            page.push_str(&onrecord_report::problems(&found, console::width()));
            let mistakes = if found.len() == 1 { "1 mistake".to_owned() } else { format!("{} mistakes", found.len()) };
            page.push_str(&format!("{name}: {mistakes}\n"));
        }
    }
    print(&page, Content::Page)?;
    Ok(exit)
}

fn print(page: &str, content: Content) -> Result<(), Failure> {
    let mut out = Output::open(None, content)?;
    out.write(page.as_bytes())?;
    out.finish()
}

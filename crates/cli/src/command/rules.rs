//! `onrecord rules`: what the rules say of themselves, and whether they do what they say.

use std::path::PathBuf;

use onrecord_engine::{ExampleFailure, Options, PackSource, Problem, RuleSet, assess, run_examples};
use onrecord_report::clean;
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
    each(&args.folders, |rules, _| (Vec::new(), format!("{} rules, no mistake", rules.rules().len())))
}

pub(crate) fn test(args: FolderArgs) -> Result<Exit, Failure> {
    each(&args.folders, |rules, added| {
        let options = Options::default();
        let report = run_examples(rules, |text, document| assess(text, document, rules, &options));
        let (sources, _) = packs::sources(added);
        let faults = report.failures.into_iter().map(|failure| fault(failure, &sources)).collect();
        (faults, format!("{} rules, {} examples, all as they should be", rules.rules().len(), report.run))
    })
}

/// An example that does not hold, as a mistake at its place.
fn fault(failure: ExampleFailure, sources: &[PackSource]) -> Problem {
    let files = sources.iter().flat_map(|pack| pack.files.iter().map(move |(path, text)| (pack.path(path), text)));
    let source = files.into_iter().find(|(path, _)| *path == failure.file).map(|(_, text)| text.clone());
    Problem {
        message: format!("`{}` does not do what its examples say", failure.rule),
        help: Some(format!("expected {}, found {}", failure.expected, failure.found)),
        span: failure.place,
        source: source.unwrap_or_default(),
        file: failure.file,
    }
}

/// Loads each pack by itself on the base pack, looks for faults, and tells of each how it fared.
fn each(folders: &[PathBuf], look: impl Fn(&RuleSet, &[PathBuf]) -> (Vec<Problem>, String)) -> Result<Exit, Failure> {
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

fn print(page: &str, content: Content) -> Result<(), Failure> {
    let mut out = Output::open(None, content)?;
    out.write(page.as_bytes())?;
    out.finish()
}

use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use onrecord_engine::{Date, Level, Problem, RuleSet};
use onrecord_report::clean;

use super::print;
use crate::args::CheckArgs;
use crate::console;
use crate::exit::{Exit, Failure};
use crate::output::Content;
use crate::packs;

pub(crate) fn run(args: CheckArgs) -> Result<Exit, Failure> {
    let today = args.today.or_else(today);
    each(&args.packs.folders, today, |rules| {
        let mut found = rules.warnings().to_vec();
        if args.strict {
            found.iter_mut().for_each(|p| p.level = Level::Error);
        }
        (found, format!("{} rules, no mistake", rules.rules().len()))
    })
}

/// The day by the clock, in universal time; none when the clock stands before 1970.
fn today() -> Option<Date> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs();
    Date::of_unix_days(u32::try_from(seconds / 86_400).ok()?)
}

/// Loads each pack by itself on those that it builds on, looks for faults and warnings, and tells of each how it fared.
/// The packs may build on each other; where none is given it is the embedded ones.
pub(super) fn each(
    folders: &[PathBuf],
    today: Option<Date>,
    look: impl Fn(&RuleSet) -> (Vec<Problem>, String),
) -> Result<Exit, Failure> {
    let embedded = packs::embedded();
    let folders = if folders.is_empty() { &embedded[..] } else { folders };
    if let Some(gone) = folders.iter().find(|f| !embedded.contains(f) && !f.exists()) {
        return Err(Failure::Asked(format!("{}: no such folder; check the spelling", gone.display())));
    }
    let mut exit = Exit::Done;
    let mut page = String::new();
    for folder in folders {
        let name = folder.display().to_string();
        let others: Vec<PathBuf> = folders.iter().filter(|f| *f != folder).cloned().collect();
        let (problems, praise) = match packs::load_on(today, std::slice::from_ref(folder), &others) {
            Ok(rules) => look(&rules),
            Err(Failure::Packs(problems)) => (problems, String::new()),
            Err(other) => return Err(other),
        };
        page.push_str(&onrecord_report::problems(&problems, console::width()));
        let mistakes = problems.iter().filter(|p| p.level == Level::Error).count();
        let verdict = match (mistakes, problems.len() - mistakes) {
            (0, 0) => praise,
            (0, warnings) => format!("{praise}, {}", number(warnings, "warning")),
            (_, 0) => number(mistakes, "mistake"),
            (_, warnings) => format!("{}, {}", number(mistakes, "mistake"), number(warnings, "warning")),
        };
        if mistakes > 0 {
            exit = Exit::No;
        }
        page.push_str(&format!("{}: {verdict}\n", clean(&name)));
    }
    print(&page, Content::Page)?;
    Ok(exit)
}

fn number(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

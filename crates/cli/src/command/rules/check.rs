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
    let looked = each(&args.packs.folders, today, |rules| {
        let mut found = rules.warnings().to_vec();
        if args.strict {
            found.iter_mut().for_each(|p| p.level = Level::Error);
        }
        (found, format!("{} rules, no mistake", rules.rules().len()), ())
    })?;
    let page: String = looked.iter().map(|pack| pack.tell("")).collect();
    print(&page, Content::Page)?;
    Ok(exit(&looked))
}

/// The day by the clock, in universal time; none when the clock stands before 1970.
fn today() -> Option<Date> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs();
    Date::of_unix_days(u32::try_from(seconds / 86_400).ok()?)
}

/// A pack, and how it fared.
pub(super) struct Looked<T> {
    /// As it was asked for.
    pub(super) name: String,
    pub(super) problems: Vec<Problem>,
    /// What to say where no mistake was found.
    praise: String,
    /// What else was found; `None` when it does not load.
    pub(super) found: Option<T>,
}

impl<T> Looked<T> {
    pub(super) fn mistakes(&self) -> usize {
        self.problems.iter().filter(|p| p.level == Level::Error).count()
    }

    /// Its problems, `more`, and a line to sum up.
    pub(super) fn tell(&self, more: &str) -> String {
        let (mistakes, praise) = (self.mistakes(), &self.praise);
        let verdict = match (mistakes, self.problems.len() - mistakes) {
            (0, 0) => praise.clone(),
            (0, warnings) => format!("{praise}, {}", number(warnings, "warning")),
            (_, 0) => number(mistakes, "mistake"),
            (_, warnings) => format!("{}, {}", number(mistakes, "mistake"), number(warnings, "warning")),
        };
        let problems = onrecord_report::problems(&self.problems, console::width());
        format!("{problems}{more}{}: {verdict}\n", clean(&self.name))
    }
}

/// The answer to whoever asked whether `packs` are without mistakes.
pub(super) fn exit<T>(packs: &[Looked<T>]) -> Exit {
    if packs.iter().any(|pack| pack.mistakes() > 0) { Exit::No } else { Exit::Done }
}

/// Loads each pack by itself on those that it builds on, and looks for faults and warnings.
/// The packs may build on each other; where none is given it is the embedded ones.
pub(super) fn each<T>(
    folders: &[PathBuf],
    today: Option<Date>,
    look: impl Fn(&RuleSet) -> (Vec<Problem>, String, T),
) -> Result<Vec<Looked<T>>, Failure> {
    let embedded = packs::embedded();
    let folders = if folders.is_empty() { &embedded[..] } else { folders };
    if let Some(gone) = folders.iter().find(|f| !embedded.contains(f) && !f.exists()) {
        return Err(Failure::Asked(format!("{}: no such folder; check the spelling", gone.display())));
    }
    let mut out = Vec::with_capacity(folders.len());
    for folder in folders {
        let others: Vec<PathBuf> = folders.iter().filter(|f| *f != folder).cloned().collect();
        let (problems, praise, found) = match packs::load_on(today, std::slice::from_ref(folder), &others) {
            Ok(rules) => {
                let (problems, praise, found) = look(&rules);
                (problems, praise, Some(found))
            }
            Err(Failure::Packs(problems)) => (problems, String::new(), None),
            Err(other) => return Err(other),
        };
        out.push(Looked { name: folder.display().to_string(), problems, praise, found });
    }
    Ok(out)
}

fn number(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

//! `onrecord rules`: what the rules say of themselves, and whether they do what they say. One file for each verb.

pub(crate) mod check;
pub(crate) mod list;
pub(crate) mod show;
pub(crate) mod test;

use onrecord_engine::{Rule, RuleSet};

use crate::args::RulesCommand;
use crate::exit::{Exit, Failure};
use crate::output::{Content, Output};

pub(crate) fn run(command: RulesCommand) -> Result<Exit, Failure> {
    match command {
        RulesCommand::List(args) => list::run(args),
        RulesCommand::Show(args) => show::run(args),
        RulesCommand::Check(args) => check::run(args),
        RulesCommand::Test(args) => test::run(args),
    }
}

/// The rule called `id`, or the nearest.
fn find<'r>(rules: &'r RuleSet, id: &str) -> Result<&'r Rule, Failure> {
    if let Some(rule) = rules.rules().iter().find(|r| r.id == id) {
        return Ok(rule);
    }
    let near = nearest(id, rules.rules().iter().map(|r| r.id.as_str()), "`onrecord rules list` lists all");
    Err(Failure::Asked(format!("no rule `{id}`; {near}")))
}

/// Asks for the nearest of `known`, where any is near; `otherwise` tells where to find them.
fn nearest<'k>(word: &str, known: impl Iterator<Item = &'k str>, otherwise: &str) -> String {
    known
        .map(|k| (strsim::damerau_levenshtein(k, word), k))
        .min()
        .filter(|(distance, _)| *distance <= word.chars().count() / 2)
        .map_or_else(|| otherwise.to_owned(), |(_, id)| format!("did you mean `{id}`?"))
}

fn print(page: &str, content: Content) -> Result<(), Failure> {
    let mut out = Output::open(None, content)?;
    out.write(page.as_bytes())?;
    out.finish()
}

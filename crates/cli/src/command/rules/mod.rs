//! `onrecord rules`: what the rules say of themselves, and whether they do what they say. One file for each verb, and
//! the texts of starter files.

pub(crate) mod check;
pub(crate) mod lexicon;
pub(crate) mod list;
pub(crate) mod near_miss;
pub(crate) mod new;
pub(crate) mod schema;
pub(crate) mod show;
pub(crate) mod starter;
pub(crate) mod test;
pub(crate) mod trace;

use onrecord_engine::{Rule, RuleId, RuleSet};

use crate::args::RulesCommand;
use crate::exit::{Exit, Failure};
use crate::output::{Content, Output};

pub(crate) fn run(command: RulesCommand) -> Result<Exit, Failure> {
    match command {
        RulesCommand::List(args) => list::run(args),
        RulesCommand::Show(args) => show::run(args),
        RulesCommand::Check(args) => check::run(args),
        RulesCommand::Test(args) => test::run(args),
        RulesCommand::Trace(args) => trace::run(args),
        RulesCommand::NearMiss(args) => near_miss::run(*args),
        RulesCommand::New(args) => new::run(args),
        RulesCommand::Lexicon(args) => lexicon::run(args),
        RulesCommand::Schema(args) => schema::run(args),
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

/// The rules that `globs` name; `None` when none is given.
fn asked(rules: &RuleSet, globs: &[String]) -> Result<Option<Vec<RuleId>>, Failure> {
    let mut out = Vec::new();
    for glob in globs {
        let before = out.len();
        let named = (0u32..).map(RuleId).zip(rules.rules()).filter(|(_, rule)| fits(glob, &rule.id)).map(|(id, _)| id);
        out.extend(named);
        if out.len() == before {
            if !glob.contains('*') {
                find(rules, glob)?;
            }
            return Err(Failure::Asked(format!("no rule is called `{glob}`; `onrecord rules list` lists all")));
        }
    }
    out.sort_unstable();
    out.dedup();
    Ok((!globs.is_empty()).then_some(out))
}

/// Whether `id` is `glob`, in which `*` stands for anything.
fn fits(glob: &str, id: &str) -> bool {
    let Some((start, rest)) = glob.split_once('*') else { return glob == id };
    let Some(mut left) = id.strip_prefix(start) else { return false };
    let mut pieces: Vec<&str> = rest.split('*').collect();
    let last = pieces.pop().unwrap_or_default();
    for piece in pieces {
        match left.find(piece) {
            Some(at) => left = &left[at + piece.len()..],
            None => return false,
        }
    }
    left.ends_with(last)
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

#[cfg(test)]
mod tests {
    #[test]
    fn a_star_stands_for_anything() {
        for (glob, id, fits) in [
            ("anon/unexplained", "anon/unexplained", true),
            ("anon/*", "anon/unexplained", true),
            ("*", "anon/unexplained", true),
            ("*/un*ed", "anon/unexplained", true),
            ("a*x*x", "anon/x", false),
            ("anon", "anon/unexplained", false),
            ("reply/*", "anon/unexplained", false),
        ] {
            assert_eq!(super::fits(glob, id), fits, "{glob} {id}");
        }
    }
}

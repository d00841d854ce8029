use std::collections::BTreeSet;

use onrecord_engine::{Rule, RuleKind};
use onrecord_report::{reference, rules as pages};

use super::{nearest, print};
use crate::args::{ListArgs, ListFormat};
use crate::console;
use crate::exit::{Exit, Failure};
use crate::output::Content;
use crate::packs;

pub(crate) fn run(args: ListArgs) -> Result<Exit, Failure> {
    let rules = packs::load(&args.packs.rules)?;
    let group = |rule: &Rule| rule.id.rsplit_once('/').map_or(String::new(), |(group, _)| group.to_owned());
    if let Some(kind) = args.kind.as_deref().filter(|k| !RuleKind::NAMES.contains(k)) {
        let near = nearest(kind, RuleKind::NAMES.into_iter(), &format!("there are {}", RuleKind::NAMES.join(", ")));
        return Err(Failure::Asked(format!("no kind `{kind}`; {near}")));
    }
    if let Some(asked) = &args.group {
        let known: BTreeSet<String> = rules.rules().iter().map(group).collect();
        if !known.contains(asked) {
            let all = format!("there are {}", known.iter().map(String::as_str).collect::<Vec<_>>().join(", "));
            let near = nearest(asked, known.iter().map(String::as_str), &all);
            return Err(Failure::Asked(format!("no group `{asked}`; {near}")));
        }
    }
    let wanted = |rule: &&Rule| {
        args.kind.as_ref().is_none_or(|k| rule.kind.name() == k)
            && args.group.as_ref().is_none_or(|g| group(rule) == *g)
    };
    let chosen: Vec<&Rule> = rules.rules().iter().filter(wanted).collect();
    match args.format {
        ListFormat::Human => print(&pages::list(&chosen, rules.packs(), console::width()), Content::Page)?,
        ListFormat::Json => print(&pages::json(&chosen, rules.packs()), Content::Data)?,
        ListFormat::Markdown => print(&reference::markdown(&rules, &chosen), Content::Data)?,
    }
    Ok(Exit::Done)
}

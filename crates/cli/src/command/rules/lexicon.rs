use onrecord_report::lexicons as pages;

use super::{nearest, print};
use crate::args::{LexiconArgs, RecordFormat};
use crate::console;
use crate::exit::{Exit, Failure};
use crate::output::Content;
use crate::packs;

pub(crate) fn run(args: LexiconArgs) -> Result<Exit, Failure> {
    let rules = packs::load(&args.packs.rules)?;
    let lists = rules.lists();
    let width = console::width();
    // As in patterns: `@role:pl` is asked for as `role`.
    let name = args.name.as_deref().map(|n| n.trim_start_matches('@').split(':').next().unwrap_or_default());
    if let Some(name) = name.filter(|n| !lists.contains_key(*n)) {
        let near = nearest(name, lists.keys().map(String::as_str), "`onrecord rules lexicon` lists all");
        return Err(Failure::Asked(format!("no lexicon `{name}`; {near}")));
    }
    let human = args.format == RecordFormat::Human;
    let page = if let Some(word) = args.word {
        if word.trim().is_empty() {
            return Err(Failure::Asked("the word is empty; give one to look for".to_owned()));
        }
        let mut holders = pages::holders(lists, &word);
        holders.retain(|h| name.is_none_or(|n| n == h.lexicon));
        if holders.is_empty() && human {
            console::tell(&format!("no lexicon has `{word}`"));
            return Ok(Exit::No);
        }
        if human { pages::held(&word, &holders, width) } else { pages::held_json(&holders) }
    } else if !human {
        pages::json(lists, |n| name.is_none_or(|name| name == n))
    } else {
        match name {
            Some(name) => pages::show(name, &lists[name], width),
            None => pages::list(lists, width),
        }
    };
    print(&page, if human { Content::Page } else { Content::Data })?;
    Ok(Exit::Done)
}

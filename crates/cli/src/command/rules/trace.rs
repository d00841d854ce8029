use onrecord_engine::{Options, RuleId, RuleKind};
use onrecord_ingest::Articles;
use onrecord_report::trace::{self as pages, Traced};

use super::{asked, print};
use crate::args::{RecordFormat, TraceArgs};
use crate::console;
use crate::exit::{Exit, Failure};
use crate::output::Content;
use crate::packs;

/// Without `--rule`, so many patterns are shown.
const MOST: usize = 20;

pub(crate) fn run(args: TraceArgs) -> Result<Exit, Failure> {
    let rules = packs::load(&args.packs.rules)?;
    let chosen = asked(&rules, &args.rule)?;
    let (text, title) = match (args.text, args.file) {
        (Some(text), _) => (text, None),
        (None, Some(path)) => {
            let mut articles = Articles::of([path], onrecord_ingest::Options::default()).with_stdin(std::io::stdin());
            match articles.next() {
                Some(Ok(article)) => (article.text, article.metadata.title),
                Some(Err(unreadable)) => {
                    console::lost(&unreadable.into());
                    return Ok(Exit::Partly);
                }
                None => return Err(Failure::Asked("there is no article in this file; name another".to_owned())),
            }
        }
        (None, None) => return Err(Failure::Asked("no text; give it in quotation marks, or with `--file`".to_owned())),
    };
    if text.trim().is_empty() {
        return Err(Failure::Asked("the text is empty; give a sentence in quotation marks".to_owned()));
    }
    let document = onrecord_parser::parse(&text, rules.lexicon());
    let all: Vec<RuleId> = (0..rules.rules().len() as u32).map(RuleId).collect();
    let trace =
        rules.trace(&text, &document, &Options { title, ..Options::default() }, chosen.as_ref().unwrap_or(&all));
    let most = chosen.is_none().then_some(MOST);
    let traced = Traced { text: &text, rules: &rules, trace: &trace, most };
    match args.format {
        RecordFormat::Human => print(&pages::human(&traced, console::width()), Content::Page)?,
        RecordFormat::Json => print(&pages::json(&traced), Content::Data)?,
    }
    let sources = |id: &RuleId| matches!(rules.rule(*id).kind, RuleKind::Source { .. });
    if chosen.is_some_and(|c| c.iter().any(sources)) && trace.sources.is_empty() {
        console::tell(
            "nobody is a source here, so no source rule was asked; put the words into a sentence with `said`",
        );
    }
    Ok(Exit::Done)
}

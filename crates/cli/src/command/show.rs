//! `onrecord show`: one article, annotated.

use onrecord_ingest::Articles;
use onrecord_report::{Body, Handbook, show};

use crate::args::ShowArgs;
use crate::command::{Judge, entry, run_of};
use crate::console;
use crate::exit::{Exit, Failure};
use crate::output::{Content, Output};
use crate::packs;

pub(crate) fn run(args: ShowArgs) -> Result<Exit, Failure> {
    let rules = packs::load_on(args.judging.today, &args.judging.packs.rules, &[])?;
    let judge = Judge::new(&rules, &args.judging)?;
    let path = args.path.to_string_lossy().into_owned();
    let mut articles = Articles::of([args.path], args.reading.options()).with_stdin(std::io::stdin());
    let found = match &args.id {
        None => articles.next(),
        Some(id) => articles.find(|item| item.as_ref().is_ok_and(|a| a.id == *id)),
    };
    let article = match found {
        Some(Ok(article)) => article,
        Some(Err(unreadable)) => {
            console::lost(&unreadable.into());
            return Ok(Exit::Partly);
        }
        None => {
            let id = args.id.unwrap_or_default();
            return Err(Failure::Asked(format!("{path}: no article `{id}` in it; `onrecord score` lists the ids")));
        }
    };
    if args.id.is_none() && articles.next().is_some() {
        console::tell(&format!("{path}: this is the first of several articles; choose another with `--id`"));
    }
    let handbook = Handbook::of_set(&rules);
    let run = run_of(&rules, &handbook);
    let assessment = match judge.assess(&article) {
        Ok(assessment) => assessment,
        Err(lost) => {
            console::lost(&lost);
            return Ok(Exit::Partly);
        }
    };
    let body = Body::Assessed { text: &article.text, assessment: &assessment };
    let mut page = Vec::new();
    show::write(&mut page, &run, &entry(&article, body));
    let mut out = Output::open(None, Content::Page)?;
    out.write_page(&page)?;
    out.finish()?;
    Ok(Exit::Done)
}

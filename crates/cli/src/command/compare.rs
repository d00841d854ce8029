//! `onrecord compare`: articles on one event, side by side.

use std::num::NonZeroUsize;

use onrecord_engine::{Assessment, Compared, MOST_COMPARED};
use onrecord_ingest::{Article, Articles, Unreadable};
use onrecord_parser::Document;
use onrecord_report::{Handbook, Run, compare};

use super::score::{file_written_to, tell_ended, tell_left_out};
use crate::args::{CompareArgs, CompareFormat};
use crate::batch::{self, Done};
use crate::command::{Judge, run_of};
use crate::console;
use crate::exit::{Exit, Failure};
use crate::output::{Content, Output};
use crate::packs;

/// What came of one input.
enum Input {
    Read(Box<(Article, Document, Assessment)>),
    /// Its id, and why it could not be read.
    Lost(String, String),
}

pub(crate) fn run(args: CompareArgs) -> Result<Exit, Failure> {
    let rules = packs::load_on(args.judging.today, &args.judging.packs.rules, &[])?;
    tell_ended(&rules);
    let judge = Judge::new(&rules, &args.judging)?;
    let content = if args.format == CompareFormat::Human { Content::Page } else { Content::Data };
    let mut options = args.reading.options();
    options.leave_out = file_written_to(&args.paths, args.output.as_deref())?.into_iter().collect();
    let mut articles = Articles::of(args.paths, options).with_stdin(std::io::stdin());
    let jobs = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let mut out = Output::open(args.output.as_deref(), content)?;

    let work = |item: &Result<Article, Unreadable>| match item {
        Ok(article) => {
            let (document, assessment) = judge.read(article)?;
            Ok(Some(Input::Read(Box::new((article.clone(), document, assessment)))))
        }
        Err(unreadable) => Ok(Some(Input::Lost(unreadable.id.clone(), unreadable.told_under_its_id()))),
    };
    let (mut read, mut lost) = (Vec::new(), Vec::new());
    batch::run(&mut articles, jobs, work, |done| {
        for Done { page, lost: why, .. } in done {
            match (page, why) {
                (Some(Input::Read(article)), _) => read.push(article),
                // A terminal that shows the page shows it there.
                (Some(Input::Lost(id, reason)), why) => {
                    if let Some(why) = why.filter(|_| !(content == Content::Page && out.is_terminal())) {
                        console::lost(&why);
                    }
                    lost.push((id, reason));
                }
                (None, Some(why)) => {
                    console::lost(&why);
                    lost.push((why.unreadable.id.clone(), why.unreadable.told_under_its_id()));
                }
                (None, None) => {}
            }
            if read.len() > MOST_COMPARED {
                let next_step = "name the articles on one event";
                return Err(Failure::Asked(format!("more than {MOST_COMPARED} articles to compare; {next_step}")));
            }
        }
        Ok(())
    })?;
    tell_left_out(&articles);
    if read.len() < 2 {
        let found = if read.is_empty() { "none" } else { "1 only" };
        let next_step = "name two articles or more on one event, or a folder or file that has them";
        return Err(Failure::Asked(format!(
            "two articles are needed to compare, and {found} could be read; {next_step}"
        )));
    }

    let compared: Vec<Compared<'_>> = read.iter().map(|r| compared(r)).collect();
    let comparison = onrecord_engine::compare(rules.lexicon(), &compared);
    let handbook = Handbook::of(rules.rules());
    let all: Vec<compare::Article<'_>> = read.iter().map(|r| article(r)).collect();
    let unread: Vec<_> = lost.iter().map(|(id, reason)| compare::Unread { id, reason }).collect();
    let page = compare::Compare {
        run: Run { offsets: args.offsets.into(), ..run_of(&rules, &handbook) },
        articles: &all,
        unread: &unread,
        comparison: &comparison,
    };
    let write = match args.format {
        CompareFormat::Human => compare::human,
        CompareFormat::Json => compare::json,
        CompareFormat::Markdown => compare::markdown,
        CompareFormat::Csv => compare::csv,
    };
    let mut bytes = Vec::new();
    write(&mut bytes, &page);
    match content {
        Content::Page => out.write_page(&bytes)?,
        Content::Data => out.write(&bytes)?,
    }
    out.finish()?;
    judge.sum_up();
    if lost.is_empty() {
        return Ok(Exit::Done);
    }
    let inputs = read.len() + lost.len();
    console::tell(&format!("{} of {inputs} inputs could not be read", lost.len()));
    Ok(Exit::Partly)
}

fn compared((article, document, assessment): &(Article, Document, Assessment)) -> Compared<'_> {
    Compared { text: &article.text, document, assessment, outlet: article.metadata.outlet.as_deref() }
}

fn article((article, document, assessment): &(Article, Document, Assessment)) -> compare::Article<'_> {
    compare::Article {
        id: &article.id,
        title: article.metadata.title.as_deref(),
        outlet: article.metadata.outlet.as_deref(),
        text: &article.text,
        document,
        assessment,
    }
}

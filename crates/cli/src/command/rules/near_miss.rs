use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};

use onrecord_engine::{NearMisses, NearPatterns, RuleId};
use onrecord_ingest::{Article, Articles, Unreadable};
use onrecord_report::near::{Gathered, Missed};

use super::{asked, print};
use crate::args::{NearMissArgs, RecordFormat};
use crate::batch::{self, Done};
use crate::console;
use crate::exit::{Exit, Failure};
use crate::output::Content;
use crate::packs;
use crate::progress::Progress;

pub(crate) fn run(args: NearMissArgs) -> Result<Exit, Failure> {
    let rules = packs::load(&args.packs.rules)?;
    let chosen = asked(&rules, &args.rule)?;
    let all = || (0..rules.rules().len() as u32).map(RuleId).collect();
    let patterns = NearPatterns::new(&rules, &chosen.unwrap_or_else(all));
    if patterns.is_empty() {
        let kinds = "only patterns of marker and response rules with three words or more can miss nearly";
        return Err(Failure::Asked(format!("no pattern to look with: {kinds}; ask for other rules")));
    }
    let mut articles = Articles::of(args.paths, args.reading.options()).with_stdin(std::io::stdin());
    let jobs = args.jobs.or(std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    // Idle searches keep what they learned of words, so they are used again, by one thread at a time.
    let idle: Mutex<Vec<NearMisses<'_>>> = Mutex::default();
    let hold = || idle.lock().unwrap_or_else(PoisonError::into_inner);
    let work = |item: &Result<Article, Unreadable>| {
        let Ok(article) = item else { return Ok((Vec::new(), Vec::new())) };
        let document = onrecord_parser::parse(&article.text, rules.lexicon());
        let known = hold().pop();
        let mut search = known.unwrap_or_else(|| NearMisses::new(&patterns));
        let (missed, matched) = search.find(&article.text, &document);
        hold().push(search);
        Ok((missed.iter().map(|m| Missed::of(m, &article.text)).collect::<Vec<_>>(), matched))
    };
    let mut gathered = Gathered::default();
    let (mut inputs, mut lost, mut total) = (0, 0, 0);
    let mut progress = Progress::new(false);
    batch::run(&mut articles, jobs, work, |done| {
        progress.clear();
        for Done { page: (missed, matched), bytes, lost: gone } in done {
            inputs += 1;
            total += bytes;
            if let Some(unreadable) = gone {
                lost += 1;
                console::lost(&unreadable);
            }
            missed.into_iter().for_each(|m| gathered.add(m));
            matched.into_iter().for_each(|(rule, pattern)| gathered.matched(rule, pattern));
        }
        progress.show(inputs, total);
        Ok(())
    })?;
    progress.clear();
    match args.format {
        RecordFormat::Human => print(&gathered.human(&rules, args.most, console::width()), Content::Page)?,
        RecordFormat::Json => print(&gathered.json(&rules, args.most), Content::Data)?,
    }
    if lost == 0 {
        return Ok(Exit::Done);
    }
    console::tell(&format!("{lost} of {inputs} inputs could not be read"));
    Ok(Exit::Partly)
}

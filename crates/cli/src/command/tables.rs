//! `onrecord score --format tables`: every article of all inputs, as rows of five tables in a folder.

use std::num::NonZeroUsize;

use onrecord_ingest::{Article, Articles, Unreadable};
use onrecord_report::tables::{Rows, codebook};
use onrecord_report::{Body, Handbook, Run};

use super::score::{file_written_to, tell_ended, tell_left_out};
use super::{Judge, entry, run_of, unread};
use crate::args::ScoreArgs;
use crate::batch::{self, Done};
use crate::console;
use crate::exit::{Exit, Failure};
use crate::folder::Folder;
use crate::packs;
use crate::progress::Progress;

pub(crate) fn run(args: ScoreArgs) -> Result<Exit, Failure> {
    let place = match &args.output[..] {
        [place] if place.as_os_str() != "-" => place.as_path(),
        [_, _, ..] => {
            let next_step = "make other outputs in a run of their own";
            return Err(Failure::Asked(format!("--format tables: takes one `--output DIR`; {next_step}")));
        }
        _ => {
            let reason = "tables are several files";
            return Err(Failure::Asked(format!("--format tables: {reason}; name their folder with `--output DIR`")));
        }
    };
    let refused = [(args.resume, "--resume"), (args.sample.is_some(), "--sample"), (args.duplicates, "--duplicates")];
    if let Some((_, option)) = refused.iter().find(|(asked, _)| *asked) {
        let next_step = "take it away, or ask for `--format jsonl`";
        return Err(Failure::Asked(format!("{option}: does not go with tables; {next_step}")));
    }
    let rules = packs::load_on(args.judging.today, &args.judging.packs.rules, &[])?;
    tell_ended(&rules);
    let judge = Judge::new(&rules, &args.judging)?;
    let handbook = Handbook::of_set(&rules);
    let run = Run { offsets: args.offsets.into(), ..run_of(&rules, &handbook) };
    let mut options = args.reading.options();
    for name in Folder::files() {
        options.leave_out.extend(file_written_to(&args.paths, Some(&place.join(name)))?);
    }
    let mut folder = Folder::open(place, args.with_text)?;
    let mut articles = Articles::of(args.paths, options).with_stdin(std::io::stdin());
    let jobs = args.jobs.or(std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);

    let work = |item: &Result<Article, Unreadable>| match item {
        Ok(article) => {
            let assessment = judge.assess(article)?;
            let body = Body::Assessed { text: &article.text, assessment: &assessment };
            Ok((article.id.clone(), Rows::of(&run, &entry(article, body), args.with_text)))
        }
        Err(unreadable) => {
            let reason = unreadable.told_under_its_id();
            let rows = Rows::of(&run, &unread(unreadable, Body::Unread { reason: &reason }), args.with_text);
            Ok((unreadable.id.clone(), rows))
        }
    };
    let (mut inputs, mut lost_inputs, mut bytes_read) = (0, 0, 0);
    let mut progress = Progress::new(false).quiet(args.quiet);
    let written = batch::run(&mut articles, jobs, work, |done| {
        progress.clear();
        for Done { page: (id, rows), bytes, lost } in done {
            inputs += 1;
            bytes_read += bytes;
            if let Some(lost) = lost {
                lost_inputs += 1;
                console::lost(&lost);
            }
            folder.write(&id, rows)?;
        }
        progress.show(inputs, bytes_read);
        Ok(())
    });
    progress.clear();
    written?;
    let rows = folder.rows();
    folder.finish(&codebook(&run, args.with_text, rows))?;
    judge.sum_up();
    tell_left_out(&articles);
    if lost_inputs == 0 {
        return Ok(Exit::Done);
    }
    let word = if inputs == 1 { "input" } else { "inputs" };
    console::tell(&format!("{lost_inputs} of {inputs} {word} could not be read"));
    Ok(Exit::Partly)
}

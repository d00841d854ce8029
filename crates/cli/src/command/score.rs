//! `onrecord score`: every article of all inputs, assessed and printed.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use onrecord_engine::RuleSet;
use onrecord_ingest::{Article, Articles, Unreadable};
use onrecord_report::{Body, Handbook, Run, csv, human, jsonl};

use crate::args::{Format, ScoreArgs};
use crate::batch::{self, Done};
use crate::command::{Judge, entry, tables, unread};
use crate::console::{self, Progress};
use crate::exit::{Exit, Failure};
use crate::output::{Content, Output};
use crate::packs;

pub(crate) fn run(args: ScoreArgs) -> Result<Exit, Failure> {
    if args.format == Format::Tables {
        return tables::run(args);
    }
    if args.with_text {
        let reason = "goes with `--format tables`, which leaves out words of articles without it";
        return Err(Failure::Asked(format!("--with-text: {reason}; take it away, or ask for tables")));
    }
    let rules = packs::load_on(args.judging.today, &args.judging.packs.rules, &[])?;
    tell_ended(&rules);
    let judge = Judge::new(&rules, &args.judging)?;
    let handbook = Handbook::of_set(&rules);
    let run = Run {
        engine: env!("CARGO_PKG_VERSION"),
        packs: rules.packs(),
        offsets: args.offsets.into(),
        handbook: &handbook,
        explain: args.explain,
        width: console::width(),
    };
    let write = match args.format {
        Format::Human => human::write,
        Format::Jsonl => jsonl::write,
        // Tables went their own way above.
        Format::Csv | Format::Tables => csv::write,
    };
    let content = if args.format == Format::Human { Content::Page } else { Content::Data };
    let mut out = Output::open(args.output.as_deref(), content)?;
    let mut options = args.reading.options();
    options.leave_out = file_written_to(&args.paths, args.output.as_deref())?.into_iter().collect();
    let mut articles = Articles::of(args.paths, options).with_stdin(std::io::stdin());
    let jobs = args.jobs.or(std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);

    let work = |item: &Result<Article, Unreadable>| {
        let mut page = Vec::new();
        match item {
            Ok(article) => {
                if args.format == Format::Jsonl {
                    // A record is about twice as long as its article.
                    page.reserve(2048 + 2 * article.text.len());
                }
                let assessment = judge.assess(article)?;
                let body = Body::Assessed { text: &article.text, assessment: &assessment };
                write(&mut page, &run, &entry(article, body));
            }
            Err(unreadable) => {
                let reason = unreadable.told_under_its_id();
                let body = Body::Unread { reason: &reason };
                write(&mut page, &run, &unread(unreadable, body));
            }
        }
        Ok(page)
    };

    let mut counts = Counts::default();
    let mut progress = Progress::new(out.is_terminal());
    if args.format == Format::Csv {
        let mut header = Vec::new();
        csv::header(&mut header);
        out.write(&header)?;
    }
    let printed = batch::run(&mut articles, jobs, work, |done| {
        progress.clear();
        for Done { page, bytes, lost } in done {
            counts.inputs += 1;
            counts.bytes += bytes;
            if let Some(lost) = lost {
                counts.lost += 1;
                // On a terminal the page tells it already.
                if !(content == Content::Page && out.is_terminal()) {
                    console::lost(&lost);
                }
            }
            match content {
                Content::Page => out.write_page(&page)?,
                Content::Data => out.write(&page)?,
            }
        }
        progress.show(counts.inputs, counts.bytes);
        Ok(())
    });
    progress.clear();
    let finished = printed.and_then(|()| {
        if content == Content::Page && counts.inputs > counts.lost {
            let mut footer = Vec::new();
            human::footer(&mut footer, &run);
            out.write_page(&footer)?;
        }
        out.finish()
    });
    match finished {
        // A reader such as `head` has what it wanted; what was lost until then still counts.
        Err(Failure::ReaderGone) | Ok(()) => {}
        Err(failure) => return Err(failure),
    }
    judge.sum_up();
    Ok(counts.sum_up(&articles))
}

/// Tells which overrides the day given has ended, since scores may differ from those without it.
pub(super) fn tell_ended(rules: &RuleSet) {
    for rule in rules.rules() {
        for ended in rule.amendments.iter().filter(|a| a.lapsed) {
            let what = if ended.disables { "disable" } else { "override" };
            let until = ended.until.map(|u| u.to_string()).unwrap_or_default();
            let id = &rule.id;
            console::tell(&format!("{}: the {what} of `{id}` ended on {until} and is not applied", ended.file));
        }
    }
}

/// The results of an earlier run, which are no articles though they lie in the folder that is read. To write them over
/// an article that is named itself must be a slip.
pub(super) fn file_written_to(paths: &[PathBuf], output: Option<&Path>) -> Result<Option<PathBuf>, Failure> {
    let Some(output) = output.filter(|o| o.is_file()).and_then(|o| o.canonicalize().ok()) else {
        return Ok(None);
    };
    match paths.iter().find(|p| p.canonicalize().is_ok_and(|p| p == output)) {
        Some(path) => {
            let path = path.display();
            Err(Failure::Asked(format!("{path}: is an input and the output; name another file with `--output`")))
        }
        None => Ok(Some(output)),
    }
}

/// Tells what was left out of folders.
pub(super) fn tell_left_out(articles: &Articles) {
    let (skipped, links, strays) = (articles.skipped(), articles.links(), articles.strays());
    if strays > 0 {
        let files = if strays == 1 { "1 side file stands" } else { &format!("{strays} side files stand") };
        console::tell(&format!(
            "{files} beside no single article and did nothing; use `--suppressions` or `--corrections`"
        ));
    }
    if links > 0 {
        let links = if links == 1 { "1 link or device" } else { &format!("{links} links or devices") };
        console::tell(&format!("{links} in folders left out; name them to read them"));
    }
    if skipped > 0 {
        let files = if skipped == 1 { "1 file" } else { &format!("{skipped} files") };
        console::tell(&format!("{files} in folders left out for their endings; name them to read them as text"));
    }
}

#[derive(Default)]
struct Counts {
    inputs: usize,
    lost: usize,
    bytes: usize,
}

impl Counts {
    /// Tells what was left out, and how the run went on the whole.
    fn sum_up(&self, articles: &Articles) -> Exit {
        tell_left_out(articles);
        if self.lost == 0 {
            return Exit::Done;
        }
        let inputs = if self.inputs == 1 { "input" } else { "inputs" };
        console::tell(&format!("{} of {} {inputs} could not be read", self.lost, self.inputs));
        Exit::Partly
    }
}

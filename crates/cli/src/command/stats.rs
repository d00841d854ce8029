//! `onrecord stats`: what many articles show about their sources, counted.

use std::io::Read;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use onrecord_ingest::{Articles, Duplicates, RecordLine, Records, Unreadable, holds_records, looked_at};
use onrecord_report::stats::{self, Facts, Page, Stats};
use onrecord_report::{Body, Handbook};
use rayon::prelude::*;

use super::score::{file_written_to, mark, tell_ended, tell_left_out};
use super::{Judge, entry, unread};
use crate::args::{StatsArgs, StatsFormat};
use crate::batch::{self, Done, Ended, Item, Lost};
use crate::console;
use crate::exit::{Exit, Failure};
use crate::output::{Content, Output};
use crate::packs;
use crate::progress::Progress;

/// A chunk of records ends with the one that fills it.
const CHUNK_BYTES: usize = 8_000_000;
/// So many inputs that are lost are told one by one; a file that is no records would fill the screen.
const SHOWN: usize = 20;

pub(crate) fn run(args: StatsArgs) -> Result<Exit, Failure> {
    let rules = packs::load_on(args.judging.today, &args.judging.packs.rules, &[])?;
    let content = if args.format == StatsFormat::Human { Content::Page } else { Content::Data };
    let mut options = args.reading.options();
    options.leave_out = file_written_to(&args.paths, args.output.as_deref())?.into_iter().collect();
    let Inputs { records, articles, stdin } = Inputs::of(&args)?;
    let mut out = Output::open(args.output.as_deref(), content)?;
    let jobs = args.jobs.or(std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    let by: Vec<stats::By> = args.by.iter().map(|&by| by.into()).collect();
    let mut tally = Tally {
        stats: Stats { only_scored: args.only_scored, once: args.once, ..Stats::by(&by) },
        progress: Progress::new(false),
        inputs: 0,
        bytes: 0,
        lost: 0,
    };

    let mut records_in = Records::of(records.clone());
    let mut articles_in = Articles::of(articles.clone(), options);
    if let Some(stdin) = stdin {
        if records.iter().any(|p| p.as_os_str() == "-") {
            records_in = records_in.with_stdin(stdin);
        } else {
            articles_in = articles_in.with_stdin(stdin);
        }
    }
    if !records.is_empty() {
        if articles.is_empty() && args.judging.is_told() {
            console::tell("records are counted as they were scored; options that judge articles do nothing to them");
        }
        read_records(&mut records_in, jobs, &mut tally)?;
    }
    if !articles.is_empty() {
        tell_ended(&rules);
        let judge = Judge::new(&rules, &args.judging)?;
        let work = |item: &Item| match &item.found {
            Ok(article) if item.duplicate_of.is_some() => {
                let body = Body::Unread { reason: "a near copy" };
                Ok(Facts { copy: true, ..Facts::of(&entry(article, body)) })
            }
            Ok(article) => {
                let assessment = judge.assess(article)?;
                let body = Body::Assessed { text: &article.text, assessment: &assessment };
                Ok(Facts::of(&entry(article, body)))
            }
            Err(lost) => Ok(Facts::of(&unread(lost, Body::Unread { reason: &lost.told_under_its_id() }))),
        };
        let mut duplicates = Duplicates::default();
        let prepare = |chunk: &mut [Item]| {
            if args.once {
                mark(chunk, &mut duplicates);
            }
        };
        let ended = batch::run_chunks(&mut articles_in, jobs, prepare, work, |chunk| {
            tally.progress.clear();
            for Done { page: facts, bytes, lost } in chunk.done {
                tally.count(bytes);
                if let Some(lost) = lost {
                    tally.lose(&lost);
                }
                tally.stats.add(&facts);
            }
            tally.progress.show(tally.inputs, tally.bytes);
            Ok(())
        })?;
        tally.progress.clear();
        if ended == Ended::Interrupted {
            return Ok(Exit::Interrupted);
        }
        judge.sum_up();
        tell_left_out(&articles_in);
    }

    let handbook = Handbook::of_set(&rules);
    let page = Page { engine: env!("CARGO_PKG_VERSION"), handbook: &handbook, most: args.top, width: console::width() };
    let written = match args.format {
        StatsFormat::Human => out.write_page(stats::human(&tally.stats, &page).as_bytes()),
        StatsFormat::Csv => out.write(&stats::csv(&tally.stats, &page)),
        StatsFormat::Json => out.write(&stats::json(&tally.stats, &page)),
    };
    match written.and_then(|()| out.finish()) {
        // A reader such as `head` has what it wanted.
        Err(Failure::ReaderGone) | Ok(()) => {}
        Err(failure) => return Err(failure),
    }
    Ok(tally.sum_up())
}

/// The inputs of a run, parted into records and articles.
struct Inputs {
    records: Vec<PathBuf>,
    articles: Vec<PathBuf>,
    stdin: Option<Box<dyn Read + Send>>,
}

impl Inputs {
    fn of(args: &StatsArgs) -> Result<Self, Failure> {
        let mut inputs = Self { records: Vec::new(), articles: Vec::new(), stdin: None };
        let told = args.reading.wants_records();
        for path in &args.paths {
            let is_stdin = path.as_os_str() == "-";
            let records = match told {
                Some(records) => {
                    if is_stdin && inputs.stdin.is_none() {
                        inputs.stdin = Some(Box::new(std::io::stdin()));
                    }
                    records
                }
                // Named twice, it is refused by whoever reads it, in the words for that.
                None if is_stdin && inputs.stdin.is_some() => inputs.records.contains(path),
                None if is_stdin => {
                    let looked = looked_at(std::io::stdin());
                    let (records, all) = looked
                        .map_err(|e| Failure::Asked(format!("standard input: {e}; try again, or name a file")))?;
                    inputs.stdin = Some(all);
                    records
                }
                None => holds_records(path),
            };
            if records { inputs.records.push(path.clone()) } else { inputs.articles.push(path.clone()) }
        }
        Ok(inputs)
    }
}

/// Counts records chunk by chunk; each chunk is read by all threads and counted in order.
fn read_records(records: &mut Records, jobs: usize, tally: &mut Tally) -> Result<(), Failure> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(jobs)
        .build()
        .map_err(|e| Failure::Asked(format!("cannot start {jobs} threads: {e}; choose fewer with `--jobs`")))?;
    let mut chunk = next_chunk(records);
    while !chunk.is_empty() {
        let facts = |item: Result<RecordLine, Unreadable>| match item {
            Ok(line) => (line.text.len(), Facts::of_record(&line.text).map_err(|reason| line.refused(&reason))),
            Err(unreadable) => (0, Err(unreadable)),
        };
        let (done, next): (Vec<_>, _) =
            pool.install(|| rayon::join(|| chunk.into_par_iter().map(facts).collect(), || next_chunk(records)));
        tally.progress.clear();
        for (bytes, facts) in done {
            tally.count(bytes);
            match facts {
                Ok(facts) => tally.stats.add(&facts),
                Err(unreadable) => tally.lose(&unreadable.into()),
            }
        }
        tally.progress.show(tally.inputs, tally.bytes);
        chunk = next;
    }
    tally.progress.clear();
    Ok(())
}

fn next_chunk(records: &mut Records) -> Vec<Result<RecordLine, Unreadable>> {
    let (mut chunk, mut bytes) = (Vec::new(), 0);
    while bytes < CHUNK_BYTES {
        let Some(item) = records.next() else { break };
        bytes += item.as_ref().map_or(1024, |line| line.text.len());
        chunk.push(item);
    }
    chunk
}

struct Tally {
    stats: Stats,
    progress: Progress,
    inputs: usize,
    bytes: usize,
    lost: usize,
}

impl Tally {
    fn count(&mut self, bytes: usize) {
        self.inputs += 1;
        self.bytes += bytes;
    }

    fn lose(&mut self, lost: &Lost) {
        self.lost += 1;
        if self.lost <= SHOWN {
            console::lost(lost);
        }
    }

    fn sum_up(&self) -> Exit {
        if self.lost == 0 {
            return Exit::Done;
        }
        if self.lost > SHOWN {
            console::tell(&format!("{} more like these", self.lost - SHOWN));
        }
        let inputs = if self.inputs == 1 { "input" } else { "inputs" };
        console::tell(&format!("{} of {} {inputs} could not be read", self.lost, self.inputs));
        Exit::Partly
    }
}

//! `onrecord score`: every article of all inputs, assessed and printed.

use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use onrecord_engine::RuleSet;
use onrecord_ingest::{Articles, Duplicates, Signature};
use onrecord_report::{Body, Entry, Handbook, Run, csv, human, jsonl, sha256};
use rayon::prelude::*;
use serde_json::json;

use crate::args::{Format, ScoreArgs};
use crate::batch::{self, Done, Ended, Item, Lost};
use crate::command::{Judge, entry, run_of, tables, unread};
use crate::console;
use crate::exit::{Exit, Failure};
use crate::inputs::Inputs;
use crate::interrupt;
use crate::losses::Losses;
use crate::outputs::{Outputs, Target, files_written_to, targets};
use crate::packs;
use crate::progress::{Progress, thousands};
use crate::resume::{Identity, Partial, refusal};
use crate::sample;
use crate::stdin::Stdin;

pub(crate) fn run(args: ScoreArgs) -> Result<Exit, Failure> {
    if args.format == Some(Format::Tables) {
        return tables::run(args);
    }
    let targets = targets(&args.output, args.format)?;
    if args.with_text && targets.iter().all(|t| t.format != Format::Jsonl) {
        let reason = "goes with `--format jsonl` and `--format tables`, which leave out the text without it";
        return Err(Failure::Asked(format!("--with-text: {reason}; take it away, or ask for one of these")));
    }
    let rules = packs::load_on(args.judging.today, &args.judging.packs.rules, &[])?;
    tell_ended(&rules);
    let judge = Judge::new(&rules, &args.judging)?;
    let handbook = Handbook::of_set(&rules);
    let (explain, with_text) = (args.explain, args.with_text);
    let run = Run { offsets: args.offsets.into(), explain, with_text, ..run_of(&rules, &handbook) };
    let mut options = args.reading.options();
    options.leave_out = files_written_to(&args.paths, &targets)?;
    can_resume(&args, &targets)?;
    interrupt::heed();
    let (out, journal) = Outputs::open(&targets, &identity(&args, &run), args.resume)?;
    let resumed = journal.is_some();
    if args.resume && !resumed {
        console::tell("there are no records to go on from, so the run starts anew");
    }
    let progress = Progress::new(out.on_terminal()).quiet(args.quiet);
    progress.measure(&args.paths, &options);
    let articles = Articles::of(args.paths.clone(), options).with_stdin(Stdin::default());
    let inputs = Inputs::new(articles, journal);
    let (formats, partial) = (out.formats(), out.partial());
    let scoring = Scoring { args: &args, judge: &judge, run: &run, targets: &targets, formats, partial };
    scoring.run(inputs, out, progress)
}

/// One run of scoring.
struct Scoring<'a> {
    args: &'a ScoreArgs,
    judge: &'a Judge<'a>,
    run: &'a Run<'a>,
    targets: &'a [Target],
    formats: Vec<Format>,
    /// Which output has the records that stay when the run is stopped.
    partial: Option<usize>,
}

/// What comes of an input: a page for each output.
#[derive(Default)]
struct Pages {
    pages: Vec<Vec<u8>>,
    /// What an earlier run has written of it was: that it is lost, or not.
    seen: Option<bool>,
    /// Which record of the earlier run does not fit it, and why.
    differs: Option<(u64, String)>,
}

impl Scoring<'_> {
    fn run(&self, mut inputs: Inputs, mut out: Outputs, mut progress: Progress) -> Result<Exit, Failure> {
        let mut counts = Counts::default();
        if let Some(size) = self.args.sample {
            let (seed, losses) = (self.args.seed, &mut counts.losses);
            let Some(drawn) = sample::draw(inputs.articles(), size.get(), seed, losses, &mut progress) else {
                console::tell("stopped before the sample was drawn; nothing is scored");
                return Ok(Exit::Interrupted);
            };
            counts.left = losses.count() + drawn.population - drawn.articles.len() as u64;
            let size = thousands(drawn.articles.len() as u64);
            counts.sample = Some(format!("{size} of {} articles, seed {seed}", thousands(drawn.population)));
            inputs.only(drawn.articles);
        }
        out.write_each(|format| (format == Format::Csv).then(|| appended(csv::header)))?;
        let jobs = self.args.jobs.or(std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
        let pages_shown = out.pages_on_terminal();
        let mut duplicates = Duplicates::default();
        let printed = batch::run_chunks(
            &mut inputs,
            jobs,
            |chunk| {
                if self.args.duplicates {
                    mark(chunk, &mut duplicates);
                }
            },
            |item| self.work(item),
            |chunk| {
                for done in chunk.done {
                    self.print(done, &mut out, &mut counts, pages_shown)?;
                    // Nobody wants to see hundreds of pages go by after Ctrl-C.
                    if pages_shown && interrupt::asked() {
                        break;
                    }
                }
                progress.show_at(counts.inputs, counts.bytes, chunk.consumed);
                Ok(())
            },
        );
        progress.clear();
        let ended = match (printed, inputs.fault()) {
            (Ok(Ended::Done), Some(fault)) => Err(Failure::Asked(fault.to_owned())),
            (printed, _) => printed,
        };
        let kept = out.kept(counts.written);
        let finished = match ended {
            Ok(Ended::Interrupted) => {
                out.flush()?;
                self.tell_interrupted(&counts, &out);
                counts.copies = self.args.duplicates.then(|| (duplicates.copies(), duplicates.heads() as u64));
                tell_left_out(inputs.articles());
                self.sum_up(&counts);
                return Ok(Exit::Interrupted);
            }
            Ok(Ended::Done) => self.finish(out, &counts),
            Err(failure) => Err(failure),
        };
        match (finished, kept) {
            // A reader such as `head` has what it wanted; what was lost until then still counts.
            (Err(Failure::ReaderGone) | Ok(()), _) => {}
            (Err(failure @ Failure::Output(..)), Some(kept)) => return Err(Failure::Kept(Box::new(failure), kept)),
            (Err(failure), _) => return Err(failure),
        }
        if counts.unjudged == 0 {
            self.judge.sum_up();
        } else if self.judge.is_told_something() {
            console::tell(
                "which suppressions and corrections did nothing is told of whole runs only, not by `--resume`",
            );
        }
        tell_left_out(inputs.articles());
        counts.copies = self.args.duplicates.then(|| (duplicates.copies(), duplicates.heads() as u64));
        self.sum_up(&counts);
        Ok(if counts.losses.count() == 0 { Exit::Done } else { Exit::Partly })
    }

    /// Makes the pages of an input.
    fn work(&self, item: &Item) -> Result<Pages, Lost> {
        let mut pages = Pages { pages: vec![Vec::new(); self.formats.len()], ..Pages::default() };
        if let Some(seen) = &item.seen {
            pages.differs = seen.differs(&item.found);
            pages.seen = Some(seen.lost());
            // Other outputs have nothing of it yet.
            if pages.differs.is_some() || self.formats.len() == 1 {
                return Ok(pages);
            }
        }
        let mut write = |entry: &Entry<'_>| {
            for (i, (page, format)) in pages.pages.iter_mut().zip(&self.formats).enumerate() {
                if item.seen.is_some() && self.partial == Some(i) {
                    continue;
                }
                if let (Format::Jsonl, Body::Assessed { text, .. }) = (format, &entry.body) {
                    // A record is about twice as long as its article.
                    page.reserve(2048 + 2 * text.len());
                }
                format.write(page, self.run, entry);
            }
        };
        match &item.found {
            Ok(article) => {
                let assessment = self.judge.assess(article)?;
                let body = Body::Assessed { text: &article.text, assessment: &assessment };
                write(&Entry { duplicate_of: item.duplicate_of.as_deref(), ..entry(article, body) });
            }
            Err(unreadable) => {
                let reason = unreadable.told_under_its_id();
                write(&unread(unreadable, Body::Unread { reason: &reason }));
            }
        }
        Ok(pages)
    }

    fn print(&self, done: Done<Pages>, out: &mut Outputs, counts: &mut Counts, shown: bool) -> Result<(), Failure> {
        let Done { page: Pages { pages, seen, differs }, bytes, lost } = done;
        if let Some((number, why)) = differs {
            return Err(Failure::Asked(refusal(&self.partial_name(), number, &why)));
        }
        out.write(&pages)?;
        counts.inputs += 1;
        counts.written += 1;
        counts.bytes += bytes as u64;
        match (seen, lost) {
            (Some(lost), _) => {
                counts.unjudged += u64::from(self.formats.len() == 1);
                if lost {
                    counts.losses.add_told();
                }
            }
            // On a terminal the page tells it already.
            (None, Some(lost)) => counts.losses.add(&lost, shown),
            (None, None) => {}
        }
        Ok(())
    }

    fn finish(&self, mut out: Outputs, counts: &Counts) -> Result<(), Failure> {
        if counts.inputs + counts.left > counts.losses.count() {
            out.write_each(|format| (format == Format::Human).then(|| appended(|page| human::footer(page, self.run))))?;
        }
        out.finish()
    }

    /// Tells which articles it was, and what was lost.
    fn sum_up(&self, counts: &Counts) {
        if let Some(sample) = counts.sample.as_ref().filter(|_| !self.args.quiet) {
            console::tell(sample);
        }
        if let Some((copies, heads)) = counts.copies.filter(|_| !self.args.quiet) {
            let articles = if copies == 1 {
                "1 article is a near copy"
            } else {
                &format!("{} articles are near copies", thousands(copies))
            };
            console::tell(&format!(
                "{articles} of {}{}",
                thousands(heads),
                if heads == 1 { " other" } else { " others" }
            ));
        }
        // Those that were lost before a sample was drawn have no record.
        let recorded = self.recorded().filter(|_| counts.sample.is_none());
        counts.losses.sum_up(counts.inputs + counts.left, recorded.as_deref());
    }

    fn tell_interrupted(&self, counts: &Counts, out: &Outputs) {
        let inputs = match counts.inputs {
            1 => "1 input".to_owned(),
            n => format!("{} inputs", thousands(n)),
        };
        console::tell(&format!("stopped after {inputs}"));
        if let Some(kept) = out.kept(counts.written) {
            console::tell(&kept);
        }
        for place in out.unwritten() {
            console::tell(&format!("{place} is not written, for it would not be whole"));
        }
    }

    fn partial_name(&self) -> String {
        let path = self.partial.and_then(|i| self.targets[i].path.as_deref());
        path.map(|p| Partial::beside(p).display().to_string()).unwrap_or_default()
    }

    /// Where every lost input has a record.
    fn recorded(&self) -> Option<String> {
        let records = self.targets.iter().find(|t| t.format == Format::Jsonl)?;
        Some(records.path.as_ref().map_or("the output".to_owned(), |p| p.display().to_string()))
    }
}

/// Marks near copies of articles before them: signatures are made by all threads, and held against each other in order.
pub(super) fn mark(chunk: &mut [Item], duplicates: &mut Duplicates) {
    let signature = |item: &Item| item.found.as_ref().ok().and_then(|a| Signature::of(&a.text));
    let signatures: Vec<Option<Signature>> = chunk.par_iter().map(signature).collect();
    for (item, signature) in chunk.iter_mut().zip(signatures) {
        if let (Ok(article), Some(signature)) = (&item.found, signature) {
            item.duplicate_of = duplicates.place(&article.id, &signature).map(str::to_owned);
        }
    }
}

fn appended(write: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut page = Vec::new();
    write(&mut page);
    page
}

/// Whether there is a file that a run could go on with.
fn can_resume(args: &ScoreArgs, targets: &[Target]) -> Result<(), Failure> {
    if !args.resume || targets.iter().any(|t| t.format == Format::Jsonl && t.path.is_some()) {
        return Ok(());
    }
    let next_step = "give `--output FILE.jsonl`, as in the run that was stopped";
    Err(Failure::Asked(format!("--resume: only records in a file of JSON lines can be gone on with; {next_step}")))
}

/// All that shapes the records of a run.
fn identity(args: &ScoreArgs, run: &Run<'_>) -> Identity {
    let mut identity = match serde_json::to_value(args) {
        Ok(serde_json::Value::Object(arguments)) => arguments,
        _ => Identity::new(),
    };
    identity.insert("engine".to_owned(), json!(run.engine));
    identity.insert("record".to_owned(), json!(jsonl::SCHEMA));
    let packs = run.packs.iter().map(|p| format!("{}@{} sha256:{}", p.id, p.version, p.sha256));
    identity.insert("packs".to_owned(), json!(packs.collect::<Vec<_>>()));
    let files = args.judging.suppressions.iter().chain(&args.judging.corrections);
    let contents = files.map(|f| fs::read(f).map(|bytes| sha256(&bytes)).unwrap_or_default());
    identity.insert("contents of suppressions and corrections".to_owned(), json!(contents.collect::<Vec<_>>()));
    identity
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
    inputs: u64,
    /// Bytes of text.
    bytes: u64,
    /// Records of this run and the one that it goes on with.
    written: u64,
    /// Those that were not judged again.
    unjudged: u64,
    /// Inputs that are not in the sample.
    left: u64,
    /// How many near copies there were, and of how many articles.
    copies: Option<(u64, u64)>,
    /// What the sample is of.
    sample: Option<String>,
    losses: Losses,
}

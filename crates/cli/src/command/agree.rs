//! `onrecord agree`: how far two people agree, or one of them and the tool.

use std::fmt::Write as _;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use onrecord_engine::{Assessment, Problem, Rating, quoting, ratings};
use onrecord_ingest::{Article, Articles, Unreadable};
use onrecord_parser::Document;
use onrecord_report::agree::{self, Placed, TOOL, Tallies};
use onrecord_report::clean;
use onrecord_text::LineIndex;

use super::corrections::Corrections;
use crate::args::{AgreeArgs, AgreeFormat, JudgingArgs};
use crate::batch::{self, Done};
use crate::command::Judge;
use crate::console;
use crate::exit::{Exit, Failure};
use crate::output::{Content, Output};
use crate::packs;
use crate::progress::Progress;

pub(crate) fn run(args: AgreeArgs) -> Result<Exit, Failure> {
    if args.coders.len() > 2 {
        let message = "--coder: two at most are compared; run it for each pair of people";
        return Err(Failure::Asked(message.to_owned()));
    }
    let rules = packs::load(&args.packs.rules)?;
    let judging = JudgingArgs {
        packs: args.packs,
        profile: None,
        outlets: args.outlets,
        suppressions: Vec::new(),
        corrections: Vec::new(),
        today: None,
    };
    let judge = Judge::new(&rules, &judging)?;
    let coders = load(&args.coders)?;
    let mut articles = Articles::of(args.paths, args.reading.options()).with_stdin(std::io::stdin());
    let jobs = args.jobs.or(std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    if args.blank.is_some() {
        return blank(&mut articles, jobs, &judge, args.blank);
    }
    let mut tallies = Tallies::of(readers(&args.coders), args.touched);
    let csv = args.format == AgreeFormat::Csv;
    let mut out = Output::open(None, if args.format == AgreeFormat::Human { Content::Page } else { Content::Data })?;
    if csv {
        let mut header = Vec::new();
        agree::csv_header(&mut header);
        out.write(&header)?;
    }
    let work = |item: &Result<Article, Unreadable>| match item {
        Ok(article) => read(article, &judge, &coders),
        Err(_) => Ok(Compared::default()),
    };
    let (mut inputs, mut lost_inputs, mut bytes_read, mut unheeded) = (0, 0, 0, 0);
    let mut progress = Progress::new(false);
    let printed = batch::run(&mut articles, jobs, work, |done| {
        progress.clear();
        for Done { page: compared, bytes, lost } in done {
            inputs += 1;
            bytes_read += bytes;
            if let Some(lost) = lost {
                lost_inputs += 1;
                console::lost(&lost);
                continue;
            }
            tallies.articles += 1;
            tallies.corrected += usize::from(compared.corrected);
            for problem in &compared.problems {
                unheeded += 1;
                if unheeded <= SHOWN {
                    console::tell(&problem.to_string());
                }
            }
            for placed in compared.ratings {
                if csv && tallies.counts(&placed.rating) {
                    let mut row = Vec::new();
                    agree::csv_row(&mut row, &placed);
                    out.write(&row)?;
                }
                tallies.count(placed);
            }
        }
        progress.show(inputs, bytes_read);
        Ok(())
    });
    progress.clear();
    let finished = printed.and_then(|()| {
        match args.format {
            AgreeFormat::Human => out.write_page(agree::human(&tallies, console::width()).as_bytes())?,
            AgreeFormat::Json => out.write(agree::json(&tallies).as_bytes())?,
            AgreeFormat::Csv => {}
        }
        out.finish()
    });
    match finished {
        Err(Failure::ReaderGone) | Ok(()) => {}
        Err(failure) => return Err(failure),
    }
    if unheeded > SHOWN {
        console::tell(&format!("{} more corrections are not heeded", unheeded - SHOWN));
    }
    coders.iter().for_each(Corrections::sum_up);
    Ok(if lost_inputs == 0 { Exit::Done } else { Exit::Partly })
}

/// So many corrections that are not heeded are told one by one.
const SHOWN: usize = 20;

/// The corrections of each coder. Mistakes of all files are told at once.
fn load(paths: &[PathBuf]) -> Result<Vec<Corrections>, Failure> {
    let (mut coders, mut problems) = (Vec::new(), Vec::new());
    for path in paths {
        match Corrections::load(std::slice::from_ref(path)) {
            Ok(coder) => coders.push(coder),
            Err(Failure::Corrections(more)) => problems.extend(more),
            Err(failure) => return Err(failure),
        }
    }
    if problems.is_empty() { Ok(coders) } else { Err(Failure::Corrections(problems)) }
}

/// What to call the readers: by the names of their files, or by the whole paths where these are the same.
fn readers(paths: &[PathBuf]) -> [String; 2] {
    let short = |path: &PathBuf| path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let whole = |path: &PathBuf| path.display().to_string();
    match paths {
        [first, second, ..] if short(first) == short(second) => [whole(first), whole(second)],
        [first, second, ..] => [short(first), short(second)],
        [first] => [short(first), TOOL.to_owned()],
        [] => [TOOL.to_owned(), TOOL.to_owned()],
    }
}

/// What two readers say of an article.
#[derive(Default)]
struct Compared {
    ratings: Vec<Placed>,
    /// Whether either corrects or confirms anything.
    corrected: bool,
    problems: Vec<Problem>,
}

fn read(article: &Article, judge: &Judge<'_>, coders: &[Corrections]) -> Result<Compared, batch::Lost> {
    let (_, tool) = judge.read_with(article, Vec::new())?;
    let mut compared = Compared::default();
    let mut readings: Vec<Assessment> = Vec::new();
    for coder in coders {
        let (corrections, entries) = coder.of(article);
        if corrections.is_empty() {
            readings.push(tool.clone());
            continue;
        }
        let (_, reading) = judge.read_with(article, corrections)?;
        compared.corrected = true;
        compared.problems.extend(coder.problems(&entries, &reading));
        readings.push(reading);
    }
    let [first, rest @ ..] = &readings[..] else { return Ok(compared) };
    let second = rest.first().unwrap_or(&tool);
    let lines = LineIndex::new(&article.text);
    let placed = |rating: Rating| Placed {
        article: article.id.clone(),
        line: lines.locate(&article.text, rating.span.start()).line,
        rating,
    };
    compared.ratings = ratings(&article.text, &tool, [first, second]).into_iter().map(placed).collect();
    Ok(compared)
}

const BLANK: &str = "\
# Labels for `onrecord agree` and `onrecord score --corrections`.
# Take the `#` away before the lines of an entry and fill in what you read; an entry that agrees with the tool counts as
# looked at. What else can be said stands in docs/corrections.md.

by = \"\"
";

/// Writes a file of corrections in which every source stands, for somebody to say of what kind it is. What the tool says
/// is not in it, so that nobody copies that.
fn blank(articles: &mut Articles, jobs: usize, judge: &Judge<'_>, path: Option<PathBuf>) -> Result<Exit, Failure> {
    let work = |item: &Result<Article, Unreadable>| match item {
        Ok(article) => {
            judge.read_with(article, Vec::new()).map(|(document, found)| entries(article, &document, &found))
        }
        Err(_) => Ok(String::new()),
    };
    if let Some(path) = path.as_ref().filter(|p| p.as_os_str() != "-" && p.exists()) {
        let path = path.display();
        return Err(Failure::Asked(format!(
            "{path}: is there already, perhaps with somebody's work; name another file"
        )));
    }
    let mut out = Output::open(path.as_deref(), Content::Data)?;
    out.write(BLANK.as_bytes())?;
    let mut lost_inputs = 0;
    batch::run(articles, jobs, work, |done| {
        for Done { page, lost, .. } in done {
            if let Some(lost) = lost {
                lost_inputs += 1;
                console::lost(&lost);
            }
            out.write(page.as_bytes())?;
        }
        Ok(())
    })?;
    out.finish()?;
    Ok(if lost_inputs == 0 { Exit::Done } else { Exit::Partly })
}

/// An entry for each source of an article, as comments.
fn entries(article: &Article, document: &Document, assessment: &Assessment) -> String {
    let lines = LineIndex::new(&article.text);
    let mut page = format!("\n# {}\n", clean(&article.id));
    for source in &assessment.sources {
        let named = source.mentions.iter().find(|m| m.of(&article.text) == source.label);
        let Some(&mention) = named.or(source.mentions.first()) else { continue };
        let quoted = quoting(&article.text, document, mention);
        let line = lines.locate(&article.text, mention.start()).line;
        let _ = writeln!(page, "\n# [[correction]]                 # line {line}");
        let _ = writeln!(page, "# article = {}", toml_text(&article.id));
        let _ = writeln!(page, "# source  = {}", toml_text(&quoted.words));
        if let Some(occurrence) = quoted.occurrence {
            let _ = writeln!(page, "# occurrence = {occurrence}");
        }
        let _ = writeln!(page, "# kind    = \"\"");
    }
    page
}

/// `text` as TOML has it, on one line.
fn toml_text(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readers_are_told_apart() {
        let names = |paths: &[&str]| readers(&paths.iter().map(PathBuf::from).collect::<Vec<_>>());
        assert_eq!(names(&["x/kim.toml"]), ["kim.toml", TOOL]);
        assert_eq!(names(&["x/kim.toml", "lee.toml"]), ["kim.toml", "lee.toml"]);
        assert_eq!(toml_text("a \"b\" \\ c\u{1}é"), r#""a \"b\" \\ c\u0001é""#);
        assert_eq!(names(&["x/a.toml", "y/a.toml"]), ["x/a.toml", "y/a.toml"]);
    }
}

//! Findings that are set aside by files: those beside articles, and those that the user names for the run.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use onrecord_engine::{Assessment, Level, Origin, Problem, RuleSet, Suppression, SuppressionFile};
use onrecord_ingest::{Article, SideFile, Unreadable};

use crate::batch::Lost;
use crate::console;
use crate::exit::Failure;

/// A file of suppressions or corrections may be this long.
const LONGEST: u64 = 16 << 20;

/// The suppressions that the user named for all articles of a run.
#[derive(Default)]
pub(crate) struct Suppressions {
    files: Vec<SuppressionFile>,
    entries: Vec<Entry>,
    /// Which entries name an article.
    by_article: HashMap<String, Vec<usize>>,
    /// Which name none.
    of_all: Vec<usize>,
}

struct Entry {
    file: usize,
    entry: usize,
    /// Whether the rule that it names exists; otherwise that is told already.
    known: bool,
    /// Whether its article came.
    met: AtomicBool,
    used: AtomicBool,
}

impl Suppressions {
    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Reads `paths`, and tells which rules there are none of.
    pub(crate) fn load(paths: &[PathBuf], rules: &RuleSet) -> Result<Self, Failure> {
        let (mut all, mut problems) = (Self::default(), Vec::new());
        for path in paths {
            let name = path.display().to_string();
            match contents(path).and_then(|text| SuppressionFile::read(&name, &text, Origin::Option)) {
                Ok(file) => all.add(file, rules),
                Err(more) => problems.extend(more),
            }
        }
        if problems.is_empty() { Ok(all) } else { Err(Failure::Suppressions(problems)) }
    }

    fn add(&mut self, file: SuppressionFile, rules: &RuleSet) {
        let unknown = file.unknown(rules);
        for problem in &unknown {
            console::tell(&format!("{problem}; it sets nothing aside"));
        }
        for (number, entry) in file.entries.iter().enumerate() {
            let here = self.entries.len();
            match &entry.article {
                Some(id) => self.by_article.entry(id.clone()).or_default().push(here),
                None => self.of_all.push(here),
            }
            self.entries.push(Entry {
                file: self.files.len(),
                entry: number,
                known: !unknown.iter().any(|p| p.span.as_ref() == Some(&entry.place)),
                met: AtomicBool::new(false),
                used: AtomicBool::new(false),
            });
        }
        self.files.push(file);
    }

    /// Which entries are for the article called `id`.
    pub(crate) fn of(&self, id: &str) -> Vec<usize> {
        let own = self.by_article.get(id).map(Vec::as_slice).unwrap_or_default();
        own.iter().chain(&self.of_all).copied().collect()
    }

    /// The wish of an entry.
    pub(crate) fn wish(&self, entry: usize) -> &Suppression {
        let Entry { file, entry, .. } = self.entries[entry];
        &self.files[file].entries[entry].suppression
    }

    /// Remembers what became of `entries`, which were the wishes from the one numbered `first` on.
    pub(crate) fn note(&self, entries: &[usize], first: usize, assessment: &Assessment) {
        for &entry in entries {
            self.entries[entry].met.store(true, Ordering::Relaxed);
        }
        for report in assessment.suppressions.iter().filter(|r| r.used) {
            let entry = report.number.and_then(|n| n.checked_sub(first)).and_then(|n| entries.get(n));
            if let Some(&entry) = entry {
                self.entries[entry].used.store(true, Ordering::Relaxed);
            }
        }
    }

    /// Tells at the end of a run what no record could tell: which articles never came, and what acted on none of all.
    pub(crate) fn sum_up(&self) {
        const SHOWN: usize = 10;
        let idle: Vec<Problem> = self.entries.iter().filter_map(|e| self.idle(e)).collect();
        for problem in idle.iter().take(SHOWN) {
            console::tell(&problem.to_string());
        }
        if idle.len() > SHOWN {
            console::tell(&format!("{} more suppressions did nothing", idle.len() - SHOWN));
        }
    }

    fn idle(&self, state: &Entry) -> Option<Problem> {
        let file = &self.files[state.file];
        let entry = &file.entries[state.entry];
        match &entry.article {
            Some(id) if !state.met.load(Ordering::Relaxed) => {
                let message = format!("no article `{id}` was read");
                Some(file.problem(entry, message, "`onrecord score --format csv` lists the ids"))
            }
            // What became of it otherwise stands in the record of its article.
            Some(_) => None,
            None if state.known && !state.used.load(Ordering::Relaxed) => {
                let message = format!("`{}` has set nothing aside in any article", entry.suppression.rule);
                Some(file.problem(entry, message, "remove it, or look at its words and its date"))
            }
            None => None,
        }
    }
}

/// The contents of a file of suppressions or corrections that the user named.
pub(super) fn contents(path: &Path) -> Result<String, Vec<Problem>> {
    let name = path.display().to_string();
    let fail = |message: String, help: &str| {
        let file = name.clone();
        Err(vec![Problem {
            level: Level::Error,
            file,
            source: "".into(),
            span: None,
            message,
            help: Some(help.to_owned()),
        }])
    };
    let mut bytes = Vec::new();
    match File::open(path).and_then(|f| f.take(LONGEST + 1).read_to_end(&mut bytes)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => fail("no such file".into(), "check the spelling"),
        Err(error) => fail(format!("cannot be read: {error}"), "name a file that can be read"),
        Ok(_) if bytes.len() as u64 > LONGEST => fail("longer than 16 MiB".into(), "split it into several files"),
        Ok(_) => String::from_utf8(bytes).or_else(|_| fail("not UTF-8".into(), "save it as UTF-8")),
    }
}

/// What the side file of an article asks for.
pub(crate) fn beside(article: &Article) -> Result<Vec<Suppression>, Lost> {
    let Some(SideFile { path, contents }) = &article.side_file else { return Ok(Vec::new()) };
    match SuppressionFile::read(path, contents, Origin::SideFile) {
        Ok(file) => Ok(file.entries.into_iter().map(|e| e.suppression).collect()),
        Err(problems) => Err(lost(article, path, problems)),
    }
}

/// An article whose side file has mistakes: to score it without what its owner says of it would mislead.
pub(super) fn lost(article: &Article, path: &str, problems: Vec<Problem>) -> Lost {
    let first = &problems[0];
    let more = match problems.len() - 1 {
        0 => String::new(),
        1 => " (and 1 more mistake)".to_owned(),
        n => format!(" (and {n} more mistakes)"),
    };
    let (line, column) = first.place().unzip();
    let place = |n: Option<usize>| n.and_then(std::num::NonZeroUsize::new);
    let help = first.help.clone().unwrap_or_else(|| "mend the side file, or take it away".to_owned());
    let unreadable = Unreadable {
        id: article.id.clone(),
        path: path.to_owned(),
        line: place(line),
        column: place(column),
        reason: first.message.clone(),
        next_step: format!("{help}{more}"),
    };
    Lost { unreadable: Box::new(unreadable), problems }
}

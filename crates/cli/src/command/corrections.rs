//! Labels that people put right by files: those beside articles, and those that the user names for the run.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use onrecord_engine::{Assessment, Correction, CorrectionFile, Origin, Problem};
use onrecord_ingest::{Article, SideFile};

use super::suppressions::{contents, lost};
use crate::batch::Lost;
use crate::console;
use crate::exit::Failure;

/// Endings of files with one article, which an entry may leave out.
const ONE_ARTICLE: [&str; 4] = [".txt", ".md", ".text", ".json"];
const SIDE_FILE: &str = ".corrections.toml";

/// The corrections that the user named for a run.
#[derive(Default)]
pub(crate) struct Corrections {
    files: Vec<CorrectionFile>,
    entries: Vec<Entry>,
    by_article: HashMap<String, Vec<usize>>,
}

struct Entry {
    file: usize,
    entry: usize,
    /// Whether its article came.
    met: AtomicBool,
}

impl Corrections {
    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Reads `paths`. A side file that is named so is for the article that it stands beside.
    pub(crate) fn load(paths: &[PathBuf]) -> Result<Self, Failure> {
        let (mut all, mut problems) = (Self::default(), Vec::new());
        for path in paths {
            let name = path.display().to_string();
            let beside = article_beside(path);
            let origin = if beside.is_some() { Origin::SideFile } else { Origin::Option };
            match contents(path).and_then(|text| CorrectionFile::read(&name, &text, origin)) {
                Ok(file) => all.add(file, beside.as_deref()),
                Err(more) => problems.extend(more),
            }
        }
        if problems.is_empty() { Ok(all) } else { Err(Failure::Corrections(problems)) }
    }

    fn add(&mut self, file: CorrectionFile, beside: Option<&str>) {
        for (number, entry) in file.entries.iter().enumerate() {
            let Some(article) = entry.article.as_deref().or(beside) else { continue };
            self.by_article.entry(plain(article).to_owned()).or_default().push(self.entries.len());
            self.entries.push(Entry { file: self.files.len(), entry: number, met: AtomicBool::new(false) });
        }
        self.files.push(file);
    }

    /// What is to be corrected in `article`, and which entries say so.
    pub(crate) fn of(&self, article: &Article) -> (Vec<Correction>, Vec<usize>) {
        if self.entries.is_empty() {
            return (Vec::new(), Vec::new());
        }
        let mut entries = BTreeSet::new();
        for name in names(article) {
            entries.extend(self.by_article.get(name).into_iter().flatten().copied());
        }
        let entries: Vec<usize> = entries.into_iter().collect();
        let correction = |&e: &usize| {
            self.entries[e].met.store(true, Ordering::Relaxed);
            self.files[self.entries[e].file].entries[self.entries[e].entry].correction.clone()
        };
        (entries.iter().map(correction).collect(), entries)
    }

    /// Which corrections of `entries`, which were the first of those that `assessment` was made with, are not heeded,
    /// and why.
    pub(crate) fn problems(&self, entries: &[usize], assessment: &Assessment) -> Vec<Problem> {
        let problem = |report: &onrecord_engine::CorrectionReport| {
            let (problem, message) = report.problem.as_ref()?;
            let Entry { file, entry, .. } = &self.entries[*entries.get(report.number)?];
            let file = &self.files[*file];
            Some(file.problem(&file.entries[*entry], problem.name().replace('-', " "), message))
        };
        assessment.corrections.iter().filter_map(problem).collect()
    }

    /// Tells at the end of a run which articles never came.
    pub(crate) fn sum_up(&self) {
        const SHOWN: usize = 10;
        let mut told = BTreeSet::new();
        let mut idle = Vec::new();
        for entry in self.entries.iter().filter(|e| !e.met.load(Ordering::Relaxed)) {
            let file = &self.files[entry.file];
            let said = &file.entries[entry.entry];
            // One message for each article and file, not for each of its corrections.
            if told.insert((entry.file, said.article.clone())) {
                let message = match &said.article {
                    Some(article) => format!("no article `{article}` was read"),
                    None => "the article that it stands beside was not read".to_owned(),
                };
                idle.push(file.problem(said, message, "`onrecord score --format csv` lists the ids"));
            }
        }
        for problem in idle.iter().take(SHOWN) {
            console::tell(&problem.to_string());
        }
        if idle.len() > SHOWN {
            console::tell(&format!("corrections of {} more articles that were not read", idle.len() - SHOWN));
        }
    }
}

/// The name of the article that a side file stands beside, without an ending.
fn article_beside(path: &Path) -> Option<String> {
    let name = path.to_string_lossy();
    name.strip_suffix(SIDE_FILE)
        .filter(|stem| !stem.is_empty() && !stem.ends_with('/'))
        .map(|stem| plain(stem).to_owned())
}

/// A path without what says nothing.
fn plain(name: &str) -> &str {
    let mut name = name;
    while let Some(rest) = name.strip_prefix("./") {
        name = rest.trim_start_matches('/');
    }
    name
}

/// Everything that an entry may call an article: its id and its path, from any of their folders on, with and without the
/// ending.
fn names(article: &Article) -> Vec<&str> {
    let many = [".jsonl", ".ndjson"].iter().any(|ending| article.path.ends_with(ending));
    let path = Some(article.path.as_str()).filter(|path| !many && *path != article.id);
    let mut names = Vec::new();
    for whole in [Some(article.id.as_str()), path].into_iter().flatten().map(plain) {
        let from = whole.char_indices().filter(|&(_, c)| c == '/').map(|(i, _)| i + 1);
        for start in std::iter::once(0).chain(from) {
            let name = &whole[start..];
            names.push(name);
            names.extend(ONE_ARTICLE.iter().find_map(|ending| name.strip_suffix(ending)).filter(|n| !n.is_empty()));
        }
    }
    names
}

/// What the side file of an article says.
pub(crate) fn beside(article: &Article) -> Result<Vec<Correction>, Lost> {
    let Some(SideFile { path, contents }) = &article.corrections else { return Ok(Vec::new()) };
    match CorrectionFile::read(path, contents, Origin::SideFile) {
        Ok(file) => Ok(file.entries.into_iter().map(|e| e.correction).collect()),
        Err(problems) => Err(lost(article, path, problems)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(id: &str, path: &str) -> Article {
        Article { id: id.to_owned(), path: path.to_owned(), ..Article::default() }
    }

    #[test]
    fn an_article_has_its_id_and_its_path_from_any_folder_on() {
        let at = "./a/b.txt";
        assert_eq!(names(&article(at, at)), ["a/b.txt", "a/b", "b.txt", "b"]);
        assert_eq!(names(&article("j", "one.json")), ["j", "one.json", "one"]);
        assert_eq!(names(&article("k", "many.jsonl")), ["k"]);
        assert_eq!(names(&article("many.jsonl:3", "many.jsonl")), ["many.jsonl:3"]);
        assert_eq!(names(&article("-", "-")), ["-"]);
    }

    #[test]
    fn a_side_file_is_for_what_it_stands_beside() {
        assert_eq!(article_beside(Path::new("./x/a.corrections.toml")).as_deref(), Some("x/a"));
        assert_eq!(article_beside(Path::new("kim.toml")), None);
        assert_eq!(article_beside(Path::new("x/.corrections.toml")), None);
    }
}

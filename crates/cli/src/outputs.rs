//! All outputs of one run: every article is read once, and written to each in its own format.

use std::path::{Path, PathBuf};

use onrecord_report::{Entry, Run, csv, human, jsonl};

use crate::args::Format;
use crate::exit::Failure;
use crate::output::{Content, Output, replaceable};
use crate::resume::{Identity, Journal, Partial};

/// Where results are to go, and what they are made of.
#[derive(Clone)]
pub(crate) struct Target {
    pub(crate) format: Format,
    /// `None` for standard output.
    pub(crate) path: Option<PathBuf>,
}

impl Format {
    /// By the ending of a file.
    fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "jsonl" | "ndjson" => Some(Self::Jsonl),
            "csv" => Some(Self::Csv),
            "txt" => Some(Self::Human),
            _ => None,
        }
    }

    /// By its name.
    fn called(name: &str) -> Option<Self> {
        <Self as clap::ValueEnum>::from_str(name, false).ok()
    }

    fn content(self) -> Content {
        if self == Self::Human { Content::Page } else { Content::Data }
    }

    /// Appends what there is to say of an article.
    pub(crate) fn write(self, out: &mut Vec<u8>, run: &Run<'_>, entry: &Entry<'_>) {
        match self {
            Self::Human => human::write(out, run, entry),
            Self::Jsonl => jsonl::write(out, run, entry),
            // Tables go their own way, in `command/tables.rs`.
            Self::Csv | Self::Tables => csv::write(out, run, entry),
        }
    }
}

/// The targets that `asked`, each `[FORMAT=]FILE`, and `format` ask for. A format that is told wins over an ending,
/// but with several files `--format` can be that of one at most, so endings win over it.
pub(crate) fn targets(asked: &[PathBuf], format: Option<Format>) -> Result<Vec<Target>, Failure> {
    let usual = format.unwrap_or_default();
    if asked.is_empty() {
        return Ok(vec![Target { format: usual, path: None }]);
    }
    let mut targets: Vec<Target> = Vec::new();
    for output in asked {
        let told = output.to_str().and_then(|o| o.split_once('='));
        let told = told.and_then(|(name, path)| Some((Format::called(name)?, PathBuf::from(path))));
        let (format, path) = match told {
            Some((_, path)) if path.as_os_str().is_empty() => {
                let output = output.display();
                return Err(Failure::Asked(format!("--output {output}: no file is named; give it as `{output}FILE`")));
            }
            Some((Format::Tables, path)) => {
                let path = path.display();
                return Err(Failure::Asked(format!(
                    "--output tables={path}: tables are made in a run of their own; use `--format tables --output {path}`"
                )));
            }
            Some(told) => told,
            None if asked.len() == 1 && format.is_some() => (usual, output.clone()),
            None => (Format::of(output).unwrap_or(usual), output.clone()),
        };
        let path = Some(path).filter(|p| p.as_os_str() != "-");
        let target = Target { format, path };
        if let Some(other) = targets.iter().find(|other| other.place() == target.place()) {
            let name = other.path.as_deref().map_or("standard output".into(), Path::to_string_lossy);
            return Err(Failure::Asked(format!("{name}: is the output of two formats; name a file for each")));
        }
        targets.push(target);
    }
    Ok(targets)
}

impl Target {
    /// Where it is, however it is written.
    fn place(&self) -> Option<PathBuf> {
        let path = self.path.as_ref()?;
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let apart = || Some(folder.canonicalize().ok()?.join(path.file_name()?));
        Some(path.canonicalize().ok().or_else(apart).unwrap_or_else(|| path.clone()))
    }
}

/// All outputs of a run.
pub(crate) struct Outputs {
    all: Vec<(Format, Output)>,
    /// The one whose records stay when the run is stopped.
    partial: Option<usize>,
}

impl Outputs {
    /// Opens all `targets`. The records of the first file of JSON lines stay when the run is stopped; with `resume` it
    /// goes on from those that are there.
    pub(crate) fn open(
        targets: &[Target],
        identity: &Identity,
        resume: bool,
    ) -> Result<(Self, Option<Journal>), Failure> {
        // What can be refused is refused before anything is begun.
        let mut partial = None;
        for (i, target) in targets.iter().enumerate() {
            if let Some(path) = &target.path
                && let Some(path) = replaceable(path)?
                && target.format == Format::Jsonl
                && partial.is_none()
            {
                partial = Some((i, path));
            }
        }
        let (mut all, mut journal) = (Vec::new(), None);
        for (i, target) in targets.iter().enumerate() {
            let output = match &partial {
                Some((p, whole)) if *p == i => {
                    let earlier = if resume { Partial::resume(whole, identity)? } else { None };
                    match earlier {
                        Some((partial, records)) => {
                            journal = Some(records);
                            Output::partial(partial)
                        }
                        None => Output::partial(Partial::begin(whole, identity)?),
                    }
                }
                _ => Output::open(target.path.as_deref(), target.format.content())?,
            };
            all.push((target.format, output));
        }
        Ok((Self { all, partial: partial.map(|(i, _)| i) }, journal))
    }

    /// Their formats.
    pub(crate) fn formats(&self) -> Vec<Format> {
        self.all.iter().map(|(format, _)| *format).collect()
    }

    /// Which of them has the records that stay when the run is stopped.
    pub(crate) fn partial(&self) -> Option<usize> {
        self.partial
    }

    /// Whether results appear on a terminal.
    pub(crate) fn on_terminal(&self) -> bool {
        self.all.iter().any(|(_, o)| o.is_terminal())
    }

    /// Whether a terminal shows the pages themselves, which tell what was lost.
    pub(crate) fn pages_on_terminal(&self) -> bool {
        self.all.iter().any(|(format, o)| *format == Format::Human && o.is_terminal())
    }

    /// Writes what stands before and behind all articles: `of` tells what for each format.
    pub(crate) fn write_each(&mut self, of: impl Fn(Format) -> Option<Vec<u8>>) -> Result<(), Failure> {
        let pages: Vec<Vec<u8>> = self.all.iter().map(|(format, _)| of(*format).unwrap_or_default()).collect();
        self.write(&pages)
    }

    /// Writes the page of an article to each. An output whose reader has gone is passed over; when all have, it fails.
    pub(crate) fn write(&mut self, pages: &[Vec<u8>]) -> Result<(), Failure> {
        for ((format, output), page) in self.all.iter_mut().zip(pages).filter(|(_, page)| !page.is_empty()) {
            let written = if *format == Format::Human { output.write_page(page) } else { output.write(page) };
            match written {
                Err(Failure::ReaderGone) => output.give_up(),
                written => written?,
            }
        }
        if self.all.iter().all(|(_, o)| o.is_given_up()) { Err(Failure::ReaderGone) } else { Ok(()) }
    }

    /// Sends out what is buffered.
    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        for (_, output) in &mut self.all {
            match output.flush() {
                Err(Failure::ReaderGone) => output.give_up(),
                flushed => flushed?,
            }
        }
        Ok(())
    }

    /// Gives each file its name; that of the records comes last, so that a run whose others fail can go on.
    pub(crate) fn finish(mut self) -> Result<(), Failure> {
        self.flush()?;
        let records = self.partial.map(|i| self.all.remove(i).1);
        self.all.into_iter().map(|(_, o)| o).chain(records).try_for_each(Output::finish)
    }

    /// What the user has of a run that was stopped after so many records, and how to go on.
    pub(crate) fn kept(&self, records: u64) -> Option<String> {
        let partial = &self.all[self.partial?].1;
        let records = match records {
            0 => return None,
            1 => "1 record is".to_owned(),
            n => format!("{} records are", crate::progress::thousands(n)),
        };
        Some(format!("{records} kept in {}; the same command with `--resume` goes on", partial.place()))
    }

    /// The files that would not be whole, and so are not written when the run is stopped.
    pub(crate) fn unwritten(&self) -> Vec<&str> {
        self.all.iter().map(|(_, o)| o).filter(|o| o.is_all_or_nothing()).map(Output::place).collect()
    }
}

/// The files that results go to, which are no articles though they may lie in a folder that is read. To write them over
/// an article that is named itself must be a slip.
pub(crate) fn files_written_to(paths: &[PathBuf], targets: &[Target]) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for output in targets.iter().filter_map(Target::place) {
        let others = [Partial::beside(&output), Partial::beside_identity(&output)];
        for file in others.into_iter().chain([output]) {
            if let Some(path) = paths.iter().find(|p| p.canonicalize().is_ok_and(|p| p == file)) {
                let path = path.display();
                return Err(Failure::Asked(format!(
                    "{path}: is an input and the output; name another file with `--output`"
                )));
            }
            files.push(file);
        }
    }
    Ok(files)
}

use std::collections::VecDeque;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use crate::article::shown;
use crate::count::Count;
use crate::folder::{Folder, Found};
use crate::format::Format;
use crate::open::{Place, open};
use crate::source::{Item, Source};
use crate::unpack::Stream;
use crate::{Article, Fields, Unreadable, side};

/// Longer than any article: what is longer is many articles in one, or none. It bounds the memory of a run.
const LONGEST: u64 = 64 << 20;

/// How inputs are read.
#[derive(Clone, Debug)]
pub struct Options {
    /// The format of all inputs.
    pub format: Format,
    /// Which JSON fields hold what.
    pub fields: Fields,
    /// The most bytes that one article may have, with the page or line that it stands in.
    pub longest: u64,
    /// Files that folders are read without, by their canonical paths: those that results go to.
    pub leave_out: Vec<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Self { format: Format::Auto, fields: Fields::default(), longest: LONGEST, leave_out: Vec::new() }
    }
}

impl Options {
    pub(crate) fn leaves_out(&self, path: &Path) -> bool {
        // To ask the system for every file's canonical path would be slow, and few share the name.
        let named = |out: &&PathBuf| path.file_name() == out.file_name();
        self.leave_out.iter().filter(named).any(|out| path.canonicalize().is_ok_and(|p| p == *out))
    }
}

/// All articles of some inputs, in order: inputs as given, files of a folder by path, articles of a file as they come.
///
/// Nothing is read before it is asked for. At most one article is held, or one file where its format cannot be read in
/// parts.
pub struct Articles {
    inputs: VecDeque<PathBuf>,
    options: Options,
    stdin: Option<Stream>,
    consumed: Count,
    folder: Option<Folder>,
    source: Option<Box<dyn Source>>,
    /// Articles that were read before their turn, to see how many there are in a file.
    ready: VecDeque<Item>,
    counts: Counts,
}

/// What was left out so far.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) skipped: usize,
    pub(crate) links: usize,
    pub(crate) strays: usize,
}

impl Articles {
    /// The articles of `inputs`: files, folders, or `-` for standard input.
    #[must_use]
    pub fn of(inputs: impl IntoIterator<Item = PathBuf>, options: Options) -> Self {
        Self {
            inputs: inputs.into_iter().collect(),
            options,
            stdin: None,
            consumed: Count::default(),
            folder: None,
            source: None,
            ready: VecDeque::new(),
            counts: Counts::default(),
        }
    }

    /// Reads `reader` where the inputs say `-`.
    #[must_use]
    pub fn with_stdin(mut self, reader: impl Read + Send + 'static) -> Self {
        self.stdin = Some(Box::new(BufReader::new(self.consumed.of(reader))));
        self
    }

    /// How many bytes of the inputs were read so far, as they lie in files and streams.
    #[must_use]
    pub fn consumed(&self) -> u64 {
        self.consumed.bytes()
    }

    /// How many files of folders were left out so far, because of their ending.
    #[must_use]
    pub fn skipped(&self) -> usize {
        self.counts.skipped
    }

    /// How many links, pipes and devices of folders were left out so far. Links are not followed, or a loop of them
    /// would never end and one article could come twice.
    #[must_use]
    pub fn links(&self) -> usize {
        self.counts.links
    }

    /// How many side files were met so far that no article could be given: each stands beside no article, or beside a
    /// file of many.
    #[must_use]
    pub fn strays(&self) -> usize {
        self.counts.strays
    }

    fn start(&mut self, input: PathBuf) -> Option<Item> {
        if input.as_os_str() == "-" {
            let Some(stream) = self.stdin.take() else {
                return Some(Err(Unreadable::whole("-", "it was read already", "name `-` only once")));
            };
            self.source = Some(open(stream, "-".to_owned(), None, &self.options));
            return None;
        }
        match input.metadata() {
            Ok(metadata) if metadata.is_dir() => {
                self.folder = Some(Folder::new(&input, self.counts.skipped));
                None
            }
            Ok(_) => self.open(&input),
            Err(error) => Some(Err(Unreadable::io(&shown(&input), &error))),
        }
    }

    fn open(&mut self, path: &Path) -> Option<Item> {
        let name = shown(path);
        if self.options.format == Format::Auto && side::is_one(path) {
            let next_step = "name the article that it stands beside; `--suppressions`, `--corrections` and `--metadata` \
                             take files of their kind";
            return Some(Err(Unreadable::whole(&name, "a side file, not an article", next_step)));
        }
        let file = match File::open(path) {
            Ok(file) => BufReader::with_capacity(1 << 16, self.consumed.of(file)),
            Err(error) => return Some(Err(Unreadable::io(&name, &error))),
        };
        self.source = Some(open(Box::new(file), name, Some(Place { path, consumed: &self.consumed }), &self.options));
        if side::count(path) > 0 {
            self.give_side_files(path);
        }
        None
    }

    /// Gives the one article of the file at `path` the files beside it. A file of many articles gets none.
    fn give_side_files(&mut self, path: &Path) {
        let Some(source) = &mut self.source else { return };
        self.ready.extend(source.next(&self.options));
        self.ready.extend(source.next(&self.options));
        if self.ready.len() > 1 {
            self.counts.strays += side::count(path);
        } else if let Some(found) = self.ready.front_mut()
            && let Ok(article) = found
            && let Err(unreadable) = side::read(path, article)
        {
            *found = Err(unreadable.called(article.id.clone()));
        }
    }
}

impl Iterator for Articles {
    type Item = Result<Article, Unreadable>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(article) = self.ready.pop_front() {
                return Some(article);
            }
            if let Some(source) = &mut self.source {
                if let Some(article) = source.next(&self.options) {
                    return Some(article);
                }
                self.source = None;
            }
            let found = match &mut self.folder {
                Some(folder) => match folder.next(&self.options, &mut self.counts) {
                    Some(Found::File(path)) => self.open(&path),
                    Some(Found::Nothing(unreadable)) => Some(Err(unreadable)),
                    None => {
                        self.folder = None;
                        None
                    }
                },
                None => {
                    let input = self.inputs.pop_front()?;
                    self.start(input)
                }
            };
            if found.is_some() {
                return found;
            }
        }
    }
}

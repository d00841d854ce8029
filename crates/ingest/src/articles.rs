use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use ignore::{DirEntry, Walk, WalkBuilder};
use serde_json::Value;

use crate::article::shown;
use crate::count::Count;
use crate::decode::{decode, not_text, place};
use crate::lines::{Lines, broken, too_long_reason};
use crate::{Article, Fields, Unreadable, side};

/// Spans count bytes in 32 bits, so no article may be longer.
const LONGEST: u64 = u32::MAX as u64;

/// The byte-order mark of UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// How the bytes of an input are to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// By the file's ending; on standard input by the first character.
    #[default]
    Auto,
    /// One article as plain text.
    Text,
    /// One JSON object a line, each an article.
    Jsonl,
    /// One JSON object, or a list of them.
    Json,
}

impl FromStr for Format {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "auto" => Ok(Self::Auto),
            "text" => Ok(Self::Text),
            "jsonl" => Ok(Self::Jsonl),
            "json" => Ok(Self::Json),
            _ => Err("one of auto, text, jsonl, json is expected".to_owned()),
        }
    }
}

impl Format {
    /// What the ending of `path` tells; `None` for endings that folders are not searched for.
    fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "txt" | "md" | "text" => Some(Self::Text),
            "jsonl" | "ndjson" => Some(Self::Jsonl),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

/// How inputs are read.
#[derive(Clone, Debug)]
pub struct Options {
    /// The format of all inputs.
    pub format: Format,
    /// Which JSON fields hold what.
    pub fields: Fields,
    /// The most bytes that one text file or JSON line may have.
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
    fn leaves_out(&self, path: &Path) -> bool {
        // To ask the system for every file's canonical path would be slow, and few share the name.
        let named = |out: &&PathBuf| path.file_name() == out.file_name();
        self.leave_out.iter().filter(named).any(|out| path.canonicalize().is_ok_and(|p| p == *out))
    }
}

/// All articles of some inputs, in order: inputs as given, files of a folder by path, lines as they come.
///
/// Nothing is read before it is asked for. At most one file of text, one JSON file or one line is held.
pub struct Articles {
    inputs: VecDeque<PathBuf>,
    options: Options,
    stdin: Option<Box<dyn BufRead + Send>>,
    consumed: Count,
    folder: Option<Folder>,
    lines: Option<Lines>,
    /// The articles of a JSON list.
    ready: VecDeque<Result<Article, Unreadable>>,
    skipped: usize,
    links: usize,
    strays: usize,
}

struct Folder {
    walk: Walk,
    path: String,
    /// Whether the walk has met anything to read or to complain of.
    met: bool,
    skipped: usize,
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
            lines: None,
            ready: VecDeque::new(),
            skipped: 0,
            links: 0,
            strays: 0,
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
        self.skipped
    }

    /// How many links, pipes and devices of folders were left out so far. Links are not followed, or a loop of them
    /// would never end and one article could come twice.
    #[must_use]
    pub fn links(&self) -> usize {
        self.links
    }

    /// How many side files were met so far that no article could be given: each stands beside no article, or beside a
    /// file of many.
    #[must_use]
    pub fn strays(&self) -> usize {
        self.strays
    }

    fn start(&mut self, input: PathBuf) -> Option<Result<Article, Unreadable>> {
        if input.as_os_str() == "-" {
            return match self.stdin.take() {
                Some(reader) => self.stream(reader),
                None => Some(Err(Unreadable::whole("-", "it was read already", "name `-` only once"))),
            };
        }
        match input.metadata() {
            Ok(metadata) if metadata.is_dir() => {
                self.folder =
                    Some(Folder { walk: walk(&input), path: shown(&input), met: false, skipped: self.skipped });
                None
            }
            Ok(_) => self.open(&input),
            Err(error) => Some(Err(Unreadable::io(&shown(&input), &error))),
        }
    }

    /// The next file of the folder that is being walked.
    fn walk_on(&mut self) -> Option<Result<Article, Unreadable>> {
        let folder = self.folder.as_mut()?;
        match folder.walk.next() {
            None => {
                let left_out = self.skipped - folder.skipped;
                let empty = (!folder.met).then(|| {
                    let reason = match left_out {
                        0 => "no file in this folder".to_owned(),
                        1 => "no article in this folder; 1 file has another ending".to_owned(),
                        n => format!("no article in this folder; {n} files have other endings"),
                    };
                    let next_step =
                        "articles end in .txt, .md, .text, .jsonl, .ndjson or .json; name other files one by one";
                    Err(Unreadable::whole(&folder.path, reason, next_step))
                });
                self.folder = None;
                empty
            }
            Some(Err(error)) => {
                folder.met = true;
                Some(Err(walk_error(&error, &folder.path)))
            }
            Some(Ok(entry)) => {
                let sort = entry.file_type();
                if sort.is_some_and(|t| t.is_dir()) || self.options.leaves_out(entry.path()) {
                    return None;
                }
                if !sort.is_some_and(|t| t.is_file()) {
                    self.links += 1;
                    return None;
                }
                if side::is_one(entry.path()) {
                    self.strays += usize::from(!side::has_article(entry.path()));
                    return None;
                }
                if Format::of(entry.path()).is_none() {
                    self.skipped += 1;
                    return None;
                }
                folder.met = true;
                self.open(entry.path())
            }
        }
    }

    fn open(&mut self, path: &Path) -> Option<Result<Article, Unreadable>> {
        let name = shown(path);
        if self.options.format == Format::Auto && side::is_one(path) {
            let next_step =
                "name the article that it stands beside, or give it with `--suppressions` or `--corrections`";
            return Some(Err(Unreadable::whole(&name, "a side file, not an article", next_step)));
        }
        let format = match (self.options.format, foreign(path)) {
            (Format::Auto, Some(what)) => {
                let next_step = "turn it into text or JSON lines first, or read it as it is with `--input-format text`";
                return Some(Err(Unreadable::whole(&name, format!("{what} cannot be read yet"), next_step)));
            }
            (Format::Auto, None) => Format::of(path).unwrap_or(Format::Text),
            (told, _) => told,
        };
        let file = match File::open(path) {
            Ok(file) => BufReader::with_capacity(1 << 16, self.consumed.of(file)),
            Err(error) => return Some(Err(Unreadable::io(&name, &error))),
        };
        let mut found = self.read(Box::new(file), name, format);
        if format == Format::Json && side::count(path) > 0 {
            self.look_for_a_second();
        }
        let alone = match &mut found {
            Some(found) => Some(found),
            None if self.lines.is_none() && self.ready.len() == 1 => self.ready.front_mut(),
            None => None,
        };
        match alone {
            Some(found) => {
                if let Ok(article) = found
                    && let Err(unreadable) = side::read(path, article)
                {
                    *found = Err(unreadable.called(article.id.clone()));
                }
            }
            None => self.strays += side::count(path),
        }
        found
    }

    /// An object alone on its line is taken for the first of many; only what comes behind it tells.
    fn look_for_a_second(&mut self) {
        let Some(lines) = &mut self.lines else { return };
        for _ in 0..2 {
            match lines.next(&self.options.fields) {
                Some(article) => self.ready.push_back(article),
                None => {
                    self.lines = None;
                    return;
                }
            }
        }
    }

    /// Standard input; without a told format, an opening brace means JSON, and so does a bracket before one.
    fn stream(&mut self, mut reader: Box<dyn BufRead + Send>) -> Option<Result<Article, Unreadable>> {
        let mut format = self.options.format;
        if format == Format::Auto {
            let (start, first) = match first_characters(&mut reader) {
                Ok(found) => found,
                Err(error) => return Some(Err(Unreadable::io("-", &error))),
            };
            format = if matches!(first[..], [b'{', ..] | [b'[', b'{']) { Format::Json } else { Format::Text };
            reader = Box::new(Cursor::new(start).chain(reader));
        }
        self.read(reader, "-".to_owned(), format)
    }

    fn read(
        &mut self,
        mut reader: Box<dyn BufRead + Send>,
        name: String,
        format: Format,
    ) -> Option<Result<Article, Unreadable>> {
        let longest = self.options.longest;
        match format {
            Format::Auto | Format::Text => {
                let text = whole(reader, &name, longest).and_then(|bytes| decode(bytes, &name));
                Some(text.map(|text| Article { id: name.clone(), text, path: name, ..Article::default() }))
            }
            Format::Jsonl => {
                self.lines = Some(Lines::new(reader, name, longest));
                None
            }
            // Many files called .json hold one object a line: the first line tells.
            Format::Json => {
                let mut start = Vec::new();
                let mut line = 0..0;
                while start[line.clone()].strip_prefix(MARK).unwrap_or(&start[line.clone()]).trim_ascii().is_empty() {
                    line.start = line.end;
                    match reader.by_ref().take(longest).read_until(b'\n', &mut start) {
                        Ok(0) => break,
                        Ok(_) => line.end = start.len(),
                        Err(error) => return Some(Err(Unreadable::io(&name, &error))),
                    }
                }
                let is_lines = opens_lines(&start[line]);
                let all = Box::new(Cursor::new(start).chain(reader));
                if is_lines {
                    self.lines = Some(Lines::new(all, name, longest));
                } else {
                    self.ready = json(all, &name, longest, &self.options.fields);
                }
                None
            }
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
            if let Some(lines) = &mut self.lines {
                if let Some(article) = lines.next(&self.options.fields) {
                    return Some(article);
                }
                self.lines = None;
            }
            let found = match &self.folder {
                Some(_) => self.walk_on(),
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

/// Walks `folder` in path order. Ignore files count anywhere, not in git repositories alone; settings outside the
/// folder's own tree do not, or the same folder would read differently on two machines.
fn walk(folder: &Path) -> Walk {
    WalkBuilder::new(folder)
        .require_git(false)
        .git_global(false)
        .git_exclude(false)
        .parents(false)
        .add_custom_ignore_filename(".onrecordignore")
        .sort_by_file_path(Path::cmp)
        .build()
}

/// The files of `folder` that would be read.
pub(crate) fn files_of<'o>(folder: &Path, options: &'o Options) -> impl Iterator<Item = DirEntry> + 'o {
    walk(folder).filter_map(Result::ok).filter(|entry| {
        entry.file_type().is_some_and(|t| t.is_file())
            && Format::of(entry.path()).is_some()
            && !side::is_one(entry.path())
            && !options.leaves_out(entry.path())
    })
}

/// What the ending of a file says it is, where that is text but not an article's: its tags or columns would be taken
/// for news.
fn foreign(path: &Path) -> Option<&'static str> {
    match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "html" | "htm" | "xhtml" => Some("HTML"),
        "xml" => Some("XML"),
        "csv" | "tsv" => Some("a table"),
        _ => None,
    }
}

fn walk_error(error: &ignore::Error, folder: &str) -> Unreadable {
    fn path_of(error: &ignore::Error) -> Option<&Path> {
        match error {
            ignore::Error::WithPath { path, .. } => Some(path),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
            _ => None,
        }
    }
    let path = path_of(error).map_or_else(|| folder.to_owned(), shown);
    match error.io_error() {
        Some(io) => Unreadable::io(&path, io),
        None => Unreadable::whole(&path, error.to_string(), "leave it out"),
    }
}

fn whole(mut reader: Box<dyn BufRead + Send>, name: &str, longest: u64) -> Result<Vec<u8>, Unreadable> {
    // A film or a disk image is told by its first bytes, before the rest of it fills the memory.
    if let Some(unreadable) = not_text(reader.fill_buf().map_err(|e| Unreadable::io(name, &e))?, name) {
        return Err(unreadable);
    }
    let mut bytes = Vec::new();
    reader.take(longest.saturating_add(1)).read_to_end(&mut bytes).map_err(|e| Unreadable::io(name, &e))?;
    if bytes.len() as u64 > longest {
        return Err(Unreadable::whole(name, too_long_reason(longest), "split it into articles"));
    }
    Ok(bytes)
}

/// Whether the first line with anything in it opens JSON lines rather than one object over several lines. A first line
/// that is broken shall not cost the others, so it counts as one unless it breaks off where people start a new line.
fn opens_lines(line: &[u8]) -> bool {
    let line = line.strip_prefix(MARK).unwrap_or(line).trim_ascii();
    if line.first() != Some(&b'{') {
        return false;
    }
    match serde_json::from_slice::<Value>(line) {
        Ok(_) => true,
        Err(error) => !error.is_eof() || !matches!(line.last(), Some(b'{' | b'[' | b',')),
    }
}

/// Reads until the first two characters that are neither blank nor a byte-order mark; returns all that was read, and
/// them.
fn first_characters(reader: &mut dyn BufRead) -> io::Result<(Vec<u8>, Vec<u8>)> {
    const ENOUGH: usize = 1 << 16;
    let mut start = Vec::new();
    loop {
        let bytes = reader.fill_buf()?;
        let len = bytes.len();
        start.extend_from_slice(bytes);
        reader.consume(len);
        let text = start.strip_prefix(MARK).unwrap_or(&start);
        let first: Vec<u8> = text.iter().copied().filter(|b| !b.is_ascii_whitespace()).take(2).collect();
        if first.len() == 2 || len == 0 || start.len() > ENOUGH {
            return Ok((start, first));
        }
    }
}

/// The articles of a JSON object or list.
fn json(
    reader: Box<dyn BufRead + Send>,
    name: &str,
    longest: u64,
    fields: &Fields,
) -> VecDeque<Result<Article, Unreadable>> {
    let parsed = whole(reader, name, longest).and_then(|bytes| decode(bytes, name)).and_then(|text| {
        serde_json::from_str(&text).map_err(|error| {
            let start: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
            let (line, column) = place(text.as_bytes(), text.len().min(start + error.column().saturating_sub(1)));
            Unreadable::whole(name, broken(&error), "mend it; one object, or a list of them, is expected")
                .at(line, Some(column))
        })
    });
    match parsed {
        Ok(Value::Array(values)) if values.is_empty() => {
            [Err(Unreadable::whole(name, "an empty list", "leave it out"))].into()
        }
        Ok(Value::Array(values)) => values
            .into_iter()
            .enumerate()
            .map(|(i, value)| {
                let number = format!("{name}[{i}]");
                let item = fields.article(value, &number, None);
                item.map(|a| Article { path: name.to_owned(), ..a })
            })
            .collect(),
        Ok(value) => [fields.article(value, name, None)].into(),
        Err(unreadable) => [Err(unreadable)].into(),
    }
}

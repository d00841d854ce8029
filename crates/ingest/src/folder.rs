//! A folder, whose files are read in the order of their paths.

use std::path::Path;

use ignore::{DirEntry, Walk, WalkBuilder};

use crate::article::shown;
use crate::articles::{Counts, Options};
use crate::format::{SEARCHED, is_searched};
use crate::{Unreadable, side};

/// A folder that is being walked.
pub(crate) struct Folder {
    walk: Walk,
    path: String,
    /// Whether the walk has met anything to read or to complain of.
    met: bool,
    /// How many files had been skipped before.
    skipped: usize,
}

/// What a folder has to give.
pub(crate) enum Found {
    /// A file to read.
    File(std::path::PathBuf),
    /// Something that cannot be read.
    Nothing(Unreadable),
}

impl Folder {
    pub(crate) fn new(path: &Path, skipped: usize) -> Self {
        Self { walk: walk(path), path: shown(path), met: false, skipped }
    }

    /// The next file of the folder; `None` at its end.
    pub(crate) fn next(&mut self, options: &Options, counts: &mut Counts) -> Option<Found> {
        loop {
            let entry = match self.walk.next() {
                Some(Ok(entry)) => entry,
                Some(Err(error)) => {
                    self.met = true;
                    return Some(Found::Nothing(walk_error(&error, &self.path)));
                }
                None if self.met => return None,
                None => {
                    self.met = true;
                    let reason = match counts.skipped - self.skipped {
                        0 => "no file in this folder".to_owned(),
                        1 => "no article in this folder; 1 file has another ending".to_owned(),
                        n => format!("no article in this folder; {n} files have other endings"),
                    };
                    return Some(Found::Nothing(Unreadable::whole(&self.path, reason, SEARCHED)));
                }
            };
            let (sort, path) = (entry.file_type(), entry.path());
            if sort.is_some_and(|t| t.is_dir()) || options.leaves_out(path) {
                continue;
            }
            if !sort.is_some_and(|t| t.is_file()) {
                counts.links += 1;
            } else if side::is_one(path) {
                counts.strays += usize::from(!side::has_article(path));
            } else if !is_searched(path) {
                counts.skipped += 1;
            } else {
                self.met = true;
                return Some(Found::File(path.to_owned()));
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
        .filter_entry(|entry| !(entry.file_type().is_some_and(|t| t.is_dir()) && belongs_to_a_page(entry.path())))
        .sort_by_file_path(Path::cmp)
        .build()
}

/// The files of `folder` that would be read.
pub(crate) fn files_of<'o>(folder: &Path, options: &'o Options) -> impl Iterator<Item = DirEntry> + 'o {
    walk(folder).filter_map(Result::ok).filter(|entry| {
        entry.file_type().is_some_and(|t| t.is_file())
            && is_searched(entry.path())
            && !side::is_one(entry.path())
            && !options.leaves_out(entry.path())
    })
}

/// Whether a folder is what browsers save beside a page: `Mayor resigns_files` beside `Mayor resigns.html`. The frames and
/// advertisements in it are pages too, but no articles.
fn belongs_to_a_page(folder: &Path) -> bool {
    let name = folder.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let Some(stem) = name.strip_suffix("_files").or_else(|| name.strip_suffix("-Dateien")) else { return false };
    ["html", "htm"].iter().any(|e| folder.with_file_name(format!("{stem}.{e}")).is_file())
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

//! Where results go.

use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::exit::Failure;
use crate::resume::Partial;

/// Standard output or a file. A file gets its name when all is written, so that half a result never looks whole.
pub(crate) struct Output {
    place: String,
    to: To,
}

enum To {
    Stdout(Box<dyn Write>),
    /// A device or pipe, which cannot be replaced.
    Direct(BufWriter<File>),
    Replace(BufWriter<NamedTempFile>, PathBuf),
    /// Records that stay when the run is stopped.
    Partial(Partial),
    /// Whoever read it has gone.
    Nobody,
}

/// What the results are made of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    /// Pages with colours, which only a terminal gets.
    Page,
    /// Records, which go out byte for byte; a terminal gets them without what it would obey.
    Data,
}

impl Output {
    /// Opens `path`, or standard output without one or for `-`.
    pub(crate) fn open(path: Option<&Path>, content: Content) -> Result<Self, Failure> {
        let Some(path) = path.filter(|p| p.as_os_str() != "-") else {
            return Ok(Self { place: "standard output".to_owned(), to: To::Stdout(stdout(content)) });
        };
        let place = path.to_string_lossy().into_owned();
        let fail = |error: io::Error| Failure::writing(&place, error);
        let to = match replaceable(path)? {
            None => To::Direct(BufWriter::new(File::create(path).map_err(fail)?)),
            Some(path) => {
                let file = beside(folder_of(&path)).map_err(fail)?;
                // A file that others may not read stays so.
                if let Ok(there) = fs::metadata(&path) {
                    file.as_file().set_permissions(there.permissions()).map_err(fail)?;
                }
                To::Replace(BufWriter::new(file), path)
            }
        };
        Ok(Self { place, to })
    }

    /// Records that stay when the run is stopped.
    pub(crate) fn partial(partial: Partial) -> Self {
        Self { place: partial.name(), to: To::Partial(partial) }
    }

    /// Where it goes, for messages.
    pub(crate) fn place(&self) -> &str {
        &self.place
    }

    /// Whether it is nothing until all is written.
    pub(crate) fn is_all_or_nothing(&self) -> bool {
        matches!(self.to, To::Replace(..))
    }

    /// Whether the results appear on a terminal.
    pub(crate) fn is_terminal(&self) -> bool {
        matches!(self.to, To::Stdout(_)) && io::stdout().is_terminal()
    }

    /// Writes `bytes`.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let written = match &mut self.to {
            To::Stdout(out) => out.write_all(bytes),
            To::Direct(file) => file.write_all(bytes),
            To::Replace(file, _) => file.write_all(bytes),
            To::Partial(file) => file.write_all(bytes),
            To::Nobody => Ok(()),
        };
        written.map_err(|e| Failure::writing(&self.place, e))
    }

    /// Writes a page with colours, which are taken out where nobody sees them.
    pub(crate) fn write_page(&mut self, page: &[u8]) -> Result<(), Failure> {
        match &self.to {
            To::Stdout(_) | To::Nobody => self.write(page),
            To::Direct(_) | To::Replace(..) | To::Partial(_) => {
                self.write(&anstream::adapter::strip_bytes(page).into_vec())
            }
        }
    }

    /// Writes nothing any more, for whoever read it has gone.
    pub(crate) fn give_up(&mut self) {
        self.to = To::Nobody;
    }

    /// Whether it is for nobody.
    pub(crate) fn is_given_up(&self) -> bool {
        matches!(self.to, To::Nobody)
    }

    /// Sends out what is buffered.
    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        let flushed = match &mut self.to {
            To::Stdout(out) => out.flush(),
            To::Direct(file) => file.flush(),
            To::Replace(file, _) => file.flush(),
            To::Partial(file) => file.flush(),
            To::Nobody => Ok(()),
        };
        flushed.map_err(|e| Failure::writing(&self.place, e))
    }

    /// Sends out what is buffered and gives the file its name.
    pub(crate) fn finish(mut self) -> Result<(), Failure> {
        self.flush()?;
        let Self { place, to } = self;
        let done = match to {
            To::Stdout(_) | To::Direct(_) | To::Nobody => Ok(()),
            To::Partial(file) => file.finish(),
            To::Replace(file, path) => file
                .into_inner()
                .map_err(io::IntoInnerError::into_error)
                .and_then(|file| file.persist(path).map_err(|e| e.error))
                .map(drop),
        };
        done.map_err(|e| Failure::writing(&place, e))
    }
}

/// The file that `path` names, to be replaced when all is written: a link stays a link, and what it leads to is
/// replaced. `None` for a device or pipe, which can only be written to.
pub(crate) fn replaceable(path: &Path) -> Result<Option<PathBuf>, Failure> {
    let place = path.display();
    let linked = if path.is_symlink() { fs::canonicalize(path).ok() } else { None };
    let path = linked.as_deref().unwrap_or(path);
    match fs::metadata(path) {
        Ok(there) if there.is_dir() => Err(Failure::Asked(format!("{place}: is a folder; name a file in it"))),
        Ok(there) if !there.is_file() => Ok(None),
        // Replacing a file takes no permission to write to it, so this is asked here.
        Ok(there) if there.permissions().readonly() => {
            let next_step = "name another file, or run `chmod u+w` on it";
            Err(Failure::Asked(format!("{place}: is protected against writing; {next_step}")))
        }
        _ if !folder_of(path).is_dir() => {
            let folder = folder_of(path).display();
            Err(Failure::Asked(format!("{place}: there is no folder `{folder}`; make it first")))
        }
        _ => Ok(Some(path.to_owned())),
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn stdout(content: Content) -> Box<dyn Write> {
    let out = io::stdout();
    match content {
        Content::Page => Box::new(BufWriter::new(anstream::AutoStream::auto(out))),
        Content::Data if out.is_terminal() => Box::new(BufWriter::new(anstream::StripStream::new(out))),
        Content::Data => Box::new(BufWriter::new(out)),
    }
}

/// A hidden file in `folder` that goes away if it is never given a name.
fn beside(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".onrecord-");
    // What others may read is up to the user's mask, as for every other file.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

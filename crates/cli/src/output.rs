//! Where results go.

use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::exit::Failure;

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
        // A link stays a link: what it leads to is replaced.
        let linked = fs::canonicalize(path).ok();
        let path = linked.as_deref().unwrap_or(path);
        let to = match fs::metadata(path) {
            Ok(there) if there.is_dir() => {
                return Err(Failure::Asked(format!("{place}: is a folder; name a file in it")));
            }
            Ok(there) if !there.is_file() => To::Direct(BufWriter::new(File::create(path).map_err(fail)?)),
            // Replacing a file takes no permission to write to it, so this is asked here.
            Ok(there) if there.permissions().readonly() => {
                let next_step = "name another file, or run `chmod u+w` on it";
                return Err(Failure::Asked(format!("{place}: is protected against writing; {next_step}")));
            }
            there => {
                let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
                if !folder.is_dir() {
                    let folder = folder.display();
                    return Err(Failure::Asked(format!("{place}: there is no folder `{folder}`; make it first")));
                }
                let file = beside(folder).map_err(fail)?;
                // A file that others may not read stays so.
                if let Ok(there) = there {
                    file.as_file().set_permissions(there.permissions()).map_err(fail)?;
                }
                To::Replace(BufWriter::new(file), path.to_owned())
            }
        };
        Ok(Self { place, to })
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
        };
        written.map_err(|e| Failure::writing(&self.place, e))
    }

    /// Writes a page with colours, which are taken out where nobody sees them.
    pub(crate) fn write_page(&mut self, page: &[u8]) -> Result<(), Failure> {
        match &self.to {
            To::Stdout(_) => self.write(page),
            To::Direct(_) | To::Replace(..) => self.write(&anstream::adapter::strip_bytes(page).into_vec()),
        }
    }

    /// Sends out what is buffered and gives the file its name.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        let Self { place, to } = self;
        let done = match to {
            To::Stdout(mut out) => out.flush(),
            To::Direct(mut file) => file.flush(),
            To::Replace(file, path) => file
                .into_inner()
                .map_err(io::IntoInnerError::into_error)
                .and_then(|file| file.persist(path).map_err(|e| e.error))
                .map(drop),
        };
        done.map_err(|e| Failure::writing(&place, e))
    }
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

//! Where the files of a pack come from: the table embedded in the binary, or a folder.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use crate::problem::{Level, Problem};

/// A file of a pack may be this long.
const FILE_LIMIT: u64 = 1 << 20;
/// All files of a pack together may be this long.
const PACK_LIMIT: u64 = 16 << 20;
/// Folders may be nested this deep.
const DEPTH_LIMIT: usize = 16;

/// The TOML files of a pack and the texts of its folder `fixtures`, read but not understood.
#[derive(Clone, Debug)]
pub struct PackSource {
    /// How to call the pack in messages: its folder.
    pub name: String,
    /// Path inside the pack with forward slashes, and contents; in path order.
    pub files: Vec<(String, Arc<str>)>,
}

impl PackSource {
    /// The packs of a table of paths and contents, such as the embedded one: the first folder of a path is the pack.
    #[must_use]
    pub fn from_table(table: &[(&str, &str)]) -> Vec<Self> {
        let mut packs: Vec<Self> = Vec::new();
        for (path, contents) in table {
            let Some((name, inner)) = path.split_once('/') else { continue };
            let file = (inner.to_owned(), Arc::from(*contents));
            match packs.iter_mut().find(|p| p.name == name) {
                Some(pack) => pack.files.push(file),
                None => packs.push(Self { name: name.to_owned(), files: vec![file] }),
            }
        }
        for pack in &mut packs {
            pack.files.sort();
        }
        packs
    }

    /// Reads every `.toml` file of the folder, and every `.txt` file of its folder `fixtures`. Links are not followed, so that nothing outside the folder is read.
    ///
    /// # Errors
    /// When the folder or a file in it cannot be read, or is larger than a pack may be.
    pub fn from_folder(folder: &Path) -> Result<Self, Problem> {
        let name = folder.to_string_lossy().replace('\\', "/");
        let name = if name.len() > 1 { name.trim_end_matches('/').to_owned() } else { name };
        let mut pack = Self { name, files: Vec::new() };
        if !folder.join("pack.toml").is_file() {
            let help = "a pack is a folder with a `pack.toml`, as `rules/README.md` sets out";
            return Err(pack.fault("", "no `pack.toml` here".to_owned(), Some(help)));
        }
        let mut total = 0;
        pack.read(folder, "", 0, &mut total)?;
        pack.files.sort();
        Ok(pack)
    }

    fn read(&mut self, folder: &Path, prefix: &str, depth: usize, total: &mut u64) -> Result<(), Problem> {
        if depth > DEPTH_LIMIT {
            return Err(self.fault(prefix, format!("folders are nested deeper than {DEPTH_LIMIT}"), None));
        }
        let unreadable =
            |pack: &Self, error: &std::io::Error| pack.fault(prefix, format!("cannot be read: {error}"), None);
        for entry in fs::read_dir(folder).map_err(|e| unreadable(self, &e))? {
            let entry = entry.map_err(|e| unreadable(self, &e))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let inner = if prefix.is_empty() { name.clone() } else { format!("{prefix}/{name}") };
            let meta = entry.metadata().map_err(|e| self.fault(&inner, format!("cannot be read: {e}"), None))?;
            let wanted = name.ends_with(".toml") || name.ends_with(".txt") && inner.starts_with("fixtures/");
            if meta.is_dir() && !name.starts_with('.') {
                self.read(&entry.path(), &inner, depth + 1, total)?;
            } else if meta.is_file() && wanted {
                *total += meta.len();
                if meta.len() > FILE_LIMIT {
                    return Err(self.fault(&inner, "file is larger than 1 MiB".to_owned(), Some("split it")));
                }
                if *total > PACK_LIMIT {
                    return Err(self.fault(
                        "",
                        "pack is larger than 16 MiB".to_owned(),
                        Some("split it into several packs"),
                    ));
                }
                let bytes =
                    fs::read(entry.path()).map_err(|e| self.fault(&inner, format!("cannot be read: {e}"), None))?;
                let contents = String::from_utf8(bytes).map_err(|e| self.no_text(&inner, &e))?;
                self.files.push((inner, contents.into()));
            } else if meta.is_symlink() && (wanted || entry.path().is_dir()) {
                let help = "put a copy in its place, or give the other folder with `--rules` too";
                return Err(self.fault(
                    &inner,
                    "this is a link, and links out of a pack are not followed".into(),
                    Some(help),
                ));
            }
        }
        Ok(())
    }

    /// A file whose bytes are not UTF-8: where the first wrong one stands.
    fn no_text(&self, inner: &str, error: &std::string::FromUtf8Error) -> Problem {
        let (bytes, at) = (error.as_bytes(), error.utf8_error().valid_up_to());
        let line = bytes[..at].iter().filter(|b| **b == b'\n').count() + 1;
        let message = format!("byte {:#04x} in line {line} is not UTF-8", bytes[at]);
        self.fault(inner, message, Some("save the file as UTF-8"))
    }

    /// The file `inner` as messages name it.
    #[must_use]
    pub fn path(&self, inner: &str) -> String {
        if inner.is_empty() { self.name.clone() } else { format!("{}/{inner}", self.name) }
    }

    fn fault(&self, inner: &str, message: String, help: Option<&str>) -> Problem {
        Problem {
            level: Level::Error,
            file: self.path(inner),
            source: "".into(),
            span: None,
            message,
            help: help.map(str::to_owned),
        }
    }
}

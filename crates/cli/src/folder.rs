//! A folder of tables as it is written: it looks whole only when it is.

use std::collections::hash_map::DefaultHasher;
use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::hash::{Hash, Hasher};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use onrecord_report::tables::{OPENS, Rows, Table};
use tempfile::TempDir;

use crate::exit::Failure;

/// The name of the page that tells what stands in the tables. It is written last, so that tables with it are whole.
const CODEBOOK: &str = "codebook.md";

/// Tables that are being written to a hidden folder; they get their names when all is written.
pub(crate) struct Folder {
    place: PathBuf,
    hidden: TempDir,
    files: Vec<(Table, BufWriter<File>)>,
    ids: Ids,
    rows: [u64; 5],
}

impl Folder {
    /// Prepares to write tables to the folder `path`, which may be new, empty, or hold tables of an earlier run and
    /// nothing else.
    pub(crate) fn open(path: &Path, with_text: bool) -> Result<Self, Failure> {
        // A link stays a link: what it leads to is filled.
        let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let fail = |error: io::Error| Failure::writing(&path.to_string_lossy(), error);
        let within = if place.exists() {
            check(path, &place)?;
            place.clone()
        } else {
            let above = place.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
            if !above.is_dir() {
                let (path, above) = (path.display(), above.display());
                return Err(Failure::Asked(format!("{path}: there is no folder `{above}`; make it first")));
            }
            above.to_owned()
        };
        let hidden = hidden(&within).map_err(fail)?;
        let mut files = Vec::new();
        for table in Table::ALL {
            let mut file = BufWriter::new(File::create(hidden.path().join(name(table))).map_err(fail)?);
            let mut header = Vec::new();
            table.header(&mut header, with_text);
            file.write_all(&header).map_err(fail)?;
            files.push((table, file));
        }
        Ok(Self { place, hidden, files, ids: Ids::default(), rows: [0; 5] })
    }

    /// The names of all files of such a folder.
    pub(crate) fn files() -> impl Iterator<Item = String> {
        Table::ALL.into_iter().map(name).chain([CODEBOOK.to_owned()])
    }

    /// Writes the rows of the input `id`.
    pub(crate) fn write(&mut self, id: &str, mut rows: Rows) -> Result<(), Failure> {
        rows.settle(self.ids.nth(id));
        for ((_, page), (_, file)) in rows.pages().zip(&mut self.files) {
            file.write_all(page).map_err(|e| Failure::writing(&self.place.to_string_lossy(), e))?;
        }
        for (all, more) in self.rows.iter_mut().zip(rows.counts()) {
            *all += more;
        }
        Ok(())
    }

    /// How many rows each table has so far.
    pub(crate) fn rows(&self) -> [u64; 5] {
        self.rows
    }

    /// Gives the tables their names, and `codebook` after all of them.
    pub(crate) fn finish(self, codebook: &str) -> Result<(), Failure> {
        let Self { place, hidden, files, .. } = self;
        let name_of_place = place.to_string_lossy().into_owned();
        let done = || -> io::Result<()> {
            for (_, file) in files {
                file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
            }
            fs::write(hidden.path().join(CODEBOOK), codebook)?;
            if place.exists() {
                // From here until the new page stands there, the folder does not pass for whole.
                match fs::remove_file(place.join(CODEBOOK)) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                    _ => {}
                }
                for table in Table::ALL {
                    fs::rename(hidden.path().join(name(table)), place.join(name(table)))?;
                }
                fs::rename(hidden.path().join(CODEBOOK), place.join(CODEBOOK))?;
                hidden.close()
            } else {
                let hidden = hidden.keep();
                fs::rename(&hidden, &place).inspect_err(|_| {
                    // What cannot be put in its place is of no use.
                    let _ = fs::remove_dir_all(&hidden);
                })
            }
        };
        done().map_err(|e| Failure::writing(&name_of_place, e))
    }
}

fn name(table: Table) -> String {
    format!("{}.csv", table.name())
}

/// Whether the folder at `place`, which the user calls `path`, may be filled.
fn check(path: &Path, place: &Path) -> Result<(), Failure> {
    let told = path.display();
    if !place.is_dir() {
        let next_step = "tables are several files; name a folder with `--output`";
        return Err(Failure::Asked(format!("{told}: is a file; {next_step}")));
    }
    let fail = |error: io::Error| Failure::writing(&path.to_string_lossy(), error);
    let (mut tables, mut codebook, mut stranger) = (false, false, None);
    for entry in fs::read_dir(place).map_err(fail)? {
        let name = entry.map_err(fail)?.file_name().to_string_lossy().into_owned();
        match name.as_str() {
            // What a run left behind that was killed, or what another is writing.
            hidden if hidden.starts_with(HIDDEN) => {}
            CODEBOOK => codebook = true,
            csv if Table::ALL.iter().any(|t| self::name(*t) == csv) => tables = true,
            _ => stranger = stranger.or(Some(name)),
        }
    }
    if let Some(stranger) = stranger {
        let next_step = "name a new folder, or one that has nothing but tables of an earlier run";
        return Err(Failure::Asked(format!("{told}: has other files, as `{stranger}`; {next_step}")));
    }
    if (tables || codebook) && !is_ours(&place.join(CODEBOOK)) {
        let next_step = "name a new folder, or take them away";
        let reason = format!("has tables without the `{CODEBOOK}` of an earlier run");
        return Err(Failure::Asked(format!("{told}: {reason}; {next_step}")));
    }
    Ok(())
}

/// Whether a codebook is one that was written here.
fn is_ours(codebook: &Path) -> bool {
    let Ok(file) = File::open(codebook) else { return false };
    let mut line = String::new();
    BufReader::new(file).read_line(&mut line).is_ok() && line == OPENS
}

const HIDDEN: &str = ".onrecord-";

fn hidden(folder: &Path) -> io::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(HIDDEN);
    // What others may read is up to the user's mask, as for every other folder.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
    builder.tempdir_in(folder)
}

/// Which ids have come before. It holds eight bytes of each and not the ids: two that look alike by chance, once in a
/// million runs of ten million inputs, cost a number behind the second that it did not need.
#[derive(Default)]
struct Ids {
    met: HashSet<u64>,
    /// How often those came that came more than once.
    times: HashMap<u64, u32>,
}

impl Ids {
    /// Which one with this key `id` is, counted from 1.
    fn nth(&mut self, id: &str) -> u32 {
        if self.met.insert(hash(id)) {
            return 1;
        }
        let mut number = self.times.get(&hash(id)).copied().unwrap_or(1);
        // Somebody may have called an article as a second one would be called here.
        loop {
            number += 1;
            if self.met.insert(hash(&format!("{id}~{number}"))) {
                self.times.insert(hash(id), number);
                return number;
            }
        }
    }
}

fn hash(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::Ids;

    #[test]
    fn no_two_inputs_have_the_same_key() {
        let mut ids = Ids::default();
        let keys = ["a", "b", "a", "a~3", "a", "a~3", "a"].map(|id| match ids.nth(id) {
            1 => id.to_owned(),
            n => format!("{id}~{n}"),
        });
        assert_eq!(keys, ["a", "b", "a~2", "a~3", "a~4", "a~3~2", "a~5"]);
    }
}

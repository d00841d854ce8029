//! Zip archives, whose files are read one after the other.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use zip::{CompressionMethod, ZipArchive};

use crate::Unreadable;
use crate::articles::Options;
use crate::count::Count;
use crate::format::{Format, SEARCHED, is_searched};
use crate::open::{Place, open};
use crate::source::{Item, Ready, Source};
use crate::unpack::{Stream, watched};

/// An archive may name so many files: more are made to fill the memory.
const MOST_FILES: usize = 4_000_000;

/// A zip archive that lies in the file at `path`.
pub(crate) struct Archive {
    path: PathBuf,
    name: String,
    consumed: Count,
    files: VecDeque<Entry>,
    current: Option<Box<dyn Source>>,
}

/// What the archive's directory tells of a file.
struct Entry {
    name: String,
    start: u64,
    packed: u64,
    size: u64,
    crc: u32,
    method: CompressionMethod,
    encrypted: bool,
}

impl Archive {
    /// The archive at `path`, or why it cannot be read.
    pub(crate) fn open(Place { path, consumed }: Place<'_>, name: &str, options: &Options) -> Box<dyn Source> {
        match Self::directory(path, options) {
            Ok((files, left_out)) if files.is_empty() => {
                let reason = format!("no article in this archive; it has {left_out} files with other endings");
                Ready::one(Err(Unreadable::whole(name, reason, SEARCHED)))
            }
            Ok((files, _)) => {
                let (path, consumed) = (path.to_owned(), consumed.clone());
                Box::new(Self { path, name: name.to_owned(), consumed, files, current: None })
            }
            Err(reason) => Ready::one(Err(Unreadable::whole(name, reason, "pack or fetch it again"))),
        }
    }

    /// The files that are read, in the archive's order, and how many others there are.
    fn directory(path: &Path, options: &Options) -> Result<(VecDeque<Entry>, usize), String> {
        let damaged = |error: &dyn std::fmt::Display| format!("a damaged archive ({error})");
        let file = File::open(path).map_err(|e| e.to_string())?;
        let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|e| damaged(&e))?;
        if archive.len() > MOST_FILES {
            return Err(format!("an archive of {} files, more than {MOST_FILES}", archive.len()));
        }
        let (mut files, mut left_out) = (VecDeque::new(), 0);
        for index in 0..archive.len() {
            let file = archive.by_index_raw(index).map_err(|e| damaged(&e))?;
            let name = file.name().map_err(|e| damaged(&e))?.into_owned();
            // What Apple's packer adds is no file of the user's.
            if file.is_dir()
                || name.starts_with("__MACOSX/")
                || name.rsplit('/').next().is_some_and(|n| n.starts_with('.'))
            {
                continue;
            }
            if options.format == Format::Auto && !is_searched(Path::new(&name)) {
                left_out += 1;
                continue;
            }
            files.push_back(Entry {
                start: file.data_start().ok_or("a damaged archive (a file has no place)")?,
                packed: file.compressed_size(),
                size: file.size(),
                crc: file.crc32(),
                method: file.compression(),
                encrypted: file.encrypted(),
                name,
            });
        }
        Ok((files, left_out))
    }

    fn unpack(&self, entry: &Entry) -> Result<Stream, String> {
        if entry.encrypted {
            return Err("it has a password".to_owned());
        }
        let mut file = File::open(&self.path).map_err(|e| e.to_string())?;
        file.seek(SeekFrom::Start(entry.start)).map_err(|e| e.to_string())?;
        let packed = Count::default();
        let file = BufReader::with_capacity(1 << 16, self.consumed.of(file));
        let reader = packed.of(file.take(entry.packed));
        let inner: Box<dyn Read + Send> = match entry.method {
            CompressionMethod::Stored => Box::new(reader),
            CompressionMethod::Deflated => Box::new(DeflateDecoder::new(reader)),
            other => return Err(format!("packed by {other}, which is not read")),
        };
        let checked = Checked { inner, sum: Crc::new(), read: 0, size: entry.size, crc: entry.crc };
        Ok(watched(checked, packed))
    }
}

impl Source for Archive {
    fn next(&mut self, options: &Options) -> Option<Item> {
        loop {
            if let Some(current) = &mut self.current {
                if let Some(item) = current.next(options) {
                    return Some(item);
                }
                self.current = None;
            }
            let entry = self.files.pop_front()?;
            let name = format!("{}/{}", self.name, entry.name);
            match self.unpack(&entry) {
                Ok(stream) => self.current = Some(open(stream, name, None, options)),
                Err(reason) => {
                    let next_step = "unpack it yourself, or leave it out";
                    return Some(Err(Unreadable::whole(&name, reason, next_step)));
                }
            }
        }
    }
}

/// Holds what is read of a file against what the directory says of it.
struct Checked {
    inner: Box<dyn Read + Send>,
    sum: Crc,
    read: u64,
    size: u64,
    crc: u32,
}

impl Read for Checked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.sum.update(&buffer[..n]);
        self.read += n as u64;
        if n == 0 && !buffer.is_empty() && self.read < self.size {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if n == 0 && !buffer.is_empty() && self.sum.sum() != self.crc {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "its checksum is wrong"));
        }
        Ok(n)
    }
}

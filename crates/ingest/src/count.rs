//! How much of the inputs there is, and how much of it is read: what a progress bar needs.

use std::io::{self, BufRead, Read};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::Options;
use crate::folder::files_of;

/// Counts the bytes that pass through readers, as they lie in the input: packed where it is packed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Count(Arc<AtomicU64>);

impl Count {
    pub(crate) fn bytes(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    /// `reader`, whose bytes are counted.
    pub(crate) fn of<R>(&self, reader: R) -> Counted<R> {
        Counted { reader, count: self.clone() }
    }
}

/// A reader whose bytes are counted.
pub(crate) struct Counted<R> {
    reader: R,
    count: Count,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(bytes)?;
        self.count.0.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.reader.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        self.count.0.fetch_add(n as u64, Ordering::Relaxed);
        self.reader.consume(n);
    }
}

/// The bytes of all files that `inputs` name, those of folders included; `None` where nobody can know, as on standard
/// input or of a pipe. It looks at every file of every folder once, and opens none.
#[must_use]
pub fn bytes_of(inputs: &[PathBuf], options: &Options) -> Option<u64> {
    let mut bytes = 0;
    for input in inputs {
        match input.metadata() {
            _ if input.as_os_str() == "-" => return None,
            Ok(about) if about.is_file() => bytes += about.len(),
            Ok(about) if about.is_dir() => {
                bytes += files_of(input, options).filter_map(|f| f.metadata().ok()).map(|m| m.len()).sum::<u64>();
            }
            Ok(_) => return None,
            // It costs a message and no time.
            Err(_) => {}
        }
    }
    Some(bytes)
}

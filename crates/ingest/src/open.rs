//! From a stream of bytes to what it has to give.

use std::io::{Cursor, Read};
use std::path::Path;

use crate::archive::Archive;
use crate::articles::Options;
use crate::count::Count;
use crate::format::Format;
use crate::source::{Ready, Source, of, whole};
use crate::unpack::{Stream, unpacked};
use crate::{Unreadable, docx};

/// So much of an input is looked at to tell what it is.
const START: u64 = 1 << 16;

/// Where a file lies, and what counts the bytes that are read of it.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) path: &'a Path,
    pub(crate) consumed: &'a Count,
}

/// Opens `stream`, which is called `name`. `file` is where it lies, if it is a file: archives are read from there.
pub(crate) fn open(stream: Stream, name: String, file: Option<Place<'_>>, options: &Options) -> Box<dyn Source> {
    let fail = |error: &std::io::Error| Ready::one(Err(Unreadable::io(&name, error)));
    let mut stream = match unpacked(stream) {
        Ok(stream) => stream,
        Err(error) => return fail(&error),
    };
    // A pipe gives what it has; two or three bytes would tell little.
    let mut start = Vec::new();
    let told = match options.format {
        Format::Auto => Format::of(Path::new(&name)).filter(|_| name != "-"),
        told => Some(told),
    };
    let looked_at = if name == "-" { first_characters(&mut stream, &mut start) } else { look(&mut stream, &mut start) };
    if let Err(error) = looked_at {
        return fail(&error);
    }
    let is_zip = start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06");
    let stream: Stream = Box::new(Cursor::new(start.clone()).chain(stream));
    if is_zip && told != Some(Format::Docx) {
        if let Some(place) = file {
            // An office document is an archive too, whatever it is called.
            let is_docx = std::fs::File::open(place.path).is_ok_and(|f| docx::is_one(std::io::BufReader::new(f)));
            return if is_docx {
                of(stream, name, Format::Docx, options)
            } else {
                Archive::open(place, &name, options)
            };
        }
        let bytes = match whole(stream, &name, options.longest, false) {
            Ok(bytes) => bytes,
            Err(unreadable) => return Ready::one(Err(unreadable)),
        };
        if docx::is_one(Cursor::new(&bytes)) {
            return of(Box::new(Cursor::new(bytes)), name, Format::Docx, options);
        }
        let next_step = "give it as a file, not packed in another and not in a pipe";
        return Ready::one(Err(Unreadable::whole(&name, "a zip archive", next_step)));
    }
    if start.starts_with(b"PAR1") {
        return parquet(name, file);
    }
    let format = match told {
        // Pages are saved as .txt too.
        Some(Format::Text) if options.format == Format::Auto && Format::sniff(&start) == Some(Format::Html) => {
            Format::Html
        }
        Some(format) => format,
        None => Format::sniff(&start).unwrap_or(Format::Text),
    };
    of(stream, name, format, options)
}

/// A Parquet file, which is read from its end.
fn parquet(name: String, file: Option<Place<'_>>) -> Box<dyn Source> {
    let refused = |what: &str, next_step: &str| Ready::one(Err(Unreadable::whole(&name, what, next_step)));
    match file {
        None => refused("a Parquet file", "give it as a file, not packed in another and not in a pipe"),
        #[cfg(feature = "parquet")]
        Some(place) => crate::parquet::source(place.path, name),
        #[cfg(not(feature = "parquet"))]
        Some(_) => refused(
            "a Parquet file, which this build does not read",
            "build onrecord with `--features parquet`, or write the table as CSV or JSON lines",
        ),
    }
}

/// Takes the first bytes of `stream` into `start`.
fn look(stream: &mut Stream, start: &mut Vec<u8>) -> std::io::Result<()> {
    stream.by_ref().take(4096).read_to_end(start).map(drop)
}

/// Takes the bytes of `stream` up to the second character that is neither blank nor a byte-order mark.
fn first_characters(stream: &mut Stream, start: &mut Vec<u8>) -> std::io::Result<()> {
    loop {
        let bytes = stream.fill_buf()?;
        let len = bytes.len();
        start.extend_from_slice(bytes);
        stream.consume(len);
        let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
        let first: Vec<u8> = text.iter().copied().filter(|b| !b.is_ascii_whitespace()).take(2).collect();
        // What begins as a page or a crawl does is looked at for longer.
        let enough = if matches!(first.first(), Some(b'<' | b'W')) { 1024 } else { 0 };
        if (first.len() == 2 && text.len() > enough) || len == 0 || start.len() as u64 > START {
            return Ok(());
        }
    }
}

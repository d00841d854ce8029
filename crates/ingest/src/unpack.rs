//! Compressed inputs, unpacked as they are read and watched for bombs.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;

use crate::count::Count;

/// Text shrinks to a third, tables of one word perhaps to a hundredth.
const MOST_FOLD: u64 = 200;
/// Below this nobody is harmed, whatever the ratio.
const HARMLESS: u64 = 64 << 20;

/// A stream of bytes that may be handed to another thread.
pub(crate) type Stream = Box<dyn BufRead + Send>;

/// Unpacks `stream` if its first bytes say that it is compressed.
pub(crate) fn unpacked(mut stream: Stream) -> io::Result<Stream> {
    let start = stream.fill_buf()?;
    if start.starts_with(b"\x1f\x8b") {
        let packed = Count::default();
        return Ok(watched(MultiGzDecoder::new(packed.of(stream)), packed));
    }
    if start.starts_with(b"\x28\xb5\x2f\xfd") {
        let packed = Count::default();
        return Ok(watched(Frames { source: Some(packed.of(stream)), frame: None }, packed));
    }
    Ok(stream)
}

/// Watches `reader`, which unpacks the bytes that `packed` counts.
pub(crate) fn watched(reader: impl Read + Send + 'static, packed: Count) -> Stream {
    Box::new(BufReader::with_capacity(1 << 16, Watched { reader, packed, given: 0 }))
}

struct Watched<R> {
    reader: R,
    packed: Count,
    given: u64,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.reader.read(buffer).map_err(told)?;
        self.given += n as u64;
        let packed = self.packed.bytes().max(1);
        if self.given > HARMLESS && self.given / packed > MOST_FOLD {
            let reason = format!("it unpacks to more than {MOST_FOLD} times its size, as a decompression bomb does");
            return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
        }
        Ok(n)
    }
}

/// The decoders' errors in the words of a user.
fn told(error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::Interrupted => error,
        io::ErrorKind::UnexpectedEof => io::Error::new(io::ErrorKind::UnexpectedEof, "the compressed file breaks off"),
        kind => io::Error::new(kind, format!("the compressed file is damaged ({error})")),
    }
}

/// The frames of a zstd file, one after the other: tools that write in parallel write many.
struct Frames<R: Read> {
    source: Option<R>,
    frame: Option<Box<StreamingDecoder<R, ruzstd::decoding::FrameDecoder>>>,
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(frame) = &mut self.frame {
                let n = frame.read(buffer)?;
                if n > 0 || buffer.is_empty() {
                    return Ok(n);
                }
                self.source = self.frame.take().map(|frame| frame.into_inner());
            }
            let Some(mut source) = self.source.take() else { return Ok(0) };
            if source.fill_buf()?.is_empty() {
                return Ok(0);
            }
            self.frame = Some(Box::new(StreamingDecoder::new(source).map_err(|error| {
                let kind = if error.to_string().contains("fill whole buffer") {
                    io::ErrorKind::UnexpectedEof
                } else {
                    io::ErrorKind::InvalidData
                };
                io::Error::new(kind, error.to_string())
            })?));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read, Write};

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::unpacked;

    fn gz(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn read(bytes: Vec<u8>) -> Result<String, String> {
        let mut text = String::new();
        let mut stream = unpacked(Box::new(Cursor::new(bytes))).map_err(|e| e.to_string())?;
        stream.read_to_string(&mut text).map_err(|e| e.to_string())?;
        Ok(text)
    }

    #[test]
    fn gzip_of_several_members_and_zstd_of_several_frames_are_unpacked() {
        assert_eq!(read([gz(b"One. "), gz(b"Two.")].concat()).unwrap(), "One. Two.");
        let zst = |text: &[u8]| ruzstd::encoding::compress_to_vec(text, ruzstd::encoding::CompressionLevel::Fastest);
        assert_eq!(read([zst(b"One. "), zst(b"Two.")].concat()).unwrap(), "One. Two.");
        assert_eq!(read(b"Plain.".to_vec()).unwrap(), "Plain.");
    }

    #[test]
    fn damage_and_bombs_are_told() {
        let whole = gz(b"The mayor resigned on Tuesday, she said.");
        assert_eq!(read(whole[..whole.len() - 12].to_vec()).unwrap_err(), "the compressed file breaks off");
        let mut damaged = whole.clone();
        let at = damaged.len() - 6;
        damaged[at] ^= 0xff;
        assert!(read(damaged).unwrap_err().starts_with("the compressed file is damaged ("));
        let bomb = gz(&vec![b' '; 80 << 20]);
        assert_eq!(read(bomb).unwrap_err(), "it unpacks to more than 200 times its size, as a decompression bomb does");
    }
}

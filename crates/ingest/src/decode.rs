//! From bytes to text, or to the reason why there is none.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::Unreadable;

/// First bytes of formats that people hand over by mistake, with the way out.
const FORMATS: [(&[u8], &str, &str); 6] = [
    (b"\x1f\x8b", "a gzip file in another", "unpack it once first"),
    (b"\x28\xb5\x2f\xfd", "a zstd file in another", "unpack it once first"),
    (b"PK\x03\x04", "a zip archive or office document", "give it as a file, not packed in another and not in a pipe"),
    (b"%PDF-", "a PDF", "turn it into text first, for example with `pdftotext`"),
    (b"{\\rtf", "a rich text document", "save it as plain text"),
    (b"\xd0\xcf\x11\xe0", "an office document of the old kind", "save it as .docx or as plain text"),
];

/// A text and how it was encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    /// `None` for UTF-8, with which nothing is guessed.
    pub(crate) encoding: Option<&'static str>,
}

/// Why `bytes` are no text in any encoding that is read here; `None` when they may be.
pub(crate) fn not_text(bytes: &[u8], path: &str) -> Option<Unreadable> {
    if let Some((_, what, next_step)) = FORMATS.iter().find(|(magic, ..)| bytes.starts_with(magic)) {
        return Some(Unreadable::whole(path, format!("{what}, not text"), *next_step));
    }
    // `contains` reads many bytes at once, and hardly any input goes on from here.
    if !bytes.contains(&0) || utf16(bytes).is_some() {
        return None;
    }
    let at = bytes.iter().position(|&b| b == 0)?;
    let reason = "a binary file (it has NUL bytes)";
    Some(Unreadable::whole(path, reason, "leave it out, or convert it to text").at(place(bytes, at).0, None))
}

/// The text of `bytes` without a byte-order mark, or why there is none.
pub(crate) fn decode(bytes: Vec<u8>, path: &str) -> Result<Decoded, Unreadable> {
    decode_as(bytes, None, path)
}

/// The same, of bytes that say themselves in which encoding they are, as web pages do.
pub(crate) fn decode_as(bytes: Vec<u8>, told: Option<&'static Encoding>, path: &str) -> Result<Decoded, Unreadable> {
    if let Some(unreadable) = not_text(&bytes, path) {
        return Err(unreadable);
    }
    let decoded = text_of(bytes, told);
    if decoded.text.trim().is_empty() {
        return Err(Unreadable::whole(path, "no text in it", "leave it out, or save the article again"));
    }
    if let Some(at) = decoded.encoding.and_then(|_| first_control(&decoded.text)) {
        let reason = "neither text nor any other format that is known";
        let (line, column) = place(decoded.text.as_bytes(), at);
        let next_step = "leave it out, or convert it to text";
        return Err(Unreadable::whole(path, reason, next_step).at(line, Some(column)));
    }
    Ok(decoded)
}

/// The text of `bytes`, which are text in some encoding.
///
/// A byte-order mark decides; then UTF-8, where it is right, for texts in other encodings hardly ever are by chance; then
/// what the page says of itself. Bytes that are UTF-8 for the most part come from files that were put together: single
/// bytes in between are Windows-1252, which has the curly quotation marks. For all others the encoding is guessed.
pub(crate) fn text_of(bytes: Vec<u8>, told: Option<&'static Encoding>) -> Decoded {
    if let Some(encoding) = utf16(&bytes) {
        let text = encoding.decode_with_bom_removal(&bytes).0.into_owned();
        return Decoded { text, encoding: Some(encoding.name()) };
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Decoded { text: without_mark(text), encoding: None },
        Err(error) => error.into_bytes(),
    };
    if let Some(text) = mostly_utf8(&bytes) {
        return Decoded { text: without_mark(text), encoding: Some("UTF-8 and windows-1252") };
    }
    let encoding = told.filter(|e| *e != UTF_8 && !e.name().starts_with("UTF-16")).unwrap_or_else(|| {
        let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
        detector.feed(&bytes, true);
        detector.guess(None, chardetng::Utf8Detection::Deny)
    });
    let text = encoding.decode_without_bom_handling(&bytes).0.into_owned();
    Decoded { text, encoding: Some(encoding.name()) }
}

/// The encoding of UTF-16 by its mark, or by every second byte being NUL.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0xff, 0xfe, ..] => return Some(UTF_16LE),
        [0xfe, 0xff, ..] => return Some(UTF_16BE),
        _ => {}
    }
    let start = &bytes[..bytes.len().min(512)];
    let nuls = |odd: usize| start.iter().skip(odd).step_by(2).filter(|&&b| b == 0).count();
    let half = start.len() / 2;
    match (nuls(0), nuls(1)) {
        _ if half < 8 => None,
        (0, odd) if odd * 10 >= half * 9 => Some(UTF_16LE),
        (even, 0) if even * 10 >= half * 9 => Some(UTF_16BE),
        _ => None,
    }
}

/// The text of bytes that are UTF-8 with some single bytes of Windows-1252 among them; `None` where there are as many
/// of these as of UTF-8's own longer characters.
fn mostly_utf8(bytes: &[u8]) -> Option<String> {
    let (mut long, mut odd) = (0_usize, 0_usize);
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 64);
    for chunk in bytes.utf8_chunks() {
        long += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        odd += chunk.invalid().len();
        text.push_str(chunk.valid());
        text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
    }
    (long > odd).then_some(text)
}

/// Where a control character stands that no text has, if there are several of them: what was guessed was no text.
fn first_control(text: &str) -> Option<usize> {
    let is_control =
        |c: char| (c < ' ' && !matches!(c, '\t' | '\n' | '\r' | '\x0c')) || c == char::REPLACEMENT_CHARACTER;
    let controls = text.chars().filter(|&c| is_control(c)).count();
    (controls * 100 > text.chars().count()).then(|| text.find(is_control)).flatten()
}

fn without_mark(mut text: String) -> String {
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    text
}

/// Line and column, from 1, of byte `at`; columns count characters, and broken bytes as one each.
pub(crate) fn place(bytes: &[u8], at: usize) -> (usize, usize) {
    let before = &bytes[..at];
    let line_start = before.iter().rposition(|&b| b == b'\n').map_or(0, |i| i + 1);
    let line = before.iter().filter(|&&b| b == b'\n').count() + 1;
    (line, String::from_utf8_lossy(&before[line_start..]).chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::{decode, text_of};

    #[test]
    fn text_comes_as_given_without_byte_order_mark() {
        for (bytes, text) in [
            (&b"One.\r\nTwo.\r\n"[..], "One.\r\nTwo.\r\n"),
            (b"\xef\xbb\xbfOne.", "One."),
            ("Zoë spoke.".as_bytes(), "Zoë spoke."),
        ] {
            let decoded = decode(bytes.to_vec(), "a.txt").unwrap();
            assert_eq!((decoded.text.as_str(), decoded.encoding), (text, None));
        }
    }

    #[test]
    fn other_encodings_are_found_and_named() {
        let utf16: Vec<u8> = "\u{feff}“Zoë spoke.”".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let bare: Vec<u8> = "The mayor spoke to us.".encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (bytes, text, encoding) in [
            (&utf16[..], "“Zoë spoke.”", "UTF-16LE"),
            (&bare, "The mayor spoke to us.", "UTF-16BE"),
            (
                b"\x93We are na\xefve,\x94 she said \x96 at the caf\xe9.",
                "“We are naïve,” she said – at the café.",
                "windows-1252",
            ),
            (
                b"\xe2\x80\x9cYes,\xe2\x80\x9d he said.\n\xe2\x80\x9cNo,\xe2\x80\x9d she said. It\x92s late.",
                "“Yes,” he said.\n“No,” she said. It’s late.",
                "UTF-8 and windows-1252",
            ),
        ] {
            let decoded = decode(bytes.to_vec(), "a.txt").unwrap();
            assert_eq!((decoded.text.as_str(), decoded.encoding), (text, Some(encoding)));
        }
        let told = text_of(b"\xc0\xe4\xe2\xee\xea\xe0\xf2".to_vec(), Some(encoding_rs::WINDOWS_1251));
        assert_eq!((told.text.as_str(), told.encoding), ("Адвокат", Some("windows-1251")));
    }

    #[test]
    fn what_is_no_text_is_answered_with_place_and_next_step() {
        for (bytes, message) in [
            (&b""[..], "a.txt: no text in it; leave it out, or save the article again"),
            (b"\xef\xbb\xbf \r\n\t", "a.txt: no text in it; leave it out, or save the article again"),
            (b"One.\n\0\0", "a.txt:2: a binary file (it has NUL bytes); leave it out, or convert it to text"),
            (b"\x1f\x8b\x08\0", "a.txt: a gzip file in another, not text; unpack it once first"),
            (
                b"\x01\x02\x03\x04\xfa\xfb\xfc\x05\x06",
                "a.txt:1:1: neither text nor any other format that is known; leave it out, or convert it to text",
            ),
        ] {
            assert_eq!(decode(bytes.to_vec(), "a.txt").unwrap_err().to_string(), message);
        }
    }
}

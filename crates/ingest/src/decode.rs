//! From bytes to text, or to the reason why there is none.

use crate::Unreadable;

const CONVERT: &str = "convert it to UTF-8, for example with `iconv -f WINDOWS-1252 -t UTF-8`";

/// First bytes of formats that people hand over by mistake, with the way out.
const FORMATS: [(&[u8], &str, &str); 5] = [
    (b"\x1f\x8b", "a gzip file", "unpack it: `gunzip -c FILE | onrecord score -`"),
    (b"\x28\xb5\x2f\xfd", "a zstd file", "unpack it: `zstdcat FILE | onrecord score -`"),
    (b"PK\x03\x04", "a zip archive or office document", "unpack it, or save it as plain text"),
    (b"%PDF-", "a PDF", "turn it into text first, for example with `pdftotext`"),
    (b"{\\rtf", "a rich text document", "save it as plain text"),
];

/// Why `bytes` are no text in any encoding that is read here; `None` when they may be.
pub(crate) fn not_text(bytes: &[u8], path: &str) -> Option<Unreadable> {
    if let Some((_, what, next_step)) = FORMATS.iter().find(|(magic, ..)| bytes.starts_with(magic)) {
        return Some(Unreadable::whole(path, format!("{what}, not text"), *next_step));
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        let next_step = "convert it to UTF-8, for example with `iconv -f UTF-16 -t UTF-8`";
        return Some(Unreadable::whole(path, "UTF-16 text", next_step));
    }
    // `contains` reads many bytes at once, and hardly any input goes on from here.
    if !bytes.contains(&0) {
        return None;
    }
    let at = bytes.iter().position(|&b| b == 0)?;
    let reason = "a binary file (it has NUL bytes)";
    Some(Unreadable::whole(path, reason, "leave it out, or convert it to text").at(place(bytes, at).0, None))
}

/// The text of `bytes` without a byte-order mark.
pub(crate) fn decode(bytes: Vec<u8>, path: &str) -> Result<String, Unreadable> {
    if let Some(unreadable) = not_text(&bytes, path) {
        return Err(unreadable);
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let (line, column) = place(error.as_bytes(), at);
            let byte = error.as_bytes()[at];
            return Err(
                Unreadable::whole(path, format!("not UTF-8: byte 0x{byte:02x}"), CONVERT).at(line, Some(column))
            );
        }
    };
    let text = without_mark(text);
    if text.trim().is_empty() {
        return Err(Unreadable::whole(path, "no text in it", "leave it out, or save the article again"));
    }
    Ok(text)
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
    use super::decode;

    #[test]
    fn text_comes_as_given_without_byte_order_mark() {
        for (bytes, text) in [
            (&b"One.\r\nTwo.\r\n"[..], "One.\r\nTwo.\r\n"),
            (b"\xef\xbb\xbfOne.", "One."),
            ("Zoë spoke.".as_bytes(), "Zoë spoke."),
        ] {
            assert_eq!(decode(bytes.to_vec(), "a.txt").unwrap(), text);
        }
    }

    #[test]
    fn what_is_no_text_is_answered_with_place_and_next_step() {
        for (bytes, message) in [
            (&b""[..], "a.txt: no text in it; leave it out, or save the article again"),
            (b"\xef\xbb\xbf \r\n\t", "a.txt: no text in it; leave it out, or save the article again"),
            (
                b"One.\nTwo \xe9t\xe9.",
                "a.txt:2:5: not UTF-8: byte 0xe9; convert it to UTF-8, for example with `iconv -f WINDOWS-1252 -t UTF-8`",
            ),
            (b"One.\n\0\0", "a.txt:2: a binary file (it has NUL bytes); leave it out, or convert it to text"),
            (b"\x1f\x8b\x08\0", "a.txt: a gzip file, not text; unpack it: `gunzip -c FILE | onrecord score -`"),
            (b"\xff\xfeO\0", "a.txt: UTF-16 text; convert it to UTF-8, for example with `iconv -f UTF-16 -t UTF-8`"),
        ] {
            assert_eq!(decode(bytes.to_vec(), "a.txt").unwrap_err().to_string(), message);
        }
    }
}

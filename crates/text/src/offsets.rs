use crate::Span;

/// What the offsets of a printed record count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OffsetUnit {
    /// UTF-8 bytes.
    #[default]
    Byte,
    /// Unicode code points, as Python counts.
    Char,
    /// UTF-16 code units, as JavaScript and Java count.
    Utf16,
}

impl OffsetUnit {
    /// The word used on the command line and in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Byte => "byte",
            Self::Char => "char",
            Self::Utf16 => "utf16",
        }
    }
}

const STEP: usize = 256;

/// Converts byte offsets of one text into another unit.
///
/// Holds one number for every 256 bytes; a look-up reads at most 256 bytes.
#[derive(Clone, Debug)]
pub struct OffsetMap<'t> {
    text: &'t str,
    unit: OffsetUnit,
    /// Units before byte `i * STEP`; empty where byte and unit coincide.
    checkpoints: Vec<u32>,
}

impl<'t> OffsetMap<'t> {
    /// Reads `text` once, not at all for bytes.
    #[must_use]
    pub fn new(text: &'t str, unit: OffsetUnit) -> Self {
        let mut checkpoints = Vec::new();
        if unit != OffsetUnit::Byte && !text.is_ascii() {
            checkpoints.reserve(text.len() / STEP + 1);
            let mut count = 0;
            for chunk in text.as_bytes().chunks(STEP) {
                checkpoints.push(count);
                count += units(chunk, unit);
            }
        }
        Self { text, unit, checkpoints }
    }

    /// The offset, in the map's unit, of byte `offset`.
    #[must_use]
    pub fn offset(&self, offset: u32) -> u32 {
        if self.checkpoints.is_empty() {
            return offset;
        }
        let at = (offset as usize).min(self.text.len());
        let block = (at / STEP).min(self.checkpoints.len() - 1);
        self.checkpoints[block] + units(&self.text.as_bytes()[block * STEP..at], self.unit)
    }

    /// Both ends of `span` in the map's unit.
    #[must_use]
    pub fn span(&self, span: Span) -> [u32; 2] {
        [self.offset(span.start()), self.offset(span.end())]
    }
}

/// Counts the characters that *begin* in `bytes`, so that a block may end inside one.
fn units(bytes: &[u8], unit: OffsetUnit) -> u32 {
    let begins = |b: u8| u32::from(b & 0xC0 != 0x80);
    match unit {
        OffsetUnit::Byte => bytes.len() as u32,
        OffsetUnit::Char => bytes.iter().map(|&b| begins(b)).sum(),
        OffsetUnit::Utf16 => bytes.iter().map(|&b| begins(b) + u32::from(b >= 0xF0)).sum(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_boundary_maps_as_the_standard_library_counts() {
        let text = "a€😀é".repeat(300);
        for unit in [OffsetUnit::Char, OffsetUnit::Utf16] {
            let map = OffsetMap::new(&text, unit);
            let mut want = 0;
            for (at, c) in text.char_indices() {
                assert_eq!(map.offset(at as u32), want, "byte {at}");
                want += if unit == OffsetUnit::Char { 1 } else { c.len_utf16() as u32 };
            }
            assert_eq!(map.offset(text.len() as u32), want);
        }
    }
}

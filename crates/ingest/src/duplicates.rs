//! Near duplicates: the same wire copy in many outlets.
//!
//! Two texts are as alike as the runs of five words that they share, out of all that either has (Jaccard). That is
//! estimated from small signatures (`MinHash` by one permutation, cut to a byte a bin), and candidates are looked up by
//! bands of their bins, so that an article is compared with eight others at most, however many there are. What is
//! alike by 0.7 is found 96 times in 100, and what is alike by 0.3 practically never.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Words of a shingle.
const SHINGLE: usize = 5;
/// Bins of a signature.
const BINS: usize = 64;
/// An article is looked up by so many bands, of so many bins each.
const BANDS: usize = 8;
const ROWS: usize = 3;
/// So many bins of two near copies are the same at least. Of texts alike by 0.7, 45 are on average, give or take 4; of
/// texts alike by 0.3, 20.
const SAME: usize = 36;
/// A text with fewer shingles says too little: greetings and captions are alike by chance.
const FEWEST: usize = 20;

/// What is kept of a text to tell near copies of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    bins: [u8; BINS],
    keys: [u32; BANDS],
}

impl Signature {
    /// The signature of `text`; `None` where it is too short. Case, quotation marks, punctuation and blanks do not
    /// count. It is the same on every machine.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let mut lowest = [u32::MAX; BINS];
        let mut words = [0_u64; SHINGLE];
        let mut count = 0;
        each_word(text, |word| {
            words.rotate_left(1);
            words[SHINGLE - 1] = word;
            count += 1;
            if count >= SHINGLE {
                let mut shingle = 0_u64;
                for word in words {
                    shingle = (shingle.rotate_left(7) ^ word).wrapping_mul(MULTIPLIER);
                }
                let hash = mixed(shingle);
                let bin = &mut lowest[(hash >> 58) as usize];
                // The top value means that a bin is empty.
                *bin = (*bin).min(hash as u32 & (u32::MAX - 1));
            }
        });
        if count < SHINGLE + FEWEST - 1 {
            return None;
        }
        fill(&mut lowest);
        let keys = std::array::from_fn(|band| {
            let bins = (0..ROWS).map(|row| u64::from(lowest[band * ROWS + row]));
            (mixed(bins.fold(band as u64 + 1, |key, bin| mixed(key ^ bin))) >> 32) as u32
        });
        Some(Self { bins: lowest.map(|bin| bin as u8), keys })
    }
}

/// Gives each empty bin the value of one that is not, found by chance that is the same for all texts.
fn fill(bins: &mut [u32; BINS]) {
    let found = *bins;
    for (i, bin) in bins.iter_mut().enumerate().filter(|(_, bin)| **bin == u32::MAX) {
        let mut tries = (1_u64..).map(|t| (mixed((i as u64) << 32 | t) >> 58) as usize);
        // There are shingles, so some bin is full.
        *bin = tries.find_map(|other| Some(found[other]).filter(|&v| v != u32::MAX)).unwrap_or_default();
    }
}

const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

/// Every bit of the result depends on every bit of `value`.
fn mixed(value: u64) -> u64 {
    let mixed = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// What a byte of ASCII is in words: its lower case, or 0 where it stands between them.
static IN_WORDS: [u8; 128] = {
    let mut table = [0; 128];
    let mut byte = 0_u8;
    while byte < 128 {
        if byte.is_ascii_alphanumeric() {
            table[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    table
};

/// Calls `with` for each word of `text`, with a hash of its letters in lower case.
fn each_word(text: &str, mut with: impl FnMut(u64)) {
    let bytes = text.as_bytes();
    let mut word = 0_u64;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let add = |word: u64, letter: u64| (word ^ letter).wrapping_mul(MULTIPLIER).rotate_left(23);
        let letter = if byte < 128 {
            at += 1;
            u64::from(IN_WORDS[usize::from(byte)])
        } else {
            let Some(char) = text[at..].chars().next() else { return };
            at += char.len_utf8();
            if char.is_alphanumeric() {
                for lower in char.to_lowercase() {
                    word = add(word, u64::from(u32::from(lower)));
                }
                continue;
            }
            0
        };
        if letter != 0 {
            word = add(word, letter);
        } else if word != 0 {
            with(word);
            word = 0;
        }
    }
    if word != 0 {
        with(word);
    }
}

/// The articles met so far of which none is a near copy of another. Each costs about 200 bytes and its id.
#[derive(Debug, Default)]
pub struct Duplicates {
    bins: Vec<[u8; BINS]>,
    /// All ids, one behind the other, and where each ends.
    ids: String,
    ends: Vec<usize>,
    /// Which article was the first in a band.
    index: HashMap<u32, u32, BuildHasherDefault<Kept>>,
    has_copies: Vec<bool>,
    copies: u64,
}

impl Duplicates {
    /// The id of the article that the one with `id` is a near copy of. If it is of none, those that come later may be of
    /// it. So the first of many is the head of all, and each is alike to the head and not only to its neighbour.
    pub fn place(&mut self, id: &str, signature: &Signature) -> Option<&str> {
        let Signature { bins, keys } = signature;
        let alike = |head: u32| self.bins[head as usize].iter().zip(bins).filter(|(a, b)| a == b).count();
        let found = keys.iter().filter_map(|key| self.index.get(key).copied());
        // The most alike, and of those the first.
        let best = found.map(|head| (alike(head), std::cmp::Reverse(head))).max();
        if let Some((_, std::cmp::Reverse(head))) = best.filter(|(same, _)| *same >= SAME) {
            let head = head as usize;
            self.has_copies[head] = true;
            self.copies += 1;
            let start = head.checked_sub(1).map_or(0, |before| self.ends[before]);
            return Some(&self.ids[start..self.ends[head]]);
        }
        // Beyond four thousand million articles no more heads are remembered.
        if let Ok(number) = u32::try_from(self.bins.len()) {
            self.bins.push(*bins);
            self.ids.push_str(id);
            self.ends.push(self.ids.len());
            self.has_copies.push(false);
            for key in keys {
                self.index.entry(*key).or_insert(number);
            }
        }
        None
    }

    /// How many articles are near copies of another.
    #[must_use]
    pub fn copies(&self) -> u64 {
        self.copies
    }

    /// How many articles have near copies.
    #[must_use]
    pub fn heads(&self) -> usize {
        self.has_copies.iter().filter(|h| **h).count()
    }
}

/// Keys are hashes already.
#[derive(Debug, Default)]
struct Kept(u64);

impl Hasher for Kept {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0 << 8 | u64::from(byte);
        }
    }

    fn write_u32(&mut self, key: u32) {
        // A map looks at the top bits and the bottom ones.
        self.0 = u64::from(key) << 32 | u64::from(key);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text of `words` made-up words, each by its number.
    fn text(words: impl Iterator<Item = u64>) -> String {
        words.map(|w| format!("w{} ", mixed(w + 1) % 5000)).collect()
    }

    /// How alike two texts are, exactly.
    fn jaccard(a: &str, b: &str) -> f64 {
        use std::collections::BTreeSet;
        let shingles = |text: &str| -> BTreeSet<Vec<String>> {
            let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
            words.windows(SHINGLE).map(<[String]>::to_vec).collect()
        };
        let (a, b) = (shingles(a), shingles(b));
        a.intersection(&b).count() as f64 / a.union(&b).count() as f64
    }

    fn are_copies(a: &str, b: &str) -> bool {
        let mut all = Duplicates::default();
        assert_eq!(all.place("a", &Signature::of(a).unwrap()), None);
        all.place("b", &Signature::of(b).unwrap()).is_some()
    }

    #[test]
    fn what_is_alike_is_found_and_what_is_not_is_not() {
        // An article that is cut: a share of its words is left.
        for (share, least, most) in
            [(100, 1.0, 1.0), (80, 0.97, 1.0), (70, 0.95, 1.0), (30, 0.0, 0.004), (10, 0.0, 0.0)]
        {
            const TRIES: u64 = 1000;
            let mut found = 0;
            let mut alike = 0.0;
            for n in 0..TRIES {
                let whole = text((0..400).map(|w| n * 1000 + w));
                let cut = text((0..4 * share).map(|w| n * 1000 + w));
                if n < TRIES / 50 {
                    alike += jaccard(&whole, &cut);
                }
                found += u64::from(are_copies(&whole, &cut));
            }
            let (alike, found) = (alike / (TRIES / 50) as f64, found as f64 / TRIES as f64);
            assert!((alike - share as f64 / 100.0).abs() < 0.02, "{alike} for {share}");
            assert!((least..=most).contains(&found), "{found} of texts alike by {alike} are found");
        }
    }

    #[test]
    fn looks_do_not_count() {
        let plain = text(0..60);
        let sets: String = plain.to_uppercase().replace(' ', "\u{201d},\n\n");
        assert_eq!(Signature::of(&plain), Signature::of(&sets));
        let accents = "Zoë Ünal öffnet das Tor. ".repeat(8);
        assert_eq!(Signature::of(&accents), Signature::of(&accents.to_uppercase()));
    }

    #[test]
    fn short_texts_are_never_copies() {
        assert_eq!(Signature::of(""), None);
        assert_eq!(Signature::of(&text(0..23)), None);
        assert!(Signature::of(&text(0..24)).is_some());
    }

    #[test]
    fn the_first_is_the_head_of_all() {
        let mut all = Duplicates::default();
        let one = |words: std::ops::Range<u64>| Signature::of(&text(words)).unwrap();
        assert_eq!(all.place("a", &one(0..300)), None);
        assert_eq!(all.place("x", &one(1000..1300)), None);
        assert_eq!(all.place("b", &one(0..290)), Some("a"));
        assert_eq!(all.place("c", &one(10..300)), Some("a"));
        assert_eq!(all.place("y", &one(1000..1301)), Some("x"));
        assert_eq!((all.copies(), all.heads()), (3, 2));
    }

    #[test]
    fn a_signature_is_the_same_on_every_machine() {
        let Signature { bins, keys } = Signature::of(&text(0..100)).unwrap();
        assert_eq!((&bins[..4], keys[0]), (&[254, 72, 118, 38][..], 2_411_808_258));
    }
}

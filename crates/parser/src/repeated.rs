//! Pull quotes: a quotation that is set a second time, large, between two paragraphs, and says nothing new.

use std::ops::Range;

use crate::document::Zone;
use crate::name::FastMap;
use crate::sheet::{Sheet, Tag};

/// How many words are compared first.
const KEY: usize = 4;
/// Fewer words may well be said twice.
const FEWEST: usize = 6;
/// Words that may tell behind the quotation who spoke it.
const CREDIT: usize = 8;
/// So many places that begin alike are looked at, so that a text made for the purpose takes no longer than others.
const ALIKE: usize = 4;

/// Makes captions of body paragraphs that hold nothing but a quotation, perhaps with its speaker, whose words stand in
/// another paragraph of the body as well. Of two that are alike, the first is the text and the second the repetition.
pub(crate) fn repeated(sheet: &Sheet<'_>, paragraphs: &[Range<usize>], zones: &mut [Zone]) {
    let body = |n: usize| zones[n] == Zone::Body;
    let alone: Vec<(usize, Vec<usize>)> = (0..paragraphs.len())
        .filter(|&n| body(n))
        .filter_map(|n| Some((n, quotation(sheet, &paragraphs[n])?)))
        .collect();
    if alone.is_empty() {
        return;
    }
    let mut wanted: FastMap<[&str; KEY], Vec<usize>> = FastMap::default();
    // How their first two words begin, which tells nearly all other places at a glance.
    let mut opens: Vec<[u64; 2]> = Vec::new();
    for (number, (_, words)) in alone.iter().enumerate() {
        opens.push(glance(sheet, words));
        let alike = wanted.entry(key(sheet, words)).or_default();
        if alike.len() < ALIKE {
            alike.push(number);
        }
    }
    opens.sort_unstable();
    opens.dedup();
    let mut found = vec![false; alone.len()];
    for n in (0..paragraphs.len()).filter(|&n| body(n)) {
        let words: Vec<usize> = paragraphs[n].clone().filter(|&i| sheet.shape(i).is_word()).collect();
        for at in 0..words.len().saturating_sub(FEWEST - 1) {
            if opens.binary_search(&glance(sheet, &words[at..])).is_err() {
                continue;
            }
            let Some(alike) = wanted.get(&key(sheet, &words[at..])) else { continue };
            for &number in alike {
                let (own, said) = &alone[number];
                // A paragraph does not repeat itself, nor one of its like that comes behind it.
                let later = n > *own && alone.binary_search_by_key(&n, |a| a.0).is_ok();
                let same = || said.iter().zip(&words[at..]).all(|(&a, &b)| sheet.word(a) == sheet.word(b));
                if n != *own && !later && at + said.len() <= words.len() && same() {
                    found[number] = true;
                }
            }
        }
    }
    for ((n, _), _) in alone.iter().zip(found).filter(|(_, found)| *found) {
        zones[*n] = Zone::Caption;
        // Its speaker's name may stand in a line of its own.
        if paragraphs.get(n + 1).is_some_and(|p| credit(sheet, p)) {
            zones[n + 1] = Zone::Caption;
        }
    }
}

/// The words of the quotation that a paragraph consists of, its speaker's name left out.
fn quotation(sheet: &Sheet<'_>, paragraph: &Range<usize>) -> Option<Vec<usize>> {
    if !sheet.opens(paragraph.start) {
        return None;
    }
    let end = (paragraph.start + 1..paragraph.end).find(|&i| sheet.closes(i))?;
    let behind = end + 1..paragraph.end;
    let alone = behind.is_empty() || credit(sheet, &behind);
    let words: Vec<usize> = (paragraph.start..end).filter(|&i| sheet.shape(i).is_word()).collect();
    (alone && words.len() >= FEWEST).then_some(words)
}

/// Whether `tokens` are a name behind a dash, and no sentence: "— Ana Ruiz, harbour master".
fn credit(sheet: &Sheet<'_>, tokens: &Range<usize>) -> bool {
    !tokens.is_empty()
        && tokens.len() <= CREDIT
        && sheet.tag(tokens.start) == Tag::Dash
        && sheet.tag(tokens.end - 1) != Tag::Stop
}

/// The length and the first letters of the first two words.
fn glance(sheet: &Sheet<'_>, words: &[usize]) -> [u64; 2] {
    std::array::from_fn(|k| {
        let word = words.get(k).map_or("", |&i| sheet.word(i)).as_bytes();
        word.iter().take(7).fold(word.len() as u64, |all, &b| all << 8 | u64::from(b))
    })
}

fn key<'a>(sheet: &Sheet<'a>, words: &[usize]) -> [&'a str; KEY] {
    std::array::from_fn(|k| words.get(k).map_or("", |&i| sheet.word(i)))
}

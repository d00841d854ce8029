//! The things that absence and count rules go through, and what stands with each.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use onrecord_parser::{Act, Zone};

use super::examine::Evidence;
use super::notes::Note;
use super::{Article, near};
use crate::assessment::Attribution;
use crate::relation::{Each, Lead, Marks, Near, Thing};
use crate::rule::{MarkKind, RuleKind, Within};
use crate::words::{Outcome, SourceKind};

/// A thing, and where.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// The words that a finding shows.
    pub tokens: Range<u32>,
    /// The source that it is or belongs to.
    pub source: Option<u32>,
    which: Which,
}

/// What a thing is, by its number among its like.
#[derive(Clone, Copy, Debug)]
enum Which {
    Source,
    Statement(usize),
    Quotation(usize),
    Marker,
    Note,
}

/// What is asked of an article again and again by different rules.
#[derive(Default)]
pub(super) struct Known {
    /// For each of the document's quotations, the statements that hold some of it.
    speakers: OnceCell<Vec<Vec<usize>>>,
}

/// Everything that rules may relate.
pub(super) struct Related<'a, 'e> {
    pub article: &'e Article<'a>,
    pub evidence: &'e Evidence<'e>,
    pub known: &'e Known,
}

impl<'a, 'e> Related<'a, 'e> {
    /// The things that a rule goes through, in text order.
    pub(super) fn things(&self, each: &Each) -> Vec<Item> {
        let mut items = match &each.thing {
            Thing::Sources(kinds) => self.sources(kinds),
            Thing::Statements(kinds) => self.statements(kinds, each),
            Thing::Quotations => self.quotations(),
            Thing::Markers(marks) => {
                let items =
                    self.markers(marks, |_| true).map(|tokens| Item { tokens, source: None, which: Which::Marker });
                items.collect()
            }
            Thing::Responses(outcomes) => {
                let notes = self.evidence.notes.iter().filter(|n| answers(n, outcomes));
                let item =
                    |n: &Note| Item { tokens: n.tokens.clone(), source: n.response.party_source, which: Which::Note };
                notes.map(item).collect()
            }
        };
        if let Some(lead) = each.lead {
            let end = self.lead_end(lead);
            items.retain(|item| item.tokens.start < end && self.in_body(item.tokens.start));
        }
        if each.first {
            let first = items.into_iter().min_by_key(|item| item.tokens.start);
            return first.into_iter().collect();
        }
        items
    }

    /// Gathers what `near` asks for, once for all things of a rule.
    pub(super) fn finder(&self, near: &Near) -> Finder<'_, 'a, 'e> {
        let mut finder = Finder { related: self, wanted: Wanted::Role, places: Vec::new() };
        finder.wanted = match near {
            Near::Role => Wanted::Role,
            Near::Response(outcomes) => {
                let notes = self.evidence.notes.iter().filter(|n| answers(n, outcomes));
                let mut parties = BTreeSet::new();
                for note in notes {
                    finder.places.push(note.tokens.clone());
                    parties.extend(note.response.party_source);
                }
                Wanted::Response(parties)
            }
            Near::Source { kinds, within } => {
                let all = self.evidence.attributions.iter().enumerate();
                let theirs = all.filter(|(_, a)| states(a) && kinds.contains(&a.kind));
                finder.places = theirs.map(|(i, _)| self.place(i)).collect();
                finder.places.sort_by_key(|p| p.start);
                Wanted::Place(*within)
            }
            Near::Marker { marks, within } => {
                // What is bound to sources is theirs alone; of the rest only the place is known.
                let bound = |kind: MarkKind| matches!(kind, MarkKind::Justification | MarkKind::Descriptor);
                let mut theirs: BTreeMap<u32, Vec<Range<u32>>> = BTreeMap::new();
                for marked in self.evidence.marked.iter().filter(|m| marks.has(&m.mark)) {
                    for &source in &marked.sources {
                        theirs.entry(source).or_default().push(marked.tokens.clone());
                    }
                }
                finder.places = self.markers(marks, |_| true).collect();
                let loose = self.markers(marks, |kind| !bound(kind)).collect();
                Wanted::Marker { theirs, loose, within: *within }
            }
            Near::Speaker { kinds, within } => Wanted::Speaker(kinds.clone(), *within),
        };
        finder
    }

    fn sources(&self, kinds: &[SourceKind]) -> Vec<Item> {
        let sources = self.evidence.sources;
        let of_kind = (0..sources.list.len() as u32).filter(|&s| kinds.contains(&sources.list[s as usize].kind));
        let item = |s: u32| Item { tokens: sources.first[s as usize].clone(), source: Some(s), which: Which::Source };
        of_kind.map(item).collect()
    }

    fn statements(&self, kinds: &[SourceKind], each: &Each) -> Vec<Item> {
        let all = self.evidence.attributions.iter().enumerate().filter(|(_, a)| states(a));
        let some =
            all.filter(|(_, a)| kinds.contains(&a.kind) && (each.forms.is_empty() || each.forms.contains(&a.form)));
        let item = |(i, a): (usize, &Attribution)| Item {
            tokens: self.place(i),
            source: a.source,
            which: Which::Statement(i),
        };
        some.map(item).collect()
    }

    /// The words that name the source of attribution `i`, else its cue, else what it says.
    fn place(&self, i: usize) -> Range<u32> {
        let attribution = &self.article.document.attributions[i];
        let content = || attribution.content.first().cloned().unwrap_or(0..0);
        // A source that is named in the sentence before is not where the statement stands.
        let part = attribution.cue.clone().map_or_else(content, |cue| match &attribution.source_span {
            Some(source) if near(self.article.document, source, &cue, Within::Sentence) => source.clone(),
            _ => cue,
        });
        if part.is_empty() { attribution.source_span.clone().unwrap_or(part) } else { part }
    }

    /// The long quotations of the body that begin speech.
    fn quotations(&self) -> Vec<Item> {
        let quotes = self.article.long_quotes().filter(|(_, q)| !q.continues);
        let item = |(i, quote): (usize, &onrecord_parser::Quote)| Item {
            tokens: quote.tokens.clone(),
            source: self.speakers(i).find_map(|a| self.evidence.attributions[a].source),
            which: Which::Quotation(i),
        };
        quotes.map(item).collect()
    }

    /// Where the markers are, of kinds that `of` takes.
    fn markers<'r>(
        &'r self,
        marks: &'r Marks,
        of: impl Fn(MarkKind) -> bool + 'r,
    ) -> impl Iterator<Item = Range<u32>> + 'r {
        let is = move |hit: &&super::Hit| match &self.article.rules.rules()[hit.rule].kind {
            RuleKind::Marker { marks: mark, .. } => marks.has(mark) && of(mark.kind()),
            _ => false,
        };
        self.evidence.hits.iter().filter(is).map(|h| h.tokens.clone())
    }

    /// The attributions that hold some of quotation `quote`.
    fn speakers(&self, quote: usize) -> impl Iterator<Item = usize> + '_ {
        self.known.speakers.get_or_init(|| self.all_speakers())[quote].iter().copied()
    }

    fn all_speakers(&self) -> Vec<Vec<usize>> {
        // What one source says in one breath has no more; more would make a text for the purpose slow.
        const MOST: usize = 64;
        let quotes = &self.article.document.quotes;
        let mut speakers = vec![Vec::new(); quotes.len()];
        for (i, attribution) in self.article.document.attributions.iter().enumerate() {
            for part in attribution.content.iter().chain(&attribution.cue) {
                let from = quotes.partition_point(|q| q.tokens.end <= part.start);
                let inside = quotes[from..].iter().take_while(|q| q.tokens.start < part.end).take(MOST);
                for (quote, _) in inside.enumerate() {
                    let said: &mut Vec<usize> = &mut speakers[from + quote];
                    if said.last() != Some(&i) && said.len() < MOST {
                        said.push(i);
                    }
                }
            }
        }
        speakers
    }

    fn in_body(&self, token: u32) -> bool {
        let document = self.article.document;
        let paragraph = document.paragraph_of(document.sentence_of(token));
        document.paragraphs.get(paragraph).is_some_and(|p| p.zone == Zone::Body)
    }

    /// The token behind the opening of the article.
    fn lead_end(&self, lead: Lead) -> u32 {
        let body = || self.article.document.paragraphs.iter().filter(|p| p.zone == Zone::Body);
        let all: u64 = body().map(|p| p.tokens.len() as u64).sum();
        let mut seen = 0;
        let mut end = 0;
        for (number, paragraph) in body().enumerate() {
            let by_words = seen * 100 < all * u64::from(lead.percent);
            if number as u64 >= u64::from(lead.paragraphs) && !by_words {
                break;
            }
            // Of a paragraph that reaches behind the opening only so much belongs to it as the words allow.
            let rest = (all * u64::from(lead.percent)).div_ceil(100).saturating_sub(seen);
            let whole = (number as u64) < u64::from(lead.paragraphs);
            let len = if whole { paragraph.tokens.len() as u64 } else { rest.min(paragraph.tokens.len() as u64) };
            end = paragraph.tokens.start + len as u32;
            seen += paragraph.tokens.len() as u64;
        }
        end
    }
}

/// What stands with the things of a rule, gathered once.
pub(super) struct Finder<'r, 'a, 'e> {
    related: &'r Related<'a, 'e>,
    wanted: Wanted,
    /// Where it stands, in text order.
    places: Vec<Range<u32>>,
}

enum Wanted {
    Role,
    /// The sources that were asked.
    Response(BTreeSet<u32>),
    Place(Within),
    Marker {
        /// The markers that are bound to each source.
        theirs: BTreeMap<u32, Vec<Range<u32>>>,
        /// Those of which only the place is known.
        loose: Vec<Range<u32>>,
        within: Within,
    },
    Speaker(Vec<SourceKind>, Option<Within>),
}

impl Finder<'_, '_, '_> {
    /// Whether it stands with `item`.
    pub(super) fn has(&self, item: &Item) -> bool {
        let related = self.related;
        match &self.wanted {
            Wanted::Role => item.source.is_some_and(|s| related.evidence.sources.list[s as usize].role.is_some()),
            Wanted::Response(parties) => match item.which {
                Which::Note | Which::Source | Which::Statement(_) => item.source.is_some_and(|s| parties.contains(&s)),
                // Whom a marker is about is not known.
                Which::Marker | Which::Quotation(_) => !self.places.is_empty(),
            },
            Wanted::Place(within) => self.reached(&self.places, item, *within),
            Wanted::Marker { theirs, loose, within } => match (item.which, item.source) {
                (Which::Source, Some(source)) => {
                    let mut own = theirs.get(&source).into_iter().flatten();
                    own.any(|m| near(related.article.document, &item.tokens, m, *within))
                        || self.reached(loose, item, *within)
                }
                _ => self.reached(&self.places, item, *within),
            },
            Wanted::Speaker(kinds, within) => self.spoken(item, kinds, *within),
        }
    }

    /// Whether any of `places`, in text order, is so near to `item`.
    fn reached(&self, places: &[Range<u32>], item: &Item, within: Within) -> bool {
        let document = self.related.article.document;
        if within != Within::Itself {
            // The neighbours on both sides are the nearest.
            let behind = places.partition_point(|p| p.start < item.tokens.start);
            let neighbours = places[behind.saturating_sub(1)..].iter().take(2);
            return neighbours.into_iter().any(|p| near(document, &item.tokens, p, within));
        }
        let inside = |part: &Range<u32>| {
            let from = places.partition_point(|p| p.start < part.start);
            places[from..].iter().take_while(|p| p.start < part.end).any(|p| p.end <= part.end)
        };
        match item.which {
            Which::Statement(i) => document.attributions[i].content.iter().any(inside),
            _ => inside(&item.tokens),
        }
    }

    /// Whether somebody of these kinds is said to speak the quotation, named so near to its opening.
    fn spoken(&self, item: &Item, kinds: &[SourceKind], within: Option<Within>) -> bool {
        let Which::Quotation(quote) = item.which else { return false };
        let document = self.related.article.document;
        self.related.speakers(quote).any(|i| {
            let named = document.attributions[i].source_span.as_ref();
            let close =
                |within: Within| named.is_none_or(|n| n.start <= item.tokens.start || self.soon(item, n, within));
            let kind = self.related.evidence.attributions[i].kind;
            (kinds.is_empty() || kinds.contains(&kind)) && within.is_none_or(close)
        })
    }
}

impl Finder<'_, '_, '_> {
    /// Whether `named` follows so near on the opening of the quotation `item`. A sentence of the document may hold
    /// several of a quotation, so those are counted by their ends; the last one ends with the quotation.
    fn soon(&self, item: &Item, named: &Range<u32>, within: Within) -> bool {
        let last = item.tokens.end.saturating_sub(2).min(named.start);
        let ends =
            (item.tokens.start..last).filter(|&i| matches!(self.related.article.lower(i).as_str(), "." | "?" | "!"));
        match within {
            Within::Itself | Within::Sentence => ends.count() == 0,
            Within::NextSentence => ends.count() <= 1,
            _ => near(self.related.article.document, &item.tokens, named, within),
        }
    }
}

/// Whether an attribution is a statement of the body.
fn states(attribution: &Attribution) -> bool {
    attribution.zone == Zone::Body && attribution.act == Act::Statement
}

fn answers(note: &Note, outcomes: &[Outcome]) -> bool {
    outcomes.is_empty() || outcomes.contains(&note.response.outcome)
}

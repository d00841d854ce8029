//! Who is accused or criticised, and whether the text has a reply of theirs.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use onrecord_parser::EntityId;

use super::notes::Note;
use super::sources::Sources;
use super::tally::Heard;
use super::{Article, Hit};
use crate::assessment::AccusedParty;
use crate::rule::{Mark, RuleKind};
use crate::words::{Hearing, Outcome};

/// Somebody with a name who is accused, where first, and whether heard.
#[derive(Clone, Debug)]
pub(super) struct Accused {
    pub tokens: Range<u32>,
    /// The words that name the party there.
    pub party: Range<u32>,
    pub entity: EntityId,
    pub heard: Heard,
}

impl Accused {
    /// As the record has it.
    pub(super) fn told(&self, article: &Article, sources: &Sources) -> AccusedParty {
        let (heard, outcome) = match self.heard {
            Heard::Spoke => (Hearing::Spoke, None),
            Heard::Asked(outcome) => (Hearing::Asked, Some(outcome)),
            Heard::Somebody(outcome) => (Hearing::Somebody, Some(outcome)),
            Heard::No => (Hearing::No, None),
        };
        let name = article.document.entities[self.entity.0 as usize].name.clone();
        AccusedParty {
            span: article.document.span(&self.tokens),
            party: article.document.span(&self.party),
            name: name.unwrap_or_default(),
            party_source: sources.of(self.entity),
            heard,
            outcome,
        }
    }
}

/// The named people and bodies that accusations are about.
pub(super) fn accused(article: &Article, hits: &[Hit], sources: &Sources, notes: &[Note]) -> Vec<Accused> {
    let sides = Sides::of(article, hits, sources, notes);
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for hit in hits {
        if !is(article, hit, &Mark::Accusation) {
            continue;
        }
        let party = hit.who.clone().or_else(|| article.subject_at(&hit.tokens));
        let Some(party) = party else { continue };
        let Some(entity) = article.entity_of(&party) else { continue };
        let named = article.document.entities.get(entity.0 as usize).is_some_and(|e| e.name.is_some());
        if named && seen.insert(entity) {
            out.push(Accused { tokens: hit.tokens.clone(), party, entity, heard: sides.heard(entity, sources) });
        }
    }
    out
}

/// Who was asked and who speaks in the article.
#[derive(Default)]
struct Sides {
    asked: BTreeMap<EntityId, Outcome>,
    /// Those for whom a source speaks, a lawyer for one: they are named in the words that describe the source.
    represented: BTreeSet<EntityId>,
    denying: BTreeSet<EntityId>,
    /// What came of asking somebody of whom the text does not show who it was.
    somebody: Option<Outcome>,
}

impl Sides {
    fn of(article: &Article, hits: &[Hit], sources: &Sources, notes: &[Note]) -> Self {
        let mut sides = Self::default();
        for note in notes {
            let outcome = note.response.outcome;
            let named = note.party.iter().flat_map(|p| article.mentioned_in(p));
            for entity in note.entity.into_iter().chain(named) {
                sides.asked.entry(entity).or_insert(outcome);
            }
            if note.entity.is_none() {
                sides.somebody.get_or_insert(outcome);
            }
        }
        for source in &sources.entities {
            let best = &article.document.entities[source.0 as usize].best;
            sides.represented.extend(article.mentioned_in(best).filter(|other| other != source));
        }
        for hit in hits.iter().filter(|h| is(article, h, &Mark::Denial)) {
            sides.denying.extend(article.subject_at(&hit.tokens).and_then(|s| article.entity_of(&s)));
        }
        sides
    }

    /// Whether `entity` has its say.
    fn heard(&self, entity: EntityId, sources: &Sources) -> Heard {
        if let Some(&outcome) = self.asked.get(&entity) {
            return Heard::Asked(outcome);
        }
        if sources.of(entity).is_some() || self.represented.contains(&entity) || self.denying.contains(&entity) {
            return Heard::Spoke;
        }
        self.somebody.map_or(Heard::No, Heard::Somebody)
    }
}

fn is(article: &Article, hit: &Hit, mark: &Mark) -> bool {
    matches!(&article.rules.rules()[hit.rule].kind, RuleKind::Marker { marks, .. } if marks == mark)
}

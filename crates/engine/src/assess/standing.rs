//! How far sources stand on their own: two people of one office, a lawyer and the client, an outlet and whoever told it
//! something are not as many sources as they are voices; and neither are a group and its members.

use std::collections::BTreeSet;

use onrecord_parser::{Act, Class, Entity, EntityId, EntityType, Zone};

use super::sources::Sources;
use super::{Article, unnamed};
use crate::assessment::Attribution;
use crate::words::{SourceKind, Standing};

/// Settles the standing of every source, each beside those that first speak before it.
pub(super) fn settle(article: &Article, attributions: &[Attribution], sources: &mut Sources) {
    let told = told_to(article, attributions, sources.list.len());
    let members = unnamed::members(article, sources);
    let mut outlets: BTreeSet<String> = BTreeSet::new();
    let mut offices: BTreeSet<EntityId> = BTreeSet::new();
    for (number, told) in told.into_iter().enumerate().filter(|&(n, _)| sources.speaks[n]).collect::<Vec<_>>() {
        let source = &sources.list[number];
        let outlet = told.or_else(|| (source.kind == SourceKind::Media).then_some(source.label.as_str()));
        let standing = if let Some(outlet) = outlet {
            let plain = outlet.trim().to_lowercase();
            let new = outlets.insert(plain.strip_prefix("the ").unwrap_or(&plain).to_owned());
            if new { Standing::Outlet } else { Standing::Dependent }
        } else if members[number].is_some() || speaks_for_another(article, sources, number) {
            Standing::Dependent
        } else {
            let own = offices_of(article, sources, number);
            let colleague = own.iter().any(|o| offices.contains(o));
            offices.extend(own);
            if colleague { Standing::Colleague } else { Standing::Alone }
        };
        sources.list[number].standing = standing;
    }
}

/// For each source the other outlet that it told everything to which it states in the body.
fn told_to<'a>(article: &Article, attributions: &'a [Attribution], sources: usize) -> Vec<Option<&'a str>> {
    let mut told: Vec<Option<Option<&str>>> = vec![None; sources];
    for attribution in attributions.iter().filter(|a| a.zone == Zone::Body && a.act == Act::Statement) {
        let Some(source) = attribution.source else { continue };
        let outlet = attribution.outlet.as_deref().filter(|o| !article.is_own(o));
        let all = told[source as usize].get_or_insert(outlet);
        *all = all.and(outlet);
    }
    told.into_iter().map(Option::flatten).collect()
}

/// The words that tell who a source is: its best description and its role.
fn described(entity: &Entity) -> impl Iterator<Item = &std::ops::Range<u32>> {
    std::iter::once(&entity.best).chain(&entity.role)
}

/// Whether a source speaks by profession for another source: its description or role holds a spokesperson's noun and a
/// mention of the other, or names the other behind "for", as a lawyer's does. Two such voices are one.
fn speaks_for_another(article: &Article, sources: &Sources, source: usize) -> bool {
    // "a lawyer for the Acme board": so many words may stand between.
    const NEAR: u32 = 2;
    let document = article.document;
    let id = sources.entities[source];
    let lexicon = article.rules.lexicon();
    described(&document.entities[id.0 as usize]).any(|words| {
        // "who worked for Trump for years" tells of the past as often as of the present.
        if article.lower(words.start) == "who" {
            return false;
        }
        let agent = words.clone().any(|i| document.tokens[i as usize].classes(lexicon).has(Class::Spokesperson));
        article.mentions_in(words).any(|m| {
            let first = m.tokens.start.saturating_sub(NEAR + 1).max(words.start);
            let behind_for = || (first..m.tokens.start).any(|i| article.lower(i) == "for");
            m.entity != id && sources.of(m.entity).is_some() && (agent || behind_for())
        })
    })
}

/// The bodies that a source is or belongs to, as far as its description and role tell.
fn offices_of(article: &Article, sources: &Sources, source: usize) -> Vec<EntityId> {
    let entities = &article.document.entities;
    let id = sources.entities[source];
    let is_body = |e: &EntityId| entities[e.0 as usize].entity_type == EntityType::Body;
    let named = described(&entities[id.0 as usize]).flat_map(|words| article.mentioned_in(words));
    named.chain([id]).filter(is_body).collect()
}

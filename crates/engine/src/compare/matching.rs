//! Which names of several articles are of one person or body.
//!
//! A name that is written alike is one. A shorter form (initials, a surname, an abbreviation) belongs to a longer one
//! only where no other fits, and never to one that its own article tells apart from it. Every step looks at all names
//! before it joins any, so that the order of the articles does not matter.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::groups::{Articles, Groups};
use super::names::{BodyName, Extent, PersonName, short_for};

/// So many of one surname are compared with each other; more are a list.
const NAMESAKES: usize = 64;

/// A name in one article.
#[derive(Clone, Debug)]
pub(super) struct Named {
    /// Its article, as the one bit of a set.
    pub(super) article: Articles,
    pub(super) name: Name,
    /// Single words by which its article calls it too, folded.
    pub(super) shorts: Vec<String>,
    /// Whether it is a source there.
    pub(super) speaks: bool,
}

/// Of whom a name is.
#[derive(Clone, Debug)]
pub(super) enum Name {
    Person(PersonName),
    Body(BodyName),
}

impl Named {
    fn person(&self) -> Option<&PersonName> {
        if let Name::Person(name) = &self.name { Some(name) } else { None }
    }

    fn body(&self) -> Option<&BodyName> {
        if let Name::Body(name) = &self.name { Some(name) } else { None }
    }
}

/// Names by what they have in common; each list is in order.
type Index = BTreeMap<String, Vec<usize>>;

fn index<K: Ord>(keys: impl IntoIterator<Item = (K, usize)>) -> BTreeMap<K, Vec<usize>> {
    let mut index: BTreeMap<K, Vec<usize>> = BTreeMap::new();
    for (key, n) in keys {
        index.entry(key).or_default().push(n);
    }
    index
}

/// Puts `names` into groups.
pub(super) fn matched(names: &[Named]) -> Groups {
    let mut groups = Groups::of(names.iter().map(|n| n.article));
    people(names, &mut groups);
    bodies(names, &mut groups);
    misread(names, &mut groups);
    groups
}

fn people(names: &[Named], groups: &mut Groups) {
    let all = || names.iter().enumerate().filter_map(|(n, named)| Some((n, named.person()?)));
    let full = || all().filter(|(_, name)| name.extent != Extent::Surname);
    join_each(groups, &index(full().map(|(n, name)| (name.key(), n))));
    middle_names(names, groups, &index(full().map(|(n, p)| ((p.first(), p.last()), n))));
    short_first_names(names, groups, &index(full().map(|(n, p)| (p.last().to_owned(), n))));
    two_surnames(groups, &full().collect::<Vec<_>>());

    // A surname alone: whose name ends with it, or whom another article calls so.
    let endings = full().flat_map(|(n, name)| (1..name.words.len()).map(move |k| (name.words[k..].concat(), n)));
    let shorts = full().flat_map(|(n, _)| names[n].shorts.iter().map(move |short| (short.clone(), n)));
    let longer = index(endings.chain(shorts));
    // "Van den Broek" finds "Jan van den Broek" first, so that the two are one when "Broek" asks.
    for extent in [Extent::Either, Extent::Surname] {
        let short = all().filter(|(_, p)| p.extent == extent).map(|(n, p)| (n, p.words.concat()));
        short_forms(groups, &short.collect::<Vec<_>>(), &longer);
    }
}

/// "Ana Maria Ruiz" is "Ana Ruiz", unless there is an "Ana Pia Ruiz" too.
fn middle_names(names: &[Named], groups: &mut Groups, by_ends: &BTreeMap<(&str, &str), Vec<usize>>) {
    for same in by_ends.values() {
        let mut people: Vec<&PersonName> = same.iter().filter_map(|&n| names[n].person()).collect();
        people.sort_by_key(|p| p.key());
        people.dedup_by_key(|p| p.key());
        if people.len() > NAMESAKES {
            continue;
        }
        let agree = |(i, a): (usize, &&PersonName)| people[i + 1..].iter().all(|b| a.agrees(b));
        if people.iter().enumerate().all(agree) {
            same.iter().skip(1).for_each(|&n| groups.join(same[0], n));
        }
    }
}

/// "J. Ruiz" is "Juan Ruiz" where nobody else of that surname fits.
fn short_first_names(names: &[Named], groups: &mut Groups, by_surname: &Index) {
    for same in by_surname.values() {
        let mut people: Vec<(usize, &PersonName)> =
            same.iter().filter_map(|&n| Some((n, names[n].person()?))).collect();
        // The longer first, so that "Jo" has found "Joanna" when "J." asks how many there are.
        people.sort_by_cached_key(|&(n, p)| (Reverse(p.first().len()), p.key(), n));
        // Those who are written alike are one group already; of each article one is enough.
        people.dedup_by_key(|&mut (n, p)| (p.key(), names[n].article));
        if people.len() > NAMESAKES {
            continue;
        }
        for &(n, short) in &people {
            let fits = |(_, long): &&(usize, &PersonName)| short_for(short.first(), long.first()) && short.agrees(long);
            let fitting: Vec<usize> = people.iter().filter(fits).map(|p| p.0).collect();
            if let [one] = groups.roots(&fitting)[..]
                && groups.apart(one, n)
            {
                groups.join(one, n);
            }
        }
    }
}

/// "Lucía Fernández" is "Lucía Fernández Ortega" where nobody else's name begins so.
fn two_surnames(groups: &mut Groups, full: &[(usize, &PersonName)]) {
    let begin = |name: &PersonName| Some((name.core.first()?.clone(), name.core.get(1)?.clone()));
    let longer = index(full.iter().filter(|(_, p)| p.core.len() > 2).filter_map(|&(n, p)| Some((begin(p)?, n))));
    let two = full.iter().filter(|(_, p)| p.core.len() == 2 && p.suffix.is_none());
    let two: Vec<_> = two.filter_map(|&(n, p)| Some((n, begin(p)?))).filter(|(_, k)| longer.contains_key(k)).collect();
    short_forms(groups, &two, &longer);
}

/// Gives each of `short` its one group of `longer`. Those for whom there is none at all are of one who is written alike;
/// where several fit nothing can be told.
fn short_forms<K: Ord + Clone>(groups: &mut Groups, short: &[(usize, K)], longer: &BTreeMap<K, Vec<usize>>) {
    let mut joins = Vec::new();
    for (n, key) in short {
        let fitting = longer.get(key).map(|names| groups.roots(names)).unwrap_or_default();
        if let [one] = fitting[..]
            && groups.apart(one, *n)
        {
            joins.push((one, *n));
        }
    }
    joins.into_iter().for_each(|(one, n)| groups.join(one, n));
    let alone = short.iter().filter(|(_, key)| !longer.contains_key(key));
    join_each(groups, &index(alone.map(|(n, key)| (key.clone(), *n))));
}

fn bodies(names: &[Named], groups: &mut Groups) {
    let all = || names.iter().enumerate().filter_map(|(n, named)| Some((n, named.body()?)));
    let long = || all().filter(|(_, body)| body.acronym.is_none());
    join_each(groups, &index(long().map(|(n, body)| (body.key(), n))));

    // "Health Ministry" is "Ruritanian Health Ministry" where there is no other.
    let abroad = index(long().filter_map(|(n, b)| Some((b.at_home.as_ref()?.join(" "), n))));
    let plain: Vec<(usize, String)> =
        long().map(|(n, b)| (n, b.key())).filter(|(_, k)| abroad.contains_key(k)).collect();
    short_forms(groups, &plain, &abroad);

    // "Vale" is "Vale Holdings", where an article says so, or both are sources, no other begins so and nobody is called so.
    let surnames: BTreeSet<&str> = names.iter().filter_map(Named::person).map(PersonName::last).collect();
    let begun = long().filter(|&(n, _)| names[n].speaks).filter_map(|(n, b)| Some((b.short.clone()?, n)));
    let begun = begun.filter(|(short, _)| !surnames.contains(short.as_str()));
    let shorts = || long().flat_map(|(n, _)| names[n].shorts.iter().map(move |short| (short.clone(), n)));
    let longer = index(begun.chain(shorts()));
    let one_word = long().filter(|&(n, b)| b.content.len() == 1 && names[n].speaks);
    let one_word: Vec<_> = one_word.map(|(n, b)| (n, b.key())).filter(|(_, k)| longer.contains_key(k)).collect();
    short_forms(groups, &one_word, &longer);

    let letters = long().flat_map(|(n, b)| b.initials.iter().map(move |letters| (letters.clone(), n)));
    let acronyms: Vec<(usize, String)> = all().filter_map(|(n, b)| Some((n, b.acronym.clone()?))).collect();
    short_forms(groups, &acronyms, &index(letters.chain(shorts())));
}

/// One article may read as a person whom another reads as a body: a name of several words that is written alike is one.
fn misread(names: &[Named], groups: &mut Groups) {
    let spelt = |named: &Named| match &named.name {
        Name::Person(p) => (p.words.len() > 1 && p.suffix.is_none()).then(|| p.words.concat()),
        Name::Body(b) => (b.content.len() > 1).then(|| b.spelt.clone()),
    };
    join_each(groups, &index(names.iter().enumerate().filter_map(|(n, named)| Some((spelt(named)?, n)))));
}

fn join_each<K: Ord>(groups: &mut Groups, index: &BTreeMap<K, Vec<usize>>) {
    for same in index.values() {
        same.iter().skip(1).for_each(|&n| groups.join(same[0], n));
    }
}

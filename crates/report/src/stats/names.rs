//! Who speaks in how many articles, matched by name, in bounded room.

use std::collections::{BTreeMap, HashMap};

use onrecord_engine::SourceKind;

use super::facts::Voice;

/// So many names are kept at most.
const ROOM: usize = 500_000;

/// A named source over all articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Its name, as it was written first.
    pub name: String,
    /// Its kind, where it was met first.
    pub kind: SourceKind,
    /// A role that an article gives it, the first that was met.
    pub role: Option<String>,
    /// Articles in which it states something.
    pub articles: u32,
    /// Its scored statements.
    pub statements: u64,
}

/// Every named source that states something. Two are one if their names are the same but for case, the form of
/// apostrophes, runs of blanks and, of bodies, a `the` before them; so two people of one full name are one here, and
/// one person in two spellings is two. A person with a single word for a name is left out, for a surname is shared by
/// many.
#[derive(Clone, Debug)]
pub struct Names {
    names: HashMap<(bool, String), Name>,
    room: usize,
    /// How many articles a name that was dropped may have had, at most.
    pub dropped_up_to: u32,
    /// Sources that were left out because their name is a single word.
    pub single_words: u64,
}

impl Default for Names {
    fn default() -> Self {
        Self::with_room(ROOM)
    }
}

impl Names {
    fn with_room(room: usize) -> Self {
        Self { names: HashMap::new(), room, dropped_up_to: 0, single_words: 0 }
    }

    /// Counts the sources of one article.
    pub fn add(&mut self, voices: &[Voice]) {
        let mut here: BTreeMap<(bool, String), (&Voice, u64)> = BTreeMap::new();
        for voice in voices.iter().filter(|v| v.statements > 0) {
            let Some(name) = voice.name.as_deref().filter(|_| is_matched(voice.kind)) else { continue };
            let person = voice.kind == SourceKind::NamedPerson;
            if person && name.split_whitespace().nth(1).is_none() {
                self.single_words += 1;
                continue;
            }
            here.entry((person, folded(name, person))).or_insert((voice, 0)).1 += u64::from(voice.statements);
        }
        for (key, (voice, statements)) in here {
            let name = self.names.entry(key).or_insert_with(|| Name {
                name: voice.name.as_deref().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" "),
                kind: voice.kind,
                role: None,
                articles: 0,
                statements: 0,
            });
            name.articles += 1;
            name.statements += statements;
            if name.role.is_none() {
                name.role.clone_from(&voice.role);
            }
        }
        if self.names.len() > self.room {
            self.drop_rarest();
        }
    }

    /// Forgets the half of all names that came least often, and those that came as often as the last of them. One of
    /// them may come again and then counts from 1, so all counts may be too low by what was dropped, and are told as
    /// `at least`.
    fn drop_rarest(&mut self) {
        let mut counts: Vec<u32> = self.names.values().map(|n| n.articles).collect();
        let middle = counts.len() / 2;
        let (_, most, _) = counts.select_nth_unstable(middle);
        let most = *most;
        self.names.retain(|_, name| name.articles > most);
        self.dropped_up_to += most;
    }

    /// How many names there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The `most` names of most articles; of those of as many, those of most statements, then by the alphabet.
    #[must_use]
    pub fn most_quoted(&self, most: usize) -> Vec<&Name> {
        let mut all: Vec<(&(bool, String), &Name)> = self.names.iter().collect();
        all.sort_unstable_by(|(a_key, a), (b_key, b)| {
            (b.articles, b.statements)
                .cmp(&(a.articles, a.statements))
                .then_with(|| a_key.1.cmp(&b_key.1))
                .then_with(|| a_key.0.cmp(&b_key.0))
        });
        all.into_iter().take(most).map(|(_, name)| name).collect()
    }
}

/// Whether sources of this kind go by a name that means the same elsewhere.
fn is_matched(kind: SourceKind) -> bool {
    matches!(kind, SourceKind::NamedPerson | SourceKind::NamedOrganisation | SourceKind::Media)
}

/// What two spellings of a name have in common.
fn folded(name: &str, person: bool) -> String {
    let folded = name.split_whitespace().collect::<Vec<_>>().join(" ").replace('’', "'").to_lowercase();
    match folded.strip_prefix("the ") {
        Some(rest) if !person && !rest.is_empty() => rest.to_owned(),
        _ => folded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn voice(name: &str, kind: SourceKind, statements: u32) -> Voice {
        Voice { kind, justified: None, name: Some(name.to_owned()), role: None, statements }
    }

    fn told(names: &Names) -> Vec<(String, u32, u64)> {
        names.most_quoted(9).into_iter().map(|n| (n.name.clone(), n.articles, n.statements)).collect()
    }

    #[test]
    fn the_same_name_is_one_source_and_others_are_not() {
        let person = SourceKind::NamedPerson;
        let body = SourceKind::NamedOrganisation;
        let mut names = Names::default();
        names.add(&[voice("Ana Ruiz", person, 2), voice("Ruiz", person, 5), voice("The Harbour Office", body, 1)]);
        names.add(&[voice("ANA  RUIZ", person, 1), voice("harbour office", body, 1), voice("Ana B. Ruiz", person, 1)]);
        names.add(&[voice("Ana Ruiz", SourceKind::UnnamedPerson, 3), voice("Ana Ruiz", person, 0)]);
        assert_eq!(
            told(&names),
            [("Ana Ruiz".to_owned(), 2, 3), ("The Harbour Office".to_owned(), 2, 2), ("Ana B. Ruiz".to_owned(), 1, 1)]
        );
        assert_eq!(names.single_words, 1);
    }

    #[test]
    fn two_mentions_in_one_article_are_one_article() {
        let mut names = Names::default();
        names.add(&[voice("Ana Ruiz", SourceKind::NamedPerson, 1), voice("ana ruiz", SourceKind::NamedPerson, 1)]);
        assert_eq!(told(&names), [("Ana Ruiz".to_owned(), 1, 2)]);
    }

    #[test]
    fn room_is_bounded_and_what_is_lost_is_known() {
        let mut names = Names::with_room(3);
        for round in 0..50 {
            names.add(&[voice("Often Met", SourceKind::NamedPerson, 1)]);
            names.add(&[voice(&format!("Person {round}"), SourceKind::NamedPerson, 1)]);
            assert!(names.len() <= 3);
        }
        let first = &names.most_quoted(1)[0];
        assert_eq!(first.name, "Often Met");
        assert!(first.articles <= 50 && first.articles + names.dropped_up_to >= 50);
    }
}

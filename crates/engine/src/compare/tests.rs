//! Which names are one. Each row has names with the letter of their article, and in brackets what the article calls them
//! too; then the groups of more than one.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use onrecord_parser::{Lexicon, parse};

use super::matching::{Name, Named, matched};
use super::names::{BodyName, PersonName, fold};
use super::{Compared, Comparison, compare};
use crate::assess::{Options, assess};
use crate::pack::{PackSource, RuleSet};

fn rules() -> &'static RuleSet {
    static RULES: OnceLock<RuleSet> = OnceLock::new();
    RULES.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/core-en");
        let pack = PackSource::from_folder(&folder).expect("the folder can be read");
        RuleSet::load(&[pack]).expect("core-en is right")
    })
}

fn lexicon() -> &'static Lexicon {
    rules().lexicon()
}

/// The groups of `names`, each row `A Juan Ruiz (Ruiz)`, in alphabetical order.
fn groups(names: &[&str], named: fn(&str) -> Name) -> Vec<String> {
    let read = |row: &&str| {
        let (article, name) = row.split_once(' ').expect("a letter and a name");
        let (name, shorts) = name.split_once(" (").unwrap_or((name, ""));
        let shorts = shorts.trim_end_matches(')').split(", ").map(fold).filter(|s| !s.is_empty()).collect();
        Named { article: 1 << (article.as_bytes()[0] - b'A'), name: named(name), shorts, speaks: true }
    };
    let list: Vec<Named> = names.iter().map(read).collect();
    let groups = matched(&list);
    let mut by_root: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for (n, name) in names.iter().enumerate() {
        by_root.entry(groups.root(n)).or_default().push(name.split(" (").next().unwrap_or(name));
    }
    let several = by_root.into_values().filter(|group| group.len() > 1);
    let mut lines: Vec<String> = several
        .map(|mut group| {
            group.sort_unstable();
            group.join(" = ")
        })
        .collect();
    lines.sort();
    lines
}

fn check(table: &[(&[&str], &[&str])], named: fn(&str) -> Name) {
    let mut wrong = String::new();
    for (names, wanted) in table {
        let mut turned = names.to_vec();
        // Whatever comes first, the result is the same.
        for turn in 0..2 * names.len() {
            if turn == names.len() {
                turned.reverse();
            }
            turned.rotate_left(1);
            let found = groups(&turned, named);
            if found != *wanted {
                wrong += &format!("{turned:?}\n  wanted {wanted:?}\n  found  {found:?}\n");
                break;
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn person(name: &str) -> Name {
    Name::Person(PersonName::of(lexicon(), name).expect("a name"))
}

fn body(name: &str) -> Name {
    Name::Body(BodyName::of(lexicon(), name).expect("a name"))
}

#[test]
fn people_are_matched_by_their_names_in_any_culture() {
    check(
        &[
            // Accents, case, marks and titles of address are house style.
            (
                &["A Inés Calderón-Vik", "B Ines Calderon-Vik", "C INÉS CALDERÓN-VIK"],
                &["A Inés Calderón-Vik = B Ines Calderon-Vik = C INÉS CALDERÓN-VIK"],
            ),
            (&["A Mr. Tunde Okafor", "B Tunde Okafor"], &["A Mr. Tunde Okafor = B Tunde Okafor"]),
            (&["A Siobhán O’Dwyer", "B Siobhan O'Dwyer"], &["A Siobhán O’Dwyer = B Siobhan O'Dwyer"]),
            (&["A Ryu Min-jae", "B Ryu Min Jae", "C Ryu Minjae"], &["A Ryu Min-jae = B Ryu Min Jae = C Ryu Minjae"]),
            (&["A J.K. Marsh", "B J. K. Marsh", "C JK Marsh"], &["A J.K. Marsh = B J. K. Marsh = C JK Marsh"]),
            // A surname alone.
            (&["A Juan Ruiz", "B Ruiz"], &["A Juan Ruiz = B Ruiz"]),
            (&["A Ruiz", "B Ruiz"], &["A Ruiz = B Ruiz"]),
            // The family name may come first: the article itself tells by what it calls the person.
            (&["A Qiu Zhenhai (Qiu)", "B Qiu"], &["A Qiu Zhenhai = B Qiu"]),
            (&["A Nguyen Thi Lan (Lan)", "B Lan"], &["A Nguyen Thi Lan = B Lan"]),
            // Small words belong to the surname or are left out.
            (
                &["A Jan van den Broek", "B Van den Broek", "C van den Broek", "D Broek"],
                &["A Jan van den Broek = B Van den Broek = C van den Broek = D Broek"],
            ),
            (
                &["A Faisal al-Harbi", "B Faisal Al Harbi", "C al-Harbi", "D Harbi"],
                &["A Faisal al-Harbi = B Faisal Al Harbi = C al-Harbi = D Harbi"],
            ),
            (&["A Lucía Fernández Ortega", "B Lucía Fernández"], &["A Lucía Fernández Ortega = B Lucía Fernández"]),
            // Initials and short first names.
            (&["A J. Ruiz", "B Juan Ruiz"], &["A J. Ruiz = B Juan Ruiz"]),
            (&["A Ed Roe", "B Edward Roe", "C E. Roe"], &["A Ed Roe = B Edward Roe = C E. Roe"]),
            (&["A Ana Maria Ruiz", "B Ana Ruiz", "C Ana M. Ruiz"], &["A Ana Maria Ruiz = B Ana Ruiz = C Ana M. Ruiz"]),
            (&["A Martin Hale Jr.", "B Martin Hale"], &["A Martin Hale Jr. = B Martin Hale"]),
        ],
        person,
    );
}

#[test]
fn two_people_are_never_made_one() {
    check(
        &[
            (&["A Juan Ruiz", "B Ana Ruiz"], &[]),
            // Of whom of the two the surname is, no text shows.
            (&["A Juan Ruiz", "B Ana Ruiz", "C Ruiz"], &[]),
            (&["A Juan Ruiz", "A Ana Ruiz", "B Ruiz", "C Ruiz"], &[]),
            (&["A Juan Ruiz", "B Julia Ruiz", "C J. Ruiz"], &[]),
            (&["A Juan Ruiz", "B Juan Ruiz", "C Julia Ruiz", "D J. Ruiz"], &["A Juan Ruiz = B Juan Ruiz"]),
            // An article that names both tells them apart.
            (&["A Juan Ruiz", "A Ruiz", "B Ruiz"], &["A Juan Ruiz = B Ruiz"]),
            (&["A Juan Ruiz", "A J. Ruiz"], &[]),
            (&["A John F. Roe", "B John G. Roe"], &[]),
            (&["A John F. Roe", "B John G. Roe", "C John Roe"], &[]),
            (&["A Martin Hale Jr.", "B Martin Hale Sr."], &[]),
            (&["A Henry James", "B James Henry"], &[]),
            (&["A Qiu Zhenhai (Qiu)", "B Qiu Meilin (Qiu)", "C Qiu"], &[]),
            (&["A Ben Roe", "B Ana Roe", "C Roe"], &[]),
            (&["A Ana Ruiz", "B Ana"], &[]),
        ],
        person,
    );
}

#[test]
fn bodies_are_matched_by_names_letters_and_short_names() {
    check(
        &[
            (
                &["A the Ostmere Roads Agency", "B Ostmere Roads Agency"],
                &["A the Ostmere Roads Agency = B Ostmere Roads Agency"],
            ),
            (
                &["A Ministry of Health", "B Health Ministry", "C the Ministry for Health"],
                &["A Ministry of Health = B Health Ministry = C the Ministry for Health"],
            ),
            (
                &["A Norrmark's foreign ministry", "B the foreign ministry of Norrmark"],
                &["A Norrmark's foreign ministry = B the foreign ministry of Norrmark"],
            ),
            (&["A Ostmere Roads Agency", "B ORA", "C O.R.A."], &["A Ostmere Roads Agency = B ORA = C O.R.A."]),
            (&["A Department of Justice", "B DoJ"], &["A Department of Justice = B DoJ"]),
            (&["A ORA", "B ORA"], &["A ORA = B ORA"]),
            // The letters fit two.
            (&["A Ostmere Roads Agency", "B Orrin Rail Association", "C ORA"], &[]),
            (&["A Ostmere Roads Agency", "A ORA"], &[]),
            (&["A French Health Ministry", "B Health Ministry"], &["A French Health Ministry = B Health Ministry"]),
            (&["A French Health Ministry", "B German Health Ministry", "C Health Ministry"], &[]),
            (&["A Braddock Spans", "B Braddock"], &["A Braddock Spans = B Braddock"]),
            (&["A Braddock Spans", "B Braddock Trust", "C Braddock"], &[]),
            (&["A Harbour Office", "B Harbour Office Union"], &[]),
            (&["A London Fire Brigade", "B London"], &[]),
        ],
        body,
    );
}

#[test]
fn a_name_that_one_article_reads_as_a_persons_is_matched_with_the_same_words_only() {
    let mixed: fn(&str) -> Name = |name| match name.strip_suffix(" +") {
        Some(name) => body(name),
        None => person(name),
    };
    check(
        &[
            (&["A Braddock Spans", "B Braddock Spans +"], &["A Braddock Spans = B Braddock Spans +"]),
            (&["A Calloway", "B Calloway +"], &[]),
            (&["A Henry James", "B James Henry +"], &[]),
        ],
        mixed,
    );
}

#[test]
fn a_name_of_any_characters_is_read() {
    for name in
        ["", " ", "-", "'", "...", "–al-", "al-", "de", "de la", "Jr.", "Mr.", "a-b-c-d-e", "李", "Ł. Ł.", "\u{301}"]
    {
        let (person, body) = (PersonName::of(lexicon(), name), BodyName::of(lexicon(), name));
        assert!(person.is_none_or(|p| !p.words.is_empty() && !p.core.is_empty()), "{name}");
        assert!(body.is_none_or(|b| !b.content.is_empty()), "{name}");
    }
}

/// What is made of several texts.
fn compared(texts: &[&str]) -> Comparison {
    let documents: Vec<_> = texts.iter().map(|text| parse(text, lexicon())).collect();
    let options = Options::default();
    let assessments: Vec<_> = texts.iter().zip(&documents).map(|(t, d)| assess(t, d, rules(), &options)).collect();
    let parts = texts.iter().zip(documents.iter().zip(&assessments));
    let articles: Vec<_> =
        parts.map(|(text, (document, assessment))| Compared { text, document, assessment, outlet: None }).collect();
    compare(lexicon(), &articles)
}

/// One line a voice: its label, and its statements in each article, `–` where it is not named.
fn voices(texts: &[&str]) -> Vec<String> {
    let cell = |p: &super::Presence| if p.named { p.statements.to_string() } else { "–".to_owned() };
    let line = |v: &super::Voice| format!("{}: {}", v.label, v.articles.iter().map(cell).collect::<Vec<_>>().join(" "));
    compared(texts).voices.iter().map(line).collect()
}

#[test]
fn a_spokesperson_is_one_with_those_who_speak_for_the_same_body() {
    let texts = [
        "A spokesman for Braddock Spans said the steel was sound. Wim Aldous said it was not.",
        "The steel was sound, a Braddock Spans spokeswoman said. Lawyers for Braddock Spans said no claim was filed.",
        "A spokesman for the Ostmere Roads Agency said Wim Aldous was wrong.",
    ];
    assert_eq!(
        voices(&texts),
        [
            "A spokesman for Braddock Spans: 1 1 –",
            "Wim Aldous: 1 – 0",
            "Lawyers for Braddock Spans: – 1 –",
            "A spokesman for the Ostmere Roads Agency: – – 1",
            "Braddock Spans: 0 0 –",
            "Ostmere Roads Agency: – – 0",
        ]
    );
}

#[test]
fn who_is_unnamed_is_never_matched() {
    let text = "A senior official said the bridge was safe. Critics said it was not. The council said it would look.";
    let comparison = compared(&[text, text]);
    assert!(comparison.voices.is_empty(), "{:?}", comparison.voices);
    assert_eq!(comparison.nameless.iter().filter(|n| n.article == 0).count(), 3);
    assert_eq!(comparison.nameless.len(), 6);
}

#[test]
fn a_note_belongs_to_the_party_in_every_article() {
    let texts = [
        "Braddock Spans did not respond to a request for comment. Wim Aldous said it never does.",
        "Braddock Spans said the steel was sound.",
        "Wim Aldous said the bridge was shut.",
    ];
    let comparison = compared(&texts);
    let voice = comparison.voices.iter().find(|v| v.label == "Braddock Spans").expect("it is asked and speaks");
    let seen: Vec<_> = voice.articles.iter().map(|a| (a.named, a.statements, a.notes.len())).collect();
    assert_eq!(seen, [(true, 0, 1), (true, 1, 0), (false, 0, 0)]);
}

/// The words of shared quotations with the articles that have them.
fn quotations(texts: &[&str]) -> Vec<String> {
    let places = |q: &super::SharedQuotation| {
        let place = |p: &super::QuotedAt| format!("{} {:?}", p.article, p.span.of(texts[p.article as usize]));
        q.places.iter().map(place).collect::<Vec<_>>().join(" = ")
    };
    compared(texts).quotations.iter().map(places).collect()
}

#[test]
fn a_quotation_is_the_same_whatever_its_marks_and_however_much_is_quoted() {
    // A line before it, lest the first be taken for a headline.
    let whole = "OSTMERE — The bridge was shut on Tuesday.\n\n“We could put a hand into the longer of the two cracks, and we \
                 did,” said Tunde Okafor.";
    let part = "OSTMERE — It was shut.\n\n\"We could put a hand  into the longer of the two cracks,\" Okafor said.";
    let other = "OSTMERE — It was shut.\n\nOkafor said they “could put a hand into” it. “We could put a foot into it,” he said.";
    assert_eq!(
        quotations(&[whole, part, other]),
        [
            "0 \"We could put a hand into the longer of the two cracks\" = 1 \"We could put a hand  into the longer of the two \
          cracks\""
        ]
    );
    // What an article prints twice is there once, and not shared.
    let twice = format!("{whole}\n\n{whole}");
    assert!(quotations(&[&twice, other]).is_empty());
    assert_eq!(quotations(&[&twice, part]).len(), 1);
}

#[test]
fn near_copies_are_told_from_articles_that_share_a_passage() {
    let sentence = |n: usize| format!("On day {n} the ferry number {n} took {n} carts over the river Linn. ");
    let text = |days: std::ops::Range<usize>| days.map(sentence).collect::<String>();
    let texts = [text(0..20), text(0..15) + &text(40..43), text(16..20) + &text(60..80), text(90..110)];
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let comparison = compared(&texts);
    assert_eq!(comparison.copies(), [[0, 1]]);
    let pairs: Vec<_> = comparison.overlaps.iter().map(|o| (o.articles, o.is_copy())).collect();
    assert_eq!(pairs[0], ([0, 1], true));
    assert!(pairs.contains(&([0, 2], false)), "{:?}", comparison.overlaps);
    assert!(comparison.overlaps.iter().all(|o| o.common <= o.runs[0].min(o.runs[1])));
}

#[test]
fn the_order_of_articles_changes_only_their_numbers() {
    let texts = [
        "Juan Ruiz said yes. Ana Ruiz said no. The ORA said it would look. Jo Marsh said maybe.",
        "Ruiz said so. J. Marsh said nothing was sure. The Ostmere Roads Agency said it had looked.",
        "Joanna Marsh said it was late. Juan Ruiz said it was not. Braddock said so too.",
        "Braddock Spans said the steel was sound. Mr. Ruiz said it was rusty.",
    ];
    let mut wanted: Option<Vec<Vec<String>>> = None;
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1], [1, 3, 0, 2]] {
        let turned: Vec<&str> = order.iter().map(|&n| texts[n]).collect();
        let comparison = compared(&turned);
        let voice = |v: &super::Voice| {
            let mut articles: Vec<String> = v
                .articles
                .iter()
                .zip(order)
                .map(|(a, n)| format!("{n} {} {} {}", v.label, a.named, a.statements))
                .collect();
            articles.sort();
            articles
        };
        let mut found: Vec<Vec<String>> = comparison.voices.iter().map(voice).collect();
        found.sort();
        match &wanted {
            Some(wanted) => assert_eq!(&found, wanted, "{order:?}"),
            None => wanted = Some(found),
        }
    }
}

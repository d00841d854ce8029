//! What makes the sourcing of an article plainer never lowers its score, and what hides a source never raises it: tried
//! on every article of the corpus that has a score.

use std::collections::BTreeMap;

use onrecord_engine::{Assessment, Points, SourceKind};
use onrecord_parser::{Document, Zone, parse};
use onrecord_tests::corpus::{cases, profile};
use onrecord_tests::run::{read_by_profile, rules};
use onrecord_tests::variants::settle;
use onrecord_text::Span;

/// What lowers a score by less than a point where nothing but the number of words has changed: a known fault, of which
/// there would be hundreds of lines.
const LONGER: &str = "longer";
const WHY_LONGER: &str = "words of notes and reasons make a longer text, of which more sources are expected";

/// An article that has a score.
struct Scored {
    slug: String,
    text: String,
    profile: &'static str,
    found: Assessment,
    score: Points,
}

fn scored() -> Vec<Scored> {
    let of = |case: onrecord_tests::corpus::Case| {
        let profile = profile(&case.slug);
        let found = read_by_profile(profile, &case.text);
        let score = found.score?;
        Some(Scored { slug: case.slug, text: case.text, profile, found, score })
    };
    let all: Vec<Scored> = cases().into_iter().filter_map(of).collect();
    assert!(all.len() >= 50, "only {} articles of the corpus have a score", all.len());
    all
}

impl Scored {
    fn document(&self) -> Document {
        parse(&self.text, rules().lexicon())
    }

    /// What is wrong when the article in the words of `text` must not score lower.
    fn not_lower(&self, key: &str, text: &str) -> Option<(String, String)> {
        let after = read_by_profile(self.profile, text);
        let wrong = after.score.is_none_or(|score| score < self.score);
        wrong.then(|| self.told(key, &after))
    }

    /// The same where it must not score higher; an article that is not scored any more is none that scores higher.
    fn not_higher(&self, key: &str, text: &str) -> Option<(String, String)> {
        let after = read_by_profile(self.profile, text);
        let wrong = after.score.is_some_and(|score| score > self.score);
        wrong.then(|| self.told(key, &after))
    }

    fn told(&self, key: &str, after: &Assessment) -> (String, String) {
        let now = after.score.map_or_else(|| after.reason.clone().unwrap_or_default(), |s| s.to_string());
        let mut moved: BTreeMap<&str, Points> = BTreeMap::new();
        let name = |l: &onrecord_engine::Line| l.dimension.map_or("ceiling", |d| d.name());
        self.found.lines.iter().for_each(|l| *moved.entry(name(l)).or_default() += -l.points);
        after.lines.iter().for_each(|l| *moved.entry(name(l)).or_default() += l.points);
        moved.retain(|_, points| *points != Points::ZERO);
        let lost = |names: &[&str]| moved.iter().all(|(name, points)| points.0 > -20 || names.contains(name));
        let key = match after.score {
            Some(s) if (self.score - s).0.abs() < 1000 && lost(&["identification", "independence"]) => {
                LONGER.to_owned()
            }
            _ => format!("{} {key}", self.slug),
        };
        let moved: Vec<String> = moved.iter().map(|(name, points)| format!("{name} {points}")).collect();
        (key, format!("{}: {} to {now}: {}", self.slug, self.score, moved.join(", ")))
    }
}

/// `text` with `more` as a paragraph of its own before the byte `at`.
fn with_paragraph(text: &str, at: usize, more: &str) -> String {
    format!("{}\n\n{more}\n\n{}", text[..at].trim_end(), text[at..].trim_start())
}

/// Where a paragraph can be put in the middle of the body: not inside speech that goes on, and not before one that opens
/// with somebody of the paragraph above it.
fn middle(text: &str, document: &Document) -> Option<usize> {
    const LEANING: [&str; 9] = ["He ", "She ", "They ", "It ", "His ", "Her ", "Their ", "The ", "One "];
    let body: Vec<_> = document.paragraphs.iter().filter(|p| p.zone == Zone::Body && !p.labelled).collect();
    let open = |at: u32| document.quotes.iter().any(|q| !q.closed && q.tokens.start < at && at <= q.tokens.end);
    let half = body.len() / 2;
    let mut places: Vec<usize> = (1..body.len()).collect();
    places.sort_by_key(|&i| i.abs_diff(half));
    places.into_iter().map(|i| (body[i - 1], body[i])).find_map(|(above, below)| {
        let words = document.span(&below.tokens).of(text);
        let leans = LEANING.iter().any(|w| words.starts_with(w)) || words.starts_with(['“', '"', '‘', '\'', '«', '*']);
        let together = above.tokens.end == below.tokens.start;
        let start = document.span(&below.tokens).start() as usize;
        (together && !leans && !open(above.tokens.end)).then_some(start)
    })
}

/// Where the body ends.
fn end(document: &Document) -> Option<usize> {
    let last = document.paragraphs.iter().rfind(|p| p.zone == Zone::Body)?;
    Some(document.span(&last.tokens).end() as usize)
}

#[test]
fn another_named_independent_source_never_lowers() {
    const MORE: [(&str, &str); 3] = [
        (
            "told",
            "Temperance Oakhollow-Bai, who teaches history at the University of Wexcombe, said that nothing of the kind had been seen in the region for thirty years.",
        ),
        (
            "quoted",
            "“I have read all of it twice, and it will take years to mend,” said Lorcan Obuya-Finch, an engineer at Stavely Institute of Technology.",
        ),
        (
            "according",
            "The number of such cases has doubled since 2015, according to Ottoline Marrable-Singh, a statistician at the Wexcombe Centre for Public Data.",
        ),
    ];
    let mut faults = Vec::new();
    for article in scored() {
        let document = article.document();
        for (how, more) in MORE {
            for (place, at) in [("at the end", end(&document)), ("in the middle", middle(&article.text, &document))] {
                let Some(at) = at else { continue };
                let text = with_paragraph(&article.text, at, more);
                faults.extend(article.not_lower(&format!("{how} {place}"), &text));
            }
        }
    }
    settle(&[], &faults);
}

#[test]
fn a_reason_for_anonymity_never_lowers() {
    const REASONS: [(&str, &str); 3] = [
        ("fear", ", who asked not to be named for fear of losing the job,"),
        ("barred", ", who was not authorized to speak publicly,"),
        ("because", ", speaking on condition of anonymity because the talks are private,"),
    ];
    let mut faults = Vec::new();
    let mut tried = 0;
    for article in scored() {
        for (id, source) in article.found.sources.iter().enumerate() {
            if !source.kind.is_unnamed() || source.justified != Some(false) {
                continue;
            }
            // The source's first statement, where the cue stands right behind it and no clause is in between already.
            let place = article.found.attributions.iter().find(|a| a.source == Some(id as u32)).and_then(|a| {
                let (span, cue) = (a.source_span.first()?, a.cue.first()?);
                let between = article.text.get(span.end() as usize..cue.start() as usize)?;
                let plain = between == " " && !span.of(&article.text).contains([',', '(']) && a.zone == Zone::Body;
                plain.then_some(span.end() as usize)
            });
            let Some(at) = place else { continue };
            for (how, reason) in REASONS {
                let text = format!("{}{reason}{}", &article.text[..at], &article.text[at..]);
                tried += 1;
                faults.extend(article.not_lower(&format!("{how}: {}", source.label), &text));
            }
        }
    }
    assert!(tried >= 100, "only {tried} tried");
    settle(&[(LONGER, WHY_LONGER)], &faults);
}

#[test]
fn a_response_note_never_lowers() {
    const NOTES: [(&str, &str); 3] = [
        ("declined", "declined to comment."),
        ("silent", "did not respond to a request for comment."),
        ("pending", "has been contacted for comment."),
    ];
    let mut faults = Vec::new();
    let mut tried = 0;
    for article in scored() {
        let Some(at) = end(&article.document()) else { continue };
        let of_body = |s: &&onrecord_engine::Source| {
            let named = matches!(s.kind, SourceKind::NamedPerson | SourceKind::NamedOrganisation);
            let spoken = |a: &onrecord_engine::Attribution| {
                a.zone == Zone::Body
                    && a.source
                        .is_some_and(|id| std::ptr::eq(&raw const article.found.sources[id as usize], &raw const **s))
            };
            named && article.found.attributions.iter().any(spoken)
        };
        for party in article.found.sources.iter().filter(of_body) {
            let Some(name) = &party.name else { continue };
            for (how, note) in NOTES {
                let text = with_paragraph(&article.text, at, &format!("{name} {note}"));
                tried += 1;
                faults.extend(article.not_lower(&format!("{how}: {name}"), &text));
            }
        }
    }
    assert!(tried >= 100, "only {tried} tried");
    const SERIES: &str = "a series is read as a body that speaks";
    let known = [
        (LONGER, WHY_LONGER),
        ("culture/salt-orchard declined: Harbour Street", SERIES),
        ("culture/salt-orchard silent: Harbour Street", SERIES),
        ("culture/salt-orchard pending: Harbour Street", SERIES),
    ];
    settle(&known, &faults);
}

/// The article with one source's name withheld: every place where it speaks says "a source", then "the source", and so
/// does every other place with its name.
fn withheld(article: &Scored, id: u32) -> Option<String> {
    let (text, source) = (&article.text, &article.found.sources[id as usize]);
    let name = source.name.as_deref()?;
    let mut places: Vec<Span> = Vec::new();
    for a in article.found.attributions.iter().filter(|a| a.source == Some(id)) {
        let words = |s: &Span| s.of(text);
        places.extend(
            a.source_span.iter().copied().filter(|s| words(s).contains(char::is_uppercase) && words(s).contains(' ')),
        );
    }
    let parts: Vec<&str> = name.split_whitespace().filter(|w| w.chars().count() > 3).collect();
    for part in std::iter::once(name).chain(parts) {
        for (at, _) in text.match_indices(part) {
            let span = Span::new(at as u32, (at + part.len()) as u32);
            let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '-');
            let alone = free(text[..at].chars().next_back()) && free(text[at + part.len()..].chars().next());
            if alone && !places.iter().any(|p| p.overlaps(span)) {
                places.push(span);
            }
        }
    }
    places.sort();
    let mut out = String::new();
    let mut at = 0;
    for (n, place) in places.iter().enumerate() {
        if (place.start() as usize) < at {
            continue;
        }
        let before = &text[at..place.start() as usize];
        // A title goes with the name.
        let before = ["Mr. ", "Ms. ", "Mrs. ", "Mr ", "Ms ", "Mrs ", "Dr. ", "Dr ", "Prof "]
            .iter()
            .find_map(|title| before.strip_suffix(title))
            .unwrap_or(before);
        out.push_str(before);
        let opens = out.trim_end().is_empty()
            || out.trim_end_matches(' ').ends_with(['.', '?', '!', '\n', '”', '"'])
                && !out.ends_with("” ")
                && !out.ends_with("\" ");
        out.push_str(match (n, opens) {
            (0, true) => "A source",
            (0, false) => "a source",
            (_, true) => "The source",
            (_, false) => "the source",
        });
        at = place.end() as usize;
    }
    out.push_str(&text[at..]);
    Some(out)
}

#[test]
fn a_source_in_place_of_a_name_never_raises() {
    let mut faults = Vec::new();
    let (mut tried, mut lower) = (0, 0);
    for article in scored() {
        for (id, source) in article.found.sources.iter().enumerate() {
            if source.kind != SourceKind::NamedPerson {
                continue;
            }
            let Some(text) = withheld(&article, id as u32) else { continue };
            tried += 1;
            lower += u32::from(read_by_profile(article.profile, &text).score.is_none_or(|s| s < article.score));
            faults.extend(article.not_higher(&source.label, &text));
        }
    }
    assert!(tried >= 100 && lower * 4 >= tried * 3, "{lower} of {tried} are lower");
    settle(&[], &faults);
}

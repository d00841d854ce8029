//! Gold annotation: read from TOML, its quoted anchors resolved to places in the text.

use std::collections::BTreeMap;

use onrecord_engine::{Outcome, Reason, SourceKind};
use onrecord_parser::{Act, Form, Via, Zone};
use onrecord_text::Span;
use serde::Deserialize;

/// What a careful reader finds in an article. Spans count bytes.
#[derive(Clone, Debug, Default)]
pub struct Gold {
    /// Lines that are not body text.
    pub zones: Vec<(Span, Zone)>,
    /// Attributions, in the order of the file.
    pub attributions: Vec<Attribution>,
    /// Response notes, in the order of the file.
    pub responses: Vec<Response>,
    /// Terms of and reasons for anonymity, in the order of the file.
    pub justifications: Vec<Justification>,
}

/// A statement tied to its source.
#[derive(Clone, Debug)]
pub struct Attribution {
    /// The words that name the source here.
    pub source: Option<Span>,
    /// The words that attribute.
    pub cue: Option<Span>,
    /// What is attributed.
    pub content: Vec<Span>,
    /// The source's kind.
    pub kind: SourceKind,
    /// Quoted, told, or both.
    pub form: Form,
    /// How the source is named here; `None` for no source.
    pub via: Option<Via>,
    /// The same words for the same source all over the article; `None` for no source.
    pub name: Option<String>,
    /// What the source does.
    pub act: Act,
}

/// What came of asking somebody for their side.
#[derive(Clone, Debug)]
pub struct Response {
    /// The shortest clause that tells it.
    pub span: Span,
    /// Who was asked.
    pub party: Option<Span>,
    /// What came of it.
    pub outcome: Outcome,
    /// Whether the note says immediately, or the like.
    pub immediately: bool,
}

/// Terms of or a reason for anonymity.
#[derive(Clone, Debug)]
pub struct Justification {
    /// Its words.
    pub span: Span,
    /// The reason.
    pub reason: Reason,
    /// The sources that it covers, by the names of the attributions.
    pub covers: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGold {
    #[serde(default)]
    zones: BTreeMap<String, String>,
    #[serde(default)]
    attribution: Vec<RawAttribution>,
    #[serde(default)]
    response: Vec<RawResponse>,
    #[serde(default)]
    justification: Vec<RawJustification>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAttribution {
    r#in: Option<String>,
    source: Option<String>,
    source_nth: Option<usize>,
    cue: Option<String>,
    cue_nth: Option<usize>,
    content: Vec<String>,
    #[serde(default)]
    content_nth: Vec<usize>,
    kind: String,
    form: String,
    via: Option<String>,
    name: Option<String>,
    act: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawResponse {
    span: String,
    span_nth: Option<usize>,
    party: Option<String>,
    party_nth: Option<usize>,
    outcome: String,
    #[serde(default)]
    immediately: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawJustification {
    span: String,
    span_nth: Option<usize>,
    reason: String,
    covers: Vec<String>,
}

impl Gold {
    /// Reads `contents`, the gold file of the article `text`.
    ///
    /// # Errors
    /// Everything that is wrong: the file is no such TOML, a word of a vocabulary is unknown, an anchor is not found or is
    /// found more than once.
    pub fn read(text: &str, contents: &str) -> Result<Self, Vec<String>> {
        let raw: RawGold = toml::from_str(contents).map_err(|e| vec![e.to_string()])?;
        let mut reader = Reader { text, faults: Vec::new() };
        let gold = Self {
            zones: raw.zones.iter().filter_map(|(line, zone)| reader.zone(line, zone)).collect(),
            attributions: raw.attribution.iter().filter_map(|a| reader.attribution(a)).collect(),
            responses: raw.response.iter().filter_map(|r| reader.response(r)).collect(),
            justifications: raw.justification.iter().filter_map(|j| reader.justification(j)).collect(),
        };
        gold.check_names(&mut reader.faults);
        if reader.faults.is_empty() { Ok(gold) } else { Err(reader.faults) }
    }

    /// One name is one source, so it has one kind; and a justification covers sources that are there.
    fn check_names(&self, faults: &mut Vec<String>) {
        let mut kinds = BTreeMap::new();
        for attribution in &self.attributions {
            let Some(name) = &attribution.name else { continue };
            let kind = *kinds.entry(name).or_insert(attribution.kind);
            if kind != attribution.kind {
                faults.push(format!(
                    "`{name}` is {} and {}; one source has one kind",
                    kind.name(),
                    attribution.kind.name()
                ));
            }
        }
        for name in self.justifications.iter().flat_map(|j| &j.covers) {
            if !kinds.contains_key(name) {
                faults.push(format!("`covers` names `{name}`, which is no attribution's `name`"));
            }
        }
    }
}

struct Reader<'t> {
    text: &'t str,
    faults: Vec<String>,
}

impl Reader<'_> {
    fn zone(&mut self, line: &str, zone: &str) -> Option<(Span, Zone)> {
        let zone = self.word("zone", zone, &Zone::ALL, Zone::name)?;
        let mut start = 0;
        for have in self.text.split('\n') {
            if have == line {
                return Some((span(start, start + have.len()), zone));
            }
            start += have.len() + 1;
        }
        self.faults.push(format!("zone `{line}` is no line of the article"));
        None
    }

    fn attribution(&mut self, raw: &RawAttribution) -> Option<Attribution> {
        let what = format!("attribution `{}`", raw.content.first().map_or("", String::as_str));
        let whole = 0..self.text.len();
        let scope = match &raw.r#in {
            Some(around) => self.anchor(&format!("{what}: in"), around, None, whole.clone())?.range(),
            None => whole.clone(),
        };
        let mut part = |name: &str, anchor: &Option<String>, nth| match anchor {
            Some(anchor) => self.anchor(&format!("{what}: {name}"), anchor, nth, scope.clone()).map(Some),
            None => Some(None),
        };
        let source = part("source", &raw.source, raw.source_nth);
        let cue = part("cue", &raw.cue, raw.cue_nth);
        if raw.content.is_empty() {
            self.faults.push("an attribution has no content".to_owned());
        }
        let content: Option<Vec<Span>> = (raw.content.iter().enumerate())
            .map(|(i, c)| self.anchor(&what, c, raw.content_nth.get(i).copied(), whole.clone()))
            .collect();
        let kind = self.word("kind", &raw.kind, SourceKind::ALL, SourceKind::name);
        let via = raw.via.as_ref().map(|via| self.word("via", via, &VIA, Via::name));
        let form = self.word("form", &raw.form, &FORM, Form::name);
        let act = self.word("act", &raw.act, &ACT, Act::name);
        let (source, cue, content, kind) = (source?, cue?, content?, kind?);
        if (kind == SourceKind::None) == raw.name.is_some() || (kind == SourceKind::None) == via.is_some() {
            self.faults.push(format!("{what}: kind `none` has neither `name` nor `via`, every other kind has both"));
        }
        let via = match via {
            Some(via) => Some(via?),
            None => None,
        };
        if source.is_some() != matches!(via, Some(Via::Name | Via::Nominal | Via::Pronoun)) {
            self.faults.push(format!("{what}: `source` is left out when, and only when, `via` is implicit or missing"));
        }
        Some(Attribution { source, cue, content, kind, form: form?, via, name: raw.name.clone(), act: act? })
    }

    fn response(&mut self, raw: &RawResponse) -> Option<Response> {
        let what = format!("response `{}`", raw.span);
        let outcome = self.word("outcome", &raw.outcome, Outcome::ALL, Outcome::name);
        let span = self.anchor(&what, &raw.span, raw.span_nth, 0..self.text.len())?;
        let party = match &raw.party {
            Some(party) => Some(self.anchor(&format!("{what}: party"), party, raw.party_nth, span.range())?),
            None => None,
        };
        Some(Response { span, party, outcome: outcome?, immediately: raw.immediately })
    }

    fn justification(&mut self, raw: &RawJustification) -> Option<Justification> {
        let reason = self.word("reason", &raw.reason, Reason::ALL, Reason::name);
        let what = format!("justification `{}`", raw.span);
        let span = self.anchor(&what, &raw.span, raw.span_nth, 0..self.text.len())?;
        Some(Justification { span, reason: reason?, covers: raw.covers.clone() })
    }

    fn word<T: Copy>(&mut self, what: &str, word: &str, all: &[T], name: fn(T) -> &'static str) -> Option<T> {
        let found = all.iter().copied().find(|&v| name(v) == word);
        if found.is_none() {
            let words: Vec<&str> = all.iter().map(|&v| name(v)).collect();
            self.faults.push(format!("unknown {what} `{word}`; it is one of {}", words.join(", ")));
        }
        found
    }

    /// The place of `anchor` inside `scope`: its only one, or the one with number `nth`.
    fn anchor(&mut self, what: &str, anchor: &str, nth: Option<usize>, scope: std::ops::Range<usize>) -> Option<Span> {
        let found = places(self.text, anchor, scope);
        let fault = match (found.as_slice(), nth) {
            ([], _) => format!("{what}: `{anchor}` is not in the text here"),
            (&[only], None | Some(1)) => return Some(only),
            (all, None) => format!("{what}: `{anchor}` occurs {} times; add `in` or its number", all.len()),
            (all, Some(n)) => match all.get(n.wrapping_sub(1)) {
                Some(&place) => return Some(place),
                None => format!("{what}: `{anchor}` occurs {} times, there is no number {n}", all.len()),
            },
        };
        self.faults.push(fault);
        None
    }
}

/// All places of `anchor` in `scope` that neither begin nor end inside a word.
fn places(text: &str, anchor: &str, scope: std::ops::Range<usize>) -> Vec<Span> {
    let inside_word = |at: usize| {
        let before = text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        before && text[at..].chars().next().is_some_and(char::is_alphanumeric)
    };
    let starts = scope.clone().filter(|&i| text.is_char_boundary(i) && text[i..scope.end].starts_with(anchor));
    let spans = starts.map(|i| (i, i + anchor.len()));
    spans.filter(|&(s, e)| s < e && !inside_word(s) && !inside_word(e)).map(|(s, e)| span(s, e)).collect()
}

fn span(start: usize, end: usize) -> Span {
    Span::new(start as u32, end as u32)
}

const VIA: [Via; 4] = [Via::Name, Via::Nominal, Via::Pronoun, Via::Implicit];
const FORM: [Form; 3] = [Form::Direct, Form::Mixed, Form::Indirect];
const ACT: [Act; 3] = [Act::Statement, Act::Mental, Act::Other];

#[cfg(test)]
mod tests {
    use super::{Gold, places};

    #[test]
    fn an_anchor_is_not_found_inside_a_word() {
        let text = "The head said he had.";
        assert_eq!(places(text, "he", 0..text.len()).len(), 1);
        assert_eq!(places(text, "“", 0..text.len()), []);
    }

    #[test]
    fn faults_name_the_anchor_and_all_come_at_once() {
        let gold = r#"
            [[attribution]]
            source = "he"
            cue = "sayed"
            content = ["that"]
            kind = "nobody"
            form = "indirect"
            via = "pronoun"
            name = "he"
            act = "statement"
        "#;
        let faults = Gold::read("He said that he said that.", gold).unwrap_err();
        assert_eq!(faults.len(), 3, "{faults:#?}");
        assert!(faults[0].contains("`sayed` is not in the text"), "{faults:#?}");
        assert!(faults[1].contains("`that` occurs 2 times"), "{faults:#?}");
        assert!(faults[2].contains("unknown kind `nobody`"), "{faults:#?}");
    }
}

//! Puts right, while an article is assessed, what corrections say of kinds, notes and reasons.

use std::collections::BTreeMap;
use std::ops::Range;

use onrecord_parser::{Document, EntityId};

use super::notes::Note;
use super::sources::Sources;
use super::unnamed::{Marked, members, with_members};
use super::{Article, Assessment, Hit, Options, assess_plain};
use crate::assessment::{Justification, Response};
use crate::correct::{
    self, Became, Correction, CorrectionProblem, Desk, Found, Label, Quoted, Relabel, Seeker, Trouble, Unit,
    contradicted, contradictions,
};
use crate::pack::RuleSet;
use crate::pattern::Scratch;
use crate::rule::{Mark, RuleKind};
use crate::words::{Outcome, Reason, SourceKind};

/// Corrections in the hands of whoever assesses.
pub(super) struct Hand<'c, 't> {
    desk: Desk<'c>,
    seeker: Seeker<'t>,
    /// Kinds told of the sources of statements.
    kinds: Vec<(usize, EntityId, SourceKind)>,
    /// Which attributions corrections speak of.
    statements: Vec<(usize, u32)>,
}

/// Assesses an article with the corrections of `options`, and once without, to tell both scores.
pub(super) fn assess(
    text: &str,
    document: &Document,
    rules: &RuleSet,
    options: &Options,
    scratch: &mut Scratch,
) -> Assessment {
    let plain = assess_plain(text, document, rules, options, scratch, None);
    let mut desk = Desk::new(&options.corrections);
    let seeker = Seeker::new(text, document);
    let amended = correct::amend(&mut desk, &seeker, text, document);
    let mut hand = Hand { desk, seeker, kinds: amended.kinds, statements: amended.statements };
    let mut assessment = assess_plain(text, &amended.document, rules, options, scratch, Some(&mut hand));
    assessment.score_without_corrections = plain.score;
    let Hand { mut desk, statements, .. } = hand;
    for (number, place) in statements {
        let mut theirs = desk.reports.iter_mut();
        if let Some(report) = theirs.find(|r| r.number == number && r.what == Label::Statement) {
            report.unit = Some(Unit::Statement(place));
        }
    }
    for report in desk.reports.iter_mut().filter(|r| r.used && r.what == Label::SameAs) {
        let at =
            |mentions: &[onrecord_text::Span]| mentions.iter().any(|m| report.span.is_some_and(|s| s.overlaps(*m)));
        let source = assessment.sources.iter().position(|s| at(&s.mentions));
        report.unit = source.map(|s| Unit::Source(s as u32));
    }
    assessment.corrections = desk.finish();
    assessment
}

/// A wish for the label of something that is found, with how it is told.
type Wish<'c, T, W> = ((usize, &'c Correction), Found, T, W);

/// Refuses those of `wishes` that contradict each other, and returns the others.
fn agreed<'c, T: Ord + Clone, W: PartialEq + Clone>(
    desk: &mut Desk<'c>,
    what: Label,
    wishes: Vec<Wish<'c, T, W>>,
    told: impl Fn(&W) -> Option<String>,
) -> Vec<Wish<'c, T, W>> {
    let compared: Vec<(T, W)> = wishes.iter().map(|w| (w.2.clone(), w.3.clone())).collect();
    let bad = contradictions(&compared);
    let mut good = Vec::with_capacity(wishes.len());
    for (wish, bad) in wishes.into_iter().zip(bad) {
        if bad {
            desk.note(wish.0, what, Some(wish.1.span), Became::refused(told(&wish.3), contradicted()));
        } else {
            good.push(wish);
        }
    }
    good
}

impl<'c> Hand<'c, '_> {
    /// Gives sources the kinds and roles that are told.
    pub(super) fn sources(&mut self, article: &Article, sources: &mut Sources) {
        let mut kinds: Vec<Wish<'c, u32, SourceKind>> = Vec::new();
        let mut roles: Vec<Wish<'c, u32, Option<String>>> = Vec::new();
        for about in self.desk.all() {
            match &about.1.relabel {
                Relabel::Source { source, kind, role, .. } if kind.is_some() || role.is_some() => {
                    match self.source(article, sources, source) {
                        Err(trouble) => self.refuse(about, kind.map(SourceKind::name), role.as_deref(), &trouble),
                        Ok((found, which)) => {
                            kinds.extend(kind.map(|k| (about, found.clone(), which, k)));
                            let role = role.clone().map(|r| Some(r).filter(|r| !r.is_empty()));
                            roles.extend(role.map(|r| (about, found.clone(), which, r)));
                        }
                    }
                }
                Relabel::Statement { .. } => {
                    let told = self.kinds.iter().find(|k| k.0 == about.0);
                    if let Some((which, kind)) = told.and_then(|&(_, e, kind)| Some((sources.of(e)?, kind))) {
                        let tokens = sources.first[which as usize].clone();
                        let found = Found { span: article.document.span(&tokens), tokens };
                        kinds.push((about, found, which, kind));
                    }
                }
                _ => {}
            }
        }
        for (about, found, which, kind) in agreed(&mut self.desk, Label::Kind, kinds, |k| Some(k.name().to_owned())) {
            let source = &mut sources.list[which as usize];
            let was = std::mem::replace(&mut source.kind, kind);
            if was != kind {
                source.kind_rule.clear();
            }
            source.confidence = onrecord_parser::Confidence::Sure;
            let [from, to] = [was, kind].map(|k| Some(k.name().to_owned()));
            self.desk.note(about, Label::Kind, Some(found.span), Became::another(from, to, Some(Unit::Source(which))));
        }
        for (about, found, which, role) in agreed(&mut self.desk, Label::Role, roles, Clone::clone) {
            // The record has a role in the article's words.
            let lost = role.as_ref().filter(|r| self.seeker.all(article.document, r).is_empty());
            if let Some(role) = lost {
                let trouble = (
                    CorrectionProblem::NotFound,
                    format!("the role `{role}` does not stand in the article; write it in its words"),
                );
                self.desk.note(about, Label::Role, Some(found.span), Became::refused(Some(role.clone()), trouble));
                continue;
            }
            let was = std::mem::replace(&mut sources.list[which as usize].role, role.clone());
            let became = Became::another(was, role, Some(Unit::Source(which)));
            self.desk.note(about, Label::Role, Some(found.span), became);
        }
    }

    fn refuse(&mut self, about: (usize, &Correction), kind: Option<&str>, role: Option<&str>, trouble: &Trouble) {
        for (what, to) in [(Label::Kind, kind), (Label::Role, role)] {
            if let Some(to) = to {
                self.desk.note(about, what, None, Became::refused(Some(to.to_owned()), trouble.clone()));
            }
        }
    }

    /// The source that the words name.
    fn source(&self, article: &Article, sources: &Sources, quoted: &Quoted) -> Result<(Found, u32), Trouble> {
        let is_source = |e: EntityId| sources.of(e).is_some();
        let (found, entity) = self.seeker.named(article.document, quoted, is_source)?;
        Ok((found, sources.of(entity).unwrap_or_default()))
    }

    /// Puts right notes, reasons and whom they cover.
    pub(super) fn notes(
        &mut self,
        article: &Article,
        hits: &mut Vec<Hit>,
        sources: &mut Sources,
        notes: &mut Vec<Note>,
        justifications: &mut Vec<Justification>,
        marked: &mut Vec<Marked>,
    ) {
        self.responses(article, sources, notes);
        self.reasons(article, hits, sources, justifications, marked);
        self.justified(article, sources, justifications, marked);
    }
}

/// What is wanted of a response note.
#[derive(Clone, PartialEq)]
struct Told {
    /// `None` for one that is none.
    outcome: Option<Option<Outcome>>,
    party: Option<(Range<u32>, Option<EntityId>)>,
}

impl<'c> Hand<'c, '_> {
    fn responses(&mut self, article: &Article, sources: &Sources, notes: &mut Vec<Note>) {
        let mut wishes: Vec<Wish<'c, (usize, u32, u32), Told>> = Vec::new();
        for about in self.desk.all() {
            let (quoted, outcome, party) = match &about.1.relabel {
                Relabel::Response { note, outcome, party } => (note, Some(*outcome), party.as_deref()),
                Relabel::FalseResponse { note } => (note, None, None),
                _ => continue,
            };
            let to = outcome.flatten().map(|o| o.name().to_owned());
            match self.response(article, notes, quoted, outcome, party) {
                Err(trouble) => self.desk.note(about, Label::Response, None, Became::refused(to, trouble)),
                Ok((found, which, told)) => {
                    let target = which.map_or((usize::MAX, found.tokens.start, found.tokens.end), |w| (w, 0, 0));
                    wishes.push((about, found, target, told));
                }
            }
        }
        let told = |t: &Told| t.outcome.flatten().map(|o| o.name().to_owned());
        let wishes = agreed(&mut self.desk, Label::Response, wishes, told);
        if wishes.is_empty() {
            return;
        }
        let mut made: BTreeMap<(u32, u32), usize> = BTreeMap::new();
        let mut gone = vec![false; notes.len()];
        // The report of each wish, and the note that it is about.
        let mut units: Vec<(usize, usize)> = Vec::new();
        for (about, found, (which, ..), wish) in wishes {
            let place = (found.tokens.start, found.tokens.end);
            let which = if which == usize::MAX { made.get(&place).copied() } else { Some(which) };
            let there = which.filter(|&w| !gone[w]);
            let was = there.map(|w| notes[w].response.outcome.name().to_owned());
            let Some(outcome) = wish.outcome else {
                if let Some(which) = there {
                    gone[which] = true;
                }
                self.desk.note(about, Label::Response, Some(found.span), Became::another(was, None, None));
                continue;
            };
            let which = which.unwrap_or_else(|| {
                let response = Response {
                    span: found.span,
                    party: None,
                    party_source: None,
                    outcome: outcome.unwrap_or(Outcome::Responded),
                    immediately: false,
                    rule: String::new(),
                };
                notes.push(Note::told(response, None, None, found.tokens.clone()));
                gone.push(false);
                made.insert(place, notes.len() - 1);
                notes.len() - 1
            });
            let note = &mut notes[which];
            note.response.outcome = outcome.unwrap_or(note.response.outcome);
            let to = Some(note.response.outcome.name().to_owned());
            if outcome.is_some() || was.is_none() {
                units.push((self.desk.reports.len(), which));
                self.desk.note(about, Label::Response, Some(found.span), Became::another(was, to, None));
            }
            if let Some((party, entity)) = wish.party {
                let was = note.response.party.map(|p| words(article, p));
                note.response.party = Some(article.document.span(&party));
                note.response.party_source = entity.and_then(|e| sources.of(e));
                let to = note.response.party.map(|p| words(article, p));
                note.party = Some(party);
                note.entity = entity;
                units.push((self.desk.reports.len(), which));
                self.desk.note(about, Label::Party, Some(found.span), Became::another(was, to, None));
            }
        }
        let mut kept: Vec<(usize, Note)> = std::mem::take(notes).into_iter().enumerate().collect();
        kept.retain(|(i, _)| !gone[*i]);
        kept.sort_by_key(|(i, n)| (n.response.span.start(), n.response.span.end(), *i));
        for (report, which) in units {
            let now = kept.iter().position(|(i, _)| *i == which);
            self.desk.reports[report].unit = now.map(|n| Unit::Response(n as u32));
        }
        notes.extend(kept.into_iter().map(|(_, note)| note));
    }

    /// The note at the quoted words, and what it is to tell.
    fn response(
        &self,
        article: &Article,
        notes: &[Note],
        quoted: &Quoted,
        outcome: Option<Option<Outcome>>,
        party: Option<&str>,
    ) -> Result<(Found, Option<usize>, Told), Trouble> {
        let document = article.document;
        let found = self.seeker.one(document, quoted)?;
        let common = |n: &Note| correct::shared(&n.tokens, &found.tokens);
        let near = notes.iter().enumerate().filter(|(_, n)| common(n) > 0);
        let which = near.max_by_key(|(i, n)| (common(n), usize::MAX - i)).map(|(i, _)| i);
        match (which, outcome) {
            (None, None) => {
                let line = self.seeker.line(&found);
                let message = format!("no response note is read at these words (line {line}); remove the correction");
                return Err((CorrectionProblem::NothingThere, message));
            }
            (None, Some(None)) => {
                let message = "no response note is read at these words; tell its `outcome`".to_owned();
                return Err((CorrectionProblem::Incomplete, message));
            }
            _ => {}
        }
        let party = party.map(|p| self.seeker.nearest(document, p, &found.tokens)).transpose()?;
        let party = party.map(|p| {
            let entity = correct::entity_named(document, &p.tokens).or_else(|| article.entity_of(&p.tokens));
            (p.tokens, entity)
        });
        // Whoever names neither says that there is a note, as it is read.
        let outcome = match (which, outcome) {
            (Some(which), Some(None)) if party.is_none() => Some(Some(notes[which].response.outcome)),
            (_, outcome) => outcome,
        };
        Ok((found, which, Told { outcome, party }))
    }
}

/// Words of an article on one line.
fn words(article: &Article, span: onrecord_text::Span) -> String {
    span.of(article.text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A reason, the marker that absence rules see of it, and where it is told.
struct Passage {
    justification: Justification,
    tokens: Range<u32>,
}

/// What is wanted of a passage: the reason and the source; `None` for one that is none.
type Wanted = Option<(Option<Reason>, Option<u32>)>;

impl<'c> Hand<'c, '_> {
    fn reasons(
        &mut self,
        article: &Article,
        hits: &mut Vec<Hit>,
        sources: &mut Sources,
        justifications: &mut Vec<Justification>,
        marked: &mut Vec<Marked>,
    ) {
        let mut passages = passages(article, justifications, marked);
        let mut wishes: Vec<Wish<'c, (usize, u32, u32), Wanted>> = Vec::new();
        for about in self.desk.all() {
            let (quoted, wanted) = match &about.1.relabel {
                Relabel::Justification { passage, reason, source } => (passage, Some((*reason, source.as_deref()))),
                Relabel::FalseJustification { passage } => (passage, None),
                _ => continue,
            };
            let to = wanted.and_then(|w| w.0).map(|r| r.name().to_owned());
            match self.reason(article, sources, &passages, quoted, wanted) {
                Err(trouble) => self.desk.note(about, Label::Justification, None, Became::refused(to, trouble)),
                Ok((found, which, wanted)) => {
                    let target = which.map_or((usize::MAX, found.tokens.start, found.tokens.end), |w| (w, 0, 0));
                    wishes.push((about, found, target, wanted));
                }
            }
        }
        let told = |w: &Wanted| w.and_then(|w| w.0).map(|r| r.name().to_owned());
        let wishes = agreed(&mut self.desk, Label::Justification, wishes, told);
        if wishes.is_empty() {
            return;
        }
        let groups = members(article, sources);
        let mut made: BTreeMap<(u32, u32), usize> = BTreeMap::new();
        let mut gone = vec![false; passages.len()];
        let mut units: Vec<(usize, usize)> = Vec::new();
        for (about, found, (which, ..), wish) in wishes {
            let place = (found.tokens.start, found.tokens.end);
            let which = if which == usize::MAX { made.get(&place).copied() } else { Some(which) };
            let there = which.filter(|&w| !gone[w]);
            let was = there.map(|w| passages[w].justification.reason.name().to_owned());
            let Some((reason, source)) = wish else {
                if let Some(which) = there {
                    gone[which] = true;
                }
                self.desk.note(about, Label::Justification, Some(found.span), Became::another(was, None, None));
                continue;
            };
            let which = which.unwrap_or_else(|| {
                let justification = Justification {
                    span: found.span,
                    reason: reason.unwrap_or(Reason::Other),
                    sources: Vec::new(),
                    rule: String::new(),
                };
                passages.push(Passage { justification, tokens: found.tokens.clone() });
                gone.push(false);
                made.insert(place, passages.len() - 1);
                passages.len() - 1
            });
            let justification = &mut passages[which].justification;
            justification.reason = reason.unwrap_or(justification.reason);
            if reason.is_some() || was.is_none() || source.is_none() {
                let to = Some(justification.reason.name().to_owned());
                units.push((self.desk.reports.len(), which));
                self.desk.note(about, Label::Justification, Some(found.span), Became::another(was, to, None));
            }
            if let Some(source) = source {
                let label = |s: &u32| sources.list[*s as usize].label.clone();
                let was: Vec<String> = justification.sources.iter().map(label).collect();
                justification.sources = with_members(vec![source], &groups);
                units.push((self.desk.reports.len(), which));
                let was = Some(was.join(", ")).filter(|w| !w.is_empty());
                self.desk.note(
                    about,
                    Label::Covers,
                    Some(found.span),
                    Became::another(was, Some(label(&source)), None),
                );
            }
        }
        // Rules that look for the marker itself do not find what is none.
        let none: Vec<&Range<u32>> = passages.iter().zip(&gone).filter(|(_, g)| **g).map(|(p, _)| &p.tokens).collect();
        let justifies = |hit: &Hit| {
            matches!(article.rules.rules()[hit.rule].kind, RuleKind::Marker { marks: Mark::Justification(_), .. })
        };
        hits.retain(|h| !(justifies(h) && none.iter().any(|t| correct::shared(t, &h.tokens) > 0)));
        let mut kept: Vec<(usize, Passage)> = passages.into_iter().enumerate().collect();
        kept.retain(|(i, _)| !gone[*i]);
        kept.sort_by_key(|(i, p)| (p.justification.span.start(), p.justification.span.end(), *i));
        for (report, which) in units {
            let now = kept.iter().position(|(i, _)| *i == which);
            self.desk.reports[report].unit = now.map(|n| Unit::Justification(n as u32));
        }
        marked.retain(|m| !matches!(m.mark, Mark::Justification(_)));
        justifications.clear();
        for (_, Passage { justification, tokens }) in kept {
            if justification.reason != Reason::TermsOnly {
                let mark = Mark::Justification(justification.reason);
                marked.push(Marked { mark, tokens, sources: justification.sources.clone() });
            }
            justifications.push(justification);
        }
        for (number, source) in sources.list.iter_mut().enumerate() {
            let covers = |j: &Justification| j.reason != Reason::TermsOnly && j.sources.contains(&(number as u32));
            source.justified = source.kind.is_unnamed().then(|| justifications.iter().any(covers));
        }
    }

    fn reason(
        &self,
        article: &Article,
        sources: &Sources,
        passages: &[Passage],
        quoted: &Quoted,
        wanted: Option<(Option<Reason>, Option<&str>)>,
    ) -> Result<(Found, Option<usize>, Wanted), Trouble> {
        let document = article.document;
        let found = self.seeker.one(document, quoted)?;
        let common = |p: &Passage| correct::shared(&p.tokens, &found.tokens);
        let near = passages.iter().enumerate().filter(|(_, p)| common(p) > 0);
        let which = near.max_by_key(|(i, p)| (common(p), usize::MAX - i)).map(|(i, _)| i);
        let Some((reason, source)) = wanted else {
            if which.is_none() {
                let line = self.seeker.line(&found);
                let message =
                    format!("no reason or terms are read at these words (line {line}); remove the correction");
                return Err((CorrectionProblem::NothingThere, message));
            }
            return Ok((found, which, None));
        };
        if which.is_none() && (reason.is_none() || source.is_none()) {
            let message = "no reason is read at these words; tell `reason`, and in `source` whom it covers".to_owned();
            return Err((CorrectionProblem::Incomplete, message));
        }
        let source = match source {
            None => None,
            Some(words) => {
                let place = self.seeker.nearest(document, words, &found.tokens)?;
                let source = correct::entity_named(document, &place.tokens).and_then(|e| sources.of(e));
                if source.is_none() {
                    let line = self.seeker.line(&place);
                    let message = format!("`{words}` (line {line}) names no source; copy words that name one");
                    return Err((CorrectionProblem::NothingThere, message));
                }
                source
            }
        };
        Ok((found, which, Some((reason, source))))
    }

    /// Says of sources that a reason for their anonymity is given, or none.
    fn justified(
        &mut self,
        article: &Article,
        sources: &mut Sources,
        justifications: &mut [Justification],
        marked: &mut Vec<Marked>,
    ) {
        let mut wishes: Vec<Wish<'c, u32, bool>> = Vec::new();
        for about in self.desk.all() {
            let Relabel::Source { source, justified: Some(justified), .. } = &about.1.relabel else { continue };
            let unnamed = |(found, which): (Found, u32)| {
                let source = &sources.list[which as usize];
                if source.kind.is_unnamed() {
                    return Ok((found, which));
                }
                let kind = source.kind.name();
                let message = format!("this source is no unnamed one but `{kind}`; correct its `kind` too");
                Err((CorrectionProblem::NothingThere, message))
            };
            match self.source(article, sources, source).and_then(unnamed) {
                Err(trouble) => {
                    let became = Became::refused(Some(justified.to_string()), trouble);
                    self.desk.note(about, Label::Justified, None, became);
                }
                Ok((found, which)) => wishes.push((about, found, which, *justified)),
            }
        }
        for (about, found, which, justified) in
            agreed(&mut self.desk, Label::Justified, wishes, |j| Some(j.to_string()))
        {
            let was = sources.list[which as usize].justified.replace(justified);
            if was != Some(justified) {
                if justified {
                    let tokens = sources.first[which as usize].clone();
                    marked.push(Marked { mark: Mark::Justification(Reason::Other), tokens, sources: vec![which] });
                } else {
                    let theirs = |m: &&mut Marked| matches!(m.mark, Mark::Justification(_));
                    marked.iter_mut().filter(theirs).for_each(|m| m.sources.retain(|s| *s != which));
                    justifications.iter_mut().for_each(|j| j.sources.retain(|s| *s != which));
                }
            }
            let (from, to) = (was.map(|w| w.to_string()), Some(justified.to_string()));
            let unit = Some(Unit::Source(which));
            self.desk.note(about, Label::Justified, Some(found.span), Became::another(from, to, unit));
        }
    }
}

/// What `unnamed::justifications` made, put together again.
fn passages(article: &Article, justifications: &[Justification], marked: &[Marked]) -> Vec<Passage> {
    let mut reasons = marked.iter().filter(|m| matches!(m.mark, Mark::Justification(_)));
    let whole = |j: &Justification| {
        let document = article.document;
        document.token_at(j.span.start())..document.tokens.partition_point(|t| t.start < j.span.end()) as u32
    };
    let passage = |j: &Justification| {
        // Terms alone have no marker.
        let told = if j.reason == Reason::TermsOnly { None } else { reasons.next() };
        Passage { justification: j.clone(), tokens: told.map_or_else(|| whole(j), |m| m.tokens.clone()) }
    };
    justifications.iter().map(passage).collect()
}

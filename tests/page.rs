//! An article's assessment as a page to read: what the snapshots of the corpus hold.

use std::fmt::{self, Write as _};

use onrecord_engine::{Assessment, Cause, Points, Source};
use onrecord_parser::{Document, Zone};
use onrecord_text::{LineIndex, Span};

use crate::tally::quote;

/// Writes everything that was found in `text`, a fact a line.
#[must_use]
pub fn page(slug: &str, text: &str, document: &Document, found: &Assessment) -> String {
    let mut page = Page { text, lines: LineIndex::new(text), out: String::new() };
    page.write(slug, document, found).expect("writing to a string cannot fail");
    page.out
}

struct Page<'t> {
    text: &'t str,
    lines: LineIndex,
    out: String,
}

impl Page<'_> {
    fn write(&mut self, slug: &str, document: &Document, found: &Assessment) -> fmt::Result {
        writeln!(self.out, "{slug}: {}", self.text.lines().next().unwrap_or_default())?;
        match (found.score, found.band) {
            (Some(score), Some(band)) => {
                write!(self.out, "{score}, {}, by profile {}", band.name(), found.profile)?;
                if let Some([low, high]) = found.range {
                    write!(self.out, " ({low} to {high})")?;
                }
                writeln!(self.out)?;
            }
            _ => {
                writeln!(self.out, "{}: {}", found.status.name(), found.reason.as_deref().unwrap_or("no reason given"))?
            }
        }
        self.zones(document)?;
        self.sources(found)?;
        self.attributions(found)?;
        self.notes(found)?;
        self.score(found)
    }

    fn heading(&mut self, heading: &str) -> fmt::Result {
        writeln!(self.out, "\n{heading}")
    }

    fn line(&self, span: Span) -> String {
        format!("L{}", self.lines.locate(self.text, span.start()).line)
    }

    fn zones(&mut self, document: &Document) -> fmt::Result {
        self.heading("Zones outside the body")?;
        for paragraph in document.paragraphs.iter().filter(|p| p.zone != Zone::Body) {
            let span = document.span(&paragraph.tokens);
            let (line, words) = (self.line(span), quote(self.text, &[span]));
            writeln!(self.out, "{line:>4}  {:<12} {words}", paragraph.zone.name())?;
        }
        Ok(())
    }

    fn sources(&mut self, found: &Assessment) -> fmt::Result {
        self.heading("Sources")?;
        for (id, source) in found.sources.iter().enumerate() {
            let said = found.attributions.iter().filter(|a| a.source == Some(id as u32)).count();
            write!(self.out, "{id:>4}  {:<18} {}", source.kind.name(), one_line(&source.label))?;
            write!(self.out, "  [{said} said, {} mentions]", source.mentions.len())?;
            for fact in facts(source) {
                write!(self.out, "  {fact}")?;
            }
            writeln!(self.out, "  ({})", source.kind_rule)?;
        }
        Ok(())
    }

    fn attributions(&mut self, found: &Assessment) -> fmt::Result {
        self.heading("Attributions (line, source, form, via, act: source | cue | content)")?;
        for a in &found.attributions {
            let place = a.content.first().or(a.cue.first()).copied().unwrap_or_default();
            let id = a.source.map_or("–".to_owned(), |id| id.to_string());
            let line = self.line(place);
            write!(self.out, "{line:>4}  {id:>2} {:<8} {:<8} {:<9} ", a.form.name(), a.via.name(), a.act.name())?;
            let (source, cue) = (quote(self.text, &a.source_span), quote(self.text, &a.cue));
            write!(self.out, "{source} | {cue} | {}", quote(self.text, &a.content))?;
            if a.zone != Zone::Body {
                write!(self.out, "  zone {}", a.zone.name())?;
            }
            if let Some(outlet) = &a.outlet {
                write!(self.out, "  to {}", one_line(outlet))?;
            }
            let (stance, confidence) = (a.stance.name(), a.confidence.name());
            if stance != "neutral" {
                write!(self.out, "  {stance}")?;
            }
            if confidence != "sure" {
                write!(self.out, "  {confidence}")?;
            }
            writeln!(self.out)?;
        }
        Ok(())
    }

    fn notes(&mut self, found: &Assessment) -> fmt::Result {
        self.heading("Responses")?;
        for r in &found.responses {
            let (line, words) = (self.line(r.span), quote(self.text, &[r.span]));
            let party = quote(self.text, r.party.as_slice());
            write!(self.out, "{line:>4}  {:<11} {party} | {words}", r.outcome.name())?;
            if let Some(id) = r.party_source {
                write!(self.out, "  source {id}")?;
            }
            writeln!(self.out, "{}  ({})", if r.immediately { "  immediately" } else { "" }, r.rule)?;
        }
        self.heading("Justifications of anonymity")?;
        for j in &found.justifications {
            let (line, words) = (self.line(j.span), quote(self.text, &[j.span]));
            let ids: Vec<String> = j.sources.iter().map(ToString::to_string).collect();
            writeln!(self.out, "{line:>4}  {:<28} for {} | {words}  ({})", j.reason.name(), ids.join(", "), j.rule)?;
        }
        Ok(())
    }

    fn score(&mut self, found: &Assessment) -> fmt::Result {
        self.heading("Findings")?;
        for f in &found.findings {
            let (line, words) = (self.line(f.span), quote(self.text, &[f.span]));
            let source = f.source.map_or(String::new(), |id| format!("  source {id}"));
            let dimension = f.dimension.map_or(String::new(), |d| format!("  {}", d.name()));
            let suppressed = if f.suppression.is_some() { "  suppressed" } else { "" };
            writeln!(self.out, "{line:>4}  {:<28} {words}{source}{dimension}{suppressed}", f.rule)?;
        }
        self.heading("Dimensions")?;
        for d in &found.dimensions {
            match d.score.filter(|_| d.applies) {
                Some(score) => {
                    let raw = d.raw.map_or(String::new(), |raw| format!("  measured {raw}"));
                    writeln!(self.out, "      {:<16} {score} × {}{raw}", d.id.name(), d.weight)?;
                }
                None => writeln!(self.out, "      {:<16} does not apply", d.id.name())?,
            }
        }
        self.heading("Score, from 100.0")?;
        for l in &found.lines {
            let dimension = l.dimension.map_or("cap", |d| d.name());
            let why = match &l.cause {
                Cause::Rule { rule, span } => format!("{rule} at {}", self.line(*span)),
                Cause::Measure(words) | Cause::Cap(words) => words.clone(),
            };
            let sign = if l.points > Points::ZERO { "+" } else { "" };
            writeln!(self.out, "{:>9}  {dimension:<16} {why}", format!("{sign}{}", l.points))?;
        }
        self.heading("Not assessed")?;
        for what in &found.not_assessed {
            writeln!(self.out, "      {what}")?;
        }
        Ok(())
    }
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn facts(source: &Source) -> Vec<String> {
    let mut facts = Vec::new();
    if let Some(role) = &source.role {
        facts.push(format!("role: {}", one_line(role)));
    }
    if let Some(d) = source.descriptor {
        let told = [(d.organisation, "organisation"), (d.role, "role"), (d.basis, "basis"), (d.interest, "interest")];
        let told: Vec<&str> = told.into_iter().filter(|t| t.0).map(|t| t.1).collect();
        facts.push(format!("told: {}", if told.is_empty() { "nothing".to_owned() } else { told.join(", ") }));
    }
    match source.justified {
        Some(true) => facts.push("justified".to_owned()),
        Some(false) => facts.push("not justified".to_owned()),
        None => {}
    }
    if source.claimed != 1 {
        facts.push(format!("claims {}", source.claimed));
    }
    if source.confidence.name() != "sure" {
        facts.push(source.confidence.name().to_owned());
    }
    facts
}

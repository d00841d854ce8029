//! A summary of one article, for an editor at a terminal.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use onrecord_engine::{Assessment, Finding, Hearing, SourceKind};
use onrecord_text::LineIndex;

use crate::entry::statements;
use crate::score::{self, DISCLAIMER};
use crate::terminal::{BAD, HEADING, QUIET, RESPONSE, SOURCE, clean, cut, fit, paint, paragraph, width, wrap};
use crate::{Body, Entry, Run, corrections, suppressions};

/// Appends the summary of `entry`.
pub fn write(out: &mut Vec<u8>, run: &Run<'_>, entry: &Entry<'_>) {
    let mut page = String::new();
    heading(&mut page, run, entry);
    match entry.body {
        Body::Unread { reason } => paragraph(&mut page, "could not be read: ", reason, run.width),
        Body::Assessed { text, assessment } => {
            score::headline(&mut page, assessment, run.width);
            sources(&mut page, run, assessment, false);
            responses(&mut page, run, text, assessment);
            accused(&mut page, run, text, assessment);
            findings(&mut page, run, text, assessment);
            suppressions::all(&mut page, run, text, assessment);
            corrections::all(&mut page, run, text, assessment);
            if assessment.score.is_some() {
                page.push('\n');
                score::lines(&mut page, run, text, assessment, false);
            }
            not_assessed(&mut page, run, assessment);
        }
    }
    page.push('\n');
    out.extend_from_slice(page.as_bytes());
}

/// Appends what closes a page of summaries: what the score is not.
pub fn footer(out: &mut Vec<u8>, run: &Run<'_>) {
    let mut page = String::new();
    paragraph(&mut page, "", DISCLAIMER, run.width);
    paragraph(&mut page, "Judged by ", &by_whom(run), run.width);
    out.extend_from_slice(paint(QUIET, page.trim_end()).as_bytes());
    out.push(b'\n');
}

/// The program and the packs, each with the start of its hash: enough to see that two runs had the same rules.
fn by_whom(run: &Run<'_>) -> String {
    const SHOWN: usize = 12;
    let packs = run.packs.iter().map(|p| {
        let hash = p.sha256.get(..SHOWN).unwrap_or(&p.sha256);
        format!("{} {} ({hash})", p.id, p.version)
    });
    std::iter::once(format!("onrecord {}", run.engine)).chain(packs).collect::<Vec<_>>().join(", ")
}

pub(crate) fn heading(page: &mut String, run: &Run<'_>, entry: &Entry<'_>) {
    let id = if entry.id == "-" { "standard input" } else { entry.id };
    let id = cut(id, run.width.saturating_sub(8));
    let rule = "─".repeat(run.width.saturating_sub(width(&id) + 4));
    let _ = writeln!(page, "{} {} {}", paint(QUIET, "──"), paint(HEADING, &id), paint(QUIET, &rule));
    if let Some(title) = entry.title {
        // Some feeds put the whole article into the title.
        paragraph(page, "", &cut(title, run.width * 3), run.width);
    }
    if let Some(first) = entry.duplicate_of {
        paragraph(page, "near copy of ", &cut(first, run.width * 3), run.width);
    }
}

/// The table of sources, with how often each speaks. Those that do not speak in the body and were not asked stand in
/// one line below it, unless `all` are wanted.
pub(crate) fn sources(page: &mut String, run: &Run<'_>, assessment: &Assessment, all: bool) {
    let statements = statements(assessment);
    let nobody = statements.last().copied().unwrap_or_default();
    page.push('\n');
    if assessment.sources.is_empty() && nobody == 0 {
        let _ = writeln!(page, "{}", paint(HEADING, "No source found"));
        return;
    }
    let asked: BTreeSet<usize> =
        assessment.responses.iter().filter_map(|r| r.party_source).map(|s| s as usize).collect();
    // No., name, kind, statements and a remark, parted by two blanks.
    let name = run.width.saturating_sub(46).clamp(16, 60);
    let title = fit("Source", name);
    let _ = writeln!(page, "{}", paint(HEADING, &format!("{:>4}  {title}  {:<18}  said", "", "kind")));
    let mut silent = Vec::new();
    for (i, source) in assessment.sources.iter().enumerate() {
        if statements[i] == 0 && !asked.contains(&i) && !all {
            silent.push(source.label.as_str());
            continue;
        }
        let remark = match source.justified {
            Some(true) => "reason told",
            Some(false) => "no reason",
            None => "",
        };
        let style = if source.kind.is_unnamed() { RESPONSE } else { SOURCE };
        let label = source.label.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut parts = wrap(&label, name).into_iter().map(|part| fit(&label[part], name));
        let first = paint(style, &parts.next().unwrap_or_default());
        let row = format!("{:>4}  {first}  {}  {:>4}  {remark}", i + 1, fit(&kind(source.kind), 18), statements[i]);
        let _ = writeln!(page, "{}", row.trim_end());
        for part in parts {
            let _ = writeln!(page, "      {}", paint(style, part.trim_end()));
        }
        if let Some(role) = source.role.as_deref().filter(|r| !source.label.contains(r)) {
            let _ = writeln!(page, "      {}", paint(QUIET, &cut(role, run.width.saturating_sub(6))));
        }
    }
    if nobody > 0 {
        let _ = writeln!(page, "   –  {}  {:<18}  {nobody:>4}", fit("(nobody is named)", name), "none");
    }
    if !silent.is_empty() {
        let mut line = String::new();
        paragraph(&mut line, "      without a statement in the body: ", &silent.join(", "), run.width);
        let _ = writeln!(page, "{}", paint(QUIET, line.trim_end()));
    }
}

/// What came of asking.
fn responses(page: &mut String, run: &Run<'_>, text: &str, assessment: &Assessment) {
    if assessment.responses.is_empty() {
        return;
    }
    let _ = writeln!(page, "\n{}", paint(HEADING, "Asked for their side"));
    for response in &assessment.responses {
        let known = response.party_source.and_then(|s| assessment.sources.get(s as usize)).map(|s| s.label.as_str());
        let party = response.party.map(|p| p.of(text)).filter(|p| !p.trim().is_empty()).or(known).unwrap_or("somebody");
        let at_once = if response.immediately { ", so far" } else { "" };
        let outcome = format!("{}{at_once}", response.outcome.name().replace('-', " "));
        let _ = writeln!(page, "  {}: {}", clean(&cut(party, run.width.saturating_sub(32))), paint(RESPONSE, &outcome));
        let quoted = cut(response.span.of(text), run.width.saturating_sub(8));
        let _ = writeln!(page, "    {}", paint(QUIET, &format!("“{quoted}”")));
    }
}

/// Who is accused or criticised, and what the text shows of their side.
pub(crate) fn accused(page: &mut String, run: &Run<'_>, text: &str, assessment: &Assessment) {
    if assessment.accused.is_empty() {
        return;
    }
    let _ = writeln!(page, "\n{}", paint(HEADING, "Accused or criticised"));
    let index = LineIndex::new(text);
    for party in &assessment.accused {
        let outcome = party.outcome.map_or(String::new(), |o| o.name().replace('-', " "));
        let shown = match party.heard {
            Hearing::Spoke => "speaks or denies in the text".to_owned(),
            Hearing::Asked => format!("was asked: {outcome}"),
            Hearing::Somebody => format!("somebody was asked: {outcome}"),
            Hearing::Unclear => "not clear whether there is a reply".to_owned(),
            Hearing::No => "the text shows no reply".to_owned(),
        };
        let room = run.width.saturating_sub(width(&shown) + 4);
        let _ = writeln!(page, "  {}: {}", clean(&cut(&party.name, room)), paint(RESPONSE, &shown));
        let line = format!("    line {}: ", index.locate(text, party.span.start()).line);
        let quoted = cut(party.span.of(text), run.width.saturating_sub(width(&line) + 2));
        let _ = writeln!(page, "{}", paint(QUIET, &format!("{line}“{quoted}”")));
    }
}

/// What the rules found, a rule at a time, with its why and remedy.
fn findings(page: &mut String, run: &Run<'_>, text: &str, assessment: &Assessment) {
    let mut by_rule: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in assessment.findings.iter().filter(|f| f.dimension.is_some()) {
        by_rule.entry(&finding.rule).or_default().push(finding);
    }
    if by_rule.is_empty() {
        return;
    }
    let index = LineIndex::new(text);
    let _ = writeln!(page, "\n{}", paint(HEADING, "Findings"));
    for (rule, findings) in by_rule {
        let _ =
            writeln!(page, "  {} {}", paint(BAD, &clean(run.handbook.title(rule))), paint(QUIET, &format!("({rule})")));
        const SHOWN: usize = 5;
        for finding in findings.iter().take(SHOWN) {
            let line = format!("    line {}: ", index.locate(text, finding.span.start()).line);
            let suppressed = if finding.suppression.is_some() { " (set aside)" } else { "" };
            let room = run.width.saturating_sub(width(&line) + 2 + suppressed.len());
            let _ = writeln!(page, "{line}“{}”{suppressed}", cut(finding.span.of(text), room));
        }
        if findings.len() > SHOWN {
            let _ = writeln!(page, "    and {} more", findings.len() - SHOWN);
        }
        if let Some(text) = run.handbook.get(rule) {
            for (what, words) in [("    why  ", &text.why), ("    do   ", &text.remedy)] {
                if !words.is_empty() {
                    paragraph(page, what, words, run.width);
                }
            }
        }
    }
}

fn not_assessed(page: &mut String, run: &Run<'_>, assessment: &Assessment) {
    if !assessment.not_assessed.is_empty() {
        page.push('\n');
        paragraph(page, "Not assessed: ", &assessment.not_assessed.join("; "), run.width);
    }
}

pub(crate) fn kind(kind: SourceKind) -> String {
    kind.name().replace('-', " ")
}

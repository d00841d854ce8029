//! Statistics as a page for people.

use std::fmt::Write as _;

use onrecord_engine::{Band, Dimension, Hearing, Outcome, Points, Reason, SourceKind, Status};

use super::{Class, FEW, Group, Grouping, MOST_GROUPS, NOT_TOLD, Page, Ratio, Stats};
use crate::terminal::{HEADING, QUIET, SOURCE, clean, cut, fit, paint, paragraph};

/// So many rules and reasons are shown at most; programs get all of them.
const MOST_ROWS: usize = 15;
/// So many groups of one sort are shown at most.
const MOST_SHOWN: usize = 60;

/// The page.
#[must_use]
pub fn human(stats: &Stats, page: &Page<'_>) -> String {
    let mut out = String::new();
    let all = &stats.all;
    let articles = all.counted();
    let what = if articles == 1 { "1 article".to_owned() } else { format!("{articles} articles") };
    let _ = writeln!(out, "{}", paint(HEADING, &format!("Sourcing in {what}")));
    let counts = [(Status::Scored, "scored"), (Status::NotScored, "not scored"), (Status::Error, "could not be read")];
    let counts = counts.map(|(status, told)| format!("{} {told}", all.with_status(status))).join(", ");
    paragraph(&mut out, "", &counts, page.width);
    if stats.only_scored {
        paragraph(&mut out, "", "Only articles with a score are counted.", page.width);
    }
    if stats.once {
        let copies =
            if stats.copies == 1 { "1 near copy is".to_owned() } else { format!("{} near copies are", stats.copies) };
        paragraph(&mut out, "", &format!("{copies} left out: every report counts once."), page.width);
    }
    if all.is_small() {
        let told = format!("With fewer than {FEW} articles only counts are told: shares of so few would mislead.");
        paragraph(&mut out, "", &told, page.width);
    }
    if all.read() > 0 {
        kinds(&mut out, all);
        unnamed(&mut out, all, page.width);
        replies(&mut out, all);
        scores(&mut out, all);
        rules(&mut out, all, page);
        names(&mut out, stats, page);
        for grouping in &stats.groupings {
            groups(&mut out, grouping, page.width);
        }
        if stats.odd_dates > 0 && stats.groupings.iter().any(|g| g.by == super::By::Month) {
            let dates = if stats.odd_dates == 1 { "1 date".to_owned() } else { format!("{} dates", stats.odd_dates) };
            let told = format!("The month of {dates} is not plain, as in 03/04/2026; write 2026-04-03.");
            out.push('\n');
            paragraph(&mut out, "", &told, page.width);
        }
    }
    out.push('\n');
    paragraph(&mut out, "", NOT_TOLD, page.width);
    out
}

fn heading(out: &mut String, row: &str) {
    let _ = writeln!(out, "\n{}", paint(HEADING, row.trim_end()));
}

/// A share as it stands in a column: per cent with one decimal.
fn percent(part: u64, of: u64, small: bool) -> String {
    if small || of == 0 {
        return "–".to_owned();
    }
    let tenths = (u128::from(part) * 1000 + u128::from(of) / 2) / u128::from(of);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// To one decimal.
fn short(points: Points) -> String {
    Points((points.0 + 50).div_euclid(100) * 100).to_string()
}

fn interval(ratio: &Ratio) -> [String; 2] {
    match (ratio.percent(), ratio.interval()) {
        (Some(share), Some([low, high])) => [short(share), format!("{} to {}", short(low), short(high))],
        _ => ["–".to_owned(), if ratio.articles > 0 { "few".to_owned() } else { String::new() }],
    }
}

fn plain(word: &str) -> String {
    word.replace('-', " ")
}

fn kinds(out: &mut String, all: &Group) {
    heading(out, &format!("{:<30}{:>10}{:>8}{:>13}{:>8}", "Sources by kind", "sources", "%", "statements", "%"));
    let [sources, statements] = all.totals();
    let (few_sources, few_statements) = (all.unnamed.is_of_few(), all.unnamed_statements.is_of_few());
    for &kind in SourceKind::ALL {
        let [n, said] = all.of_kind(kind);
        let name = if kind == SourceKind::None { "nobody is named".to_owned() } else { plain(kind.name()) };
        let (n, share) = if kind == SourceKind::None {
            (String::new(), String::new())
        } else {
            (n.to_string(), percent(n, sources, few_sources))
        };
        let said_share = percent(said, statements, few_statements);
        let _ = writeln!(out, "  {}{n:>10}{share:>8}{said:>13}{said_share:>8}", fit(&name, 28));
    }
    let _ = writeln!(out, "  {}{sources:>10}{:>8}{statements:>13}", fit("all", 28), "");
    let [direct, mixed, indirect] = all.forms.map(|n| percent(n, statements, few_statements));
    if !few_statements {
        let told = format!("{direct} % of statements are quoted, {mixed} % partly, {indirect} % told.");
        paragraph(out, "  ", &told, 80);
    }
}

fn unnamed(out: &mut String, all: &Group, width: usize) {
    heading(out, &format!("{:<38}{:>8}{:>9}{:>7}{:>16}", "Unnamed sources", "n", "of", "%", "95 % interval"));
    let rows = [
        ("among sources", &all.unnamed),
        ("statements of theirs", &all.unnamed_statements),
        ("articles with one or more", &all.with_unnamed),
        ("no reason told why they are unnamed", &all.unexplained),
    ];
    for (name, ratio) in rows {
        let [share, ends] = interval(ratio);
        let _ = writeln!(out, "  {}{:>8}{:>9}{share:>7}{ends:>16}", fit(name, 36), ratio.hits, ratio.units);
    }
    let reasons: Vec<String> = Reason::ALL
        .iter()
        .filter(|r| all.with_reason(**r) > 0)
        .map(|r| format!("{} {}", plain(r.name()), all.with_reason(*r)))
        .collect();
    if !reasons.is_empty() {
        paragraph(out, "  Reasons and terms told: ", &reasons.join(", "), width);
    }
}

fn replies(out: &mut String, all: &Group) {
    heading(out, &format!("{:<38}{:>8}{:>9}{:>7}{:>16}", "Asked for their side", "n", "of", "%", "95 % interval"));
    let [share, ends] = interval(&all.with_response);
    let ratio = &all.with_response;
    let name = fit("articles with a response note", 36);
    let _ = writeln!(out, "  {name}{:>8}{:>9}{share:>7}{ends:>16}", ratio.hits, ratio.units);
    let notes: u64 = Outcome::ALL.iter().map(|o| all.with_outcome(*o)).sum();
    for &outcome in Outcome::ALL {
        let n = all.with_outcome(outcome);
        let share = percent(n, notes, all.with_response.hits < FEW);
        let _ = writeln!(out, "  {}{n:>8}{notes:>9}{share:>7}", fit(&plain(outcome.name()), 36));
    }
    heading(
        out,
        &format!("{:<38}{:>8}{:>9}{:>7}{:>16}", "Accused or criticised by name", "n", "of", "%", "95 % interval"),
    );
    let parties: u64 = Hearing::ALL.iter().map(|h| all.heard(*h)).sum();
    for (heard, name) in [
        (Hearing::Spoke, "speak in the text"),
        (Hearing::Asked, "were asked"),
        (Hearing::Somebody, "somebody was asked"),
    ] {
        let n = all.heard(heard);
        let share = percent(n, parties, all.unheard.is_of_few());
        let _ = writeln!(out, "  {}{n:>8}{parties:>9}{share:>7}", fit(name, 36));
    }
    let [share, ends] = interval(&all.unheard);
    let name = fit("no reply in the text", 36);
    let _ = writeln!(out, "  {name}{:>8}{:>9}{share:>7}{ends:>16}", all.unheard.hits, all.unheard.units);
}

fn scores(out: &mut String, all: &Group) {
    let scored = all.scores.values();
    if scored > 0 {
        heading(out, &format!("Scores of {scored} articles"));
        let tens = all.scores.tens();
        let most = tens.iter().copied().max().unwrap_or(1).max(1);
        for (i, n) in tens.into_iter().enumerate().rev() {
            const BAR: u64 = 40;
            let long = (n * BAR).div_ceil(most) as usize;
            let upper = if i == 9 { "100" } else { &format!("{}", i * 10 + 9) };
            let name = format!("{:>3} to {upper:>3}", i * 10);
            let bar = if long > 0 { format!("  {}", paint(SOURCE, &"▇".repeat(long))) } else { String::new() };
            let _ = writeln!(out, "  {name}{n:>10}{bar}");
        }
        let bands = Band::ALL.iter().map(|b| {
            let n = all.in_band(*b);
            match percent(n, scored, scored < FEW).as_str() {
                "–" => format!("{} {n}", b.name()),
                share => format!("{} {n} ({share} %)", b.name()),
            }
        });
        paragraph(out, "  ", &bands.collect::<Vec<_>>().join(", "), 80);
        heading(
            out,
            &format!(
                "{:<26}{:>8}{:>8}{:>9}{:>8}{:>9}{:>9}",
                "Spread", "n", "lowest", "1st qu.", "median", "3rd qu.", "highest"
            ),
        );
        quartiles(out, "score", &all.scores);
        for &dimension in Dimension::ALL {
            quartiles(out, dimension.name(), all.dimension(dimension));
        }
    }
    if !all.abstentions.is_empty() {
        heading(out, &format!("{:<68}{:>10}", "Not scored", "articles"));
        let mut reasons: Vec<(&String, &u64)> = all.abstentions.iter().collect();
        reasons.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
        for (reason, n) in reasons.iter().take(MOST_ROWS) {
            let _ = writeln!(out, "  {}{n:>10}", fit(reason, 66));
        }
        left_out(out, reasons.len().saturating_sub(MOST_ROWS), "reasons");
    }
}

fn quartiles(out: &mut String, name: &str, spread: &super::Spread) {
    let cells = match spread.quartiles() {
        Some(five) => five.map(short),
        None => std::array::from_fn(|_| "–".to_owned()),
    };
    let [lowest, first, half, third, highest] = cells;
    let n = spread.values();
    let _ = writeln!(out, "  {}{n:>8}{lowest:>8}{first:>9}{half:>8}{third:>9}{highest:>9}", fit(name, 24));
}

fn left_out(out: &mut String, more: usize, what: &str) {
    if more > 0 {
        let told = format!("  {more} more {what} with --format csv or json");
        let _ = writeln!(out, "{}", paint(QUIET, &told));
    }
}

fn rules(out: &mut String, all: &Group, page: &Page<'_>) {
    if all.findings.is_empty() {
        return;
    }
    heading(out, &format!("{:<52}{:>10}{:>10}{:>6}", "Most frequent findings", "findings", "articles", "%"));
    let mut rules: Vec<_> = all.findings.iter().collect();
    rules.sort_by(|a, b| b.1.articles.cmp(&a.1.articles).then(b.1.times.cmp(&a.1.times)).then_with(|| a.0.cmp(b.0)));
    for (rule, found) in rules.iter().take(MOST_ROWS) {
        let share = percent(found.articles, all.counted(), all.is_small());
        let title = page.handbook.title(rule);
        let name = if title == rule.as_str() { title.to_owned() } else { format!("{rule}: {title}") };
        let _ = writeln!(out, "  {}{:>10}{:>10}{share:>6}", fit(&name, 50), found.times, found.articles);
    }
    left_out(out, rules.len().saturating_sub(MOST_ROWS), "rules");
}

fn names(out: &mut String, stats: &Stats, page: &Page<'_>) {
    let quoted = stats.names.most_quoted(page.most);
    if quoted.is_empty() {
        return;
    }
    heading(out, &format!("{:<30}{:>10}{:>12}  {}", "Most quoted sources", "articles", "statements", "kind, role"));
    let at_least = if stats.names.dropped_up_to > 0 { "≥" } else { "" };
    for name in quoted {
        let articles = format!("{at_least}{}", name.articles);
        let statements = format!("{at_least}{}", name.statements);
        let mut who = plain(name.kind.name());
        if let Some(role) = &name.role {
            let _ = write!(who, ", {role}");
        }
        let who = cut(&who, page.width.saturating_sub(54).max(20));
        let _ = writeln!(out, "  {}{articles:>10}{statements:>12}  {who}", fit(&name.name, 28));
    }
    let mut told =
        "Matched by name alone: people of one full name count as one, and somebody in two spellings as two.".to_owned();
    if stats.names.single_words > 0 {
        let _ =
            write!(told, " Left out: people named by a single word, {} times in an article.", stats.names.single_words);
    }
    if stats.names.dropped_up_to > 0 {
        let _ = write!(
            told,
            " There were too many names to keep all; a name may have up to {} articles more than told.",
            stats.names.dropped_up_to
        );
    }
    paragraph(out, "  ", &told, page.width);
}

fn groups(out: &mut String, grouping: &Grouping, width: usize) {
    let by = grouping.by.name();
    heading(
        out,
        &format!(
            "{:<25}{:>8}{:>9}{:>9}{:>14}{:>15}",
            format!("By {by}"),
            "articles",
            "sources",
            "unnamed",
            "95 %",
            "score ¼ ½ ¾"
        ),
    );
    let all: Vec<_> = grouping.all().collect();
    for (name, group) in all.iter().take(MOST_SHOWN) {
        let [share, ends] = interval(&group.unnamed);
        let share = if share == "–" { share } else { format!("{share} %") };
        let quartiles = match group.scores.quartiles() {
            Some([_, first, half, third, _]) => [first, half, third]
                .map(|p| Points::whole((p.0 + 500) / 1000).0 / 1000)
                .map(|n| n.to_string())
                .join(" "),
            None => "few".to_owned(),
        };
        let (articles, sources) = (group.counted(), group.totals()[0]);
        let name = cell(*name, 23);
        let _ = writeln!(out, "  {name}{articles:>8}{sources:>9}{share:>9}{ends:>14}{quartiles:>15}");
    }
    // Where all groups are small there would be nothing but dashes.
    if all.iter().any(|(_, group)| !group.unnamed.is_of_few()) {
        heading(
            out,
            &format!(
                "{:<24}{:>8}{}",
                format!("Kinds by {by}, %"),
                "sources",
                Class::ALL.map(|c| format!("{:>8}", cut(c.name, 7))).concat()
            ),
        );
        for (name, group) in all.iter().take(MOST_SHOWN) {
            let sources = group.totals()[0];
            let shares = Class::ALL
                .map(|c| format!("{:>8}", percent(group.of_class(c), sources, group.unnamed.is_of_few())))
                .concat();
            let _ = writeln!(out, "  {}{sources:>8}{shares}", cell(*name, 22));
        }
    }
    left_out(out, all.len().saturating_sub(MOST_SHOWN), "groups");
    if all.iter().any(|(_, g)| g.is_small()) {
        paragraph(out, "  ", &format!("Groups of fewer than {FEW} articles have counts only."), width);
    }
    if grouping.others.read() > 0 {
        let told = format!("{MOST_GROUPS} groups are kept apart; articles of later ones are counted together.");
        paragraph(out, "  ", &told, width);
    }
}

fn cell(name: Result<&str, &'static str>, to: usize) -> String {
    match name {
        Ok(name) => fit(clean(name).as_ref(), to),
        Err(told) => paint(QUIET, &fit(&format!("({told})"), to)),
    }
}

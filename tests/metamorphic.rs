//! What may change in an article without changing who is on the record in it: the house style of its marks, the names of
//! its people, what follows it.

use std::fmt::Write as _;

use onrecord_engine::{Assessment, SourceKind};
use onrecord_parser::Document;
use onrecord_tests::corpus::cases;
use onrecord_tests::run::read;
use onrecord_text::Span;

/// What an article puts on record, a line for each attribution, note and term of anonymity that begins before `until`:
/// words without marks, so that house styles can be compared.
fn on_record(text: &str, found: &Assessment, until: usize) -> Vec<String> {
    let words = |spans: &[Span]| spans.iter().map(|s| plain(s.of(text))).collect::<Vec<_>>().join(" / ");
    let before = |spans: &[Span]| spans.first().is_none_or(|s| (s.start() as usize) < until);
    let mut lines: Vec<String> = Vec::new();
    let mut last = None;
    for a in found.attributions.iter().filter(|a| before(&a.cue) && before(&a.content)) {
        let source = a.source.map_or(String::new(), |id| plain(&found.sources[id as usize].label));
        // Whether speech behind a cue stands by itself depends on how long the sentence with the cue is.
        if let Some(line) = lines.last_mut().filter(|_| a.cue.is_empty() && a.source == last) {
            *line = format!("{line} / {}", words(&a.content));
            continue;
        }
        last = a.source;
        let (kind, form, act) = (a.kind.name(), a.form.name(), a.act.name());
        lines.push(format!("{kind} {form} {act} {source} | {} | {}", words(&a.cue), words(&a.content)));
    }
    for r in found.responses.iter().filter(|r| before(&[r.span])) {
        lines.push(format!("{} | {}", r.outcome.name(), words(r.party.as_slice())));
    }
    for j in found.justifications.iter().filter(|j| before(&[j.span])) {
        let whose: Vec<String> = j.sources.iter().map(|&id| plain(&found.sources[id as usize].label)).collect();
        lines.push(format!("{} | {}", j.reason.name(), whose.join(", ")));
    }
    lines
}

/// Words without marks of any house, blanks single.
fn plain(words: &str) -> String {
    let mark = |c: char| matches!(c, '“' | '”' | '"' | '«' | '»' | '„' | '‘' | '’' | '\'');
    let bare: String = words.chars().filter(|&c| !mark(c)).collect();
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The lines that only one of the two has.
fn differences(before: &[String], after: &[String]) -> String {
    let mut out = String::new();
    before.iter().filter(|l| !after.contains(l)).for_each(|l| writeln!(out, "  - {l}").expect("a string takes all"));
    after.iter().filter(|l| !before.contains(l)).for_each(|l| writeln!(out, "  + {l}").expect("a string takes all"));
    out
}

fn none_of(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// How houses mark speech, and whether the marks are apostrophes too.
const STYLES: [(&str, &str, bool); 6] = [
    ("“", "”", false),
    ("\"", "\"", false),
    ("''", "''", false),
    ("«", "»", false),
    ("‘", "’", true),
    ("'", "'", true),
];

/// `text` with the marks of its quotations in another style; `None` where it cannot be written so.
fn restyled(text: &str, document: &Document, (open, close, single): (&str, &str, bool)) -> Option<String> {
    // Speech within speech has other marks than the speech around it, and single marks are always closed.
    let inner = |marks: &[&str]| {
        document.tokens.iter().enumerate().any(|(i, t)| {
            let quote = document.quote_of(i as u32).map(|q| q.tokens.start + 1..q.tokens.end - 1);
            quote.is_some_and(|q| q.contains(&(i as u32))) && marks.contains(&t.text(text))
        })
    };
    if single && (inner(&["‘", "'"]) || document.quotes.iter().any(|q| !q.closed))
        || !single && inner(&["“", "\"", "«", "''"])
    {
        return None;
    }
    let mut out = String::new();
    let mut at = 0;
    for quote in &document.quotes {
        let mark = |i: u32| document.tokens[i as usize].span();
        let first = mark(quote.tokens.start);
        out.push_str(&text[at..first.start() as usize]);
        out.push_str(open);
        // Only French houses leave a blank within.
        at = first.end() as usize;
        at += text[at..].len() - text[at..].trim_start_matches([' ', '\u{a0}']).len();
        if quote.closed {
            let last = mark(quote.tokens.end - 1);
            out.push_str(text[at..last.start() as usize].trim_end_matches([' ', '\u{a0}']));
            out.push_str(close);
            at = last.end() as usize;
        }
    }
    out.push_str(&text[at..]);
    Some(out)
}

#[test]
fn the_style_of_quotation_marks_changes_nothing() {
    let mut faults = Vec::new();
    for case in cases() {
        let (document, found) = read(&case.text);
        let before = on_record(&case.text, &found, usize::MAX);
        for style in STYLES {
            let Some(text) = restyled(&case.text, &document, style) else { continue };
            let after = on_record(&text, &read(&text).1, usize::MAX);
            if before != after {
                faults.push(format!("{} in {}…{}\n{}", case.slug, style.0, style.1, differences(&before, &after)));
            }
        }
    }
    none_of(&faults);
}

/// Names of many cultures, all invented: first name, surname where the name stands in full, surname later on.
const NAMES: [(&str, &str, &str); 29] = [
    ("Thuyet Bich", "Tranh", "Tranh"),
    ("Oluwaseun", "Adebamowo", "Adebamowo"),
    ("Ágnes", "Kővárszky", "Kővárszky"),
    ("Mariam", "al-Hashemiya", "al-Hashemiya"),
    ("Yusuf", "Al-Tikran", "Al-Tikran"),
    ("Lucía", "Fernández Ortegal", "Fernández"),
    ("Pieter", "van den Broekman", "van den Broekman"),
    ("Anneke", "de Wijkstra", "de Wijkstra"),
    ("Þórdís", "Guðlaugsdóttir", "Guðlaugsdóttir"),
    ("Meilin", "Xuan", "Xuan"),
    ("Siobhán", "O'Rourkey", "O'Rourkey"),
    ("Declan", "O’Shaunessy", "O’Shaunessy"),
    ("Jean-Luc", "Baptiste-Morel", "Baptiste-Morel"),
    ("J.T.", "Hollowell", "Hollowell"),
    ("K. R.", "Palanivel", "Palanivel"),
    ("Raymond", "Tullock Jr.", "Tullock"),
    ("Walter", "Pemberley III", "Pemberley"),
    ("João", "da Silveirinha", "da Silveirinha"),
    ("Karl-Heinz", "von der Leyden", "von der Leyden"),
    ("İbrahim", "Çelikoğullu", "Çelikoğullu"),
    ("Ji-woo", "Parkh", "Parkh"),
    ("Ngozi", "Nwankwo-Ezeh", "Nwankwo-Ezeh"),
    ("Fiona", "MacAllistair", "MacAllistair"),
    ("DeShawn", "D'Angelico", "D'Angelico"),
    ("María José", "de la Cruzada", "de la Cruzada"),
    ("Abebech", "Tesfamariam", "Tesfamariam"),
    ("Kealoha", "Kamakawiwo", "Kamakawiwo"),
    ("Rhys", "ap Gwilym", "ap Gwilym"),
    ("Xiong", "Zhenweih", "Xiong"),
];

/// `text` with `word` written as `new` wherever it stands alone; a small letter that begins a sentence is written large.
fn replaced(text: &str, word: &str, new: &str) -> String {
    let mut out = String::new();
    let mut at = 0;
    for (i, _) in text.match_indices(word) {
        let end = i + word.len();
        let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '-');
        if i < at || !free(text[..i].chars().next_back()) || !free(text[end..].chars().next()) {
            continue;
        }
        out.push_str(&text[at..i]);
        let lead = text[..i].trim_end_matches([' ', '“', '"', '‘', '\'']);
        let opens = lead.is_empty() || lead.ends_with(['.', '?', '!', '\n', '”', '"']);
        let mut letters = new.chars();
        match letters.next().filter(|_| opens) {
            Some(first) => out.extend(first.to_uppercase().chain(letters)),
            None => out.push_str(new),
        }
        at = end;
    }
    out.push_str(&text[at..]);
    out
}

/// The people of an article whose names can be changed: two words that nothing else in it is called by.
fn people<'a>(text: &str, found: &'a Assessment) -> Vec<(&'a str, &'a str)> {
    let sole = |word: &str| {
        let others = found.sources.iter().filter(|s| s.label.contains(word)).count();
        others == 1 && !text.contains(&word.to_uppercase()) && !text.contains(&word.to_lowercase())
    };
    let named = found.sources.iter().filter(|s| s.kind == SourceKind::NamedPerson);
    named
        .filter_map(|s| s.name.as_deref()?.split_once(' '))
        .filter(|(first, last)| first.chars().chain(last.chars()).all(char::is_alphabetic) && sole(first) && sole(last))
        .collect()
}

/// Whether somebody else in `text` has the surname `last`: a capitalised word that is no title stands before it.
fn shared(text: &str, first: &str, last: &str) -> bool {
    const TITLES: [&str; 6] = ["Mr", "Ms", "Mrs", "Mr.", "Ms.", "Mrs."];
    text.match_indices(last).any(|(i, _)| {
        let before = text[..i].strip_suffix(' ').and_then(|t| t.split([' ', '\n']).next_back()).unwrap_or("");
        before.starts_with(char::is_uppercase) && before != first && !TITLES.contains(&before)
    })
}

#[test]
fn a_name_of_another_culture_changes_nothing() {
    let mut faults = Vec::new();
    for case in cases() {
        let (_, found) = read(&case.text);
        let before = on_record(&case.text, &found, usize::MAX);
        for (n, (first, last)) in people(&case.text, &found).into_iter().enumerate() {
            let whole = format!("{first} {last}");
            let before: Vec<String> = before.iter().map(|line| line.replace(&whole, last)).collect();
            let first_alone = case.text.matches(first).count() > case.text.matches(&whole).count();
            for (new_first, full, later) in NAMES.into_iter().skip(n % 2).step_by(2) {
                // A name that the article has already, or that leaves two of one surname, would be another article.
                let mut words = [new_first, full].into_iter().flat_map(|n| n.split([' ', '-']));
                let known = words.any(|w| w.len() > 3 && case.text.contains(w));
                // Nobody is called by initials or by the second of two names alone.
                let nameless = first_alone && (new_first.contains('.') || new_first == later);
                if known || nameless || full != later && shared(&case.text, first, last) {
                    continue;
                }
                let new = format!("{new_first} {full}");
                let text = replaced(&case.text, &whole, &new);
                // By one word alone only the first of two is used.
                let alone = new_first.split(' ').next().unwrap_or(new_first);
                let text = replaced(&replaced(&text, last, later), first, alone);
                // The old names again: the longest words first, and small letters that stood large.
                let back = |mut line: String| {
                    for (new, old) in
                        [(new.as_str(), last), (full, last), (later, last), (new_first, first), (alone, first)]
                    {
                        let new = plain(new);
                        let mut letters = new.chars();
                        let large = letters.next().map(char::to_uppercase).into_iter().flatten().chain(letters);
                        let large: String = large.collect();
                        line = line.replace(&large, old).replace(&new, old);
                    }
                    line
                };
                let after: Vec<String> = on_record(&text, &read(&text).1, usize::MAX).into_iter().map(back).collect();
                if before != after {
                    faults.push(format!("{}: {whole} as {new}\n{}", case.slug, differences(&before, &after)));
                }
            }
        }
    }
    none_of(&faults);
}

#[test]
fn one_name_is_enough_for_a_person() {
    let first = [
        "Mayor Sutarno opened the market on Monday.",
        "The market was opened by Mr. Sutarno.",
        "Sutarno, a baker, said that bread was dear.",
        "Sutarno, 41, said that bread was dear.",
        "Sutarno, who bakes bread in Vale, said that it was dear.",
        "Ana Vane’s lawyer, Sutarno, said that bread was dear.",
        "Sutarno, Ana Vane’s lawyer, said that bread was dear.",
        "The baker Sutarno said that bread was dear.",
        "“I bake bread,” said Sutarno.",
    ];
    for text in first {
        let text = format!(
            "{text} The square was full, and it rained.\n\n“Nobody came,” Sutarno said. He added that he was tired."
        );
        let (_, found) = read(&text);
        let said: Vec<String> = on_record(&text, &found, usize::MAX).into_iter().rev().take(2).collect();
        let wanted = [
            "named-person indirect statement Sutarno | added | that he was tired",
            "named-person direct statement Sutarno | said | Nobody came,",
        ];
        assert_eq!(said, wanted, "{text}");
    }
}

#[test]
fn what_is_added_at_the_end_changes_nothing_before_it() {
    const MORE: [&str; 3] = [
        "The pier, built in 1911, has two lamps and a bench that faces the sea, and it was painted last spring.",
        "Ola Brennard, a baker in another town, said that bread would be dearer by the end of the winter.",
        "“The kiln was cold by noon and nobody lit it again,” a potter from the hills said.",
    ];
    let mut faults = Vec::new();
    for case in cases() {
        let text = case.text.trim_end();
        let before = on_record(text, &read(text).1, usize::MAX);
        for more in MORE {
            let longer = format!("{text}\n\n{more}\n");
            let after = on_record(&longer, &read(&longer).1, text.len());
            if before != after {
                faults.push(format!("{} and “{more}”\n{}", case.slug, differences(&before, &after)));
            }
        }
    }
    none_of(&faults);
}

#[test]
fn twice_the_text_gives_about_twice_the_work() {
    let shapes = [
        "who said that ",
        "the official, who said ",
        "\"No,\" he said. ",
        "Mira Okonjo-Hale and Mr. Hale said ",
        "according to officials, ",
        "An official said she said he said they said. ",
        "did not respond to a request for comment, ",
        "“Why?\n\n",
        "‘So, ",
        "Q: Why?\nA: Because.\n",
        "a, b and c said (x) — ",
    ];
    // Everything that is found and stored, in tokens.
    let work = |text: &str| {
        let (d, found) = read(text);
        let content: usize = d.attributions.iter().flat_map(|a| &a.content).map(|c| c.len()).sum();
        let mentions: usize = d.mentions.iter().map(|m| m.tokens.len()).sum();
        let sources: usize = found.sources.iter().map(|s| s.mentions.len()).sum();
        let terms: usize = found.justifications.iter().map(|j| j.sources.len()).sum();
        d.tokens.len()
            + content
            + mentions
            + sources
            + terms
            + d.clauses.len()
            + found.findings.len()
            + found.lines.len()
    };
    for shape in shapes {
        let (once, twice) = (work(&shape.repeat(1_500)), work(&shape.repeat(3_000)));
        assert!(twice <= once * 5 / 2 + 1_000, "`{shape}`: {once} for one text, {twice} for two");
    }
}

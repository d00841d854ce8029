//! What may change in an article without changing who is on the record in it: the house style of its marks, the names of
//! its people, what follows it.

use std::fmt::Write as _;

use onrecord_engine::Assessment;
use onrecord_tests::corpus::cases;
use onrecord_tests::run::read;
use onrecord_tests::variants::{NAMES, STYLES, people, plain, replaced, restyled, shared};
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

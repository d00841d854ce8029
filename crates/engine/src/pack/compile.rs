//! Compiles the patterns of all checked rules, with the place of every mistake in them.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use onrecord_parser::{Lexicon, LexiconBuilder};

use crate::pack::lexicons::{self, WordList};
use crate::pack::raw::Word;
use crate::pack::validate::{Checked, Placed};
use crate::pattern::Matcher;
use crate::pattern::atoms::AtomBuilder;
use crate::pattern::matcher::{GROUPS, Group, RuleFacts};
use crate::pattern::program::{PROGRAM_LIMIT, Program};
use crate::pattern::syntax::{self, Fault};
use crate::problem::{Problem, Reading};
use crate::rule::{RuleId, RuleKind};

/// A rule set may have this many patterns.
const PATTERNS_LIMIT: usize = 20_000;

/// Makes the lexicon and the matcher of all rules. Both share one numbering of words.
pub(crate) fn compile<'r>(
    rules: &'r [(Checked, Arc<str>)],
    lists: &BTreeMap<String, WordList>,
    problems: &mut Vec<Problem>,
) -> (Lexicon, Matcher) {
    let mut words = LexiconBuilder::with_capacity(lists.values().map(|l| l.entries.len()).sum());
    AtomBuilder::reserve_marks(&mut words);
    let numbers = lexicons::compile(lists, &mut words);
    let mut programs: [Program; GROUPS] = Default::default();
    let mut atoms = AtomBuilder::new(&mut words, lists, &numbers);
    'rules: for (number, (checked, source)) in rules.iter().enumerate() {
        if checked.rule.disabled.is_some() {
            continue;
        }
        let main = if matches!(checked.rule.kind, RuleKind::Source { .. }) { Group::Source } else { Group::Scan };
        let placed = |list: &'r [Placed]| list.iter().map(|p| (&p.word, p.origin.as_deref())).collect::<Vec<_>>();
        let own = |list: &'r [Word]| list.iter().map(|word| (word, None)).collect::<Vec<_>>();
        let sets = [
            (main, placed(&checked.patterns)),
            (Group::Unless, placed(&checked.unless)),
            (Group::Head, own(&checked.head)),
            (Group::Flag, own(&checked.immediately)),
        ];
        for (group, patterns) in sets {
            for (i, (pattern, origin)) in patterns.into_iter().enumerate() {
                let mut reading = checked.reading(origin, source, problems);
                let size = |count: fn(&Program) -> usize| programs.iter().map(count).sum::<usize>();
                let (states, total) = (size(|p| p.states.len()), size(|p| p.patterns.len()));
                if states > PROGRAM_LIMIT || total >= PATTERNS_LIMIT {
                    let message = format!("the rules up to here have {total} patterns with {states} automaton states");
                    let help =
                        format!("at most {PATTERNS_LIMIT} and {PROGRAM_LIMIT} are allowed; leave out some packs");
                    reading.say(pattern.span(), message, Some(help));
                    break 'rules;
                }
                let program = &mut programs[group as usize];
                let id = RuleId(number as u32);
                let added = syntax::parse(pattern.get_ref(), lists)
                    .and_then(|node| program.add(id, i as u32, &node, pattern.get_ref(), &mut atoms));
                if let Err(fault) = added {
                    say(fault, pattern, &mut reading);
                }
            }
        }
        if checked.party {
            let program = &programs[Group::Scan as usize];
            let silent = program
                .patterns
                .iter()
                .filter(|p| p.rule.0 as usize == number && !p.captures.iter().any(|c| c == "who"))
                .find_map(|p| checked.patterns.get(p.number as usize));
            if let Some(Placed { word, origin }) = silent {
                let help = "add `who:( … )` around the words that name the party".to_owned();
                let mut reading = checked.reading(origin.as_deref(), source, problems);
                reading.say(word.span(), "`party = \"who\"`, and this pattern captures no `who`", Some(help));
            }
        }
    }
    let parts = atoms.close();
    let lexicon = words.build();
    let facts = rules.iter().map(|(c, _)| RuleFacts { zones: c.rule.zones, unless: !c.unless.is_empty() }).collect();
    let matcher = Matcher::new(parts, &lexicon, programs, facts);
    (lexicon, matcher)
}

fn say(fault: Fault, pattern: &Word, reading: &mut Reading) {
    let source = Arc::clone(&reading.source);
    let place = inside(&source, pattern.span(), pattern.get_ref(), fault.at);
    reading.say(place, fault.message, fault.help);
}

/// The place in the file of the bytes `at` of a string whose quotation marks enclose `place`.
fn inside(source: &str, place: Range<usize>, value: &str, at: Range<usize>) -> Range<usize> {
    let raw = &source[place.clone()];
    let mark = raw.chars().next().unwrap_or('"');
    let triple = raw.len() >= 6 && raw.starts_with(&mark.to_string().repeat(3));
    let mut from = place.start + if triple { 3 } else { 1 };
    // A line break directly behind the opening marks is no part of the value.
    if triple {
        from += source[from..].len()
            - source[from..].trim_start_matches('\r').strip_prefix('\n').unwrap_or(&source[from..]).len();
    }
    let mut offsets = Vec::with_capacity(value.len() + 1);
    let mut pos = from;
    for c in value.chars() {
        let rest = source.get(pos..place.end).unwrap_or_default();
        let width = match rest.as_bytes() {
            [b'\\', b'u', ..] if mark == '"' => 6,
            [b'\\', b'U', ..] if mark == '"' => 10,
            [b'\\', b'x', ..] if mark == '"' => 4,
            [b'\\', ..] if mark == '"' => 2,
            _ => c.len_utf8(),
        };
        offsets.extend(std::iter::repeat_n(pos, c.len_utf8()));
        pos += width;
    }
    offsets.push(pos);
    let offset = |i: usize| offsets.get(i).copied().unwrap_or(pos).min(place.end);
    let (start, end) = (offset(at.start), offset(at.end));
    // A mark needs something to stand under.
    if start < end { start..end } else { start..(start + 1).min(place.end) }
}

//! Applies the overrides and disables of a pack to the rules of the packs below.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::date::Date;
use crate::pack::overrides::{Entry, Keys, RawOverride};
use crate::pack::raw::Word;
use crate::pack::validate::{Checked, Origin, Placed, marked, one_of, unmarked};
use crate::problem::{Problem, Reading, suggest};
use crate::rule::{Amendment, Change, Example, ExampleKind, RuleKind, RuleStatus, Severity, Standard};

/// The rules so far, each with the contents of its file.
type Rules = [(Checked, Arc<str>)];

/// What is known of the rules that a pack may amend.
pub(crate) struct Below<'a> {
    /// The pack that amends.
    pub(crate) pack: usize,
    /// The ids of all rule files so far, also of those that could not be read.
    pub(crate) ids: &'a BTreeSet<String>,
    /// The day; when `None`, every date lies ahead.
    pub(crate) today: Option<Date>,
    /// Whether packs are missing, so that rules seem to be unknown that are not.
    pub(crate) unread: bool,
}

/// Applies `entries`, which are those of one pack, in their order.
pub(crate) fn amend(entries: Vec<Entry>, below: &Below, rules: &mut Rules, problems: &mut Vec<Problem>) {
    if entries.is_empty() {
        return;
    }
    let mut ids: BTreeMap<String, usize> = BTreeMap::new();
    let mut old: BTreeMap<String, usize> = BTreeMap::new();
    for (number, (checked, _)) in rules.iter().enumerate() {
        ids.insert(checked.rule.id.clone(), number);
        old.extend(checked.rule.renamed_from.iter().map(|id| (id.clone(), number)));
    }
    let mut amender = Amender { below, ids, old, seen: BTreeMap::new() };
    for entry in entries {
        let origin = Arc::clone(&entry.origin);
        let mut reading = Reading::new(origin.file.clone(), Arc::clone(&origin.source), problems);
        for number in amender.targets(&entry, rules, &mut reading) {
            amender.one(number, &entry, rules, &mut reading);
        }
        accept(&entry.accepted, &amender.first(&entry, rules), rules, &mut reading);
    }
}

struct Amender<'a> {
    below: &'a Below<'a>,
    ids: BTreeMap<String, usize>,
    old: BTreeMap<String, usize>,
    /// Where this pack has set a key of a rule.
    seen: BTreeMap<(usize, &'static str), String>,
}

impl Amender<'_> {
    /// The rules that `entry` names; the mistake or warning where it names none, an old id or one that will go.
    fn targets(&self, entry: &Entry, rules: &Rules, reading: &mut Reading) -> Vec<usize> {
        let id = entry.rule.get_ref().as_str();
        let place = entry.rule.span();
        if let Some((start, rest)) = id.split_once('*') {
            if entry.keys.is_some() || !rest.is_empty() {
                let message = if entry.keys.is_some() {
                    "an override names one rule".to_owned()
                } else {
                    "`*` stands at the end only".to_owned()
                };
                reading.say(place, message, Some("`anon/*` in a disable is every rule of the group".to_owned()));
                return Vec::new();
            }
            let matching = |(number, (checked, _)): (usize, &(Checked, Arc<str>))| {
                (checked.rule.id.starts_with(start) && checked.rule.pack < self.below.pack).then_some(number)
            };
            let found: Vec<usize> = rules.iter().enumerate().filter_map(matching).collect();
            if found.is_empty() && !self.below.unread {
                let mut groups: Vec<String> =
                    self.known(rules).filter_map(|id| Some(id.split_once('/')?.0.to_owned())).collect();
                groups.dedup();
                let groups: BTreeSet<String> = groups.into_iter().map(|g| format!("{g}/*")).collect();
                reading.say(
                    place.clone(),
                    format!("no rule of a pack below is called `{id}`"),
                    suggest(id, groups.iter().map(String::as_str)),
                );
            }
            let on: Vec<usize> = found.iter().copied().filter(|&n| rules[n].0.rule.disabled.is_none()).collect();
            if on.is_empty() && !found.is_empty() {
                reading.warn(place, format!("every rule that `{id}` names is already disabled"), "remove this entry");
            }
            return on;
        }
        let number = match self.ids.get(id) {
            Some(&number) => number,
            None => {
                let Some(&number) = self.old.get(id) else {
                    // A rule that cannot be read has mistakes of its own.
                    if !self.below.unread && !self.below.ids.contains(id) {
                        let help = suggest(id, self.known(rules))
                            .or_else(|| Some("`onrecord rules list` lists all".to_owned()));
                        reading.say(place, format!("no pack below has a rule `{id}`"), help);
                    }
                    return Vec::new();
                };
                let now = &rules[number].0.rule.id;
                reading.warn(place.clone(), format!("rule `{id}` is now called `{now}`"), format!("write `{now}`"));
                number
            }
        };
        let rule = &rules[number].0.rule;
        if rule.pack >= self.below.pack {
            let help = format!("change it in {}", rule.file);
            reading.say(place, format!("rule `{}` is of this pack itself", rule.id), Some(help));
            return Vec::new();
        }
        if rule.status == RuleStatus::Deprecated && entry.keys.is_some() {
            let message = format!("rule `{}` is deprecated", rule.id);
            match &rule.replaced_by {
                Some(next) => reading.warn(place, message, format!("`{next}` replaces it")),
                None => reading.warn(place, message, "it will go; plan to do without it"),
            }
        }
        vec![number]
    }

    fn known<'r>(&self, rules: &'r Rules) -> impl Iterator<Item = &'r str> {
        let pack = self.below.pack;
        rules.iter().map(|(c, _)| &c.rule).filter(move |r| r.pack < pack).map(|r| r.id.as_str())
    }

    /// The rules whose examples an entry may break first of all: those that it names.
    fn first(&self, entry: &Entry, rules: &Rules) -> BTreeSet<usize> {
        let id = entry.rule.get_ref();
        let named = self.ids.get(id).or(self.old.get(id)).copied();
        let pack = self.below.pack;
        named.into_iter().filter(|&n| rules[n].0.rule.pack < pack).collect()
    }

    fn one(&mut self, number: usize, entry: &Entry, rules: &mut Rules, reading: &mut Reading) {
        let passed = entry.until.clone().filter(|(until, _)| self.below.today.is_some_and(|today| *until < today));
        if let Some((until, place)) = &passed {
            let what = if entry.keys.is_some() { "override" } else { "disable" };
            let help = "remove it or set another day; `score` heeds the day under `--today` only";
            reading.warn(place.clone(), format!("this {what} ended on {until}"), help);
        }
        let mut amendment = Amendment {
            pack: self.below.pack,
            file: entry.origin.file.clone(),
            place: entry.rule.span(),
            reason: entry.reason.clone(),
            until: entry.until.as_ref().map(|(until, _)| *until),
            lapsed: passed.is_some(),
            disables: entry.keys.is_none(),
            changes: Vec::new(),
        };
        let (checked, _) = &mut rules[number];
        if let Some(before) = &checked.rule.disabled {
            let message = format!("rule `{}` is already disabled: {before}", checked.rule.id);
            reading.warn(entry.rule.span(), message, "remove this entry");
            if entry.keys.is_none() {
                return;
            }
        }
        // So no rule is drafted more often than there are keys, and the cost stays in proportion to the file.
        if entry.keys.as_ref().is_some_and(|raw| self.again(number, &checked.rule.id, raw, reading)) {
            return;
        }
        // What has passed is checked like everything else, and thrown away.
        let mut draft = checked.clone();
        match &entry.keys {
            None => draft.rule.disabled = Some(entry.reason.clone()),
            Some(raw) => {
                let mut change = Draft { checked: &mut draft, origin: &entry.origin, changes: Vec::new(), reading };
                change.values(raw);
                change.lists(raw, &entry.rule);
                amendment.changes = change.changes;
            }
        }
        if passed.is_none() {
            *checked = draft;
        }
        checked.rule.amendments.push(amendment);
    }
}

impl Amender<'_> {
    /// Whether this pack has overridden one of the keys of rule `number` before, which is a mistake.
    fn again(&mut self, number: usize, id: &str, raw: &RawOverride, reading: &mut Reading) -> bool {
        let mut twice = false;
        for (key, place) in Keys::of(raw).0 {
            if let Some(other) = self.seen.get(&(number, key)) {
                let message = format!("`{key}` of `{id}` is overridden twice in this pack");
                reading.say(place, message, Some(format!("put both into one place; the other is {other}")));
                twice = true;
            } else {
                self.seen.insert((number, key), line(reading, &place));
            }
        }
        twice
    }
}

/// The file and line of `place`.
fn line(reading: &Reading, place: &Range<usize>) -> String {
    let before = reading.source.get(..place.start).unwrap_or_default();
    format!("{}:{}", reading.file, before.matches('\n').count() + 1)
}

/// A rule while an override changes it.
struct Draft<'d, 'p> {
    checked: &'d mut Checked,
    origin: &'d Arc<Origin>,
    changes: Vec<Change>,
    reading: &'d mut Reading<'p>,
}

impl Draft<'_, '_> {
    fn changed(&mut self, key: &'static str, text: &str, place: Range<usize>) {
        self.changes.push(Change { key, text: text.to_owned(), place });
    }

    /// Notes that a value is the one that the rule has already.
    fn same(&mut self, key: &str, place: Range<usize>) {
        let message = format!("`{key}` of `{}` is this already", self.checked.rule.id);
        self.reading.warn(place, message, "remove it");
    }

    /// The keys that replace a value.
    fn values(&mut self, raw: &RawOverride) {
        if let Some(word) = &raw.severity
            && let Some(value) = one_of(word, "severity", Severity::ALL, |s| s.name(), self.reading)
        {
            if std::mem::replace(&mut self.checked.rule.severity, value) == value {
                self.same("severity", word.span());
            }
            self.changed("severity", "", word.span());
        }
        if let Some(word) = &raw.status
            && let Some(value) = one_of(word, "status", RuleStatus::ALL, |s| s.name(), self.reading)
        {
            if std::mem::replace(&mut self.checked.rule.status, value) == value {
                self.same("status", word.span());
            }
            if value == RuleStatus::Stable && self.checked.rule.standard.is_empty() && raw.add_standard.is_empty() {
                let help = "name one in `add_standard`".to_owned();
                self.reading.say(word.span(), "a stable rule rests on a published standard", Some(help));
            }
            self.changed("status", "", word.span());
        }
        if let Some(number) = &raw.rank {
            let kind = self.checked.rule.kind.name();
            if let RuleKind::Source { rank, .. } = &mut self.checked.rule.kind {
                if std::mem::replace(rank, *number.get_ref()) == *number.get_ref() {
                    self.same("rank", number.span());
                }
                self.checked.rank = (Some(number.span()), Some(Arc::clone(self.origin)));
                self.changed("rank", "", number.span());
            } else {
                let help = "it belongs to source rules; remove it".to_owned();
                self.reading.say(number.span(), format!("`rank` has no meaning in a {kind} rule"), Some(help));
            }
        }
        for (key, word) in [("title", &raw.title), ("why", &raw.why), ("remedy", &raw.remedy)] {
            let Some(word) = word else { continue };
            if word.get_ref().trim().is_empty() {
                let help = "write a sentence for the reader".to_owned();
                self.reading.say(word.span(), format!("`{key}` is empty"), Some(help));
            }
            let rule = &mut self.checked.rule;
            let slot = match key {
                "title" => &mut rule.title,
                "why" => &mut rule.why,
                _ => &mut rule.remedy,
            };
            if std::mem::replace(slot, word.get_ref().clone()) == *word.get_ref() {
                self.same(key, word.span());
            }
            self.changed(key, "", word.span());
        }
    }

    /// The keys that add to lists and take from them.
    fn lists(&mut self, raw: &RawOverride, at: &Word) {
        let had_patterns = !self.checked.patterns.is_empty();
        let kind = self.checked.rule.kind.name();
        let patterns = [&raw.add_pattern, &raw.remove_pattern, &raw.add_unless, &raw.remove_unless];
        if let Some(word) = patterns.into_iter().flatten().next().filter(|_| matches!(kind, "absence" | "count")) {
            let help = "only source, marker and response rules look for words; remove it".to_owned();
            self.reading.say(word.span(), format!("a {kind} rule has no patterns"), Some(help));
            return;
        }
        for word in &raw.remove_pattern {
            self.remove("pattern", word);
        }
        for word in &raw.add_pattern {
            if !had_patterns {
                let help =
                    "it holds whatever the words; a pattern would narrow it: write a rule of your own".to_owned();
                self.reading.say(word.span(), format!("`{}` looks for no words", self.checked.rule.id), Some(help));
                continue;
            }
            self.add("pattern", word);
        }
        if had_patterns && self.checked.patterns.is_empty() {
            let help = "keep one, add another, or disable the rule".to_owned();
            let message = format!("no pattern of `{}` is left", self.checked.rule.id);
            self.reading.say(raw.remove_pattern.first().unwrap_or(at).span(), message, Some(help));
        }
        for word in &raw.remove_unless {
            self.remove("unless", word);
        }
        for word in &raw.add_unless {
            self.add("unless", word);
        }
        if let Some(word) = raw.add_pattern.first().filter(|_| raw.add_hit.is_empty()) {
            let help = "add `add_hit = [\"… [[words]] …\"]` with a sentence for each pattern".to_owned();
            self.reading.say(word.span(), "a pattern is added without a hit that shows it", Some(help));
        }
        for word in &raw.add_hit {
            if let Some((text, spans)) = marked(word, self.reading) {
                self.example("add_hit", ExampleKind::Hit { spans, known: false }, text, word);
            }
        }
        for word in &raw.add_miss {
            unmarked(word, self.reading);
            self.example("add_miss", ExampleKind::Miss { known: false }, word.get_ref().clone(), word);
        }
        for standard in &raw.add_standard {
            let value = standard.get_ref();
            let value = Standard { org: value.org.clone(), title: value.title.clone() };
            if self.checked.rule.standard.contains(&value) {
                self.same("standard", standard.span());
            } else {
                self.checked.rule.standard.push(value);
                self.changed("add_standard", "", standard.span());
            }
        }
    }

    fn example(&mut self, key: &'static str, kind: ExampleKind, text: String, word: &Word) {
        if self.checked.rule.examples.iter().any(|e| e.text == text && e.kind == kind) {
            self.same("example", word.span());
            return;
        }
        let file = Some(self.origin.file.clone());
        self.checked.rule.examples.push(Example { kind, text, place: word.span(), file, accepted: false });
        self.changed(key, word.get_ref(), word.span());
    }

    fn list(&mut self, list: &str) -> (&mut Vec<Placed>, &mut Vec<String>) {
        if list == "pattern" {
            (&mut self.checked.patterns, &mut self.checked.rule.patterns)
        } else {
            (&mut self.checked.unless, &mut self.checked.rule.unless)
        }
    }

    fn add(&mut self, list: &str, word: &Word) {
        let origin = Some(Arc::clone(self.origin));
        let (placed, texts) = self.list(list);
        placed.push(Placed { word: word.clone(), origin });
        texts.push(word.get_ref().clone());
        self.changed(if list == "pattern" { "add_pattern" } else { "add_unless" }, word.get_ref(), word.span());
    }

    fn remove(&mut self, list: &'static str, word: &Word) {
        let (placed, texts) = self.list(list);
        let Some(at) = texts.iter().position(|t| t == word.get_ref()) else {
            let help = suggest(word.get_ref(), texts.iter().map(String::as_str));
            // All of them would fill the page.
            let help = help.filter(|h| h.starts_with("did"));
            let help = help.or_else(|| Some("copy it from the rule; `onrecord rules show` prints it".to_owned()));
            let message = format!("`{}` has no {list} `{}`", self.checked.rule.id, word.get_ref());
            self.reading.say(word.span(), message, help);
            return;
        };
        placed.remove(at);
        texts.remove(at);
        self.changed(if list == "pattern" { "remove_pattern" } else { "remove_unless" }, word.get_ref(), word.span());
    }
}

/// Marks the examples with the texts `accepted`: those of the rules `first` or, where these have none, of all others.
fn accept(accepted: &[Word], first: &BTreeSet<usize>, rules: &mut Rules, reading: &mut Reading) {
    for word in accepted {
        let text = word.get_ref().replace("[[", "").replace("]]", "");
        let mark = |rules: &mut Rules, among: &dyn Fn(usize) -> bool| {
            let rules = rules.iter_mut().enumerate().filter(|(number, _)| among(*number));
            let examples = rules.flat_map(|(_, (checked, _))| &mut checked.rule.examples);
            examples.filter(|e| e.text == text).map(|e| e.accepted = true).count()
        };
        if mark(rules, &|number| first.contains(&number)) == 0 && mark(rules, &|_| true) == 0 {
            let examples = rules.iter().flat_map(|(checked, _)| &checked.rule.examples);
            let help = suggest(&text, examples.map(|e| e.text.as_str()));
            let help = help.filter(|h| h.starts_with("did")).unwrap_or_else(|| "copy it from the rule".to_owned());
            reading.say(word.span(), "no example of a rule below has this text", Some(help));
        }
    }
}

/// What can be said once all packs are laid over each other.
pub(crate) fn finish(rules: &Rules, problems: &mut Vec<Problem>) {
    let ids: BTreeSet<&str> = rules.iter().map(|(c, _)| c.rule.id.as_str()).collect();
    let mut old: BTreeMap<&str, &str> = BTreeMap::new();
    for (checked, source) in rules {
        let rule = &checked.rule;
        for word in &checked.renamed_from {
            let id = word.get_ref().as_str();
            let mut reading = checked.reading(None, source, problems);
            if ids.contains(id) {
                let help = "an old id must be free, or nobody knows which rule is meant".to_owned();
                reading.say(word.span(), format!("`{id}` is the id of a rule"), Some(help));
            } else if let Some(other) = old.insert(id, &rule.id) {
                let help = "remove it from one of the two".to_owned();
                reading.say(word.span(), format!("`{id}` is also an old id of `{other}`"), Some(help));
            }
        }
        if let Some(word) = &checked.replaced_by {
            let next = word.get_ref();
            let mut reading = checked.reading(None, source, problems);
            if *next == rule.id {
                reading.say(word.span(), "a rule cannot replace itself", Some("name another rule".to_owned()));
            } else if !ids.contains(next.as_str()) {
                reading.say(word.span(), format!("unknown rule `{next}`"), suggest(next, ids.iter().copied()));
            }
        }
        for (what, list) in [("pattern", &checked.patterns), ("unless", &checked.unless)] {
            let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
            for Placed { word, origin } in list {
                let times = seen.entry(word.get_ref()).or_default();
                *times += 1;
                // A text that stands there a thousand times is told of once.
                if *times == 2 {
                    let message = format!("`{}` has this {what} already", rule.id);
                    checked.reading(origin.as_deref(), source, problems).warn(
                        word.span(),
                        message,
                        "remove one of the two",
                    );
                }
            }
        }
    }
}

//! Writes a listed phrase out into wordings: alternatives, optional words, both tenses of a verb, and slots filled.

/// A part of a phrase.
enum Part {
    Text(String),
    /// One of several; an optional part has an empty choice.
    Choice(Vec<Vec<Part>>),
    /// A slot to be filled, such as `{PERSON}`.
    Slot(String),
}

/// Every wording of `phrase`: each alternative stands in one of them at least, and there are no more than that takes.
///
/// `fill` gives the words of slots: `the mayor; the vote` for each `{X}` in turn, `NUM=12` or `W=senior` for others.
pub(crate) fn wordings(phrase: &str, fill: &str, literal: bool) -> Vec<String> {
    // A phrase that the notation cannot write out is given whole.
    if let Some(wording) = fill.strip_prefix("WORDING=") {
        return vec![wording.to_owned()];
    }
    let chars: Vec<char> = phrase.chars().collect();
    let mut at = 0;
    let parts = sequence(&chars, &mut at, literal, false);
    let number = parts.iter().map(width).max().unwrap_or(1).max(1);
    let mut all: Vec<String> = Vec::new();
    for turn in 0..number {
        let mut slots = Slots::new(fill);
        let mut out = String::new();
        write(&parts, turn, &mut slots, &mut out);
        let tidy = tidy(&out);
        if !all.contains(&tidy) {
            all.push(tidy);
        }
    }
    all
}

fn width(part: &Part) -> usize {
    match part {
        Part::Choice(choices) => {
            let inner = choices.iter().flatten().map(width).max().unwrap_or(1);
            choices.len().max(inner)
        }
        Part::Text(_) | Part::Slot(_) => 1,
    }
}

fn sequence(chars: &[char], at: &mut usize, literal: bool, nested: bool) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut text = String::new();
    let flush = |text: &mut String, parts: &mut Vec<Part>| {
        if !text.is_empty() {
            parts.push(Part::Text(std::mem::take(text)));
        }
    };
    while let Some(&c) = chars.get(*at) {
        match c {
            '(' if literal && !bracket(chars, *at).contains(&'|') => text.push(c),
            '(' => {
                flush(&mut text, &mut parts);
                *at += 1;
                let mut choices = vec![sequence(chars, at, literal, true)];
                while chars.get(*at) == Some(&'|') {
                    *at += 1;
                    choices.push(sequence(chars, at, literal, true));
                }
                // A single word in brackets is optional with or without its question mark.
                if chars.get(*at + 1) == Some(&'?') || choices.len() == 1 {
                    choices.push(Vec::new());
                    *at += usize::from(chars.get(*at + 1) == Some(&'?'));
                }
                parts.push(Part::Choice(choices));
            }
            ')' | '|' if nested => break,
            '[' => {
                flush(&mut text, &mut parts);
                let inner = bracket(chars, *at);
                *at += inner.len() + 1;
                let inner: String = inner.iter().collect();
                // `analy[sz]ed` gives a choice of letters, `[for|at]` optional words.
                let mut choices: Vec<Vec<Part>> = match &*inner {
                    "sz" => ["s", "z"].map(|l| vec![Part::Text(l.to_owned())]).into(),
                    words => words.split('|').map(phrase_of).collect(),
                };
                if inner != "sz" {
                    choices.push(Vec::new());
                }
                parts.push(Part::Choice(choices));
            }
            '{' => {
                flush(&mut text, &mut parts);
                let name: String = chars[*at + 1..].iter().take_while(|&&c| c != '}').collect();
                *at += name.chars().count() + 1;
                parts.push(Part::Slot(name));
            }
            // `requests?`: the letter before is optional.
            '?' if text.ends_with(char::is_alphabetic) && chars.get(*at + 1).is_none_or(|c| " |)".contains(*c)) => {
                let letter = text.pop().into_iter().collect::<String>();
                flush(&mut text, &mut parts);
                parts.push(Part::Choice(vec![vec![Part::Text(letter)], Vec::new()]));
            }
            '~' => {
                let verb = text.split_off(text.rfind(' ').map_or(0, |i| i + 1));
                flush(&mut text, &mut parts);
                let [past, present] = inflected(&verb);
                parts.push(Part::Choice(vec![vec![Part::Text(past)], vec![Part::Text(present)]]));
            }
            _ => text.push(c),
        }
        *at += 1;
    }
    flush(&mut text, &mut parts);
    parts
}

fn phrase_of(text: &str) -> Vec<Part> {
    let chars: Vec<char> = text.chars().collect();
    sequence(&chars, &mut 0, false, false)
}

/// What stands between the bracket at `at` and the one that closes it.
fn bracket(chars: &[char], at: usize) -> &[char] {
    let mut depth = 0;
    for (i, c) in chars.iter().enumerate().skip(at) {
        depth += match c {
            '(' | '[' => 1,
            ')' | ']' => -1,
            _ => 0,
        };
        if depth == 0 {
            return &chars[at + 1..i];
        }
    }
    &chars[at + 1..]
}

fn write(parts: &[Part], turn: usize, slots: &mut Slots<'_>, out: &mut String) {
    for part in parts {
        match part {
            Part::Text(text) => out.push_str(text),
            Part::Choice(choices) => write(&choices[turn % choices.len()], turn / choices.len() + turn, slots, out),
            Part::Slot(name) => slots.fill(name, out),
        }
    }
}

/// The words that go into slots, in turn.
struct Slots<'a> {
    given: Vec<&'a str>,
    next: usize,
    named: Vec<(&'a str, &'a str)>,
}

impl<'a> Slots<'a> {
    fn new(fill: &'a str) -> Self {
        let all = || fill.split(';').map(str::trim).filter(|f| !f.is_empty());
        let named = all().filter_map(|f| f.split_once('=')).collect();
        Self { given: all().filter(|f| !f.contains('=')).collect(), next: 0, named }
    }

    fn fill(&mut self, name: &str, out: &mut String) {
        let key = if name.starts_with("W0") { "W" } else { name };
        if let Some(&(_, words)) = self.named.iter().find(|n| n.0 == key) {
            out.push_str(words);
            return;
        }
        if key == "X" {
            let words = self.given.get(self.next).or(self.given.last()).copied().unwrap_or("the bridge");
            self.next += 1;
            out.push_str(words);
            return;
        }
        let bare = [" a ", " an ", " the "].iter().any(|a| format!(" {out}").ends_with(a));
        out.push_str(match key {
            "OUTLET" if bare => "Daily Ledger",
            "OUTLET" => "the Daily Ledger",
            "OWN" if bare => "Evening Herald",
            "OWN" => "the Evening Herald",
            "ORG" => "Northway Council",
            "PERSON" => "Dana Whitlock",
            "NUM" => "three",
            "DAY" => "Monday",
            "PLACE" => "Leeds",
            "CITY" => "LEEDS",
            "ROLE" => "the mayor of Leeds",
            "PROGRAMME" if out.trim_end().ends_with(['s', '\'']) => "Today programme",
            "PROGRAMME" => "the Today programme",
            "JOURNAL" => "River Science",
            "TITLE" => "The Long River",
            "HANDLE" => "danawhitlock",
            "DATE" => "May 2, 2024",
            "YEAR" => "2024",
            "AGE" => "34",
            "Q" => "\"The bridge is not safe,\"",
            // Some words, or none: none unless they are given.
            _ => "",
        });
    }
}

/// Single blanks, none before a comma, and `a` or `an` as the next letter wants.
fn tidy(text: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let vowel = word.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O', 'u']);
        let spelt = ["SN", "NH", "MP", "FB", "RS"].iter().any(|s| word.starts_with(s) && word.len() < 5);
        let like_you = ["uni", "use", "eu", "one", "once"].iter().any(|s| word.to_lowercase().starts_with(s))
            && !word.starts_with("unid")
            && !word.starts_with("unin");
        if let Some(last) = out.last_mut() {
            match &**last {
                "a" | "an" => *last = if (vowel || spelt) && !like_you { "an" } else { "a" }.to_owned(),
                "A" | "An" => *last = if (vowel || spelt) && !like_you { "An" } else { "A" }.to_owned(),
                _ => {}
            }
            if word.starts_with(',') {
                last.push_str(word);
                continue;
            }
        }
        out.push(word.to_owned());
    }
    out.join(" ")
}

/// Past tense and third person of a verb.
fn inflected(verb: &str) -> [String; 2] {
    const PAST: &[(&str, &str)] = &[
        ("say", "said"),
        ("tell", "told"),
        ("write", "wrote"),
        ("speak", "spoke"),
        ("read", "read"),
        ("put", "put"),
        ("begin", "began"),
        ("find", "found"),
        ("hold", "held"),
        ("forecast", "forecast"),
        ("think", "thought"),
        ("feel", "felt"),
        ("understand", "understood"),
        ("hear", "heard"),
        ("weep", "wept"),
        ("show", "showed"),
        ("spin", "spun"),
        ("rebut", "rebutted"),
        ("swear", "swore"),
        ("commit", "committed"),
        ("undertake", "undertook"),
        ("seek", "sought"),
        ("submit", "submitted"),
        ("know", "knew"),
        ("see", "saw"),
        ("prefer", "preferred"),
        ("admit", "admitted"),
        ("quip", "quipped"),
        ("learn", "learned"),
        ("slam", "slammed"),
        ("snap", "snapped"),
        ("brag", "bragged"),
        ("grin", "grinned"),
        ("sob", "sobbed"),
        ("beg", "begged"),
        ("rip", "ripped"),
        ("pan", "panned"),
        ("shrug", "shrugged"),
        ("log", "logged"),
        ("plan", "planned"),
        ("sidestep", "sidestepped"),
        ("demur", "demurred"),
        ("cast", "cast"),
        ("go", "went"),
        ("hit", "hit"),
    ];
    let consonant_y = verb.ends_with('y')
        && !verb.ends_with(['a', 'e', 'o'])
        && !["ay", "ey", "oy"].iter().any(|e| verb.ends_with(e));
    let stem = &verb[..verb.len() - usize::from(consonant_y)];
    let past = match PAST.iter().find(|p| p.0 == verb) {
        Some(irregular) => irregular.1.to_owned(),
        None if consonant_y => format!("{stem}ied"),
        None if verb.ends_with('e') => format!("{verb}d"),
        None => format!("{verb}ed"),
    };
    let hissing = ["s", "sh", "ch", "x", "z"].iter().any(|e| verb.ends_with(e));
    let present = match () {
        () if consonant_y => format!("{stem}ies"),
        () if verb == "go" => "goes".to_owned(),
        () if hissing => format!("{verb}es"),
        () => format!("{verb}s"),
    };
    [past, present]
}

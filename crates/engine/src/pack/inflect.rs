//! The forms of English words: regular spelling by rule, everything else by the lexicon's own `irregular`.
//!
//! Forms are spelt once, when a lexicon loads, and can be listed; nothing is guessed while an article is read.

use onrecord_parser::Forms;

/// A word in one of its forms.
pub(crate) type Form = (String, Forms);

/// The names of a verb's forms, in order.
pub(crate) const VERB: [(&str, Forms); 4] =
    [("s", Forms::S), ("past", Forms::PAST), ("part", Forms::PART), ("ing", Forms::ING)];
/// The name of a noun's form beside the singular.
pub(crate) const NOUN: [(&str, Forms); 1] = [("pl", Forms::PL)];

/// All forms of the verb `word`; of several words the first is inflected.
pub(crate) fn verb(word: &str, irregular: &[(Forms, String)]) -> Vec<Form> {
    let (head, rest) = word.split_at(word.find(' ').unwrap_or(word.len()));
    let mut forms = vec![(word.to_owned(), Forms::BASE)];
    for (_, form) in VERB {
        let told = tell(irregular, form);
        // The participle is the past unless it is told.
        let told = if told.is_none() && form == Forms::PART { tell(irregular, Forms::PAST) } else { told };
        match told {
            Some(spellings) => push(&mut forms, &spellings, rest, form),
            None => {
                let regular = match form {
                    Forms::S => add_s(head),
                    Forms::ING => add_ing(head),
                    _ => add_ed(head),
                };
                forms.push((if rest.is_empty() { regular } else { joined(&regular, rest) }, form));
            }
        }
    }
    merged(forms)
}

/// Singular and plural of the noun `word`; of several words the last is inflected.
pub(crate) fn noun(word: &str, irregular: &[(Forms, String)]) -> Vec<Form> {
    let (rest, head) = word.split_at(word.rfind(' ').map_or(0, |i| i + 1));
    let mut forms = vec![(word.to_owned(), Forms::SG)];
    match tell(irregular, Forms::PL) {
        Some(spellings) => {
            for spelling in spellings {
                // `pl=chiefs of staff` is the whole entry already.
                let whole = spelling.contains(' ') || rest.is_empty();
                forms.push((if whole { spelling } else { joined(rest, &spelling) }, Forms::PL));
            }
        }
        None => forms.push((joined(rest, &plural(head)), Forms::PL)),
    }
    merged(forms)
}

/// Thousands of forms are spelt at every start: plain joining costs half of what formatting does.
fn joined(a: &str, b: &str) -> String {
    [a, b].concat()
}

/// The spellings told for `form`: several are parted by a slash, `-` says that there is none.
fn tell(irregular: &[(Forms, String)], form: Forms) -> Option<Vec<String>> {
    let (_, told) = irregular.iter().find(|(f, _)| *f == form)?;
    Some(told.split('/').filter(|s| *s != "-" && !s.is_empty()).map(str::to_owned).collect())
}

fn push(forms: &mut Vec<Form>, spellings: &[String], rest: &str, form: Forms) {
    for spelling in spellings {
        let whole = spelling.contains(' ');
        forms.push((if whole { spelling.clone() } else { joined(spelling, rest) }, form));
    }
}

/// One entry for each spelling, with all its forms, in order of first appearance.
fn merged(forms: Vec<Form>) -> Vec<Form> {
    let mut out: Vec<Form> = Vec::with_capacity(forms.len());
    for (word, form) in forms {
        match out.iter_mut().find(|(w, _)| *w == word) {
            Some((_, have)) => *have = have.with(form),
            None => out.push((word, form)),
        }
    }
    out
}

fn add_s(word: &str) -> String {
    if let Some(stem) = after_consonant_y(word) {
        return joined(stem, "ies");
    }
    let hisses = ["s", "x", "z", "ch", "sh"].iter().any(|end| word.ends_with(end));
    let o = word.ends_with('o') && !ends_in_vowels(word);
    if hisses || o { joined(word, "es") } else { joined(word, "s") }
}

/// Nouns in -o and -f differ from word to word; the common case is a plain -s: memos, photos, chiefs, beliefs.
fn plural(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("woman").or_else(|| word.strip_suffix("Woman")) {
        return joined(stem, if word.ends_with("Woman") { "Women" } else { "women" });
    }
    if word.len() > 4
        && word.ends_with("man")
        && !["human", "german", "roman", "ottoman", "shaman", "talisman"].contains(&&*word.to_lowercase())
    {
        return joined(&word[..word.len() - 3], "men");
    }
    if word.ends_with('o') { joined(word, "s") } else { add_s(word) }
}

fn add_ed(word: &str) -> String {
    if word.ends_with('e') {
        joined(word, "d")
    } else if let Some(stem) = after_consonant_y(word) {
        joined(stem, "ied")
    } else {
        joined(&doubled(word), "ed")
    }
}

fn add_ing(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ie") {
        joined(stem, "ying")
    } else if word.ends_with('e') && !["ee", "oe", "ye"].iter().any(|end| word.ends_with(end)) && word.len() > 2 {
        joined(&word[..word.len() - 1], "ing")
    } else {
        joined(&doubled(word), "ing")
    }
}

/// `stopp` for `stop`: a word of one syllable that ends in consonant, one vowel letter, consonant. Whether a longer
/// word doubles depends on its stress (`referred`, `offered`), so that is the lexicon's to say.
fn doubled(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let one_vowel = |c: char| "aeiou".contains(c) || c == 'y';
    if let [before @ .., v, last] = letters.as_slice()
        && "aeiou".contains(*v)
        && last.is_alphabetic()
        && !"aeiouwxyh".contains(*last)
    {
        // In `quit` the u belongs to the consonant.
        let onset = match before {
            [head @ .., 'q', 'u'] => head,
            _ => before,
        };
        if !before.is_empty() && !onset.iter().any(|&c| one_vowel(c)) {
            return format!("{word}{last}");
        }
    }
    word.to_owned()
}

fn after_consonant_y(word: &str) -> Option<&str> {
    let stem = word.strip_suffix('y')?;
    let before = stem.chars().last()?;
    (before.is_alphabetic() && !"aeiou".contains(before)).then_some(stem)
}

fn ends_in_vowels(word: &str) -> bool {
    word.chars().rev().take(2).filter(|c| "aeiou".contains(*c)).count() == 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelt(forms: Vec<Form>) -> String {
        forms.into_iter().map(|(w, _)| w).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn regular_verbs_are_spelt_by_rule() {
        for (word, expected) in [
            ("claim", "claim claims claimed claiming"),
            ("carry", "carry carries carried carrying"),
            ("say", "say says sayed saying"),
            ("stop", "stop stops stopped stopping"),
            ("announce", "announce announces announced announcing"),
            ("agree", "agree agrees agreed agreeing"),
            ("stress", "stress stresses stressed stressing"),
            ("veto", "veto vetoes vetoed vetoing"),
            ("lie", "lie lies lied lying"),
            ("argue", "argue argues argued arguing"),
            ("offer", "offer offers offered offering"),
            ("show", "show shows showed showing"),
            ("fix", "fix fixes fixed fixing"),
            ("claim", "claim claims claimed claiming"),
            ("quip", "quip quips quipped quipping"),
            ("add", "add adds added adding"),
            ("chat", "chat chats chatted chatting"),
            ("point out", "point out points out pointed out pointing out"),
        ] {
            assert_eq!(spelt(verb(word, &[])), expected);
        }
    }

    #[test]
    fn regular_nouns_are_spelt_by_rule() {
        for (word, expected) in [
            ("official", "official officials"),
            ("agency", "agency agencies"),
            ("attorney", "attorney attorneys"),
            ("witness", "witness witnesses"),
            ("spokeswoman", "spokeswoman spokeswomen"),
            ("human", "human humans"),
            ("memo", "memo memos"),
            ("chief executive", "chief executive chief executives"),
        ] {
            assert_eq!(spelt(noun(word, &[])), expected);
        }
    }

    #[test]
    fn irregular_forms_replace_the_rule() {
        let say = [(Forms::PAST, "said".to_owned())];
        assert_eq!(spelt(verb("say", &say)), "say says said saying");
        assert_eq!(verb("say", &say)[2], ("said".to_owned(), Forms::PAST.with(Forms::PART)));
        let learn = [(Forms::PAST, "learned/learnt".to_owned())];
        assert_eq!(spelt(verb("learn", &learn)), "learn learns learned learnt learning");
        assert_eq!(spelt(noun("police", &[(Forms::PL, "-".to_owned())])), "police");
        assert_eq!(
            spelt(noun("chief of staff", &[(Forms::PL, "chiefs of staff".to_owned())])),
            "chief of staff chiefs of staff"
        );
        assert_eq!(spelt(noun("young person", &[(Forms::PL, "people".to_owned())])), "young person young people");
    }
}

//! What absence and count rules go through and what must stand with it, from TOML to types or to what is wrong.

use std::ops::Range;

use onrecord_parser::Form;
use toml::Spanned;

use crate::pack::raw::{FORMS, INDEPENDENT, RawEach, RawNear, RawRule, Word, Words};
use crate::pack::validate::{needed, one_of};
use crate::problem::{Reading, choice};
use crate::relation::{Bounds, Counted, Each, Lead, Marks, Near, Thing};
use crate::rule::{Detail, MarkKind, RuleKind, Within};
use crate::words::{Outcome, Reason, SourceKind};

/// The word for every kind or outcome.
const ANY: &str = "any";

pub(super) fn absence(raw: &RawRule, reading: &mut Reading) -> Option<RuleKind> {
    let for_each = needed(raw.for_each.as_ref(), "for_each", &raw.kind, reading).and_then(|e| {
        if let Some(word) = &e.get_ref().sources {
            let help = "it belongs to `count`; name kinds in `source_kind`".to_owned();
            reading.say(word.span(), "`sources` has no meaning in `for_each`", Some(help));
            return None;
        }
        each(e, "for_each", reading)
    });
    if raw.with.is_none() && raw.missing.is_none() && !reading.in_part {
        let help = "say what is absent in `missing`, or what must be there in `with`".to_owned();
        reading.say(raw.kind.span(), "an absence rule needs `missing` or `with`", Some(help));
    }
    let (with, missing) = nears(raw, for_each.as_ref(), reading);
    Some(RuleKind::Absence { for_each: for_each?, with: with?, missing: missing? })
}

pub(super) fn count(raw: &RawRule, reading: &mut Reading) -> Option<RuleKind> {
    let count = needed(raw.count.as_ref(), "count", &raw.kind, reading).and_then(|c| match &c.get_ref().sources {
        None => each(c, "count", reading).map(Counted::Things),
        Some(word) if word.get_ref() == INDEPENDENT => Some(Counted::Independent),
        Some(word) => {
            let help = format!("did you mean `{INDEPENDENT}`?");
            reading.say(word.span(), format!("unknown sort of sources `{}`", word.get_ref()), Some(help));
            None
        }
    });
    let plain = |n: &Option<Spanned<u32>>| n.as_ref().map(|n| *n.get_ref());
    let bounds = Bounds {
        at_least: plain(&raw.at_least),
        at_most: plain(&raw.at_most),
        at_least_percent: plain(&raw.at_least_percent),
        at_most_percent: plain(&raw.at_most_percent),
        min_all: plain(&raw.min_all).unwrap_or(0),
        min_words: plain(&raw.min_words).unwrap_or(0),
    };
    if bounds.at_least.is_none() && bounds.at_most.is_none() && !bounds.is_share() && !reading.in_part {
        let help = "`at_least_percent` and `at_most_percent` bound a share".to_owned();
        reading.say(raw.kind.span(), "a count rule needs `at_least` or `at_most`", Some(help));
    }
    for (least, most, key) in [
        (&raw.at_least, &raw.at_most, ["at_least", "at_most"]),
        (&raw.at_least_percent, &raw.at_most_percent, ["at_least_percent", "at_most_percent"]),
    ] {
        if let (Some(least), Some(most)) = (least, most)
            && least.get_ref() > most.get_ref()
        {
            let message = format!("`{}` is less than `{}`: the rule can never fire", key[1], key[0]);
            reading.say(most.span(), message, Some(format!("give `{}` the greater number", key[1])));
        }
    }
    let shares = [&raw.at_least_percent, &raw.at_most_percent].into_iter().flatten();
    for share in shares.clone().filter(|p| *p.get_ref() > 100) {
        reading.say(share.span(), format!("{} percent is more than all", share.get_ref()), Some("100 is most".into()));
    }
    let things = count.as_ref().and_then(|c| match c {
        Counted::Things(each) => Some(each),
        Counted::Independent => None,
    });
    let divisible = things.is_some_and(|e| matches!(e.thing, Thing::Sources(_) | Thing::Statements(_)));
    let share = shares.chain(&raw.min_all).next();
    if let (Some(share), Some(_), false) = (share, &count, divisible) {
        let help = "count `source_kind` or `statement_of`, or use `at_least` and `at_most`".to_owned();
        reading.say(share.span(), "only sources and statements have a share of all", Some(help));
    }
    let (with, missing) = nears(raw, things, reading);
    if let (Some(Counted::Independent), Some(near)) = (&count, raw.with.as_ref().or(raw.missing.as_ref())) {
        let message = "`with` and `missing` have no meaning where independent sources are counted";
        reading.say(near.span(), message, Some("count `source_kind` instead".into()));
    }
    Some(RuleKind::Count { count: count?, with: with?, missing: missing?, bounds })
}

/// The values of a key that holds one word or a list, with `any` for all: an empty list.
fn listed<T: Copy>(
    words: &Spanned<Words>,
    key: &str,
    all: &[T],
    name: impl Fn(T) -> &'static str,
    any: bool,
    reading: &mut Reading,
) -> Vec<T> {
    let alone;
    let several = match words.get_ref() {
        Words::One(word) => {
            alone = [Word::new(words.span(), word.clone())];
            &alone[..]
        }
        Words::Several(words) => words,
    };
    if let ([word], true) = (several, any)
        && word.get_ref() == ANY
    {
        return Vec::new();
    }
    if several.is_empty() {
        reading.say(words.span(), format!("no {key} is listed"), Some("list one at least".into()));
    }
    several.iter().filter_map(|w| one_of(w, key, all, &name, reading)).collect()
}

fn kinds(words: &Spanned<Words>, any: bool, reading: &mut Reading) -> Vec<SourceKind> {
    listed(words, "source kind", SourceKind::ALL, SourceKind::name, any, reading)
}

fn outcomes(words: &Spanned<Words>, reading: &mut Reading) -> Vec<Outcome> {
    listed(words, "outcome", Outcome::ALL, Outcome::name, true, reading)
}

/// A key that is only ever true.
fn flag(value: Option<&Spanned<bool>>, key: &str, reading: &mut Reading) -> bool {
    if let Some(value) = value.filter(|v| !*v.get_ref()) {
        reading.say(value.span(), format!("`{key}` can only be true"), Some("leave it out".into()));
    }
    value.is_some_and(|v| *v.get_ref())
}

/// Which of the keys of a table are there, by name.
type Given<'k> = Vec<(&'k str, Range<usize>)>;

fn given<T>(key: &'static str, value: &Option<Spanned<T>>) -> Option<(&'static str, Range<usize>)> {
    value.as_ref().map(|v| (key, v.span()))
}

/// The names of the given keys of a table, and which of them are there.
macro_rules! keys {
    ($table:ident: $($key:ident),*) => {{
        let there: Given = [$(given(stringify!($key), &$table.$key)),*].into_iter().flatten().collect();
        ([$(stringify!($key)),*], there)
    }};
}

/// Says that `reason` or `detail` narrows something else than markers.
fn stray(marker: Option<&Spanned<Words>>, narrowing: [Option<&Spanned<Words>>; 2], reading: &mut Reading) {
    if let (None, Some(stray)) = (marker, narrowing.into_iter().flatten().next()) {
        reading.say(stray.span(), "`reason` and `detail` go with `marker` only", Some("remove it".into()));
    }
}

/// Says that not one key of several is there.
fn one_key<T>(at: &Spanned<T>, table: &str, keys: &[&str], given: &Given, reading: &mut Reading) {
    let place = given.get(1).map_or_else(|| at.span(), |(_, place)| place.clone());
    let help = choice(keys.iter().copied());
    match given.as_slice() {
        [] if reading.in_part => {}
        [] => reading.say(place, format!("`{table}` does not say of what"), help),
        [(first, _), (second, _), ..] => {
            let message = format!("`{table}` has both `{first}` and `{second}`");
            reading.say(place, message, Some("keep one, and write a rule for each".into()));
        }
        [_] => {}
    }
}

fn marks(
    kind: &Spanned<Words>,
    reason: Option<&Spanned<Words>>,
    detail: Option<&Spanned<Words>>,
    reading: &mut Reading,
) -> Marks {
    let kinds = listed(kind, "marker", MarkKind::ALL, MarkKind::name, false, reading);
    for (key, value, of) in [("reason", reason, MarkKind::Justification), ("detail", detail, MarkKind::Descriptor)] {
        if let Some(value) = value.filter(|_| !kinds.contains(&of)) {
            let message = format!("`{key}` goes with `marker = \"{}\"` only", of.name());
            reading.say(value.span(), message, Some("remove it".into()));
        }
    }
    Marks {
        kinds,
        reasons: reason.map_or_else(Vec::new, |r| listed(r, "reason", Reason::ALL, Reason::name, false, reading)),
        details: detail.map_or_else(Vec::new, |d| listed(d, "detail", Detail::ALL, Detail::name, false, reading)),
    }
}

fn each(raw: &Spanned<RawEach>, table: &str, reading: &mut Reading) -> Option<Each> {
    let it = raw.get_ref();
    let (keys, there) = keys!(it: source_kind, statement_of, quotation, marker, response);
    stray(it.marker.as_ref(), [it.reason.as_ref(), it.detail.as_ref()], reading);
    let thing = match (there.len(), &it.source_kind, &it.statement_of, &it.marker, &it.response) {
        (1, Some(words), ..) => Thing::Sources(kinds(words, false, reading)),
        (1, _, Some(words), ..) => Thing::Statements(match kinds(words, true, reading) {
            all if all.is_empty() => SourceKind::ALL.to_vec(),
            some => some,
        }),
        (1, _, _, Some(words), _) => Thing::Markers(marks(words, it.reason.as_ref(), it.detail.as_ref(), reading)),
        (1, _, _, _, Some(words)) => Thing::Responses(outcomes(words, reading)),
        (1, ..) if flag(it.quotation.as_ref(), "quotation", reading) => Thing::Quotations,
        (1, ..) => return None,
        _ => {
            one_key(raw, table, &keys, &there, reading);
            return None;
        }
    };
    let forms = it.form.as_ref().map_or_else(Vec::new, |f| listed(f, "form", &FORMS, Form::name, false, reading));
    if let Some(form) = it.form.as_ref().filter(|_| !matches!(thing, Thing::Statements(_))) {
        reading.say(form.span(), "only statements have a `form`", Some("use `statement_of`".into()));
    }
    let lead = it.lead.as_ref().map(|lead| {
        let percent = &lead.get_ref().percent;
        if *percent.get_ref() > 100 {
            let message = format!("{} percent is more than all", percent.get_ref());
            reading.say(percent.span(), message, Some("100 is most".into()));
        }
        Lead { paragraphs: *lead.get_ref().paragraphs.get_ref(), percent: *percent.get_ref() }
    });
    Some(Each { thing, forms, lead, first: flag(it.first.as_ref(), "first", reading) })
}

/// `with` and `missing`. The outer option is whether they are right, the inner whether they are there.
fn nears(raw: &RawRule, each: Option<&Each>, reading: &mut Reading) -> (Option<Option<Near>>, Option<Option<Near>>) {
    let mut one = |value: &Option<Spanned<RawNear>>, key: &str| match value {
        None => Some(None),
        Some(value) => near(value, key, each, reading).map(Some),
    };
    (one(&raw.with, "with"), one(&raw.missing, "missing"))
}

fn near(raw: &Spanned<RawNear>, table: &str, each: Option<&Each>, reading: &mut Reading) -> Option<Near> {
    let it = raw.get_ref();
    let (keys, there) = keys!(it: marker, response, source_kind, role, speaker);
    let [(key, place)] = there.as_slice() else {
        one_key(raw, table, &keys, &there, reading);
        return None;
    };
    stray(it.marker.as_ref(), [it.reason.as_ref(), it.detail.as_ref()], reading);
    let within = it.within.as_ref().map(|w| one_of(w, "reach", Within::ALL, |w| w.name(), reading));
    match (*key, &within) {
        ("marker" | "source_kind", None) if reading.in_part => return None,
        ("marker" | "source_kind", None) => {
            let help = choice(Within::ALL.iter().map(|w| w.name())).map(|c| format!("add `within`: {c}"));
            reading.say(place.clone(), format!("how near the {} must be is not told", key.replace('_', " ")), help);
            return None;
        }
        ("response" | "role", Some(_)) => {
            let at = it.within.as_ref().map_or_else(|| raw.span(), Spanned::span);
            reading.say(at, format!("`within` has no meaning with `{key}`"), Some("remove it".into()));
        }
        _ => {}
    }
    let within = match within {
        Some(found) => Some(found?),
        None => None,
    };
    let of = each.map(|e| &e.thing);
    match *key {
        "marker" => {
            let marks = marks(it.marker.as_ref()?, it.reason.as_ref(), it.detail.as_ref(), reading);
            Some(Near::Marker { marks, within: within? })
        }
        "source_kind" => Some(Near::Source { kinds: kinds(it.source_kind.as_ref()?, false, reading), within: within? }),
        "response" => Some(Near::Response(outcomes(it.response.as_ref()?, reading))),
        "role" => {
            if of.is_some_and(|t| !matches!(t, Thing::Sources(_))) {
                reading.say(place.clone(), "only sources have a `role`", Some("use `source_kind`".into()));
            }
            flag(it.role.as_ref(), "role", reading).then_some(Near::Role)
        }
        _ => {
            if of.is_some_and(|t| !matches!(t, Thing::Quotations)) {
                let help = "use `quotation = true`".to_owned();
                reading.say(place.clone(), "only quotations have a `speaker`", Some(help));
            }
            Some(Near::Speaker { kinds: kinds(it.speaker.as_ref()?, true, reading), within })
        }
    }
}

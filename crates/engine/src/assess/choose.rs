//! Which profile an article is judged by where nobody has said.

use super::article::{Article, Hit};
use super::genre;
use super::profile::{Chosen, Profile};

/// The id of the profile, and why it is this one, in words.
///
/// What was asked for holds. Else the default of the uppermost pack; but a profile that builds on the default takes its
/// place where the section or genre that came with the article names it, or enough words of the text speak for it.
pub(super) fn profile(article: &Article, hits: &[Hit], words: u32) -> (String, String) {
    if let Some(asked) = &article.options.profile {
        return (asked.clone(), "asked for".into());
    }
    let default = article.rules.default_profile();
    let open = |p: &&Profile| p.extends.iter().any(|e| e == default);
    let candidates: Vec<(&Profile, &Chosen)> =
        article.rules.models().iter().filter(open).filter_map(|p| Some((p, p.chosen.as_ref()?))).collect();
    for told in told(article) {
        if let Some((profile, _)) = candidates.iter().find(|(_, c)| names(&c.sections, told)) {
            return (profile.id.clone(), format!("the article is filed under `{}`", told.trim()));
        }
    }
    let fits = |c: &Chosen| words >= c.min_words && c.max_words.is_none_or(|most| words <= most);
    // How far the words speak for it, in percent of what is enough.
    let strength = |c: &Chosen| {
        let wanted = c.genre.as_deref().filter(|_| fits(c))?;
        let times = hits.iter().filter(|h| genre(article.rules, h) == Some(wanted)).count() as u32;
        let enough = (c.per_thousand * words / 1000).max(c.at_least).max(1);
        (times >= enough).then(|| (times * 100 / enough, times))
    };
    let spoken = candidates.iter().filter_map(|(p, c)| Some((strength(c)?, *p)));
    // Of equals the first in the order of names.
    if let Some(((_, times), profile)) = spoken.max_by(|a, b| a.0.0.cmp(&b.0.0).then_with(|| b.1.id.cmp(&a.1.id))) {
        return (profile.id.clone(), format!("{times} of its {words} words or phrases speak for it"));
    }
    (default.to_owned(), "nothing speaks for another".into())
}

/// The genre and section that came with the article.
pub(super) fn told<'a>(article: &Article<'a>) -> impl Iterator<Item = &'a str> {
    let options = article.options;
    options.genre.iter().chain(&options.section).map(String::as_str)
}

/// Whether a section or genre is one of `known`: as a whole or as one of its parts, "News / Sport", in any case.
pub(super) fn names(known: &[String], told: &str) -> bool {
    let is = |part: &str| known.iter().any(|k| k.eq_ignore_ascii_case(part.trim()));
    is(told) || told.split(['/', ',', ';', '|', '>', '&', ':']).any(is)
}

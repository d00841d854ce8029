//! What a comment in an article asks for: `<!-- onrecord: ignore anon/unexplained -- the reason -->`.

use crate::problem::suggest;

/// A comment that speaks to onrecord.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Directive<'t> {
    /// Whether it acts on the whole article, and not on the next block alone.
    pub(super) everywhere: bool,
    /// Ids of rules, as they are written there.
    pub(super) rules: Vec<&'t str>,
    /// Why.
    pub(super) reason: &'t str,
}

const VERBS: [&str; 2] = ["ignore", "ignore-article"];

/// Reads a comment, with its marks. `None` where it does not speak to onrecord, else what it asks for or what is wrong
/// with it.
pub(super) fn read(comment: &str) -> Option<Result<Directive<'_>, String>> {
    let inner = comment.strip_prefix("<!--").unwrap_or(comment);
    let inner = inner.strip_suffix("-->").unwrap_or(inner).trim();
    let (name, rest) = inner.split_at_checked("onrecord".len())?;
    if !name.eq_ignore_ascii_case("onrecord") {
        return None;
    }
    match rest.trim_start().strip_prefix(':') {
        Some(order) => Some(order_of(order.trim())),
        // "onrecord ignore …" has only lost its colon; other words are about onrecord, not to it.
        None if rest.trim_start().starts_with("ignore") && rest.starts_with(char::is_whitespace) => {
            Some(Err("a colon is missing; write `onrecord: ignore …`".to_owned()))
        }
        None => None,
    }
}

fn order_of(order: &str) -> Result<Directive<'_>, String> {
    let (verb, rest) = order.split_once(char::is_whitespace).unwrap_or((order, ""));
    if !VERBS.contains(&verb) {
        let help = suggest(verb, VERBS.into_iter()).unwrap_or_default();
        return Err(format!("unknown verb `{verb}`; {help}"));
    }
    let parted = ["--", "—", "–", ":"].into_iter().filter_map(|mark| Some((rest.find(mark)?, mark))).min();
    let (rules, reason) = match parted {
        Some((at, mark)) => (&rest[..at], rest[at + mark.len()..].trim_start_matches('-').trim()),
        None => (rest, ""),
    };
    let rules: Vec<&str> = rules.split(',').map(str::trim).filter(|r| !r.is_empty()).collect();
    if rules.is_empty() {
        return Err(format!("it names no rule; write `{verb} RULE -- REASON`"));
    }
    if !has_words(reason) {
        return Err("it gives no reason; write `--` and the reason behind the rule".to_owned());
    }
    if let Some(several) = rules.iter().find(|r| r.contains(char::is_whitespace)) {
        return Err(format!("`{several}` is no rule; put a comma between rules, and `--` before the reason"));
    }
    Ok(Directive { everywhere: verb == "ignore-article", rules, reason })
}

/// Whether something is told: dashes and dots are no reason.
pub(super) fn has_words(reason: &str) -> bool {
    reason.contains(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directive_has_a_verb_rules_and_a_reason() {
        for (comment, everywhere, rules, reason) in [
            (
                "<!-- onrecord: ignore anon/unexplained -- told by law -->",
                false,
                &["anon/unexplained"][..],
                "told by law",
            ),
            ("<!--onrecord:ignore anon/*,vague/x — a — b-->", false, &["anon/*", "vague/x"], "a — b"),
            ("<!-- OnRecord : ignore-article * – all -->", true, &["*"], "all"),
            (
                "<!-- onrecord: ignore\n  anon/unexplained,\n  vague/x:\n  two\n  lines -->",
                false,
                &["anon/unexplained", "vague/x"],
                "two\n  lines",
            ),
            ("<!-- onrecord: ignore second-hand/x --- known -->", false, &["second-hand/x"], "known"),
        ] {
            let read = read(comment).expect("it speaks to onrecord");
            assert_eq!(read, Ok(Directive { everywhere, rules: rules.to_vec(), reason }), "{comment}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_directive_is_told_with_the_next_step() {
        for (comment, message) in [
            ("<!-- onrecord: ignroe a/b -- why -->", "unknown verb `ignroe`; did you mean `ignore`?"),
            ("<!-- onrecord: skip a/b -- why -->", "unknown verb `skip`; it can be `ignore` or `ignore-article`"),
            ("<!-- onrecord: -->", "unknown verb ``; it can be `ignore` or `ignore-article`"),
            ("<!-- onrecord: ignore -- why -->", "it names no rule; write `ignore RULE -- REASON`"),
            ("<!-- onrecord: ignore-article -->", "it names no rule; write `ignore-article RULE -- REASON`"),
            ("<!-- onrecord: ignore a/b -->", "it gives no reason; write `--` and the reason behind the rule"),
            ("<!-- onrecord: ignore a/b -- … -->", "it gives no reason; write `--` and the reason behind the rule"),
            (
                "<!-- onrecord: ignore a/b c/d -- why -->",
                "`a/b c/d` is no rule; put a comma between rules, and `--` before the reason",
            ),
            ("<!-- onrecord ignore a/b -- why -->", "a colon is missing; write `onrecord: ignore …`"),
        ] {
            assert_eq!(read(comment), Some(Err(message.to_owned())), "{comment}");
        }
    }

    #[test]
    fn other_comments_are_none_of_our_business() {
        for comment in
            ["<!-- more -->", "<!---->", "<!-- onrecords: x -->", "<!-- onrecord is a program -->", "<!-- é東京🙂 -->"]
        {
            assert_eq!(read(comment), None, "{comment}");
        }
    }
}

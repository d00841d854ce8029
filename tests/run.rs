//! The one place where tests call the engine: when its interface changes, only this file does.

use std::sync::OnceLock;

use onrecord_engine::{
    Assessment, ExampleReport, GoldenReport, Options, PackSource, Problem, RuleSet, assess, run_examples, run_goldens,
};
use onrecord_parser::{Document, parse};

/// The embedded pack that all others build on, loaded once.
///
/// # Panics
/// When it does not load, with everything that is wrong with them.
#[must_use]
pub fn rules() -> &'static RuleSet {
    static RULES: OnceLock<Result<RuleSet, String>> = OnceLock::new();
    let loaded = RULES.get_or_init(|| rules_of(&["core-en"]));
    loaded.as_ref().unwrap_or_else(|problems| panic!("core-en does not load:\n{problems}"))
}

/// The embedded packs called `packs`, loaded with all that they build on.
///
/// # Errors
/// Everything that is wrong with them, a mistake a line.
pub fn rules_of(packs: &[&str]) -> Result<RuleSet, String> {
    let told = |all: Vec<Problem>| all.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let (asked, shelf): (Vec<_>, Vec<_>) =
        PackSource::from_table(onrecord_rules::FILES).into_iter().partition(|p| packs.contains(&p.name.as_str()));
    RuleSet::load_from(&asked, &shelf).map_err(told)
}

/// Takes `text` apart and judges it by `rules` and the profile that they name.
#[must_use]
pub fn read_by(rules: &RuleSet, text: &str) -> Assessment {
    assess(text, &parse(text, rules.lexicon()), rules, &Options::default())
}

/// Runs the examples of all of `rules`.
#[must_use]
pub fn run_examples_of(rules: &RuleSet) -> ExampleReport {
    run_examples(rules, |text, document| assess(text, document, rules, &Options::default()))
}

/// Takes `text` apart and judges it by core-en.
#[must_use]
pub fn read(text: &str) -> (Document, Assessment) {
    read_for(&[], text)
}

/// The same for an article that one of `outlets` published.
#[must_use]
pub fn read_for(outlets: &[&str], text: &str) -> (Document, Assessment) {
    let options = Options { outlets: outlets.iter().map(|&o| o.to_owned()).collect(), ..Options::default() };
    let document = parse(text, rules().lexicon());
    let assessment = assess(text, &document, rules(), &options);
    (document, assessment)
}

/// Takes `text` apart and judges it by core-en and the profile called `profile`.
#[must_use]
pub fn read_by_profile(profile: &str, text: &str) -> Assessment {
    let options = Options { profile: Some(profile.to_owned()), ..Options::default() };
    assess(text, &parse(text, rules().lexicon()), rules(), &options)
}

/// Scores the golden documents of `core-en`.
#[must_use]
pub fn run_golden_documents() -> GoldenReport {
    run_golden_documents_of(rules())
}

/// Scores the golden documents of the uppermost pack of `rules`.
#[must_use]
pub fn run_golden_documents_of(rules: &RuleSet) -> GoldenReport {
    run_goldens(rules, |text, document, profile| {
        assess(text, document, rules, &Options { profile: Some(profile.to_owned()), ..Options::default() })
    })
}

/// Runs the examples of all rules of core-en.
#[must_use]
pub fn run_rule_examples() -> ExampleReport {
    run_examples(rules(), |text, document| assess(text, document, rules(), &Options::default()))
}

/// Takes `text` apart and judges it by core-en, with what is told of it in `options`.
#[must_use]
pub fn read_with(options: &Options, text: &str) -> Assessment {
    assess(text, &parse(text, rules().lexicon()), rules(), options)
}

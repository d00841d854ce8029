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
    let loaded = RULES.get_or_init(|| {
        let told = |all: Vec<Problem>| all.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        let (base, shelf): (Vec<_>, Vec<_>) =
            PackSource::from_table(onrecord_rules::FILES).into_iter().partition(|p| p.name == "core-en");
        RuleSet::load_from(&base, &shelf).map_err(told)
    });
    loaded.as_ref().unwrap_or_else(|problems| panic!("core-en does not load:\n{problems}"))
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

/// Scores the golden documents of `core-en`.
#[must_use]
pub fn run_golden_documents() -> GoldenReport {
    run_goldens(rules(), |text, document, profile| {
        assess(text, document, rules(), &Options { profile: Some(profile.to_owned()), ..Options::default() })
    })
}

/// Runs the examples of all rules of core-en.
#[must_use]
pub fn run_rule_examples() -> ExampleReport {
    run_examples(rules(), |text, document| assess(text, document, rules(), &Options::default()))
}

use onrecord_engine::{ExampleFailure, Level, Options, Problem, RuleSet, assess, run_examples, run_goldens};

use super::check::each;
use crate::args::FolderArgs;
use crate::exit::{Exit, Failure};

pub(crate) fn run(args: FolderArgs) -> Result<Exit, Failure> {
    each(&args.folders, None, |rules| {
        let options = Options::default();
        let report = run_examples(rules, |text, document| assess(text, document, rules, &options));
        let examples = report.failures.into_iter().map(|failure| fault(failure, rules));
        let goldens = run_goldens(rules, |text, document, profile| {
            let options = Options { profile: Some(profile.to_owned()), ..Options::default() };
            assess(text, document, rules, &options)
        });
        let documents = match goldens.run {
            0 => String::new(),
            1 => ", 1 golden document".to_owned(),
            n => format!(", {n} golden documents"),
        };
        let faults: Vec<Problem> = examples.chain(goldens.failures).collect();
        let (rules, examples) = (rules.rules().len(), report.run);
        (faults, format!("{rules} rules, {examples} examples{documents}, all as they should be"))
    })
}

/// An example that does not hold, as a mistake at its place.
fn fault(failure: ExampleFailure, rules: &RuleSet) -> Problem {
    Problem {
        level: Level::Error,
        message: format!("`{}` does not do what its examples say", failure.rule),
        help: Some(format!("expected {}, found {}", failure.expected, failure.found)),
        span: failure.place,
        source: rules.source(&failure.file).unwrap_or_default(),
        file: failure.file,
    }
}

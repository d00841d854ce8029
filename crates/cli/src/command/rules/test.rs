use onrecord_engine::{ExampleFailure, Options, PackSource, Problem, assess, run_examples, run_goldens};

use super::check::each;
use crate::args::FolderArgs;
use crate::exit::{Exit, Failure};
use crate::packs;

pub(crate) fn run(args: FolderArgs) -> Result<Exit, Failure> {
    each(&args.folders, |rules, added| {
        let options = Options::default();
        let report = run_examples(rules, |text, document| assess(text, document, rules, &options));
        let (sources, _) = packs::sources(added);
        let examples = report.failures.into_iter().map(|failure| fault(failure, &sources));
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
fn fault(failure: ExampleFailure, sources: &[PackSource]) -> Problem {
    let files = sources.iter().flat_map(|pack| pack.files.iter().map(move |(path, text)| (pack.path(path), text)));
    let source = files.into_iter().find(|(path, _)| *path == failure.file).map(|(_, text)| text.clone());
    Problem {
        message: format!("`{}` does not do what its examples say", failure.rule),
        help: Some(format!("expected {}, found {}", failure.expected, failure.found)),
        span: failure.place,
        source: source.unwrap_or_default(),
        file: failure.file,
    }
}

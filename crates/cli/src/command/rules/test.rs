use onrecord_engine::{ExampleFailure, Options, PackSource, Problem, assess, run_examples};

use super::check::each;
use crate::args::FolderArgs;
use crate::exit::{Exit, Failure};
use crate::packs;

pub(crate) fn run(args: FolderArgs) -> Result<Exit, Failure> {
    each(&args.folders, |rules, added| {
        let options = Options::default();
        let report = run_examples(rules, |text, document| assess(text, document, rules, &options));
        let (sources, _) = packs::sources(added);
        let faults = report.failures.into_iter().map(|failure| fault(failure, &sources)).collect();
        (faults, format!("{} rules, {} examples, all as they should be", rules.rules().len(), report.run))
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

use onrecord_engine::{ExampleFailure, Level, Options, Problem, RuleSet, assess, run_examples, run_goldens, unneeded};
use onrecord_report::coverage::{self, Covered};

use super::check::{each, exit};
use super::print;
use crate::args::{RecordFormat, TestArgs};
use crate::console;
use crate::exit::{Exit, Failure};
use crate::output::Content;

pub(crate) fn run(args: TestArgs) -> Result<Exit, Failure> {
    let looked = each(&args.packs.folders, None, |rules| {
        let options = Options::default();
        let report = run_examples(rules, |text, document| assess(text, document, rules, &options));
        let goldens = run_goldens(rules, |text, document, profile| {
            let options = Options { profile: Some(profile.to_owned()), ..Options::default() };
            assess(text, document, rules, &options)
        });
        let documents = match goldens.run {
            0 => String::new(),
            1 => ", 1 golden document".to_owned(),
            n => format!(", {n} golden documents"),
        };
        let covered = Covered::new(rules, &report, &goldens);
        let run = report.run;
        let idle = unneeded(rules, &report);
        let examples = report.failures.into_iter().map(|failure| fault(failure, rules));
        let problems: Vec<Problem> = examples.chain(goldens.failures).chain(idle).collect();
        let rules = rules.rules().len();
        (problems, format!("{rules} rules, {run} examples{documents}, all as they should be"), covered)
    })?;
    if args.format == RecordFormat::Json {
        let packs = looked.iter().map(|p| (p.name.as_str(), p.problems.as_slice(), p.found.as_ref()));
        print(&coverage::json(packs), Content::Data)?;
        return Ok(exit(&looked));
    }
    let mut page = String::new();
    for pack in &looked {
        let covered = pack.found.as_ref().filter(|_| args.coverage);
        page.push_str(&pack.tell(&covered.map_or_else(String::new, |c| c.human(console::width()))));
    }
    print(&page, Content::Page)?;
    Ok(exit(&looked))
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

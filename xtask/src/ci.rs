//! What must hold before a change lands.

use crate::floors;
use crate::shell::{Result, cargo, root, run};

/// Format, lints, tests, docs, corpus and floors, cheapest first; the first that fails ends it.
pub(crate) fn run_all(tests: bool) -> Result {
    run(&mut cargo(&["fmt", "--all", "--check"]))?;
    run(&mut cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))?;
    if tests {
        run(&mut cargo(&["test", "--workspace"]))?;
        corpus()?;
    }
    run(cargo(&["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"))?;
    floors::run_all(false)
}

/// The corpus' own checks, which are tests like others.
pub(crate) fn corpus() -> Result {
    if !root().join("tests/corpus_check.rs").exists() {
        println!("there are no checks of the corpus yet (tests/corpus_check.rs)");
        return Ok(());
    }
    run(&mut cargo(&["test", "--package", "onrecord-tests", "--test", "corpus_check"]))
}

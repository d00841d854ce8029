//! The program `onrecord`: arguments in, exit status out.

mod args;
mod batch;
mod command;
mod console;
mod exit;
mod folder;
mod inputs;
mod interrupt;
mod losses;
mod output;
mod outputs;
mod packs;
mod progress;
mod reading;
mod resume;
mod sample;
mod stdin;

use std::process::ExitCode;

use args::Command;
use exit::{Exit, Failure};
use mimalloc::MiMalloc;

// An article is many small lists that live for a moment; the system's own allocator took an eighth of the time more.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let arguments = args::parse();
    run(arguments.command).unwrap_or_else(|failure| console::report(&failure)).into()
}

fn run(command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Score(args) => command::score::run(args),
        Command::Show(args) => command::show::run(args),
        Command::Compare(args) => command::compare::run(args),
        Command::Agree(args) => command::agree::run(args),
        Command::Stats(args) => command::stats::run(args),
        Command::Init(args) => command::init::run(args),
        Command::Rules { command } => command::rules::run(command),
        Command::Completions { shell } => command::manual::completions(shell),
        Command::Man { command } => command::manual::man(command.as_deref()),
    }
}

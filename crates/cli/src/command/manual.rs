//! `onrecord completions` and `onrecord man`: what clap knows, for shells and readers.

use crate::args;
use crate::exit::{Exit, Failure};
use crate::output::{Content, Output};

pub(crate) fn completions(shell: clap_complete::Shell) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut args::command(), "onrecord", &mut script);
    print(&script)
}

pub(crate) fn man(name: Option<&str>) -> Result<Exit, Failure> {
    // Building names the subcommands in full, as in `onrecord-score`.
    let mut whole = args::command();
    whole.build();
    let page = match name {
        None => whole,
        Some(name) => match whole.find_subcommand(name) {
            Some(command) => command.clone(),
            None => {
                let known: Vec<&str> = whole.get_subcommands().map(clap::Command::get_name).collect();
                return Err(Failure::Asked(format!("no command `{name}`; there are {}", known.join(", "))));
            }
        },
    };
    let mut roff = Vec::new();
    clap_mangen::Man::new(page).render(&mut roff).map_err(|e| Failure::writing("the manual page", e))?;
    print(&roff)
}

fn print(text: &[u8]) -> Result<Exit, Failure> {
    let mut out = Output::open(None, Content::Data)?;
    out.write(text)?;
    out.finish()?;
    Ok(Exit::Done)
}

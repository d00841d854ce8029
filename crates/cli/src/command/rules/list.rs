use onrecord_report::rules as pages;

use super::print;
use crate::args::{ListArgs, ListFormat};
use crate::console;
use crate::exit::{Exit, Failure};
use crate::output::Content;
use crate::packs;

pub(crate) fn run(args: ListArgs) -> Result<Exit, Failure> {
    let rules = packs::load(&args.packs.rules)?;
    match args.format {
        ListFormat::Human => print(&pages::list(rules.rules(), rules.packs(), console::width()), Content::Page)?,
        ListFormat::Json => print(&pages::json(rules.rules(), rules.packs()), Content::Data)?,
    }
    Ok(Exit::Done)
}

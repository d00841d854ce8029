use onrecord_report::rules as pages;

use super::{find, print};
use crate::args::RuleArgs;
use crate::console;
use crate::exit::{Exit, Failure};
use crate::output::Content;
use crate::packs;

pub(crate) fn run(args: RuleArgs) -> Result<Exit, Failure> {
    let rules = packs::load(&args.packs.rules)?;
    let rule = find(&rules, &args.id)?;
    if args.resolved {
        print(&onrecord_report::resolved(&rules, rule), Content::Page)?;
        return Ok(Exit::Done);
    }
    print(&pages::show(rule, rules.packs(), console::width()), Content::Page)?;
    Ok(Exit::Done)
}

use std::fmt::Write as _;
use std::path::Path;

use onrecord_report::clean;

use super::print;
use super::starter::{Filling, SCHEMAS, directive, pack_file, pack_id, rule_file, write};
use crate::args::NewArgs;
use crate::exit::{Exit, Failure};
use crate::output::Content;
use crate::packs;

pub(crate) fn run(args: NewArgs) -> Result<Exit, Failure> {
    check_id(&args.id)?;
    let folder = args.pack;
    if folder.exists() && !folder.is_dir() {
        return Err(Failure::Asked(format!("{}: is a file; a pack is a folder", folder.display())));
    }
    let manifest = folder.join("pack.toml");
    let file = folder.join("rules").join(format!("{}.toml", args.id));
    if file.exists() {
        let file = file.display();
        return Err(Failure::Asked(format!("{file}: is there already, and is left as it is; choose another name")));
    }
    // The pack's own rules count too, where it has any: its ranks are taken.
    let known = packs::load(if manifest.exists() { std::slice::from_ref(&folder) } else { &[] })?;
    if known.find(&args.id).is_some() {
        let help = "choose another name, or change that rule with an `[[override]]`";
        return Err(Failure::Asked(format!("a pack below has a rule `{}`; {help}", args.id)));
    }
    let mut page = String::new();
    let mut version = "0.1.0".to_owned();
    if manifest.exists() {
        version = known.packs().last().map_or(version, |p| p.version.clone());
    } else {
        write(&manifest, &pack_file(&pack_id(&folder)?, None))?;
        let _ = writeln!(page, "wrote {}", clean(&manifest.display().to_string()));
    }
    let mut text = rule_file(args.kind, &version, &known, &Filling::NONE);
    // Where the pack has schemas, as `init` writes them, the rule names its own.
    if folder.join(SCHEMAS).join("rule.json").is_file() {
        text.insert_str(0, &directive(&format!("rules/{}.toml", args.id), "rule"));
    }
    write(&file, &text)?;
    let _ = writeln!(page, "wrote {}", clean(&file.display().to_string()));
    let _ = writeln!(page, "now fill it in; `onrecord rules test {}` tells what is still to do", shown(&folder));
    print(&page, Content::Page)?;
    Ok(Exit::Done)
}

/// The folder as one would type it.
fn shown(folder: &Path) -> String {
    clean(&folder.display().to_string()).into_owned()
}

fn check_id(id: &str) -> Result<(), Failure> {
    let letters = |p: &str| p.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    let reason = if !id.contains('/') {
        "it is in no group; write it as `group/name`"
    } else if id.split('/').any(str::is_empty) {
        "a part of it is empty; write it as `group/name`"
    } else if !id.split('/').all(letters) {
        "use small letters, digits and `-` for group and name"
    } else {
        return Ok(());
    };
    Err(Failure::Asked(format!("`{id}` cannot be the id of a rule: {reason}")))
}

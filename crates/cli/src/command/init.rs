//! `onrecord init`: a pack to start from, which passes its own tests.

use std::fmt::Write as _;
use std::path::PathBuf;

use onrecord_engine::schema::schemas;
use onrecord_report::clean;
use onrecord_report::schema::json;

use super::rules::starter::{Filling, SCHEMAS, directive, pack_file, pack_id, rule_file, write};
use crate::args::{InitArgs, NewKind};
use crate::exit::{Exit, Failure};
use crate::output::{Content, Output};
use crate::packs;

const EXAMPLE: Filling<'_> = Filling {
    words: Some([
        "Word from the grapevine",
        "A grapevine has no name and cannot be asked.",
        "Name whoever said it, or say how it was checked.",
    ]),
    pattern: "\n  \"(hear|heard|learn|learned|learnt) (it|this)? (on|through) the grapevine\",\n",
    hit: "\n  \"The fair is off, traders [[heard on the grapevine]].\",\n",
    miss: "\n  \"A gardener tied the grapevine to the wall.\",\n  \"A blackbird was heard in the grapevine.\",\n",
};

// Data, as they name rules of core-en, which no code does; tests/init.rs tries them.
const OVERRIDES: &str = include_str!("starter/overrides.toml");
const LEXICONS: &str = include_str!("starter/lexicons.toml");

pub(crate) fn run(args: InitArgs) -> Result<Exit, Failure> {
    let folder = args.folder;
    if folder.exists() && !folder.is_dir() {
        return Err(Failure::Asked(format!("{}: is a file; a pack is a folder", folder.display())));
    }
    let id = pack_id(&folder)?;
    if packs::embedded().contains(&PathBuf::from(&id)) {
        let folder = folder.display();
        return Err(Failure::Asked(format!("{folder}: `{id}` is the id of a built-in pack; choose another folder")));
    }
    let known = packs::load(&[])?;
    let base = known.packs().first().map(|p| format!("{}@^{}", p.id, p.version));
    let rule = rule_file(NewKind::Marker, "0.1.0", &known, &EXAMPLE);
    let parts = [
        ("pack.toml", "pack", pack_file(&id, base.as_deref())),
        ("rules/house/grapevine.toml", "rule", rule),
        ("overrides/house.toml", "overrides", OVERRIDES.to_owned()),
        ("lexicons/house.toml", "lexicons", LEXICONS.to_owned()),
    ];
    let parts = parts.map(|(path, kind, text)| (path.to_owned(), directive(path, kind) + &text));
    let schemas = schemas().into_iter().map(|s| (format!("{SCHEMAS}/{}.json", s.name), json(&s)));
    let files: Vec<(String, String)> = parts.into_iter().chain(schemas).collect();
    // All or nothing: a starter pack in part would be harder to understand than none. A link to nowhere is there too.
    if let Some((there, _)) = files.iter().find(|(path, _)| folder.join(path).symlink_metadata().is_ok()) {
        let there = folder.join(there);
        let next = "nothing was written; choose another folder, or add to this pack with `onrecord rules new`";
        return Err(Failure::Asked(format!("{}: is there already; {next}", there.display())));
    }
    let mut page = String::new();
    for (path, text) in &files {
        let path = folder.join(path);
        write(&path, text)?;
        if path.extension().is_some_and(|e| e == "toml") {
            let _ = writeln!(page, "wrote {}", clean(&path.display().to_string()));
        }
    }
    let _ = writeln!(page, "wrote {}: editors check with it", clean(&folder.join(SCHEMAS).display().to_string()));
    let shown = folder.display().to_string();
    let shown = clean(&shown);
    let _ = writeln!(page, "try `onrecord rules test {shown}`");
    let _ = writeln!(page, "`onrecord score article.txt --rules {shown}` scores with it");
    let mut out = Output::open(None, Content::Page)?;
    out.write(page.as_bytes())?;
    out.finish()?;
    Ok(Exit::Done)
}

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use onrecord_engine::schema::{Schema, schemas};
use onrecord_report::clean;
use onrecord_report::schema::json;

use super::{nearest, print};
use crate::args::SchemaArgs;
use crate::exit::{Exit, Failure};
use crate::output::Content;

pub(crate) fn run(args: SchemaArgs) -> Result<Exit, Failure> {
    let all = schemas();
    let asked = match &args.kind {
        None => None,
        Some(kind) => Some(all.iter().find(|s| s.name == kind).ok_or_else(|| {
            let names: Vec<&str> = all.iter().map(|s| s.name).collect();
            let near = nearest(kind, names.iter().copied(), &format!("there are {}", names.join(", ")));
            Failure::Asked(format!("no schema `{kind}`; {near}"))
        })?),
    };
    match (asked, args.output) {
        (Some(schema), None) => print(&json(schema), Content::Data)?,
        (asked, Some(folder)) => {
            let wanted = asked.map_or(all.as_slice(), std::slice::from_ref);
            print(&write_all(wanted, &folder)?, Content::Page)?;
        }
        (None, None) => print(&list(&all), Content::Page)?,
    }
    Ok(Exit::Done)
}

/// What there is to ask for.
fn list(all: &[Schema]) -> String {
    let mut page = String::new();
    for schema in all {
        let _ = writeln!(page, "{:<13} {}", schema.name, schema.files);
    }
    page.push_str("\n`onrecord rules schema rule` prints one, `--output DIR` writes all into a folder\n");
    page
}

/// Writes schemas into a folder, each as `NAME.json`, and tells so. What an earlier version wrote is written over.
fn write_all(schemas: &[Schema], folder: &Path) -> Result<String, Failure> {
    let mut page = String::new();
    let fail = |path: &Path, error| Failure::writing(&path.display().to_string(), error);
    fs::create_dir_all(folder).map_err(|e| fail(folder, e))?;
    for schema in schemas {
        let path = folder.join(format!("{}.json", schema.name));
        fs::write(&path, json(schema)).map_err(|e| fail(&path, e))?;
        let _ = writeln!(page, "wrote {}", clean(&path.display().to_string()));
    }
    Ok(page)
}

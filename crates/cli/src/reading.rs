//! How inputs are read, as the command line tells it.

use std::fmt::Debug;

use clap::Args;
use clap::builder::PossibleValue;
use onrecord_ingest::{Fields, Format, Options};
use serde::{Serialize, Serializer};

/// How inputs are read.
#[derive(Args, Serialize)]
pub(crate) struct ReadingArgs {
    /// Where a part of an article stands in JSON or a table, as `text=body` or `id=meta.url`; may be repeated
    ///
    /// The parts are id, text, html, title, outlet, aliases, byline, date, section, genre and url. With `html=FIELD` the
    /// article is found in a page that a field holds.
    #[arg(long = "field", value_name = "NAME=FIELD", value_parser = field)]
    fields: Vec<String>,
    /// Take the fields of a tool or format that is known: trafilatura, news-please, mediacloud, schema-org or ninjs
    #[arg(long, value_name = "NAME", value_parser = preset)]
    #[serde(serialize_with = "as_debug")]
    preset: Option<Fields>,
    /// Read all inputs in this format [default: by ending, or by how they begin]
    #[arg(long, value_name = "FORMAT", value_parser = InputParser, default_value = "auto", hide_default_value = true)]
    #[serde(serialize_with = "as_debug")]
    input_format: Input,
}

/// Enough to tell one value from another.
fn as_debug<S: Serializer>(value: &impl Debug, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{value:?}"))
}

/// What inputs hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Input {
    /// Articles in a format.
    Articles(Format),
    /// Records that were written earlier.
    Records,
}

/// The name of records among formats.
const RECORDS: &str = "records";

impl ReadingArgs {
    /// The same, in the words of ingest.
    pub(crate) fn options(&self) -> Options {
        let fields = self.preset.clone().unwrap_or_default();
        let format = match self.input_format {
            Input::Articles(format) => format,
            Input::Records => Format::Jsonl,
        };
        let mut options = Options { format, fields, ..Options::default() };
        for mapping in &self.fields {
            options.fields.set(mapping).expect("`field` has tried each mapping");
        }
        options
    }

    /// Whether the inputs are records that were written earlier; `None` where their first line is to tell.
    pub(crate) fn wants_records(&self) -> Option<bool> {
        match self.input_format {
            Input::Articles(Format::Auto) => None,
            Input::Articles(_) => Some(false),
            Input::Records => Some(true),
        }
    }
}

fn field(mapping: &str) -> Result<String, String> {
    Fields::default().set(mapping).map_err(|e| e.to_string())?;
    Ok(mapping.to_owned())
}

fn preset(name: &str) -> Result<Fields, String> {
    Fields::preset(name).map_err(|e| e.to_string())
}

/// Takes the names of formats, which ingest has, and that of records.
#[derive(Clone)]
struct InputParser;

impl clap::builder::TypedValueParser for InputParser {
    type Value = Input;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<Input, clap::Error> {
        let names = Format::NAMES.iter().map(|(name, _)| *name).chain([RECORDS]);
        let name = clap::builder::PossibleValuesParser::new(names).parse_ref(command, argument, value)?;
        let format = Format::NAMES.iter().find(|(n, _)| *n == name);
        Ok(format.map_or(Input::Records, |(_, format)| Input::Articles(*format)))
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let formats = Format::NAMES.iter().map(|(name, format)| PossibleValue::new(*name).help(format.about()));
        let records = PossibleValue::new(RECORDS).help("Records that `score --format jsonl` has written, for `stats`");
        Some(Box::new(formats.chain([records])))
    }
}

//! The command line.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use onrecord_engine::Date;
use onrecord_report::stats::By;
use onrecord_text::OffsetUnit;
use serde::{Serialize, Serializer};

use crate::reading::ReadingArgs;

/// Shows who is on the record in news articles, and scores how transparent their sourcing is
///
/// The score tells what the text shows about its sources. It does not measure truth, accuracy or bias.
#[derive(Parser)]
#[command(name = "onrecord", version, arg_required_else_help = true, after_help = AFTER)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const AFTER: &str = "\
Exit status: 0 done; 1 `rules check` or `rules test` found faults, or no lexicon has the word; 2 something could not be read or done; 130 stopped by Ctrl-C.
Colours follow NO_COLOR and CLICOLOR_FORCE.";

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Score articles from files, folders, JSON lines or standard input
    Score(ScoreArgs),
    /// Show one article with its sources, quotations and response notes marked
    Show(ShowArgs),
    Compare(CompareArgs),
    Agree(AgreeArgs),
    Stats(StatsArgs),
    Init(InitArgs),
    /// List, show, check and test rules
    Rules {
        #[command(subcommand)]
        command: RulesCommand,
    },
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page, of the whole or of one command
    Man {
        /// The command
        command: Option<String>,
    },
}

/// Show articles on one event side by side: whom they share, who is only in one, whom each asked
///
/// It takes 2 to 26 articles. Sources are matched by name: people, bodies, outlets, and those who speak for them. Unnamed
/// sources are never matched, for no text shows that they are the same. Quotations and passages that articles have in
/// common are told, so that a report that two outlets print is not taken for two.
#[derive(Args)]
pub(crate) struct CompareArgs {
    /// Files, folders, archives, or `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// How to print the comparison
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: CompareFormat,
    /// What offsets in JSON count
    #[arg(long, value_enum, default_value_t, value_name = "UNIT")]
    pub(crate) offsets: Offsets,
    #[command(flatten)]
    pub(crate) judging: JudgingArgs,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    /// Write to this file, which appears when all is done
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// Tell how far two people agree who label the same articles, or one of them and the tool
///
/// Each labels by a file of corrections to what the tool reads: what kind a source is, what is no statement, what was
/// missed. For sources, statements, response notes and reasons of anonymity it prints the percentage of units on which
/// both say the same, and Cohen's kappa; then which kinds are taken for which, and every disagreement.
///
/// What neither has touched is as the tool reads it, and agrees by default. `--touched` leaves that out.
#[derive(Args)]
pub(crate) struct AgreeArgs {
    /// Files, folders, archives, or `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// The file of corrections of somebody who labels; twice for two people, once to compare one with the tool
    #[arg(long = "coder", value_name = "FILE", required_unless_present = "blank")]
    pub(crate) coders: Vec<PathBuf>,
    /// Count only units that at least one of them has corrected or confirmed
    #[arg(long)]
    pub(crate) touched: bool,
    /// How to print it
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: AgreeFormat,
    /// Write a file to label with instead, in which every source stands with no kind; `-` for standard output
    #[arg(long, value_name = "FILE", conflicts_with_all = ["coders", "touched", "format"])]
    pub(crate) blank: Option<PathBuf>,
    /// The outlet that published the articles, so that it is not taken for a source; may be repeated
    #[arg(long = "outlet", value_name = "NAME")]
    pub(crate) outlets: Vec<String>,
    #[command(flatten)]
    pub(crate) packs: PackArgs,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    /// How many articles to work on at once [default: one for each processor]
    #[arg(long, short, value_name = "N", value_parser = jobs)]
    pub(crate) jobs: Option<NonZeroUsize>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum AgreeFormat {
    /// A page for people
    #[default]
    Human,
    /// One JSON object, for programs
    Json,
    /// One row for each label of each unit, for spreadsheets
    Csv,
}

/// Count what many articles show about their sources
///
/// It reads articles, which it scores as `score` does, or records that `score --format jsonl` has written, and tells them
/// apart by their first line. It prints sources by kind, the share of unnamed ones with intervals, response notes,
/// parties without a reply, scores, frequent findings and the most quoted sources, over all and in groups.
///
/// Shares and quartiles of fewer than 10 articles are not told. Sources are matched by name alone. The order of groups
/// is that of their names: these are distributions, not rankings.
#[derive(Args)]
pub(crate) struct StatsArgs {
    /// Records or articles: files, folders, or `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Put articles into groups, too; may be repeated
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) by: Vec<StatsBy>,
    /// Count articles that are not scored as such and nowhere else
    #[arg(long)]
    pub(crate) only_scored: bool,
    /// Count every report once: leave out near copies, which `score --duplicates` marks in records; among articles they
    /// are looked for
    #[arg(long)]
    pub(crate) once: bool,
    /// Show so many of the most quoted sources
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) top: usize,
    /// How to print the figures
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: StatsFormat,
    #[command(flatten)]
    pub(crate) judging: JudgingArgs,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    /// How many articles to work on at once [default: one for each processor]
    #[arg(long, short, value_name = "N", value_parser = jobs)]
    pub(crate) jobs: Option<NonZeroUsize>,
    /// Write to this file, which appears when all is done
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StatsBy {
    /// Who published them
    Outlet,
    /// The month of publication
    Month,
    /// The section of the paper
    Section,
    /// The genre, as the input calls it
    Genre,
    /// The profile that they were scored by
    Profile,
}

impl From<StatsBy> for By {
    fn from(by: StatsBy) -> Self {
        match by {
            StatsBy::Outlet => Self::Outlet,
            StatsBy::Month => Self::Month,
            StatsBy::Section => Self::Section,
            StatsBy::Genre => Self::Genre,
            StatsBy::Profile => Self::Profile,
        }
    }
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum StatsFormat {
    /// A page for people
    #[default]
    Human,
    /// One JSON object, for programs
    Json,
    /// One row a figure, for spreadsheets
    Csv,
}

/// Write a pack of rules to start from
///
/// It builds on core-en, has one rule with examples and one override, and shows more of both and of lexicons in
/// comments. Editors of TOML check it by the JSON Schemas in its folder `schema`. Nothing that is there is written over.
#[derive(Args)]
pub(crate) struct InitArgs {
    /// The folder of the pack; made where there is none
    #[arg(value_name = "DIR", default_value = ".")]
    pub(crate) folder: PathBuf,
}

// What is serialised tells runs apart that may go on with each other's records: everything that may change these.
#[derive(Args, Serialize)]
pub(crate) struct ScoreArgs {
    /// Files, folders, archives, or `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    #[serde(serialize_with = "as_shown")]
    pub(crate) paths: Vec<PathBuf>,
    /// How to print the results [default: by the ending of the output file, else human]
    #[arg(long, value_enum, value_name = "FORMAT")]
    #[serde(skip)]
    pub(crate) format: Option<Format>,
    /// What offsets in records count
    #[arg(long, value_enum, default_value_t, value_name = "UNIT")]
    pub(crate) offsets: Offsets,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) judging: JudgingArgs,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) reading: ReadingArgs,
    /// How many articles to work on at once [default: one for each processor]
    #[arg(long, short, value_name = "N", value_parser = jobs)]
    #[serde(skip)]
    pub(crate) jobs: Option<NonZeroUsize>,
    /// Write to this file, or with `--format tables` to this folder, which appears when all is done; may be repeated
    ///
    /// Several are written by their endings, or as `csv=FILE` says, and every article is read once. Records in JSON lines stand in FILE.partial
    /// until all is done, and stay there when the run is stopped.
    #[arg(long, short, value_name = "FILE")]
    #[serde(skip)]
    pub(crate) output: Vec<PathBuf>,
    /// Go on with a run that was stopped, from the records in FILE.partial
    ///
    /// Give the same command as then. The inputs are read from the start and held against the records; the result is the
    /// same, to the byte, as that of a run that was never stopped.
    #[arg(long)]
    #[serde(skip)]
    pub(crate) resume: bool,
    /// Score so many articles only, drawn at random and in the order of the inputs
    #[arg(long, value_name = "N")]
    pub(crate) sample: Option<NonZeroUsize>,
    /// Draw another sample; the same number draws the same articles on every machine
    #[arg(long, value_name = "S", requires = "sample", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Mark near copies, as of wire reports in many outlets, by the id of the first of them
    #[arg(long)]
    pub(crate) duplicates: bool,
    /// Do not show how far the run has come
    #[arg(long, short)]
    #[serde(skip)]
    pub(crate) quiet: bool,
    /// Put the text that offsets count in into records; into tables also what is attributed, notes and findings
    #[arg(long)]
    pub(crate) with_text: bool,
    /// Put titles, reasons, remedies and standards of the rules into each record
    #[arg(long)]
    pub(crate) explain: bool,
}

fn as_shown<S: Serializer>(paths: &[PathBuf], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(paths.iter().map(|p| p.to_string_lossy()))
}

fn date<S: Serializer>(date: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    date.map(|d| d.to_string()).serialize(serializer)
}

#[derive(Args)]
pub(crate) struct ShowArgs {
    /// A file, or `-` for standard input
    #[arg(value_name = "FILE")]
    pub(crate) path: PathBuf,
    /// Which article of a file of several [default: the first]
    #[arg(long, value_name = "ID")]
    pub(crate) id: Option<String>,
    #[command(flatten)]
    pub(crate) judging: JudgingArgs,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

/// What judges the articles.
#[derive(Args, Serialize)]
pub(crate) struct JudgingArgs {
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) packs: PackArgs,
    /// Score by this profile [default: that of the uppermost pack that names one, else news]
    #[arg(long, value_name = "ID")]
    pub(crate) profile: Option<String>,
    /// The outlet that published the articles, so that it is not taken for a source; may be repeated
    #[arg(long = "outlet", value_name = "NAME")]
    pub(crate) outlets: Vec<String>,
    /// A file that tells which findings to set aside, and why; may be repeated
    #[arg(long, value_name = "FILE")]
    #[serde(serialize_with = "as_shown")]
    pub(crate) suppressions: Vec<PathBuf>,
    /// A file of labels that a person puts right, each for an article that it names; may be repeated
    #[arg(long, value_name = "FILE")]
    #[serde(serialize_with = "as_shown")]
    pub(crate) corrections: Vec<PathBuf>,
    /// Hold the dates in suppressions and overrides against this day, as in 2027-06-30 [default: dates are not heeded]
    #[arg(long, value_name = "DATE")]
    #[serde(serialize_with = "date")]
    pub(crate) today: Option<Date>,
}

#[derive(Args, Serialize)]
pub(crate) struct PackArgs {
    /// A pack of rules to use, as a folder or the id of a built-in one; may be repeated
    #[arg(long = "rules", value_name = "PACK")]
    #[serde(serialize_with = "as_shown")]
    pub(crate) rules: Vec<PathBuf>,
}

impl JudgingArgs {
    /// Whether anything is told that judges articles; rules give titles to findings of records too.
    pub(crate) fn is_told(&self) -> bool {
        let Self { packs: _, profile, outlets, suppressions, corrections, today } = self;
        let lists = [suppressions, corrections];
        profile.is_some() || !outlets.is_empty() || today.is_some() || lists.iter().any(|f| !f.is_empty())
    }
}

/// Threads cost memory before they do any work, and a machine asked for a hundred thousand stands still.
fn jobs(number: &str) -> Result<NonZeroUsize, String> {
    const MOST: usize = 1024;
    let number = number.parse().ok().filter(|n| (1..=MOST).contains(n)).and_then(NonZeroUsize::new);
    number.ok_or_else(|| format!("a number from 1 to {MOST} is expected"))
}

#[derive(Subcommand)]
pub(crate) enum RulesCommand {
    /// List all rules
    List(ListArgs),
    /// Show all that a rule says of itself
    Show(RuleArgs),
    /// Check packs for mistakes
    Check(CheckArgs),
    /// Check packs and run the examples of their rules
    Test(TestArgs),
    /// Show how rules see a text: its words, how far each pattern came, and why it stopped
    Trace(TraceArgs),
    NearMiss(Box<NearMissArgs>),
    /// Write a commented starter file for a rule, and a pack around it where there is none
    New(NewArgs),
    /// List lexicons, show every form of one, or find those that have a word
    Lexicon(LexiconArgs),
    Schema(SchemaArgs),
}

/// Find sentences that one word keeps from matching, ranked by what a rule could be taught
///
/// For each item of a pattern that failed alone, it tells the words that stood there and how often, with examples.
/// Looked at are patterns of marker and response rules with three items or more that ask for words; left out are
/// sentences in which the rule fires, or in which another finds the same.
///
/// It reads articles as `score` does, in one pass and bounded memory. It costs about as much as scoring again, and more
/// the more rules there are: most sentences lack two words of every pattern and are passed over after a glance.
#[derive(Args)]
pub(crate) struct NearMissArgs {
    /// Files, folders, archives, or `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Look at this rule, or those that fit, as `response/*`; may be repeated [default: all]
    #[arg(long, value_name = "ID")]
    pub(crate) rule: Vec<String>,
    /// Show so many items at most, the most promising
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) most: usize,
    #[command(flatten)]
    pub(crate) packs: PackArgs,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    /// How many articles to work on at once [default: one for each processor]
    #[arg(long, short, value_name = "N", value_parser = jobs)]
    pub(crate) jobs: Option<NonZeroUsize>,
    /// How to print them
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: RecordFormat,
}

#[derive(Args)]
pub(crate) struct NewArgs {
    /// The rule's id, as `group/name`
    #[arg(value_name = "GROUP/NAME")]
    pub(crate) id: String,
    /// What the rule does
    #[arg(long, value_enum)]
    pub(crate) kind: NewKind,
    /// The folder of the pack; made where there is none
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    pub(crate) pack: PathBuf,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum NewKind {
    /// Finds a fact in the text
    Marker,
    /// Finds what came of asking somebody
    Response,
    /// Gives a source its kind
    Source,
    /// Fires for each of one thing without another near it
    Absence,
    /// Fires when a count passes a bound
    Count,
}

/// Print a JSON Schema of a kind of file, for editors of TOML
///
/// With it an editor offers the keys and words that there are, tells what each means and marks what is wrong while one
/// writes. A file names its schema in its first line, as `#:schema ../../schema/rule.json`; `onrecord init` writes that
/// line and the schemas too. What a schema cannot tell, such as a wrong pattern, `rules check` does.
#[derive(Args)]
pub(crate) struct SchemaArgs {
    /// The kind of file: pack, rule, lexicons, overrides, profile, suppressions or corrections [default: list them]
    #[arg(value_name = "KIND")]
    pub(crate) kind: Option<String>,
    /// Write KIND.json, or without KIND all of them, into this folder; made where there is none
    #[arg(long, short, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct LexiconArgs {
    /// The lexicon [default: all]
    pub(crate) name: Option<String>,
    /// Tell which lexicons have this word, alone or in a phrase
    #[arg(long, value_name = "WORD")]
    pub(crate) word: Option<String>,
    #[command(flatten)]
    pub(crate) packs: PackArgs,
    /// How to print them
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: RecordFormat,
}

#[derive(Args)]
pub(crate) struct TraceArgs {
    /// The text, in quotation marks
    #[arg(value_name = "TEXT", conflicts_with = "file")]
    pub(crate) text: Option<String>,
    /// Read the text from this file, or `-` for standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// Trace this rule, or those that fit, as `anon/*`; may be repeated [default: the 20 patterns that came furthest]
    #[arg(long, value_name = "ID")]
    pub(crate) rule: Vec<String>,
    #[command(flatten)]
    pub(crate) packs: PackArgs,
    /// How to print the trace
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: RecordFormat,
}

#[derive(Args)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    pub(crate) packs: PackArgs,
    /// Only rules of this kind: source, marker, response, absence or count
    #[arg(long, value_name = "KIND")]
    pub(crate) kind: Option<String>,
    /// Only rules of this group, as `anon`
    #[arg(long, value_name = "GROUP")]
    pub(crate) group: Option<String>,
    /// How to print the list
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: ListFormat,
}

#[derive(Args)]
pub(crate) struct RuleArgs {
    /// The rule's id, as in `anon/unexplained`
    pub(crate) id: String,
    /// Show what all packs together make of it, as TOML with the place of every part
    #[arg(long)]
    pub(crate) resolved: bool,
    #[command(flatten)]
    pub(crate) packs: PackArgs,
}

#[derive(Args)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) packs: FolderArgs,
    /// Fail on warnings too
    #[arg(long)]
    pub(crate) strict: bool,
    /// The day by which overrides may have ended, as in 2027-06-30 [default: today]
    #[arg(long, value_name = "DATE")]
    pub(crate) today: Option<Date>,
}

#[derive(Args)]
pub(crate) struct TestArgs {
    #[command(flatten)]
    pub(crate) packs: FolderArgs,
    /// Show what examples each rule has, and how many fire each of its patterns
    #[arg(long)]
    pub(crate) coverage: bool,
    /// How to print the coverage
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT", requires = "coverage")]
    pub(crate) format: RecordFormat,
}

#[derive(Args)]
pub(crate) struct FolderArgs {
    /// Packs, each a folder or the id of a built-in one [default: the built-in ones]
    #[arg(value_name = "PACK")]
    pub(crate) folders: Vec<PathBuf>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A summary for people
    #[default]
    Human,
    /// One JSON record a line, for programs
    Jsonl,
    /// One row an article, for spreadsheets
    Csv,
    /// A folder of tables that join, one row a thing, with a codebook; takes `--output DIR`
    Tables,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum CompareFormat {
    /// A page for people
    #[default]
    Human,
    /// One JSON object, for programs
    Json,
    /// A page with tables, to print or publish
    Markdown,
    /// One row for each source in each article, for spreadsheets
    Csv,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum RecordFormat {
    /// A page for people
    #[default]
    Human,
    /// JSON, for programs
    Json,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// A table for people
    #[default]
    Human,
    /// JSON, for programs
    Json,
    /// A page to read, as docs/rules.md is
    Markdown,
}

#[derive(Clone, Copy, Default, Serialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Offsets {
    /// UTF-8 bytes
    #[default]
    Byte,
    /// Unicode code points, as Python counts
    Char,
    /// UTF-16 code units, as JavaScript and Java count
    Utf16,
}

impl From<Offsets> for OffsetUnit {
    fn from(offsets: Offsets) -> Self {
        match offsets {
            Offsets::Byte => Self::Byte,
            Offsets::Char => Self::Char,
            Offsets::Utf16 => Self::Utf16,
        }
    }
}

/// The arguments of this run; a mistake in them, or `--help`, ends the program here.
pub(crate) fn parse() -> Arguments {
    Arguments::parse()
}

/// The command line itself, for completions and the manual.
pub(crate) fn command() -> clap::Command {
    Arguments::command()
}

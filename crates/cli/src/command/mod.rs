//! One file for each verb, and what judges the articles.

pub(crate) mod agree;
pub(crate) mod compare;
pub(crate) mod corrections;
pub(crate) mod init;
pub(crate) mod manual;
pub(crate) mod rules;
pub(crate) mod score;
pub(crate) mod show;
pub(crate) mod stats;
pub(crate) mod suppressions;
pub(crate) mod tables;

use std::sync::{Mutex, PoisonError};

use onrecord_engine::{Assessment, Assessor, Correction, Options, RuleSet};
use onrecord_ingest::{Article, Unreadable};
use onrecord_parser::Document;
use onrecord_report::{Body, Entry, Handbook, Metadata, Run};
use onrecord_text::OffsetUnit;

use crate::args::JudgingArgs;
use crate::batch::Lost;
use crate::console;
use crate::exit::Failure;
use corrections::Corrections;
use suppressions::Suppressions;

/// What the user told about the articles and how to judge them.
pub(crate) struct Judge<'r> {
    rules: &'r RuleSet,
    options: Options,
    suppressions: Suppressions,
    corrections: Corrections,
    /// Idle assessors. They keep what they learned of words, so they are used again, by one thread at a time.
    idle: Mutex<Vec<Assessor<'r>>>,
}

impl<'r> Judge<'r> {
    pub(crate) fn new(rules: &'r RuleSet, args: &JudgingArgs) -> Result<Self, Failure> {
        if let Some(profile) = &args.profile {
            let known: Vec<&str> = rules.profiles().iter().map(|p| p.id.as_str()).collect();
            if !known.contains(&profile.as_str()) {
                return Err(Failure::Asked(format!("no profile `{profile}`; there are {}", known.join(", "))));
            }
        }
        let options = Options {
            profile: args.profile.clone(),
            outlets: args.outlets.clone(),
            today: args.today,
            ..Options::default()
        };
        let suppressions = Suppressions::load(&args.suppressions, rules)?;
        let corrections = Corrections::load(&args.corrections)?;
        Ok(Self { rules, options, suppressions, corrections, idle: Mutex::default() })
    }

    /// Judges an article, with what its side files and the user say of it. One whose side file has mistakes is lost.
    pub(crate) fn assess(&self, article: &Article) -> Result<Assessment, Lost> {
        self.read(article).map(|(_, assessment)| assessment)
    }

    /// The same, with what the parser found.
    pub(crate) fn read(&self, article: &Article) -> Result<(Document, Assessment), Lost> {
        let mut corrections = corrections::beside(article)?;
        corrections.extend(self.corrections.of(article).0);
        self.read_with(article, corrections)
    }

    /// The same with these corrections and no others.
    pub(crate) fn read_with(
        &self,
        article: &Article,
        corrections: Vec<Correction>,
    ) -> Result<(Document, Assessment), Lost> {
        let document = onrecord_parser::parse(&article.text, self.rules.lexicon());
        let mut options = self.options.clone();
        options.corrections = corrections;
        options.title.clone_from(&article.metadata.title);
        options.section.clone_from(&article.metadata.section);
        options.genre.clone_from(&article.metadata.genre);
        options.outlets.extend(article.metadata.outlet.clone());
        options.outlets.extend(article.metadata.aliases.iter().cloned());
        options.suppressions = suppressions::beside(article)?;
        let (own, asked) = (options.suppressions.len(), self.suppressions.of(&article.id));
        options.suppressions.extend(asked.iter().map(|&entry| self.suppressions.wish(entry).clone()));
        let mut assessor = self.idle().pop().unwrap_or_else(|| Assessor::new(self.rules));
        let assessment = assessor.assess(&article.text, &document, &options);
        // After a panic nobody comes here, so an assessor in disorder is never used again.
        self.idle().push(assessor);
        self.suppressions.note(&asked, own, &assessment);
        Ok((document, assessment))
    }

    /// Whether the user gave files of suppressions or corrections.
    pub(crate) fn is_told_something(&self) -> bool {
        !self.suppressions.is_empty() || !self.corrections.is_empty()
    }

    /// Tells at the end of a run which suppressions and corrections were for nothing.
    pub(crate) fn sum_up(&self) {
        self.corrections.sum_up();
        self.suppressions.sum_up();
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Assessor<'r>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What holds for all articles of a run, with what most commands ask for.
pub(crate) fn run_of<'r>(rules: &'r RuleSet, handbook: &'r Handbook) -> Run<'r> {
    Run {
        engine: env!("CARGO_PKG_VERSION"),
        packs: rules.packs(),
        offsets: OffsetUnit::Byte,
        handbook,
        explain: false,
        with_text: false,
        width: console::width(),
    }
}

/// What writers are given of an article: `body` with what the input tells of it.
pub(crate) fn entry<'a>(article: &'a Article, body: Body<'a>) -> Entry<'a> {
    let told = &article.metadata;
    let metadata = Metadata {
        outlet: told.outlet.as_deref(),
        byline: told.byline.as_deref(),
        date: told.date.as_deref(),
        section: told.section.as_deref(),
        genre: told.genre.as_deref(),
        url: told.url.as_deref(),
        extractor: article.extractor,
        encoding: article.encoding,
    };
    Entry { id: &article.id, title: told.title.as_deref(), metadata, duplicate_of: None, body }
}

/// The same of an input that could not be read, of which nothing is known but its id.
pub(crate) fn unread<'a>(unreadable: &'a Unreadable, body: Body<'a>) -> Entry<'a> {
    Entry { id: &unreadable.id, title: None, metadata: Metadata::default(), duplicate_of: None, body }
}

//! One file for each verb, and what judges the articles.

pub(crate) mod manual;
pub(crate) mod rules;
pub(crate) mod score;
pub(crate) mod show;

use onrecord_engine::{Assessment, Options, RuleSet, assess};
use onrecord_ingest::Article;

use crate::args::JudgingArgs;
use crate::exit::Failure;
use crate::packs;

/// Rules and what the user told about the articles: all that an assessment depends on besides the article.
pub(crate) struct Judge {
    pub(crate) rules: RuleSet,
    profile: Option<String>,
    outlets: Vec<String>,
}

impl Judge {
    pub(crate) fn new(args: &JudgingArgs) -> Result<Self, Failure> {
        let rules = packs::load(&args.packs.rules)?;
        if let Some(profile) = &args.profile {
            let known: Vec<&str> = rules.profiles().iter().map(|p| p.id.as_str()).collect();
            if !known.contains(&profile.as_str()) {
                return Err(Failure::Asked(format!("no profile `{profile}`; there are {}", known.join(", "))));
            }
        }
        Ok(Self { rules, profile: args.profile.clone(), outlets: args.outlets.clone() })
    }

    pub(crate) fn assess(&self, article: &Article) -> Assessment {
        let document = onrecord_parser::parse(&article.text, self.rules.lexicon());
        let mut outlets = self.outlets.clone();
        outlets.extend(article.metadata.outlet.clone());
        let options = Options { profile: self.profile.clone(), title: article.metadata.title.clone(), outlets };
        assess(&article.text, &document, &self.rules, &options)
    }
}

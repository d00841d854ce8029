//! The inputs of a scoring run, with what an earlier run has written of each.

use onrecord_ingest::{Article, Articles};

use crate::batch::{Item, Source};
use crate::resume::Journal;

/// All inputs in order, or a sample of them.
pub(crate) struct Inputs {
    articles: Articles,
    sample: Option<std::vec::IntoIter<Article>>,
    journal: Option<Journal>,
    /// Why the records of the earlier run do not fit.
    fault: Option<String>,
}

impl Inputs {
    pub(crate) fn new(articles: Articles, journal: Option<Journal>) -> Self {
        Self { articles, sample: None, journal, fault: None }
    }

    /// From now on these articles only, which were read from the same inputs.
    pub(crate) fn only(&mut self, sample: Vec<Article>) {
        self.sample = Some(sample.into_iter());
    }

    /// What was read.
    pub(crate) fn articles(&mut self) -> &mut Articles {
        &mut self.articles
    }

    /// Why the records of the earlier run do not fit, if they do not.
    pub(crate) fn fault(&self) -> Option<&str> {
        self.fault.as_deref()
    }
}

impl Source for Inputs {
    fn next(&mut self) -> Option<Item> {
        if self.fault.is_some() {
            return None;
        }
        let found = match &mut self.sample {
            Some(sample) => sample.next().map(Ok),
            None => Iterator::next(&mut self.articles),
        };
        let seen = match self.journal.as_mut().map(|j| (j.next(), j)) {
            None => None,
            Some((Some(Ok(seen)), journal)) => {
                if found.is_none() {
                    let (number, inputs) = (journal.read() + 1, journal.read());
                    self.fault = Some(journal.refuse(number, &format!("there are only {inputs} inputs now")));
                    return None;
                }
                Some(seen)
            }
            Some((Some(Err(fault)), _)) => {
                self.fault = Some(fault);
                return None;
            }
            Some((None, _)) => {
                self.journal = None;
                None
            }
        };
        found.map(|found| Item { seen, ..Item::from(found) })
    }

    fn consumed(&self) -> u64 {
        self.articles.consumed()
    }
}

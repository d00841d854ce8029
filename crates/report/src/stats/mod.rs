//! Statistics over many articles: counts, shares with intervals and spreads, over all and by group.
//!
//! Everything is counted as articles come, in room that is bounded by the number of groups, rules and names and not by
//! that of articles, and in whole numbers, so that the order of articles and the number of threads change nothing.

mod facts;
mod group;
mod human;
mod month;
mod names;
mod record;
mod rows;
mod share;
mod spread;

use std::collections::BTreeMap;

use onrecord_engine::Status;

pub use facts::{Facts, Voice};
pub use group::{Class, Group};
pub use human::human;
pub use month::month;
pub use names::{Name, Names};
pub use record::{SCHEMA, json};
pub use rows::csv;
pub use share::{FEW, Ratio};
pub use spread::Spread;

use crate::Handbook;

/// By what articles are put into groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// Who published them.
    Outlet,
    /// The month in which they were published.
    Month,
    /// The section of the paper.
    Section,
    /// The genre, as the input calls it.
    Genre,
    /// The profile that they were scored by.
    Profile,
}

impl By {
    /// The word used on the command line and in what is printed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Outlet => "outlet",
            Self::Month => "month",
            Self::Section => "section",
            Self::Genre => "genre",
            Self::Profile => "profile",
        }
    }

    /// The group of an article; `None` where nothing tells it.
    fn of(self, facts: &Facts) -> Option<String> {
        let told = match self {
            Self::Outlet => facts.outlet.as_deref(),
            Self::Month => return facts.date.as_deref().and_then(month),
            Self::Section => facts.section.as_deref(),
            Self::Genre => facts.genre.as_deref(),
            Self::Profile => facts.profile.as_deref(),
        };
        let told = told?.split_whitespace().collect::<Vec<_>>().join(" ");
        (!told.is_empty()).then_some(told)
    }
}

/// So many groups of one sort are kept apart at most; articles of others are counted together.
pub const MOST_GROUPS: usize = 2000;

/// The articles of a run in groups of one sort.
#[derive(Clone, Debug)]
pub struct Grouping {
    /// The sort.
    pub by: By,
    /// Each group by its name, in the order of names.
    pub groups: BTreeMap<String, Group>,
    /// Articles of which nothing tells their group.
    pub untold: Group,
    /// Articles of groups that came when there were [`MOST_GROUPS`] already.
    pub others: Group,
}

/// All that is counted of a run.
#[derive(Clone, Debug, Default)]
pub struct Stats {
    /// All articles.
    pub all: Group,
    /// The same in groups, for each sort that was asked for.
    pub groupings: Vec<Grouping>,
    /// Named sources over all articles.
    pub names: Names,
    /// Articles with a date whose month could not be told.
    pub odd_dates: u64,
    /// Whether articles without a score are counted as such and nowhere else.
    pub only_scored: bool,
    /// Whether near copies of a report are left out, so that it counts once.
    pub once: bool,
    /// How many near copies were left out.
    pub copies: u64,
}

impl Stats {
    /// Nothing counted as yet, to be put into groups `by` these.
    #[must_use]
    pub fn by(by: &[By]) -> Self {
        let mut sorts: Vec<By> = Vec::new();
        for &sort in by {
            if !sorts.contains(&sort) {
                sorts.push(sort);
            }
        }
        let grouping =
            |by| Grouping { by, groups: BTreeMap::new(), untold: Group::default(), others: Group::default() };
        Self { groupings: sorts.into_iter().map(grouping).collect(), ..Self::default() }
    }

    /// Counts an article.
    pub fn add(&mut self, facts: &Facts) {
        if self.once && facts.copy {
            self.copies += 1;
            return;
        }
        let whole = !self.only_scored || facts.status == Status::Scored;
        let add = if whole { Group::add } else { Group::add_status };
        add(&mut self.all, facts);
        if whole {
            self.names.add(&facts.sources);
        }
        self.odd_dates += u64::from(facts.date.as_deref().is_some_and(|d| month(d).is_none()));
        if !Group::is_read(facts) {
            // Nothing is known of what could not be read.
            return;
        }
        for grouping in &mut self.groupings {
            let group = match grouping.by.of(facts) {
                None => &mut grouping.untold,
                Some(name) if grouping.groups.len() < MOST_GROUPS || grouping.groups.contains_key(&name) => {
                    grouping.groups.entry(name).or_default()
                }
                Some(_) => &mut grouping.others,
            };
            add(group, facts);
        }
    }
}

impl Grouping {
    /// Every group with an article, by name; behind them those without a name and with what is said instead.
    fn all(&self) -> impl Iterator<Item = (Result<&str, &'static str>, &Group)> {
        let named = self.groups.iter().map(|(name, group)| (Ok(name.as_str()), group));
        let rest = [(Err("other groups"), &self.others), (Err("not told"), &self.untold)];
        named.chain(rest.into_iter().filter(|(_, group)| group.read() > 0))
    }
}

/// What is printed of a run besides what was counted.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// The version of the program.
    pub engine: &'a str,
    /// What rules say of themselves.
    pub handbook: &'a Handbook,
    /// So many of the most quoted sources are shown.
    pub most: usize,
    /// Columns of the terminal.
    pub width: usize,
}

/// What the figures do not tell, on every page.
pub const NOT_TOLD: &str = "The figures tell what the texts show about their sources. They do not measure truth, \
    accuracy or bias, and are no ranking of outlets.";

#[cfg(test)]
mod tests {
    use super::*;

    fn article(outlet: &str) -> Facts {
        Facts { outlet: Some(outlet.to_owned()), status: Status::NotScored, ..Facts::default() }
    }

    #[test]
    fn groups_are_bounded_and_what_is_beyond_them_is_counted() {
        let mut stats = Stats::by(&[By::Outlet, By::Section, By::Outlet]);
        for round in 0..2 {
            for outlet in 0..MOST_GROUPS + 5 {
                stats.add(&article(&format!("Outlet  {outlet}")));
            }
            stats.add(&Facts { outlet: Some("Outlet 1".to_owned()), ..Facts::default() });
            assert_eq!(stats.groupings.len(), 2);
            let by_outlet = &stats.groupings[0];
            assert_eq!((by_outlet.groups.len(), by_outlet.others.read()), (MOST_GROUPS, 5 * (round + 1)));
            assert_eq!(by_outlet.groups["Outlet 1"].read(), round + 1, "what could not be read is in no group");
            assert_eq!(by_outlet.all().count(), MOST_GROUPS + 1);
            assert_eq!(stats.groupings[1].untold.read(), (MOST_GROUPS as u64 + 5) * (round + 1));
        }
        assert_eq!(stats.all.with_status(Status::Error), 2);
    }
}

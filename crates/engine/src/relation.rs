//! What absence and count rules go through, and what must stand with each of it or must not.

use onrecord_parser::Form;

use crate::rule::{Detail, Mark, MarkKind, Within};
use crate::words::{Outcome, Reason, SourceKind};

/// The things that a rule goes through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Each {
    /// What they are.
    pub thing: Thing,
    /// Statements of these forms only; empty for any.
    pub forms: Vec<Form>,
    /// Only those that begin in the opening of the article.
    pub lead: Option<Lead>,
    /// Only the first of all these.
    pub first: bool,
}

/// What a rule goes through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Thing {
    /// Sources of these kinds.
    Sources(Vec<SourceKind>),
    /// Statements in the body of sources of these kinds.
    Statements(Vec<SourceKind>),
    /// Quotations of some length in the body.
    Quotations,
    /// Markers.
    Markers(Marks),
    /// Response notes with these outcomes; empty for any.
    Responses(Vec<Outcome>),
}

/// The opening of an article: so many paragraphs of the body or so much of its words, whichever reaches further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lead {
    /// Paragraphs.
    pub paragraphs: u32,
    /// Percent of the words.
    pub percent: u32,
}

/// Markers of any of these kinds, with any of these reasons and details where they are told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// The kinds.
    pub kinds: Vec<MarkKind>,
    /// Reasons that count of justifications; empty for any.
    pub reasons: Vec<Reason>,
    /// Details that count of descriptors; empty for any.
    pub details: Vec<Detail>,
}

impl Marks {
    /// Whether `mark` is one of these.
    #[must_use]
    pub fn has(&self, mark: &Mark) -> bool {
        let fits = match mark {
            Mark::Justification(reason) => self.reasons.is_empty() || self.reasons.contains(reason),
            Mark::Descriptor(detail) => self.details.is_empty() || self.details.contains(detail),
            _ => true,
        };
        fits && self.kinds.contains(&mark.kind())
    }
}

/// What may stand with a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Near {
    /// A marker; for a source, one that is bound to it where markers of the kind are bound.
    Marker {
        /// Which.
        marks: Marks,
        /// How near.
        within: Within,
    },
    /// A response note of the party, with one of these outcomes; empty for any.
    Response(Vec<Outcome>),
    /// A statement of a source of these kinds.
    Source {
        /// The kinds.
        kinds: Vec<SourceKind>,
        /// How near.
        within: Within,
    },
    /// For a source: its role is told.
    Role,
    /// For a quotation: somebody who is said to have spoken it.
    Speaker {
        /// Of these kinds; empty for any.
        kinds: Vec<SourceKind>,
        /// How near to its opening the speaker must be named; anywhere before it is near enough. `None` for anywhere.
        within: Option<Within>,
    },
}

/// What a count rule counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Things.
    Things(Each),
    /// Sources that do not depend on each other.
    Independent,
}

/// When a count rule fires.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// From this count on.
    pub at_least: Option<u32>,
    /// Up to this count.
    pub at_most: Option<u32>,
    /// From this share on, in percent of all sources or statements, whatever their kind.
    pub at_least_percent: Option<u32>,
    /// Up to this share.
    pub at_most_percent: Option<u32>,
    /// Only where there are so many of which it is a share.
    pub min_all: u32,
    /// Only in articles of so many words.
    pub min_words: u32,
}

impl Bounds {
    /// Whether some bound is a share.
    #[must_use]
    pub fn is_share(&self) -> bool {
        self.at_least_percent.is_some() || self.at_most_percent.is_some()
    }

    /// Whether `count` out of `all`, in an article of `words` words, is within all bounds.
    #[must_use]
    pub fn hold(&self, count: u32, all: u32, words: u32) -> bool {
        let part = u64::from(count) * 100;
        let of = |percent: u32| u64::from(percent) * u64::from(all);
        self.at_least.is_none_or(|n| count >= n)
            && self.at_most.is_none_or(|n| count <= n)
            && (!self.is_share() || all > 0)
            && self.at_least_percent.is_none_or(|p| part >= of(p))
            && self.at_most_percent.is_none_or(|p| part <= of(p))
            && all >= self.min_all
            && words >= self.min_words
    }
}

#[cfg(test)]
mod tests {
    use super::Bounds;

    #[test]
    fn a_share_holds_from_its_percentage_on_and_needs_something_to_be_a_share_of() {
        let third = Bounds { at_least_percent: Some(33), min_all: 3, ..Bounds::default() };
        assert!(third.hold(1, 3, 0));
        assert!(!third.hold(1, 4, 0));
        assert!(!third.hold(1, 2, 0), "too few to judge");
        let none = Bounds { at_most_percent: Some(0), ..Bounds::default() };
        assert!(none.hold(0, 5, 0));
        assert!(!none.hold(0, 0, 0), "no share of nothing");
        assert!(!none.hold(1, 200, 0), "half a percent is more than none");
    }
}

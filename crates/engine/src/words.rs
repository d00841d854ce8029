//! The fixed vocabularies of the record. Rules, profiles and reports use these words and no others.

macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[doc = $vdoc:literal])* $variant:ident $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[doc = $vdoc])* $variant,)*
        }

        impl $name {
            /// Every value, in the order of their definition.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The word of each value and what it means, in the same order.
            pub const MEANINGS: &[(&'static str, &'static str)] = &[$(($word, concat!($($vdoc),*)),)*];

            /// The word used in records and rules.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// The value called `word`.
            #[must_use]
            pub fn named(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)* _ => None }
            }
        }

        impl crate::schema::Vocabulary for $name {
            fn words() -> Vec<crate::schema::Word> {
                vec![$(crate::schema::Word { name: $word, what: concat!($($vdoc),*).trim_ascii() },)*]
            }
        }
    };
}
pub(crate) use vocabulary;

vocabulary! {
    /// What kind of source somebody is, after resolving pronouns and descriptions.
    SourceKind {
        /// A person whose name is given anywhere in the article.
        NamedPerson "named-person",
        /// A named body that speaks as itself.
        NamedOrganisation "named-organisation",
        /// An unnamed person who speaks officially for a named body or person.
        Spokesperson "spokesperson",
        /// A changed or withheld name that the article discloses as such.
        Pseudonym "pseudonym",
        /// One unnamed individual.
        UnnamedPerson "unnamed-person",
        /// Specific but unnamed people, or a bare plural of informants.
        UnnamedGroup "unnamed-group",
        /// A class or public whose view is characterised.
        Collective "collective",
        /// Poll, report, filing, data, court proceeding.
        Document "document",
        /// Another news outlet.
        Media "media",
        /// The article's own writer or outlet.
        OwnOutlet "own-outlet",
        /// No source is expressed.
        None "none",
    }
}

impl SourceKind {
    /// Whether the source is a person or people whose name is kept back.
    #[must_use]
    pub fn is_unnamed(self) -> bool {
        matches!(self, Self::Pseudonym | Self::UnnamedPerson | Self::UnnamedGroup)
    }
}

vocabulary! {
    /// What came of asking somebody for their side.
    Outcome {
        /// They answered.
        Responded "responded",
        /// They declined.
        Declined "declined",
        /// They said that they had no comment.
        NoComment "no-comment",
        /// They did not answer.
        NoResponse "no-response",
        /// They were not reached.
        Unreachable "unreachable",
        /// They sent the question on to others.
        Referred "referred",
        /// They were asked and have not answered yet.
        Pending "pending",
        /// They answered, but not to the question.
        Partial "partial",
    }
}

vocabulary! {
    /// How a party that is accused or criticised was heard.
    Hearing {
        /// It speaks in the text, or it is told that it denies.
        Spoke "spoke",
        /// It was asked, and what came of it is told.
        Asked "asked",
        /// Somebody was asked; the text does not show that it was this party.
        Somebody "somebody",
        /// No reply was found, and it is in doubt whom the words mean or whether somebody answers for them.
        Unclear "unclear",
        /// The text shows no reply.
        No "no",
    }
}

vocabulary! {
    /// How far a source stands on its own beside those that are named before it.
    Standing {
        /// It depends on none of them, as far as the text shows.
        Alone "alone",
        /// It belongs to the same office as one of them.
        Colleague "colleague",
        /// It is another outlet, or told everything to one.
        Outlet "outlet",
        /// It speaks for one of them, is a member of a group, or stands behind an outlet that has been counted.
        Dependent "dependent",
    }
}

vocabulary! {
    /// Why a source is unnamed.
    Reason {
        /// Not allowed to speak.
        NotAuthorised "not-authorised",
        /// Fear for job, body, freedom.
        RetaliationOrSafety "retaliation-or-safety",
        /// The matter or the talks are private.
        SensitivityOrPrivateTalks "sensitivity-or-private-talks",
        /// The condition is told without a reason; the source is not justified by it.
        TermsOnly "terms-only",
        /// Another reason.
        Other "other",
    }
}

vocabulary! {
    /// A side of sourcing that the score looks at.
    Dimension {
        /// How far sources are identified.
        Identification "identification",
        /// How unnamed sources are handled.
        Anonymity "anonymity",
        /// How many sources are independent of each other.
        Independence "independence",
        /// Whether those criticised were asked.
        Reply "reply",
        /// Whether it is clear who says what.
        Attribution "attribution",
        /// Whether the reporting is first-hand, and from where documents came.
        Provenance "provenance",
        /// How different the sources are.
        Diversity "diversity",
    }
}

vocabulary! {
    /// The band of a score.
    Band {
        /// 80 and more.
        Strong "strong",
        /// 60 and more.
        Adequate "adequate",
        /// 40 and more.
        Thin "thin",
        /// Less than 40.
        Weak "weak",
    }
}

vocabulary! {
    /// Whether an article got a score.
    Status {
        /// It did.
        Scored "scored",
        /// It did not, for a reason that is given.
        NotScored "not-scored",
        /// It could not be read.
        Error "error",
    }
}

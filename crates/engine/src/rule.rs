//! Rules as they are after checking: every word of a vocabulary known, every pattern compiled.

use std::ops::Range;

use onrecord_parser::{EntityType, Number, Zone};
use semver::Version;

use crate::date::Date;
use crate::relation::{Bounds, Counted, Each, Near};
use crate::words::{Outcome, Reason, SourceKind};

/// Number of a rule: its index in `RuleSet::rules`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub u32);

/// A rule of a pack.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its path under `rules/` without `.toml`: `anon/unexplained`.
    pub id: String,
    /// Its file, as messages name it.
    pub file: String,
    /// Its pack, as an index into `RuleSet::packs`.
    pub pack: usize,
    /// What it does.
    pub kind: RuleKind,
    /// What it finds, in a few words.
    pub title: String,
    /// Why that matters.
    pub why: String,
    /// What an author can do about it.
    pub remedy: String,
    /// The published standards that it rests on.
    pub standard: Vec<Standard>,
    /// The version of the pack that it came with.
    pub since: Version,
    /// Whether it counts.
    pub status: RuleStatus,
    /// How much it matters.
    pub severity: Severity,
    /// Where it may fire.
    pub zones: Zones,
    /// Its patterns, as written; compiled they are in the rule set's matcher.
    pub patterns: Vec<String>,
    /// Its `unless` patterns, as written.
    pub unless: Vec<String>,
    /// Its examples.
    pub examples: Vec<Example>,
    /// Ids that it had before.
    pub renamed_from: Vec<String>,
    /// The rule to use in its place, when it is deprecated.
    pub replaced_by: Option<String>,
    /// Why a pack above has switched it off; it then finds nothing.
    pub disabled: Option<String>,
    /// What packs above say of it, the lowest first.
    pub amendments: Vec<Amendment>,
}

/// What a pack says of a rule of a pack below.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amendment {
    /// The pack, as an index into `RuleSet::packs`.
    pub pack: usize,
    /// The file, as messages name it.
    pub file: String,
    /// Where it names the rule.
    pub place: Range<usize>,
    /// Why.
    pub reason: String,
    /// The last day that it holds.
    pub until: Option<Date>,
    /// Whether that day has passed, so that it does not hold.
    pub lapsed: bool,
    /// Whether it switches the rule off.
    pub disables: bool,
    /// What it changes.
    pub changes: Vec<Change>,
}

/// One thing that an override changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The key of the override: `severity`, `add_pattern`.
    pub key: &'static str,
    /// The text that a list gains or loses; empty for other keys.
    pub text: String,
    /// Where the value stands in the override's file.
    pub place: Range<usize>,
}

/// A published standard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standard {
    /// Who publishes it.
    pub org: String,
    /// Its title and section.
    pub title: String,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[doc = $vdoc:literal])* $variant:ident $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[doc = $vdoc])* $variant,)*
        }

        impl $name {
            /// Every value, in the order of their definition.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The word used in rules.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        impl crate::schema::Vocabulary for $name {
            fn words() -> Vec<crate::schema::Word> {
                vec![$(crate::schema::Word { name: $word, what: concat!($($vdoc),*).trim_ascii() },)*]
            }
        }
    };
}

words! {
    /// Whether a rule counts.
    RuleStatus {
        /// It counts.
        Stable "stable",
        /// It is reported and not scored.
        Preview "preview",
        /// It counts, and will go.
        Deprecated "deprecated",
    }
}

words! {
    /// How much a finding matters.
    Severity {
        /// To know.
        Info "info",
        /// To look at.
        Minor "minor",
        /// To put right.
        Major "major",
    }
}

words! {
    /// What a marker marks.
    MarkKind {
        /// A reason for or the terms of anonymity.
        Justification "justification",
        /// What is told of an unnamed source.
        Descriptor "descriptor",
        /// An accusation of somebody.
        Accusation "accusation",
        /// A denial.
        Denial "denial",
        /// That a charge is decided or withdrawn: no reply is owed any more.
        Settled "settled",
        /// That others or documents bear a statement out.
        Corroboration "corroboration",
        /// That another outlet reported it.
        SecondHand "second-hand",
        /// That nobody in particular says it.
        Vague "vague",
        /// That a name is changed or withheld.
        Pseudonym "pseudonym",
        /// That a body named is the article's own outlet.
        OwnOutlet "own-outlet",
        /// That all rests on one source.
        SingleSource "single-source",
        /// That a claim could not be checked.
        NotVerified "not-verified",
        /// That a source is called no more than a source.
        Bare "bare",
        /// A judgement of somebody or something.
        Opinion "opinion",
        /// A judgement that runs somebody down.
        Attack "attack",
        /// A guess.
        Guess "guess",
        /// How, when or how often somebody was asked for a reply.
        Effort "effort",
        /// What genre the article is of.
        Genre "genre",
        /// Something worth a note.
        Note "note",
    }
}

words! {
    /// What a descriptor tells of an unnamed source.
    Detail {
        /// Its organisation or side.
        Organisation "organisation",
        /// Its role.
        Role "role",
        /// How it knows.
        Basis "basis",
        /// Its interest, allegiance or limits.
        Interest "interest",
    }
}

words! {
    /// How far one thing may be from another to belong to it.
    Within {
        /// Inside it.
        Itself "itself",
        /// In one sentence.
        Sentence "sentence",
        /// In one sentence or the next.
        NextSentence "sentence+1",
        /// In one paragraph.
        Paragraph "paragraph",
        /// In one paragraph or the next.
        NextParagraph "paragraph+1",
        /// Anywhere.
        Document "document",
    }
}

words! {
    /// Which of several sources in reach a marker belongs to.
    Attached {
        /// The nearest.
        Nearest "nearest",
        /// All.
        All "all",
    }
}

words! {
    /// Whom a response note is about.
    Asked {
        /// The subject of its clause.
        Subject "subject",
        /// What the pattern captures as `who`.
        Who "who",
    }
}

/// What a rule does.
#[derive(Clone, Debug)]
pub enum RuleKind {
    /// Gives a source its kind.
    Source {
        /// The kind.
        source_kind: SourceKind,
        /// Its place in the decision list; the lowest that holds wins.
        rank: u32,
        /// What must hold of the source beside the patterns.
        conditions: Box<Conditions>,
    },
    /// Finds a fact in the text.
    Marker {
        /// Which.
        marks: Mark,
        /// The sources that it belongs to.
        attach: Option<Attach>,
    },
    /// Finds what came of asking somebody.
    Response {
        /// What came of it.
        outcome: Outcome,
        /// Whom the note is about.
        party: Asked,
        /// Words that say it was at once or by deadline, in lower case.
        immediately: Vec<String>,
    },
    /// Fires for each of one thing without another near it.
    Absence {
        /// Of what.
        for_each: Each,
        /// Only those with this.
        with: Option<Near>,
        /// Without what; `None` in a rule that asks only for what is there.
        missing: Option<Near>,
    },
    /// Fires when a count passes a bound.
    Count {
        /// What is counted.
        count: Counted,
        /// Only those with this.
        with: Option<Near>,
        /// Only those without this.
        missing: Option<Near>,
        /// When it fires.
        bounds: Bounds,
    },
}

impl RuleKind {
    /// Every kind by name.
    pub const NAMES: [&str; 5] = ["source", "marker", "response", "absence", "count"];

    /// The word used in rules.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Source { .. } => "source",
            Self::Marker { .. } => "marker",
            Self::Response { .. } => "response",
            Self::Absence { .. } => "absence",
            Self::Count { .. } => "count",
        }
    }
}

/// What must hold of a source: everything that is told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conditions {
    /// Its type is one of these; empty for any.
    pub entity: Vec<EntityType>,
    /// Whether it has a proper name.
    pub named: Option<bool>,
    /// Its number.
    pub number: Option<Number>,
    /// Whether a numeral counts its members.
    pub counted: Option<bool>,
    /// Whether it is indefinite.
    pub indefinite: Option<bool>,
    /// Patterns of which one must be its head noun, as written; empty for any head. See `Matcher::head`.
    pub head: Vec<String>,
    /// Whether nobody is named as the source at all.
    pub agentless: Option<bool>,
    /// Whether a possessive stands before it: "Roe's lawyer", "his aide".
    pub possessed: Option<bool>,
}

impl MarkKind {
    /// Whether a marker of this kind is a finding by itself. Descriptors, genre and terms of anonymity are told elsewhere
    /// in the record, and the words of judgement, of guesses and of effort say something only to rules that relate them.
    #[must_use]
    pub fn is_told(self) -> bool {
        use MarkKind::{Attack, Bare, Descriptor, Effort, Genre, Guess, Justification, Opinion, OwnOutlet, Settled};
        !matches!(
            self,
            Descriptor | Genre | Justification | OwnOutlet | Bare | Opinion | Attack | Guess | Effort | Settled
        )
    }
}

/// What a marker marks, with what goes with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A reason for or the terms of anonymity.
    Justification(Reason),
    /// What is told of an unnamed source.
    Descriptor(Detail),
    /// An accusation of somebody.
    Accusation,
    /// A denial.
    Denial,
    /// That a charge is decided or withdrawn: no reply is owed any more.
    Settled,
    /// That others or documents bear a statement out.
    Corroboration,
    /// That another outlet reported it.
    SecondHand,
    /// That nobody in particular says it.
    Vague,
    /// That a name is changed or withheld.
    Pseudonym,
    /// That a body named is the article's own outlet.
    OwnOutlet,
    /// That all rests on one source.
    SingleSource,
    /// That a claim could not be checked.
    NotVerified,
    /// That a source is called no more than a source.
    Bare,
    /// A judgement of somebody or something.
    Opinion,
    /// A judgement that runs somebody down.
    Attack,
    /// A guess.
    Guess,
    /// How, when or how often somebody was asked for a reply.
    Effort,
    /// What genre the article is of.
    Genre(String),
    /// Something worth a note.
    Note,
}

impl Mark {
    /// What it marks.
    #[must_use]
    pub fn kind(&self) -> MarkKind {
        match self {
            Self::Justification(_) => MarkKind::Justification,
            Self::Descriptor(_) => MarkKind::Descriptor,
            Self::Accusation => MarkKind::Accusation,
            Self::Denial => MarkKind::Denial,
            Self::Settled => MarkKind::Settled,
            Self::Corroboration => MarkKind::Corroboration,
            Self::SecondHand => MarkKind::SecondHand,
            Self::Vague => MarkKind::Vague,
            Self::Pseudonym => MarkKind::Pseudonym,
            Self::OwnOutlet => MarkKind::OwnOutlet,
            Self::SingleSource => MarkKind::SingleSource,
            Self::NotVerified => MarkKind::NotVerified,
            Self::Bare => MarkKind::Bare,
            Self::Opinion => MarkKind::Opinion,
            Self::Attack => MarkKind::Attack,
            Self::Guess => MarkKind::Guess,
            Self::Effort => MarkKind::Effort,
            Self::Genre(_) => MarkKind::Genre,
            Self::Note => MarkKind::Note,
        }
    }
}

/// The sources that a marker belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attach {
    /// Their kinds.
    pub to: Vec<SourceKind>,
    /// How far away.
    pub within: Within,
    /// Which of several.
    pub each: Attached,
    /// Whether a match counts only where it belongs to a source that states something.
    pub required: bool,
}

/// Where a rule may fire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zones(u16);

impl Zones {
    const QUOTE: u16 = 1 << 8;
    const NARRATION: u16 = 1 << 9;

    /// Nowhere.
    pub const NONE: Self = Self(0);
    /// In the body, inside quotation marks and outside.
    pub const BODY: Self = Self(Self::QUOTE | Self::NARRATION);
    /// Every word for a zone in rules.
    pub const NAMES: [&str; 10] = [
        "headline",
        "standfirst",
        "byline",
        "body",
        "caption",
        "subheading",
        "credit",
        "boilerplate",
        "narration",
        "quote",
    ];

    /// The zones called `name`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "body" => Some(Self::BODY),
            "narration" => Some(Self(Self::NARRATION)),
            "quote" => Some(Self(Self::QUOTE)),
            _ => Zone::ALL.iter().find(|z| z.name() == name).map(|z| Self(1 << *z as u16)),
        }
    }

    /// The words for these zones, as few as can tell them.
    #[must_use]
    pub fn names(self) -> Vec<&'static str> {
        let has = |zones: Self| self.0 & zones.0 == zones.0;
        let body = has(Self::BODY);
        let told =
            |name: &&str| Self::named(name).is_some_and(has) && !(body && matches!(*name, "narration" | "quote"));
        Self::NAMES.into_iter().filter(told).collect()
    }

    /// These and `other`.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether a match in `zone` counts; `quoted` when it lies in a quotation.
    #[must_use]
    pub fn has(self, zone: Zone, quoted: bool) -> bool {
        let bit = match zone {
            Zone::Body if quoted => Self::QUOTE,
            Zone::Body => Self::NARRATION,
            other => 1 << other as u16,
        };
        self.0 & bit != 0
    }
}

/// A text that shows what a rule does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// What is expected.
    pub kind: ExampleKind,
    /// The text, without the marks of the expected span.
    pub text: String,
    /// The bytes of the example in its file.
    pub place: Range<usize>,
    /// The file of the override that adds it; `None` when it stands in the rule's own.
    pub file: Option<String>,
    /// Whether a pack above accepts that it no longer holds.
    pub accepted: bool,
}

/// What is expected of an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExampleKind {
    /// The rule fires, at these bytes of the text where they are marked. With `known` it fails today.
    Hit {
        /// The bytes between `[[` and `]]`.
        spans: Vec<Range<usize>>,
        /// Whether it is a known failure.
        known: bool,
    },
    /// The rule stays silent. With `known` it fires today.
    Miss {
        /// Whether it is a known failure.
        known: bool,
    },
    /// The rule finds these and nothing else.
    Case(Vec<Expected>),
}

/// One finding that a `case` expects.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    /// Its words.
    pub span: String,
    /// The words that tell who was asked, for a response.
    pub party: Option<String>,
}

//! What the parser finds in an article: plain data, everything with its place.

use std::ops::Range;

use crate::token::Token;
use onrecord_text::Span;

/// An article taken apart.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Words and punctuation, in text order.
    pub tokens: Vec<Token>,
    /// Comments as HTML and Markdown have them, `<!-- … -->`, in text order: no token lies in one.
    pub comments: Vec<Span>,
    /// Sentences, in text order; together they hold every token.
    pub sentences: Vec<Sentence>,
    /// Paragraphs, in text order; together they hold every sentence.
    pub paragraphs: Vec<Paragraph>,
    /// Quotations, in text order; they never overlap (nested ones belong to the outer).
    pub quotes: Vec<Quote>,
    /// People, bodies, documents and others that the text speaks of, in order of first mention.
    pub entities: Vec<Entity>,
    /// Mentions of entities, in text order.
    pub mentions: Vec<Mention>,
    /// Verbs with their subjects, in text order of the verb.
    pub clauses: Vec<Clause>,
    /// Attributions, in text order of their first part.
    pub attributions: Vec<Attribution>,
}

impl Document {
    /// The bytes from the first of `tokens` to the end of the last.
    #[must_use]
    pub fn span(&self, tokens: &Range<u32>) -> Span {
        if tokens.is_empty() {
            return Span::default();
        }
        Span::new(self.tokens[tokens.start as usize].start, self.tokens[tokens.end as usize - 1].end)
    }

    /// The index of the sentence that holds token `token`.
    #[must_use]
    pub fn sentence_of(&self, token: u32) -> usize {
        self.sentences.partition_point(|s| s.tokens.end <= token)
    }

    /// The index of the paragraph that holds sentence `sentence`.
    #[must_use]
    pub fn paragraph_of(&self, sentence: usize) -> usize {
        self.sentences.get(sentence).map_or(0, |s| s.paragraph as usize)
    }

    /// The quotation that token `token` lies in, marks included.
    #[must_use]
    pub fn quote_of(&self, token: u32) -> Option<&Quote> {
        let i = self.quotes.partition_point(|q| q.tokens.end <= token);
        self.quotes.get(i).filter(|q| q.tokens.start <= token)
    }

    /// The first token at or behind byte `offset`.
    #[must_use]
    pub fn token_at(&self, offset: u32) -> u32 {
        self.tokens.partition_point(|t| t.end <= offset) as u32
    }

    /// The clause whose verb stands at or around token `token`.
    #[must_use]
    pub fn clause_at(&self, token: u32) -> Option<&Clause> {
        let i = self.clauses.partition_point(|c| c.verb.end <= token);
        self.clauses.get(i).filter(|c| c.verb.start <= token)
    }

    /// The entity that a mention at or inside `tokens` refers to; the mention that shares most tokens decides.
    #[must_use]
    pub fn entity_in(&self, tokens: &Range<u32>) -> Option<EntityId> {
        let from = self.mentions.partition_point(|m| m.tokens.end <= tokens.start);
        self.mentions[from..]
            .iter()
            .take_while(|m| m.tokens.start < tokens.end)
            .max_by_key(|m| m.tokens.end.min(tokens.end).saturating_sub(m.tokens.start.max(tokens.start)))
            .map(|m| m.entity)
    }
}

/// The part of an article that a paragraph belongs to. Only `Body` is scored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Zone {
    /// The headline.
    Headline,
    /// The standfirst or deck: one or two sentences between headline and body.
    Standfirst,
    /// Who wrote it and when.
    Byline,
    /// Running text.
    #[default]
    Body,
    /// Caption, photo credit or pull quote.
    Caption,
    /// A heading inside the body.
    Subheading,
    /// Agency credit, copyright line.
    Credit,
    /// Links, sign-ups, corrections, contact lines.
    Boilerplate,
}

impl Zone {
    /// The word used in records and rules.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Standfirst => "standfirst",
            Self::Byline => "byline",
            Self::Body => "body",
            Self::Caption => "caption",
            Self::Subheading => "subheading",
            Self::Credit => "credit",
            Self::Boilerplate => "boilerplate",
        }
    }

    /// Every zone.
    pub const ALL: [Self; 8] = [
        Self::Headline,
        Self::Standfirst,
        Self::Byline,
        Self::Body,
        Self::Caption,
        Self::Subheading,
        Self::Credit,
        Self::Boilerplate,
    ];
}

/// A paragraph.
#[derive(Clone, Debug, Default)]
pub struct Paragraph {
    /// Its sentences, as indices into [`Document::sentences`].
    pub sentences: Range<u32>,
    /// Its tokens.
    pub tokens: Range<u32>,
    /// The part of the article that it belongs to.
    pub zone: Zone,
    /// Whether it is a question or answer with a label, or a speaker's turn in a transcript.
    pub labelled: bool,
}

/// A sentence.
#[derive(Clone, Debug, Default)]
pub struct Sentence {
    /// Its tokens, end punctuation included.
    pub tokens: Range<u32>,
    /// Its paragraph, as an index into [`Document::paragraphs`].
    pub paragraph: u32,
}

/// A quotation within one paragraph.
#[derive(Clone, Debug, Default)]
pub struct Quote {
    /// Its tokens, with the marks.
    pub tokens: Range<u32>,
    /// Whether a closing mark stands at the end.
    pub closed: bool,
    /// Whether it goes on speech of the paragraph before, which ended without a closing mark.
    pub continues: bool,
}

/// Number of an entity: its index in [`Document::entities`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u32);

/// What sort of thing an entity is, as far as form and grammar show. What *kind of source* it is, rules say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityType {
    /// A human being.
    Person,
    /// Several human beings.
    Group,
    /// A company, agency, government, court, team.
    Body,
    /// A news outlet or programme.
    Outlet,
    /// A text or record.
    Document,
    /// The writer or outlet of the article itself.
    Author,
    /// A place.
    Place,
    /// Not to be told.
    #[default]
    Unknown,
}

impl EntityType {
    /// The word used in rules.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Group => "group",
            Self::Body => "body",
            Self::Outlet => "outlet",
            Self::Document => "document",
            Self::Author => "author",
            Self::Place => "place",
            Self::Unknown => "unknown",
        }
    }
}

/// Singular or plural, where it is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Number {
    /// One.
    Singular,
    /// Several.
    Plural,
    /// Not to be told.
    #[default]
    Unknown,
}

/// Somebody or something that the text speaks of, over all its mentions.
#[derive(Clone, Debug, Default)]
pub struct Entity {
    /// What sort of thing it is.
    pub entity_type: EntityType,
    /// The fullest proper name in the text, without title; `None` for the unnamed.
    pub name: Option<String>,
    /// The mention that describes it best: the fullest name with its title and apposition, or the longest description.
    pub best: Range<u32>,
    /// The head noun of the description: `official` in "a senior official who knew of it". An index into tokens.
    pub head: Option<u32>,
    /// Title, apposition or `who` clause that tells a person's role.
    pub role: Option<Range<u32>>,
    /// Singular or plural.
    pub number: Number,
    /// Whether a numeral counts its members: `two` in "two officials"; 0 when none does.
    pub count: u32,
    /// Whether it is opened by a, another, one, some or no determiner, not by the or a possessive.
    pub indefinite: bool,
}

/// How a mention names its entity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Via {
    /// By a proper name.
    #[default]
    Name,
    /// By a common noun.
    Nominal,
    /// By a pronoun.
    Pronoun,
    /// Not at all: the entity follows from context.
    Implicit,
}

impl Via {
    /// The word used in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Nominal => "nominal",
            Self::Pronoun => "pronoun",
            Self::Implicit => "implicit",
        }
    }
}

/// A place where an entity is mentioned.
#[derive(Clone, Debug)]
pub struct Mention {
    /// Its tokens.
    pub tokens: Range<u32>,
    /// Who or what is meant.
    pub entity: EntityId,
    /// How.
    pub via: Via,
}

/// A verb and its subject.
#[derive(Clone, Debug)]
pub struct Clause {
    /// The verb with its auxiliaries and adverbs.
    pub verb: Range<u32>,
    /// The subject's noun phrase; `None` where none was found.
    pub subject: Option<Range<u32>>,
    /// Whether it is a passive.
    pub passive: bool,
}

/// Quoted, told, or both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// Wholly quoted.
    Direct,
    /// Told, with quoted words.
    Mixed,
    /// Told.
    #[default]
    Indirect,
}

impl Form {
    /// The word used in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Mixed => "mixed",
            Self::Indirect => "indirect",
        }
    }
}

/// What the source does by the cue. Only statements are scored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// Says, writes, shows.
    #[default]
    Statement,
    /// Believes, wants, feels.
    Mental,
    /// Something else that is tied to a source: calls, supports.
    Other,
}

impl Act {
    /// The word used in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Statement => "statement",
            Self::Mental => "mental",
            Self::Other => "other",
        }
    }
}

/// How the cue takes sides. Reported, never scored by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stance {
    /// Said.
    #[default]
    Neutral,
    /// Denied.
    Denial,
    /// Admitted, blasted.
    Loaded,
    /// Claimed, alleged.
    Evidential,
    /// Promised.
    Commissive,
    /// Urged.
    Directive,
}

impl Stance {
    /// The word used in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Denial => "denial",
            Self::Loaded => "loaded",
            Self::Evidential => "evidential",
            Self::Commissive => "commissive",
            Self::Directive => "directive",
        }
    }
}

/// How far a reading is to be trusted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// Plain form, or confirmed by two signs.
    #[default]
    Sure,
    /// The usual reading of its form.
    Likely,
    /// A guess from context.
    Unsure,
}

impl Confidence {
    /// The word used in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sure => "sure",
            Self::Likely => "likely",
            Self::Unsure => "unsure",
        }
    }
}

/// A statement tied to its source.
#[derive(Clone, Debug, Default)]
pub struct Attribution {
    /// Who is the source; `None` where the text names nobody: "reportedly".
    pub source: Option<EntityId>,
    /// The words that name the source; for speech that goes on, those of the sentence before. None where the speaker
    /// was named in another paragraph, or nobody is named.
    pub source_span: Option<Range<u32>>,
    /// How the source is named here.
    pub via: Via,
    /// The words that attribute; none for a quotation that only follows another.
    pub cue: Option<Range<u32>>,
    /// What is attributed, in text order.
    pub content: Vec<Range<u32>>,
    /// Quoted, told, or both.
    pub form: Form,
    /// What the source does.
    pub act: Act,
    /// How the cue takes sides.
    pub stance: Stance,
    /// The outlet that the source spoke to, where another than the article's is named.
    pub outlet: Option<Range<u32>>,
    /// The part of the article.
    pub zone: Zone,
    /// How far it is to be trusted.
    pub confidence: Confidence,
}

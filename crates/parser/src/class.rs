//! The lexicons that the grammar asks for, by name.
//!
//! Grammar lives in code and words live in packs: the parser knows that a relative pronoun opens a clause, a pack says
//! which words are relative pronouns. This list is what a rule set must define; one that lacks a lexicon does not load.

macro_rules! classes {
    ($($variant:ident $name:literal $what:literal,)*) => {
        /// A lexicon that the grammar asks for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Class {
            $(#[doc = $what] $variant,)*
        }

        impl Class {
            /// Every class, in the order of their numbers.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name of the lexicon in a pack, as in `@name`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What belongs into the lexicon.
            #[must_use]
            pub fn what(self) -> &'static str {
                match self { $(Self::$variant => $what,)* }
            }
        }
    };
}

classes! {
    // Function words.
    Article "article" "articles and demonstratives that open a noun phrase: the, a, this",
    Possessive "possessive" "possessive pronouns: his, their",
    Quantifier "quantifier" "quantifiers: some, many, several, other",
    NumberWord "number_word" "spelt-out numbers: two, dozen",
    SubjectPronoun "subject_pronoun" "personal pronouns as subject: he, they",
    ObjectPronoun "object_pronoun" "personal pronouns as object: him, them",
    Reflexive "reflexive" "reflexive pronouns: himself",
    IndefinitePronoun "indefinite_pronoun" "pronouns that stand for nobody in particular: someone, nobody, others",
    Masculine "masculine" "words that refer to a man: he, his, mr.",
    Feminine "feminine" "words that refer to a woman: she, her, ms.",
    Neuter "neuter" "words that refer to a thing or body: it, its",
    PluralPronoun "plural_pronoun" "pronouns for several: they, their, both",
    FirstPerson "first_person" "first person pronouns: I, we, my",
    SecondPerson "second_person" "second person pronouns: you, your",
    Relative "relative" "relative pronouns: who, which, that",
    Wh "wh" "words that open an indirect question: what, how, whether, why",
    That "that" "the complementiser: that",
    Preposition "preposition" "prepositions",
    Subordinator "subordinator" "conjunctions that open a subordinate clause: because, although, while",
    Conditional "conditional" "words that open a condition or a question of yes or no: if, whether, unless",
    Or "or" "conjunctions of choice: or, nor",
    Contrast "contrast" "subordinating conjunctions that set one clause beside another: while, although, even as",
    Conjunction "conjunction" "coordinating conjunctions: and, or, but",
    To "to" "the infinitive marker and preposition: to",
    By "by" "what introduces the agent of a passive: by",
    Of "of" "what ties a part to its whole: of",
    As "as" "as, like",
    PrepAbout "prep_about" "prepositions of topic: about, of",
    PrepFor "prep_for" "for",
    PrepOn "prep_on" "on, upon",
    PrepAgainst "prep_against" "against",
    Including "including" "words that open a list of parts: including",
    PrepIn "prep_in" "prepositions before what one speaks in: in, during, on, via",
    PrepPlace "prep_place" "prepositions of place: at, inside, near",
    Modal "modal" "modal verbs: will, would, could",
    Be "be" "forms of be",
    Have "have" "forms of have",
    Do "do" "forms of do",
    Negation "negation" "negations: not, n't, never",
    Adverb "adverb" "adverbs, beside all words in -ly that are not in `not_adverb`",
    NotAdverb "not_adverb" "words in -ly that are no adverbs: family, reply, July",
    // Time.
    Day "day" "days and their like: Monday, yesterday",
    Month "month" "months, with abbreviations",
    TimeNoun "time_noun" "nouns of time: week, morning",
    TimeModifier "time_modifier" "words before a noun of time: last, next, earlier",
    // Verbs.
    Verb "verb" "common verbs, with all forms; the words that are no nouns",
    NounVerb "noun_verb" "words that are nouns as often as verbs: report, plan, vote",
    Adjective "adjective" "adjectives in -ed or -ing or that look like verbs: former, armed, outstanding",
    // Cues, by what may follow them.
    CueClause "cue_clause" "cue verbs with a clause, with that, or with an indirect question",
    CueBare "cue_bare" "cue verbs whose clause may lack `that`: said he would",
    CueQuote "cue_quote" "cue verbs with a quotation after them",
    CuePost "cue_post" "cue verbs that may stand after what was said: `…, she said`",
    CueNounPhrase "cue_np" "cue verbs with a noun phrase as content: denied the charge",
    CueClauseOnly "cue_clause_only" "cue verbs whose plain object is nothing told: found a way, added a week",
    CueTo "cue_to" "cue verbs with an infinitive: promised to resign",
    CueGerund "cue_gerund" "cue verbs with a gerund: denied taking money",
    CueAddressee "cue_addressee" "cue verbs with the addressee first: told reporters that",
    CuePassive "cue_passive" "cue verbs that make a cue in the passive: was told, was quoted",
    CueNoun "cue_noun" "nouns that are cues: claim that, statement",
    CueAbout "cue_about" "cue verbs followed by about or of, with the content after it",
    CueFor "cue_for" "cue verbs followed by for: called for",
    CueOn "cue_on" "cue verbs followed by on: commented on",
    CueAs "cue_as" "cue verbs with object and as: described it as",
    CueAgainst "cue_against" "cue verbs followed by against: warned against",
    CueToward "cue_toward" "cue verbs followed by to and a noun phrase: responded to",
    CueTold "cue_told" "verbs by which a court or the like takes note of what is told to it: heard",
    CueNaming "cue_naming" "verbs that report only with a name for their object: call, dub",
    CueAsking "cue_asking" "verbs of asking, by which a newsroom tells nothing: asked",
    CueReceiving "cue_receiving" "verbs that report nothing of people: admitted 40 patients",
    CueWitness "cue_witness" "verbs by which a newsroom's own witness reports: saw, heard",
    CueTwoPart "cue_two_part" "particles that belong to the verb: out, back",
    AnonymityVerb "anonymity_verb" "verbs by which a source sets terms: asked, requested, insisted",
    AnonymityWord "anonymity_word" "words of those terms: anonymity, named, identified",
    CueManner "cue_manner" "verbs that attribute only what is quoted: smiled, sang, began",
    CueCiting "cue_citing" "verbs by which a report names whom it rests on: citing two officials",
    OutletVerb "outlet_verb" "verbs by which media speak: report",
    CueMental "cue_mental" "cue verbs of belief, wish or feeling; never a statement by themselves",
    CueWeak "cue_weak" "cue verbs whose object is often no statement: show, call, support",
    According "according" "opens `according to`; nouns by which a phrase attributes: in her view",
    Per "per" "prepositions that attribute by themselves: per",
    AgentlessAdverb "agentless_adverb" "adverbs that attribute to nobody: reportedly",
    AgentlessParticiple "agentless_participle" "participles in agentless reports: believed, understood, said",
    AgentlessForecast "agentless_forecast" "participles by which nobody in particular foresees: expected, forecast",
    AgentlessVerb "agentless_verb" "verbs of `it emerged that`, without agent",
    AgentlessNoun "agentless_noun" "nouns of talk that nobody owns: rumour, speculation",
    StanceDenial "stance_denial" "cues that deny",
    StanceLoaded "stance_loaded" "cues that judge or colour: admitted, blasted",
    StanceEvidential "stance_evidential" "cues that keep a distance: claimed, alleged",
    StanceCommissive "stance_commissive" "cues that commit the speaker: promised, vowed",
    StanceDirective "stance_directive" "cues that demand: urged, called for",
    // Names and nouns.
    Honorific "honorific" "titles of address before a surname: Mr., Dr., Sen.",
    Title "title" "titles of office before a name: President, Chief, Secretary",
    Role "role" "nouns for a person by office, work or part in events: official, teacher, witness",
    Informant "informant" "nouns for those who inform: source, insider, person",
    Kin "kin" "nouns for relatives and friends",
    CollectiveNoun "collective_noun" "classes of people whose view is characterised: critics, voters",
    Spokesperson "spokesperson" "those who speak officially for others: spokesman, representative",
    BodyNoun "body_noun" "bodies by their kind: company, police, court",
    DocumentNoun "document_noun" "documents and data: report, poll, lawsuit",
    MeasureNoun "measure_noun" "nouns that count what follows with of: number, handful, majority",
    Proceeding "proceeding" "bodies and sittings before which things are told: court, inquest, jury",
    StandIn "stand_in" "nouns that stand for a body named before: the company, the firm",
    MediaNoun "media_noun" "media by their kind: newspaper, network",
    Fiction "fiction" "works in which invented people speak: film, novel, episode",
    Emergency "emergency" "what is responded to by deeds, not words: blaze, call, treatment",
    ChannelNoun "channel_noun" "what one speaks in or through: statement, interview, e-mail",
    NameParticle "name_particle" "small words inside names: de, van, al, bin",
    NameSuffix "name_suffix" "what follows a name: Jr., III",
    NotName "not_name" "capitalised words that are no names by themselves",
    OrganisationWord "organisation_word" "words that make a name the name of a body: Inc, University, Committee",
    Place "place" "countries and capitals that stand for their governments",
    Demonym "demonym" "adjectives and names of peoples: American, Britons",
    Outlet "outlet" "names of news outlets and programmes",
    OutletWord "outlet_word" "words that make a name that of an outlet: Times, Herald, News",
    Party "party" "letters and short names of parties in brackets after a name",
    // Letters, lines and signs.
    Abbreviation "abbreviation" "abbreviations with their full stop, after which a sentence goes on",
    CaptionWord "caption_word" "words that mark a caption or photo credit",
    CreditWord "credit_word" "words that mark wire credits and agency lines",
    CopyrightWord "copyright_word" "words that mark a copyright line",
    BylineWord "byline_word" "words that open a byline",
    BoilerplateWord "boilerplate_word" "words that open related links, sign-ups and corrections",
    QuestionLabel "question_label" "labels of questions in an interview: Q, Question",
    AnswerLabel "answer_label" "labels of answers in an interview: A, Answer",
    Greeting "greeting" "what is said to greet and tells nothing: goodbye",
    Seldom "seldom" "adverbs by which something is as good as not said: hardly, rarely",
    TermIntro "term_intro" "words after which a quotation is a term, not speech: so-called, dubbed, titled",
    Wire "wire" "agencies in a dateline: AP, Reuters",
    OwnOutlet "own_outlet" "words by which a writer names the own outlet: this newspaper",
}

/// A set of classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClassSet(u128);

impl ClassSet {
    /// No class.
    pub const EMPTY: Self = Self(0);

    /// The set of `classes`.
    #[must_use]
    pub const fn of(classes: &[Class]) -> Self {
        let mut bits = 0;
        let mut i = 0;
        while i < classes.len() {
            bits |= 1 << classes[i] as u8;
            i += 1;
        }
        Self(bits)
    }

    /// Whether `class` is in the set.
    #[must_use]
    pub fn has(self, class: Class) -> bool {
        self.0 >> class as u8 & 1 == 1
    }

    /// Whether the two sets share a class.
    #[must_use]
    pub fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Adds `class`.
    pub fn insert(&mut self, class: Class) {
        self.0 |= 1 << class as u8;
    }

    /// Adds all of `other`.
    pub fn extend(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

const _: () = assert!(Class::ALL.len() <= 128, "a class set has 128 bits");

/// The forms in which a word of a lexicon stands. One word may have several: `put`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Forms(u8);

impl Forms {
    /// A word without inflection.
    pub const NONE: Self = Self(0);
    /// Base form of a verb: say.
    pub const BASE: Self = Self(1);
    /// Third person: says.
    pub const S: Self = Self(2);
    /// Past tense: said.
    pub const PAST: Self = Self(4);
    /// Past participle: given.
    pub const PART: Self = Self(8);
    /// Present participle: saying.
    pub const ING: Self = Self(16);
    /// Singular noun: official.
    pub const SG: Self = Self(32);
    /// Plural noun: officials.
    pub const PL: Self = Self(64);

    /// Any form of a verb.
    pub(crate) const VERBAL: Self = Self(1 | 2 | 4 | 8 | 16);

    /// Both sets of forms.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the two share a form.
    #[must_use]
    pub fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The form called `name` in `@lexicon:name`, if there is one.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "base" => Self::BASE,
            "s" => Self::S,
            "past" => Self::PAST,
            "part" => Self::PART,
            "ing" => Self::ING,
            "sg" => Self::SG,
            "pl" => Self::PL,
            _ => return None,
        })
    }
}

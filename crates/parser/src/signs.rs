//! Signs by which a text itself tells a person's name from that of a body: an age, a role, who or which, a pronoun, a
//! place in the sentence. No list of names is asked, so that a name of any language is read alike.

use crate::class::{Class, ClassSet, Forms};
use crate::document::EntityType;
use crate::name::{self, FastMap, Gender, Name};
use crate::person::ROLES;
use crate::sheet::{Sheet, Tag};
use crate::token::{Gap, Shape};

/// How many words behind a name a pronoun may stand that tells what it is.
const NEAR: usize = 24;
/// A text of no more sentences than this is a piece of a story.
const FRAGMENT: usize = 2;

/// What the mentions of the names of one spelling tell.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Signs {
    /// Above zero for a person, below for a body.
    pub(crate) weight: i32,
    /// Whether it is treated as a medium: "the newspaper Nord Kurier", "told Nord Kurier", "Nord Kurier reported that".
    pub(crate) media: bool,
    /// Above zero where he and his follow, below where she and her do.
    male: i32,
    /// How many mentions there are.
    mentions: i32,
    /// Whether somebody is said to speak by this name.
    pub(crate) speaks: bool,
}

impl Signs {
    /// Whether the signs alone make a person of it, whatever the words of the name are.
    pub(crate) fn plainly_person(self) -> bool {
        self.weight >= 3
    }
}

/// The signs of all names, by spelling.
#[derive(Debug, Default)]
pub(crate) struct Evidence<'n> {
    by_spelling: FastMap<&'n str, Signs>,
    /// The signs of names of one word, small words of a name left aside.
    alone: FastMap<String, Signs>,
}

impl<'n> Evidence<'n> {
    /// Of `names`, of which `spelt` tells how each is spelt.
    pub(crate) fn gather(sheet: &Sheet<'_>, names: &[Name], spelt: &'n [String]) -> Self {
        let mut evidence = Self::default();
        for (n, (name, spelt)) in names.iter().zip(spelt).enumerate() {
            let next = names.get(n + 1).map_or(sheet.len(), |next| next.tokens.start);
            let (pronoun, gender) = pronoun(sheet, name, next);
            let weight = weigh(sheet, name) + pronoun;
            if name::surname_alone(sheet, &name.bare) {
                let word = sheet.word(name::surname_at(sheet, &name.bare));
                let alone = evidence.alone.entry(name::folded(word)).or_default();
                alone.mentions += 1;
                alone.weight = (alone.weight + weight).clamp(-40, 40);
            }
            let signs = evidence.by_spelling.entry(spelt).or_default();
            signs.mentions += 1;
            signs.weight = (signs.weight + weight).clamp(-40, 40);
            match gender {
                Gender::Male => signs.male = signs.male.saturating_add(1),
                Gender::Female => signs.male = signs.male.saturating_sub(1),
                Gender::Unknown => {}
            }
            signs.media |= treated_as_media(sheet, name);
            signs.speaks |= says(sheet, name);
        }
        evidence
    }

    /// Man or woman, as the pronouns behind the names of this spelling tell.
    pub(crate) fn gender(&self, spelt: &str) -> Gender {
        match self.by_spelling.get(spelt).map_or(0, |s| s.male) {
            2.. => Gender::Male,
            -1..=1 => Gender::Unknown,
            _ => Gender::Female,
        }
    }

    /// The signs of the name `name`, spelt so, those of its short forms included.
    pub(crate) fn of(&self, sheet: &Sheet<'_>, name: &Name, spelt: &str) -> Signs {
        let mut signs = self.by_spelling.get(spelt).copied().unwrap_or_default();
        if name.bare.len() < 2 {
            return signs;
        }
        let alone = |k: usize| self.alone.get(&name::folded(sheet.word(k)));
        let (first, last) = (name.bare.start, name::surname_at(sheet, &name.bare));
        // "Fernández" of "Lucía Fernández Ortega": of two surnames the first.
        let middle = || if last > first + 1 { alone(last - 1) } else { None };
        // People are called by their last name later, bodies by their first word, or in full again and again.
        if let Some(short) = alone(last).or_else(middle) {
            signs.weight += 2 + short.weight.clamp(-3, 4);
        } else if let Some(short) = alone(first) {
            signs.weight += short.weight.clamp(-4, 4);
        } else if signs.mentions >= 3 {
            signs.weight -= 2;
        }
        signs
    }

    /// What a name is that its words do not tell.
    pub(crate) fn settle(&self, sheet: &Sheet<'_>, name: &Name, spelt: &str, personal: bool) -> EntityType {
        let signs = self.of(sheet, name, spelt);
        if signs.media && signs.weight < 3 {
            return EntityType::Outlet;
        }
        let prior = match (name.bare.len(), personal) {
            (1, _) => -1 + i32::from(signs.speaks && signs.weight >= 0),
            (_, true) => 1,
            (_, false) => -2,
        };
        // Who speaks by one name in a sentence torn from its story is likelier a person whom the story named before.
        let enough = if sheet.sentences.len() <= FRAGMENT { 0 } else { 1 };
        let person =
            name.titled || signs.weight + prior > 0 || name.bare.len() == 1 && signs.speaks && signs.weight >= enough;
        if person { EntityType::Person } else { EntityType::Body }
    }
}

/// What the words around one mention tell; above zero for a person.
fn weigh(sheet: &Sheet<'_>, name: &Name) -> i32 {
    let (start, end) = (name.tokens.start, name.tokens.end);
    let mut weight = 0;
    if name.titled {
        weight += 3;
    }
    let before = start.checked_sub(1).filter(|_| sheet.tokens[start].gap == Gap::Space);
    if let Some(b) = before {
        let article = sheet.is(b, Class::Article) && !name.titled && name.tokens.start == name.bare.start;
        let possessed =
            sheet.tag(end) == Tag::PossMark || sheet.tag(end).is_nominal() && sheet.tokens[end].gap == Gap::Space;
        if article && !possessed {
            weight -= 3;
        }
        if sheet.is(b, Class::PrepPlace) && sheet.tag(b) == Tag::Prep && !possessed {
            weight -= 2;
        }
        if sheet.tag(b) == Tag::Noun
            && sheet.any(b, ClassSet::of(&[Class::BodyNoun, Class::MediaNoun]))
            && !sheet.any(b, ROLES)
            && !sheet.form(b, Forms::PL)
        {
            // "speaker of the parliament Ana Ruiz"
            let of = (b.saturating_sub(3)..b).rev().find(|&k| sheet.is(k, Class::Of));
            weight += if of.is_some_and(|of| of > 0 && sheet.any(of - 1, ROLES)) { 2 } else { -3 };
        }
        // "her sister Ana", "the baker Ana", "the baker, Ana,": kin or a role before a name.
        let noun = if sheet.tag(b) == Tag::Comma { b.saturating_sub(1) } else { b };
        // "The insurer, Vale Mutual,": the subject is a body, and here is its name.
        let opening = noun > 0 && sheet.sentence(sheet.sentence_at(start)).start + 1 == noun;
        if noun < b
            && opening
            && sheet.is(noun - 1, Class::Article)
            && sheet.is(noun, Class::BodyNoun)
            && !sheet.any(noun, ROLES)
            && sheet.tag(end) == Tag::Comma
        {
            weight -= 3;
        }
        let role = sheet.tag(noun) == Tag::Noun && sheet.any(noun, ROLES) && !sheet.form(noun, Forms::PL);
        if role && !sheet.is(noun, Class::BodyNoun) && (noun == b || sheet.is_break(end)) {
            // "its rival Vale": a body may be called so too.
            let kin = sheet.is(noun, Class::Kin) && !sheet.is(noun, Class::Role);
            weight += if name.bare.len() == 1 && noun == b && !kin { 1 } else { 2 };
        }
    }
    if sheet.shape(end).has(Shape::PARTY) {
        weight += 4;
    }
    if sheet.tag(end) == Tag::Open && sheet.tag(end + 2) == Tag::Close {
        if sheet.tag(end + 1) == Tag::Num && sheet.word(end + 1).len() == 2 {
            weight += 3;
        } else if initials(sheet, name, end + 1) {
            weight -= 4;
        }
    }
    if sheet.tag(end) == Tag::PossMark {
        let k = end + 1;
        if sheet.is(k, Class::Kin) {
            weight += 1;
        } else if sheet.is(k, Class::Title) || sheet.is(k + 1, Class::Title) && sheet.is(k, Class::Title) {
            weight -= 2;
        }
    }
    if sheet.tag(end) == Tag::Comma {
        weight += insertion(sheet, end + 1);
    }
    weight + i32::from(speaks_of_itself(sheet, name)) * 3 - i32::from(says_it(sheet, end)) * 3
}

/// Whether the one whose name ends before `end` tells of itself as it: "Northway said it does not comment". "It is" and
/// "it will be" are told of the weather as well.
fn says_it(sheet: &Sheet<'_>, end: usize) -> bool {
    let it = end + 1 + usize::from(sheet.tag(end + 1) == Tag::That);
    let mut verb = it + 1;
    while verb < it + 4 && matches!(sheet.tag(verb), Tag::Adv | Tag::Neg | Tag::Modal) {
        verb += 1;
    }
    sheet.is(end, Class::CueBare)
        && sheet.is(it, Class::Neuter)
        && matches!(sheet.tag(it), Tag::Pron | Tag::ObjPron)
        && matches!(sheet.tag(verb), Tag::Have | Tag::Do | Tag::Base | Tag::Verb)
}

/// Whether what is quoted beside the name says I: bodies say we.
fn speaks_of_itself(sheet: &Sheet<'_>, name: &Name) -> bool {
    if !says(sheet, name) || sheet.quoted(name.tokens.start) {
        return false;
    }
    let myself = |k: usize| {
        sheet.is(k, Class::FirstPerson) && !sheet.is(k, Class::PluralPronoun) && !sheet.shape(k).has(Shape::UPPER)
    };
    // The quotation stands right before the name and its verb, or right behind them.
    let (start, end) = (name.tokens.start, name.tokens.end);
    let before = (start.saturating_sub(3)..start).rev().find(|&k| sheet.quoted(k));
    let behind = (end..end + 4).find(|&k| sheet.quoted(k));
    let back = before.map(|b| (b.saturating_sub(NEAR)..=b).rev().take_while(|&k| sheet.quoted(k)).any(myself));
    let on = behind.map(|b| (b..b + NEAR).take_while(|&k| sheet.quoted(k)).any(myself));
    back.unwrap_or(false) || on.unwrap_or(false)
}

/// What follows a name behind a comma: an age, a role, who, a kind of body.
fn insertion(sheet: &Sheet<'_>, k: usize) -> i32 {
    if sheet.tag(k) == Tag::Num && sheet.word(k).len() == 2 && sheet.is_break(k + 1) {
        return 3;
    }
    if sheet.tag(k) == Tag::Rel {
        let who = sheet.any(k, ClassSet::of(&[Class::SubjectPronoun, Class::ObjectPronoun]));
        let which = !who && !sheet.is(k, Class::Possessive);
        return if who {
            3
        } else if which {
            -3
        } else {
            0
        };
    }
    // The head of "a senior analyst at the firm" is the last noun before its first complement.
    if !matches!(sheet.tag(k), Tag::Det | Tag::Noun | Tag::Adj | Tag::Name | Tag::Poss) {
        return 0;
    }
    let mut head = None;
    let mut j = k;
    while j < k + 9 && (sheet.tag(j).is_nominal()) && !(j > k && sheet.tag(j) == Tag::Det) {
        if sheet.tag(j) == Tag::PossMark {
            head = None;
        } else if matches!(sheet.tag(j), Tag::Noun | Tag::Name) {
            head = Some(j);
        }
        j += 1;
    }
    let Some(head) = head else { return 0 };
    // "In Troy, the mayor said": a clause begins, and no description.
    if sheet.form(head, Forms::PL) || matches!(sheet.tag(j), Tag::Verb | Tag::Adv) || sheet.tag(j).is_aux() {
        return 0;
    }
    // A list of names goes on with a name; a description begins with a small letter or an article.
    let possessed = (k..head).any(|n| sheet.tag(n) == Tag::PossMark);
    let opens = sheet.tag(k) == Tag::Det || sheet.tag(k) == Tag::Poss || !sheet.cap(k) || possessed;
    if sheet.any(head, ROLES) && (opens || sheet.is(k, Class::Title)) {
        3
    } else if opens && sheet.tag(k) == Tag::Det && sheet.any(head, ClassSet::of(&[Class::BodyNoun, Class::MediaNoun])) {
        -3
    } else {
        0
    }
}

/// Whether the word at `k` is made of the first letters of the name: "Vale Water Trust (VWT)".
fn initials(sheet: &Sheet<'_>, name: &Name, k: usize) -> bool {
    name.bare.len() >= 2 && sheet.shape(k).has(Shape::UPPER) && acronym(sheet, name).eq_ignore_ascii_case(sheet.word(k))
}

/// The first letters of the capitalised words of a name.
pub(crate) fn acronym(sheet: &Sheet<'_>, name: &Name) -> String {
    name.bare.clone().filter(|&k| sheet.cap(k)).filter_map(|k| sheet.word(k).chars().next()).collect()
}

/// The first pronoun behind a name that nobody else can be meant by.
fn pronoun(sheet: &Sheet<'_>, name: &Name, next: usize) -> (i32, Gender) {
    let (start, end) = (name.tokens.start, name.tokens.end);
    let s = sheet.sentence_at(start);
    let sentence = sheet.sentence(s);
    // Only a name that is a subject, or one right before or behind a cue: others have rivals.
    let subject = sheet.tag(end).is_aux() || matches!(sheet.tag(end), Tag::Verb | Tag::Comma | Tag::Adv | Tag::Prep);
    let inverted = start > sentence.start && sheet.tag(start - 1) == Tag::Verb;
    // "Vale, he said, grew": he is somebody else.
    if sheet.tag(end) == Tag::Comma && sheet.tag(end + 1) == Tag::Pron {
        return (0, Gender::Unknown);
    }
    if !subject && !inverted || sheet.quoted(start) {
        return (0, Gender::Unknown);
    }
    let rival = (sentence.start..start).any(|k| {
        sheet.any(k, ROLES) || sheet.tag(k) == Tag::Name && !sheet.any(k, ClassSet::of(&[Class::Day, Class::Month]))
    });
    if rival {
        return (0, Gender::Unknown);
    }
    let limit = sheet.sentence(s + 1).start + 2;
    for k in end..limit.max(sentence.end).min(end + NEAR).min(next).min(sheet.len()) {
        if sheet.quoted(k) {
            continue;
        }
        if sheet.any(k, ROLES)
            || sheet.any(k, ClassSet::of(&[Class::BodyNoun, Class::DocumentNoun])) && k < sentence.end
        {
            return (0, Gender::Unknown);
        }
        let personal = matches!(sheet.tag(k), Tag::Pron | Tag::Poss | Tag::ObjPron);
        if personal && sheet.is(k, Class::Masculine) {
            return (2, Gender::Male);
        }
        if personal && sheet.is(k, Class::Feminine) {
            return (2, Gender::Female);
        }
        // "Roe said it was late": only the possessive tells.
        if personal && sheet.is(k, Class::Neuter) {
            return (if sheet.tag(k) == Tag::Poss { -3 } else { 0 }, Gender::Unknown);
        }
    }
    (0, Gender::Unknown)
}

/// Whether the name is called a newspaper or the like, is told things, or reports as media do.
fn treated_as_media(sheet: &Sheet<'_>, name: &Name) -> bool {
    let (start, end) = (name.tokens.start, name.tokens.end);
    if sheet.quoted(start) {
        return false;
    }
    let before = start.wrapping_sub(1);
    let called = sheet.is(before, Class::MediaNoun) && sheet.tag(before) == Tag::Noun && !sheet.form(before, Forms::PL);
    // "told Nord Kurier on Monday", "told Nord Kurier that": whoever is told something else is a person or a board.
    let told = sheet.is(before, Class::CueAddressee)
        && sheet.tag(before) == Tag::Verb
        && !sheet.any(before, ClassSet::of(&[Class::CueClause, Class::CueTo]));
    let ends =
        sheet.is_break(end) || sheet.tag(end) == Tag::That || sheet.is(end, Class::Day) || sheet.tag(end) == Tag::Prep;
    // "reported that", "reported on Monday", "reports Roe has left": a company that reports a loss has no clause there.
    let that = |k: usize| sheet.tag(k) == Tag::That || sheet.is_break(k) || sheet.opens(k) || sheet.tag(k) == Tag::Prep;
    let next = end + 1 + usize::from(sheet.is(end + 1, Class::Day));
    let now = sheet.form(end, Forms::S) && sheet.tag(end + 1) == Tag::Name;
    let reports = sheet.is(end, Class::OutletVerb) && sheet.tag(end) == Tag::Verb && (that(next) || now);
    let behind = sheet.is(end, Class::MediaNoun) && sheet.tag(end) == Tag::Noun && !sheet.form(end, Forms::PL);
    called || behind && !sheet.cap(end) || told && ends && name.bare.len() <= 3 || reports
}

fn says(sheet: &Sheet<'_>, name: &Name) -> bool {
    let (start, end) = (name.tokens.start, name.tokens.end);
    let cue = |k: usize| sheet.is(k, Class::CuePost) && sheet.tag(k) == Tag::Verb;
    let the = start > 0 && sheet.is(start - 1, Class::Article);
    !the && (cue(end) || start > 0 && cue(start - 1))
}

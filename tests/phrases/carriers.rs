//! Puts a wording into a sentence or short article, by the table `phrases.carriers.tsv`.

use crate::notation::wordings;

/// A report long enough to be scored, where the whole article matters.
const STORY: &str = "\
    The old bridge over the Tarn is shut from Monday on, and cars must take the road by the mill until May.\n\n\
    \"We have put this off for ten years,\" said Ana Ruiz, who runs the works for the council. \"We cannot put it off again.\"\n\n\
    Ruiz said that rust was found in two of the nine arches in March. The council set aside two million for the repair, \
    which is half of what engineers had asked for, according to papers of its meeting in April.\n\n\
    Shop owners near the bridge said they feared for their trade. \"Nobody walks half a mile for a loaf,\" said Tom Beck, \
    a baker in Mill Lane. Beck said that he had written to the council twice and had got no answer.\n\n\
    The bridge was built in 1911 and was last repaired after the flood of 1968. About 4,000 cars cross it on a weekday, \
    a count of the council shows, and lorries have been kept off it since 2015.\n\n\
    The works are to end in May, Ruiz said, and the bridge will then carry lorries again.";

/// A wording in a sentence or article.
pub(crate) struct Place {
    /// The article.
    pub(crate) text: String,
    /// The bytes of the wording in it.
    pub(crate) place: std::ops::Range<usize>,
}

/// What is tried of one wording: the sentences that it may stand in, of which one must be read.
pub(crate) type Trial = Vec<Place>;

/// A line of the table.
pub(crate) struct Carrier {
    category: &'static str,
    phrases: &'static str,
    fill: &'static str,
    wanted: &'static str,
    text: &'static str,
}

/// The table, checked for its form.
pub(crate) fn table(lines: &'static str) -> Vec<Carrier> {
    let row = |line: &'static str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [category, phrases, fill, wanted, text] = cells[..] else {
            panic!("phrases.carriers.tsv: five columns are wanted in `{line}`")
        };
        Carrier { category, phrases, fill, wanted, text }
    };
    lines.lines().skip(1).filter(|l| !l.is_empty()).map(row).collect()
}

impl Carrier {
    /// Whether the line is for `phrase`: it names it, or its first words and `…`.
    fn names(&self, phrase: &str) -> bool {
        self.phrases.split(" / ").any(|p| match p.strip_suffix('…') {
            Some(start) => phrase.starts_with(start),
            None => p == phrase,
        })
    }
}

/// What is wanted of `phrase`, and its trials. Empty cells are filled from the category's line `*`.
pub(crate) fn trials(table: &[Carrier], category: &str, phrase: &str) -> (&'static str, Vec<Trial>) {
    let of = |c: &&Carrier| c.category == category;
    let every = table.iter().filter(of).find(|c| c.phrases == "*");
    let Some(every) = every else { panic!("phrases.carriers.tsv: no line `*` for {category}") };
    let own = table.iter().filter(of).find(|c| c.phrases != "*" && c.names(phrase)).unwrap_or(every);
    let or = |cell: &'static str, default: &'static str| if cell.is_empty() { default } else { cell };
    let literal = matches!(category, "wire_credit" | "social_source");
    let carriers: Vec<&str> = or(own.text, every.text).split(" // ").collect();
    let trial = |wording: String| carriers.iter().map(|carrier| carry(carrier, &wording)).collect();
    let wordings = wordings(&verb(category, phrase), or(own.fill, every.fill), literal);
    (or(own.wanted, every.wanted), wordings.into_iter().map(trial).collect())
}

/// The wording in its carrier.
fn carry(carrier: &str, wording: &str) -> Place {
    let mut carrier = carrier.replace("{STORY}", STORY).replace("\\n", "\n");
    // `A ~` before a vowel is `An ~`.
    if wording.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O', 'u']) && !wording.starts_with("union") {
        carrier = carrier.replace("A ~", "An ~").replace(" a ~", " an ~");
    }
    let at = carrier.find('~').unwrap_or_else(|| panic!("phrases.carriers.tsv: no `~` in `{carrier}`"));
    // A sentence opens with a capital letter.
    let opens = carrier[..at].trim_end_matches(['"', '(']).ends_with(['\n']) || carrier[..at].ends_with(". ");
    let wording = if at == 0 || opens { capital(wording) } else { wording.to_owned() };
    Place { text: carrier.replacen('~', &wording, 1), place: at..at + wording.len() }
}

/// A listed verb of two words is inflected as those of one: `lash out` is `lash~ out`, `falsely claim` is `falsely claim~`.
fn verb(category: &str, phrase: &str) -> String {
    match phrase.split_once(' ') {
        Some((first, second)) if category.starts_with("attrib_verb_") && !phrase.starts_with("without ") => {
            if first.ends_with("ly") { format!("{phrase}~") } else { format!("{first}~ {second}") }
        }
        _ => phrase.to_owned(),
    }
}

fn capital(text: &str) -> String {
    if text.contains(".com") {
        return text.to_owned();
    }
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

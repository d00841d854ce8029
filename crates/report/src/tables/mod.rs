//! Tidy tables: one row a thing, with ids by which the tables join, for statistics programs and spreadsheets.
//!
//! Words of articles other than the names and descriptions of sources stand in them on request only, so that tables
//! can be passed on where texts cannot.

mod codebook;
mod column;
mod columns;

use crate::{Entry, Run};
use column::{Column, MARK, Of};

pub use codebook::{OPENS, codebook};

/// A table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    /// One row an input.
    Articles,
    /// One row a source of an article.
    Sources,
    /// One row a statement, belief or act that is tied to a source, or to nobody.
    Attributions,
    /// One row a response note.
    Responses,
    /// One row a finding of a rule.
    Findings,
}

impl Table {
    /// Every table.
    pub const ALL: [Self; 5] = [Self::Articles, Self::Sources, Self::Attributions, Self::Responses, Self::Findings];

    /// What it is called: the name of its file without the ending.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Articles => "articles",
            Self::Sources => "sources",
            Self::Attributions => "attributions",
            Self::Responses => "responses",
            Self::Findings => "findings",
        }
    }

    fn all_columns(self) -> &'static [Column] {
        match self {
            Self::Articles => columns::ARTICLES,
            Self::Sources => columns::SOURCES,
            Self::Attributions => columns::ATTRIBUTIONS,
            Self::Responses => columns::RESPONSES,
            Self::Findings => columns::FINDINGS,
        }
    }

    fn columns(self, with_text: bool) -> impl Iterator<Item = &'static Column> {
        self.all_columns().iter().filter(move |c| with_text || !c.text)
    }

    /// Appends the row of column names.
    pub fn header(self, out: &mut Vec<u8>, with_text: bool) {
        let names: Vec<String> = self.columns(with_text).map(|c| c.name.to_owned()).collect();
        crate::csv::push(out, &names);
    }

    /// How many rows an article has.
    fn rows(self, of: &Of<'_>) -> usize {
        match self {
            Self::Articles => 1,
            Self::Sources => of.sources().len(),
            Self::Attributions => of.attributions().len(),
            Self::Responses => of.responses().len(),
            Self::Findings => of.findings().len(),
        }
    }
}

/// The rows of one article in each table. They are not complete before [`Rows::settle`].
#[derive(Clone, Debug, Default)]
pub struct Rows {
    pages: [Vec<u8>; 5],
    counts: [u64; 5],
}

impl Rows {
    /// The rows of `entry`, with the words of the article if `with_text`.
    #[must_use]
    pub fn of(run: &Run<'_>, entry: &Entry<'_>, with_text: bool) -> Self {
        let of = Of::new(run, entry, with_text);
        let mut rows = Self::default();
        for (table, (page, count)) in Table::ALL.into_iter().zip(rows.pages.iter_mut().zip(&mut rows.counts)) {
            let number = table.rows(&of);
            *count = number as u64;
            if number == 0 {
                continue;
            }
            let mut writer = ::csv::WriterBuilder::new().buffer_capacity(1 << 10).from_writer(page);
            for n in 0..number {
                let cells = table.columns(with_text).map(|c| of.print((c.cell)(&of, n)));
                writer.write_record(cells).expect("memory takes every row");
            }
            writer.flush().expect("memory takes every row");
        }
        rows
    }

    /// Makes the keys those of the `nth` input with this id, counted from 1.
    pub fn settle(&mut self, nth: u32) {
        let suffix = if nth > 1 { format!("~{nth}") } else { String::new() };
        for page in &mut self.pages {
            let mut settled = Vec::with_capacity(page.len());
            for (i, part) in page.split(|&b| b == MARK as u8).enumerate() {
                if i > 0 {
                    settled.extend_from_slice(suffix.as_bytes());
                }
                settled.extend_from_slice(part);
            }
            *page = settled;
        }
    }

    /// The rows in each table, in the order of [`Table::ALL`].
    pub fn pages(&self) -> impl Iterator<Item = (Table, &[u8])> {
        Table::ALL.into_iter().zip(self.pages.iter().map(Vec::as_slice))
    }

    /// How many rows there are in each table, in the order of [`Table::ALL`].
    #[must_use]
    pub fn counts(&self) -> [u64; 5] {
        self.counts
    }
}

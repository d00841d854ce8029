//! Parquet files, an article a row; in builds with the feature `parquet`, for its crate takes longer to build than all
//! others together.

use std::fs::File;
use std::path::Path;

use parquet::file::reader::SerializedFileReader;
use parquet::record::reader::RowIter;

use crate::Unreadable;
use crate::articles::Options;
use crate::source::{Item, Ready, Source};

/// The rows of a Parquet file, of which one page of each column is held at a time.
struct Rows {
    rows: RowIter<'static>,
    name: String,
    /// The number of the next row, from 1.
    row: usize,
    ended: bool,
}

/// What the Parquet file at `path`, called `name`, has to give.
pub(crate) fn source(path: &Path, name: String) -> Box<dyn Source> {
    let opened = File::open(path).map_err(|e| e.to_string()).and_then(|file| {
        let reader = SerializedFileReader::new(file).map_err(|e| e.to_string())?;
        Ok(reader.into_iter())
    });
    match opened {
        Ok(rows) => Box::new(Rows { rows, name, row: 0, ended: false }),
        Err(reason) => Ready::one(Err(broken(&name, &reason))),
    }
}

fn broken(name: &str, reason: &str) -> Unreadable {
    Unreadable::whole(name, format!("a damaged Parquet file ({reason})"), "fetch or write it again")
}

impl Source for Rows {
    fn next(&mut self, options: &Options) -> Option<Item> {
        if self.ended {
            return None;
        }
        let row = self.rows.next();
        self.row += 1;
        match row {
            Some(Ok(row)) => Some(options.fields.article(row.to_json_value(), &self.name, Some(self.row))),
            Some(Err(error)) => {
                self.ended = true;
                Some(Err(broken(&self.name, &error.to_string()).at(self.row, None)))
            }
            None => {
                self.ended = true;
                let is_empty = self.row == 1;
                is_empty.then(|| Err(Unreadable::whole(&self.name, "no row in it", "leave it out")))
            }
        }
    }
}

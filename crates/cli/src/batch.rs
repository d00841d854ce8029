//! Many articles at once, and one result after the other.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use onrecord_engine::Problem;
use onrecord_ingest::{Article, Articles, Unreadable};
use rayon::prelude::*;

use crate::exit::Failure;
use crate::interrupt;
use crate::resume::Seen;

/// A chunk ends with the article that fills it, so that memory does not grow with the corpus.
const CHUNK_BYTES: usize = 8_000_000;
const CHUNK_ARTICLES: usize = 512;

/// What became of one input.
pub(crate) struct Done<T = Vec<u8>> {
    /// What came of it, such as what to print.
    pub(crate) page: T,
    /// Bytes of text.
    pub(crate) bytes: usize,
    /// Why it could not be read or assessed.
    pub(crate) lost: Option<Lost>,
}

/// An input that could not be read or assessed.
#[derive(Clone, Debug)]
pub(crate) struct Lost {
    /// What its record says.
    pub(crate) unreadable: Box<Unreadable>,
    /// The mistakes of its side file, if these are why.
    pub(crate) problems: Vec<Problem>,
}

impl From<Unreadable> for Lost {
    fn from(unreadable: Unreadable) -> Self {
        Self { unreadable: Box::new(unreadable), problems: Vec::new() }
    }
}

/// An input on its way to be worked on.
pub(crate) struct Item {
    /// The article, or why there is none.
    pub(crate) found: Result<Article, Unreadable>,
    /// What an earlier run has written of it.
    pub(crate) seen: Option<Seen>,
    /// The id of the article that it is a near copy of.
    pub(crate) duplicate_of: Option<String>,
}

impl From<Result<Article, Unreadable>> for Item {
    fn from(found: Result<Article, Unreadable>) -> Self {
        Self { found, seen: None, duplicate_of: None }
    }
}

impl Item {
    fn bytes(&self) -> usize {
        self.found.as_ref().map_or(0, |a| a.text.len())
    }
}

/// Where inputs come from, in order.
pub(crate) trait Source: Send {
    /// The next input.
    fn next(&mut self) -> Option<Item>;

    /// How many bytes of files and streams were read so far.
    fn consumed(&self) -> u64;
}

impl Source for Articles {
    fn next(&mut self) -> Option<Item> {
        Iterator::next(self).map(Item::from)
    }

    fn consumed(&self) -> u64 {
        Self::consumed(self)
    }
}

/// A chunk of inputs, worked on.
pub(crate) struct Chunk<T> {
    /// What became of each, in order.
    pub(crate) done: Vec<Done<T>>,
    /// How many bytes of files and streams were read up to its end.
    pub(crate) consumed: u64,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// With the last input.
    Done,
    /// Before it, because somebody asked.
    Interrupted,
}

/// Applies `work` to every article on `jobs` threads and hands each result to `print`, in the order of the inputs
/// whatever the number of threads.
pub(crate) fn run<T: Send + Default>(
    articles: &mut Articles,
    jobs: usize,
    work: impl Fn(&Result<Article, Unreadable>) -> Result<T, Lost> + Sync,
    mut print: impl FnMut(Vec<Done<T>>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    run_chunks(articles, jobs, |_| {}, |item: &Item| work(&item.found), |chunk| print(chunk.done)).map(drop)
}

/// The same, chunk by chunk and until somebody asks to stop. `prepare` is called with each chunk in order before it is
/// worked on. The next chunk is read while one is worked on.
pub(crate) fn run_chunks<T: Send + Default>(
    source: &mut impl Source,
    jobs: usize,
    mut prepare: impl FnMut(&mut [Item]) + Send,
    work: impl Fn(&Item) -> Result<T, Lost> + Sync,
    mut print: impl FnMut(Chunk<T>) -> Result<(), Failure>,
) -> Result<Ended, Failure> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(jobs)
        .build()
        .map_err(|e| Failure::Asked(format!("cannot start {jobs} threads: {e}; choose fewer with `--jobs`")))?;
    // A defect met in one article becomes its error record; a back trace in between would help nobody.
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let mut next = read(source);
    let mut result = Ok(Ended::Done);
    loop {
        // What was read since somebody asked may have been cut short.
        if interrupt::asked() {
            result = Ok(Ended::Interrupted);
            break;
        }
        let (mut chunk, consumed) = next;
        if chunk.is_empty() {
            break;
        }
        let done;
        (done, next) = pool.install(|| {
            rayon::join(
                || {
                    prepare(&mut chunk);
                    chunk.into_par_iter().map(|item| one(item, &work)).collect()
                },
                || read(source),
            )
        });
        if let Err(failure) = print(Chunk { done, consumed }) {
            result = Err(failure);
            break;
        }
    }
    std::panic::set_hook(hook);
    result
}

fn read(source: &mut impl Source) -> (Vec<Item>, u64) {
    let mut chunk = Vec::new();
    let mut bytes = 0;
    while chunk.len() < CHUNK_ARTICLES && bytes < CHUNK_BYTES {
        let Some(item) = source.next() else { break };
        bytes += item.bytes();
        chunk.push(item);
    }
    (chunk, source.consumed())
}

fn one<T: Default>(item: Item, work: impl Fn(&Item) -> Result<T, Lost>) -> Done<T> {
    let bytes = item.bytes();
    let lost = match catch_unwind(AssertUnwindSafe(|| work(&item))) {
        Ok(Ok(page)) => return Done { page, bytes, lost: item.found.err().map(Lost::from) },
        Ok(Err(lost)) => lost,
        Err(panic) => defect(item.found, &*panic).into(),
    };
    let page = work(&Item { seen: item.seen, ..Item::from(Err((*lost.unreadable).clone())) }).unwrap_or_default();
    Done { page, bytes, lost: Some(lost) }
}

/// What to say of an article that onrecord itself failed on.
fn defect(item: Result<Article, Unreadable>, panic: &(dyn Any + Send)) -> Unreadable {
    let what = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
    let reason = format!("a defect of onrecord ({})", what.unwrap_or("it gives no reason"));
    let next_step = "please report it with this article".to_owned();
    match item {
        Ok(Article { id, path, .. }) => Unreadable { id, path, line: None, column: None, reason, next_step },
        Err(unreadable) => Unreadable { reason, next_step, ..unreadable },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use onrecord_ingest::Options;

    #[test]
    fn a_panic_loses_one_article_and_order_is_kept() {
        let lines: String = (0..2000).map(|i| format!("{{\"id\":\"a{i}\",\"text\":\"T{i}\"}}\n")).collect();
        let mut articles =
            Articles::of(["-".into()], Options::default()).with_stdin(std::io::Cursor::new(lines.into_bytes()));
        let lost = Lost::from(Unreadable {
            id: "a800".to_owned(),
            path: "a800.onrecord.toml".to_owned(),
            line: None,
            column: None,
            reason: "a mistake".to_owned(),
            next_step: String::new(),
        });
        let work = |item: &Result<Article, Unreadable>| match item {
            Ok(article) if article.id == "a700" => panic!("no {}", article.text),
            Ok(article) if article.id == "a800" => Err(lost.clone()),
            Ok(article) => Ok(article.id.clone().into_bytes()),
            Err(unreadable) => Ok(format!("{}: {}", unreadable.id, unreadable.reason).into_bytes()),
        };
        let mut pages = Vec::new();
        let print = |done: Vec<Done>| {
            pages.extend(done.into_iter().map(|d| String::from_utf8(d.page).unwrap()));
            Ok(())
        };
        assert!(run(&mut articles, 2, work, print).is_ok());
        assert_eq!(pages.len(), 2000);
        assert_eq!(pages[700], "a700: a defect of onrecord (no T700)");
        assert_eq!(pages[800], "a800: a mistake");
        assert!(pages.iter().enumerate().all(|(i, page)| i == 700 || i == 800 || *page == format!("a{i}")));
    }
}

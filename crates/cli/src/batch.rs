//! Many articles at once, and one result after the other.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use onrecord_engine::Problem;
use onrecord_ingest::{Article, Articles, Unreadable};
use rayon::prelude::*;

use crate::exit::Failure;

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

/// Applies `work` to every input on `jobs` threads and hands each result to `print`, in the order of the inputs
/// whatever the number of threads. The next chunk is read while one is worked on.
pub(crate) fn run<T: Send + Default>(
    articles: &mut Articles,
    jobs: usize,
    work: impl Fn(&Result<Article, Unreadable>) -> Result<T, Lost> + Sync,
    mut print: impl FnMut(Vec<Done<T>>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(jobs)
        .build()
        .map_err(|e| Failure::Asked(format!("cannot start {jobs} threads: {e}; choose fewer with `--jobs`")))?;
    // A defect met in one article becomes its error record; a back trace in between would help nobody.
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let mut chunk = read(articles);
    let mut result = Ok(());
    while !chunk.is_empty() && result.is_ok() {
        let (done, next) = pool.install(|| {
            rayon::join(|| chunk.into_par_iter().map(|item| one(item, &work)).collect(), || read(articles))
        });
        result = print(done);
        chunk = next;
    }
    std::panic::set_hook(hook);
    result
}

fn read(articles: &mut Articles) -> Vec<Result<Article, Unreadable>> {
    let mut chunk = Vec::new();
    let mut bytes = 0;
    while chunk.len() < CHUNK_ARTICLES && bytes < CHUNK_BYTES {
        let Some(item) = articles.next() else { break };
        bytes += item.as_ref().map_or(0, |a| a.text.len());
        chunk.push(item);
    }
    chunk
}

fn one<T: Default>(
    item: Result<Article, Unreadable>,
    work: impl Fn(&Result<Article, Unreadable>) -> Result<T, Lost>,
) -> Done<T> {
    let bytes = item.as_ref().map_or(0, |a| a.text.len());
    let lost = match catch_unwind(AssertUnwindSafe(|| work(&item))) {
        Ok(Ok(page)) => return Done { page, bytes, lost: item.err().map(Lost::from) },
        Ok(Err(lost)) => lost,
        Err(panic) => defect(item, &*panic).into(),
    };
    let page = work(&Err((*lost.unreadable).clone())).unwrap_or_default();
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

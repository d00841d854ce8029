//! The same input gives the same bytes, whatever the number of threads and however often.

use onrecord_tests::corpus::{Case, cases};
use onrecord_tests::page::page;
use onrecord_tests::run::read;
use rayon::prelude::*;

/// All that is known of the corpus, read by `threads` threads: what people see and what they do not.
fn everything(cases: &[Case], threads: usize) -> Vec<String> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be had");
    let one = |case: &Case| {
        let (document, assessment) = read(&case.text);
        let page = page(&case.slug, &case.text, &document, &assessment);
        format!("{page}\n{document:?}\n{assessment:?}")
    };
    pool.install(|| cases.par_iter().map(one).collect())
}

#[test]
fn one_two_and_three_threads_give_the_same_bytes() {
    let cases = cases();
    let once = everything(&cases, 1);
    for threads in [1, 2, 3] {
        let again = everything(&cases, threads);
        for (case, (a, b)) in cases.iter().zip(once.iter().zip(&again)) {
            assert!(a == b, "{} differs with {threads} threads", case.slug);
        }
    }
}

#[test]
fn an_article_is_read_alike_whatever_was_read_before() {
    let cases = cases();
    let mut backwards = cases.clone();
    backwards.reverse();
    let mut pages = everything(&backwards, 1);
    pages.reverse();
    assert!(pages == everything(&cases, 1), "the order of articles changes what is found");
}

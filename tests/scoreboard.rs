//! How well the corpus is read: precision, recall, every miss and every false alarm.

use std::fmt::{Display, Write as _};

use onrecord_tests::corpus::cases;
use onrecord_tests::run::read;
use onrecord_tests::tally::Tally;

#[test]
fn the_corpus_is_read_as_well_as_the_scoreboard_says() {
    let mut tally = Tally::default();
    let cases = cases();
    for case in &cases {
        let (document, assessment) = read(&case.text);
        tally.add(case, &document, &assessment);
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("scoreboard", board(cases.len(), &tally)));
}

fn board(articles: usize, t: &Tally) -> String {
    let mut out = format!("{articles} articles\n");
    let mut row = |name: &str, figure: &dyn Display| writeln!(out, "{name:<28} {figure}").expect("a string");
    row("attributions by content", &t.content);
    row("attributions linked", &t.linked);
    row("statements linked", &t.statements);
    row("source spans exact", &t.exact_source);
    row("cue spans exact", &t.exact_cue);
    row("content spans exact", &t.exact_content);
    row("same source", &t.same_source);
    row("response notes", &t.responses);
    row("justifications", &t.justifications);
    row("kind, where linked", &t.kind);
    for (kind, agreement) in &t.kinds {
        row(&format!("  {}", kind.name()), agreement);
    }
    row("form, where linked", &t.form);
    row("act, where linked", &t.act);
    row("via, where linked", &t.via);
    row("outcome, where found", &t.outcome);
    row("party, where found", &t.party);
    row("immediately, where found", &t.immediately);
    row("reason, where found", &t.reason);
    row("covers, where found", &t.covers);
    row("zone of lines", &t.zone);
    out.push_str("\nErrors (source | cue | content)\n");
    for error in &t.errors {
        out.push_str(error.trim_end());
        out.push('\n');
    }
    out
}

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use onrecord_engine::{Level as Gravity, Problem};

use crate::terminal::clean;

/// Every problem with its line, a caret under what is wrong, and what to do.
#[must_use]
pub fn problems(problems: &[Problem], width: usize) -> String {
    let renderer = Renderer::styled().decor_style(DecorStyle::Ascii).term_width(width);
    let mut out = String::new();
    for problem in problems {
        let message = clean(&problem.message);
        let file = clean(&problem.file);
        let level = match problem.level {
            Gravity::Error => Level::ERROR,
            Gravity::Warning => Level::WARNING,
        };
        let title = level.primary_title(message.as_ref());
        // A caret needs a place inside the file; a problem of the whole file is told by its name.
        let span = problem.span.clone().filter(|s| s.start <= s.end && problem.source.get(s.clone()).is_some());
        let mut group = match span {
            Some(span) => title.element(
                Snippet::source(problem.source.as_ref())
                    .path(file.as_ref())
                    .annotation(AnnotationKind::Primary.span(span)),
            ),
            None => title.element(Origin::path(file.as_ref())),
        };
        if let Some(help) = &problem.help {
            group = group.element(Level::HELP.message(clean(help).into_owned()));
        }
        out.push_str(&renderer.render(&[group]));
        out.push_str("\n\n");
    }
    out
}

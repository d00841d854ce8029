//! Markdown: the text without its marks.

use pulldown_cmark::{Event, MetadataBlockKind, Options, Parser, Tag, TagEnd};

use crate::article::{Article, Metadata};
use crate::decode::Decoded;

/// What made the text, with its version.
pub(crate) const EXTRACTOR: &str = "pulldown-cmark 0.13";

/// The article in `decoded`. A first heading of the highest level, or the title of the front matter, is its headline.
/// Code, tables, images and raw HTML are left out, comments kept.
pub(crate) fn article(decoded: Decoded, name: &str) -> Article {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut text = String::with_capacity(decoded.text.len());
    let mut metadata = Metadata::default();
    let mut title = None::<String>;
    // How many blocks around this one are left out, and where in the text a first heading began.
    let (mut left_out, mut heading, mut front) = (0_usize, None, None::<String>);
    for event in Parser::new_ext(&decoded.text, options) {
        match event {
            Event::Start(Tag::MetadataBlock(MetadataBlockKind::YamlStyle)) => front = Some(String::new()),
            Event::End(TagEnd::MetadataBlock(_)) => {
                if let Some(front) = front.take() {
                    front_matter(&front, &mut metadata);
                }
            }
            Event::Text(words) if front.is_some() => {
                if let Some(front) = &mut front {
                    front.push_str(&words);
                }
            }
            Event::Start(Tag::CodeBlock(_) | Tag::Table(_) | Tag::Image { .. } | Tag::HtmlBlock) => left_out += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::Table | TagEnd::Image | TagEnd::HtmlBlock) => {
                left_out = left_out.saturating_sub(1);
            }
            Event::Start(Tag::Heading { level: pulldown_cmark::HeadingLevel::H1, .. })
                if title.is_none() && text.trim().is_empty() =>
            {
                heading = Some(text.len());
            }
            Event::End(TagEnd::Heading(_)) => match heading.take() {
                Some(start) => {
                    title = Some(text[start..].trim().to_owned());
                    text.truncate(start);
                }
                None => text.push_str("\n\n"),
            },
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::BlockQuote(_))
                if !text.is_empty() && !text.ends_with("\n\n") =>
            {
                text.push_str("\n\n");
            }
            Event::Text(words) | Event::Code(words) if left_out == 0 => text.push_str(&words),
            // In a comment people set findings aside.
            Event::Html(words) | Event::InlineHtml(words) if words.trim_start().starts_with("<!--") => {
                text.push_str(&words);
            }
            Event::SoftBreak if left_out == 0 => text.push(' '),
            Event::HardBreak if left_out == 0 => text.push('\n'),
            _ => {}
        }
    }
    text.truncate(text.trim_end().len());
    metadata.title = metadata.title.or(title.filter(|t| !t.is_empty()));
    Article {
        id: name.to_owned(),
        text,
        metadata,
        path: name.to_owned(),
        extractor: Some(EXTRACTOR),
        encoding: decoded.encoding,
        ..Article::default()
    }
}

/// Takes lines such as `title: "Mayor resigns"`. What else YAML can say is passed over.
fn front_matter(lines: &str, metadata: &mut Metadata) {
    for line in lines.lines() {
        let Some((key, value)) = line.split_once(':') else { continue };
        let value = value.trim().trim_matches(['"', '\'']).trim();
        if value.is_empty() || value.starts_with(['[', '{', '|', '>']) {
            continue;
        }
        metadata.set(key.trim(), value);
    }
}

#[cfg(test)]
mod tests {
    use super::article;
    use crate::decode::text_of;

    #[test]
    fn marks_go_and_paragraphs_stay() {
        let source = "---\noutlet: \"The Harbour Post\"\ndate: 2026-03-02\ntags: [a, b]\n---\n\
                      # Mayor *resigns*\n\nThe mayor said she would [go](http://x.example/y).\nAt once.\n\n\
                      ```\ncode\n```\n\n![A picture](p.png)\n\n## Council\n\n> “We knew,” said Ann Poe.\n\n- One\n- Two\n";
        let article = article(text_of(source.as_bytes().to_vec(), None), "a.md");
        assert_eq!(
            article.text,
            "The mayor said she would go. At once.\n\nCouncil\n\n“We knew,” said Ann Poe.\n\nOne\n\nTwo"
        );
        assert_eq!(article.metadata.title.as_deref(), Some("Mayor resigns"));
        assert_eq!(article.metadata.outlet.as_deref(), Some("The Harbour Post"));
        assert_eq!(article.metadata.date.as_deref(), Some("2026-03-02"));
    }
}

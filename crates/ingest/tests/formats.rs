//! Every format, as people have it, and what is said when it is broken.

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use onrecord_ingest::{Article, Articles, Fields, Format, Options, Unreadable};

type Item = Result<Article, Unreadable>;

fn read_with(name: &str, bytes: &[u8], options: Options) -> Vec<Item> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    let prefix = format!("{}/", folder.path().display());
    let short = |text: String| text.replace(&prefix, "");
    Articles::of([path], options)
        .map(|item| match item {
            Ok(a) => Ok(Article { id: short(a.id), path: short(a.path), ..a }),
            Err(u) => Err(Unreadable { id: short(u.id), path: short(u.path), ..u }),
        })
        .collect()
}

fn read(name: &str, bytes: &[u8]) -> Vec<Item> {
    read_with(name, bytes, Options::default())
}

/// One line for each: `id=text` or `! message`.
fn lines(items: &[Item]) -> Vec<String> {
    let line = |item: &Item| match item {
        Ok(article) => format!("{}={}", article.id, article.text.replace("\n\n", "¶")),
        Err(unreadable) => format!("! {unreadable}"),
    };
    items.iter().map(line).collect()
}

fn only(items: Vec<Item>) -> Article {
    assert_eq!(items.len(), 1, "{:?}", lines(&items));
    items.into_iter().next().unwrap().unwrap()
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A page as newspapers have it: menus, teasers and a footer around an article of four paragraphs.
fn page(head: &str) -> String {
    let menu = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/s'>Sport</a></li></ul></nav>";
    let paragraphs = [
        "The harbour board will close the old pier in May, its chair, Ann Poe, said on Tuesday, after divers found cracks in nine of its forty piles.",
        "“We would rather lose a summer than a person,” Poe told reporters, standing where the ferries used to land before the new quay was built.",
        "Fishermen who rent sheds on the pier said that nobody had asked them. “We read it in the paper,” said Tom Rusk, who has sold crab there since 1998.",
        "A spokeswoman for the county declined to comment. The board expects to publish the divers’ report, which runs to eighty pages, later this month.",
    ];
    let body: String = paragraphs.iter().map(|p| format!("<p>{p}</p>\n")).collect();
    format!(
        "<!DOCTYPE html><html lang='en'><head><title>Old pier to close - The Harbour Post</title>{head}</head><body>{menu}\
         <main><article><h1>Old pier to close</h1><div class='article-body'>{body}</div></article></main>\
         <aside class='related'><h2>Most read</h2><ul><li><a href='/1'>“I was wrong,” says mayor</a></li></ul></aside>\
         <footer><p>Copyright The Harbour Post</p><script>document.write('<p>no</p>')</script></footer></body></html>"
    )
}

#[test]
fn a_web_page_gives_its_article_with_paragraphs_and_what_it_tells_of_itself() {
    let head = "<meta property='og:site_name' content='The Harbour Post'><meta property='article:section' content='Local'>\
        <script type='application/ld+json'>{\"@context\":\"https://schema.org\",\"@graph\":[{\"@type\":\"WebSite\"},\
        {\"@type\":[\"NewsArticle\"],\"headline\":\"Old pier to close\",\"datePublished\":\"2026-03-03T08:00:00Z\",\
        \"author\":[{\"@type\":\"Person\",\"name\":\"Lena Hart\"}],\"url\":\"https://post.example/pier\"}]}</script>";
    let article = only(read("pier.html", page(head).as_bytes()));
    assert_eq!(article.id, "pier.html");
    assert_eq!(article.text.split("\n\n").count(), 4, "{}", article.text);
    assert!(article.text.starts_with("The harbour board") && article.text.ends_with("later this month."));
    assert_eq!(article.metadata.title.as_deref(), Some("Old pier to close"));
    assert_eq!(article.metadata.outlet.as_deref(), Some("The Harbour Post"));
    assert_eq!(article.metadata.byline.as_deref(), Some("Lena Hart"));
    assert_eq!(article.metadata.date.as_deref(), Some("2026-03-03T08:00:00Z"));
    assert_eq!(article.metadata.section.as_deref(), Some("Local"));
    assert_eq!(article.metadata.url.as_deref(), Some("https://post.example/pier"));
    assert!(article.extractor.unwrap().starts_with("dom_smoothie "));
    // The same page saved as text is not taken for text.
    assert_eq!(only(read("pier.txt", page("").as_bytes())).text, article.text);
}

#[test]
fn the_extractor_in_the_record_is_the_one_that_is_built_in() {
    let lock = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.lock")).unwrap();
    let extractor = only(read("pier.html", page("").as_bytes())).extractor.unwrap();
    let (name, version) = extractor.split_once(' ').unwrap();
    assert!(lock.contains(&format!("name = \"{name}\"\nversion = \"{version}\"")), "{extractor}");
    let markdown = only(read("a.md", b"One.")).extractor.unwrap();
    let (name, version) = markdown.split_once(' ').unwrap();
    assert!(lock.contains(&format!("name = \"{name}\"\nversion = \"{version}.")), "{markdown}");
}

#[test]
fn a_page_in_another_encoding_is_read_as_it_says() {
    let html = page("<meta charset=\"windows-1252\">");
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(&html);
    let article = only(read("pier.html", &bytes));
    assert!(article.text.contains("“We would rather lose a summer than a person,”"));
    assert_eq!(article.encoding, Some("windows-1252"));
}

#[test]
fn broken_pages_cost_themselves_only() {
    let deep = format!("<html><body>{}<p>Text.</p>", "<div>".repeat(100_000));
    assert_eq!(
        lines(&read("deep.html", deep.as_bytes())),
        ["! deep.html: its elements are nested 100001 deep, more than 1000; save it again, or its text alone"]
    );
    assert_eq!(
        lines(&read("empty.html", b"<html><head><title>T</title></head><body></body></html>")),
        ["! empty.html: no article is found in the page; save the article's own page, in full, or its text"]
    );
    let torn = page("");
    let torn = &torn[..torn.find("The board expects").unwrap()];
    assert_eq!(only(read("torn.html", torn.as_bytes())).text.split("\n\n").count(), 4);
}

#[test]
fn files_that_browsers_save_beside_a_page_are_no_articles() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("Pier_files")).unwrap();
    fs::write(folder.path().join("Pier.html"), page("")).unwrap();
    fs::write(folder.path().join("Pier_files/ad.html"), page("")).unwrap();
    assert_eq!(Articles::of([folder.path().to_owned()], Options::default()).count(), 1);
}

#[test]
fn tables_of_all_programs_are_read() {
    let expected = ["1=“Yes,” she said.", "2=One, two;\nthree."];
    for (name, bytes) in [
        (
            "a.csv",
            "id,text\n1,“Yes,” she said.\n2,\"One, two;\nthree.\"\n"
                .replace("“Yes,” she said.", "\"“Yes,” she said.\""),
        ),
        ("a.csv", "\u{feff}ID;Text\r\n1;“Yes,” she said.\r\n2;\"One, two;\nthree.\"\r\n".to_owned()),
        ("a.tsv", "id\ttext\n1\t“Yes,” she said.\n2\t\"One, two;\nthree.\"".to_owned()),
        ("a.csv", "sep=;\nid;text\n1;“Yes,” she said.\n2;\"One, two;\nthree.\"\n".to_owned()),
    ] {
        assert_eq!(lines(&read(name, bytes.as_bytes())), expected, "{bytes}");
    }
    let sheet = "\u{feff}id\ttext\r\n1\t“Yes,” she said.\r\n2\t\"One, two;\nthree.\"\r\n";
    let utf16: Vec<u8> = sheet.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(lines(&read("a.tsv", &utf16)), expected);
    let windows = b"id;text;Outlet\n1;\x93Yes,\x94 she said.;Die Z\xfcrcher Post\n";
    let article = only(read("a.csv", windows));
    assert_eq!(article.text, "“Yes,” she said.");
    assert_eq!(article.metadata.outlet.as_deref(), Some("Die Zürcher Post"));
    assert_eq!(article.encoding, Some("windows-1252"));
}

#[test]
fn a_bad_row_costs_itself_only() {
    let table = "id,body\n1,One.\n2\n3,\"\"\n4,Four.,x\n5,Five.\n";
    let mut options = Options::default();
    options.fields.set("text=body").unwrap();
    assert_eq!(
        lines(&read_with("a.csv", table.as_bytes(), options)),
        [
            "1=One.",
            "! a.csv:3: the row has 1 cells and the header 2; mend the row: a cell with the delimiter or a new line in it \
             stands in quotation marks",
            "! a.csv:4: no field `body` with the text among the fields (id); name it with `--field text=FIELD`",
            "! a.csv:5: the row has 3 cells and the header 2; mend the row: a cell with the delimiter or a new line in it \
             stands in quotation marks",
            "5=Five.",
        ]
    );
    let open = format!("id,text\n1,One.\n2,\"{}", "Two. ".repeat(800_000));
    let options = Options { longest: 1 << 20, ..Options::default() };
    assert_eq!(
        lines(&read_with("a.csv", open.as_bytes(), options)),
        [
            "1=One.",
            "! a.csv:3: a row is longer than 1 MiB, the most that one article may have; look for a quotation mark that \
             is not closed",
        ]
    );
}

fn record(kind: &str, uri: &str, content: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2026-03-03T09:00:00Z\r\n\
         Content-Type: {content}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn answer(headers: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{headers}\r\n").as_bytes(), body].concat()
}

const HTTP: &str = "application/http; msgtype=response";

#[test]
fn a_crawl_gives_its_pages_and_passes_over_the_rest() {
    let html = page("");
    let chunked = format!("{:x}\r\n{}\r\n0\r\n\r\n", html.len(), html);
    let crawl = [
        record("warcinfo", "", "application/warc-fields", b"software: x\r\n"),
        record("request", "https://post.example/a", "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n"),
        record("response", "https://post.example/a", HTTP, &answer("", html.as_bytes())),
        record("response", "https://post.example/b", HTTP, &answer("Content-Encoding: gzip\r\n", &gz(html.as_bytes()))),
        record(
            "response",
            "https://post.example/c",
            HTTP,
            &answer("Transfer-Encoding: chunked\r\n", chunked.as_bytes()),
        ),
        record(
            "response",
            "https://post.example/p",
            HTTP,
            b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG",
        ),
        record(
            "response",
            "https://post.example/gone",
            HTTP,
            b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>",
        ),
        record("conversion", "https://post.example/d", "text/plain", b"The mayor resigned."),
    ];
    let expected =
        ["https://post.example/a", "https://post.example/b", "https://post.example/c", "https://post.example/d"];
    let members: Vec<u8> = crawl.iter().flat_map(|r| gz(r)).collect();
    for (name, bytes) in [("a.warc", crawl.concat()), ("a.warc.gz", members)] {
        let articles: Vec<Article> = read(name, &bytes).into_iter().map(Result::unwrap).collect();
        assert_eq!(articles.iter().map(|a| a.id.as_str()).collect::<Vec<_>>(), expected);
        assert!(articles[..3].iter().all(|a| a.text.split("\n\n").count() == 4));
        assert_eq!(articles[0].metadata.date.as_deref(), Some("2026-03-03T09:00:00Z"));
        assert_eq!(articles[3].text, "The mayor resigned.");
    }
}

#[test]
fn a_broken_record_of_a_crawl_costs_itself_only() {
    let text = |uri: &str, text: &str| record("conversion", uri, "text/plain", text.as_bytes());
    let wrong =
        String::from_utf8(text("u:2", "Two, three.")).unwrap().replace("Content-Length: 11", "Content-Length: 7");
    let longer = String::from_utf8(text("u:4", "Four.")).unwrap().replace("Content-Length: 5", "Content-Length: 5000");
    let overlong = String::from_utf8(text("u:6", "Six.")).unwrap().replace("Content-Length: 4", "Content-Length: 30");
    let crawl = [
        text("u:1", "One."),
        wrong.into_bytes(),
        text("u:3", "Three."),
        longer.into_bytes(),
        text("u:5", "Five."),
        overlong.into_bytes(),
        text("u:7", "Seven."),
        text("u:8", "Eight."),
    ]
    .concat();
    assert_eq!(
        lines(&read("a.warc", &crawl)),
        [
            "u:1=One.",
            "! a.warc: article `u:2`: record 2: its length is wrong; fetch it again, or leave it out",
            "u:3=Three.",
            "! a.warc: article `u:4`: record 4: it breaks off; fetch it again",
            "u:5=Five.",
            "! a.warc: article `u:6`: record 6: its length is wrong; fetch it again, or leave it out",
            "u:7=Seven.",
            "u:8=Eight.",
        ]
    );
    assert_eq!(
        lines(&read("b.warc", b"hello\r\n")),
        ["! b.warc: article `b.warc#1`: record 1: it does not begin as one; fetch it again, or leave it out"]
    );
}

#[test]
fn agencies_xml_is_read() {
    let nitf = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nitf SYSTEM "nitf-3-5.dtd">
<nitf><head><docdata><doc-id id-string="n-1"/><date.issue norm="20260303"/></docdata>
<pubdata name="The Harbour Post" position.section="Local" date.publication="20260304"/></head>
<body><body.head><hedline><hl1>Old pier to close</hl1></hedline><byline>By Lena Hart</byline></body.head>
<body.content><block><p>The pier will close, <person>Ann Poe</person> said.</p>
<media><media-caption>The pier</media-caption></media><p>“In May,” she said.</p></block></body.content></body></nitf>"#;
    let article = only(read("n.xml", nitf.as_bytes()));
    assert_eq!(article.id, "n-1");
    assert_eq!(article.text, "The pier will close, Ann Poe said.\n\n“In May,” she said.");
    assert_eq!(article.metadata.title.as_deref(), Some("Old pier to close"));
    assert_eq!(article.metadata.outlet.as_deref(), Some("The Harbour Post"));
    assert_eq!(article.metadata.section.as_deref(), Some("Local"));
    assert_eq!(article.metadata.date.as_deref(), Some("20260304"));

    let g2 = r#"<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:g2:1" version="2">
<itemMeta><provider literal="PA"><name>Pier Agency</name></provider><versionCreated>2026-03-03T08:00:00Z</versionCreated></itemMeta>
<contentMeta><headline>Old pier to close</headline><by>Lena Hart</by></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>
<body><p>The pier will close, Ann Poe said.</p><p>“In May,” she said.</p></body></html></inlineXML></contentSet></newsItem>"#;
    let article = only(read("g2.xml", g2.as_bytes()));
    assert_eq!(
        (article.id.as_str(), article.text.as_str()),
        ("urn:g2:1", "The pier will close, Ann Poe said.\n\n“In May,” she said.")
    );
    assert_eq!(article.metadata.outlet.as_deref(), Some("Pier Agency"));

    let other = read("o.xml", b"<?xml version=\"1.0\"?><catalog/>");
    assert_eq!(
        lines(&other),
        ["! o.xml: XML of a kind that is not read (`catalog`); NITF, NewsML-G2, RSS and Atom are read; \
          turn it into one of them, or into text"]
    );
    assert_eq!(
        lines(&read("b.xml", b"<rss>\n<channel></item></channel></rss>")),
        ["! b.xml:2:10: broken XML: expected 'channel' tag, not 'item'; mend it, or save it again"]
    );
}

#[test]
fn feeds_give_what_they_have_in_full() {
    let rss = r#"<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Harbour Post</title>
<item><title>Old pier to close</title><link>https://post.example/pier</link><dc:creator>Lena Hart</dc:creator>
<pubDate>Tue, 03 Mar 2026 08:00:00 GMT</pubDate><category>Local</category>
<content:encoded><![CDATA[<p>The pier will close, Ann Poe said.</p><figure><figcaption>Pier</figcaption></figure><p>“In May,” she said.</p>]]></content:encoded></item>
<item><title>Second</title><link>https://post.example/2</link><description>Only this.</description></item></channel></rss>"#;
    let items = read("f.rss", rss.as_bytes());
    assert_eq!(
        lines(&items),
        [
            "https://post.example/pier=The pier will close, Ann Poe said.¶“In May,” she said.",
            "! f.rss: article `https://post.example/2`: the feed has only a summary of it; fetch the page that it leads to, and read that",
        ]
    );
    let metadata = &items[0].as_ref().unwrap().metadata;
    assert_eq!(metadata.outlet.as_deref(), Some("The Harbour Post"));
    assert_eq!(metadata.byline.as_deref(), Some("Lena Hart"));

    let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>The Harbour Post</title><entry><title>T</title><id>tag:1</id>
<link rel="self" href="https://post.example/x"/><link href="https://post.example/pier"/><published>2026-03-03</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One.</p><p>Two.</p></div></content></entry></feed>"#;
    let article = only(read("f.atom", atom.as_bytes()));
    assert_eq!((article.id.as_str(), article.text.as_str()), ("tag:1", "One.\n\nTwo."));
    assert_eq!(article.metadata.url.as_deref(), Some("https://post.example/pier"));
}

fn docx(paragraphs: &[(&str, &str)]) -> Vec<u8> {
    let paragraph = |(style, text): &(&str, &str)| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>"
        )
    };
    let body: String = paragraphs.iter().map(paragraph).collect();
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">\
         <w:body>{body}</w:body></w:document>"
    );
    zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", xml.as_bytes())])
}

#[test]
fn word_documents_and_exports_of_nexis_are_read() {
    let article =
        only(read("a.docx", &docx(&[("Title", "Old pier to close"), ("", "Ann Poe said so."), ("", "“In May.”")])));
    assert_eq!(article.text, "Ann Poe said so.\n\n“In May.”");
    assert_eq!(article.metadata.title.as_deref(), Some("Old pier to close"));

    let p = |text| ("Normal", text);
    let export = docx(&[
        p("User Name: x"),
        p("Documents (2)"),
        p("1. Old pier to close"),
        p("2. Mayor resigns"),
        ("Heading1", "Old pier to close"),
        p("The Harbour Post"),
        p("March 3, 2026 Tuesday"),
        p("Copyright 2026 The Harbour Post All Rights Reserved"),
        p("Section: LOCAL; Pg. 4"),
        p("Length: 9 words"),
        p("Byline: Lena Hart"),
        p("Body"),
        p("The pier will close, Ann Poe said."),
        p("“In May,” she said."),
        p("Load-Date: March 4, 2026"),
        p("End of Document"),
        ("Heading1", "Mayor resigns"),
        p("The Inland Times (London)"),
        p("4 March 2026 Wednesday 6:00 AM GMT"),
        p("Copyright 2026 The Inland Times"),
        p("Body"),
        p("Graphic scenes were filmed."),
        p("The mayor resigned."),
        p("Graphic"),
        p("The mayor"),
        p("Classification"),
        p("Language: ENGLISH"),
        p("End of Document"),
    ]);
    let items = read("export.docx", &export);
    assert_eq!(
        lines(&items),
        [
            "export.docx#1=The pier will close, Ann Poe said.¶“In May,” she said.",
            "export.docx#2=Graphic scenes were filmed.¶The mayor resigned."
        ]
    );
    let told: Vec<_> = items
        .iter()
        .map(|item| {
            let m = &item.as_ref().unwrap().metadata;
            [&m.title, &m.outlet, &m.date, &m.section, &m.byline].map(|part| part.as_deref().unwrap_or("-").to_owned())
        })
        .collect();
    assert_eq!(told[0], ["Old pier to close", "The Harbour Post", "March 3, 2026 Tuesday", "LOCAL", "Lena Hart"]);
    assert_eq!(told[1], ["Mayor resigns", "The Inland Times (London)", "4 March 2026 Wednesday 6:00 AM GMT", "-", "-"]);

    let mut torn = docx(&[("", "Text.")]);
    torn.truncate(torn.len() / 2);
    let message = &lines(&read("torn.docx", &torn))[0];
    assert!(
        message.starts_with("! torn.docx: a damaged Word document (") && message.ends_with("save it again"),
        "{message}"
    );
}

#[test]
fn archives_are_read_file_by_file() {
    let archive = zip(&[
        ("b/two.txt", b"Two."),
        ("one.jsonl", b"{\"id\":\"l1\",\"text\":\"L1\"}\n{\"id\":\"l2\",\"text\":\"L2\"}\n"),
        ("three.txt.gz", &gz(b"Three.")),
        ("four.docx", &docx(&[("", "Four.")])),
        ("picture.png", b"\x89PNG"),
        ("__MACOSX/._two.txt", b"x"),
        ("inner.zip", &zip(&[("x.txt", b"X")])),
        ("bad.txt", b"\0\0\0"),
    ]);
    assert_eq!(
        lines(&read("a.zip", &archive)),
        [
            "a.zip/b/two.txt=Two.",
            "l1=L1",
            "l2=L2",
            "a.zip/three.txt.gz=Three.",
            "a.zip/four.docx=Four.",
            "! a.zip/inner.zip: a zip archive; give it as a file, not packed in another and not in a pipe",
            "! a.zip/bad.txt:1: a binary file (it has NUL bytes); leave it out, or convert it to text",
        ]
    );
    let mut damaged = zip(&[("one.txt", b"One. One. One. One. One."), ("two.txt", b"Two.")]);
    let at = damaged.windows(7).position(|w| w == b"one.txt").unwrap() + 9;
    damaged[at] ^= 0x55;
    let read = lines(&read("d.zip", &damaged));
    assert!(read[0].starts_with("! d.zip/one.txt: the compressed file "), "{read:?}");
    assert_eq!(read[1], "d.zip/two.txt=Two.");
    assert!(lines(&self::read("t.zip", &archive[..archive.len() / 2]))[0].starts_with("! t.zip: a damaged archive ("));
    assert_eq!(
        lines(&self::read("n.zip", &zip(&[("p.png", b"x")])))[0].split(';').next().unwrap(),
        "! n.zip: no article in this archive"
    );
}

#[test]
fn a_bomb_in_an_archive_is_defused() {
    let bomb = zip(&[("bomb.jsonl", &vec![b'\n'; 90 << 20]), ("after.txt", b"After.")]);
    assert_eq!(
        lines(&read("a.zip", &bomb)),
        [
            "! a.zip/bomb.jsonl:67108865: it unpacks to more than 200 times its size, as a decompression bomb does; fetch it again, or leave it out",
            "a.zip/after.txt=After.",
        ]
    );
}

#[test]
fn a_torn_gz_gives_what_is_whole() {
    let lines_of = |n: usize| {
        (0..n).map(|i| format!("{{\"id\":\"{i}\",\"text\":\"The mayor spoke {i} times.\"}}\n")).collect::<String>()
    };
    let mut packed = gz(lines_of(5000).as_bytes());
    packed.truncate(packed.len() / 2);
    let items = read("a.jsonl.gz", &packed);
    let (last, whole) = items.split_last().unwrap();
    assert!(whole.len() > 1000 && whole.iter().all(Result::is_ok));
    let message = last.as_ref().unwrap_err().to_string();
    assert!(message.contains("the compressed file breaks off"), "{message}");
}

#[test]
fn presets_map_what_well_known_tools_write() {
    for (preset, json, text, title, outlet, byline) in [
        (
            "trafilatura",
            r#"{"fingerprint":"f","text":"T","title":"H","sitename":"O","author":"A; B","date":"2026-03-03","source":"u"}"#,
            "T",
            "H",
            "O",
            "A; B",
        ),
        (
            "news-please",
            r#"{"maintext":"T","title":"H","source_domain":"o.example","authors":["A","B"]}"#,
            "T",
            "H",
            "o.example",
            "A, B",
        ),
        (
            "schema-org",
            r#"{"@type":"NewsArticle","articleBody":"T","headline":"H","publisher":{"name":"O"},"author":[{"name":"A"},{"name":"B"}]}"#,
            "T",
            "H",
            "O",
            "A, B",
        ),
        (
            "ninjs",
            r#"{"uri":"u","body_xhtml":"<p>One.</p><p>Two.</p>","headline":"H","copyrightholder":"O","byline":"A"}"#,
            "One.\n\nTwo.",
            "H",
            "O",
            "A",
        ),
        (
            "ninjs",
            r#"{"uri":"u","bodies":[{"role":"main","value":"T"}],"headlines":[{"value":"H"}],"infosources":[{"name":"O"}],"by":"A"}"#,
            "T",
            "H",
            "O",
            "A",
        ),
        ("mediacloud", r#"{"stories_id":7,"text":"T","title":"H","media_name":"O","byline":"A"}"#, "T", "H", "O", "-"),
    ] {
        let options = Options { fields: Fields::preset(preset).unwrap(), ..Options::default() };
        let article = only(read_with("a.json", json.as_bytes(), options));
        let m = &article.metadata;
        let found = [Some(article.text.as_str()), m.title.as_deref(), m.outlet.as_deref(), m.byline.as_deref()]
            .map(|p| p.unwrap_or("-"));
        assert_eq!(found, [text, title, outlet, byline], "{preset}");
    }
    let wrong = Fields::preset("ninja").unwrap_err().to_string();
    assert_eq!(wrong, "no preset `ninja`; there are mediacloud, news-please, ninjs, schema-org, trafilatura");
    let unmapped = read("a.json", br#"{"maintext":"T","title":"H","source_domain":"o","date_publish":"d"}"#);
    assert!(lines(&unmapped)[0].ends_with("read it with `--preset news-please`"), "{:?}", lines(&unmapped));
}

#[test]
fn a_field_of_html_is_extracted() {
    let line = serde_json::json!({ "id": "1", "text": "x", "html": page("") }).to_string();
    let mut options = Options::default();
    options.fields.set("html=html").unwrap();
    let article = only(read_with("a.jsonl", line.as_bytes(), options));
    assert_eq!(article.text.split("\n\n").count(), 4);
    assert_eq!((article.id.as_str(), article.metadata.title.as_deref()), ("1", Some("Old pier to close")));
}

#[test]
fn a_file_beside_an_article_tells_where_it_comes_from() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("a.txt", "One.");
    write("a.metadata.toml", "outlet = \"The Harbour Post\"\naliases = [\"the Post\"]\ndate = 2026-03-03\n");
    write("b.txt", "Two.");
    write("b.metadata.toml", "oulet = \"x\"\n");
    let items: Vec<Item> = Articles::of([folder.path().to_owned()], Options::default()).collect();
    let metadata = &items[0].as_ref().unwrap().metadata;
    assert_eq!(metadata.outlet.as_deref(), Some("The Harbour Post"));
    assert_eq!(metadata.aliases, ["the Post"]);
    assert_eq!(metadata.date.as_deref(), Some("2026-03-03"));
    let message = items[1].as_ref().unwrap_err().to_string();
    assert!(message.contains("b.metadata.toml:1:1: unknown field `oulet`"), "{message}");
    assert!(message.ends_with("its keys are title, outlet, aliases, byline, date, section, genre, url"), "{message}");
}

#[test]
fn pipes_are_known_by_how_they_begin() {
    let stdin = |bytes: &[u8]| -> Vec<Item> {
        Articles::of(["-".into()], Options::default()).with_stdin(Cursor::new(bytes.to_vec())).collect()
    };
    assert_eq!(only(stdin(&gz(b"{\"text\":\"T\"}\n"))).text, "T");
    assert_eq!(only(stdin(page("").as_bytes())).text.split("\n\n").count(), 4);
    assert_eq!(only(stdin(&record("conversion", "u:1", "text/plain", b"One."))).text, "One.");
    assert_eq!(only(stdin(&docx(&[("", "Four.")]))).text, "Four.");
    assert_eq!(
        lines(&stdin(&zip(&[("x.txt", b"X")]))),
        ["! standard input: a zip archive; give it as a file, not packed in another and not in a pipe"]
    );
}

#[test]
fn any_bytes_are_answered() {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let seed = fs::read(folder.join("lib.rs")).unwrap();
    let html = page("").into_bytes();
    let crawl = record("response", "https://post.example/a", HTTP, &answer("", &html));
    let sources = [html, crawl, docx(&[("", "Four.")]), zip(&[("a.html", &seed)]), gz(&seed)];
    let mut state = 1_u64;
    for source in &sources {
        for (_, format) in Format::NAMES {
            for _ in 0..12 {
                let mut bytes = source.clone();
                for _ in 0..4 {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    let at = (state >> 33) as usize % bytes.len();
                    bytes[at] = (state >> 8) as u8;
                }
                bytes.truncate((state >> 20) as usize % bytes.len() + 1);
                let options = Options { format, ..Options::default() };
                let items = read_with("x.bin", &bytes, options);
                assert!((1..5000).contains(&items.len()), "{format:?}: {} of {bytes:?}", items.len());
            }
        }
    }
}

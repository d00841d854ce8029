//! Tables in Parquet, in a build that reads them.
#![cfg(feature = "parquet")]

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use onrecord_ingest::{Articles, Options};
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

fn write(path: &Path, rows: &[(&str, &str, &str)]) {
    let schema = "message articles { REQUIRED BYTE_ARRAY id (UTF8); REQUIRED BYTE_ARRAY text (UTF8); \
                  REQUIRED BYTE_ARRAY outlet (UTF8); }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let properties = Arc::new(WriterProperties::builder().build());
    let mut writer = SerializedFileWriter::new(File::create(path).unwrap(), schema, properties).unwrap();
    let mut group = writer.next_row_group().unwrap();
    for part in 0..3 {
        let values: Vec<ByteArray> = rows.iter().map(|row| [row.0, row.1, row.2][part].into()).collect();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<ByteArrayType>().write_batch(&values, None, None).unwrap();
        column.close().unwrap();
    }
    group.close().unwrap();
    writer.close().unwrap();
}

#[test]
fn rows_are_articles_and_damage_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    write(&path, &[("1", "The mayor resigned.", "The Harbour Post"), ("2", "", ""), ("3", "“No,” she said.", "")]);
    let items: Vec<_> = Articles::of([folder.path().to_owned()], Options::default()).collect();
    let first = items[0].as_ref().unwrap();
    assert_eq!((first.id.as_str(), first.text.as_str()), ("1", "The mayor resigned."));
    assert_eq!(first.metadata.outlet.as_deref(), Some("The Harbour Post"));
    assert!(items[1].as_ref().unwrap_err().reason.contains("`text` is empty"));
    assert_eq!(items[2].as_ref().unwrap().text, "“No,” she said.");
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    let torn = Articles::of([path], Options::default()).next().unwrap().unwrap_err();
    assert!(torn.reason.starts_with("a damaged Parquet file ("), "{}", torn.reason);
}

//! The same idea on forms of several shapes: tables and paragraphs, as word processors save them.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

use super::documents;
use super::ideas::Idea;

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// How a form is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// The organisers' table with two columns.
    Table,
    /// The same, in the only cell of a table around it.
    Nested,
    /// A paragraph for each field, label and colon first.
    Paragraphs,
    /// Labels with blanks in them, and every text cut into runs.
    Runs,
    /// Rich text, a paragraph for each field.
    Rtf,
    /// OpenDocument, a table.
    Odt,
    /// A saved web page with a table.
    Page,
}

impl Shape {
    /// Those that are a .docx.
    pub(super) const DOCX: [Shape; 4] =
        [Shape::Table, Shape::Nested, Shape::Paragraphs, Shape::Runs];
    /// All of them.
    pub(super) const ALL: [Shape; 7] = [
        Shape::Table,
        Shape::Nested,
        Shape::Paragraphs,
        Shape::Runs,
        Shape::Rtf,
        Shape::Odt,
        Shape::Page,
    ];
}

pub(super) fn fields(idea: &Idea) -> [(&'static str, String); 8] {
    [
        ("点子标题", idea.title.clone()),
        ("作者姓名", idea.authors.join("、")),
        ("联系电话", idea.phone.clone()),
        ("工作单位", idea.unit.clone()),
        ("点子编号", String::new()),
        ("主要举措", idea.measures.clone()),
        ("创新之处", idea.innovation.clone()),
        ("预期效果", idea.effect.clone()),
    ]
}

/// The form in this shape, with the ending of its name and its type.
pub(super) fn form(idea: &Idea, shape: Shape) -> (&'static str, &'static str, Vec<u8>) {
    match shape {
        Shape::Rtf => ("rtf", "application/rtf", documents::rtf(idea)),
        Shape::Odt => {
            let kind = "application/vnd.oasis.opendocument.text";
            ("odt", kind, documents::odt(idea))
        }
        Shape::Page => ("html", "text/html", documents::page(idea)),
        _ => ("docx", DOCX, docx(idea, shape)),
    }
}

/// The form as a .docx.
fn docx(idea: &Idea, shape: Shape) -> Vec<u8> {
    let body = match shape {
        Shape::Table | Shape::Rtf | Shape::Odt | Shape::Page => {
            table(idea, |label| label.to_owned(), run)
        }
        Shape::Runs => table(idea, spaced, runs),
        Shape::Nested => format!(
            "<w:tbl><w:tr><w:tc>{}<w:p/></w:tc></w:tr></w:tbl>",
            table(idea, |label| label.to_owned(), run)
        ),
        Shape::Paragraphs => fields(idea)
            .iter()
            .map(|(label, text)| paragraph(&run(&format!("{label}：{text}"))))
            .collect(),
    };
    let heading = paragraph(&run("“西湖金奖进青年·2020”点子提交表格"));
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
         <w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">\
         <w:body>{heading}{body}</w:body></w:document>"
    );
    let types = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
         <Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let relations = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
         <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    archive(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", relations.as_bytes()),
        ("word/document.xml", document.as_bytes()),
    ])
}

/// A unit's summary sheet: title and theme of each idea, as a workbook.
pub(super) fn summary(ideas: &[Idea], themes: &[&str; 7]) -> Vec<u8> {
    let line = |cells: &[String]| {
        let cells: String = cells
            .iter()
            .map(|cell| format!("<c t=\"inlineStr\"><is><t>{}</t></is></c>", escaped(cell)))
            .collect();
        format!("<row>{cells}</row>")
    };
    let mut rows = line(&["序号".into(), "点子标题".into(), "专题".into()]);
    for (at, idea) in (1..).zip(ideas) {
        let theme = themes[usize::from(idea.theme) - 1].to_owned();
        rows.push_str(&line(&[format!("{at}"), idea.title.clone(), theme]));
    }
    let sheet = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
         <worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>"
    );
    let workbook = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
         <workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">\
         <sheets><sheet name=\"汇总\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";
    let types = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
         <Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>\
         <Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>";
    let relations = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
         <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
    let sheets = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
         <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>";
    archive(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", relations.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", sheets.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

/// A deflated ZIP of named parts.
pub(super) fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn table(idea: &Idea, label: impl Fn(&str) -> String, text: impl Fn(&str) -> String) -> String {
    let cell = |inner: &str| format!("<w:tc>{}</w:tc>", paragraph(inner));
    let rows: String = fields(idea)
        .iter()
        .map(|(name, value)| {
            format!(
                "<w:tr>{}{}</w:tr>",
                cell(&run(&label(name))),
                cell(&text(value))
            )
        })
        .collect();
    format!("<w:tbl>{rows}</w:tbl>")
}

fn spaced(label: &str) -> String {
    let all: Vec<String> = label.chars().map(String::from).collect();
    all.join(" ")
}

fn paragraph(inner: &str) -> String {
    format!("<w:p>{inner}</w:p>")
}

fn run(text: &str) -> String {
    format!(
        "<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>",
        escaped(text)
    )
}

fn runs(text: &str) -> String {
    let all: Vec<char> = text.chars().collect();
    all.chunks(7)
        .map(|part| run(&part.iter().collect::<String>()))
        .collect()
}

pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

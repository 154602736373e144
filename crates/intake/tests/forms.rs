//! Forms in the shapes word processors and people give them, each made here and read back.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot make its document must stop"
)]

mod common;

use std::io::{Cursor, Write};

use common::{fixture, limits};
use intake::{
    Aside, Attachment, Form, FormError, Sorted, Source, ThemeSource, read_form, read_forms, sort,
};

/// A ZIP of named parts.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn row(cells: &[&str]) -> String {
    let cells: String = cells
        .iter()
        .map(|text| format!("<w:tc>{}</w:tc>", paragraph(text)))
        .collect();
    format!("<w:tr>{cells}</w:tr>")
}

fn table(rows: &[&[&str]]) -> String {
    let rows: String = rows.iter().map(|cells| row(cells)).collect();
    format!("<w:tbl>{rows}</w:tbl>")
}

/// The rows of one form.
fn idea(title: &str) -> String {
    table(&[
        &["点子标题", title],
        &["作者姓名", "程野", "联系电话", "18800000101"],
        &["主要举措", "做"],
        &["创新之处", "新"],
        &["预期效果", "好"],
    ])
}

fn document(body: &str) -> Vec<u8> {
    let xml = format!(
        "<w:document xmlns:w=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"><w:body>{body}</w:body></w:document>"
    );
    xml.into_bytes()
}

fn docx(body: &str) -> Vec<u8> {
    archive(&[("word/document.xml", &document(body))])
}

/// Relationships as `(id, last piece of the type, target)`.
fn relations(all: &[(&str, &str, &str)]) -> Vec<u8> {
    let all: String = all
        .iter()
        .map(|(id, kind, target)| {
            format!("<Relationship Id=\"{id}\" Type=\"http://purl.oclc.org/ooxml/officeDocument/relationships/{kind}\" Target=\"{target}\"/>")
        })
        .collect();
    format!("<Relationships>{all}</Relationships>").into_bytes()
}

fn titles(forms: &[Form]) -> Vec<&str> {
    forms.iter().map(|form| form.title.as_str()).collect()
}

fn folder(files: &[(&str, Vec<u8>)]) -> Sorted {
    let files = files
        .iter()
        .map(|(name, bytes)| Attachment::new(*name, bytes.clone()))
        .collect();
    sort(&Source::folder("x", files), &limits())
}

#[test]
fn every_form_in_a_document_is_read() {
    let body = [
        idea("甲灯"),
        paragraph("第二个"),
        idea("乙河的账"),
        idea("丙桥"),
    ]
    .concat();
    let forms = read_forms(&docx(&body)).unwrap();
    assert_eq!(titles(&forms), ["甲灯", "乙河的账", "丙桥"]);
    assert!(
        forms
            .iter()
            .all(|form| form.effect == "好" && form.measures == "做")
    );
    let sorted = folder(&[
        ("三个点子.docx", docx(&body)),
        ("乙河的账.mp4", b"\0\0\0\x18ftypmp42".to_vec()),
        ("别的.mp4", b"\0\0\0\x18ftypmp42x".to_vec()),
    ]);
    let of = |at: usize| sorted.drafts[at].attachments.as_slice();
    assert_eq!((of(0), of(1), of(2)), (&[][..], &[1][..], &[][..]));
    assert_eq!(sorted.queue[0].attachment, Some(2));
}

#[test]
fn labels_that_are_numbered_or_broken_are_known() {
    let body = [
        paragraph("一、点子标题：甲灯"),
        paragraph("【作 者 姓 名】程野").replace("】", "】："),
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>主</w:t><w:br/><w:t>要 举</w:t></w:r></w:p><w:p><w:r><w:t>措</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>做</w:t></w:r></w:p></w:tc></w:tr></w:tbl>".to_owned(),
        table(&[&["（二）创新之处", "新"]]),
    ]
    .concat();
    let form = read_form(&docx(&body)).unwrap();
    assert_eq!(
        (form.title.as_str(), form.authors_raw.as_str()),
        ("甲灯", "程野")
    );
    assert_eq!(
        (form.measures.as_str(), form.innovation.as_str()),
        ("做", "新")
    );
}

#[test]
fn headers_and_footers_fill_what_the_text_leaves_empty() {
    let bytes = archive(&[
        (
            "_rels/.rels",
            &relations(&[("r1", "officeDocument", "/word/document2.xml")]),
        ),
        ("word/document2.xml", &document(&idea("甲灯"))),
        (
            "word/_rels/document2.xml.rels",
            &relations(&[
                ("h", "header", "header7.xml"),
                ("f", "footer", "/word/footer1.xml"),
            ]),
        ),
        ("word/header7.xml", &document(&paragraph("工作单位：某校"))),
        (
            "word/footer1.xml",
            &document(&table(&[&["点子标题", "别的"], &["点子编号", "7"]])),
        ),
    ]);
    let form = read_form(&bytes).unwrap();
    assert_eq!(
        (
            form.title.as_str(),
            form.unit.as_str(),
            form.number.as_str()
        ),
        ("甲灯", "某校", "7")
    );
}

#[test]
fn documents_pasted_in_whole_are_read() {
    let html = "<html><body><table><tr><td>点子标题<td>甲灯<tr><td>主要举措<td>做<tr><td>创新之处<td>新</table></body></html>";
    let mht = format!(
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n--b--\r\n"
    );
    let inner = docx(&idea("甲灯"));
    for (name, chunk) in [
        ("a.html", html.as_bytes()),
        ("a.mht", mht.as_bytes()),
        ("a.docx", &inner),
    ] {
        let bytes = archive(&[
            (
                "word/document.xml",
                &document("<w:altChunk r:id=\"c1\"/><w:p/>"),
            ),
            (
                "word/_rels/document.xml.rels",
                &relations(&[("c1", "aFChunk", name)]),
            ),
            (&format!("word/{name}"), chunk),
        ]);
        assert_eq!(read_form(&bytes).unwrap().title, "甲灯", "{name}");
    }
    // A document that holds itself ends.
    let mut nested = inner;
    for _ in 0..6 {
        nested = archive(&[
            ("word/document.xml", &document("<w:altChunk r:id=\"c1\"/>")),
            (
                "word/_rels/document.xml.rels",
                &relations(&[("c1", "aFChunk", "a.docx")]),
            ),
            ("word/a.docx", &nested),
        ]);
    }
    assert_eq!(read_form(&nested), Err(FormError::NoForm));
}

#[test]
fn other_formats_give_the_same_form() {
    let rtf = "{\\rtf1\\ansi\\ansicpg936\\trowd\\pard\\intbl \\'b5\\'e3\\'d7\\'d3\\'b1\\'ea\\'cc\\'e2\\cell \\u30002?\\u28783?\\cell\\row\\trowd\\intbl \\u20027?\\u-30207?\\cell\\row\\pard\\par}";
    assert_eq!(read_form(rtf.as_bytes()), Err(FormError::NoForm));
    let unicode = |text: &str| -> String {
        text.encode_utf16()
            .map(|unit| format!("\\u{}?", unit.cast_signed()))
            .collect()
    };
    let rows: String = [("点子标题", "甲灯"), ("主要举措", "做"), ("创新之处", "新")]
        .iter()
        .map(|(label, value)| {
            format!(
                "\\trowd\\pard\\intbl {}\\cell {}\\cell\\row",
                unicode(label),
                unicode(value)
            )
        })
        .collect();
    let rtf = format!("{{\\rtf1\\ansi{rows}\\pard\\par}}").into_bytes();
    let cell = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    let rows: String = [("点子标题", "甲灯"), ("主要举措", "做"), ("创新之处", "新")]
        .iter()
        .map(|(label, value)| {
            format!(
                "<table:table-row>{}{}</table:table-row>",
                cell(label),
                cell(value)
            )
        })
        .collect();
    let content = format!(
        "<office:document-content><table:table>{rows}</table:table></office:document-content>"
    );
    let odt = archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content.as_bytes()),
    ]);
    let word2003 = format!(
        "<?xml version=\"1.0\"?><w:wordDocument xmlns:w=\"x\"><w:body>{}</w:body></w:wordDocument>",
        idea("甲灯")
    );
    let page = "<html><head><meta charset=gb2312></head><table><tr><td>点子标题<td>甲灯<tr><td>主要举措<td>做<tr><td>创新之处<td>新</table>";
    let page = encoding_rs::GB18030.encode(page).0.into_owned();
    for (name, bytes) in [
        ("a.rtf", rtf),
        ("a.odt", odt.clone()),
        ("renamed.doc", odt),
        ("a.xml.doc", word2003.into_bytes()),
        ("page.doc", page),
        ("a.dotx", docx(&idea("甲灯"))),
        ("a.pdf", docx(&idea("甲灯"))),
        ("noname", docx(&idea("甲灯"))),
    ] {
        let sorted = folder(&[(name, bytes)]);
        assert_eq!(sorted.drafts.len(), 1, "{name}: {:?}", sorted.queue);
        let form = &sorted.drafts[0].form;
        assert_eq!(
            (form.title.as_str(), form.measures.as_str()),
            ("甲灯", "做"),
            "{name}"
        );
    }
}

#[test]
fn an_encrypted_open_document_is_said_to_be_encrypted() {
    let odt = archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("META-INF/manifest.xml", b"<manifest:encryption-data/>"),
        ("content.xml", b"\x01\x02"),
    ]);
    assert_eq!(read_form(&odt), Err(FormError::Encrypted));
}

#[test]
fn a_form_in_a_plain_text_is_read_when_there_is_no_other() {
    let text = "点子标题：甲灯\n作者：程野\n主要举措：做\n创新之处：新\n";
    let gbk = encoding_rs::GB18030.encode(text).0.into_owned();
    let sorted = folder(&[("a.txt", gbk.clone())]);
    assert_eq!(sorted.drafts[0].form.title, "甲灯");
    let sorted = folder(&[("a.txt", gbk), ("b.docx", docx(&idea("甲灯")))]);
    assert_eq!(sorted.drafts.len(), 1);
    assert_eq!(sorted.drafts[0].form_attachment, 1);
}

#[test]
fn a_list_of_ideas_is_a_summary_sheet_and_no_form() {
    let list = docx(&table(&[
        &[
            "序号",
            "点子标题",
            "作者姓名",
            "工作单位",
            "主要举措",
            "专题",
        ],
        &["1", "甲灯", "程野", "某校", "做", "城市交通问题"],
        &["2", "乙河", "林舟", "某校", "做", "环境"],
    ]));
    assert_eq!(read_form(&list), Err(FormError::NoForm));
    let csv = "点子标题,专题\n甲灯,城市交通问题\n乙河,环境\n"
        .as_bytes()
        .to_vec();
    for (name, sheet) in [("汇总.docx", list), ("汇总.csv", csv)] {
        let sorted = folder(&[
            ("甲.docx", docx(&idea("甲灯"))),
            ("乙.docx", docx(&idea("乙河"))),
            (name, sheet),
        ]);
        let themes: Vec<_> = sorted.drafts.iter().map(|draft| draft.theme).collect();
        assert_eq!(
            themes,
            [2, 7].map(|theme| Some((theme, ThemeSource::SummarySheet))),
            "{name}"
        );
        assert_eq!(sorted.queue, [], "{name}");
        assert_eq!(sorted.aside[0].why, Aside::SummarySheet, "{name}");
    }
}

#[test]
fn the_blank_form_is_blank_in_every_reader() {
    let blank = fixture("forms/点子提交表格-空白.docx");
    assert_eq!(read_forms(&blank), Err(FormError::Blank));
}

/// One stored member, written by hand: the archiver gave it a GBK name and said the real one in an extra field.
fn renamed_by_extra_field(raw: &[u8], real: &str) -> Vec<u8> {
    let body = b"hello";
    let crc = |bytes: &[u8]| -> u32 {
        !bytes.iter().fold(!0_u32, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
                crc >> 1 ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
            })
        })
    };
    let length = |bytes: &[u8]| u16::try_from(bytes.len()).unwrap().to_le_bytes();
    let inner = [&[1][..], &crc(raw).to_le_bytes(), real.as_bytes()].concat();
    let extra = [&0x7075_u16.to_le_bytes()[..], &length(&inner), &inner].concat();
    let size = u32::try_from(body.len()).unwrap().to_le_bytes();
    let common = [
        &[20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0][..],
        &crc(body).to_le_bytes(),
        &size,
        &size,
        &length(raw),
        &length(&extra),
    ]
    .concat();
    let local = [b"PK\x03\x04", &common[..], raw, &extra, body].concat();
    let central = [b"PK\x01\x02\x14\x00", &common[..], &[0; 14], raw, &extra].concat();
    let place = |bytes: &[u8]| u32::try_from(bytes.len()).unwrap().to_le_bytes();
    [
        &local[..],
        &central,
        b"PK\x05\x06\0\0\0\0\x01\0\x01\0",
        &place(&central),
        &place(&local),
        &[0, 0],
    ]
    .concat()
}

#[test]
fn a_name_in_an_extra_field_counts_and_one_without_is_guessed() {
    let gbk = encoding_rs::GB18030.encode("湖墅.txt").0.into_owned();
    let member = |bytes: Vec<u8>| {
        let source = Source::folder("x", vec![Attachment::new("a.zip", bytes)]);
        source.files()[1].clone()
    };
    let file = member(renamed_by_extra_field(b"????.txt", "湖墅.txt"));
    assert_eq!(
        (file.name.as_str(), file.bytes.as_slice()),
        ("湖墅.txt", &b"hello"[..])
    );
    let plain = renamed_by_extra_field(&gbk, "湖墅.txt");
    assert_eq!(member(plain).name, "湖墅.txt");
}

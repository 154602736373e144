//! Mails as programs mangle them: each ends with the right subject, text, files and offered form.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read what it wrote must stop"
)]

mod common;

use common::{fixture, limits};
use encoding_rs::GB18030;
use intake::{Mail, Source, read_mail, sort, split_mbox, unquoted};

fn mail(raw: &[u8]) -> Mail {
    read_mail(raw).unwrap()
}

fn gbk(text: &str) -> Vec<u8> {
    GB18030.encode(text).0.into_owned()
}

/// The names and bytes of the files of a mail.
fn files(mail: &Mail) -> Vec<(&str, &[u8])> {
    mail.attachments
        .iter()
        .map(|file| (file.name.as_str(), file.bytes.as_slice()))
        .collect()
}

const TABLE: &str = "<table><tr><td>点子标题</td><td>甲灯</td></tr><tr><td>作者姓名</td><td>程野</td><td>联系电话</td><td>18800000101</td></tr>\
    <tr><td>主要举措</td><td>做</td></tr><tr><td>创新之处</td><td>新</td></tr></table>";

#[test]
fn a_form_in_the_body_is_offered_in_whatever_form_it_was_pasted() {
    let bodies: [(&str, String); 6] = [
        ("text/html", TABLE.to_owned()),
        (
            "text/plain",
            "点子标题：甲灯\n作者姓名：程野\n主要举措：做\n创新之处：新".to_owned(),
        ),
        (
            "text/plain",
            "点子标题\t甲灯\n作者姓名\t程野\n主要举措\t做\n创新之处\t新".to_owned(),
        ),
        (
            "text/plain",
            "1. 点子标题：甲灯\n2. 作者姓名：程野\n3. 主要举措：做\n4. 创新之处：新".to_owned(),
        ),
        (
            "text/plain",
            "点子标题  甲灯\n作者姓名　程野\n主要举措\n做\n创新之处\n新".to_owned(),
        ),
        (
            "text/html",
            "<div>点子标题：甲灯</div><div>作者姓名：程野<br>主要举措：做</div><p>创新之处：新"
                .to_owned(),
        ),
    ];
    for (kind, body) in bodies {
        let raw = [
            format!("From: a@x\nSubject: x\nContent-Type: {kind}; charset=gb2312\n\n").as_bytes(),
            &gbk(&body),
        ]
        .concat();
        let mail = mail(&raw);
        let sorted = sort(&Source::Mail(&mail), &limits());
        assert!(sorted.drafts.is_empty());
        assert_eq!(sorted.queue[0].reason.code(), "no_form_found");
        let form = sorted.offered.unwrap_or_else(|| panic!("{body}"));
        assert_eq!(
            (
                form.title.as_str(),
                form.authors_raw.as_str(),
                form.measures.as_str()
            ),
            ("甲灯", "程野", "做"),
            "{body}"
        );
    }
}

#[test]
fn an_alternative_says_everything_once() {
    let raw = format!(
        "From: a@x\nContent-Type: multipart/alternative; boundary=a\n\n--a\nContent-Type: text/plain\n\n你好\n--a\n\
         Content-Type: multipart/related; boundary=r\n\n--r\nContent-Type: text/html; charset=utf-8\n\n<p>你好</p>{TABLE}\n--r\n\
         Content-Type: image/png; name=logo.png\nContent-ID: <1>\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--r--\n--a--\n"
    );
    let mail = mail(raw.as_bytes());
    assert_eq!(mail.text, "你好");
    assert_eq!(mail.typed.unwrap().title, "甲灯");
    assert!(mail.attachments[0].inline);
}

#[test]
fn a_form_in_a_forwarded_mail_is_offered() {
    let raw = format!(
        "From: a@x\nContent-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: message/rfc822; name=\"forwarded\"\n\n\
         From: b@x\nMessage-ID: <inner@x>\nContent-Type: text/html; charset=utf-8\n\n{TABLE}\n--a--\n"
    );
    let mail = mail(raw.as_bytes());
    assert_eq!(mail.attachments[0].name, "forwarded.eml");
    assert_eq!(mail.attachments[0].message_id.as_deref(), Some("<inner@x>"));
    let sorted = sort(&Source::Mail(&mail), &limits());
    assert_eq!(sorted.offered.unwrap().title, "甲灯");
}

#[test]
fn line_ends_marks_and_frames_of_every_program_are_read() {
    let plain =
        "Subject: =?utf-8?B?5rmW?=\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n你好\r\n";
    let variants: Vec<Vec<u8>> = vec![
        plain.replace('\r', "").into_bytes(),
        plain.replace('\n', "").into_bytes(),
        plain.replace("\r\n", "\r\r\n").into_bytes(),
        format!("\r\n\r\n{plain}").into_bytes(),
        format!("\u{feff}{plain}").into_bytes(),
        format!("From a@x Thu Jun 18 15:30:00 2020\n{plain}").into_bytes(),
        format!("{}\n{plain}<?xml version=\"1.0\"?><plist/>", plain.len()).into_bytes(),
        [0xfeff]
            .into_iter()
            .chain(plain.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect(),
    ];
    for raw in variants {
        let mail = mail(&raw);
        assert_eq!(
            (mail.subject.as_str(), mail.text.trim()),
            ("湖", "你好"),
            "{:?}",
            String::from_utf8_lossy(&raw)
        );
    }
}

#[test]
fn raw_and_mislabelled_names_are_read() {
    let raw = [
        &b"Subject: =?ISO-8859-1?B?uv7K+w==?= =?gb2312?Q?=D1=A7=D4=BA?=\nFrom: \""[..],
        &gbk("湖墅学院"),
        b"\" <a@x>\nContent-Type: application/octet-stream; name=\"",
        "湖墅.docx".as_bytes(),
        b"\"\nContent-Transfer-Encoding: BASE64\n\nUEsDBA==\n",
    ]
    .concat();
    let mail = mail(&raw);
    assert_eq!(mail.subject, "湖墅学院");
    assert_eq!(mail.from_name, "湖墅学院");
    assert_eq!(files(&mail), [("湖墅.docx", &b"PK\x03\x04"[..])]);
}

#[test]
fn a_subject_of_any_length_is_read_whole() {
    let word = "=?utf-8?B?5rmW5aKF5a2m6Zmi?=";
    let raw = format!("Subject: {}\nFrom: a@x\n\nx", [word; 400].join(" "));
    assert_eq!(mail(raw.as_bytes()).subject.chars().count(), 1_600);
}

#[test]
fn files_written_into_the_text_come_out_of_it() {
    let raw = b"From: a@x\nSubject: x\n\nsee below\nbegin 644 \xba\xfe.doc\n%:&5L;&\\ \n`\nend\n";
    let mail = mail(raw);
    assert_eq!(mail.text, "see below");
    assert_eq!(files(&mail), [("湖.doc", &b"hello"[..])]);
}

#[test]
fn what_outlook_wrapped_is_unwrapped() {
    let attribute = |level: u8, id: u32, data: &[u8]| {
        [
            &[level][..],
            &id.to_le_bytes(),
            &u32::try_from(data.len()).unwrap().to_le_bytes(),
            data,
            &[0, 0],
        ]
        .concat()
    };
    let form = fixture("forms/d01.docx");
    let body = gbk("点子标题：甲灯\r\n作者姓名：程野\r\n主要举措：做\r\n创新之处：新\r\n\0");
    let stream = |with_form: bool| {
        let mut out = vec![0x78, 0x9f, 0x3e, 0x22, 1, 0];
        out.extend(attribute(1, 0x0006_9007, &936_u32.to_le_bytes()));
        out.extend(attribute(1, 0x0002_800c, &body));
        if with_form {
            out.extend(attribute(2, 0x0006_9002, &[0; 14]));
            out.extend(attribute(
                2,
                0x0001_8010,
                &[gbk("表格.docx"), vec![0]].concat(),
            ));
            out.extend(attribute(2, 0x0006_800f, &form));
        }
        out
    };
    let raw = |stream: &[u8]| {
        [
            &b"From: a@x\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: 8bit\n\n"[..],
            stream,
            b"\n--b--\n",
        ]
        .concat()
    };
    let with = mail(&raw(&stream(true)));
    let sorted = sort(&Source::Mail(&with), &limits());
    assert_eq!(sorted.drafts.len(), 1);
    assert_eq!(with.attachments[1].bytes, form);
    assert_eq!(with.attachments[1].name, "表格.docx");
    assert!(with.text.starts_with("点子标题"));
    let without = mail(&raw(&stream(false)));
    assert_eq!(
        sort(&Source::Mail(&without), &limits())
            .offered
            .unwrap()
            .title,
        "甲灯"
    );
    let cut = mail(&raw(&stream(true)[..200]));
    let sorted = sort(&Source::Mail(&cut), &limits());
    assert_eq!(sorted.queue[0].reason.code(), "archive_unopened");
}

#[test]
fn a_quoted_line_of_a_mailbox_reads_as_it_was_written() {
    let mbox = b"From a@x Thu Jun 18 15:30:00 2020\nSubject: x\n\n>From here\n>>From there\n";
    let mails = split_mbox(mbox);
    assert_eq!(mail(&unquoted(mails[0])).text, "From here\n>From there");
}

#[test]
fn noise_between_the_mails_of_a_mailbox_waits_for_a_person() {
    let mbox = b"From a@x Thu Jun 18 15:30:00 2020\nSubject: x\n\nhello\n\nFrom b@x Thu Jun 18 15:31:00 2020\n\x01\x02\x03 noise\n\nFrom c@x Thu Jun 18 15:32:00 2020\nSubject: y\n\nbye\n";
    let told: Vec<Result<String, &str>> = split_mbox(mbox)
        .iter()
        .map(|raw| match read_mail(raw) {
            Ok(mail) => Ok(mail.subject),
            Err(error) => Err(error.reason().code()),
        })
        .collect();
    assert_eq!(
        told,
        [Ok("x".into()), Err("mail_unreadable"), Ok("y".into())]
    );
}

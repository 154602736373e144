//! The sample mailbox, mail by mail, against what a right import yields.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its fixtures must stop"
)]

mod common;

use common::{assert_findings, assert_form, expected, fixture, hex, limits, source};
use intake::{
    Attachment, Mail, QueueReason, Reading, Sorted, Source, ThemeSource, read_mail, sort,
    split_mbox,
};
use serde_json::Value;

fn mails(all: &Value) -> Vec<(String, Value, Mail)> {
    all["sources"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|source| {
            let name = source["source"].as_str()?;
            let mail = name
                .starts_with("eml/")
                .then(|| read_mail(&fixture(name)).unwrap())?;
            Some((name.to_owned(), source.clone(), mail))
        })
        .collect()
}

fn reasons(sorted: &Sorted) -> Vec<&str> {
    sorted.queue.iter().map(|item| item.reason.code()).collect()
}

#[test]
fn every_mail_ends_as_a_draft_or_in_the_queue() {
    let all = expected();
    let mails = mails(&all);
    assert_eq!(mails.len(), 23);
    for (name, _, mail) in &mails {
        let sorted = sort(&Source::Mail(mail), &limits());
        assert!(
            !sorted.drafts.is_empty() || !sorted.queue.is_empty(),
            "{name} vanished"
        );
    }
}

#[test]
fn headers_are_read_as_the_senders_wrote_them() {
    for (name, wanted, mail) in mails(&expected()) {
        assert_eq!(
            mail.message_id.as_deref(),
            wanted["message_id"].as_str(),
            "{name}"
        );
        assert_eq!(mail.subject, wanted["subject"], "{name}");
        assert_eq!(mail.from_name, wanted["from_name"], "{name}");
        assert_eq!(mail.from_address, wanted["from_address"], "{name}");
        let date = mail
            .date
            .unwrap()
            .to_utc()
            .format("%Y-%m-%dT%H:%M:%SZ")
            .to_string();
        assert_eq!(date, wanted["date_utc"], "{name}");
        assert!(mail.received.is_some(), "{name}");
        let sorted = sort(&Source::Mail(&mail), &limits());
        assert_eq!(
            sorted.unit_from_subject.as_deref(),
            wanted["unit_from_subject"].as_str(),
            "{name}"
        );
    }
}

fn assert_files(got: &[&Attachment], wanted: &Value, of: &str) {
    let wanted: Vec<(String, u64, String)> = wanted
        .as_array()
        .unwrap_or(&Vec::new())
        .iter()
        .map(|file| {
            let text = |key: &str| file[key].as_str().unwrap().to_owned();
            (
                text("name"),
                file["bytes"].as_u64().unwrap(),
                text("sha256"),
            )
        })
        .collect();
    let got: Vec<(String, u64, String)> = got
        .iter()
        .map(|file| {
            (
                file.name.clone(),
                u64::try_from(file.bytes.len()).unwrap(),
                hex(&file.sha256),
            )
        })
        .collect();
    assert_eq!(got, wanted, "files of {of}");
}

#[test]
fn attachments_come_out_with_their_names_and_their_exact_bytes() {
    for (name, wanted, mail) in mails(&expected()) {
        let outer: Vec<&Attachment> = mail
            .attachments
            .iter()
            .filter(|file| file.inside.is_none())
            .collect();
        let wanted_outer: Value = match &wanted["attachments"] {
            Value::Null => Value::Array(Vec::new()),
            // An empty file has no hash to compare in some lists; every other file has.
            other => other.clone(),
        };
        assert_files(&outer, &wanted_outer, &name);
        if wanted["inside_archive"].is_array() {
            let inner: Vec<&Attachment> = mail
                .attachments
                .iter()
                .filter(|file| file.inside.is_some())
                .collect();
            assert_files(&inner, &wanted["inside_archive"], &name);
        }
    }
}

#[test]
fn forms_give_all_their_fields_and_findings() {
    for (name, wanted, mail) in mails(&expected()) {
        // The entry inside a forwarded mail has its own test.
        if name.contains("/20-") {
            continue;
        }
        let sorted = sort(&Source::Mail(&mail), &limits());
        let entries = wanted["entries"].as_array().cloned().unwrap_or_default();
        assert_eq!(
            sorted.drafts.len(),
            entries.len(),
            "entries of {name}: {:?}",
            sorted.queue
        );
        for (draft, entry) in sorted.drafts.iter().zip(&entries) {
            assert_form(&draft.form, entry, &name);
            assert_findings(draft, entry, &name);
            let media: Vec<&str> = entry["media"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["name"].as_str().unwrap())
                .collect();
            for medium in &media {
                assert!(
                    draft
                        .attachments
                        .iter()
                        .any(|index| mail.attachments[*index].file_name() == *medium),
                    "{medium} belongs to {} of {name}",
                    draft.form.title
                );
            }
        }
    }
}

#[test]
fn the_queue_holds_what_people_must_decide() {
    for (name, wanted, mail) in mails(&expected()) {
        // Comparing mails and measuring media happen elsewhere.
        let elsewhere = ["possible_duplicate", "media_unreadable"];
        let wanted: Vec<(String, String)> = wanted["needs_human"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| {
                (
                    item["reason"].as_str().unwrap().to_owned(),
                    item["about"].as_str().unwrap().to_owned(),
                )
            })
            .filter(|(reason, _)| !elsewhere.contains(&reason.as_str()))
            .collect();
        let sorted = sort(&Source::Mail(&mail), &limits());
        assert_eq!(
            reasons(&sorted),
            wanted
                .iter()
                .map(|(reason, _)| reason.as_str())
                .collect::<Vec<_>>(),
            "queue of {name}"
        );
        for (item, (_, about)) in sorted.queue.iter().zip(&wanted) {
            if item.attachment.is_some() || about.contains('.') {
                assert_eq!(item.about, *about, "{name}");
            }
        }
    }
}

#[test]
fn a_form_that_cannot_be_read_waits_for_a_person() {
    let cut = Attachment::new("点子.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec());
    let scan = Attachment::new("点子.pdf", b"%PDF-1.4 nothing".to_vec());
    for file in [cut, scan] {
        let sorted = sort(&Source::folder("x", vec![file]), &limits());
        assert_eq!(reasons(&sorted), ["form_unreadable"]);
        assert_eq!(sorted.queue[0].attachment, Some(0));
    }
}

#[test]
fn only_a_form_read_from_a_pdf_must_be_compared() {
    for (name, _, mail) in mails(&expected()) {
        for draft in sort(&Source::Mail(&mail), &limits()).drafts {
            let loose = name.contains("/12-");
            assert_eq!(draft.reading == Reading::Loose, loose, "{name}");
        }
    }
}

#[test]
fn a_summary_sheet_gives_each_entry_its_theme() {
    let mail = read_mail(&fixture("eml/13-unit-sends-three-forms.eml")).unwrap();
    let sorted = sort(&Source::Mail(&mail), &limits());
    let themes: Vec<_> = sorted.drafts.iter().map(|draft| draft.theme).collect();
    assert_eq!(
        themes,
        [6, 5, 2].map(|number| Some((number, ThemeSource::SummarySheet)))
    );
    // The video that names its entry went to that entry, the other one to nobody.
    assert_eq!(sorted.drafts[0].attachments, [4]);
    assert!(
        sorted
            .drafts
            .iter()
            .skip(1)
            .all(|draft| draft.attachments.is_empty())
    );
}

#[test]
fn a_units_name_suggests_no_theme() {
    // 环境学院 and 交通工程系 are departments, not themes.
    for name in [
        "eml/01-qq-gb18030.eml",
        "eml/03-words-split-inside-a-character.eml",
    ] {
        let mail = read_mail(&fixture(name)).unwrap();
        let sorted = sort(&Source::Mail(&mail), &limits());
        assert_eq!(sorted.drafts[0].theme, None, "{name}");
    }
}

#[test]
fn files_in_an_archive_follow_the_number_of_their_entry() {
    let mail = read_mail(&fixture("eml/19-zip-with-gbk-names.eml")).unwrap();
    let sorted = sort(&Source::Mail(&mail), &limits());
    let names = |draft: usize| -> Vec<&str> {
        let indices = &sorted.drafts[draft].attachments;
        indices
            .iter()
            .map(|index| mail.attachments[*index].file_name())
            .collect()
    };
    assert_eq!(names(0), ["1 体检角.mp4"]);
    assert_eq!(names(1), ["2 街角灯效果图.jpg"]);
}

#[test]
fn a_forwarded_mail_gives_the_entry_of_the_mail_inside() {
    let all = expected();
    let mail = read_mail(&fixture("eml/20-forwarded-as-attachment.eml")).unwrap();
    let sorted = sort(&Source::Mail(&mail), &limits());
    let wanted = source(&all, "eml/06-foxmail-paragraph-form.eml");
    assert_eq!(sorted.drafts.len(), 1);
    assert_form(
        &sorted.drafts[0].form,
        &wanted["entries"][0],
        "the mail inside",
    );
    let outer = source(&all, "eml/20-forwarded-as-attachment.eml");
    assert_eq!(
        sorted.drafts[0].inner_message_id.as_deref(),
        outer["inner_message_id"].as_str()
    );
    let direct = read_mail(&fixture("eml/06-foxmail-paragraph-form.eml")).unwrap();
    let direct = sort(&Source::Mail(&direct), &limits());
    assert_eq!(
        intake::duplicate_key(&sorted.drafts[0].form),
        intake::duplicate_key(&direct.drafts[0].form)
    );
}

#[test]
fn a_form_typed_into_the_mail_is_offered_and_not_taken() {
    let name = "eml/14-no-attachment-text-in-body.eml";
    let mail = read_mail(&fixture(name)).unwrap();
    let sorted = sort(&Source::Mail(&mail), &limits());
    assert!(sorted.drafts.is_empty());
    assert_form(
        &sorted.offered.unwrap(),
        &source(&expected(), name)["draft_entry"],
        name,
    );
}

#[test]
fn loose_forms_read_as_they_do_in_their_mails() {
    let all = expected();
    for form in source(&all, "forms")["forms"].as_array().unwrap() {
        let file = form["file"].as_str().unwrap();
        let read = intake::read_form(&fixture(&format!("forms/{file}")));
        if form["entry"].is_null() && form["title"].is_null() {
            assert_eq!(read, Err(intake::FormError::Blank));
        } else {
            assert_eq!(read.unwrap().title, form["title"].as_str().unwrap());
        }
    }
}

#[test]
fn a_folder_with_a_form_takes_the_files_beside_it() {
    let all = expected();
    let name = "湖墅学院-程野";
    let mut files = Vec::new();
    for file in ["点子提交表格.docx", "演示.mp4"] {
        files.push(Attachment::new(
            file,
            fixture(&format!("folder/{name}/{file}")),
        ));
    }
    let sorted = sort(&Source::folder(name, files), &limits());
    assert_eq!(sorted.queue, []);
    assert_eq!(
        sorted.drafts[0].form.title,
        source(&all, "folder")["entries"][0]["title"]
    );
    assert_eq!(sorted.drafts[0].attachments, [1]);
    let note = vec![Attachment::new("说明.txt", fixture("folder/说明.txt"))];
    let sorted = sort(&Source::folder("folder", note), &limits());
    assert_eq!(reasons(&sorted), ["not_a_submission"]);
}

#[test]
fn an_archive_by_itself_gives_the_entries_of_its_mail() {
    let archive = vec![Attachment::new(
        "湖墅学院报送.zip",
        fixture("zip/湖墅学院报送.zip"),
    )];
    let sorted = sort(&Source::folder("湖墅学院报送.zip", archive), &limits());
    let wanted = source(&expected(), "eml/19-zip-with-gbk-names.eml");
    assert_eq!(sorted.drafts.len(), 2);
    for (draft, entry) in sorted
        .drafts
        .iter()
        .zip(wanted["entries"].as_array().unwrap())
    {
        assert_form(&draft.form, entry, "the archive");
    }
}

#[test]
fn an_archive_nobody_can_open_waits_for_a_person() {
    let mut cut = fixture("zip/湖墅学院报送.zip");
    cut.truncate(60_000);
    let files = vec![
        Attachment::new("a.zip", cut),
        Attachment::new("b.rar", b"Rar!\x1a\x07\0".to_vec()),
    ];
    let sorted = sort(&Source::folder("x", files), &limits());
    assert_eq!(reasons(&sorted), ["archive_unopened", "archive_unopened"]);
}

#[test]
fn an_mbox_is_cut_only_at_its_separators() {
    let mbox = fixture("mbox/export.mbox");
    let wanted = source(&expected(), "mbox/export.mbox");
    let ids: Vec<Option<String>> = split_mbox(&mbox)
        .iter()
        .map(|raw| read_mail(raw).unwrap().message_id)
        .collect();
    let wanted: Vec<Option<String>> = wanted["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|message| message["message_id"].as_str().map(str::to_owned))
        .collect();
    assert_eq!(ids, wanted);
}

#[test]
fn a_newsletter_is_no_submission_and_a_file_of_no_bytes_is_an_empty_message() {
    let mail = read_mail(&fixture("maildir/cur/1594260000.M2P21.mailhost;2,S")).unwrap();
    assert_eq!(
        reasons(&sort(&Source::Mail(&mail), &limits())),
        ["not_a_submission"]
    );
    let error = read_mail(&fixture("maildir/cur/1594260001.M3P22.mailhost;2,S")).unwrap_err();
    assert_eq!(error.reason(), QueueReason::EmptyMessage);
}

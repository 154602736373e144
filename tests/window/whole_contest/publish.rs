//! Papers for the ceremony, and the archive that everybody can check.

use std::path::{Path, PathBuf};

use whole::programs::{jury_json, pictures};

use super::{LONG, Office, text};
use crate::desk::is;

const PAPERS: [&str; 5] = [
    "certificates.pdf",
    "jury-report.pdf",
    "letters.pdf",
    "notice.pdf",
    "results.xlsx",
];

/// Written by the window and checked by it; the archive's place.
pub(super) async fn papers_and_archive_are_written(office: &Office) -> PathBuf {
    let window = &office.window;
    office.page("results", "[data-testid='export']").await;
    window.click("export").await;
    let papers = office.new_folder("papers");
    window.click("write-papers").await;
    office.choose_folder("文稿存到哪里", &papers).await;
    done(office, "[data-testid='papers-written']").await;
    let shelf = pictures().join("whole-contest");
    for paper in PAPERS {
        let bytes = std::fs::read(papers.join(paper)).unwrap();
        assert!(bytes.len() > 5_000, "{paper}");
        std::fs::write(shelf.join(paper), bytes).unwrap();
    }

    let archive = office.at("RESULTS.zip");
    window.click("publish").await;
    office.save_to("保存结果档案", &archive).await;
    done(office, "[data-testid='published']").await;
    window.click("verify").await;
    office.choose("选择结果档案", &archive).await;
    done(office, "[data-testid='verified'][data-good='true']").await;
    office.picture("o5-export").await;
    window.click("export-close").await;
    archive
}

async fn done(office: &Office, note: &str) {
    let window = &office.window;
    let there = format!("document.querySelector(\"{note}\")");
    window
        .until_within(LONG, note, async || is(window, &there).await)
        .await;
}

/// By the command line, as somebody does who has nothing but the file.
pub(super) fn a_stranger_finds_it_good(archive: &Path) {
    let verified = jury_json(&["verify", &text(archive)], 0);
    assert_eq!(verified["good"], true, "{verified:#}");
    assert!(verified["differences"].as_array().unwrap().is_empty());
}

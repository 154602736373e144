//! PDF documents on the page of intake: the attachment of a draft, and a scan that stands beside the form it is typed into.

use whole::programs::jury_json;
use whole::window::Window;

use crate::axe::faults;
use crate::desk::until;
use crate::office::Office;

/// A mail whose form is a PDF without any text: two pages with a frame drawn on each.
const SCANNED: &str = r#"From: =?utf-8?B?6K+6?= <office@unit.example>
To: ideas@contest.example
Subject: idea
Date: Wed, 15 Jul 2020 10:00:00 +0800
Message-ID: <scan-1@unit.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="part"

--part
Content-Type: text/plain; charset=utf-8

The form is attached.
--part
Content-Type: application/pdf; name="form.pdf"
Content-Disposition: attachment; filename="form.pdf"
Content-Transfer-Encoding: 7bit

%PDF-1.4
1 0 obj
<< /Type /Catalog /Pages 2 0 R >>
endobj
2 0 obj
<< /Type /Pages /Kids [3 0 R 5 0 R] /Count 2 >>
endobj
3 0 obj
<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>
endobj
4 0 obj
<< /Length 46 >>
stream
4 w 60 60 475 722 re S 60 420 m 535 420 l S   
endstream
endobj
5 0 obj
<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>
endobj
trailer
<< /Root 1 0 R /Size 6 >>
%%EOF

--part--
"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_pdf_is_read_page_by_page_beside_the_draft_it_belongs_to() {
    let office = Office::with(&["04-"]);
    let window = office.open("zh").await;
    window.click("nav-intake").await;
    window.click("mark-all").await;
    window.click("queue-line").await;
    window.find("cover").await;
    let tab = "[...document.querySelectorAll(\"[data-testid='cover-file']\")].find((tab) => tab.textContent.includes('.pdf'))";
    until(&window, tab).await;
    window.script(&format!("{tab}.click(); return null")).await;
    painted(&window, "1").await;
    assert_eq!(faults(&window).await, Vec::<String>::new());
    window
        .script(
            "document.querySelector(\"[data-testid='pdf-pages']\").scrollIntoView(); return null",
        )
        .await;
    window.picture("o2/pdf-of-a-draft").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scanned_pdf_stands_beside_the_form_that_is_typed_from_it() {
    let office = Office::with(&[]);
    let mail = office.file("scan.eml", SCANNED);
    jury_json(
        &[
            "intake",
            &office.contest().to_string_lossy(),
            &mail.to_string_lossy(),
        ],
        0,
    );
    let window = office.open("zh").await;
    window.click("nav-intake").await;
    window.click("queue-line").await;
    painted(&window, "1").await;
    // The second page comes when it is scrolled to.
    window
        .script(
            "document.querySelector(\"[data-testid='pdf-pages']\").scrollTo(0, 9000); return null",
        )
        .await;
    painted(&window, "2").await;
    window
        .css("[data-mend='type_draft']")
        .await
        .click()
        .await
        .unwrap();
    window.write("typed-title", "照着扫描件录入").await;
    window.picture("o2/typing-from-a-pdf").await;
    assert_eq!(faults(&window).await, Vec::<String>::new());
    window.click("typed-keep").await;
    until(
        &window,
        "document.querySelector(\"[data-testid='queue-line'] \")?.textContent.includes('照着扫描件录入')",
    )
    .await;
    window.close().await;
}

async fn painted(window: &Window, page: &str) {
    until(
        window,
        &format!(
            "document.querySelector(\"[data-testid='pdf-pages'] canvas[data-painted='{page}']\")"
        ),
    )
    .await;
}

//! After the export: a further copy of the very file, and a receipt on paper or as a picture.

use whole::demo::Demo;
use whole::window::Window;

use crate::desk::{at_work, text, until};
use crate::dialog;

/// Signs and exports to this place.
pub(crate) async fn export(window: &Window, demo: &Demo, place: &std::path::Path) {
    window.click("nav-submit").await;
    window.write("export-passphrase", &demo.pack(0).1).await;
    window.click("acknowledge").await;
    window.click("sign-export").await;
    dialog::save_to("保存评分文件", place).await;
    window.find("exported").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_and_a_copy_say_what_was_signed() {
    let demo = Demo::new();
    let window = at_work(&demo, "zh", "light").await;
    let usb = demo.beside("usb");
    let bundle = usb.join("J01.scorebundle");
    export(&window, &demo, &bundle).await;

    let copy = usb.join("copy.scorebundle");
    window.click("save-copy").await;
    dialog::save_to("另存评分文件", &copy).await;
    until(&window, "document.querySelector(\"[data-testid='copied']\").textContent.includes('copy.scorebundle')").await;
    let signed = std::fs::read(&bundle).unwrap();
    assert_eq!(std::fs::read(&copy).unwrap(), signed, "the very bytes");

    window.click("receipt-open").await;
    let said = window.text("receipt").await;
    let hash: String = pack::Sha256Hex::of(&signed).to_string();
    assert!(said.replace([' ', '\n'], "").contains(&hash), "{said}");
    assert!(said.contains("J01.scorebundle"), "{said}");
    assert!(said.contains("第 1 版"), "{said}");
    assert!(said.contains(&signed.len().to_string()), "{said}");
    window.picture("receipt").await;

    let picture = usb.join("receipt.png");
    window.click("save-receipt").await;
    dialog::save_to("保存回执", &picture).await;
    until(&window, "document.querySelector(\"[data-testid='receipt-kept']\").textContent.includes('receipt.png')").await;
    let png = std::fs::read(&picture).unwrap();
    assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
    assert!(png.len() > 20_000, "{} bytes of a page", png.len());
    std::fs::copy(
        &picture,
        whole::programs::pictures().join("receipt-saved.png"),
    )
    .unwrap();

    // On paper there is only the receipt.
    let printed = text(
        &window,
        "(() => { const sheets = [...document.styleSheets].flatMap((s) => [...s.cssRules]).filter((r) => r.media?.mediaText === 'print');
            return sheets.length > 0 && document.querySelectorAll('[data-print]').length === 1 })()",
    )
    .await;
    assert_eq!(printed, "true");
    // The system's print dialog would hold the driver; that the page asks for it is what the window owes.
    window
        .script("window.asked = 0; window.print = () => { window.asked += 1; }")
        .await;
    window.click("print-receipt").await;
    until(&window, "window.asked === 1").await;
    window.close().await;
}

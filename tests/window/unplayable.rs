//! A medium that this computer cannot play.

use whole::bulk::{self, Videos};

use crate::desk::{MARKS, at_bulk, open_row, text, until};

#[tokio::test(flavor = "multi_thread")]
async fn a_video_that_cannot_be_played_says_so_blocks_nothing_and_can_be_marked_as_not_seen() {
    let folder = tempfile::tempdir().unwrap();
    let bulk = bulk::make(folder.path(), 4, Videos::Unplayable);
    let data = folder.path().join("data");
    let window = at_bulk(&bulk, &data).await;
    window.find("media-failed").await;
    let said = window.text("media-failed").await;
    assert!(said.contains("这台电脑放不了这种视频"), "{said}");
    window.picture("states/video-unplayable").await;

    let pressed = "document.querySelector(\"[data-testid='not-seen']\")?.ariaPressed";
    let saved = "document.querySelector(\"[data-testid='saved']\").dataset.state === 'saved'";
    window.click("not-seen").await;
    until(&window, &format!("{pressed} === 'true' && {saved}")).await;
    window.keys("8").await;
    until(&window, &format!("{MARKS}.startsWith('16,')")).await;

    // It is kept with the sheet: another entry and back, and after the window was closed.
    open_row(&window, "!row.hasAttribute('aria-current')").await;
    until(&window, &format!("{pressed} === 'false'")).await;
    window.kill();
    let window = at_bulk(&bulk, &data).await;
    open_row(&window, "row.dataset.status === 'draft'").await;
    until(&window, &format!("{pressed} === 'true'")).await;
    assert!(text(&window, MARKS).await.starts_with("16,"));
    window.close().await;
}

//! The organiser's page in the real window.

use whole::demo::Demo;
use whole::window::Window;

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_contest_shows_whom_it_waits_for() {
    let demo = Demo::new();
    let folder = demo.folder();
    let window = Window::open(&["--organizer", &folder.to_string_lossy()], &folder).await;
    window.find("organizer-drop").await;
    window.picture("o-empty").await;
    window.close().await;
}

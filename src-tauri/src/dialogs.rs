//! The system's own file dialogs. A cancelled dialog answers nothing.

use std::path::{Path, PathBuf};

use rfd::AsyncFileDialog;
use tauri::WebviewWindow;

/// One judge pack.
pub(crate) async fn choose_pack(window: &WebviewWindow, title: &str) -> Option<PathBuf> {
    let file = AsyncFileDialog::new()
        .set_parent(window)
        .set_title(title)
        .add_filter(title, &["judgepack", "001"])
        .pick_file()
        .await?;
    Some(file.path().to_owned())
}

/// One list of judges.
pub(crate) async fn choose_judges(window: &WebviewWindow, title: &str) -> Option<PathBuf> {
    let file = AsyncFileDialog::new()
        .set_parent(window)
        .set_title(title)
        .add_filter(title, &["csv", "xlsx"])
        .pick_file()
        .await?;
    Some(file.path().to_owned())
}

/// Any number of score bundles.
pub(crate) async fn choose_bundles(window: &WebviewWindow, title: &str) -> Vec<PathBuf> {
    let files = AsyncFileDialog::new()
        .set_parent(window)
        .set_title(title)
        .add_filter(title, &["scorebundle"])
        .pick_files()
        .await
        .unwrap_or_default();
    files.iter().map(|file| file.path().to_owned()).collect()
}

/// Any number of files of any kind.
pub(crate) async fn choose_files(window: &WebviewWindow, title: &str) -> Vec<PathBuf> {
    let files = AsyncFileDialog::new()
        .set_parent(window)
        .set_title(title)
        .pick_files()
        .await
        .unwrap_or_default();
    files.iter().map(|file| file.path().to_owned()).collect()
}

/// One file of any kind.
pub(crate) async fn choose_file(window: &WebviewWindow, title: &str) -> Option<PathBuf> {
    let file = AsyncFileDialog::new()
        .set_parent(window)
        .set_title(title)
        .pick_file()
        .await?;
    Some(file.path().to_owned())
}

/// One results archive.
pub(crate) async fn choose_archive(window: &WebviewWindow, title: &str) -> Option<PathBuf> {
    let file = AsyncFileDialog::new()
        .set_parent(window)
        .set_title(title)
        .add_filter(title, &["zip"])
        .pick_file()
        .await?;
    Some(file.path().to_owned())
}

/// One contest file.
pub(crate) async fn choose_contest_file(window: &WebviewWindow, title: &str) -> Option<PathBuf> {
    let file = AsyncFileDialog::new()
        .set_parent(window)
        .set_title(title)
        .add_filter(title, &["toml"])
        .pick_file()
        .await?;
    Some(file.path().to_owned())
}

/// Where to save a file.
pub(crate) async fn choose_place(
    window: &WebviewWindow,
    title: &str,
    name: &str,
) -> Option<PathBuf> {
    let file = AsyncFileDialog::new()
        .set_parent(window)
        .set_title(title)
        .set_file_name(name)
        .save_file()
        .await?;
    Some(file.path().to_owned())
}

/// A folder; the dialog begins in `start`, or in the user's own folder: where the system likes may be a list of files used of
/// late, in which there is no folder to choose.
pub(crate) async fn choose_folder(
    window: &WebviewWindow,
    title: &str,
    start: Option<&Path>,
) -> Option<PathBuf> {
    let mut dialog = AsyncFileDialog::new().set_parent(window).set_title(title);
    if let Some(start) = start.map(Path::to_owned).or_else(dirs::home_dir) {
        dialog = dialog.set_directory(start);
    }
    Some(dialog.pick_folder().await?.path().to_owned())
}

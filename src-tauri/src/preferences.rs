//! How the window looks and speaks, kept as a small JSON file in the judge's data folder.

use std::path::Path;

use crate::wire::{Language, Look, Preferences, TextSize};

const FILE: &str = "preferences.json";

/// The stored preferences, or the first ones: Chinese, the system's look, 16 px text.
pub(crate) fn load(folder: &Path) -> Preferences {
    std::fs::read(folder.join(FILE))
        .ok()
        .and_then(|text| serde_json::from_slice(&text).ok())
        .unwrap_or(Preferences {
            language: Language::Zh,
            look: Look::System,
            text_size: TextSize::M,
        })
}

/// Stores the preferences.
///
/// # Errors
/// What the disk says; the window keeps them for this run all the same.
pub(crate) fn store(folder: &Path, preferences: Preferences) -> std::io::Result<()> {
    let text = serde_json::to_vec_pretty(&preferences)?;
    std::fs::write(folder.join(FILE), text)
}

//! How the window looks and speaks, kept as a small JSON file in the judge's data folder.

use std::path::Path;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::wire::{Language, Look, Preferences, TextSize};

const FILE: &str = "preferences.json";

/// The stored preferences, or the first ones: Chinese, the system's look, 16 px text. Each is read by itself, so that one
/// this program does not know costs nothing but itself.
pub(crate) fn load(folder: &Path) -> Preferences {
    let stored: Value = std::fs::read(folder.join(FILE))
        .ok()
        .and_then(|text| serde_json::from_slice(&text).ok())
        .unwrap_or_default();
    Preferences {
        language: field(&stored, "language").unwrap_or(Language::Zh),
        look: field(&stored, "look").unwrap_or(Look::System),
        text_size: field(&stored, "textSize").unwrap_or(TextSize::M),
    }
}

fn field<T: DeserializeOwned>(stored: &Value, name: &str) -> Option<T> {
    T::deserialize(stored.get(name)?).ok()
}

/// Stores the preferences.
///
/// # Errors
/// What the disk says; the window keeps them for this run all the same.
pub(crate) fn store(folder: &Path, preferences: Preferences) -> std::io::Result<()> {
    let text = serde_json::to_vec_pretty(&preferences)?;
    std::fs::write(folder.join(FILE), text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Preferences {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(FILE), text).unwrap();
        load(folder.path())
    }

    #[test]
    fn what_was_stored_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let chosen = Preferences {
            language: Language::En,
            look: Look::Dark,
            text_size: TextSize::Xxl,
        };
        store(folder.path(), chosen).unwrap();
        assert_eq!(load(folder.path()), chosen);
    }

    #[test]
    fn the_small_size_of_before_is_now_the_smallest() {
        let found = read(r#"{"language":"en","look":"dark","textSize":"s"}"#);
        assert_eq!(found.text_size, TextSize::M);
        assert_eq!(found.language, Language::En);
    }

    #[test]
    fn one_unknown_value_costs_only_itself() {
        let found = read(r#"{"language":"en","look":"sepia","textSize":"l","more":1}"#);
        assert_eq!(found.look, Look::System);
        assert_eq!(
            (found.language, found.text_size),
            (Language::En, TextSize::L)
        );
        assert_eq!(read("not json").language, Language::Zh);
    }
}

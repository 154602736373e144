//! Which names an entry may have: those that mean one file below the folder on every system, and no two the same one.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::ZipError;
use crate::json::is_bidi_control;

/// Longest name in bytes.
const LONGEST: usize = 255;

/// Why a name is not allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadName {
    /// No name, or more than 255 bytes.
    #[error("empty or too long")]
    Length,
    /// Not UTF-8.
    #[error("not UTF-8")]
    NotUtf8,
    /// Begins at the root or with a drive.
    #[error("absolute")]
    Absolute,
    /// A component `.`, `..` or nothing.
    #[error("a step that is no name")]
    Step,
    /// A folder entry.
    #[error("a folder")]
    Folder,
    /// A backslash.
    #[error("a backslash")]
    Backslash,
    /// A character that Windows forbids, a control character or a bidirectional control.
    #[error("a forbidden character")]
    Character,
    /// A device name of Windows, such as `NUL` or `com1.txt`.
    #[error("a reserved device name")]
    Reserved,
    /// A component that ends in a dot or a space, which Windows drops.
    #[error("ends in a dot or a space")]
    Ending,
}

/// Checks a name of an entry: relative, `/` between its parts, safe to write below a folder on every system.
///
/// # Errors
/// [`BadName`] with the reason.
pub fn check_name(name: &str) -> Result<(), BadName> {
    if name.is_empty() || name.len() > LONGEST {
        return Err(BadName::Length);
    }
    if name.contains('\\') {
        return Err(BadName::Backslash);
    }
    let drive = matches!(name.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic());
    if name.starts_with('/') || drive {
        return Err(BadName::Absolute);
    }
    if name.ends_with('/') {
        return Err(BadName::Folder);
    }
    let forbidden = |c: char| {
        c.is_control() || is_bidi_control(c) || matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*')
    };
    if name.chars().any(forbidden) {
        return Err(BadName::Character);
    }
    for part in name.split('/') {
        if part.is_empty() || part == "." || part == ".." {
            return Err(BadName::Step);
        }
        if part.ends_with(['.', ' ']) {
            return Err(BadName::Ending);
        }
        if is_device(part) {
            return Err(BadName::Reserved);
        }
    }
    Ok(())
}

/// Windows keeps these for devices, with any extension; the superscript digits count as digits there.
fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).trim_end();
    let stem = stem.to_ascii_uppercase();
    if matches!(
        stem.as_str(),
        "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$"
    ) {
        return true;
    }
    let port = stem
        .strip_prefix("COM")
        .or_else(|| stem.strip_prefix("LPT"));
    port.is_some_and(|port| {
        let mut characters = port.chars();
        let one = characters.next();
        characters.next().is_none()
            && one.is_some_and(|c| c.is_ascii_digit() || matches!(c, '¹' | '²' | '³'))
    })
}

/// The names seen so far, as the least careful file system would compare them.
#[derive(Default)]
pub(super) struct SeenNames {
    files: BTreeMap<String, String>,
    folders: BTreeMap<String, String>,
}

impl SeenNames {
    /// Takes one more name.
    pub(super) fn add(&mut self, name: &str) -> Result<(), ZipError> {
        let folded = fold(name);
        let clash = |earlier: &String| {
            if earlier == name {
                ZipError::Duplicate {
                    name: name.to_owned(),
                }
            } else {
                ZipError::Clash {
                    name: earlier.clone(),
                    other: name.to_owned(),
                }
            }
        };
        if let Some(earlier) = self.files.get(&folded).or(self.folders.get(&folded)) {
            return Err(clash(earlier));
        }
        for (at, _) in folded.match_indices('/') {
            let folder = folded.get(..at).unwrap_or_default();
            if let Some(earlier) = self.files.get(folder) {
                return Err(clash(earlier));
            }
            if !self.folders.contains_key(folder) {
                self.folders.insert(folder.to_owned(), name.to_owned());
            }
        }
        self.files.insert(folded, name.to_owned());
        Ok(())
    }
}

fn fold(name: &str) -> String {
    // Upper then lower merges characters such as the two small sigmas, which one lower-casing keeps apart.
    name.nfkc()
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .nfkc()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_leaves_the_folder_or_lies_on_some_system_is_refused() {
        for (name, why) in [
            ("", BadName::Length),
            ("/etc/passwd", BadName::Absolute),
            ("C:/x", BadName::Absolute),
            ("c:x", BadName::Absolute),
            ("../x", BadName::Step),
            ("a/../b", BadName::Step),
            ("a//b", BadName::Step),
            ("./a", BadName::Step),
            ("a\\b", BadName::Backslash),
            ("media/", BadName::Folder),
            ("a\u{202E}4pm", BadName::Character),
            ("a\0", BadName::Character),
            ("ab:c", BadName::Character),
            ("nul", BadName::Reserved),
            ("media/Com1.mp4", BadName::Reserved),
            ("LPT².txt", BadName::Reserved),
            ("conout$", BadName::Reserved),
            ("a.", BadName::Ending),
            ("a /b", BadName::Ending),
        ] {
            assert_eq!(check_name(name), Err(why), "{name:?}");
        }
        assert_eq!(check_name(&"a".repeat(256)), Err(BadName::Length));
        for name in [
            "manifest.json",
            "media/0a.mp4",
            "评审/点子.pdf",
            "console.txt",
            "com10",
        ] {
            assert_eq!(check_name(name), Ok(()), "{name}");
        }
    }

    #[test]
    fn names_that_one_file_system_takes_for_one_clash() {
        for (first, second) in [
            ("Media/a", "media/A"),
            ("\u{00E9}.txt", "e\u{0301}.txt"),
            ("ｍ.txt", "m.txt"),
            ("ς", "Σ"),
            ("a", "a/b"),
            ("a/b", "A"),
        ] {
            let mut seen = SeenNames::default();
            seen.add(first).unwrap();
            assert!(
                matches!(seen.add(second), Err(ZipError::Clash { .. })),
                "{first} {second}"
            );
        }
        let mut seen = SeenNames::default();
        seen.add("a/b").unwrap();
        seen.add("a/c").unwrap();
        assert!(matches!(seen.add("a/b"), Err(ZipError::Duplicate { .. })));
    }
}

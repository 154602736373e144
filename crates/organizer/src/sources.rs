//! Which files and folders of the organiser's disk are mails, which are folders with a form, and which are neither.
//!
//! Looks at names and folders only; nothing is read here.

use std::fs;
use std::path::{Path, PathBuf};

/// Documents a form can be in.
const DOCUMENTS: [&str; 6] = ["docx", "doc", "wps", "docm", "rtf", "odt"];
/// What may belong to a form, or hold one.
const BELONGS: [&str; 40] = [
    "pdf", "zip", "rar", "7z", "xlsx", "xls", "et", "jpg", "jpeg", "png", "gif", "bmp", "webp",
    "heic", "tif", "tiff", "mp4", "m4v", "mov", "avi", "wmv", "asf", "mkv", "webm", "flv", "mpg",
    "mpeg", "ts", "3gp", "rm", "rmvb", "mp3", "m4a", "aac", "wav", "wma", "ogg", "flac", "amr",
    "opus",
];

/// Something to be received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    /// One mail in one file.
    Mail(PathBuf),
    /// Many mails in one file.
    Mailbox(PathBuf),
    /// Files that belong together.
    Folder { name: String, files: Vec<PathBuf> },
}

/// What the named paths hold, and the files that are nothing to receive.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Search {
    pub(crate) found: Vec<Found>,
    pub(crate) skipped: Vec<PathBuf>,
}

impl Search {
    /// Looks through a path, folders in sorted order and to any depth. Links are not followed.
    pub(crate) fn look(&mut self, path: &Path) -> std::io::Result<()> {
        if fs::metadata(path)?.is_dir() {
            return self.look_in(path);
        }
        match ending(path).as_str() {
            "eml" => self.found.push(Found::Mail(path.to_owned())),
            "mbox" => self.found.push(Found::Mailbox(path.to_owned())),
            end if DOCUMENTS.contains(&end) => self.found.push(Found::Folder {
                name: label(path),
                files: with_siblings(path)?,
            }),
            end if BELONGS.contains(&end) => self.found.push(Found::Folder {
                name: label(path),
                files: vec![path.to_owned()],
            }),
            // A named file without an ending is most likely a mail out of a maildir.
            "" => self.found.push(Found::Mail(path.to_owned())),
            _ => self.skipped.push(path.to_owned()),
        }
        Ok(())
    }

    fn look_in(&mut self, folder: &Path) -> std::io::Result<()> {
        if folder.join("cur").is_dir() && folder.join("new").is_dir() {
            for part in ["new", "cur"] {
                let (_, mails) = children(&folder.join(part))?;
                self.found.extend(mails.into_iter().map(Found::Mail));
            }
            return Ok(());
        }
        let (folders, files) = children(folder)?;
        let mut together = Vec::new();
        for file in files {
            match ending(&file).as_str() {
                "eml" => self.found.push(Found::Mail(file)),
                "mbox" => self.found.push(Found::Mailbox(file)),
                _ => together.push(file),
            }
        }
        let worth = |file: &PathBuf| {
            let end = ending(file);
            DOCUMENTS.contains(&end.as_str()) || BELONGS.contains(&end.as_str())
        };
        if together.iter().any(worth) {
            self.found.push(Found::Folder {
                name: label(folder),
                files: together,
            });
        } else {
            self.skipped.append(&mut together);
        }
        folders.iter().try_for_each(|inner| self.look_in(inner))
    }
}

/// The folders and the plain files in a folder, each sorted by name, without hidden ones and links.
fn children(folder: &Path) -> std::io::Result<(Vec<PathBuf>, Vec<PathBuf>)> {
    let (mut folders, mut files) = (Vec::new(), Vec::new());
    for child in fs::read_dir(folder)? {
        let child = child?;
        let name = child.file_name();
        let hidden = name.to_string_lossy();
        // Lock files of office programs and the litter of file managers are nobody's entry.
        if hidden.starts_with('.') || hidden.starts_with("~$") || hidden == "Thumbs.db" {
            continue;
        }
        let kind = child.file_type()?;
        if kind.is_dir() {
            folders.push(child.path());
        } else if kind.is_file() {
            files.push(child.path());
        }
    }
    folders.sort();
    files.sort();
    Ok((folders, files))
}

/// A form and what lies beside it: everything when it is the only document there, else what begins with its name.
fn with_siblings(form: &Path) -> std::io::Result<Vec<PathBuf>> {
    // A bare file name has the empty path as its parent, which no system lists.
    let folder = match form.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let (_, files) = children(folder)?;
    let documents = files
        .iter()
        .filter(|file| DOCUMENTS.contains(&ending(file).as_str()))
        .count();
    let stem = form
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let beside = files.into_iter().filter(|file| {
        let same = file.file_name() == form.file_name();
        let named = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .starts_with(&stem);
        !same && BELONGS.contains(&ending(file).as_str()) && (documents <= 1 || named)
    });
    Ok(std::iter::once(form.to_owned()).chain(beside).collect())
}

/// The name's ending in small letters, empty without one.
fn ending(path: &Path) -> String {
    path.extension()
        .unwrap_or_default()
        .to_string_lossy()
        .to_ascii_lowercase()
}

/// The last part of a path, for people.
pub(crate) fn label(path: &Path) -> String {
    let whole = path.as_os_str();
    path.file_name()
        .unwrap_or(whole)
        .to_string_lossy()
        .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for file in files {
            let path = dir.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, b"x").unwrap();
        }
        dir
    }

    #[test]
    fn every_visible_file_is_found_or_named_as_skipped() {
        let dir = tree(&[
            "b.eml",
            "a.eml",
            "README.md",
            "unit/form.docx",
            "unit/film.mp4",
            "unit/note.txt",
            "box/all.mbox",
            "mail/new/1",
            "mail/cur/2;2,S",
            "mail/tmp/3",
            "unit/~$form.docx",
        ]);
        let mut search = Search::default();
        search.look(dir.path()).unwrap();
        let at = |name: &str| dir.path().join(name);
        assert_eq!(
            search.found,
            vec![
                Found::Mail(at("a.eml")),
                Found::Mail(at("b.eml")),
                Found::Mailbox(at("box/all.mbox")),
                Found::Mail(at("mail/new/1")),
                Found::Mail(at("mail/cur/2;2,S")),
                Found::Folder {
                    name: "unit".to_owned(),
                    files: vec![
                        at("unit/film.mp4"),
                        at("unit/form.docx"),
                        at("unit/note.txt")
                    ],
                },
            ]
        );
        assert_eq!(search.skipped, vec![at("README.md")]);
    }

    #[test]
    fn a_single_form_brings_the_files_beside_it() {
        let dir = tree(&["form.docx", "film.mp4", "note.txt"]);
        let mut search = Search::default();
        search.look(&dir.path().join("form.docx")).unwrap();
        let at = |name: &str| dir.path().join(name);
        let files = vec![at("form.docx"), at("film.mp4")];
        assert_eq!(
            search.found,
            vec![Found::Folder {
                name: "form.docx".to_owned(),
                files
            }]
        );
    }

    #[test]
    fn of_two_forms_each_brings_what_has_its_name() {
        let dir = tree(&["a.docx", "b.docx", "a.mp4", "b-1.jpg", "c.mp4"]);
        let mut search = Search::default();
        search.look(&dir.path().join("b.docx")).unwrap();
        let at = |name: &str| dir.path().join(name);
        let files = vec![at("b.docx"), at("b-1.jpg")];
        assert_eq!(
            search.found,
            vec![Found::Folder {
                name: "b.docx".to_owned(),
                files
            }]
        );
    }
}

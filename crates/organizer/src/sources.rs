//! Which files and folders of the organiser's disk are mails, which are folders with a form, and which are neither.
//!
//! Looks at names, and at the first bytes of files whose names do not tell.

mod kinds;

use std::fs;
use std::path::{Path, PathBuf};

pub(crate) use kinds::label;
use kinds::{Mails, belongs, ending, is_archive, is_document, is_worth};

/// Something to be received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    /// One mail in one file.
    Mail(PathBuf),
    /// Many mails in one file.
    Mailbox { name: String, path: PathBuf },
    /// An archive by itself: of mails, or of what belongs together.
    Archive(PathBuf),
    /// Files that belong together.
    Folder { name: String, files: Vec<PathBuf> },
}

impl Found {
    /// What it is called, for people.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Mail(path) | Self::Archive(path) => label(path),
            Self::Mailbox { name, .. } | Self::Folder { name, .. } => name.clone(),
        }
    }

    /// How long it is on the disk, in bytes; files that cannot be asked count nothing.
    pub(crate) fn bytes(&self) -> u64 {
        let length = |path: &PathBuf| fs::metadata(path).map_or(0, |meta| meta.len());
        match self {
            Self::Mail(path) | Self::Archive(path) | Self::Mailbox { path, .. } => length(path),
            Self::Folder { files, .. } => files.iter().map(length).sum(),
        }
    }
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
        if let Some(found) = mails(path) {
            self.found.push(found);
            return Ok(());
        }
        if is_archive(path) {
            self.found.push(Found::Archive(path.to_owned()));
        } else if is_document(path) {
            self.found.push(Found::Folder {
                name: label(path),
                files: with_siblings(path)?,
            });
        } else if is_worth(path) {
            self.found.push(Found::Folder {
                name: label(path),
                files: vec![path.to_owned()],
            });
        } else if ending(path).is_empty() {
            // A named file without an ending is most likely a mail out of a maildir.
            self.found.push(Found::Mail(path.to_owned()));
        } else {
            self.skipped.push(path.to_owned());
        }
        Ok(())
    }

    fn look_in(&mut self, folder: &Path) -> std::io::Result<()> {
        if is_maildir(folder) {
            return self.look_in_maildir(folder);
        }
        let (folders, files) = children(folder)?;
        let mut together = Vec::new();
        for file in files {
            match mails(&file) {
                Some(found) => self.found.push(found),
                None => together.push(file),
            }
        }
        // Archives with nothing to read beside them are each somebody's; one beside a form belongs to it.
        let (mut worth, rest): (Vec<PathBuf>, Vec<PathBuf>) =
            together.into_iter().partition(|file| is_worth(file));
        if worth.iter().all(|file| is_archive(file)) {
            self.found.extend(worth.drain(..).map(Found::Archive));
        }
        if worth.is_empty() {
            self.skipped.extend(rest);
        } else {
            worth.extend(rest);
            worth.sort();
            self.found.push(Found::Folder {
                name: label(folder),
                files: worth,
            });
        }
        folders.iter().try_for_each(|inner| self.look_in(inner))
    }

    /// Its mails, and those of the maildirs in it, whose names begin with a dot.
    fn look_in_maildir(&mut self, folder: &Path) -> std::io::Result<()> {
        for part in ["new", "cur"] {
            let (_, mails) = children(&folder.join(part))?;
            self.found.extend(mails.into_iter().map(Found::Mail));
        }
        let mut inner: Vec<PathBuf> = fs::read_dir(folder)?
            .filter_map(|child| Some(child.ok()?.path()))
            .filter(|path| is_maildir(path) && !path.is_symlink())
            .collect();
        inner.sort();
        inner.iter().try_for_each(|one| self.look_in_maildir(one))
    }
}

fn is_maildir(folder: &Path) -> bool {
    folder.join("cur").is_dir() && folder.join("new").is_dir()
}

/// A mail or a mailbox.
fn mails(path: &Path) -> Option<Found> {
    Some(match kinds::mails(path)? {
        Mails::One => Found::Mail(path.to_owned()),
        Mails::Many => Found::Mailbox {
            name: mailbox_name(path),
            path: path.to_owned(),
        },
    })
}

/// Apple Mail calls every mailbox `mbox`, in a folder with the mailbox's name.
fn mailbox_name(path: &Path) -> String {
    let folder = path.parent().filter(|_| label(path) == "mbox").map(label);
    folder.unwrap_or_else(|| label(path))
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
    let documents = files.iter().filter(|file| is_document(file)).count();
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
        !same && belongs(file) && (documents <= 1 || named)
    });
    Ok(std::iter::once(form.to_owned()).chain(beside).collect())
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
                Found::Mailbox {
                    name: "all.mbox".to_owned(),
                    path: at("box/all.mbox")
                },
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

    #[test]
    fn mailboxes_are_known_by_their_first_bytes() {
        let dir = tree(&["Inbox.msf", "Archiv.mbox/table_of_contents", "notes"]);
        let at = |name: &str| dir.path().join(name);
        let mbox = b"From - Thu Jun 18 15:30:00 2020\nA: 1\n\nx\n";
        for name in ["Inbox", "西湖.2020", "Archiv.mbox/mbox"] {
            fs::write(at(name), mbox).unwrap();
        }
        fs::write(at("1592465400.M1P2.host"), b"From: a@x\nSubject: b\n\nx").unwrap();
        let mut search = Search::default();
        search.look(dir.path()).unwrap();
        let names: Vec<String> = search.found.iter().map(Found::name).collect();
        assert_eq!(
            names,
            ["1592465400.M1P2.host", "Inbox", "西湖.2020", "Archiv.mbox"]
        );
        assert_eq!(search.skipped.len(), 3);
    }

    #[test]
    fn whatever_can_hold_a_form_is_received_when_it_is_named() {
        let names = [
            "a.dotx",
            "a.docm",
            "a.dot",
            "a.html",
            "a.htm",
            "a.txt",
            "a.csv",
            "a.xlsx",
            "winmail.dat",
            "a.tnef",
            "a.zip",
            "a.7z",
            "a.emlx",
            "a.box",
        ];
        let dir = tree(&names);
        for name in names {
            let mut search = Search::default();
            search.look(&dir.path().join(name)).unwrap();
            assert_eq!((search.found.len(), search.skipped.len()), (1, 0), "{name}");
        }
    }

    #[test]
    fn archives_are_taken_one_by_one_unless_a_form_lies_beside_them() {
        let dir = tree(&["a/1.zip", "a/2.7z", "b/1.zip", "b/form.docx", ".Sent/x"]);
        let mut search = Search::default();
        search.look(dir.path()).unwrap();
        let names: Vec<String> = search.found.iter().map(Found::name).collect();
        assert_eq!(names, ["1.zip", "2.7z", "b"]);
    }

    #[test]
    fn a_maildir_brings_the_maildirs_in_it() {
        let dir = tree(&["new/1", "cur/2", ".Sent/cur/3", ".Sent/new/4", "tmp/5"]);
        let mut search = Search::default();
        search.look(dir.path()).unwrap();
        let names: Vec<String> = search.found.iter().map(Found::name).collect();
        assert_eq!(names, ["1", "2", "4", "3"]);
    }
}

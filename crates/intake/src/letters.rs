//! An archive that somebody packed a mailbox into: its mails one after the other, so that each is a source of its own.

use std::io::{Read, Seek, SeekFrom};

use zip::ZipArchive;

use crate::archive::{ARCHIVE_MEMBER_MAX, inflate};
use crate::attachment::{Attachment, Opened};
use crate::{charset, sevenz, words};

/// Most files a packed mailbox may have.
const LETTERS_MAX: usize = 200_000;
/// Most bytes a packed mailbox of the kind that is opened at once may have, packed and unpacked.
const AT_ONCE_MAX: u64 = 512 << 20;

/// The files of an archive that holds mails.
pub struct Letters<R> {
    packed: Packed<R>,
    opened: Opened,
}

enum Packed<R> {
    Zip(Box<ZipArchive<R>>, usize),
    Seven(std::vec::IntoIter<Attachment>),
}

impl<R: Read + Seek> Letters<R> {
    /// Looks into an archive; `None` when it is none, cannot be read, or holds no mails, told by the names in it.
    pub fn open(mut from: R) -> Option<Self> {
        let mut head = [0_u8; 6];
        from.read_exact(&mut head).ok()?;
        from.seek(SeekFrom::Start(0)).ok()?;
        if head == sevenz::SIGNATURE {
            let mut bytes = Vec::new();
            from.take(AT_ONCE_MAX).read_to_end(&mut bytes).ok()?;
            let found = sevenz::members(&bytes, AT_ONCE_MAX);
            let holds_mails = found.files.iter().any(|file| is_letter(&file.name));
            return holds_mails.then(|| Self {
                packed: Packed::Seven(found.files.into_iter()),
                opened: found.opened,
            });
        }
        let archive = ZipArchive::new(from).ok()?;
        let holds_mails = archive.len() <= LETTERS_MAX
            && archive.file_names().flatten().any(|name| is_letter(&name));
        holds_mails.then(|| Self {
            packed: Packed::Zip(Box::new(archive), 0),
            opened: Opened::Whole,
        })
    }

    /// Returns the next file. Files that cannot be taken out are passed over and told by [`Letters::opened`].
    pub fn next_file(&mut self) -> Option<Attachment> {
        let (archive, at) = match &mut self.packed {
            Packed::Seven(files) => return files.next(),
            Packed::Zip(archive, at) => (archive, at),
        };
        while *at < archive.len() {
            let index = *at;
            *at += 1;
            let locked = archive
                .by_index_raw(index)
                .is_ok_and(|member| member.encrypted());
            let Ok(member) = archive.by_index(index) else {
                self.opened = if locked {
                    Opened::Locked
                } else {
                    Opened::Partly
                };
                continue;
            };
            if member.is_dir() {
                continue;
            }
            let name = words::clean(&charset::guess(member.name_raw(), None));
            match inflate(member, ARCHIVE_MEMBER_MAX) {
                Some(bytes) => return Some(Attachment::new(name, bytes)),
                None => self.opened = Opened::Partly,
            }
        }
        None
    }

    /// Whether everything could be taken out so far.
    pub fn opened(&self) -> Opened {
        self.opened
    }
}

/// Whether a name is one that mail programs give: by its ending, or because it lies in a maildir.
fn is_letter(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".eml", ".emlx", ".mbox", ".mbox/mbox"]
        .iter()
        .any(|ending| name.ends_with(ending))
        || name.starts_with("cur/")
        || name.contains("/cur/")
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::*;

    fn packed(names: &[&str]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for name in names {
            zip.start_file(*name, zip::write::SimpleFileOptions::default())
                .unwrap();
            zip.write_all(name.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn an_archive_of_mails_gives_all_its_files_and_another_none() {
        let bytes = packed(&["收件箱/1.eml", "收件箱/说明.txt"]);
        let mut letters = Letters::open(Cursor::new(&bytes)).unwrap();
        let names: Vec<String> = std::iter::from_fn(|| letters.next_file())
            .map(|file| file.name)
            .collect();
        assert_eq!(names, ["收件箱/1.eml", "收件箱/说明.txt"]);
        assert_eq!(letters.opened(), Opened::Whole);
        assert!(Letters::open(Cursor::new(packed(&["a.docx"]))).is_none());
        assert!(Letters::open(Cursor::new(b"PK\x03\x04cut".to_vec())).is_none());
    }
}

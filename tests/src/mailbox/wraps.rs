//! What mail programs and senders put files into: archives, Outlook's envelope, the text itself.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use encoding_rs::GBK;
use zip::write::SimpleFileOptions;

use super::mime::Attachment;

/// How the files of a mail are put into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrap {
    /// Each by itself.
    Plain,
    /// In one ZIP archive.
    Zip,
    /// In a `winmail.dat` (MS-OXTNEF).
    Tnef,
    /// Written into the text, as mail was before MIME.
    Text,
}

impl Wrap {
    /// Most mails are plain.
    pub(super) const DRAWN: [Wrap; 12] = {
        let mut drawn = [Wrap::Plain; 12];
        drawn[0] = Wrap::Zip;
        drawn[1] = Wrap::Tnef;
        drawn[2] = Wrap::Text;
        drawn
    };
}

/// All files in one archive.
pub(super) fn zip(name: String, files: &[Attachment]) -> Attachment {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for file in files {
        zip.start_file(file.name.as_str(), SimpleFileOptions::default())
            .unwrap();
        zip.write_all(&file.bytes).unwrap();
    }
    Attachment {
        name,
        kind: "application/zip",
        bytes: zip.finish().unwrap().into_inner(),
    }
}

/// All files in Outlook's envelope, names in the code page of a Chinese Windows.
pub(super) fn tnef(files: &[Attachment]) -> Attachment {
    let attribute = |out: &mut Vec<u8>, level: u8, id: u32, data: &[u8]| {
        out.push(level);
        out.extend(id.to_le_bytes());
        out.extend(u32::try_from(data.len()).unwrap().to_le_bytes());
        out.extend(data);
        let sum = data
            .iter()
            .fold(0_u16, |sum, byte| sum.wrapping_add(u16::from(*byte)));
        out.extend(sum.to_le_bytes());
    };
    let mut out = vec![0x78, 0x9f, 0x3e, 0x22, 1, 0];
    attribute(&mut out, 1, 0x0006_9007, &936_u64.to_le_bytes());
    for file in files {
        attribute(&mut out, 2, 0x0006_9002, &[0; 14]);
        let mut name = GBK.encode(&file.name).0.into_owned();
        name.push(0);
        attribute(&mut out, 2, 0x0001_8010, &name);
        attribute(&mut out, 2, 0x0006_800f, &file.bytes);
    }
    Attachment {
        name: "winmail.dat".to_owned(),
        kind: "application/ms-tnef",
        bytes: out,
    }
}

/// All files as lines of text (uuencode, POSIX.1-2017).
pub(super) fn text(files: &[Attachment]) -> String {
    let digit = |bits: u32| match u8::try_from(bits & 63).unwrap() {
        0 => '`',
        bits => char::from(bits + 32),
    };
    let mut out = String::new();
    for file in files {
        let _ = write!(out, "\r\nbegin 644 {}\r\n", file.name);
        for line in file.bytes.chunks(45) {
            out.push(digit(u32::try_from(line.len()).unwrap()));
            for three in line.chunks(3) {
                let mut word = [0_u8; 3];
                word[..three.len()].copy_from_slice(three);
                let bits = u32::from_be_bytes([0, word[0], word[1], word[2]]);
                out.extend((0..4).map(|at| digit(bits >> (18 - 6 * at))));
            }
            out.push_str("\r\n");
        }
        out.push_str("`\r\nend\r\n");
    }
    out
}

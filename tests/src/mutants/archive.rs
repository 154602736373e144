//! The archive inside, changed by somebody who can encrypt it again.
//!
//! The headers are written here from the tables of `docs/formats/judge-pack.md` alone, not by the product's writer: so
//! an unchanged archive comes out byte for byte, and every other is one that no honest writer makes.

use pack::zip::ZipDirectory;

use super::{Class, Moment, Mutant, mutant};

const ARCHIVE: &[Class] = &[Class::Archive];
const RENAMED: &[Class] = &[Class::NotAPack, Class::Altered];
const ALTERED: &[Class] = &[Class::Altered];

/// A file of an archive with everything that its headers say.
#[derive(Clone)]
struct Raw {
    before: Header,
    directory: Header,
    data: Vec<u8>,
    /// Whether the directory knows of it.
    listed: bool,
    /// Where the directory says that it lies, when that is not where it lies.
    pretended: Option<u32>,
}

/// What a header says.
#[derive(Clone)]
struct Header {
    name: Vec<u8>,
    flags: u16,
    method: u16,
    crc: u32,
    packed: u32,
    plain: u32,
    attributes: u32,
    extra: Vec<u8>,
    comment: Vec<u8>,
}

impl Raw {
    fn new(name: &str, data: &[u8]) -> Raw {
        let size = u32::try_from(data.len()).expect("a small file");
        let header = Header {
            name: name.as_bytes().to_vec(),
            flags: 0x0800,
            method: 0,
            crc: crc32fast::hash(data),
            packed: size,
            plain: size,
            attributes: 0x81A4_0000,
            extra: Vec::new(),
            comment: Vec::new(),
        };
        Raw {
            before: header.clone(),
            directory: header,
            data: data.to_vec(),
            listed: true,
            pretended: None,
        }
    }

    /// Changes both headers alike.
    fn both(mut self, change: impl Fn(&mut Header)) -> Raw {
        change(&mut self.before);
        change(&mut self.directory);
        self
    }
}

impl Header {
    fn fields(&self, out: &mut Vec<u8>) {
        let wide = |values: &[u16], out: &mut Vec<u8>| {
            values
                .iter()
                .for_each(|value| out.extend(value.to_le_bytes()));
        };
        wide(&[10, self.flags, self.method, 0, 0x0021], out);
        for value in [self.crc, self.packed, self.plain] {
            out.extend(value.to_le_bytes());
        }
        wide(&[short(&self.name), short(&self.extra)], out);
    }
}

fn short(bytes: &[u8]) -> u16 {
    u16::try_from(bytes.len()).expect("a short field")
}

/// What stands around the files.
#[derive(Default)]
struct Frame {
    prefix: Vec<u8>,
    suffix: Vec<u8>,
    comment: Vec<u8>,
    /// The order of the directory, when it is another than that of the data.
    order: Option<Vec<usize>>,
}

fn build(files: &[Raw], frame: &Frame) -> Vec<u8> {
    let mut out = frame.prefix.clone();
    let mut headers = Vec::new();
    for file in files {
        let offset = u32::try_from(out.len()).expect("a small archive");
        out.extend(b"PK\x03\x04");
        file.before.fields(&mut out);
        out.extend(&file.before.name);
        out.extend(&file.before.extra);
        out.extend(&file.data);

        let mut header = b"PK\x01\x02\x2d\x03".to_vec();
        let directory = &file.directory;
        directory.fields(&mut header);
        header.extend(short(&directory.comment).to_le_bytes());
        header.extend([0; 4]);
        header.extend(directory.attributes.to_le_bytes());
        header.extend(file.pretended.unwrap_or(offset).to_le_bytes());
        for part in [&directory.name, &directory.extra, &directory.comment] {
            header.extend(part);
        }
        headers.push(header);
    }
    let start = out.len();
    let order = frame.order.clone();
    let order = order.unwrap_or_else(|| (0..files.len()).collect());
    let listed: Vec<&Vec<u8>> = order
        .iter()
        .filter(|at| files[**at].listed)
        .map(|at| &headers[*at])
        .collect();
    listed.iter().for_each(|header| out.extend(*header));
    let count = u16::try_from(listed.len()).expect("few files");
    let size = u32::try_from(out.len() - start).expect("a small directory");
    let start = u32::try_from(start).expect("a small archive");
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(size.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend(short(&frame.comment).to_le_bytes());
    out.extend(&frame.comment);
    out.extend(&frame.suffix);
    out
}

/// The archive changed: a bit of every byte of the directory, entries doubled, hidden, overlapping, renamed, left out,
/// compressed, encrypted, and bytes where none belong. The first is a control.
///
/// # Panics
/// When `zip` is not an archive of the product.
pub fn archives(zip: &[u8]) -> Vec<Mutant> {
    let files = taken_apart(zip);
    let plain = Frame::default();
    let mut mutants = vec![mutant("unchanged".to_owned(), build(&files, &plain), &[])];
    assert_eq!(
        mutants[0].bytes, zip,
        "the written tables describe the archive"
    );
    mutants.extend(flipped_directory(zip, &files));
    for at in 0..files.len() {
        mutants.extend(one_changed(&files, at));
    }
    mutants.extend(framed(&files));
    mutants
}

fn taken_apart(zip: &[u8]) -> Vec<Raw> {
    let directory = ZipDirectory::read(zip).expect("an archive");
    let read = |entry| ZipDirectory::read_entry(zip, entry, u64::MAX).expect("a file");
    directory
        .entries()
        .iter()
        .map(|entry| Raw::new(&entry.name, &read(entry)))
        .collect()
}

/// A bit of every byte from the directory on. The checksum of a medium is compared when the medium is read; everything
/// else in a directory matters at once.
fn flipped_directory(zip: &[u8], files: &[Raw]) -> Vec<Mutant> {
    let in_front = |file: &Raw| 30 + file.before.name.len() + file.data.len();
    let start: usize = files.iter().map(in_front).sum();
    let mut checksums = Vec::new();
    let mut header = start;
    for file in files {
        if file.directory.name.starts_with(b"media/") {
            checksums.push(header + 16..header + 20);
        }
        header += 46 + file.directory.name.len();
    }
    (start..zip.len())
        .map(|at| {
            let mut bytes = zip.to_vec();
            bytes[at] ^= 1 << (at % 8);
            let name = format!("a bit of byte {} of the directory turned", at - start);
            let mut made = mutant(
                name,
                bytes,
                &[Class::Archive, Class::Altered, Class::NotAPack],
            );
            if checksums.iter().any(|place| place.contains(&at)) {
                made.moment = Moment::Using;
            }
            made
        })
        .collect()
}

/// The changes that begin with one file.
fn one_changed(files: &[Raw], at: usize) -> Vec<Mutant> {
    let plain = Frame::default();
    let file = &files[at];
    let name = String::from_utf8_lossy(&file.before.name).into_owned();
    let moment = match name.starts_with("media/") {
        true => Moment::Using,
        false => Moment::Opening,
    };
    let mut mutants = Vec::new();
    let mut with = |what: &str, change: &dyn Fn(&mut Vec<Raw>), expected| {
        let mut files = files.to_vec();
        change(&mut files);
        let bytes = build(&files, &plain);
        mutants.push(mutant(format!("{name}: {what}"), bytes, expected));
    };
    let replace = |raw: Raw| move |files: &mut Vec<Raw>| files[at] = raw.clone();

    with(
        "there twice",
        &|files| files.insert(at, file.clone()),
        ARCHIVE,
    );
    let other = Raw::new(&name, b"other");
    with(
        "there twice, with other content first",
        &|files| files.insert(at, other.clone()),
        ARCHIVE,
    );
    with(
        "there twice, with other content last",
        &|files| files.push(other.clone()),
        ARCHIVE,
    );
    let clash = Raw::new(&name.to_uppercase(), b"other");
    with(
        "there again in capitals",
        &|files| files.push(clash.clone()),
        ARCHIVE,
    );
    let mut hidden = Raw::new("hidden.json", b"hidden");
    hidden.listed = false;
    with(
        "a hidden file before it",
        &|files| files.insert(at, hidden.clone()),
        ARCHIVE,
    );
    with(
        "not in the directory",
        &|files| files[at].listed = false,
        &[Class::Archive, Class::NotAPack],
    );
    with("left out", &|files| drop(files.remove(at)), RENAMED);
    with(
        "overlaps the file before",
        &|files| files[at].pretended = Some(0),
        match at {
            0 => &[],
            _ => ARCHIVE,
        },
    );
    let pushed = Raw::new("notes.json", b"{}");
    with(
        "another file before it",
        &|files| files.insert(at, pushed.clone()),
        RENAMED,
    );

    let renamed = |to: &str| {
        let to = to.as_bytes().to_vec();
        file.clone().both(|header| header.name.clone_from(&to))
    };
    with("renamed", &replace(renamed("renamed.json")), RENAMED);
    for outside in [
        "../up.json",
        "/etc/passwd",
        "C:/x",
        "a\\b",
        "con.json",
        "x\u{202E}y",
        "d/",
    ] {
        with(
            &format!("renamed to {outside:?}"),
            &replace(renamed(outside)),
            ARCHIVE,
        );
    }
    let mut in_directory = file.clone();
    in_directory.directory.name[0] ^= 2;
    with(
        "renamed in the directory alone",
        &replace(in_directory),
        RENAMED,
    );

    let changed = |change: &dyn Fn(&mut Header)| replace(file.clone().both(change));
    with("encrypted", &changed(&|header| header.flags |= 1), ARCHIVE);
    with(
        "strongly encrypted",
        &changed(&|header| header.flags |= 1 | 1 << 6),
        ARCHIVE,
    );
    with(
        "a data descriptor",
        &changed(&|header| header.flags |= 8),
        ARCHIVE,
    );
    with(
        "a name in another encoding",
        &changed(&|header| header.flags = 0),
        ARCHIVE,
    );
    with(
        "a link",
        &changed(&|header| header.attributes = 0xA1FF_0000),
        ARCHIVE,
    );
    with(
        "a comment",
        &changed(&|header| header.comment = b"note".to_vec()),
        ARCHIVE,
    );
    let wide = [&[1, 0, 16, 0][..], &[0; 16]].concat();
    with(
        "a needless wide field",
        &changed(&|header| header.extra.clone_from(&wide)),
        ARCHIVE,
    );
    with("deflated", &replace(deflated(file)), ARCHIVE);

    // What only the header before the data says is compared when the data are read.
    let mut in_front = |what: &str, change: &dyn Fn(&mut Raw)| {
        let mut files = files.to_vec();
        change(&mut files[at]);
        let mut mutant = mutant(format!("{name}: {what}"), build(&files, &plain), ALTERED);
        mutant.moment = moment;
        mutants.push(mutant);
    };
    in_front("renamed before its data alone", &|raw| {
        raw.before.name[0] ^= 2
    });
    in_front("marked as encrypted before its data alone", &|raw| {
        raw.before.flags |= 1
    });
    in_front("another checksum before its data", &|raw| {
        raw.before.crc ^= 1
    });
    in_front("another checksum in both places", &|raw| {
        *raw = raw.clone().both(|header| header.crc ^= 1);
    });
    if !file.data.is_empty() {
        in_front("another last byte", &|raw| {
            if let Some(last) = raw.data.last_mut() {
                *last ^= 1;
            }
        });
    }
    mutants.retain(|mutant| !mutant.expected.is_empty());
    mutants
}

/// One stored block of RFC 1951 for each 65,535 bytes, which is deflate without its effect.
fn deflated(file: &Raw) -> Raw {
    let mut data = Vec::new();
    let mut blocks = file.data.chunks(65_535).peekable();
    while let Some(block) = blocks.next() {
        data.push(u8::from(blocks.peek().is_none()));
        let length = short(block);
        data.extend(length.to_le_bytes());
        data.extend((!length).to_le_bytes());
        data.extend(block);
    }
    let packed = u32::try_from(data.len()).expect("a small file");
    let mut raw = file.clone().both(|header| {
        header.method = 8;
        header.packed = packed;
    });
    raw.data = data;
    raw
}

/// The changes around the files.
fn framed(files: &[Raw]) -> Vec<Mutant> {
    let whole = build(files, &Frame::default());
    let frame = |name: &str, frame: Frame| mutant(name.to_owned(), build(files, &frame), ARCHIVE);
    let mut backwards: Vec<usize> = (0..files.len()).collect();
    backwards.reverse();
    let mut unknown_prefix = b"MZ".to_vec();
    unknown_prefix.extend(&whole);
    let mut two = whole.clone();
    two.extend(&whole);
    vec![
        frame(
            "bytes before the archive that it knows of",
            Frame {
                prefix: b"MZ".to_vec(),
                ..Frame::default()
            },
        ),
        mutant(
            "bytes before the archive".to_owned(),
            unknown_prefix,
            ARCHIVE,
        ),
        frame(
            "bytes after the archive",
            Frame {
                suffix: b"PK".to_vec(),
                ..Frame::default()
            },
        ),
        frame(
            "a comment of the archive",
            Frame {
                comment: b"note".to_vec(),
                ..Frame::default()
            },
        ),
        frame(
            "the directory in another order",
            Frame {
                order: Some(backwards),
                ..Frame::default()
            },
        ),
        mutant("a second archive behind it".to_owned(), two, ARCHIVE),
        mutant("no archive".to_owned(), b"hello".repeat(100), ARCHIVE),
        mutant("nothing".to_owned(), Vec::new(), ARCHIVE),
    ]
}

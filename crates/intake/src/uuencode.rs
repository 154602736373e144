//! Files that old mail programs write into the text between `begin 644 name` and `end` (POSIX uuencode).

/// Most files that are looked for in one text.
const FILES_MAX: usize = 200;

/// A file found in a text.
pub(crate) struct Encoded {
    /// The name behind `begin`, as its bytes stand.
    pub(crate) name: Vec<u8>,
    /// The decoded bytes.
    pub(crate) bytes: Vec<u8>,
}

/// Returns the bytes of the first file in a body; `None` when there is none.
pub(crate) fn first(body: &[u8]) -> Option<Vec<u8>> {
    take(body).1.into_iter().next().map(|file| file.bytes)
}

/// Returns a text without the files in it, and those files.
pub(crate) fn take(text: &[u8]) -> (Vec<u8>, Vec<Encoded>) {
    let mut plain = Vec::with_capacity(text.len());
    let mut files = Vec::new();
    let mut lines = text.split_inclusive(|b| *b == b'\n');
    while let Some(line) = lines.next() {
        let Some(name) = begin(line).filter(|_| files.len() < FILES_MAX) else {
            plain.extend_from_slice(line);
            continue;
        };
        let mut bytes = Vec::new();
        let body = lines.clone();
        let mut taken = 0;
        let mut whole = false;
        for line in body {
            taken += 1;
            let line = trimmed(line);
            if line == b"end" {
                whole = true;
                break;
            }
            if decode(line, &mut bytes).is_none() {
                break;
            }
        }
        // A sentence that begins with the word is no file.
        if whole {
            files.push(Encoded { name, bytes });
            lines.nth(taken - 1);
        } else {
            plain.extend_from_slice(line);
        }
    }
    (plain, files)
}

fn trimmed(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// Returns the name in `begin 644 name`.
fn begin(line: &[u8]) -> Option<Vec<u8>> {
    let rest = trimmed(line).strip_prefix(b"begin ")?;
    let (mode, name) = rest.split_at_checked(rest.iter().position(|b| *b == b' ')?)?;
    let is_mode = matches!(mode.len(), 3 | 4) && mode.iter().all(|b| (b'0'..=b'7').contains(b));
    let name = name.trim_ascii();
    (is_mode && !name.is_empty()).then(|| name.to_vec())
}

/// Appends the bytes of one line; `None` when it is no line of the encoding.
fn decode(line: &[u8], out: &mut Vec<u8>) -> Option<()> {
    let Some((first, rest)) = line.split_first() else {
        return Some(());
    };
    let six = |byte: u8| {
        (b' '..=b'`')
            .contains(&byte)
            .then(|| u32::from(byte - b' ') & 63)
    };
    let length = usize::try_from(six(*first)?).ok()?;
    let mut bytes = Vec::with_capacity(length + 3);
    for group in rest.chunks(4) {
        let mut bits = 0;
        // Blanks at the end of a line are lost on the way; they stand for nothing but zeros.
        for index in 0..4 {
            bits = bits << 6 | six(group.get(index).copied().unwrap_or(b' '))?;
        }
        let [_, a, b, c] = bits.to_be_bytes();
        bytes.extend([a, b, c]);
    }
    bytes.resize(length, 0);
    out.extend(bytes);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_in_the_text_comes_out_and_the_text_stays() {
        let text = b"hi\nbegin 644 \xba\xfe.txt\r\n%:&5L;&\\ \r\n`\r\nend\r\nbye\n";
        let (plain, files) = take(text);
        assert_eq!(plain, b"hi\nbye\n");
        assert_eq!(files[0].name, b"\xba\xfe.txt");
        assert_eq!(files[0].bytes, b"hello");
    }

    #[test]
    fn a_sentence_or_a_file_without_its_end_stays_text() {
        for text in [
            "begin 644 times\nand so on\nend\n",
            "begin 644 a\n%:&5L;&\\\n",
        ] {
            let (plain, files) = take(text.as_bytes());
            assert_eq!(plain, text.as_bytes());
            assert!(files.is_empty());
        }
    }
}

//! Mails out of one mbox file (RFC 4155). A separator is an empty line (or the start of the file) and then a line
//! that begins with `From ` and holds a date: a sentence that happens to begin with the word is no separator.

/// Returns the mails of an mbox file in order, without their separator lines, otherwise byte for byte.
pub fn split_mbox(bytes: &[u8]) -> Vec<&[u8]> {
    let mut mails = Vec::new();
    let mut start: Option<usize> = None;
    let mut at = 0;
    let mut after_blank = true;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        let length = rest
            .iter()
            .position(|b| *b == b'\n')
            .map_or(rest.len(), |end| end + 1);
        let line = rest.get(..length).unwrap_or_default();
        if after_blank && is_separator(line) {
            if let Some(from) = start {
                mails.push(bytes.get(from..at).unwrap_or_default());
            }
            start = Some(at + length);
        }
        after_blank = line.trim_ascii().is_empty();
        at += length;
    }
    match start {
        Some(from) => mails.push(bytes.get(from..).unwrap_or_default()),
        None if !bytes.is_empty() => mails.push(bytes),
        None => {}
    }
    mails
}

/// `From address Thu Jun 18 15:30:00 2020`: a month, a time of day and a year must all be there.
fn is_separator(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else {
        return false;
    };
    let text =
        String::from_utf8_lossy(rest.get(..rest.len().min(400)).unwrap_or_default()).into_owned();
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let month = words.iter().any(|word| MONTHS.contains(word));
    let time = words.iter().any(|word| {
        let pieces: Vec<&str> = word.split(':').collect();
        matches!(pieces.len(), 2 | 3)
            && pieces
                .iter()
                .all(|piece| piece.len() == 2 && piece.parse::<u8>().is_ok())
    });
    let year = words.iter().any(|word| {
        word.len() == 4
            && word
                .parse::<u16>()
                .is_ok_and(|year| (1970..=2200).contains(&year))
    });
    month && time && year
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_that_begins_with_from_is_no_separator() {
        let mbox = b"From a@x Thu Jun 18 15:30:00 2020\nA: 1\n\nhello\n\nFrom here on we walk.\n\nFrom b@x Fri Jun 19 09:00:00 2020\nB: 2\n\nx";
        let mails = split_mbox(mbox);
        assert_eq!(mails.len(), 2);
        assert!(mails[0].ends_with(b"walk.\n\n"));
        assert!(mails[1].starts_with(b"B: 2"));
    }
}

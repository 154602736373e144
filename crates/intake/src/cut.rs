//! Where a mailbox is cut, told line by line, so that it can be read in stretches: the bytes before a cut do not depend
//! on how much behind it has been read.

use crate::header::{field_name, line_at};

/// Longest header in which a stated length is looked for, in bytes.
const HEADER_MAX: usize = 256 << 10;
/// Largest mail that is read, in bytes.
pub const MAIL_MAX: usize = 256 << 20;

/// Finds the next separator. Places are those of the bytes it is given, until [`Cutter::forget`] shifts them.
#[derive(Debug)]
pub(crate) struct Cutter {
    start: usize,
    begun: bool,
    at: usize,
    after_blank: bool,
    /// The line that stands at `at` began in bytes that were forgotten.
    mid_line: bool,
    /// Longer mails are not looked for, whatever they state.
    mail_max: usize,
}

/// What was found.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// The bytes between two separators, or before the first one.
    Piece {
        from: usize,
        to: usize,
        is_mail: bool,
    },
    /// So many bytes must be there before more can be said.
    More(usize),
    /// There is no further separator: the rest is the last piece.
    End,
}

impl Cutter {
    /// Begins at the start of a file.
    pub(crate) fn new(mail_max: usize) -> Self {
        Self {
            start: 0,
            begun: false,
            at: 0,
            after_blank: true,
            mid_line: false,
            mail_max,
        }
    }

    /// Where the present piece begins.
    pub(crate) fn start(&self) -> usize {
        self.start
    }

    /// How far the present piece is known to go.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// Shifts all places: so many bytes at the front are gone.
    pub(crate) fn forget(&mut self, bytes: usize) {
        self.start = self.start.saturating_sub(bytes);
        self.at = self.at.saturating_sub(bytes);
    }

    /// Lets the known bytes of the present piece go.
    pub(crate) fn let_go(&mut self) {
        self.start = self.at;
    }

    /// Goes on behind `to`, in the middle of a line.
    pub(crate) fn skip_to(&mut self, to: usize) {
        self.at = to;
        self.start = to;
        self.mid_line = true;
    }

    /// Looks for the next separator; `whole` says that nothing follows `bytes`.
    pub(crate) fn next(&mut self, bytes: &[u8], whole: bool) -> Cut {
        let further = Cut::More(bytes.len().saturating_add(1));
        while let Some(line) = line_at(bytes, self.at) {
            if !whole && !line.ends_with(b"\n") {
                return further;
            }
            let next = self.at + line.len();
            if self.mid_line {
                self.mid_line = false;
                self.after_blank = false;
                self.at = next;
                continue;
            }
            let separates = is_separator(line);
            if separates && !self.after_blank && !whole && !is_whole_line(bytes, next) {
                return further;
            }
            let begins = is_foxmail(line)
                || separates
                    && (self.after_blank
                        || line_at(bytes, next).is_some_and(|below| field_name(below).is_some()));
            if !begins {
                self.after_blank = line.trim_ascii().is_empty();
                self.at = next;
                continue;
            }
            let end = match stated_end(bytes, next, self.mail_max, whole) {
                Stated::At(end) => end,
                Stated::Nowhere => next,
                Stated::Behind(needed) => return Cut::More(needed),
            };
            let cut = Cut::Piece {
                from: self.start,
                to: self.at,
                is_mail: self.begun,
            };
            (self.start, self.at) = (next, end);
            (self.begun, self.after_blank) = (true, true);
            return cut;
        }
        if whole { Cut::End } else { further }
    }
}

fn is_whole_line(bytes: &[u8], at: usize) -> bool {
    line_at(bytes, at).is_some_and(|line| line.ends_with(b"\n"))
}

/// Where a mail that states its length ends.
enum Stated {
    /// Here, and a separator or nothing follows.
    At(usize),
    /// It states none, or a wrong one.
    Nowhere,
    /// So many bytes must be there to tell.
    Behind(usize),
}

/// Returns where a mail ends that states its length (the kind mboxcl), when a separator or nothing stands there.
fn stated_end(bytes: &[u8], from: usize, mail_max: usize, whole: bool) -> Stated {
    let behind = |at: usize| Stated::Behind(at.max(bytes.len()).saturating_add(1));
    let mut at = from;
    let mut stated: Option<usize> = None;
    // A header ends with an empty line; one without it ends at the next separator, so no byte is read twice.
    loop {
        let line = line_at(bytes, at).filter(|_| at - from < HEADER_MAX);
        let open = line.is_none_or(|line| !line.ends_with(b"\n"));
        if open && !whole && at - from < HEADER_MAX {
            return behind(at);
        }
        let Some(line) = line else { break };
        at += line.len();
        if line.trim_ascii().is_empty() {
            break;
        }
        if is_separator(line) {
            return Stated::Nowhere;
        }
        if field_name(line).is_some_and(|name| name.eq_ignore_ascii_case(b"content-length")) {
            let value = line.split(|b| *b == b':').nth(1);
            let number =
                value.and_then(|value| std::str::from_utf8(value).ok()?.trim().parse().ok());
            if number.is_none() {
                return Stated::Nowhere;
            }
            stated = number;
        }
    }
    let end = stated
        .filter(|length| *length <= mail_max)
        .and_then(|length| at.checked_add(length));
    let Some(end) = end else {
        return Stated::Nowhere;
    };
    let mut at = end;
    loop {
        match line_at(bytes, at) {
            Some(line) if !whole && !line.ends_with(b"\n") => return behind(at),
            Some(line) if line.trim_ascii().is_empty() => at += line.len(),
            Some(line) if is_separator(line) => return Stated::At(at),
            Some(_) => return Stated::Nowhere,
            None if !whole => return behind(at),
            None if end <= bytes.len() => return Stated::At(at),
            None => return Stated::Nowhere,
        }
    }
}

/// Whether a line is what Foxmail writes before each mail: bytes of 16, then bytes of 17.
pub(crate) fn is_foxmail(line: &[u8]) -> bool {
    let sixteens = line.iter().take_while(|b| **b == 0x10).count();
    let seventeens = line
        .iter()
        .skip(sixteens)
        .take_while(|b| **b == 0x11)
        .count();
    sixteens >= 4 && seventeens >= 4
}

/// `From address Thu Jun 18 15:30:00 2020`: a month, a time of day and a year must all be there.
pub(crate) fn is_separator(line: &[u8]) -> bool {
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

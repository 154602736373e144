//! A mailbox file read from beginning to end with one mail in memory, however large the file is.

use std::io::{self, Read};

use crate::cut::{Cut, Cutter, MAIL_MAX};
use crate::mbox::parts;

/// The least that is read at once, in bytes.
const STRETCH: usize = 256 << 10;

/// The mails of a mailbox file, one after the other.
#[derive(Debug)]
pub struct Mailbox<R> {
    from: R,
    bytes: Vec<u8>,
    /// How many bytes of the file stand before `bytes`.
    gone: u64,
    whole: bool,
    ended: bool,
    cutter: Cutter,
    /// How many bytes of the present piece were let go because it is too large.
    dropped: u64,
    /// What stands behind the end of the mail that was returned last.
    left_over: Option<Piece>,
    /// Whether nothing was returned yet.
    first: bool,
    mail_max: usize,
}

/// One mail, or a stretch of bytes that belongs to none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Where it begins in the file, in bytes.
    pub offset: u64,
    /// How long it is, in bytes.
    pub length: u64,
    /// Its bytes, without the separator; `None` when it is larger than is read (256 MiB).
    pub bytes: Option<Vec<u8>>,
    /// Whether a separator says that it is a mail.
    pub is_mail: bool,
}

impl<R: Read> Mailbox<R> {
    /// Returns the mailbox that begins where `from` stands.
    pub fn new(from: R) -> Self {
        Self::with_limit(from, MAIL_MAX)
    }

    fn with_limit(from: R, mail_max: usize) -> Self {
        Self {
            from,
            bytes: Vec::new(),
            gone: 0,
            whole: false,
            ended: false,
            cutter: Cutter::new(mail_max),
            dropped: 0,
            left_over: None,
            first: true,
            mail_max,
        }
    }

    /// Returns the next piece, cut where [`split_mbox`](crate::split_mbox) cuts; `None` after the last.
    ///
    /// # Errors
    /// What the reader said. Nothing can be read behind it.
    pub fn next_piece(&mut self) -> io::Result<Option<Piece>> {
        if let Some(piece) = self.left_over.take() {
            return Ok(Some(piece));
        }
        while !self.ended {
            let (from, to, is_mail) = match self.cutter.next(&self.bytes, self.whole) {
                Cut::Piece { from, to, is_mail } => (from, to, is_mail),
                Cut::More(needed) => {
                    self.read_to(needed)?;
                    continue;
                }
                Cut::End => {
                    self.ended = true;
                    (self.cutter.start(), self.bytes.len(), true)
                }
            };
            if let Some(piece) = self.piece(from, to, is_mail) {
                return Ok(Some(piece));
            }
        }
        Ok(None)
    }

    fn piece(&mut self, from: usize, to: usize, is_mail: bool) -> Option<Piece> {
        let dropped = std::mem::take(&mut self.dropped);
        let here = self.gone.saturating_add(from as u64);
        let bytes = self.bytes.get(from..to).unwrap_or_default();
        if dropped > 0 || bytes.len() > self.mail_max {
            self.first = false;
            return Some(Piece {
                offset: here.saturating_sub(dropped),
                length: dropped.saturating_add(bytes.len() as u64),
                bytes: None,
                is_mail,
            });
        }
        let [found, left_over] = parts(bytes, is_mail, self.first).map(|part| {
            part.map(|part| Piece {
                offset: here.saturating_add(part.at as u64),
                length: part.bytes.len() as u64,
                bytes: Some(part.bytes.to_vec()),
                is_mail: part.is_mail,
            })
        });
        self.left_over = left_over;
        self.first &= found.is_none();
        found
    }

    /// Reads on until so many bytes are there, or a stretch, or the file ends.
    fn read_to(&mut self, needed: usize) -> io::Result<()> {
        self.let_go();
        let open = self.bytes.len().saturating_sub(self.cutter.at());
        // Reading more the longer a line is, so that no byte is looked at too often.
        let more = needed
            .saturating_sub(self.bytes.len())
            .min(self.mail_max)
            .max(STRETCH)
            .max(open / 2);
        let before = self.bytes.len();
        let most = u64::try_from(more).unwrap_or(u64::MAX);
        self.from.by_ref().take(most).read_to_end(&mut self.bytes)?;
        self.whole = self.bytes.len() - before < more;
        Ok(())
    }

    /// Lets go of what was returned, and of the front of a piece that is too large to be one mail.
    fn let_go(&mut self) {
        let known = self.cutter.at().saturating_sub(self.cutter.start());
        if self.dropped > 0 || known > self.mail_max {
            self.dropped = self.dropped.saturating_add(known as u64);
            self.cutter.let_go();
        }
        let open = self.bytes.len().saturating_sub(self.cutter.at());
        if open > self.mail_max.saturating_mul(2) {
            let all = self.bytes.len().saturating_sub(self.cutter.start());
            self.dropped = self.dropped.saturating_add(all as u64);
            self.cutter.skip_to(self.bytes.len());
        }
        let used = self.cutter.start();
        // Moving the rest costs as much as it is long, so it is done when that is less than what goes.
        if used >= self.bytes.len() / 2 {
            self.bytes.drain(..used);
            self.cutter.forget(used);
            self.gone = self.gone.saturating_add(used as u64);
            self.bytes.shrink_to(2 * STRETCH);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mbox::split_mbox;

    /// Gives a few bytes at a time.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let count = into.len().min(3).min(self.0.len());
            let (now, later) = self.0.split_at(count);
            into[..count].copy_from_slice(now);
            self.0 = later;
            Ok(count)
        }
    }

    fn all(mut mailbox: Mailbox<impl Read>) -> Vec<Piece> {
        std::iter::from_fn(|| mailbox.next_piece().unwrap()).collect()
    }

    #[test]
    fn pieces_say_where_they_stand_and_are_those_of_the_whole_file() {
        let mbox = b"noise\n\nFrom a@x Thu Jun 18 15:30:00 2020\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n\n\0more\n\nFrom b@x Fri Jun 19 09:00:00 2020\nB: 2\n\ny\n";
        let pieces = all(Mailbox::new(Slow(mbox)));
        let got: Vec<&[u8]> = pieces
            .iter()
            .filter_map(|piece| piece.bytes.as_deref())
            .collect();
        assert_eq!(got, split_mbox(mbox));
        for piece in &pieces {
            let from = usize::try_from(piece.offset).unwrap();
            let bytes = piece.bytes.as_deref().unwrap();
            assert_eq!(&mbox[from..from + bytes.len()], bytes);
        }
        let mails: Vec<bool> = pieces.iter().map(|piece| piece.is_mail).collect();
        assert_eq!(mails, [false, true, false, true]);
    }

    #[test]
    fn a_mail_that_is_too_large_is_named_and_the_next_one_read() {
        let large = "x".repeat(3 * STRETCH);
        let lines = "yyyy\n".repeat(STRETCH);
        for body in [large, lines] {
            let mbox = format!(
                "From a@x Thu Jun 18 15:30:00 2020\nA: 1\n\n{body}\n\nFrom b@x Fri Jun 19 09:00:00 2020\nB: 2\n\ny\n"
            );
            let pieces = all(Mailbox::with_limit(mbox.as_bytes(), 1000));
            assert_eq!(pieces.len(), 2);
            assert_eq!((pieces[0].offset, &pieces[0].bytes), (34, &None));
            assert_eq!(pieces[0].length, 8 + body.len() as u64);
            assert_eq!(pieces[1].bytes.as_deref(), Some(&b"B: 2\n\ny\n"[..]));
        }
    }

    #[test]
    fn a_mailbox_of_many_gigabytes_takes_the_memory_of_a_mail() {
        let mail = b"From a@x Thu Jun 18 15:30:00 2020\nContent-Length: 200000000\n\nx\n\n";
        let mut mailbox = Mailbox::with_limit(io::Cursor::new(mail.repeat(40_000)), 1 << 20);
        let (mut count, mut most) = (0, 0);
        while let Some(piece) = mailbox.next_piece().unwrap() {
            count += usize::from(piece.is_mail);
            most = most.max(mailbox.bytes.capacity());
        }
        assert_eq!(count, 40_000);
        assert!(most <= 4 << 20, "{most}");
    }
}

//! The slips that carry the passphrases: a table to send messages from, and a page to print and cut.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use contest::Contest;

use crate::error::{IssueError, StoreError};
use crate::page::{escaped, filled, groups};
use crate::vault::write_whole;

const TABLE: &str = "passphrases.csv";
const PAGE: &str = "passphrases.html";
const HEADER: [&str; 4] = ["judge", "name", "file", "passphrase"];

/// What one judge is told.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Slip {
    pub(crate) judge: String,
    pub(crate) name: String,
    pub(crate) file: String,
    /// Five groups of four digits.
    pub(crate) passphrase: String,
}

/// The slips of one folder of packs.
pub(crate) struct Slips {
    folder: PathBuf,
    /// When the round closes.
    closes_at: Option<DateTime<FixedOffset>>,
    slips: Vec<Slip>,
}

impl Slips {
    /// Reads the table that is there, so that slips of earlier packs stay; a foreign file of that name is refused.
    pub(crate) fn open(
        folder: &Path,
        closes_at: Option<DateTime<FixedOffset>>,
    ) -> Result<Slips, IssueError> {
        let place = folder.join(TABLE);
        let mut slips = Vec::new();
        if place.exists() {
            let text =
                fs::read_to_string(&place).map_err(|source| StoreError::file(&place, source))?;
            let refuse = || IssueError::FileThere {
                path: place.clone(),
            };
            let mut table =
                csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
            if table.headers().map_err(|_| refuse())? != HEADER[..] {
                return Err(refuse());
            }
            for line in table.into_records() {
                let line = line.map_err(|_| refuse())?;
                let mut fields = line.iter().map(str::to_owned);
                let mut next = || fields.next().unwrap_or_default();
                slips.push(Slip {
                    judge: next(),
                    name: next(),
                    file: next(),
                    passphrase: next(),
                });
            }
        }
        Ok(Slips {
            folder: folder.to_owned(),
            closes_at,
            slips,
        })
    }

    /// Adds a slip. One for the same file is of a pack that never got its name, and gives way.
    pub(crate) fn put(&mut self, slip: Slip) {
        self.slips.retain(|old| old.file != slip.file);
        self.slips.push(slip);
    }

    /// Writes table and page, readable by their owner alone; returns where the table is.
    pub(crate) fn write(
        &self,
        contest: &Contest,
        fingerprint: &str,
    ) -> Result<PathBuf, StoreError> {
        let place = self.folder.join(TABLE);
        write_whole(&place, self.table()?.as_bytes())?;
        write_whole(
            &self.folder.join(PAGE),
            self.page(contest, fingerprint).as_bytes(),
        )?;
        Ok(place)
    }

    fn table(&self) -> Result<String, StoreError> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let failed = |_| StoreError::damaged(TABLE);
        writer.write_record(HEADER).map_err(failed)?;
        for slip in &self.slips {
            let fields = [&slip.judge, &slip.name, &slip.file, &slip.passphrase];
            writer.write_record(fields).map_err(failed)?;
        }
        let bytes = writer
            .into_inner()
            .map_err(|_| StoreError::damaged(TABLE))?;
        String::from_utf8(bytes).map_err(|_| StoreError::damaged(TABLE))
    }

    fn page(&self, contest: &Contest, fingerprint: &str) -> String {
        let closes = self.closes_at.map_or_else(
            || "以组织方通知为准".to_owned(),
            |at| at.format("%Y 年 %-m 月 %-d 日 %H:%M（UTC%:z）").to_string(),
        );
        let hand_in = contest.hand_in.as_deref().unwrap_or("以组织方通知为准");
        let mut body = String::new();
        for slip in &self.slips {
            let fields = [
                ("{title}", escaped(&contest.title)),
                ("{judge}", escaped(&slip.judge)),
                ("{name}", escaped(&slip.name)),
                ("{file}", escaped(&slip.file)),
                ("{passphrase}", groups(&slip.passphrase)),
                ("{fingerprint}", groups(fingerprint)),
                ("{closes}", escaped(&closes)),
                ("{hand_in}", escaped(hand_in)),
            ];
            body.push_str(&filled(SLIP, &fields));
        }
        let fields = [("{title}", escaped(&contest.title)), ("{slips}", body)];
        filled(FRAME, &fields)
    }
}

/// The page; it loads nothing from anywhere.
const FRAME: &str = include_str!("slips_page.html");
/// One slip of it.
const SLIP: &str = include_str!("slips_slip.html");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::new::tests::CONTEST;

    fn slip(judge: &str, name: &str, passphrase: &str) -> Slip {
        Slip {
            judge: judge.to_owned(),
            name: name.to_owned(),
            file: format!("c_{judge}.judgepack"),
            passphrase: passphrase.to_owned(),
        }
    }

    #[test]
    fn slips_of_earlier_packs_stay_and_names_cannot_break_the_page() {
        let dir = tempfile::tempdir().unwrap();
        let contest = Contest::parse(CONTEST).unwrap();
        let mut first = Slips::open(dir.path(), None).unwrap();
        first.put(slip("J01", "甲,\"乙\"", "1111 2222"));
        first.write(&contest, "00001 00002").unwrap();
        let mut second = Slips::open(dir.path(), None).unwrap();
        second.put(slip("J02", "<b>{file}", "3333 4444"));
        second.put(slip("J01", "甲", "5555 6666"));
        second.write(&contest, "00001 00002").unwrap();

        let table = fs::read_to_string(dir.path().join(TABLE)).unwrap();
        assert_eq!(
            table,
            "judge,name,file,passphrase\nJ02,<b>{file},c_J02.judgepack,3333 4444\nJ01,甲,c_J01.judgepack,5555 6666\n"
        );
        let page = fs::read_to_string(dir.path().join(PAGE)).unwrap();
        assert!(page.contains("&lt;b&gt;{file}"));
        assert!(page.contains("<b>5555</b> <b>6666</b>"));
        assert!(!page.contains("1111"));
    }

    #[test]
    fn a_foreign_table_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(TABLE), "a,b\n1,2\n").unwrap();
        assert!(matches!(
            Slips::open(dir.path(), None),
            Err(IssueError::FileThere { .. })
        ));
    }
}

//! Letters that go with the packs, one a judge and a page: how to open the pack, what to compare, until when. No passphrase
//! stands in them; that is on the slip.

use contest::{JudgeId, RoundId};

use crate::error::StoreError;
use crate::folder::Organizer;
use crate::page::{escaped, filled, groups};
use crate::store::{issued_entry, issued_pack, judge};

/// The name of the letters beside the packs.
pub(crate) const LETTERS: &str = "letters.html";

impl Organizer {
    /// The page with the letters of a round to those who have a pack, or to one of them; for printing, it loads nothing.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn letters(&self, round: &RoundId, only: Option<&JudgeId>) -> Result<String, StoreError> {
        let closes = self.contest.round(round).and_then(|round| round.closes_at);
        let closes = closes.map_or_else(
            || "以组织方通知为准".to_owned(),
            |at| at.format("%Y 年 %-m 月 %-d 日 %H:%M").to_string(),
        );
        let hand_in = self.contest.hand_in.as_deref();
        let hand_in = hand_in.unwrap_or("以组织方通知为准");
        let judges = judge::all(&self.db)?;
        let mut body = String::new();
        for (id, pack) in issued_pack::latest(&self.db, round)? {
            if only.is_some_and(|only| *only != id) {
                continue;
            }
            let own = judges.iter().find(|judge| judge.id == id);
            let entries = issued_entry::of_pack(&self.db, &id, pack.version)?.len();
            let again = if pack.version > 1 { AGAIN } else { "" };
            let fields = [
                ("{title}", escaped(&self.contest.title)),
                ("{judge}", escaped(id.as_str())),
                (
                    "{name}",
                    escaped(own.map_or("", |judge| judge.name.as_str())),
                ),
                ("{file}", escaped(&pack.file_name)),
                ("{entries}", entries.to_string()),
                ("{fingerprint}", groups(&self.fingerprint().to_string())),
                ("{closes}", escaped(&closes)),
                ("{hand_in}", escaped(hand_in)),
                ("{again}", again.to_owned()),
            ];
            body.push_str(&filled(LETTER, &fields));
        }
        let fields = [
            ("{title}", escaped(&self.contest.title)),
            ("{letters}", body),
        ];
        Ok(filled(FRAME, &fields))
    }
}

/// What a judge is told whose pack takes the place of an earlier one.
const AGAIN: &str =
    "<p>这份评审包代替先前发给您的那一份。已打的分数会自动接过来，不必重打；请改用新口令。</p>";

const FRAME: &str = include_str!("letters_page.html");
const LETTER: &str = include_str!("letters_letter.html");

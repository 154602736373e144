//! What moves from one set of results to another, for a person.

use contest::Contest;
use results::{AwardMoved, Differences, Moved, QuestionMoved, Recipient};

use super::results::{award_name, question, recipient};
use crate::table::Table;
use crate::words::Words;

/// The most entries with another rank that are listed.
const RANKS: usize = 30;

/// A line for everything that moves; of ranks the first.
pub(crate) fn said(contest: &Contest, moves: &Differences, words: &Words) -> String {
    if moves.is_empty() {
        return words.say("moves.none");
    }
    let mut text = String::new();
    for AwardMoved { award, to, moved } in &moves.awards {
        let key = match moved {
            Moved::In => "moves.award_in",
            Moved::Out => "moves.award_out",
        };
        let facts: [(&str, &dyn ToString); 2] = [
            ("award", &award_name(contest, award)),
            ("to", &recipient(to)),
        ];
        text.push_str(&words.with(key, facts));
    }
    for entry in &moves.shortlists {
        let key = match entry.moved {
            Moved::In => "moves.shortlist_in",
            Moved::Out => "moves.shortlist_out",
        };
        text.push_str(&words.with(
            key,
            [
                ("round", &entry.round as &dyn ToString),
                ("entry", &entry.entry),
            ],
        ));
    }
    for QuestionMoved {
        award,
        question: asked,
        moved,
    } in &moves.questions
    {
        let key = match moved {
            Moved::In => "moves.question_in",
            Moved::Out => "moves.question_out",
        };
        let facts: [(&str, &dyn ToString); 2] = [
            ("award", &award_name(contest, award)),
            ("question", &question(asked, words)),
        ];
        text.push_str(&words.with(key, facts));
    }
    let mut table =
        Table::new(["moves.what", "moves.before", "moves.after"].map(|key| words.say(key)));
    let rank = |rank: Option<u32>| rank.map_or_else(|| "–".to_owned(), |rank| rank.to_string());
    for entry in moves.ranks.iter().take(RANKS) {
        table.row([
            format!("{} {}", entry.round, entry.entry),
            rank(entry.before),
            rank(entry.after),
        ]);
    }
    for unit in &moves.units {
        let who = recipient(&Recipient::Unit(unit.unit.clone()));
        table.row([who, rank(unit.before), rank(unit.after)]);
    }
    text.push_str(&table.block());
    if moves.ranks.len() > RANKS {
        text.push_str(&words.with("moves.more", [("count", &(moves.ranks.len() - RANKS))]));
    }
    text
}

//! `jury results`

use std::path::Path;

use contest::{AwardId, Contest};
use results::{
    AwardResult, By, ExtraReview, OpenQuestion, Received, Recipient, Results, RoundResult,
    RoundState, ShortlistResult,
};
use serde_json::json;

use super::open;
use crate::failure::Failure;
use crate::output::Report;
use crate::table::{Table, tame};
use crate::words::Words;

/// The most further reviews that are listed for a person.
const EXTRA: usize = 12;

pub(crate) fn run(dir: &Path, words: &Words) -> Result<Report, Failure> {
    let (organizer, _) = open(dir)?;
    let results = organizer.results()?;
    let seed = organizer.seed();
    let mut text = said(organizer.contest(), &results, words);
    text.push_str(&words.with("results.seed", [("seed", &seed)]));
    Ok(Report::new(
        &json!({"seed": seed, "results": results}),
        text,
    ))
}

fn said(contest: &Contest, results: &Results, words: &Words) -> String {
    let mut text: String = results
        .rounds
        .iter()
        .map(|round| of_round(round, words))
        .collect();
    for shortlist in &results.shortlists {
        text.push_str(&of_shortlist(contest, shortlist, words));
    }
    text.push('\n');
    for award in &results.awards {
        text.push_str(&of_award(contest, award, words));
    }
    text.push_str(&extra(&results.extra_reviews, words));
    text
}

fn of_round(round: &RoundResult, words: &Words) -> String {
    let key = match round.state {
        RoundState::NotBegun => "results.round_not_begun",
        RoundState::Provisional => "results.round_provisional",
        RoundState::Complete => "results.round_complete",
    };
    let awaited: Vec<&str> = round.awaited.iter().map(|judge| judge.as_str()).collect();
    let facts: [(&str, &dyn ToString); 3] = [
        ("round", &round.name),
        ("judges", &round.judges),
        ("awaited", &awaited.join(" ")),
    ];
    let mut text = words.with(key, facts);
    if !round.excluded.is_empty() {
        let excluded: Vec<&str> = round.excluded.iter().map(|judge| judge.as_str()).collect();
        text.push_str(&words.with("results.excluded", [("judges", &excluded.join(" "))]));
    }
    text
}

fn of_shortlist(contest: &Contest, shortlist: &ShortlistResult, words: &Words) -> String {
    let name = contest
        .round(&shortlist.round)
        .map_or_else(|| shortlist.round.to_string(), |round| round.name.clone());
    let (key, count) = match &shortlist.fixed {
        Some(fixed) => ("results.shortlist_fixed", fixed.len()),
        None => ("results.shortlist", shortlist.entries.len()),
    };
    let facts: [(&str, &dyn ToString); 2] = [("round", &name), ("count", &count)];
    words.with(key, facts)
}

fn of_award(contest: &Contest, award: &AwardResult, words: &Words) -> String {
    let name = award_name(contest, &award.award);
    let count = award
        .count
        .map_or_else(|| "?".to_owned(), |count| count.to_string());
    let facts: [(&str, &dyn ToString); 3] = [
        ("award", &name),
        ("received", &award.received.len()),
        ("count", &count),
    ];
    let mut text = words.with("results.award", facts);
    for question_asked in &award.open {
        let asked = question(question_asked, words);
        text.push_str(&words.with("results.open", [("question", &asked)]));
    }
    let columns = [
        "results.rank",
        "results.to",
        "results.by",
        "results.p_in",
        "results.otherwise",
    ];
    let mut table = Table::new(columns.map(|key| words.say(key)));
    for one in &award.received {
        table.row(received(one, words));
    }
    text.push_str(&table.block());
    text
}

fn received(one: &Received, words: &Words) -> [String; 5] {
    let dash = || "–".to_owned();
    let by = match one.by {
        By::Ranking => "results.by_ranking",
        By::JudgesOrder => "results.by_judges_order",
        By::People => "results.by_people",
    };
    let mut otherwise = Vec::new();
    if !one.by_raw_means {
        otherwise.push(words.say("results.not_by_raw_means"));
    }
    if !one.by_least_squares {
        otherwise.push(words.say("results.not_by_least_squares"));
    }
    [
        one.rank.map_or_else(dash, |rank| rank.to_string()),
        recipient(&one.to),
        words.say(by),
        one.p_in
            .map_or_else(dash, |p| format!("{:.0} %", p * 100.0)),
        otherwise.join(&words.say("joint")),
    ]
}

fn extra(reviews: &[ExtraReview], words: &Words) -> String {
    let columns = [
        "extra.round",
        "extra.line",
        "extra.entry",
        "extra.p_in",
        "extra.gain",
    ];
    let mut table = Table::new(columns.map(|key| words.say(key)));
    for one in reviews.iter().take(EXTRA) {
        table.row([
            one.round.to_string(),
            one.line.to_string(),
            one.entry.to_string(),
            format!("{:.0} %", one.p_in * 100.0),
            format!("{:.3}", one.gain),
        ]);
    }
    if reviews.is_empty() {
        return String::new();
    }
    let mut text = words.say("extra.head");
    text.push_str(&table.block());
    text
}

/// What is open, in words.
pub(crate) fn question(open: &OpenQuestion, words: &Words) -> String {
    let number =
        |places: &Option<u32>| places.map_or_else(|| "?".to_owned(), |places| places.to_string());
    match open {
        OpenQuestion::RoundNotBegun { round } => {
            words.with("open.round_not_begun", [("round", round)])
        }
        OpenQuestion::JudgesAwaited { round, judges } => {
            let facts: [(&str, &dyn ToString); 2] = [("round", round), ("judges", judges)];
            words.with("open.judges_awaited", facts)
        }
        OpenQuestion::NoSingleRanking { round } => {
            words.with("open.no_single_ranking", [("round", round)])
        }
        OpenQuestion::AwardsOpen { awards } => {
            let awards: Vec<&str> = awards.iter().map(AwardId::as_str).collect();
            words.with("open.awards_open", [("awards", &awards.join(" "))])
        }
        OpenQuestion::CountOpen => words.say("open.count_open"),
        OpenQuestion::Tie { places, among } => {
            let among: Vec<String> = among.iter().map(recipient).collect();
            let facts: [(&str, &dyn ToString); 2] =
                [("places", places), ("among", &among.join(" "))];
            words.with("open.tie", facts)
        }
        OpenQuestion::PeopleDecide { places } => {
            words.with("open.people_decide", [("places", &number(places))])
        }
        OpenQuestion::TooFew { places } => words.with("open.too_few", [("places", places)]),
    }
}

/// Who receives something, as people call them.
pub(crate) fn recipient(to: &Recipient) -> String {
    match to {
        Recipient::Entry(number) => number.to_string(),
        Recipient::Unit(unit) => tame(unit),
    }
}

/// The name of an award.
pub(crate) fn award_name(contest: &Contest, id: &AwardId) -> String {
    contest
        .award(id)
        .map_or_else(|| id.to_string(), |award| award.name.clone())
}

//! The notice that makes the awards public (公示).

use results::{AwardResult, Received, Recipient};
use serde::Serialize;

use crate::facts::Facts;
use crate::papers::Papers;
use crate::press::{Paper, PaperError, Template, set};

const TEMPLATE: Template = Template {
    name: "notice.typ",
    text: include_str!("../../../assets/report/notice.typ"),
};

#[derive(Serialize)]
struct Notice {
    /// Its lines.
    title: [String; 2],
    /// Why it is a draft; `None` when it is final.
    draft: Option<Vec<String>>,
    opening: String,
    awards: Vec<AwardSection>,
    objections: String,
    closing: String,
    signers: Vec<String>,
    day: String,
}

#[derive(Serialize)]
struct AwardSection {
    heading: String,
    units: Vec<String>,
    entries: Vec<EntryLine>,
}

#[derive(Serialize)]
struct EntryLine {
    number: String,
    title: String,
    authors: Vec<String>,
    unit: String,
    theme: String,
}

/// The notice: who receives which award, and how objections are raised. What is not final says so on every page and lists
/// why.
///
/// # Errors
/// See [`PaperError`].
pub fn public_notice(papers: &Papers<'_>) -> Result<Paper, PaperError> {
    let facts = Facts::new(papers);
    let words = &facts.words;
    let mut ordinal = 0;
    let awards = papers
        .results
        .awards
        .iter()
        .filter(|award| !award.received.is_empty())
        .map(|award| {
            ordinal += 1;
            section(&facts, award, ordinal)
        })
        .collect();
    let notice = Notice {
        title: [
            words.fill("notice.title", &[("contest", &papers.contest.title)]),
            words.say("notice.title_second"),
        ],
        draft: (!facts.is_final()).then(|| facts.open_questions()),
        opening: opening(&facts),
        awards,
        objections: match &papers.objections {
            Some(objections) => words.fill(
                "notice.objections",
                &[
                    ("from", &words.day(papers.dated)),
                    ("until", &words.day(objections.until)),
                    ("to", &objections.to),
                ],
            ),
            None => words.say("notice.objections_general"),
        },
        closing: words.say("notice.closing"),
        signers: signers(&papers.contest.organiser),
        day: words.day(papers.dated),
    };
    set(TEMPLATE, papers, words, notice)
}

/// The organisers, one a line. A contest file names several with a middle dot between them.
pub(crate) fn signers(organiser: &str) -> Vec<String> {
    organiser
        .split('·')
        .map(|name| name.trim().to_owned())
        .collect()
}

fn opening(facts: &Facts<'_>) -> String {
    let inputs = facts.papers.inputs;
    let sent: u64 = inputs.units.iter().map(|unit| u64::from(unit.sent)).sum();
    let reviews: u64 = facts
        .ranked()
        .map(|(_, ranked)| u64::from(ranked.reviews))
        .sum();
    let mut judges: Vec<_> = inputs
        .rounds
        .iter()
        .flat_map(|round| &round.returned)
        .collect();
    judges.sort();
    judges.dedup();
    facts.words.fill(
        "notice.opening",
        &[
            ("contest", &facts.papers.contest.title),
            ("sent", &sent),
            ("entries", &inputs.entries.len()),
            ("judges", &judges.len()),
            ("reviews", &reviews),
        ],
    )
}

fn section(facts: &Facts<'_>, award: &AwardResult, ordinal: u32) -> AwardSection {
    let words = &facts.words;
    let prize = facts
        .papers
        .contest
        .award(&award.award)
        .map_or(0, |award| award.prize_yuan);
    let key = match (facts.given_to_units(&award.award), prize) {
        (true, _) => "notice.award_units",
        (false, 0) => "notice.award",
        (false, _) => "notice.award_prize",
    };
    let heading = words.fill(
        key,
        &[
            ("ordinal", &words.ordinal(ordinal)),
            ("award", &facts.award(&award.award)),
            ("count", &award.received.len()),
            ("prize", &thousands(prize)),
        ],
    );
    AwardSection {
        heading,
        units: award
            .received
            .iter()
            .filter_map(|received| match &received.to {
                Recipient::Unit(unit) => Some(unit.clone()),
                Recipient::Entry(_) => None,
            })
            .collect(),
        entries: award
            .received
            .iter()
            .filter_map(|received| entry_line(facts, received))
            .collect(),
    }
}

fn entry_line(facts: &Facts<'_>, received: &Received) -> Option<EntryLine> {
    match &received.to {
        Recipient::Entry(entry) => Some(EntryLine {
            number: entry.to_string(),
            title: facts.title(entry).to_owned(),
            authors: facts.papers.authors.get(entry).cloned().unwrap_or_default(),
            unit: facts.unit(entry).to_owned(),
            theme: facts.theme_of(entry),
        }),
        Recipient::Unit(_) => None,
    }
}

/// A whole number with a comma at every third digit.
pub(crate) fn thousands(number: u32) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prizes_have_a_comma_at_every_third_digit() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (5_000, "5,000"),
            (100_000, "100,000"),
        ] {
            assert_eq!(thousands(number), text);
        }
    }
}

//! Certificates, one page for each recipient of an award.

use results::{AwardResult, Received, Recipient};
use serde::Serialize;

use crate::facts::Facts;
use crate::notice::signers;
use crate::papers::Papers;
use crate::press::{Paper, PaperError, Template, set};

const TEMPLATE: Template = Template {
    name: "certificate.typ",
    text: include_str!("../../../assets/report/certificate.typ"),
};

#[derive(Serialize)]
struct Certificates {
    contest: String,
    subtitle: String,
    pages: Vec<Page>,
    signers: Vec<String>,
    day: String,
}

#[derive(Serialize)]
struct Page {
    /// Who is addressed: the authors, or the unit.
    name: String,
    /// Below the name: the unit of the authors.
    unit: String,
    /// The sentence before the award.
    text: String,
    award: String,
    /// The number of the entry, empty for units.
    number: String,
    /// Whether the award can still go elsewhere.
    draft: bool,
}

/// The certificates of all awards, highest award first, each best first. As long as an award has an open question, or the
/// results are a draft, its pages are marked as specimens.
///
/// # Errors
/// See [`PaperError`].
pub fn certificates(papers: &Papers<'_>) -> Result<Paper, PaperError> {
    let facts = Facts::new(papers);
    let provisional = papers
        .results
        .rounds
        .iter()
        .any(|round| round.state == results::RoundState::Provisional);
    let pages = papers
        .results
        .awards
        .iter()
        .flat_map(|award| {
            let draft = provisional || !award.open.is_empty();
            let facts = &facts;
            award
                .received
                .iter()
                .map(move |received| page(facts, award, received, draft))
        })
        .collect();
    let view = Certificates {
        contest: papers.contest.title.clone(),
        subtitle: papers.contest.subtitle.clone(),
        pages,
        signers: signers(&papers.contest.organiser),
        day: facts.words.solemn_day(papers.dated),
    };
    set(TEMPLATE, papers, &facts.words, view)
}

fn page(facts: &Facts<'_>, award: &AwardResult, received: &Received, draft: bool) -> Page {
    let contest: &str = &facts.papers.contest.title;
    let (name, unit, number, text) = match &received.to {
        Recipient::Entry(entry) => (
            facts.authors(entry),
            facts.unit(entry).to_owned(),
            entry.to_string(),
            facts.words.fill(
                "certificate.entry",
                &[("title", &facts.title(entry)), ("contest", &contest)],
            ),
        ),
        Recipient::Unit(unit) => (
            unit.clone(),
            String::new(),
            String::new(),
            facts
                .words
                .fill("certificate.unit", &[("contest", &contest)]),
        ),
    };
    Page {
        name,
        unit,
        text,
        award: facts.award(&award.award),
        number,
        draft,
    }
}

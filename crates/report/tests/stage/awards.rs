//! Who receives an award, and how the units stand.

use contest::AwardId;
use results::{
    AwardResult, By, EntryFacts, EntryStanding, Outcome, Received, Recipient, RoundInputs,
    RoundResult, UnitStanding,
};

use super::id;

pub(crate) fn awards(held: &[(RoundResult, RoundInputs)]) -> Vec<AwardResult> {
    let best = |round: usize| match &held[round].0.outcome {
        Outcome::Ranked(ranked) => ranked.entries.clone(),
        Outcome::NotRanked(_) => Vec::new(),
    };
    let award = |award: &str, entries: &[EntryStanding], line: Option<u32>, by: By| AwardResult {
        award: id::<AwardId>(award),
        count: Some(u32::try_from(entries.len()).unwrap()),
        received: entries
            .iter()
            .map(|standing| Received {
                to: Recipient::Entry(standing.entry.clone()),
                rank: Some(standing.rank),
                by,
                p_in: line.map(|line| standing.p_top[&line]),
                by_raw_means: standing.raw_rank <= standing.rank + 4,
                by_least_squares: standing.least_squares_rank <= standing.rank + 6,
            })
            .collect(),
        open: Vec::new(),
    };
    vec![
        award("gold", &best(1)[..1], Some(1), By::Ranking),
        award("nominee", &best(1)[1..21], Some(21), By::Ranking),
        award("merit", &best(1)[21..45], None, By::People),
        award("video", &best(2)[..10], Some(10), By::Ranking),
    ]
}

pub(crate) fn unit_standing(unit: &str, entries: &[EntryFacts]) -> UnitStanding {
    let accepted = entries.iter().filter(|entry| entry.unit == unit).count();
    let accepted = u32::try_from(accepted).unwrap();
    UnitStanding {
        unit: unit.to_owned(),
        sent: accepted + 3,
        accepted,
        points: accepted % 11,
        score: Some(f64::from(accepted) * 2.37),
        rank: None,
    }
}

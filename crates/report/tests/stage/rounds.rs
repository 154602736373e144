//! A round as it was held: who judged what, and what came of it.

use std::collections::BTreeMap;

use contest::{JudgeId, Points, Round, ThemeId};
use results::{
    Agreement, CriterionResult, EntryFacts, EntryStanding, JudgeStanding, Outcome, Range,
    RankedRound, Reliability, RoundInputs, RoundResult, RoundState, Seat, SheetFacts, SheetState,
    ThemeStanding, Variances,
};

use super::dice::Dice;
use super::id;

pub(crate) fn round(
    dice: &mut Dice,
    rules: &Round,
    merits: &[(f64, &EntryFacts)],
    judges: &[JudgeId],
    reviews: usize,
    lines: &[u32],
) -> (RoundResult, RoundInputs) {
    let leniency: Vec<f64> = judges.iter().map(|_| 5.0 * dice.about()).collect();
    let mut seats = Vec::new();
    let mut sheets = Vec::new();
    let field = u32::try_from(merits.len()).unwrap();
    let reach = f64::from(field) / f64::from(u32::try_from(reviews * 2).unwrap());
    let mut standings: Vec<EntryStanding> = merits
        .iter()
        .map(|(merit, entry)| {
            let first = dice.below(judges.len());
            let mut totals = BTreeMap::new();
            for seat in 0..reviews {
                let place = (first + seat) % judges.len();
                seats.push(Seat {
                    judge: judges[place].clone(),
                    entry: entry.number.clone(),
                });
                let recused = dice.below(90) == 0;
                sheets.push(SheetFacts {
                    judge: judges[place].clone(),
                    entry: entry.number.clone(),
                    state: if recused {
                        SheetState::Recused
                    } else {
                        SheetState::Scored(BTreeMap::from([(
                            id("novel"),
                            Points::from_halves(14).unwrap(),
                        )]))
                    },
                });
                if !recused {
                    let total = merit + leniency[place] + 4.0 * dice.about();
                    totals.insert(judges[place].clone(), (total * 2.0).round() / 2.0);
                }
            }
            let count = u32::try_from(totals.len()).unwrap();
            let raw = totals.values().sum::<f64>() / f64::from(count.max(1));
            EntryStanding {
                entry: entry.number.clone(),
                theme: entry.theme,
                island: 1,
                rank: 0,
                tied: false,
                rank_interval: Range { best: 1, worst: 1 },
                estimate: merit + 0.8 * dice.about(),
                estimate_se: 1.9,
                merit: merit - 66.0,
                merit_se: 1.8,
                raw_mean: raw,
                raw_rank: 0,
                least_squares: raw,
                least_squares_se: Some(2.1),
                least_squares_rank: 0,
                reviews: count,
                due: u32::try_from(reviews).unwrap(),
                recused: u32::try_from(reviews).unwrap() - count,
                totals,
                p_first: 0.0,
                p_top: BTreeMap::new(),
            }
        })
        .collect();
    standings.sort_by(|a, b| b.raw_mean.total_cmp(&a.raw_mean));
    for (place, standing) in (1..).zip(&mut standings) {
        standing.raw_rank = place;
        standing.least_squares_rank = place;
    }
    standings.sort_by(|a, b| b.estimate.total_cmp(&a.estimate));
    for (place, standing) in (1..).zip(&mut standings) {
        standing.rank = place;
        let sure = (f64::from(place) / f64::from(field) * 3.1).sin();
        let half = (reach * (0.25 + sure)).round();
        standing.rank_interval = Range {
            best: (f64::from(place) - half).max(1.0) as u32,
            worst: (f64::from(place) + half).min(f64::from(field)) as u32,
        };
        let above = |line: u32| {
            1.0 / (1.0 + ((f64::from(place) - f64::from(line) - 0.5) / (reach / 4.0)).exp())
        };
        standing.p_first = above(1) * 0.6;
        standing.p_top = lines.iter().map(|line| (*line, above(*line))).collect();
    }
    let result = RoundResult {
        round: rules.id.clone(),
        name: rules.name.clone(),
        kind: rules.kind,
        state: RoundState::Complete,
        judges: u32::try_from(judges.len()).unwrap(),
        awaited: Vec::new(),
        excluded: if judges.len() > 40 {
            vec![id("J17")]
        } else {
            Vec::new()
        },
        outcome: Outcome::Ranked(Box::new(RankedRound {
            reviews: standings.iter().map(|standing| standing.reviews).sum(),
            unscored: Vec::new(),
            judges: judges
                .iter()
                .zip(&leniency)
                .enumerate()
                .map(|(place, (judge, leniency))| JudgeStanding {
                    judge: judge.clone(),
                    reviews: standings
                        .iter()
                        .map(|standing| u32::from(standing.totals.contains_key(judge)))
                        .sum(),
                    leniency: *leniency,
                    leniency_se: 1.1,
                    spread: Some(7.5),
                    infit: if place % 19 == 7 { 1.83 } else { 0.96 },
                    misfits: place % 19 == 7,
                })
                .collect(),
            themes: (1..=7)
                .map(|theme| ThemeStanding {
                    theme: (!rules.kind.compares_themes()).then(|| ThemeId::new(theme).unwrap()),
                    mean: 66.2 + f64::from(theme) / 3.0,
                    se: 0.7,
                    entries: field / 7,
                })
                .take(if rules.kind.compares_themes() { 1 } else { 7 })
                .collect(),
            criteria: ["practicable", "novel", "effect", "expression"]
                .map(|criterion| CriterionResult {
                    criterion: id(criterion),
                    mean: 6.9,
                    spread: Some(1.2),
                    reliability: Some(0.61),
                    estimates: standings
                        .iter()
                        .map(|standing| (standing.entry.clone(), 6.9))
                        .collect(),
                })
                .into(),
            variances: Variances {
                merit: 29.4,
                leniency: 8.7,
                noise: 12.9,
            },
            reml_criterion: 9_876.5,
            reliability: Reliability {
                before: 0.72,
                after: 0.83,
            },
            agreement: Agreement {
                alpha_interval: Some(0.51),
                alpha_ordinal: Some(0.49),
                icc_single: (reviews == judges.len()).then_some(0.47),
                icc_mean: (reviews == judges.len()).then_some(0.86),
                kendall_w: (reviews == judges.len()).then_some(0.55),
            },
            islands: 1,
            fiedler: 0.214,
            weakest_bridge: None,
            missing_bridges: Vec::new(),
            lines: lines.to_vec(),
            entries: standings,
        })),
    };
    let inputs = RoundInputs {
        round: rules.id.clone(),
        shortlist: rules.kind.compares_themes().then(|| {
            merits
                .iter()
                .map(|(_, entry)| entry.number.clone())
                .collect()
        }),
        seats,
        returned: judges.to_vec(),
        sheets,
        ties: Vec::new(),
    };
    (result, inputs)
}

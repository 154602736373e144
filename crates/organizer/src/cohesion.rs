//! How firmly a plan holds its judges together: whether one ranking can be drawn from what they will hand in.

use assign::Link;
use ranking::Review;
use serde::Serialize;

use crate::roster::Roster;

/// How firmly a plan holds its judges together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cohesion {
    /// Groups of judges who share no entry with one another. More than one: scores of one group say nothing about those of
    /// another.
    pub islands: Vec<Vec<String>>,
    /// The Fiedler value of the graph of judges and entries, from 0 for islands to 1 when every judge has every entry;
    /// `None` for a plan without a pair.
    pub fiedler: Option<f64>,
    /// The thinnest place; `None` for islands and for a single judge.
    pub weakest_bridge: Option<WeakestBridge>,
    /// The two judges who hold the plan together most weakly, and how many entries they share.
    pub weakest_link: Option<(String, String, u32)>,
}

/// The thinnest place between two groups of judges.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WeakestBridge {
    /// The judges of the side with fewer reviews.
    pub judges: Vec<String>,
    /// The entries that judges of both sides have: they alone carry the comparison across.
    pub entries: Vec<String>,
}

impl Cohesion {
    /// Of a plan that gives each entry of the roster these judges, by their places in it, who share entries by these links.
    pub(crate) fn of(roster: &Roster, judges_of: &[Vec<usize>], links: &[Link]) -> Cohesion {
        let judges = roster.judges.len();
        // Connectivity asks who reviews what, not with which score.
        let reviews: Vec<Review> = judges_of
            .iter()
            .enumerate()
            .flat_map(|(entry, chosen)| {
                chosen.iter().map(move |&judge| Review {
                    entry,
                    judge,
                    score: 0.0,
                })
            })
            .collect();
        let found = ranking::connectivity(roster.entries.len(), &reviews).ok();
        Cohesion {
            islands: assign::islands(judges, judges_of)
                .iter()
                .map(|island| island.iter().map(|&at| roster.judge(at)).collect())
                .collect(),
            fiedler: found.as_ref().map(|found| found.fiedler),
            weakest_bridge: found
                .and_then(|found| found.weakest)
                .map(|bridge| WeakestBridge {
                    judges: bridge.judges.iter().map(|&at| roster.judge(at)).collect(),
                    entries: bridge.entries.iter().map(|&at| roster.entry(at)).collect(),
                }),
            weakest_link: assign::weakest_link(judges, links)
                .map(|(one, other, shared)| (roster.judge(one), roster.judge(other), shared)),
        }
    }
}

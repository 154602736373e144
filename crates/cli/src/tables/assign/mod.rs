//! `jury assign --entries --judges`: who judges what, from two tables.

mod problem;
mod refused;
mod said;

use std::path::PathBuf;

use assign::{ExpertPlan, ExpertiseCosts, assign_experts};
use ranking::Review;
use serde::Serialize;

use super::bridge::BridgeLine;
use super::picked;
use crate::failure::Failure;
use crate::output::Report;
use crate::words::Words;
use problem::Contest;
use refused::PlanRefused;
use said::said;

/// What can be typed after `jury assign` in place of a folder.
#[derive(Debug, clap::Args)]
pub(crate) struct AssignTables {
    /// 点子表（CSV：entry,theme,unit[,minutes]），不用征集文件夹 · a table of entries, in place of a folder
    #[arg(long, value_name = "FILE.csv", requires = "judges")]
    pub(crate) entries: Option<PathBuf>,
    /// 评委表（CSV：judge,unit,max_load,themes[,max_minutes]） · a table of judges
    #[arg(
        long,
        value_name = "FILE.csv",
        requires = "entries",
        conflicts_with = "dir"
    )]
    judges: Option<PathBuf>,
    /// 一次评审的代价：首选专题、列出的、没列的，默认 0,1,4 · what a review costs: first theme, listed, unlisted
    #[arg(long, value_name = "N,N,N", requires = "entries", value_parser = costs)]
    expertise: Option<ExpertiseCosts>,
}

/// Three whole numbers, none smaller than the one before.
fn costs(text: &str) -> Result<ExpertiseCosts, String> {
    let numbers: Option<Vec<u32>> = text
        .split(',')
        .map(|part| part.trim().parse().ok())
        .collect();
    match numbers.as_deref() {
        Some(&[first, listed, unlisted]) if first <= listed && listed <= unlisted => {
            Ok(ExpertiseCosts {
                first,
                listed,
                unlisted,
            })
        }
        _ => {
            Err("三个整数，从小到大，如 0,1,4 · three whole numbers, rising, like 0,1,4".to_owned())
        }
    }
}

/// A plan in names.
#[derive(Debug, Serialize)]
pub(super) struct Assigned {
    /// By entry, then by judge.
    pub(super) pairs: Vec<PairLine>,
    pub(super) judges: Vec<LoadLine>,
    /// Judges for each entry.
    pub(super) reviews: u32,
    /// The sum of the expertise costs.
    pub(super) cost: i64,
    /// The least sum there is without limits in minutes.
    pub(super) least_cost: i64,
    /// Entries of which one review crosses the themes on purpose.
    pub(super) bridged: Vec<String>,
    /// Pairs kept apart because entry and judge are of one unit.
    pub(super) barred: usize,
    /// Whether one ranking will cover all entries.
    pub(super) single_ranking: bool,
    pub(super) components: usize,
    /// The judges of each island.
    pub(super) islands: Vec<Vec<String>>,
    /// From 0 to 1; 0 with islands.
    pub(super) fiedler: Option<f64>,
    pub(super) weakest_bridge: Option<BridgeLine>,
    /// Judges without an entry.
    pub(super) idle: Vec<String>,
    /// Themes that judges list and no entry has.
    pub(super) unknown_themes: Vec<String>,
    pub(super) seed: u64,
}

#[derive(Debug, Serialize)]
pub(super) struct PairLine {
    pub(super) entry: String,
    pub(super) judge: String,
    /// By what the judge knows of the theme.
    pub(super) cost: u32,
}

#[derive(Debug, Serialize)]
pub(super) struct LoadLine {
    pub(super) judge: String,
    pub(super) load: u32,
    /// `None` for no limit.
    pub(super) max_load: Option<u32>,
    pub(super) minutes: u32,
    pub(super) max_minutes: Option<u32>,
    /// What room for one more entry would save.
    pub(super) price: i64,
}

/// Plans.
pub(crate) fn run(
    tables: &AssignTables,
    reviews: u32,
    seed: u64,
    words: &Words,
) -> Result<Report, Failure> {
    let expected = "the command comes here only with both tables";
    let contest = Contest::read(
        tables.entries.as_deref().expect(expected),
        tables.judges.as_deref().expect(expected),
        reviews,
        tables.expertise.unwrap_or_default(),
    )?;
    let plan = assign_experts(&contest.problem, seed)
        .map_err(|why| PlanRefused::impossible(why, &contest))?;
    let assigned = assigned(contest, plan, seed);
    Ok(Report::new(&assigned, said(&assigned, words)))
}

fn assigned(contest: Contest, plan: ExpertPlan, seed: u64) -> Assigned {
    let Contest {
        entries,
        judges,
        problem,
        unknown_themes,
    } = contest;
    let mut reviews = Vec::new();
    let mut pairs = Vec::new();
    for (entry, chosen) in plan.judges_of.iter().enumerate() {
        for &judge in chosen {
            // Connectivity asks who reviews what, not with which score.
            reviews.push(Review {
                entry,
                judge,
                score: 0.0,
            });
            pairs.push(PairLine {
                entry: entries[entry].clone(),
                judge: judges[judge].clone(),
                cost: problem.cost(problem.entries[entry].theme, judge),
            });
        }
    }
    let connectivity = ranking::connectivity(entries.len(), &reviews).ok();
    let idle: Vec<usize> = (0..judges.len()).filter(|&at| plan.load[at] == 0).collect();
    Assigned {
        judges: judges
            .iter()
            .enumerate()
            .map(|(at, judge)| LoadLine {
                judge: judge.clone(),
                load: plan.load[at],
                max_load: problem.judges[at].max,
                minutes: plan.minutes[at],
                max_minutes: problem.judges[at].max_minutes,
                price: plan.prices[at],
            })
            .collect(),
        reviews: problem.reviews,
        cost: plan.cost,
        least_cost: plan.least_cost,
        bridged: picked(&entries, &plan.bridged),
        barred: problem.barred.len(),
        single_ranking: plan.islands.len() == 1,
        components: plan.islands.len(),
        islands: plan
            .islands
            .iter()
            .map(|island| picked(&judges, island))
            .collect(),
        fiedler: connectivity.as_ref().map(|found| found.fiedler),
        weakest_bridge: connectivity
            .and_then(|found| found.weakest)
            .map(|bridge| BridgeLine::of(&bridge, &judges, &entries)),
        pairs,
        idle: picked(&judges, &idle),
        unknown_themes,
        seed,
    }
}

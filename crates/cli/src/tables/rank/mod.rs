//! `jury rank --scores`: the ranking of a table of scores.

mod lines;
mod refused;
mod said;
mod themes;

use std::path::PathBuf;

use ranking::{Connectivity, Fit, LeastSquares, Ranking, Review, Standing};

use super::bridge::BridgeLine;
use super::picked;
use super::scores::Scores;
use super::weights::{Weight, weights};
use crate::failure::Failure;
use crate::output::Report;
use crate::words::Words;
use lines::{
    EntryLine, IslandLine, JudgeLine, PairLine, Ranked, ReliabilityLine, ThemeLine, VarianceLine,
};
use refused::RankRefused;
use said::said;
use themes::Themes;

/// The most judges and themes together: systems of that size are kept whole, at 72 MB each.
const MOST_JUDGES: usize = 3_000;

/// What can be typed after `jury rank` in place of a folder.
#[derive(Debug, clap::Args)]
pub(crate) struct RankTables {
    /// 评分表（CSV：judge,entry,criterion,score），不用征集文件夹 · a table of scores, in place of a folder
    #[arg(long, value_name = "FILE.csv")]
    pub(crate) scores: Option<PathBuf>,
    /// 专题表（CSV：entry,theme） · a table of themes
    #[arg(
        long,
        value_name = "FILE.csv",
        requires = "scores",
        conflicts_with = "dir"
    )]
    themes: Option<PathBuf>,
    /// 评分项权重，默认相等 · weights of the criteria; equal otherwise
    #[arg(
        long,
        value_name = "CRITERION=W",
        value_delimiter = ',',
        requires = "scores",
        conflicts_with = "dir"
    )]
    weights: Vec<Weight>,
    /// 进入前 k 名的把握 · how likely each entry is among the first k
    #[arg(
        long,
        value_name = "K",
        value_delimiter = ',',
        value_parser = clap::value_parser!(u32).range(1..),
        requires = "scores",
        conflicts_with = "dir"
    )]
    top: Vec<u32>,
    /// 抽样次数 · how many draws
    #[arg(
        long,
        value_name = "N",
        default_value_t = 1000,
        value_parser = clap::value_parser!(u32).range(1..),
        requires = "scores",
        conflicts_with = "dir"
    )]
    draws: u32,
    /// 随机种子 · the seed
    #[arg(
        long,
        value_name = "S",
        default_value_t = 1,
        requires = "scores",
        conflicts_with = "dir"
    )]
    seed: u64,
}

/// Ranks the tables.
pub(crate) fn run(tables: &RankTables, words: &Words) -> Result<Report, Failure> {
    let ranked = ranked(tables)?;
    Ok(Report::new(&ranked, said(&ranked, words)))
}

fn ranked(tables: &RankTables) -> Result<Ranked, RankRefused> {
    let file = tables
        .scores
        .as_deref()
        .expect("the command comes here only with a table of scores");
    let scores = Scores::read(file)?;
    let weights = weights(&tables.weights, &scores.criteria)?;
    let reviews = scores.reviews(&weights)?;
    let themes = match &tables.themes {
        Some(file) => Themes::read(file, &scores.entries)?,
        None => Themes::one(scores.entries.len()),
    };
    let (judges, most) = (scores.judges.len(), MOST_JUDGES);
    if judges.saturating_add(themes.names.len()) > most {
        return Err(RankRefused::TooMany {
            judges,
            themes: themes.names.len(),
            most,
        });
    }
    let fit = ranking::fit(&reviews, &themes.of_entry)?;
    let connectivity = fit.connectivity();
    let entries = entry_lines(tables, &scores, &themes, &fit, &reviews)?;
    let all: f64 = weights.iter().sum();
    let variances = fit.variances();
    let reliability = fit.reliability();
    Ok(Ranked {
        entries,
        judges: judge_lines(&scores, &fit),
        themes: theme_lines(&themes, &fit),
        reviews: reviews.len(),
        weights: scores
            .criteria
            .iter()
            .cloned()
            .zip(weights.iter().map(|weight| weight / all))
            .collect(),
        variances: VarianceLine {
            entry: variances.merit,
            judge: variances.leniency,
            residual: variances.noise,
        },
        reml_criterion: fit.criterion(),
        reliability: ReliabilityLine {
            raw_mean: reliability.before,
            merit: reliability.after,
        },
        single_ranking: connectivity.islands.len() == 1,
        components: connectivity.islands.len(),
        islands: island_lines(&connectivity, &scores),
        missing_bridges: connectivity
            .missing
            .iter()
            .map(|pair| PairLine {
                judge: scores.judges[pair.judge].clone(),
                entry: scores.entries[pair.entry].clone(),
            })
            .collect(),
        fiedler: connectivity.fiedler,
        weakest_bridge: connectivity
            .weakest
            .as_ref()
            .map(|bridge| BridgeLine::of(bridge, &scores.judges, &scores.entries)),
        seed: tables.seed,
        draws: tables.draws,
        unscored: themes.unscored,
    })
}

/// The entries island by island, best first. Every entry of a table of scores has a review, so that all estimators speak of all
/// of them, in the order of their numbers.
fn entry_lines(
    tables: &RankTables,
    scores: &Scores,
    themes: &Themes,
    fit: &Fit,
    reviews: &[Review],
) -> Result<Vec<EntryLine>, RankRefused> {
    let LeastSquares {
        entries: adjusted, ..
    } = ranking::least_squares(scores.entries.len(), reviews)?;
    let mut raw =
        ranking::raw_means(scores.entries.len(), reviews).map_err(ranking::FitError::Reviews)?;
    raw.sort_unstable_by_key(|mean| mean.entry);
    let draws = fit.draws(tables.seed, tables.draws)?;
    let islands: Vec<Vec<Standing>> = match fit.ranking() {
        Ranking::Whole(whole) => vec![whole],
        Ranking::Islands(islands) => islands,
    };
    let placed = (1..).zip(&islands);
    let placed = placed.flat_map(|(island, row)| row.iter().map(move |place| (island, place)));
    Ok(placed
        .map(|(island, place)| {
            let at = place.entry;
            let estimate = fit.entries()[at];
            let interval = draws.interval(at);
            EntryLine {
                entry: scores.entries[at].clone(),
                theme: themes.names.get(themes.of_entry[at]).cloned(),
                island,
                n: estimate.reviews,
                raw_mean: raw[at].mean,
                least_squares: adjusted[at].estimate,
                least_squares_se: adjusted[at].se,
                merit: estimate.merit,
                merit_se: estimate.merit_se,
                estimate: estimate.estimate,
                estimate_se: estimate.se,
                rank: place.rank,
                tied: place.tied,
                rank_low: interval.map(|interval| interval.low),
                rank_high: interval.map(|interval| interval.high),
                p_first: draws.p_first(at),
                p_top: tables
                    .top
                    .iter()
                    .map(|&k| (k, draws.p_top(at, k)))
                    .collect(),
            }
        })
        .collect())
}

fn judge_lines(scores: &Scores, fit: &Fit) -> Vec<JudgeLine> {
    fit.judges()
        .into_iter()
        .map(|judge| JudgeLine {
            judge: scores.judges[judge.judge].clone(),
            n: judge.reviews,
            leniency: judge.leniency,
            leniency_se: judge.se,
            spread: judge.spread,
            infit: judge.infit,
            misfits: judge.misfits,
        })
        .collect()
}

fn theme_lines(themes: &Themes, fit: &Fit) -> Vec<ThemeLine> {
    fit.themes()
        .into_iter()
        .filter_map(|theme| {
            Some(ThemeLine {
                theme: themes.names.get(theme.theme)?.clone(),
                mean: theme.mean,
                se: theme.se,
                entries: theme.entries,
            })
        })
        .collect()
}

fn island_lines(connectivity: &Connectivity, scores: &Scores) -> Vec<IslandLine> {
    connectivity
        .islands
        .iter()
        .map(|island| IslandLine {
            entries: picked(&scores.entries, &island.entries),
            judges: picked(&scores.judges, &island.judges),
        })
        .collect()
}

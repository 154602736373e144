//! `jury agreement`: how far the judges of a table of scores agree, by every coefficient that the table allows, and why it
//! does not allow the others.

mod lines;
mod said;

use std::path::PathBuf;

use ranking::Review;
use ranking::agreement::{
    Alpha, AlphaError, CompleteTable, GeneralizabilityError, Scale, TableError, crossed_components,
    intraclass_correlations, kendall_w, krippendorff_alpha,
};

use super::refused::ScoresError;
use super::scores::Scores;
use super::weights::{Weight, weights};
use crate::failure::Failure;
use crate::output::Report;
use crate::words::Words;
use lines::{
    Agreement, AlphaLine, Alphas, ComponentLine, GeneralizabilityLine, IccLine, KendallLine,
    NotApplicable,
};
use said::{reason, said};

/// The confidence of the limits of the intraclass correlations, and the part of the resamples between those of α.
const CONFIDENCE: f64 = 0.95;

/// How often the entries are resampled for the limits of α.
const RESAMPLES: u32 = 1_000;

/// The most different scores for which α on a ratio scale, which compares each with each, is resampled, and is calculated.
const MOST_RESAMPLED: usize = 1_000;
const MOST_COMPARED: usize = 30_000;

/// What can be typed after `jury agreement`.
#[derive(Debug, clap::Args)]
pub(crate) struct AgreementTables {
    /// 评分表（CSV：judge,entry,criterion,score） · a table of scores
    #[arg(long, value_name = "FILE.csv")]
    scores: PathBuf,
    /// 评分项权重，默认相等 · weights of the criteria; equal otherwise
    #[arg(long, value_name = "CRITERION=W", value_delimiter = ',')]
    weights: Vec<Weight>,
    /// 随机种子 · the seed
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
}

/// Why a coefficient does not apply.
#[derive(Debug, Clone, PartialEq)]
enum Why {
    /// This judge did not score this entry.
    Missing { entry: String, judge: String },
    /// Fewer than two entries or two judges.
    TooSmall,
    /// No entry has a second review.
    NothingShared,
    /// The scores do not differ in what the coefficient compares.
    NoVariation,
    /// A score is below 0.
    Negative { entry: String, judge: String },
    /// More different scores than can be compared each with each.
    TooManyValues { values: usize, most: usize },
    /// One criterion only.
    OneCriterion,
    /// The library found the table unusable for another reason.
    Unusable,
}

/// Looks at the table.
pub(crate) fn run(tables: &AgreementTables, words: &Words) -> Result<Report, Failure> {
    let agreement = agreement(tables, words)?;
    Ok(Report::new(&agreement, said(&agreement, words)))
}

fn agreement(tables: &AgreementTables, words: &Words) -> Result<Agreement, ScoresError> {
    let scores = Scores::read(&tables.scores)?;
    let reviews = scores.reviews(&weights(&tables.weights, &scores.criteria)?)?;
    let mut missed = Vec::new();
    let mut not = |index: &'static str, why: Why| {
        let (reason, what) = reason(&why, words);
        missed.push(NotApplicable {
            index,
            reason,
            what,
        });
    };

    let mut alpha = |index, scale| {
        alpha_line(&scores, &reviews, scale, tables.seed)
            .map_err(|why| not(index, why))
            .ok()
    };
    let alphas = Alphas {
        nominal: alpha("krippendorff_alpha.nominal", Scale::Nominal),
        ordinal: alpha("krippendorff_alpha.ordinal", Scale::Ordinal),
        interval: alpha("krippendorff_alpha.interval", Scale::Interval),
        ratio: alpha("krippendorff_alpha.ratio", Scale::Ratio),
    };
    let complete = complete(&scores, &reviews);
    let icc = complete.clone().and_then(|table| {
        intraclass_correlations(&table, CONFIDENCE).map_err(|error| of_table(&scores, error))
    });
    let kendall =
        complete.and_then(|table| kendall_w(&table).map_err(|error| of_table(&scores, error)));
    let generalizability = generalizability(&scores, &reviews);
    Ok(Agreement {
        entries: scores.entries.len(),
        judges: scores.judges.len(),
        criteria: scores.criteria.len(),
        reviews: reviews.len(),
        krippendorff_alpha: alphas,
        icc: icc.map_err(|why| not("icc", why)).ok().map(IccLine::from),
        kendall_w: kendall
            .map_err(|why| not("kendall_w", why))
            .ok()
            .map(KendallLine::from),
        generalizability: generalizability
            .map_err(|why| not("generalizability", why))
            .ok(),
        not_applicable: missed,
        confidence: CONFIDENCE,
        resamples: RESAMPLES,
        seed: tables.seed,
    })
}

fn alpha_line(
    scores: &Scores,
    reviews: &[Review],
    scale: Scale,
    seed: u64,
) -> Result<AlphaLine, Why> {
    let mut resamples = RESAMPLES;
    if scale == Scale::Ratio {
        let mut values: Vec<f64> = reviews.iter().map(|review| review.score).collect();
        values.sort_unstable_by(f64::total_cmp);
        values.dedup();
        if values.len() > MOST_COMPARED {
            return Err(Why::TooManyValues {
                values: values.len(),
                most: MOST_COMPARED,
            });
        }
        if values.len() > MOST_RESAMPLED {
            resamples = 0;
        }
    }
    let alpha = krippendorff_alpha(scores.entries.len(), reviews, scale, resamples, seed);
    let Alpha {
        value,
        low,
        high,
        entries,
    } = alpha.map_err(|error| match error {
        AlphaError::NothingShared => Why::NothingShared,
        AlphaError::NoVariation => Why::NoVariation,
        AlphaError::OffScale { entry, judge } => Why::Negative {
            entry: scores.entries[entry].clone(),
            judge: scores.judges[judge].clone(),
        },
        // The table has numbered the reviews itself, each once.
        AlphaError::Reviews(_) => Why::Unusable,
    })?;
    let limit = |limit: f64| (resamples > 0).then_some(limit);
    Ok(AlphaLine {
        value,
        low: limit(low),
        high: limit(high),
        entries,
    })
}

/// The reviews as a complete table; they are in order of entry and judge.
fn complete(scores: &Scores, reviews: &[Review]) -> Result<CompleteTable, Why> {
    let judges = scores.judges.len();
    let expected = (0..scores.entries.len()).flat_map(|entry| (0..judges).map(move |j| (entry, j)));
    let mut found = reviews.iter().map(|review| (review.entry, review.judge));
    for (entry, judge) in expected {
        if found.next() != Some((entry, judge)) {
            return Err(Why::Missing {
                entry: scores.entries[entry].clone(),
                judge: scores.judges[judge].clone(),
            });
        }
    }
    let rows = reviews.chunks(judges);
    let rows = rows.map(|row| row.iter().map(|review| review.score).collect());
    CompleteTable::new(rows.collect()).map_err(|error| of_table(scores, error))
}

fn of_table(scores: &Scores, error: TableError) -> Why {
    match error {
        TableError::TooSmall { .. } => Why::TooSmall,
        TableError::Missing { entry, judge } => Why::Missing {
            entry: scores.entries[entry].clone(),
            judge: scores.judges[judge].clone(),
        },
        TableError::NoVariation => Why::NoVariation,
        // Complete rows of numbers of ordinary size are neither.
        TableError::Ragged { .. } | TableError::ScoreNotFinite { .. } => Why::Unusable,
    }
}

fn generalizability(scores: &Scores, reviews: &[Review]) -> Result<GeneralizabilityLine, Why> {
    if scores.criteria.len() < 2 {
        return Err(Why::OneCriterion);
    }
    complete(scores, reviews)?;
    let cube = scores.cube().ok_or(Why::Unusable)?;
    let components = crossed_components(&cube).map_err(|error| match error {
        GeneralizabilityError::TooSmall { .. } => Why::TooSmall,
        GeneralizabilityError::Ragged { .. } | GeneralizabilityError::ScoreNotFinite { .. } => {
            Why::Unusable
        }
    })?;
    let count = |size: usize| u32::try_from(size).unwrap_or(u32::MAX);
    let (criteria, judges) = (count(scores.criteria.len()), count(scores.judges.len()));
    Ok(GeneralizabilityLine {
        variances: ComponentLine::from(components),
        relative: components.relative(criteria, judges),
        absolute: components.absolute(criteria, judges),
    })
}

//! One theme compared: the judge's own totals, their ties, a drift in scale, and what may deserve another look. Pure.
//!
//! The drift hint holds the first ten scored entries of a theme against the last ten, in the order in which each was
//! first completed, by Welch's t: the difference of the two means over √(s₁²/10 + s₂²/10), with the sample variances s².
//! It is said to exceed chance when |t| > 2, which an unchanging judge meets about once in sixteen themes. Below twenty
//! scored entries nothing is said.

use std::collections::BTreeMap;

/// How many entries stand on each side of the drift hint.
pub const DRIFT_WINDOW: usize = 10;
/// The |t| above which a difference is said to exceed chance.
pub const DRIFT_T: f64 = 2.0;

/// A scored entry, as far as comparing needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoredEntry {
    /// Its number.
    pub number: String,
    /// Its total in hundredths of a point.
    pub total: u32,
    /// Its place in the judge's order of entries.
    pub place: usize,
    /// Whether every criterion got the same mark.
    pub equal_marks: bool,
    /// Whether it carries the flag.
    pub flagged: bool,
    /// Whether the contest asks for a comment and there is none.
    pub comment_missing: bool,
}

/// An entry at its rank. Entries of equal total share a rank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Its number.
    pub number: String,
    /// Its total in hundredths of a point.
    pub total: u32,
    /// Its rank, from 1.
    pub rank: u32,
    /// Whether others share the rank.
    pub tied: bool,
    /// Its place in the judge's order within the tie, from 1, once decided. The rank stays shared.
    pub within: Option<u32>,
}

/// Entries of equal total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// The rank they share.
    pub rank: u32,
    /// Their total in hundredths of a point.
    pub total: u32,
    /// Their numbers: the best first once decided, else in the judge's order of entries.
    pub numbers: Vec<String>,
    /// Whether the judge decided their order.
    pub decided: bool,
}

/// The judge's own totals in one theme.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution {
    /// How many entries are scored.
    pub count: u32,
    /// The mean total in hundredths of a point.
    pub mean: f64,
    /// How many entries have each total, in hundredths of a point.
    pub histogram: BTreeMap<u32, u32>,
}

/// The first ten scored entries against the last ten.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drift {
    /// Mean of the first ten, in hundredths of a point.
    pub first: f64,
    /// Mean of the last ten, in hundredths of a point.
    pub last: f64,
    /// Welch's t of last against first; infinite when both tens are without spread and differ.
    pub t: f64,
}

/// Why an entry may deserve another look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RevisitReason {
    /// The judge flagged it.
    Flagged,
    /// It was scored before the judge's scale drifted.
    BeforeDrift,
    /// Every criterion got the same mark.
    EqualMarks,
    /// The contest asks for a comment and there is none.
    CommentMissing,
}

/// An entry that may deserve another look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revisit {
    /// Its number.
    pub number: String,
    /// Why; never empty.
    pub reasons: Vec<RevisitReason>,
}

/// Everything the compare page says about one theme.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The scored entries, the best first.
    pub rows: Vec<Placed>,
    /// The ties, the best first.
    pub ties: Vec<Tie>,
    /// The totals; `None` while nothing is scored.
    pub distribution: Option<Distribution>,
    /// The two ends of the judging; `None` below twenty scored entries.
    pub drift: Option<Drift>,
    /// What may deserve another look, in the judge's order of entries.
    pub revisit: Vec<Revisit>,
}

impl Drift {
    /// Whether the difference is more than chance explains.
    pub fn exceeds_chance(&self) -> bool {
        self.t.abs() > DRIFT_T
    }
}

/// Compares the scored entries of one theme, given in the order in which each was first completed.
///
/// `orders` are the orders within ties the judge decided, earliest first; one holds while exactly its entries share a total.
pub fn compare(scored: &[ScoredEntry], orders: &[Vec<String>]) -> Comparison {
    let mut groups: BTreeMap<u32, Vec<&ScoredEntry>> = BTreeMap::new();
    for entry in scored {
        groups.entry(entry.total).or_default().push(entry);
    }
    let histogram = groups.iter().map(|(total, g)| (*total, few(g.len())));
    let distribution = mean(scored).map(|mean| Distribution {
        count: few(scored.len()),
        mean,
        histogram: histogram.collect(),
    });
    let (mut rows, mut ties) = (Vec::new(), Vec::new());
    for (total, group) in groups.iter().rev() {
        let rank = few(rows.len()).saturating_add(1);
        let tie = tie(rank, *total, group, orders);
        rows.extend(placed(&tie));
        if tie.numbers.len() > 1 {
            ties.push(tie);
        }
    }
    let drift = drift(scored);
    Comparison {
        rows,
        ties,
        distribution,
        drift,
        revisit: revisit(scored, drift),
    }
}

fn tie(rank: u32, total: u32, group: &[&ScoredEntry], orders: &[Vec<String>]) -> Tie {
    let mut members: Vec<&ScoredEntry> = group.to_vec();
    members.sort_by_key(|entry| entry.place);
    let is_of = |order: &&Vec<String>| {
        order.len() == members.len() && members.iter().all(|m| order.contains(&m.number))
    };
    let order = orders.iter().rev().find(is_of);
    let as_read = || members.iter().map(|entry| entry.number.clone()).collect();
    Tie {
        rank,
        total,
        decided: order.is_some() && members.len() > 1,
        numbers: order.cloned().unwrap_or_else(as_read),
    }
}

fn placed(tie: &Tie) -> impl Iterator<Item = Placed> {
    (1..).zip(&tie.numbers).map(|(within, number)| Placed {
        number: number.clone(),
        total: tie.total,
        rank: tie.rank,
        tied: tie.numbers.len() > 1,
        within: tie.decided.then_some(within),
    })
}

fn drift(scored: &[ScoredEntry]) -> Option<Drift> {
    if scored.len() < 2 * DRIFT_WINDOW {
        return None;
    }
    let first = scored.get(..DRIFT_WINDOW)?;
    let last = scored.get(scored.len() - DRIFT_WINDOW..)?;
    let (one, other) = (mean(first)?, mean(last)?);
    let spread = (variance(first, one) + variance(last, other)) / DRIFT_WINDOW as f64;
    let t = if one == other {
        0.0
    } else {
        (other - one) / spread.sqrt()
    };
    Some(Drift {
        first: one,
        last: other,
        t,
    })
}

fn mean(entries: &[ScoredEntry]) -> Option<f64> {
    let sum: f64 = entries.iter().map(|entry| f64::from(entry.total)).sum();
    (!entries.is_empty()).then(|| sum / entries.len() as f64)
}

/// The sample variance.
fn variance(entries: &[ScoredEntry], mean: f64) -> f64 {
    let squares = entries
        .iter()
        .map(|entry| (f64::from(entry.total) - mean).powi(2));
    squares.sum::<f64>() / (entries.len() as f64 - 1.0)
}

fn revisit(scored: &[ScoredEntry], drift: Option<Drift>) -> Vec<Revisit> {
    let drifted = drift.is_some_and(|drift| drift.exceeds_chance());
    let mut found: Vec<(usize, Revisit)> = Vec::new();
    for (completed, entry) in scored.iter().enumerate() {
        let reasons: Vec<RevisitReason> = [
            (entry.flagged, RevisitReason::Flagged),
            (
                drifted && completed < DRIFT_WINDOW,
                RevisitReason::BeforeDrift,
            ),
            (entry.equal_marks, RevisitReason::EqualMarks),
            (entry.comment_missing, RevisitReason::CommentMissing),
        ]
        .into_iter()
        .filter_map(|(holds, reason)| holds.then_some(reason))
        .collect();
        if !reasons.is_empty() {
            let number = entry.number.clone();
            found.push((entry.place, Revisit { number, reasons }));
        }
    }
    found.sort_by_key(|(place, _)| *place);
    found.into_iter().map(|(_, revisit)| revisit).collect()
}

fn few(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

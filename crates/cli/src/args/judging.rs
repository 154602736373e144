//! What can be typed after `jury decide` and `jury what-if`.

use clap::{Args as Fields, Subcommand, ValueEnum};

/// What every decision needs.
#[derive(Debug, Fields)]
pub(crate) struct OnRecord {
    /// 理由 · the reason
    #[arg(long)]
    pub(crate) reason: String,
    /// 在场的人，可写多次 · who was present; may be repeated
    #[arg(long, value_name = "NAME", required = true)]
    pub(crate) present: Vec<String>,
    /// 只看会动什么 · only say what would move
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// `jury decide …`
#[derive(Debug, Subcommand)]
pub(crate) enum DecideCommand {
    /// 授予由人评定的奖项 · give an award that people decide
    Give {
        /// 奖项 · the award
        award: String,
        /// 点子编号或单位 · an entry number or a unit
        to: String,
        #[command(flatten)]
        record: OnRecord,
    },
    /// 不授予，由下一名递补 · withhold an award; the next one moves up
    Withhold {
        /// 奖项 · the award
        award: String,
        /// 点子编号或单位 · an entry number or a unit
        from: String,
        #[command(flatten)]
        record: OnRecord,
    },
    /// 收回关于它的最后一句话 · take the last word about somebody back
    Reopen {
        /// 奖项 · the award
        award: String,
        /// 点子编号或单位 · an entry number or a unit
        about: String,
        #[command(flatten)]
        record: OnRecord,
    },
    /// 定名额 · set how many are given
    Count {
        /// 奖项 · the award
        award: String,
        /// 几名 · how many
        count: u32,
        #[command(flatten)]
        record: OnRecord,
    },
    /// 定并列者的先后 · put those who share a place in order
    Tie {
        /// 奖项 · the award
        award: String,
        /// 全部并列者，先的在前 · all who share the place, best first
        #[arg(required = true, num_args = 2..)]
        order: Vec<String>,
        #[command(flatten)]
        record: OnRecord,
    },
    /// 一位评委在一轮里的评分不计 · a judge's sheets of a round do not count
    Exclude {
        /// 轮次 · the round
        round: String,
        /// 评委 · the judge
        judge: String,
        #[command(flatten)]
        record: OnRecord,
    },
    /// 重新计入 · they count again
    Readmit {
        /// 轮次 · the round
        round: String,
        /// 评委 · the judge
        judge: String,
        #[command(flatten)]
        record: OnRecord,
    },
}

/// `jury what-if …`
#[derive(Debug, Subcommand)]
pub(crate) enum WhatIfCommand {
    /// 去掉一位评委在一轮里的评分 · without a judge's sheets of a round
    Exclude {
        /// 轮次 · the round
        round: String,
        /// 评委 · the judge
        judge: String,
    },
    /// 换评分项的权重，写法 novel=40，合计 100 · with other weights, written novel=40, 100 in all
    Weights {
        /// 轮次 · the round
        round: String,
        /// 专题号；本轮有自己的评分表就不写 · the theme; not where the round has a rubric of its own
        #[arg(long, value_name = "N")]
        theme: Option<u8>,
        /// 评分项=百分数 · criterion=percent
        #[arg(required = true, value_name = "CRITERION=PERCENT")]
        weights: Vec<String>,
    },
    /// 换算法 · by another order
    Method {
        /// 哪种 · which
        method: OtherMethod,
    },
    /// 换抽样的种子 · with draws from another seed
    Seed {
        /// 种子 · the seed
        seed: u64,
    },
}

/// The orders there are beside the adjusted score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OtherMethod {
    /// 简单平均 · raw means
    RawMeans,
    /// 双因素最小二乘 · two-way least squares
    LeastSquares,
    /// 离群分少计的最小二乘 · least squares in which outlying scores count less
    Huber,
}

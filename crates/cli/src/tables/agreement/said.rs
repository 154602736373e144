//! Agreement for a person.

use std::fmt::Write as _;

use super::Why;
use super::lines::{Agreement, AlphaLine, CoefficientLine, GeneralizabilityLine};
use crate::table::{Table, tame};
use crate::tables::figure;
use crate::words::Words;

pub(super) fn said(agreement: &Agreement, words: &Words) -> String {
    let mut text = coefficients(agreement, words);
    if let Some(kendall) = &agreement.kendall_w {
        text.push_str(&words.with(
            "table.agreement.kendall",
            [
                ("w", &figure(Some(kendall.w), 4)),
                ("chi_squared", &figure(Some(kendall.chi_squared), 2)),
                ("freedom", &kendall.freedom),
                ("p", &probability(kendall.p)),
            ],
        ));
    }
    if let Some(found) = &agreement.generalizability {
        text.push_str(&generalizability(found, words));
    }
    for missed in &agreement.not_applicable {
        let name = words.say(&format!("table.agreement.{}", missed.index));
        let facts: [(&str, &dyn ToString); 2] = [("index", &name), ("why", &missed.what)];
        text.push_str(&words.with("table.agreement.not", facts));
    }
    text.push_str(&words.with(
        "table.agreement.sum",
        [
            ("entries", &agreement.entries),
            ("judges", &agreement.judges),
            ("criteria", &agreement.criteria),
            ("reviews", &agreement.reviews),
            ("resamples", &agreement.resamples),
            ("seed", &agreement.seed),
        ],
    ));
    text
}

/// A probability that is never shown as none.
fn probability(p: f64) -> String {
    if (0.0..0.0001).contains(&p) {
        "< 0.0001".to_owned()
    } else {
        figure(Some(p), 4)
    }
}

fn coefficients(agreement: &Agreement, words: &Words) -> String {
    let head = ["index", "value", "low", "high"];
    let mut table = Table::new(head.map(|key| words.say(&format!("table.agreement.{key}"))));
    let alphas = &agreement.krippendorff_alpha;
    let mut alpha = |scale: &str, line: &Option<AlphaLine>| {
        if let Some(line) = line {
            table.row([
                words.say(&format!("table.agreement.krippendorff_alpha.{scale}")),
                figure(Some(line.value), 4),
                figure(line.low, 4),
                figure(line.high, 4),
            ]);
        }
    };
    alpha("nominal", &alphas.nominal);
    alpha("ordinal", &alphas.ordinal);
    alpha("interval", &alphas.interval);
    alpha("ratio", &alphas.ratio);
    if let Some(icc) = &agreement.icc {
        let mut row = |name: &str, found: &CoefficientLine| {
            table.row([
                name.to_owned(),
                figure(Some(found.value), 4),
                figure(Some(found.low), 4),
                figure(Some(found.high), 4),
            ]);
        };
        row("ICC(1,1)", &icc.icc_1_1);
        row("ICC(2,1)", &icc.icc_2_1);
        row("ICC(3,1)", &icc.icc_3_1);
        row("ICC(1,k)", &icc.icc_1_k);
        row("ICC(2,k)", &icc.icc_2_k);
        row("ICC(3,k)", &icc.icc_3_k);
    }
    table.block()
}

fn generalizability(found: &GeneralizabilityLine, words: &Words) -> String {
    let mut table = Table::new(
        ["component", "variance"].map(|key| words.say(&format!("table.agreement.{key}"))),
    );
    let variances = &found.variances;
    for (name, variance) in [
        ("entry", variances.entry),
        ("criterion", variances.criterion),
        ("judge", variances.judge),
        ("entry_criterion", variances.entry_criterion),
        ("entry_judge", variances.entry_judge),
        ("criterion_judge", variances.criterion_judge),
        ("residual", variances.residual),
    ] {
        table.row([
            words.say(&format!("table.agreement.variance.{name}")),
            figure(Some(variance), 4),
        ]);
    }
    let mut text = String::new();
    let _ = write!(text, "\n{}", table.block());
    text.push_str(&words.with(
        "table.agreement.coefficients",
        [
            ("relative", &figure(Some(found.relative), 4)),
            ("absolute", &figure(Some(found.absolute), 4)),
        ],
    ));
    text
}

/// Why a coefficient does not apply: the code, and the words.
pub(super) fn reason(why: &Why, words: &Words) -> (&'static str, String) {
    let say = |code: &'static str| (code, words.say(&format!("table.agreement.why.{code}")));
    match why {
        Why::Missing { entry, judge } => (
            "not_complete",
            words.with(
                "table.agreement.why.not_complete",
                [("entry", &tame(entry)), ("judge", &tame(judge))],
            ),
        ),
        Why::Negative { entry, judge } => (
            "negative_score",
            words.with(
                "table.agreement.why.negative_score",
                [("entry", &tame(entry)), ("judge", &tame(judge))],
            ),
        ),
        Why::TooManyValues { values, most } => (
            "too_many_values",
            words.with(
                "table.agreement.why.too_many_values",
                [("values", values), ("most", most)],
            ),
        ),
        Why::TooSmall => say("too_small"),
        Why::NothingShared => say("nothing_shared"),
        Why::NoVariation => say("no_variation"),
        Why::OneCriterion => say("one_criterion"),
        Why::Unusable => say("unusable"),
    }
}

//! How firmly reviews hold a single ranking together, in names and in words.

use ranking::Bridge;
use serde::Serialize;

use super::{figure, listed, picked};
use crate::words::Words;

/// The place where the graph of judges and entries is thinnest.
#[derive(Debug, Serialize)]
pub(super) struct BridgeLine {
    /// On the side with fewer reviews.
    judges: Vec<String>,
    /// Seen from both sides.
    entries: Vec<String>,
}

impl BridgeLine {
    /// The bridge in names.
    pub(super) fn of(bridge: &Bridge, judges: &[String], entries: &[String]) -> Self {
        Self {
            judges: picked(judges, &bridge.judges),
            entries: picked(entries, &bridge.entries),
        }
    }
}

/// Two lines for a person where there is one island.
pub(super) fn said(fiedler: Option<f64>, weakest: Option<&BridgeLine>, words: &Words) -> String {
    let mut text = words.with("table.one_island", [("fiedler", &figure(fiedler, 3))]);
    if let Some(bridge) = weakest {
        text.push_str(&words.with(
            "table.weakest_bridge",
            [
                ("judges", &listed(&bridge.judges)),
                ("count", &bridge.entries.len()),
                ("entries", &listed(&bridge.entries)),
            ],
        ));
    }
    text
}

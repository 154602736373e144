//! Why scores that could be read cannot be ranked.

use organizer::{Facts, Refusal};
use ranking::{DrawsError, FitError};

use crate::tables::refused::{ScoresError, facts};

/// Why there is no ranking.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RankRefused {
    #[error(transparent)]
    Scores(#[from] ScoresError),
    /// The model needs memory in proportion to the square, and time to the cube, of judges and themes.
    #[error("{judges} judges and {themes} themes are more than {most}")]
    TooMany {
        judges: usize,
        themes: usize,
        most: usize,
    },
    #[error(transparent)]
    Fit(#[from] FitError),
    #[error(transparent)]
    Draws(#[from] DrawsError),
}

impl Refusal for RankRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::Scores(error) => error.code(),
            Self::TooMany { .. } => "rank_too_many_judges",
            Self::Fit(error) => match error {
                // The table has made sure of what these speak of: numbered reviews, each once, of ordinary size.
                FitError::Reviews(_) | FitError::NoReviews | FitError::ScoreTooLarge { .. } => {
                    "rank_unusable"
                }
                FitError::NoVariation { .. } => "rank_no_variation",
                FitError::EntriesReviewedOnce => "rank_entries_once",
                FitError::JudgesReviewOnce => "rank_judges_once",
                FitError::ThemesOfOneEntry => "rank_themes_of_one",
                FitError::NoNoise => "rank_no_noise",
                FitError::NotFound { .. } => "rank_not_found",
            },
            Self::Draws(DrawsError::CountOutOfRange { .. }) => "rank_draws",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Scores(error) => error.facts(),
            Self::TooMany {
                judges,
                themes,
                most,
            } => facts([
                ("judges", judges.to_string()),
                ("themes", themes.to_string()),
                ("most", most.to_string()),
            ]),
            Self::Fit(error) => facts([("why", error.to_string())]),
            Self::Draws(DrawsError::CountOutOfRange {
                draws,
                most,
                entries,
            }) => facts([
                ("draws", draws.to_string()),
                ("most", most.to_string()),
                ("entries", entries.to_string()),
            ]),
        }
    }
}

//! What each criterion counts in a review's score.

use super::refused::ScoresError;

/// The largest weight, so that sums stay exact enough.
const LARGEST: f64 = 1e6;

/// A weight as typed: `criterion=weight`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Weight {
    criterion: String,
    weight: f64,
}

impl std::str::FromStr for Weight {
    type Err = String;

    fn from_str(typed: &str) -> Result<Self, String> {
        // A criterion's name may hold the sign itself; a number never does.
        let parts = typed
            .rsplit_once('=')
            .map(|(criterion, weight)| (criterion.trim(), weight.trim().parse::<f64>()));
        match parts {
            Some((criterion, Ok(weight)))
                if !criterion.is_empty() && (0.0..=LARGEST).contains(&weight) =>
            {
                Ok(Self {
                    criterion: criterion.to_owned(),
                    weight,
                })
            }
            _ => Err("criterion=weight, 0 ≤ weight ≤ 1000000".to_owned()),
        }
    }
}

/// The weight of each criterion as typed, not all 0; 1 for each when none was typed.
///
/// # Errors
/// [`ScoresError`] for a weight without a criterion, a criterion without a weight or with two, and weights that are all 0.
pub(crate) fn weights(typed: &[Weight], criteria: &[String]) -> Result<Vec<f64>, ScoresError> {
    if typed.is_empty() {
        return Ok(vec![1.0; criteria.len()]);
    }
    if let Some(unknown) = typed.iter().find(|one| !criteria.contains(&one.criterion)) {
        return Err(ScoresError::UnknownCriterion {
            criterion: unknown.criterion.clone(),
            known: criteria.to_vec(),
        });
    }
    let own = |criterion: &String| {
        let mut found = typed.iter().filter(|one| one.criterion == *criterion);
        match (found.next(), found.next()) {
            (Some(one), None) => Ok(one.weight),
            (None, _) => Err(ScoresError::NoWeight {
                criterion: criterion.clone(),
            }),
            (Some(_), Some(_)) => Err(ScoresError::TwoWeights {
                criterion: criterion.clone(),
            }),
        }
    };
    let weights: Vec<f64> = criteria.iter().map(own).collect::<Result<_, _>>()?;
    if weights.iter().all(|&weight| weight == 0.0) {
        return Err(ScoresError::NoWeights);
    }
    Ok(weights)
}

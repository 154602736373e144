//! From estimates to ranks, the same way for every estimator: best first, equal estimates share the better rank, and the
//! ranks that they use up are skipped (1, 2, 2, 4).

/// How far apart two estimates may lie, as a part of the scale, and still be the same: far above the rounding of a sum of
/// scores, far below any step of a mark.
const EQUAL: f64 = 1e-9;

/// Where one estimate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// The position of the estimate in what was handed in.
    pub(crate) index: usize,
    /// The rank, from 1.
    pub(crate) rank: u32,
    /// Whether another estimate has the same rank.
    pub(crate) tied: bool,
}

/// The places of `estimates` (all finite), best first; those that share a rank stay in the order they came in.
///
/// Estimates are compared with the best of their own group, never with their neighbour, so that a long row of tiny steps
/// cannot tie the first with the last.
pub(crate) fn places(estimates: &[f64], scale: f64) -> Vec<Place> {
    let mut order: Vec<(usize, f64)> = estimates.iter().copied().enumerate().collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));

    let mut places = Vec::with_capacity(order.len());
    let mut rest = order.as_slice();
    while let Some(&(_, best)) = rest.first() {
        let equal = rest
            .iter()
            .take_while(|(_, estimate)| best - estimate <= EQUAL * scale)
            .count();
        let (group, behind) = rest.split_at(equal.max(1));
        let rank = u32::try_from(places.len().saturating_add(1)).unwrap_or(u32::MAX);
        let mut indices: Vec<usize> = group.iter().map(|&(index, _)| index).collect();
        indices.sort_unstable();
        places.extend(indices.into_iter().map(|index| Place {
            index,
            rank,
            tied: group.len() > 1,
        }));
        rest = behind;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranks(estimates: &[f64]) -> Vec<u32> {
        places(estimates, 10.0)
            .iter()
            .map(|place| place.rank)
            .collect()
    }

    #[test]
    fn shared_ranks_use_up_the_ranks_behind_them() {
        assert_eq!(ranks(&[9.0, 8.0, 8.0, 7.0]), [1, 2, 2, 4]);
        assert_eq!(ranks(&[5.0, 5.0, 5.0]), [1, 1, 1]);
        assert_eq!(ranks(&[]), Vec::<u32>::new());
    }

    #[test]
    fn a_row_of_tiny_steps_does_not_tie_its_ends() {
        let row: Vec<f64> = (0..100)
            .map(|step| 9.0 - f64::from(step) * 0.6e-8)
            .collect();
        let places = places(&row, 10.0);
        assert!(places.last().unwrap().rank > 1);
        assert!(places[0].tied);
    }

    #[test]
    fn a_shared_rank_keeps_the_order_of_the_entries() {
        let places = places(&[8.0, 8.0 + 1e-12, 9.0], 10.0);
        assert_eq!(
            places.iter().map(|place| place.index).collect::<Vec<_>>(),
            [2, 0, 1]
        );
    }
}

//! Generalizability: which facet of a complete design the variance of scores comes from, and how reliable a larger or smaller
//! design would be (Cronbach, Gleser, Nanda & Rajaratnam, *The Dependability of Behavioral Measurements*, 1972; Brennan,
//! *Generalizability Theory*, 2001, whose notation the formulas follow).
//!
//! Components are those of the analysis of variance, every facet random. An estimate can be negative, which says that the
//! component is small beside its error; it is kept as it is, and counted as 0 in coefficients.

/// Why there are no components.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum GeneralizabilityError {
    /// A facet has fewer than two conditions.
    #[error("every facet needs two conditions at least: {persons} × {first} × {second}")]
    TooSmall {
        /// Objects of measurement.
        persons: usize,
        /// Conditions of the first facet.
        first: usize,
        /// Conditions of the second facet.
        second: usize,
    },
    /// The table does not have the same number of conditions everywhere.
    #[error("the table is not complete at object {person}")]
    Ragged {
        /// The first object that differs, from 0.
        person: usize,
    },
    /// A score is infinite or not a number, or so large that its square would be.
    #[error("a score of object {person} is not a finite number of ordinary size")]
    ScoreNotFinite {
        /// The object, from 0.
        person: usize,
    },
}

/// Variance components of p × i × j: every object meets every condition of two facets, for instance entries × criteria ×
/// judges. In squared units of the scores.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CrossedComponents {
    /// Objects of measurement.
    pub p: f64,
    /// The first facet.
    pub i: f64,
    /// The second facet.
    pub j: f64,
    /// Objects by the first facet.
    pub pi: f64,
    /// Objects by the second facet.
    pub pj: f64,
    /// The first facet by the second.
    pub ij: f64,
    /// What is left: the triple interaction and all other error.
    pub pij: f64,
}

/// Variance components of p × (r : t): every object meets every task, and each task has raters of its own. In squared units of
/// the scores.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NestedComponents {
    /// Objects of measurement.
    pub p: f64,
    /// Tasks.
    pub t: f64,
    /// Raters within tasks.
    pub r_in_t: f64,
    /// Objects by tasks.
    pub pt: f64,
    /// What is left: objects by raters within tasks and all other error.
    pub pr_in_t: f64,
}

impl CrossedComponents {
    /// The generalizability coefficient of a mean over `i` × `j` conditions, from 0 to 1: for comparing objects with one
    /// another. NaN never; 0 when objects do not differ.
    #[must_use]
    pub fn relative(&self, i: u32, j: u32) -> f64 {
        coefficient(self.p, self.relative_error(i, j))
    }

    /// The index of dependability Φ of the same mean: for judging an object against a fixed mark.
    #[must_use]
    pub fn absolute(&self, i: u32, j: u32) -> f64 {
        let (n_i, n_j) = (conditions(i), conditions(j));
        let level = self.i.max(0.0) / n_i + self.j.max(0.0) / n_j + self.ij.max(0.0) / (n_i * n_j);
        coefficient(self.p, self.relative_error(i, j) + level)
    }

    fn relative_error(&self, i: u32, j: u32) -> f64 {
        let (n_i, n_j) = (conditions(i), conditions(j));
        self.pi.max(0.0) / n_i + self.pj.max(0.0) / n_j + self.pij.max(0.0) / (n_i * n_j)
    }
}

impl NestedComponents {
    /// The generalizability coefficient of a mean over `raters` in each of `tasks`, from 0 to 1.
    #[must_use]
    pub fn relative(&self, raters: u32, tasks: u32) -> f64 {
        coefficient(self.p, self.relative_error(raters, tasks))
    }

    /// The index of dependability Φ of the same mean.
    #[must_use]
    pub fn absolute(&self, raters: u32, tasks: u32) -> f64 {
        let (n_r, n_t) = (conditions(raters), conditions(tasks));
        let level = self.t.max(0.0) / n_t + self.r_in_t.max(0.0) / (n_r * n_t);
        coefficient(self.p, self.relative_error(raters, tasks) + level)
    }

    fn relative_error(&self, raters: u32, tasks: u32) -> f64 {
        let (n_r, n_t) = (conditions(raters), conditions(tasks));
        self.pt.max(0.0) / n_t + self.pr_in_t.max(0.0) / (n_r * n_t)
    }
}

/// A number of conditions, at least 1.
fn conditions(count: u32) -> f64 {
    f64::from(count.max(1))
}

/// The part of the variance that is the objects' own.
fn coefficient(objects: f64, error: f64) -> f64 {
    let objects = objects.max(0.0);
    if objects > 0.0 {
        objects / (objects + error)
    } else {
        0.0
    }
}

/// The components of `scores[p][i][j]`.
///
/// # Errors
/// [`GeneralizabilityError`].
pub fn crossed_components(
    scores: &[Vec<Vec<f64>>],
) -> Result<CrossedComponents, GeneralizabilityError> {
    let cube = Cube::new(scores)?;
    let [n_p, n_i, n_j] = cube.sizes.map(|size| size as f64);
    let [s_p, s_i, s_j] = [
        [true, false, false],
        [false, true, false],
        [false, false, true],
    ]
    .map(|facets| cube.squares(facets));
    let [s_pi, s_pj, s_ij] = [
        [true, true, false],
        [true, false, true],
        [false, true, true],
    ]
    .map(|facets| cube.squares(facets));
    let total = cube.squares([true; 3]);
    let (d_p, d_i, d_j) = (n_p - 1.0, n_i - 1.0, n_j - 1.0);
    let (m_p, m_i, m_j) = (s_p / d_p, s_i / d_i, s_j / d_j);
    let m_pi = (s_pi - s_p - s_i) / (d_p * d_i);
    let m_pj = (s_pj - s_p - s_j) / (d_p * d_j);
    let m_ij = (s_ij - s_i - s_j) / (d_i * d_j);
    let m_pij = (total - s_pi - s_pj - s_ij + s_p + s_i + s_j) / (d_p * d_i * d_j);
    Ok(CrossedComponents {
        p: (m_p - m_pi - m_pj + m_pij) / (n_i * n_j),
        i: (m_i - m_pi - m_ij + m_pij) / (n_p * n_j),
        j: (m_j - m_pj - m_ij + m_pij) / (n_p * n_i),
        pi: (m_pi - m_pij) / n_j,
        pj: (m_pj - m_pij) / n_i,
        ij: (m_ij - m_pij) / n_p,
        pij: m_pij,
    })
}

/// The components of `scores[p][t][r]`, rater r of task t being another person than rater r of any other task.
///
/// # Errors
/// [`GeneralizabilityError`].
pub fn nested_components(
    scores: &[Vec<Vec<f64>>],
) -> Result<NestedComponents, GeneralizabilityError> {
    let cube = Cube::new(scores)?;
    let [n_p, n_t, n_r] = cube.sizes.map(|size| size as f64);
    let s_p = cube.squares([true, false, false]);
    let s_t = cube.squares([false, true, false]);
    let s_pt = cube.squares([true, true, false]);
    let s_tr = cube.squares([false, true, true]);
    let total = cube.squares([true; 3]);
    let m_p = s_p / (n_p - 1.0);
    let m_t = s_t / (n_t - 1.0);
    let m_rt = (s_tr - s_t) / (n_t * (n_r - 1.0));
    let m_pt = (s_pt - s_p - s_t) / ((n_p - 1.0) * (n_t - 1.0));
    let m_rest = (total - s_pt - s_tr + s_t) / ((n_p - 1.0) * n_t * (n_r - 1.0));
    Ok(NestedComponents {
        p: (m_p - m_pt) / (n_t * n_r),
        t: (m_t - m_rt - m_pt + m_rest) / (n_p * n_r),
        r_in_t: (m_rt - m_rest) / n_p,
        pt: (m_pt - m_rest) / n_r,
        pr_in_t: m_rest,
    })
}

/// A complete table of three facets, as distances from its mean.
struct Cube {
    sizes: [usize; 3],
    scores: Vec<f64>,
}

impl Cube {
    fn new(scores: &[Vec<Vec<f64>>]) -> Result<Self, GeneralizabilityError> {
        let first = scores.first().map_or(0, Vec::len);
        let second = scores
            .first()
            .and_then(|one| one.first())
            .map_or(0, Vec::len);
        if scores.len() < 2 || first < 2 || second < 2 {
            return Err(GeneralizabilityError::TooSmall {
                persons: scores.len(),
                first,
                second,
            });
        }
        for (person, own) in scores.iter().enumerate() {
            if own.len() != first || own.iter().any(|row| row.len() != second) {
                return Err(GeneralizabilityError::Ragged { person });
            }
            if own
                .iter()
                .flatten()
                .any(|score| !super::table::fits(*score))
            {
                return Err(GeneralizabilityError::ScoreNotFinite { person });
            }
        }
        let mut scores: Vec<f64> = scores.iter().flatten().flatten().copied().collect();
        let mean = scores.iter().sum::<f64>() / scores.len() as f64;
        for score in &mut scores {
            *score -= mean;
        }
        Ok(Self {
            sizes: [scores.len() / (first * second), first, second],
            scores,
        })
    }

    /// The sum of squares between the means over all facets but these, counted once for each score.
    fn squares(&self, facets: [bool; 3]) -> f64 {
        let [_, first, second] = self.sizes;
        let mut sums = vec![0.0; self.scores.len()];
        let mut cells = 1;
        for (kept, size) in facets.iter().zip(self.sizes) {
            if *kept {
                cells *= size;
            }
        }
        for (at, score) in self.scores.iter().enumerate() {
            let places = [at / (first * second), at / second % first, at % second];
            let mut cell = 0;
            for ((kept, size), place) in facets.iter().zip(self.sizes).zip(places) {
                if *kept {
                    cell = cell * size + place;
                }
            }
            sums[cell] += score;
        }
        let scores_in_cell = (self.scores.len() / cells) as f64;
        sums.iter().map(|sum| sum * sum).sum::<f64>() / scores_in_cell
    }
}

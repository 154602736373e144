//! The second singular value of the graph of judges and entries, and its vector: how near the reviews come to falling apart,
//! and where.

use crate::design::Design;
use crate::matrix::dot;

/// How far the search for the second singular value goes: steps, and the change below which it ends.
const STEPS: usize = 200;
const SETTLED: f64 = 1e-12;

/// The second singular value of D^(−1/2) A D^(−1/2) between entries and judges, and its vector over the judges divided by
/// √degree.
///
/// Lanczos' method on the judges' side, every new vector cleared of all before it and of the first singular vector, which
/// is known to be √degree (Golub & Van Loan, *Matrix Computations*, 4th edition, §10.3).
pub(crate) fn second_singular(design: &Design) -> (f64, Vec<f64>) {
    let roots: Vec<f64> = design
        .loads()
        .iter()
        .map(|&load| f64::from(load).sqrt())
        .collect();
    let size = roots.len();
    let length = dot(&roots, &roots).sqrt();
    let first: Vec<f64> = roots.iter().map(|root| root / length).collect();
    let mut basis = vec![first];
    // A start without symmetry, the same on every machine.
    let mut next: Vec<f64> = (0..size)
        .map(|judge| ((judge * 7919 + 104_729) % 10_007) as f64 / 10_007.0 - 0.5)
        .collect();
    let (mut diagonal, mut beside) = (Vec::new(), Vec::new());
    let mut value = 0.0;
    for _ in 0..STEPS.min(size.saturating_sub(1)) {
        for _ in 0..2 {
            for vector in &basis {
                let part = dot(vector, &next);
                for (next, one) in next.iter_mut().zip(vector) {
                    *next -= part * one;
                }
            }
        }
        let length = dot(&next, &next).sqrt();
        if length < 1e-10 {
            break;
        }
        if !diagonal.is_empty() {
            beside.push(length);
        }
        next.iter_mut().for_each(|one| *one /= length);
        let image = smooth(design, &roots, &next);
        diagonal.push(dot(&next, &image));
        basis.push(next);
        next = image;
        let largest = largest_eigenvalue(&diagonal, &beside);
        if (largest - value).abs() <= SETTLED && diagonal.len() > 20 {
            value = largest;
            break;
        }
        value = largest;
    }
    let weights = tridiagonal_vector(&diagonal, &beside, value);
    let mut vector = vec![0.0; size];
    for (weight, one) in weights.iter().zip(basis.iter().skip(1)) {
        for (sum, one) in vector.iter_mut().zip(one) {
            *sum += weight * one;
        }
    }
    for (one, root) in vector.iter_mut().zip(&roots) {
        *one /= root;
    }
    (value.max(0.0).sqrt(), vector)
}

/// From judges to entries and back: D^(−1/2) Aᵀ Dₑ⁻¹ A D^(−1/2).
fn smooth(design: &Design, roots: &[f64], vector: &[f64]) -> Vec<f64> {
    let mut image = vec![0.0; vector.len()];
    for panel in design.panels() {
        let sum: f64 = panel.judges.iter().map(|&j| vector[j] / roots[j]).sum();
        let mean = sum / panel.judges.len() as f64;
        for &judge in panel.judges {
            image[judge] += mean / roots[judge];
        }
    }
    image
}

/// The largest eigenvalue of a symmetric tridiagonal matrix with eigenvalues from 0 to 1, by bisection with Sturm counts.
fn largest_eigenvalue(diagonal: &[f64], beside: &[f64]) -> f64 {
    let (mut low, mut high) = (0.0, 1.0 + 1e-9);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        let mut pivot = 1.0;
        let above = diagonal.iter().enumerate().any(|(at, value)| {
            let off = at.checked_sub(1).map_or(0.0, |before| beside[before]);
            pivot = value - middle - off * off / pivot;
            pivot >= 0.0
        });
        if above { low = middle } else { high = middle }
    }
    low
}

/// The eigenvector of a symmetric tridiagonal matrix to its largest eigenvalue, by inverse iteration from just above it,
/// where elimination needs no pivoting.
fn tridiagonal_vector(diagonal: &[f64], beside: &[f64], value: f64) -> Vec<f64> {
    let shift = value + 1e-13 + 1e-12 * value.abs();
    let mut vector = vec![1.0; diagonal.len()];
    for _ in 0..4 {
        let mut pivots: Vec<f64> = Vec::with_capacity(diagonal.len());
        for (at, one) in diagonal.iter().enumerate() {
            let mut pivot = shift - one;
            if let Some(before) = at.checked_sub(1) {
                let factor = -beside[before] / pivots[before];
                pivot += factor * beside[before];
                vector[at] -= factor * vector[before];
            }
            pivots.push(pivot.max(1e-15));
        }
        for at in (0..vector.len()).rev() {
            let behind = beside
                .get(at)
                .zip(vector.get(at + 1))
                .map_or(0.0, |(off, value)| off * value);
            vector[at] = (vector[at] + behind) / pivots[at];
        }
        let length = dot(&vector, &vector).sqrt();
        if length > 0.0 && length.is_finite() {
            vector.iter_mut().for_each(|one| *one /= length);
        }
    }
    vector
}

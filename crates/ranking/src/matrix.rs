//! Dense symmetric matrices: what is left of the equations once the entries are absorbed, a few hundred rows at most.
//!
//! Every sum is taken in one fixed order with plain additions and multiplications, so that a published ranking comes out the
//! same, bit for bit, on every processor; a library that chooses its instructions at run time cannot promise that.

/// The sum of products, in eight interleaved parts so that the processor can work on several at once.
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let (a_parts, a_rest) = a.as_chunks::<8>();
    let (b_parts, b_rest) = b.as_chunks::<8>();
    let mut sums = [0.0; 8];
    for (a, b) in a_parts.iter().zip(b_parts) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    }
    let [s0, s1, s2, s3, s4, s5, s6, s7] = sums;
    let mut sum = ((s0 + s4) + (s1 + s5)) + ((s2 + s6) + (s3 + s7));
    for (a, b) in a_rest.iter().zip(b_rest) {
        sum += a * b;
    }
    sum
}

/// A square matrix, row by row.
#[derive(Debug, Clone)]
pub(crate) struct Square {
    size: usize,
    cells: Vec<f64>,
}

impl Square {
    /// All zeros.
    pub(crate) fn zeros(size: usize) -> Self {
        Self {
            size,
            cells: vec![0.0; size * size],
        }
    }

    /// How many rows there are.
    pub(crate) fn size(&self) -> usize {
        self.size
    }

    /// One row.
    pub(crate) fn row(&self, row: usize) -> &[f64] {
        &self.cells[row * self.size..(row + 1) * self.size]
    }

    /// One cell.
    pub(crate) fn at(&self, row: usize, column: usize) -> f64 {
        self.cells[row * self.size + column]
    }

    /// One cell, to be changed.
    pub(crate) fn at_mut(&mut self, row: usize, column: usize) -> &mut f64 {
        &mut self.cells[row * self.size + column]
    }

    /// Copies the lower triangle into the upper one.
    pub(crate) fn mirror(&mut self) {
        for row in 0..self.size {
            for column in 0..row {
                *self.at_mut(column, row) = self.at(row, column);
            }
        }
    }

    /// The matrix times a vector.
    pub(crate) fn times(&self, vector: &[f64]) -> Vec<f64> {
        (0..self.size)
            .map(|row| dot(self.row(row), vector))
            .collect()
    }

    /// The product with another symmetric matrix.
    pub(crate) fn times_symmetric(&self, other: &Self) -> Self {
        let mut product = Self::zeros(self.size);
        // Four columns at a time, so that each number fetched is used more than once.
        for row in 0..self.size {
            let left = self.row(row);
            let mut column = 0;
            while column + 4 <= self.size {
                let four = dots(left, [0, 1, 2, 3].map(|step| other.row(column + step)));
                for (step, value) in four.into_iter().enumerate() {
                    *product.at_mut(row, column + step) = value;
                }
                column += 4;
            }
            for column in column..self.size {
                *product.at_mut(row, column) = dot(left, other.row(column));
            }
        }
        product
    }
}

/// Four sums of products with one vector.
fn dots(a: &[f64], b: [&[f64]; 4]) -> [f64; 4] {
    let (a_parts, a_rest) = a.as_chunks::<4>();
    let [b0, b1, b2, b3] = b.map(|b| b.as_chunks::<4>());
    let mut sums = [[0.0; 4]; 4];
    for ((((a, b0), b1), b2), b3) in a_parts.iter().zip(b0.0).zip(b1.0).zip(b2.0).zip(b3.0) {
        for (sum, b) in sums.iter_mut().zip([b0, b1, b2, b3]) {
            for ((sum, a), b) in sum.iter_mut().zip(a).zip(b) {
                *sum += a * b;
            }
        }
    }
    let mut totals = sums.map(|[s0, s1, s2, s3]| (s0 + s2) + (s1 + s3));
    for (total, rest) in totals.iter_mut().zip([b0.1, b1.1, b2.1, b3.1]) {
        for (a, b) in a_rest.iter().zip(rest) {
            *total += a * b;
        }
    }
    totals
}

/// The lower triangle L of A = L Lᵀ (Golub & Van Loan, *Matrix Computations*, 4th edition, §4.2).
#[derive(Debug, Clone)]
pub(crate) struct Cholesky(Square);

impl Cholesky {
    /// Factorises a symmetric matrix, of which only the lower triangle is read; `None` when it is not positive definite to
    /// working precision.
    pub(crate) fn new(mut matrix: Square) -> Option<Self> {
        let size = matrix.size;
        for row in 0..size {
            let (above, here) = matrix.cells.split_at_mut(row * size);
            let here = &mut here[..size];
            let before = here[row];
            for (column, other) in above.chunks_exact(size).enumerate() {
                let sum = dot(&here[..column], &other[..column]);
                here[column] = (here[column] - sum) / other[column];
            }
            let pivot = before - dot(&here[..row], &here[..row]);
            if pivot.is_nan() || pivot <= before.abs() * 1e-13 {
                return None;
            }
            here[row] = pivot.sqrt();
        }
        Some(Self(matrix))
    }

    /// The factor of the leading `size` rows and columns.
    pub(crate) fn leading(&self, size: usize) -> Self {
        let mut leading = Square::zeros(size);
        for row in 0..size {
            for column in 0..=row {
                *leading.at_mut(row, column) = self.0.at(row, column);
            }
        }
        Self(leading)
    }

    /// The logarithm of the determinant of A.
    pub(crate) fn log_determinant(&self) -> f64 {
        2.0 * (0..self.0.size)
            .map(|row| self.0.at(row, row).ln())
            .sum::<f64>()
    }

    /// Solves A x = b in place.
    pub(crate) fn solve(&self, b: &mut [f64]) {
        for row in 0..self.0.size {
            let sum = dot(&self.0.row(row)[..row], &b[..row]);
            b[row] = (b[row] - sum) / self.0.at(row, row);
        }
        self.solve_transposed(b);
    }

    /// Solves Lᵀ x = b in place. Independent standard normal numbers come out with the covariance A⁻¹.
    pub(crate) fn solve_transposed(&self, b: &mut [f64]) {
        for row in (0..self.0.size).rev() {
            let value = b[row] / self.0.at(row, row);
            b[row] = value;
            for (b, l) in b.iter_mut().zip(&self.0.row(row)[..row]) {
                *b -= value * l;
            }
        }
    }

    /// A⁻¹.
    pub(crate) fn inverse(&self) -> Square {
        let size = self.0.size;
        // Row i holds column i of L⁻¹, so that both passes run along rows.
        let mut columns = Square::zeros(size);
        for column in 0..size {
            let solution = &mut columns.cells[column * size..(column + 1) * size];
            for row in column..size {
                let sum = dot(&self.0.row(row)[column..row], &solution[column..row]);
                let one = if row == column { 1.0 } else { 0.0 };
                solution[row] = (one - sum) / self.0.at(row, row);
            }
        }
        let mut inverse = Square::zeros(size);
        for row in 0..size {
            for column in 0..=row {
                *inverse.at_mut(row, column) =
                    dot(&columns.row(row)[row..], &columns.row(column)[row..]);
            }
        }
        inverse.mirror();
        inverse
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A symmetric matrix that is surely positive definite, with no pattern to it.
    fn example(size: usize) -> Square {
        let mut matrix = Square::zeros(size);
        for row in 0..size {
            for column in 0..=row {
                *matrix.at_mut(row, column) = ((row * 7 + column * 13) % 11) as f64 / 11.0;
            }
            *matrix.at_mut(row, row) += size as f64;
        }
        matrix.mirror();
        matrix
    }

    #[test]
    fn the_inverse_times_the_matrix_is_one() {
        for size in [1, 2, 5, 37] {
            let matrix = example(size);
            let inverse = Cholesky::new(matrix.clone()).unwrap().inverse();
            let one = matrix.times_symmetric(&inverse);
            for row in 0..size {
                for column in 0..size {
                    let expected = f64::from(u8::from(row == column));
                    assert!((one.at(row, column) - expected).abs() < 1e-12);
                }
            }
        }
    }

    #[test]
    fn a_solution_solves() {
        let matrix = example(23);
        let truth: Vec<f64> = (0..23).map(|i| f64::from(i).sin()).collect();
        let mut b = matrix.times(&truth);
        Cholesky::new(matrix).unwrap().solve(&mut b);
        assert!(b.iter().zip(&truth).all(|(b, t)| (b - t).abs() < 1e-12));
    }

    #[test]
    fn a_known_determinant_is_found() {
        // |4 2; 2 3| = 8.
        let mut matrix = Square::zeros(2);
        *matrix.at_mut(0, 0) = 4.0;
        *matrix.at_mut(1, 0) = 2.0;
        *matrix.at_mut(1, 1) = 3.0;
        let factor = Cholesky::new(matrix).unwrap();
        assert!((factor.log_determinant() - 8_f64.ln()).abs() < 1e-14);
        assert!((factor.leading(1).log_determinant() - 4_f64.ln()).abs() < 1e-14);
    }

    #[test]
    fn a_singular_matrix_has_no_factor() {
        let mut matrix = Square::zeros(2);
        for (row, column) in [(0, 0), (1, 0), (1, 1)] {
            *matrix.at_mut(row, column) = 1.0;
        }
        assert!(Cholesky::new(matrix).is_none());
    }
}

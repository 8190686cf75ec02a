//! Weights in a byte each: a table whose rows are kept as small whole numbers with one scale a row.
//!
//! A learnt model is a few tables of tens of thousands of rows. In bytes they are a quarter of their size in
//! the file, in the program and in memory, and what is lost is less than what the next example would change.

use serde::{Deserialize, Serialize};

/// A table of weights. A row is what one feature says of every column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    columns: usize,
    /// What one step of a row's numbers is worth.
    scales: Vec<f32>,
    /// The cells, row after row, each as the two's complement of its whole number.
    #[serde(with = "serde_bytes")]
    cells: Vec<u8>,
}

impl Table {
    /// Rounds a table of full weights, row after row.
    pub fn of(weights: &[f32], columns: usize) -> Table {
        let mut table =
            Table { columns, scales: Vec::with_capacity(weights.len() / columns.max(1)), cells: Vec::new() };
        for row in weights.chunks(columns.max(1)) {
            let largest = row.iter().fold(0.0_f32, |largest, weight| largest.max(weight.abs()));
            let scale = if largest > 0.0 { largest / 127.0 } else { 1.0 };
            table.scales.push(scale);
            table.cells.extend(row.iter().map(|weight| (weight / scale).round() as i8 as u8));
        }
        table
    }

    /// How many columns there are.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Adds a row, so many times, to sums with one place per column. A row that is not there adds nothing.
    pub fn add_row(&self, row: usize, times: f32, sums: &mut [f32]) {
        let start = row * self.columns;
        let (Some(cells), Some(scale)) = (self.cells.get(start..start + self.columns), self.scales.get(row)) else {
            return;
        };
        let step = times * scale;
        for (sum, cell) in sums.iter_mut().zip(cells) {
            *sum += step * f32::from(*cell as i8);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rounded_weight_is_within_half_a_step_of_the_full_one() {
        let weights = [0.5, -1.27, 0.013, 0.0, 0.0, 0.0];
        let table = Table::of(&weights, 3);
        for (row, full) in weights.chunks(3).enumerate() {
            let mut sums = [0.0; 3];
            table.add_row(row, 2.0, &mut sums);
            for (sum, weight) in sums.iter().zip(full) {
                assert!((sum - 2.0 * weight).abs() <= 1.27 / 127.0 + 1e-6, "{sum} is not twice {weight}");
            }
        }
        let mut sums = [1.0; 3];
        table.add_row(2, 1.0, &mut sums);
        assert_eq!(sums, [1.0; 3]);
    }
}

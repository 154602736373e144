//! Tables for a terminal in which a Han character takes two columns.

/// Lines of cells under a head; every column is as wide as its widest cell.
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new(head: impl IntoIterator<Item = String>) -> Self {
        Self {
            rows: vec![head.into_iter().collect()],
        }
    }

    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows
            .push(cells.into_iter().map(|cell| tame(&cell)).collect());
    }

    /// The table and a blank line; nothing at all when there are no rows.
    pub(crate) fn block(&self) -> String {
        if self.is_empty() {
            String::new()
        } else {
            format!("{self}\n")
        }
    }

    fn is_empty(&self) -> bool {
        self.rows.len() < 2
    }
}

impl std::fmt::Display for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let cell = |row: &Vec<String>, at: usize| row.get(at).map_or(0, |cell| width(cell));
        let widths: Vec<usize> = (0..columns)
            .map(|at| self.rows.iter().map(|row| cell(row, at)).max().unwrap_or(0))
            .collect();
        for row in &self.rows {
            let mut line = String::new();
            for (cell, wide) in row.iter().zip(&widths) {
                line.push_str(cell);
                let blanks = wide.saturating_sub(width(cell)).saturating_add(2);
                line.extend(std::iter::repeat_n(' ', blanks));
            }
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

/// Titles and subjects come from strangers: nothing that steers a terminal is printed.
pub(crate) fn tame(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}'))
        .collect()
}

/// Columns on a terminal: two for CJK characters and full-width forms, one for everything else.
fn width(text: &str) -> usize {
    text.chars()
        .map(|c| match c {
            '\u{1100}'..='\u{115f}'
            | '\u{2e80}'..='\u{a4cf}'
            | '\u{ac00}'..='\u{d7a3}'
            | '\u{f900}'..='\u{faff}'
            | '\u{fe30}'..='\u{fe4f}'
            | '\u{ff00}'..='\u{ff60}'
            | '\u{ffe0}'..='\u{ffe6}'
            | '\u{20000}'..='\u{3fffd}'
            | '“'
            | '”'
            | '‘'
            | '’'
            | '…'
            | '—'
            | '×' => 2,
            _ => 1,
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_under_han_characters() {
        let mut table = Table::new(["名".to_owned(), "n".to_owned()]);
        table.row(["ab".to_owned(), "1".to_owned()]);
        table.row(["评审台".to_owned(), "2\u{1b}[2J".to_owned()]);
        assert_eq!(table.to_string(), "名      n\nab      1\n评审台  2[2J\n");
    }
}

//! Documents in which paragraphs, cells and rows end with a mark and begin with nothing: the binary format of Word and
//! Rich Text. Collects what stands before each mark.

use crate::blocks::{Block, Cell};

/// Text that is being collected up to its next mark.
#[derive(Default)]
pub(crate) struct Marked {
    blocks: Vec<Block>,
    cells: Vec<Cell>,
    row: usize,
    cell: Vec<Block>,
    line: String,
}

impl Marked {
    /// Appends a character to the paragraph that is open.
    pub(crate) fn push(&mut self, c: char) {
        self.line.push(c);
    }

    /// Appends text to the paragraph that is open.
    pub(crate) fn push_str(&mut self, text: &str) {
        self.line.push_str(text);
    }

    /// Ends a cell with the paragraph that is open.
    pub(crate) fn end_cell(&mut self) {
        let line = std::mem::take(&mut self.line);
        self.cell.push(Block::Paragraph(line));
        self.put_cell();
    }

    /// Ends a row of a table.
    pub(crate) fn end_row(&mut self) {
        if !self.line.is_empty() {
            self.end_cell();
        }
        self.row += 1;
    }

    /// Ends a paragraph; one that stands in no table ends the table before it.
    pub(crate) fn end_paragraph(&mut self, in_table: bool) {
        let line = std::mem::take(&mut self.line);
        if in_table {
            self.cell.push(Block::Paragraph(line));
        } else {
            self.end_table();
            self.blocks.push(Block::Paragraph(line));
        }
    }

    fn put_cell(&mut self) {
        self.cells.push(Cell {
            row: self.row,
            blocks: std::mem::take(&mut self.cell),
        });
    }

    fn end_table(&mut self) {
        if !self.cell.is_empty() {
            self.put_cell();
        }
        if !self.cells.is_empty() {
            self.blocks
                .push(Block::Table(std::mem::take(&mut self.cells)));
        }
        self.row = 0;
    }

    /// Returns everything collected.
    pub(crate) fn finish(mut self) -> Vec<Block> {
        if !self.line.is_empty() {
            self.end_paragraph(false);
        }
        self.end_table();
        self.blocks
    }
}

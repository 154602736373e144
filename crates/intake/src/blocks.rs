//! A document as paragraphs and tables, and the one builder that every reader of a structured format writes into.
//! Owns the limits on depth and size; knows no format.

/// Deepest nesting of tables that is followed; each level is a table and a cell.
const TABLES_MAX: usize = 12;
/// Most bytes of text, and most paragraphs and cells, that are read: far beyond any form.
const TEXT_MAX: usize = 4 << 20;
pub(crate) const PIECES_MAX: usize = 200_000;

/// A piece of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Block {
    /// One paragraph.
    Paragraph(String),
    /// The cells of a table in reading order.
    Table(Vec<Cell>),
}

/// A cell of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Cell {
    /// The row it stands in, counted from 0 within its table.
    pub(crate) row: usize,
    /// What it holds.
    pub(crate) blocks: Vec<Block>,
}

/// A document is nested deeper, or holds more, than is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Overflow {
    /// Tables stand in tables too many times.
    TooDeep,
    /// There is more text than a form can hold.
    TooMuch,
}

/// A place that collects blocks: the page, a table or a cell.
#[derive(Default)]
struct Frame {
    blocks: Vec<Block>,
    /// Whether this frame is a table; its cells, and the row that is being written.
    table: Option<(Vec<Cell>, usize)>,
    /// The paragraph being written, if one is open.
    line: Option<String>,
}

/// Writes blocks in the order a reader sees them. Ends without a beginning are ignored, beginnings without an end are
/// closed when the document ends.
#[derive(Default)]
pub(crate) struct Builder {
    frames: Vec<Frame>,
    bottom: Frame,
    /// Bytes of text and number of paragraphs and cells so far.
    written: usize,
    pieces: usize,
}

impl Builder {
    fn frame(&mut self) -> &mut Frame {
        self.frames.last_mut().unwrap_or(&mut self.bottom)
    }

    /// Begins a paragraph; one that is open ends here. A paragraph inside another stands in a text box, and the outer
    /// one goes on around it.
    pub(crate) fn open_paragraph(&mut self) {
        self.pieces += 1;
        self.close_paragraph();
        self.frame().line = Some(String::new());
    }

    /// Ends the open paragraph.
    pub(crate) fn close_paragraph(&mut self) {
        let frame = self.frame();
        if let Some(line) = frame.line.take() {
            frame.blocks.push(Block::Paragraph(line));
        }
    }

    /// Begins a table. Text that stands before it in the same place is a paragraph of its own.
    pub(crate) fn open_table(&mut self) {
        self.pieces += 1;
        self.close_paragraph();
        self.frames.push(Frame {
            table: Some((Vec::new(), 0)),
            ..Frame::default()
        });
    }

    /// Ends the innermost table, and what is open in it.
    pub(crate) fn close_table(&mut self) {
        if !self.in_table() {
            return;
        }
        while let Some(mut frame) = self.frames.pop() {
            match frame.table.take() {
                Some((cells, row)) => {
                    let mut cells = cells;
                    let rest = frame.into_blocks();
                    if !rest.is_empty() {
                        cells.push(Cell { row, blocks: rest });
                    }
                    self.frame().blocks.push(Block::Table(cells));
                    return;
                }
                None => self.put_cell(frame),
            }
        }
    }

    /// Whether a table is open.
    pub(crate) fn in_table(&self) -> bool {
        self.frames.iter().any(|frame| frame.table.is_some())
    }

    /// Begins the next row of the innermost table; a cell left open there ends.
    pub(crate) fn next_row(&mut self) {
        self.close_cell();
        if let Some((_, row)) = self
            .frames
            .last_mut()
            .and_then(|frame| frame.table.as_mut())
        {
            *row += 1;
        }
    }

    /// Begins a cell of the innermost table; outside a table it is nothing.
    pub(crate) fn open_cell(&mut self) {
        if self.in_table() {
            self.pieces += 1;
            self.frames.push(Frame::default());
        }
    }

    /// Ends the innermost cell, unless a table stands open in it.
    pub(crate) fn close_cell(&mut self) {
        let open = self
            .frames
            .last()
            .is_some_and(|frame| frame.table.is_none());
        if open && let Some(cell) = self.frames.pop() {
            self.put_cell(cell);
        }
    }

    fn put_cell(&mut self, cell: Frame) {
        let blocks = cell.into_blocks();
        let frame = self.frame();
        match &mut frame.table {
            Some((cells, row)) => cells.push(Cell { row: *row, blocks }),
            None => frame.blocks.extend(blocks),
        }
    }

    /// Appends text to the open paragraph, or to a new one.
    pub(crate) fn write(&mut self, text: &str) {
        self.written = self.written.saturating_add(text.len());
        self.frame().line.get_or_insert_default().push_str(text);
    }

    /// Returns the paragraph that is open in this place, if one is.
    pub(crate) fn line(&self) -> Option<&str> {
        self.frames.last().unwrap_or(&self.bottom).line.as_deref()
    }

    /// Says when the document is more than is read; asked after every step, it keeps the builder small.
    ///
    /// # Errors
    /// [`Overflow`].
    pub(crate) fn check(&self) -> Result<(), Overflow> {
        if self.frames.len() > 2 * TABLES_MAX {
            return Err(Overflow::TooDeep);
        }
        if self.written > TEXT_MAX || self.pieces > PIECES_MAX {
            return Err(Overflow::TooMuch);
        }
        Ok(())
    }

    /// Returns everything; a document cut off in the middle keeps what was written so far.
    pub(crate) fn finish(mut self) -> Vec<Block> {
        while self.in_table() {
            self.close_table();
        }
        self.bottom.into_blocks()
    }
}

impl Frame {
    fn into_blocks(mut self) -> Vec<Block> {
        if let Some(line) = self.line.take() {
            self.blocks.push(Block::Paragraph(line));
        }
        self.blocks
    }
}

/// Returns all text of some blocks, paragraph by paragraph.
pub(crate) fn flat(blocks: &[Block]) -> String {
    let mut out = String::new();
    for (index, block) in blocks.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        match block {
            Block::Paragraph(text) => out.push_str(text),
            Block::Table(cells) => {
                let cells: Vec<String> = cells.iter().map(|cell| flat(&cell.blocks)).collect();
                out.push_str(&cells.join("\n"));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_know_their_row_and_what_is_left_open_is_closed() {
        let mut page = Builder::default();
        page.write("above");
        page.open_table();
        for text in ["a", "b"] {
            page.open_cell();
            page.write(text);
            page.close_cell();
        }
        page.next_row();
        page.open_cell();
        page.write("c");
        let cell = |row, text: &str| Cell {
            row,
            blocks: vec![Block::Paragraph(text.into())],
        };
        assert_eq!(
            page.finish(),
            [
                Block::Paragraph("above".into()),
                Block::Table(vec![cell(0, "a"), cell(0, "b"), cell(1, "c")])
            ]
        );
    }

    #[test]
    fn ends_without_a_beginning_are_nothing() {
        let mut page = Builder::default();
        page.close_table();
        page.close_cell();
        page.next_row();
        page.open_cell();
        page.write("x");
        assert_eq!(page.check(), Ok(()));
        assert_eq!(page.finish(), [Block::Paragraph("x".into())]);
        let mut deep = Builder::default();
        for _ in 0..40 {
            deep.open_table();
            deep.open_cell();
        }
        assert_eq!(deep.check(), Err(Overflow::TooDeep));
    }
}

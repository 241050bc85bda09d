//! Tables for people: no lines, so that they can be copied and searched.

use comfy_table::{Attribute, Cell, Color, ColumnConstraint, ContentArrangement, Table, presets};
use keywright::Status;

use crate::output::{Look, Paint, clean};

/// A list with a header.
pub(crate) struct List {
    table: Table,
    look: Look,
    header: Vec<&'static str>,
}

impl List {
    pub(crate) fn new(look: Look, header: &[&'static str]) -> Self {
        let mut table = plain(look);
        table.set_header(header.iter().map(|title| {
            let cell = Cell::new(title.to_uppercase());
            if look.has_color { cell.add_attribute(Attribute::Bold) } else { cell }
        }));
        Self { table, look, header: header.to_vec() }
    }

    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = Text>) {
        self.table.add_row(cells.into_iter().map(|text| text.cell(self.look)));
    }

    /// Prints the table. Columns with these titles are never broken into lines, so that what stands there can be copied.
    pub(crate) fn finish(mut self, whole: &[&str]) -> String {
        for (index, title) in self.header.iter().enumerate() {
            if whole.contains(title)
                && let Some(column) = self.table.column_mut(index)
            {
                column.set_constraint(ColumnConstraint::ContentWidth);
            }
        }
        finish(self.table)
    }
}

/// One record: names on the left, values on the right.
pub(crate) struct Record {
    table: Table,
    look: Look,
}

impl Record {
    pub(crate) fn new(look: Look) -> Self {
        Self { table: plain(look), look }
    }

    #[must_use]
    pub(crate) fn line(mut self, name: &str, value: impl Into<Text>) -> Self {
        let name = Text::new(name).paint(Paint::Faint).cell(self.look);
        self.table.add_row([name, value.into().cell(self.look)]);
        self
    }

    /// Adds a line if there is something to say.
    #[must_use]
    pub(crate) fn maybe(self, name: &str, value: Option<impl Into<Text>>) -> Self {
        match value {
            Some(value) => self.line(name, value),
            None => self,
        }
    }

    pub(crate) fn finish(mut self) -> String {
        if let Some(column) = self.table.column_mut(0) {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
        finish(self.table)
    }
}

/// Text for a cell, made harmless, with its colour.
pub(crate) struct Text {
    text: String,
    paint: Option<Paint>,
}

impl Text {
    pub(crate) fn new(text: impl AsRef<str>) -> Self {
        Self { text: clean(text.as_ref()), paint: None }
    }

    pub(crate) const fn paint(mut self, paint: Paint) -> Self {
        self.paint = Some(paint);
        self
    }

    fn cell(self, look: Look) -> Cell {
        let cell = Cell::new(self.text);
        match self.paint.filter(|_| look.has_color) {
            None => cell,
            Some(Paint::Good) => cell.fg(Color::DarkGreen),
            Some(Paint::Doubtful) => cell.fg(Color::DarkYellow),
            Some(Paint::Bad) => cell.fg(Color::DarkRed),
            Some(Paint::Strong) => cell.add_attribute(Attribute::Bold),
            Some(Paint::Faint) => cell.add_attribute(Attribute::Dim),
        }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<Status> for Text {
    fn from(status: Status) -> Self {
        Self::new(status.as_str()).paint(match status {
            Status::Active => Paint::Good,
            Status::Suspended | Status::Expired => Paint::Doubtful,
            Status::Revoked => Paint::Bad,
        })
    }
}

/// Writes ids or texts with a space between, or a dash for none.
pub(crate) fn joined(texts: impl IntoIterator<Item = impl ToString>) -> String {
    let texts: Vec<String> = texts.into_iter().map(|text| text.to_string()).collect();
    if texts.is_empty() { "-".to_owned() } else { texts.join(" ") }
}

/// Returns the width of the terminal, if there is one.
pub(crate) fn width(look: Look) -> Option<u16> {
    if !look.is_terminal {
        return None;
    }
    Table::new().width().map(|width| width.saturating_sub(look.indent))
}

fn plain(look: Look) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    // Asked for first: without a terminal there is no width, and lines are as long as they are.
    if let Some(width) = width(look) {
        table.set_width(width);
    }
    table.force_no_tty();
    if look.has_color {
        table.enforce_styling();
    }
    table
}

fn finish(mut table: Table) -> String {
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    let mut text = String::new();
    for line in table.lines() {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

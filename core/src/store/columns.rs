//! One row, column after column.
//!
//! PERF: read by position, in the order of the statement's own list: looking up 24 names costs more than the look-up of
//! the row (`make bench`, verify).

use rusqlite::Row;
use rusqlite::types::FromSql;

use super::error::UnreadableValue;
use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::error::Error;

/// A reader of one row's columns in their order.
pub(crate) struct Columns<'a> {
    row: &'a Row<'a>,
    next: usize,
}

impl<'a> Columns<'a> {
    pub(crate) const fn of(row: &'a Row<'a>) -> Self {
        Self { row, next: 0 }
    }

    /// Passes over columns that are known to hold nothing.
    pub(crate) const fn skip(&mut self, columns: usize) {
        self.next += columns;
    }

    pub(crate) fn next<T: FromSql>(&mut self) -> Result<T, Error> {
        let index = self.next;
        self.next += 1;
        Ok(self.row.get(index)?)
    }

    /// Reads a text and makes of it what it stands for.
    pub(crate) fn text<T>(
        &mut self,
        what: &'static str,
        read: impl FnOnce(&str) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let index = self.next;
        self.next += 1;
        let text = self.row.get_ref(index)?.as_str().map_err(|_| UnreadableValue { what })?;
        read(text).map_err(|_| UnreadableValue { what }.into())
    }

    pub(crate) fn optional_text<T>(
        &mut self,
        what: &'static str,
        read: impl FnOnce(&str) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        let index = self.next;
        self.next += 1;
        let text =
            self.row.get_ref(index)?.as_str_or_null().map_err(|_| UnreadableValue { what })?;
        text.map(|text| read(text).map_err(|_| UnreadableValue { what }.into())).transpose()
    }

    pub(crate) fn instant(&mut self) -> Result<Timestamp, Error> {
        let micros = self.next()?;
        instant(micros)
    }

    pub(crate) fn optional_instant(&mut self) -> Result<Option<Timestamp>, Error> {
        self.next::<Option<i64>>()?.map(instant).transpose()
    }

    pub(crate) fn optional_actor(&mut self) -> Result<Option<Actor>, Error> {
        self.optional_text("who acted", str::parse)
    }

    pub(crate) fn uuid<T: From<uuid::Uuid>>(&mut self) -> Result<T, Error> {
        Ok(uuid::Uuid::from_bytes(self.next::<[u8; 16]>()?).into())
    }
}

fn instant(micros: i64) -> Result<Timestamp, Error> {
    Timestamp::checked_from_micros(micros)
        .ok_or_else(|| UnreadableValue { what: "an instant" }.into())
}

/// Writes a list of words with a space between, the form in which lists are stored.
pub(crate) fn words<T: ToString>(words: impl IntoIterator<Item = T>) -> String {
    let mut text = String::new();
    for word in words {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&word.to_string());
    }
    text
}

//! One row, column after column.
//!
//! PERF: read by position, in the order of the statement's own list: looking up 24 names costs more than the look-up of
//! the row (`make bench`, verify).

use rusqlite::Row;
use rusqlite::types::{FromSql, ValueRef};

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

    /// Reads what is neither an instant nor a text, at the pace of the driver's conversions.
    pub(crate) fn next<T: FromSql>(&mut self) -> Result<T, Error> {
        let index = self.next;
        self.next += 1;
        Ok(self.row.get(index)?)
    }

    fn value(&mut self) -> Result<ValueRef<'a>, Error> {
        let index = self.next;
        self.next += 1;
        Ok(self.row.get_ref(index)?)
    }

    fn optional_integer(&mut self, what: &'static str) -> Result<Option<i64>, Error> {
        match self.value()? {
            ValueRef::Integer(number) => Ok(Some(number)),
            ValueRef::Null => Ok(None),
            _ => Err(UnreadableValue { what }.into()),
        }
    }

    fn integer(&mut self, what: &'static str) -> Result<i64, Error> {
        Ok(self.optional_integer(what)?.ok_or(UnreadableValue { what })?)
    }

    fn optional_str(&mut self, what: &'static str) -> Result<Option<&'a str>, Error> {
        match self.value()? {
            ValueRef::Text(text) => {
                str::from_utf8(text).map(Some).map_err(|_| UnreadableValue { what }.into())
            }
            ValueRef::Null => Ok(None),
            _ => Err(UnreadableValue { what }.into()),
        }
    }

    /// Reads a text and makes of it what it stands for.
    pub(crate) fn text<T>(
        &mut self,
        what: &'static str,
        read: impl FnOnce(&str) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let text = self.optional_str(what)?.ok_or(UnreadableValue { what })?;
        read(text).map_err(|_| UnreadableValue { what }.into())
    }

    pub(crate) fn optional_text<T>(
        &mut self,
        what: &'static str,
        read: impl FnOnce(&str) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        let text = self.optional_str(what)?;
        text.map(|text| read(text).map_err(|_| UnreadableValue { what }.into())).transpose()
    }

    /// Reads a text in place.
    pub(crate) fn str(&mut self, what: &'static str) -> Result<&'a str, Error> {
        Ok(self.optional_str(what)?.ok_or(UnreadableValue { what })?)
    }

    /// Reads a text as it is.
    pub(crate) fn string(&mut self, what: &'static str) -> Result<String, Error> {
        self.text(what, |text| Ok(text.to_owned()))
    }

    pub(crate) fn optional_string(&mut self, what: &'static str) -> Result<Option<String>, Error> {
        Ok(self.optional_str(what)?.map(ToOwned::to_owned))
    }

    /// Reads a yes or no, kept as 1 or 0.
    pub(crate) fn flag(&mut self, what: &'static str) -> Result<bool, Error> {
        Ok(self.integer(what)? != 0)
    }

    pub(crate) fn count(&mut self, what: &'static str) -> Result<u32, Error> {
        u32::try_from(self.integer(what)?).map_err(|_| UnreadableValue { what }.into())
    }

    pub(crate) fn instant(&mut self) -> Result<Timestamp, Error> {
        instant(self.integer("an instant")?)
    }

    pub(crate) fn optional_instant(&mut self) -> Result<Option<Timestamp>, Error> {
        self.optional_integer("an instant")?.map(instant).transpose()
    }

    pub(crate) fn optional_actor(&mut self) -> Result<Option<Actor>, Error> {
        self.optional_text("who acted", str::parse)
    }

    pub(crate) fn uuid<T: From<uuid::Uuid>>(&mut self) -> Result<T, Error> {
        match self.value()? {
            ValueRef::Blob(bytes) => uuid::Uuid::from_slice(bytes)
                .map(Into::into)
                .map_err(|_| UnreadableValue { what: "an id" }.into()),
            _ => Err(UnreadableValue { what: "an id" }.into()),
        }
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

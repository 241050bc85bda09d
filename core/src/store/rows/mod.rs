//! Every statement, by the noun whose rows it reads and writes.

mod api_key;
mod event;
mod export;
mod generation;
mod integrity;
mod member;
mod owner;
mod permission;
mod presented;
mod sealed;
mod sealing;
mod settings;
mod signal;

use rusqlite::{Connection, named_params};

pub(crate) use sealing::SealPlace;
pub(crate) use signal::last_signal;

use super::columns::Columns;
use super::error::UnreadableValue;
use super::follow::append;
use super::key_ring::KeyRing;
use super::restore::replace_rows;
use super::{BackupFile, Rows};
use crate::clock::Timestamp;
use crate::error::Error;

/// The rows as one connection sees them.
pub(crate) struct SqliteRows<'a> {
    connection: &'a Connection,
    /// What opens and makes seals; `None` for a store that was opened without a master key.
    ring: Option<&'a KeyRing>,
}

impl<'a> SqliteRows<'a> {
    pub(crate) const fn new(connection: &'a Connection, ring: Option<&'a KeyRing>) -> Self {
        Self { connection, ring }
    }
}

impl Rows for SqliteRows<'_> {
    fn changed_rows(&self) -> u64 {
        self.connection.total_changes()
    }

    fn made_at(&self) -> Result<Timestamp, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT created_at_us
             FROM store
             WHERE id = 1",
        )?;
        let mut rows = statement.query([])?;
        let row = rows.next()?.ok_or(UnreadableValue { what: "the row of the file" })?;
        Columns::of(row).instant()
    }

    fn replace(&mut self, backup: &BackupFile) -> Result<(), Error> {
        replace_rows(self.connection, backup)?;
        // Triggers have told each row; this tells that they came from elsewhere, and so did the data keys.
        append(self.connection, "restore")?;
        if let Some(ring) = self.ring {
            // A backup may be older than the newest master key: the one that it was sealed with must not be needed again.
            ring.rewrap(self.connection)?;
        }
        Ok(())
    }
}

/// Forgets all but the newest rows of the change log. A process that is further behind drops everything it keeps.
///
/// PERF: a tenth at a time: to delete the oldest row at each commit writes one more page (`make bench`, create).
pub(crate) fn trim_changes(connection: &Connection, kept: u32) -> Result<(), Error> {
    connection
        .prepare_cached(
            "DELETE FROM changes
             WHERE seq <= iif(
               (SELECT max(seq) FROM changes) - (SELECT min(seq) FROM changes) >= :most,
               (SELECT max(seq) FROM changes) - :kept,
               0
             )",
        )?
        .execute(named_params! { ":kept": kept, ":most": kept + kept / 10 })?;
    Ok(())
}

/// Returns the two columns that name an owner.
fn owner_columns(owner: &crate::owner::Owner) -> (&'static str, &str) {
    (owner.owner_type().as_str(), owner.id())
}

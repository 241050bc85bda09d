//! Which columns a seal covers, and how a row is opened and sealed.
//!
//! Every column of a sealed table is either covered or inside: a test holds this list beside the schema. What is covered
//! is authenticated exactly as SQLite stores it, so that nothing depends on how a value is parsed.

use std::sync::Arc;

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Row, ToSql};

use super::SqliteRows;
use crate::error::{Error, ErrorCode};
use crate::seal::{AssociatedData, DataKey, Inside, SealedHeader, TamperedRow};

/// A table whose rows are sealed.
pub(crate) struct SealedTable {
    name: &'static str,
    /// How many columns the seal covers. They stand first in every list of columns that is read for it.
    covered: usize,
    /// How many columns of the primary key stand first among them.
    key: usize,
    /// Whether a digest and the last four characters stand inside: then the columns `last_four` and `digest` follow, and
    /// are empty in a sealed row.
    has_secret: bool,
    /// Reads the covered columns, the two of the secret, and the seal, by the primary key.
    read: &'static str,
    /// Writes the seal, which is the parameter after the primary key, and takes out what stands inside.
    write: &'static str,
    /// Returns the primary keys behind one, in order, of rows that are not sealed under a header.
    others: &'static str,
    /// Counts them.
    count_others: &'static str,
    /// Counts the rows with a seal and those without.
    counts: &'static str,
}

/// The columns of a key that its seal covers, in the order of version 1.
macro_rules! covered_api_key_columns {
    () => {
        "k.id, k.owner_kind, k.owner_id, k.description, k.is_public, k.scopes, k.metadata, \
         k.ip_allow_list, k.created_at_us, k.created_by, k.expires_at_us, \
         k.suspended_at_us, k.suspended_by, k.suspend_reason, \
         k.revoked_at_us, k.revoked_by, k.revoke_reason, \
         k.generation, k.prefix, k.first_used_at_us, k.retires_at_us, k.retires_when_used"
    };
}
pub(super) use covered_api_key_columns;

/// The columns of a later generation that its seal covers.
macro_rules! covered_generation_columns {
    () => {
        "id, api_key_id, number, prefix, created_at_us, first_used_at_us, retires_at_us, \
         retires_when_used"
    };
}
pub(super) use covered_generation_columns;

/// The columns of an owner that its seal covers.
macro_rules! covered_owner_columns {
    () => {
        "kind, id, display_name, primary_email, metadata, created_at_us, suspended_at_us, \
         suspended_by"
    };
}
pub(super) use covered_owner_columns;

/// The columns of the settings that their seal covers.
macro_rules! covered_settings_columns {
    () => {
        "id, allow_user_api_keys, allow_team_api_keys, prefixes, max_api_keys_per_user, \
         max_api_keys_per_team, max_lifetime_us, api_key_header, creator_permissions, \
         member_permissions, usage_interval_us, usage_minutes_kept_us, usage_hours_kept_us, \
         usage_days_kept_us"
    };
}
pub(super) use covered_settings_columns;

pub(crate) const API_KEY: SealedTable = SealedTable {
    name: "api_key",
    covered: 22,
    key: 1,
    has_secret: true,
    read: concat!(
        "SELECT ",
        covered_api_key_columns!(),
        ", k.last_four, k.digest, k.seal FROM api_key k WHERE k.id = ?1"
    ),
    write: "UPDATE api_key SET seal = ?2, last_four = NULL, digest = NULL WHERE id = ?1",
    others: "SELECT id FROM api_key
             WHERE id > ?1 AND (seal IS NULL OR substr(seal, 1, 5) <> ?2) ORDER BY id LIMIT ?3",
    count_others: "SELECT count(*) FROM api_key WHERE seal IS NULL OR substr(seal, 1, 5) <> :header",
    counts: "SELECT count(seal), count(*) - count(seal) FROM api_key",
};

pub(crate) const GENERATION: SealedTable = SealedTable {
    name: "generation",
    covered: 8,
    key: 1,
    has_secret: true,
    read: concat!(
        "SELECT ",
        covered_generation_columns!(),
        ", last_four, digest, seal FROM generation WHERE id = ?1"
    ),
    write: "UPDATE generation SET seal = ?2, last_four = NULL, digest = NULL WHERE id = ?1",
    others: "SELECT id FROM generation
             WHERE id > ?1 AND (seal IS NULL OR substr(seal, 1, 5) <> ?2) ORDER BY id LIMIT ?3",
    count_others: "SELECT count(*) FROM generation WHERE seal IS NULL OR substr(seal, 1, 5) <> :header",
    counts: "SELECT count(seal), count(*) - count(seal) FROM generation",
};

pub(crate) const OWNER: SealedTable = SealedTable {
    name: "owner",
    covered: 8,
    key: 2,
    has_secret: false,
    read: concat!(
        "SELECT ",
        covered_owner_columns!(),
        ", seal FROM owner WHERE kind = ?1 AND id = ?2"
    ),
    write: "UPDATE owner SET seal = ?3 WHERE kind = ?1 AND id = ?2",
    others: "SELECT kind, id FROM owner
             WHERE (kind, id) > (?1, ?2) AND (seal IS NULL OR substr(seal, 1, 5) <> ?3)
             ORDER BY kind, id LIMIT ?4",
    count_others: "SELECT count(*) FROM owner WHERE seal IS NULL OR substr(seal, 1, 5) <> :header",
    counts: "SELECT count(seal), count(*) - count(seal) FROM owner",
};

pub(crate) const SETTINGS: SealedTable = SealedTable {
    name: "settings",
    covered: 14,
    key: 1,
    has_secret: false,
    read: concat!("SELECT ", covered_settings_columns!(), ", seal FROM settings WHERE id = ?1"),
    write: "UPDATE settings SET seal = ?2 WHERE id = ?1",
    others: "SELECT id FROM settings
             WHERE id > ?1 AND (seal IS NULL OR substr(seal, 1, 5) <> ?2) ORDER BY id LIMIT ?3",
    count_others: "SELECT count(*) FROM settings WHERE seal IS NULL OR substr(seal, 1, 5) <> :header",
    counts: "SELECT count(seal), count(*) - count(seal) FROM settings",
};

/// What an insert writes into `seal` until the row is sealed in the same transaction: enough for the table's CHECK.
pub(super) const UNFINISHED: &[u8] = &[];

/// The values of a primary key.
pub(crate) type Key<'a> = &'a [&'a dyn ToSql];

impl SealedTable {
    pub(super) const fn read(&self) -> &'static str {
        self.read
    }

    pub(super) const fn others(&self) -> &'static str {
        self.others
    }

    pub(super) const fn count_others(&self) -> &'static str {
        self.count_others
    }

    pub(super) const fn counts(&self) -> &'static str {
        self.counts
    }

    /// Returns a primary key that sorts before all that there are.
    pub(super) fn first_key(&self) -> Vec<Value> {
        match (self.key, self.has_secret) {
            (1, true) => vec![Value::Blob(Vec::new())],
            (1, false) => vec![Value::Integer(0)],
            (columns, _) => vec![Value::Text(String::new()); columns],
        }
    }

    /// Returns how many columns stand behind those that a reader begins with: the secret's two and the seal.
    pub(super) const fn width(&self) -> usize {
        self.covered + if self.has_secret { 3 } else { 1 }
    }
}

impl SqliteRows<'_> {
    /// Opens the seal of a row whose covered columns begin at `start`, and returns what stands inside.
    ///
    /// `None` is a row that needs no seal: its own columns count. A row that was changed by something else is an error by
    /// which [`Error::tampered_row`] answers.
    pub(super) fn open_row(
        &self,
        table: &SealedTable,
        row: &Row<'_>,
        start: usize,
    ) -> Result<Option<Inside>, Error> {
        let seal = row.get_ref(start + table.width() - 1)?;
        let Some(ring) = self.ring else {
            return if seal == ValueRef::Null { Ok(None) } else { Err(sealed()) };
        };
        if seal == ValueRef::Null && ring.accepts_unsealed() {
            return Ok(None);
        }
        let tampered = || tampered(table, row, start);
        let ValueRef::Blob(seal) = seal else { return Err(tampered()) };
        let (header, encrypted) = SealedHeader::split(seal).ok_or_else(tampered)?;
        let associated = associated_data(table, row, start)?;
        let data_key = ring.data_key(self.connection, header.data_key)?.ok_or_else(tampered)?;
        let inside = match data_key.open(encrypted, &associated) {
            Some(inside) => Some(inside),
            // A restored file may have another data key by this number.
            None => ring
                .read_data_key(self.connection, header.data_key)?
                .and_then(|data_key| data_key.open(encrypted, &associated)),
        };
        let inside = inside.ok_or_else(tampered)?;
        // What stands inside may not stand outside as well: somebody else wrote it there.
        let is_outside_empty = !table.has_secret
            || (row.get_ref(start + table.covered)? == ValueRef::Null
                && row.get_ref(start + table.covered + 1)? == ValueRef::Null);
        if is_outside_empty { Ok(Some(inside)) } else { Err(tampered()) }
    }

    /// Returns the data key under which changed rows are sealed; `None` in a store that is not.
    pub(super) fn sealing(&self) -> Result<Option<Arc<DataKey>>, Error> {
        match self.ring {
            None => Ok(None),
            Some(ring) => ring.newest(self.connection),
        }
    }

    /// Changes a row that may be there, and seals it anew where the store is sealed.
    ///
    /// The seal is opened first: a value that somebody else wrote is never sealed with the next change.
    pub(super) fn change_row<T>(
        &self,
        table: &SealedTable,
        key: Key<'_>,
        change: impl FnOnce() -> Result<T, Error>,
    ) -> Result<T, Error> {
        let Some(data_key) = self.sealing()? else { return change() };
        let inside = self.inside(table, key)?;
        let result = change()?;
        self.seal_row(table, key, &data_key, &inside.unwrap_or_default())?;
        Ok(result)
    }

    /// Seals a row as it stands.
    pub(super) fn seal_row(
        &self,
        table: &SealedTable,
        key: Key<'_>,
        data_key: &DataKey,
        inside: &Inside,
    ) -> Result<(), Error> {
        let Some(ring) = self.ring else { return Err(sealed()) };
        let associated = {
            let mut statement = self.connection.prepare_cached(table.read)?;
            let mut rows = statement.query(key)?;
            // Nothing was there to be changed.
            let Some(row) = rows.next()? else { return Ok(()) };
            associated_data(table, row, 0)?
        };
        let seal = data_key.seal(inside, &associated, ring.entropy())?;
        let mut parameters = key.to_vec();
        parameters.push(&seal);
        self.connection.prepare_cached(table.write)?.execute(&*parameters)?;
        Ok(())
    }

    /// Returns what stands inside a row's seal, or what will, for one that is not sealed yet. `None`: no such row.
    pub(super) fn inside(
        &self,
        table: &SealedTable,
        key: Key<'_>,
    ) -> Result<Option<Inside>, Error> {
        let mut statement = self.connection.prepare_cached(table.read)?;
        let mut rows = statement.query(key)?;
        let Some(row) = rows.next()? else { return Ok(None) };
        if let Some(inside) = self.open_row(table, row, 0)? {
            return Ok(Some(inside));
        }
        if !table.has_secret {
            return Ok(Some(Inside::default()));
        }
        let last_four: String = row.get(table.covered)?;
        let digest: [u8; 32] = row.get(table.covered + 1)?;
        Ok(Some(Inside::new(&digest, &last_four)))
    }
}

/// Puts the covered values into their one form, as they are stored.
fn associated_data(
    table: &SealedTable,
    row: &Row<'_>,
    start: usize,
) -> Result<AssociatedData, Error> {
    let mut data = AssociatedData::new(table.name);
    for column in start..start + table.covered {
        match row.get_ref(column)? {
            ValueRef::Null => data.null(),
            ValueRef::Integer(number) => data.integer(number),
            ValueRef::Real(number) => data.real(number),
            ValueRef::Text(text) => data.text(text),
            ValueRef::Blob(blob) => data.blob(blob),
        }
    }
    Ok(data)
}

fn tampered(table: &SealedTable, row: &Row<'_>, start: usize) -> Error {
    let mut name = table.name.to_owned();
    for column in start..start + table.key {
        match row.get_ref(column) {
            Ok(ValueRef::Blob(id)) => match uuid::Uuid::from_slice(id) {
                Ok(id) => name.push_str(&format!(":{id}")),
                Err(_) => name.push_str(":?"),
            },
            Ok(ValueRef::Text(text)) => {
                name.push(':');
                name.push_str(&String::from_utf8_lossy(text));
            }
            // The one row of the settings.
            _ => {}
        }
    }
    tampered_row(name)
}

/// The error of a row that is not what Keywright wrote.
pub(super) fn tampered_row(row: String) -> Error {
    Error::new(
        ErrorCode::StorageCorrupt,
        "a sealed row was changed by something else than Keywright; put the value back or restore a backup",
    )
    .about(&format!("row=`{row}`"))
    .with_source(TamperedRow { row })
}

/// The error of a sealed row in a store that was opened without a master key.
pub(super) fn sealed() -> Error {
    Error::new(
        ErrorCode::MasterKey,
        "a row of the store is sealed; give the master key that it was sealed with",
    )
}

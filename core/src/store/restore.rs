//! Reading a backup, and putting its rows in the place of the store's.
//!
//! A backup may come from anywhere. It is copied first, by a connection that only reads, into a database without a name
//! which SQLite deletes by itself; only there it is looked at and brought to the newest schema, on a connection that runs
//! neither triggers nor views. From there values are carried over row by row into the tables of the store, whose own
//! schema and triggers stay: nothing of the backup's schema ever stands beside them.

use std::fs;
use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, Value};
use rusqlite::{Connection, OpenFlags, params_from_iter};

use super::backup::{copy_pages, require_integrity};
use super::error::UnreadableValue;
use super::key_ring::{KeyRing, require_unsealed};
use super::migrations::{Identity, NewStore, RELEASED, Reach, identify, migrate};
use super::open::{absolute, beside, file_id};
use super::rows::SqliteRows;
use super::sqlite::Place;
use super::tables::{OnRestore, TABLES, Table};
use super::{Rows, SealRows as _};
use crate::clock::Timestamp;
use crate::error::{Error, ErrorCode};
use crate::settings::Settings;
use crate::token::Prefix;

/// A checked copy of a backup, in the newest schema.
pub(crate) struct BackupFile {
    connection: Connection,
    /// What opens its seals. Not the store's own ring: its data keys may have the same numbers and be others.
    ring: Option<KeyRing>,
}

impl BackupFile {
    /// Copies and checks a backup. The caller holds a connection of the store, so that a fork waits.
    ///
    /// With a ring, the store is sealed, and so must the backup be, under one of the same master keys.
    pub(crate) fn open(
        path: &Path,
        place: &Place,
        ring: Option<&KeyRing>,
        now: Timestamp,
    ) -> Result<Self, Error> {
        if !path.exists() {
            return Err(Error::new(ErrorCode::StorageUnavailable, "there is no such backup"));
        }
        let id = file_id(path)?;
        if matches!(place, Place::File { id: own, .. } if *own == id) {
            return Err(Error::invalid_argument(
                "the backup is the store itself; name another file",
            ));
        }
        let mut connection = scratch_copy(path)?;
        // A damaged page shows itself at the first look.
        match identify(&connection).map_err(as_corrupt)? {
            Identity::Store(versions) => {
                require_integrity(&connection).map_err(as_corrupt)?;
                if !RELEASED.is_settled(versions, Reach::Everything) {
                    let settings = Settings::new(Prefix::default());
                    let unused = NewStore { settings: &settings, ring: None, now };
                    migrate(&mut connection, Reach::Everything, &unused).map_err(as_corrupt)?;
                }
            }
            Identity::Empty => {
                return Err(Error::new(
                    ErrorCode::StorageCorrupt,
                    "the file is empty, and so no backup of a store",
                ));
            }
        }
        require_tables(&connection).map_err(as_corrupt)?;
        let ring = ring.map(KeyRing::for_another_file);
        match &ring {
            Some(ring) => ring.require_fit(&connection)?,
            None => require_unsealed(&connection)?,
        }
        let backup = Self { connection, ring };
        if let Some(row) = backup.sqlite_rows().tampered_rows()?.first() {
            return Err(Error::new(
                ErrorCode::StorageCorrupt,
                "a sealed row of the backup was changed by something else than Keywright; take another backup, or open this one as a store and purge the key",
            )
            .about(&format!("row=`{row}`")));
        }
        Ok(backup)
    }

    /// The rows of the backup, to read.
    pub(crate) fn rows(&self) -> impl Rows + '_ {
        self.sqlite_rows()
    }

    /// Counts the rows that are not sealed, where the caller holds a master key and so would have them sealed.
    pub(crate) fn unsealed_rows(&self) -> Result<u64, Error> {
        if self.ring.is_some() {
            Ok(self.sqlite_rows().seal_status()?.unsealed_rows)
        } else {
            Ok(0)
        }
    }

    fn sqlite_rows(&self) -> SqliteRows<'_> {
        SqliteRows::new(&self.connection, self.ring.as_ref())
    }
}

/// Copies a file from anywhere into a database without a name, in which nothing of its schema runs.
pub(super) fn scratch_copy(path: &Path) -> Result<Connection, Error> {
    file_id(path)?;
    let source = open_source(path)?;
    // A name would have to be thought of, and a killed process would leave it behind.
    let mut connection = Connection::open("")?;
    disarm(&connection)?;
    copy_pages(&source, &mut connection, &mut |_, _| ()).map_err(as_corrupt)?;
    Ok(connection)
}

/// Opens a backup to read it, without a trace beside it.
fn open_source(path: &Path) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    // Who has a store open has a log beside it. Without one nobody can be writing, and SQLite need neither lock the file
    // nor make the two others, for which there may be no room and no right.
    let connection = match immutable(path) {
        Some(uri) if !beside(path, "-wal").exists() && !beside(path, "-journal").exists() => {
            Connection::open_with_flags(uri, flags | OpenFlags::SQLITE_OPEN_URI)?
        }
        _ => Connection::open_with_flags(absolute(path), flags)?,
    };
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    Ok(connection)
}

/// Returns the address of a file that does not change.
#[cfg(unix)]
fn immutable(path: &Path) -> Option<String> {
    use std::fmt::Write as _;
    use std::os::unix::ffi::OsStrExt as _;
    let path = fs::canonicalize(path).ok()?;
    let mut uri = String::from("file:");
    for byte in path.as_os_str().as_bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => {
                uri.push(char::from(*byte));
            }
            _ => write!(uri, "%{byte:02x}").ok()?,
        }
    }
    Some(uri + "?immutable=1")
}

#[cfg(not(unix))]
fn immutable(_path: &Path) -> Option<String> {
    None
}

/// Takes from a connection whatever a schema of somebody else's could make it do.
fn disarm(connection: &Connection) -> Result<(), Error> {
    for (config, is_on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
    ] {
        connection.set_db_config(config, is_on)?;
    }
    connection.pragma_update(None, "cell_size_check", "ON")?;
    Ok(())
}

/// Says of what was found wrong that it is the backup, and not the store.
pub(crate) fn as_corrupt(error: Error) -> Error {
    match error.code() {
        // What SQLite refuses here (a column that is not there, a value of another type) is no defect of ours.
        ErrorCode::Internal | ErrorCode::StorageCorrupt => Error::new(
            ErrorCode::StorageCorrupt,
            "the backup is damaged, or no store that Keywright wrote; it was left as it is",
        )
        .with_source(error),
        _ => error,
    }
}

/// Names the backup beside the store in the message about a value that may stand in either.
pub(super) fn about_both(backup: &Path) -> impl Fn(Error) -> Error {
    move |error| match error.code() {
        ErrorCode::StorageCorrupt => error.about(&format!("backup=`{}`", backup.display())),
        _ => error,
    }
}

/// A view or a virtual table can have the name of a table, and a table can lack a column.
fn require_tables(connection: &Connection) -> Result<(), Error> {
    let mut statement = connection.prepare(
        "SELECT 1
         FROM pragma_table_list
         WHERE schema = 'main' AND type = 'table' AND name = ?1",
    )?;
    for table in TABLES {
        if !statement.exists([table.name])? {
            return Err(UnreadableValue { what: "the tables of the backup" }.into());
        }
        let columns: Vec<_> = table.key.iter().chain(table.columns).copied().collect();
        connection.prepare(&format!("SELECT {} FROM {}", columns.join(", "), table.name))?;
    }
    Ok(())
}

/// Makes the rows of a store those of a backup, within the transaction that the connection stands in. Rows that are the
/// same are not touched, so the change log names what has changed and no more.
pub(crate) fn replace_rows(store: &Connection, backup: &BackupFile) -> Result<(), Error> {
    let backup = &backup.connection;
    let has_history = store.prepare("SELECT 1 FROM event")?.exists([])?;
    let replaced = || {
        TABLES.iter().filter(|table| {
            matches!(table.on_restore, OnRestore::Replaced | OnRestore::ReplacedAndCounted)
        })
    };
    // All that goes before all that comes: an owner that goes takes its keys with it, also those that the backup has.
    for table in replaced() {
        delete_others(table, store, backup).map_err(as_corrupt)?;
    }
    for table in replaced() {
        take(table, store, backup, Conflict::Update).map_err(as_corrupt)?;
    }
    for table in TABLES.iter().filter(|table| table.on_restore == OnRestore::History) {
        if !has_history {
            take(table, store, backup, Conflict::Leave).map_err(as_corrupt)?;
        }
    }
    for table in TABLES {
        if matches!(table.on_restore, OnRestore::ReplacedAndCounted | OnRestore::History) {
            count_on(table, store, backup).map_err(as_corrupt)?;
        }
    }
    if !has_history {
        // From now on it is the store that the backup was taken of.
        let made_at: i64 = backup
            .query_row("SELECT created_at_us FROM store WHERE id = 1", [], |row| row.get(0))
            .map_err(|error| as_corrupt(error.into()))?;
        store.execute("UPDATE store SET created_at_us = ?1 WHERE id = 1", [made_at])?;
    }
    Ok(())
}

/// Deletes the rows whose key the backup does not have.
fn delete_others(table: &Table, store: &Connection, backup: &Connection) -> Result<(), Error> {
    let (name, key) = (table.name, table.key.join(", "));
    let is_key: Vec<_> = table.key.iter().map(|column| format!("{column} = ?")).collect();
    let is_key = is_key.join(" AND ");
    let mut is_in_backup = backup.prepare(&format!("SELECT 1 FROM {name} WHERE {is_key}"))?;
    let mut others: Vec<Vec<Value>> = Vec::new();
    let mut statement = store.prepare(&format!("SELECT {key} FROM {name}"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let values = (0..table.key.len()).map(|column| row.get(column));
        let values = values.collect::<Result<Vec<Value>, _>>()?;
        if !is_in_backup.exists(params_from_iter(&values))? {
            others.push(values);
        }
    }
    let mut delete = store.prepare(&format!("DELETE FROM {name} WHERE {is_key}"))?;
    for values in others {
        delete.execute(params_from_iter(values))?;
    }
    Ok(())
}

/// What happens to a row of the store that has the key of one of the backup.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Conflict {
    /// It takes the values of the backup, if they differ.
    Update,
    /// It stays.
    Leave,
}

/// Carries the rows of the backup over, value for value.
fn take(
    table: &Table,
    store: &Connection,
    backup: &Connection,
    conflict: Conflict,
) -> Result<(), Error> {
    let columns: Vec<_> = table.key.iter().chain(table.columns).copied().collect();
    let (name, all) = (table.name, columns.join(", "));
    let joined = |separator, form: fn(&str) -> String| {
        let texts: Vec<_> = table.columns.iter().map(|column| form(column)).collect();
        texts.join(separator)
    };
    let places = vec!["?"; columns.len()].join(", ");
    let on_conflict = match conflict {
        Conflict::Leave => "ON CONFLICT DO NOTHING".to_owned(),
        Conflict::Update => format!(
            "ON CONFLICT ({}) DO UPDATE SET {} WHERE {}",
            table.key.join(", "),
            joined(", ", |column| format!("{column} = excluded.{column}")),
            joined(" OR ", |column| format!("{column} IS NOT excluded.{column}")),
        ),
    };
    let mut insert =
        store.prepare(&format!("INSERT INTO {name} ({all}) VALUES ({places}) {on_conflict}"))?;
    let mut select = backup.prepare(&format!("SELECT {all} FROM {name}"))?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        for column in 0..columns.len() {
            insert.raw_bind_parameter(column + 1, ToSqlOutput::Borrowed(row.get_ref(column)?))?;
        }
        insert.raw_execute()?;
    }
    Ok(())
}

/// Lets the numbers of a table go on behind the last that the store or the backup has given.
fn count_on(table: &Table, store: &Connection, backup: &Connection) -> Result<(), Error> {
    let last = |connection: &Connection| -> Result<i64, Error> {
        let sql = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = ?1";
        Ok(connection.query_row(sql, [table.name], |row| row.get(0))?)
    };
    let (own, theirs) = (last(store)?, last(backup)?);
    if theirs > own {
        store.execute("DELETE FROM sqlite_sequence WHERE name = ?1", [table.name])?;
        store.execute(
            "INSERT INTO sqlite_sequence (name, seq)
             VALUES (?1, ?2)",
            (table.name, theirs),
        )?;
    }
    Ok(())
}

//! How every connection is set up. The same table stands in `docs/storage.md`.

use std::time::Duration;

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use crate::error::{Error, ErrorCode};

/// Prepared statements kept per connection: all that this folder has.
const STATEMENTS: usize = 64;

/// What a connection is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Writer,
    Reader,
}

/// Sets up a connection to a file that is known to be a store of ours, or new.
pub(crate) fn configure(connection: &Connection, role: Role, is_file: bool) -> Result<(), Error> {
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // PERF: without this guarantee SQLite plans a statement anew at each call, since another value may want another
    // plan: 37 of 49 us of a check (`make bench`, verify).
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    if is_file {
        // Readers do not wait for the writer, and a commit is one appended piece and one fsync.
        let mode: String =
            connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
        if !mode.eq_ignore_ascii_case("wal") {
            return Err(Error::new(
                ErrorCode::StorageUnavailable,
                "the file system does not let SQLite use its write-ahead log; put the store on a local disk",
            ));
        }
    }
    // An acknowledged change survives a power cut.
    connection.pragma_update(None, "synchronous", "FULL")?;
    // What is deleted is overwritten with zeros, also in the file.
    connection.pragma_update(None, "secure_delete", "ON")?;
    // Cascades are triggers: the sqlite3 program leaves foreign keys off.
    connection.pragma_update(None, "foreign_keys", "OFF")?;
    // A file that shrinks under a mapping is a SIGBUS; ordinary reads give an error.
    connection.pragma_update(None, "mmap_size", 0)?;
    // Sorting never leaves a temporary file behind.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    // A statement hidden in the schema of a file from elsewhere can not call what has side effects.
    connection.pragma_update(None, "trusted_schema", "OFF")?;
    if role == Role::Reader {
        // A stray write fails instead of happening.
        connection.pragma_update(None, "query_only", "ON")?;
    }
    Ok(())
}

/// Lets a connection wait this long for another process's lock before it is `storage_busy`.
pub(crate) fn wait_for_locks(connection: &Connection, time_out: Duration) -> Result<(), Error> {
    Ok(connection.busy_timeout(time_out)?)
}

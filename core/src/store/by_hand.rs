//! Changing a store as somebody else would, with SQLite alone: for the tests of what memory makes of that.

use std::path::Path;

use rusqlite::Connection;
use rusqlite::backup::Progress;
use rusqlite::config::DbConfig;

/// Runs statements on a file.
pub(crate) fn run(path: &Path, sql: &str) {
    Connection::open(path).unwrap().execute_batch(sql).unwrap();
}

/// Runs statements on a connection that has its triggers switched off.
pub(crate) fn run_without_triggers(path: &Path, sql: &str) {
    let connection = Connection::open(path).unwrap();
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false).unwrap();
    connection.execute_batch(sql).unwrap();
}

/// Returns the one number that a statement gives.
pub(crate) fn number(path: &Path, sql: &str) -> i64 {
    Connection::open(path).unwrap().query_row(sql, [], |row| row.get(0)).unwrap()
}

/// Writes another database over a store, as the `.restore` of SQLite's program does.
pub(crate) fn restore_over(path: &Path, from: &Path) {
    let mut target = Connection::open(path).unwrap();
    target.restore("main", from, None::<fn(Progress)>).unwrap();
}

//! Another application's database is refused, and stays as it is to the last byte.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;

use keywright::{ErrorCode, Keywright};
use rusqlite::Connection;

#[test]
fn a_foreign_database_with_changes_in_its_log_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let connection = Connection::open(at("busy")).unwrap();
    connection.pragma_update(None, "journal_mode", "WAL").unwrap();
    connection.execute_batch("CREATE TABLE theirs (v); INSERT INTO theirs VALUES (1)").unwrap();
    // As after a kill: the database and its log, and nobody who has them open.
    for suffix in ["", "-wal"] {
        fs::copy(at(&format!("busy{suffix}")), at(&format!("left{suffix}"))).unwrap();
    }
    let read = || ["left", "left-wal"].map(|name| fs::read(at(name)).unwrap());
    let before = read();
    assert!(before.iter().all(|bytes| !bytes.is_empty()));

    let error = Keywright::open(at("left")).unwrap_err();
    assert_eq!(error.code(), ErrorCode::StorageCorrupt);
    // The last connection on a database moves its log into its file, unless it is told not to.
    assert!(read() == before);
}

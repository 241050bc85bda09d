//! What one writes without Keywright: hash the key, look it up in SQLite, compare two dates.
//!
//! As good as forty lines get: a table of the least columns, stored in the order of the digest and without a second
//! tree, a statement that is prepared once and kept, the hash of the `sha2` crate. It has one kind of key, no record
//! to hand out but the owner's id, no settings, no scopes, no networks, no suspension, no rotation, and it answers an
//! expired and an unknown key alike.

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use rusqlite::{Connection, Statement};
use sha2::{Digest as _, Sha256};

use crate::harness::Text;

/// Opens a file with what Keywright sets on its readers.
pub(crate) fn connect(path: &Path) -> Connection {
    let connection = Connection::open(path).expect("the file opens");
    connection.pragma_update(None, "journal_mode", "WAL").expect("a pragma");
    connection.pragma_update(None, "synchronous", "FULL").expect("a pragma");
    connection.pragma_update(None, "mmap_size", 0).expect("a pragma");
    connection
}

/// Fills a table of its own in the file of the store, with one row for each text and more rows up to a number.
pub(crate) fn fill<'a>(
    connection: &Connection,
    texts: impl IntoIterator<Item = &'a Text>,
    rows: usize,
) {
    connection
        .execute_batch(
            "CREATE TABLE hand_written (
               digest BLOB PRIMARY KEY NOT NULL,
               owner_id TEXT NOT NULL,
               expires_at_us INTEGER,
               revoked_at_us INTEGER
             ) STRICT, WITHOUT ROWID",
        )
        .expect("a table");
    let mut digests: Vec<_> = texts.into_iter().map(Sha256::digest).collect();
    digests.extend((digests.len()..rows).map(|number| Sha256::digest(number.to_le_bytes())));
    // In their order, so that the tree is as dense as it can be.
    digests.sort_unstable();
    connection.execute_batch("BEGIN").expect("a transaction");
    let mut insert = connection
        .prepare("INSERT INTO hand_written (digest, owner_id) VALUES (?1, ?2)")
        .expect("a statement");
    for (number, digest) in digests.iter().enumerate() {
        let owner = format!("user-{:05}", number % 10_000);
        insert.execute((digest.as_slice(), owner)).expect("a row");
    }
    drop(insert);
    connection.execute_batch("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)").expect("a commit");
}

/// The check, with its statement.
pub(crate) struct Check<'a>(Statement<'a>);

impl<'a> Check<'a> {
    pub(crate) fn new(connection: &'a Connection) -> Self {
        let statement = connection
            .prepare(
                "SELECT owner_id, expires_at_us, revoked_at_us
                 FROM hand_written
                 WHERE digest = ?1",
            )
            .expect("a statement");
        Self(statement)
    }

    /// Returns the owner of a key that is valid.
    pub(crate) fn owner(&mut self, text: &[u8]) -> Option<String> {
        if text.len() != 62 || !text.starts_with(b"kw_usk_") {
            return None;
        }
        self.look_up(&Sha256::digest(text))
    }

    /// The look-up alone: one point SELECT.
    pub(crate) fn look_up(&mut self, digest: &[u8]) -> Option<String> {
        let mut rows = self.0.query([digest]).expect("a query");
        let row = rows.next().expect("a row")?;
        let expires_at: Option<i64> = row.get(1).expect("an instant");
        let revoked_at: Option<i64> = row.get(2).expect("an instant");
        let is_expired = expires_at.is_some_and(|expires_at| {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970");
            now.as_micros() as i64 >= expires_at
        });
        (!is_expired && revoked_at.is_none()).then(|| row.get(0).expect("an owner"))
    }
}

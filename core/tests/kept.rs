//! Whatever somebody does to the file, with any program, the next check knows it; nothing that is kept in memory outlives it.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use keywright::{Keywright, NewApiKey, Reason, VerifyOptions};
use rusqlite::Connection;

/// What is done to the file, and what the next check of the key says then; `None`: it is still valid.
type Case = (&'static str, &'static str, Option<Reason>);

const REVOKE: &str = "UPDATE api_key SET revoked_at_us = 1, revoked_by = 'server';";

const CASES: &[Case] = &[
    ("a column", REVOKE, Some(Reason::Revoked)),
    ("a checkpoint", "PRAGMA wal_checkpoint(PASSIVE)", None),
    ("a full checkpoint", "PRAGMA wal_checkpoint(FULL)", None),
    ("a restart of the log", "PRAGMA wal_checkpoint(RESTART)", None),
    ("a cut of the log", "PRAGMA wal_checkpoint(TRUNCATE)", None),
    ("a rewritten file", "VACUUM", None),
    ("a rollback", "BEGIN IMMEDIATE; DELETE FROM api_key; ROLLBACK", None),
    (
        "a row that was replaced",
        "PRAGMA recursive_triggers = OFF;
         CREATE TEMP TABLE copy AS SELECT * FROM api_key;
         UPDATE copy SET revoked_at_us = 1, revoked_by = 'server';
         PRAGMA foreign_keys = OFF;
         REPLACE INTO api_key SELECT * FROM copy",
        Some(Reason::Revoked),
    ),
    (
        "another id",
        "PRAGMA foreign_keys = OFF; UPDATE api_key SET id = zeroblob(16)",
        Some(Reason::NotFound),
    ),
    (
        "an owner who was deleted with foreign keys off",
        "PRAGMA foreign_keys = OFF; DELETE FROM owner; DELETE FROM api_key",
        Some(Reason::NotFound),
    ),
    (
        "a dropped trigger",
        "DROP TRIGGER api_key_updated; UPDATE api_key SET revoked_at_us = 1, revoked_by = 'server'",
        Some(Reason::Revoked),
    ),
    (
        "an emptied log of changes",
        "UPDATE api_key SET revoked_at_us = 1, revoked_by = 'server'; DELETE FROM changes",
        Some(Reason::Revoked),
    ),
    (
        "a change that is taken back",
        "UPDATE api_key SET revoked_at_us = 1, revoked_by = 'server';
         UPDATE api_key SET revoked_at_us = NULL, revoked_by = NULL",
        None,
    ),
    ("a switch", "UPDATE settings SET allow_user_api_keys = 0", Some(Reason::Disabled)),
    ("a prefix", "UPDATE settings SET prefixes = 'acme'", Some(Reason::Malformed)),
    ("a suspended owner", "UPDATE owner SET suspended_at_us = 1", Some(Reason::Suspended)),
];

fn change(path: &Path, text: &str) {
    let connection = Connection::open(path).unwrap();
    connection.execute_batch(text).unwrap();
}

fn reason(keywright: &Keywright, value: &str) -> Option<Reason> {
    let verdict = keywright.verify(value, &VerifyOptions::new()).unwrap();
    let again = keywright.verify(value, &VerifyOptions::new()).unwrap();
    assert_eq!(verdict, again);
    verdict.reason()
}

#[test]
fn whatever_is_done_to_the_file_the_next_check_knows() {
    for (name, text, expected) in CASES {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.db");
        let keywright = Keywright::open(&path).unwrap();
        let created = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
        assert_eq!(reason(&keywright, created.value()), None);
        change(&path, text);
        assert_eq!(reason(&keywright, created.value()), *expected, "{name}");
        // What came back to life is not kept either, and neither is what was done to the log before.
        if expected.is_none() {
            change(&path, REVOKE);
            assert_eq!(reason(&keywright, created.value()), Some(Reason::Revoked), "{name}");
        }
    }
}

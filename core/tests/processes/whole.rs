//! What must be true of a store whatever happened to its writers.

use std::path::Path;

/// Every key has its owner, its generations and its events, and every event its key.
pub(super) fn assert_is_whole(path: &Path) {
    let connection = rusqlite::Connection::open(path).unwrap();
    let integrity: String =
        connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(integrity, "ok");
    for (what, query) in [
        (
            "keys without an owner",
            "SELECT count(*) FROM api_key AS k WHERE NOT EXISTS
             (SELECT 1 FROM owner AS o WHERE o.kind = k.owner_kind AND o.id = k.owner_id)",
        ),
        (
            "keys without a secret",
            "SELECT count(*) FROM api_key AS k WHERE (digest IS NULL OR last_four IS NULL) AND seal IS NULL",
        ),
        (
            "keys that lack a generation",
            "SELECT count(*) FROM api_key AS k WHERE generation <>
             (SELECT count(*) + 1 FROM generation AS g WHERE g.api_key_id = k.id)",
        ),
        (
            "generations without a key",
            "SELECT count(*) FROM generation AS g WHERE NOT EXISTS
             (SELECT 1 FROM api_key AS k WHERE k.id = g.api_key_id)",
        ),
        (
            "more or fewer generations than events",
            "SELECT (SELECT total(generation) FROM api_key) <> (SELECT count(*) FROM event
             WHERE verb IN ('api_key.created', 'api_key.rotated'))",
        ),
        (
            "events of a key that does not exist",
            "SELECT count(*) FROM (
               SELECT replace(json_extract(payload, '$.api_key_id'), '-', '')
               FROM event WHERE verb LIKE 'api_key.%'
               EXCEPT SELECT lower(hex(id)) FROM api_key)",
        ),
        (
            "keys without the event of their making",
            "SELECT count(*) FROM (
               SELECT lower(hex(id)) FROM api_key
               EXCEPT SELECT replace(json_extract(payload, '$.api_key_id'), '-', '')
               FROM event WHERE verb = 'api_key.created')",
        ),
        (
            "keys that were made twice",
            "SELECT count(*) - count(DISTINCT json_extract(payload, '$.api_key_id'))
             FROM event WHERE verb = 'api_key.created'",
        ),
    ] {
        assert_eq!(count(&connection, query), 0, "{what}");
    }
}

pub(super) fn count(connection: &rusqlite::Connection, query: &str) -> i64 {
    connection.query_row(query, [], |row| row.get(0)).unwrap()
}

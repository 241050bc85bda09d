//! Sealed stores: what a master key is for, and what somebody with the file and without it can do: deny, and nothing else.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use keywright::{
    ApiKeyFilter, CreatedApiKey, Error, ErrorCode, Gate, Grace, IpAllowList, Keywright, MasterKey,
    Metadata, NewApiKey, OpenOptions, Reason, RevokeAll, RevokeOptions, Scopes, SettingsUpdate,
    SignalKind, UserUpdate, VerifyOptions,
};
use rusqlite::Connection;
use rusqlite::types::Value;
use tempfile::TempDir;

const HOUR: Duration = Duration::from_secs(3600);

/// A store on disk and the master key that it is sealed with.
struct Sealed {
    _folder: TempDir,
    path: PathBuf,
    master_key: MasterKey,
}

impl Sealed {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.db");
        Self { _folder: folder, path, master_key: MasterKey::generate().unwrap() }
    }

    fn open(&self) -> Keywright {
        self.try_open(&[&self.master_key]).unwrap()
    }

    fn try_open(&self, master_keys: &[&MasterKey]) -> Result<Keywright, Error> {
        options(master_keys).open(&self.path)
    }

    /// What the `sqlite3` program does: another connection, and no rule of the schema holds it back.
    fn by_hand(&self) -> Connection {
        let connection = Connection::open(&self.path).unwrap();
        connection.pragma_update(None, "ignore_check_constraints", "ON").unwrap();
        connection
    }

    fn files(&self) -> Vec<Vec<u8>> {
        let folder = self.path.parent().unwrap();
        fs::read_dir(folder)
            .unwrap()
            .map(|entry| fs::read(entry.unwrap().path()).unwrap())
            .collect()
    }

    /// Returns whether the bytes stand in any file of the store.
    fn holds(&self, bytes: &[u8]) -> bool {
        self.files().iter().any(|file| file.windows(bytes.len()).any(|window| window == bytes))
    }
}

fn options(master_keys: &[&MasterKey]) -> OpenOptions {
    OpenOptions::new().master_keys(master_keys.iter().copied().cloned())
}

fn check(keywright: &Keywright, value: &str) -> &'static str {
    let options = VerifyOptions::new().ip([192, 0, 2, 7].into());
    match keywright.verify(value, &options) {
        Ok(verdict) => verdict.reason().map_or("valid", Reason::as_str),
        Err(error) => error.code().as_str(),
    }
}

/// The digests as the file of an unsealed store holds them.
fn digests(path: &Path) -> Vec<Vec<u8>> {
    let connection = Connection::open(path).unwrap();
    let sql = "SELECT digest FROM api_key UNION ALL SELECT digest FROM generation";
    let mut statement = connection.prepare(sql).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

/// Keys of every kind, in a store whose rows have a value in every column.
fn fill(keywright: &Keywright) -> Vec<CreatedApiKey> {
    let alice = keywright.user("alice");
    let metadata = Metadata::parse(r#"{"plan":"pro"}"#).unwrap();
    let update = UserUpdate::new().display_name("Alice").primary_email("alice@example.com");
    alice.update(update.metadata(metadata.clone())).unwrap();
    let new = NewApiKey::new("everything")
        .scopes(Scopes::parse(["builds:*"]).unwrap())
        .metadata(metadata)
        .ip_allow_list(IpAllowList::parse(["192.0.2.0/24"]).unwrap())
        .expires_in(HOUR);
    let everything = alice.create_api_key(new).unwrap();
    let team = keywright.team("acme").create_api_key(NewApiKey::new("team")).unwrap();
    let rotated = alice.create_api_key(NewApiKey::new("rotated").public()).unwrap();
    let second = keywright.api_key(rotated.api_key().id).rotate(Grace::For(HOUR)).unwrap();
    vec![everything, team, rotated, second]
}

#[test]
fn a_sealed_store_answers_as_an_unsealed_one_does() {
    let sealed = Sealed::new();
    let keywright = sealed.open();
    let keys = fill(&keywright);
    for key in &keys {
        assert_eq!(check(&keywright, key.value()), "valid");
    }
    let [everything, team, rotated, second] = &keys[..] else { panic!("four keys") };
    assert_eq!(&keywright.get_api_key(everything.api_key().id).unwrap(), everything.api_key());
    assert_eq!(keywright.list_api_keys(ApiKeyFilter::new()).unwrap().len(), 3);
    let generations = keywright.get_api_key(rotated.api_key().id).unwrap().generations;
    let last_four: Vec<_> = generations.iter().map(|one| one.last_four.as_str()).collect();
    let ends = [second.value(), rotated.value()].map(|value| &value[value.len() - 4..]);
    assert_eq!(last_four, ends);

    keywright.api_key(team.api_key().id).revoke(RevokeOptions::new()).unwrap();
    keywright.api_key(rotated.api_key().id).rotate(Grace::Now).unwrap();
    assert_eq!(check(&keywright, team.value()), "revoked");
    assert_eq!(check(&keywright, second.value()), "rotated");
    assert_eq!(check(&keywright, rotated.value()), "valid", "its grace stands");
    keywright.user("alice").suspend().unwrap();
    assert_eq!(check(&keywright, everything.value()), "suspended");
    keywright.user("alice").resume().unwrap();
    keywright.update_settings(SettingsUpdate::new().allow_user_api_keys(false)).unwrap();
    assert_eq!(check(&keywright, everything.value()), "disabled");
    keywright.update_settings(SettingsUpdate::new().allow_user_api_keys(true)).unwrap();
    keywright.close();

    let again = sealed.open();
    assert_eq!(check(&again, everything.value()), "valid");
    assert_eq!(again.seal_status().unwrap().unsealed_rows, 0);
}

#[test]
fn a_sealed_file_has_no_digest_and_confirms_no_guess() {
    let plain = Sealed::new();
    let keywright = Keywright::open(&plain.path).unwrap();
    let created = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    keywright.close();
    assert!(plain.holds(&digests(&plain.path)[0]), "the search finds what is there");

    let sealed = Sealed::new();
    let keywright = sealed.open();
    let keys = fill(&keywright);
    for text in keys.iter().map(CreatedApiKey::value) {
        let last_four = &text.as_bytes()[text.len() - 4..];
        let digest = keywright::parse(text.as_bytes()).unwrap().digest();
        assert!(!sealed.holds(&digest), "while it is open");
        let column = [b"kw".as_slice(), last_four].concat();
        assert!(!sealed.holds(&column));
    }
    keywright.close();
    let hidden: i64 = sealed
        .by_hand()
        .query_row(
            "SELECT count(*) FROM (SELECT digest, last_four FROM api_key
             UNION ALL SELECT digest, last_four FROM generation)
             WHERE digest IS NULL AND last_four IS NULL",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(hidden, 4);
    drop(created);
}

#[test]
fn no_key_or_another_key_is_an_error_and_never_a_store_full_of_tampered_rows() {
    let sealed = Sealed::new();
    let keywright = sealed.open();
    let other = MasterKey::generate().unwrap();
    let code = |result: Result<Keywright, Error>| result.unwrap_err().code();
    for round in ["while it is open in this process", "when it is closed"] {
        assert_eq!(code(Keywright::open(&sealed.path)), ErrorCode::MasterKey, "{round}");
        assert_eq!(code(sealed.try_open(&[&other])), ErrorCode::MasterKey, "{round}");
        assert!(sealed.try_open(&[&other, &sealed.master_key]).is_ok(), "{round}");
        keywright.close();
    }
    let unsealed = Sealed::new();
    Keywright::open(&unsealed.path).unwrap();
    assert_eq!(code(unsealed.try_open(&[&other])), ErrorCode::MasterKey, "it is not sealed");
    let error = OpenOptions::new().accept_unsealed().open_in_memory().unwrap_err();
    assert_eq!(error.code(), ErrorCode::InvalidArgument);
}

/// What becomes of the keys when a column of a sealed row is changed by hand.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Column {
    /// The row is no longer what was sealed.
    Tampered,
    /// The row is no longer there under its name: to a check as if it had been deleted, which sealing does not stop.
    Moved,
}

/// Every column of every sealed table. A column that is added must be put here, and covered by the seal.
const COLUMNS: &[(&str, &[(&str, Column)])] = &[
    (
        "api_key",
        &[
            ("id", Column::Moved),
            ("owner_kind", Column::Tampered),
            ("owner_id", Column::Tampered),
            ("description", Column::Tampered),
            ("is_public", Column::Tampered),
            ("scopes", Column::Tampered),
            ("metadata", Column::Tampered),
            ("ip_allow_list", Column::Tampered),
            ("created_at_us", Column::Tampered),
            ("created_by", Column::Tampered),
            ("expires_at_us", Column::Tampered),
            ("suspended_at_us", Column::Tampered),
            ("suspended_by", Column::Tampered),
            ("suspend_reason", Column::Tampered),
            ("revoked_at_us", Column::Tampered),
            ("revoked_by", Column::Tampered),
            ("revoke_reason", Column::Tampered),
            ("generation", Column::Tampered),
            ("prefix", Column::Tampered),
            ("digest", Column::Tampered),
            ("last_four", Column::Tampered),
            ("first_used_at_us", Column::Tampered),
            ("retires_at_us", Column::Tampered),
            ("seal", Column::Tampered),
            ("retires_when_used", Column::Tampered),
        ],
    ),
    (
        "generation",
        &[
            ("id", Column::Moved),
            ("api_key_id", Column::Moved),
            ("number", Column::Tampered),
            ("prefix", Column::Tampered),
            ("digest", Column::Tampered),
            ("last_four", Column::Tampered),
            ("created_at_us", Column::Tampered),
            ("first_used_at_us", Column::Tampered),
            ("retires_at_us", Column::Tampered),
            ("seal", Column::Tampered),
            ("retires_when_used", Column::Tampered),
        ],
    ),
    (
        "owner",
        &[
            ("kind", Column::Tampered),
            ("id", Column::Tampered),
            ("display_name", Column::Tampered),
            ("primary_email", Column::Tampered),
            ("metadata", Column::Tampered),
            ("created_at_us", Column::Tampered),
            ("suspended_at_us", Column::Tampered),
            ("suspended_by", Column::Tampered),
            ("seal", Column::Tampered),
        ],
    ),
    (
        "settings",
        &[
            ("id", Column::Moved),
            ("allow_user_api_keys", Column::Tampered),
            ("allow_team_api_keys", Column::Tampered),
            ("prefixes", Column::Tampered),
            ("max_api_keys_per_user", Column::Tampered),
            ("max_api_keys_per_team", Column::Tampered),
            ("max_lifetime_us", Column::Tampered),
            ("api_key_header", Column::Tampered),
            ("creator_permissions", Column::Tampered),
            ("member_permissions", Column::Tampered),
            ("seal", Column::Tampered),
            ("usage_interval_us", Column::Tampered),
            ("usage_minutes_kept_us", Column::Tampered),
            ("usage_hours_kept_us", Column::Tampered),
            ("usage_days_kept_us", Column::Tampered),
        ],
    ),
];

#[test]
fn every_column_of_a_sealed_table_is_classified_and_every_table_with_a_seal_is_listed() {
    let sealed = Sealed::new();
    sealed.open().close();
    let connection = sealed.by_hand();
    let names = |sql: &str| -> Vec<String> {
        let mut statement = connection.prepare(sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    };
    let tables = names(
        "SELECT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c
         WHERE m.type = 'table' AND c.name = 'seal' ORDER BY m.name",
    );
    assert_eq!(tables, COLUMNS.iter().map(|(table, _)| *table).collect::<Vec<_>>());
    for (table, columns) in COLUMNS {
        let found = names(&format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid"));
        assert_eq!(found, columns.iter().map(|(name, _)| *name).collect::<Vec<_>>(), "{table}");
    }
}

/// Other values for a column than the one that stands there: of its own type, of another, near and far.
fn others(value: &Value) -> Vec<Value> {
    let mut others = match value {
        Value::Null => {
            vec![Value::Integer(1), Value::Text("server".into()), Value::Blob(vec![7; 32])]
        }
        Value::Integer(number) => [number + 1, number - 1, 0, i64::MAX].map(Value::Integer).into(),
        Value::Text(text) => {
            let texts = [format!("{text} "), text.to_uppercase(), String::new(), "team".into()];
            texts.map(Value::Text).into()
        }
        Value::Blob(blob) => {
            let flip = |place: usize| {
                let mut flipped = blob.clone();
                if let Some(byte) = flipped.get_mut(place) {
                    *byte ^= 1;
                }
                Value::Blob(flipped)
            };
            let mut blobs: Vec<Value> = (0..blob.len()).map(flip).collect();
            blobs.push(Value::Blob(Vec::new()));
            blobs.push(Value::Blob([blob.as_slice(), &[0]].concat()));
            blobs.push(Value::Blob(blob[..blob.len() - 1].to_vec()));
            blobs
        }
        Value::Real(_) => panic!("no column holds one"),
    };
    others.push(Value::Null);
    others.retain(|other| other != value);
    others
}

/// The law of this file: whoever edits one value of one row denies the keys that it decides about, or changes no answer;
/// and puts it right again by putting the value back.
#[test]
fn every_single_edit_of_a_sealed_row_is_denied_as_tampered_and_undone_by_putting_the_value_back() {
    let sealed = Sealed::new();
    let keywright = sealed.open();
    let keys = fill(&keywright);
    let connection = sealed.by_hand();
    let mut edits = 0;
    for (table, columns) in COLUMNS {
        // Which keys each row decides about: the rows of the first user, key and generation, and the settings.
        let (row, decided): (&str, &[usize]) = match *table {
            "api_key" => ("description = 'everything'", &[0]),
            "generation" => ("number = 2", &[2, 3]),
            "owner" => ("id = 'alice'", &[0, 2, 3]),
            _ => ("id = 1", &[0, 1, 2, 3]),
        };
        let row_id: Value = connection
            .query_row(&format!("SELECT seal FROM {table} WHERE {row}"), [], |row| row.get(0))
            .unwrap();
        for (name, column) in *columns {
            let value: Value = connection
                .query_row(&format!("SELECT {name} FROM {table} WHERE {row}"), [], |row| row.get(0))
                .unwrap();
            for other in others(&value) {
                // By the seal, which no other row shares; and by the value itself where the seal is what changes.
                let by_seal = format!("UPDATE {table} SET {name} = ?1 WHERE seal IS ?2");
                let Ok(1) = connection.execute(&by_seal, (&other, &row_id)) else {
                    continue; // STRICT tables and NOT NULL refuse some
                };
                edits += 1;
                let seal = if *name == "seal" { &other } else { &row_id };
                for (number, key) in keys.iter().enumerate() {
                    let answer = check(&keywright, key.value());
                    let label = format!("{table}.{name} = {other:?}: {answer}, key {number}");
                    if !decided.contains(&number) {
                        assert_eq!(answer, "valid", "{label}");
                        continue;
                    }
                    match column {
                        Column::Tampered => assert_eq!(answer, "tampered", "{label}"),
                        // As if it were deleted: the record of the key has a generation less, or no key is there at all.
                        Column::Moved if *table == "generation" && number == 2 => {}
                        Column::Moved => assert_ne!(answer, "valid", "{label}"),
                    }
                }
                let changed = connection.execute(&by_seal, (&value, seal)).unwrap();
                assert_eq!(changed, 1, "put back");
            }
            for key in &keys {
                assert_eq!(check(&keywright, key.value()), "valid", "{table}.{name} put back");
            }
        }
    }
    assert!(edits > 400, "only {edits} edits were made");
}

#[test]
fn a_planted_row_a_row_of_another_store_and_a_missing_owner_let_nobody_in() {
    let (ours, theirs) = (Sealed::new(), Sealed::new());
    let keywright = ours.open();
    let right = keywright.user("alice").create_api_key(NewApiKey::new("right")).unwrap();
    // Somebody who can write the file makes a key of their own, in a store that is not sealed.
    let plain = Keywright::open(&theirs.path).unwrap();
    let planted = plain.user("alice").create_api_key(NewApiKey::new("planted")).unwrap();
    plain.close();
    // And one in a store that they sealed themselves.
    let other = Sealed::new();
    let own = other.open();
    let foreign = own.user("alice").create_api_key(NewApiKey::new("foreign")).unwrap();
    own.close();
    let connection = ours.by_hand();
    for (number, path) in [&theirs.path, &other.path].into_iter().enumerate() {
        connection
            .execute_batch(&format!(
                "ATTACH '{}' AS other_{number};
                 INSERT INTO api_key SELECT * FROM other_{number}.api_key;",
                path.display()
            ))
            .unwrap();
    }
    assert_eq!(check(&keywright, right.value()), "valid");
    assert_eq!(check(&keywright, planted.value()), "tampered");
    assert_eq!(check(&keywright, foreign.value()), "tampered");

    let explanation = keywright.explain(planted.value(), &VerifyOptions::new()).unwrap();
    let failed = explanation.gates.iter().find(|report| report.passed == Some(false)).unwrap();
    assert_eq!(failed.gate, Gate::Seal);
    assert_eq!(explanation.verdict.api_key_id(), Some(planted.api_key().id), "for logs");
    let verdict = keywright.verify(planted.value(), &VerifyOptions::new()).unwrap();
    assert_eq!(verdict.http().status, 401);
    let body = verdict.http().body;
    assert!(!body.contains("tampered"), "the outside is told that there is no such key");

    connection.execute_batch("DROP TRIGGER owner_deleted; DELETE FROM owner").unwrap();
    assert_eq!(check(&keywright, right.value()), "tampered");
}

#[test]
fn a_tampered_row_is_a_signal_once_an_hour_and_no_event() {
    let sealed = Sealed::new();
    let keywright = sealed.open();
    let key = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    let connection = sealed.by_hand();
    connection.execute("UPDATE api_key SET description = 'x'", []).unwrap();
    let events = keywright.events(0, 100).unwrap();
    for _ in 0..10 {
        assert_eq!(check(&keywright, key.value()), "tampered");
    }
    keywright.flush().unwrap();
    connection.execute("UPDATE settings SET prefixes = 'kw evil'", []).unwrap();
    assert_eq!(check(&keywright, key.value()), "tampered");
    connection.execute("UPDATE settings SET prefixes = 'kw'", []).unwrap();
    keywright.flush().unwrap();
    let signals = keywright.signals(0, 100).unwrap();
    let about: Vec<_> = signals.iter().map(|signal| signal.about.as_str()).collect();
    assert_eq!(about, [&format!("api_key:{}", key.api_key().id), "settings"]);
    assert!(signals.iter().all(|signal| signal.kind == SignalKind::Tampered));
    assert_eq!(signals[0].evidence["row"], about[0]);
    assert_eq!(signals[0].evidence["ip"], "192.0.2.7");
    assert_eq!(keywright.events(0, 100).unwrap(), events);
}

#[test]
fn what_somebody_changed_is_not_sealed_by_the_next_change() {
    let sealed = Sealed::new();
    let keywright = sealed.open();
    let key = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    let id = key.api_key().id;
    keywright.api_key(id).revoke(RevokeOptions::new()).unwrap();
    let connection = sealed.by_hand();
    connection.execute("UPDATE api_key SET revoked_at_us = NULL", []).unwrap();
    let error = keywright.api_key(id).suspend(None).unwrap_err();
    assert_eq!(error.code(), ErrorCode::StorageCorrupt);
    assert!(error.to_string().contains(&id.to_string()), "{error}");
    let error = keywright.api_key(id).rotate(Grace::Now).unwrap_err();
    assert_eq!(error.code(), ErrorCode::StorageCorrupt);
    assert_eq!(check(&keywright, key.value()), "tampered");

    connection.execute("UPDATE owner SET suspended_by = 'server'", []).unwrap();
    let error = keywright.user("alice").suspend().unwrap_err();
    assert_eq!(error.code(), ErrorCode::StorageCorrupt);
    connection.execute("UPDATE settings SET prefixes = 'kw evil'", []).unwrap();
    let update = SettingsUpdate::new().allow_user_api_keys(true);
    let error = keywright.update_settings(update).unwrap_err();
    assert_eq!(error.code(), ErrorCode::StorageCorrupt);
}

#[test]
fn the_bad_day_s_calls_pass_over_a_tampered_row_and_a_list_tells_of_it() {
    let sealed = Sealed::new();
    let keywright = sealed.open();
    let alice = keywright.user("alice");
    let [first, second] =
        ["first", "second"].map(|name| alice.create_api_key(NewApiKey::new(name)).unwrap());
    let sql = "UPDATE api_key SET scopes = '*:*' WHERE description = 'first'";
    assert_eq!(sealed.by_hand().execute(sql, []).unwrap(), 1);

    let error = alice.list_api_keys().unwrap_err();
    assert_eq!(error.code(), ErrorCode::StorageCorrupt);
    assert!(error.to_string().contains(&first.api_key().id.to_string()), "{error}");
    let problems = keywright.check_integrity().unwrap().problems;
    let id = first.api_key().id;
    assert_eq!(problems, [format!("changed by something else than Keywright: api_key:{id}")]);
    assert_eq!(keywright.revoke_all(RevokeAll::new().owner(alice.owner().unwrap())).unwrap(), 1);
    assert_eq!(check(&keywright, second.value()), "revoked");
    assert_eq!(check(&keywright, first.value()), "tampered");

    keywright.api_key(first.api_key().id).purge().unwrap();
    assert_eq!(alice.list_api_keys().unwrap().len(), 1);
    assert_eq!(check(&keywright, first.value()), "not_found");
    alice.delete().unwrap();
    assert_eq!(check(&keywright, second.value()), "not_found");
}

#[test]
fn a_store_that_is_there_is_sealed_while_others_work_and_no_old_digest_is_left() {
    let store = Sealed::new();
    let keywright = Keywright::open(&store.path).unwrap();
    let mut keys = fill(&keywright);
    let purged = keywright.user("bob").create_api_key(NewApiKey::new("purged")).unwrap();
    keywright.close();
    let mut old_digests = digests(&store.path);
    assert_eq!(old_digests.len(), 5);

    let accepting = || options(&[&store.master_key]).accept_unsealed().open(&store.path).unwrap();
    let keywright = accepting();
    keywright.api_key(purged.api_key().id).purge().unwrap();
    for key in &keys {
        assert_eq!(check(&keywright, key.value()), "valid", "not sealed yet");
    }
    keys.push(keywright.user("carol").create_api_key(NewApiKey::new("meanwhile")).unwrap());
    let made = keywright::parse(keys.last().unwrap().value().as_bytes()).unwrap().digest();
    old_digests.push(made.to_vec());
    let mut told = Vec::new();
    let report = keywright.seal(|progress| told.push((progress.done, progress.total))).unwrap();
    assert_eq!((report.sealed, report.tampered, report.is_residue_left), (10, 0, false));
    assert_eq!((told.first(), told.last()), (Some(&(0, 10)), Some(&(10, 10))));
    for digest in &old_digests {
        assert!(!store.holds(digest), "while it is open");
    }
    let status = keywright.seal_status().unwrap();
    assert_eq!((status.sealed_rows, status.unsealed_rows), (10, 0));
    assert_eq!(status.sealed_with, Some(store.master_key.id()));
    keywright.close();
    for digest in &old_digests {
        assert!(!store.holds(digest), "when it is closed");
    }
    let strict = store.open();
    for key in &keys {
        assert_eq!(check(&strict, key.value()), "valid");
    }
    strict.close();
    let again = accepting();
    assert_eq!(again.seal(|_| ()).unwrap().sealed, 0, "done again, there is nothing to do");
}

#[test]
fn rows_are_accepted_unsealed_only_by_who_says_so_and_all_handles_of_a_process_say_the_same() {
    let store = Sealed::new();
    let keywright = store.open();
    let key = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    let digest = keywright::parse(key.value().as_bytes()).unwrap().digest();
    let unseal = "UPDATE api_key SET seal = NULL, digest = ?1, last_four = 'abcd'";
    store.by_hand().execute(unseal, [digest]).unwrap();
    assert_eq!(check(&keywright, key.value()), "tampered");
    let accepting = || options(&[&store.master_key]).accept_unsealed().open(&store.path);
    assert_eq!(accepting().unwrap_err().code(), ErrorCode::InvalidArgument);
    keywright.close();
    let keywright = accepting().unwrap();
    assert_eq!(check(&keywright, key.value()), "valid");
    assert!(store.try_open(&[&store.master_key]).is_err());
    // A change seals it on the way.
    keywright.api_key(key.api_key().id).suspend(None).unwrap();
    keywright.api_key(key.api_key().id).resume().unwrap();
    keywright.close();
    assert_eq!(check(&store.open(), key.value()), "valid");
}

#[test]
fn a_new_master_key_wraps_one_row_and_both_work_until_the_old_one_is_taken_away() {
    let store = Sealed::new();
    let keys = fill(&store.open());
    let seals = || -> Vec<Vec<u8>> {
        let connection = store.by_hand();
        let mut statement = connection.prepare("SELECT seal FROM api_key").unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    };
    let before = seals();
    let new = MasterKey::generate().unwrap();
    let both = store.try_open(&[&new, &store.master_key]).unwrap();
    assert_eq!(both.rotate_master_key().unwrap(), 1);
    assert_eq!(both.rotate_master_key().unwrap(), 0, "it is done");
    assert!(keys.iter().all(|key| check(&both, key.value()) == "valid"));
    both.close();
    assert_eq!(seals(), before, "no row was written anew");
    assert_eq!(
        store.try_open(&[&store.master_key]).unwrap_err().code(),
        ErrorCode::MasterKey,
        "the old one alone opens it no longer"
    );
    let alone = store.try_open(&[&new]).unwrap();
    assert!(keys.iter().all(|key| check(&alone, key.value()) == "valid"));
    let verbs: Vec<_> = alone.events(0, 100).unwrap().into_iter().map(|event| event.verb).collect();
    assert_eq!(verbs.iter().filter(|verb| *verb == "store.master_key_rotated").count(), 1);
}

#[test]
fn a_rekey_seals_every_row_anew_and_forgets_the_old_data_key() {
    let store = Sealed::new();
    let keywright = store.open();
    let keys = fill(&keywright);
    let tampered = keywright.user("bob").create_api_key(NewApiKey::new("tampered")).unwrap();
    let connection = store.by_hand();
    let sql = "UPDATE api_key SET metadata = '{\"a\":1}' WHERE description = 'tampered'";
    assert_eq!(connection.execute(sql, []).unwrap(), 1);
    let seals: Vec<Vec<u8>> = {
        let mut statement = connection.prepare("SELECT seal FROM api_key").unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    };
    let report = keywright.rekey(|_| ()).unwrap();
    assert_eq!((report.sealed, report.tampered), (8, 1));
    assert_eq!(keywright.seal_status().unwrap().data_keys, [2]);
    for key in &keys {
        assert_eq!(check(&keywright, key.value()), "valid");
    }
    assert_eq!(check(&keywright, tampered.value()), "tampered", "and stays so");
    // A row put back from before the re-key is worth nothing any more.
    let old = "UPDATE api_key SET seal = ?1 WHERE description = 'everything'";
    assert_eq!(connection.execute(old, [&seals[0]]).unwrap(), 1);
    assert_eq!(check(&keywright, keys[0].value()), "tampered");
    let plain = Keywright::open_in_memory().unwrap();
    assert_eq!(plain.rekey(|_| ()).unwrap_err().code(), ErrorCode::MasterKey);
    assert_eq!(plain.seal(|_| ()).unwrap_err().code(), ErrorCode::MasterKey);
    assert_eq!(plain.rotate_master_key().unwrap_err().code(), ErrorCode::MasterKey);
}

#[test]
fn data_keys_that_were_taken_away_or_changed_are_an_error_and_never_a_yes() {
    for (sql, code) in [
        ("DELETE FROM data_key", ErrorCode::MasterKey),
        ("UPDATE data_key SET wrapped = zeroblob(60)", ErrorCode::MasterKey),
        ("UPDATE data_key SET number = 9", ErrorCode::MasterKey),
    ] {
        let store = Sealed::new();
        let keywright = store.open();
        let key = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
        keywright.close();
        store.by_hand().execute(sql, []).unwrap();
        let error = store.try_open(&[&store.master_key]).unwrap_err();
        assert_eq!(error.code(), code, "{sql}");
        let error = Keywright::open(&store.path).unwrap_err();
        assert_eq!(error.code(), code, "{sql}: {error}");
        drop(key);
    }
}

#[test]
fn no_print_and_no_error_shows_a_master_key() {
    let master_key = MasterKey::generate().unwrap();
    let text = master_key.to_text();
    let options = options(&[&master_key]);
    let keywright = options.open_in_memory().unwrap();
    for print in [format!("{master_key:?}"), format!("{keywright:?}"), format!("{text:?}")] {
        assert!(!print.contains(text.expose()), "{print}");
    }
    let bad = format!("{}x", text.expose());
    let error = bad.parse::<MasterKey>().unwrap_err();
    assert!(!format!("{error:?} {error}").contains(text.expose()));
}

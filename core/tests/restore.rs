//! Restoring: the rows are those of the backup, what was taken away since stays so, and nothing else of a backup gets in.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use keywright::{
    ActingAs, ApiKeyHandle, CreatedApiKey, ErrorCode, Grace, Keywright, NewApiKey, OpenOptions,
    Owner, Reason, RestoreOptions, RestoreReport, RevokeOptions, SettingsUpdate, Status, TestClock,
    VerifyOptions, testing,
};
use rusqlite::Connection;
use tempfile::TempDir;

/// A store on disk whose clock stands still.
struct World {
    folder: TempDir,
    clock: Arc<TestClock>,
    keywright: Keywright,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = testing::test_clock("2027-01-01T00:00:00Z".parse().unwrap());
        let keywright = open(&folder.path().join("keys.db"), &clock);
        Self { folder, clock, keywright }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn key(&self, description: &str) -> CreatedApiKey {
        self.tick();
        self.keywright.user("alice").create_api_key(NewApiKey::new(description)).unwrap()
    }

    fn of(&self, key: &CreatedApiKey) -> ApiKeyHandle {
        self.keywright.api_key(key.api_key().id)
    }

    fn tick(&self) {
        self.clock.advance(Duration::from_secs(60)).unwrap();
    }

    fn backup(&self) -> PathBuf {
        self.tick();
        let path = self.at("backup");
        self.keywright.backup(&path).unwrap();
        self.tick();
        path
    }

    fn restore(&self, path: &Path) -> RestoreReport {
        let preview = self.keywright.preview_restore(path).unwrap();
        let report = self.keywright.restore(path, RestoreOptions::new()).unwrap();
        assert_eq!(report, preview, "the preview told what happened");
        report
    }

    fn restore_all(&self, path: &Path) -> RestoreReport {
        self.keywright.restore(path, RestoreOptions::new().with_revoked()).unwrap()
    }

    fn verdict(&self, key: &CreatedApiKey) -> &'static str {
        verdict(&self.keywright, key)
    }

    /// Another store, in which nothing has happened yet.
    fn another(&self, name: &str) -> Keywright {
        self.tick();
        open(&self.at(name), &self.clock)
    }
}

fn open(path: &Path, clock: &Arc<TestClock>) -> Keywright {
    OpenOptions::new().clock(Arc::clone(clock)).open(path).unwrap()
}

fn verdict(keywright: &Keywright, key: &CreatedApiKey) -> &'static str {
    let verdict = keywright.verify(key.value(), &VerifyOptions::new()).unwrap();
    verdict.reason().map_or("valid", Reason::as_str)
}

/// Every value of the tables that a restore replaces.
fn rows(path: &Path) -> Vec<String> {
    let connection = Connection::open(path).unwrap();
    let tables =
        ["settings", "owner", "team_member", "permission_definition", "api_key", "generation"];
    let mut found = Vec::new();
    for table in tables {
        let mut statement =
            connection.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let values: Vec<_> = (0..columns).map(|column| row.get_ref(column).unwrap()).collect();
            found.push(format!("{table} {values:?}"));
        }
    }
    found
}

/// A copy, because a second SQLite in this process must not open the store itself.
fn rows_of(world: &World, keywright: &Keywright, name: &str) -> Vec<String> {
    keywright.backup(world.at(name)).unwrap();
    rows(&world.at(name))
}

#[test]
fn the_rows_are_those_of_the_backup_and_no_others() {
    let world = World::new();
    let old = world.key("old");
    let kept = world.key("kept");
    world.keywright.team("acme").add_member("alice").unwrap();
    world.of(&kept).rotate(Grace::Now).unwrap();
    let path = world.backup();

    // Everything that can happen: changed, deleted with its owner, added.
    world.keywright.team("acme").delete().unwrap();
    world.keywright.user("alice").delete().unwrap();
    world.keywright.team("globex").add_member("bob").unwrap();
    let new = world.key("new");
    world.keywright.update_settings(SettingsUpdate::new().allow_user_api_keys(false)).unwrap();
    world.keywright.delete_permission("team_member").unwrap();

    let report = world.restore_all(&path);
    assert_eq!(rows_of(&world, &world.keywright, "after"), rows(&path));
    assert_eq!((report.api_keys, report.users, report.teams), (2, 1, 1));
    assert_eq!(report.api_keys_made_since, 1);
    assert_eq!(world.verdict(&old), "valid");
    assert_eq!(world.verdict(&new), "not_found");
}

#[test]
fn what_was_taken_away_since_stays_so() {
    let world = World::new();
    let [untouched, revoked, purged, suspended, rotated, resumed] =
        ["untouched", "revoked", "purged", "suspended", "rotated", "resumed"]
            .map(|name| world.key(name));
    let of_bob = world.keywright.user("bob").create_api_key(NewApiKey::new("bob's")).unwrap();
    let of_carol = world.keywright.user("carol").create_api_key(NewApiKey::new("carol's")).unwrap();
    let of_acme = world.keywright.team("acme").create_api_key(NewApiKey::new("acme's")).unwrap();
    world.of(&resumed).suspend(None).unwrap();
    let path = world.backup();

    world.of(&revoked).revoke(RevokeOptions::new().reason("leaked")).unwrap();
    world.of(&purged).purge().unwrap();
    world.of(&suspended).suspend(Some("odd")).unwrap();
    let second = world.of(&rotated).rotate(Grace::Now).unwrap();
    world.of(&resumed).resume().unwrap();
    world.keywright.user("bob").suspend().unwrap();
    world.keywright.team("acme").suspend().unwrap();
    world.keywright.user("carol").delete().unwrap();
    let made = world.key("made since");
    let before = world.of(&revoked).get().unwrap();
    let suspended_before = world.of(&suspended).get().unwrap();
    world.tick();

    let by = world.keywright.by("support").unwrap();
    let preview = world.keywright.preview_restore(&path).unwrap();
    assert_eq!(world.verdict(&made), "valid", "the preview changed nothing");
    let report = by.restore(&path, RestoreOptions::new()).unwrap();
    assert_eq!(report, preview);

    for (key, expected) in [
        (&untouched, "valid"),
        (&revoked, "revoked"),
        (&purged, "revoked"),
        (&suspended, "suspended"),
        (&rotated, "rotated"),
        // The secret that replaced it is not in the backup.
        (&second, "not_found"),
        // A right that was given back since is as it was in the backup.
        (&resumed, "suspended"),
        (&of_bob, "suspended"),
        (&of_acme, "suspended"),
        (&of_carol, "revoked"),
        (&made, "not_found"),
    ] {
        assert_eq!(world.verdict(key), expected, "{}", key.api_key().description);
    }
    let names = |keys: &[keywright::ApiKey]| {
        let mut names: Vec<_> = keys.iter().map(|key| key.description.clone()).collect();
        names.sort();
        names
    };
    assert_eq!(names(&report.revoked_since), ["revoked"]);
    assert_eq!(names(&report.deleted_since), ["carol's", "purged"]);
    assert_eq!(names(&report.suspended_since), ["suspended"]);
    assert_eq!(names(&report.rotated_since), ["rotated"]);
    let owners: Vec<_> = report.owners_suspended_since.iter().map(Owner::id).collect();
    assert_eq!(owners, ["bob", "acme"]);

    // Who and why are those of before; for what was deleted, those of the restore.
    assert_eq!(world.of(&revoked).get().unwrap(), before);
    assert_eq!(world.of(&suspended).get().unwrap().suspend_reason, suspended_before.suspend_reason);
    let again = world.of(&purged).get().unwrap();
    assert_eq!(again.status, Status::Revoked);
    assert_eq!(again.revoke_reason.as_deref(), Some("deleted after the backup was taken"));
    assert_eq!(again.revoked_by.map(|by| by.to_string()).as_deref(), Some("server:support"));

    // Once more from the same file: nothing comes back by repetition.
    world.restore(&path);
    assert_eq!(world.verdict(&purged), "revoked");
    assert_eq!(world.verdict(&rotated), "rotated");
    // And if that is wanted, everything does.
    let all = world.restore_all(&path);
    assert_eq!(names(&all.revoked_since), ["carol's", "purged", "revoked"]);
    for key in [&untouched, &revoked, &purged, &suspended, &rotated, &of_bob, &of_acme, &of_carol] {
        assert_eq!(world.verdict(key), "valid", "{}", key.api_key().description);
    }
}

#[test]
fn ends_of_secrets_are_never_moved_back_however_often_a_key_was_rotated() {
    let world = World::new();
    let key = world.key("CI");
    let path = world.backup();
    let mut newest = None;
    // More often than a record shows generations.
    for _ in 0..40 {
        newest = Some(world.of(&key).rotate(Grace::Now).unwrap());
    }
    assert_eq!(world.verdict(newest.as_ref().unwrap()), "valid");
    world.restore(&path);
    assert_eq!(world.verdict(&key), "rotated");
    assert_eq!(world.verdict(&newest.unwrap()), "not_found");
    assert_eq!(world.of(&key).get().unwrap().generations.len(), 1);

    let world = World::new();
    let key = world.key("CI");
    world.of(&key).rotate(Grace::For(Duration::from_secs(3600))).unwrap();
    let path = world.backup();
    world.of(&key).rotate(Grace::For(Duration::from_secs(86400))).unwrap();
    world.restore(&path);
    assert_eq!(world.verdict(&key), "valid", "its end was given before and stands");
    world.clock.advance(Duration::from_secs(3600)).unwrap();
    assert_eq!(world.verdict(&key), "rotated");
}

#[test]
fn the_audit_log_stays_and_numbers_are_never_given_twice() {
    let world = World::new();
    world.key("old");
    let path = world.backup();
    world.key("new");
    let before = world.keywright.events(0, 100).unwrap();
    world.restore(&path);
    let after = world.keywright.events(0, 100).unwrap();
    assert_eq!(after[..before.len()], before);
    let new: Vec<_> = after[before.len()..].iter().map(|event| event.verb.as_str()).collect();
    assert_eq!(new, ["store.restored"]);
    assert_eq!(after.last().unwrap().payload["api_keys_made_since"], 1);
}

#[test]
fn a_store_without_a_history_becomes_the_one_of_the_backup() {
    let world = World::new();
    let (live, purged) = (world.key("live"), world.key("purged"));
    let path = world.backup();
    let history = world.keywright.events(0, 100).unwrap();

    let another = world.another("another.db");
    let report = another.restore(&path, RestoreOptions::new()).unwrap();
    assert_eq!(report.deleted_since, [], "what was never there was not deleted");
    assert_eq!([&live, &purged].map(|key| verdict(&another, key)), ["valid", "valid"]);
    let events = another.events(0, 100).unwrap();
    assert_eq!(events[..history.len()], history);
    assert_eq!(events.len(), history.len() + 1);
    assert!(events.last().unwrap().number > history.last().unwrap().number);

    // From now on it is that store: what it deletes stays deleted.
    another.api_key(purged.api_key().id).purge().unwrap();
    another.restore(&path, RestoreOptions::new()).unwrap();
    assert_eq!([&live, &purged].map(|key| verdict(&another, key)), ["valid", "revoked"]);
}

#[test]
fn a_store_of_its_own_past_takes_the_keys_and_goes_on_behind_both_numberings() {
    let world = World::new();
    let keys: Vec<_> = (0..5).map(|_| world.key("live")).collect();
    let path = world.backup();
    let last = world.keywright.events(0, 100).unwrap().last().unwrap().number;
    let another = world.another("another.db");
    another.user("zoe").create_api_key(NewApiKey::new("zoe's")).unwrap();
    let report = another.restore(&path, RestoreOptions::new()).unwrap();
    assert_eq!((report.deleted_since.len(), report.api_keys_made_since), (0, 1));
    assert!(keys.iter().all(|key| verdict(&another, key) == "valid"));
    let events = another.events(0, 100).unwrap();
    assert_eq!(events[0].payload["user_id"], "zoe");
    assert!(events.last().unwrap().number > last, "a follower of the other log misses nothing");
}

#[test]
fn a_restore_is_one_change_that_every_handle_sees() {
    let world = World::new();
    let key = world.key("CI");
    let path = world.backup();
    let other = open(&world.at("keys.db"), &world.clock);
    other.update_settings(SettingsUpdate::new().allow_user_api_keys(false)).unwrap();
    assert_eq!(verdict(&other, &key), "disabled");
    world.restore(&path);
    assert_eq!(verdict(&other, &key), "valid");
}

#[test]
fn only_what_differs_stands_in_the_change_log() {
    let world = World::new();
    let keys: Vec<_> = (0..20).map(|_| world.key("CI")).collect();
    let path = world.backup();
    let changes = |name: &str| {
        world.keywright.backup(world.at(name)).unwrap();
        let connection = Connection::open(world.at(name)).unwrap();
        let count = "SELECT count(*) FROM changes WHERE what NOT IN ('commit', 'restore')";
        connection.query_row(count, [], |row| row.get::<_, i64>(0)).unwrap()
    };
    world.of(&keys[3]).suspend(None).unwrap();
    let before = changes("before");
    world.restore_all(&path);
    assert_eq!(changes("after"), before + 1);
}

/// Tries to restore what must be refused, and looks that nothing has changed.
fn refused(world: &World, path: &Path) -> ErrorCode {
    let events = world.keywright.events(0, 1000).unwrap();
    let preview = world.keywright.preview_restore(path).map(|_| ());
    let error = world.keywright.restore(path, RestoreOptions::new()).unwrap_err();
    assert!(error.to_string().contains(&path.display().to_string()), "{error}");
    if let Err(preview) = preview {
        assert_eq!(preview.code(), error.code());
    }
    assert_eq!(world.keywright.events(0, 1000).unwrap(), events);
    error.code()
}

#[test]
fn what_is_no_whole_backup_is_refused_and_left_as_it_is() {
    let world = World::new();
    let key = world.key("CI");
    let good = fs::read(world.backup()).unwrap();
    let file = |name: &str, bytes: &[u8]| {
        fs::write(world.at(name), bytes).unwrap();
        let code = refused(&world, &world.at(name));
        assert_eq!(fs::read(world.at(name)).unwrap(), bytes, "{name}");
        code
    };
    assert_eq!(file("empty", b""), ErrorCode::StorageCorrupt);
    assert_eq!(file("text", &b"no database ".repeat(1000)), ErrorCode::StorageCorrupt);
    assert_eq!(file("half", &good[..good.len() / 2]), ErrorCode::StorageCorrupt);
    let mut damaged = good.clone();
    for byte in &mut damaged[4096 * 3..4096 * 4] {
        *byte ^= 0x55;
    }
    assert_eq!(file("damaged", &damaged), ErrorCode::StorageCorrupt);
    assert_eq!(refused(&world, &world.at("missing")), ErrorCode::StorageUnavailable);
    assert_eq!(refused(&world, world.folder.path()), ErrorCode::StorageUnavailable);
    assert_eq!(refused(&world, &world.at("keys.db")), ErrorCode::InvalidArgument);
    assert_eq!(world.verdict(&key), "valid");
}

/// Edits a backup as the `sqlite3` program would, and restores it.
fn edited(sql: &str) -> (World, CreatedApiKey, PathBuf) {
    let world = World::new();
    let key = world.key("CI");
    let path = world.backup();
    Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    (world, key, path)
}

#[test]
fn nothing_of_a_hostile_schema_gets_in_or_runs() {
    let (world, key, path) = edited(
        "CREATE TRIGGER hostile AFTER INSERT ON event BEGIN DELETE FROM api_key; END;
         CREATE TRIGGER hostile_key AFTER UPDATE ON api_key BEGIN DELETE FROM owner; END;
         CREATE VIEW hostile_view AS SELECT abs(-9223372036854775808) FROM api_key;
         CREATE TABLE hostile_table (a);
         CREATE INDEX hostile_index ON api_key (description);
         ALTER TABLE api_key ADD COLUMN hostile TEXT;",
    );
    world.key("since");
    world.restore(&path);
    assert_eq!(world.verdict(&key), "valid");
    world.key("after");
    world.keywright.backup(world.at("after")).unwrap();
    let connection = Connection::open(world.at("after")).unwrap();
    let sql =
        "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'hostile%' OR sql LIKE '%hostile%'";
    assert_eq!(connection.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap(), 0);
}

#[test]
fn a_view_in_the_place_of_a_table_and_values_that_nobody_can_read_are_refused() {
    for sql in [
        "ALTER TABLE api_key RENAME TO real; CREATE VIEW api_key AS SELECT * FROM real",
        "DROP TABLE generation; CREATE VIEW generation AS SELECT * FROM api_key",
        "DROP TABLE signal",
        "ALTER TABLE api_key DROP COLUMN metadata",
        "UPDATE api_key SET scopes = 'no scope'",
        "UPDATE api_key SET created_by = 'nobody'",
        "UPDATE settings SET prefixes = ''",
        "DELETE FROM settings",
        "UPDATE owner SET id = ''",
        "UPDATE store SET oldest_reader = 'x' WHERE 0; PRAGMA user_version = 0",
    ] {
        let (world, key, path) = edited(sql);
        assert_eq!(refused(&world, &path), ErrorCode::StorageCorrupt, "{sql}");
        assert_eq!(world.verdict(&key), "valid", "{sql}");
    }
    let (world, _, path) = edited("UPDATE store SET oldest_reader = 99");
    assert_eq!(refused(&world, &path), ErrorCode::SchemaTooNew);
}

#[test]
fn a_backup_is_read_without_a_trace_also_one_that_was_copied_by_hand() {
    let world = World::new();
    let key = world.key("CI");
    world.keywright.close();
    fs::create_dir(world.at("copies")).unwrap();
    // A closed store says of itself that it has a log.
    fs::copy(world.at("keys.db"), world.at("copies/a #1%20?.db")).unwrap();
    let path = world.at("copies/a #1%20?.db");
    let bytes = fs::read(&path).unwrap();
    let another = world.another("another.db");
    another.restore(&path, RestoreOptions::new()).unwrap();
    assert_eq!(verdict(&another, &key), "valid");
    assert_eq!(fs::read_dir(world.at("copies")).unwrap().count(), 1);
    assert_eq!(fs::read(&path).unwrap(), bytes);
}

#[test]
fn a_backup_of_the_first_release_is_brought_to_the_newest_schema() {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/v1.sqlite3"));
    let bytes = fs::read(path).unwrap();
    let world = World::new();
    let report = world.restore(path);
    assert_eq!(report.api_keys, 10);
    assert_eq!(world.keywright.settings().unwrap().prefix().as_str(), "acme");
    assert_eq!(world.keywright.status().unwrap().schema, 2);
    assert_eq!(fs::read(path).unwrap(), bytes);
}

#[test]
fn a_store_in_memory_takes_a_backup_too() {
    let world = World::new();
    let key = world.key("CI");
    let path = world.backup();
    let memory = testing::open_for_tests(world.clock.now()).unwrap();
    memory.restore(&path, RestoreOptions::new()).unwrap();
    assert_eq!(verdict(&memory, &key), "valid");
}

#[test]
fn only_the_server_restores() {
    let world = World::new();
    let path = world.backup();
    let alice = world.keywright.acting_as(ActingAs::new("alice")).unwrap();
    for code in [
        alice.restore(&path, RestoreOptions::new()).unwrap_err().code(),
        alice.preview_restore(&path).unwrap_err().code(),
    ] {
        assert_eq!(code, ErrorCode::PermissionDenied);
    }
}

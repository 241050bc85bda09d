//! Usage in backups: it stands in a second file, comes back with a restore, and never stops either.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use keywright::{
    CreatedApiKey, ErrorCode, Keywright, NewApiKey, OpenOptions, RestoreOptions, TestClock, Usage,
    UsageRange, UsageStep, VerifyOptions, testing,
};
use rusqlite::Connection;
use tempfile::TempDir;

/// A folder of stores under one clock that stands still.
struct World {
    folder: TempDir,
    clock: Arc<TestClock>,
}

impl World {
    fn new() -> Self {
        let clock = testing::test_clock("2027-01-01T00:00:00Z".parse().unwrap());
        Self { folder: tempfile::tempdir().unwrap(), clock }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn open(&self, name: &str) -> Keywright {
        OpenOptions::new().clock(Arc::clone(&self.clock)).open(self.at(name)).unwrap()
    }

    fn tick(&self) {
        self.clock.advance(Duration::from_secs(60)).unwrap();
    }
}

fn key(keywright: &Keywright) -> CreatedApiKey {
    keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap()
}

fn use_it(keywright: &Keywright, key: &CreatedApiKey, times: usize) {
    let options = VerifyOptions::new().ip([192, 0, 2, 7].into());
    for _ in 0..times {
        assert!(keywright.verify(key.value(), &options).unwrap().is_valid());
    }
}

fn usage(keywright: &Keywright, key: &CreatedApiKey) -> Usage {
    let range = UsageRange::last(60, UsageStep::Minute, keywright.now()).unwrap();
    keywright.api_key(key.api_key().id).usage(range).unwrap()
}

fn count(keywright: &Keywright, key: &CreatedApiKey) -> u64 {
    usage(keywright, key).total.valid()
}

#[test]
fn a_backup_takes_the_usage_along_with_what_waits_in_memory_and_a_restore_brings_it_back() {
    let world = World::new();
    let store = world.open("keys.db");
    let created = key(&store);
    use_it(&store, &created, 3);
    let used_at = store.now();
    world.tick();
    use_it(&store, &created, 4);
    let backup = store.backup(world.at("backup")).unwrap();
    assert_eq!(backup.usage.bytes, fs::metadata(world.at("backup-usage")).unwrap().len());
    assert!(used_at < store.now());

    let elsewhere = world.open("elsewhere.db");
    let preview = elsewhere.preview_restore(world.at("backup")).unwrap();
    let report = elsewhere.restore(world.at("backup"), RestoreOptions::new()).unwrap();
    assert_eq!(report, preview);
    assert_eq!(report.usage, backup.usage);
    assert_eq!(usage(&elsewhere, &created), usage(&store, &created));
    assert_eq!(usage(&elsewhere, &created).last_used_ip, Some([192, 0, 2, 7].into()));

    // Opened in the place of a store, a backup has its usage beside it by the name that a store's has.
    let as_store = OpenOptions::new().existing().clock(Arc::clone(&world.clock));
    assert_eq!(count(&as_store.open(world.at("backup")).unwrap(), &created), 7);
}

#[test]
fn nothing_is_counted_twice_and_nothing_that_was_counted_since_is_lost() {
    let world = World::new();
    let store = world.open("keys.db");
    let [kept, purged] = [key(&store), key(&store)];
    use_it(&store, &kept, 3);
    use_it(&store, &purged, 2);
    store.backup(world.at("backup")).unwrap();
    use_it(&store, &kept, 2);
    world.tick();
    use_it(&store, &kept, 1);
    store.api_key(purged.api_key().id).purge().unwrap();
    for _ in 0..2 {
        let report = store.restore(world.at("backup"), RestoreOptions::new()).unwrap();
        assert_eq!(report.usage.error, None);
        assert_eq!([&kept, &purged].map(|key| count(&store, key)), [6, 2]);
        assert_eq!(usage(&store, &kept).last_used_at, Some(store.now()));
    }
}

#[test]
fn a_store_in_memory_has_usage_to_back_up_too() {
    let world = World::new();
    let store = testing::open_for_tests("2027-01-01T00:00:00Z".parse().unwrap()).unwrap();
    let created = key(&store);
    assert_eq!(store.backup(world.at("before")).unwrap().usage.bytes, 0, "nothing was counted");
    assert!(!world.at("before-usage").exists());
    use_it(&store, &created, 5);
    store.backup(world.at("backup")).unwrap();
    let another = testing::open_for_tests("2027-01-01T00:00:00Z".parse().unwrap()).unwrap();
    another.restore(world.at("backup"), RestoreOptions::new()).unwrap();
    assert_eq!(count(&another, &created), 5);
}

#[test]
fn a_usage_file_that_is_damaged_stops_no_backup_and_is_told() {
    let world = World::new();
    let store = world.open("keys.db");
    let created = key(&store);
    use_it(&store, &created, 1);
    store.close();
    fs::write(world.at("keys.db-usage"), "no database ".repeat(1000)).unwrap();

    let store = world.open("keys.db");
    let backup = store.backup(world.at("backup")).unwrap();
    assert_eq!(backup.usage.error, Some(ErrorCode::StorageCorrupt));
    assert!(backup.usage.error_message.unwrap().contains("keys.db-usage"));
    assert!(!world.at("backup-usage").exists());
    let names = fs::read_dir(world.folder.path()).unwrap();
    let names: Vec<_> = names.map(|entry| entry.unwrap().file_name()).collect();
    assert!(!names.iter().any(|name| name.to_string_lossy().contains("partial")), "{names:?}");

    let elsewhere = world.open("elsewhere.db");
    let report = elsewhere.restore(world.at("backup"), RestoreOptions::new()).unwrap();
    assert_eq!(
        (report.api_keys, report.usage.error),
        (1, None),
        "there is none, which is no fault"
    );
    // A store whose own file is damaged is restored all the same.
    let report = store.restore(world.at("backup"), RestoreOptions::new()).unwrap();
    assert_eq!(report.api_keys, 1);
}

#[test]
fn usage_beside_a_backup_that_nobody_can_believe_is_told_left_as_it_is_and_stops_no_restore() {
    for sql in [
        "UPDATE bucket SET count = -1",
        "UPDATE bucket SET start_us = start_us + 1",
        "UPDATE bucket SET outcome = hex(zeroblob(100))",
        "UPDATE key_use SET ip = 'here'",
        "DROP TABLE key_use",
        "DROP TABLE bucket; CREATE VIEW bucket AS SELECT 1",
        "PRAGMA application_id = 1",
        "UPDATE usage_file SET oldest_reader = 99",
    ] {
        let world = World::new();
        let store = world.open("keys.db");
        let created = key(&store);
        use_it(&store, &created, 2);
        store.backup(world.at("backup")).unwrap();
        Connection::open(world.at("backup-usage")).unwrap().execute_batch(sql).unwrap();
        let before = fs::read(world.at("backup-usage")).unwrap();

        let elsewhere = world.open("elsewhere.db");
        let preview = elsewhere.preview_restore(world.at("backup")).unwrap();
        let report = elsewhere.restore(world.at("backup"), RestoreOptions::new()).unwrap();
        assert_eq!(report, preview, "{sql}");
        let code = report.usage.error.unwrap();
        assert!([ErrorCode::StorageCorrupt, ErrorCode::SchemaTooNew].contains(&code), "{sql}");
        assert_eq!((report.api_keys, count(&elsewhere, &created)), (1, 0), "{sql}");
        assert_eq!(fs::read(world.at("backup-usage")).unwrap(), before, "{sql}");
        use_it(&elsewhere, &created, 1);
        assert_eq!(count(&elsewhere, &created), 1, "{sql}");
    }
}

#[test]
fn a_hostile_schema_beside_a_backup_runs_nothing() {
    let world = World::new();
    let store = world.open("keys.db");
    let created = key(&store);
    use_it(&store, &created, 2);
    store.backup(world.at("backup")).unwrap();
    let hostile = "CREATE TRIGGER hostile AFTER INSERT ON bucket BEGIN DELETE FROM bucket; END;
                   CREATE TABLE hostile_table (a); CREATE INDEX hostile_index ON bucket (count);";
    Connection::open(world.at("backup-usage")).unwrap().execute_batch(hostile).unwrap();
    let report = store.restore(world.at("backup"), RestoreOptions::new()).unwrap();
    assert_eq!((report.usage.error, count(&store, &created)), (None, 2));
    use_it(&store, &created, 1);
    store.close();
    let file = fs::read(world.at("keys.db-usage")).unwrap();
    assert!(!file.windows(7).any(|window| window == b"hostile"));
}

#[test]
fn what_lies_where_the_usage_of_a_backup_belongs_is_never_overwritten_nor_taken_for_it() {
    let world = World::new();
    let store = world.open("keys.db");
    key(&store);
    fs::write(world.at("backup-usage"), "another's").unwrap();
    let error = store.backup(world.at("backup")).unwrap_err();
    assert_eq!(error.code(), ErrorCode::AlreadyExists);
    assert!(error.to_string().contains("backup-usage"), "{error}");
    assert_eq!(fs::read(world.at("backup-usage")).unwrap(), b"another's");
    assert!(!world.at("backup").exists());
}

#[cfg(unix)]
#[test]
fn the_usage_of_a_backup_is_for_its_owner_alone_and_may_be_the_stores_own_file_by_another_name() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new();
    let store = world.open("keys.db");
    let created = key(&store);
    use_it(&store, &created, 2);
    store.backup(world.at("backup")).unwrap();
    let mode = fs::metadata(world.at("backup-usage")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    fs::remove_file(world.at("backup-usage")).unwrap();
    std::os::unix::fs::symlink(world.at("keys.db-usage"), world.at("backup-usage")).unwrap();
    let report = store.restore(world.at("backup"), RestoreOptions::new()).unwrap();
    assert_eq!((report.usage.error, count(&store, &created)), (None, 2));
    use_it(&store, &created, 1);
    assert_eq!(count(&store, &created), 3);
}

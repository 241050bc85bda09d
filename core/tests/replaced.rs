//! The watchdog: what happens under an open store is noticed within a second, and never answered with old rights.
#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test fails by panicking, and says why it could not run"
)]
#![expect(
    unsafe_code,
    reason = "loads the system's SQLite beside ours; the proof stands at each block"
)]

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use keywright::{
    CreatedApiKey, ErrorCode, Keywright, NewApiKey, OpenOptions, Reason, RevokeOptions, TestClock,
    Timestamp, VerifyOptions, testing,
};
use tempfile::TempDir;

const SECOND: Duration = Duration::from_secs(1);

/// A store on disk with a key in it, and a clock that the test moves.
struct World {
    folder: TempDir,
    clock: Arc<TestClock>,
    keywright: Keywright,
    key: CreatedApiKey,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = testing::test_clock(Timestamp::from_millis(1_800_000_000_000).unwrap());
        let path = folder.path().join("keys.db");
        let keywright = OpenOptions::new().clock(Arc::clone(&clock)).open(path).unwrap();
        let key = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
        let world = Self { folder, clock, keywright, key };
        assert!(world.verify().unwrap());
        world
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("keys.db")
    }

    fn beside(&self, suffix: &str) -> PathBuf {
        self.folder.path().join(format!("keys.db{suffix}"))
    }

    fn verify(&self) -> Result<bool, keywright::Error> {
        Ok(self.keywright.verify(self.key.value(), &VerifyOptions::new())?.is_valid())
    }

    /// Writes a copy of the store through a second connection of the same SQLite, which breaks no locks.
    fn copy_to(&self, target: &Path) {
        let connection = rusqlite::Connection::open(self.path()).unwrap();
        connection.execute("VACUUM INTO ?1", [target.to_str().unwrap()]).unwrap();
    }

    fn reason(&self) -> Option<Reason> {
        self.keywright.verify(self.key.value(), &VerifyOptions::new()).unwrap().reason()
    }

    /// Writes another database over the open store through SQLite, as the `.restore` of its program does.
    fn restore(&self, from: &Path) {
        let mut target = rusqlite::Connection::open(self.path()).unwrap();
        target.busy_timeout(SECOND).unwrap();
        let from = from.to_str().unwrap();
        target.restore("main", from, None::<fn(rusqlite::backup::Progress)>).unwrap();
    }

    /// After a second, nothing is answered and nothing is acknowledged, until every handle was closed.
    fn assert_noticed(&self) {
        self.clock.advance(SECOND).unwrap();
        for _ in 0..2 {
            assert_eq!(self.verify().unwrap_err().code(), ErrorCode::StoreReplaced);
        }
        self.assert_refuses_changes();
        assert_eq!(self.keywright.settings().unwrap_err().code(), ErrorCode::StoreReplaced);
        let alice = self.keywright.user("alice");
        assert_eq!(alice.list_api_keys().unwrap_err().code(), ErrorCode::StoreReplaced);
    }

    fn assert_refuses_changes(&self) {
        let error = self.keywright.user("bob").create_api_key(NewApiKey::new("lost")).unwrap_err();
        assert_eq!(error.code(), ErrorCode::StoreReplaced);
    }
}

#[test]
fn a_file_moved_over_the_open_store_is_noticed_and_no_change_is_lost_in_the_old_one() {
    let world = World::new();
    let other = world.beside(".restored");
    world.copy_to(&other);
    fs::rename(&other, world.path()).unwrap();
    // A change asks every time; only a check may be up to a second late.
    world.assert_refuses_changes();
    world.assert_noticed();
}

#[test]
fn a_removed_shared_memory_is_noticed() {
    let world = World::new();
    fs::remove_file(world.beside("-shm")).unwrap();
    world.assert_noticed();
}

#[test]
fn a_removed_log_is_noticed() {
    let world = World::new();
    fs::remove_file(world.beside("-wal")).unwrap();
    world.assert_noticed();
}

#[test]
fn a_removed_store_is_noticed() {
    let world = World::new();
    fs::remove_file(world.path()).unwrap();
    world.assert_noticed();
}

#[test]
fn locks_that_a_second_reader_in_this_process_dropped_are_noticed() {
    let world = World::new();
    // What a second copy of SQLite does when it closes the store, or a tool of the host that looks at the file.
    drop(File::open(world.beside("-shm")).unwrap());
    world.assert_noticed();
}

#[test]
fn a_second_copy_of_sqlite_in_this_process_that_closes_the_store_is_noticed() {
    let Some(second) = second_sqlite::Library::load() else {
        eprintln!("not run: there is no libsqlite3.so.0 on this machine");
        return;
    };
    let world = World::new();
    assert_ne!(second.version(), rusqlite::version(), "it is a copy of its own");
    second.run(&world.path(), c"SELECT count(*) FROM api_key");
    world.assert_noticed();
}

/// The system's SQLite, as Python's `sqlite3` brings it into a process.
mod second_sqlite {
    use std::ffi::{CStr, CString, c_char, c_int, c_void};
    use std::os::unix::ffi::OsStrExt as _;
    use std::path::Path;
    use std::ptr;

    type Open = unsafe extern "C" fn(*const c_char, *mut *mut c_void) -> c_int;
    type Execute = unsafe extern "C" fn(
        *mut c_void,
        *const c_char,
        *mut c_void,
        *mut c_void,
        *mut c_void,
    ) -> c_int;
    type Close = unsafe extern "C" fn(*mut c_void) -> c_int;
    type Version = unsafe extern "C" fn() -> *const c_char;

    pub(super) struct Library(*mut c_void);

    impl Library {
        pub(super) fn load() -> Option<Self> {
            // SAFETY: the name is a C string; the library runs no code of its own when it is loaded, and stays loaded.
            let library = unsafe {
                libc::dlopen(c"libsqlite3.so.0".as_ptr(), libc::RTLD_NOW | libc::RTLD_LOCAL)
            };
            (!library.is_null()).then_some(Self(library))
        }

        fn function(&self, name: &CStr) -> *mut c_void {
            // SAFETY: the handle is that of a library that stays loaded; the name is a C string.
            let function = unsafe { libc::dlsym(self.0, name.as_ptr()) };
            assert!(!function.is_null(), "{name:?}");
            function
        }

        pub(super) fn version(&self) -> String {
            // SAFETY: the function has this type (sqlite3.h) and returns a constant C string.
            unsafe {
                let version: Version = std::mem::transmute(self.function(c"sqlite3_libversion"));
                CStr::from_ptr(version()).to_str().unwrap().to_owned()
            }
        }

        /// Opens a database, runs statements and closes it.
        pub(super) fn run(&self, path: &Path, statements: &CStr) {
            let path = CString::new(path.as_os_str().as_bytes()).unwrap();
            let mut connection = ptr::null_mut();
            // SAFETY: the three functions have these types (sqlite3.h); the texts are C strings; the connection is used
            // between its opening and its closing, and by this thread alone.
            unsafe {
                let open: Open = std::mem::transmute(self.function(c"sqlite3_open"));
                let execute: Execute = std::mem::transmute(self.function(c"sqlite3_exec"));
                let close: Close = std::mem::transmute(self.function(c"sqlite3_close"));
                assert_eq!(open(path.as_ptr(), &raw mut connection), 0);
                let none = ptr::null_mut();
                assert_eq!(execute(connection, statements.as_ptr(), none, none, none), 0);
                assert_eq!(close(connection), 0);
            }
        }
    }
}

#[test]
fn what_is_restored_over_the_open_store_holds_for_the_very_next_check() {
    let world = World::new();
    let (before, after) = (world.beside(".before"), world.beside(".after"));
    world.copy_to(&before);
    world.keywright.api_key(world.key.api_key().id).revoke(RevokeOptions::new()).unwrap();
    world.copy_to(&after);
    world.keywright.user("alice").delete().unwrap();
    assert_eq!(world.reason(), Some(Reason::NotFound));
    for _ in 0..5 {
        world.restore(&after);
        assert_eq!(world.reason(), Some(Reason::Revoked));
        // An old copy brings back what was revoked since. That is what a restore is.
        world.restore(&before);
        assert_eq!(world.reason(), None);
    }
    world.clock.advance(SECOND).unwrap();
    assert_eq!(world.reason(), None);
    let made = world.keywright.user("bob").create_api_key(NewApiKey::new("CI")).unwrap();
    assert!(world.keywright.verify(made.value(), &VerifyOptions::new()).unwrap().is_valid());
    assert!(world.keywright.check_integrity().unwrap().is_whole());
}

#[test]
fn another_applications_database_restored_over_the_open_store_is_a_replaced_store() {
    for theirs in ["CREATE TABLE theirs (v)", "CREATE TABLE settings (v); CREATE TABLE api_key (v)"]
    {
        let world = World::new();
        let other = world.beside(".theirs");
        rusqlite::Connection::open(&other).unwrap().execute_batch(theirs).unwrap();
        world.restore(&other);
        // At once: there is nothing to answer from.
        assert_eq!(world.verify().unwrap_err().code(), ErrorCode::StoreReplaced, "{theirs}");
        world.assert_noticed();
        world.keywright.close();
        let error = Keywright::open(world.path()).unwrap_err();
        assert_eq!(error.code(), ErrorCode::StorageCorrupt, "{theirs}");
    }
}

#[test]
fn a_store_of_the_first_schema_restored_over_the_open_one_gives_no_yes_that_it_does_not_hold() {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/v1.sqlite3");
    let world = World::new();
    let newest = world.keywright.status().unwrap().schema;
    let other = world.beside(".old");
    fs::copy(fixture, &other).unwrap();
    world.restore(&other);
    match world.verify() {
        Ok(is_valid) => assert!(!is_valid, "the key is not in it"),
        Err(error) => assert_eq!(error.code(), ErrorCode::StoreReplaced, "{error:?}"),
    }
    world.keywright.close();
    let again = OpenOptions::new().clock(Arc::clone(&world.clock)).open(world.path()).unwrap();
    assert_eq!(again.status().unwrap().schema, newest, "opened again, it is brought up to date");
}

#[test]
fn the_journal_mode_can_not_be_changed_while_the_store_is_open() {
    let world = World::new();
    let other = rusqlite::Connection::open(world.path()).unwrap();
    for mode in ["DELETE", "TRUNCATE", "PERSIST", "MEMORY", "OFF"] {
        let changed = other
            .query_row(&format!("PRAGMA journal_mode = {mode}"), [], |row| row.get::<_, String>(0));
        assert!(changed.is_err() || changed.is_ok_and(|mode| mode == "wal"), "{mode}");
        other.execute("UPDATE api_key SET revoked_at_us = NULL", []).unwrap();
        world.clock.advance(SECOND).unwrap();
        assert_eq!(world.reason(), None, "{mode}");
        other
            .execute("UPDATE api_key SET revoked_at_us = created_at_us, revoked_by = 'server'", [])
            .unwrap();
        assert_eq!(world.reason(), Some(Reason::Revoked), "{mode}");
    }
}

#[test]
fn a_journal_mode_that_was_changed_past_broken_locks_is_noticed() {
    let Some(second) = second_sqlite::Library::load() else {
        eprintln!("not run: there is no libsqlite3.so.0 on this machine");
        return;
    };
    let world = World::new();
    // Locks of one process do not stand in its own way, so this copy may do what another process may not.
    second.run(
        &world.path(),
        c"PRAGMA journal_mode = DELETE; UPDATE api_key SET revoked_at_us = created_at_us, revoked_by = 'server'",
    );
    world.assert_noticed();
    world.keywright.close();
    let again = OpenOptions::new().clock(Arc::clone(&world.clock)).open(world.path()).unwrap();
    let verdict = again.verify(world.key.value(), &VerifyOptions::new()).unwrap();
    assert_eq!(verdict.reason(), Some(Reason::Revoked));
}

#[test]
fn what_was_revoked_beside_a_vacuum_or_a_checkpoint_is_seen_by_the_very_next_check() {
    let world = World::new();
    let other = rusqlite::Connection::open(world.path()).unwrap();
    let run = |statement: &str| {
        other.prepare(statement).unwrap().raw_query().next().unwrap();
    };
    for around in [
        "PRAGMA wal_checkpoint(PASSIVE)",
        "PRAGMA wal_checkpoint(FULL)",
        "PRAGMA wal_checkpoint(RESTART)",
        "PRAGMA wal_checkpoint(TRUNCATE)",
        "VACUUM",
        "REINDEX",
        "ANALYZE",
        "PRAGMA optimize",
    ] {
        for is_before in [true, false] {
            run("UPDATE api_key SET revoked_at_us = NULL, revoked_by = NULL");
            assert_eq!(world.reason(), None, "{around}");
            if is_before {
                run(around);
            }
            run("UPDATE api_key SET revoked_at_us = created_at_us, revoked_by = 'server'");
            if !is_before {
                run(around);
            }
            assert_eq!(world.reason(), Some(Reason::Revoked), "{around}");
            world.clock.advance(SECOND).unwrap();
            assert_eq!(world.reason(), Some(Reason::Revoked), "{around}");
        }
    }
}

#[test]
fn a_store_that_was_replaced_is_whole_again_once_all_handles_were_closed_and_it_is_opened_anew() {
    let world = World::new();
    let again = OpenOptions::new().clock(Arc::clone(&world.clock)).open(world.path()).unwrap();
    fs::remove_file(world.beside("-shm")).unwrap();
    world.assert_noticed();
    assert_eq!(again.settings().unwrap_err().code(), ErrorCode::StoreReplaced);
    let error = Keywright::open(world.path()).unwrap_err();
    assert_eq!(
        error.code(),
        ErrorCode::StoreReplaced,
        "SQLite would hand out the same broken files"
    );
    again.close();
    world.keywright.close();
    let opened = OpenOptions::new().clock(Arc::clone(&world.clock)).open(world.path()).unwrap();
    assert!(opened.verify(world.key.value(), &VerifyOptions::new()).unwrap().is_valid());
}

#[test]
fn what_others_may_do_to_a_store_is_no_alarm() {
    let world = World::new();
    let other = rusqlite::Connection::open(world.path()).unwrap();
    for statement in [
        "PRAGMA wal_checkpoint(TRUNCATE)",
        "VACUUM",
        "PRAGMA wal_checkpoint(RESTART)",
        "UPDATE api_key SET description = 'edited by hand'",
    ] {
        other.prepare(statement).unwrap().raw_query().next().unwrap();
        world.clock.advance(SECOND).unwrap();
        assert!(world.verify().unwrap(), "{statement}");
    }
    drop(other);
    world.clock.advance(SECOND).unwrap();
    assert!(world.verify().unwrap());
    world.keywright.user("alice").create_api_key(NewApiKey::new("more")).unwrap();
}

#[test]
fn files_are_compared_once_a_second_and_not_at_every_check() {
    let world = World::new();
    world.clock.advance(SECOND).unwrap();
    assert!(world.verify().unwrap());
    fs::remove_file(world.beside("-shm")).unwrap();
    // A little less than a second, since the clock that checks look at goes in steps.
    world.clock.advance(Duration::from_millis(899)).unwrap();
    assert!(world.verify().is_ok(), "the second is not over");
    world.clock.advance(Duration::from_millis(1)).unwrap();
    assert_eq!(world.verify().unwrap_err().code(), ErrorCode::StoreReplaced);
}

#[test]
fn a_change_that_waited_while_the_file_was_moved_away_is_not_acknowledged() {
    for _ in 0..20 {
        let world = World::new();
        let other = world.beside(".restored");
        world.copy_to(&other);
        // The same copy of SQLite, so that its locks are those of this process.
        let holder = rusqlite::Connection::open(world.path()).unwrap();
        holder.execute_batch("BEGIN IMMEDIATE").unwrap();
        let gate = std::sync::Barrier::new(2);
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| {
                gate.wait();
                world.keywright.user("bob").create_api_key(NewApiKey::new("lost"))
            });
            gate.wait();
            // Whether the change waits by now or not, it ends behind this.
            fs::rename(&other, world.path()).unwrap();
            holder.execute_batch("ROLLBACK").unwrap();
            let error = waiting.join().unwrap().unwrap_err();
            assert_eq!(error.code(), ErrorCode::StoreReplaced);
        });
    }
}

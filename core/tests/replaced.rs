//! The watchdog: what happens under an open store is noticed within a second, and never answered with old rights.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use keywright::{
    CreatedApiKey, ErrorCode, Keywright, NewApiKey, OpenOptions, TestClock, Timestamp,
    VerifyOptions, testing,
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
    world.clock.advance(SECOND - Duration::from_millis(1)).unwrap();
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

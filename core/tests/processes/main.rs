//! Several processes on one store: they make it together, lose nothing, and see each other's changes at once.
//!
//! A second process is this same program, started again for one test that does nothing unless a variable is set. Orders
//! go down one pipe and answers come back on another, so that no test waits for a time.
#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod board;
mod broken_locks;
mod dead_writer;
mod helper;
mod killed;
#[path = "../long/mod.rs"]
mod long;
mod mixed;
#[path = "../sealed/mod.rs"]
mod sealed;
mod stale;
mod taken_away;
mod torn;
mod whole;

use std::path::{Path, PathBuf};
use std::time::Duration;

use keywright::{
    ErrorCode, Event, Keywright, NewApiKey, OpenOptions, Reason, RevokeOptions, Timestamp,
    VerifyOptions, testing,
};
use tempfile::TempDir;

use helper::Helper;
use whole::count;

const NOW_MS: i64 = 1_800_000_000_000;

/// Opens a store whose clock stands still.
fn open(path: &Path) -> Keywright {
    options().open(path).unwrap()
}

fn options() -> OpenOptions {
    OpenOptions::new().clock(testing::test_clock(Timestamp::from_millis(NOW_MS).unwrap()))
}

fn new_path() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.db");
    (folder, path)
}

fn reason(keywright: &Keywright, value: &str) -> Option<Reason> {
    keywright.verify(value, &VerifyOptions::new()).unwrap().reason()
}

fn all_events(keywright: &Keywright) -> Vec<Event> {
    let mut events = Vec::new();
    loop {
        let after = events.last().map_or(0, |event: &Event| event.number);
        let more = keywright.events(after, 10_000).unwrap();
        if more.is_empty() {
            return events;
        }
        events.extend(more);
    }
}
#[test]
fn eight_processes_that_make_the_same_new_store_at_once_all_have_it() {
    let mut helpers: Vec<_> = (0..8).map(|_| Helper::start()).collect();
    for round in 0..20 {
        let (_folder, path) = new_path();
        for helper in &mut helpers {
            helper.send(&format!("open {}", path.display()));
        }
        for helper in &mut helpers {
            assert_eq!(helper.receive(), "ok", "round {round}");
        }
        for (number, helper) in helpers.iter_mut().enumerate() {
            helper.send(&format!("create user-{number}"));
        }
        let values: Vec<_> = helpers.iter_mut().map(Helper::receive).collect();
        for helper in &mut helpers {
            for value in &values {
                assert_eq!(helper.ask(&format!("verify {value}")), "valid", "round {round}");
            }
        }
        let connection = rusqlite::Connection::open(&path).unwrap();
        assert_eq!(count(&connection, "SELECT count(*) FROM settings"), 1);
        assert_eq!(count(&connection, "SELECT count(*) FROM store"), 1);
        assert_eq!(count(&connection, "SELECT count(*) FROM api_key"), 8);
    }
}

#[test]
fn a_prefix_set_elsewhere_and_a_key_made_with_it_are_accepted_at_once() {
    let (_folder, path) = new_path();
    let keywright = open(&path);
    let mut helper = Helper::open(&path);
    let old = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    for round in 0..20 {
        assert_eq!(reason(&keywright, old.value()), None);
        let value = helper.ask(&format!("prefix p{round}"));
        assert!(value.starts_with(&format!("p{round}_")));
        assert_eq!(reason(&keywright, &value), None, "round {round}");
    }
}

#[test]
fn a_process_that_holds_the_store_too_long_makes_changes_busy_and_stops_no_check() {
    let (_folder, path) = new_path();
    let keywright = options().busy_time_out(Duration::from_millis(50)).open(&path).unwrap();
    let created = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    let mut helper = Helper::open(&path);
    let (keys, events) = (key_count(&keywright), all_events(&keywright));
    assert_eq!(helper.ask("hold"), "ok");
    for _ in 0..3 {
        let error = keywright.user("alice").create_api_key(NewApiKey::new("no")).unwrap_err();
        assert_eq!(error.code(), ErrorCode::StorageBusy);
        assert!(error.is_retryable());
        assert_eq!(reason(&keywright, created.value()), None);
    }
    let error = keywright.api_key(created.api_key().id).revoke(RevokeOptions::new()).unwrap_err();
    assert_eq!(error.code(), ErrorCode::StorageBusy);
    assert_eq!((key_count(&keywright), all_events(&keywright)), (keys, events));
    // Who opens the store now has nothing to write, and so nothing to wait for.
    let mut newcomer = Helper::open(&path);
    assert_eq!(newcomer.ask(&format!("verify {}", created.value())), "valid");
    assert_eq!(helper.ask("let-go"), "ok");
    keywright.api_key(created.api_key().id).revoke(RevokeOptions::new()).unwrap();
    assert_eq!(reason(&keywright, created.value()), Some(Reason::Revoked));
}

/// All of the above and of the modules, but for what is about one file and no row.
#[test]
fn processes_that_share_a_sealed_store_see_and_lose_the_same() {
    let names = [
        "eight_processes",
        "a_prefix_set",
        "too_long",
        "taken_away::",
        "killed::",
        "stale::",
        "dead_writer::",
    ];
    let lengths =
        [("KEYWRIGHT_KILLS", "100"), ("KEYWRIGHT_ROUNDS", "100"), ("KEYWRIGHT_STALE", "200")];
    sealed::run_again(&names, &lengths);
}

fn key_count(keywright: &Keywright) -> usize {
    keywright.list_api_keys(keywright::ApiKeyFilter::new()).unwrap().len()
}

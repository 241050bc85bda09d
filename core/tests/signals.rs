//! Signals: what is one, how often it is told, and what it never costs.
//!
//! A second process is this same program, started again for one test that does nothing unless a variable is set.
#![expect(clippy::unwrap_used, clippy::string_slice, reason = "a test fails by panicking")]

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use keywright::{
    CreatedApiKey, ErrorCode, Grace, IpAllowList, Keywright, NewApiKey, OpenOptions, OwnerType,
    Reason, RevokeOptions, Scopes, SettingsUpdate, SignalKind, TestClock, Timestamp, VerifyOptions,
    testing,
};
use rusqlite::Connection;
use tempfile::TempDir;

/// Says that this process is the other one, and where the store is.
const OTHER: &str = "KEYWRIGHT_TEST_OTHER";
const HOUR: Duration = Duration::from_secs(3600);

fn start() -> Timestamp {
    // The beginning of an hour.
    Timestamp::from_millis(1_800_000_000_000).unwrap()
}

fn open(path: &Path) -> (Keywright, Arc<TestClock>) {
    let clock = testing::test_clock(start());
    (OpenOptions::new().clock(Arc::clone(&clock)).open(path).unwrap(), clock)
}

fn new_path() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.db");
    (folder, path)
}

fn reason(keywright: &Keywright, value: &str) -> Option<Reason> {
    keywright.verify(value, &VerifyOptions::new()).unwrap().reason()
}

/// A secret that rotation has ended, of a new key.
fn retired(keywright: &Keywright) -> CreatedApiKey {
    let key = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    keywright.api_key(key.api_key().id).rotate(Grace::Now).unwrap();
    key
}

fn count(keywright: &Keywright) -> usize {
    keywright.signals(0, 10_000).unwrap().len()
}

#[test]
fn the_use_of_an_ended_secret_is_one_signal_for_its_key_in_each_hour() {
    let store = testing::open_for_tests(start()).unwrap();
    let keys = [retired(&store), retired(&store)];
    for minute in 0..180 {
        for key in &keys {
            for _ in 0..5 {
                assert_eq!(reason(&store, key.value()), Some(Reason::Rotated));
            }
        }
        if minute % 7 == 0 {
            store.flush().unwrap();
        }
        store.clock().advance(Duration::from_secs(60)).unwrap();
    }
    store.flush().unwrap();
    let signals = store.signals(0, 10_000).unwrap();
    assert!(signals.iter().map(|signal| signal.number).eq(1..=6), "dense, in the order of time");
    for key in &keys {
        let about = format!("api_key:{}", key.api_key().id);
        let of_key = signals.iter().filter(|signal| signal.about == about);
        let hours = (0..3).map(|hour| start().checked_add(HOUR * hour).unwrap());
        assert!(of_key.clone().map(|signal| signal.at).eq(hours));
        assert!(of_key.clone().all(|signal| signal.kind == SignalKind::RotatedKeyUsed));
    }
    // Once told, the same again in this hour is not even remembered.
    store.clock().set(start().checked_add(HOUR * 3).unwrap().checked_add(HOUR / 2).unwrap());
    assert_eq!(reason(&store, keys[0].value()), Some(Reason::Rotated));
    assert_eq!(store.status().unwrap().flush.waiting, 1);
    store.flush().unwrap();
    assert_eq!(reason(&store, keys[0].value()), Some(Reason::Rotated));
    assert_eq!(store.status().unwrap().flush.waiting, 0);
}

#[test]
fn the_evidence_says_which_secret_since_when_ended_and_from_where() {
    let store = testing::open_for_tests(start()).unwrap();
    let old = store.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    let key = store.api_key(old.api_key().id);
    let new = key.rotate(Grace::For(HOUR)).unwrap();
    key.rotate(Grace::Now).unwrap();
    store.clock().advance(Duration::from_secs(60)).unwrap();
    let options = VerifyOptions::new().ip([192, 0, 2, 7].into());
    assert_eq!(store.verify(new.value(), &options).unwrap().reason(), Some(Reason::Rotated));
    assert_eq!(reason(&store, old.value()), None, "in its grace: nothing to look at");
    store.flush().unwrap();
    let signals = store.signals(0, 10).unwrap();
    let [signal] = &signals[..] else { panic!("{signals:?}") };
    assert_eq!(signal.evidence["generation_id"], new.api_key().generations[0].id.to_string());
    assert_eq!(signal.evidence["generation"], 2);
    assert_eq!(signal.evidence["retired_at"], start().to_string());
    assert_eq!(signal.evidence["ip"], "192.0.2.7");
    let print = format!("{signal:?} {}", serde_json::to_string(signal).unwrap());
    let secret = &new.value()[new.value().len() - 33..][..27];
    assert!(secret.as_bytes().windows(8).all(|w| !print.contains(str::from_utf8(w).unwrap())));
}

#[test]
fn an_ended_secret_that_is_denied_for_an_earlier_reason_is_no_signal() {
    let store = testing::open_for_tests(start()).unwrap();
    let old = retired(&store);
    let team_only = VerifyOptions::new().owner_type(OwnerType::Team);
    let verdict = store.verify(old.value(), &team_only).unwrap();
    assert_eq!(verdict.reason(), Some(Reason::WrongType));
    assert!(store.explain(old.value(), &VerifyOptions::new()).unwrap().verdict.reason().is_some());
    store.api_key(old.api_key().id).revoke(RevokeOptions::new()).unwrap();
    assert_eq!(reason(&store, old.value()), Some(Reason::Revoked));
    assert_eq!(store.status().unwrap().flush.waiting, 0);
    store.flush().unwrap();
    assert_eq!(count(&store), 0);
}

#[test]
fn a_thousand_ordinary_denials_move_neither_the_files_nor_the_counter_of_commits() {
    let (folder, path) = new_path();
    let (keywright, clock) = open(&path);
    let alice = keywright.user("alice");
    let new = |name: &str| alice.create_api_key(NewApiKey::new(name)).unwrap();
    let (unknown, revoked, suspended) = (new("a"), new("b"), new("c"));
    keywright.api_key(unknown.api_key().id).purge().unwrap();
    keywright.api_key(revoked.api_key().id).revoke(RevokeOptions::new()).unwrap();
    keywright.api_key(suspended.api_key().id).suspend(None).unwrap();
    let expiring = NewApiKey::new("d").expires_in(HOUR);
    let expired = alice.create_api_key(expiring).unwrap();
    let office = NewApiKey::new("e").ip_allow_list(IpAllowList::parse(["192.0.2.7"]).unwrap());
    let office = alice.create_api_key(office).unwrap();
    // Also of a secret whose first use nobody has seen, and of one that has been replaced.
    let unused = keywright.api_key(office.api_key().id).rotate(Grace::UntilUsed).unwrap();
    let team = keywright.team("acme").create_api_key(NewApiKey::new("f")).unwrap();
    keywright.update_settings(SettingsUpdate::new().allow_team_api_keys(false)).unwrap();
    clock.advance(HOUR).unwrap();

    let scopes = || VerifyOptions::new().scopes(Scopes::parse(["builds:start"]).unwrap());
    let here = || scopes().ip([192, 0, 2, 7].into());
    let mistyped = format!("{}!", revoked.value());
    let ordinary = [
        (mistyped.as_str(), VerifyOptions::new(), Reason::Malformed),
        (unknown.value(), VerifyOptions::new(), Reason::NotFound),
        (unused.value(), here().owner_type(OwnerType::Team), Reason::WrongType),
        (team.value(), VerifyOptions::new(), Reason::Disabled),
        (revoked.value(), VerifyOptions::new(), Reason::Revoked),
        (suspended.value(), VerifyOptions::new(), Reason::Suspended),
        (expired.value(), VerifyOptions::new(), Reason::Expired),
        (office.value(), VerifyOptions::new(), Reason::IpDenied),
        (unused.value(), VerifyOptions::new(), Reason::IpDenied),
        (unused.value(), here(), Reason::InsufficientScope),
    ];
    let outside = Connection::open(&path).unwrap();
    let commits =
        || outside.query_row("PRAGMA data_version", [], |row| row.get::<_, i64>(0)).unwrap();
    let files = || {
        ["keys.db", "keys.db-wal"].map(|name| std::fs::metadata(folder.path().join(name)).unwrap())
    };
    let look = || (commits(), files().map(|file| (file.len(), file.modified().unwrap())));
    let before = look();
    for _ in 0..1000 / ordinary.len() {
        for (value, options, expected) in &ordinary {
            let verdict = keywright.verify(value, options).unwrap();
            assert_eq!(verdict.reason(), Some(*expected));
        }
        assert_eq!(keywright.status().unwrap().flush.waiting, 0);
        keywright.flush().unwrap();
        clock.advance(Duration::from_secs(1)).unwrap();
    }
    assert_eq!(look(), before);
    // What is no ordinary denial moves them, once.
    let ended = retired(&keywright);
    let before = commits();
    for _ in 0..100 {
        assert_eq!(reason(&keywright, ended.value()), Some(Reason::Rotated));
        keywright.flush().unwrap();
    }
    assert_ne!(commits(), before);
    let before = look();
    for _ in 0..100 {
        assert_eq!(reason(&keywright, ended.value()), Some(Reason::Rotated));
        keywright.flush().unwrap();
    }
    assert_eq!(look(), before);
}

#[test]
fn two_handles_and_two_processes_tell_the_same_once() {
    let (_folder, path) = new_path();
    let (keywright, clock) = open(&path);
    let (second, second_clock) = open(&path);
    let mut other = Other::start(&path);
    let keys: Vec<_> = (0..3).map(|_| retired(&keywright)).collect();
    let outside = Connection::open(&path).unwrap();
    let commits =
        || outside.query_row("PRAGMA data_version", [], |row| row.get::<_, i64>(0)).unwrap();
    for hour in 1..=3 {
        for key in &keys {
            // All have noticed it before one of them writes.
            assert_eq!(reason(&keywright, key.value()), Some(Reason::Rotated));
            assert_eq!(reason(&second, key.value()), Some(Reason::Rotated));
            assert_eq!(other.ask(&format!("verify {}", key.value())), "rotated");
        }
        keywright.flush().unwrap();
        assert_eq!(count(&keywright), hour * keys.len());
        let before = commits();
        second.flush().unwrap();
        assert_eq!(other.ask("flush"), "ok");
        assert_eq!(commits(), before, "what is known already is no commit");
        assert_eq!(count(&second), hour * keys.len());
        clock.advance(HOUR).unwrap();
        second_clock.advance(HOUR).unwrap();
        assert_eq!(other.ask("advance 3600"), "ok");
    }
}

#[test]
fn what_a_killed_process_had_noticed_the_next_use_tells_again() {
    let (_folder, path) = new_path();
    let (keywright, _) = open(&path);
    let ended = retired(&keywright);
    let old = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    let new = keywright.api_key(old.api_key().id).rotate(Grace::UntilUsed).unwrap();
    let mut other = Other::start(&path);
    assert_eq!(other.ask(&format!("verify {}", new.value())), "valid");
    assert_eq!(other.ask(&format!("verify {}", ended.value())), "rotated");
    // SIGKILL.
    other.process.kill().unwrap();
    other.process.wait().unwrap();
    assert_eq!(count(&keywright), 0);
    assert_eq!(reason(&keywright, old.value()), None, "no end was written");

    let mut next = Other::start(&path);
    assert_eq!(next.ask(&format!("verify {}", new.value())), "valid");
    assert_eq!(next.ask(&format!("verify {}", ended.value())), "rotated");
    assert_eq!(next.ask("flush"), "ok");
    assert_eq!(count(&keywright), 1);
    assert_eq!(reason(&keywright, old.value()), Some(Reason::Rotated));
    assert_eq!(reason(&keywright, new.value()), None);
}

#[test]
fn two_processes_that_see_the_first_use_write_it_once() {
    let (_folder, path) = new_path();
    let (keywright, clock) = open(&path);
    let old = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    let new = keywright.api_key(old.api_key().id).rotate(Grace::UntilUsed).unwrap();
    let mut other = Other::start(&path);
    assert_eq!(other.ask(&format!("verify {}", new.value())), "valid");
    clock.advance(Duration::from_secs(5)).unwrap();
    assert_eq!(reason(&keywright, new.value()), None);
    keywright.flush().unwrap();
    let record = keywright.api_key(old.api_key().id).get().unwrap();
    let events = keywright.events(0, 100).unwrap();
    assert_eq!(other.ask("advance 60"), "ok");
    assert_eq!(other.ask("flush"), "ok");
    assert_eq!(keywright.events(0, 100).unwrap(), events);
    let again = keywright.api_key(old.api_key().id).get().unwrap();
    assert_eq!(again.generations, record.generations, "an end once given is not moved");
}

#[test]
fn signals_are_read_from_a_number_on_by_the_server_alone_and_are_no_events() {
    let (_folder, path) = new_path();
    let (keywright, _) = open(&path);
    let keys: Vec<_> = (0..5).map(|_| retired(&keywright)).collect();
    let events = keywright.events(0, 10_000).unwrap();
    for key in &keys {
        assert_eq!(reason(&keywright, key.value()), Some(Reason::Rotated));
    }
    keywright.flush().unwrap();
    assert_eq!(keywright.events(0, 10_000).unwrap(), events);
    let numbers = |after, limit| {
        let signals = keywright.signals(after, limit).unwrap();
        signals.into_iter().map(|signal| signal.number).collect::<Vec<_>>()
    };
    assert_eq!(numbers(0, 2), [1, 2]);
    assert_eq!(numbers(2, 2), [3, 4]);
    assert_eq!(numbers(4, 2), [5]);
    assert_eq!(numbers(5, 2), [0; 0]);
    assert_eq!(numbers(u64::MAX, 1), [0; 0]);
    assert_eq!(keywright.status().unwrap().last_signal, 5);
    for limit in [0, 10_001] {
        let error = keywright.signals(0, limit).unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidArgument);
    }
    let alice = keywright.acting_as(keywright::ActingAs::new("alice")).unwrap();
    for code in [alice.signals(0, 1).unwrap_err().code(), alice.flush().unwrap_err().code()] {
        assert_eq!(code, ErrorCode::PermissionDenied);
    }

    // What a newer version tells is passed over, and does not stand in for what was asked for.
    let outside = Connection::open(&path).unwrap();
    let sql = "UPDATE signal SET kind = 'burst' WHERE number IN (1, 3)";
    assert_eq!(outside.execute(sql, []).unwrap(), 2);
    assert_eq!(numbers(0, 2), [2, 4]);
    outside.execute("UPDATE signal SET evidence = 'gone' WHERE number = 4", []).unwrap();
    assert_eq!(keywright.signals(0, 5).unwrap_err().code(), ErrorCode::StorageCorrupt);
}

/// Another process that has the store open, under a clock of its own.
struct Other {
    process: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Other {
    fn start(path: &Path) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "the_other_process_obeys", "--nocapture", "--test-threads=1"])
            .env(OTHER, path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let orders = process.stdin.take().unwrap();
        let answers = BufReader::new(process.stdout.take().unwrap());
        Self { process, orders, answers }
    }

    fn ask(&mut self, order: &str) -> String {
        writeln!(self.orders, "{order}").unwrap();
        loop {
            let mut line = String::new();
            assert_ne!(self.answers.read_line(&mut line).unwrap(), 0, "it has ended");
            if let Some(answer) = line.strip_prefix("> ") {
                return answer.trim_end().to_owned();
            }
        }
    }
}

impl Drop for Other {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn the_other_process_obeys() {
    let Some(path) = std::env::var_os(OTHER) else { return };
    let (keywright, clock) = open(Path::new(&path));
    // The harness has begun a line.
    writeln!(std::io::stdout()).unwrap();
    for order in std::io::stdin().lines() {
        let order = order.unwrap();
        let answer = match order.split_once(' ').unwrap_or((&order, "")) {
            ("verify", value) => {
                reason(&keywright, value).map_or("valid", |reason| reason.as_str())
            }
            ("flush", _) => {
                keywright.flush().unwrap();
                "ok"
            }
            ("advance", seconds) => {
                clock.advance(Duration::from_secs(seconds.parse().unwrap())).unwrap();
                "ok"
            }
            _ => panic!("unknown order: {order}"),
        };
        writeln!(std::io::stdout(), "> {answer}").unwrap();
    }
}

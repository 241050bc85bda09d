//! How the use of keys is counted, written behind, kept and told, and what may befall the file beside the store.
//!
//! Nothing here waits: the writing at the end of an interval is done by hand.
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test fails by panicking, and says why it could not run"
)]

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Write as _};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use keywright::{
    ActingAs, ApiKeyId, CreatedApiKey, ErrorCode, Keywright, NewApiKey, OpenOptions, Reason,
    RevokeOptions, SettingsUpdate, TestClock, Timestamp, Usage, UsageCounts, UsageRange, UsageStep,
    VerifyOptions, testing,
};
use rusqlite::Connection;
use tempfile::TempDir;

/// Says that this process is a helper, and where the store is.
const HELPER: &str = "KEYWRIGHT_TEST_USAGE";
const NOW: &str = "2027-03-10T12:30:30Z";
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn open_with(path: &Path, clock: &Arc<TestClock>) -> Keywright {
    OpenOptions::new().clock(Arc::clone(clock)).open(path).unwrap()
}

/// A store on disk with one key.
struct World {
    folder: TempDir,
    path: PathBuf,
    clock: Arc<TestClock>,
    keywright: Keywright,
    key: CreatedApiKey,
}

impl World {
    fn new() -> Self {
        Self::in_folder(tempfile::tempdir().unwrap())
    }

    fn in_folder(folder: TempDir) -> Self {
        let path = folder.path().join("keys.db");
        let clock = testing::test_clock(at(NOW));
        let keywright = open_with(&path, &clock);
        let key = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
        Self { folder, path, clock, keywright, key }
    }

    fn id(&self) -> ApiKeyId {
        self.key.api_key().id
    }

    fn file(&self) -> PathBuf {
        self.path.with_file_name("keys.db-usage")
    }

    fn verify(&self, times: usize) {
        verify(&self.keywright, self.key.value(), times);
    }

    fn flush(&self) {
        testing::flush_usage(&self.keywright).unwrap();
    }

    fn reopen(&mut self) {
        self.keywright.close();
        self.keywright = open_with(&self.path, &self.clock);
    }

    fn usage(&self, buckets: u32, step: UsageStep) -> Usage {
        usage(&self.keywright, self.id(), buckets, step)
    }

    fn total(&self, step: UsageStep) -> u64 {
        self.usage(1000, step).total.total()
    }

    /// Reads a number from the file, as another program would.
    fn written(&self, sql: &str) -> i64 {
        Connection::open(self.file()).unwrap().query_row(sql, [], |row| row.get(0)).unwrap()
    }
}

fn verify(keywright: &Keywright, value: &str, times: usize) {
    for _ in 0..times {
        assert!(keywright.verify(value, &VerifyOptions::new()).unwrap().is_valid());
    }
}

fn usage(keywright: &Keywright, id: ApiKeyId, buckets: u32, step: UsageStep) -> Usage {
    let range = UsageRange::last(buckets, step, keywright.now()).unwrap();
    keywright.api_key(id).usage(range).unwrap()
}

/// The starts of the buckets that hold something, with how much.
fn filled(usage: &Usage) -> Vec<(String, u64)> {
    let filled = usage.points.iter().filter(|point| point.counts.total() > 0);
    filled.map(|point| (point.start.to_string(), point.counts.total())).collect()
}

#[test]
fn every_outcome_of_a_known_key_is_counted_by_its_reason() {
    let world = World::new();
    let (keywright, value, options) = (&world.keywright, world.key.value(), VerifyOptions::new());
    let key = keywright.api_key(world.id());
    let check =
        |value: &str, options: &VerifyOptions| keywright.verify(value, options).unwrap().reason();
    assert_eq!(check(value, &options), None);
    let team_only = VerifyOptions::new().owner_type(keywright::OwnerType::Team);
    assert_eq!(check(value, &team_only), Some(Reason::WrongType));
    let scoped = VerifyOptions::new().scopes(keywright::Scopes::parse(["a:b"]).unwrap());
    assert_eq!(check(value, &scoped), Some(Reason::InsufficientScope));
    key.suspend(None).unwrap();
    assert_eq!(check(value, &options), Some(Reason::Suspended));
    key.revoke(RevokeOptions::new()).unwrap();
    assert_eq!(check(value, &options), Some(Reason::Revoked));
    assert_eq!(check(value, &options), Some(Reason::Revoked));
    // What names no key is counted for none.
    assert_eq!(check("no key", &options), Some(Reason::Malformed));

    for is_written in [false, true] {
        if is_written {
            world.flush();
        }
        let total = world.usage(1, UsageStep::Minute).total;
        assert_eq!((total.valid(), total.denied(), total.wrong_secrets()), (1, 5, 0));
        let reasons: Vec<_> = total.reasons().collect();
        assert_eq!(
            reasons,
            [
                (Reason::WrongType, 1),
                (Reason::Revoked, 2),
                (Reason::Suspended, 1),
                (Reason::InsufficientScope, 1)
            ]
        );
        assert_eq!(total.total(), 6);
    }
}

#[test]
fn a_wrong_secret_is_counted_apart_and_is_no_use() {
    let world = World::new();
    // Another secret under the id: what a store holds after the file was edited.
    world.keywright.close();
    let sql = "UPDATE api_key SET digest = zeroblob(32)";
    Connection::open(&world.path).unwrap().execute(sql, []).unwrap();
    let keywright = open_with(&world.path, &world.clock);
    let verdict = keywright.verify(world.key.value(), &VerifyOptions::new()).unwrap();
    assert_eq!(verdict.reason(), Some(Reason::NotFound));
    let usage = usage(&keywright, world.id(), 1, UsageStep::Hour);
    assert_eq!((usage.total.wrong_secrets(), usage.total.denied()), (1, 0));
    assert_eq!(usage.total.of(Reason::NotFound), 0);
    assert_eq!(usage.last_used_at, None);
}

#[test]
fn a_check_stands_in_its_minute_its_hour_and_its_day() {
    let world = World::new();
    for (text, times) in [
        ("2027-03-10T23:58:59.999Z", 1),
        ("2027-03-10T23:59:00Z", 2),
        ("2027-03-10T23:59:59.999Z", 3),
        ("2027-03-11T00:00:00Z", 4),
    ] {
        world.clock.set(at(text));
        world.verify(times);
        world.flush();
    }
    let series = |step| filled(&world.usage(48, step));
    let pair = |start: &str, count| (start.to_owned(), count);
    assert_eq!(
        series(UsageStep::Minute),
        [
            pair("2027-03-10T23:58:00Z", 1),
            pair("2027-03-10T23:59:00Z", 5),
            pair("2027-03-11T00:00:00Z", 4)
        ]
    );
    assert_eq!(
        series(UsageStep::Hour),
        [pair("2027-03-10T23:00:00Z", 6), pair("2027-03-11T00:00:00Z", 4)]
    );
    assert_eq!(
        series(UsageStep::Day),
        [pair("2027-03-10T00:00:00Z", 6), pair("2027-03-11T00:00:00Z", 4)]
    );
}

#[test]
fn a_series_has_every_bucket_and_empty_ones_are_zero() {
    let world = World::new();
    world.verify(1);
    let usage = world.usage(60, UsageStep::Minute);
    assert_eq!(usage.points.len(), 60);
    assert_eq!(usage.points[59].start, at("2027-03-10T12:30:00Z"));
    assert!(usage.points[..59].iter().all(|point| point.counts == UsageCounts::default()));
    let starts: BTreeSet<_> = usage.points.iter().map(|point| point.start).collect();
    assert_eq!(starts.len(), 60);
    // A range without the check, before and behind it.
    let range = |from, to| UsageRange::new(at(from), at(to), UsageStep::Minute);
    for (from, to, expected) in [
        ("2027-03-10T12:00:00Z", "2027-03-10T12:30:00Z", 0),
        ("2027-03-10T12:30:59Z", "2027-03-10T12:31:00Z", 1),
        ("2027-03-10T12:31:00Z", "2027-03-10T12:32:00Z", 0),
    ] {
        let usage = world.keywright.api_key(world.id()).usage(range(from, to)).unwrap();
        assert_eq!(usage.total.total(), expected, "{from} to {to}");
    }
}

#[test]
fn the_last_use_is_the_latest_and_its_address_with_it() {
    let world = World::new();
    let ip = |host| IpAddr::from([192, 0, 2, host]);
    let from = |host: u8| {
        let options = VerifyOptions::new().ip(ip(host));
        assert!(world.keywright.verify(world.key.value(), &options).unwrap().is_valid());
    };
    let last = || {
        let usage = world.usage(1, UsageStep::Minute);
        let last = world.keywright.last_used(&[world.id()]).unwrap();
        assert_eq!(last.get(&world.id()).map(|last| last.at), usage.last_used_at);
        (usage.last_used_at, usage.last_used_ip)
    };
    assert_eq!(last(), (None, None));
    from(1);
    assert_eq!(last(), (Some(at(NOW)), Some(ip(1))));
    world.flush();
    world.clock.advance(MINUTE).unwrap();
    from(2);
    assert_eq!(last(), (Some(at("2027-03-10T12:31:30Z")), Some(ip(2))));
    world.flush();
    assert_eq!(last(), (Some(at("2027-03-10T12:31:30Z")), Some(ip(2))));
    // A denial is no use.
    world.clock.advance(MINUTE).unwrap();
    world.keywright.api_key(world.id()).revoke(RevokeOptions::new()).unwrap();
    assert!(!world.keywright.verify(world.key.value(), &VerifyOptions::new()).unwrap().is_valid());
    world.flush();
    assert_eq!(last(), (Some(at("2027-03-10T12:31:30Z")), Some(ip(2))));
}

#[test]
fn a_clock_that_goes_back_adds_to_the_earlier_bucket_and_leaves_the_last_use() {
    let mut world = World::new();
    world.verify(1);
    world.reopen();
    // Within a process time never goes back; a process that starts later believes the wall clock.
    world.keywright.close();
    world.clock = testing::test_clock(at("2027-03-10T12:28:00Z"));
    world.keywright = open_with(&world.path, &world.clock);
    world.verify(2);
    world.reopen();
    world.clock.set(at(NOW));
    let usage = world.usage(60, UsageStep::Minute);
    let expected = [("2027-03-10T12:28:00Z".to_owned(), 2), ("2027-03-10T12:30:00Z".to_owned(), 1)];
    assert_eq!(filled(&usage), expected);
    assert_eq!(usage.last_used_at, Some(at(NOW)));
}

#[test]
fn a_clean_close_writes_what_was_counted() {
    let mut world = World::new();
    world.verify(3);
    assert!(!world.file().exists(), "nothing is written before");
    world.reopen();
    assert_eq!(world.usage(1, UsageStep::Day).total.valid(), 3);
}

#[test]
fn nothing_counted_means_no_file_and_no_write() {
    let world = World::new();
    assert_eq!(world.total(UsageStep::Day), 0);
    world.flush();
    assert!(world.keywright.status().unwrap().usage.error.is_none());
    world.keywright.close();
    assert!(!world.file().exists());
}

#[test]
fn checks_of_many_keys_are_one_transaction_a_flush_however_many_they_are() {
    let world = World::new();
    // With KEYWRIGHT_CHECKS=1000000 the figure of the issue: a million checks in ten intervals.
    let many = std::env::var("KEYWRIGHT_CHECKS").map_or(20_000, |text| text.parse().unwrap());
    let new = (0..256).map(|_| NewApiKey::new("many")).collect();
    let keys = world.keywright.user("alice").create_api_keys(new).unwrap();
    for (number, key) in (0..many).zip(keys.iter().cycle()) {
        verify(&world.keywright, key.value(), 1);
        if number % (many / 10) == 0 {
            world.flush();
        }
    }
    world.flush();
    let status = world.keywright.status().unwrap().usage;
    assert!(status.writes <= 11, "{status:?}");
    assert_eq!((status.waiting, status.lost), (0, 0));
    let sum = world.written("SELECT sum(count) FROM bucket WHERE step_s = 60");
    assert_eq!(sum, i64::from(many));
    assert_eq!(world.written("SELECT count(*) FROM key_use WHERE used_at_us IS NOT NULL"), 256);
}

#[test]
fn checks_move_nothing_in_the_store() {
    let world = World::new();
    let other = Connection::open(&world.path).unwrap();
    let version =
        || -> i64 { other.query_row("PRAGMA data_version", [], |row| row.get(0)).unwrap() };
    let before = version();
    world.verify(10);
    world.keywright.api_key(world.id()).get().unwrap();
    world.flush();
    assert_eq!(version(), before, "nothing was committed");
    world.keywright.api_key(world.id()).suspend(None).unwrap();
    assert_ne!(version(), before, "the question notices what is committed");
}

#[test]
fn each_series_is_kept_as_long_as_the_settings_say() {
    let world = World::new();
    let settings = SettingsUpdate::new()
        .usage_minutes_kept(HOUR)
        .usage_hours_kept(2 * DAY)
        .usage_days_kept(Some(10 * DAY));
    world.keywright.update_settings(settings).unwrap();
    world.verify(1);
    world.flush();
    let rows =
        |step: u32| world.written(&format!("SELECT count(*) FROM bucket WHERE step_s = {step}"));
    for (passed, minutes, hours, days) in [(HOUR, 2, 2, 1), (3 * DAY, 1, 1, 2), (20 * DAY, 1, 1, 1)]
    {
        world.clock.advance(passed).unwrap();
        world.verify(1);
        world.flush();
        let kept = (rows(60), rows(3600), rows(86_400));
        assert_eq!(kept, (minutes, hours, days), "{passed:?}");
    }
    let usage = world.usage(1, UsageStep::Minute);
    assert_eq!(usage.kept_since, Some(at("2027-04-02T12:30:00Z")));
    assert_eq!(world.usage(1, UsageStep::Day).kept_since, Some(at("2027-03-23T00:00:00Z")));
}

#[test]
fn days_are_kept_for_ever_and_minutes_for_48_hours_unless_someone_asks() {
    let world = World::new();
    world.verify(1);
    world.flush();
    world.clock.advance(3 * DAY).unwrap();
    world.verify(1);
    world.flush();
    world.clock.advance(1000 * DAY).unwrap();
    world.verify(1);
    world.flush();
    assert_eq!(world.total(UsageStep::Minute), 1);
    assert_eq!(filled(&world.usage(3000, UsageStep::Day)).len(), 3);
    assert_eq!(world.usage(1, UsageStep::Day).kept_since, None);
}

#[test]
fn what_is_too_old_is_cleared_in_small_steps() {
    let world = World::new();
    world.verify(1);
    world.flush();
    world.keywright.close();
    let sql = "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
               INSERT INTO bucket SELECT 60, i * 60000000, randomblob(16), 'valid', 1 FROM n";
    Connection::open(world.file()).unwrap().execute_batch(sql).unwrap();
    let keywright = open_with(&world.path, &world.clock);
    let old = || world.written("SELECT count(*) FROM bucket WHERE start_us <= 5000 * 60000000");
    let mut steps = Vec::new();
    while old() > 0 && steps.len() < 20 {
        verify(&keywright, world.key.value(), 1);
        testing::flush_usage(&keywright).unwrap();
        steps.push(old());
    }
    assert_eq!(steps, [3998, 2996, 1994, 992, 0]);
}

#[test]
fn a_key_that_is_purged_takes_its_usage_along() {
    let world = World::new();
    let other = world.keywright.user("alice").create_api_key(NewApiKey::new("other")).unwrap();
    let options = VerifyOptions::new().ip("192.0.2.7".parse().unwrap());
    for value in [world.key.value(), other.value()] {
        assert!(world.keywright.verify(value, &options).unwrap().is_valid());
    }
    world.flush();
    world.verify(1);
    world.keywright.api_key(world.id()).purge().unwrap();
    let range = UsageRange::last(1, UsageStep::Day, world.keywright.now()).unwrap();
    let error = world.keywright.api_key(world.id()).usage(range).unwrap_err();
    assert_eq!(error.code(), ErrorCode::NotFound);
    assert!(world.keywright.last_used(&[world.id()]).unwrap().is_empty());
    world.flush();
    assert_eq!(world.written("SELECT count(DISTINCT api_key_id) FROM bucket"), 1);
    assert_eq!(world.written("SELECT count(*) FROM key_use"), 1);
    assert_eq!(usage(&world.keywright, other.api_key().id, 1, UsageStep::Day).total.valid(), 1);
}

#[test]
fn an_owner_that_is_deleted_takes_the_usage_of_its_keys_along() {
    let world = World::new();
    // More than are dropped in one transaction.
    let new = (0..250).map(|_| NewApiKey::new("CI")).collect();
    let made = world.keywright.team("acme").create_api_keys(new).unwrap();
    for key in &made {
        verify(&world.keywright, key.value(), 1);
    }
    world.verify(1);
    world.flush();
    assert_eq!(world.written("SELECT count(*) FROM key_use"), 251);
    world.keywright.team("acme").delete().unwrap();
    world.flush();
    assert_eq!(world.written("SELECT count(*) FROM key_use"), 1);
    world.keywright.user("alice").delete().unwrap();
    world.flush();
    assert_eq!(world.written("SELECT count(*) FROM bucket"), 0);
}

#[test]
fn usage_of_keys_that_are_gone_from_the_store_is_swept_away() {
    let mut world = World::new();
    let gone = world.keywright.user("bob").create_api_key(NewApiKey::new("gone")).unwrap();
    verify(&world.keywright, gone.value(), 1);
    world.verify(1);
    world.reopen();
    // As it is after a process died between the purge and the next writing.
    world.keywright.close();
    let connection = Connection::open(&world.path).unwrap();
    connection.execute("DELETE FROM api_key WHERE description = 'gone'", []).unwrap();
    drop(connection);
    world.keywright = open_with(&world.path, &world.clock);
    world.verify(1);
    world.flush();
    assert_eq!(world.written("SELECT count(*) FROM key_use"), 1);
    assert_eq!(world.usage(1, UsageStep::Day).total.valid(), 2);
}

#[test]
fn a_user_sees_the_usage_of_own_keys_and_of_teams_with_the_right_only() {
    let world = World::new();
    let team = world.keywright.team("acme").create_api_key(NewApiKey::new("CI")).unwrap();
    let ids = [world.id(), team.api_key().id];
    world.verify(1);
    verify(&world.keywright, team.value(), 1);
    let range = UsageRange::last(1, UsageStep::Day, world.keywright.now()).unwrap();
    let seen = |user: ActingAs| {
        let acting = world.keywright.acting_as(user).unwrap();
        let last_used: Vec<_> = acting.last_used(&ids).unwrap().into_keys().collect();
        let codes = ids.map(|id| match acting.api_key(id).usage(range) {
            Ok(usage) => usage.total.valid().to_string(),
            Err(error) => error.code().to_string(),
        });
        (codes, last_used)
    };
    let texts = |own: &str, teams: &str| [own.to_owned(), teams.to_owned()];
    assert_eq!(seen(ActingAs::new("alice")), (texts("1", "not_found"), vec![ids[0]]));
    assert_eq!(seen(ActingAs::new("bob")), (texts("permission_denied", "not_found"), vec![]));
    let manager = ActingAs::new("bob").team_permissions("acme", ["$manage_api_keys"]);
    assert_eq!(seen(manager), (texts("permission_denied", "1"), vec![ids[1]]));
    let too_many = vec![world.id(); 10_001];
    let error = world.keywright.last_used(&too_many).unwrap_err();
    assert_eq!(error.code(), ErrorCode::InvalidArgument);
}

#[test]
fn a_store_in_memory_keeps_usage_in_memory() {
    let store = testing::open_for_tests(at(NOW)).unwrap();
    let key = store.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    verify(&store, key.value(), 2);
    testing::flush_usage(&store).unwrap();
    verify(&store, key.value(), 1);
    assert_eq!(usage(&store, key.api_key().id, 1, UsageStep::Minute).total.valid(), 3);
    let status = store.status().unwrap().usage;
    assert_eq!((status.path, status.writes, status.waiting), (None, 1, 1));
}

#[test]
fn two_handles_on_one_store_count_into_the_same_place() {
    let world = World::new();
    let other = open_with(&world.path, &world.clock);
    world.verify(1);
    verify(&other, world.key.value(), 1);
    for keywright in [&world.keywright, &other] {
        assert_eq!(usage(keywright, world.id(), 1, UsageStep::Minute).total.valid(), 2);
    }
    other.close();
    assert_eq!(world.usage(1, UsageStep::Minute).total.valid(), 2);
}

#[test]
fn threads_that_check_while_another_writes_lose_and_double_nothing() {
    let world = &World::new();
    std::thread::scope(|scope| {
        let checking: Vec<_> = (0..4).map(|_| scope.spawn(|| world.verify(500))).collect();
        let writing = scope.spawn(move || {
            while !checking.iter().all(|thread| thread.is_finished()) {
                world.flush();
            }
        });
        // What is on its way from memory into the file must be seen in one of the two.
        let mut seen = 0;
        while !writing.is_finished() {
            let total = world.usage(1, UsageStep::Hour).total.valid();
            assert!((seen..=2000).contains(&total), "{total} after {seen}");
            seen = total;
        }
    });
    assert_eq!(world.usage(1, UsageStep::Hour).total.valid(), 2000);
    world.flush();
    assert_eq!(world.usage(1, UsageStep::Hour).total.valid(), 2000);
}

// What may befall the file.

/// Checks go on, the error is told with its code, and the counts wait.
fn assert_waits(world: &World, code: ErrorCode) {
    let status = world.keywright.status().unwrap().usage;
    assert_eq!(status.error, Some(code), "{status:?}");
    let message = status.error_message.unwrap();
    let name = format!("usage=`{}`", world.file().display());
    assert!(message.ends_with(&name), "{message}");
    assert!(status.waiting > 0 && status.lost == 0);
    world.verify(1);
    assert_eq!(testing::flush_usage(&world.keywright).unwrap_err().code(), code);
}

#[test]
fn a_damaged_file_is_left_as_it_is_and_counts_wait_until_it_is_moved_away() {
    let world = World::new();
    let garbage = b"this is no database, and somebody may still need it".repeat(100);
    fs::write(world.file(), &garbage).unwrap();
    world.verify(1);
    assert_eq!(
        testing::flush_usage(&world.keywright).unwrap_err().code(),
        ErrorCode::StorageCorrupt
    );
    assert_waits(&world, ErrorCode::StorageCorrupt);
    let range = UsageRange::last(1, UsageStep::Day, world.keywright.now()).unwrap();
    let error = world.keywright.api_key(world.id()).usage(range).unwrap_err();
    assert_eq!(error.code(), ErrorCode::StorageCorrupt, "no zeros where nothing is known");
    assert_eq!(fs::read(world.file()).unwrap(), garbage);
    fs::rename(world.file(), world.folder.path().join("moved")).unwrap();
    world.flush();
    assert_eq!(world.usage(1, UsageStep::Day).total.valid(), 2);
    assert_eq!(world.keywright.status().unwrap().usage.error, None);
}

#[test]
fn another_applications_database_and_that_of_a_newer_version_are_left_alone() {
    for (sql, code) in [
        ("CREATE TABLE theirs (a)", ErrorCode::StorageCorrupt),
        ("PRAGMA application_id = 7", ErrorCode::StorageCorrupt),
        (
            "PRAGMA application_id = 0x4b657955; PRAGMA user_version = 9;
             CREATE TABLE usage_file (id, oldest_reader); INSERT INTO usage_file VALUES (1, 9)",
            ErrorCode::SchemaTooNew,
        ),
    ] {
        let world = World::new();
        Connection::open(world.file()).unwrap().execute_batch(sql).unwrap();
        let before = fs::read(world.file()).unwrap();
        assert_eq!(world.keywright.status().unwrap().usage.error, Some(code), "a look finds it");
        world.verify(1);
        assert_waits(&world, code);
        world.keywright.close();
        assert_eq!(fs::read(world.file()).unwrap(), before, "{sql}");
    }
}

#[test]
fn a_file_that_is_moved_away_under_an_open_store_is_begun_anew() {
    let world = World::new();
    world.verify(1);
    world.flush();
    for suffix in ["", "-wal", "-shm"] {
        let from = world.path.with_file_name(format!("keys.db-usage{suffix}"));
        fs::rename(from, world.folder.path().join(format!("old{suffix}"))).unwrap();
    }
    world.verify(2);
    world.flush();
    assert_eq!(world.usage(1, UsageStep::Day).total.valid(), 2);
    let old = Connection::open(world.folder.path().join("old")).unwrap();
    let count = old.query_row("SELECT count FROM bucket WHERE step_s = 60", [], |row| row.get(0));
    assert_eq!(count, Ok(1), "what was written before is where it was moved to");
}

#[test]
#[cfg(unix)]
fn the_file_has_the_mode_of_the_store() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    for mode in [0o600, 0o660] {
        let world = World::new();
        fs::set_permissions(&world.path, fs::Permissions::from_mode(mode)).unwrap();
        // SQLite gives the files beside it the mode of the file, and they exist by now.
        world.verify(1);
        world.flush();
        for suffix in ["", "-wal", "-shm"] {
            let file = world.path.with_file_name(format!("keys.db-usage{suffix}"));
            assert_eq!(file.metadata().unwrap().mode() & 0o777, mode, "{}", file.display());
        }
    }
}

#[test]
#[cfg(unix)]
fn what_root_makes_belongs_to_the_owner_of_the_store() {
    use std::os::unix::fs::MetadataExt as _;
    let world = World::new();
    if std::os::unix::fs::chown(&world.path, Some(12_345), Some(12_345)).is_err() {
        eprintln!("not run: only root gives a file away");
        return;
    }
    world.verify(1);
    world.flush();
    let metadata = world.file().metadata().unwrap();
    assert_eq!((metadata.uid(), metadata.gid()), (12_345, 12_345));
}

/// A disk of one megabyte in memory, for root on Linux.
#[cfg(target_os = "linux")]
struct SmallDisk(PathBuf);

#[cfg(target_os = "linux")]
impl SmallDisk {
    fn on(folder: &Path) -> Option<Self> {
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"])
            .arg(folder)
            .stderr(Stdio::null())
            .status();
        mount.is_ok_and(|status| status.success()).then(|| Self(folder.to_owned()))
    }
}

#[cfg(target_os = "linux")]
impl Drop for SmallDisk {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("--lazy").arg(&self.0).status());
    }
}

#[test]
#[cfg(target_os = "linux")]
fn on_a_full_disk_checks_go_on_and_every_count_is_written_once_there_is_space() {
    for is_made_before in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let Some(_disk) = SmallDisk::on(folder.path()) else {
            eprintln!("not run: only root mounts a small disk");
            return;
        };
        let world = World::in_folder(folder);
        let mut checks = 1;
        world.verify(1);
        if is_made_before {
            world.flush();
        }
        let ballast = world.folder.path().join("ballast");
        let mut file = fs::File::create(&ballast).unwrap();
        while file.write_all(&[1; 512]).is_ok() {}
        drop(file);
        let mut is_full = false;
        // Each minute is new rows, until what is there does not hold them.
        for minute in 0..600 {
            world.clock.advance(MINUTE).unwrap();
            world.verify(1);
            checks += 1;
            if minute % 10 == 0 {
                match testing::flush_usage(&world.keywright) {
                    Ok(()) => {}
                    Err(error) => {
                        assert_eq!(error.code(), ErrorCode::StorageFull, "{error:?}");
                        is_full = true;
                        break;
                    }
                }
            }
        }
        assert!(is_full, "the disk was never full");
        assert_waits(&world, ErrorCode::StorageFull);
        checks += 1;
        assert_eq!(world.total(UsageStep::Day), checks, "what waits is in the answer");
        fs::remove_file(&ballast).unwrap();
        world.flush();
        let status = world.keywright.status().unwrap().usage;
        assert_eq!((status.error, status.waiting, status.lost), (None, 0, 0));
        for step in UsageStep::ALL {
            let sql = "SELECT sum(count) FROM bucket WHERE step_s = ";
            let sum = world.written(&format!("{sql}{}", step.duration().as_secs()));
            assert_eq!(u64::try_from(sum).unwrap(), checks, "by the {step}");
        }
        world.keywright.close();
    }
}

// Several processes.

/// Another process with the same store.
struct Helper {
    child: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Helper {
    fn start(path: &Path) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "a_helper_obeys", "--nocapture", "--test-threads=1"])
            .env(HELPER, path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let orders = child.stdin.take().unwrap();
        let answers = BufReader::new(child.stdout.take().unwrap());
        Self { child, orders, answers }
    }

    fn ask(&mut self, order: &str) {
        writeln!(self.orders, "{order}").unwrap();
        let answer = (&mut self.answers).lines().map(Result::unwrap).find(|line| line == "> ok");
        assert!(answer.is_some(), "the helper has ended; it said why above");
    }

    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Helper {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_helper_obeys() {
    let Some(path) = std::env::var_os(HELPER) else { return };
    let keywright = open_with(Path::new(&path), &testing::test_clock(at(NOW)));
    for order in std::io::stdin().lines() {
        let order = order.unwrap();
        let words: Vec<_> = order.split(' ').collect();
        match words[..] {
            ["verify", value, times] => verify(&keywright, value, times.parse().unwrap()),
            ["flush"] => testing::flush_usage(&keywright).unwrap(),
            ["both", value, times] => {
                for _ in 0..times.parse().unwrap() {
                    verify(&keywright, value, 1);
                    testing::flush_usage(&keywright).unwrap();
                }
            }
            ["close"] => keywright.close(),
            _ => panic!("unknown order: {order}"),
        }
        // The harness has begun a line.
        writeln!(std::io::stdout(), "\n> ok").unwrap();
    }
}

#[test]
fn two_processes_that_write_at_once_add_up_exactly() {
    let world = World::new();
    let mut helpers = [Helper::start(&world.path), Helper::start(&world.path)];
    let order = format!("both {} 40", world.key.value());
    std::thread::scope(|scope| {
        for helper in &mut helpers {
            scope.spawn(|| helper.ask(&order));
        }
        for _ in 0..40 {
            world.verify(1);
            world.flush();
        }
    });
    assert_eq!(world.usage(1, UsageStep::Minute).total.valid(), 120);
    assert_eq!(world.total(UsageStep::Day), 120);
}

#[test]
fn a_kill_loses_what_was_counted_since_the_last_writing_and_nothing_else() {
    let world = World::new();
    let mut helper = Helper::start(&world.path);
    let verify = |times: u32| format!("verify {} {times}", world.key.value());
    helper.ask(&verify(5));
    helper.ask("flush");
    helper.ask(&verify(3));
    helper.kill();
    assert_eq!(world.usage(1, UsageStep::Minute).total.valid(), 5);
    let mut helper = Helper::start(&world.path);
    helper.ask(&verify(2));
    helper.ask("close");
    helper.kill();
    assert_eq!(world.usage(1, UsageStep::Minute).total.valid(), 7);
}

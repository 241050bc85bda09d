//! Several processes on one store: they make it together, lose nothing, and see each other's changes at once.
//!
//! A second process is this same program, started again for one test that does nothing unless a variable is set. Orders
//! go down one pipe and answers come back on another, so that no test waits for a time.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use keywright::{
    ApiKeyId, ApiKeyUpdate, ErrorCode, Event, Expiry, Freshness, Grace, Keywright, NewApiKey,
    OpenOptions, Reason, RevokeOptions, Scopes, SettingsUpdate, Timestamp, VerifyOptions, testing,
};
use tempfile::TempDir;

/// Says that this process is a helper.
const HELPER: &str = "KEYWRIGHT_TEST_HELPER";
const NOW_MS: i64 = 1_800_000_000_000;
const ROUNDS: usize = 200;

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

/// Another process with the same store.
struct Helper {
    child: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Helper {
    fn start() -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "a_helper_obeys", "--nocapture", "--test-threads=1"])
            .env(HELPER, "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let orders = child.stdin.take().unwrap();
        let answers = BufReader::new(child.stdout.take().unwrap());
        Self { child, orders, answers }
    }

    fn open(path: &Path) -> Self {
        let mut helper = Self::start();
        assert_eq!(helper.ask(&format!("open {}", path.display())), "ok");
        helper
    }

    fn send(&mut self, order: &str) {
        writeln!(self.orders, "{order}").unwrap();
    }

    /// Reads one answer, past what the test harness prints; `None` when the process has ended.
    fn try_receive(&mut self) -> Option<String> {
        loop {
            let mut line = String::new();
            if self.answers.read_line(&mut line).unwrap() == 0 {
                return None;
            }
            // A line that a kill has cut off was not acknowledged.
            if let Some(answer) = line.strip_prefix("> ").and_then(|line| line.strip_suffix('\n')) {
                return Some(answer.to_owned());
            }
        }
    }

    fn receive(&mut self) -> String {
        self.try_receive().unwrap_or_else(|| panic!("the helper has ended; it said why above"))
    }

    fn ask(&mut self, order: &str) -> String {
        self.send(order);
        self.receive()
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
    if std::env::var_os(HELPER).is_none() {
        return;
    }
    // The harness has begun a line.
    answer("");
    let mut obeying = Obeying::default();
    for order in std::io::stdin().lines() {
        obeying.obey(&order.unwrap());
    }
}

fn answer(text: &str) {
    let mut out = std::io::stdout().lock();
    if text.is_empty() {
        writeln!(out).unwrap();
    } else {
        writeln!(out, "> {text}").unwrap();
    }
    out.flush().unwrap();
}

/// What a helper has open.
#[derive(Default)]
struct Obeying {
    path: PathBuf,
    keywright: Option<Keywright>,
    holding: Option<rusqlite::Connection>,
}

impl Obeying {
    fn obey(&mut self, order: &str) {
        let (verb, rest) = order.split_once(' ').unwrap_or((order, ""));
        if verb == "open" {
            self.path = rest.into();
            self.keywright = None;
            let opened = options().open(&self.path);
            let text = opened.as_ref().map_or_else(|e| format!("{e:?}"), |_| "ok".to_owned());
            self.keywright = opened.ok();
            return answer(&text);
        }
        let keywright = self.keywright.as_ref().unwrap();
        match verb {
            "create" => {
                answer(keywright.user(rest).create_api_key(NewApiKey::new("CI")).unwrap().value());
            }
            "verify" => {
                answer(reason(keywright, rest).map_or("valid", |reason| reason.as_str()));
            }
            "prefix" => {
                let update = SettingsUpdate::new().prefix(rest.parse().unwrap());
                keywright.update_settings(update).unwrap();
                let new = NewApiKey::new("with the new prefix");
                answer(keywright.user("alice").create_api_key(new).unwrap().value());
            }
            "change" => {
                let (name, key) = rest.split_once(' ').unwrap();
                let key = key.parse().unwrap();
                let change = CHANGES.iter().find(|change| change.name == name).unwrap();
                (change.make)(keywright, &self.path, key);
                answer("ok");
            }
            "mix" => answer(&mix(keywright, rest)),
            "hold" => {
                let connection = rusqlite::Connection::open(&self.path).unwrap();
                connection
                    .execute_batch("BEGIN IMMEDIATE; UPDATE api_key SET is_public = 1")
                    .unwrap();
                self.holding = Some(connection);
                answer("ok");
            }
            "let-go" => {
                self.holding = None;
                answer("ok");
            }
            "create-without-end" => loop {
                let new = vec![NewApiKey::new("one"), NewApiKey::new("two")];
                let pair = keywright.user(rest).create_api_keys(new).unwrap();
                let [rotated, kept] = &pair[..] else { panic!("two were asked for") };
                let next = keywright.api_key(rotated.api_key().id).rotate(Grace::Now).unwrap();
                answer(&format!("{} {}", next.value(), kept.value()));
            },
            _ => panic!("unknown order: {order}"),
        }
    }
}

/// Makes a hundred changes of ten kinds, and tells which values verify now (`+`) and which do not (`-`).
fn mix(keywright: &Keywright, name: &str) -> String {
    let mut told = String::new();
    let user = keywright.user(name);
    for round in 0..10 {
        let kept = user.create_api_key(NewApiKey::new("kept")).unwrap();
        let ended = user.create_api_key(NewApiKey::new("ended")).unwrap();
        let (kept_id, ended_id) = (kept.api_key().id, ended.api_key().id);
        let update = ApiKeyUpdate::new().description(format!("{round}"));
        keywright.api_key(kept_id).update(update).unwrap();
        keywright.api_key(kept_id).suspend(None).unwrap();
        keywright.api_key(kept_id).resume().unwrap();
        let next = keywright.api_key(kept_id).rotate(Grace::Now).unwrap();
        keywright.api_key(ended_id).revoke(RevokeOptions::new()).unwrap();
        let team = keywright.team("shared").create_api_key(NewApiKey::new("team")).unwrap();
        keywright.team("shared").add_member(format!("{name}-{round}")).unwrap();
        let header = format!("x-{name}-{round}");
        keywright.update_settings(SettingsUpdate::new().api_key_header(Some(header))).unwrap();
        write!(told, "+{} +{} -{} -{} ", next.value(), team.value(), kept.value(), ended.value())
            .unwrap();
    }
    told
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

fn count(connection: &rusqlite::Connection, query: &str) -> i64 {
    connection.query_row(query, [], |row| row.get(0)).unwrap()
}

#[test]
fn four_processes_that_change_at_once_lose_nothing_and_number_their_events_without_a_gap() {
    let (_folder, path) = new_path();
    let keywright = open(&path);
    let mut helpers: Vec<_> = (0..4).map(|_| Helper::open(&path)).collect();
    for (number, helper) in helpers.iter_mut().enumerate() {
        helper.send(&format!("mix user{number}"));
    }
    for helper in &mut helpers {
        let told = helper.receive();
        assert_eq!(told.split_whitespace().count(), 40);
        for word in told.split_whitespace() {
            let (sign, value) = word.split_at(1);
            assert_eq!(reason(&keywright, value).is_none(), sign == "+");
        }
    }
    let events = all_events(&keywright);
    let numbers = events.iter().map(|event| event.number);
    assert!(numbers.eq(1..=events.len() as u64), "the numbers are dense and ascending");
    let mut verbs: BTreeMap<&str, usize> = BTreeMap::new();
    for event in &events {
        *verbs.entry(&event.verb).or_default() += 1;
    }
    let expected = BTreeMap::from([
        ("api_key.created", 120),
        ("api_key.resumed", 40),
        ("api_key.revoked", 40),
        ("api_key.rotated", 40),
        ("api_key.suspended", 40),
        ("api_key.updated", 40),
        ("settings.updated", 40),
        ("team.created", 1),
        ("team.member_added", 40),
        ("user.created", 44),
    ]);
    assert_eq!(verbs, expected);
    assert_eq!(keywright.team("shared").list_members().unwrap().len(), 40);
    assert_eq!(keywright.list_api_keys(keywright::ApiKeyFilter::new()).unwrap().len(), 120);
}

/// A change made elsewhere that takes a right away, and what the very next check here answers.
struct Change {
    name: &'static str,
    make: fn(&Keywright, &Path, ApiKeyId),
    reason: Reason,
    /// Gives back what the change took from every key, so that the next round begins as the first did.
    undo: Option<fn(&Keywright)>,
}

const CHANGES: &[Change] = &[
    Change {
        name: "revoke",
        make: |keywright, _, id| drop(keywright.api_key(id).revoke(RevokeOptions::new()).unwrap()),
        reason: Reason::Revoked,
        undo: None,
    },
    Change {
        name: "switch-off",
        make: |keywright, _, _| switch(keywright, false),
        reason: Reason::Disabled,
        undo: Some(|keywright| switch(keywright, true)),
    },
    Change {
        name: "suspend",
        make: |keywright, _, id| drop(keywright.api_key(id).suspend(None).unwrap()),
        reason: Reason::Suspended,
        undo: None,
    },
    Change {
        name: "suspend-the-owner",
        make: |keywright, _, id| drop(owner(keywright, id).suspend().unwrap()),
        reason: Reason::Suspended,
        undo: None,
    },
    Change {
        name: "expire-earlier",
        make: |keywright, _, id| {
            // The checking process's clock stands an hour later.
            let soon = Expiry::In(Duration::from_secs(60));
            keywright.api_key(id).update(ApiKeyUpdate::new().expiry(soon)).unwrap();
        },
        reason: Reason::Expired,
        undo: None,
    },
    Change {
        name: "take-a-scope",
        make: |keywright, _, id| {
            let fewer = Scopes::parse(["docs:read"]).unwrap();
            keywright.api_key(id).update(ApiKeyUpdate::new().scopes(fewer)).unwrap();
        },
        reason: Reason::InsufficientScope,
        undo: None,
    },
    Change {
        name: "rotate-without-grace",
        make: |keywright, _, id| drop(keywright.api_key(id).rotate(Grace::Now).unwrap()),
        reason: Reason::Rotated,
        undo: None,
    },
    Change {
        name: "delete-the-owner",
        make: |keywright, _, id| owner(keywright, id).delete().unwrap(),
        reason: Reason::NotFound,
        undo: None,
    },
    Change {
        name: "purge",
        make: |keywright, _, id| keywright.api_key(id).purge().unwrap(),
        reason: Reason::NotFound,
        undo: None,
    },
    Change {
        name: "drop-the-prefix",
        make: |keywright, _, id| {
            let update = SettingsUpdate::new().prefix("other".parse().unwrap());
            keywright.update_settings(update).unwrap();
            let update = SettingsUpdate::new().drop_prefix("kw".parse().unwrap(), 1);
            keywright.update_settings(update).unwrap();
            // Goes on existing, so the prefix alone is why it is refused.
            assert!(keywright.get_api_key(id).unwrap().revoked_at.is_none());
        },
        reason: Reason::Malformed,
        undo: Some(|keywright| {
            let keys = keywright.list_api_keys(keywright::ApiKeyFilter::new()).unwrap();
            for key in keys.iter().filter(|key| key.revoked_at.is_none()) {
                keywright.api_key(key.id).revoke(RevokeOptions::new()).unwrap();
            }
            let update = SettingsUpdate::new().prefix("kw".parse().unwrap());
            keywright.update_settings(update).unwrap();
        }),
    },
    Change {
        name: "edit-by-hand",
        make: |_, path, id| {
            let connection = rusqlite::Connection::open(path).unwrap();
            let statement = "UPDATE api_key SET revoked_at_us = created_at_us, revoked_by = 'server' WHERE id = ?1";
            let changed = connection.execute(statement, [id.as_uuid().as_bytes()]).unwrap();
            assert_eq!(changed, 1);
        },
        reason: Reason::Revoked,
        undo: None,
    },
    Change {
        name: "edit-the-settings-by-hand",
        make: |_, path, _| {
            let connection = rusqlite::Connection::open(path).unwrap();
            connection.execute("UPDATE settings SET allow_user_api_keys = 0", []).unwrap();
        },
        reason: Reason::Disabled,
        undo: Some(|keywright| switch(keywright, true)),
    },
];

fn switch(keywright: &Keywright, allow: bool) {
    keywright.update_settings(SettingsUpdate::new().allow_user_api_keys(allow)).unwrap();
}

fn owner(keywright: &Keywright, id: ApiKeyId) -> keywright::UserHandle {
    keywright.user(keywright.get_api_key(id).unwrap().user_id().unwrap().as_str())
}

#[test]
fn a_right_taken_away_in_one_process_is_gone_for_the_very_next_check_in_another() {
    std::thread::scope(|scope| {
        for change in CHANGES {
            std::thread::Builder::new()
                .name(change.name.to_owned())
                .spawn_scoped(scope, || assert_is_seen_at_once(change))
                .unwrap();
        }
    });
}

fn assert_is_seen_at_once(change: &Change) {
    let (_folder, path) = new_path();
    let later = Timestamp::from_millis(NOW_MS + 3_600_000).unwrap();
    let keywright = OpenOptions::new().clock(testing::test_clock(later)).open(&path).unwrap();
    assert_eq!(keywright.status().unwrap().freshness, Freshness::WalIndex);
    let mut helper = Helper::open(&path);
    let wanted = Scopes::parse(["docs:read", "docs:write"]).unwrap();
    let options = VerifyOptions::new().scopes(wanted.clone());
    for round in 0..ROUNDS {
        let new = NewApiKey::new("CI").scopes(wanted.clone());
        let created = keywright.user(format!("user-{round}")).create_api_key(new).unwrap();
        let check = || keywright.verify(created.value(), &options).unwrap().reason();
        // Twice, so that whatever is kept is kept.
        assert_eq!((check(), check()), (None, None), "{}, round {round}", change.name);
        let order = format!("change {} {}", change.name, created.api_key().id);
        assert_eq!(helper.ask(&order), "ok", "{}, round {round}", change.name);
        assert_eq!(check(), Some(change.reason), "{}, round {round}", change.name);
        if let Some(undo) = change.undo {
            undo(&keywright);
        }
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

fn key_count(keywright: &Keywright) -> usize {
    keywright.list_api_keys(keywright::ApiKeyFilter::new()).unwrap().len()
}

#[test]
fn what_a_killed_process_had_acknowledged_is_there_and_nothing_is_half_made() {
    let rounds = std::env::var("KEYWRIGHT_KILLS").map_or(20, |text| text.parse().unwrap());
    let (_folder, path) = new_path();
    // In every other round a second process has the store open, so that there is a log to recover in the others alone.
    let mut stays = None;
    let mut acknowledged = BTreeSet::new();
    for round in 0..rounds {
        let mut helper = Helper::open(&path);
        helper.send("create-without-end alice");
        for _ in 0..=round % 7 {
            acknowledged.insert(helper.receive());
        }
        helper.kill();
        // What was on its way when it ended was acknowledged as well.
        acknowledged.extend(std::iter::from_fn(|| helper.try_receive()));
        let keywright = stays.take().unwrap_or_else(|| open(&path));
        for value in acknowledged.iter().flat_map(|pair| pair.split(' ')) {
            assert_eq!(reason(&keywright, value), None, "round {round}");
        }
        assert_is_whole(&path);
        if round % 2 == 0 {
            stays = Some(keywright);
        }
    }
}

/// Every key has its owner, its generations and its events, and every event its key.
fn assert_is_whole(path: &Path) {
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
            "SELECT count(*) FROM api_key AS k WHERE digest IS NULL OR last_four IS NULL",
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
        ("half a pair", "SELECT count(*) % 2 FROM api_key"),
        (
            "more or fewer generations than events",
            "SELECT (SELECT sum(generation) FROM api_key) <> (SELECT count(*) FROM event
             WHERE verb IN ('api_key.created', 'api_key.rotated'))",
        ),
        (
            "events of a key that does not exist",
            "SELECT count(*) FROM event AS e WHERE verb LIKE 'api_key.%' AND NOT EXISTS
             (SELECT 1 FROM api_key AS k WHERE lower(hex(k.id)) =
              replace(json_extract(e.payload, '$.api_key_id'), '-', ''))",
        ),
        (
            "keys without the event of their making",
            "SELECT count(*) FROM api_key AS k WHERE 1 <> (SELECT count(*) FROM event AS e
             WHERE e.verb = 'api_key.created' AND lower(hex(k.id)) =
              replace(json_extract(e.payload, '$.api_key_id'), '-', ''))",
        ),
    ] {
        assert_eq!(count(&connection, query), 0, "{what}");
    }
}

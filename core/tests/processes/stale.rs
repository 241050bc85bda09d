//! No stale yes exists: two processes check in a loop, one changes by our calls, one by plain SQL with a program that knows
//! nothing but SQLite, and no check that begins after a change has returned answers as before it.
//!
//! The program is this one, started again to run what it is sent on a connection of the SQLite that we are built with, which
//! comes without the source of the `sqlite3` program.

use std::os::unix::process::parent_id;
use std::path::Path;
use std::time::Duration;

use keywright::{
    ApiKeyId, ApiKeyUpdate, Error, Expiry, Grace, Keywright, NewApiKey, OpenOptions, RevokeOptions,
    Scopes, SettingsUpdate, Timestamp, VerifyOptions, Warm, testing,
};

use super::board::{Board, Phase};
use super::helper::{Helper, answer};
use super::killed::Moments;
use super::long::{report, rounds};
use super::{NOW_MS, new_path, open, sealed};

/// Keys that each of the two changes one by one. On the board stand first those of our calls, then those of plain SQL.
const KEYS: usize = 12;
/// The places of keys of a team, which are changed all at once, by the switch for team keys.
const TEAM_KEYS: std::ops::Range<usize> = 2 * KEYS..2 * KEYS + 4;
/// Rounds of each of the two before a new store is begun.
const ROUNDS_A_STORE: usize = 1_000;

fn wanted() -> Scopes {
    Scopes::parse(["docs:read", "docs:write"]).unwrap()
}

fn new_key() -> NewApiKey {
    NewApiKey::new("CI").scopes(wanted())
}

/// Who owns a key that our calls change.
fn user(key: usize) -> String {
    format!("user-{key}")
}

/// Opens a store as a checking process does: an hour later than those that change it.
pub(super) fn open_later(path: &Path) -> Keywright {
    an_hour_later().open(path).unwrap()
}

/// The same, and holds every key in memory.
pub(super) fn open_resident(path: &Path) -> Keywright {
    an_hour_later().resident().open(path).unwrap()
}

fn an_hour_later() -> OpenOptions {
    let later = Timestamp::from_millis(NOW_MS + 3_600_000).unwrap();
    OpenOptions::new().clock(testing::test_clock(later))
}

/// SQLite's lock has no queue, so who changes beside others may have to come again.
fn patiently<T>(mut call: impl FnMut() -> Result<T, Error>) -> T {
    loop {
        match call() {
            Err(error) if error.is_retryable() => {}
            result => return result.unwrap(),
        }
    }
}

/// An error is no yes.
fn unless_busy<T>(result: Result<T, Error>) -> Option<T> {
    match result {
        Err(error) if error.is_retryable() => None,
        result => Some(result.unwrap()),
    }
}

/// Checks every key again and again until it is over, and tells how many checks there were, how many of keys whose right was
/// taken away, and each that was answered wrongly.
pub(super) fn check_until_over(keywright: &Keywright, path: &Path) -> String {
    let board = Board::open(path);
    let keys = board.keys();
    let options = VerifyOptions::new().scopes(wanted());
    let mut known = vec![(0_u8, String::new()); keys];
    let (mut checks, mut taken, mut turn, mut wrong) = (0_u64, 0_u64, 0_u32, Vec::new());
    // Whoever is to say that it is over may have been ended.
    let parent = parent_id();
    while !board.is_over(keys) && parent_id() == parent {
        turn += 1;
        for (key, (of, text)) in known.iter_mut().enumerate() {
            let before = board.byte(key);
            let phase = Phase::of(before);
            if !matches!(phase, Phase::Allowed | Phase::Taken) {
                continue;
            }
            if *of != before || text.is_empty() {
                (*of, *text) = (before, board.text(key));
            }
            let verdict = unless_busy(keywright.verify(&*text, &options));
            if board.byte(key) != before {
                continue;
            }
            let Some(verdict) = verdict else { continue };
            checks += 1;
            taken += u64::from(phase == Phase::Taken);
            if verdict.is_valid() != (phase == Phase::Allowed) {
                wrong.push(format!("{key}:{before}:{:?}", verdict.reason()));
            }
        }
        // So that keys which were rotated come into memory as well, signals are written, and who is to hold all keys does.
        if turn % 64 == 1 {
            unless_busy(keywright.flush());
            unless_busy(keywright.warm(&Warm::All));
        }
    }
    format!("{checks} {taken} {} {}", wrong.len(), wrong.join(","))
}

/// Somebody who takes rights away and gives them back.
trait Changer {
    /// How many kinds of change he knows.
    fn kinds(&self) -> usize;
    fn take(&mut self, key: usize, kind: usize);
    /// Returns the text of the key that is good now, if it is another.
    fn give_back(&mut self, key: usize, kind: usize) -> Option<String>;
    /// Turns the switch for team keys.
    fn switch(&mut self, is_on: bool);
    /// Does something that changes no verdict.
    fn make_noise(&mut self, number: usize);
}

/// Takes the right of one key after the other away, and gives each back half a turn later. The keys stand on the board from
/// `first` on.
fn take_and_give(
    board: &Board,
    first: usize,
    rounds: usize,
    is_switching: bool,
    moments: &mut Moments,
    changer: &mut dyn Changer,
) {
    let mut taken: Vec<Option<usize>> = vec![None; KEYS];
    let mut is_on = true;
    for round in 0..rounds {
        if moments.below(8) == 0 {
            changer.make_noise(moments.below(1000));
        }
        if is_switching && round % 8 == 7 {
            let (begun, done) =
                if is_on { (Phase::Taking, Phase::Taken) } else { (Phase::Giving, Phase::Allowed) };
            is_on = !is_on;
            TEAM_KEYS.for_each(|place| board.step(place, begun));
            changer.switch(is_on);
            TEAM_KEYS.for_each(|place| board.step(place, done));
            continue;
        }
        let key = round % KEYS;
        let kind = moments.below(changer.kinds());
        if taken[key].is_none() {
            board.step(first + key, Phase::Taking);
            changer.take(key, kind);
            board.step(first + key, Phase::Taken);
            taken[key] = Some(kind);
        }
        let key = (round + KEYS / 2) % KEYS;
        if let Some(kind) = taken[key].take() {
            board.step(first + key, Phase::Giving);
            if let Some(text) = changer.give_back(key, kind) {
                board.set_text(first + key, &text);
            }
            board.step(first + key, Phase::Allowed);
        }
    }
}

/// Makes the key of a place on the board.
fn make_key(keywright: &Keywright, board: &Board, place: usize, owner: &str) -> ApiKeyId {
    let created = if TEAM_KEYS.contains(&place) {
        patiently(|| keywright.team(owner).create_api_key(new_key()))
    } else {
        patiently(|| keywright.user(owner).create_api_key(new_key()))
    };
    board.set_text(place, created.value());
    created.api_key().id
}

/// By our calls.
struct ByCalls<'a> {
    keywright: &'a Keywright,
    ids: Vec<ApiKeyId>,
    /// What a rotation made.
    next: Vec<Option<String>>,
}

/// Takes a right away, and returns the text of another secret if it made one.
type Take = fn(&Keywright, ApiKeyId, usize) -> Result<Option<String>, Error>;
/// Gives it back. `None`: the owner gets another key.
type Give = Option<fn(&Keywright, ApiKeyId, usize) -> Result<(), Error>>;

const CALLS: &[(Take, Give)] = &[
    (
        |keywright, id, _| keywright.api_key(id).suspend(None).map(|_| None),
        Some(|keywright, id, _| keywright.api_key(id).resume().map(drop)),
    ),
    (
        |keywright, _, key| keywright.user(user(key)).suspend().map(|_| None),
        Some(|keywright, _, key| keywright.user(user(key)).resume().map(drop)),
    ),
    (
        |keywright, id, _| {
            let soon = ApiKeyUpdate::new().expiry(Expiry::In(Duration::from_secs(60)));
            keywright.api_key(id).update(soon).map(|_| None)
        },
        Some(|keywright, id, _| {
            keywright.api_key(id).update(ApiKeyUpdate::new().expiry(Expiry::Never)).map(drop)
        }),
    ),
    (
        |keywright, id, _| {
            let fewer = ApiKeyUpdate::new().scopes(Scopes::parse(["docs:read"])?);
            keywright.api_key(id).update(fewer).map(|_| None)
        },
        Some(|keywright, id, _| {
            keywright.api_key(id).update(ApiKeyUpdate::new().scopes(wanted())).map(drop)
        }),
    ),
    (
        |keywright, id, _| {
            let next = keywright.api_key(id).rotate(Grace::Now)?;
            Ok(Some(next.value().to_owned()))
        },
        Some(|_, _, _| Ok(())),
    ),
    (|keywright, id, _| keywright.api_key(id).revoke(RevokeOptions::new()).map(|_| None), None),
    (|keywright, id, _| keywright.api_key(id).purge().map(|()| None), None),
    (|keywright, _, key| keywright.user(user(key)).delete().map(|()| None), None),
];

impl Changer for ByCalls<'_> {
    fn kinds(&self) -> usize {
        CALLS.len()
    }

    fn take(&mut self, key: usize, kind: usize) {
        let (take, _) = CALLS[kind];
        self.next[key] = patiently(|| take(self.keywright, self.ids[key], key));
    }

    fn give_back(&mut self, key: usize, kind: usize) -> Option<String> {
        let (_, give) = CALLS[kind];
        if let Some(give) = give {
            patiently(|| give(self.keywright, self.ids[key], key));
            return self.next[key].take();
        }
        let created = patiently(|| self.keywright.user(user(key)).create_api_key(new_key()));
        self.ids[key] = created.api_key().id;
        Some(created.value().to_owned())
    }

    fn switch(&mut self, is_on: bool) {
        let update = || SettingsUpdate::new().allow_team_api_keys(is_on);
        patiently(|| self.keywright.update_settings(update()));
    }

    fn make_noise(&mut self, number: usize) {
        let create = || self.keywright.user("noise").create_api_key(NewApiKey::new("noise"));
        match number % 3 {
            0 => drop(patiently(create)),
            1 => drop(patiently(|| self.keywright.team("noise").add_member(format!("{number}")))),
            _ => patiently(|| self.keywright.flush()),
        }
    }
}

/// Makes keys for its part of the board, says so, and changes them as the order tells: rounds, switch, seed.
pub(super) fn change_by_calls(keywright: &Keywright, path: &Path, order: &str) {
    let [rounds, is_switching, seed] =
        [0, 1, 2].map(|at| order.split(' ').nth(at).unwrap().parse::<usize>().unwrap());
    let board = Board::open(path);
    let ids = (0..KEYS).map(|key| make_key(keywright, &board, key, &user(key))).collect();
    answer("ready");
    let mut changer = ByCalls { keywright, ids, next: vec![None; KEYS] };
    let moments = &mut Moments::new(seed as u64);
    take_and_give(&board, 0, rounds, is_switching == 1, moments, &mut changer);
}

/// By plain SQL, which another process runs.
struct BySql<'a> {
    program: &'a mut Helper,
    ids: Vec<ApiKeyId>,
}

/// What takes a right away and what gives it back. `{id}` is the key, `{key}` its place.
type Statements = (&'static str, &'static str);

const STATEMENTS: &[Statements] = &[
    (
        "UPDATE api_key SET revoked_at_us = created_at_us, revoked_by = 'server' WHERE id = {id}",
        "UPDATE api_key SET revoked_at_us = NULL, revoked_by = NULL WHERE id = {id}",
    ),
    (
        "UPDATE api_key SET suspended_at_us = created_at_us, suspended_by = 'server' WHERE id = {id}",
        "UPDATE api_key SET suspended_at_us = NULL, suspended_by = NULL WHERE id = {id}",
    ),
    (
        "UPDATE api_key SET expires_at_us = created_at_us WHERE id = {id}",
        "UPDATE api_key SET expires_at_us = NULL WHERE id = {id}",
    ),
    (
        "UPDATE api_key SET scopes = 'docs:read' WHERE id = {id}",
        "UPDATE api_key SET scopes = 'docs:read docs:write' WHERE id = {id}",
    ),
    (
        "UPDATE api_key SET retires_at_us = created_at_us WHERE id = {id}",
        "UPDATE api_key SET retires_at_us = NULL WHERE id = {id}",
    ),
    (
        "UPDATE owner SET suspended_at_us = created_at_us, suspended_by = 'server' WHERE id = 'sql-{key}'",
        "UPDATE owner SET suspended_at_us = NULL, suspended_by = NULL WHERE id = 'sql-{key}'",
    ),
    (
        "UPDATE api_key SET prefix = 'other' WHERE id = {id}",
        "UPDATE api_key SET prefix = 'kw' WHERE id = {id}",
    ),
    (
        "UPDATE api_key SET id = CAST('nobody-has-it-' || printf('%02d', {key}) AS BLOB) WHERE id = {id}",
        "UPDATE api_key SET id = {id} WHERE owner_id = 'sql-{key}'",
    ),
    (
        "CREATE TEMP TABLE copy AS SELECT * FROM api_key WHERE id = {id}; \
         UPDATE copy SET revoked_at_us = created_at_us, revoked_by = 'server'; \
         REPLACE INTO api_key SELECT * FROM copy; DROP TABLE copy",
        "UPDATE api_key SET revoked_at_us = NULL, revoked_by = NULL WHERE id = {id}",
    ),
    (
        "CREATE TEMP TABLE gone_{key} AS SELECT * FROM api_key WHERE id = {id}; \
         DELETE FROM api_key WHERE id = {id}",
        "INSERT INTO api_key SELECT * FROM gone_{key}; DROP TABLE gone_{key}",
    ),
    (
        // Among lines that say nothing of it.
        "INSERT INTO changes (what, id) VALUES ('owner', 'user:nobody'); \
         UPDATE api_key SET revoked_at_us = created_at_us, revoked_by = 'server' WHERE id = {id}; \
         INSERT INTO changes (what, id) VALUES ('owner', 'user:nobody')",
        "UPDATE api_key SET revoked_at_us = NULL, revoked_by = NULL WHERE id = {id}",
    ),
];

/// What changes no verdict, but the log and the file.
const NOISE: &[&str] = &[
    "PRAGMA wal_checkpoint(PASSIVE)",
    "PRAGMA wal_checkpoint(FULL)",
    "PRAGMA wal_checkpoint(RESTART)",
    "PRAGMA wal_checkpoint(TRUNCATE)",
    "VACUUM",
    "DELETE FROM changes",
    "DELETE FROM changes WHERE seq < (SELECT max(seq) - 5 FROM changes)",
    "UPDATE changes SET nonce = random()",
    "UPDATE event SET at_us = at_us WHERE number = 1",
    "ANALYZE",
    "BEGIN; DELETE FROM api_key; ROLLBACK",
];

/// The change that is made with triggers switched off as well, and so writes no line: the first.
const WITHOUT_TRIGGERS: usize = STATEMENTS.len();

impl BySql<'_> {
    fn run(&mut self, verb: &str, sql: &str) {
        // Where others are at it for too long, it comes again.
        while self.program.ask(&format!("{verb} {sql}")) == "busy" {}
    }

    fn run_for(&mut self, kind: usize, key: usize, which: fn(&Statements) -> &'static str) {
        let (verb, kind) =
            if kind == WITHOUT_TRIGGERS { ("sql-without-triggers", 0) } else { ("sql", kind) };
        let sql = which(&STATEMENTS[kind]);
        let id = format!("x'{}'", self.ids[key].as_uuid().simple());
        let sql = sql.replace("{id}", &id).replace("{key}", &key.to_string());
        self.run(verb, &format!("BEGIN IMMEDIATE; {sql}; COMMIT"));
    }
}

impl Changer for BySql<'_> {
    fn kinds(&self) -> usize {
        STATEMENTS.len() + 1
    }

    fn take(&mut self, key: usize, kind: usize) {
        self.run_for(kind, key, |(take, _)| take);
    }

    fn give_back(&mut self, key: usize, kind: usize) -> Option<String> {
        self.run_for(kind, key, |(_, give_back)| give_back);
        None
    }

    fn switch(&mut self, is_on: bool) {
        self.run("sql", &format!("UPDATE settings SET allow_team_api_keys = {}", u8::from(is_on)));
    }

    fn make_noise(&mut self, number: usize) {
        self.run("sql", NOISE[number % NOISE.len()]);
    }
}

#[test]
fn no_check_that_begins_after_a_change_has_returned_answers_as_before_it() {
    let all = rounds("KEYWRIGHT_STALE", 400, 100_000);
    let seed = rounds("KEYWRIGHT_SEED", 1, 1);
    let (mut done, mut checks, mut taken) = (0, 0, 0);
    for store in 0.. {
        let each = ROUNDS_A_STORE.min((all - done).div_ceil(2)).min(all / 4);
        if done >= all || each == 0 {
            break;
        }
        let (more, more_taken) = run_a_store(each, store, seed * 100_000 + store);
        (done, checks, taken) = (done + 2 * each, checks + more, taken + more_taken);
    }
    report(
        "two processes check without a pause, one changes by our calls, one by plain SQL: revoke, suspend the key or its owner, expire, fewer scopes, rotate, purge, delete, a switch, another prefix or id, `REPLACE`, triggers switched off",
        &format!("{done} rounds, {checks} checks, {taken} of them of keys that were taken away"),
        "0 accepted after the change had returned, 0 denied after it was given back",
    );
}

/// Returns how many checks there were, and how many of keys whose right was taken away.
fn run_a_store(rounds: usize, store: usize, seed: usize) -> (u64, u64) {
    let (folder, path) = new_path();
    let board_path = folder.path().join("board");
    let board = Board::create(&board_path, TEAM_KEYS.end);
    let keywright = open(&path);
    let make = |key| make_key(&keywright, &board, KEYS + key, &format!("sql-{key}"));
    let ids = (0..KEYS).map(make).collect();
    for place in TEAM_KEYS {
        make_key(&keywright, &board, place, "acme");
    }
    keywright.close();
    // One of the two turns the switch. Sealed settings are left alone, or no key would be accepted at all.
    let is_switched_by_sql = store % 2 == 1 && !sealed::is_sealed();

    let mut calls = Helper::open(&path);
    let switching = u8::from(!is_switched_by_sql);
    calls.send(&format!("change-by-calls {} {rounds} {switching} {seed}", board_path.display()));
    assert_eq!(calls.receive(), "ready");
    let mut checking = [Helper::start(), Helper::start()];
    // One keeps the keys that it has checked, the other one all there are.
    for (helper, verb) in checking.iter_mut().zip(["open-later", "open-resident"]) {
        assert_eq!(helper.ask(&format!("{verb} {}", path.display())), "ok");
        helper.send(&format!("check-until-over {}", board_path.display()));
    }
    let mut program = Helper::start();
    assert_eq!(program.ask(&format!("open-sql {}", path.display())), "ok");
    let mut by_sql = BySql { program: &mut program, ids };
    let moments = &mut Moments::new(seed as u64 + 50_000);
    take_and_give(&board, KEYS, rounds, is_switched_by_sql, moments, &mut by_sql);
    assert_eq!(calls.receive(), "ok");
    board.end();
    let (mut checks, mut taken) = (0, 0);
    for helper in &mut checking {
        let told = helper.receive();
        let mut words = told.split(' ');
        let mut number = || words.next().unwrap().parse::<u64>().unwrap();
        let (all, of_taken, wrong) = (number(), number(), number());
        assert_eq!(wrong, 0, "seed {seed}: {told}");
        assert!(of_taken > 0, "nothing was asked: {told}");
        (checks, taken) = (checks + all, taken + of_taken);
    }
    (checks, taken)
}

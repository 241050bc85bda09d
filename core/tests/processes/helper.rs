//! Another process with the same store: this same program, started again for one test that obeys orders.

use std::io::{BufRead, BufReader, Write as _};
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use rusqlite::config::DbConfig;

use keywright::{Keywright, NewApiKey, Scopes, SettingsUpdate, VerifyOptions};

use super::dead_writer::{arm, set_trap};
use super::killed::change_without_end;
use super::mixed::mix;
use super::stale::{change_by_calls, check_until_over, open_later, open_resident};
use super::taken_away::CHANGES;
use super::torn::tear_the_header;
use super::{options, reason};

/// Says that this process is a helper.
const HELPER: &str = "KEYWRIGHT_TEST_HELPER";

/// Another process with the same store.
pub(super) struct Helper {
    child: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Helper {
    pub(super) fn start() -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "helper::a_helper_obeys", "--nocapture", "--test-threads=1"])
            .env(HELPER, "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let orders = child.stdin.take().unwrap();
        let answers = BufReader::new(child.stdout.take().unwrap());
        Self { child, orders, answers }
    }

    pub(super) fn open(path: &Path) -> Self {
        let mut helper = Self::start();
        assert_eq!(helper.ask(&format!("open {}", path.display())), "ok");
        helper
    }

    pub(super) fn send(&mut self, order: &str) {
        writeln!(self.orders, "{order}").unwrap();
    }

    /// Reads one answer, past what the test harness prints; `None` when the process has ended.
    pub(super) fn try_receive(&mut self) -> Option<String> {
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

    pub(super) fn receive(&mut self) -> String {
        self.try_receive().unwrap_or_else(|| panic!("the helper has ended; it said why above"))
    }

    pub(super) fn ask(&mut self, order: &str) -> String {
        self.send(order);
        self.receive()
    }

    /// Waits for its end, and returns the signal that ended it.
    pub(super) fn end(&mut self) -> Option<i32> {
        self.child.wait().unwrap().signal()
    }

    pub(super) fn kill(&mut self) {
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

pub(super) fn answer(text: &str) {
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
    /// For orders in SQL.
    connection: Option<rusqlite::Connection>,
}

impl Obeying {
    fn obey(&mut self, order: &str) {
        let (verb, rest) = order.split_once(' ').unwrap_or((order, ""));
        if verb == "tear" {
            tear_the_header(Path::new(rest));
            return answer("ok");
        }
        if verb == "open" {
            self.path = rest.into();
            self.keywright = None;
            let opened = options().open(&self.path);
            let text = opened.as_ref().map_or_else(|e| format!("{e:?}"), |_| "ok".to_owned());
            self.keywright = opened.ok();
            return answer(&text);
        }
        match verb {
            "open-later" => {
                self.keywright = Some(open_later(Path::new(rest)));
                return answer("ok");
            }
            "open-resident" => {
                self.keywright = Some(open_resident(Path::new(rest)));
                return answer("ok");
            }
            "open-sql" => {
                let connection = rusqlite::Connection::open(rest).unwrap();
                connection.busy_timeout(Duration::from_secs(5)).unwrap();
                self.connection = Some(connection);
                return answer("ok");
            }
            "sql" => return self.run_sql(rest),
            "sql-without-triggers" => {
                self.set_triggers(false);
                self.run_sql(rest);
                return self.set_triggers(true);
            }
            "set-trap" => {
                set_trap();
                return answer("ok");
            }
            "arm" => {
                arm();
                return answer("ok");
            }
            _ => {}
        }
        let keywright = self.keywright.as_ref().unwrap();
        match verb {
            "create" => {
                answer(keywright.user(rest).create_api_key(NewApiKey::new("CI")).unwrap().value());
            }
            "verify" => {
                answer(reason(keywright, rest).map_or("valid", |reason| reason.as_str()));
            }
            "check" => {
                let wanted = Scopes::parse(["docs:read", "docs:write"]).unwrap();
                let options = VerifyOptions::new().scopes(wanted);
                let verdict = keywright.verify(rest, &options).unwrap();
                answer(verdict.reason().map_or("valid", |reason| reason.as_str()));
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
            "mix" => {
                let (name, rounds) = rest.split_once(' ').unwrap();
                answer(&mix(keywright, name, rounds.parse().unwrap()));
            }
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
            "change-without-end" => change_without_end(keywright, rest),
            "change-by-calls" => {
                let (board, rest) = rest.split_once(' ').unwrap();
                change_by_calls(keywright, Path::new(board), rest);
                answer("ok");
            }
            "check-until-over" => answer(&check_until_over(keywright, Path::new(rest))),
            _ => panic!("unknown order: {order}"),
        }
    }

    /// Switches the triggers of this one connection, as `.dbconfig enable_trigger` does.
    fn set_triggers(&self, is_on: bool) {
        let connection = self.connection.as_ref().unwrap();
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, is_on).unwrap();
    }

    /// Runs statements as the `sqlite3` program would.
    fn run_sql(&self, sql: &str) {
        let connection = self.connection.as_ref().unwrap();
        let result = connection.execute_batch(sql);
        if !connection.is_autocommit() {
            connection.execute_batch("ROLLBACK").unwrap();
        }
        match result.map_err(|error| (error.sqlite_error_code(), error)) {
            Ok(()) => answer("ok"),
            Err((
                Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked),
                _,
            )) => answer("busy"),
            Err((_, error)) => panic!("{error}: {sql}"),
        }
    }
}

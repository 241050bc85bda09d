//! Sealing while several processes have the store open: keys are changed under those that go on, and nobody is kept out.
//!
//! The second process is this same program, started again for one test that does nothing unless a variable is set.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod long;

use std::io::{BufRead, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use keywright::{
    CreatedApiKey, ErrorCode, Keywright, MasterKey, NewApiKey, OpenOptions, Reason, RevokeOptions,
    VerifyOptions,
};
use tempfile::TempDir;

use long::{report, rounds};

/// Says that this process is a helper.
const HELPER: &str = "KEYWRIGHT_TEST_HELPER";
/// How many rows are sealed anew: more than one batch has.
fn rows() -> usize {
    rounds("KEYWRIGHT_ROWS", 10_500, 1_000_000)
}

fn check(keywright: &Keywright, value: &str) -> &'static str {
    match keywright.verify(value, &VerifyOptions::new()) {
        Ok(verdict) => verdict.reason().map_or("valid", Reason::as_str),
        Err(error) => error.code().as_str(),
    }
}

/// Another process with the same store.
struct Helper {
    child: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Helper {
    fn open(path: &Path, master_keys: &[&MasterKey]) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "a_helper_obeys", "--nocapture", "--test-threads=1"])
            .env(HELPER, "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let orders = child.stdin.take().unwrap();
        let answers = BufReader::new(child.stdout.take().unwrap());
        let mut helper = Self { child, orders, answers };
        assert_eq!(helper.reopen(path, master_keys), "ok");
        helper
    }

    /// Opens the store anew and returns `ok` or the code of the error.
    fn reopen(&mut self, path: &Path, master_keys: &[&MasterKey]) -> String {
        let keys: Vec<_> = master_keys.iter().map(|key| key.to_text()).collect();
        let keys: Vec<&str> = keys.iter().map(|key| key.expose()).collect();
        self.ask(&format!("open {} {}", keys.join(","), path.display()))
    }

    fn send(&mut self, order: &str) {
        writeln!(self.orders, "{order}").unwrap();
    }

    fn receive(&mut self) -> String {
        loop {
            let mut line = String::new();
            assert_ne!(self.answers.read_line(&mut line).unwrap(), 0, "the helper has ended");
            if let Some(answer) = line.strip_prefix("> ").and_then(|line| line.strip_suffix('\n')) {
                return answer.to_owned();
            }
        }
    }

    fn ask(&mut self, order: &str) -> String {
        self.send(order);
        self.receive()
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
    writeln!(std::io::stdout().lock()).unwrap();
    let mut keywright: Option<Keywright> = None;
    for order in std::io::stdin().lines() {
        let order = order.unwrap();
        let (verb, rest) = order.split_once(' ').unwrap_or((&order, ""));
        if verb == "open" {
            let (keys, path) = rest.split_once(' ').unwrap();
            keywright = None;
            let keys = keys.split(',').map(|key| key.parse::<MasterKey>().unwrap());
            match OpenOptions::new().master_keys(keys).existing().open(path) {
                Ok(opened) => {
                    keywright = Some(opened);
                    answer("ok");
                }
                Err(error) => answer(error.code().as_str()),
            }
            continue;
        }
        let keywright = keywright.as_ref().unwrap();
        match verb {
            "verify" => answer(check(keywright, rest)),
            "create" => {
                answer(keywright.user(rest).create_api_key(NewApiKey::new("CI")).unwrap().value());
            }
            "revoke" => {
                keywright.api_key(rest.parse().unwrap()).revoke(RevokeOptions::new()).unwrap();
                answer("ok");
            }
            "rekey" => {
                let progress = |progress: keywright::SealProgress| {
                    answer(&format!("{} {}", progress.done, progress.total));
                };
                keywright.rekey(progress).unwrap();
                answer("done");
            }
            "work-through-a-rekey" => answer(&work_through_a_rekey(keywright)),
            _ => panic!("unknown order: {order}"),
        }
    }
}

fn answer(text: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "> {text}").unwrap();
    out.flush().unwrap();
}

/// Creates, checks and revokes until a re-key that began is over. Tells how often, and what went wrong.
fn work_through_a_rekey(keywright: &Keywright) -> String {
    let (mut after, mut rounds, mut wrong) = (0, 0, Vec::new());
    let (mut began, mut ended) = (false, false);
    while !ended {
        for event in keywright.events(after, 10_000).unwrap() {
            after = event.number;
            began |= event.verb == "store.rekey_began";
            ended |= event.verb == "store.rekeyed";
        }
        let round = || -> Result<bool, keywright::Error> {
            let created = keywright.user("other").create_api_key(NewApiKey::new("meanwhile"))?;
            let is_valid = check(keywright, created.value()) == "valid";
            keywright.api_key(created.api_key().id).revoke(RevokeOptions::new())?;
            Ok(is_valid && check(keywright, created.value()) == "revoked")
        };
        match round() {
            Ok(true) => rounds += u32::from(began),
            Ok(false) => wrong.push("a wrong verdict".to_owned()),
            Err(error) => wrong.push(error.code().as_str().to_owned()),
        }
    }
    format!("{rounds} {}", wrong.join(","))
}

/// A store with many keys, of which some are handed back.
fn many(path: &Path, master_key: &MasterKey) -> (Keywright, Vec<CreatedApiKey>) {
    let keywright = OpenOptions::new().master_keys([master_key.clone()]).open(path).unwrap();
    let mut samples = Vec::new();
    let mut left = rows();
    while left > 0 {
        let batch = left.min(5000);
        let new = vec![NewApiKey::new("one of many"); batch];
        let made = keywright.user(format!("user-{left}")).create_api_keys(new).unwrap();
        samples.extend(made.into_iter().step_by(50));
        left -= batch;
    }
    (keywright, samples)
}

fn place() -> (TempDir, PathBuf, MasterKey) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.db");
    (folder, path, MasterKey::generate().unwrap())
}

#[test]
fn a_process_with_only_the_old_master_key_goes_on_until_the_data_key_changes_too() {
    let (_folder, path, old) = place();
    let new = MasterKey::generate().unwrap();
    let keywright = OpenOptions::new().master_keys([old.clone()]).open(&path).unwrap();
    let first = keywright.user("alice").create_api_key(NewApiKey::new("first")).unwrap();
    keywright.close();
    let mut other = Helper::open(&path, &[&old]);
    let options = || OpenOptions::new().master_keys([new.clone(), old.clone()]);
    let keywright = options().open(&path).unwrap();
    assert_eq!(keywright.rotate_master_key().unwrap(), 1);

    // Neither side noticed anything but that.
    assert_eq!(other.ask(&format!("verify {}", first.value())), "valid");
    let theirs = other.ask("create bob");
    assert_eq!(check(&keywright, &theirs), "valid");
    assert_eq!(other.ask(&format!("revoke {}", first.api_key().id)), "ok");
    assert_eq!(check(&keywright, first.value()), "revoked");
    // Started again, it is told.
    let mut started_again = Helper::open(&path, &[&new]);
    assert_eq!(started_again.reopen(&path, &[&old]), ErrorCode::MasterKey.as_str());

    // A new data key is wrapped under the new master key alone: an error, and no yes and no `tampered`.
    keywright.rekey(|_| ()).unwrap();
    assert_eq!(other.ask(&format!("verify {theirs}")), ErrorCode::MasterKey.as_str());
    assert_eq!(other.ask(&format!("verify {}", first.value())), ErrorCode::MasterKey.as_str());
    assert_eq!(other.reopen(&path, &[&new]), "ok");
    assert_eq!(other.ask(&format!("verify {theirs}")), "valid");
}

#[test]
fn rows_are_sealed_anew_while_another_process_creates_and_revokes_and_is_never_busy() {
    let (_folder, path, master_key) = place();
    let (keywright, samples) = many(&path, &master_key);
    let mut other = Helper::open(&path, &[&master_key]);
    other.send("work-through-a-rekey");
    let mut steps = 0;
    let report = keywright.rekey(|_| steps += 1).unwrap();
    assert!(report.sealed >= rows() as u64, "{report:?}");
    assert!(steps > rows() / 10_000, "in batches");
    let told = other.receive();
    let (rounds, wrong) = told.split_once(' ').unwrap();
    assert_eq!(wrong, "");
    assert!(rounds.parse::<u32>().unwrap() > 0, "{told}");
    for key in &samples {
        assert_eq!(check(&keywright, key.value()), "valid");
    }
    let status = keywright.seal_status().unwrap();
    assert_eq!((status.data_keys, status.unsealed_rows), (vec![2], 0));
    self::report(
        "a re-key, while another process creates, checks and revokes without a pause",
        &format!("{} rows", report.sealed),
        &format!("{rounds} keys made and revoked meanwhile, each right; 0 answers `storage_busy`"),
    );
}

#[test]
fn a_rekey_that_is_killed_leaves_every_key_verifying_and_the_rest_to_go_on_with() {
    let (_folder, path, master_key) = place();
    let (keywright, samples) = many(&path, &master_key);
    let mut other = Helper::open(&path, &[&master_key]);
    other.send("rekey");
    // After one batch is committed and before all are.
    loop {
        let told = other.receive();
        let (done, total) = told.split_once(' ').unwrap();
        let (done, total): (u64, u64) = (done.parse().unwrap(), total.parse().unwrap());
        if done > 0 {
            assert!(done < total, "it must be cut off");
            break;
        }
    }
    other.child.kill().unwrap();
    other.child.wait().unwrap();
    let status = keywright.seal_status().unwrap();
    assert_eq!(status.data_keys, [1, 2]);
    for key in &samples {
        assert_eq!(check(&keywright, key.value()), "valid", "half of it is done");
    }
    let report = keywright.rekey(|_| ()).unwrap();
    assert!(report.sealed > 0 && report.sealed < rows() as u64, "only the rest: {report:?}");
    assert_eq!(keywright.seal_status().unwrap().data_keys, [2], "no third one was made");
    for key in &samples {
        assert_eq!(check(&keywright, key.value()), "valid");
    }
    self::report(
        "a re-key that is killed (`kill -9`) in the middle and gone on with",
        &format!("{} rows, {} of them after the kill", rows(), report.sealed),
        &format!("{} keys asked before and after, all valid", samples.len()),
    );
}

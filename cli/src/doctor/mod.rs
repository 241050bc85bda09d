//! `keywright doctor`: looks at the store's surroundings and at the store, and says what to do.
//!
//! The file is never opened here by anything but the library: closing any other descriptor on it would drop the locks
//! that SQLite holds in this process (fcntl(2), "advisory record locking"). What else there is to know, its metadata tell.

mod files;
#[cfg(target_os = "linux")]
mod holders;

use std::path::Path;

use keywright::{
    ApiKeyFilter, ErrorCode, Freshness, Keywright, PageRequest, Status, StoreInfo, UsageStatus,
};
use serde::Serialize;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Look, Paint, clean};
use crate::session::Session;
use crate::table::{List, Text};
use crate::time::duration;

/// How many findings about damage are shown; the rest is counted.
const MOST_SHOWN: usize = 5;
/// How many keys are counted at most, so that the look at a large store stays short.
const MOST_COUNTED: usize = 100_000;
/// The name of the look at every page and row.
const INTEGRITY: &str = "integrity";
const DAMAGED: &str =
    "keep a copy of the file and what lies beside it, then restore a backup; nothing was changed";
/// How the library begins what it says of a sealed row that does not fit its seal.
const TAMPERED: &str = "changed by something else than Keywright";
const BY_HAND: &str = "no check accepts these rows: put the values back, purge the keys, or restore a backup; and find out who can write the file";

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Ok,
    Warn,
    Fail,
}

/// One thing that was looked at.
#[derive(Debug, Serialize)]
struct Check {
    name: &'static str,
    state: State,
    saw: String,
    remedy: Option<String>,
}

/// All that was looked at.
#[derive(Debug, Serialize)]
struct Report {
    store: String,
    /// Whether the store opened and nothing failed.
    healthy: bool,
    /// The stable code of the error, when the store did not open.
    code: Option<&'static str>,
    checks: Vec<Check>,
}

/// Looks, and prints what it saw. A store that does not open is no answer; a warning is one.
pub(crate) fn run(session: &Session) -> Result<Exit, Failure> {
    let path = session.path();
    let mut report =
        Report { store: path.display().to_string(), healthy: true, code: None, checks: Vec::new() };
    let metadata = report.look_at_file(&path);
    report.look_at_logs(&path);
    // Whatever the metadata say, the library is asked: it knows more about what is in the way.
    let opened = session.open();
    // A file that is not ours keeps the mode that its owner gave it.
    let is_ours =
        !matches!(&opened, Err(failure) if failure.code == ErrorCode::StorageCorrupt.as_str());
    if let Some(metadata) = metadata.as_ref().filter(|metadata| metadata.is_file() && is_ours) {
        report.look_at_mode(&path, metadata);
    }
    report.look_at_folder(&path);
    report.look_at_master_key_file();
    match opened {
        Ok(keywright) => {
            report.look_beside(&path);
            #[cfg(target_os = "linux")]
            report.look_for_holders(&path);
            let looked = report
                .look_at_file_system(session, &keywright, &path)
                .and_then(|()| report.look_at_status(&keywright));
            report.unless_failed("status", looked);
            let looked = report.look_at_seal(&keywright);
            report.unless_failed("seal", looked);
            let looked = report.look_at_settings(&keywright);
            report.unless_failed("settings", looked);
            let looked = count_keys(&keywright).map(|counts| report.add("keys", counts));
            report.unless_failed("keys", looked);
            let looked = report.look_at_integrity(&keywright);
            report.unless_failed(INTEGRITY, looked);
        }
        Err(failure) if metadata.is_none() => report.code = Some(failure.code),
        Err(failure) => report.add_failure("opening", failure),
    }
    report.healthy = report.checks.iter().all(|check| check.state != State::Fail);
    session.output.answer(&report, |look| report.show(look))?;
    Ok(if report.healthy { Exit::Done } else { Exit::Unanswered })
}

impl Report {
    fn add(&mut self, name: &'static str, saw: impl Into<String>) {
        self.checks.push(Check { name, state: State::Ok, saw: saw.into(), remedy: None });
    }

    fn add_with(
        &mut self,
        state: State,
        name: &'static str,
        saw: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.checks.push(Check { name, state, saw: saw.into(), remedy: Some(remedy.into()) });
    }

    fn add_failure(&mut self, name: &'static str, failure: Failure) {
        self.code = Some(failure.code);
        let cause = failure.cause.map(|cause| format!(" ({cause})")).unwrap_or_default();
        self.checks.push(Check {
            name,
            state: State::Fail,
            saw: format!("{}: {}{cause}", failure.code, failure.message),
            // Who reads this runs `doctor` already.
            remedy: failure.hint.filter(|hint| !hint.contains("keywright doctor")),
        });
    }

    /// What can not be looked at keeps nobody from looking at the rest.
    fn unless_failed(&mut self, name: &'static str, looked: Result<(), Failure>) {
        let Err(mut failure) = looked else { return };
        if failure.code == ErrorCode::StorageCorrupt.as_str() {
            // The store is the one that was meant: it opened. The look at all its rows, which is the last, says what to do.
            failure.hint = (name == INTEGRITY).then(|| DAMAGED.to_owned());
        }
        self.add_failure(name, failure);
    }

    fn look_at_status(&mut self, keywright: &Keywright) -> Result<(), Failure> {
        let info: StoreInfo = keywright.status()?;
        self.add("schema", format!("{}, for readers from {} on", info.schema, info.oldest_reader));
        self.add(
            "versions",
            format!("keywright {}, SQLite {}", info.keywright_version, info.sqlite_version),
        );
        if info.freshness == Freshness::DataVersion {
            self.add_with(
                State::Warn,
                "freshness",
                "data_version: right, but a check takes some microseconds more",
                "use a local disk whose memory maps work, instead of a share or a bind mount",
            );
        } else {
            self.add("freshness", info.freshness.as_str());
        }
        self.look_at_usage(&info.usage);
        // No warning: what was looked at once would be warned of for ever.
        self.add(
            "signals",
            match info.last_signal {
                0 => "none so far".to_owned(),
                last => format!("the newest is number {last}: keywright signals"),
            },
        );
        Ok(())
    }

    fn look_at_seal(&mut self, keywright: &Keywright) -> Result<(), Failure> {
        let status = keywright.seal_status()?;
        let Some(master_key) = status.sealed_with.as_deref() else {
            self.add(
                "seal",
                "not sealed: who has the file can confirm a guess and change what a check answers",
            );
            return Ok(());
        };
        let saw = format!(
            "master key {master_key}; rows sealed: {}, not sealed: {}",
            status.sealed_rows, status.unsealed_rows
        );
        if status.unsealed_rows > 0 {
            let state = if status.accepts_unsealed { State::Warn } else { State::Fail };
            let remedy = "no check accepts them without --accept-unsealed; if sealing was cut off: keywright seal apply; if not, somebody else wrote them: restore a backup";
            self.add_with(state, "seal", saw, remedy);
        } else if status.data_keys.len() > 1 {
            let saw = format!("{saw}; a re-key is not finished");
            self.add_with(State::Warn, "seal", saw, "keywright seal rekey goes on with it");
        } else {
            self.add("seal", saw);
        }
        Ok(())
    }

    fn look_at_settings(&mut self, keywright: &Keywright) -> Result<(), Failure> {
        let settings = keywright.settings()?;
        for (name, is_on) in [
            ("user keys", settings.allow_user_api_keys),
            ("team keys", settings.allow_team_api_keys),
        ] {
            if is_on {
                self.add(name, "on");
            } else {
                let switch = name.replace(' ', "-");
                let remedy = format!("if that was not meant: keywright settings set --{switch} on");
                self.add_with(State::Warn, name, "off: none of them verifies", remedy);
            }
        }
        let prefixes: Vec<&str> = settings.prefixes.iter().map(|prefix| prefix.as_str()).collect();
        self.add("prefixes", prefixes.join(" "));
        if let Some(longest) = settings.max_lifetime {
            self.add("longest lifetime", duration(longest));
        }
        Ok(())
    }

    /// Without this file every check goes on, so what is wrong with it is no failure.
    fn look_at_usage(&mut self, usage: &UsageStatus) {
        let size = usage.path.as_ref().and_then(|path| path.metadata().ok()).map(|file| file.len());
        match (&usage.error, size) {
            (Some(code), _) => {
                let message = usage.error_message.as_deref().unwrap_or_default();
                let remedy = "keys are checked all the same; usage waits in memory until this is mended, and is lost with its process";
                self.add_with(State::Warn, "usage", format!("{code}: {message}"), remedy);
            }
            (None, Some(bytes)) => self.add("usage", format!("{bytes} bytes")),
            (None, None) => self.add("usage", "nothing counted yet"),
        }
    }

    fn look_at_file_system(
        &mut self,
        session: &Session,
        keywright: &Keywright,
        path: &Path,
    ) -> Result<(), Failure> {
        let Some(name) = keywright.status()?.file_system else { return Ok(()) };
        if session.options_of_a_local_disk().existing().open(path).is_err() {
            // Opened by --any-file-system alone.
            self.add_with(
                State::Warn,
                "file system",
                format!("{name}: not known to be local, and taken on your word"),
                "put the store on a local disk; in a container, in a named volume and no bind mount",
            );
            return Ok(());
        }
        match name.as_str() {
            "tmpfs" => self.add_with(
                State::Warn,
                "file system",
                "tmpfs: this is memory, and gone when the machine restarts",
                "if the keys are to last, put the store on a disk",
            ),
            "overlay" => self.add_with(
                State::Warn,
                "file system",
                "overlay: this is the container's own layer, and gone with the container",
                "if the keys are to last, put the store in a named volume",
            ),
            _ => self.add("file system", name),
        }
        Ok(())
    }

    fn look_at_integrity(&mut self, keywright: &Keywright) -> Result<(), Failure> {
        let problems = keywright.check_integrity()?.problems;
        if problems.is_empty() {
            self.add(INTEGRITY, "every page and every row was looked at");
            return Ok(());
        }
        let mut saw = problems.iter().take(MOST_SHOWN).cloned().collect::<Vec<_>>().join("; ");
        if problems.len() > MOST_SHOWN {
            saw.push_str(&format!("; and {} more", problems.len() - MOST_SHOWN));
        }
        self.code = Some(ErrorCode::StorageCorrupt.as_str());
        let is_tampered = problems.iter().all(|problem| problem.starts_with(TAMPERED));
        let remedy = if is_tampered { BY_HAND } else { DAMAGED };
        self.add_with(State::Fail, INTEGRITY, saw, remedy);
        Ok(())
    }

    fn show(&self, look: Look) -> String {
        let mut list = List::new(look, &["check", "state", "saw"]);
        for check in &self.checks {
            let state = match check.state {
                State::Ok => Text::new("ok").paint(Paint::Good),
                State::Warn => Text::new("warn").paint(Paint::Doubtful),
                State::Fail => Text::new("FAIL").paint(Paint::Bad),
            };
            list.row([check.name.into(), state, check.saw.as_str().into()]);
        }
        let mut text = format!("{}\n\n{}\n", clean(&self.store), list.finish(&["check", "state"]));
        let to_do: Vec<&Check> =
            self.checks.iter().filter(|check| check.remedy.is_some()).collect();
        if to_do.is_empty() && self.healthy {
            text.push_str("All is well.\n");
        }
        for check in to_do {
            if let Some(remedy) = &check.remedy {
                text.push_str(&format!("{}: {}\n", check.name, clean(remedy)));
            }
        }
        text
    }
}

/// Says how many keys there are of each status.
fn count_keys(keywright: &Keywright) -> Result<String, Failure> {
    let mut counts = [0_usize; Status::ALL.len()];
    let mut total = 0;
    let mut cursor: Option<String> = None;
    loop {
        let mut request = PageRequest::new(ApiKeyFilter::new()).limit(1000);
        if let Some(cursor) = cursor.take() {
            request = request.cursor(cursor);
        }
        let page = keywright.page_api_keys(request)?;
        total += page.items.len();
        for (count, status) in counts.iter_mut().zip(Status::ALL) {
            *count += page.items.iter().filter(|key| key.status == *status).count();
        }
        cursor = page.next_cursor;
        if cursor.is_none() || total >= MOST_COUNTED {
            break;
        }
    }
    let mut words = vec![match (total, &cursor) {
        (0, _) => "none yet".to_owned(),
        (total, None) => format!("{total}:"),
        (total, Some(_)) => format!("more than {total}; of the newest"),
    }];
    let named = Status::ALL.iter().zip(counts).rev().filter(|(_, count)| *count > 0);
    words.push(
        named.map(|(status, count)| format!("{count} {status}")).collect::<Vec<_>>().join(", "),
    );
    Ok(words.join(" ").trim_end().to_owned())
}

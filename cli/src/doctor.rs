//! `keywright doctor`: looks at the store's surroundings and at the store, and says what to do.
//!
//! The file is never opened here by anything but the library: closing any other descriptor on it would drop the locks
//! that SQLite holds in this process (fcntl(2), "advisory record locking"). What else there is to know, its metadata tell.

use std::fs::Metadata;
use std::path::{Path, PathBuf};

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

/// Below this much free space `doctor` warns.
const LITTLE_SPACE: u64 = 64 << 20;
/// How many keys are counted at most, so that the look at a large store stays short.
const MOST_COUNTED: usize = 100_000;

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
    // Whatever the metadata say, the library is asked: it knows more about what is in the way.
    let opened = session.open();
    // A file that is not ours keeps the mode that its owner gave it.
    let is_ours =
        !matches!(&opened, Err(failure) if failure.code == ErrorCode::StorageCorrupt.as_str());
    if let Some(metadata) = metadata.as_ref().filter(|metadata| metadata.is_file() && is_ours) {
        report.look_at_mode(&path, metadata);
    }
    report.look_at_folder(&path);
    match opened {
        Ok(keywright) => {
            if let Err(failure) = report.look_inside(&keywright) {
                report.add_failure("reading", failure);
            }
            report.look_beside(&path);
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

    fn look_at_file(&mut self, path: &Path) -> Option<Metadata> {
        let metadata = match path.metadata() {
            Ok(metadata) => metadata,
            Err(error) => {
                let remedy = if error.kind() == std::io::ErrorKind::NotFound {
                    "run `keywright init` to make a store, or name another by --store PATH or KEYWRIGHT_STORE"
                } else {
                    "check the owner and the mode of the folders above it"
                };
                self.add_with(State::Fail, "file", format!("not there: {error}"), remedy);
                return None;
            }
        };
        if !metadata.is_file() {
            let remedy = "name the store's file, a plain file";
            self.add_with(State::Fail, "file", "this is no file", remedy);
            return Some(metadata);
        }
        self.add("file", format!("{} bytes", metadata.len()));
        Some(metadata)
    }

    #[cfg(unix)]
    fn look_at_mode(&mut self, path: &Path, metadata: &Metadata) {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = metadata.permissions().mode() & 0o777;
        if mode & 0o077 == 0 {
            self.add("mode", format!("{mode:04o}: for its owner alone"));
            return;
        }
        let (state, saw) = if mode & 0o022 != 0 {
            (State::Fail, format!("{mode:04o}: others than its owner can write it"))
        } else {
            (State::Warn, format!("{mode:04o}: others than its owner can read it"))
        };
        self.add_with(state, "mode", saw, format!("chmod 600 {}", path.display()));
    }

    #[cfg(not(unix))]
    fn look_at_mode(&mut self, _path: &Path, _metadata: &Metadata) {}

    #[cfg(unix)]
    fn look_at_folder(&mut self, path: &Path) {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = folder_of(path);
        let Ok(metadata) = folder.metadata() else { return };
        if rustix::fs::access(&folder, rustix::fs::Access::WRITE_OK).is_err() {
            self.add_with(
                State::Fail,
                "folder",
                "this program can not write it, and SQLite keeps files beside the store",
                "run as the owner of the store, or change the mode of the folder",
            );
        } else if metadata.permissions().mode() & 0o1002 == 0o002 {
            self.add_with(
                State::Warn,
                "folder",
                "everybody can write it, and so put another file in the place of the store",
                format!("chmod o-w {}", folder.display()),
            );
        } else {
            self.add("folder", "writable");
        }
        if let Ok(space) = rustix::fs::statvfs(&folder) {
            let free = space.f_bavail.saturating_mul(space.f_frsize);
            let saw = format!("{} MiB free", free >> 20);
            if free < LITTLE_SPACE {
                self.add_with(State::Warn, "disk", saw, "make space before changes fail");
            } else {
                self.add("disk", saw);
            }
        }
    }

    #[cfg(not(unix))]
    fn look_at_folder(&mut self, _path: &Path) {}

    fn look_inside(&mut self, keywright: &Keywright) -> Result<(), Failure> {
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
        self.add("keys", count_keys(keywright)?);
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

    /// SQLite makes these with the mode of the store itself.
    fn look_beside(&mut self, path: &Path) {
        for (name, suffix) in [("write-ahead log", "-wal"), ("shared memory", "-shm")] {
            let mut beside = path.as_os_str().to_owned();
            beside.push(suffix);
            let beside = PathBuf::from(beside);
            if let Ok(metadata) = beside.metadata() {
                let saw = format!("{} bytes while the store is open", metadata.len());
                self.add(name, saw);
            }
        }
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

fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

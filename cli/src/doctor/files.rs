//! What the metadata of the store's files and of their folder tell.

use std::fs::Metadata;
use std::path::{Path, PathBuf};

use super::{Report, State};

/// Below this much free space `doctor` warns.
const LITTLE_SPACE: u64 = 64 << 20;
/// A log is folded into the store long before it is so long, unless something stands in the way.
const LONG_LOG: u64 = 64 << 20;
/// What may lie beside a store, by the ends of the names.
const BESIDE: &[&str] = &["-wal", "-shm", "-usage", "-usage-wal", "-usage-shm", "-limits"];

impl Report {
    pub(super) fn look_at_file(&mut self, path: &Path) -> Option<Metadata> {
        let metadata = match path.metadata() {
            Ok(metadata) => metadata,
            Err(error) => {
                let remedy = if has_log(path) {
                    "put the file back beside its `-wal`, which holds changes; or move that away to begin anew"
                } else if error.kind() == std::io::ErrorKind::NotFound {
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
        #[cfg(unix)]
        if std::os::unix::fs::MetadataExt::nlink(&metadata) > 1 {
            self.add_with(
                State::Fail,
                "file",
                "it has a second name (a hard link), and a log would be kept beside each",
                format!(
                    "remove the other name: find / -xdev -samefile {} finds it",
                    path.display()
                ),
            );
            return Some(metadata);
        }
        self.add("file", format!("{} bytes", metadata.len()));
        Some(metadata)
    }

    /// What the store's files were before this program opened it: afterwards a log is folded into the store.
    pub(super) fn look_at_logs(&mut self, path: &Path) {
        let journal = beside(path, "-journal");
        if journal.metadata().is_ok_and(|metadata| metadata.len() > 0) {
            self.add_with(
                State::Warn,
                "journal",
                format!("{} lies beside the store", journal.display()),
                "some program uses the file in another journal mode; keep it away, and let SQLite take the journal away",
            );
        }
        let Ok(log) = beside(path, "-wal").metadata() else { return };
        let saw = format!("{} bytes of changes are not in the file yet", log.len());
        if path.metadata().is_ok_and(|metadata| metadata.len() > 1) || log.len() == 0 {
            if log.len() < LONG_LOG {
                self.add("log", saw);
            } else {
                self.add_with(
                    State::Warn,
                    "log",
                    saw,
                    "something keeps the log from being folded into the store: look for a program that reads it without an end",
                );
            }
        } else {
            self.add_with(
                State::Fail,
                "log",
                format!("{saw}, and the file is empty or gone"),
                "put the file back beside it; without the file SQLite would delete the log",
            );
        }
    }

    #[cfg(unix)]
    pub(super) fn look_at_mode(&mut self, path: &Path, metadata: &Metadata) {
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
    pub(super) fn look_at_mode(&mut self, _path: &Path, _metadata: &Metadata) {}

    #[cfg(unix)]
    pub(super) fn look_at_folder(&mut self, path: &Path) {
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
    pub(super) fn look_at_folder(&mut self, _path: &Path) {}

    /// The library refuses a file that others can write; that they can read it is for us to say.
    #[cfg(unix)]
    pub(super) fn look_at_master_key_file(&mut self) {
        use std::os::unix::fs::PermissionsExt as _;
        let Some(path) = std::env::var_os("KEYWRIGHT_MASTER_KEY_FILE") else { return };
        let path = PathBuf::from(path);
        let Ok(metadata) = path.metadata() else {
            let remedy = "name a file that is there, and that this user can read";
            self.add_with(State::Fail, "master key", "its file can not be found", remedy);
            return;
        };
        let mode = metadata.permissions().mode() & 0o777;
        if mode & 0o077 == 0 {
            self.add("master key", format!("{mode:04o}: its file is for its owner alone"));
            return;
        }
        let (state, saw) = if mode & 0o022 != 0 {
            (State::Fail, format!("{mode:04o}: others than its owner can write the file"))
        } else {
            (State::Warn, format!("{mode:04o}: others than its owner can read the file"))
        };
        self.add_with(state, "master key", saw, format!("chmod go-rwx {}", path.display()));
    }

    #[cfg(not(unix))]
    pub(super) fn look_at_master_key_file(&mut self) {}

    /// SQLite makes the files beside the store with the mode of the store itself.
    #[cfg(unix)]
    pub(super) fn look_beside(&mut self, path: &Path) {
        use std::os::unix::fs::PermissionsExt as _;
        let mode_of = |path: &Path| Some(path.metadata().ok()?.permissions().mode() & 0o777);
        let Some(mode) = mode_of(path) else { return };
        let (mut names, mut wider) = (Vec::new(), Vec::new());
        for suffix in BESIDE {
            let file = beside(path, suffix);
            let Some(its_mode) = mode_of(&file) else { continue };
            names.push(*suffix);
            if its_mode & !mode != 0 {
                wider.push(file.display().to_string());
            }
        }
        if wider.is_empty() {
            self.add("files beside it", names.join(" "));
        } else {
            self.add_with(
                State::Fail,
                "files beside it",
                format!("others may do more with {} than with the store", wider.join(" ")),
                format!("chmod {mode:o} {}", wider.join(" ")),
            );
        }
    }

    #[cfg(not(unix))]
    pub(super) fn look_beside(&mut self, _path: &Path) {}
}

/// Returns the path of a file that SQLite keeps beside a database: not where a link to it lies.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.canonicalize().unwrap_or_else(|_| path.to_owned()).into_os_string();
    name.push(suffix);
    name.into()
}

fn has_log(path: &Path) -> bool {
    beside(path, "-wal").metadata().is_ok_and(|metadata| metadata.len() > 0)
}

fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

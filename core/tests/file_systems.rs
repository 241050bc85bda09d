//! A store is refused where SQLite's locks may not hold, before anything is written there.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::Command;

use keywright::{ErrorCode, Keywright, OpenOptions};

/// A file system that is not on the list, mounted for one test; only root may.
struct Mount(PathBuf);

impl Mount {
    fn new(kind: &str, folder: &Path) -> Option<Self> {
        let done = Command::new("mount").args(["-t", kind, kind]).arg(folder).output().ok()?;
        done.status.success().then(|| Self(folder.to_owned()))
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        Command::new("umount").arg(&self.0).status().unwrap();
    }
}

#[test]
fn an_unknown_file_system_is_refused_before_a_file_is_made_unless_the_caller_insists() {
    let folder = tempfile::tempdir().unwrap();
    let Some(_mount) = Mount::new("ramfs", folder.path()) else {
        // The list itself is tested beside it; here the kernel would have to answer.
        assert!(Keywright::open("/proc/keys.db").is_err());
        return;
    };
    let path = folder.path().join("keys.db");
    let error = Keywright::open(&path).unwrap_err();
    assert_eq!(error.code(), ErrorCode::StorageUnavailable);
    assert!(!path.exists());
    let keywright = OpenOptions::new().any_file_system().open(&path).unwrap();
    assert!(keywright.status().unwrap().file_system.is_some());
    keywright.close();
    assert_eq!(Keywright::open(&path).unwrap_err().code(), ErrorCode::StorageUnavailable);
}

#[test]
fn the_status_names_the_file_system() {
    let folder = tempfile::tempdir().unwrap();
    let keywright = Keywright::open(folder.path().join("keys.db")).unwrap();
    assert!(keywright.status().unwrap().file_system.is_some());
    assert_eq!(Keywright::open_in_memory().unwrap().status().unwrap().file_system, None);
}

//! What `check_integrity` finds: damaged pages, and rows that no operation leaves behind.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs::{self, File};
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use keywright::{ErrorCode, Grace, Keywright, NewApiKey, OpenOptions, RevokeOptions};
use tempfile::TempDir;

const PAGE: usize = 4096;

/// A store with a little of everything, closed.
fn store() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.db");
    let keywright = Keywright::open(&path).unwrap();
    let created = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    let key = keywright.api_key(created.api_key().id);
    key.rotate(Grace::Now).unwrap();
    key.revoke(RevokeOptions::new()).unwrap();
    keywright.team("core").add_member("alice").unwrap();
    keywright.close();
    (folder, path)
}

fn edit(path: &Path, sql: &str) {
    rusqlite::Connection::open(path).unwrap().execute_batch(sql).unwrap();
}

fn problems(path: &Path) -> Vec<String> {
    let keywright = OpenOptions::new().existing().open(path).unwrap();
    keywright.check_integrity().unwrap().problems
}

#[test]
fn a_store_that_was_only_changed_by_us_is_whole() {
    let (_folder, path) = store();
    assert_eq!(problems(&path), [""; 0]);
    let keywright = Keywright::open(&path).unwrap();
    keywright.user("alice").delete().unwrap();
    keywright.team("core").delete().unwrap();
    assert!(keywright.check_integrity().unwrap().is_whole());
}

#[test]
fn rows_that_no_operation_leaves_behind_are_found_and_counted() {
    for (sql, expected) in [
        ("UPDATE api_key SET owner_id = 'nobody'", "keys without their owner: 1"),
        (
            "UPDATE api_key SET generation = 3",
            "keys that lack a secret of a rotation, or have one too many: 1",
        ),
        (
            "UPDATE generation SET api_key_id = zeroblob(16); UPDATE api_key SET generation = 1",
            "secrets of a rotation without their key: 1",
        ),
        ("UPDATE team_member SET team_id = 'nowhere'", "members without their team: 1"),
        ("UPDATE team_member SET user_id = 'nobody'", "members without their user: 1"),
    ] {
        let (_folder, path) = store();
        edit(&path, sql);
        assert_eq!(problems(&path), [expected], "{sql}");
    }
}

#[test]
fn a_row_that_breaks_its_tables_rules_is_found() {
    let (_folder, path) = store();
    edit(&path, "PRAGMA ignore_check_constraints = ON; UPDATE api_key SET is_public = 7");
    assert_eq!(problems(&path), ["CHECK constraint failed in api_key"]);
}

#[test]
fn whichever_page_is_overwritten_the_store_is_not_called_whole() {
    let (_folder, path) = store();
    let whole = fs::read(&path).unwrap();
    let mut found = 0;
    for page in 1..whole.len() / PAGE {
        for byte in [0, 0xff, 0x5a] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("keys.db");
            fs::write(&path, &whole).unwrap();
            let mut file = File::options().write(true).open(&path).unwrap();
            file.seek(SeekFrom::Start((page * PAGE) as u64)).unwrap();
            file.write_all(&[byte; PAGE]).unwrap();
            drop(file);
            let answer = OpenOptions::new().existing().open(&path);
            match answer.and_then(|keywright| keywright.check_integrity()) {
                Ok(integrity) => {
                    assert!(!integrity.is_whole(), "page {page}, {byte:#x}");
                    found += 1;
                }
                Err(error) => assert_eq!(error.code(), ErrorCode::StorageCorrupt, "page {page}"),
            }
        }
    }
    assert!(found > 0, "each was refused at the door, so nothing was looked at");
}

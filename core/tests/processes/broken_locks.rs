//! Locks that something in this process dropped while another process has the store open: its lock hides the loss of ours
//! from the watchdog, until it closes and what it does then shows in the files.

use std::fs::File;
use std::sync::Arc;
use std::time::Duration;

use keywright::{
    ErrorCode, NewApiKey, OpenOptions, Reason, RevokeOptions, Timestamp, VerifyOptions, testing,
};

use super::helper::Helper;
use super::{NOW_MS, new_path, open};

#[test]
fn a_process_whose_locks_were_dropped_goes_on_rightly_beside_another_and_notices_when_that_one_leaves()
 {
    let (_folder, path) = new_path();
    let clock = testing::test_clock(Timestamp::from_millis(NOW_MS).unwrap());
    let keywright = OpenOptions::new().clock(Arc::clone(&clock)).open(&path).unwrap();
    let mut other = Helper::open(&path);
    let create = || keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    let last = create();
    let reason = |value: &str| keywright.verify(value, &VerifyOptions::new());
    for suffix in ["", "-wal", "-shm"] {
        drop(File::open(path.with_file_name(format!("keys.db{suffix}"))).unwrap());
    }
    for round in 0..20 {
        let key = create();
        assert_eq!(other.ask(&format!("verify {}", key.value())), "valid", "round {round}");
        assert_eq!(reason(key.value()).unwrap().reason(), None, "round {round}");
        assert_eq!(other.ask(&format!("change revoke {}", key.api_key().id)), "ok");
        assert_eq!(reason(key.value()).unwrap().reason(), Some(Reason::Revoked), "round {round}");
        clock.advance(Duration::from_secs(1)).unwrap();
    }
    // It takes itself for the last one, folds the log into the store and opens files of its own.
    assert_eq!(other.ask(&format!("open {}", path.display())), "ok");
    assert_eq!(other.ask(&format!("change revoke {}", last.api_key().id)), "ok");
    clock.advance(Duration::from_secs(1)).unwrap();
    assert_eq!(reason(last.value()).unwrap_err().code(), ErrorCode::StoreReplaced);
    let refused = keywright.api_key(last.api_key().id).revoke(RevokeOptions::new()).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::StoreReplaced);
    keywright.close();
    assert_eq!(super::reason(&open(&path), last.value()), Some(Reason::Revoked));
}

//! What a check reads is of one moment: a key that is valid at no instant is never called valid.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;

use keywright::{Keywright, NewApiKey, SettingsUpdate, VerifyOptions};

/// Rounds of the changing thread; more by `KEYWRIGHT_ROUNDS`.
fn rounds() -> u32 {
    std::env::var("KEYWRIGHT_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(1500)
}

#[test]
fn a_key_that_is_either_suspended_or_switched_off_is_never_valid() {
    let folder = tempfile::tempdir().unwrap();
    let keywright = Keywright::open(folder.path().join("keys.db")).unwrap();
    let key = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
    let handle = keywright.api_key(key.api_key().id);
    handle.suspend(None).unwrap();
    let allow = |allow| SettingsUpdate::new().allow_user_api_keys(allow);

    let (is_over, checks) = (AtomicBool::new(false), AtomicU32::new(0));
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    let verdict = keywright.verify(key.value(), &VerifyOptions::new()).unwrap();
                    checks.fetch_add(1, Ordering::Relaxed);
                    assert!(!verdict.is_valid(), "true of no moment");
                }
            });
        }
        for _ in 0..rounds() {
            keywright.update_settings(allow(false)).unwrap();
            handle.resume().unwrap();
            handle.suspend(None).unwrap();
            keywright.update_settings(allow(true)).unwrap();
        }
        is_over.store(true, Ordering::Relaxed);
    });
    assert!(checks.into_inner() > rounds(), "the checks ran beside the changes");
}

//! A writer that dies between the two copies of the WAL index's header: the next one recovers it, and the change counter
//! begins again at 0.

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use keywright::{NewApiKey, Reason};

use super::helper::Helper;
use super::{new_path, open, reason};

/// The second copy's number of the last valid frame.
const SECOND_LAST_FRAME: u64 = 48 + 16;

/// Leaves the two copies different. Only for a process that does not have the store open: closing the file would drop its
/// locks.
pub(super) fn tear_the_header(path: &Path) {
    let shm = path.with_file_name("keys.db-shm");
    let file = File::options().write(true).open(shm).unwrap();
    file.write_all_at(&9999_u32.to_ne_bytes(), SECOND_LAST_FRAME).unwrap();
}

#[test]
fn a_torn_header_is_recovered_and_no_right_that_was_taken_away_comes_back() {
    let mut tearing = Helper::start();
    for (change, expected) in [("revoke", Reason::Revoked), ("switch-off", Reason::Disabled)] {
        // One of these leaves the counter at exactly the number at which this process read last.
        for more_changes in 0..12 {
            let (_folder, path) = new_path();
            let keywright = open(&path);
            let mut other = Helper::open(&path);
            let new = (0..=more_changes).map(|_| NewApiKey::new("CI")).collect();
            let keys = keywright.user("alice").create_api_keys(new).unwrap();
            let [key, others @ ..] = &keys[..] else { panic!("one more was asked for") };
            assert_eq!(reason(&keywright, key.value()), None);
            assert_eq!(tearing.ask(&format!("tear {}", path.display())), "ok");
            let changed =
                [(change, key)].into_iter().chain(others.iter().map(|key| ("revoke", key)));
            for (change, key) in changed {
                assert_eq!(other.ask(&format!("change {change} {}", key.api_key().id)), "ok");
            }
            let place = format!("{change} and {more_changes} more");
            assert_eq!(reason(&keywright, key.value()), Some(expected), "{place}");
        }
    }
}

#[test]
fn whoever_comes_first_recovers_a_torn_header_and_changes_go_on() {
    let mut tearing = Helper::start();
    let (_folder, path) = new_path();
    let keywright = open(&path);
    let mut other = Helper::open(&path);
    for round in 0..20 {
        let key = keywright.user("alice").create_api_key(NewApiKey::new("CI")).unwrap();
        assert_eq!(tearing.ask(&format!("tear {}", path.display())), "ok");
        let made = if round % 2 == 0 {
            assert_eq!(reason(&keywright, key.value()), None, "round {round}");
            other.ask("create bob")
        } else {
            assert_eq!(other.ask(&format!("verify {}", key.value())), "valid", "round {round}");
            keywright.user("bob").create_api_key(NewApiKey::new("CI")).unwrap().value().to_owned()
        };
        assert_eq!(other.ask(&format!("verify {made}")), "valid", "round {round}");
        assert_eq!(reason(&keywright, &made), None, "round {round}");
    }
    super::whole::assert_is_whole(&path);
}

//! Time and order when a change has to wait for others.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use keywright::{ApiKeyFilter, NewApiKey, OpenOptions, Timestamp, testing};

#[test]
fn a_change_that_waited_for_others_is_dated_when_it_happened() {
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    let clock = testing::test_clock(Timestamp::from_millis(1_800_000_000_000).unwrap());
    let options = OpenOptions::new().clock(Arc::clone(&clock));
    let keywright = options.open(folder.path().join("keys.db")).unwrap();
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        // Time passes while seven of the eight wait.
        scope.spawn(|| {
            while !is_over.load(Ordering::SeqCst) {
                clock.advance(Duration::from_micros(10)).unwrap();
            }
        });
        let threads: Vec<_> = (0..8)
            .map(|number| {
                let user = keywright.user(format!("user-{number}"));
                scope.spawn(move || {
                    for _ in 0..100 {
                        user.create_api_key(NewApiKey::new("CI")).unwrap();
                    }
                })
            })
            .collect();
        threads.into_iter().for_each(|thread| thread.join().unwrap());
        is_over.store(true, Ordering::SeqCst);
    });
    let events = keywright.events(0, 10_000).unwrap();
    assert_eq!(events.len(), 8 * 101);
    let backward = events.windows(2).filter(|pair| matches!(pair, [a, b] if a.at > b.at)).count();
    assert_eq!(backward, 0, "events that are numbered after a later one");
    // Keys are listed newest first by their ids, and that is the order in which they were made.
    let made = events.iter().rev().filter_map(|event| event.payload.get("api_key_id"));
    let made: Vec<_> = made.filter_map(|id| id.as_str().map(ToOwned::to_owned)).collect();
    let keys = keywright.list_api_keys(ApiKeyFilter::new()).unwrap();
    assert!(keys.iter().map(|key| key.id.to_string()).eq(made));
}

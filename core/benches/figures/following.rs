//! What a change that somebody else made costs the check that meets it first.

use std::cell::Cell;
use std::hint::black_box;

use keywright::{ApiKeyUpdate, OpenOptions, VerifyOptions};

use crate::hand_written::{self, Check};
use crate::harness::{Case, Dice, Figure, Line, Plan, once, run, summed, timed};
use crate::stores::{filled, new_key};

const KEYS: usize = 100_000;
const HAND_WRITTEN: &str = "hand-written SHA-256 and SELECT, nobody changing";
const AFTER: &str = "hand-written SHA-256 and SELECT after a change";
const CALL: &str = "verify after another handle's change";
const SQL: &str = "verify after a change by plain SQL";
const ITSELF: &str = "verify of the key that was changed";

pub(crate) fn measure(plan: &Plan) -> Vec<Line> {
    let keys = plan.scaled(KEYS);
    eprintln!("filling a store with {keys} keys");
    let store = filled(keys);
    let connection = hand_written::connect(&store.path);
    hand_written::fill(&connection, store.texts.iter(), keys);
    let mut check = Check::new(&connection);
    let mut check_after = Check::new(&connection);

    let keywright = &store.keywright;
    let options = VerifyOptions::new();
    let verify = |text: &[u8]| keywright.verify(black_box(text), &options).expect("an answer");
    assert!(store.texts.iter().all(|text| verify(text).is_valid()));

    // Without memory, so that only one handle has something to follow for.
    let elsewhere = OpenOptions::new().memory_limit(0).open(&store.path).expect("the same store");
    let created = elsewhere.user("changed").create_api_key(new_key(1)).expect("a key");
    let changed = elsewhere.api_key(created.api_key().id);
    let is_other = Cell::new(false);
    let change = || {
        // As long as the one before: the row stays where it is.
        let description = if is_other.get() { "nightly export" } else { "monthly export" };
        is_other.set(!is_other.get());
        changed.update(ApiKeyUpdate::new().description(description)).expect("a change");
    };
    let by_hand = hand_written::connect(&store.path);
    let change_by_sql = || {
        let sql = "UPDATE api_key SET is_public = is_public WHERE id = ?1";
        let id = *created.api_key().id.as_uuid().as_bytes();
        assert_eq!(by_hand.execute(sql, [id]).expect("a change"), 1);
    };

    let few = plan.scaled(4_000);
    let changes = plan.scaled(200);
    let [mut calm, mut after, mut ours, mut theirs] = [Dice(1), Dice(2), Dice(3), Dice(4)];
    let owned = |text: &[u8]| assert!(verify(text).owner_id().is_some());
    let cases = vec![
        Case {
            name: HAND_WRITTEN,
            turn: Box::new(|| {
                timed(few, || assert!(check.owner(black_box(calm.pick(&store.texts))).is_some()))
            }),
        },
        Case {
            name: AFTER,
            turn: Box::new(|| {
                summed(changes, || {
                    change();
                    let text = after.pick(&store.texts);
                    once(|| assert!(check_after.owner(black_box(text)).is_some())).0
                })
            }),
        },
        Case {
            name: CALL,
            turn: Box::new(|| {
                summed(changes, || {
                    change();
                    let text = ours.pick(&store.texts);
                    once(|| owned(text)).0
                })
            }),
        },
        Case {
            name: SQL,
            turn: Box::new(|| {
                summed(changes, || {
                    change_by_sql();
                    let text = theirs.pick(&store.texts);
                    once(|| owned(text)).0
                })
            }),
        },
        Case {
            name: ITSELF,
            turn: Box::new(|| {
                summed(changes, || {
                    change();
                    once(|| owned(created.value().as_bytes())).0
                })
            }),
        },
    ];
    let against = |case, baseline, target| Figure { case, baseline, target };
    run(
        plan,
        cases,
        &[
            against(CALL, HAND_WRITTEN, Some(12.0)),
            against(SQL, HAND_WRITTEN, Some(12.0)),
            against(ITSELF, HAND_WRITTEN, None),
            against(AFTER, HAND_WRITTEN, None),
            against(CALL, AFTER, None),
        ],
    )
}

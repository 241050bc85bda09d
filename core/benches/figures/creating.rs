//! Making keys, each call durable before it returns.

use crate::hand_written;
use crate::harness::{Case, Dice, Figure, Line, Plan, run, timed};
use crate::stores::{filled, folder, new_key, owner_name};

/// Keys, and rows of the bare table, that are there before.
const KEYS: usize = 20_000;
const INSERT: &str = "bare durable INSERT";
const ONE: &str = "create, one durable commit each";

pub(crate) fn measure(plan: &Plan) -> Vec<Line> {
    let keys = plan.scaled(KEYS);
    eprintln!("filling a store with {keys} keys");
    let store = filled(keys);
    let owners = keys.div_ceil(10);

    // The least that keeps a key: one table, one row, in a file of its own beside the store, appended at the end.
    let folder = folder();
    let connection = hand_written::connect(&folder.path().join("bare.db"));
    connection
        .execute_batch(
            "CREATE TABLE bare (
               id INTEGER PRIMARY KEY,
               digest BLOB NOT NULL,
               owner_id TEXT NOT NULL,
               description TEXT NOT NULL,
               created_at_us INTEGER NOT NULL
             ) STRICT",
        )
        .expect("a table");
    let mut insert = connection
        .prepare(
            "INSERT INTO bare (digest, owner_id, description, created_at_us)
             VALUES (?1, ?2, ?3, ?4)",
        )
        .expect("a statement");
    let mut write = |number: usize| {
        insert
            .execute((
                [number as u8; 32],
                owner_name(number % owners),
                format!("nightly export {number}"),
                1_800_000_000_000_000_i64 + number as i64,
            ))
            .expect("a row");
    };
    connection.execute_batch("BEGIN").expect("a transaction");
    (0..keys).for_each(&mut write);
    connection.execute_batch("COMMIT").expect("a commit");

    let single = plan.scaled(300).max(2);
    let together = if plan.is_quick { 10 } else { 1000 };
    let calls = if plan.is_quick { 1 } else { 3 };
    let keywright = &store.keywright;
    let mut dice = Dice(5);
    let mut dice_together = Dice(6);
    let mut number = keys;
    let cases = vec![
        Case {
            name: INSERT,
            turn: Box::new(|| {
                timed(single, || {
                    number += 1;
                    write(number);
                })
            }),
        },
        Case {
            name: ONE,
            turn: Box::new(|| {
                timed(single, || {
                    let owner = owner_name(dice.below(owners));
                    keywright.user(owner).create_api_key(new_key(1)).expect("a key");
                })
            }),
        },
        Case {
            name: "create 1,000 in one call, per key",
            turn: Box::new(|| {
                timed(calls, || {
                    let owner = owner_name(dice_together.below(owners));
                    let new = (0..together).map(new_key).collect();
                    keywright.user(owner).create_api_keys(new).expect("keys");
                })
                .each(together)
            }),
        },
    ];
    let figures = [
        Figure { case: ONE, baseline: INSERT, target: Some(1.25) },
        Figure { case: "create 1,000 in one call, per key", baseline: ONE, target: Some(0.1) },
    ];
    run(plan, cases, &figures)
}

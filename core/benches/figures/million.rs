//! A store of a million keys: its lists, and opening it.

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use keywright::{ApiKeyFilter, Keywright, OpenOptions, PageRequest, VerifyOptions, Warm};
use sha2::{Digest as _, Sha256};

use crate::hand_written::{self, Check};
use crate::harness::{Case, Dice, Figure, Line, Plan, Text, once, run, summed, text_of, timed};
use crate::stores::{folder, new_key, owner_name};

const KEYS: usize = 1_000_000;
/// Owners whose keys were made one at a time, and so lie far apart in the file.
const SCATTERED: usize = 100;
/// Keys of each owner.
const EACH: usize = 100;
/// The first two numbers of a quick run, whose pages are as long.
const QUICK: (usize, usize) = (2, 25);
const POINT: &str = "one point SELECT";
const DIGEST: &str = "SHA-256 of a key's text";
/// The same key as in the check beside it: its text is as cold.
const ANY_DIGEST: &str = "SHA-256 of the same random key's text";
const RANDOM: &str = "verify, all of a million keys in memory, random";
const EMPTY: &str = "open an empty store";

pub(crate) fn measure(plan: &Plan) -> Vec<Line> {
    let (scattered, each) = if plan.is_quick { QUICK } else { (SCATTERED, EACH) };
    let owners = plan.scaled(KEYS / EACH);
    let shape = Shape { owners, scattered, each };
    let folder = folder();
    let (path, empty) = (folder.path().join("keys.db"), folder.path().join("empty.db"));
    Keywright::open(&empty).expect("a store").close();
    let keywright = Keywright::open(&path).expect("a store");
    let texts = fill(&keywright, &shape);

    let connection = hand_written::connect(&path);
    hand_written::fill(&connection, texts.iter(), owners * each);
    let digests: Vec<[u8; 32]> = texts.iter().map(|text| Sha256::digest(text).into()).collect();
    let mut check = Check::new(&connection);

    let page = |owner: usize| {
        let owner = keywright.user(owner_name(owner)).owner().expect("an owner");
        let request = PageRequest::new(ApiKeyFilter::new().owner(owner)).limit(20);
        let page = keywright.page_api_keys(black_box(request)).expect("a page");
        assert_eq!(page.items.len(), 20);
    };
    let resident = OpenOptions::new().resident().open(&path).expect("the same store");
    let (elapsed, warmed) = once(|| resident.warm(&Warm::All).expect("the keys"));
    assert!(warmed.is_whole);
    println!(
        "{} keys loaded in {:.1} s, {:.1} bytes each",
        warmed.loaded,
        elapsed.as_secs_f64(),
        resident.status().expect("the status").memory.bytes as f64 / warmed.loaded as f64
    );
    let options = VerifyOptions::new();
    let verify = |text: &[u8]| {
        let verdict = resident.verify(black_box(text), &options).expect("an answer");
        assert!(verdict.owner_id().is_some());
    };
    // Of a key that was loaded, the first check learns the checksum.
    texts.iter().for_each(|text| verify(text));

    let few = plan.scaled(2_000);
    let some = plan.scaled(500);
    let many = plan.scaled(100_000);
    let [mut any, mut any_hashed] = [4, 4].map(Dice);
    let [mut point, mut apart, mut together] = [Dice(1), Dice(2), Dice(3)];
    let cases = vec![
        Case {
            name: POINT,
            turn: Box::new(|| {
                timed(few, || {
                    assert!(check.look_up(&digests[point.below(digests.len())]).is_some())
                })
            }),
        },
        Case {
            name: DIGEST,
            turn: Box::new(|| {
                timed(many, || {
                    black_box(Sha256::digest(black_box(texts[0])));
                })
            }),
        },
        Case {
            name: ANY_DIGEST,
            turn: Box::new(|| {
                timed(many, || {
                    black_box(Sha256::digest(black_box(any_hashed.pick(&texts))));
                })
            }),
        },
        Case { name: RANDOM, turn: Box::new(|| timed(many, || verify(any.pick(&texts)))) },
        Case {
            name: "page of 20, keys made one at a time",
            turn: Box::new(|| timed(some, || page(apart.below(scattered)))),
        },
        Case {
            name: "page of 20, keys made in one call",
            turn: Box::new(|| timed(some, || page(scattered + together.below(owners - scattered)))),
        },
    ];
    let figures = [
        Figure { case: RANDOM, baseline: ANY_DIGEST, target: None },
        Figure { case: RANDOM, baseline: DIGEST, target: Some(6.0) },
        Figure { case: "page of 20, keys made one at a time", baseline: POINT, target: Some(5.0) },
        Figure { case: "page of 20, keys made in one call", baseline: POINT, target: Some(5.0) },
    ];
    let mut lines = run(plan, cases, &figures);

    // A file that is open in this process is shared, so it is closed before opening is measured.
    drop(check);
    drop(connection);
    resident.close();
    keywright.close();
    let opens = plan.scaled(20).max(2);
    let cases = vec![
        Case { name: EMPTY, turn: Box::new(|| summed(opens, || open(&empty))) },
        Case {
            name: "open the store of a million",
            turn: Box::new(|| summed(opens, || open(&path))),
        },
    ];
    let figures =
        [Figure { case: "open the store of a million", baseline: EMPTY, target: Some(20.0) }];
    lines.extend(run(plan, cases, &figures));
    lines
}

fn open(path: &Path) -> Duration {
    let (elapsed, keywright) = once(|| OpenOptions::new().existing().open(path).expect("a store"));
    keywright.close();
    elapsed
}

/// Who owns how many keys.
struct Shape {
    owners: usize,
    /// The first so many owners got their keys one at a time.
    scattered: usize,
    each: usize,
}

/// Makes the keys: most owners get theirs in one call, and between those calls the first ones get one key each in turn,
/// so that each one's keys are spread over the whole file as those of a customer of years are.
fn fill(keywright: &Keywright, shape: &Shape) -> Vec<Text> {
    let Shape { owners, scattered, each } = *shape;
    let others = owners - scattered;
    let mut texts = Vec::with_capacity(owners * each);
    let mut single = 0;
    for other in 0..others {
        if other % (others / 10).max(1) == 0 {
            eprintln!("filling a store with {} keys: {}", owners * each, texts.len());
        }
        let owner = keywright.user(owner_name(scattered + other));
        let created = owner.create_api_keys((0..each).map(new_key).collect()).expect("keys");
        texts.extend(created.iter().map(text_of));
        while single * others < (other + 1) * scattered * each {
            let owner = keywright.user(owner_name(single % scattered));
            let created = owner.create_api_key(new_key(single)).expect("a key");
            texts.push(text_of(&created));
            single += 1;
        }
    }
    texts
}

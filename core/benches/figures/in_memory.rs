//! The table of keys in memory, alone: the hash of a presented key and the look-up, without parsing and without a store.
//!
//! The table is no public item, so its source is taken in.

use std::hint::black_box;
use std::sync::Barrier;
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use crate::harness::{Case, Dice, Figure, Line, Plan, Turn, once, run, summed, timed};
use crate::lane::Lane;
use crate::table::{
    CallsInFlight, Checksum, DigestStart, Entry, Facts, Flags, Found, Moment, PackedKey, Placed,
    Record, Table,
};

/// What a digest covers: a label of three bytes and the digits of id and secret.
type Hashed = [u8; 52];
type Presented = (u128, Hashed);

const HASH: &str = "SHA-256 of 52 bytes, sha2";
const RING: &str = "SHA-256 of 52 bytes, ring";
const TWO_HASHES: &str = "two threads, SHA-256 of 52 bytes";
const MOMENT: Moment = Moment::new(1, 2);
const NOW_MS: u64 = 1_800_000_000_000;
/// Of 8 to 12 letters.
const DESCRIPTIONS: [&str; 5] =
    ["deploy 1", "deploy 21", "deploy job", "deploy job2", "deploy job 3"];
/// Keys of each owner.
const EACH: usize = 10;

pub(crate) fn measure(plan: &Plan) -> Vec<Line> {
    let mut lines = Vec::new();
    lines.extend(measure_sizes(plan, "100,000", plan.scaled(100_000)));
    lines.extend(measure_sizes(plan, "1,000,000", plan.scaled(1_000_000)));
    lines.extend(measure_threads(plan));
    lines.extend(measure_changes(plan));
    lines
}

/// Two gigabytes.
pub(crate) fn measure_large(plan: &Plan) -> Vec<Line> {
    measure_sizes(plan, "10,000,000", plan.scaled(10_000_000))
}

/// What is presented for the key of a number. All random, as keys are.
fn presented(number: usize) -> Presented {
    let mut dice = Dice(number as u64);
    let mut bits = || dice.below(usize::MAX) as u64;
    let id = u128::from(0x0198_c7e2_5f7a_7000 + number as u64) << 64 | u128::from(bits());
    let mut hashed = [0; 52];
    hashed[..16].copy_from_slice(&id.to_le_bytes());
    hashed[16..24].copy_from_slice(&bits().to_le_bytes());
    (id, hashed)
}

fn owner(number: usize) -> String {
    format!("user-{:06}", number / EACH)
}

/// Puts a key into the table as a read of the store would.
fn keep(table: &Table, number: usize) -> Placed {
    let (id, hashed) = presented(number);
    let mut record = Vec::new();
    let key = PackedKey {
        owner_id: &owner(number),
        description: DESCRIPTIONS[number % DESCRIPTIONS.len()],
        prefix: "kw",
        created_at_us: i64::try_from((id >> 80) * 1000).expect("an instant") + 617,
        metadata: "{}",
        ..PackedKey::default()
    };
    key.write(id, &mut record);
    let entry = Entry {
        id,
        api_key_id: id,
        generations: &[],
        owner: &owner(number),
        facts: Facts::new(Flags::default(), None, None),
        digest: DigestStart::of(&Sha256::digest(hashed).into()),
        checksum: Checksum::Known(number as u32),
        record: &record,
    };
    table.insert(&entry, MOMENT, NOW_MS)
}

fn filled(keys: usize) -> Table {
    eprintln!("filling a table with {keys} keys");
    let table = Table::resident(keys);
    table.change().publish(MOMENT);
    let loading = table.begin_loading();
    assert!((0..keys).all(|number| keep(&table, number) == Placed::Kept));
    assert!(table.finish_loading(loading));
    table
}

/// All that the table does in a check of a valid key: the moment before and after, the look-up, the digest, the record,
/// the owner, the count.
fn check(table: &Table, (id, hashed): &Presented, record: &mut Record, lane: Lane) -> usize {
    assert!(table.is_validated(MOMENT));
    let Found::Hit(hit) = table.get(*id) else { unreachable!("a key that is not kept") };
    let digest = Sha256::digest(hashed).into();
    assert!(hit.copy(record).is_some_and(|(_, kept)| kept.begins(&digest)));
    assert!(table.is_validated(MOMENT));
    // Nobody tells the uses here, so some come back once a slot has no room for more.
    let _ = black_box(hit.count(lane, NOW_MS));
    PackedKey::read_owner_id(record.bytes()).expect("an owner").len()
}

fn measure_sizes(plan: &Plan, size: &'static str, keys: usize) -> Vec<Line> {
    let table = filled(keys);
    println!("memory of {size} keys: {:.1} bytes each", table.bytes() as f64 / table.len() as f64);
    let steps = plan.scaled(100_000);
    let (table, lane) = (&table, Lane::current());
    // Made while it is measured, in the baseline too: a long list would push the table out of the caches.
    let some = |name, of: std::ops::Range<usize>, mut work: Box<dyn FnMut(&Presented)>| {
        let mut dice = Dice(of.len() as u64);
        let turn =
            move || timed(steps, || work(&black_box(presented(of.start + dice.below(of.len())))));
        Case { name, turn: Box::new(turn) }
    };
    let checked = || -> Box<dyn FnMut(&Presented)> {
        let mut record = Record::empty();
        Box::new(move |key| _ = black_box(check(table, key, &mut record, lane)))
    };
    let [hot, random, unknown]: [&'static str; 3] =
        ["hot set of 256", "random over all", "unknown id"]
            .map(|name| &*format!("table of {size}: {name}").leak());
    let cases = vec![
        some(HASH, 0..256, Box::new(|key| _ = black_box(Sha256::digest(key.1)))),
        some(
            RING,
            0..256,
            Box::new(|key| _ = black_box(ring::digest::digest(&ring::digest::SHA256, &key.1))),
        ),
        some(hot, 0..keys.min(256), checked()),
        some(random, 0..keys, checked()),
        some(
            unknown,
            keys..2 * keys,
            Box::new(|key| {
                assert!(matches!(table.get(key.0), Found::NoSuchKey));
                black_box(Sha256::digest(key.1));
            }),
        ),
    ];
    let against = |case, target| Figure { case, baseline: HASH, target };
    // Of the whole check, of which this is a part.
    let for_random = match size {
        "100,000" => 4.5,
        "1,000,000" => 6.0,
        _ => 10.0,
    };
    run(
        plan,
        cases,
        &[
            against(RING, None),
            against(hot, Some(1.8)),
            against(random, Some(for_random)),
            against(unknown, Some(2.0)),
        ],
    )
}

/// What two threads take for so many steps each, as the time of one step of the slower one.
fn both(steps: usize, work: impl Fn(usize, usize, &mut Record, Lane) + Sync) -> Turn {
    let start = Barrier::new(2);
    let run = |thread: usize| {
        let (mut record, lane) = (Record::empty(), Lane::number(thread));
        start.wait();
        once(|| (0..steps).for_each(|step| work(thread, step, &mut record, lane))).0
    };
    let run = &run;
    let slower: Duration = std::thread::scope(|scope| {
        let threads = [0, 1].map(|thread| scope.spawn(move || run(thread)));
        threads.map(|thread| thread.join().expect("a time")).into_iter().max().expect("two")
    });
    summed(1, || slower).each(steps)
}

fn measure_threads(plan: &Plan) -> Vec<Line> {
    let keys = plan.scaled(100_000);
    let table = filled(keys);
    let hot: Vec<_> = (0..keys.min(256)).map(presented).collect();
    let (one, calls) = (presented(0), CallsInFlight::default());
    let hits: Vec<_> = hot
        .iter()
        .map(|(id, _)| match table.get(*id) {
            Found::Hit(hit) => hit,
            Found::NoSuchKey | Found::Unknown => unreachable!("a key that is not kept"),
        })
        .collect();
    let steps = plan.scaled(400_000);
    let of = |thread: usize, step: usize| &hot[(step * 2 + thread) % hot.len()];
    let hash = |key: &Presented| {
        black_box(Sha256::digest(black_box(key.1)));
    };
    let check = |key, record: &mut Record, lane| {
        black_box(check(&table, black_box(key), record, lane));
    };
    let call = |lane| drop(black_box(calls.enter(black_box(lane)).expect("open")));
    let alone = |work: &dyn Fn(usize, &mut Record, Lane)| {
        let (mut record, lane, mut step) = (Record::empty(), Lane::number(0), 0);
        timed(steps, || {
            step += 1;
            work(step, &mut record, lane);
        })
    };
    let case = |name, turn| Case { name, turn };
    let cases = vec![
        case(HASH, Box::new(|| alone(&|step, _, _| hash(of(0, step)))) as Box<dyn FnMut() -> Turn>),
        case(TWO_HASHES, Box::new(|| both(steps, |thread, step, _, _| hash(of(thread, step))))),
        case(
            "hot keys",
            Box::new(|| alone(&|step, record, lane| check(of(0, step), record, lane))),
        ),
        case(
            "two threads, different keys",
            Box::new(|| {
                both(steps, |thread, step, record, lane| check(of(thread, step), record, lane))
            }),
        ),
        case("one key", Box::new(|| alone(&|_, record, lane| check(&one, record, lane)))),
        case(
            "two threads, one key",
            Box::new(|| both(steps, |_, _, record, lane| check(&one, record, lane))),
        ),
        case(
            "a use counted",
            Box::new(|| {
                alone(&|step, _, lane| {
                    let Some(hit) = hits.get(step % hits.len()) else { return };
                    let _ = black_box(black_box(hit).count(lane, NOW_MS));
                })
            }),
        ),
        case("a call counted", Box::new(|| alone(&|_, _, lane| call(lane)))),
        case("two threads, calls counted", Box::new(|| both(steps, |_, _, _, lane| call(lane)))),
    ];
    let against = |case, baseline| Figure { case, baseline, target: None };
    run(
        plan,
        cases,
        &[
            against(TWO_HASHES, HASH),
            against("two threads, different keys", "hot keys"),
            against("two threads, one key", "one key"),
            Figure { case: "a use counted", baseline: HASH, target: Some(0.4) },
            against("a call counted", HASH),
            against("two threads, calls counted", "a call counted"),
        ],
    )
}

fn measure_changes(plan: &Plan) -> Vec<Line> {
    let keys = plan.scaled(1_000_000);
    let table = filled(keys);
    let steps = plan.scaled(50_000);
    let [mut of_insert, mut of_key, mut of_owner] = [1, 2, 3].map(Dice);
    let cases = vec![
        Case {
            name: HASH,
            turn: Box::new(|| {
                timed(steps, || {
                    black_box(Sha256::digest(black_box([b'k'; 52])));
                })
            }),
        },
        Case {
            name: "freshness check",
            turn: Box::new(|| timed(steps, || assert!(table.is_validated(black_box(MOMENT))))),
        },
        Case {
            name: "insert over an entry",
            turn: Box::new(|| {
                timed(steps, || assert_eq!(keep(&table, of_insert.below(keys)), Placed::Kept))
            }),
        },
        Case {
            name: "forget a key",
            turn: Box::new(|| {
                timed(steps, || {
                    table.change().forget_key(presented(of_key.below(keys)).0);
                })
            }),
        },
        Case {
            name: "forget an owner",
            turn: Box::new(|| {
                timed(steps, || table.change().forget_owner(&owner(of_owner.below(keys))))
            }),
        },
        Case { name: "forget everything", turn: Box::new(|| timed(10, || table.change().clear())) },
    ];
    let against = |case, target| Figure { case, baseline: HASH, target };
    run(
        plan,
        cases,
        &[
            against("freshness check", Some(0.05)),
            against("insert over an entry", None),
            against("forget a key", None),
            against("forget an owner", None),
            against("forget everything", None),
        ],
    )
}

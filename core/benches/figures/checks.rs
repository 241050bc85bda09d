//! Checking a key among 100,000, and refusing what is none.

use std::hint::black_box;

use keywright::{OpenOptions, VerifyOptions, Warm};
use sha2::{Digest as _, Sha256};

use crate::hand_written::{self, Check};
use crate::harness::{Case, Dice, Figure, Line, Plan, run_apart, timed};
use crate::stores::{filled, sealed};

const KEYS: usize = 100_000;
const DIGEST: &str = "SHA-256 of a key's text";
/// The same key as in the check beside it: its text is as cold.
const ANY_DIGEST: &str = "SHA-256 of the same random key's text";
const ONE_BLOCK: &str = "SHA-256 of 52 bytes";
const HOT: &str = "verify, hot set of 256";
const RANDOM: &str = "verify, random over all";
/// For so long that the thread that writes the use of 100,000 keys is at work most of the time.
const RANDOM_LONG: &str = "verify, random over all, while their use is written";
const UNKNOWN_TO_ALL: &str = "verify, unknown id, all keys in memory";
const SEALED_HOT: &str = "verify, sealed store, hot set of 256";
const SEALED_COLD: &str = "verify, sealed store, no memory";
const HAND_WRITTEN: &str = "hand-written SHA-256 and SELECT";

pub(crate) fn measure(plan: &Plan) -> Vec<Line> {
    let keys = plan.scaled(KEYS);
    eprintln!("filling a store with {keys} keys");
    let store = filled(keys);
    let connection = hand_written::connect(&store.path);
    hand_written::fill(&connection, store.texts.iter(), keys);
    let mut check = Check::new(&connection);
    let keywright = &store.keywright;
    let without_memory =
        OpenOptions::new().memory_limit(0).open(&store.path).expect("the same store");
    let options = VerifyOptions::new();

    let some_key = str::from_utf8(&store.texts[keys / 2]).expect("a text");
    let bad_checksum = with_last_changed(some_key);
    let foreign = some_key.replace("kw_usk_", "kw-usk_");
    let long = "k".repeat(1 << 20);
    let unknown = filled(plan.scaled(10_000)).texts;

    let resident = OpenOptions::new().resident().open(&store.path).expect("the same store");
    assert!(resident.warm(&Warm::All).expect("the keys").is_whole);
    let unknown_to_all =
        |text: &[u8]| resident.verify(black_box(text), &options).expect("an answer");
    let sealed = sealed(plan.scaled(10_000));
    let verify_sealed =
        |text: &[u8]| sealed.keywright.verify(black_box(text), &options).expect("an answer");
    assert!(sealed.texts.iter().all(|text| verify_sealed(text).is_valid()));
    let sealed_hot = &sealed.texts[..sealed.texts.len().min(256)];
    let sealed_cold = sealed.without_memory();
    let read_sealed =
        |text: &[u8]| sealed_cold.verify(black_box(text), &options).expect("an answer");

    let verify = |text: &[u8]| keywright.verify(black_box(text), &options).expect("an answer");
    assert!(store.texts.iter().step_by(97).all(|text| verify(text).is_valid()));
    assert!(store.texts.iter().step_by(97).all(|text| check.owner(text).is_some()));

    let read = |text: &[u8]| without_memory.verify(black_box(text), &options).expect("an answer");
    // Every key has been seen, as in a process that has run for a while.
    assert!(store.texts.iter().all(|text| verify(text).is_valid()));
    let hot = &store.texts[..store.texts.len().min(256)];

    let few = plan.scaled(4_000);
    let many = plan.scaled(200_000);
    let refuse = |name: &'static str, text: &'static str| Case {
        name,
        turn: Box::new(move || timed(many, || assert!(!verify(text.as_bytes()).is_valid()))),
    };
    let [mut ours, mut theirs, mut strange] = [Dice(1), Dice(1), Dice(3)];
    let [mut warm, mut any, mut strange_to_all, mut of_sealed] = [5, 6, 7, 8].map(Dice);
    let [mut cold_of_sealed, mut any_hashed, mut long_any] = [9, 6, 10].map(Dice);
    let cases = vec![
        Case {
            name: HAND_WRITTEN,
            turn: Box::new(|| {
                timed(few, || assert!(check.owner(black_box(theirs.pick(&store.texts))).is_some()))
            }),
        },
        Case {
            name: "verify, no memory",
            turn: Box::new(|| timed(few, || assert!(read(ours.pick(&store.texts)).is_valid()))),
        },
        Case {
            name: HOT,
            turn: Box::new(|| timed(many, || assert!(verify(warm.pick(hot)).owner_id().is_some()))),
        },
        Case {
            name: RANDOM,
            turn: Box::new(|| {
                timed(many, || assert!(verify(any.pick(&store.texts)).owner_id().is_some()))
            }),
        },
        Case {
            name: RANDOM_LONG,
            turn: Box::new(|| {
                timed(10 * many, || {
                    assert!(verify(long_any.pick(&store.texts)).owner_id().is_some())
                })
            }),
        },
        Case {
            name: "verify, unknown id",
            turn: Box::new(|| timed(few, || assert!(!verify(strange.pick(&unknown)).is_valid()))),
        },
        Case {
            name: UNKNOWN_TO_ALL,
            turn: Box::new(|| {
                timed(many, || assert!(!unknown_to_all(strange_to_all.pick(&unknown)).is_valid()))
            }),
        },
        Case {
            name: SEALED_HOT,
            turn: Box::new(|| {
                timed(many, || assert!(verify_sealed(of_sealed.pick(sealed_hot)).is_valid()))
            }),
        },
        Case {
            name: SEALED_COLD,
            turn: Box::new(|| {
                timed(few, || {
                    assert!(read_sealed(cold_of_sealed.pick(&sealed.texts)).is_valid());
                })
            }),
        },
        Case {
            name: DIGEST,
            turn: Box::new(|| {
                timed(many, || {
                    black_box(Sha256::digest(black_box(some_key)));
                })
            }),
        },
        Case {
            name: ANY_DIGEST,
            turn: Box::new(|| {
                timed(many, || {
                    black_box(Sha256::digest(black_box(any_hashed.pick(&store.texts))));
                })
            }),
        },
        Case {
            name: ONE_BLOCK,
            turn: Box::new(|| {
                timed(many, || {
                    black_box(Sha256::digest(black_box([b'k'; 52])));
                })
            }),
        },
        refuse("refuse, wrong checksum", bad_checksum.leak()),
        refuse("refuse, wrong alphabet", foreign.leak()),
        refuse("refuse, 1 MiB of text", long.leak()),
        Case {
            name: "settings check alone",
            turn: Box::new(|| {
                timed(many, || {
                    black_box(keywright.settings().expect("the settings"));
                })
            }),
        },
    ];
    let against = |case, baseline, target| Figure { case, baseline, target };
    let settle = || {
        for handle in [keywright, &without_memory, &resident, &sealed.keywright, &sealed_cold] {
            handle.flush().expect("what was counted is written");
        }
    };
    run_apart(
        plan,
        &settle,
        cases,
        &[
            against("verify, no memory", HAND_WRITTEN, Some(1.5)),
            against(HOT, DIGEST, Some(1.8)),
            against(RANDOM, ANY_DIGEST, None),
            against(RANDOM, DIGEST, Some(4.5)),
            against(RANDOM_LONG, DIGEST, None),
            against(HAND_WRITTEN, RANDOM, None),
            against("verify, unknown id", HAND_WRITTEN, Some(1.1)),
            against(UNKNOWN_TO_ALL, DIGEST, Some(2.0)),
            against(SEALED_HOT, DIGEST, None),
            against(SEALED_COLD, HAND_WRITTEN, None),
            against("refuse, wrong checksum", DIGEST, Some(0.5)),
            against("refuse, wrong alphabet", DIGEST, Some(0.5)),
            against("refuse, 1 MiB of text", DIGEST, Some(0.5)),
            against("settings check alone", DIGEST, None),
            against(ONE_BLOCK, DIGEST, None),
        ],
    )
}

fn with_last_changed(text: &str) -> String {
    let (head, last) = text.split_at(text.len() - 1);
    format!("{head}{}", if last == "0" { "1" } else { "0" })
}

//! Two threads that check keys at once, and what counting their use writes.

use std::hint::black_box;
use std::sync::Barrier;
use std::time::Duration;

use keywright::VerifyOptions;
use sha2::{Digest as _, Sha256};

use crate::harness::{Case, Figure, Line, Plan, Turn, once, run, summed, timed};
use crate::stores::filled;

const KEYS: usize = 256;
const ONE_HASH: &str = "SHA-256 of a key's text, one thread";
const TWO_HASHES: &str = "SHA-256 of a key's text, two threads";
const ONE: &str = "verify, hot set of 256, one thread";
const TWO: &str = "verify, two threads, different keys";
const ONE_KEY: &str = "verify, one key, one thread";
const TWO_ON_ONE_KEY: &str = "verify, two threads, one key";
/// What checks are spread over when their writing is counted.
const SECONDS: u32 = 10;
const CHECKS: usize = 1_000_000;

pub(crate) fn measure(plan: &Plan) -> Vec<Line> {
    let store = filled(plan.scaled(KEYS).max(20));
    let options = VerifyOptions::new();
    let steps = plan.scaled(200_000);
    let verify = |text: &[u8]| {
        let verdict = store.keywright.verify(black_box(text), &options).expect("an answer");
        assert!(verdict.owner_id().is_some());
    };
    let hash = |text: &[u8]| {
        black_box(Sha256::digest(black_box(text)));
    };
    let of = |thread: usize, step: usize| &store.texts[(step * 2 + thread) % store.texts.len()];
    let one = &store.texts[0];
    store.texts.iter().for_each(|text| verify(text));
    count_writes(plan, &store.keywright, &|step| verify(of(0, step)));

    let alone = |work: &dyn Fn(usize)| {
        let mut step = 0;
        timed(steps, || {
            step += 1;
            work(step);
        })
    };
    let case = |name, turn| Case { name, turn };
    let cases = vec![
        case(ONE_HASH, Box::new(|| alone(&|step| hash(of(0, step)))) as Box<dyn FnMut() -> Turn>),
        case(TWO_HASHES, Box::new(|| both(steps, |thread, step| hash(of(thread, step))))),
        case(ONE, Box::new(|| alone(&|step| verify(of(0, step))))),
        case(TWO, Box::new(|| both(steps, |thread, step| verify(of(thread, step))))),
        case(ONE_KEY, Box::new(|| alone(&|_| verify(one)))),
        case(TWO_ON_ONE_KEY, Box::new(|| both(steps, |_, _| verify(one)))),
    ];
    let against = |case, baseline| Figure { case, baseline, target: None };
    run(
        plan,
        cases,
        &[against(TWO_HASHES, ONE_HASH), against(TWO, ONE), against(TWO_ON_ONE_KEY, ONE_KEY)],
    )
}

/// What two threads take for so many steps each, as the time of one step of the slower one.
fn both(steps: usize, work: impl Fn(usize, usize) + Sync) -> Turn {
    let start = Barrier::new(2);
    let run = |thread: usize| {
        start.wait();
        once(|| (0..steps).for_each(|step| work(thread, step))).0
    };
    let run = &run;
    let slower: Duration = std::thread::scope(|scope| {
        let threads = [0, 1].map(|thread| scope.spawn(move || run(thread)));
        threads.map(|thread| thread.join().expect("a time")).into_iter().max().expect("two")
    });
    summed(1, || slower).each(steps)
}

/// Prints how often the use of keys was written while so many checks were spread over ten seconds.
fn count_writes(plan: &Plan, keywright: &keywright::Keywright, verify: &dyn Fn(usize)) {
    let (slices, checks) = if plan.is_quick { (1, 10) } else { (SECONDS * 100, CHECKS) };
    let writes = || keywright.status().expect("the status").usage.writes;
    let before = writes();
    let (elapsed, ()) = once(|| {
        for _ in 0..slices {
            (0..checks / slices as usize).for_each(verify);
            std::thread::sleep(Duration::from_millis(if plan.is_quick { 0 } else { 9 }));
        }
    });
    println!(
        "{checks} checks of {KEYS} keys in {:.1} s: {} write transactions for their use",
        elapsed.as_secs_f64(),
        writes() - before
    );
}

//! Writers that are killed (`kill -9`) at any moment: what they had acknowledged is there, and nothing is half made.

use std::path::Path;

use keywright::{Grace, Keywright, Metadata, NewApiKey, RevokeOptions};

use super::helper::{Helper, answer};
use super::long::{report, rounds};
use super::whole::{assert_is_whole, count};
use super::{new_path, open, reason};

/// After this many kills a new store is begun: looking at every key after every kill takes longer with each.
const KILLS_A_STORE: usize = 100;
/// What one transaction of a writer makes.
const KEYS_AT_ONCE: i64 = 3;

/// Makes three keys in one transaction, rotates one and revokes one, tells which values verify now (`+`) and which do not
/// (`-`), and begins again.
pub(super) fn change_without_end(keywright: &Keywright, name: &str) {
    // Large, so that the log is soon long enough to be folded into the store, and a kill falls into that as well.
    let note = serde_json::json!({ "note": "x".repeat(3000) });
    let large = Metadata::new(&note).unwrap();
    loop {
        let new = ["rotated", "revoked", "kept"]
            .map(|description| NewApiKey::new(description).metadata(large.clone()));
        let made = keywright.user(name).create_api_keys(new.into()).unwrap();
        let [rotated, revoked, kept] = &made[..] else { panic!("three were asked for") };
        let next = keywright.api_key(rotated.api_key().id).rotate(Grace::Now).unwrap();
        keywright.api_key(revoked.api_key().id).revoke(RevokeOptions::new()).unwrap();
        let values = [next.value(), kept.value(), rotated.value(), revoked.value()];
        let [next, kept, rotated, revoked] = values;
        answer(&format!("+{next} +{kept} -{rotated} -{revoked}"));
    }
}

#[test]
fn what_a_killed_process_had_acknowledged_is_there_and_nothing_is_half_made() {
    let kills = rounds("KEYWRIGHT_KILLS", 200, 10_000);
    let seed = rounds("KEYWRIGHT_SEED", 1, 1);
    let mut moments = Moments::new(seed as u64);
    let (mut killed, mut acknowledged) = (0, 0);
    while killed < kills {
        let in_this_store = KILLS_A_STORE.min(kills - killed);
        acknowledged += assert_survives(in_this_store, &mut moments);
        killed += in_this_store;
    }
    report(
        "writers killed by `kill -9`",
        &format!("{kills} kills, {acknowledged} answers known"),
        "0 acknowledged changes lost, 0 broken files (`integrity_check`), 0 half-made keys",
    );
}

/// Kills this many writers of one store, and returns how many changes had been acknowledged.
fn assert_survives(kills: usize, moments: &mut Moments) -> usize {
    let (_folder, path) = new_path();
    open(&path).close();
    // With someone who has the store open the log stays, and grows; without, the next one has to recover it.
    let mut stays = None;
    let mut acknowledged = Vec::new();
    let (mut killed, mut checked) = (0, 0);
    while killed < kills {
        let writers = moments.below(3) + 1;
        let mut writers: Vec<_> =
            (0..writers.min(kills - killed)).map(|_| Helper::start()).collect();
        for (number, writer) in writers.iter_mut().enumerate() {
            writer.send(&format!("open {}", path.display()));
            writer.send(&format!("change-without-end user-{number}"));
        }
        // Some end before they have opened the store, some in the middle of the recovery that the last one's end made
        // necessary. One of several may wait long for its turn, so only a single one is waited for.
        if let [only] = &mut writers[..] {
            for _ in 0..moments.below(8) {
                remember(&mut acknowledged, &only.receive());
            }
        }
        moments.let_some_time_pass();
        for writer in &mut writers {
            writer.kill();
            killed += 1;
        }
        for writer in &mut writers {
            // What was on its way when it ended was acknowledged as well.
            while let Some(told) = writer.try_receive() {
                remember(&mut acknowledged, &told);
            }
        }
        let keywright = stays.take().unwrap_or_else(|| open(&path));
        // The whole of it at the end; in between what may have been touched.
        let passed_over = if killed == kills { 0 } else { checked };
        for (value, is_valid) in acknowledged.iter().skip(passed_over) {
            assert_eq!(reason(&keywright, value).is_none(), *is_valid, "kill {killed}: {value}");
        }
        checked = acknowledged.len();
        assert_is_whole(&path);
        assert_is_made_at_once(&path);
        stays = (killed % 50 < 25).then_some(keywright);
    }
    acknowledged.len()
}

/// Notes what one answer of a writer acknowledges.
fn remember(acknowledged: &mut Vec<(String, bool)>, told: &str) {
    if told == "ok" {
        return; // It has opened the store.
    }
    for word in told.split(' ') {
        let (sign, value) = word.split_at(1);
        assert!(["+", "-"].contains(&sign), "the writer could not go on: {told}");
        acknowledged.push((value.to_owned(), sign == "+"));
    }
}

/// What one transaction makes is there as a whole or not at all.
fn assert_is_made_at_once(path: &Path) {
    let connection = rusqlite::Connection::open(path).unwrap();
    let keys = count(&connection, "SELECT count(*) FROM api_key");
    assert_eq!(keys % KEYS_AT_ONCE, 0, "a transaction makes {KEYS_AT_ONCE} keys");
}

/// Numbers that look random and are the same in every run: when to kill is chosen by them.
pub(super) struct Moments(u64);

impl Moments {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn below(&mut self, end: usize) -> usize {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % end as u64).unwrap()
    }

    /// Up to some ten milliseconds, in which a writer gets anywhere in its work.
    fn let_some_time_pass(&mut self) {
        for number in 0..self.below(2_000_000) {
            std::hint::black_box(number);
        }
    }
}

//! Buckets at their boundaries, and merging: whatever the order, nothing is lost, and what finds no room is told.

use std::collections::BTreeMap;
use std::net::IpAddr;

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::clock::Timestamp;
use crate::key::ApiKeyId;
use crate::verify::Reason;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn id(number: u8) -> ApiKeyId {
    Uuid::from_u128(u128::from(number) << 64 | u128::from(number)).into()
}

#[test]
fn a_bucket_begins_at_its_first_instant_and_ends_before_the_next() {
    for (text, step, start) in [
        ("2027-03-28T00:59:59.999Z", UsageStep::Minute, "2027-03-28T00:59:00Z"),
        ("2027-03-28T01:00:00Z", UsageStep::Minute, "2027-03-28T01:00:00Z"),
        // The hour that summer time takes away in Europe is an hour here.
        ("2027-03-28T01:59:59Z", UsageStep::Hour, "2027-03-28T01:00:00Z"),
        ("2027-03-28T02:00:00Z", UsageStep::Hour, "2027-03-28T02:00:00Z"),
        ("2027-03-28T23:59:59.999Z", UsageStep::Day, "2027-03-28T00:00:00Z"),
        ("2028-02-29T12:00:00Z", UsageStep::Day, "2028-02-29T00:00:00Z"),
        ("1969-12-31T23:59:59.999Z", UsageStep::Minute, "1969-12-31T23:59:00Z"),
        ("0001-01-01T00:00:00Z", UsageStep::Day, "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59.999Z", UsageStep::Day, "9999-12-31T00:00:00Z"),
    ] {
        assert_eq!(step.start_of(at(text)), at(start), "{text} by {step}");
    }
}

#[test]
fn every_longer_bucket_holds_whole_shorter_ones() {
    for pair in UsageStep::ALL.windows(2) {
        assert_eq!(pair[1].micros() % pair[0].micros(), 0);
        assert_eq!(pair[0].longer(), Some(pair[1]));
    }
}

#[test]
fn a_range_takes_the_bucket_of_its_beginning_and_leaves_out_that_of_its_end() {
    let window = |from, to, step| UsageRange::new(at(from), at(to), step).check();
    let points = |from, to, step| window(from, to, step).unwrap().points();
    let (ten, eleven) = ("2027-01-01T10:00:00Z", "2027-01-01T11:00:00Z");
    assert_eq!(points(ten, eleven, UsageStep::Minute), 60);
    assert_eq!(points(ten, "2027-01-01T11:00:00.001Z", UsageStep::Minute), 61);
    assert_eq!(points("2027-01-01T10:00:59.999Z", eleven, UsageStep::Minute), 60);
    assert_eq!(points("2027-01-01T10:30:00Z", "2027-01-01T10:30:00.001Z", UsageStep::Day), 1);
    assert_eq!(points("9999-12-31T00:00:00Z", "9999-12-31T23:59:59.999Z", UsageStep::Hour), 24);
    assert!(window(ten, ten, UsageStep::Day).is_err());
    assert!(window(eleven, ten, UsageStep::Day).is_err());
    assert!(window("0001-01-01T00:00:00Z", "9999-12-31T00:00:00Z", UsageStep::Day).is_err());
}

#[test]
fn what_is_kept_reaches_to_the_bucket_that_holds_its_age() {
    let hours = std::time::Duration::from_secs(3600);
    let kept = Retention { minutes: hours, hours: 2 * hours, days: None };
    let now = at("2027-01-01T12:30:30Z");
    assert_eq!(kept.kept_since(UsageStep::Minute, now), Some(at("2027-01-01T11:30:00Z")));
    assert_eq!(kept.kept_since(UsageStep::Hour, now), Some(at("2027-01-01T10:00:00Z")));
    assert_eq!(kept.kept_since(UsageStep::Day, now), None);
    assert_eq!(kept.kept_since(UsageStep::Hour, at("0001-01-01T00:30:00Z")), None);
}

#[test]
fn every_outcome_reads_as_it_is_written() {
    let denied = Reason::ALL.iter().copied().map(Outcome::Denied);
    for outcome in denied.chain([Outcome::Valid, Outcome::WrongSecret]) {
        assert_eq!(Outcome::parse(outcome.as_str()), Some(outcome));
        let mut counts = UsageCounts::default();
        counts.add(Some(outcome), 2);
        assert_eq!(counts.total(), 2);
    }
    assert_eq!(Outcome::parse("of a newer version"), None);
}

/// One check: of which key, with which outcome, at which second, from where.
type Check = (u8, bool, u32, Option<u8>);

fn record(batch: &mut UsageBatch, check: Check) {
    let (number, is_valid, second, host) = check;
    let outcome = if is_valid { Outcome::Valid } else { Outcome::Denied(Reason::Revoked) };
    let at = Timestamp::from_millis(1_800_000_000_000 + i64::from(second) * 1000).unwrap();
    batch.record(id(number), outcome, at, host.map(|host| IpAddr::from([192, 0, 2, host])));
}

/// All that a batch holds, in an order of its own.
fn contents(batch: &UsageBatch) -> BTreeMap<ApiKeyId, (Vec<String>, Option<LastUse>)> {
    let keys = batch.keys().map(|(id, key)| {
        let mut entries: Vec<_> = key.entries.iter().map(|entry| format!("{entry:?}")).collect();
        entries.sort();
        (*id, (entries, key.last_use))
    });
    keys.collect()
}

fn batch_of(checks: &[Check], room: usize) -> UsageBatch {
    let mut batch = UsageBatch::with_room(room);
    checks.iter().for_each(|check| record(&mut batch, *check));
    batch
}

fn checks() -> impl Strategy<Value = Vec<Check>> {
    let check = (0..6_u8, any::<bool>(), 0..200_000_u32, proptest::option::of(0..3_u8));
    proptest::collection::vec(check, 0..120)
}

proptest! {
    #[test]
    fn batches_merge_to_the_same_in_every_order(a in checks(), b in checks(), c in checks()) {
        let room = 10_000;
        let [first, second, third] = [&a, &b, &c].map(|checks| batch_of(checks, room));
        let mut forwards = first.clone();
        forwards.merge(second.clone());
        forwards.merge(third.clone());
        let mut backwards = third;
        backwards.merge(second);
        backwards.merge(first);
        let all = [a, b, c].concat();
        prop_assert_eq!(contents(&forwards), contents(&backwards));
        prop_assert_eq!(contents(&forwards), contents(&batch_of(&all, room)));
        prop_assert_eq!(forwards.entries(), backwards.entries());
    }

    #[test]
    fn without_room_every_check_is_still_counted_or_told_as_lost(
        a in checks(), b in checks(), room in 1..40_usize
    ) {
        let mut merged = batch_of(&a, room);
        merged.merge(batch_of(&b, room));
        prop_assert_eq!(merged.checks() + merged.lost(), (a.len() + b.len()) as u64);
        prop_assert!(merged.entries() <= room);
        let held = merged.keys().map(|(_, key)| key.entries.len()).sum::<usize>();
        prop_assert_eq!(merged.entries(), held);
    }

    #[test]
    fn a_key_that_was_forgotten_is_gone_in_every_order(a in checks(), b in checks()) {
        let mut forgetting = batch_of(&b, 10_000);
        forgetting.forget([id(0)]);
        let mut first = batch_of(&a, 10_000);
        first.merge(forgetting.clone());
        forgetting.merge(batch_of(&a, 10_000));
        prop_assert_eq!(contents(&first), contents(&forgetting));
        prop_assert!(first.key(&id(0)).is_none());
    }
}

#[test]
fn at_the_bound_minutes_become_hours_and_hours_days_before_a_check_is_lost() {
    let mut batch = UsageBatch::with_room(4);
    for minute in 0..300 {
        record(&mut batch, (1, true, minute * 60, None));
    }
    // Five hours of one day: more than four minutes and more than four hours.
    assert_eq!((batch.checks(), batch.lost()), (300, 0));
    assert!(batch.keys().all(|(_, key)| key.entries.iter().all(|e| e.step == UsageStep::Day)));
    for number in 2..=10 {
        record(&mut batch, (number, true, 0, None));
    }
    assert_eq!(batch.checks() + batch.lost(), 309);
    assert!(batch.lost() > 0 && batch.entries() <= 4);
}

#[test]
fn half_a_room_asks_once_to_be_written() {
    let mut batch = UsageBatch::with_room(8);
    let mut asked = Vec::new();
    for minute in 0..8 {
        let at = Timestamp::from_millis(i64::from(minute) * 60_000).unwrap();
        asked.push(batch.record(id(1), Outcome::Valid, at, None));
    }
    assert_eq!(asked, [false, false, false, true, false, false, false, false]);
}

#[test]
fn what_lost_its_resolution_is_in_no_shorter_bucket() {
    let day = at("2027-01-01T00:00:00Z");
    let entry = Entry { start: day, step: UsageStep::Day, outcome: Outcome::Valid, count: 3 };
    let key = KeyUse { entries: vec![entry], last_use: None };
    let sum = |step| {
        let window = UsageRange::last(1, step, day).unwrap().check().unwrap();
        let mut points = vec![UsageCounts::default(); window.points()];
        key.add_to(&window, &mut points);
        points.iter().map(UsageCounts::total).sum::<u64>()
    };
    assert_eq!((sum(UsageStep::Day), sum(UsageStep::Hour)), (3, 0));
}

//! The table against a plain map, and under threads.
#![expect(
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "numbers are small here, and a test fails by panicking, also in the functions that it calls"
)]

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use proptest::prelude::*;

use super::*;

/// A row of the store: everything that the table keeps of it follows from these numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Row {
    id: u128,
    api_key_id: u128,
    owner: u8,
    version: u64,
}

const NOW_MS: u64 = 1_800_000_000_000;

fn moment(number: u64) -> Moment {
    Moment::new(number, second_word(number))
}

fn second_word(number: u64) -> u64 {
    number.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

fn digest(row: &Row) -> [u8; 32] {
    let mut digest = [0; 32];
    digest[..16].copy_from_slice(&row.id.to_le_bytes());
    digest[..8].iter_mut().zip(row.version.to_le_bytes()).for_each(|(a, b)| *a ^= b);
    digest
}

fn owner(row: &Row) -> String {
    format!("user:{}", row.owner)
}

/// Bytes whose number and content tell the row, so that a mixture of two records is none of any.
fn bytes(row: &Row) -> Vec<u8> {
    let length = 16 + (row.version % 60) as usize * 7;
    let pattern: Vec<u8> =
        row.id.to_le_bytes().into_iter().chain(row.version.to_le_bytes()).collect();
    pattern.iter().copied().cycle().take(length.max(24)).collect()
}

fn facts(row: &Row) -> Facts {
    Facts::new(
        Flags::default().with(Flags::REVOKED, row.version.is_multiple_of(3)),
        row.version.is_multiple_of(2).then_some(row.version.cast_signed()),
        row.version.is_multiple_of(5).then_some(-1),
    )
}

/// Hands the row as an entry to `use_it`.
fn with_entry<T>(row: &Row, generations: &[u128], use_it: impl FnOnce(&Entry<'_>) -> T) -> T {
    let (owner, record) = (owner(row), bytes(row));
    use_it(&Entry {
        id: row.id,
        api_key_id: row.api_key_id,
        generations,
        owner: &owner,
        facts: facts(row),
        digest: DigestStart::of(&digest(row)),
        checksum: Checksum::Known(row.version as u32),
        record: &record,
    })
}

fn insert(table: &Table, row: &Row, at: u64) -> Placed {
    with_entry(row, &[], |entry| table.insert(entry, moment(at), NOW_MS))
}

fn publish(table: &Table, at: u64) {
    table.change().publish(moment(at));
}

fn row(number: u64) -> Row {
    // Random in the lower half, as ids are.
    let low = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let id = (0x0198_c7e2_5f7a_7000 + u128::from(number)) << 64 | u128::from(low);
    Row { id, api_key_id: id, owner: (number % 7) as u8, version: number }
}

fn is_hit(table: &Table, row: &Row) -> bool {
    matches!(table.get(row.id), Found::Hit(hit) if is_whole_copy(&hit, row))
}

/// Whether all that a hit gives is that of the row. A changed slot gives nothing, which is no fault.
fn is_whole_copy(hit: &Hit<'_>, row: &Row) -> bool {
    let mut record = Record::empty();
    let Some((kept, kept_digest)) = hit.copy(&mut record) else { return false };
    if !kept_digest.begins(&digest(row)) {
        return false;
    }
    let expected = facts(row);
    assert_eq!(kept.flags().has(Flags::REVOKED), expected.flags().has(Flags::REVOKED));
    assert_eq!(kept.expires_at_us(), expected.expires_at_us());
    assert_eq!(kept.retires_at_us(), expected.retires_at_us());
    assert_eq!(record.bytes(), bytes(row));
    assert_eq!(record.checksum(), Checksum::Known(row.version as u32));
    true
}

fn has_digest(hit: &Hit<'_>, digest: &[u8; 32]) -> bool {
    hit.copy(&mut Record::empty()).is_some_and(|(_, kept)| kept.begins(digest))
}

/// Whether a hit, which only the lower half of an id led to, is of this id.
fn is_of(hit: &Hit<'_>, id: u128) -> bool {
    hit.slot.peek().high() == split(id).0
}

#[test]
fn what_was_inserted_is_found_whole() {
    for table in [Table::bounded(1 << 20), Table::resident(100)] {
        publish(&table, 1);
        assert!(matches!(table.get(row(1).id), Found::Unknown));
        assert_eq!(insert(&table, &row(1), 1), Placed::Kept);
        assert!(is_hit(&table, &row(1)));
        assert!(matches!(table.get(row(2).id), Found::Unknown));
        assert_eq!(table.len(), 1);
    }
}

#[test]
fn an_empty_table_that_knew_all_knows_so_no_more_after_it_was_cleared() {
    let table = Table::resident(10);
    table.change().publish(Moment::new(1, 1));
    assert!(table.finish_loading(table.begin_loading()));
    assert!(matches!(table.get(1), Found::NoSuchKey));
    let mut change = table.change();
    change.clear();
    change.publish(Moment::new(2, 2));
    assert!(!table.is_whole());
    assert!(matches!(table.get(1), Found::Unknown));
}

#[test]
fn a_moment_that_comes_back_is_told_apart() {
    let table = Table::bounded(1 << 16);
    let [first, second] = [Moment::new(1, 1), Moment::new(2, 2)];
    table.change().publish(first);
    let since = table.validated_since(first);
    assert!(since.is_some() && since == table.validated_since(first));
    table.change().publish(second);
    assert_eq!(table.validated_since(first), None);
    table.change().publish(first);
    assert!(table.validated_since(first).is_some_and(|again| Some(again) != since));
}

#[test]
fn a_row_that_was_read_at_another_moment_is_not_kept() {
    let table = Table::bounded(1 << 20);
    assert_eq!(insert(&table, &row(1), 0), Placed::Moved, "nothing is validated yet");
    publish(&table, 1);
    publish(&table, 2);
    for at in [0, 1, 3] {
        assert_eq!(insert(&table, &row(1), at), Placed::Moved);
    }
    assert!(table.is_validated(moment(2)) && !table.is_validated(moment(1)));
    let half = Moment::new(2, second_word(1));
    assert!(!table.is_validated(half), "the counter alone is not the moment");
}

#[test]
fn a_change_that_is_dropped_half_way_leaves_the_table_at_the_moment_before() {
    let table = Table::bounded(1 << 20);
    publish(&table, 1);
    assert_eq!(insert(&table, &row(1), 1), Placed::Kept);
    table.change().forget_generation(row(1).id);
    assert!(table.is_validated(moment(1)));
    assert!(!is_hit(&table, &row(1)));
}

#[test]
fn an_id_that_only_looks_alike_is_not_taken_for_the_other() {
    let table = Table::resident(100);
    publish(&table, 1);
    let kept = row(1);
    let alike = Row { id: kept.id ^ (1 << 100), ..row(2) };
    insert(&table, &kept, 1);
    let Found::Hit(hit) = table.get(kept.id) else { panic!("it is kept") };
    assert!(!has_digest(&hit, &digest(&row(3))));
    let Found::Hit(hit) = table.get(alike.id) else { panic!("its lower half is kept") };
    assert!(!has_digest(&hit, &digest(&alike)) && !is_of(&hit, alike.id));
    let loading = table.begin_loading();
    assert!(table.finish_loading(loading));
    // The other takes the place; the first is not unknown to the table for that, nor when the other is gone.
    insert(&table, &alike, 1);
    assert!(is_hit(&table, &alike));
    let Found::Hit(hit) = table.get(kept.id) else { panic!("one of the two is kept") };
    assert!(!has_digest(&hit, &digest(&kept)) && !is_of(&hit, kept.id));
    table.change().settle_absent(alike.id, moment(1));
    assert!(!matches!(table.get(kept.id), Found::NoSuchKey));
}

#[test]
fn in_a_whole_table_an_absent_id_is_an_answer_until_something_is_lost() {
    let table = Table::resident(10);
    publish(&table, 1);
    let loading = table.begin_loading();
    for number in 0..10 {
        with_entry(&row(number), &[], |entry| table.load(entry, moment(1), NOW_MS));
    }
    assert!(matches!(table.get(row(77).id), Found::Unknown), "not whole yet");
    assert!(table.finish_loading(loading));
    assert!(matches!(table.get(row(77).id), Found::NoSuchKey));

    // A key that came since: the change log names it, and its id is no longer an answer.
    let mut change = table.change();
    change.forget_generation(row(77).id);
    change.publish(moment(2));
    assert!(matches!(table.get(row(77).id), Found::Unknown));
    table.change().settle_absent(row(77).id, moment(1));
    assert!(matches!(table.get(row(77).id), Found::Unknown), "read too early");
    table.change().settle_absent(row(77).id, moment(2));
    assert!(matches!(table.get(row(77).id), Found::NoSuchKey), "it was deleted again");

    table.change().clear();
    assert!(!table.is_whole());
    assert!((0..10).all(|number| matches!(table.get(row(number).id), Found::Unknown)));
    let loading = table.begin_loading();
    table.change().clear();
    assert!(!table.finish_loading(loading), "something was lost while it loaded");
}

#[test]
fn a_row_that_is_loaded_too_late_is_known_to_be_unread() {
    let table = Table::resident(10);
    publish(&table, 2);
    let loading = table.begin_loading();
    with_entry(&row(1), &[], |entry| {
        assert_eq!(table.load(entry, moment(1), NOW_MS), Placed::Moved);
    });
    assert!(table.finish_loading(loading));
    assert!(matches!(table.get(row(1).id), Found::Unknown));
}

#[test]
fn the_checksum_of_a_loaded_key_is_learnt_when_it_is_presented() {
    let table = Table::resident(10);
    publish(&table, 1);
    let row = row(60);
    with_entry(&row, &[], |entry| {
        table.load(
            &Entry { checksum: Checksum::Unknown { last_four: *b"abcd" }, ..*entry },
            moment(1),
            NOW_MS,
        )
    });
    let mut record = Record::empty();
    let Found::Hit(hit) = table.get(row.id) else { panic!("kept") };
    assert!(hit.copy(&mut record).is_some());
    assert_eq!(record.checksum(), Checksum::Unknown { last_four: *b"abcd" });
    assert_eq!(hit.count(Lane::number(0), NOW_MS), Counted::Here);
    table.learn_checksum(&hit, row.version as u32);
    table.learn_checksum(&hit, 7);
    assert!(is_hit(&table, &row), "all the rest is as before, and the second came too late");
    let mut told = 0;
    table.tell_uses(NOW_MS, usize::MAX, |used| told += used.count);
    assert_eq!(told, 1);
}

#[test]
fn a_record_that_is_too_large_is_left_to_the_store() {
    let long = vec![7; 8 * (arena::LONGEST + 8)];
    for table in [Table::bounded(1 << 20), Table::resident(10)] {
        publish(&table, 1);
        let loading = table.begin_loading();
        insert(&table, &row(1), 1);
        with_entry(&row(1), &[], |entry| {
            let entry = Entry { record: &long, ..*entry };
            assert_eq!(table.insert(&entry, moment(1), NOW_MS), Placed::NoRoom);
        });
        table.finish_loading(loading);
        assert!(matches!(table.get(row(1).id), Found::Unknown), "nor is the old one kept");
        insert(&table, &row(1), 1);
        assert!(is_hit(&table, &row(1)));
    }
}

#[test]
fn every_length_of_a_record_comes_back() {
    let table = Table::resident(10);
    publish(&table, 1);
    for length in (0..600).chain([1000, 3000, 5000]) {
        let expected: Vec<u8> = (0..length).map(|n| n as u8).collect();
        with_entry(&row(1), &[], |entry| {
            table.insert(&Entry { record: &expected, ..*entry }, moment(1), NOW_MS)
        });
        let mut record = Record::empty();
        let Found::Hit(hit) = table.get(row(1).id) else { panic!("kept") };
        assert!(hit.copy(&mut record).is_some());
        assert_eq!(record.bytes(), expected);
        assert_eq!(record.rotated_api_key_id(), None);
    }
}

#[test]
fn a_resident_table_grows_and_stays_whole() {
    let table = Table::resident(10);
    publish(&table, 1);
    let loading = table.begin_loading();
    for number in 0..20_000 {
        assert_eq!(insert(&table, &row(number), 1), Placed::Kept);
    }
    assert!(table.finish_loading(loading));
    assert_eq!(table.len(), 20_000);
    assert!((0..20_000).all(|number| is_hit(&table, &row(number))));
    assert!((20_000..40_000).all(|number| matches!(table.get(row(number).id), Found::NoSuchKey)));
}

#[test]
fn a_generation_takes_the_whole_rotated_key_with_it() {
    let first = row(1);
    let [second, third] = [2, 3].map(|number| Row { api_key_id: first.id, ..row(number) });
    let ids = [third.id, second.id, first.id];
    for table in [Table::bounded(1 << 20), Table::resident(10)] {
        for dropped in [first.id, second.id, third.id] {
            publish(&table, 1);
            for generation in [&first, &second] {
                with_entry(generation, &ids, |entry| table.insert(entry, moment(1), NOW_MS));
                assert!(is_hit(&table, generation));
            }
            let Found::Hit(hit) = table.get(second.id) else { panic!("kept") };
            let mut record = Record::empty();
            assert!(hit.copy(&mut record).is_some());
            assert_eq!(record.rotated_api_key_id(), Some(first.id));
            insert(&table, &row(9), 1);
            table.change().forget_generation(dropped);
            assert!(!is_hit(&table, &first) && !is_hit(&table, &second));
            assert!(is_hit(&table, &row(9)), "another key stays");
        }
        assert!(table.change().writer.siblings.of_key(first.id).is_empty());
    }
}

#[test]
fn the_keys_of_an_owner_go_together_and_nearly_all_others_stay() {
    let table = Table::bounded(8 << 20);
    publish(&table, 1);
    let rows: Vec<_> = (0..1000).map(row).collect();
    rows.iter().for_each(|row| assert_eq!(insert(&table, row, 1), Placed::Kept));
    table.change().forget_owner("user:3");
    table.change().forget_owner("user:of nothing");
    let (dropped, others): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.owner == 3);
    assert!(dropped.iter().all(|row| !is_hit(&table, row)));
    assert!(others.iter().all(|row| is_hit(&table, row)));
    insert(&table, &dropped[0], 1);
    assert!(is_hit(&table, &dropped[0]), "read again, it is kept again");
}

#[test]
fn a_version_that_comes_round_again_empties_the_table_first() {
    let table = Table::bounded(1 << 20);
    publish(&table, 1);
    insert(&table, &row(3), 1);
    let cell = table.owner_cell("user:3");
    // So often was this owner changed, and the slot was filled just before.
    table.owners[cell].store(u32::MAX, Ordering::Relaxed);
    insert(&table, &row(3), 1);
    table.change().forget_owner("user:3");
    assert_eq!(table.len(), 0);
}

#[test]
fn a_bounded_table_moves_into_larger_slots_and_takes_everything_along() {
    let limit = 8 << 20;
    let table = Table::bounded(limit);
    let (begin, lane) = (table.bytes(), Lane::number(0));
    assert!(begin < limit / 8, "{begin} bytes to begin with");
    publish(&table, 1);
    let rows: Vec<_> = (0..20_000).map(|number| Row { version: 1, ..row(number) }).collect();
    let (mut used, mut told) = (BTreeMap::new(), BTreeMap::<_, u64>::new());
    for (number, added) in rows.iter().enumerate() {
        assert_eq!(insert(&table, added, 1), Placed::Kept, "{number}");
        // One that was there for long, so that it is used before, while and after it moves.
        let earlier = &rows[number / 2];
        let Found::Hit(hit) = table.get(earlier.id) else { panic!("{} at {number}", number / 2) };
        assert!(is_whole_copy(&hit, earlier), "{number}");
        assert_eq!(hit.count(lane, NOW_MS), Counted::Here);
        *used.entry(earlier.api_key_id).or_default() += 1;
    }
    assert!(rows.iter().all(|row| is_hit(&table, row)));
    assert!(table.newest().base > 0, "it has grown");
    assert_eq!(table.len(), rows.len());
    assert!(table.bytes() <= limit, "{} bytes", table.bytes());
    table.tell_uses(NOW_MS, usize::MAX, |used| {
        *told.entry(used.api_key_id).or_default() += used.count;
    });
    assert!(told == used, "a use was lost or told twice");
    table.change().forget_owner("user:3");
    table.change().forget_generation(rows[0].id);
    let is_gone = |row: &&Row| row.owner == 3 || row.id == rows[0].id;
    let (gone, others): (Vec<_>, Vec<_>) = rows.iter().partition(is_gone);
    assert!(gone.iter().all(|row| !is_hit(&table, row)));
    assert!(others.iter().filter(|row| is_hit(&table, row)).count() > others.len() * 9 / 10);
}

#[test]
fn a_hit_of_before_the_move_counts_no_use_twice_and_loses_none() {
    let table = Table::bounded(8 << 20);
    publish(&table, 1);
    insert(&table, &row(1), 1);
    let Found::Hit(before) = table.get(row(1).id) else { panic!("kept") };
    let lane = Lane::number(0);
    assert_eq!(before.count(lane, NOW_MS), Counted::Here);
    table.change().grow().expect("it may grow");
    let elsewhere = Counted::Elsewhere { count: 1, last_used_ms: NOW_MS };
    assert_eq!(before.count(lane, NOW_MS), elsewhere, "the caller tells it");
    assert!(before.copy(&mut Record::empty()).is_none(), "it has left that slot");
    let Found::Hit(after) = table.get(row(1).id) else { panic!("kept") };
    assert_eq!(after.count(lane, NOW_MS), Counted::Here);
    let mut told = 0;
    table.tell_uses(NOW_MS, usize::MAX, |used| told += used.count);
    assert_eq!(told, 2);
}

#[test]
fn a_scan_of_keys_that_are_used_once_pushes_out_none_that_is_in_use() {
    let table = Table::bounded(1 << 20);
    publish(&table, 1);
    let lane = Lane::number(0);
    let hot: Vec<_> = (0..500).map(row).collect();
    let use_hot = |now_ms| {
        for row in &hot {
            match table.get(row.id) {
                Found::Hit(hit) => _ = hit.count(lane, now_ms),
                _ => _ = insert(&table, row, 1),
            }
        }
    };
    (0..3).for_each(|n| use_hot(NOW_MS + n));
    for number in 1000..200_000 {
        insert(&table, &row(number), 1);
        if number % 5000 == 0 {
            use_hot(NOW_MS + number);
        }
    }
    let left = hot.iter().filter(|row| is_hit(&table, row)).count();
    assert!(left >= 490, "only {left} of 500 are left");
}

#[test]
fn a_bounded_table_keeps_to_its_bytes_whatever_the_records_are() {
    for most in [40, 400, 3000] {
        let table = Table::bounded(1 << 20);
        publish(&table, 1);
        let mut kept = 0;
        for number in 0..60_000_u64 {
            let record = vec![1; (number % most) as usize];
            with_entry(&row(number), &[], |entry| {
                let entry = Entry { record: &record, ..*entry };
                // Twice: the second time it has waited.
                let placed = [(); 2].map(|()| table.insert(&entry, moment(1), NOW_MS));
                kept += u32::from(placed.contains(&Placed::Kept));
            });
        }
        let bytes = table.bytes();
        assert!(bytes < (1 << 20) + (128 << 10), "{bytes} bytes with records up to {most}");
        assert!(kept > 5000, "only {kept} were let in with records up to {most}");
    }
}

#[test]
fn every_use_is_told_once_whatever_happens_to_the_slot() {
    let table = Table::resident(10);
    publish(&table, 1);
    let told = |now_ms| {
        let mut told = Vec::new();
        table.tell_uses(now_ms, usize::MAX, |used| {
            told.push((used.api_key_id, used.count, used.last_used_ms))
        });
        told.sort_unstable();
        told
    };
    insert(&table, &row(1), 1);
    let Found::Hit(hit) = table.get(row(1).id) else { panic!("kept") };
    for lane in [0, 1, 1, 0, 2] {
        assert_eq!(hit.count(Lane::number(lane), NOW_MS), Counted::Here);
    }
    assert_eq!(told(NOW_MS + 500), [(row(1).id, 5, NOW_MS)]);
    assert_eq!(told(NOW_MS + 600), []);
    for lane in [0, 1, 2] {
        assert_eq!(hit.count(Lane::number(lane), NOW_MS + 700), Counted::Here);
    }
    insert(&table, &row(1), 1);
    let elsewhere = Counted::Elsewhere { count: 1, last_used_ms: NOW_MS + 701 };
    assert_eq!(hit.count(Lane::number(7), NOW_MS + 701), elsewhere, "written since");
    assert_eq!(told(NOW_MS + 900), [(row(1).id, 3, NOW_MS + 700)]);
    let Found::Hit(hit) = table.get(row(1).id) else { panic!("kept") };
    assert_eq!(hit.count(Lane::number(7), NOW_MS + 902), Counted::Here);
    table.change().forget_generation(row(1).id);
    assert_eq!(told(NOW_MS + 1000), [(row(1).id, 1, NOW_MS + 902)]);
}

#[test]
fn a_use_counts_in_the_minute_that_it_fell_into_however_late_it_is_told() {
    const MINUTE: u64 = 60_000;
    const YEAR: u64 = 365 * 24 * 60 * MINUTE;
    let table = Table::bounded(1 << 20);
    publish(&table, 1);
    insert(&table, &row(1), 1);
    let Found::Hit(hit) = table.get(row(1).id) else { panic!("kept") };
    let mut told = Vec::new();
    let count = |lane, at_ms, told: &mut Vec<_>| match hit.count(Lane::number(lane), at_ms) {
        Counted::Here => {}
        Counted::Elsewhere { count, last_used_ms } => told.push((count, last_used_ms)),
    };
    // Two lanes at once, so that cells are used too.
    let last = NOW_MS + MINUTE - 1;
    for at_ms in [last - 2, last, last + 1, last + 2, last + 1 + MINUTE] {
        for lane in [0, 1, 0, 1] {
            count(lane, at_ms, &mut told);
        }
    }
    table.tell_uses(last + 2 * MINUTE, usize::MAX, |used| {
        told.push((used.count, used.last_used_ms))
    });
    // One lane alone needs nobody to tell meanwhile.
    for at_ms in [last + 3 * MINUTE, last + YEAR, last + 2 * YEAR] {
        count(2, at_ms, &mut told);
    }
    table.tell_uses(last + 3 * YEAR, usize::MAX, |used| told.push((used.count, used.last_used_ms)));
    let mut minutes: BTreeMap<_, u64> = BTreeMap::new();
    for (count, last_used_ms) in told {
        *minutes.entry(last_used_ms / MINUTE).or_default() += count;
    }
    let [first, year] = [NOW_MS, YEAR].map(|time| time / MINUTE);
    let expected = [(0, 8), (1, 8), (2, 4), (3, 1), (year, 1), (2 * year, 1)]
        .map(|(n, count)| (first + n, count));
    assert_eq!(minutes, BTreeMap::from(expected));
}

#[test]
fn more_uses_than_a_slot_has_room_for_are_handed_back() {
    const MANY: u64 = 100_000;
    let table = Table::bounded(1 << 20);
    publish(&table, 1);
    insert(&table, &row(1), 1);
    let Found::Hit(hit) = table.get(row(1).id) else { panic!("kept") };
    let mut told = 0;
    for _ in 0..MANY {
        if let Counted::Elsewhere { count, .. } = hit.count(Lane::number(0), NOW_MS) {
            told += count;
        }
    }
    assert!(told > 0 && told < MANY);
    table.tell_uses(NOW_MS, usize::MAX, |used| told += used.count);
    assert_eq!(told, MANY);
}

#[derive(Clone, Debug)]
enum Step {
    /// A row comes or changes, and the table hears of it by one of three ways.
    Write {
        key: usize,
        by: u8,
    },
    Delete {
        key: usize,
    },
    Verify {
        key: usize,
    },
    /// A reader reads a row and is slow.
    ReadSlowly {
        key: usize,
    },
    InsertLate,
    OwnerChanges {
        owner: u8,
    },
    Clear,
    Load,
    Tell,
}

fn step() -> impl Strategy<Value = Step> {
    let key = 0..24_usize;
    prop_oneof![
        4 => (key.clone(), any::<u8>()).prop_map(|(key, by)| Step::Write { key, by }),
        1 => key.clone().prop_map(|key| Step::Delete { key }),
        8 => key.clone().prop_map(|key| Step::Verify { key }),
        2 => key.prop_map(|key| Step::ReadSlowly { key }),
        2 => Just(Step::InsertLate),
        1 => (0..7_u8).prop_map(|owner| Step::OwnerChanges { owner }),
        1 => Just(Step::Clear),
        1 => Just(Step::Load),
        1 => Just(Step::Tell),
    ]
}

/// The store as a plain map, beside the table.
struct Model {
    table: Table,
    rows: BTreeMap<u128, Row>,
    at: u64,
    slow: Vec<(Row, u64)>,
    used: BTreeMap<u128, u64>,
    told: BTreeMap<u128, u64>,
}

impl Model {
    /// Ids of which each third agrees with the one before in its lower half.
    fn id(key: usize) -> u128 {
        let low = row((key - usize::from(key % 3 == 2)) as u64).id as u64;
        u128::from(low) | (key as u128 + 1) << 64
    }

    fn change(&mut self, drop: impl FnOnce(&mut Change<'_>)) {
        self.at += 1;
        let mut change = self.table.change();
        drop(&mut change);
        change.publish(moment(self.at));
    }

    fn verify(&mut self, id: u128) {
        let now = self.rows.get(&id).copied();
        match self.table.get(id) {
            Found::NoSuchKey => assert_eq!(now, None, "a key is not known"),
            Found::Unknown => self.fill(id, now),
            Found::Hit(hit) => match now {
                None => {
                    let gone = Row { id, version: 0, api_key_id: id, owner: 0 };
                    assert!(!has_digest(&hit, &digest(&gone)));
                    assert!(!is_of(&hit, id), "a deleted key is known");
                }
                Some(now) if has_digest(&hit, &digest(&now)) => {
                    assert!(is_whole_copy(&hit, &now));
                    let uses = match hit.count(Lane::number(now.owner.into()), NOW_MS) {
                        Counted::Here => 1,
                        Counted::Elsewhere { .. } => panic!("nobody writes meanwhile"),
                    };
                    *self.used.entry(id).or_default() += uses;
                }
                Some(now) => {
                    assert!(!is_of(&hit, id), "the right secret is refused");
                    self.fill(id, Some(now));
                }
            },
        }
    }

    fn fill(&mut self, id: u128, now: Option<Row>) {
        match now {
            Some(row) => assert_ne!(insert(&self.table, &row, self.at), Placed::Moved),
            None => self.table.change().settle_absent(id, moment(self.at)),
        }
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Write { key, by } => {
                let id = Self::id(key);
                let version = self.at + 1;
                let row = Row { id, api_key_id: id, owner: (key % 7) as u8, version };
                self.rows.insert(id, row);
                self.change(|change| match by % 3 {
                    0 => change.forget_generation(id),
                    1 => change.forget_key(id),
                    // The other two kinds of change name an owner or everything; a new id must be named as well.
                    _ => {
                        change.forget_owner(&owner(&row));
                        change.forget(id);
                    }
                });
            }
            Step::Delete { key } => {
                let id = Self::id(key);
                self.rows.remove(&id);
                self.change(|change| change.forget_key(id));
            }
            Step::Verify { key } => self.verify(Self::id(key)),
            Step::ReadSlowly { key } => {
                let row = self.rows.get(&Self::id(key)).copied();
                self.slow.extend(row.map(|row| (row, self.at)));
            }
            Step::InsertLate => {
                for (row, at) in std::mem::take(&mut self.slow) {
                    let placed = insert(&self.table, &row, at);
                    assert_eq!(placed == Placed::Moved, at != self.at);
                }
            }
            Step::OwnerChanges { owner } => {
                for row in self.rows.values_mut().filter(|row| row.owner == owner) {
                    row.version += 1000;
                }
                self.change(|change| change.forget_owner(&format!("user:{owner}")));
            }
            Step::Clear => {
                for row in self.rows.values_mut() {
                    row.version += 1000;
                }
                self.change(|change| change.clear());
            }
            Step::Load => {
                let loading = self.table.begin_loading();
                for (number, row) in self.rows.values().enumerate() {
                    let at = if number == 3 { self.at + 1 } else { self.at };
                    with_entry(row, &[], |entry| self.table.load(entry, moment(at), NOW_MS));
                }
                self.table.finish_loading(loading);
            }
            Step::Tell => self.tell(),
        }
    }

    fn tell(&mut self) {
        let told = &mut self.told;
        self.table.tell_uses(NOW_MS, usize::MAX, |used| {
            *told.entry(used.api_key_id).or_default() += used.count
        });
        assert_eq!(self.told, self.used);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]
    #[test]
    fn the_table_says_what_the_store_would_say(
        is_resident in any::<bool>(),
        steps in proptest::collection::vec(step(), 1..200),
    ) {
        let table = if is_resident { Table::resident(4) } else { Table::bounded(2000) };
        let (used, told) = (BTreeMap::new(), BTreeMap::new());
        let mut model = Model { table, rows: BTreeMap::new(), at: 1, slow: Vec::new(), used, told };
        publish(&model.table, 1);
        for step in steps {
            model.take(step);
        }
        for key in 0..24 {
            model.verify(Model::id(key));
        }
        model.tell();
    }
}

/// How often one thread changes a row while others read.
const ROUNDS: u64 = 20_000;

/// The versions of 64 rows, changed by one thread and kept in the table by all.
struct Shared {
    table: Table,
    versions: Vec<AtomicU64>,
    /// Even: the versions are those of this moment. Odd: they are being changed.
    at: AtomicU64,
    is_over: AtomicBool,
}

impl Shared {
    fn row(&self, number: usize) -> Row {
        Row { version: self.versions[number].load(Ordering::SeqCst), ..row(number as u64) }
    }

    /// Answers one question as a check does; returns whether it was a hit.
    fn check(&self, number: usize, record: &mut Record, lane: Lane) -> bool {
        let before = self.at.load(Ordering::SeqCst);
        let least = self.row(number).version;
        if !self.table.is_validated(moment(before)) {
            std::thread::yield_now();
            return false;
        }
        let Found::Hit(hit) = self.table.get(row(number as u64).id) else {
            let now = self.row(number);
            let _ = insert(&self.table, &now, before);
            return false;
        };
        let Some((_, kept)) = hit.copy(record) else { return false };
        let _ = hit.count(lane, NOW_MS);
        // Torn in no way, whether it is still right or not: facts and record are those of one version.
        let Checksum::Known(version) = record.checksum() else { panic!("a checksum") };
        let version = u64::from(version);
        let expected = Row { version, ..row(number as u64) };
        assert!(kept.begins(&digest(&expected)), "facts and record of two versions");
        assert_eq!(record.bytes(), bytes(&expected), "a torn record");
        // And what was so before the check began is seen.
        assert!(version >= least, "{version} although {least} had returned");
        true
    }
}

#[test]
fn threads_that_read_while_one_changes_see_whole_records_and_never_an_old_one() {
    const FEWEST_HITS: u64 = 1000;
    for table in [Table::resident(64), Table::bounded(20_000), Table::bounded(8 << 20)] {
        let versions = (0..64).map(|_| AtomicU64::new(0)).collect();
        let shared =
            Shared { table, versions, at: AtomicU64::new(0), is_over: AtomicBool::new(false) };
        publish(&shared.table, 0);
        let hits = AtomicU64::new(0);
        std::thread::scope(|scope| {
            for lane in 0..3 {
                let (shared, hits) = (&shared, &hits);
                scope.spawn(move || {
                    let (mut record, mut number) = (Record::empty(), lane);
                    while !shared.is_over.load(Ordering::Relaxed) {
                        number = (number * 5 + 1) % 64;
                        let is_hit = shared.check(number, &mut record, Lane::number(lane));
                        hits.fetch_add(is_hit.into(), Ordering::Relaxed);
                    }
                });
            }
            // On a busy machine the readers get their turns late, so it goes on until they had enough of them.
            let is_enough = |round| round > ROUNDS && hits.load(Ordering::Relaxed) > FEWEST_HITS;
            for round in (1..ROUNDS * 100).take_while(|round| !is_enough(*round)) {
                let number = (round * 7 % 64) as usize;
                // As a commit does: what was read before it is of no moment that anyone publishes.
                shared.at.store(2 * round - 1, Ordering::SeqCst);
                shared.versions[number].store(round, Ordering::SeqCst);
                shared.at.store(2 * round, Ordering::SeqCst);
                let mut change = shared.table.change();
                match round % 5 {
                    0 => change.forget_owner(&owner(&row(number as u64))),
                    1 => change.forget_key(row(number as u64).id),
                    _ => change.forget_generation(row(number as u64).id),
                }
                if round % 1000 == 0 {
                    change.clear();
                }
                // At its limit it has no further to go.
                if round % 3000 == 500 {
                    let _ = change.grow();
                }
                change.publish(moment(2 * round));
                if round % 16 == 0 {
                    std::thread::yield_now();
                }
            }
            shared.is_over.store(true, Ordering::SeqCst);
        });
        let hits = hits.into_inner();
        assert!(hits > FEWEST_HITS, "the readers hit only {hits} times");
    }
}

#[test]
fn threads_on_one_key_lose_no_use() {
    const EACH: u64 = 50_000;
    let table = Table::resident(10);
    publish(&table, 1);
    insert(&table, &row(1), 1);
    let told = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for thread in 0..3 {
            let (table, told) = (&table, &told);
            scope.spawn(move || {
                for n in 0..EACH {
                    // Two threads on one lane, and one on its own.
                    let Found::Hit(hit) = table.get(row(1).id) else { panic!("kept") };
                    assert_eq!(hit.count(Lane::number(thread / 2), NOW_MS + n / 50), Counted::Here);
                    if n % 1000 == 0 {
                        table.tell_uses(NOW_MS + n / 50, usize::MAX, |used| {
                            told.fetch_add(used.count, Ordering::Relaxed);
                        });
                    }
                }
            });
        }
    });
    table.tell_uses(NOW_MS + EACH, usize::MAX, |used| {
        _ = told.fetch_add(used.count, Ordering::Relaxed)
    });
    assert_eq!(told.into_inner(), 3 * EACH);
}

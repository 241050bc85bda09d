//! Every statement about usage.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension as _, Statement, TransactionBehavior, named_params};

use crate::clock::Timestamp;
use crate::error::Error;
use crate::key::ApiKeyId;
use crate::store::columns::Columns;
use crate::store::error::UnreadableValue;
use crate::usage::{LastUse, Outcome, Retention, UsageBatch, UsageCounts, UsageStep, Window};

/// Buckets that are cleared with every write, beside twice as many as it can have added: so that a write stays short,
/// and clearing never falls behind.
const CLEARED_AT_ONCE: usize = 1000;

/// Adds a batch, clears what is older than it is kept, and drops what is known of keys that are gone: one transaction.
pub(super) fn write(
    connection: &mut Connection,
    batch: &UsageBatch,
    gone: &BTreeSet<ApiKeyId>,
    kept: &Retention,
    now: Timestamp,
) -> Result<(), Error> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // In the order in which rows lie in the file: each page is then come to once, however many keys there are.
    let mut keys: Vec<_> = batch.keys().collect();
    keys.sort_unstable_by_key(|(id, _)| **id);
    {
        let mut statement = transaction.prepare_cached(ADD)?;
        for step in UsageStep::ALL {
            for (id, key) in &keys {
                for entry in key.entries.iter().filter(|entry| *step >= entry.step) {
                    add(&mut statement, *step, entry.start, id, entry.outcome, entry.count)?;
                }
            }
        }
    }
    for (id, key) in keys {
        touch(&transaction, id, key.last_use)?;
    }
    forget(&transaction, gone)?;
    let most = CLEARED_AT_ONCE + 2 * batch.entries();
    for step in UsageStep::ALL {
        if let Some(since) = kept.kept_since(*step, now) {
            clear(&transaction, *step, since, most)?;
        }
    }
    transaction.commit()?;
    Ok(())
}

const ADD: &str = "INSERT INTO bucket (step_s, start_us, api_key_id, outcome, count)
                   VALUES (:step_s, :start_us, :api_key_id, :outcome, :count)
                   ON CONFLICT (step_s, start_us, api_key_id, outcome) DO UPDATE SET
                     count = count + excluded.count";

fn add(
    statement: &mut Statement<'_>,
    step: UsageStep,
    at: Timestamp,
    id: &ApiKeyId,
    outcome: Outcome,
    count: u64,
) -> Result<(), Error> {
    statement.execute(named_params! {
        ":step_s": step.seconds(),
        ":start_us": step.start_of(at).as_micros(),
        ":api_key_id": id.as_uuid().as_bytes().as_slice(),
        ":outcome": outcome.as_str(),
        ":count": i64::try_from(count).unwrap_or(i64::MAX),
    })?;
    Ok(())
}

/// Notes that a key has buckets, and its last use if it is the latest of all.
pub(super) fn touch(
    connection: &Connection,
    id: &ApiKeyId,
    last_use: Option<LastUse>,
) -> Result<(), Error> {
    connection
        .prepare_cached(
            "INSERT INTO key_use (api_key_id, used_at_us, ip)
             VALUES (:api_key_id, :used_at_us, :ip)
             ON CONFLICT (api_key_id) DO UPDATE SET
               used_at_us = excluded.used_at_us,
               ip = excluded.ip
             WHERE excluded.used_at_us > used_at_us
               OR (excluded.used_at_us IS NOT NULL AND used_at_us IS NULL)",
        )?
        .execute(named_params! {
            ":api_key_id": id.as_uuid().as_bytes().as_slice(),
            ":used_at_us": last_use.map(|last| last.at.as_micros()),
            ":ip": last_use.and_then(|last| last.ip).map(|ip| ip.to_string()),
        })?;
    Ok(())
}

fn forget(connection: &Connection, ids: &BTreeSet<ApiKeyId>) -> Result<(), Error> {
    for id in ids {
        let id = id.as_uuid().as_bytes().as_slice();
        connection
            .prepare_cached("DELETE FROM bucket WHERE api_key_id = :api_key_id")?
            .execute(named_params! { ":api_key_id": id })?;
        connection
            .prepare_cached("DELETE FROM key_use WHERE api_key_id = :api_key_id")?
            .execute(named_params! { ":api_key_id": id })?;
    }
    Ok(())
}

/// Clears buckets that begin before an instant, the oldest first.
fn clear(
    connection: &Connection,
    step: UsageStep,
    since: Timestamp,
    most: usize,
) -> Result<(), Error> {
    connection
        .prepare_cached(
            "DELETE FROM bucket
             WHERE (step_s, start_us, api_key_id, outcome) IN (
               SELECT step_s, start_us, api_key_id, outcome
               FROM bucket
               WHERE step_s = :step_s AND start_us < :since
               ORDER BY start_us
               LIMIT :most
             )",
        )?
        .execute(named_params! {
            ":step_s": step.seconds(),
            ":since": since.as_micros(),
            ":most": i64::try_from(most).unwrap_or(i64::MAX),
        })?;
    Ok(())
}

/// Returns the counts of each bucket of a window.
pub(super) fn series(
    connection: &Connection,
    id: &ApiKeyId,
    window: &Window,
) -> Result<Vec<UsageCounts>, Error> {
    let mut points = vec![UsageCounts::default(); window.points()];
    let mut statement = connection.prepare_cached(
        "SELECT start_us, outcome, count
         FROM bucket
         WHERE api_key_id = :api_key_id
           AND step_s = :step_s
           AND start_us BETWEEN :first AND :last",
    )?;
    let mut rows = statement.query(named_params! {
        ":api_key_id": id.as_uuid().as_bytes().as_slice(),
        ":step_s": window.step().seconds(),
        ":first": window.first().as_micros(),
        ":last": window.last().as_micros(),
    })?;
    while let Some(row) = rows.next()? {
        let mut columns = Columns::of(row);
        let start = columns.instant()?;
        let outcome = columns.text("an outcome", |text| Ok(Outcome::parse(text)))?;
        let count = u64::try_from(columns.next::<i64>()?)
            .map_err(|_| UnreadableValue { what: "a count" })?;
        if let Some(point) = window.point_of(start).and_then(|index| points.get_mut(index)) {
            point.add(outcome, count);
        }
    }
    Ok(points)
}

pub(super) fn last_use(connection: &Connection, id: &ApiKeyId) -> Result<Option<LastUse>, Error> {
    let mut statement = connection.prepare_cached(
        "SELECT used_at_us, ip
         FROM key_use
         WHERE api_key_id = :api_key_id",
    )?;
    let mut rows =
        statement.query(named_params! { ":api_key_id": id.as_uuid().as_bytes().as_slice() })?;
    let Some(row) = rows.next()? else { return Ok(None) };
    read_last_use(&mut Columns::of(row))
}

/// Reads the time and the address of a last use.
pub(super) fn read_last_use(columns: &mut Columns<'_>) -> Result<Option<LastUse>, Error> {
    let at = columns.optional_instant()?;
    let ip = columns.optional_text("an address", |text| {
        text.parse().map_err(|_| UnreadableValue { what: "an address" }.into())
    })?;
    Ok(at.map(|at| LastUse { at, ip }))
}

/// Returns ids of keys that something is known about, behind one, in their order.
pub(super) fn known_keys(
    connection: &Connection,
    behind: Option<ApiKeyId>,
    most: u32,
) -> Result<Vec<ApiKeyId>, Error> {
    let mut statement = connection.prepare_cached(
        "SELECT api_key_id
         FROM key_use
         WHERE api_key_id > :behind
         ORDER BY api_key_id
         LIMIT :most",
    )?;
    // The empty blob comes before every id.
    let behind = behind.as_ref().map_or(&[][..], |id| id.as_uuid().as_bytes().as_slice());
    let mut rows = statement.query(named_params! { ":behind": behind, ":most": most })?;
    let mut ids = Vec::new();
    while let Some(row) = rows.next()? {
        ids.push(Columns::of(row).uuid()?);
    }
    Ok(ids)
}

/// Whether any row can be read at all: asks for the first.
pub(super) fn probe(connection: &Connection) -> Result<(), Error> {
    let mut statement = connection.prepare_cached("SELECT step_s FROM bucket LIMIT 1")?;
    statement.query_row([], |_| Ok(())).optional()?;
    Ok(())
}

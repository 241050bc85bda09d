//! Signals: at most one of a kind about the same in an hour.

use rusqlite::{Connection, named_params};
use serde_json::Value;

use super::SqliteRows;
use crate::error::Error;
use crate::signal::{NewSignal, Signal, SignalKind};
use crate::store::SignalRows;
use crate::store::columns::Columns;
use crate::store::error::UnreadableValue;

impl SignalRows for SqliteRows<'_> {
    fn append_signal(&mut self, signal: &NewSignal) -> Result<(), Error> {
        // Asked before, and not left to the unique index: an insert that is ignored still counts AUTOINCREMENT up, and that
        // is a commit.
        self.connection
            .prepare_cached(
                "INSERT INTO signal (kind, about, hour_us, at_us, evidence)
                 SELECT :kind, :about, :hour_us, :at_us, :evidence
                 WHERE NOT EXISTS (
                   SELECT 1
                   FROM signal
                   WHERE kind = :kind AND about = :about AND hour_us = :hour_us
                 )",
            )?
            .execute(named_params! {
                ":kind": signal.kind.as_str(),
                ":about": signal.about,
                ":hour_us": signal.at.floor_to_hour().as_micros(),
                ":at_us": signal.at.as_micros(),
                ":evidence": Value::Object(signal.evidence.clone()).to_string(),
            })?;
        Ok(())
    }

    fn signals(&self, after: u64, limit: u32) -> Result<Vec<Signal>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT number, kind, about, at_us, evidence
             FROM signal
             WHERE number > :after
             ORDER BY number",
        )?;
        // A position beyond what the column holds has nothing behind it.
        let after = i64::try_from(after).unwrap_or(i64::MAX);
        let mut rows = statement.query(named_params! { ":after": after })?;
        let mut signals = Vec::new();
        while signals.len() < limit as usize
            && let Some(row) = rows.next()?
        {
            let mut columns = Columns::of(row);
            let number = u64::try_from(columns.next::<i64>()?)
                .map_err(|_| UnreadableValue { what: "the number of a signal" })?;
            let kind = columns.string("the kind of a signal")?;
            // A newer version that shares the store may know more kinds; they need not end every list here.
            let Some(&kind) = SignalKind::ALL.iter().find(|known| known.as_str() == kind) else {
                continue;
            };
            signals.push(Signal {
                number,
                kind,
                about: columns.string("what a signal is about")?,
                at: columns.instant()?,
                evidence: columns.text("the evidence of a signal", |text| {
                    serde_json::from_str(text)
                        .map_err(|_| UnreadableValue { what: "the evidence of a signal" }.into())
                })?,
            });
        }
        Ok(signals)
    }
}

/// Returns the number of the newest signal, and 0 when there is none.
pub(crate) fn last_signal(connection: &Connection) -> Result<u64, Error> {
    let mut statement = connection.prepare_cached("SELECT coalesce(max(number), 0) FROM signal")?;
    let number: i64 = statement.query_one([], |row| row.get(0))?;
    Ok(u64::try_from(number).map_err(|_| UnreadableValue { what: "the number of a signal" })?)
}

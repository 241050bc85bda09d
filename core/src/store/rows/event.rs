//! The audit log.

use rusqlite::named_params;

use super::SqliteRows;
use crate::error::Error;
use crate::event::Event;
use crate::store::columns::Columns;
use crate::store::error::UnreadableValue;
use crate::store::{EventRow, EventRows};

impl EventRows for SqliteRows<'_> {
    fn append_event(&mut self, event: &EventRow) -> Result<(), Error> {
        self.connection
            .prepare_cached(
                "INSERT INTO event (at_us, verb, payload)
                 VALUES (:at_us, :verb, :payload)",
            )?
            .execute(named_params! {
                ":at_us": event.at.as_micros(),
                ":verb": event.verb,
                ":payload": event.payload,
            })?;
        Ok(())
    }

    fn events(&self, after: u64, limit: u32) -> Result<Vec<Event>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT number, at_us, verb, payload
             FROM event
             WHERE number > :after
             ORDER BY number
             LIMIT :limit",
        )?;
        // A position beyond what the column holds has nothing behind it.
        let after = i64::try_from(after).unwrap_or(i64::MAX);
        let mut rows = statement.query(named_params! { ":after": after, ":limit": limit })?;
        let mut events = Vec::new();
        while let Some(row) = rows.next()? {
            let mut columns = Columns::of(row);
            events.push(Event {
                number: u64::try_from(columns.next::<i64>()?)
                    .map_err(|_| UnreadableValue { what: "the number of an event" })?,
                at: columns.instant()?,
                verb: columns.next()?,
                payload: columns.text("the payload of an event", |text| {
                    serde_json::from_str(text)
                        .map_err(|_| UnreadableValue { what: "the payload of an event" }.into())
                })?,
            });
        }
        Ok(events)
    }
}

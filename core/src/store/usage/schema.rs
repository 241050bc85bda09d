//! What a usage file is, and its numbered steps. A released step is never edited.

use rusqlite::{Connection, TransactionBehavior, named_params};

use crate::clock::Timestamp;
use crate::error::{Error, ErrorCode};

/// `application_id` of usage files: `KeyU` in ASCII.
const APPLICATION_ID: i32 = 0x4b65_7955;

const MIGRATIONS: &[&str] = &[include_str!("../../../migrations_usage/0001_first_usage.sql")];

/// The schema number that this program writes.
#[expect(clippy::cast_possible_truncation, reason = "the list of migrations is short")]
const SCHEMA: u32 = MIGRATIONS.len() as u32;
/// The lowest schema number whose programs may work on a file that this program made.
const OLDEST_READER: u32 = 1;

/// Looks at a file without changing a byte of it, and returns whether it lacks a step.
pub(super) fn needs_steps(connection: &Connection) -> Result<bool, Error> {
    // One snapshot: between two of these questions another process may make the file.
    let snapshot = connection.unchecked_transaction()?;
    let application_id: i32 = snapshot.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let schema = schema_number(&snapshot)?;
    if application_id == APPLICATION_ID {
        let oldest_reader: u32 = snapshot
            .query_row("SELECT oldest_reader FROM usage_file WHERE id = 1", [], |row| row.get(0))
            .map_err(|error| match Error::from(error) {
                // It calls itself ours and lacks our table.
                error if error.code() == ErrorCode::Internal => foreign().with_source(error),
                error => error,
            })?;
        if oldest_reader > SCHEMA {
            return Err(Error::new(
                ErrorCode::SchemaTooNew,
                format!(
                    "the usage file was written by a newer version; upgrade this program. needed=`{oldest_reader}`, supported=`{SCHEMA}`"
                ),
            ));
        }
        snapshot.commit()?;
        return Ok(schema < SCHEMA);
    }
    let objects: i64 =
        snapshot.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if application_id != 0 || schema != 0 || objects != 0 {
        return Err(foreign());
    }
    snapshot.commit()?;
    Ok(true)
}

/// Takes all steps that a file lacks, in one transaction.
pub(super) fn migrate(connection: &mut Connection, now: Timestamp) -> Result<(), Error> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have been faster; the number counts that stands inside the transaction.
    let from = schema_number(&transaction)?;
    for sql in MIGRATIONS.iter().skip(from as usize) {
        transaction.execute_batch(sql)?;
    }
    if from == 0 {
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.execute(
            "INSERT INTO usage_file (id, oldest_reader, created_at_us)
             VALUES (1, :oldest_reader, :now)",
            named_params! { ":oldest_reader": OLDEST_READER, ":now": now.as_micros() },
        )?;
    }
    if from < SCHEMA {
        transaction.pragma_update(None, "user_version", SCHEMA)?;
    }
    transaction.commit()?;
    Ok(())
}

fn foreign() -> Error {
    Error::new(ErrorCode::StorageCorrupt, "the file is another application's database")
}

fn schema_number(connection: &Connection) -> Result<u32, Error> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

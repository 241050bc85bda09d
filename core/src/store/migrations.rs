//! The numbered steps from an empty file to the newest schema. A released step is never edited.

use rusqlite::Connection;

use crate::clock::Timestamp;
use crate::error::{Error, ErrorCode};
use crate::permission::PermissionDefinition;
use crate::settings::Settings;
use crate::store::KeyRing;
use crate::store::error::UnreadableValue;
use crate::store::rows::SqliteRows;
use crate::store::{PermissionRows as _, SettingsRows as _};

/// `application_id` of our files: `KeyW` in ASCII.
pub(crate) const APPLICATION_ID: i32 = 0x4b65_7957;

/// One step: the text, and the lowest schema number whose programs may work on the file after it.
struct Migration {
    sql: &'static str,
    oldest_reader: u32,
}

const MIGRATIONS: &[Migration] = &[
    Migration { sql: include_str!("../../migrations/0001_first_store.sql"), oldest_reader: 1 },
    Migration {
        sql: include_str!("../../migrations/0002_seals_and_signals.sql"),
        oldest_reader: 1,
    },
    Migration { sql: include_str!("../../migrations/0003_usage_settings.sql"), oldest_reader: 1 },
];

/// The schema number that this program writes.
#[expect(clippy::cast_possible_truncation, reason = "the list of migrations is short")]
pub(crate) const SCHEMA: u32 = MIGRATIONS.len() as u32;

/// What every store has, and since which schema number.
const TABLES: &[(&str, u32)] = &[
    ("api_key", 1),
    ("changes", 1),
    ("data_key", 2),
    ("event", 1),
    ("generation", 1),
    ("owner", 1),
    ("permission_definition", 1),
    ("settings", 1),
    ("signal", 2),
    ("store", 1),
    ("team_member", 1),
];

/// The two numbers of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Versions {
    pub(crate) schema: u32,
    pub(crate) oldest_reader: u32,
}

/// What a file is, told before anything in it is touched.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Identity {
    /// Nothing is in it.
    Empty,
    /// A store of ours.
    Store(Versions),
}

/// Looks at a file without changing a byte of it.
pub(crate) fn identify(connection: &Connection) -> Result<Identity, Error> {
    // One snapshot: between two of these questions another process may make the store, and half of each answer looks
    // like a stranger's database.
    let snapshot = connection.unchecked_transaction()?;
    let identity = identify_in(&snapshot)?;
    snapshot.commit()?;
    Ok(identity)
}

fn identify_in(connection: &Connection) -> Result<Identity, Error> {
    let application_id: i32 =
        connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let schema = schema_number(connection)?;
    if application_id == APPLICATION_ID {
        let oldest_reader = connection
            .query_row("SELECT oldest_reader FROM store WHERE id = 1", [], |row| row.get(0))
            .map_err(|error| match Error::from(error) {
                // It calls itself ours and lacks the first of our tables.
                error if error.code() == ErrorCode::Internal => {
                    UnreadableValue { what: "the versions of the file" }.into()
                }
                error => error,
            })?;
        let versions = Versions { schema, oldest_reader };
        if oldest_reader > SCHEMA {
            return Err(Error::new(
                ErrorCode::SchemaTooNew,
                format!(
                    "the store was written by a newer version; upgrade this program. needed=`{oldest_reader}`, supported=`{SCHEMA}`"
                ),
            ));
        }
        if schema == 0 || !has_our_tables(connection, schema)? {
            return Err(UnreadableValue { what: "the tables of the file" }.into());
        }
        return Ok(Identity::Store(versions));
    }
    let objects: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if application_id == 0 && schema == 0 && objects == 0 {
        return Ok(Identity::Empty);
    }
    Err(Error::new(
        ErrorCode::StorageCorrupt,
        "the file is another application's database; Keywright needs a file of its own",
    ))
}

/// Takes all steps that a file lacks, in one transaction.
///
/// A new store that is opened with master keys is sealed from its first row on.
pub(crate) fn migrate(
    connection: &mut Connection,
    new_settings: &Settings,
    ring: Option<&KeyRing>,
    now: Timestamp,
) -> Result<(), Error> {
    let transaction =
        connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    // Another process may have been faster; the number counts that stands inside the transaction.
    let from = schema_number(&transaction)?;
    for (number, migration) in (1_u32..).zip(MIGRATIONS).skip(from as usize) {
        transaction.execute_batch(migration.sql)?;
        if number == 1 {
            transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
            transaction.execute(
                "INSERT INTO store (id, oldest_reader, created_at_us)
                 VALUES (1, :oldest_reader, :now)",
                rusqlite::named_params! { ":oldest_reader": migration.oldest_reader, ":now": now.as_micros() },
            )?;
        }
    }
    if from < SCHEMA {
        transaction.pragma_update(None, "user_version", SCHEMA)?;
    }
    if from == 0 {
        if let Some(ring) = ring {
            ring.add(&transaction, now)?;
        }
        let mut rows = SqliteRows::new(&transaction, ring);
        rows.save_settings(new_settings)?;
        for definition in PermissionDefinition::defaults() {
            rows.save_permission_definition(&definition)?;
        }
    }
    transaction.commit()?;
    Ok(())
}

fn has_our_tables(connection: &Connection, schema: u32) -> Result<bool, Error> {
    let mut statement =
        connection.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1")?;
    for (table, since) in TABLES {
        if schema >= *since && !statement.exists([table])? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn schema_number(connection: &Connection) -> Result<u32, Error> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Returns the text of every object of a new store, sorted: the committed `core/schema.sql`.
///
/// # Errors
///
/// As SQLite answers.
#[cfg(feature = "testing")]
pub fn schema_text() -> Result<String, Error> {
    let mut connection = Connection::open_in_memory()?;
    let epoch = Timestamp::from_millis(0)?;
    migrate(&mut connection, &Settings::new(crate::token::Prefix::default()), None, epoch)?;
    let mut statement = connection.prepare(
        "SELECT sql
         FROM sqlite_schema
         WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
         ORDER BY CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 ELSE 3 END, name",
    )?;
    let texts =
        statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    Ok(texts.into_iter().map(|text| text + ";\n\n").collect())
}

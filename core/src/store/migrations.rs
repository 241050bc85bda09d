//! The numbered steps from an empty file to the newest schema. A released step is never edited.

use rusqlite::{Connection, named_params};

use crate::clock::Timestamp;
use crate::error::{Error, ErrorCode};
use crate::permission::PermissionDefinition;
use crate::settings::Settings;
use crate::store::KeyRing;
use crate::store::error::UnreadableValue;
use crate::store::follow::Objects;
use crate::store::rows::SqliteRows;
use crate::store::{PermissionRows as _, SettingsRows as _};

/// `application_id` of our files: `KeyW` in ASCII.
pub(crate) const APPLICATION_ID: i32 = 0x4b65_7957;

/// One step: the text, and the lowest schema number whose programs may work on the file after it.
pub(crate) struct Step {
    sql: &'static str,
    oldest_reader: u32,
}

/// The numbered steps of a program. Released ones are never edited, and never taken off the list.
pub(crate) struct Steps<'a>(&'a [Step]);

/// Which of the steps that a file lacks are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Those before the first one that shuts older programs out. They go on working on the file.
    Additive,
    /// All of them.
    Everything,
}

/// What a store begins with when there was none.
pub(crate) struct NewStore<'a> {
    pub(crate) settings: &'a Settings,
    /// With master keys, a new store is sealed from its first row on.
    pub(crate) ring: Option<&'a KeyRing>,
    pub(crate) now: Timestamp,
}

/// The steps of this program.
pub(crate) const RELEASED: Steps<'static> = Steps(&[
    Step { sql: include_str!("../../migrations/0001_first_store.sql"), oldest_reader: 1 },
    Step {
        sql: include_str!("../../migrations/0002_seals_signals_and_usage.sql"),
        oldest_reader: 1,
    },
]);

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

impl Versions {
    /// Of a file in which nothing is yet.
    pub(crate) const NONE: Self = Self { schema: 0, oldest_reader: 0 };
}

/// What a file is, told before anything in it is touched.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Identity {
    /// Nothing is in it.
    Empty,
    /// A store of ours.
    Store(Versions),
}

impl Steps<'_> {
    /// The schema number that the program writes.
    #[expect(clippy::cast_possible_truncation, reason = "the list of steps is short")]
    pub(crate) const fn schema(&self) -> u32 {
        self.0.len() as u32
    }

    /// Returns the schema number that a file gets by the steps within reach.
    fn target(&self, from: Versions, reach: Reach) -> u32 {
        let lacking = (1_u32..).zip(self.0).skip(from.schema as usize);
        // A new file has no older programs to shut out.
        let is_free = reach == Reach::Everything || from.schema == 0;
        lacking
            .take_while(|(_, step)| is_free || step.oldest_reader <= from.oldest_reader)
            .last()
            .map_or(from.schema, |(number, _)| number)
    }

    /// Returns whether a file lacks no step within reach. One that a newer program made lacks none.
    pub(crate) fn is_settled(&self, versions: Versions, reach: Reach) -> bool {
        self.target(versions, reach) == versions.schema
    }

    /// Returns what is followed of a file that the steps up to a schema number made.
    pub(crate) fn objects(&self, schema: u32) -> Result<Objects, Error> {
        let connection = Connection::open_in_memory()?;
        for step in self.0.iter().take(schema as usize) {
            connection.execute_batch(step.sql)?;
        }
        Objects::of(&connection)
    }

    /// Looks at a file without changing a byte of it.
    pub(crate) fn identify(&self, connection: &Connection) -> Result<Identity, Error> {
        // One snapshot: between two of these questions another process may make the store, and half of each answer
        // looks like a stranger's database.
        let snapshot = connection.unchecked_transaction()?;
        let identity = self.identify_in(&snapshot)?;
        snapshot.commit()?;
        Ok(identity)
    }

    fn identify_in(&self, connection: &Connection) -> Result<Identity, Error> {
        let application_id: i32 =
            connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
        if application_id == APPLICATION_ID {
            let versions = versions(connection)?;
            let supported = self.schema();
            if versions.oldest_reader > supported {
                return Err(Error::new(
                    ErrorCode::SchemaTooNew,
                    format!(
                        "the store was written by a newer version; upgrade this program. needed=`{}`, supported=`{supported}`",
                        versions.oldest_reader
                    ),
                ));
            }
            if versions.schema == 0 || !has_our_tables(connection, versions.schema)? {
                return Err(UnreadableValue { what: "the tables of the file" }.into());
            }
            return Ok(Identity::Store(versions));
        }
        let objects: i64 =
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        if application_id == 0 && schema_number(connection)? == 0 && objects == 0 {
            return Ok(Identity::Empty);
        }
        Err(Error::new(
            ErrorCode::StorageCorrupt,
            "the file is another application's database; Keywright needs a file of its own",
        ))
    }

    /// Takes the steps within reach that a file lacks, in one transaction, and returns its numbers before and after.
    pub(crate) fn migrate(
        &self,
        connection: &mut Connection,
        reach: Reach,
        new: &NewStore<'_>,
    ) -> Result<(Versions, Versions), Error> {
        let transaction =
            connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        // Another process may have been faster; the numbers count that stand inside the transaction.
        let before = match schema_number(&transaction)? {
            0 => Versions::NONE,
            _ => versions(&transaction)?,
        };
        let target = self.target(before, reach);
        let mut oldest_reader = before.oldest_reader;
        for (number, step) in (1_u32..).zip(self.0).skip(before.schema as usize) {
            if number > target {
                break;
            }
            transaction.execute_batch(step.sql)?;
            oldest_reader = oldest_reader.max(step.oldest_reader);
            if number == 1 {
                transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
                transaction.execute(
                    "INSERT INTO store (id, oldest_reader, created_at_us)
                     VALUES (1, :oldest_reader, :now)",
                    named_params! { ":oldest_reader": oldest_reader, ":now": new.now.as_micros() },
                )?;
            }
        }
        let after = Versions { schema: target, oldest_reader };
        if after != before {
            transaction.pragma_update(None, "user_version", target)?;
            transaction.execute(
                "UPDATE store
                 SET oldest_reader = :oldest_reader
                 WHERE id = 1 AND oldest_reader IS NOT :oldest_reader",
                named_params! { ":oldest_reader": oldest_reader },
            )?;
        }
        if before.schema == 0 {
            if let Some(ring) = new.ring {
                ring.add(&transaction, new.now)?;
            }
            let mut rows = SqliteRows::new(&transaction, new.ring);
            rows.save_settings(new.settings)?;
            for definition in PermissionDefinition::defaults() {
                rows.save_permission_definition(&definition)?;
            }
        }
        transaction.commit()?;
        Ok((before, after))
    }
}

/// Looks at a file without changing a byte of it.
pub(crate) fn identify(connection: &Connection) -> Result<Identity, Error> {
    RELEASED.identify(connection)
}

/// Takes the steps of this program within reach that a file lacks.
pub(crate) fn migrate(
    connection: &mut Connection,
    reach: Reach,
    new: &NewStore<'_>,
) -> Result<(Versions, Versions), Error> {
    RELEASED.migrate(connection, reach, new)
}

fn versions(connection: &Connection) -> Result<Versions, Error> {
    let schema = schema_number(connection)?;
    let oldest_reader = connection
        .query_row("SELECT oldest_reader FROM store WHERE id = 1", [], |row| row.get(0))
        .map_err(|error| match Error::from(error) {
            // It calls itself ours and lacks the first of our tables.
            error if error.code() == ErrorCode::Internal => {
                UnreadableValue { what: "the versions of the file" }.into()
            }
            error => error,
        })?;
    Ok(Versions { schema, oldest_reader })
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
    let settings = Settings::new(crate::token::Prefix::default());
    let new = NewStore { settings: &settings, ring: None, now: epoch };
    migrate(&mut connection, Reach::Everything, &new)?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::Prefix;

    /// All that this program writes into, as if it were one step.
    const FIRST: Step = Step {
        sql: concat!(
            include_str!("../../migrations/0001_first_store.sql"),
            include_str!("../../migrations/0002_seals_signals_and_usage.sql"),
        ),
        oldest_reader: 1,
    };
    const ADDS: Step = Step { sql: "CREATE TABLE added (id INTEGER) STRICT", oldest_reader: 1 };
    const BREAKS: Step = Step { sql: "CREATE TABLE broken (id INTEGER) STRICT", oldest_reader: 3 };
    const ADDS_LATER: Step =
        Step { sql: "CREATE TABLE later (id INTEGER) STRICT", oldest_reader: 3 };
    /// Programs one after the other.
    const OLD: Steps<'static> = Steps(&[FIRST]);
    const ADDING: Steps<'static> = Steps(&[FIRST, ADDS]);
    const BREAKING: Steps<'static> = Steps(&[FIRST, ADDS, BREAKS]);
    const NEWEST: Steps<'static> = Steps(&[FIRST, ADDS, BREAKS, ADDS_LATER]);

    fn take(steps: &Steps<'_>, connection: &mut Connection, reach: Reach) -> [(u32, u32); 2] {
        let now = Timestamp::from_millis(1_800_000_000_000).unwrap();
        let settings = Settings::new(Prefix::default());
        let new = NewStore { settings: &settings, ring: None, now };
        let (before, after) = steps.migrate(connection, reach, &new).unwrap();
        assert_eq!(steps.identify(connection).unwrap(), Identity::Store(after));
        assert!(steps.is_settled(after, reach));
        [before, after].map(|versions| (versions.schema, versions.oldest_reader))
    }

    fn store_of(steps: &Steps<'_>) -> Connection {
        let mut connection = Connection::open_in_memory().unwrap();
        take(steps, &mut connection, Reach::Additive);
        connection
    }

    fn tables(connection: &Connection) -> Vec<String> {
        let sql = "SELECT name FROM sqlite_schema WHERE name IN ('added', 'broken', 'later') ORDER BY name";
        let mut statement = connection.prepare(sql).unwrap();
        let names = statement.query_map([], |row| row.get(0)).unwrap();
        names.map(Result::unwrap).collect()
    }

    #[test]
    fn opening_takes_what_adds_and_leaves_what_shuts_older_programs_out() {
        let mut connection = store_of(&OLD);
        assert_eq!(take(&NEWEST, &mut connection, Reach::Additive), [(1, 1), (2, 1)]);
        // What adds behind the step that breaks waits for it.
        assert_eq!(tables(&connection), ["added"]);
        assert_eq!(take(&NEWEST, &mut connection, Reach::Additive), [(2, 1), (2, 1)]);
        let oldest = Versions { schema: 2, oldest_reader: 1 };
        assert_eq!(OLD.identify(&connection).unwrap(), Identity::Store(oldest));
    }

    #[test]
    fn migrating_takes_every_step_and_an_older_program_then_leaves_the_file_alone() {
        let mut connection = store_of(&ADDING);
        assert!(!NEWEST.is_settled(Versions { schema: 2, oldest_reader: 1 }, Reach::Everything));
        assert_eq!(take(&NEWEST, &mut connection, Reach::Everything), [(2, 1), (4, 3)]);
        assert_eq!(tables(&connection), ["added", "broken", "later"]);
        let changes = connection.total_changes();
        for older in [&OLD, &ADDING] {
            let error = older.identify(&connection).unwrap_err();
            assert_eq!(error.code(), ErrorCode::SchemaTooNew);
        }
        assert_eq!(connection.total_changes(), changes);
        // The program at which the file broke works on it, and so does every later one.
        assert!(BREAKING.identify(&connection).is_ok());
    }

    #[test]
    fn a_new_store_is_made_by_every_step() {
        let connection = store_of(&NEWEST);
        assert_eq!(tables(&connection), ["added", "broken", "later"]);
        let versions = Versions { schema: 4, oldest_reader: 3 };
        assert_eq!(NEWEST.identify(&connection).unwrap(), Identity::Store(versions));
    }

    #[test]
    fn an_older_program_leaves_the_numbers_of_a_newer_file_as_they_are() {
        let mut connection = store_of(&ADDING);
        assert_eq!(take(&OLD, &mut connection, Reach::Everything), [(2, 1), (2, 1)]);
    }

    #[test]
    fn a_step_that_fails_takes_those_before_it_back() {
        let mut connection = store_of(&OLD);
        let steps =
            Steps(&[FIRST, ADDS, Step { sql: "CREATE TABLE owner (id)", oldest_reader: 1 }]);
        let settings = Settings::new(Prefix::default());
        let now = Timestamp::from_millis(0).unwrap();
        let new = NewStore { settings: &settings, ring: None, now };
        assert!(steps.migrate(&mut connection, Reach::Additive, &new).is_err());
        assert_eq!(tables(&connection), [] as [&str; 0]);
        let untouched = Versions { schema: 1, oldest_reader: 1 };
        assert_eq!(steps.identify(&connection).unwrap(), Identity::Store(untouched));
    }
}

//! Following the change log: which keys and owners were changed since, so that only they leave memory.
//!
//! What the log says is believed only when it accounts for every commit. A commit of Keywright ends with a line that says
//! so; the change counter tells how many commits there were. When the two agree, every commit was ours, and ours run the
//! triggers. A single commit of another program that logged something is believed too, once the triggers were looked at.
//! Whatever else there is (a commit that logged nothing, a line that is gone, another schema) may have changed anything.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension as _, Row, named_params};
use uuid::Uuid;

use super::migrations::RELEASED;
use super::patience::lock_in_time;
use super::sqlite::{Place, Slot, SqliteStore};
use super::stamp::Stamp;
use crate::error::Error;
use crate::key::{ApiKeyId, GenerationId};
use crate::verify::Moment;

/// Lines that are gone through one by one. To read a table anew is not much slower than to go through more.
pub(crate) const MOST_WAITING: u32 = 10_000;
/// How often a log that others write to meanwhile is read again.
const MOST_TRIES: usize = 4;
/// What stands in the last line of every commit of ours.
const COMMIT: &str = "commit";

/// Every trigger, and the tables that the log tells of with all that belongs to them. Another `UNIQUE` on one of these would
/// let `REPLACE` delete a row that no trigger sees.
const OBJECTS: &str = "SELECT name, type, tbl_name, sql
                       FROM sqlite_schema
                       WHERE type = 'trigger'
                         OR tbl_name IN ('api_key', 'changes', 'generation', 'owner', 'settings')";

/// The log of one store, while a connection is held for it.
pub(crate) trait ChangeLog {
    /// Returns what was changed behind a position, as of now. `None`: others committed all the while, or this store tells
    /// moments only by a statement.
    fn since(&mut self, position: Option<LogPosition>) -> Result<Option<Followed>, Error>;
}

/// How far the log was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LogPosition {
    /// The change counter of the stamp.
    commits: u64,
    /// SQLite's schema cookie.
    schema: i64,
    last: Line,
}

/// What the log said, and the moment of the store up to which it did.
#[derive(Debug)]
pub(crate) struct Followed {
    pub(crate) moment: Moment,
    pub(crate) changes: Changes,
    /// `None`: this store can not be followed from here.
    pub(crate) position: Option<LogPosition>,
}

/// What may read differently by now.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Changes {
    Everything,
    Only(Vec<Changed>),
}

/// One thing that was changed, made or deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Changed {
    /// The key, with all its generations.
    ApiKey(ApiKeyId),
    /// The generation, and the key that it belongs to, if it is there.
    Generation(GenerationId, Option<ApiKeyId>),
    /// The owner, spelled as everywhere: `user:alice`.
    Owner(String),
}

/// What names a line: its number, and the random number by which it differs from one of a restored file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Line {
    seq: i64,
    nonce: i64,
}

/// The lines behind a position.
struct Waiting {
    changed: Vec<Changed>,
    /// Commits that say they were ours.
    commits: u64,
    /// Whether a line stands behind the last of these.
    is_open: bool,
    last: Line,
}

impl Waiting {
    /// Takes a line in. `false`: it names no key and no owner.
    fn add(&mut self, row: &Row<'_>, last: Line) -> Result<bool, Error> {
        let (ValueRef::Text(what), id) = (row.get_ref(2)?, row.get_ref(3)?) else {
            return Ok(false);
        };
        let changed = match (what, id) {
            (b"api_key", ValueRef::Blob(id)) => uuid(id).map(|id| Changed::ApiKey(id.into())),
            (b"generation", ValueRef::Blob(id)) => {
                uuid(id).map(|id| Changed::Generation(id.into(), None))
            }
            (b"owner", ValueRef::Text(id)) => {
                str::from_utf8(id).ok().map(|id| Changed::Owner(id.to_owned()))
            }
            (what, _) if what == COMMIT.as_bytes() => {
                self.commits += 1;
                self.is_open = false;
                self.last = last;
                return Ok(true);
            }
            // The settings among them: what they say of prefixes and switches is kept with every key.
            _ => None,
        };
        let Some(changed) = changed else { return Ok(false) };
        self.changed.push(changed);
        self.is_open = true;
        self.last = last;
        Ok(true)
    }
}

/// Holds the connection for the log, and opens it first if need be.
pub(super) fn with_log(
    store: &SqliteStore,
    work: &mut dyn FnMut(&mut dyn ChangeLog) -> Result<(), Error>,
) -> Result<(), Error> {
    let is_memory = matches!(store.place, Place::Memory);
    let mut slot = lock_in_time(if is_memory { &store.writer } else { &store.follower })?;
    store.read_connection(&mut slot)?;
    work(&mut Log { store, slot: &mut slot })
}

/// The log as one connection reads it.
struct Log<'a> {
    store: &'a SqliteStore,
    slot: &'a mut Slot,
}

impl ChangeLog for Log<'_> {
    fn since(&mut self, position: Option<LogPosition>) -> Result<Option<Followed>, Error> {
        for _ in 0..MOST_TRIES {
            let stamp = self.store.stamp(self.slot)?;
            let (Some(moment), Some(commits)) = (stamp.moment(), commits(stamp)) else {
                return Ok(None);
            };
            let is_sealed = self.store.ring.is_some();
            let connection = self.store.read_connection(self.slot)?;
            let (changes, position) =
                Snapshot { connection, commits, is_sealed }.since(position)?;
            // Nobody has committed meanwhile, so the snapshot was the store at this moment.
            if self.store.stamp(self.slot)? == stamp {
                return Ok(Some(Followed { moment, changes, position }));
            }
        }
        Ok(None)
    }
}

/// The store as it is at one moment.
struct Snapshot<'a> {
    connection: &'a Connection,
    commits: u64,
    is_sealed: bool,
}

impl Snapshot<'_> {
    fn since(
        &self,
        position: Option<LogPosition>,
    ) -> Result<(Changes, Option<LogPosition>), Error> {
        // Not done until the end of this function, so all that is read in between comes from one snapshot.
        // PERF: `BEGIN` and `COMMIT` would be two more statements (`make bench`, checks that follow).
        let mut statement = self.connection.prepare_cached("PRAGMA schema_version")?;
        let mut rows = statement.query([])?;
        let schema = match rows.next()? {
            Some(row) => row.get(0)?,
            None => return Err(Error::internal("a database without a schema cookie")),
        };
        let reached = |last| LogPosition { commits: self.commits, schema, last };
        if let Some(position) = position.filter(|position| position.schema == schema)
            && let Some(mut waiting) = self.waiting(position.last)?
            && self.are_accounted_for(position, &waiting)?
        {
            self.find_keys(&mut waiting.changed)?;
            return Ok((Changes::Only(waiting.changed), Some(reached(waiting.last))));
        }
        let last = if self.logs_as_ours()? { self.last_line()? } else { None };
        Ok((Changes::Everything, last.map(reached)))
    }

    /// Reads the lines behind the last one that was read. `None`: they are not all there, they are too many, or one of them
    /// may mean any key.
    fn waiting(&self, last: Line) -> Result<Option<Waiting>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT seq, nonce, what, id
             FROM changes
             WHERE seq >= :last
             ORDER BY seq
             LIMIT :most",
        )?;
        let mut rows = statement.query(named_params! {
            ":last": last.seq,
            ":most": MOST_WAITING + 2,
        })?;
        match rows.next()? {
            Some(row) if line(row)? == last => {}
            _ => return Ok(None),
        }
        let mut waiting = Waiting { changed: Vec::new(), commits: 0, is_open: false, last };
        let mut left = MOST_WAITING;
        while let Some(row) = rows.next()? {
            let next = line(row)?;
            let is_next = waiting.last.seq.checked_add(1) == Some(next.seq);
            if !is_next || left == 0 || !waiting.add(row, next)? {
                return Ok(None);
            }
            left -= 1;
        }
        Ok(Some(waiting))
    }

    /// Whether no commit since a position can have changed what its lines do not tell.
    fn are_accounted_for(&self, from: LogPosition, waiting: &Waiting) -> Result<bool, Error> {
        let is_only_ours = !waiting.is_open;
        match self.commits.checked_sub(from.commits) {
            // Also when there were none: then the log of the file was begun anew, which moves the stamp.
            Some(commits) if is_only_ours => Ok(commits == waiting.commits),
            // Another program's. In a sealed store it did what only Keywright may do.
            Some(1) if waiting.commits == 0 && !self.is_sealed => self.logs_as_ours(),
            _ => Ok(false),
        }
    }

    /// Whether what is changed is logged by our own triggers, and the tables are such that nothing passes them by.
    fn logs_as_ours(&self) -> Result<bool, Error> {
        let schema: u32 = self
            .connection
            .prepare_cached("PRAGMA user_version")?
            .query_row([], |row| row.get(0))?;
        match ours(schema)? {
            Some(ours) => ours.are_those_of(self.connection),
            None => Ok(false),
        }
    }

    fn last_line(&self) -> Result<Option<Line>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT seq, nonce
             FROM changes
             ORDER BY seq DESC
             LIMIT 1",
        )?;
        Ok(statement.query_row([], line).optional()?)
    }

    /// Finds the keys of generations: memory may hold the key and not know of the generation.
    fn find_keys(&self, changed: &mut [Changed]) -> Result<(), Error> {
        for changed in changed {
            let Changed::Generation(id, api_key_id) = changed else { continue };
            let mut statement = self.connection.prepare_cached(
                "SELECT api_key_id
                 FROM generation
                 WHERE id = :id",
            )?;
            let parameters = named_params! { ":id": id.as_uuid().as_bytes() };
            let found: Option<Vec<u8>> =
                statement.query_row(parameters, |row| row.get(0)).optional()?;
            // What is no id names no key.
            *api_key_id = found.as_deref().and_then(uuid).map(Into::into);
        }
        Ok(())
    }
}

/// Ends a change of ours in the log, and so says that all it did stands before.
pub(super) fn append_commit(connection: &Connection) -> Result<(), Error> {
    append(connection, COMMIT)
}

/// Says in the log that something was changed which lines for keys and owners do not tell.
pub(super) fn append(connection: &Connection, what: &str) -> Result<(), Error> {
    connection
        .prepare_cached(
            "INSERT INTO changes (what)
             VALUES (:what)",
        )?
        .execute(named_params! { ":what": what })?;
    Ok(())
}

/// What these objects are in one schema: by its name, the type of each, its table and its text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Objects(BTreeMap<String, (String, String, Option<String>)>);

impl Objects {
    /// Reads those of a database.
    pub(super) fn of(connection: &Connection) -> Result<Self, Error> {
        let mut statement = connection.prepare(OBJECTS)?;
        let objects = statement
            .query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?, row.get(3)?))))?;
        Ok(Self(objects.collect::<Result<_, _>>()?))
    }

    /// Whether a database has just the same. Nothing is copied, since checks wait for it.
    fn are_those_of(&self, connection: &Connection) -> Result<bool, Error> {
        let mut statement = connection.prepare_cached(OBJECTS)?;
        let mut rows = statement.query([])?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            // Whatever is no text is none of ours.
            let text = |column| row.get_ref(column).map(|value| value.as_str_or_null().ok());
            let Some(Some(name)) = text(0)? else { return Ok(false) };
            let Some((kind, table, sql)) = self.0.get(name) else { return Ok(false) };
            let is_same = text(1)? == Some(Some(kind))
                && text(2)? == Some(Some(table))
                && text(3)? == Some(sql.as_deref());
            if !is_same {
                return Ok(false);
            }
            count += 1;
        }
        Ok(count == self.0.len())
    }
}

/// Returns what a store of a schema of ours has. `None`: one that a newer program made.
fn ours(schema: u32) -> Result<Option<&'static Objects>, Error> {
    static OURS: [OnceLock<Objects>; RELEASED.schema() as usize] =
        [const { OnceLock::new() }; RELEASED.schema() as usize];
    let Some(place) = (schema as usize).checked_sub(1).and_then(|index| OURS.get(index)) else {
        return Ok(None);
    };
    if let Some(known) = place.get() {
        return Ok(Some(known));
    }
    let made = RELEASED.objects(schema)?;
    Ok(Some(place.get_or_init(|| made)))
}

/// Reads the first two columns.
fn line(row: &Row<'_>) -> rusqlite::Result<Line> {
    Ok(Line { seq: row.get(0)?, nonce: row.get(1)? })
}

fn uuid(id: &[u8]) -> Option<Uuid> {
    Uuid::from_slice(id).ok()
}

/// How often the store was changed, as far as its stamp counts that.
fn commits(stamp: Stamp) -> Option<u64> {
    match stamp {
        Stamp::WalIndex { change, .. } => Some(change.into()),
        Stamp::Counter(commits) => Some(commits),
        Stamp::DataVersion(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Timestamp;
    use crate::settings::Settings;
    use crate::store::migrations::{NewStore, Reach, migrate};
    use crate::token::Prefix;

    const A: [u8; 16] = [1; 16];

    /// The rows of a store, and the number of commits that its stamp is said to count.
    struct World {
        connection: Connection,
        commits: u64,
        is_sealed: bool,
    }

    impl World {
        fn new() -> Self {
            let mut connection = Connection::open_in_memory().unwrap();
            let settings = Settings::new(Prefix::default());
            let now = Timestamp::from_millis(0).unwrap();
            let new = NewStore { settings: &settings, ring: None, now };
            migrate(&mut connection, Reach::Everything, &new).unwrap();
            Self { connection, commits: 10, is_sealed: false }
        }

        fn since(&self, position: Option<LogPosition>) -> (Changes, Option<LogPosition>) {
            let Self { connection, commits, is_sealed } = self;
            Snapshot { connection, commits: *commits, is_sealed: *is_sealed }
                .since(position)
                .unwrap()
        }

        fn position(&self) -> Option<LogPosition> {
            let (changes, position) = self.since(None);
            assert_eq!(changes, Changes::Everything);
            assert!(position.is_some());
            position
        }

        fn log(&self, what: &str, id: &[u8]) {
            let sql = "INSERT INTO changes (what, id) VALUES (?1, ?2)";
            self.connection.execute(sql, (what, id)).unwrap();
        }
    }

    fn only_a() -> Changes {
        Changes::Only(vec![Changed::ApiKey(Uuid::from_bytes(A).into())])
    }

    #[test]
    fn commits_of_ours_are_told_apart_from_those_that_say_nothing() {
        // The commits that the counter tells, those that say they were ours, and whether the log is believed.
        for (counted, ours, is_believed) in [
            (1, 1, true),
            (2, 2, true),
            (300, 300, true),
            (2, 1, false),
            (1, 2, false),
            (0, 1, false),
            (300, 299, false),
        ] {
            let mut world = World::new();
            let position = world.position();
            world.log("api_key", &A);
            (0..ours).for_each(|_| append_commit(&world.connection).unwrap());
            world.commits += counted;
            let (changes, _) = world.since(position);
            assert_eq!(changes == only_a(), is_believed, "{counted} and {ours}");
            assert_eq!(changes == Changes::Everything, !is_believed, "{counted} and {ours}");
        }
    }

    #[test]
    fn one_commit_of_another_program_is_believed_and_two_are_not() {
        for (counted, is_sealed, is_believed) in
            [(1, false, true), (2, false, false), (0, false, false), (1, true, false)]
        {
            let mut world = World { is_sealed, ..World::new() };
            let position = world.position();
            world.log("api_key", &A);
            world.commits += counted;
            let (changes, _) = world.since(position);
            assert_eq!(changes == only_a(), is_believed, "{counted}, sealed: {is_sealed}");
        }
    }

    #[test]
    fn a_line_behind_the_last_commit_of_ours_is_of_another_program() {
        let mut world = World::new();
        let position = world.position();
        append_commit(&world.connection).unwrap();
        world.log("api_key", &A);
        world.commits += 1;
        assert_eq!(world.since(position).0, Changes::Everything);
    }

    #[test]
    fn a_counter_that_went_down_ends_everything_whatever_the_log_says() {
        let mut world = World::new();
        let position = world.position();
        world.commits -= 1;
        assert_eq!(world.since(position).0, Changes::Everything);
        append_commit(&world.connection).unwrap();
        assert_eq!(world.since(position).0, Changes::Everything);
    }

    #[test]
    fn a_log_that_is_begun_anew_changes_nothing() {
        let world = World::new();
        let position = world.position();
        assert_eq!(world.since(position), (Changes::Only(Vec::new()), position));
    }

    #[test]
    fn the_position_goes_on_with_what_was_read() {
        let mut world = World::new();
        let mut position = world.position();
        for _ in 0..3 {
            world.log("api_key", &A);
            append_commit(&world.connection).unwrap();
            world.commits += 1;
            let (changes, reached) = world.since(position);
            assert_eq!(changes, only_a());
            position = reached;
        }
    }

    #[test]
    fn the_key_of_a_generation_is_looked_up_where_there_is_one() {
        let mut world = World::new();
        let position = world.position();
        let (b, c) = ([2_u8; 16], [3_u8; 16]);
        let sql = "INSERT INTO generation (id, api_key_id, number, prefix, digest, last_four, created_at_us)
                   VALUES (?1, ?2, 2, 'kw', zeroblob(32), '1234', 0)";
        world.connection.execute(sql, (b, A)).unwrap();
        world.log("generation", &c);
        append_commit(&world.connection).unwrap();
        world.commits += 1;
        let id = |id| Uuid::from_bytes(id);
        let expected = vec![
            Changed::Generation(id(b).into(), Some(id(A).into())),
            Changed::Generation(id(c).into(), None),
        ];
        assert_eq!(world.since(position).0, Changes::Only(expected));
    }

    #[test]
    fn a_store_without_a_line_or_of_a_newer_program_can_not_be_followed_from() {
        let world = World::new();
        world.connection.execute_batch("DELETE FROM changes").unwrap();
        assert_eq!(world.since(None), (Changes::Everything, None));
        let world = World::new();
        let newer = RELEASED.schema() + 1;
        world.connection.pragma_update(None, "user_version", newer).unwrap();
        assert_eq!(world.since(None), (Changes::Everything, None));
    }

    #[test]
    fn a_look_at_the_schema_that_is_not_done_holds_the_snapshot() {
        let folder = tempfile::tempdir().unwrap();
        let open = || Connection::open(folder.path().join("t")).unwrap();
        let (reader, writer) = (open(), open());
        writer.pragma_update(None, "journal_mode", "WAL").unwrap();
        writer.execute_batch("CREATE TABLE t (v)").unwrap();
        let count =
            || reader.query_row("SELECT count(*) FROM t", [], |row| row.get::<_, i64>(0)).unwrap();
        let mut statement = reader.prepare("PRAGMA schema_version").unwrap();
        let mut rows = statement.query([]).unwrap();
        assert!(rows.next().unwrap().is_some());
        writer.execute_batch("INSERT INTO t VALUES (1)").unwrap();
        assert_eq!(count(), 0);
        drop(rows);
        assert_eq!(count(), 1);
    }

    #[test]
    fn stores_of_every_schema_are_known() {
        for schema in 1..=RELEASED.schema() {
            let ours = ours(schema).unwrap().unwrap();
            assert!(ours.0.contains_key("api_key_updated"));
            assert!(!ours.0.contains_key("event"));
        }
        assert_eq!(ours(0).unwrap(), None);
    }
}

//! The usage beside a backup: a file of its own again, whose name is that of the backup and what ours adds to the store's.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, Row, TransactionBehavior, named_params};

use super::{SUFFIX, UsageFile, rows, schema};
use crate::clock::Timestamp;
use crate::error::{Error, ErrorCode};
use crate::key::ApiKeyId;
use crate::store::backup::{into_one_file, require_integrity};
use crate::store::columns::Columns;
use crate::store::error::UnreadableValue;
use crate::store::new_file::NewFile;
use crate::store::open::{beside, file_id};
use crate::store::restore::scratch_copy;
use crate::store::sqlite::lock;
use crate::usage::{LastUse, UsageStep};

/// The longest name of an outcome that is taken from a backup. Ours are shorter.
const LONGEST_OUTCOME: usize = 64;

impl UsageFile {
    /// Copies what is written of one moment into a new file beside a backup, and returns its length.
    pub(super) fn copy_beside(&self, backup: &Path, now: Timestamp) -> Result<Option<u64>, Error> {
        // Held to the end: a fork waits, as it must while SQLite is inside.
        let mut slot = lock(&self.slot);
        if self.store.is_none() && slot.connection.is_none() {
            return Ok(None);
        }
        let source = self.connection(&mut slot, false, now).map(|found| found.map(|own| &*own));
        let Some(source) = source.map_err(|error| self.explained(error))? else { return Ok(None) };
        let snapshot = source.unchecked_transaction()?;
        rows::probe(&snapshot).map_err(|error| self.explained(error))?;
        let target = beside(backup, SUFFIX);
        let about = |error: Error| error.about(&format!("usage=`{}`", target.display()));
        let file = NewFile::for_target(&target).map_err(about)?;
        drop(into_one_file(&snapshot, file.path(), &mut |_, _| ()).map_err(about)?);
        file.finish().map(Some).map_err(about)
    }

    /// Looks whether the usage beside a backup can be read, and returns its length; `None` where there is none.
    pub(super) fn look_beside(&self, backup: &Path, now: Timestamp) -> Result<Option<u64>, Error> {
        // Held as above.
        let _slot = lock(&self.slot);
        Ok(self.open_beside(backup, now)?.map(|(bytes, _)| bytes))
    }

    /// Adds the usage beside a backup to what is written, in one transaction, and returns its length.
    pub(super) fn merge_beside(&self, backup: &Path, now: Timestamp) -> Result<Option<u64>, Error> {
        let mut slot = lock(&self.slot);
        let Some((bytes, source)) = self.open_beside(backup, now)? else { return Ok(None) };
        let result = self.connection(&mut slot, true, now).and_then(|connection| {
            let connection =
                connection.ok_or_else(|| Error::internal("the usage file was not opened"))?;
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            merge(&source, &transaction)?;
            Ok(transaction.commit()?)
        });
        self.settle(&mut slot, result).map(|()| Some(bytes))
    }

    /// Returns a checked copy of the usage beside a backup, in the newest schema, and how long the file is.
    fn open_beside(
        &self,
        backup: &Path,
        now: Timestamp,
    ) -> Result<Option<(u64, Connection)>, Error> {
        let path = beside(backup, SUFFIX);
        let Ok(metadata) = path.metadata() else { return Ok(None) };
        let is_own = |own: PathBuf| Some(file_id(&own).ok()? == file_id(&path).ok()?);
        if self.path().and_then(is_own) == Some(true) {
            return Ok(None);
        }
        let copy = || -> Result<Connection, Error> {
            let mut copy = scratch_copy(&path)?;
            let needs_steps = schema::needs_steps(&copy)?;
            require_integrity(&copy)?;
            if needs_steps {
                schema::migrate(&mut copy, now)?;
            }
            // Every value once, so that what is merged afterwards can be.
            each_bucket(&copy, |_| Ok(()))?;
            each_last_use(&copy, |_, _| Ok(()))?;
            Ok(copy)
        };
        copy().map(|copy| Some((metadata.len(), copy))).map_err(|error| damaged(error, &path))
    }
}

/// Says of what was found wrong that it is the usage of the backup.
fn damaged(error: Error, path: &Path) -> Error {
    let about = format!("usage=`{}`", path.display());
    match error.code() {
        ErrorCode::Internal | ErrorCode::StorageCorrupt => Error::new(
            ErrorCode::StorageCorrupt,
            "the usage beside the backup is damaged, or was not written by Keywright; it was left as it is",
        )
        .about(&about)
        .with_source(error),
        _ => error.about(&about),
    }
}

/// One bucket as it is stored.
struct Bucket {
    step: UsageStep,
    start: Timestamp,
    id: ApiKeyId,
    outcome: String,
    count: i64,
}

/// The larger count of the two stands: a bucket only grows, so of two copies of one history it is the later one's, and
/// nothing is counted twice, however often the same backup is restored.
fn merge(source: &Connection, target: &Connection) -> Result<(), Error> {
    each_bucket(source, |bucket| {
        target
            .prepare_cached(
                "INSERT INTO bucket (step_s, start_us, api_key_id, outcome, count)
                 VALUES (:step_s, :start_us, :api_key_id, :outcome, :count)
                 ON CONFLICT (step_s, start_us, api_key_id, outcome) DO UPDATE SET
                   count = max(count, excluded.count)",
            )?
            .execute(named_params! {
                ":step_s": bucket.step.seconds(),
                ":start_us": bucket.start.as_micros(),
                ":api_key_id": bucket.id.as_uuid().as_bytes().as_slice(),
                ":outcome": bucket.outcome,
                ":count": bucket.count,
            })?;
        Ok(())
    })?;
    each_last_use(source, |id, last_use| rows::touch(target, &id, last_use))
}

fn each_bucket(
    connection: &Connection,
    mut visit: impl FnMut(Bucket) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut statement = connection.prepare(
        "SELECT step_s, start_us, api_key_id, outcome, count
         FROM bucket
         ORDER BY step_s, start_us, api_key_id, outcome",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        visit(bucket(row)?)?;
    }
    Ok(())
}

fn bucket(row: &Row<'_>) -> Result<Bucket, Error> {
    let mut columns = Columns::of(row);
    let seconds: i64 = columns.next()?;
    let step = UsageStep::ALL.iter().find(|step| step.seconds() == seconds);
    let step = step.ok_or(UnreadableValue { what: "the step of a bucket" })?;
    let start = columns.instant()?;
    let id = columns.uuid()?;
    let outcome = columns.string("an outcome")?;
    let count: i64 = columns.next()?;
    if step.start_of(start) != start || outcome.len() > LONGEST_OUTCOME || count < 0 {
        return Err(UnreadableValue { what: "a bucket" }.into());
    }
    Ok(Bucket { step: *step, start, id, outcome, count })
}

fn each_last_use(
    connection: &Connection,
    mut visit: impl FnMut(ApiKeyId, Option<LastUse>) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut statement = connection.prepare(
        "SELECT api_key_id, used_at_us, ip
         FROM key_use
         ORDER BY api_key_id",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let mut columns = Columns::of(row);
        let id = columns.uuid()?;
        let last_use = rows::read_last_use(&mut columns)?;
        visit(id, last_use)?;
    }
    Ok(())
}

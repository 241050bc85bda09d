//! Writing a backup: the store as it is at one moment, in one file that is whole or not there.

use std::fs;
use std::path::Path;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags, Transaction};

use super::error::UnreadableValue;
use super::new_file::{self, NewFile};
use super::open::{absolute, beside, folder};
use super::sqlite::Place;
use super::usage;
use crate::error::{Error, ErrorCode};

/// Pages between two reports of the progress: a mebibyte.
const PAGES_PER_STEP: i32 = 256;
/// What stands behind the store's name in the names of the files beside it.
const BESIDE: [&str; 5] = ["-wal", "-shm", "-journal", "-limits", "-usage"];

/// What was written.
pub(crate) struct BackupFacts {
    pub(crate) bytes: u64,
    pub(crate) api_keys: u64,
}

/// Whom the copying tells how many bytes of how many are done.
pub(crate) type Progress<'a> = &'a mut dyn FnMut(u64, u64);

/// Copies what a connection reads, which must stand in a transaction so that it all is of one moment.
pub(crate) fn write_backup(
    source: &Connection,
    place: &Place,
    target: &Path,
    progress: Progress<'_>,
) -> Result<BackupFacts, Error> {
    refuse_own_files(place, target)?;
    // What lies there belongs to some other store, and would be taken for this one's usage.
    let its_usage = beside(target, usage::SUFFIX);
    new_file::refuse_existing(&its_usage)
        .map_err(|error| error.about(&format!("usage=`{}`", its_usage.display())))?;
    let file = NewFile::for_target(target)?;
    let api_keys = copy(source, file.path(), progress)?;
    Ok(BackupFacts { bytes: file.finish()?, api_keys })
}

/// Refuses the names of the files that lie, or may one day lie, beside the store.
fn refuse_own_files(place: &Place, target: &Path) -> Result<(), Error> {
    let Place::File { path, .. } = place else { return Ok(()) };
    let (Ok(own), Ok(folder)) = (fs::canonicalize(path), fs::canonicalize(folder(target))) else {
        return Ok(());
    };
    let target = folder.join(target.file_name().unwrap_or_default());
    let is_own = BESIDE.iter().any(|suffix| {
        let mut name = own.clone().into_os_string();
        name.push(suffix);
        target.as_os_str() == name
    });
    if is_own {
        return Err(Error::invalid_argument(
            "the backup would lie where a file of the store itself belongs; give it another name",
        ));
    }
    Ok(())
}

/// Fills an empty file, and returns how many keys are in it.
fn copy(source: &Connection, path: &Path, progress: Progress<'_>) -> Result<u64, Error> {
    let connection = into_one_file(source, path, progress)?;
    let api_keys: i64 =
        connection.query_row("SELECT count(*) FROM api_key", [], |row| row.get(0))?;
    connection.close().map_err(|(_, error)| error)?;
    Ok(u64::try_from(api_keys).unwrap_or(0))
}

/// Fills an empty file with a database, and looks whether it is whole.
pub(super) fn into_one_file(
    source: &Connection,
    path: &Path,
    progress: Progress<'_>,
) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(absolute(path), flags)?;
    // Nobody else knows the file, and one that was not finished is thrown away whole.
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    connection.pragma_update_and_check(None, "journal_mode", "OFF", |_| Ok(()))?;
    copy_pages(source, &mut connection, progress)?;
    // The copy says of itself that it uses the write-ahead log, and would want two more files to be read.
    let mode: String =
        connection.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0))?;
    if mode != "delete" {
        return Err(Error::internal("the backup could not be made one file"));
    }
    require_integrity(&connection)?;
    Ok(connection)
}

/// Copies a database page by page, whatever is in it.
pub(crate) fn copy_pages(
    source: &Connection,
    target: &mut Connection,
    progress: Progress<'_>,
) -> Result<(), Error> {
    let page_size: u32 = source.query_row("PRAGMA page_size", [], |row| row.get(0))?;
    let bytes = |pages: i32| u64::try_from(pages).unwrap_or(0).saturating_mul(page_size.into());
    let backup = Backup::new(source, target)?;
    loop {
        let result = backup.step(PAGES_PER_STEP)?;
        let pages = backup.progress();
        progress(bytes(pages.pagecount - pages.remaining), bytes(pages.pagecount));
        match result {
            StepResult::Done => return Ok(()),
            StepResult::More => {}
            _ => {
                return Err(Error::new(
                    ErrorCode::StorageBusy,
                    "the file was locked by another program while it was copied; try again",
                ));
            }
        }
    }
}

/// Refuses a database with a page, an index or a value that does not fit the rest.
pub(crate) fn require_integrity(connection: &Connection) -> Result<(), Error> {
    let answer: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if answer == "ok" {
        return Ok(());
    }
    Err(UnreadableValue { what: "the database does not hold together" }.into())
}

/// Begins to read at one moment, which SQLite only settles at the first read.
pub(super) fn snapshot(connection: &Connection) -> Result<Transaction<'_>, Error> {
    let transaction = connection.unchecked_transaction()?;
    transaction.query_row("SELECT id FROM store", [], |_| Ok(()))?;
    Ok(transaction)
}

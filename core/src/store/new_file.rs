//! A file in the making: it has a name of its own until it is whole, and goes away when it never is.
//!
//! The one place that renames and removes, and only what this very call has made: nobody else has it open, so closing it
//! drops nobody's locks.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::open::folder;
use crate::error::{Error, ErrorCode};

/// Left-overs of killed processes that are passed over in search of a free name.
const MOST_TRIES: u32 = 1000;

/// A file that nobody takes for whole yet, readable and writable by its owner alone.
pub(crate) struct NewFile {
    file: fs::File,
    path: PathBuf,
    target: PathBuf,
}

impl NewFile {
    /// Makes a file beside the one that it will be: on the same file system, so that it can be renamed.
    pub(crate) fn for_target(target: &Path) -> Result<Self, Error> {
        refuse_existing(target)?;
        let Some(name) = target.file_name() else {
            return Err(Error::invalid_argument("the path does not end with the name of a file"));
        };
        for attempt in 0..MOST_TRIES {
            let mut partial = OsString::from(name);
            partial.push(format!(".partial-{}-{attempt}", std::process::id()));
            let path = target.with_file_name(partial);
            match create(&path) {
                Ok(file) => return Ok(Self { file, path, target: target.to_owned() }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(not_written(error)),
            }
        }
        Err(Error::new(
            ErrorCode::StorageUnavailable,
            "too many files whose names end in `.partial-…` lie in the folder; remove them",
        ))
    }

    /// Where it is until it is whole.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Writes it out to the disk, gives it its name and returns its length. What has that name already stays.
    pub(crate) fn finish(self) -> Result<u64, Error> {
        self.file.sync_all().map_err(not_written)?;
        let bytes = self.file.metadata().map_err(not_written)?.len();
        // A link refuses to take a name that is taken, which a rename would not.
        match fs::hard_link(&self.path, &self.target) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(exists()),
            // Only a file system without links gets here, where two that come at the same moment can not be told apart.
            Err(_) => {
                refuse_existing(&self.target)?;
                fs::rename(&self.path, &self.target).map_err(not_written)?;
            }
        }
        sync_folder(folder(&self.target))?;
        Ok(bytes)
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        // Where it was renamed nothing has this name. Where it can not be removed, its name tells that it is not whole.
        drop(fs::remove_file(&self.path));
    }
}

fn create(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Refuses a name that is taken, also by a link that leads nowhere.
pub(crate) fn refuse_existing(target: &Path) -> Result<(), Error> {
    match fs::symlink_metadata(target) {
        Ok(_) => Err(exists()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(not_written(error)),
    }
}

/// A name is on the disk once its folder is.
fn sync_folder(folder: &Path) -> Result<(), Error> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    match fs::File::open(folder).and_then(|folder| folder.sync_all()) {
        // Some file systems have no such thing for a folder.
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
        other => other.map_err(not_written),
    }
}

fn exists() -> Error {
    Error::new(ErrorCode::AlreadyExists, "the file exists and is not overwritten; name another one")
}

pub(crate) fn not_written(error: io::Error) -> Error {
    let (code, message) = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            (ErrorCode::StorageFull, "the disk is full; the file was not written")
        }
        io::ErrorKind::NotFound => {
            (ErrorCode::StorageUnavailable, "there is no such folder; make it first")
        }
        _ => (
            ErrorCode::StorageUnavailable,
            "the file could not be written; check the folder, its owner and its mode",
        ),
    };
    Error::new(code, message).with_source(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<OsString> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_that_was_never_whole_goes_away() {
        let folder = tempfile::tempdir().unwrap();
        let file = NewFile::for_target(&folder.path().join("a")).unwrap();
        assert_eq!(names(folder.path()).len(), 1);
        assert!(file.path().exists());
        drop(file);
        assert_eq!(names(folder.path()), [] as [&str; 0]);
    }

    #[test]
    fn a_whole_file_gets_its_name_and_no_other_stays() {
        let folder = tempfile::tempdir().unwrap();
        let first = NewFile::for_target(&folder.path().join("a")).unwrap();
        let second = NewFile::for_target(&folder.path().join("a")).unwrap();
        assert_ne!(first.path(), second.path());
        fs::write(first.path(), "first").unwrap();
        assert_eq!(first.finish().unwrap(), 5);
        // The name was free when the second one began.
        assert_eq!(second.finish().unwrap_err().code(), ErrorCode::AlreadyExists);
        assert_eq!(names(folder.path()), ["a"]);
        assert_eq!(fs::read(folder.path().join("a")).unwrap(), b"first");
        let third = NewFile::for_target(&folder.path().join("a"));
        assert_eq!(third.err().map(|error| error.code()), Some(ErrorCode::AlreadyExists));
    }
}

//! On which file systems a store may lie.
//!
//! The write-ahead log needs shared memory and locks that all processes see (<https://www.sqlite.org/wal.html>, "use of
//! WAL without shared memory"). Network and shared-folder file systems give both in name only, so this is a list of those
//! that are known to work and not of those that are known to fail. The numbers are from statfs(2) and `linux/magic.h`.

use std::path::Path;

use crate::error::{Error, ErrorCode};

/// A kind of file system, by the name under which `status()` shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FileSystem {
    pub(crate) name: String,
    pub(crate) is_local: bool,
}

impl FileSystem {
    /// Returns the kind of the file system that holds a path; `None` where the system does not tell.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        system::file_system(path)
    }

    /// Refuses a file system on which locks may not hold.
    pub(crate) fn require_local(&self) -> Result<(), Error> {
        if self.is_local {
            return Ok(());
        }
        Err(Error::new(
            ErrorCode::StorageUnavailable,
            format!(
                "the store is on a file system where SQLite's locks may not hold; put it on a local disk, and in a container use a named volume instead of the bind mount. file_system=`{}`",
                self.name
            ),
        ))
    }
}

#[cfg(target_os = "linux")]
mod system {
    use std::path::Path;

    use nix::sys::statfs::statfs;

    use super::FileSystem;

    /// Kind, name, and whether locks and shared memory are those of one machine.
    const KNOWN: &[(i64, &str, bool)] = &[
        (0xef53, "ext", true),
        (0x5846_5342, "xfs", true),
        (0x9123_683e, "btrfs", true),
        (0x2fc1_2fc1, "zfs", true),
        (0xf2f5_2010, "f2fs", true),
        (0x0102_1994, "tmpfs", true),
        (0x794c_7630, "overlay", true),
        (0x7366_746e, "ntfs", true),
        (0x6969, "nfs", false),
        (0xff53_4d42, "cifs", false),
        (0xfe53_4d42, "smb", false),
        (0x0102_1997, "9p", false),
        (0x6573_5546, "fuse", false),
        (0x5346_414f, "afs", false),
        (0x00c3_6400, "ceph", false),
        (0x786f_4256, "vboxsf", false),
    ];

    #[expect(
        clippy::useless_conversion,
        reason = "the kernel's field is narrower on other processors"
    )]
    pub(super) fn file_system(path: &Path) -> Option<FileSystem> {
        let kind = statfs(path).ok()?.filesystem_type();
        // All numbers fit in 32 bits; where the field has just these, the sign is not part of them.
        Some(named(i64::from(kind.0) & 0xffff_ffff))
    }

    pub(super) fn named(kind: i64) -> FileSystem {
        match KNOWN.iter().find(|(known, ..)| *known == kind) {
            Some((_, name, is_local)) => {
                FileSystem { name: (*name).to_owned(), is_local: *is_local }
            }
            None => FileSystem { name: format!("{kind:#x}"), is_local: false },
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use std::path::Path;

    use super::FileSystem;

    /// Not asked yet on this system.
    pub(super) fn file_system(_path: &Path) -> Option<FileSystem> {
        None
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_known_to_be_local_is_taken() {
        for kind in [0xef53, 0x5846_5342, 0x9123_683e, 0x0102_1994, 0x794c_7630] {
            assert!(system::named(kind).require_local().is_ok(), "{kind:#x}");
        }
        for kind in [0x6969, 0xff53_4d42, 0x0102_1997, 0x6573_5546, 0x1234_5678, 0] {
            let error = system::named(kind).require_local().unwrap_err();
            assert_eq!(error.code(), ErrorCode::StorageUnavailable, "{kind:#x}");
        }
    }

    #[test]
    fn the_kernel_names_the_file_system_of_a_folder() {
        assert!(FileSystem::of(Path::new("/proc")).is_some_and(|found| !found.is_local));
        assert_eq!(FileSystem::of(Path::new("/no/such/folder")), None);
    }
}

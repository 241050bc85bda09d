//! Which processes have the store open, and which have files open that are no longer the store's.
//!
//! Only what the kernel tells about their descriptors is asked for; none is opened.

use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use super::files::beside;
use super::{Report, State};
use crate::output::clean;

/// How the kernel marks the name of a file that has none any more (proc(5)).
const DELETED: &str = " (deleted)";

/// Another process, and what it has open.
struct Holder {
    name: String,
    /// It has a file open that bore the name of one of the store's, and is another.
    is_left_behind: bool,
}

impl Report {
    pub(super) fn look_for_holders(&mut self, path: &Path) {
        let holders = holders(path);
        let names = |is_left_behind: bool| {
            let chosen = holders.iter().filter(|holder| holder.is_left_behind == is_left_behind);
            chosen.map(|holder| holder.name.as_str()).collect::<Vec<_>>().join(", ")
        };
        let (left_behind, current) = (names(true), names(false));
        if !left_behind.is_empty() {
            self.add_with(
                State::Fail,
                "replaced",
                format!("still open elsewhere, the files that stood here before: {left_behind}"),
                "restart what has them open; until then it answers `store_replaced`, or with what was true before",
            );
        }
        let saw = if current.is_empty() {
            "by no other process that this user may look at".to_owned()
        } else {
            format!("by {current}")
        };
        self.add("in use", saw);
    }
}

fn holders(path: &Path) -> Vec<Holder> {
    let files: Vec<_> = ["", "-wal", "-shm"].map(|suffix| beside(path, suffix)).into();
    let known: Vec<_> = files.iter().map(|file| (file, file.metadata().ok())).collect();
    let Ok(processes) = fs::read_dir("/proc") else { return Vec::new() };
    let mut found: Vec<(u32, Holder)> = processes
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter(|id| *id != std::process::id())
        .filter_map(|id| Some((id, holder(id, &known)?)))
        .collect();
    found.sort_by_key(|(id, _)| *id);
    found.into_iter().map(|(_, holder)| holder).collect()
}

/// Returns what a process has to do with the store; `None` where that is nothing, or not for us to know.
fn holder(id: u32, known: &[(&PathBuf, Option<Metadata>)]) -> Option<Holder> {
    let folder = PathBuf::from(format!("/proc/{id}"));
    let (mut is_holder, mut is_left_behind) = (false, false);
    for descriptor in fs::read_dir(folder.join("fd")).ok()?.flatten() {
        let Ok(target) = fs::read_link(descriptor.path()) else { continue };
        let target = target.to_string_lossy().into_owned();
        let Ok(open) = fs::metadata(descriptor.path()) else { continue };
        for (file, metadata) in known {
            let is_same = metadata
                .as_ref()
                .is_some_and(|now| now.dev() == open.dev() && now.ino() == open.ino());
            let bears_its_name =
                file.to_str() == Some(target.strip_suffix(DELETED).unwrap_or(&target));
            is_holder |= is_same || bears_its_name;
            is_left_behind |= bears_its_name && !is_same;
        }
    }
    let name = fs::read_to_string(folder.join("comm")).unwrap_or_default();
    is_holder.then(|| Holder { name: format!("{id} {}", clean(name.trim())), is_left_behind })
}

//! The stores that are measured, filled through the library itself.

use std::path::PathBuf;

use keywright::{Keywright, MasterKey, NewApiKey, OpenOptions, Scopes};
use tempfile::TempDir;

use crate::harness::{Text, text_of};

/// A folder on the disk that the project is built on, not in memory: a commit must cost what it costs.
pub(crate) fn folder() -> TempDir {
    TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder")
}

/// A key as hosts make them: a description, one scope, an end for every second one.
pub(crate) fn new_key(number: usize) -> NewApiKey {
    let scopes = Scopes::parse(["invoices:read"]).expect("a scope");
    let new = NewApiKey::new(format!("nightly export {number}")).scopes(scopes);
    if number.is_multiple_of(2) {
        new
    } else {
        new.expires_in(std::time::Duration::from_secs(90 * 24 * 3600))
    }
}

pub(crate) fn owner_name(number: usize) -> String {
    format!("user-{number:05}")
}

/// A store on disk with its texts.
pub(crate) struct Filled {
    // Closed before its folder goes.
    pub(crate) keywright: Keywright,
    pub(crate) texts: Vec<Text>,
    pub(crate) path: PathBuf,
    master_keys: Vec<MasterKey>,
    _folder: TempDir,
}

impl Filled {
    /// Opens the store beside, without keys in memory.
    pub(crate) fn without_memory(&self) -> Keywright {
        let options = OpenOptions::new().memory_limit(0).master_keys(self.master_keys.clone());
        options.open(&self.path).expect("the same store")
    }
}

/// Makes a store of so many keys, ten for each owner, made in one call each.
pub(crate) fn filled(keys: usize) -> Filled {
    fill(keys, Vec::new())
}

/// The same, sealed.
pub(crate) fn sealed(keys: usize) -> Filled {
    fill(keys, vec![MasterKey::generate().expect("a master key")])
}

fn fill(keys: usize, master_keys: Vec<MasterKey>) -> Filled {
    let folder = folder();
    let path = folder.path().join("keys.db");
    let options = OpenOptions::new().master_keys(master_keys.clone());
    let keywright = options.open(&path).expect("a store");
    let mut texts = Vec::with_capacity(keys);
    for owner in 0..keys.div_ceil(10) {
        let new = (0..10).map(|number| new_key(owner + number)).collect();
        let created = keywright.user(owner_name(owner)).create_api_keys(new).expect("ten keys");
        texts.extend(created.iter().map(text_of));
    }
    Filled { keywright, texts, path, master_keys, _folder: folder }
}

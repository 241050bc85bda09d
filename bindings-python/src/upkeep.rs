//! What looks after a store: what it says about itself, backups, exports, seals, and how its keys are used.

use std::fs::{File, OpenOptions};
use std::io::BufReader;
use std::path::PathBuf;

use keywright::{ImportOptions, RestoreOptions, Warm};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::call::call;
use crate::convert::{KeyId, OwnerLike, uuid};
use crate::keywright::Keywright;
use crate::record::Record;

#[pymethods]
impl Keywright {
    fn _status<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        call(py, || self.core.status())?.to_python(py, &self.core)
    }

    fn _warm<'py>(&self, py: Python<'py>, owner: Option<OwnerLike>) -> PyResult<Bound<'py, PyAny>> {
        let what = match owner {
            Some(owner) => Warm::Owner(owner.to_owner(py, &self.core)?),
            None => Warm::All,
        };
        call(py, || self.core.warm(&what))?.to_python(py, &self.core)
    }

    fn _check_integrity<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        call(py, || self.core.check_integrity())?.to_python(py, &self.core)
    }

    fn _flush(&self, py: Python<'_>) -> PyResult<()> {
        call(py, || self.core.flush())
    }

    fn _last_used<'py>(&self, py: Python<'py>, ids: Vec<KeyId>) -> PyResult<Bound<'py, PyDict>> {
        let ids: Vec<_> = ids.into_iter().map(|KeyId(id)| id).collect();
        let last_used = PyDict::new(py);
        for (id, last) in call(py, || self.core.last_used(&ids))? {
            last_used.set_item(uuid(py, id.as_uuid())?, last.to_python(py, &self.core)?)?;
        }
        Ok(last_used)
    }

    fn _backup<'py>(&self, py: Python<'py>, path: PathBuf) -> PyResult<Bound<'py, PyAny>> {
        call(py, || self.core.backup(path))?.to_python(py, &self.core)
    }

    fn _preview_restore<'py>(&self, py: Python<'py>, path: PathBuf) -> PyResult<Bound<'py, PyAny>> {
        call(py, || self.core.preview_restore(path))?.to_python(py, &self.core)
    }

    fn _restore<'py>(
        &self,
        py: Python<'py>,
        path: PathBuf,
        with_revoked: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let options = RestoreOptions::new();
        let options = if with_revoked { options.with_revoked() } else { options };
        call(py, || self.core.restore(path, options))?.to_python(py, &self.core)
    }

    /// Writes into a new file for its owner alone. A Python object is not written to: its methods would need the GIL inside
    /// a transaction, for which a `fork` in another thread waits while it holds the GIL.
    fn _export(&self, py: Python<'_>, path: PathBuf) -> PyResult<()> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = py.detach(|| options.open(&path))?;
        let written =
            call(py, || self.core.export(&file)).and_then(|()| Ok(py.detach(|| file.sync_all())?));
        if written.is_err() {
            // Half an export would look like a whole one. That it stays is the smaller trouble of the two.
            drop(std::fs::remove_file(&path));
        }
        written
    }

    fn _import<'py>(
        &self,
        py: Python<'py>,
        path: PathBuf,
        dry_run: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let options = ImportOptions::new();
        let options = if dry_run { options.dry_run() } else { options };
        let file = py.detach(|| File::open(&path))?;
        call(py, || self.core.import(BufReader::new(file), options))?.to_python(py, &self.core)
    }

    fn _seal_status<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        call(py, || self.core.seal_status())?.to_python(py, &self.core)
    }

    fn _seal<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        call(py, || self.core.seal(|_| ()))?.to_python(py, &self.core)
    }

    fn _rotate_master_key(&self, py: Python<'_>) -> PyResult<u64> {
        call(py, || self.core.rotate_master_key())
    }

    fn _rekey<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        call(py, || self.core.rekey(|_| ()))?.to_python(py, &self.core)
    }
}

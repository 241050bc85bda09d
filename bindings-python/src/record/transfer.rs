//! Backups, imports, seals and migrations.

use keywright::{
    Backup, ImportCounts, ImportReport, Migrated, Owner, RestoreReport, SealReport, SealStatus,
};
use pyo3::IntoPyObjectExt as _;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use super::{Record, plain, plain_records, texts, tuple, values};
use crate::convert::datetime;

plain_records! {
    Backup |backup, py, _keywright| (
        &backup.path,
        backup.bytes,
        backup.api_keys,
        datetime(backup.taken_at),
    );
    RestoreReport |report, py, keywright| (
        report.api_keys,
        report.users,
        report.teams,
        report.api_keys_made_since,
        tuple(py, keywright, &report.revoked_since)?,
        tuple(py, keywright, &report.deleted_since)?,
        tuple(py, keywright, &report.tampered_since)?,
        tuple(py, keywright, &report.rotated_since)?,
        tuple(py, keywright, &report.suspended_since)?,
        owners(py, &report.owners_suspended_since)?,
    );
    ImportCounts |counts, py, _keywright| (
        counts.settings,
        counts.permissions,
        counts.users,
        counts.teams,
        counts.members,
        counts.api_keys,
    );
    ImportReport |report, py, keywright| (
        report.is_dry_run,
        report.added.to_python(py, keywright)?,
        report.unchanged.to_python(py, keywright)?,
        report.differs.to_python(py, keywright)?,
        report.deleted_before,
        texts(py, &report.unaccepted_prefixes)?,
    );
    SealReport |report, py, _keywright| (report.sealed, report.tampered, report.is_residue_left);
    SealStatus |status, py, _keywright| (
        status.is_sealed,
        &status.sealed_with,
        PyTuple::new(py, &status.data_keys)?,
        status.sealed_rows,
        status.unsealed_rows,
        status.accepts_unsealed,
    );
}

fn owners<'py>(py: Python<'py>, owners: &[Owner]) -> PyResult<Bound<'py, PyTuple>> {
    let pairs: Vec<_> = owners.iter().map(ToString::to_string).collect();
    PyTuple::new(py, pairs)
}

pub(crate) fn migrated(py: Python<'_>, migrated: Migrated) -> PyResult<Bound<'_, PyAny>> {
    let Migrated { schema_before, schema_after, oldest_reader_before, oldest_reader_after, .. } =
        migrated;
    plain(
        py,
        "Migrated",
        values![py; schema_before, schema_after, oldest_reader_before, oldest_reader_after],
    )
}

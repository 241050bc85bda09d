//! Restoring a backup: what would come back, and what was taken away since and stays so.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::Path;

use serde::{Serialize, Serializer};
use serde_json::Value;

use super::backup::BackupUsage;
use super::change::Change;
use super::handle::Keywright;
use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::error::Error;
use crate::event::NewEvent;
use crate::key::{ApiKey, ApiKeyId};
use crate::owner::{Owner, Team, User};
use crate::store::{self, BackupFile, Retirement, Rows, as_corrupt};

/// Events read at a time.
const EVENTS_PER_READ: u32 = 10_000;
/// Why a key that was deleted after the backup was taken comes back revoked.
const DELETED_SINCE: &str = "deleted after the backup was taken";
/// Why a key is revoked whose row somebody changed since, so that nobody knows whether it was.
const TAMPERED_SINCE: &str = "changed by something else than Keywright after the backup was taken";

/// How to restore a backup.
///
/// # Examples
///
/// ```
/// use keywright::{Keywright, NewApiKey, Reason, RestoreOptions, RevokeOptions, VerifyOptions};
///
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("monday.backup");
/// let keywright = Keywright::open_in_memory()?;
/// let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
/// keywright.backup(&path)?;
/// keywright.api_key(created.api_key().id).revoke(RevokeOptions::new())?;
///
/// let reason = || Ok::<_, keywright::Error>(keywright.verify(created.value(), &VerifyOptions::new())?.reason());
/// keywright.restore(&path, RestoreOptions::new())?;
/// assert_eq!(reason()?, Some(Reason::Revoked));
/// keywright.restore(&path, RestoreOptions::new().with_revoked())?;
/// assert_eq!(reason()?, None, "as it was on Monday");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct RestoreOptions {
    is_with_revoked: bool,
}

impl RestoreOptions {
    /// Rights that were taken away since the backup was taken stay taken away.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, RestoreOptions};
    ///
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("monday.backup");
    /// # let keywright = Keywright::open_in_memory()?;
    /// keywright.backup(&path)?;
    /// assert_eq!(keywright.restore(&path, RestoreOptions::new())?.api_keys, 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// Brings everything back as it was in the backup, also keys that were revoked, deleted or suspended since.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, RestoreOptions};
    ///
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("monday.backup");
    /// # let keywright = Keywright::open_in_memory()?;
    /// keywright.backup(&path)?;
    /// keywright.user("alice").suspend()?;
    /// keywright.restore(&path, RestoreOptions::new().with_revoked())?;
    /// assert_eq!(keywright.get_user("alice")?, None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn with_revoked(mut self) -> Self {
        self.is_with_revoked = true;
        self
    }
}

/// What a backup holds, and what was taken away since it was taken.
///
/// # Examples
///
/// ```
/// use keywright::{Keywright, NewApiKey, RevokeOptions};
///
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("monday.backup");
/// # let keywright = Keywright::open_in_memory()?;
/// let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
/// keywright.backup(&path)?;
/// keywright.api_key(created.api_key().id).revoke(RevokeOptions::new().reason("leaked"))?;
///
/// let report = keywright.preview_restore(&path)?;
/// assert_eq!(report.revoked_since[0].revoke_reason.as_deref(), Some("leaked"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RestoreReport {
    /// How many keys the backup holds, whatever their status.
    pub api_keys: u64,
    /// How many users it holds.
    pub users: u64,
    /// How many teams it holds.
    pub teams: u64,
    /// How many keys of the store the backup does not have: they are gone when it is restored.
    pub api_keys_made_since: u64,
    /// Keys that the backup has as not revoked, as they stand in the store: revoked.
    pub revoked_since: Vec<ApiKey>,
    /// Keys that the store had once and has no more, as they stand in the backup. They come back revoked.
    pub deleted_since: Vec<ApiKey>,
    /// Keys, as in the backup, whose rows something else than Keywright has changed since. They come back revoked.
    pub tampered_since: Vec<ApiKey>,
    /// Keys with a secret that was replaced since, as they stand in the store. The secret that replaced it is not in the
    /// backup: who uses it needs a new one.
    pub rotated_since: Vec<ApiKey>,
    /// Keys that were suspended since, as they stand in the store.
    pub suspended_since: Vec<ApiKey>,
    /// Users and teams that were suspended since.
    #[serde(serialize_with = "as_texts")]
    pub owners_suspended_since: Vec<Owner>,
    /// How many rows of the backup are not sealed, on a handle with a master key (which must accept that). They stand so in
    /// the store, until it is sealed by [`Keywright::seal`].
    pub unsealed_rows: u64,
    /// The usage beside the backup.
    pub usage: BackupUsage,
}

fn as_texts<S: Serializer>(owners: &[Owner], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(owners.iter().map(ToString::to_string))
}

impl Keywright {
    /// Looks what a backup holds and which rights it would bring back that were taken away since, and changes nothing. Only
    /// the server may.
    ///
    /// # Errors
    ///
    /// `storage_unavailable` when there is no such file; `storage_corrupt` when it is damaged or no store; `schema_too_new`;
    /// `invalid_argument` when it is the store itself; `permission_denied` when acting as a user; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey};
    ///
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("monday.backup");
    /// # let keywright = Keywright::open_in_memory()?;
    /// keywright.backup(&path)?;
    /// keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// assert_eq!(keywright.preview_restore(&path)?.api_keys_made_since, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn preview_restore(&self, path: impl AsRef<Path>) -> Result<RestoreReport, Error> {
        self.authority().require_server("look into a backup")?;
        let _call = self.enter()?;
        self.watch()?;
        let now = self.now();
        store::read_beside(self.store(), path.as_ref(), now, |rows, backup| {
            Ok(compare(rows, backup, now)?.report)
        })
        .map(|mut report| {
            report.usage =
                BackupUsage::of(self.store().usage().look_into_backup(path.as_ref(), now));
            report
        })
    }

    /// Makes the store what it was when a backup was taken, in one change, and tells what was taken away since. Only the
    /// server may.
    ///
    /// Every process that has the store open goes on with it and sees the change as any other. Keys that were revoked,
    /// suspended, deleted or given another secret since stay so, and so do suspended users and teams; deleted keys come back
    /// revoked. Not carried over: an earlier end, fewer scopes or addresses, dropped prefixes, switches and caps of the
    /// settings, members who left and permissions that were taken. [`RestoreOptions::with_revoked`] carries nothing over.
    /// The audit log stays and gets the event `store.restored`; a store in which nothing has happened yet takes that of the
    /// backup. Usage stays too, and what the file beside the backup has counted is added to it: of two counts of the same
    /// minute, hour or day the larger one stands. What goes wrong there is told in [`RestoreReport::usage`] and is no error.
    ///
    /// A backup is trusted with its keys: whoever can write one can put a key into it, unless the store is sealed.
    ///
    /// # Errors
    ///
    /// As [`Keywright::preview_restore`]; then nothing was changed.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey, RestoreOptions};
    ///
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("monday.backup");
    /// let keywright = Keywright::open(folder.path().join("keys.db"))?;
    /// let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// keywright.backup(&path)?;
    ///
    /// let another = Keywright::open(folder.path().join("another.db"))?;
    /// another.restore(&path, RestoreOptions::new())?;
    /// assert!(another.get_api_key(created.api_key().id).is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn restore(
        &self,
        path: impl AsRef<Path>,
        options: RestoreOptions,
    ) -> Result<RestoreReport, Error> {
        self.authority().require_server("restore a backup")?;
        // A close waits until the usage is restored as well.
        let _call = self.enter()?;
        let path = path.as_ref();
        let mut report = self.change_beside(path, |change, backup| {
            let TakenSince { report, retired, suspended_owners } =
                compare(change.rows, backup, change.now)?;
            change.rows.replace(backup)?;
            let mut event = NewEvent::new("store.restored")
                .with("api_keys", report.api_keys)
                .with("api_keys_made_since", report.api_keys_made_since);
            if options.is_with_revoked {
                event = event.with("with_revoked", true);
            } else {
                change.revoke_again(&report)?;
                for (id, retirement) in retired {
                    change.rows.save_retirement(&id, retirement)?;
                }
                for owner in suspended_owners {
                    change.suspend_again(owner)?;
                }
                event = event
                    .with("revoked_since", report.revoked_since.len())
                    .with("deleted_since", report.deleted_since.len());
            }
            change.record(event)?;
            require_readable(change.rows, change.now).map_err(as_corrupt)?;
            Ok(report)
        })?;
        report.usage = self.restore_usage(path);
        Ok(report)
    }

    /// Adds the usage beside a backup. The store is restored by now, whatever becomes of this.
    fn restore_usage(&self, backup: &Path) -> BackupUsage {
        // First what waits, or the use of a key that was deleted and is back would be dropped with the next writing.
        let flushed = self.shared().flush_usage();
        let restored = self.store().usage().restore(backup, self.now());
        BackupUsage::of(restored).or_fault(flushed)
    }
}

impl Change<'_> {
    /// Carries over what was taken away from keys as a whole.
    fn revoke_again(&mut self, report: &RestoreReport) -> Result<(), Error> {
        for now in &report.revoked_since {
            self.edit_restored(&now.id, |key| {
                key.revoked_at = now.revoked_at;
                key.revoked_by.clone_from(&now.revoked_by);
                key.revoke_reason.clone_from(&now.revoke_reason);
            })?;
        }
        for now in &report.suspended_since {
            self.edit_restored(&now.id, |key| {
                key.suspended_at = now.suspended_at;
                key.suspended_by.clone_from(&now.suspended_by);
                key.suspend_reason.clone_from(&now.suspend_reason);
            })?;
        }
        let (at, by) = (self.now, self.actor());
        let deleted = report.deleted_since.iter().map(|key| (key, DELETED_SINCE));
        let tampered = report.tampered_since.iter().map(|key| (key, TAMPERED_SINCE));
        for (before, reason) in deleted.chain(tampered).filter(|(key, _)| key.revoked_at.is_none())
        {
            self.edit_restored(&before.id, |key| {
                key.revoked_at = Some(at);
                key.revoked_by = Some(by.clone());
                key.revoke_reason = Some(reason.to_owned());
            })?;
            self.record(
                NewEvent::new("api_key.revoked")
                    .with("api_key_id", before.id)
                    .with("owner", before.owner.to_string())
                    .with("reason", reason),
            )?;
        }
        Ok(())
    }

    fn edit_restored(
        &mut self,
        id: &ApiKeyId,
        edit: impl FnOnce(&mut ApiKey),
    ) -> Result<(), Error> {
        let mut key = self
            .rows
            .api_key(id, self.now)?
            .ok_or_else(|| Error::internal("a key of the backup was not restored"))?;
        edit(&mut key);
        self.rows.save_api_key(&key)
    }

    fn suspend_again(&mut self, owner: SuspendedOwner) -> Result<(), Error> {
        match owner {
            SuspendedOwner::User(now) => {
                if let Some(mut user) = self.rows.user(&now.id)? {
                    (user.suspended_at, user.suspended_by) = (now.suspended_at, now.suspended_by);
                    self.rows.save_user(&user)?;
                }
            }
            SuspendedOwner::Team(now) => {
                if let Some(mut team) = self.rows.team(&now.id)? {
                    (team.suspended_at, team.suspended_by) = (now.suspended_at, now.suspended_by);
                    self.rows.save_team(&team)?;
                }
            }
        }
        Ok(())
    }
}

/// What was taken away since a backup was taken.
struct TakenSince {
    report: RestoreReport,
    /// Ends that generations of the backup have got since.
    retired: Vec<(ApiKeyId, Retirement)>,
    suspended_owners: Vec<SuspendedOwner>,
}

/// An owner as it stands in the store.
enum SuspendedOwner {
    User(User),
    Team(Team),
}

/// Compares a store with a backup.
fn compare(rows: &dyn Rows, backup: &BackupFile, now: Timestamp) -> Result<TakenSince, Error> {
    let theirs = backup.rows();
    let theirs: &dyn Rows = &theirs;
    let mut since = TakenSince {
        report: RestoreReport {
            api_keys: 0,
            users: 0,
            teams: 0,
            api_keys_made_since: 0,
            revoked_since: Vec::new(),
            deleted_since: Vec::new(),
            tampered_since: Vec::new(),
            rotated_since: Vec::new(),
            suspended_since: Vec::new(),
            owners_suspended_since: Vec::new(),
            unsealed_rows: backup.unsealed_rows()?,
            usage: BackupUsage::default(),
        },
        retired: Vec::new(),
        suspended_owners: Vec::new(),
    };
    let mut gone = Gone::new(rows, theirs)?;
    let mut in_both = 0;
    theirs.each_api_key(None, None, now, &mut |before| {
        let before = before.map_err(as_corrupt)?;
        since.report.api_keys += 1;
        let key = match rows.api_key(&before.id, now) {
            // It may be the owner's row that was changed, and the owner is suspended for that.
            Err(error) if error.tampered_row().is_some() => {
                rows.api_key_without_owner(&before.id, now)
            }
            key => key,
        };
        match key {
            Err(error) if error.tampered_row().is_some() => {
                in_both += 1;
                since.report.tampered_since.push(before);
            }
            Err(error) => return Err(error),
            Ok(Some(key)) => {
                in_both += 1;
                since.compare_key(rows, theirs, before, key, now)?;
            }
            Ok(None) => {
                if gone.was_here(rows, &before.id)? {
                    since.report.deleted_since.push(before);
                }
            }
        }
        Ok(ControlFlow::Continue(()))
    })?;
    let mut own = 0;
    rows.each_api_key(None, None, now, &mut |_| {
        own += 1;
        Ok(ControlFlow::Continue(()))
    })?;
    since.report.api_keys_made_since = own - in_both;
    since.compare_owners(rows, theirs, now)?;
    Ok(since)
}

impl TakenSince {
    fn compare_key(
        &mut self,
        rows: &dyn Rows,
        theirs: &dyn Rows,
        before: ApiKey,
        key: ApiKey,
        now: Timestamp,
    ) -> Result<(), Error> {
        let report = &mut self.report;
        let ends = match retired_since(rows, theirs, &before, &key, now) {
            // An old secret, of which the record does not tell any more.
            Err(error) if error.tampered_row().is_some() => {
                report.tampered_since.push(before);
                return Ok(());
            }
            ends => ends?,
        };
        if !ends.is_empty() {
            report.rotated_since.push(key.clone());
            self.retired.extend(ends.into_iter().map(|end| (key.id, end)));
        }
        if key.suspended_at.is_some() && before.suspended_at.is_none() {
            report.suspended_since.push(key.clone());
        }
        if key.revoked_at.is_some() && before.revoked_at.is_none() {
            report.revoked_since.push(key);
        }
        Ok(())
    }

    fn compare_owners(
        &mut self,
        rows: &dyn Rows,
        theirs: &dyn Rows,
        now: Timestamp,
    ) -> Result<(), Error> {
        // Whether an owner whose row somebody changed was suspended, nobody knows: so it is.
        let (at, by) = (Some(now), Some(Actor::Server(None)));
        theirs.each_user(&mut |before| {
            self.report.users += 1;
            let user = match rows.user(&before.id) {
                Err(error) if error.tampered_row().is_some() => {
                    Some(User { suspended_at: at, suspended_by: by.clone(), ..before.clone() })
                }
                user => user?.filter(|user| user.suspended_at.is_some()),
            };
            if let (Some(user), None) = (user, before.suspended_at) {
                self.report.owners_suspended_since.push(Owner::User(before.id));
                self.suspended_owners.push(SuspendedOwner::User(user));
            }
            Ok(())
        })?;
        theirs.each_team(&mut |before| {
            self.report.teams += 1;
            let team = match rows.team(&before.id) {
                Err(error) if error.tampered_row().is_some() => {
                    Some(Team { suspended_at: at, suspended_by: by.clone(), ..before.clone() })
                }
                team => team?.filter(|team| team.suspended_at.is_some()),
            };
            if let (Some(team), None) = (team, before.suspended_at) {
                self.report.owners_suspended_since.push(Owner::Team(before.id));
                self.suspended_owners.push(SuspendedOwner::Team(team));
            }
            Ok(())
        })
    }
}

/// Returns the ends that generations of a backup have in the store and not, or later, in the backup.
fn retired_since(
    rows: &dyn Rows,
    theirs: &dyn Rows,
    before: &ApiKey,
    key: &ApiKey,
    now: Timestamp,
) -> Result<Vec<Retirement>, Error> {
    if key.generations == before.generations {
        return Ok(Vec::new());
    }
    let ends = rows.retirements(&key.id)?;
    let mut earlier = Vec::new();
    for theirs in theirs.retirements(&key.id)? {
        let end = match ends.iter().find(|end| end.id == theirs.id) {
            Some(end) => end.at,
            // The key is there and this secret is not: somebody took it out by hand.
            None => Some(now),
        };
        if end.is_some_and(|end| theirs.at.is_none_or(|at| end < at)) {
            earlier.push(Retirement { id: theirs.id, at: end });
        }
    }
    Ok(earlier)
}

/// Knows which keys a store had once. That one is missing tells nothing in a store that was made anew.
struct Gone {
    /// The backup was taken of this very store, so whatever is missing was there.
    is_same_store: bool,
    /// Otherwise, keys that the audit log knows to be deleted; read when first asked for.
    deleted: Option<BTreeSet<ApiKeyId>>,
}

impl Gone {
    fn new(rows: &dyn Rows, theirs: &dyn Rows) -> Result<Self, Error> {
        let has_history = !rows.events(0, 1)?.is_empty();
        let is_same_store = has_history && rows.made_at()? == theirs.made_at()?;
        Ok(Self { is_same_store, deleted: None })
    }

    fn was_here(&mut self, rows: &dyn Rows, id: &ApiKeyId) -> Result<bool, Error> {
        if self.is_same_store {
            return Ok(true);
        }
        if self.deleted.is_none() {
            self.deleted = Some(deleted_keys(rows)?);
        }
        Ok(self.deleted.as_ref().is_some_and(|deleted| deleted.contains(id)))
    }
}

/// Reads from the audit log which keys were purged, or went with their owners.
pub(super) fn deleted_keys(rows: &dyn Rows) -> Result<BTreeSet<ApiKeyId>, Error> {
    let mut ids = BTreeSet::new();
    let mut after = 0;
    loop {
        let events = rows.events(after, EVENTS_PER_READ)?;
        let Some(last) = events.last() else { return Ok(ids) };
        after = last.number;
        for event in &events {
            let told = match event.verb.as_str() {
                "api_key.purged" => event.payload.get("api_key_id").map(std::slice::from_ref),
                "user.deleted" | "team.deleted" => {
                    event.payload.get("api_key_ids").and_then(Value::as_array).map(Vec::as_slice)
                }
                _ => None,
            };
            let texts = told.into_iter().flatten().filter_map(Value::as_str);
            ids.extend(texts.filter_map(|text| text.parse::<ApiKeyId>().ok()));
        }
    }
}

/// Reads every row once: a value that nobody can read must not come in, for it would only be found by a check.
fn require_readable(rows: &dyn Rows, now: Timestamp) -> Result<(), Error> {
    rows.settings()?;
    rows.permission_definitions()?;
    rows.all_members()?;
    rows.each_user(&mut |_| Ok(()))?;
    rows.each_team(&mut |_| Ok(()))?;
    rows.each_api_key(None, None, now, &mut |key| key.map(|_| ControlFlow::Continue(())))
}

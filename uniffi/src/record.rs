//! What records hold. A record is plain data, of the moment at which it was read.

use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::convert::{system_time, text, texts, whole_number};
use crate::error::{KeywrightError, code_text};
use crate::word::{Freshness, OwnerType, SignalKind, Status, TokenKind, UsageStep};

// ---- owners ---------------------------------------------------------------------------------------------------------

/// The owner of a key: exactly one user or one team.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Owner {
    /// Whether it is a user or a team.
    pub owner_type: OwnerType,
    /// The host's own id of it.
    pub id: String,
}

impl From<&keywright::Owner> for Owner {
    fn from(owner: &keywright::Owner) -> Self {
        Self { owner_type: owner.owner_type().into(), id: owner.id().to_owned() }
    }
}

impl Owner {
    pub(crate) fn to_core(
        &self,
        keywright: &keywright::Keywright,
    ) -> Result<keywright::Owner, KeywrightError> {
        Ok(match self.owner_type {
            OwnerType::User => keywright.user(&self.id).owner(),
            OwnerType::Team => keywright.team(&self.id).owner(),
        }?)
    }
}

/// What is stored about a user.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct User {
    /// The host's own id.
    pub id: String,
    /// A name for people.
    pub display_name: Option<String>,
    /// An address for people.
    pub primary_email: Option<String>,
    /// A JSON object of the host's own, as text.
    pub metadata: String,
    /// When the user came into being here.
    pub created_at: SystemTime,
    /// Since when all keys of the user are suspended.
    pub suspended_at: Option<SystemTime>,
    /// Who suspended them.
    pub suspended_by: Option<String>,
}

impl From<keywright::User> for User {
    fn from(user: keywright::User) -> Self {
        Self {
            id: user.id.to_string(),
            display_name: user.display_name,
            primary_email: user.primary_email,
            metadata: user.metadata.as_str().to_owned(),
            created_at: user.created_at.into(),
            suspended_at: system_time(user.suspended_at),
            suspended_by: text(user.suspended_by.as_ref()),
        }
    }
}

/// What is stored about a team.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Team {
    /// The host's own id.
    pub id: String,
    /// A name for people.
    pub display_name: Option<String>,
    /// A JSON object of the host's own, as text.
    pub metadata: String,
    /// When the team came into being here.
    pub created_at: SystemTime,
    /// Since when all keys of the team are suspended.
    pub suspended_at: Option<SystemTime>,
    /// Who suspended them.
    pub suspended_by: Option<String>,
}

impl From<keywright::Team> for Team {
    fn from(team: keywright::Team) -> Self {
        Self {
            id: team.id.to_string(),
            display_name: team.display_name,
            metadata: team.metadata.as_str().to_owned(),
            created_at: team.created_at.into(),
            suspended_at: system_time(team.suspended_at),
            suspended_by: text(team.suspended_by.as_ref()),
        }
    }
}

/// A user in a team.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct TeamMember {
    /// The team.
    pub team_id: String,
    /// The user.
    pub user_id: String,
    /// What the user was given there, without what these permissions contain.
    pub permissions: Vec<String>,
    /// Since when.
    pub created_at: SystemTime,
}

impl From<keywright::TeamMember> for TeamMember {
    fn from(member: keywright::TeamMember) -> Self {
        Self {
            team_id: member.team_id.to_string(),
            user_id: member.user_id.to_string(),
            permissions: texts(member.permissions),
            created_at: member.created_at.into(),
        }
    }
}

/// What a member's leaving would touch.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct MemberPreview {
    /// The membership that would end.
    pub member: TeamMember,
    /// The keys of the team that this member made and that are not revoked, newest first.
    pub api_keys: Vec<ApiKey>,
}

impl From<keywright::MemberPreview> for MemberPreview {
    fn from(preview: keywright::MemberPreview) -> Self {
        Self { member: preview.member.into(), api_keys: api_keys(preview.api_keys) }
    }
}

/// A permission, and those that it contains.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PermissionDefinition {
    /// The permission.
    pub id: String,
    /// What it is for.
    pub description: Option<String>,
    /// Permissions that whoever holds this one holds too.
    pub contains: Vec<String>,
}

impl From<keywright::PermissionDefinition> for PermissionDefinition {
    fn from(definition: keywright::PermissionDefinition) -> Self {
        Self {
            id: definition.id.to_string(),
            description: definition.description,
            contains: texts(definition.contains),
        }
    }
}

// ---- keys -----------------------------------------------------------------------------------------------------------

/// One secret of a key.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Generation {
    /// The id that stands in the text of this secret.
    pub id: String,
    /// The first one is 1.
    pub number: i64,
    /// The last four characters of the text.
    pub last_four: String,
    /// The prefix of the text.
    pub prefix: String,
    /// When it was made.
    pub created_at: SystemTime,
    /// When a check first accepted it; only kept where a rotation waits for it.
    pub first_used_at: Option<SystemTime>,
    /// When it ends, because another one replaced it.
    pub retires_at: Option<SystemTime>,
    /// Whether it ends when the one that replaced it is used.
    pub retires_when_used: bool,
}

impl From<keywright::Generation> for Generation {
    fn from(generation: keywright::Generation) -> Self {
        Self {
            id: generation.id.to_string(),
            number: generation.number.into(),
            last_four: generation.last_four,
            prefix: generation.prefix.to_string(),
            created_at: generation.created_at.into(),
            first_used_at: system_time(generation.first_used_at),
            retires_at: system_time(generation.retires_at),
            retires_when_used: generation.retires_when_used,
        }
    }
}

/// What is stored about a key, safe to show. It never holds the secret.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ApiKey {
    /// The id, which stays for the life of the key.
    pub id: String,
    /// Whose it is.
    pub owner: Owner,
    /// What it is for.
    pub description: String,
    /// What state it was in when this was read.
    pub status: Status,
    /// Whether it is for code that runs at the customer's.
    pub is_public: bool,
    /// The last four characters of the newest secret's text.
    pub last_four: String,
    /// What it may do.
    pub scopes: Vec<String>,
    /// A JSON object of the host's own, as text.
    pub metadata: String,
    /// The networks that it may be used from; from everywhere when there are none.
    pub ip_allow_list: Vec<String>,
    /// When it was made.
    pub created_at: SystemTime,
    /// Who made it: `server`, `server:NAME` or `user:ID`.
    pub created_by: String,
    /// When it ends.
    pub expires_at: Option<SystemTime>,
    /// When it was suspended.
    pub suspended_at: Option<SystemTime>,
    /// Who suspended it.
    pub suspended_by: Option<String>,
    /// Why.
    pub suspend_reason: Option<String>,
    /// Whether all keys of its owner are suspended.
    pub is_owner_suspended: bool,
    /// When it was revoked.
    pub revoked_at: Option<SystemTime>,
    /// Who revoked it.
    pub revoked_by: Option<String>,
    /// Why.
    pub revoke_reason: Option<String>,
    /// The number of the newest secret.
    pub generation: i64,
    /// All its secrets, the oldest first.
    pub generations: Vec<Generation>,
}

impl From<keywright::ApiKey> for ApiKey {
    fn from(key: keywright::ApiKey) -> Self {
        Self {
            id: key.id.to_string(),
            owner: (&key.owner).into(),
            last_four: key.last_four().to_owned(),
            generation: key.generation().into(),
            description: key.description,
            status: key.status.into(),
            is_public: key.is_public,
            scopes: texts(key.scopes.iter()),
            metadata: key.metadata.as_str().to_owned(),
            ip_allow_list: texts(key.ip_allow_list.iter()),
            created_at: key.created_at.into(),
            created_by: key.created_by.to_string(),
            expires_at: system_time(key.expires_at),
            suspended_at: system_time(key.suspended_at),
            suspended_by: text(key.suspended_by.as_ref()),
            suspend_reason: key.suspend_reason,
            is_owner_suspended: key.is_owner_suspended,
            revoked_at: system_time(key.revoked_at),
            revoked_by: text(key.revoked_by.as_ref()),
            revoke_reason: key.revoke_reason,
            generations: key.generations.into_iter().map(Generation::from).collect(),
        }
    }
}

pub(crate) fn api_keys(keys: Vec<keywright::ApiKey>) -> Vec<ApiKey> {
    keys.into_iter().map(ApiKey::from).collect()
}

/// Some of many keys.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Page {
    /// The keys, newest first.
    pub items: Vec<ApiKey>,
    /// What to ask for the next page with; nothing on the last one.
    pub next_cursor: Option<String>,
}

impl From<keywright::Page> for Page {
    fn from(page: keywright::Page) -> Self {
        Self { items: api_keys(page.items), next_cursor: page.next_cursor }
    }
}

/// What the text of a key tells without a store. It is no check.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ParsedToken {
    /// The project's brand.
    pub prefix: String,
    /// Whose key it is, and whether it is public.
    pub kind: TokenKind,
    /// The kind as it stands in the text: `usk`, `tsk`, `upk` or `tpk`.
    pub kind_text: String,
    /// The id of this secret.
    pub id: String,
    /// When it was made.
    pub created_at: SystemTime,
    /// The checksum at its end.
    pub checksum: i64,
    /// Its last four characters.
    pub last_four: String,
}

/// What became of reading the text of a key.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ParseAnswer {
    /// What it tells, when it is one.
    pub token: Option<ParsedToken>,
    /// Which rule it breaks, when it is none.
    pub malformed: Option<String>,
}

// ---- the store ------------------------------------------------------------------------------------------------------

/// The switches of a store.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Settings {
    /// Whether users' keys work.
    pub allow_user_api_keys: bool,
    /// Whether teams' keys work.
    pub allow_team_api_keys: bool,
    /// The prefixes that are accepted; new keys get the first one.
    pub prefixes: Vec<String>,
    /// How many active keys a user may have.
    pub max_api_keys_per_user: Option<i64>,
    /// How many active keys a team may have.
    pub max_api_keys_per_team: Option<i64>,
    /// How long a new key may live at most.
    pub max_lifetime: Option<Duration>,
    /// A header of the project's own in which keys come.
    pub api_key_header: Option<String>,
    /// What the creator of a team is given there.
    pub creator_permissions: Vec<String>,
    /// What a member is given when nothing is said.
    pub member_permissions: Vec<String>,
    /// How often usage is written.
    pub usage_interval: Duration,
    /// How long points of a minute are kept.
    pub usage_minutes_kept: Duration,
    /// How long points of an hour are kept.
    pub usage_hours_kept: Duration,
    /// How long points of a day are kept; nothing is for ever.
    pub usage_days_kept: Option<Duration>,
}

impl From<&keywright::Settings> for Settings {
    fn from(settings: &keywright::Settings) -> Self {
        Self {
            allow_user_api_keys: settings.allow_user_api_keys,
            allow_team_api_keys: settings.allow_team_api_keys,
            prefixes: texts(&settings.prefixes),
            max_api_keys_per_user: settings.max_api_keys_per_user.map(i64::from),
            max_api_keys_per_team: settings.max_api_keys_per_team.map(i64::from),
            max_lifetime: settings.max_lifetime,
            api_key_header: settings.api_key_header.clone(),
            creator_permissions: texts(&settings.creator_permissions),
            member_permissions: texts(&settings.member_permissions),
            usage_interval: settings.usage_interval,
            usage_minutes_kept: settings.usage_minutes_kept,
            usage_hours_kept: settings.usage_hours_kept,
            usage_days_kept: settings.usage_days_kept,
        }
    }
}

/// One entry of the audit log: something changed.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Event {
    /// Its place in the log.
    pub number: i64,
    /// When.
    pub at: SystemTime,
    /// What was done.
    pub verb: String,
    /// To what, by whom, and how: a JSON object, as text.
    pub payload: String,
}

impl TryFrom<keywright::Event> for Event {
    type Error = KeywrightError;

    fn try_from(event: keywright::Event) -> Result<Self, KeywrightError> {
        Ok(Self {
            number: whole_number(event.number),
            at: event.at.into(),
            verb: event.verb,
            payload: json(&event.payload)?,
        })
    }
}

/// Something to look at that changed nothing.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Signal {
    /// Its place among the signals.
    pub number: i64,
    /// What it is about.
    pub kind: SignalKind,
    /// Which key, user or team.
    pub about: String,
    /// When.
    pub at: SystemTime,
    /// What was seen: a JSON object, as text.
    pub evidence: String,
}

impl TryFrom<keywright::Signal> for Signal {
    type Error = KeywrightError;

    fn try_from(signal: keywright::Signal) -> Result<Self, KeywrightError> {
        Ok(Self {
            number: whole_number(signal.number),
            kind: signal.kind.try_into()?,
            about: signal.about,
            at: signal.at.into(),
            evidence: json(&signal.evidence)?,
        })
    }
}

fn json(object: &serde_json::Map<String, serde_json::Value>) -> Result<String, KeywrightError> {
    serde_json::to_string(object).map_err(|_| KeywrightError::defect())
}

/// What is written behind.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct FlushInfo {
    /// How many things wait to be written.
    pub waiting: i64,
    /// How many were dropped since the store was opened.
    pub dropped: i64,
    /// When something was last written.
    pub last_flush_at: Option<SystemTime>,
    /// The code of the error of the last try.
    pub last_error: Option<String>,
}

/// The file of usage.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct UsageStatus {
    /// Where it is; nowhere for a store in memory.
    pub path: Option<String>,
    /// When it was last written.
    pub written_at: Option<SystemTime>,
    /// How often it was written.
    pub writes: i64,
    /// How many checks are counted in memory and not written yet.
    pub waiting: i64,
    /// How many checks are in no series.
    pub lost: i64,
    /// The code of what is wrong with it. Checks go on all the same.
    pub error: Option<String>,
    /// The same in words.
    pub error_message: Option<String>,
}

/// What is kept in memory.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct MemoryInfo {
    /// How many keys.
    pub keys: i64,
    /// How many bytes they take.
    pub bytes: i64,
    /// Whether the store was opened to keep all.
    pub is_resident: bool,
    /// Whether all are there.
    pub is_whole: bool,
}

/// What there is to know about a store itself.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct StoreInfo {
    /// Where its file is; nowhere for a store in memory.
    pub path: Option<String>,
    /// The number of its schema.
    pub schema: i64,
    /// The oldest schema whose programs may read it.
    pub oldest_reader: i64,
    /// How a check proves that nothing was changed since.
    pub freshness: Freshness,
    /// The file system it is on.
    pub file_system: Option<String>,
    /// The version of SQLite.
    pub sqlite_version: String,
    /// The version of Keywright.
    pub keywright_version: String,
    /// The number of the last signal.
    pub last_signal: i64,
    /// What is kept in memory.
    pub memory: MemoryInfo,
    /// What is written behind.
    pub flush: FlushInfo,
    /// The file of usage.
    pub usage: UsageStatus,
}

impl TryFrom<keywright::StoreInfo> for StoreInfo {
    type Error = KeywrightError;

    fn try_from(info: keywright::StoreInfo) -> Result<Self, KeywrightError> {
        Ok(Self {
            path: path(info.path.as_deref()),
            schema: info.schema.into(),
            oldest_reader: info.oldest_reader.into(),
            freshness: info.freshness.try_into()?,
            file_system: info.file_system,
            sqlite_version: info.sqlite_version.to_owned(),
            keywright_version: info.keywright_version.to_owned(),
            last_signal: whole_number(info.last_signal),
            memory: MemoryInfo {
                keys: whole_number(info.memory.keys),
                bytes: whole_number(info.memory.bytes),
                is_resident: info.memory.is_resident,
                is_whole: info.memory.is_whole,
            },
            flush: FlushInfo {
                waiting: whole_number(info.flush.waiting),
                dropped: whole_number(info.flush.dropped),
                last_flush_at: system_time(info.flush.last_flush_at),
                last_error: code_text(info.flush.last_error),
            },
            usage: UsageStatus {
                path: path(info.usage.path.as_deref()),
                written_at: system_time(info.usage.written_at),
                writes: whole_number(info.usage.writes),
                waiting: whole_number(info.usage.waiting),
                lost: whole_number(info.usage.lost),
                error: code_text(info.usage.error),
                error_message: info.usage.error_message,
            },
        })
    }
}

/// A path, for people. One that is no text shows where it is not.
fn path(path: Option<&Path>) -> Option<String> {
    path.map(|path| path.to_string_lossy().into_owned())
}

/// What loading keys into memory came to.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Warmed {
    /// How many secrets memory took in.
    pub loaded: i64,
    /// Whether memory holds every key there is.
    pub is_whole: bool,
}

impl From<keywright::Warmed> for Warmed {
    fn from(warmed: keywright::Warmed) -> Self {
        Self { loaded: whole_number(warmed.loaded), is_whole: warmed.is_whole }
    }
}

/// What a look at every page and row found.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Integrity {
    /// What is wrong; nothing when all is well.
    pub problems: Vec<String>,
}

impl From<keywright::Integrity> for Integrity {
    fn from(integrity: keywright::Integrity) -> Self {
        Self { problems: integrity.problems }
    }
}

/// What became of the usage in a backup or a restore.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct BackupUsage {
    /// How many bytes of it were copied.
    pub bytes: i64,
    /// The code of what went wrong with it.
    pub error: Option<String>,
    /// The same in words.
    pub error_message: Option<String>,
}

impl From<keywright::BackupUsage> for BackupUsage {
    fn from(usage: keywright::BackupUsage) -> Self {
        Self {
            bytes: whole_number(usage.bytes),
            error: code_text(usage.error),
            error_message: usage.error_message,
        }
    }
}

/// A backup that was made.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Backup {
    /// Where it is.
    pub path: String,
    /// How large.
    pub bytes: i64,
    /// How many keys are in it.
    pub api_keys: i64,
    /// Of which moment it is.
    pub taken_at: SystemTime,
    /// What became of the usage.
    pub usage: BackupUsage,
}

impl From<keywright::Backup> for Backup {
    fn from(backup: keywright::Backup) -> Self {
        Self {
            path: backup.path.to_string_lossy().into_owned(),
            bytes: whole_number(backup.bytes),
            api_keys: whole_number(backup.api_keys),
            taken_at: backup.taken_at.into(),
            usage: backup.usage.into(),
        }
    }
}

/// What a restore did or would do.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct RestoreReport {
    /// How many keys the backup holds.
    pub api_keys: i64,
    /// How many users.
    pub users: i64,
    /// How many teams.
    pub teams: i64,
    /// How many keys the backup does not have: they are gone when it is restored.
    pub api_keys_made_since: i64,
    /// Keys that were revoked since.
    pub revoked_since: Vec<ApiKey>,
    /// Keys that were deleted since. They come back revoked.
    pub deleted_since: Vec<ApiKey>,
    /// Keys whose rows something else than Keywright has changed since. They come back revoked.
    pub tampered_since: Vec<ApiKey>,
    /// Keys with a secret that was replaced since.
    pub rotated_since: Vec<ApiKey>,
    /// Keys that were suspended since.
    pub suspended_since: Vec<ApiKey>,
    /// Users and teams that were suspended since.
    pub owners_suspended_since: Vec<Owner>,
    /// Rows of the backup that are not sealed.
    pub unsealed_rows: i64,
    /// What became of the usage.
    pub usage: BackupUsage,
}

impl From<keywright::RestoreReport> for RestoreReport {
    fn from(report: keywright::RestoreReport) -> Self {
        Self {
            api_keys: whole_number(report.api_keys),
            users: whole_number(report.users),
            teams: whole_number(report.teams),
            api_keys_made_since: whole_number(report.api_keys_made_since),
            revoked_since: api_keys(report.revoked_since),
            deleted_since: api_keys(report.deleted_since),
            tampered_since: api_keys(report.tampered_since),
            rotated_since: api_keys(report.rotated_since),
            suspended_since: api_keys(report.suspended_since),
            owners_suspended_since: report.owners_suspended_since.iter().map(Owner::from).collect(),
            unsealed_rows: whole_number(report.unsealed_rows),
            usage: report.usage.into(),
        }
    }
}

/// How many of each thing an import met.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ImportCounts {
    /// Settings.
    pub settings: i64,
    /// Definitions of permissions.
    pub permissions: i64,
    /// Users.
    pub users: i64,
    /// Teams.
    pub teams: i64,
    /// Memberships.
    pub members: i64,
    /// Keys.
    pub api_keys: i64,
}

impl From<keywright::ImportCounts> for ImportCounts {
    fn from(counts: keywright::ImportCounts) -> Self {
        Self {
            settings: whole_number(counts.settings),
            permissions: whole_number(counts.permissions),
            users: whole_number(counts.users),
            teams: whole_number(counts.teams),
            members: whole_number(counts.members),
            api_keys: whole_number(counts.api_keys),
        }
    }
}

/// What an import did or would do.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ImportReport {
    /// Whether nothing was written.
    pub is_dry_run: bool,
    /// What was added.
    pub added: ImportCounts,
    /// What was there already, the same.
    pub unchanged: ImportCounts,
    /// What was there already, and otherwise. It was left as it is.
    pub differs: ImportCounts,
    /// Keys that this store had once and deleted. They were left out.
    pub deleted_before: i64,
    /// Prefixes of keys that the settings do not accept.
    pub unaccepted_prefixes: Vec<String>,
}

impl From<keywright::ImportReport> for ImportReport {
    fn from(report: keywright::ImportReport) -> Self {
        Self {
            is_dry_run: report.is_dry_run,
            added: report.added.into(),
            unchanged: report.unchanged.into(),
            differs: report.differs.into(),
            deleted_before: whole_number(report.deleted_before),
            unaccepted_prefixes: texts(report.unaccepted_prefixes),
        }
    }
}

/// What sealing came to.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SealReport {
    /// How many rows were sealed.
    pub sealed: i64,
    /// How many rows something else than Keywright had changed.
    pub tampered: i64,
    /// Whether what was there before can still be found in the file.
    pub is_residue_left: bool,
}

impl From<keywright::SealReport> for SealReport {
    fn from(report: keywright::SealReport) -> Self {
        Self {
            sealed: whole_number(report.sealed),
            tampered: whole_number(report.tampered),
            is_residue_left: report.is_residue_left,
        }
    }
}

/// How far a store is sealed.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SealStatus {
    /// Whether it is.
    pub is_sealed: bool,
    /// The id of the master key.
    pub sealed_with: Option<String>,
    /// The numbers of its data keys.
    pub data_keys: Vec<i64>,
    /// How many rows are sealed.
    pub sealed_rows: i64,
    /// How many are not.
    pub unsealed_rows: i64,
    /// Whether rows that are not sealed are believed.
    pub accepts_unsealed: bool,
}

impl From<keywright::SealStatus> for SealStatus {
    fn from(status: keywright::SealStatus) -> Self {
        Self {
            is_sealed: status.is_sealed,
            sealed_with: status.sealed_with,
            data_keys: status.data_keys.into_iter().map(i64::from).collect(),
            sealed_rows: whole_number(status.sealed_rows),
            unsealed_rows: whole_number(status.unsealed_rows),
            accepts_unsealed: status.accepts_unsealed,
        }
    }
}

/// What taking a file to the schema of this version came to.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Migrated {
    /// The schema it had.
    pub schema_before: i64,
    /// The schema it has.
    pub schema_after: i64,
    /// The oldest reader it had.
    pub oldest_reader_before: i64,
    /// The oldest reader it has.
    pub oldest_reader_after: i64,
}

impl From<keywright::Migrated> for Migrated {
    fn from(migrated: keywright::Migrated) -> Self {
        Self {
            schema_before: migrated.schema_before.into(),
            schema_after: migrated.schema_after.into(),
            oldest_reader_before: migrated.oldest_reader_before.into(),
            oldest_reader_after: migrated.oldest_reader_after.into(),
        }
    }
}

// ---- usage ----------------------------------------------------------------------------------------------------------

/// The last time that a key was valid.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct LastUse {
    /// When.
    pub at: SystemTime,
    /// From where, when the check was told.
    pub ip: Option<String>,
}

impl From<keywright::LastUse> for LastUse {
    fn from(last: keywright::LastUse) -> Self {
        Self { at: last.at.into(), ip: text(last.ip.as_ref()) }
    }
}

/// How many checks there were.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct UsageCounts {
    /// Which said yes.
    pub valid: i64,
    /// Which said no, by reason. A reason that did not occur is not there.
    pub denied: HashMap<String, i64>,
    /// With the id of this key and a wrong secret.
    pub wrong_secrets: i64,
    /// Of which neither is known any more.
    pub unknown: i64,
}

impl From<keywright::UsageCounts> for UsageCounts {
    fn from(counts: keywright::UsageCounts) -> Self {
        let reasons = counts.reasons();
        Self {
            valid: whole_number(counts.valid()),
            denied: reasons
                .map(|(reason, count)| (reason.as_str().to_owned(), whole_number(count)))
                .collect(),
            wrong_secrets: whole_number(counts.wrong_secrets()),
            unknown: whole_number(counts.unknown()),
        }
    }
}

/// One point of a series.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct UsagePoint {
    /// When it begins.
    pub start: SystemTime,
    /// What was counted in it.
    pub counts: UsageCounts,
}

/// How a key was used.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Usage {
    /// Which key.
    pub api_key_id: String,
    /// How long one point is.
    pub step: UsageStep,
    /// The series, without gaps.
    pub points: Vec<UsagePoint>,
    /// All of it together.
    pub total: UsageCounts,
    /// When the key was last valid.
    pub last_used_at: Option<SystemTime>,
    /// From where, when the check was told.
    pub last_used_ip: Option<String>,
    /// Since when points of this length are kept.
    pub kept_since: Option<SystemTime>,
}

impl TryFrom<keywright::Usage> for Usage {
    type Error = KeywrightError;

    fn try_from(usage: keywright::Usage) -> Result<Self, KeywrightError> {
        let points = usage.points.into_iter();
        Ok(Self {
            api_key_id: usage.api_key_id.to_string(),
            step: usage.step.try_into()?,
            points: points
                .map(|point| UsagePoint { start: point.start.into(), counts: point.counts.into() })
                .collect(),
            total: usage.total.into(),
            last_used_at: system_time(usage.last_used_at),
            last_used_ip: text(usage.last_used_ip.as_ref()),
            kept_since: system_time(usage.kept_since),
        })
    }
}

// ---- HTTP -----------------------------------------------------------------------------------------------------------

/// How to answer over HTTP: plain values that any framework takes.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct HttpAnswer {
    /// The status code.
    pub status: i32,
    /// Names of headers in their usual spelling, with their values.
    pub headers: HashMap<String, String>,
    /// A JSON text, or nothing.
    pub body: String,
}

impl From<keywright::HttpAnswer> for HttpAnswer {
    fn from(answer: keywright::HttpAnswer) -> Self {
        let headers = answer.headers.into_iter();
        Self {
            status: answer.status.into(),
            headers: headers.map(|(name, value)| (name.to_owned(), value)).collect(),
            body: answer.body,
        }
    }
}

/// One field of a request's header.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Its value, which may be a key: bytes, so that no debug print shows it.
    pub value: Vec<u8>,
}

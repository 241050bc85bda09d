//! What stands in one line. Its fields are those of `docs/export.md` and `tests/vectors/export.schema.json`.

use std::collections::BTreeSet;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::clock::Timestamp;
use crate::key::{WholeApiKey, WholeGeneration};
use crate::owner::{Team, TeamMember, User};
use crate::permission::{PermissionDefinition, PermissionId};
use crate::settings::Settings;

/// What the first line says.
pub(crate) const FORMAT: &str = "keywright export";
/// The version of the form.
pub(crate) const VERSION: u32 = 1;

/// One line. Instants are microseconds since 1970 in UTC, as they are stored: an import gives back the same.
#[derive(Deserialize, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Line {
    Header(Header),
    Settings(SettingsLine),
    Permission(PermissionLine),
    User(UserLine),
    Team(TeamLine),
    Member(MemberLine),
    ApiKey(Box<ApiKeyLine>),
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Header {
    pub(crate) format: String,
    pub(crate) version: u32,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SettingsLine {
    pub(crate) allow_user_api_keys: bool,
    pub(crate) allow_team_api_keys: bool,
    pub(crate) prefixes: Vec<String>,
    pub(crate) max_api_keys_per_user: Option<u32>,
    pub(crate) max_api_keys_per_team: Option<u32>,
    pub(crate) max_lifetime_us: Option<u64>,
    pub(crate) api_key_header: Option<String>,
    pub(crate) creator_permissions: Vec<String>,
    pub(crate) member_permissions: Vec<String>,
    pub(crate) usage_interval_us: Option<u64>,
    pub(crate) usage_minutes_kept_us: Option<u64>,
    pub(crate) usage_hours_kept_us: Option<u64>,
    pub(crate) usage_days_kept_us: Option<u64>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PermissionLine {
    pub(crate) id: String,
    pub(crate) description: Option<String>,
    pub(crate) contains: Vec<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UserLine {
    pub(crate) id: String,
    pub(crate) display_name: Option<String>,
    pub(crate) primary_email: Option<String>,
    pub(crate) metadata: Map<String, Value>,
    pub(crate) created_at_us: i64,
    pub(crate) suspended_at_us: Option<i64>,
    pub(crate) suspended_by: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TeamLine {
    pub(crate) id: String,
    pub(crate) display_name: Option<String>,
    pub(crate) metadata: Map<String, Value>,
    pub(crate) created_at_us: i64,
    pub(crate) suspended_at_us: Option<i64>,
    pub(crate) suspended_by: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MemberLine {
    pub(crate) team_id: String,
    pub(crate) user_id: String,
    pub(crate) permissions: Vec<String>,
    pub(crate) created_at_us: i64,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApiKeyLine {
    pub(crate) id: String,
    pub(crate) owner_type: String,
    pub(crate) owner_id: String,
    pub(crate) description: String,
    pub(crate) is_public: bool,
    pub(crate) scopes: Vec<String>,
    pub(crate) metadata: Map<String, Value>,
    pub(crate) ip_allow_list: Vec<String>,
    pub(crate) created_at_us: i64,
    pub(crate) created_by: String,
    pub(crate) expires_at_us: Option<i64>,
    pub(crate) suspended_at_us: Option<i64>,
    pub(crate) suspended_by: Option<String>,
    pub(crate) suspend_reason: Option<String>,
    pub(crate) revoked_at_us: Option<i64>,
    pub(crate) revoked_by: Option<String>,
    pub(crate) revoke_reason: Option<String>,
    /// Oldest first.
    pub(crate) generations: Vec<GenerationLine>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GenerationLine {
    pub(crate) id: String,
    pub(crate) number: u32,
    pub(crate) prefix: String,
    pub(crate) digest: String,
    pub(crate) last_four: String,
    pub(crate) created_at_us: i64,
    pub(crate) first_used_at_us: Option<i64>,
    pub(crate) retires_at_us: Option<i64>,
    pub(crate) retires_when_used: bool,
}

impl Line {
    /// The first line of every export.
    pub(crate) fn header() -> Self {
        Self::Header(Header { format: FORMAT.to_owned(), version: VERSION })
    }
}

impl From<&WholeApiKey> for Line {
    fn from(whole: &WholeApiKey) -> Self {
        let key = &whole.api_key;
        Self::ApiKey(Box::new(ApiKeyLine {
            id: key.id.to_string(),
            owner_type: key.owner_type().to_string(),
            owner_id: key.owner.id().to_owned(),
            description: key.description.clone(),
            is_public: key.is_public,
            scopes: key.scopes.iter().map(ToString::to_string).collect(),
            metadata: key.metadata.to_map(),
            ip_allow_list: key.ip_allow_list.iter().collect(),
            created_at_us: key.created_at.as_micros(),
            created_by: key.created_by.to_string(),
            expires_at_us: micros(key.expires_at),
            suspended_at_us: micros(key.suspended_at),
            suspended_by: text(&key.suspended_by),
            suspend_reason: key.suspend_reason.clone(),
            revoked_at_us: micros(key.revoked_at),
            revoked_by: text(&key.revoked_by),
            revoke_reason: key.revoke_reason.clone(),
            generations: whole.generations.iter().map(GenerationLine::from).collect(),
        }))
    }
}

impl From<&WholeGeneration> for GenerationLine {
    fn from(whole: &WholeGeneration) -> Self {
        let generation = &whole.generation;
        Self {
            id: generation.id.to_string(),
            number: generation.number,
            prefix: generation.prefix.to_string(),
            digest: whole.digest.iter().map(|byte| format!("{byte:02x}")).collect(),
            last_four: generation.last_four.clone(),
            created_at_us: generation.created_at.as_micros(),
            first_used_at_us: micros(generation.first_used_at),
            retires_at_us: micros(generation.retires_at),
            retires_when_used: generation.retires_when_used,
        }
    }
}

impl From<&Settings> for Line {
    fn from(settings: &Settings) -> Self {
        let as_micros = |longest: Duration| u64::try_from(longest.as_micros()).unwrap_or(u64::MAX);
        Self::Settings(SettingsLine {
            allow_user_api_keys: settings.allow_user_api_keys,
            allow_team_api_keys: settings.allow_team_api_keys,
            prefixes: settings.prefixes.iter().map(ToString::to_string).collect(),
            max_api_keys_per_user: settings.max_api_keys_per_user,
            max_api_keys_per_team: settings.max_api_keys_per_team,
            max_lifetime_us: settings.max_lifetime.map(as_micros),
            api_key_header: settings.api_key_header.clone(),
            creator_permissions: texts(&settings.creator_permissions),
            member_permissions: texts(&settings.member_permissions),
            usage_interval_us: Some(as_micros(settings.usage_interval)),
            usage_minutes_kept_us: Some(as_micros(settings.usage_minutes_kept)),
            usage_hours_kept_us: Some(as_micros(settings.usage_hours_kept)),
            usage_days_kept_us: settings.usage_days_kept.map(as_micros),
        })
    }
}

impl From<&PermissionDefinition> for Line {
    fn from(definition: &PermissionDefinition) -> Self {
        Self::Permission(PermissionLine {
            id: definition.id.to_string(),
            description: definition.description.clone(),
            contains: texts(&definition.contains),
        })
    }
}

impl From<&User> for Line {
    fn from(user: &User) -> Self {
        Self::User(UserLine {
            id: user.id.to_string(),
            display_name: user.display_name.clone(),
            primary_email: user.primary_email.clone(),
            metadata: user.metadata.to_map(),
            created_at_us: user.created_at.as_micros(),
            suspended_at_us: micros(user.suspended_at),
            suspended_by: text(&user.suspended_by),
        })
    }
}

impl From<&Team> for Line {
    fn from(team: &Team) -> Self {
        Self::Team(TeamLine {
            id: team.id.to_string(),
            display_name: team.display_name.clone(),
            metadata: team.metadata.to_map(),
            created_at_us: team.created_at.as_micros(),
            suspended_at_us: micros(team.suspended_at),
            suspended_by: text(&team.suspended_by),
        })
    }
}

impl From<&TeamMember> for Line {
    fn from(member: &TeamMember) -> Self {
        Self::Member(MemberLine {
            team_id: member.team_id.to_string(),
            user_id: member.user_id.to_string(),
            permissions: texts(&member.permissions),
            created_at_us: member.created_at.as_micros(),
        })
    }
}

fn micros(instant: Option<Timestamp>) -> Option<i64> {
    instant.map(Timestamp::as_micros)
}

fn text(value: &Option<impl ToString>) -> Option<String> {
    value.as_ref().map(ToString::to_string)
}

fn texts(ids: &BTreeSet<PermissionId>) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

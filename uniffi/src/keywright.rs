//! The handle on a store: how it is opened, narrowed and closed, and what it says about itself.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use keywright::{ActingAs, PermissionUpdate};

use crate::api_key::ApiKeyHandle;
use crate::call::caught;
use crate::convert::{api_key_id, number, permissions, prefix, timestamp, whole_number};
use crate::error::KeywrightError;
use crate::kept::KeptTable;
use crate::owner::{TeamHandle, UserHandle};
use crate::record::{
    Event, Migrated, ParseAnswer, ParsedToken, PermissionDefinition, Settings, Signal, Team, User,
};
use crate::word::{DurationChange, NumberChange, Status, TextChange};

/// The handle on one store. Any thread may use it.
#[derive(uniffi::Object)]
pub struct Keywright {
    pub(crate) core: keywright::Keywright,
    /// Which verdicts the JVM has an object of.
    pub(crate) kept: KeptTable,
}

impl Keywright {
    pub(crate) fn new(core: keywright::Keywright) -> Arc<Self> {
        Arc::new(Self { core, kept: KeptTable::default() })
    }
}

/// How a store is opened.
#[derive(Clone, Debug, Default, uniffi::Record)]
pub struct OpenOptions {
    /// Whether a file must be there already.
    #[uniffi(default)]
    pub existing: bool,
    /// Whether a file system is taken that is not known to keep its locks.
    #[uniffi(default)]
    pub any_file_system: bool,
    /// The prefix of the keys of a new store; `kw` when nothing is said.
    #[uniffi(default)]
    pub prefix: Option<String>,
    /// How long a change waits for another process.
    #[uniffi(default)]
    pub busy_time_out: Option<Duration>,
    /// How many bytes of memory keys may take.
    #[uniffi(default)]
    pub memory_limit: Option<i64>,
    /// Whether every key is kept in memory, so that an unknown one is refused without a look at the store.
    #[uniffi(default)]
    pub resident: bool,
    /// Whether rows that are not sealed are believed, in the days of first sealing.
    #[uniffi(default)]
    pub accept_unsealed: bool,
}

impl OpenOptions {
    fn into_core(self, master_keys: &[String]) -> Result<keywright::OpenOptions, KeywrightError> {
        let mut options = keywright::OpenOptions::new();
        if let Some(text) = self.prefix {
            options = options.prefix(prefix(&text)?);
        }
        if let Some(time_out) = self.busy_time_out {
            options = options.busy_time_out(time_out);
        }
        if let Some(bytes) = self.memory_limit {
            options = options.memory_limit(number("memoryLimit", bytes)?);
        }
        if self.resident {
            options = options.resident();
        }
        let keys = master_keys.iter().map(|text| text.parse::<keywright::MasterKey>());
        options = options.master_keys(keys.collect::<Result<Vec<_>, _>>()?);
        if self.accept_unsealed {
            options = options.accept_unsealed();
        }
        if self.existing {
            options = options.existing();
        }
        Ok(if self.any_file_system { options.any_file_system() } else { options })
    }
}

/// A team to be made.
#[derive(Clone, Debug, uniffi::Record)]
pub struct NewTeam {
    /// A name for people.
    pub display_name: String,
    /// The host's own id; without one the team gets one.
    #[uniffi(default)]
    pub id: Option<String>,
    /// Who is its first member, with the permissions of a creator.
    #[uniffi(default)]
    pub creator: Option<String>,
}

/// What to change of the settings. What is not given stays.
#[derive(Clone, Debug, Default, uniffi::Record)]
pub struct SettingsUpdate {
    /// Whether users' keys work.
    #[uniffi(default)]
    pub allow_user_api_keys: Option<bool>,
    /// Whether teams' keys work.
    #[uniffi(default)]
    pub allow_team_api_keys: Option<bool>,
    /// The prefix of new keys.
    #[uniffi(default)]
    pub prefix: Option<String>,
    /// A prefix that is accepted no more.
    #[uniffi(default)]
    pub drop_prefix: Option<DropPrefix>,
    /// How many active keys a user may have.
    #[uniffi(default)]
    pub max_api_keys_per_user: Option<NumberChange>,
    /// How many active keys a team may have.
    #[uniffi(default)]
    pub max_api_keys_per_team: Option<NumberChange>,
    /// How long a new key may live at most.
    #[uniffi(default)]
    pub max_lifetime: Option<DurationChange>,
    /// A header of the project's own in which keys come.
    #[uniffi(default)]
    pub api_key_header: Option<TextChange>,
    /// What the creator of a team is given there.
    #[uniffi(default)]
    pub creator_permissions: Option<Vec<String>>,
    /// What a member is given when nothing is said.
    #[uniffi(default)]
    pub member_permissions: Option<Vec<String>>,
    /// How often usage is written.
    #[uniffi(default)]
    pub usage_interval: Option<Duration>,
    /// How long points of a minute are kept.
    #[uniffi(default)]
    pub usage_minutes_kept: Option<Duration>,
    /// How long points of an hour are kept.
    #[uniffi(default)]
    pub usage_hours_kept: Option<Duration>,
    /// How long points of a day are kept.
    #[uniffi(default)]
    pub usage_days_kept: Option<DurationChange>,
}

/// A prefix to drop, with how many keys end by that, as the preview said.
#[derive(Clone, Debug, uniffi::Record)]
pub struct DropPrefix {
    /// The prefix.
    pub prefix: String,
    /// How many keys end.
    pub ends: i64,
}

impl NumberChange {
    fn count(self, name: &str) -> Result<Option<u32>, KeywrightError> {
        match self {
            Self::Clear => Ok(None),
            Self::Set { value } => number(name, value).map(Some),
        }
    }
}

impl DurationChange {
    const fn duration(self) -> Option<Duration> {
        match self {
            Self::Clear => None,
            Self::Set { value } => Some(value),
        }
    }
}

impl TextChange {
    pub(crate) fn text(self) -> Option<String> {
        match self {
            Self::Clear => None,
            Self::Set { value } => Some(value),
        }
    }
}

impl SettingsUpdate {
    fn into_core(self) -> Result<keywright::SettingsUpdate, KeywrightError> {
        let mut update = keywright::SettingsUpdate::new();
        if let Some(allow) = self.allow_user_api_keys {
            update = update.allow_user_api_keys(allow);
        }
        if let Some(allow) = self.allow_team_api_keys {
            update = update.allow_team_api_keys(allow);
        }
        if let Some(text) = self.prefix {
            update = update.prefix(prefix(&text)?);
        }
        if let Some(drop) = self.drop_prefix {
            update = update.drop_prefix(prefix(&drop.prefix)?, number("ends", drop.ends)?);
        }
        if let Some(most) = self.max_api_keys_per_user {
            update = update.max_api_keys_per_user(most.count("maxApiKeysPerUser")?);
        }
        if let Some(most) = self.max_api_keys_per_team {
            update = update.max_api_keys_per_team(most.count("maxApiKeysPerTeam")?);
        }
        if let Some(longest) = self.max_lifetime {
            update = update.max_lifetime(longest.duration());
        }
        if let Some(header) = self.api_key_header {
            update = update.api_key_header(header.text());
        }
        if let Some(ids) = self.creator_permissions {
            update = update.creator_permissions(permissions(&ids)?);
        }
        if let Some(ids) = self.member_permissions {
            update = update.member_permissions(permissions(&ids)?);
        }
        if let Some(interval) = self.usage_interval {
            update = update.usage_interval(interval);
        }
        if let Some(kept) = self.usage_minutes_kept {
            update = update.usage_minutes_kept(kept);
        }
        if let Some(kept) = self.usage_hours_kept {
            update = update.usage_hours_kept(kept);
        }
        if let Some(kept) = self.usage_days_kept {
            update = update.usage_days_kept(kept.duration());
        }
        Ok(update)
    }
}

#[uniffi::export]
impl Keywright {
    /// Opens a store on disk, and makes its file when there is none. The folder must exist. A store that is sealed takes its
    /// master keys, newest first.
    #[uniffi::constructor]
    pub fn open(
        path: String,
        options: OpenOptions,
        master_keys: Vec<String>,
    ) -> Result<Arc<Self>, KeywrightError> {
        caught(|| Ok(Self::new(options.into_core(&master_keys)?.open(path)?)))
    }

    /// Opens a store in memory, which is gone when it is closed.
    #[uniffi::constructor]
    pub fn open_in_memory(
        options: OpenOptions,
        master_keys: Vec<String>,
    ) -> Result<Arc<Self>, KeywrightError> {
        caught(|| Ok(Self::new(options.into_core(&master_keys)?.open_in_memory()?)))
    }

    /// Closes the store: waits for calls in flight, writes what is written behind. A second time does nothing.
    pub fn shutdown(&self) -> Result<(), KeywrightError> {
        caught(|| {
            self.core.close();
            Ok(())
        })
    }

    /// Says whether the store was closed.
    pub fn is_closed(&self) -> bool {
        self.core.is_closed()
    }

    /// Makes a handle that acts as a user, whose rights are checked. The permissions in teams that are stated here hold for
    /// this handle and are not stored.
    pub fn acting_as(
        &self,
        user_id: String,
        team_permissions: HashMap<String, Vec<String>>,
        grantable_scopes: Vec<String>,
    ) -> Result<Arc<Self>, KeywrightError> {
        caught(|| {
            let mut user = ActingAs::new(user_id).grantable_scopes(grantable_scopes);
            for (team, permissions) in team_permissions {
                user = user.team_permissions(team, permissions);
            }
            Ok(Self::new(self.core.acting_as(user)?))
        })
    }

    /// Makes a handle that acts as the server in somebody's name, for the audit log.
    pub fn by(&self, name: String) -> Result<Arc<Self>, KeywrightError> {
        caught(|| Ok(Self::new(self.core.by(name)?)))
    }

    /// Says who acts: `server`, `server:NAME` or `user:ID`.
    pub fn actor(&self) -> String {
        self.core.actor().to_string()
    }

    /// Returns the store's time.
    pub fn now(&self) -> SystemTime {
        self.core.now().into()
    }

    /// Says why a key that was read with this status and this end is not valid now: `manually-revoked`, `suspended` or
    /// `expired`, or nothing when it is valid.
    pub fn why_invalid(
        &self,
        status: Status,
        expires_at: Option<SystemTime>,
    ) -> Result<Option<String>, KeywrightError> {
        caught(|| {
            let expires_at = expires_at.map(timestamp).transpose()?;
            let reason =
                keywright::Status::from(status).why_invalid_at(expires_at, self.core.now());
            Ok(reason.map(|reason| reason.as_str().to_owned()))
        })
    }

    /// A handle on a user. It costs nothing, and the user need not exist.
    pub fn user(&self, id: String) -> Arc<UserHandle> {
        Arc::new(UserHandle::new(&self.core, &id))
    }

    /// A handle on a team. It costs nothing, and the team need not exist.
    pub fn team(&self, id: String) -> Arc<TeamHandle> {
        Arc::new(TeamHandle::new(&self.core, &id))
    }

    /// A handle on a key.
    pub fn api_key(&self, id: String) -> Result<Arc<ApiKeyHandle>, KeywrightError> {
        caught(|| Ok(Arc::new(ApiKeyHandle::new(&self.core, api_key_id(&id)?))))
    }

    /// Returns a user as stored, or nothing.
    pub fn get_user(&self, id: String) -> Result<Option<User>, KeywrightError> {
        caught(|| Ok(self.core.get_user(id)?.map(User::from)))
    }

    /// Returns a team as stored, or nothing.
    pub fn get_team(&self, id: String) -> Result<Option<Team>, KeywrightError> {
        caught(|| Ok(self.core.get_team(id)?.map(Team::from)))
    }

    /// Makes a team.
    pub fn create_team(&self, new: NewTeam) -> Result<Team, KeywrightError> {
        caught(|| {
            let mut team = keywright::NewTeam::new(new.display_name);
            if let Some(id) = new.id {
                team = team.id(id);
            }
            if let Some(creator) = new.creator {
                team = team.creator(creator);
            }
            Ok(self.core.create_team(team)?.into())
        })
    }

    /// Returns the settings.
    pub fn settings(&self) -> Result<Settings, KeywrightError> {
        caught(|| Ok(Settings::from(&*self.core.settings()?)))
    }

    /// Changes settings.
    pub fn update_settings(&self, update: SettingsUpdate) -> Result<Settings, KeywrightError> {
        caught(|| Ok(Settings::from(&self.core.update_settings(update.into_core()?)?)))
    }

    /// Tells how many keys end when a prefix is dropped.
    pub fn preview_drop_prefix(&self, prefix: String) -> Result<i64, KeywrightError> {
        caught(|| {
            let prefix = crate::convert::prefix(&prefix)?;
            Ok(whole_number(self.core.preview_drop_prefix(&prefix)?))
        })
    }

    /// Defines a permission, or defines it anew.
    pub fn define_permission(
        &self,
        id: String,
        contains: Vec<String>,
        description: Option<String>,
        refuse_existing: bool,
    ) -> Result<PermissionDefinition, KeywrightError> {
        caught(|| {
            let mut update = PermissionUpdate::new();
            if let Some(description) = description {
                update = update.description(description);
            }
            if refuse_existing {
                update = update.refuse_existing();
            }
            Ok(self.core.define_permission(id, contains, update)?.into())
        })
    }

    /// Gives a permission another name, everywhere.
    pub fn rename_permission(
        &self,
        id: String,
        new_id: String,
    ) -> Result<PermissionDefinition, KeywrightError> {
        caught(|| Ok(self.core.rename_permission(id, new_id)?.into()))
    }

    /// Deletes a permission, everywhere.
    pub fn delete_permission(&self, id: String) -> Result<(), KeywrightError> {
        caught(|| Ok(self.core.delete_permission(id)?))
    }

    /// Returns all permissions that are defined.
    pub fn list_permission_definitions(&self) -> Result<Vec<PermissionDefinition>, KeywrightError> {
        caught(|| {
            let definitions = self.core.list_permission_definitions()?.into_iter();
            Ok(definitions.map(PermissionDefinition::from).collect())
        })
    }

    /// Returns entries of the audit log after this number, oldest first.
    pub fn events(&self, after: i64, limit: i64) -> Result<Vec<Event>, KeywrightError> {
        caught(|| {
            let events = self.core.events(number("after", after)?, number("limit", limit)?)?;
            events.into_iter().map(Event::try_from).collect()
        })
    }

    /// Returns signals after this number, oldest first.
    pub fn signals(&self, after: i64, limit: i64) -> Result<Vec<Signal>, KeywrightError> {
        caught(|| {
            let signals = self.core.signals(number("after", after)?, number("limit", limit)?)?;
            signals.into_iter().map(Signal::try_from).collect()
        })
    }
}

/// Takes the file of a store to the schema of this version.
#[uniffi::export]
pub fn migrate(
    path: String,
    options: OpenOptions,
    master_keys: Vec<String>,
) -> Result<Migrated, KeywrightError> {
    caught(|| Ok(options.into_core(&master_keys)?.migrate(path)?.into()))
}

/// Makes the text of a new master key. Keep it apart from the store, and where you will find it again.
#[uniffi::export]
pub fn generate_master_key() -> Result<String, KeywrightError> {
    // EXPOSE: this is how a master key is made; its text is what the caller asked for.
    caught(|| Ok(keywright::MasterKey::generate()?.to_text().expose().to_owned()))
}

/// Reads the text of a key without a store. It is no check.
#[uniffi::export]
pub fn parse(text: Vec<u8>) -> Result<ParseAnswer, KeywrightError> {
    caught(|| {
        let token = match keywright::parse(&text) {
            Ok(token) => token,
            Err(malformed) => {
                let malformed = Some(malformed.as_str().to_owned());
                return Ok(ParseAnswer { token: None, malformed });
            }
        };
        let since = Duration::from_millis(token.created_at_ms());
        let created_at = UNIX_EPOCH.checked_add(since).ok_or_else(KeywrightError::defect)?;
        Ok(ParseAnswer {
            token: Some(ParsedToken {
                prefix: token.prefix().to_owned(),
                kind: token.kind().into(),
                kind_text: token.kind().as_str().to_owned(),
                id: token.id().to_string(),
                created_at,
                checksum: token.checksum().into(),
                last_four: token.last_four().to_owned(),
            }),
            malformed: None,
        })
    })
}

/// Hides the secrets of all keys in a text, and leaves their ids to be found by.
#[uniffi::export]
pub fn redact(text: String) -> Result<String, KeywrightError> {
    caught(|| Ok(keywright::redact(&text)))
}

/// The version of the native library.
#[uniffi::export]
pub fn native_version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

//! The handle on a store: how it is opened, narrowed and closed, and what it says about itself.

use std::cell::OnceCell;
use std::time::Duration;

use keywright::{
    ActingAs, MasterKey, NewTeam, OpenOptions, PermissionUpdate, SettingsUpdate, waiting_at_most,
};
use napi::Env;
use napi_derive::napi;
use serde::Deserialize;
use serde_json::json;

use crate::api_key::ApiKeyHandle;
use crate::call::{Promised, at_once, on_pool};
use crate::convert::{Span, count, given, prefix, read, status, write};
use crate::error::Failure;
use crate::owner::{TeamHandle, UserHandle};

/// What the event loop waits for a file where nobody said anything.
const LONGEST_WAIT: Duration = Duration::from_millis(50);

/// The native half of `Keywright`.
#[napi]
pub struct Keywright {
    pub(crate) core: keywright::Keywright,
    /// Its number in this thread, see `quick`.
    pub(crate) number: OnceCell<usize>,
    /// How long a check on the event loop waits for what others hold; `None`: as long as the store itself does.
    longest_wait: Option<Duration>,
}

impl Keywright {
    pub(crate) fn new(core: keywright::Keywright, longest_wait: Option<Duration>) -> Self {
        Self { core, number: OnceCell::new(), longest_wait }
    }

    /// Calls the core where the event loop has to wait for it.
    pub(crate) fn soon<T>(&self, call: impl FnOnce() -> T) -> T {
        match self.longest_wait {
            Some(longest) => waiting_at_most(longest, call),
            None => call(),
        }
    }
}

#[napi]
impl Keywright {
    /// Closes the store on the pool, where it may wait for calls in flight.
    #[napi]
    pub fn close(&self) -> Promised<()> {
        let core = self.core.clone();
        on_pool(move || {
            core.close();
            Ok(())
        })
    }

    /// Closes the store at once.
    #[napi]
    pub fn close_sync(&self, env: Env) -> napi::Result<()> {
        at_once(&env, || {
            self.core.close();
            Ok(())
        })
    }

    /// Says whether the store was closed.
    #[napi]
    pub fn is_closed(&self) -> bool {
        self.core.is_closed()
    }

    /// Makes a handle that acts as a user.
    #[napi]
    pub fn acting_as(&self, env: Env, stated: String) -> napi::Result<Self> {
        at_once(&env, || {
            let stated: Stated = read(&stated)?;
            let mut user = ActingAs::new(stated.user_id).grantable_scopes(stated.grantable_scopes);
            for (team, permissions) in stated.team_permissions {
                user = user.team_permissions(team, permissions);
            }
            Ok(Self::new(self.core.acting_as(user)?, self.longest_wait))
        })
    }

    /// Makes a handle that acts as the server in somebody's name.
    #[napi]
    pub fn by(&self, env: Env, name: String) -> napi::Result<Self> {
        at_once(&env, || Ok(Self::new(self.core.by(name)?, self.longest_wait)))
    }

    /// Says who acts.
    #[napi]
    pub fn actor(&self) -> String {
        self.core.actor().to_string()
    }

    /// The store's time, in milliseconds.
    #[napi]
    pub fn now(&self) -> i64 {
        self.core.now().as_millis()
    }

    /// Says why a key that was read with this status and this end is not valid now.
    #[napi]
    pub fn why_invalid(
        &self,
        env: Env,
        status_text: String,
        expires_at: Option<i64>,
    ) -> napi::Result<Option<String>> {
        at_once(&env, || {
            let expires_at = expires_at.map(keywright::Timestamp::from_millis).transpose()?;
            let reason = status(&status_text)?.why_invalid_at(expires_at, self.core.now());
            Ok(reason.map(|reason| reason.as_str().to_owned()))
        })
    }

    /// A handle on a user.
    #[napi]
    pub fn user(&self, id: String) -> UserHandle {
        UserHandle::new(&self.core, &id)
    }

    /// A handle on a team.
    #[napi]
    pub fn team(&self, id: String) -> TeamHandle {
        TeamHandle::new(&self.core, &id)
    }

    /// A handle on a key.
    #[napi]
    pub fn api_key(&self, env: Env, id: String) -> napi::Result<ApiKeyHandle> {
        at_once(&env, || Ok(ApiKeyHandle::new(&self.core, id.parse()?)))
    }

    /// A user as stored.
    #[napi]
    pub fn get_user(&self, id: String) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || write(&core.get_user(id)?))
    }

    /// A team as stored.
    #[napi]
    pub fn get_team(&self, id: String) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || write(&core.get_team(id)?))
    }

    /// Makes a team.
    #[napi]
    pub fn create_team(&self, new: String) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || {
            let TeamToMake { display_name, id, creator } = read(&new)?;
            let mut new = NewTeam::new(display_name);
            if let Some(id) = id {
                new = new.id(id);
            }
            if let Some(creator) = creator {
                new = new.creator(creator);
            }
            write(&core.create_team(new)?)
        })
    }

    /// The settings.
    #[napi]
    pub fn settings(&self) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || write(&*core.settings()?))
    }

    /// Changes settings.
    #[napi]
    pub fn update_settings(&self, changes: String) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || write(&core.update_settings(read::<SettingsChanges>(&changes)?.update()?)?))
    }

    /// How many keys end when a prefix is dropped.
    #[napi]
    pub fn preview_drop_prefix(&self, text: String) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || write(&core.preview_drop_prefix(&prefix(&text)?)?))
    }

    /// Defines a permission.
    #[napi]
    pub fn define_permission(&self, definition: String) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || {
            let Definition { id, contains, description, refuse_existing } = read(&definition)?;
            let mut update = PermissionUpdate::new();
            if let Some(description) = description {
                update = update.description(description);
            }
            if refuse_existing {
                update = update.refuse_existing();
            }
            write(&core.define_permission(id, contains, update)?)
        })
    }

    /// Renames a permission.
    #[napi]
    pub fn rename_permission(&self, id: String, new_id: String) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || write(&core.rename_permission(id, new_id)?))
    }

    /// Deletes a permission.
    #[napi]
    pub fn delete_permission(&self, id: String) -> Promised<()> {
        let core = self.core.clone();
        on_pool(move || Ok(core.delete_permission(id)?))
    }

    /// All permissions.
    #[napi]
    pub fn list_permission_definitions(&self) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || write(&core.list_permission_definitions()?))
    }

    /// Entries of the audit log.
    #[napi]
    pub fn events(&self, after: f64, limit: u32) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || write(&core.events(count(after), limit)?))
    }

    /// Signals.
    #[napi]
    pub fn signals(&self, after: f64, limit: u32) -> Promised<String> {
        let core = self.core.clone();
        on_pool(move || write(&core.signals(count(after), limit)?))
    }
}

/// For whom a handle acts, and what is stated about them.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Stated {
    user_id: String,
    team_permissions: Vec<(String, Vec<String>)>,
    grantable_scopes: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct TeamToMake {
    display_name: String,
    id: Option<String>,
    creator: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Definition {
    id: String,
    contains: Vec<String>,
    description: Option<String>,
    refuse_existing: bool,
}

#[derive(Deserialize)]
struct PrefixToDrop {
    prefix: String,
    ends: u64,
}

/// What of the settings is to change. Null is a value of its own where the core has one.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[derive(Default)]
struct SettingsChanges {
    allow_user_api_keys: Option<bool>,
    allow_team_api_keys: Option<bool>,
    prefix: Option<String>,
    drop_prefix: Option<PrefixToDrop>,
    #[serde(deserialize_with = "given")]
    max_api_keys_per_user: Option<Option<u32>>,
    #[serde(deserialize_with = "given")]
    max_api_keys_per_team: Option<Option<u32>>,
    #[serde(deserialize_with = "given")]
    max_lifetime: Option<Option<Span>>,
    #[serde(deserialize_with = "given")]
    api_key_header: Option<Option<String>>,
    creator_permissions: Option<Vec<String>>,
    member_permissions: Option<Vec<String>>,
    usage_interval: Option<Span>,
    usage_minutes_kept: Option<Span>,
    usage_hours_kept: Option<Span>,
    #[serde(deserialize_with = "given")]
    usage_days_kept: Option<Option<Span>>,
}

impl SettingsChanges {
    fn update(self) -> Result<SettingsUpdate, Failure> {
        let permissions = |ids: Vec<String>| {
            ids.iter().map(keywright::PermissionId::new).collect::<Result<Vec<_>, _>>()
        };
        let mut update = SettingsUpdate::new();
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
            update = update.drop_prefix(prefix(&drop.prefix)?, drop.ends);
        }
        if let Some(most) = self.max_api_keys_per_user {
            update = update.max_api_keys_per_user(most);
        }
        if let Some(most) = self.max_api_keys_per_team {
            update = update.max_api_keys_per_team(most);
        }
        if let Some(longest) = self.max_lifetime {
            update = update.max_lifetime(longest.map(Span::duration));
        }
        if let Some(header) = self.api_key_header {
            update = update.api_key_header(header);
        }
        if let Some(ids) = self.creator_permissions {
            update = update.creator_permissions(permissions(ids)?);
        }
        if let Some(ids) = self.member_permissions {
            update = update.member_permissions(permissions(ids)?);
        }
        if let Some(interval) = self.usage_interval {
            update = update.usage_interval(interval.duration());
        }
        if let Some(kept) = self.usage_minutes_kept {
            update = update.usage_minutes_kept(kept.duration());
        }
        if let Some(kept) = self.usage_hours_kept {
            update = update.usage_hours_kept(kept.duration());
        }
        if let Some(kept) = self.usage_days_kept {
            update = update.usage_days_kept(kept.map(Span::duration));
        }
        Ok(update)
    }
}

/// How a store is opened.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[derive(Default)]
pub(crate) struct Opening {
    existing: bool,
    any_file_system: bool,
    prefix: Option<String>,
    busy_time_out: Option<Span>,
    verify_time_out: Option<Span>,
    memory_limit: Option<usize>,
    resident: bool,
    master_keys: Vec<String>,
    accept_unsealed: bool,
}

impl Opening {
    /// How long the event loop waits, as it was asked.
    fn longest_wait(&self) -> Option<Duration> {
        self.verify_time_out.map(Span::duration)
    }

    fn options(&self) -> Result<OpenOptions, Failure> {
        let mut options = OpenOptions::new();
        if let Some(text) = &self.prefix {
            options = options.prefix(prefix(text)?);
        }
        if let Some(time_out) = self.busy_time_out {
            options = options.busy_time_out(time_out.duration());
        }
        if let Some(bytes) = self.memory_limit {
            options = options.memory_limit(bytes);
        }
        if self.resident {
            options = options.resident();
        }
        let keys = self.master_keys.iter().map(|text| text.parse::<MasterKey>());
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

fn opened(path: &str, options: &str) -> Result<Keywright, Failure> {
    let opening: Opening = read(options)?;
    let core = opening.options()?.open(path)?;
    Ok(Keywright::new(core, Some(opening.longest_wait().unwrap_or(LONGEST_WAIT))))
}

/// Opens a store on disk.
#[napi]
pub fn open(path: String, options: String) -> Promised<Keywright> {
    on_pool(move || opened(&path, &options))
}

/// Opens a store on disk at once.
#[napi]
pub fn open_sync(env: Env, path: String, options: String) -> napi::Result<Keywright> {
    at_once(&env, || opened(&path, &options))
}

/// Opens a store in memory.
#[napi]
pub fn open_in_memory(env: Env, options: String) -> napi::Result<Keywright> {
    at_once(&env, || {
        let opening: Opening = read(&options)?;
        let core = opening.options()?.open_in_memory()?;
        // It has neither a disk nor other processes: what is waited for is a call of this one.
        Ok(Keywright::new(core, opening.longest_wait()))
    })
}

/// Takes a store's file to the schema of this version.
#[napi]
pub fn migrate(path: String, options: String) -> Promised<String> {
    on_pool(move || write(&read::<Opening>(&options)?.options()?.migrate(path)?))
}

/// Makes the text of a new master key.
#[napi]
pub fn generate_master_key(env: Env) -> napi::Result<String> {
    // EXPOSE: this is how a master key is made; its text is what the caller asked for.
    at_once(&env, || Ok(MasterKey::generate()?.to_text().expose().to_owned()))
}

/// Reads a key's text: what it tells, or how it is malformed.
#[napi]
pub fn parse(env: Env, text: String) -> napi::Result<String> {
    at_once(&env, || {
        let answer = match keywright::parse(text.as_bytes()) {
            Ok(token) => json!({
                "prefix": token.prefix(),
                "kind": token.kind().as_str(),
                "id": token.id(),
                "created_at_ms": token.created_at_ms(),
                "checksum": token.checksum(),
                "last_four": token.last_four(),
            }),
            Err(malformed) => json!({ "malformed": malformed.as_str() }),
        };
        write(&answer)
    })
}

/// Hides the secrets of all keys in a text.
#[napi]
pub fn redact(env: Env, text: String) -> napi::Result<String> {
    at_once(&env, || Ok(keywright::redact(&text)))
}

/// Runs the command line with these arguments, the first of which is its own name, and returns its exit code.
#[napi]
pub fn run(env: Env, arguments: Vec<String>) -> napi::Result<u32> {
    at_once(&env, || Ok(u32::from(keywright_cli::run(arguments).code())))
}

/// Every code and reason that the core has, for the test that compares them with the types of the TypeScript half.
#[napi]
pub fn words(env: Env) -> napi::Result<String> {
    at_once(&env, || {
        let codes = keywright::ErrorCode::ALL.iter();
        let codes: Vec<_> = codes.map(|code| (code.as_str(), code.is_retryable())).collect();
        let reasons: Vec<_> = keywright::Reason::ALL.iter().map(|reason| reason.as_str()).collect();
        write(&json!({ "codes": codes, "reasons": reasons }))
    })
}

/// The version of the package.
#[napi]
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

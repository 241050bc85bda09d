//! `keywright key`.

mod create;

use clap::{Subcommand, ValueEnum};
use keywright::{
    Actor, ApiKey, ApiKeyFilter, ApiKeyId, ApiKeyUpdate, Expiry, Generation, Grace, IpAllowList,
    Keywright, Metadata, Owner, Page, PageRequest, Prefix, RevokeAll, RevokeOptions, Scopes,
    Status, Timestamp,
};
use serde_json::json;

use crate::arguments::{Confirmation, OwnerArguments};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Look, Paint, clean};
use crate::session::Session;
use crate::table::{List, Record, Text, joined, status_paint, width};
use crate::time::{day, instant, parse_expiry, parse_grace, parse_instant};
use crate::usage::last_used;

/// From this width on, a list has room for when a key was made.
const WIDE: u16 = 130;
/// Below this width a key takes two lines, since its id alone fills half of one.
const NARROW: u16 = 100;
/// How many keys are read at once when all are asked for.
const PAGE: u32 = 1000;

/// Make, show, change and revoke keys.
#[derive(Debug, clap::Args)]
pub(crate) struct KeyArguments {
    #[command(subcommand)]
    verb: KeyVerb,
}

#[derive(Debug, Subcommand)]
enum KeyVerb {
    /// Make a key and show it, this one time
    Create(create::Create),
    /// Show keys, newest first
    List(KeyList),
    /// Show one key, without its secret
    Show { id: ApiKeyId },
    /// Change a key; what is not named stays
    Update(Update),
    /// Take a key out of use until it is resumed
    Suspend {
        id: ApiKeyId,
        /// Why
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Put a suspended key into use again
    Resume { id: ApiKeyId },
    /// Give a key a new secret and show it, this one time; the key itself stays
    Rotate(Rotate),
    /// End a key for good
    Revoke {
        id: ApiKeyId,
        /// Why
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// End all keys that match, in one step
    RevokeAll(RevokeAllArguments),
    /// Delete a key's record for good; its events stay
    Purge {
        id: ApiKeyId,
        #[command(flatten)]
        confirmation: Confirmation,
    },
}

#[derive(Debug, clap::Args)]
struct KeyList {
    #[command(flatten)]
    owner: OwnerArguments,

    /// Only keys that are this
    #[arg(long, value_enum)]
    status: Option<StatusName>,

    /// Only keys whose description contains this text, or whose id it is
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,

    /// Show at most so many
    #[arg(long, value_name = "COUNT", default_value_t = 50)]
    limit: u32,

    /// Go on where a list ended
    #[arg(long)]
    cursor: Option<String>,

    /// Show all
    #[arg(long, conflicts_with_all = ["limit", "cursor"])]
    all: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum StatusName {
    Active,
    Expired,
    Suspended,
    Revoked,
}

#[derive(Debug, clap::Args)]
struct Update {
    id: ApiKeyId,

    /// What it is for
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,

    /// Until when it is valid: never, 90d, 12h, or 2030-01-31T00:00:00Z
    #[arg(long, value_name = "WHEN", value_parser = parse_expiry)]
    expires: Option<Expiry>,

    /// What it may be used for, in place of what it was; an empty text for nothing
    #[arg(long = "scope", value_name = "SCOPE,…", value_delimiter = ',')]
    scopes: Option<Vec<String>>,

    /// From where it may be used, in place of what it was; an empty text for everywhere
    #[arg(long = "ip", value_name = "NETWORK,…", value_delimiter = ',')]
    networks: Option<Vec<String>>,

    /// What else to remember: a JSON object, which replaces the one before
    #[arg(long, value_name = "JSON")]
    metadata: Option<String>,
}

#[derive(Debug, clap::Args)]
struct Rotate {
    id: ApiKeyId,

    /// How long the secret that it replaces still works: a duration such as 24h, or until-used for until the new one is
    /// used; without this, not at all
    #[arg(long, value_name = "DURATION|until-used", value_parser = parse_grace)]
    grace: Option<Grace>,

    /// Print only the key itself, for $(…)
    #[arg(long, short = 'q', visible_alias = "quiet", conflicts_with = "json")]
    value_only: bool,
}

#[derive(Debug, clap::Args)]
struct RevokeAllArguments {
    #[command(flatten)]
    owner: OwnerArguments,

    /// Keys made before this instant
    #[arg(long, value_name = "WHEN", value_parser = parse_instant)]
    created_before: Option<Timestamp>,

    /// Keys that this actor made: server, server:support:bob or user:alice
    #[arg(long, value_name = "ACTOR")]
    created_by: Option<Actor>,

    /// Keys that begin with this
    #[arg(long)]
    prefix: Option<Prefix>,

    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,

    #[command(flatten)]
    confirmation: Confirmation,
}

impl KeyArguments {
    pub(crate) fn run(self, session: &Session) -> Result<Exit, Failure> {
        let keywright = session.open()?;
        match self.verb {
            KeyVerb::Create(create) => create.run(session, &keywright)?,
            KeyVerb::List(list) => list.run(session, &keywright)?,
            KeyVerb::Show { id } => {
                let key = keywright.get_api_key(id)?;
                session.output.answer(&key, |look| {
                    key_record(&key, look).line("last used", last_used(&keywright, id)).finish()
                })?;
            }
            KeyVerb::Update(update) => {
                let id = update.id;
                answer(session, &keywright.api_key(id).update(update.into_update()?)?)?;
            }
            KeyVerb::Suspend { id, reason } => {
                answer(session, &keywright.api_key(id).suspend(reason.as_deref())?)?;
            }
            KeyVerb::Resume { id } => answer(session, &keywright.api_key(id).resume()?)?,
            KeyVerb::Rotate(Rotate { id, grace, value_only }) => {
                let created = keywright.api_key(id).rotate(grace.unwrap_or_default())?;
                create::deliver(session, created, value_only)?;
            }
            KeyVerb::Revoke { id, reason } => {
                let mut options = RevokeOptions::new();
                if let Some(reason) = reason {
                    options = options.reason(reason);
                }
                answer(session, &keywright.api_key(id).revoke(options)?)?;
            }
            KeyVerb::RevokeAll(all) => all.run(session, &keywright)?,
            KeyVerb::Purge { id, confirmation } => {
                confirmation
                    .confirm(&format!("This deletes the record of the key {id} for good"))?;
                keywright.api_key(id).purge()?;
                session.output.answer(&json!({ "purged": true, "api_key_id": id }), |_| {
                    format!("Purged the key {id}.\n")
                })?;
            }
        }
        Ok(Exit::Done)
    }
}

impl OwnerArguments {
    /// Returns the owner that was named, if one was.
    pub(crate) fn owner(&self, keywright: &Keywright) -> Result<Option<Owner>, Failure> {
        Ok(match (&self.user, &self.team) {
            (Some(user), _) => Some(keywright.user(user).owner()?),
            (None, Some(team)) => Some(keywright.team(team).owner()?),
            (None, None) => None,
        })
    }
}

impl KeyList {
    fn run(self, session: &Session, keywright: &Keywright) -> Result<(), Failure> {
        let mut filter = ApiKeyFilter::new();
        if let Some(owner) = self.owner.owner(keywright)? {
            filter = filter.owner(owner);
        }
        if let Some(status) = self.status {
            filter = filter.status(match status {
                StatusName::Active => Status::Active,
                StatusName::Expired => Status::Expired,
                StatusName::Suspended => Status::Suspended,
                StatusName::Revoked => Status::Revoked,
            });
        }
        if let Some(text) = self.search {
            filter = filter.search(text);
        }
        let mut request =
            PageRequest::new(filter.clone()).limit(if self.all { PAGE } else { self.limit });
        if let Some(cursor) = self.cursor {
            request = request.cursor(cursor);
        }
        let mut page = keywright.page_api_keys(request)?;
        while self.all
            && let Some(cursor) = page.next_cursor.take()
        {
            let request = PageRequest::new(filter.clone()).limit(PAGE).cursor(cursor);
            let next: Page = keywright.page_api_keys(request)?;
            page.items.extend(next.items);
            page.next_cursor = next.next_cursor;
        }
        session.output.answer(&page, |look| {
            if page.items.is_empty() {
                "No keys.\n".to_owned()
            } else {
                list_keys(&page.items, look)
            }
        })?;
        if let Some(cursor) = &page.next_cursor {
            session
                .output
                .note(&format!("There are more: --cursor {cursor} goes on, --all shows all."));
        }
        Ok(())
    }
}

impl Update {
    fn into_update(self) -> Result<ApiKeyUpdate, Failure> {
        let mut update = ApiKeyUpdate::new();
        if let Some(description) = self.description {
            update = update.description(description);
        }
        if let Some(expiry) = self.expires {
            update = update.expiry(expiry);
        }
        if let Some(scopes) = self.scopes {
            update = update.scopes(Scopes::parse(scopes.iter().filter(|text| !text.is_empty()))?);
        }
        if let Some(networks) = self.networks {
            let networks = networks.iter().filter(|text| !text.is_empty());
            update = update.ip_allow_list(IpAllowList::parse(networks)?);
        }
        if let Some(metadata) = self.metadata {
            update = update.metadata(Metadata::parse(&metadata)?);
        }
        Ok(update)
    }
}

impl RevokeAllArguments {
    fn run(self, session: &Session, keywright: &Keywright) -> Result<(), Failure> {
        let mut which = RevokeAll::new();
        let mut words = Vec::new();
        if let Some(owner) = self.owner.owner(keywright)? {
            words.push(format!("belongs to {owner}"));
            which = which.owner(owner);
        }
        if let Some(instant) = self.created_before {
            words.push(format!("was made before {instant}"));
            which = which.created_before(instant);
        }
        if let Some(actor) = self.created_by {
            words.push(format!("was made by {actor}"));
            which = which.created_by(actor);
        }
        if let Some(prefix) = self.prefix {
            words.push(format!("begins with {prefix}_"));
            which = which.prefix(prefix);
        }
        if words.is_empty() {
            return Err(Failure::usage(
                "name whose keys, when or by whom they were made, or what they begin with",
            )
            .hint("--user, --team, --created-before, --created-by, --prefix; a key must match all that is named"));
        }
        if let Some(reason) = self.reason {
            which = which.reason(reason);
        }
        let words = words.join(" and ");
        self.confirmation.confirm(&format!("This revokes for good every key that {words}"))?;
        let revoked = keywright.revoke_all(which)?;
        session.output.answer(&json!({ "revoked": revoked }), |_| match revoked {
            0 => "No key matched that was not revoked already.\n".to_owned(),
            1 => "Revoked 1 key.\n".to_owned(),
            more => format!("Revoked {more} keys.\n"),
        })
    }
}

fn answer(session: &Session, key: &ApiKey) -> Result<(), Failure> {
    session.output.answer(key, |look| show_key(key, look))
}

/// Lays one key out for people.
/// How many replaced secrets of a key are shown.
const EARLIER: usize = 5;

/// Tells until when the secrets are accepted that rotation replaced, the newest first.
fn earlier_secrets(key: &ApiKey) -> Option<String> {
    let until = |earlier: &Generation| match earlier.retires_at {
        _ if earlier.retires_when_used => "a later one is used".to_owned(),
        at => at.map(instant).unwrap_or_default(),
    };
    let earlier: Vec<_> = key
        .generations
        .iter()
        .skip(1)
        .take(EARLIER)
        .map(|earlier| format!("{} until {}", earlier.last_four, until(earlier)))
        .collect();
    (!earlier.is_empty()).then(|| earlier.join(", "))
}

pub(crate) fn show_key(key: &ApiKey, look: Look) -> String {
    key_record(key, look).finish()
}

fn key_record(key: &ApiKey, look: Look) -> Record {
    let when_and_who = |at: Timestamp, by: Option<&Actor>, reason: Option<&str>| {
        let by = by.map(|by| format!(" by {by}")).unwrap_or_default();
        let reason = reason.map(|reason| format!(": {reason}")).unwrap_or_default();
        format!("{}{by}{reason}", instant(at))
    };
    let status = if key.status == Status::Suspended && key.suspended_at.is_none() {
        Text::new("suspended, with all keys of its owner").paint(Paint::Doubtful)
    } else {
        key.status.into()
    };
    Record::new(look)
        .line("id", key.id.to_string())
        .line("owner", format!("{} {}", key.owner_type(), key.owner.id()))
        .line("description", key.description.as_str())
        .line("status", status)
        .line("kind", if key.is_public { "public" } else { "secret" })
        .line("ends in", key.last_four())
        .maybe("before", earlier_secrets(key))
        .line("scopes", joined(key.scopes.iter()))
        .line(
            "usable from",
            if key.ip_allow_list.is_empty() {
                "everywhere".to_owned()
            } else {
                joined(key.ip_allow_list.iter())
            },
        )
        .maybe("metadata", Some(key.metadata.as_str()).filter(|text| *text != "{}"))
        .line("made", when_and_who(key.created_at, Some(&key.created_by), None))
        .line("expires", key.expires_at.map_or("never".to_owned(), instant))
        .maybe(
            "suspended",
            key.suspended_at.map(|at| {
                when_and_who(at, key.suspended_by.as_ref(), key.suspend_reason.as_deref())
            }),
        )
        .maybe(
            "revoked",
            key.revoked_at
                .map(|at| when_and_who(at, key.revoked_by.as_ref(), key.revoke_reason.as_deref())),
        )
}

/// Lays keys out for people.
pub(crate) fn list_keys(keys: &[ApiKey], look: Look) -> String {
    let width = width(look);
    if width.is_some_and(|width| width < NARROW) {
        return keys.iter().map(|key| two_lines(key, look)).collect();
    }
    let is_wide = width.is_none_or(|width| width >= WIDE);
    let mut titles = vec!["id", "owner", "description", "status", "ends in", "expires"];
    if is_wide {
        titles.push("made");
    }
    let mut list = List::new(look, &titles);
    for key in keys {
        let expires = key
            .expires_at
            .map_or("never".to_owned(), |at| if is_wide { instant(at) } else { day(at) });
        let mut row: Vec<Text> = vec![
            key.id.to_string().into(),
            format!("{} {}", key.owner_type(), key.owner.id()).into(),
            key.description.as_str().into(),
            key.status.into(),
            key.last_four().into(),
            expires.into(),
        ];
        if is_wide {
            row.push(instant(key.created_at).into());
        }
        list.row(row);
    }
    list.finish(&["id", "status", "ends in", "expires", "made"])
}

fn two_lines(key: &ApiKey, look: Look) -> String {
    let status = look.paint(status_paint(key.status), &format!("{:<9}", key.status));
    let expires =
        key.expires_at.map_or("never expires".to_owned(), |at| format!("expires {}", day(at)));
    format!(
        "{}  {status}  {}  {expires}\n    {} {}: {}\n",
        key.id,
        key.last_four(),
        key.owner_type(),
        clean(key.owner.id()),
        clean(&key.description)
    )
}

//! From lines of hostile input to values that keep every rule. What is wrong is told with the number of its line.

use std::collections::BTreeSet;
use std::io::{BufRead, Read as _};
use std::time::Duration;

use serde_json::{Map, Value};

use super::line::{
    ApiKeyLine, FORMAT, GenerationLine, Header, Line, MemberLine, PermissionLine, SettingsLine,
    TeamLine, UserLine, VERSION,
};
use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::error::{Error, ErrorCode};
use crate::key::{
    ApiKey, Generation, IpAllowList, Metadata, Scopes, Status, WholeApiKey, WholeGeneration,
    checked_description, checked_reason,
};
use crate::owner::{
    Owner, OwnerType, Team, TeamId, TeamMember, User, UserId, checked_display_name, checked_email,
};
use crate::permission::{PermissionDefinition, PermissionId, PermissionUpdate};
use crate::settings::{Settings, SettingsUpdate};
use crate::token::Prefix;

/// The longest line: room for some 50,000 generations of one key.
const LONGEST_LINE: u64 = 16 << 20;
/// All lines together: what they hold is kept in memory until the last one was read.
const MOST_BYTES: u64 = 1 << 30;
/// The longest name of an unknown field that an error repeats.
const LONGEST_NAME: usize = 40;

/// What one line brings.
pub(crate) enum Item {
    Settings(Settings),
    Permission(PermissionDefinition),
    User(User),
    Team(Team),
    Member(TeamMember),
    ApiKey(Box<WholeApiKey>),
}

/// All lines behind the first, each with its number.
pub(crate) struct Items(pub(crate) Vec<(u64, Item)>);

impl Items {
    /// Reads to the end.
    pub(crate) fn read(input: &mut dyn BufRead) -> Result<Self, Error> {
        let mut items = Vec::new();
        let (mut number, mut total) = (0_u64, 0_u64);
        let mut has_settings = false;
        let mut bytes = Vec::new();
        loop {
            bytes.clear();
            number += 1;
            let length = input
                .take(LONGEST_LINE + 1)
                .read_until(b'\n', &mut bytes)
                .map_err(|error| not_read(error, number))? as u64;
            if length == 0 {
                break;
            }
            total += length;
            if length > LONGEST_LINE || total > MOST_BYTES {
                return Err(Error::invalid_argument(format!(
                    "a line takes {LONGEST_LINE} bytes and all together {MOST_BYTES}; give the rest in a second file that begins with the same first line"
                ))
                .about(&format!("line=`{number}`")));
            }
            let item = item(&bytes, number == 1)
                .map_err(|error| error.about(&format!("line=`{number}`")))?;
            if let Some(Item::Settings(_)) = &item
                && std::mem::replace(&mut has_settings, true)
            {
                return Err(at(number, Error::invalid_argument("the settings stand in two lines")));
            }
            items.extend(item.map(|item| (number, item)));
        }
        if number == 1 {
            return Err(Error::invalid_argument("there is nothing to import: the input is empty"));
        }
        Ok(Self(items))
    }
}

/// Names the line in the message of an error about it.
pub(crate) fn at(number: u64, error: Error) -> Error {
    error.about(&format!("line=`{number}`"))
}

fn not_read(error: std::io::Error, number: u64) -> Error {
    at(number, Error::new(ErrorCode::StorageUnavailable, "the input could not be read"))
        .with_source(error)
}

fn item(bytes: &[u8], is_first: bool) -> Result<Option<Item>, Error> {
    let line: Line = serde_json::from_slice(bytes).map_err(|error| unreadable(&error))?;
    let item = match (line, is_first) {
        (Line::Header(header), true) => {
            check_header(&header)?;
            return Ok(None);
        }
        (_, true) => {
            return Err(Error::invalid_argument(format!(
                "the input does not begin with `{{\"kind\":\"header\",\"format\":\"{FORMAT}\",\"version\":{VERSION}}}`, so it is no export of Keywright"
            )));
        }
        (Line::Header(_), false) => {
            return Err(Error::invalid_argument("a header stands behind the first line"));
        }
        (Line::Settings(line), _) => Item::Settings(settings(line)?),
        (Line::Permission(line), _) => Item::Permission(permission(line)?),
        (Line::User(line), _) => Item::User(user(line)?),
        (Line::Team(line), _) => Item::Team(team(line)?),
        (Line::Member(line), _) => Item::Member(member(line)?),
        (Line::ApiKey(line), _) => Item::ApiKey(Box::new(api_key(*line)?)),
    };
    Ok(Some(item))
}

/// The parser's own words may repeat a value, such as a digest, and are not passed on; the name of a field is.
fn unreadable(error: &serde_json::Error) -> Error {
    let text = error.to_string();
    let named =
        ["unknown field `", "missing field `", "duplicate field `"].iter().find_map(|what| {
            let (name, _) = text.strip_prefix(what)?.split_once('`')?;
            let is_plain = name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
            (is_plain && name.len() <= LONGEST_NAME)
                .then(|| format!("{}. field=`{name}`", what.trim_end_matches(" `")))
        });
    let message = match (named, error.classify()) {
        (Some(named), _) => format!("the line does not have the fields of its kind: {named}"),
        (None, serde_json::error::Category::Data) => {
            "a field is of another type, or unknown, or the line of another kind; see docs/export.md".to_owned()
        }
        _ => format!("the line is not one JSON object. column=`{}`", error.column()),
    };
    Error::invalid_argument(message)
}

fn check_header(header: &Header) -> Result<(), Error> {
    if header.format == FORMAT && header.version == VERSION {
        return Ok(());
    }
    Err(Error::invalid_argument(format!(
        "the input is of another form or version; export it anew with this version, or upgrade this program. version=`{}`, supported=`{VERSION}`",
        header.version
    )))
}

fn settings(line: SettingsLine) -> Result<Settings, Error> {
    let mut prefixes = line.prefixes.iter().rev().map(|prefix| self::prefix(prefix));
    let first = prefixes.next().ok_or_else(|| Error::invalid_argument("there is no prefix"))??;
    let mut settings = Settings::new(first);
    for prefix in prefixes {
        settings = SettingsUpdate::new().prefix(prefix?).apply(settings)?;
    }
    if settings.prefixes.len() != line.prefixes.len() {
        return Err(Error::invalid_argument("a prefix stands twice in the list"));
    }
    let mut update = SettingsUpdate::new();
    if let Some(interval) = line.usage_interval_us {
        update = update.usage_interval(Duration::from_micros(interval));
    }
    if let Some(kept) = line.usage_minutes_kept_us {
        update = update.usage_minutes_kept(Duration::from_micros(kept));
    }
    if let Some(kept) = line.usage_hours_kept_us {
        update = update.usage_hours_kept(Duration::from_micros(kept));
    }
    update
        .usage_days_kept(line.usage_days_kept_us.map(Duration::from_micros))
        .allow_user_api_keys(line.allow_user_api_keys)
        .allow_team_api_keys(line.allow_team_api_keys)
        .max_api_keys_per_user(line.max_api_keys_per_user)
        .max_api_keys_per_team(line.max_api_keys_per_team)
        .max_lifetime(line.max_lifetime_us.map(Duration::from_micros))
        .api_key_header(line.api_key_header)
        .creator_permissions(permissions(&line.creator_permissions)?)
        .member_permissions(permissions(&line.member_permissions)?)
        .apply(settings)
}

fn permission(line: PermissionLine) -> Result<PermissionDefinition, Error> {
    let mut definition = PermissionDefinition::new(&line.id, &line.contains)?;
    if definition.id.is_system() {
        return Err(Error::invalid_argument("a permission of the system is not defined"));
    }
    if let Some(description) = line.description {
        PermissionUpdate::new().description(&description).check()?;
        definition.description = Some(description);
    }
    Ok(definition)
}

fn user(line: UserLine) -> Result<User, Error> {
    let mut user = User::new(UserId::new(line.id)?, instant(line.created_at_us)?);
    user.display_name = line.display_name.as_deref().map(checked_display_name).transpose()?;
    user.primary_email = line.primary_email.as_deref().map(checked_email).transpose()?;
    user.metadata = metadata(line.metadata)?;
    user.suspended_at = optional_instant(line.suspended_at_us)?;
    user.suspended_by = actor_of(user.suspended_at, line.suspended_by)?;
    Ok(user)
}

fn team(line: TeamLine) -> Result<Team, Error> {
    let mut team = Team::new(TeamId::new(line.id)?, instant(line.created_at_us)?);
    team.display_name = line.display_name.as_deref().map(checked_display_name).transpose()?;
    team.metadata = metadata(line.metadata)?;
    team.suspended_at = optional_instant(line.suspended_at_us)?;
    team.suspended_by = actor_of(team.suspended_at, line.suspended_by)?;
    Ok(team)
}

fn member(line: MemberLine) -> Result<TeamMember, Error> {
    Ok(TeamMember {
        team_id: TeamId::new(line.team_id)?,
        user_id: UserId::new(line.user_id)?,
        permissions: permissions(&line.permissions)?,
        created_at: instant(line.created_at_us)?,
    })
}

fn api_key(line: ApiKeyLine) -> Result<WholeApiKey, Error> {
    let owner_type = match line.owner_type.as_str() {
        "user" => OwnerType::User,
        "team" => OwnerType::Team,
        _ => return Err(Error::invalid_argument("the owner is neither a `user` nor a `team`")),
    };
    let generations = line
        .generations
        .into_iter()
        .zip(1..)
        .map(|(line, number)| generation(line, number))
        .collect::<Result<Vec<_>, Error>>()?;
    let (suspended_at, revoked_at) =
        (optional_instant(line.suspended_at_us)?, optional_instant(line.revoked_at_us)?);
    let api_key = ApiKey {
        id: line.id.parse()?,
        // Newest first, as in every record.
        generations: generations.iter().rev().map(|whole| whole.generation.clone()).collect(),
        owner: Owner::new(owner_type, &line.owner_id)?,
        description: checked_description(&line.description)?,
        is_public: line.is_public,
        scopes: Scopes::parse(&line.scopes)?,
        metadata: metadata(line.metadata)?,
        ip_allow_list: IpAllowList::parse(&line.ip_allow_list)?,
        created_at: instant(line.created_at_us)?,
        created_by: line.created_by.parse()?,
        expires_at: optional_instant(line.expires_at_us)?.map(Timestamp::floor_to_millis),
        suspended_at,
        suspended_by: actor_of(suspended_at, line.suspended_by)?,
        suspend_reason: reason_of(suspended_at, line.suspend_reason)?,
        revoked_at,
        revoked_by: actor_of(revoked_at, line.revoked_by)?,
        revoke_reason: reason_of(revoked_at, line.revoke_reason)?,
        is_owner_suspended: false,
        status: Status::Active,
    };
    let first = generations.first().map(|whole| whole.generation.id);
    if first != Some(api_key.id.first_generation()) {
        return Err(Error::invalid_argument(
            "the first generation of a key must be there and have the id of the key",
        ));
    }
    if generations.iter().any(|whole| whole.generation.id.as_uuid().get_version_num() != 7) {
        return Err(Error::invalid_argument(
            "the id of a key or a generation is no UUID of version 7",
        ));
    }
    let ids: BTreeSet<_> = generations.iter().map(|whole| whole.generation.id).collect();
    if ids.len() != generations.len() {
        return Err(Error::invalid_argument("two generations of the key have one id"));
    }
    if generations.first().map(|whole| whole.generation.created_at) != Some(api_key.created_at) {
        return Err(Error::invalid_argument("the first generation of a key is as old as the key"));
    }
    Ok(WholeApiKey { api_key, generations })
}

fn generation(line: GenerationLine, number: u32) -> Result<WholeGeneration, Error> {
    if line.number != number {
        return Err(Error::invalid_argument(
            "the generations of a key are numbered from 1, oldest first",
        ));
    }
    if line.last_four.len() != 4 || !line.last_four.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Err(Error::invalid_argument("`last_four` takes four letters or digits"));
    }
    Ok(WholeGeneration {
        generation: Generation {
            id: line.id.parse()?,
            number,
            last_four: line.last_four,
            prefix: prefix(&line.prefix)?,
            created_at: instant(line.created_at_us)?,
            first_used_at: optional_instant(line.first_used_at_us)?,
            retires_at: optional_instant(line.retires_at_us)?,
            retires_when_used: line.retires_when_used,
        },
        digest: digest(&line.digest)?,
    })
}

fn digest(text: &str) -> Result<[u8; 32], Error> {
    let wrong = || Error::invalid_argument("a digest takes 64 digits of `0-9a-f`");
    let mut digest = [0; 32];
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if pairs.len() != digest.len() || !rest.is_empty() {
        return Err(wrong());
    }
    let value = |digit: u8| match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        _ => Err(wrong()),
    };
    for (byte, [high, low]) in digest.iter_mut().zip(pairs) {
        *byte = value(*high)? << 4 | value(*low)?;
    }
    Ok(digest)
}

fn prefix(text: &str) -> Result<Prefix, Error> {
    text.parse().map_err(|error: crate::token::PrefixError| {
        Error::invalid_argument("a prefix breaks the rules of prefixes").with_source(error)
    })
}

fn permissions(ids: &[String]) -> Result<BTreeSet<PermissionId>, Error> {
    ids.iter().map(PermissionId::new).collect()
}

fn metadata(map: Map<String, Value>) -> Result<Metadata, Error> {
    Metadata::new(&Value::Object(map))
}

fn instant(micros: i64) -> Result<Timestamp, Error> {
    Timestamp::checked_from_micros(micros).ok_or_else(|| {
        Error::invalid_argument(
            "an instant lies outside the years 1 to 9999; give microseconds since 1970",
        )
    })
}

fn optional_instant(micros: Option<i64>) -> Result<Option<Timestamp>, Error> {
    micros.map(instant).transpose()
}

/// What happened has somebody who did it, and what did not happen has nobody.
fn actor_of(at: Option<Timestamp>, by: Option<String>) -> Result<Option<Actor>, Error> {
    if at.is_some() != by.is_some() {
        return Err(Error::invalid_argument("an instant and who acted then come together"));
    }
    by.map(|by| by.parse()).transpose()
}

fn reason_of(at: Option<Timestamp>, reason: Option<String>) -> Result<Option<String>, Error> {
    if at.is_none() && reason.is_some() {
        return Err(Error::invalid_argument("a reason comes with an instant"));
    }
    checked_reason(reason.as_deref())
}

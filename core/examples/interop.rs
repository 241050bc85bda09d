//! Writes the exemplar store of `tests/interop/` and checks what another language wrote. See `tests/interop/expected.json`.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a program of the tests: what is missing ends it"
)]

use std::collections::BTreeMap;
use std::error::Error;
use std::net::IpAddr;
use std::time::Duration;

use keywright::{
    ApiKey, Expiry, Grace, IpAllowList, Keywright, Metadata, NewApiKey, NewTeam, OpenOptions,
    PermissionUpdate, Reason, RevokeOptions, Scopes, SettingsUpdate, Status, TeamUpdate,
    UserUpdate, VerifyOptions,
};
use serde_json::Value;

type Outcome = Result<(), Box<dyn Error>>;
type Values = BTreeMap<String, String>;

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [verb, store, expected, values] = arguments.as_slice() else {
        return Err("usage: interop write|check STORE EXPECTED VALUES".into());
    };
    let expected: Value = serde_json::from_str(&std::fs::read_to_string(expected)?)?;
    if verb == "write" {
        let keywright = OpenOptions::new()
            .prefix(text(&expected["settings"]["prefix"]).parse()?)
            .open(store)?;
        let made = write(&keywright, &expected)?;
        std::fs::write(values, serde_json::to_string(&made)?)?;
        keywright.close();
        return Ok(());
    }
    let made: Values = serde_json::from_str(&std::fs::read_to_string(values)?)?;
    check(&OpenOptions::new().existing().open(store)?, &expected, &made)
}

fn text(value: &Value) -> &str {
    value.as_str().expect("the exemplar has a text here")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("the exemplar has a list here")
}

fn texts(value: &Value) -> Vec<&str> {
    list(value).iter().map(text).collect()
}

fn members(value: &Value) -> Vec<(&str, Vec<&str>)> {
    let members = value.as_object().expect("the exemplar has an object here");
    members.iter().map(|(user, permissions)| (user.as_str(), texts(permissions))).collect()
}

fn write(keywright: &Keywright, expected: &Value) -> Result<Values, Box<dyn Error>> {
    let settings = &expected["settings"];
    keywright.update_settings(
        SettingsUpdate::new()
            .api_key_header(settings["api_key_header"].as_str().map(str::to_owned))
            .max_api_keys_per_team(
                settings["max_api_keys_per_team"].as_u64().map(u32::try_from).transpose()?,
            ),
    )?;
    for permission in list(&expected["permissions"]) {
        let mut update = PermissionUpdate::new();
        if let Some(description) = permission["description"].as_str() {
            update = update.description(description);
        }
        keywright.define_permission(
            text(&permission["id"]),
            texts(&permission["contains"]),
            update,
        )?;
    }
    for user in list(&expected["users"]) {
        let mut update = UserUpdate::new().metadata(Metadata::new(&user["metadata"])?);
        if let Some(name) = user["display_name"].as_str() {
            update = update.display_name(name);
        }
        if let Some(email) = user["primary_email"].as_str() {
            update = update.primary_email(email);
        }
        keywright.user(text(&user["id"])).update(update)?;
    }
    for team in list(&expected["teams"]) {
        keywright.create_team(NewTeam::new(text(&team["display_name"])).id(text(&team["id"])))?;
        let handle = keywright.team(text(&team["id"]));
        handle.update(TeamUpdate::new().metadata(Metadata::new(&team["metadata"])?))?;
        handle.set_members(members(&team["members"]))?;
    }
    let mut values = Values::new();
    for key in list(&expected["keys"]) {
        let name = text(&key["name"]);
        let mut new = NewApiKey::new(text(&key["description"]))
            .scopes(Scopes::parse(texts(&key["scopes"]))?)
            .metadata(Metadata::new(&key["metadata"])?)
            .ip_allow_list(IpAllowList::parse(texts(&key["ip_allow_list"]))?);
        if let Some(end) = key["expires_at"].as_str() {
            new = new.expiry(Expiry::At(end.parse()?));
        }
        if key["is_public"] == true {
            new = new.public();
        }
        let id = text(&key["owner"]["id"]);
        let created = if key["owner"]["type"] == "user" {
            keywright.user(id).create_api_key(new)?
        } else {
            keywright.team(id).create_api_key(new)?
        };
        let handle = keywright.api_key(created.api_key().id);
        values.insert(name.to_owned(), created.value().to_owned());
        let reason = key["reason"].as_str();
        let grace = match key["ends"].as_str() {
            None => continue,
            Some("revoked") => {
                handle.revoke(RevokeOptions::new().reason(reason.unwrap_or_default()))?;
                continue;
            }
            Some("suspended") => {
                handle.suspend(reason)?;
                continue;
            }
            Some("rotated") => Grace::For(Duration::from_secs(3600)),
            Some(_) => Grace::Now,
        };
        values.insert(format!("{name}/first"), created.value().to_owned());
        values.insert(name.to_owned(), handle.rotate(grace)?.value().to_owned());
    }
    Ok(values)
}

fn check(keywright: &Keywright, expected: &Value, values: &Values) -> Outcome {
    let settings = keywright.settings()?;
    assert_eq!(settings.prefix().to_string(), text(&expected["settings"]["prefix"]));
    assert_eq!(settings.api_key_header.as_deref(), expected["settings"]["api_key_header"].as_str());
    let most = settings.max_api_keys_per_team.map(u64::from);
    assert_eq!(most, expected["settings"]["max_api_keys_per_team"].as_u64());
    let definitions = keywright.list_permission_definitions()?;
    for permission in list(&expected["permissions"]) {
        let found = definitions
            .iter()
            .find(|one| one.id.as_str() == text(&permission["id"]))
            .expect("defined");
        assert_eq!(found.description.as_deref(), permission["description"].as_str());
        assert_eq!(
            found.contains.iter().map(|id| id.as_str()).collect::<Vec<_>>(),
            texts(&permission["contains"])
        );
    }
    for user in list(&expected["users"]) {
        let found = keywright.get_user(text(&user["id"]))?.expect("a user");
        assert_eq!(found.display_name.as_deref(), user["display_name"].as_str());
        assert_eq!(found.primary_email.as_deref(), user["primary_email"].as_str());
        assert_eq!(Value::from(found.metadata.to_map()), user["metadata"]);
    }
    for team in list(&expected["teams"]) {
        let found = keywright.get_team(text(&team["id"]))?.expect("a team");
        assert_eq!(found.display_name.as_deref(), team["display_name"].as_str());
        assert_eq!(Value::from(found.metadata.to_map()), team["metadata"]);
        let members = keywright.team(text(&team["id"])).list_members()?;
        assert_eq!(members.len(), self::members(&team["members"]).len());
        for member in members {
            let mut permissions = texts(&team["members"][member.user_id.as_str()]);
            permissions.sort_unstable();
            assert_eq!(
                member.permissions.iter().map(|id| id.as_str()).collect::<Vec<_>>(),
                permissions
            );
        }
    }
    for question in list(&expected["holds"]) {
        let team = keywright.team(text(&question["team"]));
        let answer = team.has_permission(text(&question["user"]), text(&question["permission"]))?;
        assert_eq!(answer, question["answer"]);
    }
    for key in list(&expected["keys"]) {
        check_key(keywright, key, values)?;
    }
    Ok(())
}

fn check_key(keywright: &Keywright, key: &Value, values: &Values) -> Outcome {
    let (name, ends) = (text(&key["name"]), key["ends"].as_str());
    let mut options = VerifyOptions::new();
    if let Some(ip) = key["ip"].as_str() {
        options = options.ip(ip.parse::<IpAddr>()?);
    }
    let value = values.get(name).expect("a value");
    let verdict = keywright.verify(value, &options)?;
    let first = values.get(&format!("{name}/first"));
    let reason = match ends {
        Some("revoked") => Some(Reason::Revoked),
        Some("suspended") => Some(Reason::Suspended),
        _ => None,
    };
    assert_eq!(verdict.reason(), reason, "{name}");
    if let Some(first) = first {
        let reason = (ends == Some("retired")).then_some(Reason::Rotated);
        assert_eq!(keywright.verify(first, &options)?.reason(), reason, "{name}");
    }
    let found = keywright.get_api_key(verdict.api_key_id().expect("the secret is right"))?;
    if let Some(api_key) = verdict.api_key() {
        assert_eq!(api_key.id, found.id, "{name}");
    }
    check_record(&found, key, value);
    Ok(())
}

fn check_record(found: &ApiKey, key: &Value, value: &str) {
    let (name, ends) = (text(&key["name"]), key["ends"].as_str());
    assert_eq!(found.owner_type().as_str(), text(&key["owner"]["type"]), "{name}");
    assert_eq!(found.owner.id(), text(&key["owner"]["id"]), "{name}");
    assert_eq!(found.description, text(&key["description"]), "{name}");
    assert_eq!(found.is_public, key["is_public"], "{name}");
    let sorted = |mut texts: Vec<String>| {
        texts.sort_unstable();
        texts
    };
    let wanted = |list: &Value| sorted(texts(list).into_iter().map(str::to_owned).collect());
    assert_eq!(
        sorted(found.scopes.iter().map(ToString::to_string).collect()),
        wanted(&key["scopes"]),
        "{name}"
    );
    assert_eq!(
        sorted(found.ip_allow_list.iter().collect()),
        wanted(&key["ip_allow_list"]),
        "{name}"
    );
    assert_eq!(Value::from(found.metadata.to_map()), key["metadata"], "{name}");
    assert_eq!(
        found.expires_at.map(|at| at.to_string()).as_deref(),
        key["expires_at"].as_str(),
        "{name}"
    );
    assert_eq!(found.created_by.to_string(), "server", "{name}");
    assert!(value.ends_with(found.last_four()), "{name}");
    let status = match ends {
        Some("revoked") => Status::Revoked,
        Some("suspended") => Status::Suspended,
        _ => Status::Active,
    };
    assert_eq!(found.status, status, "{name}");
    let reason = found.revoke_reason.as_deref().or(found.suspend_reason.as_deref());
    assert_eq!(reason, key["reason"].as_str(), "{name}");
    let generations = if matches!(ends, Some("rotated" | "retired")) { 2 } else { 1 };
    assert_eq!(
        (found.generation(), found.generations.len()),
        (generations, generations as usize),
        "{name}"
    );
}

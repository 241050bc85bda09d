//! What programs and bindings rely on beside the methods: threads, debug prints without secrets, and texts of JSON.

#![expect(
    clippy::expect_used,
    clippy::string_slice,
    reason = "a test fails by panicking, also in the functions that it calls"
)]

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use keywright::{
    Accept, ActingAs, Actor, ActorName, ApiKey, ApiKeyFilter, ApiKeyHandle, ApiKeyId, ApiKeyUpdate,
    Backup, BackupProgress, BackupUsage, CreatedApiKey, Error, ErrorCode, Event, Expiry,
    Explanation, ExtractedKey, FlushInfo, Freshness, Gate, GateReport, Generation, GenerationId,
    Grace, HttpAnswer, ImportCounts, ImportOptions, ImportReport, Integrity, InvalidReason,
    IpAllowList, KeptId, Keywright, LastUse, Malformed, MasterKey, MemberPreview, MemoryInfo,
    Metadata, Migrated, NewApiKey, NewTeam, OpenOptions, Owner, OwnerType, Page, PageRequest,
    ParsedToken, PermissionDefinition, PermissionId, PermissionUpdate, Prefix, PrefixError, Reason,
    RestoreOptions, RestoreReport, RevokeAll, RevokeOptions, Scope, Scopes, SealProgress,
    SealReport, SealStatus, SecretText, Settings, SettingsUpdate, Signal, SignalKind, Status,
    StoreInfo, Team, TeamHandle, TeamId, TeamKeys, TeamMember, TeamUpdate, TestClock, Timestamp,
    TokenKind, Usage, UsageCounts, UsagePoint, UsageRange, UsageStatus, UsageStep, User,
    UserHandle, UserId, UserUpdate, Verdict, VerifyOptions, Warm, Warmed, parse, testing,
};
use serde::Serialize;

type Outcome<T = ()> = Result<T, Box<dyn StdError>>;

const NOW: &str = "2027-01-01T00:00:00Z";

/// A store in which every id and every secret is the same in every run.
fn store() -> Outcome<(Keywright, Arc<TestClock>)> {
    let clock = testing::test_clock(NOW.parse()?);
    let keywright = OpenOptions::new().clock(Arc::clone(&clock)).seed(7).open_in_memory()?;
    Ok((keywright, clock))
}

fn full() -> Outcome<NewApiKey> {
    Ok(NewApiKey::new("nightly \"export\" 🦀")
        .expires_at("2027-04-01T00:00:00Z".parse()?)
        .scopes(Scopes::parse(["users:read", "invoices:*"])?)
        .metadata(Metadata::parse(r#"{"plan": "pro", "seats": 3}"#)?)
        .ip_allow_list(IpAllowList::parse(["192.0.2.7", "2001:db8::/32"])?))
}

#[track_caller]
fn assert_json(value: &impl Serialize, expected: &str) {
    let text = serde_json::to_string_pretty(value).expect("JSON");
    assert_eq!(text, expected.trim(), "\n{text}\n");
}

#[test]
fn everything_public_can_be_shared_between_threads() {
    const fn is_shared<T: Send + Sync + 'static>() {}
    is_shared::<Accept>();
    is_shared::<ActingAs>();
    is_shared::<Actor>();
    is_shared::<ActorName>();
    is_shared::<ApiKey>();
    is_shared::<ApiKeyFilter>();
    is_shared::<ApiKeyHandle>();
    is_shared::<ApiKeyId>();
    is_shared::<ApiKeyUpdate>();
    is_shared::<Backup>();
    is_shared::<BackupProgress>();
    is_shared::<BackupUsage>();
    is_shared::<CreatedApiKey>();
    is_shared::<Error>();
    is_shared::<ErrorCode>();
    is_shared::<Event>();
    is_shared::<Expiry>();
    is_shared::<Explanation>();
    is_shared::<ExtractedKey>();
    is_shared::<FlushInfo>();
    is_shared::<Freshness>();
    is_shared::<Gate>();
    is_shared::<GateReport>();
    is_shared::<Generation>();
    is_shared::<GenerationId>();
    is_shared::<Grace>();
    is_shared::<HttpAnswer>();
    is_shared::<Integrity>();
    is_shared::<ImportCounts>();
    is_shared::<ImportOptions>();
    is_shared::<ImportReport>();
    is_shared::<InvalidReason>();
    is_shared::<IpAllowList>();
    is_shared::<KeptId>();
    is_shared::<Keywright>();
    is_shared::<LastUse>();
    is_shared::<Malformed>();
    is_shared::<MasterKey>();
    is_shared::<MemberPreview>();
    is_shared::<MemoryInfo>();
    is_shared::<Metadata>();
    is_shared::<Migrated>();
    is_shared::<NewApiKey>();
    is_shared::<NewTeam>();
    is_shared::<OpenOptions>();
    is_shared::<Owner>();
    is_shared::<OwnerType>();
    is_shared::<Page>();
    is_shared::<PageRequest>();
    is_shared::<ParsedToken<'static>>();
    is_shared::<PermissionDefinition>();
    is_shared::<PermissionId>();
    is_shared::<PermissionUpdate>();
    is_shared::<Prefix>();
    is_shared::<PrefixError>();
    is_shared::<Reason>();
    is_shared::<RestoreOptions>();
    is_shared::<RestoreReport>();
    is_shared::<RevokeAll>();
    is_shared::<RevokeOptions>();
    is_shared::<Scope>();
    is_shared::<Scopes>();
    is_shared::<SealProgress>();
    is_shared::<SealReport>();
    is_shared::<SealStatus>();
    is_shared::<SecretText>();
    is_shared::<Settings>();
    is_shared::<SettingsUpdate>();
    is_shared::<Signal>();
    is_shared::<SignalKind>();
    is_shared::<Status>();
    is_shared::<StoreInfo>();
    is_shared::<Team>();
    is_shared::<TeamHandle>();
    is_shared::<TeamId>();
    is_shared::<TeamKeys>();
    is_shared::<TeamMember>();
    is_shared::<TeamUpdate>();
    is_shared::<TestClock>();
    is_shared::<Timestamp>();
    is_shared::<TokenKind>();
    is_shared::<Usage>();
    is_shared::<UsageCounts>();
    is_shared::<UsagePoint>();
    is_shared::<UsageRange>();
    is_shared::<UsageStatus>();
    is_shared::<UsageStep>();
    is_shared::<User>();
    is_shared::<UserHandle>();
    is_shared::<UserId>();
    is_shared::<UserUpdate>();
    is_shared::<Verdict>();
    is_shared::<VerifyOptions>();
    is_shared::<Warm>();
    is_shared::<Warmed>();
    is_shared::<testing::TestStore>();

    // A type that is exported tomorrow must stand above too.
    let exports = include_str!("../src/lib.rs").split("pub use ").skip(1);
    for export in exports.filter_map(|export| export.split(';').next()) {
        let names = export.split(|c: char| !c.is_alphanumeric() && c != '_');
        // A constant has no small letter.
        let is_type = |name: &&str| {
            name.starts_with(|c: char| c.is_ascii_uppercase())
                && name.contains(|c: char| c.is_ascii_lowercase())
        };
        for name in names.filter(is_type) {
            let is_checked = include_str!("public_surface.rs")
                .lines()
                .any(|line| line.trim_start().starts_with(&format!("is_shared::<{name}")));
            assert!(is_checked, "{name} is exported and not checked here");
        }
    }
}

#[test]
fn no_debug_print_shows_a_secret() -> Outcome {
    let (keywright, _) = store()?;
    let created = keywright.user("alice").create_api_key(full()?)?;
    let text = created.value().to_owned();
    let options = VerifyOptions::new();
    let api_key = keywright.api_key(created.api_key().id);

    let extracted = keywright.extract_api_key([("x-api-key", text.as_str())])?;
    assert!(matches!(extracted, ExtractedKey::Found(_)));
    let parsed = parse(text.as_bytes())?;
    let mut prints = vec![
        format!("{created:?} {created:#?}"),
        format!("{extracted:?} {extracted:#?}"),
        format!("{parsed:?} {parsed:#?}"),
        format!("{keywright:?}"),
        format!("{api_key:?} {:?}", keywright.user("alice")),
        format!("{:?}", keywright.verify(&text, &options)?),
        format!("{:?}", keywright.explain(&text, &options)?),
        format!("{:?}", keywright.events(0, 100)?),
        format!("{:?}", keywright.acting_as(ActingAs::new("alice"))?),
    ];

    // What is wrong with the key may be one digit: the rest of it must not be told either.
    let mistyped = format!("{}0", text.strip_suffix(|_: char| true).expect("a last digit"));
    for wrong in [mistyped.as_str(), text.to_uppercase().as_str(), &format!("{text} ")] {
        let error = keywright.require_valid(wrong, &options).expect_err("a wrong key");
        prints.push(format!("{error:?} {error} {:?}", error.verdict()));
        prints.push(format!("{:?}", keywright.explain(wrong, &options)?));
        prints.push(format!("{:?}", parse(wrong.as_bytes()).map(drop)));
        prints.push(format!("{:?}", error.http()));
    }
    api_key.revoke(RevokeOptions::new())?;
    let error = keywright.require_valid(&text, &options).expect_err("a revoked key");
    prints.push(format!("{error:?} {error}"));

    let rotated = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    let newer = keywright.api_key(rotated.api_key().id).rotate(Grace::Now)?;
    for value in [rotated.value(), newer.value()] {
        prints.push(format!("{:?}", keywright.verify(value, &options)?));
    }
    prints.push(format!("{:?}", keywright.status()?));
    keywright.flush()?;
    let signals = keywright.signals(0, 100)?;
    assert_eq!(signals.len(), 1);
    prints.push(format!("{signals:?} {:?}", keywright.events(0, 100)?));

    // Where a text is taken for something else, its message does not repeat it.
    prints.push(format!("{:?}", text.parse::<ApiKeyId>()));
    prints.push(format!("{:?}", text.parse::<Scope>()));
    prints.push(format!("{:?}", text.parse::<Prefix>()));
    prints.push(format!("{:?}", text.parse::<Timestamp>()));
    prints.push(format!("{:?}", text.parse::<Actor>()));
    prints.push(format!("{:?}", Metadata::parse(&text)));
    prints.push(format!("{:?}", IpAllowList::parse([&text])));
    prints.push(format!("{:?}", PermissionId::new(&text)));
    let filter = ApiKeyFilter::new();
    prints.push(format!("{:?}", keywright.page_api_keys(PageRequest::new(filter).cursor(&text))));

    // Ten digits of the secret, wherever they are cut out; the id and the last four may be seen.
    for text in [text.as_str(), rotated.value(), newer.value()] {
        let secret = &text["kw_usk_".len() + 22..][..27];
        for print in &prints {
            for piece in secret.as_bytes().windows(10) {
                let piece = str::from_utf8(piece)?;
                assert!(!print.contains(piece), "{}", print.replace(piece, "<<HERE>>"));
            }
        }
    }
    Ok(())
}

/// The same again for a secret that is certainly printed: what finds nothing above must find it here.
#[test]
fn a_printed_secret_would_be_found() -> Outcome {
    let (keywright, _) = store()?;
    let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    assert!(format!("{:?}", created.value()).contains(&created.value()[29..39]));
    let (api_key, value) = created.into_parts();
    // EXPOSE: the test compares its own made-up key.
    assert!(value.expose().ends_with(api_key.last_four()));
    assert_eq!(format!("{value:?}"), "SecretText([redacted])");
    Ok(())
}

#[test]
fn json_of_an_active_key() -> Outcome {
    let (keywright, _) = store()?;
    let created = keywright.by("support:bob")?.user("alice").create_api_key(full()?)?;
    assert_json(
        created.api_key(),
        r#"{
  "id": "01a2ce8b-d400-75cf-ac9e-00f327e3f069",
  "type": "user",
  "user_id": "alice",
  "team_id": null,
  "description": "nightly \"export\" 🦀",
  "status": "active",
  "is_public": false,
  "last_four": "Hg5t",
  "scopes": [
    "invoices:*",
    "users:read"
  ],
  "metadata": {
    "plan": "pro",
    "seats": 3
  },
  "ip_allow_list": [
    "192.0.2.7/32",
    "2001:db8::/32"
  ],
  "created_at": "2027-01-01T00:00:00Z",
  "created_by": "server:support:bob",
  "expires_at": "2027-04-01T00:00:00Z",
  "suspended_at": null,
  "suspended_by": null,
  "suspend_reason": null,
  "is_owner_suspended": false,
  "revoked_at": null,
  "revoked_by": null,
  "revoke_reason": null,
  "generation": 1,
  "generations": [
    {
      "id": "01a2ce8b-d400-75cf-ac9e-00f327e3f069",
      "number": 1,
      "last_four": "Hg5t",
      "prefix": "kw",
      "created_at": "2027-01-01T00:00:00Z",
      "first_used_at": null,
      "retires_at": null,
      "retires_when_used": false
    }
  ]
}"#,
    );
    Ok(())
}

#[test]
fn json_of_a_revoked_key() -> Outcome {
    let (keywright, clock) = store()?;
    let bare = NewApiKey::new("CI").public();
    let created = keywright.team("acme").create_api_key(bare)?;
    let api_key = keywright.api_key(created.api_key().id);
    clock.advance(Duration::from_micros(1_500_250))?;
    api_key.suspend(Some("looks odd"))?;
    let user = ActingAs::new("alice").team_permissions("acme", ["$manage_api_keys"]);
    let by_user = keywright.acting_as(user)?.api_key(created.api_key().id);
    clock.advance(Duration::from_secs(1))?;
    assert_json(
        &by_user.revoke(RevokeOptions::new().reason("found in a log"))?,
        r#"{
  "id": "01a2ce8b-d400-75cf-ac9e-00f327e3f069",
  "type": "team",
  "user_id": null,
  "team_id": "acme",
  "description": "CI",
  "status": "revoked",
  "is_public": true,
  "last_four": "rzaN",
  "scopes": [],
  "metadata": {},
  "ip_allow_list": [],
  "created_at": "2027-01-01T00:00:00Z",
  "created_by": "server",
  "expires_at": null,
  "suspended_at": "2027-01-01T00:00:01.50025Z",
  "suspended_by": "server",
  "suspend_reason": "looks odd",
  "is_owner_suspended": false,
  "revoked_at": "2027-01-01T00:00:02.50025Z",
  "revoked_by": "user:alice",
  "revoke_reason": "found in a log",
  "generation": 1,
  "generations": [
    {
      "id": "01a2ce8b-d400-75cf-ac9e-00f327e3f069",
      "number": 1,
      "last_four": "rzaN",
      "prefix": "kw",
      "created_at": "2027-01-01T00:00:00Z",
      "first_used_at": null,
      "retires_at": null,
      "retires_when_used": false
    }
  ]
}"#,
    );
    Ok(())
}

#[test]
fn json_of_verdicts() -> Outcome {
    let (keywright, _) = store()?;
    let created = keywright.team("acme").create_api_key(NewApiKey::new("CI").public())?;
    let options = VerifyOptions::new();
    assert_json(
        &keywright.verify(created.value(), &options)?,
        r#"{
  "valid": true,
  "reason": null,
  "api_key_id": "01a2ce8b-d400-75cf-ac9e-00f327e3f069",
  "user_id": null,
  "team_id": "acme",
  "is_public": true,
  "api_key": {
    "id": "01a2ce8b-d400-75cf-ac9e-00f327e3f069",
    "type": "team",
    "user_id": null,
    "team_id": "acme",
    "description": "CI",
    "status": "active",
    "is_public": true,
    "last_four": "rzaN",
    "scopes": [],
    "metadata": {},
    "ip_allow_list": [],
    "created_at": "2027-01-01T00:00:00Z",
    "created_by": "server",
    "expires_at": null,
    "suspended_at": null,
    "suspended_by": null,
    "suspend_reason": null,
    "is_owner_suspended": false,
    "revoked_at": null,
    "revoked_by": null,
    "revoke_reason": null,
    "generation": 1,
    "generations": [
      {
        "id": "01a2ce8b-d400-75cf-ac9e-00f327e3f069",
        "number": 1,
        "last_four": "rzaN",
        "prefix": "kw",
        "created_at": "2027-01-01T00:00:00Z",
        "first_used_at": null,
        "retires_at": null,
        "retires_when_used": false
      }
    ]
  }
}"#,
    );
    keywright.api_key(created.api_key().id).revoke(RevokeOptions::new())?;
    assert_json(
        &keywright.verify(created.value(), &options)?,
        r#"{
  "valid": false,
  "reason": "revoked",
  "api_key_id": "01a2ce8b-d400-75cf-ac9e-00f327e3f069",
  "user_id": null,
  "team_id": null,
  "is_public": false,
  "api_key": null
}"#,
    );
    assert_json(
        &keywright.verify("no key", &options)?,
        r#"{
  "valid": false,
  "reason": "malformed",
  "api_key_id": null,
  "user_id": null,
  "team_id": null,
  "is_public": false,
  "api_key": null
}"#,
    );
    Ok(())
}

#[test]
fn json_of_a_page() -> Outcome {
    let (keywright, _) = store()?;
    keywright.user("alice").create_api_keys(vec![NewApiKey::new("one"), NewApiKey::new("two")])?;
    let page = keywright.page_api_keys(PageRequest::new(ApiKeyFilter::new()).limit(1))?;
    let page = serde_json::to_value(&page)?;
    let members: Vec<_> = page.as_object().ok_or("an object")?.keys().collect();
    assert_eq!(members, ["items", "next_cursor"]);
    assert_eq!(page["items"][0]["description"], "two");
    assert_eq!(page["next_cursor"], "AaLOi9QAddCuhUuosBxPpA");
    assert_json(
        &keywright.page_api_keys(PageRequest::new(ApiKeyFilter::new().search("three")))?,
        r#"{
  "items": [],
  "next_cursor": null
}"#,
    );
    Ok(())
}

#[test]
fn json_of_the_settings() -> Outcome {
    let (keywright, _) = store()?;
    assert_json(
        &*keywright.settings()?,
        r#"{
  "allow_user_api_keys": true,
  "allow_team_api_keys": true,
  "prefixes": [
    "kw"
  ],
  "max_api_keys_per_user": null,
  "max_api_keys_per_team": null,
  "max_lifetime_ms": null,
  "api_key_header": null,
  "creator_permissions": [
    "team_admin"
  ],
  "member_permissions": [
    "team_member"
  ],
  "usage_interval_ms": 1000,
  "usage_minutes_kept_ms": 172800000,
  "usage_hours_kept_ms": 7776000000,
  "usage_days_kept_ms": null
}"#,
    );
    let update = SettingsUpdate::new()
        .prefix("acme_test".parse()?)
        .allow_user_api_keys(false)
        .max_api_keys_per_user(Some(10))
        .max_lifetime(Some(Duration::from_millis(7_776_000_500)))
        .api_key_header(Some("X-Acme-Key".to_owned()))
        .member_permissions([])
        .usage_interval(Duration::from_millis(2500))
        .usage_minutes_kept(Duration::from_secs(3600))
        .usage_hours_kept(Duration::from_secs(7200))
        .usage_days_kept(Some(Duration::from_secs(86_400)));
    assert_json(
        &keywright.update_settings(update)?,
        r#"{
  "allow_user_api_keys": false,
  "allow_team_api_keys": true,
  "prefixes": [
    "acme_test",
    "kw"
  ],
  "max_api_keys_per_user": 10,
  "max_api_keys_per_team": null,
  "max_lifetime_ms": 7776000500,
  "api_key_header": "x-acme-key",
  "creator_permissions": [
    "team_admin"
  ],
  "member_permissions": [],
  "usage_interval_ms": 2500,
  "usage_minutes_kept_ms": 3600000,
  "usage_hours_kept_ms": 7200000,
  "usage_days_kept_ms": 86400000
}"#,
    );
    Ok(())
}

#[test]
fn json_of_usage() -> Outcome {
    let (keywright, clock) = store()?;
    let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    let options = VerifyOptions::new().ip("2001:db8::7".parse()?);
    assert!(keywright.verify(created.value(), &options)?.is_valid());
    let api_key = keywright.api_key(created.api_key().id);
    clock.advance(Duration::from_secs(3600))?;
    api_key.revoke(RevokeOptions::new())?;
    assert!(!keywright.verify(created.value(), &options)?.is_valid());
    let range = UsageRange::last(2, UsageStep::Hour, keywright.now())?;
    assert_json(
        &api_key.usage(range)?,
        r#"{
  "api_key_id": "01a2ce8b-d400-75cf-ac9e-00f327e3f069",
  "step": "hour",
  "points": [
    {
      "start": "2027-01-01T00:00:00Z",
      "counts": {
        "valid": 1,
        "denied": {},
        "wrong_secrets": 0,
        "unknown": 0
      }
    },
    {
      "start": "2027-01-01T01:00:00Z",
      "counts": {
        "valid": 0,
        "denied": {
          "revoked": 1
        },
        "wrong_secrets": 0,
        "unknown": 0
      }
    }
  ],
  "total": {
    "valid": 1,
    "denied": {
      "revoked": 1
    },
    "wrong_secrets": 0,
    "unknown": 0
  },
  "last_used_at": "2027-01-01T00:00:00Z",
  "last_used_ip": "2001:db8::7",
  "kept_since": "2026-10-03T01:00:00Z"
}"#,
    );
    assert_json(
        &keywright.status()?.usage,
        r#"{
  "path": null,
  "written_at": null,
  "writes": 0,
  "waiting": 2,
  "lost": 0,
  "error": null,
  "error_message": null
}"#,
    );
    Ok(())
}

#[test]
fn json_of_events() -> Outcome {
    let (keywright, clock) = store()?;
    let created = keywright.by("support:bob")?.user("alice").create_api_key(full()?)?;
    clock.advance(Duration::from_secs(1))?;
    let update = ApiKeyUpdate::new().expiry(Expiry::Never);
    keywright.api_key(created.api_key().id).update(update)?;
    keywright.create_team(NewTeam::new("Acme Inc.").id("acme").creator("alice"))?;
    assert_json(
        &keywright.events(0, 100)?,
        r#"[
  {
    "number": 1,
    "at": "2027-01-01T00:00:00Z",
    "verb": "user.created",
    "payload": {
      "actor": "server:support:bob",
      "user_id": "alice"
    }
  },
  {
    "number": 2,
    "at": "2027-01-01T00:00:00Z",
    "verb": "api_key.created",
    "payload": {
      "actor": "server:support:bob",
      "api_key_id": "01a2ce8b-d400-75cf-ac9e-00f327e3f069",
      "description": "nightly \"export\" 🦀",
      "expires_at": "2027-04-01T00:00:00Z",
      "ip_allow_list": [
        "192.0.2.7/32",
        "2001:db8::/32"
      ],
      "owner": "user:alice",
      "scopes": [
        "invoices:*",
        "users:read"
      ]
    }
  },
  {
    "number": 3,
    "at": "2027-01-01T00:00:01Z",
    "verb": "api_key.updated",
    "payload": {
      "actor": "server",
      "api_key_id": "01a2ce8b-d400-75cf-ac9e-00f327e3f069",
      "never_expires": true,
      "owner": "user:alice"
    }
  },
  {
    "number": 4,
    "at": "2027-01-01T00:00:01Z",
    "verb": "team.created",
    "payload": {
      "actor": "server",
      "creator": "alice",
      "display_name": "Acme Inc.",
      "team_id": "acme"
    }
  },
  {
    "number": 5,
    "at": "2027-01-01T00:00:01Z",
    "verb": "team.member_added",
    "payload": {
      "actor": "server",
      "permissions": [
        "team_admin"
      ],
      "team_id": "acme",
      "user_id": "alice"
    }
  }
]"#,
    );
    Ok(())
}

#[test]
fn json_of_signals_and_of_what_is_written_behind() -> Outcome {
    let (keywright, clock) = store()?;
    let old = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    let new = keywright.api_key(old.api_key().id).rotate(Grace::Now)?;
    clock.advance(Duration::from_secs(90))?;
    let options = VerifyOptions::new();
    assert!(keywright.verify(new.value(), &options)?.is_valid());
    let verdict = keywright.verify(old.value(), &options.ip("192.0.2.7".parse()?))?;
    assert_eq!(verdict.reason(), Some(Reason::Rotated));
    assert_json(
        &keywright.status()?.flush,
        r#"
{
  "waiting": 2,
  "dropped": 0,
  "last_flush_at": null,
  "last_error": null
}"#,
    );
    keywright.flush()?;
    assert_json(
        &keywright.signals(0, 100)?,
        r#"[
  {
    "number": 1,
    "kind": "rotated_key_used",
    "about": "api_key:01a2ce8b-d400-75cf-ac9e-00f327e3f069",
    "at": "2027-01-01T00:01:30Z",
    "evidence": {
      "generation": 1,
      "generation_id": "01a2ce8b-d400-75cf-ac9e-00f327e3f069",
      "ip": "192.0.2.7",
      "retired_at": "2027-01-01T00:00:00Z"
    }
  }
]"#,
    );
    let status = serde_json::to_value(keywright.status()?)?;
    assert_eq!(status["last_signal"], 1);
    assert_eq!(status["flush"]["last_flush_at"], "2027-01-01T00:01:30Z");
    Ok(())
}

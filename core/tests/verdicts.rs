//! What a verdict says and what it keeps to itself, how it is answered over HTTP, and where a key is looked for.

use std::sync::Arc;
use std::time::Duration;

use keywright::testing::{TestStore, open_for_tests, test_clock};
use keywright::{
    Accept, CreatedApiKey, Error, ExtractedKey, Gate, HttpAnswer, IpAllowList, Keywright,
    NewApiKey, OpenOptions, Owner, OwnerType, Prefix, Reason, RevokeOptions, Scopes,
    SettingsUpdate, Timestamp, TokenKind, Verdict, VerifyOptions, parse,
};

type Tested = Result<(), Box<dyn std::error::Error>>;

const START_MS: i64 = 1_800_000_000_000;
const HOUR: Duration = Duration::from_secs(3600);
/// Looks like no id, no code and no word of ours, so that finding it means that it leaked.
const OWNER: &str = "owner-qzjx";
const DESCRIPTION: &str = "description-qzjx";

fn fresh() -> Result<TestStore, Error> {
    open_for_tests(Timestamp::from_millis(START_MS)?)
}

fn named() -> NewApiKey {
    NewApiKey::new(DESCRIPTION)
}

fn check(store: &Keywright, value: impl AsRef<[u8]>) -> Result<&'static str, Error> {
    Ok(reason(&store.verify(value, &VerifyOptions::new())?))
}

fn reason(verdict: &Verdict) -> &'static str {
    verdict.reason().map_or("valid", Reason::as_str)
}

/// Ends a text with its checksum: the CRC-32 of what stands in front, as 6 digits of base 62.
fn with_checksum(signed: &str) -> String {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut crc = crc32fast::hash(signed.as_bytes()) as usize;
    let mut digits = [0; 6];
    for digit in digits.iter_mut().rev() {
        *digit = DIGITS.get(crc % 62).copied().unwrap_or_default();
        crc /= 62;
    }
    format!("{signed}{}", String::from_utf8_lossy(&digits))
}

/// The parts of a key's text.
struct Parts<'a> {
    prefix: &'a str,
    kind: &'a str,
    id: &'a str,
    secret: &'a str,
    checksum: &'a str,
}

impl<'a> Parts<'a> {
    fn of(value: &'a str) -> Option<Self> {
        let (head, digits) = value.rsplit_once('_')?;
        let (prefix, kind) = head.rsplit_once('_')?;
        let (id, rest) = digits.split_at_checked(22)?;
        let (secret, checksum) = rest.split_at_checked(27)?;
        Some(Self { prefix, kind, id, secret, checksum })
    }

    fn join(&self) -> String {
        let Self { prefix, kind, id, secret, .. } = self;
        with_checksum(&format!("{prefix}_{kind}_{id}{secret}"))
    }
}

/// Every denial that can be had in this version, with a word on how.
fn denials() -> Result<Vec<(&'static str, Verdict)>, Box<dyn std::error::Error>> {
    let store = fresh()?;
    let user = store.user(OWNER);
    let any = VerifyOptions::new;
    let nothing: [(&str, &str); 0] = [];
    let valid = user.create_api_key(named())?;
    let other = user.create_api_key(named())?;
    let mut all = vec![
        ("no key", store.authenticate(nothing, &any())?),
        ("no key at all", store.verify("", &any())?),
        ("two keys", {
            let two = [("x-api-key", valid.value()), ("x-stack-api-key", other.value())];
            store.authenticate(two, &any())?
        }),
    ];
    let parts = Parts::of(valid.value()).ok_or("parts")?;
    let others = Parts::of(other.value()).ok_or("parts")?;
    let wrong_secret = Parts { secret: others.secret, ..parts }.join();
    all.push(("a wrong secret", store.verify(wrong_secret, &any())?));
    let teams = any().owner_type(OwnerType::Team);
    all.push(("another type", store.verify(valid.value(), &teams)?));
    let public = user.create_api_key(named().public())?;
    let secret = any().accept(Accept::Secret);
    all.push(("a public key", store.verify(public.value(), &secret)?));
    let revoked = user.create_api_key(named())?;
    store.api_key(revoked.api_key().id).revoke(RevokeOptions::new().reason("reason-qzjx"))?;
    all.push(("revoked", store.verify(revoked.value(), &any())?));
    let suspended = user.create_api_key(named())?;
    store.api_key(suspended.api_key().id).suspend(Some("reason-qzjx"))?;
    all.push(("suspended", store.verify(suspended.value(), &any())?));
    let network = IpAllowList::parse(["192.0.2.0/24"])?;
    let listed = user.create_api_key(named().ip_allow_list(network))?;
    all.push(("no address", store.verify(listed.value(), &any())?));
    let scopes = any().scopes(Scopes::parse(["a:read"])?);
    all.push(("no scope", store.verify(valid.value(), &scopes)?));
    let expiring = user.create_api_key(named().expires_in(HOUR))?;
    store.clock().advance(HOUR)?;
    all.push(("expired", store.verify(expiring.value(), &any())?));
    store.update_settings(SettingsUpdate::new().allow_user_api_keys(false))?;
    all.push(("switched off", store.verify(valid.value(), &any())?));
    user.delete()?;
    all.push(("deleted", store.verify(valid.value(), &any())?));
    all.push(("rotated", rotated()?));
    Ok(all)
}

/// An end in the past is written into the file by hand, since a rotation gives none.
fn rotated() -> Result<Verdict, Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("keys.db");
    let (store, created) = retired_at(&path, START_MS)?;
    Ok(store.verify(created.value(), &VerifyOptions::new())?)
}

/// A store whose clock stands at [`START_MS`] with one key, the generation of which ends at an instant.
fn retired_at(
    path: &std::path::Path,
    millis: i64,
) -> Result<(Keywright, CreatedApiKey), Box<dyn std::error::Error>> {
    let clock = test_clock(Timestamp::from_millis(START_MS)?);
    let store = OpenOptions::new().clock(Arc::clone(&clock)).open(path)?;
    let created = store.user(OWNER).create_api_key(named())?;
    store.close();
    let connection = rusqlite::Connection::open(path)?;
    connection.execute("UPDATE api_key SET retires_at_us = ?1", [millis * 1000])?;
    connection.close().map_err(|(_, error)| error)?;
    Ok((OpenOptions::new().clock(clock).open(path)?, created))
}

#[test]
fn a_denied_verdict_hands_out_no_record_and_no_owner() -> Tested {
    for (what, verdict) in denials()? {
        assert!(!verdict.is_valid(), "{what}");
        assert!(verdict.api_key().is_none() && verdict.owner().is_none(), "{what}");
        assert!(verdict.user_id().is_none() && verdict.team_id().is_none(), "{what}");
        assert!(!verdict.is_public(), "{what}");
        let json = serde_json::to_value(&verdict)?;
        for name in ["user_id", "team_id", "api_key"] {
            assert_eq!(json.get(name), Some(&serde_json::Value::Null), "{what}: {name}");
        }
        assert_eq!(json.get("valid"), Some(&false.into()));
        assert_eq!(json.get("reason"), Some(&reason(&verdict).into()));
        let id = verdict.api_key_id().map_or(serde_json::Value::Null, |id| id.to_string().into());
        assert_eq!(json.get("api_key_id"), Some(&id), "{what}");
        let (http, check) = (verdict.http(), verdict.check_http());
        for told in [
            format!("{verdict:?}"),
            format!("{verdict:#?}"),
            json.to_string(),
            format!("{http} {http:?}"),
            format!("{check} {check:?}"),
        ] {
            assert!(!told.contains("qzjx"), "{what}: {told}");
        }
    }
    Ok(())
}

#[test]
fn a_denied_verdict_names_the_key_only_to_who_had_its_secret() -> Tested {
    let with_id = ["wrong_type", "disabled", "revoked", "rotated", "suspended", "expired"]
        .into_iter()
        .chain(["ip_denied", "insufficient_scope"])
        .collect::<Vec<_>>();
    for (what, verdict) in denials()? {
        let is_named = verdict.api_key_id().is_some();
        assert_eq!(is_named, with_id.contains(&reason(&verdict)), "{what}");
    }
    Ok(())
}

#[test]
fn an_error_of_require_valid_carries_the_verdict_and_says_no_more() -> Tested {
    let store = fresh()?;
    let created = store.user(OWNER).create_api_key(named())?;
    store.api_key(created.api_key().id).revoke(RevokeOptions::new())?;
    let any = VerifyOptions::new();
    let error = store.require_valid(created.value(), &any).err().ok_or("an error")?;
    assert_eq!(error.code().as_str(), "denied");
    let verdict = store.verify(created.value(), &any)?;
    assert_eq!(error.verdict(), Some(&verdict));
    assert_eq!(error.http(), verdict.http());
    for told in [format!("{error}"), format!("{error:?}"), format!("{error:#?}")] {
        assert!(!told.contains("qzjx") && !told.contains(created.value()), "{told}");
    }
    Ok(())
}

#[test]
fn a_valid_verdict_holds_the_record_and_not_the_secret() -> Tested {
    let store = fresh()?;
    let created = store.team(OWNER).create_api_key(named())?;
    let verdict = store.require_valid(created.value(), &VerifyOptions::new())?;
    assert_eq!(verdict.api_key(), Some(created.api_key()));
    assert_eq!(verdict.api_key_id(), Some(created.api_key().id));
    assert_eq!(verdict.owner(), Some(&created.api_key().owner));
    assert_eq!(verdict.team_id().map(|id| id.as_str()), Some(OWNER));
    assert_eq!((verdict.user_id(), verdict.reason(), verdict.retry_after()), (None, None, None));
    let ok = verdict.http();
    assert_eq!((ok.status, ok.headers.is_empty(), ok.body.as_str()), (200, true, ""));
    let secret = Parts::of(created.value()).ok_or("parts")?.secret;
    for told in [format!("{verdict:?}"), serde_json::to_string(&verdict)?, format!("{created:?}")] {
        assert!(!told.contains(secret), "{told}");
    }
    Ok(())
}

#[test]
fn a_right_id_with_another_secret_does_not_exist() -> Tested {
    let store = fresh()?;
    let (a, b) =
        (store.user("a").create_api_key(named())?, store.user("b").create_api_key(named())?);
    let of_a = Parts::of(a.value()).ok_or("parts")?;
    let of_b = Parts::of(b.value()).ok_or("parts")?;
    assert_eq!(of_a.join(), a.value(), "the checksum of this test is the real one");
    let zeros = "0".repeat(27);
    for secret in [of_b.secret, zeros.as_str()] {
        assert_eq!(check(&store, Parts { secret, ..of_a }.join())?, "not_found");
    }
    // Also when one digit alone is wrong, wherever it stands.
    for at in 0..27 {
        let mut secret = of_a.secret.as_bytes().to_vec();
        let digit = secret.get_mut(at).ok_or("a digit")?;
        *digit = if *digit == b'0' { b'1' } else { b'0' };
        let secret = String::from_utf8(secret)?;
        let value = Parts { secret: &secret, ..of_a }.join();
        let verdict = store.verify(&value, &VerifyOptions::new())?;
        assert_eq!((reason(&verdict), verdict.api_key_id()), ("not_found", None), "{at}");
    }
    assert_eq!(check(&store, a.value())?, "valid");
    Ok(())
}

#[test]
fn a_key_under_another_kind_does_not_exist() -> Tested {
    let store = fresh()?;
    for created in [
        store.user("a").create_api_key(named())?,
        store.user("a").create_api_key(named().public())?,
        store.team("a").create_api_key(named())?,
        store.team("a").create_api_key(named().public())?,
    ] {
        let parts = Parts::of(created.value()).ok_or("parts")?;
        for kind in TokenKind::ALL {
            let value = Parts { kind: kind.as_str(), ..parts }.join();
            let expected = if parts.kind == kind.as_str() { "valid" } else { "not_found" };
            assert_eq!(check(&store, &value)?, expected, "{} as {kind}", parts.kind);
            // A wish for the kind that the text pretends to be does not help.
            let owner_type = if kind.is_team() { OwnerType::Team } else { OwnerType::User };
            let wish = VerifyOptions::new().owner_type(owner_type);
            assert_eq!(reason(&store.verify(&value, &wish)?), expected);
        }
    }
    Ok(())
}

#[test]
fn a_key_under_another_prefix_does_not_exist_even_if_that_is_accepted() -> Tested {
    let store = fresh()?;
    let old = store.user("a").create_api_key(named())?;
    store.update_settings(SettingsUpdate::new().prefix("acme".parse()?))?;
    let new = store.user("a").create_api_key(named())?;
    for (created, own, other) in [(&old, "kw", "acme"), (&new, "acme", "kw")] {
        let parts = Parts::of(created.value()).ok_or("parts")?;
        assert_eq!(parts.prefix, own);
        assert_eq!(check(&store, created.value())?, "valid");
        assert_eq!(check(&store, Parts { prefix: other, ..parts }.join())?, "not_found");
        assert_eq!(check(&store, Parts { prefix: "nobody", ..parts }.join())?, "malformed");
    }
    Ok(())
}

fn header<'a>(answer: &'a HttpAnswer, wanted: &str) -> Option<&'a str> {
    let mut found = answer.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case(wanted));
    let value = found.next().map(|(_, value)| value.as_str());
    assert!(found.next().is_none(), "{wanted} stands twice");
    value
}

/// Statuses, word by word. The three reasons that no key of this version can have are pinned beside the code.
#[test]
fn each_reason_has_its_two_statuses() -> Tested {
    const UNREACHABLE: [Reason; 3] = [Reason::Tampered, Reason::RateLimited, Reason::QuotaExceeded];
    const INVALID_TOKEN: &str = "Bearer error=\"invalid_token\", error_description=";
    // As the credential: status and challenge. As the subject: status and code.
    #[rustfmt::skip]
    let table: &[(Reason, u16, &str, u16, &str)] = &[
        (Reason::Missing,           401, "Bearer",      400, "SCHEMA_ERROR"),
        (Reason::Malformed,         401, INVALID_TOKEN, 404, "API_KEY_NOT_FOUND"),
        (Reason::NotFound,          401, INVALID_TOKEN, 404, "API_KEY_NOT_FOUND"),
        (Reason::WrongType,         401, INVALID_TOKEN, 400, "WRONG_API_KEY_TYPE"),
        (Reason::Disabled,          401, INVALID_TOKEN, 400, "API_KEYS_DISABLED"),
        (Reason::Revoked,           401, INVALID_TOKEN, 401, "API_KEY_REVOKED"),
        (Reason::Rotated,           401, INVALID_TOKEN, 401, "API_KEY_ROTATED"),
        (Reason::Suspended,         401, INVALID_TOKEN, 401, "API_KEY_SUSPENDED"),
        (Reason::Expired,           401, INVALID_TOKEN, 401, "API_KEY_EXPIRED"),
        (Reason::IpDenied,          403, "",            403, "API_KEY_IP_DENIED"),
        (Reason::InsufficientScope, 403, "Bearer error=\"insufficient_scope\", scope=\"a:read\"", 403, "API_KEY_INSUFFICIENT_SCOPE"),
    ];
    let all = denials()?;
    for reason in Reason::ALL {
        let is_listed = table.iter().any(|(listed, ..)| listed == reason);
        assert_ne!(is_listed, UNREACHABLE.contains(reason), "{reason} stands in one place");
    }
    for (reason, status, challenge, subject, code) in table {
        let (what, verdict) = all
            .iter()
            .find(|(what, verdict)| verdict.reason() == Some(*reason) && *what != "two keys")
            .ok_or_else(|| format!("no {reason}"))?;
        let answer = verdict.http();
        assert_eq!(answer.status, *status, "{what}");
        let told = header(&answer, "WWW-Authenticate").unwrap_or_default();
        match *challenge {
            INVALID_TOKEN => {
                assert_eq!(told, format!("{INVALID_TOKEN}\"{}\"", reason.sentence()), "{what}");
            }
            exact => assert_eq!(told, exact, "{what}"),
        }
        let problem: serde_json::Value = serde_json::from_str(&answer.body)?;
        assert_eq!(problem.get("code"), Some(&reason.as_str().into()), "{what}");
        assert_eq!(problem.get("status"), Some(&(*status).into()), "{what}");

        let check = verdict.check_http();
        assert_eq!(check.status, *subject, "{what}");
        assert_eq!(header(&check, "X-Stack-Known-Error"), Some(*code), "{what}");
        assert_eq!(header(&check, "WWW-Authenticate"), None, "{what}: the asker is welcome");
        let problem: serde_json::Value = serde_json::from_str(&check.body)?;
        assert_eq!(problem.get("code"), Some(&(*code).into()), "{what}");
        assert_eq!(problem.get("error"), Some(&reason.sentence().into()), "{what}");
        for answer in [answer, check] {
            assert_eq!(header(&answer, "Content-Type"), Some("application/problem+json"));
            assert_eq!(header(&answer, "Cache-Control"), Some("no-store"));
            assert_eq!(header(&answer, "Retry-After"), None, "to wait does not help");
        }
    }
    let (_, two) = all.iter().find(|(what, _)| *what == "two keys").ok_or("two keys")?;
    let answer = two.http();
    assert_eq!((answer.status, reason(two)), (400, "malformed"));
    assert_eq!(header(&answer, "WWW-Authenticate"), Some("Bearer error=\"invalid_request\""));
    Ok(())
}

#[test]
fn an_error_is_answered_with_503_and_never_with_a_yes() -> Tested {
    let store = fresh()?;
    let created = store.user(OWNER).create_api_key(named())?;
    store.close();
    let any = VerifyOptions::new();
    let headers = [("x-api-key", created.value())];
    for error in [
        store.verify(created.value(), &any).err(),
        store.verify("not a key", &any).err(),
        store.require_valid(created.value(), &any).err(),
        store.authenticate(headers, &any).err(),
        store.explain(created.value(), &any).err(),
        store.get_user_by_api_key(created.value(), &any).err(),
    ] {
        let error = error.ok_or("an error")?;
        assert_eq!(error.code().as_str(), "closed");
        assert!(error.verdict().is_none());
        let answer = error.http();
        assert_eq!((answer.status, header(&answer, "Retry-After")), (503, Some("1")));
        assert_eq!(header(&answer, "WWW-Authenticate"), None);
    }
    Ok(())
}

#[test]
fn a_generation_ends_at_the_very_instant_behind_revoked_and_before_suspended() -> Tested {
    let folder = tempfile::tempdir()?;
    for (millis, expected) in
        [(START_MS + 1, "valid"), (START_MS, "rotated"), (START_MS - 1, "rotated")]
    {
        let path = folder.path().join(format!("{millis}.db"));
        let (store, created) = retired_at(&path, millis)?;
        assert_eq!(check(&store, created.value())?, expected, "{millis}");
        let key = store.api_key(created.api_key().id);
        key.suspend(None)?;
        let suspended = if expected == "valid" { "suspended" } else { "rotated" };
        assert_eq!(check(&store, created.value())?, suspended, "{millis}");
        let explanation = store.explain(created.value(), &VerifyOptions::new())?;
        assert_eq!(reason(&explanation.verdict), suspended);
        key.revoke(RevokeOptions::new())?;
        assert_eq!(check(&store, created.value())?, "revoked", "{millis}");
    }
    Ok(())
}

/// Every state of a key against every question, by an oracle that knows nothing but the order of the gates.
#[test]
fn verify_follows_the_order_of_the_gates_and_explain_agrees() -> Tested {
    let store = fresh()?;
    let network = IpAllowList::parse(["192.0.2.0/24"])?;
    let held = Scopes::parse(["a:read"])?;
    let mut keys = Vec::new();
    for bits in 0..256_u32 {
        let is = |bit: u32| bits & (1 << bit) != 0;
        let [is_team, is_public, is_revoked, is_suspended, is_owner_suspended, is_expired] =
            [is(0), is(1), is(2), is(3), is(4), is(5)];
        let mut new = NewApiKey::new(DESCRIPTION);
        if is_public {
            new = new.public();
        }
        if is_expired {
            new = new.expires_in(HOUR);
        }
        if is(6) {
            new = new.ip_allow_list(network.clone());
        }
        if is(7) {
            new = new.scopes(held.clone());
        }
        let owner = format!("{OWNER}-{bits}");
        let created = if is_team {
            store.team(&owner).create_api_key(new)?
        } else {
            store.user(&owner).create_api_key(new)?
        };
        let key = store.api_key(created.api_key().id);
        if is_suspended {
            key.suspend(None)?;
        }
        if is_revoked {
            key.revoke(RevokeOptions::new())?;
        }
        match (&created.api_key().owner, is_owner_suspended) {
            (_, false) => {}
            (Owner::User(id), true) => drop(store.user(id.as_str()).suspend()?),
            (Owner::Team(id), true) => drop(store.team(id.as_str()).suspend()?),
        }
        keys.push((bits, created));
    }
    store.clock().advance(HOUR)?;

    let (inside, outside) = ("192.0.2.7".parse()?, "198.51.100.7".parse()?);
    let mut seen = std::collections::BTreeSet::new();
    for is_switched_off in [false, true] {
        let switch = SettingsUpdate::new().allow_team_api_keys(!is_switched_off);
        store.update_settings(switch)?;
        for (bits, created) in &keys {
            let is = |bit: u32| bits & (1 << bit) != 0;
            let parts = Parts::of(created.value()).ok_or("parts")?;
            for question in 0..36 {
                let (wanted, ip) = (question % 3, question / 3 % 3);
                let (is_secret_only, is_scope_asked) = (question / 9 % 2 == 1, question / 18 == 1);
                let mut options = VerifyOptions::new();
                options = match wanted {
                    0 => options,
                    1 => options.owner_type(OwnerType::User),
                    _ => options.owner_type(OwnerType::Team),
                };
                options = match ip {
                    0 => options,
                    1 => options.ip(inside),
                    _ => options.ip(outside),
                };
                if is_secret_only {
                    options = options.accept(Accept::Secret);
                }
                if is_scope_asked {
                    options = options.scopes(held.clone());
                }
                let is_wrong_type =
                    (wanted == 1 && is(0)) || (wanted == 2 && !is(0)) || (is_secret_only && is(1));
                let expected = [
                    (is_wrong_type, "wrong_type"),
                    (is_switched_off && is(0), "disabled"),
                    (is(2), "revoked"),
                    (is(3) || is(4), "suspended"),
                    (is(5), "expired"),
                    (is(6) && ip != 1, "ip_denied"),
                    (is_scope_asked && !is(7), "insufficient_scope"),
                ]
                .into_iter()
                .find_map(|(fails, reason)| fails.then_some(reason))
                .unwrap_or("valid");
                let place = format!("key {bits:08b}, question {question}, {is_switched_off}");

                let verdict = store.verify(created.value(), &options)?;
                assert_eq!(reason(&verdict), expected, "{place}");
                seen.insert(expected);
                let explanation = store.explain(created.value(), &options)?;
                assert_eq!(explanation.verdict, verdict, "{place}");
                let gates: Vec<_> = explanation.gates.iter().map(|report| report.gate).collect();
                assert_eq!(gates, Gate::ALL, "{place}");
                let failed = explanation.gates.iter().find(|report| report.passed == Some(false));
                assert_eq!(failed.map(|report| report.gate.reason()), verdict.reason(), "{place}");
                let told = serde_json::to_string(&explanation)?;
                assert!(!told.contains(parts.secret) && !told.contains(parts.checksum), "{told}");
            }
        }
    }
    assert_eq!(seen.len(), 8, "every outcome came up: {seen:?}");
    Ok(())
}

#[test]
fn explain_agrees_with_verify_about_what_is_no_key_of_ours() -> Tested {
    let store = fresh()?;
    let created = store.user(OWNER).create_api_key(named())?;
    let other = fresh()?.user(OWNER).create_api_key(named())?;
    let parts = Parts::of(created.value()).ok_or("parts")?;
    let others = Parts::of(other.value()).ok_or("parts")?;
    let wrong_secret = Parts { secret: others.secret, ..parts }.join();
    let long = "x".repeat(1 << 20);
    for (value, gate) in [
        ("", Gate::Shape),
        (long.as_str(), Gate::Shape),
        (created.value().trim_start_matches("kw_"), Gate::Shape),
        (&format!("{} ", created.value()), Gate::Shape),
        (&Parts { prefix: "nobody", ..parts }.join(), Gate::Prefix),
        (other.value(), Gate::Id),
        (wrong_secret.as_str(), Gate::Secret),
        (&Parts { kind: "tsk", ..parts }.join(), Gate::Secret),
    ] {
        let any = VerifyOptions::new();
        let explanation = store.explain(value, &any)?;
        assert_eq!(explanation.verdict, store.verify(value, &any)?, "{gate}");
        let failed: Vec<_> = explanation
            .gates
            .iter()
            .filter(|report| report.passed == Some(false))
            .map(|report| report.gate)
            .collect();
        assert_eq!(failed, [gate]);
        // Behind the gate that failed there is nothing to see.
        let behind = explanation.gates.iter().skip_while(|report| report.gate != gate).skip(1);
        assert!(behind.clone().all(|report| report.passed.is_none()), "{gate}");
        let told = format!("{explanation:?} {}", serde_json::to_string(&explanation)?);
        for secret in [parts.secret, others.secret, "qzjx"] {
            assert!(!told.contains(secret), "{gate}: {told}");
        }
    }
    Ok(())
}

/// What the headers hold, in the words of [`ExtractedKey`].
fn extracted(store: &Keywright, headers: &[(&str, Vec<u8>)]) -> Result<String, Error> {
    Ok(match store.extract_api_key(headers.iter().map(|(name, value)| (*name, value)))? {
        ExtractedKey::Found(text) => text.expose().to_owned(),
        ExtractedKey::Missing => "missing".to_owned(),
        ExtractedKey::Malformed => "malformed".to_owned(),
        ExtractedKey::Ambiguous => "ambiguous".to_owned(),
        _ => "unheard of".to_owned(),
    })
}

#[test]
fn a_key_is_found_in_its_headers_and_nowhere_else() -> Tested {
    const JWT: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl";
    let store = fresh()?;
    store.update_settings(SettingsUpdate::new().api_key_header(Some("X-Acme-Key".to_owned())))?;
    let created = store.user("alice").create_api_key(named())?;
    let other = store.user("bob").create_api_key(named())?;
    let (key, key2) = (created.value(), other.value());
    let parts = Parts::of(key).ok_or("parts")?;
    let foreign = Parts { prefix: "nobody", ..parts }.join();
    let mistyped = format!("{}{}", key.get(..key.len() - 6).unwrap_or_default(), "000000");

    let bytes = |text: &str| text.as_bytes().to_vec();
    let bearer = |text: &str| ("Authorization", bytes(&format!("Bearer {text}")));
    let own = |text: &str| ("X-Api-Key", bytes(text));
    let raw = |name: &'static str, text: &str| (name, bytes(text));

    type Headers = Vec<(&'static str, Vec<u8>)>;
    // What the headers are, what is taken from them, the verdict where a key is needed, and where it is optional.
    #[rustfmt::skip]
    let table: Vec<(&str, Headers, &str, &str, &str)> = vec![
        ("nothing", vec![], "missing", "missing", "missing"),
        ("bearer", vec![bearer(key)], key, "valid", "valid"),
        ("bearer in capitals", vec![raw("AUTHORIZATION", &format!("BEARER {key}"))], key, "valid", "valid"),
        ("bearer in small letters", vec![raw("authorization", &format!("bearer {key}"))], key, "valid", "valid"),
        ("bearer in between", vec![raw("Authorization", &format!("bEaReR {key}"))], key, "valid", "valid"),
        ("bearer with blanks", vec![raw("Authorization", &format!(" \tBearer  \t{key} \t"))], key, "valid", "valid"),
        ("bearer and a tab", vec![raw("Authorization", &format!("Bearer\t{key}"))], "missing", "missing", "missing"),
        ("bearer alone", vec![raw("Authorization", "Bearer")], "missing", "missing", "missing"),
        ("bearer and blanks", vec![raw("Authorization", "Bearer   ")], "missing", "missing", "missing"),
        ("no scheme", vec![raw("Authorization", key)], "missing", "missing", "missing"),
        ("glued to the scheme", vec![raw("Authorization", &format!("Bearer{key}"))], "missing", "missing", "missing"),
        ("basic", vec![raw("Authorization", "Basic YWxpY2U6c2VjcmV0")], "missing", "missing", "missing"),
        ("a key as basic", vec![raw("Authorization", &format!("Basic {key}"))], "missing", "missing", "missing"),
        ("for the proxy", vec![raw("Proxy-Authorization", &format!("Bearer {key}"))], "missing", "missing", "missing"),
        ("x-api-key", vec![own(key)], key, "valid", "valid"),
        ("x-api-key in small letters", vec![raw("x-api-key", key)], key, "valid", "valid"),
        ("x-stack-api-key", vec![raw("X-Stack-Api-Key", key)], key, "valid", "valid"),
        ("the project's own", vec![raw("x-ACME-key", key)], key, "valid", "valid"),
        ("another project's own", vec![raw("X-Globex-Key", key)], "missing", "missing", "missing"),
        ("empty", vec![own("")], "missing", "missing", "missing"),
        ("blank", vec![own(" \t ")], "missing", "missing", "missing"),
        ("a session", vec![bearer(JWT)], "malformed", "malformed", "missing"),
        ("a session beside a key", vec![bearer(JWT), own(key)], key, "valid", "valid"),
        ("a session in a key's header", vec![own(JWT)], "malformed", "malformed", "malformed"),
        ("a session in both", vec![bearer(JWT), own(JWT)], "malformed", "malformed", "malformed"),
        ("basic beside a key", vec![raw("Authorization", "Basic YWxpY2U6c2VjcmV0"), own(key)], key, "valid", "valid"),
        ("rubbish beside a bearer key", vec![own("rubbish"), bearer(key)], key, "valid", "valid"),
        ("the same twice", vec![bearer(key), own(key)], key, "valid", "valid"),
        ("the same in one header twice", vec![own(key), own(key)], key, "valid", "valid"),
        ("the same in all", vec![own(key), bearer(key), raw("x-stack-api-key", key), raw("x-acme-key", key)], key, "valid", "valid"),
        ("two keys", vec![bearer(key), own(key2)], "ambiguous", "malformed", "malformed"),
        ("two keys in one header", vec![own(key), own(key2)], "ambiguous", "malformed", "malformed"),
        ("two keys and a session", vec![own(key), raw("x-acme-key", key2), bearer(JWT)], "ambiguous", "malformed", "malformed"),
        ("a key and one mistyped", vec![bearer(key), own(&mistyped)], "ambiguous", "malformed", "malformed"),
        ("mistyped", vec![bearer(&mistyped)], &mistyped, "malformed", "malformed"),
        ("another project's key", vec![bearer(&foreign)], "malformed", "malformed", "missing"),
        ("another project's in a key's header", vec![own(&foreign)], "malformed", "malformed", "malformed"),
        ("another project's beside ours", vec![bearer(&foreign), own(key)], key, "valid", "valid"),
        ("joined by a comma", vec![own(&format!("{key}, {key}"))], "malformed", "malformed", "malformed"),
        ("two joined by a comma", vec![own(&format!("{key},{key2}"))], "malformed", "malformed", "malformed"),
        ("bearers joined by a comma", vec![bearer(&format!("{key}, Bearer {key}"))], "malformed", "malformed", "missing"),
        ("in quotes", vec![own(&format!("\"{key}\""))], "malformed", "malformed", "malformed"),
        ("a line end", vec![own(&format!("{key}\n"))], "malformed", "malformed", "malformed"),
        ("NUL", vec![own(&format!("{key}\0"))], "malformed", "malformed", "malformed"),
        ("1 MiB", vec![own(&"a".repeat(1 << 20))], "malformed", "malformed", "malformed"),
        ("1 MiB of blanks around", vec![own(&format!("{key}{}", " ".repeat(1 << 20)))], key, "valid", "valid"),
        ("1 MiB of bearer", vec![bearer(&"a".repeat(1 << 20))], "malformed", "malformed", "missing"),
        ("no UTF-8", vec![("x-api-key", vec![0xff; 62])], "malformed", "malformed", "malformed"),
        ("no UTF-8 as bearer", vec![("authorization", b"Bearer \xff\xfe".to_vec())], "malformed", "malformed", "missing"),
        ("no UTF-8 in the scheme", vec![("authorization", b"\xff\xfe\xff\xfe\xff\xfe\xff\xfe".to_vec())], "missing", "missing", "missing"),
        ("the query", vec![raw("X-Original-Url", &format!("/?api_key={key}")), raw(":path", &format!("/?x-api-key={key}"))], "missing", "missing", "missing"),
        ("a cookie", vec![raw("Cookie", &format!("x-api-key={key}"))], "missing", "missing", "missing"),
        ("the page before", vec![raw("Referer", &format!("https://example.com/?api_key={key}"))], "missing", "missing", "missing"),
    ];
    let mut wrong = Vec::new();
    for (what, headers, taken, needed, optional) in table {
        // The order of headers is the proxy's, and means nothing.
        let reversed: Vec<_> = headers.iter().rev().cloned().collect();
        for headers in [&headers, &reversed] {
            let found = extracted(&store, headers)?;
            if found != taken {
                wrong.push(format!("{what}: takes `{found}`, not `{taken}`"));
            }
            for (options, expected) in
                [(VerifyOptions::new(), needed), (VerifyOptions::new().optional(), optional)]
            {
                let pairs = headers.iter().map(|(name, value)| (*name, value));
                let verdict = store.authenticate(pairs, &options)?;
                if reason(&verdict) != expected {
                    wrong.push(format!("{what}: `{}`, not `{expected}`", reason(&verdict)));
                }
                let status = if taken == "ambiguous" { 400 } else { 401 };
                if !verdict.is_valid() && verdict.http().status != status {
                    wrong.push(format!("{what}: status {}", verdict.http().status));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} answers are wrong:\n{}", wrong.len(), wrong.join("\n"));

    let found = store.extract_api_key([own(key)])?;
    assert!(!format!("{found:?} {found:#?}").contains(parts.secret));
    // A header of the project's own ends with its setting.
    store.update_settings(SettingsUpdate::new().api_key_header(None))?;
    assert_eq!(extracted(&store, &[raw("x-acme-key", key)])?, "missing");
    Ok(())
}

#[test]
fn the_prefix_of_new_keys_stands_in_their_text() -> Tested {
    let prefix: Prefix = "acme_test".parse()?;
    let store = OpenOptions::new().prefix(prefix.clone()).open_in_memory()?;
    let created = store.user("alice").create_api_key(named())?;
    assert_eq!(parse(created.value().as_bytes())?.prefix(), prefix.as_str());
    let newest = created.api_key().generations.first().ok_or("a generation")?;
    assert_eq!(newest.prefix, prefix);
    let bearer = [("authorization", format!("Bearer {}", created.value()))];
    assert!(store.authenticate(bearer, &VerifyOptions::new())?.is_valid());
    Ok(())
}

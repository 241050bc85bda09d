use super::support::Place;

/// A key that was valid three times and denied once.
fn used_key(place: &Place) -> String {
    let (id, value) = place.key(&["--user", "alice"]);
    for _ in 0..3 {
        assert_eq!(place.run_with(&["verify", "--ip", "192.0.2.7"], value.as_bytes()).exit, 0);
    }
    place.ok(&["key", "revoke", &id]);
    assert_eq!(place.run_with(&["verify"], value.as_bytes()).exit, 1);
    id
}

#[test]
fn usage_is_a_document_for_programs() {
    let place = Place::with_store();
    let id = used_key(&place);
    for (step, points) in [("minute", 60), ("hour", 24), ("day", 30)] {
        let usage = place.json(&["usage", &id, "--step", step]);
        assert_eq!(usage["points"].as_array().unwrap().len(), points, "{step}");
        assert_eq!(usage["total"]["valid"], 3);
        assert_eq!(usage["total"]["denied"]["revoked"], 1);
        assert_eq!(usage["last_used_ip"], "192.0.2.7");
    }
    let usage = place.json(&["usage", &id, "--from", "2d", "--step", "hour"]);
    assert_eq!(usage["points"].as_array().unwrap().len(), 49);
    let range = ["--from", "2020-01-01T00:00:00Z", "--to", "2020-01-02T00:00:00Z"];
    let usage = place.json(&[&["usage", &id], &range[..]].concat());
    assert_eq!(usage["total"]["valid"], 0);
}

#[test]
fn usage_is_a_chart_for_people_within_80_columns() {
    let place = Place::with_store();
    let id = used_key(&place);
    let out = place.ok(&["usage", &id, "--step", "day"]);
    for part in ["last used", "192.0.2.7", "1: 1 revoked", "DAY", "29 without a check"] {
        assert!(out.contains(part), "{part}:\n{out}");
    }
    assert!(out.lines().all(|line| line.chars().count() <= 80), "{out}");
    let last = out.lines().last().unwrap();
    let words: Vec<_> = last.split_whitespace().collect();
    assert_eq!(words[2..], ["3", "1"], "{last}");
}

#[test]
fn a_terminal_without_utf8_gets_plain_characters_and_one_with_it_gets_blocks() {
    let place = Place::with_store();
    let id = used_key(&place);
    let out = |locale: &str| {
        let output = place.command(&["usage", &id]).env("LC_ALL", locale).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(out("C").is_ascii() && out("C").contains("##"));
    assert!(out("en_US.UTF-8").contains("██") && out("C.utf8").contains("▒"));
}

#[test]
fn a_key_shows_its_last_use_also_when_nobody_can_tell() {
    let place = Place::with_store();
    let (unused, _) = place.key(&["--user", "bob"]);
    let id = used_key(&place);
    let last = |id: &str| {
        let out = place.ok(&["key", "show", id]);
        out.lines().last().unwrap().to_owned()
    };
    assert!(last(&unused).ends_with("never"));
    assert!(last(&id).ends_with("from 192.0.2.7"));
    std::fs::write(place.path("keywright.db-usage"), "this is no database").unwrap();
    assert!(last(&id).contains("not known: the usage file is damaged"));
    assert_eq!(place.refused(3, &["usage", &id]), "storage_corrupt");
    let report = place.json(&["doctor"]);
    assert_eq!(report["healthy"], true, "keys are checked all the same");
    let checks = report["checks"].as_array().unwrap();
    let check = checks.iter().find(|check| check["name"] == "usage").unwrap();
    assert_eq!(check["state"], "warn");
}

#[test]
fn wrong_ranges_are_refused() {
    let place = Place::with_store();
    let (id, _) = place.key(&["--user", "alice"]);
    for range in [
        &["--from", "yesterday"][..],
        &["--to", "10d"],
        &["--from", "99999y"],
        &["--from", "90d", "--step", "minute"],
        &["--step", "week"],
    ] {
        let arguments = [&["usage", &id], range].concat();
        if range != ["--to", "10d"] {
            assert_eq!(place.refused(2, &arguments), "invalid_argument", "{range:?}");
        } else {
            // The day that ends ten days ago.
            assert_eq!(place.json(&arguments)["total"]["valid"], 0);
        }
    }
    let unknown = "0198c7e2-5f7a-7b3c-9d5e-2f1a6b8c4d70";
    assert_eq!(place.refused(2, &["usage", unknown]), "not_found");
}

#[test]
fn retention_and_interval_are_settings() {
    let place = Place::with_store();
    let set = ["settings", "set", "--usage-interval", "5s", "--usage-minutes-kept", "1h"];
    let more = ["--usage-hours-kept", "7d", "--usage-days-kept", "1y"];
    let settings = place.json(&[&set[..], &more[..]].concat());
    assert_eq!(settings["usage_interval_ms"], 5000);
    assert_eq!(settings["usage_minutes_kept_ms"], 3_600_000);
    assert_eq!(settings["usage_hours_kept_ms"], 604_800_000);
    assert_eq!(settings["usage_days_kept_ms"], 31_536_000_000_u64);
    let settings = place.json(&["settings", "set", "--usage-days-kept", "none"]);
    assert!(settings["usage_days_kept_ms"].is_null());
    assert_eq!(
        place.refused(2, &["settings", "set", "--usage-interval", "2h"]),
        "invalid_argument"
    );
}

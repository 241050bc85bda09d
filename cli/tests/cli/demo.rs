use super::support::Place;

#[test]
fn the_demo_runs_twice_and_leaves_two_stores_to_play_with() {
    let place = Place::empty();
    for store in ["demo-store/keys.db", "demo-store/keys-2.db"] {
        let out = place.ok(&["demo"]);
        for reason in [
            "valid",
            "malformed",
            "wrong_type",
            "not_found",
            "insufficient_scope",
            "ip_denied",
            "revoked",
            "expired",
        ] {
            assert!(out.contains(reason), "{reason}");
        }
        assert!(!out.contains('\x1b'));
        let keys = place.json(&["--store", store, "key", "list"]);
        assert_eq!(keys["items"].as_array().unwrap().len(), 4);
        assert!(out.contains(&format!("--store {store} key list")), "{out}");
    }
}

#[test]
fn the_demo_steps_aside_for_a_file_that_is_there_and_ignores_the_usual_store() {
    let place = Place::empty();
    std::fs::write(place.path("mine.db"), "mine").unwrap();
    let mut command = place.command(&["demo", "--store", "mine.db"]);
    let output = command.env("KEYWRIGHT_STORE", "production.db").output().unwrap();
    assert!(output.status.success());
    assert_eq!(std::fs::read_to_string(place.path("mine.db")).unwrap(), "mine");
    assert!(place.path("mine-2.db").exists());
    assert!(!place.path("production.db").exists());
}

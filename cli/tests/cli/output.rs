//! What holds for every verb: exits, errors, colours and pipes.

use std::process::Stdio;

use super::support::Place;

#[test]
fn a_missing_store_is_named_with_what_to_do() {
    let place = Place::empty();
    let answer = place.run(&["key", "list"]);
    assert_eq!((answer.exit, answer.out.as_str()), (3, ""));
    assert_eq!(
        answer.err,
        "error: there is no store at `keywright.db`\n\
         hint: run `keywright init` to make one, or name another by --store PATH or KEYWRIGHT_STORE\n"
    );
    for arguments in [
        &["verify"][..],
        &["explain"],
        &["settings"],
        &["events"],
        &["signals"],
        &["user", "suspend", "a"],
    ] {
        assert_eq!(place.refused(3, arguments), "storage_unavailable");
    }
    assert_eq!(std::fs::read_dir(place.folder()).unwrap().count(), 0, "nothing was made");
}

#[test]
fn a_text_file_is_no_store_and_stays_as_it_is() {
    let place = Place::empty();
    let text = "these are my notes\n".repeat(500);
    std::fs::write(place.path("notes.txt"), &text).unwrap();
    for arguments in
        [&["key", "list"][..], &["init"], &["init", "--if-missing"], &["user", "suspend", "a"]]
    {
        let all = [&["--store", "notes.txt"], arguments].concat();
        assert_eq!(place.refused(3, &all), "storage_corrupt");
    }
    assert_eq!(place.run(&["--store", "notes.txt", "doctor"]).exit, 3);
    assert_eq!(std::fs::read_to_string(place.path("notes.txt")).unwrap(), text);
    assert_eq!(std::fs::read_dir(place.folder()).unwrap().count(), 1);
}

#[test]
fn a_wrong_call_is_2_for_people_and_programs() {
    let place = Place::with_store();
    for arguments in [
        &["keey"][..],
        &["key", "lost"],
        &["key", "list", "--bogus"],
        &["key", "show", "x"],
        &["settings", "set", "--user-keys", "maybe"],
    ] {
        assert_eq!(place.refused(2, arguments), "invalid_argument");
        let answer = place.run(arguments);
        assert_eq!((answer.exit, answer.out.as_str()), (2, ""));
        assert!(answer.err.starts_with("error: "), "{}", answer.err);
    }
}

#[test]
fn help_tells_the_exits_and_the_variables() {
    let place = Place::empty();
    let help = place.ok(&["--help"]);
    for line in [
        "0  done",
        "1  the checked key is denied",
        "2  the call",
        "3  no answer",
        "KEYWRIGHT_STORE",
        "NO_COLOR",
    ] {
        assert!(help.contains(line), "{line}");
    }
    assert_eq!(place.ok(&["--version"]), format!("keywright {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn no_colours_in_a_pipe_unless_they_are_asked_for() {
    let place = Place::with_store();
    place.key(&["--user", "alice"]);
    for arguments in
        [&["key", "list"][..], &["settings"], &["doctor"], &["key", "lost"], &["--help"]]
    {
        let answer = place.run(arguments);
        assert!(!answer.out.contains('\x1b') && !answer.err.contains('\x1b'), "{arguments:?}");
    }
    assert!(place.ok(&["key", "list", "--color", "always"]).contains('\x1b'));
    assert!(place.run(&["key", "lost", "--color=always"]).err.contains('\x1b'));
    assert!(!place.ok(&["key", "list", "--color", "always", "--json"]).contains('\x1b'));
}

#[test]
fn a_reader_that_goes_away_is_no_error_and_changes_no_exit() {
    let place = Place::with_store();
    place.ok(&["key", "create", "x", "--user", "a", "--count", "2000", "--value-only"]);
    for (arguments, exit) in [(&["key", "list", "--all"][..], 0), (&["verify"], 1)] {
        let mut child =
            place.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(exit));
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(!error.contains("panicked") && !error.contains("error:"), "{error}");
    }
}

#[test]
fn every_shell_gets_completions() {
    let place = Place::empty();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(place.ok(&["completions", shell]).contains("revoke-all"), "{shell}");
    }
}

#[test]
fn text_that_would_turn_a_line_around_is_shown_as_numbers() {
    let place = Place::with_store();
    place.ok(&["key", "create", "safe\u{202e}evil", "--user", "alice"]);
    let list = place.ok(&["key", "list"]);
    assert!(list.contains(r"safe\u{202e}evil") && !list.contains('\u{202e}'), "{list}");
    let document = place.json(&["key", "list"]);
    assert_eq!(document["items"][0]["description"], "safe\u{202e}evil");
}

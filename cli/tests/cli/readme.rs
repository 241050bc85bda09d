//! The quick start of the README is run, and shows what it says that it shows.

use std::process::Command;

use super::support::Place;

#[test]
fn the_quick_start_of_the_readme_works_as_written() {
    let readme = include_str!("../../README.md");
    let (_, block) = readme.split_once("```console\n").unwrap();
    let (block, _) = block.split_once("```").unwrap();
    let script: String = block
        .lines()
        .filter_map(|line| line.strip_prefix("$ "))
        .map(|line| format!("{line}\n"))
        .collect();
    assert!(script.lines().count() > 3, "{script}");

    let place = Place::empty();
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_keywright"));
    let path = std::env::join_paths(
        std::iter::once(program.parent().unwrap().to_owned())
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    );
    let output = Command::new("sh")
        .args(["-euc", &script])
        .current_dir(place.folder())
        .env("PATH", path.unwrap())
        .env_remove("KEYWRIGHT_STORE")
        .env_remove("KEYWRIGHT_KEY")
        .output()
        .unwrap();
    let (out, err) =
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(output.status.success(), "{out}{err}");
    assert_eq!(err, "");

    // Each line that the README shows comes out, in this order; `…` stands for anything.
    let mut lines = out.lines();
    for shown in block.lines().filter(|line| !line.starts_with("$ ")) {
        assert!(lines.any(|line| is_like(line, shown)), "not printed: {shown}\n{out}");
    }
}

fn is_like(line: &str, shown: &str) -> bool {
    match shown.split_once('…') {
        None => line == shown,
        Some((start, end)) => line.starts_with(start) && line.ends_with(end),
    }
}

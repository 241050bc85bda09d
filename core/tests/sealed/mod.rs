//! Tests that run once more, on sealed stores: their program is started again with a master key in the environment, and
//! every store in a file takes it from there, in their helpers as well.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::process::Command;

use keywright::MasterKey;

const VARIABLE: &str = "KEYWRIGHT_MASTER_KEY";

/// Returns whether this is the second run.
pub(crate) fn is_sealed() -> bool {
    std::env::var_os(VARIABLE).is_some()
}

/// Runs the tests of this program whose names hold one of these, at their short length.
pub(crate) fn run_again(names: &[&str], variables: &[(&str, &str)]) {
    if is_sealed() {
        return;
    }
    let key = MasterKey::generate().unwrap().to_text();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(names)
        .env(VARIABLE, key.expose())
        .env_remove("KEYWRIGHT_IN_FULL")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}{errors}");
    assert!(!told.contains("running 0 tests"), "no test has such a name: {names:?}");
}

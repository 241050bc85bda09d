//! How long a test runs: short in `make test`, in full under `make reliability`, which collects what was seen.

use std::io::Write as _;

/// Says that the tests run in full.
const IN_FULL: &str = "KEYWRIGHT_IN_FULL";

/// Returns how many rounds a test makes. The variable of this name has the last word: a long run can be cut in pieces.
pub(crate) fn rounds(variable: &str, short: usize, full: usize) -> usize {
    match std::env::var(variable) {
        Ok(text) => text.parse().unwrap(),
        Err(_) if is_in_full() => full,
        Err(_) => short,
    }
}

/// Prints a line of the table in `docs/reliability.md`, when the tests run in full.
pub(crate) fn report(what: &str, amount: &str, seen: &str) {
    if is_in_full() {
        // Past what the test harness captures.
        let mut out = std::io::stdout().lock();
        writeln!(out, "\n| {what} | {amount} | {seen} |").unwrap();
    }
}

fn is_in_full() -> bool {
    std::env::var_os(IN_FULL).is_some()
}

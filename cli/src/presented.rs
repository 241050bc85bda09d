//! Where a key to check comes from: standard input, the environment or a prompt. Never the arguments.

use std::io::{self, IsTerminal as _, Read as _};

use zeroize::Zeroizing;

use crate::arguments::NoKey;
use crate::failure::Failure;
use crate::output::Output;

/// The variable that holds the key when no other is named.
const DEFAULT_VARIABLE: &str = "KEYWRIGHT_KEY";

/// No key is so long; what is longer is malformed, however it goes on.
const MOST_BYTES: u64 = 4096;

/// Reads the key: from the variable that is named; else from standard input; else, when that gave nothing or is a
/// terminal, from `KEYWRIGHT_KEY`; else from a prompt.
pub(crate) fn read_key(
    variable: Option<&str>,
    arguments: &NoKey,
    output: &Output,
) -> Result<Zeroizing<Vec<u8>>, Failure> {
    if !arguments.extra.is_empty() {
        return Err(Failure::usage(
            "a key is never taken from the arguments: other users of this machine can see them, and a shell keeps \
             them in its history",
        )
        .hint("give it on standard input, in an environment variable (--env NAME) or at the prompt"));
    }
    if let Some(name) = variable {
        return from_environment(name).ok_or_else(|| {
            Failure::usage(format!("the environment variable `{name}` is not set"))
        });
    }
    if io::stdin().is_terminal() {
        return from_environment(DEFAULT_VARIABLE).map_or_else(from_prompt, Ok);
    }
    let given = from_stdin()?;
    match from_environment(DEFAULT_VARIABLE) {
        Some(value) if given.is_empty() => Ok(value),
        None if given.is_empty() => {
            output.note("note: standard input was empty, and KEYWRIGHT_KEY is not set");
            Ok(given)
        }
        _ => Ok(given),
    }
}

fn from_environment(name: &str) -> Option<Zeroizing<Vec<u8>>> {
    std::env::var_os(name).map(|value| Zeroizing::new(value.into_encoded_bytes()))
}

/// Reads to the end and takes one line end away.
fn from_stdin() -> Result<Zeroizing<Vec<u8>>, Failure> {
    // As large as it can get, so that it never moves and leaves a copy behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(8192));
    io::stdin().lock().take(MOST_BYTES).read_to_end(&mut bytes).map_err(|error| {
        Failure::unavailable(format!("standard input could not be read: {error}"))
    })?;
    if bytes.last() == Some(&b'\n') {
        bytes.pop();
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
    }
    Ok(bytes)
}

fn from_prompt() -> Result<Zeroizing<Vec<u8>>, Failure> {
    let terminal = console::Term::stderr();
    if !terminal.is_term() {
        return Err(Failure::usage("there is no key on standard input and no terminal to ask at"));
    }
    let unread = |error: io::Error| Failure::unavailable(format!("the prompt failed: {error}"));
    terminal.write_str("Key (it is not shown): ").map_err(unread)?;
    let line = terminal.read_secure_line().map_err(unread)?;
    Ok(Zeroizing::new(line.into_bytes()))
}

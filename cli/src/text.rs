//! `keywright parse` and `keywright redact`: what needs no store.

use std::io::{self, BufRead as _};

use serde::Serialize;

use crate::arguments::NoKey;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::presented::read_key;
use crate::session::Session;
use crate::table::Record;
use crate::time::instant;

/// Show what a key's text says, without a store.
#[derive(Debug, clap::Args)]
pub(crate) struct Parse {
    /// The environment variable that holds the key
    #[arg(long, value_name = "NAME")]
    env: Option<String>,

    #[command(flatten)]
    no_key: NoKey,
}

#[derive(Serialize)]
struct Answer<'a> {
    well_formed: bool,
    malformed: Option<&'static str>,
    prefix: Option<&'a str>,
    kind: Option<&'static str>,
    generation_id: Option<String>,
    created_at: Option<String>,
    last_four: Option<&'a str>,
}

impl Parse {
    pub(crate) fn run(self, session: &Session) -> Result<Exit, Failure> {
        let value = read_key(self.env.as_deref(), &self.no_key, &session.output)?;
        let parsed = keywright::parse(&value);
        let token = parsed.as_ref().ok();
        let created_at = token
            .and_then(|token| i64::try_from(token.created_at_ms()).ok())
            .and_then(|milliseconds| keywright::Timestamp::from_millis(milliseconds).ok());
        let answer = Answer {
            well_formed: token.is_some(),
            malformed: parsed.as_ref().err().map(|malformed| malformed.as_str()),
            prefix: token.map(|token| token.prefix()),
            kind: token.map(|token| token.kind().as_str()),
            generation_id: token.map(|token| token.id().to_string()),
            created_at: created_at.map(|at| at.to_string()),
            last_four: token.map(|token| token.last_four()),
        };
        session.output.answer(&answer, |look| match &parsed {
            Err(malformed) => format!("Malformed: {malformed}.\n"),
            Ok(token) => {
                let text = Record::new(look)
                    .line("prefix", token.prefix())
                    .line("kind", token.kind().as_str())
                    .line("generation", token.id().to_string())
                    .maybe("made at", created_at.map(instant))
                    .line("ends in", token.last_four())
                    .finish();
                format!(
                    "{text}\nWell formed. Whether it is valid, only `keywright verify` can tell.\n"
                )
            }
        })?;
        Ok(if token.is_some() { Exit::Done } else { Exit::Denied })
    }
}

/// Copies standard input to standard output, line by line, without the secrets of keys.
pub(crate) fn redact(session: &Session) -> Result<Exit, Failure> {
    let mut input = io::stdin().lock();
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = input.read_until(b'\n', &mut line).map_err(|error| {
            Failure::unavailable(format!("standard input could not be read: {error}"))
        })?;
        if read == 0 {
            return Ok(Exit::Done);
        }
        // Bytes that are no UTF-8 come out as U+FFFD: a key next to them must go all the same.
        match session.output.deliver_text(&keywright::redact(&String::from_utf8_lossy(&line))) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(Exit::Done),
            Err(error) => return Err(Failure::unwritten(&error)),
        }
    }
}

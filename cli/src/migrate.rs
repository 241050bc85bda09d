//! `keywright migrate`.

use crate::exit::Exit;
use crate::failure::Failure;
use crate::session::Session;

/// Takes every step that the schema of the store lacks, and shows its two numbers before and after.
pub(crate) fn run(session: &Session) -> Result<Exit, Failure> {
    let path = session.require_store()?;
    session.require_server()?;
    let migrated = session.options().migrate(&path)?;
    session.output.answer(&migrated, |_| {
        let numbers = |before: u32, after: u32| {
            if before == after { after.to_string() } else { format!("{before} → {after}") }
        };
        format!(
            "schema         {}\noldest reader  {}\n",
            numbers(migrated.schema_before, migrated.schema_after),
            numbers(migrated.oldest_reader_before, migrated.oldest_reader_after)
        )
    })?;
    Ok(Exit::Done)
}

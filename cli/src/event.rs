//! `keywright events`.

use keywright::Event;
use serde::Serialize;
use serde_json::Value;

use crate::arguments::Following;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::session::Session;
use crate::table::List;
use crate::time::instant;

/// Show the audit log, oldest first.
#[derive(Debug, clap::Args)]
pub(crate) struct Events {
    #[command(flatten)]
    following: Following,
}

#[derive(Serialize)]
struct Answer {
    items: Vec<Event>,
    /// What to give as `--after` to go on.
    last_number: u64,
}

impl Events {
    pub(crate) fn run(self, session: &Session) -> Result<Exit, Failure> {
        let Following { after, limit } = self.following;
        let items = session.open()?.events(after, limit)?;
        let last_number = items.last().map_or(after, |event| event.number);
        let is_full = items.len() == limit as usize;
        let answer = Answer { items, last_number };
        session.output.answer(&answer, |look| {
            if answer.items.is_empty() {
                return format!("No events after {after}.\n");
            }
            let mut list = List::new(look, &["number", "at", "actor", "event", "what"]);
            for event in &answer.items {
                let actor = event.payload.get("actor").map(short).unwrap_or_default();
                let what = event.payload.iter().filter(|(name, _)| *name != "actor");
                list.row([
                    event.number.to_string().into(),
                    instant(event.at).into(),
                    actor.into(),
                    event.verb.as_str().into(),
                    members(what).into(),
                ]);
            }
            list.finish(&["number", "at", "event"])
        })?;
        if is_full {
            session
                .output
                .note(&format!("There may be more: keywright events --after {last_number}"));
        }
        Ok(Exit::Done)
    }
}

/// Writes members of a JSON object in one line.
pub(crate) fn members<'a>(members: impl Iterator<Item = (&'a String, &'a Value)>) -> String {
    members.map(|(name, value)| format!("{name}={}", short(value))).collect::<Vec<_>>().join(" ")
}

fn short(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

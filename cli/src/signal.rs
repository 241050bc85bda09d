//! `keywright signals`.

use keywright::Signal;
use serde::Serialize;

use crate::arguments::Following;
use crate::event::members;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Paint;
use crate::session::Session;
use crate::table::{List, Text};
use crate::time::instant;

/// Show what there is to look at, oldest first: ended secrets that are still used, rows that were edited.
#[derive(Debug, clap::Args)]
pub(crate) struct Signals {
    #[command(flatten)]
    following: Following,
}

#[derive(Serialize)]
struct Answer {
    items: Vec<Signal>,
    /// What to give as `--after` to go on.
    last_number: u64,
}

impl Signals {
    pub(crate) fn run(self, session: &Session) -> Result<Exit, Failure> {
        let Following { after, limit } = self.following;
        let items = session.open()?.signals(after, limit)?;
        let last_number = items.last().map_or(after, |signal| signal.number);
        let is_full = items.len() == limit as usize;
        let answer = Answer { items, last_number };
        session.output.answer(&answer, |look| {
            if answer.items.is_empty() {
                return format!("No signals after {after}.\n");
            }
            let mut list = List::new(look, &["number", "at", "signal", "about", "evidence"]);
            for signal in &answer.items {
                list.row([
                    signal.number.to_string().into(),
                    instant(signal.at).into(),
                    Text::new(signal.kind.as_str()).paint(Paint::Doubtful),
                    signal.about.as_str().into(),
                    members(signal.evidence.iter()).into(),
                ]);
            }
            list.finish(&["number", "at", "signal", "about"])
        })?;
        if is_full {
            session
                .output
                .note(&format!("There may be more: keywright signals --after {last_number}"));
        }
        Ok(Exit::Done)
    }
}

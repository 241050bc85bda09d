//! The audit log's entries: something changed, and who did it.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::error::Error;

/// One entry of the audit log, written in the same transaction as the change that it tells of.
///
/// # Examples
///
/// ```
/// use keywright::Keywright;
///
/// # let keywright = Keywright::open_in_memory()?;
/// keywright.by("support:bob")?.user("alice").suspend()?;
/// let events = keywright.events(0, 10)?;
/// let last = events.last().expect("an event");
/// assert_eq!(last.verb, "user.suspended");
/// assert_eq!(last.payload["actor"], "server:support:bob");
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Event {
    /// The number, ascending and never given twice.
    pub number: u64,
    /// When it happened.
    pub at: Timestamp,
    /// What happened, such as `api_key.created`.
    pub verb: String,
    /// Who did it (`actor`), the ids it concerns and what was changed; never a secret.
    pub payload: Map<String, Value>,
}

/// An entry in the making: a verb and its payload.
#[derive(Debug)]
pub(crate) struct NewEvent {
    pub(crate) verb: &'static str,
    payload: Map<String, Value>,
    unwritten: Option<serde_json::Error>,
}

impl NewEvent {
    pub(crate) fn new(verb: &'static str) -> Self {
        Self { verb, payload: Map::new(), unwritten: None }
    }

    /// Adds a member, unless its value is null.
    pub(crate) fn with(mut self, name: &str, value: impl Serialize) -> Self {
        match serde_json::to_value(value) {
            Ok(Value::Null) => {}
            Err(error) => self.unwritten = Some(error),
            Ok(value) => {
                self.payload.insert(name.to_owned(), value);
            }
        }
        self
    }

    /// Returns the payload as text. What can not be told does not happen.
    pub(crate) fn payload(mut self, actor: &Actor) -> Result<String, Error> {
        if let Some(error) = self.unwritten {
            return Err(Error::internal("an event could not be written").with_source(error));
        }
        self.payload.insert("actor".to_owned(), Value::from(actor.to_string()));
        Ok(Value::Object(self.payload).to_string())
    }
}

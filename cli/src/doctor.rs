//! `keywright doctor`
use crate::{exit::Exit, failure::Failure, session::Session};
pub(crate) fn run(_s: &Session) -> Result<Exit, Failure> {
    Ok(Exit::Done)
}

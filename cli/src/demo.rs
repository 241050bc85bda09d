//! `keywright demo`
use crate::{exit::Exit, failure::Failure, session::Session};
pub(crate) fn run(_s: &Session, _p: &std::ffi::OsStr) -> Result<Exit, Failure> {
    Ok(Exit::Done)
}

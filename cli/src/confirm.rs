//! The question before what can not be undone.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use crate::arguments::Confirmation;
use crate::failure::Failure;

impl Confirmation {
    /// Asks at a terminal, and refuses without one, unless `--yes` was given. `what` is a sentence without its end:
    /// "This deletes …".
    pub(crate) fn confirm(self, what: &str) -> Result<(), Failure> {
        if self.yes {
            return Ok(());
        }
        let refused =
            |message: String| Failure::usage(message).hint("say --yes to do it without a question");
        if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
            return Err(refused(format!("{what}, and there is no terminal to ask at")));
        }
        let mut stderr = io::stderr().lock();
        write!(stderr, "{}. Type `yes` to go on: ", crate::output::clean(what))
            .and_then(|()| stderr.flush())
            .map_err(|error| Failure::unwritten(&error))?;
        let mut answer = String::new();
        io::stdin().lock().read_line(&mut answer).map_err(|error| {
            Failure::unavailable(format!("the answer could not be read: {error}"))
        })?;
        if answer.trim() == "yes" { Ok(()) } else { Err(Failure::usage("nothing was changed")) }
    }
}

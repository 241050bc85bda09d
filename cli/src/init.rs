//! `keywright init`.

use keywright::Prefix;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::clean;
use crate::session::Session;

/// Make a new store.
#[derive(Debug, clap::Args)]
pub(crate) struct Init {
    /// What new keys begin with, such as acme or acme_test
    #[arg(long, default_value = "kw")]
    prefix: Prefix,

    /// Leave a store that is there as it is, and call that done
    #[arg(long)]
    if_missing: bool,
}

impl Init {
    pub(crate) fn run(self, session: &Session) -> Result<Exit, Failure> {
        let path = session.path();
        let shown = path.display();
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder.filter(|folder| !folder.exists()) {
            return Err(Failure::unavailable(format!(
                "there is no folder `{}`; make it first",
                folder.display()
            )));
        }
        // An empty file may become a store; anything else is opened to see what it is, and never changed.
        let is_there =
            path.metadata().is_ok_and(|metadata| metadata.is_dir() || metadata.len() > 0);
        let options = session.options().prefix(self.prefix);
        let keywright = session.narrow(if is_there {
            options.existing().open(&path)?
        } else {
            options.open(&path)?
        })?;
        if is_there && !self.if_missing {
            return Err(Failure::already_exists(format!("`{shown}` is a store already")).hint(
                "nothing was changed; `keywright settings set --prefix NAME` sets another prefix",
            ));
        }
        let (info, prefix) = (keywright.status()?, keywright.settings()?.prefix());
        session.output.answer(&info, |_| {
            let made = if is_there { "Found" } else { "Made" };
            let shown = clean(&shown.to_string());
            format!("{made} {shown}. New keys begin with {prefix}_.\nNext: keywright key create --user alice laptop\n")
        })?;
        Ok(Exit::Done)
    }
}

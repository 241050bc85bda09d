//! One call of the program: what every verb was given, and the store that it opens.

use std::path::{Path, PathBuf};

use keywright::{ActingAs, Keywright, OpenOptions};

use crate::arguments::Global;
use crate::failure::Failure;
use crate::output::Output;

/// The store's file when nothing names another.
const DEFAULT_STORE: &str = "keywright.db";

/// What every verb works with.
pub(crate) struct Session {
    global: Global,
    /// Where answers go.
    pub(crate) output: Output,
}

impl Session {
    pub(crate) fn new(global: Global) -> Result<Self, Failure> {
        if global.acting_as.is_some() && global.by.is_some() {
            return Err(Failure::usage(
                "--by names who acts for the server, and --as acts as a user: give one of them",
            ));
        }
        if global.acting_as.is_none() && !(global.stated.is_empty() && global.grantable.is_empty())
        {
            return Err(Failure::usage("--stated and --grantable tell about the user of --as"));
        }
        let output = Output::new(global.json, global.color);
        Ok(Self { global, output })
    }

    /// Where the store is.
    pub(crate) fn path(&self) -> PathBuf {
        let from_environment =
            || std::env::var_os("KEYWRIGHT_STORE").filter(|path| !path.is_empty());
        self.named_path()
            .map(Path::to_owned)
            .or_else(|| from_environment().map(PathBuf::from))
            .unwrap_or_else(|| PathBuf::from(DEFAULT_STORE))
    }

    /// The path that the arguments name, whatever the environment says.
    pub(crate) fn named_path(&self) -> Option<&Path> {
        self.global.store.as_deref()
    }

    /// Opens the store that must be there, on whose behalf the arguments say.
    pub(crate) fn open(&self) -> Result<Keywright, Failure> {
        self.open_with(self.options())
    }

    fn open_with(&self, options: OpenOptions) -> Result<Keywright, Failure> {
        let path = self.require_store()?;
        self.narrow(options.existing().open(&path)?)
    }

    /// Opens a store that is to be sealed, whose rows may stand there unsealed.
    pub(crate) fn open_unsealed(&self) -> Result<Keywright, Failure> {
        self.open_with(self.options().accept_unsealed())
    }

    /// Where the store is, which must be there.
    pub(crate) fn require_store(&self) -> Result<PathBuf, Failure> {
        let path = self.path();
        // Only to say it better: the answer of a store that goes away right now is an error too.
        if path.symlink_metadata().is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound)
        {
            return Err(no_store(&path));
        }
        Ok(path)
    }

    /// Refuses `--as` where there is no handle yet that could.
    pub(crate) fn require_server(&self) -> Result<(), Failure> {
        if self.global.acting_as.is_none() {
            return Ok(());
        }
        Err(Failure::permission_denied("only the server itself may do this: leave --as away"))
    }

    /// How every verb opens a store.
    pub(crate) fn options(&self) -> OpenOptions {
        let options = self.options_of_a_local_disk();
        if self.global.any_file_system { options.any_file_system() } else { options }
    }

    /// The same, but for the word of the arguments that the file system is all right.
    pub(crate) fn options_of_a_local_disk(&self) -> OpenOptions {
        let options = OpenOptions::new();
        if self.global.accept_unsealed { options.accept_unsealed() } else { options }
    }

    /// Lets a handle act on whose behalf the arguments say.
    pub(crate) fn narrow(&self, keywright: Keywright) -> Result<Keywright, Failure> {
        if let Some(name) = &self.global.by {
            return Ok(keywright.by(name)?);
        }
        let Some(user) = &self.global.acting_as else { return Ok(keywright) };
        let mut acting = ActingAs::new(user).grantable_scopes(self.global.grantable.clone());
        for stated in &self.global.stated {
            let (team, permissions) = stated.split_once('=').ok_or_else(|| {
                Failure::usage("--stated takes a team and permissions: `acme=$manage_api_keys`")
                    .hint("put it in single quotes, so that the shell leaves the `$` alone")
            })?;
            let permissions = permissions.split(',').filter(|permission| !permission.is_empty());
            acting = acting.team_permissions(team, permissions);
        }
        Ok(keywright.acting_as(acting)?)
    }
}

fn no_store(path: &Path) -> Failure {
    Failure::unavailable(format!("there is no store at `{}`", path.display())).hint(
        "run `keywright init` to make one, or name another by --store PATH or KEYWRIGHT_STORE",
    )
}

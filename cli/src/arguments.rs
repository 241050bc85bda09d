//! What the program takes: the verbs, and what stands before or behind every verb.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::output::ColorWhen;

/// Shown under the help of the program and of the verbs that check a key.
pub(crate) const EXITS: &str = "\
Exit codes:
  0  done; a checked key is valid
  1  the checked key is denied
  2  the call was wrong or was refused
  3  no answer: the store could not be read or written

Environment:
  KEYWRIGHT_STORE  the store's file, when --store does not name one
  KEYWRIGHT_KEY    the key to check, when standard input gives none
  KEYWRIGHT_MASTER_KEY, KEYWRIGHT_MASTER_KEY_FILE
                   the master keys of a sealed store, newest first, or the file that holds them
  NO_COLOR         when set, no colours";

/// API keys for your users and teams, in one file.
#[derive(Debug, Parser)]
#[command(name = "keywright", version, after_help = EXITS, max_term_width = 100)]
#[command(disable_help_subcommand = true)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) global: Global,

    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// What every verb takes.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Options of every verb")]
pub(crate) struct Global {
    /// The store's file [default: KEYWRIGHT_STORE, else keywright.db]
    #[arg(long, global = true, value_name = "PATH")]
    pub(crate) store: Option<PathBuf>,

    /// Take a file system that is not known to be local, on your word that locks hold there
    #[arg(long, global = true)]
    pub(crate) any_file_system: bool,

    /// With a master key: take rows that are not sealed, until the store is sealed whole
    #[arg(long, global = true)]
    pub(crate) accept_unsealed: bool,

    /// Answer with one JSON document
    #[arg(long, global = true)]
    pub(crate) json: bool,

    /// When to use colours; auto means at a terminal, unless NO_COLOR is set
    #[arg(long, global = true, value_enum, default_value_t, value_name = "auto|always|never")]
    #[arg(hide_possible_values = true, hide_default_value = true)]
    pub(crate) color: ColorWhen,

    /// Name who acts for the server in the audit log, such as support:bob
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) by: Option<String>,

    /// Act as a user, whose rights are checked
    #[arg(long = "as", global = true, value_name = "USER")]
    pub(crate) acting_as: Option<String>,

    /// With --as: state what the user holds in a team, in place of what the store knows
    #[arg(long, global = true, value_name = "TEAM=PERMISSION,…")]
    pub(crate) stated: Vec<String>,

    /// With --as: scopes that the user may give to keys
    #[arg(long, global = true, value_name = "SCOPE,…", value_delimiter = ',')]
    pub(crate) grantable: Vec<String>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Make a new store
    Init(crate::init::Init),
    /// Show and change the switches, prefixes and caps
    Settings(crate::settings::SettingsArguments),
    /// Show and change users
    User(crate::user::UserArguments),
    /// Make, show and change teams, their members and what those hold
    Team(crate::team::TeamArguments),
    /// Define permissions
    Permission(crate::permission::PermissionArguments),
    /// Make, show, change and revoke keys
    Key(crate::key::KeyArguments),
    /// Show how a key was used: counts over time, and its last use
    Usage(crate::usage::UsageArguments),
    /// Check a key: from standard input, the environment or a prompt, never from the arguments
    #[command(after_help = EXITS)]
    Verify(crate::verify::Check),
    /// Check a key and show every gate with what it saw
    #[command(after_help = EXITS)]
    Explain(crate::verify::Check),
    /// Show what a key's text says, without a store
    Parse(crate::text::Parse),
    /// Copy standard input to standard output without the secrets of keys
    Redact,
    /// Seal the store with a master key
    Seal(crate::seal::SealArguments),
    /// Show the audit log, oldest first
    Events(crate::event::Events),
    /// Show what there is to look at: ended secrets that are still used, rows that were edited
    Signals(crate::signal::Signals),
    /// Look whether the store is well, and say what to do if not
    Doctor,
    /// Walk through the main job on a new store
    Demo,
    /// Print the completions of a shell
    Completions(crate::completions::Completions),
}

/// Where a log begins and how much of it is shown.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct Following {
    /// Begin behind the entry with this number
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    pub(crate) after: u64,

    /// Show at most so many
    #[arg(long, value_name = "COUNT", default_value_t = 100)]
    pub(crate) limit: u32,
}

/// The question before what can not be undone.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct Confirmation {
    /// Do it without asking
    #[arg(long, short = 'y')]
    pub(crate) yes: bool,
}

/// A place for what must not be among the arguments, so that it is refused in words of our own.
#[derive(Debug, clap::Args)]
pub(crate) struct NoKey {
    #[arg(hide = true, value_name = "nothing")]
    pub(crate) extra: Vec<OsString>,
}

/// Whose keys: one user's or one team's.
#[derive(Clone, Debug, clap::Args)]
#[group(multiple = false)]
pub(crate) struct OwnerArguments {
    /// The user whose key it is
    #[arg(long, value_name = "ID")]
    pub(crate) user: Option<String>,

    /// The team whose key it is
    #[arg(long, value_name = "ID")]
    pub(crate) team: Option<String>,
}

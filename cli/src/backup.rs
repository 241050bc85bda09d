//! `keywright backup` and `keywright restore`.

use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressStyle};
use keywright::{
    ApiKey, BackupUsage, Keywright, MasterKey, OpenOptions, RestoreOptions, RestoreReport,
};

use crate::arguments::Confirmation;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::key::list_keys;
use crate::output::{Look, clean};
use crate::session::Session;

/// Copy the store into a new file while it is in use.
#[derive(Debug, clap::Args)]
pub(crate) struct BackupArguments {
    /// The file to make; one that is there is never overwritten
    path: PathBuf,
}

/// Make the store what it was when a backup was taken.
#[derive(Debug, clap::Args)]
pub(crate) struct RestoreArguments {
    /// The backup
    path: PathBuf,

    /// Only show what is in it and what was taken away since
    #[arg(long)]
    preview: bool,

    /// Bring keys back as they were, also those that were revoked, deleted or suspended since
    #[arg(long)]
    with_revoked: bool,

    #[command(flatten)]
    confirmation: Confirmation,
}

impl BackupArguments {
    pub(crate) fn run(self, session: &Session) -> Result<Exit, Failure> {
        let keywright = session.open()?;
        // Hidden by indicatif itself where standard error is no terminal.
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {bytes} of {total_bytes}") {
            bar.set_style(style);
        }
        let backup = keywright.backup_with_progress(&self.path, |progress| {
            bar.set_length(progress.total_bytes);
            bar.set_position(progress.done_bytes);
        });
        bar.finish_and_clear();
        let backup = backup?;
        session.output.answer(&backup, |_| {
            let path = clean(&backup.path.display().to_string());
            let mut text =
                format!("Made {path}: {} in {} bytes.\n", keys(backup.api_keys), backup.bytes);
            match &backup.usage {
                BackupUsage { bytes: 0, .. } => {}
                usage => text.push_str(&format!(
                    "Made {path}-usage: how they were used, in {} bytes. Keep the two together.\n",
                    usage.bytes
                )),
            }
            text.push_str(&usage_fault(&backup.usage));
            text.push_str("It is as sensitive as the store. `keywright restore` puts it back.\n");
            text
        })?;
        Ok(Exit::Done)
    }
}

impl RestoreArguments {
    pub(crate) fn run(self, session: &Session) -> Result<Exit, Failure> {
        let path = session.path();
        if path.symlink_metadata().is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound)
        {
            return self.into_missing(session, &path);
        }
        let keywright = session.open()?;
        let preview = keywright.preview_restore(&self.path)?;
        if !self.preview {
            self.confirmation.confirm(&question(&preview, self.with_revoked))?;
        }
        self.restore(session, &keywright, &preview)
    }

    /// A store that is not there has nothing to lose. It is made only once the backup is known to be one.
    fn into_missing(self, session: &Session, path: &Path) -> Result<Exit, Failure> {
        // A store in memory takes no master key from the environment by itself, and the one that is made does.
        let master_keys = MasterKey::from_environment()?;
        let options = if master_keys.is_empty() { OpenOptions::new() } else { session.options() };
        let nothing = session.narrow(options.master_keys(master_keys).open_in_memory()?)?;
        let preview = nothing.preview_restore(&self.path)?;
        if self.preview {
            return self.restore(session, &nothing, &preview);
        }
        let keywright = session.narrow(session.options().open(path)?)?;
        self.restore(session, &keywright, &preview)
    }

    fn restore(
        &self,
        session: &Session,
        keywright: &Keywright,
        preview: &RestoreReport,
    ) -> Result<Exit, Failure> {
        if self.preview {
            session.output.answer(preview, |look| {
                format!(
                    "The backup holds {}.\n{}",
                    keys(preview.api_keys),
                    taken_since(preview, look)
                )
            })?;
            return Ok(Exit::Done);
        }
        let options = RestoreOptions::new();
        let options = if self.with_revoked { options.with_revoked() } else { options };
        let report = keywright.restore(&self.path, options)?;
        session.output.answer(&report, |look| {
            let restored = format!("Restored {}.\n", keys(report.api_keys));
            if self.with_revoked {
                let unsealed = left_unsealed(&report);
                return format!("{restored}What was taken away since is given back.\n{unsealed}");
            }
            format!("{restored}{}", taken_since(&report, look))
        })?;
        Ok(Exit::Done)
    }
}

fn keys(count: u64) -> String {
    if count == 1 { "1 key".to_owned() } else { format!("{count} keys") }
}

fn question(report: &RestoreReport, is_with_revoked: bool) -> String {
    let mut text = format!(
        "This makes the store what it was: {} from the backup, and {} made since gone",
        keys(report.api_keys),
        keys(report.api_keys_made_since)
    );
    if is_with_revoked {
        let back = report.revoked_since.len()
            + report.deleted_since.len()
            + report.tampered_since.len()
            + report.suspended_since.len()
            + report.rotated_since.len();
        text.push_str(&format!(", and gives back what was taken from {back} keys since"));
    }
    text
}

/// Lays out what stays taken away, or would be given back by `--with-revoked`.
fn taken_since(report: &RestoreReport, look: Look) -> String {
    let mut text = String::new();
    let mut section = |title: &str, keys: &[ApiKey]| {
        if !keys.is_empty() {
            text.push_str(&format!("\n{title}:\n\n{}", list_keys(keys, look)));
        }
    };
    section("Revoked since, and stay so", &report.revoked_since);
    section("Deleted since, and come back revoked", &report.deleted_since);
    section(
        "Changed since by something else than Keywright, and come back revoked",
        &report.tampered_since,
    );
    section("Suspended since, and stay so", &report.suspended_since);
    section(
        "Given another secret since; neither the old nor the new one works",
        &report.rotated_since,
    );
    for owner in &report.owners_suspended_since {
        text.push_str(&format!("\nSuspended since, and stays so: {}\n", clean(&owner.to_string())));
    }
    if report.api_keys_made_since > 0 {
        text.push_str(&format!(
            "\nMade since the backup and not in it: {}\n",
            keys(report.api_keys_made_since)
        ));
    }
    text.push_str(&left_unsealed(report));
    text
}

/// Says what a master key does not protect once an unsealed backup is restored, and how the usage fared.
fn left_unsealed(report: &RestoreReport) -> String {
    let mut text = String::new();
    if report.unsealed_rows > 0 {
        let (rows, are) = if report.unsealed_rows == 1 { ("row", "is") } else { ("rows", "are") };
        text.push_str(&format!(
            "\nThe backup has {} {rows} that {are} not sealed, and so has the store with it: keywright seal apply\n",
            report.unsealed_rows
        ));
    }
    text.push_str(&usage_fault(&report.usage));
    text
}

fn usage_fault(usage: &BackupUsage) -> String {
    let Some(error) = &usage.error else { return String::new() };
    let message = usage.error_message.as_deref().unwrap_or_default();
    format!("Its usage is not whole: {error}: {}\n", clean(message))
}

//! `keywright seal`.

use std::fs::OpenOptions as FileOptions;
use std::io::{ErrorKind, Write as _};
use std::path::PathBuf;

use clap::Subcommand;
use keywright::{MasterKey, SealProgress, SealReport};
use serde_json::json;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::clean;
use crate::progress;
use crate::session::Session;
use crate::table::Record;

/// Seal the store, so that who holds its file alone can neither confirm a guessed key nor change an answer.
#[derive(Debug, clap::Args)]
pub(crate) struct SealArguments {
    #[command(subcommand)]
    verb: SealVerb,
}

#[derive(Debug, Subcommand)]
enum SealVerb {
    /// Make a master key; keep it where the store is not
    NewKey {
        /// Write it into a new file for its owner alone, instead of to standard output
        #[arg(long, value_name = "PATH")]
        output: Option<PathBuf>,
    },
    /// Show what is sealed, and under which keys
    Status,
    /// Seal every row that is not sealed yet, then rewrite the file without the old values
    Apply,
    /// Wrap the data key under the first of the master keys, when a new one was put before the old
    Rotate,
    /// Make a new data key and seal every row anew under it; when cut off, do it again and it goes on
    Rekey,
}

impl SealArguments {
    pub(crate) fn run(self, session: &Session) -> Result<Exit, Failure> {
        match self.verb {
            SealVerb::NewKey { output } => new_key(session, output)?,
            SealVerb::Status => status(session)?,
            SealVerb::Apply => {
                let keywright = session.open_unsealed()?;
                let report = with_bar(|progress| keywright.seal(progress))?;
                tell(session, "Sealed", "keywright seal apply", &report)?;
            }
            SealVerb::Rotate => {
                let count = session.open()?.rotate_master_key()?;
                session.output.answer(&json!({ "rewrapped": count }), |_| match count {
                    0 => "The first master key wraps every data key already.\n".to_owned(),
                    _ => "Done. The other master keys can be taken away once every process has the first.\n".to_owned(),
                })?;
            }
            SealVerb::Rekey => {
                let keywright = session.open()?;
                let report = with_bar(|progress| keywright.rekey(progress))?;
                tell(session, "Sealed anew", "keywright seal rekey", &report)?;
            }
        }
        Ok(Exit::Done)
    }
}

fn new_key(session: &Session, output: Option<PathBuf>) -> Result<(), Failure> {
    let key = MasterKey::generate()?;
    let text = key.to_text();
    let Some(path) = output else {
        // EXPOSE: this is how the key reaches the host's secrets manager.
        let document = json!({ "master_key": text.expose(), "id": key.id() });
        return session
            .output
            .deliver(&document, |_| format!("{}\n", text.expose()))
            .map_err(|error| Failure::unwritten(&error));
    };
    let mut options = FileOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let shown = clean(&path.display().to_string());
    let written = options.open(&path).and_then(|mut file| {
        // EXPOSE: into the file that was asked for.
        writeln!(file, "{}", text.expose())?;
        file.sync_all()
    });
    match written {
        Ok(()) => session.output.answer(&json!({ "path": shown, "id": key.id() }), |_| {
            format!(
                "Made {shown}, for its owner alone. Keep a copy where the store is not: without it a sealed store can not be opened.\nNext: export KEYWRIGHT_MASTER_KEY_FILE={shown}\n"
            )
        }),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(Failure::already_exists(
            format!("`{shown}` is there already, and may be the key of a store"),
        )),
        Err(error) => Err(Failure::unavailable(format!("`{shown}` could not be written: {error}"))),
    }
}

fn status(session: &Session) -> Result<(), Failure> {
    let status = session.open()?.seal_status()?;
    session.output.answer(&status, |look| {
        let numbers: Vec<String> = status.data_keys.iter().map(ToString::to_string).collect();
        let keys = match numbers.len() {
            0 => "none".to_owned(),
            1 => numbers.concat(),
            _ => format!("{} (a re-key is not finished: keywright seal rekey)", numbers.join(", ")),
        };
        Record::new(look)
            .line("sealed", if status.is_sealed { "yes" } else { "no" })
            .line("master key", status.sealed_with.as_deref().unwrap_or("-"))
            .line("data key", keys.as_str())
            .line("sealed rows", status.sealed_rows.to_string().as_str())
            .line("unsealed rows", status.unsealed_rows.to_string().as_str())
            .finish()
    })
}

fn with_bar(
    work: impl FnOnce(&mut dyn FnMut(SealProgress)) -> Result<SealReport, keywright::Error>,
) -> Result<SealReport, Failure> {
    let bar = progress::bar(0, "rows");
    let report = work(&mut |progress: SealProgress| {
        bar.set_length(progress.total);
        bar.set_position(progress.done);
    });
    bar.finish_and_clear();
    Ok(report?)
}

fn tell(session: &Session, done: &str, again: &str, report: &SealReport) -> Result<(), Failure> {
    session.output.answer(report, |_| {
        let rows = if report.sealed == 1 { "row" } else { "rows" };
        format!("{done} {} {rows}.\n", report.sealed)
    })?;
    if report.tampered > 0 {
        session.output.note(&format!(
            "{} rows were changed by something else than Keywright and stay as they are; no check accepts them: keywright doctor",
            report.tampered
        ));
    }
    if report.is_residue_left {
        session.output.note(&format!(
            "Old values may still stand in the files, since others were using the store. When it is quiet: {again}"
        ));
    }
    Ok(())
}

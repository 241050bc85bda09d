//! `keywright export` and `keywright import`.

use std::fs;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use keywright::{ImportCounts, ImportOptions, ImportReport, Keywright};
use serde_json::json;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Look, clean};
use crate::session::Session;
use crate::table::List;

/// Write the store as lines of JSON.
#[derive(Debug, clap::Args)]
pub(crate) struct Export {
    /// Write into this new file, for its owner alone, instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Add what an export holds and the store does not.
#[derive(Debug, clap::Args)]
pub(crate) struct Import {
    /// The export, or - for standard input
    file: PathBuf,

    /// Check everything and say what would be added
    #[arg(long)]
    dry_run: bool,
}

impl Export {
    pub(crate) fn run(self, session: &Session) -> Result<Exit, Failure> {
        let keywright = session.open()?;
        let Some(path) = &self.output else {
            keywright.export(session.output.stream())?;
            return Ok(Exit::Done);
        };
        let bytes = write_new(path, &keywright)?;
        let shown = path.display().to_string();
        session.output.answer(&json!({ "path": shown, "bytes": bytes }), |_| {
            format!(
                "Made {}: {bytes} bytes.\nIt holds the digest of every secret: keep it as safe as the store.\n",
                clean(&shown)
            )
        })?;
        Ok(Exit::Done)
    }
}

/// Writes a file that was not there, which goes away again when it does not become whole.
fn write_new(path: &Path, keywright: &Keywright) -> Result<u64, Failure> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            Failure::already_exists(format!("`{}` exists and is not overwritten", path.display()))
        }
        _ => Failure::unavailable(format!("`{}` could not be made: {error}", path.display())),
    })?;
    let written = keywright.export(&file).map_err(Failure::from).and_then(|()| {
        file.sync_all()
            .and_then(|()| file.metadata())
            .map(|metadata| metadata.len())
            .map_err(|error| Failure::unwritten(&error))
    });
    if written.is_err() {
        drop(fs::remove_file(path));
    }
    written
}

impl Import {
    pub(crate) fn run(self, session: &Session) -> Result<Exit, Failure> {
        let options = ImportOptions::new();
        let options = if self.dry_run { options.dry_run() } else { options };
        let report = if self.file == Path::new("-") {
            session.open()?.import(io::stdin().lock(), options)?
        } else {
            refuse_store(&session.path(), &self.file)?;
            let file = fs::File::open(&self.file).map_err(|error| {
                Failure::unavailable(format!(
                    "`{}` could not be read: {error}",
                    self.file.display()
                ))
            })?;
            session.open()?.import(BufReader::new(file), options)?
        };
        session.output.answer(&report, |look| show(&report, look))?;
        if !report.unaccepted_prefixes.is_empty() {
            session.output.note(&format!(
                "The store does not accept the prefixes of some of these keys: {}. `keywright settings set --prefix` takes them on; then set your own again.",
                report.unaccepted_prefixes.iter().map(|prefix| prefix.as_str()).collect::<Vec<_>>().join(" ")
            ));
        }
        Ok(Exit::Done)
    }
}

/// To open and close the store's own file would drop the locks that SQLite holds on it.
#[cfg(unix)]
fn refuse_store(store: &Path, file: &Path) -> Result<(), Failure> {
    use std::os::unix::fs::MetadataExt as _;
    let id = |path: &Path| path.metadata().map(|found| (found.dev(), found.ino())).ok();
    if id(store).is_some_and(|store| id(file) == Some(store)) {
        return Err(Failure::usage("the file is the store itself, and no export"));
    }
    Ok(())
}

#[cfg(not(unix))]
fn refuse_store(_store: &Path, _file: &Path) -> Result<(), Failure> {
    Ok(())
}

fn show(report: &ImportReport, look: Look) -> String {
    let mut list = List::new(look, &["", "added", "unchanged", "differs, and stays"]);
    let of = |counts: &ImportCounts| {
        [
            ("settings", counts.settings),
            ("permissions", counts.permissions),
            ("users", counts.users),
            ("teams", counts.teams),
            ("members", counts.members),
            ("keys", counts.api_keys),
        ]
    };
    let others = of(&report.unchanged).into_iter().zip(of(&report.differs));
    for ((name, added), ((_, unchanged), (_, differs))) in of(&report.added).into_iter().zip(others)
    {
        let cells = [added, unchanged, differs].map(|count| count.to_string());
        list.row([name.to_owned()].into_iter().chain(cells).map(Into::into));
    }
    let mut text = list.finish(&[]);
    if report.deleted_before > 0 {
        text.push_str(&format!(
            "{} keys were deleted in this store before, and stay so.\n",
            report.deleted_before
        ));
    }
    if report.is_dry_run {
        text.push_str("This was a dry run: nothing was changed.\n");
    }
    text
}

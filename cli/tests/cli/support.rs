//! A folder, the program, and what it answered.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A folder of one test, in which the program runs.
pub(crate) struct Place {
    folder: TempDir,
}

/// What one run answered.
pub(crate) struct Answer {
    pub(crate) exit: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Place {
    /// A folder without a store.
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A folder with a new store.
    pub(crate) fn with_store() -> Self {
        let place = Self::empty();
        place.ok(&["init"]);
        place
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The program, with nothing of the tester's own environment.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_keywright"));
        command.args(arguments).current_dir(self.folder.path()).stdin(Stdio::null());
        for name in [
            "KEYWRIGHT_STORE",
            "KEYWRIGHT_KEY",
            "KEYWRIGHT_MASTER_KEY",
            "KEYWRIGHT_MASTER_KEY_FILE",
            "NO_COLOR",
        ] {
            command.env_remove(name);
        }
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Answer {
        self.command(arguments).output().unwrap().into()
    }

    /// Runs with this on standard input.
    pub(crate) fn run_with(&self, arguments: &[&str], input: &[u8]) -> Answer {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A program that has read enough closes its end.
        drop(child.stdin.take().unwrap().write_all(input));
        child.wait_with_output().unwrap().into()
    }

    /// Runs what must work, and returns its output.
    pub(crate) fn ok(&self, arguments: &[&str]) -> String {
        let answer = self.run(arguments);
        assert_eq!(answer.exit, 0, "{arguments:?}: {}", answer.err);
        assert_eq!(answer.err, "", "{arguments:?}");
        answer.out
    }

    /// Runs what must work with `--json`, and returns its document.
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        let mut arguments = arguments.to_vec();
        arguments.push("--json");
        serde_json::from_str(&self.ok(&arguments)).unwrap()
    }

    /// Runs what must fail, and returns the code of its error.
    pub(crate) fn refused(&self, exit: i32, arguments: &[&str]) -> String {
        let mut arguments = arguments.to_vec();
        arguments.push("--json");
        let answer = self.run(&arguments);
        assert_eq!(answer.exit, exit, "{arguments:?}: {} {}", answer.out, answer.err);
        assert_eq!(answer.out, "", "{arguments:?}");
        let document: Value = serde_json::from_str(&answer.err).unwrap();
        document["error"]["code"].as_str().unwrap().to_owned()
    }

    /// Makes a key and returns its id and its value.
    pub(crate) fn key(&self, arguments: &[&str]) -> (String, String) {
        let mut all = vec!["key", "create", "test"];
        all.extend(arguments);
        let created = self.json(&all);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (text(&created["api_key"]["id"]), text(&created["value"]))
    }
}

impl From<Output> for Answer {
    fn from(output: Output) -> Self {
        Self {
            exit: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

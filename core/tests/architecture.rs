//! The rules of the source tree that no compiler knows, read from the text of `core/src`.
//!
//! Each rule is a function from files to faults. One test holds the tree to all of them; one shows each rule files of
//! its own that break it, so a rule that notices nothing any more is noticed itself.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking, also in the functions that it calls"
)]

use std::fs;
use std::path::Path;

/// Lines of a file without its tests and its documentation comments.
const MOST_LINES: usize = 500;
/// Files that are longer, and are to be split by noun. A file that no longer is leaves the list.
const STILL_TOO_LONG: &[&str] = &[];
/// Where unsafe code may stand.
const UNSAFE_FILES: &[&str] = &["store/fork.rs", "store/stamp.rs"];
/// What opens a file that is not the store's: the one that holds the master keys, whose path the host gives.
const OPENS_ANOTHER_FILE: &[&str] = &["seal/environment.rs"];
/// Rules without input or output: they know neither the store nor the handle.
const PURE: &[&str] =
    &["key/", "owner/", "permission/", "token/", "usage/", "verify/", "request.rs", "settings.rs"];

struct File {
    /// Inside `core/src`, with `/`.
    path: String,
    text: String,
}

impl File {
    fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    fn is_in(&self, places: &[&str]) -> bool {
        places.iter().any(|place| {
            if place.ends_with('/') { self.path.starts_with(place) } else { self.path == *place }
        })
    }

    /// The lines that are no comment as a whole, with their numbers.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = (1..).zip(self.text.lines());
        lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    fn fault(&self, line: usize, what: &str) -> String {
        format!("core/src/{}:{line}: {what}", self.path)
    }

    /// A fault for each line of code that holds one of the words.
    fn lines_with<'a>(&'a self, words: &'a [&'a str]) -> impl Iterator<Item = String> + 'a {
        self.code().flat_map(move |(number, line)| {
            let found = words.iter().filter(move |word| holds_word(line, word));
            found.map(move |word| self.fault(number, word))
        })
    }
}

/// Whether a word stands in a line with nothing around it that would make it part of a longer one.
fn holds_word(line: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        !line[..at].ends_with(is_part) && !line[at + word.len()..].starts_with(is_part)
    })
}

fn sqlite_is_named_outside_the_store(files: &[File]) -> Vec<String> {
    let outside = files.iter().filter(|file| !file.is_in(&["store/"]));
    outside.flat_map(|file| file.lines_with(&["rusqlite", "libsqlite3_sys"])).collect()
}

fn unsafe_stands_elsewhere(files: &[File]) -> Vec<String> {
    let others = files.iter().filter(|file| !file.is_in(UNSAFE_FILES));
    others.flat_map(|file| file.lines_with(&["unsafe", "unsafe_code"])).collect()
}

fn a_pure_rule_knows_the_store_or_the_handle(files: &[File]) -> Vec<String> {
    let words = ["crate::store", "crate::keywright", "super::store", "super::keywright"];
    let pure: Vec<_> = files.iter().filter(|file| file.is_in(PURE)).collect();
    pure.iter().flat_map(|file| file.lines_with(&words).collect::<Vec<_>>()).collect()
}

fn the_store_knows_the_handle(files: &[File]) -> Vec<String> {
    let store: Vec<_> = files.iter().filter(|file| file.is_in(&["store/"])).collect();
    let words = ["crate::keywright", "super::keywright"];
    store.iter().flat_map(|file| file.lines_with(&words).collect::<Vec<_>>()).collect()
}

/// The two rules above look for whole paths, so no path may be taken apart at the root of the crate.
fn a_path_is_grouped_at_the_root(files: &[File]) -> Vec<String> {
    let lines = files.iter().flat_map(|file| file.code().map(move |line| (file, line)));
    let found =
        lines.filter(|(_, (_, line))| line.contains("crate::{") || line.contains("crate::*"));
    found
        .map(|(file, (number, _))| file.fault(number, "one `use crate::…` for each module"))
        .collect()
}

fn a_file_does_not_say_what_it_is_for(files: &[File]) -> Vec<String> {
    let silent = files.iter().filter(|file| {
        let first = file.text.lines().next().unwrap_or_default();
        first.strip_prefix("//! ").is_none_or(|text| text.len() <= 10)
    });
    silent.map(|file| file.fault(1, "the first line is no `//!`")).collect()
}

fn lines_of_code(file: &File) -> usize {
    if file.path.ends_with("/tests.rs") {
        return 0;
    }
    let without_tests = file.text.lines().take_while(|line| *line != "#[cfg(test)]");
    let is_documentation = |line: &&str| {
        let line = line.trim_start();
        line.starts_with("///") || line.starts_with("//!")
    };
    without_tests.filter(|line| !is_documentation(line)).count()
}

fn a_file_is_too_long(files: &[File]) -> Vec<String> {
    let long = files.iter().filter(|file| lines_of_code(file) > MOST_LINES);
    let long = long.filter(|file| !file.is_in(STILL_TOO_LONG));
    long.map(|file| file.fault(lines_of_code(file), "split it by noun")).collect()
}

/// Closing any descriptor of the store, also one that only read, drops SQLite's locks on it. A file that this very call
/// makes has no locks yet.
fn a_file_is_opened_or_copied_beside_sqlite(files: &[File]) -> Vec<String> {
    let words = ["File::open", "fs::copy", "fs::read", "fs::write", "fs::rename"];
    let files = || files.iter().filter(|file| !file.is_in(OPENS_ANOTHER_FILE));
    let mut faults: Vec<_> = files().flat_map(|file| file.lines_with(&words)).collect();
    for file in files() {
        let lines: Vec<&str> = file.text.lines().collect();
        for (number, line) in file.code().filter(|(_, line)| holds_word(line, "fs::OpenOptions")) {
            if !lines.get(number).is_some_and(|next| next.contains(".create_new(true)")) {
                faults.push(file.fault(number, line.trim()));
            }
        }
    }
    faults
}

fn a_file_is_deleted(files: &[File]) -> Vec<String> {
    let words = ["remove_file", "remove_dir", "remove_dir_all", "unlink"];
    let found: Vec<_> = files.iter().flat_map(|file| file.lines_with(&words)).collect();
    found
}

fn a_secret_is_opened_without_a_reason(files: &[File]) -> Vec<String> {
    let mut faults = Vec::new();
    for file in files {
        let lines: Vec<&str> = file.text.lines().collect();
        for (number, line) in file.code().filter(|(_, line)| line.contains(".expose()")) {
            let before = &lines[number.saturating_sub(3)..number - 1];
            if !before.iter().any(|line| line.trim_start().starts_with("// EXPOSE: ")) {
                faults.push(file.fault(number, line.trim()));
            }
        }
    }
    faults
}

type Rule = (&'static str, fn(&[File]) -> Vec<String>);

const RULES: [Rule; 10] = [
    ("SQLite is named only in store/", sqlite_is_named_outside_the_store),
    ("unsafe stands only in store/fork.rs and store/stamp.rs", unsafe_stands_elsewhere),
    ("pure rules know neither store nor handle", a_pure_rule_knows_the_store_or_the_handle),
    ("the store does not know the handle", the_store_knows_the_handle),
    ("paths of this crate are written out", a_path_is_grouped_at_the_root),
    ("every file says first what it is for", a_file_does_not_say_what_it_is_for),
    ("a file has at most 500 lines without tests and documentation", a_file_is_too_long),
    ("only SQLite opens the store's files", a_file_is_opened_or_copied_beside_sqlite),
    ("no code of ours deletes a file", a_file_is_deleted),
    ("every opened secret says why", a_secret_is_opened_without_a_reason),
];

fn read(folder: &Path, inside: &str, files: &mut Vec<File>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        if path.is_dir() {
            read(&path, &format!("{inside}{name}/"), files);
        } else if name.ends_with(".rs") {
            let text = fs::read_to_string(&path).expect("a text");
            files.push(File { path: format!("{inside}{name}"), text });
        }
    }
}

fn tree() -> Vec<File> {
    let mut files = Vec::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut files);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

#[test]
fn the_tree_keeps_every_rule() {
    let files = tree();
    let mut faults = Vec::new();
    for (rule, check) in RULES {
        let found = check(&files);
        if !found.is_empty() {
            faults.push(format!("{rule}:\n  {}", found.join("\n  ")));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A rule about a file or folder that is gone would hold of nothing.
#[test]
fn what_the_rules_name_is_there() {
    let files = tree();
    for place in PURE.iter().chain(UNSAFE_FILES).chain(&["store/", "keywright/"]) {
        assert!(files.iter().any(|file| file.is_in(&[place])), "core/src/{place} is not there");
    }
    for path in UNSAFE_FILES {
        let file = files.iter().find(|file| file.path == *path).expect(path);
        assert!(file.lines_with(&["unsafe"]).count() > 0, "{path} needs no exception any more");
    }
    for path in STILL_TOO_LONG {
        let file = files.iter().find(|file| file.path == *path).expect(path);
        assert!(lines_of_code(file) > MOST_LINES, "{path} is short enough: take it off the list");
    }
}

/// In the order of [`RULES`]: a file that breaks the rule, and one close to it that does not.
#[test]
fn every_rule_notices_what_it_is_for() {
    let long = "//! A long file.\n".to_owned() + &"let a = 1;\n".repeat(MOST_LINES + 1);
    let fits = "//! A file that fits.\n".to_owned()
        + &"let a = 1;\n".repeat(MOST_LINES)
        + "/// Documentation.\n#[cfg(test)]\nmod tests {}\n";
    let pairs: [[(&str, &str); 2]; 10] = [
        [("key/new.rs", "use rusqlite::Row;"), ("store/new.rs", "use rusqlite::Row;")],
        [("store/open.rs", "    unsafe { go() }"), ("store/stamp.rs", "unsafe { go() }")],
        [("token/a.rs", "use crate::store::Rows;"), ("keywright/a.rs", "use crate::store::Rows;")],
        [("store/a.rs", "use crate::keywright::Keywright;"), ("store/a.rs", "// crate::keywright")],
        [("key/a.rs", "use crate::{error, store};"), ("key/a.rs", "use crate::error::{A, B};")],
        [("key/a.rs", "use std::fmt;\n//! Late."), ("key/a.rs", "//! A file of keys.")],
        [("key/a.rs", &long), ("key/a.rs", &fits)],
        [
            ("store/a.rs", "fs::OpenOptions::new().open(path);"),
            ("store/a.rs", "fs::OpenOptions::new()\n.create_new(true);"),
        ],
        [("store/a.rs", "std::fs::remove_file(path)?;"), ("store/a.rs", "rows.remove_files_of(1)")],
        [
            ("key/a.rs", "// EXPOSE: too far off.\n\n\nlet text = secret.expose();"),
            ("key/a.rs", "// EXPOSE: it is shown here.\nlet text =\n    secret.expose();"),
        ],
    ];
    for ((rule, check), [broken, kept]) in RULES.into_iter().zip(pairs) {
        assert_eq!(check(&[File::new(broken.0, broken.1)]).len(), 1, "{rule}: not noticed");
        let faults = check(&[File::new(kept.0, kept.1)]);
        assert!(faults.is_empty(), "{rule}: {faults:?}");
    }
}

//! Every link between the documents of the repository leads somewhere, and every folder that the README names exists.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// Folders that hold no documents of ours.
const PASSED_OVER: [&str; 4] = ["target", "node_modules", "demo-store", "build"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Collects the Markdown files in a folder and in those below it.
fn documents(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') || PASSED_OVER.contains(&name.as_str()) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            documents(&entry.path(), found)?;
        } else if name.ends_with(".md") {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(())
}

/// Returns the lines of a document that are prose: not code, neither in blocks nor between backticks.
fn prose(text: &str) -> Vec<String> {
    let mut is_code = false;
    let mut lines = Vec::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        } else if !is_code {
            lines.push(line.split('`').step_by(2).collect::<Vec<_>>().join("`"));
        }
    }
    lines
}

/// Returns where the links of a document lead, those to other sites left out.
fn targets(text: &str) -> Vec<String> {
    prose(text)
        .iter()
        .flat_map(|line| line.split("](").skip(1))
        .filter_map(|rest| rest.split_once(')'))
        .map(|(target, _)| target.to_owned())
        .filter(|target| !target.contains("://") && !target.starts_with("mailto:"))
        .collect()
}

/// Returns what can stand behind the `#` of a link to a document, by the rules of GitHub.
fn anchors(text: &str) -> BTreeSet<String> {
    let mut is_code = false;
    let mut anchors = BTreeSet::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        }
        let heading = line.trim_start_matches('#');
        if is_code || heading.len() == line.len() || !heading.starts_with(' ') {
            continue;
        }
        let anchor: String = heading
            .trim()
            .to_lowercase()
            .chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
            .map(|c| if c == ' ' { '-' } else { c })
            .collect();
        anchors.insert(anchor);
    }
    anchors
}

/// Returns what is wrong with the links of one document.
fn broken_links(document: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let text = fs::read_to_string(document)?;
    let folder = document.parent().ok_or("a document without a folder")?;
    let mut broken = Vec::new();
    for target in targets(&text) {
        let (path, anchor) = target.split_once('#').unwrap_or((&target, ""));
        let path = if path.is_empty() { document.to_owned() } else { folder.join(path) };
        let is_right = path.exists()
            && (anchor.is_empty() || anchors(&fs::read_to_string(&path)?).contains(anchor));
        if !is_right {
            broken.push(format!("{}: {target}", document.display()));
        }
    }
    Ok(broken)
}

#[test]
fn every_relative_link_and_anchor_leads_somewhere() {
    let mut found = Vec::new();
    documents(&root(), &mut found).expect("the repository can be read");
    assert!(found.len() > 10, "the documents were not found: {found:?}");
    let broken: Vec<_> =
        found.iter().flat_map(|document| broken_links(document).expect("text")).collect();
    assert!(broken.is_empty(), "these links lead nowhere:\n{}", broken.join("\n"));
}

#[test]
fn every_folder_in_the_table_of_the_readme_exists() {
    let readme = fs::read_to_string(root().join("README.md")).expect("the README");
    let folders: Vec<_> = readme
        .lines()
        .filter_map(|line| line.strip_prefix("| [`"))
        .filter_map(|line| line.split_once("/`]"))
        .map(|(folder, _)| folder)
        .collect();
    assert!(folders.contains(&"core"), "the table was not found");
    for folder in folders {
        assert!(root().join(folder).is_dir(), "{folder}/ is in the README and not there");
    }
}

#[test]
fn the_check_itself_sees_a_wrong_link_and_a_wrong_anchor() {
    let folder = tempfile::tempdir().expect("a folder");
    let document = folder.path().join("a.md");
    let text =
        "# One `two`, three\n[1](a.md) [2](#one-two-three) [3](b.md) [4](#no)\n`[5](c.md)`\n";
    fs::write(&document, text).expect("written");
    let broken = broken_links(&document).expect("read");
    let shown: Vec<_> = broken.iter().filter_map(|line| line.rsplit(": ").next()).collect();
    assert_eq!(shown, ["b.md", "#no"]);
}

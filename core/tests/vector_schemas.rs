//! Every file of test vectors follows the JSON Schema beside it.
//!
//! The checker below knows the words of JSON Schema that these schemas use, and refuses a schema with any other word,
//! so a rule is never passed over. A whole validator would bring some seventy crates for the same answer.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking, also in the functions that it calls"
)]

use std::fs;
use std::path::{Path, PathBuf};

use regex_lite::Regex;
use serde_json::{Map, Value, json};

type Faults = Vec<String>;

/// One schema and what it says of a value.
struct Schema<'a> {
    root: &'a Value,
}

impl<'a> Schema<'a> {
    /// Returns what is wrong with a value, each with its place; nothing when it follows the schema.
    fn faults(root: &'a Value, value: &Value) -> Faults {
        let mut faults = Vec::new();
        Self { root }.check(root, value, "", &mut faults);
        faults
    }

    fn check(&self, schema: &'a Value, value: &Value, place: &str, faults: &mut Faults) {
        let rules = schema.as_object().expect("a schema is an object");
        for (word, rule) in rules {
            self.rule(rules, word, rule, value, place, faults);
        }
    }

    fn rule(
        &self,
        rules: &'a Map<String, Value>,
        word: &str,
        rule: &'a Value,
        value: &Value,
        place: &str,
        faults: &mut Faults,
    ) {
        let mut fail = |is_right: bool| {
            if !is_right {
                faults.push(format!("{place}: {word} {rule}"));
            }
        };
        match word {
            "$schema" | "title" | "description" | "$defs" => {}
            "type" => fail(match rule.as_str().expect("one type") {
                "object" => value.is_object(),
                "array" => value.is_array(),
                "null" => value.is_null(),
                "string" => value.is_string(),
                "boolean" => value.is_boolean(),
                "integer" => value.is_i64() || value.is_u64(),
                other => panic!("a type {other}"),
            }),
            "const" => fail(value == rule),
            "enum" => fail(rule.as_array().expect("a list").contains(value)),
            "minimum" => fail(value.as_i64().is_none_or(|number| number >= int(rule))),
            "maximum" => fail(value.as_i64().is_none_or(|number| number <= int(rule))),
            "minLength" => fail(value.as_str().is_none_or(|text| characters(text) >= int(rule))),
            "maxLength" => fail(value.as_str().is_none_or(|text| characters(text) <= int(rule))),
            "pattern" => {
                let pattern = Regex::new(rule.as_str().expect("a pattern")).expect("a pattern");
                fail(value.as_str().is_none_or(|text| pattern.is_match(text)));
            }
            "minItems" => {
                fail(value.as_array().is_none_or(|items| count(items.len()) >= int(rule)))
            }
            "maxItems" => {
                fail(value.as_array().is_none_or(|items| count(items.len()) <= int(rule)))
            }
            "minProperties" => {
                fail(value.as_object().is_none_or(|map| count(map.len()) >= int(rule)));
            }
            "maxProperties" => {
                fail(value.as_object().is_none_or(|map| count(map.len()) <= int(rule)));
            }
            "uniqueItems" => fail(value.as_array().is_none_or(|items| {
                items.iter().enumerate().all(|(at, item)| !items[..at].contains(item))
            })),
            "required" => {
                for name in rule.as_array().expect("a list").iter().filter_map(Value::as_str) {
                    if value.as_object().is_some_and(|map| !map.contains_key(name)) {
                        faults.push(format!("{place}: {name} is missing"));
                    }
                }
            }
            "properties" => {
                for (name, rule) in rule.as_object().expect("an object") {
                    if let Some(member) = value.get(name) {
                        self.check(rule, member, &format!("{place}/{name}"), faults);
                    }
                }
            }
            "propertyNames" => {
                for name in value.as_object().into_iter().flat_map(Map::keys) {
                    let name = Value::from(name.as_str());
                    self.check(rule, &name, &format!("{place}/{name}"), faults);
                }
            }
            "items" => {
                for (at, item) in value.as_array().into_iter().flatten().enumerate() {
                    self.check(rule, item, &format!("{place}/{at}"), faults);
                }
            }
            "additionalProperties" => {
                for (name, member) in value.as_object().into_iter().flatten() {
                    if named(rules).contains(&name.as_str()) {
                        continue;
                    }
                    match rule {
                        Value::Bool(false) => faults.push(format!("{place}/{name}: not known")),
                        rule => self.check(rule, member, &format!("{place}/{name}"), faults),
                    }
                }
            }
            // Beside `oneOf`, the members that its fitting branch names are known too.
            "unevaluatedProperties" => {
                assert_eq!(rule, &Value::Bool(false));
                let mut known = named(rules);
                for branch in rules.get("oneOf").and_then(Value::as_array).into_iter().flatten() {
                    if self.fits(branch, value, place) {
                        known.extend(named(branch.as_object().expect("an object")));
                    }
                }
                for name in value.as_object().into_iter().flat_map(Map::keys) {
                    if !known.contains(&name.as_str()) {
                        faults.push(format!("{place}/{name}: not known"));
                    }
                }
            }
            "oneOf" => {
                let branches = rule.as_array().expect("a list");
                let fitting = branches.iter().filter(|branch| self.fits(branch, value, place));
                fail(fitting.count() == 1);
            }
            "$ref" => {
                let pointer = rule.as_str().and_then(|text| text.strip_prefix('#'));
                let schema = self.root.pointer(pointer.expect("a place in this file"));
                self.check(schema.expect("a place that is there"), value, place, faults);
            }
            other => panic!("this test does not know the word {other} of JSON Schema"),
        }
    }

    fn fits(&self, schema: &'a Value, value: &Value, place: &str) -> bool {
        let mut faults = Vec::new();
        self.check(schema, value, place, &mut faults);
        faults.is_empty()
    }
}

fn named(rules: &Map<String, Value>) -> Vec<&str> {
    let properties = rules.get("properties").and_then(Value::as_object);
    properties.into_iter().flat_map(Map::keys).map(String::as_str).collect()
}

fn int(rule: &Value) -> i64 {
    rule.as_i64().expect("a whole number")
}

fn count(length: usize) -> i64 {
    i64::try_from(length).expect("a length")
}

fn characters(text: &str) -> i64 {
    count(text.chars().count())
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors")
}

fn read(path: &Path) -> Value {
    let text = fs::read_to_string(path).expect("a file");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The files with their schemas, in the order of their names.
fn files() -> Vec<(String, Value, Value)> {
    let mut names: Vec<String> = fs::read_dir(folder())
        .expect("the folder of vectors")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
        .filter(|name| name.ends_with(".json") && !name.ends_with(".schema.json"))
        .collect();
    names.sort();
    let with_schema = |name: String| {
        let file = read(&folder().join(&name));
        let schema = read(&folder().join(name.replace(".json", ".schema.json")));
        (name, file, schema)
    };
    names.into_iter().map(with_schema).collect()
}

#[test]
fn every_file_of_vectors_follows_its_schema() {
    let files = files();
    let names: Vec<_> = files.iter().map(|(name, ..)| name.as_str()).collect();
    assert_eq!(names, ["error-codes.json", "permission.json", "token.json", "verdict.json"]);
    for (name, file, schema) in &files {
        let faults = Schema::faults(schema, file);
        assert!(faults.is_empty(), "{name}:\n{}", faults.join("\n"));
    }
}

#[test]
fn every_file_of_vectors_names_its_schema() {
    for (name, file, _) in files() {
        assert_eq!(file["schema"], name.replace(".json", ".schema.json"));
    }
}

/// What is wrong with the lines of an export, each of which is one value.
fn faults_of_export(lines: &[Value]) -> Faults {
    let schema = read(&folder().join("export.schema.json"));
    let faults = lines.iter().zip(1..).map(|(line, number)| {
        let faults = Schema::faults(&schema, line).into_iter();
        faults.map(|fault| format!("line {number}: {fault}")).collect::<Vec<_>>()
    });
    faults.flatten().collect()
}

/// The lines of the export of a store that has something of every kind.
fn exported() -> Vec<Value> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("copy.db");
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/v2.sqlite3");
    fs::write(&path, fs::read(fixture).expect("the fixture")).expect("a copy");
    let keywright = keywright::OpenOptions::new().existing().open(&path).expect("a store");
    let mut export = Vec::new();
    keywright.export(&mut export).expect("an export");
    let lines = export.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).expect("JSON")).collect()
}

#[test]
fn every_line_of_an_export_follows_the_schema() {
    let lines = exported();
    assert!(lines.len() > 20);
    let faults = faults_of_export(&lines);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    for kind in ["header", "settings", "permission", "user", "team", "member", "api_key"] {
        let place = lines.iter().position(|line| line["kind"] == kind).expect(kind);
        let mut broken = lines.clone();
        broken[place]["typo"] = Value::Null;
        assert!(!faults_of_export(&broken).is_empty(), "{kind}: a member of its own");
    }
    let place = lines.iter().position(|line| line["kind"] == "api_key").expect("a key");
    for (field, value) in [
        ("/id", json!("1")),
        ("/created_at_us", json!("2027-01-01T00:00:00Z")),
        ("/created_by", json!("somebody")),
        ("/generations", json!([])),
        ("/generations/0/digest", json!("00")),
    ] {
        let mut broken = lines.clone();
        *broken[place].pointer_mut(field).expect(field) = value;
        assert!(!faults_of_export(&broken).is_empty(), "nothing wrong at {field}?");
    }
}

/// A schema that lets everything pass would make the tests above worthless: each of these files is wrong in one place.
#[test]
fn what_breaks_one_rule_is_noticed() {
    let broken: [(&str, &str, Value); 18] = [
        ("token.json", "/schema", json!("x.schema.json")),
        ("token.json", "/tests/0/id", json!(0)),
        ("token.json", "/tests/0/id", json!("1")),
        ("token.json", "/tests/0/flags", json!([])),
        ("token.json", "/tests/0/flags", json!(["valid", "valid"])),
        ("token.json", "/tests/0/flags/0", json!("Valid")),
        ("token.json", "/tests/0/expect/digest_hex", json!("00")),
        ("token.json", "/tests/0/expect/kind", json!("xsk")),
        ("token.json", "/tests/0/expect", json!({ "valid": true })),
        ("token.json", "/notes/valid", json!("")),
        ("verdict.json", "/tests/0/rounds/0/ask/0/expect/valid", json!(false)),
        ("verdict.json", "/tests/0/rounds/0/ask/0/present", json!({ "key": "a", "text": "b" })),
        ("verdict.json", "/tests/0/keys/0/owner/type", json!("robot")),
        ("verdict.json", "/tests/0/now", json!("2027-01-01")),
        ("verdict.json", "/tests/0/rounds/0/steps", json!([{ "revoke": "u", "suspend": "u" }])),
        ("permission.json", "/tests/0/ask/0", json!({ "user": "alice", "refused": "not_found" })),
        ("permission.json", "/tests/0/steps/0", json!({})),
        ("error-codes.json", "/reasons/0/status", json!(200)),
    ];
    let files = files();
    for (name, place, value) in broken {
        let (_, file, schema) = files.iter().find(|(file, ..)| file == name).expect(name);
        let mut file = file.clone();
        *file.pointer_mut(place).unwrap_or_else(|| panic!("{name} has no {place}")) = value;
        let faults = Schema::faults(schema, &file);
        assert!(!faults.is_empty(), "{name}: nothing wrong at {place}?");
    }
    for (name, file, schema) in &files {
        for place in ["", "/tests/0"] {
            let mut file = file.clone();
            let Some(Value::Object(map)) = file.pointer_mut(place) else { continue };
            map.insert("typo".to_owned(), Value::Null);
            assert!(!Schema::faults(schema, &file).is_empty(), "{name}: a member of its own");
        }
    }
}

//! The key format against `tests/vectors/token.json`, which a second implementation wrote.

use std::collections::{BTreeMap, BTreeSet};

use keywright::{Malformed, parse};
use serde::Deserialize;

/// The file as a whole. Unknown fields are refused everywhere, so a typing error in the file cannot
/// turn a case into one that checks nothing.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vectors {
    schema: String,
    notes: BTreeMap<String, String>,
    tests: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: u32,
    comment: String,
    flags: Vec<String>,
    input: Option<String>,
    input_hex: Option<String>,
    input_repeat: Option<Repeat>,
    expect: serde_json::Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Repeat {
    text: String,
    times: usize,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Valid {
    valid: bool,
    prefix: String,
    kind: String,
    uuid: String,
    digest_hex: String,
    last_four: String,
    created_at_ms: u64,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Invalid {
    valid: bool,
    reason: String,
    cause: String,
}

impl Case {
    /// Returns the input, or `None` when the case has not exactly one that can be read.
    fn bytes(&self) -> Option<Vec<u8>> {
        match (&self.input, &self.input_hex, &self.input_repeat) {
            (Some(text), None, None) => Some(text.as_bytes().to_vec()),
            (None, Some(hex), None) => unhex(hex),
            (None, None, Some(repeat)) => Some(repeat.text.repeat(repeat.times).into_bytes()),
            _ => None,
        }
    }
}

fn unhex(hex: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = hex.as_bytes().as_chunks::<2>();
    let byte = |pair: &[u8; 2]| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok();
    rest.is_empty().then(|| pairs.iter().map(byte).collect()).flatten()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn vectors() -> serde_json::Result<Vectors> {
    serde_json::from_str(include_str!("../../tests/vectors/token.json"))
}

#[test]
fn every_case_is_answered_as_expected() {
    let mut wrong = Vec::new();
    for case in vectors().expect("token.json follows its schema").tests {
        let bytes = case.bytes().expect("one input");
        let is_right = if case.expect["valid"] == true {
            let expected: Valid = serde_json::from_value(case.expect.clone()).expect("an answer");
            parse(&bytes).is_ok_and(|token| {
                expected
                    == Valid {
                        valid: true,
                        prefix: String::from(token.prefix()),
                        kind: token.kind().to_string(),
                        uuid: token.id().to_string(),
                        digest_hex: hex(&token.digest()),
                        last_four: String::from(token.last_four()),
                        created_at_ms: token.created_at_ms(),
                    }
            })
        } else {
            let expected: Invalid = serde_json::from_value(case.expect.clone()).expect("an answer");
            parse(&bytes).is_err_and(|cause| {
                expected
                    == Invalid {
                        valid: false,
                        reason: String::from("malformed"),
                        cause: String::from(cause.as_str()),
                    }
            })
        };
        if !is_right {
            let answer = parse(&bytes);
            wrong.push(format!("{} ({}): {answer:?}, not {}", case.id, case.comment, case.expect));
        }
    }
    assert!(wrong.is_empty(), "{} cases are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn file_is_whole() {
    let Vectors { schema, notes, tests } = vectors().expect("token.json follows its schema");
    assert_eq!(schema, "token.schema.json");
    assert!(tests.len() >= 220, "{} cases", tests.len());

    let ids: BTreeSet<u32> = tests.iter().map(|case| case.id).collect();
    assert_eq!(ids.len(), tests.len(), "an id stands twice");
    let inputs: Option<BTreeSet<Vec<u8>>> = tests.iter().map(Case::bytes).collect();
    let inputs = inputs.expect("every case has one input");
    assert_eq!(inputs.len(), tests.len(), "an input stands twice");

    let used: BTreeSet<&str> =
        tests.iter().flat_map(|case| case.flags.iter().map(String::as_str)).collect();
    let explained: BTreeSet<&str> = notes.keys().map(String::as_str).collect();
    assert_eq!(used, explained, "flags and notes differ");
    assert!(tests.iter().all(|case| !case.flags.is_empty() && !case.comment.is_empty()));
}

#[test]
fn every_reason_and_every_kind_has_a_case() {
    let tests = vectors().expect("token.json follows its schema").tests;
    for reason in Malformed::ALL {
        assert!(tests.iter().any(|case| case.expect["cause"] == reason.as_str()), "{reason:?}");
    }
    for kind in keywright::TokenKind::ALL {
        assert!(tests.iter().any(|case| case.expect["kind"] == kind.as_str()), "{kind}");
    }
}

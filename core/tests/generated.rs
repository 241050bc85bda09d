//! The files that are written by this program: compared, or with `KEYWRIGHT_GEN=1` written anew.

use std::fmt::Write as _;
use std::path::Path;

use keywright::{ErrorCode, Reason, denied_for, schema_text};
use serde_json::{Value, json};

/// The root of the repository.
fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// Compares a file with what belongs into it, or writes it when that is asked for.
fn hold(path: &str, text: &str) {
    let file = root().join(path);
    if std::env::var_os("KEYWRIGHT_GEN").is_some_and(|value| value == "1") {
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder).expect("a folder");
        }
        std::fs::write(file, text).expect("a file that can be written");
        return;
    }
    let found = std::fs::read_to_string(file).unwrap_or_default();
    let differs = found.lines().zip(text.lines()).position(|(found, wanted)| found != wanted);
    let line = differs.unwrap_or_else(|| found.lines().count().min(text.lines().count())) + 1;
    assert!(found == text, "{path} is out of date, first in line {line}: run `make gen`");
}

/// What the library answers for one reason.
struct Answered {
    reason: Reason,
    /// The reason as the outside hears it.
    told_as: String,
    status: u16,
    check_status: u16,
    check_code: String,
}

impl Answered {
    fn of(reason: Reason) -> Self {
        let verdict = denied_for(reason);
        let (as_credential, as_subject) = (verdict.http(), verdict.check_http());
        Self {
            reason,
            told_as: code_in(&as_credential.body),
            status: as_credential.status,
            check_status: as_subject.status,
            check_code: code_in(&as_subject.body),
        }
    }
}

fn code_in(body: &str) -> String {
    let body: Value = serde_json::from_str(body).expect("a problem body");
    body["code"].as_str().expect("a code").to_owned()
}

fn reasons() -> Vec<Answered> {
    Reason::ALL.iter().copied().map(Answered::of).collect()
}

fn errors_md() -> String {
    let mut text = String::from(INTRODUCTION);
    text.push_str(
        "\n| code | what it means | what to do | try again |\n| --- | --- | --- | --- |\n",
    );
    for code in ErrorCode::ALL {
        let retry = if code.is_retryable() { "yes" } else { "no" };
        writeln!(text, "| `{code}` | {} | {} | {retry} |", code.meaning(), code.remedy())
            .expect("a text grows");
    }
    text.push_str(ANSWERS);
    text.push_str(
        "\n| reason | as the credential | as the subject | code of the subject | sentence |\n",
    );
    text.push_str("| --- | --- | --- | --- | --- |\n");
    for Answered { reason, told_as, status, check_status, check_code } in reasons() {
        let note = if told_as == reason.as_str() {
            String::new()
        } else {
            format!(" (told as `{told_as}`)")
        };
        let sentence = reason.sentence();
        writeln!(
            text,
            "| `{reason}`{note} | {status} | {check_status} | `{check_code}` | {sentence} |"
        )
        .expect("a text grows");
    }
    text.push_str(ENDING);
    text
}

const INTRODUCTION: &str = "<!-- Written by `make gen` from core/src/error.rs and core/src/verify/verdict.rs. -->

# Errors and answers

An answer is not an error. \"This key is revoked\" is what a check found out: it comes back as a verdict, a value with a
reason. An error means that a question stayed open or that a change did not happen. So an error is never a yes, and a
program that catches an error and goes on has let nobody in.

## Errors

Programs look at the code, which never changes; people read the message, which may. No message holds a key, a digest or
SQL. Over HTTP an error is 503 with `Retry-After`, but one that carries a verdict is answered like that verdict: `denied`,
and `disabled` when it comes from looking up the owner of a presented key.
";

const ANSWERS: &str = "
*Try again* says whether the same call, made again unchanged, may succeed.

## Answers

A key meets the gates in one order, and the first that it fails gives the reason. A denied verdict carries neither the
record nor the owner; at most the id of the key, for logs, once its secret was right.

A reason has two statuses. *As the credential*: the key came with a request to a route of yours. *As the subject*: the
request asks about the key, as Stack Auth's `check` does, and gets that product's statuses and codes.
";

const ENDING: &str = "
Beside the table: two different keys in one request are `malformed`, and as the credential 400 with the code
`invalid_request`. A 401 carries `WWW-Authenticate: Bearer` with `error=\"invalid_token\"`, or without it when no key came
at all; a 403 for scopes names the scopes that were asked for (RFC 6750). Bodies are problem details (RFC 9457) whose
`code` is the reason.
";

fn error_codes_json() -> String {
    let codes: Vec<Value> = ErrorCode::ALL
        .iter()
        .map(|code| json!({ "code": code.as_str(), "retryable": code.is_retryable() }))
        .collect();
    let reasons: Vec<Value> = reasons()
        .into_iter()
        .map(|answered| {
            json!({
                "reason": answered.reason.as_str(),
                "told_as": answered.told_as,
                "status": answered.status,
                "check_status": answered.check_status,
                "check_code": answered.check_code,
            })
        })
        .collect();
    let whole = json!({
        "schema": "error-codes.schema.json",
        "codes": codes,
        "reasons": reasons,
    });
    serde_json::to_string_pretty(&whole).expect("JSON") + "\n"
}

#[test]
fn docs_errors_md_lists_every_code_and_every_reason() {
    hold("docs/errors.md", &errors_md());
}

#[test]
fn schema_sql_is_what_a_new_store_holds() {
    let text = schema_text().expect("a new store");
    hold("core/schema.sql", &format!("{}\n", text.trim_end()));
}

#[test]
fn error_codes_json_lists_every_code_and_every_reason() {
    hold("tests/vectors/error-codes.json", &error_codes_json());
}

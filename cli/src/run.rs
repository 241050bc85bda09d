//! From the arguments to the verb, and from its failure to the exit.

use std::ffi::{OsStr, OsString};

use clap::error::{ContextKind, ErrorKind};
use clap::{Parser as _, ValueEnum as _};

use crate::arguments::{Arguments, Verb};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{ColorWhen, Output};
use crate::session::Session;

/// Runs the program with these arguments, the first of which is its own name, and returns how it ended.
///
/// It prints to standard output and standard error, and may read standard input.
///
/// # Examples
///
/// ```
/// use keywright_cli::{Exit, run};
///
/// assert_eq!(run(["keywright", "key", "list", "--store", "no/such/store.db"]), Exit::Unanswered);
/// ```
pub fn run(arguments: impl IntoIterator<Item = impl Into<OsString>>) -> Exit {
    let arguments: Vec<OsString> = arguments.into_iter().map(Into::into).collect();
    // Known before the arguments are read, for what is wrong with them.
    let output = early_output(&arguments);
    let result = parse(&arguments, &output).and_then(|parsed| match parsed {
        Parsed::Run(parsed) => {
            let program = arguments.first().cloned().unwrap_or_default();
            dispatch(*parsed, &program)
        }
        Parsed::Answered(exit) => Ok(exit),
    });
    result.unwrap_or_else(|failure| {
        output.report(&failure);
        failure.exit
    })
}

enum Parsed {
    Run(Box<Arguments>),
    /// Help or version was asked for, or the mistake is told already.
    Answered(Exit),
}

fn dispatch(arguments: Arguments, program: &OsStr) -> Result<Exit, Failure> {
    let session = Session::new(arguments.global)?;
    match arguments.verb {
        Verb::Init(verb) => verb.run(&session),
        Verb::Settings(verb) => verb.run(&session),
        Verb::User(verb) => verb.run(&session),
        Verb::Team(verb) => verb.run(&session),
        Verb::Permission(verb) => verb.run(&session),
        Verb::Key(verb) => verb.run(&session),
        Verb::Usage(verb) => verb.run(&session),
        Verb::Verify(verb) => verb.verify(&session),
        Verb::Explain(verb) => verb.explain(&session),
        Verb::Parse(verb) => verb.run(&session),
        Verb::Redact => crate::text::redact(&session),
        Verb::Seal(verb) => verb.run(&session),
        Verb::Events(verb) => verb.run(&session),
        Verb::Signals(verb) => verb.run(&session),
        Verb::Doctor => crate::doctor::run(&session),
        Verb::Demo => crate::demo::run(&session, program),
        Verb::Completions(verb) => verb.run(&session),
    }
}

fn early_output(arguments: &[OsString]) -> Output {
    let is_json = arguments.iter().any(|argument| argument == "--json");
    let mut color = ColorWhen::Auto;
    for (argument, next) in arguments.iter().zip(arguments.iter().skip(1).map(Some).chain([None])) {
        let value = match (argument.to_str(), next.and_then(|next| next.to_str())) {
            (Some("--color"), Some(next)) => next,
            (Some(argument), _) => match argument.strip_prefix("--color=") {
                Some(value) => value,
                None => continue,
            },
            _ => continue,
        };
        color = ColorWhen::from_str(value, false).unwrap_or_default();
    }
    Output::new(is_json, color)
}

fn parse(arguments: &[OsString], output: &Output) -> Result<Parsed, Failure> {
    if arguments.iter().skip(1).any(|argument| looks_like_a_key(argument)) {
        return Err(key_in_arguments());
    }
    let mut error = match Arguments::try_parse_from(arguments) {
        Ok(parsed) => return Ok(Parsed::Run(Box::new(parsed))),
        Err(error) => error,
    };
    if !error.use_stderr() {
        let has_color = output.look().has_color;
        let text = error.render();
        let text = if has_color { text.ansi().to_string() } else { text.to_string() };
        output.print(&text)?;
        return Ok(Parsed::Answered(Exit::Done));
    }
    // The remedy that clap proposes for an unknown option is to pass it where a key would be refused.
    if error.kind() == ErrorKind::UnknownArgument {
        error.remove(ContextKind::Suggested);
    }
    let text = error.render();
    if output.is_json() {
        let plain = text.to_string();
        let line = plain.lines().next().unwrap_or_default();
        return Err(Failure::usage(line.strip_prefix("error: ").unwrap_or(line)));
    }
    output.report_text(&text.to_string(), &text.ansi().to_string());
    Ok(Parsed::Answered(Exit::Refused))
}

/// Returns whether a secret would stand in the argument. Whole keys, keys that were cut off, and longer texts with one.
fn looks_like_a_key(argument: &OsStr) -> bool {
    let text = argument.to_string_lossy();
    keywright::redact(&text) != text
}

/// The refusal of a key among the arguments, which never repeats it.
pub(crate) fn key_in_arguments() -> Failure {
    Failure::usage(
        "an argument looks like an API key and was not read: other users of this machine can see the arguments of a \
         program, and a shell keeps them in its history",
    )
    .hint(
        "give the key on standard input, in an environment variable (--env NAME) or at the prompt of \
         `keywright verify`; if it was a real key, revoke it",
    )
}

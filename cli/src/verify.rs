//! `keywright verify` and `keywright explain`.

use std::net::IpAddr;

use clap::ValueEnum;
use keywright::{Accept, Explanation, OwnerType, Scopes, Verdict, VerifyOptions};

use crate::arguments::NoKey;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::key::show_key;
use crate::output::{Look, Paint};
use crate::presented::read_key;
use crate::session::Session;
use crate::table::{List, Text};

/// What is asked beside the key.
#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    /// The environment variable that holds the key
    #[arg(long, value_name = "NAME")]
    env: Option<String>,

    /// Take only keys of users, or only keys of teams
    #[arg(long = "type", value_enum, value_name = "TYPE")]
    owner_type: Option<Type>,

    /// Take public keys too, or only secret ones
    #[arg(long, value_enum, default_value = "any", value_name = "WHICH")]
    accept: Which,

    /// Ask for these scopes
    #[arg(long = "scope", value_name = "SCOPE,…", value_delimiter = ',')]
    scopes: Vec<String>,

    /// From where the request came
    #[arg(long, value_name = "ADDRESS")]
    ip: Option<IpAddr>,

    #[command(flatten)]
    no_key: NoKey,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Type {
    User,
    Team,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Which {
    Any,
    Secret,
}

impl Check {
    pub(crate) fn verify(self, session: &Session) -> Result<Exit, Failure> {
        let options = self.options()?;
        // Before the key is asked for: nobody types one into a call that can not work.
        let keywright = session.open()?;
        let value = read_key(self.env.as_deref(), &self.no_key, &session.output)?;
        let verdict = keywright.verify(&*value, &options)?;
        session.output.answer(&verdict, |look| show(&verdict, look))?;
        Ok(exit(&verdict))
    }

    pub(crate) fn explain(self, session: &Session) -> Result<Exit, Failure> {
        let options = self.options()?;
        let keywright = session.open()?;
        let value = read_key(self.env.as_deref(), &self.no_key, &session.output)?;
        let explanation = keywright.explain(&*value, &options)?;
        session.output.answer(&explanation, |look| {
            format!("{}\n{}", gates(&explanation, look), headline(&explanation.verdict, look))
        })?;
        Ok(exit(&explanation.verdict))
    }

    fn options(&self) -> Result<VerifyOptions, Failure> {
        let mut options = VerifyOptions::new();
        match self.owner_type {
            None => {}
            Some(Type::User) => options = options.owner_type(OwnerType::User),
            Some(Type::Team) => options = options.owner_type(OwnerType::Team),
        }
        if matches!(self.accept, Which::Secret) {
            options = options.accept(Accept::Secret);
        }
        if let Some(ip) = self.ip {
            options = options.ip(ip);
        }
        Ok(options.scopes(Scopes::parse(&self.scopes)?))
    }
}

const fn exit(verdict: &Verdict) -> Exit {
    if verdict.is_valid() { Exit::Done } else { Exit::Denied }
}

/// Lays a verdict out for people.
pub(crate) fn show(verdict: &Verdict, look: Look) -> String {
    let mut text = headline(verdict, look);
    if let Some(key) = verdict.api_key() {
        text.push('\n');
        text.push_str(&show_key(key, look));
    } else if let Some(id) = verdict.api_key_id() {
        text.push_str(&format!("The key's id, for your logs: {id}\n"));
    }
    text
}

/// Lays the gates out for people.
pub(crate) fn gates(explanation: &Explanation, look: Look) -> String {
    let mut list = List::new(look, &["gate", "passed", "saw"]);
    for report in &explanation.gates {
        let passed = match report.passed {
            Some(true) => Text::new("yes").paint(Paint::Good),
            Some(false) => Text::new("no").paint(Paint::Bad),
            None => Text::new("-").paint(Paint::Faint),
        };
        list.row([report.gate.as_str().into(), passed, report.saw.as_str().into()]);
    }
    list.finish(&["gate", "passed"])
}

/// Says the verdict in one line.
pub(crate) fn headline(verdict: &Verdict, look: Look) -> String {
    match verdict.reason() {
        None => format!("{}\n", look.paint(Paint::Good, "valid")),
        Some(reason) => format!(
            "{}: {} (HTTP {})\n",
            look.paint(Paint::Bad, &format!("denied, {reason}")),
            reason.sentence().trim_end_matches('.'),
            verdict.http().status
        ),
    }
}

//! `keywright user`.

use clap::Subcommand;
use keywright::{Metadata, Team, User, UserUpdate};
use serde_json::json;

use crate::arguments::Confirmation;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Look, Paint, clean};
use crate::session::Session;
use crate::table::{Record, Text};
use crate::team::list_teams;
use crate::time::instant;

/// Show and change users.
#[derive(Debug, clap::Args)]
pub(crate) struct UserArguments {
    #[command(subcommand)]
    verb: UserVerb,
}

#[derive(Debug, Subcommand)]
enum UserVerb {
    /// Show a user
    Show { user: String },
    /// Show the teams that a user is in
    ListTeams { user: String },
    /// Change a user's profile; what is not named stays, and a user that the store has not heard of comes into being
    Update(Update),
    /// Take all keys of a user out of use, those made later included
    Suspend { user: String },
    /// Put the keys of a suspended user into use again
    Resume { user: String },
    /// Delete a user with all keys and memberships
    Delete {
        user: String,
        #[command(flatten)]
        confirmation: Confirmation,
    },
}

#[derive(Debug, clap::Args)]
struct Update {
    user: String,

    /// The name to show
    #[arg(long, value_name = "NAME")]
    name: Option<String>,

    /// Take the name away
    #[arg(long, conflicts_with = "name")]
    no_name: bool,

    /// Where mail about keys goes
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,

    /// Take the address away
    #[arg(long, conflicts_with = "email")]
    no_email: bool,

    /// What else to remember: a JSON object, which replaces the one before
    #[arg(long, value_name = "JSON")]
    metadata: Option<String>,
}

impl UserArguments {
    pub(crate) fn run(self, session: &Session) -> Result<Exit, Failure> {
        let keywright = session.open()?;
        match self.verb {
            UserVerb::Show { user } => {
                let found = keywright.get_user(&user)?.ok_or_else(|| {
                    Failure::not_found(format!(
                        "the store has not heard of this user. user_id=`{user}`"
                    ))
                })?;
                answer(session, &found)?;
            }
            UserVerb::ListTeams { user } => {
                let teams: Vec<Team> = keywright.user(&user).list_teams()?;
                session.output.answer(&json!({ "items": teams }), |look| {
                    if teams.is_empty() {
                        return format!("{} is in no team.\n", clean(&user));
                    }
                    list_teams(&teams, look)
                })?;
            }
            UserVerb::Update(update) => {
                let user = update.user.clone();
                answer(session, &keywright.user(user).update(update.into_update()?)?)?;
            }
            UserVerb::Suspend { user } => answer(session, &keywright.user(user).suspend()?)?,
            UserVerb::Resume { user } => answer(session, &keywright.user(user).resume()?)?,
            UserVerb::Delete { user, confirmation } => {
                confirmation.confirm(&format!(
                    "This deletes the user `{user}` with all keys and memberships, for good"
                ))?;
                keywright.user(&user).delete()?;
                session.output.answer(&json!({ "deleted": true, "user_id": user }), |_| {
                    format!("Deleted the user {}.\n", clean(&user))
                })?;
            }
        }
        Ok(Exit::Done)
    }
}

impl Update {
    fn into_update(self) -> Result<UserUpdate, Failure> {
        let mut update = UserUpdate::new();
        if let Some(name) = self.name {
            update = update.display_name(name);
        }
        if self.no_name {
            update = update.clear_display_name();
        }
        if let Some(email) = self.email {
            update = update.primary_email(email);
        }
        if self.no_email {
            update = update.clear_primary_email();
        }
        if let Some(metadata) = self.metadata {
            update = update.metadata(Metadata::parse(&metadata)?);
        }
        Ok(update)
    }
}

fn answer(session: &Session, user: &User) -> Result<(), Failure> {
    session.output.answer(user, |look| show(user, look))
}

fn show(user: &User, look: Look) -> String {
    let keys = match user.suspended_at {
        None => Text::new("in use").paint(Paint::Good),
        Some(at) => {
            let by = user.suspended_by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
            Text::new(format!("suspended since {}{by}", instant(at))).paint(Paint::Doubtful)
        }
    };
    Record::new(look)
        .line("user", user.id.as_str())
        .maybe("name", user.display_name.as_deref())
        .maybe("e-mail", user.primary_email.as_deref())
        .maybe("metadata", Some(user.metadata.as_str()).filter(|text| *text != "{}"))
        .line("known since", instant(user.created_at))
        .line("keys", keys)
        .finish()
}

//! `keywright team`.

use clap::{Subcommand, ValueEnum};
use keywright::{
    Keywright, MemberPreview, Metadata, NewTeam, Team, TeamKeys, TeamMember, TeamUpdate,
};
use serde_json::json;

use crate::arguments::Confirmation;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::key::list_keys;
use crate::output::{Look, Paint, clean};
use crate::session::Session;
use crate::table::{List, Record, Text, joined};
use crate::time::{day, instant};

/// Make, show and change teams, their members and what those hold.
#[derive(Debug, clap::Args)]
pub(crate) struct TeamArguments {
    #[command(subcommand)]
    verb: TeamVerb,
}

#[derive(Debug, Subcommand)]
enum TeamVerb {
    /// Make a team
    Create {
        /// The name to show
        name: String,
        /// Your own id for it; without one it gets a UUID
        #[arg(long)]
        id: Option<String>,
        /// The user who becomes its first member, with the creator's permissions
        #[arg(long, value_name = "USER")]
        creator: Option<String>,
    },
    /// Show a team
    Show { team: String },
    /// Change a team's profile; what is not named stays
    Update {
        team: String,
        /// The name to show
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        /// Take the name away
        #[arg(long, conflicts_with = "name")]
        no_name: bool,
        /// What else to remember: a JSON object, which replaces the one before
        #[arg(long, value_name = "JSON")]
        metadata: Option<String>,
    },
    /// Show the members and what was granted to them
    Members { team: String },
    /// Add a user to a team
    AddMember {
        team: String,
        user: String,
        /// What the member holds, in place of what the settings grant; for a member, in place of what it held
        #[arg(long, value_name = "PERMISSION,…", value_delimiter = ',')]
        permissions: Option<Vec<String>>,
    },
    /// Remove a user from a team
    RemoveMember {
        team: String,
        user: String,
        /// What becomes of the keys of the team that this member made
        #[arg(long, value_enum, default_value = "keep", value_name = "WHAT")]
        team_keys: KeepOrRevoke,
        /// Only show which keys these are
        #[arg(long)]
        preview: bool,
    },
    /// Grant a member a permission
    Grant { team: String, user: String, permission: String },
    /// Take a granted permission away from a member
    RevokePermission { team: String, user: String, permission: String },
    /// Show all that a user holds in a team, contained permissions included
    Permissions { team: String, user: String },
    /// Take all keys of a team out of use, those made later included
    Suspend { team: String },
    /// Put the keys of a suspended team into use again
    Resume { team: String },
    /// Delete a team with all keys and memberships
    Delete {
        team: String,
        #[command(flatten)]
        confirmation: Confirmation,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum KeepOrRevoke {
    /// They stay: they are the team's
    Keep,
    /// They are revoked in the same step
    Revoke,
}

impl TeamArguments {
    pub(crate) fn run(self, session: &Session) -> Result<Exit, Failure> {
        self.verb.run(session, &session.open()?)?;
        Ok(Exit::Done)
    }
}

impl TeamVerb {
    fn run(self, session: &Session, keywright: &Keywright) -> Result<(), Failure> {
        match self {
            Self::Create { name, id, creator } => {
                let mut new = NewTeam::new(name);
                if let Some(id) = id {
                    new = new.id(id);
                }
                if let Some(creator) = creator {
                    new = new.creator(creator);
                }
                answer(session, &keywright.create_team(new)?)
            }
            Self::Show { team } => {
                let found = keywright.get_team(&team)?.ok_or_else(|| {
                    Failure::not_found(format!(
                        "the store has not heard of this team. team_id=`{team}`"
                    ))
                })?;
                answer(session, &found)
            }
            Self::Update { team, name, no_name, metadata } => {
                let mut update = TeamUpdate::new();
                if let Some(name) = name {
                    update = update.display_name(name);
                }
                if no_name {
                    update = update.clear_display_name();
                }
                if let Some(metadata) = metadata {
                    update = update.metadata(Metadata::parse(&metadata)?);
                }
                answer(session, &keywright.team(team).update(update)?)
            }
            Self::Members { team } => {
                let members = keywright.team(&team).list_members()?;
                session.output.answer(&json!({ "items": members }), |look| {
                    if members.is_empty() {
                        return format!("{} has no members.\n", clean(&team));
                    }
                    list_members(&members, look)
                })
            }
            Self::AddMember { team, user, permissions } => {
                let team = keywright.team(team);
                let member = match permissions {
                    None => team.add_member(user)?,
                    Some(permissions) => team.add_member_with(
                        user,
                        permissions.iter().filter(|permission| !permission.is_empty()),
                    )?,
                };
                answer_member(session, &member)
            }
            Self::RemoveMember { team, user, team_keys, preview } => {
                if preview {
                    let preview = keywright.team(team).preview_remove_member(user)?;
                    return answer_preview(session, &preview);
                }
                let team_keys = match team_keys {
                    KeepOrRevoke::Keep => TeamKeys::Keep,
                    KeepOrRevoke::Revoke => TeamKeys::Revoke,
                };
                keywright.team(&team).remove_member(&user, team_keys)?;
                let document = json!({ "removed": true, "team_id": team, "user_id": user });
                session.output.answer(&document, |_| {
                    format!("{} is no longer in {}.\n", clean(&user), clean(&team))
                })
            }
            Self::Grant { team, user, permission } => {
                answer_member(session, &keywright.team(team).grant_permission(user, permission)?)
            }
            Self::RevokePermission { team, user, permission } => {
                answer_member(session, &keywright.team(team).revoke_permission(user, permission)?)
            }
            Self::Permissions { team, user } => {
                let permissions = keywright.team(&team).list_permissions(&user)?;
                session.output.answer(&json!({ "items": permissions }), |_| {
                    if permissions.is_empty() {
                        return format!("{} holds nothing in {}.\n", clean(&user), clean(&team));
                    }
                    permissions.iter().map(|permission| format!("{permission}\n")).collect()
                })
            }
            Self::Suspend { team } => answer(session, &keywright.team(team).suspend()?),
            Self::Resume { team } => answer(session, &keywright.team(team).resume()?),
            Self::Delete { team, confirmation } => {
                confirmation.confirm(&format!(
                    "This deletes the team `{team}` with all keys and memberships, for good"
                ))?;
                keywright.team(&team).delete()?;
                session.output.answer(&json!({ "deleted": true, "team_id": team }), |_| {
                    format!("Deleted the team {}.\n", clean(&team))
                })
            }
        }
    }
}

fn answer(session: &Session, team: &Team) -> Result<(), Failure> {
    session.output.answer(team, |look| {
        Record::new(look)
            .line("team", team.id.as_str())
            .maybe("name", team.display_name.as_deref())
            .maybe("metadata", Some(team.metadata.as_str()).filter(|text| *text != "{}"))
            .line("known since", instant(team.created_at))
            .line("keys", keys_in_use(team))
            .finish()
    })
}

fn keys_in_use(team: &Team) -> Text {
    match team.suspended_at {
        None => Text::new("in use").paint(Paint::Good),
        Some(at) => {
            let by = team.suspended_by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
            Text::new(format!("suspended since {}{by}", instant(at))).paint(Paint::Doubtful)
        }
    }
}

fn answer_member(session: &Session, member: &TeamMember) -> Result<(), Failure> {
    session.output.answer(member, |look| {
        Record::new(look)
            .line("team", member.team_id.as_str())
            .line("user", member.user_id.as_str())
            .line("granted", joined(&member.permissions))
            .line("member since", instant(member.created_at))
            .finish()
    })
}

fn answer_preview(session: &Session, preview: &MemberPreview) -> Result<(), Failure> {
    let document = json!({ "member": preview.member, "api_keys": preview.api_keys });
    session.output.answer(&document, |look| {
        let user = clean(preview.member.user_id.as_str());
        let team = clean(preview.member.team_id.as_str());
        if preview.api_keys.is_empty() {
            return format!("{user} made no key of {team} that is still there to revoke.\n");
        }
        let keys = list_keys(&preview.api_keys, look);
        format!("{user} made these keys of {team}; --team-keys revoke would end them:\n\n{keys}")
    })
}

fn list_members(members: &[TeamMember], look: Look) -> String {
    let mut list = List::new(look, &["user", "granted", "since"]);
    for member in members {
        list.row([
            member.user_id.as_str().into(),
            joined(&member.permissions).into(),
            day(member.created_at).into(),
        ]);
    }
    list.finish(&["since"])
}

/// Lays teams out for people.
pub(crate) fn list_teams(teams: &[Team], look: Look) -> String {
    let mut list = List::new(look, &["team", "name", "since", "keys"]);
    for team in teams {
        list.row([
            team.id.as_str().into(),
            team.display_name.as_deref().unwrap_or("-").into(),
            day(team.created_at).into(),
            keys_in_use(team),
        ]);
    }
    list.finish(&["since"])
}

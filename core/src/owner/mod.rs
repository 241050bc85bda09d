//! Owners of keys: users, teams, and the membership between them.

mod id;
mod record;

pub use id::{Owner, OwnerType, TeamId, UserId};
pub use record::{NewTeam, Team, TeamMember, TeamUpdate, User, UserUpdate};

pub(crate) use record::{checked_display_name, checked_email};

//! Permissions of members in teams: what they are called, and what contains what.

mod definition;
mod id;

pub use definition::{PermissionDefinition, PermissionUpdate};
pub use id::PermissionId;

pub(crate) use definition::Definitions;

//! `keywright permission`.

use clap::Subcommand;
use keywright::{PermissionDefinition, PermissionUpdate};
use serde_json::json;

use crate::arguments::Confirmation;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::clean;
use crate::session::Session;
use crate::table::{List, Record, joined};

/// Define permissions.
#[derive(Debug, clap::Args)]
pub(crate) struct PermissionArguments {
    #[command(subcommand)]
    verb: PermissionVerb,
}

#[derive(Debug, Subcommand)]
enum PermissionVerb {
    /// Show all permissions, those of the system included
    List,
    /// Define a permission, or define one anew
    Define {
        permission: String,
        /// Permissions that come with it
        #[arg(long, value_name = "PERMISSION,…", value_delimiter = ',')]
        contains: Vec<String>,
        /// What it is for
        #[arg(long, value_name = "TEXT")]
        description: Option<String>,
        /// Refuse to replace a definition
        #[arg(long)]
        new: bool,
    },
    /// Give a permission another id, wherever it stands
    Rename { permission: String, new_id: String },
    /// Delete a permission, wherever it stands
    Delete {
        permission: String,
        #[command(flatten)]
        confirmation: Confirmation,
    },
}

impl PermissionArguments {
    pub(crate) fn run(self, session: &Session) -> Result<Exit, Failure> {
        let keywright = session.open()?;
        match self.verb {
            PermissionVerb::List => {
                let definitions = keywright.list_permission_definitions()?;
                session.output.answer(&json!({ "items": definitions }), |look| {
                    let mut list = List::new(look, &["permission", "contains", "description"]);
                    for definition in &definitions {
                        list.row([
                            definition.id.as_str().into(),
                            joined(&definition.contains).into(),
                            definition.description.as_deref().unwrap_or("-").into(),
                        ]);
                    }
                    list.finish(&["permission"])
                })?;
            }
            PermissionVerb::Define { permission, contains, description, new } => {
                let mut update = PermissionUpdate::new();
                if let Some(description) = description {
                    update = update.description(description);
                }
                if new {
                    update = update.refuse_existing();
                }
                let contains = contains.iter().filter(|id| !id.is_empty());
                answer(session, &keywright.define_permission(permission, contains, update)?)?;
            }
            PermissionVerb::Rename { permission, new_id } => {
                answer(session, &keywright.rename_permission(permission, new_id)?)?;
            }
            PermissionVerb::Delete { permission, confirmation } => {
                confirmation.confirm(&format!(
                    "This deletes the permission `{permission}` and takes it from every member who holds it"
                ))?;
                keywright.delete_permission(&permission)?;
                let document = json!({ "deleted": true, "permission": permission });
                session.output.answer(&document, |_| {
                    format!("Deleted the permission {}.\n", clean(&permission))
                })?;
            }
        }
        Ok(Exit::Done)
    }
}

fn answer(session: &Session, definition: &PermissionDefinition) -> Result<(), Failure> {
    session.output.answer(definition, |look| {
        Record::new(look)
            .line("permission", definition.id.as_str())
            .line("contains", joined(&definition.contains))
            .maybe("description", definition.description.as_deref())
            .finish()
    })
}

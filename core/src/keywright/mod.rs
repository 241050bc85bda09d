//! The handle on one store: one thin method per operation.

mod acting;
mod api_key;
mod change;
mod handle;
mod open;
mod permission;
mod settings;
mod team;
mod user;
mod verify;

pub use acting::ActingAs;
pub use api_key::ApiKeyHandle;
pub use handle::{Keywright, StoreInfo};
pub use open::OpenOptions;
pub use team::{MemberPreview, TeamHandle, TeamKeys};
pub use user::UserHandle;
